"""Write the page of each format for the documentation, and a blank file for a new language.

`python -m detente.tongues.pages docs/formats` writes a page for each format from its table, with an
example in every language of the package, and the list of them; a test fails when a page is not what
this writes. What a page says of a format is therefore what the program does.
"""

from __future__ import annotations

import html
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from detente.core.airspace.parts import DAY_MS
from detente.core.line.field import FieldSpec, Fill, Kind
from detente.core.line.formats import Family, Format
from detente.core.line.tables import FORMATS, versions
from detente.core.units import MS_PER_HOUR, MS_PER_MIN
from detente.tongues.catalogue import Tongue, english, required_ids, shipped
from detente.tongues.examples import example
from detente.tongues.render import render
from detente.tongues.template import FSI, PDI

FOLDER: Final = "docs/formats"
MADE: Final = (
    "Written by `python -m detente.tongues.pages` from the format's table; do not edit it here.\n"
)
NOTICE: Final = (
    '!!! note "A notice, not a request for permission"\n'
    "    It asks nobody's leave, and a missing one takes away nobody's legal protection.\n"
)
SEALED: Final = (
    "Fields that are sealed travel only inside the part that is encrypted to each receiver; here "
    "they are said as a receiver may say them once it is opened.\n"
)
RECORDS: Final = """## Lists of records

Some fields are lists: the articles of an agreement, the topics of a readout, the evidence of a
case. Each record is typed as its parts, and the same name again adds the next; a bar does so within
one text. A value that holds a semicolon or a bar stands in double quotes.

```sh
detente send CRO contact=AMBER-2026-0007 topics='item=notice times; topic=safety; said=agreed' \\
    topics='item=crossings; topic=borders; said=differed; words="two views; no text"'
```

`articles=@FILE` takes the records from a file: one a line, or a block each with an empty line after
it (`article: 3`, `rule: lead-time`, `minutes: 15`; a line that begins with a space goes on with the
value above), or JSON as the API takes it. A day is written as far as it is known: `2016-02-18`,
`2016-02` or `2016`. A digest is 64 hexadecimal digits, or `text_sha256=@FILE` computes it of a file
that is not sent. What is refused says which record and which part: `fields.topics.1.said`.
"""
FAMILIES: Final = {
    Family.LINE: "The line itself",
    Family.NOTICE: "Notices",
    Family.QUESTION: "Questions and requests",
    Family.ALERT: "Alerts",
    Family.RECEIPT: "Receipts",
    Family.CHANGE: "Changes of one's own messages",
    Family.REGISTER: "What capitals put on record",
}
_FILLED: Final = {
    Fill.NOW: "else the time of release",
    Fill.NUMBER: "else the message's number",
    Fill.ROLE: "else the officer's role",
}


def pages() -> dict[str, str]:
    """Every page by its file name."""
    found = {f"{fmt.code}.md": page(fmt) for fmt in FORMATS.values()}
    return {"index.md": index(), **found}


def index() -> str:
    """The list of the formats, by family."""
    parts = ["# Formats\n", MADE]
    parts.append(
        "What is signed on the line is a format's code and its values. Each page shows the fields, "
        "the rules and an example in four languages; `detente formats CODE` shows what to type. "
        "The languages are unreviewed as they come: [languages](../guide-languages.md).\n"
    )
    for family, words in FAMILIES.items():
        rows = [
            f"| [{fmt.code}]({fmt.code}.md) | {fmt.name} | {fmt.precedence.value} | {fmt.use} |"
            for fmt in FORMATS.values()
            if fmt.family is family
        ]
        head = "| code | name | urgency | when |\n|---|---|---|---|"
        parts.append("\n".join((f"## {words}\n", head, *rows)) + "\n")
    return "\n".join((*parts, RECORDS))


def page(fmt: Format) -> str:
    """The page of one format."""
    parts = [f"# {fmt.code}: {fmt.name}\n", MADE, f"{fmt.use}\n"]
    if fmt.code in ("NHS", "NHM", "NHC"):
        parts.append(NOTICE)
    parts.append("\n".join(("| | |", "|---|---|", *_rules(fmt))) + "\n")
    parts.append("## Fields\n")
    parts.append("\n".join(_table("field", fmt.fields)) + "\n" if fmt.fields else "It has none.\n")
    for spec in fmt.fields:
        parts += _more(spec, spec.name)
    parts.append("## Example\n")
    if any(spec.sealed for spec in fmt.fields):
        parts.append(SEALED)
    parts += [_example(fmt, tongue) for tongue in shipped().values()]
    return "\n".join(parts)


def _more(spec: FieldSpec, path: str) -> Iterator[str]:
    """What does not fit into a field's row: its codes, or the parts of its records."""
    if spec.choices:
        yield f"### {path}\n"
        rows = [f"| `{code}` | {words} |" for code, words in spec.choices]
        yield "\n".join(("| code | words |", "|---|---|", *rows)) + "\n"
    if spec.parts:
        yield f"### {path}\n"
        yield "\n".join(_table("part", spec.parts)) + "\n"
    for part in spec.parts:
        yield from _more(part, f"{path}, {part.name}")


