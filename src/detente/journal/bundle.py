"""The evidence file: what one node holds, as JSON lines that a stranger can check offline.

The same file carries entries to another node where no link does (`carry`, a *bundle*): then it
begins where the receiver is known to end, and a checkpoint follows every page, so that a file which
is cut short gives all the pages before the cut.

Line 1 says what it is; then entries in the exporter's local order (causes before effects), the
newest checkpoints, all cosignatures, and what was refused and kept; the last line counts them and
carries a SHA-256 over everything before it, signed by the exporter when its key is at hand. So a
cut or changed file shows. Both ways are streamed: memory does not grow with the file. A name that
ends in ``.gz`` is compressed. Format: docs/record-format.md.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Annotated, Final, Self, cast

import msgspec

from detente.core.events import HOUSE
from detente.journal.entry import Entry
from detente.journal.entry import is_withheld as is_deleted
from detente.journal.forms import AT_MS_MAX, Malformed, from_base64, to_base64
from detente.journal.keys import Signer
from detente.journal.push import RawEntry
from detente.journal.signatures import verify
from detente.journal.store import Cosignature, Held, Store

BUNDLE_VERSION: Final = 1
BUNDLE_DOMAIN: Final = b"detente/evidence/v1\n"
LINE_BYTES_MAX: Final = 2 * 1024 * 1024  # the largest body, every character escaped, and its header
PROGRESS_ENTRIES: Final = 1_000
PAGE_ENTRIES: Final = 32  # of a bundle, between checkpoints: what a cut loses at most
_Time = Annotated[int, msgspec.Meta(ge=0, le=AT_MS_MAX)]


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Line 1: the format's version, and who made the file when (by its own clock).

    bundle_for: of a file that carries entries to one party: who. keys: how the keys of those whose
    entries it carries have changed (bodies of `journal.rotation`).
    """

    detente_evidence: int
    made_by: str
    made_at_ms: _Time
    bundle_for: str | None = None
    keys: tuple[str, ...] = ()


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="is"):
    """What all lines after the first have: the key ``is`` says which line it is."""


class EntryLine(_Line, frozen=True, omit_defaults=True, tag="entry"):
    """One entry. header and body are the exact bytes as text; salt and body None: withheld.

    body_base64 stands instead of body when the bytes are not UTF-8.
    """

    held_at_ms: _Time
    header: str
    signature: str
    salt: str | None = None
    body: str | None = None
    body_base64: str | None = None


class CheckpointLine(_Line, frozen=True, tag="checkpoint"):
    """The author's signed tree head of one journal: the newest, in a bundle one for each page."""

    journal: str
    note: str


class CosignatureLine(_Line, frozen=True, tag="cosignature"):
    """Another party's statement that it holds a journal up to a size: the whole cosigned note."""

    journal: str
    cosigner: str
    held_at_ms: _Time
    note: str


class EvidenceLine(_Line, frozen=True, tag="evidence"):
    """What the exporter refused and kept: its own account, and the bytes in base64."""

    id: int
    at_ms: _Time
    peer: str
    journal: str
    reason: str
    detail: str
    data: str


class EndLine(_Line, frozen=True, tag="end"):
    """The last line: how many of each, SHA-256 of all bytes before it, its signature."""

    entries: int
    checkpoints: int
    cosignatures: int
    evidence: int
    sha256: str
    signature: str | None = None


Line = EntryLine | CheckpointLine | CosignatureLine | EvidenceLine | EndLine


@dataclass(frozen=True, slots=True)
class Damaged:
    """A line that is none of an evidence file, and why."""

    reason: str


class Unusable(Malformed):
    """The file is no evidence file that this version can read at all."""

    def __init__(self, reason: str) -> None:
        super().__init__("evidence file", reason)


_encode = msgspec.json.Encoder().encode
_decoder: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)
_opening = msgspec.json.Decoder(Opening)


@dataclass(slots=True)
class _Writer:
    """Writes lines and keeps their digest and counts."""

    file: IO[bytes]
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    counts: dict[type, int] = field(default_factory=dict)

    def write(self, line: Opening | Line) -> None:
        """Write one line."""
        data = _encode(line) + b"\n"
        self.digest.update(data)
        self.file.write(data)
        self.counts[type(line)] = self.counts.get(type(line), 0) + 1

    def end(self, signer: Signer | None) -> EndLine:
        """Write the last line and return it."""
        digest = self.digest.digest()
        line = EndLine(
            entries=self.counts.get(EntryLine, 0),
            checkpoints=self.counts.get(CheckpointLine, 0),
            cosignatures=self.counts.get(CosignatureLine, 0),
            evidence=self.counts.get(EvidenceLine, 0),
            sha256=to_base64(digest),
            signature=None if signer is None else to_base64(signer.sign(BUNDLE_DOMAIN + digest)),
        )
        self.file.write(_encode(line) + b"\n")
        return line


