"""Who speaks through whom, and how surely: speaker, office, agency, outlet; named or not.

A report of a report is weaker than a report, so the chain is kept whole: the outlet that is held,
the agency that it cites, the office that gave a statement out, the person who is quoted. A speaker
who is not named is said to be anonymous, never guessed.
"""

from __future__ import annotations

import re
from typing import Final

from detente.core.sources.link import Link
from detente.core.sources.people import people
from detente.core.sources.words import alternatives

CHAIN_MAX: Final = 12  # as in the table of REP
_CHARS_MAX: Final = 120

_SAY: Final = alternatives("SAY")
_VOICE: Final = f"(?:{_SAY}|{alternatives('VOICE')})"
_CAPITAL: Final = r"[A-Z][\w’'-]*[a-z]"
_TITLED: Final = (
    rf"[Tt]he (?:{_CAPITAL} )?(?:{alternatives('TITLE_BEFORE')} )*{alternatives('TITLE')}"
)
_SUBJECT: Final = re.compile(
    rf"(?P<who>(?:[\w’'-]+ ){{0,4}}{_CAPITAL}|{_TITLED}|[Tt]he source|[Hh]e|[Ss]he)"
    rf"(?:, (?!(?:and|but|as|in) )[^,“”\"]{{3,140}},)?"
    rf" (?:has |have |had )?(?:also |later )?{_VOICE}\b"
)
_SAYING: Final = re.compile(
    rf"^(?P<who>{_CAPITAL}(?: {_CAPITAL}){{0,2}}) \w+(?:ed|s) [^.;“”\"]{{3,90}},"
    r" (?:saying|adding|stressing|noting|telling)\b"
)
_AFTER: Final = re.compile(
    rf"[,”\"][ ”\"]*(?:{_SAY} (?P<late>(?:{_CAPITAL} ?){{1,4}})"
    rf"|(?P<early>(?:{_CAPITAL} ){{1,4}}){_SAY}\b)"
)
_ACCORDING: Final = re.compile(
    r"[Aa]ccording to (?P<who>(?:an? |the )?[^,.;“\"]{3,80}?)(?=[,.;]| said| told|$)"
)
_STATEMENT: Final = re.compile(
    r"[Ss]tatement (?:issued |released |published )?(?:by|from) (?:the )?"
    rf"(?P<who>{_CAPITAL}(?: {_CAPITAL})*)"
    rf"|(?:the )?(?P<whose>{_CAPITAL}(?:[’']s)? statement)\b"
)
_TOLD_OUTLET: Final = re.compile(
    rf"(?:told|interview with|interview to) (?P<who>[Tt]he (?:{_CAPITAL} ?){{1,3}})"
    rf"|[Aa]s (?P<whose>(?:[Tt]he )?(?:{_CAPITAL} ){{1,4}})(?:first )?report"
)
_UNNAMED: Final = re.compile(
    rf"\b(?:[Aa]n? |[Tt]he )?(?P<who>{alternatives('UNNAMED')})\b"
    rf"(?: in [A-Z]\w+(?: [A-Z]\w+)?)? {_SAY}\b",
    re.IGNORECASE,
)
_OUTLET: Final = re.compile(rf"\b{alternatives('OUTLET')}\b")
_HOUSE: Final = re.compile(rf"\b{alternatives('HOUSE')}\b")
_QUOTE: Final = re.compile(r"[“«\"]|(?:^|[ (])[‘'][^’']{4,}[’']")
_PRONOUNS: Final = frozenset({"This", "That", "It", "They", "These", "Which", "Who", "There"})
_HEARSAY: Final = re.compile(rf"\b{alternatives('HEARSAY')}", re.IGNORECASE)
_DENIED: Final = re.compile(
    r"(?:(?<!to )\bdeny|\bden(?:ied|ies)|\brejected (?:reports|claims|allegations))\b"
)
_AHEAD: Final = re.compile(
    r"\b(?:will|shall|scheduled|planned|expected|to be held|set for"
    r"|due to (?:meet|visit|arrive|begin|start|take place|be held)"
    r"|next (?:week|month|year))\b"
)


