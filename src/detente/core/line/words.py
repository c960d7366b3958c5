"""Say any message in plain English: one line for a list, a few for a reader at 3 a.m.

Full words instead of codes, values from the tables, numbers with their units, times in UTC and
local. Nothing is left out: what a version of this program does not know is shown as it came, and
a message that has no effect says so first. Free text is marked as not part of what is agreed.
Not here: other languages, which are templates at the edge (tongues/).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.readback import corridor_words, place_words
from detente.core.airspace.shape import centre_point, shape_of
from detente.core.airspace.volume import Airspace, Altitude, Circle, Corridor, Outline, Part, Point
from detente.core.airspace.volume_json import (
    altitude_from_json,
    outline_from_json,
    point_from_json,
)
from detente.core.airspace.words import (
    altitude_words,
    band_words,
    clock_words,
    compass_word,
    length_words,
    local_words,
    moment_words,
    point_words,
    repeats_words,
    window_words,
)
from detente.core.humanitarian.notice import NOT_A_REQUEST, SAYING_SO
from detente.core.humanitarian.sealed import sealed_from_json
from detente.core.line.field import JOINERS, REMARKS_MAX, TIME_MAX_MS, FieldSpec, Kind
from detente.core.line.formats import ANSWER_WORDS, WHOLE, Family, Format
from detente.core.line.message import Message, Releasability
from detente.core.line.readbacks import point_of, volume_of
from detente.core.line.tables import read_as
from detente.core.units import MS_PER_MIN
from detente.core.values import Fields, Json

if TYPE_CHECKING:
    from detente.core.airspace.gazetteer import Gazetteer
    from detente.core.line.state import Tracked

SHOWN_MAX = 200  # characters of a value that no table explains; the whole is in the record
READBACK_MAX = 8_000  # characters of a read-back's words: 32 parts of a sentence each
KEYS_MAX = 4  # values of a register's record in a list: what, whose, how it stands, when
KEY_CHARS_MAX = 60  # of each: enough to know it again
LINE_MAX = 240  # characters of a one-line rendering: three lines of a narrow terminal


def line_words(tracked: Tracked) -> str:
    """One line: number, urgency, what it is, and what matters most in it."""
    message = tracked.message
    parts = [message.number, message.precedence.value, _headline(tracked)]
    if tracked.problems:
        parts.insert(1, "NOT UNDERSTOOD")
    elif tracked.standing != "current":
        parts.insert(1, str(tracked.standing).upper())
    text = " · ".join(part for part in parts if part)
    return text if len(text) <= LINE_MAX else text[: LINE_MAX - 1] + "…"


def text_words(
    tracked: Tracked,
    utc_offset_min: int = 0,
    gazetteer: Gazetteer | None = None,
    was: Fields | None = None,
) -> str:
    """The whole message, a line for each thing that it says; local times by the offset.

    With a gazetteer, also where that is: the nearest named place, as this node computes it.
    was: what the message that a correction changes said before, shown below what is changed.
    """
    message, fmt = tracked.message, tracked.format
    title = f"{fmt.name} ({fmt.code})" if fmt else f"unknown format {shown(message.format)}"
    marker = f", {fmt.marker.value}" if fmt else ""
    sender = f"{message.by.role.value} {shown(message.by.officer)}"
    lines = [
        f"{message.number}: {title}{marker}, {message.precedence.value}",
        f"from {tracked.author} ({sender}) to {', '.join(shown(one) for one in message.to)}",
        f"released {_time(message.released_ms, utc_offset_min)}",
    ]
    if tracked.voice is not None and message.relay is not None:
        said = _time(message.relay.said_ms, utc_offset_min)
        lines.append(f"the words of {shown(tracked.voice.label)}, said {said}, only carried here")
    if message.ref is not None:
        lines.append(f"about {shown(message.ref)}")
    lines += _header_lines(message)
    if fmt is not None and message.version != fmt.version:
        lines.append(f"version {message.version}, read here as version {fmt.version}")
    if tracked.problems:
        lines += [f"NOT UNDERSTOOD, no effect: {problem}" for problem in tracked.problems]
    elif tracked.closed_by is not None:
        lines.append(f"{tracked.standing.value} by {tracked.closed_by}")
    lines += field_lines(fmt, message.fields, utc_offset_min, tracked.subject)
    if was is not None:
        lines += _before(tracked, was, utc_offset_min)
    if fmt is not None and fmt.code == "COR" and not tracked.problems:
        lines.append("so that it now says:")
        whole = field_lines(tracked.subject, tracked.fields, utc_offset_min)
        lines += [f"  {line}" for line in whole]
    centre = _centre(tracked)
    if gazetteer is not None and centre is not None and (near := place_words(centre, gazetteer)):
        lines.append(f"that is: {near}")
    if message.overridden:
        lines.append(f"sent in spite of: {', '.join(shown(rule) for rule in message.overridden)}")
    if message.format in SAYING_SO:
        lines.append(NOT_A_REQUEST)
    if message.remarks is not None:
        language = message.remarks_language or "language not named"
        text = "\n".join(shown(line, REMARKS_MAX) for line in message.remarks.split("\n"))
        lines.append(f"remarks ({shown(language)}, not part of what is agreed): {text}")
    return "\n".join(lines)


def _before(tracked: Tracked, was: Fields, utc_offset_min: int) -> list[str]:
    """What the fields that a correction changes said before."""
    before = changed_before(tracked.message, was)
    return [f"before {line}" for line in field_lines(tracked.subject, before, utc_offset_min)]


def changed_before(message: Message, was: Fields) -> Fields:
    """Of the fields of what a correction corrects those that it changes, as they were said."""
    changes = message.fields.get("changes")
    names = changes if isinstance(changes, Mapping) else {}
    return {name: value for name, value in was.items() if name in names}


def _header_lines(message: Message) -> list[str]:
    """What surrounds the fields beyond sender, receivers and time; only what was given."""
    said = (
        ("for information to", ", ".join(message.info)),
        ("rests on", ", ".join(message.refs)),
        ("on behalf of", message.on_behalf_of),
        ("under", message.agreement),
        ("may be told to", _releasable(message)),
        ("confidence", message.confidence.value if message.confidence else None),
    )
    return [f"{label}: {shown(value)}" for label, value in said if value]


def _releasable(message: Message) -> str | None:
    """Who may be told beyond the receivers, as the sender wishes."""
    if message.releasability is None:
        return None
    named = ", ".join(message.releasable_to)
    return RELEASABILITY_WORDS[message.releasability] + (f": {named}" if named else "")


RELEASABILITY_WORDS = {
    Releasability.NONE: "nobody else",
    Releasability.OWN_FORCES: "the receivers' own forces",
    Releasability.NAMED: "those named",
    Releasability.PUBLIC: "everybody",
}


def field_lines(
    fmt: Format | None, fields: Fields, utc_offset_min: int = 0, subject: Format | None = None
) -> list[str]:
    """One line a field, in the table's order; then whatever the table does not know.

    subject: for a correction, the format whose fields are changed.
    """
    lines = []
    for spec in fmt.fields if fmt else ():
        value = fields.get(spec.name)
        if spec.kind is Kind.CHANGES and isinstance(value, Mapping):
            lines += [f"changed {line}" for line in field_lines(subject, value, utc_offset_min)]
        elif spec.kind is Kind.READBACK and isinstance(value, Mapping):
            lines.append(f"{spec.label}: {shown(value.get('words'), READBACK_MAX)}")
        elif (records := _records(spec, value)) is not None:
            lines += [
                f"{spec.label} {place}: {_record_words(spec, record, utc_offset_min)}"
                for place, record in enumerate(records, 1)
            ]
        elif value is not None:
            lines.append(f"{spec.label}: {value_words(spec, value, utc_offset_min)}")
        elif spec.name in fields:
            lines.append(f"{spec.label}: taken away")
    known = {spec.name for spec in fmt.fields} if fmt else set()
    mark = "not known here: " if fmt else ""
    lines += [
        f"{mark}{shown(name)}: {shown(value)}"
        for name, value in fields.items()
        if name not in known
    ]
    return lines


def value_words(spec: FieldSpec, value: Json, utc_offset_min: int = 0) -> str:
    """One value in words; one that is not what the table says is shown as it came."""
    words = _SAY[spec.kind](spec, value, utc_offset_min)
    return shown(value) if words is None else words


def answer_words(message: Message) -> str:
    """An answer's code, reason, minutes and field in words."""
    code = message.fields.get("code")
    known = [f"{answer.value}: {words}" for answer, words in ANSWER_WORDS.items() if answer == code]
    parts = known or [shown(code)]
    fmt = read_as(message.format, message.version)
    reason, minutes = message.fields.get("reason"), message.fields.get("minutes")
    spec = fmt.field("reason") if fmt else None
    if reason is not None:
        parts.append(spec.words(reason) if spec else shown(reason))
    if minutes is not None:
        parts.append(f"within {shown(minutes)} minutes")
    about = message.fields.get("field")
    if about is not None:
        parts.append("the message as a whole" if about == WHOLE else f"field {shown(about)}")
    return ", ".join(parts)


