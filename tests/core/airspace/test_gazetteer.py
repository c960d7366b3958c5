"""Names are found in any spelling, and the nearest place is the nearest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.airspace.gazetteer import Gazetteer, Place, fold
from detente.core.airspace.geodesy import central_angle, unit_vector
from detente.core.airspace.volume import Point

PORT = Place("Port Haven", Point(355_000_000, 358_000_000), 900, ("Порт", "Hafen-Stadt"))
HAVEN = Place("Haven", Point(-100_000_000, 1_799_900_000), 50)
OTHER = Place("Hâven", Point(600_000_000, 0), 5_000)
TOWNS = Gazetteer([PORT, HAVEN, OTHER])


@pytest.mark.parametrize(
    "name", ["port haven", "PORT  HAVEN", "порт", "hafen stadt", "Hafen‑Stadt"]
)
def test_names_are_found_in_any_case_script_and_spelling(name: str) -> None:
    """Case, hyphens and doubled spaces do not matter; alternate names count."""
    assert TOWNS.lookup(name) == [PORT]


def test_several_places_of_one_name_come_by_population() -> None:
    """Haven and Hâven are one name; the larger town is first."""
    assert TOWNS.lookup("haven") == [OTHER, HAVEN]
    assert TOWNS.lookup("nowhere") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10 NM west of Port Haven", [PORT]),
        ("Haven", [OTHER, HAVEN]),
        ("coast", []),
        ("", []),
        ("a " * 10_000, []),
    ],
)
def test_a_name_is_found_at_the_end_of_a_phrase(text: str, found: list[Place]) -> None:
    """The longest known name that ends the text counts: Port Haven, not Haven."""
    assert TOWNS.mentioned(text) == found


def test_the_nearest_place_has_distance_and_bearing() -> None:
    """One degree south of the port is 111 km on the bearing 180 from it."""
    near = TOWNS.nearest(Point(345_000_000, 358_000_000))
    assert near is not None
    assert near.place is PORT
    assert near.bearing_deg == 180
    assert 11_090_000 < near.distance_cm < 11_100_000


def test_the_nearest_may_lie_over_the_antimeridian() -> None:
    """From 179 degrees west, the town at 179.99 east is the nearest."""
    near = TOWNS.nearest(Point(-100_000_000, -1_790_000_000))
    assert near is not None
    assert near.place is HAVEN


def test_an_empty_gazetteer_knows_nothing_and_says_so() -> None:
    """No data gives no place, never an invented one."""
    empty = Gazetteer()
    assert empty.nearest(Point(0, 0)) is None
    assert empty.lookup("x") == []
    assert len(empty) == 0


POINTS = st.builds(
    Point,
    st.integers(-900_000_000, 900_000_000),
    st.integers(-1_800_000_000, 1_800_000_000),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(POINTS, min_size=1, max_size=30), POINTS)
def test_the_nearest_is_what_looking_at_each_finds(points: list[Point], here: Point) -> None:
    """The band search never misses a nearer place."""
    towns = Gazetteer([Place(str(at), point) for at, point in enumerate(points)])
    near = towns.nearest(here)
    assert near is not None
    angles = [central_angle(unit_vector(point), unit_vector(here)) for point in points]
    found = central_angle(unit_vector(near.place.point), unit_vector(here))
    assert found <= min(angles) + 1e-7


def test_folding_keeps_other_scripts() -> None:
    """Accents go, letters of every script stay."""
    assert fold("Köln-Süd") == "koln sud"
    assert fold("חיפה") == "חיפה"
