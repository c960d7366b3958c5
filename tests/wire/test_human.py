"""What people type is read exactly, or asked for again; never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Circle,
    Corridor,
    Day,
    Outline,
    Part,
    Point,
    Polygon,
    Reference,
    Repeats,
    Volume,
)
from detente.wire.human import (
    Side,
    Window,
    airspace_from_text,
    altitude_from_text,
    length_from_text,
    outline_from_text,
    point_from_text,
    time_from_text,
    volume_from_text,
    window_from_text,
)
from detente.wire.human_out import (
    airspace_to_text,
    altitude_to_text,
    length_to_text,
    point_to_minutes,
    point_to_text,
    time_to_text,
    volume_to_text,
)

NOW_MS = 1_795_332_600_000  # 2026-11-22T07:30Z
HOUR_MS = 3_600_000
AT_8_MS = NOW_MS + HOUR_MS // 2
LATAKIA_SEA = Point(345_000_000, 352_000_000)


def rules(result: object) -> list[str]:
    """The rules of the refusals in `result`; fails when it is no refusal."""
    assert isinstance(result, tuple), result
    return [refusal.rule for refusal in result]


@pytest.mark.parametrize(
    "text",
    [
        "34.5N 35.2E",
        "35.2E, 34.5N",
        "n34.5 e35.2",
        "N34°30'00\" E035°12'00\"",
        "34°30′N 035°12′E",
        "34 30 00 N 35 12 00 E",
        "34-30N 035-12E",
        "3430N 03512E",
        "343000N 0351200E",
        "34.50000000N   35.20 E",
    ],
)
def test_one_place_in_many_spellings(text: str) -> None:
    """Decimal, DMS and compact spellings in any order are the same point."""
    assert point_from_text(text) == LATAKIA_SEA


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("34.5 35.2", "coordinate"),
        ("34.5N 35.2N", "coordinate-pair"),
        ("35.2E 34.5E", "coordinate-pair"),
        ("3512E 34N", "coordinate"),
        ("34-61N 35E", "coordinate"),
        ("34-30-60N 35E", "coordinate"),
        ("٣٤N 35E", "coordinate"),
        ("34.5N", "coordinate"),
        ("34.5N 35.2E 36E", "text-left-over"),
        ("", "coordinate"),
    ],
)
def test_a_place_that_could_be_meant_two_ways_is_refused(text: str, rule: str) -> None:
    """No letter, two latitudes, four digits of longitude: asked again with the field and why."""
    result = point_from_text(text, "fields.position")
    assert rules(result) == [rule]
    assert isinstance(result, tuple)
    assert result[0].field == "fields.position"
    told = "34.5N 35.2E" if text == "34.5 35.2" else "22.9S 14.4E"
    assert told in result[0].remedy or rule == "text-left-over"


@pytest.mark.parametrize(
    ("text", "cm"),
    [("10NM", 1_852_000), ("18.52 km", 1_852_000), ("500m", 50_000), ("1ft", 31), ("0.333m", 34)],
)
def test_lengths_are_exact_and_rounded_outward(text: str, cm: int) -> None:
    """A radius is read as a decimal and rounded up to the centimetre."""
    assert length_from_text(text) == cm


@pytest.mark.parametrize("text", ["10", "10 miles", "ten km", "10NM5"])
def test_a_length_without_a_known_unit_is_refused(text: str) -> None:
    """A bare number could be km or NM: that is the trap, so it is refused."""
    assert rules(length_from_text(text))


@pytest.mark.parametrize(
    ("text", "side", "altitude"),
    [
        ("FL240", Side.FLOOR, Altitude(731_520, Reference.FL)),
        ("fl 010", Side.FLOOR, Altitude(30_480, Reference.FL)),
        ("5000ft AMSL", Side.FLOOR, Altitude(152_400, Reference.AMSL)),
        ("5001ft MSL", Side.FLOOR, Altitude(152_430, Reference.AMSL)),
        ("5001ft MSL", Side.CEILING, Altitude(152_431, Reference.AMSL)),
        ("-50m AMSL", Side.FLOOR, Altitude(-5_000, Reference.AMSL)),
        ("1500ft AGL", Side.CEILING, Altitude(45_720, Reference.AGL)),
        ("1200m WGS84", Side.FLOOR, Altitude(120_000, Reference.WGS84)),
        ("SFC", Side.FLOOR, None),
        ("UNL", Side.CEILING, None),
    ],
)
def test_heights_keep_their_reference_and_round_outward(
    text: str, side: Side, altitude: Altitude | None
) -> None:
    """Floors round down and ceilings up; SFC and UNL are open."""
    assert altitude_from_text(text, side) == altitude


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("5000ft", "height-reference"),
        ("5000", "height-unit"),
        ("UNL", "height-side"),
        ("high", "height"),
    ],
)
def test_a_height_without_unit_or_reference_is_refused(text: str, rule: str) -> None:
    """Feet or metres, above what: never guessed."""
    assert rules(altitude_from_text(text, Side.FLOOR)) == [rule]


@pytest.mark.parametrize(
    ("text", "at_ms"),
    [
        ("08:00Z", AT_8_MS),
        ("0800z", AT_8_MS),
        ("11:00+03:00", AT_8_MS),
        ("07:30Z", NOW_MS),
        ("07:29Z", NOW_MS - 60_000 + 24 * HOUR_MS),
        ("2026-11-22T08:00Z", AT_8_MS),
        ("2026-11-22 11:00:00.000+03:00", AT_8_MS),
        ("220800Z NOV 26", AT_8_MS),
        ("+30min", AT_8_MS),
        ("now", NOW_MS),
        ("open", None),
    ],
)
def test_times_are_the_next_occurrence(text: str, at_ms: int | None) -> None:
    """A time of day is its next occurrence; a date, a date-time group, now and open are exact."""
    assert time_from_text(text, NOW_MS) == at_ms


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("08:00", "time-zone"),
        ("2026-11-22T08:00", "time-zone"),
        ("2026-11-22", "time"),
        ("25:00Z", "time"),
        ("2026-02-30T08:00Z", "time"),
        ("soon", "time"),
    ],
)
def test_a_time_without_its_zone_is_refused(text: str, rule: str) -> None:
    """Local or UTC is never guessed, and a date that does not exist is said to be none."""
    assert rules(time_from_text(text, NOW_MS)) == [rule]


def test_a_day_for_a_time_is_called_a_day() -> None:
    """It is not read as 20:26 and something left over."""
    found = time_from_text("2026-11-22", NOW_MS)
    assert isinstance(found, tuple)
    assert "'2026-11-22' is a day, not a time" in found[0].reason
    assert "2026-11-22T08:00Z" in found[0].remedy


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("08:00Z-09:00Z", Window(AT_8_MS, AT_8_MS + HOUR_MS)),
        ("07:00Z-08:00Z", Window(AT_8_MS - HOUR_MS, AT_8_MS)),
        ("06:00Z-07:00Z", Window(AT_8_MS + 22 * HOUR_MS, AT_8_MS + 23 * HOUR_MS)),
        ("23:00Z-01:00Z", Window(AT_8_MS + 15 * HOUR_MS, AT_8_MS + 17 * HOUR_MS)),
        ("now-open", Window(NOW_MS, None)),
        ("08:00Z-open", Window(AT_8_MS, None)),
        ("2026-11-22T08:00Z/2026-11-22T09:00Z", Window(AT_8_MS, AT_8_MS + HOUR_MS)),
        ("now to 08:00Z", Window(NOW_MS, AT_8_MS)),
    ],
)
def test_a_window_is_the_first_that_has_not_ended(text: str, window: Window) -> None:
    """At 07:30Z, 07:00Z-08:00Z is running now, not tomorrow."""
    assert window_from_text(text, NOW_MS) == window


@pytest.mark.parametrize("text", ["07:00Z-open", "08:00Z-08:00Z", "08:00Z-+2h", "08:00Z"])
def test_a_window_that_could_be_two_days_is_refused(text: str) -> None:
    """Half an hour ago with an open end, or one time twice: today or tomorrow is asked."""
    assert rules(window_from_text(text, NOW_MS, "w")) == ["window"]


def test_the_volume_of_the_guide_is_read() -> None:
    """The example that every help text shows is read exactly."""
    text = "circle 34.50N 35.20E 10NM FL100-FL240 08:00Z-09:00Z"
    assert volume_from_text(text, NOW_MS) == Volume(
        Circle(LATAKIA_SEA, 1_852_000),
        Altitude(304_800, Reference.FL),
        Altitude(731_520, Reference.FL),
        AT_8_MS,
        AT_8_MS + HOUR_MS,
    )


def test_a_polygon_may_close_its_ring() -> None:
    """Writing the first point again at the end changes nothing."""
    ring = "34.5N 35.2E, 34.6N 35.3E, 34.4N 35.4E"
    assert outline_from_text(f"polygon {ring}, 34.5N 35.2E") == outline_from_text(f"polygon {ring}")


def test_a_prefixed_longitude_does_not_swallow_the_radius() -> None:
    """In E35 10 NM the ten is a radius and never ten minutes of arc."""
    text = "circle N34 E35 10 NM SFC-UNL now-open"
    volume = volume_from_text(text, NOW_MS)
    assert isinstance(volume, Volume)
    assert volume.outline == Circle(Point(340_000_000, 350_000_000), 1_852_000)


def test_all_problems_of_a_volume_come_at_once() -> None:
    """Two latitudes, no unit, no reference and no end are told in one answer, by field."""
    text = "circle 34.5N 35.2N 10 FL1-300m 08:00Z"
    result = volume_from_text(text, NOW_MS, "fields.volume")
    assert isinstance(result, tuple)
    assert [refusal.field for refusal in result] == [
        "fields.volume.outline.circle",
        "fields.volume.outline.circle.radius_cm",
        "fields.volume.ceiling",
        "fields.volume.end_ms",
    ]


@pytest.mark.parametrize("text", ["x" * 200_000, " " * 99_000 + "circle", "3 " * 40_000])
def test_a_very_long_text_is_refused_quickly(text: str) -> None:
    """No text makes the reader slow or crash."""
    assert rules(volume_from_text(text, NOW_MS))


points = st.builds(
    Point,
    st.integers(-900_000_000, 900_000_000),
    st.integers(-1_800_000_000, 1_800_000_000),
)
heights = st.one_of(
    st.builds(Altitude, st.integers(-100_000, 9_000_000), st.sampled_from(Reference)),
    st.builds(lambda level: Altitude(level * 3_048, Reference.FL), st.integers(0, 660)),
)
instants = st.integers(0, 4_000_000_000_000)
outlines: st.SearchStrategy[Outline] = st.one_of(
    st.builds(
        Corridor, st.lists(points, min_size=2, max_size=5).map(tuple), st.integers(1, 50_000_000)
    ),
    st.builds(Circle, points, st.integers(1, 100_000_000)),
    st.builds(Polygon, st.lists(points, min_size=3, max_size=6, unique=True).map(tuple)),
)
volumes = st.builds(
    Volume,
    outlines,
    st.none() | heights,
    st.none() | heights,
    st.none() | instants,
    st.none() | instants,
)


@given(volumes)
def test_every_volume_reads_back_to_itself(volume: Volume) -> None:
    """Written as text and read again, each integer is the same."""
    assert volume_from_text(volume_to_text(volume), NOW_MS) == volume


repeats = st.builds(
    Repeats,
    st.integers(60_000, 10**11) | st.integers(1, 1_000).map(lambda hours: hours * 3_600_000),
    st.none(),
    instants,
) | st.builds(
    Repeats,
    st.just(86_400_000),
    st.lists(st.sampled_from(Day), min_size=1, unique=True).map(tuple),
    instants,
)
closed = volumes.filter(lambda one: one.start_ms is not None and one.end_ms is not None)
parts = st.builds(Part, volumes, st.none()) | st.builds(Part, closed, repeats)
airspaces = st.builds(Airspace, st.lists(parts, min_size=1, max_size=3).map(tuple))


@given(airspaces)
def test_every_airspace_reads_back_to_itself(airspace: Airspace) -> None:
    """Parts and repeats written as text and read again are the same."""
    assert airspace_from_text(airspace_to_text(airspace), NOW_MS) == airspace


def test_a_corridor_is_typed_with_its_whole_width() -> None:
    """A width is the whole, half of it is said as such; both come to 2.5 NM to either side."""
    for width in ("width 5NM", "half-width 2.5 NM", "Half width: 2.5NM"):
        text = f"corridor 34.5N 35.2E, 34.8N 35.6E {width} FL100-FL240 08:00Z-09:00Z"
        volume = volume_from_text(text, NOW_MS)
        assert isinstance(volume, Volume)
        assert volume.outline == Corridor(
            (Point(345_000_000, 352_000_000), Point(348_000_000, 356_000_000)), 463_000
        )
    text = "corridor 34.5N 35.2E, 34.8N 35.6E 5NM FL100-FL240 08:00Z-09:00Z"
    (found,) = volume_from_text(text, NOW_MS, "fields.volume")  # type: ignore[misc]  # refused
    assert (found.field, found.rule) == (
        "fields.volume.outline.corridor.half_width_cm",
        "width",
    )


@pytest.mark.parametrize(
    ("said", "every_ms", "days"),
    [
        ("daily until 2026-12-01T08:00Z", 86_400_000, None),
        ("every day until 2026-12-01T08:00Z", 86_400_000, None),
        ("weekly, until 2026-12-01T08:00Z", 604_800_000, None),
        ("every 6h until 2026-12-01T08:00Z", 21_600_000, None),
        ("every 90 minutes until 2026-12-01T08:00Z", 5_400_000, None),
        ("every 31622400000ms until 2026-12-01T08:00Z", 31_622_400_000, None),
        ("SU,MO until 2026-12-01T08:00Z", 86_400_000, (Day.SU, Day.MO)),
        ("on Sun Mon until 2026-12-01T08:00Z", 86_400_000, (Day.SU, Day.MO)),
    ],
)
def test_repeats_are_typed_as_people_say_them(
    said: str, every_ms: int, days: tuple[Day, ...] | None
) -> None:
    """How often, on which days, and the last time with its date."""
    text = f"circle 34.5N 35.2E 10NM SFC-1500ft AGL 08:00Z-09:00Z {said}"
    found = airspace_from_text(text, NOW_MS)
    assert isinstance(found, Airspace), found
    assert found.parts[0].repeats == Repeats(every_ms, days, 1_796_112_000_000)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("daily", "repeats.until_ms"),
        ("daily until 08:00Z", "repeats.until_ms"),
        ("daily until open", "repeats.until_ms"),
        ("every 2 fortnights until 2026-12-01T08:00Z", "repeats.every_ms"),
    ],
)
def test_repeats_without_their_end_are_asked_again(said: str, field: str) -> None:
    """No end, an end without its date, a unit that nobody knows."""
    text = f"circle 34.5N 35.2E 10NM SFC-UNL 08:00Z-09:00Z {said}"
    found = airspace_from_text(text, NOW_MS, "v")
    assert isinstance(found, tuple)
    assert [one.field for one in found] == [f"v.{field}"]


def test_problems_of_several_parts_carry_their_place() -> None:
    """What is wrong with the second part is named with its number; of an only part without."""
    good = "circle 34.5N 35.2E 10NM SFC-UNL 08:00Z-09:00Z"
    bad = "circle 34.5N 35.2N 10NM SFC-UNL 08:00Z-09:00Z"
    for text, field in (
        (f"{good}; {bad}", "v[1].outline.circle"),
        (bad, "v.outline.circle"),
        (f"{good}; nonsense", "v"),
    ):
        found = airspace_from_text(text, NOW_MS, "v")
        assert isinstance(found, tuple)
        assert [one.field for one in found] == [field]


@given(st.text(max_size=80))
def test_no_text_crashes_the_reader(text: str) -> None:
    """Whatever is typed, the answer is a value or refusals that name the field."""
    for result in (
        point_from_text(text, "f"),
        volume_from_text(text, NOW_MS, "f"),
        airspace_from_text(text, NOW_MS, "f"),
        window_from_text(text, NOW_MS, "f"),
    ):
        if isinstance(result, tuple):
            assert result
            assert all(r.field.startswith("f") and r.reason and r.remedy for r in result)


@given(points, st.integers(1, 10**9), heights, instants)
def test_each_part_reads_back_to_itself(
    point: Point, cm: int, altitude: Altitude, at_ms: int
) -> None:
    """Points, lengths, heights and times are exact both ways."""
    assert point_from_text(point_to_text(point)) == point
    assert length_from_text(length_to_text(cm)) == cm
    assert altitude_from_text(altitude_to_text(altitude), Side.FLOOR) == altitude
    assert time_from_text(time_to_text(at_ms, 180), NOW_MS) == at_ms


def test_minutes_for_reading_aloud_round_upward_past_sixty() -> None:
    """59.97 minutes is the next degree, not 60.0 minutes."""
    assert point_to_minutes(Point(349_999_000, -5_000_000)) == "35°00.0'N 000°30.0'W"
