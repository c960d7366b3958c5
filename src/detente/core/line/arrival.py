"""Decide what follows from a message that a peer sent: warnings, conflicts found and ended.

The receiver's node trusts nothing that the sender's node checked: it checks the sense again,
compares read-backs with what it computes itself, and finds the conflicts in its own picture.
What is not understood is warned about. An act without the right to it is refused, so that the
node keeps it as evidence; it has no effect.
"""

from __future__ import annotations

from detente.core.agreements.sealing import OPENING, opened_by
from detente.core.events import Event, Released, Warned
from detente.core.line.channels import kind_remarks
from detente.core.line.decision import Decision, conflicts_of, ended
from detente.core.line.drafts import second_problems
from detente.core.line.fold import judged
from detente.core.line.formats import Family
from detente.core.line.judge import Judged, act_problems, is_act, number_problem
from detente.core.line.message import Line, Message
from detente.core.line.paper import announcer, joined, paper_warnings
from detente.core.line.readbacks import readback_problems
from detente.core.line.registers import register_findings
from detente.core.line.relay import RELAY_RULES, key_warnings
from detente.core.line.relaying import carried_on
from detente.core.line.sense import findings
from detente.core.line.state import State, house
from detente.core.refusal import Refusal

CLOCK_MS_MAX = 60_000  # a message and its entry are made in one act; a minute covers a slow disk
ENDED = {"COR": "corrected", "CAN": "cancelled", "END": "ended"}  # why a conflict is over


def arrived(
    state: State, line: Line, author: str, message: Message, *, entry_at_ms: int, at_ms: int
) -> Decision | tuple[Refusal, ...]:
    """House events that follow from a peer's message; refusals when it had no right to it.

    entry_at_ms: the author's time of the journal entry. at_ms: ours, now.
    """
    known = state.line(line)
    taken = number_problem(known, author, message)
    if taken is not None:
        return (taken,)
    verdict = judged(state, line, author, message)
    if verdict.format is not None and is_act(verdict.format, message):
        forbidden = act_problems(verdict.format, author, message, verdict.target)
        if forbidden:
            return forbidden
    voice = verdict.voice
    other_key = key_warnings(state, line, author, voice.label, voice.key) if voice else ()
    warnings = (
        *other_key,
        *verdict.problems,
        *verdict.remarks,
        *kind_remarks(state, line, verdict.format, message),
        *_clock(message, entry_at_ms),
        *_sense(state, line, author, verdict, message, at_ms=at_ms),
        *_readback(state, verdict, message),
        *_read_in_part(state, author, verdict, message),
        *_second(state, line, verdict, message),
        *paper_warnings(known, author, message),
    )
    events: list[tuple[Line, Event]] = []
    if warnings:
        warned = Warned(line.channel, message.number, True, warnings)
        events.append((house(line.status), warned))
    events += _in_picture(state, line, author, message, verdict)
    wrong = tuple(one for one in verdict.problems if one.rule.startswith(RELAY_RULES))
    if not verdict.problems:
        events += carried_on(state, line, author, message, verdict.target, at_ms=at_ms)
    return Decision(tuple(events), None, warnings, suspect=(*wrong, *other_key))


def regained(state: State, line: Line, event: Event | object) -> tuple[tuple[Line, Event], ...]:
    """House events that follow from an own entry that was lost and has come back: conflicts.

    What was found and ended by it is lost with the house journal that said so.
    """
    if not isinstance(event, Released):
        return ()
    author, message = state.party, event.message
    if number_problem(state.line(line), author, message) is not None:
        return ()
    verdict = judged(state, line, author, message)
    return tuple(_in_picture(state, line, author, message, verdict))


def _in_picture(
    state: State, line: Line, author: str, message: Message, verdict: Judged
) -> list[tuple[Line, Event]]:
    """Conflicts that the message ends, and those that it brings."""
    events: list[tuple[Line, Event]] = []
    if verdict.target is not None and verdict.format is not None and not verdict.problems:
        word = ENDED.get(verdict.format.code)
        if word is not None:
            events += ended(state, line, verdict.target, word)
    opened = opened_by(state.line(line), author, message.fields)
    if opened is not None and message.format == OPENING:
        events += ended(state, line, opened[0], "opened")
    for paper in joined(state.line(line), author, message):
        events += ended(state, line, paper, "joined to the signed message")
    if verdict.volume is not None:
        events += conflicts_of(
            state,
            line,
            message.number,
            party=announcer(state, author, verdict.voice, message),
            activity=verdict.activity,
            volume=verdict.volume,
        )
    return events


def _sense(
    state: State, line: Line, author: str, verdict: Judged, message: Message, *, at_ms: int
) -> tuple[Refusal, ...]:
    if verdict.subject is None or verdict.subject.family is Family.RECEIPT or verdict.problems:
        return ()
    found = findings(state, line, verdict.subject, verdict.fields, verdict.volume, at_ms=at_ms)
    if verdict.subject.code != message.format:
        return found
    return (*found, *register_findings(state, line, author, message, verdict.fields, at_ms=at_ms))


def _readback(state: State, verdict: Judged, message: Message) -> tuple[Refusal, ...]:
    """How a read-back of our own notice differs from what we meant."""
    target = verdict.target
    if message.format != "RBK" or target is None or target.author != state.party:
        return ()
    return readback_problems(state, target, message)


def _read_in_part(
    state: State, author: str, verdict: Judged, message: Message
) -> tuple[Refusal, ...]:
    """The other side's node knows less of a message of ours than we said with it."""
    version, target = message.fields.get("known_version"), verdict.target
    if message.format != "ACK" or version is None or target is None:
        return ()
    if target.author != state.party or verdict.problems:
        return ()
    code, names = target.message.format, message.fields.get("not_known")
    knows = f"knows {code} to version {version} only" if version else f"does not know {code}"
    what = f"; not known there: {names}" if names else ""
    reason = f"{author}'s node {knows}{what}"
    return (Refusal("ref", "read-in-part", reason, f"Say the rest of {target.number} otherwise"),)


def _second(state: State, line: Line, verdict: Judged, message: Message) -> tuple[Refusal, ...]:
    """Whether two officers released what two are to release, corrections included."""
    if verdict.subject is None or message.format in ("CAN", "END"):
        return ()
    return second_problems(state, line, verdict.subject.code, message)


def _clock(message: Message, entry_at_ms: int) -> tuple[Refusal, ...]:
    apart_ms = abs(message.released_ms - entry_at_ms)
    if apart_ms <= CLOCK_MS_MAX:
        return ()
    reason = f"released at a time {apart_ms // 1000} s away from its journal entry's"
    return (Refusal("released_ms", "released-time", reason, "Go by the entry's time"),)
