"""A real node whose clock and links somebody else holds: what tests and the demo play with.

It is `detente serve` with two differences: its clock shows what it is told (TLS dates stay real),
and commands come as JSON lines on its standard input, which only the process that started it can
write. There is no port, file or setting that would open this on a node that serves.
Commands: {"do": "advance", "to_ms": N}, "quiet", "cut", "mend". Each is answered by one line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

import uvloop

from detente.core.refusal import Fault
from detente.node.inputs import Tick
from detente.serve import logs
from detente.serve.app import SWITCH_S, Hooks, Running, build
from detente.serve.home import load

COMMAND_BYTES_MAX = 4_096  # a command is one short line
QUIET_S_MAX = 30.0  # longer than any link needs to come back; then it is stuck, and we say so
QUIET_POLL_S = 0.003


class NeverQuiet(Fault):
    """The links did not fall quiet in time: something that was sent is not acknowledged."""


class Clock:
    """Shows what it was told. Written by the loop, read by the writer's thread."""

    def __init__(self, now_ms: int) -> None:
        self.now_ms = now_ms

    def __call__(self) -> int:
        """UTC milliseconds."""
        return self.now_ms


async def advance(running: Running, clock: Clock, to_ms: int) -> None:
    """Let time pass until `to_ms`; what is due happens at its own time."""
    while True:
        due_ms = await running.writer.query(lambda node: node.next_due_ms())
        if due_ms is None or due_ms > to_ms:
            break
        clock.now_ms = max(clock.now_ms, due_ms)
        await running.writer.submit(Tick())
    clock.now_ms = max(clock.now_ms, to_ms)


async def quiet(running: Running) -> None:
    """Return when every peer holds all that this node has for it. Raises NeverQuiet."""
    try:
        async with asyncio.timeout(QUIET_S_MAX):
            while not await running.peers.quiet():  # noqa: ASYNC110 - asked, never announced
                await asyncio.sleep(QUIET_POLL_S)
    except TimeoutError as error:
        raise NeverQuiet(f"not every entry is acknowledged after {QUIET_S_MAX:.0f} s") from error


async def obey(running: Running, clock: Clock, command: dict[str, object]) -> None:
    """Do one command; raises Fault or ValueError when it cannot."""
    match command:
        case {"do": "advance", "to_ms": int(to_ms)}:
            await advance(running, clock, to_ms)
        case {"do": "quiet"}:
            await quiet(running)
        case {"do": "cut"}:
            await running.peers.cut()
        case {"do": "mend"}:
            running.peers.mend()
        case _:
            raise ValueError(f"unknown command {command}")


async def serve(running: Running, clock: Clock) -> None:
    """Serve until standard input ends."""
    reader = asyncio.StreamReader(limit=COMMAND_BYTES_MAX)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await running.start()
    say({"api": running.info.api, "peers": running.info.peer_address})
    while line := await reader.readline():
        try:
            await obey(running, clock, json.loads(line))
        except (Fault, ValueError) as error:
            say({"error": f"{type(error).__name__}: {error}"})
        else:
            say({"done": True})
    await running.stop()


def say(answer: dict[str, object]) -> None:
    """One line to whoever holds us."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run a node from its home with a held clock."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--now-ms", type=int, required=True)
    chosen = parser.parse_args()
    logs.configure()
    sys.setswitchinterval(SWITCH_S)
    clock = Clock(chosen.now_ms)
    running = build(load(chosen.home), Hooks(clock=clock, ticking=False))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(running, clock))


if __name__ == "__main__":
    main()
