"""What a side owes by a date, whichever register it stands in: one shape for one due list.

Each register computes its own items from what was put on record, with a function
`due_items(state, line, at_ms) -> tuple[Due, ...]` in its package; the due list is all of them.
What is owed as a step of the receipt ladder is on the agenda (deadlines.py) and not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NEVER_MS: Final = 2**53 - 1  # of what no date was said for: it comes last and is never late


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One thing that is owed. Sorts by when.

    due_ms:   the instant until which it is in time. day: the date as far as it was said, when it
              was said as a date only ("2016-02"); then `due_ms` is the end of it, and NEVER_MS
              when no date was said at all.
    party:    who owes it; empty when nobody was named.
    register: the register that it stands in, such as ``incidents``; kind: what it is there, such
              as ``question``. number: the message that asked for it.
    about:    the case, contact, agreement or commitment that it belongs to, by number.
    words:    what is owed, in one English phrase.
    from_ms:  when it may come at the earliest, where a span was said ("late summer"); 0 otherwise.
    """

    due_ms: int
    party: str
    register: str
    kind: str
    number: str
    about: str
    words: str
    day: str = ""
    from_ms: int = 0

    def is_late(self, at_ms: int) -> bool:
        """Whether its time is over."""
        return at_ms > self.due_ms
