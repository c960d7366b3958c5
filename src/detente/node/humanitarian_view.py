"""Humanitarian notices as a node shows them: who has the details, who opened them, what is near.

Details are shown only after the asking stands in the house journal. The rules by which they are
sealed and given are in humanitarian.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from detente.core.airspace.shape import least_distance_cm, shape_of
from detente.core.airspace.volume import Circle
from detente.core.humanitarian.notice import NOT_A_REQUEST
from detente.core.humanitarian.sealed import Box
from detente.core.humanitarian.standing import contact_due, from_ms, standing, valid_to_ms
from detente.core.line.formats import DueStep
from detente.core.line.message import Line, Status
from detente.core.line.readbacks import OPENED
from detente.core.line.words import field_lines
from detente.core.refusal import Refusal
from detente.journal.sealing import key_name
from detente.journal.signatures import public_from_text
from detente.node.exact import (
    Opened,
    expected_proof,
    given_to,
    nearest_copy,
)
from detente.node.humanitarian import boxes_of, code_of, near_of, notice_at, opened, sealed_of
from detente.wire.exact import (
    places_of,
    precision_m,
)
from detente.wire.humanitarian_views import (
    CopyView,
    DetailsView,
    DisclosureView,
    HumanitarianView,
    NearView,
    ReaderView,
)

if TYPE_CHECKING:
    from detente.core.airspace.volume import Point
    from detente.core.line.state import OpenConflict, Tracked
    from detente.node.node import Node


def notices(node: Node, status: Status, limit: int) -> list[HumanitarianView]:
    """Notices that stand in this status, soonest to grow stale first, at most so many."""
    found = [
        (valid_to_ms(one), line, one.number, one)
        for line, one in standing(node.state)
        if line.status is status
    ]
    nearest = sorted(found, key=lambda one: one[:3])[:limit]
    return [view(node, line, one) for _, line, _, one in nearest]


def view(node: Node, line: Line, tracked: Tracked) -> HumanitarianView:
    """One notice with its readers and what is near."""
    boxes, mine = boxes_of(node, line, tracked), opened(node, line, tracked)
    until_ms, now_ms = valid_to_ms(tracked), node.now_ms()
    readers = tuple(_reader(node, line, tracked, one, boxes, mine) for one in tracked.message.to)
    return HumanitarianView(
        notice=NOT_A_REQUEST,
        number=tracked.number,
        channel=line.channel,
        status=line.status,
        author=tracked.author,
        format=code_of(tracked),
        reference=_text(tracked, "site") or _text(tracked, "movement"),
        use=_text(tracked, "use") or _text(tracked, "act"),
        state=tracked.standing.value,
        from_ms=from_ms(tracked),
        valid_to_ms=until_ms,
        stale=until_ms < now_ms,
        verified=_text(tracked, "verified"),
        verified_ms=_verified_ms(tracked),
        audience=_text(tracked, "audience"),
        others=_text(tracked, "others"),
        sealed=sealed_of(tracked) is not None,
        ours=isinstance(mine, Opened),
        why_not="" if isinstance(mine, Opened) else mine,
        readers=readers,
        near=tuple(_near(node, line, tracked, boxes, mine)),
        requests=_requests(node, line, tracked),
        contact_due=contact_due(tracked, now_ms),
    )


def _text(tracked: Tracked, name: str) -> str:
    value = tracked.fields.get(name)
    return value if isinstance(value, str) else ""


def _verified_ms(tracked: Tracked) -> int | None:
    value = tracked.fields.get("verified_ms")
    return value if isinstance(value, int) else None


def _reader(
    node: Node,
    line: Line,
    tracked: Tracked,
    party: str,
    boxes: Sequence[Box],
    mine: Opened | str,
) -> ReaderView:
    steps, card = tracked.of(party), node.state.cards.get(party)
    theirs = [box.key for box in boxes if box.party == party]
    current = card is not None and key_name(public_from_text(card.key)) in theirs
    contacts = [act for act in steps.onward if act.step is DueStep.CONTACT]
    levels = tuple(act.code or "" for act in steps.onward if act.step is DueStep.DISSEMINATED)
    return ReaderView(
        party=party,
        told=bool(theirs),
        key_current=current,
        read_ms=steps.first_read_ms,
        readback_ms=steps.readback.at_ms if steps.readback else None,
        opened=_opened_by(node, line, tracked, party, boxes, mine),
        answer=steps.answer.code if steps.answer else None,
        levels=levels,
        contact=contacts[-1].code if contacts else None,
        contact_ms=contacts[-1].at_ms if contacts else None,
    )


def _opened_by(
    node: Node,
    line: Line,
    tracked: Tracked,
    party: str,
    boxes: Sequence[Box],
    mine: Opened | str,
) -> str:
    """Whether a reader's read-back proves that it has opened what it was given."""
    if tracked.author != node.party or isinstance(mine, str):
        return "not-shown"
    act = tracked.of(party).readback
    readback = node.state.message(line, act.number) if act is not None else None
    computed = readback.fields.get("computed") if readback is not None else None
    said = computed.get(OPENED) if isinstance(computed, dict) else None
    if said is None:
        return "no"
    given = given_to(node.identity.openers, node.party, boxes).get(party)
    return "yes" if given is not None and expected_proof(mine, given) == said else "other"


