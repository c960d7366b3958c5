"""Decide whether two announced activities come closer than their buffers, and keep the picture.

Two volumes conflict when at once the least horizontal distance is within the horizontal buffer, the
least vertical distance within the vertical buffer, and the gap in time within the padding. Touching
counts, an open side never stops, an unknown class takes the widest buffers, altitudes of different
references are compared at their worst. The answer is the same whichever side asks and whatever the
order in which volumes came, and its distances are never overstated.

Not here: who yields (nobody: it is for people to speak), tracks (they are not announced).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from detente.core.airspace.altitude import least_rise_cm
from detente.core.airspace.buffers import DEFAULT_BUFFERS, Buffers
from detente.core.airspace.index import VolumeIndex, box_of
from detente.core.airspace.nearest import nearest_point
from detente.core.airspace.shape import Shape, least_distance_cm, shape_of
from detente.core.airspace.volume import Altitude, Point, Volume
from detente.core.airspace.words import least_words, moment_words
from detente.core.events import Buffer, ConflictFound
from detente.core.units import MS_PER_S

__all__ = [
    "DEFAULT_BUFFERS",
    "ENGINE_VERSION",
    "Buffers",
    "Overlap",
    "Picture",
    "Placed",
    "conflict_id",
    "find",
    "place",
]

ENGINE_VERSION = 1
"""Stands in every conflict shown; raised whenever an answer of `find` may change."""


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """An announced volume with the geometry that decides: who, what, where."""

    number: str
    party: str
    activity: str
    volume: Volume
    shape: Shape


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
        )


def conflict_id(one: str, other: str) -> str:
    """The conflict of two message numbers, the same at every node: ``LOW~HIGH``."""
    return "~".join(sorted((one, other)))


def place(number: str, party: str, activity: str, volume: Volume) -> Placed:
    """A valid volume made ready to be compared. Takes microseconds; pure."""
    return Placed(number, party, activity, volume, shape_of(volume.outline))


def find(one: Placed, other: Placed, buffers: Buffers) -> Overlap | None:
    """The conflict of two placed volumes, or None if they are surely clear of each other."""
    a, b = (one, other) if one.number <= other.number else (other, one)
    horizontal_cm, vertical_cm, padding_ms = buffers.pair(a.activity, b.activity)
    gap_ms = _gap_ms(a.volume, b.volume)
    if gap_ms > padding_ms:
        return None
    rise_cm = _vertical_gap_cm(a.volume, b.volume)
    if rise_cm > vertical_cm:
        return None
    apart = least_distance_cm(a.shape, b.shape)
    if apart > horizontal_cm:
        return None
    apart_cm = int(apart)
    from_ms, to_ms = _when(a.volume, b.volume, gap_ms)
    return Overlap(
        conflict=conflict_id(a.number, b.number),
        numbers=(a.number, b.number),
        parties=(a.party, b.party),
        where=nearest_point(a.shape, b.shape),
        from_ms=from_ms,
        to_ms=to_ms,
        horizontal_cm=apart_cm,
        vertical_cm=rise_cm,
        buffer_horizontal_cm=horizontal_cm,
        buffer_vertical_cm=vertical_cm,
        why=_why(
            _horizontal_words(apart_cm, horizontal_cm),
            _vertical_words(a.volume, b.volume, rise_cm, vertical_cm),
            _time_words(from_ms, to_ms, gap_ms, padding_ms),
        ),
    )


class Picture:
    """All announced volumes of one line, as this node holds them. Owned by the writer.

    What is in it depends only on which numbers were last put or dropped, not on their order.
    """

    def __init__(self, buffers: Sequence[Buffer] = ()) -> None:
        """Make an empty picture; `buffers` are the charter's, empty takes DEFAULT_BUFFERS."""
        self.buffers = Buffers(buffers)
        self._index = VolumeIndex()
        self._placed: dict[int, Placed] = {}
        self._keys: dict[str, int] = {}
        self._next_key = 1
        self._ends: list[tuple[int, int]] = []  # heap of (end_ms, key); keys not held are stale
        self._over: dict[int, str] = {}  # volumes whose end has passed and that nobody dropped

    def __len__(self) -> int:
        return len(self._placed)

    def __iter__(self) -> Iterator[Placed]:
        """All placed volumes by number."""
        return iter(sorted(self._placed.values(), key=lambda placed: placed.number))

    def get(self, number: str) -> Placed | None:
        """The volume that a message announced, if it is in the picture."""
        key = self._keys.get(number)
        return None if key is None else self._placed[key]

    def put(self, number: str, party: str, activity: str, volume: Volume) -> Placed:
        """Take a valid volume into the picture in place of the number's former one, if any."""
        placed = place(number, party, activity, volume)
        self.take(placed)
        return placed

    def take(self, placed: Placed) -> None:
        """As `put`, for a volume that was placed before (to ask `conflicts_with` first)."""
        self.drop(placed.number)
        key = self._next_key
        self._index.insert(key, box_of(placed.shape, placed.volume))
        self._next_key += 1
        self._placed[key] = placed
        self._keys[placed.number] = key
        if placed.volume.end_ms is not None:
            heappush(self._ends, (placed.volume.end_ms, key))

    def drop(self, number: str) -> None:
        """Forget a volume; nothing happens if it is not in the picture."""
        key = self._keys.pop(number, None)
        if key is not None:
            self._index.remove(key)
            self._over.pop(key, None)
            del self._placed[key]

    def conflicts_with(self, placed: Placed) -> list[Overlap]:
        """All conflicts of this volume with volumes of *other* parties, sorted by conflict id.

        The volume need not be in the picture; a former one under its own number is left out.
        """
        overlaps = []
        for other in self.near(placed):
            if other.party != placed.party and other.number != placed.number:
                overlap = find(placed, other, self.buffers)
                if overlap is not None:
                    overlaps.append(overlap)
        return sorted(overlaps, key=lambda overlap: overlap.conflict)

    def near(self, placed: Placed) -> list[Placed]:
        """All volumes that may be within the widest buffers of this one; errs wide."""
        widest = self.buffers.widest
        box = box_of(
            placed.shape,
            placed.volume,
            horizontal_cm=widest.horizontal_cm,
            vertical_cm=widest.vertical_cm,
            padding_ms=widest.padding_ms,
        )
        held = self._placed
        return [held[key] for key in self._index.query(box)]

    def conflicts(self) -> list[Overlap]:
        """All conflicts in the picture, sorted by conflict id."""
        overlaps: dict[str, Overlap] = {}
        for placed in self._placed.values():
            for other in self.near(placed):
                if other.party != placed.party and other.number > placed.number:
                    overlap = find(placed, other, self.buffers)
                    if overlap is not None:
                        overlaps[overlap.conflict] = overlap
        return [overlaps[conflict] for conflict in sorted(overlaps)]

    def expired(self, at_ms: int) -> list[str]:
        """Numbers whose end, with the widest padding, lies before `at_ms`; sorted.

        They stay until dropped, and are named again each time. An open end never expires.
        `at_ms` does not go back.
        """
        before = at_ms - self.buffers.widest.padding_ms
        while self._ends and self._ends[0][0] < before:
            _, key = heappop(self._ends)
            placed = self._placed.get(key)
            if placed is not None:
                self._over[key] = placed.number
        return sorted(self._over.values())

    def next_expiry_ms(self) -> int | None:
        """The first time at which `expired` will name another number, or None."""
        while self._ends and self._ends[0][1] not in self._placed:
            heappop(self._ends)
        if not self._ends:
            return None
        return self._ends[0][0] + self.buffers.widest.padding_ms + 1


