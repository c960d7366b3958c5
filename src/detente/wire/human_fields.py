"""Read the fields of a message as an officer types them, `name=value` each, by the format's table.

The kind of a field says how its value is read; a value that begins with a brace or a bracket is
JSON as the API takes it. A name may be given without its unit (`seen=08:00Z` for `seen_ms`). A list
of records (human_records.py) may be given in one text, or record by record under the same name. All
problems of all fields come at once. Ranges and required fields are the node's to check: what it
refuses carries the same paths.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from detente.core.airspace.parts_json import airspace_from_json, airspace_to_json
from detente.core.airspace.volume import Airspace, Altitude, Outline, Point
from detente.core.airspace.volume_json import (
    altitude_from_json,
    altitude_to_json,
    outline_from_json,
    outline_to_json,
    point_from_json,
    point_to_json,
)
from detente.core.line.field import FieldSpec, Kind, names_words
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_HOUR, MS_PER_MIN, ms_to_utc
from detente.core.values import Json
from detente.wire.human import (
    MS_PER_DAY,
    TIME_REMEDY,
    Refusals,
    Side,
    airspace_from_text,
    altitude_from_text,
    outline_from_text,
    point_from_text,
    time_from_text,
)
from detente.wire.human_out import (
    airspace_to_text,
    altitude_to_text,
    outline_to_text,
    point_to_text,
    time_to_text,
)
from detente.wire.human_records import records_from_text, records_to_text

_STOP = re.compile(r"(.*:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?|now|\+[0-9a-z]+)-(\S+)")
_AGO = re.compile(r"-([0-9]{1,4})\s?(min|h)")
UNIT_ENDINGS = ("_ms", "_deg", "_kt", "_cm", "_m", "_min", "_s", "_days", "_name")
FORMAT = "the format"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Value:
    """What a text means as JSON; a class of its own, so that a list is never taken for refusals."""

    json: Json


@dataclass(frozen=True, slots=True)
class Typed:
    """All fields that were typed, by their full names."""

    fields: Mapping[str, Json]


def fields_from_words(
    specs: Sequence[FieldSpec],
    words: Iterable[str],
    now_ms: int,
    path: str = "fields",
    of: str = FORMAT,
) -> Typed | Refusals:
    """The fields in `words`, each ``name=value``; every problem of each at once.

    of: what the fields belong to, as a refusal says it.
    """
    fields: dict[str, Json] = {}
    refusals: list[Refusal] = []
    for word in words:
        name, equals, text = word.partition("=")
        spec = named_field(specs, name.strip())
        where = f"{path}.{spec.name if spec else name.strip()[:64]}"
        if not equals:
            remedy = "Write name=value, in quotes when the value has spaces"
            refusals.append(Refusal(path, "field-form", f"{word[:64]!r} has no =", remedy))
        elif spec is None:
            refusals.append(_unknown(specs, name.strip(), where, of))
        elif spec.name in fields and spec.kind is not Kind.RECORDS:
            refusals.append(Refusal(where, "field-twice", "it is given twice", "Give it once"))
        else:
            found = field_from_text(spec, text, now_ms, where)
            if isinstance(found, Value):
                fields[spec.name] = _added(fields.get(spec.name), found.json)
            else:
                refusals += found
    return tuple(refusals) or Typed(fields)


def field_from_text(spec: FieldSpec, text: str, now_ms: int, path: str) -> Value | Refusals:
    """One field's value; refusals carry `path`."""
    text = text.strip()
    if not text:
        return _no(path, "field-empty", "nothing is given", f"Give {spec.label}, or leave it out")
    if text[0] in "{[" and spec.kind is not Kind.TEXT:
        found = _json(text, path)
        alone = spec.kind is Kind.RECORDS and isinstance(found, Value) and text[0] == "{"
        return Value([found.json]) if alone and isinstance(found, Value) else found
    return _READERS[spec.kind](spec, text, now_ms, path)


def _added(before: Json, value: Json) -> Json:
    """Records that are given after others of their field come after them."""
    return [*before, *value] if isinstance(before, list) and isinstance(value, list) else value


