"""The author's side of a journal: the next entry, and the checkpoint over all of them.

The clock only moves forward here: an entry's time is never before the one before it, whatever the
machine's clock did. Nothing is durable until the caller has appended it to a store.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

from detente.core.refusal import Fault
from detente.journal.entry import Entry, Head, seal
from detente.journal.forms import origin_of, parse_journal
from detente.journal.freezing import Freezable
from detente.journal.merkle import Tree, leaf_hash
from detente.journal.note import sign_checkpoint
from detente.journal.store import Checkpoint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.journal.keys import Signer


class RestoreFault(Fault):
    """A stored entry does not continue the journal that is being restored: stop, do not guess."""

    def __init__(self, journal: str, expected: int, found: int) -> None:
        super().__init__(f"{journal}: expected entry {expected}, the store gave {found}")
        self.journal = journal
        self.expected = expected
        self.found = found


class OwnJournal(Freezable):
    """One journal that this party writes. Owned by the writer's thread."""

    __slots__ = ("_signer", "_times", "_tree", "journal")
    NOT_FROZEN = ("_signer",)

    def __init__(self, journal: str, signer: Signer) -> None:
        parse_journal(journal)
        self.journal = journal
        self._signer = signer
        self._tree = Tree()
        self._times = array("q")

    @property
    def size(self) -> int:
        """Number of entries, which is the next entry's sequence."""
        return self._tree.size

    @property
    def tree(self) -> Tree:
        """The tree over its headers, for proofs and tiles; nobody else adds to it."""
        return self._tree

    @property
    def last_ms(self) -> int:
        """Time of the newest entry; 0 before the first."""
        return self._times[-1] if self._times else 0

    def next(
        self,
        *,
        kind: str,
        kind_version: int,
        body: bytes,
        salt: bytes,
        at_ms: int,
        heads: Sequence[Head],
        signer: Signer | None = None,
    ) -> Entry:
        """Seal the next entry; its time is `at_ms` or the last entry's, whichever is later.

        signer: another key for this entry alone; the recovery key, where one replaces a key.
        """
        entry = seal(
            signer or self._signer,
            journal=self.journal,
            sequence=self.size,
            at_ms=max(at_ms, self.last_ms),
            heads=heads,
            kind=kind,
            kind_version=kind_version,
            body=body,
            salt=salt,
        )
        self._take(entry)
        return entry

    def sign_with(self, signer: Signer) -> None:
        """Sign the next entries and all checkpoints with another key."""
        self._signer = signer

    def restore(self, entry: Entry) -> None:
        """Take back the next entry from a store at start; raises RestoreFault if it is not next."""
        if entry.header.journal != self.journal or entry.header.sequence != self.size:
            raise RestoreFault(self.journal, self.size, entry.header.sequence)
        self._take(entry)

    def _take(self, entry: Entry) -> None:
        self._tree.append(entry.header_bytes)
        self._times.append(entry.header.at_ms)

    def head(self) -> Head:
        """The present size and root, as another journal's entries would name them."""
        return Head(self.journal, self.size, self._tree.root())

    def root_at(self, size: int) -> bytes | None:
        """Root when the journal had `size` entries; None if it never had so many."""
        return self._tree.root_at(size) if 0 <= size <= self.size else None

    def is_at(self, sequence: int, header_bytes: bytes) -> bool:
        """Whether our entry of this place is the one with this header."""
        return 0 <= sequence < self.size and self._tree.leaf(sequence) == leaf_hash(header_bytes)

    def size_before(self, at_ms: int) -> int:
        """How many entries have a time before `at_ms`."""
        return bisect_left(self._times, at_ms)

    def at_ms(self, sequence: int) -> int:
        """Time of entry `sequence`, which must be below size."""
        return self._times[sequence]

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        """Sign the tree head at `size` (now, when None) as a C2SP checkpoint."""
        at = self.size if size is None else size
        root = self._tree.root_at(at)
        note = sign_checkpoint(origin_of(self.journal), at, root, self._signer)
        return Checkpoint(self.journal, at, note)
