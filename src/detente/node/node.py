"""One running party without its sockets: decide and apply each input, one durable commit, answer.

The writer hands a batch of inputs to `Node.step`. Each is decided and applied in turn, so the
second sees the first; what they wrote is appended in one commit; only then are answers and news
released. If the append fails the process must stop: state in memory is ahead of the disk.
Not here: threads, sockets, files, clocks (they come in as `clock` and `entropy`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from detente.core.events import (
    HOUSE,
    BodiesDeleted,
    ConflictFound,
    Event,
    EvidenceKept,
    KeyRotated,
    Opened,
    PartyCard,
    Previous,
    Settled,
)
from detente.core.line.arrival import regained
from detente.core.line.message import Line, Signature
from detente.core.refusal import Refusal
from detente.core.state import Arrived, Decision, State, apply, decide, next_due_ms
from detente.core.state import Tick as TimePassed
from detente.journal.entry import is_withheld
from detente.journal.forms import JournalId, parse_journal, to_base64
from detente.journal.merkle import EMPTY_ROOT
from detente.journal.mirror import Bad, Mirror, Reason, Taken, evidence_of
from detente.journal.store import Cosignature, Evidence, Held, Store
from detente.journal.whole import check_body
from detente.node.admin import HOUSE_LINE, admin_events, opening, unknown_channel
from detente.node.book import Batch, Book
from detente.node.carrying import Carrying
from detente.node.clocks import cosigned_bounds
from detente.node.epochs import (
    RESTORED,
    STOLEN,
    closed_at,
    fresh_mirror,
    new_key,
    opening_problem,
    refused_push,
)
from detente.node.feed import batch_news
from detente.node.identity import Identity
from detente.node.inputs import (
    AcknowledgeAlarm,
    Actor,
    ChangeKey,
    CosignatureCame,
    Cosigned,
    DeleteBodies,
    Do,
    Done,
    Fetch,
    GiveWatch,
    Greeted,
    Input,
    LookAround,
    Outcome,
    Received,
    Recovered,
    Refuse,
    Refused,
    Rejected,
    RenewCertificate,
    TakeBundle,
    TakeWatch,
    Tick,
    WasRestored,
)
from detente.node.journals import Journals
from detente.node.outlook import Outlook
from detente.node.recovery import Recovery
from detente.node.renewal import renewal_events, renewed_card
from detente.node.retention import forget
from detente.node.snapshot import nothing_collected, refill_pictures, thaw
from detente.node.space import Room, refusal, waits
from detente.node.voice import holds, voiced
from detente.node.watch import watch_events
from detente.wire.events import Unknown
from detente.wire.events import decode as decode_event
from detente.wire.events import encode as encode_event

if TYPE_CHECKING:
    from detente.core.airspace.gazetteer import Gazetteer
    from detente.journal.entry import Entry
    from detente.journal.keys import Signer

EVIDENCE_PER_PEER_MAX = 1_000  # a flood of bad bytes must not fill the disk; refused all the same
SALT_BYTES = 32


class Node(Outlook):
    """One party's node. Owned by the writer's thread; every method is called from there."""

    def __init__(
        self,
        *,
        identity: Identity,
        store: Store,
        clock: Callable[[], int],
        entropy: Callable[[int], bytes],
        gazetteer: Gazetteer,
        version: str,
        snapshot: bytes | None = None,
        code: str = "",
    ) -> None:
        """Rebuild what the node knows from its store; a snapshot that serves spares most of it.

        code: which code made the snapshot, and must be this one. snapshot_why: why the snapshot was
        not used; empty when it was, or none was given. snapshot_position: how far it reached.
        """
        super().__init__(clock)
        self.identity = identity
        self.party = identity.party
        self.version = version
        self.state = State(identity.party, gazetteer, verify=holds)
        self.journals = Journals(identity.party, identity.signer, store)
        self.book = Book()
        self.journals.share(self.book.keyring, self.book.loose)
        self._store = store
        self._entropy = entropy
        self._durable: dict[str, int] = {}
        self._given: dict[str, Cosignature] = {}
        self._told: set[str] = set()  # journals of which something was refused since the greeting
        self._latest_ms = 0  # the clock at the last step
        self.snapshot_why = self._thaw(snapshot, code)
        self.snapshot_position = self.book.position
        self._replay()
        self.recovery = Recovery(self.party, self.journals, self.book.restored, self.book.previous)
        self.carrying = Carrying(self, store)

    @property
    def position(self) -> int:
        """The newest local position."""
        return self.book.position

    # --- start ---

    def _thaw(self, snapshot: bytes | None, code: str) -> str:
        """Take a snapshot's memory as the start; returns why not, or empty."""
        if snapshot is None:
            return ""
        memory = thaw(snapshot, code, self.party, self._store)
        if isinstance(memory, str):
            return memory
        memory.state.gazetteer = self.state.gazetteer
        self.state, self.book = memory.state, memory.book
        self.journals.share(self.book.keyring, self.book.loose)
        self.journals.thaw(memory.journals)
        refill_pictures(self.state, memory.pictured)
        return ""

    @nothing_collected()
    def _replay(self) -> None:
        """Rebuild journals and state from the store, in local order, after what is known."""
        for held in self._store.replay(self.book.position):
            check_body(held)
            journal = parse_journal(held.journal)
            event = decode_event(
                held.entry.header.kind, held.entry.header.kind_version, held.entry.body
            )
            if journal.party == self.party:
                self.journals.own_at(held.journal).restore(held.entry)
            else:
                self._restore_mirror(held, event)
            self._fold(journal, held, event)
            self.book.position = held.position
        newest = next(iter(self._store.replay(max(0, self.position - 1))), None)
        self._latest_ms = newest.held_at_ms if newest else 0
        self._durable = {
            journal: self.journals.size(journal) for journal in self.journals.all_ids()
        }
        self.check_whole()
        for name, mirror in self.journals.mirrors.items():
            checkpoint = self._store.checkpoint(name)
            if checkpoint is not None:
                mirror.restore_checkpoint(checkpoint)
        for cosignature in self._store.cosignatures():
            self.journals.add_cosignature(cosignature)
            if cosignature.cosigner == self.party:
                self._given[cosignature.journal] = cosignature

    def check_whole(self) -> None:
        """Raises Damaged unless every journal ends in its newest checkpoint."""
        self.journals.check_whole()

    def _restore_mirror(self, held: Held, event: Event | Unknown) -> None:
        mirror = self.journals.mirrors.get(held.journal)
        if mirror is None:
            key = event.card.key if isinstance(event, Opened) else ""
            mirror = self.journals.new_mirror(held.journal, key)
            self._add_mirror(mirror)
        mirror.restore(held.entry)

    def _add_mirror(self, mirror: Mirror) -> None:
        """Take a mirror among ours, closed where its author has closed it."""
        self.journals.add_mirror(mirror)
        self._close(mirror)

    def _close(self, mirror: Mirror) -> None:
        closed = closed_at(self.book.previous, mirror.identity)
        if closed is not None:
            mirror.close(closed)

    # --- one step ---

    def step(self, inputs: Sequence[Input]) -> list[Outcome]:
        """Take all inputs in turn, make what they wrote durable in one commit, then answer."""
        batch = Batch(self._clock())
        if not self.journals.own:
            self._open(HOUSE_LINE, batch)
        if batch.now_ms < self._latest_ms:
            self._decide(TimePassed(set_back=True), None, None, batch)
        self._latest_ms = batch.now_ms
        outcomes = [self._take(item, batch) for item in inputs]
        for journal in sorted(batch.touched):
            batch.records.append(self.journals.own[journal].checkpoint())
        if batch.records:
            self._store.append(batch.records)
            for held in batch.held:
                self._durable[held.journal] = held.entry.header.sequence + 1
        self._announce(batch)
        return outcomes

    def _take(self, item: Input, batch: Batch) -> Outcome:
        if self.space.room is not Room.GOOD and waits(item):
            return Refused(refusal(self.space))
        match item:
            case Do():
                return self._do(item, batch)
            case Received():
                return self._receive(item, batch)
            case CosignatureCame():
                return self._take_cosignature(item, batch)
            case Refuse():
                self._keep_evidence(item.peer, "", item.reason, item.detail, item.data, batch)
                return Done(self.position)
            case Tick():
                self._decide(TimePassed(), None, None, batch)
                return Done(self.position)
            case LookAround() | AcknowledgeAlarm() | GiveWatch() | TakeWatch():
                return self._write_all(watch_events(self.state, item, batch.now_ms), batch)
            case RenewCertificate():
                return self._renew(item, batch)
            case TakeBundle():
                do = partial(self._take, batch=batch)
                return self.carrying.take(item, batch.records, batch.now_ms, do)
            case WasRestored() | Greeted() | Recovered() | Fetch() | ChangeKey() | DeleteBodies():
                return self._keep_up(item, batch)
            case _:
                written = admin_events(self.state, self.identity.card, item, batch.now_ms)
                return self._write_all(written, batch)

    def _renew(self, item: RenewCertificate, batch: Batch) -> Outcome:
        """Announce our new certificate; from now on our card carries it."""
        done = self._write_all(renewal_events(self, item, batch.now_ms), batch)
        if isinstance(done, Done):
            self.identity = replace(self.identity, card=renewed_card(self.identity.card, item))
        return done

    def _do(self, item: Do, batch: Batch) -> Outcome:
        if self.party not in self.state.members.get(item.line.channel, ()):
            return Refused(unknown_channel(item.line.channel))
        by = Signature(item.actor.officer, item.actor.role)
        return self._decide(item.command, item.line, by, batch)

    def _decide(
        self,
        command: object,
        line: Line | None,
        by: Signature | None,
        batch: Batch,
    ) -> Outcome:
        decision = decide(self.state, command, line, by, batch.now_ms)  # type: ignore[arg-type]  # Command | Arrived | Tick
        if isinstance(decision, tuple):
            return Refused(decision)
        if self._began_anew(decision, batch):
            return self._decide(command, line, by, batch)
        done = self._write_all(decision.events, batch)
        if not isinstance(done, Done) or line is None:
            return done
        tracked = self.state.message(line, decision.number) if decision.number else None
        journal = str(self.journals.own_id(line))
        return Done(
            done.position,
            decision.number,
            journal if tracked else None,
            tracked.sequence if tracked else None,
            decision.warnings,
            tuple(
                event.conflict for _, event in decision.events if isinstance(event, ConflictFound)
            ),
            draft=decision.draft,
        )

    def _began_anew(self, decision: Decision, batch: Batch) -> bool:
        """Begin a new epoch of each line that may have lost entries; its numbers begin anew."""
        lost = {on for on, _ in decision.events if self._is_restored(on)}
        for on in lost:
            self._begin_epoch(on, RESTORED, batch)
        return bool(lost)

    def _is_restored(self, line: Line) -> bool:
        return str(self.journals.own_id(line)) in self.book.restored

    def _write_all(
        self, events: tuple[tuple[Line, Event], ...] | tuple[Refusal, ...], batch: Batch
    ) -> Outcome:
        """Write each event to our journal of its line; refusals write nothing."""
        refusals = tuple(item for item in events if isinstance(item, Refusal))
        if refusals:
            return Refused(refusals)
        for item in events:
            if not isinstance(item, Refusal):
                self._write(item[0], item[1], batch)
        return Done(self.position)

    def _write(self, line: Line, event: Event, batch: Batch) -> None:
        """Write to our journal of a line; in a new epoch, if we may have lost entries of this."""
        if self._is_restored(line):
            self._begin_epoch(line, RESTORED, batch)
        elif str(self.journals.own_id(line)) not in self.journals.own and not isinstance(
            event, Opened
        ):
            self._open(line, batch)
        self._append(line, event, batch)

    def _open(self, line: Line, batch: Batch) -> None:
        for event in opening(self.state, self.identity.card, line):
            self._append(line, event, batch)

    def _begin_epoch(
        self,
        line: Line,
        reason: str,
        batch: Batch,
        *,
        size: int | None = None,
        how: str = "epoch",
        by: tuple[KeyRotated, Signer] | None = None,
    ) -> None:
        """Go on in a new journal that names where the one before it ends (at `size`).

        how: what to say of the older one, when it was unsettled.
        by: with a stolen key, the statement of the new one, and the recovery key that signs it.
        """
        before = self.journals.open_own(line)
        if how == "split":
            self.book.loose.add(before.journal)
        at = before.size if size is None else size
        root = to_base64(before.root_at(at) or EMPTY_ROOT)
        own = self.journals.own_id(line)
        self.journals.own_at(str(replace(own, epoch=own.epoch + 1)))
        opened, *others = opening(self.state, self.identity.card, line)
        assert isinstance(opened, Opened)
        opened = replace(opened, previous=Previous(before.journal, at, root, reason))
        signer = by[1] if by else None
        self._append(line, opened, batch, signer)
        if by:
            self._append(line, by[0], batch, signer)
        for event in others:
            self._append(line, event, batch)
        if before.journal in self.book.restored or how == "split":
            self._append(HOUSE_LINE, Settled(before.journal, how), batch)

    def _append(self, line: Line, event: Event, batch: Batch, signer: Signer | None = None) -> None:
        """Seal one event into our journal of the line, and fold it. signer: if not our own key."""
        event = voiced(self.state, self.identity.signer, line, event)
        kind, kind_version, body = encode_event(event)
        own = self.journals.open_own(line)
        entry = own.next(
            kind=kind,
            kind_version=kind_version,
            body=body,
            salt=self._entropy(SALT_BYTES),
            at_ms=max(batch.now_ms, self.journals.not_before_ms(line)),
            heads=() if line.channel == HOUSE else self.journals.heads(line),
            signer=signer,
        )
        batch.touched.add(own.journal)
        self._hold(parse_journal(own.journal), entry, event, batch)

    def _hold(self, journal: JournalId, entry: Entry, event: Event | Unknown, batch: Batch) -> None:
        self.book.position += 1
        held = Held(self.position, entry.header.journal, entry, batch.now_ms)
        batch.records.append(held)
        batch.held.append(held)
        if isinstance(event, Unknown):
            batch.unknown.add(held.position)
        self._fold(journal, held, event)

    def _fold(self, journal: JournalId, held: Held, event: Event | Unknown) -> None:
        self.journals.note_held(held)
        if isinstance(event, Unknown):
            count = self.book.withheld if is_withheld(held.entry) else self.book.unknown
            count[held.journal] = count.get(held.journal, 0) + 1
            return
        apply(
            self.state,
            journal.party,
            journal.line,
            event,
            at_ms=held.entry.header.at_ms,
            held_at_ms=held.held_at_ms,
            sequence=held.entry.header.sequence,
            epoch=journal.epoch,
        )
        self.book.remember(journal, held, event, ours=journal.party == self.party)
        if isinstance(event, Opened) and event.previous is not None:
            for name in self.journals.epochs(journal.line, journal.party):
                if name in self.journals.mirrors:
                    self._close(self.journals.mirrors[name])

    # --- what peers send ---

    def _receive(self, item: Received, batch: Batch) -> Outcome:
        """Check a push; take all of it and cosign, or take nothing and say why."""
        name = item.push.journal
        refused = refused_push(item, self.state, self.journals)
        if refused is not None:
            return self._reject(item, refused, batch)
        mirror = self.journals.mirrors.get(name)
        fresh = mirror is None
        if mirror is None:
            mirror = fresh_mirror(item, self.state, self.journals)
            self._close(mirror)
        verdict = mirror.check(item.push, batch.now_ms)
        if isinstance(verdict, Taken) and fresh:
            verdict = self._check_opening(item, verdict)
        if isinstance(verdict, Bad):
            return self._reject(item, verdict, batch)
        if fresh:
            self._add_mirror(mirror)
        if verdict.entries and not fresh:
            self.clock_seen(item.peer, verdict.entries[-1].header.at_ms - batch.now_ms)
        for entry in verdict.entries:
            self._take_foreign(parse_journal(name), entry, batch)
        for bad in verdict.suspicions:
            self._keep_evidence(item.peer, name, bad.reason, bad.detail, bad.data, batch)
        before = mirror.size - len(verdict.entries)
        for party, other, bad in self.journals.named_otherwise(name, before):
            self._keep_evidence(party, other, bad.reason, bad.detail, bad.data, batch)
        cosignature = self._cosign(verdict, batch)
        do = partial(self._take, batch=batch)
        self.carrying.outgrown(name, batch.records, batch.now_ms, do)
        return Cosigned(name, cosignature.size, cosignature.note)

    def _check_opening(self, item: Received, taken: Taken) -> Taken | Bad:
        """A journal's first entry must be its author's card, as pinned, under the same charter."""
        if not taken.entries:
            return Bad(Reason.GAP, "expected entry 0", b"", 0)
        detail = opening_problem(taken.entries[0], item.peer, self.state, self.journals)
        if not detail:
            return taken
        data = evidence_of(item.push.journal, item.push.entries[0], item.push.checkpoint)
        return Bad(Reason.WRONG_JOURNAL, detail, data, 0)

    def _take_foreign(self, journal: JournalId, entry: Entry, batch: Batch) -> None:
        """Hold one verified entry; what it means here becomes house events of the same commit.

        An entry whose content breaks a rule is held all the same, since its author signed it and
        later entries build on it; it has no effect, and is kept as evidence.
        """
        header = entry.header
        event = decode_event(header.kind, header.kind_version, entry.body)
        if isinstance(event, Unknown):
            self._hold(journal, entry, event, batch)
            return
        arrived, line = Arrived(journal.party, event, header.at_ms, header.sequence), journal.line
        decision = decide(self.state, arrived, line, None, batch.now_ms)
        if isinstance(decision, Decision) and self._began_anew(decision, batch):
            decision = decide(self.state, arrived, line, None, batch.now_ms)
        self._hold(journal, entry, event, batch)
        if wrong := decision if isinstance(decision, tuple) else decision.suspect:
            detail = f"entry {header.sequence}: " + "; ".join(str(one) for one in wrong)
            self._keep_evidence(
                journal.party, str(journal), "bad-content", detail, entry.body, batch
            )
        if isinstance(decision, Decision):
            self._write_all(decision.events, batch)

    def _cosign(self, taken: Taken, batch: Batch) -> Cosignature:
        """Our cosignature under what we now hold; the one that we gave, when nothing is new."""
        name, size = taken.checkpoint.journal, taken.checkpoint.size
        given = self._given.get(name)
        if given is not None and given.size >= size:
            return given
        cosignature = self.journals.cosign(taken.checkpoint, batch.now_ms)
        self._given[name] = cosignature
        self.journals.add_cosignature(cosignature)
        batch.records += (taken.checkpoint, cosignature)
        batch.cosigned.append(cosignature)
        return cosignature

    def _reject(self, item: Received, bad: Bad, batch: Batch) -> Rejected:
        name = item.push.journal[:200]
        under_way = bad.reason is Reason.GAP and name in self._told
        lacking = bad.reason is Reason.AHEAD and self.recovery.may_lack
        early = bad.reason is Reason.NOT_JOINED
        if (
            not under_way and not lacking and not early
        ):  # behind a refused push, and our loss, are nobody's guilt
            self._keep_evidence(item.peer, name, bad.reason, bad.detail, bad.data, batch)
        self._told.add(name)
        return Rejected(name, bad.reason, bad.detail, bad.expected)

    def _keep_evidence(
        self, peer: str, journal: str, reason: str, detail: str, data: bytes, batch: Batch
    ) -> None:
        """Keep what was refused, once, and up to a limit for each peer."""
        digest = sha256(data).hexdigest()
        count = sum(1 for known, _ in self.book.evidence if known == peer)
        if (peer, digest) in self.book.evidence or count >= EVIDENCE_PER_PEER_MAX:
            return
        number = len(self.state.evidence) + 1
        kept = EvidenceKept(number, peer, journal, reason, detail, digest)
        self._write(HOUSE_LINE, kept, batch)
        batch.records.append(Evidence(number, batch.now_ms, peer, journal, reason, detail, data))

    def _take_cosignature(self, item: CosignatureCame, batch: Batch) -> Outcome:
        stamp = self.journals.read_cosignature(item.journal, item.note, item.peer)
        if isinstance(stamp, str):
            data = item.note.encode()
            self._keep_evidence(item.peer, item.journal, "bad-cosignature", stamp, data, batch)
            return Refused((Refusal("note", "bad-cosignature", stamp, "Nothing was changed"),))
        cosignature = Cosignature(
            item.journal, stamp.size, item.peer, stamp.time_s, item.note, batch.now_ms
        )
        seen = cosigned_bounds(
            stamp.time_s, self.journals.time_of(item.journal, stamp.size), batch.now_ms
        )
        if seen is not None:
            self.clock_seen(item.peer, *seen)
        if self.journals.add_cosignature(cosignature):
            batch.records.append(cosignature)
            batch.cosigned.append(cosignature)
        return Done(self.position)

    # --- our own keys, and what we have lost ---

    def _keep_up(
        self,
        item: WasRestored | Greeted | Recovered | Fetch | ChangeKey | DeleteBodies,
        batch: Batch,
    ) -> Outcome:
        """Learn what we have lost, take back what is given, settle what is whole; keys, bodies."""
        match item:
            case Fetch():
                shared = item.journal in self.journals_for(item.peer)
                return self.recovery.fetch(item, shared=shared)
            case ChangeKey():
                return self._change_key(item, batch)
            case DeleteBodies():
                return self._delete_bodies(item, batch)
            case WasRestored():
                self._write(HOUSE_LINE, self.recovery.begin(), batch)
            case Greeted():
                news, unproved = self.recovery.greeted(item)
                for restored in news:
                    self._write(HOUSE_LINE, restored, batch)
                for why in unproved:
                    data = msgspec.json.encode((item.holds, item.notes))
                    self._keep_evidence(item.peer, "", "bad-claim", why, data, batch)
            case Recovered(journal=journal):
                for entry, event in self.recovery.take(item):
                    batch.touched.add(journal)
                    own = parse_journal(journal)
                    follows = regained(self.state, own.line, event)
                    self._hold(own, entry, event, batch)
                    self._write_all(follows, batch)
        for name in self.recovery.take_diverged():
            line, size = parse_journal(name).line, self.journals.proofs.most(name)
            self._begin_epoch(line, RESTORED, batch, size=size, how="split")
        self._write_all(tuple(self.recovery.settled(self.state)), batch)
        return Done(self.position)

    def _change_key(self, item: ChangeKey, batch: Batch) -> Outcome:
        """Say in each of our journals that another key signs from here on, and sign with it.

        After a theft each channel's journal is closed where the key was still ours, and a new
        epoch begins, because a thief may have written beyond that.
        """
        by = item.recovery or self.identity.signer
        made = new_key(self.identity, item, batch.now_ms)
        if isinstance(made, Refusal):
            return Refused((made,))
        lines = sorted({parse_journal(name).line for name in self.journals.own})
        card = replace(self.identity.card, key=made.key)
        self.identity = Identity(card, item.new)
        points = {line: self.journals.size_until(line, item.since_ms) for line in lines}
        self.journals.sign_with(item.new)
        for line in lines:
            if item.reason == STOLEN and line.channel != HOUSE:
                self._begin_epoch(line, STOLEN, batch, size=points[line], by=(made, by))
            else:
                if self._is_restored(line):
                    self._begin_epoch(line, RESTORED, batch)
                self._append(line, made, batch, by)
        return Done(self.position)

    def _delete_bodies(self, item: DeleteBodies, batch: Batch) -> Outcome:
        """Delete what nobody needs any more, from the store and from memory, and say so."""
        counts = forget(self, item, batch)
        for journal, count in sorted(counts.items()):
            self.book.withheld[journal] = self.book.withheld.get(journal, 0) + count
            self._write(HOUSE_LINE, BodiesDeleted(journal, count, item.before_ms), batch)
        return Done(self.position, deleted=sum(counts.values()))

    # --- news ---

    def greeted(self, peer: str) -> None:
        """A peer has been told anew how much is held: a gap from here on is its own doing."""
        for journal in self.holds(peer):
            self._told.discard(journal)

    def _announce(self, batch: Batch) -> None:
        if not self._listeners:
            return
        for item in batch_news(batch, self.final, self.state.cards):
            self.tell(item)

    # --- questions ---

    def next_due_ms(self) -> int | None:
        """When a Tick is needed next; None: nothing is due. Now, when the clock was set back."""
        due_ms, now_ms = next_due_ms(self.state), self._clock()
        return now_ms if now_ms < self._latest_ms else due_ms

    def officer(self, token_sha256: str) -> Actor | None:
        """Who holds the token with this SHA-256 (hex), if anyone."""
        for added in self.state.officers.values():
            if added.token_sha256 == token_sha256:
                return Actor(added.officer, added.role)
        return None

    def peers(self) -> list[PartyCard]:
        """The cards of all parties that share a channel with us, by party."""
        parties = {party for members in self.state.members.values() for party in members}
        return [self.state.cards[party] for party in sorted(parties - {self.party})]

    def journals_for(self, peer: str) -> list[str]:
        """Our journals that the peer is to hold."""
        return [
            journal
            for journal in self.journals.own
            if peer in self.state.members.get(journal.partition("/")[0], ())
            and journal not in self.book.split
        ]

    def kept(self, journal: str) -> int:
        """How many entries of the journal are durable here."""
        return self._durable.get(journal, 0)

    def cosigned(self, journal: str, peer: str) -> int:
        """How many entries of the journal the peer has cosigned, as far as we know."""
        return self.journals.proofs.size(journal, peer)

    def joined_at(self, journal: str) -> dict[str, int]:
        """The other members, as the journal itself names them, each with the sequence it did."""
        return self.book.joined.get(journal, {})

    def final(self, journal: str) -> int:
        """How many entries of the journal are final: cosigned by all other members."""
        return self.journals.proofs.final(journal, self.kept(journal), self.joined_at(journal))

    def entries(self, journal: str, first: int, count: int) -> list[Held]:
        """Durable entries of one journal from `first` on."""
        return self.journals.entries(journal, first, count)

    def checkpoint_at(self, journal: str, size: int) -> str:
        """Our signed checkpoint of our own journal at `size`."""
        return self.journals.checkpoint_at(journal, size)

    def holds(self, peer: str) -> dict[str, int]:
        """How much we hold of each of the peer's journals."""
        return {
            journal: self.kept(journal)
            for journal in self.journals.mirrors
            if parse_journal(journal).party == peer
        }

    def stored(self) -> Store:
        """The engine, for readers of whole journals on the writer's thread."""
        return self._store
