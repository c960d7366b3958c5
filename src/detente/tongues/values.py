"""Write one value in a language: exactly, with Latin digits, so that it can be read back.

Numbers, coordinates, times and levels are the same in every language and stand on one line; words
around them are templates. Everything is said to the last integer: a radius of 18.52 km is not
18.5 km. Nothing is rounded but what is a help beside it (feet, nautical miles, local time).
The other way: hearing.py.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence

from detente.core.airspace.parts import DAY_MS, times_count
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Circle,
    Corridor,
    Outline,
    Part,
    Point,
    Polygon,
    Reference,
    Repeats,
)
from detente.core.airspace.volume_json import (
    altitude_from_json,
    outline_from_json,
    point_from_json,
)
from detente.core.line.field import TIME_MAX_MS, FieldSpec, Kind, check
from detente.core.line.formats import Format
from detente.core.units import (
    CM_PER_KM,
    MS_PER_HOUR,
    MS_PER_MIN,
    MS_PER_S,
    cm_to_feet,
    cm_to_flight_level,
    cm_to_nm,
    ms_to_utc,
)
from detente.core.values import Json
from detente.tongues.catalogue import Pen, isolated
from detente.tongues.lexicon import unit_id

MICROMINUTES_PER_E7 = 6  # 1e-7 degree is 6e-6 minutes of arc: six decimals say it exactly
MICROMINUTES_PER_DEGREE = 60_000_000
EVERY = (
    (7 * DAY_MS, "every-weeks"),
    (DAY_MS, "every-days"),
    (MS_PER_HOUR, "every-hours"),
    (MS_PER_MIN, "every-minutes"),
    (1, "every-ms"),
)
M2_PER_KM2_DIGITS = 6
BYTES_SAID_MAX = 64  # of data that hands copy, such as a salt; a photo is named by size and hash


def field_text(pen: Pen, fmt: Format, spec: FieldSpec, value: Json) -> str:
    """The value of a field; one that is not what the table says is said as it came."""
    said = _SAY[spec.kind](pen, fmt, spec, value) if spec.kind in _SAY else None
    return raw_text(pen, value) if said is None else said


def raw_text(pen: Pen, value: Json) -> str:
    """A value that no table explains, as JSON."""
    text = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
    return pen.fill("raw", value="".join(c if c.isprintable() else "\ufffd" for c in text))


def list_text(pen: Pen, items: Sequence[str]) -> str:
    """Several values in one line; each is set apart."""
    return pen.fill("list-separator").join([isolated(item) for item in items])


def decimal(number: int, digits: int, least: int = 0) -> str:
    """`number` / 10**digits, exactly, with at least so many decimals."""
    whole, part = divmod(abs(number), 10**digits)
    tail = f"{part:0{digits}d}" if digits else ""
    tail = tail[:least] + tail[least:].rstrip("0")
    return f"{'-' if number < 0 else ''}{whole}{'.' + tail if tail else ''}"


def point_text(point: Point) -> str:
    """Degrees and minutes, at least to a tenth, exactly: ``22°54.0'S 014°24.0'E``."""
    north, east = _angle(abs(point.lat_e7), 2), _angle(abs(point.lon_e7), 3)
    south_west = ("S" if point.lat_e7 < 0 else "N", "W" if point.lon_e7 < 0 else "E")
    return f"{north}{south_west[0]}\u00a0{east}{south_west[1]}"


def _angle(e7: int, width: int) -> str:
    degrees, minutes = divmod(e7 * MICROMINUTES_PER_E7, MICROMINUTES_PER_DEGREE)
    said = decimal(minutes, 6, 1)
    return f"{degrees:0{width}d}°{said if minutes >= 10_000_000 else '0' + said}'"


def instant_text(at_ms: int) -> str:
    """``2026-11-22 08:00Z``; seconds and milliseconds where there are some."""
    return f"{_digits(at_ms)}Z"


def _digits(at_ms: int) -> str:
    at = ms_to_utc(at_ms)
    said = f"{at.year:04d}-{at.month:02d}-{at.day:02d}\u00a0{at.hour:02d}:{at.minute:02d}"
    if at_ms % MS_PER_MIN:
        said += f":{at.second:02d}"
    return f"{said}.{at_ms % MS_PER_S:03d}" if at_ms % MS_PER_S else said


def time_text(pen: Pen, at_ms: int) -> str:
    """An instant in UTC, and by the reader's clock when that differs."""
    utc = instant_text(at_ms)
    if not pen.offset_min:
        return utc
    return pen.fill("with-local", utc=utc, local=_digits(at_ms + pen.offset_min * MS_PER_MIN))


def length_text(pen: Pen, cm: int) -> str:
    """``18.52 km (10.0 NM)``; metres below a kilometre. Kilometres and metres are exact."""
    nautical = cm_to_nm(cm)
    nm = f"{nautical:.1f}" if nautical >= 1 else f"{nautical:.2f}"
    if cm < CM_PER_KM:
        return pen.whole("length-m", m=decimal(cm, 2), nm=nm)
    return pen.whole("length-km", km=decimal(cm, 5), nm=nm)


