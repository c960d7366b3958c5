"""Say everything that is wrong with a volume whose single values are within their ranges.

A path must have length in each leg, and none too long. A polygon must be one plain ring: distinct
vertices, no edge crossing another, no edge so long that two readings of it would differ by more
than 70 m, small enough that its inside is not in doubt, and an area. A ceiling must not be
certainly below its floor, nor an end before its start.

Not here: ranges of single values (volume_json.py); whether it is *meant* (checks.py).
"""

from __future__ import annotations

import math
import re
from itertools import pairwise

import spherely

from detente.core.airspace.altitude import least_rise_cm
from detente.core.airspace.geodesy import (
    EQUATOR_RADIUS_CM,
    POLE_RADIUS_CM,
    Vector,
    central_angle,
    inverse,
    unit_vector,
)
from detente.core.airspace.shape import extent, figure_of, longest_edge, longest_leg, middle
from detente.core.airspace.volume import (
    AREA_M2_MIN,
    EDGE_CM_MAX,
    EXTENT_CM_MAX,
    PATH_CM_MAX,
    Altitude,
    Circle,
    Corridor,
    Outline,
    Point,
)
from detente.core.refusal import Refusal
from detente.core.units import CM_PER_KM, CM_PER_M

_EDGES_NAMED = re.compile(r"[Ee]dge (\d+) crosses edge (\d+)")
_EARTH_RADIUS_M = EQUATOR_RADIUS_CM / CM_PER_M


def outline_problems(outline: Outline, path: str) -> list[Refusal]:
    """Every reason why the outline is no area one can draw; path is where the outline stands."""
    if isinstance(outline, Circle):
        return []
    if isinstance(outline, Corridor):
        return _path_problems(outline.points, f"{path}.corridor.points")
    points, path = outline.points, f"{path}.polygon"
    problems = _repeated(points, path)
    if problems:
        return problems
    vectors = [unit_vector(point) for point in points]
    if longest_edge(vectors) * POLE_RADIUS_CM > EDGE_CM_MAX:
        places = range(len(points))
        problems = _long_edges(points, vectors, places, path, "polygon-edge-length")
    if any(map(math.fsum, zip(*vectors, strict=True))):
        angle = extent(middle(vectors), vectors)
    else:
        angle = math.pi
    if angle * POLE_RADIUS_CM > EXTENT_CM_MAX:
        problems.append(_wide(angle, path))
    if problems:
        return problems
    return _ring_problems(points, path)


def _path_problems(points: tuple[Point, ...], path: str) -> list[Refusal]:
    problems = []
    for place, (before, after) in enumerate(pairwise(points), 1):
        if before == after:
            reason = f"point {place} is the same as point {place - 1}"
            remedy = "Name each point of the path once in a row; use a circle for a single point"
            problems.append(Refusal(f"{path}[{place}]", "corridor-repeated", reason, remedy))
    vectors = [unit_vector(point) for point in points]
    if longest_leg(vectors) * POLE_RADIUS_CM > EDGE_CM_MAX:
        problems += _long_edges(
            points, vectors, range(len(points) - 1), path, "corridor-leg-length"
        )
    length_cm = POLE_RADIUS_CM * math.fsum(map(central_angle, vectors, vectors[1:]))
    if length_cm > PATH_CM_MAX:
        reason = (
            f"the path is about {length_cm / CM_PER_KM:.0f} km long; the limit is "
            f"{PATH_CM_MAX // CM_PER_KM} km"
        )
        problems.append(Refusal(path, "corridor-length", reason, "Announce it in parts"))
    return problems


def order_problems(
    floor: Altitude | None,
    ceiling: Altitude | None,
    start_ms: int | None,
    end_ms: int | None,
    path: str,
) -> list[Refusal]:
    """A ceiling that must lie below its floor, an end before its start."""
    problems = []
    if floor is not None and ceiling is not None:
        above_cm = least_rise_cm(ceiling, floor)
        if above_cm > 0:
            reason = f"the ceiling lies at least {above_cm / CM_PER_M:.2f} m below the floor"
            problems.append(Refusal(f"{path}.ceiling", "ceiling-below-floor", reason, _SWAP))
    if start_ms is not None and end_ms is not None and end_ms < start_ms:
        reason = f"the end is {start_ms - end_ms} ms before the start"
        problems.append(Refusal(f"{path}.end_ms", "end-before-start", reason, _SWAP))
    return problems


_SWAP = "Check which is which, and in which reference"


def _repeated(points: tuple[Point, ...], path: str) -> list[Refusal]:
    if len(set(points)) == len(points):
        return []
    problems = []
    seen: dict[Point, int] = {}
    for place, point in enumerate(points):
        first = seen.setdefault(point, place)
        if first != place:
            closes = first == 0 and place == len(points) - 1
            remedy = "Leave it out: the ring closes itself" if closes else "Name each vertex once"
            reason = f"vertex {place} is the same as vertex {first}"
            problems.append(Refusal(f"{path}[{place}]", "polygon-repeated", reason, remedy))
    return problems


def _long_edges(
    points: tuple[Point, ...], vectors: list[Vector], places: range, path: str, rule: str
) -> list[Refusal]:
    """The edges too long among those that begin at `places`."""
    problems = []
    limit = EDGE_CM_MAX // CM_PER_KM
    for place in places:
        after = (place + 1) % len(points)
        if central_angle(vectors[place], vectors[after]) * POLE_RADIUS_CM <= EDGE_CM_MAX:
            continue
        km = inverse(points[place], points[after])[0] / CM_PER_KM
        reason = (
            f"the edge from vertex {place} to vertex {after} is {km:.0f} km long; the limit is "
            f"{limit} km"
        )
        remedy = "Put vertices between, where the edge shall run"
        problems.append(Refusal(f"{path}[{place}]", rule, reason, remedy))
    return problems


def _wide(angle: float, path: str) -> Refusal:
    km = angle * POLE_RADIUS_CM / CM_PER_KM
    limit = EXTENT_CM_MAX // CM_PER_KM
    return Refusal(
        path,
        "polygon-extent",
        f"a vertex lies about {km:.0f} km from the middle; the limit is {limit} km",
        "Announce it in parts",
    )


def _ring_problems(points: tuple[Point, ...], path: str) -> list[Refusal]:
    try:
        figure = figure_of(points)
    except ValueError as fault:
        return [_crossed(points, str(fault), path)]
    area_m2 = float(spherely.area(figure, radius=_EARTH_RADIUS_M))
    if area_m2 >= AREA_M2_MIN:
        return []
    reason = f"the vertices enclose {area_m2:.3f} square metres, less than {AREA_M2_MIN}"
    remedy = "Use a circle for a point, or a strip with a width for a line"
    return [Refusal(path, "polygon-area", reason, remedy)]


def _crossed(points: tuple[Point, ...], said: str, path: str) -> Refusal:
    """Name the edges that cross; S2 numbers them as given only when it may not turn the ring."""
    try:
        figure_of(points, oriented=True)
    except ValueError as fault:
        said = str(fault)
    edges = _EDGES_NAMED.search(said)
    if edges is None:
        reason, remedy = f"not a plain ring: {said}", "Draw one ring without contact to itself"
        return Refusal(path, "polygon-ring", reason, remedy)
    first, second = int(edges[1]), int(edges[2])
    reason = f"{_edge(first, len(points))} crosses {_edge(second, len(points))}"
    remedy = "Give the vertices in order round the ring"
    return Refusal(f"{path}[{first}]", "polygon-crossing", reason, remedy)


def _edge(place: int, count: int) -> str:
    return f"the edge from vertex {place} to vertex {(place + 1) % count}"
