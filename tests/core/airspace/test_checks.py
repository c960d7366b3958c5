"""What was probably not meant is questioned with its evidence; what fits is left alone."""

from __future__ import annotations

import re

import pytest

from detente.core.airspace.checks import TRACK_FITS_CM, check, check_point, check_track
from detente.core.airspace.gazetteer import Gazetteer, Place
from detente.core.airspace.geodesy import direct
from detente.core.airspace.volume import (
    Altitude,
    Circle,
    Corridor,
    Outline,
    Point,
    Polygon,
    Reference,
    Volume,
)

PORT = Point(355_000_000, 300_000_000)
TOWNS = Gazetteer([Place("Port Haven", PORT), Place("Port Haven", Point(-100_000_000, 0))])
AREA = Circle(PORT, 30_000_000)
BOX = Polygon(
    (
        Point(330_000_000, 280_000_000),
        Point(380_000_000, 280_000_000),
        Point(380_000_000, 320_000_000),
        Point(330_000_000, 320_000_000),
    )
)
LOW, HIGH = Altitude(300_000, Reference.AMSL), Altitude(900_000, Reference.AMSL)


def circle(centre: Point, radius_cm: int = 2_000_000, **changes: Altitude | None) -> Volume:
    """A volume around a point, with plausible heights unless changed."""
    return Volume(
        Circle(centre, radius_cm), changes.get("floor", LOW), changes.get("ceiling", HIGH), 0, 1
    )


def rules(
    volume: Volume,
    area: Outline | None = AREA,
    place_name: str | None = None,
    activity: str | None = "combat",
) -> list[str]:
    """The rules that question the volume; every question can be overridden and says why."""
    found = check(volume, area=area, gazetteer=TOWNS, place_name=place_name, activity=activity)
    assert all(question.override and question.reason and question.remedy for question in found)
    return [question.rule for question in found]


@pytest.mark.parametrize("area", [AREA, BOX, None])
@pytest.mark.parametrize("place_name", [None, "Port Haven", "off port haven", "nowhere known", ""])
def test_what_fits_is_left_alone(area: Outline | None, place_name: str | None) -> None:
    """A plausible notice in the area near the named place raises no question."""
    assert rules(circle(direct(PORT, 250.0, 3_000_000)), area, place_name) == []


@pytest.mark.parametrize("area", [AREA, BOX])
def test_swapped_coordinates_are_seen_by_the_area(area: Outline) -> None:
    """35.5 N 30 E typed as 30 N 35.5 E lies outside; exchanged it would be inside."""
    found = check(circle(Point(PORT.lon_e7, PORT.lat_e7)), area=area)
    assert [question.rule for question in found] == ["check-swapped", "check-area"]
    assert found[0].field == "fields.volume.outline"
    assert "30°00.0'N 035°30.0'E does not fit" in found[0].reason
    assert "35°30.0'N 030°00.0'E would be inside the channel's area" in found[0].reason
    assert found[1].reason.endswith("outside the channel's area")


def test_swapped_coordinates_are_seen_by_the_named_place() -> None:
    """Without any area the name alone tells, and the question says how far off both are."""
    swapped = circle(Point(PORT.lon_e7, PORT.lat_e7))
    found = check(swapped, gazetteer=TOWNS, place_name="Port Haven")
    assert [question.rule for question in found] == ["check-swapped", "check-place"]
    assert "would be 0 m from Port Haven" in found[0].reason
    assert "lies 798 km SE of Port Haven" in found[1].reason
    assert "(the nearest of 2 places of that name)" in found[1].reason


def test_a_swapped_polygon_is_seen() -> None:
    """The vertices of a polygon in the wrong order of coordinates, as from a GeoJSON file."""
    corners = tuple(Point(point.lon_e7, point.lat_e7) for point in BOX.points)
    assert "check-swapped" in rules(Volume(Polygon(corners), LOW, HIGH, 0, 1), BOX)


def test_a_longitude_beyond_90_cannot_be_a_swapped_latitude() -> None:
    """At 150 degrees east the exchange would be no place, so only the area is said."""
    assert rules(circle(Point(300_000_000, 1_500_000_000))) == ["check-area"]


def test_a_name_that_does_not_fit_says_how_far_off() -> None:
    """100 km north of the named place: distance and direction are said."""
    found = check(
        circle(direct(PORT, 0.0, 10_000_000)), area=AREA, gazetteer=TOWNS, place_name="Port Haven"
    )
    assert [question.rule for question in found] == ["check-place"]
    assert found[0].field == "fields.place_name"
    assert "km N of Port Haven" in found[0].reason


def test_a_stated_distance_from_the_place_is_allowed_for() -> None:
    """``60 NM W of Port Haven`` lies 111 km west of it and fits its words."""
    assert rules(circle(direct(PORT, 270.0, 11_112_000)), place_name="60 NM W of Port Haven") == []


@pytest.mark.parametrize(
    ("words", "away_cm"),
    [("30 NM W of Port Haven", 3_000_000), ("30 km W of Port Haven", 5_556_000)],
)
def test_a_stated_distance_in_the_other_unit_is_seen(words: str, away_cm: int) -> None:
    """The middle lies 30 km away where 30 NM is said, or the reverse."""
    assert rules(circle(direct(PORT, 270.0, away_cm)), place_name=words) == ["check-km-nm"]


