"""A backup: the record as it stood at one moment, copied while the node serves, and signed for.

A folder, or one tar file, with these files and nothing else:

    manifest.json   what was copied: party, key, time, position, each file's size and SHA-256
    manifest.sig    Ed25519 over ``detente/backup/v1`` and the manifest's bytes, in base64
    journal.sqlite  the record, made by SQLite's own backup; its bodies as the node keeps them
    party.json, node.json, tls.crt
    sources/        what was said in public and is kept (serve.sources), as it lies in the home
    keys.sealed     sign, tls and body key and the first token under a passphrase; only when asked

The recovery key is never in a backup: it is not on the machine. Not here: putting one back
(serve.restore).
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import apsw
import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from detente.core.refusal import Fault
from detente.journal.engines.sqlite import SqliteStore, StoreFault

if TYPE_CHECKING:
    from detente.serve.home import Home

CONTEXT: Final = b"detente/backup/v1\n"
KEYS_CONTEXT: Final = b"detente/backup-keys/v1\n"
PAGES_AT_ONCE: Final = 2_048  # 8 MB: progress moves, and the copy never holds more in memory
PASSPHRASE_CHARS_MIN: Final = 12  # keys that sign for a party; scrypt makes each guess dear
SCRYPT_COST: Final = 2**16  # 64 MB and about 0.2 s a guess
SECRETS: Final = ("keys/sign.key", "keys/tls.key", "keys/body.key", "admin.token")
PLAIN: Final = ("party.json", "node.json", "tls.crt")
RECORD: Final = "journal.sqlite"
SOURCE: Final = re.compile(r"sources/[0-9a-f]{64}(?:\.text)?")
FORMER_KEY: Final = re.compile(r"keys/former-[0-9a-f]{16}\.key")
MANIFEST, SIGNATURE, SEALED = "manifest.json", "manifest.sig", "keys.sealed"
NOTE: Final = "last-backup.json"

Progress = Callable[[int, int], None]


class BackupFault(Fault):
    """A backup cannot be made or used; `reason` says what is wrong and what to do."""

    def __init__(self, where: Path, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


class FileNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of a backup: its size in bytes and its SHA-256 in hex."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a backup holds. journals: entries by journal. bodies: plain or encrypted at rest."""

    v: int
    party: str
    name: str
    key: str
    made_at_ms: int
    version: str
    position: int
    journals: dict[str, int]
    bodies: str
    keys: str
    files: dict[str, FileNote]


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """last-backup.json in the home: when the last backup was made, where to, and with what."""

    made_at_ms: int
    where: str
    position: int
    keys: str


class _Sealed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """keys.sealed: scrypt's salt and cost, AES-256-GCM's nonce, the sealed files (base64)."""

    v: int
    salt: str
    cost: int
    nonce: str
    data: str


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup: where it is, and what it holds."""

    path: Path
    manifest: Manifest


def nothing(_done: int, _total: int) -> None:
    """No progress is shown."""


def make(
    home: Home,
    target: Path,
    *,
    now_ms: int,
    version: str,
    passphrase: str | None = None,
    progress: Progress = nothing,
) -> Made:
    """Back the home up to a new folder, or a new file when its name ends in .tar.

    passphrase: also take the keys, encrypted under it. Raises BackupFault; leaves nothing behind.
    """
    if target.exists():
        raise BackupFault(target, "exists; a backup never overwrites anything, name another")
    if passphrase is not None and len(passphrase) < PASSPHRASE_CHARS_MIN:
        raise BackupFault(target, f"a passphrase has at least {PASSPHRASE_CHARS_MIN} characters")
    target.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{target.name}.making-", dir=target.parent))
    try:
        manifest = _fill(home, making, now_ms, version, passphrase, progress)
        if target.suffix == ".tar":
            _pack(making, manifest, target)
        else:
            making.rename(target)
    except (OSError, apsw.Error, StoreFault) as error:
        raise BackupFault(target, f"the backup was not made: {error}") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    _note(home, target, manifest)
    return Made(target, manifest)


def _fill(
    home: Home, folder: Path, now_ms: int, version: str, passphrase: str | None, progress: Progress
) -> Manifest:
    copy_record(home.journal_path, folder / RECORD, progress)
    for name in PLAIN:
        shutil.copyfile(home.path / name, folder / name)
    _copy_sources(home.path, folder)  # after the record: what it says is kept is there by now
    if passphrase is not None:
        (folder / SEALED).write_bytes(_seal_keys(home.path, passphrase))
    with SqliteStore.open_read_only(folder / RECORD, home.cipher) as store:
        position = store.position
        journals = {journal: store.size(journal) for journal in store.journals()}
    names = files_in(folder)
    manifest = Manifest(
        v=1,
        party=home.party.party,
        name=home.party.name,
        key=home.party.key,
        made_at_ms=now_ms,
        version=version,
        position=position,
        journals=journals,
        bodies="plain" if home.cipher is None else "encrypted",
        keys="none" if passphrase is None else "sealed",
        files={name: describe(folder / name) for name in names},
    )
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
    (folder / MANIFEST).write_bytes(data)
    signature = base64.b64encode(home.signer.sign(CONTEXT + data))
    (folder / SIGNATURE).write_bytes(signature + b"\n")
    for name in files_in(folder):
        _keep(folder / name)
    return manifest


def files_in(folder: Path) -> list[str]:
    """The files of a backup's folder by name, those of its sources among them."""
    found = [one for one in folder.iterdir() if one.is_file()]
    return sorted(
        [*(one.name for one in found), *(f"sources/{one.name}" for one in sources(folder))]
    )


