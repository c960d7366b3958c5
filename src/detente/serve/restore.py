"""Put a backup back: everything is checked before anything is touched.

Checked: the manifest's signature and, when given, the fingerprint; every file's hash; the record's
pages, order and body hashes; that the keys fit the card, the certificate and the bodies. Then the
new home is built beside its place and moved there; a home that is in the way is moved aside, never
deleted. restored.json says that this home is older than what peers may hold: see docs,
"After a restore". Not here: what the node does about it (journal.own, node).
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import os
import shutil
import ssl
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import apsw
import msgspec

from detente.core.refusal import Fault
from detente.journal.atrest import BodyCipher, load_key
from detente.journal.engines.sqlite import SqliteStore, StoreFault
from detente.journal.entry import verify_body
from detente.journal.forms import Malformed
from detente.journal.keys import Signer
from detente.journal.signatures import fingerprint, public_from_text, public_to_text, verify
from detente.serve import home as homes
from detente.serve.backup import (
    CONTEXT,
    MANIFEST,
    PLAIN,
    RECORD,
    SEALED,
    SECRETS,
    SIGNATURE,
    SOURCE,
    BackupFault,
    Manifest,
    Progress,
    describe,
    files_in,
    former_keys,
    nothing,
    open_keys,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST_BYTES_MAX: Final = 1 << 23  # a thousand journals take 100 kB; 10,000 sources, 4 MB
FILES: Final = frozenset({*PLAIN, RECORD, SEALED, MANIFEST, SIGNATURE})
NEEDED: Final = frozenset({*PLAIN, RECORD})
MARK: Final = "restored.json"
CHECKED_EVERY: Final = 10_000  # entries between two calls of progress


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """restored.json: when a backup was put back, from when it is, and how far it reaches.

    told: the node has it in its record, and asks its peers what it lost.
    """

    restored_at_ms: int
    backup_made_at_ms: int
    position: int
    journals: dict[str, int]
    told: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished restore. aside: where the home that was in the way is now."""

    home: Path
    manifest: Manifest
    aside: Path | None


def restore(
    backup: Path,
    home: Path,
    *,
    now_ms: int,
    passphrase: str | None = None,
    keys: Path | None = None,
    expected: str | None = None,
    replace: bool = False,
    check_only: bool = False,
    progress: Progress = nothing,
) -> Outcome:
    """Make `home` from a backup. Raises BackupFault before anything of `home` is touched.

    keys: a folder with sign.key, tls.key (and body.key), when they are not in the backup.
    expected: the party's fingerprint as known from elsewhere. replace: move an old home aside.
    check_only: do all but put it in place.
    """
    if not check_only:
        _check_place(home, replace=replace)
        home.parent.mkdir(parents=True, exist_ok=True)
    beside = None if check_only else home.parent
    making = Path(tempfile.mkdtemp(prefix=f".{home.name}.restoring-", dir=beside))
    try:
        manifest = _collect(backup, making, expected)
        _put_keys(making, _secrets(backup, making, keys, passphrase))
        (making / SEALED).unlink(missing_ok=True)
        _check_keys(making, manifest)
        _check_record(making, manifest, load_key(making / "keys" / "body.key"), progress)
        _mark(making, manifest, now_ms)
        aside = None if check_only else _swap(making, home, now_ms)
    except (OSError, apsw.Error, StoreFault, Malformed) as error:
        raise BackupFault(backup, f"cannot be put back: {error}") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return Outcome(home, manifest, aside)


def read_mark(home: Path) -> Restored | None:
    """What the last restore said of this home; None when it was never restored."""
    try:
        return msgspec.json.decode((home / MARK).read_bytes(), type=Restored)
    except (OSError, msgspec.MsgspecError):
        return None


def note_told(home: Path, mark: Restored) -> None:
    """The node knows that it was restored; it is not told again."""
    part = home / f".{MARK}.part"
    part.write_bytes(msgspec.json.encode(msgspec.structs.replace(mark, told=True)) + b"\n")
    part.replace(home / MARK)


