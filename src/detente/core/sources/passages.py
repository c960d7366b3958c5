"""Find a passage again by its exact words, and say clearly when it is not there.

A quotation is compared letter by letter; only blanks, line ends and the shapes of quotation marks
and dashes may differ, because copying changes those. A passage that is found twice is said to be,
with both places: which is meant is for a person to say.
"""

from __future__ import annotations

import re
from typing import Final

from detente.core.refusal import Refusal

PLACES_MAX: Final = 100  # a quotation found more often says nothing
QUOTE_CHARS_MIN: Final = 3

_QUOTES: Final = "[\"“”„«»']|’|‘"
_DASHES: Final = "[-\u2010-\u2015]"


def places(text: str, quote: str) -> tuple[tuple[int, int], ...]:
    """Where a quotation stands in a text: (from, until) in characters, first to last."""
    words = quote.split()
    if not words or len("".join(words)) < QUOTE_CHARS_MIN:
        return ()
    pattern = re.compile(r"\s+".join(_loosely(word) for word in words))
    found = []
    for match in pattern.finditer(text):
        found.append(match.span())
        if len(found) == PLACES_MAX:
            break
    return tuple(found)


def passage_problems(
    text: str, quote: str, span: tuple[int, int] | None = None
) -> tuple[Refusal, ...]:
    """Why a quotation is no passage of a text: absent, elsewhere, or not one place.

    span: where it is said to stand (characters); None: anywhere, but once.
    """
    found = places(text, quote)
    if not found:
        reason = f"the passage is not there: {quote[:80]!r}"
        remedy = "Copy the words from `detente source text`; nothing was recorded"
        return (Refusal("quote", "passage-absent", reason, remedy),)
    where = ", ".join(f"{start}-{end}" for start, end in found[:8])
    if span is not None and span not in found:
        reason = f"the passage does not stand at {span[0]}-{span[1]} but at {where}"
        return (Refusal("from_char", "passage-elsewhere", reason, "Give that place"),)
    if span is None and len(found) > 1:
        reason = f"the passage stands in {len(found)} places: {where}"
        return (Refusal("quote", "passage-several", reason, "Quote more, or give the place"),)
    return ()


def _loosely(word: str) -> str:
    """A word as a pattern that takes any shape of quotation marks and dashes."""
    parts = []
    for char in word:
        if re.fullmatch(_QUOTES, char):
            parts.append(f"(?:{_QUOTES})")
        elif re.fullmatch(_DASHES, char):
            parts.append(_DASHES)
        else:
            parts.append(re.escape(char))
    return "".join(parts)
