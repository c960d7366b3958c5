"""Parties that are not on the line: declared by a member that reaches them, told, heard back.

The dangerous shooter may not be on the line (domain.md section 0, finding 5). So a member declares
who depends on it (DEP), a sender releases what that party may be told, and passing it on is a
receipt of its own (PSD): to whom, when, by whom, by what means, and whether it was heard back.
Until it is given, the message is open for that party and both sides see so. What was passed on is
a fact: a missing permission is shown and recorded, but never keeps the fact out of the record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from detente.core.airspace.parts import end_of
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
from detente.core.line.formats import Family, Format
from detente.core.line.judge import receipt_problems
from detente.core.line.message import Role
from detente.core.line.numbers import next_number
from detente.core.line.releasability import party as party_named
from detente.core.line.releasability import wish, withheld_from
from detente.core.line.state import Passed, Standing, State, Tracked
from detente.core.line.tables import FORMATS
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_HOUR, MS_PER_MIN

if TYPE_CHECKING:
    from detente.core.line.commands import PassOn
    from detente.core.line.message import Line, Message
    from detente.core.values import Fields, Json

PASSED: Final = "PASSED"
NOT_TOLD: Final = frozenset({"REFUSED", "UNREACHABLE"})  # steps after which the party knows nothing
UNDECLARED: Final = "dependent-undeclared"
PASS_ON_MS: Final = 5 * MS_PER_MIN  # to tell a dependent, where its member says nothing of it
WITHOUT_WINDOW_MS: Final = 24 * MS_PER_HOUR  # a message without a window tells of what is near
AHEAD_MS_MAX: Final = 60_000  # a time that an officer reads from another clock
_WARNINGS: Final = frozenset({"NWA", "NEM", "NSR"})  # beside every alert
_HUMANITARIAN: Final = frozenset({"NHS", "NHM"})


@dataclass(frozen=True, slots=True)
class Dependent:
    """A party reached through a member. number: of the declaration that stands.

    kinds: of messages that may be passed on to it, as its member declares.
    """

    party: str
    through: str
    number: str
    kind: str
    kinds: tuple[str, ...]
    means: str | None
    minutes: int | None
    from_ms: int | None
    to_ms: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """What one dependent knows of one message.

    needed: it should be told. withheld: why its sender lets it not be told; None when it may.
    passed: what was done so far, oldest first. is_open: it should know, may know, and does not.
    """

    dependent: Dependent
    needed: bool
    withheld: Refusal | None
    passed: tuple[Passed, ...]
    is_open: bool


def dependents(state: State, line: Line) -> list[Dependent]:
    """The dependent parties of all members as they stand declared, by member and party."""
    here = state.line(line)
    found = []
    for (author, name), number in sorted(here.dependents.items()):
        current = here.current(number)
        if current is None or current.standing is not Standing.CURRENT or current.problems:
            continue
        fields = current.fields
        kinds = fields.get("may_forward")
        means, minutes = fields.get("means"), fields.get("minutes")
        from_ms, to_ms = fields.get("from_ms"), fields.get("to_ms")
        found.append(
            Dependent(
                party=name,
                through=author,
                number=current.number,
                kind=str(fields.get("kind", "")),
                kinds=tuple(str(one) for one in kinds) if isinstance(kinds, list | tuple) else (),
                means=means if isinstance(means, str) else None,
                minutes=minutes if isinstance(minutes, int) else None,
                from_ms=from_ms if isinstance(from_ms, int) else None,
                to_ms=to_ms if isinstance(to_ms, int) else None,
            )
        )
    return found


def told(state: State, line: Line, tracked: Tracked, at_ms: int) -> list[Told]:
    """What each dependent of the message's receivers, and each whom it was passed to, knows."""
    fmt = tracked.subject
    if fmt is None or fmt.is_receipt or tracked.problems:
        return []
    found = []
    for one in dependents(state, line):
        through = [p for p in tracked.passed if (p.party, p.to) == (one.through, one.party)]
        needed = _concerns(one, tracked.message, fmt) and _is_in_force(one, tracked, at_ms)
        if needed or through:
            withheld = _withheld(state, line, tracked, one.party)
            knows = any(p.step not in NOT_TOLD for p in through)
            is_open = needed and withheld is None and not knows
            found.append(Told(one, needed, withheld, tuple(through), is_open))
    return found


