"""Sealing to a party's key."""

from __future__ import annotations

import pytest
from nacl.public import PrivateKey, SealedBox
from nacl.signing import SigningKey

from detente.journal.keys import Signer
from detente.journal.sealing import box_to, digest_of, key_name, lock, open_box, unlock

AMBER = Signer.from_seed(b"a" * 32)
COBALT = Signer.from_seed(b"c" * 32)


def test_the_holder_opens_and_nobody_else() -> None:
    """What is sealed to Cobalt opens with Cobalt's key, not with Amber's, nor when altered."""
    box = box_to(COBALT.public, b"22.9S 14.4E", b"s" * 32)
    assert COBALT.unseal(box) == b"22.9S 14.4E"
    assert AMBER.unseal(box) is None
    for place in (0, 40, len(box) - 1):
        altered = bytes([*box[:place], box[place] ^ 1, *box[place + 1 :]])
        assert COBALT.unseal(altered) is None
    assert COBALT.unseal(b"") is None


def test_libsodium_itself_opens_the_box() -> None:
    """A box made here is libsodium's sealed box: other programs open it with the party's key."""
    key = SigningKey(b"c" * 32)
    twin = key.to_curve25519_private_key()
    assert isinstance(twin, PrivateKey)
    box = box_to(bytes(key.verify_key), b"hello", b"s" * 32)
    assert SealedBox(twin).decrypt(box) == b"hello"
    theirs = SealedBox(key.verify_key.to_curve25519_public_key()).encrypt(b"back")
    assert open_box(bytes(key._signing_key), theirs) == b"back"


def test_a_content_opens_by_its_key_only() -> None:
    """A content's key opens it; another key, a short one, or an altered content opens nothing."""
    locked = lock(b"k" * 32, b"the roof with the mark")
    assert unlock(b"k" * 32, locked) == b"the roof with the mark"
    assert unlock(b"x" * 32, locked) is None
    assert unlock(b"k", locked) is None
    assert unlock(b"k" * 32, locked[:-1] + b"!") is None


def test_a_key_that_nobody_can_have_is_refused() -> None:
    """A public key that is no point of the curve is refused before anything is sealed to it."""
    for bad in (b"", b"\x02" * 32, bytes(32)):
        with pytest.raises(ValueError, match="cannot be sealed"):
            box_to(bad, b"x", b"s" * 32)


def test_the_digest_tells_box_and_content_apart() -> None:
    """Bytes moved from the box to the content give another digest, and a key has a short name."""
    assert digest_of(b"ab", b"c") != digest_of(b"a", b"bc")
    assert key_name(COBALT.public) != key_name(AMBER.public)
    assert len(key_name(AMBER.public)) == 16
