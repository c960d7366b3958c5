"""Alarms: what is cause for one, when it is raised, what silences it and what clears it."""

from __future__ import annotations

from dataclasses import replace

from detente.core.events import AlarmCleared, AlarmRaised, Event
from detente.core.line.commands import Answer, Read, Send
from detente.core.line.message import Line, Role, Signature, Status
from detente.core.refusal import Refusal
from detente.core.state import apply
from detente.core.values import Fields
from detente.core.watch import handover
from detente.core.watch.alarms import (
    ALARMS_MAX,
    AlarmRules,
    Kind,
    Observed,
    acknowledge,
    alarm_events,
)
from tests.support.line import HOUR, HOUSE_LINE, LINE, MINUTE, OFFICER, T0, Parties

RULES = AlarmRules()
NOTHING = Observed()
ALERT: Fields = {"situation": "inside", "point": {"lat_e7": 355_000_000, "lon_e7": 357_000_000}}


def look(
    line: Parties, party: str = "amber", rules: AlarmRules = RULES, observed: Observed = NOTHING
) -> list[Event]:
    """Let one party look for alarms now, and keep what it found."""
    found = alarm_events(line.states[party], rules, observed, line.now_ms)
    for house, event in found:
        keep(line, event, house, party)
    return [event for _, event in found]


def keep(line: Parties, event: Event, house: Line = HOUSE_LINE, party: str = "amber") -> None:
    """Fold one house event at one party."""
    at_ms = line.now_ms
    apply(line.states[party], party, house, event, at_ms=at_ms, held_at_ms=at_ms, sequence=0)


def run(line: Parties, party: str, until_ms: int) -> None:
    """Let time pass at one party, with all that comes due."""
    while (due_ms := line.states[party].agenda.next_ms()) is not None and due_ms <= until_ms:
        line.tick(party)
    line.now_ms = until_ms


def kinds(events: list[Event]) -> list[str]:
    """The kinds of the alarms raised."""
    return [event.kind for event in events if isinstance(event, AlarmRaised)]


def test_an_unread_flash_is_an_alarm_after_a_minute_and_only_once() -> None:
    """Cobalt's FLASH lies unread: one urgent alarm, raised once, cleared by READ."""
    line = Parties(delay_ms=0)
    number = line.do("cobalt", Send("AEN", ALERT))
    run(line, "amber", T0 + MINUTE - 1)
    assert look(line) == []
    run(line, "amber", T0 + MINUTE)
    (raised,) = look(line)
    assert isinstance(raised, AlarmRaised)
    assert (raised.kind, raised.urgency, raised.number) == ("unread-flash", "urgent", number)
    assert raised.since_ms == T0
    assert look(line) == []
    line.do("amber", Read(number))
    assert AlarmCleared(1) in look(line)
    assert Kind.UNREAD_FLASH not in {
        one.raised.kind for one in line.states["amber"].alarms.values()
    }


def test_an_alarm_never_says_where() -> None:
    """An alarm holds number, kind, urgency, channel and party, and no field for a position."""
    line = Parties(delay_ms=0)
    line.do("cobalt", Send("AEN", ALERT))
    run(line, "amber", T0 + HOUR)
    assert not [event for event in look(line) if "35500" in repr(event)]


def test_a_missed_step_of_either_side_is_an_alarm_and_turns_urgent_at_the_last_role() -> None:
    """An unanswered line check alarms both; the level from which it does is a setting."""
    line = Parties(delay_ms=0)
    line.do("cobalt", Send("LCK"))
    for party in ("amber", "cobalt"):
        line.now_ms = T0
        run(line, party, T0 + 5 * MINUTE)
        later = replace(RULES, missed_level=3)
        assert look(line, party, later) == []
        (raised,) = look(line, party)
        assert isinstance(raised, AlarmRaised)
        assert (raised.kind, raised.party) == ("deadline-missed", "amber")
        assert raised.urgency == "warning"
        run(line, party, T0 + HOUR)
        (urgent,) = look(line, party, later) or [raised]
        assert isinstance(urgent, AlarmRaised)


