"""What a person typed or pasted, understood at once: in every notation, and what else it may mean.

The reading is that of wire/human.py, which asks again rather than guess. What it refuses because it
has several meanings comes back with each of them, to choose from; what it takes is looked at as a
message's place is (airspace/checks.py), so that a slip is seen while it is typed. Nothing decides
for the officer, and nothing is journalled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from msgspec import Meta

from detente.core.airspace.checks import check, check_point, exchanged
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.readback import describe, height_view, outline_words, place_words
from detente.core.airspace.shape import least_distance_cm, shape_of
from detente.core.airspace.volume import Airspace, Altitude, Circle, Outline, Point, Volume
from detente.core.airspace.volume_json import (
    altitude_to_json,
    outline_from_json,
    outline_to_json,
    point_from_json,
    point_to_json,
)
from detente.core.airspace.words import (
    altitude_words,
    local_words,
    moment_words,
    point_words,
    window_words,
)
from detente.core.line.field import FieldSpec, Kind
from detente.core.line.field import check as check_field
from detente.core.line.sense import AHEAD_MS_MAX
from detente.core.refusal import Refusal
from detente.core.units import CM_PER_KM, CM_PER_M
from detente.serve.meanings import bare_pairs, heights_meant, with_half, with_zone
from detente.wire.coordinates import notations
from detente.wire.geojson import outline_geometry
from detente.wire.human import (
    TEXT_CHARS_MAX,
    Side,
    Window,
    altitude_from_text,
    window_from_text,
)
from detente.wire.human_fields import Value, field_from_text, field_to_text
from detente.wire.human_out import outline_to_text, point_to_text, time_to_text
from detente.wire.place_views import MeaningView, PlaceView, UnderstoodView

if TYPE_CHECKING:
    from detente.core.airspace.gazetteer import Gazetteer
    from detente.core.airspace.shape import Shape
    from detente.core.values import Json

FAR_CM: Final = 1_000 * CM_PER_KM
"""Farther than this from the channel's area is another part of the world, not its edge."""
HEIGHT_CM_MAX: Final = 25_000 * CM_PER_M
"""25 km: above what flies in any class of the checks; metres given as feet, or a digit too many."""
OUTLINE_KINDS: Final = ("circle", "polygon", "corridor")


class What(StrEnum):
    """What a text is meant to be. window: from when to when."""

    POINT = "point"
    OUTLINE = "outline"
    VOLUME = "volume"
    TRACK = "track"
    ROUTE = "route"
    ALTITUDE = "altitude"
    TIME = "time"
    WINDOW = "window"


class UnderstandBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was typed or pasted, and what it is meant to be.

    side: of an altitude, which bound of a volume it is: a floor is rounded down, a ceiling up.
    ahead: of a time, whether it lies ahead; else the nearest one is meant, which tells what
    happened. place_name: what the officer calls the place, compared with it.
    """

    kind: What
    text: Annotated[str, Meta(max_length=TEXT_CHARS_MAX)]
    side: Side = Side.FLOOR
    ahead: bool = True
    place_name: Annotated[str, Meta(max_length=200)] | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """Where and when a text is read. offset_min: the reader's local time from UTC, in minutes."""

    area: Outline | None
    gazetteer: Gazetteer
    now_ms: int
    offset_min: int = 0


def understand(body: UnderstandBody, ground: Ground) -> UnderstoodView:
    """What the text means, or why not, and what else it may mean."""
    match body.kind:
        case What.ALTITUDE:
            return _altitude(body)
        case What.TIME:
            return _time(body, ground)
        case What.WINDOW:
            return _window(body, ground)
        case _:
            found = _read(body.kind, body.text, ground)
            if isinstance(found, tuple):
                kind = body.kind.value
                meant = tuple(_ways_meant(body, ground))
                return UnderstoodView(kind=kind, refusals=found, meanings=meant)
            return _placed(body, found.json, ground)


# ------------------------------------------------------------------ places


