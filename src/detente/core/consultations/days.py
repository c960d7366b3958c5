"""Dates as far as they are known: a day, a month, a year, or from one of them to another.

A date has no zone of its own: it is taken in UTC, and lasts until its last moment. Two dates that
may mean the same day are no contradiction. Serves domain.md section 1 (tentative dates).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from detente.core.units import utc_to_ms

if TYPE_CHECKING:
    from detente.core.values import Json

DAY_MS = 86_400_000
_DAY, _MONTH, _YEAR = 3, 2, 1  # parts of a date as it is written


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From the first to the last moment that is meant, UTC milliseconds, both included."""

    first_ms: int
    last_ms: int

    def meets(self, other: Span) -> bool:
        """Whether the two may mean the same moment."""
        return self.first_ms <= other.last_ms and other.first_ms <= self.last_ms

    def is_within(self, other: Span) -> bool:
        """Whether it certainly lies in the other."""
        return other.first_ms <= self.first_ms and self.last_ms <= other.last_ms


def day_span(day: Json) -> Span | None:
    """What ``2016``, ``2016-02`` or ``2016-02-18`` spans; None for anything else."""
    parts = day.split("-") if isinstance(day, str) else []
    if not 1 <= len(parts) <= _DAY or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    year, month, first = (*map(int, parts), 1, 1)[:_DAY]
    try:
        begin = datetime(year, month, first, tzinfo=UTC)
        if len(parts) == _DAY:
            end = begin + timedelta(days=1)
        elif len(parts) == _MONTH:
            end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        else:
            end = datetime(year + 1, 1, 1, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return Span(utc_to_ms(begin), utc_to_ms(end) - 1)


def days_span(day: Json, latest: Json) -> Span | None:
    """From `day` to the end of `latest`; of `day` alone, or up to `latest` alone, when one is said.

    A latest date that lies before the first says nothing: the first counts.
    """
    first, last = day_span(day), day_span(latest)
    if first is None or last is None:
        return first or last
    return Span(first.first_ms, max(first.last_ms, last.last_ms))
