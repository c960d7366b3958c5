"""The text of an agreement as a file that people read and write: TOML, values as one says them.

Each field of the format is a key, each article a table; times, areas and heights are typed as at
the command line (``circle 22.9S 14.4E 10NM SFC-FL200``), names may be given without their unit.
A party is a name, with its standing after a colon when it is none: ``"Meridian: facilitator"``.
What `toml_of` writes, `fields_of` reads back to the same fields, so a text can be taken up, changed
and proposed anew. Every problem is said at once, with its path. Not here: ranges and required
fields, which the node checks.
"""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from detente.core.line.field import FieldSpec, Kind, names_words
from detente.core.line.tables import FORMATS
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_S
from detente.wire.human_fields import Typed, Value, field_from_text, field_to_text, named_field

if TYPE_CHECKING:
    from detente.core.values import Fields, Json
    from detente.wire.human import Refusals

_HEAD: Final = "# Proposed agreement. `detente agreement propose FILE` sends it to the other side."


def fields_of(text: str, now_ms: int, code: str = "AGR") -> Typed | Refusals:
    """The fields that a file says, or every problem. now_ms: what ``now`` means. code: format."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = f"it is no TOML: {error}"[:200]
        remedy = "Write name = value, texts in quotes: see docs/agreements.md"
        return (Refusal("", "file-form", reason, remedy),)
    return _table(FORMATS[code].fields, table, now_ms, "fields")


def toml_of(fields: Fields, code: str = "AGR") -> str:
    """A file that says these fields; what the table does not know is left out."""
    lines = [_HEAD, ""]
    tables: list[str] = []
    for spec in FORMATS[code].fields:
        value = fields.get(spec.name)
        if value is None:
            continue
        if spec.kind is not Kind.RECORDS or not isinstance(value, list | tuple):
            lines.append(f"{spec.name} = {_written(spec, value)}")
        elif spec.name == "parties":
            named = ",\n".join(f"  {_party(one)}" for one in value if isinstance(one, Mapping))
            lines.append(f"parties = [\n{named},\n]")
        else:
            tables += _records_written(spec, value)
    return "\n".join((*lines, *tables)) + "\n"


def _records_written(spec: FieldSpec, records: list[Json] | tuple[Json, ...]) -> list[str]:
    lines: list[str] = []
    for record in records:
        if isinstance(record, Mapping):
            lines += ["", f"[[{spec.name}]]"]
            lines += [
                f"{part.name} = {_written(part, record[part.name])}"
                for part in spec.parts
                if record.get(part.name) is not None
            ]
    return lines


def _written(spec: FieldSpec, value: Json) -> str:
    """One value; places and times in words, everything else as TOML has it."""
    if spec.kind is Kind.CHOICES and isinstance(value, list | tuple):
        return f"[{', '.join(_quoted(str(one)) for one in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and spec.kind is not Kind.TIME:
        return str(value)
    return _quoted(field_to_text(spec, value))


def _quoted(text: str) -> str:
    if "\n" in text and '"""' not in text and "\\" not in text:
        return f'"""\n{text}"""' if not text.endswith('"') else json.dumps(text, ensure_ascii=False)
    return json.dumps(text, ensure_ascii=False)


def _party(record: Mapping[str, Json]) -> str:
    name, standing = str(record.get("name")), str(record.get("standing"))
    if ":" in name:
        return f"{{ name = {_quoted(name)}, standing = {_quoted(standing)} }}"
    return _quoted(name if standing == "party" else f"{name}: {standing}")


def _table(
    specs: tuple[FieldSpec, ...], table: Mapping[str, object], now_ms: int, path: str
) -> Typed | Refusals:
    fields: dict[str, Json] = {}
    refusals: list[Refusal] = []
    for name, value in table.items():
        spec = named_field(specs, name)
        where = f"{path}.{spec.name if spec else name[:64]}"
        if spec is None:
            near = difflib.get_close_matches(name, [one.name for one in specs], n=1)
            meant = f"Did you mean {near[0]}? " if near else ""
            remedy = f"{meant}It has: {names_words(specs)}"
            refusals.append(Refusal(where, "unknown-field", f"there is no {name[:64]}", remedy))
        elif spec.name in fields:
            refusals.append(Refusal(where, "field-twice", "it is given twice", "Give it once"))
        else:
            found = _value(spec, value, now_ms, where)
            if isinstance(found, Value):
                fields[spec.name] = found.json
            else:
                refusals += found
    return tuple(refusals) or Typed(fields)


def _value(spec: FieldSpec, value: object, now_ms: int, path: str) -> Value | Refusals:
    """One value of a file as JSON: texts are read as one says them, the rest as it stands."""
    if isinstance(value, list):
        return _list(spec, value, now_ms, path)
    if isinstance(value, Mapping):
        if spec.kind is Kind.RECORDS:
            return _list(spec, [value], now_ms, path)
        return Value(json.loads(json.dumps(value, default=str)))
    if isinstance(value, datetime):
        return _moment(value, path)
    if isinstance(value, date):
        return field_from_text(spec, value.isoformat(), now_ms, path)
    if isinstance(value, bool | int):
        written = spec.kind is Kind.TEXT and not isinstance(value, bool)
        return Value(str(value) if written else value)  # article = 3 is a name, not a number
    if isinstance(value, str) and spec.kind is Kind.TEXT:
        return Value(value.rstrip("\n"))
    if isinstance(value, str):
        return field_from_text(spec, value, now_ms, path)
    reason = f"{str(value)[:40]!r} is no value that a message can hold"
    return (Refusal(path, "file-value", reason, "Write a whole number, or a text in quotes"),)


def _list(spec: FieldSpec, values: list[object], now_ms: int, path: str) -> Value | Refusals:
    if spec.kind is not Kind.RECORDS:
        if all(isinstance(one, str) for one in values):
            return field_from_text(spec, ",".join(map(str, values)), now_ms, path)
        return Value(json.loads(json.dumps(values, default=str)))
    records: list[Json] = []
    refusals: list[Refusal] = []
    for index, one in enumerate(values):
        table = _named(one) if isinstance(one, str) and spec.name == "parties" else one
        if not isinstance(table, Mapping):
            reason = "it is no table with its parts by name"
            remedy = f"Write [[{spec.name}]], then: {names_words(spec.parts)}"
            refusals.append(Refusal(f"{path}.{index}", "file-record", reason, remedy))
            continue
        found = _table(spec.parts, table, now_ms, f"{path}.{index}")
        if isinstance(found, Typed):
            records.append(dict(found.fields))
        else:
            refusals += found
    return tuple(refusals) or Value(records)


def _named(text: str) -> Mapping[str, str]:
    """A party of a file: its name, and its standing after a colon."""
    name, _, standing = text.partition(":")
    return {"name": name.strip(), "standing": standing.strip() or "party"}


def _moment(value: datetime, path: str) -> Value | Refusals:
    if value.tzinfo is None:
        reason = f"{value.isoformat()} says no zone"
        return (Refusal(path, "time-zone", reason, f"Write {value.isoformat()}Z, or its offset"),)
    return Value(round(value.astimezone(UTC).timestamp()) * MS_PER_S)
