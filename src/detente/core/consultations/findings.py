"""What is odd about a message of the consultations before it is released, and when it comes.

A number that is no contact or commitment here, an owner whom nobody knows, a count that is less
than the list, dates in the wrong order. Each can be passed by its rule: nothing is blocked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.core.consultations import actors, commitments, cooperation, readouts, ties
from detente.core.consultations import contacts as contact_register
from detente.core.consultations.actors import Naming, actor_problems
from detente.core.consultations.contacts import contacts, is_contact, unknown_contact
from detente.core.consultations.days import days_span
from detente.core.consultations.words import names, odd, same
from detente.core.line.reading import number_in, records_in, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from detente.core.line.message import Line, Message
    from detente.core.line.state import State
    from detente.core.refusal import Refusal
    from detente.core.values import Fields

TIE_NAMES_MIN = 2  # a tie has two ends


def consultation_findings(
    state: State, line: Line, author: str, message: Message, fields: Fields, at_ms: int
) -> tuple[Refusal, ...]:
    """What is odd about a message of the consultations; nothing for any other message."""
    del author, at_ms
    finder = _FINDERS.get(message.format)
    return () if finder is None else tuple(finder(state, line, message, fields))


def _contact(state: State, line: Line, message: Message, fields: Fields) -> Iterator[Refusal]:
    links = {name: text(fields, name) for name in ("part_of", "follows", "same_as")}
    yield from _unknown(state, line, {name: said for name, said in links.items() if said})
    first, last = days_span(fields.get("day"), None), days_span(fields.get("latest"), None)
    if first is not None and last is not None and last.last_ms < first.first_ms:
        reason = f"the latest date {fields['latest']} lies before {fields['day']}"
        yield odd("fields.latest", "dates-order", reason, "Correct one of the two")
    begins, ends = number_in(fields, "from_ms"), number_in(fields, "until_ms")
    if begins is not None and ends is not None and ends < begins:
        reason = "it ends before it begins"
        yield odd("fields.until_ms", "dates-order", reason, "Correct one of the two")
    series, serial = same(text(fields, "series")), number_in(fields, "serial")
    if series and serial is not None and not links["same_as"]:
        yield from _serial_taken(state, line, message.number, series, serial)


def _serial_taken(
    state: State, line: Line, own: str, series: str, serial: int
) -> Iterator[Refusal]:
    here = state.line(line)
    said = (here.messages[name].fields for name in here.register.get(contact_register.CODE, ()))
    if not any(number_in(fields, "serial") == serial for fields in said):
        return  # the usual case, without looking at every record
    for one in contacts(state, line).all:
        taken = [
            each for each in one.standing if (same(each.series), each.serial) == (series, serial)
        ]
        if taken and own not in {each.number for each in one.records}:
            reason = f"contact {one.number} is number {serial} of this series already"
            remedy = f"Give another number, or say same_as={one.number}"
            yield odd("fields.serial", "serial-twice", reason, remedy)


def _unknown(state: State, line: Line, said: dict[str, str]) -> Iterator[Refusal]:
    for name, wanted in said.items():
        if not is_contact(state.line(line), wanted):
            yield unknown_contact(name, wanted)


def _about_contact(
    state: State, line: Line, _message: Message, fields: Fields
) -> Iterator[Refusal]:
    """The contact that a message is about is on record."""
    wanted = text(fields, "contact")
    yield from _unknown(state, line, {"contact": wanted} if wanted else {})


def _readout(state: State, line: Line, message: Message, fields: Fields) -> Iterator[Refusal]:
    yield from _about_contact(state, line, message, fields)
    wanted = text(fields, "contact")
    named = state.line(line).current(wanted) if is_contact(state.line(line), wanted) else None
    was_held = named is None or text(named.fields, "state") == "held"  # the usual case, at once
    contact = None if was_held else contacts(state, line).find(wanted)
    if contact is not None and not contact.is_held:
        reason = f"contact {contact.number} is on record as {contact.state}, not as held"
        remedy = f"Say that it was held: detente contact set {contact.number} held"
        yield odd("fields.contact", "contact-not-held", reason, remedy)
    if not records_in(fields, "topics") and not text(fields, "text"):
        reason = "it tells of no topic and has no text"
        yield odd("fields.topics", "readout-empty", reason, "Give topics, or the text as issued")


def _commitment(state: State, line: Line, message: Message, fields: Fields) -> Iterator[Refusal]:
    yield from _about_contact(state, line, message, fields)
    yield from _under(state, line, fields)
    yield from _owners(state, line, {"fields.owner": text(fields, "owner")})


def _measures(state: State, line: Line, _message: Message, fields: Fields) -> Iterator[Refusal]:
    """The owners of a closing's measures, which are commitments once it is agreed to."""
    listed = enumerate(records_in(fields, "measures"))
    said = {f"fields.measures.{at}.owner": text(one, "owner") for at, one in listed}
    yield from _owners(state, line, said)


