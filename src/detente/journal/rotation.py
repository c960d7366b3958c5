"""A change of a party's signing key, and the keys that a party has had.

A statement says: party P signs with key N instead of key O, for this reason, at this time. It is
signed by O or by P's recovery key, and by N itself, so nobody can claim another's key as its own.
It stands as the body of an entry ``key-rotated`` in every journal of P (that entry is signed by
the same key as the statement), and peers tell it in their greeting, so that a checkpoint or a
cosignature by N can be read before the entry itself has come. Peers record it; they never grant.
Format: docs/record-format.md, section 10.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from detente.core.events import KeyRotated
from detente.journal.forms import Malformed, from_base64, is_name, to_base64
from detente.journal.signatures import fingerprint, public_from_text, public_to_text, verify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.journal.keys import Signer

KIND: Final = "key-rotated"
KEY_DOMAIN: Final = "detente/key/v1"
BODY_BYTES_MAX: Final = 4_096  # a statement has about 600
KEYS_MAX: Final = 64  # of one party: one a month for five years; beyond it, a flood
REASONS: Final = ("rotated", "lost", "stolen")
PREVIOUS: Final = "previous"
RECOVERY: Final = "recovery"


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The body of ``key-rotated``; keys, signatures in base64. by: ``previous`` or ``recovery``."""

    party: str
    previous: str
    key: str
    reason: str
    at_ms: int
    by: str
    signature: str
    proof: str


_decoder = msgspec.json.Decoder(Statement)
_encoder = msgspec.json.Encoder(order="sorted")


def signed_bytes(party: str, previous: str, key: str, reason: str, at_ms: int) -> bytes:
    """What both signatures of a statement are over: six lines."""
    return f"{KEY_DOMAIN}\n{party}\n{previous}\n{key}\n{reason}\n{at_ms}\n".encode()


def state(
    party: str, previous: bytes, new: Signer, by: Signer, *, reason: str, at_ms: int
) -> Statement:
    """Say that `party` signs with `new` from now on. by: the previous key, or the recovery key."""
    old, key = public_to_text(previous), public_to_text(new.public)
    data = signed_bytes(party, old, key, reason, at_ms)
    return Statement(
        party=party,
        previous=old,
        key=key,
        reason=reason,
        at_ms=at_ms,
        by=PREVIOUS if by.public == previous else RECOVERY,
        signature=to_base64(by.sign(data)),
        proof=to_base64(new.sign(data)),
    )


def to_body(statement: Statement) -> bytes:
    """The canonical bytes, as they stand in an entry and in a greeting."""
    return _encoder.encode(statement)


def from_body(body: bytes) -> Statement:
    """Read a statement; raises Malformed. Nothing is verified yet."""
    if len(body) > BODY_BYTES_MAX:
        raise Malformed(KIND, f"{len(body)} bytes, at most {BODY_BYTES_MAX}")
    try:
        statement = _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(KIND, "is no statement of a new key") from error
    if to_body(statement) != body:
        raise Malformed(KIND, "not in canonical form")
    return statement


def check(statement: Statement, party: str, recovery: bytes) -> str | None:
    """What is wrong with a statement of `party`, given its recovery key; None when it holds."""
    if statement.party != party or not is_name(party) or statement.reason not in REASONS:
        return f"is not {party}'s, or gives no known reason"
    if statement.by not in (PREVIOUS, RECOVERY) or statement.previous == statement.key:
        return "names no other key, or nobody who could change it"
    if statement.reason != "rotated" and statement.by != RECOVERY:
        return "a lost or stolen key is replaced by the recovery key only"
    try:
        previous, key = public_from_text(statement.previous), public_from_text(statement.key)
        signature = from_base64(statement.signature, "signature")
        proof = from_base64(statement.proof, "proof")
    except Malformed as error:
        return str(error)
    data = signed_bytes(party, statement.previous, statement.key, statement.reason, statement.at_ms)
    if not verify(recovery if statement.by == RECOVERY else previous, signature, data):
        return f"is not signed by {party}'s {statement.by} key"
    return None if verify(key, proof, data) else "is not signed by the new key itself"


@dataclass(slots=True)
class PartyKeys:
    """One party's keys, oldest first; statements[i] replaced keys[i] by keys[i + 1]."""

    recovery: bytes
    keys: list[bytes]
    statements: list[Statement] = field(default_factory=list)

    @property
    def current(self) -> bytes:
        """The key that signs now."""
        return self.keys[-1]


