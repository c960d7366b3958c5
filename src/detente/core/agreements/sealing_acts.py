"""Decide the sealing of an exact notice, and its opening.

Sealing tries the exact notice as if it were released, so that what is opened later is known to be
sound; then it releases the coarse announcement, and keeps the notice with its salt as a draft of
this house. Opening releases exactly what was kept, and the opening that proves it, in one decision.
The salt comes in from outside: nothing here is random.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.core.agreements.sealing import (
    COARSE,
    OPENING,
    coarse_chain,
    lies_inside,
    seal_of,
)
from detente.core.airspace.parts import start_of
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.volume import Airspace
from detente.core.events import Released
from detente.core.line.commands import ReleaseDraft, Seal, Send, Unseal
from detente.core.line.decision import Decision, Desk, compose, ended, refuse
from detente.core.line.drafts import SEALED, kept_draft, needs_second, released_draft, try_release
from detente.core.line.numbers import next_number
from detente.core.line.readbacks import volume_in
from detente.core.line.release import send
from detente.core.line.tables import FORMATS, find
from detente.core.line.tables.agreements import ANNOUNCED
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.line.message import Message
    from detente.core.line.state import State
    from detente.core.values import Json

SEALABLE = tuple(
    code
    for code, _ in ANNOUNCED
    if (fmt := find(code)) is not None
    and fmt.placing is not None
    and not any(spec.sealed for spec in fmt.fields)
)
"""The formats that can be sealed: those that announce a volume, and encrypt nothing themselves."""


def seal(state: State, command: Seal, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """Announce a coarse area with a seal over an exact notice, which stays in this house."""
    said = command.said
    if said.format not in SEALABLE:
        reason = f"{said.format[:16]!r} announces no area that could be sealed"
        return refuse("format", "seal-format", reason, f"Use one of: {', '.join(SEALABLE)}")
    if needs_second(state, desk.line, COARSE, FORMATS[COARSE].precedence):
        reason = f"on this channel two officers release {COARSE}, and a seal has one author"
        return refuse("format", "seal-two-person", reason, "Send the exact notice")
    exact = try_release(state, said, desk)
    if isinstance(exact, tuple):
        return exact
    message = _message_of(exact)
    odd = _coarse_problems(message, command)
    if odd:
        return odd
    digest = seal_of(message.format, message.version, message.fields, command.salt)
    announced = send(state, _announcement(message, command, digest), desk)
    if isinstance(announced, tuple):
        return announced
    said = replace(
        said,
        fields=message.fields,
        version=message.version,
        to=message.to,
        acknowledged=tuple(sorted({*said.acknowledged, *message.overridden})),
        created_ms=None,
    )
    kept = kept_draft(state, desk, said, SEALED, announced.number or "", salt=command.salt)
    if isinstance(kept, tuple):
        return kept
    return replace(announced, events=(*announced.events, *kept.events), draft=kept.draft)


def _message_of(decision: Decision) -> Message:
    found = (event.message for _, event in decision.events if isinstance(event, Released))
    return next(found)


def _announcement(message: Message, command: Seal, digest: str) -> Send:
    fields: dict[str, Json] = {
        "seal": digest,
        "sealed_format": message.format,
        "volume": command.coarse,
        "open_by_ms": command.open_by_ms,
        "class": command.activity,
        "place_name": command.place_name,
    }
    given = {name: value for name, value in fields.items() if value is not None}
    return Send(COARSE, given, to=message.to, acknowledged=command.acknowledged)


def _coarse_problems(message: Message, command: Seal) -> tuple[Refusal, ...]:
    """Why the coarse area is none, or does not hold the exact one, or is opened too late."""
    coarse = airspace_from_json(command.coarse, "coarse")
    if not isinstance(coarse, Airspace):
        return coarse
    exact = volume_in(FORMATS[message.format], message.fields)
    found = []
    if exact is not None and not lies_inside(exact, coarse):
        reason = "the exact area, heights or time are not surely inside the coarse ones"
        remedy = "Make the coarse area wider; others stay clear of that one only"
        found.append(Refusal("coarse", "coarse-misses", reason, remedy, override=True))
    start_ms = start_of(exact) if exact is not None else None
    if start_ms is not None and command.open_by_ms > start_ms:
        reason = "it is to be opened only after the activity has begun"
        remedy = "Open it before: lead times count from the opening"
        found.append(Refusal("open_by_ms", "opens-late", reason, remedy, override=True))
    return tuple(one for one in found if one.rule not in command.acknowledged)


def unseal(state: State, command: Unseal, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """Release the exact notice that was sealed, and the opening that proves it."""
    found = [
        one
        for one in state.drafts.values()
        if one.line == desk.line and one.kept.why == SEALED and one.kept.source == command.number
    ]
    if not found:
        reason = f"this house holds no sealed notice of {command.number[:96]}"
        return refuse("number", "seal-unknown", reason, "List those that wait: detente sealed")
    waiting = found[0]
    release = ReleaseDraft(waiting.kept.draft, command.acknowledged)
    decided = released_draft(state, waiting, release, desk)
    if isinstance(decided, tuple):
        return decided
    notice = _message_of(decided)
    fields: dict[str, Json] = {
        "sealed": command.number,
        "notice": notice.number,
        "salt": waiting.kept.salt,
    }
    message = compose(state, desk, FORMATS[OPENING], to=notice.to, fields=fields)
    number = next_number(desk.line, state.party, notice.number, desk.at_ms)
    message = replace(message, number=number, by=notice.by, second=notice.second)
    chain = coarse_chain(state.line(desk.line), command.number)
    closing = ended(state, desk.line, chain[-1], "opened") if chain else ()
    events = (*decided.events, (desk.line, Released(message)), *closing)
    return replace(decided, events=events)
