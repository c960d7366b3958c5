"""Ed25519 signatures (RFC 8032): made and checked, and public keys as text and as fingerprints.

libsodium does it: measured twice as fast as OpenSSL at checking, which is what an investigator and
a mirror spend their time on, and strict: it refuses keys of small order and non-canonical values,
so a signature has one reading everywhere. This is all the cryptography that the verifier needs.
Not here: key files (keys.py).
"""

from __future__ import annotations

import hashlib
from typing import Final

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError

from detente.journal.forms import from_base64, to_base64
from detente.journal.sealing import open_box

KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64


class Signing:
    """A private key in memory. public: its 32-byte public key."""

    __slots__ = ("_secret", "public")

    def __init__(self, seed: bytes) -> None:
        public, self._secret = crypto_sign_seed_keypair(seed)
        self.public: bytes = public

    def sign(self, data: bytes) -> bytes:
        """Sign `data`; 64 bytes."""
        signed: bytes = crypto_sign(data, self._secret)
        return signed[:SIGNATURE_BYTES]

    def unseal(self, box: bytes) -> bytes | None:
        """What was sealed to this key's party; None when it was sealed to another."""
        return open_box(self._secret, box)


def verify(public: bytes, signature: bytes, data: bytes) -> bool:
    """Whether `signature` over `data` was made by the key `public`; False on any malformation."""
    if len(public) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        crypto_sign_open(signature + data, public)
    except BadSignatureError:
        return False
    return True


def public_to_text(public: bytes) -> str:
    """A public key as it stands in a party's card: base64 of its 32 bytes."""
    return to_base64(public)


def public_from_text(text: str) -> bytes:
    """Read a public key from a party's card; raises Malformed."""
    return from_base64(text, "public key", KEY_BYTES)


def fingerprint(public: bytes) -> str:
    """Eight groups of four hex digits of the key's SHA-256, to be compared by voice."""
    digest = hashlib.sha256(public).hexdigest()[:32]
    return " ".join(digest[i : i + 4] for i in range(0, 32, 4))
