"""The map of a picture: coast, graticule, volumes, and where conflicts are closest. No borders."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from detente.core.airspace.gazetteer import Gazetteer
from detente.core.airspace.volume import Point
from detente.core.airspace.words import least_words
from detente.core.units import E7_PER_DEGREE
from detente.drawing import coast
from detente.drawing.projection import Vectors, View, vectors_of, view_of
from detente.drawing.scene import (
    FAINT,
    INK,
    PAPER,
    XY,
    Anchor,
    Frame,
    Hatch,
    Panel,
    Path,
    Shape,
    Style,
    Words,
)
from detente.drawing.sketch import Gathered, Shown, Track
from detente.wire.native import ConflictView

TOWNS_MAX: Final = 12  # the nearest to a volume or a conflict, as the words on the line name them
APART_LINES_MAX: Final = (
    100  # closest-approach lines; each pair of rings is compared corner by corner
)
MARKS_NUMBERED_MAX: Final = 30  # more conflicts are marked small and without their numbers
_STEPS: Final = (30.0, 15.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.25, 1 / 6, 1 / 12, 1 / 30, 1 / 60)
_LINES_WANTED: Final = 4.0  # meridians and parallels across a picture, at least
_GRATICULE: Final = Style(stroke="#d5dbe1", width=0.7)
_COAST: Final = Style(stroke="#52606d", width=1.1)
_TRACK: Final = Style(stroke="#9aa5b1", width=0.5)
_EDGE: Final = Style(stroke=FAINT, width=1.0)
_BOX = Style(stroke=None, fill=PAPER)
_APART: Final = Style(stroke=INK, width=1.4, dash=(3.0, 2.0))
_SCALE_ROOM: Final = 60.0  # pixels above the lower edge: the scale bar with its words lies there
_THIN: Final = 0.6  # pixels: corners of the coast nearer to the last one are left out


def panel(gathered: Gathered, frame: Frame, gazetteer: Gazetteer) -> Panel:
    """The map with everything on it, cut at its frame."""
    view = _view(gathered, frame)
    shapes: list[Shape] = [Path((frame.corners(),), _BOX, closed=True)]
    if view is None:
        nothing = "No volume is known here. That is no data, not empty sky."
        empty = Style(stroke="#9aa5b1", width=0.5, hatch=Hatch.RISING)
        shapes += [
            Path((frame.corners(),), empty, closed=True),
            Words(frame.middle, nothing, 14, Anchor.MIDDLE, bold=True, halo=True),
        ]
        return Panel((*shapes, Path((frame.corners(),), _EDGE, closed=True)), frame)
    labels: list[Shape] = []
    shapes += _graticule(view, labels)
    shapes += _coast(view)
    shapes += [_track(track, view) for track in gathered.sketch.tracks]
    shapes += _volumes(gathered, view, labels)
    labels += _towns(gathered, view, gazetteer)
    for at, conflict in enumerate(gathered.sketch.conflicts, 1):
        labels += _conflict(gathered, conflict, at, view)
    shapes += labels
    shapes += _scale_bar(view)
    shapes.append(Path((frame.corners(),), _EDGE, closed=True))
    return Panel(shapes, frame)


def _view(gathered: Gathered, frame: Frame) -> View | None:
    corners = [one.outer() for one in gathered.shown if one.patches]
    corners += [_vector(one.where)[np.newaxis] for one in gathered.sketch.conflicts]
    if corners:
        return view_of(np.concatenate(corners), frame)
    return view_of(vectors_of([0.0, 90.0], [0.0, 0.0]), frame) if gathered.shown else None


def _vector(point: Point) -> Vectors:
    return vectors_of(point.lon_e7 / E7_PER_DEGREE, point.lat_e7 / E7_PER_DEGREE)


def _line(pixels: npt.NDArray[np.float64]) -> tuple[XY, ...]:
    return tuple((float(x), float(y)) for x, y in pixels)


# ------------------------------------------------------------------ what is always there


def _coast(view: View) -> Iterator[Path]:
    """The coast within the frame, as fine as pixels are."""
    least = math.cos(min(math.pi, view.reach * 1.3 + 0.01))
    found: list[tuple[XY, ...]] = []
    for line in coast.lines():
        vectors = vectors_of(line[:, 0], line[:, 1])
        near = vectors @ view.middle > least
        if not near.any():
            continue
        near = near | np.roll(near, 1) | np.roll(near, -1)
        runs = np.split(np.arange(len(near)), np.flatnonzero(np.diff(near)) + 1)
        found += [
            _thinned(view.place(vectors[run])) for run in runs if near[run[0]] and len(run) > 1
        ]
    if found:
        yield Path(tuple(found), _COAST)


def _thinned(pixels: npt.NDArray[np.float64]) -> tuple[XY, ...]:
    kept = [0]
    for at in range(1, len(pixels) - 1):
        if np.abs(pixels[at] - pixels[kept[-1]]).max() >= _THIN:
            kept.append(at)
    return _line(pixels[[*kept, len(pixels) - 1]])


def _graticule(view: View, labels: list[Shape]) -> Iterator[Path]:
    """Meridians and parallels, named along the left and lower edge."""
    frame = view.frame
    sides = np.array(
        [
            (frame.left + frame.width * a / 20, frame.top + frame.height * b / 20)
            for a in range(21)
            for b in range(21)
        ]
    )
    vectors = view.unplace(sides)
    lat = np.degrees(np.arcsin(np.clip(vectors[:, 2], -1, 1)))
    middle_lon = math.degrees(math.atan2(view.middle[1], view.middle[0]))
    lon = np.degrees(np.arctan2(vectors[:, 1], vectors[:, 0])) - middle_lon
    lon = (lon + 180) % 360 - 180 + middle_lon
    step_lat, step_lon = _step(lat), _step(lon)
    low, high = float(lat.min()) - step_lat, float(lat.max()) + step_lat
    west, east = float(lon.min()) - step_lon, float(lon.max()) + step_lon
    lines: list[tuple[XY, ...]] = []
    for parallel in _multiples(max(-90, low), min(90, high), step_lat):
        across = np.linspace(west, min(east, west + 360), 120)
        lines.append(_line(view.place(vectors_of(across, np.full(120, parallel)))))
        labels += _named(lines[-1], _degrees(parallel, "NS"), frame, on_left=True)
    for meridian in _multiples(west, min(east, west + 360 - step_lon / 2), step_lon):
        along = np.linspace(max(-90, low), min(90, high), 60)
        lines.append(_line(view.place(vectors_of(np.full(60, meridian), along))))
        labels += _named(lines[-1], _degrees((meridian + 180) % 360 - 180, "EW"), frame)
    yield Path(tuple(lines), _GRATICULE)


def _step(degrees: npt.NDArray[np.float64]) -> float:
    across = float(degrees.max() - degrees.min())
    return next((step for step in _STEPS if across / step >= _LINES_WANTED), _STEPS[-1])


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [number * step for number in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _named(
    line: tuple[XY, ...], name: str, frame: Frame, *, on_left: bool = False
) -> Iterator[Words]:
    """The name where the line crosses the left or the lower edge, if it does."""
    for (ax, ay), (bx, by) in pairwise(line):
        a, b, edge = (ax, bx, frame.left) if on_left else (ay, by, frame.bottom)
        if (a - edge) * (b - edge) > 0 or a == b:
            continue
        share = (edge - a) / (b - a)
        x, y = ax + share * (bx - ax), ay + share * (by - ay)
        if on_left and frame.top + 12 < y < frame.bottom - _SCALE_ROOM:
            yield Words((x + 4, y - 3), name, 10, colour=FAINT, halo=True)
            return
        if not on_left and frame.left + 40 < x < frame.right - 40:
            yield Words((x + 3, y - 5), name, 10, colour=FAINT, halo=True)
            return


def _degrees(degrees: float, letters: str) -> str:
    minutes = round(abs(degrees) * 60)
    whole, rest = divmod(minutes, 60)
    letter = letters[degrees < 0] if minutes else ""
    return f"{whole}°{f'{rest:02d}′' if rest else ''}{letter}"


def _scale_bar(view: View) -> Iterator[Shape]:
    frame = view.frame
    sizes = [base * 10**power for power in range(4) for base in (1, 2, 5)]
    size = max((one for one in sizes if view.km(one) < frame.width / 4), default=1)
    width, left, y = view.km(size), frame.left + 12, frame.bottom - 26
    yield Path(
        (((left, y - 4), (left, y), (left + width, y), (left + width, y - 4)),), Style(width=1.4)
    )
    nautical = f"{size / 1.852:.1f}".removesuffix(".0")
    yield Words((left, y - 8), f"{size} km ({nautical} NM)", 10, halo=True)


# ------------------------------------------------------------------ what is announced


def _volumes(gathered: Gathered, view: View, labels: list[Shape]) -> Iterator[Path]:
    for one in sorted(gathered.shown, key=lambda one: one.labelled):
        style = gathered.style_of(one)
        if one.globe:
            yield Path((view.frame.corners(),), style, closed=True)
        for rings in one.patches:
            lines = tuple(_line(view.place(ring)) for ring in rings)
            yield Path(lines, style, closed=True)
            if gathered.labels(one):
                labels.append(_tag(one, lines[0]))


def _tag(one: Shown, ring: tuple[XY, ...]) -> Words:
    """The short name at the top of a ring."""
    x, y = min(ring, key=lambda corner: corner[1])
    colour = one.look.style.stroke or INK
    return Words((x, y + 16), one.tag, 13, Anchor.MIDDLE, bold=True, colour=colour, halo=True)


def _track(track: Track, view: View) -> Path:
    return Path((_line(view.place(vectors_of(track.lon, track.lat))),), _TRACK)


def _towns(gathered: Gathered, view: View, gazetteer: Gazetteer) -> Iterator[Shape]:
    """The towns that the words on the line would name."""
    named = [one.where for one in gathered.sketch.conflicts]
    if not gathered.crowded:
        named += [middle_of(one.outer()) for one in gathered.shown if one.patches]
    seen: set[Point] = set()
    for point in named:
        near = gazetteer.nearest(point)
        if near is None or near.place.point in seen or len(seen) >= TOWNS_MAX:
            continue
        seen.add(near.place.point)
        x, y = _line(view.place(_vector(near.place.point)[np.newaxis]))[0]
        frame = view.frame
        if frame.left < x < frame.right and frame.top < y < frame.bottom:
            yield Path(_dot((x, y), 2.2), Style(stroke=None, fill=INK), closed=True)
            left = x > frame.right - 90
            anchor = Anchor.END if left else Anchor.START
            yield Words((x - 5 if left else x + 5, y + 4), near.place.name, 11, anchor, halo=True)


def middle_of(vectors: Vectors) -> Point:
    """The middle of some directions as a place, for words."""
    x, y, z = vectors.mean(axis=0)
    lat, lon = math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
    return Point(round(lat * E7_PER_DEGREE), round(lon * E7_PER_DEGREE))


# ------------------------------------------------------------------ conflicts


def _conflict(gathered: Gathered, one: ConflictView, at: int, view: View) -> Iterator[Shape]:
    """A numbered cross where it is closest and, if the two are apart, the line between them."""
    place = _line(view.place(_vector(one.where)[np.newaxis]))[0]
    few = len(gathered.sketch.conflicts) <= MARKS_NUMBERED_MAX
    a, b = (gathered.by_number(number) for number in one.numbers)
    if one.horizontal_cm > 0 and at <= APART_LINES_MAX and a and b and a.patches and b.patches:
        ends = _nearest(a.outer(), b.outer())
        line = _line(view.place(ends))
        yield Path((line,), _APART)
        place = ((line[0][0] + line[1][0]) / 2, (line[0][1] + line[1][1]) / 2)
        if few:
            apart = least_words(one.horizontal_cm)
            yield Words((place[0] + 14, place[1] + 16), apart, 11, halo=True)
    yield from mark(place, at, 7.0 if few else 3.0, numbered=few)


def _nearest(a: Vectors, b: Vectors) -> Vectors:
    """The two corners, one of each ring, that are nearest; rings have corners enough for that."""
    a, b = _denser(a), _denser(b)
    where = int(np.argmax(a @ b.T))
    return np.stack([a[where // len(b)], b[where % len(b)]])


def _denser(ring: Vectors) -> Vectors:
    """Corners in between, so that long edges have some near to everything."""
    pieces = max(1, 400 // len(ring))
    shares = np.arange(pieces)[:, np.newaxis, np.newaxis] / pieces
    dense = ring * (1 - shares) + np.roll(ring, -1, axis=0) * shares
    dense = dense.reshape(-1, 3)
    lengths: npt.NDArray[np.float64] = np.linalg.norm(dense, axis=1, keepdims=True)
    return dense / lengths


def mark(at: XY, number: int, size: float = 7.0, *, numbered: bool = True) -> Iterator[Shape]:
    """The mark of a conflict: a cross in a ring and its number."""
    x, y = at
    yield Path(_dot(at, size + 2), Style(stroke=INK, width=1.6, fill=PAPER, tint=0.85), closed=True)
    arm = size * 0.62
    cross = (((x - arm, y - arm), (x + arm, y + arm)), ((x - arm, y + arm), (x + arm, y - arm)))
    yield Path(cross, Style(stroke=INK, width=size / 3))
    if numbered:
        yield Words((x + size + 5, y - 3), str(number), 13, bold=True, halo=True)


def _dot(at: XY, radius: float) -> tuple[tuple[XY, ...], ...]:
    turns = [2 * math.pi * step / 24 for step in range(24)]
    return (tuple((at[0] + radius * math.cos(t), at[1] + radius * math.sin(t)) for t in turns),)