def outline_words(outline: Outline) -> str:
    """An outline without its nearest place: ``circle of 18.5 km (10.0 NM) around …``."""
    if isinstance(outline, Circle):
        return f"circle of {length_words(outline.radius_cm)} around {point_words(outline.centre)}"
    if isinstance(outline, Corridor):
        return corridor_words(outline)
    first = point_words(outline.points[0])
    return f"polygon of {len(outline.points)} vertices from {first}"


def airspace_words(airspace: Airspace, utc_offset_min: int = 0) -> str:
    """A volume without its nearest place: `part_words`, each with its number if there are more."""
    said = [part_words(part, utc_offset_min) for part in airspace.parts]
    if len(said) == 1:
        return said[0]
    return ". ".join(f"part {place}: {words}" for place, words in enumerate(said, 1))


def part_words(part: Part, utc_offset_min: int = 0) -> str:
    """One part: outline; heights; window in UTC (and local); when it comes again."""
    volume = part.volume
    window = window_words(volume.start_ms, volume.end_ms)
    local = local_words(volume.start_ms, volume.end_ms, utc_offset_min)
    times = f"{window} ({local})" if local else window
    said = (
        outline_words(volume.outline),
        band_words(volume.floor, volume.ceiling),
        times,
        repeats_words(volume.start_ms, part.repeats),
    )
    return "; ".join(words for words in said if words)


