"""Delete bodies when their time is over: once an hour, when node.json says how many days.

The record's headers, signatures and hashes stay. A snapshot holds bodies too, so it is deleted
before and made again in time. Backups, exports and the peers' copies are not reached from here.
Not here: which bodies may go (node.retention).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from detente.node.inputs import DeleteBodies, Done
from detente.node.retention import BODIES_AT_ONCE, DAY_MS
from detente.serve import snapshots

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.serve.home import Home
    from detente.serve.writer import Writer

EVERY_MS: Final = 3_600_000  # an hour: a body goes on the day that it is due

log = structlog.get_logger("detente.retention")


class Retention:
    """The node's own deleting. Owned by the loop."""

    def __init__(self, home: Home, writer: Writer, clock: Callable[[], int]) -> None:
        self._home = home
        self._writer = writer
        self._clock = clock
        self._last_ms = 0

    async def advance(self) -> None:
        """Delete what is due, if it is time and anything is to be deleted at all."""
        days, now_ms = self._home.settings.retention_days, self._clock()
        if not days or now_ms - self._last_ms < EVERY_MS:
            return
        self._last_ms = now_ms
        deleted = await delete(self._home, self._writer, now_ms - days * DAY_MS)
        if deleted:
            log.info("bodies deleted", count=deleted, older_than_days=days)


async def delete(home: Home, writer: Writer, before_ms: int) -> int:
    """Delete the bodies that nobody needs, of messages held before then; how many. In portions."""
    deleted = 0
    (home.path / snapshots.FILE).unlink(missing_ok=True)
    while True:
        outcome = await writer.submit(DeleteBodies(before_ms, BODIES_AT_ONCE))
        if not isinstance(outcome, Done) or not outcome.deleted:
            return deleted
        deleted += outcome.deleted
