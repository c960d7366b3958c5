"""What one node hands another of its own journal: entries in order, and the checkpoint after them.

Bytes as they came: nothing here is believed until `mirror.Mirror.check` has looked at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.journal.entry import Entry

PUSH_ENTRIES_MAX: Final = 1_000  # a page of catch-up; under 0.1 s to verify, so ticks stay on time


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry's four byte strings, unverified."""

    header_bytes: bytes
    signature: bytes
    salt: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Push:
    """Entries of one journal in order, and its author's checkpoint right after the last of them."""

    journal: str
    entries: tuple[RawEntry, ...]
    checkpoint: str


def raw_of(entry: Entry) -> RawEntry:
    """An entry as it travels."""
    return RawEntry(entry.header_bytes, entry.signature, entry.salt, entry.body)


def push_of(journal: str, entries: Sequence[Entry], checkpoint: str) -> Push:
    """Wrap own entries for a peer."""
    return Push(journal, tuple(raw_of(entry) for entry in entries), checkpoint)
