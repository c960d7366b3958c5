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
from functools import lru_cache
from heapq import heappop, heappush

from detente.core.airspace.altitude import least_rise_cm
from detente.core.airspace.buffers import DEFAULT_BUFFERS, Buffers
from detente.core.airspace.index import Box, VolumeIndex, box_of
from detente.core.airspace.nearest import nearest_point
from detente.core.airspace.overlap import (
    ENGINE_VERSION,
    Overlap,
    conflict_id,
    merged,
    part_words,
)
from detente.core.airspace.parts import volumes_of
from detente.core.airspace.shape import Shape, least_distance_cm, shape_of
from detente.core.airspace.volume import Airspace, Altitude, Point, Volume
from detente.core.airspace.words import (
    least_rise_words,
    least_words,
    moment_words,
    most_rise_words,
    most_words,
)
from detente.core.events import Buffer
from detente.core.units import MS_PER_S

__all__ = [
    "DEFAULT_BUFFERS",
    "ENGINE_VERSION",
    "Buffers",
    "Overlap",
    "Picture",
    "Placed",
    "Sights",
    "conflict_id",
    "find",
    "meets",
    "place",
    "place_parts",
]

HUMANITARIAN = "humanitarian"
"""The class of protected sites and movements, which are no danger to one another."""

SHAPES_KEPT_MAX = 4_096
"""Shapes kept ready of volumes in the picture. It has a few hundred bytes of each volume; S2's
figures would be four times that, and are made anew in 4 us (circle) to 15 us (small polygon)."""


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """An announced volume with the geometry that decides: who, what, where.

    part: which of several parts of the message it is, from 1; 0 when the message has only one.
    """

    number: str
    party: str
    activity: str
    volume: Volume
    shape: Shape
    part: int = 0


Sights = dict[tuple[Shape, Shape], tuple[float, Point]]
"""Least distance in cm and its place, by pair of shapes; a part that comes again keeps its own."""


Limits = tuple[int, int, int]
"""The buffers of a pair: horizontal cm, vertical cm, padding ms."""
Gaps = tuple[int, int]
"""What lies between two volumes that are not clear by time or height: in time ms, vertically cm."""


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """What the picture keeps of a placed volume; its shape is made when it matters."""

    number: str
    party: str
    activity: str
    volume: Volume
    part: int

    def placed(self) -> Placed:
        shape = _kept_shape_of(self.volume.outline)
        return Placed(self.number, self.party, self.activity, self.volume, shape, self.part)


_kept_shape_of = lru_cache(maxsize=SHAPES_KEPT_MAX)(shape_of)


def place(number: str, party: str, activity: str, volume: Volume) -> Placed:
    """A valid volume made ready to be compared. Takes microseconds; pure."""
    return Placed(number, party, activity, volume, shape_of(volume.outline))


def place_parts(
    number: str, party: str, activity: str, airspace: Airspace, terrain_max_cm: int | None
) -> tuple[Placed, ...]:
    """A valid airspace made ready: each part, each time that it comes, above the ground known."""
    shapes = [shape_of(part.volume.outline) for part in airspace.parts]
    several = len(shapes) > 1
    return tuple(
        Placed(number, party, activity, volume, shapes[part - 1], part if several else 0)
        for part, volume in volumes_of(airspace, terrain_max_cm)
    )


def find(
    one: Placed, other: Placed, buffers: Buffers, sights: Sights | None = None
) -> Overlap | None:
    """The conflict of two placed volumes, or None if they are surely clear of each other.

    sights: what is known already of pairs of shapes; it is added to.
    """
    if one.activity == other.activity == HUMANITARIAN:
        return None
    limits = buffers.pair(one.activity, other.activity)
    gaps = _gaps(one.volume, other.volume, limits)
    return None if gaps is None else _overlap(one, other, limits, gaps, sights)


def meets(one: Placed, other: Placed, buffers: Buffers) -> bool:
    """Whether `find` would name a conflict, without where and why: a few microseconds."""
    limits = buffers.pair(one.activity, other.activity)
    if _gaps(one.volume, other.volume, limits) is None:
        return False
    return least_distance_cm(one.shape, other.shape) <= limits[0]


def _gaps(one: Volume, other: Volume, limits: Limits) -> Gaps | None:
    """The gaps in time and height, or None if one of them alone keeps the volumes clear."""
    gap_ms = _gap_ms(one, other)
    if gap_ms > limits[2]:
        return None
    rise_cm = _vertical_gap_cm(one, other)
    return None if rise_cm > limits[1] else (gap_ms, rise_cm)


