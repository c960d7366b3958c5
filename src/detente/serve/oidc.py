"""OpenID Connect: another system says who somebody is; what they may do is said here alone.

Authorisation code with PKCE, state and nonce, all three made from one word that only this browser
holds, so nothing waits here for those who never come back. Only the issuer's own host is asked, for
its description, its keys and the exchange, each answer bounded in bytes and time, no redirect
followed. An identity token counts if the issuer signed it, for this client, for this very sign-in,
and it has not run out.
Not here: cookies and redirects (http/oidc_routes.py), which officer that is (core.watch.sessions).
"""

from __future__ import annotations

import hashlib
import ssl
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from detente.core.refusal import Fault
from detente.core.units import MS_PER_MIN
from detente.core.values import Json
from detente.serve.alarm.ways import secret
from detente.serve.passkeys import BadPasskey, data, text

if TYPE_CHECKING:
    from pathlib import Path

    from detente.serve.passkeys import Challenges
    from detente.serve.sign_in import OidcSettings

PURPOSE: Final = "oidc"
AWAY_MS: Final = 10 * MS_PER_MIN  # to sign in at the provider, with a second factor
TIMEOUT_S: Final = 5.0  # of each request; somebody waits for it
ANSWER_BYTES_MAX: Final = 262_144  # a description has 5 kB, a hundred keys 100 kB
KNOWN_S: Final = 3_600.0  # description and keys are asked for again after an hour
KEYS_AGAIN_S: Final = 30.0  # and at once for a key that is not known, but not more often
CLOCK_OFF_S: Final = 120  # the provider's clock and ours
HANDLE_CHARS_MAX: Final = 100  # of what the claim says; a handle has 64
ALGORITHMS: Final = ("RS256", "PS256", "ES256", "ES384", "RS512", "ES512", "Ed25519", "EdDSA")
_KEY_KINDS: Final = ("RSA", "EC", "OKP")  # never a shared secret: who can check could also sign

_T = TypeVar("_T")


class OidcFault(Fault):
    """Nobody is signed in. rule: provider, denied, state, claim or officer; the why is for logs."""

    def __init__(self, rule: str, why: str) -> None:
        super().__init__(why)
        self.rule = rule


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider says of itself (OpenID Connect Discovery 1.0, section 3), in part."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""


