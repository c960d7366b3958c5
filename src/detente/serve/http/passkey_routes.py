"""The rows of the route table for passkeys: add, list, remove; sign in without naming oneself."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta
from starlette.responses import Response

from detente.core.line.message import Role
from detente.core.watch.sessions import NAME_CHARS_MAX
from detente.node.inputs import AddPasskey, BeginSession, RemovePasskey
from detente.node.sessions import passkey_views
from detente.serve import passkeys
from detente.serve.http import browser
from detente.serve.http.handlers import accepted, submit
from detente.serve.http.problems import Problem
from detente.serve.http.session_routes import session_of
from detente.serve.http.table import Call, Route
from detente.serve.http.types import NothingBody
from detente.serve.passkeys import CHALLENGE_MS, BadPasskey
from detente.serve.sign_in import is_address
from detente.wire.native import Accepted
from detente.wire.session_views import PasskeyView, SessionView

ADD: Final = "passkey-add"
SIGN_IN: Final = "passkey-sign-in"
Base64 = Annotated[str, Meta(min_length=1, max_length=16_384, pattern="^[A-Za-z0-9_-]+$")]
Id = Annotated[str, Meta(min_length=1, max_length=1_400, pattern="^[A-Za-z0-9_-]+$")]


class RelyingParty(msgspec.Struct, frozen=True):
    """This node, as a browser shows it; id is the host name."""

    id: str
    name: str


class PasskeyUser(msgspec.Struct, frozen=True, rename="camel"):
    """The officer, as an authenticator lists its passkeys."""

    id: str
    name: str
    display_name: str


class PasskeyParameter(msgspec.Struct, frozen=True):
    """One kind of key (COSE algorithm)."""

    type: str
    alg: int


class PasskeyDescriptor(msgspec.Struct, frozen=True):
    """A passkey that is known already."""

    type: str
    id: str


class PasskeySelection(msgspec.Struct, frozen=True, rename="camel"):
    """What is asked of the authenticator: it remembers whose, and verifies its user."""

    resident_key: str
    require_resident_key: bool
    user_verification: str


class PasskeyWanted(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What `navigator.credentials.create` takes (PublicKeyCredentialCreationOptionsJSON)."""

    rp: RelyingParty
    user: PasskeyUser
    challenge: str
    pub_key_cred_params: tuple[PasskeyParameter, ...]
    timeout: int
    exclude_credentials: tuple[PasskeyDescriptor, ...]
    authenticator_selection: PasskeySelection
    attestation: str = "none"


