"""The embedded engine: SQLite in WAL mode with synchronous=FULL, one commit for one `append`.

What `append` returned from survives a killed process and, as far as the disk keeps its word, a
power cut. A lock file keeps a second node off the same file, for two writers would fork a journal.
Reading for an export needs no lock and sees a consistent past. Bodies are kept encrypted when a
body key is given; both kinds are read. An older schema is upgraded in one commit when it is opened
for writing; a newer one is refused with what to do. Implements `journal.store.Store`.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Self, cast

import apsw

from detente.core.refusal import Fault
from detente.journal.atrest import BodyCipher, SealBroken
from detente.journal.entry import SALT_BYTES, Entry, decode_header
from detente.journal.store import (
    Checkpoint,
    Cosignature,
    Evidence,
    Held,
    NoLonger,
    Record,
    Waiting,
    Withheld,
)

APPLICATION_ID: Final = 0x64_74_6E_74  # "dtnt", so that `file` and we know it
SCHEMA_VERSION: Final = 3  # 2: bodies may be encrypted; settings. 3: what waits
BUSY_MS: Final = 5_000  # an export's reader may hold the file for a moment while the WAL is reset
PAGE_ROWS: Final = 1_000  # rows read at a time, so that a replay never holds a long transaction

_WAITING: Final = """
CREATE TABLE waiting (
    journal    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    place      INTEGER NOT NULL,
    came_at_ms INTEGER NOT NULL,
    carrier    TEXT NOT NULL,
    data       BLOB NOT NULL,
    nonce      BLOB,
    PRIMARY KEY (journal, kind, place)
);
"""
_SCHEMA: Final = """
CREATE TABLE journal (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE entry (
    position   INTEGER PRIMARY KEY,
    journal    INTEGER NOT NULL REFERENCES journal (id),
    sequence   INTEGER NOT NULL,
    held_at_ms INTEGER NOT NULL,
    header     BLOB NOT NULL,
    signature  BLOB NOT NULL,
    salt       BLOB NOT NULL,
    body       BLOB NOT NULL,
    nonce      BLOB
);
CREATE UNIQUE INDEX entry_in_journal ON entry (journal, sequence);
CREATE TABLE checkpoint (journal TEXT PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL);
CREATE TABLE cosignature (
    id         INTEGER PRIMARY KEY,
    journal    TEXT NOT NULL,
    size       INTEGER NOT NULL,
    cosigner   TEXT NOT NULL,
    time_s     INTEGER NOT NULL,
    note       TEXT NOT NULL,
    held_at_ms INTEGER NOT NULL
);
CREATE INDEX cosignature_of_journal ON cosignature (journal);
CREATE TABLE evidence (
    id      INTEGER PRIMARY KEY,
    at_ms   INTEGER NOT NULL,
    peer    TEXT NOT NULL,
    journal TEXT NOT NULL,
    reason  TEXT NOT NULL,
    detail  TEXT NOT NULL,
    data    BLOB NOT NULL,
    nonce   BLOB
);
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
# What makes each older schema the next one. Only additions: a migration must not take long.
_UPGRADES: Final = {
    1: """
ALTER TABLE entry ADD COLUMN nonce BLOB;
ALTER TABLE evidence ADD COLUMN nonce BLOB;
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
""",
    2: _WAITING,
}
_INSERT_ENTRY: Final = (
    "INSERT INTO entry"
    " (position, journal, sequence, held_at_ms, header, signature, salt, body, nonce)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_EVIDENCE: Final = (
    "INSERT INTO evidence (id, at_ms, peer, journal, reason, detail, data, nonce)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_WITHHOLD: Final = (
    "UPDATE entry SET salt = x'', body = x'', nonce = NULL WHERE journal = ? AND sequence = ?"
)
_NO_LONGER: Final = "DELETE FROM waiting WHERE journal = ? AND kind = ? AND place = ?"
_BODY_KEY: Final = "body-key"  # the setting that names the key of encrypted bodies
_HeldRow = tuple[int, str, int, bytes, bytes, bytes, bytes, bytes | None]
_CosignatureRow = tuple[int, str, int, str, int, str, int]
_HELD: Final = (
    "SELECT e.position, j.name, e.held_at_ms, e.header, e.signature, e.salt, e.body, {nonce}"
    " FROM entry e JOIN journal j ON j.id = e.journal "
)


class StoreFault(Fault):
    """The store cannot be used, or an append does not continue it: stop, do not guess."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class SqliteStore:
    """One node's journals in one file. Owned by the writer's thread.

    cipher:  encrypts the bodies of what is appended; needed to read bodies that were encrypted.
    on_full: called when the disk is full; True when it made room, then the commit is tried again.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        cipher: BodyCipher | None = None,
        on_full: Callable[[], bool] | None = None,
    ) -> None:
        self._path = path
        self._cipher = cipher
        self._on_full = on_full
        self._lock = None if read_only else _lock(path)
        try:
            self._db = _open(path, read_only=read_only)
            self._schema = _number(self._db, "PRAGMA user_version")
            self._held_sql = _HELD.format(nonce="NULL" if self._schema < 2 else "e.nonce")
            self._check_cipher(read_only=read_only)
        except (apsw.Error, StoreFault):
            self._unlock()
            raise
        self._ids: dict[str, int] = dict(self._db.execute("SELECT name, id FROM journal"))
        self._sizes = self._read_sizes()
        self._position = self._read_position()

    @classmethod
    def open_read_only(cls, path: Path, cipher: BodyCipher | None = None) -> Self:
        """Open beside a running node, for an export."""
        if not path.is_file():
            raise StoreFault(path, "there is no such file")
        return cls(path, read_only=True, cipher=cipher)

    def _check_cipher(self, *, read_only: bool) -> None:
        """The key must be the one that the bodies here were encrypted with, if any were."""
        if self._schema < 2:
            return
        sql = "SELECT value FROM setting WHERE name = ?"
        row = self._db.execute(sql, (_BODY_KEY,)).fetchone()
        if row is not None:
            if self._cipher is None:
                raise StoreFault(self._path, "bodies are encrypted and keys/body.key is missing")
            if self._cipher.name != row[0]:
                raise StoreFault(self._path, "bodies are encrypted with another key than body.key")
        elif self._cipher is not None and not read_only:
            values = (_BODY_KEY, self._cipher.name)
            self._db.execute("INSERT INTO setting VALUES (?, ?)", values)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def position(self) -> int:
        """Position of the newest entry held; 0 before the first."""
        return self._position

    def size(self, journal: str) -> int:
        """Number of entries held of one journal."""
        return self._sizes.get(journal, 0)

    def journals(self) -> list[str]:
        """Ids of all journals with entries, sorted."""
        return sorted(self._sizes)

    def append(self, records: Sequence[Record]) -> None:
        """Keep all records in one durable commit; on any failure nothing is kept and it raises."""
        try:
            self._append(records)
        except (apsw.FullError, apsw.IOError):
            if self._on_full is None or not self._on_full():
                raise
            self._append(records)
        if any(isinstance(record, Withheld) for record in records):
            self._erase()

    def _erase(self) -> None:
        """Let no deleted body stay in the log or in old pages; while somebody reads, later."""
        self._db.set_busy_timeout(0)
        try:
            self._db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        except (apsw.BusyError, apsw.FullError, apsw.IOError):
            pass  # the deletion itself is kept; the next one, or the close, erases this too
        finally:
            self._db.set_busy_timeout(BUSY_MS)

    def _append(self, records: Sequence[Record]) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            entries = [self._entry_row(r) for r in records if isinstance(r, Held)]
            self._insert(entries, records)
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # SQLite itself has rolled back when the disk was full
                self._db.execute("ROLLBACK")
            self._sizes, self._position = self._read_sizes(), self._read_position()
            self._ids = dict(self._db.execute("SELECT name, id FROM journal"))
            raise

    def _insert(self, entries: list[tuple[object, ...]], records: Sequence[Record]) -> None:
        self._db.executemany(_INSERT_ENTRY, entries)
        for record in records:
            match record:
                case Checkpoint(journal, size, note):
                    self._db.execute(
                        "INSERT INTO checkpoint VALUES (?, ?, ?) ON CONFLICT (journal) DO UPDATE"
                        " SET size = excluded.size, note = excluded.note"
                        " WHERE excluded.size >= checkpoint.size",
                        (journal, size, note),
                    )
                case Cosignature(journal, size, cosigner, time_s, note, held_at_ms):
                    self._db.execute(
                        "INSERT INTO cosignature VALUES (NULL, ?, ?, ?, ?, ?, ?)",
                        (journal, size, cosigner, time_s, note, held_at_ms),
                    )
                case Evidence():
                    self._db.execute(_INSERT_EVIDENCE, self._evidence_row(record))
                case Withheld(journal, sequence):
                    self._db.execute(_WITHHOLD, (self._ids.get(journal, -1), sequence))
                case Waiting():
                    row = self._waiting_row(record)
                    self._db.execute("REPLACE INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?)", row)
                case NoLonger(journal, kind, place):
                    self._db.execute(_NO_LONGER, (journal, kind, place))
                case Held():
                    pass

    def _entry_row(self, held: Held) -> tuple[object, ...]:
        """The row of an entry that continues both the local order and its journal."""
        header = held.entry.header
        expected = self._sizes.get(held.journal, 0)
        if held.position != self._position + 1:
            reason = f"position {held.position} does not follow {self._position}"
            raise StoreFault(self._path, reason)
        if header.journal != held.journal or header.sequence != expected:
            reason = f"{held.journal}: entry {header.sequence} is not the expected {expected}"
            raise StoreFault(self._path, reason)
        self._position += 1
        self._sizes[held.journal] = expected + 1
        entry = held.entry
        salt, body, nonce = entry.salt, entry.body, None
        if self._cipher is not None:
            nonce, body = self._cipher.seal(salt + body, entry.header_bytes)
            salt = b""
        return (
            held.position,
            self._journal_id(held.journal),
            header.sequence,
            held.held_at_ms,
            entry.header_bytes,
            entry.signature,
            salt,
            body,
            nonce,
        )

    def _evidence_row(self, kept: Evidence) -> tuple[object, ...]:
        data, nonce = kept.data, None
        if self._cipher is not None:
            nonce, data = self._cipher.seal(data, _evidence_bound(kept.id))
        said = (kept.id, kept.at_ms, kept.peer, kept.journal, kept.reason, kept.detail)
        return (*said, data, nonce)

    def _waiting_row(self, item: Waiting) -> tuple[object, ...]:
        data, nonce = item.data, None
        if self._cipher is not None:
            nonce, data = self._cipher.seal(data, _waiting_bound(item))
        key = (item.journal, item.kind, item.place)
        return (*key, item.came_at_ms, item.carrier, data, nonce)

    def _journal_id(self, name: str) -> int:
        known = self._ids.get(name)
        if known is None:
            self._db.execute("INSERT INTO journal (name) VALUES (?)", (name,))
            known = self._ids[name] = self._db.last_insert_rowid()
        return known

    def replay(self, after: int = 0) -> Iterator[Held]:
        """All entries with position > after, in order."""
        while True:
            sql = self._held_sql + "WHERE e.position > ? ORDER BY e.position LIMIT ?"
            rows = self._db.execute(sql, (after, PAGE_ROWS)).fetchall()
            for row in rows:
                held = self._held(row)
                yield held
                after = held.position
            if len(rows) < PAGE_ROWS:
                return

    def entries(self, journal: str, first: int, count: int) -> list[Held]:
        """Entries of one journal with sequence in first .. first+count-1, in order."""
        sql = self._held_sql + (
            "WHERE e.journal = ? AND e.sequence >= ? AND e.sequence < ? ORDER BY e.sequence"
        )
        bounds = (self._ids.get(journal, -1), first, first + count)
        return [self._held(row) for row in self._db.execute(sql, bounds)]

    def checkpoint(self, journal: str) -> Checkpoint | None:
        """The newest checkpoint of a journal."""
        sql = "SELECT journal, size, note FROM checkpoint WHERE journal = ?"
        row = self._db.execute(sql, (journal,)).fetchone()
        return None if row is None else Checkpoint(*row)

    def cosignatures(self, journal: str | None = None) -> Iterator[Cosignature]:
        """All cosignatures held (of one journal), in the order they were kept."""
        sql = (
            "SELECT id, journal, size, cosigner, time_s, note, held_at_ms FROM cosignature"
            " WHERE id > ? AND (?2 IS NULL OR journal = ?2) ORDER BY id LIMIT ?3"
        )
        after = 0
        while True:
            rows = self._db.execute(sql, (after, journal, PAGE_ROWS)).fetchall()
            for row in rows:
                after, name, size, cosigner, time_s, note, at = cast("_CosignatureRow", row)
                yield Cosignature(name, size, cosigner, time_s, note, at)
            if len(rows) < PAGE_ROWS:
                return

    def evidence(self) -> Iterator[Evidence]:
        """All evidence, oldest first."""
        nonce = "NULL" if self._schema < 2 else "nonce"
        sql = (
            f"SELECT id, at_ms, peer, journal, reason, detail, data, {nonce}"  # noqa: S608 - ours
            " FROM evidence WHERE id > ? ORDER BY id LIMIT 1"
        )
        after = 0
        while (row := self._db.execute(sql, (after,)).fetchone()) is not None:
            after, at_ms, peer, journal, reason, detail, data, sealed_with = row
            if sealed_with is not None:
                data = self._opened(sealed_with, data, _evidence_bound(after))
            yield Evidence(after, at_ms, peer, journal, reason, detail, data)

    def waiting(self) -> Iterator[Waiting]:
        """All that waits, by journal, kind and place."""
        if self._schema < 3:
            return
        sql = (
            "SELECT journal, kind, place, came_at_ms, carrier, data, nonce FROM waiting"
            " ORDER BY journal, kind, place"
        )
        for journal, kind, place, came_at_ms, carrier, data, nonce in self._db.execute(sql):
            item = Waiting(journal, kind, place, came_at_ms, carrier, data)
            if nonce is not None:
                item = replace(item, data=self._opened(nonce, data, _waiting_bound(item)))
            yield item

    def _opened(self, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        """What a sealed column holds; a fault when it cannot be opened."""
        if self._cipher is None:
            raise StoreFault(self._path, "bodies are encrypted and keys/body.key is missing")
        try:
            return self._cipher.open(nonce, sealed, bound)
        except SealBroken as error:
            raise StoreFault(self._path, str(error)) from error

    def _held(self, row: object) -> Held:
        """Checked as it is read: a header that does not decode is a broken disk, and raises."""
        position, name, held_at_ms, header, signature, salt, body, nonce = cast("_HeldRow", row)
        if nonce is not None:
            plain = self._opened(nonce, body, header)
            salt, body = plain[:SALT_BYTES], plain[SALT_BYTES:]
        entry = Entry(decode_header(header), header, signature, salt, body)
        return Held(position, name, entry, held_at_ms)

    def close(self) -> None:
        """Release the engine; what was appended stays."""
        try:
            self._db.close()
        finally:
            self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _read_sizes(self) -> dict[str, int]:
        sql = (
            "SELECT j.name, (SELECT MAX(e.sequence) + 1 FROM entry e WHERE e.journal = j.id)"
            " FROM journal j"
        )
        return {str(name): int(size or 0) for name, size in self._db.execute(sql)}

    def _read_position(self) -> int:
        return _number(self._db, "SELECT COALESCE(MAX(position), 0) FROM entry")


def _number(db: apsw.Connection, sql: str) -> int:
    """The one integer that `sql` gives."""
    row = db.execute(sql).fetchone()
    assert row is not None
    return int(row[0])


def _evidence_bound(number: int) -> bytes:
    """What evidence at rest is bound to: its number."""
    return b"evidence %d" % number


def _waiting_bound(item: Waiting) -> bytes:
    """What a waiting item at rest is bound to: its place."""
    return f"waiting {item.journal} {item.kind} {item.place}".encode()


def _lock(path: Path) -> int:
    """Hold `path`.lock for as long as the handle is open; another process's lock raises."""
    handle = os.open(
        path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
    )
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise StoreFault(path, "another node runs on this file; stop it first") from error
    return handle


def _open(path: Path, *, read_only: bool) -> apsw.Connection:
    if read_only:
        db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    else:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.close(handle)
        db = apsw.Connection(str(path))
    db.set_busy_timeout(BUSY_MS)
    schema = _schema_of(db, path)
    if schema is None and read_only:
        db.close()
        raise StoreFault(path, "is empty")
    if read_only:
        db.execute("BEGIN")  # one snapshot for as long as it is open
        return db
    db.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")
    db.execute("PRAGMA secure_delete = ON")  # a deleted body leaves no bytes in the file
    if schema != SCHEMA_VERSION:
        with db:
            _make(db) if schema is None else _upgrade(db, schema)
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    return db


def _make(db: apsw.Connection) -> None:
    db.execute(_SCHEMA + _WAITING)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _upgrade(db: apsw.Connection, schema: int) -> None:
    """From an older schema to ours, inside the caller's commit: whole or not at all."""
    for older in range(schema, SCHEMA_VERSION):
        db.execute(_UPGRADES[older])


def _schema_of(db: apsw.Connection, path: Path) -> int | None:
    """The schema of a store's file, None when the file is empty; StoreFault if it is not ours."""
    application = _number(db, "PRAGMA application_id")
    schema = _number(db, "PRAGMA user_version")
    if application == APPLICATION_ID and 1 <= schema <= SCHEMA_VERSION:
        return schema
    tables = _number(db, "SELECT COUNT(*) FROM sqlite_master")
    if (application, schema, tables) == (0, 0, 0):
        return None
    db.close()
    if application != APPLICATION_ID:
        raise StoreFault(path, "is not a detente store")
    raise StoreFault(
        path,
        f"was written by a newer detente (schema {schema}, this program knows 1 to"
        f" {SCHEMA_VERSION}); start the newer program again, or restore the backup that was made"
        " before the upgrade: detente restore",
    )
