"""Seal bytes so that only the holder of a party's signing key can open them.

A party's Ed25519 key has an X25519 twin (RFC 7748, as libsodium converts it), so that nobody needs
a second key and a sealed box names the party that everybody has pinned already. A box is
libsodium's `crypto_box_seal`: an ephemeral key, made here from bytes that the caller drew, so that
a simulation replays exactly. A content is `crypto_secretbox` (XSalsa20-Poly1305) under a key that
stands in the boxes. Who later holds a party's key opens all that was ever sealed to it; so a
content names its own digest, and what was sealed to a stolen key counts as known.
Not here: what is sealed (wire/exact.py), to whom (node/exact.py).
"""

from __future__ import annotations

import hashlib
from typing import Final

from nacl.bindings import (
    crypto_box_seal_open,
    crypto_box_seed_keypair,
    crypto_secretbox,
    crypto_secretbox_open,
    crypto_sign_ed25519_pk_to_curve25519,
    crypto_sign_ed25519_sk_to_curve25519,
)
from nacl.bindings.crypto_box import crypto_box
from nacl.exceptions import CryptoError

SEED_BYTES: Final = 32
CONTENT_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 24
_NONCE: Final = bytes(_NONCE_BYTES)  # each content has a key of its own, so none is needed
_DIGEST: Final = b"detente/sealed/v1\n"
_TWIN_BYTES: Final = 32


def key_name(public: bytes) -> str:
    """How a box names the key it is sealed to: 16 hex digits of the public key's SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def box_to(public: bytes, data: bytes, seed: bytes) -> bytes:
    """Seal `data` to a party's public Ed25519 key. seed: 32 fresh random bytes.

    Raises ValueError for a key that no party can have.
    """
    try:
        twin: bytes = crypto_sign_ed25519_pk_to_curve25519(public)
    except (CryptoError, TypeError, ValueError) as error:
        raise ValueError("this key cannot be sealed to") from error
    ephemeral, secret = crypto_box_seed_keypair(seed)
    nonce = hashlib.blake2b(ephemeral + twin, digest_size=_NONCE_BYTES).digest()
    boxed: bytes = crypto_box(data, nonce, twin, secret)
    return bytes(ephemeral) + boxed


def open_box(secret: bytes, box: bytes) -> bytes | None:
    """What a box holds, by a party's private Ed25519 key (libsodium's 64 bytes); None if not."""
    twin = crypto_sign_ed25519_sk_to_curve25519(secret)
    public = crypto_sign_ed25519_pk_to_curve25519(secret[_TWIN_BYTES:])
    try:
        opened: bytes = crypto_box_seal_open(box, public, twin)
    except (CryptoError, TypeError, ValueError):
        return None
    return opened


def lock(key: bytes, data: bytes) -> bytes:
    """Encrypt a content under a key that is used for nothing else."""
    locked: bytes = crypto_secretbox(data, _NONCE, key)
    return locked


def unlock(key: bytes, data: bytes) -> bytes | None:
    """The content; None when it is another key's, or was altered."""
    if len(key) != CONTENT_KEY_BYTES:
        return None
    try:
        opened: bytes = crypto_secretbox_open(data, _NONCE, key)
    except (CryptoError, TypeError, ValueError):
        return None
    return opened


def digest_of(box: bytes, content: bytes) -> bytes:
    """SHA-256 over what a party opens: its box, then the content. Binds the author to both."""
    size = len(box).to_bytes(8, "big")
    return hashlib.sha256(_DIGEST + size + box + content).digest()
