"""Lengths, heights, times and places are said as they are spoken, open sides said as such."""

from __future__ import annotations

import pytest

from detente.core.airspace.volume import Altitude, Point, Reference
from detente.core.airspace.words import (
    altitude_words,
    band_words,
    compass_word,
    far_words,
    least_rise_words,
    least_words,
    length_words,
    local_words,
    moment_words,
    most_rise_words,
    most_words,
    point_words,
    window_words,
)

AT = 1_795_334_400_000  # 2026-11-22 08:00Z, a Sunday
HOUR = 3_600_000


def test_a_least_distance_is_rounded_down() -> None:
    """9.999 km is 9.99 km: words do not overstate either."""
    assert least_words(999_999) == "9.99 km"
    assert least_words(99_999) == "999 m"
    assert least_words(0) == "0 m"


def test_lengths_are_metric_and_nautical() -> None:
    """Ten miles are said in both units, and a small radius is not rounded to nothing."""
    assert length_words(1_852_000) == "18.5 km (10.0 NM)"
    assert length_words(40_000) == "400 m (0.22 NM)"


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (Point(345_000_000, 352_000_000), "34°30.0'N 035°12.0'E"),
        (Point(-5_000, -1_799_999_999), "00°00.0'S 180°00.0'W"),
        (Point(900_000_000, 0), "90°00.0'N 000°00.0'E"),
        (Point(349_999_999, 0), "35°00.0'N 000°00.0'E"),
    ],
)
def test_a_point_is_degrees_and_minutes(point: Point, words: str) -> None:
    """Rounded to a tenth of a minute; sixty minutes never appear."""
    assert point_words(point) == words


def test_compass_points_wrap_around() -> None:
    """North is 0 and 360, and each of sixteen points has its 22.5 degrees."""
    assert [compass_word(bearing) for bearing in (0, 11, 12, 247, 350, 360)] == [
        "N",
        "N",
        "NNE",
        "WSW",
        "N",
        "N",
    ]


@pytest.mark.parametrize(
    ("altitude", "words"),
    [
        (Altitude(304_800, Reference.FL), "FL100 (3048 m)"),
        (Altitude(300_000, Reference.FL), "3000 m (9843 ft) pressure altitude"),
        (Altitude(300_000, Reference.AMSL), "3000 m (9843 ft) above mean sea level"),
        (Altitude(-5_000, Reference.WGS84), "-50 m (-164 ft) above the WGS84 ellipsoid"),
    ],
)
def test_heights_name_their_reference(altitude: Altitude, words: str) -> None:
    """A flight level as such, everything else in metres, feet and what it is measured from."""
    assert altitude_words(altitude) == words


def test_open_heights_are_said() -> None:
    """No floor is the ground, no ceiling no limit, neither is all heights."""
    level = Altitude(304_800, Reference.FL)
    assert band_words(None, None) == "at all heights"
    assert band_words(None, level) == "from the ground to FL100 (3048 m)"
    assert band_words(level, None) == "from FL100 (3048 m) to no upper limit"


def test_windows_in_utc_and_local_time() -> None:
    """Dates appear where they are needed: at the start, and where the day changes."""
    assert window_words(AT, AT + HOUR) == "2026-11-22 08:00Z to 09:00Z"
    assert window_words(AT, AT + 24 * HOUR) == "2026-11-22 08:00Z to 2026-11-23 08:00Z"
    assert window_words(AT + 5_000, None) == "from 2026-11-22 08:00:05Z with no end given"
    assert window_words(None, AT) == "already begun, until 2026-11-22 08:00Z"
    assert window_words(None, None) == "at all times"
    assert local_words(AT, AT + HOUR, 180) == "11:00 to 12:00 local"
    assert local_words(AT, AT + HOUR, 16 * 60) == "2026-11-23 00:00 to 01:00 local"
    assert local_words(AT, None, -210) == "from 2026-11-22 04:30 local"
    assert local_words(None, AT, 60) == "until 2026-11-22 09:00 local"
    assert local_words(None, None, 60) == ""


def test_a_moment_has_its_date_and_seconds() -> None:
    """Milliseconds are cut off, never rounded up into the future."""
    assert moment_words(AT + 999) == "2026-11-22 08:00:00Z"


def test_a_buffer_is_rounded_up_and_a_least_distance_down() -> None:
    """1000 ft are 304.8 m: a least distance says less, a buffer more, both in both units."""
    assert least_rise_words(30_480) == "304 m (1,000 ft)"
    assert least_rise_words(30_479) == "304 m (999 ft)"
    assert most_rise_words(30_480) == "305 m (1,000 ft)"
    assert most_rise_words(30_481) == "305 m (1,001 ft)"
    assert most_words(1_000_000) == "10.00 km"
    assert most_words(1_000_001) == "10.01 km"
    assert most_words(99_901) == "1.00 km"
    assert most_words(99_900) == "999 m"


def test_how_far_off_is_said_without_false_precision() -> None:
    """Nobody needs the metres of a place on another continent."""
    assert far_words(965_251_000) == "9,652 km"
    assert far_words(1_000_000) == "10 km"
    assert far_words(999_999) == "9.99 km"
