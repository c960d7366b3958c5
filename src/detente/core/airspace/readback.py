"""Say a volume back in numbers and words, as this node computed them from what arrived.

The receiver reads back what its own node makes of the values: centre, extent, area, heights,
window in UTC and in local time, and the nearest named place; of several parts, each. The sender's
node computes the same from what was meant, and differences.py says where the two part. Sizes are
for people, true to a few parts in a thousand; no decision rests on them.

Words are English; other languages are rendered at the edge from the numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import spherely

from detente.core.airspace.gazetteer import Gazetteer, Near
from detente.core.airspace.geodesy import (
    central_angle,
    inverse,
    radius_cm,
    unit_vector,
)
from detente.core.airspace.shape import Shape, centre_point, shape_of
from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Circle,
    Corridor,
    Outline,
    Part,
    Point,
)
from detente.core.airspace.volume_json import altitude_to_json, point_to_json
from detente.core.airspace.words import (
    altitude_words,
    area_words,
    band_words,
    compass_word,
    length_words,
    local_words,
    point_words,
    repeats_words,
    window_words,
)
from detente.core.units import CM_PER_KM, CM_PER_M, cm_to_feet, cm_to_flight_level
from detente.core.values import Json


@dataclass(frozen=True, slots=True)
class HeightView:
    """A height in every unit a reader may think in. flight_level: only if it is one as given."""

    cm: int
    reference: str
    metres: int
    feet: int
    flight_level: int | None
    words: str


@dataclass(frozen=True, slots=True)
class ReadBackView:
    """One part of an airspace as this node understands it.

    extent_cm: a circle's radius; otherwise from the middle to the farthest vertex.
    length_cm, half_width_cm: of a corridor; 0 otherwise.
    again:     when the window comes again, in words; empty when it does not.
    place:     nearest named place, None when no gazetteer is at hand; the bearing is from it.
    window:    the words for start and end, in UTC; `local` the same in the reader's local time.
    """

    shape: str
    centre: Point
    extent_cm: int
    vertices: int
    area_m2: int
    floor: HeightView | None
    ceiling: HeightView | None
    start_ms: int | None
    end_ms: int | None
    utc_offset_min: int
    place: str | None
    place_distance_cm: int | None
    place_bearing_deg: int | None
    window: str
    local: str
    length_cm: int
    half_width_cm: int
    again: str
    words: str


def describe(part: Part, gazetteer: Gazetteer, utc_offset_min: int = 0) -> ReadBackView:
    """A valid part in numbers and words; the offset is the reader's local time from UTC."""
    volume = part.volume
    shape = shape_of(volume.outline)
    centre = centre_point(shape)
    near = gazetteer.nearest(centre)
    window = window_words(volume.start_ms, volume.end_ms)
    local = local_words(volume.start_ms, volume.end_ms, utc_offset_min)
    again = repeats_words(volume.start_ms, part.repeats)
    said = (
        _with_place(_outline_words(shape), near),
        band_words(volume.floor, volume.ceiling),
        f"{window} ({local})" if local else window,
        again,
    )
    return ReadBackView(
        shape=type(volume.outline).__name__.lower(),
        centre=centre,
        extent_cm=_extent_cm(shape),
        vertices=0 if isinstance(volume.outline, Circle) else len(volume.outline.points),
        area_m2=_area_m2(shape),
        floor=height_view(volume.floor),
        ceiling=height_view(volume.ceiling),
        start_ms=volume.start_ms,
        end_ms=volume.end_ms,
        utc_offset_min=utc_offset_min,
        place=near.place.name if near else None,
        place_distance_cm=near.distance_cm if near else None,
        place_bearing_deg=near.bearing_deg if near else None,
        window=window,
        local=local,
        length_cm=_length_cm(volume.outline),
        half_width_cm=_half_width_cm(volume.outline),
        again=again,
        words="; ".join(words for words in said if words),
    )


def readback_fields(
    airspace: Airspace, gazetteer: Gazetteer, utc_offset_min: int = 0
) -> dict[str, Json]:
    """What the read-back message carries: the numbers of `describe` and its words, JSON-shaped.

    Of an only part they stand by themselves, of several they are a list under ``parts``.
    """
    views = [describe(part, gazetteer, utc_offset_min) for part in airspace.parts]
    fields = [_fields(part, view) for part, view in zip(airspace.parts, views, strict=True)]
    if len(views) == 1:
        return {**fields[0], "utc_offset_min": utc_offset_min, "words": views[0].words}
    said = [f"part {place}: {view.words}" for place, view in enumerate(views, 1)]
    return {"parts": fields, "utc_offset_min": utc_offset_min, "words": ". ".join(said)}