def _check_place(home: Path, *, replace: bool) -> None:
    if not home.exists() or (home.is_dir() and not any(home.iterdir())):
        return
    if not (home / "party.json").is_file():
        raise BackupFault(home, "is there and is no home of a node; name another place")
    if not replace:
        raise BackupFault(home, "is a home already; with --replace it is moved aside, not deleted")
    lock = home / f"{RECORD}.lock"
    if lock.exists():
        handle = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupFault(home, "its node runs; stop it first") from error
        finally:
            os.close(handle)


# ---------------------------------------------------------------- what the backup says it is


def _collect(backup: Path, into: Path, expected: str | None) -> Manifest:
    """Copy the backup's files and check that they are what its party signed."""
    if backup.is_dir():
        for name in filter(_is_known, files_in(backup)):
            (into / name).parent.mkdir(mode=0o700, exist_ok=True)
            shutil.copyfile(backup / name, into / name)
    else:
        _unpack(backup, into)
    manifest = _manifest(backup, into, expected)
    for name, note in manifest.files.items():
        if not _is_known(name):
            raise BackupFault(backup, f"names a file that no backup has: {name[:80]!r}")
        if not (into / name).is_file():
            raise BackupFault(backup, f"{name} is missing")
        if describe(into / name) != note:
            raise BackupFault(backup, f"{name} is not as it was signed: changed, or a broken copy")
        (into / name).chmod(0o600)
    missing = NEEDED - manifest.files.keys()
    if missing:
        raise BackupFault(backup, f"{', '.join(sorted(missing))} is missing")
    for name in (MANIFEST, SIGNATURE):
        (into / name).unlink()
    return manifest


def _is_known(name: str) -> bool:
    return name in FILES or SOURCE.fullmatch(name) is not None


def _unpack(backup: Path, into: Path) -> None:
    """The known files of a tar; nothing else in it is looked at, no path of it is followed."""
    try:
        with tarfile.open(backup, "r:") as tar:
            for member in tar:
                file = tar.extractfile(member) if member.isreg() else None
                if file is None or not _is_known(member.name):
                    raise BackupFault(backup, f"holds {member.name[:80]!r}: this is no backup")
                (into / member.name).parent.mkdir(mode=0o700, exist_ok=True)
                with file, (into / member.name).open("xb") as out:
                    shutil.copyfileobj(file, out, 1 << 20)
    except tarfile.TarError as error:
        raise BackupFault(backup, f"is no backup folder and no tar file ({error})") from error


def _manifest(backup: Path, folder: Path, expected: str | None) -> Manifest:
    try:
        with (folder / MANIFEST).open("rb") as file:
            data = file.read(MANIFEST_BYTES_MAX)
        signature = base64.b64decode((folder / SIGNATURE).read_bytes().strip(), validate=True)
        manifest = msgspec.json.decode(data, type=Manifest)
        public = public_from_text(manifest.key)
    except FileNotFoundError as error:
        raise BackupFault(backup, "has no manifest: it is no backup, or a part is lost") from error
    except (OSError, binascii.Error, msgspec.MsgspecError, Malformed) as error:
        raise BackupFault(backup, f"the manifest cannot be read: {error}") from error
    if manifest.v != 1 or not verify(public, signature, CONTEXT + data):
        raise BackupFault(backup, "the manifest is not as its party signed it; use another backup")
    shown = fingerprint(public)
    if expected is not None and expected.replace(" ", "").lower() != shown.replace(" ", ""):
        raise BackupFault(backup, f"is signed by {shown}, not by {expected}")
    return manifest


# ---------------------------------------------------------------- keys


