"""The evidence file holds what was asked for, appears whole or not at all, and reads back."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import NoReturn

import pytest

from detente.core.events import Opened
from detente.core.line.message import Line
from detente.journal.bundle import (
    CheckpointLine,
    CosignatureLine,
    EntryLine,
    Reader,
    entry_line,
    is_vouched,
    is_withheld,
    raw_of,
)
from detente.journal.entry import Entry, seal
from detente.journal.forms import JournalId, Malformed
from detente.journal.own import OwnJournal
from tests.support.record import Record, exchange, two_open


@pytest.fixture
def record() -> Record:
    """A finished exchange, and one entry of Amber's house."""
    made = two_open()
    exchange(made)
    house = str(JournalId(Line("house"), "amber"))
    made.journals["house"] = OwnJournal(house, made.signers["amber"])
    made.write("house", Opened(made.card("amber"), None), heads=())
    return made


def test_lines_come_back_as_they_were(record: Record, tmp_path: Path) -> None:
    """Entries first in local order, then checkpoints and cosignatures, then a signed end."""
    path = tmp_path / "e.jsonl"
    end = record.export(path)
    with Reader(path) as reader:
        assert (reader.opening.made_by, reader.opening.detente_evidence) == ("amber", 1)
        lines = [line for _, line in reader.lines()]
        assert is_vouched(end, reader.digest, record.signers["amber"].public)
        assert not is_vouched(end, reader.digest, record.signers["cobalt"].public)
    kinds = [type(line) for line in lines[:-1]]
    assert kinds == [EntryLine] * 9 + [CheckpointLine] * 2 + [CosignatureLine] * 4
    assert lines[-1] == end
    entries = [raw_of(line) for line in lines if isinstance(line, EntryLine)]
    held = [held.entry for held in record.store.replay()][:9]
    assert [(e.header_bytes, e.salt, e.body) for e in entries] == [
        (e.header_bytes, e.salt, e.body) for e in held
    ]


def test_the_house_stays_at_home(record: Record, tmp_path: Path) -> None:
    """Own findings and officers are exported only when the house journal is named."""
    path = tmp_path / "e.jsonl"
    assert record.export(path).entries == 9
    assert record.export(path, journals=["house/ACTUAL/amber"]).entries == 1
    assert record.export(path, journals=[]).entries == 0


def test_only_the_owner_can_read_the_file(record: Record, tmp_path: Path) -> None:
    """Evidence says where people were and will be: mode 0600."""
    record.export(tmp_path / "e.jsonl")
    assert stat.S_IMODE((tmp_path / "e.jsonl").stat().st_mode) == 0o600


def test_a_failed_export_leaves_the_old_file(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the store fails in the middle, the file from before stays and no part is left."""
    path = tmp_path / "e.jsonl"
    record.export(path)
    before = path.read_bytes()

    def fail(journal: str | None = None) -> NoReturn:
        raise OSError(journal)

    monkeypatch.setattr(record.store, "cosignatures", fail)
    with pytest.raises(OSError, match="None"):
        record.export(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["e.jsonl"]


def sealed(record: Record, body: bytes) -> Entry:
    """An entry with any body."""
    return seal(
        record.signers["amber"],
        journal="coast-1/ACTUAL/amber",
        sequence=0,
        at_ms=0,
        heads=(),
        kind="message",
        kind_version=1,
        body=body,
        salt=bytes(32),
    )


@pytest.mark.parametrize(
    "body", [b"", b"\xff\x00", '{"a":"\u202e \u05d0"}'.encode(), b"\xed\xa0\x80"]
)
def test_any_body_survives_the_file(record: Record, body: bytes) -> None:
    """Bodies that are no text travel in base64, others as text, and come back the same."""
    assert raw_of(entry_line(sealed(record, body), 0)).body == body


def test_a_line_with_half_a_body_is_malformed(record: Record) -> None:
    """A withheld body takes its salt with it; two bodies are none."""
    line = entry_line(sealed(record, b"{}"), 0)
    withheld = EntryLine(0, line.header, line.signature)
    assert is_withheld(withheld)
    assert raw_of(withheld).header_bytes == line.header.encode()
    for salt, body, packed in (
        (line.salt, None, None),
        (None, "{}", None),
        (line.salt, "{}", "e30="),
        (None, None, "e30="),
    ):
        with pytest.raises(Malformed):
            raw_of(EntryLine(0, line.header, line.signature, salt, body, packed))
