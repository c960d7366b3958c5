"""Say one place in all common notations, and read grid references (MGRS, UTM) back.

Decimal degrees decide; they alone are exact to 1e-7 degree. Degrees with minutes and seconds are
rounded to a hundredth of a second (0.3 m), MGRS and UTM to the square metre that the place is in.
A grid reference is read as the middle of its square, so that reading and writing one gives the same
reference back. GEOTRANS does the arithmetic (package `mgrs`): WGS84, with the odd zones of Norway
and Svalbard, and UPS for MGRS beyond 84°N and 80°S, where UTM ends.

What has two meanings is refused with both of them: "25S" is the southern half of zone 25 or its
band S, which lies in the north; a square of 100 m or more is no point.

Not here: degrees, minutes and seconds as people type them (`human`).
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, fields
from functools import cache
from typing import Final

import mgrs

from detente.core.airspace.volume import Point
from detente.core.refusal import Refusal
from detente.core.units import E7_PER_DEGREE, degrees_to_e7, e7_to_degrees
from detente.wire.human_out import point_to_text

DIGITS_MIN: Final = 4  # of each axis, so 10 m: a coarser square is an area, not a place
_DIGITS_MAX: Final = 5  # one metre: MGRS has no more
_FLAGS = re.IGNORECASE | re.ASCII
_MGRS = re.compile(
    r"(?:MGRS[ :]*)?(?P<zone>\d{1,2} ?[C-HJ-NP-X]|[ABYZ]) ?(?P<square>[A-HJ-NP-Z]{2})"
    r"(?P<digits>(?: ?\d{1,5} \d{1,5}| ?\d{0,12}))(?![\w.])",
    _FLAGS,
)
_UTM = re.compile(
    r"(?:UTM[ :]*)?(?P<zone>\d{1,2}) ?(?:(?P<half>north|south)|(?P<letter>[C-HJ-NP-X]))[ ,]+"
    r"(?P<east>\d{6}) ?(?:m? ?E)?[ ,]+(?P<north>\d{1,8}) ?(?:m? ?N)?(?![\w.])",
    _FLAGS,
)
_NEAR_E7: Final = 5_000  # 55 m, so more than half a square of 10 m at any latitude below 80
_LAT_E7_MAX: Final = 90 * E7_PER_DEGREE
_BAND_SOUTH: Final = "CDEFGHJKLM"  # the bands of latitude in the southern half


@dataclass(frozen=True, slots=True)
class Notations:
    """One place in every notation. utm: empty beyond 84°N and 80°S, where there is none."""

    decimal: str
    minutes: str
    seconds: str
    mgrs: str
    utm: str

    def lines(self) -> list[tuple[str, str]]:
        """Name and text of each notation that there is, for a table."""
        named = [(one.name, str(getattr(self, one.name))) for one in fields(self)]
        return [
            (name.upper() if name in {"mgrs", "utm"} else name, text)
            for name, text in named
            if text
        ]


def notations(point: Point) -> Notations:
    """The place in every notation."""
    return Notations(
        decimal=point_to_text(point),
        minutes=to_minutes(point),
        seconds=to_seconds(point),
        mgrs=to_mgrs(point),
        utm=to_utm(point),
    )


def to_minutes(point: Point) -> str:
    """Degrees and thousandths of a minute (2 m), to the nearest: ``22°54.000'S 014°24.000'E``."""
    return f"{_minutes(point.lat_e7, 2, 'NS')} {_minutes(point.lon_e7, 3, 'EW')}"


def to_seconds(point: Point) -> str:
    """Degrees, minutes and hundredths of a second: ``22°54'00.00"S 014°24'00.00"E``."""
    return f"{_seconds(point.lat_e7, 2, 'NS')} {_seconds(point.lon_e7, 3, 'EW')}"


def to_mgrs(point: Point) -> str:
    """The square metre that the place is in: ``33K VQ 38465 67424``; at the poles by UPS."""
    raw = _square(point)
    return f"{raw[:-12]} {raw[-12:-10]} {raw[-10:-5]} {raw[-5:]}"


def to_utm(point: Point) -> str:
    """``33 south 438465E 7467424N``, whole metres; empty where UTM has no zones.

    The half of the earth is a word, because the letters N and S are bands of latitude as well.
    """
    raw = _square(point)
    if not raw[0].isdigit():
        return ""
    zone, half, east, north = _grid().MGRSToUTM(raw)
    word = "north" if half == "N" else "south"
    return f"{zone} {word} {int(east):06d}E {int(north):07d}N"


def grid_reference(text: str, at: int, path: str) -> tuple[Point | Refusal, int] | None:
    """The MGRS or UTM reference that begins at `at`, and where it ends; None when there is none.

    A refusal in place of the point says what is wrong with it, or which places it may mean.
    """
    found = _MGRS.match(text, at)
    if found is not None:
        return _from_mgrs(found, path), found.end()
    found = _UTM.match(text, at)
    if found is not None:
        return _from_utm(found, path), found.end()
    return None


