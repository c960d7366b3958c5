"""Articles that cannot both hold, named before anybody is bound by them.

Two articles of one kind, for the same formats, class, parties and place, with different values
contradict each other; one that is only narrower than the other is an exception to it, and fits.
Areas contradict where one must not be entered and another must be used. Places are compared on the
sphere, so that neither the pole nor the antimeridian hides an overlap, and touching counts.
Pure. Not here: who is right (nobody decides that; it is shown).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Final

from detente.core.airspace.buffers import Buffers
from detente.core.airspace.conflict import Placed, find, place_parts
from detente.core.airspace.parts import end_of, start_of
from detente.core.events import Buffer

if TYPE_CHECKING:
    from detente.core.agreements.text import Article
    from detente.core.airspace.shape import Shape
    from detente.core.airspace.volume import Airspace

#: By kind of rule: the parts of an article that its value is made of.
VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "lead-time": ("minutes",),
    "deadline": ("minutes",),
    "buffer": ("distance_m", "height_m"),
    "precision": ("distance_m",),
    "line-check": ("minutes",),
    "report-duty": ("minutes",),
    "notify-entry": ("minutes",),
    "frequency": ("frequency",),
}
#: By kind of rule: the parts without which nothing can be computed; one of each group.
NEEDS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "lead-time": (("minutes",),),
    "notice-duty": (("formats", "activity"),),
    "buffer": (("distance_m", "height_m"),),
    "keep-out": (("zone", "volume"),),
    "keep-in": (("zone", "volume"),),
    "notify-entry": (("zone", "volume"),),
    "deadline": (("minutes",), ("step",)),
    "frequency": (("frequency",),),
    "precision": (("distance_m",),),
    "line-check": (("minutes",),),
    "report-duty": (("minutes",),),
    "no-weapons": (("zone", "volume"),),
}
_AREA: Final = ("zone", "volume")
_SHUT: Final = "keep-out"
_USED: Final = {
    "keep-in": "must not be left",
    "notify-entry": "may be entered with notice",
}
_EDGE: Final = Buffers((Buffer("", 0, 0, 0),))  # an area's edge is its own margin


@dataclass(frozen=True, slots=True)
class Clause:
    """An article with where it stands. text: the number of its agreement; empty: the one proposed.

    parties: ids of those that its agreement binds. area: its volume, or that of its zone.
    """

    article: Article
    parties: tuple[str, ...]
    text: str = ""
    area: Airspace | None = None

    @property
    def label(self) -> str:
        """How it is named: ``article 3``, with its agreement when it is another one."""
        return f"article {self.article.article}" + (f" of {self.text}" if self.text else "")

    @property
    def bound(self) -> frozenset[str]:
        """Ids of the parties that it binds."""
        return frozenset(one for one in self.parties if self.article.binds(one))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two clauses that cannot both hold, and why, in words."""

    one: Clause
    other: Clause
    why: str


def missing(article: Article, *, has_area: bool = False) -> tuple[str, ...]:
    """What an article's kind of rule needs and the article does not say, as words.

    has_area: its agreement is about an area, which is the area of an article that names none.
    """
    groups = NEEDS.get(article.rule, ())
    return tuple(
        " or ".join(group)
        for group in groups
        if not any(getattr(article, one) for one in group)
        and not (has_area and group == _AREA and article.rule != "keep-in")
    )


def contradictions(
    clauses: Sequence[Clause], beside: Sequence[Clause] = (), terrain_max_cm: int | None = None
) -> list[Contradiction]:
    """Every pair that cannot both hold: among the clauses, and of each with those beside them.

    beside: clauses of other agreements. terrain_max_cm: the highest ground that the charter names.
    """
    placed = _Ground(terrain_max_cm)
    pairs = (*combinations(clauses, 2), *product(clauses, beside))
    return [found for one, other in pairs if (found := _between(one, other, placed)) is not None]


def _between(one: Clause, other: Clause, ground: _Ground) -> Contradiction | None:
    if one.article.rule != other.article.rule and _SHUT not in (
        one.article.rule,
        other.article.rule,
    ):
        return None  # most pairs end here, before anything is compared
    for why, exception in (
        *((why, _is_exception(one, other)) for why in _values(one, other, ground)),
        *((why, False) for why in _areas(one, other, ground)),
    ):
        if one.bound & other.bound and not exception:
            return Contradiction(one, other, f"{one.label} and {other.label}: {why}")
    return None


