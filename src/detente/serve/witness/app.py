"""The witness's process: POST /add-checkpoint, and nothing else that changes anything.

Speaks C2SP tlog-witness over HTTP/1.1 with keep-alive; plain on loopback, TLS off it. There is no
authentication beyond the author's signature, as the protocol has it. Requests are answered one
after the other: the file is the judge of order (book.py).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Final

import structlog
from starlette.responses import Response

from detente.journal.witnessing import SUBMISSION_BYTES_MAX
from detente.serve import logs
from detente.serve.app import bind
from detente.serve.home import join_address
from detente.serve.http import limits
from detente.serve.http import server as servers
from detente.serve.http.problems import Problem
from detente.serve.witness import home as homes
from detente.serve.witness.book import TEXT, Book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

    from detente.serve.witness.home import WitnessHome

ADD: Final = "/add-checkpoint"
assert SUBMISSION_BYTES_MAX <= limits.BODY_BYTES_MAX, "the reader of bodies stops first"

log = structlog.get_logger("detente.witness")


class Witness:
    """The ASGI application. clock: seconds since the epoch."""

    def __init__(self, home: WitnessHome, book: Book, clock: Callable[[], float]) -> None:
        self._home = home
        self._book = book
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            response = await self._respond(scope, receive)
        except Problem as problem:
            response = problem.response()
        except Exception:
            log.exception("request failed")
            detail = "the witness could not keep this; nothing was cosigned; see its log"
            response = Problem(500, "fault", detail).response()
        await response(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive) -> Response:
        method, path = scope["method"], scope["path"]
        if path == ADD and method == "POST":
            data = await limits.read_body(receive, limits.Head(scope["headers"]).length)
            answer = self._book.add(data, int(self._clock()))
            log.info("add-checkpoint", status=int(answer.status), why=answer.body.strip()[:200])
            return Response(answer.body, answer.status, {"content-type": answer.media})
        if path == ADD:
            raise Problem(405, "method", "POST is possible here", headers={"allow": "POST"})
        if path == "/" and method == "GET":
            return Response(f"{self._home.vkey}\n", media_type=TEXT)
        raise Problem(404, "path", f"POST {ADD} is all that there is")


def run(path: Path) -> None:
    """Serve the witness of this home until SIGTERM or SIGINT. Raises Fault."""
    logs.configure()
    home = homes.load(path)
    with Book(home.book_path, home.signer, home.settings.party) as book:
        asyncio.run(_serve(home, book))


async def _serve(home: WitnessHome, book: Book) -> None:
    past = homes.read_run(home.path)
    sock = bind(home.settings.listen, past.port if past else None)
    host, port = sock.getsockname()[:2]
    application = Witness(home, book, time.time)
    if home.over_tls:
        server = servers.make(application, certificate=home.tls_certificate, key=home.tls_key)
    else:
        server = servers.make(application)
    url = f"{'https' if home.over_tls else 'http'}://{join_address(host, port)}"
    serving = asyncio.create_task(servers.run(server, sock))
    begun = asyncio.create_task(server.begun.wait())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, setattr, server, "should_exit", True)
    await asyncio.wait({begun, serving}, return_when=asyncio.FIRST_COMPLETED)
    begun.cancel()
    if not serving.done():
        homes.write_run(home, homes.WitnessRun(pid=os.getpid(), port=port, url=url))
        sys.stdout.write(f"witness {home.settings.party} ready: {url}, key {home.fingerprint}\n")
        sys.stdout.flush()
    await serving
