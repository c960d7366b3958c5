"""The watch's rows of the route table: alarms, and the handover from one watch to the next.

Part of the table in routes.py; apart from it only because the two together would be a long page.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import msgspec

from detente.core.line.message import Role
from detente.node import watch
from detente.node.first_screen import first_screen
from detente.node.inputs import AcknowledgeAlarm, GiveWatch, TakeWatch
from detente.serve import spoken
from detente.serve.http import types
from detente.serve.http.handlers import submit
from detente.serve.http.language_routes import LANG, asked_language
from detente.serve.http.problems import Problem
from detente.serve.http.table import Call, Route
from detente.wire.first_screen_views import FirstScreenView
from detente.wire.native import Accepted, AlarmsView, AlarmView, HandoverView, WatchView

if TYPE_CHECKING:
    from detente.node.node import Node

SERIAL_CHARS_MAX: Final = 9  # a thousand million alarms


async def alarms(call: Call) -> AlarmsView:
    """The alarms that stand, and how often each was said."""
    outside = call.api.services.outside
    found: list[AlarmView] = []
    for view in await call.api.services.writer.query(watch.alarms):
        count, at_ms = outside.said(view.alarm)
        found.append(msgspec.structs.replace(view, said=count, said_at_ms=at_ms))
    return AlarmsView(alarms=tuple(found), ways=tuple(outside.ways()))


async def acknowledge(call: Call) -> Accepted:
    """An officer knows of the alarm."""
    text = call.path["alarm"]
    if not (text.isascii() and text.isdigit() and len(text) <= SERIAL_CHARS_MAX):
        raise Problem(404, "alarm-unknown", f"{text[:20]!r} is no alarm's number")
    done = await submit(call, AcknowledgeAlarm(call.actor, int(text)))
    return Accepted(position=done.position)


async def try_ways(call: Call) -> AlarmsView:
    """Say a test by every way, and how each went."""
    ways = await call.api.services.outside.test()
    return AlarmsView(alarms=(), ways=tuple(ways))


async def first(call: Call) -> FirstScreenView:
    """All that the first screen shows."""
    language = await asked_language(call)
    screen = await call.api.services.writer.query(first_screen)
    if language is None:
        return screen
    offset_min = call.api.services.home.party.utc_offset_min
    said = await asyncio.to_thread(spoken.first_screen, screen.status, language, offset_min)
    status = msgspec.structs.replace(screen.status, rendered=said)
    return msgspec.structs.replace(screen, status=status)


async def show(call: Call) -> WatchView:
    """What the watch has open now, and the handover that waits."""
    return await call.api.services.writer.query(watch.watch)


async def handovers(call: Call) -> list[HandoverView]:
    """The newest handovers."""
    return await call.api.services.writer.query(watch.recent)


async def give(call: Call) -> HandoverView:
    """Hand the watch over to a role."""
    body: types.GiveBody = call.body
    await submit(call, GiveWatch(call.actor, body.to_role, body.desk, body.remarks))
    return await call.api.services.writer.query(_newest)


async def take(call: Call) -> HandoverView:
    """Take the watch over."""
    await submit(call, TakeWatch(call.actor, call.body.handover, call.body.seen))
    return await call.api.services.writer.query(_newest)


def _newest(node: Node) -> HandoverView:
    return watch.recent(node)[0]


_DUTY: Final = Role.DUTY_OFFICER

WATCH_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        "/v1/alarms",
        alarms,
        "The alarms that stand, and the ways by which they are said outside",
        result=AlarmsView,
    ),
    Route(
        "POST",
        "/v1/alarms/test",
        try_ways,
        "Say a test by every way now",
        Role.ADMINISTRATOR,
        body=types.NothingBody,
        body_optional=True,
        result=AlarmsView,
    ),
    Route(
        "POST",
        "/v1/alarms/{alarm}/acknowledge",
        acknowledge,
        "An officer knows of the alarm; it is silent for a time",
        _DUTY,
        body=types.NothingBody,
        body_optional=True,
        result=Accepted,
        status=201,
        errors=(404,),
    ),
    Route(
        "GET",
        "/v1/first-screen",
        first,
        "All that the first screen shows, of one moment: lines, links, duty, what is due, alarms",
        query=(LANG,),
        result=FirstScreenView,
    ),
    Route(
        "GET",
        "/v1/watch",
        show,
        "What the watch has open now, and the handover that waits",
        result=WatchView,
    ),
    Route(
        "GET",
        "/v1/handovers",
        handovers,
        "The newest handovers of the watch",
        result=list[HandoverView],
    ),
    Route(
        "POST",
        "/v1/handovers",
        give,
        "Hand the watch over to a role, with all that is open",
        _DUTY,
        body=types.GiveBody,
        body_optional=True,
        result=HandoverView,
        status=201,
    ),
    Route(
        "POST",
        "/v1/handovers/take",
        take,
        "Take the watch over: the one that waits, or one that nobody gave",
        _DUTY,
        body=types.TakeBody,
        body_optional=True,
        result=HandoverView,
        status=201,
        errors=(404, 409),
    ),
)