def sources(folder: Path) -> list[Path]:
    """The kept sources of a home or a backup; half-written and foreign files are none."""
    found = sorted((folder / "sources").glob("*"))
    return [one for one in found if SOURCE.fullmatch(f"sources/{one.name}") and one.is_file()]


def _copy_sources(home: Path, folder: Path) -> None:
    found = sources(home)
    if found:
        (folder / "sources").mkdir(mode=0o700)
    for one in found:
        shutil.copyfile(one, folder / "sources" / one.name)


def copy_record(source: Path, target: Path, progress: Progress = nothing) -> None:
    """Copy a store as it stands at this moment, while its node may be writing to it.

    A read transaction is held open, so later commits of the node neither appear nor restart it.
    """
    reading = apsw.Connection(str(source), flags=apsw.SQLITE_OPEN_READONLY)
    writing = apsw.Connection(str(target))
    try:
        reading.execute("BEGIN")
        reading.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        with writing.backup("main", reading, "main") as copying:
            while not copying.done:
                copying.step(PAGES_AT_ONCE)
                progress(copying.page_count - copying.remaining, copying.page_count)
        writing.execute("PRAGMA journal_mode = DELETE")
    finally:
        writing.close()
        reading.close()


def describe(path: Path) -> FileNote:
    """A file's size and hash."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileNote(size=path.stat().st_size, sha256=digest)


def _keep(path: Path) -> None:
    """For the owner alone, and on the disk."""
    path.chmod(0o600)
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pack(folder: Path, manifest: Manifest, target: Path) -> None:
    """One tar file, whole or not at all; the manifest comes first."""
    part = target.with_name(f".{target.name}.part")
    try:
        with tarfile.open(part, "w") as tar:
            for name in (MANIFEST, SIGNATURE, *manifest.files):
                tar.add(folder / name, arcname=name)
        _keep(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _note(home: Home, target: Path, manifest: Manifest) -> None:
    note = Note(
        made_at_ms=manifest.made_at_ms,
        where=str(target.absolute()),
        position=manifest.position,
        keys=manifest.keys,
    )
    part = home.path / f".{NOTE}.part"
    part.write_bytes(msgspec.json.encode(note) + b"\n")
    part.replace(home.path / NOTE)


def last(home: Path) -> Note | None:
    """What the last backup of this home was; None when there was none."""
    try:
        return msgspec.json.decode((home / NOTE).read_bytes(), type=Note)
    except (OSError, msgspec.MsgspecError):
        return None


def has_keys(backup: Path) -> bool:
    """Whether a backup says that it holds keys; what it says is checked when it is put back."""
    if backup.is_dir():
        return (backup / SEALED).is_file()
    try:
        with tarfile.open(backup, "r:") as tar:
            return SEALED in tar.getnames()
    except (OSError, tarfile.TarError):
        return False


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase.encode("utf-8"))


def _seal_keys(home: Path, passphrase: str) -> bytes:
    found = {name: home / name for name in SECRETS if (home / name).is_file()}
    found |= {f"keys/{one.name}": one for one in former_keys(home / "keys")}
    plain = msgspec.json.encode({name: path.read_text("ascii") for name, path in found.items()})
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = AESGCM(_key(passphrase, salt, SCRYPT_COST)).encrypt(nonce, plain, KEYS_CONTEXT)
    texts = [base64.b64encode(data).decode() for data in (salt, nonce, sealed)]
    whole = _Sealed(v=1, salt=texts[0], cost=SCRYPT_COST, nonce=texts[1], data=texts[2])
    return msgspec.json.encode(whole) + b"\n"


def former_keys(folder: Path) -> list[Path]:
    """Signing keys that were replaced: what was sealed to them opens with nothing else."""
    found = sorted(folder.glob("former-*.key"))
    return [one for one in found if FORMER_KEY.fullmatch(f"keys/{one.name}")]


def open_keys(path: Path, passphrase: str) -> dict[str, str]:
    """The files in keys.sealed by name; raises BackupFault when the passphrase is another."""
    try:
        sealed = msgspec.json.decode(path.read_bytes(), type=_Sealed)
        salt, nonce, data = (
            base64.b64decode(text, validate=True)
            for text in (sealed.salt, sealed.nonce, sealed.data)
        )
        if sealed.cost != SCRYPT_COST or sealed.v != 1:
            raise ValueError(f"version {sealed.v}, cost {sealed.cost}")
        plain = AESGCM(_key(passphrase, salt, sealed.cost)).decrypt(nonce, data, KEYS_CONTEXT)
        found = msgspec.json.decode(plain, type=dict[str, str])
    except InvalidTag as error:
        raise BackupFault(path, "does not open with this passphrase") from error
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise BackupFault(path, f"is not as `detente backup` writes it: {error}") from error
    if not all(name in SECRETS or FORMER_KEY.fullmatch(name) for name in found):
        raise BackupFault(path, "holds other files than keys")
    return found
