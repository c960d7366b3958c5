"""When one way says which alarms: at once when new, again until acknowledged, never in a flood.

Pure: alarms and the time in, what to say out. One `Pace` per way; owned by the loop.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.core.units import MS_PER_MIN, MS_PER_S
from detente.core.watch.alarms import Urgency

if TYPE_CHECKING:
    from detente.serve.alarm.settings import AlarmSettings, Way
    from detente.wire.native import AlarmView


@dataclass(slots=True)
class Pace:
    """What one way has said. said: by alarm, how it was said last and when."""

    way: Way
    settings: AlarmSettings
    said: dict[int, tuple[AlarmView, int]] = field(default_factory=dict)
    tried_ms: int | None = None

    def due(
        self, standing: list[AlarmView], now_ms: int
    ) -> tuple[list[AlarmView], list[AlarmView]]:
        """The alarms to say now, and those said before that are over; both empty: say nothing."""
        if self.tried_ms is not None and now_ms - self.tried_ms < self.way.every_s * MS_PER_S:
            return [], []
        now = [alarm for alarm in standing if self._is_due(alarm, now_ms)]
        known = {alarm.alarm for alarm in standing}
        over = [alarm for serial, (alarm, _) in self.said.items() if serial not in known]
        return now, over

    def _is_due(self, alarm: AlarmView, now_ms: int) -> bool:
        if self.way.least == "urgent" and alarm.urgency != Urgency.URGENT:
            return False
        known_ms = alarm.acknowledged_at_ms
        quiet_ms = self.settings.acknowledged_min * MS_PER_MIN
        if known_ms is not None and now_ms - known_ms < quiet_ms:
            return False
        last = self.said.get(alarm.alarm)
        if last is None or last[0].urgency != alarm.urgency:
            return True
        return now_ms - last[1] >= self.settings.repeat_s * MS_PER_S

    def trying(self, now_ms: int) -> None:
        """A try begins: the next one is `every_s` later at the soonest, however this one ends."""
        self.tried_ms = now_ms

    def was_said(self, now: list[AlarmView], over: list[AlarmView], now_ms: int) -> None:
        """The try succeeded. What failed stays due."""
        for alarm in now:
            self.said[alarm.alarm] = (alarm, now_ms)
        for alarm in over:
            self.said.pop(alarm.alarm, None)
