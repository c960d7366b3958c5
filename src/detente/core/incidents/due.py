"""What the incidents of a line leave to be done by a date: questions, accounts, closings.

By the clock of who asked, so that the list is the same at every member. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.core.incidents.cases import Case, CaseState, cases
from detente.core.incidents.dealing import DAY_MS, OWED
from detente.core.line.due import Due

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.core.line.state import State

REGISTER: Final = "incidents"
ACCOUNT_MS: Final = 3 * DAY_MS  # an account or supplement in 72 hours: domain.md section 9, INS
CLOSING_MS: Final = 30 * DAY_MS  # the same, INC


def due_items(state: State, line: Line, at_ms: int) -> tuple[Due, ...]:
    """Everything that is owed in the cases of a line, soonest first; late things stay listed."""
    return tuple(sorted(item for one in cases(state, line, at_ms) for item in _of(one)))


def _of(one: Case) -> Iterator[Due]:
    if one.closed is not None:
        return  # its measures are commitments (core/consultations/commitments.py)
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
