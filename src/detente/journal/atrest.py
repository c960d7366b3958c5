"""Bodies at rest: encrypted with a key that lies beside the record, so that a lost disk says less.

AES-256-GCM. What is sealed is salt and body together (the salt alone would let a thief try out
short bodies against the hash in the header); the header is bound in, so a body cannot be moved to
another entry. Headers stay readable: who, when, which kind, how long. Peers hold their own copies
in their own way. Not here: where the key comes from (serve.home), who turns it on (`init`).
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from detente.core.refusal import Fault
from detente.journal.keys import KeyFileFault

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12  # drawn at random: 2**32 bodies under one key stay far from a repeat
POOL_BYTES: Final = 256 * NONCE_BYTES  # drawn in advance; each draw costs a thread switch
CONTEXT: Final = b"detente/at-rest/v1\n"
_OTHERS_MASK: Final = 0o077


class SealBroken(Fault):
    """A body at rest does not open with this key: another key, or the disk changed it."""


class BodyCipher:
    """One body key. Owned by whoever owns the store that uses it. name: eight bytes of its hash."""

    __slots__ = ("_aead", "_pool", "name")

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)
        self._pool = b""
        self.name = hashlib.sha256(CONTEXT + key).hexdigest()[:16]

    def seal(self, plain: bytes, bound: bytes) -> tuple[bytes, bytes]:
        """A fresh nonce and the sealed bytes; `bound` must be the same at `open`."""
        if len(self._pool) < NONCE_BYTES:
            self._pool = os.urandom(POOL_BYTES)
        nonce, self._pool = self._pool[:NONCE_BYTES], self._pool[NONCE_BYTES:]
        return nonce, self._aead.encrypt(nonce, plain, CONTEXT + bound)

    def open(self, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        """What was sealed; raises SealBroken."""
        try:
            return self._aead.decrypt(nonce, sealed, CONTEXT + bound)
        except (InvalidTag, ValueError) as error:
            raise SealBroken("a body at rest does not open with keys/body.key") from error


def make_key(path: Path) -> None:
    """Write a new body key, mode 0600. Raises FileExistsError: a key is never overwritten."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(KEY_BYTES).hex().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def load_key(path: Path) -> BodyCipher | None:
    """The cipher of a key file; None when there is none. Raises KeyFileFault when it is unfit."""
    try:
        with path.open("rb") as file:
            mode, text = os.fstat(file.fileno()).st_mode, file.read(200)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyFileFault(path, f"cannot be read ({error.strerror})") from error
    if mode & _OTHERS_MASK:
        raise KeyFileFault(path, "others can read this key; chmod 600, and think who has read it")
    try:
        key = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyFileFault(path, f"is not a body key: {KEY_BYTES} bytes in hex are expected")
    return BodyCipher(key)
