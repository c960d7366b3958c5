"""Find where two outlines are nearest, or a place inside both, for people to look at.

A place on the map, not a decision: it is right to the accuracy of the spherical construction (a few
metres for shapes of some tens of kilometres). The same two shapes in the same order give the same
place.
"""

from __future__ import annotations

import math
import re

import spherely

from detente.core.airspace.geodesy import (
    CENTIMETRES_PER_RADIAN,
    Vector,
    central_angle,
    geocentric_degrees,
    point_of,
    unit_vector,
)
from detente.core.airspace.shape import Shape
from detente.core.airspace.volume import Circle, Point, Polygon

_FIRST_PAIR = re.compile(r"(-?[\d.]+(?:e-?\d+)?) (-?[\d.]+(?:e-?\d+)?)")
_SAME = 1e-12  # radians (6 um): two directions this near are one
_INSIDE = 1e-9  # radians (6 mm): S2 says 0 inside, a rounding beside an edge


def nearest_point(a: Shape, b: Shape) -> Point:
    """The middle of the least gap between two outlines, or a point in both where they overlap."""
    if isinstance(a.outline, Circle) and isinstance(b.outline, Circle):
        return point_of(*_between_caps(a.centre, a.reach_cm, b.centre, b.reach_cm))
    if isinstance(b.outline, Circle):
        return point_of(*_cap_and_polygon(b, a))
    if isinstance(a.outline, Circle):
        return point_of(*_cap_and_polygon(a, b))
    return point_of(*_between_polygons(a, b))


def _between_caps(a: Vector, a_reach: int, b: Vector, b_reach: int) -> Vector:
    """On the way from a to b: the middle of what is in both, or else of the gap (one formula)."""
    apart = central_angle(a, b)
    a_angle, b_angle = a_reach / CENTIMETRES_PER_RADIAN, b_reach / CENTIMETRES_PER_RADIAN
    nearer = max(-a_angle, apart - b_angle)
    further = min(a_angle, apart + b_angle)
    return _along(a, b, (nearer + further) / 2)


def _cap_and_polygon(cap: Shape, polygon: Shape) -> Vector:
    if float(spherely.distance(cap.figure, polygon.figure, radius=1.0)) <= _INSIDE:
        return cap.centre
    edge = _nearest_on_ring(cap.centre, _ring(polygon))
    if central_angle(cap.centre, edge) * CENTIMETRES_PER_RADIAN <= cap.reach_cm:
        return edge
    return _between_caps(cap.centre, cap.reach_cm, edge, 0)


def _between_polygons(a: Shape, b: Shape) -> Vector:
    if float(spherely.distance(a.figure, b.figure, radius=1.0)) <= _INSIDE:
        common = spherely.intersection(a.figure, b.figure)
        if not spherely.is_empty(common):
            return _inside(common, a, b)
    vertex, ring = _nearest_vertex(a, b)
    return _between_caps(vertex, 0, _nearest_on_ring(vertex, ring), 0)


def _inside(common: spherely.Geography, a: Shape, b: Shape) -> Vector:
    """The centroid of what is in both, or a corner of it when the centroid falls outside."""
    middle = spherely.centroid(common)
    if (
        float(spherely.distance(middle, a.figure, radius=1.0)) <= _INSIDE
        and float(spherely.distance(middle, b.figure, radius=1.0)) <= _INSIDE
    ):
        return _vector(float(spherely.get_x(middle)), float(spherely.get_y(middle)))
    corner = _FIRST_PAIR.search(str(spherely.to_wkt(common)))
    if corner is None:  # an intersection that is not empty has a corner
        return a.centre
    return _vector(float(corner[1]), float(corner[2]))


def _nearest_vertex(a: Shape, b: Shape) -> tuple[Vector, list[Vector]]:
    """Of two polygons apart, the vertex of one that is nearest to the other, and the other's ring.

    The least distance between two rings apart is always at a vertex of one of them.
    """
    a_ring, b_ring = _ring(a), _ring(b)
    a_least, a_vertex = _least(a_ring, b)
    b_least, b_vertex = _least(b_ring, a)
    return (a_vertex, b_ring) if a_least <= b_least else (b_vertex, a_ring)


def _least(ring: list[Vector], other: Shape) -> tuple[float, Vector]:
    places = [spherely.create_point(*geocentric_degrees(vector)) for vector in ring]
    apart = [float(spherely.distance(place, other.figure, radius=1.0)) for place in places]
    least = min(apart)
    return least, ring[apart.index(least)]


def _ring(shape: Shape) -> list[Vector]:
    assert isinstance(shape.outline, Polygon)
    return [unit_vector(point) for point in shape.outline.points]


def _nearest_on_ring(place: Vector, ring: list[Vector]) -> Vector:
    candidates = [
        _nearest_on_edge(place, start, end)
        for start, end in zip(ring, ring[1:] + ring[:1], strict=True)
    ]
    return min(candidates, key=lambda candidate: central_angle(place, candidate))


def _nearest_on_edge(place: Vector, start: Vector, end: Vector) -> Vector:
    """The foot of the perpendicular if it falls on the edge, else the nearer end."""
    normal = _cross(start, end)
    square = _dot(normal, normal)
    if square > 0:
        off = _dot(place, normal) / square
        foot = (
            place[0] - off * normal[0],
            place[1] - off * normal[1],
            place[2] - off * normal[2],
        )
        if _dot(_cross(start, foot), normal) >= 0 and _dot(_cross(foot, end), normal) >= 0:
            length = math.sqrt(_dot(foot, foot))
            if length > 0:
                return foot[0] / length, foot[1] / length, foot[2] / length
    return min(start, end, key=lambda corner: central_angle(place, corner))


def _along(a: Vector, b: Vector, angle: float) -> Vector:
    """The direction `angle` radians from a towards b; a itself if they are one."""
    apart = central_angle(a, b)
    if apart < _SAME:
        return a
    keep, turn = math.sin(apart - angle) / math.sin(apart), math.sin(angle) / math.sin(apart)
    return (
        keep * a[0] + turn * b[0],
        keep * a[1] + turn * b[1],
        keep * a[2] + turn * b[2],
    )


def _vector(longitude: float, latitude: float) -> Vector:
    """The direction of geocentric degrees."""
    across = math.cos(math.radians(latitude))
    turn = math.radians(longitude)
    return across * math.cos(turn), across * math.sin(turn), math.sin(math.radians(latitude))


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Vector, b: Vector) -> Vector:
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )
