"""Both engines keep the same order and refuse the same mistakes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from detente.core.refusal import Fault
from detente.journal.engines.memory import MemoryStore
from detente.journal.engines.sqlite import PAGE_ROWS, SqliteStore, StoreFault
from detente.journal.entry import Entry
from detente.journal.keys import Signer
from detente.journal.own import OwnJournal
from detente.journal.store import Checkpoint, Cosignature, Evidence, Held, Store

AMBER, COBALT = "coast-1/ACTUAL/amber", "coast-1/ACTUAL/cobalt"
SIGNER = Signer.from_seed(bytes(32))


def entries(journal: str, count: int) -> list[Entry]:
    """The first entries of a journal."""
    own = OwnJournal(journal, SIGNER)
    return [
        own.next(kind="message", kind_version=1, body=b"{}", salt=bytes(32), at_ms=n, heads=())
        for n in range(count)
    ]


def held(position: int, journal: str, entry: Entry) -> Held:
    """An entry at a local position."""
    return Held(position, journal, entry, 1_000 + position)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Each engine in turn."""
    made: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "n.db")
    yield made
    made.close()


def test_two_journals_interleave_in_local_order(store: Store) -> None:
    """Entries come back by position across journals, and by sequence within one."""
    amber, cobalt = entries(AMBER, 2), entries(COBALT, 1)
    kept = [held(1, AMBER, amber[0]), held(2, COBALT, cobalt[0]), held(3, AMBER, amber[1])]
    store.append(kept[:2])
    store.append(kept[2:])
    assert list(store.replay()) == kept
    assert list(store.replay(2)) == kept[2:]
    assert store.entries(AMBER, 0, 10) == [kept[0], kept[2]]
    assert store.entries(AMBER, 1, 1) == [kept[2]]
    assert store.entries("coast-1/TEST/amber", 0, 10) == []


def test_the_newest_checkpoint_stands(store: Store) -> None:
    """A later checkpoint replaces an earlier one, never the other way round."""
    assert store.checkpoint(AMBER) is None
    five, six = Checkpoint(AMBER, 5, "five"), Checkpoint(AMBER, 6, "six")
    store.append([six])
    store.append([five])
    assert store.checkpoint(AMBER) == six
    assert store.checkpoint(COBALT) is None


def test_cosignatures_and_evidence_come_back_in_order(store: Store) -> None:
    """All cosignatures and all evidence are kept, and one journal's can be asked for."""
    signed = [
        Cosignature(AMBER, 1, "cobalt", 10, "n1", 5),
        Cosignature(COBALT, 1, "amber", 11, "n2", 6),
        Cosignature(AMBER, 2, "cobalt", 12, "n3", 7),
    ]
    bad = [Evidence(n, 9, "cobalt", COBALT, "fork", "two heads", b"\x00raw") for n in (1, 2)]
    store.append([*signed, *bad])
    assert list(store.cosignatures()) == signed
    assert list(store.cosignatures(AMBER)) == [signed[0], signed[2]]
    assert list(store.evidence()) == bad


@pytest.mark.parametrize(
    ("position", "sequence"), [(1, 1), (3, 1), (2, 0), (2, 2)], ids=["again", "skip", "old", "gap"]
)
def test_an_entry_out_of_place_is_a_fault_and_keeps_nothing(
    store: Store, position: int, sequence: int
) -> None:
    """A wrong position or sequence stops the batch; what stood before it in the batch is undone."""
    amber, cobalt = entries(AMBER, 3), entries(COBALT, 1)
    store.append([held(1, AMBER, amber[0])])
    with pytest.raises(Fault):
        store.append([held(position, AMBER, amber[sequence]), held(position, COBALT, cobalt[0])])
    assert len(list(store.replay())) == 1
    store.append([held(2, COBALT, cobalt[0]), held(3, AMBER, amber[1])])
    assert len(list(store.replay())) == 3


def test_a_reopened_file_goes_on(tmp_path: Path) -> None:
    """A store closed and opened again holds the same and continues at the next position."""
    amber = entries(AMBER, 2)
    with SqliteStore(tmp_path / "n.db") as first:
        first.append([held(1, AMBER, amber[0])])
    with SqliteStore(tmp_path / "n.db") as again:
        assert (again.position, again.size(AMBER), again.journals()) == (1, 1, [AMBER])
        again.append([held(2, AMBER, amber[1])])
        assert [h.entry for h in again.replay()] == amber


def test_replay_pages_through_more_than_one_page(tmp_path: Path) -> None:
    """More entries than one page holds come back in order, once each."""
    amber = entries(AMBER, PAGE_ROWS + 7)
    with SqliteStore(tmp_path / "n.db") as store:
        store.append([held(n, AMBER, entry) for n, entry in enumerate(amber, start=1)])
        assert [h.position for h in store.replay()] == list(range(1, PAGE_ROWS + 8))


def test_a_second_node_on_one_file_is_kept_out(tmp_path: Path) -> None:
    """Two writers would fork a journal, so the second one is refused; a reader is not."""
    path = tmp_path / "n.db"
    with SqliteStore(path) as store:
        store.append([held(1, AMBER, entries(AMBER, 1)[0])])
        with pytest.raises(StoreFault, match="another node"):
            SqliteStore(path)
        with SqliteStore.open_read_only(path) as reader:
            assert len(list(reader.replay())) == 1
    SqliteStore(path).close()


def test_a_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    """A missing file, and a database of another program, are refused and not written to."""
    path = tmp_path / "n.db"
    with pytest.raises(StoreFault, match="no such file"):
        SqliteStore.open_read_only(path)
    db = apsw.Connection(str(path))
    db.execute("CREATE TABLE other (x)")
    db.close()
    before = hashlib.sha256(path.read_bytes()).digest()
    with pytest.raises(StoreFault, match="not a detente store"):
        SqliteStore(path)
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_every_commit_is_synced(tmp_path: Path) -> None:
    """The file is in WAL mode with synchronous=FULL, so a commit waits for the disk."""
    with SqliteStore(tmp_path / "n.db") as store:
        assert store._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert store._db.execute("PRAGMA synchronous").fetchone() == (2,)
