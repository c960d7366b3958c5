"""Whose key is whose: from the cards and the changes of key that stand in the journals.

A party has one key at a time. The first card names it, each change must be signed by the key before
or by the card's recovery key, and by the new key itself. Cards that name any other key, and a key
given from outside (pinned) that is none of them, are a problem, because all else hangs on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from detente.journal.forms import Malformed, is_name
from detente.journal.rotation import Keyring, statement_of
from detente.journal.signatures import fingerprint, public_from_text
from detente.verify.report import PartyReport

if TYPE_CHECKING:
    from detente.core.events import KeyRotated, PartyCard
    from detente.verify.findings import Findings

PARTIES_MAX: Final = 1_000  # members of all channels in one file; more is a flood
CARDS_MAX: Final = 10_000  # cards with another key than the first, looked at again at the end
Where = tuple[int, str, int]


Pin = bytes | str
"""What is known of a party's key from elsewhere: the key, or its fingerprint as read aloud."""


class Parties:
    """The parties of one file. Owned by the checker."""

    def __init__(self, pinned: Mapping[str, Pin]) -> None:
        self._pinned = dict(pinned)
        self._ring = Keyring()
        self._known: dict[str, str] = {}  # party: kind
        self._later: list[tuple[Where, str, bytes]] = []

    def key(self, party: str) -> bytes | None:
        """The party's present key; the pinned one while no card has come; None without either."""
        pinned = self._pinned.get(party)
        return self._ring.current(party) or (pinned if isinstance(pinned, bytes) else None)

    def keys(self, party: str) -> tuple[bytes, ...]:
        """Every key that the party has had so far, newest first."""
        return self._ring.all(party)

    def from_on(self, party: str, key: bytes) -> tuple[bytes, ...]:
        """`key` and all that replaced it."""
        return self._ring.from_on(party, key)

    def recovery(self, party: str) -> bytes:
        """The party's recovery key; empty while no card has come."""
        return self._ring.recovery(party) or b""

    def replaced_ms(self, party: str, key: bytes) -> int | None:
        """When a key was replaced, by its own party's clock; None while it is in force."""
        known = self._ring.get(party)
        if known is None or key not in known.keys[:-1]:
            return None
        return known.statements[known.keys.index(key)].at_ms

    def learn(self, card: PartyCard, where: Where) -> str | None:
        """Take a card; says what is wrong with it, or None. Another key is looked at at the end."""
        if not is_name(card.party):
            return "a card's party is no party id"
        try:
            key, recovery = public_from_text(card.key), public_from_text(card.recovery_key)
        except Malformed as error:
            return f"{card.party}'s card: {error}"
        if card.party not in self._known and len(self._known) >= PARTIES_MAX:
            return f"more than {PARTIES_MAX} parties"
        self._known.setdefault(card.party, card.kind)
        self._ring.pin(card.party, key, recovery)
        if self._ring.recovery(card.party) != recovery:
            return f"{card.party}'s card has another recovery key than another card"
        if key not in self._ring.all(card.party):
            if len(self._later) >= CARDS_MAX:
                return f"{card.party}'s card has key {fingerprint(key)}, but another card another"
            self._later.append((where, card.party, key))
        return None

    def rotate(self, event: KeyRotated) -> str | None:
        """Take a change of key; says what is wrong with it, or None."""
        return self._ring.learn(statement_of(event))

    def finish(self, findings: Findings) -> None:
        """At the end: every card's key, and every pinned one, must be a key that its party had."""
        for where, party, key in self._later:
            if key not in self._ring.all(party):
                detail = f"{party}'s card has key {fingerprint(key)}, but another card another"
                findings.problem(*where, "key", detail)
        for party in sorted(self._pinned):
            held, pinned = self._ring.all(party), self._pinned[party]
            if held and not any(pinned in (key, fingerprint(key)) for key in held):
                whose = f"key {fingerprint(held[0])}, but the key given to the verifier another"
                findings.problem(0, "", None, "key", f"{party}'s card has {whose}")

    def reports(self, used: set[str]) -> tuple[PartyReport, ...]:
        """The parties whose keys were used, sorted."""
        found: list[PartyReport] = []
        for party in sorted(used & set(self._known)):
            keys = self._ring.all(party)
            older = tuple(fingerprint(key) for key in reversed(keys[1:]))
            pinned = party in self._pinned
            found.append(PartyReport(party, fingerprint(keys[0]), pinned, older))
        return tuple(found)
