"""RFC 6962 Merkle tree over a journal's headers, grown one leaf at a time.

Every complete subtree's hash is kept (64 bytes an entry, in one bytearray a level), so the root at
any earlier size, and every proof, costs O(log n) without reading entries. `truncate` undoes a try.
Verification functions take only hashes and need no tree. Serves RFC 6962 section 2.1.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash of one leaf: SHA-256 of 0x00 and the leaf's data."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256 of 0x01, the left and the right child."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A growing tree; owned by the one journal or mirror that holds it."""

    __slots__ = ("_levels", "_size")

    def __init__(self) -> None:
        self._levels: list[bytearray] = [bytearray()]
        self._size = 0

    @property
    def size(self) -> int:
        """Number of leaves."""
        return self._size

    def append(self, leaf: bytes) -> None:
        """Add a leaf by its data (an entry's header bytes)."""
        self.append_hash(leaf_hash(leaf))

    def append_hash(self, digest: bytes) -> None:
        """Add a leaf by its hash, and complete the subtrees that it completes."""
        level, index = 0, self._size
        self._levels[0] += digest
        while index & 1:
            digest = node_hash(self._node(level, index - 1), digest)
            level, index = level + 1, index >> 1
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += digest
        self._size += 1

    def truncate(self, size: int) -> None:
        """Forget the leaves from `size` on: an append that did not stand."""
        for level, hashes in enumerate(self._levels):
            del hashes[(size >> level) * HASH_BYTES :]
        self._size = min(size, self._size)

    def leaf(self, index: int) -> bytes:
        """Hash of the leaf at `index`, which must be below size."""
        return self._node(0, index)

    def find(self, digest: bytes) -> int | None:
        """Index of the first leaf with that hash; None when there is none."""
        leaves, at = self._levels[0], -1
        while len(digest) == HASH_BYTES:
            at = leaves.find(digest, at + 1)
            if at < 0 or at % HASH_BYTES == 0:
                return at // HASH_BYTES if at >= 0 else None
        return None

    def complete(self, height: int, index: int) -> bytes:
        """Hash of the complete subtree number `index` of 2^height leaves; it must be there."""
        return self._node(height, index)

    def root(self) -> bytes:
        """Root of the whole tree."""
        return self.root_at(self._size)

    def root_at(self, size: int) -> bytes:
        """Root when the tree had `size` leaves; `size` must not exceed the present size."""
        assert 0 <= size <= self._size
        return EMPTY_ROOT if size == 0 else self._range(0, size)

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """Proof that leaf `index` is in the tree of `size` leaves (RFC 6962 2.1.1)."""
        assert 0 <= index < size <= self._size
        return self._path(index, 0, size)

    def consistency_proof(self, old: int, new: int) -> list[bytes]:
        """Proof that the tree of `old` leaves is a prefix of that of `new` (RFC 6962 2.1.2)."""
        assert 0 < old <= new <= self._size
        return [] if old == new else self._subproof(old, 0, new, whole=True)

    def _node(self, level: int, index: int) -> bytes:
        return bytes(self._levels[level][index * HASH_BYTES : (index + 1) * HASH_BYTES])

    def _range(self, start: int, end: int) -> bytes:
        """Hash over leaves start..end-1; start is aligned as RFC 6962's splits make it."""
        size = end - start
        level = size.bit_length() - 1
        if size == 1 << level:
            return self._node(level, start >> level)
        split = start + (1 << level)
        return node_hash(self._node(level, start >> level), self._range(split, end))

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        split = start + _split(end - start)
        if index < split:
            return [*self._path(index, start, split), self._range(split, end)]
        return [*self._path(index, split, end), self._range(start, split)]

    def _subproof(self, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        if old == end:
            return [] if whole else [self._range(start, end)]
        split = start + _split(end - start)
        if old <= split:
            return [*self._subproof(old, start, split, whole=whole), self._range(split, end)]
        return [*self._subproof(old, split, end, whole=False), self._range(start, split)]


def _split(size: int) -> int:
    """The largest power of two below `size`, which must be at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether `proof` shows the leaf hash at `index` under `root` of a tree of `size` leaves."""
    if not 0 <= index < size:
        return False
    node, last, digest = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            digest = node_hash(step, digest)
            while node & 1 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            digest = node_hash(digest, step)
        node, last = node >> 1, last >> 1
    return last == 0 and digest == root


def verify_consistency(
    old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether `proof` shows that the tree of `old` leaves is a prefix of the tree of `new`."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    if not path:
        return False
    first = second = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while node & 1 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, step)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root
