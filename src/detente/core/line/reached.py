"""How far down a side a message has come, as that side says: echelons declared, echelons reached.

Acknowledged at the top is not known to the crew (domain.md section 0, findings 1 and 9). Each side
declares its levels (ECH) and then says of a message which of them has it, and how that is known
(DSM). Plain values; what is missing is worked out in dissemination.py.
"""

from __future__ import annotations

from dataclasses import dataclass

NOT_REACHED = "not-reached"  # the basis of a DSM that says the opposite: it is a gap, and known
FEED = "feed"  # the basis of one that rests on what a reader of the area feed was given


@dataclass(frozen=True, slots=True)
class Echelons:
    """The levels that one side declares for itself on a line, from the desk down.

    minutes: from the desk to the last of them, about; None: not said.
    """

    party: str
    number: str
    levels: tuple[str, ...]
    minutes: int | None
    means: str | None
    at_ms: int


@dataclass(frozen=True, slots=True)
class Reached:
    """One side's word that a message has, or has not, reached a level of its own.

    unit: which of that level; empty is all of it. reached_ms: when, as it says. at_ms: the time of
    its saying so by its clock; held_at_ms: ours.
    """

    party: str
    echelon: str
    unit: str
    basis: str
    means: str | None
    reached_ms: int
    number: str
    at_ms: int
    held_at_ms: int
