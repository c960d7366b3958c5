"""Find the nearest changes of one notice that take it clear of everything that others announced.

Each way changes one thing (time, height, or position), by as little as possible on its grid, and is
tried against the whole picture with the same test that found the conflict: a way shown is a way
out of every conflict known now, not only of the one that was asked about. Best first, by a plain
exchange rate that anybody can recompute. These are suggestions for people to agree on: nothing is
assigned, and what nobody announced is in no picture.

Not here: who should change (nobody decides that for the other side).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from detente.core.airspace.conflict import Picture, Placed, place_parts
from detente.core.airspace.geodesy import direct
from detente.core.airspace.shape import least_distance_cm
from detente.core.airspace.validity import outline_problems
from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Circle,
    Corridor,
    Outline,
    Part,
    Point,
    Polygon,
    Volume,
)
from detente.core.airspace.words import compass_word, length_words
from detente.core.units import CM_PER_M, MS_PER_MIN

TIME_STEP_MS = MS_PER_MIN  # people agree on whole minutes
TIME_MS_MAX = 24 * 60 * MS_PER_MIN  # a shift by more than a day is another plan
HEIGHT_STEP_CM = 3_048  # 100 feet, the step of a flight level
HEIGHT_STEPS_MAX = 200  # 20,000 feet; more is another kind of flight
MOVE_STEP_CM = 10_000  # 100 metres
MOVE_CM_MAX = 30_000_000  # 300 km; further is another place
MOVE_ROUNDS_MAX = 200  # each round goes at least one step; crowded skies end the search instead
MOVE_CAUTION = 0.99  # an outline that is moved is bent a little: jump a little less than seems free
BEARINGS = (0, 45, 90, 135, 180, 225, 270, 315)

COST_PER_MINUTE = 1.0
COST_PER_STEP = 1.0  # 100 feet
COST_PER_KM = 1.0
"""One minute, 100 feet and one kilometre weigh the same: a rate to compare by, no doctrine."""


class Change(StrEnum):
    """What a way out changes."""

    LATER = "later"
    EARLIER = "earlier"
    HIGHER = "higher"
    LOWER = "lower"
    LOWER_CEILING = "lower ceiling"
    HIGHER_FLOOR = "higher floor"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class WayOut:
    """One change that clears the notice. amount: ms for times, cm for heights and moves, positive.

    bearing: of a move, degrees; None otherwise. cost: see COST_PER_MINUTE. words: for people.
    """

    change: Change
    amount: int
    bearing: int | None
    cost: float
    words: str
    airspace: Airspace


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice to be changed, as the picture would hold it."""

    number: str
    party: str
    activity: str
    airspace: Airspace
    terrain_max_cm: int | None = None


Pair = tuple[Placed, Placed]
Moved = Callable[[Volume], Volume | None]


def ways_out(picture: Picture, notice: Notice, *, not_before_ms: int) -> list[WayOut]:
    """Ways to clear the notice of all other parties' volumes, cheapest first; empty if none is.

    not_before_ms: no activity is moved to begin before this (now, or now and the lead time).
    """
    if not blockers(picture, notice, notice.airspace):
        return []
    found = [
        _shifted(picture, notice, Change.LATER, not_before_ms),
        _shifted(picture, notice, Change.EARLIER, not_before_ms),
        *(_stepped(picture, notice, change) for change in _HEIGHTS),
        *(_moved(picture, notice, bearing) for bearing in BEARINGS),
    ]
    ways = [way for way in found if way is not None]
    return sorted(ways, key=lambda way: (way.cost, way.change, way.bearing or 0))


def blockers(picture: Picture, notice: Notice, airspace: Airspace) -> list[Pair]:
    """Every pair of a volume of `airspace` and another party's volume that are in conflict."""
    placed = place_parts(
        notice.number, notice.party, notice.activity, airspace, notice.terrain_max_cm
    )
    return [(one, other) for one in placed for other in picture.against(one)]


