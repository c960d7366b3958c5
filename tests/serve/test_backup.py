"""Backups: made while the node writes, put back whole or not at all."""

from __future__ import annotations

import json
import sqlite3
import tarfile
import threading
from pathlib import Path

import pytest

from detente.core.events import SourceKept
from detente.core.line.message import Role, Signature
from detente.core.refusal import Fault
from detente.journal.engines.sqlite import SqliteStore
from detente.journal.keys import Signer
from detente.journal.own import OwnJournal
from detente.journal.signatures import fingerprint
from detente.journal.store import Held
from detente.serve import backup, restore
from detente.serve import home as homes
from detente.serve.backup import BackupFault
from detente.serve.sources import SourceFiles
from detente.wire.source_text import extract

NOW = 1_789_000_000_000
PHRASE = "correct horse battery"
JOURNAL = "house/ACTUAL/amber"


def append(store: SqliteStore, own: OwnJournal, count: int) -> None:
    """So many more entries, one commit each."""
    for _ in range(count):
        body, salt = b'{"n":%d}' % own.size, bytes(32)
        entry = own.next(kind="note", kind_version=1, body=body, salt=salt, at_ms=NOW, heads=())
        store.append([Held(store.position + 1, own.journal, entry, NOW)])


@pytest.fixture(params=[False, True], ids=["plain", "encrypted"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> homes.Home:
    """Amber's home with ten entries, bodies plain or encrypted at rest."""
    made = homes.init(tmp_path / "amber", "amber", "Amber", encrypt_bodies=request.param)
    with SqliteStore(made.journal_path, cipher=made.cipher) as store:
        append(store, OwnJournal(JOURNAL, made.signer), 10)
    return made


def made(home: homes.Home, target: Path, passphrase: str | None = PHRASE) -> Path:
    """A backup of the home."""
    return backup.make(home, target, now_ms=NOW, version="test", passphrase=passphrase).path


def bodies(home: homes.Home) -> list[bytes]:
    """All bodies of the record."""
    with SqliteStore.open_read_only(home.journal_path, home.cipher) as store:
        return [held.entry.body for held in store.replay()]


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
def test_what_was_backed_up_comes_back(home: homes.Home, tmp_path: Path, name: str) -> None:
    """Record, card, keys and first token are as before, and the home says that it is restored."""
    copy = made(home, tmp_path / "backups" / name)
    done = restore.restore(copy, tmp_path / "new", now_ms=NOW + 1, passphrase=PHRASE)
    again = homes.load(tmp_path / "new")
    assert (again.party, again.fingerprint) == (home.party, home.fingerprint)
    assert bodies(again) == bodies(home)
    assert again.token_path.read_text() == home.token_path.read_text()
    assert not (again.path / "keys" / "recovery.key").exists()
    assert {one.stat().st_mode & 0o777 for one in (again.path / "keys").iterdir()} == {0o600}
    mark = restore.read_mark(again.path)
    assert mark is not None
    assert (mark.position, mark.journals, mark.backup_made_at_ms) == (10, {JOURNAL: 10}, NOW)
    assert done.aside is None
    note = backup.last(home.path)
    assert note is not None
    assert note.where == str(copy)


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
def test_kept_sources_come_back(home: homes.Home, tmp_path: Path, name: str) -> None:
    """The bytes and the text of a source are in the home that is put back, and no half file."""
    data = b"The ministers spoke by phone on Monday."
    sha256, text_sha256 = SourceFiles(home).keep(data, extract(data))
    (home.path / "sources" / ".half.part-1").write_bytes(b"half")
    copy = made(home, tmp_path / "backups" / name)
    restore.restore(copy, tmp_path / "new", now_ms=NOW + 1, passphrase=PHRASE)
    again = SourceFiles(homes.load(tmp_path / "new"))
    kept = SourceKept(
        sha256=sha256,
        text_sha256=text_sha256,
        form="text",
        bytes=len(data),
        chars=len(data),
        name="post.txt",
        title="",
        publisher="Coast Post",
        dated="",
        retrieved_ms=NOW,
        address="",
        by=Signature("admin", Role.RELEASER),
    )
    assert again.data(kept) == data
    found = again.text(kept)
    assert found is not None
    assert found.text == data.decode()
    names = {one.name for one in (tmp_path / "new" / "sources").iterdir()}
    assert names == {sha256, f"{sha256}.text"}


def test_a_changed_source_is_found_before_anything_is_touched(
    home: homes.Home, tmp_path: Path
) -> None:
    """One byte more in a source that the manifest signs for: the backup is refused by its name."""
    sha256, _ = SourceFiles(home).keep(b"It was said.", extract(b"It was said."))
    copy = made(home, tmp_path / "copy")
    with (copy / "sources" / sha256).open("ab") as file:
        file.write(b"!")
    with pytest.raises(BackupFault, match=f"sources/{sha256} is not as it was signed"):
        restore.restore(copy, tmp_path / "new", now_ms=NOW + 1, passphrase=PHRASE)
    assert not (tmp_path / "new").exists()


def test_a_backup_is_consistent_while_the_node_writes(tmp_path: Path) -> None:
    """Entries go on being appended; the copy is one moment's record, whole and in order."""
    home = homes.init(tmp_path / "amber", "amber", "Amber")
    with SqliteStore(home.journal_path) as store:
        own = OwnJournal(JOURNAL, home.signer)
        append(store, own, 50)
        stop = threading.Event()

        def copy() -> None:
            for turn in range(5):
                made(home, tmp_path / f"copy-{turn}", None)
            stop.set()

        thread = threading.Thread(target=copy)
        thread.start()
        while not stop.is_set():
            append(store, own, 1)
        thread.join()
    sizes = []
    for turn in range(5):
        done = restore.restore(
            tmp_path / f"copy-{turn}", tmp_path / f"at-{turn}", now_ms=NOW, keys=home.path / "keys"
        )
        sizes.append(done.manifest.position)
    assert sizes == sorted(sizes)
    assert sizes[-1] > 50


def test_without_keys_they_must_come_from_elsewhere(home: homes.Home, tmp_path: Path) -> None:
    """A backup without keys holds none, says so, and takes them from a folder."""
    copy = made(home, tmp_path / "copy", None)
    assert not backup.has_keys(copy)
    secret = (home.path / "keys" / "sign.key").read_bytes()
    assert all(secret not in one.read_bytes() for one in copy.iterdir())
    with pytest.raises(BackupFault, match="holds no keys"):
        restore.restore(copy, tmp_path / "new", now_ms=NOW)
    assert not (tmp_path / "new").exists()
    restore.restore(copy, tmp_path / "new", now_ms=NOW, keys=home.path / "keys")
    assert bodies(homes.load(tmp_path / "new")) == bodies(home)


def test_keys_cannot_be_read_without_the_passphrase(home: homes.Home, tmp_path: Path) -> None:
    """Sealed keys open with their passphrase alone, and a short one is not taken."""
    copy = made(home, tmp_path / "copy.tar")
    assert b"PRIVATE KEY" not in copy.read_bytes()
    with pytest.raises(BackupFault, match="does not open"):
        restore.restore(copy, tmp_path / "new", now_ms=NOW, passphrase="wrong horse battery")
    with pytest.raises(BackupFault, match="at least 12"):
        made(home, tmp_path / "other", "short")
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "other").exists()


FILES = ("journal.sqlite", "party.json", "tls.crt", "keys.sealed", "manifest.json", "manifest.sig")


@pytest.mark.parametrize("name", FILES)
def test_any_changed_byte_is_found_before_anything_is_touched(
    home: homes.Home, tmp_path: Path, name: str
) -> None:
    """One bit in any file of the backup, and the home that stands stays as it was."""
    copy = made(home, tmp_path / "copy")
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(data)
    before = sorted((one, one.stat().st_mtime_ns) for one in home.path.rglob("*"))
    with pytest.raises(Fault):
        restore.restore(copy, home.path, now_ms=NOW, passphrase=PHRASE, replace=True)
    assert sorted((one, one.stat().st_mtime_ns) for one in home.path.rglob("*")) == before
    assert not [one for one in tmp_path.iterdir() if "restoring" in one.name]


@pytest.mark.parametrize("name", FILES[:4])
def test_a_missing_file_is_found(home: homes.Home, tmp_path: Path, name: str) -> None:
    """A backup that lost a part is refused, naming the part."""
    copy = made(home, tmp_path / "copy")
    (copy / name).unlink()
    with pytest.raises(BackupFault, match=f"{name} is missing|holds no keys"):
        restore.restore(copy, tmp_path / "new", now_ms=NOW, passphrase=PHRASE)


def test_a_backup_that_another_signed_is_refused(home: homes.Home, tmp_path: Path) -> None:
    """A forger with a key of his own is told apart by the fingerprint, and by the keys."""
    forger = homes.init(tmp_path / "forger", "amber", "Amber")
    with SqliteStore(forger.journal_path) as store:
        append(store, OwnJournal(JOURNAL, forger.signer), 1)
    copy = made(forger, tmp_path / "copy", None)
    with pytest.raises(BackupFault, match="not by"):
        restore.restore(
            copy, tmp_path / "new", now_ms=NOW, keys=home.path / "keys", expected=home.fingerprint
        )
    with pytest.raises(BackupFault, match="not the key that signed"):
        restore.restore(copy, tmp_path / "new", now_ms=NOW, keys=home.path / "keys")


def test_a_home_in_the_way_is_moved_aside(home: homes.Home, tmp_path: Path) -> None:
    """Nothing is overwritten or deleted: not without --replace, and with it only moved."""
    copy = made(home, tmp_path / "copy")
    with pytest.raises(BackupFault, match="--replace"):
        restore.restore(copy, home.path, now_ms=NOW, passphrase=PHRASE)
    done = restore.restore(copy, home.path, now_ms=NOW, passphrase=PHRASE, replace=True)
    assert done.aside is not None
    assert homes.load(done.aside).fingerprint == homes.load(home.path).fingerprint


def test_a_running_node_is_not_replaced(home: homes.Home, tmp_path: Path) -> None:
    """While a node holds the record, its home is not moved from under it."""
    copy = made(home, tmp_path / "copy")
    with (
        SqliteStore(home.journal_path, cipher=home.cipher),
        pytest.raises(BackupFault, match="its node runs"),
    ):
        restore.restore(copy, home.path, now_ms=NOW, passphrase=PHRASE, replace=True)


def test_a_trial_changes_nothing(home: homes.Home, tmp_path: Path) -> None:
    """--check does all of it but the last step."""
    copy = made(home, tmp_path / "copy")
    done = restore.restore(copy, tmp_path / "new", now_ms=NOW, passphrase=PHRASE, check_only=True)
    assert done.manifest.position == 10
    assert not (tmp_path / "new").exists()


def test_a_tar_that_climbs_out_is_refused(home: homes.Home, tmp_path: Path) -> None:
    """A member with a path of its own, or a link, is no part of a backup."""
    made(home, tmp_path / "copy.tar")
    evil = tmp_path / "evil.tar"
    with tarfile.open(evil, "w") as tar:
        tar.add(home.path / "party.json", arcname="../party.json")
    with pytest.raises(BackupFault, match="no backup"):
        restore.restore(evil, tmp_path / "new", now_ms=NOW, passphrase=PHRASE)
    assert not (tmp_path / "new").exists()


def test_a_signed_manifest_does_not_hide_a_damaged_record(home: homes.Home, tmp_path: Path) -> None:
    """A record whose body was changed before it was backed up is signed for, and still refused."""
    db = sqlite3.connect(home.journal_path)
    db.execute("UPDATE entry SET body = X'00' WHERE position = 4")
    db.commit()
    db.close()
    copy = made(home, tmp_path / "copy")
    with pytest.raises(BackupFault, match=r"body of 3|does not open"):
        restore.restore(copy, tmp_path / "new", now_ms=NOW, passphrase=PHRASE)


def test_the_manifest_says_what_is_in_it(home: homes.Home, tmp_path: Path) -> None:
    """A person can read who, when, how much, and whether keys and bodies are open."""
    copy = made(home, tmp_path / "copy")
    said = json.loads((copy / "manifest.json").read_bytes())
    assert (said["party"], said["position"], said["keys"]) == ("amber", 10, "sealed")
    assert said["bodies"] == ("plain" if home.cipher is None else "encrypted")
    public = Signer.load(home.path / "keys" / "sign.key").public
    assert fingerprint(public) == home.fingerprint
