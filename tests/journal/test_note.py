"""Notes, checkpoints and cosignatures are those of the C2SP documents and of Go's x/mod."""

from __future__ import annotations

import base64

import pytest

from detente.journal.forms import Malformed
from detente.journal.keys import Signer
from detente.journal.note import (
    COSIGNATURE_V1,
    ED25519,
    SIGNATURES_MAX,
    checkpoint_text,
    cosign,
    cosigned_at,
    is_signed,
    key_id,
    open_checkpoint,
    parse_checkpoint,
    parse_note,
    sign_checkpoint,
    sign_note,
    verifier_key,
)

# The worked example in the documentation of golang.org/x/mod/sumdb/note.
GO_SKEY = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_NOTE = (
    GO_TEXT
    + "\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNX"
    "gKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# Verifier keys of types 0x01 and 0x04 in the tests of transparency-dev/formats.
FORMATS_VKEYS = [
    ("TEST", ED25519, "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6"),
    (
        "remora.n621.de",
        COSIGNATURE_V1,
        "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
    ),
]
# The example of c2sp.org/tlog-cosignature; its keys are not published, its form is.
C2SP_COSIGNED = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5"
    "/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dl"
    "rDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
ORIGIN = "detente/coast-1/ACTUAL/amber"
AUTHOR = Signer.from_seed(b"\x01" * 32)
COSIGNER = Signer.from_seed(b"\x02" * 32)
ROOT = bytes(range(32))


def test_the_example_of_go_comes_out_byte_for_byte() -> None:
    """Signing the documented text with the documented key gives the documented note."""
    signer = Signer.from_seed(base64.b64decode(GO_SKEY)[1:])
    assert sign_note(GO_TEXT, "PeterNeumann", signer) == GO_NOTE
    assert verifier_key("PeterNeumann", ED25519, signer.public) == GO_VKEY


def test_the_example_of_go_verifies() -> None:
    """The documented note opens under the documented key, and no longer with one letter changed."""
    public = base64.b64decode(GO_VKEY.split("+", 2)[2])[1:]
    note = parse_note(GO_NOTE)
    assert note.text == GO_TEXT
    assert is_signed(note, "PeterNeumann", public)
    assert not is_signed(parse_note(GO_NOTE.replace("then", "than")), "PeterNeumann", public)
    assert not is_signed(note, "EnochRoot", public)


@pytest.mark.parametrize(("name", "kind", "vkey"), FORMATS_VKEYS)
def test_key_ids_agree_with_other_implementations(name: str, kind: int, vkey: str) -> None:
    """Verifier keys of a log and of a cosigner, published by others, come out with their ids."""
    public = base64.b64decode(vkey.split("+", 2)[2])[1:]
    assert verifier_key(name, kind, public) == vkey


def test_the_example_of_c2sp_reads_as_it_says() -> None:
    """The cosigned checkpoint in the C2SP document has its origin, size and cosigner's time."""
    note = parse_note(C2SP_COSIGNED)
    head = parse_checkpoint(note.text)
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20852163)
    assert [s.name for s in note.signatures] == [head.origin, "witness.example.com/w1"]
    assert int.from_bytes(note.signatures[1].signature[:8], "big") == 1679315147


def test_a_cosignature_signs_time_and_text() -> None:
    """A cosignature is over the fixed first line, the time line and the checkpoint's text."""
    note = sign_checkpoint(ORIGIN, 5, ROOT, AUTHOR)
    both = parse_note(cosign(note, "detente/cobalt", COSIGNER, 1_700_000_000))
    assert open_checkpoint(note, ORIGIN, AUTHOR.public).size == 5
    assert cosigned_at(both, "detente/cobalt", COSIGNER.public) == 1_700_000_000
    line = both.signatures[1]
    assert line.key_id == key_id("detente/cobalt", 4, COSIGNER.public)
    message = b"cosignature/v1\ntime 1700000000\n" + both.text.encode()
    assert line.signature == (1_700_000_000).to_bytes(8, "big") + COSIGNER.sign(message)


