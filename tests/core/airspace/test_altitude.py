"""Different references are compared at their worst, the same one exactly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.core.airspace.altitude import (
    ALTITUDE_CM_MAX,
    ALTITUDE_CM_MIN,
    FLIGHT_LEVEL_CM_MAX,
    least_rise_cm,
    wgs84_interval,
)
from detente.core.airspace.volume import Altitude, Reference

ALTITUDES = st.one_of(
    st.builds(
        Altitude,
        st.integers(ALTITUDE_CM_MIN, ALTITUDE_CM_MAX),
        st.sampled_from([Reference.AMSL, Reference.WGS84]),
    ),
    st.builds(Altitude, st.integers(ALTITUDE_CM_MIN, FLIGHT_LEVEL_CM_MAX), st.just(Reference.FL)),
)


def test_the_same_reference_is_exact() -> None:
    """FL110 is exactly 1000 ft above FL100, whatever the weather."""
    low, high = Altitude(304_800, Reference.FL), Altitude(335_280, Reference.FL)
    assert least_rise_cm(low, high) == 30_480


def test_a_flight_level_over_a_deep_low_is_covered() -> None:
    """870 hPa at sea level (October 1979) is 1260 m of pressure altitude: the interval has 0 m."""
    low, high = wgs84_interval(Altitude(126_000, Reference.FL))
    assert low <= -11_000
    assert high >= 126_000


def test_the_geoid_s_extremes_are_covered() -> None:
    """South of India the geoid lies 107 m below the ellipsoid, at New Guinea 86 m above it."""
    assert wgs84_interval(Altitude(0, Reference.AMSL)) == (-11_000, 9_000)


def test_pressure_against_sea_level_leaves_the_geoid_out() -> None:
    """Both FL and AMSL stand on the geoid, so only the air is uncertain between them."""
    level, sea = Altitude(300_000, Reference.FL), Altitude(500_000, Reference.AMSL)
    assert least_rise_cm(level, sea) == 500_000 - 420_000


@given(ALTITUDES, ALTITUDES)
def test_a_rise_is_never_overstated(lower: Altitude, upper: Altitude) -> None:
    """The least rise one way and the other cannot both be positive, nor sum to more than zero."""
    assert least_rise_cm(lower, upper) + least_rise_cm(upper, lower) <= 0


@given(ALTITUDES, ALTITUDES)
def test_the_index_s_interval_never_hides_a_neighbour(lower: Altitude, upper: Altitude) -> None:
    """WGS84 intervals, which the index uses, are never further apart than what decides."""
    assert wgs84_interval(upper)[0] - wgs84_interval(lower)[1] <= least_rise_cm(lower, upper)
