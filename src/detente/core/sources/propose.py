"""Read a text by the visible rules and propose what it says, passage by passage.

A proposal is a kind, a passage with its place, who says it through whom, how surely, when, and the
rule that fired. It is nothing on record: a person confirms it, changes it or rejects it. The same
text always gives the same proposals with the same names.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from detente.core.line.tables.register_choices import INCIDENT_TYPES, REPORTED_KINDS
from detente.core.sources.chain import chain, hedge, is_ahead, speakers
from detente.core.sources.days import DATES, When, since, when
from detente.core.sources.link import Link
from detente.core.sources.names import inside_words, names, place_of
from detente.core.sources.people import Person, people
from detente.core.sources.rules import RULES, Rule, compiled
from detente.core.sources.sentences import Sentence, sentences
from detente.core.sources.words import alternatives

PROPOSALS_MAX: Final = 5_000  # more of one source than anybody confirms
QUOTE_CHARS_MAX: Final = 600  # as in the table of REP
WORDS_CHARS_MAX: Final = 600  # as in the table of REP
TRIGGER_CHARS_MAX: Final = 90
QUOTATION_MAX: Final = 40  # sentences of one quotation that are looked through for its speaker
COUNTED_MAX: Final = 4
MATCHES_MAX: Final = 8  # of one rule in one sentence
ITEM_CHARS: Final = 12  # hex of a digest: a million items apart
OFFICE_RULE: Final = "office-named"

_CLAUSE: Final = re.compile(
    r";|, and in |, and |, since |, but |, such as |\band in\b|\bas well as\b"
    r"| and (?=(?:was |were )?(?:resumed|restored|re-?established|suspended|severed|annexed))"
)
_COUNTED: Final = re.compile(
    r"\b(?:(?:first|second|third|fourth|fifth|\d{1,3}(?:st|nd|rd|th)) (?:time|visit|meeting|round"
    r"|anniversary)|(?:at least )?(?:once|twice|(?:two|three|four|several|a number of) times)"
    r"|several (?:recent )?occasions|repeatedly|regularly|often"
    r"|(?:\d{1,3}|[a-z]+teen|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r" (?:fields|areas|points|articles|documents))\b"
)
_FOLLOWS: Final = re.compile(r"(?: [^\s,.;:()“”\"]+){0,6}")
_ANNIVERSARY: Final = re.compile(
    r"\b(?P<years>\d{1,3})(?:(?:st|nd|rd|th) anniversary of| years (?:since|after|of) )"
)
_SAID_ON: Final = re.compile(
    rf"{alternatives('SAY')}(?: (?!{alternatives('EVENT')}\b)[\w-]+){{0,5}} $"
)
_OF_A_TEXT: Final = re.compile(
    rf"(?:{alternatives('INSTRUMENT')}|resolutions?) (?:of |from |dated )?$", re.IGNORECASE
)
_SPOKEN: Final = frozenset({"claim", "position"})  # whose date is the day on which it was said


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
    place: of a contact.
    says: what the rule found beyond the kind. counted: how often or how many, as the passage says.
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
    place: str = ""
    says: str = ""
    counted: tuple[str, ...] = ()


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
    said = [dict(INCIDENT_TYPES)[one] for one in proposal.types]
    said += [proposal.says] if proposal.says else []
    what = f" ({', '.join(said)})" if said else ""
    names = ", ".join(proposal.actors) or "not named"
    trigger = _with_what_follows(proposal)
    counted = [one for one in proposal.counted if one not in trigger]
    return "; ".join([f"{label}{what}: {names}", f"‘{trigger}’", *counted])[:WORDS_CHARS_MAX]


def _with_what_follows(proposal: Proposal) -> str:
    """What fired and the next words of its clause: ``intends to`` alone would say nothing."""
    end = proposal.trigger_char - proposal.from_char + len(proposal.trigger)
    rest = _FOLLOWS.match(proposal.quote, max(end, 0))
    said = " ".join(f"{proposal.trigger}{rest[0] if rest else ''}".split())
    return said if len(said) <= TRIGGER_CHARS_MAX else f"{said[:TRIGGER_CHARS_MAX]}…"


def propose(text: str, source: Source) -> tuple[Proposal, ...]:
    """All proposals of a text in the order of their passages, at most `PROPOSALS_MAX`."""
    found = [one for reading in read(text, source) for one in reading.proposals]
    return tuple(found[:PROPOSALS_MAX])


def read(text: str, source: Source) -> tuple[Reading, ...]:
    """The text sentence by sentence, with what each was proposed to say."""
    readings: list[Reading] = []
    kinds_before: frozenset[str] = frozenset()
    before: tuple[Link, ...] = ()
    cited: tuple[Link, ...] = ()
    known = inside_words(text)
    cut = sentences(text)
    for at, sentence in enumerate(cut):
        if sentence.quoted:
            before = _of_the_quotation(cut, at) or before
        links = chain(sentence.text, source.publisher, before, cited, goes_on=sentence.quoted)
        said = _Said(sentence, source, links, people(sentence.text), known)
        made = [_made(rule, match, said) for rule, match in _fired(sentence, kinds_before)]
        made += [_office(one, said) for one in said.people]
        readings.append(Reading(sentence, tuple(made)))
        kinds_before = frozenset(one.kind for one in made)
        before = tuple(one for one in links if one.part == "speaker") or before
        cited = tuple(dict.fromkeys([*cited, *(one for one in links if one.part == "agency")]))
    return tuple(readings)


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence as the proposals need it: who says it, who is in it, what words are names."""

    sentence: Sentence
    source: Source
    links: tuple[Link, ...]
    people: tuple[Person, ...]
    known: frozenset[str]


