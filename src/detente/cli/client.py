"""Ask the node over its HTTP API, with typed answers, and turn its refusals into ours.

One request at a time over loopback or TLS; proxies of the environment are never used, because an
officer's token must reach the node and nobody else.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import quote, unquote

import click
import httpx
import msgspec

from detente.cli.faults import Broken, NotAllowed, Refused, Unreachable, Unusable
from detente.cli.settings import Settings
from detente.core.refusal import Refusal
from detente.wire.channel_views import EXERCISE_HEADER
from detente.wire.harmless import visible
from detente.wire.native import StatusView, StreamItem

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
TIMEOUT_S = 15.0  # a node answers within milliseconds; longer than this it is not well
_NUMBER = re.compile(r"-\d{4}-\d+$")
_NUMBER_STATUS = re.compile(r"(EXERCISE|TEST)-.+-\d{4}-\d+$")
_T = TypeVar("_T")


class ProblemBody(msgspec.Struct, kw_only=True):
    """An RFC 9457 problem as the node sends it."""

    title: str = ""
    detail: str = ""
    status: int = 0
    refusals: tuple[Refusal, ...] = ()


class LineName(msgspec.Struct, frozen=True):
    """The line that a command acts on."""

    channel: str
    status: str

    @property
    def path(self) -> str:
        """The beginning of its routes."""
        return f"/v1/lines/{quote(self.channel, safe='')}/{self.status}"


class Client:
    """A connection to one node as one officer. Close it, or use it as a context manager."""

    def __init__(self, http: httpx.Client, settings: Settings) -> None:
        self._http = http
        self._settings = settings
        self._drill = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, path: str, kind: type[_T], **query: str | int | None) -> _T:
        """The answer to GET as `kind`; query values of None are left out."""
        given = {name: value for name, value in query.items() if value is not None}
        return self._decode(self._send("GET", path, params=given), kind)

    def post(self, path: str, body: object, kind: type[_T], lang: str | None = None) -> _T:
        """The answer to POST of `body` (anything msgspec writes) as `kind`, also said in `lang`."""
        content = body if isinstance(body, bytes) else msgspec.json.encode(body)
        params = {"lang": lang} if lang is not None else None
        return self._decode(self._send("POST", path, content=content, params=params), kind)

    def patch(self, path: str, body: object, kind: type[_T]) -> _T:
        """The answer to PATCH of `body` as `kind`."""
        return self._decode(self._send("PATCH", path, content=msgspec.json.encode(body)), kind)

    def upload(self, path: str, data: bytes, kind: type[_T]) -> _T:
        """The answer to POST of a file as it is, as `kind`."""
        return self._decode(
            self._send("POST", path, content=data, media="application/octet-stream"), kind
        )

    def fetch(self, path: str, **query: str | int | None) -> bytes:
        """The bytes that GET answers; query values of None are left out."""
        given = {name: value for name, value in query.items() if value is not None}
        return self._send("GET", path, params=given).content

    def delete(self, path: str) -> None:
        """DELETE; the answer is of no interest."""
        self._send("DELETE", path)

    def line(self, number: str = "") -> LineName:
        """The line to act on: as the options say, or the only channel there is.

        number: of the message to act on; the numbers of exercises and tests begin with that word.
        """
        said = _NUMBER_STATUS.match(number.upper())
        wanted, status = self._settings.channel, self._settings.status
        screen = self.status()
        status = status or (said[1] if said else _meant(screen, number))
        known = list(dict.fromkeys(line.channel for line in screen.lines))
        begins = (wanted or "").lower()  # a channel's id has no capitals
        hits = [wanted] if wanted in known else [c for c in known if c.startswith(begins)]
        if len(hits) == 1 and hits[0] is not None:
            return LineName(hits[0], status)
        if not known:
            raise Unusable("there is no channel yet. Open one: detente open NAME, or detente join")
        what = "no channel" if not hits else "more than one channel"
        where = f" begins with {wanted!r}" if wanted else " is there"
        remedy = "Say which with --channel, or in DETENTE_CHANNEL"
        raise Unusable(f"{what}{where}. {remedy}: {', '.join(known)}")

    def lines(self) -> tuple[LineName, ...]:
        """The lines to look at: the one that the options say, or of every channel there is."""
        screen = self.status()
        known = dict.fromkeys(line.channel for line in screen.lines)
        if self._settings.channel or len(known) < 2:
            return (self.line(),)
        status = self._settings.status or _meant(screen, "")
        return tuple(LineName(channel, status) for channel in known)

    def status(self, lang: str | None = None) -> StatusView:
        """The first screen, also said in the language `lang`."""
        return self.get("/v1/status", StatusView, lang=lang)

    def download(self, path: str, write: Callable[[bytes], int]) -> int:
        """Hand the body of GET to `write` as it comes; the number of bytes."""
        written = 0
        with self._reach(), self._http.stream("GET", path, timeout=None) as answer:
            self._banner(answer)
            if answer.is_error:
                answer.read()
                _refuse(answer)
            for part in answer.iter_bytes():
                written += write(part)
        return written

    def stream(
        self, after: int | None, lang: str | None = None
    ) -> Iterator[tuple[int | None, StreamItem]]:
        """The live stream from position `after` (None: from now): (position, item) as they come.

        lang: each item is also said in that language.
        """
        params = {"lang": lang} if lang is not None else None
        headers = {"accept": "text/event-stream"}
        if after is not None:
            headers["last-event-id"] = str(after)
        quiet = httpx.Timeout(TIMEOUT_S, read=60.0)  # the node sends a comment more often than this
        with (
            self._reach(),
            self._http.stream(
                "GET", "/v1/stream", headers=headers, params=params, timeout=quiet
            ) as answer,
        ):
            self._banner(answer)
            if answer.is_error:
                answer.read()
                _refuse(answer)
            yield from _items(answer.iter_lines())

    def _send(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        media: str = "application/json",
        params: Mapping[str, str | int] | None = None,
    ) -> httpx.Response:
        headers = {"content-type": media} if content is not None else {}
        with self._reach():
            answer = self._http.request(
                method, path, content=content, params=params or None, headers=headers
            )
        self._banner(answer)
        if answer.is_error:
            _refuse(answer)
        return answer

    def _banner(self, answer: httpx.Response) -> None:
        """Say once a run, beside whatever is shown, that an exercise is under way."""
        drill = unquote(answer.headers.get(EXERCISE_HEADER, ""))
        if drill and drill != self._drill:
            self._drill = drill
            words = f"*** EXERCISE {drill} *** who names no status means EXERCISE"
            click.echo(click.style(visible(words), bold=True), err=True)

    @contextmanager
    def _reach(self) -> Iterator[None]:
        try:
            yield
        except httpx.TransportError as error:
            url = self._http.base_url
            why = str(error) or type(error).__name__
            if "CERTIFICATE_VERIFY_FAILED" in why:
                detail = "shows a certificate that is not trusted here. Name its own: --certificate"
                raise Unreachable(f"{url} {detail} tls.crt") from error
            raise Unreachable(
                f"{url} does not answer ({why}). Is it running? Start it: detente serve"
            ) from error

    @staticmethod
    def _decode(answer: httpx.Response, kind: type[_T]) -> _T:
        try:
            return msgspec.json.decode(answer.content, type=kind)
        except msgspec.MsgspecError as error:
            path = answer.request.url.path
            raise Broken(
                f"{path} answered in a form not known here ({error}); same version?"
            ) from error


def _meant(screen: StatusView, number: str) -> str:
    """The status that is meant when none is named: the exercise's while one is under way.

    A message's number says its status itself: without a prefix it is ACTUAL.
    """
    drill = screen.exercise.name and not _NUMBER.search(number.upper())
    return "EXERCISE" if drill else "ACTUAL"


def _refuse(answer: httpx.Response) -> None:
    """Raise the fault that a refusal of the node means."""
    try:
        problem = msgspec.json.decode(answer.content, type=ProblemBody)
    except msgspec.MsgspecError:
        problem = ProblemBody(detail=f"status {answer.status_code} without a reason")
    detail = problem.detail or problem.title
    if problem.refusals:
        detail = "the node refuses this"
    match answer.status_code:
        case 401:
            raise NotAllowed("the node does not know this token. Ask your administrator for one")
        case 403:
            raise NotAllowed(detail, problem.refusals)
        case code if code >= 500:
            raise Broken(f"the node failed: {problem.detail or problem.title}")
        case _:
            raise Refused(detail, problem.refusals)


def _items(lines: Iterator[str]) -> Iterator[tuple[int | None, StreamItem]]:
    """Server-sent events to stream items; heartbeats, comments, unknown fields are skipped."""
    position: int | None = None
    data: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "id" and value.isdigit():
            position = int(value)
        elif name == "data":
            data.append(value)
        elif not line and data:
            item = msgspec.json.decode("\n".join(data), type=StreamItem)
            if item.type != "heartbeat":
                yield position, item
            data = []


def connect(settings: Settings) -> Client:
    """A client for the node that the settings name; raises Unusable when they name none."""
    url = settings.node or _url_of(settings.home_dir())
    _check_url(url)
    token = settings.token or _token_of(settings)
    http = httpx.Client(
        base_url=url,
        headers={"authorization": f"Bearer {token}", "accept": "application/json"},
        timeout=TIMEOUT_S,
        trust_env=False,
        verify=_trust(url, settings),
        transport=settings.transport,
    )
    return Client(http, settings)


def _url_of(home: Path) -> str:
    from detente.serve.home import read_run  # loads the crypto; --node does not need it

    run = read_run(home)
    if run is not None:
        return run.api
    if not home.is_dir():
        raise Unusable(f"there is no home at {home}. Make one: detente init")
    raise Unreachable(f"the node of {home} does not run. Start it: detente serve --home {home}")


def _check_url(url: str) -> None:
    """Raise Unusable for an address that is none, or that would carry the token in clear."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise Unusable(f"{url!r} is no address of a node: {error}") from error
    if parsed.scheme == "https" and parsed.host:
        return
    if parsed.scheme != "http" or not parsed.host:
        raise Unusable(f"{url!r} is no address of a node; write https://HOST:PORT")
    if parsed.host not in LOOPBACK_HOSTS:
        raise Unusable(f"{url} is not encrypted and not this machine: your token would be read")


def _token_of(settings: Settings) -> str:
    if settings.node is not None and settings.home is None:
        raise Unusable(
            "--node needs --token (or DETENTE_TOKEN): a home's token goes to its own node"
        )
    path = settings.home_dir() / "admin.token"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        raise Unusable("no token: give --token or set DETENTE_TOKEN") from error
    except (OSError, UnicodeError) as error:
        raise Unusable(f"{path} cannot be read: {error}") from error


def _trust(url: str, settings: Settings) -> ssl.SSLContext | bool:
    """Trust exactly the node's own certificate where it is known, else the machine's authorities.

    The certificate is pinned, so the name in it does not matter: no other would be accepted.
    """
    own = settings.certificate or settings.home_dir() / "tls.crt"
    if not url.startswith("https:") or not own.is_file():
        return True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    try:
        context.load_verify_locations(own)
    except (OSError, ssl.SSLError) as error:
        raise Unusable(f"{own} is no certificate: {error}") from error
    return context
