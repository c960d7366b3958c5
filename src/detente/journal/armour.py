"""A bundle file as lines of text: for mail, and for radio or a telephone.

Every line says which text it belongs to (a tag), its place, how many lines there are, and a check
code over all of that; line 0 carries length and SHA-256 of the whole. So lines may come in any
order, twice, indented, quoted or among other words, from several messages; what is missing or
wrong is named by its number, and only that has to be sent again. The bytes are compressed.

    DTN A7K2 003/028 8GQ40 … ZX51T 4MRPC

Mail lines hold 36 bytes in base64; radio lines 25 in Crockford's base 32, in groups of five.
"""

from __future__ import annotations

import binascii
import hashlib
import re
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from detente.core.checkcode import (
    check_code,
    from_base32,
    grouped,
    read_code,
    same_code,
    to_base32,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

MARK: Final = "DTN"
TAG_CHARS: Final = 4
DIGEST_BYTES: Final = 15  # 120 bits of the SHA-256: nobody finds another text for them
LINES_MAX: Final = 99_999  # 4 MB by mail; more belongs on a stick
TEXT_BYTES_MAX: Final = 16 << 20  # LINES_MAX lines of the longest form, and words around them
PLAIN_BYTES_MAX: Final = 256 << 20  # unpacked; a text that unpacks to more is hostile
_LINE = re.compile(
    r"(?i:DTN)\s+([0-9A-Za-z]{4})\s+(\d{3,5})/(\d{3,5})\s+(\S(?:.*\S)?)\s+([0-9A-Za-z]{5})\s*$"
)


class Form(StrEnum):
    """How the bytes of a line are written."""

    MAIL = "mail"
    RADIO = "radio"


_BYTES: Final = {
    Form.MAIL: 36,
    Form.RADIO: 25,
}  # 71 columns by mail, which nobody wraps; 8 groups of 5


@dataclass(frozen=True, slots=True)
class Unread:
    """Why lines are no whole text yet, for people. wrong: numbers of lines to be sent again."""

    reason: str
    wrong: tuple[int, ...] = ()


def armour(data: bytes, form: Form) -> list[str]:
    """The lines of a file. Raises ValueError when it is too long for this form."""
    packed = zlib.compress(data, 9)
    size = _BYTES[form]
    pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
    if len(pieces) > LINES_MAX:
        raise ValueError(f"{len(pieces)} lines, at most {LINES_MAX}: carry it as a file")
    digest = hashlib.sha256(packed).digest()[:DIGEST_BYTES]
    head = digest + len(packed).to_bytes(4, "big") + (b"M" if form is Form.MAIL else b"R")
    tag = to_base32(digest)[:TAG_CHARS]
    lines = [_line(tag, 0, len(pieces), grouped(to_base32(head)))]
    for at, piece in enumerate(pieces, 1):
        text = _written(piece) if form is Form.MAIL else grouped(to_base32(piece))
        lines.append(_line(tag, at, len(pieces), text))
    return lines


def _written(piece: bytes) -> str:
    return binascii.b2a_base64(piece, newline=False).decode("ascii")


def _line(tag: str, at: int, count: int, text: str) -> str:
    said = f"{MARK} {tag} {at:03d}/{count:03d} {text}"
    return f"{said} {check_code(said)}"


def is_armour(data: bytes) -> bool:
    """Whether a text holds lines of this kind at all."""
    return len(data) <= TEXT_BYTES_MAX and any(
        _LINE.search(line) for line in data.decode("utf-8", "replace").splitlines()
    )


def unarmour(lines: Iterable[str]) -> bytes | Unread:
    """The file that the lines hold, or what is missing of it or wrong. Passes by other lines."""
    texts: dict[str, dict[int, str]] = {}
    counts: dict[str, set[int]] = {}
    wrong: set[int] = set()
    for line in lines:
        found = _LINE.search(line)
        if found is None:
            continue
        tag, at, count, said, code = found.groups()
        tag = tag.upper()
        text = _right(f"{MARK} {tag} {at}/{count}", said, code)
        if text is None:
            wrong.add(int(at))
            continue
        texts.setdefault(tag, {})[int(at)] = text
        counts.setdefault(tag, set()).add(int(count))
    if len(texts) > 1:
        tags = ", ".join(sorted(texts))
        return Unread(f"lines of {len(texts)} different bundles ({tags}): give one at a time")
    if not texts:
        return Unread("no line is right" if wrong else "there is no line of a bundle", _some(wrong))
    ((tag, known),) = texts.items()
    return _whole(known, max(counts[tag]), wrong)


def _right(head: str, said: str, code: str) -> str | None:
    """The line's text as it was written, if its check code fits: as it stands, or as typed."""
    copied = read_code(said)
    for text in (said, "" if copied is None else grouped(copied)):
        if text and same_code(code, check_code(f"{head} {text}")):
            return text
    return None


def _some(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(numbers))


def _whole(known: dict[int, str], count: int, wrong: set[int]) -> bytes | Unread:
    missing = {at for at in range(count + 1) if at not in known} if count <= LINES_MAX else set()
    if missing:
        sort = "wrong or missing" if wrong else "missing"
        return Unread(f"{len(missing)} of {count + 1} lines are {sort}", _some(missing))
    head = from_base32(known[0].replace(" ", ""))
    if head is None or len(head) != DIGEST_BYTES + 5 or head[-1:] not in (b"M", b"R"):
        return Unread("line 0 is not the head of a bundle", (0,))
    mail = head[-1:] == b"M"
    pieces = [_piece(known[at], mail=mail) for at in range(1, count + 1)]
    if None in pieces:
        bad = [at for at, piece in enumerate(pieces, 1) if piece is None]
        return Unread("some lines hold other characters than they may", _some(bad))
    packed = b"".join(piece for piece in pieces if piece is not None)
    size = int.from_bytes(head[DIGEST_BYTES:-1], "big")
    if len(packed) != size or hashlib.sha256(packed).digest()[:DIGEST_BYTES] != head[:DIGEST_BYTES]:
        return Unread("every line is right by itself, and together they are not what was sent")
    return _unpacked(packed)


def _unpacked(packed: bytes) -> bytes | Unread:
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(packed, PLAIN_BYTES_MAX)
    except zlib.error as error:
        return Unread(f"it does not unpack ({error})")
    if unpacking.unconsumed_tail or not unpacking.eof:
        return Unread(f"it unpacks to more than {PLAIN_BYTES_MAX} bytes, or is cut")
    return data


def _piece(text: str, *, mail: bool) -> bytes | None:
    if not mail:
        return from_base32(text.replace(" ", ""))
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        return None
