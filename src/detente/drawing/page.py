"""The picture as one HTML file that works offline: the drawing inside, everything in tables too.

Nothing is loaded, no script is there, and a policy in the page forbids both; every word of others
is escaped and isolated, so that no direction of writing reorders what stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from detente.core.airspace.gazetteer import Gazetteer
from detente.core.airspace.volume import Point
from detente.core.airspace.words import least_rise_words, least_words, moment_words
from detente.drawing import svg
from detente.drawing.map_panel import middle_of
from detente.drawing.picture import COAST_SOURCE, NO_CLEARANCE, scene, warnings, words
from detente.drawing.sketch import Gathered, Shown, Sketch, gather
from detente.wire.coordinates import to_mgrs
from detente.wire.harmless import label
from detente.wire.human_out import airspace_to_text, point_to_text
from detente.wire.native import ConflictView

ROWS_MAX: Final = 1_000  # of a table: a page beyond it is slow to open; the rest is said, not shown
CELL_CHARS_MAX: Final = 2_000
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_LOOKS: Final = """\
body { font: 16px/1.5 'DejaVu Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif;
  color: #1f2933; background: #fff; margin: 1rem auto; max-width: 1300px; padding: 0 1rem; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; font-size: .85rem; }
th, td { border: 1px solid #cbd2d9; padding: .3rem .5rem; text-align: start; vertical-align: top; }
th { background: #f5f7fa; }
.warn { border: 3px solid #1f2933; padding: .5rem 1rem; font-weight: bold; }
"""


def write(sketch: Sketch, gazetteer: Gazetteer) -> str:
    """The whole page."""
    gathered = gather(sketch)
    said = [*warnings(gathered), NO_CLEARANCE]
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(sketch.heading)}, {moment_words(sketch.at_ms)}</title>
<style>
{_LOOKS}</style>
</head>
<body>
<div class="warn">{"<br>".join(_text(text) for text in said)}</div>
{svg.write(scene(sketch, gazetteer))}
<p>{_text(words(gathered))}</p>
<h2>Conflicts</h2>
{_conflicts(gathered)}
<h2>Volumes</h2>
{_volumes(gathered)}
<p>{_text(COAST_SOURCE)} Written by detente; loads nothing.</p>
</body>
</html>
"""


def _conflicts(gathered: Gathered) -> str:
    heads = ("", "Between", "Where", "From", "To", "Closest", "Why")
    rows = [
        (
            str(at),
            " and ".join(_tagged(gathered, number) for number in one.numbers),
            f"{_place(one.where)}; {one.place}" if one.place else _place(one.where),
            "open" if one.from_ms is None else moment_words(one.from_ms),
            "open" if one.to_ms is None else moment_words(one.to_ms),
            _apart(one),
            one.why,
        )
        for at, one in enumerate(gathered.sketch.conflicts, 1)
    ]
    return _table(heads, rows) if rows else "<p>No conflict known among what is shown.</p>"


def _apart(one: ConflictView) -> str:
    across = least_words(one.horizontal_cm)
    return f"{across} across, {least_rise_words(one.vertical_cm)} in height"


def _volumes(gathered: Gathered) -> str:
    heads = ("", "Number", "Party", "Format", "Class", "Conflicts", "Volume", "Middle")
    rows = [_row(one) for one in gathered.shown]
    return _table(heads, rows) if rows else "<p>No volume is known. That is no data.</p>"


def _row(one: Shown) -> tuple[str, ...]:
    item = one.item
    return (
        one.tag,
        item.number,
        f"{item.party}, KEY STOLEN: not its word" if item.disowned else item.party,
        item.format,
        item.activity,
        str(len(item.conflicts) or ""),
        airspace_to_text(one.airspace),
        "" if not one.patches else to_mgrs(middle_of(one.outer())),
    )


def _tagged(gathered: Gathered, number: str) -> str:
    shown = gathered.by_number(number)
    return f"{shown.tag} {number}" if shown else number


def _place(point: Point) -> str:
    return f"{point_to_text(point)} ({to_mgrs(point)})"


def _table(heads: Sequence[str], rows: Sequence[Iterable[str]]) -> str:
    head = "".join(f"<th>{_text(one)}</th>" for one in heads)
    body = "\n".join(
        f"<tr>{''.join(f'<td><bdi>{_text(cell)}</bdi></td>' for cell in row)}</tr>"
        for row in rows[:ROWS_MAX]
    )
    more = len(rows) - ROWS_MAX
    rest = f"<p>{more} more are not listed here: detente picture</p>" if more > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>{rest}"


def _text(text: str) -> str:
    return escape(label(text, CELL_CHARS_MAX))
