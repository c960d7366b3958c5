"""The peer link: one listener for those who dial us, one dialler for each whom we know.

A connection with a pinned certificate is that party's and may push; one without a certificate may
introduce itself once with an invitation's secret, and nothing else; any other certificate does not
get through the handshake. What a pinned peer sends that is no frame is kept as evidence.
Not here: what frames mean (node.link), whether entries are true (journal.mirror).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

from detente.core.events import Opened
from detente.journal.mirror import Reason
from detente.node import renewal
from detente.node.inputs import Admit, Done, Refuse, Refused, Rejected
from detente.node.link import Inbound
from detente.serve import frames, invite, tls
from detente.serve.dial import DIAL_S_MAX, Dialler
from detente.serve.home import split_address
from detente.serve.writer import Busy, Stopped
from detente.wire.events import encode as encode_event
from detente.wire.peer import (
    BadFrame,
    Frame,
    Hello,
    JoinedFrame,
    JoinFrame,
    RefusedFrame,
)

if TYPE_CHECKING:
    import socket
    from asyncio import StreamReader, StreamWriter
    from collections.abc import Callable

    from detente.core.events import PartyCard
    from detente.node.node import Node
    from detente.serve.home import Home
    from detente.serve.writer import Writer
    from detente.wire.native import StreamItem

CONNECTIONS_MAX: Final = 64  # 16 members twice over, and some who are being replaced
STRANGERS_MAX: Final = 4  # connections without a certificate at a time; joining is rare
HANDSHAKE_S_MAX: Final = 5.0  # TLS; then the first frame within GREETING_S_MAX
GREETING_S_MAX: Final = 10.0
JOIN_BYTES_MAX: Final = 65_536  # a card has about 1,500 bytes
EVIDENCE_BYTES_MAX: Final = 65_536  # of a refused frame; the rest proves nothing more
BUSY_S: Final = 0.05  # the writer is full: read on after this, TCP holds the peer back meanwhile
PAUSE_S_FIRST: Final = 0.05  # held back after the first refused push; doubled for each further one
PAUSE_S_MAX: Final = 5.0  # a peer whose fault is mended is heard again within this
RECEIVED_AHEAD_MAX: Final = 4  # pushes of one peer in the writer's queue; the rest waits in TCP

log = structlog.get_logger("detente.peers")


@dataclass(frozen=True, slots=True)
class _Pin:
    """Whose a certificate is, and until when it is taken (ms); None is until it is renewed."""

    party: str
    until_ms: int | None = None


class Peers:
    """All links of a node. Owned by the loop.

    cut(): for players and drills, drops every link and refuses new ones until mend().
    """

    def __init__(self, home: Home, writer: Writer, clock: Callable[[], int]) -> None:
        self._home = home
        self._clock = clock
        self._writer = writer
        self._party = home.party.party
        self._context = tls.server_context(home.tls_certificate, home.tls_key, ())
        self._pinned: dict[bytes, _Pin] = {}
        self._diallers: dict[str, Dialler] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._accepted: dict[StreamWriter, str] = {}
        self._addresses = dict(home.settings.peer_addresses)
        self._server: asyncio.Server | None = None
        self._refreshing: asyncio.Task[None] | None = None
        self._pauses: dict[str, float] = {}
        self._cut = False
        self._stale = False

    async def start(self, sock: socket.socket) -> None:
        """Listen on a bound socket and dial everyone whom the node knows."""
        await self.refresh()
        self._server = await asyncio.start_server(
            self._accept,
            sock=sock,
            ssl=self._context,
            ssl_handshake_timeout=HANDSHAKE_S_MAX,
            limit=frames.BUFFER_BYTES,
        )

    async def stop(self) -> None:
        """Close the listener and every connection."""
        if self._server is not None:
            self._server.close()
        for task in (*self._tasks.values(), *([self._refreshing] if self._refreshing else ())):
            task.cancel()
        for stream in list(self._accepted):
            stream.transport.abort()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def refresh(self) -> None:
        """Pin the certificates of those whom the node knows now, and dial them."""
        for card, former in await self._writer.query(_cards):
            known = self._diallers.get(card.party)
            try:
                if known is None or known.card.certificate != card.certificate:
                    self._pin(card, former)
            except tls.BadCertificate as error:
                log.warning("card without a usable certificate", peer=card.party, why=str(error))
                continue
            if known is None:
                self._meet_new(card, former)
            else:
                known.card, known.former = card, former

    def _pin(self, card: PartyCard, former: tuple[tuple[str, int], ...]) -> None:
        """Take a party's certificate from now on, and its older ones until their time."""
        shown = tls.der(card.certificate)
        holder = self._pinned.get(shown)
        if holder is not None and holder.party != card.party:
            raise tls.BadCertificate(f"it is the certificate of {holder.party}")
        tls.trust(self._context, [card.certificate])
        for pem, until_ms in former:
            self._pinned[tls.der(pem)] = _Pin(card.party, until_ms)
        self._pinned[shown] = _Pin(card.party)

    def _meet_new(self, card: PartyCard, former: tuple[tuple[str, int], ...]) -> None:
        dialler = Dialler(self._home, self._writer, card, lambda: self._address(card.party))
        dialler.former = former
        self._diallers[card.party] = dialler
        if not self._cut:
            self._dial(dialler)

    def show_renewed(self) -> None:
        """Our certificate has changed: show the present one to whoever connects from now on."""
        self._context.load_cert_chain(self._home.tls_certificate, self._home.tls_key)

    def _holder(self, shown: bytes | None) -> str:
        """Whose certificate was shown; empty when nobody's, or when its time is over."""
        pin = self._pinned.get(shown) if shown is not None else None
        if pin is None or (pin.until_ms is not None and self._clock() > pin.until_ms):
            return ""
        return pin.party

    def _dial(self, dialler: Dialler) -> None:
        self._tasks[dialler.card.party] = asyncio.create_task(dialler.run())

    def _address(self, party: str) -> str:
        return self._addresses.get(party) or self._diallers[party].card.address

    def redirect(self, party: str, address: str) -> None:
        """Dial `party` at another address from now on (a peer has moved; a drill's proxy)."""
        self._addresses[party] = address
        if party in self._diallers:
            self._diallers[party].hang_up()

    def news(self, items: list[StreamItem]) -> None:
        """Items are durable: push what is ours, pin whoever has joined."""
        for item in items:
            event = item.event
            if event is None:
                continue
            if event.author == self._party:
                self._wake_all()
            if event.kind in ("joined", "opened", "card-renewed") and event.channel != "house":
                self._refresh_soon()

    def _wake_all(self) -> None:
        for dialler in self._diallers.values():
            dialler.wake()

    def _refresh_soon(self) -> None:
        self._stale = True
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.create_task(self._refresh())

    async def _refresh(self) -> None:
        """Refresh until nothing new has come meanwhile."""
        while self._stale:
            self._stale = False
            try:
                await self.refresh()
            except Busy:
                self._stale = True
                await asyncio.sleep(BUSY_S)
            except Stopped:
                return

    async def quiet(self) -> bool:
        """Whether every peer holds all that we have for it."""
        return all([await dialler.quiet() for dialler in list(self._diallers.values())])

    async def cut(self) -> None:
        """Drop every link and refuse new ones."""
        self._cut = True
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self._tasks.clear()
        for stream in list(self._accepted):
            stream.transport.abort()

    def mend(self) -> None:
        """Take links again after `cut`."""
        self._cut = False
        for dialler in self._diallers.values():
            if dialler.card.party not in self._tasks:
                self._dial(dialler)

    # ---------------------------------------------------------------- those who dial us

    async def _accept(self, reader: StreamReader, stream: StreamWriter) -> None:
        frames.tune(stream)
        shown = tls.peer_certificate(stream.get_extra_info("ssl_object"))
        party = self._holder(shown)
        strangers = sum(1 for name in self._accepted.values() if not name)
        full = len(self._accepted) >= CONNECTIONS_MAX or (not party and strangers >= STRANGERS_MAX)
        if self._cut or full or (shown is not None and not party):
            log.warning("connection refused", pinned=bool(party), connections=len(self._accepted))
            stream.transport.abort()
            return
        self._replace(party)
        self._accepted[stream] = party
        try:
            await (self._listen(party, reader, stream) if party else self._meet(reader, stream))
        except (OSError, TimeoutError, Stopped, Busy) as error:
            log.info("connection ended", peer=party or "a stranger", why=repr(error))
        except asyncio.CancelledError:
            stream.transport.abort()
        finally:
            self._accepted.pop(stream, None)
            await frames.close(stream)

    def _replace(self, party: str) -> None:
        """A party has one connection to us: a new one says that the old one is dead."""
        for stream, name in list(self._accepted.items()):
            if party and name == party:
                stream.transport.abort()

    async def _listen(self, party: str, reader: StreamReader, stream: StreamWriter) -> None:
        """A pinned party: greeting, then pushes until the end."""
        try:
            inbound = await self._greet(party, reader, stream)
            if inbound is not None:
                await self._pushes(inbound, reader, stream)
        except BadFrame as error:
            data = getattr(error, "data", b"")[:EVIDENCE_BYTES_MAX]
            log.warning("bad frame", peer=party, why=str(error))
            self._writer.tell(Refuse(party, "bad-frame", str(error), data))
            frames.write(stream, RefusedFrame("bad-frame", str(error)))
            await stream.drain()

    async def _greet(
        self, party: str, reader: StreamReader, stream: StreamWriter
    ) -> Inbound | None:
        async with asyncio.timeout(GREETING_S_MAX):
            got = await frames.read(reader)
        if got is None:
            return None
        hello = got[0]
        if not isinstance(hello, Hello):
            raise BadFrame(f"{type(hello).__name__} is no greeting")

        def greet(node: Node) -> tuple[Inbound, Frame]:
            inbound = Inbound(node, party)
            return inbound, inbound.welcome(hello)

        inbound, answer = await self._writer.query(greet)
        for broken in await self._writer.query(lambda _node: inbound.broken_claims(hello)):
            self._writer.tell(broken)
        frames.write(stream, answer)
        await stream.drain()
        if isinstance(answer, RefusedFrame):
            log.warning("link refused", peer=party, why=answer.detail)
            return None
        if party in self._diallers:
            self._diallers[party].retry()
        return inbound

    async def _pushes(self, inbound: Inbound, reader: StreamReader, stream: StreamWriter) -> None:
        """Take pushes and answer each in order; a few wait at the writer while more are read."""
        answers: asyncio.Queue[asyncio.Future[object]] = asyncio.Queue(RECEIVED_AHEAD_MAX)
        await frames.first_of(
            asyncio.create_task(self._take(inbound, reader, answers)),
            asyncio.create_task(self._answer(inbound.party, answers, stream)),
        )

    async def _take(
        self, inbound: Inbound, reader: StreamReader, answers: asyncio.Queue[asyncio.Future[object]]
    ) -> None:
        """Read pushes until the end and hand them to the writer."""
        while (got := await frames.read(reader)) is not None:
            inputs = inbound.on_frame(got[0])
            if not inputs:
                raise frames.Undecodable(f"{type(got[0]).__name__} is out of place", got[1])
            for one in inputs:
                await answers.put(await self._submit(one))

    async def _submit(self, one: object) -> asyncio.Future[object]:
        while True:
            try:
                return self._writer.submit(one)  # type: ignore[arg-type,return-value]  # an Input
            except Busy:
                await asyncio.sleep(BUSY_S)

    async def _answer(
        self, party: str, answers: asyncio.Queue[asyncio.Future[object]], stream: StreamWriter
    ) -> None:
        """Answer in order; whoever is refused again and again waits longer for each answer."""
        while True:
            outcome = await (await answers.get())
            await asyncio.sleep(self._patience(party, outcome))
            frames.write(stream, Inbound.answer(outcome))  # type: ignore[arg-type]  # an Outcome
            await stream.drain()

    def _patience(self, party: str, outcome: object) -> float:
        """How long an answer is held back: nothing for what was taken, ever more for lies.

        Remembered over connections, so that a flood of refused pushes costs the line little.
        """
        if not isinstance(outcome, Rejected) or outcome.reason == Reason.GAP:
            self._pauses.pop(party, None)
            return 0.0
        pause = min(2 * self._pauses.get(party, PAUSE_S_FIRST / 2), PAUSE_S_MAX)
        self._pauses[party] = pause
        return pause

    # ---------------------------------------------------------------- those whom we invited

    async def _meet(self, reader: StreamReader, stream: StreamWriter) -> None:
        """A connection without a certificate: one introduction, one answer, the end."""
        try:
            async with asyncio.timeout(GREETING_S_MAX):
                got = await frames.read(reader, bytes_max=JOIN_BYTES_MAX)
        except BadFrame as error:
            frames.write(stream, RefusedFrame("bad-frame", str(error)))
            await stream.drain()
            return
        if got is None:
            return
        frame = got[0]
        if isinstance(frame, JoinFrame):
            answer = await self._admit(frame)
        else:
            answer = RefusedFrame("certificate", "without a pinned certificate one may only join")
        frames.write(stream, answer)
        await stream.drain()

    async def _admit(self, frame: JoinFrame) -> Frame:
        refusals = invite.check_join(frame)
        if not refusals:
            secret = invite.secret_sha256(frame.secret)
            outcome = await self._writer.submit(Admit(frame.channel, secret, frame.card))
            if isinstance(outcome, Refused):
                refusals = outcome.refusals
            elif not isinstance(outcome, Done):
                return RefusedFrame("unexpected", type(outcome).__name__)
        if refusals:
            log.warning("introduction refused", why=refusals[0].reason)
            return RefusedFrame(refusals[0].rule, "; ".join(str(one) for one in refusals))
        await self.refresh()
        return await self._writer.query(lambda node: joined_frame(node, frame.channel))


