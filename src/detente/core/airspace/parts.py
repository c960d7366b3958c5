"""Turn what a message announces into plain volumes: every part, each time that it comes.

What comes out is what geometry compares, so it errs wide. Heights above ground are gone from it: a
floor above ground is the ground, a ceiling above ground is that much above the highest ground that
the channel's charter names, and where none is named it is open. (The node refuses to *send* such
a ceiling; what a peer sent all the same still stands in the picture, and never as clear sky.)

Not here: whether an airspace is valid (parts_json.py); several conflicts made one (overlap.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.core.airspace.altitude import least_rise_cm
from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Day,
    Part,
    Reference,
    Repeats,
    Volume,
)
from detente.core.refusal import Refusal
from detente.core.units import CM_PER_M, MS_PER_HOUR

DAY_MS = 24 * MS_PER_HOUR
WEEK = tuple(Day)
_FIRST_DAY = 3  # 1970-01-01 was a Thursday


def airspace_of(volume: Volume) -> Airspace:
    """One volume at one time, as an airspace."""
    return Airspace((Part(volume),))


def volumes_of(airspace: Airspace, terrain_max_cm: int | None) -> Iterator[tuple[int, Volume]]:
    """Every volume of a valid airspace with the number of its part (from 1), in order.

    terrain_max_cm: the highest ground above sea level; None when nobody named it.
    """
    for number, part in enumerate(airspace.parts, 1):
        volume = grounded(part.volume, terrain_max_cm)
        if part.repeats is None or volume.start_ms is None or volume.end_ms is None:
            yield number, volume
            continue
        lasts_ms = volume.end_ms - volume.start_ms
        for start_ms in starts_ms(volume.start_ms, part.repeats):
            yield number, replace(volume, start_ms=start_ms, end_ms=start_ms + lasts_ms)


def starts_ms(first_ms: int, repeats: Repeats) -> Iterator[int]:
    """Every start of a repeated window, the first one included."""
    for start_ms in range(first_ms, repeats.until_ms + 1, repeats.every_ms):
        if repeats.days is None or day_of(start_ms) in repeats.days:
            yield start_ms


def times_count(first_ms: int, repeats: Repeats) -> int:
    """How many starts `starts_ms` gives, without going through them."""
    count = max(0, (repeats.until_ms - first_ms) // repeats.every_ms + 1)
    if repeats.days is None:
        return count
    weeks, rest = divmod(count, len(WEEK))
    left = sum(day_of(first_ms + at * DAY_MS) in repeats.days for at in range(rest))
    return weeks * len(repeats.days) + left


def last_start_ms(part: Part) -> int | None:
    """The last start of a part; None when it has begun already."""
    start_ms, repeats = part.volume.start_ms, part.repeats
    if start_ms is None or repeats is None:
        return start_ms
    last_ms = start_ms + (repeats.until_ms - start_ms) // repeats.every_ms * repeats.every_ms
    while repeats.days is not None and last_ms > start_ms and day_of(last_ms) not in repeats.days:
        last_ms -= DAY_MS
    return last_ms


def day_of(at_ms: int) -> Day:
    """The day of the week of an instant, in UTC."""
    return WEEK[(at_ms // DAY_MS + _FIRST_DAY) % len(WEEK)]


def start_of(airspace: Airspace) -> int | None:
    """When the first of all parts starts; None when one has begun already."""
    starts = [part.volume.start_ms for part in airspace.parts]
    known = [start for start in starts if start is not None]
    return min(known) if len(known) == len(starts) else None


def end_of(airspace: Airspace) -> int | None:
    """When the last of all parts ends for the last time; None when one never does."""
    ends = []
    for part in airspace.parts:
        start_ms, end_ms, last_ms = part.volume.start_ms, part.volume.end_ms, last_start_ms(part)
        if end_ms is None:
            return None
        moved_ms = 0 if start_ms is None or last_ms is None else last_ms - start_ms
        ends.append(end_ms + moved_ms)
    return max(ends)


def grounded(volume: Volume, terrain_max_cm: int | None) -> Volume:
    """The volume without heights above ground, at least as large; see the module's promise."""
    floor, ceiling = volume.floor, volume.ceiling
    if not (_above_ground(floor) or _above_ground(ceiling)):
        return volume
    if _above_ground(floor):
        floor = None
    if ceiling is not None and _above_ground(ceiling):
        ceiling = _ceiling(ceiling, terrain_max_cm)
        if floor is not None and ceiling is not None and least_rise_cm(ceiling, floor) > 0:
            ceiling = None  # it contradicts itself and is refused; if it came, it counts widest
    return replace(volume, floor=floor, ceiling=ceiling)


def ground_problems(
    airspace: Airspace, terrain_max_cm: int | None, path: str
) -> tuple[Refusal, ...]:
    """Every ceiling above ground that cannot be placed; path is where the airspace stands."""
    found = []
    for part, where in zip(airspace.parts, part_paths(airspace, path), strict=True):
        floor, ceiling = part.volume.floor, part.volume.ceiling
        if ceiling is None or not _above_ground(ceiling):
            continue
        top = _ceiling(ceiling, terrain_max_cm)
        if top is None:
            found.append(Refusal(f"{where}.ceiling", "agl-terrain", _UNKNOWN, _GIVE))
        elif floor is not None and not _above_ground(floor) and least_rise_cm(top, floor) > 0:
            reason = (
                f"even over the highest ground it is {top.cm / CM_PER_M:.0f} m above sea level, "
                "below the floor"
            )
            found.append(Refusal(f"{where}.ceiling", "ceiling-below-floor", reason, _GIVE))
    return tuple(found)


def part_paths(airspace: Airspace, path: str) -> tuple[str, ...]:
    """Where each part stands: the path itself for an only part, ``path[0]`` and so on for more."""
    if len(airspace.parts) == 1:
        return (path,)
    return tuple(f"{path}[{place}]" for place in range(len(airspace.parts)))


_UNKNOWN = "a ceiling above ground, and the channel's charter does not name its highest ground"
_GIVE = "Give the ceiling above mean sea level (AMSL) or as a flight level"


def _above_ground(altitude: Altitude | None) -> bool:
    return altitude is not None and altitude.reference is Reference.AGL


def _ceiling(above: Altitude, terrain_max_cm: int | None) -> Altitude | None:
    if terrain_max_cm is None:
        return None
    return Altitude(terrain_max_cm + above.cm, Reference.AMSL)
