"""What a node keeps in mind beside its state and its journals: per step, and over all entries."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.core.events import (
    WITNESS,
    EvidenceKept,
    Joined,
    KeyRotated,
    Opened,
    PartyCard,
    Restored,
    Settled,
)
from detente.journal.forms import Malformed
from detente.journal.rotation import Keyring, statement_of
from detente.journal.signatures import public_from_text

if TYPE_CHECKING:
    from detente.core.events import Event, Previous
    from detente.journal.forms import JournalId
    from detente.journal.store import Cosignature, Held, Record


@dataclass(slots=True)
class Batch:
    """What one step has decided but not yet made durable."""

    now_ms: int
    records: list[Record] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)
    cosigned: list[Cosignature] = field(default_factory=list)
    evidence: list[EvidenceKept] = field(default_factory=list)


@dataclass(slots=True)
class Book:
    """What replaying the store builds beside the state and the journals; a snapshot keeps it whole.

    unknown:  entries that this version does not understand, by journal.
    withheld: entries whose bodies retention deleted, here or at their author, by journal.
    joined:   per journal, the sequence at which its author took each other member.
    evidence: (peer, SHA-256) of what is kept.
    keyring:  the keys of all parties.
    restored: our unsettled journals, with the size from which entries may be missing.
    previous: what each journal of a later epoch goes on from.
    split:    our journals that we went on in after an unnoticed restore: never pushed again.
    loose:    our journals that others may rightly hold otherwise than we: split, or with a thief's
              entries at their end.
    """

    position: int = 0
    unknown: dict[str, int] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)
    joined: dict[str, dict[str, int]] = field(default_factory=dict)
    evidence: set[tuple[str, str]] = field(default_factory=set)
    keyring: Keyring = field(default_factory=Keyring)
    restored: dict[str, int] = field(default_factory=dict)
    previous: dict[str, Previous] = field(default_factory=dict)
    split: set[str] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)

    def remember(self, journal: JournalId, held: Held, event: Event, *, ours: bool) -> None:
        """Note what an event says beside its effect on the state. ours: in our own journal."""
        if isinstance(event, Opened | Joined):
            self._card(held, event, ours=ours)
        elif isinstance(event, KeyRotated) and event.party == journal.party:
            self.keyring.recall(statement_of(event))
        elif isinstance(event, EvidenceKept):
            self.evidence.add((event.peer, event.sha256))
        elif isinstance(event, Restored) and ours:
            self.restored.update(event.journals)
        elif isinstance(event, Settled) and ours:
            self.restored.pop(event.journal, None)
            if event.how == "split":
                self.split.add(event.journal)
                self.loose.add(event.journal)

    def _card(self, held: Held, event: Opened | Joined, *, ours: bool) -> None:
        if ours:
            self._pin(event.card)
        if isinstance(event, Joined) and event.card.kind == WITNESS:
            return  # whose cosignature is shown apart from final
        if isinstance(event, Joined):
            joined = self.joined.setdefault(held.journal, {})
            joined.setdefault(event.card.party, held.entry.header.sequence)
        elif event.previous is not None:
            self.previous[held.journal] = event.previous
            if ours and event.previous.reason == "stolen":
                self.loose.add(event.previous.journal)

    def _pin(self, card: PartyCard) -> None:
        """Take a party's keys from the card that was pinned; a later card changes nothing."""
        with contextlib.suppress(Malformed):  # a card of a hand-made record, without real keys
            key, recovery = public_from_text(card.key), public_from_text(card.recovery_key)
            self.keyring.pin(card.party, key, recovery)
