"""What the incidents of a line leave to be done by a date: questions, accounts, closings, measures.

By the clock of who asked, so that the list is the same at every member. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.core.consultations.days import day_span
from detente.core.incidents.cases import Case, CaseState, cases
from detente.core.incidents.dealing import DAY_MS, OWED
from detente.core.line.due import Due

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.core.line.state import State

REGISTER: Final = "incidents"
ACCOUNT_MS: Final = 3 * DAY_MS  # an account or supplement in 72 hours: domain.md section 9, INS
CLOSING_MS: Final = 30 * DAY_MS  # the same, INC
MEASURE_SHOWN_MS: Final = 30 * DAY_MS
"""How long a measure is listed after its date: no message says that one is done. What is to be
followed up until it is becomes a commitment (CCM)."""


def due_items(state: State, line: Line, at_ms: int) -> tuple[Due, ...]:
    """Everything that is owed in the cases of a line, soonest first; late things stay listed."""
    return tuple(sorted(item for one in cases(state, line, at_ms) for item in _of(one, at_ms)))


def _of(one: Case, at_ms: int) -> Iterator[Due]:
    if one.closed is not None:
        yield from _measures(one, at_ms)
        return
    for party in one.silent:
        if party in one.no_record:
            continue
        since_ms = min(opening.at_ms for opening in one.openings)
        number = one.openings[0].number
        words = f"account of case {one.number}"
        yield Due(since_ms + ACCOUNT_MS, party, REGISTER, "account", number, one.number, words)
    for question in one.questions:
        words = f"answer to {question.number} in case {one.number}"
        for reply in question.replies:
            if reply.state in OWED:
                yield Due(
                    question.due_ms,
                    reply.party,
                    REGISTER,
                    "question",
                    question.number,
                    one.number,
                    words,
                )
    yield from _closings(one)


def _closings(one: Case) -> Iterator[Due]:
    """A proposed closing that somebody has said nothing to yet."""
    if one.state is not CaseState.CLOSING:
        return
    for closing in one.closings:
        said = {word.party for word in closing.answers}
        words = f"answer to closing {closing.number} of case {one.number}"
        due_ms = closing.at_ms + CLOSING_MS
        for party in closing.waiting:
            if party not in said:
                yield Due(due_ms, party, REGISTER, "closing", closing.number, one.number, words)


def _measures(one: Case, at_ms: int) -> Iterator[Due]:
    """The measures of an agreed closing, by the end of the day, month or year that they name."""
    assert one.closed is not None
    for measure in one.closed.measures:
        day = measure.get("due")
        if isinstance(day, str):
            words = f"measure of case {one.number}: {measure.get('measure')}"
            owner = str(measure.get("owner") or "")
            number = one.closed.number
            due_ms = end_of_day(day)
            if at_ms <= due_ms + MEASURE_SHOWN_MS:
                yield Due(due_ms, owner, REGISTER, "measure", number, one.number, words, day)


def end_of_day(day: str) -> int:
    """The last millisecond (UTC) of a day, month or year that was found sound."""
    span = day_span(day)
    assert span is not None, day
    return span.last_ms
