"""What sources report over the years, as one HTML page that works offline.

Each report stands at its date as far as that is known, with who reports it through whom and how
surely, in its finder's words beside the passage. All sources look alike and none is first but by
date. The page loads nothing, holds no script, and says at its head what it is not: nobody's
account. Not here: which reports there are (core/sources/reported.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from detente.core.line.tables.register_choices import HEDGES, REPORTED_KINDS
from detente.wire.harmless import label

ENTRIES_MAX: Final = 5_000  # a page beyond it is slow to open; the rest is counted, not shown
CELL_CHARS_MAX: Final = 2_000
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_WIDTH, _LEFT, _ROW = 1_000, 190, 26
_KINDS: Final = dict(REPORTED_KINDS)
_HEDGES: Final = dict(HEDGES)
_LOOKS: Final = """\
body { font: 16px/1.5 'DejaVu Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif;
  color: #1f2933; background: #fff; margin: 1rem auto; max-width: 1100px; padding: 0 1rem; }
svg { max-width: 100%; height: auto; }
svg text { font-size: 12px; fill: #1f2933; }
.what { border: 3px solid #1f2933; padding: .5rem 1rem; }
h2 { border-bottom: 2px solid #1f2933; margin: 2rem 0 .5rem; }
article { display: grid; grid-template-columns: 10rem 1fr; gap: 0 1rem; margin: .75rem 0; }
.when { font-weight: bold; }
.kind { border: 1px solid #52606d; border-radius: 3px; padding: 0 .3rem; font-size: .8rem; }
blockquote { margin: .2rem 0; padding-left: .8rem; border-left: 3px solid #cbd2d9; }
.by { font-size: .85rem; color: #52606d; }
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One report. day, latest: YYYY, YYYY-MM or YYYY-MM-DD. dated: day is only the dateline's.

    by: who reports it, in words. number: of the message that carries it; empty when none does.
    """

    day: str
    latest: str
    dated: bool
    kind: str
    words: str
    hedge: str
    by: str
    quote: str
    source: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in the office that a source gives at a date (YYYY, YYYY-MM or YYYY-MM-DD)."""

    words: str
    day: str
    latest: str
    by: str
    number: str = ""


def write(
    title: str, entries: Sequence[Entry], first: int, last: int, people: Sequence[Holder] = ()
) -> str:
    """The page. first, last: the years that the axis shows; entries of other years are listed."""
    ordered = sorted(entries, key=lambda one: (one.day, one.kind, one.number))
    shown = ordered[:ENTRIES_MAX]
    years = list(dict.fromkeys(one.day[:4] for one in shown))
    body = "\n".join(
        f"<h2>{_text(year or 'No date')}</h2>\n"
        + "\n".join(_article(one) for one in shown if one.day[:4] == year)
        for year in years
    )
    more = len(ordered) - len(shown)
    rest = f"<p>{more} more are not shown.</p>" if more else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(title)}</title>
<style>
{_LOOKS}</style>
</head>
<body>
<h1>{_text(title)}</h1>
<p class="what">What public sources report, with who says it. It is no account of any party, no
finding, and no judgment of which report is right. Dates are as far as the sources say them; where
a source names none, its own date stands, marked so.</p>
{_axis(shown, first, last)}
{body}
{rest}
{_people(people)}
<p>{len(ordered)} reports. Written by detente; loads nothing.</p>
</body>
</html>
"""


def _article(one: Entry) -> str:
    until = f" to {_text(one.latest)}" if one.latest else ""
    own = "<br>(date of the source)" if one.dated else ""
    number = f", {_text(one.number)}" if one.number else ""
    return (
        f'<article><div class="when">{_text(one.day or "-")}{until}{own}</div><div>'
        f'<span class="kind">{_text(_KINDS.get(one.kind, one.kind))}</span> '
        f'<span class="kind">{_text(_HEDGES.get(one.hedge, one.hedge))}</span> '
        f"<bdi>{_text(one.words)}</bdi>"
        f"<blockquote><bdi>{_text(one.quote)}</bdi></blockquote>"
        f'<div class="by"><bdi>{_text(one.by)}</bdi>; <bdi>{_text(one.source)}</bdi>{number}</div>'
        "</div></article>"
    )


def _people(people: Sequence[Holder]) -> str:
    """Who is given which office, by words and then by date; the same words once, with all dates."""
    if not people:
        return ""
    held: dict[str, list[Holder]] = {}
    for one in sorted(people, key=lambda one: (one.words, one.day, one.number))[:ENTRIES_MAX]:
        held.setdefault(one.words, []).append(one)
    rows = "\n".join(
        f'<li><bdi>{_text(words)}</bdi> <span class="by">{_text(_dates(each))};'
        f" <bdi>{_text('; '.join(dict.fromkeys(one.by for one in each)))}</bdi></span></li>"
        for words, each in held.items()
    )
    return f"<h2>People in the offices that sources give them</h2>\n<ul>\n{rows}\n</ul>"


def _dates(each: list[Holder]) -> str:
    said = (f"{one.day} to {one.latest}" if one.latest else one.day or "no date" for one in each)
    return ", ".join(dict.fromkeys(said))


def _axis(entries: Sequence[Entry], first: int, last: int) -> str:
    """Years from left to right, a row for each kind, a dot for each report with a year."""
    kinds = [code for code in _KINDS if any(one.kind == code for one in entries)]
    height = _ROW * (len(kinds) + 2)
    span = max(1, last + 1 - first)

    def across(day: str) -> float:
        year, month = int(day[:4]), int(day[5:7] or 1)
        return _LEFT + (year - first + (month - 1) / 12) / span * (_WIDTH - _LEFT - 20)

    parts = [
        f'<text x="4" y="{_ROW * (at + 1)}">{_text(_KINDS[kind])}</text>'
        f'<line x1="{_LEFT}" x2="{_WIDTH - 20}" y1="{_ROW * (at + 1) - 4}"'
        f' y2="{_ROW * (at + 1) - 4}" stroke="#cbd2d9"/>'
        for at, kind in enumerate(kinds)
    ]
    step = 10 if span > 20 else 1
    marks = [first, *range(first - first % step + step, last, step), last]
    parts += [
        f'<text x="{across(str(year)):.0f}" y="{height - 6}" text-anchor="middle">{year}</text>'
        for year in dict.fromkeys(marks)
    ]
    parts += [
        f'<circle cx="{across(one.day):.1f}" cy="{_ROW * (kinds.index(one.kind) + 1) - 4}" r="5"'
        f' fill="#1f2933" fill-opacity="0.5"><title>{_text(one.day)}: {_text(one.words)}</title>'
        "</circle>"
        for one in entries
        if one.day and first <= int(one.day[:4]) <= last
    ]
    said = f"{len(entries)} reports by year and kind; all are listed below"
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{said}">\n'
        + "\n".join(parts)
        + "\n</svg>"
    )


def _text(text: str) -> str:
    return escape(label(text, CELL_CHARS_MAX))
