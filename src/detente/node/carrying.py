"""What goes out in files when no link carries it, and what comes in so, in any order.

Out: our journals from where the receiver is known to end, and our cosignatures of its journals, so
that *delivered* and *final* can be reached by files alone. In: every entry is checked by itself
(signature, hash of the body); those that continue what is held go the way of a push; those that
came before what they follow wait, durably, are shown, and are taken when the rest has come, by file
or by link. Who carried a file matters to nothing: only signatures of members do.
Owned by the writer. Not here: files (journal.bundle), the commit (Node).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from detente.core.events import HOUSE, Released
from detente.core.line.judge import judge
from detente.core.line.message import Message, Precedence, Status
from detente.core.line.state import Tracked
from detente.core.line.words import line_words
from detente.core.units import counted
from detente.journal.bundle import PAGE_ENTRIES, Load, Stretch
from detente.journal.entry import Header, decode_header, verify_body, verify_signature
from detente.journal.forms import JournalId, Malformed, origin_of, parse_journal
from detente.journal.merkle import leaf_hash
from detente.journal.mirror import Reason, evidence_of
from detente.journal.note import open_checkpoint
from detente.journal.push import PUSH_ENTRIES_MAX, Push, RawEntry
from detente.journal.rotation import from_body, to_body
from detente.journal.store import Cosignature, NoLonger, Record, Store, Waiting
from detente.node.inputs import (
    BundlePart,
    BundleTaken,
    CosignatureCame,
    Cosigned,
    Done,
    Input,
    Outcome,
    PartTaken,
    Received,
    Refuse,
    Rejected,
    TakeBundle,
)
from detente.wire.events import decode as decode_event
from detente.wire.native import StreamItem, WaitingMessage, WaitingView

if TYPE_CHECKING:
    from detente.node.node import Node

WAITING_MAX: Final = 10_000  # entries of one journal; beyond a day's traffic, bring the file again
SHOWN_MAX: Final = 200  # waiting messages shown of one journal; more than that nobody reads
REFUSED_MAX: Final = 20  # reasons named of one file's part: the rest is of the same kind
HEALING: Final = (Reason.TIME_AHEAD, Reason.AHEAD, Reason.BAD_HEAD)
"""What may be right later: it is kept. Of a channel that we are not in (NOT_JOINED, which a link
tries again) nothing comes so far: anybody could fill our store with it, and the file lasts."""
ENTRY: Final = "entry"
CHECKPOINT: Final = "checkpoint"
_ORDER: Final = {status: at for at, status in enumerate(Status)}


@dataclass(frozen=True, slots=True)
class _Kept:
    """An entry that waits, when it came, and who made the file that it came in."""

    raw: RawEntry
    came_at_ms: int
    carrier: str


@dataclass(slots=True)
class _Room:
    """What waits of one journal: entries by sequence, checkpoints by size; durable: both alike."""

    entries: dict[int, _Kept] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    durable: set[tuple[str, int]] = field(default_factory=set)


@dataclass(slots=True)
class _Tally:
    """What has become of one part of a file."""

    taken: int = 0
    held: int = 0
    refused: list[str] = field(default_factory=list)

    def refuse(self, reason: str) -> None:
        """Name a reason, once, and not without end."""
        if reason not in self.refused and len(self.refused) < REFUSED_MAX:
            self.refused.append(reason)


class Carrying:
    """Entries that came by file and wait for others; and what a file for a party holds."""

    def __init__(self, node: Node, store: Store) -> None:
        """Begin with what the store says that waits."""
        self._node = node
        self._busy = False
        self.rooms: dict[str, _Room] = {}
        for item in store.waiting():
            self._remember(item)

    def _remember(self, item: Waiting) -> None:
        room = self.rooms.setdefault(item.journal, _Room())
        room.durable.add((item.kind, item.place))
        if item.kind == CHECKPOINT:
            room.notes[item.place] = item.data.decode("utf-8")
        else:
            raw = RawEntry(
                *msgspec.msgpack.decode(item.data, type=tuple[bytes, bytes, bytes, bytes])
            )
            room.entries[item.place] = _Kept(raw, item.came_at_ms, item.carrier)

    # --- out ---

    def load(self, peer: str, channels: Sequence[str], *, whole: bool, others: bool) -> Load:
        """What a file for a member holds: of these channels, or of all shared ones when none.

        whole: from the first entry on, not from where the receiver is known to end.
        others: also the journals of other members, as far as their authors count it a member.
        """
        node = self._node
        own = [name for name in node.journals_for(peer) if _wanted(name, channels)]
        stretches = [self._own_stretch(name, peer, whole=whole) for name in own]
        theirs = [
            name
            for name in node.journals.mirrors
            if others and _wanted(name, channels) and peer in node.joined_at(name)
        ]
        stretches += [
            Stretch(name, 0 if whole else node.cosigned(name, peer), cosigner=node.party)
            for name in theirs
        ]
        filled = [one for one in stretches if one.notes or one.cosigner]
        authors = {node.party, *(parse_journal(name).party for name in theirs)}
        keyring = node.journals.keyring
        bodies = [to_body(one) for party in sorted(authors) for one in keyring.statements(party)]
        return Load(
            peer,
            tuple(sorted(filled, key=lambda one: _urgency(one.journal))),
            tuple(self._receipts(peer, channels)),
            tuple(bodies),
        )

    def _own_stretch(self, journal: str, peer: str, *, whole: bool) -> Stretch:
        node = self._node
        first, kept = 0 if whole else node.cosigned(journal, peer), node.kept(journal)
        sizes = [
            *range(first + PAGE_ENTRIES, kept, PAGE_ENTRIES),
            *([kept] if kept > first else []),
        ]
        return Stretch(
            journal, first, tuple((size, node.checkpoint_at(journal, size)) for size in sizes)
        )

    def _receipts(self, peer: str, channels: Sequence[str]) -> Iterator[Cosignature]:
        """The newest cosignatures, ours and other members', of journals that the peer may hold."""
        node = self._node
        for journal, given in sorted(node.journals.cosigned.items()):
            parsed = parse_journal(journal)
            mine = node.state.members.get(parsed.line.channel, ())
            if parsed.line.channel == HOUSE or peer not in mine or not _wanted(journal, channels):
                continue
            for cosigner, one in sorted(given.items()):
                if cosigner != peer and (parsed.party == peer or cosigner == node.party):
                    yield one

    # --- in ---

    def take(
        self, item: TakeBundle, records: list[Record], now_ms: int, do: Callable[[Input], Outcome]
    ) -> BundleTaken:
        """Take what can be taken of one page of a file. do: decides an input in this commit."""
        self._learn_keys(item.keys)
        self._busy = True
        try:
            parts = tuple(
                self._part(part, item.carrier, records, now_ms, do) for part in item.parts
            )
        finally:
            self._busy = False
        receipts = 0
        problems: list[str] = []
        for journal, cosigner, note in item.cosignatures:
            problem = self._receipt(journal, cosigner, note, do)
            receipts += problem == ""
            if problem and problem not in problems and len(problems) < REFUSED_MAX:
                problems.append(problem)
        return BundleTaken(parts, receipts, tuple(problems))

    def _learn_keys(self, bodies: Sequence[bytes]) -> None:
        """Statements prove themselves; one that does not hold is passed over: nothing follows."""
        keyring = self._node.journals.keyring
        for body in bodies:
            try:
                statement = from_body(body)
                if statement.party != self._node.party:
                    keyring.learn(statement)
            except Malformed:
                continue

    def _receipt(
        self, journal: str, cosigner: str, note: str, do: Callable[[Input], Outcome]
    ) -> str:
        """Take one cosignature of our own journal; empty, or why not. Others' are not needed."""
        node = self._node
        if journal not in node.journals.own:
            return "" if journal in node.journals.mirrors else f"{journal[:200]}: not held here"
        if cosigner not in node.joined_at(journal):
            return f"{journal}: a receipt of {cosigner[:64]}, which is no member there"
        if isinstance(stamp := node.journals.read_cosignature(journal, note, cosigner), str):
            return f"{journal}: a receipt of {cosigner} {stamp}"
        if node.cosigned(journal, cosigner) >= stamp.size:
            return ""
        done = do(CosignatureCame(cosigner, journal, note))
        return "" if isinstance(done, Done) else f"{journal}: a receipt of {cosigner} was refused"

    def _part(
        self,
        part: BundlePart,
        carrier: str,
        records: list[Record],
        now_ms: int,
        do: Callable[[Input], Outcome],
    ) -> PartTaken:
        tally = _Tally()
        journal = self._known(part, tally)
        if journal is not None:
            room = self.rooms.setdefault(part.journal, _Room())
            for raw in part.entries:
                self._admit(journal, raw, _Kept(raw, now_ms, carrier), tally, do)
            for note in part.checkpoints:
                self._admit_note(journal, note, tally)
            self._advance(part.journal, tally, do)
            self._save(part.journal, room, carrier, now_ms, records)
        room = self.rooms.get(part.journal, _Room())
        return PartTaken(
            part.journal, tally.taken, tally.held, len(room.entries), tuple(tally.refused)
        )

    def _known(self, part: BundlePart, tally: _Tally) -> JournalId | None:
        """The journal, if its author may write to us there; else why not, in the tally."""
        node = self._node
        try:
            journal = parse_journal(part.journal)
        except Malformed as error:
            tally.refuse(str(error))
            return None
        if journal.party == node.party:
            beyond = self._beyond_ours(part)
            tally.held = len(part.entries) - beyond
            if beyond:
                why = f"{beyond} entries under our own name that we do not hold: was this node"
                tally.refuse(f"{why} restored? It asks its peers for them when a link is up")
            return None
        if journal.line.channel not in node.state.members:
            why = f"this node is on no channel {journal.line.channel}: nothing of it was kept"
            tally.refuse(f"{why}. Join it, then bring this file again")
            return None
        if journal.party not in node.state.members[journal.line.channel]:
            channel = journal.line.channel
            tally.refuse(f"{journal.party} is a stranger: no member of {channel} here")
            return None
        return journal

    def _beyond_ours(self, part: BundlePart) -> int:
        size, beyond = self._node.journals.size(part.journal), 0
        for raw in part.entries:
            try:
                beyond += decode_header(raw.header_bytes).sequence >= size
            except Malformed:
                continue
        return beyond

    def _admit(
        self,
        journal: JournalId,
        raw: RawEntry,
        kept: _Kept,
        tally: _Tally,
        do: Callable[[Input], Outcome],
    ) -> None:
        """One entry that proves itself joins what waits; what is wrong is named and left out."""
        header = self._proved(journal, raw, tally)
        if header is None:
            return
        name, room = str(journal), self.rooms[str(journal)]
        mirror = self._node.journals.mirrors.get(name)
        waiting = room.entries.get(header.sequence)
        if mirror is not None and header.sequence < mirror.size:
            if leaf_hash(raw.header_bytes) == mirror.tree.leaf(header.sequence):
                tally.held += 1
                return
            newest = mirror.newest_checkpoint
            found = do(Received(journal.party, Push(name, (raw,), newest.note if newest else "")))
            if isinstance(found, Rejected):
                tally.refuse(f"entry {header.sequence}: {found.reason}: {found.detail}")
        elif waiting is not None:
            if waiting.raw.header_bytes == raw.header_bytes:
                tally.held += 1
            else:
                detail = f"the author signed two different entries {header.sequence}"
                do(Refuse(journal.party, Reason.FORK, detail, evidence_of(name, raw, "")))
                tally.refuse(f"{Reason.FORK}: {detail}")
        elif len(room.entries) >= WAITING_MAX:
            why = f"{WAITING_MAX} entries of {name} wait already"
            tally.refuse(f"{why}: bring this file again after what they wait for")
        else:
            room.entries[header.sequence] = kept

    def _proved(self, journal: JournalId, raw: RawEntry, tally: _Tally) -> Header | None:
        """The header of an entry that its author signed, with its body; else why not."""
        try:
            header = decode_header(raw.header_bytes)
        except Malformed as error:
            tally.refuse(f"an entry is damaged: {error}")
            return None
        if header.journal != str(journal):
            tally.refuse(f"entry {header.sequence} is of {header.journal}, not of {journal}")
            return None
        keyring = self._node.journals.keyring
        recovery = keyring.recovery(journal.party)
        keys = (*keyring.all(journal.party), *((recovery,) if recovery else ()))
        if not any(verify_signature(raw.header_bytes, raw.signature, key) for key in keys):
            why = f"is not signed by a key of {journal.party} that is known here: damaged or forged"
            tally.refuse(f"entry {header.sequence} {why}; nothing of it was taken")
            return None
        if (raw.salt or raw.body) and not verify_body(header, raw.salt, raw.body):
            tally.refuse(f"entry {header.sequence}: the body is not the one that was signed")
            return None
        return header

    def _admit_note(self, journal: JournalId, note: str, tally: _Tally) -> None:
        name, node = str(journal), self._node
        try:
            head = open_checkpoint(note, origin_of(name), *node.journals.keyring.all(journal.party))
        except Malformed as error:
            tally.refuse(f"a checkpoint is damaged or forged: {error}")
            return
        if head.size > node.journals.size(name):
            self.rooms[name].notes.setdefault(head.size, note)

    def _advance(self, name: str, tally: _Tally, do: Callable[[Input], Outcome]) -> None:
        """Take, a push at a time, what now continues the journal and ends in a checkpoint."""
        room, party = self.rooms[name], parse_journal(name).party
        while True:
            size = end = self._node.journals.size(name)
            while end in room.entries and end - size < PUSH_ENTRIES_MAX:
                end += 1
            at = max((one for one in room.notes if size < one <= end), default=None)
            if at is None:
                break
            entries = tuple(room.entries[one].raw for one in range(size, at))
            outcome = do(Received(party, Push(name, entries, room.notes[at])))
            if isinstance(outcome, Cosigned):
                tally.taken += at - size
                self._forget(room, at)
                continue
            assert isinstance(outcome, Rejected), "a push is cosigned or rejected"
            tally.refuse(f"entries from {size} on: {outcome.reason}: {outcome.detail}")
            if outcome.reason in HEALING:
                break
            del room.notes[at]

    @staticmethod
    def _forget(room: _Room, size: int) -> None:
        for sequence in [one for one in room.entries if one < size]:
            del room.entries[sequence]
        for one in [one for one in room.notes if one <= size]:
            del room.notes[one]

    def _save(
        self, name: str, room: _Room, carrier: str, now_ms: int, records: list[Record]
    ) -> None:
        """Make durable what waits since now, and let go what waits no longer."""
        wanted = {(ENTRY, one) for one in room.entries} | {(CHECKPOINT, one) for one in room.notes}
        records += [NoLonger(name, kind, place) for kind, place in sorted(room.durable - wanted)]
        for kind, place in sorted(wanted - room.durable):
            if kind == CHECKPOINT:
                data = room.notes[place].encode()
            else:
                raw = room.entries[place].raw
                data = msgspec.msgpack.encode((raw.header_bytes, raw.signature, raw.salt, raw.body))
                self._sound(name, place, raw)
            records.append(Waiting(name, kind, place, now_ms, carrier, data))
        room.durable = wanted
        if not wanted:
            self.rooms.pop(name, None)

    def _sound(self, name: str, place: int, raw: RawEntry) -> None:
        """A FLASH that waits is said aloud at once: it may be true whatever is missing."""
        message = _message(raw)
        if message is not None and message.precedence is Precedence.FLASH:
            why = f"FLASH {message.number} came in a file before what it follows in {name}"
            self._node.tell(
                StreamItem(type="alarm", why=f"{why} (entry {place}): detente bundle waiting")
            )

    def outgrown(
        self, name: str, records: list[Record], now_ms: int, do: Callable[[Input], Outcome]
    ) -> None:
        """The journal grew by the link: what waited is taken, or is held by now."""
        room = self.rooms.get(name)
        if room is None or self._busy:
            return
        self._busy = True
        try:
            tally, journal = _Tally(), parse_journal(name)
            held = [one for one in sorted(room.entries) if one < self._node.journals.size(name)]
            for kept in [room.entries.pop(one) for one in held]:
                self._admit(journal, kept.raw, kept, tally, do)
            room.notes = {k: v for k, v in room.notes.items() if k > self._node.journals.size(name)}
            self._advance(name, tally, do)
            self._save(name, room, "", now_ms, records)
        finally:
            self._busy = False

    # --- shown ---

    def views(self) -> list[WaitingView]:
        """What waits, by journal: which entries, for which, and what their messages say."""
        return [self._view(name, room) for name, room in sorted(self.rooms.items()) if room.entries]

    def _view(self, name: str, room: _Room) -> WaitingView:
        journal, size = parse_journal(name), self._node.journals.size(name)
        places = sorted(room.entries)
        missing = (size, places[0] - 1) if places[0] > size else None
        return WaitingView(
            journal=name,
            author=journal.party,
            channel=journal.line.channel,
            status=journal.line.status,
            held=size,
            waiting=len(places),
            first=places[0],
            last=places[-1],
            missing=missing,
            words=_missing_words(journal.party, size, places[0]),
            messages=tuple(self._messages(journal, room))[:SHOWN_MAX],
        )

    def _messages(self, journal: JournalId, room: _Room) -> Iterator[WaitingMessage]:
        for sequence in sorted(room.entries):
            kept = room.entries[sequence]
            message = _message(kept.raw)
            if message is not None:
                at_ms = decode_header(kept.raw.header_bytes).at_ms
                yield WaitingMessage(
                    number=message.number,
                    sequence=sequence,
                    precedence=message.precedence,
                    at_ms=at_ms,
                    came_at_ms=kept.came_at_ms,
                    carrier=kept.carrier,
                    line=line_words(self._as_tracked(journal, message, at_ms, kept)),
                    message=message,
                )

    def _as_tracked(self, journal: JournalId, message: Message, at_ms: int, kept: _Kept) -> Tracked:
        """The message as the line would judge it now; nothing here is part of the line."""
        state, line = self._node.state, journal.line
        verdict = judge(state.line(line), journal.party, message, state.terrain_max_cm(line))
        return Tracked(
            author=journal.party,
            message=message,
            at_ms=at_ms,
            held_at_ms=kept.came_at_ms,
            sequence=0,
            format=verdict.format,
            subject=verdict.subject,
            fields=verdict.fields,
            root=message.number,
            volume=verdict.volume,
            problems=verdict.problems,
        )

    def notes(self) -> list[str]:
        """What status says of what waits."""
        return [
            f"{counted(len(room.entries), 'entry', 'entries')} of {name}, come in files, waiting: "
            + _missing_words(
                parse_journal(name).party, self._node.journals.size(name), min(room.entries)
            )
            for name, room in sorted(self.rooms.items())
            if room.entries
        ]


def _missing_words(party: str, size: int, first: int) -> str:
    if first > size:
        return f"entries {size} to {first - 1} are missing: ask {party} for a bundle from there on"
    return f"no checkpoint of {party} covers them yet: its next bundle, or the link, brings one"


def _message(raw: RawEntry) -> Message | None:
    """The message in an entry that was checked, if it is one and was not deleted."""
    header = decode_header(raw.header_bytes)
    event = decode_event(header.kind, header.kind_version, raw.body) if raw.salt else None
    return event.message if isinstance(event, Released) else None


def _wanted(journal: str, channels: Sequence[str]) -> bool:
    channel = parse_journal(journal).line.channel
    return channel != HOUSE and (not channels or channel in channels)


def _urgency(journal: str) -> tuple[int, str]:
    """ACTUAL stands first: what is cut off is the end."""
    return _ORDER[parse_journal(journal).line.status], journal
