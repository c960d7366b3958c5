"""Read what people type: places, lengths, heights, times and whole volumes.

Everything here errs on the side of asking again: a coordinate without its hemisphere letter, a
height without its reference, a time without its zone and a number without its unit are refused,
because each of them has put an aircraft or a notice in the wrong place. Numbers are read as
decimals, never as floats; what does not fall on a whole centimetre is rounded outward (floors
down, ceilings, radii and widths up), so that rounding never shrinks a volume.

Not here: ranges and shapes (`core.airspace`), what a format needs (`human_fields`), and the way
back to text (`human_out`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from enum import Enum

from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Circle,
    Corridor,
    Day,
    Outline,
    Part,
    Point,
    Polygon,
    Reference,
    Repeats,
    Volume,
)
from detente.core.refusal import Refusal
from detente.core.units import (
    CM_PER_FOOT,
    CM_PER_KM,
    CM_PER_M,
    CM_PER_NM,
    MS_PER_HOUR,
    MS_PER_MIN,
    MS_PER_S,
    flight_level_to_cm,
    utc_to_ms,
)
from detente.wire.coordinates import grid_reference

TEXT_CHARS_MAX = 100_000  # a polygon of 1,000 points in seconds of arc takes about 30,000

FOOT_CM = Decimal(CM_PER_FOOT.numerator) / Decimal(CM_PER_FOOT.denominator)
E7 = Decimal(10_000_000)
MS_PER_DAY = 24 * MS_PER_HOUR

PLACE_REMEDY = (
    "Give latitude and longitude with their letters, such as 22.9S 14.4E or 22°54'S 014°24'E, "
    "or a grid reference, such as 33K VQ 38465 67424"
)
LENGTH_REMEDY = "Give a number and a unit, such as 10NM, 18.5km or 500m"
HEIGHT_REMEDY = (
    "Give FL240, 5000ft AMSL, 1200m WGS84, 1500ft AGL, SFC (from the ground) or UNL (no ceiling)"
)
TIME_REMEDY = "Give 08:00Z, 2026-11-22T08:00Z, +30min, now or open"
VOLUME_REMEDY = (
    "Write: circle 22.9S 14.4E 10NM FL100-FL240 08:00Z-09:00Z, "
    "or: polygon 22.9S 14.4E, 22.8S 14.5E, 23.0S 14.6E SFC-5000ft AMSL now-open, "
    "or: corridor 22.9S 14.4E, 22.6S 14.8E width 5NM SFC-1500ft AGL 08:00Z-09:00Z"
)
WIDTH_REMEDY = "Give the whole width, such as width 5NM, or half of it, such as half-width 2.5NM"
REPEATS_REMEDY = (
    "Write: daily until 2026-12-01T08:00Z, weekly until …, every 6h until …, or MO,WE,FR until …"
)


class Side(Enum):
    """Which side of a volume a height bounds; it decides which way to round."""

    FLOOR = "floor"
    CEILING = "ceiling"


class _Unreadable(Exception):
    """The text cannot be read any further; carries the refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


Refusals = tuple[Refusal, ...]

_FLAGS = re.IGNORECASE | re.ASCII  # digits are Latin everywhere


def _coordinate_body(space: str) -> str:
    """Degrees, DDMM(SS), or degrees and minutes apart; `space` says if a blank may part them.

    Only a coordinate that ends in its letter may use blanks: in "E35 10 NM" the 10 is no minutes.
    """
    return (
        rf"(?:(?P<deg>\d{{1,3}}) ?(?:°|deg|[:-]{space}) ?(?P<min>\d{{1,2}}(?:\.\d+)?)"
        rf"(?: ?(?:['′’:-]{space}) ?(?P<sec>\d{{1,2}}(?:\.\d+)?))?(?: ?(?:''|['\"′″’”]))?"
        r"|(?P<whole>\d{1,7})(?P<fraction>\.\d+)? ?°?)"
    )


