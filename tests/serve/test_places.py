"""What a person types or pastes: understood, questioned, and never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from detente.core.airspace.volume import Circle, Outline, Point
from detente.core.line.field import FieldSpec, Kind, check
from detente.core.units import CM_PER_KM
from detente.serve.places import Ground, UnderstandBody, What, understand
from detente.wire.coordinates import notations
from detente.wire.human import Side
from detente.wire.places import load_gazetteer

NOW_MS = 1_795_000_000_000  # 2026-11-18 11:06:40Z
COAST = Circle(Point(-229_000_000, 144_000_000), 300 * CM_PER_KM)
OFF_COAST = Point(-229_000_000, 144_000_000)


def ground(area: Outline | None = COAST) -> Ground:
    """A desk two hours ahead of UTC, on a channel whose area is off Namibia."""
    return Ground(area, load_gazetteer(), NOW_MS, 120)


def read(kind: What, text: str, area: Outline | None = COAST, **more: Any) -> Any:
    """What a text is understood as."""
    return understand(UnderstandBody(kind=kind, text=text, **more), ground(area))


@pytest.mark.parametrize(
    "text",
    [
        "22.9S 14.4E",
        "22°54'S 014°24'E",
        "22°54'00\"S 014°24'00\"E",
        "225400S 0142400E",
        "S22.9 E14.4",
    ],
)
def test_a_point_is_the_same_in_every_notation(text: str) -> None:
    """Decimal, minutes, seconds, run together, letters first: one place, echoed in all of them."""
    found = read(What.POINT, text)
    assert found.value == {"lat_e7": -229_000_000, "lon_e7": 144_000_000}
    [place] = found.points
    assert place.notations == notations(OFF_COAST)
    assert (place.place, place.outside_cm) == ("Walvis Bay", 0)
    assert not found.warnings
    assert not found.meanings


def test_what_is_echoed_is_read_again_as_the_same_place() -> None:
    """Every notation that is shown may be pasted back, and lands within two metres."""
    [place] = read(What.POINT, "22.9S 14.4E").points
    for name in ("decimal", "minutes", "seconds", "mgrs", "utm"):
        [again] = read(What.POINT, getattr(place.notations, name)).points
        assert abs(again.lat_e7 - place.lat_e7) < 200
        assert abs(again.lon_e7 - place.lon_e7) < 200


def test_bare_numbers_are_offered_in_both_orders_the_likely_one_first() -> None:
    """What a web map copies has no letters: it is refused, and either reading is one key away."""
    for text in ("-22.9, 14.4", "14.4,-22.9", "[14.4, -22.9]"):
        found = read(What.POINT, text)
        assert found.value is None
        assert found.refusals
        first, second = found.meanings
        assert first.value == {"lat_e7": -229_000_000, "lon_e7": 144_000_000}
        assert {first.why, second.why} == {"latitude-first", "longitude-first"}
        assert first.points[0].outside_cm == 0 < second.points[0].outside_cm
        assert read(What.POINT, first.text).value == first.value


def test_swapped_coordinates_are_caught_where_the_exchange_would_fit() -> None:
    """14 S 22 E lies in Angola; the numbers exchanged lie in the channel's area."""
    found = read(What.POINT, "14.4S 22.9E")
    assert "check-swapped" in {one.rule for one in found.warnings}
    assert all(one.override for one in found.warnings)
    swapped = next(one for one in found.meanings if one.why == "swapped")
    assert swapped.value == {"lat_e7": -229_000_000, "lon_e7": 144_000_000}


def test_a_place_in_the_area_is_offered_no_exchange() -> None:
    """Where what was typed fits, nothing else is put before the officer."""
    area = Circle(Point(0, 0), 9_000 * CM_PER_KM)  # both readings lie in it
    assert not read(What.POINT, "22.9S 14.4E", area).meanings


