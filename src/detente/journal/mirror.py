"""Check what a peer pushed of its own journal, before any of it is kept.

A mirror holds the tree and the times of one foreign journal, never its entries. `check` either
takes everything new in a push (the caller then makes it durable and cosigns the checkpoint) or
changes nothing and says why, with the bytes that prove it. Entries already held are skipped
silently, so a peer may send anything twice. GAP is innocent: ask again from `expected`. AHEAD is
perhaps ours: it names entries of this node that it no longer holds after a restore.
The author's key changes where a ``key-rotated`` entry says so (journal.rotation).
Not detected here, by construction: lying and withholding. Those can only be dated.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from detente.journal.entry import (
    BODY_BYTES_MAX,
    HEADER_BYTES_MAX,
    SALT_BYTES,
    Entry,
    Head,
    Header,
    decode_header,
    verify_body,
    verify_signature,
)
from detente.journal.forms import Malformed, origin_of, parse_journal
from detente.journal.freezing import Freezable
from detente.journal.merkle import Tree, leaf_hash
from detente.journal.note import (
    NOTE_CHARS_MAX,
    TreeHead,
    open_checkpoint,
    parse_checkpoint,
    parse_note,
)
from detente.journal.own import OwnJournal, RestoreFault
from detente.journal.push import PUSH_ENTRIES_MAX, Push, RawEntry
from detente.journal.rotation import KIND as KEY_ROTATED
from detente.journal.rotation import PREVIOUS, Keyring, from_body
from detente.journal.signatures import SIGNATURE_BYTES, public_from_text
from detente.journal.store import Checkpoint

if TYPE_CHECKING:
    from collections.abc import Sequence

CLOCK_OFF_MAX_MS: Final = 72_000_000  # 20 h: any mistaken time zone gets through, a wrong date not
_ROTATES: Final = f'"kind":"{KEY_ROTATED}"'.encode()  # the key of a note depends on such an entry
WITHHOLDABLE: Final = ("message",)  # cards, keys and charters are needed to verify the rest
WITHHELD_AGE_MS_MIN: Final = 6 * 86_400_000  # retention begins at 7 days; a day for wrong clocks
EVIDENCE_BYTES_MAX: Final = 600_000  # one entry at its largest in base64; more proves nothing more


class Reason(StrEnum):
    """Why a push was not taken. GAP asks for more, AHEAD is perhaps our loss; the rest is theirs.

    NOT_JOINED: of a channel that we are not in, or not yet: it takes a moment to take one's place.
    REVOKED_KEY: signed by a key that its own party has replaced. DISOWNED: beyond the point from
    which the author's key was stolen.
    """

    GAP = "gap"
    AHEAD = "ahead"
    FORK = "fork"
    TRUNCATION = "truncation"
    REPLAY = "replay"
    BAD_SIGNATURE = "bad-signature"
    BAD_BODY = "bad-body"
    BAD_HEADER = "bad-header"
    WRONG_JOURNAL = "wrong-journal"
    BAD_ROOT = "bad-root"
    BAD_CHECKPOINT = "bad-checkpoint"
    TIME_BACKWARDS = "time-backwards"
    TIME_AHEAD = "time-ahead"
    TIME_IMPOSSIBLE = "time-impossible"
    BAD_HEAD = "bad-head"
    OVERSIZE = "oversize"
    BAD_KEY = "bad-key"
    REVOKED_KEY = "revoked-key"
    DISOWNED = "disowned"
    NOT_JOINED = "not-joined"


@dataclass(frozen=True, slots=True)
class Bad:
    """A push that was not taken; nothing changed.

    detail:   one sentence for people.
    data:     the entry or checkpoint that shows it, as `evidence_of` writes it; keep it.
    expected: the sequence that this mirror takes next.
    """

    reason: Reason
    detail: str
    data: bytes
    expected: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A good push. The caller appends entries and checkpoint, then cosigns the checkpoint.

    entries:    the new ones, in order; empty when all were held already.
    checkpoint: the newest checkpoint of the journal that covers exactly what is held.
    suspicions: nothing that this journal's author can be refused for, but worth keeping: it names
                a head of a third party's journal that differs from the one that we hold.
    """

    entries: tuple[Entry, ...]
    checkpoint: Checkpoint
    suspicions: tuple[Bad, ...] = ()


