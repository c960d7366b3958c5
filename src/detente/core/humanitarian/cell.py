"""The coarse area of a humanitarian notice as a volume of the picture.

Everybody on the channel knows the area, nobody learns more by a conflict with it. It reaches from
the ground to well above it, from when the notice says. A site's has no end: a notice that nobody
confirmed again is stale, and the hospital stands all the same. A movement's ends a day after it
was to end, or when its sender says so. Two humanitarian notices are never in conflict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Circle,
    Corridor,
    Part,
    Polygon,
    Reference,
    Volume,
)
from detente.core.airspace.volume_json import outline_from_json
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_HOUR

if TYPE_CHECKING:
    from detente.core.values import Fields

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
