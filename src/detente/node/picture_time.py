"""The picture of a line over time: what stands, what stood, and when this node knew of each.

What left the picture is found by what took it out: a correction, a cancellation, an end, or the
exact notice of a sealed one. So only what came since the asked time is gone through, however long
the line is; and in several visits, so that a FLASH never waits for a slider. Call from the writer's
thread, between steps.
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
    from collections.abc import Iterable, Sequence

    from detente.core.line.message import Line
    from detente.core.line.state import Tracked
    from detente.node.node import Node

DAY_MS: Final = 24 * 3_600_000
BACK_MS_MAX: Final = 31 * DAY_MS  # as far as rosters are shown; older nights are replayed
VISIT_MAX: Final = 200  # messages looked at in one visit to the writer: some ten milliseconds
SPANS_MAX: Final = 2_000  # a screen full of a hundred times over; how many more there are is said
SET_BACK_MS: Final = 3_600_000  # by so much a clock may have been set back between two messages


def picture_time(node: Node, line: Line, from_ms: int) -> PictureTimeView:
    """What stood in the picture of a line at any time since `from_ms`, or will. In one visit."""
    return view(node, line, from_ms, spans(node, line, from_ms, asked(node, line, from_ms)))


def asked(node: Node, line: Line, from_ms: int) -> list[str]:
    """The messages to look at: what stands in the picture, and what may have taken one out since.

    Unpacks nothing, however long the line is.
    """
    here, picture = node.state.line(line).messages, node.state.pictures.get(line)
    found = [] if picture is None else [one for one in here if picture.get(one) is not None]
    for number in reversed(here):
        brief = here.brief(number)
        if brief.held_at_ms < from_ms - SET_BACK_MS:
            break
        if brief.held_at_ms >= from_ms and _takes_out(brief.format):
            found.append(number)
    return list(dict.fromkeys(found))


def spans(node: Node, line: Line, from_ms: int, numbers: Sequence[str]) -> list[PictureSpan]:
    """The spans of some of these messages: their own, or those of what they took out."""
    here, picture = node.state.line(line).messages, node.state.pictures.get(line)
    found: list[PictureSpan] = []
    for number in numbers:
        if number not in here:
            continue  # it was withheld between two visits
        tracked = here.shown(number)
        if picture is not None and picture.get(number) is not None and _reaches(tracked, from_ms):
            found.append(_span(node, line, tracked))
        if _takes_out(tracked.message.format):
            target = _target(tracked)
            gone = here.shown(target) if target in here else None
            closed = gone is not None and gone.standing is not Standing.CURRENT
            if gone is not None and closed and gone.volume is not None:
                found.append(_span(node, line, gone))
    return found


def view(node: Node, line: Line, from_ms: int, found: Iterable[PictureSpan]) -> PictureTimeView:
    """The whole, with the conflicts of that time; the newest known spans, and how many more."""
    each = {one.item.number: one for one in found}
    kept = sorted(each.values(), key=lambda one: (one.known_from_ms, one.item.number))
    conflicts = [
        one
        for one in views.conflicts(node, line, newest=True)
        if one.ended_at_ms is None or one.ended_at_ms >= from_ms
    ]
    return PictureTimeView(
        now_ms=node.now_ms(),
        from_ms=from_ms,
        spans=tuple(kept[-SPANS_MAX:]),
        conflicts=tuple(conflicts),
        more=max(0, len(kept) - SPANS_MAX),
    )


def _reaches(tracked: Tracked, from_ms: int) -> bool:
    """Whether what it announces is not over before the time."""
    if tracked.volume is None:
        return False
    ends_ms = end_of(tracked.volume)
    return ends_ms is None or ends_ms >= from_ms


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
