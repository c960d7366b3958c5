"""The line between two real processes: how fast a message is delivered, and how many a second.

Both nodes are `detente serve` as it ships: SQLite with synchronous=FULL, HTTP with tokens, mutual
TLS between them, Ed25519 on every entry. *Delivered* is what the sender's own live stream says: the
other node has cosigned. References are measured in the same run: raw fdatasync on the same disk,
and raw Ed25519 verification on one core. Prints one JSON object a line.
Run it alone: it needs both cores of a small machine, and the load generator is one of three.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import cast

import uvloop
from nacl.bindings import crypto_sign, crypto_sign_keypair, crypto_sign_open

from bench.support import figures
from detente.serve.home import Settings, init

SEQUENTIAL = 1_000  # sends for the percentiles
SUSTAINED_S = 12.0  # the figure asks for ten at least
CONNECTIONS = 64  # keep-alive connections: as many messages can share a commit
DEPTH = 2  # requests in flight on a connection
PREPARED = 256  # requests made before the clock runs, a connection
PLAN = 20  # messages of one plan
PLAN_CONNECTIONS = 6  # desks that send plans at once, one plan in flight each
LINE_CHECK_EVERY = 50  # an LCK among so many notices
DAY_MS = 86_400_000


show = partial(figures.show, "line")


# ---------------------------------------------------------------- references


def fdatasyncs_per_s(folder: Path, seconds: float = 1.0) -> float:
    """How often a second this disk makes 4 kB durable."""
    path = folder / "fdatasync"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    block, count, began = b"x" * 4096, 0, time.perf_counter()
    try:
        while time.perf_counter() - began < seconds:
            os.pwrite(handle, block, (count % 256) * 4096)
            os.fdatasync(handle)
            count += 1
        return count / (time.perf_counter() - began)
    finally:
        os.close(handle)
        path.unlink()


def verifications_per_s(seconds: float = 1.0) -> float:
    """How many Ed25519 signatures of 400 bytes libsodium verifies a second on one core."""
    public, secret = crypto_sign_keypair()
    signed, count = crypto_sign(b"d" * 400, secret), 0
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        crypto_sign_open(signed, public)
        count += 1
    return count / (time.perf_counter() - began)


# ---------------------------------------------------------------- two nodes


@dataclass(slots=True)
class Node:
    """One serving process."""

    home: Path
    process: subprocess.Popen[bytes]
    host: str
    port: int
    token: str


def start(folder: Path, party: str) -> Node:
    """Make a home and serve it; returns when it answers."""
    home = folder / party
    settings = Settings(listen="127.0.0.1:0", peer_listen="127.0.0.1:0")
    init(home, party, f"Bench {party}", settings=settings)
    with (folder / f"{party}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "detente.cli", "--home", str(home), "serve"],
            stdout=log,
            stderr=log,
        )
    deadline = time.monotonic() + 60
    while not (home / "run.json").exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit((folder / f"{party}.log").read_text("utf-8", "replace"))
        time.sleep(0.05)
    info = json.loads((home / "run.json").read_text("utf-8"))
    host, _, port = info["api"].rpartition("/")[2].rpartition(":")
    token = (home / "admin.token").read_text("ascii").strip()
    return Node(home, process, host, int(port), token)


# ---------------------------------------------------------------- HTTP, as little as it takes


class Pipe:
    """One keep-alive connection that sends requests and counts answers. Owned by the loop."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    @classmethod
    async def open(cls, node: Node) -> Pipe:
        """Connect."""
        return cls(*await asyncio.open_connection(node.host, node.port))

    async def answer(self) -> tuple[int, bytes]:
        """The next answer's status and body."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        at = head.lower().index(b"content-length:") + 15
        length = int(head[at : head.index(b"\r\n", at)])
        return status, await self.reader.readexactly(length)

    async def ask(self, request: bytes) -> dict[str, object]:
        """One request and its answer, which must be a success."""
        self.writer.write(request)
        status, body = await self.answer()
        if status >= 300:
            raise SystemExit(f"{status}: {body.decode()[:500]}")
        answer: dict[str, object] = json.loads(body)
        return answer

    def close(self) -> None:
        """Hang up."""
        self.writer.close()


def request(node: Node, method: str, path: str, body: object = None) -> bytes:
    """A request's bytes."""
    data = b"" if body is None else json.dumps(body).encode()
    head = (
        f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {node.token}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


async def join(a: Node, b: Node) -> str:
    """A channel that both are in; returns its id."""
    host, guest = await Pipe.open(a), await Pipe.open(b)
    opened = await host.ask(
        request(a, "POST", "/v1/channels", {"slug": "bench", "name": "Bench", "purpose": "safety"})
    )
    channel = str(opened["channel"])
    invited = await host.ask(request(a, "POST", f"/v1/channels/{channel}/invites", {"minutes": 5}))
    await guest.ask(request(b, "POST", "/v1/joins", {"invitation": invited["invitation"]}))
    host.close()
    guest.close()
    return channel


# ---------------------------------------------------------------- the sender's own live stream


@dataclass(slots=True)
class Stream:
    """Follows the sender's live stream: how far its journal is delivered, and when it got there."""

    journal: str
    size: int = 0
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def follow(self, node: Node) -> None:
        """Read until cancelled."""
        reader, writer = await asyncio.open_connection(node.host, node.port, limit=1 << 22)
        writer.write(request(node, "GET", "/v1/stream"))
        try:
            while line := await reader.readline():
                if line.startswith(b"data:") and b'"type":"delivered"' in line:
                    item = json.loads(line[5:])
                    if item["journal"] == self.journal and item["size"] > self.size:
                        self.size = item["size"]
                        self.moved.set()
        finally:
            writer.close()

    async def until(self, size: int) -> None:
        """Return when the journal is delivered up to `size`."""
        while self.size < size:
            self.moved.clear()
            await self.moved.wait()


# ---------------------------------------------------------------- load


@dataclass(frozen=True, slots=True)
class Sustained:
    """Messages a second until delivered; how long the tail took; processor time of each process."""

    per_s: float
    tail_s: float
    sender_us: float
    receiver_us: float
    generator_us: float


def singles(node: Node, channel: str, seed: int) -> Iterator[bytes]:
    """A request for each message."""
    path = f"/v1/lines/{channel}/ACTUAL/messages"
    for message in notices(seed):
        yield request(node, "POST", path, message)


def plans(node: Node, channel: str, seed: int) -> Iterator[bytes]:
    """A request for each plan of PLAN messages, as a planner's desk sends a day's flying."""
    path = f"/v1/lines/{channel}/ACTUAL/plans"
    source = notices(seed)
    while True:
        plan = [next(source) for _ in range(PLAN)]
        yield request(node, "POST", path, {"messages": plan})


def notices(seed: int) -> Iterator[dict[str, object]]:
    """Air activity in small circles spread over a region and a day; now and then a line check."""
    dice = random.Random(seed)
    start_ms = time.time_ns() // 1_000_000 + DAY_MS
    count = 0
    while True:
        count += 1
        if count % LINE_CHECK_EVERY == 0:
            yield {"format": "LCK"}
            continue
        begins_ms = start_ms + dice.randrange(0, 20 * 3_600_000)
        floor_cm = dice.randrange(30_000, 900_000)
        volume = {
            "outline": {
                "circle": {
                    "lat_e7": dice.randrange(-400_000_000, 400_000_000),
                    "lon_e7": dice.randrange(-600_000_000, 600_000_000),
                    "radius_cm": dice.randrange(200_000, 2_000_000),
                }
            },
            "floor": {"cm": floor_cm, "reference": "FL"},
            "ceiling": {"cm": floor_cm + 150_000, "reference": "FL"},
            "start_ms": begins_ms,
            "end_ms": begins_ms + 1_800_000,
        }
        fields = {"activity": "transport", "number_band": "1", "volume": volume}
        yield {"format": "NAA", "fields": fields}


async def sequential(node: Node, channel: str, stream: Stream, count: int) -> list[float]:
    """Milliseconds from the first byte sent to delivered, one message after another."""
    pipe, times = await Pipe.open(node), []
    for data, _ in zip(singles(node, channel, 1), range(count), strict=False):
        began = time.perf_counter()
        answer = await pipe.ask(data)
        await stream.until(int(str(answer["sequence"])) + 1)
        times.append((time.perf_counter() - began) * 1_000)
    pipe.close()
    return times


class Load(asyncio.Protocol):
    """One keep-alive connection that keeps `depth` requests in flight until the time is up.

    uvicorn answers a connection's requests one after another, so it is the number of connections
    that lets the node put many messages into one commit; the depth only hides the round trip.
    """

    def __init__(
        self,
        source: Iterator[bytes],
        until: float,
        ended: asyncio.Future[None],
        *,
        prepared: int,
        depth: int,
    ) -> None:
        self._ready = [next(source) for _ in range(prepared)]
        self._depth = depth
        self._source = source
        self._until = until
        self._ended = ended
        self._buffer = bytearray()
        self._in_flight = 0
        self._transport: asyncio.WriteTransport | None = None
        self.count = 0
        self.last = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin with `depth` requests."""
        self._transport = cast("asyncio.WriteTransport", transport)
        for _ in range(self._depth):
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody waits for ever for a node that hung up."""
        if not self._ended.done():
            self._ended.set_exception(exc or ConnectionResetError("the node hung up"))

    def _send(self) -> None:
        assert self._transport is not None
        self._transport.write(self._ready.pop() if self._ready else next(self._source))
        self._in_flight += 1

    def data_received(self, data: bytes) -> None:
        """Count whole answers; each makes room for another request."""
        self._buffer += data
        while (body := self._next_body()) is not None:
            at = body.rindex(b'"sequence":') + 11
            self.last = max(self.last, int(body[at : body.index(b",", at)]))
            self.count += body.count(b'"sequence":')
            self._in_flight -= 1
            if time.perf_counter() < self._until:
                self._send()
            elif not self._in_flight and not self._ended.done():
                self._ended.set_result(None)

    def _next_body(self) -> bytes | None:
        buffer = self._buffer
        head_end = buffer.find(b"\r\n\r\n")
        if head_end < 0:
            return None
        at = buffer.find(b"content-length:") + 15
        end = head_end + 4 + int(buffer[at : buffer.find(b"\r", at)])
        if len(buffer) < end:
            return None
        body, status = bytes(buffer[head_end + 4 : end]), bytes(buffer[9:12])
        del buffer[:end]
        if status[:1] != b"2":
            self._ended.set_exception(RuntimeError(f"{status.decode()}: {body.decode()[:300]}"))
            return None
        return body


def processor_s(pid: int) -> float:
    """Processor time that a process has used so far, user and system, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def sustained(
    node: Node,
    other: Node,
    sources: list[Iterator[bytes]],
    stream: Stream,
    *,
    seconds: float,
    prepared: int,
    depth: int,
) -> Sustained:
    """As many messages as go through in `seconds`, and the time until the last was delivered."""
    loop = asyncio.get_running_loop()
    loads: list[Load] = []
    ends: list[asyncio.Future[None]] = []
    pids = (node.process.pid, other.process.pid, os.getpid())
    used_s, began = [processor_s(pid) for pid in pids], time.perf_counter()
    for source in sources:
        ended: asyncio.Future[None] = loop.create_future()
        load = Load(source, began + seconds, ended, prepared=prepared, depth=depth)
        await loop.create_connection(lambda load=load: load, node.host, node.port)  # type: ignore[misc]  # a default binds it
        loads.append(load)
        ends.append(ended)
    await asyncio.gather(*ends)
    accepted_s = time.perf_counter() - began
    await stream.until(max(load.last for load in loads) + 1)
    wall = time.perf_counter() - began
    count = sum(load.count for load in loads)
    spent = [
        (processor_s(pid) - before_s) * 1e6 / count
        for pid, before_s in zip(pids, used_s, strict=True)
    ]
    return Sustained(count / wall, wall - accepted_s, *spent)


async def measure(
    a: Node, b: Node, arguments: argparse.Namespace
) -> tuple[list[float], Sustained, Sustained]:
    """Join, warm up, measure one by one, then the throughput of plans and of single requests."""
    channel = await join(a, b)
    stream = Stream(f"{channel}/ACTUAL/amber")
    following = asyncio.create_task(stream.follow(a))
    await asyncio.sleep(0.5)
    await sequential(a, channel, stream, 100)
    times = await sequential(a, channel, stream, arguments.sequential)
    seconds = arguments.seconds
    many = [plans(a, channel, 1_000 + seed) for seed in range(PLAN_CONNECTIONS)]
    planned = await sustained(
        a, b, many, stream, seconds=seconds, prepared=PREPARED // PLAN, depth=1
    )
    ones = [singles(a, channel, 2_000 + seed) for seed in range(CONNECTIONS)]
    single = await sustained(a, b, ones, stream, seconds=seconds, prepared=PREPARED, depth=DEPTH)
    following.cancel()
    return times, planned, single


def percentile(times: list[float], share: float) -> float:
    """The value below which `share` of the times lie."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sequential", type=int, default=SEQUENTIAL)
    parser.add_argument("--seconds", type=float, default=SUSTAINED_S)
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the nodes are stopped too
    folder = Path(tempfile.mkdtemp(prefix="detente-bench-"))
    nodes: list[Node] = []
    try:
        syncs, checks = fdatasyncs_per_s(folder), verifications_per_s()
        nodes.extend(start(folder, party) for party in ("amber", "cobalt"))
        times, planned, single = uvloop.run(measure(nodes[0], nodes[1], arguments))
        report_delay(times, 1_000 / syncs)
        report_rate("messages_per_s", f"plans of {PLAN} a request", planned, syncs, checks)
        report_rate("messages_per_s_single", "a request each", single, syncs, checks)
        show("raw_fdatasync_per_s", syncs, "1/s", "itself", 1.0)
        show("raw_ed25519_verify_per_s", checks, "1/s", "itself", 1.0)
    finally:
        for node in nodes:
            node.process.terminate()
        for node in nodes:
            node.process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def report_delay(times: list[float], sync_ms: float) -> None:
    """Print how long one message took from the request to delivered."""
    once = "one raw fdatasync of 4 kB, ms"
    p50, p99 = statistics.median(times), percentile(times, 0.99)
    show("delivered_ms_p50", p50, "ms", once, p50 / sync_ms)
    show("delivered_ms_p99", p99, "ms", once, p99 / sync_ms)


def report_rate(figure: str, how: str, found: Sustained, syncs: float, checks: float) -> None:
    """Print a throughput and what it cost each process."""
    rate, one_us = found.per_s, 1e6 / checks
    show(figure, rate, "1/s", f"raw Ed25519 verifications per s on one core; {how}", rate / checks)
    show(f"{figure}_to_fdatasync", rate, "1/s", "raw fdatasync per s", rate / syncs)
    show(f"{figure}_tail", found.tail_s, "s", "from the last answer to the last delivery", None)
    spent = "us of processor for one raw Ed25519 verification"
    for who, used_us in (
        ("sender", found.sender_us),
        ("receiver", found.receiver_us),
        ("generator", found.generator_us),
    ):
        show(f"{figure}_{who}_us", used_us, "us", spent, used_us / one_us)


if __name__ == "__main__":
    main()
