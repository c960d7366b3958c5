"""The channels' rows of the route table: kinds and states, gaps, restart, rosters, exercises.

Part of the table in routes.py; apart from it only because the two together would be a long page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from msgspec import Meta

from detente.core.line.gap import Period
from detente.core.line.message import Line, Role, Status
from detente.core.line.roster import DAY_MS, SPAN_MS_MAX
from detente.core.watch.exercise import NAME_CHARS_MAX
from detente.node import channels, restart
from detente.node.inputs import BeginExercise, EndExercise
from detente.serve.http.handlers import known_line, line_of, submit
from detente.serve.http.problems import Problem
from detente.serve.http.table import Call, Parameter, Route
from detente.wire.channel_views import (
    ChannelView,
    ExerciseView,
    GapView,
    RestartView,
    RosterView,
)

if TYPE_CHECKING:
    from detente.node.node import Node

_LINE: Final = "/v1/lines/{channel}/{status}"
_FROM: Final = Parameter("from", "from then, UTC ms; absent: as the sides declared, or now")
_TO: Final = Parameter("to", "until then, UTC ms; absent: as the sides declared, or a day later")


class ExerciseBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The exercise's name, as it will stand over every output."""

    name: Annotated[str, Meta(min_length=1, max_length=NAME_CHARS_MAX)]


async def show(call: Call) -> ChannelView:
    """One channel with its kind, rules and declared states."""
    line = Line(call.path["channel"], Status.ACTUAL)
    return await call.api.services.writer.query(
        lambda node: channels.channel(node, known_line(node, line).channel)
    )


async def gap(call: Call) -> GapView:
    """What went on while the line was not open."""
    line, period = line_of(call), _period(call)

    def ask(node: Node) -> GapView:
        known_line(node, line)
        wanted = period or channels.last_period(node, line)
        if wanted is None:
            detail = (
                "no side has declared this line other than open; say from when (and until when)"
            )
            raise Problem(404, "no-gap", detail)
        return channels.gap_view(node, line, wanted)

    return await call.api.services.writer.query(ask)


async def checklist(call: Call) -> list[RestartView]:
    """What to look at before the line is open again."""
    line = line_of(call)

    def ask(node: Node) -> list[RestartView]:
        known_line(node, line)
        return restart.checklist(node, line, channels.last_period(node, line))

    return await call.api.services.writer.query(ask)


async def roster(call: Call) -> RosterView:
    """Who is on duty, in which languages, and in which hours somebody is missing."""
    line, given = line_of(call), call.query

    def ask(node: Node) -> RosterView:
        known_line(node, line)
        from_ms = node.now_ms() if given["from"] is None else given["from"]
        to_ms = from_ms + DAY_MS if given["to"] is None else given["to"]
        _check_span(from_ms, to_ms)
        if to_ms - from_ms > SPAN_MS_MAX:
            days = SPAN_MS_MAX // DAY_MS
            raise Problem(400, "query-value", f"a roster is shown for {days} days at most")
        return channels.roster(node, line, from_ms, to_ms)

    return await call.api.services.writer.query(ask)


def _period(call: Call) -> Period | None:
    """The time that the query names; None when it names none."""
    from_ms, to_ms = call.query["from"], call.query["to"]
    if from_ms is None:
        if to_ms is not None:
            raise Problem(400, "query-value", "an end without a beginning: give from as well")
        return None
    if to_ms is not None:
        _check_span(from_ms, to_ms)
    return Period(from_ms, to_ms)


def _check_span(from_ms: int, to_ms: int) -> None:
    if to_ms <= from_ms:
        raise Problem(400, "query-value", f"to ({to_ms}) is not after from ({from_ms})")


async def exercise(call: Call) -> ExerciseView:
    """The exercise under way at this node."""
    return await call.api.services.writer.query(channels.exercise)


async def begin_exercise(call: Call) -> ExerciseView:
    """Who names no status means EXERCISE from now on."""
    await submit(call, BeginExercise(call.actor, call.body.name))
    return await exercise(call)


async def end_exercise(call: Call) -> ExerciseView:
    """Who names no status means ACTUAL again."""
    await submit(call, EndExercise(call.actor))
    return await exercise(call)


CHANNEL_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        "/v1/channels/{channel}",
        show,
        "One channel: its kind and rules, what each side declares of it, line checks",
        result=ChannelView,
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/gap",
        gap,
        "What went on while the line was not open, or between two times",
        query=(_FROM, _TO),
        result=GapView,
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/restart",
        checklist,
        "The restart checklist, as it stands now",
        result=list[RestartView],
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/roster",
        roster,
        "Who is on duty, languages, and hours with nobody or no common language",
        query=(_FROM, _TO),
        result=RosterView,
        errors=(404,),
    ),
    Route("GET", "/v1/exercise", exercise, "The exercise under way here", result=ExerciseView),
    Route(
        "POST",
        "/v1/exercise",
        begin_exercise,
        "Begin an exercise: who names no status means EXERCISE",
        Role.RELEASER,
        body=ExerciseBody,
        result=ExerciseView,
        status=201,
    ),
    Route(
        "DELETE",
        "/v1/exercise",
        end_exercise,
        "End the exercise: who names no status means ACTUAL again",
        Role.RELEASER,
        result=ExerciseView,
        errors=(422,),
    ),
)