def _cards(node: Node) -> list[tuple[PartyCard, tuple[tuple[str, int], ...]]]:
    """Every peer's card with its older certificates; on the writer's thread."""
    return [(card, renewal.former(node, card.party)) for card in node.peers()]


def joined_frame(node: Node, channel: str) -> JoinedFrame:
    """The charter and the cards of all members, our own among them; on the writer's thread."""
    state, own = node.state, node.identity.card
    _, _, opened = encode_event(Opened(own, state.charters[channel]))
    cards = {**state.cards, node.party: own}
    members = tuple(cards[party] for party in sorted(state.members[channel]))
    return JoinedFrame(opened, members)


async def ask_to_join(
    frame: JoinFrame, inviter: PartyCard, address: str
) -> JoinedFrame | RefusedFrame:
    """Introduce ourselves to the inviter. Raises OSError, TimeoutError, BadFrame."""
    found = split_address(address)
    if found is None:
        raise ConnectionRefusedError(f"{address!r} is not host:port")
    async with asyncio.timeout(DIAL_S_MAX):
        reader, stream = await asyncio.open_connection(
            *found, ssl=tls.client_context([inviter.certificate]), server_hostname=inviter.party
        )
    try:
        shown = tls.peer_certificate(stream.get_extra_info("ssl_object"))
        if shown != tls.der(inviter.certificate):
            raise ConnectionRefusedError("another certificate than the invited one is shown there")
        frames.write(stream, frame)
        await stream.drain()
        async with asyncio.timeout(GREETING_S_MAX):
            got = await frames.read(reader)
    finally:
        await frames.close(stream)
    if got is None:
        raise ConnectionResetError("the inviter closed the connection without an answer")
    if not isinstance(got[0], JoinedFrame | RefusedFrame):
        raise BadFrame(f"{type(got[0]).__name__} is no answer to an introduction")
    return got[0]
