"""Read a text by the visible rules and propose what it says, passage by passage.

A proposal is a kind, a passage with its place, who says it through whom, how surely, when, and the
rule that fired. It is nothing on record: a person confirms it, changes it or rejects it. The same
text always gives the same proposals with the same names.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from detente.core.line.tables.register_choices import INCIDENT_TYPES, REPORTED_KINDS
from detente.core.sources.chain import chain, hedge, is_ahead
from detente.core.sources.days import MONTHS, WEEKDAYS, When, when
from detente.core.sources.link import Link
from detente.core.sources.people import Person, people
from detente.core.sources.rules import RULES, Rule, compiled
from detente.core.sources.sentences import Sentence, sentences
from detente.core.sources.words import alternatives

PROPOSALS_MAX: Final = 5_000  # more of one source than anybody confirms
QUOTE_CHARS_MAX: Final = 600  # as in the table of REP
ITEM_CHARS: Final = 12  # hex of a digest: a million items apart
OFFICE_RULE: Final = "office-named"

_CLAUSE: Final = re.compile(r";|, and in |, and |\band in\b|\bas well as\b")
_ACTOR: Final = re.compile(r"\b[A-Z][\w’'-]*[a-z](?: [A-Z][\w’'-]*[a-z]){0,2}")
_NOT_ACTORS: Final = frozenset(
    {
        *("The", "This", "That", "These", "They", "In", "On", "At", "As", "But", "And", "Also"),
        *(
            "After",
            "Before",
            "During",
            "When",
            "While",
            "According",
            "He",
            "She",
            "It",
            "If",
            "For",
        ),
        *("From", "With", "Up", "Since", "Apart", "Both", "Next", "Among", "Amid", "We", "Our"),
        *("His", "Her", "Their", "Its", "Unfortunately", "Welcoming", "However", "Of", "To", "By"),
        *(day.title() for day in WEEKDAYS),
        *(month.title() for month in MONTHS),
    }
)
ACTORS_MAX: Final = 8
_TITLE_WORD: Final = re.compile(
    f"{alternatives('TITLE')}|{alternatives('TITLE_BEFORE')}|{alternatives('HOUSE')}|[Aa]ffairs"
)


@dataclass(frozen=True, slots=True)
class Source:
    """What the rules need to know of a source: its digest (hex), publisher and dateline."""

    sha256: str
    publisher: str = ""
    dated: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a rule proposes.

    item: its name, made of the source, kind and place. kind: of `REPORTED_KINDS`. rule: that fired.
    from_char, until_char, quote: the passage. trigger: the words that fired, with their place.
    name, office: of an office. types: of an incident. actors: names in the passage, as they stand.
    """

    item: str
    kind: str
    rule: str
    from_char: int
    until_char: int
    quote: str
    trigger: str
    trigger_char: int
    hedge: str
    chain: tuple[Link, ...]
    when: When
    actors: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    name: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence and what was proposed of it; nothing: it is not modelled."""

    sentence: Sentence
    proposals: tuple[Proposal, ...]


def item_name(sha256: str, kind: str, from_char: int, until_char: int) -> str:
    """The name of an item: the same for the same passage and kind, whoever computes it."""
    said = f"{sha256} {kind} {from_char} {until_char}".encode()
    return hashlib.sha256(said).hexdigest()[:ITEM_CHARS]


def words_of(proposal: Proposal) -> str:
    """A proposal in words of ours, for a person to better: kind, names, and what fired."""
    label = dict(REPORTED_KINDS)[proposal.kind]
    if proposal.kind == "office":
        return f"{label}: {proposal.name or 'not named'}, {proposal.office}"
    names = ", ".join(proposal.actors[:4]) or "not named"
    what = f" ({', '.join(dict(INCIDENT_TYPES)[one] for one in proposal.types)})"
    return f"{label}{what if proposal.types else ''}: {names}"


def propose(text: str, source: Source) -> tuple[Proposal, ...]:
    """All proposals of a text in the order of their passages, at most `PROPOSALS_MAX`."""
    found = [one for reading in read(text, source) for one in reading.proposals]
    return tuple(found[:PROPOSALS_MAX])


def read(text: str, source: Source) -> tuple[Reading, ...]:
    """The text sentence by sentence, with what each was proposed to say."""
    readings: list[Reading] = []
    kinds_before: frozenset[str] = frozenset()
    speakers: tuple[Link, ...] = ()
    for sentence in sentences(text):
        fired = _fired(sentence, kinds_before)
        links = chain(sentence.text, source.publisher, speakers, goes_on=sentence.quoted)
        made = [_made(rule, match, sentence, source, links) for rule, match in fired]
        made += [_office(one, sentence, source, links) for one in people(sentence.text)]
        readings.append(Reading(sentence, tuple(made)))
        kinds_before = frozenset(one.kind for one in made)
        speakers = tuple(one for one in links if one.part == "speaker") or speakers
    return tuple(readings)


def _fired(
    sentence: Sentence, kinds_before: frozenset[str]
) -> list[tuple[Rule, re.Match[str] | None]]:
    """The rules that fire on a sentence: the first of each kind, of incidents each."""
    found: list[tuple[Rule, re.Match[str] | None]] = []
    kinds: set[str] = set()
    if compiled(FURNITURE).search(sentence.text):
        return found  # the page's own words, not the report's
    for rule in RULES:
        if rule.kind in kinds and rule.kind != "incident":
            continue
        if (rule.after and rule.after not in kinds_before) or kinds.intersection(rule.without):
            continue
        if rule.unless and compiled(rule.unless).search(sentence.text):
            continue
        match = compiled(rule.pattern).search(sentence.text)
        if match is not None and not (rule.kind == "incident" and "policy" in sentence.text):
            kinds.add(rule.kind)
            found.append((rule, match))
    if sentence.quoted and not kinds and len(sentence.text.split()) > 3:
        found.append((QUOTED, None))
    return found


FURNITURE: Final = r"\b<FURNITURE>\b"
QUOTED: Final = Rule("claim-quoted", "claim", r"^[“«\"]")


def _made(
    rule: Rule,
    match: re.Match[str] | None,
    sentence: Sentence,
    source: Source,
    links: tuple[Link, ...],
) -> Proposal:
    start, end = match.span() if match else (0, len(sentence.text))
    low, high = _passage(rule, sentence.text, start, end)
    from_char, until_char = sentence.from_char + low, sentence.from_char + high
    said = hedge(sentence.text)
    return Proposal(
        item=item_name(source.sha256, rule.kind, from_char, until_char),
        kind=rule.kind,
        rule=rule.name,
        from_char=from_char,
        until_char=until_char,
        quote=sentence.text[low:high],
        trigger=sentence.text[start:end],
        trigger_char=sentence.from_char + start,
        hedge="alleged" if rule.kind == "incident" and said == "stated" else said,
        chain=links,
        when=when(sentence.text[low:high], source.dated, ahead=is_ahead(sentence.text)),
        actors=actors(sentence.text[low:high]),
        types=rule.types,
    )


def _passage(rule: Rule, text: str, start: int, end: int) -> tuple[int, int]:
    """The passage of a proposal: the sentence; of an incident its clause; never over the limit."""
    low, high = 0, len(text)
    if rule.kind == "incident":
        cuts = [0, *(found.start() for found in _CLAUSE.finditer(text)), len(text)]
        low = max(cut for cut in cuts if cut <= start)
        high = min(cut for cut in cuts if cut >= end)
        low += len(text[low:high]) - len(text[low:high].lstrip(" ;,"))
    if high - low > QUOTE_CHARS_MAX:
        low = max(low, start - QUOTE_CHARS_MAX // 4)
        high = min(high, low + QUOTE_CHARS_MAX)
    return low, high


def _office(
    person: Person, sentence: Sentence, source: Source, links: tuple[Link, ...]
) -> Proposal:
    from_char = sentence.from_char + person.from_char
    until_char = sentence.from_char + person.until_char
    quote = sentence.text[person.from_char : person.until_char][:QUOTE_CHARS_MAX]
    return Proposal(
        item=item_name(source.sha256, "office", from_char, until_char),
        kind="office",
        rule=OFFICE_RULE,
        from_char=from_char,
        until_char=from_char + len(quote),
        quote=quote,
        trigger=person.office,
        trigger_char=from_char,
        hedge="stated",
        chain=links[-1:],
        when=When(day=source.dated),
        actors=(person.name,) if person.name else (),
        name=person.name,
        office=person.office,
    )


def actors(text: str) -> tuple[str, ...]:
    """The names in a passage, as they stand there, each once; a reader sees which are parties."""
    found = []
    for match in _ACTOR.finditer(text):
        for piece in re.split(r"[’']s?(?: |$)", match[0]):
            words = [word for word in piece.split() if not _TITLE_WORD.fullmatch(word)]
            while words and words[0] in _NOT_ACTORS:
                words = words[1:]
            name = " ".join(words)
            if len(name) > 2 and name not in found:
                found.append(name)
    return tuple(found[:ACTORS_MAX])