def export(
    store: Store,
    path: Path,
    *,
    made_by: str,
    made_at_ms: int,
    journals: Collection[str] | None = None,
    signer: Signer | None = None,
    progress: Callable[[int], None] | None = None,
    may_read: Callable[[Held], bool] | None = None,
) -> EndLine:
    """Write what the store holds of `journals` (all but the house's when None) to `path`.

    may_read: of a file for somebody who may not be told all: an entry that it denies is written
    without its body, and what was refused and kept is left out.

    The file appears whole or not at all, readable by its owner only. progress: called with the
    number of entries written so far. signer: the exporter's key; it then vouches for held_at_ms.
    Returns the last line: the counts and the digest. Raises OSError.
    """
    opening = Opening(BUNDLE_VERSION, made_by, made_at_ms)

    def fill(writer: _Writer) -> None:
        _write_records(writer, store, journals, progress, may_read)

    return _written(path, opening, fill, signer)


def _written(
    path: Path, opening: Opening, fill: Callable[[_Writer], None], signer: Signer | None
) -> EndLine:
    """The file appears whole or not at all."""
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as raw:
            file = _packed(raw, path)
            writer = _Writer(file)
            writer.write(opening)
            fill(writer)
            end = writer.end(signer)
            if file is not raw:
                file.close()
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return end


@dataclass(frozen=True, slots=True)
class Stretch:
    """Entries of one journal to be carried, from `first` on.

    notes: the author's checkpoints to put after pages, with their sizes, ascending. Of a foreign
    journal: empty, and taken from the cosignatures of `cosigner`, each of which holds one.
    """

    journal: str
    first: int
    notes: tuple[tuple[int, str], ...] = ()
    cosigner: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """What a bundle carries to one party."""

    bundle_for: str
    stretches: tuple[Stretch, ...]
    cosignatures: tuple[Cosignature, ...]
    keys: tuple[bytes, ...]


def carry(
    store: Store, path: Path, load: Load, *, made_by: str, made_at_ms: int, signer: Signer
) -> EndLine:
    """Write a bundle to `path`, whole or not at all, readable by its owner only. Raises OSError."""
    keys = tuple(body.decode("utf-8") for body in load.keys)
    opening = Opening(BUNDLE_VERSION, made_by, made_at_ms, load.bundle_for, keys)

    def fill(writer: _Writer) -> None:
        for stretch in load.stretches:
            _write_stretch(writer, store, stretch)
        for one in load.cosignatures:
            writer.write(CosignatureLine(one.journal, one.cosigner, one.held_at_ms, one.note))

    return _written(path, opening, fill, signer)


def _write_stretch(writer: _Writer, store: Store, stretch: Stretch) -> None:
    at = stretch.first
    for size, note in stretch.notes or _foreign_notes(store, stretch):
        while at < size:
            page = store.entries(stretch.journal, at, min(PAGE_ENTRIES, size - at))
            for held in page:
                writer.write(entry_line(held.entry, held.held_at_ms))
            at += len(page)
            if not page:
                return
        writer.write(CheckpointLine(stretch.journal, note))


def _foreign_notes(store: Store, stretch: Stretch) -> list[tuple[int, str]]:
    """A foreign journal's checkpoints that were cosigned here, a page apart, and the newest."""
    found: list[tuple[int, str]] = []
    given = [one for one in store.cosignatures(stretch.journal) if one.cosigner == stretch.cosigner]
    sizes = {one.size: one.note for one in given if one.size > stretch.first}
    for size in sorted(sizes):
        if size == max(sizes) or size - (found[-1][0] if found else stretch.first) >= PAGE_ENTRIES:
            text, _, lines = sizes[size].partition("\n\n")
            found.append((size, f"{text}\n\n{lines.splitlines()[0]}\n"))
    return found


def _packed(raw: IO[bytes], path: Path) -> IO[bytes]:
    if path.suffix != ".gz":
        return raw
    return cast("IO[bytes]", gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0))


