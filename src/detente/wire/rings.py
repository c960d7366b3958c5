"""Outlines as rings of corners, for maps and files that know neither circles nor corridors.

A ring holds the whole outline: the corners of a circle or of a corridor's round ends stand outside
it, so that every edge stays outside too, whether it is drawn straight on a flat map (as GeoJSON
says) or on the earth. A polygon's long edges get corners in between, so that straight lines on a
flat map stay within `TOLERANCE_CM` of them. How far a ring reaches out is measured, never guessed.

Rings may go over the antimeridian and around a pole; `on_flat_map` cuts them where RFC 7946
(section 3.1.9) asks for it. For drawing and exchange, not the record: decisions rest on outlines.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import spherely

from detente.core.airspace.geodesy import (
    CENTIMETRES_PER_RADIAN,
    EQUATOR_RADIUS_CM,
    central_angle,
    direct,
    inverse,
    unit_vector,
)
from detente.core.airspace.volume import Circle, Corridor, Outline, Point, Polygon
from detente.core.units import CM_PER_KM, CM_PER_M, E7_PER_DEGREE

CORNERS: Final = 72
"""Of a whole circle: every five degrees, so that a ring reaches 0.1 % of the radius beyond it."""
TOLERANCE_CM: Final = 10 * CM_PER_M
"""10 m: below what a map shows; edges are divided until they are this near to the true one."""
_DIVISIONS_MAX: Final = 64  # of one edge, for edges of 1000 km near a pole
_MARGIN: Final = 1.0003  # corners stand this much further out: more than the ellipsoid's part in it
_SLACK_CM: Final = 2  # corners are rounded to 1e-7 degree, which is 1.1 cm
_DEGREE_CM: Final = 11_100_000  # of a meridian, rounded down
_TRIES: Final = 5  # to push a ring out of a circle at a pole; two are enough
WHOLE_GLOBE_CM: Final = 990_000_000
"""9900 km: a larger circle is drawn as the whole globe, because its ring would pass both poles."""

Ring = tuple[Point, ...]
Flat = list[tuple[float, float]]
"""Longitude and latitude in degrees; a closed ring without its last point."""
WHOLE_GLOBE: Final[Ring] = tuple(
    Point(lat * E7_PER_DEGREE, lon * E7_PER_DEGREE)
    for lat, lon in ((-90, -180), (-90, 0), (-90, 180), (90, 180), (90, 0), (90, -180))
)


@dataclass(frozen=True, slots=True)
class Patch:
    """A piece of an outline: what `outer` encloses, without what the holes enclose."""

    outer: Ring
    holes: tuple[Ring, ...] = ()


def patches_of(outline: Outline, corners: int = CORNERS) -> tuple[Patch, ...]:
    """The outline in patches; a corridor that closes around a place has a hole there."""
    match outline:
        case Circle():
            return (Patch(_circle(outline, corners)),)
        case Corridor():
            return _corridor(outline, corners)
        case Polygon():
            return (Patch(_divided(outline.points)),)


def reach_out_cm(outline: Outline, patches: Sequence[Patch]) -> int:
    """How far the corners reach beyond a circle or a corridor, measured; of a polygon, 0.

    A corridor's is what its round ends reach, the sides less.
    """
    if isinstance(outline, Circle):
        corners = patches[0].outer
        return max(inverse(outline.centre, corner)[0] for corner in corners) - outline.radius_cm
    if isinstance(outline, Corridor):
        return _far_cm(outline.half_width_cm + TOLERANCE_CM, CORNERS) - outline.half_width_cm
    return 0


# ------------------------------------------------------------------ circles and corridors


def _circle(circle: Circle, corners: int) -> Ring:
    """Corners counter-clockwise, as RFC 7946 asks of an outer ring."""
    radius_cm = circle.radius_cm
    if radius_cm > WHOLE_GLOBE_CM:
        return WHOLE_GLOBE
    ring = _arc(circle.centre, radius_cm, 360.0, 0.0, corners)
    if _flat_departs_little(circle, corners):
        return ring
    out_cm = TOLERANCE_CM
    for _ in range(_TRIES):
        ring = _divided(_arc(circle.centre, radius_cm + out_cm, 360.0, 0.0, corners))
        short_cm = _cuts_in_cm(circle, ring)
        if short_cm <= 0:
            break
        out_cm += 2 * short_cm
    return ring


def _flat_departs_little(circle: Circle, corners: int) -> bool:
    """Whether straight lines on a flat map surely stay outside the circle, by the margin.

    A chord L at latitude f departs from the parallel by about L^2 tan f / 8R; by how much the
    corners' margin keeps the edges outside is known.
    """
    poleward = abs(circle.centre.lat_e7) / E7_PER_DEGREE + circle.radius_cm / _DEGREE_CM * 1.1
    if poleward > 89:
        return False
    chord_cm = 2 * circle.radius_cm * math.sin(math.pi / corners)
    departs_cm = chord_cm**2 * math.tan(math.radians(poleward)) / (8 * EQUATOR_RADIUS_CM)
    return departs_cm < circle.radius_cm * (_MARGIN - 1) / 2


def _cuts_in_cm(circle: Circle, ring: Ring) -> int:
    """How deep the ring's flat edges cut into the circle at their middle; negative when outside."""
    edges = zip(ring, (*ring[1:], ring[0]), strict=True)
    nearest = min(inverse(circle.centre, flat_middle(a, b, 1, 2))[0] for a, b in edges)
    return circle.radius_cm - nearest


