"""A party that joined honestly and then lies: it has real keys, a pinned certificate, and bad will.

It speaks the peer protocol by hand, so it can send what no node of ours would: forks, truncations,
replays, entries out of order or out of time, floods, giants, half a frame, cosignatures of what it
does not hold. For tests of what an honest node then does, and for the bench of its neighbours.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import ssl
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from detente.core.events import Released
from detente.core.line.message import Message, Precedence, Role, Signature
from detente.journal.engines.sqlite import SqliteStore
from detente.journal.entry import Entry, Head, seal
from detente.journal.forms import cosigner_of, origin_of
from detente.journal.merkle import Tree
from detente.journal.note import cosign, sign_checkpoint
from detente.journal.own import OwnJournal
from detente.serve import frames, tls
from detente.serve import home as homes
from detente.wire.events import encode as encode_event
from detente.wire.peer import (
    PROTOCOL,
    CosignedFrame,
    Frame,
    Hello,
    PushFrame,
    Welcome,
    WireEntry,
)

PATIENCE_S = 15.0


def now_ms() -> int:
    """This machine's clock."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Forger:
    """The hostile party's home and journal, after its own node has been stopped.

    target: the honest node's peer address and certificate. size: what the target surely holds.
    """

    home: homes.Home
    journal: OwnJournal
    entries: list[Entry]
    address: tuple[str, int]
    certificate: str

    @classmethod
    def after(cls, home: Path, target: Path, peer_address: str, channel: str) -> Forger:
        """Take over from the stopped node in `home`; `target` is the honest node's home."""
        loaded = homes.load(home)
        journal = f"{channel}/ACTUAL/{loaded.party.party}"
        own = OwnJournal(journal, loaded.signer)
        with SqliteStore.open_read_only(loaded.journal_path, loaded.cipher) as store:
            entries = [held.entry for held in store.entries(journal, 0, 10_000)]
        for entry in entries:
            own.restore(entry)
        split = homes.split_address(peer_address)
        assert split is not None
        return cls(loaded, own, entries, split, (target / "tls.crt").read_text())

    # --- what it writes

    def message(self, serial: int, format_: str = "LCK") -> Message:
        """A line check with the given serial number, addressed to everybody it knows of."""
        at_ms = now_ms()
        return Message(
            number=f"{self.home.party.party.upper()}-{time.gmtime().tm_year}-{serial:04d}",
            format=format_,
            version=1,
            precedence=Precedence.ROUTINE,
            to=("amber",),
            created_ms=at_ms,
            released_ms=at_ms,
            by=Signature("forger", Role.RELEASER),
            fields={"nonce": "x", "duty_role": "duty officer", "clock_ms": at_ms},
        )

    def seal(
        self,
        sequence: int,
        *,
        at_ms: int | None = None,
        heads: tuple[Head, ...] = (),
        body: bytes | None = None,
        journal: str | None = None,
        kind: str = "message",
    ) -> Entry:
        """An entry with a good signature and whatever it likes in it."""
        if body is None:
            kind, _, body = encode_event(Released(self.message(sequence)))
        return seal(
            self.home.signer,
            journal=journal or self.journal.journal,
            sequence=sequence,
            at_ms=now_ms() if at_ms is None else at_ms,
            heads=heads,
            kind=kind,
            kind_version=1,
            body=body,
            salt=os.urandom(32),
        )

    def next(self, **lies: object) -> Entry:
        """The entry that would honestly come next, but for the lies."""
        return self.seal(len(self.entries), **lies)  # type: ignore[arg-type]  # seal's own

    def took(self, *entries: Entry) -> None:
        """The target has taken these: the journal goes on after them."""
        for entry in entries:
            self.journal.restore(entry)
            self.entries.append(entry)

    def checkpoint(self, entries: list[Entry]) -> str:
        """A checkpoint that the forger signs over any list of entries."""
        tree = Tree()
        for entry in entries:
            tree.append(entry.header_bytes)
        origin = origin_of(self.journal.journal)
        return sign_checkpoint(origin, tree.size, tree.root(), self.home.signer)

    def push(self, *new: Entry, after: list[Entry] | None = None) -> PushFrame:
        """A push of `new` with a checkpoint over all that would then be held."""
        known = self.entries if after is None else after
        checkpoint = self.checkpoint([*known, *new])
        return PushFrame(self.journal.journal, tuple(_wire(entry) for entry in new), checkpoint)

    def hello(self) -> Hello:
        """A greeting like an honest node's."""
        return Hello(PROTOCOL, self.home.party.party, "forged", now_ms())

    # --- how it speaks

    def context(self) -> ssl.SSLContext:
        """TLS as the pinned party."""
        return tls.client_context([self.certificate], self.home.tls_certificate, self.home.tls_key)

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """A connection to the target, nothing said yet."""
        reader, stream = await asyncio.open_connection(
            *self.address, ssl=self.context(), server_hostname="amber"
        )
        try:
            yield reader, stream
        finally:
            await frames.close(stream)

    def send(self, *sent: Frame, hello: Hello | None = None) -> Frame | None:
        """Greet, send the frames one by one; the answer to the last, None when it hung up."""

        async def talk() -> Frame | None:
            got = None
            async with self.connected() as (reader, stream):
                for frame in (hello or self.hello(), *sent):
                    frames.write(stream, frame)
                    await stream.drain()
                    answer = await frames.read(reader)
                    got = None if answer is None else answer[0]
            return got

        return asyncio.run(asyncio.wait_for(talk(), PATIENCE_S))

    @contextlib.contextmanager
    def listening(self, answer: LyingListener) -> Iterator[None]:
        """Listen in the hostile party's place, in a thread, until the block ends."""
        context = tls.server_context(
            self.home.tls_certificate, self.home.tls_key, [self.certificate]
        )
        run = homes.read_run(self.home.path)
        assert run is not None
        port, begun, ends = run.peer_port, threading.Event(), threading.Event()

        async def serve() -> None:
            server = await asyncio.start_server(answer.serve, "127.0.0.1", port, ssl=context)
            begun.set()
            await asyncio.to_thread(ends.wait)
            server.close()
            for stream in answer.streams:
                stream.transport.abort()
            await asyncio.sleep(0.1)

        thread = threading.Thread(target=lambda: asyncio.run(serve()))
        thread.start()
        assert begun.wait(PATIENCE_S)
        try:
            yield
        finally:
            ends.set()
            thread.join(PATIENCE_S)