def untold(state: State, line: Line, at_ms: int) -> list[tuple[Tracked, Told]]:
    """What some dependent should be told, may be told, and has not been told, in local order."""
    if not state.line(line).dependents:
        return []
    return [
        (tracked, one)
        for tracked in state.line(line).messages.live()
        for one in told(state, line, tracked, at_ms)
        if one.is_open
    ]


def due_by(tracked: Tracked, one: Told) -> int:
    """Until when a dependent should be told: as long after arrival as its member says it takes."""
    minutes = one.dependent.minutes
    return tracked.held_at_ms + (PASS_ON_MS if minutes is None else minutes * MS_PER_MIN)


def unreleased(state: State, line: Line, message: Message, at_ms: int) -> tuple[Refusal, ...]:
    """A warning to the sender for each dependent that its message does not release it to.

    And for each name that it is released to and that nobody here is known by: a slip of the pen
    would look like a permission, and be none.
    """
    fmt = FORMATS.get(message.format)
    if fmt is None:
        return ()
    found = []
    for name in sorted(set(message.releasable_to) - _known_names(state, line)):
        reason = f"no party, label or dependent known on this line is called {name[:64]}"
        remedy = "See detente introduced and detente dependents; correct the name if it is a slip"
        found.append(Refusal("releasable_to", "releasable-unknown", reason, remedy, True))
    for one in dependents(state, line):
        if not _concerns(one, message, fmt) or not _stands(one, at_ms):
            continue
        if withheld_from(message, state.party, party_named(one.party)) is not None:
            reason = f"{one.party}, reached through {one.through}, may not be told of it"
            remedy = f"Release it to {one.party}, or accept that it will not know"
            found.append(Refusal("releasability", "dependent-untold", reason, remedy, True))
    return tuple(found)


def _known_names(state: State, line: Line) -> set[str]:
    """Parties whose cards are held, labels introduced on the line, dependents declared on it."""
    labels = {label for _, label in state.line(line).introduced}
    return {*state.cards, *labels, *(one.party for one in dependents(state, line))}


def behalf_problems(state: State, line: Line, name: str | None) -> tuple[Refusal, ...]:
    """Why this party cannot speak for `name`: it is on the line, or another member reaches it."""
    if name is None:
        return ()
    if name in state.members.get(line.channel, ()):
        reason = f"{name[:64]} is a member here and speaks for itself"
        return refuse("on_behalf_of", "behalf-member", reason, "Leave it out")
    through = {one.through for one in dependents(state, line) if one.party == name}
    if through and state.party not in through:
        reason = f"{name[:64]} is reached through {', '.join(sorted(through))}, not through us"
        remedy = f"Leave it out, or declare it with DEP: two may reach {name[:64]}"
        return refuse("on_behalf_of", "behalf-other", reason, remedy)
    return ()


