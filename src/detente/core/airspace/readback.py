"""Say a volume back in numbers and words, as this node computed them from what arrived.

The receiver reads back what its own node makes of the values: centre, extent, area, heights,
window in UTC and in local time, and the nearest named place. The sender's node computes the same
from what was meant, and `differences` says where the two part. Sizes are for people, true to a few
parts in a thousand; no decision rests on them.

Words are English; other languages are rendered at the edge from the numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import spherely

from detente.core.airspace.gazetteer import Gazetteer, Near
from detente.core.airspace.geodesy import (
    central_angle,
    inverse,
    radius_cm,
    unit_vector,
)
from detente.core.airspace.shape import Shape, centre_point, shape_of
from detente.core.airspace.volume import Altitude, Circle, Outline, Point, Polygon, Volume
from detente.core.airspace.volume_json import (
    altitude_to_json,
    point_from_json,
    point_to_json,
    shown,
)
from detente.core.airspace.words import (
    altitude_words,
    band_words,
    compass_word,
    length_words,
    local_words,
    moment_words,
    point_words,
    window_words,
)
from detente.core.units import CM_PER_KM, CM_PER_M, cm_to_feet, cm_to_flight_level
from detente.core.values import Json

PLACE_TOLERANCE_CM = 100 * CM_PER_M
"""100 m: two honest computations of one middle differ by less; a real error is larger."""
SIZE_TOLERANCE_PERMILLE = 20
"""2 %: what two honest computations of a size may differ by."""
_M2_PER_KM2 = 1_000_000


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
    """A volume as this node understands it.

    extent_cm: a circle's radius; of a polygon, from the middle to the farthest vertex.
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
    words: str


def describe(volume: Volume, gazetteer: Gazetteer, utc_offset_min: int = 0) -> ReadBackView:
    """A valid volume in numbers and words; the offset is the reader's local time from UTC."""
    shape = shape_of(volume.outline)
    centre = centre_point(shape)
    near = gazetteer.nearest(centre)
    window = window_words(volume.start_ms, volume.end_ms)
    local = local_words(volume.start_ms, volume.end_ms, utc_offset_min)
    parts = (
        _with_place(_outline_words(shape), near),
        band_words(volume.floor, volume.ceiling),
        f"{window} ({local})" if local else window,
    )
    return ReadBackView(
        shape="circle" if isinstance(volume.outline, Circle) else "polygon",
        centre=centre,
        extent_cm=_extent_cm(shape),
        vertices=len(volume.outline.points) if isinstance(volume.outline, Polygon) else 0,
        area_m2=_area_m2(shape),
        floor=_height(volume.floor),
        ceiling=_height(volume.ceiling),
        start_ms=volume.start_ms,
        end_ms=volume.end_ms,
        utc_offset_min=utc_offset_min,
        place=near.place.name if near else None,
        place_distance_cm=near.distance_cm if near else None,
        place_bearing_deg=near.bearing_deg if near else None,
        window=window,
        local=local,
        words="; ".join(parts),
    )


def readback_fields(
    volume: Volume, gazetteer: Gazetteer, utc_offset_min: int = 0
) -> dict[str, Json]:
    """What the read-back message carries: the numbers of `describe` and its words, JSON-shaped."""
    view = describe(volume, gazetteer, utc_offset_min)
    return {
        "shape": view.shape,
        "centre": point_to_json(view.centre),
        "extent_cm": view.extent_cm,
        "vertices": view.vertices,
        "area_m2": view.area_m2,
        "floor": None if volume.floor is None else altitude_to_json(volume.floor),
        "ceiling": None if volume.ceiling is None else altitude_to_json(volume.ceiling),
        "start_ms": view.start_ms,
        "end_ms": view.end_ms,
        "utc_offset_min": view.utc_offset_min,
        "place": view.place,
        "place_distance_cm": view.place_distance_cm,
        "place_bearing_deg": view.place_bearing_deg,
        "words": view.words,
    }


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


def differences(own: Mapping[str, Json], theirs: Mapping[str, Json]) -> tuple[str, ...]:
    """One sentence for each number in which a received read-back departs from one's own.

    `theirs` may be anything that the other side sent. Place names and words are not compared (the
    gazetteers may differ), nor local times; places to 100 m and sizes to 2 %, all else exactly.
    """
    found = []
    if "centre" in own:
        found += _centre_differs(own["centre"], theirs.get("centre"))
    for name in ("extent_cm", "area_m2"):
        if name in own and not _alike(own[name], theirs.get(name)):
            found.append(_differs(name, own[name], theirs.get(name)))
    found += [
        _differs(name, own[name], theirs.get(name))
        for name in ("shape", "vertices", "floor", "ceiling", "start_ms", "end_ms")
        if name in own and (name not in theirs or not _same(own[name], theirs[name]))
    ]
    return tuple(found)


