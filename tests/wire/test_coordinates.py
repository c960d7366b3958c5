"""Every notation of a place means that place, and what has two meanings is asked again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.airspace.geodesy import inverse
from detente.core.airspace.volume import Circle, Point, Polygon
from detente.core.refusal import Refusal
from detente.wire.coordinates import notations, to_mgrs, to_minutes, to_seconds, to_utm
from detente.wire.human import outline_from_text, point_from_text

METRE_CM = 100
SQUARE_CM = 200  # across a square metre; at the edge of a zone, the square beside it too
E7 = 10_000_000
PLACES = st.builds(Point, st.integers(-90 * E7, 90 * E7), st.integers(-180 * E7, 180 * E7))
# Where grids change: poles, UPS limits, bands, zones, the odd zones of Norway and Svalbard.
SEAMS = st.builds(
    Point,
    st.sampled_from([-90, -80, -8, 0, 8, 56, 64, 72, 80, 84, 90]).flatmap(
        lambda lat: st.integers(max(-90 * E7, lat * E7 - 90), min(90 * E7, lat * E7 + 90))
    ),
    st.sampled_from([-180, -174, -6, 0, 3, 6, 9, 21, 33, 42, 174, 180]).flatmap(
        lambda lon: st.integers(max(-180 * E7, lon * E7 - 90), min(180 * E7, lon * E7 + 90))
    ),
)


def refusal_of(text: str) -> Refusal:
    """The only refusal of a text that is no place."""
    found = point_from_text(text, "place")
    assert isinstance(found, tuple), found
    assert len(found) == 1
    return found[0]


@settings(max_examples=300)
@given(PLACES | SEAMS)
def test_every_notation_reads_back_to_its_place(point: Point) -> None:
    """Decimal is exact; seconds, minutes, MGRS and UTM come back within what they round to."""
    said = notations(point)
    assert point_from_text(said.decimal) == point
    for text, within_cm in (
        (said.seconds, 30),
        (said.minutes, 2 * METRE_CM),
        (said.mgrs, SQUARE_CM),
        (said.utm, SQUARE_CM),
    ):
        back = point_from_text(text) if text else point
        assert isinstance(back, Point), (text, back)
        assert inverse(point, back)[0] <= within_cm, text


@given(PLACES)
def test_a_grid_reference_read_and_written_is_the_same(point: Point) -> None:
    """The middle of a square lies in that square, so that echoing a reference never moves it."""
    said = to_mgrs(point)
    middle = point_from_text(said)
    assert isinstance(middle, Point)
    again = to_mgrs(middle)
    # A square that a zone's or band's edge cuts has its middle on the other side, in that zone.
    assert again == said or again.split()[:2] != said.split()[:2]


@pytest.mark.parametrize(
    ("point", "mgrs", "utm"),
    [
        # the first three as another implementation (package `utm`) has them
        (Point(345_000_000, 352_000_000), "36S YD 01985 19794", "36 north 701985E 3819794N"),
        (Point(-340_000_000, 1_510_000_000), "56H LH 15290 36040", "56 south 315290E 6236040N"),
        (Point(604_000_000, 50_000_000), "32V KN 79679 02650", "32 north 279679E 6702650N"),
        (Point(890_000_000, 0), "Z AF 00000 88973", ""),
        (Point(-850_000_000, 1_000_000_000), "B HM 47018 03545", ""),
    ],
)
def test_known_places(point: Point, mgrs: str, utm: str) -> None:
    """Places on both halves, in Norway's wide zone and at both poles are as others compute them."""
    assert (to_mgrs(point), to_utm(point)) == (mgrs, utm)


@pytest.mark.parametrize(
    "text",
    [
        "36SYD0198519794",
        "36s yd 01985 19794",
        "MGRS 36S YD 0198519794",
        "36 S YD 01985 19794",
        "UTM 36 north 701985 3819794",
        "36 north 701985mE 3819794mN",
    ],
)
def test_one_square_in_many_spellings(text: str) -> None:
    """Blanks, case, the word MGRS or UTM and units make no difference."""
    assert point_from_text(text) == point_from_text("36SYD0198519794")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("36SYD", "coordinate-coarse"),
        ("36SYD019197", "coordinate-coarse"),
        ("36SYD 01 19", "coordinate-coarse"),
        ("36SYD 0198 19794", "coordinate-grid"),
        ("36SYD01985197941", "coordinate-grid"),
        ("36CYD0198519794", "coordinate-grid"),
        ("61SYD0198519794", "coordinate-grid"),
        ("36IYD0198519794", "coordinate"),
        ("32XAB0000000000", "coordinate-grid"),
        ("YZZ0000000000", "coordinate-grid"),
        ("UTM 61 north 500000 1000", "coordinate-grid"),
        ("UTM 36T 701985 3819794", "coordinate-grid"),
        ("UTM 36 north 500000 9999999", "coordinate-grid"),
        ("36S 701985 3819794", "coordinate-ambiguous"),
    ],
)
def test_what_is_no_square_or_two_is_refused(text: str, rule: str) -> None:
    """A square too coarse, torn, outside its band or with two meanings is asked again."""
    refused = refusal_of(text)
    assert (refused.rule, refused.field) == (rule, "place")
    assert refused.remedy


def test_utm_with_the_letter_s_says_both_places() -> None:
    """36S is band S in the north or the southern half; both places are offered, each readable."""
    remedy = refusal_of("UTM 36S 701985 3819794").remedy
    assert "36 north 701985E 3819794N (34.5" in remedy
    assert "S 35." in remedy or "S 36." in remedy


def test_utm_with_the_letter_s_that_can_mean_one_place_only_is_read() -> None:
    """A northing that no place of band S has leaves the southern half."""
    sydney = point_from_text("UTM 56S 315290 6236040")
    assert isinstance(sydney, Point)
    assert to_utm(sydney) == "56 south 315290E 6236040N"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("34.5 35.2", "34.5N 35.2E or 35.2N 34.5E"),
        ("-34.5, 135.2", "which is which: 34.5S 135.2E"),
    ],
)
def test_bare_numbers_are_refused_with_the_places_they_may_mean(text: str, said: str) -> None:
    """Two numbers without letters may be meant either way; each way that exists is offered."""
    refused = refusal_of(text)
    assert refused.rule == "coordinate"
    assert refused.remedy.endswith(said)


def test_a_coarse_square_offers_its_middle() -> None:
    """The remedy of a square of a kilometre is a reference that can be typed as it stands."""
    remedy = refusal_of("36SYD0119").remedy
    middle = point_from_text(remedy.split("square is ")[1])
    assert isinstance(middle, Point)


def test_grid_references_make_outlines() -> None:
    """A circle and a polygon take grid references where they take other places."""
    circle = outline_from_text("circle 36SYD0198519794 10NM")
    assert isinstance(circle, Circle)
    assert circle.radius_cm == 1_852_000
    corners = "36SYD0198519794, 36S YD 11985 19794, 34.6N 35.3E"
    polygon = outline_from_text(f"polygon {corners}")
    assert isinstance(polygon, Polygon)
    assert len(polygon.points) == 3


def test_rounding_never_says_sixty() -> None:
    """A hair under a degree is the next degree, not 59 minutes and 60 seconds."""
    point = Point(359_999_999, -359_999_999)
    assert to_seconds(point) == "36°00'00.00\"N 036°00'00.00\"W"
    assert to_minutes(point) == "36°00.000'N 036°00.000'W"
