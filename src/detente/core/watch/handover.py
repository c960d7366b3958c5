"""Hand the watch over: what is open, given to a role, read, and taken; never to one named person.

A handover changes nothing about who may act: all that is open stays open for every officer of the
role, before, during and after it. It is the record that the next watch has seen what there is.
When nobody gave it, it can be taken all the same; when nobody takes it, an alarm says so.
Not here: the alarms (alarms.py), how it is shown (node/watch_view.py).
"""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256

from detente.core.events import HOUSE, Event, HandoverGiven, HandoverTaken, OpenItem
from detente.core.line.deadlines import Key, What
from detente.core.line.decision import ROLES
from detente.core.line.dissemination import gaps
from detente.core.line.message import Line, Role, Signature, Status
from detente.core.line.state import State
from detente.core.refusal import Refusal
from detente.core.watch.held import Handover

ITEMS_MAX = 500  # listed in one handover, the most pressing first; how many more there are is said
DESK_CHARS_MAX = 64  # a desk's label
REMARKS_CHARS_MAX = 2_000  # a page; more belongs into the log of the watch
SEEN_CHARS = 8  # of the list's hash: short enough to type, long enough to be no accident

_HOUSE = Line(HOUSE)
Written = tuple[tuple[Line, Event], ...]


class ItemKind(StrEnum):
    """What is open, the most pressing first."""

    UNREAD = "unread"
    OWED = "owed"
    AWAITED = "awaited"
    CONFLICT = "conflict"
    GAP = "gap"
    ALARM = "alarm"
    DRAFT = "draft"


_ORDER = {kind: place for place, kind in enumerate(ItemKind)}


def open_items(state: State, at_ms: int) -> list[OpenItem]:
    """All that the watch has open: unread, owed by either side, conflicts, gaps, alarms, drafts."""
    found = [
        _step_item(state, key, owed.first_ms)
        for key, owed in state.agenda.owed.items()
        if key.what is What.STEP
    ]
    unread = {(item.channel, item.status, item.number) for item in found if _is_unread(item)}
    found += [
        _item(ItemKind.UNREAD, key.line, key.number, state.party, "READ", owed.first_ms)
        for key, owed in state.agenda.owed.items()
        if key.what is What.REPEAT and (key.line.channel, key.line.status, key.number) not in unread
    ]
    found += [
        _item(ItemKind.CONFLICT, line, conflict, "", "", None)
        for (line, conflict), held in state.conflicts.items()
        if held.ended_reason is None
    ]
    found += _gap_items(state, at_ms)
    found += [
        _item(
            ItemKind.ALARM,
            Line(alarm.raised.channel, alarm.status),
            str(serial),
            alarm.raised.party,
            alarm.raised.kind,
            None,
        )
        for serial, alarm in state.alarms.items()
    ]
    found += [
        _item(ItemKind.DRAFT, draft.line, str(serial), state.party, "RELEASE", None)
        for serial, draft in state.drafts.items()
    ]
    return sorted(found, key=_pressing)


def _gap_items(state: State, at_ms: int) -> list[OpenItem]:
    """What has not come down to whose crews: the levels in one item, due before the activity."""
    levels: dict[tuple[Line, str, str, int | None], list[str]] = {}
    for gap in gaps(state, at_ms):
        key = (gap.line, gap.number, gap.party, gap.starts_ms)
        levels.setdefault(key, []).append(gap.echelon)
    return [
        _item(ItemKind.GAP, line, number, party, ",".join(missing), starts_ms)
        for (line, number, party, starts_ms), missing in levels.items()
    ]


def _is_unread(item: OpenItem) -> bool:
    return item.kind == ItemKind.UNREAD


def _item(
    kind: ItemKind, line: Line, number: str, party: str, step: str, due_ms: int | None
) -> OpenItem:
    return OpenItem(kind, line.channel, line.status, number, party, step, due_ms)


def _step_item(state: State, key: Key, due_ms: int) -> OpenItem:
    kind = ItemKind.AWAITED
    if key.party == state.party:
        tracked = state.message(key.line, key.number)
        theirs = tracked is not None and tracked.author != state.party
        unread = theirs and tracked is not None and tracked.of(key.party).first_read_ms is None
        kind = ItemKind.UNREAD if unread else ItemKind.OWED
    return _item(kind, key.line, key.number, key.party, key.step, due_ms)


def _pressing(item: OpenItem) -> tuple[bool, int, bool, int, str, str, str]:
    """ACTUAL before all else, then by kind, then by deadline."""
    return (
        item.status is not Status.ACTUAL,
        _ORDER.get(ItemKind(item.kind), 0),
        item.due_ms is None,
        item.due_ms or 0,
        item.channel,
        item.number,
        item.step,
    )