def test_a_letter_with_two_meanings_is_offered_as_both() -> None:
    """``33 S`` is the southern half, or band S in the north; the one in the area comes first."""
    [only] = read(What.POINT, "33 S 438465 7467424").points  # so far north there is no band S
    assert only.outside_cm == 0
    both = read(What.POINT, "33S 438465 4000000")
    assert both.value is None
    assert {one.why for one in both.meanings} == {"south", "north"}


def test_a_pasted_list_of_places_is_an_outline() -> None:
    """Lines of places are the border of an area, with the first point again at its end or not."""
    text = "22.9S 14.4E\n22.8S 14.5E\n23.0S 14.6E\n22.9S 14.4E"
    found = read(What.OUTLINE, text)
    assert len(found.points) == 3
    assert found.geometry["type"] == "Polygon"
    spec = FieldSpec("outline", Kind.OUTLINE, "outline")
    assert not check(spec, found.value, "outline")
    assert read(What.OUTLINE, found.written).value == found.value


def test_a_pasted_list_of_bare_numbers_is_offered_in_both_orders() -> None:
    """A column of numbers from a sheet: nothing is drawn until somebody says which is which."""
    found = read(What.OUTLINE, "-22.9 14.4; -22.8 14.5; -23.0 14.6")
    assert found.value is None
    assert found.meanings[0].why == "latitude-first"
    assert [one.lat_e7 for one in found.meanings[0].points] == [
        -229_000_000,
        -228_000_000,
        -230_000_000,
    ]


def test_an_outline_that_crosses_itself_is_refused_with_the_edges() -> None:
    """What is no area is named as such while it is typed, as a release would name it."""
    found = read(What.OUTLINE, "22S 14E, 23S 15E, 22S 15E, 23S 14E")
    assert found.value is None
    assert "polygon-crossing" in {one.rule for one in found.refusals}


def test_an_exchanged_outline_is_offered_whole() -> None:
    """Every corner is exchanged, or none is."""
    found = read(What.OUTLINE, "polygon 14.4S 22.9E, 14.5S 22.8E, 14.6S 23.0E")
    swapped = next(one for one in found.meanings if one.why == "swapped")
    assert [(one.lat_e7, one.lon_e7) for one in swapped.points] == [
        (-229_000_000, 144_000_000),
        (-228_000_000, 145_000_000),
        (-230_000_000, 146_000_000),
    ]
    assert read(What.OUTLINE, swapped.text).value == swapped.value


def test_the_origin_of_the_map_and_other_parts_of_the_world_are_questioned() -> None:
    """Empty fields give 0 N 0 E; a wrong sign lands in another hemisphere."""
    rules = {one.rule for one in read(What.POINT, "0N 0E").warnings}
    assert {"place-origin", "place-far", "check-area"} <= rules
    assert "place-far" in {one.rule for one in read(What.POINT, "22.9N 14.4E").warnings}


def test_without_an_agreed_area_a_place_is_measured_against_its_name() -> None:
    """No area was agreed: what the officer calls the place still shows the exchange."""
    found = read(What.POINT, "14.53N 22.68W", None, place_name="Swakopmund")
    assert found.points[0].outside_cm is None
    assert {one.rule for one in found.warnings} & {"check-swapped", "check-place"}


@pytest.mark.parametrize(
    ("text", "reference", "metres"),
    [("FL120", "FL", 3658), ("3000 ft AMSL", "AMSL", 914), ("1000 m AGL", "AGL", 1000)],
)
def test_a_height_is_shown_in_every_unit(text: str, reference: str, metres: int) -> None:
    """Levels, feet and metres: each with what it is measured from, and in the other units."""
    found = read(What.ALTITUDE, text)
    assert (found.value["reference"], found.height.metres) == (reference, metres)
    assert read(What.ALTITUDE, found.written).value == found.value


