"""What the player drives: some parties with a node each, a clock, and a network that can be cut.

Three worlds implement it: nodes in this process over memory or SQLite (local.py), and real
processes over TLS and HTTP (processes.py). A scenario file plays the same in all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from detente.core.events import Charter, PartyCard
from detente.core.line.commands import Command
from detente.core.refusal import Fault, Refusal
from detente.sim.registers import Register, V
from detente.wire.lastmile import GapView
from detente.wire.native import (
    Accepted,
    ConflictView,
    EventView,
    JournalView,
    LineView,
    MessageView,
)

WATCH = "watch"  # the officer that scenarios act as: a role, never a person
SECOND = "second"  # who releases what two officers must
SETUP_MS = 600_000  # parties join this long before the first line of a scenario


class WorldFault(Fault):
    """A world did not do what it was told: a node died, never fell quiet, or answered nonsense."""


class NotShown(WorldFault):
    """A node shows no case or contact under a number. number: which one was asked for."""

    def __init__(self, party: str, number: str) -> None:
        super().__init__(f"{party} shows nothing under {number}")
        self.number = number


class World(Protocol):
    """Some parties over one channel, or more. Calls block until done; times are the nodes' clock.

    channels: their ids, the story's own first. channel: the one that acts and views are of; the
    player sets it, line by line.
    """

    parties: tuple[str, ...]
    channels: tuple[str, ...]
    channel: str
    kind: str

    def now_ms(self) -> int:
        """The time that the nodes' clocks show."""

    def advance(self, to_ms: int) -> None:
        """Let time pass until `to_ms`; deadlines and repeats happen at their own times."""

    def do(self, party: str, command: Command) -> Accepted | tuple[Refusal, ...]:
        """An officer of `party` acts; returns when it is durable, or why it was refused."""

    def release(
        self, party: str, draft: int, acknowledged: Sequence[str] = ()
    ) -> Accepted | tuple[Refusal, ...]:
        """Another officer of `party` releases a draft; returns as `do` does."""

    def settle(self) -> None:
        """Return when every message that can travel has arrived and is acknowledged."""

    def bundle_out(self, party: str, peer: str) -> bytes:
        """What `peer` lacks of the party's record, as the bytes of a file to be carried."""

    def bundle_in(self, party: str, data: bytes) -> None:
        """A file is brought to the party; a house event of its node says what became of it."""

    def gaps(self, party: str) -> list[GapView]:
        """What has not come down to whose crews yet, as this node shows it now."""

    def line_view(self, party: str) -> LineView:
        """The line as this node shows it now: what each side declares of it."""

    def register(self, party: str, register: Register[V], number: str = "") -> V:
        """A register of the channel as this node shows it now.

        number: which case or contact, of those that show one. Raises NotShown for an unknown one.
        """

    def network(self, *, up: bool) -> None:
        """Cut or restore every link between the nodes."""

    def power(self, party: str, *, up: bool) -> None:
        """Crash a node as a power cut does, or start it again."""

    def events(self, party: str, after: int) -> list[EventView]:
        """Entries that the node holds at local positions > after, in its own order."""

    def messages(self, party: str) -> list[MessageView]:
        """All messages of the channel as this node shows them now."""

    def conflicts(self, party: str) -> list[ConflictView]:
        """All conflicts, open and ended, as this node shows them now."""

    def journals(self, party: str) -> list[JournalView]:
        """All journals that this node holds, with what is kept, delivered and final."""

    def export(self, party: str, path: Path) -> None:
        """Write the node's evidence file, for the offline verifier."""

    def card(self, party: str) -> PartyCard:
        """The party's public card."""

    def close(self) -> None:
        """Stop every node and take away what was made for it."""


def charter_members(cards: Sequence[PartyCard], charter: Charter) -> str:
    """One line for people: who is on the channel."""
    return f"{charter.name}: " + ", ".join(card.name for card in cards)