def field_to_text(spec: FieldSpec | None, value: Json) -> str:
    """A field's value in the words that `field_from_text` reads back; JSON where there are none."""
    shown = _WRITERS[spec.kind](spec, value) if spec is not None and spec.kind in _WRITERS else None
    if shown is not None:
        return shown
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def named_field(specs: Sequence[FieldSpec], name: str) -> FieldSpec | None:
    """The field of that name, as it stands or without its unit; ``articles+`` adds a record."""
    if name.endswith("+"):
        added = named_field(specs, name.rstrip("+"))
        return added if added is not None and added.kind is Kind.RECORDS else None
    exact = next((spec for spec in specs if spec.name == name), None)
    short = [spec for spec in specs if spec.name in {name + ending for ending in UNIT_ENDINGS}]
    return exact or (short[0] if len(short) == 1 else None)


def _unknown(specs: Sequence[FieldSpec], name: str, where: str, of: str) -> Refusal:
    names = [spec.name for spec in specs]
    near = difflib.get_close_matches(name, names, n=1)
    meant = f"Did you mean {near[0]}? " if near else ""
    rule = "unknown-field" if of == FORMAT else "unknown-part"
    reason = f"{of} has no such {rule.partition('-')[2]}"
    return Refusal(where, rule, reason, f"{meant}It has: {names_words(specs)}")


def _no(path: str, rule: str, reason: str, remedy: str) -> Refusals:
    return (Refusal(path, rule, reason, remedy),)


def _json(text: str, path: str) -> Value | Refusals:
    try:
        return Value(json.loads(text, parse_float=_no_floats, parse_constant=_no_floats))
    except (ValueError, RecursionError) as error:
        return _no(path, "json", f"it is no JSON: {error}", "Check brackets, quotes and commas")


def _no_floats(text: str) -> Json:
    raise ValueError(f"{text} is not an integer; see the unit in the field's name")


# ------------------------------------------------------------------ one reader a kind


def _text(_spec: FieldSpec, text: str, _now_ms: int, _path: str) -> Value | Refusals:
    return Value(text)


def _code(spec: FieldSpec, text: str, path: str) -> str | Refusals:
    hits = [code for code, _ in spec.choices if code.lower() == text.lower()]
    if hits:
        return hits[0]
    known = ", ".join(f"{code} ({words})" for code, words in spec.choices)
    remedy = f"{_meant(spec, text)}Use one of: {known}"
    return _no(path, "choice", f"{text!r} is none of the codes", remedy)


def _meant(spec: FieldSpec, text: str) -> str:
    """Which code the text is like, or like whose words; the empty string when like none."""
    told = {words.lower(): code for code, words in spec.choices}
    told |= {code.lower(): code for code, _ in spec.choices}
    near = difflib.get_close_matches(text.lower(), told, n=1, cutoff=0.75)
    return f"Did you mean {told[near[0]]}? " if near else ""


def _choice(spec: FieldSpec, text: str, _now_ms: int, path: str) -> Value | Refusals:
    code = _code(spec, text, path)
    return Value(code) if isinstance(code, str) else code


def _choices(spec: FieldSpec, text: str, _now_ms: int, path: str) -> Value | Refusals:
    codes = [_code(spec, part, path) for part in re.split(r"[,\s]+", text) if part]
    bad = tuple(refusal for code in codes if isinstance(code, tuple) for refusal in code)
    return bad or Value([code for code in codes if isinstance(code, str)])


def _integer(spec: FieldSpec, text: str, _now_ms: int, path: str) -> Value | Refusals:
    if re.fullmatch(r"[+-]?[0-9]{1,15}", text):
        return Value(int(text))
    unit = f" in {spec.unit}" if spec.unit else ""
    return _no(path, "integer", f"{text!r} is no whole number", f"Give a whole number{unit}, bare")


def _time(spec: FieldSpec, text: str, now_ms: int, path: str) -> Value | Refusals:
    found = time_from_text(text, now_ms, path) if spec.ahead else _told(text, now_ms, path)
    if found is None:
        return _no(path, "time", "this time cannot be open", "Leave the field out instead")
    return Value(found) if isinstance(found, int) else found


