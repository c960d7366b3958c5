"""What a journal engine must do: append durably in one commit, and give back what it holds.

An engine keeps the entries of this node's own journals and of its mirrors in one local order
(`position`), so that replaying by position rebuilds what this node knew when.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.journal.entry import Entry


@dataclass(frozen=True, slots=True)
class Held:
    """An entry as this node holds it. position: local order from 1, gap-free."""

    position: int
    journal: str
    entry: Entry
    held_at_ms: int


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The author's signed tree head of a journal, as a C2SP signed note."""

    journal: str
    size: int
    note: str


@dataclass(frozen=True, slots=True)
class Cosignature:
    """Another party's signature line under a checkpoint: it holds the first `size` entries.

    time_s is the cosigner's clock, as C2SP tlog-cosignature carries it. note is the whole cosigned
    note (checkpoint text, the author's signature, the cosignature), so it proves itself.
    """

    journal: str
    size: int
    cosigner: str
    time_s: int
    note: str
    held_at_ms: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Raw bytes that were refused, with the reason; id is given by the node, from 1."""

    id: int
    at_ms: int
    peer: str
    journal: str
    reason: str
    detail: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Withheld:
    """Delete salt and body of an entry that is held; header and signature stay."""

    journal: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What came in a file before that which it follows; kept until it can be taken.

    kind: ``entry`` (place: its sequence) or ``checkpoint`` (place: its size), of a foreign journal.
    carrier: who made the file, as it says. data: the bytes as they came (`node.carrying`).
    """

    journal: str
    kind: str
    place: int
    came_at_ms: int
    carrier: str
    data: bytes


@dataclass(frozen=True, slots=True)
class NoLonger:
    """What waited waits no longer: it was taken, or it came otherwise."""

    journal: str
    kind: str
    place: int


Record = Held | Checkpoint | Cosignature | Evidence | Withheld | Waiting | NoLonger


class Store(Protocol):
    """One engine behind a node. Owned by the writer's thread; every call blocks."""

    def append(self, records: Sequence[Record]) -> None:
        """Keep all records in one commit; durable on return. Raises on any failure: then stop.

        A `Withheld` takes salt and body of an entry away; it then reads as empty bytes.
        """

    def replay(self, after: int = 0) -> Iterator[Held]:
        """All entries with position > after, in order."""

    def entries(self, journal: str, first: int, count: int) -> list[Held]:
        """Entries of one journal with sequence in first .. first+count-1, in order."""

    def checkpoint(self, journal: str) -> Checkpoint | None:
        """The newest checkpoint of a journal."""

    def cosignatures(self, journal: str | None = None) -> Iterator[Cosignature]:
        """All cosignatures held (of one journal), in the order they were kept."""

    def evidence(self) -> Iterator[Evidence]:
        """All evidence, oldest first."""

    def waiting(self) -> Iterator[Waiting]:
        """All that waits, by journal, kind and place."""

    def close(self) -> None:
        """Release the engine; what was appended stays."""
