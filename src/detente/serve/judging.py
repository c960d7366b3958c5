"""Findings made ready while the line runs: a few messages at a time, so that nobody waits for them.

After a start, all of a line has to be judged once; at 100,000 messages that takes some seconds of
the writer, in which no FLASH would be heard. Here it is done in portions, with everybody else in
between: a while each second from the start on, and before an answer that needs all of it.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from detente.core.agreements.found import judge_some

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.node.node import Node
    from detente.serve.writer import Writer

AT_ONCE: Final = 200  # messages: 10 ms under a hundred rules, a third of a second under 11,000
A_WHILE_S: Final = 0.5  # of each second, so that the node's other care is not late


async def made_ready(writer: Writer, line: Line, at_ms: int | None = None) -> None:
    """Have all of a line judged as of now, or as of an earlier time; nothing if it is not here."""
    while not await writer.query(lambda node: _some(node, line, at_ms)):
        pass


def _some(node: Node, line: Line, at_ms: int | None) -> bool:
    now_ms = node.now_ms()
    at_ms = now_ms if at_ms is None else min(at_ms, now_ms)
    return line not in node.state.lines or judge_some(node.state, line, at_ms, AT_ONCE)


class Judging:
    """Has every line judged up to now, a while at a time. Owned by the loop."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def advance(self) -> None:
        """Go on for a while, or until nothing waits."""
        until = monotonic() + A_WHILE_S
        for line in await self._writer.query(lambda node: list(node.state.lines)):
            while monotonic() < until:
                if await self._writer.query(lambda node, line=line: _some(node, line, None)):  # type: ignore[misc]  # bound now
                    break