def _read(kind: What, text: str, ground: Ground) -> Value | tuple[Refusal, ...]:
    """The value of a kind that has places, valid as a field of that kind, or why there is none."""
    spec = FieldSpec("text", Kind(kind.value), kind.value)
    if kind is What.OUTLINE and not text.strip().lower().startswith((*OUTLINE_KINDS, "{")):
        text = f"polygon {text}"  # a bare list of places is the border of an area
    found = field_from_text(spec, text, ground.now_ms, "text")
    if isinstance(found, tuple):
        return found
    return check_field(spec, found.json, "text") or found


def _placed(body: UnderstandBody, value: Json, ground: Ground) -> UnderstoodView:
    """What was understood of a kind that has places."""
    kind, spec = body.kind.value, FieldSpec("text", Kind(body.kind.value), body.kind.value)
    points = points_of(body.kind, value)
    warnings = (*_questions(body, value, ground), *_odd(points, ground))
    meant = _exchanged(body, value, ground, warnings)
    return UnderstoodView(
        kind=kind,
        value=value,
        written=field_to_text(spec, value),
        words=_words(body.kind, value, ground),
        points=tuple(place_view(point, ground) for point in points),
        geometry=_geometry(body.kind, value),
        warnings=warnings,
        meanings=tuple(meant),
    )


def place_view(point: Point, ground: Ground) -> PlaceView:
    """A point in every notation, with the nearest named place, and whether it is in the area."""
    near = ground.gazetteer.nearest(point)
    return PlaceView(
        lat_e7=point.lat_e7,
        lon_e7=point.lon_e7,
        notations=notations(point),
        near=place_words(point, ground.gazetteer),
        place=near.place.name if near else None,
        distance_cm=near.distance_cm if near else None,
        bearing_deg=near.bearing_deg if near else None,
        outside_cm=None if ground.area is None else _outside_cm(point, shape_of(ground.area)),
    )


def _outside_cm(point: Point, area: Shape) -> int:
    return int(least_distance_cm(shape_of(Circle(point, 1)), area))


def points_of(kind: What, value: Json) -> list[Point]:
    """Every point that a valid value names, in its order."""
    match kind:
        case What.POINT:
            found = point_from_json(value, "")
            return [found] if isinstance(found, Point) else []
        case What.OUTLINE:
            outline = outline_from_json(value, "")
            return [] if isinstance(outline, tuple) else list(_corners(outline))
        case What.VOLUME:
            return [point for outline in _outlines(value) for point in _corners(outline)]
        case _:
            items = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
            return [point for item in items for point in _passed(item)]


def _corners(outline: Outline) -> tuple[Point, ...]:
    return (outline.centre,) if isinstance(outline, Circle) else outline.points


def _outlines(value: Json) -> list[Outline]:
    airspace = airspace_from_json(value, "")
    if not isinstance(airspace, Airspace):
        return []
    return [part.volume.outline for part in airspace.parts]


def _passed(item: Json) -> Iterator[Point]:
    """The point of one position of a track or a route."""
    if isinstance(item, Mapping):
        found = point_from_json({name: item.get(name) for name in ("lat_e7", "lon_e7")}, "")
        if isinstance(found, Point):
            yield found


def _words(kind: What, value: Json, ground: Ground) -> str:
    match kind:
        case What.POINT:
            [point] = points_of(kind, value)
            near = place_words(point, ground.gazetteer)
            return f"{point_words(point)}, {near}" if near else point_words(point)
        case What.OUTLINE:
            outline = outline_from_json(value, "")
            return "" if isinstance(outline, tuple) else outline_words(outline, ground.gazetteer)
        case What.VOLUME:
            airspace = airspace_from_json(value, "")
            parts = airspace.parts if isinstance(airspace, Airspace) else ()
            said = [describe(one, ground.gazetteer, ground.offset_min).words for one in parts]
            return ". ".join(said)
        case _:
            return f"{len(points_of(kind, value))} positions"


def _geometry(kind: What, value: Json) -> Json:
    """What a map draws of an outline, or of a volume's parts together."""
    if kind is What.OUTLINE:
        outline = outline_from_json(value, "")
        return None if isinstance(outline, tuple) else outline_geometry(outline)
    if kind is not What.VOLUME:
        return None
    found = [outline_geometry(outline) for outline in _outlines(value)]
    return found[0] if len(found) == 1 else {"type": "GeometryCollection", "geometries": found}


