"""Assemble a running node from its home: sockets, record, node, writer, links, API; and stop it.

`run` is the whole life of the process. `build` gives the parts, so that a player across processes
can set the clock, add control routes and cut links; nothing of that can be reached from `run`.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import ipaddress
import os
import signal
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import structlog
import uvloop

from detente.core.line.message import Role
from detente.core.refusal import Fault
from detente.core.units import MS_PER_MIN
from detente.journal.engines.sqlite import SqliteStore
from detente.node import renewal as renewed
from detente.node import views
from detente.node.channels import running_exercise
from detente.node.identity import Identity
from detente.node.inputs import Actor, AddOfficer, Refused, WasRestored
from detente.node.node import Node
from detente.serve import home as homes
from detente.serve import keys, logs, renewal, restore
from detente.serve.alarm.outside import Outside
from detente.serve.care import Care
from detente.serve.http import server as servers
from detente.serve.http.api import Api, Services
from detente.serve.http.routes import ROUTES
from detente.serve.http.stream import Hub
from detente.serve.humanitarian import Givings
from detente.serve.invite import secret_sha256
from detente.serve.judging import Judging
from detente.serve.line_checks import LineChecks
from detente.serve.metrics import Metrics
from detente.serve.peers import Peers
from detente.serve.renewal import Renewal
from detente.serve.reserve import Reserve
from detente.serve.retention import Retention
from detente.serve.sessions import FIRST_LINK_MS, SignIns, first_link
from detente.serve.sign_in import console_address, link_path
from detente.serve.snapshots import Snapshots, load_node
from detente.serve.version import version
from detente.serve.witness.submit import Witnesses
from detente.serve.writer import Writer
from detente.wire.places import load_gazetteer

if TYPE_CHECKING:
    from pathlib import Path

    from detente.core.airspace.gazetteer import Gazetteer
    from detente.serve.home import Home
    from detente.serve.http.table import Route
    from detente.wire.native import StreamItem

BACKLOG: Final = 128
SWITCH_S: Final = 0.0005  # the loop gets its turn within half a millisecond of a busy writer
POOL_BYTES: Final = 4_096  # the salts of 128 entries; a draw takes as long for 32 bytes
FIRST_OFFICER: Final = "admin"

log = structlog.get_logger("detente.serve")


class StartFault(Fault):
    """The node cannot start: an address is taken, or a first administrator cannot be made."""


def wall_clock_ms() -> int:
    """The real clock, UTC milliseconds."""
    return time.time_ns() // 1_000_000


class Pool:
    """Random bytes from the system, drawn in advance: each draw costs two thread switches.

    Owned by the writer's thread; used for salts, which are drawn for every entry.
    """

    def __init__(self, draw: Callable[[int], bytes]) -> None:
        self._draw = draw
        self._left = b""

    def __call__(self, size: int) -> bytes:
        """The next `size` bytes; none is given twice."""
        if len(self._left) < size:
            self._left = self._draw(max(POOL_BYTES, size))
        taken, self._left = self._left[:size], self._left[size:]
        return taken


@dataclass(frozen=True, slots=True)
class Hooks:
    """What a player may replace. A node in service has the defaults.

    ticking False: the player submits Tick itself, and nothing is said outside.
    routes: added to the API's table.
    """

    clock: Callable[[], int] = wall_clock_ms
    entropy: Callable[[int], bytes] = os.urandom
    ticking: bool = True
    routes: tuple[Route, ...] = ()
    gazetteer: Callable[[], Gazetteer] = load_gazetteer


@dataclass(slots=True)
class Running:
    """A node's parts. start() begins to serve; stop() ends in order; served() waits for the end."""

    home: Home
    store: SqliteStore
    node: Node
    writer: Writer
    hub: Hub
    peers: Peers
    witnesses: Witnesses
    outside: Outside | None
    care: Care | None
    snapshots: Snapshots
    server: servers.Server
    api_socket: socket.socket
    peer_socket: socket.socket
    info: homes.RunInfo
    _task: asyncio.Task[None] | None = field(default=None)

    async def start(self) -> None:
        """Serve: writer first, then links, then the API; run.json last, so it means ready."""
        self.writer.start(asyncio.get_running_loop())
        await self.peers.start(self.peer_socket)
        await self.witnesses.start()
        self._task = asyncio.create_task(servers.run(self.server, self.api_socket))
        begun = asyncio.create_task(self.server.begun.wait())
        await asyncio.wait({begun, self._task}, return_when=asyncio.FIRST_COMPLETED)
        begun.cancel()
        if self._task.done():
            self._task.result()
        if self.outside is not None:
            self.outside.start()
        if self.care is not None:
            self.care.start()
        self.snapshots.start()
        homes.write_run(self.home, self.info)

    async def served(self) -> None:
        """Wait until the API has ended."""
        if self._task is not None:
            await self._task

    async def stop(self) -> None:
        """Take no more; let running answers end; finish what waits; close the record."""
        if self.care is not None:
            await self.care.stop()
        self.hub.close()
        self.server.should_exit = True
        await self.served()
        if self.outside is not None:
            await self.outside.stop()
        await self.snapshots.stop()
        await self.witnesses.stop()
        await self.peers.stop()
        await self.writer.stop()
        self.store.close()


