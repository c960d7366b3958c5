"""What a witness remembers, durable before it answers: keys, newest trees, and what did not fit.

One SQLite file in WAL mode with synchronous=FULL. Looking at the newest tree and keeping the next
one are one transaction, so two requests cannot both build on the same size, whatever process they
come through; the cosignature is given only after the commit. Losing this file means that the
witness must be retired: a new one with the same key could cosign a fork.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Self, cast

import apsw

from detente.core.refusal import Fault
from detente.journal.forms import Malformed, cosigner_of
from detente.journal.note import (
    ED25519,
    TreeHead,
    cosign,
    parse_any_checkpoint,
    parse_note,
    parse_verifier_key,
)
from detente.journal.witnessing import SIZE_MEDIA, Judgement, judge, read_submission, trusts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from detente.journal.keys import Signer
    from detente.journal.note import VerifierKey
    from detente.journal.witnessing import Submission

APPLICATION_ID: Final = 0x64_74_77_74  # "dtwt"
SCHEMA_VERSION: Final = 1
BUSY_MS: Final = 5_000
KEYS_MAX: Final = 1_000  # parties of all channels that one witness serves
LOGS_PER_KEY_MAX: Final = 1_000  # channels x statuses x epochs of one party; a flood beyond it
EVIDENCE_PER_LOG_MAX: Final = 100  # anyone may repeat a signed checkpoint with a wrong proof
TEXT: Final = "text/plain; charset=utf-8"

_SCHEMA: Final = """
CREATE TABLE trusted (vkey TEXT PRIMARY KEY, since_s INTEGER NOT NULL);
CREATE TABLE log (
    origin  TEXT PRIMARY KEY,
    size    INTEGER NOT NULL,
    root    BLOB NOT NULL,
    note    TEXT NOT NULL,
    time_s  INTEGER NOT NULL
);
CREATE TABLE evidence (
    id      INTEGER PRIMARY KEY,
    at_s    INTEGER NOT NULL,
    origin  TEXT NOT NULL,
    why     TEXT NOT NULL,
    held    TEXT NOT NULL,
    request BLOB NOT NULL,
    sha256  BLOB NOT NULL UNIQUE
);
"""


class BookFault(Fault):
    """The witness's file is missing, of another kind, or of a newer version: do not start."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over HTTP."""

    status: int
    body: str
    media: str = TEXT


@dataclass(frozen=True, slots=True)
class Log:
    """One log as the witness last cosigned it; note has the author's and the witness's lines."""

    origin: str
    size: int
    root: bytes
    note: str
    time_s: int

    @property
    def head(self) -> TreeHead:
        """The tree that was cosigned."""
        return TreeHead(self.origin, self.size, self.root)


@dataclass(frozen=True, slots=True)
class Kept:
    """A signed checkpoint that did not follow from what was cosigned before.

    held:    the newest cosigned checkpoint then; empty when there was none.
    request: the whole request as it came. Two checkpoints of one size with different roots, both
             signed by the log's author, prove a fork to anyone; else the request's sender may have
             sent a wrong proof.
    """

    id: int
    at_s: int
    origin: str
    why: str
    held: str
    request: bytes


