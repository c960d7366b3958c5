"""The rows of the route table for signing in with a provider: the way there, and the way back.

Both are followed by the browser itself, so that what goes wrong is said by the console: the way
back always ends there, with the reason in the fragment.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

import structlog
from starlette.responses import RedirectResponse, Response

from detente.core.units import MS_PER_S
from detente.node.inputs import BeginSession
from detente.serve.http import browser
from detente.serve.http.problems import Problem
from detente.serve.http.session_routes import begin, give_cookie
from detente.serve.http.table import Call, Parameter, Route
from detente.serve.oidc import AWAY_MS, Oidc, OidcFault

PATH: Final = "/v1/session/oidc"
BACK: Final = f"{PATH}/callback"
KIND: Final = "detente-oidc-"  # of the cookie that holds the browser's own word while it is away
SEE_OTHER: Final = 303
BACK_BYTES_MAX: Final = 8_192  # providers put codes of some kilobytes into the address
_SAID: Final = r"[ -~]{0,6000}"

log = structlog.get_logger("detente.oidc")


def _provider(call: Call) -> Oidc:
    provider = call.api.oidc
    if provider is None:
        detail = "no provider is set up here (sign_in.oidc in node.json)"
        raise Problem(404, "oidc-off", detail)
    return provider


def _cookie(call: Call) -> str:
    party = call.api.services.home.party.party
    return browser.cookie_name(party, secure=call.browser.secure, kind=KIND)


async def go_there(call: Call) -> Response:
    """Send the browser to the provider, with a word to bring back."""
    provider = _provider(call)
    try:
        address, word = await provider.start(call.browser.origin + BACK)
    except OidcFault as fault:
        return _back_to_console(fault)
    answer = RedirectResponse(address, SEE_OTHER, {"cache-control": "no-store"})
    _keep_word(call, answer, word, AWAY_MS // MS_PER_S)
    return answer


async def come_back(call: Call) -> Response:
    """Begin a session for the officer whom the provider names, and go on to the console."""
    provider, query = _provider(call), call.query
    try:
        if query["error"]:
            raise OidcFault("denied", f"it says {query['error'][:200]}")
        word = browser.read_cookie(call.browser.head, _cookie(call)) or b""
        person = await provider.finish(
            word.decode("ascii", "replace"),
            query["state"],
            query["code"],
            query["iss"],
            call.browser.origin + BACK,
        )
    except OidcFault as fault:
        return _back_to_console(fault)
    return await _begin(call, person.subject, person.handle)


async def _begin(call: Call, subject: str, handle: str) -> Response:
    """The session of an officer who is known here; else back to the console with the name."""
    oidc = call.api.services.home.settings.sign_in.oidc
    issuer = oidc.issuer if oidc is not None else ""
    try:
        secret, signed = await begin(
            call, BeginSession("oidc", f"{issuer}#{subject}", "", officer=handle)
        )
    except Problem as problem:
        if problem.rule != "officer-unknown":
            raise
        return _back_to_console(OidcFault("officer", f"no officer {handle!r}"), who=handle)
    answer = RedirectResponse("/#/", SEE_OTHER)
    give_cookie(call, answer, secret, signed.until_ms)
    _keep_word(call, answer, "", 0)
    return answer


def _keep_word(call: Call, answer: Response, word: str, seconds: int) -> None:
    """Lax, because the way back comes from the provider's site; it is worth nothing elsewhere."""
    line = browser.set_cookie(
        _cookie(call), word, secure=call.browser.secure, seconds=seconds, same_site="Lax"
    )
    answer.headers.append("set-cookie", line)


def _back_to_console(fault: OidcFault, who: str = "") -> Response:
    log.warning("nobody signed in", rule=fault.rule, why=str(fault))
    said = {"problem": f"oidc-{fault.rule}"} | ({"who": who} if who else {})
    headers = {"cache-control": "no-store"}
    return RedirectResponse(f"/#/sign-in?{urlencode(said)}", SEE_OTHER, headers)


OIDC_ROUTES: Final = (
    Route(
        "GET",
        PATH,
        go_there,
        "Sign in with the OpenID provider: sends the browser there",
        None,
        media="text/plain",
        status=SEE_OTHER,
        errors=(404,),
    ),
    Route(
        "GET",
        BACK,
        come_back,
        "The way back from the OpenID provider: begins a session, goes on to the console",
        None,
        query=tuple(
            Parameter(name, help_, "", pattern=_SAID, form="what a provider sends back")
            for name, help_ in (
                ("code", "what the provider gives for the identity token"),
                ("state", "the word that this sign-in began with"),
                ("iss", "which provider answers (RFC 9207)"),
                ("error", "why it did not sign anybody in"),
            )
        ),
        query_max=BACK_BYTES_MAX,
        media="text/plain",
        status=SEE_OTHER,
        errors=(404, 409),
    ),
)
