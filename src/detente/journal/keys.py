"""Ed25519 keys: made, and kept in a file that only its owner can read.

One key signs a party's entries, checkpoints and cosignatures; what is signed differs in its first
line (docs/record-format.md, section 2), so no signature can be passed off as another kind.
Not here: checking signatures (signatures.py), TLS certificates (serve), rotation.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from detente.core.refusal import Fault
from detente.journal.signatures import Signing

if TYPE_CHECKING:
    from pathlib import Path

_OTHERS_MASK: Final = 0o077


class KeyFileFault(Fault):
    """A key file is missing, unreadable, of another type, or open to other users: do not start.

    path:   the file.
    reason: what is wrong and what to do.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class Signer:
    """A private Ed25519 key. public: its 32-byte public key."""

    __slots__ = ("_key", "_signing", "public")

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self._signing = Signing(key.private_bytes_raw())
        self.public = self._signing.public

    @classmethod
    def make(cls) -> Signer:
        """Make a new key from the system's randomness."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, seed: bytes) -> Signer:
        """The key of a 32-byte seed; for simulations that must replay exactly."""
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    def sign(self, data: bytes) -> bytes:
        """Sign `data`; 64 bytes (RFC 8032)."""
        return self._signing.sign(data)

    def unseal(self, box: bytes) -> bytes | None:
        """What was sealed to this key (sealing.py); None when it was sealed to another."""
        return self._signing.unseal(box)

    def save(self, path: Path) -> None:
        """Write the key as PEM (PKCS 8), mode 0600. Raises FileExistsError: never overwritten."""
        pem = self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())

    @classmethod
    def load(cls, path: Path) -> Signer:
        """Read a key that `save` wrote. Raises KeyFileFault if others could read it too."""
        try:
            with path.open("rb") as file:
                mode = os.fstat(file.fileno()).st_mode
                pem = file.read(4096)
        except OSError as error:
            raise KeyFileFault(path, f"cannot be read ({error.strerror})") from error
        if mode & _OTHERS_MASK:
            raise KeyFileFault(path, "others can read this key; replace it, or chmod 600")
        try:
            key = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError) as error:
            raise KeyFileFault(path, "is not an unencrypted PEM key") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise KeyFileFault(path, "is not an Ed25519 key")
        return cls(key)
