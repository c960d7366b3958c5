"""The rules of humanitarian notices at a node: sealed for their readers, opened, given when due.

What is exact never stands in the state: it is opened when somebody asks, with the node's own key.
Nothing here writes: what is to be done comes out as commands. How notices are shown is in
humanitarian_view.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from detente.core.airspace.checks import check_point
from detente.core.airspace.volume_json import outline_to_json
from detente.core.humanitarian.cell import GRID_E7, NOTICES, coarse_outline, grid_problem
from detente.core.humanitarian.sealed import Box, Sealed, sealed_from_json, sealed_to_json
from detente.core.humanitarian.standing import standing
from detente.core.line.commands import Disclose, Send
from detente.core.line.message import Line, Role
from detente.core.line.state import Standing
from detente.core.line.tables import FORMATS
from detente.core.refusal import Refusal
from detente.journal.sealing import key_name
from detente.node.exact import (
    Opened,
    Reader,
    Sealing,
    given_to,
    open_sealed,
    seal,
    seal_more,
)
from detente.node.inputs import Actor, Do
from detente.wire.exact import (
    exact_problems,
    places_of,
    without_metadata,
)

if TYPE_CHECKING:
    from detente.core.airspace.volume import Point
    from detente.core.line.state import OpenConflict, Tracked
    from detente.core.values import Fields, Json
    from detente.node.node import Node

Refusals = tuple[Refusal, ...]
Entropy = Callable[[int], bytes]

GRID_E7_MIN: Final = 500_000  # 5 km: a finer grid is no coarse area
GRID_E7_MAX: Final = 20_000_000  # 200 km
NODE: Final = Actor("node", Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A notice to be sent. fields: in the clear. exact: to be sealed. audience: who may read it.

    grid_e7: the squares of the coarse area, where `fields` gives no ``cell``.
    send: precedence, remarks and the rest, of which format and fields are filled in here.
    """

    send: Send
    exact: Fields
    audience: tuple[str, ...]
    grid_e7: int = GRID_E7


def sealed_send(node: Node, line: Line, wanted: Wanted, entropy: Entropy) -> Send | Refusals:
    """The message with its details sealed and its area made coarse, or every reason why not."""
    fmt = FORMATS.get(wanted.send.format)
    if fmt is None or fmt.code not in NOTICES:
        reason = f"{wanted.send.format[:16]!r} is no humanitarian notice"
        return (Refusal("format", "not-humanitarian", reason, "Use NHS or NHM"),)
    problems = (
        *exact_problems(fmt, wanted.exact),
        *_audience_problems(node, line, wanted.audience),
        *_grid_problems(wanted.grid_e7),
    )
    if problems:
        return problems
    exact = without_metadata(fmt, wanted.exact)
    places = places_of(fmt, exact)
    found = _place_findings(node, line, fmt.place_name, exact, places)
    pole = None if "cell" in wanted.send.fields else grid_problem(places)
    left = tuple(one for one in found if one.rule not in wanted.send.acknowledged)
    if left or pole is not None:
        return left if pole is None else (*left, pole)
    readers = readers_of(node, wanted.audience)
    sealed = seal(fmt, exact, _sealing(node, line, entropy), readers)
    if isinstance(sealed, Refusal):
        return (sealed,)
    fields: dict[str, Json] = {**wanted.send.fields, "sealed": sealed_to_json(sealed)}
    if "cell" not in fields:
        area = coarse_outline(places, wanted.grid_e7, way=fmt.code == "NHM")
        fields["cell"] = outline_to_json(area)
    if wanted.audience:
        fields["audience"] = ", ".join(wanted.audience)
    return replace(wanted.send, fields=fields)


def _sealing(node: Node, line: Line, entropy: Entropy) -> Sealing:
    card = node.identity.card
    return Sealing(Reader(card.party, card.key), line.channel, entropy)


def readers_of(node: Node, parties: Iterable[str]) -> tuple[Reader, ...]:
    """The parties with the keys that they sign with now."""
    return tuple(Reader(one, node.state.cards[one].key) for one in sorted(set(parties)))