# ------------------------------------------------------------------ slips


def _questions(body: UnderstandBody, value: Json, ground: Ground) -> tuple[Refusal, ...]:
    """What a release would ask about the place: swapped, outside, away from its name, its size."""
    area, gazetteer, name = ground.area, ground.gazetteer, body.place_name
    if body.kind is What.POINT:
        [point] = points_of(body.kind, value)
        return check_point(point, area=area, gazetteer=gazetteer, place_name=name, path="text")
    outline = outline_from_json(value, "") if body.kind is What.OUTLINE else None
    outlines = _outlines(value) if body.kind is What.VOLUME else []
    if outline is not None and not isinstance(outline, tuple):
        outlines = [outline]
    return tuple(
        one
        for shape in outlines
        for one in check(
            Volume(shape, None, None, None, None),
            area=area,
            gazetteer=gazetteer,
            place_name=name,
            path="text",
        )
    )


def _odd(points: Sequence[Point], ground: Ground) -> Iterator[Refusal]:
    """Places that hardly anybody means: the origin of the map, and other parts of the world."""
    if any(point == Point(0, 0) for point in points):
        reason = "0 N 0 E lies in the Gulf of Guinea, and is what empty fields give"
        yield _slip("place-origin", reason, "Give the coordinates, or confirm that it is meant")
    if ground.area is None or not points:
        return
    area = shape_of(ground.area)
    nearest_cm = min(_outside_cm(point, area) for point in points)
    if nearest_cm > FAR_CM:
        reason = f"every point lies over {nearest_cm // CM_PER_KM} km outside the channel's area"
        yield _slip("place-far", reason, "Check signs and letters: N or S, E or W")


def _slip(rule: str, reason: str, remedy: str) -> Refusal:
    return Refusal("text", rule, reason, remedy, override=True)


# ------------------------------------------------------------------ other meanings


def _ways_meant(body: UnderstandBody, ground: Ground) -> Iterator[MeaningView]:
    """What a refused text may mean; those within the channel's area first."""
    found = []
    for why, text in (*bare_pairs(body.text), *with_half(body.text)):
        value = _read(body.kind, text, ground)
        if isinstance(value, Value):
            found.append(_meaning(why, text, body.kind, value.json, ground))
    yield from sorted(found, key=_farthest)


def _meaning(why: str, text: str, kind: What, value: Json, ground: Ground) -> MeaningView:
    points = tuple(place_view(point, ground) for point in points_of(kind, value))
    return MeaningView(why=why, text=text, value=value, points=points)


def _farthest(one: MeaningView) -> int:
    return max((point.outside_cm or 0 for point in one.points), default=0)


def _exchanged(
    body: UnderstandBody, value: Json, ground: Ground, warnings: Sequence[Refusal]
) -> Iterator[MeaningView]:
    """The same with latitude and longitude exchanged, where all of it then lies in the area.

    Without an area, where the name of the place says so.
    """
    warned = any(one.rule == "check-swapped" for one in warnings)
    asked = ground.area is not None or warned
    if body.kind not in (What.POINT, What.OUTLINE) or not asked:
        return
    points = points_of(body.kind, value)
    if ground.area is not None and not all(_is_outside(point, ground.area) for point in points):
        return
    for way in (0, 1):
        others = [exchanged(point)[way] for point in points if len(exchanged(point)) > way]
        inside = ground.area is None or not any(_is_outside(one, ground.area) for one in others)
        if len(others) == len(points) and inside:
            made = _with_points(body.kind, value, others)
            yield _meaning("swapped", *made, ground)


def _is_outside(point: Point, area: Outline) -> bool:
    return _outside_cm(point, shape_of(area)) > 0