def shown(value: Json, limit: int = SHOWN_MAX) -> str:
    """Any value as it came, on one line, without invisible characters, cut with its length."""
    text = value if isinstance(value, str) else _raw(value, limit)
    kept = text[: limit + 1]
    text = "".join(char if char.isprintable() or char in JOINERS else "\ufffd" for char in kept)
    return text if len(text) <= limit else f"{text[:limit]}… (cut)"


def _headline(tracked: Tracked) -> str:
    message, fmt = tracked.message, tracked.format
    if fmt is None:
        return f"unknown format {shown(message.format, 16)}"
    ref = shown(message.ref, 40) if message.ref is not None else ""
    match fmt.code:
        case "RSP":
            return f"answer to {ref}: {answer_words(message)}"
        case "ACK":
            return f"{ref} read by {tracked.author}"
        case "RBK":
            return f"{ref} read back by {tracked.author}"
        case "CNF":
            return f"read-back {ref} confirmed by {tracked.author}"
        case "CAN":
            return f"{ref} cancelled"
        case "END":
            return f"{ref}: activity ended"
        case "COR":
            return f"{ref} corrected{_key_words(tracked)}"
        case "LCK" if ref:
            return f"echo of line check {ref}"
        case _:
            about = f" about {ref}" if ref else ""
            return f"{fmt.name}{about}{_key_words(tracked)}"


def _centre(tracked: Tracked) -> Point | None:
    """The point that stands for where a message is about; None when it says no place."""
    volume = volume_of(tracked)
    if volume is not None:
        return centre_point(shape_of(volume.parts[0].volume.outline))
    return point_of(tracked)