def _write_records(
    writer: _Writer,
    store: Store,
    journals: Collection[str] | None,
    progress: Callable[[int], None] | None,
    may_read: Callable[[Held], bool] | None,
) -> None:
    def wanted(journal: str) -> bool:
        if journals is None:
            return not journal.startswith(f"{HOUSE}/")
        return journal in journals

    seen: dict[str, None] = {}
    count = 0
    for held in store.replay():
        if wanted(held.journal):
            seen[held.journal] = None
            open_to = may_read is None or may_read(held)
            writer.write(entry_line(held.entry, held.held_at_ms, open_to=open_to))
            count += 1
            if progress is not None and count % PROGRESS_ENTRIES == 0:
                progress(count)
    for journal in seen:
        checkpoint = store.checkpoint(journal)
        if checkpoint is not None:
            writer.write(CheckpointLine(journal, checkpoint.note))
    for signed in store.cosignatures():
        if signed.journal in seen:
            line = CosignatureLine(signed.journal, signed.cosigner, signed.held_at_ms, signed.note)
            writer.write(line)
    for kept in store.evidence() if may_read is None else ():
        if kept.journal in seen or journals is None:
            data = to_base64(kept.data)
            about = (kept.peer, kept.journal, kept.reason, kept.detail)
            writer.write(EvidenceLine(kept.id, kept.at_ms, *about, data))


def entry_line(entry: Entry, held_at_ms: int, *, open_to: bool = True) -> EntryLine:
    """An entry as a line of the file; without salt and body when they were deleted here.

    open_to: whether the file's reader may read it; if not, salt and body are left out too.
    """
    if is_deleted(entry) or not open_to:
        return EntryLine(held_at_ms, entry.header_bytes.decode("ascii"), to_base64(entry.signature))
    body: str | None = None
    packed: str | None = None
    try:
        body = entry.body.decode()
    except UnicodeDecodeError:
        packed = to_base64(entry.body)
    header, signature = entry.header_bytes.decode("ascii"), to_base64(entry.signature)
    return EntryLine(held_at_ms, header, signature, to_base64(entry.salt), body, packed)


def raw_of(line: EntryLine) -> RawEntry:
    """The entry's four byte strings; salt and body are empty when withheld. Raises Malformed."""
    header, signature = line.header.encode(), from_base64(line.signature, "signature")
    if is_withheld(line):
        return RawEntry(header, signature, b"", b"")
    if (line.body is None) == (line.body_base64 is None) or line.salt is None:
        raise Malformed("entry line", "has no body, or two, or a body without its salt")
    salt = from_base64(line.salt, "salt")
    if line.body is not None:
        return RawEntry(header, signature, salt, line.body.encode())
    return RawEntry(header, signature, salt, from_base64(line.body_base64 or "", "body"))


def is_withheld(line: EntryLine) -> bool:
    """Whether the line leaves salt and body out, so that only the header can be proved."""
    return line.salt is None and line.body is None and line.body_base64 is None


def _unpacked(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return cast("IO[bytes]", gzip.GzipFile(path, "rb"))
    return path.open("rb")


class Reader:
    """Reads an evidence file line by line. A context manager; raises Unusable at once or later."""

    def __init__(self, path: Path) -> None:
        self._digest = hashlib.sha256()
        try:
            self._file = _unpacked(path)
        except OSError as error:
            raise Unusable(f"cannot be opened ({error.strerror})") from error
        try:
            self.opening = self._open()
        except Unusable:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _read(self) -> bytes:
        try:
            return self._file.readline(LINE_BYTES_MAX + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise Unusable(f"cannot be read or unpacked ({error})") from error

    def _open(self) -> Opening:
        data = self._read()
        try:
            opening = _opening.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Unusable("does not begin as an evidence file") from error
        if opening.detente_evidence != BUNDLE_VERSION:
            raise Unusable(f"has version {opening.detente_evidence}, this reads {BUNDLE_VERSION}")
        self._digest.update(data)
        return opening

    @property
    def digest(self) -> bytes:
        """SHA-256 of all lines before the end line, as far as they were read."""
        return self._digest.digest()

    def lines(self) -> Iterator[tuple[int, Line | Damaged]]:
        """Each further line with its number; Damaged where it is none. Raises Unusable."""
        number = 1
        while data := self._read():
            number += 1
            if len(data) > LINE_BYTES_MAX:
                raise Unusable(f"line {number} is longer than {LINE_BYTES_MAX} bytes")
            line = _line_of(data)
            if not isinstance(line, EndLine):
                self._digest.update(data)
            yield number, line


def _line_of(data: bytes) -> Line | Damaged:
    if not data.endswith(b"\n"):
        return Damaged("the file is cut off here")
    try:
        line = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Damaged(f"not a line of an evidence file ({error})")
    if isinstance(line, EndLine) and _encode(line) + b"\n" != data:
        return Damaged("the end line is not as it was written")
    return line


def is_vouched(end: EndLine, digest: bytes, public: bytes) -> bool:
    """Whether the party with this key signed the file as a whole."""
    try:
        signature = from_base64(end.signature or "", "signature")
    except Malformed:
        return False
    return verify(public, signature, BUNDLE_DOMAIN + digest)