def _with_points(kind: What, value: Json, points: Sequence[Point]) -> tuple[str, What, Json]:
    """A point or an outline with other points: as text, kind and JSON."""
    if kind is What.POINT:
        return point_to_text(points[0]), kind, point_to_json(points[0])
    outline = outline_from_json(value, "")
    assert not isinstance(outline, tuple), "only a valid outline is exchanged"
    if isinstance(outline, Circle):
        made: Outline = Circle(points[0], outline.radius_cm)
    else:
        made = replace(outline, points=tuple(points))
    return outline_to_text(made), kind, outline_to_json(made)


# ------------------------------------------------------------------ heights and times


def _altitude(body: UnderstandBody) -> UnderstoodView:
    found = altitude_from_text(body.text, body.side, "text")
    kind = body.kind.value
    if isinstance(found, tuple):
        meant = tuple(_heights(body))
        return UnderstoodView(kind=kind, refusals=found, meanings=meant)
    if found is None:
        return UnderstoodView(kind=kind, open=True, written="open", words="open")
    value = altitude_to_json(found)
    warnings: tuple[Refusal, ...] = ()
    if found.cm > HEIGHT_CM_MAX:
        reason = f"{altitude_words(found)} is above what flies"
        warnings = (_slip("check-ft-m", reason, "Check whether metres or feet are meant"),)
    return UnderstoodView(
        kind=kind,
        value=value,
        written=field_to_text(FieldSpec("text", Kind.ALTITUDE, "height"), value),
        words=altitude_words(found),
        height=height_view(found),
        warnings=warnings,
    )


def _heights(body: UnderstandBody) -> Iterator[MeaningView]:
    for why, text in heights_meant(body.text):
        found = altitude_from_text(text, body.side, "text")
        if isinstance(found, Altitude):
            yield MeaningView(why=why, text=text, value=altitude_to_json(found))


def _time(body: UnderstandBody, ground: Ground) -> UnderstoodView:
    spec = FieldSpec("text", Kind.TIME, "time", ahead=body.ahead)
    found = field_from_text(spec, body.text, ground.now_ms, "text")
    kind = body.kind.value
    if isinstance(found, tuple):
        if body.text.strip().lower() == "open":
            return UnderstoodView(kind=kind, open=True, written="open", words="open")
        meant = []
        for text in with_zone(body.text, ground.offset_min):
            other = field_from_text(spec, text, ground.now_ms, "text")
            if isinstance(other, Value):
                meant.append(MeaningView(why="zone", text=text, value=other.json))
        return UnderstoodView(kind=kind, refusals=found, meanings=tuple(meant))
    at_ms = found.json
    assert isinstance(at_ms, int), "a time is read as an integer"
    return UnderstoodView(
        kind=kind,
        value=at_ms,
        written=time_to_text(at_ms),
        words=f"{moment_words(at_ms)} ({local_words(None, at_ms, ground.offset_min)[6:]})",
        warnings=tuple(_far_off(at_ms, ground.now_ms)),
    )


def _far_off(at_ms: int, now_ms: int) -> Iterator[Refusal]:
    if abs(at_ms - now_ms) > AHEAD_MS_MAX:
        way = "from now" if at_ms > now_ms else "ago"
        reason = f"it lies {abs(at_ms - now_ms) // 86_400_000} days {way}"
        yield _slip("check-time", reason, "Check the day, the month and the year")


def _window(body: UnderstandBody, ground: Ground) -> UnderstoodView:
    found = window_from_text(body.text, ground.now_ms, "text")
    kind = body.kind.value
    if not isinstance(found, Window):
        return UnderstoodView(kind=kind, refusals=found)
    ends = [one for one in (found.start_ms, found.end_ms) if one is not None]
    local = local_words(found.start_ms, found.end_ms, ground.offset_min)
    said = window_words(found.start_ms, found.end_ms)
    return UnderstoodView(
        kind=kind,
        value={"start_ms": found.start_ms, "end_ms": found.end_ms},
        written=f"{time_to_text(found.start_ms)}-{time_to_text(found.end_ms)}",
        words=f"{said} ({local})" if local else said,
        warnings=tuple(one for at_ms in ends for one in _far_off(at_ms, ground.now_ms)),
    )