_SUFFIXED = re.compile(_coordinate_body("| ") + r" ?(?P<side>[NSEW])(?![A-Z0-9])", _FLAGS)
_PREFIXED = re.compile(r"(?P<side>[NSEW]) ?" + _coordinate_body("") + r"(?![A-Z0-9.])", _FLAGS)
_LENGTH = re.compile(
    r"(?:radius\s*)?(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[A-Za-z]+)?(?![\w.])", _FLAGS
)
_HEIGHT = re.compile(
    r"FL\s*(?P<level>\d{1,4})(?![\w.])"
    r"|(?P<word>SFC|GND|SURFACE|UNL|UNLIMITED|OPEN)(?!\w)"
    r"|(?P<number>-?\d+(?:\.\d+)?)\s*(?P<unit>FT|M|KM)?(?![A-Z])"
    r"(?:\s*(?P<reference>AMSL|MSL|WGS84|HAE|AGL|STD)(?!\w))?",
    _FLAGS,
)
_TIME = re.compile(
    r"(?P<word>now|open)(?!\w)"
    r"|\+(?P<ahead>\d+)\s*(?P<unit>min|h|m)(?!\w)"
    r"|(?P<dtg>\d{6}Z\s?[A-Z]{3}\s?\d{2}(?!\w))"
    r"|(?P<date>\d{4}-\d{2}-\d{2})[T ](?P<at>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)"
    r"(?P<zone>Z|[+-]\d{2}:\d{2})?"
    r"|(?P<day>\d{4}-\d{2}-\d{2})(?![\w:-])"
    r"|(?P<clock>\d{1,2}:?\d{2})(?P<clock_zone>Z|[+-]\d{2}:\d{2})?(?![\w:])",
    _FLAGS,
)
_SEPARATOR = re.compile(r"\s*(?:-|–|—|/|\.\.|\bto\b)\s*", _FLAGS)
_GAP = re.compile(r"[\s,;/]*")
_REFERENCES = {
    "AMSL": Reference.AMSL,
    "MSL": Reference.AMSL,
    "WGS84": Reference.WGS84,
    "HAE": Reference.WGS84,
    "STD": Reference.FL,
    "AGL": Reference.AGL,
}
_LENGTH_CM = {
    "nm": Decimal(CM_PER_NM),
    "nmi": Decimal(CM_PER_NM),
    "km": Decimal(CM_PER_KM),
    "m": Decimal(CM_PER_M),
    "ft": FOOT_CM,
}


@dataclass(slots=True)
class _Reader:
    """A place in a text, and what has been refused so far. Owned by one call."""

    text: str
    path: str
    at: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found is not None and found.end() > self.at:
            self.at = found.end()
            return found
        return None

    def gap(self) -> None:
        self.take(_GAP)

    def rest(self) -> str:
        left = self.text[self.at :].strip()
        return left if len(left) <= 40 else left[:40] + "…"

    def note(self, rule: str, reason: str, remedy: str, part: str = "") -> None:
        self.refusals.append(Refusal(_join(self.path, part), rule, reason, remedy))

    def stop(self, rule: str, expected: str, remedy: str, part: str = "") -> _Unreadable:
        found = f"found {self.rest()!r}" if self.rest() else "the text ends there"
        return _Unreadable(
            Refusal(_join(self.path, part), rule, f"expected {expected}, {found}", remedy)
        )

    def end(self, remedy: str) -> None:
        self.gap()
        if self.at < len(self.text):
            raise self.stop("text-left-over", "nothing more", remedy)


def _join(path: str, part: str) -> str:
    return f"{path}.{part}" if path and part else path or part


def _start(text: str, path: str) -> _Reader:
    if len(text) <= TEXT_CHARS_MAX:
        reader = _Reader(" ".join(text.split()), path)
        reader.gap()
        return reader
    reader = _Reader("", path)
    reason = f"{len(text)} characters are over the limit of {TEXT_CHARS_MAX}"
    reader.note("text-length", reason, "Give it in a JSON file instead")
    return reader


# ------------------------------------------------------------------ places


def point_from_text(text: str, path: str = "") -> Point | Refusals:
    """The point in `text`: one latitude and one longitude, each with its letter, in any order."""
    reader = _start(text, path)
    try:
        point = _point(reader)
        reader.end(PLACE_REMEDY)
    except _Unreadable as unreadable:
        return (*reader.refusals, unreadable.refusal)
    return tuple(reader.refusals) or point


