"""How far two clocks can have been apart, from who had seen whose entries when.

If B's entry of time b (B's clock) names A's entry of time a (A's clock) as seen, then B's clock
was at most b - a ahead of A's, or the effect would come before its cause. Nobody's clock is
trusted for this, and no network delay is assumed. A cosignature is such a b, too; it says whole
seconds, so it counts as the last millisecond of its second.
"""

from __future__ import annotations

from detente.verify.report import ClockBounds


class Clocks:
    """The smallest gaps seen for each ordered pair of parties. Owned by the checker."""

    def __init__(self) -> None:
        self._gap: dict[tuple[str, str], int] = {}

    def saw(self, author: str, at_ms: int, seen: str, seen_ms: int) -> None:
        """`author` wrote at `at_ms`, having seen what `seen` wrote at `seen_ms`."""
        gap, pair = at_ms - seen_ms, (seen, author)
        if gap < self._gap.get(pair, gap + 1):
            self._gap[pair] = gap

    def bounds(self) -> tuple[ClockBounds, ...]:
        """For each pair, how far the second's clock was ahead of the first's."""
        pairs = sorted({(min(pair), max(pair)) for pair in self._gap})
        found = []
        for first, second in pairs:
            back = self._gap.get((second, first))
            least = None if back is None else -back
            found.append(ClockBounds(first, second, least, self._gap.get((first, second))))
        return tuple(found)
