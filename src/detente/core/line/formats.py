"""The formats of the line as tables: fields, marker, deadlines, lead time, who may release.

Everything that must know a format reads it here: validation, the API's schema, the words, the
receipt ladder, the picture. Adding a format is adding a table (tables.py) and its words.
The numbers are defaults to negotiate; a channel's charter may set other lead times. The markers
are the IMO's, without Instruction: there is no authority between equals.
Serves domain.md section 9.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from detente.core.airspace.altitude import ALTITUDE_CM_MAX, ALTITUDE_CM_MIN
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.volume import (
    HALF_WIDTH_CM_MAX,
    PARTS_MAX,
    RADIUS_CM_MAX,
    REPEAT_MS_MAX,
    REPEAT_MS_MIN,
    VERTICES_MAX,
    Airspace,
    Day,
    Reference,
)
from detente.core.line.field import (
    ROUTE_POINTS_MAX,
    FieldSpec,
    Fill,
    Kind,
    check,
    names_words,
)
from detente.core.line.lead import Effective
from detente.core.line.message import Precedence, Role
from detente.core.refusal import Refusal
from detente.core.values import Fields, Json


class Family(StrEnum):
    """What kind of act a format is; receipts get no receipts, changes act on one's own message.

    REGISTER: what capitals put on record: agreements, incidents, contacts, claims. It announces
    nothing in the air, and what was said in it stays said.
    """

    NOTICE = "notice"
    ALERT = "alert"
    QUESTION = "question"
    LINE = "line"
    RECEIPT = "receipt"
    CHANGE = "change"
    REGISTER = "register"


class Marker(StrEnum):
    """How the message is meant (IMO SMCP, domain.md S91)."""

    INFORMATION = "INFORMATION"
    INTENTION = "INTENTION"
    WARNING = "WARNING"
    ADVICE = "ADVICE"
    REQUEST = "REQUEST"
    QUESTION = "QUESTION"
    ANSWER = "ANSWER"


class Answers(StrEnum):
    """The answer codes of the line."""

    WILCO = "WILCO"
    UNABLE = "UNABLE"
    STANDBY = "STANDBY"
    NOTED = "NOTED"
    DISAGREE = "DISAGREE"
    NOT_UNDERSTOOD = "NOT_UNDERSTOOD"
    NO_RECORD = "NO_RECORD"
    DECLINED = "DECLINED"
    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"
    ECHO = "ECHO"
    AGREE = "AGREE"
    EXPLAINED = "EXPLAINED"


ANSWER_WORDS: dict[Answers, str] = {
    Answers.WILCO: "will comply",
    Answers.UNABLE: "unable to comply",
    Answers.STANDBY: "stand by, the answer follows",
    Answers.NOTED: "noted",
    Answers.DISAGREE: "disagree",
    Answers.NOT_UNDERSTOOD: "not understood",
    Answers.NO_RECORD: "no record of this, it is not known here",
    Answers.DECLINED: "declined to answer",
    Answers.YES: "yes, it is ours",
    Answers.NO: "no, it is not ours",
    Answers.UNKNOWN: "not known whether it is ours",
    Answers.ECHO: "line check echoed",
    Answers.AGREE: "agreed",
    Answers.EXPLAINED: "explained",
}
NEEDS_REASON = frozenset({Answers.UNABLE, Answers.DECLINED})
MAY_PROPOSE = frozenset({Answers.UNABLE, Answers.DISAGREE})
NEEDS_MINUTES = frozenset({Answers.STANDBY})
NEEDS_FIELD = frozenset({Answers.DISAGREE, Answers.NOT_UNDERSTOOD})
NEEDS_EXPLANATION = frozenset({Answers.EXPLAINED})
MAY_SET_CONDITIONS = frozenset({Answers.WILCO, Answers.AGREE, Answers.UNABLE})
WHOLE = "whole"  # instead of a field's name: the message as a whole


class DueStep(StrEnum):
    """The steps that can be owed. CONFIRMED and END are the sender's, the others the receiver's.

    DISSEMINATED: it has reached a level of the receiver's side; PASSED: a third party.
    CONTACT: the receiver has called the contact that a humanitarian notice names.
    """

    READ = "READ"
    READBACK = "READBACK"
    CONFIRMED = "CONFIRMED"
    ANSWER = "ANSWER"
    END = "END"
    DISSEMINATED = "DISSEMINATED"
    PASSED = "PASSED"
    CONTACT = "CONTACT"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A step and how long it may take.

    READ, READBACK and ANSWER run from arrival (at the receiver) or release (at the sender),
    CONFIRMED from the read-back, END from the end of the announced window.
    urgent_ms: how long when the message is sent as IMMEDIATE or FLASH, where that differs.
    """

    step: DueStep
    ms: int
    urgent_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Placing:
    """How a format enters the picture: which field is the volume, and which class of activity.

    activity_field None: the class is `activity`.
    only: a field and the codes with which it announces activity; with others it does not.
    """

    volume_field: str
    activity_field: str | None = None
    activity: str = ""
    only: tuple[str, tuple[str, ...]] | None = None

    def announces(self, fields: Fields) -> bool:
        """Whether a message with these fields announces activity in its volume."""
        return self.only is None or fields.get(self.only[0]) in self.only[1]

    def may_announce(self, fmt: Format, fields: Fields) -> bool:
        """As `announces`; a code that the table does not know may mean anything, so it does."""
        spec = fmt.field(self.only[0]) if self.only else None
        known = spec is None or fields.get(spec.name) in (None, *dict(spec.choices))
        return self.announces(fields) if known else True


