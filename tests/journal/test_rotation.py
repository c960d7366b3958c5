"""A party's keys: who may change one, who must agree, and what a peer makes of it."""

from __future__ import annotations

import hashlib
from itertools import permutations

import msgspec
import pytest

from detente.journal.forms import Malformed
from detente.journal.keys import Signer
from detente.journal.rotation import Keyring, Statement, check, from_body, state, to_body


def signer(name: str) -> Signer:
    """A key made from a name."""
    return Signer.from_seed(hashlib.sha256(name.encode()).digest())


OLD, NEW, NEXT, RECOVERY, THIEF = (signer(n) for n in ("old", "new", "next", "recovery", "thief"))


def rotated(
    previous: Signer = OLD, key: Signer = NEW, by: Signer | None = None, reason: str = "rotated"
) -> Statement:
    """A statement of amber."""
    return state("amber", previous.public, key, by or previous, reason=reason, at_ms=5)


def keyring(key: Signer = OLD) -> Keyring:
    """A keyring that has amber's card."""
    made = Keyring()
    made.pin("amber", key.public, RECOVERY.public)
    return made


@pytest.mark.parametrize(
    "statement",
    [rotated(), rotated(by=RECOVERY), rotated(by=RECOVERY, reason="stolen")],
    ids=["by the old key", "by the recovery key", "a stolen key by the recovery key"],
)
def test_old_key_and_recovery_key_can_name_a_new_one(statement: Statement) -> None:
    """The statement holds, comes back from its bytes, and the new key is the party's."""
    assert from_body(to_body(statement)) == statement
    known = keyring()
    assert known.learn(statement) is None
    assert known.learn(statement) is None
    assert known.current("amber") == NEW.public
    assert known.all("amber") == (NEW.public, OLD.public)


@pytest.mark.parametrize(
    "statement",
    [
        state("amber", OLD.public, NEW, THIEF, reason="rotated", at_ms=5),
        rotated(reason="stolen"),
        rotated(reason="lost"),
        rotated(reason="whim"),
        rotated(key=OLD),
        msgspec.structs.replace(rotated(), proof=rotated(key=NEXT).proof),
        msgspec.structs.replace(rotated(), at_ms=6),
        msgspec.structs.replace(rotated(), party="cobalt"),
        msgspec.structs.replace(rotated(), signature="AA"),
        msgspec.structs.replace(rotated(), by="nobody"),
    ],
)
def test_nobody_else_can(statement: Statement) -> None:
    """Other signers, changed words, a key that does not agree itself: refused with a reason."""
    assert check(statement, "amber", RECOVERY.public)
    known = keyring()
    assert known.learn(statement)
    assert known.all("amber") == (OLD.public,)


def test_a_key_is_replaced_once() -> None:
    """The old key names one successor; a second one, by a thief who has it, is not taken."""
    known = keyring()
    assert known.learn(rotated()) is None
    assert "another was named before" in (known.learn(rotated(key=THIEF)) or "")
    assert known.current("amber") == NEW.public


def test_a_newcomer_learns_the_keys_of_before() -> None:
    """Who pinned the newest key believes it about the older ones, so it can read old entries."""
    known = keyring(NEXT)
    assert known.learn(rotated(NEW, NEXT)) is None
    assert known.learn(rotated(OLD, NEW)) is None
    assert known.all("amber") == (NEXT.public, NEW.public, OLD.public)
    assert known.from_on("amber", NEW.public) == (NEW.public, NEXT.public)


def test_a_newcomer_learns_them_in_whatever_order_they_are_told() -> None:
    """A greeting and a record tell the oldest first, of which the newest key knows nothing."""
    last = signer("last")
    chain = (rotated(OLD, NEW), rotated(NEW, NEXT), rotated(NEXT, last))
    for order in permutations(chain):
        told, started = keyring(last), keyring(last)
        assert told.learn_all(order) == []
        for statement in order:
            started.recall(statement)
        for known in (told, started):
            assert known.all("amber") == (last.public, NEXT.public, NEW.public, OLD.public)
            assert known.statements("amber") == chain
    alone = keyring(last)
    ((wrong, why),) = alone.learn_all([rotated(OLD, NEW), rotated(NEXT, last)])
    assert wrong == chain[0]
    assert "another was named before" in why


def test_a_stolen_key_speaks_no_more() -> None:
    """After a theft only later keys are trusted newly; after a plain change both are."""
    known = keyring()
    assert known.learn(rotated()) is None
    assert known.trusted("amber") == (NEW.public, OLD.public)
    assert known.learn(rotated(NEW, NEXT, RECOVERY, "stolen")) is None
    assert known.trusted("amber") == (NEXT.public,)


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"\xff", b"{" * 5_000])
def test_rubbish_is_no_statement(body: bytes) -> None:
    """Bytes from outside are refused with words, never a crash."""
    with pytest.raises(Malformed):
        from_body(body)


def test_an_unknown_party_has_no_keys() -> None:
    """Nothing is known of somebody without a card."""
    known = Keyring()
    assert known.current("amber") is None
    assert known.recovery("amber") is None
    assert known.trusted("amber") == known.all("amber") == ()
    assert known.learn(rotated()) == "amber is unknown here"
    assert known.from_on("amber", OLD.public) == (OLD.public,)
