"""The first screen, receipts, news and tables in a language: nothing unsaid, English beside."""

from __future__ import annotations

import msgspec
import pytest

from detente.core.events import Released
from detente.core.line.formats import DueStep
from detente.core.line.lead import Timing
from detente.core.line.message import Status
from detente.core.line.tables import EVERY, FORMATS
from detente.core.values import Json
from detente.serve import spoken
from detente.serve.languages import Language
from detente.tongues.catalogue import SHIPPED, shipped
from detente.tongues.examples import T0_MS, example
from detente.tongues.rendered import Rendered
from detente.tongues.review import Reviews
from detente.tongues.template import FSI, PDI, bare
from detente.wire.channel_views import CheckDueView, ExerciseView
from detente.wire.events import encode
from detente.wire.native import (
    DueView,
    EventView,
    LeadView,
    LineView,
    MessageView,
    PeerView,
    StatusView,
    StepView,
    StreamItem,
)

LANGUAGES = pytest.mark.parametrize("code", SHIPPED)
MINUTE_MS = 60_000


def language(code: str) -> Language:
    """A language as it is shipped."""
    return Language(shipped()[code], Reviews((), ()), shipped=True)


def sound(said: Rendered) -> str:
    """Its words without marks, once nothing is wrong with any line."""
    for line in said.lines:
        assert line.text, line
        assert line.code, line
        assert line.english, line
        assert not line.reviewed
        assert line.text.count(FSI) == line.text.count(PDI)
    assert "nobody has reviewed" in said.note
    return bare(said.text)


LINE = LineView(
    channel="coast-1f3a9c02",
    name="Coast",
    purpose="safety",
    status=Status.ACTUAL,
    members=("amber", "cobalt"),
    declared={"amber": "OPEN", "cobalt": "CLOSED-BY-NOBODY"},
    unread=3,
    due=5,
    missed=2,
    conflicts=1,
    missed_flash=1,
    flash={"COBALT-2026-0004": "FLASH"},
    disputed="open, says amber; closed, says cobalt",
    checks=(
        CheckDueView(
            party="cobalt",
            every_ms=MINUTE_MS,
            last_ms=None,
            due_ms=T0_MS,
            missed=2,
            expected=True,
            silent=True,
        ),
    ),
    untold=4,
)


def screen(*lines: LineView, drill: str = "") -> StatusView:
    """A first screen with these lines and a link that is down."""
    peer = PeerView(
        party="cobalt",
        name="Cobalt",
        kind="party",
        fingerprint="0",
        address="host:1",
        channels=("coast",),
        link="down",
        link_since_ms=None,
        why="no route",
        skew_ms=None,
        behind=7,
        evidence=0,
    )
    return StatusView(
        party="amber",
        name="Amber",
        fingerprint="0",
        version="1",
        now_ms=T0_MS,
        position=9,
        lines=lines,
        peers=(peer,),
        evidence=6,
        alarms=2,
        gaps=8,
        handover=11,
        exercise=ExerciseView(name=drill),
    )


@LANGUAGES
def test_the_first_screen_says_everything_that_presses(code: str) -> None:
    """Each count and name of the screen is there with its code; a state nobody knows as it came."""
    said = spoken.first_screen(screen(LINE, drill="NORTH WIND"), language(code), 120)
    sound(said)
    assert [one.code for one in said.lines] == [
        "exercise=NORTH WIND",
        "alarms=2",
        "gaps=8",
        "evidence=6",
        "handover=11",
        "line=coast-1f3a9c02 ACTUAL",
        "members=amber,cobalt",
        "declared=amber OPEN",
        "declared=cobalt CLOSED-BY-NOBODY",
        "disputed",
        "unread=3",
        "flash-overdue=1",
        "overdue=1",
        "owed=3",
        "conflicts=1",
        "untold=4",
        "checks=cobalt 2",
        "flash=COBALT-2026-0004",
        "link=cobalt down",
        "behind=7",
    ]
    for line in said.lines:
        value = line.code.rpartition("=")[2].rpartition(" ")[2]
        if value.isdigit() or value.startswith("COBALT"):
            assert value in bare(line.text)


