"""Write a drawing as PNG with matplotlib, which only this module needs (the extra `picture`)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from detente.drawing.scene import Anchor, Frame, Hatch, Path, Scene, Words
from detente.drawing.svg import TEXT_CHARS_MAX
from detente.wire.harmless import label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle

DOTS_PER_PIXEL: Final = 1.5  # sharp on paper and on dense screens, 300 kB for a full picture
_DPI: Final = 100
COLOURS_MAX: Final = 256  # all that a palette has; picked so that rare hues keep theirs
_HATCHES: Final = {
    Hatch.RISING: "//",
    Hatch.FALLING: "\\\\",
    Hatch.LEVEL: "--",
    Hatch.UPRIGHT: "||",
    Hatch.CROSSED: "xx",
    Hatch.DOTTED: "..",
}
_ANCHORS: Final = {Anchor.START: "left", Anchor.MIDDLE: "center", Anchor.END: "right"}


class NoMatplotlib(Exception):
    """matplotlib is not installed, so no PNG can be made; HTML needs nothing."""


def write(scene: Scene) -> bytes:
    """The drawing as a PNG file; the same drawing gives the same bytes."""
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra, loaded only to draw
    except ModuleNotFoundError as error:
        raise NoMatplotlib from error
    from matplotlib.figure import Figure  # noqa: PLC0415 - the same

    with mpl.rc_context({"font.family": "DejaVu Sans", "hatch.linewidth": 0.6}):
        figure = Figure(figsize=(scene.width / _DPI, scene.height / _DPI), facecolor="white")
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xlim(0, scene.width)
        axes.set_ylim(scene.height, 0)
        axes.axis("off")
        order = 0
        for panel in scene.panels:
            for shape in panel.shapes:
                order += 1
                if isinstance(shape, Words):
                    _words(axes, shape, panel.frame, order)
                else:
                    _path(axes, shape, panel.frame, order)
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=_DPI * DOTS_PER_PIXEL, metadata={"Software": None})
    return _smaller(out)


def _smaller(drawn: io.BytesIO) -> bytes:
    """The same picture in a palette: a third of the bytes, and no eye sees it."""
    from PIL import Image  # noqa: PLC0415 - comes with matplotlib

    out = io.BytesIO()
    with Image.open(drawn) as image:
        rgb = image.convert("RGB")
        rgb.quantize(COLOURS_MAX, Image.Quantize.MAXCOVERAGE).save(out, format="png", optimize=True)
    return out.getvalue()


def _points(pixels: float) -> float:
    """Pixels of the drawing in typographic points."""
    return pixels * 72 / _DPI


def _words(axes: Axes, words: Words, frame: Frame | None, order: int) -> None:
    from matplotlib import patheffects  # noqa: PLC0415 - an extra, loaded only to draw

    drawn = axes.text(
        *words.at,
        label(words.text, TEXT_CHARS_MAX).replace("$", r"\$"),  # it is no formula
        fontsize=_points(words.size),
        ha=_ANCHORS[words.anchor],
        va="baseline",
        color=words.colour,
        weight="bold" if words.bold else "normal",
        zorder=order,
    )
    if frame is not None:
        drawn.set_clip_path(_box(axes, frame))
    if words.halo:
        drawn.set_path_effects([patheffects.withStroke(linewidth=_points(3), foreground="white")])


def _box(axes: Axes, frame: Frame) -> Rectangle:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - an extra, loaded only to draw

    at = (frame.left, frame.top)
    return Rectangle(at, frame.width, frame.height, transform=axes.transData)


def _path(axes: Axes, path: Path, frame: Frame | None, order: int) -> None:
    from matplotlib.patches import PathPatch  # noqa: PLC0415 - an extra, loaded only to draw
    from matplotlib.path import Path as Outline  # noqa: PLC0415 - the same

    corners: list[Any] = []
    codes: list[Any] = []
    for line in path.lines:
        corners += line
        codes += [Outline.MOVETO, *[Outline.LINETO] * (len(line) - 1)]
        if path.closed:
            corners.append(line[0])
            codes.append(Outline.CLOSEPOLY)
    if not corners:
        return
    style = path.style
    outline = Outline(corners, codes)
    common = {"zorder": order, "joinstyle": "round"}
    patches = []
    if style.fill is not None:
        patches.append(PathPatch(outline, fc=style.fill, alpha=style.tint, ec="none", **common))
    if style.hatch is not None:
        hatched = PathPatch(outline, fill=False, ec=style.stroke, lw=0, alpha=0.55, **common)
        hatched.set_hatch(_HATCHES[style.hatch])
        patches.append(hatched)
    if style.stroke is not None:
        width = _points(style.width)
        line_style = (0, tuple(_points(part) / width for part in style.dash)) if style.dash else "-"
        patches.append(
            PathPatch(outline, fill=False, ec=style.stroke, lw=width, ls=line_style, **common)
        )
    for patch in patches:
        axes.add_patch(patch)
        if frame is not None:
            patch.set_clip_path(_box(axes, frame))
