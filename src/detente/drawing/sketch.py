"""What a picture shows, gathered: the volumes with their rings, the conflicts, the parties' looks.

Parties look different by hatch, dash and letter, and only then by colour; the looks say nothing
about anybody. What cannot be drawn is counted and said, never left out in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from detente.core.airspace.parts import volumes_of
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.volume import Airspace, Outline, Volume
from detente.core.units import E7_PER_DEGREE
from detente.drawing.projection import Vectors, vectors_of
from detente.drawing.scene import Hatch, Style
from detente.wire.native import ConflictView, PictureItem
from detente.wire.rings import WHOLE_GLOBE, Ring, patches_of

CORNERS: Final = 72  # of a circle; on a picture a pixel is coarser than the difference
LABELLED_MAX: Final = 40
"""More volumes than this are labelled only where they are in conflict, or labels hide the map."""
DASHES: Final = ((), (7.0, 3.0), (2.0, 2.5), (9.0, 3.0, 2.0, 3.0), (4.0, 4.0), (1.0, 3.0))
# Okabe and Ito's colours, told apart by nearly everyone; red and green are not among them.
COLOURS: Final = ("#0072b2", "#9c5a00", "#7a3b8f", "#00795a", "#3c4856", "#b0457f")


@dataclass(frozen=True, slots=True)
class Track:
    """A line that is no announcement, such as a recorded flight: longitudes and latitudes."""

    lon: Sequence[float]
    lat: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What a picture is made of.

    heading: what is shown, such as the line and status. made_by: whose node. blind: what this node
    cannot know now, a sentence each. tracks: lines besides, with a word for what they are.
    """

    heading: str
    made_by: str
    at_ms: int
    items: tuple[PictureItem, ...]
    conflicts: tuple[ConflictView, ...] = ()
    blind: tuple[str, ...] = ()
    tracks: tuple[Track, ...] = ()
    tracks_are: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a party is drawn: its letter, and the style of its volumes."""

    letter: str
    style: Style


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One item as it is drawn. patches: each patch's rings.

    tag: its short name in the drawing, with ! when it was signed with a stolen key.
    """

    item: PictureItem
    tag: str
    look: Look
    airspace: Airspace
    volumes: tuple[Volume, ...]
    patches: tuple[tuple[Vectors, ...], ...]
    globe: bool

    @property
    def labelled(self) -> bool:
        """Whether it is in conflict."""
        return bool(self.item.conflicts)

    def outer(self) -> Vectors:
        """The corners of all outer rings."""
        return np.concatenate([rings[0] for rings in self.patches])


@dataclass(slots=True)
class Gathered:
    """Everything to draw. Owned by one drawing."""

    sketch: Sketch
    looks: dict[str, Look] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    numbers: dict[str, Shown] = field(default_factory=dict)
    in_conflict: int = 0

    def show(self, one: Shown) -> None:
        """One item more to draw."""
        self.shown.append(one)
        self.numbers[one.item.number] = one
        self.in_conflict += one.labelled

    def by_number(self, number: str) -> Shown | None:
        """The item of that number, if it is drawn."""
        return self.numbers.get(number)

    @property
    def crowded(self) -> bool:
        """Whether there are too many volumes to label and hatch each."""
        return len(self.shown) > LABELLED_MAX

    def labels(self, one: Shown) -> bool:
        """Whether an item is labelled: all of them where there is room, else those in conflict."""
        return not self.crowded or (one.labelled and self.in_conflict <= LABELLED_MAX)

    def style_of(self, one: Shown) -> Style:
        """Its party's style; where it is crowded, what is in no conflict is a thin line."""
        if not self.crowded:
            return one.look.style
        if one.labelled:
            return replace(one.look.style, width=1.0)
        pale = _paler(one.look.style.stroke or COLOURS[0])
        return replace(one.look.style, stroke=pale, width=0.4, fill=None, hatch=None, dash=())


def _paler(colour: str) -> str:
    """Half way from a colour to white."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{(part + 255) // 2:02x}" for part in parts)


def gather(sketch: Sketch) -> Gathered:
    """The items with their rings, looks and tags, in the order in which they are listed."""
    found = Gathered(sketch, looks_of({item.party for item in sketch.items}))
    counts: dict[str, int] = {}
    rings: dict[Outline, tuple[tuple[Vectors, ...], ...]] = {}
    for item in sketch.items:
        airspace = airspace_from_json(item.volume, "volume")
        if not isinstance(airspace, Airspace):
            found.unreadable.append(item.number)
            continue
        look = found.looks[item.party]
        counts[item.party] = counts.get(item.party, 0) + 1
        patches: list[tuple[Vectors, ...]] = []
        globe = False
        for part in airspace.parts:
            outline = part.volume.outline
            if outline not in rings:
                rings[outline] = _rings(outline)
            patches += rings[outline]
            globe = globe or not rings[outline]
        volumes = tuple(volume for _, volume in volumes_of(airspace, None))
        tag = f"{look.letter}{counts[item.party]}{'!' if item.disowned else ''}"
        found.show(Shown(item, tag, look, airspace, volumes, tuple(patches), globe))
    return found


def _rings(outline: Outline) -> tuple[tuple[Vectors, ...], ...]:
    """Rings of vectors; none for an outline that covers the whole globe."""
    patches = patches_of(outline, CORNERS)
    if any(patch.outer == WHOLE_GLOBE for patch in patches):
        return ()
    return tuple(tuple(_vectors(ring) for ring in (patch.outer, *patch.holes)) for patch in patches)


def _vectors(ring: Ring) -> Vectors:
    lon = [point.lon_e7 / E7_PER_DEGREE for point in ring]
    lat = [point.lat_e7 / E7_PER_DEGREE for point in ring]
    return vectors_of(lon, lat)


def looks_of(parties: set[str]) -> dict[str, Look]:
    """A look for each party, by the order of their names; letters are their own where they can."""
    taken: set[str] = set()
    found: dict[str, Look] = {}
    hatches = tuple(Hatch)
    for at, party in enumerate(sorted(parties)):
        wanted = [*(char.upper() for char in party if char.isascii() and char.isalpha())]
        spare = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
        letter = next((one for one in (*wanted, *spare) if one not in taken), f"P{at}-")
        taken.add(letter)
        found[party] = Look(
            letter,
            Style(
                stroke=COLOURS[at % len(COLOURS)],
                width=1.6,
                dash=DASHES[at % len(DASHES)],
                fill=COLOURS[at % len(COLOURS)],
                tint=0.07,
                hatch=hatches[at % len(hatches)],
            ),
        )
    return found