def _is_exception(one: Clause, other: Clause) -> bool:
    """Whether one of two articles of a text is for some of the parties of the other only."""
    same = one.text == other.text and one.article.rule != "deadline"
    return same and (one.bound < other.bound or other.bound < one.bound)


def _values(one: Clause, other: Clause, ground: _Ground) -> Iterator[str]:
    """Two values of one thing."""
    a, b = one.article, other.article
    names = VALUES.get(a.rule, ()) if a.rule == b.rule else ()
    for name in names:
        values = getattr(a, name), getattr(b, name)
        differ = None not in values and values[0] != values[1]
        if differ and _same_scope(a, b) and _same_place(one, other, ground):
            yield f"{a.rule} with {name} {values[0]} and {values[1]} for the same case"


def _same_scope(a: Article, b: Article) -> bool:
    """Whether two articles are about the same messages: neither is only narrower."""
    formats = bool(set(a.formats) & set(b.formats)) or a.formats == b.formats
    return formats and a.activity == b.activity and a.step == b.step


def _same_place(one: Clause, other: Clause, ground: _Ground) -> bool:
    zones = [clause.article.zone for clause in (one, other)]
    if zones[0] and zones[1] and _name(zones[0]) == _name(zones[1]):
        return True
    if one.area is None or other.area is None:
        return one.area is other.area and not any(zones)
    return ground.touch(one.area, other.area)


def _areas(one: Clause, other: Clause, ground: _Ground) -> Iterator[str]:
    """Areas of which one shuts what the other says is used; corridors with no way between them."""
    a, b = one.article, other.article
    if one.area is None or other.area is None or not _classes_meet(a, b):
        return
    for shut, used in ((one, other), (other, one)):
        words = _USED.get(used.article.rule)
        if shut.article.rule == _SHUT and words and ground.touch(one.area, other.area):
            yield f"the area that must not be entered touches the one that {words}"
    apart = a.rule == b.rule == "keep-in" and not ground.touch(one.area, other.area)
    if apart and _at_once(one.area, other.area):
        yield "two corridors, neither of which may be left, do not touch each other"


def _classes_meet(a: Article, b: Article) -> bool:
    return a.activity is None or b.activity is None or a.activity == b.activity


def _at_once(one: Airspace, other: Airspace) -> bool:
    """Whether two areas are ever there at the same time."""
    starts = [start_of(area) for area in (one, other)]
    ends = [end_of(area) for area in (other, one)]
    return all(
        start is None or end is None or start < end for start, end in zip(starts, ends, strict=True)
    )


def _name(zone: str) -> str:
    return zone.casefold().strip()


class _Ground:
    """Areas made ready once each, so that a text with many of them is compared fast."""

    def __init__(self, terrain_max_cm: int | None) -> None:
        self._terrain_max_cm = terrain_max_cm
        self._placed: dict[int, tuple[Placed, ...]] = {}  # by id(): an area is not hashed again

    def touch(self, one: Airspace, other: Airspace) -> bool:
        """Whether two areas share a place at a height and a time; touching counts."""
        pairs = product(self._parts(one), self._parts(other))
        return any(_near(a.shape, b.shape) and find(a, b, _EDGE) is not None for a, b in pairs)

    def _parts(self, area: Airspace) -> tuple[Placed, ...]:
        found = self._placed.get(id(area))
        if found is None:
            found = place_parts("", "", "", area, self._terrain_max_cm)
            self._placed[id(area)] = found
        return found


def _near(one: Shape, other: Shape) -> bool:
    """Whether the boxes of two shapes meet; most pairs of areas are told apart by it at once."""
    (ax, ay, az), (bx, by, bz) = one.low, other.high
    if ax > bx or ay > by or az > bz:
        return False
    (ax, ay, az), (bx, by, bz) = other.low, one.high
    return ax <= bx and ay <= by and az <= bz


def touching(
    area: Airspace, others: Iterable[tuple[str, Airspace]], terrain_max_cm: int | None
) -> tuple[str, ...]:
    """Names of the areas that touch one, sorted."""
    ground = _Ground(terrain_max_cm)
    return tuple(sorted(name for name, other in others if ground.touch(area, other)))