def _key_words(tracked: Tracked) -> str:
    """The one or two values that a list must show: the first choice, and where or when."""
    fmt = tracked.subject
    if fmt is None or fmt.is_receipt:
        return ""
    parts = [_key_word(spec, tracked.fields[spec.name]) for spec in key_specs(fmt, tracked.fields)]
    for spec in () if parts else fmt.fields:
        if spec.kind is Kind.CHOICE and tracked.fields.get(spec.name) is not None:
            parts.append(spec.words(tracked.fields[spec.name]))
            break
    volume = volume_of(tracked)
    if volume is not None:
        first, more = volume.parts[0], len(volume.parts) - 1
        parts += [
            outline_words(first.volume.outline),
            window_words(first.volume.start_ms, first.volume.end_ms),
        ]
        parts += [repeats_words(first.volume.start_ms, first.repeats)] if first.repeats else []
        parts += [f"and {more} more part{'s' if more > 1 else ''}"] if more else []
    elif fmt.point is not None:
        point = point_from_json(tracked.fields.get(fmt.point), "")
        parts += [point_words(point)] if isinstance(point, Point) else []
    return ": " + "; ".join(parts) if parts else ""


def key_specs(fmt: Format, fields: Fields) -> tuple[FieldSpec, ...]:
    """The fields that tell one record of a register from the next, in a list.

    Those that it must have, and days, as far as they are one value each; at most KEYS_MAX.
    """
    if fmt.family is not Family.REGISTER:
        return ()
    kinds = (Kind.TEXT, Kind.CHOICE, Kind.CHOICES)
    telling = (s for s in fmt.fields if s.kind is Kind.DAY or (s.required and s.kind in kinds))
    return tuple(spec for spec in telling if fields.get(spec.name))[:KEYS_MAX]


def _key_word(spec: FieldSpec, value: Json) -> str:
    return shown(value_words(spec, value).partition("\n")[0], KEY_CHARS_MAX)


def _time(at_ms: int, utc_offset_min: int) -> str:
    if not 0 <= at_ms <= TIME_MAX_MS:
        return f"{shown(at_ms, 40)} ms, which is no plausible time"
    local = f" ({clock_words(at_ms + utc_offset_min * MS_PER_MIN)} local)" if utc_offset_min else ""
    return f"{moment_words(at_ms)}{local}"


