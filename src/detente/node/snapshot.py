"""A node's memory at one position, as bytes: so that a start reads it and replays only the tail.

A snapshot is a convenience and never a source of truth: it is thrown away, and everything replayed,
when it was made by another version, for another party, is damaged, or does not agree with the
store about the journals that it speaks of. It holds no private key.
Made by a process of its own over the store (serve/snapshots.py), so the line never waits for it.
"""

from __future__ import annotations

import gc
import hashlib
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from detente.core.line.fold import put_in_picture
from detente.core.line.message import Line
from detente.journal.merkle import Tree, leaf_hash

if TYPE_CHECKING:
    from array import array

    from detente.core.line.state import State
    from detente.journal.store import Store
    from detente.node.book import Book
    from detente.node.journals import Journals

SNAPSHOT_FORMAT: Final = 5  # raised when what is kept has another shape; older ones are not used
HEAD_BYTES_MAX: Final = 1 << 20  # the first line; a hundred bytes for each journal


class SnapshotHead(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of a snapshot. sizes: entries of each journal that it covers."""

    format: int
    version: str
    party: str
    position: int
    sizes: dict[str, int]
    sha256: str


@dataclass(slots=True)
class Memory:
    """What a snapshot holds. pictured: the numbers in each line's picture."""

    book: Book
    state: State
    journals: dict[str, tuple[dict[str, object], array[int]]]
    pictured: dict[Line, list[str]]


def freeze(version: str, book: Book, state: State, journals: Journals) -> bytes:
    """The snapshot's bytes. Packs settled messages; changes nothing else."""
    state.pack()
    pictures, gazetteer = state.pictures, state.gazetteer
    pictured = {line: [placed.number for placed in one] for line, one in pictures.items()}
    state.pictures, state.gazetteer, state.memo = {}, None, None  # type: ignore[assignment]  # put back below
    try:
        memory = Memory(book, state, journals.frozen(), pictured)
        body = pickle.dumps(memory, pickle.HIGHEST_PROTOCOL)
    finally:
        state.pictures, state.gazetteer = pictures, gazetteer
    head = SnapshotHead(
        format=SNAPSHOT_FORMAT,
        version=version,
        party=state.party,
        position=book.position,
        sizes={journal: journals.size(journal) for journal in journals.all_ids()},
        sha256=hashlib.sha256(body).hexdigest(),
    )
    return msgspec.json.encode(head) + b"\n" + body


def thaw(data: bytes, version: str, party: str, store: Store) -> Memory | str:
    """What the snapshot holds, or why it is not used. The store decides what is true."""
    end = data.find(b"\n", 0, HEAD_BYTES_MAX)
    try:
        head = msgspec.json.decode(data[: max(end, 0)], type=SnapshotHead)
    except msgspec.MsgspecError as error:
        return f"damaged: {error}"
    if (head.format, head.version, head.party) != (SNAPSHOT_FORMAT, version, party):
        return f"made by version {head.version} of {head.party}, format {head.format}"
    body = memoryview(data)[end + 1 :]
    if hashlib.sha256(body).hexdigest() != head.sha256:
        return "damaged: its digest differs"
    try:
        memory = pickle.loads(body)  # noqa: S301 - our own file, its digest checked above
    except (pickle.UnpicklingError, AttributeError, ImportError, TypeError) as error:
        return f"of another shape: {error}"
    assert isinstance(memory, Memory)
    return _disagreement(memory, head, store) or memory


def _disagreement(memory: Memory, head: SnapshotHead, store: Store) -> str:
    """Where the snapshot and the store differ: the newest entry of each journal is compared."""
    for journal, size in head.sizes.items():
        held = store.entries(journal, size - 1, 1)
        if not held or journal not in memory.journals:
            return f"the store does not hold {size} entries of {journal}"
        tree = memory.journals[journal][0]["_tree"]
        assert isinstance(tree, Tree)
        if tree.leaf(size - 1) != leaf_hash(held[0].entry.header_bytes):
            return f"entry {size - 1} of {journal} is another one in the store"
    return ""


def refill_pictures(state: State, pictured: dict[Line, list[str]]) -> None:
    """Put every volume that was in a picture back into one; the index itself is not kept."""
    for line, numbers in pictured.items():
        for number in numbers:
            put_in_picture(state, line, state.line(line).messages[number])


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Rebuild a large memory without looking for rubbish in it again and again.

    While a record is replayed nearly nothing that is made is thrown away, so the collector's walks
    over all of it find nothing, and take longer the longer the record is. What is thrown away is
    freed by its count of references all the same.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