def _arc(centre: Point, radius_cm: int, first: float, last: float, corners: int) -> Ring:
    """Corners outside a circle, from one azimuth down to another, the last one left out."""
    far_cm = _far_cm(radius_cm, corners)
    steps = max(1, round(abs(first - last) / 360 * corners))
    turns = [first + (last - first) * step / steps for step in range(steps)]
    return tuple(_at(centre, turn % 360, far_cm) for turn in turns)


def _far_cm(radius_cm: int, corners: int) -> int:
    """So far out that geodesics between the corners stay outside the radius."""
    angle = radius_cm / CENTIMETRES_PER_RADIAN
    stretched = math.atan2(math.tan(angle), math.cos(math.pi / corners))
    return math.ceil(stretched * CENTIMETRES_PER_RADIAN * _MARGIN) + _SLACK_CM


def _at(centre: Point, azimuth: float, distance_cm: int) -> Point:
    return direct(centre, azimuth, distance_cm)


def _corridor(corridor: Corridor, corners: int) -> tuple[Patch, ...]:
    """The union of its legs, each with round ends."""
    legs = [(start, end) for start, end in pairwise(corridor.points) if start != end]
    if not legs:
        return patches_of(Circle(corridor.points[0], corridor.half_width_cm), corners)
    wide_cm = corridor.half_width_cm + TOLERANCE_CM
    rings = [_capsule(start, end, wide_cm, corners) for start, end in legs]
    if len(rings) == 1:
        return (Patch(rings[0]),)
    united = reduce(spherely.union, (spherely.create_polygon(_degrees(ring)) for ring in rings))
    return tuple(_patches_of_text(str(spherely.to_wkt(united))))


def _capsule(start: Point, end: Point, half_width_cm: int, corners: int) -> Ring:
    """One leg with half a circle around each end, counter-clockwise."""
    there = inverse(start, end)[1]
    back = inverse(end, start)[1]
    around_end = _arc(end, half_width_cm, back + 270, back + 90, corners)
    around_start = _arc(start, half_width_cm, there + 270, there + 90, corners)
    far_cm = _far_cm(half_width_cm, corners)
    closing = (_at(end, (back + 90) % 360, far_cm), _at(start, (there + 90) % 360, far_cm))
    return _divided((*around_end, closing[0], *around_start, closing[1]))


_RING_TEXT = re.compile(r"\(([^()]+)\)")
_POLYGON_TEXT = re.compile(r"\(\s*(\([^()]+\)(?:\s*,\s*\([^()]+\))*)\s*\)")


def _patches_of_text(text: str) -> Iterator[Patch]:
    """Patches of the WKT that spherely writes: POLYGON ((…), (…)) or MULTIPOLYGON (((…)), …)."""
    for polygon in _POLYGON_TEXT.findall(text):
        rings = [_ring_of_text(ring) for ring in _RING_TEXT.findall(polygon)]
        yield Patch(rings[0], tuple(rings[1:]))


def _ring_of_text(text: str) -> Ring:
    pairs = (pair.split() for pair in text.split(","))
    points = [Point(_e7(lat), _e7(lon)) for lon, lat in pairs]
    return tuple(points[:-1])


def _e7(degrees: str) -> int:
    return round(float(degrees) * E7_PER_DEGREE)


# ------------------------------------------------------------------ edges


def _divided(points: Sequence[Point]) -> Ring:
    """The ring with corners in between, so that lines on a flat map stay near the geodesics."""
    found: list[Point] = []
    for start, end in zip(points, (*points[1:], points[0]), strict=True):
        found.append(start)
        found += edge_corners(start, end)
    return tuple(found)


def edge_corners(start: Point, end: Point) -> list[Point]:
    """Corners on the geodesic between two points, both left out."""
    if _surely_flat(start, end):
        return []
    length_cm, azimuth = inverse(start, end)
    pieces = _pieces(start, end, length_cm, azimuth)
    return [_at(start, azimuth, round(length_cm * piece / pieces)) for piece in range(1, pieces)]


def _surely_flat(start: Point, end: Point) -> bool:
    """Whether the line on a flat map is near enough, by a bound that costs little."""
    poleward = max(abs(start.lat_e7), abs(end.lat_e7)) / E7_PER_DEGREE
    length_cm = central_angle(unit_vector(start), unit_vector(end)) * EQUATOR_RADIUS_CM
    if poleward > 85 or length_cm > 100 * CM_PER_KM:
        return False
    departs_cm = length_cm**2 * math.tan(math.radians(poleward)) / (8 * EQUATOR_RADIUS_CM)
    return 1.2 * departs_cm + 1 < TOLERANCE_CM


