"""Draw what the terminal showed as an SVG that loads nothing from outside.

Rich's own template names web fonts; this one uses the reader's monospace font.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console, RenderableType
from rich.terminal_theme import TerminalTheme

WIDTH = 104
_THEME = TerminalTheme(
    (16, 20, 28),
    (216, 222, 233),
    [
        (59, 66, 82),
        (224, 108, 117),
        (152, 195, 121),
        (229, 192, 123),
        (97, 175, 239),
        (198, 120, 221),
        (86, 182, 194),
        (216, 222, 233),
    ],
    [
        (92, 99, 112),
        (240, 113, 120),
        (166, 218, 149),
        (245, 224, 150),
        (130, 200, 255),
        (220, 150, 240),
        (120, 220, 230),
        (255, 255, 255),
    ],
)
_FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg"
     role="img" aria-label="A run of the demo on a terminal">
  <style>
    .{unique_id}-matrix {{
      font-family: ui-monospace, "DejaVu Sans Mono", "Liberation Mono", Menlo, Consolas, monospace;
      font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width;
    }}
    .{unique_id}-title {{ font-size: 18px; font-family: sans-serif; }}
    {styles}
  </style>
  <defs>
    <clipPath id="{unique_id}-clip-terminal">
      <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
    </clipPath>
    {lines}
  </defs>
  {chrome}
  <g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix">{matrix}</g>
  </g>
</svg>
"""


def save_svg(shown: Iterable[RenderableType], path: Path, title: str) -> None:
    """Render everything in `shown` as it stood on the terminal."""
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False
    )
    for what in shown:
        console.print(what)
    path.parent.mkdir(parents=True, exist_ok=True)
    svg = console.export_svg(title=title, theme=_THEME, code_format=_FORMAT, unique_id="demo")
    path.write_text(svg, "utf-8")
