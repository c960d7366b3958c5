"""Say a message back as this node computes it, and compare what the other side said back.

What is said back is the meaning of the message (a correction's whole, not its changes): its
volume, or for an alert or a question its point. The sender's node computes the same from what it
meant; a read-back that differs is never confirmed by mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from detente.core.airspace.differences import differences
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.readback import point_fields, readback_fields
from detente.core.airspace.volume import Airspace, Point
from detente.core.airspace.volume_json import point_from_json
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.airspace.gazetteer import Gazetteer
    from detente.core.line.formats import Format
    from detente.core.line.message import Message
    from detente.core.line.state import State, Tracked
    from detente.core.values import Fields, Json


OPENED = "opened"  # beside what was computed: the proof that sealed details were opened


def point_of(tracked: Tracked) -> Point | None:
    """The point that a message is about, for formats with one; None when there is none."""
    name = tracked.subject.point if tracked.subject else None
    value = tracked.fields.get(name) if name else None
    point = point_from_json(value, "fields.point")
    return point if isinstance(point, Point) else None


def volume_of(tracked: Tracked) -> Airspace | None:
    """The volume that a message is about, also where it announces no activity; None if none."""
    fmt = tracked.subject
    if tracked.volume is not None or fmt is None:
        return tracked.volume
    return volume_in(fmt, tracked.fields)


def volume_in(fmt: Format, fields: Fields) -> Airspace | None:
    """The volume that the fields of a format say; None when there is none, or it is unsound."""
    name = fmt.placing.volume_field if fmt.placing else fmt.area
    value = fields.get(name) if name else None
    parsed = None if value is None else airspace_from_json(value, "fields.volume")
    return parsed if isinstance(parsed, Airspace) else None


def can_be_read_back(tracked: Tracked) -> bool:
    """Whether a message has a place to say back."""
    return volume_of(tracked) is not None or point_of(tracked) is not None


def computed(tracked: Tracked, gazetteer: Gazetteer, utc_offset_min: int) -> dict[str, Json]:
    """Place, time and height of a message in numbers and words, as this node computes them."""
    volume = volume_of(tracked)
    if volume is not None:
        return readback_fields(volume, gazetteer, utc_offset_min)
    point = point_of(tracked)
    return {} if point is None else point_fields(point, gazetteer)


def readback_differences(state: State, tracked: Tracked, readback: Message) -> tuple[str, ...]:
    """One sentence for each number in which a read-back departs from what this node computes."""
    theirs = readback.fields.get("computed")
    own = computed(tracked, state.gazetteer, 0)
    return differences(own, theirs if isinstance(theirs, Mapping) else {})


def readback_problems(state: State, tracked: Tracked, readback: Message) -> tuple[Refusal, ...]:
    """Why a read-back may not be confirmed: each difference from what was meant."""
    remedy = f"Correct {tracked.number}, or call; do not confirm"
    return tuple(
        Refusal("fields.computed", "read-back-differs", difference, remedy)
        for difference in readback_differences(state, tracked, readback)
    )