def _secrets(
    backup: Path, folder: Path, keys: Path | None, passphrase: str | None
) -> Mapping[str, str]:
    """Each key file's text by its name in the home, from the backup or from a folder of keys."""
    if keys is not None:
        found = {name: keys / Path(name).name for name in SECRETS}
        found |= {f"keys/{one.name}": one for one in former_keys(keys)}
        return {name: path.read_text("ascii") for name, path in found.items() if path.is_file()}
    if not (folder / SEALED).is_file():
        raise BackupFault(backup, "holds no keys; say where they are: --keys FOLDER")
    if passphrase is None:
        raise BackupFault(backup, "its keys are sealed; give the passphrase")
    return open_keys(folder / SEALED, passphrase)


def _put_keys(folder: Path, secrets: Mapping[str, str]) -> None:
    (folder / "keys").mkdir(mode=0o700)
    for name, text in secrets.items():
        homes.write_secret(folder / name, text)


def _check_keys(folder: Path, manifest: Manifest) -> None:
    """The keys must be those of the card and of the certificate."""
    for name in ("sign.key", "tls.key"):
        if not (folder / "keys" / name).is_file():
            raise BackupFault(folder, f"keys/{name} is missing among the keys")
    try:
        signer = Signer.load(folder / "keys" / "sign.key")
        if public_to_text(signer.public) != manifest.key:
            raise BackupFault(folder, "sign.key is not the key that signed this backup")
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
            folder / "tls.crt", folder / "keys" / "tls.key"
        )
        homes.load(folder)
    except ssl.SSLError as error:
        raise BackupFault(folder, "tls.key does not fit tls.crt") from error
    except BackupFault:
        raise
    except Fault as error:
        raise BackupFault(folder, str(error)) from error


# ---------------------------------------------------------------- the record


def _check_record(
    folder: Path, manifest: Manifest, cipher: BodyCipher | None, progress: Progress
) -> None:
    """Pages whole, entries in order, bodies as their headers say, as many as were signed for."""
    record = folder / RECORD
    check_pages(record)
    with SqliteStore.open_read_only(record, cipher) as store:
        sizes: dict[str, int] = {}
        for held in store.replay():
            header, entry = held.entry.header, held.entry
            if header.sequence != sizes.get(held.journal, 0):
                raise BackupFault(record, f"{held.journal}: entry {header.sequence} out of order")
            sizes[held.journal] = header.sequence + 1
            if entry.salt and not verify_body(header, entry.salt, entry.body):
                raise BackupFault(record, f"{held.journal}: body of {header.sequence} differs")
            if held.position % CHECKED_EVERY == 0:
                progress(held.position, manifest.position)
        if (sizes, store.position) != (manifest.journals, manifest.position):
            raise BackupFault(record, "holds other entries than the manifest says")


def check_pages(record: Path, *, quick: bool = False) -> None:
    """SQLite's own check of every page (quick: without the indexes). Raises BackupFault."""
    db = apsw.Connection(str(record), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        row = db.execute(f"PRAGMA {'quick' if quick else 'integrity'}_check(1)").fetchone()
    except apsw.Error as error:
        raise BackupFault(record, f"the record is damaged: {error}") from error
    finally:
        db.close()
    if row is None or row[0] != "ok":
        raise BackupFault(record, f"the record is damaged: {row[0] if row else 'no answer'}")


# ---------------------------------------------------------------- into place


def _mark(folder: Path, manifest: Manifest, now_ms: int) -> None:
    mark = Restored(
        restored_at_ms=now_ms,
        backup_made_at_ms=manifest.made_at_ms,
        position=manifest.position,
        journals=manifest.journals,
    )
    (folder / MARK).write_bytes(msgspec.json.encode(mark) + b"\n")


def _swap(making: Path, home: Path, now_ms: int) -> Path | None:
    """Move the new home into place; what was there is moved aside."""
    aside = None
    if home.exists() and any(home.iterdir()):
        aside = home.with_name(f"{home.name}.before-restore-{now_ms}")
        home.rename(aside)
    elif home.exists():
        home.rmdir()
    making.chmod(0o700)
    making.rename(home)
    return aside
