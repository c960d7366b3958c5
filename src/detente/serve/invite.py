"""Invitations: a text to be carried by hand, signed by the inviter, good once and for minutes.

``detente-invite-1:`` and the base64url of the inviter's Ed25519 signature (64 bytes) and canonical
JSON: the inviter's card and the charter (as the body of an `Opened` event), a secret, an expiry.
Whoever holds the text may join, so it travels like a key; fingerprints are compared by voice.
The joining side proves its own key over the secret (`join_frame`), inside TLS to the pinned
certificate of the inviter. Not here: sockets (serve.peers), who may invite (node.admin).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from detente.core.events import Charter, Joined, Opened, PartyCard
from detente.core.refusal import Refusal
from detente.journal.forms import Malformed
from detente.journal.signatures import SIGNATURE_BYTES, fingerprint, public_from_text, verify
from detente.serve.cards import check_card
from detente.wire.events import decode as decode_event
from detente.wire.events import encode as encode_event
from detente.wire.peer import JoinFrame

if TYPE_CHECKING:
    from detente.journal.keys import Signer

PREFIX: Final = "detente-invite-1:"
INVITE_CONTEXT: Final = b"detente/invite/v1\n"
JOIN_CONTEXT: Final = b"detente/join/v1\n"
SECRET_BYTES: Final = 32
TEXT_CHARS_MAX: Final = 65_536  # a charter with an area of 1,000 vertices has about 36,000
MINUTES_MAX: Final = 7 * 24 * 60  # a week: longer than a courier needs, short for a lost paper


class _Paper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is signed. opened: body of an `Opened` event with the inviter's card and charter."""

    channel: str
    expires_ms: int
    opened: str
    secret: str
    v: int = 1


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that verifies. fingerprint: of the inviter's key, to be compared by voice."""

    charter: Charter
    inviter: PartyCard
    secret: bytes
    expires_ms: int

    @property
    def fingerprint(self) -> str:
        """Of the inviter's signing key."""
        return fingerprint(public_from_text(self.inviter.key))


_decoder = msgspec.json.Decoder(_Paper)
_encoder = msgspec.json.Encoder(order="sorted")


def secret_sha256(secret: bytes) -> str:
    """What stands for the secret in the inviter's journal (hex)."""
    return hashlib.sha256(secret).hexdigest()


def write(
    signer: Signer, inviter: PartyCard, charter: Charter, secret: bytes, expires_ms: int
) -> str:
    """The invitation's text."""
    _, _, opened = encode_event(Opened(inviter, charter))
    paper = _Paper(
        channel=charter.channel,
        expires_ms=expires_ms,
        opened=opened.decode("utf-8"),
        secret=secret.hex(),
    )
    data = _encoder.encode(paper)
    sealed = signer.sign(INVITE_CONTEXT + data) + data
    return PREFIX + base64.urlsafe_b64encode(sealed).rstrip(b"=").decode("ascii")


def read(text: str, now_ms: int) -> Invitation | tuple[Refusal, ...]:
    """The invitation that a text says, or why it is none: cut, changed, expired, of a bad card."""
    text = "".join(text.split())
    if not text.startswith(PREFIX) or len(text) > TEXT_CHARS_MAX:
        return _bad("invitation-form", f"an invitation begins with {PREFIX}", "Copy the whole text")
    try:
        coded = text[len(PREFIX) :]
        sealed = base64.b64decode(coded + "=" * (-len(coded) % 4), b"-_", validate=True)
        paper = _decoder.decode(sealed[SIGNATURE_BYTES:])
        secret = bytes.fromhex(paper.secret)
    except (binascii.Error, ValueError, msgspec.MsgspecError, RecursionError):
        return _bad("invitation-form", "the text is cut or changed", "Copy the whole text")
    opened = decode_event("opened", 1, paper.opened.encode("utf-8"))
    if not isinstance(opened, Opened) or opened.charter is None or len(secret) != SECRET_BYTES:
        return _bad("invitation-form", "the text holds no charter", "Ask for a new invitation")
    signature, data = sealed[:SIGNATURE_BYTES], sealed[SIGNATURE_BYTES:]
    return _checked(
        Invitation(opened.charter, opened.card, secret, paper.expires_ms),
        paper,
        signature,
        data,
        now_ms,
    )


def _checked(
    found: Invitation, paper: _Paper, signature: bytes, data: bytes, now_ms: int
) -> Invitation | tuple[Refusal, ...]:
    refusals = check_card(found.inviter)
    if refusals:
        return refusals
    genuine = verify(public_from_text(found.inviter.key), signature, INVITE_CONTEXT + data)
    if not genuine or paper.channel != found.charter.channel or paper.v != 1:
        return _bad(
            "invitation-signature",
            f"the text is not as {found.inviter.party} signed it",
            "Ask for a new invitation and compare fingerprints by voice",
        )
    if now_ms > paper.expires_ms:
        late_min = (now_ms - paper.expires_ms) // 60_000
        return _bad("invitation-expired", f"it expired {late_min} min ago", "Ask for a new one")
    return found


def _bad(rule: str, reason: str, remedy: str) -> tuple[Refusal, ...]:
    return (Refusal("invitation", rule, reason, remedy),)


def _join_proof(channel: str, secret: bytes, card: PartyCard) -> bytes:
    """What the joining party signs: context, channel, the secret's hash, its card."""
    _, _, joined = encode_event(Joined(card))
    name = channel.encode("utf-8")
    return JOIN_CONTEXT + hashlib.sha256(secret).digest() + name + b"\n" + joined


def join_frame(signer: Signer, card: PartyCard, invitation: Invitation) -> JoinFrame:
    """How the invited party introduces itself."""
    channel, secret = invitation.charter.channel, invitation.secret
    return JoinFrame(channel, secret, card, signer.sign(_join_proof(channel, secret, card)))


def check_join(frame: JoinFrame) -> tuple[Refusal, ...]:
    """Why an introduction is not to be believed; the secret itself is the node's to know."""
    refusals = check_card(frame.card)
    if refusals:
        return refusals
    try:
        proof = _join_proof(frame.channel, frame.secret, frame.card)
        genuine = verify(public_from_text(frame.card.key), frame.signature, proof)
    except (Malformed, UnicodeEncodeError, ValueError):
        genuine = False
    if genuine and len(frame.secret) == SECRET_BYTES:
        return ()
    reason = "the introduction is not signed by the key in its card"
    return (Refusal("signature", "join-signature", reason, "Join again from the node itself"),)
