"""Message numbers: PARTY-YEAR-SERIAL, gap-free per journal, such as ``AMBER-2026-0001``.

The status stands in front unless it is ACTUAL (``EXERCISE-AMBER-2026-0001``), so that no number of
an exercise can be taken for a real one. The serial starts anew with each year; the year follows
the author's clock and never goes back.
"""

from __future__ import annotations

import re
from functools import lru_cache

from detente.core.line.message import Line, Status
from detente.core.units import ms_to_utc

EPOCH_SERIALS = 10_000  # more than a line's officers release between two backups
NUMBER_MAX = 96  # a party id and a status word fit with room; more is no number
_REST = re.compile(r"[0-9]{4}-[0-9]{4,12}")  # year and serial


@lru_cache(maxsize=256)  # asked for every message, of a few lines and parties
def prefix(line: Line, party: str) -> str:
    """What every number of a party on a line begins with."""
    status = "" if line.status is Status.ACTUAL else f"{line.status.value}-"
    return f"{status}{party.upper()}-"


def next_number(
    line: Line, party: str, last: str | None, at_ms: int, *, fresh: bool = False
) -> str:
    """The number that follows `last` (None: there is none yet) at `at_ms`.

    fresh: the first of a new epoch: far above `last`, so that it cannot bear a lost one's number.
    """
    year, serial = ms_to_utc(at_ms).year, 0
    if last is not None:
        last_year, last_serial = _parts(last)
        if last_year >= year:
            year, serial = last_year, last_serial
    if fresh:
        serial = (serial // EPOCH_SERIALS + 2) * EPOCH_SERIALS
    return f"{prefix(line, party)}{year}-{serial + 1:04d}"


def is_number_of(line: Line, party: str, number: str) -> bool:
    """Whether a number has the form that this party's numbers have on this line."""
    first = prefix(line, party)
    return (
        len(number) <= NUMBER_MAX
        and number.startswith(first)
        and _REST.fullmatch(number, len(first)) is not None
    )


def follows(line: Line, party: str, last: str | None, number: str) -> bool:
    """Whether `number` is the next after `last`, in the same year or as first of a later one."""
    year, serial = _parts(number)
    if last is None:
        return serial == 1
    last_year, last_serial = _parts(last)
    wanted = last_serial + 1 if year == last_year else 1
    return year >= last_year and number == f"{prefix(line, party)}{year}-{wanted:04d}"


def newer_number(last: str | None, number: str) -> str:
    """Which of two numbers of one party stands later; entries of an older epoch may come late."""
    return number if last is None or _parts(number) > _parts(last) else last


def order(number: str) -> tuple[int, int, str]:
    """What numbers are sorted by: year and serial first; the same at every node."""
    return (*_parts(number), number)


def _parts(number: str) -> tuple[int, int]:
    _, year, serial = number.rsplit("-", 2)
    return int(year), int(serial)
