"""Exercise mode, and the separation that does not rest on it: drill never touches the real."""

from __future__ import annotations

from collections.abc import Sequence

from detente.core.airspace.gazetteer import Gazetteer
from detente.core.events import (
    ConflictFound,
    Event,
    ExerciseBegun,
    ExerciseEnded,
    Joined,
    Opened,
)
from detente.core.line.commands import Answer, Cancel, Read, Send
from detente.core.line.message import Line, Role, Signature, Status
from detente.core.refusal import Refusal
from detente.core.state import Decision, State, apply, decide, next_due_ms
from detente.core.values import Fields
from detente.core.watch import exercise
from tests.support.line import (
    CHARTER,
    HOUSE_LINE,
    LINE,
    OFFICER,
    T0,
    Parties,
    card,
    naa,
)

DRILL = Line(LINE.channel, Status.EXERCISE)
DUTY = Signature("desk-2", Role.DUTY_OFFICER)
ALERT: Fields = {"situation": "inside", "point": {"lat_e7": 355_000_000, "lon_e7": 357_000_000}}


def begin(state: State, name: str = "Quiet Coast", by: Signature = OFFICER) -> list[str]:
    """Begin an exercise and take it in; the rules by which it is refused."""
    return _take(state, exercise.begin(state, by, name))


def end(state: State, by: Signature = OFFICER) -> list[str]:
    """End it; the rules by which that is refused."""
    return _take(state, exercise.end(state, by))


def _take(state: State, found: Sequence[tuple[Line, Event] | Refusal]) -> list[str]:
    for one in found:
        if not isinstance(one, Refusal):
            assert one[0] == HOUSE_LINE, "that a drill is held is itself real"
            apply(state, state.party, one[0], one[1], at_ms=T0, held_at_ms=T0, sequence=0)
    return [one.rule for one in found if isinstance(one, Refusal)]


def both_statuses() -> State:
    """Amber on one channel with Cobalt, in ACTUAL and in EXERCISE."""
    state = State("amber", Gazetteer(()))
    events: list[Event] = [Opened(card("amber"), CHARTER), Joined(card("cobalt"))]
    for line in (LINE, DRILL):
        for event in events:
            apply(state, "amber", line, event, at_ms=T0, held_at_ms=T0, sequence=0)
    return state


def do(state: State, line: Line, command: Send | Read | Answer | Cancel) -> Decision:
    """Decide on a line and take it in."""
    decision = decide(state, command, line, OFFICER, T0)
    assert isinstance(decision, Decision), decision
    for on, event in decision.events:
        apply(state, "amber", on, event, at_ms=T0, held_at_ms=T0, sequence=0)
    return decision


def test_an_exercise_begins_once_and_ends_once() -> None:
    """A second one is refused while the first is under way; an end without one as well."""
    state = both_statuses()
    assert end(state) == ["no-exercise"]
    assert begin(state) == []
    assert state.exercise is not None
    assert (state.exercise.begun.name, state.exercise.since_ms) == ("Quiet Coast", T0)
    assert begin(state, "Another") == ["exercise-under-way"]
    assert end(state) == []
    assert state.exercise is None


def test_a_duty_officer_begins_no_exercise() -> None:
    """It changes what everybody at the node means: a releaser's act, to begin and to end."""
    state = both_statuses()
    assert begin(state, by=DUTY) == ["role"]
    assert begin(state) == []
    assert end(state, by=DUTY) == ["role"]


def test_a_name_fits_the_banner() -> None:
    """Empty, endless and unprintable names are refused, all problems at once with the role."""
    state = both_statuses()
    assert begin(state, "  ")
    assert begin(state, "x" * 41)
    assert begin(state, "drill\x1b[2J")
    assert state.exercise is None


def test_a_peer_cannot_put_us_into_an_exercise() -> None:
    """The event counts from our own house only."""
    state = both_statuses()
    event = ExerciseBegun("Trap", OFFICER)
    for line in (LINE, DRILL, HOUSE_LINE):
        apply(state, "cobalt", line, event, at_ms=T0, held_at_ms=T0, sequence=0)
    assert state.exercise is None
    begin(state)
    apply(state, "cobalt", LINE, ExerciseEnded("", OFFICER), at_ms=T0, held_at_ms=T0, sequence=0)
    assert state.exercise is not None


def test_the_same_airspace_in_drill_and_in_earnest_is_no_conflict() -> None:
    """Our exercise flies where Cobalt really flies: two pictures, and no conflict crosses."""
    real, drill = Parties(), Parties(line=DRILL)
    for line in (real, drill):
        line.do("amber", Send("NAA", naa()))
        line.do("cobalt", Send("NAA", naa()))
        found = [one for one in line.heard["amber"] if isinstance(one, ConflictFound)]
        assert len(found) == 1, "the same two do conflict within one status"
    state = both_statuses()
    assert do(state, DRILL, Send("NAA", naa())).number == "EXERCISE-AMBER-2026-0001"
    assert not any(
        isinstance(event, ConflictFound) for _, event in do(state, LINE, Send("NAA", naa())).events
    )
    assert state.pictures[LINE].get("EXERCISE-AMBER-2026-0001") is None
    assert state.pictures[DRILL].get("AMBER-2026-0001") is None


def test_no_act_of_the_drill_reaches_what_is_real() -> None:
    """A real notice can be neither cancelled nor referred to from the exercise, nor the reverse."""
    state = both_statuses()
    number = do(state, LINE, Send("NAA", naa())).number
    assert number is not None
    for command in (Cancel(number), Send("LCK", ref=number)):
        found = decide(state, command, DRILL, OFFICER, T0)
        assert isinstance(found, tuple)
        assert "unknown-number" in [one.rule for one in found]
    drilled = do(state, DRILL, Send("NAA", naa())).number or ""
    assert isinstance(decide(state, Cancel(drilled), LINE, OFFICER, T0), tuple)


def test_closing_the_line_in_a_drill_closes_nothing() -> None:
    """SUSPENDED in the exercise: the real line is spoken on as before."""
    state = both_statuses()
    do(state, DRILL, Send("LST", {"state": "SUSPENDED", "scope": "all"}))
    assert LINE not in state.lines or not state.line(LINE).declared
    assert isinstance(decide(state, Send("NAA", naa()), LINE, OFFICER, T0), Decision)
    found = decide(state, Send("NAA", naa()), DRILL, OFFICER, T0)
    assert isinstance(found, tuple)
    assert [one.rule for one in found] == ["line-suspended"]


def test_a_real_flash_sounds_through_an_exercise() -> None:
    """The node is in an exercise when Cobalt's real alert comes: it repeats until READ."""
    line = Parties(delay_ms=0)
    begin(line.states["amber"])
    number = line.do("cobalt", Send("AEN", ALERT))
    assert not number.startswith("EXERCISE")
    due_ms = next_due_ms(line.states["amber"])
    assert due_ms is not None
    assert due_ms <= T0 + 20_000
    line.do("amber", Read(number))
