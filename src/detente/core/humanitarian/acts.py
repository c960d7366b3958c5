"""Decide what follows a humanitarian notice: still true, given to further readers, contact tried.

A notice that nobody confirms again grows stale: it stays, it is shown as stale, it is never taken
for withdrawn. Details are only ever given to members of the channel, each by a box of its own, and
every giving stands in the house journal (`Disclosed`). Pure: boxes are made by the node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from detente.core.humanitarian.cell import NOTICES
from detente.core.humanitarian.sealed import Sealed, sealed_from_json
from detente.core.line.commands import Disclose, Reconfirm, TryContact
from detente.core.line.decision import (
    Decision,
    Desk,
    compose,
    disclosures,
    refuse,
    release,
    role_problems,
    unknown_message,
)
from detente.core.line.fold import judged
from detente.core.line.formats import filled
from detente.core.line.judge import change_problems, receipt_problems
from detente.core.line.message import Role
from detente.core.line.state import State, Tracked
from detente.core.line.tables import FORMATS
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.line.commands import HumanitarianAct
    from detente.core.line.formats import Format
    from detente.core.values import Fields

VALID_MS_MAX = 366 * 86_400_000  # a year: beyond it nobody knows what stands there


def act(state: State, command: HumanitarianAct, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """What follows from an act about a humanitarian notice, or why it is refused."""
    target = state.message(desk.line, command.number)
    if target is None:
        return unknown_message(command.number)
    match command:
        case Reconfirm():
            return _reconfirm(state, command, desk, target)
        case Disclose():
            return _disclose(state, command, desk, target)
        case TryContact():
            return _contact(state, command, desk, target)
        case _:
            assert_never(command)


def _reconfirm(
    state: State, command: Reconfirm, desk: Desk, target: Tracked
) -> Decision | tuple[Refusal, ...]:
    """Still true, and until when."""
    if not desk.at_ms < command.valid_to_ms <= desk.at_ms + VALID_MS_MAX:
        reason = "a notice is confirmed until a time within the next year"
        remedy = "Give a later time, or withdraw it: detente cancel"
        return refuse("valid_to_ms", "valid-range", reason, remedy)
    fields = {"valid_to_ms": command.valid_to_ms}
    more = {"verified": command.verified, "verified_ms": command.verified_ms}
    given = {**fields, **{name: value for name, value in more.items() if value is not None}}
    return _change(state, desk, FORMATS["NHC"], target, given, target.message.to)


def _disclose(
    state: State, command: Disclose, desk: Desk, target: Tracked
) -> Decision | tuple[Refusal, ...]:
    """Boxes for further readers. Each must be a member, and the content must be there already."""
    sealed = sealed_from_json(command.sealed, "sealed")
    if not isinstance(sealed, Sealed):
        return sealed
    if target.fields.get("sealed") is None:
        reason = f"{target.number} has no sealed details"
        return refuse("number", "nothing-sealed", reason, "Correct it with the details sealed")
    members = state.members.get(desk.line.channel, ())
    readers = tuple(sorted(party for party in sealed.parties if party != state.party))
    strangers = sorted(set(readers) - set(members))
    if strangers or not readers or sealed.content:
        reason = f"{', '.join(strangers) or 'nobody'} is to be told, of the members {members}"
        return refuse("sealed.boxes", "not-a-receiver", reason, "Name members of the channel")
    fields: Fields = {"rule": command.rule, "sealed": command.sealed}
    if command.because is not None:
        fields = {**fields, "because": command.because}
    return _change(state, desk, FORMATS["NHD"], target, fields, readers)


def _change(
    state: State, desk: Desk, fmt: Format, target: Tracked, fields: Fields, to: tuple[str, ...]
) -> Decision | tuple[Refusal, ...]:
    problems = (
        *role_problems(desk, fmt.releaser, fmt.code),
        *change_problems(fmt, state.party, target),
    )
    if problems:
        return problems
    full = filled(fmt, fields, now_ms=desk.at_ms, number="", role=desk.by.role)
    message = compose(state, desk, fmt, to=to, fields=full, ref=target.number)
    problems = judged(state, desk.line, state.party, message).problems
    return problems or release(desk.line, message, *disclosures(state, desk.line, message, desk.by))


def _contact(
    state: State, command: TryContact, desk: Desk, target: Tracked
) -> Decision | tuple[Refusal, ...]:
    """A receiver called the contact: who answered, or nobody. Each try counts."""
    subject = target.subject
    if subject is None or subject.code not in NOTICES:
        reason = f"{target.number} is no humanitarian notice"
        return refuse("number", "not-humanitarian", reason, "Name the site or movement")
    problems = (
        *role_problems(desk, Role.DUTY_OFFICER, "trying a contact"),
        *receipt_problems(state.party, target),
    )
    if problems:
        return problems
    fmt = FORMATS["CTC"]
    given = {"result": command.result, "means": command.means, "at_ms": command.at_ms}
    full = filled(fmt, given, now_ms=desk.at_ms, number="", role=desk.by.role)
    message = compose(
        state,
        desk,
        fmt,
        to=(target.author,),
        fields=full,
        ref=target.number,
        remarks=command.remarks,
    )
    problems = judged(state, desk.line, state.party, message).problems
    return problems or release(desk.line, message)