class _Tokens(msgspec.Struct, frozen=True, kw_only=True):
    id_token: str
    access_token: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who signed in, as the provider says: its name for the person, and what the claim says."""

    subject: str
    handle: str


@dataclass(slots=True)
class _Held:
    """What is known of the provider, and since when (monotonic seconds)."""

    description: Description
    keys: KeySet
    at_s: float


class Oidc:
    """One provider. Owned by the loop."""

    def __init__(self, settings: OidcSettings, home: Path, challenges: Challenges) -> None:
        self._settings = settings
        self._home = home
        self._challenges = challenges
        self._held: _Held | None = None

    async def start(self, back: str) -> tuple[str, str]:
        """Where to send the browser, and the word that it must bring back. Raises OidcFault.

        back: this node's own address for the way back.
        """
        async with self._client() as client:
            held = await self._known(client)
        word = self._challenges.make(PURPOSE)
        asked = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": back,
            "scope": " ".join(self._settings.scopes),
            "state": self._made("state", word),
            "nonce": self._made("nonce", word),
            "code_challenge": text(hashlib.sha256(self._made("verifier", word).encode()).digest()),
            "code_challenge_method": "S256",
        }
        endpoint = held.description.authorization_endpoint
        joint = "&" if urlsplit(endpoint).query else "?"
        return f"{endpoint}{joint}{urlencode(asked)}", text(word)

    async def finish(self, word: str, state: str, code: str, issuer: str, back: str) -> Person:
        """Who came back with this code. Raises OidcFault.

        issuer: the `iss` of the way back (RFC 9207), or empty.
        """
        held_word = self._word(word, state)
        if issuer and issuer != self._settings.issuer:
            raise OidcFault("provider", f"another issuer answered: {issuer[:200]!r}")
        if not code:
            raise OidcFault("provider", "the way back has no code")
        async with self._client() as client:
            held = await self._known(client)
            tokens = await self._exchange(client, held.description, code, held_word, back)
            claims = await self._claims(client, held, tokens.id_token)
            self._check(claims, self._made("nonce", held_word))
            claims = await self._with_userinfo(client, held.description, tokens, claims)
        self._challenges.use_up(held_word)
        handle = claims.get(self._settings.claim)
        if not isinstance(handle, str) or not 0 < len(handle) <= HANDLE_CHARS_MAX:
            why = f"the claim {self._settings.claim} is missing or no handle"
            raise OidcFault("claim", why)
        return Person(str(claims["sub"]), handle)

    def _word(self, word: str, state: str) -> bytes:
        """The word of this browser's cookie, if the state belongs to it."""
        try:
            found = data(word)
            self._challenges.check(found, PURPOSE, AWAY_MS)
        except BadPasskey as error:
            raise OidcFault("state", f"the browser's own word: {error}") from error
        if state != self._made("state", found):
            raise OidcFault("state", "the state is not that of this browser's sign-in")
        return found

    def _made(self, what: str, word: bytes) -> str:
        """State, nonce or verifier: 43 characters that only this node can make of the word."""
        return text(self._challenges.derive(f"{PURPOSE}-{what}", word))

    # --- the provider ---

    def _client(self) -> httpx.AsyncClient:
        trust: ssl.SSLContext | bool = True
        if self._settings.ca_file:
            try:
                trust = ssl.create_default_context(cafile=self._home / self._settings.ca_file)
            except OSError as error:
                raise OidcFault("provider", f"ca_file: {error}") from error
        return httpx.AsyncClient(
            timeout=TIMEOUT_S, follow_redirects=False, trust_env=False, verify=trust
        )

    async def _known(self, client: httpx.AsyncClient) -> _Held:
        """Its description and keys, asked for again now and then."""
        now_s = time.monotonic()
        if self._held is None or now_s - self._held.at_s > KNOWN_S:
            base = self._settings.issuer.rstrip("/")
            raw = await self._ask(client, "GET", f"{base}/.well-known/openid-configuration")
            said = _read(raw, Description)
            if said.issuer != self._settings.issuer:
                raise OidcFault("provider", f"it calls itself {said.issuer[:200]!r}")
            self._held = _Held(said, await self._keys(client, said), now_s)
        return self._held

    async def _keys(self, client: httpx.AsyncClient, said: Description) -> KeySet:
        raw = await self._ask(client, "GET", said.jwks_uri)
        found = _read(raw, dict[str, Json]).get("keys")
        usable = [
            one
            for one in (found if isinstance(found, list) else [])
            if isinstance(one, dict)
            and one.get("kty") in _KEY_KINDS
            and one.get("use", "sig") == "sig"
        ]
        try:
            return KeySet.import_key_set({"keys": usable})
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise OidcFault("provider", f"its keys cannot be read: {error}") from error

    async def _exchange(
        self, client: httpx.AsyncClient, said: Description, code: str, word: bytes, back: str
    ) -> _Tokens:
        settings = self._settings
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": self._made("verifier", word),
        }
        auth = None
        if settings.secret_file:
            password = self._secret()
            auth = httpx.BasicAuth(quote_plus(settings.client_id), quote_plus(password))
        else:
            form["client_id"] = settings.client_id
        raw = await self._ask(client, "POST", said.token_endpoint, form=form, auth=auth)
        return _read(raw, _Tokens)

    def _secret(self) -> str:
        try:
            return secret(self._settings.secret_file, self._home).decode("utf-8").strip()
        except (OSError, Fault, UnicodeError) as error:
            raise OidcFault("provider", f"secret_file: {error}") from error

    async def _claims(self, client: httpx.AsyncClient, held: _Held, token: str) -> dict[str, Json]:
        """What the identity token says, if the issuer signed it; its keys may be new."""
        try:
            return jwt.decode(token, held.keys, algorithms=ALGORITHMS).claims
        except (JoseError, ValueError) as error:
            if time.monotonic() - held.at_s < KEYS_AGAIN_S:
                raise OidcFault("provider", f"identity token: {error}") from error
        held.keys, held.at_s = await self._keys(client, held.description), time.monotonic()
        try:
            return jwt.decode(token, held.keys, algorithms=ALGORITHMS).claims
        except (JoseError, ValueError) as error:
            raise OidcFault("provider", f"identity token: {error}") from error

    def _check(self, claims: dict[str, Json], nonce: str) -> None:
        """Issuer, audience, times, nonce (OpenID Connect Core 1.0, section 3.1.3.7)."""
        client_id = self._settings.client_id
        rules = jwt.JWTClaimsRegistry(
            leeway=CLOCK_OFF_S,
            iss={"essential": True, "value": self._settings.issuer},
            aud={"essential": True, "value": client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            rules.validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            raise OidcFault("provider", f"identity token: {error}") from error
        audience, party = claims["aud"], claims.get("azp")
        several = isinstance(audience, list) and len(audience) > 1
        if (party is not None or several) and party != client_id:
            raise OidcFault("provider", "identity token: it is for another party (azp)")

    async def _with_userinfo(
        self,
        client: httpx.AsyncClient,
        said: Description,
        tokens: _Tokens,
        claims: dict[str, Json],
    ) -> dict[str, Json]:
        """The claims, and the one that names the officer from userinfo when the token lacks it."""
        claim = self._settings.claim
        if claim in claims or not (said.userinfo_endpoint and tokens.access_token):
            return claims
        headers = {"authorization": f"Bearer {tokens.access_token}"}
        raw = await self._ask(client, "GET", said.userinfo_endpoint, headers=headers)
        more = _read(raw, dict[str, Json])
        if more.get("sub") != claims["sub"]:
            raise OidcFault("provider", "userinfo speaks of somebody else")
        return {**claims, claim: more.get(claim)}

    async def _ask(
        self,
        client: httpx.AsyncClient,
        method: str,
        url: str,
        *,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        auth: httpx.BasicAuth | None = None,
    ) -> bytes:
        """One bounded answer from the issuer's own host. Raises OidcFault."""
        if _origin(url) != _origin(self._settings.issuer):
            raise OidcFault("provider", f"{url[:200]!r} is not at the issuer's host")
        headers = {"accept": "application/json", **(headers or {})}
        parts, size = [], 0
        try:
            async with client.stream(
                method, url, data=form, headers=headers, auth=auth or httpx.USE_CLIENT_DEFAULT
            ) as answer:
                async for part in answer.aiter_bytes():
                    size += len(part)
                    if size > ANSWER_BYTES_MAX:
                        raise OidcFault("provider", f"{url}: over {ANSWER_BYTES_MAX} bytes")
                    parts.append(part)
                if answer.status_code != 200:
                    said = b"".join(parts)[:200]
                    raise OidcFault("provider", f"{url}: status {answer.status_code}, {said!r}")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OidcFault("provider", f"{url}: {type(error).__name__} {error}") from error
        return b"".join(parts)


def _read(raw: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise OidcFault("provider", f"its answer cannot be read: {error}") from error


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
        return parts.scheme, parts.hostname, port
    except ValueError:
        return "", None, None