def statement_of(event: KeyRotated) -> Statement:
    """The statement that an event of a journal is."""
    return Statement(
        party=event.party,
        previous=event.previous,
        key=event.key,
        reason=event.reason,
        at_ms=event.at_ms,
        by=event.by,
        signature=event.signature,
        proof=event.proof,
    )


def event_of(statement: Statement) -> KeyRotated:
    """The event that a statement stands in a journal as."""
    return KeyRotated(
        party=statement.party,
        previous=statement.previous,
        key=statement.key,
        reason=statement.reason,
        at_ms=statement.at_ms,
        by=statement.by,
        signature=statement.signature,
        proof=statement.proof,
    )


@dataclass(slots=True)
class Keyring:
    """The keys of all parties that this node knows. Owned by the writer."""

    _parties: dict[str, PartyKeys] = field(default_factory=dict)
    _loose: dict[str, list[Statement]] = field(default_factory=dict)

    def pin(self, party: str, key: bytes, recovery: bytes) -> None:
        """Take a party's keys from its card, when the party was unknown."""
        if party not in self._parties:
            self._parties[party] = PartyKeys(recovery, [key])

    def get(self, party: str) -> PartyKeys | None:
        """The keys of a party; None when it is unknown."""
        return self._parties.get(party)

    def current(self, party: str) -> bytes | None:
        """The key that the party signs with now."""
        found = self._parties.get(party)
        return found.current if found else None

    def recovery(self, party: str) -> bytes | None:
        """The party's recovery key."""
        found = self._parties.get(party)
        return found.recovery if found else None

    def all(self, party: str) -> tuple[bytes, ...]:
        """Every key that the party has had, newest first: which may have signed an older note."""
        found = self._parties.get(party)
        return tuple(reversed(found.keys)) if found else ()

    def trusted(self, party: str) -> tuple[bytes, ...]:
        """The keys by which the party may speak newly: all since the last one was stolen."""
        found = self._parties.get(party)
        if found is None:
            return ()
        first = 0
        for place, statement in enumerate(found.statements, 1):
            if statement.reason == "stolen":
                first = place
        return tuple(reversed(found.keys[first:]))

    def from_on(self, party: str, key: bytes) -> tuple[bytes, ...]:
        """`key` and all that replaced it: who may sign a checkpoint made while it was in force."""
        found = self._parties.get(party)
        if found is None or key not in found.keys:
            return (key,)
        return tuple(found.keys[found.keys.index(key) :])

    def learn(self, statement: Statement) -> str | None:
        """Take a verified-here statement of a known party; says what is wrong with it, or None.

        A statement that is known already changes nothing. One about the key before the first one
        that we know lengthens the history backwards: the newer key vouches for it.
        """
        found = self._parties.get(statement.party)
        if found is None:
            return f"{statement.party} is unknown here"
        if statement in found.statements:
            return None
        problem = check(statement, statement.party, found.recovery)
        if problem is not None:
            return problem
        previous, key = public_from_text(statement.previous), public_from_text(statement.key)
        if len(found.keys) >= KEYS_MAX:
            return f"{statement.party} has had {KEYS_MAX} keys"
        if previous == found.current and key not in found.keys:
            found.keys.append(key)
            found.statements.append(statement)
        elif statement.reason == "stolen" and previous in found.keys and key not in found.keys:
            found.keys.append(key)  # what a thief named meanwhile does not outrank this
            found.statements.append(statement)
        elif key == found.keys[0] and previous not in found.keys:
            found.keys.insert(0, previous)
            found.statements.insert(0, statement)
        else:
            return f"{statement.party} names key {fingerprint(key)}, but another was named before"
        return None

    def learn_all(self, statements: Sequence[Statement]) -> list[tuple[Statement, str]]:
        """Take statements in whatever order they connect; those that do not, and why not.

        Who pinned a party's third key learns of the second before it can learn of the first.
        """
        waiting = list(statements)
        while True:
            tried = [(one, self.learn(one)) for one in waiting]
            left = [(one, problem) for one, problem in tried if problem is not None]
            if not left or len(left) == len(waiting):
                return left
            waiting = [one for one, _ in reversed(left)]

    def recall(self, statement: Statement) -> None:
        """Take back, at a start, a statement taken before; the record may tell it too early."""
        loose = [statement, *reversed(self._loose.pop(statement.party, []))]
        left = [one for one, _ in reversed(self.learn_all(loose))]
        if left:
            self._loose[statement.party] = left[-KEYS_MAX:]

    def statements(self, party: str) -> tuple[Statement, ...]:
        """What a greeting tells of a party's keys, oldest first."""
        found = self._parties.get(party)
        return tuple(found.statements) if found else ()
