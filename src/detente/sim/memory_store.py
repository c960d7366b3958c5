"""The memory engine with the crash semantics of a disk: what was kept stays, no more.

It stands in for SQLite when thousands of seeds are played. A planned power cut strikes at the next
commit, before it (nothing of the batch is kept) or after it (all is kept, but nobody was told).
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.core.refusal import Fault
from detente.journal.engines import memory
from detente.journal.store import Record


class PowerCut(Fault):
    """The power went during a commit: the node is gone, its store is what it was before or after.

    kept: whether the commit had reached the disk.
    """

    def __init__(self, *, kept: bool) -> None:
        super().__init__(f"power cut {'after' if kept else 'before'} the commit")
        self.kept = kept


class MemoryStore(memory.MemoryStore):
    """A memory engine that loses its power when told. Survives its node; owned by one thread."""

    def __init__(self) -> None:
        super().__init__()
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
            super().append(records)
        if cut is not None:
            raise PowerCut(kept=cut)
