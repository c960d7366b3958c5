"""The diplomat's desk, typed: a visit, two readouts, a promise reviewed at the next, a calendar."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import icalendar
import msgspec
import pytest

from detente.cli.contact_words import show_agenda
from detente.core.line.message import Status
from detente.wire.consultation_views import (
    ActorView,
    AgendaItemView,
    CooperationFieldView,
    CooperationView,
    DueItemView,
    EarlierView,
    PeriodView,
    PositionView,
    StatedView,
    TieActView,
    TieTermsView,
    TieView,
)
from tests.cli.test_commands import as_json
from tests.cli.test_commands import run as run_mocked
from tests.cli.test_two_nodes import number_of, typed, until
from tests.support.nodes import RunningNode, open_channel, start_node, stopping

AGENDA = """
[[items]]
item = "Security in the air"
topic = "safety"
stance = "moved"
moved_to = "coast"

[[items]]
item = "Trade"
topic = "economy"
stance = "agree"
words = "a joint commission in spring"
"""

ACT = TieActView(
    party="amber",
    act="established",
    act_words="established",
    day="2015-09",
    expected="2027",
    because="a pause",
    number="AMBER-2026-0001",
    agreed_by=(),
)
PERIOD = PeriodView(
    on=True,
    act="established",
    act_words="established",
    since="2015-09",
    until="",
    said_by=("amber",),
)
TERMS = TieTermsView(
    party="cobalt",
    rests_on="oral",
    rests_on_words="oral understanding",
    agreement="",
    secrecy="parts",
    secrecy_words="public in parts",
    levels=("deputies",),
    level_words=("deputy ministers",),
    rhythm="twice a year",
    channels=("safety",),
)
TIE = TieView(
    channel="coast-1",
    status=Status.EXERCISE,
    tie="mechanism",
    tie_words="consultation mechanism",
    name="",
    between=("Amber", "Cobalt"),
    state="differs",
    by_party=(ACT,),
    acts=(ACT,),
    terms=(TERMS,),
    periods=(PERIOD,),
)
FIELD = CooperationFieldView(
    party="cobalt",
    field="Strategic planning",
    topic="planning",
    lead="the ministries",
    state="working",
    state_words="at work",
    words="",
    number="COBALT-2026-0004",
    earlier=(EarlierView(number="COBALT-2026-0002", said="named"),),
)
STATED = (
    StatedView(party="amber", count=14, number="AMBER-2026-0003"),
    StatedView(party="cobalt", count=12, number="COBALT-2026-0004"),
)
FIELDS = CooperationView(
    channel="coast-1",
    status=Status.ACTUAL,
    text="",
    agreement="",
    contact="AMBER-2026-0001",
    words="12 or 14 stated, 1 named",
    stated=STATED,
    fields=((FIELD,),),
)
ACTOR = ActorView(
    channel="coast-1",
    status=Status.ACTUAL,
    name="Kesh",
    at_table="",
    account="none",
    records=(),
    names=(),
    people=(),
    standings=(),
    named_in=("AMBER-2026-0001",),
    reported=(),
    remarks=(),
)
ITEM = DueItemView(
    channel="coast-1",
    status=Status.ACTUAL,
    register="consultations",
    kind="contact",
    number="AMBER-2026-0001",
    about="AMBER-2026-0001",
    party="",
    words="conference, tentative",
    due_ms=1_700_000_000_000,
    from_ms=None,
    day="late summer or autumn",
    late=True,
)


def test_an_item_is_headed_by_both_wordings_and_never_by_one_word_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Amber's and Cobalt's words stand in the head alike; what one says alone is said to be so."""
    positions = tuple(
        PositionView(
            party=party,
            item=item,
            proposer="",
            stance="differ",
            stance_words="differs",
            words="",
            moved_to="",
            number=f"{party.upper()}-2026-0001",
            earlier=(),
        )
        for party, item in (("amber", "Truce"), ("cobalt", "Ceasefire"))
    )
    both = AgendaItemView(
        topic="truce",
        topic_words="truce",
        outcome="differ",
        outcome_words="differs",
        positions=positions,
        moved_to=(),
        here=(),
        silent=(),
        told=True,
    )
    alone = msgspec.structs.replace(both, positions=positions[:1], silent=("cobalt",))
    show_agenda([both, alone])
    heads = [line.strip() for line in capsys.readouterr().out.splitlines() if "[truce]" in line]
    assert heads == [
        "Truce / Ceasefire [truce]: differs",
        "Truce [truce]: differs, says amber alone",
    ]


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningNode, RunningNode]]:
    """Amber's and Cobalt's desks on a diplomatic channel."""
    folder = tmp_path_factory.mktemp("desks")
    amber = start_node(folder / "amber", "amber", wait=False)
    cobalt = start_node(folder / "cobalt", "cobalt", wait=False)
    with stopping(amber, cobalt):
        amber.wait_ready()
        cobalt.wait_ready()
        open_channel(amber, cobalt, slug="desk", kind="diplomatic")
        yield amber, cobalt


