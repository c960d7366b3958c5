"""Conversions are exact where the definitions are, and round to the nearest otherwise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.units import (
    cm_to_feet,
    cm_to_flight_level,
    cm_to_m,
    cm_to_nm,
    degrees_to_e7,
    e7_to_degrees,
    feet_to_cm,
    flight_level_to_cm,
    km_to_cm,
    m_to_cm,
    ms_to_utc,
    nm_to_cm,
    utc_to_ms,
)


def test_lengths_follow_their_definitions() -> None:
    """A mile is 1852 m and a foot 0.3048 m exactly, so round numbers convert without a rest."""
    assert nm_to_cm(10) == 1_852_000
    assert cm_to_nm(1_852_000) == 10
    assert km_to_cm(18.52) == 1_852_000
    assert m_to_cm(0.125) == 12
    assert cm_to_m(1250) == 12.5
    assert feet_to_cm(10_000) == 304_800
    assert cm_to_feet(304_800) == 10_000


def test_flight_levels_are_recognised_only_when_they_are_ones() -> None:
    """FL100 in centimetres is FL100 again; 3000 m is no flight level and is not called one."""
    assert flight_level_to_cm(100) == 304_800
    assert cm_to_flight_level(304_800) == 100
    assert cm_to_flight_level(300_000) is None


@given(st.integers(-1_800_000_000, 1_800_000_000))
def test_degrees_survive_the_way_there_and_back(e7: int) -> None:
    """An angle in 1e-7 degree is the same after passing through a double."""
    assert degrees_to_e7(e7_to_degrees(e7)) == e7


@given(st.integers(0, 1500))
def test_every_flight_level_survives(level: int) -> None:
    """No flight level is lost to the rounding of feet to centimetres."""
    assert cm_to_flight_level(flight_level_to_cm(level)) == level


@given(st.integers(0, 4_102_444_800_000))
def test_times_survive_the_way_there_and_back(at_ms: int) -> None:
    """A millisecond is the same after passing through a datetime."""
    assert utc_to_ms(ms_to_utc(at_ms)) == at_ms


def test_a_local_time_is_converted_and_a_zoneless_one_refused() -> None:
    """Noon at +03:00 is 09:00 UTC; a time without a zone is a fault, never a guess."""
    noon = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=3)))
    assert utc_to_ms(noon) == utc_to_ms(datetime(2026, 1, 1, 9, tzinfo=UTC))
    with pytest.raises(ValueError, match="zone"):
        utc_to_ms(datetime(2026, 1, 1, 12))  # noqa: DTZ001  # the fault under test
