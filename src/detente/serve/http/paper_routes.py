"""The rows of the route table for paper: a message printed, typed in, and as it was known when.

Part of the table in routes.py; apart from it only because the two together would be a long page.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from msgspec import Meta
from starlette.responses import Response

from detente.core.line.commands import Send
from detente.core.line.header import NAME_CHARS_MAX
from detente.core.line.message import Role
from detente.core.line.paper import PAPER
from detente.core.line.tables import find
from detente.core.line.tables.choices import LANGUAGES, PAPER_MEANS
from detente.core.refusal import Refusal
from detente.core.values import Json
from detente.node import views
from detente.node.inputs import Do
from detente.node.paper_view import leaf_of, timeline
from detente.serve import past
from detente.serve.http.handlers import accepted, line_of, submit
from detente.serve.http.language_routes import LANG, asked_language, circumstances
from detente.serve.http.problems import Problem, refused
from detente.serve.http.table import POSITION_MAX, Parameter, Route
from detente.tongues.sheet import sheet_words
from detente.wire.native import Accepted, MessageView, MomentView
from detente.wire.printed import Printed, TypedMessage, printed, to_html, to_text, typed

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.core.line.state import Tracked
    from detente.node.node import Node
    from detente.serve.http.table import Call
    from detente.tongues.sheet import SheetWords

TEXT_CHARS_MAX: Final = 100_000  # a polygon of 1,000 vertices on paper has half of that
_ONE: Final = "/v1/lines/{channel}/{status}/messages/{number}"
_SPOKEN: Final = frozenset(code for code, _ in LANGUAGES)
_AT: Final = Parameter("at_ms", "the time to look back to, UTC ms", maximum=POSITION_MAX)


class TypedBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A message typed from its printed form, line by line. means: as the format PPR has them.

    heard_ms: when it came; now when absent. speaker: who said it or signed the sheet.
    """

    text: Annotated[str, Meta(max_length=TEXT_CHARS_MAX)]
    means: Annotated[str, Meta(max_length=40)] = "paper"
    heard_ms: Annotated[int, Meta(ge=0, le=POSITION_MAX)] | None = None
    speaker: Annotated[str, Meta(max_length=64)] | None = None


def _tracked(node: Node, line: Line, number: str) -> Tracked:
    found = node.state.message(line, number)
    if found is None:
        detail = f"this node holds no message {number} on {line.channel} {line.status.value}"
        raise Problem(404, "unknown-number", detail)
    return found


async def print_text(call: Call) -> Response:
    """A message as it is printed, as plain text."""
    form, _, words = await _form(call)
    return Response(to_text(form, words), media_type="text/plain; charset=utf-8")


async def print_page(call: Call) -> Response:
    """A message as a page for a printer, which fetches nothing."""
    form, line, words = await _form(call)
    headers = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return Response(to_html(form, line.status, words), media_type="text/html", headers=headers)


async def _form(call: Call) -> tuple[Printed, Line, SheetWords]:
    """The sheet, its line, and the words around it in the language that the call asks for."""
    line, number = line_of(call), call.path["number"]

    def ask(node: Node) -> tuple[Tracked, bytes, MessageView | None]:
        tracked = _tracked(node, line, number)
        return tracked, leaf_of(node, line, tracked), views.message(node, line, number)

    tracked, leaf, view = await call.api.services.writer.query(ask)
    form = printed(tracked.message, tracked.author, line.status, leaf)
    language = await asked_language(call)
    if language is None or view is None:
        return form, line, await asyncio.to_thread(sheet_words, tracked.message)
    around = circumstances(view, call.api.services.home.party.utc_offset_min)
    signed = language.reviews.is_signed
    words = partial(sheet_words, view.message, language.tongue, around, signed)
    return form, line, await asyncio.to_thread(words)


async def type_in(call: Call) -> Accepted:
    """Release a paper entry of what was typed from a sheet; every wrong line is named."""
    line, body = line_of(call), call.body
    if body.means not in {code for code, _ in PAPER_MEANS}:
        known = ", ".join(code for code, _ in PAPER_MEANS)
        reason = f"{body.means!r} is no way by which a message comes"
        raise refused((Refusal("means", "choice", reason, f"Use one of: {known}"),))
    found = typed(body.text)
    if not isinstance(found, TypedMessage):
        raise refused(found)
    if found.status is not line.status:
        reason = f"the sheet is of {found.status.value}, the line is {line.status.value}"
        remedy = f"Write it down on the line in {found.status.value}"
        raise refused((Refusal("status", "paper-status", reason, remedy),))
    table = find(found.format)
    send = Send(
        PAPER,
        _fields(found, body),
        precedence=found.precedence if table is not None else None,
    )
    return accepted(await submit(call, Do(call.actor, line, send)))


def _fields(found: TypedMessage, body: TypedBody) -> dict[str, Json]:
    given: dict[str, Json | None] = {
        "party": found.party,
        "means": body.means,
        "heard_ms": body.heard_ms,
        "their_number": found.number,
        "format": found.format,
        "version": found.version,
        "said": dict(found.fields),
        "their_ref": found.ref,
        "written": found.remarks,
        "check_code": found.code,
        "short_hash": found.short_hash,
        "speaker": body.speaker or found.by.rpartition(" (")[0][:NAME_CHARS_MAX] or None,
        "language": found.remarks_language if found.remarks_language in _SPOKEN else None,
        **found.heading,
    }
    return {name: value for name, value in given.items() if value is not None}


async def story(call: Call) -> list[MomentView]:
    """What this node came to know of a message, in the order in which it did."""
    line, number = line_of(call), call.path["number"]
    return await call.api.services.writer.query(
        lambda node: timeline(node, line, _tracked(node, line, number))
    )


async def as_of(call: Call) -> MessageView:
    """A message as this node knew it at an earlier time."""
    line, number, at_ms = line_of(call), call.path["number"], call.query["at_ms"]
    if at_ms is None:
        reason = "it says to which time to look back"
        raise refused((Refusal("at_ms", "query-missing", reason, "Give at_ms, UTC in ms"),))
    await call.api.services.writer.query(lambda node: _tracked(node, line, number))
    try:
        found = await past.ask(call.api.services.home, line, number, at_ms)
    except past.PastFault as fault:
        raise Problem(503, "past", f"the record could not be replayed: {fault}") from fault
    if found is None:
        raise Problem(404, "not-yet", f"this node did not hold {number} at that time")
    return found


PAPER_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        f"{_ONE}/print",
        print_text,
        "The message on paper: lines with check codes, and room for receipts by hand",
        query=(LANG,),
        media="text/plain",
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_ONE}/print.html",
        print_page,
        "The same as a page for a printer",
        query=(LANG,),
        media="text/html",
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_ONE}/timeline",
        story,
        "What this node came to know of the message, in the order in which it did",
        result=list[MomentView],
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_ONE}/past",
        as_of,
        "The message as this node knew it at an earlier time",
        query=(_AT,),
        result=MessageView,
        errors=(404, 422, 503),
    ),
    Route(
        "POST",
        "/v1/lines/{channel}/{status}/papers",
        type_in,
        "Release a paper entry of what was typed from a printed message",
        Role.DUTY_OFFICER,
        body=TypedBody,
        result=Accepted,
        status=201,
        errors=(404,),
    ),
)
