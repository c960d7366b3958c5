"""How far activities stay apart: a buffer per class, and of a pair the larger of each value counts.

The defaults are for parties to change in their charter. 10 km for combat aircraft and 1 km for
unarmed transport follow the agreements between states that publish such figures (the 1991
agreement on preventing air space violations, domain.md section 8, row 10); the rest is set between
them. An activity that nobody named takes the widest of every value: unknown is not harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.core.events import Buffer
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_HOUR, MS_PER_MIN, feet_to_cm, km_to_cm

HORIZONTAL_CM_MAX = km_to_cm(500)
"""500 km: a wider buffer would join everything with everything."""
VERTICAL_CM_MAX = km_to_cm(50)
"""50 km: with the altitude limits, far inside the index's 32 bits."""
PADDING_MS_MAX = 24 * MS_PER_HOUR
"""A day: what lies further apart in time is not one activity."""

DEFAULT_BUFFERS = (
    Buffer("combat", km_to_cm(10), feet_to_cm(2_000), 5 * MS_PER_MIN),
    Buffer("weapon", km_to_cm(10), feet_to_cm(3_000), 10 * MS_PER_MIN),
    Buffer("tanker", km_to_cm(5), feet_to_cm(2_000), 5 * MS_PER_MIN),
    Buffer("isr", km_to_cm(5), feet_to_cm(2_000), 5 * MS_PER_MIN),
    Buffer("transport", km_to_cm(1), feet_to_cm(1_000), 5 * MS_PER_MIN),
    Buffer("helo", km_to_cm(1), feet_to_cm(500), 5 * MS_PER_MIN),
    Buffer("uas", km_to_cm(1), feet_to_cm(500), 5 * MS_PER_MIN),
    Buffer("humanitarian", km_to_cm(1), feet_to_cm(500), 10 * MS_PER_MIN),
)
"""What a channel uses whose charter names no buffers."""


class Buffers:
    """The buffers of one channel, by class of activity. Never changes."""

    __slots__ = ("_by_activity", "_shares", "_widest_share", "widest")

    def __init__(self, buffers: Sequence[Buffer] = ()) -> None:
        """Take the charter's buffers, or DEFAULT_BUFFERS when it names none."""
        known = tuple(buffers) or DEFAULT_BUFFERS
        self._by_activity = {buffer.activity: buffer for buffer in known}
        self.widest = Buffer(
            "",
            max(buffer.horizontal_cm for buffer in known),
            max(buffer.vertical_cm for buffer in known),
            max(buffer.padding_ms for buffer in known),
        )
        least = Buffer(
            "",
            min(buffer.horizontal_cm for buffer in known),
            min(buffer.vertical_cm for buffer in known),
            min(buffer.padding_ms for buffer in known),
        )
        self._shares = {buffer.activity: _share(buffer, least) for buffer in known}
        self._widest_share = _share(self.widest, least)

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of activity that have a buffer of their own."""
        return tuple(self._by_activity)

    def of(self, activity: str) -> Buffer:
        """The buffer of a class; the widest of each value if the class has none."""
        return self._by_activity.get(activity, self.widest)

    def pair(self, one: str, other: str) -> tuple[int, int, int]:
        """The larger of each: horizontal cm, vertical cm, padding ms."""
        a, b = self.of(one), self.of(other)
        return (
            max(a.horizontal_cm, b.horizontal_cm),
            max(a.vertical_cm, b.vertical_cm),
            max(a.padding_ms, b.padding_ms),
        )

    def share(self, activity: str) -> tuple[int, int, int]:
        """What a class puts around its boxes in the index: horizontal cm, vertical cm, padding ms.

        Any two shares are together at least what `pair` says of the two classes, so boxes with
        their shares meet whenever volumes are within their buffers. Two of the narrowest class
        meet at no more than their own buffer: one class of wide buffers does not make every
        question of small aircraft a wide one.
        """
        return self._shares.get(activity, self._widest_share)


def widest_of(several: Iterable[Buffers]) -> tuple[Buffer, ...]:
    """One table that is nowhere narrower than any of these: for what must be clear under each."""
    tables = tuple(several)
    classes = sorted({name for table in tables for name in table.classes})
    return tuple(
        Buffer(
            name,
            max(table.of(name).horizontal_cm for table in tables),
            max(table.of(name).vertical_cm for table in tables),
            max(table.of(name).padding_ms for table in tables),
        )
        for name in classes
    )


def _share(buffer: Buffer, least: Buffer) -> tuple[int, int, int]:
    """Each value less half of the least of any class: a + b - least >= max(a, b)."""
    return (
        buffer.horizontal_cm - least.horizontal_cm // 2,
        buffer.vertical_cm - least.vertical_cm // 2,
        buffer.padding_ms - least.padding_ms // 2,
    )


def buffer_problems(buffers: Sequence[Buffer], path: str) -> tuple[Refusal, ...]:
    """Every value outside its limits and every class named twice, with its path."""
    problems = []
    seen: set[str] = set()
    for place, buffer in enumerate(buffers):
        here = f"{path}[{place}]"
        if not buffer.activity or buffer.activity in seen:
            reason = f"the activity {buffer.activity!r} is empty or named before"
            problems.append(
                Refusal(f"{here}.activity", "buffer-activity", reason, "Name each class once")
            )
        seen.add(buffer.activity)
        for name, value, limit in (
            ("horizontal_cm", buffer.horizontal_cm, HORIZONTAL_CM_MAX),
            ("vertical_cm", buffer.vertical_cm, VERTICAL_CM_MAX),
            ("padding_ms", buffer.padding_ms, PADDING_MS_MAX),
        ):
            if not 0 <= value <= limit:
                reason = f"{value} is not within 0 to {limit}"
                problems.append(
                    Refusal(f"{here}.{name}", "buffer-range", reason, "Give a value within it")
                )
    return tuple(problems)
