"""Zones and what has become of them: proposed, agreed, active, suspended, released, expired.

A zone is a proposal (NZO) with its name, rule, area and period. It is agreed when every party that
was asked agrees to its newest wording, it is active while an announced activation of an agreed zone
lasts, and it is suspended while either side says so. Two sides may claim one name, or the same
ground: both claims stand side by side, because no node decides who is right.
Pure; the same at every member that holds the same messages. An activation is in the picture whether
the zone was agreed or not: never a wrong clear. Serves domain.md section 8, row 13.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

from detente.core.airspace.buffers import Buffers
from detente.core.airspace.conflict import Placed, find, place_parts
from detente.core.airspace.parts import end_of, start_of
from detente.core.events import Buffer
from detente.core.line.formats import Answers
from detente.core.line.readbacks import volume_of
from detente.core.line.reading import journal_place
from detente.core.line.state import Standing
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.airspace.volume import Airspace
    from detente.core.line.message import Line, Message
    from detente.core.line.state import LineState, State, Tracked
    from detente.core.values import Fields

CODE = "NZO"
COMPARED_MAX = 100  # live zones of a line that are compared with one another: 5,000 pairs
_EDGE = Buffers((Buffer("", 0, 0, 0),))  # a zone's edge is its own margin


class ZoneState(StrEnum):
    """What has become of a zone."""

    PROPOSED = "proposed"
    DISAGREED = "disagreed"
    AGREED = "agreed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    RELEASED = "released"
    EXPIRED = "expired"


LIVE = frozenset(ZoneState) - {ZoneState.RELEASED, ZoneState.EXPIRED}


@dataclass(frozen=True, slots=True)
class Word:
    """What a party says about a zone: the action or answer, in which message, when by its clock."""

    party: str
    what: str
    number: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation: from when to when (None: open), and whether it lasts now."""

    party: str
    number: str
    start_ms: int | None
    end_ms: int | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class Zone:
    """One claim: a proposal in its newest wording, with all that was said about it.

    number:   of the proposal's first message; wording: of its newest correction.
    answers:  the answer of each party asked, that has given one to the newest wording.
    silent:   parties that have not answered it. words: suspended, resumed, released by whom.
    same_name, overlapping: numbers of other live claims of the same name, or of the same ground.
    """

    name: str
    party: str
    number: str
    wording: str
    rule: str
    volume: Airspace
    renews: bool
    state: ZoneState
    answers: tuple[Word, ...]
    silent: tuple[str, ...]
    activations: tuple[Activation, ...]
    words: tuple[Word, ...]
    same_name: tuple[str, ...] = ()
    overlapping: tuple[str, ...] = ()


def zones(state: State, line: Line, at_ms: int) -> list[Zone]:
    """Every zone claimed on a line, by name and number; ended ones among them."""
    here = state.line(line)
    groups: dict[str, list[Tracked]] = {}
    for number in here.zones:
        one = here.messages[number]
        groups.setdefault(group_of(here, one), []).append(one)
    found = [one for said in groups.values() for one in claims(state, line, said, at_ms)]
    live = [zone for zone in found if zone.state in LIVE]
    beside: dict[tuple[str, str], set[str]] = {}
    for a, b, why in _beside(state, line, live):
        beside.setdefault((a, why), set()).add(b)
        beside.setdefault((b, why), set()).add(a)
    return sorted(
        (
            replace(
                zone,
                same_name=tuple(sorted(beside.get((zone.number, "name"), ()))),
                overlapping=tuple(sorted(beside.get((zone.number, "ground"), ()))),
            )
            for zone in found
        ),
        key=lambda zone: (zone.name.casefold(), zone.number),
    )


def group_of(here: LineState, one: Tracked) -> str:
    """By what a message stands with all others that may be about the same zone: the name.

    An act that refers to a claim goes by that claim's first name.
    """
    meant = here.messages.get(one.message.ref) if one.message.ref is not None else None
    if meant is not None and _action(one) != "propose":
        one = here.messages.get(meant.root) or meant
    return str(one.fields.get("zone")).casefold().strip()