def build(home: Home, hooks: Hooks | None = None) -> Running:
    """All parts of a node, sockets bound, record replayed, nothing serving yet. Raises Fault."""
    hooks = hooks or Hooks()
    renewal.finish(home.path)
    past = homes.read_run(home.path)
    ports = (past.api_port, past.peer_port) if past else (None, None)
    with contextlib.ExitStack() as undo:
        api_socket = undo.enter_context(bind(home.settings.listen, ports[0]))
        peer_socket = undo.enter_context(bind(home.settings.peer_listen, ports[1]))
        reserve = Reserve(home.path, home.settings.disk, hooks.clock)
        space = reserve.look()
        store = SqliteStore(home.journal_path, cipher=home.cipher, on_full=reserve.release)
        undo.callback(store.close)
        info = _run_info(home, api_socket, peer_socket)
        node = _node(home, store, info, hooks)
        node.space_changed(space)
        running = _assemble(home, store, node, reserve, info, hooks, (api_socket, peer_socket))
        undo.pop_all()
    return running


def _assemble(
    home: Home,
    store: SqliteStore,
    node: Node,
    reserve: Reserve,
    info: homes.RunInfo,
    hooks: Hooks,
    sockets: tuple[socket.socket, socket.socket],
) -> Running:
    """All that stands around a node; sockets: the API's and the peers'."""
    hub = Hub()
    links: list[Callable[[list[StreamItem]], None]] = [hub.news]
    measured = Metrics(home, version())
    tell = partial(_tell, links)
    writer = Writer(
        node, tell, ticking=hooks.ticking, on_commit=measured.committed, on_access=hub.look
    )
    sign_ins = SignIns(writer, hooks.clock)
    peers = Peers(home, writer, hooks.clock)
    witnesses = Witnesses(writer)
    links += [peers.news, witnesses.news]
    outside = Outside(home, writer, hooks.clock)
    services = Services(
        writer,
        peers,
        hub,
        home,
        version(),
        hooks.clock,
        hooks.entropy,
        outside,
        measured,
        sign_ins,
        console_address(home.settings.sign_in, info),
        lambda: node.space.room,
        lambda: running_exercise(node),
    )
    api = Api(services, ROUTES + hooks.routes, on_loopback=info.certificate is None)
    server = _server(home, api, info)
    shown = partial(_show_renewed, peers, server, home)
    more = (
        Renewal(home, writer, hooks.clock, shown).advance,
        sign_ins.advance,
        *_chores(home, writer, hooks),
    )
    return Running(
        home,
        store,
        node,
        writer,
        hub,
        peers,
        witnesses,
        outside if hooks.ticking else None,
        Care(writer, reserve, more) if hooks.ticking else None,
        Snapshots(home, writer, node.snapshot_position),
        server,
        *sockets,
        info,
    )


def _chores(home: Home, writer: Writer, hooks: Hooks) -> tuple[Callable[[], Awaitable[None]], ...]:
    """What the node does for itself with its record, once a second or when it is due."""
    return (
        Retention(home, writer, hooks.clock).advance,
        LineChecks(home, writer, hooks.clock).advance,
        Givings(writer, hooks.clock, hooks.entropy).advance,
        Judging(writer).advance,
    )


def _node(home: Home, store: SqliteStore, info: homes.RunInfo, hooks: Hooks) -> Node:
    """The node over its record; at the first start with its first administrator."""
    node = load_node(
        home,
        store,
        identity=Identity(home.card(info.peer_address), home.signer, home.former),
        clock=hooks.clock,
        entropy=Pool(hooks.entropy),
        gazetteer=hooks.gazetteer(),
        version=version(),
    )
    keys.check(node)
    announced = renewed.announced(node)
    renewal.drop_unannounced(home.path, announced)
    if announced is not None:
        card = replace(node.identity.card, certificate=announced)
        node.identity = replace(node.identity, card=card)
    _first_officer(home, node)
    mark = restore.read_mark(home.path)
    if mark is not None and not mark.told:
        node.step([WasRestored()])
        restore.note_told(home.path, mark)
    return node


