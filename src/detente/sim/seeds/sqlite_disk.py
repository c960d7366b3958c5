"""The real SQLite engine over files that lose power: what was not flushed is gone, torn or kept.

A layer between SQLite and its files notes every write until the file is flushed. When the power
goes, each of those writes is kept, dropped or cut short by the seed, and SQLite recovers from what
is left, with its own log and its own checks. A part of the nights is played on this; it shows that
the model of disk.py is not kinder than the engine that ships.
Not here: flipped bits, which are the same for every engine.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import apsw

from detente.journal.engines.sqlite import SqliteStore
from detente.journal.store import Record, Store
from detente.sim.memory_store import PowerCut
from detente.sim.seeds.disk import DiskFull, Platter, Strike

SECTOR_BYTES = 512  # a write is cut short at a multiple of this, as disks do
_MEMORY = Path("/dev/shm")  # noqa: S108 - files that only this process makes, in a fresh folder


@dataclass(slots=True)
class _Image:
    """One file: what is flushed, and what was done since. A truncation has no data."""

    flushed: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def flush(self) -> None:
        for at, data in self.pending:
            _do(self.flushed, at, data)
        self.pending.clear()

    def after_power_cut(self, dice: random.Random) -> bytes:
        left = bytearray(self.flushed)
        for at, data in self.pending:
            fate = dice.random()
            if fate < 0.4:
                _do(left, at, data)
            elif fate < 0.6 and data is not None:
                sectors = dice.randint(0, len(data) // SECTOR_BYTES)
                _do(left, at, data[: sectors * SECTOR_BYTES])
        return bytes(left)


def _do(image: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del image[at:]
    elif data:
        image.extend(bytes(max(0, at - len(image))))
        image[at : at + len(data)] = data


class _Files(apsw.VFS):
    """Opens SQLite's files. writes_left: the power goes after so many writes; None: it stays."""

    def __init__(self, name: str) -> None:
        self.images: dict[str, _Image] = {}
        self.writes_left: dict[str, int] = {}
        self.dead: set[str] = set()
        self.full: set[str] = set()
        self.unflushed_death: set[str] = set()
        self.base = apsw.vfs_names()[0]
        super().__init__(name, self.base, makedefault=True)

    def xOpen(  # noqa: N802 - SQLite's name
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        return _File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802, FBT001 - SQLite's own
        self.check(filename)
        self.images.pop(filename, None)
        super().xDelete(filename, syncdir)

    def check(self, path: str) -> None:
        """Raises when the power of this file's machine has gone."""
        if os.path.dirname(path) in self.dead:  # noqa: PTH120 - a string for every write
            raise apsw.IOError("the power is gone")


class _File(apsw.VFSFile):
    """One open file: notes what is written, and what is flushed."""

    def __init__(
        self, files: _Files, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        super().__init__(files.base, name, flags)
        path = name.filename() if isinstance(name, apsw.URIFilename) else (name or "")
        self._files, self._path = files, path
        self._machine = os.path.dirname(path)  # noqa: PTH120 - a string for every write
        if path and path not in files.images:
            there = Path(path)
            files.images[path] = _Image(bytearray(there.read_bytes() if there.exists() else b""))
        self._image = files.images.get(path) or _Image()

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        files, machine = self._files, self._machine
        files.check(self._path)
        if machine in files.full:
            raise apsw.FullError("no space left on the simulated disk")
        left = files.writes_left.get(machine)
        if left is not None:
            files.writes_left[machine] = left - 1
            if left <= 0:
                self._image.pending.append((offset, bytes(data)))
                self._die()
        super().xWrite(data, offset)
        self._image.pending.append((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's name
        self._files.check(self._path)
        super().xTruncate(newsize)
        self._image.pending.append((newsize, None))

    def xSync(self, flags: int) -> None:  # noqa: N802, ARG002 - SQLite's name and its argument
        self._files.check(self._path)
        if self._machine in self._files.unflushed_death:
            self._die()
        self._image.flush()

    def _die(self) -> None:
        self._files.dead.add(self._machine)
        raise apsw.IOError("the power is gone")


class SqlitePlatter(Platter):
    """A machine's folder with one SQLite file. What counts as flushed is what `_Files` saw."""

    def __init__(self, files: _Files, folder: Path) -> None:
        super().__init__()
        self._files, self._folder = files, folder
        self._store: SqliteStore | None = None
        folder.mkdir()

    @property
    def machine(self) -> str:
        """The folder, as the files name it."""
        return str(self._folder)

    def open(self) -> Store:  # type: ignore[override]  # another engine, the same protocol
        """Start SQLite over what the power cut left; it recovers by itself."""
        if self._store is not None:
            self._store.close()
        self._store = SqliteStore(self._folder / "journal.sqlite")
        self._recount(self._store)
        return _Struck(self, self._store)

    def power_cut(self, dice: random.Random) -> None:
        """Drop or tear what was not flushed."""
        files, machine = self._files, self.machine
        files.dead.add(machine)
        if self._store is not None:
            with suppress(apsw.Error):
                self._store.close()
            self._store = None
        for path, image in list(files.images.items()):
            if path.startswith(machine + "/"):
                Path(path).write_bytes(image.after_power_cut(dice))
                del files.images[path]
        (self._folder / "journal.sqlite-shm").unlink(missing_ok=True)
        for one in (files.dead, files.unflushed_death):
            one.discard(machine)
        files.writes_left.pop(machine, None)
        self.strike = None

    def twin(self) -> Platter:
        """A copy of all files as they are flushed."""
        copy = SqlitePlatter(self._files, self._folder.with_name(self._folder.name + "-twin"))
        for path, image in self._files.images.items():
            if path.startswith(self.machine + "/") and not path.endswith("-shm"):
                (copy._folder / Path(path).name).write_bytes(image.flushed)
        copy.commits = [()]
        return copy

    def flip(self, dice: random.Random) -> str:
        """Not on this disk."""
        del dice
        return ""

    def strikes(self) -> Strike | None:
        """Arm what was planned for the next commit."""
        strike, self.strike = self.strike, None
        files, machine = self._files, self.machine
        if self.is_full:
            files.full.add(machine)
        else:
            files.full.discard(machine)
        if strike is Strike.TORN:
            files.writes_left[machine] = 1
        elif strike is Strike.UNFLUSHED:
            files.unflushed_death.add(machine)
        return strike

    def taken(self, records: Sequence[Record]) -> None:
        """SQLite says that a commit is durable: it counts only if nothing waits to be flushed."""
        self.commits = [()]
        log = self._files.images.get(str(self._folder / "journal.sqlite-wal"))
        if log is None or not log.pending:
            self._count(tuple(records))

    def _recount(self, store: SqliteStore) -> None:
        self.entries, self.cosigned, self.position = {}, {}, 0
        self._count(tuple(store.replay()))
        self._count(tuple(store.cosignatures()))


class _Struck:
    """SQLite's engine, and what goes wrong under it. Implements Store."""

    def __init__(self, platter: SqlitePlatter, store: SqliteStore) -> None:
        self._platter = platter
        self._store = store
        self.replay = store.replay
        self.entries = store.entries
        self.checkpoint = store.checkpoint
        self.cosignatures = store.cosignatures
        self.evidence = store.evidence
        self.waiting = store.waiting
        self.close = store.close

    def append(self, records: Sequence[Record]) -> None:
        """Keep all records, unless the power goes or there is no room."""
        strike = self._platter.strikes()
        if strike is Strike.BEFORE:
            raise PowerCut(kept=False)
        try:
            self._store.append(records)
        except (apsw.IOError, apsw.FullError) as error:
            if isinstance(error, apsw.FullError):
                raise DiskFull(str(error)) from error
            raise PowerCut(kept=False) from error
        self._platter.taken(records)
        if strike is Strike.AFTER:
            raise PowerCut(kept=True)


@contextmanager
def sqlite_disks(seed: int) -> Iterator[Callable[[str], Platter]]:
    """What makes a party's disk, in memory; everything is gone afterwards."""
    root = _MEMORY if _MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix=f"detente-night-{seed}-", dir=root))
    files = _Files("detente-night")
    made: list[SqlitePlatter] = []

    def make(party: str) -> Platter:
        made.append(SqlitePlatter(files, folder / party))
        return made[-1]

    try:
        yield make
    finally:
        for platter in made:
            platter.power_cut(random.Random(seed))
        files.unregister()
        shutil.rmtree(folder, ignore_errors=True)
