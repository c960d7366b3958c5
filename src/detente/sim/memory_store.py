"""A journal engine in memory with the crash semantics of a disk: what was kept stays, no more.

It stands in for SQLite when thousands of seeds are played. A planned power cut strikes at the next
commit, before it (nothing of the batch is kept) or after it (all is kept, but nobody was told).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.core.refusal import Fault
from detente.journal.entry import without_body
from detente.journal.store import Checkpoint, Cosignature, Evidence, Held, Record, Withheld


class PowerCut(Fault):
    """The power went during a commit: the node is gone, its store is what it was before or after.

    kept: whether the commit had reached the disk.
    """

    def __init__(self, *, kept: bool) -> None:
        super().__init__(f"power cut {'after' if kept else 'before'} the commit")
        self.kept = kept


class MemoryStore:
    """Implements journal.store.Store in memory. Survives its node; owned by one thread."""

    def __init__(self) -> None:
        self._held: list[Held] = []
        self._journals: dict[str, list[Held]] = {}
        self._checkpoints: dict[str, Checkpoint] = {}
        self._cosignatures: list[Cosignature] = []
        self._evidence: list[Evidence] = []
        self._cut: bool | None = None

    def cut_power(self, *, kept: bool) -> None:
        """The next commit raises PowerCut; `kept` says whether it reached the disk first."""
        self._cut = kept

    def spare(self) -> None:
        """Forget a planned power cut."""
        self._cut = None

    def append(self, records: Sequence[Record]) -> None:
        """Keep all records in one commit; raises PowerCut if one was planned."""
        cut, self._cut = self._cut, None
        if cut is not False:
            for record in records:
                self._keep(record)
        if cut is not None:
            raise PowerCut(kept=cut)

    def _keep(self, record: Record) -> None:
        match record:
            case Held():
                journal = self._journals.setdefault(record.journal, [])
                assert record.position == len(self._held) + 1, "positions are gap-free"
                assert record.entry.header.sequence == len(journal), "sequences are gap-free"
                self._held.append(record)
                journal.append(record)
            case Checkpoint():
                self._checkpoints[record.journal] = record
            case Cosignature():
                self._cosignatures.append(record)
            case Evidence():
                self._evidence.append(record)
            case Withheld(journal=name, sequence=sequence):
                self._withhold(name, sequence)

    def _withhold(self, journal: str, sequence: int) -> None:
        held = self._journals[journal][sequence]
        without = replace(held, entry=without_body(held.entry))
        self._journals[journal][sequence] = self._held[held.position - 1] = without

    def replay(self, after: int = 0) -> Iterator[Held]:
        """All entries with position > after, in order."""
        return iter(self._held[after:])

    def entries(self, journal: str, first: int, count: int) -> list[Held]:
        """Entries of one journal with sequence in first .. first+count-1, in order."""
        return self._journals.get(journal, [])[first : first + count]

    def checkpoint(self, journal: str) -> Checkpoint | None:
        """The newest checkpoint of a journal."""
        return self._checkpoints.get(journal)

    def cosignatures(self, journal: str | None = None) -> Iterator[Cosignature]:
        """All cosignatures held (of one journal), in the order they were kept."""
        return (one for one in self._cosignatures if journal in (None, one.journal))

    def evidence(self) -> Iterator[Evidence]:
        """All evidence, oldest first."""
        return iter(self._evidence)

    def close(self) -> None:
        """Nothing to release: what was appended stays in this object."""
