"""The witness's table of answers is that of C2SP tlog-witness, and no other answer cosigns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.journal.forms import Malformed, cosigner_of
from detente.journal.keys import Signer
from detente.journal.merkle import EMPTY_ROOT, Tree
from detente.journal.note import (
    COSIGNATURE_V1,
    ED25519,
    TreeHead,
    VerifierKey,
    cosign,
    parse_verifier_key,
    sign_checkpoint,
    sign_note,
    verifier_key,
)
from detente.journal.witnessing import (
    Judgement,
    Submission,
    judge,
    read_lines,
    read_size,
    read_submission,
    trusts,
    write_submission,
)

ORIGIN = "detente/coast-1/ACTUAL/amber"
AUTHOR = Signer.from_seed(b"\x01" * 32)
OTHER = Signer.from_seed(b"\x02" * 32)
KEY = VerifierKey(ORIGIN, ED25519, AUTHOR.public)
# The example of c2sp.org/tlog-witness, byte for byte.
EXAMPLE = """old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
\u2014 example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
""".encode()  # noqa: E501 - as the specification has it


def grown(size: int, word: str = "leaf") -> Tree:
    """A tree of `size` leaves; another word makes another tree."""
    tree = Tree()
    for n in range(size):
        tree.append(f"{word} {n}".encode())
    return tree


def asked(tree: Tree, old: int, *, signer: Signer = AUTHOR, size: int | None = None) -> Submission:
    """A submission of a tree's head with the honest proof from `old`."""
    at = tree.size if size is None else size
    proof = tree.consistency_proof(old, at) if 0 < old <= at else []
    return Submission(old, tuple(proof), sign_checkpoint(ORIGIN, at, tree.root_at(at), signer))


def held(tree: Tree, size: int) -> TreeHead | None:
    """What the witness cosigned; nothing at size 0."""
    return TreeHead(ORIGIN, size, tree.root_at(size)) if size else None


def test_the_example_of_the_specification_is_read() -> None:
    """Old size, four hashes and the checkpoint come out; written again, the same bytes."""
    found = read_submission(EXAMPLE)
    assert found.old == 20_852_014
    assert len(found.proof) == 4
    assert found.note.startswith("example.com/behind-the-sofa\n20852163\n")
    assert write_submission(found) == EXAMPLE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"old 1",
        b"old 01\n\n",
        b"old -1\n\nx",
        b"old 1\r\n\nx",
        b"new 1\n\nx",
        b"old 1\nAAAA\n\nx",
        b"old 1\n" + b"A" * 43 + b"=\n" * 2 + b"\nx",
        b"old 99999999999999999999\n\nx",
        b"\xff",
        b"old 1\n" + (b"A" * 43 + b"=\n") * 64 + b"\nx",
    ],
)
def test_what_is_no_submission_is_malformed(data: bytes) -> None:
    """Cut, odd numbers, odd hashes, too many hashes: 400, before anything is looked up."""
    with pytest.raises(Malformed):
        judge(read_submission(data), None, [KEY])


@given(st.integers(0, 40), st.integers(0, 40))
def test_an_honest_log_is_cosigned_at_every_step(first: int, more: int) -> None:
    """From any size to any larger one, with the proof of our own tree."""
    tree = grown(first + more)
    assert judge(asked(tree, first), held(tree, first), [KEY]).status == 200


@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 30))
def test_a_forked_log_is_never_cosigned(common: int, ours: int, theirs: int) -> None:
    """Two histories that part after some entries: whoever has one cosigned, the other is not."""
    one, two = grown(common), grown(common)
    for n in range(ours + 1):
        one.append(f"one {n}".encode())
    for n in range(theirs + 1):
        two.append(f"two {n}".encode())
    cosigned = held(one, one.size)
    for old in {one.size, min(one.size, two.size), common, 0}:
        if old <= two.size:
            judged = judge(asked(two, old), cosigned, [KEY])
            assert judged.status in (409, 422)
            assert judged.suspect or judged.status == 409


def test_the_same_tree_again_is_cosigned_again() -> None:
    """A client that lost the answer asks again from the same size, with an empty proof."""
    tree = grown(5)
    assert judge(asked(tree, 5), held(tree, 5), [KEY]).status == 200


