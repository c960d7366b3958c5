"""Who signs in at this node, by which means, and until when: what the house journal holds of it.

Secrets never enter the record: a link and a session stand here by the SHA-256 (hex) of theirs, a
passkey by its public key. So whoever reads the record can tell who was at the screen, and cannot
become anybody by it.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.core.line.message import Role, Signature


@dataclass(frozen=True, slots=True)
class SignInLinkMade:
    """Whoever opens the link first, before `expires_ms`, signs in as the officer.

    by: who made it; None: the node itself, at its first start.
    """

    officer: str
    token_sha256: str
    expires_ms: int
    by: Signature | None


@dataclass(frozen=True, slots=True)
class SessionBegun:
    """An officer signed in; ends at `until_ms` if not before.

    session: serial number in this house. role: the officer's then. means: `sessions.MEANS`.
    proof: what it rests on: the link's SHA-256, the passkey's id, or the provider's address, `#`
    and its name for the person.
    sign_count: of the passkey, as it said; 0 of the others.
    """

    session: int
    officer: str
    role: Role
    secret_sha256: str
    means: str
    proof: str
    sign_count: int
    until_ms: int


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The session opens nothing any more. why: `sessions.ENDS`. by: who ended it, if an officer.

    Not written when its time is up, or when its officer was removed or given another role: the
    record says those already.
    """

    session: int
    why: str
    by: Signature | None


@dataclass(frozen=True, slots=True)
class PasskeyAdded:
    """An officer may sign in with this passkey at the host name `host`.

    passkey: its id, base64url. public_key: COSE, base64url. name: the officer's word for it.
    """

    passkey: str
    officer: str
    public_key: str
    sign_count: int
    host: str
    name: str
    by: Signature


@dataclass(frozen=True, slots=True)
class PasskeyRemoved:
    """The passkey signs nobody in any more."""

    passkey: str
    officer: str
    by: Signature


SignInEvent = SignInLinkMade | SessionBegun | SessionEnded | PasskeyAdded | PasskeyRemoved
