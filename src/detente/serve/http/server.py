"""uvicorn, told what we need: our sockets, our signals, and a bound on a request's head.

httptools takes a head of any length; one that never ends would fill the memory, so the protocol
counts and gives up. Nothing of uvicorn's logging or signal handling is used: serve.app has both.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    from detente.serve.http.api import Api

HEAD_BYTES_MAX: Final = 16_384  # method, path, token and what browsers add: under 4 kB
HEAD_S_MAX: Final = 10.0  # a head that trickles in holds a connection that another may need
CONNECTIONS_MAX: Final = 512  # consoles, feeds and command lines of one party
KEEP_ALIVE_S: Final = 65  # longer than the minute after which most clients hang up by themselves
STOP_S_MAX: Final = 3  # running answers may end; then the node goes


class Protocol(HttpToolsProtocol):
    """One connection; its request heads are bounded in bytes and in time."""

    _head_bytes = 0
    _in_head = True
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._wait_for_head()

    def _wait_for_head(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_S_MAX, self._too_slow)

    def _too_slow(self) -> None:
        self._head_timer = None
        if self._in_head and not self.transport.is_closing():
            self._refuse(b"408 Request Timeout", b"the request's head took too long")

    def data_received(self, data: bytes) -> None:
        """Count while inside a head; hand on otherwise."""
        if self._in_head:
            self._wait_for_head()
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES_MAX and not self._head_ends_in(data):
                self._refuse(b"431 Request Header Fields Too Large", b"the head is over 16 kB")
                return
        super().data_received(data)

    def _head_ends_in(self, data: bytes) -> bool:
        """A head that ends in this piece is bounded, even if a long body comes with it."""
        end = data.find(b"\r\n\r\n")
        return end >= 0 and self._head_bytes - len(data) + end <= HEAD_BYTES_MAX

    def _refuse(self, status: bytes, words: bytes) -> None:
        head = b"HTTP/1.1 %b\r\ncontent-type: text/plain\r\ncontent-length: %d\r\n" % (
            status,
            len(words),
        )
        self.transport.write(head + b"connection: close\r\n\r\n" + words)
        self.transport.close()

    def on_headers_complete(self) -> None:
        """The head is whole: what follows is the body, which the API bounds."""
        self._in_head = False
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The next byte begins another head."""
        self._in_head = True
        self._head_bytes = 0
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the timer."""
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
        super().connection_lost(exc)


class Server(uvicorn.Server):
    """uvicorn without its signal handlers: the process has one owner of signals."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.begun = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen; `begun` is set from then on."""
        await super().startup(sockets)
        self.begun.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take no signals."""
        yield


def make(api: Api, *, certificate: Path | None = None, key: Path | None = None) -> Server:
    """A server for the API; over TLS when a certificate is given."""
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
