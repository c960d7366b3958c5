"""Drafts of NOTAMs from what a notice announces: one for each part, in ICAO's own form (Doc 8126).

A draft is nobody's NOTAM: it has no number, and only a NOTAM office issues one. What the form
cannot say exactly is rounded outward (a circle wider, a floor lower, a ceiling higher, a window
longer) and said among the losses. The Q line is a filter for flight plans: its circle holds the
whole area and its levels the whole band. Nothing here forbids anything to civil traffic: the codes
are those of warnings and of danger areas, which warn and forbid nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from detente.core.airspace.altitude import wgs84_interval
from detente.core.airspace.geodesy import inverse, point_of
from detente.core.airspace.parts import end_of, start_of
from detente.core.airspace.shape import shape_of
from detente.core.airspace.volume import (
    TERRAIN_CM_MAX,
    TERRAIN_CM_MIN,
    Airspace,
    Altitude,
    Circle,
    Corridor,
    Outline,
    Part,
    Point,
    Polygon,
    Reference,
)
from detente.core.refusal import Refusal
from detente.core.units import (
    CM_PER_FOOT,
    CM_PER_NM,
    E7_PER_DEGREE,
    FEET_PER_FLIGHT_LEVEL,
    MS_PER_HOUR,
    MS_PER_MIN,
    ms_to_utc,
)
from detente.wire.interchange import Loss, Losses, Refusals

NO_NUMBER: Final = "X0000"
"""Where the number stands in a draft: the NOTAM office gives it."""
BUFFER_FEET: Final = 1_000
"""What NOTAM offices take off and add when a height above the sea becomes a level in the Q line."""
RADIUS_NM_MAX: Final = 999
"""Of the Q line's circle: three digits."""
LEVEL_MAX: Final = 999
"""Of the Q line: it stands for unlimited."""
TEXT_CHARS_MAX: Final = 1_800
"""Of item E: what the fixed telecommunication network carries in one message, less the rest."""
DAY_MS: Final = 24 * MS_PER_HOUR

_FIR = re.compile(r"[A-Z]{4}")
_NUMBER = re.compile(r"[A-Z]\d{4}/\d{2}")
_NOT_ITA2 = re.compile(r"[^A-Z0-9 .,:;/+='?-]")
_SECONDS_PER_DEGREE = 3_600
_SECOND_CM = 3_100  # of a great circle, rounded up
_DAYS = {"MO": "MON", "TU": "TUE", "WE": "WED", "TH": "THU", "FR": "FRI", "SA": "SAT", "SU": "SUN"}

