"""What agreements leave to be done by a date: signatures, reviews, renewals, seals to be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.core.agreements.life import DAY_MS, ENDED, HOLDS, AgreementState
from detente.core.agreements.register import agreements
from detente.core.agreements.sealing import SealState, sealed_announcements
from detente.core.line.due import NEVER_MS, Due

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.core.agreements.register import Agreement
    from detente.core.line.message import Line
    from detente.core.line.state import State

REGISTER: Final = "agreements"
REVIEW_SHOWN_MS: Final = 30 * DAY_MS
"""How long a review stays listed after its date: no message says that one was held."""
SEAL_SHOWN_MS: Final = 30 * DAY_MS
"""As long a seal that was not opened; its state says for ever that it was not."""


def due_items(state: State, line: Line, at_ms: int) -> tuple[Due, ...]:
    """Everything that the agreements of a line leave to be done, soonest first."""
    found = [item for one in agreements(state, line, at_ms) for item in _of(one, at_ms)]
    return tuple(sorted((*found, *_seals(state, line, at_ms))))


def _seals(state: State, line: Line, at_ms: int) -> Iterator[Due]:
    """Sealed announcements that were not opened, or by what does not fit; long after, no more."""
    for one in sealed_announcements(state, line, at_ms):
        is_open = one.state not in (SealState.OPENED, SealState.WITHDRAWN)
        if is_open and at_ms <= one.open_by_ms + SEAL_SHOWN_MS:
            words = f"opening of {one.number}, a sealed {one.format}"
            yield Due(one.open_by_ms, one.party, REGISTER, "seal", one.number, one.number, words)


def _of(one: Agreement, at_ms: int) -> Iterator[Due]:
    def due(due_ms: int, party: str, kind: str, words: str) -> Due:
        what = f"{words} {one.name}, edition {one.edition}"
        return Due(due_ms, party, REGISTER, kind, one.number, one.number, what)

    if one.state in ENDED:
        return
    if one.state is AgreementState.SIGNED_BY_SOME:
        for party in one.unsigned:
            yield due(one.from_ms or NEVER_MS, party, "signature", "signature under")
    if one.state not in HOLDS:
        return
    if one.review_ms is not None and at_ms <= one.review_ms + REVIEW_SHOWN_MS:
        yield due(one.review_ms, "", "review", "review of")
    notice_ms = (one.notice_days or 0) * DAY_MS
    ends_ms = one.life.ends_ms
    if ends_ms is not None:
        yield due(ends_ms, "", "expiry", "end of")
    elif one.renews_days and one.until_ms is not None:
        every_ms = one.renews_days * DAY_MS
        rounds = max(0, -(-(at_ms + notice_ms - one.until_ms) // every_ms))
        last_ms = one.until_ms + rounds * every_ms - notice_ms
        yield due(last_ms, "", "renewal", "last day to say no to the renewal of")