def outline_words(outline: Outline, gazetteer: Gazetteer) -> str:
    """``circle of 18.5 km (10.0 NM) around 34°30.0'N 035°12.0'E, 21 km WSW of Latakia``."""
    shape = shape_of(outline)
    return _with_place(_outline_words(shape), gazetteer.nearest(centre_point(shape)))


def place_words(point: Point, gazetteer: Gazetteer) -> str:
    """``21 km WSW of Latakia``; ``at Latakia`` within a kilometre; empty without a gazetteer."""
    near = gazetteer.nearest(point)
    return "" if near is None else _near_words(near)


def _outline_words(shape: Shape) -> str:
    outline, centre = shape.outline, point_words(centre_point(shape))
    if isinstance(outline, Circle):
        return f"circle of {length_words(outline.radius_cm)} around {centre}"
    return (
        f"polygon of {len(outline.points)} vertices, {_area_words(_area_m2(shape))}, up to "
        f"{length_words(_extent_cm(shape))} from its middle {centre}"
    )


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
    """The area, by the earth's radius at the outline's middle."""
    radius_m = radius_cm(shape.centre[2]) / CM_PER_M
    if isinstance(shape.outline, Circle):
        angle = shape.outline.radius_cm / CM_PER_M / radius_m
        return round(2 * math.pi * radius_m**2 * (1 - math.cos(angle)))
    return round(float(spherely.area(shape.figure, radius=radius_m)))


def _area_words(area_m2: int) -> str:
    if area_m2 < _M2_PER_KM2:
        return f"{area_m2} m²"
    km2 = area_m2 / _M2_PER_KM2
    return f"{km2:.1f} km²" if km2 < 100 else f"{km2:.0f} km²"


def _height(altitude: Altitude | None) -> HeightView | None:
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


def _centre_differs(own: Json, theirs: Json) -> list[str]:
    ours, read = point_from_json(own, "centre"), point_from_json(theirs, "centre")
    if isinstance(ours, tuple):
        return []
    if isinstance(read, tuple):
        return ["centre: not said back as a place"]
    apart_cm, _ = inverse(ours, read)
    if apart_cm <= PLACE_TOLERANCE_CM:
        return []
    off = length_words(apart_cm)
    return [f"centre: read back as {point_words(read)}, {off} from {point_words(ours)}"]


def _alike(own: Json, theirs: Json) -> bool:
    if type(own) is not int or type(theirs) is not int:
        return False
    return abs(own - theirs) * 1000 <= abs(own) * SIZE_TOLERANCE_PERMILLE


def _same(own: Json, theirs: Json) -> bool:
    """Equal and of the same type all through: True is not 1."""
    if type(own) is not type(theirs) and not (
        isinstance(own, Mapping) and isinstance(theirs, Mapping)
    ):
        return False
    if isinstance(own, Mapping) and isinstance(theirs, Mapping):
        return own.keys() == theirs.keys() and all(_same(own[key], theirs[key]) for key in own)
    return own == theirs


def _differs(name: str, own: Json, theirs: Json) -> str:
    label = name.rsplit("_", 1)[0] if name.endswith(("_cm", "_m2", "_ms")) else name
    if theirs is None and own is not None:
        return f"{label}: read back as open or not at all, here it is {_said(name, own)}"
    return f"{label}: read back as {_said(name, theirs)}, here it is {_said(name, own)}"


def _said(name: str, value: Json) -> str:
    """One compared value in words, whatever the other side put there."""
    if value is None:
        return "open"
    if type(value) is int and name.endswith("_ms") and 0 <= value < 10**14:
        return moment_words(value)
    if type(value) is int and name == "extent_cm" and 0 <= value < 10**12:
        return length_words(value)
    if type(value) is int and name == "area_m2" and 0 <= value < 10**16:
        return _area_words(value)
    if isinstance(value, Mapping) and {"cm", "reference"} <= value.keys():
        return f"{shown(value['cm'])} cm {shown(value['reference'])}"
    return shown(value)
