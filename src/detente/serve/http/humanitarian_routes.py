"""Humanitarian notices: their rows of the route table.

Part of the table in routes.py; apart from it only because the two together would be a long page.
Exact details come in and go out here and nowhere else; before any goes out, the house journal says
to whom.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from msgspec import Meta

from detente.core.airspace.volume import Point
from detente.core.humanitarian.cell import GRID_E7
from detente.core.line.commands import KeepDraft, Reconfirm, Send, TryContact
from detente.core.line.drafts import SOURCE_CHARS_MAX
from detente.core.line.message import Role, Status
from detente.core.line.tables import FORMATS
from detente.core.refusal import Refusal
from detente.node import humanitarian, humanitarian_view
from detente.node.humanitarian import Wanted
from detente.node.inputs import Do, Done, NoteDisclosure
from detente.node.inputs import Refused as RefusedOutcome
from detente.serve.http.handlers import accepted, line_of, send_of, submit
from detente.serve.http.language_routes import LANG, asked_language
from detente.serve.http.problems import Problem, refused
from detente.serve.http.table import LIMIT, STATUS, Call, Handler, Parameter, Route
from detente.serve.http.types import FieldsBody, Integer, Names, Number, Remarks, SendBody, Short
from detente.tongues.render import render_details
from detente.wire.humanitarian_views import (
    CopyView,
    DetailsView,
    DisclosureView,
    HumanitarianView,
    RowView,
)
from detente.wire.native import Accepted

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.serve.languages import Language

ROWS_MAX: Final = 100  # of one request; an import sends as many as it needs
_Source = Annotated[str, Meta(min_length=1, max_length=SOURCE_CHARS_MAX)]


class _Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request body: exactly these fields."""


class NoticeBody(_Body, frozen=True, kw_only=True):
    """A site or movement. message: what everybody reads. exact: what is sealed.

    audience: the members that may read it now; empty: nobody yet, the area only. grid_e7: the
    squares of the coarse area (1e-7 degrees), where the message names no cell.
    """

    message: SendBody
    exact: FieldsBody
    audience: Names = ()
    grid_e7: Integer = GRID_E7


class RowBody(_Body, frozen=True, kw_only=True):
    """A notice from a file, and where in the file."""

    notice: NoticeBody
    source: _Source


class RowsBody(_Body, frozen=True, kw_only=True):
    """Rows of one file, to be kept as drafts; each is judged alone. batch: the file's name."""

    rows: Annotated[tuple[RowBody, ...], Meta(min_length=1, max_length=ROWS_MAX)]
    batch: _Source


class DetailsBody(_Body, frozen=True, kw_only=True):
    """Why the details are looked at; it stands in the disclosure log."""

    why: Short = "opened"


class DiscloseBody(_Body, frozen=True, kw_only=True):
    """Members to give the details to, by which rule, and the message that is why."""

    parties: Annotated[tuple[Short, ...], Meta(min_length=1, max_length=16)]
    rule: Short = "requested"
    because: Number | None = None


class ReconfirmBody(_Body, frozen=True, kw_only=True):
    """Until when it is valid; how and when it was verified."""

    valid_to_ms: Integer
    verified: Short | None = None
    verified_ms: Integer | None = None


class ContactBody(_Body, frozen=True, kw_only=True):
    """Who answered when the contact was called, by what means, and when."""

    result: Short
    means: Short
    at_ms: Integer | None = None
    remarks: Remarks | None = None


class SeenBody(_Body, frozen=True, kw_only=True):
    """A place that got about."""

    lat_e7: Annotated[int, Meta(ge=-900_000_000, le=900_000_000)]
    lon_e7: Annotated[int, Meta(ge=-1_800_000_000, le=1_800_000_000)]


async def notices(call: Call) -> list[HumanitarianView]:
    """Every notice that stands."""
    status = Status(call.query["status"])
    return await call.api.services.writer.query(
        partial(humanitarian_view.notices, status=status, limit=call.query["limit"])
    )


async def _sealed(call: Call, line: Line, body: NoticeBody) -> Send | tuple[Refusal, ...]:
    wanted = Wanted(send_of(body.message), body.exact, body.audience, body.grid_e7)
    entropy = call.api.services.entropy
    return await call.api.services.writer.query(
        lambda node: humanitarian.sealed_send(node, line, wanted, entropy)
    )


async def send(call: Call) -> Accepted:
    """Seal and release a notice."""
    line = line_of(call)
    made = await _sealed(call, line, call.body)
    if not isinstance(made, Send):
        raise refused(made)
    return accepted(await submit(call, Do(call.actor, line, made)))


async def keep_rows(call: Call) -> list[RowView]:
    """Seal each row and keep it as a draft; one that is refused holds up no other."""
    line, batch = line_of(call), call.body.batch
    found: list[RowView] = []
    for row in call.body.rows:
        made = await _sealed(call, line, row.notice)
        if not isinstance(made, Send):
            found.append(RowView(source=row.source, refusals=made))
            continue
        keep = Do(call.actor, line, KeepDraft(made, row.source, batch))
        outcome = await call.api.services.writer.submit(keep)
        if isinstance(outcome, RefusedOutcome):
            found.append(RowView(source=row.source, refusals=outcome.refusals))
        else:
            assert isinstance(outcome, Done), "an officer's command is done or refused"
            found.append(RowView(source=row.source, draft=outcome.draft, refusals=outcome.warnings))
    return found


