"""The API as an ASGI application: check everything, find who asks, run the route, answer.

Order of refusal, cheapest first: host, path, method, query, token, role, body. Nothing below a
handler knows HTTP except that it may raise a `Problem`.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import msgspec
import structlog
from starlette.responses import Response

from detente.core.line.message import Role
from detente.node.inputs import Actor
from detente.serve.http import browser, limits
from detente.serve.http.console_files import COMMON, READ_ONLY_POLICY, ConsoleFiles
from detente.serve.http.problems import Problem
from detente.serve.http.table import RANK, Call, Route, Seen, Table, as_response
from detente.serve.languages import Languages
from detente.serve.oidc import Oidc
from detente.serve.passkeys import Challenges
from detente.serve.writer import Busy, Stopped
from detente.wire.channel_views import EXERCISE_HEADER

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from detente.serve.alarm.outside import Outside
    from detente.serve.home import Home
    from detente.serve.http.stream import Hub
    from detente.serve.metrics import Metrics
    from detente.serve.peers import Peers
    from detente.serve.sessions import SignedIn, SignIns
    from detente.serve.writer import Writer

PATH_CHARS_LOGGED: Final = 200  # the longest of ours has 250 in theory and 90 in practice
_REQUEST_ID: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_METHODS: Final = frozenset({"GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS"})
TOKEN_CHARS_MAX: Final = 200  # ours have 43
NOBODY: Final = Actor("", Role.OBSERVER)
LOOPBACK_NAMES: Final = frozenset({b"127.0.0.1", b"localhost", b"[::1]"})

log = structlog.get_logger("detente.api")


@dataclass(slots=True)
class Services:
    """What handlers reach: the writer, links, stream, home, clock, entropy, outside alarm, metrics.

    room: how the disk stands; exercise: which is under way. Neither asks the writer.
    sign_ins: who is signed in at the console. console_address: what officers open in the browser.
    """

    writer: Writer
    peers: Peers
    hub: Hub
    home: Home
    version: str
    clock: Callable[[], int]
    entropy: Callable[[int], bytes]
    outside: Outside
    metrics: Metrics
    sign_ins: SignIns
    console_address: str
    room: Callable[[], str]
    exercise: Callable[[], str] = str


class Api:
    """The application. on_loopback: answer only to loopback names (against DNS rebinding)."""

    def __init__(
        self,
        services: Services,
        routes: tuple[Route, ...],
        *,
        on_loopback: bool = True,
        console: ConsoleFiles | None = None,
    ) -> None:
        self.services = services
        self.table = Table(routes)
        self.console = console or ConsoleFiles()
        self._on_loopback = on_loopback
        self._encoder = msgspec.json.Encoder()
        self.openapi: bytes | None = None
        self.languages = Languages(services.home.path, services.home.party.key)
        self.challenges = Challenges(services.clock, services.entropy)
        oidc = services.home.settings.sign_in.oidc
        home = services.home.path
        self.oidc = None if oidc is None else Oidc(oidc, home, self.challenges)
        self._boot = services.entropy(4).hex()
        self._requests = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's entry point; WebSockets and lifespan are not offered."""
        if scope["type"] != "http":
            raise RuntimeError(f"no {scope['type']} here")
        number = self._name_request(scope)
        began = time.monotonic()
        response = await self._respond(scope, receive)
        response.headers["x-request-id"] = number
        response.raw_headers.extend(_GUARD)
        drill = self.services.exercise()
        if drill:
            response.headers[EXERCISE_HEADER] = quote(drill)
        self._note(scope, response.status_code, time.monotonic() - began)
        await response(scope, receive, send)

    def _name_request(self, scope: Scope) -> str:
        """The caller's own id when it gives a fit one, else ours; every line of the log has it."""
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        if _REQUEST_ID.fullmatch(given):
            number = given.decode("ascii")
        else:
            self._requests += 1
            number = f"{self._boot}-{self._requests}"
        structlog.contextvars.bind_contextvars(request=number)
        return number

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        """Count the answer; log those that changed who may do what, and those that failed."""
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        self.services.metrics.answered(method, status)
        write = log.warning if status >= 500 else log.info if status >= 400 else log.debug
        write(
            "answered",
            method=method,
            path=scope["path"][:PATH_CHARS_LOGGED],
            status=status,
            ms=round(seconds * 1000, 2),
        )

    async def _respond(self, scope: Scope, receive: Receive) -> Response:
        try:
            return await self._serve(scope, receive)
        except Problem as problem:
            return problem.response()
        except (Busy, Stopped) as error:
            headers = {"retry-after": "1"}
            return Problem(503, "busy", str(error), headers=headers).response()
        except Exception:
            log.exception("request failed", path=scope.get("path"))
            detail = "this node failed to answer; nothing is known to have changed; see its log"
            return Problem(500, "fault", detail).response()

    async def _serve(self, scope: Scope, receive: Receive) -> Response:
        head = limits.Head(scope["headers"])
        self._check_host(head.host)
        segments = limits.check_path(scope["raw_path"])
        place = "/" + "/".join(segments)
        if place in self.console:
            limits.check_query(scope["query_string"], (), others_max=limits.QUERY_BYTES_MAX)
            return await self.console.answer(
                scope["method"], place, accepts=head.accept_encoding, known=head.if_none_match
            )
        route, path, decoder = self.table.find(scope["method"], segments)
        query = self._query(route, scope["query_string"])
        seen = Seen(head, scope["scheme"] == "https")
        actor, token, session = await self._actor(route, seen)
        body: Any = None
        if route.upload_max:
            body = await limits.read_body(receive, head.length, route.upload_max)
        if decoder is not None:
            body = await self._body(route, decoder, head, receive)
        call = Call(self, actor, token, path, query, body, head.last_event_id, session, seen)
        response = as_response(await route.handler(call), route, self._encoder)
        if response.media_type != "application/json":
            response.headers.setdefault("content-security-policy", READ_ONLY_POLICY)
        if session is not None:  # what one officer was shown is not kept for the next one
            response.headers.setdefault("cache-control", "no-store")
        return response

    def _check_host(self, host: bytes | None) -> None:
        if not self._on_loopback:
            return
        name, colon, port = (host or b"").rpartition(b":")
        if not (colon and port.isdigit()):
            name = host or b""
        if name.lower() not in LOOPBACK_NAMES:
            detail = "this node answers to 127.0.0.1, localhost and [::1] only"
            raise Problem(421, "host", detail)

    @staticmethod
    def _query(route: Route, raw: bytes) -> dict[str, Any]:
        names = [one.name for one in route.query]
        given = limits.check_query(raw, names, others_max=route.query_max)
        return {
            one.name: one.read(given[one.name]) if one.name in given else one.default
            for one in route.query
        }

    async def _actor(self, route: Route, seen: Seen) -> tuple[Actor, str, SignedIn | None]:
        """Who asks, the hash of the secret, the session; nobody on an open route. Problem 401, 403.

        A token goes before a session: a browser sends its cookie unasked.
        """
        if route.role is None:
            return NOBODY, "", None
        head = seen.head
        if head.authorization is None and head.cookie is not None:
            return await self._signed_in(route, seen)
        scheme, _, token = (head.authorization or b"").partition(b" ")
        token = token.strip()
        if scheme.lower() != b"bearer" or not 0 < len(token) <= TOKEN_CHARS_MAX:
            raise _unauthorised("sign in, or send your token as `Authorization: Bearer TOKEN`")
        digest = hashlib.sha256(token).hexdigest()
        actor = await self.services.writer.officer(digest)
        if actor is None and route.readers:
            actor = await self._reader(digest)
        if actor is None:
            raise _unauthorised("the token is not known here, or was taken away")
        _check_role(actor, route)
        return actor, digest, None

    async def _signed_in(self, route: Route, seen: Seen) -> tuple[Actor, str, SignedIn]:
        """Whose session the cookie is, if our own page asks. Raises Problem 401 or 403."""
        name = browser.cookie_name(self.services.home.party.party, secure=seen.secure)
        secret = browser.read_cookie(seen.head, name)
        session = await self.services.sign_ins.find(secret) if secret is not None else None
        if session is None:
            raise _unauthorised("nobody is signed in, or the session has ended; sign in again")
        browser.check_same_origin(seen.head, route.method, secure=seen.secure)
        _check_role(session.actor, route)
        return session.actor, session.secret_sha256, session

    async def may_go_on(self, call: Call) -> bool:
        """Whether who began something long, such as a stream, may still have it."""
        if call.session is None:
            return await self.services.writer.officer(call.token_sha256) is not None
        return await self.services.sign_ins.standing(call.session.secret_sha256) is not None

    async def _reader(self, digest: str) -> Actor | None:
        """A reader of the feed as who asks; its token opens the routes for readers alone."""
        reader = await self.services.writer.query(lambda node: node.state.feeds.reader(digest))
        return Actor(reader.reader, Role.OBSERVER) if reader is not None else None

    @staticmethod
    async def _body(
        route: Route, decoder: msgspec.json.Decoder[Any], head: limits.Head, receive: Receive
    ) -> msgspec.Struct:
        raw = await limits.read_body(receive, head.length)
        if not raw and route.body_optional:
            raw = b"{}"
        else:
            limits.check_json(head.content_type, raw)
        body: msgspec.Struct = limits.decode(decoder, raw)
        if limits.may_hold_odd_numbers(raw):
            for name in _UNTYPED:
                limits.check_values(getattr(body, name, None), name)
        return body


_GUARD: Final = tuple((name.encode(), value.encode()) for name, value in COMMON.items())
_UNTYPED: Final = ("fields", "area")  # parts of bodies whose type only the core knows


def _check_role(actor: Actor, route: Route) -> None:
    if route.role is not None and RANK[actor.role] < RANK[route.role]:
        detail = f"{actor.officer} acts as {actor.role}; this takes {route.role}"
        raise Problem(403, "role", detail)


def _unauthorised(detail: str) -> Problem:
    return Problem(401, "token", detail, headers={"www-authenticate": "Bearer"})