@dataclass(frozen=True, slots=True)
class Format:
    """One numbered version of a message's form.

    lead_ms:    default lead time; None: no rule. effective: the step from which it counts.
    deadlines:  of its receipts. answers: the codes it can be answered with.
    releaser:   the least role that may release it.
    placing:    how it enters the picture; None: it does not.
    point:      the field that says where, for formats with a point instead of a volume.
    place_name: the field with the name of a place, compared with the point.
    use:        when an officer uses it, one sentence.
    area:       a volume field that says where without announcing activity; it is read back too.
    starts:     the time field from which lead time counts, for formats without a volume.
    urgent_lead_ms: the lead time when it is sent as IMMEDIATE or FLASH, where that differs.
    lead_by: a field and the codes in it that ask for another lead time, with that time.
    disseminated: whether it must reach the echelons down to the crew before it starts.
    two_person: whether two officers release it unless the channel's charter says otherwise.
    changeable: whether its author may correct, cancel or end it, beyond notices and alerts.
    lead_if_said: no lead time is asked where `starts` was left out, and so is the release itself:
        what stands already was not to be told ahead.
    """

    code: str
    version: int
    name: str
    family: Family
    marker: Marker
    precedence: Precedence
    use: str
    fields: tuple[FieldSpec, ...] = ()
    lead_ms: int | None = None
    effective: Effective = Effective.READ
    deadlines: tuple[Deadline, ...] = ()
    answers: tuple[Answers, ...] = ()
    releaser: Role = Role.DUTY_OFFICER
    placing: Placing | None = None
    point: str | None = None
    place_name: str | None = None
    area: str | None = None
    starts: str | None = None
    urgent_lead_ms: int | None = None
    lead_by: tuple[str, tuple[tuple[str, int], ...]] | None = None
    disseminated: bool = False
    two_person: bool = False
    changeable: bool = False
    lead_if_said: bool = False

    def field(self, name: str) -> FieldSpec | None:
        """The field of that name; None when the format has none."""
        return next((spec for spec in self.fields if spec.name == name), None)

    def asks_by_code(self, fields: Fields) -> bool:
        """Whether a code in these fields asks for a lead time of its own."""
        return self.lead_by is not None and fields.get(self.lead_by[0]) in dict(self.lead_by[1])

    @property
    def needs_read(self) -> bool:
        """Whether an officer should read it; receipts show themselves on what they are about."""
        return self.family is not Family.RECEIPT

    @property
    def is_changeable(self) -> bool:
        """Whether its author may correct, cancel or end it."""
        return self.changeable or self.family in (Family.NOTICE, Family.ALERT, Family.QUESTION)

    @property
    def is_receipt(self) -> bool:
        """Whether it is itself a step of the ladder, and so gets no receipt."""
        return self.family is Family.RECEIPT


CODE_CHARS_MAX = 16  # a format's code has three letters; longer ones are somebody's mistake
VERSION_MAX = 999  # a format that changed oftener than that is another format
FLASH_READ_MS = 60_000  # whatever is FLASH must be READ within a minute


