"""One field of a format: its kind, its limits, and the check of a value against them.

Kinds are few and exact: text, choice, integer, time, calendar day, boolean, place, height, outline,
4D volume, track fragment, planned route, digest of a file, list of records. A check returns every
problem of the value at once, with the path to it. Free text is never part of what is agreed, so few
fields are text, and those are short.
Not here: whether a correct value makes sense on the map (airspace/checks.py).
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.volume_json import (
    altitude_from_json,
    outline_from_json,
    point_from_json,
)
from detente.core.humanitarian.sealed import sealed_from_json
from detente.core.refusal import Refusal
from detente.core.values import Json

TIME_MIN_MS = 946_684_800_000  # 2000-01-01: before it no clock is right, only reset
TIME_MAX_MS = 4_102_444_800_000  # 2100-01-01: beyond it a time is a slip of the keyboard
TEXT_MAX = 200  # a field is a value, not a letter; letters go into the remarks
TRACK_POINTS_MAX = 60  # ten minutes of a radar at 10 s: enough to recognise a flight
REMARKS_MAX = 2_000  # one page; what needs more is an attachment or a call
BYTES_READBACK_MAX = 32_768  # a read-back is a dozen numbers and a sentence for each of 32 parts
SAID_BYTES_MAX = 131_072  # an agreement from paper: 100 articles of 600 characters, with areas
NESTED_MAX = 9  # fields, a list of records, a part's airspace of several polygons: eight deep
RECORDS_MAX = 100  # articles of a long agreement, topics of a long visit
DAY_YEARS = (1900, 2100)  # relations have a history; no later date is planned
ROUTE_POINTS_MAX = 60  # a convoy's day, a point every quarter of an hour

JOINERS = frozenset("\u200c\u200d\u200e\u200f")  # ordinary typing in Arabic and Hebrew


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    INTEGER = "integer"
    TIME = "time"
    DAY = "day"
    BOOLEAN = "boolean"
    POINT = "point"
    ALTITUDE = "altitude"
    OUTLINE = "outline"
    VOLUME = "volume"
    TRACK = "track"
    ROUTE = "route"
    DATA = "data"
    SAID = "said"
    CHANGES = "changes"
    READBACK = "readback"
    SEALED = "sealed"
    DIGEST = "digest"
    RECORDS = "records"


class Fill(StrEnum):
    """What the sender's node writes into a field that the officer left empty."""

    NOW = "now"
    NUMBER = "number"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a format.

    label:   full English words. choices: code and words of each. unit: of an integer.
    minimum, maximum: of an integer, the length of a text, or the bytes of data.
    fill:    what stands here when the officer leaves it empty.
    help:    one sentence for the officer who fills it in.
    ahead:   a time that may lie ahead; other times tell of what has happened.
    lines:   a text that may have several lines.
    sealed:  goes only inside the part that is encrypted to each receiver, never in the clear.
    needed:  the field that makes this one required, with the codes that do.
    parts:   the fields of each record of a list of records; `maximum` is how many there may be.
    """

    name: str
    kind: Kind
    label: str
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    minimum: int = 0
    maximum: int = TEXT_MAX
    unit: str = ""
    fill: Fill | None = None
    help: str = ""
    ahead: bool = False
    lines: bool = False
    sealed: bool = False
    needed: tuple[str, tuple[str, ...]] | None = None
    parts: tuple[FieldSpec, ...] = ()

    def words(self, code: object) -> str:
        """The words of a choice's code; the code itself when the table does not know it."""
        return dict(self.choices).get(str(code), str(code))


def names_words(specs: Sequence[FieldSpec]) -> str:
    """Fields as a person needs them, each name with its label: ``hazard (kind of hazard), …``."""
    return ", ".join(f"{spec.name} ({spec.label})" for spec in specs) or "none"


