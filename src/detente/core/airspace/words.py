"""Say lengths, heights, times and places the way they are spoken on the line.

Digits are Latin and times are UTC with a Z. A distance between two activities is rounded down, so
that words do not overstate it either. English only: other languages are rendered at the edge from
the values, never from these words.
"""

from __future__ import annotations

from detente.core.airspace.parts import DAY_MS, times_count
from detente.core.airspace.volume import Altitude, Point, Reference, Repeats
from detente.core.units import (
    CM_PER_KM,
    CM_PER_M,
    E7_PER_DEGREE,
    MS_PER_HOUR,
    MS_PER_MIN,
    MS_PER_S,
    cm_to_feet,
    cm_to_flight_level,
    cm_to_nm,
    ms_to_utc,
)

_M2_PER_KM2 = 1_000_000
_COMPASS = (
    *("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE"),
    *("S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"),
)
_REFERENCE_WORDS = {
    Reference.AMSL: "above mean sea level",
    Reference.WGS84: "above the WGS84 ellipsoid",
    Reference.FL: "pressure altitude",
    Reference.AGL: "above the ground",
}


def least_words(cm: int) -> str:
    """A least distance, rounded down: metres below a kilometre, then kilometres to 10 m."""
    if cm < CM_PER_KM:
        return f"{cm // CM_PER_M} m"
    return f"{cm // CM_PER_KM}.{cm % CM_PER_KM // (10 * CM_PER_M):02d} km"