def _told(text: str, now_ms: int, path: str) -> int | Refusals | None:
    """A time that is told, not announced: the nearest, for what was seen is not tomorrow."""
    ago = _AGO.fullmatch(text.strip().lower())
    if ago is not None:
        return now_ms - int(ago[1]) * (MS_PER_HOUR if ago[2] == "h" else MS_PER_MIN)
    counted = text.strip().lower() == "now" or text.strip().startswith("+")  # from this moment
    return time_from_text(text, now_ms if counted else now_ms - MS_PER_DAY // 2, path)


def _boolean(_spec: FieldSpec, text: str, _now_ms: int, path: str) -> Value | Refusals:
    known = {"yes": True, "true": True, "no": False, "false": False}
    if text.lower() in known:
        return Value(known[text.lower()])
    return _no(path, "boolean", f"{text!r} is neither yes nor no", "Say yes or no")


def _point(_spec: FieldSpec, text: str, _now_ms: int, path: str) -> Value | Refusals:
    found = point_from_text(text, path)
    return Value(point_to_json(found)) if isinstance(found, Point) else found


def _altitude(_spec: FieldSpec, text: str, _now_ms: int, path: str) -> Value | Refusals:
    found = altitude_from_text(text, Side.FLOOR, path)
    if found is None:
        return _no(path, "height", "this height cannot be open", "Leave the field out instead")
    return Value(altitude_to_json(found)) if isinstance(found, Altitude) else found


def _outline(_spec: FieldSpec, text: str, _now_ms: int, path: str) -> Value | Refusals:
    found = outline_from_text(text, path)
    return Value(outline_to_json(found)) if isinstance(found, Outline) else found


def _volume(_spec: FieldSpec, text: str, now_ms: int, path: str) -> Value | Refusals:
    found = airspace_from_text(text, now_ms, path)
    return Value(airspace_to_json(found)) if isinstance(found, Airspace) else found


def _track(_spec: FieldSpec, text: str, now_ms: int, path: str) -> Value | Refusals:
    """Positions with their times, oldest first: ``22.9S 14.4E 07:58Z; 22.8S 14.5E 07:59Z``."""
    points: list[Json] = []
    refusals: list[Refusal] = []
    for index, part in enumerate(text.split(";")):
        place, _, when = part.strip().rpartition(" ")
        where = f"{path}.{index}"
        point = point_from_text(place, where)
        at_ms = _told(when, now_ms, f"{where}.at_ms")
        if isinstance(point, Point) and isinstance(at_ms, int):
            points.append({**point_to_json(point), "at_ms": at_ms})
            continue
        refusals += point if isinstance(point, tuple) else ()
        refusals += at_ms if isinstance(at_ms, tuple) else ()
        if at_ms is None:
            refusals += _no(where, "time", "a position has a time", TIME_REMEDY)
    return tuple(refusals) or Value(points)


def _route(_spec: FieldSpec, text: str, now_ms: int, path: str) -> Value | Refusals:
    """Points with their times, in order: ``22.9S 14.4E 08:00Z; 22.8S 14.5E 08:40Z-09:10Z``."""
    points: list[Json] = []
    refusals: list[Refusal] = []
    from_ms = now_ms
    for index, part in enumerate(text.split(";")):
        place, _, when = part.strip().rpartition(" ")
        where = f"{path}.{index}"
        point = point_from_text(place, where)
        refusals += point if isinstance(point, tuple) else ()
        times: list[int] = []
        for said in _ends(when):
            since_ms = now_ms if said[:1] in ("+", "n") else from_ms  # +2h is from now, not on top
            at_ms = time_from_text(said, since_ms, f"{where}.arrive_ms")
            if isinstance(at_ms, int):
                from_ms = at_ms
                times.append(at_ms)
            elif at_ms is None:
                refusals += _no(where, "time", "a point of a route has a time", TIME_REMEDY)
            else:
                refusals += at_ms
        if isinstance(point, Point) and times:
            ends: dict[str, Json] = {"arrive_ms": times[0], "leave_ms": times[-1]}
            points.append({**point_to_json(point), **ends})
    return tuple(refusals) or Value(points)


def _ends(when: str) -> tuple[str, ...]:
    """A time, or the two ends of a stop; a date's own hyphens join nothing."""
    stop = _STOP.fullmatch(when)
    return (stop[1], stop[2]) if stop else (when,)


def _day(_spec: FieldSpec, text: str, now_ms: int, _path: str) -> Value | Refusals:
    """A day, a month or a year, as much as is known; the node checks it by its table."""
    return Value(f"{ms_to_utc(now_ms):%Y-%m-%d}" if text.lower() == "today" else text)


def _digest(_spec: FieldSpec, text: str, _now_ms: int, _path: str) -> Value | Refusals:
    """A SHA-256 as tools print it: in either case, in groups or not."""
    return Value(re.sub(r"[\s:]", "", text).lower())


def _records(spec: FieldSpec, text: str, now_ms: int, path: str) -> Value | Refusals:
    """Records with bars between them, each ``part=value; part=value``; every problem at once."""
    taken = records_from_text(text, path)
    if isinstance(taken, tuple):
        return taken
    records: list[Json] = []
    refusals: list[Refusal] = []
    for place, pairs in enumerate(taken):
        words = [f"{name}={value}" for name, value in pairs]
        of = f"a record of {spec.name}"
        found = fields_from_words(spec.parts, words, now_ms, f"{path}.{place}", of)
        if isinstance(found, Typed):
            records.append(dict(found.fields))
        else:
            refusals += found
    return tuple(refusals) or Value(records)


def _by_nodes(spec: FieldSpec, _text: str, _now_ms: int, path: str) -> Value | Refusals:
    remedy = "Use detente readback, or detente correct NUMBER field=value"
    return _no(path, "not-typed", f"{spec.label} is made by the node", remedy)


_READERS: dict[Kind, Callable[[FieldSpec, str, int, str], Value | Refusals]] = {
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.INTEGER: _integer,
    Kind.TIME: _time,
    Kind.BOOLEAN: _boolean,
    Kind.POINT: _point,
    Kind.ALTITUDE: _altitude,
    Kind.OUTLINE: _outline,
    Kind.VOLUME: _volume,
    Kind.TRACK: _track,
    Kind.ROUTE: _route,
    Kind.DATA: _text,
    Kind.SAID: _by_nodes,
    Kind.CHANGES: _by_nodes,
    Kind.READBACK: _by_nodes,
    Kind.SEALED: _by_nodes,
    Kind.DAY: _day,
    Kind.DIGEST: _digest,
    Kind.RECORDS: _records,
}

EXAMPLES: dict[Kind, str] = {
    Kind.TEXT: "short text",
    Kind.CHOICE: "a code",
    Kind.CHOICES: "codes with commas",
    Kind.INTEGER: "whole number",
    Kind.TIME: "08:00Z",
    Kind.BOOLEAN: "yes or no",
    Kind.POINT: "'22.9S 14.4E'",
    Kind.ALTITUDE: "'5000ft AMSL' or FL240",
    Kind.OUTLINE: "'circle 22.9S 14.4E 10NM'",
    Kind.VOLUME: "'circle 22.9S 14.4E 10NM FL100-FL240 08:00Z-09:00Z'",
    Kind.TRACK: "'22.9S 14.4E 07:58Z; 22.8S 14.5E 07:59Z'",
    Kind.ROUTE: "'22.9S 14.4E 08:00Z; 22.8S 14.5E 08:40Z-09:10Z'",
    Kind.DATA: "base64",
    Kind.SAID: "JSON, or detente paper",
    Kind.CHANGES: "made by the node",
    Kind.READBACK: "made by the node",
    Kind.SEALED: "made by the node",
    Kind.DAY: "2016-02-18, or 2016-02, or 2016",
    Kind.DIGEST: f"{'3b1f' * 16}, or @FILE to compute it",
    Kind.RECORDS: "'part=value; part=value'",
}


def example_of(spec: FieldSpec) -> str:
    """What an officer may type for the field; a record has the parts that it must have."""
    if spec.choices:
        return spec.choices[0][0]
    if spec.kind is not Kind.RECORDS:
        return EXAMPLES[spec.kind]
    parts = [part for part in spec.parts if part.required] or spec.parts[:1]
    return "'" + "; ".join(f"{part.name}={_short_example(part)}" for part in parts) + "'"


def _short_example(part: FieldSpec) -> str:
    """Without the quotes and the other ways that stand in a list of examples."""
    return example_of(part).partition(", or ")[0].partition("' or ")[0].strip("'")


# ------------------------------------------------------------------ and back


def _write(
    read: Callable[[Json, str], _T | Refusals], write: Callable[[_T], str]
) -> Callable[[FieldSpec, Json], str | None]:
    def writer(_spec: FieldSpec, value: Json) -> str | None:
        found = read(value, "")
        return None if isinstance(found, tuple) else write(found)

    return writer


def _write_time(_spec: FieldSpec, value: Json) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    try:
        return time_to_text(value)
    except OverflowError:
        return None


def _write_boolean(_spec: FieldSpec, value: Json) -> str | None:
    return ("yes" if value else "no") if isinstance(value, bool) else None


def _write_choices(_spec: FieldSpec, value: Json) -> str | None:
    return ", ".join(str(code) for code in value) if isinstance(value, list | tuple) else None


def _write_track(_spec: FieldSpec, value: Json) -> str | None:
    if not isinstance(value, list | tuple):
        return None
    parts: list[str] = []
    for item in value:
        if not isinstance(item, Mapping):
            return None
        point = point_from_json({k: v for k, v in item.items() if k != "at_ms"}, "")
        at_ms = item.get("at_ms")
        if not isinstance(point, Point) or not isinstance(at_ms, int):
            return None
        parts.append(f"{point_to_text(point)} {time_to_text(at_ms)}")
    return "; ".join(parts)


def _write_route(_spec: FieldSpec, value: Json) -> str | None:
    if not isinstance(value, list | tuple):
        return None
    parts: list[str] = []
    for item in value:
        if not isinstance(item, Mapping):
            return None
        point = point_from_json({k: item.get(k) for k in ("lat_e7", "lon_e7")}, "")
        arrive_ms, leave_ms = item.get("arrive_ms"), item.get("leave_ms")
        ints = isinstance(arrive_ms, int) and isinstance(leave_ms, int)
        if not ints or not isinstance(point, Point):
            return None
        when = time_to_text(arrive_ms)
        when += "" if arrive_ms == leave_ms else f"-{time_to_text(leave_ms)}"
        parts.append(f"{point_to_text(point)} {when}")
    return "; ".join(parts)


def _write_records(spec: FieldSpec, value: Json) -> str | None:
    """None where a record holds what is no part, or a list of records of its own."""
    if not isinstance(value, list | tuple) or not value:
        return None
    known = {part.name: part for part in spec.parts}
    records: list[list[tuple[str, str]]] = []
    for record in value:
        if not isinstance(record, Mapping) or not record or not record.keys() <= known.keys():
            return None
        names = [name for name in known if record.get(name) is not None]
        records.append([(name, field_to_text(known[name], record[name])) for name in names])
    return records_to_text(records)


_WRITERS: dict[Kind, Callable[[FieldSpec, Json], str | None]] = {
    Kind.CHOICES: _write_choices,
    Kind.TIME: _write_time,
    Kind.BOOLEAN: _write_boolean,
    Kind.POINT: _write(point_from_json, point_to_text),
    Kind.ALTITUDE: _write(altitude_from_json, altitude_to_text),
    Kind.OUTLINE: _write(outline_from_json, outline_to_text),
    Kind.VOLUME: _write(airspace_from_json, airspace_to_text),
    Kind.TRACK: _write_track,
    Kind.ROUTE: _write_route,
    Kind.RECORDS: _write_records,
}
