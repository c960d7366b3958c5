"""C2SP signed notes, checkpoints and cosignatures, byte for byte as others have them.

A checkpoint is a journal's tree head, signed by its author (type 0x01); a cosignature is another
party's statement that it holds that tree, with its clock (type 0x04). Signatures by unknown keys
are ignored, one by a known key that does not verify spoils the note.
Serves c2sp.org/signed-note v1.0.0, tlog-checkpoint v1.0.0, tlog-cosignature v1.0.1 (Ed25519 only:
ML-DSA-44 waits for a reviewed implementation in our crypto package).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.journal import signatures
from detente.journal.forms import INTEGER_MAX, Malformed, from_base64, to_base64

if TYPE_CHECKING:
    from detente.journal.keys import Signer

ED25519: Final = 0x01
COSIGNATURE_V1: Final = 0x04
NOTE_CHARS_MAX: Final = 65_536  # room for 16 signatures and more, as the spec demands
SIGNATURES_MAX: Final = 64
TIME_S_MAX: Final = 253_402_300_799  # end of year 9999; the spec allows 2^63 - 1
_KEY_ID_BYTES: Final = 4
_TIME_BYTES: Final = 8
_DASH: Final = "\u2014 "
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: who claims to have signed, with which key, and the signature's bytes."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        """The line as it stands in a note, with its newline."""
        return f"{_DASH}{self.name} {to_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A note's text (it ends in a newline) and its signature lines. Nothing is verified yet."""

    text: str
    signatures: tuple[NoteSignature, ...]


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Whose signatures of which type (ED25519 or COSIGNATURE_V1) are known, and by which key."""

    name: str
    kind: int
    public: bytes


@dataclass(frozen=True, slots=True)
class TreeHead:
    """What a checkpoint says: which log, how many leaves, and the root over them."""

    origin: str
    size: int
    root: bytes


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The 4 bytes that name a key of this signature type in a signature line."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:_KEY_ID_BYTES]


def verifier_key(name: str, kind: int, public: bytes) -> str:
    """The key as other C2SP tools take it (a *vkey*): ``name+keyid+base64(type, key)``."""
    return f"{name}+{key_id(name, kind, public).hex()}+{to_base64(bytes([kind]) + public)}"


def parse_verifier_key(text: str) -> VerifierKey:
    """Read a vkey; raises Malformed, also when its key id is not that of its name and key."""
    name, _, rest = text.partition("+")
    kid, _, blob = rest.partition("+")
    data = from_base64(blob, "verifier key", 1 + signatures.KEY_BYTES)
    kind, public = data[0], data[1:]
    if not _is_key_name(name) or kind not in (ED25519, COSIGNATURE_V1):
        raise Malformed("verifier key", "is no name with an Ed25519 key (type 01 or 04)")
    if kid != key_id(name, kind, public).hex():
        raise Malformed("verifier key", "its key id is not of this name and key")
    return VerifierKey(name, kind, public)


def parse_note(note: str) -> Note:
    """Split a signed note into text and signatures; raises Malformed. Verifies nothing."""
    if len(note) > NOTE_CHARS_MAX:
        raise Malformed("note", f"{len(note)} characters, at most {NOTE_CHARS_MAX}")
    if _CONTROL.search(note):
        raise Malformed("note", "holds control characters")
    cut = note.rfind("\n\n")
    if cut < 0 or not note.endswith("\n"):
        raise Malformed("note", "no signatures after an empty line")
    text, lines = note[: cut + 1], note[cut + 2 : -1].split("\n")
    if len(lines) > SIGNATURES_MAX:
        raise Malformed("note", f"{len(lines)} signatures, at most {SIGNATURES_MAX}")
    return Note(text, tuple(_parse_line(line) for line in lines))


def _parse_line(line: str) -> NoteSignature:
    name, space, blob = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not _is_key_name(name):
        raise Malformed("note", "a signature line is not an em dash, a key name and base64")
    data = from_base64(blob, "note signature")
    if len(data) <= _KEY_ID_BYTES:
        raise Malformed("note", "a signature is too short")
    return NoteSignature(name, data[:_KEY_ID_BYTES], data[_KEY_ID_BYTES:])


def _is_key_name(name: str) -> bool:
    return "+" not in name and name.split() == [name]


def sign_note(text: str, name: str, signer: Signer) -> str:
    """Sign a text that ends in a newline with a type 0x01 signature under `name`."""
    kid = key_id(name, ED25519, signer.public)
    return f"{text}\n{NoteSignature(name, kid, signer.sign(text.encode())).line}"


def is_signed(note: Note, name: str, public: bytes) -> bool:
    """Whether the key signed the note's text (type 0x01). Several lines by it must all verify."""
    wanted = key_id(name, ED25519, public)
    found = [s.signature for s in note.signatures if s.name == name and s.key_id == wanted]
    data = note.text.encode()
    return bool(found) and all(signatures.verify(public, signature, data) for signature in found)


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """The text of a checkpoint: origin, size and root, one line each."""
    return f"{origin}\n{size}\n{to_base64(root)}\n"


