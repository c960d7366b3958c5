"""A reserve against a full disk: a file that is given up when the last bytes are needed.

`look` measures the file system of the home, and makes or gives up the reserve; `release` is what
the store calls when a commit finds no room, so that the commit is tried once more. Made anew as
soon as there is room for it above the limit. Not here: what is refused meanwhile (node.space).
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import structlog

from detente.core.refusal import Refusal
from detente.node.space import MEGABYTE, Room, Space

if TYPE_CHECKING:
    from collections.abc import Callable

FILE: Final = "reserve"
SETTING_MB_MAX: Final = 1_000_000  # a terabyte: more is bytes taken for megabytes

log = structlog.get_logger("detente.disk")


class DiskSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """node.json, ``disk``. refuse_below_mb: ordinary messages are refused below so much free.

    reserve_mb: kept aside for receipts, answers and FLASH; about 1,000 entries fit a megabyte.
    """

    refuse_below_mb: int = 64
    reserve_mb: int = 32


def disk_problems(settings: DiskSettings) -> tuple[Refusal, ...]:
    """Everything that is wrong with `disk` as written, each with its path; empty when nothing."""
    said = {"refuse_below_mb": settings.refuse_below_mb, "reserve_mb": settings.reserve_mb}
    return tuple(
        Refusal(f"disk.{name}", "setting", f"is {value}", f"Give 0 to {SETTING_MB_MAX}")
        for name, value in said.items()
        if not 0 <= value <= SETTING_MB_MAX
    )


class Reserve:
    """The reserve of one home. `look` from any one thread; `release` also from the writer's."""

    def __init__(
        self,
        home: Path,
        settings: DiskSettings,
        clock: Callable[[], int],
        *,
        read_only: bool = False,
    ) -> None:
        self._path = home / FILE
        self._bytes = settings.reserve_mb * MEGABYTE
        self._limit = settings.refuse_below_mb * MEGABYTE
        self._clock = clock
        self._read_only = read_only
        self._space = Space()

    def look(self) -> Space:
        """Measure; make the reserve when there is room for it, give it up when there is none."""
        free = free_bytes(self._path.parent)
        if self._read_only or free is None:
            return self._note(free)
        if not self.held and free >= self._limit + self._bytes:
            self._make()
        elif self.held and free < self._bytes // 4:
            self.release()
        return self._note(free_bytes(self._path.parent))

    @property
    def held(self) -> bool:
        """Whether the reserve lies aside, whole."""
        with contextlib.suppress(OSError):
            return self._path.stat().st_blocks * 512 >= self._bytes > 0
        return False

    def release(self) -> bool:
        """Give the reserve up; False when there was none to give."""
        with contextlib.suppress(OSError):
            held = self.held
            self._path.unlink()
            log.error("the reserve against a full disk is given up", bytes=self._bytes)
            return held
        return False

    def _make(self) -> None:
        part = self._path.with_name(f".{FILE}.part")
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            try:
                os.posix_fallocate(handle, 0, max(self._bytes, 1))
            finally:
                os.close(handle)
            part.replace(self._path)
        except OSError as error:
            part.unlink(missing_ok=True)
            log.warning("no reserve against a full disk", why=str(error))

    def _note(self, free: int | None) -> Space:
        held = self.held
        if free is None or free >= self._limit:
            room = Room.GOOD
        else:
            room = Room.LOW if held or not self._bytes else Room.RESERVE
        before = self._space
        since_ms = before.since_ms if before.room is room else self._clock()
        reserve = self._bytes if held else 0
        self._space = Space(room, free, self._limit, reserve, since_ms)
        return self._space


def free_bytes(folder: Path) -> int | None:
    """What this process may still write to the file system of `folder`; None: cannot be asked."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return None
    return found.f_bavail * found.f_frsize