def pass_on(state: State, command: PassOn, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """Record that a message was passed on to a party that is not on the line: the receipt PSD."""
    problems = role_problems(desk, Role.DUTY_OFFICER, "passing on")
    target = state.message(desk.line, command.number)
    if problems or target is None:
        return problems or unknown_message(command.number)
    problems = receipt_problems(state.party, target)
    if problems:
        return problems
    at_ms = desk.at_ms if command.at_ms is None else command.at_ms
    if at_ms > desk.at_ms + AHEAD_MS_MAX:
        reason = "it lies in the future; what was passed on is over"
        return refuse("at_ms", "passed-ahead", reason, "Give the time when it was passed on")
    given: dict[str, Json] = {
        "party": command.party,
        "step": command.step,
        "at_ms": at_ms,
        "passed_by": command.passed_by or desk.by.officer,
        "means": command.means,
        "heard_back": command.heard_back,
        "code": command.code,
        "reason": command.reason,
    }
    fields: Fields = {name: value for name, value in given.items() if value is not None}
    seen = _doubts(state, desk, target, command.party, command.step)
    open_doubts = tuple(one for one in seen if one.rule not in command.acknowledged)
    if open_doubts:
        return open_doubts
    message = _psd(state, desk, target.author, target.number, fields, command.remarks)
    if seen:
        message = replace(message, overridden=tuple(sorted(one.rule for one in seen)))
    return judged(state, desk.line, state.party, message).problems or release(desk.line, message)


def passed_on_line(
    state: State, desk: Desk, author: str, number: str, label: str, *, after: str | None
) -> Message:
    """The receipt that a message was carried into another channel, to the party of that label.

    after: the number of the receipt before it in the same decision, if there is one.
    """
    fields: Fields = {
        "party": label,
        "step": PASSED,
        "at_ms": desk.at_ms,
        "passed_by": desk.by.officer,
        "means": "line",
        "heard_back": "waiting",
    }
    message = _psd(state, desk, author, number, fields, None)
    if after is None:
        return message
    number = next_number(desk.line, state.party, after, desk.at_ms)
    return replace(message, number=number)


def _psd(
    state: State, desk: Desk, author: str, number: str, fields: Fields, remarks: str | None
) -> Message:
    fmt = FORMATS["PSD"]
    return compose(state, desk, fmt, to=(author,), fields=fields, ref=number, remarks=remarks)


def _doubts(
    state: State, desk: Desk, target: Tracked, party: str, step: str
) -> tuple[Refusal, ...]:
    """What the officer is asked before it is recorded; he may pass it, because it has happened."""
    found = []
    known = [one for one in dependents(state, desk.line) if one.through == state.party]
    if party not in (one.party for one in known):
        names = ", ".join(one.party for one in known) or "none"
        reason = f"{party[:64]!r} is not declared as reached through us; declared: {names}"
        remedy = f"Declare it with DEP, or record it all the same: --acknowledge {UNDECLARED}"
        found.append(Refusal("party", UNDECLARED, reason, remedy, override=True))
    withheld = _withheld(state, desk.line, target, party)
    if withheld is not None and step not in NOT_TOLD:
        remedy = f"If it has been passed on all the same, say so: --acknowledge {withheld.rule}"
        found.append(replace(withheld, remedy=remedy, override=True))
    return tuple(found)


def _withheld(state: State, line: Line, tracked: Tracked, party: str) -> Refusal | None:
    """Why the sender does not let the party be told; None when it does."""
    here = state.line(line)

    def find(number: str) -> Message | None:
        found = here.messages.get(number)
        return found.message if found is not None else None

    return withheld_from(wish(tracked.message, find), tracked.author, party_named(party))


def _class_of(fmt: Format) -> str:
    """Which of the kinds that a member declares (DEP) a format belongs to."""
    if fmt.family is Family.ALERT or fmt.code in _WARNINGS:
        return "warnings"
    if fmt.code in _HUMANITARIAN:
        return "humanitarian"
    return "notices" if fmt.family is Family.NOTICE else ""


def _concerns(one: Dependent, message: Message, fmt: Format) -> bool:
    """Whether the message went to the member that the party is reached through, for it to know."""
    return one.through in (*message.to, *message.info) and _class_of(fmt) in one.kinds


def _stands(one: Dependent, at_ms: int) -> bool:
    begun = one.from_ms is None or one.from_ms <= at_ms
    return begun and (one.to_ms is None or at_ms <= one.to_ms)


def _is_in_force(one: Dependent, tracked: Tracked, at_ms: int) -> bool:
    """Whether the declaration stands now, and the message still tells of what is to come."""
    if tracked.standing is not Standing.CURRENT or not _stands(one, at_ms):
        return False
    if tracked.volume is None:
        return at_ms <= tracked.held_at_ms + WITHOUT_WINDOW_MS
    ends_ms = end_of(tracked.volume)
    return ends_ms is None or at_ms <= ends_ms
