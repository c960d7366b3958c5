"""The live stream: every reader gets every item once, in order, from where it left off.

Server-sent events; an item that is a journal entry carries its local position as `id`, so a reader
that was cut off resumes with Last-Event-ID. A reader that does not keep up is told so and cut off:
it resumes from its last position, and the node never waits for it.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec
from starlette.responses import StreamingResponse

from detente.node import views
from detente.serve import spoken
from detente.serve.http.problems import Problem, field_problem
from detente.serve.writer import Busy, Stopped
from detente.wire.native import StreamItem

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from detente.node.node import Node
    from detente.serve.http.table import Call
    from detente.serve.languages import Language

READERS_MAX: Final = 64  # consoles and feeds of one party; each costs a queue
BEHIND_MAX: Final = 4_096  # items that a reader may be behind: two seconds of the heaviest traffic
BEAT_S: Final = 2.0  # a screen calls what it shows stale after 5 s of silence; one may be lost
PAGE: Final = 500  # entries fetched at once while catching up

_encoder = msgspec.json.Encoder()


class Hub:
    """Hands news to all readers. Owned by the loop."""

    def __init__(self) -> None:
        self._readers: set[Reader] = set()
        self._closing = False

    def news(self, items: list[StreamItem]) -> None:
        """Items are durable: every reader gets them."""
        for reader in self._readers:
            reader.put(items)

    def check(self) -> None:
        """Raise Problem when one more reader would be too many."""
        if self._closing or len(self._readers) >= READERS_MAX:
            detail = f"{READERS_MAX} readers are connected; close one first"
            raise Problem(503, "readers", detail, headers={"retry-after": "5"})

    def join(self) -> Reader:
        """A new reader."""
        reader = Reader()
        self._readers.add(reader)
        return reader

    def leave(self, reader: Reader) -> None:
        """The reader is gone."""
        self._readers.discard(reader)

    def look(self) -> None:
        """Who may do what may have changed: every stream asks whether its reader still may."""
        for reader in self._readers:
            reader.wake()

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        self._closing = True
        for reader in self._readers:
            reader.end()


class Reader:
    """One reader's items that it has not taken yet."""

    def __init__(self) -> None:
        self._items: list[StreamItem] = []
        self._wake = asyncio.Event()
        self.overrun = False
        self.ended = False

    def put(self, items: list[StreamItem]) -> None:
        """News for this reader; over the limit it is dropped and will be told."""
        if len(self._items) + len(items) > BEHIND_MAX:
            self.overrun = True
        else:
            self._items.extend(items)
        self._wake.set()

    def wake(self) -> None:
        """Look, though nothing has come."""
        self._wake.set()

    def end(self) -> None:
        """No more will come."""
        self.ended = True
        self._wake.set()

    async def take(self, seconds: float) -> list[StreamItem]:
        """What has come, waiting up to `seconds`; empty when nothing did."""
        if not self._items and not self.overrun and not self.ended:
            try:
                async with asyncio.timeout(seconds):
                    await self._wake.wait()
            except TimeoutError:
                return []
        self._wake.clear()
        items, self._items = self._items, []
        return items


def response(call: Call, language: Language | None = None) -> StreamingResponse:
    """Stream from Last-Event-ID (or `after`, or now) until the reader goes.

    language: each item is also said in it.
    """
    after: int | None = call.query["after"]
    if call.last_event_id is not None:
        text = call.last_event_id
        if not text.isdigit() or len(text) > 16:
            reason = "is not a position"
            raise field_problem(400, "last-event-id", "Last-Event-ID", reason, "Give an item's id")
        after = int(text)
    call.api.services.hub.check()
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(
        _run(call, after, language), headers=headers, media_type="text/event-stream"
    )


async def _run(call: Call, after: int | None, language: Language | None) -> AsyncIterator[bytes]:
    services = call.api.services
    reader = services.hub.join()
    try:
        yield b"retry: 1000\n: detente\n\n"
        sent = 0
        if after is not None:
            sent = after
            while page := await services.writer.query(
                partial(views.events, after=sent, limit=PAGE)
            ):
                items = [StreamItem(type="event", event=event) for event in page]
                yield _frames(await _said(call, items, language))
                sent = page[-1].position
        loop = asyncio.get_running_loop()
        beat_at = loop.time()
        while not reader.overrun and not reader.ended:
            items = await reader.take(max(0.0, beat_at - loop.time()))
            if not await call.api.may_go_on(call):
                yield _frames([StreamItem(type="signed-out")])
                break
            fresh = [one for one in items if one.event is None or one.event.position > sent]
            if fresh:
                yield _frames(await _said(call, fresh, language))
            if loop.time() >= beat_at:
                yield _frames([await services.writer.query(_beat)])
                beat_at = loop.time() + BEAT_S
        if reader.overrun:
            yield b'event: overrun\ndata: {"type":"overrun"}\n\n'
    except (Busy, Stopped):
        return
    finally:
        services.hub.leave(reader)


def _beat(node: Node) -> StreamItem:
    """That the node lives, said by the thread that writes: who hears it knows that both do."""
    return StreamItem(type="heartbeat", now_ms=node.now_ms(), position=node.position)


async def _said(call: Call, items: list[StreamItem], language: Language | None) -> list[StreamItem]:
    """The items with their words in a language, made beside the loop."""
    if language is None:
        return items
    party, drill = call.api.services.home.party, bool(call.api.services.exercise())

    def say(item: StreamItem) -> StreamItem:
        words = spoken.news(item, language, party.utc_offset_min, party.party, drill=drill)
        return msgspec.structs.replace(item, rendered=words)

    return await asyncio.to_thread(lambda: [say(item) for item in items])


def _frames(items: list[StreamItem]) -> bytes:
    """Items as server-sent events."""
    parts: list[bytes] = []
    for item in items:
        if item.event is not None:
            parts.append(b"id: %d\n" % item.event.position)
        parts.append(b"event: %b\ndata: %b\n\n" % (item.type.encode(), _encoder.encode(item)))
    return b"".join(parts)