def deadlines_of(fmt: Format, precedence: Precedence) -> tuple[Deadline, ...]:
    """The deadlines of a message: its format's, and READ in a minute when it was sent as FLASH.

    One sent as IMMEDIATE or FLASH has the shorter ones that its format names for the urgent.
    """
    deadlines = fmt.deadlines
    if precedence in URGENT:
        deadlines = tuple(
            one if one.urgent_ms is None else Deadline(one.step, one.urgent_ms)
            for one in fmt.deadlines
        )
    steps = {deadline.step for deadline in fmt.deadlines}
    if precedence is Precedence.FLASH and DueStep.READ not in steps and not fmt.is_receipt:
        return (Deadline(DueStep.READ, FLASH_READ_MS), *deadlines)
    return deadlines


URGENT = (Precedence.IMMEDIATE, Precedence.FLASH)


def lead_of(fmt: Format, precedence: Precedence, fields: Fields) -> int | None:
    """The lead time that the format's table asks of a message that says this; None: no rule.

    What is urgent has the shorter one, what a code asks for another; of both the shorter.
    """
    by_code = fmt.lead_ms
    if fmt.lead_by is not None:
        name, codes = fmt.lead_by
        by_code = next((ms for code, ms in codes if code == fields.get(name)), by_code)
    if precedence in URGENT and fmt.urgent_lead_ms is not None:
        return fmt.urgent_lead_ms if by_code is None else min(by_code, fmt.urgent_lead_ms)
    return by_code


def required_lead(
    fmt: Format, agreed: Mapping[str, int], precedence: Precedence, fields: Fields
) -> int | None:
    """The lead time that is asked of a message; None: no rule.

    agreed: by the channel's charter, by format; it stands in place of the table's own. Where the
    table asks less of what is urgent, or of what a code says, the shorter of the two counts.
    """
    by_table = lead_of(fmt, precedence, fields)
    was_agreed = agreed.get(fmt.code)
    if was_agreed is None:
        return by_table
    if by_table is None:
        return was_agreed if fmt.lead_by is None else None
    shortened = fmt.lead_ms is not None and by_table < fmt.lead_ms
    return min(by_table, was_agreed) if shortened else was_agreed


def filled(fmt: Format, fields: Fields, *, now_ms: int, number: str, role: Role) -> Fields:
    """The fields with what the node writes where the officer wrote nothing; None is nothing."""
    full: dict[str, Json] = {name: value for name, value in fields.items() if value is not None}
    values: dict[Fill, Json] = {Fill.NOW: now_ms, Fill.NUMBER: number, Fill.ROLE: role.value}
    for spec in fmt.fields:
        if spec.fill is not None and spec.name not in full:
            full[spec.name] = values[spec.fill]
    return full


def effective_problem(fmt: Format | None, step: str) -> str:
    """Why a channel cannot agree that the lead time of a format counts from `step`; empty: it can.

    READBACK takes a format whose every message says a place: another could never be read back,
    and would never be effective.
    """
    if fmt is None:
        return "no such format"
    if step not in tuple(Effective):
        return f"a message is effective at {' or '.join(Effective)}"
    if fmt.family in (Family.RECEIPT, Family.CHANGE):
        return "it counts by what it is about"
    placed = (fmt.placing.volume_field if fmt.placing else fmt.area, fmt.point)
    specs = [spec for spec in fmt.fields if spec.name in placed]
    if step in (fmt.effective, Effective.READ) or any(spec.required for spec in specs):
        return ""
    return "not every such message says a place that can be read back"


@dataclass(frozen=True, slots=True)
class Examined:
    """A message's fields after examination: every problem, and the volume when it is sound.

    not_known: paths of what a newer version says and this table does not know.
    """

    problems: tuple[Refusal, ...]
    volume: Airspace | None
    not_known: tuple[str, ...] = ()