def check(spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    """Every problem of one value of a field, with paths below `path`; empty when it is sound."""
    return _CHECKS[spec.kind](spec, value, path)


def check_text(value: Json, path: str, maximum: int, *, lines: bool = False) -> tuple[Refusal, ...]:
    """Problems of a piece of text: type, length, and characters that would hide or reorder it."""
    if not isinstance(value, str):
        return (_wrong_type(path, "text", value),)
    if not value.strip():
        return (Refusal(path, "text-empty", "the text is empty", "Write it, or leave it out"),)
    if len(value) > maximum:
        reason = f"{len(value)} characters, the limit is {maximum}"
        return (Refusal(path, "text-length", reason, "Shorten it"),)
    if value.isprintable():
        return ()  # the usual case, at the speed of C; what follows says which character is not
    for position, char in enumerate(value):
        if char in JOINERS or (lines and char == "\n"):
            continue
        if unicodedata.category(char) in _HIDDEN:
            reason = f"character {position + 1} is U+{ord(char):04X}, which is invisible"
            return (Refusal(path, "text-characters", reason, "Remove it"),)
    return ()


_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def _wrong_type(path: str, wanted: str, value: Json) -> Refusal:
    found = "nothing" if value is None else type(value).__name__
    names = {"str": "text", "int": "an integer", "bool": "true or false", "float": "a decimal"}
    found = names.get(found, "an object" if isinstance(value, Mapping) else found)
    found = "a list" if isinstance(value, list | tuple) else found
    return Refusal(path, "wrong-type", f"{wanted} wanted, found {found}", f"Give {wanted}")


def _text(spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    return check_text(value, path, spec.maximum, lines=spec.lines)


def _choice(spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    codes = [code for code, _ in spec.choices]
    if isinstance(value, str) and value in codes:
        return ()
    reason = f"{value!r} is none of the codes" if isinstance(value, str) else "a code wanted"
    return (Refusal(path, "choice", reason, f"Use one of: {', '.join(codes)}"),)


def _choices(spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    if not isinstance(value, list | tuple):
        return (_wrong_type(path, "a list of codes", value),)
    if len(value) > len(spec.choices) or len({str(item) for item in value}) < len(value):
        return (Refusal(path, "choice-twice", "a code is given twice", "Give each code once"),)
    found: list[Refusal] = []
    for index, item in enumerate(value):
        found += _choice(spec, item, f"{path}.{index}")
    return tuple(found)


def _integer(spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    if isinstance(value, bool) or not isinstance(value, int):
        return (_wrong_type(path, "an integer", value),)
    if spec.minimum <= value <= spec.maximum:
        return ()
    unit = f" {spec.unit}" if spec.unit else ""
    remedy = f"Give {spec.minimum} to {spec.maximum}{unit}"
    return (Refusal(path, "integer-range", f"{value}{unit} is out of range", remedy),)


def _time(_spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    if isinstance(value, bool) or not isinstance(value, int):
        return (_wrong_type(path, "a time in UTC milliseconds", value),)
    if TIME_MIN_MS <= value <= TIME_MAX_MS:
        return ()
    remedy = "Give milliseconds since 1970 in UTC, between the years 2000 and 2100"
    return (Refusal(path, "time-range", f"{value} ms is no plausible time", remedy),)


def _day(_spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    """A day, a month or a year: what is known of a date, and no more."""
    if not isinstance(value, str):
        return (_wrong_type(path, "a date as text", value),)
    found = _DAY.fullmatch(value)
    if found is None or not _is_on_calendar(found):
        reason = f"{value[:40]!r} is no date between {DAY_YEARS[0]} and {DAY_YEARS[1]}"
        remedy = "Give 2016-02-18, or 2016-02 or 2016 when no more is known"
        return (Refusal(path, "day", reason, remedy),)
    return ()


_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def _is_on_calendar(found: re.Match[str]) -> bool:
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return DAY_YEARS[0] <= year <= DAY_YEARS[1]


def _boolean(_spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    return () if isinstance(value, bool) else (_wrong_type(path, "true or false", value),)


def _point(_spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    return _problems(point_from_json(value, path))


def _altitude(_spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    return _problems(altitude_from_json(value, path))


def _outline(_spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    return _problems(outline_from_json(value, path))


def _volume(_spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    return _problems(airspace_from_json(value, path))


def _problems(parsed: object) -> tuple[Refusal, ...]:
    return parsed if isinstance(parsed, tuple) else ()


def _track(spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    if not isinstance(value, list | tuple):
        return (_wrong_type(path, "a list of points with times", value),)
    if not 1 <= len(value) <= TRACK_POINTS_MAX:
        reason = f"{len(value)} points, 1 to {TRACK_POINTS_MAX} wanted"
        return (Refusal(path, "track-length", reason, "Send the newest part of the track"),)
    found: list[Refusal] = []
    last_ms = TIME_MIN_MS
    for index, item in enumerate(value):
        where = f"{path}.{index}"
        if not isinstance(item, Mapping) or set(item) != {"lat_e7", "lon_e7", "at_ms"}:
            remedy = 'Give {"lat_e7": …, "lon_e7": …, "at_ms": …}'
            found.append(Refusal(where, "track-point", "not a point with its time", remedy))
            continue
        found += _point(spec, {k: item[k] for k in ("lat_e7", "lon_e7")}, where)
        late = _time(spec, item["at_ms"], f"{where}.at_ms")
        found += late
        if not late and isinstance(at_ms := item["at_ms"], int):
            if at_ms < last_ms:
                reason = "the time is before that of the point before it"
                found.append(Refusal(f"{where}.at_ms", "track-order", reason, "Sort by time"))
            last_ms = at_ms
    return tuple(found)


def _route(spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    """Points to be passed, with arrival and departure; a stop is where the two differ."""
    if not isinstance(value, list | tuple):
        return (_wrong_type(path, "a list of points with arrival and departure", value),)
    if not 2 <= len(value) <= ROUTE_POINTS_MAX:
        reason = f"{len(value)} points, 2 to {ROUTE_POINTS_MAX} wanted"
        return (Refusal(path, "route-length", reason, "Give the start, the turns and the end"),)
    found: list[Refusal] = []
    last_ms = TIME_MIN_MS
    for index, item in enumerate(value):
        where = f"{path}.{index}"
        if not isinstance(item, Mapping) or set(item) != ROUTE_NAMES:
            remedy = 'Give {"lat_e7": …, "lon_e7": …, "arrive_ms": …, "leave_ms": …}'
            found.append(Refusal(where, "route-point", "not a point with its times", remedy))
            continue
        found += _point(spec, {k: item[k] for k in ("lat_e7", "lon_e7")}, where)
        for name in ("arrive_ms", "leave_ms"):
            at_ms = item[name]
            wrong = _time(spec, at_ms, f"{where}.{name}")
            found += wrong
            if not wrong and isinstance(at_ms, int):
                if at_ms < last_ms:
                    reason = "the time is before the one before it"
                    found.append(Refusal(f"{where}.{name}", "route-order", reason, "Sort by time"))
                last_ms = at_ms
    return tuple(found)


ROUTE_NAMES = frozenset({"lat_e7", "lon_e7", "arrive_ms", "leave_ms"})


def _data(spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    return _base64(value, path, spec.maximum)


def _base64(value: Json, path: str, maximum: int) -> tuple[Refusal, ...]:
    """Problems of bytes written as base64; the limit is of the bytes."""
    if not isinstance(value, str):
        return (_wrong_type(path, "base64 text", value),)
    if len(value) > (maximum + 2) // 3 * 4:
        return (Refusal(path, "data-size", f"over {maximum} bytes", "Make it smaller"),)
    try:
        size = len(base64.b64decode(value, validate=True))
    except ValueError:
        return (Refusal(path, "data-form", "it is not base64", "Give base64 with padding"),)
    if not size:
        return (Refusal(path, "data-empty", "there are no bytes", "Give it, or leave it out"),)
    return ()


def _said(_spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    """Only the shape and the size: what it says is checked against the format that it names."""
    if not isinstance(value, Mapping):
        return (_wrong_type(path, "fields by name", value),)
    if _weight(value) > SAID_BYTES_MAX:
        reason = f"over the limit of {SAID_BYTES_MAX} characters, or nested over {NESTED_MAX} deep"
        return (Refusal(path, "said-size", reason, "Write down what was said, no more"),)
    return ()


def _changes(_spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    """Only the shape: what is changed is checked against the corrected format as a whole."""
    if not isinstance(value, Mapping):
        return (_wrong_type(path, "the changed fields by name", value),)
    if not value:
        return (Refusal(path, "no-change", "nothing is changed", "Name the fields to change"),)
    return ()


def _readback(_spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    """A read-back is another node's computation: carried, bounded, compared, never trusted."""
    if not isinstance(value, Mapping):
        return (_wrong_type(path, "the computed place, time and height", value),)
    if _weight(value) > BYTES_READBACK_MAX:
        reason = f"over the limit of {BYTES_READBACK_MAX} characters"
        return (Refusal(path, "readback-size", reason, "Send what the node computed, no more"),)
    return ()


def _sealed(_spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    return _problems(sealed_from_json(value, path))


def _digest(_spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    if isinstance(value, str) and _DIGEST.fullmatch(value):
        return ()
    remedy = "Give the SHA-256 of the file: 64 digits from 0 to 9 and a to f"
    return (Refusal(path, "digest", "it is no SHA-256", remedy),)


_DIGEST = re.compile(r"[0-9a-f]{64}")


def _records(spec: FieldSpec, value: Json, path: str) -> tuple[Refusal, ...]:
    if not isinstance(value, list | tuple):
        return (_wrong_type(path, "a list of records", value),)
    if not 1 <= len(value) <= spec.maximum:
        reason = f"{len(value)} records, 1 to {spec.maximum} wanted"
        return (Refusal(path, "records-length", reason, "Leave it out, or split the message"),)
    return tuple(
        problem
        for index, record in enumerate(value)
        for problem in _record(spec, record, f"{path}.{index}")
    )


def _record(spec: FieldSpec, record: Json, path: str) -> list[Refusal]:
    """Every problem of one record of a list: its parts, those missing, those unknown."""
    if not isinstance(record, Mapping):
        return [_wrong_type(path, "a record, its parts by name", record)]
    found: list[Refusal] = []
    for part in spec.parts:
        value = record.get(part.name)
        where = f"{path}.{part.name}"
        if value is not None:
            found += check(part, value, where)
        elif part.required or (part.needed and record.get(part.needed[0]) in part.needed[1]):
            found.append(
                Refusal(where, "required", f"{part.label} is missing", f"Give {part.label}")
            )
    known = {part.name for part in spec.parts}
    for name in record:
        if name not in known:
            reason = f"a record of {spec.label} has no such part"
            remedy = f"It has: {names_words(spec.parts)}"
            found.append(Refusal(f"{path}.{str(name)[:64]}", "unknown-part", reason, remedy))
    return found


def _weight(value: Json, depth: int = 0) -> int:
    """A bound on the written size of a value; over the limit as soon as it nests too deep."""
    if depth > NESTED_MAX:
        return max(BYTES_READBACK_MAX, SAID_BYTES_MAX) + 1
    if isinstance(value, Mapping):
        return sum(len(k) + 4 + _weight(v, depth + 1) for k, v in value.items()) + 2
    if isinstance(value, str):
        return len(value) + 2
    if isinstance(value, Sequence):
        return sum(1 + _weight(v, depth + 1) for v in value) + 2
    return 20


_CHECKS: dict[Kind, Callable[[FieldSpec, Json, str], tuple[Refusal, ...]]] = {
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
    Kind.DATA: _data,
    Kind.SAID: _said,
    Kind.CHANGES: _changes,
    Kind.READBACK: _readback,
    Kind.SEALED: _sealed,
    Kind.DAY: _day,
    Kind.DIGEST: _digest,
    Kind.RECORDS: _records,
}
