"""How far a peer's clock is from ours, and when that is said aloud.

A greeting shows the peer's clock; so does each of its entries (its clock had come that far) and
each of its cosignatures (made after we wrote what it covers, and before now). Up to
CLOCK_OFF_MAX_MS the link stands: a warning that comes with a wrong time is better than none. Beyond
it the date itself is wrong, deadlines and windows mean nothing, and the greeting is refused with
what to do.
Which of the two clocks is wrong nobody can say; with several peers, the odd one out can be named.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

CLOCK_NOTICED_MS: Final = 2_000  # two clocks kept by NTP agree within a second; a link adds one
CLOCK_WRONG_MS: Final = 60_000  # the shortest deadline (READ of a FLASH): steps look late or early
FRESH_MS_MAX: Final = 60_000  # an older cosignature may tell of a clock that was set since
CLOCK_OFF_MAX_MS: Final = 72_000_000  # 20 h: any mistaken time zone gets through, a wrong date not


class Accord(StrEnum):
    """How well two clocks agree."""

    GOOD = "good"
    NOTICED = "noticed"
    WRONG = "wrong"


def accord(skew_ms: int | None) -> Accord:
    """How a skew is to be taken; not yet known is good."""
    off_ms = abs(skew_ms or 0)
    if off_ms > CLOCK_WRONG_MS:
        return Accord.WRONG
    return Accord.NOTICED if off_ms > CLOCK_NOTICED_MS else Accord.GOOD


def narrowed(skew_ms: int | None, least_ms: int, most_ms: int | None) -> int | None:
    """The skew that agrees with a new bound: the nearest to what was thought. None: no idea yet."""
    if skew_ms is None:
        return None if most_ms is None else max(least_ms, min(0, most_ms))
    if most_ms is not None and skew_ms > most_ms:
        return most_ms
    return max(skew_ms, least_ms)


def cosigned_bounds(time_s: int, written_ms: int | None, now_ms: int) -> tuple[int, int] | None:
    """Least and most skew that a cosignature of second `time_s` shows, which came just now.

    It was made after we wrote what it covers. None when that is long ago, or our own clock has
    jumped back since: then it says nothing of the clocks as they are.
    """
    if written_ms is None or not 0 <= now_ms - written_ms <= FRESH_MS_MAX:
        return None
    return time_s * 1000 - now_ms, (time_s + 1) * 1000 - written_ms


def ours_is_wrong(skews: Mapping[str, int]) -> bool:
    """Whether all peers (at least two) differ from us in the same direction: then it is ours."""
    off = [skew for skew in skews.values() if accord(skew) is not Accord.GOOD]
    return len(skews) > 1 and len(off) == len(skews) and len({skew > 0 for skew in off}) == 1


def skew_words(party: str, skew_ms: int) -> str:
    """Say in words that a clock is off by `skew_ms` (positive: ahead of ours), and what to do."""
    direction = "ahead of" if skew_ms > 0 else "behind"
    return f"clock of {party} is {_span(abs(skew_ms))} {direction} ours; set both clocks to UTC"


def _span(off_ms: int) -> str:
    minutes = off_ms // 60_000
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min" if minutes else f"{off_ms / 1000:.1f} s"


def clock_lines(skews: Mapping[str, int]) -> list[str]:
    """What is to be said of the clocks, for status and doctor; empty when all agree."""
    if ours_is_wrong(skews):
        nearest = min(skews.values(), key=abs)
        direction = "behind" if nearest > 0 else "ahead of"
        return [
            f"OUR clock is {_span(abs(nearest))} or more {direction} that of every peer: set it"
        ]
    return [
        skew_words(party, skew)
        for party, skew in sorted(skews.items())
        if accord(skew) is not Accord.GOOD
    ]
