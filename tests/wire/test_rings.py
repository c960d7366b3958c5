"""Rings hold the outlines that they are drawn for, wherever on the earth these lie."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.airspace.geodesy import direct, inverse
from detente.core.airspace.volume import Circle, Corridor, Point, Polygon
from detente.wire.rings import (
    TOLERANCE_CM,
    WHOLE_GLOBE,
    Flat,
    Ring,
    flat_middle,
    on_flat_map,
    patches_of,
    reach_out_cm,
)

E7 = 10_000_000
PLACES = st.builds(
    Point,
    st.integers(-90 * E7, 90 * E7) | st.sampled_from([0, 89 * E7, -895_000_000]),
    st.integers(-180 * E7, 180 * E7) | st.sampled_from([180 * E7, -1_799_999_999]),
)


def edges(ring: Ring) -> list[tuple[Point, Point]]:
    """The closed ring's edges."""
    return list(zip(ring, (*ring[1:], ring[0]), strict=True))


def inside(flat: list[list[Flat]], lon: float, lat: float) -> bool:
    """Whether a point lies in polygons with holes on a flat map (even and odd crossings)."""
    crossings = 0
    for polygon in flat:
        for ring in polygon:
            for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True):
                if (a[1] > lat) != (b[1] > lat):
                    crossings += lon < a[0] + (lat - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
    return crossings % 2 == 1


@settings(max_examples=25, deadline=None)
@given(PLACES, st.sampled_from([100, 50_000, 1_852_000, 30_000_000, 400_000_000]))
def test_a_circle_lies_within_its_ring(centre: Point, radius_cm: int) -> None:
    """Each edge's middle is outside the circle, on the earth and on a flat map, poles included."""
    circle = Circle(centre, radius_cm)
    patches = patches_of(circle)
    for start, end in edges(patches[0].outer):
        length_cm, azimuth = inverse(start, end)
        assert inverse(centre, direct(start, azimuth, length_cm // 2))[0] >= radius_cm
        assert inverse(centre, flat_middle(start, end, 1, 2))[0] >= radius_cm
    assert reach_out_cm(circle, patches) <= radius_cm * 0.002 + 60 * TOLERANCE_CM


@settings(max_examples=25, deadline=None)
@given(PLACES, st.sampled_from([1_852_000, 30_000_000, 400_000_000]), st.integers(0, 359))
def test_what_is_in_a_circle_is_in_its_flat_map(
    centre: Point, radius_cm: int, azimuth: int
) -> None:
    """A place within the circle is within the polygons, also over a pole and the antimeridian."""
    flat = on_flat_map(patches_of(Circle(centre, radius_cm))[0])
    place = direct(centre, azimuth, radius_cm * 9 // 10)
    lon, lat = place.lon_e7 / E7, place.lat_e7 / E7
    if abs(lat) < 89.9 and abs(lon) < 179.9:
        assert inside(flat, lon, lat)
    far = direct(centre, azimuth, radius_cm * 12 // 10)
    lon, lat = far.lon_e7 / E7, far.lat_e7 / E7
    if abs(lat) < 89.9 and abs(lon) < 179.9:
        assert not inside(flat, lon, lat)
    assert all(-180 <= x <= 180 and -90 <= y <= 90 for p in flat for ring in p for x, y in ring)


def test_a_ring_over_the_antimeridian_is_cut_in_two() -> None:
    """RFC 7946 asks for two polygons, one at each end of the map."""
    flat = on_flat_map(patches_of(Circle(Point(10 * E7, 180 * E7), 5_000_000))[0])
    assert len(flat) == 2
    assert {max(abs(x) for x, _ in polygon[0]) for polygon in flat} == {180.0}


def test_a_ring_around_a_pole_is_closed_along_it() -> None:
    """Around the south pole the flat polygon reaches the lower edge of the map, not the upper."""
    flat = on_flat_map(patches_of(Circle(Point(-88 * E7, 0), 40_000_000))[0])
    latitudes = [y for polygon in flat for _, y in polygon[0]]
    assert min(latitudes) == -90.0
    assert max(latitudes) < -80.0


def test_half_the_globe_is_drawn_as_the_whole() -> None:
    """A circle that reaches both poles is drawn too large rather than inside out."""
    patches = patches_of(Circle(Point(0, 0), 1_000_000_000))
    assert patches[0].outer == WHOLE_GLOBE
    assert inside(on_flat_map(patches[0]), 120.0, 33.0)


@pytest.mark.parametrize(
    ("points", "holes"),
    [
        (((34, 33), (35, 34)), 0),
        (((34, 33), (35, 34), (34, 35)), 0),
        (((34, 33), (35, 34), (34, 35), (34, 33)), 1),
        (((34, 33), (34, 33)), 0),
    ],
)
def test_a_corridor_is_within_its_patches(points: tuple[tuple[int, int], ...], holes: int) -> None:
    """Its width is kept on every leg and around every corner; a closed path leaves a hole."""
    path = tuple(Point(lat * E7, lon * E7) for lat, lon in points)
    corridor = Corridor(path, 1_000_000)
    patches = patches_of(corridor)
    assert sum(len(patch.holes) for patch in patches) == holes
    flat = [polygon for patch in patches for polygon in on_flat_map(patch)]
    for start, end in pairwise(path):
        length_cm, azimuth = inverse(start, end)
        for share in (0.0, 0.3, 0.5, 1.0):
            on = direct(start, azimuth, round(length_cm * share))
            for turn in range(0, 360, 30):
                beside = direct(on, turn, 999_000)
                assert inside(flat, beside.lon_e7 / E7, beside.lat_e7 / E7)


def test_a_long_edge_is_divided_until_it_is_straight_on_a_flat_map() -> None:
    """The middle of each piece on the map is within the tolerance of the geodesic."""
    corners = ((60, 0), (60, 15), (65, 5))
    polygon = Polygon(tuple(Point(lat * E7, lon * E7) for lat, lon in corners))
    (patch,) = patches_of(polygon)
    assert set(polygon.points) <= set(patch.outer)
    for start, end in edges(patch.outer):
        length_cm, azimuth = inverse(start, end)
        middle = direct(start, azimuth, length_cm // 2)
        assert inverse(middle, flat_middle(start, end, 1, 2))[0] <= TOLERANCE_CM
