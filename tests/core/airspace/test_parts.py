"""Parts, repeats and heights above ground become plain volumes that err wide."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.airspace.parts import (
    DAY_MS,
    airspace_of,
    day_of,
    end_of,
    ground_problems,
    grounded,
    last_start_ms,
    start_of,
    starts_ms,
    times_count,
    volumes_of,
)
from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Circle,
    Day,
    Part,
    Point,
    Reference,
    Repeats,
    Volume,
)

AT = 1_795_334_400_000  # Sunday 2026-11-22 08:00Z
HOUR = 3_600_000
CIRCLE = Circle(Point(345_000_000, 352_000_000), 1_852_000)
DAYS = st.none() | st.sets(st.sampled_from(Day), min_size=1).map(tuple)


def volume(
    floor: Altitude | None = None,
    ceiling: Altitude | None = None,
    start_ms: int | None = AT,
    end_ms: int | None = AT + HOUR,
) -> Volume:
    """A circle from 08:00 to 09:00."""
    return Volume(CIRCLE, floor, ceiling, start_ms, end_ms)


def agl(cm: int) -> Altitude:
    """A height above ground."""
    return Altitude(cm, Reference.AGL)


@given(st.integers(0, 4_000_000_000_000))
def test_days_are_those_of_the_calendar(at_ms: int) -> None:
    """The day of the week of any instant, against Python's calendar."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)
    assert day_of(at_ms) is list(Day)[at.weekday()]


@given(st.integers(0, 10**12), st.integers(0, 40 * DAY_MS), DAYS)
def test_starts_are_what_a_calendar_finds_day_by_day(
    first_ms: int, span_ms: int, days: tuple[Day, ...] | None
) -> None:
    """Every daily start until the last, on the days named; counted without going through them."""
    repeats = Repeats(DAY_MS, days, first_ms + span_ms)
    wanted = [
        at_ms
        for at_ms in range(first_ms, first_ms + span_ms + 1, DAY_MS)
        if days is None or day_of(at_ms) in days
    ]
    assert list(starts_ms(first_ms, repeats)) == wanted
    assert times_count(first_ms, repeats) == len(wanted)
    part = Part(volume(start_ms=first_ms, end_ms=first_ms + HOUR), repeats)
    if wanted and wanted[0] == first_ms:
        assert last_start_ms(part) == wanted[-1]
        assert end_of(Airspace((part,))) == wanted[-1] + HOUR
        held = [(one.start_ms, one.end_ms) for _, one in volumes_of(Airspace((part,)), None)]
        assert held == [(at_ms, at_ms + HOUR) for at_ms in wanted]


def test_an_airspace_starts_first_and_ends_last() -> None:
    """Over all parts and times; an open side of any part is open for all."""
    early = Part(volume(start_ms=AT - HOUR, end_ms=AT))
    daily = Part(volume(), Repeats(DAY_MS, None, AT + 2 * DAY_MS))
    assert start_of(Airspace((daily, early))) == AT - HOUR
    assert end_of(Airspace((daily, early))) == AT + 2 * DAY_MS + HOUR
    assert start_of(Airspace((daily, Part(volume(start_ms=None))))) is None
    assert end_of(Airspace((daily, Part(volume(end_ms=None))))) is None
    assert end_of(airspace_of(volume(start_ms=None))) == AT + HOUR
    numbered = [number for number, _ in volumes_of(Airspace((daily, early)), None)]
    assert numbered == [1, 1, 1, 2]


@pytest.mark.parametrize(
    ("floor", "ceiling", "terrain_max_cm", "want_floor", "want_ceiling"),
    [
        (None, agl(45_720), 120_000, None, Altitude(165_720, Reference.AMSL)),
        (agl(10_000), agl(45_720), 120_000, None, Altitude(165_720, Reference.AMSL)),
        (agl(10_000), Altitude(304_800, Reference.FL), None, None, "same"),
        (None, agl(45_720), None, None, None),
        (Altitude(300_000, Reference.AMSL), agl(45_720), 120_000, "same", None),
    ],
)
def test_heights_above_ground_count_widest(
    floor: Altitude | None,
    ceiling: Altitude | None,
    terrain_max_cm: int | None,
    want_floor: Altitude | str | None,
    want_ceiling: Altitude | str | None,
) -> None:
    """A floor is the ground; a ceiling stands on the highest ground, open where none is named."""
    found = grounded(volume(floor, ceiling), terrain_max_cm)
    assert found.floor == (floor if want_floor == "same" else want_floor)
    assert found.ceiling == (ceiling if want_ceiling == "same" else want_ceiling)


def test_a_ceiling_above_unknown_ground_is_refused_with_its_reason() -> None:
    """Without the highest ground it cannot be placed; below the floor even with it, it is wrong."""
    low = Part(volume(None, agl(45_720)))
    (found,) = ground_problems(Airspace((low,)), None, "fields.volume")
    assert (found.field, found.rule) == ("fields.volume.ceiling", "agl-terrain")
    assert "does not name its highest ground" in found.reason
    assert ground_problems(Airspace((low,)), 0, "fields.volume") == ()
    high = Part(volume(Altitude(500_000, Reference.AMSL), agl(45_720)))
    (found,) = ground_problems(Airspace((low, high)), 120_000, "fields.volume")
    assert (found.field, found.rule) == ("fields.volume[1].ceiling", "ceiling-below-floor")
