"""What a serving node does for itself once a second: look at its disk, tell systemd that it lives.

systemd is told only after the writer has answered, so that a node whose writer hangs is started
again. Owned by the loop. Not here: who is told when something is wrong (serve.alarm).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from typing import TYPE_CHECKING, Final

import structlog

from detente.serve.writer import Busy, Stopped

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from detente.serve.reserve import Reserve
    from detente.serve.writer import Writer

EVERY_S: Final = 1.0  # a flood of pushes writes some megabytes in that time: less than the limit

log = structlog.get_logger("detente.care")


def tell_systemd(state: str) -> bool:
    """Send one line of sd_notify(3); False when nobody asked for it."""
    where = os.environ.get("NOTIFY_SOCKET", "")
    if not where:
        return False
    address = f"\0{where[1:]}" if where.startswith("@") else where
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.sendto(state.encode(), address)
        return True
    return False


class Care:
    """The node's care for itself. more: further things to do each time."""

    def __init__(
        self, writer: Writer, reserve: Reserve, more: tuple[Callable[[], Awaitable[None]], ...] = ()
    ) -> None:
        self._writer = writer
        self._reserve = reserve
        self._more = more
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End."""
        tell_systemd("STOPPING=1")
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        tell_systemd("READY=1")
        while True:
            try:
                await self.once()
            except Busy:
                log.info("the writer is busy; looking again soon")
            except Stopped:
                return
            except Exception:
                log.exception("the node's care for itself failed")
            await asyncio.sleep(EVERY_S)

    async def once(self) -> None:
        """Look once. The disk is asked in a thread: one that hangs must not hang the line."""
        space = await asyncio.get_running_loop().run_in_executor(None, self._reserve.look)
        await self._writer.query(lambda node: node.space_changed(space))
        for one in self._more:
            await one()
        tell_systemd("WATCHDOG=1")
