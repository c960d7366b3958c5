"""What is odd about a message that goes on a register, before it is released and when it comes.

Each register has its own function in its own package; this is the one place that asks them all.
What it finds never takes a message's effect: it is shown, and an officer may pass it by its rule.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from detente.core.agreements.citing import citation_findings
from detente.core.agreements.findings import agreement_findings
from detente.core.agreements.found import answer_findings
from detente.core.agreements.sealing import opening_findings
from detente.core.agreements.statements import statement_findings
from detente.core.consultations.findings import consultation_findings
from detente.core.incidents.findings import incident_findings
from detente.core.line.zones import zone_findings
from detente.core.sources.reported import report_findings

if TYPE_CHECKING:
    from detente.core.line.message import Line, Message
    from detente.core.line.state import State
    from detente.core.refusal import Refusal
    from detente.core.values import Fields

    Finder = Callable[[State, Line, str, Message, Fields, int], tuple[Refusal, ...]]

#: (state, line, author, message, its fields, now in ms) -> what is odd about it.
_FINDERS: Final[tuple[Finder, ...]] = (
    zone_findings,
    citation_findings,
    agreement_findings,
    statement_findings,
    opening_findings,
    incident_findings,
    consultation_findings,
    report_findings,
    answer_findings,
)


def register_findings(
    state: State, line: Line, author: str, message: Message, fields: Fields, *, at_ms: int
) -> tuple[Refusal, ...]:
    """Everything odd about a message, register by register; each can be passed by its rule."""
    return tuple(
        problem
        for finder in _FINDERS
        for problem in finder(state, line, author, message, fields, at_ms)
    )
