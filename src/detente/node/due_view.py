"""The due list of a node's lines, as the API shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.line.due import NEVER_MS
from detente.core.line.words import shown
from detente.core.watch.due import due_list
from detente.node.consultations import contact_views
from detente.wire.consultation_views import ContactView, DueItemView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.core.line.message import Line, Status
    from detente.node.node import Node


def lines_of(node: Node, status: Status, channel: str = "") -> list[Line]:
    """The lines of a status, by channel; of one channel when it is named."""
    return sorted(
        line
        for line in node.state.lines
        if line.status is status
        and line.channel in node.state.charters
        and channel in ("", line.channel)
    )


def due_views(node: Node, lines: Iterable[Line]) -> list[DueItemView]:
    """Everything that falls due on these lines, soonest first, undated last."""
    now_ms = node.now_ms()
    return [
        DueItemView(
            channel=line.channel,
            status=line.status,
            register=item.register,
            kind=item.kind,
            number=item.number,
            about=item.about,
            party=shown(item.party),
            words=shown(item.words),
            due_ms=None if item.due_ms == NEVER_MS else item.due_ms,
            from_ms=item.from_ms or None,
            day=shown(item.day),
            late=item.is_late(now_ms),
        )
        for line, item in due_list(node.state, lines, now_ms)
    ]


def contacts_of(node: Node, lines: Iterable[Line]) -> list[ContactView]:
    """The contacts of several lines, line by line."""
    return [view for line in lines for view in contact_views(node, line)]