def test_each_refusal_has_the_status_of_the_protocol() -> None:
    """404 unknown, 403 not signed, 400 old above new, 409 stale, 409 fork, 422 wrong proof."""
    tree, fork = grown(8), grown(8, "other")
    assert judge(asked(tree, 0), None, []).status == 404
    assert judge(asked(tree, 0, signer=OTHER), None, [KEY]).status == 403
    with pytest.raises(Malformed):
        judge(Submission(9, (), asked(tree, 0).note), None, [KEY])
    stale = judge(asked(tree, 3), held(tree, 5), [KEY])
    assert (stale.status, stale.suspect) == (409, False)
    forked = judge(asked(fork, 8), held(tree, 8), [KEY])
    assert (forked.status, forked.suspect) == (409, True)
    wrong = judge(Submission(5, (b"\x00" * 32,), asked(tree, 5).note), held(tree, 5), [KEY])
    assert (wrong.status, wrong.suspect) == (422, True)


def test_nothing_may_come_with_an_old_size_of_zero() -> None:
    """The first checkpoint needs no proof and must bring none; an empty log has one root."""
    tree = grown(4)
    first = Submission(0, (b"\x00" * 32,), asked(tree, 0).note)
    assert judge(first, None, [KEY]).status == 422
    empty = Submission(0, (), sign_checkpoint(ORIGIN, 0, EMPTY_ROOT, AUTHOR))
    assert judge(empty, None, [KEY]).status == 200
    odd = Submission(0, (), sign_checkpoint(ORIGIN, 0, b"\x01" * 32, AUTHOR))
    assert judge(odd, None, [KEY]).status == 409


def test_a_log_that_is_not_ours_may_have_extension_lines() -> None:
    """What other logs write under the root is covered by the signature and says nothing here."""
    text = f"{ORIGIN}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore of it\n"
    note = sign_note(text, ORIGIN, AUTHOR)
    assert judge(Submission(0, (), note), None, [KEY]) == Judgement(
        200, "", TreeHead(ORIGIN, 0, EMPTY_ROOT)
    )


@pytest.mark.parametrize(
    ("name", "origin", "is_trusted"),
    [
        (ORIGIN, ORIGIN, True),
        ("detente/amber", ORIGIN, True),
        ("detente/amber", "detente/coast-1/TEST/amber/2", True),
        ("detente/amber", "detente/coast-1/ACTUAL/cobalt", False),
        ("detente/amber", "detente/amber", True),
        ("detente/amber", "other/coast-1/ACTUAL/amber", False),
        ("amber", ORIGIN, False),
    ],
)
def test_a_partys_key_speaks_for_its_own_journals_only(
    name: str, origin: str, is_trusted: bool
) -> None:
    """A key named for a party covers all its journals; one named for a log, that log."""
    assert trusts(VerifierKey(name, ED25519, b""), origin) is is_trusted


def test_a_cosigners_key_is_no_logs_key() -> None:
    """The same key under the cosignature type does not let a checkpoint in."""
    key = VerifierKey(ORIGIN, COSIGNATURE_V1, AUTHOR.public)
    assert judge(asked(grown(2), 0), None, [key]).status == 404


def test_a_verifier_key_is_read_and_a_changed_one_refused() -> None:
    """Name, type and key come back; a changed letter anywhere does not pass."""
    text = verifier_key("detente/amber", ED25519, AUTHOR.public)
    assert parse_verifier_key(text) == VerifierKey("detente/amber", ED25519, AUTHOR.public)
    for bad in (text[:-1], text.replace("amber", "ember"), "x" + text, "detente/amber", "a+b+c"):
        with pytest.raises(Malformed):
            parse_verifier_key(bad)


def test_only_the_witnesss_own_line_is_taken_from_its_answer() -> None:
    """Foreign lines are left out; no line, a wrong one, or another text is not believed."""
    note = asked(grown(3), 0).note
    name, witness = cosigner_of("meridian"), OTHER
    line = cosign(note, name, witness, 1_789_000_000)[len(note) :]
    foreign = cosign(note, "w.example", AUTHOR, 7)[len(note) :]
    found = read_lines(note, (foreign + line).encode(), name, witness.public)
    assert found == (note + line, 1_789_000_000)
    for bad in (b"", foreign.encode(), b"\n" + line.encode(), line.encode()[:-9] + b"\n", b"\xff"):
        with pytest.raises(Malformed):
            read_lines(note, bad, name, witness.public)


def test_the_size_in_a_conflict_is_read_strictly() -> None:
    """A number and a newline; anything else says nothing."""
    assert read_size(b"20852163\n") == 20_852_163
    assert [read_size(bad) for bad in (b"5", b"05\n", b"x\n", b"5\n5\n", b"")] == [None] * 5
