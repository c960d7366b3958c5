"""Messages, receipts and cosignatures in a temporary database, so that memory stays flat.

Holds what the timeline and the lead times need and nothing else. One table row a message; the
first READ and READBACK of each receiver count, the last answer stands (as in core.line).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from detente.core.line.lead import Timing, agreed_step, effective_ms, finding
from detente.core.line.tables import read_as
from detente.verify.report import MessageRow, ReceiverRow

if TYPE_CHECKING:
    from detente.journal.entry import Header

_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -4096;
CREATE TABLE message (
    id INTEGER PRIMARY KEY, line TEXT, number TEXT, author TEXT, sequence INTEGER,
    format TEXT, precedence TEXT, at_ms INTEGER, held_at_ms INTEGER, receivers TEXT, ref TEXT,
    subject TEXT, subject_version INTEGER, has_window INTEGER, start_ms INTEGER,
    required_ms INTEGER, receipt INTEGER, epoch INTEGER, lead_code TEXT,
    said_ms INTEGER, says TEXT, digest TEXT,
    state TEXT DEFAULT 'current'
);
CREATE INDEX message_by_number ON message (number, line);
CREATE TABLE act (
    message INTEGER, party TEXT, step TEXT, at_ms INTEGER, code TEXT, journal TEXT,
    sequence INTEGER
);
CREATE INDEX act_of_message ON act (message);
CREATE TABLE cosigned (journal TEXT, party TEXT, size INTEGER, time_s INTEGER);
CREATE INDEX cosigned_of_journal ON cosigned (journal, party, size);
"""
RECENT_MAX: Final = 1_024  # messages kept at hand: most receipts come soon after their message
_COLUMNS: Final = (
    "id, line, number, author, sequence, format, precedence, at_ms, held_at_ms, receivers, ref,"
    " subject, subject_version, has_window, start_ms, required_ms, receipt, epoch,"
    " lead_code, said_ms, says, digest"
)
_MARKS: Final = ",".join("?" * 22)
_INSERT: Final = f"INSERT INTO message ({_COLUMNS}) VALUES ({_MARKS})"  # noqa: S608  # constants only
_SELECT: Final = f"SELECT {_COLUMNS}, state FROM message"  # noqa: S608  # constants only

Agreed = tuple[tuple[str, str], ...]  # format and step


@dataclass(slots=True)
class Noted:
    """One message as the ledger keeps it.

    line: ``channel/STATUS``. receivers: whom it is addressed to. subject: the format whose meaning
    it has (a correction's is that of what it corrects). start_ms counts only with has_window; None
    is an open start. required_ms: lead time asked, None without a rule. lead_code: the code that it
    depends on, where the format has such a field. said_ms: when the first of its chain of
    corrections was released, by whose words they are. says: of a register's message, what it says.
    digest: of an agreement's text, what a signature under it names.
    """

    line: str
    number: str
    author: str
    sequence: int
    format: str
    precedence: str
    at_ms: int
    held_at_ms: int
    receivers: tuple[str, ...]
    ref: str | None
    subject: str
    subject_version: int
    has_window: bool
    start_ms: int | None
    required_ms: int | None
    is_receipt: bool
    epoch: int = 1
    lead_code: str | None = None
    said_ms: int = 0
    says: str = ""
    digest: str = ""
    id: int = 0

    @property
    def journal(self) -> str:
        """The journal that it stands in."""
        own = f"{self.line}/{self.author}"
        return own if self.epoch == 1 else f"{own}/{self.epoch}"


