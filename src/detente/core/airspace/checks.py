"""Question a valid volume that is probably not what was meant, and say the evidence.

Each finding can be overridden by an officer who has looked (`Refusal.override`); none proves an
error and silence proves nothing. What is looked for:

- `check-swapped`: latitude and longitude exchanged would fit the channel's area or the named place;
- `check-area`: the whole volume lies outside the channel's area;
- `check-place`: no place of the given name lies near the volume;
- `check-track`: the last position of a track lies far from the point that it should lead to;
- `check-km-nm`: a radius or a stated distance fits in the other unit (1.852) and not in the given;
- `check-ft-m`: a height is out of the class's range and would be in it in the other unit (3.28);
- `check-terrain`: a ceiling above ground reaches out of the area whose highest ground is agreed.

Not here: whether a volume is valid (validity.py). Serves domain.md section 8, row 7.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import spherely

from detente.core.airspace.gazetteer import Gazetteer, Place
from detente.core.airspace.geodesy import (
    CENTIMETRES_PER_RADIAN,
    central_angle,
    distance_floor_cm,
    inverse,
    unit_vector,
)
from detente.core.airspace.shape import Shape, centre_point, covers, least_distance_cm, shape_of
from detente.core.airspace.volume import (
    Altitude,
    Circle,
    Outline,
    Point,
    Polygon,
    Reference,
    Volume,
)
from detente.core.airspace.volume_json import LAT_E7_MAX
from detente.core.airspace.words import compass_word, far_words, length_words, point_words
from detente.core.refusal import Refusal
from detente.core.units import CM_PER_KM, CM_PER_M, CM_PER_NM, cm_to_feet, feet_to_cm

PLACE_FITS_CM = 60 * CM_PER_KM
"""A name fits a volume within 60 km of the place: people name what is near, not what is inside."""
TRACK_FITS_CM = 300 * CM_PER_KM
"""A track ends within 300 km of the point: 20 minutes of an airliner at 900 km/h. A last position
older than that no longer says which aircraft is meant."""
STATED_FITS = 0.1
"""A stated distance fits what is measured to 10 %: people round."""
RADIUS_FITS = 0.005
"""A stated radius fits the given one to half a percent: it was typed from the same number."""

RADIUS_KM = {
    "weapon": (2.0, 300.0),
    "combat": (5.0, 300.0),
    "transport": (1.0, 300.0),
    "tanker": (5.0, 400.0),
    "isr": (5.0, 400.0),
    "helo": (0.5, 150.0),
    "uas": (0.1, 200.0),
}
"""Least and greatest radius by class that raise no question, km. Judgement, not regulation."""
CEILING_M = {
    "combat": (150, 20_000),
    "transport": (150, 15_000),
    "tanker": (1_000, 15_000),
    "isr": (300, 25_000),
    "helo": (50, 6_500),
    "uas": (30, 20_000),
}
"""Least and greatest top by class that raise no question, m. Weapons have none."""

_STATED = re.compile(
    r"(?<![\d.,])(\d{1,4}(?:[.,]\d{1,2})?)\s*(km|nmi|nm|nautical)\b", re.IGNORECASE
)
_NAME_MAX = 80  # letters of a place name that a refusal repeats


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is looked at: the geometry, the places that the sender's words name, field paths."""

    shape: Shape
    centre: Point
    area: Shape | None
    name: str
    named: tuple[Place, ...]
    path: str
    name_path: str


def check(
    volume: Volume,
    *,
    area: Outline | None = None,
    gazetteer: Gazetteer | None = None,
    place_name: str | None = None,
    activity: str | None = None,
    path: str = "fields.volume",
    place_path: str = "fields.place_name",
) -> tuple[Refusal, ...]:
    """Every question about a valid volume, each with its evidence; all can be overridden.

    area: the charter's. place_name: what the sender calls the place, free text. activity: its
    class, for plausible sizes. The paths are where the values stand in the message.
    """
    subject = _subject(volume.outline, area, gazetteer, place_name, f"{path}.outline", place_path)
    questions = _where(subject)
    questions += _radius(subject, activity)
    questions += _heights(volume, activity, path)
    questions += _ground(volume, subject, path)
    return tuple(questions)


