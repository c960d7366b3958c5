"""What a decision is made of, and the parts that every kind of decision shares.

A decision is events in the order in which they are to be applied, or refusals, never both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from detente.core.airspace.conflict import Placed, conflict_id, place_parts
from detente.core.airspace.volume import Airspace
from detente.core.events import ConflictEnded, ConflictFound, Disclosed, Event, Released
from detente.core.humanitarian.sealed import Sealed, sealed_from_json
from detente.core.line.formats import Format
from detente.core.line.message import Line, Message, Precedence, Role, Signature
from detente.core.line.numbers import next_number
from detente.core.line.relay import spoken_digest
from detente.core.line.state import State, Tracked, house
from detente.core.refusal import Refusal
from detente.core.values import Fields

ROLES = (Role.OBSERVER, Role.DUTY_OFFICER, Role.RELEASER, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from a command. events: in the order in which they are to be applied.

    number: the number of the message released, if one was. warnings: shown to the officer.
    draft: the serial of the draft kept or dropped. would: of a draft kept for a second officer,
    what its release would write if it came now. suspect: what an arrival shows that is to be kept
    as evidence, although the entry has its place in the journal.
    """

    events: tuple[tuple[Line, Event], ...] = ()
    number: str | None = None
    warnings: tuple[Refusal, ...] = ()
    draft: int | None = None
    would: tuple[tuple[Line, Event], ...] = ()
    suspect: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Where and when a command is given: the line, the officer who acts, the node's clock."""

    line: Line
    by: Signature
    at_ms: int


def refuse(field: str, rule: str, reason: str, remedy: str) -> tuple[Refusal, ...]:
    """One refusal as an outcome."""
    return (Refusal(field, rule, reason, remedy),)


def role_problems(desk: Desk, least: Role, what: str) -> tuple[Refusal, ...]:
    """Why the officer's role may not do this; every role may do what the ones below it may."""
    if ROLES.index(desk.by.role) >= ROLES.index(least):
        return ()
    reason = f"{what} needs the role {least.value}, {desk.by.officer} is {desk.by.role.value}"
    return refuse("by.role", "role", reason, f"Ask an officer with the role {least.value}")


def member_problems(state: State, desk: Desk) -> tuple[Refusal, ...]:
    """Why this node cannot speak on the line at all."""
    if state.party in state.members.get(desk.line.channel, ()):
        return ()
    reason = f"{state.party} is no member of {desk.line.channel}"
    return refuse("channel", "not-a-member", reason, "Open the channel, or join it by invitation")


def unknown_message(number: str) -> tuple[Refusal, ...]:
    """The refusal for a number that this node does not hold."""
    reason = f"no message {number[:96]} is held on this line"
    return refuse("number", "unknown-number", reason, "Look the number up in the inbox")


def compose(
    state: State,
    desk: Desk,
    fmt: Format,
    *,
    to: tuple[str, ...],
    fields: Fields,
    ref: str | None = None,
    precedence: Precedence | None = None,
    remarks: str | None = None,
) -> Message:
    """The message with the next number of this node's own journal on the line."""
    return Message(
        number=upcoming_number(state, desk),
        format=fmt.code,
        version=fmt.version,
        precedence=precedence or fmt.precedence,
        to=to,
        created_ms=desk.at_ms,
        released_ms=desk.at_ms,
        by=desk.by,
        fields=fields,
        ref=ref,
        remarks=remarks,
    )


def upcoming_number(state: State, desk: Desk) -> str:
    """The number that this node's next message on the line will have."""
    here = state.line(desk.line)
    last, fresh = here.last.get(state.party), state.party in here.fresh
    return next_number(desk.line, state.party, last, desk.at_ms, fresh=fresh)


def release(line: Line, message: Message, *more: tuple[Line, Event]) -> Decision:
    """The decision to release a message, with what else follows from it."""
    return Decision(((line, Released(message)), *more), message.number)


def disclosures(
    state: State, line: Line, message: Message, by: Signature
) -> tuple[tuple[Line, Disclosed], ...]:
    """What the house remembers of a message of ours: to whom its sealed part was given, and why."""
    changes = message.fields.get("changes")
    source = changes if message.format == "COR" and isinstance(changes, Mapping) else message.fields
    value = source.get("sealed")
    sealed = None if value is None else sealed_from_json(value, "fields.sealed")
    if not isinstance(sealed, Sealed):
        return ()
    about = message.ref if message.format in ("NHD", "COR") and message.ref else message.number
    rule, because = message.fields.get("rule"), message.fields.get("because")
    why = rule if message.format == "NHD" and isinstance(rule, str) else "audience"
    carried = because if isinstance(because, str) else message.number
    return tuple(
        (
            house(line.status),
            Disclosed(line.channel, about, party, "", "exact", why, by, carried),
        )
        for party in sealed.parties
        if party != state.party
    )


def conflicts_of(
    state: State, line: Line, number: str, *, party: str, activity: str, volume: Airspace
) -> tuple[tuple[Line, ConflictFound], ...]:
    """The conflicts that a volume would have with the picture of every line of this status.

    Across two channels the conflict is this node's own finding: its numbers and id are qualified
    by the channel, because message numbers are unique on one line only.
    """
    placed = place_parts(number, party, activity, volume, state.terrain_max_cm(line))
    found: list[tuple[Line, ConflictFound]] = []
    for other, picture in sorted(state.pictures.items()):
        if other.status is not line.status:
            continue
        for overlap in picture.conflicts_with(*placed):
            event = overlap.found(line.channel)
            theirs = next((one for one in event.numbers if one != number), number)
            if other != line and said_here(state, line, other, theirs):
                continue  # the same words stand on this line, and are found there
            if other != line:
                event = _qualified(event, placed[0], line, other)
            found.append((house(line.status), event))
    return tuple(found)


def said_here(state: State, line: Line, other: Line, number: str) -> bool:
    """Whether a message of another line was carried to this one or from it."""
    digest = spoken_digest(state.message(other, number))
    return digest is not None and any(on == line for on, _ in state.spoken.get(digest, ()))


def _qualified(event: ConflictFound, placed: Placed, line: Line, other: Line) -> ConflictFound:
    first, second = (
        f"{(line if number == placed.number else other).channel}/{number}"
        for number in event.numbers
    )
    return replace(event, conflict=conflict_id(first, second), numbers=(first, second))


def ended(
    state: State, line: Line, tracked: Tracked, reason: str
) -> tuple[tuple[Line, ConflictEnded], ...]:
    """The open conflicts of a message, ended for a reason: corrected, cancelled, ended."""
    found: list[tuple[Line, ConflictEnded]] = []
    for on, conflict in state.touching.get((line, tracked.number), ()):
        open_conflict = state.conflicts[on, conflict]
        if open_conflict.ended_reason is None:
            event = ConflictEnded(conflict, open_conflict.found.channel, reason)
            found.append((house(line.status), event))
    return tuple(found)
