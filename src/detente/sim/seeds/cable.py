"""One dialled connection between two machines: frames in order, late, twice, or never.

As over TCP one connection never reorders. Several do: when it breaks, the dialler knows at once
and dials again, while the listener may hear what was under way for some time yet.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from detente.sim.network import Timeline, Weather

HALF_OPEN_MS_MAX = 4_000  # how long a listener does not notice that a dialler is gone


class Cable:
    """Both directions of one connection. Owned by the world's thread.

    heard and answered take the bytes at the listener and back at the dialler; snapped tells the
    dialler's side, once, that it is over.
    """

    def __init__(
        self,
        timeline: Timeline,
        weather: Callable[[], Weather],
        dice: random.Random,
        heard: Callable[[bytes], None],
        answered: Callable[[bytes], None],
        snapped: Callable[[str], None],
    ) -> None:
        self._timeline = timeline
        self._weather = weather
        self._dice = dice
        self._heard = heard
        self._answered = answered
        self._snapped = snapped
        self._there_ms = self._back_ms = 0
        self.dialler_open = self.listener_open = True
        self._is_lost = False

    def push(self, data: bytes) -> None:
        """The dialler sends a frame."""
        if not self.dialler_open:
            return
        self._there_ms = max(self._there_ms, self._timeline.now_ms + self._delay_ms())
        self._carry(self._there_ms, lambda: self._hear(data))

    def answer(self, data: bytes) -> None:
        """The listener sends a frame back."""
        if not self.listener_open:
            return
        self._back_ms = max(self._back_ms, self._timeline.now_ms + self._delay_ms())
        self._carry(self._back_ms, lambda: self._take(data))

    def snap(self, why: str) -> None:
        """The connection breaks: the dialler knows, the listener may not for a while."""
        if not self.dialler_open:
            return
        self.dialler_open = False
        self._timeline.after(self._dice.randint(0, HALF_OPEN_MS_MAX), self.close)
        self._snapped(why)

    def close(self) -> None:
        """The listener lets go: nothing that is under way is heard any more."""
        self.listener_open = False
        if self.dialler_open:
            self.dialler_open = False
            self._snapped("closed by the peer")

    def _delay_ms(self) -> int:
        weather = self._weather()
        return self._dice.randint(weather.delay_ms_min, weather.delay_ms_max)

    def _carry(self, at_ms: int, arrive: Callable[[], None]) -> None:
        if self._is_lost:
            return  # nothing passes what was lost before it
        weather = self._weather()
        roll = self._dice.random()
        if roll < weather.break_chance:
            self._is_lost = True
            self._timeline.at(at_ms, lambda: self.snap("frame lost"))
            return
        self._timeline.at(at_ms, arrive)
        if roll > 1.0 - weather.double_chance:
            self._timeline.at(at_ms, arrive)

    def _hear(self, data: bytes) -> None:
        if self.listener_open:
            self._heard(data)

    def _take(self, data: bytes) -> None:
        if self.dialler_open:
            self._answered(data)