def waiting(state: State) -> Handover | None:
    """The newest handover, if nobody has taken it yet."""
    if not state.handovers:
        return None
    newest = state.handovers[max(state.handovers)]
    return newest if newest.taken is None else None


def seen_word(given: HandoverGiven) -> str:
    """A short word that only who has the whole list before him can name."""
    parts = [str(given.handover), str(given.more), given.remarks or ""]
    for item in given.items:
        parts += (item.kind, item.channel, item.status, item.number, item.party, item.step)
    return sha256("\n".join(parts).encode()).hexdigest()[:SEEN_CHARS]


def give(
    state: State, by: Signature, at_ms: int, *, to_role: Role, desk: str, remarks: str | None
) -> Written | tuple[Refusal, ...]:
    """Hand the watch over to a role, with all that is open now."""
    problems = _give_problems(by, to_role, desk, remarks)
    if problems:
        return problems
    items = open_items(state, at_ms)
    given = HandoverGiven(
        handover=_next(state),
        by=by,
        to_role=to_role,
        desk=desk,
        items=tuple(items[:ITEMS_MAX]),
        more=max(len(items) - ITEMS_MAX, 0),
        remarks=remarks,
    )
    return ((_HOUSE, given),)


def take(
    state: State, by: Signature, at_ms: int, *, handover: int | None, seen: str | None
) -> Written | tuple[Refusal, ...]:
    """Take the watch over. handover and seen: of the list that was read; None when none was given.

    Whoever has the role may take it. A handover that is waiting cannot be passed by unread.
    """
    due = waiting(state)
    least = due.given.to_role if due is not None and due.given is not None else Role.DUTY_OFFICER
    if ROLES.index(by.role) < ROLES.index(least):
        reason = f"the watch was given to {least.value}, {by.officer} is {by.role.value}"
        return (Refusal("by.role", "role", reason, f"Ask an officer with the role {least.value}"),)
    now = open_items(state, at_ms)
    if due is None or due.given is None:
        if handover is not None:
            return _not_waiting(f"no handover {handover} waits")
        fresh, given, number = now, False, _next(state)
    else:
        if handover != due.number:
            return _not_waiting(f"handover {due.number} waits")
        if seen != seen_word(due.given):
            return (
                Refusal(
                    "seen",
                    "handover-unread",
                    f"{(seen or '')[:20]!r} is not the word under its list",
                    "Read the list with `detente handover show`, then take it",
                ),
            )
        listed = {_name(item) for item in due.given.items}
        fresh = [item for item in now if _name(item) not in listed]
        given, number = True, due.number
    more = max(len(fresh) - ITEMS_MAX, 0)
    return ((_HOUSE, HandoverTaken(number, by, given, tuple(fresh[:ITEMS_MAX]), more)),)


def _name(item: OpenItem) -> tuple[str, ...]:
    return (item.channel, item.status, item.number, item.party, item.step)


def _next(state: State) -> int:
    return max(state.handovers, default=0) + 1


def _not_waiting(reason: str) -> tuple[Refusal, ...]:
    remedy = "See which one waits with `detente handover show`"
    return (Refusal("handover", "handover-not-waiting", reason, remedy),)


def _give_problems(
    by: Signature, to_role: Role, desk: str, remarks: str | None
) -> tuple[Refusal, ...]:
    found: list[Refusal] = []
    if ROLES.index(by.role) < ROLES.index(Role.DUTY_OFFICER):
        reason = f"handing over needs the role {Role.DUTY_OFFICER.value}"
        found.append(Refusal("by.role", "role", reason, "Ask a duty officer"))
    if to_role is Role.OBSERVER:
        reason = "an observer cannot answer for a watch"
        found.append(Refusal("to_role", "to-role", reason, "Give it to a duty officer or above"))
    if len(desk) > DESK_CHARS_MAX or not desk.isprintable():
        reason = f"a desk's label has at most {DESK_CHARS_MAX} printable characters"
        found.append(Refusal("desk", "desk", reason, "Write a label such as watch-2"))
    if remarks is not None and len(remarks) > REMARKS_CHARS_MAX:
        reason = f"remarks have {len(remarks)} characters, at most {REMARKS_CHARS_MAX}"
        found.append(Refusal("remarks", "remarks", reason, "Shorten them"))
    return tuple(found)


def fold_handover(state: State, event: HandoverGiven | HandoverTaken, at_ms: int) -> None:
    """Take a handover's event into the state. Total: never raises on it."""
    if isinstance(event, HandoverGiven):
        state.handovers[event.handover] = Handover(event.handover, event, at_ms)
        return
    held = state.handovers.get(event.handover)
    if held is None:
        held = state.handovers[event.handover] = Handover(event.handover, None, at_ms)
    held.taken, held.taken_at_ms = event, at_ms