@dataclass(slots=True)
class LyingListener:
    """Answers every push with a cosignature of more, or of something else, than it was sent."""

    forger: Forger
    lies: int = 0
    streams: list[asyncio.StreamWriter] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, stream: asyncio.StreamWriter) -> None:
        """Welcome the honest node, then lie about what is held."""
        self.streams.append(stream)
        with contextlib.suppress(Exception):
            while True:
                got = await frames.read(reader)
                if got is None:
                    return
                frame = got[0]
                party = self.forger.home.party.party
                if isinstance(frame, Hello):
                    welcome = Welcome(PROTOCOL, party, "forged", now_ms(), {})
                    frames.write(stream, welcome)
                elif isinstance(frame, PushFrame):
                    frames.write(stream, self.lie(frame))
                await stream.drain()

    def lie(self, push: PushFrame) -> CosignedFrame:
        """A cosignature under a checkpoint of a tree that the author never signed."""
        self.lies += 1
        tree = Tree()
        for _ in range(100):
            tree.append(os.urandom(32))
        signer, party = self.forger.home.signer, self.forger.home.party.party
        forged = sign_checkpoint(origin_of(push.journal), 100, tree.root(), signer)
        note = cosign(forged, cosigner_of(party), signer, now_ms() // 1_000)
        return CosignedFrame(push.journal, 100, note)


def _wire(entry: Entry) -> WireEntry:
    return WireEntry(entry.header_bytes, entry.signature, entry.salt, entry.body)


def other(entry: Entry, forger: Forger) -> Entry:
    """Another entry at the same place, signed as well: a fork."""
    return forger.seal(entry.header.sequence, at_ms=entry.header.at_ms, body=b"{}", kind="other")


def with_body(entry: Entry, body: bytes) -> Entry:
    """The same signed header with another body beside it."""
    return replace(entry, body=body)
