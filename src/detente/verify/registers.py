"""What a message of a register says, in one line of the timeline; and what a signature is under.

Agreements, accounts, readouts and promises are messages like others; their signatures and order
are checked with all the rest. Beyond that the verifier works out one thing anew: whether the digest
that a party signed (AGS) is that of the text (AGR) in the file, so that a record proves which text
it was.
It judges nothing: accounts that differ are both shown, in the order in which they were given.
Serves domain.md sections 10 and 11.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.core.agreements.text import digest_of
from detente.core.line.field import Kind
from detente.core.line.formats import Family
from detente.core.line.header import NUMBER_CHARS_MAX

if TYPE_CHECKING:
    from detente.core.line.field import FieldSpec
    from detente.core.line.formats import Format
    from detente.core.line.message import Message
    from detente.core.values import Json

TEXT, SIGNATURE = "AGR", "AGS"
OTHER_TEXT: Final = "other-text"  # rule of the remark on a signature under another text
PARTS_MAX: Final = 8  # a line of the timeline, not the message: `detente show` has all of it


def says(message: Message, fmt: Format | None) -> str:
    """The message in one line: codes in words, what it is about, how long its lists are.

    Empty for what is on no register. Free text is left out: it is not part of what is agreed.
    """
    if fmt is None or fmt.family is not Family.REGISTER:
        return ""
    found = (part for spec in fmt.fields for part in _part(spec, message.fields.get(spec.name)))
    parts = [part for part, _ in zip(found, range(PARTS_MAX), strict=False)]
    return f"{fmt.name}. {'; '.join(parts)}" if parts else fmt.name


def text_digest(message: Message) -> str:
    """The digest that a signature under this message names; empty for all but texts."""
    return digest_of(message) if message.format == TEXT else ""


def signed_text(message: Message) -> str | None:
    """The number of the text that a message signs; None when it is no signature."""
    text = message.fields.get("text") if message.format == SIGNATURE else None
    return text if isinstance(text, str) else None


def signature_words(message: Message, text: str, digest: str | None) -> tuple[str, bool]:
    """What a signature is under, and whether that is the text in the file.

    digest: of the text as the file holds it; None when the file holds no such text before it.
    """
    said = message.fields.get("digest")
    if digest is None:
        return f"signs {text}, a text that is not in the file before it", False
    if said == digest:
        return f"signs {text}: the digest is that of the text in this file", True
    return f"signs {text}: the digest is NOT that of the text in this file", False


def _part(spec: FieldSpec, value: Json) -> Iterator[str]:
    """One field in words, if it is of a kind that a line has room for."""
    if value is None:
        return
    if spec.kind is Kind.CHOICE:
        yield f"{spec.label}: {spec.words(value)}"
    elif spec.kind is Kind.CHOICES and isinstance(value, list | tuple):
        yield f"{spec.label}: {', '.join(spec.words(one) for one in value)}"
    elif spec.kind is Kind.RECORDS and isinstance(value, list | tuple):
        yield f"{spec.label}: {len(value)}"
    elif spec.kind in (Kind.DAY, Kind.INTEGER) or _is_name(spec):
        yield f"{spec.label}: {value}"


def is_told(spec: FieldSpec) -> bool:
    """Whether the timeline says what stands in a field of this kind."""
    listed = (Kind.CHOICE, Kind.CHOICES, Kind.RECORDS, Kind.DAY, Kind.INTEGER)
    return spec.kind in listed or _is_name(spec)


def _is_name(spec: FieldSpec) -> bool:
    """Whether a text is a number or a name, and no sentence."""
    return spec.kind is Kind.TEXT and spec.maximum <= NUMBER_CHARS_MAX
