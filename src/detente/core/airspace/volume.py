"""4D volumes: an outline on the earth, a floor, a ceiling, a start and an end.

Integers decide: 1e-7 degree, centimetre, millisecond. An open side is None: an open floor reaches
the ground and below, an open ceiling never stops, an open start has begun, an open end never ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

RADIUS_CM_MAX = 100_000_000
"""1000 km: wider than any notice needs; keeps every angle that decides far below a right one."""
EDGE_CM_MAX = 100_000_000
"""1000 km: a longer edge would lie more than 70 m off the plane that S2 cuts it along."""
EXTENT_CM_MAX = 250_000_000
"""2500 km from the middle to the farthest vertex, so that a ring's inside is never in doubt."""
VERTICES_MAX = 1_000
"""Bounds the cost of one comparison (1.5 ms at worst); a refusal beyond it, never a truncation."""
AREA_M2_MIN = 1
"""Below one square metre a polygon has no inside worth the name."""
TIME_MS_MIN = 0
"""1970: the index holds whole seconds in 32 bits, offset to run from here to 2106."""
TIME_MS_MAX = 4_102_444_800_000
"""2100-01-01: past it an end is open (null). Leaves the index room for any padding."""


class Reference(StrEnum):
    """What an altitude is measured from.

    WGS84: height above the ellipsoid. AMSL: above mean sea level (geoid).
    FL: pressure altitude above 1013.25 hPa; a flight level is stored in centimetres too.
    """

    WGS84 = "WGS84"
    AMSL = "AMSL"
    FL = "FL"


@dataclass(frozen=True, slots=True)
class Altitude:
    """A height in centimetres and what it is measured from."""

    cm: int
    reference: Reference


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A place on the earth, WGS84, in 1e-7 degrees."""

    lat_e7: int
    lon_e7: int


@dataclass(frozen=True, slots=True)
class Circle:
    """All places within `radius_cm` (geodesic) of the centre."""

    centre: Point
    radius_cm: int


@dataclass(frozen=True, slots=True)
class Polygon:
    """The smaller side of a closed ring of geodesic edges; the last point joins the first."""

    points: tuple[Point, ...]


Outline = Circle | Polygon


@dataclass(frozen=True, slots=True)
class Volume:
    """Where and when something happens."""

    outline: Outline
    floor: Altitude | None
    ceiling: Altitude | None
    start_ms: int | None
    end_ms: int | None
