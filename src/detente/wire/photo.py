"""A small photo of a roof, a mark or a vehicle: JPEG or PNG, without what the camera wrote into it.

A camera writes place, time and its own serial number beside the picture. The place would tell what
the coordinates are coarse about, so everything that is not picture is taken out before sealing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from detente.core.refusal import Refusal

_JPEG: Final = b"\xff\xd8\xff"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB"})
_APP0, _APP1, _APP15, _COMMENT = 0xE0, 0xE1, 0xEF, 0xFE
_MARK, _SCAN, _END, _RESTART0, _RESTART7 = 0xFF, 0xDA, 0xD9, 0xD0, 0xD7
_ADOBE: Final = 0xEE  # says how the colours are coded; without it they come out wrong


def photo_problem(data: bytes, path: str, bytes_max: int) -> Refusal | None:
    """Why these bytes are no photo that is taken; None when they are one."""
    if len(data) > bytes_max:
        reason = f"the photo has {len(data)} bytes, the limit is {bytes_max}"
        return Refusal(path, "photo-size", reason, "Save it smaller, such as 640 x 480")
    if not data.startswith((_JPEG, _PNG)):
        return Refusal(path, "photo-kind", "this is no JPEG and no PNG", "Save it as JPEG")
    if bare(data) is None:
        return Refusal(path, "photo-broken", "the photo is cut short or broken", "Save it again")
    return None


def media_of(data: bytes) -> str:
    """The media type of a photo that was taken."""
    return "image/png" if data.startswith(_PNG) else "image/jpeg"


def bare(data: bytes) -> bytes | None:
    """The photo without metadata; None when its parts cannot be followed to the end."""
    try:
        parts = list(_png(data) if data.startswith(_PNG) else _jpeg(data))
    except (ValueError, IndexError):
        return None
    return b"".join(parts)


def _png(data: bytes) -> Iterator[bytes]:
    yield _PNG
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        size = int.from_bytes(data[at : at + 4], "big")
        kind, end = data[at + 4 : at + 8], at + 12 + size
        if end > len(data) or len(kind) < 4:
            raise ValueError("cut short")
        if kind in _PNG_KEPT:
            yield data[at:end]
        at = end


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Segments and scans up to the end mark; what stands behind it is cut."""
    yield data[:2]
    at = 2
    while True:
        if data[at] != _MARK:
            raise ValueError("no marker")
        marker = data[at + 1]
        if marker == _MARK:  # a filler before a marker
            at += 1
            continue
        if marker == _END:
            yield data[at : at + 2]
            return
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + size
        if size < 2 or end > len(data):
            raise ValueError("cut short")
        if marker == _SCAN:
            end = _scan_end(data, end)
        if marker != _COMMENT and (marker == _ADOBE or not _APP1 <= marker <= _APP15):
            yield data[at:end]
        at = end


def _scan_end(data: bytes, at: int) -> int:
    """Where the next marker stands: in a scan, each mark is stuffed or a restart."""
    while True:
        at = data.index(_MARK, at)
        after = data[at + 1]
        if after not in (0, _MARK) and not _RESTART0 <= after <= _RESTART7:
            return at
        at += 1 if after == _MARK else 2