def _point(reader: _Reader, part: str = "") -> Point:
    grid = grid_reference(reader.text, reader.at, _join(reader.path, part))
    if grid is not None:
        found, reader.at = grid
        if isinstance(found, Point):
            return found
        reader.refusals.append(found)
        return Point(0, 0)
    first_at = reader.at
    first, first_is_lat = _coordinate(reader, part)
    reader.gap()
    second, second_is_lat = _coordinate(reader, part)
    if first_is_lat == second_is_lat:
        which = "latitudes (N, S)" if first_is_lat else "longitudes (E, W)"
        raw = reader.text[first_at : reader.at]
        reader.note("coordinate-pair", f"{raw!r} has two {which}", PLACE_REMEDY, part)
    return Point(first, second) if first_is_lat else Point(second, first)


def _coordinate(reader: _Reader, part: str) -> tuple[int, bool]:
    """The next coordinate in 1e-7 degrees, and whether it is a latitude."""
    start = reader.at
    found = reader.take(_PREFIXED) or reader.take(_SUFFIXED)
    if found is None:
        remedy = _either_way(reader) or PLACE_REMEDY
        raise reader.stop("coordinate", "a coordinate with its letter", remedy, part)
    side = found["side"].upper()
    is_lat = side in "NS"
    degrees = _degrees(found, is_lat=is_lat)
    if degrees is None:
        raw = reader.text[start : reader.at]
        reason = f"{raw!r} is no {'latitude' if is_lat else 'longitude'} in degrees or in DDMMSS"
        remedy = f"Minutes and seconds stay under 60. {PLACE_REMEDY}"
        reader.note("coordinate", reason, remedy, part)
        return 0, is_lat
    if degrees > (90 if is_lat else 180):
        raw, kind = reader.text[start : reader.at], "latitude" if is_lat else "longitude"
        most = "90 degrees" if is_lat else "180 degrees"
        reader.note(f"{kind}-range", f"{raw!r} is no {kind}: {most} at most", PLACE_REMEDY, part)
        return 0, is_lat
    e7 = int((degrees * E7).to_integral_value(ROUND_HALF_EVEN))
    return (-e7 if side in "SW" else e7), is_lat


_BARE_PAIR = re.compile(
    r"(?P<first>[+-]?\d{1,3}(?:\.\d+)?)°?[ ,;/]+(?P<second>[+-]?\d{1,3}(?:\.\d+)?)(?![\w.])", _FLAGS
)


def _either_way(reader: _Reader) -> str:
    """For two bare numbers, the places that they may mean, to choose from; else empty."""
    bare = _BARE_PAIR.match(reader.text, reader.at)
    if bare is None:
        return ""
    orders = (("first", "second"), ("second", "first"))
    places = [
        f"{_lettered(bare[lat], 'NS')} {_lettered(bare[lon], 'EW')}"
        for lat, lon in orders
        if abs(Decimal(bare[lat])) <= 90 and abs(Decimal(bare[lon])) <= 180
    ]
    return f"Say which is which: {' or '.join(places)}" if places else ""


def _lettered(number: str, letters: str) -> str:
    return f"{number.lstrip('+-')}{letters[number.startswith('-')]}"


def _degrees(found: re.Match[str], *, is_lat: bool) -> Decimal | None:
    if found["deg"] is not None:
        return _sexagesimal(found["deg"], found["min"], found["sec"])
    whole, fraction = found["whole"], found["fraction"] or ""
    wide = 2 if is_lat else 3
    match len(whole) - wide:
        case 2:
            return _sexagesimal(whole[:wide], whole[wide:] + fraction, None)
        case 4:
            return _sexagesimal(whole[:wide], whole[wide:-2], whole[-2:] + fraction)
        case over if over <= 0:
            return Decimal(whole + fraction)
        case _:
            return None


def _sexagesimal(degrees: str, minutes: str, seconds: str | None) -> Decimal | None:
    low = Decimal(seconds or 0)
    middle = Decimal(minutes)
    if low >= 60 or middle >= 60 or (seconds is not None and "." in minutes):
        return None
    return Decimal(degrees) + middle / 60 + low / 3600


