"""Time: deadlines climb from role to role, a FLASH repeats until READ, nobody is waited for."""

from __future__ import annotations

from detente.core.events import DeadlineMissed, Event, Repeated
from detente.core.line.commands import Answer, Cancel, Confirm, End, Read, ReadBack, Send
from detente.core.line.deadlines import Agenda, Key, What
from detente.core.line.message import Line
from detente.core.state import State, Tick, apply, decide, next_due_ms
from detente.core.values import Fields
from tests.support.line import (
    HOUR,
    HOUSE_LINE,
    LINE,
    MINUTE,
    PLACES,
    T0,
    Parties,
    circle,
    naa,
    nwa,
)

ALERT: Fields = {"situation": "inside", "point": {"lat_e7": 355_000_000, "lon_e7": 357_000_000}}


def until(line: Parties, party: str, at_ms: int) -> list[tuple[int, Event]]:
    """Everything that time brings to a party up to a moment, with when."""
    found: list[tuple[int, Event]] = []
    while (due_ms := next_due_ms(line.states[party])) is not None and due_ms <= at_ms:
        events = line.tick(party)
        found += [(line.now_ms, event) for event in events]
    return found


def test_an_unread_flash_sounds_every_twenty_seconds_then_every_minute() -> None:
    """For ten minutes each 20 s, from then on each minute, and never after READ."""
    line = Parties(delay_ms=0)
    number = line.do("cobalt", Send("AEN", ALERT))
    found = until(line, "amber", T0 + 13 * MINUTE)
    times = [at - T0 for at, event in found if isinstance(event, Repeated)]
    assert times[:3] == [20_000, 40_000, 60_000]
    assert len([at for at in times if at <= 10 * MINUTE]) == 30
    assert times[-3:] == [11 * MINUTE, 12 * MINUTE, 13 * MINUTE]
    assert line.at(number, "amber").repeats == len(times)
    line.do("amber", Read(number))
    after = until(line, "amber", T0 + HOUR)
    assert not [event for _, event in after if isinstance(event, Repeated)]


def test_a_flash_does_not_sound_at_its_sender() -> None:
    """The sender's node counts the missed deadline, the receiver's makes the noise."""
    line = Parties()
    line.do("cobalt", Send("AEN", ALERT))
    found = until(line, "cobalt", T0 + 10 * MINUTE)
    assert found
    assert all(isinstance(event, DeadlineMissed) for _, event in found)


def test_a_missed_read_climbs_role_by_role_on_both_sides() -> None:
    """All duty officers, then the deputy, then another channel: a minute each, never skipped."""
    line = Parties(delay_ms=0)
    line.do("cobalt", Send("AEN", ALERT))
    for party in ("amber", "cobalt"):
        line.now_ms = T0
        found = [
            (at - T0, event.level, event.to_role, event.party)
            for at, event in until(line, party, T0 + HOUR)
            if isinstance(event, DeadlineMissed) and event.step == "READ"
        ]
        assert found == [
            (MINUTE, 1, "all duty officers", "amber"),
            (2 * MINUTE, 2, "deputy", "amber"),
            (3 * MINUTE, 3, "another channel", "amber"),
        ]


def test_after_a_long_stop_the_roles_are_still_alarmed_one_after_the_other() -> None:
    """A node that was down for an hour alarms the next role now, and the others in turn."""
    line = Parties()
    line.do("cobalt", Send("AEN", ALERT))
    line.now_ms = T0 + HOUR
    levels = [
        (at - line.now_ms, event.level)
        for at, event in until(line, "amber", T0 + HOUR + 5 * MINUTE)
        if isinstance(event, DeadlineMissed) and event.step == "READ"
    ]
    assert [level for _, level in levels] == [1, 2, 3]


def test_what_was_done_in_time_is_never_missed() -> None:
    """Read back, confirmed, answered and ended in time: an hour later nothing was alarmed."""
    line = Parties()
    number = line.do("cobalt", Send("NWA", nwa()))
    line.do("cobalt", Send("LCK"))
    line.do("amber", Answer("COBALT-2026-0002", "ECHO"))
    line.do("cobalt", Confirm(line.do("amber", ReadBack(number))))
    line.do("amber", Answer(number, "WILCO"))
    ended = line.do("cobalt", End(number))
    line.do("amber", Answer(ended, "NOTED"))
    for party in ("amber", "cobalt"):
        assert next_due_ms(line.states[party]) is None


def test_the_sender_owes_the_end_a_quarter_hour_after_its_window() -> None:
    """A stale notice is alarmed: END did not come."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa()))
    missed = [
        (at, event)
        for at, event in until(line, "cobalt", T0 + 4 * HOUR)
        if isinstance(event, DeadlineMissed) and event.step == "END"
    ]
    at_ms, event = missed[0]
    assert at_ms == T0 + 3 * HOUR + 15 * MINUTE
    assert (event.party, event.number) == ("amber", number)


def test_a_cancelled_message_is_owed_nothing() -> None:
    """After a cancellation only the cancellation itself is owed a NOTED."""
    line = Parties()
    number = line.do("cobalt", Send("NWA", nwa()))
    line.do("cobalt", Cancel(number))
    steps = {(key.number, key.step) for key in line.states["amber"].agenda.owed}
    assert steps == {("COBALT-2026-0002", "ANSWER")}


def test_an_officer_of_any_name_stops_the_alarm() -> None:
    """No deadline knows a person: whoever is on duty reads, and the repeat stops."""
    line = Parties()
    volume = circle(start_ms=None, end_ms=None)
    number = line.do("cobalt", Send("AMI", {"volume": volume}))
    line.tick("amber")
    line.do("amber", Answer(number, "WILCO"))
    assert next_due_ms(line.states["amber"]) is None


def test_the_agenda_gives_what_is_due_soonest_first_and_forgets_what_is_dropped() -> None:
    """Moved and dropped keys never come due; asking twice changes nothing."""
    agenda = Agenda()
    keys = [Key(What.STEP, LINE, f"N{at}", "amber", "READ") for at in range(50)]
    for at, key in enumerate(keys):
        agenda.put(key, due_ms=1_000 - at)
    for key in keys[:40]:
        agenda.drop(key)
    agenda.put(keys[45], due_ms=5_000)
    assert agenda.due(2_000) == agenda.due(2_000)
    assert agenda.due(2_000) == [keys[at] for at in (49, 48, 47, 46, 44, 43, 42, 41, 40)]
    assert agenda.next_ms() == 951
    agenda.drop(Key(What.STEP, Line("elsewhere"), "N", "amber", "READ"))
    for key in keys:
        agenda.drop(key)
    assert agenda.next_ms() is None


def test_events_about_what_is_not_known_are_no_fault() -> None:
    """House events of another time, about messages that are not held, change nothing."""
    state = State("amber", PLACES)
    for event in (
        DeadlineMissed(LINE.channel, "N", "cobalt", "READ", 1, 1, "deputy"),
        Repeated(LINE.channel, "N", 4),
    ):
        apply(state, "amber", HOUSE_LINE, event, at_ms=1, held_at_ms=1, sequence=0)
    assert next_due_ms(state) is None
    assert decide(state, Tick(), None, None, T0) == decide(state, Tick(), None, None, T0)
