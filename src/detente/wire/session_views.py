"""Sign-in as a client sees it: who I am, until when, and which ways in there are."""

from __future__ import annotations

import msgspec

from detente.core.line.message import Role


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """A session, or the token that asks. means: link, passkey, oidc, or token.

    session: its serial; None of a token. until_ms: when it ends by itself; None of a token.
    idle_ms: after so long without a word from its screen it ends. mine: whether it is the asker's.
    heard_ms: when its screen was last heard.
    """

    session: int | None
    officer: str
    role: Role
    party: str
    party_name: str
    means: str
    since_ms: int | None
    until_ms: int | None
    idle_ms: int
    mine: bool
    heard_ms: int | None


class SignInView(msgspec.Struct, frozen=True, kw_only=True):
    """Which ways in this node offers to who asks from here; a link always works.

    passkey: whether a passkey can sign in at this address now; passkeys_here: whether one could be
    added at this address at all. local: the address to open instead when not; None off this
    machine. oidc: the provider's name; None when none is set up.
    """

    party: str
    party_name: str
    link: bool
    passkey: bool
    passkeys_here: bool
    local: str | None
    oidc: str | None


class SignInLinkView(msgspec.Struct, frozen=True, kw_only=True):
    """A link that signs in once; shown this once. path: below the node's own address."""

    officer: str
    token: str
    url: str
    path: str
    expires_ms: int


class PasskeyView(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey: its id (base64url), whose, its name, and where it works. used_ms: last."""

    passkey: str
    officer: str
    name: str
    host: str
    added_ms: int
    used_ms: int | None
