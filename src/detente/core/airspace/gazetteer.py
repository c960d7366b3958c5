"""Name the place nearest to a point, and find the places that have a name.

Immutable; the places come from outside (wire/places.py loads GeoNames). Names are matched without
regard to case, accents, hyphens and apostrophes, in every script that the data has. A name that is
not known is not wrong: the answer is then an empty list.

What a place is called is the data's word, not ours; countries are not shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from detente.core.airspace.geodesy import inverse, unit_vector
from detente.core.airspace.volume import Point

WORDS_MAX = 12  # of a name text; each trailing part of it is looked up
NAME_LETTERS_MIN = 3  # shorter names are too often something else
_BAND = 0.02  # of z: 130 km north and south, where the nearest town is mostly found
_JOINERS = str.maketrans(dict.fromkeys("-‐‑'’ʻʼ`´.,", " "))


@dataclass(frozen=True, slots=True)
class Place:
    """A named place. others: its names in other languages and spellings."""

    name: str
    point: Point
    population: int = 0
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """A point as seen from a place: `distance_cm` away on the bearing (degrees, 0 to 359)."""

    place: Place
    distance_cm: int
    bearing_deg: int


class Gazetteer:
    """An immutable set of named places."""

    def __init__(self, places: Sequence[Place] = ()) -> None:
        """Order the places by direction; the index of names is made at the first lookup."""
        vectors = np.array([unit_vector(place.point) for place in places], dtype=np.float64)
        vectors = vectors.reshape(-1, 3)
        order = np.argsort(vectors[:, 2], kind="stable")
        self._vectors: npt.NDArray[np.float64] = vectors[order]
        self._heights = np.ascontiguousarray(self._vectors[:, 2])
        self._places = tuple(places[at] for at in order)

    def __len__(self) -> int:
        return len(self._places)

    def nearest(self, point: Point) -> Near | None:
        """The place with the least geodesic distance (to the error of a sphere), None if empty."""
        if not self._places:
            return None
        here = np.array(unit_vector(point))
        band = _BAND
        while True:
            first, last = np.searchsorted(self._heights, (here[2] - band, here[2] + band))
            if first < last:
                cosines = self._vectors[first:last] @ here
                best = int(cosines.argmax())
                # Whoever is within the chord `band` of here also has its z within `band`.
                chord = float(np.linalg.norm(self._vectors[first + best] - here))
                if chord <= band or band >= 2:
                    return self._near(self._places[first + best], point)
            elif band >= 2:
                return self._near(self._places[0], point)
            band *= 4

    def lookup(self, name: str) -> list[Place]:
        """All places with this name or alternate name, the most populous first."""
        found = self._names.get(fold(name), ())
        places = [self._places[at] for at in found]
        return sorted(places, key=lambda place: (-place.population, place.name, place.point))

    def mentioned(self, text: str) -> list[Place]:
        """The places whose name ends the text: ``Swakopmund``, ``10 NM W of Swakopmund``.

        The longest name that is known counts; none known gives an empty list.
        """
        words = fold(text).split()[-WORDS_MAX:]
        for first in range(len(words)):
            name = " ".join(words[first:])
            if len(name) >= NAME_LETTERS_MIN and name in self._names:
                return self.lookup(name)
        return []

    def prepare(self) -> None:
        """Make the index of names now (under a second for 34,000 places), not at first use."""
        assert self._names is not None

    @cached_property
    def _names(self) -> dict[str, tuple[int, ...]]:
        names: dict[str, tuple[int, ...]] = {}
        for at, place in enumerate(self._places):
            for name in {fold(place.name), *map(fold, place.others)}:
                names[name] = (*names.get(name, ()), at)
        return names

    @staticmethod
    def _near(place: Place, point: Point) -> Near:
        distance_cm, bearing = inverse(place.point, point)
        return Near(place, distance_cm, round(bearing) % 360)


def fold(name: str) -> str:
    """A name without case, accents, joiners and doubled spaces, for comparison only."""
    name = name.translate(_JOINERS).casefold()
    if not name.isascii():
        parts = unicodedata.normalize("NFKD", name)
        name = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(name.split())
