"""What is said outside: kind, urgency and, where the way allows it, number, party and channel.

Never a position, a time window, a height, a field or a free text: an alarm travels over wires that
nobody on the line has agreed to. EXERCISE and TEST are said first, so that nobody runs for a drill.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from detente.core.line.message import Status
from detente.core.units import MS_PER_MIN, ms_to_utc
from detente.core.watch.alarms import Kind, Urgency

if TYPE_CHECKING:
    from detente.wire.native import AlarmView

LINES_MAX: Final = 20  # of one message; how many more there are is said
WORDS: Final = {
    Kind.UNREAD_FLASH: "a FLASH is unread",
    Kind.MISSED: "a step is overdue",
    Kind.LINE_CHECK: "line checks are missed",
    Kind.PEER_GONE: "a party's node is gone",
    Kind.CLOCK_WRONG: "two clocks are minutes apart",
    Kind.DISK_LOW: "the disk is nearly full",
    Kind.UNTAKEN: "nobody has taken the watch",
    Kind.STALE: "a humanitarian notice of ours is to be confirmed again",
    Kind.CONTACT: "nobody has tried the contact of a humanitarian movement",
    Kind.GAP: "a warning has not come down to all who must know",
    Kind.UNTOLD: "a dependent party has not been told",
    Kind.DUE: "something promised, asked or planned falls due",
}
NODE_DOWN: Final = "node-down"  # said by `detente alarm down`, when no node can say anything


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One alarm as JSON outside; what the way may not say is left out."""

    kind: str
    urgency: str
    status: str
    since: str
    over: bool = False
    alarm: int = 0
    number: str = ""
    party: str = ""
    channel: str = ""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a command reads and a webhook gets. party: whose node says it; empty if not said."""

    detente_alarm: int = 1
    party: str
    at: str
    test: bool
    text: str
    alarms: tuple[Item, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to the outside. subject: one line; text: the whole; body: the same as JSON."""

    subject: str
    text: str
    body: bytes


def notice(
    party: str, says: str, standing: list[AlarmView], over: list[AlarmView], at_ms: int
) -> Notice:
    """The message about these alarms, at the level of detail that the way may say."""
    shown = [(alarm, False) for alarm in standing] + [(alarm, True) for alarm in over]
    more = max(len(shown) - LINES_MAX, 0)
    shown = shown[:LINES_MAX]
    urgent = sum(1 for alarm in standing if alarm.urgency == Urgency.URGENT)
    who = "" if says == "kind" else f" {party}"
    if not standing:
        subject = f"detente{who}: {len(over)} over"
    else:
        drill = all(alarm.status is not Status.ACTUAL for alarm in standing)
        mark = f"{standing[0].status.value} " if drill else ""
        word = f"{urgent} URGENT" if urgent else "warning"
        subject = f"{mark}detente{who}: {word}, {_what(standing[0])}"
    lines = [_line(alarm, says, at_ms, over=ended) for alarm, ended in shown]
    lines += [f"and {more} more"] if more else []
    lines += ["Look at the node: detente alarm list"]
    items = tuple(_item(alarm, says, over=ended) for alarm, ended in shown)
    return _made(who.strip(), subject, "\n".join(lines), items, at_ms, more=more)


def trial_notice(party: str, at_ms: int) -> Notice:
    """A message that says that it is only a test."""
    text = "This is a test of the alarm. Nothing has happened. If you read it, the way works."
    return _made(party, f"detente {party}: TEST of the alarm", text, (), at_ms, test=True)


def down_notice(party: str, at_ms: int) -> Notice:
    """A message that the node itself is not running, said by another process of its machine."""
    since = _utc(at_ms)
    item = Item(kind=NODE_DOWN, urgency=Urgency.URGENT, status=Status.ACTUAL, since=since)
    text = f"URGENT: the node of {party} is not running. Nothing is sent or received."
    return _made(party, f"detente {party}: 1 URGENT, the node is down", text, (item,), at_ms)


def _made(
    party: str,
    subject: str,
    text: str,
    items: tuple[Item, ...],
    at_ms: int,
    *,
    more: int = 0,
    test: bool = False,
) -> Notice:
    told = Told(party=party, at=_utc(at_ms), test=test, text=text, alarms=items, more=more)
    return Notice(subject, text, msgspec.json.encode(told))


def _what(alarm: AlarmView) -> str:
    return WORDS[Kind(alarm.kind)]


def _line(alarm: AlarmView, says: str, at_ms: int, *, over: bool) -> str:
    drill = "" if alarm.status is Status.ACTUAL else f"{alarm.status.value} "
    word = "OVER" if over else alarm.urgency.upper()
    parts = [f"{drill}{word}: {_what(alarm)}"]
    if says != "kind":
        parts += [alarm.number] if alarm.number else []
        parts += [f"party {alarm.party}"] if alarm.party else []
        parts += [f"alarm {alarm.alarm}"]
    if says == "line" and alarm.channel:
        parts += [f"channel {alarm.channel}"]
    minutes = max(at_ms - alarm.since_ms, 0) // MS_PER_MIN
    parts += [] if over else [f"since {_utc(alarm.since_ms)} ({minutes} min)"]
    return ", ".join(parts)


def _item(alarm: AlarmView, says: str, *, over: bool) -> Item:
    return Item(
        kind=alarm.kind,
        urgency=alarm.urgency,
        status=alarm.status,
        since=_utc(alarm.since_ms),
        over=over,
        alarm=0 if says == "kind" else alarm.alarm,
        number="" if says == "kind" else alarm.number,
        party="" if says == "kind" else alarm.party,
        channel=alarm.channel if says == "line" else "",
    )


def _utc(at_ms: int) -> str:
    return f"{ms_to_utc(at_ms):%Y-%m-%dT%H:%M:%SZ}"
