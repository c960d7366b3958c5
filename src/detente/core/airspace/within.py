"""Whether an outline surely lies within another: for a coarse area that is refined.

Errs towards "no": a refinement that is taken for a new area is looked at once more, a new area that
is taken for a refinement is not. Pure.
"""

from __future__ import annotations

import spherely

from detente.core.airspace.altitude import least_rise_cm
from detente.core.airspace.geodesy import direct, inverse
from detente.core.airspace.shape import Shape, figure_of
from detente.core.airspace.volume import Airspace, Circle, Point, Polygon, Volume

_CORNERS = 48  # of the ring that stands round a circle
_AROUND = 1.01  # such a ring's edges come within cos(180/48) = 0.998 of its corners' distance
_SLACK_CM = 100  # a metre for rounding and for edges that are no geodesics


def lies_within(inner: Shape, outer: Shape) -> bool:
    """Whether all of an outline surely lies in another one."""
    if inner.outline == outer.outline:
        return True
    if isinstance(outer.outline, Circle):
        return _in_circle(inner, outer.outline)
    if not isinstance(outer.outline, Polygon):
        return False
    figure = _figure(inner)
    return figure is not None and bool(spherely.contains(outer.figure, figure))


def refines(newer: Airspace, older: Airspace, shapes: tuple[list[Shape], list[Shape]]) -> bool:
    """Whether each part of a newer airspace surely lies in a part of an older one, at its times."""
    inner, outer = shapes
    return all(
        any(
            new.repeats == old.repeats
            and _in_window(new.volume, old.volume)
            and in_heights(new.volume, old.volume)
            and lies_within(inner[at], outer[place])
            for place, old in enumerate(older.parts)
        )
        for at, new in enumerate(newer.parts)
    )


def _in_circle(inner: Shape, circle: Circle) -> bool:
    points = (inner.outline.centre,) if isinstance(inner.outline, Circle) else inner.outline.points
    farthest = max(inverse(circle.centre, point)[0] for point in points)
    return farthest + inner.reach_cm + inner.pad_cm + _SLACK_CM <= circle.radius_cm


def _figure(inner: Shape) -> spherely.Geography | None:
    """A polygon that surely holds the outline; None where none is made."""
    if isinstance(inner.outline, Polygon):
        return inner.figure
    if not isinstance(inner.outline, Circle):
        return None
    reach_cm = round(inner.outline.radius_cm * _AROUND) + _SLACK_CM
    ring: tuple[Point, ...] = tuple(
        direct(inner.outline.centre, 360.0 * at / _CORNERS, reach_cm) for at in range(_CORNERS)
    )
    try:
        return figure_of(ring)
    except (ValueError, RuntimeError):
        return None


def _in_window(new: Volume, old: Volume) -> bool:
    starts = old.start_ms is None or (new.start_ms is not None and new.start_ms >= old.start_ms)
    ends = old.end_ms is None or (new.end_ms is not None and new.end_ms <= old.end_ms)
    return starts and ends


def in_heights(new: Volume, old: Volume) -> bool:
    """Whether the heights of one volume surely lie between those of another."""
    above = old.floor is None or (
        new.floor is not None and least_rise_cm(old.floor, new.floor) >= 0
    )
    below = old.ceiling is None or (
        new.ceiling is not None and least_rise_cm(new.ceiling, old.ceiling) >= 0
    )
    return above and below
