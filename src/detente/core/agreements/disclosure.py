"""What was disclosed of one activity, step by step: sealed, coarse, refined, opened, to whom when.

A step is a message of the activity's chain: the coarse announcement, its corrections, the exact
notice that opened it, and its corrections; for a humanitarian notice also whom its details were
given to later. Of each step is said how large the area is, whether it surely lies in the one
before, and how long before the start each receiver had read it.
Pure; the same at every member. Not here: who was given what outside the line (watch, house).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.core.agreements.sealing import coarse_chain, lies_inside, opened_by
from detente.core.airspace.parts import start_of
from detente.core.airspace.readback import describe
from detente.core.humanitarian.sealed import Sealed, sealed_from_json
from detente.core.line.readbacks import volume_of
from detente.core.line.reading import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.core.airspace.volume import Airspace
    from detente.core.line.message import Line
    from detente.core.line.state import LineState, State, Tracked

SEALED, ANNOUNCED, CORRECTED, OPENED, DETAILS = (
    "sealed, coarse",
    "announced",
    "corrected",
    "opened, exact",
    "details given",
)


@dataclass(frozen=True, slots=True)
class Told:
    """One receiver of a step. read_ms: when it had surely read it, by its clock; None: not yet.

    lead_ms: from then to the start of the activity; None when either is unknown.
    """

    party: str
    read_ms: int | None
    lead_ms: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a disclosure. at_ms: its author's clock.

    what: sealed, announced, corrected, opened, details given. area_m2: of all its parts together;
    None when it says no area. is_within: whether it surely lies in the step before; None for the
    first. words: the area, heights and time in words.
    """

    number: str
    party: str
    format: str
    what: str
    at_ms: int
    area_m2: int | None
    is_within: bool | None
    start_ms: int | None
    words: str
    told: tuple[Told, ...]


def disclosure(state: State, line: Line, number: str) -> tuple[Step, ...]:
    """The steps of the activity that a message belongs to, oldest first; empty when unknown."""
    here = state.line(line)
    chain = _whole_chain(here, number)
    found: list[Step] = []
    before: Airspace | None = None
    for place, one in enumerate(chain):
        area = volume_of(one)
        found.append(_step(state, one, _what(chain, place), area, before))
        found += _details(here, one)
        before = area if area is not None else before
    return tuple(found)


def _whole_chain(here: LineState, number: str) -> list[Tracked]:
    """The chain with what it was opened from; what opens it is in its chain already."""
    chain = here.chain(number)
    if not chain:
        return []
    for opening in here.opened.get(chain[0].number, ()):
        fields = here.messages[opening].fields
        pair = opened_by(here, here.messages[opening].author, fields)
        if pair is not None and pair[1].number == chain[0].number:
            return [*coarse_chain(here, text_in(fields, "sealed") or ""), *chain]
    return chain


def _what(chain: list[Tracked], place: int) -> str:
    code, one = _code(chain[place]), chain[place]
    if one.message.format == "COR":
        return CORRECTED
    if code == "GDC":
        return SEALED
    return OPENED if place and _code(chain[place - 1]) == "GDC" else ANNOUNCED


def _code(one: Tracked) -> str:
    return one.subject.code if one.subject is not None else one.message.format


def _step(
    state: State, one: Tracked, what: str, area: Airspace | None, before: Airspace | None
) -> Step:
    views = [] if area is None else [describe(part, state.gazetteer) for part in area.parts]
    within = None if area is None or before is None else lies_inside(area, before)
    start_ms = None if area is None else start_of(area)
    return Step(
        number=one.number,
        party=one.author,
        format=one.message.format,
        what=what,
        at_ms=one.at_ms,
        area_m2=None if area is None else sum(view.area_m2 for view in views),
        is_within=within,
        start_ms=start_ms,
        words="; and: ".join(view.words for view in views),
        told=tuple(_told(one, party, start_ms) for party in one.message.to),
    )


def _told(one: Tracked, party: str, start_ms: int | None) -> Told:
    read_ms = one.of(party).first_read_ms
    if read_ms is None or start_ms is None:
        return Told(party, read_ms, None)
    return Told(party, read_ms, start_ms - read_ms)


def _details(here: LineState, one: Tracked) -> Iterator[Step]:
    """Whom the sealed details of a humanitarian notice were given to later."""
    for number in one.disclosed:
        given = here.messages.get(number)
        if given is None:
            continue
        sealed = sealed_from_json(given.fields.get("sealed"), "")
        parties = sealed.parties if isinstance(sealed, Sealed) else given.message.to
        yield Step(
            number=number,
            party=given.author,
            format=given.message.format,
            what=DETAILS,
            at_ms=given.at_ms,
            area_m2=None,
            is_within=None,
            start_ms=None,
            words="",
            told=tuple(_told(given, party, None) for party in parties if party != given.author),
        )