def _near(
    node: Node, line: Line, tracked: Tracked, boxes: Sequence[Box], mine: Opened | str
) -> Iterable[NearView]:
    told = {box.party for box in boxes}
    for conflict, number, party in near_of(node, line, tracked):
        yield NearView(
            conflict=conflict.found.conflict,
            number=number,
            party=party,
            horizontal_cm=conflict.found.horizontal_cm,
            exact_cm=_exact_cm(node, conflict, number, tracked, mine),
            told=party in told,
            why=conflict.found.why,
        )


def _exact_cm(
    node: Node, conflict: OpenConflict, number: str, tracked: Tracked, mine: Opened | str
) -> int | None:
    """How near the other side comes to the place itself; None where we do not know it."""
    if isinstance(mine, str) or tracked.subject is None:
        return None
    on = next(side[0] for side in conflict.sides if side[1] == number)
    other = node.state.message(on, number)
    if other is None or other.volume is None:
        return None
    shapes = [shape_of(part.volume.outline) for part in other.volume.parts]
    places = [shape_of(Circle(one, 1)) for one in places_of(tracked.subject, mine.exact)]
    return int(min(least_distance_cm(a, b) for a in shapes for b in places))


def _requests(node: Node, line: Line, tracked: Tracked) -> tuple[str, ...]:
    """Numbers of requests for the details that still stand open."""
    if tracked.author != node.party:
        return ()
    chain = {one.number for one in node.state.line(line).chain(tracked.number)}
    owed = {key.number for key in node.state.agenda.owed if key.line == line}
    found = []
    for number in sorted(owed):
        asked = node.state.message(line, number)
        if asked is not None and asked.message.format == "RHN":
            found += [number] if asked.fields.get("notice") in chain else []
    return tuple(found)


def details(node: Node, line: Line, number: str) -> DetailsView | Refusal:
    """The details for an officer. Only after the asking stands in the journal."""
    tracked = notice_at(node, line, number)
    if tracked is None or tracked.subject is None:
        reason = f"no humanitarian notice {number[:96]} is held on this line"
        return Refusal("number", "unknown-number", reason, "See `detente humanitarian list`")
    found = opened(node, line, tracked)
    if isinstance(found, str):
        return Refusal("number", "not-opened", found, "Ask for them: detente humanitarian request")
    specs = tuple(spec for spec in tracked.subject.fields if spec.sealed)
    shown = {name: value for name, value in found.exact.items() if name != "photo"}
    lines = field_lines(tracked.subject, shown, node.state.utc_offset_min())
    return DetailsView(
        notice=NOT_A_REQUEST,
        number=tracked.number,
        channel=line.channel,
        status=line.status,
        author=tracked.author,
        format=tracked.subject.code,
        fields={spec.name: found.exact[spec.name] for spec in specs if spec.name in found.exact},
        precision_m=precision_m(tracked.subject, found.exact),
        text="\n".join([*lines, NOT_A_REQUEST]),
    )


def trace(node: Node, line: Line, number: str, seen: Point) -> tuple[CopyView, ...] | Refusal:
    """Whose copy a place that got about is nearest to; only of our own notices."""
    tracked = notice_at(node, line, number)
    if tracked is None or tracked.author != node.party:
        reason = f"{number[:96]} is no humanitarian notice of ours"
        return Refusal("number", "not-own", reason, "Only its author knows the copies")
    given = given_to(node.identity.openers, node.party, boxes_of(node, line, tracked))
    return tuple(
        CopyView(party=party, apart_cm=apart_cm) for party, apart_cm in nearest_copy(given, seen)
    )


def disclosures(node: Node, channel: str, number: str, limit: int) -> list[DisclosureView]:
    """Who was given what, the newest first."""
    found = [
        DisclosureView(
            at_ms=at_ms,
            status=status,
            channel=event.channel,
            number=event.number,
            party=event.party,
            reader=event.reader,
            what=event.what,
            why=event.why,
            by=event.by.officer,
            because=event.because,
        )
        for at_ms, status, event in reversed(node.state.disclosures)
        if channel in ("", event.channel) and number in ("", event.number)
    ]
    return found[:limit]
