"""The last mile's rows of the route table: gaps, receipts of levels, the area feed, NOTAMs.

Part of the table in routes.py; apart from it only because the two together would be a long page.
A feed's answer leaves this node only after the pull log says that it does.
"""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from msgspec import Meta
from starlette.responses import Response

from detente.core.line.commands import Disseminate
from detente.core.line.message import Role, Status
from detente.node import lastmile
from detente.node.inputs import AddReader, Do, GiveFeed, RemoveReader
from detente.serve.http import types
from detente.serve.http.handlers import TOKEN_BYTES, accepted, known_line, line_of, submit
from detente.serve.http.problems import Problem, field_problem, refused
from detente.serve.http.table import LIMIT, STATUS, Call, Parameter, Route
from detente.serve.invite import secret_sha256
from detente.wire import areas, cap, cot, geojson, kml, notam, notam_in
from detente.wire.human_out import time_to_xml
from detente.wire.lastmile import (
    DisseminationView,
    GapView,
    NotamDraftsView,
    NotamDraftView,
    NotamsView,
    PullView,
    ReaderView,
)
from detente.wire.native import Accepted

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.core.refusal import Refusal
    from detente.node.node import Node
    from detente.serve.http.table import Handler
    from detente.wire.areas import FeedView
    from detente.wire.interchange import Written

FORMS: Final[dict[str, tuple[str, Callable[[FeedView], Written]]]] = {
    "geojson": (geojson.MEDIA, areas.encode_geojson),
    "kml": (kml.MEDIA, areas.encode_kml),
    "cap": (cap.MEDIA, cap.encode),
    "cot": (cot.MEDIA, cot.encode),
}
DRAFT_SAYS: Final = (
    "A draft, issued by nobody. Its NOTAM office decides, numbers and publishes it.",
    "Publishing it tells everybody what it says.",
)
_MINE: Final = "own-forces"
_AUDIENCE: Final = Parameter(
    "audience", "for whom; a reader's own when absent", None, (_MINE, "public")
)


class DisseminateBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A level of this side has a message, or has not (basis not-reached); codes of DSM."""

    echelon: types.Short
    basis: types.Short = "reported"
    unit: types.Short | None = None
    means: types.Short | None = None
    at_ms: types.Integer | None = None
    remarks: types.Remarks | None = None


class ReaderBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reader of the feed: its name, for whom it reads, and the level that it stands for."""

    reader: types.Short
    audience: types.Short = _MINE
    echelon: types.Short = ""


class ReaderToken(msgspec.Struct, frozen=True, kw_only=True):
    """A reader and its token, given this once."""

    reader: str
    audience: str
    echelon: str
    token: str


class NotamBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For which region, and an estimated end for a window that has none."""

    fir: types.Short
    until_ms: types.Integer | None = None
    replaces: types.Short | None = None


class NotamsBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The text of one or more NOTAMs, as issued."""

    text: Annotated[str, Meta(max_length=notam_in.TEXT_CHARS_MAX)]


# ------------------------------------------------------------------ down to the crew


async def gaps(call: Call) -> list[GapView]:
    """Every open gap, the soonest first."""
    status = Status(call.query["status"])
    return await call.api.services.writer.query(lambda node: lastmile.gaps(node, status))


async def dissemination(call: Call) -> DisseminationView:
    """How far down one message has come."""
    line, number = line_of(call), call.path["number"]
    found = await call.api.services.writer.query(
        lambda node: lastmile.disseminated(node, known_line(node, line), number)
    )
    if found is None:
        detail = f"this node holds no message {number[:100]!r} on {line.channel} {line.status}"
        raise Problem(404, "unknown-number", detail)
    return found


async def disseminate(call: Call) -> Accepted:
    """Say that a level of this side has a message."""
    line, body = line_of(call), call.body
    await call.api.services.writer.query(lambda node: known_line(node, line))
    command = Disseminate(
        call.path["number"],
        body.echelon,
        body.basis,
        unit=body.unit,
        means=body.means,
        at_ms=body.at_ms,
        remarks=body.remarks,
    )
    return accepted(await submit(call, Do(call.actor, line, command)))


# ------------------------------------------------------------------ the feed


def _areas(form: str) -> Handler:
    """The handler of the feed in one form."""
    media, encode = FORMS[form]

    async def give(call: Call) -> Response:
        """Make the feed, write down that it is given, give it."""
        services = call.api.services
        status = Status(call.query["status"])
        asked = call.query["audience"]

        def look(node: Node) -> tuple[FeedView, str, str] | None:
            reader = node.state.feeds.reader(call.token_sha256)
            own = reader.audience if reader else _MINE
            if reader is not None and asked not in (None, own):
                return None
            name, echelon = (reader.reader, reader.echelon) if reader else (call.actor.officer, "")
            return lastmile.feed(node, asked or own, status), name, echelon

        seen = await services.writer.query(look)
        if seen is None:
            raise Problem(403, "feed-audience", f"this token does not read the feed for {asked}")
        feed, name, echelon = seen
        written = await asyncio.get_running_loop().run_in_executor(None, encode, feed)
        given = tuple((area.channel, area.number) for area in feed.areas)
        await submit(
            call,
            GiveFeed(name, feed.audience, echelon, form, status, given, feed.withheld),
        )
        headers = {
            "cache-control": "no-store",
            "x-detente-made": time_to_xml(feed.made_at_ms),
            "x-detente-stale": time_to_xml(feed.stale_ms),
        }
        return Response(written.data, 200, headers, media)

    return give


