"""Bounds hold on the ellipsoid, against geographiclib, for every distance that can decide."""

from __future__ import annotations

import math

from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.airspace.geodesy import (
    CENTIMETRES_PER_RADIAN,
    angle_ceiling,
    central_angle,
    direct,
    distance_floor_cm,
    edge_departure_cm,
    inverse,
    point_of,
    unit_vector,
)
from detente.core.airspace.volume import Point

POINTS = st.builds(
    Point,
    st.integers(-900_000_000, 900_000_000),
    st.integers(-1_800_000_000, 1_800_000_000),
)


@settings(deadline=None)
@given(POINTS, st.floats(0, 360), st.floats(0.01, 6_000_000))
def test_the_floor_of_a_distance_is_one(point: Point, azimuth: float, metres: float) -> None:
    """Up to 6000 km apart the floor is below the geodesic, and within 1e-5 of it when near."""
    far = direct(point, azimuth, round(metres * 100))
    truth = Geodesic.WGS84.Inverse(
        point.lat_e7 / 1e7, point.lon_e7 / 1e7, far.lat_e7 / 1e7, far.lon_e7 / 1e7
    )["s12"]
    a, b = unit_vector(point), unit_vector(far)
    angle = central_angle(a, b)
    for sine in (abs(a[2]), abs(b[2])):
        assert distance_floor_cm(angle, sine) <= truth * 100 + 1e-3
    assert distance_floor_cm(angle, abs(a[2])) >= truth * 100 * (1 - 1.2e-5 - angle * 0.0055) - 1
    assert angle_ceiling(truth * 100) >= angle


@given(POINTS)
def test_a_point_survives_the_way_to_a_vector_and_back(point: Point) -> None:
    """Its direction gives the point back, away from the poles where longitude has a meaning."""
    found = point_of(*unit_vector(point))
    assert abs(found.lat_e7 - point.lat_e7) <= 1
    if abs(point.lat_e7) < 899_000_000:
        assert abs(found.lon_e7 - point.lon_e7) % 3_600_000_000 in {0, 1, 3_599_999_999}


@settings(deadline=None)
@given(POINTS, st.floats(0, 360), st.floats(1_000, 1_000_000), st.floats(0, 1))
def test_an_edge_departs_no_more_than_its_pad(
    point: Point, azimuth: float, metres: float, share: float
) -> None:
    """The geodesic of an edge up to 1000 km lies within the pad of the plane that S2 cuts along."""
    line = Geodesic.WGS84.DirectLine(point.lat_e7 / 1e7, point.lon_e7 / 1e7, azimuth, metres)
    end, on = line.Position(metres), line.Position(metres * share)
    a = _vector(point.lat_e7 / 1e7, point.lon_e7 / 1e7)
    b, between = _vector(end["lat2"], end["lon2"]), _vector(on["lat2"], on["lon2"])
    normal = (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )
    length = math.hypot(*normal)
    off = abs(sum(n * x for n, x in zip(normal, between, strict=True))) / length
    assert off * CENTIMETRES_PER_RADIAN <= edge_departure_cm(metres * 100) + 1e-3


def _vector(lat: float, lon: float) -> tuple[float, float, float]:
    """The geocentric direction of a place in degrees, in doubles throughout."""
    geocentric = math.atan2(
        (1 - Geodesic.WGS84.f) ** 2 * math.sin(math.radians(lat)), math.cos(math.radians(lat))
    )
    across, turn = math.cos(geocentric), math.radians(lon)
    return across * math.cos(turn), across * math.sin(turn), math.sin(geocentric)


def test_words_take_the_true_distance_and_bearing() -> None:
    """One degree east on the equator is 111 319.49 m, bearing 090."""
    distance_cm, bearing = inverse(Point(0, 0), Point(0, 10_000_000))
    assert distance_cm == 11_131_949
    assert bearing == 90
    assert direct(Point(0, 1_795_000_000), 90.0, distance_cm) == Point(0, -1_795_000_000)
