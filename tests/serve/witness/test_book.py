"""A witness remembers before it answers: atomically, across processes, and within its limits."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from detente.journal.forms import Malformed
from detente.journal.keys import Signer
from detente.journal.merkle import Tree
from detente.journal.note import COSIGNATURE_V1, ED25519, sign_checkpoint, verifier_key
from detente.journal.witnessing import Submission, read_lines, read_size, write_submission
from detente.serve.witness import book as books
from detente.serve.witness.book import Answer, Book, BookFault

ORIGIN = "detente/coast-1/ACTUAL/amber"
AUTHOR = Signer.from_seed(b"\x01" * 32)
WITNESS = Signer.from_seed(b"\x03" * 32)
PARTY_KEY = verifier_key("detente/amber", ED25519, AUTHOR.public)
NOW_S = 1_789_000_000


def grown(size: int, word: str = "leaf") -> Tree:
    """A tree of `size` leaves."""
    tree = Tree()
    for n in range(size):
        tree.append(f"{word} {n}".encode())
    return tree


def asked(tree: Tree, old: int, size: int, origin: str = ORIGIN) -> bytes:
    """The body of a request for `size` from `old`."""
    proof = tree.consistency_proof(old, size) if old else []
    note = sign_checkpoint(origin, size, tree.root_at(size), AUTHOR)
    return write_submission(Submission(old, tuple(proof), note))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A fresh witness's file that follows Amber."""
    path = tmp_path / "witness.sqlite"
    Book.make(path)
    with Book(path, WITNESS, "meridian") as book:
        book.trust(PARTY_KEY, NOW_S)
    return path


def test_what_was_cosigned_is_known_after_a_restart(path: Path) -> None:
    """Opened anew, the witness refuses the older size and takes the next."""
    tree = grown(9)
    with Book(path, WITNESS, "meridian") as book:
        answer = book.add(asked(tree, 0, 4), NOW_S)
        assert answer.status == 200
        note = sign_checkpoint(ORIGIN, 4, tree.root_at(4), AUTHOR)
        _, time_s = read_lines(note, answer.body.encode(), "detente/meridian", WITNESS.public)
        assert time_s == NOW_S
    with Book(path, WITNESS, "meridian") as book:
        stale = book.add(asked(tree, 0, 9), NOW_S)
        assert stale == Answer(409, "4\n", "text/x.tlog.size")
        assert book.add(asked(tree, 4, 9), NOW_S).status == 200
        assert [(log.origin, log.size) for log in book.logs()] == [(ORIGIN, 9)]


def test_the_clock_of_a_cosignature_never_goes_back(path: Path) -> None:
    """A clock that was set back does not make a newer tree look older."""
    tree = grown(3)
    with Book(path, WITNESS, "meridian") as book:
        book.add(asked(tree, 0, 1), NOW_S)
        book.add(asked(tree, 1, 2), NOW_S - 3_600)
        assert book.log(ORIGIN).time_s == NOW_S  # type: ignore[union-attr]  # it is there


def test_a_fork_is_refused_and_both_sides_of_it_are_kept(path: Path) -> None:
    """Another tree of the same size, then one that grew from it: the request and ours stay."""
    tree, fork = grown(6), grown(8, "other")
    with Book(path, WITNESS, "meridian") as book:
        book.add(asked(tree, 0, 6), NOW_S)
        assert book.add(asked(fork, 6, 6), NOW_S).status == 409
        assert book.add(asked(fork, 6, 8), NOW_S).status == 422
        assert book.add(asked(fork, 6, 8), NOW_S).status == 422
        kept = list(book.evidence())
        assert [one.origin for one in kept] == [ORIGIN, ORIGIN]
        assert kept[0].request == asked(fork, 6, 6)
        assert kept[0].held.startswith(sign_checkpoint(ORIGIN, 6, tree.root(), AUTHOR))
        assert "a fork" in kept[0].why
        log = book.log(ORIGIN)
        assert log is not None
        assert (log.size, log.root) == (6, tree.root())


def test_evidence_is_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever repeats signed checkpoints with wrong proofs does not fill the disk."""
    monkeypatch.setattr(books, "EVIDENCE_PER_LOG_MAX", 3)
    tree, fork = grown(6), grown(20, "other")
    with Book(path, WITNESS, "meridian") as book:
        book.add(asked(tree, 0, 6), NOW_S)
        for size in range(7, 20):
            assert book.add(asked(fork, 6, size), NOW_S).status == 422
        assert len(list(book.evidence())) == 3


def test_one_key_cannot_fill_the_book(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trusted party that opens journals without end is followed up to a limit."""
    monkeypatch.setattr(books, "LOGS_PER_KEY_MAX", 2)
    tree = grown(1)
    with Book(path, WITNESS, "meridian") as book:
        statuses = [
            book.add(asked(tree, 0, 1, f"detente/coast-{n}/ACTUAL/amber"), NOW_S).status
            for n in range(3)
        ]
        assert statuses == [200, 200, 404]
        assert book.add(asked(tree, 1, 1, "detente/coast-0/ACTUAL/amber"), NOW_S).status == 200


def test_of_two_requests_from_one_size_one_is_cosigned(path: Path) -> None:
    """Two threads with two files open both build on size 5: never both forks are cosigned."""
    base, tree, fork = grown(5), grown(5), grown(5)
    tree.append(b"one")
    fork.append(b"two")
    with Book(path, WITNESS, "meridian") as book:
        book.add(asked(base, 0, 5), NOW_S)
    start, answers = threading.Barrier(2), []

    def submit(branch: Tree) -> None:
        with Book(path, WITNESS, "meridian") as mine:
            start.wait()
            answers.append(mine.add(asked(branch, 5, 6), NOW_S).status)

    threads = [threading.Thread(target=submit, args=(one,)) for one in (tree, fork)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]


def test_who_is_not_trusted_gets_nothing(path: Path) -> None:
    """An unknown origin, a key taken away, a cosigner's key, and bytes that are no request."""
    with Book(path, WITNESS, "meridian") as book:
        assert book.add(asked(grown(1), 0, 1, "detente/coast-1/ACTUAL/cobalt"), 1).status == 404
        assert book.add(b"old 0\n\nx", NOW_S).status == 400
        with pytest.raises(Malformed):
            book.trust(verifier_key("detente/amber", COSIGNATURE_V1, AUTHOR.public), NOW_S)
        assert book.distrust(PARTY_KEY)
        assert not book.distrust(PARTY_KEY)
        assert book.add(asked(grown(1), 0, 1), NOW_S).status == 404


def test_a_witness_without_its_memory_does_not_start(tmp_path: Path) -> None:
    """A lost file is never replaced by an empty one in passing: that could cosign a fork."""
    with pytest.raises(BookFault, match="retired"):
        Book(tmp_path / "witness.sqlite", WITNESS, "meridian")
    other = tmp_path / "other.sqlite"
    other.write_bytes(b"x" * 8_192)
    with pytest.raises(BookFault):
        Book(other, WITNESS, "meridian")


def test_any_growth_under_any_name_is_answered(path: Path) -> None:
    """Every answer to an honest next step is 200, and its 409 names the size to go on from."""
    tree = grown(40)
    with Book(path, WITNESS, "meridian") as book:
        size = 0
        for step in (1, 1, 2, 3, 5, 8, 13, 7):
            lost = book.add(asked(tree, 0, size + step), NOW_S)
            known = 0 if lost.status == 200 else read_size(lost.body.encode())
            if lost.status != 200:
                assert known == size
                assert book.add(asked(tree, size, size + step), NOW_S).status == 200
            size += step
        assert size == 40
