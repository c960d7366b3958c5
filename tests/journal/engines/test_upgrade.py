"""Stores of other versions: an older one is taken over whole, a newer one is left alone."""

from __future__ import annotations

import gzip
from pathlib import Path

import apsw
import pytest

from detente.core.line.message import Line
from detente.journal.atrest import BodyCipher
from detente.journal.engines.sqlite import SCHEMA_VERSION, SqliteStore, StoreFault
from tests.support.pair import Clock, make_node

OLDER = Path(__file__).with_name("store-v1.sqlite.gz")  # written by detente 0.1.0, schema 1
LINE = Line("coast-1f3a9c02")


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A node's store as detente 0.1.0 left it: 13 entries, three line checks each way begun."""
    path = tmp_path / "journal.sqlite"
    path.write_bytes(gzip.decompress(OLDER.read_bytes()))
    return path


def schema(path: Path) -> int:
    """The schema version that the file says."""
    row = apsw.Connection(str(path)).execute("PRAGMA user_version").fetchone()
    assert row is not None
    return int(row[0])


def test_an_older_store_is_upgraded_and_goes_on(older: Path) -> None:
    """A node of this version starts on the store of 0.1.0, holds all of it, and writes on."""
    assert schema(older) == 1
    with SqliteStore(older) as store:
        node = make_node("amber", Clock(), store)
        assert node.position == 13
        assert "AMBER-2026-0001" in node.state.line(LINE).messages
        assert [one.entry.header.sequence for one in store.entries(f"{LINE}", 0, 9)] == []
    assert schema(older) == SCHEMA_VERSION
    with SqliteStore(older) as again:
        assert again.position == 13


def test_an_older_store_is_read_without_being_changed(older: Path) -> None:
    """An export or a check beside it upgrades nothing."""
    before = older.read_bytes()
    with SqliteStore.open_read_only(older) as store:
        assert len(list(store.replay())) == 13
        assert list(store.evidence()) == []
    assert older.read_bytes() == before
    assert schema(older) == 1


def test_an_older_store_takes_encrypted_bodies_beside_plain_ones(older: Path) -> None:
    """With a body key from now on: old bodies stay readable, and the key is then needed."""
    cipher = BodyCipher(bytes(32))
    with SqliteStore(older, cipher=cipher) as store:
        assert len(list(store.replay())) == 13
    with pytest.raises(StoreFault, match=r"body\.key is missing"):
        SqliteStore(older)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_store_is_refused_with_what_to_do(older: Path, *, read_only: bool) -> None:
    """After an upgrade and back: the older program touches nothing and says how to go on."""
    db = apsw.Connection(str(older))
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.close()
    before = older.read_bytes()
    with pytest.raises(StoreFault, match=r"newer detente .* detente restore"):
        SqliteStore(older, read_only=read_only)
    assert older.read_bytes() == before