@pytest.mark.parametrize(
    ("words", "radius_cm"),
    [("10 NM around Port Haven", 1_000_000), ("10 km, Port Haven", 1_852_000)],
)
def test_a_stated_radius_in_the_other_unit_is_seen(words: str, radius_cm: int) -> None:
    """The radius is 10 km where 10 NM is said, or the reverse."""
    assert rules(circle(PORT, radius_cm), place_name=words) == ["check-km-nm"]


def test_a_radius_that_only_the_other_unit_makes_plausible_is_seen() -> None:
    """3 km is small for combat aircraft, 3 NM is not; 350 km is large, 350 / 1.852 is not."""
    assert rules(circle(PORT, 300_000)) == ["check-km-nm"]
    assert rules(circle(PORT, 35_000_000), None) == ["check-km-nm"]
    assert rules(circle(PORT, 300_000), activity="uas") == []
    assert rules(circle(PORT, 300_000), activity=None) == []


@pytest.mark.parametrize("area", [AREA, BOX])
def test_miles_that_leave_the_area_where_kilometres_would_not_are_seen(area: Outline) -> None:
    """A radius of a whole number of NM reaches out; the same number of km would stay inside."""
    miles = 170 if area is AREA else 120
    assert rules(circle(PORT, miles * 185_200), area, activity="weapon") == ["check-km-nm"]
    assert rules(circle(PORT, 12_000_000), area, activity="weapon") == []


def test_metres_that_were_meant_as_feet_are_seen() -> None:
    """A ceiling of 30 000 m is high for combat aircraft; 30 000 ft is 9144 m."""
    found = check(circle(PORT, ceiling=Altitude(3_000_000, Reference.AMSL)), activity="combat")
    assert [(question.field, question.rule) for question in found] == [
        ("fields.volume.ceiling.cm", "check-ft-m")
    ]
    assert "30000 ft would be 9144 m" in found[0].reason


def test_feet_that_were_meant_as_metres_are_seen() -> None:
    """A top of 300 ft is low for combat aircraft where 300 m would fit."""
    low = circle(PORT, floor=None, ceiling=Altitude(9_144, Reference.AMSL))
    found = check(low, activity="combat")
    assert [question.rule for question in found] == ["check-ft-m"]
    assert "300 m would fit" in found[0].reason


def test_flight_levels_and_weapons_have_no_wrong_height() -> None:
    """A flight level is in hundreds of feet by its nature; a weapon may go anywhere."""
    level = circle(PORT, ceiling=Altitude(3_000_000, Reference.FL))
    assert rules(level) == []
    assert rules(circle(PORT, ceiling=Altitude(9_000_000, Reference.AMSL)), activity="weapon") == []


def test_a_point_is_questioned_like_a_volume() -> None:
    """An alert's point that lies in the wrong place is questioned at its own field."""
    swapped = Point(PORT.lon_e7, PORT.lat_e7)
    found = check_point(swapped, area=AREA, gazetteer=TOWNS, place_name="Port Haven")
    assert [(question.field, question.rule) for question in found] == [
        ("fields.point", "check-swapped"),
        ("fields.point", "check-area"),
        ("fields.place_name", "check-place"),
    ]
    assert check_point(PORT, area=AREA) == ()


def test_a_volume_that_touches_the_area_is_not_questioned() -> None:
    """Business at the border is business: only what lies wholly outside is questioned."""
    edge = direct(PORT, 90.0, 30_000_000)
    assert rules(circle(edge, 2_000_000), AREA) == []
    beyond = direct(PORT, 90.0, 33_000_000)
    assert rules(circle(beyond, 2_000_000), AREA) == ["check-area"]


@pytest.mark.parametrize("area", [AREA, BOX])
@pytest.mark.parametrize("kind", ["circle", "polygon", "corridor"])
def test_a_ceiling_above_ground_that_leaves_the_area_is_questioned(
    area: Outline, kind: str
) -> None:
    """Inside, the charter's highest ground holds; over the border nobody agreed on one."""
    low = Altitude(45_720, Reference.AGL)
    for away_cm, asked in ((3_000_000, []), (28_900_000, ["check-terrain"])):
        centre = direct(PORT, 0.0, away_cm)
        corners = tuple(direct(centre, azimuth, 2_000_000) for azimuth in (0.0, 120.0, 240.0))
        outlines: dict[str, Outline] = {
            "circle": Circle(centre, 2_000_000),
            "polygon": Polygon(corners),
            "corridor": Corridor(corners, 100_000),
        }
        outline = outlines[kind]
        assert rules(Volume(outline, None, low, 0, 1), area) == asked
        assert rules(Volume(outline, None, HIGH, 0, 1), area) == []


def test_a_track_that_ends_on_another_continent_is_questioned() -> None:
    """Within the limit nothing is asked; beyond it the question says how far, in whole km."""
    assert check_track(PORT, direct(PORT, 90.0, TRACK_FITS_CM - 100), "fields.track.0") == ()
    (found,) = check_track(PORT, Point(-120_000_000, -770_000_000), "fields.track.0")
    assert (found.field, found.rule, found.override) == ("fields.track.0", "check-track", True)
    assert re.search(r"lies \d\d,\d{3} km W", found.reason)
