"""The picture of a line over time: what stands, what stood, and when this node knew of each.

What left the picture is found by what took it out: a correction, a cancellation, an end, or the
exact notice of a sealed one. So only what came since the asked time is gone through, however long
the line is. Call from the writer's thread, between steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.core.agreements.sealing import OPENING
from detente.core.airspace.parts import end_of, start_of
from detente.core.line.formats import Family
from detente.core.line.state import Standing
from detente.core.line.tables import FORMATS
from detente.node import views
from detente.node.message_view import picture_item
from detente.wire.picture_views import PictureSpan, PictureTimeView

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.core.line.state import Tracked
    from detente.node.node import Node

DAY_MS: Final = 24 * 3_600_000
BACK_MS_MAX: Final = 31 * DAY_MS  # as far as rosters are shown; older nights are replayed
SPANS_MAX: Final = 2_000  # a screen full of a hundred times over; how many more there are is said
SET_BACK_MS: Final = 3_600_000  # by so much a clock may have been set back between two messages


def picture_time(node: Node, line: Line, from_ms: int) -> PictureTimeView:
    """What stood in the picture of a line at any time since `from_ms`, or will."""
    spans = [_span(node, line, one) for one in _standing(node, line, from_ms)]
    spans += [_span(node, line, one) for one in _gone(node, line, from_ms)]
    spans.sort(key=lambda one: (one.known_from_ms, one.item.number))
    conflicts = [
        one
        for one in views.conflicts(node, line, newest=True)
        if one.ended_at_ms is None or one.ended_at_ms >= from_ms
    ]
    return PictureTimeView(
        now_ms=node.now_ms(),
        from_ms=from_ms,
        spans=tuple(spans[-SPANS_MAX:]),
        conflicts=tuple(conflicts),
        more=max(0, len(spans) - SPANS_MAX),
    )


def _standing(node: Node, line: Line, from_ms: int) -> list[Tracked]:
    """What stands in the picture, without what was over before the time."""
    picture = node.state.pictures.get(line)
    if picture is None:
        return []
    here = node.state.line(line).messages
    found = [one for one in here.live() if picture.get(one.number) is not None]
    return [one for one in found if _reaches(one, from_ms)]


def _reaches(tracked: Tracked, from_ms: int) -> bool:
    if tracked.volume is None:
        return False
    ends_ms = end_of(tracked.volume)
    return ends_ms is None or ends_ms >= from_ms


def _gone(node: Node, line: Line, from_ms: int) -> list[Tracked]:
    """What was taken out of the picture by a message that came since."""
    here = node.state.line(line).messages
    found: dict[str, Tracked] = {}
    for number in reversed(here):
        brief = here.brief(number)
        if brief.held_at_ms < from_ms - SET_BACK_MS:
            break
        if brief.held_at_ms >= from_ms and _takes_out(brief.format):
            target = _target(here.shown(number))
            tracked = here.shown(target) if target in here else None
            closed = tracked is not None and tracked.standing is not Standing.CURRENT
            if tracked is not None and closed and tracked.volume is not None:
                found[tracked.number] = tracked
    return list(found.values())


def _takes_out(code: str) -> bool:
    fmt = FORMATS.get(code)
    return fmt is not None and (fmt.family is Family.CHANGE or code == OPENING)


def _target(change: Tracked) -> str:
    """The message that it acts on; of an opening, the sealed announcement."""
    said = change.fields.get("sealed") if change.message.format == OPENING else change.message.ref
    return str(said)


def _span(node: Node, line: Line, tracked: Tracked) -> PictureSpan:
    assert tracked.volume is not None, "only what announces a volume is in the picture"
    gone = tracked.standing is not Standing.CURRENT
    by = node.state.line(line).messages.brief(tracked.closed_by or "") if gone else None
    return PictureSpan(
        item=picture_item(node, line, tracked),
        known_from_ms=tracked.held_at_ms,
        known_until_ms=None if by is None else by.held_at_ms,
        gone=tracked.standing.value if gone else "",
        gone_by=tracked.closed_by if gone else None,
        starts_ms=start_of(tracked.volume),
        ends_ms=end_of(tracked.volume),
    )