def changed(airspace: Airspace, change: Moved) -> Airspace | None:
    """The airspace with every part's volume changed; None when one cannot be."""
    parts: list[Part] = []
    for part in airspace.parts:
        volume = change(part.volume)
        if volume is None:
            return None
        parts.append(replace(part, volume=volume))
    return Airspace(tuple(parts))


# ------------------------------------------------------------------ time


def _shifted(picture: Picture, notice: Notice, change: Change, not_before_ms: int) -> WayOut | None:
    """The least shift in time; each round jumps past the worst pair and over no free minute."""
    shift_ms = 0
    while abs(shift_ms) <= TIME_MS_MAX:
        airspace = _in_time(notice.airspace, shift_ms)
        if airspace is None or (shift_ms and _begins(airspace) < not_before_ms):
            return None
        pairs = blockers(picture, notice, airspace)
        if not pairs:
            return _time_way(change, shift_ms, airspace) if shift_ms else None
        steps = [_past(picture, pair, change) for pair in pairs]
        if None in steps:
            return None
        shift_ms += max((step for step in steps if step is not None), key=abs)
    return None


def _past(picture: Picture, pair: Pair, change: Change) -> int | None:
    """The least shift on the grid that takes one volume past the other's padded window."""
    one, other = pair
    _, _, padding_ms = picture.buffers.pair(one.activity, other.activity)
    if change is Change.LATER:
        if other.volume.end_ms is None or one.volume.start_ms is None:
            return None
        need_ms = other.volume.end_ms + padding_ms - one.volume.start_ms + 1
        return -(-need_ms // TIME_STEP_MS) * TIME_STEP_MS
    if other.volume.start_ms is None or one.volume.end_ms is None:
        return None
    need_ms = one.volume.end_ms - other.volume.start_ms + padding_ms + 1
    return (-need_ms // TIME_STEP_MS) * TIME_STEP_MS


def _in_time(airspace: Airspace, shift_ms: int) -> Airspace | None:
    """The airspace at another time; None when it has begun, or keeps to days of the week."""
    parts: list[Part] = []
    for part in airspace.parts:
        volume, repeats = part.volume, part.repeats
        if volume.start_ms is None or (repeats is not None and repeats.days is not None):
            return None
        end_ms = None if volume.end_ms is None else volume.end_ms + shift_ms
        moved = replace(volume, start_ms=volume.start_ms + shift_ms, end_ms=end_ms)
        if repeats is not None:
            repeats = replace(repeats, until_ms=repeats.until_ms + shift_ms)
        parts.append(replace(part, volume=moved, repeats=repeats))
    return Airspace(tuple(parts))


def _begins(airspace: Airspace) -> int:
    return min(part.volume.start_ms or 0 for part in airspace.parts)


def _time_way(change: Change, shift_ms: int, airspace: Airspace) -> WayOut:
    minutes = abs(shift_ms) // MS_PER_MIN
    hours, rest = divmod(minutes, 60)
    span = f"{hours} h {rest:02} min" if hours else f"{rest} min"
    return WayOut(
        change=change,
        amount=abs(shift_ms),
        bearing=None,
        cost=minutes * COST_PER_MINUTE,
        words=f"{span} {change.value}",
        airspace=airspace,
    )


# ------------------------------------------------------------------ height


def _stepped(picture: Picture, notice: Notice, change: Change) -> WayOut | None:
    """The least change in height; every step is tried, so none that is free is missed."""
    for steps in range(1, HEIGHT_STEPS_MAX + 1):
        by_cm = steps * HEIGHT_STEP_CM
        airspace = changed(notice.airspace, lambda volume, by=by_cm: _HEIGHTS[change](volume, by))  # type: ignore[misc]  # a default binds it
        if airspace is None:
            return None
        if not blockers(picture, notice, airspace):
            words = f"{steps * 100:,} ft ({by_cm // CM_PER_M:,} m) {_HEIGHT_WORDS[change]}"
            return WayOut(change, by_cm, None, steps * COST_PER_STEP, words, airspace)
    return None


def _up(altitude: Altitude | None, by_cm: int) -> Altitude | None:
    return None if altitude is None else replace(altitude, cm=altitude.cm + by_cm)


def _higher(volume: Volume, by_cm: int) -> Volume | None:
    if volume.floor is None:
        return None
    return replace(volume, floor=_up(volume.floor, by_cm), ceiling=_up(volume.ceiling, by_cm))


def _lower(volume: Volume, by_cm: int) -> Volume | None:
    if volume.ceiling is None or volume.floor is None or volume.floor.cm < by_cm:
        return None
    return replace(volume, floor=_up(volume.floor, -by_cm), ceiling=_up(volume.ceiling, -by_cm))


def _lower_ceiling(volume: Volume, by_cm: int) -> Volume | None:
    ceiling = volume.ceiling
    if ceiling is None:
        return None
    low = replace(ceiling, cm=ceiling.cm - by_cm)
    floor_cm = volume.floor.cm if volume.floor is not None else 0
    return replace(volume, ceiling=low) if low.cm > floor_cm else None


def _higher_floor(volume: Volume, by_cm: int) -> Volume | None:
    floor = volume.floor
    if floor is None:
        return None
    high = replace(floor, cm=floor.cm + by_cm)
    below = volume.ceiling is None or high.cm < volume.ceiling.cm
    return replace(volume, floor=high) if below else None


_HEIGHTS: dict[Change, Callable[[Volume, int], Volume | None]] = {
    Change.HIGHER: _higher,
    Change.LOWER: _lower,
    Change.LOWER_CEILING: _lower_ceiling,
    Change.HIGHER_FLOOR: _higher_floor,
}
_HEIGHT_WORDS = {
    Change.HIGHER: "higher",
    Change.LOWER: "lower",
    Change.LOWER_CEILING: "off the ceiling",
    Change.HIGHER_FLOOR: "off the floor",
}


# ------------------------------------------------------------------ position


def _moved(picture: Picture, notice: Notice, bearing: int) -> WayOut | None:
    """The least move on one bearing. What is missing to the buffer is at least how far to go on."""
    by_cm = 0
    for _ in range(MOVE_ROUNDS_MAX):
        airspace = changed(notice.airspace, lambda volume, by=by_cm: _at(volume, bearing, by))  # type: ignore[misc]  # a default binds it
        if airspace is None or by_cm > MOVE_CM_MAX:
            return None
        pairs = blockers(picture, notice, airspace)
        if not pairs:
            return _move_way(bearing, by_cm, airspace) if by_cm else None
        short_cm = max(_short_cm(picture, pair) for pair in pairs)
        by_cm += max(1, int(short_cm * MOVE_CAUTION) // MOVE_STEP_CM) * MOVE_STEP_CM
    return None


def _short_cm(picture: Picture, pair: Pair) -> float:
    """How much nearer than their buffer two volumes lie, horizontally."""
    one, other = pair
    horizontal_cm, _, _ = picture.buffers.pair(one.activity, other.activity)
    return horizontal_cm - least_distance_cm(one.shape, other.shape)


def _at(volume: Volume, bearing: int, by_cm: int) -> Volume | None:
    """The volume moved as a whole; None when the outline would not be valid there."""
    outline = _outline_at(volume.outline, bearing, by_cm) if by_cm else volume.outline
    return None if outline_problems(outline, "") else replace(volume, outline=outline)


def _outline_at(outline: Outline, bearing: int, by_cm: int) -> Outline:
    match outline:
        case Circle():
            return replace(outline, centre=direct(outline.centre, bearing, by_cm))
        case Polygon():
            return replace(outline, points=tuple(_points_at(outline.points, bearing, by_cm)))
        case Corridor():
            return replace(outline, points=tuple(_points_at(outline.points, bearing, by_cm)))


def _points_at(points: tuple[Point, ...], bearing: int, by_cm: int) -> Iterator[Point]:
    return (direct(point, bearing, by_cm) for point in points)


def _move_way(bearing: int, by_cm: int, airspace: Airspace) -> WayOut:
    return WayOut(
        change=Change.MOVED,
        amount=by_cm,
        bearing=bearing,
        cost=by_cm / 100_000 * COST_PER_KM,
        words=f"{length_words(by_cm)} to the {compass_word(bearing)}",
        airspace=airspace,
    )
