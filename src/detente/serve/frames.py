"""Length-prefixed frames over a stream: read exactly one, write one, refuse what is too long.

Four bytes of length, big-endian, then that many bytes (wire.peer). The length is looked at before
anything is read, so a hostile length costs nothing. Not here: what a frame means.
"""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Final

from detente.wire.peer import FRAME_BYTES_MAX, BadFrame, Frame, decode, encode

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

PREFIX_BYTES: Final = 4
FRAME_S_MAX: Final = 30.0  # a begun frame must end by then: 4 MB over the slowest line worth having
BUFFER_BYTES: Final = 1 << 20  # one push; the stream stops reading beyond twice that
KEEPALIVE_IDLE_S: Final = 10  # a silent line is probed after this, and given up 15 s later
KEEPALIVE_EVERY_S: Final = 5
KEEPALIVE_COUNT: Final = 3
UNSENT_MS_MAX: Final = 20_000  # what is sent and unacknowledged for so long is a cut


async def read(
    reader: StreamReader, *, bytes_max: int = FRAME_BYTES_MAX
) -> tuple[Frame, bytes] | None:
    """The next frame and its bytes; None at a clean end. Raises BadFrame, TimeoutError, OSError."""
    try:
        prefix = await reader.readexactly(PREFIX_BYTES)
    except asyncio.IncompleteReadError as cut:
        if not cut.partial:
            return None
        raise BadFrame("the connection ended inside a length") from cut
    length = int.from_bytes(prefix, "big")
    if length > bytes_max:
        raise BadFrame(f"frame of {length} bytes is over the limit of {bytes_max}")
    try:
        async with asyncio.timeout(FRAME_S_MAX):
            data = await reader.readexactly(length)
    except asyncio.IncompleteReadError as cut:
        raise ConnectionResetError("the connection ended inside a frame") from cut
    try:
        return decode(data), data
    except BadFrame as error:
        raise Undecodable(str(error), data) from error


class Undecodable(BadFrame):
    """A whole frame came that is none of ours. data: its bytes, for the evidence."""

    def __init__(self, reason: str, data: bytes) -> None:
        super().__init__(reason)
        self.data = data


def write(writer: StreamWriter, frame: Frame) -> None:
    """Hand one frame to the stream; the caller drains."""
    data = encode(frame)
    writer.write(len(data).to_bytes(PREFIX_BYTES, "big") + data)


def tune(writer: StreamWriter) -> None:
    """No delay for small frames, and a dead line is noticed in seconds instead of hours."""
    sock = writer.get_extra_info("socket")
    if sock is None:
        return
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_KEEPIDLE", KEEPALIVE_IDLE_S),
        ("TCP_KEEPINTVL", KEEPALIVE_EVERY_S),
        ("TCP_KEEPCNT", KEEPALIVE_COUNT),
        ("TCP_USER_TIMEOUT", UNSENT_MS_MAX),
    ):
        option = getattr(socket, name, None)
        if option is not None:
            sock.setsockopt(socket.IPPROTO_TCP, option, value)


async def close(writer: StreamWriter) -> None:
    """Close and let go; whatever state the other side left it in."""
    writer.close()
    try:
        async with asyncio.timeout(1.0):
            await writer.wait_closed()
    except (OSError, TimeoutError):
        writer.transport.abort()


async def first_of(*tasks: asyncio.Task[None]) -> None:
    """Wait until one ends, end the others, and raise what it ended with."""
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