def test_a_cosignature_is_worth_nothing_changed_or_by_another() -> None:
    """Another time, another name, another key or another tree: no cosignature."""
    note = sign_checkpoint(ORIGIN, 5, ROOT, AUTHOR)
    cosigned = cosign(note, "detente/cobalt", COSIGNER, 1_700_000_000)
    parsed = parse_note(cosigned)
    assert cosigned_at(parsed, "detente/cobalt", AUTHOR.public) is None
    assert cosigned_at(parsed, "detente/amber", COSIGNER.public) is None
    assert cosigned_at(parse_note(note), "detente/cobalt", COSIGNER.public) is None
    moved = parse_note(cosigned.replace("\n5\n", "\n6\n"))
    assert cosigned_at(moved, "detente/cobalt", COSIGNER.public) is None
    late = parsed.signatures[1].signature
    blob = parsed.signatures[1].key_id + (1).to_bytes(8, "big") + late[8:]
    line = f"\u2014 detente/cobalt {base64.b64encode(blob).decode()}\n"
    assert cosigned_at(parse_note(note + line), "detente/cobalt", COSIGNER.public) is None


def test_an_authors_signature_is_no_cosignature() -> None:
    """The signature types have different key ids, so neither can stand for the other."""
    note = parse_note(sign_checkpoint(ORIGIN, 5, ROOT, AUTHOR))
    assert cosigned_at(note, ORIGIN, AUTHOR.public) is None
    cosigned = parse_note(cosign(GO_NOTE, ORIGIN, AUTHOR, 1))
    assert not is_signed(cosigned, ORIGIN, AUTHOR.public)


def test_unknown_signatures_are_ignored_and_one_bad_known_one_spoils() -> None:
    """A stranger's line changes nothing; a line by the known key that does not verify does."""
    good = sign_checkpoint(ORIGIN, 5, ROOT, AUTHOR)
    stranger = sign_checkpoint(ORIGIN, 5, ROOT, COSIGNER).split("\n\n")[1]
    assert open_checkpoint(good + stranger, ORIGIN, AUTHOR.public).root == ROOT
    wrong = sign_checkpoint(ORIGIN, 6, ROOT, AUTHOR).split("\n\n")[1]
    with pytest.raises(Malformed):
        open_checkpoint(good + wrong, ORIGIN, AUTHOR.public)


def test_a_checkpoint_of_another_log_is_refused() -> None:
    """A checkpoint that the same key signed for another journal does not stand for this one."""
    note = sign_checkpoint("detente/coast-1/EXERCISE/amber", 5, ROOT, AUTHOR)
    with pytest.raises(Malformed, match="expected"):
        open_checkpoint(note, ORIGIN, AUTHOR.public)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\nno dash eA==\n",
        GO_NOTE[:-1],
        GO_NOTE.replace("\u2014", "-"),
        GO_NOTE.replace("PeterNeumann", "Peter+Neumann"),
        GO_NOTE.replace("Peter", "Pe ter"),
        GO_NOTE.replace("Peter", "Pe\u2003ter"),
        GO_NOTE.replace("AM=", "AN="),
        GO_NOTE.replace("think", "thi\tnk"),
        GO_NOTE.replace("\n", "\r\n"),
        GO_NOTE + "\n",
        "text\n\n\u2014 name AAAA\n",
        GO_TEXT + "\n" + GO_NOTE.split("\n\n")[1] * (SIGNATURES_MAX + 1),
        "x" * 70_000 + GO_NOTE,
    ],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    """Missing blank line, other dashes, odd names, stray bits, control characters, floods."""
    with pytest.raises(Malformed):
        parse_note(note)


@pytest.mark.parametrize(
    "text",
    [
        "origin\n5\n",
        "origin\n05\n" + "A" * 43 + "=\n",
        "origin\n-1\n" + "A" * 43 + "=\n",
        "origin\n\u0665\n" + "A" * 43 + "=\n",
        "origin\n99999999999999999\n" + "A" * 43 + "=\n",
        "\n5\n" + "A" * 43 + "=\n",
        "origin\n5\nAAAA\n",
        "origin\n5\n" + "A" * 43 + "=\nextension\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    """Leading zeros, foreign digits, short roots, extension lines: malformed."""
    with pytest.raises(Malformed):
        parse_checkpoint(text)


def test_an_empty_journal_has_a_checkpoint() -> None:
    """A tree of no leaves has size 0, written as one digit."""
    assert parse_checkpoint(checkpoint_text(ORIGIN, 0, ROOT)).size == 0
