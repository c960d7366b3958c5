"""Lists of records as text: semicolons between parts, bars between records, quotes if need be.

``article=3; rule=lead-time; minutes=15 | article=4; rule=words; words="listen; answer"``. A value
in double quotes is a JSON string: nothing in it separates, and it comes back as it was. In a file,
a record may also be a line, or a block of ``part: value`` lines with an empty line after it. Here
only the text is taken apart: each part is read as a field is (human_fields.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence

from detente.core.refusal import Refusal
from detente.wire.human import Refusals

RECORD, PART = "|", ";"
_SPECIAL = re.compile(r'[|;"\\\n]|^\s|\s$|\s\s')
_CUT = re.compile(r'=\s*"(?:[^"\\]|\\.)*"|[|;]')  # a quote opens only where a value begins
_BLOCK_LINE = re.compile(r"\s*(?:-\s+)?([a-z][a-z0-9_]*)\s*[:=]\s*(.*)")
_LINE_FORM = re.compile(r"[a-z][a-z0-9_]*\s*=")

Pairs = list[tuple[str, str]]


def records_from_text(text: str, path: str) -> list[Pairs] | Refusals:
    """The records in a text, each its parts by name and value as they stand; what is wrong else.

    A part that has no ``=`` and a quote that is not closed are refused with the record's path.
    """
    records: list[Pairs] = []
    refusals: list[Refusal] = []
    for place, pieces in enumerate(filter(None, _records(text))):
        where = f"{path}.{place}"
        pairs: Pairs = []
        for piece in pieces:
            name, equals, value = piece.partition("=")
            plain = _plain(value.strip())
            if not equals or not name.strip():
                reason = f"{piece.strip()[:64]!r} is no part=value"
                remedy = "Write part=value, parts with semicolons, records with bars (|)"
                refusals.append(Refusal(where, "record-form", reason, remedy))
            elif plain is None:
                reason = f"the quotes in {value.strip()[:64]!r} do not close, or more follows them"
                remedy = 'Quote the whole value: words="one; two"'
                refusals.append(Refusal(f"{where}.{name.strip()}", "record-quotes", reason, remedy))
            else:
                pairs.append((name.strip(), plain))
        records.append(pairs)
    if not records:
        reason = "there is no record"
        refusals.append(Refusal(path, "record-form", reason, "Write part=value; part=value"))
    return tuple(refusals) or records


def records_to_text(records: Sequence[Sequence[tuple[str, str]]]) -> str:
    """Records as one text, which `records_from_text` reads back to the same parts."""
    return f" {RECORD} ".join(
        f"{PART} ".join(f"{name}={_quoted(value)}" for name, value in pairs) for pairs in records
    )


def text_of_file(text: str, names: Collection[str]) -> str:
    """The content of a file of records as one text: JSON, a record a line, or a record a block.

    names: of the parts. Lines that begin with ``#`` are left out. In blocks, a line that begins
    with a space and with no part's name goes on with the value before it.
    """
    if text.lstrip()[:1] in ("[", "{"):
        return text.strip()
    lines = [line.rstrip() for line in text.splitlines() if not line.lstrip().startswith("#")]
    first = next((line for line in lines if line.strip()), "")
    if _LINE_FORM.match(first) and (PART in first or RECORD in first):
        return f" {RECORD} ".join(line.strip() for line in lines if line.strip())
    return _blocks(lines, names)


def _blocks(lines: Sequence[str], names: Collection[str]) -> str:
    """Blocks of ``part: value`` lines; what is no such line is left for the reader to refuse."""
    records: list[Pairs] = [[]]
    for line in lines:
        found = _BLOCK_LINE.fullmatch(line)
        if (not line or line.startswith("-")) and records[-1]:
            records.append([])
        if line[:1].isspace() and records[-1] and not (found and found[1] in names):
            name, value = records[-1][-1]
            records[-1][-1] = (name, f"{value}\n{line.strip()}".strip())
        elif found:
            records[-1].append((found[1], found[2].strip()))
        elif line:
            records[-1].append((line, ""))
    return records_to_text([pairs for pairs in records if pairs])


def _records(text: str) -> Iterator[list[str]]:
    """The pieces of each record, cut at bars and semicolons outside quotes; empty ones left out."""
    pieces, start = list[str](), 0
    for cut in _CUT.finditer(text):
        if cut[0] not in (RECORD, PART):
            continue  # a quoted value: nothing in it separates
        pieces.append(text[start : cut.start()])
        start = cut.end()
        if cut[0] == RECORD:
            yield [piece for piece in pieces if piece.strip()]
            pieces = []
    yield [piece for piece in (*pieces, text[start:]) if piece.strip()]


def _plain(value: str) -> str | None:
    """A value without its quotes; None when they do not enclose it, whole."""
    if not value.startswith('"'):
        return value
    try:
        said = json.loads(value)
    except ValueError:
        return None
    return said if isinstance(said, str) else None


def _quoted(value: str) -> str:
    """A value that stands by itself, or in quotes where something in it would separate."""
    return json.dumps(value, ensure_ascii=False) if _SPECIAL.search(value) or not value else value
