"""A report of a source stands on a line as reported, and nowhere as anything else."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from detente.core.agreements.found import findings
from detente.core.agreements.register import agreements
from detente.core.consultations.commitments import commitments
from detente.core.consultations.contacts import contacts
from detente.core.events import ItemConfirmed, ItemRejected, SourceKept
from detente.core.incidents.cases import ClaimStatus, cases
from detente.core.line.commands import Answer, Correct, Send
from detente.core.line.message import Role, Signature
from detente.core.sources.link import Link
from detente.core.sources.register import Sources, fold_sources, note_problems, report_fields
from detente.core.sources.reported import about, reports
from detente.core.state import State
from detente.core.values import Fields
from tests.support.agreements import signed
from tests.support.line import CHARTER, HOUR, LINE, T0, Parties

BY = Signature("desk", Role.RELEASER)
KEPT = SourceKept(
    sha256="ab" * 32,
    text_sha256="cd" * 32,
    form="html",
    bytes=2_000,
    chars=1_000,
    name="post.html",
    title="Jets pass close",
    publisher="Coast Post",
    dated="2016-02-18",
    retrieved_ms=T0,
    address="",
    by=BY,
)
ITEM = ItemConfirmed(
    item="a1b2c3d4e5f6",
    sha256=KEPT.sha256,
    kind="incident",
    words="Two jets passed close over the bay",
    hedge="reportedly",
    from_char=10,
    until_char=60,
    quote="Two jets reportedly passed dangerously close",
    chain=(
        Link("speaker", "", "political source", "anonymous"),
        Link("outlet", "Coast Post", "", "named"),
    ),
    by=BY,
    types=("NMS",),
)


def line() -> Parties:
    """Amber and Cobalt on a channel where reports are said."""
    return Parties(charter=replace(CHARTER, kind="diplomatic"))


def report(**changed: object) -> Fields:
    """The fields of the REP that the item makes, with some replaced."""
    return {**report_fields(KEPT, ITEM), **changed}  # type: ignore[dict-item]  # values are JSON


def views(state: State) -> list[tuple[object, ...]]:
    """What a member makes of the reports, without when it came."""
    return [(one.number, one.by, one.words, one.remarks) for one in reports(state, LINE)]


def test_a_report_names_its_source_and_never_a_party_as_its_author() -> None:
    """Both members show the same: reported by the outlet, citing whom; found by who sent it."""
    parties = line()
    number = parties.do("amber", Send("REP", report()))
    (one,) = reports(parties.states["cobalt"], LINE)
    assert one.number == number
    assert one.by == "reported by Coast Post, citing political source (not named)"
    assert one.found_by == "amber"
    assert one.remarks == ()
    assert views(parties.states["amber"]) == views(parties.states["cobalt"])


def test_a_report_is_no_account_no_finding_and_no_volume() -> None:
    """Every register that holds what parties say stays as it was; so do conflicts and picture."""
    parties = line()
    for kind in ("incident", "contact", "commitment", "agreement", "position", "policy"):
        types = ["NMS"] if kind == "incident" else []
        parties.do("amber", Send("REP", report(kind=kind, types=types)))
    for state in parties.states.values():
        assert cases(state, LINE, parties.now_ms) == []
        assert contacts(state, LINE).all == ()
        assert commitments(state, LINE) == []
        assert agreements(state, LINE, parties.now_ms) == []
        assert state.conflicts == {}
        assert all(not list(picture) for picture in state.pictures.values())


def test_rules_in_force_judge_what_parties_do_and_not_what_is_reported() -> None:
    """A reported entry of a buffer zone breaks no article, and fulfils no duty to report."""
    parties = line()
    signed(parties, {"article": "1", "rule": "report-duty", "minutes": 60})
    before = findings(parties.states["cobalt"], LINE, parties.now_ms)
    parties.do("amber", Send("REP", report(types=["BUF", "INCUR"], day="2026-11-18")))
    for state in parties.states.values():
        assert findings(state, LINE, parties.now_ms + 24 * HOUR) == before == ()


def test_a_report_about_a_case_gives_it_no_account() -> None:
    """The case shows the report beside; its claim status is still that of the parties."""
    parties = line()
    opened = parties.do("amber", Send("INR", incident()))
    (before,) = cases(parties.states["cobalt"], LINE, parties.now_ms)
    number = parties.do("cobalt", Send("REP", report(case=opened)))
    (after,) = cases(parties.states["cobalt"], LINE, parties.now_ms)
    assert [one.number for one in about(parties.states["amber"], LINE, opened)] == [number]
    assert after.accounts == before.accounts
    assert after.claims == before.claims
    assert (before.status, after.status) == (ClaimStatus.ALLEGED, ClaimStatus.ALLEGED)
    assert after.reports == (number,)


def test_what_a_report_points_to_must_be_there() -> None:
    """A case or report that nobody opened is said before release, and is passed by its rule."""
    parties = line()
    odd = report(case="COBALT-2026-0009", contact="x", contradicts="y", until_char=5)
    rules = ("report-contact", "report-contradicts", "report-passage")
    assert parties.rules("amber", Send("REP", odd)) == ["case-unknown", *rules]
    parties.do("amber", Send("REP", odd, acknowledged=("case-unknown", *rules)))
    (one,) = reports(parties.states["cobalt"], LINE)
    assert tuple(remark.rule for remark in one.remarks) == ("report-case", *rules)


def test_reports_that_contradict_stand_side_by_side() -> None:
    """The later names the earlier; the earlier shows who says otherwise; neither goes away."""
    parties = line()
    first = parties.do("amber", Send("REP", report()))
    second = parties.do("cobalt", Send("REP", report(hedge="denied", contradicts=first)))
    shown = {one.number: one for one in reports(parties.states["amber"], LINE)}
    assert shown[first].contradicted_by == (second,)
    assert shown[second].contradicts == first


def test_a_report_cannot_be_rewritten() -> None:
    """What was put on record of a source stays; a new report is a new message."""
    parties = line()
    number = parties.do("amber", Send("REP", report()))
    assert parties.rules("amber", Correct(number, {"words": "Nothing happened"}))
    assert parties.try_("cobalt", Answer(number, "NOTED"))


def test_any_order_of_arrival_gives_the_same_register() -> None:
    """A report that names another may come before it; all members compute the same in the end."""
    parties = line()
    parties.connected = False
    first = parties.do("amber", Send("REP", report()))
    parties.do("amber", Send("REP", report(hedge="denied", contradicts=first)))
    parties.do("amber", Send("REP", report(kind="claim", types=[])))
    expected = views(parties.states["amber"])
    for order in permutations(parties.journals["amber"]):
        state = parties.member("cobalt")
        parties.states["cobalt"] = state
        for sent in order:
            parties.deliver("cobalt", sent)
        assert views(state) == expected


def test_the_newest_word_on_an_item_stands() -> None:
    """Confirmed, then rejected, then confirmed in other words: the house knows the last."""
    sources = Sources()
    rejected = ItemRejected(ITEM.item, ITEM.sha256, ITEM.kind, 10, 60, BY, "says the opposite")
    better = replace(ITEM, words="Two jets are said to have passed close")
    events: tuple[SourceKept | ItemConfirmed | ItemRejected, ...] = (KEPT, ITEM, rejected, better)
    for at_ms, event in enumerate(events):
        assert note_problems(sources, event) == ()
        fold_sources(sources, event, at_ms)
    assert [one.event for one in sources.of(KEPT.sha256)] == [better]


def test_what_could_not_be_said_on_a_line_is_not_confirmed() -> None:
    """No source, an unknown code, a text beyond its limit: refused with field and remedy."""
    sources = Sources()
    (problem,) = note_problems(sources, ITEM)
    assert problem.rule == "source-unknown"
    fold_sources(sources, KEPT, 0)
    wrong = replace(ITEM, kind="rumour", words="x" * 601, day="2016-02-31")
    assert {one.field for one in note_problems(sources, wrong)} == {"kind", "words", "day"}
    assert note_problems(sources, replace(KEPT, publisher=" ", dated="soon"))


def incident() -> Fields:
    """A first report of a case."""
    return {"types": ["NMS"], "happened_ms": T0, "claim": "alleged", "opened_from": "hand"}
