"""What was typed or pasted, understood: places, heights and times, before they are in a message."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from detente.core.line.message import Role
from detente.serve.http.handlers import known_line, line_of
from detente.serve.http.table import Call, Route
from detente.serve.places import Ground, UnderstandBody, understand
from detente.wire.place_views import UnderstoodView

if TYPE_CHECKING:
    from detente.node.node import Node


async def places(call: Call) -> UnderstoodView:
    """What a text means on this line, and what else it may mean. Beside the writer."""
    line, body = line_of(call), call.body

    def look(node: Node) -> Ground:
        charter = node.state.charters[known_line(node, line).channel]
        state = node.state
        return Ground(charter.area, state.gazetteer, node.now_ms(), state.utc_offset_min())

    ground = await call.api.services.writer.query(look)
    return await asyncio.to_thread(understand, body, ground)


PLACE_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "POST",
        "/v1/lines/{channel}/{status}/places",
        places,
        "What was typed means: places, heights, times; with its slips and its other meanings",
        Role.OBSERVER,
        body=UnderstandBody,
        result=UnderstoodView,
        errors=(404,),
    ),
)