class Known:
    """All journals that this node holds, as the heads in foreign entries are checked against.

    Holds references to the node's own maps, so it follows them as they grow.
    """

    __slots__ = ("_mirrors", "_own", "loose")

    def __init__(self, own: Mapping[str, OwnJournal], mirrors: Mapping[str, Mirror]) -> None:
        self._own = own
        self._mirrors = mirrors
        self.loose: Collection[str] = ()  # own journals that others may rightly hold otherwise

    def is_own(self, journal: str) -> bool:
        """Whether this node writes the journal."""
        return journal in self._own

    def is_ours(self, head: Head) -> bool:
        """Whether the head is of a journal under our name, beyond what we hold of it."""
        held = self._own.get(head.journal)
        mine = next(iter(self._own), None)
        if held is None and mine is not None:
            return parse_journal(head.journal).party == parse_journal(mine).party
        return held is not None and head.size > held.size

    def root_at(self, journal: str, size: int) -> bytes | None:
        """Root of the journal at `size`; None when so much of it is not held here."""
        held = self._own.get(journal) or self._mirrors.get(journal)
        return None if held is None else held.root_at(size)

    def at_ms(self, journal: str, sequence: int) -> int:
        """Author's time of an entry that is held."""
        held = self._own.get(journal) or self._mirrors[journal]
        return held.at_ms(sequence)


class _Stop(Exception):
    """A check failed: leave, and undo. Never leaves this module."""

    def __init__(self, reason: Reason, detail: str, raw: RawEntry | None = None) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.raw = raw


