"""Who may be told a message beyond those it was sent to: its sender's wish, kept on the way out.

Everything that gives a message to somebody else asks here: exports and bundles for another party,
feeds, relays, public views. The sender, its receivers and those it named for information always
hold it. What says nothing about its release goes no further than the receivers' own forces: that
is what a notice is for. A correction, cancellation or end is released as what it is about, unless
it says otherwise itself.
What this cannot do: make a party that holds a message keep it. It keeps this node from giving it
away by accident, and says on record what the sender wished.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from detente.core.line.message import Message, Releasability
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

_CHANGES = ("COR", "CAN", "END", "NHC")
CHAIN_MAX = 1_000  # corrections of corrections; a chain is no longer than its line is old


class Reach(StrEnum):
    """How far outside the receivers somebody stands."""

    FORCES = "forces"  # a receiver's own units: crews, echelons, readers of its feeds
    PARTY = "party"  # one named party
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Audience:
    """To whom something is given. party: of `Reach.PARTY`, as the channel or sender names it."""

    reach: Reach
    party: str = ""


FORCES = Audience(Reach.FORCES)
PUBLIC = Audience(Reach.PUBLIC)


def party(name: str) -> Audience:
    """The audience that is one other party."""
    return Audience(Reach.PARTY, name)


def wish(message: Message, find: Callable[[str], Message | None]) -> Message:
    """The message whose releasability counts: its own, or that of what it corrects or ends.

    find: a message by its number, None when it is not held.
    """
    for _ in range(CHAIN_MAX):
        if message.releasability is not None or message.format not in _CHANGES:
            break
        before = find(message.ref) if message.ref is not None else None
        if before is None:
            break
        message = before
    return message


def withheld_from(message: Message, author: str, audience: Audience) -> Refusal | None:
    """Why the audience may not be given the message; None when it may. Ask of its `wish`."""
    said, name = message.releasability, audience.party
    if audience.reach is Reach.PARTY and name in (author, *message.to, *message.info):
        return None
    if said is Releasability.PUBLIC:
        return None
    if said is Releasability.NAMED and audience.reach is Reach.PARTY:
        allowed = name in message.releasable_to
    else:
        allowed = audience.reach is Reach.FORCES and said is not Releasability.NONE
    if allowed:
        return None
    to = name[:64] if audience.reach is Reach.PARTY else audience.reach.value
    words = _WORDS[said]
    reason = f"{message.number} may not be given to {to}: {words}"
    return Refusal("releasability", "not-releasable", reason, f"Ask {author} to release it")


_WORDS: dict[Releasability | None, str] = {
    None: "its sender says nothing of others, so it stays with the receivers and their forces",
    Releasability.NONE: "its sender releases it to nobody beyond the receivers",
    Releasability.OWN_FORCES: "its sender releases it to the receivers' own forces only",
    Releasability.NAMED: "its sender names others",
    Releasability.PUBLIC: "it is public",
}