def claims(state: State, line: Line, said: list[Tracked], at_ms: int) -> list[Zone]:
    """The claims in all that was said of one group of zones; none is compared with another."""
    proposals = [one for one in said if _action(one) == "propose"]
    found = (_zone(state, line, one, said, proposals, at_ms) for one in proposals)
    return [one for one in found if one is not None]


def zone_findings(
    state: State,
    line: Line,
    author: str,
    message: Message,
    fields: Fields,
    at_ms: int,
) -> tuple[Refusal, ...]:
    """What is odd about a message that acts on a zone; each can be passed by its rule."""
    if message.format != CODE or fields.get("action") == "propose":
        return ()
    name = str(fields.get("zone"))
    known = zones(state, line, at_ms)
    meant = _meant(known, name, author, message.ref)
    if not meant:
        return (_odd("zone-unknown", f"no zone {name} is proposed here", "Propose it first"),)
    if len(meant) > 1:
        claims = ", ".join(f"{one.number} of {one.party}" for one in meant)
        reason = f"several zones {name} are claimed: {claims}"
        return (_odd("zone-several", reason, "Say which with --ref NUMBER"),)
    return tuple(_activation_findings(meant[0], fields, message))


def _activation_findings(zone: Zone, fields: Fields, message: Message) -> Iterator[Refusal]:
    if fields.get("action") != "activate" or message.number in {a.number for a in zone.activations}:
        return
    if zone.state not in (ZoneState.AGREED, ZoneState.ACTIVE):
        waits = f"; not answered by {', '.join(zone.silent)}" if zone.silent else ""
        remedy = "Agree on it first, or acknowledge zone-not-agreed: it counts all the same"
        yield _odd("zone-not-agreed", f"zone {zone.name} is {zone.state}{waits}", remedy)


def _odd(rule: str, reason: str, remedy: str) -> Refusal:
    return Refusal("fields.zone", rule, reason, remedy, override=True)


def _zone(
    state: State,
    line: Line,
    proposal: Tracked,
    said: list[Tracked],
    proposals: list[Tracked],
    at_ms: int,
) -> Zone | None:
    """One claim with all that was said about it; None when it says no area."""
    here = state.line(line)
    wordings = here.chain(proposal.number)
    newest = wordings[-1]
    volume = volume_of(newest)
    if volume is None:
        return None
    bound = (proposal.author, *proposal.message.to)
    numbers = {one.number for one in wordings}
    meant = [
        here.chain(one.number)[-1]
        for one in said
        if _action(one) != "propose"
        and one.author in bound
        and _is_about(one, proposal, numbers, proposals)
    ]
    acts = sorted(
        (one for one in meant if one.standing is Standing.CURRENT),
        key=journal_place,
    )
    answers = tuple(
        Word(party, steps.answer.code or "", steps.answer.number, steps.answer.at_ms)
        for party in proposal.message.to
        if (steps := newest.of(party)).answer is not None
    )
    words = tuple(_word(one) for one in acts if _action(one) != "activate")
    activations = tuple(
        found
        for one in acts
        if _action(one) == "activate"
        for found in _activation(state, line, one, at_ms)
    )
    return Zone(
        name=str(newest.fields.get("zone")),
        party=proposal.author,
        number=proposal.number,
        wording=newest.number,
        rule=str(newest.fields.get("rule")),
        volume=volume,
        renews=newest.fields.get("renews") is True,
        state=_state(newest, volume, answers, words, activations, at_ms),
        answers=answers,
        silent=tuple(one for one in proposal.message.to if one not in {a.party for a in answers}),
        activations=activations,
        words=words,
    )