WARNING, EXERCISE, REFUELLING = "QWMLW", "QWELW", "QWFLW"
UNCREWED, DANGER_AREA, PLAIN = "QWULW", "QRDCA", "QXXLW"
_Q_CODES: Final = {
    "NWA": {"": WARNING},
    "NAA": {"": PLAIN, "tanker": REFUELLING, "uas": UNCREWED},
    "NUA": {"": UNCREWED},
    "NEX": {"": EXERCISE, "live-firing": WARNING, "firing": WARNING, "launch": WARNING},
    "NZO": {"": DANGER_AREA},
    "AMI": {"": WARNING},
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a draft is made of: a message's number, format code, kind of activity, English words."""

    number: str
    code: str
    kind: str
    words: str
    airspace: Airspace


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of one NOTAM that nobody has issued. part: of the message, from 1."""

    part: int
    text: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of one message, and what their form cannot say."""

    drafts: tuple[Draft, ...]
    losses: tuple[Loss, ...]


def draft(
    subject: Subject,
    *,
    fir: str,
    now_ms: int,
    until_ms: int | None = None,
    replaces: str | None = None,
    terrain_max_cm: int | None = None,
) -> Drafts | Refusals:
    """The drafts for one flight information region, or why there are none.

    until_ms: an estimated end, for a window that has none. replaces: the number of the NOTAM that
    it takes the place of. terrain_max_cm: highest ground, for ceilings above ground.
    """
    problems = []
    if not _FIR.fullmatch(fir):
        reason = f"{fir[:10]!r} is no region's four letters"
        problems.append(Refusal("fir", "notam-fir", reason, "Give them, such as FYWF"))
    if replaces is not None and not _NUMBER.fullmatch(replaces):
        reason = f"{replaces[:12]!r} is no NOTAM's number"
        problems.append(Refusal("replaces", "notam-number", reason, "Give it, such as A0123/26"))
    if problems:
        return tuple(problems)
    losses = Losses()
    losses.add("notam-number", "it has no number: the NOTAM office gives one when it issues it")
    found = []
    for place, part in enumerate(subject.airspace.parts, 1):
        window = _window(part, now_ms, until_ms, subject.number, losses)
        area = _q_circle(part.volume.outline)
        if isinstance(window, Refusal) or isinstance(area, Refusal):
            problems += [one for one in (window, area) if isinstance(one, Refusal)]
            continue
        levels = _levels(part.volume.floor, part.volume.ceiling, terrain_max_cm)
        text = _text(subject, part, (fir, area, levels, window, replaces, now_ms), losses)
        found.append(Draft(place, text))
    return tuple(problems) or Drafts(tuple(found), losses.list())


def q_code(code: str, kind: str) -> str:
    """The five letters of ICAO's NOTAM code; plain language where none fits."""
    codes = _Q_CODES.get(code, {})
    return codes.get(kind, codes.get("", PLAIN))


_Window = tuple[str, str, str]
_Frame = tuple[str, str, str, _Window, str | None, int]


def _text(subject: Subject, part: Part, frame: _Frame, losses: Losses) -> str:
    fir, area, levels, (begins, ends, schedule), replaces, now_ms = frame
    year = f"{ms_to_utc(now_ms):%y}"
    kind = "NOTAMN" if replaces is None else f"NOTAMR {replaces}"
    where = outline_words(part.volume.outline, subject.number, losses)
    said = f"{plain(subject.words)}. {where}. REF {plain(subject.number)}"
    if len(said) > TEXT_CHARS_MAX:
        losses.add("notam-length", f"item E is longer than {TEXT_CHARS_MAX}", subject.number)
    floor = _limit(part.volume.floor, losses, subject.number, up=False)
    ceiling = _limit(part.volume.ceiling, losses, subject.number, up=True)
    lines = [
        f"({NO_NUMBER}/{year} {kind}",
        f"Q) {fir}/{q_code(subject.code, subject.kind)}/IV/BO/W/{levels}/{area}",
        f"A) {fir} B) {begins} C) {ends}",
        *([f"D) {schedule}"] if schedule else []),
        f"E) {said}",
        f"F) {floor} G) {ceiling})",
    ]
    return "\n".join(lines)


def plain(words: str) -> str:
    """Words in the letters that every telegraph and every NOTAM system has."""
    return " ".join(_NOT_ITA2.sub(" ", words.upper().replace(" (", ", ").replace(")", "")).split())


# ------------------------------------------------------------------ when


def _window(
    part: Part, now_ms: int, until_ms: int | None, number: str, losses: Losses
) -> _Window | Refusal:
    """Items B, C and D. Minutes, the first rounded down and the last up."""
    whole = Airspace((part,))
    begin_ms, end_ms = start_of(whole), end_of(whole)
    begins = _stamp(now_ms if begin_ms is None else begin_ms)
    if begin_ms is None:
        losses.add("notam-begun", "it has begun: item B is the time of the draft", number)
    if end_ms is not None:
        return begins, _stamp(end_ms, up=True), _schedule(part, number, losses)
    if until_ms is None or until_ms <= (now_ms if begin_ms is None else begin_ms):
        reason = f"{number} has no end, and a NOTAM must have one"
        return Refusal("until", "notam-end", reason, "Give an estimated end that lies after it")
    losses.add("notam-estimated", "it has no end: item C is an estimate, renew it in time", number)
    return begins, f"{_stamp(until_ms, up=True)} EST", ""


def _stamp(at_ms: int, *, up: bool = False) -> str:
    minute = -(-at_ms // MS_PER_MIN) if up else at_ms // MS_PER_MIN
    return f"{ms_to_utc(minute * MS_PER_MIN):%y%m%d%H%M}"


def _schedule(part: Part, number: str, losses: Losses) -> str:
    """Item D for a window that comes again each day, or on days of the week; else the whole time.

    Without item D the NOTAM is active from B to C, which is longer and never shorter.
    """
    start_ms, end_ms, repeats = part.volume.start_ms, part.volume.end_ms, part.repeats
    if repeats is None or start_ms is None or end_ms is None:
        return ""
    daily, weekly = repeats.every_ms == DAY_MS, repeats.every_ms == 7 * DAY_MS
    if not (daily or weekly) or end_ms - start_ms >= DAY_MS:
        what = "its window comes again in a way that item D cannot say: active the whole time"
        losses.add("notam-schedule", what, number)
        return ""
    last_ms = end_ms + (MS_PER_MIN - 1)
    times = f"{ms_to_utc(start_ms):%H%M}-{ms_to_utc(last_ms):%H%M}"
    if weekly:
        return f"{ms_to_utc(start_ms):%a} {times}".upper()
    if repeats.days is None:
        return f"DAILY {times}"
    return f"{' '.join(_DAYS[day.value] for day in repeats.days)} {times}"


# ------------------------------------------------------------------ where


def _q_circle(outline: Outline) -> str | Refusal:
    """Centre in whole minutes and radius in whole miles of a circle that holds the outline."""
    centre = outline.centre if isinstance(outline, Circle) else point_of(*shape_of(outline).centre)
    rounded = Point(_to_minutes(centre.lat_e7), _to_minutes(centre.lon_e7))
    if isinstance(outline, Circle):
        reach_cm = inverse(rounded, outline.centre)[0] + outline.radius_cm
    else:
        wide_cm = outline.half_width_cm if isinstance(outline, Corridor) else 0
        reach_cm = max(inverse(rounded, point)[0] for point in outline.points) + wide_cm
    exact = rounded == centre and isinstance(outline, Circle)
    radius = -(-(reach_cm + (0 if exact else 1)) // CM_PER_NM)
    if radius > RADIUS_NM_MAX:
        reason = f"the area reaches {radius} NM, the Q line takes {RADIUS_NM_MAX}"
        return Refusal("volume", "notam-area", reason, "Announce it in several parts")
    return f"{_coordinate(rounded, seconds=False)}{max(radius, 1):03d}"


def _to_minutes(e7: int) -> int:
    minutes = round(Fraction(e7 * 60, E7_PER_DEGREE))
    return round(Fraction(minutes * E7_PER_DEGREE, 60))


def _coordinate(point: Point, *, seconds: bool) -> str:
    return _angle(point.lat_e7, 2, "NS", seconds=seconds) + _angle(
        point.lon_e7, 3, "EW", seconds=seconds
    )


def _angle(e7: int, width: int, letters: str, *, seconds: bool) -> str:
    total = round(Fraction(abs(e7) * _SECONDS_PER_DEGREE, E7_PER_DEGREE))
    if not seconds:
        total = round(Fraction(total, 60)) * 60
    degrees, rest = divmod(total, _SECONDS_PER_DEGREE)
    tail = f"{rest // 60:02d}" + (f"{rest % 60:02d}" if seconds else "")
    return f"{degrees:0{width}d}{tail}{letters[e7 < 0]}"


def outline_words(outline: Outline, number: str, losses: Losses) -> str:
    """The area as item E says it, in whole seconds; circles and corridors at least as wide."""
    match outline:
        case Circle():
            wide = _tenths(outline.radius_cm, (outline.centre,), number, losses)
            return f"WI {wide}NM RADIUS OF {_coordinate(outline.centre, seconds=True)}"
        case Corridor():
            wide = _tenths(outline.half_width_cm, outline.points, number, losses)
            return f"WI {wide}NM EITHER SIDE OF LINE {_line(outline.points)}"
        case Polygon():
            if not _exact(outline.points):
                what = "corners are rounded to whole seconds, by up to 22 m"
                losses.add("notam-seconds", what, number)
            return f"WI AREA {_line((*outline.points, outline.points[0]))}"


def _line(points: Sequence[Point]) -> str:
    return " - ".join(_coordinate(point, seconds=True) for point in points)


def _exact(points: Sequence[Point]) -> bool:
    """Whether all the points lie on whole seconds."""
    values = [value for point in points for value in (point.lat_e7, point.lon_e7)]
    return all(abs(round(e7 * 9 / 25_000) * 25_000 - e7 * 9) <= 9 for e7 in values)


def _tenths(cm: int, points: Sequence[Point], number: str, losses: Losses) -> str:
    """A distance in tenths of a mile, with what the points are rounded by; never shorter."""
    exact = _exact(points)
    tenths = -(-(cm + (0 if exact else _SECOND_CM)) * 10 // CM_PER_NM)
    if tenths * CM_PER_NM != cm * 10:
        more_cm = -(-(tenths * CM_PER_NM - cm * 10) // 10)
        what = "drawn in whole seconds and tenths of a mile, up to {size} wider"
        losses.add("notam-wider", what, number, more_cm)
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")


# ------------------------------------------------------------------ how high


def _levels(floor: Altitude | None, ceiling: Altitude | None, terrain_max_cm: int | None) -> str:
    """Lower and upper flight level of the Q line: whole levels around the whole band."""
    ground_cm = TERRAIN_CM_MAX if terrain_max_cm is None else terrain_max_cm
    lower, upper = 0, LEVEL_MAX
    if floor is not None:
        lower = max(math.floor(_level(floor, TERRAIN_CM_MIN, up=False)), 0)
    if ceiling is not None:
        upper = min(max(math.ceil(_level(ceiling, ground_cm, up=True)), 1), LEVEL_MAX)
    return f"{min(lower, upper):03d}/{upper:03d}"


def _level(altitude: Altitude, ground_cm: int, *, up: bool) -> Fraction:
    """A height as a flight level, with the buffer of 1000 feet where it is none."""
    side = 1 if up else -1
    cm = altitude.cm
    if altitude.reference is Reference.WGS84:
        cm += side * _geoid_cm(up=up)
    elif altitude.reference is Reference.AGL:
        cm += ground_cm
    feet = Fraction(cm) / CM_PER_FOOT
    if altitude.reference is not Reference.FL:
        feet += side * BUFFER_FEET
    level = feet / FEET_PER_FLIGHT_LEVEL
    nearest = round(level)  # a stored level is to the centimetre, which must not cost a level
    return Fraction(nearest) if abs(level - nearest) < Fraction(1, 1_000) else level


def _geoid_cm(*, up: bool) -> int:
    """How far above (or below) the ellipsoid's zero the sea may lie: what AMSL may differ by."""
    low, high = wgs84_interval(Altitude(0, Reference.AMSL))
    return -low if up else high


def _limit(altitude: Altitude | None, losses: Losses, number: str, *, up: bool) -> str:
    """Item F or G: a flight level, or whole feet rounded outward with what they are above."""
    if altitude is None:
        return "UNL" if up else "SFC"
    cm, above = altitude.cm, altitude.reference.value
    if altitude.reference is Reference.WGS84:
        cm += _geoid_cm(up=True) if up else -_geoid_cm(up=False)
        above = "AMSL"
        losses.add("notam-ellipsoid", "heights above the ellipsoid become above the sea", number)
    feet = Fraction(cm) / CM_PER_FOOT
    if altitude.reference is Reference.FL:
        level = _level(altitude, 0, up=up)
        return f"FL{math.ceil(level) if up else max(math.floor(level), 0):03d}"
    nearest = round(feet)
    if abs(feet - nearest) > Fraction(1, 20):  # half an inch is how feet are stored
        nearest = math.ceil(feet) if up else math.floor(feet)
        losses.add("notam-feet", "heights in metres become whole feet, outward", number)
    if not up and nearest <= 0:
        return "SFC"
    return f"{nearest}FT {above}"
