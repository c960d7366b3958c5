"""What a state remembers of alarms and handovers: the events that made them, and when.

Apart from the rules (alarms.py, handover.py), so that the state can hold them without a cycle.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.core.events import AlarmAcknowledged, AlarmRaised, HandoverGiven, HandoverTaken
from detente.core.line.message import Status


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