def _state(
    newest: Tracked,
    volume: Airspace,
    answers: tuple[Word, ...],
    words: tuple[Word, ...],
    activations: tuple[Activation, ...],
    at_ms: int,
) -> ZoneState:
    """What has become of it: what ends it counts first, then what stops it, then what it has."""
    last = {one.party: one.what for one in words}  # the last word of each party stands
    ends_ms = end_of(volume)
    asked = newest.message.to
    agreed = [one.party for one in answers if one.what == Answers.AGREE]
    against = [one for one in answers if one.what in (Answers.DISAGREE, Answers.DECLINED)]
    is_agreed = set(agreed) >= set(asked)
    if newest.standing is not Standing.CURRENT or "release" in last.values():
        return ZoneState.RELEASED
    if ends_ms is not None and ends_ms <= at_ms:
        renewed = is_agreed and newest.fields.get("renews") is True
        if not renewed:
            return ZoneState.EXPIRED
    if "suspend" in last.values():
        return ZoneState.SUSPENDED
    if not is_agreed:
        return ZoneState.DISAGREED if against else ZoneState.PROPOSED
    return ZoneState.ACTIVE if any(one.is_now for one in activations) else ZoneState.AGREED


def _activation(state: State, line: Line, one: Tracked, at_ms: int) -> Iterator[Activation]:
    volume = volume_of(one)
    if volume is not None:
        is_now = any(
            (placed.volume.start_ms or 0) <= at_ms
            and (placed.volume.end_ms is None or at_ms < placed.volume.end_ms)
            for placed in _placed(state, line, one.number, one.author, volume)
        )
        start_ms, end_ms = start_of(volume), end_of(volume)
        yield Activation(one.author, one.number, start_ms, end_ms, is_now)


def _placed(
    state: State, line: Line, number: str, party: str, volume: Airspace
) -> tuple[Placed, ...]:
    return place_parts(number, party, "", volume, state.terrain_max_cm(line))


def _action(one: Tracked) -> str:
    return str(one.fields.get("action"))


def _word(one: Tracked) -> Word:
    return Word(one.author, _action(one), one.number, one.at_ms)


def _is_about(
    act: Tracked, proposal: Tracked, wordings: set[str], proposals: list[Tracked]
) -> bool:
    """Whether an act means this claim: by its reference, or by a name that only it has."""
    if act.message.ref is not None:
        return act.message.ref in wordings
    named = [one for one in proposals if _same_name(one, act)]
    own = [one for one in named if one.author == act.author]
    return proposal in (own or named) and len(own or named) == 1


def _same_name(one: Tracked, other: Tracked) -> bool:
    names = (str(each.fields.get("zone")).casefold().strip() for each in (one, other))
    return next(names) == next(names)


def _meant(known: Iterable[Zone], name: str, author: str, ref: str | None) -> list[Zone]:
    """The claims that a message of `author` may mean; ended ones are none."""
    live = [one for one in known if one.state in LIVE]
    if ref is not None:
        return [one for one in live if ref in (one.number, one.wording)]
    named = [one for one in live if one.name.casefold().strip() == name.casefold().strip()]
    return [one for one in named if one.party == author] or named


def _beside(state: State, line: Line, live: list[Zone]) -> Iterator[tuple[str, str, str]]:
    """Pairs of claims that stand side by side, and why: the same name, or the same ground."""
    named: dict[str, list[Zone]] = {}
    for zone in live:
        named.setdefault(zone.name.casefold().strip(), []).append(zone)
    for same in named.values():
        for one, other in combinations(same[:COMPARED_MAX], 2):
            yield one.number, other.number, "name"
    compared = live[:COMPARED_MAX]
    placed = {
        zone.number: _placed(state, line, zone.number, zone.party, zone.volume) for zone in compared
    }
    for one, other in combinations(compared, 2):
        pairs = ((a, b) for a in placed[one.number] for b in placed[other.number])
        if any(find(a, b, _EDGE) is not None for a, b in pairs):
            yield one.number, other.number, "ground"
