"""Measure on the WGS84 ellipsoid so that a distance that decides is never overstated.

A point becomes its *geocentric* unit vector (the direction from the earth's centre), not the
geodetic latitude read as if the earth were a sphere: then, with r the distance to the centre,
ds^2 = r^2 dA^2 + dr^2 along any path, so the geodesic is at least (least r on the way) times the
central angle A. Locally that bound is short by under 6 parts in a million; read as a sphere it
would be off by up to 0.56 %. Antimeridian and poles are ordinary places.

An edge between two vertices is cut by S2 along the plane through the earth's centre (a great
ellipse), which departs from the true geodesic by at most `edge_departure_cm`.

Not here: words (readback.py), the decision (conflict.py).
"""

from __future__ import annotations

import math

from geographiclib.geodesic import Geodesic

from detente.core.airspace.volume import Point
from detente.core.units import CM_PER_M, E7_PER_DEGREE

EQUATOR_RADIUS_CM = 637_813_700.0
POLE_RADIUS_CM = 635_675_231.4
"""WGS84 semi-axes; the pole's is rounded down (635675231.4245 cm)."""

CENTIMETRES_PER_RADIAN = 637_100_880.0
"""The mean radius of the earth: for places on a map and sizes in words, never for a decision."""

_FLATTENING = 1 / 298.257223563
_AXES_SQUARED = (1 - _FLATTENING) ** 2
_RADIANS_PER_E7 = math.pi / 180 / E7_PER_DEGREE

ANGLE_ERROR = 1e-9
"""Radians (under 7 mm) taken off each central angle for the rounding of doubles and of S2's chords.

Measured errors stay under 1e-12 for angles below two radians, and limits on size keep all angles
that decide below that.
"""
ANGLE_ERROR_FAR = 1e-6
"""The same (6 m) beyond two radians, where the chords that S2 measures by lose their digits."""
_FAR = 2.0

EDGE_DEPARTURE_PER_CM = 7e-13
"""Departure of a great ellipse from the geodesic, in cm per square cm of edge length.

The two planes differ by the angle between the ellipsoid's normal and the radius (at most 0.00335),
so the sagitta L^2/8R leans sideways by at most 6.6e-13 L^2. Measured against geographiclib for
edges of 50 km to 1000 km: at most 6.58e-13 L^2 (0.66 m at 100 km, 65 m at 1000 km).
"""

Vector = tuple[float, float, float]


def unit_vector(point: Point) -> Vector:
    """The geocentric direction of a WGS84 point on the ellipsoid, as a unit vector x, y, z."""
    latitude = point.lat_e7 * _RADIANS_PER_E7
    longitude = point.lon_e7 * _RADIANS_PER_E7
    outward, up = math.cos(latitude), _AXES_SQUARED * math.sin(latitude)
    length = math.hypot(outward, up)
    outward /= length
    return outward * math.cos(longitude), outward * math.sin(longitude), up / length


def point_of(x: float, y: float, z: float) -> Point:
    """The WGS84 point on the ellipsoid in a geocentric direction; the length does not matter."""
    latitude = math.atan2(z, _AXES_SQUARED * math.hypot(x, y))
    longitude = math.atan2(y, x)
    return Point(round(latitude / _RADIANS_PER_E7), round(longitude / _RADIANS_PER_E7))


def geocentric_degrees(vector: Vector) -> tuple[float, float]:
    """Longitude and geocentric latitude in degrees, the order in which S2's binding takes them."""
    x, y, z = vector
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def central_angle(a: Vector, b: Vector) -> float:
    """The angle between two unit vectors in radians, 0 to pi; exact also when tiny or near pi."""
    ax, ay, az = a
    bx, by, bz = b
    cross = math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx)
    return math.atan2(cross, ax * bx + ay * by + az * bz)


def radius_cm(sine: float) -> float:
    """Distance from the earth's centre to the ellipsoid, where `sine` is the vector's z."""
    b2 = POLE_RADIUS_CM * POLE_RADIUS_CM
    a2 = EQUATOR_RADIUS_CM * EQUATOR_RADIUS_CM
    return math.sqrt(a2 * b2 / (b2 + (a2 - b2) * sine * sine))


def distance_floor_cm(angle: float, sine_max: float) -> float:
    """A lower bound of the geodesic between two places that are `angle` radians apart.

    `sine_max` is the greatest |z| of the unit vectors of one of the two places or of anything that
    encloses it. No shortest path strays further poleward than its own length (at most 1.0034 times
    the central angle), so the radius there bounds the radius all along it.
    """
    angle -= ANGLE_ERROR if angle < _FAR else ANGLE_ERROR_FAR
    if angle <= 0:
        return 0.0
    poleward = math.asin(min(1.0, sine_max)) + 1.004 * (angle + 2 * ANGLE_ERROR)
    sine = 1.0 if poleward >= math.pi / 2 else math.sin(poleward)
    return angle * radius_cm(sine)


def angle_ceiling(distance_cm: float) -> float:
    """An upper bound, in radians, of the central angle that a geodesic of this length can span."""
    return distance_cm / POLE_RADIUS_CM + ANGLE_ERROR


def edge_departure_cm(length_cm: float) -> float:
    """How far the great ellipse of an edge may lie from its geodesic; see EDGE_DEPARTURE_PER_CM."""
    return EDGE_DEPARTURE_PER_CM * length_cm * length_cm


def inverse(a: Point, b: Point) -> tuple[int, float]:
    """The geodesic from a to b: its length in cm (to the nearest) and first azimuth, 0 to 360.

    For words and reports; a decision takes `distance_floor_cm`.
    """
    line = Geodesic.WGS84.Inverse(
        a.lat_e7 / E7_PER_DEGREE,
        a.lon_e7 / E7_PER_DEGREE,
        b.lat_e7 / E7_PER_DEGREE,
        b.lon_e7 / E7_PER_DEGREE,
    )
    return round(line["s12"] * CM_PER_M), line["azi1"] % 360.0


def direct(a: Point, azimuth: float, distance_cm: int) -> Point:
    """The point reached from a along a geodesic with this first azimuth in degrees."""
    end = Geodesic.WGS84.Direct(
        a.lat_e7 / E7_PER_DEGREE, a.lon_e7 / E7_PER_DEGREE, azimuth, distance_cm / CM_PER_M
    )
    longitude = (end["lon2"] + 180.0) % 360.0 - 180.0
    return Point(round(end["lat2"] * E7_PER_DEGREE), round(longitude * E7_PER_DEGREE))
