"""What is read is valid, what is refused says where and why, and nothing ever raises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.airspace.volume import Altitude, Circle, Point, Polygon, Reference, Volume
from detente.core.airspace.volume_json import (
    altitude_from_json,
    outline_from_json,
    outline_to_json,
    point_from_json,
    point_to_json,
    shown,
    volume_from_json,
    volume_to_json,
)
from detente.core.refusal import Refusal

CIRCLE = {"circle": {"lat_e7": 340_000_000, "lon_e7": 350_000_000, "radius_cm": 1_852_000}}
SQUARE = [[0, 0], [0, 10_000_000], [10_000_000, 10_000_000], [10_000_000, 0]]
GOOD: dict[str, Any] = {
    "outline": CIRCLE,
    "floor": {"cm": 304_800, "reference": "FL"},
    "ceiling": {"cm": 600_000, "reference": "AMSL"},
    "start_ms": 1_000,
    "end_ms": None,
}


def refusals(value: Any) -> list[tuple[str, str]]:
    """Field and rule of every refusal of `value` as a volume at ``v``."""
    found = volume_from_json(value, "v")
    assert isinstance(found, tuple)
    return [(refusal.field, refusal.rule) for refusal in found]


def test_a_circle_with_an_open_end_is_read() -> None:
    """A volume as an officer's tool sends it comes out as values, and goes back the same."""
    volume = volume_from_json(GOOD, "v")
    assert volume == Volume(
        Circle(Point(340_000_000, 350_000_000), 1_852_000),
        Altitude(304_800, Reference.FL),
        Altitude(600_000, Reference.AMSL),
        1_000,
        None,
    )
    assert isinstance(volume, Volume)
    assert volume_to_json(volume) == GOOD


def test_a_polygon_is_read() -> None:
    """A square of one degree comes out as its four points, and goes back the same."""
    outline = outline_from_json({"polygon": SQUARE}, "o")
    assert isinstance(outline, Polygon)
    assert outline_to_json(outline) == {"polygon": SQUARE}


def test_all_problems_are_said_at_once() -> None:
    """One answer names every wrong value, so that nobody mends them one by one at 3 a.m."""
    bad = {
        "outline": {"circle": {"lat_e7": 900_000_001, "lon_e7": "35", "radius_cm": 0}},
        "floor": {"cm": 10_000_001, "reference": "AMSL"},
        "ceiling": {"cm": 1, "reference": "QNH"},
        "start_ms": -1,
        "end_ms": 4_102_444_800_001,
    }
    assert refusals(bad) == [
        ("v.outline.circle.lat_e7", "latitude-range"),
        ("v.outline.circle.lon_e7", "integer-expected"),
        ("v.outline.circle.radius_cm", "radius-range"),
        ("v.floor.cm", "altitude-range"),
        ("v.ceiling.reference", "reference"),
        ("v.start_ms", "time-range"),
        ("v.end_ms", "time-range"),
    ]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"floor": {"cm": 27_432_000, "reference": "FL"}}, "(274320 m; -1000 m to 30480 m)"),
        ({"start_ms": 4_162_176_000_000}, "(2101-11-23T08:00Z; 1970-01-01T00:00Z to 2100"),
        (
            {"outline": {"circle": dict(CIRCLE["circle"], lat_e7=-950_000_000)}},
            "(-95 degrees; -90 degrees to 90 degrees)",
        ),
    ],
)
def test_what_is_out_of_range_is_said_in_the_units_of_people(part: Any, said: str) -> None:
    """Nobody counts the zeros of centimetres and milliseconds at night."""
    found = volume_from_json(dict(GOOD, **part), "v")
    assert isinstance(found, tuple)
    assert said in found[0].reason


@pytest.mark.parametrize("value", [10**15, -(10**15), 10**400])
def test_an_absurd_integer_is_refused_in_its_digits(value: int) -> None:
    """No date and no metres are made of what no calendar and no float holds."""
    assert refusals(dict(GOOD, end_ms=value)) == [("v.end_ms", "time-range")]


