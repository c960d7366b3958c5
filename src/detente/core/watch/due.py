"""The due list: everything that the registers hold open, soonest first, over all lines.

The same at every member of a line. A register adds its function to `_SOURCES`; each reads what is
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
    from detente.core.line.state import State

    Source = Callable[[State, Line, int], Iterable[Due]]

#: (state, line, now in ms) -> what is open there by one register.
_SOURCES: Final[tuple[Source, ...]] = (
    agreements_due,
    findings_due,
    consultations_due,
    incidents_due,
)


def due_list(state: State, lines: Iterable[Line], at_ms: int) -> list[tuple[Line, Due]]:
    """All that is open on these lines, soonest first; what has no date comes last."""
    found = [
        (line, item)
        for line in lines
        for source in _SOURCES
        for item in source(state, line, at_ms)
    ]
    return sorted(found, key=lambda pair: (pair[1], pair[0]))
