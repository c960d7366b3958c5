"""What is odd about a message of a case, before it is released and when it comes.

A reference to nothing, an account that changes what its side told before, a fact told otherwise
than was agreed, an answer to what was never asked, a joint finding without a finding. Each can be
passed by its rule: nothing is ever lost, and both what was told and what is told now stay.
Pure. Serves domain.md sections 8 (row 16) and 10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.core.incidents.cases import (
    CODES,
    OPENS,
    Case,
    Files,
    case_in,
    files,
    files_of,
    joint_of,
)
from detente.core.incidents.comparing import Margin, Match, compare, margin_of
from detente.core.incidents.dealing import OWED, closings, contradicted, margin_in
from detente.core.incidents.telling import GROWING, SPECS, Account
from detente.core.line.field import Kind
from detente.core.refusal import Refusal
from detente.core.units import CM_PER_KM, MS_PER_MIN

if TYPE_CHECKING:
    from detente.core.line.message import Line, Message
    from detente.core.line.state import LineState, State, Tracked
    from detente.core.values import Fields, Json

AHEAD_MS_MAX: Final = 5 * MS_PER_MIN  # two honest clocks are not further apart
LIKE: Final = Margin(30 * MS_PER_MIN, 50 * CM_PER_KM)
"""Two first reports this near in time and place may be of one incident: half an hour and 50 km,
which is what a fast aircraft and a careless watch make of one event."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A message that is not on record yet: its author, its fields, now, and the line as it is."""

    author: str
    message: Message
    fields: Fields
    at_ms: int
    here: LineState


def incident_findings(
    state: State, line: Line, author: str, message: Message, fields: Fields, at_ms: int
) -> tuple[Refusal, ...]:
    """Everything odd about a message of a case; each can be passed by its rule."""
    if message.format not in CODES:
        return ()
    said = _Said(author, message, fields, at_ms, state.line(line))
    if message.format == OPENS:
        return tuple(_opening(said))
    number = fields.get("case")
    if not isinstance(number, str):
        return ()
    known = files_of(state, line)
    if number not in known.joint:
        belongs = joint_of(known, number)
        reason = f"no case {number} is held here"
        remedy = f"It belongs to case {belongs}" if belongs else "Give the first report's number"
        return (_odd("case", "case-unknown", reason, remedy),)
    found = case_in(said.here, known, known.joint[number], at_ms)
    return (*_closed(found, said), *_FOUND.get(message.format, _nothing)(found, said))


def _opening(said: _Said) -> Iterator[Refusal]:
    happened, other = said.fields.get("happened_ms"), said.fields.get("same_as")
    if happened is None and said.fields.get("day") is None:
        remedy = "Give happened_ms, or day when no more is known"
        yield _odd("happened_ms", "when-missing", "it says nothing of when it happened", remedy)
    if isinstance(happened, int) and happened > said.at_ms + AHEAD_MS_MAX:
        yield _odd("happened_ms", "happened-ahead", "it has not happened yet", "Look at the date")
    if isinstance(other, str):
        if other not in said.here.register.get(OPENS, ()):
            remedy = "Give the number of the other first report"
            yield _odd("same_as", "same-as-unknown", f"no case {other} is held here", remedy)
        return
    like = [one for one in said.here.registered(OPENS) if _is_like(one, said)]
    known = files(said.here) if like else Files()  # a long register is read only when it may matter
    for number in sorted({known.joint[one.number] for one in like}):
        if not any(one.is_agreed for one in closings(known.folders[number])):
            reason = f"it may be the incident of case {number}"
            remedy = f"If it is, say same_as={number}, or give an account (INS) of that case"
            yield _odd("same_as", "case-like", reason, remedy)


def _is_like(one: Tracked, said: _Said) -> bool:
    """Whether another side's first report is near enough in time and place to be the same."""
    happened, theirs = said.fields.get("happened_ms"), one.fields.get("happened_ms")
    if one.speaker == said.author or not isinstance(happened, int) or not isinstance(theirs, int):
        return False
    margin = LIKE + margin_in(one.fields) + margin_in(said.fields)
    if abs(happened - theirs) > margin.time_ms:
        return False
    here, there = said.fields.get("point"), one.fields.get("point")
    if here is None or there is None:
        return True  # no place keeps them apart
    return compare(SPECS["point"], here, there, margin)[0] is not Match.DIFFER


