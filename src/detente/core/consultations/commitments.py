"""Commitments: who promised what by when, whether the other side confirms it, how it stands.

A commitment is named by the number of its record (CCM). Each side says how it stands (CST), such
as at the next contact; what the sides say differently stays side by side. One is settled when
everybody who says how it stands says done or dropped, and not its owner alone; what both own, not
by one of them alone. The measures of a closing that all agreed to (INC) are commitments as well,
each named by the closing's number and its place in it: ``AMBER-2026-0004/1``.
Pure; the same at every member. Serves domain.md sections 1 (seed 1), 8 (row 27) and 11.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.core.consultations.actors import BOTH, Naming
from detente.core.consultations.contacts import DIFFERS, contacts, same_series
from detente.core.consultations.days import Span, days_span
from detente.core.consultations.words import in_effect, oldest_first, same, sides
from detente.core.incidents.cases import files
from detente.core.incidents.dealing import Closing, closings
from detente.core.line.formats import Answers
from detente.core.line.reading import records_in, text

if TYPE_CHECKING:
    from detente.core.consultations.contacts import Contact, Contacts
    from detente.core.line.message import Line
    from detente.core.line.state import LineState, State, Tracked
    from detente.core.values import Json

CODE, STATUS, CLOSING = "CCM", "CST", "INC"
OPEN = "open"
SETTLED = frozenset({"done", "dropped"})


@dataclass(frozen=True, slots=True)
class Proof:
    """What a side names as evidence: its kind, the digest of the file, who holds it, what about."""

    what: str
    sha256: str
    holder: str
    about: str


@dataclass(frozen=True, slots=True)
class Said:
    """How a commitment stands, as a side says. contact: at which it was reviewed, if it was."""

    party: str
    state: str
    number: str
    at_ms: int
    contact: str
    words: str
    evidence: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise with all that was said of it.

    owner:   as it was said; owner_means: the actor that it means, in lower case; owners: members
             that are this actor or a part of it; owned_by_all: it is every side's.
    due:     the span of its date; None when none was said. case: whose measure it is, if it is one.
    confirmed, disputed, silent: other sides by what they answer to it.
    state:   what the newest words of all who spoke agree on, `DIFFERS`, or ``open``.
    """

    number: str
    party: str
    at_ms: int
    what: str
    owner: str
    owner_means: str
    owned_by_all: bool
    due: Span | None
    due_day: str
    due_words: str
    contact: str
    text: str
    article: str
    confirmed: tuple[str, ...]
    disputed: tuple[str, ...]
    silent: tuple[str, ...]
    said: tuple[Said, ...]
    owners: tuple[str, ...] = ()
    case: str = ""

    @property
    def newest(self) -> tuple[Said, ...]:
        """The newest word of each side that spoke, by side."""
        last = {one.party: one for one in self.said}
        return tuple(last[party] for party in sorted(last))

    @property
    def state(self) -> str:
        """How it stands, when all who spoke agree."""
        states = {one.state for one in self.newest}
        return OPEN if not states else next(iter(states)) if len(states) == 1 else DIFFERS

    @property
    def is_settled(self) -> bool:
        """Whether nothing is to be done about it any more, and not by its owner's word alone."""
        spoke = self.newest
        agreed = bool(spoke) and all(one.state in SETTLED for one in spoke)
        if self.owned_by_all:
            return agreed and len(spoke) > 1
        return agreed and any(same(one.party) not in self.owners for one in spoke)

    @property
    def is_claimed_done(self) -> bool:
        """Whether only an owner says that it is done or dropped, and nobody has said otherwise."""
        return not self.is_settled and bool(self.said) and self.state in SETTLED

    def is_late(self, at_ms: int) -> bool:
        """Whether its date is over while it is neither settled nor said to be done."""
        done = self.is_settled or self.is_claimed_done
        return self.due is not None and not done and at_ms > self.due.last_ms


def commitments(state: State, line: Line, known: Contacts | None = None) -> list[Commitment]:
    """Every commitment on record, the soonest due first, undated ones last."""
    here = state.line(line)
    known = contacts(state, line) if known is None else known
    naming = Naming(state, line)
    said: dict[str, list[Said]] = {}
    for one in oldest_first(in_effect(here, STATUS)):
        contact = known.find(text(one.fields, "contact"))
        said.setdefault(text(one.fields, "commitment"), []).append(
            Said(
                party=one.speaker,
                state=text(one.fields, "state"),
                number=one.number,
                at_ms=one.at_ms,
                contact=contact.number if contact else "",
                words=text(one.fields, "words"),
                evidence=tuple(
                    Proof(*(text(each, part) for part in ("what", "sha256", "holder", "about")))
                    for each in records_in(one.fields, "evidence")
                ),
            )
        )
    found = [
        _commitment(state, line, one, naming, known, said.get(one.number, []))
        for one in here.registered(CODE)
        if one.root == one.number
    ]
    found += [
        _with(one, naming, said.get(one.number, []))
        for one in measures(here)  # under the rule of any commitment
    ]
    return sorted(found, key=lambda one: (_due_ms(one), one.number))


