"""What a node shows: its state as the API's own types, computed when asked.

Call from the writer's thread, between steps: then everything shown is durable. Nothing here
changes anything.
"""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import TYPE_CHECKING

from detente.core.airspace.readback import place_words
from detente.core.events import HOUSE
from detente.core.line.arrival import ENDED
from detente.core.line.channels import kind_of
from detente.core.line.deadlines import What
from detente.core.line.dissemination import UNDECLARED, gaps
from detente.core.line.message import Line, Precedence, Status
from detente.core.line.passing import untold
from detente.core.line.tables import known_here
from detente.core.line.words import line_words
from detente.core.watch.handover import waiting
from detente.journal.forms import JournalId, parse_journal
from detente.journal.signatures import fingerprint, public_from_text
from detente.node.admin import officers as officers_held
from detente.node.channels import channel_state, checks_due, exercise
from detente.node.feed import event_view
from detente.node.message_list import Wanted, is_unread, look, numbers
from detente.node.message_view import message_view, picture_item
from detente.node.notices import disowned, journal_note, notices
from detente.node.outlook import LinkState
from detente.node.space import words as space_words
from detente.node.third import conflict_told
from detente.node.witnessing import submitted
from detente.wire.native import (
    ConflictView,
    EventView,
    EvidenceView,
    JournalView,
    LineView,
    MessageView,
    OfficerView,
    PeerView,
    PictureItem,
    SpaceView,
    StatusView,
    WitnessView,
)

if TYPE_CHECKING:
    from detente.core.events import PartyCard
    from detente.core.line.state import OpenConflict, Tracked
    from detente.node.node import Node

PAGE_MAX = 1_000  # one answer stays well under a megabyte; ask again with `after`
EVIDENCE_SHOWN_BYTES = 512  # enough to see what it was; the whole stands in the export


def status(node: Node) -> StatusView:
    """The first screen: who am I, is the line open, what is running out of time."""
    card, due = node.identity.card, waiting(node.state)
    return StatusView(
        party=node.party,
        name=card.name,
        fingerprint=fingerprint(public_from_text(card.key)),
        version=node.version,
        now_ms=node.now_ms(),
        position=node.position,
        lines=tuple(line_view(node, line) for line in lines(node)),
        peers=tuple(peers(node)),
        evidence=len(node.state.evidence),
        alarms=len(node.state.alarms),
        gaps=_gaps(node),
        handover=due.number if due is not None else None,
        space=space(node),
        notices=tuple(notices(node)),
        exercise=exercise(node),
    )


def _gaps(node: Node) -> int:
    """How many declared levels lack a real warning; undeclared ones are listed, not counted."""
    found = gaps(node.state, node.now_ms(), (Status.ACTUAL,))
    return sum(1 for gap in found if gap.echelon != UNDECLARED)


def space(node: Node) -> SpaceView:
    """The disk under the record, as the shell last saw it."""
    seen = node.space
    return SpaceView(
        room=seen.room,
        words=space_words(seen),
        free_bytes=seen.free_bytes,
        refuse_below_bytes=seen.refuse_below_bytes,
        reserve_bytes=seen.reserve_bytes,
        since_ms=seen.since_ms,
    )


def lines(node: Node) -> list[Line]:
    """Every line that this node is on: each channel in ACTUAL, and other statuses once used."""
    known = {Line(channel) for channel in node.state.charters}
    return sorted(known | {line for line in node.state.lines if line.channel != HOUSE})


def line_view(node: Node, line: Line) -> LineView:
    """One line: its members, what each side declares, and what is pressing."""
    state, charter = node.state, node.state.charters[line.channel]
    here = state.line(line)
    owed = [key for key in state.agenda.owed if key.line == line and key.what is What.STEP]
    missed = [key for key in owed if state.agenda.owed[key].count]
    unread = _unread(node, line)
    return LineView(
        channel=line.channel,
        name=charter.name,
        purpose=charter.purpose,
        status=line.status,
        members=tuple(sorted(state.members.get(line.channel, ()))),
        declared={
            party: one.state
            for party, declared in sorted(here.declared.items())
            if (one := declared.standing(node.now_ms())) is not None
        },
        unread=len(unread),
        due=len(owed),
        missed=len(missed),
        missed_flash=sum(1 for key in missed if _is_flash(here.messages.get(key.number))),
        conflicts=len(state.open_conflicts(line)),
        flash={one.number: line_words(one) for one in unread if _is_flash(one)},
        untold=len(untold(state, line, node.now_ms())),
        kind=kind_of(state, line.channel).value,
        disputed=channel_state(node, line).disputed,
        checks=checks_due(node, line),
    )


