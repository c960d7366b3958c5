"""Line checks on schedule: how often each member owes one, who is due, and what our own node owes.

A line that nobody tries is not known to work, and a check that stopped coming is the first sign of
a cut (domain.md rows 5 and 6). A check or the echo of one counts, by when this node held it. A
check that a node sends by itself shows that link and node work, not that a person sits there, so
it is signed as desk `NODE_DESK`, and no officer can have that name. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.core.line.deadlines import What
from detente.core.line.formats import DueStep
from detente.core.line.message import Line

if TYPE_CHECKING:
    from detente.core.line.state import Declared, LineState, State

NODE_DESK: Final = "node"  # by whom a node signs what it sends on schedule
MISSES: Final = 2  # one line check may fall into a busy minute; two in a row are a silence
DUTY: Final = "line-checks"  # the residual duty of a suspended line to go on with checks


@dataclass(frozen=True, slots=True)
class CheckDue:
    """One member's next line check. Times by this node's clock.

    last_ms: when its newest came; None when none ever did. due_ms: when the next is expected.
    missed: how many have not come. expected: whether any is, as the line stands.
    """

    party: str
    every_ms: int
    last_ms: int | None
    due_ms: int
    missed: int
    expected: bool

    @property
    def silent(self) -> bool:
        """Whether it is cause for an alarm."""
        return self.expected and self.missed >= MISSES


def agreed_ms(state: State, channel: str, here_ms: int = 0) -> int:
    """How often a check is expected on a channel; 0: not at all.

    here_ms: as this node's settings say, which go before the charter; 0 when they say nothing.
    """
    charter = state.charters.get(channel)
    return here_ms or (charter.check_every_ms or 0 if charter is not None else 0)


def checks(state: State, line: Line, at_ms: int, every_ms: int) -> tuple[CheckDue, ...]:
    """Each member's next line check, ourselves included, by party; empty without a schedule."""
    here = state.line(line)
    if not every_ms:
        return ()
    return tuple(
        _due(here, party, at_ms, every_ms)
        for party in state.members.get(line.channel, ())
        if party in here.since_ms or party in here.checked_ms
    )


def _due(here: LineState, party: str, at_ms: int, every_ms: int) -> CheckDue:
    last_ms = here.checked_ms.get(party)
    began_ms = here.since_ms.get(party, at_ms) if last_ms is None else last_ms
    missed = max(0, at_ms - began_ms) // every_ms
    expected = not is_over(here, at_ms) and not excused(here.declared.get(party), at_ms)
    return CheckDue(party, every_ms, last_ms, began_ms + every_ms, missed, expected)


def is_over(here: LineState, at_ms: int) -> bool:
    """Whether a side has declared the line ENDED: nobody checks it any more."""
    standing = (declared.standing(at_ms) for declared in here.declared.values())
    return any(one is not None and one.state == "ENDED" for one in standing)


def excused(declared: Declared | None, at_ms: int) -> bool:
    """Whether a party suspended the line and named its duties, and checks are not among them."""
    one = declared.standing(at_ms) if declared is not None else None
    if one is None or not one.closed_at(at_ms):
        return False
    return bool(one.residual) and DUTY not in one.residual


def own_due(state: State, at_ms: int) -> tuple[Line, ...]:
    """The lines on which our own check is due by the charter's schedule; ACTUAL ones only."""
    return tuple(line for line in map(Line, sorted(state.charters)) if _owes(state, line, at_ms))


def _owes(state: State, line: Line, at_ms: int) -> bool:
    others = set(state.members.get(line.channel, ())) - {state.party}
    return bool(others) and any(
        due.party == state.party and due.expected and at_ms >= due.due_ms
        for due in checks(state, line, at_ms, agreed_ms(state, line.channel))
    )


def to_echo(state: State) -> tuple[tuple[Line, str], ...]:
    """Checks that a peer's node sent by itself and nobody here has echoed; line and number."""
    found: list[tuple[Line, str]] = []
    for key in state.agenda.owed:
        if key.what is not What.STEP or key.party != state.party or key.step != DueStep.ANSWER:
            continue
        tracked = state.message(key.line, key.number)
        if tracked is None or tracked.author == state.party or tracked.message.ref is not None:
            continue
        if tracked.message.format == "LCK" and tracked.message.by.officer == NODE_DESK:
            found.append((key.line, key.number))
    return tuple(sorted(found))
