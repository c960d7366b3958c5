"""Contacts: visits with their meetings, calls, letters, commissions, as each side records them.

A contact is named by the number of the record (CON) that opened it; a record of the other side
joins it by `same_as`. Each side's record stands as it is: nothing is merged, what differs is named.
Pure; the same at every member that holds the same messages. Serves domain.md section 11.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.core.consultations.days import Span, days_span
from detente.core.consultations.words import odd, same
from detente.core.line.numbers import order
from detente.core.line.reading import codes_in, number_in, records_in, text
from detente.core.line.state import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.core.line.message import Line
    from detente.core.line.state import LineState, State, Tracked
    from detente.core.refusal import Refusal
    from detente.core.values import Fields

CODE = "CON"
AHEAD = frozenset({"invited", "tentative", "planned", "postponed"})
OFF = frozenset({"cancelled", "declined"})
ABSENT = "absent"  # the capacity of who was expected and did not come
DIFFERS = "differs"  # what stands for a value on which the sides' records differ
CHAIN_MAX = 200  # contacts that follow one another; a longer chain is cut, and never a loop


@dataclass(frozen=True, slots=True)
class Person:
    """Who took part: the name if it is said, the office, and for which side.

    capacity: head, member, host and so on; ``absent`` who was expected and did not come.
    """

    name: str
    office: str
    side: str
    capacity: str = ""

    @property
    def is_absent(self) -> bool:
        """Whether the record says that it did not come."""
        return self.capacity == ABSENT


@dataclass(frozen=True, slots=True)
class Stage:
    """One wording of a side's record: in which message, by its clock, what state and date."""

    number: str
    at_ms: int
    state: str
    when: Span | None