def _show_renewed(peers: Peers, server: servers.Server, home: Home) -> None:
    """Both listeners show the present certificate to whoever connects from now on."""
    peers.show_renewed()
    if server.config.loaded and server.config.ssl is not None:
        renewal.load_into(server.config.ssl, home)


def _server(home: Home, api: Api, info: homes.RunInfo) -> servers.Server:
    """The HTTP server; over TLS unless only this machine can reach it."""
    if info.certificate is None:
        return servers.make(api)
    return servers.make(api, certificate=home.tls_certificate, key=home.tls_key)


def _tell(listeners: list[Callable[[list[StreamItem]], None]], items: list[StreamItem]) -> None:
    for listener in listeners:
        listener(items)


def _run_info(home: Home, api: socket.socket, peers: socket.socket) -> homes.RunInfo:
    host, api_port = api.getsockname()[:2]
    peer_host, peer_port = peers.getsockname()[:2]
    over_tls = not is_loopback(host)
    scheme = "https" if over_tls else "http"
    return homes.RunInfo(
        pid=os.getpid(),
        party=home.party.party,
        api=f"{scheme}://{homes.join_address(host, api_port)}",
        peer_address=home.settings.address or homes.join_address(peer_host, peer_port),
        api_port=api_port,
        peer_port=peer_port,
        certificate=str(home.tls_certificate) if over_tls else None,
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address; off it the API speaks TLS only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def bind(address: str, last_port: int | None = None) -> socket.socket:
    """A bound socket. Port 0 takes the last run's port while it is free, else any. StartFault."""
    found = homes.split_address(address)
    if found is None:
        raise StartFault(f"{address!r} is not host:port; see node.json")
    host, port = found
    choices = (port,) if port else (last_port or 0, 0)
    failure: OSError | None = None
    for choice in choices:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, choice))
            sock.listen(BACKLOG)
        except OSError as error:
            sock.close()
            failure = error
        else:
            sock.setblocking(False)
            return sock
    why = failure.strerror if failure is not None else "unknown"
    raise StartFault(f"cannot listen on {address} ({why}); is the node running, or the port taken?")


def _first_officer(home: Home, node: Node) -> None:
    """A fresh record knows nobody: take in the administrator whose token `init` made."""
    if views.officers(node):
        return
    try:
        token = home.token_path.read_text("ascii").strip()
    except OSError as error:
        raise StartFault(f"{home.token_path} is needed at the first start ({error})") from error
    actor = Actor(FIRST_OFFICER, Role.ADMINISTRATOR)
    digest = secret_sha256(token.encode())
    (outcome,) = node.step([AddOfficer(actor, FIRST_OFFICER, Role.ADMINISTRATOR, digest)])
    if isinstance(outcome, Refused):
        raise StartFault("; ".join(str(one) for one in outcome.refusals))


def run(path: Path, hooks: Hooks | None = None) -> None:
    """Serve the node of this home until SIGTERM or SIGINT. Raises Fault when it cannot start."""
    logs.configure()
    sys.setswitchinterval(SWITCH_S)
    keys.finish(path)
    gc.disable()  # a long record makes millions of things, and throws away next to none of them:
    running = build(homes.load(path), hooks)
    gc.freeze()  # so the collector never walks over what was there at the start
    gc.enable()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(running))


async def _say_first_link(running: Running) -> None:
    """At the first start, how the first administrator signs in at the console."""
    made = await first_link(running.writer, wall_clock_ms)
    if made is None:
        return
    officer, token = made
    base = console_address(running.home.settings.sign_in, running.info)
    minutes = FIRST_LINK_MS // MS_PER_MIN
    sys.stdout.write(
        f"sign in as {officer}, once, within {minutes} min: {base}{link_path(token)}\n"
        f"another link: detente sign-in-link --home {running.home.path}\n"
    )


async def serve(running: Running) -> None:
    """Start, say so in one line, serve until told to stop, stop in order."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await running.start()
    info = running.info
    sys.stdout.write(
        f"{info.party} ready: API {info.api}, peers {info.peer_address}, "
        f"key {running.home.fingerprint}, {running.node.position} entries\n"
    )
    await _say_first_link(running)
    sys.stdout.flush()
    stopping = asyncio.create_task(stop.wait())
    serving = asyncio.create_task(running.served())
    await asyncio.wait({stopping, serving}, return_when=asyncio.FIRST_COMPLETED)
    log.info("stopping")
    await running.stop()
    stopping.cancel()
    sys.stdout.write(f"{info.party} stopped\n")