async def details(call: Call) -> DetailsView:
    """The details of one notice; who asked stands in the house journal before they are given."""
    line, number = line_of(call), call.path["number"]
    language = await asked_language(call)
    query = call.api.services.writer.query
    found = await query(lambda node: humanitarian_view.details(node, line, number))
    if isinstance(found, Refusal):
        raise Problem(404, found.rule, f"{found.reason}. {found.remedy}")
    noted = NoteDisclosure(call.actor, line.channel, line.status, found.number, call.body.why)
    await submit(call, noted)
    return found if language is None else await asyncio.to_thread(_said, call, found, language)


def _said(call: Call, found: DetailsView, language: Language) -> DetailsView:
    """The details with their words in a language as well."""
    fmt, offset_min = FORMATS[found.format], call.api.services.home.party.utc_offset_min
    signed = language.reviews.is_signed
    words = render_details(fmt, found.fields, language.tongue, offset_min, signed)
    return msgspec.structs.replace(found, rendered=words)


async def disclose(call: Call) -> Accepted:
    """Give the details to further members."""
    line, number, body = line_of(call), call.path["number"], call.body
    entropy = call.api.services.entropy
    made = await call.api.services.writer.query(
        lambda node: humanitarian.disclose(
            node, line, number, body.parties, body.rule, body.because
        )(entropy)
    )
    if isinstance(made, tuple):
        raise refused(made)
    return accepted(await submit(call, Do(call.actor, line, made)))


async def reconfirm(call: Call) -> Accepted:
    """Still true, and until when."""
    body: ReconfirmBody = call.body
    command = Reconfirm(call.path["number"], body.valid_to_ms, body.verified, body.verified_ms)
    return accepted(await submit(call, Do(call.actor, line_of(call), command)))


async def contact(call: Call) -> Accepted:
    """The contact was called."""
    body: ContactBody = call.body
    command = TryContact(call.path["number"], body.result, body.means, body.at_ms, body.remarks)
    return accepted(await submit(call, Do(call.actor, line_of(call), command)))


async def trace(call: Call) -> tuple[CopyView, ...]:
    """Whose copy a place is nearest to."""
    line, number, body = line_of(call), call.path["number"], call.body
    seen = Point(body.lat_e7, body.lon_e7)
    found = await call.api.services.writer.query(
        lambda node: humanitarian_view.trace(node, line, number, seen)
    )
    if isinstance(found, Refusal):
        raise refused((found,))
    return found


async def disclosures(call: Call) -> list[DisclosureView]:
    """Who was given what, the newest first."""
    channel, number, limit = (call.query[name] for name in ("channel", "number", "limit"))
    return await call.api.services.writer.query(
        lambda node: humanitarian_view.disclosures(node, channel, number, limit)
    )


_LINE: Final = "/v1/lines/{channel}/{status}"
_ONE: Final = _LINE + "/messages/{number}"
_DUTY: Final = Role.DUTY_OFFICER
_CHANNEL: Final = Parameter("channel", "only those of this channel", "")
_NUMBER: Final = Parameter("number", "only those of this notice", "")


def _act(verb: str, handler: Handler, summary: str, body: type, result: object = Accepted) -> Route:
    return Route(
        "POST",
        f"{_ONE}/{verb}",
        handler,
        summary,
        _DUTY,
        query=(LANG,) if body is DetailsBody else (),
        body=body,
        result=result,
        status=201 if result is Accepted else 200,
        body_optional=body is DetailsBody,
        errors=(404, 409),
    )


HUMANITARIAN_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        "/v1/humanitarian",
        notices,
        "Humanitarian notices that stand: their readers, what is near, what is stale",
        query=(STATUS, LIMIT),
        result=list[HumanitarianView],
    ),
    Route(
        "POST",
        f"{_LINE}/humanitarian",
        send,
        "Seal and release a humanitarian notice: a notice, not a request for permission",
        _DUTY,
        body=NoticeBody,
        result=Accepted,
        status=201,
        errors=(404,),
    ),
    Route(
        "POST",
        f"{_LINE}/humanitarian/drafts",
        keep_rows,
        "Seal rows of a file and keep them as drafts for release, each judged alone",
        _DUTY,
        body=RowsBody,
        result=list[RowView],
        errors=(404,),
    ),
    _act(
        "details", details, "Its exact details; the asking is journalled", DetailsBody, DetailsView
    ),
    _act("disclose", disclose, "Give its exact details to further members", DiscloseBody),
    _act("reconfirm", reconfirm, "It is still true, and until when", ReconfirmBody),
    _act("contact", contact, "Its contact was called, and what came of it", ContactBody),
    _act("trace", trace, "Whose copy a place that got about is", SeenBody, tuple[CopyView, ...]),
    Route(
        "GET",
        "/v1/disclosures",
        disclosures,
        "Who was given exact details, when, by whom, by which rule",
        query=(_CHANNEL, _NUMBER, LIMIT),
        result=list[DisclosureView],
    ),
)
