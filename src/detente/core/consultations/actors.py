"""Actors: states, forces, groups and formats, as each side names them; who holds an office, when.

A side's records (ACT) stand as they are; another side's are beside them. Who is named in contacts
or agreements and sits at no table is listed too, with the words "no account held": what concerns
somebody is told, and by whom it is not. Serves domain.md section 11 (party, recognition matrix).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.core.consultations.contacts import ABSENT, contacts
from detente.core.consultations.days import Span, day_span, days_span
from detente.core.consultations.words import in_effect, odd, oldest_first, same
from detente.core.line.numbers import order
from detente.core.line.reading import records_in, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from detente.core.line.message import Line
    from detente.core.line.state import LineState, State, Tracked
    from detente.core.refusal import Refusal
    from detente.core.values import Json

CODE = "ACT"
BOTH = ("both", "both sides", "all", "all sides")  # words for every side at the table
NO_ACCOUNT, HELD = "none", "held"


@dataclass(frozen=True, slots=True)
class Name:
    """What an actor is called: by whom, and whether they recognise it under that name."""

    by: str
    name: str
    recognised: bool | None
    said_by: str
    number: str


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in an office: from and until as they were said, empty when they were not."""

    name: str
    office: str
    from_day: str
    until_day: str
    said_by: str
    number: str

    def held_at(self, span: Span) -> bool | None:
        """Whether the office was held at that time; None when the dates leave it open.

        An office that began and is not said to have ended is held.
        """
        begins, ends = day_span(self.from_day), day_span(self.until_day)
        if begins is not None and span.last_ms < begins.first_ms:
            return False
        if ends is not None and ends.last_ms < span.first_ms:
            return False
        has_begun = begins is not None and begins.last_ms <= span.last_ms
        goes_on = ends is None or ends.first_ms >= span.first_ms
        return True if has_begun and goes_on else None


@dataclass(frozen=True, slots=True)
class View:
    """What one side has on record of an actor, its records taken together; the newest counts."""

    party: str
    numbers: tuple[str, ...]
    kind: str
    part_of: str
    successor_of: str
    account: str
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor by the name that the records use.

    at_table: its id when it is a member here. seats: members that are it, or say that they are a
    part of it. account: held or none, as is said, or as it is: a member's account is held here,
    and with it its whole's. named_in: where it is named, such as a contact's number.
    """

    name: str
    at_table: str
    account: str
    seats: tuple[str, ...] = ()
    views: tuple[View, ...] = ()
    names: tuple[Name, ...] = ()
    people: tuple[Holder, ...] = ()
    standings: tuple[tuple[str, str], ...] = ()
    named_in: tuple[str, ...] = ()
    remarks: tuple[Refusal, ...] = ()


class Naming:
    """Which actor a name means: its own name, one that others use, a member's id or label."""

    def __init__(self, state: State, line: Line) -> None:
        """Read the names on record; one that means two actors means none of them."""
        meant: dict[str, set[str]] = defaultdict(set)
        for party in state.members.get(line.channel, ()):
            meant[same(party)].add(same(party))
        for one in in_effect(state.line(line), CODE):
            name = same(text(one.fields, "actor"))
            meant[name].add(name)
            for alias in records_in(one.fields, "names"):
                meant[same(text(alias, "name"))].add(name)
        self._meant = {name: next(iter(found)) for name, found in meant.items() if len(found) == 1}
        self._meant |= {name: name for name, found in meant.items() if name in found}
        self._seats: dict[str, set[str]] = defaultdict(set)
        for party in state.members.get(line.channel, ()):
            for actor in self._wholes(state.line(line), party):
                self._seats[actor].add(same(party))

    def _wholes(self, here: LineState, party: str) -> set[str]:
        """What a member is a part of, as it says itself; nobody else can say it of a member."""
        parts = {
            self.actor(text(one.fields, "actor")): self.actor(text(one.fields, "part_of"))
            for one in oldest_first(in_effect(here, CODE))
            if one.speaker == party and text(one.fields, "part_of")
        }
        found, at = {self.actor(party)}, self.actor(party)
        while (at := parts.get(at, at)) not in found:
            found.add(at)
        return found

    def seats(self, name: str) -> tuple[str, ...]:
        """The members, in lower case, that a name means, or that say they are a part of it."""
        return tuple(sorted(self._seats.get(self.actor(name), ())))

    def actor(self, name: str) -> str:
        """The actor that a name means, in lower case; the name itself when none is on record."""
        return self._meant.get(same(name), same(name))

    def knows(self, name: str) -> bool:
        """Whether the name means an actor on record or a member, or all sides together."""
        return same(name) in self._meant or same(name) in BOTH