def _pieces(start: Point, end: Point, length_cm: int, azimuth: float) -> int:
    """Into how many pieces the edge is divided: the departure falls with the square of them."""
    off_cm = flat_departure_cm(start, end, length_cm, azimuth)
    if off_cm <= TOLERANCE_CM:
        return 1
    return min(_DIVISIONS_MAX, math.ceil(math.sqrt(2 * off_cm / TOLERANCE_CM)))


def flat_departure_cm(
    start: Point, end: Point, length_cm: int | None = None, azimuth: float | None = None
) -> int:
    """How far the middle of the line on a flat map is from the middle of the geodesic."""
    if length_cm is None or azimuth is None:
        length_cm, azimuth = inverse(start, end)
    middle = _at(start, azimuth, length_cm // 2)
    return inverse(middle, flat_middle(start, end, 1, 2))[0]


def flat_middle(start: Point, end: Point, part: int, parts: int) -> Point:
    """The point `part` of `parts` along the line on a flat map, the shorter way round."""
    across = (end.lon_e7 - start.lon_e7 + 180 * E7_PER_DEGREE) % (360 * E7_PER_DEGREE)
    across -= 180 * E7_PER_DEGREE
    lon = start.lon_e7 + across * part // parts
    lat = start.lat_e7 + (end.lat_e7 - start.lat_e7) * part // parts
    return Point(lat, (lon + 180 * E7_PER_DEGREE) % (360 * E7_PER_DEGREE) - 180 * E7_PER_DEGREE)


# ------------------------------------------------------------------ flat maps


def on_flat_map(patch: Patch) -> list[list[Flat]]:
    """The patch as polygons of longitude and latitude, cut at the antimeridian.

    Each is its outer ring (counter-clockwise) and its holes (clockwise). A ring around a pole is
    closed along the edge of the map.
    """
    if patch.outer == WHOLE_GLOBE:
        return [[_degrees(WHOLE_GLOBE)]]
    outer = _unrolled(patch.outer)
    holes = [_unrolled(hole) for hole in patch.holes]
    found = []
    for turn in range(-2, 3):
        low, high = 360.0 * turn - 180.0, 360.0 * turn + 180.0
        piece = _shifted(_between(outer, low, high), -360.0 * turn)
        if len(piece) < 3 or abs(_area(piece)) < 1e-12:
            continue
        cut = [_shifted(_between(hole, low, high), -360.0 * turn) for hole in holes]
        kept = [_wound(hole, clockwise=True) for hole in cut if len(hole) >= 3]
        found.append([_wound(piece, clockwise=False), *kept])
    return found


def _degrees(ring: Ring) -> Flat:
    return [(p.lon_e7 / E7_PER_DEGREE, p.lat_e7 / E7_PER_DEGREE) for p in ring]


def _unrolled(ring: Ring) -> Flat:
    """Longitudes without a jump; a ring around a pole is closed along the pole's line.

    Walked counter-clockwise, the inside is on the left: going east, that is the north pole.
    """
    flat = np.array(_degrees(counter_clockwise(ring)))
    lon: npt.NDArray[np.float64] = np.unwrap(np.append(flat[:, 0], flat[0, 0]), period=360)
    turned = float(lon[-1] - lon[0])
    found = [(float(x), float(y)) for x, y in zip(lon[:-1], flat[:, 1], strict=True)]
    if abs(turned) < 180:
        return found
    pole = math.copysign(90.0, turned)
    last = (float(lon[-1]), found[0][1])
    return [*found, last, (last[0], pole), (found[0][0], pole)]


def counter_clockwise(ring: Ring) -> Ring:
    """The ring walked so that its smaller side is on the left."""
    vectors = np.array([unit_vector(point) for point in ring])
    middle = vectors.sum(axis=0)
    turn = float((np.cross(vectors, np.roll(vectors, -1, axis=0)) @ middle).sum())
    return ring if turn >= 0 else ring[::-1]


def _between(ring: Flat, low: float, high: float) -> Flat:
    """The part of a flat ring between two meridians (Sutherland and Hodgman)."""
    if all(low <= lon <= high for lon, _ in ring):
        return ring
    return _cut(_cut(ring, low, keep_above=True), high, keep_above=False)


def _cut(ring: Flat, meridian: float, *, keep_above: bool) -> Flat:
    found: Flat = []
    for before, here in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        inside = here[0] >= meridian if keep_above else here[0] <= meridian
        was_inside = before[0] >= meridian if keep_above else before[0] <= meridian
        if inside != was_inside:
            share = (meridian - before[0]) / (here[0] - before[0])
            found.append((meridian, before[1] + share * (here[1] - before[1])))
        if inside:
            found.append(here)
    return found


def _shifted(ring: Flat, by: float) -> Flat:
    return [(round(lon + by, 7), round(lat, 7)) for lon, lat in ring]


def _area(ring: Flat) -> float:
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def _wound(ring: Flat, *, clockwise: bool) -> Flat:
    return ring if (_area(ring) < 0) == clockwise else ring[::-1]
