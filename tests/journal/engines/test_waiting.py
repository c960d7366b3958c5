"""What waits is kept by every engine, encrypted where bodies are, and let go when it was taken."""

from __future__ import annotations

from pathlib import Path

from detente.journal.atrest import BodyCipher
from detente.journal.engines.memory import MemoryStore
from detente.journal.engines.sqlite import SqliteStore
from detente.journal.store import NoLonger, Store, Waiting

JOURNAL = "coast-1f3a9c02/ACTUAL/amber"
BODY = b"a body that nobody may read on the disk"


def entry(place: int, data: bytes = BODY) -> Waiting:
    """An entry that waits."""
    return Waiting(JOURNAL, "entry", place, 1_000, "amber", data)


def kept_and_let_go(store: Store) -> None:
    """Two entries and a checkpoint wait; one entry is taken."""
    note = Waiting(JOURNAL, "checkpoint", 7, 1_000, "amber", b"note")
    store.append([entry(6), entry(5), note])
    store.append([NoLonger(JOURNAL, "entry", 5), NoLonger(JOURNAL, "entry", 99)])
    assert list(store.waiting()) == [note, entry(6)]


def test_engines_keep_what_waits(tmp_path: Path) -> None:
    """In memory, and on disk over a restart."""
    kept_and_let_go(MemoryStore())
    path = tmp_path / "journal.sqlite"
    with SqliteStore(path) as store:
        kept_and_let_go(store)
    with SqliteStore.open_read_only(path) as store:
        assert [one.place for one in store.waiting()] == [7, 6]


def test_what_waits_is_encrypted_with_the_bodies(tmp_path: Path) -> None:
    """With a body key, nothing of a waiting body stands on the disk in the clear."""
    path, cipher = tmp_path / "journal.sqlite", BodyCipher(bytes(range(32)))
    with SqliteStore(path, cipher=cipher) as store:
        kept_and_let_go(store)
    on_disk = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert BODY not in on_disk
    with SqliteStore(path, cipher=cipher) as store:
        assert [one.data for one in store.waiting()] == [b"note", BODY]
