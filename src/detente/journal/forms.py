"""The small forms that every part of a journal shares: journal ids, base64, and `Malformed`.

One spelling for each value: what does not re-encode to the same text is malformed, so that equal
values have equal bytes and a signature covers exactly one meaning.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from detente.core.line.message import Line, Status

NAME_CHARS_MAX: Final = 64  # a channel or party id; long enough for a slug and random hex
EPOCH_MAX: Final = 9_999  # a journal begins anew after a loss or a theft; nobody has that many
INTEGER_MAX: Final = 2**53 - 1  # the largest integer that every JSON reader keeps exact
AT_MS_MAX: Final = 253_402_300_799_999  # 9999-12-31T23:59:59.999Z
ORIGIN_PREFIX: Final = "detente/"
JOURNALS_CACHED_MAX: Final = 4_096  # journal ids read; every header names a few, again and again

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", re.ASCII)
_EPOCH = re.compile(r"[2-9]|[1-9][0-9]{1,3}", re.ASCII)


class Malformed(ValueError):
    """Bytes from outside are not what they claim to be; caught where they enter, never a fault.

    what:   which form was expected, such as ``header`` or ``checkpoint``.
    reason: what was wrong with it.
    """

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"{what}: {reason}")
        self.what = what
        self.reason = reason


@dataclass(frozen=True, slots=True)
class JournalId:
    """One author's journal in one channel and one status. Text: ``channel/STATUS/party``.

    epoch: 1, or higher when the author began anew (after a restore, or a stolen key); from the
    second on it stands in the text: ``channel/STATUS/party/2``.
    """

    line: Line
    party: str
    epoch: int = 1

    def __str__(self) -> str:
        text = f"{self.line.channel}/{self.line.status}/{self.party}"
        return text if self.epoch == 1 else f"{text}/{self.epoch}"


def is_name(text: str) -> bool:
    """Whether `text` can be a channel or party id: a-z, 0-9 and inner hyphens, 1 to 64 long."""
    return _NAME.fullmatch(text) is not None


@lru_cache(maxsize=JOURNALS_CACHED_MAX)
def parse_journal(text: str) -> JournalId:
    """Read ``channel/STATUS/party`` or ``channel/STATUS/party/EPOCH``; Malformed on all else."""
    parts = text.split("/") if len(text) <= 3 * NAME_CHARS_MAX else []
    if len(parts) not in (3, 4) or not is_name(parts[0]) or not is_name(parts[2]):
        raise Malformed("journal id", f"not channel/STATUS/party: {text[:80]!r}")
    if len(parts) == 4 and _EPOCH.fullmatch(parts[3]) is None:
        raise Malformed("journal id", f"epoch {parts[3][:20]!r} is not 2 to {EPOCH_MAX}")
    if parts[1] not in Status.__members__:
        raise Malformed("journal id", f"unknown status {parts[1][:20]!r}")
    epoch = int(parts[3]) if len(parts) == 4 else 1
    return JournalId(Line(parts[0], Status(parts[1])), parts[2], epoch)


def origin_of(journal: str) -> str:
    """The checkpoint origin line of a journal, such as ``detente/coast-1f3a/ACTUAL/amber``."""
    return ORIGIN_PREFIX + journal


def cosigner_of(party: str) -> str:
    """The C2SP key name under which a party cosigns, such as ``detente/cobalt``."""
    return ORIGIN_PREFIX + party


def to_base64(data: bytes) -> str:
    """Standard base64 with padding (RFC 4648 section 4)."""
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def from_base64(text: str, what: str, length: int | None = None) -> bytes:
    """Strict inverse of `to_base64`; with `length`, exactly that many bytes. Raises Malformed."""
    try:
        data = binascii.a2b_base64(text, strict_mode=True)
    except ValueError as error:
        raise Malformed(what, "not base64") from error
    if to_base64(data) != text:
        raise Malformed(what, "base64 is not canonical")
    if length is not None and len(data) != length:
        raise Malformed(what, f"{len(data)} bytes, expected {length}")
    return data
