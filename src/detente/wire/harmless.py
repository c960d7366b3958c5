"""Make text that a peer or a file wrote harmless where it is shown, without hiding any of it."""

from __future__ import annotations

_HIDDEN = {
    *range(0x20),
    0x7F,
    *range(0x80, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0x200E,
    0x200F,
    0x061C,
    0x2028,
    0x2029,
} - {0x0A}
_ESCAPES = {code: f"\\u{code:04x}" for code in _HIDDEN}


def visible(text: str) -> str:
    """The text with terminal controls and direction overrides written out.

    What a peer wrote must not move the cursor, ring the bell or reorder what stands beside it.
    """
    return text.translate(_ESCAPES)


_NO_XML = {*range(0xD800, 0xE000), 0xFFFE, 0xFFFF, 0x0A, 0x09, 0x0D}
_ONE_LINE = _ESCAPES | {code: f"\\u{code:04x}" for code in _NO_XML} | {0x0A: " ", 0x09: " "}


def label(text: str, limit: int) -> str:
    """The text for a drawing or a document: one line, at most `limit` characters, cut visibly.

    What XML does not take is written out; markup is for the writer of the document to escape.
    """
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    return shown.translate(_ONE_LINE)
