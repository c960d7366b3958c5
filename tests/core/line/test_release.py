"""Sending: everything wrong at once, checks of sense that an officer may pass, and conflicts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.core.airspace.volume import Circle, Point
from detente.core.events import ConflictEnded, ConflictFound, Event, Released, Warned
from detente.core.line.commands import Cancel, Correct, End, Send
from detente.core.line.message import Line, Precedence, Status
from detente.core.line.numbers import follows, is_number_of, next_number
from detente.core.line.ways import questions, ways
from detente.core.state import Decision, apply, decide
from tests.support.line import (
    CHARTER,
    HOUR,
    HOUSE_LINE,
    LINE,
    MINUTE,
    OFFICER,
    T0,
    Parties,
    circle,
    naa,
    nwa,
)

COAST = replace(CHARTER, area=Circle(Point(355_000_000, 357_000_000), 20_000_000))


def test_numbers_are_gap_free_per_party_and_start_anew_each_year() -> None:
    """AMBER-2026-0001, 0002, then AMBER-2027-0001; a clock set back stays in the new year."""
    year_ms = 366 * 24 * HOUR
    assert next_number(LINE, "amber", None, T0) == "AMBER-2026-0001"
    assert next_number(LINE, "amber", "AMBER-2026-0001", T0) == "AMBER-2026-0002"
    assert next_number(LINE, "amber", "AMBER-2026-0009", T0 + year_ms) == "AMBER-2027-0001"
    assert next_number(LINE, "amber", "AMBER-2027-0001", T0) == "AMBER-2027-0002"
    assert next_number(LINE, "amber", "AMBER-2026-9999", T0) == "AMBER-2026-10000"
    assert follows(LINE, "amber", "AMBER-2026-9999", "AMBER-2026-10000")
    assert not follows(LINE, "amber", "AMBER-2026-0001", "AMBER-2026-0003")
    assert not follows(LINE, "amber", "AMBER-2027-0001", "AMBER-2026-0002")


def test_an_exercise_shows_in_every_number() -> None:
    """No number of an exercise or test can be taken for a real one."""
    exercise = Line(LINE.channel, Status.EXERCISE)
    number = next_number(exercise, "amber", None, T0)
    assert number == "EXERCISE-AMBER-2026-0001"
    assert is_number_of(exercise, "amber", number)
    assert not is_number_of(LINE, "amber", number)
    assert not is_number_of(exercise, "amber", "AMBER-2026-0001")
    line = Parties(line=exercise)
    assert line.do("amber", Send("LCK")) == number


@pytest.mark.parametrize(
    "number", ["", "AMBER", "AMBER-2026-1", "AMBER-26-0001", "AMBER-2026-000x", "AMBER-2026-٠٠٠١"]
)
def test_what_is_no_number_is_no_number(number: str) -> None:
    """Short, foreign or non-Latin digits do not make a message number."""
    assert not is_number_of(LINE, "amber", number)


def test_all_problems_of_a_message_come_at_once() -> None:
    """Wrong receiver, low urgency, unknown reference and bad fields are told together."""
    line = Parties()
    rules = line.rules(
        "amber",
        Send(
            "NWA",
            {"hazard": "bees"},
            to=("zinc",),
            ref="AMBER-2020-0001",
            precedence=Precedence.ROUTINE,
            created_ms=T0 + HOUR,
            remarks="a\x00b",
        ),
    )
    assert rules == [
        "not-a-receiver",
        "precedence",
        "unknown-number",
        "created-range",
        "text-characters",
        "required",
        "choice",
        "required",
    ]
    assert line.journals["amber"] == []


def test_nothing_is_sent_to_nobody() -> None:
    """A channel whose other side has not joined yet refuses: nobody would be told."""
    assert Parties(("amber",)).rules("amber", Send("LCK")) == ["nobody-to-tell"]


def test_a_channel_that_we_are_not_in_refuses() -> None:
    """A command on a line that this party is no member of changes nothing."""
    line = Parties()
    found = decide(line.states["amber"], Send("LCK"), Line("elsewhere"), OFFICER, T0)
    assert isinstance(found, tuple)
    assert [one.rule for one in found] == ["not-a-member"]


@pytest.mark.parametrize("code", ["ACK", "RBK", "CNF", "RSP", "COR", "CAN", "END", "ZZZ", ""])
def test_acts_are_not_sent_as_messages(code: str) -> None:
    """A receipt or a change is made by its own command, so that its rules always hold."""
    assert Parties().rules("amber", Send(code)) == ["unknown-format"]


@pytest.mark.parametrize(
    ("fields", "rule", "field"),
    [
        (naa(circle(35.7, 35.5), place_name="Tripoli"), "", ""),
        (naa(circle(36.9, 30.7), place_name="Latakia"), "check-place", "fields.place_name"),
        (naa(circle(48.0, 2.0)), "check-area", "fields.volume.outline"),
        (naa(circle(end_ms=T0 - 1, start_ms=T0 - HOUR)), "check-time", "fields.volume.end_ms"),
        (naa(circle(end_ms=None)), "check-time", "fields.volume.end_ms"),
        (naa(circle(end_ms=T0 + 30 * 24 * HOUR)), "check-time", "fields.volume.end_ms"),
    ],
)
def test_what_looks_like_a_slip_is_asked_about(
    fields: dict[str, object], rule: str, field: str
) -> None:
    """A wrong place, area or day is refused once, and passes when the officer names the rule."""
    line = Parties(charter=COAST)
    first = line.try_("amber", Send("NAA", fields))  # type: ignore[arg-type]  # JSON all the same
    if not rule:
        assert isinstance(first, Decision)
        return
    assert isinstance(first, tuple)
    assert all(one.override for one in first)
    assert (rule, field) in [(one.rule, one.field) for one in first]
    passed = tuple({one.rule for one in first})
    send = Send("NAA", fields, acknowledged=passed)  # type: ignore[arg-type]  # as above
    number = line.do("amber", send)
    assert line.at(number, "cobalt").message.overridden == tuple(sorted(passed))
    for party in ("amber", "cobalt"):
        warned = [event for event in line.heard[party] if isinstance(event, Warned)]
        assert rule in [one.rule for one in warned[0].warnings]
        assert warned[0].at_arrival == (party == "cobalt")
        assert line.at(number, party).warned == warned


def test_a_flash_is_never_held_up() -> None:
    """An alert far outside the area goes out at once; both sides are warned beside it."""
    line = Parties(charter=COAST)
    volume = circle(48.0, 2.0, start_ms=None, end_ms=None)
    decision = line.try_("amber", Send("AMI", {"volume": volume}))
    assert isinstance(decision, Decision)
    assert "check-area" in [one.rule for one in decision.warnings]
    assert line.at(str(decision.number), "cobalt").message.overridden == ()
    for party in ("amber", "cobalt"):
        assert any(isinstance(event, Warned) for event in line.heard[party])


def conflicts(line: Parties, party: str) -> list[str]:
    """The conflicts open at a party."""
    return [one.found.conflict for one in line.states[party].open_conflicts(LINE)]


def test_both_nodes_find_the_same_conflict_at_once() -> None:
    """Two notices over the same coast: each node shows the same conflict, by the same id."""
    line = Parties()
    first = line.do("amber", Send("NAA", naa()))
    assert conflicts(line, "amber") == []
    second = line.do("cobalt", Send("NAA", naa(circle(35.55, 35.75))))
    for party in ("amber", "cobalt"):
        assert conflicts(line, party) == [f"{first}~{second}"]
        found = [event for event in line.heard[party] if isinstance(event, ConflictFound)]
        assert [one.parties for one in found] == [("amber", "cobalt")]
        about = [line.states[party].conflicts_about(LINE, number) for number in (first, second)]
        assert about == [(f"{first}~{second}",)] * 2


def test_crossed_notices_conflict_on_both_nodes() -> None:
    """Both sides send at the same time over a cut line; when it heals both find the conflict."""
    line = Parties(connected=False)
    first = line.do("amber", Send("NAA", naa()))
    second = line.do("cobalt", Send("NWA", nwa(circle(35.55, 35.75))))
    assert conflicts(line, "amber") == conflicts(line, "cobalt") == []
    line.deliver("cobalt", line.journals["amber"][0])
    line.deliver("amber", line.journals["cobalt"][0])
    assert conflicts(line, "amber") == conflicts(line, "cobalt") == [f"{first}~{second}"]


def test_one_party_does_not_conflict_with_itself() -> None:
    """Two notices of the same party over the same place are its own affair."""
    line = Parties()
    line.do("amber", Send("NAA", naa()))
    line.do("amber", Send("NAA", naa()))
    assert conflicts(line, "amber") == conflicts(line, "cobalt") == []


@pytest.mark.parametrize("way", ["corrected", "cancelled", "ended"])
def test_a_conflict_ends_when_a_notice_does(way: str) -> None:
    """A correction away, a cancellation or an end closes the conflict on both nodes, and why."""
    line = Parties()
    first = line.do("amber", Send("NAA", naa()))
    line.do("cobalt", Send("NAA", naa()))
    if way == "corrected":
        line.do("amber", Correct(first, {"volume": circle(33.5, 34.0)}))
    elif way == "cancelled":
        line.do("amber", Cancel(first, "not-happening"))
    else:
        line.do("amber", End(first))
    for party in ("amber", "cobalt"):
        assert conflicts(line, party) == []
        ends = [event for event in line.heard[party] if isinstance(event, ConflictEnded)]
        assert [one.reason for one in ends] == [way]


def test_a_correction_that_stays_in_the_way_is_a_new_conflict() -> None:
    """The old conflict ends and the corrected notice has its own."""
    line = Parties()
    first = line.do("amber", Send("NAA", naa()))
    second = line.do("cobalt", Send("NAA", naa()))
    corrected = line.do("amber", Correct(first, {"volume": circle(35.51, 35.71)}))
    for party in ("amber", "cobalt"):
        assert conflicts(line, party) == [f"{corrected}~{second}"]


def test_a_conflict_expires_with_its_window() -> None:
    """After the common window and its padding, the passing of time closes the conflict."""
    line = Parties()
    line.do("amber", Send("NAA", naa()))
    line.do("cobalt", Send("NAA", naa()))
    events: list[Event] = []
    while not any(isinstance(event, ConflictEnded) for event in events):
        events = line.tick("amber")
    assert line.now_ms > T0 + 3 * HOUR
    assert conflicts(line, "amber") == []


def test_statuses_never_mix() -> None:
    """A notice of an exercise conflicts with nothing that is real."""
    line = Parties()
    line.do("amber", Send("NAA", naa()))
    state = line.states["amber"]
    exercise = Line(LINE.channel, Status.EXERCISE)
    found = decide(state, Send("NAA", naa()), exercise, OFFICER, T0)
    assert isinstance(found, Decision)
    assert [on.status for on, _ in found.events] == [Status.EXERCISE]


def test_a_notice_of_another_channel_is_a_conflict_too() -> None:
    """A node in two channels sees that a notice of one collides with a notice of the other."""
    one = Parties()
    other = Parties(("amber", "meridian"), line=Line("relief-77aa"))
    one.do("cobalt", Send("NAA", naa()))
    relief = other.do("meridian", Send("NAA", naa()))
    state = one.states["amber"]
    opened = other.states["amber"]
    state.charters |= opened.charters
    state.members |= opened.members
    sent = other.journals["meridian"][0]
    other.states["amber"] = state
    other.deliver("amber", sent)
    (found,) = state.open_conflicts(other.line)
    assert found.found.numbers == ("coast-1f3a9c02/COBALT-2026-0001", f"relief-77aa/{relief}")
    assert state.open_conflicts(LINE) == [found], "who looks at the other channel sees it too"
    assert state.open_conflicts_of(LINE, "COBALT-2026-0001") == [found]
    assert state.open_conflicts_of(other.line, relief) == [found]
    for line in (LINE, other.line):
        asked = questions(state, line, found.found.conflict)
        assert isinstance(asked, list)
        theirs = {one.notice.number: [o.number for o in one.others] for one in asked}
        assert theirs[relief] == ["coast-1f3a9c02/COBALT-2026-0001"], "a way out goes around both"
        assert all(ways(one, not_before_ms=T0) for one in asked)
    other.do("meridian", Cancel(relief))
    assert state.open_conflicts(other.line) == []


def test_a_charter_may_ask_for_another_lead_time() -> None:
    """The lead time agreed in the charter goes before the table's default."""
    charter = replace(CHARTER, lead_ms=(("NAA", 5 * MINUTE),))
    line = Parties(charter=charter)
    number = line.do("amber", Send("NAA", naa()))
    lead = line.states["amber"].lead(LINE, line.at(number), "cobalt")
    assert lead is not None
    assert lead.required_ms == 5 * MINUTE


