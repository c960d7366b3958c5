"""What a state remembers of alarms, handovers, drafts and roles: the events, and when.

Apart from the rules (alarms.py, handover.py, line/drafts.py), so that the state can hold them
without a cycle.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.core.events import (
    AlarmAcknowledged,
    AlarmRaised,
    DraftKept,
    ExerciseBegun,
    HandoverGiven,
    HandoverTaken,
    OfficerAdded,
    OfficerRemoved,
    RoleChanged,
)
from detente.core.line.message import Line, Status


@dataclass(slots=True)
class OpenAlarm:
    """An alarm whose cause stands. acknowledged: by whom, the newest time; None while nobody has.

    status: that of the line that it is about, which is that of the house journal that holds it.
    """

    status: Status
    raised: AlarmRaised
    raised_at_ms: int
    acknowledged: AlarmAcknowledged | None = None
    acknowledged_at_ms: int | None = None


@dataclass(slots=True)
class Handover:
    """A handover of the watch: as it was given, and as it was taken.

    given is None when a watch was taken that nobody had handed over; taken is None until it is.
    """

    number: int
    given: HandoverGiven | None
    given_at_ms: int
    taken: HandoverTaken | None = None
    taken_at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class RunningExercise:
    """The exercise that is under way at this node, and since when."""

    begun: ExerciseBegun
    since_ms: int


@dataclass(frozen=True, slots=True)
class WaitingDraft:
    """A draft that waits for release, the line that it is for, and when it was kept."""

    line: Line
    kept: DraftKept
    kept_at_ms: int


@dataclass(frozen=True, slots=True)
class RoleLogged:
    """An officer was added, removed or given another role, and when."""

    at_ms: int
    event: OfficerAdded | OfficerRemoved | RoleChanged