@LANGUAGES
def test_a_quiet_line_says_that_nothing_presses(code: str) -> None:
    """Silence is said, never left out."""
    quiet = msgspec.structs.replace(
        LINE, declared={}, unread=0, due=0, missed=0, missed_flash=0, conflicts=0, flash={},
        disputed="", checks=(), untold=0,
    )  # fmt: skip
    codes = [one.code for one in spoken.first_screen(screen(quiet), language(code), 0).lines]
    assert "nothing" in codes
    assert "declared=" in codes


def view(**more: object) -> MessageView:
    """A message of amber's with what is known of it."""
    return MessageView(
        channel="coast",
        status=Status.ACTUAL,
        author="amber",
        sequence=1,
        position=1,
        message=example(FORMATS["NWA"]).message,
        at_ms=T0_MS,
        held_at_ms=T0_MS,
        direction="out",
        state="open",
        proof="delivered",
        final=False,
        missing_for_final=(),
        line="",
        text="",
        **more,  # type: ignore[arg-type]  # only the tuples that a test is about
    )


@LANGUAGES
def test_every_receipt_and_every_debt_has_words(code: str) -> None:
    """Each step by itself and with a code, owed in time and late, each finding of lead time."""
    tongue = language(code)
    names = [*DueStep, "DELIVERED", "CORRECTED"]
    steps = tuple(
        StepView(step=str(one), party="cobalt", by_clock_ms=T0_MS, here_ms=T0_MS + MINUTE_MS)
        for one in names
    )
    answer = StepView(
        step="ANSWER", party="cobalt", by_clock_ms=T0_MS, here_ms=T0_MS, code="WILCO", number="X"
    )
    crew = StepView(
        step="DISSEMINATED", party="cobalt", by_clock_ms=T0_MS, here_ms=T0_MS, code="crew"
    )
    due = tuple(
        DueView(step=str(step), party="cobalt", due_ms=at_ms, missed=False, level=0, to_role="")
        for step in DueStep
        for at_ms in (T0_MS - 1, T0_MS + 1)
    )
    lead = tuple(
        LeadView(
            party="cobalt",
            finding=timing.value,
            required_ms=15 * MINUTE_MS,
            lead_ms=None if timing is Timing.NOT_EFFECTIVE else -90_000,
            effective_ms=None,
        )
        for timing in Timing
    )
    known = view(steps=(*steps, answer, crew), due=due, lead=lead)
    said = spoken.receipts(known, tongue, 0, T0_MS)
    text = sound(said)
    assert len(said.lines) == len(steps) + 2 + len(due) + len(lead) + 1
    assert "WILCO" in text
    assert "2026-11-22 08:01Z" in text
    assert [one.code for one in said.lines if one.code.startswith("overdue")] == [
        f"overdue={step} cobalt" for step in DueStep
    ]
    if code != "en":
        same = [one for one in said.lines if bare(one.text) == bare(one.english)]
        assert not same, "a line without words of its own"


@LANGUAGES
def test_what_a_thief_signed_and_what_an_answer_proposes_have_words(code: str) -> None:
    """A message and a receipt of stolen keys say so; an answer's proposal stands below it."""
    volume = example(FORMATS["NWA"]).message.fields["volume"]
    read = StepView(step="READ", party="cobalt", by_clock_ms=T0_MS, here_ms=T0_MS, number="X")
    steps = (
        msgspec.structs.replace(read, disowned=True),
        msgspec.structs.replace(read, step="ANSWER", code="UNABLE", proposal=volume),
    )
    said = spoken.receipts(view(steps=steps, disowned=True), language(code), 0, T0_MS)
    wanted = ["disowned", "step=READ cobalt", "disowned=X", "step=ANSWER cobalt UNABLE"]
    assert [one.code for one in said.lines][:5] == [*wanted, "proposal=X"]
    texts = {one.code: one for one in said.lines}
    assert "KEY STOLEN" in texts["disowned=X"].english
    assert "amber" in texts["disowned"].text
    if code != "en":
        assert "KEY" not in bare(texts["disowned"].text)