def _rules(fmt: Format) -> Iterator[str]:
    yield f"| Version | {', '.join(str(one.version) for one in versions(fmt.code))} |"
    yield f"| Marker | {fmt.marker.value} |"
    yield f"| Urgency | {fmt.precedence.value} |"
    two = ", by two officers unless the channel's charter says otherwise" if fmt.two_person else ""
    yield f"| Released by | {fmt.releaser.value} or a higher role{two} |"
    if fmt.lead_ms is not None:
        urgent = "" if fmt.urgent_lead_ms is None else f"; urgent {_span(fmt.urgent_lead_ms)}"
        counts = f"counted from {fmt.effective.value}"
        if fmt.lead_if_said:
            counts += f"; none asked where `{fmt.starts}` is left out"
        yield f"| Lead time | {_span(fmt.lead_ms)}{urgent}; {counts} |"
    if fmt.lead_by is not None:
        name, codes = fmt.lead_by
        other = ", ".join(f"{_span(ms)} with `{name}` `{code}`" for code, ms in codes)
        yield f"| {'Lead time besides' if fmt.lead_ms is not None else 'Lead time'} | {other} |"
    for one in fmt.deadlines:
        urgent = "" if one.urgent_ms is None else f"; urgent {_span(one.urgent_ms)}"
        yield f"| {one.step.value} | within {_span(one.ms)}{urgent} |"
    if fmt.answers:
        yield f"| Answers | {', '.join(code.value for code in fmt.answers)} |"
    if fmt.disseminated:
        yield "| Dissemination | receipts for each echelon, down to the crew, before the start |"


def _table(what: str, specs: Sequence[FieldSpec]) -> Iterator[str]:
    """A row for each field of a format, or for each part of a record."""
    yield f"| {what} | says | given | kind |"
    yield "|---|---|---|---|"
    for spec in specs:
        sealed = ", sealed to each receiver" if spec.sealed else ""
        label = f"{spec.label}. {spec.help}" if spec.help else spec.label
        yield f"| `{spec.name}` | {label} | {_given(spec)} | {_kind(spec)}{sealed} |"


def _given(spec: FieldSpec) -> str:
    if spec.fill is not None:
        return _FILLED[spec.fill]
    if spec.needed is not None:
        name, codes = spec.needed
        return f"when {name} is {' or '.join(codes)}"
    return "**required**" if spec.required else "may be left out"


def _kind(spec: FieldSpec) -> str:
    match spec.kind:
        case Kind.TEXT:
            return f"text, at most {spec.maximum}"
        case Kind.INTEGER:
            return f"{spec.minimum} to {spec.maximum} {spec.unit}".strip()
        case Kind.CHOICE:
            return "one of the codes below"
        case Kind.CHOICES:
            return "some of the codes below"
        case Kind.DAY:
            return "day, month or year"
        case Kind.DIGEST:
            return "SHA-256, 64 hexadecimal digits"
        case Kind.RECORDS:
            return f"records, at most {spec.maximum}; their parts are below"
        case Kind.DATA:
            return f"data, at most {spec.maximum} bytes"
        case _:
            return spec.kind.value


def _example(fmt: Format, tongue: Tongue) -> str:
    """The example in one language. What isolates values in a text is <bdi> in a page."""
    shown = example(fmt)
    said = render(shown.message, tongue, shown.around)
    lines = [
        f"<p>{html.escape(line.text).replace(FSI, '<bdi>').replace(PDI, '</bdi>')}</p>"
        for line in said.lines
    ]
    opened = f'<div lang="{said.language}" dir="{said.direction}">'
    return "\n".join((f"### {said.name}\n", opened, *lines, "</div>")) + "\n"


def _span(ms: int) -> str:
    if ms % DAY_MS == 0 and ms > 3 * DAY_MS:  # up to there people say hours: 72 h
        return f"{ms // DAY_MS} d"
    if ms % MS_PER_HOUR == 0 and ms:
        return f"{ms // MS_PER_HOUR} h"
    return f"{ms // MS_PER_MIN} min"


def blank(code: str) -> str:
    """A file for a new language: every template with its English above it, nothing filled in.

    A language that the package has comes with what it says already.
    """
    known = shipped().get(code)
    lines = [
        f"### {code}. Write each line after its = sign; {{ $name }} is where a value goes.",
        "### A number that decides a form is { $n }; give each form that the language has:",
        "###     id = { $n ->",
        "###         [one] { $n } vertex",
        "###        *[other] { $n } vertices",
        "###     }",
        "### Then: detente language check FILE, detente language add FILE.",
        "",
    ]
    for id_ in required_ids():
        template = english().own[id_]
        lines += [f"# {line}" for line in template.text.splitlines()]
        own = known.own.get(id_) if known else None
        lines += [f"{id_} = {own.text}" if own else f"# {id_} =", ""]
    return "\n".join(lines)


def write(folder: Path) -> None:
    """Write every page into the folder, and take away those of formats that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else FOLDER))
