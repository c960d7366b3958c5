"""`sign_in` in node.json: where officers open the console, and who else may say who they are.

    "sign_in": {
      "address": "https://amber.ops.example:8700",
      "oidc": {"issuer": "https://id.ops.example/realms/amber", "client_id": "detente",
               "secret_file": "keys/oidc.secret", "claim": "preferred_username",
               "name": "Ops identity"}}

A provider says only who somebody is, by the claim that names one of the officers known here; what
that officer may do is said here and nowhere else.
Not here: the exchange with the provider (oidc.py).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import msgspec

from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.serve.home import RunInfo

NAME_CHARS_MAX: Final = 60  # on a button
CLAIM_CHARS_MAX: Final = 100
SCOPES_MAX: Final = 10


class OidcSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An OpenID provider. issuer: as its tokens name it; http for this machine alone.

    secret_file: the client's secret, a file below the home; empty: a public client (PKCE alone).
    claim: of the ID token (or of userinfo) that is the officer's handle. name: on the button.
    ca_file: whom to trust for the provider's certificate, PEM; empty: the system's.
    """

    issuer: str
    client_id: str
    secret_file: str = ""
    claim: str = "preferred_username"
    name: str = ""
    scopes: tuple[str, ...] = ("openid", "profile")
    ca_file: str = ""


class SignInSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """address: what officers open in the browser, when it is not this machine's own name."""

    address: str = ""
    oidc: OidcSettings | None = None


def sign_in_problems(settings: SignInSettings) -> Iterator[Refusal]:
    """Everything that cannot be meant, each with its path."""
    if settings.address and not is_base(settings.address):
        remedy = "Write https://HOST:PORT, as officers type it"
        yield _problem("address", settings.address, "is no address of a console", remedy)
    oidc = settings.oidc
    if oidc is None:
        return
    if not is_issuer(oidc.issuer):
        remedy = "Write https://HOST/PATH as the provider names itself; http on this machine alone"
        yield _problem("oidc.issuer", oidc.issuer, "is no address of a provider", remedy)
    for field in ("client_id", "claim"):
        text: str = getattr(oidc, field)
        if not 0 < len(text) <= CLAIM_CHARS_MAX or not text.isprintable():
            remedy = f"Give 1 to {CLAIM_CHARS_MAX} printable characters"
            yield _problem(f"oidc.{field}", text, "cannot be meant", remedy)
    if len(oidc.name) > NAME_CHARS_MAX or not oidc.name.isprintable():
        remedy = f"At most {NAME_CHARS_MAX} printable characters: it stands on a button"
        yield _problem("oidc.name", oidc.name, "cannot be shown", remedy)
    if "openid" not in oidc.scopes or len(oidc.scopes) > SCOPES_MAX:
        remedy = f"Name openid and at most {SCOPES_MAX - 1} more"
        yield _problem("oidc.scopes", " ".join(oidc.scopes), "cannot be asked for", remedy)


def _problem(field: str, text: str, what: str, remedy: str) -> Refusal:
    return Refusal(f"sign_in.{field}", "setting", f"{text[:100]!r} {what}", remedy)


def is_loopback_name(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def is_address(host: str) -> bool:
    """Whether a host is an IP address; a passkey needs a name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_base(text: str) -> bool:
    """Whether a text is scheme, host and perhaps port, and nothing more."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    bare = f"{parts.scheme}://{parts.netloc}"
    whole = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    return whole and text == bare


def is_issuer(text: str) -> bool:
    """Whether a text can be an issuer: https, or http on this machine; no query, no fragment."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    fit = parts.scheme == "https" or (
        parts.scheme == "http" and is_loopback_name(parts.hostname or "")
    )
    odd = parts.query or parts.fragment or "@" in parts.netloc or not text.isascii()
    return fit and bool(parts.hostname) and not odd


def console_address(settings: SignInSettings, info: RunInfo) -> str:
    """What an officer opens in the browser: as set, or by the name `localhost` on this machine.

    Not 127.0.0.1: a passkey is bound to a name, and an address is none.
    """
    if settings.address:
        return settings.address
    parts = urlsplit(info.api)
    host = parts.hostname or ""
    if is_loopback_name(host):
        return f"{parts.scheme}://localhost:{info.api_port}"
    if host in ("0.0.0.0", "::"):  # noqa: S104 - what it listens on; nobody can open that
        host = socket.gethostname()
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}:{info.api_port}"


def link_path(token: str) -> str:
    """Below the console's address; in the fragment, which browsers send to nobody."""
    return f"/#/sign-in/{token}"
