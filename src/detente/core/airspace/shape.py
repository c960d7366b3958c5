"""An outline as the geometry that decides: directions from the earth's centre, angles, and pads.

Every figure errs on the side of nearness: `least_distance_cm` between two shapes is never more than
the geodesic distance between the outlines, and 0 when they touch or overlap. A circle is all that
is within its radius of a point, a corridor all that is within its half-width of a path: both are
exact by the triangle inequality of geodesics. Paths and polygons go through S2 and are padded by
what their edges may depart from geodesics. Shapes hold an S2 object, so they live in memory only.

Expects valid outlines (validity.py); the sizes allowed there keep all angles that can decide below
two radians. Bounds are tight to 0.4 % of the distance between centres: of two shapes that each
cover half the globe, some 30 km more count as near.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import spherely

from detente.core.airspace.geodesy import (
    EQUATOR_RADIUS_CM,
    Vector,
    angle_ceiling,
    central_angle,
    distance_floor_cm,
    edge_departure_cm,
    geocentric_degrees,
    point_of,
    unit_vector,
)
from detente.core.airspace.volume import Circle, Corridor, Outline, Point, Polygon

SHAPES_CACHED_MAX = 512  # shapes of the messages in hand; those in the picture are kept there

_ROUNDING = 1e-9  # of a unit vector's component (6 mm): more than doubles lose on the way
_EDGE_STRETCH = 1.00001  # a geodesic is at most this times the equator's radius times its angle


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What `distance_floor` and the index need of an outline.

    centre:    unit vector of a circle's centre; else the middle of the vertices.
    reach_cm:  how far the outline goes beyond its `figure`: a circle's radius, a corridor's
               half-width, 0 for a polygon.
    pad_cm:    what the figure may fall short of the true outline.
    sine_max:  greatest |z| of the figure; for a circle, of its centre.
    low, high: corners of a box in x, y, z that holds the whole outline, pad and curvature included.
    figure:    S2's point, path or polygon on the geocentric sphere.
    """

    outline: Outline
    centre: Vector
    reach_cm: int
    pad_cm: float
    sine_max: float
    low: Vector
    high: Vector
    figure: spherely.Geography


@lru_cache(maxsize=SHAPES_CACHED_MAX)
def shape_of(outline: Outline) -> Shape:
    """The shape of a valid outline. ValueError if a polygon's ring is none (S2 says why).

    Remembered for a while: one message's shape is asked for at every step of its release.
    """
    if isinstance(outline, Circle):
        return _circle(outline)
    return _corridor(outline) if isinstance(outline, Corridor) else _polygon(outline)


def least_distance_cm(a: Shape, b: Shape) -> float:
    """A lower bound of the geodesic distance between two outlines, 0 if they touch or overlap."""
    if isinstance(a.outline, Circle) and isinstance(b.outline, Circle):
        angle = central_angle(a.centre, b.centre)
    else:
        angle = float(spherely.distance(a.figure, b.figure, radius=1.0))
    between = distance_floor_cm(angle, min(a.sine_max, b.sine_max))
    return max(0.0, between - a.reach_cm - b.reach_cm - a.pad_cm - b.pad_cm)


def covers(shape: Shape, point: Point) -> bool:
    """Whether the point surely or possibly lies in the outline (within its pad)."""
    return least_distance_cm(shape, shape_of(Circle(point, 1))) <= 0.0


def figure_of(points: tuple[Point, ...], *, oriented: bool = False) -> spherely.Geography:
    """S2's polygon on the geocentric sphere. ValueError says why a ring is not one.

    oriented: take the inside to be on the left, so that S2 keeps the vertices' numbers in what it
    says; otherwise the inside is the smaller side.
    """
    ring = [geocentric_degrees(unit_vector(point)) for point in points]
    return spherely.create_polygon(ring, oriented=oriented)


def _circle(circle: Circle) -> Shape:
    centre = unit_vector(circle.centre)
    angle = angle_ceiling(circle.radius_cm)
    spans = [_cap_span(component, angle) for component in centre]
    return Shape(
        outline=circle,
        centre=centre,
        reach_cm=circle.radius_cm,
        pad_cm=0.0,
        sine_max=abs(centre[2]),
        low=(spans[0][0], spans[1][0], spans[2][0]),
        high=(spans[0][1], spans[1][1], spans[2][1]),
        figure=spherely.create_point(*geocentric_degrees(centre)),
    )


