"""What a request may look like before anything is decoded: sizes, depth, encodings, headers.

Refusals come early, so that hostile input costs little; each limit has its name and its reason.
Not here: what a body means (the route's type, then the core).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import unquote_to_bytes

import msgspec

from detente.serve.http.problems import Problem, field_problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import Receive

BODY_BYTES_MAX: Final = 262_144  # a polygon of 1,000 vertices has 30 kB; eight times that is plenty
DEPTH_MAX: Final = 16  # the deepest real body (a corrected volume with a polygon) nests 9 deep
PATH_BYTES_MAX: Final = 512  # channel, status, number and verb have under 250
QUERY_BYTES_MAX: Final = 1_024  # the longest list of filters has under 200
INTEGER_MAX: Final = 2**53 - 1  # the largest that every JSON reader keeps exact

_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_ODD_NUMBER = re.compile(rb"[0-9][.eE]|[0-9]{16}")
_AT = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_T = TypeVar("_T")


class Head:
    """The request's headers that matter, each at most once. Raises Problem on a duplicate."""

    __slots__ = (
        "accept_encoding",
        "authorization",
        "content_type",
        "cookie",
        "host",
        "if_none_match",
        "last_event_id",
        "length",
        "origin",
        "sec_fetch_site",
        "x_detente",
    )

    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self.host: bytes | None = None
        self.authorization: bytes | None = None
        self.content_type: bytes | None = None
        self.length: bytes | None = None
        self.last_event_id: bytes | None = None
        self.accept_encoding: bytes | None = None
        self.if_none_match: bytes | None = None
        self.cookie: bytes | None = None
        self.origin: bytes | None = None
        self.sec_fetch_site: bytes | None = None
        self.x_detente: bytes | None = None
        for name, value in headers:
            slot = _SLOTS.get(name)
            if slot is None:
                continue
            if getattr(self, slot) is not None:
                detail = f"header {slot.replace('_', '-')} is given twice"
                raise Problem(400, "header-duplicate", detail)
            setattr(self, slot, value)


_SLOTS: Final = {
    b"host": "host",
    b"authorization": "authorization",
    b"content-type": "content_type",
    b"content-length": "length",
    b"last-event-id": "last_event_id",
    b"accept-encoding": "accept_encoding",
    b"if-none-match": "if_none_match",
    b"cookie": "cookie",
    b"origin": "origin",
    b"sec-fetch-site": "sec_fetch_site",
    b"x-detente": "x_detente",
}


def check_path(raw_path: bytes) -> tuple[str, ...]:
    """The path's segments as they came. Raises Problem: over-long, percent-encoded, not ASCII."""
    if len(raw_path) > PATH_BYTES_MAX:
        raise Problem(
            414, "path-length", f"path has {len(raw_path)} bytes, at most {PATH_BYTES_MAX}"
        )
    if b"%" in raw_path or not raw_path.isascii():
        raise Problem(404, "path-encoding", "no path here needs percent-encoding; nothing is there")
    return tuple(raw_path.decode("ascii").split("/")[1:])


def check_query(raw: bytes, known: Iterable[str], *, others_max: int = 0) -> dict[str, str]:
    """The query's parameters. Raises Problem: unknown, given twice, over-long, not UTF-8.

    others_max: of so many bytes in all, and unknown ones are passed over; 0: they are refused.
    """
    if not raw:
        return {}
    most = others_max or QUERY_BYTES_MAX
    if len(raw) > most:
        raise Problem(414, "query-length", f"query has {len(raw)} bytes, at most {most}")
    found: dict[str, str] = {}
    allowed = tuple(known)
    for part in raw.split(b"&"):
        name, _, value = part.partition(b"=")
        key = _text(name)
        if key not in allowed:
            if others_max:
                continue
            names = ", ".join(allowed) or "none"
            raise field_problem(
                400, "query-unknown", key[:60], "is not known here", f"Known: {names}"
            )
        if key in found:
            raise field_problem(400, "query-duplicate", key, "is given twice", "Give it once")
        found[key] = _text(value)
    return found


def _text(raw: bytes) -> str:
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, "query-encoding", "the query is not UTF-8") from error


async def read_body(receive: Receive, length: bytes | None, most: int = BODY_BYTES_MAX) -> bytes:
    """The whole body, at most `most` bytes. Raises Problem 413 before reading more."""
    if length is not None and length.isdigit() and int(length[:20]) > most:
        raise _too_big(int(length[:20]), most)
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body", False):
        if len(body) > most:
            raise _too_big(len(body), most)
        return body
    parts, size = [body], len(body)
    while message.get("more_body", False):
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem(400, "body-cut", "the connection ended inside the body")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            raise _too_big(size, most)
    return b"".join(parts)


def _too_big(size: int, most: int) -> Problem:
    detail = f"body has {size} bytes or more, at most {most}"
    return Problem(413, "body-size", detail, headers={"connection": "close"})


def check_json(content_type: bytes | None, body: bytes) -> None:
    """Refuse what is not JSON in UTF-8 or nests deeper than DEPTH_MAX, without decoding it."""
    kind, _, parameters = (content_type or b"").partition(b";")
    if kind.strip().lower() != b"application/json" or parameters.strip().lower() not in (
        b"",
        b"charset=utf-8",
    ):
        detail = "send application/json (UTF-8)"
        raise Problem(415, "content-type", detail, headers={"accept": "application/json"})
    if not body.isascii():
        try:
            body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Problem(400, "body-encoding", f"body is not UTF-8: {error.reason}") from error
    if depth_over(body, DEPTH_MAX):
        raise Problem(400, "body-depth", f"body nests deeper than {DEPTH_MAX}")


def depth_over(body: bytes, limit: int) -> bool:
    """Whether brackets outside strings nest deeper than `limit`. Counts first: that is cheap."""
    if body.count(b"[") + body.count(b"{") <= limit:
        return False
    depth = 0
    for match in _TOKENS.finditer(body):
        token = match[0]
        if token in (b"[", b"{"):
            depth += 1
            if depth > limit:
                return True
        elif token in (b"]", b"}"):
            depth -= 1
    return False


def decode(decoder: msgspec.json.Decoder[_T], body: bytes) -> _T:
    """Decode and check against the route's type. Raises Problem with the field's path."""
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        text = str(error)
        found = _AT.search(text)
        path = found["path"] if found else ""
        reason = text[: found.start()] if found else text
        raise field_problem(422, "type", path, reason, "See /openapi.json") from error
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise Problem(400, "json", f"body is not JSON: {error}") from error


def may_hold_odd_numbers(body: bytes) -> bool:
    """Whether a body can hold a float or a giant at all; most cannot, and need no walk."""
    return _ODD_NUMBER.search(body) is not None


def check_values(value: Any, path: str) -> None:  # noqa: ANN401 - any JSON value, before its type is known
    """Refuse floats, lone surrogates and integers beyond 2^53 - 1 in an untyped part of a body."""
    match value:
        case float():
            reason = f"{value!r} is not an integer"
            raise field_problem(422, "float", path, reason, "No floats travel: see the unit's name")
        case int() if abs(value) > INTEGER_MAX:
            reason = "is beyond 2^53 - 1"
            raise field_problem(422, "integer-range", path, reason, "Send a smaller integer")
        case dict():
            for key, one in value.items():
                check_values(one, f"{path}.{key}")
        case list():
            for at, one in enumerate(value):
                check_values(one, f"{path}[{at}]")
        case _:
            return
