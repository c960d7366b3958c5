"""The coarse area of a humanitarian notice as a volume of the picture.

Everybody on the channel knows the area, nobody learns more by a conflict with it. It reaches from
the ground to well above it, from when the notice says. A site's has no end: a notice that nobody
confirmed again is stale, and the hospital stands all the same. A movement's ends a day after it
was to end, or when its sender says so. Two humanitarian notices are never in conflict.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Circle,
    Corridor,
    Outline,
    Part,
    Point,
    Polygon,
    Reference,
    Volume,
)
from detente.core.airspace.volume_json import outline_from_json
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_HOUR

if TYPE_CHECKING:
    from detente.core.values import Fields

GRID_E7 = 1_000_000  # a tenth of a degree, 11 km north to south: a district, not a street
EDGE_E7 = 10_000  # 100 m around a square: its edges are geodesics, not parallels
LAT_E7_MAX = 890_000_000  # beyond it a square is a needle
_HALF_DIAGONAL_CM_PER_E7 = 0.9  # half the diagonal of a square (0.79 cm for 1e-7 degree), and room
ACTIVITY = "humanitarian"
NOTICES = frozenset({"NHS", "NHM"})
ABOVE_GROUND_CM = 100_000  # 1000 m over the highest ground of the channel: what flies lower is seen
OVERDUE_MS = 24 * MS_PER_HOUR  # a convoy that is later than a day is looked for by other means


def cell_volume(code: str, fields: Fields, terrain_max_cm: int | None) -> Airspace | None:
    """The volume that a humanitarian notice takes in the picture; None when it cannot be read.

    Where the charter names no highest ground it has no ceiling: unknown is not low.
    """
    outline = outline_from_json(fields.get("cell"), "fields.cell")
    start_ms, until_ms = fields.get("from_ms"), fields.get("valid_to_ms")
    if not isinstance(outline, Circle | Polygon | Corridor) or not isinstance(start_ms, int):
        return None
    if not isinstance(until_ms, int) or until_ms <= start_ms:
        return None
    ceiling = None
    if terrain_max_cm is not None:
        ceiling = Altitude(terrain_max_cm + ABOVE_GROUND_CM, Reference.AMSL)
    end_ms = None if code == "NHS" else until_ms + OVERDUE_MS
    return Airspace((Part(Volume(outline, None, ceiling, start_ms, end_ms)),))


def coarse_outline(points: Sequence[Point], grid_e7: int, *, way: bool) -> Outline:
    """An area of the grid that holds all the points and tells nothing of where in it they are.

    A site's is the squares that it touches; a way's is a corridor along the middles of the squares
    that its points lie in, wide enough for every place in them.
    """
    squares = [(one.lat_e7 // grid_e7, one.lon_e7 // grid_e7) for one in points]
    squares = [one for at, one in enumerate(squares) if at == 0 or one != squares[at - 1]]
    if way and len(squares) > 1:
        middles = tuple(
            Point(lat * grid_e7 + grid_e7 // 2, _around(lon * grid_e7 + grid_e7 // 2))
            for lat, lon in squares
        )
        return Corridor(middles, round(grid_e7 * _HALF_DIAGONAL_CM_PER_E7))
    south, north = min(lat for lat, _ in squares), max(lat for lat, _ in squares)
    west, east = min(lon for _, lon in squares), max(lon for _, lon in squares)
    low, high = south * grid_e7 - EDGE_E7, (north + 1) * grid_e7 + EDGE_E7
    left, right = _around(west * grid_e7 - EDGE_E7), _around((east + 1) * grid_e7 + EDGE_E7)
    return Polygon((Point(low, left), Point(low, right), Point(high, right), Point(high, left)))


def grid_problem(points: Sequence[Point]) -> Refusal | None:
    """Why no area of the grid can be made around these points."""
    if max(abs(one.lat_e7) for one in points) <= LAT_E7_MAX:
        return None
    reason = "a place lies within a degree of a pole, where the grid's squares end"
    return Refusal("exact", "grid-pole", reason, "Give the area yourself: fields.cell")


def _around(lon_e7: int) -> int:
    return (lon_e7 + 1_800_000_000) % 3_600_000_000 - 1_800_000_000


def cell_problems(fields: Fields) -> tuple[Refusal, ...]:
    """Why the times of a humanitarian notice make no sense together."""
    start_ms, until_ms = fields.get("from_ms"), fields.get("valid_to_ms")
    if isinstance(start_ms, int) and isinstance(until_ms, int) and until_ms <= start_ms:
        reason = "it is valid until a time before it begins"
        return (Refusal("fields.valid_to_ms", "valid-range", reason, "Give a later time"),)
    return ()


def clear_details(details: tuple[str, ...], fields: Fields) -> tuple[Refusal, ...]:
    """Details that everybody on the channel would read; an officer may mean it so.

    details: names of the fields that the format seals.
    """
    shown = [name for name in details if fields.get(name) is not None]
    if not shown:
        return ()
    reason = f"{', '.join(shown)} would be read by everybody on the channel"
    remedy = "Seal it: detente humanitarian send; or acknowledge exact-in-clear"
    return (Refusal("fields", "exact-in-clear", reason, remedy, override=True),)
