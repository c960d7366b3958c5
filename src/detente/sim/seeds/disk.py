"""A disk that tears writes, forgets what was not flushed, fills up and flips bits; by a seed.

`Platter` is what survives the machine; `DiskStore` is the engine that a running node holds over
it. A commit is whole or gone, as SQLite's log makes it: a torn one is thrown away when the store
is opened again. The watch looks at the platter itself, never at what the engine claims.
The same faults under the real SQLite: sqlite_disk.py.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from detente.core.refusal import Fault
from detente.journal.engines.memory import MemoryStore
from detente.journal.entry import Entry, decode_header
from detente.journal.store import Checkpoint, Cosignature, Held, Record
from detente.sim.memory_store import PowerCut

NEWEST = 6  # records that half of all flips hit: those that are still to be handed on


class DiskFull(Fault):
    """There is no room for the commit: nothing of it was kept."""


class Strike(StrEnum):
    """What goes wrong at the next commit."""

    BEFORE = "power went before the commit"
    TORN = "power went in the middle of the commit"
    UNFLUSHED = "power went after the write, before the flush"
    AFTER = "power went after the flush, before the answer"


@dataclass(slots=True)
class Platter:
    """What a disk holds: commits in order, and how many of them it has promised to keep.

    entries:      of the flushed commits, by journal; what the watch goes by.
    cosigned:     newest size that a flushed cosignature covers, by journal and cosigner.
    spoilt:       where a bit was flipped last.
    """

    commits: list[tuple[Record, ...]] = field(default_factory=list)
    flushed: int = 0
    is_full: bool = False
    strike: Strike | None = None
    entries: dict[str, list[bytes]] = field(default_factory=dict)
    cosigned: dict[tuple[str, str], int] = field(default_factory=dict)
    position: int = 0
    spoilt: str = ""
    _spoilt: dict[int, tuple[Record, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, party: str) -> Platter:
        """A new, empty disk for a party."""
        del party
        return cls()

    def write(self, records: Iterable[Record]) -> None:
        """Put a commit on the disk; it is not flushed yet."""
        self.commits.append(tuple(records))

    def flush(self) -> None:
        """From here on the disk has promised to keep everything that was written."""
        for commit in self.commits[self.flushed :]:
            self._count(commit)
        self.flushed = len(self.commits)

    def power_cut(self, dice: random.Random) -> None:
        """What was not flushed may have reached the disk, or not."""
        kept = dice.randint(self.flushed, len(self.commits))
        del self.commits[kept:]
        self.strike = None
        self.flush()

    def open(self) -> DiskStore:
        """Start an engine over what is there. Raises when a record cannot be read."""
        store = DiskStore(self)
        for number, commit in enumerate(self.commits):
            store.load(_reread(commit) if number in self._spoilt else commit)
        return store

    def twin(self) -> Platter:
        """A copy of the whole disk, as a thief or a liar would make it."""
        copy = Platter(
            commits=[self._spoilt.get(at, commit) for at, commit in enumerate(self.commits)]
        )
        copy.flush()
        return copy

    def set_back(self, commits: int) -> None:
        """Hold only the first so many commits, as after the restore of a backup."""
        self.mend()
        del self.commits[commits:]
        self.flushed, self.position, self.strike = 0, 0, None
        self.entries, self.cosigned = {}, {}
        self.flush()

    def flip(self, dice: random.Random) -> str:
        """Flip one bit of one flushed record; returns which, empty when there is none."""
        places = [
            (number, place)
            for number, commit in enumerate(self.commits[: self.flushed])
            for place, record in enumerate(commit)
            if isinstance(record, Held) or (isinstance(record, Checkpoint) and self._newest(record))
        ]
        if not places or self._spoilt:
            return ""
        number, place = dice.choice(places[-NEWEST:] if dice.random() < 0.5 else places)
        commit = self.commits[number]
        record, what = _flipped(commit[place], dice)
        self._spoilt[number] = commit
        self.commits[number] = (*commit[:place], record, *commit[place + 1 :])
        self.spoilt = what
        return what

    def mend(self) -> bool:
        """Put back what a flip spoilt, as from a mirrored disk; whether there was anything."""
        was = bool(self._spoilt)
        for number, commit in self._spoilt.items():
            self.commits[number] = commit
        self._spoilt.clear()
        return was

    @property
    def is_spoilt(self) -> bool:
        """Whether a bit is wrong somewhere."""
        return bool(self._spoilt)

    @property
    def must_notice(self) -> bool:
        """Whether a node must notice at its start.

        Not a signature, which it reads only to hand it on, nor a checkpoint that a newer one hides.
        """
        what, _, journal = self.spoilt.partition(" of ")
        return what != "signature" and (what != "checkpoint" or self._is_spoilt_newest(journal))

    def _is_spoilt_newest(self, journal: str) -> bool:
        last = max(self._spoilt, default=0)
        return not any(
            isinstance(record, Checkpoint) and record.journal == journal
            for commit in self.commits[last + 1 :]
            for record in commit
        )

    def size(self, journal: str) -> int:
        """How many entries of the journal are flushed."""
        return len(self.entries.get(journal, ()))

    def _newest(self, record: Checkpoint) -> bool:
        return record.size == self.size(record.journal)

    def _count(self, commit: tuple[Record, ...]) -> None:
        for record in commit:
            match record:
                case Held():
                    self.entries.setdefault(record.journal, []).append(record.entry.header_bytes)
                    self.position = record.position
                case Cosignature():
                    key = (record.journal, record.cosigner)
                    self.cosigned[key] = max(record.size, self.cosigned.get(key, 0))
                case _:
                    pass


class DiskStore(MemoryStore):
    """The engine of one running node over a platter. Owned by the world's thread."""

    def __init__(self, platter: Platter) -> None:
        super().__init__()
        self._platter = platter

    def load(self, commit: Sequence[Record]) -> None:
        """Take a commit back from the disk, at start."""
        super().append(commit)

    def append(self, records: Sequence[Record]) -> None:
        """Keep all records in one flushed commit. Raises PowerCut or DiskFull: then stop."""
        platter = self._platter
        strike, platter.strike = platter.strike, None
        self._check([record for record in records if isinstance(record, Held)])
        if strike is Strike.BEFORE:
            raise PowerCut(kept=False)
        if platter.is_full:
            raise DiskFull("no space left on the simulated disk")
        platter.write(records)
        if strike is Strike.TORN:
            platter.commits.pop()
            raise PowerCut(kept=False)
        if strike is Strike.UNFLUSHED:
            raise PowerCut(kept=False)
        platter.flush()
        if strike is Strike.AFTER:
            raise PowerCut(kept=True)
        super().append(records)


