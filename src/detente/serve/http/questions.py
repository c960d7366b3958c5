"""Routes that only look: the node is asked between two batches, so all shown is durable."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from starlette.responses import Response, StreamingResponse

from detente.core.airspace.parts_json import airspace_to_json
from detente.core.line.message import Status
from detente.core.line.ways import Question, questions
from detente.core.line.ways import ways as find_ways
from detente.journal import bundle
from detente.journal.engines.sqlite import SqliteStore
from detente.node import views
from detente.node.releasing import Filter, audience_of
from detente.serve import spoken
from detente.serve.http import openapi, stream, types
from detente.serve.http.handlers import known_line, line_of
from detente.serve.http.language_routes import asked_language
from detente.serve.http.problems import Problem
from detente.wire import geojson
from detente.wire.human_out import airspace_to_text
from detente.wire.native import (
    ConflictView,
    EventView,
    EvidenceView,
    JournalView,
    LineView,
    OfficerView,
    PeerView,
    PictureItem,
    StatusView,
    WayOutView,
    WaysOutView,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from detente.node.node import Node
    from detente.serve.http.table import Call

EXPORT_CHUNK_BYTES: Final = 262_144


async def health(call: Call) -> types.Health:
    """That the node answers; open to all who can reach it."""
    services = call.api.services
    return types.Health(
        party=services.home.party.party, version=services.version, disk=services.room()
    )


async def status(call: Call) -> StatusView:
    """The first screen."""
    language = await asked_language(call)
    screen = await call.api.services.writer.query(views.status)
    if language is None:
        return screen
    offset_min = call.api.services.home.party.utc_offset_min
    said = await asyncio.to_thread(spoken.first_screen, screen, language, offset_min)
    return msgspec.structs.replace(screen, rendered=said)


async def channels(call: Call) -> list[LineView]:
    """Every line that this node is on."""

    def look(node: Node) -> list[LineView]:
        return [views.line_view(node, line) for line in views.lines(node)]

    return await call.api.services.writer.query(look)


async def conflicts(call: Call) -> list[ConflictView]:
    """Conflicts of a line."""
    line, asked = line_of(call), call.query
    return await call.api.services.writer.query(
        lambda node: views.conflicts(
            node,
            known_line(node, line),
            open_only=asked["open"],
            newest=asked["newest"],
            before=asked["before"],
            limit=asked["limit"],
        )
    )


async def ways(call: Call) -> list[WaysOutView]:
    """Ways out of a conflict, for each side. Searched beside the writer, never on its thread.

    The id of one that lies across two channels has slashes; in a path they are colons.
    """
    line, conflict = line_of(call), call.path["conflict"].replace(":", "/")
    asked = await call.api.services.writer.query(
        lambda node: questions(node.state, known_line(node, line), conflict)
    )
    if isinstance(asked, tuple):
        raise Problem(404, "unknown-conflict", asked[0].reason, refusals=asked)
    now_ms = call.api.services.clock()
    return [await asyncio.to_thread(_ways_view, conflict, one, now_ms) for one in asked]


def _ways_view(conflict: str, question: Question, now_ms: int) -> WaysOutView:
    found = find_ways(question, not_before_ms=now_ms)
    return WaysOutView(
        conflict=conflict,
        number=question.notice.number,
        party=question.notice.party,
        ways=tuple(
            WayOutView(
                change=way.change.value,
                amount=way.amount,
                bearing=way.bearing,
                cost=round(way.cost, 1),
                words=way.words,
                volume=airspace_to_json(way.airspace),
                text=airspace_to_text(way.airspace),
            )
            for way in found
        ),
        stays=question.stays,
    )


async def picture(call: Call) -> list[PictureItem]:
    """Every volume in the picture of a status."""
    status = Status(call.query["status"])
    return await call.api.services.writer.query(lambda node: views.picture(node, status))


async def picture_geojson(call: Call) -> Response:
    """The same as GeoJSON, for any map; what that loses stands in it."""
    items = await picture(call)
    written = await asyncio.get_running_loop().run_in_executor(None, geojson.encode, items)
    return Response(written.data, media_type=geojson.MEDIA)


async def journals(call: Call) -> list[JournalView]:
    """Every journal: kept, delivered, final."""
    return await call.api.services.writer.query(views.journals)


async def events(call: Call) -> list[EventView]:
    """Journal entries in local order."""
    after, limit = call.query["after"], call.query["limit"]
    return await call.api.services.writer.query(
        lambda node: views.events(node, after=after, limit=limit)
    )


async def live(call: Call) -> StreamingResponse:
    """The live stream."""
    return stream.response(call, await asked_language(call))


async def evidence(call: Call) -> list[EvidenceView]:
    """What was refused and kept."""
    return await call.api.services.writer.query(views.evidence)


async def peers(call: Call) -> list[PeerView]:
    """Every party that shares a channel with us."""
    return await call.api.services.writer.query(views.peers)


async def officers(call: Call) -> list[OfficerView]:
    """Who holds a token."""
    return await call.api.services.writer.query(views.officers)


async def document(call: Call) -> Response:
    """This API, as OpenAPI 3.1."""
    if call.api.openapi is None:
        call.api.openapi = openapi.document(call.api.table.routes, call.api.services.version)
    return Response(call.api.openapi, media_type="application/json")


async def export(call: Call) -> StreamingResponse:
    """Everything that is durable now, as an evidence file that `detente verify` reads.

    For a third party, or for all, without the bodies that their senders do not release to it.
    """
    services, reader = call.api.services, call.query["for"]
    home, now_ms = services.home, services.clock()
    folder = tempfile.TemporaryDirectory(prefix=".export-", dir=home.path)
    path = Path(folder.name) / "evidence.jsonl"

    def write() -> None:
        with SqliteStore.open_read_only(home.journal_path, home.cipher) as store:
            bundle.export(
                store,
                path,
                made_by=home.party.party,
                made_at_ms=now_ms,
                signer=home.signer,
                may_read=Filter(store, audience_of(reader)).may_read if reader else None,
            )

    try:
        await asyncio.get_running_loop().run_in_executor(None, write)
    except BaseException:
        folder.cleanup()
        raise
    return StreamingResponse(
        _chunks(path, folder),
        headers={"content-disposition": 'attachment; filename="evidence.jsonl"'},
        media_type="application/jsonl",
    )


async def _chunks(path: Path, folder: tempfile.TemporaryDirectory[str]) -> AsyncIterator[bytes]:
    """The file in pieces; it is gone afterwards, however the reading ends."""
    try:
        with path.open("rb") as file:
            while chunk := file.read(EXPORT_CHUNK_BYTES):
                yield chunk
    finally:
        folder.cleanup()
