"""What a side declares as its policy or is seen to do, its red lines, positions and intentions.

A statement is somebody's word with its source, and never a rule: nothing is judged by it. What one
party says of another's policy stands as its account of it, beside what the other says of itself.
A red line with an area is shown with the zones that it touches.
Pure; the same at every member. Serves domain.md section 11 (Position / red line).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from detente.core.agreements.contradictions import touching
from detente.core.agreements.findings import zone_areas
from detente.core.agreements.text import party_id
from detente.core.airspace.volume import Airspace, Circle, Corridor, Part, Polygon, Volume
from detente.core.airspace.volume_json import outline_from_json
from detente.core.line.reading import text_in
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.core.airspace.volume import Outline
    from detente.core.line.message import Line, Message
    from detente.core.line.state import State, Tracked
    from detente.core.values import Fields

CODE: Final = "POL"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. number, party, at_ms: of the message that says it, by its author's clock.

    own:      the holder says it of itself. since, until: dates as far as they are known.
    instead_of, followed_by: its author's statement before it and after it.
    goes_with, beside: the statement that it goes with, such as the policy that it is the practice
    of, and those that go with it; whoever said them. contact: at which it was said.
    zones:    names of the live zones that its area touches.
    answers:  the last answer of each receiver: party and code.
    """

    number: str
    party: str
    at_ms: int
    kind: str
    holder: str
    own: bool
    words: str
    source: str
    exception: str | None
    since: str | None
    until: str | None
    area: Outline | None
    source_sha256: str | None
    instead_of: str | None
    followed_by: str | None
    goes_with: str | None
    beside: tuple[str, ...]
    contact: str | None
    zones: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    remarks: tuple[Refusal, ...]


def statements(state: State, line: Line, at_ms: int) -> list[Statement]:
    """Every statement on a line, by holder, kind and number; followed ones among them."""
    said = state.line(line).registered(CODE)
    by_number = {one.number: one for one in said}
    after = {
        str(one.fields.get("instead_of")): one.number
        for one in said
        if _follows(one, by_number.get(str(one.fields.get("instead_of"))))
    }
    zones = zone_areas(state, line, at_ms) if any(one.fields.get("area") for one in said) else {}
    beside: dict[str, list[str]] = {}
    for one in said:
        beside.setdefault(str(one.fields.get("policy")), []).append(one.number)
    found = (
        replace(
            _statement(state, line, one, by_number, zones),
            followed_by=after.get(one.number),
            beside=tuple(sorted(beside.get(one.number, ()))),
        )
        for one in said
    )
    return sorted(found, key=lambda one: (party_id(one.holder), one.kind, one.number))


def statement_findings(
    state: State, line: Line, author: str, message: Message, fields: Fields, at_ms: int
) -> tuple[Refusal, ...]:
    """What is odd about a statement; each can be passed by its rule."""
    del at_ms
    if message.format != CODE:
        return ()
    return tuple(_odd(state, line, author, fields))


def _odd(state: State, line: Line, author: str, fields: Fields) -> Iterator[Refusal]:
    instead = text_in(fields, "instead_of")
    old = state.message(line, instead) if instead is not None else None
    if instead is not None and (old is None or old.message.format != CODE):
        reason = f"no statement {instead[:96]} is held on this line"
        remedy = "Look it up: detente statement list"
        yield Refusal("fields.instead_of", "statement-unknown", reason, remedy, override=True)
    elif old is not None and old.author != author:
        reason = f"{instead} is a statement of {old.author}"
        remedy = "Say yours beside it: nobody takes back what another said"
        yield Refusal("fields.instead_of", "statement-not-own", reason, remedy, override=True)
    goes_with = text_in(fields, "policy")
    beside = state.message(line, goes_with) if goes_with is not None else None
    if goes_with is not None and (beside is None or beside.message.format != CODE):
        reason = f"no statement {goes_with[:96]} is held on this line"
        remedy = "Look it up: detente statement list"
        yield Refusal("fields.policy", "statement-unknown", reason, remedy, override=True)
    since, until = text_in(fields, "since"), text_in(fields, "until")
    if since is not None and until is not None and until < since[: len(until)]:
        reason = f"it holds since {since} and until {until}"
        yield Refusal("fields.until", "until-before-since", reason, "Look at both", override=True)


def _follows(one: Tracked, old: Tracked | None) -> bool:
    return old is not None and old.author == one.author and old.number != one.number


def _statement(
    state: State,
    line: Line,
    one: Tracked,
    known: dict[str, Tracked],
    zones: dict[str, Airspace],
) -> Statement:
    fields, holder = one.fields, str(one.fields.get("holder"))
    parsed = outline_from_json(fields["area"], "") if fields.get("area") is not None else None
    area = parsed if isinstance(parsed, Circle | Polygon | Corridor) else None
    instead, goes_with = text_in(fields, "instead_of"), text_in(fields, "policy")
    remarks: tuple[Refusal, ...] = ()
    lost = instead is not None and not _follows(one, known.get(instead))
    if lost or (goes_with is not None and goes_with not in known):
        remarks = tuple(_odd(state, line, one.author, fields))
    return Statement(
        number=one.number,
        party=one.author,
        at_ms=one.at_ms,
        kind=str(fields.get("kind")),
        holder=holder,
        own=party_id(holder) == one.author,
        words=str(fields.get("words")),
        source=str(fields.get("source")),
        exception=text_in(fields, "exception"),
        since=text_in(fields, "since"),
        until=text_in(fields, "until"),
        area=area,
        source_sha256=text_in(fields, "source_sha256"),
        instead_of=instead,
        followed_by=None,
        goes_with=goes_with,
        beside=(),
        contact=text_in(fields, "contact"),
        zones=_touched(state, line, area, zones),
        answers=tuple(
            (party, steps.answer.code or "")
            for party in one.message.to
            if (steps := one.of(party)).answer is not None
        ),
        remarks=remarks,
    )


def _touched(
    state: State, line: Line, area: Outline | None, zones: dict[str, Airspace]
) -> tuple[str, ...]:
    """The live zones that an area touches, at any height and time."""
    if area is None:
        return ()
    return touching(everywhere(area), zones.items(), state.terrain_max_cm(line))


def everywhere(area: Outline) -> Airspace:
    """An area at any height and time."""
    return Airspace((Part(Volume(area, None, None, None, None)),))
