"""What listens outside: a real mail server and a real webhook receiver, for tests of the alarm."""

from __future__ import annotations

import asyncio
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult

from detente.core.line.message import Status
from detente.serve import tls
from detente.serve.alarm.settings import AlarmSettings, CommandWay
from detente.wire.native import AlarmView

NOW_MS = 1_795_332_600_000  # 2026-11-22T07:30Z


def alarm(serial: int = 1, **changed: Any) -> AlarmView:
    """An unread FLASH of Cobalt's, a minute old."""
    usual: dict[str, Any] = {
        "alarm": serial,
        "kind": "unread-flash",
        "urgency": "urgent",
        "status": Status.ACTUAL,
        "channel": "coast-1f3a9c02",
        "number": "COBALT-2026-0007",
        "party": "cobalt",
        "since_ms": NOW_MS - 60_000,
        "raised_at_ms": NOW_MS,
    }
    return AlarmView(**{**usual, **changed})


def settings(*ways: Any, **changed: Any) -> AlarmSettings:
    """Alarm settings with these ways."""
    return AlarmSettings(ways=ways, **changed)


def siren(path: Path, out: Path, body: str = 'cat > "$1"') -> CommandWay:
    """A program that writes what it is told into a file."""
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="ascii")
    path.chmod(0o755)
    return CommandWay(name="siren", argv=(str(path), str(out)))


@dataclass
class MailServer:
    """A mail server on loopback that takes every mail and keeps it; STARTTLS and log-in if asked.

    user and password: what it lets in; empty lets everybody in, without TLS.
    """

    folder: Path
    user: str = ""
    password: str = ""
    mails: list[Message] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _server: asyncio.Server | None = None
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        more: dict[str, Any] = {}
        if self.user:
            tls.make("localhost", self.folder / "mail.key", self.folder / "mail.crt")
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(self.folder / "mail.crt", self.folder / "mail.key")
            more = {
                "tls_context": context,
                "require_starttls": True,
                "authenticator": self._let_in,
                "auth_required": True,
            }
        made = self._loop.create_server(lambda: self._protocol(more), "127.0.0.1", 0)
        self._server = self._loop.run_until_complete(made)
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def _protocol(self, more: dict[str, Any]) -> SMTP:
        return SMTP(self, hostname="localhost", loop=self._loop, **more)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        assert self._thread is not None
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _end(self) -> None:
        assert self._server is not None
        self._server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def _let_in(self, _server: Any, _session: Any, _envelope: Any, _how: str, who: Any) -> Any:
        good = (who.login, who.password) == (self.user.encode(), self.password.encode())
        return AuthResult(success=good, handled=False)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep one mail."""
        self.mails.append(message_from_bytes(envelope.content))
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        return "250 kept"


@dataclass
class Receiver:
    """An HTTP server on loopback that keeps what is posted, and answers `status` after `wait_s`."""

    status: int = 204
    wait_s: float = 0.0
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = None
    _end: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            """Keeps each POST."""

            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                body = self.rfile.read(length)
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.posts.append((headers, body))
                receiver._end.wait(receiver.wait_s)
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._end.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where to post."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_port}/alarm"
