"""Which humanitarian notices stand, until when they are true, and what of them needs a person.

A notice that nobody confirmed again is stale. Nothing takes it away: the site is taken to stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.core.humanitarian.cell import NOTICES
from detente.core.line.formats import DueStep
from detente.core.units import MS_PER_HOUR

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.core.line.state import State, Tracked

STALE_AHEAD_MS = 24 * MS_PER_HOUR  # a day's notice: a site is not looked at within the hour
CONTACT_DUE_MS = 6 * MS_PER_HOUR  # before a movement: its contact has been called by then


def standing(state: State) -> Iterator[tuple[Line, Tracked]]:
    """Every notice that was not withdrawn, ended or corrected, on every line."""
    for line, here in sorted(state.lines.items()):
        for number in here.humanitarian:
            tracked = here.messages.get(number)
            if tracked is not None and tracked.subject is not None:
                yield line, tracked


def is_notice(tracked: Tracked) -> bool:
    """Whether a message is a humanitarian notice, or the correction of one."""
    return tracked.subject is not None and tracked.subject.code in NOTICES


def valid_to_ms(tracked: Tracked) -> int:
    """Until when a notice is valid, with its re-confirmations."""
    if tracked.reconfirmed:
        return tracked.reconfirmed[-1][1]
    value = tracked.fields.get("valid_to_ms")
    return value if isinstance(value, int) else 0


def from_ms(tracked: Tracked) -> int:
    """From when it is valid; of a movement, when it moves off."""
    value = tracked.fields.get("from_ms")
    return value if isinstance(value, int) else 0


def contact_answered(tracked: Tracked) -> bool:
    """Whether some receiver has called the contact, and the right people answered."""
    return any(
        act.code == "answered"
        for steps in tracked.steps.values()
        for act in steps.onward
        if act.step is DueStep.CONTACT
    )


def contact_due(tracked: Tracked, at_ms: int) -> bool:
    """Whether a movement is about to move off, or under way, and nobody has tried its contact."""
    if tracked.subject is None or tracked.subject.code != "NHM" or contact_answered(tracked):
        return False
    return from_ms(tracked) - CONTACT_DUE_MS <= at_ms < valid_to_ms(tracked)


def stale_soon(tracked: Tracked, at_ms: int) -> bool:
    """Whether a site's notice is stale, or will be within a day. A movement is over by itself."""
    site = tracked.subject is not None and tracked.subject.code == "NHS"
    return site and valid_to_ms(tracked) - STALE_AHEAD_MS <= at_ms
