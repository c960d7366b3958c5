"""One journal as the verifier follows it: its size, its tree's root at every size, its times.

The roots of all sizes are needed (any entry may name any earlier head) but not in memory: they
lie in a temporary file of fixed records, and only the peaks of the growing tree are kept.
"""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from typing import Final

from detente.core.events import Previous
from detente.journal.entry import Head
from detente.journal.forms import JournalId
from detente.journal.merkle import EMPTY_ROOT, leaf_hash, node_hash

_TIME_BYTES: Final = 8
_HASH_BYTES: Final = sha256().digest_size
_RECORD_BYTES: Final = 2 * _HASH_BYTES + _TIME_BYTES
TAIL_BYTES_MAX: Final = 256 * _RECORD_BYTES  # heads mostly name what came last


class Chain:
    """A journal so far. Owned by the checker; close it.

    key:    the author's public key once known. named: head of each other journal last seen.
    whole:  False once an entry is missing: its later entries then have no place in a tree.
    joined: other members by the sequence from which they count; witnesses apart.
    previous: of a later epoch, what it goes on from. end, beyond: what a later epoch says of this
    one's end, and how many entries stand after that.
    """

    def __init__(self, journal: JournalId, key: bytes | None) -> None:
        self.id = journal
        self.key = key
        self.switches: list[tuple[int, bytes]] = []  # (first entry that it did not sign, key)
        self.previous: Previous | None = None
        self.end: Previous | None = None
        self.beyond = 0
        self.size = 0
        self.last_ms = 0
        self.whole = True
        self.last_number: str | None = None
        self.hidden = False  # whether bodies were withheld since the last number that was read
        self.named: dict[str, Head] = {}
        self.joined: dict[str, int] = {}
        self.checkpoint = 0
        self.cosigned: dict[str, int] = {}
        self._peaks: list[bytes] = []
        self._tail = bytearray()  # whole records that are not in the file yet
        self._written = 0
        self._file = tempfile.TemporaryFile(prefix="detente-verify-")  # noqa: SIM115 - see close

    def close(self) -> None:
        """Give the temporary file back."""
        self._file.close()

    def rotate(self, key: bytes) -> None:
        """From the next entry on the author signs with another key."""
        if self.key is not None and key != self.key:
            self.switches.append((self.size, self.key))
        self.key = key

    def key_at(self, size: int) -> bytes:
        """The key in force for entry `size`."""
        assert self.key is not None
        return next((key for until, key in self.switches if size < until), self.key)

    def named_size(self, journal: str) -> int:
        """How much of another journal its author has named as seen."""
        head = self.named.get(journal)
        return 0 if head is None else head.size

    def append(self, header_bytes: bytes, at_ms: int) -> None:
        """Add the next entry's leaf, and remember root and time at the new size."""
        leaf = leaf_hash(header_bytes)
        digest, count = leaf, self.size
        while count & 1:
            digest = node_hash(self._peaks.pop(), digest)
            count >>= 1
        self._peaks.append(digest)
        root = self._peaks[-1]
        for peak in self._peaks[-2::-1]:
            root = node_hash(peak, root)
        record = leaf + root + at_ms.to_bytes(_TIME_BYTES, "big")
        self._tail += record
        self.size += 1
        self.last_ms = at_ms
        if len(self._tail) >= TAIL_BYTES_MAX:
            os.pwrite(self._file.fileno(), self._tail, self._written)
            self._written += len(self._tail)
            self._tail.clear()

    def _read(self, length: int, offset: int) -> bytes:
        """Bytes of one record, from the tail in memory or from the file."""
        if offset >= self._written:
            at = offset - self._written
            return bytes(self._tail[at : at + length])
        return os.pread(self._file.fileno(), length, offset)

    def leaf(self, sequence: int) -> bytes:
        """Leaf hash of an entry that was appended."""
        return self._read(_HASH_BYTES, sequence * _RECORD_BYTES)

    def root_at(self, size: int) -> bytes:
        """Root at an earlier size, at most the present one."""
        if size == 0:
            return EMPTY_ROOT
        offset = (size - 1) * _RECORD_BYTES + _HASH_BYTES
        return self._read(_HASH_BYTES, offset)

    def at_ms(self, sequence: int) -> int:
        """Author's time of an entry that was appended."""
        offset = sequence * _RECORD_BYTES + 2 * _HASH_BYTES
        return int.from_bytes(self._read(_TIME_BYTES, offset), "big")

    def final(self) -> tuple[int, tuple[str, ...]]:
        """How many entries are final, and who keeps the rest from being so.

        Under the author's checkpoint, and cosigned by all who were members then; an author alone
        needs nobody, but it has vouched for nothing beyond its checkpoint.
        """
        least, missing = min(self.size, self.checkpoint), []
        for party, since in sorted(self.joined.items()):
            bound = max(self.cosigned.get(party, 0), min(since, self.size))
            if bound < self.size:
                missing.append(party)
            least = min(least, bound)
        return least, tuple(missing)