def altitude_text(pen: Pen, altitude: Altitude) -> str:
    """``FL100 (3048 m)``, ``1524 m (5000 ft) above mean sea level``; levels and metres exact."""
    metres = decimal(altitude.cm, 2)
    if altitude.reference is Reference.FL:
        level = cm_to_flight_level(altitude.cm)
        if level is not None and level >= 0:
            return pen.whole("height-level", level=f"FL{level:03d}", m=metres)
    feet = str(cm_to_feet(altitude.cm))
    return pen.fill(f"height-{altitude.reference.value}", m=metres, ft=feet)


def outline_text(pen: Pen, outline: Outline) -> str:
    """An outline with all its points."""
    if isinstance(outline, Circle):
        radius, centre = length_text(pen, outline.radius_cm), point_text(outline.centre)
        return pen.fill("circle", radius=radius, centre=centre)
    points = list_text(pen, [point_text(point) for point in outline.points])
    if isinstance(outline, Corridor):
        width = length_text(pen, 2 * outline.half_width_cm)
        return pen.fill("corridor", width=width, points=points)
    vertices = pen.fill("vertices", n=len(outline.points))
    return pen.fill("polygon", vertices=vertices, points=points)


def outline_short(pen: Pen, outline: Outline) -> str:
    """An outline for a list: of many points only the first, or both ends."""
    if isinstance(outline, Circle):
        return outline_text(pen, outline)
    first, last = point_text(outline.points[0]), point_text(outline.points[-1])
    if isinstance(outline, Polygon):
        vertices = pen.fill("vertices", n=len(outline.points))
        return pen.fill("polygon-short", vertices=vertices, first=first)
    width = length_text(pen, 2 * outline.half_width_cm)
    return pen.fill("corridor-short", width=width, first=first, last=last)


def airspace_text(pen: Pen, airspace: Airspace) -> str:
    """Every part: outline, heights, window, and when it comes again."""
    said = [part_text(pen, part) for part in airspace.parts]
    if len(said) == 1:
        return said[0]
    numbered = [
        pen.fill("part-number", number=str(place), part=text) for place, text in enumerate(said, 1)
    ]
    return list_text(pen, numbered)


def part_text(pen: Pen, part: Part) -> str:
    """One part of an airspace."""
    volume = part.volume
    said = {
        "outline": outline_text(pen, volume.outline),
        "heights": heights_text(pen, volume.floor, volume.ceiling),
        "window": window_text(pen, volume.start_ms, volume.end_ms),
    }
    if part.repeats is None or volume.start_ms is None:
        return pen.fill("part", **said)
    again = _repeats_text(pen, volume.start_ms, part.repeats)
    return pen.fill("part-again", **said, again=again)


def heights_text(pen: Pen, floor: Altitude | None, ceiling: Altitude | None) -> str:
    """The heights of a volume, open sides said as such."""
    if floor is None:
        if ceiling is None:
            return pen.fill("heights-all")
        return pen.fill("heights-from-ground", ceiling=altitude_text(pen, ceiling))
    if ceiling is None:
        return pen.fill("heights-no-limit", floor=altitude_text(pen, floor))
    return pen.fill("heights", floor=altitude_text(pen, floor), ceiling=altitude_text(pen, ceiling))


def window_text(pen: Pen, start_ms: int | None, end_ms: int | None) -> str:
    """A window, open sides said as such."""
    if start_ms is None:
        if end_ms is None:
            return pen.fill("window-all")
        return pen.fill("window-begun", end=time_text(pen, end_ms))
    if end_ms is None:
        return pen.fill("window-no-end", start=time_text(pen, start_ms))
    return pen.fill("window", start=time_text(pen, start_ms), end=time_text(pen, end_ms))


