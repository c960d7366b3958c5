"""The paper card of the alerts: what to say, field by field, when there is nothing but a voice.

One card for every desk, made from the tables in as many languages as wanted: the code, what is
asked, every word that may be answered with its code, and a line to write on. The codes are what is
said; who hears them types them in with `detente paper`. Needs no node and no network.
Serves domain.md section 8, row 14.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import Final

from detente.core.line.field import FieldSpec, Fill
from detente.core.line.formats import Family, Format
from detente.core.line.tables import FORMATS
from detente.tongues.catalogue import Pen, Tongue, isolated

STEPS: Final = (
    "Say each code twice, letter by letter; codes are not translated.",
    "Say: FLASH, FLASH. Our party. The code of the alert. Each field and its code. Time in UTC.",
    "Let the other side say it back. Correct what is wrong, then say: CONFIRMED.",
    "Write down the time it was said, heard and said back, and who heard it (the desk, no name).",
    "Who hears it types: detente paper CODE FIELD=VALUE ... --from PARTY --means voice",
    "Repeat until it is said back. When it is over, say END and the code.",
)
UNREVIEWED: Final = (
    "Words beside a code are for reading only. Until your party has signed them off,"
    " no native reader has seen them."
)
_STYLE: Final = """
body { font: 12px/1.35 sans-serif; margin: 10mm; }
section { break-inside: avoid; border: 1px solid #000; padding: 2mm 3mm; margin: 0 0 3mm; }
h2 { font-size: 16px; margin: 0; } td { vertical-align: top; padding: 0 3mm 0 0; }
.fill { border-bottom: 1px solid #000; min-width: 60mm; height: 6mm; }
"""


def alerts() -> tuple[Format, ...]:
    """The formats that are on the card: every alert, in the order of the tables."""
    return tuple(fmt for fmt in FORMATS.values() if fmt.family is Family.ALERT)


def asked(fmt: Format) -> tuple[FieldSpec, ...]:
    """What must be said: the required fields that no node fills in by itself, and times."""
    return tuple(spec for spec in fmt.fields if spec.required and spec.fill in (None, Fill.NOW))


def card_text(tongues: Sequence[Tongue]) -> str:
    """The card as plain text."""
    lines = ["ALERTS BY VOICE OR ON PAPER", ""]
    lines += [f"{place}. {step}" for place, step in enumerate(STEPS, 1)]
    lines += ["", UNREVIEWED]
    for fmt in alerts():
        lines += ["", f"== {fmt.code}  {_in_all(tongues, fmt)}", f"   {fmt.use}"]
        for spec in asked(fmt):
            lines.append(f"   {spec.name}: {_in_all(tongues, fmt, spec)}  ____________________")
            lines += [f"      {code} = {words}" for code, words in _codes(tongues, fmt, spec)]
    return "\n".join(lines) + "\n"


def card_html(tongues: Sequence[Tongue]) -> str:
    """The card as one page for a printer, with nothing loaded from anywhere."""
    steps = "".join(f"<li>{html.escape(step)}</li>" for step in STEPS)
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8">',
        f"<title>Alerts by voice or on paper</title><style>{_STYLE}</style>",
        f"<h1>Alerts by voice or on paper</h1><ol>{steps}</ol><p>{html.escape(UNREVIEWED)}</p>",
    ]
    parts += [_section(tongues, fmt) for fmt in alerts()]
    return "\n".join((*parts, "</html>")) + "\n"


def _section(tongues: Sequence[Tongue], fmt: Format) -> str:
    rows = []
    for spec in asked(fmt):
        words = "<br>".join(
            f"<b>{html.escape(code)}</b> {html.escape(said)}"
            for code, said in _codes(tongues, fmt, spec)
        )
        label = f"<b>{spec.name}</b><br>{html.escape(_in_all(tongues, fmt, spec))}"
        rows.append(f'<tr><td>{label}</td><td>{words}<div class="fill"></div></td></tr>')
    title = f"{fmt.code} &nbsp; {html.escape(_in_all(tongues, fmt))}"
    use = html.escape(fmt.use)
    return f"<section><h2>{title}</h2><p>{use}</p><table>{''.join(rows)}</table></section>"


def _codes(tongues: Sequence[Tongue], fmt: Format, spec: FieldSpec) -> Iterator[tuple[str, str]]:
    for code, _ in spec.choices:
        words = (Pen(tongue).value(fmt, spec, code) for tongue in tongues)
        yield code, " / ".join(isolated(word) for word in words if word)


def _in_all(tongues: Sequence[Tongue], fmt: Format, spec: FieldSpec | None = None) -> str:
    """The name of a format, or the label of a field, in each language."""
    pens = [Pen(tongue) for tongue in tongues]
    said = [pen.name(fmt) if spec is None else pen.label(fmt, spec) for pen in pens]
    return " / ".join(isolated(word) for word in said)
