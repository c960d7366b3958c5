"""The native API's types of one journal entry exactly as it was signed, with all that proves it.

Whoever has them needs docs/record-format.md and C2SP, and no trust in this node, to check that the
entry is what its author signed, and that the parties named hold it. Bytes are in base64.
"""

from __future__ import annotations

import msgspec

from detente.core.line.message import Status
from detente.core.values import Json


class HeadView(msgspec.Struct, frozen=True, kw_only=True):
    """What the author then held of another journal: its size and its tree's root."""

    journal: str
    size: int
    root: str


class ProvedView(msgspec.Struct, frozen=True, kw_only=True):
    """A checkpoint that covers the entry, and how the entry's leaf leads to its root.

    note: the C2SP signed note, with the author's signature and every cosignature under this very
    tree. cosigners: who cosigned it. size, root: as the note says. hashes: the inclusion proof
    (RFC 6962) of leaf `index` in the tree of `size` leaves.
    """

    note: str
    size: int
    root: str
    index: int
    hashes: tuple[str, ...]
    cosigners: tuple[str, ...]


class EntryView(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as it was signed, and what it is.

    header: the signed bytes, the leaf of the tree. signature: over `detente/entry/v1`, a line end
    and the header. salt, body: what `body_sha256` in the header commits to; null when they were
    deleted, or are kept from this reader (unsaid: what a draft would say). decoded: the body, or
    null with it. leaf: the leaf's hash. key: the author's key by which the signature holds here;
    fingerprint: of it; by: signing or recovery. heads: what the author had seen. proofs: the newest
    checkpoint, then older ones under which others cosigned. keys: verifier keys (C2SP vkeys) of the
    author and the cosigners, newest first. key_changes: bodies of the author's `key-rotated`,
    oldest first. final: every member at that entry holds it; missing: who is not known to.
    """

    position: int
    journal: str
    author: str
    channel: str
    status: Status
    epoch: int
    sequence: int
    kind: str
    kind_version: int
    at_ms: int
    held_at_ms: int
    header: str
    signature: str
    salt: str | None
    body: str | None
    decoded: Json
    leaf: str
    key: str
    fingerprint: str
    by: str
    heads: tuple[HeadView, ...]
    proofs: tuple[ProvedView, ...]
    keys: tuple[str, ...]
    key_changes: tuple[str, ...] = ()
    final: bool = False
    missing: tuple[str, ...] = ()
    unsaid: bool = False
