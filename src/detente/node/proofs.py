"""How far each journal is delivered and final: a ledger of cosignatures.

A cosignature says "I hold the first n entries and their bodies" and covers all before it, so per
journal and party only growing sizes matter. *Final* means cosigned by all who were members at that
entry; whoever is missing is named. Nothing here verifies a signature: see journal.note.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a party acknowledged: its clock (C2SP carries seconds) and when this node held it."""

    size: int
    time_s: int
    held_at_ms: int


@dataclass(slots=True)
class Proofs:
    """Cosignatures by journal and party. Owned by the writer."""

    _stamps: dict[str, dict[str, list[Stamp]]] = field(default_factory=dict)

    def add(self, journal: str, party: str, stamp: Stamp) -> bool:
        """Note a cosignature; False when it says no more than what was known."""
        stamps = self._stamps.setdefault(journal, {}).setdefault(party, [])
        if stamps and stamps[-1].size >= stamp.size:
            return False
        stamps.append(stamp)
        return True

    def size(self, journal: str, party: str) -> int:
        """How many entries of the journal the party has cosigned."""
        stamps = self._stamps.get(journal, {}).get(party)
        return stamps[-1].size if stamps else 0

    def most(self, journal: str) -> int:
        """How many entries of the journal anybody has cosigned: that much is surely one tree."""
        stamps = self._stamps.get(journal, {}).values()
        return max((known[-1].size for known in stamps if known), default=0)

    def first_covering(self, journal: str, party: str, sequence: int) -> Stamp | None:
        """The earliest cosignature by the party that covers the entry, if there is one."""
        stamps = self._stamps.get(journal, {}).get(party, [])
        at = bisect_left(stamps, sequence + 1, key=lambda stamp: stamp.size)
        return stamps[at] if at < len(stamps) else None

    def final(self, journal: str, kept: int, joined_at: Mapping[str, int]) -> int:
        """How many entries are final. joined_at: sequence from which each other member counts."""
        bounds = (
            max(self.size(journal, party), min(sequence, kept))
            for party, sequence in joined_at.items()
        )
        return min(bounds, default=kept)

    def missing(self, journal: str, sequence: int, joined_at: Mapping[str, int]) -> tuple[str, ...]:
        """Members at that entry whose cosignature is not held, sorted."""
        return tuple(
            sorted(
                party
                for party, since in joined_at.items()
                if since <= sequence and self.size(journal, party) <= sequence
            )
        )