def _raw(value: Json, limit: int) -> str:
    """JSON-like text of a value, no longer than needed to see that it is cut."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        items = [f"{k}: {_raw(v, limit)}" for k, v in list(value.items())[:limit]]
        return "{" + ", ".join(items)[: limit + 1] + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_raw(v, limit) for v in value[:limit])[: limit + 1] + "]"
    return str(value)


def _say_text(spec: FieldSpec, value: Json, _offset: int) -> str | None:
    """The text as it was written, line by line where it may have lines."""
    if not isinstance(value, str):
        return None
    lines = value.split("\n") if spec.lines else [value]
    return "\n".join(shown(line, max(spec.maximum, SHOWN_MAX)) for line in lines)


def _say_choice(spec: FieldSpec, value: Json, _offset: int) -> str | None:
    return spec.words(value) if isinstance(value, str) else None


def _say_choices(spec: FieldSpec, value: Json, _offset: int) -> str | None:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return None
    return ", ".join(spec.words(item) for item in value)


def _say_integer(spec: FieldSpec, value: Json, _offset: int) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    if spec.name == "heading_deg":
        return f"{value:03d}° true ({compass_word(value)})"
    return f"{value} {spec.unit}".strip()


def _say_time(_spec: FieldSpec, value: Json, offset: int) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return _time(value, offset)


def _say_boolean(_spec: FieldSpec, value: Json, _offset: int) -> str | None:
    return ("yes" if value else "no") if isinstance(value, bool) else None


def _say_point(_spec: FieldSpec, value: Json, _offset: int) -> str | None:
    point = point_from_json(value, "")
    return point_words(point) if isinstance(point, Point) else None


def _say_altitude(_spec: FieldSpec, value: Json, _offset: int) -> str | None:
    altitude = altitude_from_json(value, "")
    return altitude_words(altitude) if isinstance(altitude, Altitude) else None


def _say_outline(_spec: FieldSpec, value: Json, _offset: int) -> str | None:
    outline = outline_from_json(value, "")
    return None if isinstance(outline, tuple) else outline_words(outline)


def _say_volume(_spec: FieldSpec, value: Json, offset: int) -> str | None:
    airspace = airspace_from_json(value, "")
    return airspace_words(airspace, offset) if isinstance(airspace, Airspace) else None


def _say_track(spec: FieldSpec, value: Json, offset: int) -> str | None:
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        return None
    last = value[-1]
    if not isinstance(last, Mapping):
        return None
    where = _say_point(spec, {k: v for k, v in last.items() if k != "at_ms"}, offset)
    when = _say_time(spec, last.get("at_ms"), offset)
    return f"{len(value)} positions, the last at {where or '?'} {when or '?'}"


def _say_sealed(_spec: FieldSpec, value: Json, _offset: int) -> str | None:
    sealed = sealed_from_json(value, "")
    if isinstance(sealed, tuple):
        return None
    return f"exact details, sealed for {', '.join(sealed.parties)}"


def _say_route(spec: FieldSpec, value: Json, offset: int) -> str | None:
    """Every point with its times; one time where it is passed without a stop."""
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        return None
    said = []
    for item in value:
        if not isinstance(item, Mapping):
            return None
        where = _say_point(spec, {k: item.get(k) for k in ("lat_e7", "lon_e7")}, offset)
        times = [_say_time(spec, item.get(name), offset) for name in ("arrive_ms", "leave_ms")]
        if where is None or None in times:
            return None
        when = times[0] if times[0] == times[1] else f"{times[0]} to {times[1]}"
        said.append(f"{where} {when}")
    return "; ".join(said)


def _say_data(_spec: FieldSpec, value: Json, _offset: int) -> str | None:
    """How large it is; the bytes themselves are no words."""
    if not isinstance(value, str):
        return None
    size = len(value) // 4 * 3 - value[-2:].count("=")
    return f"{size} bytes"


def _say_said(_spec: FieldSpec, value: Json, _offset: int) -> str | None:
    if not isinstance(value, Mapping):
        return None
    return "; ".join(f"{shown(name)}: {shown(one)}" for name, one in value.items()) or "nothing"


def _say_day(_spec: FieldSpec, value: Json, _offset: int) -> str | None:
    return shown(value) if isinstance(value, str) else None


def _say_records(spec: FieldSpec, value: Json, offset: int) -> str | None:
    """Every record with its parts by label; each has its number."""
    records = _records(spec, value)
    if records is None:
        return None
    said = (_record_words(spec, record, offset) for record in records)
    return "; ".join(f"({place}) {words}" for place, words in enumerate(said, 1))


def _records(spec: FieldSpec, value: Json) -> list[Mapping[str, Json]] | None:
    """The records of a value; None when it is no list of records, and is shown as it came."""
    if spec.kind is not Kind.RECORDS or not isinstance(value, list | tuple) or not value:
        return None
    found = [record for record in value if isinstance(record, Mapping)]
    return found if len(found) == len(value) else None


def _record_words(spec: FieldSpec, record: Mapping[str, Json], offset: int) -> str:
    """One record on one line: its parts in the table's order, then what the table does not know."""
    known = {part.name: part for part in spec.parts}
    said = [
        f"{part.label} {value_words(part, record[name], offset)}"
        for name, part in known.items()
        if record.get(name) is not None
    ]
    said += [
        f"not known here: {shown(name)} {shown(value)}"
        for name, value in record.items()
        if name not in known
    ]
    return ", ".join(said).replace("\n", " / ") or "nothing"


def _say_nothing(_spec: FieldSpec, _value: Json, _offset: int) -> str | None:
    return None


_SAY: dict[Kind, Callable[[FieldSpec, Json, int], str | None]] = {
    Kind.TEXT: _say_text,
    Kind.CHOICE: _say_choice,
    Kind.CHOICES: _say_choices,
    Kind.INTEGER: _say_integer,
    Kind.TIME: _say_time,
    Kind.BOOLEAN: _say_boolean,
    Kind.POINT: _say_point,
    Kind.ALTITUDE: _say_altitude,
    Kind.OUTLINE: _say_outline,
    Kind.VOLUME: _say_volume,
    Kind.TRACK: _say_track,
    Kind.ROUTE: _say_route,
    Kind.DATA: _say_data,
    Kind.SAID: _say_said,
    Kind.CHANGES: _say_nothing,
    Kind.READBACK: _say_nothing,
    Kind.SEALED: _say_sealed,
    Kind.DAY: _say_day,
    Kind.DIGEST: _say_day,
    Kind.RECORDS: _say_records,
}
