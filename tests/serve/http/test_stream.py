"""The live stream's readers: each gets all, in order, and a slow one is cut off, not waited for."""

from __future__ import annotations

import asyncio

import pytest

from detente.serve.http import stream
from detente.serve.http.problems import Problem
from detente.serve.http.stream import Hub
from detente.wire.native import StreamItem


def link(why: str) -> StreamItem:
    """One item of news."""
    return StreamItem(type="link", party="cobalt", link="down", why=why)


def test_every_reader_gets_everything_in_order() -> None:
    """Two consoles watch: both see the same items in the same order."""

    async def body() -> None:
        hub = Hub()
        readers = [hub.join(), hub.join()]
        hub.news([link("a"), link("b")])
        hub.news([link("c")])
        for reader in readers:
            assert [one.why for one in await reader.take(1.0)] == ["a", "b", "c"]
            assert await reader.take(0.01) == []

    asyncio.run(body())


def test_a_slow_reader_is_cut_off_and_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """One console hangs: it is marked as overrun, the other goes on, nobody waits."""
    monkeypatch.setattr(stream, "BEHIND_MAX", 3)

    async def body() -> None:
        hub = Hub()
        slow, quick = hub.join(), hub.join()
        for count in range(5):
            hub.news([link(str(count))])
            assert len(await quick.take(1.0)) == 1
        assert slow.overrun
        assert not quick.overrun

    asyncio.run(body())


def test_too_many_readers_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """One reader over the limit gets a 503 that says so; when one leaves there is room."""
    monkeypatch.setattr(stream, "READERS_MAX", 1)

    async def body() -> None:
        hub = Hub()
        reader = hub.join()
        with pytest.raises(Problem, match="close one first"):
            hub.check()
        hub.leave(reader)
        hub.check()
        hub.close()
        with pytest.raises(Problem):
            hub.check()

    asyncio.run(body())
