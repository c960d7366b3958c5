"""A network under a virtual clock: frames take time, get lost with their connection, and are cut.

It carries the real frame bytes of wire/peer.py between the real link machines of node/link.py.
As over TCP, a lost frame breaks its connection, and the dialler comes again after a while. With
`Weather()` everything arrives at once; with `storm(...)` a seed decides delays, losses and doubles.
Not here: nodes and clocks (local.py).
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass

REDIAL_MS = 1_000  # a dialler tries again after this long, as serve does after a first failure


@dataclass(frozen=True, slots=True)
class Weather:
    """How bad the network is. Chances are per frame, 0..1; delays in milliseconds."""

    delay_ms_min: int = 0
    delay_ms_max: int = 0
    break_chance: float = 0.0
    double_chance: float = 0.0


def storm(seed: int) -> Weather:
    """A bad network, how bad is drawn from the seed."""
    dice = random.Random(f"weather {seed}")
    return Weather(
        delay_ms_min=dice.randint(0, 20),
        delay_ms_max=dice.randint(20, 400),
        break_chance=dice.choice([0.0, 0.02, 0.1]),
        double_chance=dice.choice([0.0, 0.05]),
    )


class Timeline:
    """The virtual clock and everything that is due on it, in one order that a seed repeats."""

    def __init__(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self._due: list[tuple[int, int, Callable[[], None]]] = []
        self._count = itertools.count()

    def after(self, delay_ms: int, act: Callable[[], None]) -> None:
        """Do `act` in `delay_ms` milliseconds."""
        self.at(self.now_ms + delay_ms, act)

    def at(self, at_ms: int, act: Callable[[], None]) -> None:
        """Do `act` at a time, but never before now."""
        heapq.heappush(self._due, (max(at_ms, self.now_ms), next(self._count), act))

    def next_ms(self) -> int | None:
        """When something is due next."""
        return self._due[0][0] if self._due else None

    def run_one(self) -> None:
        """Move the clock to what is due next, and do it."""
        at_ms, _, act = heapq.heappop(self._due)
        self.now_ms = max(self.now_ms, at_ms)
        act()


class Wire:
    """One direction of one connection: frames arrive in order, or the connection breaks.

    on_frame takes the bytes at the far end; on_break is told once. Owned by the world's thread.
    """

    def __init__(
        self,
        timeline: Timeline,
        weather: Weather,
        dice: random.Random,
        on_frame: Callable[[bytes], None],
        on_break: Callable[[str], None],
    ) -> None:
        self._timeline = timeline
        self._weather = weather
        self._dice = dice
        self._on_frame = on_frame
        self._on_break = on_break
        self._last_ms = 0
        self.closed = False

    def send(self, data: bytes) -> None:
        """Put a frame on the wire; it arrives later, or breaks the connection."""
        if self.closed:
            return
        weather, dice = self._weather, self._dice
        delay_ms = dice.randint(weather.delay_ms_min, weather.delay_ms_max)
        self._last_ms = max(self._timeline.now_ms + delay_ms, self._last_ms)
        if dice.random() < weather.break_chance:
            self._timeline.at(self._last_ms, lambda: self._break("frame lost"))
            return
        copies = 2 if dice.random() < weather.double_chance else 1
        for _ in range(copies):
            self._timeline.at(self._last_ms, lambda: self._arrive(data))

    def _arrive(self, data: bytes) -> None:
        if not self.closed:
            self._on_frame(data)

    def _break(self, why: str) -> None:
        if not self.closed:
            self.closed = True
            self._on_break(why)

    def close(self) -> None:
        """Lose everything that is still on the wire."""
        self.closed = True