def chain(
    text: str,
    publisher: str,
    before: tuple[Link, ...] = (),
    cited: tuple[Link, ...] = (),
    *,
    goes_on: bool = False,
) -> tuple[Link, ...]:
    """Who says what a sentence says, from the speaker to the outlet.

    before: the speakers of the sentence before, which ``he said`` still means. cited: who was cited
    so far, so that an agency is known by its short name. goes_on: the sentence is part of a
    quotation, which has them too unless it names others.
    """
    sources = _cited(text, before, cited)
    issued = " ".join(link.office for link in sources if link.part == "office")
    found = [
        link
        for link in _speakers(text, before)
        if not (link.name and not link.office and link.name in issued)
    ]
    if any(link.named == "anonymous" for link in found):
        sources = [link for link in sources if link.part != "speaker"]
    if goes_on and not (found or sources):
        found = [link for link in before if link.part == "speaker"]
    links = list(dict.fromkeys([*found, *sources]))[: CHAIN_MAX - 1]
    if publisher:
        own = publisher.removeprefix("The ").lower()
        links = [one for one in links if one.name.lower().removeprefix("the ") != own]
        links.append(Link("outlet", publisher[:_CHARS_MAX], "", "named"))
    return tuple(links)


def speakers(text: str, before: tuple[Link, ...] = ()) -> tuple[Link, ...]:
    """The speakers that a sentence itself names."""
    return tuple(_speakers(text, before))


def hedge(text: str) -> str:
    """How surely a sentence says it: a code of `HEDGES`."""
    if _DENIED.search(text):
        return "denied"
    if re.search(r"\b(?:alleg(?:ed|edly|es)|accus(?:ed|es))\b", text):
        return "alleged"
    if _HEARSAY.search(text):
        return "reportedly"
    if _AHEAD.search(text):
        return "expected"
    return "quoted" if _QUOTE.search(text) else "stated"


def is_ahead(text: str) -> bool:
    """Whether a sentence speaks of what is to come."""
    return _AHEAD.search(text) is not None


def _speakers(text: str, before: tuple[Link, ...]) -> list[Link]:
    unnamed = _UNNAMED.search(text)
    if unnamed is not None:
        return [_unnamed(unnamed["who"], before)]
    after = _AFTER.search(text)
    subject = _SAYING.search(text) or _SUBJECT.search(text)
    who = ""
    if after is not None:
        who = (after["late"] or after["early"] or "").strip()
    elif subject is not None:
        who = subject["who"].strip()
    if not who:
        return []
    if who.lower() in ("he", "she", "the source"):
        return [link for link in before if link.part == "speaker"]
    speaker = _speaker(who, text)
    return [] if speaker is None else [speaker]


def _unnamed(who: str, before: tuple[Link, ...]) -> Link:
    """A source without a name; ``the same source`` is the one before, if that had none."""
    if re.fullmatch(r"(?:the )?(?:same )?sources?", who.lower()):
        for link in before:
            if link.part == "speaker" and link.named == "anonymous":
                return link
    return Link("speaker", "", who[:_CHARS_MAX], "anonymous")


def _speaker(who: str, text: str) -> Link | None:
    """A speaker by the words before the verb, with the office that the sentence gives."""
    last = who.rsplit(maxsplit=1)[-1]
    for person in people(text):
        if person.name and last in person.name.split():
            return Link("speaker", person.name, person.office, "named")
    if re.fullmatch(_TITLED, who):
        return Link("speaker", "", who.split(maxsplit=1)[1][:_CHARS_MAX], "office")
    capitals = [word for word in re.findall(_CAPITAL, who) if word not in _PRONOUNS]
    capitals = [word for word in capitals if not word.endswith(("’s", "'s", "s’"))]
    if not capitals:
        return None
    if _HOUSE.search(who) is not None:
        return Link("office", "", who[:_CHARS_MAX], "office")
    return Link("speaker", " ".join(capitals[-2:])[:_CHARS_MAX], "", "named")


def _cited(text: str, before: tuple[Link, ...], known: tuple[Link, ...]) -> list[Link]:
    links = []
    for pattern in (_STATEMENT, _ACCORDING, _TOLD_OUTLET):
        for match in pattern.finditer(text):
            who = next((one for one in match.groups() if one), "").strip()[:_CHARS_MAX]
            if who:
                links.append(_cite(who, pattern, before, known))
    return links


def _cite(
    who: str, pattern: re.Pattern[str], before: tuple[Link, ...], known: tuple[Link, ...]
) -> Link:
    for person in people(who):
        if person.name:
            return Link("speaker", person.name, person.office, "named")
    if pattern is _STATEMENT or _HOUSE.search(who):
        return Link("office", "", who, "office")
    if pattern is _TOLD_OUTLET:
        return Link("outlet", who, "", "named")
    if re.search(alternatives("UNNAMED"), who):
        return _unnamed(who, before)
    if _OUTLET.search(who):
        named = "named" if re.search(r"[A-Z]{2,}|agency", who) else "anonymous"
        return Link("agency", who, "", named)
    for link in known:
        if link.part == "agency" and who in link.name.split():
            return link
    return Link("speaker", who, "", "named")