class Book:
    """The witness's memory, and its hand. Every call blocks; one thread uses it."""

    def __init__(self, path: Path, signer: Signer, party: str) -> None:
        """Open an existing file. Raises BookFault: a file is never made in passing (see `make`)."""
        if not path.is_file():
            reason = "is missing; a witness that lost it must be retired, not restarted empty"
            raise BookFault(path, reason)
        self._signer = signer
        self._name = cosigner_of(party)
        self._db = _open(path)

    @staticmethod
    def make(path: Path) -> None:
        """Make an empty file, once, at `init`."""
        db = apsw.Connection(str(path), apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
        with db:
            db.execute(_SCHEMA)
            db.pragma("application_id", APPLICATION_ID)
            db.pragma("user_version", SCHEMA_VERSION)
        db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    # ---------------------------------------------------------------- whom it follows

    def trust(self, vkey: str, now_s: int) -> VerifierKey:
        """Follow a log, or all journals of a party. Raises Malformed."""
        key = parse_verifier_key(vkey)
        if key.kind != ED25519:
            raise Malformed("verifier key", "is a cosigner's (type 04); give the log's (type 01)")
        if len(self.trusted()) >= KEYS_MAX:
            raise Malformed("verifier key", f"{KEYS_MAX} are trusted, the most there can be")
        self._db.execute("INSERT OR IGNORE INTO trusted VALUES (?, ?)", (vkey, now_s))
        return key

    def distrust(self, vkey: str) -> bool:
        """Follow no more what this key signs; False when it was not followed."""
        self._db.execute("DELETE FROM trusted WHERE vkey = ?", (vkey,))
        return self._db.changes() > 0

    def trusted(self) -> list[str]:
        """The vkeys of those whom this witness follows, as they were given."""
        rows = self._db.execute("SELECT vkey FROM trusted ORDER BY since_s, vkey")
        return [str(vkey) for (vkey,) in rows]

    # ---------------------------------------------------------------- the protocol

    def add(self, data: bytes, now_s: int) -> Answer:
        """The answer to an add-checkpoint request, given once what it rests on is durable."""
        try:
            submission = read_submission(data)
            origin = parse_any_checkpoint(parse_note(submission.note).text).origin
            self._db.execute("BEGIN IMMEDIATE")
            try:
                answer = self._decide(submission, origin, data, now_s)
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # SQLite itself has rolled back on a full disk
                    self._db.execute("ROLLBACK")
                raise
        except Malformed as error:
            return Answer(HTTPStatus.BAD_REQUEST, f"{error}\n")
        return answer

    def _decide(self, submission: Submission, origin: str, data: bytes, now_s: int) -> Answer:
        held = self.log(origin)
        keys = [parse_verifier_key(vkey) for vkey in self.trusted()]
        judged = judge(submission, held.head if held else None, keys)
        if judged.suspect:
            self._keep(judged, held, submission, data, now_s)
        if judged.status == HTTPStatus.CONFLICT:
            return Answer(judged.status, f"{held.size if held else 0}\n", SIZE_MEDIA)
        if judged.status != HTTPStatus.OK or judged.head is None:
            return Answer(judged.status, f"{judged.why}\n")
        if held is None and self._is_full(origin, keys):
            why = f"{LOGS_PER_KEY_MAX} logs of this key are followed, the most there can be\n"
            return Answer(HTTPStatus.NOT_FOUND, why)
        return self._cosign(submission, judged.head, held, now_s)

    def _cosign(
        self, submission: Submission, head: TreeHead, held: Log | None, now_s: int
    ) -> Answer:
        time_s = max(now_s, held.time_s if held else 0)  # our clock may have been set back
        note = cosign(submission.note, self._name, self._signer, time_s)
        self._db.execute(
            "INSERT INTO log VALUES (?, ?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE SET"
            " size = excluded.size, root = excluded.root, note = excluded.note,"
            " time_s = excluded.time_s",
            (head.origin, head.size, head.root, note, time_s),
        )
        return Answer(HTTPStatus.OK, note[len(submission.note) :])

    def _is_full(self, origin: str, keys: list[VerifierKey]) -> bool:
        """Whether a key that speaks for this new log speaks for too many already."""
        origins = [str(one) for (one,) in self._db.execute("SELECT origin FROM log")]
        return all(
            sum(1 for one in origins if trusts(key, one)) >= LOGS_PER_KEY_MAX
            for key in keys
            if trusts(key, origin)
        )

    def _keep(
        self, judged: Judgement, held: Log | None, submission: Submission, data: bytes, now_s: int
    ) -> None:
        """Keep what did not fit, each signed checkpoint once, up to a limit for each log."""
        origin = judged.head.origin if judged.head else ""
        digest = hashlib.sha256(parse_note(submission.note).text.encode()).digest()
        sql = "SELECT COUNT(*), COALESCE(SUM(sha256 = ?), 0) FROM evidence WHERE origin = ?"
        count, known = cast("tuple[int, int]", self._db.execute(sql, (digest, origin)).fetchone())
        if known or count >= EVIDENCE_PER_LOG_MAX:
            return
        self._db.execute(
            "INSERT INTO evidence VALUES (NULL, ?, ?, ?, ?, ?, ?)",
            (now_s, origin, judged.why, held.note if held else "", data, digest),
        )

    # ---------------------------------------------------------------- looking

    def log(self, origin: str) -> Log | None:
        """One log as last cosigned; None when it never was."""
        sql = "SELECT origin, size, root, note, time_s FROM log WHERE origin = ?"
        row = self._db.execute(sql, (origin,)).fetchone()
        return None if row is None else Log(*cast("tuple[str, int, bytes, str, int]", row))

    def logs(self) -> Iterator[Log]:
        """Every log that was ever cosigned, by origin."""
        sql = "SELECT origin, size, root, note, time_s FROM log ORDER BY origin"
        for row in self._db.execute(sql):
            yield Log(*cast("tuple[str, int, bytes, str, int]", row))

    def evidence(self) -> Iterator[Kept]:
        """What was signed and did not fit, oldest first."""
        sql = "SELECT id, at_s, origin, why, held, request FROM evidence ORDER BY id"
        for row in self._db.execute(sql):
            yield Kept(*cast("tuple[int, int, str, str, str, bytes]", row))


def _open(path: Path) -> apsw.Connection:
    db = apsw.Connection(str(path), apsw.SQLITE_OPEN_READWRITE)
    db.set_busy_timeout(BUSY_MS)
    try:
        kind, version = db.pragma("application_id"), db.pragma("user_version")
    except apsw.NotADBError as error:
        db.close()
        raise BookFault(path, "is no database") from error
    if kind != APPLICATION_ID or version != SCHEMA_VERSION:
        db.close()
        raise BookFault(path, f"is no witness's file of version {SCHEMA_VERSION}")
    db.pragma("journal_mode", "wal")
    db.pragma("synchronous", "full")
    return db
