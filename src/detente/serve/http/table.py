"""The shape of the route table: from it come dispatch, checks and the OpenAPI document.

A route says everything about itself: method, path, least role, query parameters, body type, result
type, statuses. Nothing about a route is written anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import msgspec
from starlette.responses import Response

from detente.core.line.message import Role
from detente.serve.http.problems import Problem, field_problem

if TYPE_CHECKING:
    from detente.node.inputs import Actor
    from detente.serve.http.api import Api
    from detente.serve.http.limits import Head
    from detente.serve.sessions import SignedIn

RANK: Final = {role: rank for rank, role in enumerate(Role)}
LIMIT_MAX: Final = 1_000  # items of one page: a screenful many times over, and under a megabyte
POSITION_MAX: Final = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter: choices, a pattern, or a range of integers; `default` when absent.

    form: the pattern in words, for who is refused.
    """

    name: str
    help: str
    default: str | int | bool | None = None
    choices: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int | None = None
    pattern: str = ""
    form: str = ""

    def read(self, text: str) -> str | int | bool:
        """The value that `text` says; raises Problem with the parameter's name."""
        if self.pattern:
            if re.fullmatch(self.pattern, text):
                return text
            wanted = self.form or f"of the form {self.pattern}"
        elif self.choices:
            if text in self.choices:
                return text == "true" if self.choices == BOOLEAN else text
            wanted = "one of " + ", ".join(self.choices)
        else:
            top = POSITION_MAX if self.maximum is None else self.maximum
            if text.isascii() and text.isdigit() and len(text) <= 16:
                value = int(text)
                if self.minimum <= value <= top:
                    return value
            wanted = f"an integer from {self.minimum} to {top}"
        reason = f"{text[:40]!r} is not {wanted}"
        raise field_problem(400, "query-value", self.name, reason, f"Give {wanted}")


BOOLEAN: Final = ("true", "false")
LIMIT: Final = Parameter("limit", "at most so many items", 100, (), 1, LIMIT_MAX)
AFTER: Final = Parameter("after", "only items after this local position", 0)
OPEN: Final = Parameter("open", "only those still open", default=False, choices=BOOLEAN)
BOX: Final = Parameter("box", "which way", "all", ("in", "out", "all"))
STATUS: Final = Parameter("status", "which status", "ACTUAL", ("ACTUAL", "EXERCISE", "TEST"))


@dataclass(frozen=True, slots=True)
class Seen:
    """How a request reached us: its headers, and whether over TLS."""

    head: Head
    secure: bool

    @property
    def host(self) -> str:
        """The name and port that were asked for, such as ``localhost:8700``."""
        return (self.head.host or b"").decode("ascii", "replace").lower()

    @property
    def origin(self) -> str:
        """The origin that our own page has at this address."""
        return f"http{'s' if self.secure else ''}://{self.host}"


@dataclass(slots=True)
class Call:
    """One request that passed every check: who asks, and what. session: None of a token."""

    api: Api
    actor: Actor
    token_sha256: str
    path: dict[str, str]
    query: dict[str, Any]
    body: Any = None
    last_event_id: bytes | None = None
    session: SignedIn | None = None
    seen: Seen | None = None

    @property
    def browser(self) -> Seen:
        """How the request reached us."""
        assert self.seen is not None, "the API says it of every call"
        return self.seen


Handler = Callable[[Call], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Route:
    """One row of the table.

    role: the least role; None is open to all. body_optional: an absent body is the type's default.
    result: the answer's type, or a media type's name for streams. errors: besides the common ones.
    takes_rest: the path's last name takes all the segments that follow, not only one.
    upload_max: the body is a file of at most so many bytes, as it is; 0: no file is taken.
    readers: whether the token of a reader of the feed opens it too.
    query_max: other query parameters are passed over, and all may have so many bytes; 0: refused.
    """

    method: str
    path: str
    handler: Handler
    summary: str
    role: Role | None = Role.OBSERVER
    query: tuple[Parameter, ...] = ()
    body: type[msgspec.Struct] | None = None
    body_optional: bool = False
    result: Any = None
    media: str = "application/json"
    status: int = 200
    errors: tuple[int, ...] = ()
    takes_rest: bool = False
    upload_max: int = 0
    readers: bool = False
    query_max: int = 0


@dataclass(slots=True)
class _Branch:
    """One segment of the tree of paths: fixed next segments, at most one named, and methods.

    rest: what takes all the segments that follow, whatever their number.
    """

    fixed: dict[str, _Branch] = field(default_factory=dict)
    named: _Branch | None = None
    rest: _Branch | None = None
    methods: dict[str, tuple[Route, tuple[str, ...], msgspec.json.Decoder[Any] | None]] = field(
        default_factory=dict
    )


class Table:
    """Routes by path and method. Fixed segments win over named ones."""

    def __init__(self, routes: tuple[Route, ...]) -> None:
        self.routes = routes
        self._root = _Branch()
        for route in routes:
            self._add(route)

    def _add(self, route: Route) -> None:
        branch, names = self._root, []
        segments = route.path.split("/")[1:]
        for at, segment in enumerate(segments, 1):
            if route.takes_rest and at == len(segments):
                names.append(segment[1:-1])
                branch.rest = branch.rest or _Branch()
                branch = branch.rest
            elif segment.startswith("{"):
                names.append(segment[1:-1])
                branch.named = branch.named or _Branch()
                branch = branch.named
            else:
                branch = branch.fixed.setdefault(segment, _Branch())
        assert route.method not in branch.methods, f"two routes {route.method} {route.path}"
        decoder = None if route.body is None else msgspec.json.Decoder(route.body)
        branch.methods[route.method] = (route, tuple(names), decoder)

    def find(
        self, method: str, segments: tuple[str, ...]
    ) -> tuple[Route, dict[str, str], msgspec.json.Decoder[Any] | None]:
        """The route, its named segments and its body's decoder. Raises Problem 404 or 405."""
        branch, values = self._root, []
        for at, segment in enumerate(segments):
            nearer = branch.fixed.get(segment)
            if nearer is None and branch.rest is not None:
                values.append("/".join(segments[at:]))
                branch = branch.rest
                break
            if nearer is None:
                nearer = branch.named
                if nearer is None or not segment:
                    raise Problem(404, "path", "nothing is at this path; see /openapi.json")
                values.append(segment)
            branch = nearer
        if not branch.methods:
            raise Problem(404, "path", "nothing is at this path; see /openapi.json")
        found = branch.methods.get(method)
        if found is None:
            allowed = ", ".join(sorted(branch.methods))
            detail = f"{method[:20]} is not possible here; {allowed} is"
            raise Problem(405, "method", detail, headers={"allow": allowed})
        route, names, decoder = found
        return route, dict(zip(names, values, strict=True)), decoder


def as_response(value: object, route: Route, encoder: msgspec.json.Encoder) -> Response:
    """A handler's value on the wire."""
    if isinstance(value, Response):
        return value
    return Response(encoder.encode(value), route.status, media_type=route.media)