# ------------------------------------------------------------------ lengths and heights


def length_from_text(text: str, path: str = "") -> int | Refusals:
    """The length in `text` in centimetres, rounded up; needs a unit: NM, km, m or ft."""
    reader = _start(text, path)
    try:
        length = _length(reader)
        reader.end(LENGTH_REMEDY)
    except _Unreadable as unreadable:
        return (*reader.refusals, unreadable.refusal)
    return tuple(reader.refusals) or length


def _length(reader: _Reader, part: str = "") -> int:
    found = reader.take(_LENGTH)
    if found is None:
        raise reader.stop("length", "a length", LENGTH_REMEDY, part)
    unit = found["unit"]
    factor = _LENGTH_CM.get(unit.lower()) if unit else None
    if factor is None:
        what = f"has the unknown unit {unit!r}" if unit else "has no unit"
        reader.note("length-unit", f"{found['number']} {what}", LENGTH_REMEDY, part)
        return 0
    return int((Decimal(found["number"]) * factor).to_integral_value(ROUND_CEILING))


def altitude_from_text(text: str, side: Side, path: str = "") -> Altitude | Refusals | None:
    """The height in `text`; None is open (SFC as a floor, UNL as a ceiling, or the word open).

    Floors are rounded down to the centimetre and ceilings up. What AGL comes to is the node's to
    say, by its channel's charter.
    """
    reader = _start(text, path)
    try:
        altitude = _altitude(reader, side)
        reader.end(HEIGHT_REMEDY)
    except _Unreadable as unreadable:
        return (*reader.refusals, unreadable.refusal)
    return tuple(reader.refusals) or altitude


def _altitude(reader: _Reader, side: Side, part: str = "") -> Altitude | None:
    found = reader.take(_HEIGHT)
    if found is None:
        raise reader.stop("height", "a height", HEIGHT_REMEDY, part)
    if found["level"] is not None:
        return Altitude(flight_level_to_cm(int(found["level"])), Reference.FL)
    if found["word"] is not None:
        _check_open_side(reader, found["word"].upper(), side, part)
        return None
    raw = found.group().strip()
    unit, reference = found["unit"], (found["reference"] or "").upper()
    if unit is None:
        reader.note("height-unit", f"{raw!r} has no unit", HEIGHT_REMEDY, part)
    elif not reference:
        remedy = f"Say {raw} AMSL or {raw} WGS84; they differ by up to 110 m"
        reader.note("height-reference", f"{raw!r} does not say from what", remedy, part)
    else:
        factor = _LENGTH_CM[unit.lower()]
        cm = _centimetres(Decimal(found["number"]), factor, side)
        return Altitude(cm, _REFERENCES[reference])
    return None


def _check_open_side(reader: _Reader, word: str, side: Side, part: str) -> None:
    wrong = ("UNL", "UNLIMITED") if side is Side.FLOOR else ("SFC", "GND", "SURFACE")
    if word in wrong:
        reader.note("height-side", f"{word} cannot be the {side.value}", HEIGHT_REMEDY, part)


def _centimetres(number: Decimal, factor: Decimal, side: Side) -> int:
    outward = ROUND_FLOOR if side is Side.FLOOR else ROUND_CEILING
    return int((number * factor).to_integral_value(outward))


# ------------------------------------------------------------------ times


