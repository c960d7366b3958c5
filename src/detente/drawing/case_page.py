"""The report of a case as one HTML file that works offline and prints: nothing is loaded.

No script is there, and a policy in the page forbids one; every word of others is escaped and
isolated, so that no direction of writing reorders what stands beside it.
"""

from __future__ import annotations

from html import escape
from typing import Final

from detente.drawing.case_report import Cell, Report, Section, Table, report
from detente.wire.case_views import CaseView

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_LOOKS: Final = """\
body { font: 15px/1.5 'DejaVu Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif;
  color: #1f2933; background: #fff; margin: 1rem auto; max-width: 1200px; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .3rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: .85rem; }
th, td { border: 1px solid #cbd2d9; padding: .3rem .5rem; text-align: start; vertical-align: top;
  overflow-wrap: anywhere; }
th { background: #f5f7fa; }
.warn { border: 3px solid #1f2933; padding: .5rem 1rem; font-weight: bold; }
@media print { body { font-size: 10px; margin: 0; } tr { break-inside: avoid; } }
"""


def write(case: CaseView) -> str:
    """The whole page."""
    return page(report(case))


def page(made: Report) -> str:
    """Any such report as a page."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(made.title)}</title>
<style>
{_LOOKS}</style>
</head>
<body>
<h1>{_isolated(made.title)}</h1>
{_warnings(made)}
{"".join(_section(one) for one in made.sections)}
<p>{_isolated(made.made)} Written by detente; loads nothing.</p>
</body>
</html>
"""


def _warnings(made: Report) -> str:
    return f'<div class="warn">{"<br>".join(_isolated(one) for one in made.warnings)}</div>'


def _section(one: Section) -> str:
    words = "".join(f"<p>{_isolated(text)}</p>\n" for text in one.words)
    table = "" if one.table is None else _table(one.table)
    return f"<h2>{_isolated(one.title)}</h2>\n{words}{table}"


def _table(one: Table) -> str:
    whole = sum(one.widths)
    columns = "".join(f'<col style="width:{100 * width / whole:.2f}%">' for width in one.widths)
    head = "".join(f"<th>{_isolated(text)}</th>" for text in one.heads)
    body = "\n".join(
        f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in one.rows
    )
    rest = f"<p>{one.left_out} more are not listed here.</p>\n" if one.left_out else ""
    return (
        f"<table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead>"
        f"<tbody>\n{body}\n</tbody></table>\n{rest}"
    )


def _cell(lines: Cell) -> str:
    return "<br>".join(_isolated(line) for line in lines)


def _isolated(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"