class Ledger:
    """The temporary database of one verification. Close it."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")
        self._count = 0
        self._agreed: dict[str, Agreed] = {}
        self._recent: dict[tuple[str, str], Noted] = {}
        self._new: list[tuple[object, ...]] = []
        self._acts: list[tuple[int, str, str, int, str | None, str, int]] = []

    def agree(self, channel: str, effective: Agreed) -> None:
        """Keep from which step the members of a channel agreed to count, by format."""
        self._agreed[channel] = effective

    def close(self) -> None:
        """Give the temporary database back."""
        self._db.close()

    def add(self, noted: Noted) -> None:
        """Keep a message and give it its id. Its number must not have been kept before."""
        if len(self._recent) >= RECENT_MAX or len(self._acts) >= RECENT_MAX:
            self._flush()
            self._recent.clear()
        self._count += 1
        noted.id = self._count
        self._recent[noted.line, noted.number] = noted
        self._new.append(_columns(noted))

    def message(self, line: str, number: str) -> Noted | None:
        """A message by its number on a line; None when it has not come."""
        recent = self._recent.get((line, number))
        if recent is not None:
            return recent
        where = " WHERE line = ? AND number = ?"
        row = self._db.execute(_SELECT + where, (line, number)).fetchone()
        return None if row is None else _noted(row)

    def act(self, message: Noted, party: str, step: str, code: str | None, by: Header) -> None:
        """Keep a step that a party took about a message, by the entry that says so."""
        row = (message.id, party, step, by.at_ms, code, by.journal, by.sequence)
        self._acts.append(row)

    def disown(self, journal: str, first: int) -> None:
        """From this entry on a journal is not its author's word: no step of it counts."""
        self._flush()
        where = (journal, first)
        self._db.execute("DELETE FROM act WHERE journal = ? AND sequence >= ?", where)
        line, _, author = journal.partition("/")
        status, _, author = author.partition("/")
        party, _, epoch = author.partition("/")
        self._db.execute(
            "UPDATE message SET state = 'disowned' WHERE line = ? AND author = ? AND epoch = ?"
            " AND sequence >= ?",
            (f"{line}/{status}", party, int(epoch or 1), first),
        )

    def _flush(self) -> None:
        self._db.executemany(_INSERT, self._new)
        self._new.clear()
        self._db.executemany("INSERT INTO act VALUES (?, ?, ?, ?, ?, ?, ?)", self._acts)
        self._acts.clear()

    def close_message(self, message: Noted, state: str) -> None:
        """Note what became of a message: superseded, cancelled, ended. The first stands."""
        self._flush()
        self._db.execute(
            "UPDATE message SET state = ? WHERE id = ? AND state = 'current'", (state, message.id)
        )

    def cosigned(self, journal: str, party: str, size: int, time_s: int) -> None:
        """Keep a cosignature."""
        values = (journal, party, size, time_s)
        self._db.execute("INSERT INTO cosigned VALUES (?, ?, ?, ?)", values)

    def rows(self) -> Iterator[MessageRow]:
        """The timeline: every message that is no receipt, in the exporter's order."""
        self._flush()
        cursor = self._db.execute(_SELECT + " WHERE receipt = 0 ORDER BY id")
        for row in cursor:
            noted = _noted(row)
            channel, _, status = noted.line.partition("/")
            yield MessageRow(
                channel=channel,
                status=status,
                number=noted.number,
                format=noted.format,
                precedence=noted.precedence,
                author=noted.author,
                at_ms=noted.at_ms,
                held_at_ms=noted.held_at_ms,
                ref=noted.ref,
                state=row[22],
                start_ms=noted.start_ms,
                receivers=tuple(self._receivers(noted)),
                says=noted.says,
            )

    def _receivers(self, noted: Noted) -> Iterator[ReceiverRow]:
        acts = self._db.execute(
            "SELECT party, step, at_ms, code FROM act WHERE message = ? ORDER BY rowid", (noted.id,)
        ).fetchall()
        beyond = dict.fromkeys(act[0] for act in acts if "@" in act[0])  # through a facilitator
        for party in (*noted.receivers, *beyond):
            yield self._receiver(noted, party, [act[1:] for act in acts if act[0] == party])

    def _receiver(
        self, noted: Noted, party: str, acts: list[tuple[str, int, str | None]]
    ) -> ReceiverRow:
        first: dict[str, int] = {}
        answer: tuple[int, str | None] | None = None
        for step, at_ms, code in acts:
            first.setdefault(step, at_ms)
            if step == "ANSWER":
                answer = (at_ms, code)
        timing, lead_ms = self._timing(noted, first)
        return ReceiverRow(
            party=party,
            delivered_s=self._delivered_s(noted, party),
            read_ms=first.get("READ"),
            readback_ms=first.get("READBACK"),
            confirmed_ms=first.get("CONFIRMED"),
            answer=None if answer is None else answer[1],
            answered_ms=None if answer is None else answer[0],
            timing=timing,
            lead_ms=lead_ms,
            required_ms=noted.required_ms,
        )

    def _timing(self, noted: Noted, first: dict[str, int]) -> tuple[Timing | None, int | None]:
        fmt = read_as(noted.subject, noted.subject_version)
        if fmt is None or noted.required_ms is None or not noted.has_window:
            return None, None
        if fmt.lead_if_said and noted.start_ms == noted.said_ms:
            return None, None
        agreed = self._agreed.get(noted.line.partition("/")[0], ())
        effective = effective_ms(
            agreed_step(fmt.effective, fmt.code, agreed),
            read_ms=first.get("READ"),
            readback_ms=first.get("READBACK"),
            answered_ms=first.get("ANSWER"),
        )
        found = finding(noted.required_ms, noted.start_ms, effective)
        return found.timing, found.lead_ms

    def _delivered_s(self, noted: Noted, party: str) -> int | None:
        row = self._db.execute(
            "SELECT MIN(time_s) FROM (SELECT time_s FROM cosigned WHERE journal = ? AND party = ?"
            " AND size > ? ORDER BY size LIMIT 1)",
            (noted.journal, party, noted.sequence),
        ).fetchone()
        return None if row is None or row[0] is None else int(row[0])


def _columns(noted: Noted) -> tuple[object, ...]:
    """The values of `_COLUMNS`."""
    return (
        noted.id,
        noted.line,
        noted.number,
        noted.author,
        noted.sequence,
        noted.format,
        noted.precedence,
        noted.at_ms,
        noted.held_at_ms,
        "\n".join(noted.receivers),
        noted.ref,
        noted.subject,
        noted.subject_version,
        noted.has_window,
        noted.start_ms,
        noted.required_ms,
        noted.is_receipt,
        noted.epoch,
        noted.lead_code,
        noted.said_ms,
        noted.says,
        noted.digest,
    )


def _noted(row: Sequence[Any]) -> Noted:
    """A message from the columns of `_SELECT`."""
    number, *values = row[:22]
    return Noted(
        line=values[0],
        number=values[1],
        author=values[2],
        sequence=values[3],
        format=values[4],
        precedence=values[5],
        at_ms=values[6],
        held_at_ms=values[7],
        receivers=tuple(values[8].split("\n")) if values[8] else (),
        ref=values[9],
        subject=values[10],
        subject_version=values[11],
        has_window=bool(values[12]),
        start_ms=values[13],
        required_ms=values[14],
        is_receipt=bool(values[15]),
        epoch=values[16],
        lead_code=values[17],
        said_ms=values[18],
        says=values[19],
        digest=values[20],
        id=number,
    )