def agreed_visit(amber: RunningNode, cobalt: RunningNode, folder: Path) -> str:
    """A visit with an agenda from a file and two readouts that contradict; its number."""
    made = typed(
        amber,
        *("--json", "contact", "open", "visit", "level=ministers", "day=2026-02-18"),
        *("place=Northport", "initiator=Cobalt"),
        "participants=name=Vale; office=minister; side=Amber",
        "participants=office=envoy; side=Kesh",
    )
    visit = number_of(made)
    assert "no account held" in until(cobalt, visit, "contact", "show", visit)
    typed(amber, "contact", "set", visit, "held")
    (folder / "agenda.toml").write_text(AGENDA, encoding="utf-8")
    typed(amber, "contact", "agenda", visit, "--file", str(folder / "agenda.toml"))
    (folder / "issued.txt").write_text("The ministers spoke of trade.\n", encoding="utf-8")
    typed(
        amber,
        *("contact", "readout", visit, "--text", str(folder / "issued.txt")),
        "topics=item=Trade; topic=economy; said=agreed",
    )
    until(cobalt, "planned (", "contact", "show", visit)
    typed(
        cobalt,
        *("contact", "readout", visit, "initiator=Amber"),
        "topics=item=trade; topic=economy; said=differed",
    )
    return visit


def reviewed_promise(amber: RunningNode, cobalt: RunningNode, visit: str) -> tuple[str, str]:
    """A promise made at the visit, confirmed, and the next visit at which it comes up."""
    adding = ("--json", "commitment", "add", "Send the charts", "--owner", "cobalt")
    promise = number_of(typed(amber, *adding, "due=2026-03", f"contact={visit}"))
    until(cobalt, promise, "commitments")
    typed(cobalt, "commitment", "confirm", promise)
    opening = ("--json", "contact", "open", "visit", "day=2027-06", f"follows={visit}")
    following = number_of(typed(cobalt, *opening))
    until(amber, promise, "commitments", "--at", following)
    assert "confirmed     cobalt" in until(amber, "confirmed", "commitments")
    return promise, following


@pytest.mark.slow
def test_a_visit_and_what_was_promised_at_it(
    desks: tuple[RunningNode, RunningNode], tmp_path: Path
) -> None:
    """Put on record, changed, agenda from a file, readouts compared, promise reviewed, exported."""
    amber, cobalt = desks
    visit = agreed_visit(amber, cobalt, tmp_path)
    shown = until(amber, "CONTRADICT", "contact", "compare", visit)
    assert "initiative: CONTRADICT: amber says Cobalt" in shown
    shown = typed(amber, "contact", "show", visit)
    assert "Security in the air [safety]: taken to another channel coast" in shown
    assert "The ministers spoke of trade." in shown
    refused = typed(amber, "commitment", "add", "Meet", "--owner", "Elbonia", code=1)
    assert "owner-unknown" in refused
    promise, following = reviewed_promise(amber, cobalt, visit)
    due = typed(amber, "due", "--channel", "desk")
    assert "2026-03" in due
    assert following in due
    assert "Nothing falls due" in typed(amber, "due", "--status", "EXERCISE")
    typed(amber, "commitment", "status", promise, "done", f"contact={following}")
    assert "No commitment is open" in typed(amber, "commitments")
    typed(amber, "calendar", "--ics", str(tmp_path / "desk.ics"))
    read = icalendar.Calendar.from_ical((tmp_path / "desk.ics").read_bytes())
    assert len(read.walk("VEVENT")) == 2
    figures = json.loads(typed(amber, "--json", "contacts", "--figures", "--from", "2026"))
    assert (figures["held"], figures["first"]) == (1, visit)
    backwards = ("contacts", "--figures", "--from", "2026", "--until", "2025")
    assert "it ends before" in typed(amber, *backwards, code=1)
    assert "no contact on this line" in typed(amber, "contact", "show", "AMBER-2026-0999", code=1)
    assert "has no record of" in typed(amber, "contact", "set", following, "held", code=1)


def mocked(path: str, view: object) -> str:
    """What a command says of one answer of the node; the path ends as given."""

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.path.endswith(path)
        return as_json([view])

    return run_mocked(*path.strip("/").split("/")[-1:], answer=answer).output


def test_a_disputed_tie_is_said_with_both_states() -> None:
    """The sides say different things; periods, what it rests on, and when it is expected again."""
    said = mocked("/ties", TIE)
    assert "*EXERCISE* consultation mechanism of Amber, Cobalt: THE SIDES SAY DIFFERENT" in said
    assert "2015-09 to now  established, says amber" in said
    assert "expected again 2027, because a pause" in said
    assert (
        "as cobalt says: rests on: oral understanding; public in parts; levels: deputy ministers; "
        "twice a year; channels: safety"
    ) in said


def test_fields_actors_and_dates_are_said_in_words() -> None:
    """Two numbers stated and one field named, no account held, a date that is only words."""
    said = mocked("/cooperation", FIELDS)
    assert "contact AMBER-2026-0001: 12 or 14 stated, 1 named" in said
    assert "amber 14 (AMBER-2026-0003), cobalt 12" in said
    assert "lead the ministries (cobalt, COBALT-2026-0004; before: named in" in said
    assert "Kesh: not a member here, NO ACCOUNT HELD" in mocked("/actors", ACTOR)
    assert "late summer or autumn  LATE contact  all" in mocked("/v1/due", ITEM)