def test_a_height_without_its_unit_or_reference_is_offered_with_each() -> None:
    """1000 m from what? 120 of what? Nothing is assumed; each reading can be chosen."""
    found = read(What.ALTITUDE, "1000 m")
    assert found.value is None
    assert {one.value["reference"] for one in found.meanings} == {"AMSL", "AGL", "WGS84"}
    assert {one.text for one in read(What.ALTITUDE, "120").meanings} == {
        "120 ft AMSL",
        "120 m AMSL",
        "FL120",
    }


def test_a_height_above_all_flight_is_questioned() -> None:
    """35000 m is what 35000 ft becomes with the wrong unit."""
    assert [one.rule for one in read(What.ALTITUDE, "35000 m AMSL").warnings] == ["check-ft-m"]
    assert not read(What.ALTITUDE, "35000 ft AMSL").warnings


def test_an_open_side_is_said_to_be_open() -> None:
    """SFC and UNL are no heights: they are the open sides, which a null stands for."""
    for text, side in (("SFC", Side.FLOOR), ("UNL", Side.CEILING)):
        found = read(What.ALTITUDE, text, side=side)
        assert (found.open, found.value, found.refusals) == (True, None, ())


def test_a_time_is_told_in_utc_and_by_the_desks_clock() -> None:
    """08:00Z is tomorrow's, said with its date and with local time."""
    found = read(What.TIME, "08:00Z")
    assert found.written == "2026-11-19T08:00Z"
    assert "10:00" in found.words
    assert read(What.TIME, "08:00Z", ahead=False).written == "2026-11-18T08:00Z"


def test_a_time_without_a_zone_is_offered_in_both() -> None:
    """08:00 by whose clock? UTC and the desk's own are offered, neither is taken."""
    found = read(What.TIME, "08:00")
    assert found.value is None
    assert [one.text for one in found.meanings] == ["08:00Z", "08:00+02:00"]
    assert found.meanings[0].value != found.meanings[1].value


def test_a_time_far_off_is_questioned() -> None:
    """A year mistyped is a date far away."""
    assert [one.rule for one in read(What.TIME, "2027-11-18T08:00Z").warnings] == ["check-time"]


def test_a_window_has_both_its_ends() -> None:
    """From when to when, an open end said as open."""
    found = read(What.WINDOW, "12:00Z-13:30Z")
    assert found.value["end_ms"] - found.value["start_ms"] == 90 * 60_000
    assert read(What.WINDOW, "now-open").value == {"start_ms": NOW_MS, "end_ms": None}


def test_a_track_and_a_route_have_their_points() -> None:
    """Positions with times, as far as a map can show them."""
    track = read(What.TRACK, "22.9S 14.4E 10:58Z; 22.8S 14.5E 10:59Z")
    route = read(What.ROUTE, "22.9S 14.4E 12:00Z; 22.8S 14.5E 12:40Z-13:10Z")
    assert (len(track.points), len(route.points)) == (2, 2)
    assert not check(FieldSpec("track", Kind.TRACK, "track"), track.value, "track")
    assert not check(FieldSpec("route", Kind.ROUTE, "route"), route.value, "route")


def test_a_whole_volume_is_understood_from_one_line() -> None:
    """Outline, heights and window in one line, drawn and said back in words."""
    found = read(What.VOLUME, "circle 22.9S 14.4E 10NM FL100-FL240 12:00Z-13:00Z")
    assert found.geometry["type"] == "Polygon"
    assert "Walvis Bay" in found.words
    assert not check(FieldSpec("volume", Kind.VOLUME, "volume"), found.value, "volume")


@pytest.mark.parametrize("kind", list(What))
@pytest.mark.parametrize("text", ["", "   ", "{", "[[[[", "\x00", "١٢٫٩", "S" * 5_000, "1 " * 999])
def test_whatever_is_typed_gets_an_answer(kind: What, text: str) -> None:
    """No text is a fault of the node: it is understood, or refused with a reason."""
    found = read(kind, text)
    assert found.refusals or found.value is not None or found.open
