"""An entry's header has one spelling, and its signature covers header and body."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.journal.entry import (
    BODY_BYTES_MAX,
    HEADS_MAX,
    Entry,
    Head,
    Header,
    body_hash,
    check_header,
    decode_header,
    encode_header,
    seal,
    verify_body,
    verify_signature,
)
from detente.journal.forms import AT_MS_MAX, INTEGER_MAX, Malformed
from detente.journal.keys import Signer

SIGNER = Signer.from_seed(bytes(32))
SALT = bytes(range(32))
HEAD = Head("coast-1/ACTUAL/cobalt", 7, b"\x11" * 32)
names = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
journals = st.builds("{}/{}/{}".format, names, st.sampled_from(["ACTUAL", "TEST"]), names)
digests = st.binary(min_size=32, max_size=32)
sizes = st.integers(1, INTEGER_MAX)


def sealed(**changes: object) -> Entry:
    """An entry with one head, or with `changes`."""
    fields: dict[str, object] = {
        "journal": "coast-1/ACTUAL/amber",
        "sequence": 3,
        "at_ms": 1_700_000_000_000,
        "heads": [HEAD],
        "kind": "message",
        "kind_version": 1,
        "body": b'{"a":1}',
        "salt": SALT,
    }
    return seal(SIGNER, **{**fields, **changes})  # type: ignore[arg-type]  # planted values


def test_the_bytes_of_a_header_are_fixed() -> None:
    """A header's bytes never change between versions: another verifier is written from them."""
    assert sealed().header_bytes == (
        b'{"v":1,"journal":"coast-1/ACTUAL/amber","sequence":3,"at_ms":1700000000000,'
        b'"heads":[["coast-1/ACTUAL/cobalt",7,"ERERERERERERERERERERERERERERERERERERERERERE="]],'
        b'"kind":"message","kind_version":1,'
        b'"body_sha256":"ub6JXuH+F5+4GB3ywCc67doicXcdP8e4KAUPpEiX6IA="}'
    )


def test_a_sealed_entry_verifies() -> None:
    """What an author seals, another reads, and both signature and body hold."""
    entry = sealed()
    assert decode_header(entry.header_bytes) == entry.header
    assert verify_signature(entry.header_bytes, entry.signature, SIGNER.public)
    assert verify_body(entry.header, entry.salt, entry.body)


@given(
    journals, st.dictionaries(journals, st.tuples(st.integers(1, INTEGER_MAX), digests)), digests
)
def test_every_header_survives_its_bytes(
    journal: str, heads: dict[str, tuple[int, bytes]], digest: bytes
) -> None:
    """Any valid header written and read back is the same header."""
    named = tuple(Head(j, *heads[j]) for j in sorted(heads) if j != journal)[:HEADS_MAX]
    header = Header(journal, 0, AT_MS_MAX, named, "opened", 1, digest)
    check_header(header)
    assert decode_header(encode_header(header)) == header


@given(st.data())
def test_any_changed_byte_of_a_header_breaks_it(data: st.DataObject) -> None:
    """One changed byte of the header either no longer decodes or no longer verifies."""
    entry = sealed()
    at = data.draw(st.integers(0, len(entry.header_bytes) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda v: v != entry.header_bytes[at]))
    changed = entry.header_bytes[:at] + bytes([value]) + entry.header_bytes[at + 1 :]
    assert not verify_signature(changed, entry.signature, SIGNER.public)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"v":1,', b'"v":2,'),
        (b'{"v"', b'{ "v"'),
        (b'"sequence":3', b'"sequence":3.0'),
        (b'"sequence":3', b'"sequence":true'),
        (b'"sequence":3', b'"sequence":-1'),
        (b'"sequence":3', b'"sequence":03'),
        (b'"sequence":3', b'"sequence":9007199254740992'),
        (b'"sequence":3', b'"sequence":3,"sequence":3'),
        (b'"at_ms":1700000000000', b'"at_ms":253402300800000'),
        (b'"kind":"message"', b'"kind":"Message"'),
        (b'"kind":"message"', b'"kind":"\\u006dessage"'),
        (b'"kind_version":1', b'"kind_version":65536'),
        (b'"kind_version":1', b'"kind_version":1,"more":1'),
        (b"coast-1/ACTUAL/amber", b"coast-1/ACTUAL/cobalt"),
        (b",7,", b",0,"),
        (b'"heads":[', b'"heads":[["x/TEST/y",1,"AAAA"],'),
        (b'"heads":[', b'"heads":[[[[['),
        (b"RERE=", b"RERF="),
    ],
)
def test_a_header_in_another_spelling_is_refused(old: bytes, new: bytes) -> None:
    """Spaces, duplicates, floats, other escapes, unknown keys, ranges: all malformed."""
    good = sealed().header_bytes
    assert old in good
    with pytest.raises(Malformed):
        decode_header(good.replace(old, new, 1))


def test_unsorted_or_repeated_heads_are_refused() -> None:
    """Heads are sorted and name each other journal once, so that one state has one spelling."""
    other = Head("coast-1/ACTUAL/meridian", 1, b"\x22" * 32)
    good = sealed(heads=[other, HEAD]).header
    assert good.heads == (HEAD, other)
    for heads in ((other, HEAD), (HEAD, HEAD)):
        with pytest.raises(Malformed):
            check_header(dataclasses.replace(good, heads=heads))


def test_limits_hold_at_the_author_too() -> None:
    """An author cannot seal what no reader would take: long bodies, short salts, many heads."""
    assert len(sealed(body=b"x" * BODY_BYTES_MAX).body) == BODY_BYTES_MAX
    crowd = [Head(f"c{n}/ACTUAL/p", 1, bytes(32)) for n in range(HEADS_MAX + 1)]
    for changes in ({"body": b"x" * (BODY_BYTES_MAX + 1)}, {"salt": b"x"}, {"heads": crowd}):
        with pytest.raises(Malformed):
            sealed(**changes)
    with pytest.raises(Malformed):
        decode_header(b" " * 40_000)


def test_the_salt_hides_the_body() -> None:
    """Equal bodies under different salts have different hashes, so a hash reveals no content."""
    assert body_hash(SALT, b"yes") != body_hash(bytes(32), b"yes")
    assert not verify_body(sealed().header, SALT[:-1], SALT[-1:] + b'{"a":1}')