class Mirror(Freezable):
    """One foreign journal as far as it is held. Owned by the writer's thread."""

    __slots__ = (
        "_checkpoint",
        "_closed",
        "_keyring",
        "_known",
        "_named",
        "_public",
        "_switches",
        "_times",
        "_tree",
        "identity",
        "journal",
    )
    NOT_FROZEN = ("_keyring", "_known")

    def __init__(
        self, journal: str, public: bytes, known: Known, keyring: Keyring | None = None
    ) -> None:
        """Begin empty. public: the key in force for entry 0. keyring: of all parties, shared."""
        self.identity = parse_journal(journal)
        self.journal = journal
        self._public = public
        self._known = known
        self._keyring = keyring or Keyring()
        self._switches: list[tuple[int, bytes]] = []  # (first sequence that it did not sign, key)
        self._closed: Head | None = None
        self._tree = Tree()
        self._times = array("q")
        self._named: dict[str, tuple[Head, int]] = {}  # newest head named, and in which entry
        self._checkpoint: Checkpoint | None = None

    @property
    def size(self) -> int:
        """How many entries are held: the next sequence expected."""
        return self._tree.size

    @property
    def public(self) -> bytes:
        """The key that signs the next entry."""
        return self._public

    @property
    def closed(self) -> Head | None:
        """Where the author says that a thief's entries begin; None when it says nothing of that."""
        return self._closed

    @property
    def disowned(self) -> int:
        """How many held entries are not the author's word: made with its stolen key."""
        return 0 if self._closed is None else max(0, self.size - self._closed.size)

    def close(self, head: Head) -> None:
        """The author disowns all from `head.size` on: nothing more is taken there."""
        self._closed = head

    @property
    def tree(self) -> Tree:
        """The tree over its headers, for proofs and tiles; nobody else adds to it."""
        return self._tree

    @property
    def newest_checkpoint(self) -> Checkpoint | None:
        """The author's newest checkpoint that was taken."""
        return self._checkpoint

    def head(self) -> Head:
        """Size and root as own entries name them."""
        return Head(self.journal, self.size, self._tree.root())

    def root_at(self, size: int) -> bytes | None:
        """Root when `size` entries were held; None if never so many."""
        return self._tree.root_at(size) if 0 <= size <= self.size else None

    def at_ms(self, sequence: int) -> int:
        """Author's time of entry `sequence`, which must be held."""
        return self._times[sequence]

    def restore(self, entry: Entry) -> None:
        """Take back the next entry from this node's own store, at start; it was checked then."""
        if entry.header.journal != self.journal or entry.header.sequence != self.size:
            raise RestoreFault(self.journal, self.size, entry.header.sequence)
        self._take(entry.header, entry.header_bytes)
        if entry.header.kind == KEY_ROTATED:
            self._switch(public_from_text(from_body(entry.body).key))

    def restore_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Take back the newest checkpoint from this node's own store, at start."""
        self._checkpoint = checkpoint

    def check(self, push: Push, now_ms: int) -> Taken | Bad:
        """Look at everything in a push and take what is new, or nothing. now_ms: our clock, UTC."""
        size, named = self.size, dict(self._named)
        keys = (self._public, len(self._switches))
        try:
            self._check_shape(push)
            rotates = any(_ROTATES in raw.header_bytes for raw in push.entries)
            head = None if rotates else self._open(push.checkpoint)
            entries, suspicions = self._take_entries(push.entries, now_ms)
            checkpoint = self._check_head(head or self._open(push.checkpoint), push)
            self._check_closed()
        except _Stop as stop:
            self._undo(size, named)
            self._public = keys[0]
            del self._switches[keys[1] :]
            data = evidence_of(push.journal, stop.raw, push.checkpoint)
            return Bad(stop.reason, stop.detail, data, self.size)
        self._checkpoint = checkpoint
        return Taken(tuple(entries), checkpoint, tuple(suspicions))

    def check_claim(self, note: str) -> Bad | None:
        """Hold the author's present checkpoint against what is held; None when it can stand.

        A present size below what the author signed before is truncation; a different root is fork.
        """
        try:
            head = self._open(note)
            held = self.root_at(head.size)
            if held is not None and held != head.root:
                raise _Stop(Reason.FORK, f"signs another root at {head.size} than we hold")
            if head.size < self.size:
                detail = f"says it has {head.size} entries, but signed {self.size}"
                raise _Stop(Reason.TRUNCATION, detail)
        except _Stop as stop:
            data = evidence_of(self.journal, None, note)
            return Bad(stop.reason, stop.detail, data, self.size)
        return None

    def _undo(self, size: int, named: dict[str, tuple[Head, int]]) -> None:
        self._tree.truncate(size)
        del self._times[size:]
        self._named = named

    def _take(self, header: Header, header_bytes: bytes) -> None:
        self._tree.append(header_bytes)
        self._times.append(header.at_ms)
        self._named.update((head.journal, (head, header.sequence)) for head in header.heads)

    def named(self, journal: str) -> tuple[Head, int] | None:
        """The newest head of another journal that an entry here names, and that entry."""
        return self._named.get(journal)

    def _check_shape(self, push: Push) -> None:
        if push.journal != self.journal:
            raise _Stop(Reason.WRONG_JOURNAL, f"push of {push.journal[:200]!r} to {self.journal}")
        if len(push.entries) > PUSH_ENTRIES_MAX:
            detail = f"{len(push.entries)} entries, at most {PUSH_ENTRIES_MAX}"
            raise _Stop(Reason.OVERSIZE, detail)
        if len(push.checkpoint) > NOTE_CHARS_MAX:
            raise _Stop(Reason.OVERSIZE, f"checkpoint of {len(push.checkpoint)} characters")

    def _open(self, note: str) -> TreeHead:
        """The head that the author signed, with its key at that size or a later one."""
        origin, keyring = origin_of(self.journal), self._keyring
        try:
            size = parse_checkpoint(parse_note(note).text).size
            return open_checkpoint(note, origin, *self._keys_from(self._key_at(size)))
        except Malformed as error:
            reason, detail = Reason.BAD_CHECKPOINT, str(error)
            older = {*keyring.all(self.identity.party), *(key for _, key in self._switches)}
        try:
            open_checkpoint(note, origin, *older)
        except Malformed:
            raise _Stop(reason, detail) from None
        raise _Stop(Reason.REVOKED_KEY, "checkpoint is by a key that its party has replaced")

    def _key_at(self, size: int) -> bytes:
        """The key in force for entry `size`."""
        return next((key for until, key in self._switches if size < until), self._public)

    def _keys_from(self, first: bytes) -> tuple[bytes, ...]:
        party = self.identity.party
        if self._keyring.get(party) is None:
            return (first,)
        trusted = self._keyring.trusted(party)
        return tuple(key for key in self._keyring.from_on(party, first) if key in trusted)

    def _switch(self, public: bytes) -> None:
        """From the next entry on, the author signs with another key."""
        if public != self._public:
            self._switches.append((self.size, self._public))
            self._public = public

    def _check_closed(self) -> None:
        """Nothing beyond the point that the author disowns, and exactly its tree up to there."""
        closed = self._closed
        if closed is None or self.size < closed.size:
            return
        if self._tree.root_at(closed.size) != closed.root:
            raise _Stop(Reason.FORK, f"is not the journal that its author closed at {closed.size}")

    def _take_entries(
        self, entries: Sequence[RawEntry], now_ms: int
    ) -> tuple[list[Entry], list[Bad]]:
        new: list[Entry] = []
        suspicions: list[Bad] = []
        for raw in entries:
            header = self._check_raw(raw)
            if header.sequence < self.size:
                self._check_held(header, raw, is_first=not new)
                continue
            if header.sequence > self.size:
                detail = f"expected entry {self.size}, found {header.sequence}"
                raise _Stop(Reason.GAP, detail, raw)
            if self._closed is not None and header.sequence >= self._closed.size:
                detail = f"the author disowns entry {header.sequence}: its key was stolen by then"
                raise _Stop(Reason.DISOWNED, detail, raw)
            if not raw.salt and not raw.body:
                self._check_withheld(header, raw, now_ms)
            elif not verify_body(header, raw.salt, raw.body):
                raise _Stop(Reason.BAD_BODY, "the body is not the one that was signed", raw)
            self._check_times(header, raw, now_ms)
            suspicions += self._check_heads(header, raw)
            self._take(header, raw.header_bytes)
            if header.kind == KEY_ROTATED:
                self._rotate(header, raw)
            new.append(Entry(header, raw.header_bytes, raw.signature, raw.salt, raw.body))
        return new, suspicions

    def _check_raw(self, raw: RawEntry) -> Header:
        """Sizes, canonical header, author's signature, and that it belongs to this journal."""
        sizes = (len(raw.header_bytes), len(raw.body))
        if sizes[0] > HEADER_BYTES_MAX or sizes[1] > BODY_BYTES_MAX:
            raise _Stop(Reason.OVERSIZE, f"header of {sizes[0]}, body of {sizes[1]} bytes")
        if len(raw.signature) != SIGNATURE_BYTES or len(raw.salt) not in (0, SALT_BYTES):
            detail = f"signature of {len(raw.signature)} bytes, salt of {len(raw.salt)}"
            raise _Stop(Reason.BAD_HEADER, detail)
        try:
            header = decode_header(raw.header_bytes)
        except Malformed as error:
            raise _Stop(Reason.BAD_HEADER, str(error), raw) from error
        if header.sequence < self.size and leaf_hash(raw.header_bytes) == self._tree.leaf(
            header.sequence
        ):
            return header
        self._check_signature(header, raw)
        if header.journal != self.journal:
            detail = f"entry {header.sequence} was signed for {header.journal}"
            raise _Stop(Reason.REPLAY, detail, raw)
        return header

    def _check_signature(self, header: Header, raw: RawEntry) -> None:
        """By the key in force; by the recovery key, where a key changes or an epoch opens."""
        if verify_signature(raw.header_bytes, raw.signature, self._public):
            return
        recovery = self._keyring.recovery(self.identity.party)
        special = header.kind == KEY_ROTATED or self._opens_epoch(header)
        if special and recovery and verify_signature(raw.header_bytes, raw.signature, recovery):
            return
        newer = self._keyring.from_on(self.identity.party, self._public)[1:]
        if header.sequence > self.size and any(
            verify_signature(raw.header_bytes, raw.signature, key) for key in newer
        ):  # what says that the key changed is among the entries that are missing here
            raise _Stop(Reason.GAP, f"expected entry {self.size}, found {header.sequence}", raw)
        older = {key for _, key in self._switches} | set(self._keyring.all(self.identity.party))
        if any(verify_signature(raw.header_bytes, raw.signature, key) for key in older):
            detail = f"entry {header.sequence} is signed by a key that its party has replaced"
            raise _Stop(Reason.REVOKED_KEY, detail, raw)
        detail = f"entry {header.sequence} is not signed by the journal's author"
        raise _Stop(Reason.BAD_SIGNATURE, detail, raw)

    def _opens_epoch(self, header: Header) -> bool:
        return header.sequence == 0 and self.identity.epoch > 1

    def _rotate(self, header: Header, raw: RawEntry) -> None:
        """A statement of a new key: it must hold, fit the other journals, and bear its signer."""
        try:
            statement = from_body(raw.body)
            previous = public_from_text(statement.previous)
            key = public_from_text(statement.key)
        except Malformed as error:
            raise _Stop(Reason.BAD_KEY, f"entry {header.sequence}: {error}", raw) from error
        problem = self._keyring.learn(statement)
        recovery = self._keyring.recovery(self.identity.party)
        signer = previous if statement.by == PREVIOUS else recovery
        if problem is None and self._public not in (previous, key):
            problem = "replaces a key that does not sign this journal"
        if problem is None and not verify_signature(raw.header_bytes, raw.signature, signer or b""):
            problem = f"is not signed by the {statement.by} key"
        if problem is not None:
            raise _Stop(Reason.BAD_KEY, f"entry {header.sequence} {problem}", raw)
        self._switch(key)

    def _check_held(self, header: Header, raw: RawEntry, *, is_first: bool) -> None:
        """An entry at a sequence that is held: the same one again, or a fork."""
        if leaf_hash(raw.header_bytes) != self._tree.leaf(header.sequence):
            detail = f"the author signed two different entries {header.sequence}"
            raise _Stop(Reason.FORK, detail, raw)
        if not is_first:
            detail = f"entry {header.sequence} is sent again as if it came after {self.size - 1}"
            raise _Stop(Reason.REPLAY, detail, raw)

    def _check_withheld(self, header: Header, raw: RawEntry, now_ms: int) -> None:
        """A body may be missing only when it is history; else a cosignature would hold nothing."""
        if header.kind not in WITHHOLDABLE or now_ms - header.at_ms < WITHHELD_AGE_MS_MIN:
            raise _Stop(Reason.BAD_BODY, f"entry {header.sequence} comes without its body", raw)

    def _check_times(self, header: Header, raw: RawEntry, now_ms: int) -> None:
        last_ms = self._times[-1] if self._times else 0
        if header.at_ms < last_ms:
            detail = f"entry {header.sequence} is {last_ms - header.at_ms} ms before the last one"
            raise _Stop(Reason.TIME_BACKWARDS, detail, raw)
        ahead_ms = header.at_ms - now_ms
        if ahead_ms > CLOCK_OFF_MAX_MS:
            detail = f"entry {header.sequence} is {ahead_ms} ms ahead of our clock"
            raise _Stop(Reason.TIME_AHEAD, detail, raw)

    def _check_heads(self, header: Header, raw: RawEntry) -> list[Bad]:
        """Every head named must be one that was; returns those of third parties that differ."""
        suspicions: list[Bad] = []
        for head in header.heads:
            before = self._named.get(head.journal)
            if before is not None and head.size < before[0].size:
                detail = f"entry {header.sequence} has seen less of {head.journal} than before"
                raise _Stop(Reason.BAD_HEAD, detail, raw)
            known = self._known.root_at(head.journal, head.size)
            if known == head.root:
                self._check_cause(header, head, raw)
            elif head.journal in self._known.loose:
                continue
            elif self._known.is_ours(head):
                detail = f"entry {header.sequence} names {head.size} entries of {head.journal}"
                raise _Stop(Reason.AHEAD, f"{detail}, we hold fewer: was this node restored?", raw)
            elif self._known.is_own(head.journal):
                detail = f"entry {header.sequence} names a head of {head.journal} that never was"
                raise _Stop(Reason.BAD_HEAD, detail, raw)
            elif known is not None:
                detail = f"entry {header.sequence} names another {head.journal} than we hold"
                data = evidence_of(self.journal, raw, "")
                suspicions.append(Bad(Reason.FORK, detail, data, self.size))
        return suspicions

    def _check_cause(self, header: Header, head: Head, raw: RawEntry) -> None:
        """An entry cannot be much earlier than an entry of ours that it has seen."""
        if not self._known.is_own(head.journal):
            return
        seen_ms = self._known.at_ms(head.journal, head.size - 1)
        if header.at_ms < seen_ms - CLOCK_OFF_MAX_MS:
            detail = f"entry {header.sequence} is {seen_ms - header.at_ms} ms before what it saw"
            raise _Stop(Reason.TIME_IMPOSSIBLE, detail, raw)

    def _check_head(self, head: TreeHead, push: Push) -> Checkpoint:
        """The checkpoint must be of exactly the tree that we now hold, or of an earlier state."""
        if head.size > self.size:
            detail = f"checkpoint of {head.size} entries, {self.size} are held"
            raise _Stop(Reason.GAP, detail)
        if self._tree.root_at(head.size) != head.root:
            if self._checkpoint is not None and head.size <= self._checkpoint.size:
                raise _Stop(Reason.FORK, f"the author signs two different trees of {head.size}")
            raise _Stop(Reason.BAD_ROOT, f"checkpoint of {head.size} is not of these entries")
        held = self._checkpoint
        if head.size == self.size:
            return Checkpoint(self.journal, head.size, push.checkpoint)
        if held is None or held.size < self.size:
            detail = f"checkpoint of {head.size} entries does not cover all {self.size}"
            raise _Stop(Reason.BAD_CHECKPOINT, detail)
        return held


def evidence_of(journal: str, raw: RawEntry | None, checkpoint: str) -> bytes:
    """What was refused, as JSON that `bundle` carries and the verifier reads: a push of one entry.

    Byte strings are in base64. Cut away, and said so, beyond EVIDENCE_BYTES_MAX.
    """
    entries = () if raw is None else (raw,)
    data = msgspec.json.encode(Push(journal[:256], entries, checkpoint))
    if len(data) > EVIDENCE_BYTES_MAX:
        return msgspec.json.encode(Push(journal[:256], (), f"{len(data)} bytes, not kept"))
    return data
