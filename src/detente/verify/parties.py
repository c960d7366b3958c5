"""Whose key is whose: from outside (pinned), or from the cards that stand in the journals.

A party has one key. Cards that disagree with the pinned key or with one another are a problem,
because everything else that is proved hangs on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from detente.journal.forms import Malformed, is_name
from detente.journal.signatures import fingerprint, public_from_text
from detente.verify.report import PartyReport

if TYPE_CHECKING:
    from detente.core.events import PartyCard

PARTIES_MAX: Final = 1_000  # members of all channels in one file; more is a flood


class Parties:
    """The parties of one file. Owned by the checker."""

    def __init__(self, pinned: Mapping[str, bytes]) -> None:
        self._pinned = dict(pinned)
        self._keys = dict(pinned)
        self.kinds: dict[str, str] = {}

    def key(self, party: str) -> bytes | None:
        """The party's public key; None while no card has come."""
        return self._keys.get(party)

    def learn(self, card: PartyCard) -> str | None:
        """Take a card; says what is wrong with it, or None."""
        if not is_name(card.party):
            return "a card's party is no party id"
        try:
            key = public_from_text(card.key)
        except Malformed as error:
            return f"{card.party}'s card: {error}"
        known = self._keys.get(card.party)
        if known is None and len(self._keys) >= PARTIES_MAX:
            return f"more than {PARTIES_MAX} parties"
        if known is not None and known != key:
            whose = (
                "the key given to the verifier" if card.party in self._pinned else "another card"
            )
            return f"{card.party}'s card has key {fingerprint(key)}, but {whose} another"
        self._keys[card.party] = key
        self.kinds.setdefault(card.party, card.kind)
        return None

    def reports(self, used: set[str]) -> tuple[PartyReport, ...]:
        """The parties whose keys were used, sorted."""
        return tuple(
            PartyReport(party, fingerprint(key), party in self._pinned)
            for party, key in sorted(self._keys.items())
            if party in used
        )