def event(kind: str, body: Json, status: Status = Status.ACTUAL) -> StreamItem:
    """An entry as the live stream carries it."""
    return StreamItem(
        type="event",
        event=EventView(
            position=1,
            journal="j",
            author="cobalt",
            channel="coast",
            status=status,
            sequence=1,
            kind=kind,
            kind_version=1,
            at_ms=T0_MS,
            held_at_ms=T0_MS,
            body=body,
        ),
    )


def told(item: StreamItem, code: str, *, drill: bool = False) -> Rendered:
    """What an item says in a language; fails when it says nothing."""
    found = spoken.news(item, language(code), 0, "amber", drill=drill)
    assert found is not None, item
    return found


@LANGUAGES
def test_every_message_is_news_in_a_language(code: str) -> None:
    """Each format in each version, as it goes over the stream; who sent it is said."""
    for fmt in EVERY:
        _, _, body = encode(Released(example(fmt).message))
        said = told(event("message", msgspec.json.decode(body)), code)
        text = sound(said)
        assert "AMBER-2026-0042" in text
        assert "cobalt" in text
        assert said.lines[0].code.startswith(f"{fmt.code}-{fmt.version}")


@LANGUAGES
def test_the_node_s_own_news_has_words(code: str) -> None:
    """Whatever the command line says of the house journal is said, and names what it is about."""
    for kind, (_, name) in spoken.HOUSE_NEWS.items():
        said = told(event(kind, {name: "NUMBER-7", "step": "READBACK"}), code)
        assert "NUMBER-7" in sound(said)
    for item in (
        StreamItem(type="link", party="cobalt", link="refused", why="clock"),
        StreamItem(type="alarm", why="FLASH waits"),
        StreamItem(type="delivered", party="cobalt", journal="j", size=4, final=2),
    ):
        sound(told(item, code))


def test_what_is_real_is_told_apart_in_an_exercise() -> None:
    """During an exercise what is ACTUAL is announced as real; what is EXERCISE says so itself."""
    _, _, body = encode(Released(example(FORMATS["NWA"]).message))
    message = msgspec.json.decode(body)
    real = told(event("message", message), "ru", drill=True)
    assert real.lines[0].code == "real"
    drill = told(event("message", message, Status.EXERCISE), "ru", drill=True)
    assert "УЧЕНИЕ" in bare(drill.text)
    assert len(drill.lines) == 1


@pytest.mark.parametrize("body", [None, [], "x", {"message": 7}, {"message": {}}])
def test_news_of_any_shape_does_no_harm(body: Json) -> None:
    """What a newer node sends has no words here, and is left to its English."""
    assert spoken.news(event("message", body), language("he"), 0, "amber", drill=False) is None
    assert spoken.news(event("unheard-of", body), language("he"), 0, "amber", drill=False) is None
    assert spoken.news(event("warned", body), language("he"), 0, "amber", drill=False) is not None


@LANGUAGES
def test_every_table_is_said(code: str) -> None:
    """Urgency, deadlines, answers, every field and every value that it enumerates."""
    for fmt in FORMATS.values():
        said = spoken.table_of(fmt, language(code))
        sound(said)
        codes = {one.code for one in said.lines}
        assert {spec.name for spec in fmt.fields} <= codes
        assert {f"{s.name}={value}" for s in fmt.fields for value, _ in s.choices} <= codes
    assert "FLASH" in bare(spoken.table_of(FORMATS["AEN"], language(code)).text)
    assert [one.code for one in spoken.table_names(language(code)).lines] == list(FORMATS)
