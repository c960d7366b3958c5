"""A node as it was: the same code over the record up to a time, so it shows what was known then.

Nobody wrote down what a node knew at each moment; it follows from what it held. The record is
replayed in the order in which it was held, and stops at the time that is asked for. Read only.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Never

from detente.core.airspace.gazetteer import Gazetteer
from detente.node.node import Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.journal.store import (
        Checkpoint,
        Cosignature,
        Evidence,
        Held,
        Record,
        Store,
        Waiting,
    )
    from detente.node.identity import Identity


class PastStore:
    """A store up to a time: what came to be held later is not there. Cannot be written."""

    def __init__(self, store: Store, at_ms: int) -> None:
        self._store = store
        self._at_ms = at_ms
        self._last: dict[str, int] = {}

    def append(self, records: Sequence[Record]) -> Never:
        """Refused: the past is not written."""
        raise PermissionError(f"{len(records)} records for the past, which is not written")

    def replay(self, after: int = 0) -> Iterator[Held]:
        """Entries in the order in which they were held, as far as they were by then."""
        for held in self._store.replay(after):
            if held.held_at_ms > self._at_ms:
                return
            self._last[held.journal] = held.entry.header.sequence
            yield held

    def entries(self, journal: str, first: int, count: int) -> list[Held]:
        """Entries of one journal that were held by then."""
        most = self._last.get(journal, -1) + 1 - first
        return self._store.entries(journal, first, max(0, min(count, most)))

    def checkpoint(self, _journal: str) -> Checkpoint | None:
        """None: which one was the newest then is not kept; the journal is checked as of today."""
        return None

    def cosignatures(self, journal: str | None = None) -> Iterator[Cosignature]:
        """Cosignatures that were held by then."""
        yield from (c for c in self._store.cosignatures(journal) if c.held_at_ms <= self._at_ms)

    def evidence(self) -> Iterator[Evidence]:
        """Evidence that was kept by then."""
        yield from (one for one in self._store.evidence() if one.at_ms <= self._at_ms)

    def waiting(self) -> Iterator[Waiting]:
        """What waited then and still does; what was taken since is not told apart."""
        yield from (one for one in self._store.waiting() if one.came_at_ms <= self._at_ms)

    def close(self) -> None:
        """Nothing of its own to release."""


class PastNode(Node):
    """A node over a past store. It answers questions and takes nothing."""

    def check_whole(self) -> None:
        """The end of the past has no checkpoint of its own; the present node checks the record."""


def past_node(
    store: Store, at_ms: int, identity: Identity, gazetteer: Gazetteer, version: str
) -> PastNode:
    """The node as it was at a time by its own clock."""
    return PastNode(
        identity=replace(identity),
        store=PastStore(store, at_ms),
        clock=lambda: at_ms,
        entropy=bytes,
        gazetteer=gazetteer,
        version=version,
    )
