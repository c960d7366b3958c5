"""Passkeys (WebAuthn): what a browser is asked, and whether its answer proves anything.

A passkey belongs to the host name at which it was made and answers no other, so that nobody can be
lured into using it elsewhere. A challenge is good for some minutes and once. It carries its own
proof instead of waiting in a table: who asks for a million of them fills nothing.
The user is verified (a finger, a PIN) each time: a key that lies about is not enough.
Not here: who may sign in with which passkey (core.watch.sessions), HTTP (http/passkey_routes.py).
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers.cose import COSEAlgorithmIdentifier

from detente.core.refusal import Fault
from detente.core.units import MS_PER_MIN

CHALLENGE_MS: Final = 5 * MS_PER_MIN  # to find the key, its reader, and one's glasses
USED_KEPT_MS: Final = 60 * MS_PER_MIN  # longer than any of them is good for
ALGORITHMS: Final = (  # what authenticators speak; all of them at least as strong as the journals
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
)
_NONCE: Final = 16
_TIME: Final = 8
_MAC: Final = 16

log = structlog.get_logger("detente.passkeys")


class BadPasskey(Fault):
    """What a browser answered proves nothing: forged, stale, for another place, or unreadable."""


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey that a browser made: its id and COSE key (base64url), and its count."""

    passkey: str
    public_key: str
    sign_count: int


class Challenges:
    """Random words that are good once, for one purpose and a short time. Owned by the loop."""

    def __init__(self, clock: Callable[[], int], entropy: Callable[[int], bytes]) -> None:
        self._clock = clock
        self._entropy = entropy
        self._key = entropy(32)
        self._used: dict[bytes, int] = {}  # those that proved something, until they are too old

    def make(self, purpose: str) -> bytes:
        """A fresh one; the purpose says for what and for whom."""
        body = self._entropy(_NONCE) + self._clock().to_bytes(_TIME)
        return body + self.derive(purpose, body)[:_MAC]

    def check(self, challenge: bytes, purpose: str, good_ms: int = CHALLENGE_MS) -> None:
        """Raise BadPasskey unless it is ours, for this purpose, fresh and unused."""
        body, mac = challenge[:-_MAC], challenge[-_MAC:]
        wanted = self.derive(purpose, body)[:_MAC]
        if len(challenge) != _NONCE + _TIME + _MAC or not hmac.compare_digest(mac, wanted):
            raise BadPasskey("the challenge is not one of this node for this purpose")
        now_ms = self._clock()
        if now_ms - int.from_bytes(body[_NONCE:]) >= good_ms:
            raise BadPasskey("the challenge is too old")
        if challenge in self._used:
            raise BadPasskey("the challenge was used")

    def use_up(self, challenge: bytes) -> None:
        """It has proved something: it is good for nothing more."""
        now_ms = self._clock()
        self._used = {one: ms for one, ms in self._used.items() if now_ms - ms < USED_KEPT_MS}
        self._used[challenge] = now_ms

    def derive(self, purpose: str, body: bytes) -> bytes:
        """32 bytes that only this node can make of both, until it stops."""
        return hmac.digest(self._key, purpose.encode() + b"\0" + body, "sha256")


def text(data: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def data(text_: str) -> bytes:
    """The bytes of base64url. Raises BadPasskey."""
    try:
        return urlsafe_b64decode(text_.encode("ascii") + b"=" * (-len(text_) % 4))
    except ValueError as error:
        raise BadPasskey("is no base64url") from error


def user_id(party: str, officer: str) -> str:
    """What an authenticator files an officer's passkeys under: the same each time, says nothing."""
    digest = hashlib.sha256(f"detente passkey\0{party}\0{officer}".encode()).digest()
    return text(digest[:_NONCE])


def registered(
    credential: dict[str, object], challenge: bytes, host: str, origin: str
) -> NewPasskey:
    """The passkey that a browser made at this origin. Raises BadPasskey."""
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            require_user_verification=True,
            supported_pub_key_algs=list(ALGORITHMS),
        )
    except Exception as error:  # the library lets its decoders' own exceptions through
        raise _refused(error) from error
    return NewPasskey(text(made.credential_id), text(made.credential_public_key), made.sign_count)


def asserted(
    credential: dict[str, object], challenge: bytes, host: str, origin: str, public_key: str
) -> int:
    """How often the passkey says that it signed, if it signed this. Raises BadPasskey."""
    try:
        done = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=data(public_key),
            credential_current_sign_count=0,  # the record judges the count, so that it is said why
            require_user_verification=True,
        )
    except Exception as error:  # the library lets its decoders' own exceptions through
        raise _refused(error) from error
    return int(done.new_sign_count)


def _refused(error: Exception) -> BadPasskey:
    log.info("passkey refused", why=str(error), kind=type(error).__name__)
    return BadPasskey(str(error)[:200])