def examine(fmt: Format, fields: Fields, path: str = "fields", *, newer: bool = False) -> Examined:
    """Every problem of a message's fields against its table, at once, and its volume.

    Paths are such as ``fields.volume.floor.cm``. A field that is None counts as absent.
    newer: the message is of a newer version than the table, which may only add fields and codes:
    what the table does not know is then no problem, and named.
    """
    found: list[Refusal] = []
    unknown: list[str] = []
    volume: Airspace | None = None
    placed = fmt.placing.volume_field if fmt.placing else fmt.area
    for spec in fmt.fields:
        value = fields.get(spec.name)
        where = f"{path}.{spec.name}"
        if value is None:
            if is_required(fmt, spec, fields):
                remedy = f"Give {spec.label}"
                found.append(Refusal(where, "required", f"{spec.label} is missing", remedy))
        elif spec.kind is Kind.VOLUME:
            parsed = airspace_from_json(value, where)
            if not isinstance(parsed, Airspace):
                found += parsed
            elif spec.name == placed:
                volume = parsed
        else:
            problems = check(spec, value, where)
            if newer and problems and all(_is_added_code(spec, one) for one in problems):
                unknown += [one.field for one in problems]
            else:
                found += problems
    known = {spec.name for spec in fmt.fields}
    for name in fields:
        if name not in known and newer:
            unknown.append(f"{path}.{name[:64]}")
        elif name not in known:
            reason = f"{fmt.code} has no such field"
            remedy = f"It has: {names_words(fmt.fields)}"
            found.append(Refusal(f"{path}.{name[:64]}", "unknown-field", reason, remedy))
    return Examined(tuple(found), volume, tuple(unknown))


def _is_added_code(spec: FieldSpec, problem: Refusal) -> bool:
    """Whether a problem is only a code, or a part of a record, that a newer version may add."""
    if spec.kind is Kind.RECORDS:
        return problem.rule in ("choice", "unknown-part")
    return spec.kind in (Kind.CHOICE, Kind.CHOICES) and problem.rule == "choice"


def is_required(fmt: Format, spec: FieldSpec, fields: Fields) -> bool:
    """Whether a field must be given beside the others; sealed ones are inside the sealed part."""
    if spec.sealed and any(
        one.kind is Kind.SEALED and fields.get(one.name) is not None for one in fmt.fields
    ):
        return False
    if spec.needed is not None and fields.get(spec.needed[0]) in spec.needed[1]:
        return True
    return spec.required


def validate(fmt: Format, fields: Fields, path: str = "fields") -> tuple[Refusal, ...]:
    """Every problem of a message's fields against its table, at once; empty when sound."""
    return examine(fmt, fields, path).problems


def field_schema(fmt: Format) -> dict[str, Json]:
    """JSON Schema (2020-12) of a format's fields, as the API and the forms need it."""
    properties: dict[str, Json] = {}
    for spec in fmt.fields:
        shape: dict[str, Json] = {"title": spec.label, **_shape(spec)}
        if spec.help:
            shape["description"] = spec.help
        properties[spec.name] = shape
    return {
        "title": f"{fmt.code} version {fmt.version}: {fmt.name}",
        "description": fmt.use,
        "type": "object",
        "properties": properties,
        "required": [spec.name for spec in fmt.fields if spec.required and not spec.sealed],
        "additionalProperties": False,
        **_conditions(fmt),
    }


def _conditions(fmt: Format) -> dict[str, Json]:
    """Fields that others make required, as JSON Schema says it."""
    rules: list[Json] = [
        {
            "if": {
                "properties": {spec.needed[0]: {"enum": list(spec.needed[1])}},
                "required": [spec.needed[0]],
            },
            "then": {"required": [spec.name]},
        }
        for spec in fmt.fields
        if spec.needed is not None
    ]
    return {"allOf": rules} if rules else {}


def _shape(spec: FieldSpec) -> Mapping[str, Json]:
    codes: Mapping[str, Json] = {"type": "string", "enum": [code for code, _ in spec.choices]}
    match spec.kind:
        case Kind.TEXT:
            return {"type": "string", "minLength": 1, "maxLength": spec.maximum}
        case Kind.CHOICE:
            return codes
        case Kind.CHOICES:
            return {"type": "array", "items": codes, "uniqueItems": True}
        case Kind.INTEGER:
            return {
                "type": "integer",
                "minimum": spec.minimum,
                "maximum": spec.maximum,
                "x-unit": spec.unit,
            }
        case Kind.RECORDS:
            return {
                "type": "array",
                "minItems": 1,
                "maxItems": spec.maximum,
                "items": _record(spec),
            }
        case _:
            return _SHAPES[spec.kind]


