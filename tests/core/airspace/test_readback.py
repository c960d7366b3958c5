"""A volume is said back in numbers and words, and every departure from what was meant is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.airspace.differences import differences
from detente.core.airspace.gazetteer import Gazetteer, Place
from detente.core.airspace.parts import airspace_of
from detente.core.airspace.readback import (
    ReadBackView,
    describe,
    outline_words,
    place_words,
    point_fields,
    readback_fields,
)
from detente.core.airspace.volume import (
    Altitude,
    Circle,
    Outline,
    Part,
    Point,
    Polygon,
    Reference,
    Volume,
)
from detente.core.values import Json
from tests.support.geometry import neighbours

AT = 1_795_334_400_000
HOUR = 3_600_000
TOWNS = Gazetteer([Place("Port Haven", Point(345_700_000, 354_100_000))])
VOLUME = Volume(
    Circle(Point(345_000_000, 352_000_000), 1_852_000),
    Altitude(304_800, Reference.FL),
    Altitude(731_520, Reference.FL),
    AT,
    AT + HOUR,
)
SQUARE = Polygon(
    (
        Point(340_000_000, 350_000_000),
        Point(350_000_000, 350_000_000),
        Point(350_000_000, 360_000_000),
        Point(340_000_000, 360_000_000),
    )
)


def described(volume: Volume, gazetteer: Gazetteer, utc_offset_min: int = 0) -> ReadBackView:
    """One volume at one time, described."""
    return describe(Part(volume), gazetteer, utc_offset_min)


def read_back(volume: Volume, gazetteer: Gazetteer, utc_offset_min: int = 0) -> dict[str, Json]:
    """One volume at one time, said back."""
    return readback_fields(airspace_of(volume), gazetteer, utc_offset_min)


def test_a_circle_is_said_as_it_is_spoken_on_the_line() -> None:
    """Place, size, heights and both clocks in one breath."""
    assert described(VOLUME, TOWNS, 180).words == (
        "circle of 18.5 km (10.0 NM) around 34°30.0'N 035°12.0'E, 21 km WSW of Port Haven; "
        "from FL100 (3048 m) to FL240 (7315 m); "
        "2026-11-22 08:00Z to 09:00Z (11:00 to 12:00 local)"
    )


def test_the_numbers_come_in_every_unit() -> None:
    """Metres, feet and the flight level as given; place, distance and bearing from it."""
    view = described(VOLUME, TOWNS)
    assert view.floor is not None
    assert (view.floor.metres, view.floor.feet, view.floor.flight_level) == (3048, 10000, 100)
    assert (view.shape, view.extent_cm, view.vertices) == ("circle", 1_852_000, 0)
    assert (view.place, view.place_bearing_deg) == ("Port Haven", 248)
    assert view.place_distance_cm is not None
    assert 2_070_000 < view.place_distance_cm < 2_080_000


@pytest.mark.parametrize("outline", [VOLUME.outline, SQUARE])
def test_the_area_is_true_to_a_thousandth(outline: Outline) -> None:
    """Against geographiclib's area on the ellipsoid."""
    truth = Geodesic.WGS84.Polygon()
    if isinstance(outline, Circle):
        for azimuth in range(360):
            end = Geodesic.WGS84.Direct(34.5, 35.2, -azimuth, 18_520)
            truth.AddPoint(end["lat2"], end["lon2"])
    else:
        for point in outline.points:
            truth.AddPoint(point.lat_e7 / 1e7, point.lon_e7 / 1e7)
    expected = abs(truth.Compute()[2])
    found = described(replace(VOLUME, outline=outline), TOWNS).area_m2
    assert abs(found / expected - 1) < 1e-3


def test_a_polygon_is_said_with_its_middle_and_extent() -> None:
    """Vertices, area and how far it reaches, and the nearest place of its middle."""
    words = outline_words(SQUARE, TOWNS)
    assert words.startswith("polygon of 4 vertices, 10188 km², up to 72.2 km (39.0 NM) from its")
    assert words.endswith("of Port Haven")


