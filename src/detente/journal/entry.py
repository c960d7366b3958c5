"""One signed item of a journal: a canonical header, a signature, and the salted body beside it.

The header is canonical JSON (this module's encoder's bytes are the only valid ones); its bytes are
the leaf of the journal's RFC 6962 tree. The body is hashed with a salt, so it can be deleted later
while the proof stays. Format: docs/record-format.md.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """The newest state of another journal that the author held: its size and tree root."""

    journal: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """What is signed. sequence from 0, gap-free; at_ms never decreases within a journal."""

    journal: str
    sequence: int
    at_ms: int
    heads: tuple[Head, ...]
    kind: str
    kind_version: int
    body_sha256: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """A header's exact bytes with its signature, and the salt and body that travel beside it."""

    header: Header
    header_bytes: bytes
    signature: bytes
    salt: bytes
    body: bytes
