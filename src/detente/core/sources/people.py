"""Find people with the office they are said to hold: in front of the name, or behind it.

``Cobalt Foreign Minister Ada Holm``; ``Ada Holm, director-general of the ministry``; ``the head of
the committee, Ada Holm``. What is found is what the text says, not who holds the office: whether a
person held it at that date is for a reader to confirm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from detente.core.sources.days import WEEKDAYS
from detente.core.sources.words import alternatives

NAMES_MAX: Final = 3  # parts of a name; four capitals in a row are mostly a headline
UNSAID_OFFICE: Final = "office taken, not said which"
OFFICE_CHARS_MAX: Final = 120  # as in the table of REP
NAME_CHARS_MAX: Final = 120

_WORD: Final = r"[A-Z][\w’'-]*[a-zA-Z](?<![’']s)"
_OF: Final = r"(?:al-|bin |van |von |de )?"
_NAME: Final = rf"{_WORD}(?: {_OF}{_WORD}){{0,2}}"
_FULL: Final = (
    r"[A-Z][\w’'-]*[a-zA-Z](?: (?:[A-Z]\. )?(?:al-|bin |van |von |de )?[A-Z][\w’'-]*[a-zA-Z]){1,2}"
)
_TITLE: Final = f"(?:{alternatives('TITLE_BEFORE')} )*{alternatives('TITLE')}"
_STARTS: Final = (
    "The|This|That|These|They|In|On|At|As|But|And|Also|After|Before|During|When|While|According"
    "|Welcoming|Meanwhile|However|Visiting|Both|Since|For|From|With|He|She|It|If"
)
_BEFORE: Final = re.compile(
    rf"(?<!\w)(?P<office>(?:(?!(?:{_STARTS})\b)[A-Z]\w*[a-z](?:[’']s)? )?{_TITLE}"
    rf"(?: to (?:the )?[A-Z]\w+)?)[\]]? (?P<name>(?!(?:of|for|in|and)\b){_NAME})"
)
_BEHIND: Final = re.compile(
    rf"(?P<name>{_FULL}), (?P<office>(?:(?:an?|the|then|currently) )?(?:[\w’'-]+ ){{0,4}}?{_TITLE}"
    r"(?: (?:of|at|for|to|in) [^,.;“\"()]{3,100})?)"
)
_HEAD: Final = re.compile(
    rf"\b(?P<office>the (?:[\w’'-]+ )?{_TITLE} (?:of|for) [^,.;“\"()]{{3,110}}), (?P<name>{_FULL})"
)
_TOOK: Final = re.compile(
    r"\b(?:serv(?:ed|es|ing) as|t(?:ook|aking) (?:up )?(?P<took>office)"
    r"|(?:was |were )?appointed(?: as)?|sworn in as)(?: (?:the|an?|their|his|her)\b)?"
    rf"(?P<office>(?: [\w’'-]+){{0,4}}? {alternatives('TITLE')}s?"
    r"(?: (?:to|of|for) (?:the )?[A-Z][\w-]*)?)?"
    r"(?: (?:in|at|since|from) (?:the )?[\w ]{3,30})?"
)
_COUNTERPART: Final = re.compile(
    rf"\b(?P<office>(?:(?:his|her|their|its) )?(?:[A-Z]\w+ )?counterpart),? (?P<name>{_FULL})"
)
_NO_NAME: Final = frozenset(
    {
        *("Minister", "President", "Ministry", "Prime", "Foreign", "Defense", "Defence", "General"),
        *("Director", "Affairs", "Office", "State", "Staff", "Secretary"),
        *(day.title() for day in WEEKDAYS),
    }
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person with an office, and where the text says so. name is empty when only the office is.

    from_char, until_char: in the text that was searched.
    """

    name: str
    office: str
    from_char: int
    until_char: int


def people(text: str) -> tuple[Person, ...]:
    """The people with their offices in a text, in order; of overlapping readings the first."""
    found: list[Person] = []
    for pattern in (_COUNTERPART, _HEAD, _BEFORE, _BEHIND, _TOOK):
        for match in pattern.finditer(text):
            person = _person(match)
            if person is not None and not any(
                person.from_char < other.until_char and other.from_char < person.until_char
                for other in found
            ):
                found.append(person)
    return tuple(sorted(found, key=lambda one: one.from_char))


def _person(match: re.Match[str]) -> Person | None:
    named = match.groupdict()
    name = (named.get("name") or "").strip()
    office = (named.get("office") or "").strip() or (named.get("took") and UNSAID_OFFICE) or ""
    if not office or _NO_NAME.intersection(name.split()):
        return None
    end = match.end("name") if name and match.re is not _BEHIND else match.end()
    return Person(name[:NAME_CHARS_MAX], office[:OFFICE_CHARS_MAX], match.start(), end)