def _record(spec: FieldSpec) -> Json:
    """JSON Schema of one record of a list of records."""
    return {
        "type": "object",
        "properties": {part.name: {"title": part.label, **_shape(part)} for part in spec.parts},
        "required": [part.name for part in spec.parts if part.required],
        "additionalProperties": False,
    }


def _whole(**properties: Json) -> dict[str, Json]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _from_one(maximum: int) -> Json:
    return {"type": "integer", "minimum": 1, "maximum": maximum}


_LAT: Json = {"type": "integer", "minimum": -900_000_000, "maximum": 900_000_000}
_LON: Json = {"type": "integer", "minimum": -1_800_000_000, "maximum": 1_800_000_000}
_TIME: Json = {"type": "integer", "description": "UTC, milliseconds since 1970"}
_OPEN_TIME: Json = {"anyOf": [_TIME, {"type": "null"}]}
_ALTITUDE: Mapping[str, Json] = _whole(
    cm={"type": "integer", "minimum": ALTITUDE_CM_MIN, "maximum": ALTITUDE_CM_MAX},
    reference={"enum": [reference.value for reference in Reference]},
)
_CIRCLE: Json = _whole(lat_e7=_LAT, lon_e7=_LON, radius_cm=_from_one(RADIUS_CM_MAX))
_PAIR: Json = {"type": "array", "prefixItems": [_LAT, _LON], "minItems": 2, "maxItems": 2}


def _pairs(least: int) -> Json:
    return {"type": "array", "minItems": least, "maxItems": VERTICES_MAX, "items": _PAIR}


_CORRIDOR: Json = _whole(points=_pairs(2), half_width_cm=_from_one(HALF_WIDTH_CM_MAX))
_OUTLINE: Mapping[str, Json] = {
    "oneOf": [_whole(circle=_CIRCLE), _whole(polygon=_pairs(3)), _whole(corridor=_CORRIDOR)]
}
_DAYS: Json = {
    "type": "array",
    "items": {"enum": [day.value for day in Day]},
    "minItems": 1,
    "uniqueItems": True,
}
_REPEATS: Json = {
    "description": "The window comes again after its first time; days and times are UTC",
    **_whole(
        every_ms={"type": "integer", "minimum": REPEAT_MS_MIN, "maximum": REPEAT_MS_MAX},
        days={"anyOf": [_DAYS, {"type": "null"}]},
        until_ms=_TIME,
    ),
}
_VOLUME: dict[str, Json] = {
    "outline": _OUTLINE,
    "floor": {"anyOf": [_ALTITUDE, {"type": "null"}]},
    "ceiling": {"anyOf": [_ALTITUDE, {"type": "null"}]},
    "start_ms": _OPEN_TIME,
    "end_ms": _OPEN_TIME,
}
_PART: Json = {
    **_whole(**_VOLUME),
    "properties": {**_VOLUME, "repeats": _REPEATS},
}
_PARTS: Json = {"type": "array", "items": _PART, "minItems": 1, "maxItems": PARTS_MAX}
_SHAPES: dict[Kind, Mapping[str, Json]] = {
    Kind.TIME: {"type": "integer", "description": "UTC, milliseconds since 1970"},
    Kind.DAY: {
        "type": "string",
        "pattern": "^(19[0-9]{2}|20[0-9]{2}|2100)(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
        "description": "A day, a month or a year: as much as is known",
    },
    Kind.DIGEST: {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256, hex"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.POINT: _whole(lat_e7=_LAT, lon_e7=_LON),
    Kind.ALTITUDE: _ALTITUDE,
    Kind.OUTLINE: _OUTLINE,
    Kind.VOLUME: {"description": "One part, or a list of parts", "oneOf": [_PART, _PARTS]},
    Kind.TRACK: {"type": "array", "items": _whole(lat_e7=_LAT, lon_e7=_LON, at_ms=_TIME)},
    Kind.ROUTE: {
        "type": "array",
        "items": _whole(lat_e7=_LAT, lon_e7=_LON, arrive_ms=_TIME, leave_ms=_TIME),
        "minItems": 2,
        "maxItems": ROUTE_POINTS_MAX,
    },
    Kind.DATA: {"type": "string", "contentEncoding": "base64"},
    Kind.SAID: {"type": "object"},
    Kind.CHANGES: {"type": "object"},
    Kind.READBACK: {"type": "object"},
    Kind.SEALED: {"type": "object"},
}