def test_missing_and_unknown_keys_do_not_hide_other_problems() -> None:
    """A slip in a key's name and a bad value beside it are both refused."""
    bad = dict(GOOD, ceilling=None, end_ms=0)
    del bad["ceiling"]
    assert refusals(bad) == [
        ("v.ceiling", "key-missing"),
        ("v", "key-unknown"),
        ("v.end_ms", "end-before-start"),
    ]


@pytest.mark.parametrize("value", [True, 1.0, "1", None, [1], {"a": 1}])
def test_only_an_integer_is_an_integer(value: Any) -> None:
    """True is 1 to Python, and 1.0 equals 1; neither is taken for an integer here."""
    bad = dict(GOOD, outline={"circle": dict(CIRCLE["circle"], radius_cm=value)})
    assert refusals(bad) == [("v.outline.circle.radius_cm", "integer-expected")]


@pytest.mark.parametrize(
    ("outline", "rule"),
    [
        (None, "outline-kind"),
        ({}, "outline-kind"),
        ({"ellipse": {}}, "outline-kind"),
        ({"circle": CIRCLE["circle"], "polygon": SQUARE}, "outline-kind"),
        ({"circle": None}, "object-expected"),
        ({"polygon": "0,0 1,1"}, "list-expected"),
        ({"polygon": SQUARE[:2]}, "polygon-vertices"),
        ({"polygon": [[0, 0]] * 1001}, "polygon-vertices"),
        ({"polygon": [[0, 0, 0], *SQUARE[1:]]}, "pair-expected"),
    ],
)
def test_an_outline_of_no_known_shape_is_refused(outline: Any, rule: str) -> None:
    """Neither, both, or another shape: refused by its rule."""
    assert [found for _, found in refusals(dict(GOOD, outline=outline))] == [rule]


def test_a_number_of_enormous_size_is_refused_without_being_written_out() -> None:
    """An integer of 40,000 bits costs nothing: its size is named, not its digits."""
    found = volume_from_json(dict(GOOD, start_ms=1 << 40_000), "v")
    assert isinstance(found, tuple)
    assert "an integer of 40001 bits" in found[0].reason


def test_flight_levels_end_where_pressure_says_too_little() -> None:
    """FL1000 is the highest flight level; the same centimetres above sea level are fine."""
    high = 3_048_001
    assert isinstance(altitude_from_json({"cm": high, "reference": "AMSL"}, "a"), Altitude)
    assert isinstance(altitude_from_json({"cm": high, "reference": "FL"}, "a"), tuple)


def test_a_point_is_read_and_written() -> None:
    """A point goes through its JSON shape unchanged, and a bad one names its field."""
    point = Point(-900_000_000, 1_800_000_000)
    assert point_from_json(point_to_json(point), "p") == point
    refused = point_from_json({"lat_e7": 0, "lon_e7": 1_800_000_001}, "p")
    assert isinstance(refused, tuple)
    assert refused[0].field == "p.lon_e7"


def test_bad_values_are_shown_short() -> None:
    """What a refusal repeats of hostile input is short whatever its size."""
    assert shown("x" * 10_000) == repr("x" * 40 + "…")
    assert shown([[]] * 5000) == "a list of 5000"
    assert shown({"a": {"b": {}}}) == "an object of 1 keys"
    assert (shown(None), shown(False), shown(7)) == ("null", "false", "7")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*GOOD, "circle", "polygon", "cm"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(JSON, st.sampled_from([*GOOD, ""]))
def test_any_json_is_read_or_refused_and_never_raises(value: Any, key: str) -> None:
    """Whatever arrives in place of a volume or of one of its members, the answer is data."""
    found = volume_from_json(dict(GOOD, **{key: value}) if key else value, "v")
    if isinstance(found, Volume):
        assert volume_from_json(volume_to_json(found), "v") == found
    else:
        assert found
        assert all(isinstance(refusal, Refusal) for refusal in found)
        assert all(refusal.reason and refusal.remedy for refusal in found)


def test_reading_does_not_depend_on_the_kind_of_mapping() -> None:
    """Any mapping and sequence will do, as a decoder may hand over its own kinds."""
    frozen: Mapping[str, Any] = dict(GOOD, outline={"polygon": tuple(map(tuple, SQUARE))})
    assert isinstance(volume_from_json(frozen, "v"), Volume)
