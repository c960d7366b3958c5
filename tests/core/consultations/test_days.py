"""Dates as far as they are known."""

from __future__ import annotations

import pytest

from detente.core.consultations.days import DAY_MS, Span, day_span, days_span
from detente.core.units import ms_to_utc


@pytest.mark.parametrize(
    ("said", "first", "last", "days"),
    [
        ("2016-02-18", "2016-02-18", "2016-02-18", 1),
        ("2016-02", "2016-02-01", "2016-02-29", 29),
        ("2016-12", "2016-12-01", "2016-12-31", 31),
        ("1967", "1967-01-01", "1967-12-31", 365),
    ],
)
def test_a_date_lasts_as_long_as_it_says(said: str, first: str, last: str, days: int) -> None:
    """A day, a leap month, a December and a year before 1970, to their last moment."""
    span = day_span(said)
    assert span is not None
    assert f"{ms_to_utc(span.first_ms):%Y-%m-%d}" == first
    assert f"{ms_to_utc(span.last_ms):%Y-%m-%d}" == last
    assert span.last_ms - span.first_ms == days * DAY_MS - 1


@pytest.mark.parametrize(
    "said", ["2016-02-30", "2016-13", "", "late summer", "2016-02-18-1", 7, None]
)
def test_what_is_no_date_spans_nothing(said: str | int | None) -> None:
    """A day that does not exist, words, and other values are no date."""
    assert day_span(said) is None


def test_a_span_of_two_dates_never_ends_before_it_begins() -> None:
    """From July to September; a latest date before the first says nothing; one alone is enough."""
    july, september = day_span("2026-07"), day_span("2026-09")
    assert july is not None
    assert september is not None
    assert days_span("2026-07", "2026-09") == Span(july.first_ms, september.last_ms)
    assert days_span("2026-09", "2026-07") == september
    assert days_span(None, "2026-07") == july
    assert days_span(None, None) is None
    assert not july.meets(september)
