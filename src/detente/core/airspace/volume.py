"""4D volumes: an outline on the earth, a floor, a ceiling, a start and an end.

Integers decide: 1e-7 degree, centimetre, millisecond. An open side is None: an open floor reaches
the ground and below, an open ceiling never stops, an open start has begun, an open end never ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