def _cap_span(component: float, angle: float) -> tuple[float, float]:
    """The range of one component over a cap: cos(alpha + angle) to cos(alpha - angle)."""
    along = component * math.cos(angle)
    across = math.sqrt(max(0.0, 1.0 - component * component)) * math.sin(angle)
    nearest = math.cos(angle)
    low = -1.0 if component <= -nearest else along - across
    high = 1.0 if component >= nearest else along + across
    return low - _ROUNDING, high + _ROUNDING


def _polygon(polygon: Polygon) -> Shape:
    vectors = [unit_vector(point) for point in polygon.points]
    centre = middle(vectors)
    longest_cm = longest_edge(vectors) * EQUATOR_RADIUS_CM * _EDGE_STRETCH
    pad_cm = edge_departure_cm(longest_cm)
    # A point of the hull is c / |c| with c within the vertices' box, and |c| >= cos(extent):
    # so it lies at most 1 - cos(extent) outside that box.
    margin = 1.0 - math.cos(extent(centre, vectors)) + angle_ceiling(pad_cm) + _ROUNDING
    low, high = _box(vectors, margin)
    return Shape(
        outline=polygon,
        centre=centre,
        reach_cm=0,
        pad_cm=pad_cm,
        sine_max=min(1.0, max(abs(low[2]), abs(high[2]))),
        low=low,
        high=high,
        figure=spherely.create_polygon([geocentric_degrees(vector) for vector in vectors]),
    )


def _corridor(corridor: Corridor) -> Shape:
    vectors = [unit_vector(point) for point in corridor.points]
    leg = longest_leg(vectors)
    pad_cm = edge_departure_cm(leg * EQUATOR_RADIUS_CM * _EDGE_STRETCH)
    # As for a hull, with each leg's own middle: a leg lies at most 1 - cos(leg / 2) outside the box
    # of its ends. Whatever is within an angle of it lies at most that angle further out.
    bulge = 1.0 - math.cos(leg / 2) + _ROUNDING
    path_low, path_high = _box(vectors, bulge)
    low, high = _box(vectors, bulge + angle_ceiling(pad_cm) + angle_ceiling(corridor.half_width_cm))
    return Shape(
        outline=corridor,
        centre=middle(vectors),
        reach_cm=corridor.half_width_cm,
        pad_cm=pad_cm,
        sine_max=min(1.0, max(abs(path_low[2]), abs(path_high[2]))),
        low=low,
        high=high,
        figure=spherely.create_linestring([geocentric_degrees(vector) for vector in vectors]),
    )


def _box(vectors: list[Vector], margin: float) -> tuple[Vector, Vector]:
    """Lowest and highest x, y, z of some unit vectors and a margin; no direction lies beyond 1."""
    xs, ys, zs = zip(*vectors, strict=True)
    edge = 1.0 + _ROUNDING
    low = tuple(max(-edge, min(values) - margin) for values in (xs, ys, zs))
    high = tuple(min(edge, max(values) + margin) for values in (xs, ys, zs))
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def middle(vectors: list[Vector]) -> Vector:
    """The direction of the sum of some unit vectors. ZeroDivisionError if they cancel out."""
    x = math.fsum(vector[0] for vector in vectors)
    y = math.fsum(vector[1] for vector in vectors)
    z = math.fsum(vector[2] for vector in vectors)
    length = math.hypot(x, y, z)
    return x / length, y / length, z / length


def extent(centre: Vector, vectors: list[Vector]) -> float:
    """The greatest angle in radians from the centre to one of the vectors."""
    return _angle_of_chord(max(_chord_squared(centre, vector) for vector in vectors))


def longest_edge(vectors: list[Vector]) -> float:
    """The angle in radians of the longest edge of the closed ring."""
    return _angle_of_chord(max(map(_chord_squared, vectors, vectors[1:] + vectors[:1])))


def longest_leg(vectors: list[Vector]) -> float:
    """The angle in radians of the longest leg of the open path."""
    return _angle_of_chord(max(map(_chord_squared, vectors, vectors[1:])))


def _chord_squared(a: Vector, b: Vector) -> float:
    x, y, z = a[0] - b[0], a[1] - b[1], a[2] - b[2]
    return x * x + y * y + z * z


def _angle_of_chord(squared: float) -> float:
    return 2 * math.asin(min(1.0, math.sqrt(squared) / 2))


def centre_point(shape: Shape) -> Point:
    """The outline's middle as a point: a circle's own centre, or the middle of the vertices."""
    if isinstance(shape.outline, Circle):
        return shape.outline.centre
    return point_of(*shape.centre)
