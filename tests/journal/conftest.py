"""Two parties with fixed keys, their journals, and a way to write and push entries."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pytest

from detente.journal.entry import Entry, Head
from detente.journal.keys import Signer
from detente.journal.mirror import Known, Mirror
from detente.journal.own import OwnJournal
from detente.journal.push import Push, push_of

CHANNEL = "coast-1f3a9c02/ACTUAL"
NOW_MS = 1_800_000_000_000


@dataclass
class Author:
    """One party's own journal, all its entries, and shorthands to write and push them."""

    journal: OwnJournal
    signer: Signer
    entries: list[Entry] = field(default_factory=list)

    def write(self, text: str, at_ms: int = NOW_MS, heads: tuple[Head, ...] = ()) -> Entry:
        """Write the next entry, with `text` in its body."""
        salt = hashlib.sha256(f"salt {self.journal.size}".encode()).digest()
        entry = self.journal.next(
            kind="message",
            kind_version=1,
            body=f'{{"text":"{text}"}}'.encode(),
            salt=salt,
            at_ms=at_ms,
            heads=heads,
        )
        self.entries.append(entry)
        return entry

    def push(self, first: int = 0, end: int | None = None) -> Push:
        """Push entries first..end-1 with the checkpoint right after them."""
        stop = self.journal.size if end is None else end
        note = self.journal.checkpoint(stop).note
        return push_of(self.journal.journal, self.entries[first:stop], note)


@dataclass
class Pair:
    """Amber writes; Cobalt, who writes too, mirrors Amber's journal."""

    amber: Author
    cobalt: Author
    mirror: Mirror


def author(party: str, seed: int, line: str = CHANNEL) -> Author:
    """An author with the key of a one-byte seed."""
    signer = Signer.from_seed(bytes([seed]) * 32)
    return Author(OwnJournal(f"{line}/{party}", signer), signer)


@pytest.fixture
def pair() -> Pair:
    """Amber's journal, Cobalt's journal, and Cobalt's mirror of Amber's."""
    amber, cobalt = author("amber", 1), author("cobalt", 2)
    mirrors: dict[str, Mirror] = {}
    known = Known({cobalt.journal.journal: cobalt.journal}, mirrors)
    mirror = Mirror(amber.journal.journal, amber.signer.public, known)
    mirrors[mirror.journal] = mirror
    return Pair(amber, cobalt, mirror)