def check_point(
    point: Point,
    *,
    area: Outline | None = None,
    gazetteer: Gazetteer | None = None,
    place_name: str | None = None,
    path: str = "fields.point",
    place_path: str = "fields.place_name",
) -> tuple[Refusal, ...]:
    """The questions about a single point: swapped, outside the area, away from the named place."""
    subject = _subject(Circle(point, 1), area, gazetteer, place_name, path, place_path)
    return tuple(_where(subject))


def check_track(point: Point, last: Point, path: str) -> tuple[Refusal, ...]:
    """The question about a track whose last position is too far from the point it leads to."""
    distance_cm, bearing = inverse(point, last)
    if distance_cm <= TRACK_FITS_CM:
        return ()
    reason = (
        f"the last position {point_words(last)} lies {far_words(distance_cm)} "
        f"{compass_word(bearing)} of the point {point_words(point)}; "
        f"more than {far_words(TRACK_FITS_CM)} is no track of one aircraft"
    )
    remedy = "Check the coordinates of both, or acknowledge check-track if both are right"
    return (_question(path, "check-track", reason, remedy),)


def _subject(
    outline: Outline,
    area: Outline | None,
    gazetteer: Gazetteer | None,
    place_name: str | None,
    path: str,
    place_path: str,
) -> _Subject:
    shape = shape_of(outline)
    named = gazetteer.mentioned(place_name) if gazetteer and place_name else []
    return _Subject(
        shape=shape,
        centre=centre_point(shape),
        area=None if area is None else _area_shape(area),
        name=(place_name or "")[:_NAME_MAX],
        named=tuple(named),
        path=path,
        name_path=place_path,
    )


@lru_cache(maxsize=64)
def _area_shape(area: Outline) -> Shape:
    """The shape of a channel's area; the same few areas are asked for again and again."""
    return shape_of(area)


def _where(subject: _Subject) -> list[Refusal]:
    """Swapped, outside the area, away from the named place."""
    outside_cm = 0.0
    if subject.area is not None:
        outside_cm = least_distance_cm(subject.shape, subject.area)
    away = _away(subject)
    if outside_cm <= 0 and away is None:
        return []
    questions = _swapped(subject, outside_cm, away)
    if outside_cm > 0:
        reason = f"it lies {far_words(int(outside_cm))} outside the channel's area"
        remedy = "Check the coordinates, or use the channel that covers them"
        questions.append(_question(subject.path, "check-area", reason, remedy))
    if away is not None:
        questions.append(_misplaced(subject, away))
    return questions


def _away(subject: _Subject) -> Place | None:
    """The nearest place of the given name if even that one is too far off, else None."""
    if not subject.named:
        return None
    nearest = _nearest(subject.centre, subject.named)
    stated_cm = max(_stated(subject.name), default=0)
    off = least_distance_cm(subject.shape, shape_of(Circle(nearest.point, 1)))
    return nearest if off > PLACE_FITS_CM + stated_cm else None


def _misplaced(subject: _Subject, nearest: Place) -> Refusal:
    distance_cm, bearing = inverse(nearest.point, subject.centre)
    count = len(subject.named)
    of = f" (the nearest of {count} places of that name)" if count > 1 else ""
    reason = (
        f"the middle {point_words(subject.centre)} lies {far_words(distance_cm)} "
        f"{compass_word(bearing)} of {nearest.name}{of}, not near {subject.name!r}"
    )
    remedy = "Check the coordinates against the name"
    return _question(subject.name_path, "check-place", reason, remedy)


def _swapped(subject: _Subject, outside_cm: float, away: Place | None) -> list[Refusal]:
    """Whether the exchanged coordinates fit where the given ones do not."""
    centre = subject.centre
    for other in exchanged(centre):
        evidence = []
        if outside_cm > 0 and subject.area is not None and covers(subject.area, other):
            evidence.append("inside the channel's area")
        if away is not None:
            nearest = _nearest(other, subject.named)
            off_cm = round(_angle(other, nearest) * CENTIMETRES_PER_RADIAN)
            if off_cm <= PLACE_FITS_CM:
                evidence.append(f"{far_words(off_cm)} from {nearest.name}")
        if evidence:
            reason = (
                f"latitude and longitude look swapped: {point_words(centre)} does not fit, "
                f"{point_words(other)} would be {' and '.join(evidence)}"
            )
            remedy = "Exchange the two, or confirm that the place is meant as given"
            return [_question(subject.path, "check-swapped", reason, remedy)]
    return []