def test_open_sides_are_said_as_open() -> None:
    """All heights, all times, and no local time of nothing."""
    words = described(Volume(VOLUME.outline, None, None, None, None), TOWNS, 60).words
    assert words.endswith("at all heights; at all times")


def test_without_a_gazetteer_there_is_no_place() -> None:
    """No data is said as no data."""
    view = described(VOLUME, Gazetteer())
    assert (view.place, view.place_distance_cm, view.place_bearing_deg) == (None, None, None)
    assert place_words(Point(0, 0), Gazetteer()) == ""


def test_a_point_is_said_back_too() -> None:
    """An alert carries a point: it is read back with its place."""
    fields = point_fields(Point(345_700_000, 354_100_000), TOWNS)
    assert fields["words"] == "34°34.2'N 035°24.6'E, at Port Haven"
    assert differences(fields, fields) == ()


def test_what_is_read_back_right_has_no_difference() -> None:
    """The other node computed the same, in its own local time and with its own gazetteer."""
    own = read_back(VOLUME, TOWNS)
    assert differences(own, read_back(VOLUME, Gazetteer(), 180)) == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            replace(VOLUME, outline=Circle(Point(352_000_000, 345_000_000), 1_852_000)),
            "centre: read back as 35°12.0'N 034°30.0'E, 100.6 km (54.3 NM) from 34°30.0'N",
        ),
        (
            replace(VOLUME, outline=Circle(Point(345_000_000, 352_000_000), 1_000_000)),
            "extent: read back as 10.0 km (5.4 NM), here it is 18.5 km (10.0 NM)",
        ),
        (
            replace(VOLUME, floor=Altitude(304_800, Reference.AMSL)),
            "floor: read back as 304800 cm 'AMSL', here it is 304800 cm 'FL'",
        ),
        (replace(VOLUME, ceiling=None), "ceiling: read back as open or not at all"),
        (
            replace(VOLUME, start_ms=AT + HOUR),
            "start: read back as 2026-11-22 09:00:00Z, here it is 2026-11-22 08:00:00Z",
        ),
        (replace(VOLUME, end_ms=None), "end: read back as open or not at all"),
    ],
)
def test_each_departure_is_named(changed: Volume, said: str) -> None:
    """What the other side understood differently is said with both values."""
    found = differences(read_back(VOLUME, TOWNS), read_back(changed, TOWNS))
    assert any(sentence.startswith(said) for sentence in found), found


def test_an_open_side_read_back_as_closed_is_a_difference() -> None:
    """An end that was open must not come back as a time without being noticed."""
    own = read_back(replace(VOLUME, end_ms=None), TOWNS)
    assert differences(own, read_back(VOLUME, TOWNS)) == (
        "end: read back as 2026-11-22 09:00:00Z, here it is open",
    )


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=200),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=10), inner),
    max_leaves=5,
)
KEYS = sorted(read_back(VOLUME, TOWNS))


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES))
def test_a_hostile_read_back_is_compared_without_harm(theirs: dict[str, Any]) -> None:
    """Whatever the other side put there: short sentences, no fault."""
    found = differences(read_back(VOLUME, TOWNS), theirs)
    assert found
    assert all(len(sentence) < 300 for sentence in found)


def test_a_number_of_enormous_size_is_named_by_its_size() -> None:
    """Python refuses to write 30,000 bits out; the comparison does not stumble over that."""
    own = read_back(VOLUME, TOWNS)
    theirs = dict.fromkeys(own, 1 << 30_000)
    assert len(differences(own, theirs)) == 9


@settings(max_examples=40, deadline=None)
@given(neighbours())
def test_every_outline_can_be_said(pair: tuple[Outline, Outline]) -> None:
    """Poles, antimeridian, tiny and large: words and numbers, and no difference to itself."""
    for outline in pair:
        fields = read_back(replace(VOLUME, outline=outline), TOWNS)
        assert differences(fields, fields) == ()
        assert fields["words"]
