"""The writer's thread: one commit for all that waits, nothing answered that is not durable."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest

from detente.core.line.message import Role
from detente.node.inputs import Actor, Done, Input, Outcome, RemoveOfficer, Tick
from detente.node.node import Node
from detente.serve import writer as writers
from detente.serve.writer import Busy, Stopped, Writer

ADMIN = Actor("admin", Role.ADMINISTRATOR)


class Double:
    """A node that counts its batches; `gate` holds a step open, `broken` fails it."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.gate = threading.Event()
        self.gate.set()
        self.stepped = threading.Event()
        self.broken = False
        self.officers = {"aa": ADMIN}
        self.asked = 0
        self.due_ms: int | None = None
        self.clock_ms = 0

    def step(self, inputs: Sequence[Input]) -> list[Outcome]:
        self.gate.wait(5)
        if self.broken:
            raise OSError("disk full")
        self.batches.append(len(inputs))
        self.stepped.set()
        for one in inputs:
            if isinstance(one, RemoveOfficer):
                self.officers.clear()
            if isinstance(one, Tick):
                self.due_ms = None
        return [Done(len(self.batches)) for _ in inputs]

    def officer(self, token_sha256: str) -> Actor | None:
        self.asked += 1
        return self.officers.get(token_sha256)

    def listen(self, _on_item: object) -> None: ...

    def next_due_ms(self) -> int | None:
        return self.due_ms

    def now_ms(self) -> int:
        return self.clock_ms


def run(test: Callable[[Writer, Double], Any], **options: Any) -> None:
    """Run an async test against a started writer over a double."""

    async def body() -> None:
        node = Double()
        writer = Writer(cast("Node", node), lambda _items: None, **options)
        writer.start(asyncio.get_running_loop())
        try:
            await asyncio.wait_for(test(writer, node), 10)
        finally:
            node.gate.set()
            await writer.stop()

    asyncio.run(body())


def test_what_waits_shares_one_commit() -> None:
    """A hundred messages come while the disk is busy: they are kept together, in one commit."""

    async def body(writer: Writer, node: Double) -> None:
        node.gate.clear()
        first = writer.submit(Tick())
        await asyncio.sleep(0.05)
        rest = [writer.submit(Tick()) for _ in range(100)]
        node.gate.set()
        await asyncio.gather(first, *rest)
        assert node.batches == [1, 100]

    run(body)


def test_a_failed_commit_ends_the_process_and_answers_nobody() -> None:
    """The disk is full: the process exits with a code, and no caller is told "done"."""
    codes: list[int] = []
    died = threading.Event()

    def die(code: int) -> None:
        codes.append(code)
        died.set()

    async def body(writer: Writer, node: Double) -> None:
        node.broken = True
        future = writer.submit(Tick())
        await asyncio.to_thread(died.wait, 5)
        assert codes == [writers.EXIT_STORE_FAILED]
        assert not future.done()
        with pytest.raises(Stopped):
            writer.submit(Tick())

    run(body, die=die)


def test_a_failing_question_stops_nobody() -> None:
    """A view has a bug: its asker gets the exception, the next input is taken."""

    async def body(writer: Writer, _node: Double) -> None:
        def broken(_node: Node) -> int:
            raise KeyError("bug")

        with pytest.raises(KeyError):
            await writer.query(broken)
        with pytest.raises(KeyError):
            await writer.feed(broken)  # type: ignore[arg-type]  # never returns
        assert await writer.submit(Tick()) == Done(1)

    run(body)


def test_a_full_queue_refuses_clearly(monkeypatch: pytest.MonkeyPatch) -> None:
    """More waits than the limit: the next is refused and nothing of it is taken."""
    monkeypatch.setattr(writers, "QUEUE_MAX", 3)

    async def body(writer: Writer, node: Double) -> None:
        node.gate.clear()
        waiting = [writer.submit(Tick())]
        await asyncio.sleep(0.05)
        waiting += [writer.submit(Tick()) for _ in range(3)]
        with pytest.raises(Busy, match="nothing was taken"):
            writer.submit(Tick())
        node.gate.set()
        await asyncio.gather(*waiting)
        assert sum(node.batches) == 4

    run(body)


def test_a_token_taken_away_opens_nothing_from_then_on() -> None:
    """Officers are remembered beside the loop, but never beyond the batch that removes one."""

    async def body(writer: Writer, node: Double) -> None:
        assert await writer.officer("aa") == ADMIN
        assert await writer.officer("aa") == ADMIN
        assert node.asked == 1
        await writer.submit(RemoveOfficer(ADMIN, "admin"))
        assert await writer.officer("aa") is None
        assert await writer.officer("bb") is None

    run(body)


def test_the_clock_is_looked_at_when_something_is_due() -> None:
    """Nobody sends anything, and a deadline passes: the node gets its tick all the same."""

    async def body(_writer: Writer, node: Double) -> None:
        node.clock_ms, node.due_ms = 100, 100
        await asyncio.to_thread(node.stepped.wait, 5)
        assert node.batches[0] == 1

    run(body)
