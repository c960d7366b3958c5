"""Who this node is: its party's card and the key that signs its journals.

The shell loads the keys from the home directory; nothing here touches a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.core.events import PartyCard

if TYPE_CHECKING:
    from detente.journal.keys import Signer


@dataclass(frozen=True, slots=True)
class Identity:
    """A party's public card and its signing key; the recovery key stays offline.

    former: signing keys that were rotated: they open what was sealed to them, and sign nothing.
    """

    card: PartyCard
    signer: Signer
    former: tuple[Signer, ...] = ()

    @property
    def openers(self) -> tuple[Signer, ...]:
        """The keys that open what was sealed for this party, the newest first."""
        return (self.signer, *self.former)

    @property
    def party(self) -> str:
        """The party's short id, such as ``amber``."""
        return self.card.party
