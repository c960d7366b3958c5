"""Our own certificate's renewal: what is written on which line, and which peers know of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.core.events import CardRenewed, Event
from detente.core.line.message import Line
from detente.core.renewal import renewal_problems
from detente.journal.forms import JournalId
from detente.node.admin import HOUSE_LINE

if TYPE_CHECKING:
    from detente.core.events import PartyCard
    from detente.core.refusal import Refusal
    from detente.node.inputs import RenewCertificate
    from detente.node.node import Node


def renewal_events(
    node: Node, item: RenewCertificate, now_ms: int
) -> tuple[tuple[Line, Event], ...] | tuple[Refusal, ...]:
    """One renewal to the house and to each channel, or why it is refused."""
    event = CardRenewed(node.party, item.certificate, item.address, item.old_until_ms)
    problems = renewal_problems(node.party, event, now_ms)
    if problems:
        return problems
    lines = [HOUSE_LINE, *(Line(channel) for channel in sorted(node.state.charters))]
    return tuple((line, event) for line in lines)


def renewed_card(card: PartyCard, item: RenewCertificate) -> PartyCard:
    """Our card as it is from now on."""
    return replace(card, certificate=item.certificate, address=item.address)


def announced(node: Node) -> str | None:
    """The certificate of our last renewal in the record; None when there was none."""
    if node.party not in node.state.renewed_ms:
        return None
    return node.state.cards[node.party].certificate


def knows(node: Node, peer: str) -> bool:
    """Whether the peer has cosigned our last renewal on some line, or was there for none."""
    ours = [
        (str(JournalId(line, node.party, epoch)), sequence)
        for line, (epoch, sequence) in node.state.renewals.items()
        if peer in node.state.members.get(line.channel, ())
    ]
    return not ours or any(node.cosigned(journal, peer) > sequence for journal, sequence in ours)


def waiting_for(node: Node) -> tuple[str, ...]:
    """The peers that do not know our last renewal yet, sorted."""
    return tuple(card.party for card in node.peers() if not knows(node, card.party))


def former(node: Node, party: str) -> tuple[tuple[str, int], ...]:
    """Older certificates of a party, each with until when it is taken (ms, by its clock)."""
    return node.state.former.get(party, ())
