"""Decide that an officer says how far down a message has come: the receipt DSM.

A receiver speaks for its own levels only. A word that rests on the area feed needs a reader of that
level to have been given the message, as the pull log says; a word that takes back an earlier one is
taken as it stands, because a level that was thought to know and does not is the worst of gaps.
"""

from __future__ import annotations

from dataclasses import replace

from detente.core.line.commands import Disseminate
from detente.core.line.decision import (
    Decision,
    Desk,
    compose,
    refuse,
    release,
    role_problems,
    unknown_message,
)
from detente.core.line.dissemination import (
    echelons_of,
    is_owed,
    reached,
    units_denied,
    word_of,
)
from detente.core.line.fold import judged
from detente.core.line.judge import receipt_problems
from detente.core.line.message import Role
from detente.core.line.reached import FEED, NOT_REACHED
from detente.core.line.state import Standing, State, Tracked
from detente.core.line.tables import FORMATS
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_MIN
from detente.core.values import Fields, Json

AHEAD_MS_MAX = MS_PER_MIN  # two clocks in one room; what is to happen later has not reached anybody


def disseminate(state: State, command: Disseminate, desk: Desk) -> Decision | tuple[Refusal, ...]:
    """Say that a message has, or has not, reached a level of this side."""
    problems = role_problems(desk, Role.DUTY_OFFICER, "a receipt of a level")
    target = state.message(desk.line, command.number)
    if problems or target is None:
        return problems or unknown_message(command.number)
    problems = receipt_problems(state.party, target) or _subject(target)
    problems = problems or _said(state, desk, target, command)
    if problems:
        return problems
    given: dict[str, Json] = {
        "echelon": command.echelon,
        "at_ms": desk.at_ms if command.at_ms is None else command.at_ms,
        "basis": command.basis,
        "unit": command.unit,
        "means": command.means,
    }
    fields: Fields = {name: value for name, value in given.items() if value is not None}
    fmt = FORMATS["DSM"]
    message = compose(
        state,
        desk,
        fmt,
        to=(target.author,),
        fields=fields,
        ref=target.number,
        remarks=command.remarks,
    )
    problems = judged(state, desk.line, state.party, message).problems
    if problems:
        return problems
    warnings = _still_open(state, desk, target, command)
    return replace(release(desk.line, message), warnings=warnings)


def _still_open(
    state: State, desk: Desk, target: Tracked, command: Disseminate
) -> tuple[Refusal, ...]:
    """What to say when a word that rests on the feed leaves units open that were not reached."""
    words = reached(state.line(desk.line), target, state.party)
    units = units_denied(words, command.echelon)
    if command.basis != FEED or command.unit or not units:
        return ()
    reason = f"{', '.join(units)} was said not to have {target.number}, and a feed does not say so"
    remedy = "The gap stays until each is reported: `detente disseminated ... --unit`"
    return refuse("unit", "unit-not-reached", reason, remedy)


def _subject(target: Tracked) -> tuple[Refusal, ...]:
    """Why there is nothing to disseminate."""
    if is_owed(target):
        return ()
    number = target.number
    if target.standing is Standing.SUPERSEDED:
        reason = f"{number} was corrected by {target.closed_by}: the old words are not to go down"
        return refuse("number", "superseded", reason, f"Pass {target.closed_by} on")
    if target.subject is not None and not target.subject.disseminated:
        reason = f"{target.subject.code} asks for no receipts of levels"
        return refuse("number", "not-disseminated", reason, "Read it and answer it")
    reason = f"{number} has no effect" if target.problems else f"{number} is over"
    return refuse("number", "closed", reason, "Nothing is owed about it")


def _said(state: State, desk: Desk, target: Tracked, command: Disseminate) -> tuple[Refusal, ...]:
    found: list[Refusal] = []
    known, party = state.line(desk.line), state.party
    if command.at_ms is not None and command.at_ms > desk.at_ms + AHEAD_MS_MAX:
        reason = "it lies in the future, and what has not happened has reached nobody"
        found += refuse("at_ms", "future", reason, "Say it when the level has it")
    if command.basis == FEED and not state.feeds.pulls(desk.line, target.number, command.echelon):
        reason = f"no reader of the level {command.echelon!r} was given {target.number}"
        remedy = "See `detente feed log`; or say it on the level's own report"
        found += refuse("basis", "not-pulled", reason, remedy)
    word = word_of(reached(known, target, party), command.echelon)
    same = word is not None and (word.basis, word.unit) == (command.basis, command.unit or "")
    if same and command.basis != NOT_REACHED:
        reason = f"{command.echelon} was said to have {target.number} already"
        found += refuse("echelon", "already-disseminated", reason, "Say it of another level")
    declared = echelons_of(known, party)
    if declared is not None and command.echelon not in declared.levels:
        reason = f"{command.echelon[:32]!r} is none of the levels that {party} has declared"
        remedy = f"Declared: {', '.join(declared.levels)}; declare anew with ECH"
        found += refuse("echelon", "not-declared", reason, remedy)
    return tuple(found)
