"""Event bodies as bytes: canonical JSON out, strict decoding in, nothing lost between.

Canonical: UTF-8, keys sorted, no spaces, integers only. Decoding takes only the bytes that
encoding would have made, so a body with doubled keys, floats or spare spaces, which two programs
could read differently, is not understood rather than guessed at. What is not understood is kept
and shown by its `Unknown`; it is never an exception, because it is somebody's signed entry.
Format: docs/record-format.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, cast

import msgspec
from msgspec import Meta, Struct

from detente.core.airspace.volume import Circle, Corridor, Outline, Point, Polygon
from detente.core.events import (
    SAFETY,
    AlarmAcknowledged,
    AlarmCleared,
    AlarmRaised,
    BodiesDeleted,
    Buffer,
    BundleCame,
    BundleMade,
    CardRenewed,
    Charter,
    ConflictEnded,
    ConflictFound,
    DeadlineMissed,
    Disclosed,
    DraftDropped,
    DraftKept,
    Event,
    EvidenceKept,
    ExerciseBegun,
    ExerciseEnded,
    FeedPulled,
    HandoverGiven,
    HandoverTaken,
    Introduced,
    Invited,
    ItemConfirmed,
    ItemRejected,
    Joined,
    KeyPinned,
    KeyRotated,
    OfficerAdded,
    OfficerRemoved,
    Opened,
    PartyCard,
    Previous,
    ReaderAdded,
    ReaderRemoved,
    Released,
    Repeated,
    Restored,
    RoleChanged,
    Settled,
    SourceKept,
    Warned,
)
from detente.core.line.commands import Correct, Send
from detente.core.line.message import (
    Confidence,
    Elsewhere,
    Message,
    Precedence,
    Relay,
    Releasability,
    Role,
    Signature,
)
from detente.core.refusal import Fault
from detente.core.values import Fields, Json
from detente.core.watch.session_events import (
    PasskeyAdded,
    PasskeyRemoved,
    SessionBegun,
    SessionEnded,
    SignInLinkMade,
)

BODY_BYTES_MAX = 256 * 1024  # a polygon of 1,000 vertices takes 25 kB; ten times that is no message
DEPTH_MAX = 12  # the deepest real body (corrected volume of a polygon) nests 9 deep
INTEGER_MAX = 2**63 - 1  # a signed 64-bit integer, what every reader can hold


@dataclass(frozen=True, slots=True)
class Unknown:
    """A body that this version does not understand, and why: an unknown kind, or malformed."""

    kind: str
    kind_version: int
    reason: str


class BadBody(Fault):
    """We were about to write a body that we would not read back: our own bug, stop."""


_Name = Annotated[str, Meta(min_length=1, max_length=128)]
_Integer = Annotated[int, Meta(ge=-INTEGER_MAX, le=INTEGER_MAX)]


class _Circle(Struct, forbid_unknown_fields=True):
    lat_e7: int
    lon_e7: int
    radius_cm: int


class _Corridor(Struct, forbid_unknown_fields=True):
    points: list[tuple[int, int]]
    half_width_cm: int


class _Outline(Struct, forbid_unknown_fields=True, omit_defaults=True):
    circle: _Circle | None = None
    polygon: list[tuple[int, int]] | None = None
    corridor: _Corridor | None = None


class _Charter(Struct, forbid_unknown_fields=True, omit_defaults=True):
    channel: _Name
    name: str
    purpose: str
    area: _Outline | None
    buffers: tuple[Buffer, ...]
    lead_ms: tuple[tuple[str, int], ...]
    terrain_max_cm: _Integer | None = None  # left out when it is not agreed, like all below
    kind: _Name = SAFETY
    check_every_ms: _Integer | None = None
    two_person: tuple[_Name, ...] = ()
    effective: tuple[tuple[_Name, _Name], ...] = ()


class _ConflictFound(Struct, forbid_unknown_fields=True, omit_defaults=True):
    conflict: str
    channel: str
    numbers: tuple[str, str]
    parties: tuple[str, str]
    engine: int
    where: Point
    from_ms: int | None
    to_ms: int | None
    horizontal_cm: int
    vertical_cm: int
    buffer_horizontal_cm: int
    buffer_vertical_cm: int
    why: str
    parts: tuple[tuple[int, int], ...] = ()  # left out when each message has only one part


class _Opened(Struct, forbid_unknown_fields=True, omit_defaults=True):
    card: PartyCard
    charter: _Charter | None
    previous: Previous | None = None


class _Message(Struct, forbid_unknown_fields=True, omit_defaults=True):
    number: _Name
    format: _Name
    version: _Integer
    precedence: Precedence
    to: tuple[_Name, ...]
    created_ms: _Integer
    released_ms: _Integer
    by: Signature
    fields: dict[str, Any]  # looked through by `_plain`, then by the format's own table
    ref: _Name | None
    remarks: str | None
    remarks_language: str | None
    overridden: tuple[str, ...]
    info: tuple[_Name, ...] = ()  # left out when empty, like all below
    refs: tuple[_Name, ...] = ()
    on_behalf_of: _Name | None = None
    agreement: str | None = None
    releasability: Releasability | None = None
    releasable_to: tuple[_Name, ...] = ()
    confidence: Confidence | None = None
    elsewhere: tuple[Elsewhere, ...] = ()
    relay: Relay | None = None
    second: Signature | None = None


class _OfficerAdded(Struct, forbid_unknown_fields=True, omit_defaults=True):
    officer: str
    role: Role
    token_sha256: str
    by: Signature | None = None  # left out when the journal is from before it was kept


class _OfficerRemoved(Struct, forbid_unknown_fields=True, omit_defaults=True):
    officer: str
    by: Signature | None = None


class _Send(Struct, forbid_unknown_fields=True, omit_defaults=True):
    format: _Name
    fields: dict[str, Any]  # looked through by `_plain`; a draft's fields are judged at release
    to: tuple[_Name, ...] = ()
    ref: _Name | None = None
    precedence: Precedence | None = None
    created_ms: _Integer | None = None
    remarks: str | None = None
    remarks_language: str | None = None
    acknowledged: tuple[str, ...] = ()
    info: tuple[_Name, ...] = ()
    refs: tuple[_Name, ...] = ()
    on_behalf_of: _Name | None = None
    agreement: str | None = None
    releasability: Releasability | None = None
    releasable_to: tuple[_Name, ...] = ()
    confidence: Confidence | None = None
    elsewhere: tuple[Elsewhere, ...] = ()
    version: _Integer | None = None


class _Correct(Struct, forbid_unknown_fields=True, omit_defaults=True):
    number: _Name
    fields: dict[str, Any]
    acknowledged: tuple[str, ...] = ()


class _DraftKept(Struct, forbid_unknown_fields=True, omit_defaults=True):
    draft: _Integer
    channel: _Name
    by: Signature
    why: _Name
    send: _Send | None = None  # one of the two
    correct: _Correct | None = None
    source: str = ""
    batch: str = ""
    salt: str = ""


class _Released(Struct, forbid_unknown_fields=True):
    message: _Message


def encode(event: Event) -> tuple[str, int, bytes]:
    """Kind, kind version and canonical body of an event; raises BadBody beyond the limits."""
    kind = _KIND_OF[type(event)]
    shape: object = event
    if isinstance(event, Opened):
        charter = None if event.charter is None else _charter_out(event.charter)
        shape = _Opened(event.card, charter, event.previous)
    elif isinstance(event, ConflictFound):
        shape = msgspec.convert(event, _ConflictFound, from_attributes=True)
    elif isinstance(event, OfficerAdded):
        shape = msgspec.convert(event, _OfficerAdded, from_attributes=True)
    elif isinstance(event, OfficerRemoved):
        shape = msgspec.convert(event, _OfficerRemoved, from_attributes=True)
    elif isinstance(event, DraftKept):
        shape = _draft_out(event)
    if isinstance(event, Released):
        if not _plain(event.message.fields, 0):
            raise BadBody(f"fields of {event.message.number} hold more than JSON of integers")
        shape = _Released(msgspec.convert(event.message, _Message, from_attributes=True))
    elif not _plain(msgspec.to_builtins(shape), 0):
        raise BadBody(f"{kind} holds an integer beyond 64 bits")
    body = _ENCODER.encode(shape)
    if len(body) > BODY_BYTES_MAX:
        raise BadBody(f"{kind} body of {len(body)} bytes is over the limit of {BODY_BYTES_MAX}")
    return kind, 1, body


def decode(kind: str, kind_version: int, body: bytes) -> Event | Unknown:
    """The event in a body, or Unknown with the reason. Never raises on any input."""
    reader = _READERS.get(kind)
    if reader is None or kind_version != 1:
        return Unknown(kind, kind_version, "this version of detente does not know the kind")
    if len(body) > BODY_BYTES_MAX:
        return Unknown(kind, kind_version, f"{len(body)} bytes, the limit is {BODY_BYTES_MAX}")
    try:
        event = reader(body)
        same = encode(event)[2] == body
    except (msgspec.MsgspecError, BadBody, RecursionError, ValueError) as error:
        return Unknown(kind, kind_version, str(error))
    if not same:
        return Unknown(kind, kind_version, "the body is not in canonical form")
    return event


def charter_to_bytes(charter: Charter) -> bytes:
    """A charter in canonical JSON: equal charters have equal bytes, at every member."""
    return _ENCODER.encode(_charter_out(charter))


def charter_from_bytes(data: bytes) -> Charter:
    """The charter in canonical JSON; raises ValueError with the reason when it is none."""
    if len(data) > BODY_BYTES_MAX:
        raise ValueError(f"charter of {len(data)} bytes, the limit is {BODY_BYTES_MAX}")
    try:
        charter = _charter_in(_CHARTER.decode(data))
    except RecursionError as error:
        raise ValueError("the charter nests too deep") from error
    if charter_to_bytes(charter) != data:
        raise ValueError("the charter is not in canonical form")
    return charter


def body_json(body: bytes) -> Json:
    """A body as plain JSON for showing, whatever it is; None when it is not even that."""
    try:
        value: Json = msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None
    return value


def _charter_out(charter: Charter) -> _Charter:
    return _Charter(
        charter.channel,
        charter.name,
        charter.purpose,
        _outline_out(charter.area),
        charter.buffers,
        charter.lead_ms,
        charter.terrain_max_cm,
        charter.kind,
        charter.check_every_ms,
        charter.two_person,
        charter.effective,
    )


def _charter_in(wire: _Charter) -> Charter:
    return Charter(
        wire.channel,
        wire.name,
        wire.purpose,
        _outline_in(wire.area),
        wire.buffers,
        wire.lead_ms,
        wire.terrain_max_cm,
        wire.kind,
        wire.check_every_ms,
        wire.two_person,
        wire.effective,
    )


def _outline_out(outline: Outline | None) -> _Outline | None:
    if outline is None:
        return None
    if isinstance(outline, Circle):
        centre = outline.centre
        return _Outline(circle=_Circle(centre.lat_e7, centre.lon_e7, outline.radius_cm))
    points = [(p.lat_e7, p.lon_e7) for p in outline.points]
    if isinstance(outline, Corridor):
        return _Outline(corridor=_Corridor(points, outline.half_width_cm))
    return _Outline(polygon=points)


def _outline_in(wire: _Outline | None) -> Outline | None:
    if wire is None:
        return None
    kinds = (wire.circle, wire.polygon, wire.corridor)
    if sum(kind is not None for kind in kinds) != 1:
        raise ValueError("an outline is one of circle, polygon and corridor")
    if wire.circle is not None:
        return Circle(Point(wire.circle.lat_e7, wire.circle.lon_e7), wire.circle.radius_cm)
    if wire.corridor is not None:
        return Corridor(_points_in(wire.corridor.points), wire.corridor.half_width_cm)
    return Polygon(_points_in(wire.polygon or []))


def _points_in(pairs: list[tuple[int, int]]) -> tuple[Point, ...]:
    return tuple(Point(lat, lon) for lat, lon in pairs)


def _plain(value: object, depth: int) -> bool:
    """Whether a value is JSON of integers within the limits: no floats, no depths, no giants."""
    kind = type(value)  # decoded JSON has exactly these types; asked a million times at a start
    if value is None or kind is str or kind is bool:
        return True
    if isinstance(value, int):
        return -INTEGER_MAX <= value <= INTEGER_MAX
    if depth >= DEPTH_MAX:
        return False
    if kind is list or kind is tuple:
        return all(_plain(item, depth + 1) for item in cast("Sequence[object]", value))
    if kind is dict or isinstance(value, Mapping):
        members = cast("Mapping[object, object]", value).items()
        return all(isinstance(k, str) and _plain(v, depth + 1) for k, v in members)
    return isinstance(value, (str, list, tuple)) and _plain_other(value, depth)


def _plain_other(value: str | list[object] | tuple[object, ...], depth: int) -> bool:
    """What is made here rather than decoded: codes of an enumeration, named tuples."""
    return isinstance(value, str) or all(_plain(item, depth + 1) for item in value)


def _read_opened(body: bytes) -> Event:
    wire = _OPENED.decode(body)
    charter = None if wire.charter is None else _charter_in(wire.charter)
    return Opened(wire.card, charter, wire.previous)


def _read_conflict(body: bytes) -> Event:
    wire = _CONFLICT.decode(body)
    return ConflictFound(**{name: getattr(wire, name) for name in wire.__struct_fields__})


def _read_added(body: bytes) -> Event:
    wire = _ADDED.decode(body)
    return OfficerAdded(wire.officer, wire.role, wire.token_sha256, wire.by)


def _read_removed(body: bytes) -> Event:
    wire = _REMOVED.decode(body)
    return OfficerRemoved(wire.officer, wire.by)


def _draft_out(event: DraftKept) -> _DraftKept:
    said, send, correct = event.said, None, None
    if isinstance(said, Send):
        send = msgspec.convert(said, _Send, from_attributes=True)
    else:
        correct = msgspec.convert(said, _Correct, from_attributes=True)
    return _DraftKept(
        event.draft,
        event.channel,
        event.by,
        event.why,
        send,
        correct,
        event.source,
        event.batch,
        event.salt,
    )


def _read_draft(body: bytes) -> Event:
    wire = _DRAFT.decode(body)
    if (wire.send is None) == (wire.correct is None):
        raise ValueError("a draft is one of send and correct")
    said: Send | Correct
    if wire.send is not None:
        said = Send(**{name: getattr(wire.send, name) for name in wire.send.__struct_fields__})
    else:
        assert wire.correct is not None
        said = Correct(wire.correct.number, wire.correct.fields, wire.correct.acknowledged)
    return DraftKept(
        wire.draft, wire.channel, wire.by, said, wire.why, wire.source, wire.batch, wire.salt
    )


def _read_released(body: bytes) -> Event:
    m = _RELEASED.decode(body).message
    fields: Fields = m.fields
    return Released(
        Message(
            number=m.number,
            format=m.format,
            version=m.version,
            precedence=m.precedence,
            to=m.to,
            created_ms=m.created_ms,
            released_ms=m.released_ms,
            by=m.by,
            fields=fields,
            ref=m.ref,
            remarks=m.remarks,
            remarks_language=m.remarks_language,
            overridden=m.overridden,
            info=m.info,
            refs=m.refs,
            on_behalf_of=m.on_behalf_of,
            agreement=m.agreement,
            releasability=m.releasability,
            releasable_to=m.releasable_to,
            confidence=m.confidence,
            elsewhere=m.elsewhere,
            relay=m.relay,
            second=m.second,
        )
    )


_ENCODER = msgspec.json.Encoder(order="sorted")
_CHARTER = msgspec.json.Decoder(_Charter)
_CONFLICT = msgspec.json.Decoder(_ConflictFound)
_ADDED = msgspec.json.Decoder(_OfficerAdded)
_REMOVED = msgspec.json.Decoder(_OfficerRemoved)
_DRAFT = msgspec.json.Decoder(_DraftKept)
_OPENED = msgspec.json.Decoder(_Opened)
_RELEASED = msgspec.json.Decoder(_Released)
_SIMPLE: dict[str, type[Event]] = {
    "joined": Joined,
    "invited": Invited,
    "conflict-ended": ConflictEnded,
    "warned": Warned,
    "deadline-missed": DeadlineMissed,
    "repeated": Repeated,
    "evidence-kept": EvidenceKept,
    "alarm-raised": AlarmRaised,
    "alarm-acknowledged": AlarmAcknowledged,
    "alarm-cleared": AlarmCleared,
    "handover-given": HandoverGiven,
    "handover-taken": HandoverTaken,
    "key-rotated": KeyRotated,
    "restored": Restored,
    "settled": Settled,
    "bodies-deleted": BodiesDeleted,
    "card-renewed": CardRenewed,
    "reader-added": ReaderAdded,
    "reader-removed": ReaderRemoved,
    "feed-pulled": FeedPulled,
    "introduced": Introduced,
    "key-pinned": KeyPinned,
    "exercise-begun": ExerciseBegun,
    "exercise-ended": ExerciseEnded,
    "draft-dropped": DraftDropped,
    "disclosed": Disclosed,
    "role-changed": RoleChanged,
    "bundle-made": BundleMade,
    "bundle-came": BundleCame,
    "source-kept": SourceKept,
    "item-confirmed": ItemConfirmed,
    "item-rejected": ItemRejected,
    "sign-in-link-made": SignInLinkMade,
    "session-begun": SessionBegun,
    "session-ended": SessionEnded,
    "passkey-added": PasskeyAdded,
    "passkey-removed": PasskeyRemoved,
}
_KIND_OF: dict[type, str] = {cls: kind for kind, cls in _SIMPLE.items()}
_KIND_OF |= {Opened: "opened", Released: "message", ConflictFound: "conflict-found"}
_KIND_OF |= {DraftKept: "draft-kept"}
_KIND_OF |= {OfficerAdded: "officer-added", OfficerRemoved: "officer-removed"}
_READERS: dict[str, Callable[[bytes], Event]] = {
    kind: msgspec.json.Decoder(cls).decode for kind, cls in _SIMPLE.items()
}
_READERS |= {
    "opened": _read_opened,
    "message": _read_released,
    "conflict-found": _read_conflict,
    "draft-kept": _read_draft,
    "officer-added": _read_added,
    "officer-removed": _read_removed,
}
KINDS = tuple(sorted(_READERS))
