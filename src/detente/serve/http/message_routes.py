"""Messages of a line, as lists and one by one: the rows of the route table that read them.

A list is gone through in short visits to the writer, however much is held: nobody who searches
keeps a warning waiting.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import msgspec

from detente.core.line.message import Precedence
from detente.core.line.tables import FORMATS
from detente.node import message_list, views
from detente.node.message_list import Wanted
from detente.node.retention import why_not_held
from detente.serve.http.handlers import known_line, line_of
from detente.serve.http.language_routes import (
    LANG,
    LANGS,
    asked_languages,
    rendered,
    said,
)
from detente.serve.http.problems import Problem, field_problem
from detente.serve.http.table import AFTER, BOOLEAN, BOX, LIMIT, OPEN, Call, Parameter, Route
from detente.wire.native import MessageView

if TYPE_CHECKING:
    from detente.node.node import Node

_LINE: Final = "/v1/lines/{channel}/{status}"
NEWEST: Final = Parameter("newest", "the newest first", default=False, choices=BOOLEAN)
BEFORE: Final = Parameter("before", "only items before this local position", minimum=1)
_UNREAD: Final = Parameter(
    "unread",
    "only those of other sides that no officer here has READ",
    default=False,
    choices=BOOLEAN,
)
_RECEIPTS: Final = Parameter("receipts", "also receipts", default=True, choices=BOOLEAN)
_CODES: Final = r"[A-Z]{1,16}(,[A-Z]{1,16}){0,31}"
_FORMAT: Final = Parameter(
    "format",
    "only these formats, codes with commas between them",
    pattern=_CODES,
    form="codes of formats with commas between them, such as NAA,NWA",
)
_PRECEDENCE: Final = Parameter(
    "precedence",
    "only of this urgency, or of these with commas between them",
    pattern=_CODES,
    form="one or more of " + ", ".join(one.value for one in Precedence) + ", with commas",
)
_PARTY: Final = Parameter("party", "only of this author", pattern=r"[a-z0-9-]{1,64}")
_FIND: Final = Parameter(
    "find",
    "only those whose number, names, remarks or fields hold this, in any case",
    pattern=r"[^\x00-\x1f]{1,100}",
    form="1 to 100 characters",
)
_FROM: Final = Parameter("from_ms", "only those held here at or after this time, UTC ms")
_UNTIL: Final = Parameter("until_ms", "only those held here at or before this time, UTC ms")


async def messages(call: Call) -> list[MessageView]:
    """Messages of a line."""
    line, asked = line_of(call), call.query
    wanted, writer = _wanted(asked), call.api.services.writer

    def order(node: Node) -> list[str]:
        return message_list.numbers(
            node,
            known_line(node, line),
            after=asked["after"],
            before=asked["before"],
            newest=asked["newest"],
            unsettled=message_list.unsettled(wanted),
        )

    left: list[str] = await writer.query(order)
    found: list[MessageView] = []
    while left and len(found) < asked["limit"]:
        room = asked["limit"] - len(found)
        page, looked = await writer.query(
            partial(message_list.look, line=line, wanted=wanted, among=left, room=room)
        )
        found += page
        left = left[looked:]
    return await said(call, found)


def _wanted(asked: dict[str, Any]) -> Wanted:
    """What the query asks for. Raises Problem 400 at a format or an urgency that there is not."""
    return Wanted(
        box=asked["box"],
        open_only=asked["open"],
        unread=asked["unread"],
        receipts=asked["receipts"],
        formats=_codes(asked, "format", tuple(FORMATS)),
        precedences=_codes(asked, "precedence", tuple(Precedence)),
        party=asked["party"] or "",
        find=asked["find"] or "",
        from_ms=asked["from_ms"],
        until_ms=asked["until_ms"],
    )


def _codes(asked: dict[str, Any], name: str, known: tuple[str, ...]) -> frozenset[str]:
    codes = frozenset((asked[name] or "").split(",")) - {""}
    unknown = sorted(codes - set(known))
    if unknown:
        reason = f"{', '.join(unknown)} is none"
        raise field_problem(400, "query-value", name, reason, f"Use: {', '.join(known)}")
    return codes


async def message(call: Call) -> MessageView:
    """One message with its whole ladder."""
    line, number = line_of(call), call.path["number"]

    def look(node: Node) -> MessageView | str:
        found = views.message(node, known_line(node, line), number)
        return why_not_held(node, line, number) if found is None else found

    found = await call.api.services.writer.query(look)
    if isinstance(found, str):
        raise Problem(404, "unknown-number", found)
    [view] = await said(call, [found], receipts=True)
    return view if call.query["langs"] is None else await _side_by_side(call, view)


async def _side_by_side(call: Call, view: MessageView) -> MessageView:
    """The message in several languages, to be read beside each other."""
    languages = await asked_languages(call)
    offset_min = call.api.services.home.party.utc_offset_min
    words = await asyncio.to_thread(
        lambda: tuple(rendered(view, one, offset_min) for one in languages)
    )
    return msgspec.structs.replace(view, side_by_side=words)


MESSAGE_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        f"{_LINE}/messages",
        messages,
        "Messages of the line, in local order or the newest first; all, or those asked for",
        query=(
            *(BOX, OPEN, _UNREAD, _RECEIPTS, _FORMAT, _PRECEDENCE, _PARTY, _FIND, _FROM, _UNTIL),
            *(NEWEST, BEFORE, AFTER, LIMIT, LANG),
        ),
        result=list[MessageView],
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/messages/{{number}}",
        message,
        "One message with its whole receipt ladder",
        query=(LANG, LANGS),
        result=MessageView,
        errors=(404,),
    ),
)