def _owners(state: State, line: Line, said: dict[str, str]) -> Iterator[Refusal]:
    """Who is to do something is a member, an actor on record, or all."""
    naming = Naming(state, line)
    for path, owner in said.items():
        if owner and not naming.knows(owner):
            members = ", ".join(sorted(state.members.get(line.channel, ())))
            reason = f"the owner {owner} is no member here and no actor on record"
            remedy = f"Name {members} or both, or put the actor on record (ACT)"
            yield odd(path, "owner-unknown", reason, remedy)


def _under(state: State, line: Line, fields: Fields) -> Iterator[Refusal]:
    """The agreement that it is under is on record."""
    wanted = text(fields, "text")
    tracked = state.message(line, wanted) if wanted else None
    if wanted and (tracked is None or tracked.message.format != "AGR"):
        reason = f"no agreement {wanted} is on record here"
        yield odd("fields.text", "agreement-unknown", reason, "Give the number of its text (AGR)")


def _status(state: State, line: Line, message: Message, fields: Fields) -> Iterator[Refusal]:
    yield from _about_contact(state, line, message, fields)
    wanted = text(fields, "commitment")
    tracked = state.message(line, wanted)
    known = tracked is not None and tracked.message.format == commitments.CODE
    if not known and all(one.number != wanted for one in commitments.measures(state.line(line))):
        reason = f"no commitment {wanted} is on record here"
        remedy = "List them: detente commitments --all"
        yield odd("fields.commitment", "commitment-unknown", reason, remedy)


def _fields(state: State, line: Line, message: Message, fields: Fields) -> Iterator[Refusal]:
    yield from _about_contact(state, line, message, fields)
    yield from _under(state, line, fields)
    listed, count = len(records_in(fields, "fields")), number_in(fields, "count")
    if count is not None and count < listed:
        reason = f"{count} in all, but {listed} are listed"
        yield odd("fields.count", "count-less", reason, "Correct the number or the list")
    if not text(fields, "text") and not text(fields, "contact"):
        reason = "it says neither the agreement nor the contact that they belong to"
        yield odd("fields.text", "fields-of-nothing", reason, "Name one of the two")


def _tie(_state: State, _line: Line, _message: Message, fields: Fields) -> Iterator[Refusal]:
    if len(names(text(fields, "with"))) < TIE_NAMES_MIN:
        reason = "a tie is between two at least"
        yield odd("fields.with", "tie-alone", reason, "Name all, with commas")


def _actor(_state: State, _line: Line, _message: Message, fields: Fields) -> Iterator[Refusal]:
    yield from actor_problems(fields)


_FINDERS: Final[dict[str, Callable[[State, Line, Message, Fields], Iterator[Refusal]]]] = {
    contact_register.CODE: _contact,
    readouts.AGENDA: _about_contact,
    readouts.READOUT: _readout,
    commitments.CODE: _commitment,
    commitments.STATUS: _status,
    commitments.CLOSING: _measures,
    cooperation.CODE: _fields,
    ties.CODE: _tie,
    actors.CODE: _actor,
}