def _gap_ms(a: Volume, b: Volume) -> int:
    """Milliseconds between the two windows, 0 if they touch or overlap."""
    gap = 0
    if a.start_ms is not None and b.end_ms is not None:
        gap = max(gap, a.start_ms - b.end_ms)
    if b.start_ms is not None and a.end_ms is not None:
        gap = max(gap, b.start_ms - a.end_ms)
    return gap


def _vertical_gap_cm(a: Volume, b: Volume) -> int:
    """A lower bound of the vertical distance, 0 if the heights touch or may overlap."""
    gap = 0
    if a.floor is not None and b.ceiling is not None:
        gap = max(gap, least_rise_cm(b.ceiling, a.floor))
    if b.floor is not None and a.ceiling is not None:
        gap = max(gap, least_rise_cm(a.ceiling, b.floor))
    return gap


def _when(a: Volume, b: Volume, gap_ms: int) -> tuple[int | None, int | None]:
    """The window in which both are active; when there is a gap, the gap itself."""
    starts = [start for start in (a.start_ms, b.start_ms) if start is not None]
    ends = [end for end in (a.end_ms, b.end_ms) if end is not None]
    if gap_ms:
        return min(ends), max(starts)
    return max(starts, default=None), min(ends, default=None)


def _why(areas: str, heights: str, times: str) -> str:
    return f"{areas}, {heights}, {times}."


def _horizontal_words(apart_cm: int, buffer_cm: int) -> str:
    if apart_cm == 0:
        return "Areas overlap or touch"
    return f"Areas come within {least_words(apart_cm)} (buffer {least_words(buffer_cm)})"


def _vertical_words(a: Volume, b: Volume, rise_cm: int, buffer_cm: int) -> str:
    words = "heights overlap or touch"
    if rise_cm:
        words = f"heights come within {least_words(rise_cm)} (buffer {least_words(buffer_cm)})"
    mixed = _mixed(a.floor, b.ceiling) or _mixed(b.floor, a.ceiling)
    return f"{words} (worst case of {mixed} taken)" if mixed else words


def _mixed(floor: Altitude | None, ceiling: Altitude | None) -> str:
    if floor is None or ceiling is None or floor.reference is ceiling.reference:
        return ""
    return " against ".join(sorted((floor.reference.value, ceiling.reference.value)))


def _time_words(from_ms: int | None, to_ms: int | None, gap_ms: int, padding_ms: int) -> str:
    if gap_ms:
        seconds, milliseconds = divmod(gap_ms, MS_PER_S)
        gap = f"{seconds} s" if not milliseconds else f"{gap_ms} ms"
        return f"with a gap of {gap} in time, within the padding of {padding_ms // MS_PER_S} s"
    began = "already begun" if from_ms is None else f"active from {moment_words(from_ms)}"
    ended = "with no end given" if to_ms is None else f"to {moment_words(to_ms)}"
    return f"both {began} {ended}"
