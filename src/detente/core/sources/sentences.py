"""Cut a text into sentences that know where they stand.

A line of the text is a paragraph. Positions are characters from the start of the text, so that a
passage can be found again. A full stop after an initial or a usual abbreviation ends nothing. Not
here: what a sentence means (propose.py), how bytes become text (wire/source_text.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

SENTENCES_MAX: Final = 20_000  # a long book; beyond it proposals would be read by nobody

SENTENCE_CHARS_MAX: Final = 1_200  # the longest sentence of a newspaper has some 900; patterns slow
# down with the square of it, so that a page without a full stop must not be one sentence

_ENDS: Final = re.compile(
    r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[•]*[^\W\d_a-z]|\s*$)"  # then a capital, or the end
)
_SHORT: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Lt|Col|Gen|Maj|Brig|Adm|Capt|Sgt|Prof|Sen|Rep|Gov|No|vs|approx"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z](?:\.[A-Z])*)\.$"
)
OPENING: Final = "“«"
CLOSING: Final = "”»"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words, where they stand, in which paragraph, and who holds the quotation.

    quoted: the whole of it stands inside a quotation that another sentence opened or closes, or it
    begins with one. goes_on: a quotation that an earlier sentence opened is open at its start.
    """

    text: str
    from_char: int
    paragraph: int
    quoted: bool
    goes_on: bool = False

    @property
    def until_char(self) -> int:
        """The character after the last."""
        return self.from_char + len(self.text)


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, in order; at most `SENTENCES_MAX`."""
    found: list[Sentence] = []
    at, open_quote = 0, False
    for paragraph, line in enumerate(text.split("\n")):
        open_quote = open_quote and line.lstrip().startswith((*OPENING, '"'))
        for start, end in _cut(line):
            piece = line[start:end]
            begins = piece.startswith((*OPENING, '"'))
            found.append(Sentence(piece, at + start, paragraph, open_quote or begins, open_quote))
            open_quote = _still_open(piece, was_open=open_quote)
            if len(found) == SENTENCES_MAX:
                return tuple(found)
        at += len(line) + 1
    return tuple(found)


def _cut(line: str) -> list[tuple[int, int]]:
    """Where the sentences of a line begin and end, without the blanks around them."""
    pieces, start = [], 0
    for match in _ENDS.finditer(line):
        if _SHORT.search(line, max(start, match.start() - 12), match.start() + 1):
            continue
        pieces.append((start, match.end()))
        start = match.end()
    pieces.append((start, len(line)))
    pieces = [short for piece in pieces for short in _shortened(line, *piece)]
    return [
        (start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
        for start, piece in ((start, line[start:end]) for start, end in pieces)
        if piece.strip()
    ]


def _shortened(line: str, start: int, end: int) -> list[tuple[int, int]]:
    """A piece in parts of at most `SENTENCE_CHARS_MAX`, cut at a blank where there is one."""
    found = []
    while end - start > SENTENCE_CHARS_MAX:
        blank = line.rfind(" ", start + 1, start + SENTENCE_CHARS_MAX)
        cut = blank if blank > start else start + SENTENCE_CHARS_MAX
        found.append((start, cut))
        start = cut
    return [*found, (start, end)]


def _still_open(piece: str, *, was_open: bool) -> bool:
    """Whether a quotation goes on after a sentence."""
    opened = sum(piece.count(mark) for mark in OPENING)
    closed = sum(piece.count(mark) for mark in CLOSING)
    if piece.count('"') % 2:
        return not was_open
    if opened == closed:
        return was_open and closed == 0
    return opened > closed
