"""Ask whether a correct message makes sense: places by airspace/checks.py, and times here.

Every finding is one that an officer may pass by naming its rule, because the unusual is sometimes
meant. The same checks run at release and again at arrival.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.core.airspace.checks import check, check_point, check_track
from detente.core.airspace.parts import last_start_ms, part_paths
from detente.core.airspace.volume import Airspace, Part, Point
from detente.core.airspace.volume_json import point_from_json
from detente.core.humanitarian.cell import NOTICES, clear_details
from detente.core.line.field import Kind
from detente.core.line.formats import Family, Format
from detente.core.line.judge import activity_of
from detente.core.line.message import Line
from detente.core.line.readbacks import volume_in
from detente.core.line.state import State
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_HOUR, MS_PER_MIN
from detente.core.values import Fields

AHEAD_MS_MAX = 30 * 24 * MS_PER_HOUR  # a month: beyond it the month or year was mistyped
AGAIN_MS_MAX = 124 * 24 * MS_PER_HOUR  # four months of a daily window: the year was mistyped
LONG_MS_MAX = 7 * 24 * MS_PER_HOUR  # a week: longer "activity" blocks the sky for everybody
CLOCK_MS_MAX = 5 * MS_PER_MIN  # two honest clocks are not further apart
AHEAD_TIME_MS_MAX = 400 * 24 * MS_PER_HOUR  # a year and a month: beyond it the year was mistyped
PAST_MS_MAX = 24 * MS_PER_HOUR  # what is older than a day is no news of the line
STANDING_MS_MAX = 366 * 24 * MS_PER_HOUR  # since when a site is known, and when it was looked at
_STANDING = frozenset({"from_ms", "verified_ms"})
_UNTIMED = (Family.LINE, Family.RECEIPT, Family.CHANGE, Family.REGISTER)  # filled in, or long ago


def findings(
    state: State, line: Line, fmt: Format, fields: Fields, volume: Airspace | None, *, at_ms: int
) -> tuple[Refusal, ...]:
    """Everything about a message that looks like a slip; each can be overridden by its rule."""
    if fmt.family in _UNTIMED and fmt.starts is None:
        return ()
    announced = volume is not None
    volume = volume if announced else volume_in(fmt, fields)
    where = fmt.placing.volume_field if fmt.placing else fmt.area
    charter = state.charters.get(line.channel)
    area = charter.area if charter else None
    name = fields.get(fmt.place_name) if fmt.place_name else None
    place_name = name if isinstance(name, str) else None
    found: list[Refusal] = []
    if fmt.code in NOTICES:
        found += clear_details(tuple(spec.name for spec in fmt.fields if spec.sealed), fields)
    if volume is not None:
        paths = part_paths(volume, f"fields.{where}")
        for part, path in zip(volume.parts, paths, strict=True):
            found += check(
                part.volume,
                area=area,
                gazetteer=state.gazetteer,
                place_name=place_name,
                activity=activity_of(fmt, fields) or None,
                path=path,
            )
            found += _over(part, path, at_ms)
            if announced:
                dated = fmt.family is Family.NOTICE and fmt.code != "NHS"  # a site stays
                found += _window(part, path, at_ms, dated=dated)
    point = point_from_json(fields.get(fmt.point), "") if fmt.point else None
    if isinstance(point, Point):
        found += check_point(
            point,
            area=area,
            gazetteer=state.gazetteer,
            place_name=place_name,
            path=f"fields.{fmt.point}",
        )
        found += _tracks(fmt, fields, point)
    return (*found, *_times(fmt, fields, at_ms))


def _over(part: Part, path: str, at_ms: int) -> list[Refusal]:
    """Whether the window is over already."""
    end_ms = part.volume.end_ms
    if end_ms is None or end_ms >= at_ms:
        return []
    return [_slip(f"{path}.end_ms", f"the window ended {_span(at_ms - end_ms)} ago")]


def _window(part: Part, path: str, at_ms: int, *, dated: bool) -> list[Refusal]:
    """Whether the window looks like a wrong day, month or year."""
    start_ms, end_ms = part.volume.start_ms, part.volume.end_ms
    last_ms = last_start_ms(part)
    found = []
    if start_ms is not None and start_ms > at_ms + AHEAD_MS_MAX:
        reason = f"the window starts {_span(start_ms - at_ms)} from now"
        found.append(_slip(f"{path}.start_ms", reason))
    if end_ms is not None and end_ms - (start_ms or at_ms) > LONG_MS_MAX:
        reason = f"the window lasts {_span(end_ms - (start_ms or at_ms))}"
        found.append(_slip(f"{path}.end_ms", reason))
    if part.repeats is not None and last_ms is not None and last_ms > at_ms + AGAIN_MS_MAX:
        reason = f"the window comes for the last time {_span(last_ms - at_ms)} from now"
        found.append(_slip(f"{path}.repeats.until_ms", reason))
    if end_ms is None and dated:
        reason = "the window has no end, so it conflicts with everything there for ever"
        found.append(_slip(f"{path}.end_ms", reason))
    return found


def _tracks(fmt: Format, fields: Fields, point: Point) -> list[Refusal]:
    """Whether a track ends so far from the point that one of the two was mistyped."""
    found: list[Refusal] = []
    for spec in fmt.fields:
        track = fields.get(spec.name)
        if spec.kind is not Kind.TRACK or not isinstance(track, Sequence) or not track:
            continue
        item, path = track[-1], f"fields.{spec.name}.{len(track) - 1}"
        if isinstance(item, Mapping):
            last = point_from_json({name: item.get(name) for name in ("lat_e7", "lon_e7")}, path)
            found += check_track(point, last, path) if isinstance(last, Point) else ()
    return found


def _times(fmt: Format, fields: Fields, at_ms: int) -> list[Refusal]:
    """Whether something was seen in the future, or long ago."""
    found = []
    for spec in fmt.fields:
        value = fields.get(spec.name)
        if spec.kind is not Kind.TIME or not isinstance(value, int):
            continue
        if value > at_ms + (AHEAD_TIME_MS_MAX if spec.ahead else CLOCK_MS_MAX):
            reason = f"{spec.label}: {_span(value - at_ms)} in the future"
            found.append(_slip(f"fields.{spec.name}", reason))
        elif value < at_ms - (PAST_MS_MAX if spec.name not in _STANDING else STANDING_MS_MAX):
            reason = f"{spec.label}: {_span(at_ms - value)} ago"
            found.append(_slip(f"fields.{spec.name}", reason))
    return found


def _slip(field: str, reason: str) -> Refusal:
    remedy = "Correct the time, or acknowledge check-time if it is meant so"
    return Refusal(field, "check-time", reason, remedy, override=True)


def _span(ms: int) -> str:
    minutes = ms // MS_PER_MIN
    if minutes < 120:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 72 else f"{hours // 24} days"
