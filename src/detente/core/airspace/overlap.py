"""What a conflict is found to be, and how the conflicts of several parts become one.

Two messages have one conflict, however many parts of theirs come too close and however often: the
nearest of them first, and of the equally near the earliest. Its distances are the least of any,
its window holds all, so that neither is ever overstated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from detente.core.airspace.volume import Point
from detente.core.airspace.words import moment_words
from detente.core.events import ConflictFound

ENGINE_VERSION = 2
"""Stands in every conflict shown; raised whenever an answer of `find` may change.

2: corridors, heights above ground, several parts, shapes up to half the globe.
"""
SAID_MAX = 5
"""Pairs of parts, and times, that the sentence names; the rest is counted. `parts` has them all."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """What `find` found, in the words of `events.ConflictFound` (see there), less the channel."""

    conflict: str
    numbers: tuple[str, str]
    parties: tuple[str, str]
    where: Point
    from_ms: int | None
    to_ms: int | None
    horizontal_cm: int
    vertical_cm: int
    buffer_horizontal_cm: int
    buffer_vertical_cm: int
    why: str
    parts: tuple[tuple[int, int], ...] = ()

    def found(self, channel: str) -> ConflictFound:
        """The event that says so in the house journal."""
        return ConflictFound(
            conflict=self.conflict,
            channel=channel,
            numbers=self.numbers,
            parties=self.parties,
            engine=ENGINE_VERSION,
            where=self.where,
            from_ms=self.from_ms,
            to_ms=self.to_ms,
            horizontal_cm=self.horizontal_cm,
            vertical_cm=self.vertical_cm,
            buffer_horizontal_cm=self.buffer_horizontal_cm,
            buffer_vertical_cm=self.buffer_vertical_cm,
            why=self.why,
            parts=self.parts,
        )


def conflict_id(one: str, other: str) -> str:
    """The conflict of two message numbers, the same at every node: ``LOW~HIGH``."""
    return "~".join(sorted((one, other)))


def merged(overlaps: Iterable[Overlap]) -> list[Overlap]:
    """One overlap for each conflict id, sorted by it, whatever the order in which they come."""
    groups: dict[str, list[Overlap]] = {}
    for overlap in overlaps:
        groups.setdefault(overlap.conflict, []).append(overlap)
    return [_one(groups[conflict]) for conflict in sorted(groups)]


def part_words(numbers: tuple[str, str], parts: tuple[tuple[int, int], ...]) -> str:
    """``Part 2 of A and part 1 of B: ``; empty where neither message has several parts."""
    if not parts:
        return ""
    (one, other), (first, second) = numbers, parts[0]
    return f"Part {first} of {one} and part {second} of {other}: "


def _one(group: list[Overlap]) -> Overlap:
    if len(group) == 1:
        return group[0]
    ranked = sorted(group, key=_rank)
    first = ranked[0]
    starts = [overlap.from_ms for overlap in group if overlap.from_ms is not None]
    ends = [overlap.to_ms for overlap in group if overlap.to_ms is not None]
    return replace(
        first,
        from_ms=min(starts) if len(starts) == len(group) else None,
        to_ms=max(ends) if len(ends) == len(group) else None,
        horizontal_cm=min(overlap.horizontal_cm for overlap in group),
        vertical_cm=min(overlap.vertical_cm for overlap in group),
        why=first.why + _more(ranked),
        parts=tuple(dict.fromkeys(pair for overlap in ranked for pair in overlap.parts)),
    )


def _rank(overlap: Overlap) -> tuple[int, int, float, float, tuple[tuple[int, int], ...]]:
    """Nearest first, then lowest gap in height, then earliest, then by part."""
    start = float("-inf") if overlap.from_ms is None else overlap.from_ms
    end = float("inf") if overlap.to_ms is None else overlap.to_ms
    return overlap.horizontal_cm, overlap.vertical_cm, start, end, overlap.parts


def _more(ranked: list[Overlap]) -> str:
    """The other pairs of parts, and the other times of the first pair, in a sentence."""
    first = ranked[0]
    pairs = dict.fromkeys(overlap.parts for overlap in ranked if overlap.parts != first.parts)
    times = [overlap for overlap in ranked[1:] if overlap.parts == first.parts]
    said = [f"{a} with {b}" for ((a, b), *_) in pairs]
    words = f" Also parts {_counted(said)}." if said else ""
    if times:
        words += f" Again {_counted([_start(overlap) for overlap in times])}."
    return words


def _start(overlap: Overlap) -> str:
    return "since before" if overlap.from_ms is None else f"from {moment_words(overlap.from_ms)}"


def _counted(said: list[str]) -> str:
    if len(said) <= SAID_MAX:
        return ", ".join(said)
    return f"{', '.join(said[:SAID_MAX])} and {len(said) - SAID_MAX} more"
