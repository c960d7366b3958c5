"""Check a card that came from outside before anything of it is pinned: every problem at once.

A card binds a party's id to its keys, its certificate and its address. The node checks that it
collides with nothing that it holds (node.admin); here its parts must be what they claim to be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.events import WITNESS
from detente.core.refusal import Refusal
from detente.journal.forms import Malformed, is_name
from detente.journal.signatures import public_from_text
from detente.serve import tls
from detente.serve.home import (
    NAME_CHARS_MAX,
    OFFSET_MIN_MAX,
    PARTY_KINDS,
    is_url,
    split_address,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.core.events import PartyCard


def check_card(card: PartyCard) -> tuple[Refusal, ...]:
    """Every reason why this card cannot be pinned; empty when it can."""
    return tuple(_problems(card))


def check_witness(card: PartyCard) -> tuple[Refusal, ...]:
    """Every reason why nothing can be submitted to the witness of this card."""
    others = ("card.certificate", "card.address")
    found = [one for one in _problems(card) if one.field not in others]
    if card.kind != WITNESS:
        reason = f"{card.kind[:40]!r} is not a witness"
        found.append(Refusal("card.kind", "party-kind", reason, "Take the card of a witness"))
    if not is_url(card.address):
        reason = f"{card.address[:80]!r} is no http or https URL"
        found.append(Refusal("card.address", "url", reason, "Give the witness's submission prefix"))
    try:
        if card.certificate:
            tls.der(card.certificate)
    except tls.BadCertificate as error:
        remedy = "Send the witness's tls.crt, or none when the web's authorities know it"
        found.append(Refusal("card.certificate", "certificate", str(error), remedy))
    return tuple(found)


def _problems(card: PartyCard) -> Iterator[Refusal]:
    if not is_name(card.party) or card.party == "house":
        yield Refusal(
            "card.party",
            "party-name",
            f"{card.party[:80]!r} cannot be a party's id",
            "Use a to z, 0 to 9 and inner hyphens, at most 64, and not 'house'",
        )
    if not card.name.strip() or len(card.name) > NAME_CHARS_MAX or not card.name.isprintable():
        reason = f"a name has 1 to {NAME_CHARS_MAX} printable characters"
        yield Refusal("card.name", "party-title", reason, "Shorten it")
    if card.kind not in PARTY_KINDS:
        kinds = ", ".join(PARTY_KINDS)
        yield Refusal("card.kind", "party-kind", f"{card.kind[:40]!r} is unknown", f"Use {kinds}")
    for field, key in (("key", card.key), ("recovery_key", card.recovery_key)):
        try:
            public_from_text(key)
        except Malformed as error:
            remedy = "Send 32 bytes in base64"
            yield Refusal(f"card.{field}", "party-public-key", error.reason, remedy)
    try:
        tls.der(card.certificate)
    except tls.BadCertificate as error:
        yield Refusal("card.certificate", "certificate", str(error), "Send the node's tls.crt")
    found = split_address(card.address)
    if found is None or found[1] == 0:
        reason = f"{card.address[:80]!r} is not host:port"
        yield Refusal("card.address", "address", reason, "Give host:port of the peer listener")
    if abs(card.utc_offset_min) > OFFSET_MIN_MAX:
        reason = f"{card.utc_offset_min} minutes is beyond {OFFSET_MIN_MAX}"
        yield Refusal("card.utc_offset_min", "utc-offset", reason, "Give minutes from UTC")
