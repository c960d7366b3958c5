"""Contacts and what falls due as a calendar file (iCalendar, RFC 5545).

Contacts are events, cancelled ones among them, so that a calendar that had them takes them out.
What falls due is a task, or an all-day event for calendars that show no tasks. The file holds
what the registers say: it is for a desk's own calendar, and nothing is read back from it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from icalendar import Alarm, Calendar, Event, Todo

from detente.core.line.message import Status
from detente.core.units import ms_to_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.wire.consultation_views import ContactView, DueItemView

MEDIA: Final = "text/calendar"
ITEMS_MAX: Final = 10_000  # years of contacts; calendar programs grow slow far earlier
DAY_MS: Final = 86_400_000
REMIND: Final = timedelta(days=-2)  # as the node's own reminders: two working days ahead
_STATUS: Final = {  # of RFC 5545; all else is tentative
    "planned": "CONFIRMED",
    "held": "CONFIRMED",
    "cancelled": "CANCELLED",
    "declined": "CANCELLED",
    "taken back": "CANCELLED",
}


def calendar(
    contacts: Sequence[ContactView],
    due: Sequence[DueItemView],
    *,
    name: str,
    now_ms: int,
    as_events: bool = False,
) -> bytes:
    """The calendar's bytes. as_events: what falls due as all-day events, not as tasks.

    A contact without any date is left out: a calendar has no place for it.
    """
    found = Calendar()
    found.add("prodid", "-//detente//consultations//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    dated = [one for one in contacts if one.when is not None]
    for contact in dated[:ITEMS_MAX]:
        found.add_component(_contact(contact))
    for item in [one for one in due if one.kind != "contact"][:ITEMS_MAX]:
        if item.due_ms is not None or not as_events:
            found.add_component(_due(item, now_ms, as_event=as_events))
    return bytes(found.to_ical())


def _contact(one: ContactView) -> Event:
    event = Event()
    newest = max((stage.at_ms for record in one.records for stage in record.stages), default=0)
    event.add("uid", f"{one.number}@{one.channel}")
    event.add("dtstamp", ms_to_utc(newest))
    event.add("sequence", sum(len(record.stages) - 1 for record in one.records))
    assert one.when is not None, "undated contacts are left out"
    if any(record.exact and not record.taken_back for record in one.records):
        event.add("dtstart", ms_to_utc(one.when.first_ms))  # of all records, not of the first one
        event.add("dtend", ms_to_utc(one.when.last_ms))
    else:
        event.add("dtstart", _day(one.when.first_ms))
        event.add("dtend", _day(one.when.last_ms) + timedelta(days=1))
    event.add("summary", _drill(one.status) + _title(one))
    event.add("status", _STATUS.get(one.state, "TENTATIVE"))
    event.add("description", "\n".join(_lines(one)))
    if one.place and one.place != "differs":
        event.add("location", one.place)
    if one.ahead:
        event.add_component(_alarm(_title(one)))
    return event


def _title(one: ContactView) -> str:
    """A contact in a few words: of every side's record, not of the first one's by name."""
    kept = [record for record in one.records if not record.taken_back] or one.records
    said = [record.purpose or record.format or record.series for record in kept]
    about = " / ".join(dict.fromkeys(filter(None, said)))
    kinds = " / ".join(dict.fromkeys(record.kind_words for record in kept))
    words = f"{kinds}, {one.state}"
    return f"{words}: {about}" if about else words


def _lines(one: ContactView) -> Iterable[str]:
    """What each side has on record of it, one line a side."""
    yield f"detente contact show {one.number}"
    for record in one.records:
        said = [
            record.state_words,
            record.when_words or " to ".join(_days(record.day, record.latest)),
        ]
        said += [
            record.place,
            f"on the initiative of {record.initiator}" if record.initiator else "",
        ]
        yield f"{record.party}: " + ", ".join(part for part in said if part)
    if one.differ:
        yield f"the records differ on: {', '.join(one.differ)}"


def _days(day: str, latest: str) -> list[str]:
    return [part for part in (day, latest) if part]


def _due(one: DueItemView, now_ms: int, *, as_event: bool) -> Event | Todo:
    found = Event() if as_event else Todo()
    who = f"-{one.party.casefold()}" if one.party else ""
    found.add("uid", f"{one.register}-{one.kind}-{one.number}{who}@{one.channel}")
    found.add("dtstamp", ms_to_utc(now_ms))
    owner = f" ({one.party})" if one.party else ""
    found.add("summary", f"{_drill(one.status)}{one.kind}{owner}: {one.words}")
    about = f" in {one.about}" if one.about and one.about != one.number else ""
    found.add("description", f"detente show {one.number}{about}")
    if one.due_ms is not None:
        when = _moment(one.due_ms)
        if as_event:
            found.add("dtstart", _day(one.due_ms))
            found.add("dtend", _day(one.due_ms) + timedelta(days=1))
            found.add("transp", "TRANSPARENT")
        else:
            found.add("due", when)
        found.add_component(_alarm(one.words, from_end=not as_event))
    if not as_event:
        found.add("status", "NEEDS-ACTION")
    return found


def _moment(at_ms: int) -> date | datetime:
    """A date when it is the end of a day, else the instant."""
    return _day(at_ms) if (at_ms + 1) % DAY_MS == 0 else ms_to_utc(at_ms)


def _day(at_ms: int) -> date:
    return ms_to_utc(at_ms).date()


def _drill(status: Status) -> str:
    return "" if status is Status.ACTUAL else f"{status.value}: "


def _alarm(words: str, *, from_end: bool = False) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", REMIND, parameters={"RELATED": "END" if from_end else "START"})
    return alarm
