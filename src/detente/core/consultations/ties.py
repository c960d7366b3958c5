"""Ties: relations, mechanisms and talks, established, broken off and restored, with their periods.

Each side says what began, stopped or went on again, and since when; another side may agree to it.
Whether a tie holds is said for each side, because the state of a channel is itself disputed.
Serves domain.md sections 0 (finding 3), 1 and 11.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.core.consultations.actors import Naming
from detente.core.consultations.days import Span, day_span, days_span
from detente.core.consultations.words import in_effect, names, same
from detente.core.line.formats import Answers
from detente.core.line.numbers import order
from detente.core.line.reading import codes_in, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.core.line.message import Line
    from detente.core.line.state import State, Tracked

CODE, ACTOR = "CSU", "ACT"
_Key = tuple[str, str, tuple[str, ...]]  # kind, name, actors
_Succession = tuple[str, str, str, str, str]
ON = frozenset({"established", "resumed", "restored"})


@dataclass(frozen=True, slots=True)
class Terms:
    """What a side says that a mechanism or other tie is; empty texts were not said.

    rests_on: treaty, memorandum, oral, practice or reported. agreement: the text it is under, by
    number. secrecy: code. levels: codes of levels. rhythm: how often, in words. channels: names.
    """

    rests_on: str = ""
    agreement: str = ""
    secrecy: str = ""
    levels: tuple[str, ...] = ()
    rhythm: str = ""
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TieAct:
    """One thing that happened to a tie, as a side says, and who agrees to it."""

    party: str
    act: str
    day: str
    when: Span | None
    expected: str
    expected_span: Span | None
    because: str
    number: str
    agreed_by: tuple[str, ...]
    terms: Terms = Terms()

    @property
    def is_on(self) -> bool:
        """Whether the tie holds from then on."""
        return self.act in ON


@dataclass(frozen=True, slots=True)
class Period:
    """From one act to the next that changes it. until: empty while it lasts."""

    is_on: bool
    act: str
    since: str
    until: str
    said_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """A tie of an earlier party: between whom, how it stood last, and who says it is succeeded."""

    between: tuple[str, ...]
    state: str
    successor: str
    predecessor: str
    said_by: str


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie between the same parties.

    by_party: the newest act of each side that spoke of it, by its own words or by agreeing.
    terms:    what each side says that it is, by its newest act that says so.
    before:   the same tie of those whom one of its parties succeeds, by its parties, as that side
              says. It is never counted as this one: who succeeds whom is itself disputed.
    """

    tie: str
    name: str
    between: tuple[str, ...]
    acts: tuple[TieAct, ...]
    periods: tuple[Period, ...]
    by_party: tuple[tuple[str, TieAct], ...]
    terms: tuple[tuple[str, Terms], ...] = ()
    before: tuple[Before, ...] = ()

    @property
    def state(self) -> str:
        """The newest act, when the newest acts of all sides leave it the same; else differs."""
        return (
            self.periods[-1].act if len({one.is_on for _, one in self.by_party}) == 1 else "differs"
        )


def ties(state: State, line: Line) -> list[Tie]:
    """Every tie on record on a line, by kind, name and parties."""
    naming = Naming(state, line)
    groups: dict[tuple[str, str, tuple[str, ...]], list[Tracked]] = defaultdict(list)
    for one in in_effect(state.line(line), CODE):
        between = tuple(sorted(naming.actor(name) for name in names(text(one.fields, "with"))))
        key = (text(one.fields, "tie"), same(text(one.fields, "name")), between)
        groups[key].append(one)
    found = {key: _tie(key[0], groups[key]) for key in sorted(groups)}
    said = sorted(_successions(state, line, naming))
    return [replace(one, before=tuple(_before(key, found, said))) for key, one in found.items()]


def _successions(state: State, line: Line, naming: Naming) -> Iterator[_Succession]:
    """Who succeeds whom, and who says so: as actors, then by the names that were used."""
    for one in in_effect(state.line(line), ACTOR):
        new, old = text(one.fields, "actor"), text(one.fields, "successor_of")
        if old:
            yield naming.actor(new), naming.actor(old), one.speaker, new, old


def _before(key: _Key, found: dict[_Key, Tie], said: list[_Succession]) -> Iterator[Before]:
    tie, name, between = key
    for new, old, party, successor, predecessor in said:
        if new not in between or old in between:
            continue
        earlier = tuple(sorted(old if one == new else one for one in between))
        known = found.get((tie, name, earlier))
        if known is not None:
            yield Before(known.between, known.state, successor, predecessor, party)


def _tie(tie: str, said: list[Tracked]) -> Tie:
    acts = sorted((_act(one) for one in said), key=_by_day)
    newest: dict[str, TieAct] = {}
    for one in acts:
        for party in (one.party, *one.agreed_by):
            newest[party] = one
    terms = {one.party: one.terms for one in acts if one.terms != Terms()}
    first = min(said, key=lambda one: order(one.number))
    return Tie(
        tie=tie,
        name=text(first.fields, "name"),
        between=names(text(first.fields, "with")),
        acts=tuple(acts),
        periods=tuple(_periods(acts)),
        by_party=tuple((party, newest[party]) for party in sorted(newest)),
        terms=tuple((party, terms[party]) for party in sorted(terms)),
    )


def _act(one: Tracked) -> TieAct:
    fields = one.fields
    agreed = sorted(
        party
        for party, steps in one.steps.items()
        if steps.answer is not None and steps.answer.code == Answers.AGREE
    )
    return TieAct(
        party=one.speaker,
        act=text(fields, "act"),
        day=text(fields, "day"),
        when=day_span(fields.get("day")),
        expected=text(fields, "expected"),
        expected_span=days_span(fields.get("expected"), None),
        because=text(fields, "because"),
        number=one.number,
        agreed_by=tuple(agreed),
        terms=Terms(
            rests_on=text(fields, "rests_on"),
            agreement=text(fields, "text"),
            secrecy=text(fields, "secrecy"),
            levels=codes_in(fields, "levels"),
            rhythm=text(fields, "rhythm"),
            channels=names(text(fields, "channels")),
        ),
    )


def _by_day(one: TieAct) -> tuple[int, tuple[int, int, str]]:
    return (one.when.first_ms if one.when is not None else 0, order(one.number))


def _periods(acts: list[TieAct]) -> list[Period]:
    """What followed what; the same act on a day that may be the same is one, said by both."""
    found: list[Period] = []
    last: TieAct | None = None
    for one in acts:
        said = {one.party, *one.agreed_by}
        again = last is not None and last.act == one.act and _may_be_one(last, one)
        if found and again:
            known = found[-1]
            said_by = tuple(sorted({*known.said_by, *said}))
            found[-1] = Period(known.is_on, known.act, known.since, "", said_by)
            continue
        if found:
            known = found[-1]
            found[-1] = Period(known.is_on, known.act, known.since, one.day, known.said_by)
        found.append(Period(one.is_on, one.act, one.day, "", tuple(sorted(said))))
        last = one
    return found


def _may_be_one(first: TieAct, second: TieAct) -> bool:
    if first.when is None or second.when is None:
        return False
    return first.when.meets(second.when)