def most_words(cm: int) -> str:
    """A buffer, rounded up: metres below a kilometre, then kilometres to 10 m."""
    metres = -(-cm // CM_PER_M)
    if metres < CM_PER_KM // CM_PER_M:
        return f"{metres} m"
    tens = -(-cm // (10 * CM_PER_M))
    return f"{tens // 100}.{tens % 100:02d} km"


def least_rise_words(cm: int) -> str:
    """A least distance in height, both units rounded down: ``304 m (1,000 ft)``."""
    return f"{cm // CM_PER_M:,} m ({_feet(cm):,} ft)"


def most_rise_words(cm: int) -> str:
    """A buffer in height, both units rounded up: ``305 m (1,000 ft)``."""
    return f"{-(-cm // CM_PER_M):,} m ({-_feet(-cm):,} ft)"


def far_words(cm: int) -> str:
    """How far off something is, rounded down; from 10 km on whole kilometres are enough."""
    return least_words(cm) if cm < 10 * CM_PER_KM else f"{cm // CM_PER_KM:,} km"


def length_words(cm: int) -> str:
    """A length in metric and nautical: ``18.5 km (10.0 NM)``, ``400 m (0.22 NM)``."""
    nautical = cm_to_nm(cm)
    nm = f"{nautical:.1f}" if nautical >= 1 else f"{nautical:.2f}"
    if cm < CM_PER_KM:
        return f"{cm / CM_PER_M:.0f} m ({nm} NM)"
    return f"{cm / CM_PER_KM:.1f} km ({nm} NM)"


def area_words(area_m2: int) -> str:
    """An area: whole square metres below a square kilometre, then square kilometres."""
    if area_m2 < _M2_PER_KM2:
        return f"{area_m2} m²"
    km2 = area_m2 / _M2_PER_KM2
    return f"{km2:.1f} km²" if km2 < 100 else f"{km2:.0f} km²"


def compass_word(degrees: float) -> str:
    """The nearest of 16 compass points to a bearing in degrees."""
    return _COMPASS[round(degrees / 22.5) % 16]


def point_words(point: Point) -> str:
    """Degrees and minutes to a tenth: ``22°54.0'S 014°24.0'E``, each rounded to the nearest."""
    north = _angle_words(abs(point.lat_e7), 2) + ("S" if point.lat_e7 < 0 else "N")
    east = _angle_words(abs(point.lon_e7), 3) + ("W" if point.lon_e7 < 0 else "E")
    return f"{north} {east}"


def altitude_words(altitude: Altitude) -> str:
    """``FL100 (3048 m)``, ``3000 m (9843 ft) above mean sea level``."""
    metres = f"{altitude.cm / CM_PER_M:.0f} m"
    if altitude.reference is Reference.FL:
        level = cm_to_flight_level(altitude.cm)
        if level is not None and level >= 0:
            return f"FL{level:03d} ({metres})"
    feet = f"{cm_to_feet(altitude.cm)} ft"
    return f"{metres} ({feet}) {_REFERENCE_WORDS[altitude.reference]}"


def band_words(floor: Altitude | None, ceiling: Altitude | None) -> str:
    """The heights of a volume, open sides said as such."""
    if floor is None and ceiling is None:
        return "at all heights"
    below = "the ground" if floor is None else altitude_words(floor)
    above = "no upper limit" if ceiling is None else altitude_words(ceiling)
    return f"from {below} to {above}"


def moment_words(at_ms: int) -> str:
    """``2026-11-22 08:00:05Z``; milliseconds are cut off."""
    return f"{str(ms_to_utc(at_ms // MS_PER_S * MS_PER_S))[:19]}Z"  # half the cost of a format


def clock_words(at_ms: int) -> str:
    """Hours and minutes, ``08:00``, with seconds when there are some."""
    moment = ms_to_utc(at_ms // MS_PER_S * MS_PER_S)
    return f"{moment:%H:%M:%S}" if at_ms % MS_PER_MIN >= MS_PER_S else f"{moment:%H:%M}"


def window_words(start_ms: int | None, end_ms: int | None) -> str:
    """A window in UTC: dates on both ends only if they differ; open sides said as such."""
    return _window(start_ms, end_ms, "Z")


def local_words(start_ms: int | None, end_ms: int | None, utc_offset_min: int) -> str:
    """The same window in local time: hours only where the local date is the UTC date.

    Empty when both sides are open. The offset is in minutes, east positive.
    """
    offset_ms = utc_offset_min * MS_PER_MIN
    if start_ms is None:
        return "" if end_ms is None else f"until {_dated(end_ms + offset_ms)} local"
    if end_ms is None:
        return f"from {_dated(start_ms + offset_ms)} local"
    here = (start_ms + offset_ms, end_ms + offset_ms)
    if len({ms_to_utc(at_ms).date() for at_ms in (start_ms, end_ms, *here)}) > 1:
        return f"{_window(*here, '')} local"
    return f"{clock_words(here[0])} to {clock_words(here[1])} local"


def repeats_words(start_ms: int | None, repeats: Repeats | None) -> str:
    """``again every day, 10 times in all, the last not after 2026-12-01 08:00Z``; empty if never.

    start_ms: of the first window.
    """
    if start_ms is None or repeats is None:
        return ""
    often = f"every {_every_words(repeats.every_ms)}"
    if repeats.days is not None:
        often = f"on {', '.join(repeats.days)} (UTC)"
    times = times_count(start_ms, repeats)
    return f"again {often}, {times} times in all, none starts after {_dated(repeats.until_ms)}Z"


def _every_words(every_ms: int) -> str:
    for span_ms, word in ((7 * DAY_MS, "week"), (DAY_MS, "day"), (MS_PER_HOUR, "h")):
        if every_ms % span_ms == 0:
            count = every_ms // span_ms
            plural = "s" if count > 1 and word != "h" else ""
            return word if count == 1 and word != "h" else f"{count} {word}{plural}"
    if every_ms % MS_PER_MIN == 0:
        return f"{every_ms // MS_PER_MIN} min"
    return f"{every_ms / MS_PER_S:.3f} s"


def _window(start_ms: int | None, end_ms: int | None, zone: str) -> str:
    if start_ms is None:
        return "at all times" if end_ms is None else f"already begun, until {_dated(end_ms)}{zone}"
    if end_ms is None:
        return f"from {_dated(start_ms)}{zone} with no end given"
    same_day = ms_to_utc(start_ms).date() == ms_to_utc(end_ms).date()
    end = clock_words(end_ms) if same_day else _dated(end_ms)
    return f"{_dated(start_ms)}{zone} to {end}{zone}"


def _dated(at_ms: int) -> str:
    return f"{ms_to_utc(at_ms):%Y-%m-%d} {clock_words(at_ms)}"


def _feet(cm: int) -> int:
    """Whole feet in a height, rounded down; exact, because a foot is 30.48 cm."""
    return cm * 100 // 3048


def _angle_words(e7: int, width: int) -> str:
    tenths = round(e7 * 600 / E7_PER_DEGREE)  # of a minute of arc
    degrees, tenths = divmod(tenths, 600)
    return f"{degrees:0{width}d}°{tenths // 10:02d}.{tenths % 10}'"