def exchanged(point: Point) -> list[Point]:
    """Latitude and longitude exchanged: with their signs, and the bare numbers.

    Who types into a form that has its letters printed exchanges the numbers alone: 14 S 22 E is
    then meant as 22 S 14 E, although the signed values say 22 N 14 W.
    """
    lat, lon = point.lat_e7, point.lon_e7
    if abs(lon) > LAT_E7_MAX or abs(lat) == abs(lon):
        return [] if lat == lon or abs(lon) > LAT_E7_MAX else [Point(lon, lat)]
    south, west = lat < 0, lon < 0
    bare = Point(-abs(lon) if south else abs(lon), -abs(lat) if west else abs(lat))
    return [Point(lon, lat)] if south == west else [Point(lon, lat), bare]


def _radius(subject: _Subject, activity: str | None) -> list[Refusal]:
    """The first evidence that a distance was given in the other of km and NM."""
    outline = subject.shape.outline
    reason = _stated_distance(subject)
    if isinstance(outline, Circle):
        radius_cm = outline.radius_cm
        reason = (
            reason
            or _stated_radius(subject, radius_cm)
            or _radius_of_class(radius_cm, activity)
            or _radius_of_area(subject, radius_cm)
        )
    if not reason:
        return []
    remedy = "Check whether kilometres or nautical miles are meant"
    field = subject.path
    if isinstance(outline, Circle):
        field += ".circle.radius_cm"
    return [_question(field, "check-km-nm", reason, remedy)]


def _stated_distance(subject: _Subject) -> str:
    """``10 NM W of Swakopmund``, but the middle lies 10 km from it (or the reverse)."""
    if not subject.named:
        return ""
    nearest = _nearest(subject.centre, subject.named)
    apart_cm = _angle(subject.centre, nearest) * CENTIMETRES_PER_RADIAN
    for stated_cm, other_cm in _stated(subject.name).items():
        if _fits(apart_cm, other_cm, STATED_FITS) and not _fits(apart_cm, stated_cm, STATED_FITS):
            return (
                f"{subject.name!r} is {length_words(stated_cm)}, but the middle lies "
                f"{far_words(round(apart_cm))} from {nearest.name}: the same number in the "
                "other unit"
            )
    return ""


def _stated_radius(subject: _Subject, radius_cm: int) -> str:
    """``10 NM around the port``, but the radius is 10 km (or the reverse)."""
    for stated_cm, other_cm in _stated(subject.name).items():
        if _fits(radius_cm, other_cm, RADIUS_FITS):
            return (
                f"{subject.name!r} is {length_words(stated_cm)}, but the radius is "
                f"{length_words(radius_cm)}: the same number in the other unit"
            )
    return ""


def _radius_of_class(radius_cm: int, activity: str | None) -> str:
    """A radius out of the class's range that the other unit would bring into it."""
    if activity is None or activity not in RADIUS_KM:
        return ""
    low, high = (round(km * CM_PER_KM) for km in RADIUS_KM[activity])
    wider = radius_cm * CM_PER_NM // CM_PER_KM
    narrower = radius_cm * CM_PER_KM // CM_PER_NM
    if radius_cm < low <= wider:
        return (
            f"a radius of {length_words(radius_cm)} is small for {activity}; the same number in "
            f"nautical miles would be {length_words(wider)}"
        )
    if narrower <= high < radius_cm:
        return (
            f"a radius of {length_words(radius_cm)} is large for {activity}; the same number in "
            f"kilometres would be {length_words(narrower)}"
        )
    return ""


def _radius_of_area(subject: _Subject, radius_cm: int) -> str:
    """A whole number of NM that sticks out of the area, and would not as kilometres."""
    area = subject.area
    if area is None or radius_cm % CM_PER_NM or not covers(area, subject.centre):
        return ""
    border_cm = _to_border_cm(area, subject.shape)
    number = radius_cm // CM_PER_NM
    if not number * CM_PER_KM <= border_cm < radius_cm:
        return ""
    return (
        f"a radius of {number} NM reaches out of the channel's area, whose border is "
        f"{far_words(int(border_cm))} from the centre; {number} km would stay inside"
    )


