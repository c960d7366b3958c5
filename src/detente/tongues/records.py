"""Say a list of records, a line for each, and hear each line back: articles, topics, evidence.

A record's line is labelled with its field and its number; its parts stand side by side, each with
its own label. A part is said and heard as a field of its own (lexicon.parts_of), so whatever holds
for a field holds for a part. What the table does not know is said as it came, and not understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detente.core.line.field import FieldSpec, Kind
from detente.core.line.formats import Format
from detente.core.values import Json
from detente.tongues.catalogue import Pen
from detente.tongues.hearing import Ear, Heard, field_value
from detente.tongues.lexicon import parts_of
from detente.tongues.template import Tree, breakable, plain
from detente.tongues.values import field_text, list_text, raw_text, shown


def records_of(spec: FieldSpec, value: Json) -> Sequence[Mapping[str, Json]] | None:
    """The records of a value; None when it is no list of records, and is said as it came."""
    if spec.kind is not Kind.RECORDS or not isinstance(value, list | tuple) or not value:
        return None
    found = [record for record in value if isinstance(record, Mapping)]
    return found if len(found) == len(value) else None


def record_lines(
    pen: Pen, fmt: Format, spec: FieldSpec, records: Sequence[Mapping[str, Json]]
) -> Iterator[tuple[str, str, str]]:
    """Of each record: its path and its values as codes, its line's label, and what it says."""
    for place, record in enumerate(records):
        label = pen.fill("record-label", label=pen.label(fmt, spec), number=str(place + 1))
        codes = " ".join(f"{shown(name)}={code_of(value)}" for name, value in record.items())
        yield f"{spec.name}.{place}: {codes}", label, _record_text(pen, fmt, spec, record)


def _record_text(pen: Pen, fmt: Format, spec: FieldSpec, record: Mapping[str, Json]) -> str:
    """The parts of one record, in the table's order; then what the table does not know."""
    said: list[str] = []
    for own, part in zip(spec.parts, parts_of(spec), strict=True):
        if own.name in record:
            value = record[own.name]
            text = raw_text(pen, None) if value is None else field_text(pen, fmt, part, value)
            said.append(pen.fill("record-part", label=pen.label(fmt, part), value=text))
    known = {part.name for part in spec.parts}
    for name, value in record.items():
        if name not in known:
            said.append(pen.fill("record-part", label=shown(name), value=raw_text(pen, value)))
    return list_text(pen, said) if said else raw_text(pen, record)


def code_of(value: Json) -> str:
    """A value as its code, when it is short enough to be one."""
    if isinstance(value, str | int) and len(str(value)) <= 40:
        return shown(str(value))
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return ",".join(shown(str(one)) for one in value)
    return "…"


def record_label(ear: Ear, tree: Tree) -> tuple[str, int] | None:
    """The field's label and the place of the record, from 0; None when a line is of no record."""
    found = ear.match(tree, "record-label")
    number = plain(found["number"]) if found else ""
    if found is None or not number.isascii() or not number.isdigit() or len(number) > 3:
        return None
    return breakable(plain(found["label"])), int(number) - 1


def record_value(ear: Ear, fmt: Format, spec: FieldSpec, tree: Tree) -> Heard | None:
    """One record from the words of its line; None when any part of it is not understood."""
    if ear.match(tree, "raw") is not None:
        return field_value(ear, fmt, spec, tree)
    pen = Pen(ear.tongue)
    labels = {breakable(pen.label(fmt, part)): part for part in parts_of(spec)}
    record: dict[str, Json] = {}
    for item in ear.items(tree) or ():
        found = ear.match(item, "record-part")
        part = labels.get(breakable(plain(found["label"]))) if found else None
        heard = field_value(ear, fmt, part, found["value"]) if found and part else None
        if part is None or heard is None:
            return None
        record[part.name.partition(".")[2]] = heard.value
    return Heard(record) if record else None