def _fields(part: Part, view: ReadBackView) -> dict[str, Json]:
    volume = part.volume
    fields: dict[str, Json] = {
        "shape": view.shape,
        "centre": point_to_json(view.centre),
        "extent_cm": view.extent_cm,
        "vertices": view.vertices,
        "area_m2": view.area_m2,
        "floor": None if volume.floor is None else altitude_to_json(volume.floor),
        "ceiling": None if volume.ceiling is None else altitude_to_json(volume.ceiling),
        "start_ms": view.start_ms,
        "end_ms": view.end_ms,
        "place": view.place,
        "place_distance_cm": view.place_distance_cm,
        "place_bearing_deg": view.place_bearing_deg,
    }
    if isinstance(volume.outline, Corridor):
        fields |= {"length_cm": view.length_cm, "half_width_cm": view.half_width_cm}
    if part.repeats is not None:
        days = part.repeats.days
        fields["every_ms"] = part.repeats.every_ms
        fields["days"] = None if days is None else [day.value for day in days]
        fields["until_ms"] = part.repeats.until_ms
    return fields


def point_fields(point: Point, gazetteer: Gazetteer) -> dict[str, Json]:
    """The read-back of a message that carries a point and no volume."""
    near = gazetteer.nearest(point)
    return {
        "shape": "point",
        "centre": point_to_json(point),
        "place": near.place.name if near else None,
        "place_distance_cm": near.distance_cm if near else None,
        "place_bearing_deg": near.bearing_deg if near else None,
        "words": _with_place(point_words(point), near),
    }


def outline_words(outline: Outline, gazetteer: Gazetteer) -> str:
    """``circle of 18.5 km (10.0 NM) around 22°54.0'S 014°24.0'E, 13 km WNW of Walvis Bay``."""
    shape = shape_of(outline)
    return _with_place(_outline_words(shape), gazetteer.nearest(centre_point(shape)))


def place_words(point: Point, gazetteer: Gazetteer) -> str:
    """``13 km WNW of Walvis Bay``; ``at …`` within a kilometre; empty without a gazetteer."""
    near = gazetteer.nearest(point)
    return "" if near is None else _near_words(near)


def _outline_words(shape: Shape) -> str:
    outline, centre = shape.outline, point_words(centre_point(shape))
    if isinstance(outline, Circle):
        return f"circle of {length_words(outline.radius_cm)} around {centre}"
    if isinstance(outline, Corridor):
        return f"{corridor_words(outline)}, its middle {centre}"
    return (
        f"polygon of {len(outline.points)} vertices, {area_words(_area_m2(shape))}, up to "
        f"{length_words(_extent_cm(shape))} from its middle {centre}"
    )


def corridor_words(corridor: Corridor) -> str:
    """``corridor 9.3 km (5.0 NM) wide, 61.2 km (33.0 NM) long, 3 points from … to …``."""
    first, last = point_words(corridor.points[0]), point_words(corridor.points[-1])
    return (
        f"corridor {length_words(2 * corridor.half_width_cm)} wide, "
        f"{length_words(_length_cm(corridor))} long, {len(corridor.points)} points from {first} "
        f"to {last}"
    )


def _length_cm(outline: Outline) -> int:
    """The length of a corridor's path on the ellipsoid."""
    if not isinstance(outline, Corridor):
        return 0
    return sum(inverse(start, end)[0] for start, end in pairwise(outline.points))


def _half_width_cm(outline: Outline) -> int:
    return outline.half_width_cm if isinstance(outline, Corridor) else 0


def _near_words(near: Near) -> str:
    if near.distance_cm < CM_PER_KM:
        return f"at {near.place.name}"
    km = round(near.distance_cm / CM_PER_KM)
    return f"{km} km {compass_word(near.bearing_deg)} of {near.place.name}"


def _with_place(words: str, near: Near | None) -> str:
    return words if near is None else f"{words}, {_near_words(near)}"


def _extent_cm(shape: Shape) -> int:
    """To the farthest vertex: measured on the ellipsoid, for the vertex that looks farthest."""
    if isinstance(shape.outline, Circle):
        return shape.outline.radius_cm
    farthest = max(
        shape.outline.points, key=lambda point: central_angle(shape.centre, unit_vector(point))
    )
    return inverse(centre_point(shape), farthest)[0]


def _area_m2(shape: Shape) -> int:
    """The area, by the earth's radius at the middle; a corridor counts what it covers twice so."""
    outline = shape.outline
    if isinstance(outline, Corridor):
        half_m = outline.half_width_cm / CM_PER_M
        return round(2 * half_m * _length_cm(outline) / CM_PER_M + math.pi * half_m**2)
    radius_m = radius_cm(shape.centre[2]) / CM_PER_M
    if isinstance(shape.outline, Circle):
        angle = shape.outline.radius_cm / CM_PER_M / radius_m
        return round(2 * math.pi * radius_m**2 * (1 - math.cos(angle)))
    return round(float(spherely.area(shape.figure, radius=radius_m)))


def height_view(altitude: Altitude | None) -> HeightView | None:
    """A height in every unit; None is open."""
    if altitude is None:
        return None
    level = cm_to_flight_level(altitude.cm) if altitude.reference == "FL" else None
    return HeightView(
        cm=altitude.cm,
        reference=altitude.reference.value,
        metres=round(altitude.cm / CM_PER_M),
        feet=cm_to_feet(altitude.cm),
        flight_level=level,
        words=altitude_words(altitude),
    )