def _of_the_quotation(cut: tuple[Sentence, ...], at: int) -> tuple[Link, ...]:
    """Who holds the quotation that a sentence stands in: the first in it that is named."""
    first = at
    while cut[first].goes_on and first and at - first < QUOTATION_MAX:
        first -= 1
    last = at + 1
    while last < len(cut) and cut[last].goes_on and last - at < QUOTATION_MAX:
        last += 1
    for one in cut[first:last]:
        found = speakers(one.text)
        if found:
            return found
    return ()


def _fired(
    sentence: Sentence, kinds_before: frozenset[str]
) -> list[tuple[Rule, re.Match[str] | None]]:
    """The rules that fire on a sentence: the first of each kind; of those that say so, each."""
    found: list[tuple[Rule, re.Match[str] | None]] = []
    kinds: set[str] = set()
    if compiled(FURNITURE).search(sentence.text):
        return found  # the page's own words, not the report's
    for rule in RULES:
        if rule.kind in kinds and not rule.each:
            continue
        if (rule.after and rule.after not in kinds_before) or kinds.intersection(rule.without):
            continue
        if rule.unless and compiled(rule.unless).search(sentence.text):
            continue
        if rule.kind == "incident" and "policy" in sentence.text:
            continue
        for match in _matches(rule, sentence.text):
            same = [_span(other) for one, other in found if one.kind == rule.kind and other]
            if not any(low < _span(match)[1] and _span(match)[0] < high for low, high in same):
                kinds |= set() if rule.aside else {rule.kind}
                found.append((rule, match))
    if sentence.quoted and not kinds and len(sentence.text.split()) > 3:
        found.append((QUOTED, None))
    return found


def _matches(rule: Rule, text: str) -> list[re.Match[str]]:
    """Where a rule fires: once, or, of claims that say so, in each clause."""
    found = compiled(rule.pattern).finditer(text)
    return list(islice(found, MATCHES_MAX if rule.each and rule.kind == "claim" else 1))


def _span(match: re.Match[str]) -> tuple[int, int]:
    """The place of what fired."""
    return match.span("act") if "act" in match.re.groupindex else match.span()


FURNITURE: Final = r"\b<FURNITURE>\b"
QUOTED: Final = Rule("claim-quoted", "claim", r"^[“«\"]")


