"""A line is judged in portions, with everybody else in between."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from detente.core.agreements.found import findings, judge_some
from detente.core.line.commands import Send
from detente.serve import judging
from tests.support.agreements import signed
from tests.support.line import HOUR, LINE, T0, Parties, nwa

if TYPE_CHECKING:
    import pytest

    from detente.core.line.state import State
    from detente.serve.writer import Writer


@dataclass
class OneNode:
    """A node and its writer: each query is a turn, after which others have theirs."""

    state: State
    at_ms: int
    turns: int = 0

    def now_ms(self) -> int:
        return self.at_ms

    def query(self, fn: Callable[[OneNode], object]) -> Awaitable[object]:
        async def asked() -> object:
            self.turns += 1
            return fn(self)

        return asked()


def test_all_is_judged_ahead_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a start nobody asks for findings yet; when somebody does, nothing waits any more."""
    monkeypatch.setattr(judging, "AT_ONCE", 4)
    monkeypatch.setattr(judging, "A_WHILE_S", 3600.0)
    line = Parties()
    signed(line, {"article": "1", "rule": "lead-time", "minutes": 15})
    for _ in range(20):
        line.do("cobalt", Send("NWA", nwa()))
    state = line.states["amber"]
    expected = findings(line.states["cobalt"], LINE, T0 + 3 * HOUR)
    node = OneNode(state, T0 + 3 * HOUR)
    writer = cast("Writer", node)
    asyncio.run(judging.Judging(writer).advance())
    assert node.turns > 20 // 4
    assert judge_some(state, LINE, node.at_ms, 1)
    assert findings(state, LINE, node.at_ms) == expected
    assert len(expected) == 20
    node.turns = 0
    asyncio.run(judging.made_ready(writer, LINE, T0))
    assert node.turns > 20 // 4
    assert findings(state, LINE, T0) == findings(line.states["cobalt"], LINE, T0)
