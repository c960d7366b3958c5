"""What one node hands another of its own journal: entries in order, and the checkpoint after them.

Bytes as they came: nothing here is believed until `mirror.Mirror.check` has looked at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from detente.journal.forms import Malformed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.journal.entry import Entry

PUSH_ENTRIES_MAX: Final = 1_000  # a page of catch-up; under 0.1 s to verify, so ticks stay on time
PUSH_BYTES_MAX: Final = 8 * 1024 * 1024  # what a node reads from a peer before it has checked it


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


_decoder = msgspec.msgpack.Decoder(Push)
_encoder = msgspec.msgpack.Encoder()


def push_of(journal: str, entries: Sequence[Entry], checkpoint: str) -> Push:
    """Wrap own entries for a peer."""
    raw = tuple(RawEntry(e.header_bytes, e.signature, e.salt, e.body) for e in entries)
    return Push(journal, raw, checkpoint)


def encode_push(push: Push) -> bytes:
    """A push as MessagePack."""
    return _encoder.encode(push)


def decode_push(data: bytes) -> Push:
    """Read `encode_push`'s bytes; raises Malformed when too long or of another shape."""
    if len(data) > PUSH_BYTES_MAX:
        raise Malformed("push", f"{len(data)} bytes, at most {PUSH_BYTES_MAX}")
    try:
        return _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("push", "not the MessagePack of a push") from error
