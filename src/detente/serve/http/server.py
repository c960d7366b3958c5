"""uvicorn, told what we need: our sockets, our signals, and a bound on a request's head.

httptools takes a head of any length; one that never ends would fill the memory, so the protocol
counts and gives up. Nothing of uvicorn's logging or signal handling is used: serve.app has both.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from detente.serve.http.problems import Problem

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    from starlette.types import ASGIApp

HEAD_BYTES_MAX: Final = 16_384  # method, path, token and what browsers add: under 4 kB
REQUEST_S_MAX: Final = 10.0  # 256 kB over any line worth having; what trickles in is an attack
CONNECTIONS_MAX: Final = 512  # consoles, feeds and command lines of one party
KEEP_ALIVE_S: Final = 65  # longer than the minute after which most clients hang up by themselves
STOP_S_MAX: Final = 3  # running answers may end; then the node goes


class Protocol(HttpToolsProtocol):
    """One connection; its requests are bounded: the head in bytes, the whole in time.

    The timer runs only while a request is partly here, so a request in one piece costs nothing.
    """

    _head_bytes = 0
    _in_head = True
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._arm()

    def data_received(self, data: bytes) -> None:
        """Count while inside a head; hand on; keep the time while the request is not whole."""
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES_MAX and not self._head_ends_in(data):
                self._refuse(431, "head-size", "the head is over 16 kB")
                return
        super().data_received(data)
        if self._in_head and not self._head_bytes:
            self._disarm()
        elif self._timer is None:
            self._arm()

    def _head_ends_in(self, data: bytes) -> bool:
        """A head that ends in this piece is bounded, even if a long body comes with it."""
        end = data.find(b"\r\n\r\n")
        return end >= 0 and self._head_bytes - len(data) + end <= HEAD_BYTES_MAX

    def _arm(self) -> None:
        self._timer = self.loop.call_later(REQUEST_S_MAX, self._too_slow)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _too_slow(self) -> None:
        self._timer = None
        if not self.transport.is_closing():
            self._refuse(408, "request-time", "the request took over 10 s to come")

    def _refuse(self, status: int, rule: str, detail: str) -> None:
        """Answer below ASGI, where no request stands yet, in the same form as above it."""
        answer = Problem(status, rule, detail).response()
        phrase = HTTPStatus(status).phrase.encode()
        head = b"".join(b"%b: %b\r\n" % pair for pair in answer.raw_headers)
        start = b"HTTP/1.1 %d %b\r\n" % (status, phrase)
        self.transport.write(start + head + b"connection: close\r\n\r\n" + bytes(answer.body))
        self.transport.close()

    def on_headers_complete(self) -> None:
        """The head is whole: what follows is the body, which the API bounds."""
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The next byte begins another head."""
        self._in_head = True
        self._head_bytes = 0
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the timer."""
        self._disarm()
        super().connection_lost(exc)


class Server(uvicorn.Server):
    """uvicorn without its signal handlers: the process has one owner of signals."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.begun = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, over TLS 1.3 if over TLS; `begun` is set from then on."""
        if self.config.ssl is not None:
            self.config.ssl.minimum_version = ssl.TLSVersion.TLSv1_3
        await super().startup(sockets)
        self.begun.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take no signals."""
        yield


def make(api: ASGIApp, *, certificate: Path | None = None, key: Path | None = None) -> Server:
    """A server for an application; over TLS when a certificate is given."""
    config = uvicorn.Config(
        api,
        http=Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=CONNECTIONS_MAX,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=STOP_S_MAX,
        ssl_certfile=None if certificate is None else str(certificate),
        ssl_keyfile=None if key is None else str(key),
    )
    return Server(config)


async def run(server: Server, sock: socket.socket) -> None:
    """Serve on a bound socket until `server.should_exit` is set."""
    await server.serve(sockets=[sock])