def _audience_problems(node: Node, line: Line, audience: Sequence[str]) -> Refusals:
    others = set(node.state.members.get(line.channel, ())) - {node.party}
    strangers = sorted(set(audience) - others)
    if not strangers:
        return ()
    reason = f"{', '.join(one[:40] for one in strangers)} is no other member of the channel"
    return (Refusal("audience", "not-a-receiver", reason, f"Name of: {', '.join(sorted(others))}"),)


def _grid_problems(grid_e7: int) -> Refusals:
    if GRID_E7_MIN <= grid_e7 <= GRID_E7_MAX:
        return ()
    reason = f"squares of {grid_e7 / 1e7} degrees"
    return (Refusal("grid_e7", "grid-range", reason, "Give 0.05 to 2 degrees"),)


def _place_findings(
    node: Node, line: Line, place_name: str | None, exact: Fields, places: Sequence[Point]
) -> Refusals:
    """Swapped coordinates, a place far from its name, a place outside the channel's area."""
    charter = node.state.charters.get(line.channel)
    name = exact.get(place_name) if place_name else None
    found: dict[str, Refusal] = {}
    for place in dict.fromkeys(places):
        for one in check_point(
            place,
            area=charter.area if charter else None,
            gazetteer=node.state.gazetteer,
            place_name=name if isinstance(name, str) else None,
            path="exact",
        ):
            found.setdefault(one.rule, one)
    return tuple(found.values())


# ------------------------------------------------------------------ opening


def notice_at(node: Node, line: Line, number: str) -> Tracked | None:
    """The newest of a humanitarian notice's chain; None when the number is none's."""
    found = node.state.line(line).current(number)
    return found if found is not None and code_of(found) in NOTICES else None


def code_of(tracked: Tracked) -> str:
    """The code of what it announces; of a correction, of what is corrected."""
    return tracked.subject.code if tracked.subject is not None else ""


def sealed_of(tracked: Tracked) -> Sealed | None:
    """The sealed part of a notice; None when it has none, or none that can be read."""
    value = tracked.fields.get("sealed")
    found = None if value is None else sealed_from_json(value, "fields.sealed")
    return found if isinstance(found, Sealed) else None


def boxes_of(node: Node, line: Line, tracked: Tracked) -> tuple[Box, ...]:
    """All boxes for what the notice seals now: its own, its corrections', those given later."""
    sealed = sealed_of(tracked)
    if sealed is None:
        return ()
    boxes: list[Box] = []
    for one in node.state.line(line).chain(tracked.number):
        here = sealed_of(one)
        if here is None or here.content != sealed.content:
            continue
        boxes += here.boxes
        for number in one.disclosed:
            given = node.state.message(line, number)
            more = sealed_of(given) if given is not None else None
            boxes += more.boxes if more is not None else ()
    return tuple(boxes)


def opened(node: Node, line: Line, tracked: Tracked) -> Opened | str:
    """The details as they were given to us; or why we do not have them, in words."""
    sealed, fmt = sealed_of(tracked), tracked.subject
    if sealed is None or fmt is None:
        return "it has no sealed details"
    return open_sealed(
        node.identity.openers,
        node.party,
        fmt,
        content=sealed.content,
        boxes=boxes_of(node, line, tracked),
        author=tracked.author,
        channel=line.channel,
    )


def proof(node: Node, line: Line, number: str) -> str | None:
    """What a read-back of ours carries beside what was computed; None without sealed details."""
    tracked = notice_at(node, line, number)
    if tracked is None or tracked.author == node.party:
        return None
    found = opened(node, line, tracked)
    return found.proof if isinstance(found, Opened) else None


# ------------------------------------------------------------------ giving by rule