@dataclass(frozen=True, slots=True)
class Record:
    """One side's record of a contact, in its newest wording. Empty texts were not said.

    number: of the first message; wording: of the newest. taken_back: that side cancelled it.
    when:   from `day` to `latest`, or the exact times. exact: whether the times were said.
    stages: all wordings, oldest first. answers: of those asked, party and code.
    """

    party: str
    number: str
    wording: str
    at_ms: int
    taken_back: bool
    kind: str
    state: str
    level: str
    when: Span | None
    exact: bool
    day: str
    latest: str
    when_words: str
    place: str
    initiator: str
    invited_by: str
    series: str
    serial: int | None
    part_of: str
    follows: str
    same_as: str
    format: str
    languages: tuple[str, ...]
    purpose: str
    participants: tuple[Person, ...]
    stages: tuple[Stage, ...]
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact with every side's record of it.

    part_of, follows, parts, follow_ups: other contacts, by their own numbers.
    differ:  names of the fields in which the sides' records differ.
    remarks: what is inconsistent in the records, such as a part of an unknown contact.
    """

    number: str
    records: tuple[Record, ...]
    part_of: str | None = None
    follows: str | None = None
    parts: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    differ: tuple[str, ...] = ()
    remarks: tuple[Refusal, ...] = ()

    @property
    def standing(self) -> tuple[Record, ...]:
        """The records that were not taken back; all of them when every one was."""
        return tuple(one for one in self.records if not one.taken_back) or self.records

    def said(self, name: str) -> str:
        """What the records say of a field: the common value, `DIFFERS`, or empty."""
        values = {same(value): value for one in self.standing if (value := getattr(one, name))}
        return DIFFERS if len(values) > 1 else next(iter(values.values()), "")

    @property
    def state(self) -> str:
        """The state that the standing records agree on, else `DIFFERS`."""
        return "taken back" if all(one.taken_back for one in self.records) else self.said("state")

    @property
    def when(self) -> Span | None:
        """The moment that all dated records may mean; the widest of them when there is none."""
        spans = [one.when for one in self.standing if one.when is not None]
        if not spans:
            return None
        first, last = max(one.first_ms for one in spans), min(one.last_ms for one in spans)
        if first <= last:
            return Span(first, last)
        return Span(min(one.first_ms for one in spans), max(one.last_ms for one in spans))

    @property
    def is_held(self) -> bool:
        """Whether a side says that it was held."""
        return any(one.state == "held" for one in self.standing if not one.taken_back)

    @property
    def is_ahead(self) -> bool:
        """Whether a side still expects it, and none says that it was held."""
        live = [one for one in self.records if not one.taken_back]
        return not self.is_held and any(one.state in AHEAD for one in live)


@dataclass(frozen=True, slots=True)
class Contacts:
    """All contacts of a line, by date and number; `find` takes the number of any record."""

    all: tuple[Contact, ...]
    by_number: dict[str, Contact]
    named: dict[str, str]  # any number of a record or wording -> number of its contact

    def find(self, said: str) -> Contact | None:
        """The contact that a number means; None when there is none."""
        return self.by_number.get(self.named.get(said, ""))

    def before(self, contact: Contact) -> list[Contact]:
        """The contacts that this one follows, nearest first; a loop ends where it began."""
        found: list[Contact] = []
        seen = {contact.number}
        at: Contact | None = contact
        while at is not None and at.follows is not None and len(found) < CHAIN_MAX:
            at = self.by_number.get(at.follows)
            if at is None or at.number in seen:
                break
            seen.add(at.number)
            found.append(at)
        return found


def contacts(state: State, line: Line) -> Contacts:
    """Every contact on record on a line; those taken back among them."""
    here = state.line(line)
    firsts = [one for one in here.registered(CODE) if one.root == one.number]
    kept = [_record(here, one) for one in firsts]
    named = {one.number: one.root for one in here.registered(CODE)}
    groups = _joined(kept, named)
    mine = {record.number: name for name, group in groups.items() for record in group}
    named = {wording: mine[root] for wording, root in named.items() if root in mine}
    found = [
        Contact(name, tuple(sorted(group, key=lambda one: (one.party, order(one.number)))))
        for name, group in groups.items()
    ]
    linked = [_linked(one, named) for one in found]
    parts, follow_ups = _backwards(linked, "part_of"), _backwards(linked, "follows")
    serials = _serials(linked)
    by_number = {one.number: one for one in linked}
    whole = [
        replace(
            one,
            parts=_sorted(parts[one.number], by_number),
            follow_ups=_sorted(follow_ups[one.number], by_number),
            differ=_differ(one),
            remarks=tuple(_remarks(one, by_number, named, serials)),
        )
        for one in linked
    ]
    whole.sort(key=_by_date)
    return Contacts(tuple(whole), {one.number: one for one in whole}, named)


_UNDATED_MS = 2**62


def _by_date(one: Contact) -> tuple[int, tuple[int, int, str]]:
    when = one.when
    return (_UNDATED_MS if when is None else when.first_ms, order(one.number))


def _record(here: LineState, first: Tracked) -> Record:
    chain = here.chain(first.number)
    newest = chain[-1]
    fields = newest.fields
    day, latest = text(fields, "day"), text(fields, "latest")
    return Record(
        party=first.speaker,
        number=first.number,
        wording=newest.number,
        at_ms=newest.at_ms,
        taken_back=newest.standing is Standing.CANCELLED,
        kind=text(fields, "kind"),
        state=text(fields, "state"),
        level=text(fields, "level"),
        when=when_of(fields),
        exact=number_in(fields, "from_ms") is not None,
        day=day,
        latest=latest,
        when_words=text(fields, "when_words"),
        place=text(fields, "place"),
        initiator=text(fields, "initiator"),
        invited_by=text(fields, "invited_by"),
        series=text(fields, "series"),
        serial=number_in(fields, "serial"),
        part_of=text(fields, "part_of"),
        follows=text(fields, "follows"),
        same_as=text(fields, "same_as"),
        format=text(fields, "format"),
        languages=codes_in(fields, "languages"),
        purpose=text(fields, "purpose"),
        participants=tuple(
            Person(*(text(one, part) for part in ("name", "office", "side", "capacity")))
            for one in records_in(fields, "participants")
        ),
        stages=tuple(
            Stage(one.number, one.at_ms, text(one.fields, "state"), when_of(one.fields))
            for one in chain
        ),
        answers=tuple(
            (party, answer.code or "")
            for party, steps in sorted(newest.steps.items())
            if (answer := steps.answer) is not None
        ),
    )


def when_of(fields: Fields) -> Span | None:
    """When a contact is, as its fields say: the exact times first, else the dates."""
    begins, ends = number_in(fields, "from_ms"), number_in(fields, "until_ms")
    if begins is not None:
        return Span(begins, max(begins, ends if ends is not None else begins))
    return days_span(fields.get("day"), fields.get("latest"))


def _joined(kept: list[Record], named: dict[str, str]) -> dict[str, list[Record]]:
    """The records by contact: joined by `same_as`, named by the one that all others point to."""
    known = {one.number: one for one in kept}
    group = {one.number: {one.number} for one in kept}
    for one in kept:
        other = named.get(one.same_as)
        if other in known and group[other] is not group[one.number]:
            merged = group[other] | group[one.number]
            for name in merged:
                group[name] = merged
    found: dict[str, list[Record]] = {}
    for one in kept:
        members = group[one.number]
        opened = [name for name in members if named.get(known[name].same_as) not in members]
        found.setdefault(min(opened or members, key=order), []).append(one)
    return found


def _linked(one: Contact, named: dict[str, str]) -> Contact:
    """The contact with what it is a part of, and what it follows, as the first record says."""

    def link(field: str) -> str | None:
        said = (named.get(getattr(record, field)) for record in one.standing)
        return next((name for name in said if name is not None and name != one.number), None)

    return replace(one, part_of=link("part_of"), follows=link("follows"))


def _backwards(linked: Iterable[Contact], field: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in linked:
        if (name := getattr(one, field)) is not None:
            found[name].append(one.number)
    return found


def _sorted(numbers: list[str], by_number: dict[str, Contact]) -> tuple[str, ...]:
    return tuple(sorted(numbers, key=lambda name: _by_date(by_number[name])))


_COMPARED = ("kind", "state", "level", "place", "initiator", "invited_by", "series", "serial")


def _differ(one: Contact) -> tuple[str, ...]:
    """The fields in which the records of several sides differ; a vaguer date is no difference."""
    found = [
        name
        for name in _COMPARED
        if len({same(str(value)) for rec in one.standing if (value := getattr(rec, name))}) > 1
    ]
    spans = [rec.when for rec in one.standing if rec.when is not None]
    if any(not first.meets(second) for first in spans for second in spans):
        found.append("when")
    return tuple(found)


def _serials(linked: Iterable[Contact]) -> Counter[tuple[str, int]]:
    return Counter(
        key
        for one in linked
        for key in {
            (same(record.series), record.serial)
            for record in one.standing
            if record.series and record.serial is not None
        }
    )


def _remarks(
    one: Contact,
    by_number: dict[str, Contact],
    named: dict[str, str],
    serials: Counter[tuple[str, int]],
) -> Iterator[Refusal]:
    """What is inconsistent in the records of a contact; each is shown, none has an effect."""
    for record in one.standing:
        yield from _unknown(record, named)
        yield from date_problems(record)
        key = (same(record.series), record.serial or 0)
        if serials[key] > 1:
            reason = f"number {record.serial} of the series {record.series} is another one's too"
            yield odd("fields.serial", "serial-twice", reason, "Correct the number in one of them")
    whole = by_number.get(one.part_of or "")
    if whole is not None and one.when and whole.when and not one.when.meets(whole.when):
        reason = f"its date lies outside of contact {whole.number}, of which it is a part"
        yield odd("fields.day", "part-outside", reason, "Correct one of the dates")
    for field in ("part_of", "follows"):
        if _loops(one, field, by_number):
            reason = f"{field} leads from contact to contact and back to this one"
            yield odd(f"fields.{field}", "contact-loop", reason, "Correct one of them")


def _unknown(record: Record, named: dict[str, str]) -> Iterator[Refusal]:
    for field in ("part_of", "follows", "same_as"):
        said = getattr(record, field)
        if said and said not in named:
            yield unknown_contact(field, said)
        elif said and named[said] == named.get(record.number) and field != "same_as":
            reason = f"{field} names this contact itself"
            yield odd(f"fields.{field}", "contact-itself", reason, "Name another contact")


def is_contact(here: LineState, said: str) -> bool:
    """Whether a number is that of a record of a contact, in any wording; without a full look."""
    return said in here.register.get(CODE, ())


def unknown_contact(field: str, said: str) -> Refusal:
    """A number that is no contact on this line."""
    reason = f"no contact {said} is on record here"
    remedy = "List them: detente contacts --all; or put it on record first"
    return odd(f"fields.{field}", "contact-unknown", reason, remedy)


def date_problems(record: Record) -> Iterator[Refusal]:
    """Dates in the wrong order, as they were said."""
    first, last = days_span(record.day, None), days_span(record.latest, None)
    if first is not None and last is not None and last.last_ms < first.first_ms:
        reason = f"the latest date {record.latest} lies before {record.day}"
        yield odd("fields.latest", "dates-order", reason, "Correct one of the two")


def _loops(one: Contact, field: str, by_number: dict[str, Contact]) -> bool:
    at: Contact | None = one
    for _ in range(CHAIN_MAX):
        at = by_number.get(getattr(at, field) or "") if at is not None else None
        if at is None:
            return False
        if at.number == one.number:
            return True
    return False


def same_series(one: Contact, other: Contact) -> bool:
    """Whether both are said to belong to one series."""
    first, second = one.said("series"), other.said("series")
    return bool(first) and same(first) == same(second)