def every_text(pen: Pen, every_ms: int) -> str:
    """How often, in the largest unit that says it exactly."""
    one_ms, id_ = next((one, id_) for one, id_ in EVERY if every_ms % one == 0)
    return pen.whole(id_, n=every_ms // one_ms)


def _repeats_text(pen: Pen, start_ms: int, repeats: Repeats) -> str:
    times = pen.fill("times", n=times_count(start_ms, repeats))
    until = instant_text(repeats.until_ms)
    if repeats.days is None:
        every = every_text(pen, repeats.every_ms)
        return pen.fill("again-every", every=every, times=times, until=until)
    days = list_text(pen, [pen.fill(f"day-{day.value}") for day in repeats.days])
    return pen.fill("again-days", days=days, times=times, until=until)


def sealed_text(pen: Pen, value: Json) -> str | None:
    """Bytes are named by their size and hash, never written out."""
    data = value if isinstance(value, str) else json.dumps(_plain(value), sort_keys=True)
    digest = hashlib.sha256(data.encode()).hexdigest()[:16]
    return pen.fill("bytes", size=str(len(data)), digest=digest)


def _plain(value: Json) -> object:
    """The value in types that JSON knows."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value


def is_time(value: Json) -> bool:
    """Whether a value can be said as a time."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= TIME_MAX_MS


def _text(_pen: Pen, _fmt: Format, _spec: FieldSpec, value: Json) -> str | None:
    return shown(value) if isinstance(value, str) and value else None


def shown(text: str) -> str:
    """Text as it was written, without what could reorder the line that it stands in."""
    if text.isprintable():
        return text
    kept = "\n\u200c\u200d\u200e\u200f\u00a0"
    return "".join(char if char.isprintable() or char in kept else "\ufffd" for char in text)


def _choice(pen: Pen, fmt: Format, spec: FieldSpec, value: Json) -> str | None:
    return pen.value(fmt, spec, value) if isinstance(value, str) else None


def _choices(pen: Pen, fmt: Format, spec: FieldSpec, value: Json) -> str | None:
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        return None
    said = [_choice(pen, fmt, spec, item) for item in value]
    return None if None in said else list_text(pen, [one for one in said if one is not None])


def _integer(pen: Pen, _fmt: Format, spec: FieldSpec, value: Json) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return pen.whole(unit_id(spec.unit), n=value) if spec.unit else str(value)


def _time(pen: Pen, _fmt: Format, _spec: FieldSpec, value: Json) -> str | None:
    return time_text(pen, value) if is_time(value) and isinstance(value, int) else None


def _boolean(pen: Pen, _fmt: Format, _spec: FieldSpec, value: Json) -> str | None:
    return pen.fill("yes" if value else "no") if isinstance(value, bool) else None


def _point(_pen: Pen, _fmt: Format, _spec: FieldSpec, value: Json) -> str | None:
    point = point_from_json(value, "")
    return point_text(point) if isinstance(point, Point) else None


def _altitude(pen: Pen, _fmt: Format, _spec: FieldSpec, value: Json) -> str | None:
    altitude = altitude_from_json(value, "")
    return altitude_text(pen, altitude) if isinstance(altitude, Altitude) else None


def _outline(pen: Pen, _fmt: Format, _spec: FieldSpec, value: Json) -> str | None:
    outline = outline_from_json(value, "")
    return None if isinstance(outline, tuple) else outline_text(pen, outline)


def _volume(pen: Pen, _fmt: Format, _spec: FieldSpec, value: Json) -> str | None:
    airspace = airspace_from_json(value, "")
    return airspace_text(pen, airspace) if isinstance(airspace, Airspace) else None


def _track(pen: Pen, _fmt: Format, _spec: FieldSpec, value: Json) -> str | None:
    return _passed(pen, value, "track-point", {"time": "at_ms"})


def _route(pen: Pen, _fmt: Format, _spec: FieldSpec, value: Json) -> str | None:
    return _passed(pen, value, "route-point", {"arrive": "arrive_ms", "leave": "leave_ms"})


def _passed(pen: Pen, value: Json, id_: str, names: Mapping[str, str]) -> str | None:
    """Points with their times: `names` of the template's values and the points' keys."""
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        return None
    said = []
    for item in value:
        if not isinstance(item, Mapping):
            return None
        point = point_from_json({k: v for k, v in item.items() if not k.endswith("_ms")}, "")
        times = {name: item.get(key) for name, key in names.items()}
        if not isinstance(point, Point) or not all(is_time(one) for one in times.values()):
            return None
        told = {name: time_text(pen, at) for name, at in times.items() if isinstance(at, int)}
        said.append(pen.fill(id_, point=point_text(point), **told))
    count = pen.fill("positions", n=len(said))
    return pen.fill("track", positions=count, points=list_text(pen, said))


def _bytes(pen: Pen, _fmt: Format, spec: FieldSpec, value: Json) -> str | None:
    """Data of a few bytes as base64, which is checked with it; else size and hash."""
    few = spec.kind is Kind.DATA and spec.maximum <= BYTES_SAID_MAX
    return _as_given(pen, _fmt, spec, value) if few else sealed_text(pen, value)


def _as_given(_pen: Pen, _fmt: Format, spec: FieldSpec, value: Json) -> str | None:
    """A day or a digest: the same characters in every language."""
    return value if isinstance(value, str) and not check(spec, value, "") else None


_SAY: dict[Kind, Callable[[Pen, Format, FieldSpec, Json], str | None]] = {
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.INTEGER: _integer,
    Kind.TIME: _time,
    Kind.BOOLEAN: _boolean,
    Kind.POINT: _point,
    Kind.ALTITUDE: _altitude,
    Kind.OUTLINE: _outline,
    Kind.VOLUME: _volume,
    Kind.TRACK: _track,
    Kind.ROUTE: _route,
    Kind.DATA: _bytes,
    Kind.SEALED: _bytes,
    Kind.DAY: _as_given,
    Kind.DIGEST: _as_given,
}
