"""An authenticator in software: makes passkeys and answers with them, truthfully or not.

It does what a security key does with the bytes of WebAuthn level 2 (attestation "none", ES256,
signature counter), so that every check of the node can be tried with an answer that fails it.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any, Final

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT: Final = 0x01
VERIFIED: Final = 0x04
ATTESTED: Final = 0x40
AAGUID: Final = bytes(16)


def text(data: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def data(text_: str) -> bytes:
    """And back."""
    return urlsafe_b64decode(text_ + "=" * (-len(text_) % 4))


@dataclass(slots=True)
class Authenticator:
    """One security key with one passkey. flags, count, origin: what it is about to claim."""

    origin: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    passkey: bytes = field(default_factory=lambda: os.urandom(32))
    flags: int = PRESENT | VERIFIED
    count: int = 0
    user: str = ""

    def make(self, wanted: Any) -> dict[str, Any]:
        """The answer to `navigator.credentials.create`."""
        self.user = wanted["user"]["id"]
        public = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32), -3: public.y.to_bytes(32)}
        attested = AAGUID + struct.pack(">H", len(self.passkey)) + self.passkey
        body = self._state(wanted["rp"]["id"], ATTESTED) + attested + cbor2.dumps(cose)
        client = self._client("webauthn.create", wanted["challenge"])
        statement = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": body})
        return self._credential(clientDataJSON=text(client), attestationObject=text(statement))

    def answer(self, asking: Any) -> dict[str, Any]:
        """The answer to `navigator.credentials.get`; counts one more use."""
        self.count += 1
        state = self._state(asking["rpId"])
        client = self._client("webauthn.get", asking["challenge"])
        signed = state + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._credential(
            clientDataJSON=text(client),
            authenticatorData=text(state),
            signature=text(signature),
            userHandle=self.user,
        )

    def _state(self, host: str, more: int = 0) -> bytes:
        digest = hashlib.sha256(host.encode()).digest()
        return digest + struct.pack(">BI", self.flags | more, self.count)

    def _client(self, what: str, challenge: str) -> bytes:
        said = {"type": what, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _credential(self, **response: str) -> dict[str, Any]:
        name = text(self.passkey)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}