def test_a_warning_may_be_raised_to_flash() -> None:
    """A late warning sent as FLASH repeats at the receiver and must be read in a minute."""
    line = Parties()
    number = line.do("amber", Send("NWA", nwa(), precedence=Precedence.FLASH))
    steps = {key.step: owed.due_ms for key, owed in line.states["cobalt"].owed(LINE, number)}
    assert steps["READ"] == T0 + line.delay_ms + MINUTE


def test_deciding_changes_nothing() -> None:
    """A decision that is not applied leaves numbers, pictures and agenda as they were."""
    line = Parties()
    state = line.states["amber"]
    first = decide(state, Send("NAA", naa()), LINE, OFFICER, T0)
    again = decide(state, Send("NAA", naa()), LINE, OFFICER, T0)
    assert first == again
    assert state.agenda.next_ms() is None
    assert state.line(LINE).messages == {}
    assert isinstance(first, Decision)
    event = first.events[0][1]
    assert isinstance(event, Released)
    apply(state, "amber", HOUSE_LINE, event, at_ms=T0, held_at_ms=T0, sequence=0)
    assert state.line(HOUSE_LINE).messages == {}


def test_a_track_that_ends_far_from_the_point_must_be_meant() -> None:
    """A QID whose last position lies on another continent is held up until it is acknowledged."""
    line = Parties()
    point = {"lat_e7": 355_000_000, "lon_e7": 357_000_000}
    near = {**point, "at_ms": T0 - 2 * MINUTE}
    far = {"lat_e7": -120_000_000, "lon_e7": -770_000_000, "at_ms": T0 - MINUTE}
    line.do("amber", Send("QID", {"point": point, "track": [near]}))
    slip = Send("QID", {"point": point, "track": [near, far]})
    assert line.rules("amber", slip) == ["check-track"]
    line.do("amber", replace(slip, acknowledged=("check-track",)))
