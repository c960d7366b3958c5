"""4D volumes: an outline on the earth, a floor, a ceiling, a start and an end.

What a message announces is its *airspace*: one such volume or several parts, each of which may
come again.

Integers decide: 1e-7 degree, centimetre, millisecond. An open side is None: an open floor reaches
the ground and below, an open ceiling never stops, an open start has begun, an open end never ends.

A `Volume` is one place at one time, which is what geometry compares. An `Airspace` is what a person
said; parts.py turns it into volumes. The two are different types, so that nothing can take the
first part, or the first time, for the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

RADIUS_CM_MAX = 1_000_000_000
"""10 000 km: a quarter of the way round, so that a circle covers at most half the globe."""
EDGE_CM_MAX = 100_000_000
"""1000 km: a longer edge or leg would lie more than 70 m off the plane that S2 cuts it along."""
EXTENT_CM_MAX = 980_000_000
"""9800 km from the middle to the farthest vertex: with all of a ring on one half of the globe, its
inside is never in doubt."""
HALF_WIDTH_CM_MAX = 50_000_000
"""500 km to either side of a path: wider is an area, not a corridor."""
PATH_CM_MAX = 2_000_000_000
"""20 000 km: half way round the globe, so that a path has a middle."""
VERTICES_MAX = 1_000
"""Of all parts of a message together. Bounds the cost of one comparison (1.5 ms at worst); a
refusal beyond it, never a truncation."""
PARTS_MAX = 32
"""Parts of one message: what a person can still read back over a telephone."""
VOLUMES_MAX = 128
"""Volumes of one message when every part is taken each time that it comes: four months of a daily
window. Each is a box in the index and a comparison with all that is near."""
REPEAT_MS_MIN = 60_000
"""A minute: what comes again sooner is one long window."""
REPEAT_MS_MAX = 366 * 86_400_000
"""A year: what comes again later is announced when its time comes."""
AREA_M2_MIN = 1
"""Below one square metre a polygon has no inside worth the name."""
TIME_MS_MIN = 0
"""1970: the index holds whole seconds in 32 bits, offset to run from here to 2106."""
TIME_MS_MAX = 4_102_444_800_000
"""2100-01-01: past it an end is open (null). Leaves the index room for any padding."""
TERRAIN_CM_MIN = -50_000
TERRAIN_CM_MAX = 900_000
"""Land lies between the shore of the Dead Sea (-430 m) and Mount Everest (8849 m), above sea level:
what a charter may name as the highest ground, and what ground may be where nobody named it."""


class Reference(StrEnum):
    """What an altitude is measured from.

    WGS84: height above the ellipsoid. AMSL: above mean sea level (geoid).
    FL: pressure altitude above 1013.25 hPa; a flight level is stored in centimetres too.
    AGL: above the ground or water below. No terrain model is held: as a floor it counts as the
    ground, as a ceiling as the highest ground that the channel's charter names plus this.
    """

    WGS84 = "WGS84"
    AMSL = "AMSL"
    FL = "FL"
    AGL = "AGL"


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


@dataclass(frozen=True, slots=True)
class Corridor:
    """All places within `half_width_cm` (geodesic) of a path of geodesic legs; its ends are round.

    A path may cross itself. The width that people say is twice the half-width.
    """

    points: tuple[Point, ...]
    half_width_cm: int


Outline = Circle | Polygon | Corridor


@dataclass(frozen=True, slots=True)
class Volume:
    """Where and when something happens: one place, one band of heights, one window."""

    outline: Outline
    floor: Altitude | None
    ceiling: Altitude | None
    start_ms: int | None
    end_ms: int | None


class Day(StrEnum):
    """A day of the week, by its date in UTC."""

    MO = "MO"
    TU = "TU"
    WE = "WE"
    TH = "TH"
    FR = "FR"
    SA = "SA"
    SU = "SU"


@dataclass(frozen=True, slots=True)
class Repeats:
    """When a window comes again: every so often after its first start, the last start included.

    every_ms: from start to start. days: only the starts that fall on these days in UTC, None is
    each one. until_ms: no start lies after it. UTC has no summer time, so neither has a repeat.
    """

    every_ms: int
    days: tuple[Day, ...] | None
    until_ms: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what is announced: a volume, and when it comes again after that first time."""

    volume: Volume
    repeats: Repeats | None = None


@dataclass(frozen=True, slots=True)
class Airspace:
    """What one message announces: its parts, as they were said. At least one."""

    parts: tuple[Part, ...]
