"""Keys are made once, kept from others' eyes, and verify only what they signed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from detente.journal.keys import KeyFileFault, Signer
from detente.journal.signatures import fingerprint, public_from_text, public_to_text, verify


def test_a_saved_key_signs_as_before(tmp_path: Path) -> None:
    """A key saved and loaded again makes signatures that the same public key verifies."""
    signer = Signer.make()
    signer.save(tmp_path / "key.pem")
    loaded = Signer.load(tmp_path / "key.pem")
    assert verify(signer.public, loaded.sign(b"text"), b"text")
    assert public_from_text(public_to_text(signer.public)) == loaded.public


def test_only_the_owner_can_read_a_key_file(tmp_path: Path) -> None:
    """A key file is made with mode 0600 and a second save never overwrites it."""
    path = tmp_path / "key.pem"
    Signer.make().save(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        Signer.make().save(path)


def test_a_key_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    """A key file that the group can read is refused with a word on what to do."""
    path = tmp_path / "key.pem"
    Signer.make().save(path)
    path.chmod(0o640)
    with pytest.raises(KeyFileFault, match="chmod 600"):
        Signer.load(path)


def test_a_file_that_is_no_ed25519_key_is_not_used(tmp_path: Path) -> None:
    """A missing file, rubbish, and a key of another kind each say what they are."""
    path = tmp_path / "key.pem"
    with pytest.raises(KeyFileFault, match="cannot be read"):
        Signer.load(path)
    path.touch(mode=0o600)
    with pytest.raises(KeyFileFault, match="not an unencrypted PEM key"):
        Signer.load(path)
    other = generate_private_key(SECP256R1())
    path.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(KeyFileFault, match="not an Ed25519 key"):
        Signer.load(path)


def test_rfc_8032_vector() -> None:
    """The first test vector of RFC 8032 section 7.1 comes out byte for byte."""
    seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    signature = (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    signer = Signer.from_seed(bytes.fromhex(seed))
    assert signer.public.hex() == public
    assert signer.sign(b"").hex() == signature


def test_what_cannot_be_a_signature_is_false_not_an_error() -> None:
    """A short signature and a short public key verify nothing and raise nothing."""
    signer = Signer.from_seed(bytes(32))
    assert not verify(signer.public, b"short", b"text")
    assert not verify(b"short", signer.sign(b"text"), b"text")


def test_a_fingerprint_can_be_read_aloud() -> None:
    """A fingerprint is eight groups of four hex digits and differs between keys."""
    first, second = (fingerprint(Signer.from_seed(bytes([n]) * 32).public) for n in (1, 2))
    assert first != second
    assert [len(group) for group in first.split(" ")] == [4] * 8
