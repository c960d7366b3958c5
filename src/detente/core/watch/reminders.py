"""Which things on the due list this side is reminded of now: its own, and those of all sides.

A reminder begins some days before the date and ends a week after it: what is older than that stays
on the due list, and does not sound for ever. Computed anew once a minute, or when something was
put on record, because a look for alarms comes every few seconds. Findings judge every message: they
are on the due list and in no reminder.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.core.line.due import NEVER_MS
from detente.core.units import MS_PER_MIN
from detente.core.watch.due import due_list, may_hold_open

if TYPE_CHECKING:
    from detente.core.line.due import Due
    from detente.core.line.message import Line, Status
    from detente.core.line.state import State

AHEAD_MS: Final = 2 * 86_400_000  # two working days: a paper can still be written
AFTER_MS: Final = 7 * 86_400_000  # a week late it has been seen, or nobody looks


def reminders(
    state: State, statuses: tuple[Status, ...], ahead_ms: int, at_ms: int
) -> Iterator[tuple[Line, Due, int]]:
    """What this side is to be reminded of: line, item, and since when, ms. None when ahead is 0."""
    if not ahead_ms:
        return
    for line, item in _listed(state, at_ms):
        begins_ms = (item.from_ms or item.due_ms) - ahead_ms
        ours = item.party in ("", state.party)
        dated = item.due_ms != NEVER_MS
        if (
            line.status in statuses
            and ours
            and dated
            and begins_ms <= at_ms <= item.due_ms + AFTER_MS
        ):
            yield line, item, begins_ms


def _listed(state: State, at_ms: int) -> tuple[tuple[Line, Due], ...]:
    """The due list, remembered while nothing new is on record and for a minute."""
    lines = [line for line, here in state.lines.items() if may_hold_open(here)]
    if not lines:
        return ()
    here = [state.lines[line] for line in lines]
    held = sum(len(numbers) for one in here for numbers in one.register.values())
    key = (held, at_ms // MS_PER_MIN)
    if state.due_memo is None or state.due_memo[0] != key:
        state.due_memo = (key, tuple(due_list(state, lines, at_ms, registers_only=True)))
    return state.due_memo[1]