def actors(state: State, line: Line) -> list[Actor]:
    """Every actor on record or named on a line, by name."""
    here = state.line(line)
    naming = Naming(state, line)
    said: dict[str, list[Tracked]] = defaultdict(list)
    shown: dict[str, str] = {}
    for one in oldest_first(in_effect(here, CODE)):
        said[same(text(one.fields, "actor"))].append(one)
    for key, group in said.items():
        first = min(group, key=lambda one: order(one.root))  # its name stays with its first record
        shown[key] = text(first.fields, "actor")
    members = {same(party): party for party in state.members.get(line.channel, ())}
    for key, party in members.items():
        shown.setdefault(key, party)
    named: dict[str, set[str]] = defaultdict(set)
    standings: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for name, where, standing in _named(state, line):
        key = naming.actor(name)
        named[key].add(where)
        shown.setdefault(key, " ".join(name.split()))
        if standing:
            standings[key].add((standing, where))
    return [
        _actor(
            shown[key],
            said.get(key, []),
            members.get(key, ""),
            naming.seats(key),
            sorted(named[key]),
            sorted(standings[key]),
        )
        for key in sorted(shown)
    ]


def _named(state: State, line: Line) -> Iterator[tuple[str, str, str]]:
    """Names in other registers: the name, the number of the message, its standing there."""
    for contact in contacts(state, line).all:
        for record in contact.standing:
            for person in record.participants:
                yield person.side, record.number, ABSENT if person.is_absent else ""
    here = state.line(line)
    for one in in_effect(here, "AGR"):
        for party in records_in(one.fields, "parties"):
            yield text(party, "name"), one.number, text(party, "standing")
    for one in in_effect(here, CODE):
        for member in records_in(one.fields, "members"):
            yield text(member, "name"), one.number, text(member, "standing")


def _actor(
    name: str,
    said: list[Tracked],
    at_table: str,
    seats: tuple[str, ...],
    named: list[str],
    standings: list[tuple[str, str]],
) -> Actor:
    by_party: dict[str, list[Tracked]] = defaultdict(list)
    for one in said:
        by_party[one.speaker].append(one)
    views = tuple(_view(party, by_party[party]) for party in sorted(by_party))
    accounts = {one.account for one in views if one.account}
    account = HELD if at_table or seats or HELD in accounts else NO_ACCOUNT
    return Actor(
        name=name,
        at_table=at_table,
        account=account,
        seats=seats,
        views=views,
        names=tuple(found for one in said for found in _names(one)),
        people=tuple(found for one in said for found in _people(one)),
        standings=tuple(standings),
        named_in=tuple(named),
        remarks=tuple(problem for one in said for problem in actor_problems(one.fields)),
    )


def _view(party: str, said: list[Tracked]) -> View:
    """The newest word of a side on each point; its members of all records that stand."""

    def newest(field: str) -> str:
        return next((found for one in reversed(said) if (found := text(one.fields, field))), "")

    members = {
        (text(one, "name"), text(one, "standing"))
        for tracked in said
        for one in records_in(tracked.fields, "members")
    }
    return View(
        party=party,
        numbers=tuple(one.number for one in said),
        kind=newest("kind"),
        part_of=newest("part_of"),
        successor_of=newest("successor_of"),
        account=newest("account"),
        members=tuple(sorted(members)),
    )


def _names(one: Tracked) -> Iterator[Name]:
    for found in records_in(one.fields, "names"):
        recognised = found.get("recognised")
        known = recognised if isinstance(recognised, bool) else None
        yield Name(text(found, "by"), text(found, "name"), known, one.speaker, one.number)


def _people(one: Tracked) -> Iterator[Holder]:
    for found in records_in(one.fields, "people"):
        yield Holder(
            text(found, "name"),
            text(found, "office"),
            text(found, "from_day"),
            text(found, "until_day"),
            one.speaker,
            one.number,
        )


def actor_problems(fields: Mapping[str, Json]) -> Iterator[Refusal]:
    """What is inconsistent in a record of an actor."""
    for at, one in enumerate(records_in(fields, "people")):
        begins, ends = days_span(one.get("from_day"), None), days_span(one.get("until_day"), None)
        if begins is not None and ends is not None and ends.last_ms < begins.first_ms:
            reason = f"{text(one, 'name')} holds the office until before it begins"
            remedy = "Correct one of the dates"
            yield odd(f"fields.people.{at}.until_day", "dates-order", reason, remedy)
    if same(text(fields, "part_of")) == same(text(fields, "actor")):
        reason = "it is said to be a part of itself"
        yield odd("fields.part_of", "actor-itself", reason, "Name another actor, or leave it out")


def in_office(here: LineState, person_or_office: str, span: Span) -> list[tuple[str, Holder]]:
    """Who held an office, or which office somebody held: actor and holder, those ruled out not."""
    wanted = same(person_or_office)
    return [
        (text(one.fields, "actor"), holder)
        for one in oldest_first(in_effect(here, CODE))
        for holder in _people(one)
        if wanted in (same(holder.name), same(holder.office)) and holder.held_at(span) is not False
    ]
