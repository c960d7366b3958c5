"""Find the volumes that may matter to a volume, in five dimensions, never missing one.

SQLite's R*Tree with 32-bit integers, in memory: the unit vector's x, y and z (so antimeridian and
poles are ordinary places), the interval of WGS84 heights, and time. Answers err wide: every bound
is rounded outward, an open side runs to the end of the integers.

The units are coarse on purpose. The tree weighs a step in one dimension against a step in another
by its number, so each unit stands for about as much of what tells volumes apart: 6 m on the ground,
1 m of height (a flight level against a height above the sea spans kilometres), 1 s of time. With
centimetres of height a query among 300,000 crowded volumes took three times as long.

`rtree_i32` saturates without a word beyond 32 bits, which would turn "far" into "at the edge", so a
bound that does not fit is a fault here; valid volumes (validity.py) always fit.

Not here: the decision (conflict.py). Owned by the writer; not for several threads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import apsw

from detente.core.airspace.altitude import wgs84_interval
from detente.core.airspace.geodesy import angle_ceiling
from detente.core.airspace.shape import Shape
from detente.core.airspace.volume import Volume
from detente.core.refusal import Fault
from detente.core.units import CM_PER_M, MS_PER_S

INT32_MIN, INT32_MAX = -(2**31), 2**31 - 1
UNITS_PER_RADIUS = 1_000_000
"""Scale of the unit vector's components: 6.4 m at the earth's surface."""
SECONDS_OFFSET = 2**31
"""Unix second 0 is stored as -2**31, so 32 bits last from 1970 to 2106."""

Box = tuple[int, int, int, int, int, int, int, int, int, int]
"""Lowest and highest of x, y, z, height (m), time (offset seconds), in turn."""

PAGE_BYTES = 8_192
"""Three nodes of 51 boxes fit a page; of SQLite's usual 4096 bytes one fills 60 %."""

_CREATE = (
    "CREATE VIRTUAL TABLE volumes USING "
    "rtree_i32(id, x0, x1, y0, y1, z0, z1, height0, height1, time0, time1)"
)
_INSERT = "INSERT INTO volumes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_DELETE = "DELETE FROM volumes WHERE id = ?"
_QUERY = (
    "SELECT id FROM volumes WHERE x1 >= ? AND x0 <= ? AND y1 >= ? AND y0 <= ? AND z1 >= ? "
    "AND z0 <= ? AND height1 >= ? AND height0 <= ? AND time1 >= ? AND time0 <= ?"
)
_PAIRS = (
    "SELECT a.id, b.id FROM volumes a CROSS JOIN volumes b WHERE b.x1 >= a.x0 AND b.x0 <= a.x1 "
    "AND b.y1 >= a.y0 AND b.y0 <= a.y1 AND b.z1 >= a.z0 AND b.z0 <= a.z1 "
    "AND b.height1 >= a.height0 AND b.height0 <= a.height1 "
    "AND b.time1 >= a.time0 AND b.time0 <= a.time1 AND b.id > a.id"
)


@dataclass
class OutsideIndex(Fault):
    """A bound does not fit 32 bits: a volume came here that validity.py would have refused."""

    box: Box


def box_of(
    shape: Shape,
    volume: Volume,
    *,
    horizontal_cm: int = 0,
    vertical_cm: int = 0,
    padding_ms: int = 0,
) -> Box:
    """The box that holds the volume and all that is within the margins of it, rounded outward."""
    margin = angle_ceiling(horizontal_cm) if horizontal_cm else 0.0
    x0, y0, z0 = shape.low
    x1, y1, z1 = shape.high
    height0, height1 = INT32_MIN, INT32_MAX
    if volume.floor is not None:
        height0 = (wgs84_interval(volume.floor)[0] - vertical_cm) // CM_PER_M
    if volume.ceiling is not None:
        height1 = -((-wgs84_interval(volume.ceiling)[1] - vertical_cm) // CM_PER_M)
    time0, time1 = INT32_MIN, INT32_MAX
    if volume.start_ms is not None:
        time0 = (volume.start_ms - padding_ms) // MS_PER_S - SECONDS_OFFSET
    if volume.end_ms is not None:
        time1 = -((-volume.end_ms - padding_ms) // MS_PER_S) - SECONDS_OFFSET
    return (
        int((x0 - margin) * UNITS_PER_RADIUS) - 1,
        int((x1 + margin) * UNITS_PER_RADIUS) + 1,
        int((y0 - margin) * UNITS_PER_RADIUS) - 1,
        int((y1 + margin) * UNITS_PER_RADIUS) + 1,
        int((z0 - margin) * UNITS_PER_RADIUS) - 1,
        int((z1 + margin) * UNITS_PER_RADIUS) + 1,
        height0,
        height1,
        time0,
        time1,
    )


class VolumeIndex:
    """Boxes by number, in memory. Each call costs microseconds; nothing is written anywhere."""

    def __init__(self) -> None:
        self._connection = apsw.Connection(":memory:")
        self._connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        self._connection.execute(_CREATE)
        self._execute = self._connection.cursor().execute

    def insert(self, number: int, box: Box) -> None:
        """Keep a box under a number not in use. OutsideIndex if a bound does not fit 32 bits."""
        if min(box) < INT32_MIN or max(box) > INT32_MAX:
            raise OutsideIndex(box)
        self._execute(_INSERT, (number, *box))

    def replace(self, number: int, box: Box) -> None:
        """Keep this box in place of the number's former one, if it had one."""
        self.remove(number)
        self.insert(number, box)

    def remove(self, number: int) -> None:
        """Forget the number's box; nothing happens if there is none."""
        self._execute(_DELETE, (number,))

    def query(self, box: Box) -> list[int]:
        """The numbers of all boxes that touch or overlap this one, in ascending order."""
        return sorted(number for (number,) in self._execute(_QUERY, box))

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Every two numbers whose boxes touch or overlap, once, the lower first, in no order.

        The index must not change while this is read.
        """
        yield from self._connection.execute(_PAIRS)