def _made(rule: Rule, match: re.Match[str] | None, said: _Said) -> Proposal:
    text, source, at = said.sentence.text, said.source, said.sentence.from_char
    start, end = _span(match) if match else (0, len(text))
    low, high = _passage(rule, text, start, end)
    anniversary = _ANNIVERSARY.search(text) if rule.kind == "tie" else None
    past = anniversary is not None or _is_past(rule, text[start:end])
    return Proposal(
        item=item_name(source.sha256, rule.kind, at + low, at + high),
        kind=rule.kind,
        rule=rule.name,
        from_char=at + low,
        until_char=at + high,
        quote=text[low:high],
        trigger=text[start:end],
        trigger_char=at + start,
        hedge=_hedged(rule, said.sentence, (low, high), past=past),
        chain=said.links,
        when=since(int(anniversary["years"]), text, source.dated)
        if anniversary
        else _when(rule, said, (low, high), (start, end)),
        actors=names(text[low:high], said.known, source.publisher),
        types=rule.types,
        place=place_of(text[low:high], (start - low, end - low)) if rule.kind == "contact" else "",
        says=rule.says,
        counted=tuple(dict.fromkeys(_COUNTED.findall(text[low:high])))[:COUNTED_MAX],
    )


def _hedged(rule: Rule, sentence: Sentence, passage: tuple[int, int], *, past: bool) -> str:
    """How surely a passage says it; an incident is never a fact, an anniversary is of the past."""
    low, high = passage
    found = hedge(sentence.text[low:high] if rule.each else sentence.text)
    if found == "expected" and past:
        found = "stated"
    if found == "stated" and rule.kind == "incident":
        return "alleged"
    return "quoted" if found == "stated" and sentence.quoted else found


def _is_past(rule: Rule, trigger: str) -> bool:
    """Whether an agreement was made before what the sentence tells: *that they had reached*."""
    return rule.kind == "agreement" and re.search(r"\b(?:had|have|has)\b", trigger) is not None


def _when(rule: Rule, said: _Said, passage: tuple[int, int], fired: tuple[int, int]) -> When:
    """The date of what fired; that of an office, of the saying or of a cited text is another's."""
    low, high = passage
    text = said.sentence.text[low:high]
    skip = [(one.from_char - low, one.until_char - low) for one in said.people]
    anothers = []
    if rule.kind != "agreement":
        anothers.append(_OF_A_TEXT)
    if rule.kind not in _SPOKEN:
        anothers.append(_SAID_ON)
    skip += [
        one.span()
        for one in DATES.finditer(text)
        if any(pattern.search(text[: one.start()]) for pattern in anothers)
    ]
    if _is_past(rule, text[fired[0] - low : fired[1] - low]):
        skip.append((0, fired[0] - low))
    near = (fired[0] - low, fired[1] - low)
    ahead = is_ahead(said.sentence.text)
    return when(text, said.source.dated, ahead=ahead, near=near, skip=tuple(skip))


def _passage(rule: Rule, text: str, start: int, end: int) -> tuple[int, int]:
    """The passage of a proposal: the sentence; of what happened its clause; within the limit."""
    low, high = 0, len(text)
    if rule.each:
        cuts = [0, *(found.start() for found in _CLAUSE.finditer(text)), len(text)]
        low = max(cut for cut in cuts if cut <= start)
        high = min(cut for cut in cuts if cut >= end)
        low += len(text[low:high]) - len(text[low:high].lstrip(" ;,"))
    if high - low > QUOTE_CHARS_MAX:
        low = max(low, start - QUOTE_CHARS_MAX // 4)
        high = min(high, low + QUOTE_CHARS_MAX)
    return low, high


def _office(person: Person, said: _Said) -> Proposal:
    sentence, source = said.sentence, said.source
    from_char = sentence.from_char + person.from_char
    until_char = sentence.from_char + person.until_char
    quote = sentence.text[person.from_char : person.until_char][:QUOTE_CHARS_MAX]
    own = when(quote, source.dated, ahead=False)
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
        chain=said.links[-1:],
        when=own if own.words else When(day=source.dated),
        actors=(person.name,) if person.name else (),
        name=person.name,
        office=person.office,
    )