def time_from_text(text: str, now_ms: int, path: str = "") -> int | Refusals | None:
    """The instant in `text` in UTC milliseconds; None is open.

    A clock time such as 08:00Z is its next occurrence at or after `now_ms`.
    """
    reader = _start(text, path)
    try:
        found = _time(reader, now_ms)
        reader.end(TIME_REMEDY)
    except _Unreadable as unreadable:
        return (*reader.refusals, unreadable.refusal)
    if reader.refusals:
        return tuple(reader.refusals)
    return found.next_after(now_ms) if isinstance(found, _Clock) else found


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when; None is open."""

    start_ms: int | None
    end_ms: int | None


def window_from_text(text: str, now_ms: int, path: str = "") -> Window | Refusals:
    """Start and end of the window in `text`, such as 08:00Z-09:00Z or now-open.

    Clock times take the first window that has not ended: at 08:30Z, 08:00Z-09:00Z is the one
    that is running, not tomorrow's. A start that has just passed with an open end is refused,
    because it may mean today or tomorrow.
    """
    reader = _start(text, path)
    try:
        window = _window(reader, now_ms)
        reader.end(TIME_REMEDY)
    except _Unreadable as unreadable:
        return (*reader.refusals, unreadable.refusal)
    return tuple(reader.refusals) or window


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time of day without a date: its milliseconds after midnight UTC."""

    of_day_ms: int

    def next_after(self, at_ms: int) -> int:
        return at_ms + (self.of_day_ms - at_ms) % MS_PER_DAY

    def last_before(self, at_ms: int) -> int:
        return at_ms - 1 - (at_ms - 1 - self.of_day_ms) % MS_PER_DAY


def _window(reader: _Reader, now_ms: int) -> Window:
    start = _time(reader, now_ms, "start_ms")
    if reader.take(_SEPARATOR) is None:
        remedy = f"Give start and end, such as 08:00Z-09:00Z or now-open. {TIME_REMEDY}"
        raise reader.stop("window", "a dash and the end of the window", remedy, "end_ms")
    end = _time(reader, now_ms, "end_ms")
    if isinstance(end, _Clock):
        if start == end:
            reason = "start and end are the same time of day"
            reader.note("window", reason, "Give the dates", "end_ms")
        after_ms = start if isinstance(start, int) else now_ms
        end_ms = end.next_after(after_ms + 1)
        return Window(start.last_before(end_ms) if isinstance(start, _Clock) else start, end_ms)
    if not isinstance(start, _Clock):
        return Window(start, end)
    if end is not None:
        reason = "one side is a time of day and the other a fixed instant"
        reader.note("window", reason, "Give the date on both sides", "start_ms")
    return Window(_start_of_open(reader, start, now_ms), end)


def _start_of_open(reader: _Reader, start: _Clock, now_ms: int) -> int:
    start_ms = start.next_after(now_ms)
    passed_ms = now_ms - start.last_before(now_ms + 1)
    if 0 < passed_ms < MS_PER_DAY // 2:
        reason = f"this time passed {passed_ms // MS_PER_MIN} minutes ago and the end is open"
        remedy = "Write now for a window that runs already, or give the date"
        reader.note("window", reason, remedy, "start_ms")
    return start_ms


def _time(reader: _Reader, now_ms: int, part: str = "") -> int | _Clock | None:
    start = reader.at
    found = reader.take(_TIME)
    if found is None:
        raise reader.stop("time", "a time", TIME_REMEDY, part)
    raw = reader.text[start : reader.at]
    if found["word"] is not None:
        return now_ms if found["word"].lower() == "now" else None
    if found["ahead"] is not None:
        unit_ms = MS_PER_HOUR if found["unit"].lower() == "h" else MS_PER_MIN
        return now_ms + int(found["ahead"][:9]) * unit_ms
    try:
        if found["dtg"] is not None:
            return _date_time_group(found["dtg"])
        if found["clock"] is not None:
            return _clock(reader, raw, found["clock"], found["clock_zone"], part)
        if found["zone"] is None:
            (_without_zone if found["day"] is None else _without_time)(reader, raw, part)
            return 0
        return utc_to_ms(datetime.fromisoformat(f"{found['date']}T{_iso_rest(found)}"))
    except (ValueError, OverflowError):
        reader.note("time", f"{raw!r} is no date and time that exists", TIME_REMEDY, part)
        return 0


def _iso_rest(found: re.Match[str]) -> str:
    at, dot, fraction = found["at"].partition(".")
    zone = "+00:00" if found["zone"].upper() == "Z" else found["zone"]
    return f"{at}.{fraction.ljust(3, '0')}{zone}" if dot else f"{at}{zone}"


def _date_time_group(raw: str) -> int:
    compact = raw.replace(
        " ", ""
    ).title()  # 220800ZNOV26 -> 220800Znov26, months as strptime has them
    at = datetime.strptime(compact[:6] + compact[7:], "%d%H%M%b%y").replace(tzinfo=UTC)
    return utc_to_ms(at)


