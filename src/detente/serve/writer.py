"""The one thread that owns the node and its store: batches in, durable answers out.

Everything that waits is handed to `Node.step` in one batch, so that one commit serves all of it;
answers, queries and news are released after that commit, with one hop back to the event loop.
If a step fails, memory is ahead of the disk: the process says so and exits, and whoever waited
gets no answer, because nothing may be answered that is not durable.
Not here: sockets, and what an input means (node.node).
"""

from __future__ import annotations

import asyncio
import logging
import os
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

import structlog

from detente.core.refusal import Fault
from detente.node.inputs import (
    AddOfficer,
    BeginSession,
    ChangeRole,
    EndSession,
    Input,
    Outcome,
    RemoveOfficer,
    Tick,
)

if TYPE_CHECKING:
    from detente.node.inputs import Actor
    from detente.node.node import Node
    from detente.wire.native import StreamItem

BATCH_MAX: Final = 512  # inputs in one commit; more would only make the first of them wait longer
QUEUE_MAX: Final = 8_192  # waiting jobs; beyond it callers are told to come back (503)
TICK_S_MAX: Final = 1.0  # the clock is looked at this often even when nothing is due
EXIT_STORE_FAILED: Final = 74  # EX_IOERR of sysexits.h: the journal could not be kept
OFFICERS_KNOWN_MAX: Final = 4_096  # officers remembered on the loop's side of the thread boundary

_T = TypeVar("_T")
log = structlog.get_logger("detente.writer")


class Busy(Fault):
    """The writer's queue is full: nothing was taken; come back in a moment."""


class Stopped(Fault):
    """The writer has stopped: nothing was taken."""


@dataclass(slots=True, eq=False)
class _Ask:
    """One input that waits for its outcome."""

    input: Input
    future: asyncio.Future[Outcome] | None


@dataclass(slots=True, eq=False)
class _Query:
    """One question to the node; answered between two batches."""

    fn: Callable[[Node], object]
    future: asyncio.Future[object]


@dataclass(slots=True, eq=False)
class _Feed:
    """Something from a link that the node turns into inputs of this very batch."""

    fn: Callable[[Node], list[Input]]
    future: asyncio.Future[object]


_STOP: Final = object()
_ACCESS: Final = (AddOfficer, RemoveOfficer, ChangeRole, BeginSession, EndSession)


@dataclass(slots=True)
class _Released:
    """What one batch gives back to the loop, in order."""

    answers: list[tuple[asyncio.Future[Outcome], Outcome]] = field(default_factory=list)
    values: list[tuple[asyncio.Future[object], object, Exception | None]] = field(
        default_factory=list
    )
    news: list[StreamItem] = field(default_factory=list)
    access_changed: bool = False


