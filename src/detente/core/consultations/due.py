"""What the consultations hold open: commitments, contacts ahead, and ties expected again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.core.consultations.commitments import commitments
from detente.core.consultations.contacts import AHEAD, contacts
from detente.core.consultations.ties import ties
from detente.core.consultations.words import same
from detente.core.line.due import NEVER_MS, Due

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.core.consultations.commitments import Commitment
    from detente.core.consultations.contacts import Contact, Record
    from detente.core.line.message import Line
    from detente.core.line.state import State


REGISTER: Final = "consultations"


def due_items(state: State, line: Line, at_ms: int) -> Iterator[Due]:
    """Open commitments, contacts that a side still expects, ties said to be expected again."""
    del at_ms  # what is open does not depend on the time; what is late does
    if not state.line(line).register:
        return
    known = contacts(state, line)
    members = {same(party): party for party in state.members.get(line.channel, ())}
    for promise in commitments(state, line, known):
        if not promise.is_settled and not promise.is_claimed_done:
            yield _promise(promise, members)
    for one in known.all:
        if one.is_ahead:
            yield _expected(one)
    for tie in ties(state, line):
        last = tie.acts[-1]
        if not last.is_on and last.expected_span is not None:
            words = f"{tie.name or tie.tie}: {last.act} since {last.day}, expected again"
            span = last.expected_span
            yield Due(
                due_ms=span.last_ms,
                party="",
                register=REGISTER,
                kind="tie",
                number=last.number,
                about=last.number,
                words=words,
                day=last.expected,
                from_ms=span.first_ms,
            )


def _promise(promise: Commitment, members: dict[str, str]) -> Due:
    """A promise, or a measure of a closed case; of one seat's owner, under that member's name."""
    due = promise.due
    owner = promise.owners[0] if len(promise.owners) == 1 else promise.owner_means
    return Due(
        due_ms=NEVER_MS if due is None else due.last_ms,
        party="" if promise.owned_by_all else members.get(owner, promise.owner),
        register=REGISTER,
        kind="measure" if promise.case else "commitment",
        number=promise.number,
        about=promise.case or promise.contact or promise.number,
        words=f"measure of case {promise.case}: {promise.what}" if promise.case else promise.what,
        day=promise.due_words or promise.due_day,
    )


def _expected(one: Contact) -> Due:
    """A contact ahead: by the end of its date, from its beginning, in the words of each side."""
    when = one.when
    live = [each for each in one.standing if each.state in AHEAD]
    return Due(
        due_ms=NEVER_MS if when is None else when.last_ms,
        party="",
        register=REGISTER,
        kind="contact",
        number=live[0].number,
        about=one.number,
        words=contact_words(one),
        day=_each(_date(each) for each in live),
        from_ms=0 if when is None else when.first_ms,
    )


def _date(record: Record) -> str:
    """A date as a side's record says it; empty when it says the exact times."""
    days = " to ".join(dict.fromkeys(day for day in (record.day, record.latest) if day))
    return record.when_words or ("" if record.exact else days)


def contact_words(one: Contact) -> str:
    """A contact in a few words: its kind, state, purpose or place, as every record says."""
    said = [each.purpose or each.format or each.series or each.place for each in one.standing]
    what, kinds = _each(said), _each(each.kind for each in one.standing)
    return f"{kinds}, {one.state}" + (f": {what}" if what else "")


def _each(said: Iterable[str]) -> str:
    """What the sides say, each wording once, in the order of their names."""
    return " / ".join(dict.fromkeys(one for one in said if one))