def _overlap(
    one: Placed, other: Placed, limits: Limits, gaps: Gaps, sights: Sights | None
) -> Overlap | None:
    """The conflict of two placed volumes that time and height do not keep clear, or None."""
    a, b = (one, other) if one.number <= other.number else (other, one)
    (horizontal_cm, vertical_cm, padding_ms), (gap_ms, rise_cm) = limits, gaps
    seen = None if sights is None else sights.get((a.shape, b.shape))
    apart = least_distance_cm(a.shape, b.shape) if seen is None else seen[0]
    if apart > horizontal_cm:
        return None
    where = nearest_point(a.shape, b.shape) if seen is None else seen[1]
    if sights is not None:
        sights[a.shape, b.shape] = (apart, where)
    apart_cm = int(apart)
    numbers = (a.number, b.number)
    parts = ((a.part or 1, b.part or 1),) if a.part or b.part else ()
    from_ms, to_ms = _when(a.volume, b.volume, gap_ms)
    return Overlap(
        conflict=conflict_id(a.number, b.number),
        numbers=numbers,
        parties=(a.party, b.party),
        where=where,
        from_ms=from_ms,
        to_ms=to_ms,
        horizontal_cm=apart_cm,
        vertical_cm=rise_cm,
        buffer_horizontal_cm=horizontal_cm,
        buffer_vertical_cm=vertical_cm,
        parts=parts,
        why=part_words(numbers, parts)
        + _why(
            _horizontal_words(apart_cm, horizontal_cm),
            _vertical_words(a.volume, b.volume, rise_cm, vertical_cm),
            _time_words(from_ms, to_ms, gap_ms, padding_ms),
        ),
    )


