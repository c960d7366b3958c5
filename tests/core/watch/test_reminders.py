"""Reminders of what falls due: alarms before the date, for whose it is, and not for ever."""

from __future__ import annotations

from detente.core.consultations.days import day_span
from detente.core.watch.alarms import AlarmRules, Cause, Kind, Observed, causes
from tests.support.capitals import capitals, contact, put
from tests.support.line import HOUR, Parties

DAY = 24 * HOUR


def reminded(line: Parties, party: str, at_ms: int, rules: AlarmRules | None = None) -> list[Cause]:
    """Causes for an alarm by the registers."""
    found = causes(line.states[party], rules or AlarmRules(), Observed(), at_ms)
    return [one for one in found if one.kind is Kind.DUE]


def last_ms(day: str) -> int:
    """The last moment of a date."""
    span = day_span(day)
    assert span is not None
    return span.last_ms


def test_who_promised_is_reminded_two_days_before_and_a_week_after() -> None:
    """Cobalt promised: Cobalt's watch is reminded, Amber's is not, and a week late it is quiet."""
    line = capitals()
    number = put(line, "amber", "CCM", what="Send the charts", owner="Cobalt", due="2026-12-20")
    due_ms = last_ms("2026-12-20")
    assert reminded(line, "cobalt", due_ms - 2 * DAY - 1) == []
    (cause,) = reminded(line, "cobalt", due_ms - 2 * DAY)
    assert (cause.number, cause.party, cause.since_ms) == (number, "cobalt", due_ms - 2 * DAY)
    assert reminded(line, "amber", due_ms) == []
    assert len(reminded(line, "cobalt", due_ms + 7 * DAY)) == 1
    assert reminded(line, "cobalt", due_ms + 7 * DAY + 1) == []
    assert reminded(line, "cobalt", due_ms, AlarmRules(due_ahead_ms=0)) == []


def test_a_reminder_ends_with_what_it_is_about() -> None:
    """Within the same minute: Cobalt says done, and the cause of the alarm is gone."""
    line = capitals()
    number = put(line, "amber", "CCM", what="Send the charts", owner="Cobalt", due="2026-12-20")
    due_ms = last_ms("2026-12-20")
    assert len(reminded(line, "cobalt", due_ms)) == 1
    put(line, "cobalt", "CST", commitment=number, state="done")
    assert reminded(line, "cobalt", due_ms) == []


def test_both_sides_are_reminded_of_a_visit_before_it_may_begin() -> None:
    """From two days before the first day that is meant, for a visit in a month."""
    line = capitals()
    contact(line, state="planned", day="2026-12")
    begins_ms = last_ms("2026-11") + 1
    for party in ("amber", "cobalt"):
        assert reminded(line, party, begins_ms - 2 * DAY - 1) == []
        assert len(reminded(line, party, begins_ms - 2 * DAY)) == 1