def _clock(reader: _Reader, raw: str, clock: str, zone: str | None, part: str) -> _Clock:
    digits = clock.replace(":", "").zfill(4)
    hours, minutes = int(digits[:2]), int(digits[2:])
    if zone is None:
        _without_zone(reader, raw, part)
        return _Clock(0)
    if hours > 23 or minutes > 59:
        raise ValueError(raw)
    offset = timedelta()
    if zone.upper() != "Z":
        east = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
        offset = east if zone[0] == "+" else -east
    of_day_ms = (hours * 60 + minutes) * MS_PER_MIN - int(offset.total_seconds()) * MS_PER_S
    return _Clock(of_day_ms % MS_PER_DAY)


def _without_zone(reader: _Reader, raw: str, part: str) -> None:
    remedy = f"Write {raw}Z for UTC, or {raw}+03:00 for a local time three hours ahead"
    reader.note("time-zone", f"{raw!r} does not say in which time zone", remedy, part)


def _without_time(reader: _Reader, raw: str, part: str) -> None:
    remedy = f"Add the time of day: {raw}T08:00Z, or {raw}T08:00+03:00"
    reader.note("time", f"{raw!r} is a day, not a time", remedy, part)


# ------------------------------------------------------------------ outlines and volumes


def outline_from_text(text: str, path: str = "") -> Outline | Refusals:
    """The circle, polygon or corridor in `text`; see VOLUME_REMEDY for how each is written."""
    reader = _start(text, path)
    try:
        outline = _outline(reader)
        reader.end(VOLUME_REMEDY)
    except _Unreadable as unreadable:
        return (*reader.refusals, unreadable.refusal)
    return tuple(reader.refusals) or outline


_KIND = re.compile(r"(circle|polygon|corridor)(?!\w)[ :]*", _FLAGS)
_KINDS = re.compile(r"(?<!\w)(?:circle|polygon|corridor)(?!\w)", _FLAGS)
_WIDTH = re.compile(r"(?P<half>half[- ])?width[ :]*", _FLAGS)


def _outline(reader: _Reader) -> Outline:
    kind = reader.take(_KIND)
    if kind is None:
        raise reader.stop("outline", "circle, polygon or corridor", VOLUME_REMEDY, "outline")
    if kind[1].lower() == "circle":
        centre = _point(reader, "outline.circle")
        reader.gap()
        return Circle(centre, _length(reader, "outline.circle.radius_cm"))
    if kind[1].lower() == "corridor":
        path = tuple(_points(reader, "outline.corridor.points"))
        return Corridor(path, _half_width(reader, "outline.corridor.half_width_cm"))
    points = _points(reader, "outline.polygon")
    if len(points) > 3 and points[0] == points[-1]:
        points.pop()  # many write the first point again to close the ring
    return Polygon(tuple(points))


def _points(reader: _Reader, part: str) -> list[Point]:
    points = [_point(reader, f"{part}[0]")]
    reader.gap()
    while _at_point(reader):
        points.append(_point(reader, f"{part}[{len(points)}]"))
        reader.gap()
    return points


def _half_width(reader: _Reader, part: str) -> int:
    """Half of a width, rounded up; people say the whole unless they say which."""
    found = reader.take(_WIDTH)
    if found is None:
        raise reader.stop("width", "the word width", WIDTH_REMEDY, part)
    width = _length(reader, part)
    return width if found["half"] else (width + 1) // 2


def _at_point(reader: _Reader) -> bool:
    """Whether a place stands here, rather than a height."""
    if _PREFIXED.match(reader.text, reader.at) or _SUFFIXED.match(reader.text, reader.at):
        return True
    return grid_reference(reader.text, reader.at, "") is not None


def volume_from_text(text: str, now_ms: int, path: str = "") -> Volume | Refusals:
    """The one volume in `text`: OUTLINE FLOOR-CEILING START-END, none of which may be left out.

    `circle 22.90S 14.40E 10NM FL100-FL240 08:00Z-09:00Z`; an open side is said (SFC, UNL, open).
    """
    reader = _start(text, path)
    try:
        volume = _volume(reader, now_ms)
        reader.end(VOLUME_REMEDY)
    except _Unreadable as unreadable:
        return (*reader.refusals, unreadable.refusal)
    return tuple(reader.refusals) or volume


