"""Snapshots of a node's memory beside its record, made by a process of their own.

While the node serves, a child process reads the record (read-only), rebuilds what the node knows,
and writes it to `snapshot.bin` in one rename; the line never waits for it. The next start reads the
snapshot and replays only the entries after it. Deleting the file costs time and nothing else.
With bodies encrypted at rest the snapshot is encrypted with the same key.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import structlog

from detente.core.airspace.gazetteer import Gazetteer
from detente.core.refusal import Fault
from detente.journal.atrest import NONCE_BYTES, SealBroken
from detente.journal.engines.sqlite import SqliteStore
from detente.node.identity import Identity
from detente.node.node import Node
from detente.node.snapshot import freeze
from detente.serve import home as homes
from detente.serve.version import code_id, version

if TYPE_CHECKING:
    from detente.journal.atrest import BodyCipher
    from detente.serve.home import Home
    from detente.serve.writer import Writer

FILE: Final = "snapshot.bin"
EVERY_ENTRIES: Final = 50_000  # a tail of this many replays in about ten seconds
LOOK_S: Final = 30.0  # how often the length of the tail is looked at
NICE: Final = 15  # the child yields to the line
_PLAIN: Final = b"detente/snapshot/plain\n"
_SEALED: Final = b"detente/snapshot/sealed\n"
log = structlog.get_logger("detente.snapshots")


def read(home: Home) -> bytes | None:
    """The snapshot's bytes, decrypted; None when there is none or it does not open."""
    path = home.path / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        log.warning("snapshot not read; replaying everything", path=str(path), why=str(error))
        return None
    if data.startswith(_PLAIN):
        return data[len(_PLAIN) :]
    if data.startswith(_SEALED) and home.cipher is not None:
        nonce, sealed = data[len(_SEALED) :][:NONCE_BYTES], data[len(_SEALED) + NONCE_BYTES :]
        with contextlib.suppress(SealBroken):
            return home.cipher.open(nonce, sealed, _SEALED)
    log.warning("snapshot does not open; replaying everything", path=str(path))
    return None


def write(home: Home, data: bytes) -> None:
    """Put the snapshot in place: whole and durable, or the old one stays."""
    part = home.path / f".{FILE}.part"
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        for piece in _pieces(data, home.cipher):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    part.replace(home.path / FILE)


def _pieces(data: bytes, cipher: BodyCipher | None) -> tuple[bytes, ...]:
    if cipher is None:
        return _PLAIN, data
    nonce, sealed = cipher.seal(data, _SEALED)
    return _SEALED, nonce, sealed


def load_node(home: Home, store: SqliteStore, **parts: object) -> Node:
    """A node over its record, from the snapshot when it serves. Collects no garbage meanwhile."""
    gc.disable()
    try:
        node = Node(store=store, snapshot=read(home), code=code_id(), **parts)  # type: ignore[arg-type]  # the caller's
    finally:
        gc.enable()
    if node.snapshot_why:
        log.warning("snapshot not used; everything was replayed", why=node.snapshot_why)
    return node


class Snapshots:
    """Has a snapshot made whenever the tail has grown long. Owned by the loop."""

    def __init__(self, home: Home, writer: Writer, position: int) -> None:
        self._home = home
        self._writer = writer
        self._covered = position
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop looking; a child that is at work is ended and leaves the old snapshot."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            position = await self._writer.query(lambda node: node.position)
            if position - self._covered >= EVERY_ENTRIES:
                await self._make(position)

    async def _make(self, position: int) -> None:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "detente.serve.snapshots",
            str(self._home.path),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            said, _ = await child.communicate()
        except asyncio.CancelledError:
            child.kill()
            await child.wait()
            raise
        if child.returncode == 0:
            self._covered = position
            log.info("snapshot made", **msgspec.json.decode(said))
        else:
            log.warning("snapshot failed", said=said.decode("utf-8", "replace")[-2_000:])


def make(path: Path) -> dict[str, object]:
    """Make a snapshot of the home at `path`, whose node may be serving. Raises Fault."""
    began = time.monotonic()
    home = homes.load(path)
    with SqliteStore.open_read_only(home.journal_path, home.cipher) as store:
        node = load_node(
            home,
            store,
            identity=Identity(home.card(""), home.signer),
            clock=lambda: 0,
            entropy=bytes,
            gazetteer=Gazetteer(()),
            version=version(),
        )
        gc.disable()
        data = freeze(code_id(), node.book, node.state, node.journals)
    write(home, data)
    return {
        "position": node.position,
        "bytes": len(data),
        "seconds": round(time.monotonic() - began, 1),
    }


def main() -> int:
    """``python -m detente.serve.snapshots HOME``: make one snapshot, say so in JSON."""
    os.nice(NICE)
    try:
        said = make(Path(sys.argv[1]))
    except Fault as fault:
        sys.stdout.write(f"{fault}\n")
        return 1
    sys.stdout.write(msgspec.json.encode(said).decode() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
