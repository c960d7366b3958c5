"""Compare altitudes of different references by the worst that air and geoid can do.

Two altitudes of the same reference compare exactly. Otherwise each becomes the interval of heights
in which it must lie, and the least possible distance counts. Nobody is told "clear" on the strength
of a standard atmosphere that is not the real one.

Margins, in centimetres, added to the value:

- AMSL to WGS84: the geoid lies between -106.9 m (south of India) and +85.8 m (New Guinea) of the
  ellipsoid in EGM96; taken as [-110, +90] m.
- FL to AMSL, up to FL500: [-1500, +1200] m. A pressure surface is lowest over deep cyclones (the
  870 hPa at sea level in the typhoon of October 1979 are 1260 m of pressure altitude; 500 hPa and
  200 hPa fall about 900 m and 1000 m below the standard in polar winter) and highest over the
  subtropical and monsoon highs (200 and 150 hPa up to about 900 m above the standard). The margin
  is wider than what has been observed, and includes geopotential against geometric height (50 m).
- AGL to AMSL: the ground lies between -500 m (the Dead Sea) and +9000 m (Mount Everest). Volumes
  that are compared have no such heights left (parts.py); alerts and questions may.
- FL to AMSL, above FL500: [-4000, +2500] m. The winter polar vortex lowers 10 hPa about 3000 m.

An open floor or ceiling is no altitude: the callers say so with None.
"""

from __future__ import annotations

from detente.core.airspace.volume import TERRAIN_CM_MAX, TERRAIN_CM_MIN, Altitude, Reference
from detente.core.units import flight_level_to_cm

ALTITUDE_CM_MIN = -100_000
"""1 km below the zero: below the lowest land (the Dead Sea shore, -430 m) in every reference."""
ALTITUDE_CM_MAX = 10_000_000
"""100 km: above it a ceiling is open (null), nothing that flies is announced by height there."""
FLIGHT_LEVEL_CM_MAX = flight_level_to_cm(1000)
"""FL1000 (30 480 m, 11 hPa): above it pressure says too little about height."""

_LOW_LEVELS_CM_MAX = flight_level_to_cm(500)
_GEOID_LOW, _GEOID_HIGH = -11_000, 9_000
_FL_LOW, _FL_HIGH = -150_000, 120_000
_FL_LOW_ABOVE, _FL_HIGH_ABOVE = -400_000, 250_000


def wgs84_interval(altitude: Altitude) -> tuple[int, int]:
    """The WGS84 heights (cm, lowest and highest) between which the altitude must lie."""
    low, high = _amsl_interval(altitude)
    if altitude.reference is Reference.WGS84:
        return altitude.cm, altitude.cm
    return low + _GEOID_LOW, high + _GEOID_HIGH


def least_rise_cm(lower: Altitude, upper: Altitude) -> int:
    """A lower bound of how far `upper` lies above `lower`, in cm; negative when it may lie below.

    Exact for the same reference. AMSL against FL leaves the geoid out, which both stand on.
    """
    if lower.reference is upper.reference:
        return upper.cm - lower.cm
    if Reference.WGS84 in (lower.reference, upper.reference):
        return wgs84_interval(upper)[0] - wgs84_interval(lower)[1]
    return _amsl_interval(upper)[0] - _amsl_interval(lower)[1]


def _amsl_interval(altitude: Altitude) -> tuple[int, int]:
    if altitude.reference is Reference.AGL:
        return altitude.cm + TERRAIN_CM_MIN, altitude.cm + TERRAIN_CM_MAX
    if altitude.reference is not Reference.FL:
        return altitude.cm, altitude.cm
    if altitude.cm <= _LOW_LEVELS_CM_MAX:
        return altitude.cm + _FL_LOW, altitude.cm + _FL_HIGH
    return altitude.cm + _FL_LOW_ABOVE, altitude.cm + _FL_HIGH_ABOVE
