"""Decide what an officer sends: new messages, and corrections, cancellations and ends of own ones.

Everything wrong is told at once, with the field and the remedy. Checks of sense (swapped
coordinates, miles for kilometres, a window that is over) ask the officer to look again and can be
passed by naming the rule; a FLASH is never held up by them. A notice's conflicts with the picture
are found before it is released and stand in the same decision.
Not here: receipts (receipts.py), what a peer sent (arrival.py).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from detente.core.agreements.found import rule_warnings
from detente.core.events import Event, Warned
from detente.core.line.channels import kind_problems, releaser_of, saves_life
from detente.core.line.commands import Cancel, Correct, End, Send
from detente.core.line.decision import (
    Decision,
    Desk,
    compose,
    conflicts_of,
    disclosures,
    ended,
    refuse,
    release,
    role_problems,
    unknown_message,
    upcoming_number,
)
from detente.core.line.fold import judged
from detente.core.line.formats import Family, Format, filled
from detente.core.line.judge import change_problems
from detente.core.line.message import Line, Message, Precedence
from detente.core.line.paper import announcer, paper_warnings
from detente.core.line.passing import behalf_problems, unreleased
from detente.core.line.registers import register_findings
from detente.core.line.sense import findings
from detente.core.line.state import State, Tracked, house
from detente.core.line.tables import FORMATS, find, version_for, versions
from detente.core.refusal import Refusal
from detente.core.values import Fields

URGENCY = (Precedence.ROUTINE, Precedence.PRIORITY, Precedence.IMMEDIATE, Precedence.FLASH)
FIELDS_BYTES_MAX = 224 * 1024  # of JSON: with 32 kB for all that surrounds them, an entry's body
DRAFT_MS_MAX = 7 * 24 * 3_600_000  # a draft older than a week was begun by another clock


def send(state: State, command: Send, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """Release a message of a format, or every reason why not."""
    drawn = draw_up(state, command, desk)
    if not isinstance(drawn, DrawnUp):
        return drawn
    return _send_checked(state, desk, drawn.message, drawn.frame, command.acknowledged)


@dataclass(frozen=True, slots=True)
class DrawnUp:
    """A message as it would be released, and what is wrong with what surrounds its fields."""

    message: Message
    frame: list[Refusal]


def draw_up(state: State, command: Send, desk: Desk) -> DrawnUp | tuple[Refusal, ...]:
    """The message that a command says; refusals when it names no format and version known here."""
    fmt = find(command.format)
    if fmt is None or fmt.family in (Family.RECEIPT, Family.CHANGE):
        codes = [f.code for f in FORMATS.values() if f.family not in _ACTS]
        reason = f"{command.format[:16]!r} is no format that is sent by itself"
        return refuse("format", "unknown-format", reason, f"Use one of: {', '.join(codes)}")
    to = command.to or _others(state, desk.line)
    precedence = command.precedence or fmt.precedence
    frame = [
        *role_problems(desk, releaser_of(state, desk.line, fmt, precedence), fmt.code),
        *kind_problems(state, desk.line, fmt, precedence, to),
        *_receivers(state, desk.line, to),
        *_informed(state, desk.line, command),
        *behalf_problems(state, desk.line, command.on_behalf_of),
        *_urgency(fmt, command.precedence),
        *_reference(state, desk.line, fmt, command.ref),
        *_created(command.created_ms, desk.at_ms),
    ]
    fields = filled(
        fmt,
        _echoed(state, desk.line, fmt, command),
        now_ms=desk.at_ms,
        number=upcoming_number(state, desk),
        role=desk.by.role,
    )
    frame += _size(fields)
    wanted = find(fmt.code, command.version) if command.version else version_for(fmt.code, fields)
    if wanted is None:
        known = ", ".join(str(one.version) for one in versions(fmt.code))
        reason = f"{fmt.code} version {command.version} is not known here"
        return refuse("version", "unknown-version", reason, f"Use one of: {known}")
    fmt = wanted
    to = tuple(sorted(set(to)))
    message = compose(state, desk, fmt, to=to, fields=fields, precedence=command.precedence)
    message = replace(
        message,
        ref=command.ref,
        remarks=command.remarks,
        remarks_language=command.remarks_language,
        created_ms=desk.at_ms if command.created_ms is None else command.created_ms,
        info=tuple(sorted(set(command.info))),
        refs=command.refs,
        on_behalf_of=command.on_behalf_of,
        agreement=command.agreement,
        releasability=command.releasability,
        releasable_to=tuple(sorted(set(command.releasable_to))),
        confidence=command.confidence,
        elsewhere=command.elsewhere,
    )
    return DrawnUp(message, frame)


def _size(fields: Fields) -> tuple[Refusal, ...]:
    """Whether the fields are too much for one entry: many long records, or parts of a volume."""
    size = len(
        json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )
    )
    if size <= FIELDS_BYTES_MAX:
        return ()
    reason = f"its fields have {size} bytes, the limit is {FIELDS_BYTES_MAX}"
    return refuse("fields", "fields-size", reason, "Say it in several messages, or say less")


_ACTS = (Family.RECEIPT, Family.CHANGE)


def correct(state: State, command: Correct, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """Replace fields of one's own message; old conflicts end and the corrected whole is judged."""
    target = _own(state, command.number, desk, "COR")
    if not isinstance(target, Tracked):
        return target
    if all(target.fields.get(name) == value for name, value in command.fields.items()):
        reason = "every field has that value already"
        return refuse("fields", "no-change", reason, "Name the fields to change")
    fmt = FORMATS["COR"]
    urgency = max(fmt.precedence, target.message.precedence, key=URGENCY.index)
    message = compose(
        state,
        desk,
        fmt,
        precedence=urgency,
        to=target.message.to,
        fields={"changes": dict(command.fields)},
        ref=target.number,
    )
    closing = ended(state, desk.line, target, "corrected")
    return _send_checked(state, desk, message, [], command.acknowledged, closing)


