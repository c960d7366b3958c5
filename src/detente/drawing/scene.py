"""What a drawing consists of: lines, areas, marks and words on panels, in units of one pixel.

One drawing, several writers: svg.py and png.py know these few shapes and nothing of airspace. The
origin is at the top left, y grows downwards. Words are plain text; each writer escapes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

XY = tuple[float, float]
INK = "#1f2933"
FAINT = "#7b8794"
PAPER = "#ffffff"


class Hatch(StrEnum):
    """How an area is hatched, so that parties differ without colour."""

    RISING = "rising"
    FALLING = "falling"
    LEVEL = "level"
    UPRIGHT = "upright"
    CROSSED = "crossed"
    DOTTED = "dotted"


class Anchor(StrEnum):
    """Which end of a text stands at its place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Style:
    """How a path looks. dash: lengths of strokes and gaps; tint: opacity of the plain fill."""

    stroke: str | None = INK
    width: float = 1.0
    dash: tuple[float, ...] = ()
    fill: str | None = None
    tint: float = 1.0
    hatch: Hatch | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """Rings or lines; where closed rings lie within one another, every second area is filled."""

    lines: tuple[tuple[XY, ...], ...]
    style: Style
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text with its baseline at a place; a halo sets it off from what is below."""

    at: XY
    text: str
    size: float = 12.0
    anchor: Anchor = Anchor.START
    bold: bool = False
    colour: str = INK
    halo: bool = False


Shape = Path | Words


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle: left, top, width, height."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> XY:
        """The centre."""
        return self.left + self.width / 2, self.top + self.height / 2

    def corners(self) -> tuple[XY, ...]:
        """Its four corners."""
        return (
            (self.left, self.top),
            (self.right, self.top),
            (self.right, self.bottom),
            (self.left, self.bottom),
        )


@dataclass(frozen=True, slots=True)
class Panel:
    """Shapes drawn in order; with a frame, what lies outside it is cut off."""

    shapes: Sequence[Shape]
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole drawing. title and words say in text what it shows, for those who cannot see it."""

    width: float
    height: float
    title: str
    words: str
    panels: tuple[Panel, ...]