def _flipped(record: Record, dice: random.Random) -> tuple[Record, str]:
    """The record with one bit wrong in what its hashes and signatures cover."""
    match record:
        case Held():
            name = dice.choice(("header_bytes", "signature", "salt", "body"))
            entry, where = record.entry, f"of {record.journal} {record.entry.header.sequence}"
            data = bytearray(getattr(entry, name))
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
            return replace(record, entry=_with(entry, name, bytes(data))), f"{name} {where}"
        case Checkpoint():
            at = dice.randrange(record.note.index("\n\n"))
            note = record.note[:at] + chr(ord(record.note[at]) ^ 1) + record.note[at + 1 :]
            return replace(record, note=note), f"checkpoint of {record.journal}"
        case _:
            raise AssertionError("only entries and checkpoints are flipped")


def _with(entry: Entry, name: str, data: bytes) -> Entry:
    """The entry with other bytes in one of its four places; its header is decoded when read."""
    parts = {
        "header_bytes": entry.header_bytes,
        "signature": entry.signature,
        "salt": entry.salt,
        "body": entry.body,
        name: data,
    }
    return Entry(entry.header, **parts)


def _reread(commit: Sequence[Record]) -> list[Record]:
    """As an engine reads rows: the header is decoded from its bytes. Raises Malformed."""
    found: list[Record] = []
    for record in commit:
        if isinstance(record, Held):
            header = decode_header(record.entry.header_bytes)
            found.append(replace(record, entry=replace(record.entry, header=header)))
        else:
            found.append(record)
    return found