def measures(here: LineState) -> Iterator[Commitment]:
    """The measures of the closings by which cases were closed, before anything was said of them."""
    if not here.register.get(CLOSING):
        return  # the usual case, without looking at every case
    for number, folder in files(here).folders.items():
        closed = next((one for one in closings(folder) if one.is_agreed), None)
        for at, measure in enumerate(closed.measures if closed is not None else (), start=1):
            assert closed is not None
            yield _measure(f"{closed.number}/{at}", number, closed, measure)


def _measure(name: str, case: str, closed: Closing, measure: Mapping[str, Json]) -> Commitment:
    owner = text(measure, "owner")
    return Commitment(
        number=name,
        party=closed.party,
        at_ms=closed.at_ms,
        what=text(measure, "measure"),
        owner=owner,
        owner_means=same(owner),
        owned_by_all=same(owner) in BOTH,
        due=days_span(measure.get("due"), None),
        due_day=text(measure, "due"),
        due_words="",
        contact="",
        text="",
        article="",
        confirmed=tuple(sorted(word.party for word in closed.answers)),
        disputed=(),
        silent=(),
        said=(),
        case=case,
    )


def _with(one: Commitment, naming: Naming, said: list[Said]) -> Commitment:
    means, owners = naming.actor(one.owner), naming.seats(one.owner)
    return replace(one, owner_means=means, owners=owners, said=tuple(said))


_UNDATED_MS = 2**62


def _due_ms(one: Commitment) -> int:
    return _UNDATED_MS if one.due is None else one.due.last_ms


def _commitment(
    state: State,
    line: Line,
    first: Tracked,
    naming: Naming,
    known: Contacts,
    said: list[Said],
) -> Commitment:
    fields = first.fields
    contact = known.find(text(fields, "contact"))
    owner = text(fields, "owner")
    answers = {
        party: steps.answer.code or ""
        for party, steps in first.steps.items()
        if steps.answer is not None
    }
    confirmed = sorted(party for party, code in answers.items() if code == Answers.AGREE)
    disputed = sorted(party for party, code in answers.items() if code == Answers.DISAGREE)
    asked = [one for one in sides(state, line, [first]) if one != first.speaker]
    return Commitment(
        number=first.number,
        party=first.speaker,
        at_ms=first.at_ms,
        what=text(fields, "what"),
        owner=owner,
        owner_means=naming.actor(owner),
        owned_by_all=same(owner) in BOTH,
        due=days_span(fields.get("due"), None),
        due_day=text(fields, "due"),
        due_words=text(fields, "due_words"),
        contact=contact.number if contact else "",
        text=text(fields, "text"),
        article=text(fields, "article"),
        confirmed=tuple(confirmed),
        disputed=tuple(disputed),
        silent=tuple(one for one in asked if one not in answers),
        said=tuple(said),
        owners=naming.seats(owner),
    )


def due_at(contact: Contact, known: Contacts, listed: list[Commitment]) -> list[Commitment]:
    """The commitments that come up at a contact: made before it, and not settled before it.

    One comes up when it was made at a contact that this one follows, in its series, or at none; or
    when its date comes before this contact ends. What was settled comes up where it was reviewed.
    """
    return [
        one
        for one in listed
        if one.contact != contact.number
        and _is_before(one, contact, known)
        and (_reviewed(one, contact) or (not one.is_settled and _comes_up(one, contact, known)))
    ]


def _reviewed(one: Commitment, contact: Contact) -> bool:
    return any(said.contact == contact.number for said in one.said)


def _is_before(one: Commitment, contact: Contact, known: Contacts) -> bool:
    """Whether it was promised before the contact; what has no date to tell by is taken in."""
    made, when = known.find(one.contact), contact.when
    if one.case and when is not None:
        return one.at_ms <= when.last_ms  # a measure is promised when the case is closed
    if made is None or made.when is None or when is None:
        return True
    return made.when.first_ms <= when.last_ms


def _comes_up(one: Commitment, contact: Contact, known: Contacts) -> bool:
    made, when = known.find(one.contact), contact.when
    if made is None:
        return True
    if one.due is not None and when is not None and one.due.last_ms <= when.last_ms:
        return True
    whole = (made.part_of, made.number)
    before = {each.number for each in known.before(contact)}
    if contact.part_of is not None and (visit := known.find(contact.part_of)) is not None:
        before |= {each.number for each in known.before(visit)}
        return bool(before.intersection(whole)) or same_series(made, visit)
    return bool(before.intersection(whole)) or same_series(made, contact)


def reviewed(listed: list[Commitment], contact: Contact) -> Iterator[tuple[Commitment, Said]]:
    """What was said at a contact of how commitments stand."""
    for one in listed:
        for said in one.said:
            if said.contact == contact.number:
                yield one, said