def _unread(node: Node, line: Line) -> list[Tracked]:
    """The other sides' messages on a line that no officer here has READ."""
    return [
        tracked for tracked in node.state.line(line).messages.live() if is_unread(node, tracked)
    ]


def _is_flash(tracked: Tracked | None) -> bool:
    return tracked is not None and tracked.message.precedence is Precedence.FLASH


def messages(
    node: Node,
    line: Line,
    *,
    box: str = "all",
    open_only: bool = False,
    after: int = 0,
    limit: int = PAGE_MAX,
) -> list[MessageView]:
    """Messages of a line in local order. box: in, out or all. after: a position."""
    wanted, room = Wanted(box=box, open_only=open_only), min(limit, PAGE_MAX)
    left = numbers(node, line, after=after, unsettled=open_only)
    found: list[MessageView] = []
    while left and len(found) < room:
        views, looked = look(node, line, wanted, left, room - len(found))
        found += views
        left = left[looked:]
    return found


def message(node: Node, line: Line, number: str) -> MessageView | None:
    """One message with its whole ladder; None when this node does not hold it."""
    tracked = node.state.message(line, number)
    return None if tracked is None else message_view(node, line, tracked)


def conflicts(
    node: Node,
    line: Line,
    *,
    open_only: bool = False,
    newest: bool = False,
    before: int | None = None,
    limit: int = PAGE_MAX,
) -> list[ConflictView]:
    """Conflicts that this node found of a line's messages, across to other channels too, by id.

    open_only: the open ones, and those that a message ended which no officer here has READ: who
    has not read it may still act on the conflict. newest: in the order in which they were found,
    the newest first. before: only those whose entry has a lower local position.
    """
    unread = _ended_unread(node)
    asked = [
        (key, conflict)
        for key, conflict in node.state.conflicts.items()
        if conflict.is_on(line)
        and (conflict.ended_reason is None or not open_only or key in unread)
        and (before is None or (_found_at(node, conflict) or 0) < before)
    ]
    if newest:
        asked.sort(key=lambda one: _found_at(node, one[1]) or 0, reverse=True)
    else:
        asked.sort(key=lambda one: one[0])
    first = asked[: min(limit, PAGE_MAX)]
    return [conflict_view(node, conflict, unread.get(key)) for key, conflict in first]


def _ended_unread(node: Node) -> dict[tuple[Line, str], str]:
    """The conflicts that an unread message of another side ended, each with its number."""
    found: dict[tuple[Line, str], str] = {}
    for line in lines(node):
        for tracked in _unread(node, line):
            if tracked.message.format not in ENDED or tracked.message.ref is None:
                continue
            for key in node.state.touching.get((line, tracked.message.ref), ()):
                conflict = node.state.conflicts[key]
                ended_ms = conflict.ended_at_ms or 0
                word = ENDED[tracked.message.format]
                if conflict.ended_reason == word and ended_ms >= tracked.held_at_ms:
                    found[key] = tracked.number
    return found


def conflict_view(
    node: Node, conflict: OpenConflict, ended_unread: str | None = None
) -> ConflictView:
    """One conflict with the nearest named place."""
    found = conflict.found
    return ConflictView(
        conflict=found.conflict,
        channel=found.channel,
        status=conflict.status,
        numbers=found.numbers,
        parties=found.parties,
        engine=found.engine,
        where=found.where,
        place=place_words(found.where, node.state.gazetteer),
        from_ms=found.from_ms,
        to_ms=found.to_ms,
        horizontal_cm=found.horizontal_cm,
        vertical_cm=found.vertical_cm,
        buffer_horizontal_cm=found.buffer_horizontal_cm,
        buffer_vertical_cm=found.buffer_vertical_cm,
        why=found.why,
        parts=found.parts,
        found_at_ms=conflict.found_at_ms,
        ended_reason=conflict.ended_reason,
        ended_at_ms=conflict.ended_at_ms,
        ended_unread=ended_unread,
        told=conflict_told(node, conflict),
        position=_found_at(node, conflict),
    )


def _found_at(node: Node, conflict: OpenConflict) -> int | None:
    """The local position of the entry of our house that says a conflict."""
    if conflict.entry is None:
        return None
    epoch, sequence = conflict.entry
    house = JournalId(Line(HOUSE, conflict.status), node.party, epoch)
    return node.journals.position(str(house), sequence)


