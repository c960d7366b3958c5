"""Sources kept in the home: the bytes by their SHA-256, the text beside them, both as they came.

`sources/DIGEST` holds the bytes, `sources/DIGEST.text` the text with its parts. With bodies
encrypted at rest these are too. What is read back is checked against its digest: a file that was
changed is not there. The house journal says what is kept and where it is from; a backup carries
both (serve.backup). A source whose files are lost is added again, and is known by its digest.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from detente.core.sources.propose import Proposal
from detente.journal.atrest import NONCE_BYTES, SealBroken
from detente.serve.extract import Ask
from detente.wire.source_text import Extracted, Unreadable

if TYPE_CHECKING:
    from detente.core.events import SourceKept
    from detente.serve.home import Home

FOLDER: Final = "sources"
WAIT_S_MAX: Final = 60.0  # the reading process has 30 s of processor time; a busy machine is slower
READERS_MAX: Final = 2  # sources that are read at once; the line comes first
REASON_CHARS_MAX: Final = 300
_T = TypeVar("_T")
_turns: Final = asyncio.Semaphore(READERS_MAX)


class SourceFiles:
    """The folder of sources in one home."""

    def __init__(self, home: Home) -> None:
        self._folder = home.path / FOLDER
        self._cipher = home.cipher

    def keep(self, data: bytes, text: Extracted) -> tuple[str, str]:
        """Write both, whole or not at all; their digests (hex): of the bytes, of the text."""
        sha256 = hashlib.sha256(data).hexdigest()
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._write(sha256, data, sha256)
        self._write(f"{sha256}.text", msgspec.json.encode(text), sha256)
        return sha256, text_digest(text.text)

    def text(self, kept: SourceKept) -> Extracted | None:
        """The text of a source as it was when it was kept; None when it is not here."""
        data = self._read(f"{kept.sha256}.text", kept.sha256)
        if data is None:
            return None
        try:
            found = msgspec.json.decode(data, type=Extracted)
        except msgspec.MsgspecError:
            return None
        return found if text_digest(found.text) == kept.text_sha256 else None

    def data(self, kept: SourceKept) -> bytes | None:
        """The bytes of a source; None when they are not here, or were changed."""
        data = self._read(kept.sha256, kept.sha256)
        same = data is not None and hashlib.sha256(data).hexdigest() == kept.sha256
        return data if same else None

    def is_here(self, sha256: str) -> bool:
        """Whether both files are here, unread."""
        return all((self._folder / name).is_file() for name in (sha256, f"{sha256}.text"))

    def _write(self, name: str, data: bytes, bound: str) -> None:
        if self._cipher is not None:
            data = b"".join(self._cipher.seal(data, f"{FOLDER}/{bound}".encode()))
        part = self._folder / f".{name}.part-{os.getpid()}"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._folder / name)

    def _read(self, name: str, bound: str) -> bytes | None:
        try:
            data = (self._folder / name).read_bytes()
            if self._cipher is None:
                return data
            nonce, sealed = data[:NONCE_BYTES], data[NONCE_BYTES:]
            return self._cipher.open(nonce, sealed, f"{FOLDER}/{bound}".encode())
        except (OSError, SealBroken):
            return None


def text_digest(text: str) -> str:
    """SHA-256 (hex) of a source's text."""
    return hashlib.sha256(text.encode()).hexdigest()


async def read_text(data: bytes, form: str) -> Extracted:
    """The text in some bytes, read by a process with limits. Raises Unreadable."""
    return await _ask(["text", form], data, Extracted)


async def proposals(kept: SourceKept, text: Extracted) -> tuple[Proposal, ...]:
    """What the rules propose of a source. Raises Unreadable when its limits stop it."""
    asked = Ask(kept.sha256, kept.publisher, kept.dated, text.text)
    return await _ask(["propose"], msgspec.json.encode(asked), tuple[Proposal, ...])


async def _ask(arguments: list[str], data: bytes, kind: type[_T]) -> _T:
    async with _turns:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-I", "-m", "detente.serve.extract", *arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={"PATH": os.defpath, "PYTHONHASHSEED": "0"},
            cwd=Path("/"),
        )
        try:
            out, err = await asyncio.wait_for(process.communicate(data), WAIT_S_MAX)
        except TimeoutError as error:
            raise Unreadable(f"reading it took longer than {WAIT_S_MAX:.0f} s") from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode == 0:
        return msgspec.json.decode(out, type=kind)
    reason = err.decode("utf-8", "replace").strip().rpartition("\n")[2][:REASON_CHARS_MAX]
    if process.returncode != 1 or not reason:
        reason = "reading it takes more time or memory than is given to it"
    raise Unreadable(reason)
