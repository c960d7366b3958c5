"""Fields of cooperation: how many were stated, which are named, with lead and state by each side.

"An agreement over fourteen fields" of which one is named is kept as just that: 14 stated, 1 named.
Serves domain.md sections 1 (seed 0) and 11.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.core.consultations.contacts import Contacts, contacts
from detente.core.consultations.words import in_effect, oldest_first, same
from detente.core.line.reading import number_in, records_in, text

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.core.line.state import LineState, State, Tracked

CODE = "CFC"


@dataclass(frozen=True, slots=True)
class Listed:
    """A field as one side lists it; its newest word counts, earlier holds what it said before."""

    party: str
    topic: str
    item: str
    lead: str
    state: str
    words: str
    number: str
    earlier: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cooperation:
    """The fields under one agreement, or of one contact.

    text, contact: their numbers, empty when not said. stated: side, how many in all, message.
    fields: rows of the same field by all sides that name it.
    """

    text: str
    contact: str
    agreement: str
    stated: tuple[tuple[str, int, str], ...]
    fields: tuple[tuple[Listed, ...], ...]

    @property
    def in_words(self) -> str:
        """How many are stated, and how many are named."""
        counts = sorted({count for _, count, _ in self.stated})
        said = " or ".join(map(str, counts)) if counts else "no number"
        return f"{said} stated, {len(self.fields)} named"


def cooperation(state: State, line: Line, known: Contacts | None = None) -> list[Cooperation]:
    """The lists of fields on a line, by agreement and contact."""
    here = state.line(line)
    known = contacts(state, line) if known is None else known
    groups: dict[tuple[str, str], list[Tracked]] = defaultdict(list)
    for one in oldest_first(in_effect(here, CODE)):
        groups[_about(here, known, one)].append(one)
    return [_group(here, key, groups[key]) for key in sorted(groups)]


def _about(here: LineState, known: Contacts, one: Tracked) -> tuple[str, str]:
    """The agreement that a list is under; without one, the contact; as they are on record."""
    agreement, contact = text(one.fields, "text"), text(one.fields, "contact")
    if agreement:
        tracked = here.messages.get(agreement)
        return (tracked.root if tracked is not None else agreement, "")
    found = known.find(contact)
    return ("", found.number if found is not None else contact)


def _group(here: LineState, key: tuple[str, str], said: list[Tracked]) -> Cooperation:
    agreement, contact = key
    stated: dict[str, tuple[str, int, str]] = {}
    listed: dict[tuple[str, str, str], list[Listed]] = defaultdict(list)
    for one in said:
        contact = contact or text(one.fields, "contact")
        if (count := number_in(one.fields, "count")) is not None:
            stated[one.speaker] = (one.speaker, count, one.number)
        for part in records_in(one.fields, "fields"):
            field = Listed(
                party=one.speaker,
                topic=text(part, "topic") or "other",
                item=text(part, "field"),
                lead=text(part, "lead"),
                state=text(part, "state"),
                words=text(part, "words"),
                number=one.number,
            )
            listed[field.party, field.topic, same(field.item)].append(field)
    newest = [
        replace(each[-1], earlier=tuple((one.number, one.state) for one in each[:-1]))
        for each in listed.values()
    ]
    tracked = here.messages.get(agreement)
    return Cooperation(
        text=agreement,
        contact=contact,
        agreement=text(tracked.fields, "agreement") if tracked is not None else "",
        stated=tuple(stated[party] for party in sorted(stated)),
        fields=tuple(tuple(row) for row in _rows(newest)),
    )


def _rows(newest: list[Listed]) -> list[list[Listed]]:
    """The same words are the same field; one field under a topic on each side is not enough."""
    by_words: dict[str, list[Listed]] = defaultdict(list)
    for one in newest:
        by_words[same(one.item)].append(one)
    return [sorted(by_words[word], key=lambda one: one.party) for word in sorted(by_words)]