def _from_mgrs(found: re.Match[str], path: str) -> Point | Refusal:
    raw = found.group().strip()
    groups = found["digits"].split()
    if len(groups) == 2 and len(groups[0]) != len(groups[1]):
        return _no(path, f"{raw!r} has {len(groups[0])} and {len(groups[1])} digits")
    digits = "".join(groups)
    if len(digits) % 2 or len(digits) > 2 * _DIGITS_MAX:
        return _no(path, f"{raw!r} has {len(digits)} digits; as many east as north, up to 5 each")
    zone = found["zone"].replace(" ", "").upper()
    point = _middle(zone + found["square"] + digits)
    if point is None or not _belongs(point, zone, len(digits) // 2):
        return _no(path, f"{raw!r} is no square of the grid: zone, band and letters do not fit")
    if len(digits) < 2 * DIGITS_MIN:
        size = ("100 km", "10 km", "1 km", "100 m")[len(digits) // 2]
        remedy = f"Give 8 or 10 digits; the middle of that square is {to_mgrs(point)}"
        reason = f"{raw!r} is a square of {size}, not a place"
        return Refusal(path, "coordinate-coarse", reason, remedy)
    return point


def _belongs(point: Point, zone: str, digits: int) -> bool:
    """Whether the middle of a square lies in its zone and band, or so near that the square may.

    GEOTRANS reads squares far outside their zone too, which is a slip of the pen and no place.
    """
    if digits < DIGITS_MIN:
        return True  # it will be refused as too coarse, with this middle
    steps = (0, _NEAR_E7, -_NEAR_E7)
    around = ((lat_e7, lon_e7) for lat_e7 in steps for lon_e7 in steps)  # corners of zones as well
    for lat_e7, lon_e7 in around:
        lat = max(-_LAT_E7_MAX, min(_LAT_E7_MAX, point.lat_e7 + lat_e7))
        lon = (point.lon_e7 + lon_e7 + 2 * _LAT_E7_MAX) % (4 * _LAT_E7_MAX) - 2 * _LAT_E7_MAX
        beside = Point(lat, lon)
        if _square(beside)[:-12].lstrip("0") == zone.lstrip("0"):
            return True
    return False


def _from_utm(found: re.Match[str], path: str) -> Point | Refusal:
    raw, letter = found.group().strip(), (found["letter"] or "").upper()
    half = (found["half"] or "").upper()[:1]
    halves = [half] if half else ["N", "S"] if letter == "S" else [_half_of_band(letter)]
    places = []
    for side in halves:
        point = _utm_point(int(found["zone"]), side, int(found["east"]), int(found["north"]))
        if point is not None and _fits(point, letter, side):
            places.append(point)
    if not places:
        return _no(path, f"{raw!r} lies outside its zone or band, or there is no such zone")
    if len(places) == 1:
        return places[0]
    both = " or ".join(f"{to_utm(place)} ({point_to_text(place)})" for place in places)
    reason = f"{raw!r} has two meanings: S is band S, in the north, or the southern half"
    return Refusal(path, "coordinate-ambiguous", reason, f"Write {both}")


def _half_of_band(letter: str) -> str:
    return "S" if letter in _BAND_SOUTH else "N"


def _fits(point: Point, letter: str, side: str) -> bool:
    """Whether the place lies in the band of the letter; N and S may also mean the half."""
    if not letter or letter == "N" or (letter == "S" and side == "S"):
        return True
    raw = _square(point)
    return raw[0].isdigit() and raw[-13] == letter


def _utm_point(zone: int, side: str, east: int, north: int) -> Point | None:
    try:
        return _middle(str(_grid().UTMToMGRS(zone, side, east + 0.5, north + 0.5)))
    except mgrs.core.MGRSError:
        return None


def _middle(reference: str) -> Point | None:
    """The middle of a square; None when there is no such square, or its band does not fit."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # GEOTRANS warns of a latitude outside the band
            lat, lon = _grid().toLatLon(reference)
    except (mgrs.core.MGRSError, RuntimeWarning):
        return None
    return Point(degrees_to_e7(lat), degrees_to_e7(lon))


def _square(point: Point) -> str:
    lat, lon = e7_to_degrees(point.lat_e7), e7_to_degrees(point.lon_e7)
    return str(_grid().toMGRS(lat, lon, MGRSPrecision=_DIGITS_MAX))


@cache
def _grid() -> mgrs.MGRS:
    return mgrs.MGRS()


def _no(path: str, reason: str) -> Refusal:
    remedy = "Write MGRS as 33K VQ 38465 67424, or UTM as 33 south 438465E 7467424N"
    return Refusal(path, "coordinate-grid", reason, remedy)


def _minutes(e7: int, width: int, letters: str) -> str:
    thousandths = (abs(e7) * 60_000 + E7_PER_DEGREE // 2) // E7_PER_DEGREE
    degrees, rest = divmod(thousandths, 60_000)
    return f"{degrees:0{width}d}°{rest // 1_000:02d}.{rest % 1_000:03d}'{letters[e7 < 0]}"


def _seconds(e7: int, width: int, letters: str) -> str:
    hundredths = (abs(e7) * 360_000 + E7_PER_DEGREE // 2) // E7_PER_DEGREE
    degrees, rest = divmod(hundredths, 360_000)
    minutes, rest = divmod(rest, 6_000)
    seconds = f"{rest // 100:02d}.{rest % 100:02d}"
    return f"{degrees:0{width}d}°{minutes:02d}'{seconds}\"{letters[e7 < 0]}"
