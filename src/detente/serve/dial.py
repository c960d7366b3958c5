"""Dial one peer, push our journals, take its answers; dial again after every cut, for ever.

One task a peer. It wakes as soon as entries are durable, sends what the window allows, and learns
from the peer's Welcome where to go on after a cut. What the two ends say is node.link's; here are
the socket, the pinned certificate, the waiting and the retrying.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from typing import TYPE_CHECKING, Final

import structlog

from detente.node.link import Outbound
from detente.serve import frames, renewal, tls
from detente.serve.home import split_address
from detente.serve.writer import Busy, Stopped
from detente.wire.peer import BadFrame, FetchFrame, Frame, PushFrame

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import Callable

    from detente.core.events import PartyCard
    from detente.node.inputs import Input
    from detente.node.node import Node
    from detente.serve.home import Home
    from detente.serve.writer import Writer

DIAL_S_MAX: Final = 5.0  # connect and shake hands by then, or try again
RETRY_S_MIN: Final = 0.1  # a restarted peer is back within a second
RETRY_S_MAX: Final = 5.0  # a dead one costs one attempt every few seconds
GREETING_S_MAX: Final = 10.0  # the Welcome; the listener may be replaying its journal
PUSHES_AT_ONCE: Final = 4  # frames taken per visit to the writer's thread

log = structlog.get_logger("detente.peers")


class Turned(Exception):
    """The peer turned us away or we it, and the link's state says why: wait before trying again."""


class Dialler:
    """Our connection to one peer. Owned by the loop; its Outbound by the writer's thread.

    former: the peer's older certificates, each with until when it may show it (ms).
    """

    def __init__(
        self, home: Home, writer: Writer, card: PartyCard, address: Callable[[], str]
    ) -> None:
        self.card = card
        self.address = address
        self._home = home
        self._writer = writer
        self._out: Outbound | None = None
        self._wake = asyncio.Event()
        self._retry = asyncio.Event()
        self.former: tuple[tuple[str, int], ...] = ()
        self._choice = 0
        self._stream: StreamWriter | None = None

    def wake(self) -> None:
        """Something is durable that this peer may need."""
        self._wake.set()

    def retry(self) -> None:
        """Do not wait for the next attempt: the peer has just dialled us, so it is there."""
        self._retry.set()

    def hang_up(self) -> None:
        """Drop the connection; the next attempt follows as after any cut."""
        if self._stream is not None:
            self._stream.transport.abort()

    async def quiet(self) -> bool:
        """Whether nothing is unsent and nothing unacknowledged."""
        out = self._out
        return out is not None and await self._writer.query(lambda _node: out.quiet)

    async def run(self) -> None:
        """Dial until cancelled."""
        out = self._out = await self._begin()
        delay_s = RETRY_S_MIN
        while True:
            began_s = asyncio.get_running_loop().time()
            try:
                await self._once(out)
            except Turned as turned:
                delay_s = RETRY_S_MAX
                log.warning("link refused", peer=self.card.party, why=str(turned))
            except Stopped:
                return
            except (OSError, BadFrame, TimeoutError, Busy, EOFError) as error:
                await self._down(out, _words(error))
            except Exception as error:  # our bug on one link must not end it for ever
                log.exception("link failed", peer=self.card.party)
                await self._down(out, _words(error))
            if asyncio.get_running_loop().time() - began_s > RETRY_S_MAX:
                delay_s = RETRY_S_MIN
            await self._pause(delay_s * random.uniform(0.5, 1.0))  # noqa: S311 - spreads attempts
            delay_s = min(RETRY_S_MAX, delay_s * 2)

    async def _begin(self) -> Outbound:
        while True:
            try:
                return await self._writer.query(lambda node: Outbound(node, self.card.party))
            except Busy:
                await self._pause(RETRY_S_MAX)

    async def _pause(self, seconds: float) -> None:
        self._retry.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._retry.wait()
        except TimeoutError:
            return

    async def _down(self, out: Outbound, why: str) -> None:
        try:
            await self._writer.query(lambda _node: out.down(why))
        except (Busy, Stopped):
            return

    async def _once(self, out: Outbound) -> None:
        """One connection from dialling to its end. Raises why it ended."""
        reader, stream = await self._connect()
        self._stream = stream
        sender: asyncio.Task[None] | None = None
        try:
            frames.write(stream, await self._writer.query(lambda _node: out.hello()))
            async with asyncio.timeout(GREETING_S_MAX):
                await self._take(out, reader)
            self._choice -= 1  # it knows the one that was shown
            sender = asyncio.create_task(self._send(out, stream))
            receiver = asyncio.create_task(self._receive(out, reader))
            await frames.first_of(sender, receiver)
        finally:
            self._stream = None
            await frames.close(stream)

    async def _connect(self) -> tuple[StreamReader, StreamWriter]:
        found = split_address(self.address())
        if found is None:
            raise ConnectionRefusedError(f"{self.address()!r} is not host:port")
        pinned = await self._pinned()
        shown = renewal.choices(self._home)
        own = shown[self._choice % len(shown)]
        self._choice += 1  # the next attempt shows another: a peer may know the older one only
        async with asyncio.timeout(DIAL_S_MAX):
            reader, stream = await asyncio.open_connection(
                *found,
                ssl=tls.client_context(pinned, own.certificate, own.key),
                server_hostname=self.card.party,
                limit=frames.BUFFER_BYTES,
            )
        frames.tune(stream)
        theirs = tls.peer_certificate(stream.get_extra_info("ssl_object"))
        if theirs not in {tls.der(pem) for pem in pinned}:
            stream.transport.abort()
            raise ConnectionRefusedError("another certificate than the pinned one is shown there")
        return reader, stream

    async def _pinned(self) -> list[str]:
        """The certificates that the peer may show now."""
        now_ms = await self._writer.query(lambda node: node.now_ms())
        return [self.card.certificate, *(pem for pem, until in self.former if now_ms <= until)]

    async def _take(self, out: Outbound, reader: StreamReader) -> None:
        """One answer of the peer: into the node, in the batch that it belongs to."""
        got = await frames.read(reader)
        if got is None:
            raise EOFError("the peer closed the connection")
        frame = got[0]
        await self._writer.feed(lambda _node: self._on_frame(out, frame))
        if not out.ready:
            raise Turned(str(frame))
        self._wake.set()

    @staticmethod
    def _on_frame(out: Outbound, frame: Frame) -> list[Input]:
        return out.on_frame(frame)

    async def _receive(self, out: Outbound, reader: StreamReader) -> None:
        while True:
            await self._take(out, reader)

    async def _send(self, out: Outbound, stream: StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        again_s = loop.time() + RETRY_S_MAX
        while True:
            self._wake.clear()
            while pushes := await self._writer.query(lambda node: _pushes(node, out)):
                for push in pushes:
                    frames.write(stream, push)
                await stream.drain()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(again_s):
                    await self._wake.wait()
            if loop.time() >= again_s:
                await self._writer.query(lambda _node: out.try_again())
                again_s = loop.time() + RETRY_S_MAX


def _pushes(_node: Node, out: Outbound) -> list[PushFrame | FetchFrame]:
    """The next few pushes; on the writer's thread."""
    found: list[PushFrame | FetchFrame] = []
    while len(found) < PUSHES_AT_ONCE:
        push = out.next_frame()
        if push is None:
            break
        found.append(push)
    return found


def _words(error: BaseException) -> str:
    """An error in words for the officer: never empty."""
    if isinstance(error, ConnectionRefusedError):
        return "no node answers at its address"
    return str(error) or type(error).__name__
