"""A polygon is one plain ring; a ceiling is not below its floor, nor an end before its start."""

from __future__ import annotations

import pytest

from detente.core.airspace.validity import order_problems, outline_problems
from detente.core.airspace.volume import Altitude, Circle, Outline, Point, Polygon, Reference
from detente.core.refusal import Refusal

DEGREE = 10_000_000


def ring(*points: tuple[float, float]) -> Polygon:
    """A polygon of (latitude, longitude) in degrees."""
    return Polygon(tuple(Point(round(a * DEGREE), round(b * DEGREE)) for a, b in points))


def problems(outline: Outline) -> list[Refusal]:
    """The problems of an outline at ``o``."""
    return outline_problems(outline, "o")


@pytest.mark.parametrize(
    "outline",
    [
        Circle(Point(0, 0), 1),
        ring((0, 0), (0, 1), (1, 1), (1, 0)),
        ring((0, 0), (1, 0), (1, 1), (0, 1)),
        ring((0, 179), (0, -179), (1, -179), (1, 179)),
        ring((88, 0), (88, 90), (88, 180), (88, -90)),
        ring((-90, 0), (-89, 0), (-89, 45)),
    ],
)
def test_good_outlines_pass_anywhere_on_earth(outline: Outline) -> None:
    """Either direction round, over the antimeridian, around and at a pole."""
    assert problems(outline) == []


@pytest.mark.parametrize("turns", range(5))
@pytest.mark.parametrize("reverse", [False, True])
def test_a_crossing_names_the_edges_as_the_sender_numbered_them(turns: int, reverse: bool) -> None:
    """Wherever the ring begins and whichever way it runs, two edges that really cross are named."""
    points = [(0, 0), (3, 0), (3, 1), (1, -1), (0, 3)]
    points = points[turns:] + points[:turns]
    points = points[::-1] if reverse else points
    (found,) = problems(ring(*points))
    assert found.rule == "polygon-crossing"
    words = found.reason.replace(",", "").split()
    first, second = int(words[words.index("vertex") + 1]), int(words[-4])
    assert _cross(points, first, second)
    assert found.field == f"o.polygon[{first}]"


def _cross(points: list[tuple[int, int]], first: int, second: int) -> bool:
    def side(p: tuple[int, int], q: tuple[int, int], r: tuple[int, int]) -> int:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    a, b = points[first], points[(first + 1) % 5]
    c, d = points[second], points[(second + 1) % 5]
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def test_a_closed_ring_is_told_to_leave_out_its_last_vertex() -> None:
    """GeoJSON repeats the first vertex; here that is refused with the way to mend it."""
    (found,) = problems(ring((0, 0), (0, 1), (1, 1), (0, 0)))
    assert (found.field, found.rule) == ("o.polygon[3]", "polygon-repeated")
    assert "closes itself" in found.remedy


def test_a_ring_that_touches_itself_in_a_vertex_is_refused() -> None:
    """A vertex visited twice in the middle makes two rings of one."""
    (found,) = problems(ring((0, 0), (0, 1), (1, 1), (0, 1), (1, 0)))
    assert (found.field, found.rule) == ("o.polygon[3]", "polygon-repeated")


def test_one_place_under_two_names_is_refused() -> None:
    """The pole has every longitude, and 180 east is 180 west: still the same vertex."""
    for points in (((90, 0), (90, 10), (85, 5)), ((0, 180), (0, -180), (5, 175))):
        (found,) = problems(ring(*points))
        assert found.rule in {"polygon-ring", "polygon-area"}


def test_every_edge_that_is_too_long_is_named() -> None:
    """Edges over 1000 km are refused, each with its vertices and its length."""
    found = problems(ring((0, 0), (10, 0), (5, 1)))
    assert [(refusal.field, refusal.rule) for refusal in found] == [
        ("o.polygon[0]", "polygon-edge-length")
    ]
    assert "1106 km" in found[0].reason


def test_a_ring_around_half_the_earth_is_refused() -> None:
    """With vertices all along the equator nobody can say which side is meant."""
    (found,) = problems(ring(*((0, longitude) for longitude in range(-180, 180, 6))))
    assert found.rule == "polygon-extent"


def test_a_polygon_without_an_area_is_refused() -> None:
    """Three vertices on the equator enclose nothing."""
    (found,) = problems(ring((0, 0), (0, 1), (0, 2)))
    assert found.rule == "polygon-area"


def altitude(metres: int, reference: str) -> Altitude:
    """An altitude in metres."""
    return Altitude(metres * 100, Reference(reference))


@pytest.mark.parametrize(
    ("floor", "ceiling", "refused"),
    [
        (altitude(1000, "AMSL"), altitude(1000, "AMSL"), False),
        (altitude(1001, "AMSL"), altitude(1000, "AMSL"), True),
        (altitude(3000, "FL"), altitude(1501, "AMSL"), False),
        (altitude(3000, "FL"), altitude(1499, "AMSL"), True),
        (altitude(1000, "WGS84"), altitude(1110, "AMSL"), False),
        (altitude(1000, "WGS84"), altitude(909, "AMSL"), True),
        (None, altitude(-1000, "AMSL"), False),
        (altitude(9000, "FL"), None, False),
    ],
)
def test_a_ceiling_is_refused_only_when_it_is_surely_below(
    floor: Altitude | None, ceiling: Altitude | None, refused: bool
) -> None:
    """The same reference compares exactly; another one only beyond the worst-case margin."""
    found = [refusal.rule for refusal in order_problems(floor, ceiling, None, None, "v")]
    assert found == (["ceiling-below-floor"] if refused else [])


def test_an_end_before_its_start_is_refused() -> None:
    """A window may be a moment, but not run backwards."""
    assert order_problems(None, None, 5, 5, "v") == []
    assert [refusal.field for refusal in order_problems(None, None, 5, 4, "v")] == ["v.end_ms"]