def _closed(case: Case, said: _Said) -> Iterator[Refusal]:
    if case.closed is not None and said.message.number not in case.messages:
        reason = f"case {case.number} was closed in {case.closed.number}: {case.closed.closure}"
        remedy = "It is kept with the case; open a new one to take it up again"
        yield _odd("case", "case-closed", reason, remedy)


def _nothing(_case: Case, _said: _Said) -> Iterator[Refusal]:
    yield from ()


def _statement(case: Case, said: _Said) -> Iterator[Refusal]:
    if said.message.number in case.messages:
        return
    margin = margin_in(said.fields)
    for one in case.accounts:
        if one.party == said.author:
            margin += margin_of(one)
            yield from _changed(one, said.fields, margin)
    bound = [
        fact
        for fact in case.facts
        if said.author == fact.party or any(word.party == said.author for word in fact.answers)
    ]
    for fact in contradicted(bound, said.fields, margin):
        reason = f"{_label(fact.field)} was agreed otherwise in {fact.number}"
        remedy = "Both will stand; leave it out if the agreed fact holds"
        yield _odd(fact.field, "fact-contradicted", reason, remedy)


def _changed(own: Account, fields: Mapping[str, Json], margin: Margin) -> Iterator[Refusal]:
    for name, spec in SPECS.items():
        before, now = own.value(name), fields.get(name)
        if name in GROWING or spec.kind is Kind.RECORDS or before is None or now is None:
            continue
        if compare(spec, before, now, margin)[0] is Match.DIFFER:
            number = own.told[name][-1].number
            reason = f"this side told {spec.label} differently in {number}"
            remedy = "What was told stays told: both will stand side by side"
            yield _odd(name, "account-changed", reason, remedy)


def _answer(case: Case, said: _Said) -> Iterator[Refusal]:
    number = said.fields.get("question")
    asked = next((one for one in case.questions if one.number == number), None)
    if asked is None:
        reason = f"{number} is no question in case {case.number}"
        yield _odd("question", "question-unknown", reason, "Give the number of the question (INQ)")
    elif all(reply.party != said.author for reply in asked.replies):
        reason = f"{number} was not put to {said.author}"
        yield _odd("question", "question-not-asked", reason, "Give an account (INS) instead")


def _fact(case: Case, said: _Said) -> Iterator[Refusal]:
    told_in, name = said.fields.get("told_in"), str(said.fields.get("field"))
    if told_in is None:
        if said.fields.get("words") is None:
            remedy = "Give told_in, the account that tells it, or words"
            yield _odd("words", "fact-empty", "it says no fact", remedy)
        return
    told = said.here.messages.get(str(told_in))
    of_case = any(told_in in one.numbers for one in case.accounts)
    if told is None or not of_case or told.fields.get(name) is None:
        reason = f"{told_in} tells nothing of {_label(name)} in case {case.number}"
        remedy = "Give the number of an account that does; see detente case show"
        yield _odd("told_in", "told-in-unknown", reason, remedy)


def _closing(case: Case, said: _Said) -> Iterator[Refusal]:
    closure, other = said.fields.get("closure"), said.fields.get("taken_up_in")
    if closure == "joint" and said.fields.get("finding") is None:
        yield _odd("finding", "finding-missing", "a joint finding says none", "Say what was found")
    if closure in ("joint", "parallel") and len(case.accounts) < 2:
        silent = ", ".join(case.silent) or "anybody else"
        reason = f"there is no account of {silent}"
        yield _odd("closure", "account-missing", reason, "Ask for it, or close it otherwise")
    if isinstance(other, str) and other in case.numbers:
        yield _odd("taken_up_in", "taken-up-itself", f"{other} is this case", "Give the other one")
    owed = [
        one.number for one in case.questions if any(reply.state in OWED for reply in one.replies)
    ]
    if owed and said.message.number not in case.messages:
        reason = f"not answered yet: {', '.join(owed)}"
        yield _odd("closure", "questions-open", reason, "Closing it lets them lapse")


def _label(name: str) -> str:
    return SPECS[name].label if name in SPECS else name


_FOUND: Final[Mapping[str, Callable[[Case, _Said], Iterator[Refusal]]]] = {
    "INS": _statement,
    "INA": _answer,
    "INF": _fact,
    "INC": _closing,
}


def _odd(name: str, rule: str, reason: str, remedy: str) -> Refusal:
    return Refusal(f"fields.{name}", rule, reason, remedy, override=True)