def cancel(state: State, command: Cancel, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """Take back one's own message."""
    fields = {} if command.reason is None else {"reason": command.reason}
    return _withdraw(state, desk, "CAN", command.number, fields, "cancelled")


def end(state: State, command: End, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """Say that an announced activity has ended."""
    return _withdraw(state, desk, "END", command.number, {"ended_ms": desk.at_ms}, "ended")


def _withdraw(
    state: State, desk: Desk, code: str, number: str, fields: Fields, word: str
) -> Decision | tuple[Refusal, ...]:
    target = _own(state, number, desk, code)
    if not isinstance(target, Tracked):
        return target
    fmt = FORMATS[code]
    message = compose(
        state,
        desk,
        fmt,
        to=target.message.to,
        fields=fields,
        ref=target.number,
    )
    problems = judged(state, desk.line, state.party, message).problems
    if problems:
        return problems
    return release(desk.line, message, *ended(state, desk.line, target, word))


def _own(state: State, number: str, desk: Desk, code: str) -> Tracked | tuple[Refusal, ...]:
    """One's own message that may be changed so now, or why not."""
    target = state.message(desk.line, number)
    if target is None:
        return unknown_message(number)
    fmt = FORMATS[code]
    problems = role_problems(desk, fmt.releaser, fmt.code)
    return problems or change_problems(fmt, state.party, target) or target


def _send_checked(
    state: State,
    desk: Desk,
    message: Message,
    frame: list[Refusal],
    acknowledged: tuple[str, ...],
    closing: tuple[tuple[Line, Event], ...] = (),
) -> Decision | tuple[Refusal, ...]:
    """Judge, check the sense, find the conflicts; `closing` follows the release."""
    verdict = judged(state, desk.line, state.party, message)
    said = {one.field for one in frame}
    problems = (*frame, *(one for one in verdict.problems if one.field not in said))
    if problems or verdict.subject is None:
        return problems
    seen = (
        *findings(
            state, desk.line, verdict.subject, verdict.fields, verdict.volume, at_ms=desk.at_ms
        ),
        *_own_closed(state, desk, verdict.format, message),
    )
    if verdict.subject.code == message.format:
        fields = verdict.fields
        seen += register_findings(state, desk.line, state.party, message, fields, at_ms=desk.at_ms)
    if message.precedence is not Precedence.FLASH:
        open_findings = tuple(one for one in seen if one.rule not in acknowledged)
        if open_findings:
            return open_findings
    passed = {one.rule for one in seen} & set(acknowledged)
    if passed:
        message = replace(message, overridden=tuple(sorted(passed)))
        state.memo = (message, verdict)
    more: list[tuple[Line, Event]] = list(closing)
    if seen:
        warned = Warned(desk.line.channel, message.number, False, seen)
        more.append((house(desk.line.status), warned))
    if verdict.volume is not None:
        more += conflicts_of(
            state,
            desk.line,
            message.number,
            party=announcer(state, state.party, verdict.voice, message),
            activity=verdict.activity,
            volume=verdict.volume,
        )
    more += disclosures(state, desk.line, message, desk.by)
    decision = release(desk.line, message, *more)
    unread = _version_warnings(state, message)
    differs = paper_warnings(state.line(desk.line), state.party, message)
    lines = _line_warnings(state, desk)
    untold = unreleased(state, desk.line, message, desk.at_ms)
    ruled = rule_warnings(state, desk.line, message, verdict, desk.at_ms)
    return replace(decision, warnings=(*seen, *untold, *ruled, *lines, *unread, *differs))


def _version_warnings(state: State, message: Message) -> tuple[Refusal, ...]:
    """Receivers whose nodes say that they do not know this version of the format."""
    found = []
    for party in (*message.to, *message.info):
        known = state.known_formats.get(party)
        version = message.version if known is None else known.get(message.format, 0)
        if version < message.version:
            knows = f"knows {message.format} to version {version} only"
            reason = f"{party}'s node {knows if version else f'does not know {message.format}'}"
            remedy = "It is kept and shown there as it came; call them as well"
            found.append(Refusal("version", "version-not-known", reason, remedy, override=True))
    return tuple(found)


def _line_warnings(state: State, desk: Desk) -> tuple[Refusal, ...]:
    """Another side that declared its line closed is still told; the officer should know."""
    found = []
    for party, declared in sorted(state.line(desk.line).declared.items()):
        one = declared.standing(desk.at_ms)
        if party != state.party and one is not None and one.closed_at(desk.at_ms):
            reason = f"{party} declares the line {one.state}"
            remedy = "Use another channel as well"
            found.append(Refusal("channel", "line-closed", reason, remedy, override=True))
    return tuple(found)


def _own_closed(
    state: State, desk: Desk, fmt: Format | None, message: Message
) -> tuple[Refusal, ...]:
    """We declared the line closed ourselves: what goes on all the same goes on knowingly.

    What saves life, the line's own business, and what a residual duty names need no second look.
    """
    newest = state.line(desk.line).declared.get(state.party)
    declared = newest.standing(desk.at_ms) if newest is not None else None
    if declared is None or not declared.closed_at(desk.at_ms) or fmt is None:
        return ()
    exempt = fmt.family in (Family.LINE, Family.CHANGE) or saves_life(fmt, message.precedence)
    if exempt or fmt.code in declared.residual_formats:
        return ()
    reason = f"we declared this line {declared.state} ourselves ({declared.number})"
    remedy = "Resume it first: detente channel resume; or acknowledge line-suspended"
    return (Refusal("channel", "line-suspended", reason, remedy, override=True),)


def _others(state: State, line: Line) -> tuple[str, ...]:
    """All other members of the channel, sorted."""
    members = state.members.get(line.channel, ())
    return tuple(sorted(party for party in members if party != state.party))


def _receivers(state: State, line: Line, to: tuple[str, ...]) -> tuple[Refusal, ...]:
    others = _others(state, line)
    if not to:
        reason = "the channel has no other member yet, so nobody would be told"
        return refuse("to", "nobody-to-tell", reason, "Invite the other side first")
    unknown = sorted(set(to) - set(others))
    if unknown:
        reason = f"{', '.join(name[:40] for name in unknown)} cannot be addressed here"
        return refuse("to", "not-a-receiver", reason, f"Address: {', '.join(others)}")
    return ()


def _informed(state: State, line: Line, command: Send) -> tuple[Refusal, ...]:
    """Whom it tells besides must be on the line, and what it rests on must be held here."""
    unknown = sorted(set(command.info) - set(_others(state, line)))
    found: list[Refusal] = []
    if unknown:
        reason = f"{', '.join(name[:40] for name in unknown)} cannot be told here"
        remedy = f"Name members of the channel: {', '.join(_others(state, line))}"
        found.append(Refusal("info", "not-a-receiver", reason, remedy))
    for index, number in enumerate(command.refs):
        if state.message(line, number) is None:
            found.append(replace(unknown_message(number)[0], field=f"refs.{index}"))
    return tuple(found)


def _urgency(fmt: Format, wanted: Precedence | None) -> tuple[Refusal, ...]:
    """A message may be sent with more urgency than its format's, never with less."""
    if wanted is None or URGENCY.index(wanted) >= URGENCY.index(fmt.precedence):
        return ()
    reason = f"{fmt.code} is at least {fmt.precedence.value}, {wanted.value} is less"
    return refuse("precedence", "precedence", reason, "Leave the precedence out")


def _reference(state: State, line: Line, fmt: Format, ref: str | None) -> tuple[Refusal, ...]:
    if ref is None or state.message(line, ref) is not None:
        return ()
    problem = unknown_message(ref)[0]
    what = "line check to echo" if fmt.code == "LCK" else "message to refer to"
    return (replace(problem, field="ref", remedy=f"Give the number of the {what}"),)


def _created(created_ms: int | None, at_ms: int) -> tuple[Refusal, ...]:
    if created_ms is None or at_ms - DRAFT_MS_MAX <= created_ms <= at_ms:
        return ()
    reason = "drafting began in the future, or over a week ago"
    return refuse("created_ms", "created-range", reason, "Leave it out, or set the clock")


def _echoed(state: State, line: Line, fmt: Format, command: Send) -> Fields:
    """An echo of a line check repeats its check word unless the officer gives one."""
    target = state.message(line, command.ref) if command.ref is not None else None
    if fmt.code != "LCK" or target is None or "nonce" in command.fields:
        return command.fields
    nonce = target.fields.get("nonce")
    return command.fields if nonce is None else {**command.fields, "nonce": nonce}