def parse_checkpoint(text: str) -> TreeHead:
    """Read a checkpoint's text; raises Malformed. Extension lines are refused: we sign none."""
    if text.count("\n") != 3:
        raise Malformed("checkpoint", "not three lines: origin, size, root")
    return parse_any_checkpoint(text)


def parse_any_checkpoint(text: str) -> TreeHead:
    """Read the checkpoint of any C2SP log; what its extension lines say is its own affair."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] != "" or "" in lines[:-1]:
        raise Malformed("checkpoint", "not three lines: origin, size, root")
    if _SIZE.fullmatch(lines[1]) is None or int(lines[1]) > INTEGER_MAX:
        raise Malformed("checkpoint", "its size is not a plain number")
    root = from_base64(lines[2], "checkpoint root", hashlib.sha256().digest_size)
    return TreeHead(lines[0], int(lines[1]), root)


def sign_checkpoint(origin: str, size: int, root: bytes, signer: Signer) -> str:
    """The author's checkpoint as a signed note; the key's name is the origin."""
    return sign_note(checkpoint_text(origin, size, root), origin, signer)


def open_checkpoint(note: str, origin: str, *keys: bytes) -> TreeHead:
    """What the author (by any of its `keys`) signed about the log `origin`; raises Malformed."""
    parsed = parse_note(note)
    head = parse_checkpoint(parsed.text)
    if head.origin != origin:
        raise Malformed("checkpoint", f"is of {head.origin[:100]!r}, expected {origin!r}")
    if not any(is_signed(parsed, origin, key) for key in keys):
        raise Malformed("checkpoint", "is not signed by its author")
    return head


def _cosigned(time_s: int, text: str) -> bytes:
    return f"cosignature/v1\ntime {time_s}\n{text}".encode()


def cosign(note: str, cosigner: str, signer: Signer, time_s: int) -> str:
    """The note with one more line: `cosigner` holds this tree at `time_s` of its own clock.

    cosigner: its C2SP key name (`forms.cosigner_of(party)`). The caller has checked the tree.
    """
    text = note[: note.rfind("\n\n") + 1]
    signature = signer.sign(_cosigned(time_s, text))
    kid = key_id(cosigner, COSIGNATURE_V1, signer.public)
    blob = time_s.to_bytes(_TIME_BYTES, "big") + signature
    return note + NoteSignature(cosigner, kid, blob).line


def cosigned_at(note: Note, cosigner: str, *keys: bytes) -> int | None:
    """The time in seconds at which any of `keys` cosigned; None without such a line, or a bad one.

    Of several lines by the same key all must verify; the earliest time of the first key that
    cosigned counts.
    """
    found = (_cosigned_by(note, cosigner, key) for key in keys)
    return next((time_s for time_s in found if time_s is not None), None)


def _cosigned_by(note: Note, cosigner: str, public: bytes) -> int | None:
    wanted = key_id(cosigner, COSIGNATURE_V1, public)
    times: list[int] = []
    for line in note.signatures:
        if line.name != cosigner or line.key_id != wanted:
            continue
        time_s = int.from_bytes(line.signature[:_TIME_BYTES], "big")
        signature = line.signature[_TIME_BYTES:]
        if time_s > TIME_S_MAX or not signatures.verify(
            public, signature, _cosigned(time_s, note.text)
        ):
            return None
        times.append(time_s)
    return min(times, default=None)
