"""Heights against time: each volume's band in its window, and when conflicts are.

Heights are drawn as they were given; what they are measured from stands in the list. An open side
runs out of the frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from detente.core.airspace.volume import Altitude, Volume
from detente.core.units import (
    CM_PER_FOOT,
    CM_PER_M,
    MS_PER_HOUR,
    MS_PER_MIN,
    ms_to_utc,
)
from detente.drawing.map_panel import MARKS_NUMBERED_MAX, mark
from detente.drawing.scene import (
    FAINT,
    INK,
    PAPER,
    Anchor,
    Frame,
    Panel,
    Path,
    Shape,
    Style,
    Words,
)
from detente.drawing.sketch import Gathered

TOP_CM_MIN: Final = 300_000  # 3 km: a low picture still shows that there is sky above it
NOW_WITHIN_MS: Final = 2 * MS_PER_HOUR  # so near to a window, now is shown beside it
WINDOW_MS_MIN: Final = MS_PER_HOUR
_TIME_STEPS: Final = tuple(
    MS_PER_MIN * minutes
    for minutes in (10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200)
)
_HEIGHT_STEPS_M: Final = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
_OUT: Final = 40.0  # pixels beyond the frame, where the edge of an open side is out of sight
_GRID: Final = Style(stroke="#e4e7eb", width=0.7)
_NOW: Final = Style(stroke=INK, width=1.0, dash=(1.0, 2.0))
_CONFLICT: Final = Style(stroke=INK, width=0.8, dash=(3.0, 2.0), fill=INK, tint=0.06)
_CONFLICT_CROWDED: Final = Style(stroke=None, fill=INK, tint=0.02)


@dataclass(frozen=True, slots=True)
class _Axes:
    """What the frame spans: milliseconds from left to right, centimetres from bottom to top."""

    frame: Frame
    from_ms: int
    to_ms: int
    low_cm: int
    high_cm: int

    def x(self, at_ms: int | None, otherwise: float) -> float:
        if at_ms is None:
            return otherwise
        share = (at_ms - self.from_ms) / (self.to_ms - self.from_ms)
        return self.frame.left + share * self.frame.width

    def y(self, altitude: Altitude | None, otherwise: float) -> float:
        return otherwise if altitude is None else self.y_of(altitude.cm)

    def y_of(self, cm: float) -> float:
        share = (cm - self.low_cm) / (self.high_cm - self.low_cm)
        return self.frame.bottom - share * self.frame.height


def panels(gathered: Gathered, frame: Frame) -> tuple[Panel, Panel]:
    """What is cut at the frame, and the words around it."""
    axes = _axes(gathered, frame)
    inside: list[Shape] = [Path((frame.corners(),), Style(stroke=None, fill=PAPER), closed=True)]
    around: list[Shape] = []
    inside += _scales(axes, around)
    inside += _bands(gathered, axes)
    inside += _conflicts(gathered, axes)
    inside += _now(gathered, axes, around)
    around.append(Path((frame.corners(),), Style(stroke=FAINT), closed=True))
    return Panel(inside, frame), Panel(around)


def _axes(gathered: Gathered, frame: Frame) -> _Axes:
    volumes = [volume for one in gathered.shown for volume in one.volumes]
    times = [at for v in volumes for at in (v.start_ms, v.end_ms) if at is not None]
    now_ms = gathered.sketch.at_ms
    from_ms, to_ms = min(times, default=now_ms), max(times, default=now_ms)
    beyond_ms = max(to_ms - from_ms, NOW_WITHIN_MS)
    if from_ms - beyond_ms <= now_ms <= to_ms + beyond_ms:
        from_ms, to_ms = min(from_ms, now_ms), max(to_ms, now_ms)
    room = max((to_ms - from_ms) // 20, (WINDOW_MS_MIN - (to_ms - from_ms)) // 2, MS_PER_MIN * 5)
    heights = [a.cm for v in volumes for a in (v.floor, v.ceiling) if a is not None]
    high = max([TOP_CM_MIN, *heights])
    low = min([0, *heights])
    return _Axes(frame, from_ms - room, to_ms + room, low, high + (high - low) // 8)


def _scales(axes: _Axes, around: list[Shape]) -> Iterator[Path]:
    frame = axes.frame
    span = axes.to_ms - axes.from_ms
    step = next((one for one in _TIME_STEPS if span / one <= 6), _TIME_STEPS[-1])
    lines = []
    before = ""
    for at_ms in range(-(-axes.from_ms // step) * step, axes.to_ms + 1, step):
        x = axes.x(at_ms, 0)
        lines.append(((x, frame.top), (x, frame.bottom)))
        moment = ms_to_utc(at_ms)
        around.append(Words((x, frame.bottom + 14), f"{moment:%H:%M}Z", 10, Anchor.MIDDLE))
        day = f"{moment:%Y-%m-%d}"
        if day != before:
            around.append(Words((x, frame.bottom + 27), day, 10, Anchor.MIDDLE, colour=FAINT))
        before = day
    metres = (axes.high_cm - axes.low_cm) // CM_PER_M
    up = next((one for one in _HEIGHT_STEPS_M if metres / one <= 8), _HEIGHT_STEPS_M[-1]) * CM_PER_M
    for cm in range(-(-axes.low_cm // up) * up, axes.high_cm + 1, up):
        y = axes.y_of(cm)
        lines.append(((frame.left, y), (frame.right, y)))
        feet = round(cm / CM_PER_FOOT / 100) * 100
        around.append(Words((frame.left - 5, y + 3), f"{cm // CM_PER_M:,} m", 10, Anchor.END))
        around.append(Words((frame.right + 4, y + 3), f"{feet:,} ft", 10, colour=FAINT))
    yield Path(tuple(lines), _GRID)


def _bands(gathered: Gathered, axes: _Axes) -> Iterator[Shape]:
    frame = axes.frame
    labels: list[Words] = []
    for one in gathered.shown:
        for volume in one.volumes:
            box = _box(volume, axes)
            yield Path((box.corners(),), gathered.style_of(one), closed=True)
        if gathered.labels(one):
            box = _box(one.volumes[0], axes)
            at = (max(box.left, frame.left) + 5, max(box.top, frame.top) + 15)
            colour = one.look.style.stroke or INK
            labels.append(Words(at, one.tag, 12, bold=True, colour=colour, halo=True))
    yield from labels


def _box(volume: Volume, axes: _Axes) -> Frame:
    """The band in its window; open sides lie beyond the frame, and so does the ground."""
    frame = axes.frame
    left = axes.x(volume.start_ms, frame.left - _OUT)
    right = axes.x(volume.end_ms, frame.right + _OUT)
    top = axes.y(volume.ceiling, frame.top - _OUT)
    bottom = axes.y(volume.floor, frame.bottom + _OUT)
    return Frame(left, top, max(right - left, 1.0), max(bottom - top, 1.0))


def _conflicts(gathered: Gathered, axes: _Axes) -> Iterator[Shape]:
    """The time of each conflict from bottom to top, its number where both bands are."""
    frame = axes.frame
    few = len(gathered.sketch.conflicts) <= MARKS_NUMBERED_MAX
    for at, one in enumerate(gathered.sketch.conflicts, 1):
        left = axes.x(one.from_ms, frame.left - _OUT)
        right = axes.x(one.to_ms, frame.right + _OUT)
        strip = Frame(left, frame.top - _OUT, max(right - left, 1.0), frame.height + 2 * _OUT)
        style = _CONFLICT if few else _CONFLICT_CROWDED
        yield Path((strip.corners(),), style, closed=True)
        middle = (max(left, frame.left) + min(right, frame.right)) / 2
        where = (middle, _height(gathered, one.numbers, axes))
        yield from mark(where, at, 7.0 if few else 3.0, numbered=few)


def _height(gathered: Gathered, numbers: tuple[str, str], axes: _Axes) -> float:
    """The middle of what the two bands share, or of the gap between them."""
    frame = axes.frame
    boxes = [
        _box(shown.volumes[0], axes)
        for shown in map(gathered.by_number, numbers)
        if shown is not None
    ]
    if not boxes:
        return frame.middle[1]
    top = max(max(box.top, frame.top) for box in boxes)
    bottom = min(min(box.bottom, frame.bottom) for box in boxes)
    return (top + bottom) / 2


def _now(gathered: Gathered, axes: _Axes, around: list[Shape]) -> Iterator[Shape]:
    """A line where now is; its name above the frame, where no other line runs."""
    at_ms = gathered.sketch.at_ms
    if axes.from_ms <= at_ms <= axes.to_ms:
        x = axes.x(at_ms, 0)
        yield Path((((x, axes.frame.top), (x, axes.frame.bottom)),), _NOW)
        around.append(Words((x, axes.frame.top - 4), "now", 10, Anchor.MIDDLE))
