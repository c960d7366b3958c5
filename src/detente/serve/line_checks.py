"""Line checks on schedule: `line_checks` in node.json says whether this node sends and echoes them.

    "line_checks": {"send": true, "echo": true}

How often is agreed in each channel's charter (`detente channel open --check-every`). Off by
default: such a check shows that the node lives, and a party may want a person to send it.
Not here: what is due (node.line_checks), who is alarmed about missed ones (serve.alarm).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec
import structlog

from detente.core.units import MS_PER_S
from detente.node.inputs import Refused
from detente.node.line_checks import due_inputs

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.serve.home import Home
    from detente.serve.writer import Writer

EVERY_MS: Final = 5 * MS_PER_S  # a check is due by the minute, an echo within five

log = structlog.get_logger("detente.line_checks")


class LineCheckSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """send: line checks by the charter's schedule. echo: those that other nodes sent so."""

    send: bool = False
    echo: bool = False


class LineChecks:
    """The node's own line checks. Owned by the loop."""

    def __init__(self, home: Home, writer: Writer, clock: Callable[[], int]) -> None:
        self._settings = home.settings.line_checks
        self._writer = writer
        self._clock = clock
        self._last_ms = 0

    async def advance(self) -> None:
        """Send what is due, if it is time to look and anything is to be sent at all."""
        settings, now_ms = self._settings, self._clock()
        if not (settings.send or settings.echo) or abs(now_ms - self._last_ms) < EVERY_MS:
            return
        self._last_ms = now_ms
        ask = partial(due_inputs, send=settings.send, echo=settings.echo)
        for item in await self._writer.query(ask):
            outcome = await self._writer.submit(item)
            if isinstance(outcome, Refused):
                why = "; ".join(str(one) for one in outcome.refusals)
                log.warning("line check refused", channel=item.line.channel, why=why)
