"""Compose the picture: map, heights against time, legend, and what it does not show.

`scene` makes the one drawing that SVG, HTML and PNG are written from.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sized
from typing import Final

from detente.core.airspace.gazetteer import Gazetteer
from detente.core.airspace.words import moment_words
from detente.drawing import heights_panel, map_panel
from detente.drawing.scene import (
    FAINT,
    INK,
    PAPER,
    Frame,
    Panel,
    Path,
    Scene,
    Shape,
    Style,
    Words,
)
from detente.drawing.sketch import Gathered, Sketch, gather

WIDTH: Final = 1280.0
NO_CLEARANCE: Final = "What nobody announced is not shown. This is no clearance."
COAST_SOURCE: Final = (
    "Coast: Natural Earth 1:50,000,000, no borders. Town names: GeoNames, CC BY 4.0."
)
CONFLICTS_LISTED: Final = 12  # below the drawing; the page and `detente conflicts` list all
_MAP: Final = Frame(20, 74, 760, 620)
_HEIGHTS: Final = Frame(852, 96, 360, 560)
_ROW: Final = 20.0
_LINE_CHARS: Final = 175  # that fit the width


def scene(sketch: Sketch, gazetteer: Gazetteer) -> Scene:
    """The drawing of a sketch; the gazetteer names the towns that are near to what is drawn."""
    gathered = gather(sketch)
    shapes: list[Shape] = [*_head(gathered)]
    below = list(_legend(gathered, _MAP.bottom + 26))
    bottom = max(shape.at[1] for shape in below if isinstance(shape, Words))
    height = bottom + 22
    paper = Path(
        (Frame(0, 0, WIDTH, height).corners(),), Style(stroke=None, fill=PAPER), closed=True
    )
    panels = (
        Panel((paper, *shapes)),
        map_panel.panel(gathered, _MAP, gazetteer),
        *heights_panel.panels(gathered, _HEIGHTS),
        Panel(below),
    )
    return Scene(WIDTH, height, sketch.heading, words(gathered), panels)


def words(gathered: Gathered) -> str:
    """What the drawing shows, in a few sentences."""
    sketch = gathered.sketch
    return (
        f"{sketch.heading} at {moment_words(sketch.at_ms)}, as {sketch.made_by} knows it: "
        f"{_count(gathered.shown, 'volume')}, {_count(sketch.conflicts, 'conflict')}. "
        f"{NO_CLEARANCE}"
    )


def warnings(gathered: Gathered) -> list[str]:
    """What the picture does not show, most important first."""
    since = "what it announced since is NOT known here."
    found = [f"!! {text}: {since}" for text in gathered.sketch.blind]
    stolen = [one for one in gathered.shown if one.item.disowned]
    if stolen:
        names = ", ".join(f"{one.tag} {one.item.number}" for one in stolen[:5])
        more = " and more" if len(stolen) > 5 else ""
        said = "signed with a stolen key, not its party's word; drawn all the same"
        found.append(f"!! KEY STOLEN: {names}{more}: {said}")
    if gathered.unreadable:
        numbers = ", ".join(gathered.unreadable[:5])
        more = " and more" if len(gathered.unreadable) > 5 else ""
        found.append(f"!! Not drawn, of a later version: {numbers}{more}")
    return found


def _count(things: Sized, name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _head(gathered: Gathered) -> Iterator[Shape]:
    sketch = gathered.sketch
    yield Words((20, 30), sketch.heading, 20, bold=True)
    count = f"{_count(gathered.shown, 'volume')}, {_count(sketch.conflicts, 'conflict')}"
    yield Words(
        (20, 54), f"{moment_words(sketch.at_ms)}, as {sketch.made_by} knows it: {count}", 13
    )
    yield Words((_HEIGHTS.left - 52, 80), "Heights against time (UTC), as given", 12, bold=True)


def _legend(gathered: Gathered, top: float) -> Iterator[Shape]:
    sketch, y = gathered.sketch, top
    for party, look in sorted(gathered.looks.items()):
        box = Frame(20, y - 12, 34, 15)
        yield Path((box.corners(),), look.style, closed=True)
        theirs = [one for one in gathered.shown if one.item.party == party]
        yield Words((64, y), f"{look.letter}  {party}: {_count(theirs, 'volume')}", 13)
        y += _ROW
    right = 440.0
    yield from map_panel.mark((right, top - 4), 1)
    yield Words((right + 30, top), "conflict, where the two are closest; dashed line: the gap", 13)
    yield Words((right - 8, top + _ROW), "A side that runs out of the frame is open.", 13)
    if sketch.tracks:
        yield Path((((right - 8, top + 36), (right + 22, top + 36)),), Style(stroke="#9aa5b1"))
        yield Words((right + 30, top + 2 * _ROW), sketch.tracks_are, 13)
    y = max(y, top + (3 if sketch.tracks else 2) * _ROW) + 8
    for line in _conflict_lines(gathered):
        for piece in textwrap.wrap(line, _LINE_CHARS, subsequent_indent="     "):
            yield Words((20, y), piece, 12)
            y += _ROW - 2
    for line in warnings(gathered):
        for piece in textwrap.wrap(line, _LINE_CHARS):
            yield Words((20, y), piece, 13, bold=True)
            y += _ROW
    yield Words((20, y + 4), NO_CLEARANCE, 14, bold=True, colour=INK)
    yield Words((20, y + 22), COAST_SOURCE, 10, colour=FAINT)


def _conflict_lines(gathered: Gathered) -> Iterator[str]:
    for at, one in enumerate(gathered.sketch.conflicts[:CONFLICTS_LISTED], 1):
        tags = [
            f"{shown.tag} {number}" if (shown := gathered.by_number(number)) else number
            for number in one.numbers
        ]
        place = f", {one.place}" if one.place else ""
        yield f"{at}  {' and '.join(tags)}{place}: {one.why}"
    more = len(gathered.sketch.conflicts) - CONFLICTS_LISTED
    if more > 0:
        yield f"and {more} conflicts more: detente conflicts"
