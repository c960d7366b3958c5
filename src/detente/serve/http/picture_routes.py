"""The picture over time and what was told of what moves: what a screen with a slider needs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from detente.node import picture_time
from detente.node.picture_time import BACK_MS_MAX, DAY_MS
from detente.node.told_tracks import case_tracks, tracks
from detente.serve.http.handlers import known_line, line_of
from detente.serve.http.problems import Problem, field_problem
from detente.serve.http.table import Call, Parameter, Route
from detente.wire.picture_views import PictureSpan, PictureTimeView, TracksView

if TYPE_CHECKING:
    from detente.node.node import Node

_LINE: Final = "/v1/lines/{channel}/{status}"
FROM: Final = Parameter("from_ms", "since this time, UTC ms; left out: for 24 hours, 31 days most")
CASE: Final = Parameter(
    "case",
    "of this case alone: each side's account, and what was told around it",
    pattern=r"[A-Z0-9][A-Z0-9-]{0,99}",
)


def _since(node: Node, from_ms: int | None) -> int:
    """From when on; raises Problem 400 beyond the limit."""
    if from_ms is None:
        return node.now_ms() - DAY_MS
    if from_ms < node.now_ms() - BACK_MS_MAX:
        days = BACK_MS_MAX // DAY_MS
        reason = f"it lies more than {days} days back"
        remedy = f"Give a time within {days} days; of one older message, see detente show --at"
        raise field_problem(400, "query-value", "from_ms", reason, remedy)
    return from_ms


async def over_time(call: Call) -> PictureTimeView:
    """What stands in the picture of a line, and what stood there since."""
    line, given, writer = line_of(call), call.query["from_ms"], call.api.services.writer

    def begin(node: Node) -> tuple[int, list[str]]:
        from_ms = _since(node, given)
        return from_ms, picture_time.asked(node, known_line(node, line), from_ms)

    from_ms, numbers = await writer.query(begin)
    found: list[PictureSpan] = []
    for first in range(0, len(numbers), picture_time.VISIT_MAX):
        some = numbers[first : first + picture_time.VISIT_MAX]
        found += await writer.query(
            partial(picture_time.spans, line=line, from_ms=from_ms, numbers=some)
        )
    return await writer.query(partial(picture_time.view, line=line, from_ms=from_ms, found=found))


async def told(call: Call) -> TracksView:
    """What was told of what moves; of one case, both sides'."""
    line, asked = line_of(call), call.query
    number = asked["case"]

    def look(node: Node) -> TracksView:
        known_line(node, line)
        if number is None:
            return tracks(node, line, _since(node, asked["from_ms"]))
        found = case_tracks(node, line, number)
        if found is None:
            raise Problem(404, "unknown-case", f"no case {number} is held on this line")
        return found

    return await call.api.services.writer.query(look)


PICTURE_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        f"{_LINE}/picture-over-time",
        over_time,
        "What stands in the picture of the line and what stood there, and when this node knew it",
        query=(FROM,),
        result=PictureTimeView,
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/tracks",
        told,
        "What was told of what moves: who says it, where and when it was, and how old that is",
        query=(FROM, CASE),
        result=TracksView,
        errors=(404,),
    ),
)