def picture(node: Node, status: Status | None = None) -> list[PictureItem]:
    """Every volume in the picture now (of one status, or all), by line and number."""
    return [
        picture_item(node, line, tracked)
        for line in lines(node)
        if status is None or line.status == status
        for tracked in node.state.line(line).messages.live()
        if tracked.volume is not None
        and line in node.state.pictures
        and node.state.pictures[line].get(tracked.number) is not None
    ]


def journals(node: Node) -> list[JournalView]:
    """Every journal held here: kept, delivered to whom, final."""
    found = []
    for journal in node.journals.all_ids():
        parsed = parse_journal(journal)
        found.append(
            JournalView(
                journal=journal,
                author=parsed.party,
                channel=parsed.line.channel,
                status=parsed.line.status,
                own=parsed.party == node.party,
                kept=node.kept(journal),
                root=base64.b64encode(node.journals.head(journal).root).decode(),
                delivered={
                    party: node.cosigned(journal, party) for party in node.joined_at(journal)
                },
                final=node.final(journal),
                witnessed={
                    witness: node.cosigned(journal, witness)
                    for witness in node.state.witnesses.get(parsed.line.channel, ())
                },
                epoch=parsed.epoch,
                unknown=node.book.unknown.get(journal, 0),
                withheld=node.book.withheld.get(journal, 0),
                disowned=disowned(node, journal),
                note=journal_note(node, journal),
            )
        )
    return found


def witnesses(node: Node) -> list[WitnessView]:
    """Every witness that our channels name, and how far each has come."""
    named = node.state.witnesses
    parties = {party for found in named.values() for party in found}
    return [_witness(node, party) for party in sorted(parties)]


def _witness(node: Node, party: str) -> WitnessView:
    card, link = node.state.cards[party], node.links.get(party, LinkState())
    behind = sum(
        max(0, node.kept(journal) - node.cosigned(journal, party))
        for journal in submitted(node, party)
    )
    return WitnessView(
        party=party,
        name=card.name,
        fingerprint=fingerprint(public_from_text(card.key)),
        url=card.address,
        channels=tuple(
            sorted(channel for channel, named in node.state.witnesses.items() if party in named)
        ),
        link=link.link,
        link_since_ms=link.since_ms,
        why=link.why,
        behind=behind,
        evidence=sum(1 for kept in node.state.evidence if kept.peer == party),
    )


def peers(node: Node) -> list[PeerView]:
    """Every party that shares a channel with us, and how the link to it stands."""
    return [_peer(node, card) for card in node.peers()]


def _peer(node: Node, card: PartyCard) -> PeerView:
    link = node.links.get(card.party, LinkState())
    channels = sorted(
        channel for channel, members in node.state.members.items() if card.party in members
    )
    behind = sum(
        node.kept(journal) - node.cosigned(journal, card.party)
        for journal in node.journals_for(card.party)
    )
    return PeerView(
        party=card.party,
        name=card.name,
        kind=card.kind,
        fingerprint=fingerprint(public_from_text(card.key)),
        address=card.address,
        channels=tuple(channels),
        link=link.link,
        link_since_ms=link.since_ms,
        why=link.why,
        skew_ms=link.skew_ms,
        behind=behind,
        version=link.version,
        formats=node.state.known_formats.get(card.party, {}),
        older_formats=_older_formats(node, card.party),
        evidence=sum(1 for kept in node.state.evidence if kept.peer == card.party),
    )


def _older_formats(node: Node, party: str) -> tuple[str, ...]:
    """The formats that a peer's node knows less of than this one; none before it has said."""
    theirs = node.state.known_formats.get(party)
    if theirs is None:
        return ()
    return tuple(code for code, version in known_here().items() if theirs.get(code, 0) < version)


def events(node: Node, *, after: int = 0, limit: int = PAGE_MAX) -> list[EventView]:
    """Journal entries in local order from position `after` on."""
    found: list[EventView] = []
    for held in node.stored().replay(after):
        found.append(event_view(held))
        if len(found) >= min(limit, PAGE_MAX):
            break
    return found


def evidence(node: Node) -> list[EvidenceView]:
    """Everything that was refused and kept, oldest first."""
    return [
        EvidenceView(
            id=item.id,
            at_ms=item.at_ms,
            peer=item.peer,
            journal=item.journal,
            reason=item.reason,
            detail=item.detail,
            sha256=sha256(item.data).hexdigest(),
            size=len(item.data),
            data=base64.b64encode(item.data[:EVIDENCE_SHOWN_BYTES]).decode(),
        )
        for item in node.stored().evidence()
    ]


def officers(node: Node) -> list[OfficerView]:
    """The officers who hold a token, by handle."""
    held = officers_held(node.state)
    return [OfficerView(officer=handle, role=held[handle].role) for handle in sorted(held)]
