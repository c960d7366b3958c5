"""Shapes as large as half the globe, over poles and the antimeridian: no distance overstated."""

from __future__ import annotations

import math

import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.core.airspace.conflict import Picture, find, place
from detente.core.airspace.geodesy import direct, inverse, unit_vector
from detente.core.airspace.index import box_of
from detente.core.airspace.shape import covers, least_distance_cm, shape_of
from detente.core.airspace.validity import outline_problems
from detente.core.airspace.volume import (
    EDGE_CM_MAX,
    EXTENT_CM_MAX,
    PATH_CM_MAX,
    RADIUS_CM_MAX,
    Circle,
    Corridor,
    Outline,
    Point,
    Polygon,
    Volume,
)
from tests.support.geometry import border, contains, moved

EARTH = Geodesic.WGS84
DEGREE = 10_000_000
POINTS = st.builds(
    Point,
    st.integers(-900_000_000, 900_000_000),
    st.integers(-1_800_000_000, 1_800_000_000),
)
CENTRES = POINTS | st.sampled_from(
    [Point(900_000_000, 0), Point(-900_000_000, 0), Point(0, 1_800_000_000), Point(0, 0)]
)


def divided(corners: list[Point]) -> tuple[Point, ...]:
    """A ring with vertices put between, so that no edge is longer than allowed."""
    points = []
    for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
        length_cm, azimuth = inverse(start, end)
        pieces = math.ceil(length_cm / (EDGE_CM_MAX * 0.95))
        steps = [direct(start, azimuth, length_cm * at // pieces) for at in range(1, pieces)]
        points += [start, *steps]
    return tuple(points)


@st.composite
def stars(draw: st.DrawFn) -> tuple[Point, Polygon]:
    """A star-shaped polygon of up to nearly half the globe, with its middle."""
    centre = draw(CENTRES)
    count = draw(st.integers(4, 8))
    size_m = draw(st.sampled_from([500_000.0, 3_000_000.0, 8_500_000.0]))
    radii = draw(st.lists(st.floats(0.6, 1), min_size=count, max_size=count))
    lat, lon = centre.lat_e7 / 1e7, centre.lon_e7 / 1e7
    corners = [
        moved(lat, lon, 360 * at / count, size_m * radius) for at, radius in enumerate(radii)
    ]
    polygon = Polygon(divided(corners))
    assume(not outline_problems(polygon, "outline"))
    return centre, polygon


@settings(max_examples=40, deadline=None)
@given(stars(), st.floats(0.05, 0.95), POINTS)
def test_a_large_polygon_holds_its_inside_and_is_never_farther_than_its_border(
    star: tuple[Point, Polygon], share: float, anywhere: Point
) -> None:
    """Between the middle and the border is inside; no place is farther off than the border is."""
    centre, polygon = star
    shape = shape_of(polygon)
    samples = border(polygon)
    for lat, lon in samples[::17]:
        edge = Point(round(lat * 1e7), round(lon * 1e7))
        length_cm, azimuth = inverse(centre, edge)
        inner = direct(centre, azimuth, round(length_cm * share))
        assert covers(shape, inner)
    spot = shape_of(Circle(anywhere, 1))
    true_cm = min(
        EARTH.Inverse(anywhere.lat_e7 / 1e7, anywhere.lon_e7 / 1e7, *sample)["s12"] * 100
        for sample in samples
    )
    assert least_distance_cm(shape, spot) <= true_cm


@settings(max_examples=60, deadline=None)
@given(CENTRES, st.integers(1, RADIUS_CM_MAX), CENTRES, st.integers(1, RADIUS_CM_MAX))
def test_large_circles_are_never_farther_than_the_geodesic_says(
    one: Point, one_cm: int, other: Point, other_cm: int
) -> None:
    """Of two circles of any size the gap is the way between their centres less both radii."""
    true_cm = max(0, inverse(one, other)[0] - one_cm - other_cm)
    ours = least_distance_cm(shape_of(Circle(one, one_cm)), shape_of(Circle(other, other_cm)))
    assert ours <= true_cm + 1
    assert ours >= true_cm - 0.004 * inverse(one, other)[0] - 10


@st.composite
def long_corridors(draw: st.DrawFn) -> Corridor:
    """A wide path of up to half way round the globe."""
    point, azimuth = draw(CENTRES), draw(st.floats(0, 360))
    points = [point]
    for _ in range(draw(st.integers(1, 19))):
        length_cm = draw(st.integers(10_000_000, 99_000_000))
        point = direct(point, azimuth, length_cm)
        azimuth += draw(st.floats(-40, 40))
        points.append(point)
    corridor = Corridor(tuple(points), draw(st.sampled_from([100, 5_000_000, 50_000_000])))
    assume(not outline_problems(corridor, "outline"))
    return corridor


@settings(max_examples=40, deadline=None)
@given(long_corridors(), CENTRES)
def test_a_long_corridor_is_never_farther_than_its_border(corridor: Corridor, spot: Point) -> None:
    """Round the globe, over a pole or the antimeridian: no more than brute force finds."""
    ours = least_distance_cm(shape_of(corridor), shape_of(Circle(spot, 1)))
    samples = border(corridor)
    lat, lon = spot.lat_e7 / 1e7, spot.lon_e7 / 1e7
    true_cm = min(EARTH.Inverse(lat, lon, *sample)["s12"] * 100 for sample in samples)
    if contains(corridor, lat, lon):
        true_cm = 0
    assert ours <= true_cm
    assert all(covers(shape_of(corridor), point) for point in corridor.points)


@settings(max_examples=40, deadline=None)
@given(
    stars().map(lambda star: star[1])
    | long_corridors()
    | st.builds(Circle, CENTRES, st.integers(1, RADIUS_CM_MAX))
)
def test_the_index_box_of_a_large_shape_holds_it_and_fits(outline: Outline) -> None:
    """No border point lies outside the box, and no bound is beyond the index's 32 bits."""
    shape = shape_of(outline)
    for lat, lon in border(outline)[::7]:
        vector = unit_vector(Point(round(lat * 1e7), round(lon * 1e7)))
        for low, value, high in zip(shape.low, vector, shape.high, strict=True):
            assert low - 2e-9 <= value <= high + 2e-9
    box = box_of(shape, Volume(outline, None, None, None, None), horizontal_cm=50_000_000)
    assert -(2**31) <= min(box) <= max(box) < 2**31


def test_half_the_globe_conflicts_with_what_is_in_it() -> None:
    """The northern half as a circle about the pole meets a circle at 1° north, not at 2° south."""
    half = Circle(Point(900_000_000, 0), RADIUS_CM_MAX)
    picture = Picture()
    picture.put("N-1", "amber", "combat", Volume(half, None, None, None, None))
    for lat, count in ((DEGREE, 1), (-2 * DEGREE, 0)):
        near = Volume(Circle(Point(lat, 777 * DEGREE // 10), 100_000), None, None, None, None)
        assert len(picture.conflicts_with(place("S-1", "cobalt", "combat", near))) == count


def test_two_halves_of_the_globe_touch() -> None:
    """North and south as circles of 10 000 km conflict: the equator is in neither's favour."""
    north = place(
        "N-1",
        "amber",
        "uas",
        Volume(Circle(Point(900_000_000, 0), RADIUS_CM_MAX), None, None, None, None),
    )
    south = place(
        "S-1",
        "cobalt",
        "uas",
        Volume(Circle(Point(-900_000_000, 0), RADIUS_CM_MAX), None, None, None, None),
    )
    picture = Picture()
    found = find(north, south, picture.buffers)
    assert found is not None
    assert found.horizontal_cm == 0


@pytest.mark.parametrize("lat", [-DEGREE * 5, DEGREE * 5])
def test_a_ring_around_the_globe_takes_the_smaller_side(lat: int) -> None:
    """A ring of 48 vertices at 5° of latitude holds the pole on its own side, not the other."""
    ring = tuple(Point(lat, round(at * 7.5 * DEGREE) - 180 * DEGREE) for at in range(48))
    polygon = Polygon(ring)
    assert outline_problems(polygon, "outline") == []
    shape = shape_of(polygon)
    own, other = (90 * DEGREE, -90 * DEGREE) if lat > 0 else (-90 * DEGREE, 90 * DEGREE)
    assert covers(shape, Point(own, 0))
    assert not covers(shape, Point(other, 0))
    assert not covers(shape, Point(0, 0))


def test_more_than_half_the_globe_is_refused() -> None:
    """A ring whose inside is in doubt, and a path longer than half way round, say their limits."""
    ring = tuple(Point(0, round(at * 7.5 * DEGREE) - 180 * DEGREE) for at in range(48))
    (found,) = outline_problems(Polygon(ring), "outline")
    assert found.rule == "polygon-extent"
    assert f"{EXTENT_CM_MAX // 100_000} km" in found.reason
    path = tuple(Point(0, at * 5 * DEGREE - 180 * DEGREE) for at in range(40))
    (found,) = outline_problems(Corridor(path, 100), "outline")
    assert found.rule == "corridor-length"
    assert f"{PATH_CM_MAX // 100_000} km" in found.reason


def test_a_corridor_s_legs_have_length_and_none_too_long() -> None:
    """A point twice in a row and a leg of 2000 km are named; coming back to a point is allowed."""
    here, there = Point(0, 0), Point(0, DEGREE)
    assert outline_problems(Corridor((here, there, here), 100), "outline") == []
    (found,) = outline_problems(Corridor((here, here, there), 100), "outline")
    assert (found.field, found.rule) == ("outline.corridor.points[1]", "corridor-repeated")
    (found,) = outline_problems(Corridor((here, Point(0, 18 * DEGREE)), 100), "outline")
    assert (found.field, found.rule) == ("outline.corridor.points[0]", "corridor-leg-length")
