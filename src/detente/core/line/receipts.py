"""Decide the steps of the receipt ladder: read, read back, confirm, answer.

Any officer on duty may take any step: nothing waits for one named person. A step is taken once;
an answer may be changed by another answer, and all of them stay visible.
"""

from __future__ import annotations

from detente.core.line.commands import Answer, Confirm, Read, ReadBack
from detente.core.line.decision import (
    Decision,
    Desk,
    compose,
    refuse,
    release,
    role_problems,
    unknown_message,
)
from detente.core.line.fold import judged
from detente.core.line.formats import (
    MAY_PROPOSE,
    MAY_SET_CONDITIONS,
    NEEDS_EXPLANATION,
    NEEDS_FIELD,
    NEEDS_MINUTES,
    NEEDS_REASON,
    WHOLE,
    Answers,
    filled,
)
from detente.core.line.judge import answers_to, confirm_problems, receipt_problems
from detente.core.line.message import Role
from detente.core.line.readbacks import OPENED, can_be_read_back, computed, readback_problems
from detente.core.line.state import Standing, State, Tracked
from detente.core.line.tables import FORMATS, version_for
from detente.core.line.words import shown
from detente.core.refusal import Refusal
from detente.core.values import Fields, Json


def read(state: State, command: Read, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """An officer has read a message; also one that was corrected since, since it was read."""
    target = _receivable(state, command.number, desk, "READ")
    if not isinstance(target, Tracked):
        return target
    if target.of(state.party).first_read_ms is not None:
        reason = f"{target.number} has been read by {state.party} already"
        return refuse("number", "already-read", reason, "Read it back, or answer it")
    return _receipt(state, desk, "ACK", target, {"step": "READ", **_not_known(target)})


NOT_KNOWN_CHARS_MAX = 200  # names of fields; the sender has the whole message and can compare


def _not_known(target: Tracked) -> Fields:
    """What the sender must be told of a message in a newer version than is known here."""
    newest = FORMATS.get(target.message.format)
    version = newest.version if newest else 0
    if version >= target.message.version and not target.not_known and newest is not None:
        return {}
    names = ", ".join(path.removeprefix("fields.") for path in target.not_known)
    told: dict[str, Json] = {"known_version": version}
    if names:
        told["not_known"] = shown(names, NOT_KNOWN_CHARS_MAX - len("… (cut)"))
    return told


def read_back(state: State, command: ReadBack, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """Say back place, time and height as this node computes them from what arrived."""
    target = _receivable(state, command.number, desk, "READBACK")
    if not isinstance(target, Tracked):
        return target
    if not can_be_read_back(target):
        reason = f"{target.number} says no place"
        return refuse("number", "nothing-to-read-back", reason, "Read it and answer it")
    problems = _superseded(target)
    if problems:
        return problems
    if target.of(state.party).readback is not None:
        reason = f"{target.number} has been read back by {state.party} already"
        return refuse("number", "already-read-back", reason, "Wait for the confirmation")
    said = computed(target, state.gazetteer, state.utc_offset_min())
    if command.opened is not None:
        said = {**said, OPENED: command.opened}
    fields: Fields = {"computed": said}
    return _receipt(state, desk, "RBK", target, fields, command.remarks)


def confirm(state: State, command: Confirm, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """The sender confirms a read-back; one that differs from what was meant is refused."""
    problems = role_problems(desk, Role.DUTY_OFFICER, "confirming")
    readback = state.message(desk.line, command.number)
    if problems or readback is None:
        return problems or unknown_message(command.number)
    problems = confirm_problems(state.party, readback)
    notice = state.message(desk.line, readback.message.ref or "")
    if problems or notice is None:
        return problems or unknown_message(readback.message.ref or "")
    confirmed = notice.of(readback.author).confirmed
    if confirmed is not None:
        reason = f"{readback.number} was confirmed by {confirmed.number}"
        return refuse("number", "already-confirmed", reason, "Nothing is left to do")
    problems = _superseded(notice) or readback_problems(state, notice, readback.message)
    if problems:
        return problems
    return _receipt(state, desk, "CNF", readback, {})


def answer(state: State, command: Answer, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """Answer a message with a code of its format; another answer replaces the one before."""
    target = _receivable(state, command.number, desk, "an answer")
    if not isinstance(target, Tracked):
        return target
    problems = (*_superseded(target), *_code_problems(target, command))
    if problems:
        return problems
    code = Answers(command.code)
    last = target.of(state.party).answer
    if last is not None and last.code == code and code is not Answers.STANDBY:
        reason = f"{target.number} has been answered {code.value} already"
        return refuse("code", "already-answered", reason, "Give another answer to change it")
    if code is Answers.ECHO:
        return _echo(state, desk, target, command.remarks)
    given: dict[str, Json] = {
        "code": code.value,
        "reason": command.reason,
        "minutes": command.minutes,
        "field": command.field_name,
        "proposal": command.proposal,
        "conditions": list(command.conditions) or None,
        "explanation": command.explanation,
        "at_ms": command.at_ms,
    }
    fields = {name: value for name, value in given.items() if value is not None}
    return _receipt(state, desk, "RSP", target, fields, command.remarks)


def _receivable(state: State, number: str, desk: Desk, what: str) -> Tracked | tuple[Refusal, ...]:
    """The message about which this party may give receipts, or why not."""
    problems = role_problems(desk, Role.DUTY_OFFICER, what)
    if problems:
        return problems
    target = state.message(desk.line, number)
    if target is None:
        return unknown_message(number)
    return receipt_problems(state.party, target) or target


def _superseded(target: Tracked) -> tuple[Refusal, ...]:
    if target.standing is not Standing.SUPERSEDED:
        return ()
    reason = f"{target.number} was corrected by {target.closed_by}"
    return refuse("number", "superseded", reason, f"Look at {target.closed_by} instead")


def _code_problems(target: Tracked, command: Answer) -> tuple[Refusal, ...]:
    """Why this code, with what was given beside it, is no answer to the message."""
    codes = answers_to(target)
    if command.code not in codes:
        reason = f"{command.code[:32]!r} is no answer to {target.message.format}"
        remedy = f"Use one of: {', '.join(code.value for code in codes)}"
        return refuse("code", "answer-code", reason, remedy)
    code = Answers(command.code)
    found: list[Refusal] = []
    for name, value, needing in (
        ("reason", command.reason, NEEDS_REASON),
        ("minutes", command.minutes, NEEDS_MINUTES),
        ("field_name", command.field_name, NEEDS_FIELD),
        ("explanation", command.explanation, NEEDS_EXPLANATION),
    ):
        if (value is None) == (code in needing):
            needs = "needs" if value is None else "takes no"
            reason = f"{code.value} {needs} {name.removesuffix('_name')}"
            remedy = "Give it" if value is None else "Leave it out"
            found.append(Refusal(name, f"answer-{name.removesuffix('_name')}", reason, remedy))
    if command.proposal is not None and (code not in MAY_PROPOSE or target.volume is None):
        reason = f"{code.value} to {target.number} takes no proposal"
        remedy = "Propose with UNABLE or DISAGREE, about a message with a volume"
        found.append(Refusal("proposal", "answer-proposal", reason, remedy))
    if command.conditions and code not in MAY_SET_CONDITIONS:
        reason, remedy = f"{code.value} takes no conditions", "Set them with WILCO, AGREE or UNABLE"
        found.append(Refusal("conditions", "answer-conditions", reason, remedy))
    if command.at_ms is not None and code is not Answers.AGREE:
        reason, remedy = f"{code.value} accepts no time", "Give the time with AGREE"
        found.append(Refusal("at_ms", "answer-time", reason, remedy))
    subject = target.subject
    names = (WHOLE, *(spec.name for spec in subject.fields)) if subject else (WHOLE,)
    if code in NEEDS_FIELD and command.field_name is not None and command.field_name not in names:
        reason = f"{command.field_name[:64]!r} is no field of it"
        remedy = f"Use one of: {', '.join(names)}"
        found.append(Refusal("field_name", "answer-field", reason, remedy))
    return tuple(found)


def _echo(
    state: State, desk: Desk, target: Tracked, remarks: str | None
) -> Decision | tuple[Refusal, ...]:
    """The echo of a line check is a line check that refers to it, with this side's clock."""
    fmt = FORMATS["LCK"]
    nonce = target.fields.get("nonce")
    given: Fields = {} if nonce is None else {"nonce": nonce}
    fields = filled(fmt, given, now_ms=desk.at_ms, number=target.number, role=desk.by.role)
    return _receipt(state, desk, "LCK", target, fields, remarks)


def _receipt(
    state: State,
    desk: Desk,
    code: str,
    target: Tracked,
    fields: Fields,
    remarks: str | None = None,
) -> Decision | tuple[Refusal, ...]:
    fmt = version_for(code, fields) or FORMATS[code]
    message = compose(
        state,
        desk,
        fmt,
        to=(target.author,),
        fields=fields,
        ref=target.number,
        remarks=remarks,
    )
    problems = judged(state, desk.line, state.party, message).problems
    return problems or release(desk.line, message)
