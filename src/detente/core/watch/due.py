"""The due list: everything that the registers hold open, soonest first, over all lines.

The same at every member of a line. A register adds its function to `_REGISTERS`; each reads what is
on record and nothing else. Not here: receipts that are owed (line/deadlines.py), and how alarms are
made of what is due (alarms.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from detente.core.agreements.due import due_items as agreements_due
from detente.core.agreements.found import due_items as findings_due
from detente.core.consultations.due import due_items as consultations_due
from detente.core.incidents.due import due_items as incidents_due

if TYPE_CHECKING:
    from detente.core.line.due import Due
    from detente.core.line.message import Line
    from detente.core.line.state import LineState, State

    Source = Callable[[State, Line, int], Iterable[Due]]

#: (state, line, now in ms) -> what is open there by one register.
_REGISTERS: Final[tuple[Source, ...]] = (
    agreements_due,
    consultations_due,
    incidents_due,
)


#: What is computed over all messages of a line, also by the rules of another: in no reminder.
_JUDGED: Final[tuple[Source, ...]] = (findings_due,)


def due_list(
    state: State, lines: Iterable[Line], at_ms: int, *, registers_only: bool = False
) -> list[tuple[Line, Due]]:
    """All that is open on these lines, soonest first; what has no date comes last.

    registers_only: without findings, which judge every message of a line: for who asks often.
    """
    found = [
        (line, item)
        for line in lines
        for source in _asked(state.line(line), registers_only=registers_only)
        for item in source(state, line, at_ms)
    ]
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def _asked(here: LineState, *, registers_only: bool) -> tuple[Source, ...]:
    judged = () if registers_only else _JUDGED
    return (*_REGISTERS, *judged) if may_hold_open(here) else judged


def may_hold_open(here: LineState) -> bool:
    """Whether anything is on record on a line of which something could fall due."""
    return bool(here.register or here.sealed)
