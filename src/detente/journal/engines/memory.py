"""An engine without a disk, for simulations and tests: the same checks, nothing durable.

Implements `journal.store.Store`; a node on it forgets everything when its process ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.core.refusal import Fault
from detente.journal.entry import without_body
from detente.journal.store import (
    Checkpoint,
    Cosignature,
    Evidence,
    Held,
    NoLonger,
    Record,
    Waiting,
    Withheld,
)


class NotNext(Fault):
    """An entry does not continue the local order or its journal: the caller is broken."""


class MemoryStore:
    """One node's journals in memory. Owned by the writer."""

    def __init__(self) -> None:
        self._held: list[Held] = []
        self._journals: dict[str, list[Held]] = {}
        self._checkpoints: dict[str, Checkpoint] = {}
        self._cosignatures: list[Cosignature] = []
        self._evidence: list[Evidence] = []
        self._waiting: dict[tuple[str, str, int], Waiting] = {}

    def append(self, records: Sequence[Record]) -> None:
        """Keep all records, or raise NotNext and keep none."""
        self._check([record for record in records if isinstance(record, Held)])
        for record in records:
            match record:
                case Held(journal=journal):
                    self._held.append(record)
                    self._journals.setdefault(journal, []).append(record)
                case Checkpoint(journal=journal, size=size):
                    newest = self._checkpoints.get(journal)
                    if newest is None or size >= newest.size:
                        self._checkpoints[journal] = record
                case Cosignature():
                    self._cosignatures.append(record)
                case Evidence():
                    self._evidence.append(record)
                case Withheld(journal=journal, sequence=sequence):
                    self._withhold(journal, sequence)
                case Waiting(journal=journal, kind=kind, place=place):
                    self._waiting[journal, kind, place] = record
                case NoLonger(journal=journal, kind=kind, place=place):
                    self._waiting.pop((journal, kind, place), None)

    def _check(self, entries: list[Held]) -> None:
        sizes: dict[str, int] = {}
        for offset, held in enumerate(entries, start=len(self._held) + 1):
            header = held.entry.header
            expected = sizes.get(held.journal, len(self._journals.get(held.journal, ())))
            if (held.position, header.sequence) != (offset, expected):
                raise NotNext(f"{held.journal}: entry {header.sequence} at {held.position}")
            sizes[held.journal] = expected + 1

    def _withhold(self, journal: str, sequence: int) -> None:
        held = self._journals[journal][sequence]
        without = replace(held, entry=without_body(held.entry))
        self._journals[journal][sequence] = self._held[held.position - 1] = without

    def replay(self, after: int = 0) -> Iterator[Held]:
        """All entries with position > after, in order."""
        yield from self._held[after:]

    def entries(self, journal: str, first: int, count: int) -> list[Held]:
        """Entries of one journal with sequence in first .. first+count-1, in order."""
        return self._journals.get(journal, [])[first : first + count]

    def checkpoint(self, journal: str) -> Checkpoint | None:
        """The newest checkpoint of a journal."""
        return self._checkpoints.get(journal)

    def cosignatures(self, journal: str | None = None) -> Iterator[Cosignature]:
        """All cosignatures held (of one journal), in the order they were kept."""
        yield from (c for c in self._cosignatures if journal in (None, c.journal))

    def evidence(self) -> Iterator[Evidence]:
        """All evidence, oldest first."""
        yield from self._evidence

    def waiting(self) -> Iterator[Waiting]:
        """All that waits, by journal, kind and place."""
        yield from (self._waiting[key] for key in sorted(self._waiting))

    def close(self) -> None:
        """Nothing to release."""