def _to_border_cm(area: Shape, inner: Shape) -> float:
    """From a circle's centre inside the area to the area's border."""
    if isinstance(area.outline, Polygon):
        border = spherely.boundary(area.figure)
        angle = float(spherely.distance(inner.figure, border, radius=1.0))
        return distance_floor_cm(angle, abs(inner.centre[2]))
    angle = float(spherely.distance(inner.figure, area.figure, radius=1.0))
    return area.reach_cm - angle * CENTIMETRES_PER_RADIAN


def _ground(volume: Volume, subject: _Subject, path: str) -> list[Refusal]:
    """A ceiling above ground where the charter's highest ground need not be the highest."""
    ceiling, area = volume.ceiling, subject.area
    if ceiling is None or ceiling.reference is not Reference.AGL or area is None:
        return []
    if _lies_within(subject.shape, area):
        return []
    reason = "it reaches out of the channel's area, where nobody agreed on the highest ground"
    remedy = "Give the ceiling above mean sea level (AMSL), or confirm that no ground is higher"
    return [_question(f"{path}.ceiling", "check-terrain", reason, remedy)]


def _lies_within(inner: Shape, area: Shape) -> bool:
    """Whether an outline stays inside the area, as far as its vertices tell."""
    reach = inner.reach_cm / CENTIMETRES_PER_RADIAN
    if isinstance(area.outline, Polygon):
        border = spherely.boundary(area.figure)
        apart = float(spherely.distance(inner.figure, border, radius=1.0))
        return apart > reach and covers(area, centre_point(inner))
    vertices = [inner.outline.centre] if isinstance(inner.outline, Circle) else inner.outline.points
    places = [shape_of(Circle(vertex, 1)).figure for vertex in vertices]
    farthest = max(float(spherely.distance(place, area.figure, radius=1.0)) for place in places)
    return (farthest + reach) * CENTIMETRES_PER_RADIAN <= area.reach_cm


def _heights(volume: Volume, activity: str | None, path: str) -> list[Refusal]:
    """A height out of the class's range that the other unit would bring into it."""
    if activity is None or activity not in CEILING_M:
        return []
    low, high = (metres * CM_PER_M for metres in CEILING_M[activity])
    questions = []
    for name, altitude in (("floor", volume.floor), ("ceiling", volume.ceiling)):
        if altitude is None or altitude.reference is Reference.FL:
            continue
        reason = _too_high(altitude, high, activity)
        if name == "ceiling":
            reason = reason or _too_low(altitude, low, activity)
        if reason:
            remedy = "Check whether metres or feet are meant"
            questions.append(_question(f"{path}.{name}.cm", "check-ft-m", reason, remedy))
    return questions


def _too_high(altitude: Altitude, high_cm: int, activity: str) -> str:
    metres = round(altitude.cm / CM_PER_M)
    as_feet_cm = feet_to_cm(metres)
    if not as_feet_cm <= high_cm < altitude.cm:
        return ""
    return (
        f"{metres} m is high for {activity}; {metres} ft would be {round(as_feet_cm / CM_PER_M)} m"
    )


def _too_low(altitude: Altitude, low_cm: int, activity: str) -> str:
    feet = cm_to_feet(altitude.cm)
    if not altitude.cm < low_cm <= feet * CM_PER_M:
        return ""
    return (
        f"a top of {round(altitude.cm / CM_PER_M)} m ({feet} ft) is low for {activity}; "
        f"{feet} m would fit"
    )


def _stated(text: str) -> dict[int, int]:
    """Distances that a text states, in cm, each with what its number is in the other unit."""
    stated = {}
    for number, unit in _STATED.findall(text):
        value = float(number.replace(",", "."))
        km, nm = round(value * CM_PER_KM), round(value * CM_PER_NM)
        if km:
            stated.update({km: nm} if unit.lower() == "km" else {nm: km})
    return stated


def _fits(found_cm: float, stated_cm: int, share: float) -> bool:
    return abs(found_cm - stated_cm) <= share * stated_cm


def _nearest(point: Point, places: tuple[Place, ...]) -> Place:
    return min(places, key=lambda place: _angle(point, place))


def _angle(point: Point, place: Place) -> float:
    return central_angle(unit_vector(point), unit_vector(place.point))


def _question(field: str, rule: str, reason: str, remedy: str) -> Refusal:
    return Refusal(field, rule, reason, remedy, override=True)
