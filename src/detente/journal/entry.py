"""One signed item of a journal: a canonical header, a signature, and the salted body beside it.

The header is canonical JSON (this module's encoder's bytes are the only valid ones); its bytes are
the leaf of the journal's RFC 6962 tree. The body is hashed with a salt, so it can be deleted later
while the proof stays. Format: docs/record-format.md.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from detente.journal import signatures
from detente.journal.forms import (
    AT_MS_MAX,
    INTEGER_MAX,
    Malformed,
    from_base64,
    parse_journal,
    to_base64,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.journal.keys import Signer

HEADER_VERSION: Final = 1
HASH_BYTES: Final = 32
SALT_BYTES: Final = 32
HEADS_MAX: Final = 64  # members of one channel; more is a crowd, not a line
HEADER_BYTES_MAX: Final = 32_768  # HEADS_MAX heads of the longest names and room to spare
BODY_BYTES_MAX: Final = 262_144  # several polygons of 1,000 vertices and remarks
KIND_VERSION_MAX: Final = 65_535
ENTRY_DOMAIN: Final = b"detente/entry/v1\n"
BODY_DOMAIN: Final = b"detente/body/v1\n"

_KIND = re.compile(r"[a-z][a-z0-9-]{0,39}", re.ASCII)


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


class _WireHeader(msgspec.Struct, forbid_unknown_fields=True):
    v: int
    journal: str
    sequence: int
    at_ms: int
    heads: list[tuple[str, int, str]]
    kind: str
    kind_version: int
    body_sha256: str


_decoder = msgspec.json.Decoder(_WireHeader)


def without_body(entry: Entry) -> Entry:
    """The entry with its salt and body deleted: everything but the meaning can still be proved."""
    return Entry(entry.header, entry.header_bytes, entry.signature, b"", b"")


def is_withheld(entry: Entry) -> bool:
    """Whether salt and body were deleted (a body that is there has a salt of 32 bytes)."""
    return not entry.salt


def body_hash(salt: bytes, body: bytes) -> bytes:
    """The salted commitment to a body that stands in its header: 32 bytes."""
    return hashlib.sha256(BODY_DOMAIN + salt + body).digest()


def encode_header(header: Header) -> bytes:
    """The header's only valid bytes. Takes what `check_header` accepts."""
    heads = ",".join(f'["{h.journal}",{h.size},"{to_base64(h.root)}"]' for h in header.heads)
    return (
        f'{{"v":{HEADER_VERSION},"journal":"{header.journal}","sequence":{header.sequence},'
        f'"at_ms":{header.at_ms},"heads":[{heads}],"kind":"{header.kind}",'
        f'"kind_version":{header.kind_version},"body_sha256":"{to_base64(header.body_sha256)}"}}'
    ).encode("ascii")


def check_header(header: Header) -> None:
    """Raise Malformed unless every value is in its range and the heads are sorted and unique."""
    parse_journal(header.journal)
    _check_range("sequence", header.sequence, INTEGER_MAX)
    _check_range("at_ms", header.at_ms, AT_MS_MAX)
    _check_range("kind_version", header.kind_version, KIND_VERSION_MAX)
    if _KIND.fullmatch(header.kind) is None:
        raise Malformed("header", f"kind {header.kind[:40]!r} is not a-z, 0-9 and hyphens")
    if len(header.body_sha256) != HASH_BYTES:
        raise Malformed("header", "body_sha256 is not 32 bytes")
    if len(header.heads) > HEADS_MAX:
        raise Malformed("header", f"{len(header.heads)} heads, at most {HEADS_MAX}")
    before = ""
    for head in header.heads:
        parse_journal(head.journal)
        _check_range("head size", head.size, INTEGER_MAX)
        if head.size == 0 or len(head.root) != HASH_BYTES:
            raise Malformed(
                "header", f"head of {head.journal} is empty or its root is not 32 bytes"
            )
        if head.journal <= before or head.journal == header.journal:
            raise Malformed("header", "heads are not sorted, unique and of other journals")
        before = head.journal


def _check_range(name: str, value: int, maximum: int) -> None:
    if not 0 <= value <= maximum:
        raise Malformed("header", f"{name} {value} is not in 0..{maximum}")


def decode_header(data: bytes) -> Header:
    """Read a header; raises Malformed unless `data` is exactly what `encode_header` would write."""
    if len(data) > HEADER_BYTES_MAX:
        raise Malformed("header", f"{len(data)} bytes, at most {HEADER_BYTES_MAX}")
    try:
        wire = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("header", "not the JSON of a header") from error
    if wire.v != HEADER_VERSION:
        raise Malformed("header", f"version {wire.v} is not known here")
    header = Header(
        wire.journal,
        wire.sequence,
        wire.at_ms,
        tuple(
            Head(j, size, from_base64(root, "head root", HASH_BYTES))
            for j, size, root in wire.heads
        ),
        wire.kind,
        wire.kind_version,
        from_base64(wire.body_sha256, "body_sha256", HASH_BYTES),
    )
    check_header(header)
    if encode_header(header) != data:
        raise Malformed("header", "not in canonical form")
    return header


def seal(
    signer: Signer,
    *,
    journal: str,
    sequence: int,
    at_ms: int,
    heads: Sequence[Head],
    kind: str,
    kind_version: int,
    body: bytes,
    salt: bytes,
) -> Entry:
    """Make and sign an entry. salt: 32 fresh random bytes. Raises Malformed beyond the limits."""
    if len(salt) != SALT_BYTES or len(body) > BODY_BYTES_MAX:
        raise Malformed("entry", f"salt of {len(salt)} bytes, body of {len(body)} bytes")
    ordered = tuple(sorted(heads, key=lambda head: head.journal))
    header = Header(journal, sequence, at_ms, ordered, kind, kind_version, body_hash(salt, body))
    check_header(header)
    data = encode_header(header)
    return Entry(header, data, signer.sign(ENTRY_DOMAIN + data), salt, body)


def verify_signature(header_bytes: bytes, signature: bytes, public: bytes) -> bool:
    """Whether the author's key `public` signed this header."""
    return signatures.verify(public, signature, ENTRY_DOMAIN + header_bytes)


def verify_body(header: Header, salt: bytes, body: bytes) -> bool:
    """Whether this salt and body are those that the header commits to."""
    return len(salt) == SALT_BYTES and body_hash(salt, body) == header.body_sha256
