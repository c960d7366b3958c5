"""The two tables: which rule decides a command, and which fold takes an event.

`decide` is pure: state, command and time in; events or refusals out; nothing changes. `apply`
folds one event of a journal into the state; it computes no geometry beyond putting a volume into
the index, so a later engine never rewrites what was shown. Each event is applied before the next
command is decided. The state is owned by the writer.

How the node uses it:
- an officer's command: ``decide(state, command, line, by, at_ms)``;
- an entry that came from a peer: ``decide(state, Arrived(...), line, None, at_ms)`` *before*
  applying it, then apply it, then apply the house events that were decided;
- time: ``decide(state, Tick(), None, None, at_ms)`` when `next_due_ms` has come.
House events carry the line ``Line(HOUSE, status)``: the house has one journal per status.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.core.events import Event
from detente.core.line.commands import Command
from detente.core.line.message import Line, Signature
from detente.core.line.state import State
from detente.core.refusal import Refusal

__all__ = ["Arrived", "Decision", "State", "Tick", "apply", "decide", "next_due_ms"]


@dataclass(frozen=True, slots=True)
class Arrived:
    """An entry of a peer's journal has been verified and is about to be applied.

    author: whose journal. at_ms: the author's clock. sequence: the entry's place in the journal.
    """

    author: str
    event: Event
    at_ms: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed: what is due now?"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from a command. events: in the order in which they are to be applied.

    number: the number of the message released, if one was. warnings: shown to the officer.
    """

    events: tuple[tuple[Line, Event], ...] = ()
    number: str | None = None
    warnings: tuple[Refusal, ...] = ()


def decide(
    state: State,
    command: Command | Arrived | Tick,
    line: Line | None,
    actor: Signature | None,
    at_ms: int,
) -> Decision | tuple[Refusal, ...]:
    """The events that follow from a command at `at_ms`, or every reason why it is refused."""
    raise NotImplementedError


def apply(
    state: State,
    author: str,
    line: Line,
    event: Event,
    *,
    at_ms: int,
    held_at_ms: int,
    sequence: int,
) -> None:
    """Fold one event of `author`'s journal of `line` into the state. Total: never raises on it.

    at_ms: the author's clock. held_at_ms: ours, when we came to hold it (equal for own entries).
    """
    raise NotImplementedError


def next_due_ms(state: State) -> int | None:
    """When `Tick` should be decided next; None when nothing is due."""
    return state.agenda.next_ms()