class PasskeyAsking(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What `navigator.credentials.get` takes (PublicKeyCredentialRequestOptionsJSON)."""

    challenge: str
    timeout: int
    rp_id: str
    user_verification: str = "required"


class Attested(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename={"client_data": "clientDataJSON", "attestation_object": "attestationObject"},
):
    """The authenticator's answer to `create`, base64url."""

    client_data: Base64
    attestation_object: Base64


class Asserted(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename={
        "client_data": "clientDataJSON",
        "authenticator_data": "authenticatorData",
        "user_handle": "userHandle",
    },
):
    """The authenticator's answer to `get`, base64url."""

    client_data: Base64
    authenticator_data: Base64
    signature: Base64
    user_handle: str | None = None


class AttestedCredential(msgspec.Struct, frozen=True, kw_only=True, rename={"raw_id": "rawId"}):
    """What the browser gave for a new passkey (RegistrationResponseJSON)."""

    id: Id
    raw_id: Id
    type: str
    response: Attested


class AssertedCredential(msgspec.Struct, frozen=True, kw_only=True, rename={"raw_id": "rawId"}):
    """What the browser gave for a passkey that it was asked for (AuthenticationResponseJSON)."""

    id: Id
    raw_id: Id
    type: str
    response: Asserted


class PasskeyBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new passkey, and the officer's word for it."""

    name: Annotated[str, Meta(min_length=1, max_length=NAME_CHARS_MAX)]
    credential: AttestedCredential


class PasskeySignInBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A passkey's answer."""

    credential: AssertedCredential


class _ClientData(msgspec.Struct, frozen=True):
    challenge: str


def _host(call: Call) -> str:
    """The host name that passkeys are bound to here. Raises Problem 409 at an address."""
    host = urlsplit(call.browser.origin).hostname or ""
    if not host or is_address(host):
        detail = (
            f"a passkey is bound to a name, and {host or 'this'} is an address; open the console"
            f" at {call.api.services.console_address}"
        )
        raise Problem(409, "passkey-host", detail)
    return host


def _purpose(call: Call, what: str) -> str:
    """What a challenge is good for: the act, the host, and who does it."""
    return f"{what} {_host(call)} {call.actor.officer}"


async def add_options(call: Call) -> PasskeyWanted:
    """What the browser needs to make a passkey for the officer who asks."""
    services, host, officer = call.api.services, _host(call), call.actor.officer
    known = await services.writer.query(lambda node: passkey_views(node.state, officer))
    party = services.home.party
    return PasskeyWanted(
        rp=RelyingParty(host, f"detente: {party.name}"),
        user=PasskeyUser(
            passkeys.user_id(party.party, officer), officer, f"{officer} ({party.name})"
        ),
        challenge=passkeys.text(call.api.challenges.make(_purpose(call, ADD))),
        pub_key_cred_params=tuple(
            PasskeyParameter("public-key", int(one)) for one in passkeys.ALGORITHMS
        ),
        timeout=CHALLENGE_MS,
        exclude_credentials=tuple(
            PasskeyDescriptor("public-key", one.passkey) for one in known if one.host == host
        ),
        authenticator_selection=PasskeySelection("required", True, "required"),
    )


async def add(call: Call) -> PasskeyView:
    """Keep a passkey that the browser made for the officer who asks."""
    host = _host(call)
    credential = call.body.credential
    challenge = _challenge(call, credential.response.client_data, ADD)
    try:
        made = passkeys.registered(
            msgspec.to_builtins(credential), challenge, host, call.browser.origin
        )
    except BadPasskey as error:
        raise _invalid(error) from error
    call.api.challenges.use_up(challenge)
    await submit(
        call,
        AddPasskey(
            call.actor, made.passkey, made.public_key, made.sign_count, host, call.body.name
        ),
    )
    officer = call.actor.officer
    held = await call.api.services.writer.query(lambda node: passkey_views(node.state, officer))
    return next(one for one in held if one.passkey == made.passkey)


async def sign_in_options(call: Call) -> PasskeyAsking:
    """What the browser needs to ask for a passkey of this node; anybody may try."""
    browser.check_same_origin(call.browser.head, "POST", secure=call.browser.secure)
    host = _host(call)
    challenge = call.api.challenges.make(_purpose(call, SIGN_IN))
    return PasskeyAsking(challenge=passkeys.text(challenge), timeout=CHALLENGE_MS, rp_id=host)


async def sign_in(call: Call) -> Response:
    """Begin a session for the officer whose passkey answered."""
    browser.check_same_origin(call.browser.head, "POST", secure=call.browser.secure)
    host, credential = _host(call), call.body.credential
    challenge = _challenge(call, credential.response.client_data, SIGN_IN)
    key = await call.api.services.writer.query(
        lambda node: node.state.sessions.passkeys.get(credential.id)
    )
    if key is None or key.added.host != host:
        detail = "the passkey is not known here (any more); sign in with a link and add it again"
        raise Problem(401, "passkey-unknown", detail)
    try:
        count = passkeys.asserted(
            msgspec.to_builtins(credential),
            challenge,
            host,
            call.browser.origin,
            key.added.public_key,
        )
    except BadPasskey as error:
        raise _invalid(error) from error
    call.api.challenges.use_up(challenge)
    proved = BeginSession("passkey", credential.id, "", sign_count=count, host=host)
    return await session_of(call, proved)


def _challenge(call: Call, client_data: str, what: str) -> bytes:
    """The challenge that the browser answered, if it is one of ours. Raises Problem 401."""
    try:
        said = msgspec.json.decode(passkeys.data(client_data), type=_ClientData)
        challenge = passkeys.data(said.challenge)
        call.api.challenges.check(challenge, _purpose(call, what))
    except (BadPasskey, msgspec.MsgspecError, UnicodeError) as error:
        raise _invalid(error) from error
    return challenge


def _invalid(error: Exception) -> Problem:
    return Problem(401, "passkey-invalid", f"the passkey's answer was not verified: {error}")


async def known(call: Call) -> list[PasskeyView]:
    """The asker's passkeys; an administrator sees all."""
    only = None if call.actor.role is Role.ADMINISTRATOR else call.actor.officer
    return await call.api.services.writer.query(lambda node: passkey_views(node.state, only))


async def take_away(call: Call) -> Accepted:
    """Remove a passkey: an officer its own, an administrator anybody's."""
    return accepted(await submit(call, RemovePasskey(call.actor, call.path["passkey"])))


PASSKEY_ROUTES: Final = (
    Route(
        "POST",
        "/v1/passkeys/options",
        add_options,
        "What a browser needs to make a passkey for the officer who asks",
        body=NothingBody,
        body_optional=True,
        result=PasskeyWanted,
        errors=(409,),
    ),
    Route(
        "POST",
        "/v1/passkeys",
        add,
        "Add a passkey that the browser made",
        body=PasskeyBody,
        result=PasskeyView,
        status=201,
        errors=(409,),
    ),
    Route(
        "GET",
        "/v1/passkeys",
        known,
        "Passkeys: an administrator sees all, others their own",
        result=list[PasskeyView],
    ),
    Route(
        "DELETE",
        "/v1/passkeys/{passkey}",
        take_away,
        "Remove a passkey: one's own, or as administrator anybody's",
        result=Accepted,
    ),
    Route(
        "POST",
        "/v1/session/passkey/options",
        sign_in_options,
        "What a browser needs to ask for a passkey of this node",
        None,
        body=NothingBody,
        body_optional=True,
        result=PasskeyAsking,
        errors=(403, 409),
    ),
    Route(
        "POST",
        "/v1/session/passkey",
        sign_in,
        "Sign in with a passkey, without naming oneself",
        None,
        body=PasskeySignInBody,
        result=SessionView,
        status=201,
        errors=(401, 403, 404, 409),
    ),
)