class Picture:
    """All announced volumes of one line, as this node holds them. Owned by the writer.

    A message has as many volumes in it as it has parts, each as often as it comes. What is in it
    depends only on which numbers were last put or dropped, not on their order.
    """

    def __init__(self, buffers: Sequence[Buffer] = ()) -> None:
        """Make an empty picture; `buffers` are the charter's, empty takes DEFAULT_BUFFERS."""
        self.buffers = Buffers(buffers)
        self._index = VolumeIndex()
        self._held: dict[int, _Held] = {}
        self._keys: dict[str, tuple[int, ...]] = {}
        self._next_key = 1
        self._ends: list[tuple[int, int]] = []  # heap of (end_ms, key); keys not held are stale
        self._over: dict[int, str] = {}  # volumes whose end has passed and that nobody dropped

    def __len__(self) -> int:
        """How many messages have volumes in the picture."""
        return len(self._keys)

    def __iter__(self) -> Iterator[Placed]:
        """All placed volumes by number, and of one message in the order in which they were said."""
        keys = (key for number in sorted(self._keys) for key in self._keys[number])
        return (self._held[key].placed() for key in keys)

    def get(self, number: str) -> Placed | None:
        """The (first) volume that a message announced, if it is in the picture."""
        keys = self._keys.get(number)
        return None if keys is None else self._held[keys[0]].placed()

    def parts(self, number: str) -> tuple[Placed, ...]:
        """All volumes that a message announced, as far as they are in the picture."""
        return tuple(self._held[key].placed() for key in self._keys.get(number, ()))

    def put(self, number: str, party: str, activity: str, volume: Volume) -> Placed:
        """Take a valid volume into the picture in place of the number's former ones, if any."""
        placed = place(number, party, activity, volume)
        self.take(placed)
        return placed

    def take(self, *placed: Placed) -> None:
        """As `put`, for all volumes of one message, placed before (to ask `conflicts_with`)."""
        number = placed[0].number
        assert all(each.number == number for each in placed)
        self.drop(number)
        self._keys[number] = tuple(self._take(each) for each in placed)

    def _take(self, placed: Placed) -> int:
        key = self._next_key
        self._index.insert(key, self._box(placed))
        self._next_key += 1
        self._held[key] = _Held(
            placed.number, placed.party, placed.activity, placed.volume, placed.part
        )
        if placed.volume.end_ms is not None:
            heappush(self._ends, (placed.volume.end_ms, key))
        return key

    def drop(self, number: str) -> None:
        """Forget a message's volumes; nothing happens if it has none in the picture."""
        for key in self._keys.pop(number, ()):
            self._index.remove(key)
            self._over.pop(key, None)
            del self._held[key]

    def conflicts_with(self, *placed: Placed) -> list[Overlap]:
        """All conflicts of a message's volumes with those of *other* parties, by conflict id.

        The volumes need not be in the picture; former ones under their own number are left out.
        """
        overlaps: list[Overlap] = []
        sights: Sights | None = {} if len(placed) > 1 else None
        for each in placed:
            for held, limits, gaps in self._close(each):
                overlap = _overlap(each, held.placed(), limits, gaps, sights)
                if overlap is not None:
                    overlaps.append(overlap)
        return merged(overlaps)

    def against(self, placed: Placed) -> list[Placed]:
        """The volumes that `conflicts_with` would name, without where and why: to try places out.

        Costs a few microseconds each instead of some tens.
        """
        found = []
        for held, limits, _ in self._close(placed):
            other = held.placed()
            a, b = (placed, other) if placed.number <= other.number else (other, placed)
            if least_distance_cm(a.shape, b.shape) <= limits[0]:
                found.append(other)
        return found

    def _close(self, placed: Placed) -> Iterator[tuple[_Held, Limits, Gaps]]:
        """Other parties' volumes that neither the index nor time nor height keep clear of this."""
        for key in self._index.query(self._box(placed)):
            held = self._held[key]
            if held.party == placed.party or held.number == placed.number:
                continue
            if held.activity == placed.activity == HUMANITARIAN:
                continue
            limits = self.buffers.pair(placed.activity, held.activity)
            gaps = _gaps(placed.volume, held.volume, limits)
            if gaps is not None:
                yield held, limits, gaps

    def near(self, placed: Placed) -> list[Placed]:
        """All volumes that may be within their buffers of this one; errs wide."""
        return [self._held[key].placed() for key in self._index.query(self._box(placed))]

    def around(
        self, placed: Placed, *, horizontal_cm: int, vertical_cm: int, padding_ms: int
    ) -> list[Placed]:
        """All volumes that may lie within these margins of one; errs wide."""
        box = box_of(
            placed.shape,
            placed.volume,
            horizontal_cm=horizontal_cm,
            vertical_cm=vertical_cm,
            padding_ms=padding_ms,
        )
        return [self._held[key].placed() for key in self._index.query(box)]

    def _box(self, placed: Placed) -> Box:
        """The box under which a volume is kept and asked for, with its class's share around it."""
        horizontal_cm, vertical_cm, padding_ms = self.buffers.share(placed.activity)
        return box_of(
            placed.shape,
            placed.volume,
            horizontal_cm=horizontal_cm,
            vertical_cm=vertical_cm,
            padding_ms=padding_ms,
        )

    def conflicts(self) -> list[Overlap]:
        """All conflicts in the picture, sorted by conflict id."""
        overlaps = []
        held, pair_of = self._held, self.buffers.pair
        for one_key, other_key in self._index.pairs():
            one, other = held[one_key], held[other_key]
            if one.party == other.party or one.number == other.number:
                continue
            limits = pair_of(one.activity, other.activity)
            gaps = _gaps(one.volume, other.volume, limits)
            if gaps is not None:
                overlap = _overlap(one.placed(), other.placed(), limits, gaps, None)
                if overlap is not None:
                    overlaps.append(overlap)
        return merged(overlaps)

    def expired(self, at_ms: int) -> list[str]:
        """Numbers whose last end, with the widest padding, lies before `at_ms`; sorted.

        They stay until dropped, and are named again each time. An open end never expires.
        `at_ms` does not go back.
        """
        before = at_ms - self.buffers.widest.padding_ms
        while self._ends and self._ends[0][0] < before:
            _, key = heappop(self._ends)
            held = self._held.get(key)
            if held is not None:
                self._over[key] = held.number
        return sorted(
            number
            for number in set(self._over.values())
            if all(key in self._over for key in self._keys[number])
        )

    def next_expiry_ms(self) -> int | None:
        """The first time at which `expired` may name another number, or None."""
        while self._ends and self._ends[0][1] not in self._held:
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
    return f"Areas come within {least_words(apart_cm)} (buffer {most_words(buffer_cm)})"


def _vertical_words(a: Volume, b: Volume, rise_cm: int, buffer_cm: int) -> str:
    words = "heights overlap or touch"
    if rise_cm:
        buffer = most_rise_words(buffer_cm)
        words = f"heights come within {least_rise_words(rise_cm)} against a buffer of {buffer}"
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
