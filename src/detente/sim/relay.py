"""A wire between nodes that can be cut: carries bytes to one address, or refuses.

It knows nothing of what passes: TLS goes through it from end to end. A cut ends every connection
at once and takes no new one until it is mended, as a cable does.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Final

CHUNK_BYTES: Final = 65_536
WAIT_S: Final = 10.0  # for the loop to have done what it was told


class Relay:
    """One party's end of the wires. Its loop runs in a thread of its own; calls are thread-safe.

    address: ``host:port`` that other parties dial. target: the peer listener's real port; 0 until
    the node serves.
    """

    def __init__(self) -> None:
        self.target = 0
        self._up = True
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        opening = asyncio.start_server(self._carry, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(opening, self._loop).result(WAIT_S)
        self.address = f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """End every connection; take none until mended."""
        self._up = False
        asyncio.run_coroutine_threadsafe(self._drop(), self._loop).result(WAIT_S)

    def mend(self) -> None:
        """Carry again."""
        self._up = True

    def close(self) -> None:
        """End for good."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(WAIT_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT_S)
        self._loop.close()

    async def _end(self) -> None:
        self._up = False
        self._server.close()
        await self._drop()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)

    async def _drop(self) -> None:
        for writer in tuple(self._writers):
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection from its dialling to its end."""
        if not self._up or not self.target:
            writer.transport.abort()
            return
        with contextlib.suppress(OSError):
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
            ends = {writer, back}
            self._writers |= ends
            try:
                await asyncio.gather(_pump(reader, back), _pump(there, writer))
            finally:
                self._writers -= ends
                for end in ends:
                    end.transport.abort()
            return
        writer.transport.abort()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Bytes one way, until either side ends."""
    while data := await reader.read(CHUNK_BYTES):
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