async def readers(call: Call) -> list[ReaderView]:
    """Who reads the feed."""
    return await call.api.services.writer.query(lastmile.readers)


async def add_reader(call: Call) -> ReaderToken:
    """Give a reader a token."""
    body: ReaderBody = call.body
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await submit(
        call,
        AddReader(
            call.actor, body.reader, body.audience, body.echelon, secret_sha256(token.encode())
        ),
    )
    return ReaderToken(
        reader=body.reader, audience=body.audience, echelon=body.echelon, token=token
    )


async def remove_reader(call: Call) -> Accepted:
    """Take a reader's token away."""
    done = await submit(call, RemoveReader(call.actor, call.path["reader"]))
    return Accepted(position=done.position)


async def log(call: Call) -> list[PullView]:
    """The newest entries of the pull log."""
    limit = call.query["limit"]
    return await call.api.services.writer.query(lambda node: lastmile.log(node, limit))


# ------------------------------------------------------------------ NOTAMs


async def draft(call: Call) -> NotamDraftsView:
    """The NOTAM drafts of one message; nothing is sent anywhere."""
    line, number, body = line_of(call), call.path["number"], call.body

    def look(node: Node) -> lastmile.Draftable | tuple[Refusal, ...]:
        return lastmile.notam_subject(node, known_line(node, line), number)

    found = await call.api.services.writer.query(look)
    if isinstance(found, tuple):
        raise refused(found)
    drafts = notam.draft(
        found.subject,
        fir=body.fir,
        now_ms=call.api.services.clock(),
        until_ms=body.until_ms,
        replaces=body.replaces,
        terrain_max_cm=found.terrain_max_cm,
    )
    if isinstance(drafts, tuple):
        raise refused(drafts)
    return NotamDraftsView(
        number=number,
        drafts=tuple(NotamDraftView(part=one.part, text=one.text) for one in drafts.drafts),
        losses=drafts.losses,
        say=DRAFT_SAYS if found.public else (*DRAFT_SAYS, "Its message is not marked as public."),
    )


async def read_notams(call: Call) -> NotamsView:
    """What NOTAMs say, as drafts of messages; nothing is sent and nothing is kept."""
    try:
        return await asyncio.get_running_loop().run_in_executor(
            None, notam_in.decode, call.body.text
        )
    except notam_in.NoParser as error:
        remedy = "Install it at the node, and start the node again"
        raise field_problem(501, "notam-parser", "text", str(error), remedy) from error


_LINE: Final = "/v1/lines/{channel}/{status}"
_ONE: Final = _LINE + "/messages/{number}"
_DUTY: Final = Role.DUTY_OFFICER
_ADMIN: Final = Role.ADMINISTRATOR

LASTMILE_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        "/v1/gaps",
        gaps,
        "Levels that a warning has not reached, the soonest activity first",
        query=(STATUS,),
        result=list[GapView],
    ),
    Route(
        "GET",
        f"{_ONE}/dissemination",
        dissemination,
        "How far down a message has come, receiver by receiver",
        result=DisseminationView,
        errors=(404,),
    ),
    Route(
        "POST",
        f"{_ONE}/disseminate",
        disseminate,
        "A level of this side has the message, or has not",
        _DUTY,
        body=DisseminateBody,
        result=Accepted,
        status=201,
        errors=(404, 409),
    ),
    Route(
        "POST",
        f"{_ONE}/notam",
        draft,
        "Drafts of NOTAMs from a message; nothing is sent",
        _DUTY,
        body=NotamBody,
        result=NotamDraftsView,
        errors=(404,),
    ),
    Route(
        "POST",
        "/v1/notams",
        read_notams,
        "Read NOTAMs into drafts of messages; nothing is sent",
        _DUTY,
        body=NotamsBody,
        result=NotamsView,
        errors=(501,),
    ),
    *(
        Route(
            "GET",
            f"/v1/areas.{form}",
            _areas(form),
            f"The restricted-area feed as {form}, for officers and readers of the feed",
            query=(STATUS, _AUDIENCE),
            media=media,
            readers=True,
        )
        for form, (media, _) in FORMS.items()
    ),
    Route(
        "GET",
        "/v1/feed/readers",
        readers,
        "Who reads the area feed",
        result=list[ReaderView],
    ),
    Route(
        "POST",
        "/v1/feed/readers",
        add_reader,
        "Give a reader a token that opens the area feed and nothing else",
        _ADMIN,
        body=ReaderBody,
        result=ReaderToken,
        status=201,
    ),
    Route(
        "DELETE",
        "/v1/feed/readers/{reader}",
        remove_reader,
        "Take a reader's token away",
        _ADMIN,
        result=Accepted,
        errors=(404,),
    ),
    Route(
        "GET",
        "/v1/feed/log",
        log,
        "What the area feed gave to whom, newest first",
        query=(LIMIT,),
        result=list[PullView],
    ),
)
