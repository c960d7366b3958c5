"""Convert between what people say and the integers that decide: the only place that does.

Inside detente an angle is an integer of 1e-7 degree, a length an integer of centimetres, a time an
integer of milliseconds since 1970 UTC. Rounding is to the nearest, halves to even, unless a name
says otherwise. Not here: words for a whole volume (airspace/readback.py).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

E7_PER_DEGREE = 10_000_000
CM_PER_M = 100
CM_PER_KM = 100_000
CM_PER_NM = 185_200
"""The international nautical mile is 1852 m exactly."""
CM_PER_FOOT = Fraction(3048, 100)
"""The international foot is 0.3048 m exactly."""
FEET_PER_FLIGHT_LEVEL = 100
MS_PER_S = 1_000
MS_PER_MIN = 60_000
MS_PER_HOUR = 3_600_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def degrees_to_e7(degrees: float) -> int:
    """Degrees as 1e-7 degree, to the nearest."""
    return round(degrees * E7_PER_DEGREE)


def e7_to_degrees(e7: int) -> float:
    """1e-7 degree as degrees; the nearest double."""
    return e7 / E7_PER_DEGREE


def m_to_cm(metres: float) -> int:
    """Metres as centimetres, to the nearest."""
    return round(metres * CM_PER_M)


def cm_to_m(cm: int) -> float:
    """Centimetres as metres."""
    return cm / CM_PER_M


def km_to_cm(km: float) -> int:
    """Kilometres as centimetres, to the nearest."""
    return round(km * CM_PER_KM)


def nm_to_cm(nautical_miles: float) -> int:
    """Nautical miles as centimetres, to the nearest."""
    return round(nautical_miles * CM_PER_NM)


def cm_to_nm(cm: int) -> float:
    """Centimetres as nautical miles."""
    return cm / CM_PER_NM


def feet_to_cm(feet: int) -> int:
    """Whole feet as centimetres, to the nearest."""
    return (feet * 3048 + 50) // 100


def cm_to_feet(cm: int) -> int:
    """Centimetres as whole feet, to the nearest."""
    return (cm * 100 + 1524) // 3048


def flight_level_to_cm(level: int) -> int:
    """A flight level (hundreds of feet of pressure altitude) as centimetres, to the nearest."""
    return feet_to_cm(level * FEET_PER_FLIGHT_LEVEL)


def cm_to_flight_level(cm: int) -> int | None:
    """The flight level that these centimetres are, to the centimetre, or None if they are none."""
    level = round(cm / (CM_PER_FOOT * FEET_PER_FLIGHT_LEVEL))
    return level if flight_level_to_cm(level) == cm else None


def counted(count: int, one: str, many: str) -> str:
    """``1 entry``, ``2 entries``."""
    return f"{count} {one if count == 1 else many}"


def ms_to_utc(at_ms: int) -> datetime:
    """Milliseconds since 1970 as an aware UTC datetime. OverflowError outside the years 1..9999."""
    return _EPOCH + timedelta(milliseconds=at_ms)


def utc_to_ms(at: datetime) -> int:
    """An aware datetime as milliseconds since 1970 UTC, rounded down.

    ValueError if it has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a time without a zone is not a time")
    return (at - _EPOCH) // timedelta(milliseconds=1)
