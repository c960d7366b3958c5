"""Bodies at rest: nothing of a message can be read from the file without its key."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from detente.journal.atrest import BodyCipher, SealBroken, load_key, make_key
from detente.journal.engines.sqlite import SqliteStore, StoreFault
from detente.journal.entry import verify_body
from detente.journal.keys import KeyFileFault, Signer
from detente.journal.own import OwnJournal
from detente.journal.store import Evidence, Held

AMBER = "coast-1/ACTUAL/amber"
SECRET = b'{"fields":{"contact":"blue telephone"}}'


def filled(path: Path, cipher: BodyCipher | None) -> Held:
    """A store with one entry and one piece of evidence that hold the secret words."""
    own = OwnJournal(AMBER, Signer.from_seed(bytes(32)))
    salt = bytes(range(32))
    entry = own.next(kind="message", kind_version=1, body=SECRET, salt=salt, at_ms=1, heads=())
    held = Held(1, AMBER, entry, 2)
    with SqliteStore(path, cipher=cipher) as store:
        store.append([held, Evidence(1, 3, "cobalt", AMBER, "fork", "two heads", SECRET)])
    return held


def on_disk(path: Path) -> bytes:
    """Every byte of the store's files."""
    return b"".join(one.read_bytes() for one in path.parent.iterdir())


def test_bodies_salts_and_evidence_cannot_be_read_from_the_disk(tmp_path: Path) -> None:
    """Neither the words nor the salt that would let them be guessed stand in any file."""
    path = tmp_path / "n.db"
    cipher = BodyCipher(bytes(32))
    held = filled(path, cipher)
    assert b"blue telephone" not in on_disk(path)
    assert held.entry.salt not in on_disk(path)
    with SqliteStore.open_read_only(path, cipher) as store:
        assert list(store.replay()) == [held]
        assert store.entries(AMBER, 0, 1) == [held]
        assert verify_body(held.entry.header, held.entry.salt, held.entry.body)
        assert [one.data for one in store.evidence()] == [SECRET]


def test_without_encryption_they_can(tmp_path: Path) -> None:
    """The same search finds the words in a plain store, so the test above can fail."""
    filled(tmp_path / "n.db", None)
    assert b"blue telephone" in on_disk(tmp_path / "n.db")


@pytest.mark.parametrize("key", [None, bytes(31) + b"x"], ids=["missing", "another"])
def test_the_wrong_key_is_said_at_once(tmp_path: Path, key: bytes | None) -> None:
    """A store of encrypted bodies does not open without its key, nor with another."""
    filled(tmp_path / "n.db", BodyCipher(bytes(32)))
    with pytest.raises(StoreFault, match="encrypted"):
        SqliteStore(tmp_path / "n.db", cipher=BodyCipher(key) if key else None)


def test_a_body_moved_to_another_entry_does_not_open(tmp_path: Path) -> None:
    """Who can write to the disk cannot put one message's words under another's header."""
    path, cipher = tmp_path / "n.db", BodyCipher(bytes(32))
    filled(path, cipher)
    db = apsw.Connection(str(path))
    db.execute("UPDATE entry SET header = CAST(replace(header, 'message', 'massage') AS BLOB)")
    db.close()
    with SqliteStore.open_read_only(path, cipher) as store, pytest.raises(StoreFault):
        list(store.replay())


def test_no_nonce_is_used_twice() -> None:
    """A thousand bodies have a thousand nonces, and none opens what it did not seal."""
    cipher = BodyCipher(bytes(32))
    sealed = [cipher.seal(b"x", b"h") for _ in range(1_000)]
    assert len({nonce for nonce, _ in sealed}) == 1_000
    with pytest.raises(SealBroken):
        cipher.open(sealed[0][0], sealed[1][1], b"h")


def test_a_key_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    """Mode 0600, never overwritten; open to others or cut, it is refused."""
    path = tmp_path / "body.key"
    assert load_key(path) is None
    make_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_key(path) is not None
    with pytest.raises(FileExistsError):
        make_key(path)
    path.chmod(0o640)
    with pytest.raises(KeyFileFault, match="others can read"):
        load_key(path)
    path.chmod(0o600)
    path.write_text("1234")
    with pytest.raises(KeyFileFault, match="not a body key"):
        load_key(path)