def airspace_from_text(text: str, now_ms: int, path: str = "") -> Airspace | Refusals:
    """What `text` announces: a volume, which may come again, or several, one after the other.

    `circle 22.90S 14.40E 10NM SFC-1500ft AGL 08:00Z-09:00Z daily until 2026-12-01T08:00Z; corridor
    22.9S 14.4E, 22.6S 14.8E width 5NM FL100-FL240 08:00Z-09:00Z`
    """
    reader = _start(text, path)
    several = len(_KINDS.findall(reader.text)) > 1
    parts: list[Part] = []
    try:
        while not parts or _KIND.match(reader.text, reader.at):
            reader.path = f"{path}[{len(parts)}]" if several else path
            volume = _volume(reader, now_ms)
            reader.gap()
            parts.append(Part(volume, _repeats(reader, now_ms)))
            reader.gap()
        reader.path = path
        reader.end(VOLUME_REMEDY)
    except _Unreadable as unreadable:
        return (*reader.refusals, unreadable.refusal)
    return tuple(reader.refusals) or Airspace(tuple(parts))


def _volume(reader: _Reader, now_ms: int) -> Volume:
    outline = _outline(reader)
    reader.gap()
    floor = _altitude(reader, Side.FLOOR, "floor")
    if reader.take(_SEPARATOR) is None:
        raise reader.stop("height", "a dash and the ceiling", HEIGHT_REMEDY, "ceiling")
    ceiling = _altitude(reader, Side.CEILING, "ceiling")
    reader.gap()
    window = _window(reader, now_ms)
    return Volume(outline, floor, ceiling, window.start_ms, window.end_ms)


_DAY = r"(?:MON?|TUE?|WED?|THU?|FRI?|SAT?|SUN?)(?!\w)"
_OFTEN = re.compile(
    rf"(?P<word>daily|weekly)(?!\w)|every\s*(?P<count>\d{{1,12}})?\s*(?P<unit>[A-Za-z]+)(?!\w)"
    rf"|(?:on\s+)?(?P<days>{_DAY}(?:[\s,]+{_DAY})*)",
    _FLAGS,
)
_UNTIL = re.compile(r"[\s,]*until\s*", _FLAGS)
_EVERY_MS = {
    **dict.fromkeys(("w", "week", "weeks"), 7 * MS_PER_DAY),
    **dict.fromkeys(("d", "day", "days"), MS_PER_DAY),
    **dict.fromkeys(("h", "hour", "hours"), MS_PER_HOUR),
    **dict.fromkeys(("min", "minute", "minutes"), MS_PER_MIN),
    "s": MS_PER_S,
    "ms": 1,
}


def _repeats(reader: _Reader, now_ms: int) -> Repeats | None:
    """When the window comes again, if anything is said of it: HOW OFTEN until WHEN."""
    often = reader.take(_OFTEN)
    if often is None:
        return None
    if reader.take(_UNTIL) is None:
        raise reader.stop("repeats", "until and the last time", REPEATS_REMEDY, "repeats.until_ms")
    until = _time(reader, now_ms, "repeats.until_ms")
    if not isinstance(until, int):
        reason = "the last time needs its date"
        reader.note("repeats", reason, REPEATS_REMEDY, "repeats.until_ms")
        until = now_ms
    if often["days"] is not None:
        days = re.findall(r"[A-Z]+", often["days"].upper())
        return Repeats(MS_PER_DAY, tuple(Day(day[:2]) for day in days), until)
    unit = (often["unit"] or {"daily": "day", "weekly": "week"}[often["word"].lower()]).lower()
    if unit not in _EVERY_MS:
        reader.note("repeats", f"{unit!r} is no time", REPEATS_REMEDY, "repeats.every_ms")
    return Repeats(int(often["count"] or 1) * _EVERY_MS.get(unit, MS_PER_DAY), None, until)