def disclose(
    node: Node, line: Line, number: str, parties: Sequence[str], rule: str, because: str | None
) -> Callable[[Entropy], Disclose | Refusals]:
    """How to give a notice's details to further parties; random bytes are drawn when it is done."""

    def made(entropy: Entropy) -> Disclose | Refusals:
        tracked = notice_at(node, line, number)
        if tracked is None or tracked.subject is None or tracked.author != node.party:
            reason = f"{number[:96]} is no humanitarian notice of ours"
            return (Refusal("number", "not-own", reason, "Only its author gives the details"),)
        problems = _audience_problems(node, line, parties)
        own = opened(node, line, tracked)
        if isinstance(own, str):
            reason = f"our own copy: {own}"
            remedy = "Correct the notice with the details sealed anew"
            problems = (*problems, Refusal("number", "not-opened", reason, remedy))
        if problems or isinstance(own, str):
            return problems
        known = given_to(node.identity.openers, node.party, boxes_of(node, line, tracked))
        sealing, readers = _sealing(node, line, entropy), readers_of(node, parties)
        sealed = seal_more(own, tracked.subject, sealing, readers, known.values())
        if isinstance(sealed, Refusal):
            return (sealed,)
        return Disclose(tracked.number, sealed_to_json(sealed), rule, because)

    return made


@dataclass(frozen=True, slots=True)
class Due:
    """What the rules of a notice of ours ask to be given now: to whom, by which rule, and why."""

    line: Line
    number: str
    party: str
    rule: str
    because: str | None


def due(node: Node) -> list[Due]:
    """Every giving that a rule asks for: an activity near, or a reader whose key was replaced.

    A notice is looked into only when one of the two can be: lists have thousands, and large photos.
    """
    found: list[Due] = []
    lost = {party for party in node.state.cards if _has_lost_key(node, party)} - {node.party}
    for line, tracked in own_notices(node):
        near: dict[str, str] = {}
        if tracked.fields.get("others") == "activity-near":
            for _, number, party in near_of(node, line, tracked):
                near.setdefault(party, number)
        if not near and not lost:
            continue
        members = set(node.state.members.get(line.channel, ()))
        boxes = boxes_of(node, line, tracked)
        told = {box.party for box in boxes}
        found += [
            Due(line, tracked.number, party, "new-key", None)
            for party in sorted(told & lost & members)
            if _lost_key(node, party, boxes)
        ]
        found += [
            Due(line, tracked.number, party, "activity-near", number)
            for party, number in sorted(near.items())
            if boxes and party not in told and party in members
        ]
    return found


def _has_lost_key(node: Node, party: str) -> bool:
    keys = node.journals.keyring.get(party)
    return keys is not None and any(one.reason != "rotated" for one in keys.statements)


def due_inputs(node: Node, entropy: Entropy) -> list[Do]:
    """The givings that are due, as inputs for the writer, signed as desk ``node``."""
    found: list[Do] = []
    for one in due(node):
        command = disclose(node, one.line, one.number, (one.party,), one.rule, one.because)(entropy)
        if isinstance(command, Disclose):
            found.append(Do(NODE, one.line, command))
    return found


def own_notices(node: Node) -> list[tuple[Line, Tracked]]:
    """Our own notices that stand, on every line."""
    return [
        (line, tracked)
        for line, tracked in standing(node.state)
        if tracked.author == node.party and tracked.standing is Standing.CURRENT
    ]


def _lost_key(node: Node, party: str, boxes: Iterable[Box]) -> bool:
    """Whether all boxes of a party are to keys that it lost, or that were stolen from it."""
    keys = node.journals.keyring.get(party)
    if keys is None:
        return False
    kept = [keys.current]
    for statement, key in zip(reversed(keys.statements), reversed(keys.keys[:-1]), strict=False):
        if statement.reason != "rotated":
            break
        kept.append(key)
    names = {key_name(key) for key in kept}
    theirs = [box.key for box in boxes if box.party == party]
    return bool(theirs) and not names & set(theirs)


def near_of(node: Node, line: Line, tracked: Tracked) -> list[tuple[OpenConflict, str, str]]:
    """The open conflicts of a notice, each with the number and party of the other side."""
    found: list[tuple[OpenConflict, str, str]] = []
    for key in node.state.touching.get((line, tracked.number), ()):
        conflict = node.state.conflicts[key]
        if conflict.ended_reason is not None:
            continue
        for side, party in zip(conflict.sides, conflict.found.parties, strict=True):
            if side != (line, tracked.number):
                found.append((conflict, side[1], party))
    return found
