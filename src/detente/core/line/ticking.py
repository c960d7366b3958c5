"""Decide what the passing of time brings: missed deadlines, repeats, conflicts that are over.

A missed step climbs one role at a time (deadlines.ESCALATION), so that after a long stop the
roles are still alarmed one after the other, and never all skipped.
"""

from __future__ import annotations

from detente.core.events import ConflictEnded, DeadlineMissed, Event, Repeated
from detente.core.line.deadlines import ESCALATION, Key, What
from detente.core.line.decision import Decision
from detente.core.line.message import Line
from detente.core.line.state import State, house

EVENTS_PER_TICK_MAX = 1_000  # one commit stays short; what is left is due at the next tick


def tick(state: State, at_ms: int) -> Decision:
    """Everything due at `at_ms`, soonest first."""
    keys = state.agenda.due(at_ms)[:EVENTS_PER_TICK_MAX]
    return Decision(tuple((house(key.line.status), _event(state, key)) for key in keys))


def _event(state: State, key: Key) -> Event:
    owed = state.agenda.owed[key]
    line: Line = key.line
    match key.what:
        case What.STEP:
            level = min(owed.count + 1, len(ESCALATION) - 1)
            return DeadlineMissed(
                channel=line.channel,
                number=key.number,
                party=key.party,
                step=key.step,
                due_ms=owed.first_ms,
                level=level,
                to_role=ESCALATION[level],
            )
        case What.REPEAT:
            return Repeated(line.channel, key.number, owed.count + 1)
        case What.CONFLICT:
            return ConflictEnded(key.number, line.channel, "expired")
