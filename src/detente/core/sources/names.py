"""The names in a passage, as they stand there: states, people, places, bodies; never who is meant.

A name is a run of words with capitals. A title or the name of a house ends it and is no part of it
(``Cobalt Foreign Minister Ada Holm`` is Cobalt and Ada Holm). In a headline where every word has a
capital, only those count that have one inside a sentence of the same text.
"""

from __future__ import annotations

import re
from typing import Final

from detente.core.sources.days import MONTHS, WEEKDAYS
from detente.core.sources.words import alternatives

NAMES_MAX: Final = 8
_CAPITAL: Final = r"(?:[A-Z][\w’'-]*[a-z]|[A-Z]{2,6})"
_RUN: Final = re.compile(rf"\b{_CAPITAL}(?: {_CAPITAL}){{0,7}}")
_NOT_NAMES: Final = frozenset(
    {
        *("The", "This", "That", "These", "They", "In", "On", "At", "As", "But", "And", "Also"),
        *("After", "Before", "During", "When", "While", "According", "He", "She", "It", "If"),
        *("From", "With", "Up", "Since", "Apart", "Both", "Next", "Among", "Amid", "We", "Our"),
        *("His", "Her", "Their", "Its", "Unfortunately", "Welcoming", "However", "Of", "To", "By"),
        *("For", "All", "Among", "Diplomatic", "Year", "PM", "FM", "CEO"),
        *(day.title() for day in WEEKDAYS),
        *(month.title() for month in MONTHS),
    }
)
_TITLE: Final = re.compile(
    f"(?:^| )(?:{alternatives('TITLE_BEFORE')} )*"
    f"(?:{alternatives('TITLE')}|{alternatives('HOUSE')}|Committee|Affairs)(?= |$)"
)
_THERE: Final = re.compile(
    rf"\b(?:{alternatives('EVENT')}|meets?|met|tak(?:es?|ing|en) place|held|conversation|is|are"
    r"|arriv(?:e|es|ed|ing)|travel(?:s|led|ed|ling|ing)?|f(?:ly|lies|lying|lew|lown)|go(?:es|ing)?"
    rf"|heads?) (?:in|at|to) (?:the )?(?P<place>{_CAPITAL}(?: {_CAPITAL}){{0,5}})"
)
PLACE_CHARS_MAX: Final = 120  # as in the table of REP
_HEADLINE_SHARE: Final = 0.7  # of the longer words that have a capital


def names(text: str, known: frozenset[str] = frozenset(), publisher: str = "") -> tuple[str, ...]:
    """The names in a passage, each once, at most `NAMES_MAX`.

    known: the words that have a capital inside a sentence of the text, for headlines. publisher: is
    not named as one that its own report is about.
    """
    headline = is_headline(text)
    found: list[str] = []
    for run in _RUN.finditer(text):
        for piece in re.split(r"[’'](?:s\b)? ?|\|", _TITLE.sub("|", run[0])):
            words = piece.split()
            if headline:
                words = [word for word in words if word in known]
            while words and words[0] in _NOT_NAMES:
                words = words[1:]
            name = " ".join(words)
            if len(name) > 1 and name not in found and not (publisher and name in publisher):
                found.append(name)
    return tuple(found[:NAMES_MAX])


def place_of(text: str, near: tuple[int, int]) -> str:
    """Where a contact takes place: the place that an event or a journey is said to be at.

    near: the words that fired; of several places the one next to them. Empty when none is said:
    *the situation in Umber* is what was talked about, not where.
    """
    found = [
        (max(match.start() - near[1], near[0] - match.end(), 0), match["place"])
        for match in _THERE.finditer(text)
        if match["place"].split()[0] not in _NOT_NAMES
    ]
    return min(found)[1][:PLACE_CHARS_MAX] if found else ""


def inside_words(text: str) -> frozenset[str]:
    """The words that have a capital and do not begin a sentence, where small words stand by."""
    found: set[str] = set()
    for line in text.split("\n"):
        if not is_headline(line):
            found.update(re.findall(rf"(?<=[a-z,] )({_CAPITAL})", line))
            found.update(re.findall(rf"(?<=[A-Za-z] )({_CAPITAL})(?= [a-z])", line))
    return frozenset(found)


def is_headline(text: str) -> bool:
    """Whether nearly every longer word has a capital, so that capitals say nothing."""
    if text.rstrip().endswith((".", "!", "?", "”", '"')):
        return False
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]+", text) if len(word) > 3]
    large = sum(word[0].isupper() for word in words)
    return len(words) > 3 and large / len(words) >= _HEADLINE_SHARE
