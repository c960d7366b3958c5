"""A party's node gets a new certificate: the party says so on each channel, peers pin it.

The word of the party's key is enough, for that key is what was compared by voice; the certificate
only opens the link. The older one is taken until the time that the party named, so that nobody is
locked out who learns of it late. A renewal by its author's clock older than the one known changes
nothing, because channels deliver in any order. Not here: keys (journal.rotation), files (serve).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.core.events import HOUSE
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.events import CardRenewed
    from detente.core.line.message import Line
    from detente.core.line.state import State

CERTIFICATE_CHARS_MAX = 8_192  # a self-signed P-256 certificate has about 800
ADDRESS_CHARS_MAX = 300  # a name of 253, brackets and a port
OVERLAP_MS_MAX = 90 * 86_400_000  # a quarter: longer than any peer should be away
FORMER_MAX = 4  # certificates of one party that are still taken; more is a mistake


def renewal_problems(author: str, event: CardRenewed, at_ms: int) -> tuple[Refusal, ...]:
    """Why a renewal is not taken; empty when it is. at_ms: its author's clock."""
    found: list[Refusal] = []
    if event.party != author:
        reason = f"{author} renews the certificate of {event.party[:80]!r}"
        found.append(Refusal("party", "renewal-party", reason, "Each party renews its own"))
    if not 0 < len(event.certificate) <= CERTIFICATE_CHARS_MAX:
        reason = f"a certificate of {len(event.certificate)} characters"
        found.append(Refusal("certificate", "certificate", reason, "Send one certificate in PEM"))
    if not 0 < len(event.address) <= ADDRESS_CHARS_MAX:
        reason = f"an address of {len(event.address)} characters"
        found.append(Refusal("address", "address", reason, "Give host:port of the peer listener"))
    if event.old_until_ms - at_ms > OVERLAP_MS_MAX:
        reason = "the older certificate would be taken for more than 90 days"
        found.append(Refusal("old_until_ms", "renewal-overlap", reason, "Name an earlier time"))
    return tuple(found)


def renew(
    state: State,
    author: str,
    line: Line,
    event: CardRenewed,
    *,
    at_ms: int,
    sequence: int,
    epoch: int,
) -> None:
    """Fold a renewal: the card has the new certificate, the old one is taken for a while."""
    card = state.cards.get(author)
    if card is None or renewal_problems(author, event, at_ms):
        return
    if author == state.party and line.channel != HOUSE:
        state.renewals[line] = (epoch, sequence)
    if at_ms <= state.renewed_ms.get(author, -1) or event.certificate == card.certificate:
        return
    state.renewed_ms[author] = at_ms
    former = tuple(one for one in state.former.get(author, ()) if one[0] != event.certificate)
    former += ((card.certificate, event.old_until_ms),)
    state.former[author] = former[-FORMER_MAX:]
    state.cards[author] = replace(card, certificate=event.certificate, address=event.address)
