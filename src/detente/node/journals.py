"""Every journal that this node holds: its own, and its mirrors of the others'.

Knows sizes, roots, cosignatures and where each entry stands in local order; never the meaning of a
body. Owned by the writer.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.journal.entry import without_body
from detente.journal.forms import JournalId, cosigner_of, parse_journal
from detente.journal.keys import Signer
from detente.journal.mirror import CLOCK_OFF_MAX_MS, Bad, Known, Mirror, Reason, evidence_of
from detente.journal.note import cosign, cosigned_at, open_checkpoint, parse_note
from detente.journal.own import OwnJournal
from detente.journal.push import RawEntry, raw_of
from detente.journal.rotation import Keyring
from detente.journal.signatures import public_from_text
from detente.journal.store import Cosignature, Held, Store
from detente.journal.whole import check_entry, check_head
from detente.node.proofs import Proofs, Stamp

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from detente.core.line.message import Line
    from detente.journal.entry import Head
    from detente.journal.merkle import Tree
    from detente.journal.note import TreeHead
    from detente.journal.store import Checkpoint

EPOCHS_NAMED_MAX = 2  # of one author in a header: the newest, and the one that it goes on from
RECENT_MAX = 4_096  # newest own entries kept in memory per journal, so live pushes read no disk


class Journals:
    """All journals of one node, by id ``channel/STATUS/party``, with ``/EPOCH`` from the second on.

    keyring: the keys of every party, ours among them. cosigned: the newest cosignature of each
    journal by each party, witnesses among them.
    """

    def __init__(self, party: str, signer: Signer, store: Store) -> None:
        self.party = party
        self.own: dict[str, OwnJournal] = {}
        self.mirrors: dict[str, Mirror] = {}
        self.proofs = Proofs()
        self.cosigned: dict[str, dict[str, Cosignature]] = {}
        self.keyring = Keyring()
        self._signer = signer
        self._store = store
        self._known = Known(self.own, self.mirrors)
        self._recent: dict[str, deque[Held]] = {}
        self._read: dict[str, int] = {}  # entries of a journal that came from the store at start
        self._positions: dict[str, array[int]] = {}
        self._epochs: dict[tuple[Line, str], list[int]] = {}

    def share(self, keyring: Keyring, loose: Collection[str]) -> None:
        """Take what the node keeps in its book. loose: own journals of which heads say nothing."""
        self.keyring, self._known.loose = keyring, loose

    def own_id(self, line: Line) -> JournalId:
        """The id of our journal on a line: its newest epoch."""
        epochs = self._epochs.get((line, self.party))
        return JournalId(line, self.party, epochs[-1] if epochs else 1)

    def open_own(self, line: Line) -> OwnJournal:
        """Our journal on a line (the newest epoch), made empty when there is none."""
        return self.own_at(str(self.own_id(line)))

    def size_until(self, line: Line, since_ms: int | None) -> int:
        """How many entries our journal of a line had before a time; all when it is None."""
        own = self.open_own(line)
        return own.size if since_ms is None else own.size_before(since_ms)

    def own_at(self, journal: str) -> OwnJournal:
        """Our journal of this id, made empty when there is none."""
        if journal not in self.own:
            self.own[journal] = OwnJournal(journal, self._signer)
            self._note_epoch(journal)
        return self.own[journal]

    def _note_epoch(self, journal: str) -> None:
        parsed = parse_journal(journal)
        epochs = self._epochs.setdefault((parsed.line, parsed.party), [])
        if parsed.epoch not in epochs:
            epochs.append(parsed.epoch)
            epochs.sort()

    def epochs(self, line: Line, party: str) -> list[str]:
        """The ids of a party's journals on a line that are held here, oldest epoch first."""
        known = self._epochs.get((line, party), [])
        return [str(JournalId(line, party, epoch)) for epoch in known]

    def sign_with(self, signer: Signer) -> None:
        """Sign with another key from the next entry, checkpoint and cosignature on."""
        self._signer = signer
        for own in self.own.values():
            own.sign_with(signer)

    def new_mirror(self, journal: str, key: str) -> Mirror:
        """An empty mirror of a foreign journal signed by `key` (base64); not yet among ours."""
        return Mirror(journal, public_from_text(key), self._known, self.keyring)

    def add_mirror(self, mirror: Mirror) -> None:
        """Take a mirror among ours."""
        self.mirrors[mirror.journal] = mirror
        self._note_epoch(mirror.journal)

    def frozen(self) -> dict[str, tuple[dict[str, object], array[int]]]:
        """Every journal and the local positions of its entries, without keys, for a snapshot."""
        held: dict[str, OwnJournal | Mirror] = {**self.own, **self.mirrors}
        return {name: (one.frozen(), self._positions[name]) for name, one in held.items()}

    def thaw(self, frozen: Mapping[str, tuple[dict[str, object], array[int]]]) -> None:
        """Take back what `frozen` gave."""
        for name, (slots, positions) in frozen.items():
            parsed = parse_journal(name)
            held: OwnJournal | Mirror
            if parsed.party == self.party:
                held = self.own_at(name)
            else:
                held = Mirror(name, b"", self._known, self.keyring)
                self.add_mirror(held)
            held.thaw(slots)
            self._positions[name] = positions

    def note_held(self, held: Held) -> None:
        """Remember where an entry of a journal stands in local order."""
        self._positions.setdefault(held.journal, array("q")).append(held.position)
        if held.journal in self.own:
            self._recent.setdefault(held.journal, deque(maxlen=RECENT_MAX)).append(held)

    def withhold(self, journal: str, sequence: int) -> None:
        """Forget a body that is being deleted, where it is at hand."""
        recent = self._recent.get(journal)
        at = sequence - recent[0].entry.header.sequence if recent else -1
        if recent and at >= 0:
            recent[at] = replace(recent[at], entry=without_body(recent[at].entry))

    def position(self, journal: str, sequence: int) -> int:
        """Local position of an entry that is held."""
        return self._positions[journal][sequence]

    def at(self, position: int) -> tuple[str, int] | None:
        """The journal and the sequence of the entry at a local position; None: there is none."""
        for journal, positions in self._positions.items():
            found = bisect_left(positions, position)
            if found < len(positions) and positions[found] == position:
                return journal, found
        return None

    def size(self, journal: str) -> int:
        """How many entries of the journal are in memory; 0 when it is unknown."""
        held = self.own.get(journal) or self.mirrors.get(journal)
        return held.size if held else 0

    def head(self, journal: str) -> Head:
        """Size and root of a journal that is held."""
        held = self.own.get(journal) or self.mirrors[journal]
        return held.head()

    def tree(self, journal: str) -> Tree:
        """The tree of a journal that is held, for proofs and tiles."""
        held = self.own.get(journal) or self.mirrors[journal]
        return held.tree

    def heads(self, line: Line) -> tuple[Head, ...]:
        """Heads of the other journals on a line as we hold them, sorted: all that we have seen.

        Of each author the newest epochs; of our own those before the one that we write.
        """
        named: list[str] = []
        for (on, party), epochs in self._epochs.items():
            if on == line:
                newest = epochs[-EPOCHS_NAMED_MAX:]
                chosen = newest[:-1] if party == self.party else newest
                named += [str(JournalId(line, party, epoch)) for epoch in chosen]
        return tuple(
            self.head(journal)
            for journal in sorted(named)
            if self.size(journal) and journal not in self._known.loose
        )

    def named_otherwise(self, journal: str, before: int) -> Iterator[tuple[str, str, Bad]]:
        """Who named, ahead of what we held, another `journal` than has come since `before` entries.

        Of whom, in which journal, and the evidence: two members were shown different things.
        """
        mirror = self.mirrors[journal]
        for name, other in self.mirrors.items():
            found = other.named(journal)
            if found is None or not before < found[0].size <= mirror.size:
                continue
            head, sequence = found
            if mirror.root_at(head.size) != head.root:
                raw = self._raw(name, sequence)
                detail = f"entry {sequence} names another {journal} than has come to us since"
                bad = Bad(Reason.FORK, detail, evidence_of(name, raw, ""), other.size)
                yield other.identity.party, name, bad

    def _raw(self, journal: str, sequence: int) -> RawEntry | None:
        """An entry as it came; None while it is not held yet."""
        held = self.entries(journal, sequence, 1)
        return raw_of(held[0].entry) if held else None

    def entries(self, journal: str, first: int, count: int) -> list[Held]:
        """Durable entries from `first` on: from memory when recent, from the store otherwise."""
        recent = self._recent.get(journal)
        if recent and recent[0].entry.header.sequence <= first:
            start = first - recent[0].entry.header.sequence
            found = [recent[at] for at in range(start, min(start + count, len(recent)))]
        else:
            found = self._store.entries(journal, first, count)
        self._check_read(journal, found)
        return found

    def _check_read(self, journal: str, found: list[Held]) -> None:
        """Raises Damaged when what the store gave back since the start is not what was kept."""
        read = self._read.get(journal, 0)
        for held in found:
            if held.entry.header.sequence < read:
                check_entry(held, self._keys_of(journal))

    def _keys_of(self, journal: str) -> tuple[bytes, ...]:
        """Every key that may have signed in a journal, the most likely first."""
        party, mirror = parse_journal(journal).party, self.mirrors.get(journal)
        recovery = self.keyring.recovery(party)
        now = mirror.public if mirror is not None else self._signer.public
        return (now, *self.keyring.all(party), *((recovery,) if recovery else ()))

    def check_whole(self) -> None:
        """After a start: raises Damaged unless every journal ends in its newest checkpoint."""
        for journal in self.all_ids():
            checkpoint = self._store.checkpoint(journal)
            check_head(self.head(journal), checkpoint, self._keys_of(journal))
            self._read[journal] = self.size(journal)

    def not_before_ms(self, line: Line) -> int:
        """The earliest time that peers believe of our next entry on a line: it follows what we saw.

        Only a clock that is wrong by more than an hour is ever earlier (mirror: time-impossible).
        """
        seen = [
            mirror.at_ms(mirror.size - 1)
            for mirror in self.mirrors.values()
            if mirror.size and mirror.identity.line == line
        ]
        return max(seen, default=CLOCK_OFF_MAX_MS) - CLOCK_OFF_MAX_MS

    def newest_ms(self, journal: str) -> int | None:
        """Time of the newest entry of a journal, by its author's clock; None when it is empty."""
        held = self.own.get(journal) or self.mirrors.get(journal)
        return held.at_ms(held.size - 1) if held is not None and held.size else None

    def time_of(self, journal: str, size: int) -> int | None:
        """Time of the newest of the first `size` entries of our journal; None: there is none."""
        own = self.own.get(journal)
        return own.at_ms(size - 1) if own is not None and 0 < size <= own.size else None

    def checkpoint_at(self, journal: str, size: int) -> str:
        """Our signed checkpoint of our journal at `size`."""
        return self.own[journal].checkpoint(size).note

    def cosign(self, checkpoint: Checkpoint, now_ms: int) -> Cosignature:
        """Our cosignature under a foreign checkpoint that our mirror has checked."""
        journal, time_s = checkpoint.journal, now_ms // 1000
        note = cosign(checkpoint.note, cosigner_of(self.party), self._signer, time_s)
        return Cosignature(journal, checkpoint.size, self.party, time_s, note, now_ms)

    def read_cosignature(self, journal: str, note: str, peer: str) -> Stamp | str:
        """What a cosigned note of a journal that we hold says, or why it is not believed."""
        held = self.own.get(journal) or self.mirrors.get(journal)
        if held is None:
            return f"{journal[:200]!r} is not a journal that we hold"
        try:
            head = open_checkpoint(note, f"detente/{journal}", *self._signers_of(journal))
            theirs = self.keyring.trusted(peer)
            time_s = cosigned_at(parse_note(note), cosigner_of(peer), *theirs)
        except ValueError as error:
            return str(error)
        if time_s is None:
            return f"carries no valid cosignature of {peer}"
        if held.root_at(head.size) != head.root:
            return f"is of a tree of {head.size} entries that we do not hold"
        return Stamp(head.size, time_s, 0)

    def _signers_of(self, journal: str) -> set[bytes]:
        """Every key that may have signed a checkpoint of a journal that we hold."""
        mirror = self.mirrors.get(journal)
        now = mirror.public if mirror is not None else self._signer.public
        return {now, *self.keyring.all(parse_journal(journal).party)}

    def read_seal(self, journal: str, note: str) -> TreeHead | None:
        """What we once signed of our journal, as a peer gives it back; None: we did not."""
        try:
            return open_checkpoint(
                note, f"detente/{journal}", self._signer.public, *self.keyring.all(self.party)
            )
        except ValueError:
            return None

    def trees_agree(self, journal: str, head: TreeHead) -> bool:
        """Whether what we signed once is a state of our journal as we hold it, or a later one."""
        own = self.own.get(journal)
        return own is None or head.size > own.size or own.root_at(head.size) == head.root

    def add_cosignature(self, cosignature: Cosignature) -> bool:
        """Note a durable cosignature; False when it says nothing new."""
        stamp = Stamp(cosignature.size, cosignature.time_s, cosignature.held_at_ms)
        is_new = self.proofs.add(cosignature.journal, cosignature.cosigner, stamp)
        if is_new:
            self.cosigned.setdefault(cosignature.journal, {})[cosignature.cosigner] = cosignature
        return is_new

    def all_ids(self) -> Iterator[str]:
        """Ids of all journals, sorted."""
        return iter(sorted({*self.own, *self.mirrors}))
