"""Submit checkpoints to the witnesses that our channels name, as soon as entries are durable.

One task a witness. What is asked next and what an answer means is node.witnessing's; here are the
HTTP requests, the pinned certificate, the pace and the retrying. A witness that is slow or gone
delays nobody: the line never waits for it.
"""

from __future__ import annotations

import asyncio
import ssl
from functools import partial
from typing import TYPE_CHECKING, Final

import httpx
import structlog

from detente.journal.note import NOTE_CHARS_MAX
from detente.node.witnessing import WitnessLink
from detente.serve import tls
from detente.serve.writer import Busy, Stopped

if TYPE_CHECKING:
    from detente.core.events import PartyCard
    from detente.node.inputs import Input
    from detente.node.node import Node
    from detente.node.witnessing import Asked
    from detente.serve.writer import Writer
    from detente.wire.native import StreamItem

PACE_S: Final = 1.0  # a cosignature covers all before it: once a second is as good as each
RETRY_S: Final = 10.0  # a witness that is gone or refuses costs one attempt every so often
ANSWER_S_MAX: Final = 10.0
ANSWER_BYTES_MAX: Final = NOTE_CHARS_MAX  # signature lines; what is longer is no answer

log = structlog.get_logger("detente.witnesses")


class Submitter:
    """Our side towards one witness. Owned by the loop; its link by the writer's thread."""

    def __init__(self, writer: Writer, card: PartyCard) -> None:
        self.card = card
        self._writer = writer
        self._wake = asyncio.Event()
        self._link: WitnessLink | None = None

    def wake(self) -> None:
        """Something is durable that may be submitted."""
        self._wake.set()

    async def quiet(self) -> bool:
        """Whether the witness has cosigned all that it can be shown."""
        link = self._link
        return link is not None and await self._writer.query(lambda _node: link.quiet)

    async def run(self) -> None:
        """Submit until cancelled."""
        link = self._link = await self._begin()
        while True:
            self._wake.clear()
            try:
                is_done = await self._round(link)
            except Stopped:
                return
            except (OSError, httpx.HTTPError, TimeoutError, Busy, ValueError) as error:
                await self._failed(link, str(error) or type(error).__name__)
                is_done = False
            except Exception:  # our bug on one witness must not end it for ever
                log.exception("witness failed", witness=self.card.party)
                is_done = False
            await asyncio.sleep(PACE_S if is_done else RETRY_S)
            if is_done:
                await self._wake.wait()

    async def _begin(self) -> WitnessLink:
        party = self.card.party
        while True:
            try:
                return await self._writer.query(lambda node: WitnessLink(node, party))
            except Busy:
                await asyncio.sleep(RETRY_S)

    async def _failed(self, link: WitnessLink, why: str) -> None:
        try:
            await self._writer.query(lambda _node: link.failed(why))
        except (Busy, Stopped):
            return

    async def _round(self, link: WitnessLink) -> bool:
        """Everything that can be submitted now; False when the witness refused some of it."""
        await self._writer.query(lambda _node: link.begin())
        async with _client(self.card) as client:
            while asked := await self._writer.query(lambda _node: link.next()):
                status, body = await self._ask(client, asked)
                await self._writer.feed(partial(_answered, link, asked, status, body))
        return not await self._writer.query(lambda _node: link.refused)

    async def _ask(self, client: httpx.AsyncClient, asked: Asked) -> tuple[int, bytes]:
        """One request. Raises ValueError when the answer is too long."""
        url = f"{self.card.address.rstrip('/')}/add-checkpoint"
        headers = {"content-type": "text/plain; charset=utf-8"}
        async with (
            asyncio.timeout(ANSWER_S_MAX),
            client.stream("POST", url, content=asked.body, headers=headers) as answer,
        ):
            body = b""
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > ANSWER_BYTES_MAX:
                    raise ValueError(f"an answer of more than {ANSWER_BYTES_MAX} bytes")
        return answer.status_code, body


def _answered(
    link: WitnessLink, asked: Asked, status: int, body: bytes, _node: Node
) -> list[Input]:
    return link.answered(asked, status, body)


def _client(card: PartyCard) -> httpx.AsyncClient:
    """Trusts exactly the certificate in the witness's card, or the system's when it has none."""
    trust: ssl.SSLContext | bool = True
    if card.certificate:
        trust = tls.client_context([card.certificate])
    return httpx.AsyncClient(verify=trust, trust_env=False, timeout=ANSWER_S_MAX)


class Witnesses:
    """All witnesses of a node. Owned by the loop."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._submitters: dict[str, Submitter] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._refreshing: asyncio.Task[None] | None = None
        self._stale = False

    async def start(self) -> None:
        """Submit to everyone whom our channels name."""
        await self._refresh()

    async def stop(self) -> None:
        """End every task."""
        tasks = [*self._tasks.values(), *([self._refreshing] if self._refreshing else ())]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def news(self, items: list[StreamItem]) -> None:
        """Items are durable: there may be more to submit, or a witness more to submit to."""
        for item in items:
            event = item.event
            if event is None or event.channel == "house":
                continue
            for submitter in self._submitters.values():
                submitter.wake()
            if event.kind == "joined":
                self._stale = True
                if self._refreshing is None or self._refreshing.done():
                    self._refreshing = asyncio.create_task(self._refresh_all())

    async def quiet(self) -> bool:
        """Whether every witness has cosigned all that it can be shown."""
        return all([await one.quiet() for one in list(self._submitters.values())])

    async def _refresh_all(self) -> None:
        while self._stale:
            self._stale = False
            try:
                await self._refresh()
            except Busy:
                self._stale = True
                await asyncio.sleep(PACE_S)
            except Stopped:
                return

    async def _refresh(self) -> None:
        for card in await self._writer.query(witness_cards):
            known = self._submitters.get(card.party)
            if known is not None and known.card == card:
                known.wake()
                continue
            old = self._tasks.pop(card.party, None)
            if old is not None:
                old.cancel()
            submitter = self._submitters[card.party] = Submitter(self._writer, card)
            self._tasks[card.party] = asyncio.create_task(submitter.run())


def witness_cards(node: Node) -> list[PartyCard]:
    """The cards of all witnesses that our channels name, by party. On the writer's thread."""
    parties = {party for found in node.state.witnesses.values() for party in found}
    return [node.state.cards[party] for party in sorted(parties)]
