"""Agendas and readouts of a contact, laid side by side by topic; where the sides contradict.

Each side tells in its own codes and words what was raised. Two tellings contradict when their
codes cannot both be true (agreed and no agreement, discussed and not discussed); other words are
not judged. Who took the initiative is compared in the same way: as each side claims it.
Pure; the same at every member. Serves domain.md section 8, row 28, and section 11.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

from detente.core.consultations.words import align, in_effect, oldest_first, same, sides
from detente.core.line.reading import number_in, records_in, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.core.consultations.actors import Naming
    from detente.core.consultations.contacts import Contact, Contacts
    from detente.core.line.message import Line
    from detente.core.line.state import State, Tracked

AGENDA, READOUT = "CAG", "CRO"
NOT_DISCUSSED = "not-discussed"
CONTRARY = frozenset({"agreed", "differed"})
MOVED = "moved"


class Verdict(StrEnum):
    """How the sides' tellings stand to one another."""

    BOTH = "both"
    ONLY = "only"
    CONTRADICT = "contradict"
    NO_READOUT = "no-readout"


@dataclass(frozen=True, slots=True)
class Told:
    """What one side tells of a topic, newest first to count. earlier: what it told before.

    moved_to: the channel to which it was taken, by its name, when that is what is said.
    """

    party: str
    topic: str
    item: str
    said: str
    words: str
    moved_to: str
    number: str
    earlier: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """One row of the comparison.

    silent: sides that gave a readout and do not mention it; unread: sides that gave no readout.
    """

    topic: str
    told: tuple[Told, ...]
    verdict: Verdict
    silent: tuple[str, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readout:
    """One readout (CRO) of a side, as it was issued."""

    party: str
    number: str
    at_ms: int
    issued_ms: int | None
    language: str
    initiator: str
    text: str
    text_sha256: str
    topics: int


@dataclass(frozen=True, slots=True)
class Initiative:
    """Who took the initiative, as each side claims: side, name, number of the message."""

    claims: tuple[tuple[str, str, str], ...]
    verdict: Verdict
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The readouts of a contact side by side; counts: rows by verdict.

    readouts: by the sides' names, of one side the oldest first: nobody stands first otherwise.
    """

    contact: str
    sides: tuple[str, ...]
    readouts: tuple[Readout, ...]
    missing: tuple[str, ...]
    initiative: Initiative
    topics: tuple[Topic, ...]
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Position:
    """One side's position on an item of the agenda; the newest counts."""

    party: str
    topic: str
    item: str
    proposer: str
    stance: str
    words: str
    moved_to: str
    number: str
    earlier: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item with every side's position.

    outcome: the stance that all who spoke share, else ``differs``. moved_to: channels named.
    silent:  sides that say nothing of it. is_told: whether a readout mentions it.
    """

    topic: str
    positions: tuple[Position, ...]
    outcome: str
    moved_to: tuple[str, ...]
    silent: tuple[str, ...]
    is_told: bool


def of_contact(said: Iterable[Tracked], known: Contacts, contact: Contact) -> list[Tracked]:
    """The messages that name a contact by any of its numbers."""
    return [one for one in said if known.find(text(one.fields, "contact")) is contact]


def sides_of(state: State, line: Line, known: Contacts, contact: Contact) -> tuple[str, ...]:
    """Whose word of a contact is to be had."""
    here = state.line(line)
    opened = [here.messages[one.wording] for one in contact.records]
    return sides(state, line, [*opened, *of_contact(in_effect(here, READOUT), known, contact)])


def compare(
    state: State, line: Line, known: Contacts, contact: Contact, naming: Naming
) -> Comparison:
    """The readouts of a contact by topic: both, only one, contradicting, none."""
    here = state.line(line)
    said = oldest_first(of_contact(in_effect(here, READOUT), known, contact))
    involved = sides_of(state, line, known, contact)
    given = {one.speaker for one in said}
    told = _newest_told(said)
    topics = tuple(_topic(row, involved, given) for row in align(told))
    counts = Counter(one.verdict.value for one in topics)
    return Comparison(
        contact=contact.number,
        sides=involved,
        readouts=tuple(_readout(one) for one in sorted(said, key=lambda one: one.speaker)),
        missing=tuple(one for one in involved if one not in given),
        initiative=_initiative(contact, said, involved, naming),
        topics=topics,
        counts=tuple((one.value, counts[one.value]) for one in Verdict),
    )


def _readout(one: Tracked) -> Readout:
    fields = one.fields
    return Readout(
        party=one.speaker,
        number=one.number,
        at_ms=one.at_ms,
        issued_ms=number_in(fields, "issued_ms"),
        language=text(fields, "language"),
        initiator=text(fields, "initiator"),
        text=text(fields, "text"),
        text_sha256=text(fields, "text_sha256"),
        topics=len(records_in(fields, "topics")),
    )


def _newest_told(said: list[Tracked]) -> list[Told]:
    """What each side tells of each topic; a later readout of the same words takes its place."""
    found: dict[tuple[str, str, str], list[Told]] = defaultdict(list)
    for one in said:
        for part in records_in(one.fields, "topics"):
            told = Told(
                party=one.speaker,
                topic=text(part, "topic"),
                item=text(part, "item"),
                said=text(part, "said"),
                words=text(part, "words"),
                moved_to=text(part, "moved_to"),
                number=one.number,
            )
            found[told.party, told.topic, same(told.item)].append(told)
    return [_after(each) for each in found.values()]


def _after(each: list[Told]) -> Told:
    newest = each[-1]
    earlier = tuple((one.number, one.said) for one in each[:-1])
    return replace(newest, earlier=earlier)


def contradict(first: str, second: str) -> bool:
    """Whether two codes cannot both be true of one topic."""
    if NOT_DISCUSSED in (first, second):
        return bool({first, second} - {NOT_DISCUSSED, MOVED})  # taken elsewhere is not discussed
    return {first, second} == CONTRARY


def _topic(row: list[Told], involved: tuple[str, ...], given: set[str]) -> Topic:
    tellers = {one.party for one in row}
    silent = tuple(one for one in involved if one in given and one not in tellers)
    unread = tuple(one for one in involved if one not in given)
    pairs = combinations(row, 2)
    if any(one.party != other.party and contradict(one.said, other.said) for one, other in pairs):
        verdict = Verdict.CONTRADICT
    elif len(tellers) > 1:
        verdict = Verdict.BOTH
    else:
        verdict = Verdict.ONLY if silent or not unread else Verdict.NO_READOUT
    return Topic(row[0].topic, tuple(row), verdict, silent, unread)


def _initiative(
    contact: Contact, said: list[Tracked], involved: tuple[str, ...], naming: Naming
) -> Initiative:
    """Each side's newest claim: of its readout, else of its record of the contact."""
    claims: dict[str, tuple[str, str]] = {}
    for record in contact.standing:
        if record.initiator:
            claims[record.party] = (record.initiator, record.wording)
    for one in said:
        if name := text(one.fields, "initiator"):
            claims[one.speaker] = (name, one.number)
    meant = {naming.seats(name) or (naming.actor(name),) for name, _ in claims.values()}
    silent = tuple(one for one in involved if one not in claims)
    if len(meant) > 1:
        verdict = Verdict.CONTRADICT
    elif not claims:
        verdict = Verdict.NO_READOUT
    else:
        verdict = Verdict.BOTH if len(claims) > 1 else Verdict.ONLY
    found = tuple((party, *claims[party]) for party in sorted(claims))
    return Initiative(found, verdict, silent)


def agenda(
    state: State, line: Line, known: Contacts, contact: Contact, compared: Comparison
) -> list[AgendaItem]:
    """The items of a contact's agenda, each with every side's position."""
    said = oldest_first(of_contact(in_effect(state.line(line), AGENDA), known, contact))
    found: dict[tuple[str, str, str], list[Position]] = defaultdict(list)
    for one in said:
        for part in records_in(one.fields, "items"):
            position = Position(
                party=one.speaker,
                topic=text(part, "topic"),
                item=text(part, "item"),
                proposer=text(part, "proposer"),
                stance=text(part, "stance"),
                words=text(part, "words"),
                moved_to=text(part, "moved_to"),
                number=one.number,
            )
            found[position.party, position.topic, same(position.item)].append(position)
    newest = [_newest_position(each) for each in found.values()]
    told = {(one.topic, same(each.item)) for one in compared.topics for each in one.told}
    told_topics = {one.topic for one in compared.topics}
    involved = tuple(sorted({*compared.sides, *(one.party for one in newest)}))
    return [_item(row, involved, told, told_topics) for row in align(newest)]


def _newest_position(each: list[Position]) -> Position:
    newest = each[-1]
    earlier = tuple((one.number, one.stance) for one in each[:-1])
    return replace(newest, earlier=earlier)


def _item(
    row: list[Position],
    involved: tuple[str, ...],
    told: set[tuple[str, str]],
    told_topics: set[str],
) -> AgendaItem:
    stances = {one.stance for one in row}
    spoke = {one.party for one in row}
    topic = row[0].topic
    by_words = any((one.topic, same(one.item)) in told for one in row)
    return AgendaItem(
        topic=topic,
        positions=tuple(row),
        outcome=next(iter(stances)) if len(stances) == 1 else "differs",
        moved_to=tuple(sorted({one.moved_to for one in row if one.stance == MOVED})),
        silent=tuple(one for one in involved if one not in spoke),
        is_told=by_words or (topic != "other" and topic in told_topics),
    )
