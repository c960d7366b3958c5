"""How often the sides meet: contacts held in a period, by kind and level, and the gaps between.

Counted are contacts that a side says were held. A meeting that is part of a visit is counted apart
from it. A contact of which only the month or year is known counts where that lies within the
period, and as "perhaps" where it only touches it. Serves domain.md section 1 (seed 4).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from detente.core.consultations.contacts import DIFFERS
from detente.core.consultations.days import DAY_MS, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.core.consultations.contacts import Contact, Contacts

HALF_YEAR_DAYS = 183  # "in the past six months", as people count it
VAGUE_DAYS = 28  # a date that spans a month or more is of no use for the days between
_EVER_MS = 2**62


@dataclass(frozen=True, slots=True)
class Frequency:
    """The figures of a period. Days are between the first days of contacts that follow each other.

    Contacts of which only the month or year is known have no days between. perhaps: contacts whose
    date only touches the period. undated: held, with no date at all.
    """

    period: Span
    held: int
    parts: int
    perhaps: int
    undated: int
    cancelled: int
    by_kind: tuple[tuple[str, int], ...]
    by_level: tuple[tuple[str, int], ...]
    days_between_median: int | None
    days_between_longest: int | None
    first: str = ""
    last: str = ""


def frequency(known: Contacts, period: Span) -> Frequency:
    """How often there was contact in a period."""
    held = [one for one in known.all if one.is_held]
    within = [one for one in held if one.when is not None and one.when.is_within(period)]
    whole = [one for one in within if one.part_of is None]
    perhaps = [
        one
        for one in held
        if one.part_of is None and one.when and one.when.meets(period) and one not in within
    ]
    off = [one for one in known.all if one.state == "cancelled" and _touches(one, period)]
    dated = [one.when for one in whole if one.when is not None]
    days = [
        when.first_ms // DAY_MS
        for when in dated
        if when.last_ms - when.first_ms < VAGUE_DAYS * DAY_MS - 1
    ]
    between = [later - earlier for earlier, later in pairwise(days)]
    return Frequency(
        period=period,
        held=len(whole),
        parts=len(within) - len(whole),
        perhaps=len(perhaps),
        undated=sum(1 for one in held if one.when is None and one.part_of is None),
        cancelled=len(off),
        by_kind=_counted(one.said("kind") for one in whole),
        by_level=_counted(one.said("level") for one in whole),
        days_between_median=round(median(between)) if between else None,
        days_between_longest=max(between, default=None),
        first=whole[0].number if whole else "",
        last=whole[-1].number if whole else "",
    )


def _touches(one: Contact, period: Span) -> bool:
    return one.when is not None and one.when.meets(period)


def _counted(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts = Counter(value or "not said" for value in values)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


class Levels:
    """The contacts held at each level, so that the third in six months is found at once."""

    def __init__(self, known: Contacts) -> None:
        """Read the contacts that were held and have a level and a date; no part of another."""
        self._spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for one in known.all:
            level, when = one.said("level"), one.when
            if one.is_held and one.part_of is None and when is not None:
                self._spans[level].append((when.last_ms, when.first_ms))
        for spans in self._spans.values():
            spans.sort()

    def nth(self, contact: Contact, days: int = HALF_YEAR_DAYS) -> int | None:
        """Which contact of its level it is in so many days up to it, itself counted.

        None when it was not held, or has no level or date, or is part of another.
        """
        level, when = contact.said("level"), contact.when
        if not contact.is_held or when is None or level in ("", DIFFERS) or contact.part_of:
            return None
        spans, begins_ms = self._spans[level], when.last_ms - days * DAY_MS
        low, high = (
            bisect_left(spans, (begins_ms, -_EVER_MS)),
            bisect_right(spans, (when.last_ms, _EVER_MS)),
        )
        return sum(1 for _, first_ms in spans[low:high] if first_ms >= begins_ms)
