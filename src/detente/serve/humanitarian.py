"""Give humanitarian details when a rule asks for it: the node's own care, once in two seconds.

What is due is the node's to say (node.humanitarian); here it is only asked for and handed in. A
rule stands in the notice, in the clear, so that everybody knows when the details come.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Final

import structlog

from detente.core.units import MS_PER_S
from detente.node.humanitarian import due_inputs
from detente.node.inputs import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.serve.writer import Writer

EVERY_MS: Final = 2 * MS_PER_S  # a warning near a hospital leaves minutes; the look costs little

log = structlog.get_logger("detente.humanitarian")


class Givings:
    """The node's own disclosures. Owned by the loop."""

    def __init__(
        self,
        writer: Writer,
        clock: Callable[[], int],
        entropy: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._entropy = entropy
        self._last_ms = 0

    async def advance(self) -> None:
        """Give what is due, if it is time to look."""
        now_ms = self._clock()
        if abs(now_ms - self._last_ms) < EVERY_MS:
            return
        self._last_ms = now_ms
        for item in await self._writer.query(partial(due_inputs, entropy=self._entropy)):
            outcome = await self._writer.submit(item)
            if isinstance(outcome, Refused):
                why = "; ".join(str(one) for one in outcome.refusals)
                log.warning("details not given", channel=item.line.channel, why=why)
