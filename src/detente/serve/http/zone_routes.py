"""The zones' row of the route table."""

from __future__ import annotations

from typing import Final

from detente.node.zones import zone_views
from detente.serve.http.handlers import known_line, line_of
from detente.serve.http.table import OPEN, Call, Route
from detente.wire.zone_views import ZoneView


async def zones(call: Call) -> list[ZoneView]:
    """The zones claimed on a line; open: only live ones."""
    line, live_only = line_of(call), call.query["open"]
    return await call.api.services.writer.query(
        lambda node: zone_views(node, known_line(node, line), live_only=live_only)
    )


ZONE_ROUTES: Final = (
    Route(
        "GET",
        "/v1/lines/{channel}/{status}/zones",
        zones,
        "Zones of the line: every claim, what was said about it, what has become of it",
        query=(OPEN,),
        result=list[ZoneView],
        errors=(404,),
    ),
)
