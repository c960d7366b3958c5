"""Distances between outlines are never overstated, anywhere on earth, and hardly understated."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given, settings

from detente.core.airspace.geodesy import inverse, unit_vector
from detente.core.airspace.shape import covers, least_distance_cm, shape_of
from detente.core.airspace.volume import Circle, Outline, Point, Polygon
from tests.support.geometry import border, brute_force_cm, contains, moved, neighbours

DEGREE = 10_000_000
# Boxes of shared faces, edges and corners, also over the antimeridian and at a pole.
SQUARES = [
    Polygon(((Point(0, 0)), Point(0, DEGREE), Point(DEGREE, DEGREE), Point(DEGREE, 0))),
    Polygon(
        (Point(0, DEGREE), Point(0, 2 * DEGREE), Point(DEGREE, 2 * DEGREE), Point(DEGREE, DEGREE))
    ),
    Polygon((Point(DEGREE, DEGREE), Point(2 * DEGREE, DEGREE), Point(2 * DEGREE, 2 * DEGREE))),
]


def distance_cm(a: Outline, b: Outline) -> float:
    """Our lower bound of the distance between two outlines."""
    return least_distance_cm(shape_of(a), shape_of(b))


@settings(max_examples=150, deadline=None)
@given(neighbours())
@example((Circle(Point(900_000_000, 0), 100), Circle(Point(899_999_000, 1_800_000_000), 100)))
def test_a_distance_is_never_more_than_brute_force_finds(pair: tuple[Outline, Outline]) -> None:
    """Against borders sampled along true geodesics by another library: never more, hardly less."""
    ours = distance_cm(*pair)
    brute, excess = brute_force_cm(*pair)
    assert ours <= brute + 0.1
    assert ours >= (brute - excess) * (1 - 3e-4) - 200


@settings(max_examples=60, deadline=None)
@given(neighbours())
def test_a_distance_is_the_same_from_either_side(pair: tuple[Outline, Outline]) -> None:
    """Symmetric to the last bit."""
    a, b = pair
    assert distance_cm(a, b) == distance_cm(b, a)


@settings(max_examples=60, deadline=None)
@given(neighbours())
def test_what_lies_inside_is_at_no_distance(pair: tuple[Outline, Outline]) -> None:
    """Wherever another geometry sees a border point inside the other outline, ours says 0."""
    a, b = pair
    if any(contains(a, *sample) for sample in border(b)[::9]):
        assert distance_cm(a, b) == 0


@pytest.mark.parametrize(("a", "b"), list(itertools.combinations(SQUARES, 2)))
def test_a_shared_face_or_corner_is_contact(a: Polygon, b: Polygon) -> None:
    """S2 calls polygons that share only an edge or a vertex disjoint; here touching counts."""
    assert distance_cm(a, b) == 0


@pytest.mark.parametrize("latitude", [0.0, 30.0, 45.0, 60.0, 89.0])
@pytest.mark.parametrize("azimuth", [0.0, 45.0, 90.0])
def test_a_sphere_s_error_of_half_a_percent_is_not_ours(latitude: float, azimuth: float) -> None:
    """10 km north-south at the equator is 0.56 % less than on a sphere: ours is within 1e-5."""
    centre = moved(latitude, 10.0, 0, 0)
    far = moved(latitude, 10.0, azimuth, 10_000)
    truth, _ = inverse(centre, far)
    ours = distance_cm(Circle(centre, 1), Circle(far, 1)) + 2
    assert truth * (1 - 2e-5) - 2 <= ours <= truth + 1


@settings(max_examples=60, deadline=None)
@given(neighbours())
def test_the_index_box_holds_the_whole_outline(pair: tuple[Outline, Outline]) -> None:
    """No point of the border lies outside the box in space that the index keeps."""
    for outline in pair:
        shape = shape_of(outline)
        for lat, lon in border(outline)[::5]:
            vector = unit_vector(Point(round(lat * 1e7), round(lon * 1e7)))
            for low, value, high in zip(shape.low, vector, shape.high, strict=True):
                assert low - 2e-9 <= value <= high + 2e-9


def test_the_inside_of_a_ring_around_the_pole_has_the_pole() -> None:
    """A ring at 80 degrees north holds the pole, whichever way it runs, and its box says so."""
    points = tuple(Point(80 * DEGREE, lon * DEGREE) for lon in (0, 60, 120, 180, -120, -60))
    for ring in (points, points[::-1]):
        shape = shape_of(Polygon(ring))
        assert covers(shape, Point(90 * DEGREE, 0))
        assert not covers(shape, Point(0, 0))
        assert shape.high[2] >= 1
