"""The rows of the route table for signing in: links, sessions, and which ways in there are.

A session is begun by whoever proves to be an officer (session_of), and goes back as a cookie that
no script can read. Passkeys and providers have rows of their own.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta
from starlette.responses import Response

from detente.core.line.message import Role
from detente.core.units import MS_PER_MIN, MS_PER_S
from detente.core.watch.sessions import IDLE_MS, LINK_MS, LINK_MS_MAX, Session
from detente.node.inputs import BeginSession, EndSession, MakeSignInLink
from detente.node.sessions import has_passkeys
from detente.serve.http import browser
from detente.serve.http.handlers import accepted, submit
from detente.serve.http.problems import Problem
from detente.serve.http.table import Call, Route
from detente.serve.http.types import Short
from detente.serve.invite import secret_sha256
from detente.serve.sessions import TOKEN_BYTES
from detente.serve.sign_in import is_address, is_loopback_name, link_path
from detente.wire.native import Accepted
from detente.wire.session_views import SessionView, SignInLinkView, SignInView

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.serve.sessions import SignedIn

SERIAL_CHARS_MAX: Final = 9  # of a session's number


class LinkBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """officer: whom the link signs in; empty is who asks. minutes: how long it is good."""

    officer: Short = ""
    minutes: Annotated[int, Meta(ge=1, le=LINK_MS_MAX // MS_PER_MIN)] = LINK_MS // MS_PER_MIN


class SignInBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """link: the token of a link that was not used yet."""

    link: Annotated[str, Meta(min_length=1, max_length=browser.SECRET_CHARS_MAX)]


async def ways_in(call: Call) -> SignInView:
    """How one may sign in at this address; open to all who can reach it."""
    services = call.api.services
    host = urlsplit(call.browser.origin).hostname or ""
    here = not is_address(host)
    passkey = here and await services.writer.query(lambda node: has_passkeys(node.state, host))
    port = call.browser.host.rpartition(":")[2]
    local = f"http://localhost:{port}" if not here and is_loopback_name(host) else None
    oidc = services.home.settings.sign_in.oidc
    return SignInView(
        party=services.home.party.party,
        party_name=services.home.party.name,
        link=True,
        passkey=passkey,
        passkeys_here=here,
        local=local,
        oidc=None if oidc is None else oidc.name or urlsplit(oidc.issuer).hostname,
    )


async def make_link(call: Call) -> SignInLinkView:
    """Make a one-time link: an administrator for anybody, others for themselves with a token."""
    body, services = call.body, call.api.services
    officer = body.officer or call.actor.officer
    administers = call.actor.role is Role.ADMINISTRATOR
    if not administers and (officer != call.actor.officer or call.session is not None):
        detail = "a link for another officer, or out of a session, takes administrator"
        raise Problem(403, "role", detail)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires_ms = services.clock() + body.minutes * MS_PER_MIN
    digest = secret_sha256(token.encode())
    await submit(call, MakeSignInLink(call.actor, officer, digest, expires_ms))
    path = link_path(token)
    return SignInLinkView(
        officer=officer,
        token=token,
        url=services.console_address + path,
        path=path,
        expires_ms=expires_ms,
    )


async def sign_in(call: Call) -> Response:
    """Use a link up and begin a session."""
    browser.check_same_origin(call.browser.head, "POST", secure=call.browser.secure)
    proof = secret_sha256(call.body.link.encode("utf-8", "surrogatepass"))
    return await session_of(call, BeginSession("link", proof, ""))


async def session_of(call: Call, proved: BeginSession) -> Response:
    """Begin a session on what was proved, and answer with it and its cookie. Raises Problem."""
    secret, signed = await begin(call, proved)
    view = session_view(call, signed)
    answer = Response(msgspec.json.encode(view), 201, media_type="application/json")
    give_cookie(call, answer, secret, signed.until_ms)
    return answer


async def begin(call: Call, proved: BeginSession) -> tuple[str, SignedIn]:
    """Begin a session under a fresh secret: the secret, and the session. Raises Problem.

    A session that this browser still had is over: its cookie is about to be replaced.
    """
    sign_ins = call.api.services.sign_ins
    secret = secrets.token_urlsafe(TOKEN_BYTES)
    digest = secret_sha256(secret.encode())
    before = await _cookie_session(call)
    await submit(call, replace(proved, secret_sha256=digest))
    if before is not None and await sign_ins.standing(before.secret_sha256) is not None:
        await submit(call, EndSession(before.actor, before.session))
    signed = await sign_ins.standing(digest)
    if signed is None:
        raise Problem(409, "session-gone", "the session ended as it began; sign in again")
    return secret, signed


def give_cookie(call: Call, answer: Response, secret: str, until_ms: int) -> None:
    """Put the session's cookie into an answer; an empty secret takes it away."""
    services, secure = call.api.services, call.browser.secure
    name = browser.cookie_name(services.home.party.party, secure=secure)
    seconds = max(0, (until_ms - services.clock()) // MS_PER_S)
    line = browser.set_cookie(name, secret, secure=secure, seconds=seconds if secret else 0)
    answer.headers.append("set-cookie", line)
    answer.headers["cache-control"] = "no-store"


async def _cookie_session(call: Call) -> SignedIn | None:
    """The session of this browser's cookie, on a route that asks for none."""
    party, seen = call.api.services.home.party.party, call.browser
    secret = browser.read_cookie(seen.head, browser.cookie_name(party, secure=seen.secure))
    return None if secret is None else await call.api.services.sign_ins.find(secret)


def session_view(call: Call, signed: SignedIn) -> SessionView:
    """A session of the one who asks."""
    services = call.api.services
    return SessionView(
        session=signed.session,
        officer=signed.actor.officer,
        role=signed.actor.role,
        party=services.home.party.party,
        party_name=services.home.party.name,
        means=signed.means,
        since_ms=signed.since_ms,
        until_ms=signed.until_ms,
        idle_ms=IDLE_MS,
        mine=True,
        heard_ms=services.sign_ins.heard_ms(signed.session),
    )


async def who_am_i(call: Call) -> SessionView:
    """As whom the asker acts, and until when."""
    if call.session is not None:
        return session_view(call, call.session)
    party = call.api.services.home.party
    return SessionView(
        session=None,
        officer=call.actor.officer,
        role=call.actor.role,
        party=party.party,
        party_name=party.name,
        means="token",
        since_ms=None,
        until_ms=None,
        idle_ms=IDLE_MS,
        mine=True,
        heard_ms=None,
    )


async def sign_out(call: Call) -> Response:
    """End the session that asks, and take its cookie away."""
    if call.session is None:
        detail = "a token has no session to end; an administrator takes it away"
        raise Problem(409, "no-session", detail)
    done = await submit(call, EndSession(call.actor, call.session.session))
    answer = Response(msgspec.json.encode(accepted(done)), media_type="application/json")
    give_cookie(call, answer, "", 0)
    return answer


async def sessions(call: Call) -> list[SessionView]:
    """Who is signed in: an administrator sees all, others their own."""
    services, now_ms = call.api.services, call.api.services.clock()
    only = None if call.actor.role is Role.ADMINISTRATOR else call.actor.officer

    def ask(node: Node) -> list[tuple[Session, Role]]:
        held = node.state.sessions.live.values()
        return [
            (one, node.state.officers[one.begun.officer].role)
            for one in held
            if now_ms < one.begun.until_ms and only in (None, one.begun.officer)
        ]

    found = await services.writer.query(ask)
    mine = None if call.session is None else call.session.session
    return [
        SessionView(
            session=one.begun.session,
            officer=one.begun.officer,
            role=role,
            party=services.home.party.party,
            party_name=services.home.party.name,
            means=one.begun.means,
            since_ms=one.since_ms,
            until_ms=one.begun.until_ms,
            idle_ms=IDLE_MS,
            mine=one.begun.session == mine,
            heard_ms=services.sign_ins.heard_ms(one.begun.session),
        )
        for one, role in sorted(found, key=lambda pair: pair[0].begun.session)
    ]


async def end_session(call: Call) -> Accepted:
    """End a session: an officer its own, an administrator anybody's."""
    text = call.path["session"]
    if not (text.isascii() and text.isdigit() and len(text) <= SERIAL_CHARS_MAX):
        raise Problem(404, "session-unknown", f"{text[:20]!r} is no session's number")
    return accepted(await submit(call, EndSession(call.actor, int(text))))


SESSION_ROUTES: Final = (
    Route(
        "GET",
        "/v1/sign-in",
        ways_in,
        "Which ways of signing in this node offers at this address",
        None,
        result=SignInView,
    ),
    Route(
        "POST",
        "/v1/sign-in-links",
        make_link,
        "Make a link that signs an officer in once",
        body=LinkBody,
        body_optional=True,
        result=SignInLinkView,
        status=201,
    ),
    Route(
        "GET",
        "/v1/session",
        who_am_i,
        "As whom the asker acts: officer, role, until when, by which means",
        result=SessionView,
    ),
    Route(
        "POST",
        "/v1/session",
        sign_in,
        "Use a sign-in link up: begins a session and sets its cookie",
        None,
        body=SignInBody,
        result=SessionView,
        status=201,
        errors=(401, 403, 409, 410),
    ),
    Route(
        "DELETE",
        "/v1/session",
        sign_out,
        "Sign out: ends the session that asks",
        result=Accepted,
        errors=(404, 409, 422),
    ),
    Route(
        "GET",
        "/v1/sessions",
        sessions,
        "Who is signed in; an administrator sees all, others their own",
        result=list[SessionView],
    ),
    Route(
        "DELETE",
        "/v1/sessions/{session}",
        end_session,
        "End a session: one's own, or as administrator anybody's",
        result=Accepted,
        errors=(404,),
    ),
)