def test_an_exercise_wakes_nobody_unless_it_is_asked_to() -> None:
    """Alarms are about ACTUAL; a drill of the alarm itself names EXERCISE, and stays in it."""
    line = Parties(line=Line(LINE.channel, Status.EXERCISE), delay_ms=0)
    line.do("cobalt", Send("AEN", ALERT))
    run(line, "amber", T0 + 2 * MINUTE)
    assert look(line) == []
    rules = replace(RULES, statuses=(Status.ACTUAL, Status.EXERCISE))
    assert "unread-flash" in kinds(look(line, rules=rules))
    assert {one.status for one in line.states["amber"].alarms.values()} == {Status.EXERCISE}


def test_two_missed_line_checks_are_an_alarm_and_an_echo_ends_it() -> None:
    """Every 6 h is agreed: silence for 12 h is an alarm, a line check from Cobalt clears it."""
    line = Parties(delay_ms=0)
    rules = AlarmRules(line_check_ms=((LINE.channel, 6 * HOUR),))
    line.now_ms = T0 + 12 * HOUR - 1
    assert look(line, rules=rules) == []
    line.now_ms += 1
    (raised,) = look(line, rules=rules)
    assert isinstance(raised, AlarmRaised)
    assert (raised.kind, raised.party) == ("line-check-missed", "cobalt")
    asked = line.do("amber", Send("LCK"))
    assert look(line, rules=rules) == []
    line.do("cobalt", Answer(asked, "ECHO"))
    assert look(line, rules=rules) == [AlarmCleared(1)]
    line.now_ms += 12 * HOUR
    assert "line-check-missed" in kinds(look(line, rules=rules))


def test_a_line_that_is_declared_ended_owes_no_line_check() -> None:
    """After LST ENDED nobody is woken for a check that will not come."""
    line = Parties(delay_ms=0)
    line.do("cobalt", Send("LST", {"state": "ENDED", "scope": "all"}))
    line.now_ms += 48 * HOUR
    every = AlarmRules(line_check_ms=(("", HOUR),))
    assert "line-check-missed" not in kinds(look(line, rules=every))


def test_what_the_shell_saw_is_raised_and_cleared() -> None:
    """A peer is gone and the disk is low; both come back."""
    line = Parties()
    seen = Observed(gone=(("cobalt", T0 - 1),), disk_low_ms=T0)
    assert sorted(kinds(look(line, observed=seen))) == ["disk-low", "peer-gone"]
    assert look(line, observed=seen) == []
    assert {type(event) for event in look(line)} == {AlarmCleared}
    assert line.states["amber"].alarms == {}


def test_a_flood_raises_so_many_alarms_and_no_more() -> None:
    """A thousand peers gone at once: as many alarms as anybody can read."""
    line = Parties()
    flood = Observed(gone=tuple((f"p{at:04}", T0) for at in range(1_000)))
    assert len(look(line, observed=flood)) == ALARMS_MAX
    assert look(line, observed=flood) == []


def test_acknowledging_takes_a_duty_officer_and_a_standing_alarm() -> None:
    """An observer and a wrong number are refused; an officer's name stands with the alarm."""
    line = Parties()
    state = line.states["amber"]
    look(line, observed=Observed(disk_low_ms=T0))
    refused = acknowledge(state, 9, OFFICER)
    assert isinstance(refused[0], Refusal)
    assert refused[0].rule == "alarm-unknown"
    observer = acknowledge(state, 1, Signature("eye", Role.OBSERVER))
    assert isinstance(observer[0], Refusal)
    assert observer[0].rule == "role"
    for written in acknowledge(state, 1, OFFICER):
        assert not isinstance(written, Refusal)
        keep(line, written[1], written[0])
    held = state.alarms[1]
    assert held.acknowledged is not None
    assert held.acknowledged.by == OFFICER
    assert look(line, observed=Observed(disk_low_ms=T0)) == []


def test_a_handover_that_nobody_takes_is_an_alarm() -> None:
    """Given a quarter of an hour ago and not taken: somebody should look."""
    line = Parties()
    given = handover.give(
        line.states["amber"], OFFICER, T0, to_role=Role.DUTY_OFFICER, desk="", remarks=None
    )
    for written in given:
        assert not isinstance(written, Refusal)
        keep(line, written[1])
    line.now_ms += 15 * MINUTE
    assert kinds(look(line)) == ["handover-untaken"]
