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
    here, there = _closest(a, b)
    return point_of(*_between_caps(here, a.reach_cm, there, b.reach_cm))


def _between_caps(a: Vector, a_reach: int, b: Vector, b_reach: int) -> Vector:
    """On the way from a to b: the middle of what is in both, or else of the gap (one formula)."""
    apart = central_angle(a, b)
    a_angle, b_angle = a_reach / CENTIMETRES_PER_RADIAN, b_reach / CENTIMETRES_PER_RADIAN
    nearer = max(-a_angle, apart - b_angle)
    further = min(a_angle, apart + b_angle)
    return _along(a, b, (nearer + further) / 2)


def _closest(a: Shape, b: Shape) -> tuple[Vector, Vector]:
    """The place on each figure (point, path or polygon) that is nearest to the other's."""
    one_point, other_point = isinstance(a.outline, Circle), isinstance(b.outline, Circle)
    if one_point and other_point:
        return a.centre, b.centre
    if float(spherely.distance(a.figure, b.figure, radius=1.0)) <= _INSIDE:
        common = _common(a, b)
        if common is not None:
            return common, common
    if one_point:
        return a.centre, _nearest_on(a.centre, _edges(b))
    if other_point:
        return _nearest_on(b.centre, _edges(a)), b.centre
    return _nearest_vertex(a, b)


def _common(a: Shape, b: Shape) -> Vector | None:
    """A place in both of two figures that meet; None where S2 sees only contact."""
    for shape in (a, b):
        if isinstance(shape.outline, Circle):
            return shape.centre
    common = spherely.intersection(a.figure, b.figure)
    return None if spherely.is_empty(common) else _inside(common, a, b)


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


def _nearest_vertex(a: Shape, b: Shape) -> tuple[Vector, Vector]:
    """Of two figures apart, the nearest place on each: one of the two is a vertex.

    The least distance between two chains of edges apart is always at a vertex of one of them.
    """
    a_least, a_vertex = _least(a, b)
    b_least, b_vertex = _least(b, a)
    if a_least <= b_least:
        return a_vertex, _nearest_on(a_vertex, _edges(b))
    return _nearest_on(b_vertex, _edges(a)), b_vertex


def _least(shape: Shape, other: Shape) -> tuple[float, Vector]:
    vertices = _vertices(shape)
    places = [spherely.create_point(*geocentric_degrees(vector)) for vector in vertices]
    apart = [float(spherely.distance(place, other.figure, radius=1.0)) for place in places]
    least = min(apart)
    return least, vertices[apart.index(least)]


def _vertices(shape: Shape) -> list[Vector]:
    assert not isinstance(shape.outline, Circle)
    return [unit_vector(point) for point in shape.outline.points]


def _edges(shape: Shape) -> list[tuple[Vector, Vector]]:
    """The edges of a polygon's closed ring, or the legs of a corridor's open path."""
    vertices = _vertices(shape)
    after = vertices[1:] + vertices[:1] if isinstance(shape.outline, Polygon) else vertices[1:]
    return list(zip(vertices, after, strict=False))


def _nearest_on(place: Vector, edges: list[tuple[Vector, Vector]]) -> Vector:
    candidates = [_nearest_on_edge(place, start, end) for start, end in edges]
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
    if apart < _SAME or math.pi - apart < _SAME:  # any way is the way to the other side
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
