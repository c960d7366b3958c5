"""Decide what the passing of time brings: missed deadlines, repeats, conflicts that are over.

A missed step climbs one role at a time (deadlines.ESCALATION), so that after a long stop the
roles are still alarmed one after the other, and never all skipped. A clock that ran ahead has ended
conflicts that were yet to come and put off repeats: when it is set back, both are taken up again.
"""

from __future__ import annotations

from detente.core.events import ConflictEnded, DeadlineMissed, Event, Repeated
from detente.core.line.deadlines import ESCALATION, Key, What
from detente.core.line.decision import Decision
from detente.core.line.fold import picture_of
from detente.core.line.message import Line
from detente.core.line.state import Standing, State, house

EXPIRED = "expired"
EVENTS_PER_TICK_MAX = 1_000  # one commit stays short; what is left is due at the next tick


def tick(state: State, at_ms: int) -> Decision:
    """Everything due at `at_ms`, soonest first."""
    keys = state.agenda.due(at_ms)[:EVENTS_PER_TICK_MAX]
    return Decision(tuple((house(key.line.status), _event(state, key)) for key in keys))


def set_back(state: State, at_ms: int) -> Decision:
    """The clock shows less than it did, and was wrong until now: what that ended or put off."""
    keys = state.agenda.stalled(at_ms)[:EVENTS_PER_TICK_MAX]
    again = [(house(key.line.status), _event(state, key)) for key in keys]
    return Decision((*_reopened(state, at_ms), *again))


def _reopened(state: State, at_ms: int) -> list[tuple[Line, Event]]:
    """Conflicts that were taken for expired and are not: found again, as they were."""
    found: list[tuple[Line, Event]] = []
    for (line, _), conflict in sorted(state.conflicts.items()):
        to_ms = conflict.found.to_ms
        if conflict.ended_reason != EXPIRED or to_ms is None:
            continue
        padding_ms = picture_of(state, line).buffers.widest.padding_ms
        sides = [state.message(*side) for side in conflict.sides]
        stands = all(side is not None and side.standing is Standing.CURRENT for side in sides)
        if stands and to_ms + padding_ms >= at_ms:
            found.append((house(line.status), conflict.found))
    return found


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
            return ConflictEnded(key.number, line.channel, EXPIRED)