class Writer:
    """Owns a node from `start` to `stop`; everyone else asks through `submit` and `query`.

    ticking: look at the clock by itself. A player with a virtual clock submits its own ticks.
    die: ends the process with a code; only tests replace it.
    on_commit: told of every step, on the writer's thread: how long it took, how many inputs.
    on_access: told, on the loop, that who may do what may have changed.
    """

    def __init__(
        self,
        node: Node,
        on_news: Callable[[list[StreamItem]], None],
        *,
        ticking: bool = True,
        die: Callable[[int], None] = os._exit,
        on_commit: Callable[[float, int], None] = lambda _seconds, _inputs: None,
        on_access: Callable[[], None] = lambda: None,
    ) -> None:
        self._node = node
        self._on_news = on_news
        self._ticking = ticking
        self._die = die
        self._on_commit = on_commit
        self._on_access = on_access
        self._queue: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news: list[StreamItem] = []  # owned by the writer's thread
        self._officers: dict[str, Actor] = {}  # owned by the loop
        self.access_age = 0  # grows whenever who may do what may have changed
        self._open = False
        node.listen(self._news.append)

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to take inputs; answers are released on `loop`."""
        self._loop = loop
        self._open = True
        self._thread.start()

    async def stop(self) -> None:
        """Take no more, finish what waits, and end the thread. The store stays open."""
        if not self._open:
            return
        self._open = False
        self._queue.put(_STOP)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.join)

    @property
    def waiting(self) -> int:
        """How many jobs wait now."""
        return self._queue.qsize()

    def submit(self, what: Input) -> asyncio.Future[Outcome]:
        """Hand in one input; the future holds its outcome once it is durable. Raises Busy."""
        future: asyncio.Future[Outcome] = self._future()
        self._queue.put(_Ask(what, future))
        return future

    def tell(self, what: Input) -> None:
        """Hand in one input whose outcome nobody waits for. Raises Busy."""
        self._check()
        self._queue.put(_Ask(what, None))

    def query(self, fn: Callable[[Node], _T]) -> asyncio.Future[_T]:
        """Run `fn` on the writer's thread, after what was handed in before it. Raises Busy."""
        future: asyncio.Future[_T] = self._future()
        self._queue.put(_Query(fn, future))  # type: ignore[arg-type]  # a future's type is invariant
        return future

    def feed(self, fn: Callable[[Node], list[Input]]) -> asyncio.Future[object]:
        """Run `fn` and step the inputs that it returns in the same batch; done when durable."""
        future: asyncio.Future[object] = self._future()
        self._queue.put(_Feed(fn, future))
        return future

    async def officer(self, token_sha256: str) -> Actor | None:
        """Who holds this token, by its SHA-256 in hex. Remembered until that may change."""
        known = self._officers.get(token_sha256)
        if known is not None:
            return known
        age = self.access_age
        found = await self.query(lambda node: node.officer(token_sha256))
        if found is not None and age == self.access_age:
            if len(self._officers) >= OFFICERS_KNOWN_MAX:
                self._officers.clear()
            self._officers[token_sha256] = found
        return found

    def _future(self) -> asyncio.Future[_T]:
        self._check()
        assert self._loop is not None
        return self._loop.create_future()

    def _check(self) -> None:
        if not self._open:
            raise Stopped("this node is stopping; nothing was taken")
        if self._queue.qsize() >= QUEUE_MAX:
            raise Busy(f"{QUEUE_MAX} inputs are waiting; nothing was taken, try again in a second")

    # ---------------------------------------------------------------- the writer's thread

    def _run(self) -> None:
        try:
            going = True
            while going:
                jobs, going = self._take()
                self._serve(jobs)
        except BaseException as error:
            log.critical("writer failed; this node stops here", error=repr(error), exc_info=error)
            logging.shutdown()
            self._open = False
            self._die(EXIT_STORE_FAILED)

    def _take(self) -> tuple[list[object], bool]:
        """Wait for work or for time to act; returns the batch and whether to go on after it."""
        jobs: list[object] = []
        try:
            item = self._queue.get(timeout=self._patience_s())
            while item is not _STOP:
                jobs.append(item)
                if len(jobs) >= BATCH_MAX:
                    break
                item = self._queue.get_nowait()
            if item is _STOP:
                return jobs, False
        except queue.Empty:
            pass
        if self._ticking and self._due():
            jobs.append(_Ask(Tick(), None))
        return jobs, True

    def _patience_s(self) -> float:
        due_ms = self._node.next_due_ms() if self._ticking else None
        if due_ms is None:
            return TICK_S_MAX
        return min(TICK_S_MAX, max(0.0, (due_ms - self._node.now_ms()) / 1000))

    def _due(self) -> bool:
        due_ms = self._node.next_due_ms()
        return due_ms is not None and due_ms <= self._node.now_ms()

    def _serve(self, jobs: list[object]) -> None:
        """One batch: one step for all inputs, then the queries, then one hop to the loop."""
        out = _Released()
        asks = self._asks(jobs, out)
        if asks:
            began = time.perf_counter()
            outcomes = self._node.step([ask.input for ask in asks])
            self._on_commit(time.perf_counter() - began, len(asks))
            pairs = zip(asks, outcomes, strict=True)
            out.answers = [(ask.future, got) for ask, got in pairs if ask.future is not None]
            out.access_changed = any(isinstance(ask.input, _ACCESS) for ask in asks)
        for job in jobs:
            if isinstance(job, _Query):
                out.values.append(_answered(self._node, job))
        if self._news:
            out.news = self._news.copy()
            self._news.clear()
        if out.answers or out.values or out.news or out.access_changed:
            self._hand_over(out)

    def _asks(self, jobs: list[object], out: _Released) -> list[_Ask]:
        """The inputs of this batch in order, those that links feed in among them."""
        asks: list[_Ask] = []
        for job in jobs:
            if isinstance(job, _Ask):
                asks.append(job)
            elif isinstance(job, _Feed):
                future, inputs, error = _answered(self._node, job)
                asks.extend(_Ask(one, None) for one in inputs or ())  # type: ignore[attr-defined]  # a list
                out.values.append((future, None, error))
        return asks

    def _hand_over(self, out: _Released) -> None:
        assert self._loop is not None
        try:
            self._loop.call_soon_threadsafe(self._release, out)
        except RuntimeError:  # the loop has closed: what was asked is durable, nobody listens
            log.info("answers after the loop closed", count=len(out.answers))

    # ---------------------------------------------------------------- the loop

    def _release(self, out: _Released) -> None:
        if out.access_changed:
            self._officers.clear()
            self.access_age += 1
            self._on_access()
        for future, outcome in out.answers:
            if not future.done():
                future.set_result(outcome)
        for asked, value, error in out.values:
            if asked.done():
                continue
            if error is None:
                asked.set_result(value)
            else:
                asked.set_exception(error)
        if out.news:
            self._on_news(out.news)


def _answered(
    node: Node, job: _Query | _Feed
) -> tuple[asyncio.Future[object], object, Exception | None]:
    """A query's value or its exception: a failing query changes nothing and stops nobody."""
    try:
        return job.future, job.fn(node), None
    except Exception as error:  # noqa: BLE001 - handed to the one who asked
        return job.future, None, error
