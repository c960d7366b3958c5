"""Look around every few seconds, let the node raise and clear alarms, and say them outside.

Runs beside the line and never in its way: what it asks of the writer is what any officer asks, what
it says goes through a task of its own for each way, one at a time, and a way that fails or hangs
delays no other. What is said is what stands in the record, so that it survives a restart; how
often it was said does not, so after a restart it is said again.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

from detente.core.units import MS_PER_S
from detente.core.watch.alarms import Observed
from detente.node import watch
from detente.node.inputs import LookAround, Refused
from detente.node.outlook import LinkState
from detente.node.space import Room
from detente.serve.alarm.pace import Pace
from detente.serve.alarm.settings import way_troubles
from detente.serve.alarm.ways import WayFault, say
from detente.serve.alarm.words import Notice, notice, trial_notice
from detente.serve.writer import Busy, Stopped
from detente.wire.native import WayView

if TYPE_CHECKING:
    from pathlib import Path

    from detente.node.node import Node
    from detente.serve.alarm.settings import AlarmSettings, Way
    from detente.serve.home import Home
    from detente.serve.writer import Writer
    from detente.wire.native import AlarmView

LOOK_S: Final = 5.0  # a FLASH may be unread for a minute: a few seconds more do not matter
MEGABYTE: Final = 1_000_000

log = structlog.get_logger("detente.alarm")


@dataclass(slots=True)
class _Line:
    """One way: its pace, its running try, and how the last one went."""

    pace: Pace
    task: asyncio.Task[None] | None = None
    ok: bool | None = None
    detail: str = ""
    at_ms: int | None = None

    @property
    def busy(self) -> bool:
        """Whether a try is running."""
        return self.task is not None and not self.task.done()


class Disk:
    """How much is free, asked in a thread of its own: a disk that hangs must not hang the line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._free: int | None = None
        self._asking: threading.Thread | None = None

    def free(self) -> int | None:
        """Bytes free at the last look; None before the first. Begins the next look."""
        if self._asking is None or not self._asking.is_alive():
            self._asking = threading.Thread(target=self._look, name="disk", daemon=True)
            self._asking.start()
        return self._free

    def _look(self) -> None:
        with contextlib.suppress(OSError):
            self._free = shutil.disk_usage(self._path).free


class Outside:
    """The outside alarm of one node. Owned by the loop."""

    def __init__(
        self,
        home: Home,
        writer: Writer,
        clock: Callable[[], int],
        *,
        look_s: float = LOOK_S,
        disk_free: Callable[[], int | None] | None = None,
    ) -> None:
        self._home = home
        self._writer = writer
        self._clock = clock
        self._look_s = look_s
        self._disk_free = disk_free or Disk(home.path).free
        self._disk_low_ms: int | None = None
        self._began_ms = clock()
        self._away: dict[str, int] = {}
        self._standing: list[AlarmView] = []
        self._lines = [self._line(way) for way in self._settings.ways]
        self._task: asyncio.Task[None] | None = None

    def _line(self, way: Way) -> _Line:
        line = _Line(Pace(way, self._settings))
        troubles = way_troubles(way, self._home.path)
        if troubles:
            line.ok, line.detail = False, "; ".join(str(one) for one in troubles)
            log.warning("this way to the outside will not work", way=way.name, why=line.detail)
        return line

    @property
    def _settings(self) -> AlarmSettings:
        return self._home.settings.alarms

    def start(self) -> None:
        """Begin to look."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Look no more; what is being said is cut off."""
        tasks = [self._task, *(line.task for line in self._lines)]
        running = [task for task in tasks if task is not None]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self.look()
            except Busy:
                log.info("the writer is busy; looking again soon")
            except Stopped:
                return
            except Exception as error:
                log.exception("looking for alarms failed", why=repr(error))
            await asyncio.sleep(self._look_s)

    async def look(self) -> None:
        """Look once: raise and clear, then say what is due."""
        observed = await self._observe()
        outcome = await self._writer.submit(LookAround(self._settings.rules, observed))
        if isinstance(outcome, Refused):
            log.error("alarms cannot be written", why=[str(one) for one in outcome.refusals])
        self._standing = await self._writer.query(watch.alarms)
        self._say_what_is_due()

    async def _observe(self) -> Observed:
        now_ms, free = self._clock(), self._disk_free()
        room = await self._writer.query(lambda node: node.space.room)
        low = free is not None and free < self._settings.disk_free_mb * MEGABYTE
        low = low or room is not Room.GOOD
        self._disk_low_ms = (self._disk_low_ms or now_ms) if low else None
        away = await self._writer.query(_away)
        self._away = {
            party: self._away.get(party, max(since_ms or 0, self._began_ms))
            for party, since_ms in away
        }
        before_ms = now_ms - self._settings.peer_gone_s * MS_PER_S
        gone = [
            (party, since_ms) for party, since_ms in self._away.items() if since_ms <= before_ms
        ]
        clocks = await self._writer.query(lambda node: node.wrong_clocks())
        return Observed(tuple(gone), self._disk_low_ms, clocks)

    def _say_what_is_due(self) -> None:
        now_ms = self._clock()
        for line in self._lines:
            if line.busy:
                continue
            now, over = line.pace.due(self._standing, now_ms)
            if now or over:
                line.pace.trying(now_ms)
                line.task = asyncio.create_task(self._tell(line, now, over, now_ms))

    async def _tell(
        self, line: _Line, now: list[AlarmView], over: list[AlarmView], now_ms: int
    ) -> None:
        way = line.pace.way
        message = notice(self._home.party.party, way.says, now, over, now_ms)
        if await self._try(line, message):
            line.pace.was_said(now, over, now_ms)

    async def _try(self, line: _Line, message: Notice) -> bool:
        way = line.pace.way
        try:
            await say(way, message, self._home.path)
        except WayFault as fault:
            line.ok, line.detail = False, str(fault)
            log.warning("an alarm could not be said", way=way.name, why=str(fault))
        else:
            line.ok, line.detail = True, ""
        line.at_ms = self._clock()
        return bool(line.ok)

    async def test(self) -> list[WayView]:
        """Say a test by every way now, all at once, whatever the pace; how each went."""
        message = trial_notice(self._home.party.party, self._clock())
        await asyncio.gather(*(self._try(line, message) for line in self._lines))
        return self.ways()

    def ways(self) -> list[WayView]:
        """Every way and how its last try went."""
        return [
            WayView(
                name=line.pace.way.name,
                kind=str(type(line.pace.way).__struct_config__.tag),
                says=line.pace.way.says,
                ok=line.ok,
                detail=line.detail,
                at_ms=line.at_ms,
            )
            for line in self._lines
        ]

    def said(self, alarm: int) -> tuple[int, int | None]:
        """By how many ways an alarm has been said, and when last."""
        times = [line.pace.said[alarm][1] for line in self._lines if alarm in line.pace.said]
        return len(times), max(times, default=None)


def _away(node: Node) -> list[tuple[str, int | None]]:
    """Parties whose node we do not reach now, each with since when the link has stood so."""
    found: list[tuple[str, int | None]] = []
    for card in node.peers():
        link = node.links.get(card.party, LinkState())
        if link.link != "up" and card.kind != "dependent":
            found.append((card.party, link.since_ms))
    return found
