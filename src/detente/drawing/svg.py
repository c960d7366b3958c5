"""Write a drawing as SVG that loads nothing, runs nothing, and takes every word for a word."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from detente.drawing.scene import XY, Frame, Hatch, Panel, Path, Scene, Shape, Style, Words
from detente.wire.harmless import label

FONT: Final = "'DejaVu Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
TEXT_CHARS_MAX: Final = 200  # of one text in a drawing; longer ones are cut visibly
_TILE: Final = 8  # pixels of a hatch
_HATCHES: Final = {
    Hatch.RISING: "M-2,2L2,-2M0,8L8,0M6,10L10,6",
    Hatch.FALLING: "M-2,6L2,10M0,0L8,8M6,-2L10,2",
    Hatch.LEVEL: "M0,4L8,4",
    Hatch.UPRIGHT: "M4,0L4,8",
    Hatch.CROSSED: "M0,8L8,0M0,0L8,8",
    Hatch.DOTTED: "M3.2,4L4.8,4",
}


def write(scene: Scene) -> str:
    """The drawing as one `svg` element, good inside HTML."""
    body = "\n".join(_panel(panel, at) for at, panel in enumerate(scene.panels))
    return (
        f'<svg viewBox="0 0 {_n(scene.width)} {_n(scene.height)}" width="{_n(scene.width)}" '
        f'height="{_n(scene.height)}" role="img" font-family="{FONT}">\n'
        f"<title>{_text(scene.title)}</title>\n<desc>{_text(scene.words, 2_000)}</desc>\n"
        f"<defs>{''.join(_defs(scene))}</defs>\n{body}\n</svg>"
    )


def _defs(scene: Scene) -> Iterator[str]:
    for at, panel in enumerate(scene.panels):
        if panel.frame is not None:
            yield f'<clipPath id="clip{at}">{_rect(panel.frame)}</clipPath>'
    styles = {
        shape.style for panel in scene.panels for shape in panel.shapes if isinstance(shape, Path)
    }
    used = {(style.hatch, style.stroke or "") for style in styles if style.hatch is not None}
    for hatch, colour in sorted(used):
        yield (
            f'<pattern id="{_pattern(hatch, colour)}" width="{_TILE}" height="{_TILE}" '
            f'patternUnits="userSpaceOnUse"><path d="{_HATCHES[hatch]}" stroke="{colour}" '
            'stroke-width="1" stroke-opacity="0.55" fill="none"/></pattern>'
        )


def _pattern(hatch: Hatch, colour: str) -> str:
    return f"{hatch}-{colour.lstrip('#')}"


def _rect(frame: Frame) -> str:
    return (
        f'<rect x="{_n(frame.left)}" y="{_n(frame.top)}" width="{_n(frame.width)}" '
        f'height="{_n(frame.height)}"/>'
    )


def _panel(panel: Panel, at: int) -> str:
    clip = f' clip-path="url(#clip{at})"' if panel.frame is not None else ""
    return f"<g{clip}>\n" + "\n".join(_shape(shape) for shape in panel.shapes) + "\n</g>"


def _shape(shape: Shape) -> str:
    if isinstance(shape, Words):
        return _words(shape)
    data = "".join(_line(line, closed=shape.closed) for line in shape.lines)
    drawn = f'<path d="{data}"{_style(shape.style)}/>'
    if shape.style.hatch is None:
        return drawn
    pattern = _pattern(shape.style.hatch, shape.style.stroke or "")
    return f'{drawn}<path d="{data}" fill="url(#{pattern})" fill-rule="evenodd"/>'


def _line(line: tuple[XY, ...], *, closed: bool) -> str:
    points = "L".join(f"{_n(x)},{_n(y)}" for x, y in line)
    return f"M{points}{'Z' if closed else ''}"


def _style(style: Style) -> str:
    fill = f'"{style.fill}" fill-opacity="{_n(style.tint)}" fill-rule="evenodd"'
    parts = [f" fill={fill}" if style.fill else ' fill="none"']
    if style.stroke:
        parts.append(f' stroke="{style.stroke}" stroke-width="{_n(style.width)}"')
        parts.append(' stroke-linejoin="round"')
    if style.dash:
        parts.append(f' stroke-dasharray="{" ".join(map(_n, style.dash))}"')
    return "".join(parts)


def _words(words: Words) -> str:
    weight = ' font-weight="bold"' if words.bold else ""
    halo = (
        ' stroke="#ffffff" stroke-width="3" paint-order="stroke" stroke-linejoin="round"'
        if words.halo
        else ""
    )
    return (
        f'<text x="{_n(words.at[0])}" y="{_n(words.at[1])}" font-size="{_n(words.size)}" '
        f'text-anchor="{words.anchor}" fill="{words.colour}"{weight}{halo} '
        f'style="unicode-bidi:plaintext">{_text(words.text)}</text>'
    )


def _text(text: str, limit: int = TEXT_CHARS_MAX) -> str:
    return escape(label(text, limit))


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
