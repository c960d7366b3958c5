"""The first screen in one look at the node: whoever opens it at 3 a.m. waits for nothing else.

Call from the writer's thread, between steps: then all of it is durable and of one moment.
"""

from __future__ import annotations

from heapq import nlargest, nsmallest
from typing import TYPE_CHECKING, Final

from detente.core.line.deadlines import ESCALATION, What
from detente.core.line.words import line_words
from detente.node import channels, views, watch
from detente.node.message_view import position_of
from detente.wire.first_screen_views import DutyView, FirstScreenView, NextDueView, OnWatchView

if TYPE_CHECKING:
    from detente.core.line.deadlines import Key, Owed
    from detente.core.line.message import Line
    from detente.node.node import Node

SHOWN_MAX: Final = 20  # of each list: more does not fit a screen, and is one click away


def first_screen(node: Node) -> FirstScreenView:
    """Everything that must be seen at once."""
    status = views.status(node)
    owed = [
        (one.first_ms, key, one)
        for key, one in node.state.agenda.owed.items()
        if key.what is What.STEP
    ]
    missed = [one for one in owed if one[2].count]
    coming = [one for one in owed if not one[2].count]
    conflicts = node.state.conflicts.values()
    return FirstScreenView(
        status=status,
        duty=tuple(_duty(node, line) for line in views.lines(node)),
        due=_shown(node, nsmallest(SHOWN_MAX, coming, key=lambda one: one[:2])),
        missed=_shown(node, nlargest(SHOWN_MAX, missed, key=lambda one: one[:2])),
        owed=len(owed),
        overdue=len(missed),
        conflicts=sum(1 for one in conflicts if one.ended_reason is None),
        alarms=tuple(watch.alarms(node)[:SHOWN_MAX]),
        watch=_on_watch(node),
        drafts=len(node.state.drafts),
    )


def _shown(node: Node, found: list[tuple[int, Key, Owed]]) -> tuple[NextDueView, ...]:
    return tuple(one for _, key, owed in found if (one := _next(node, key, owed)) is not None)


def _next(node: Node, key: Key, owed: Owed) -> NextDueView | None:
    tracked = node.state.message(key.line, key.number)
    if tracked is None:
        return None
    return NextDueView(
        channel=key.line.channel,
        status=key.line.status,
        number=key.number,
        format=tracked.message.format,
        precedence=tracked.message.precedence,
        author=tracked.author,
        step=key.step,
        party=key.party,
        ours=key.party == node.party,
        due_ms=owed.first_ms,
        missed=owed.count > 0,
        level=owed.count,
        to_role=ESCALATION[min(owed.count, len(ESCALATION) - 1)],
        line=line_words(tracked),
        position=position_of(node, key.line, tracked),
    )


def _duty(node: Node, line: Line) -> DutyView:
    """Who is on duty on a line at this moment."""
    now_ms = node.now_ms()
    roster = channels.roster(node, line, now_ms, now_ms + 1)
    return DutyView(
        channel=line.channel,
        status=line.status,
        now=roster.now,
        lacking=roster.lacking,
        silent=roster.silent,
        common=roster.common,
        newest_ms=_newest(node, line),
    )


def _newest(node: Node, line: Line) -> dict[str, int]:
    """When each member last wrote anything on the line, by its own clock."""
    found: dict[str, int] = {}
    for party in node.state.members.get(line.channel, ()):
        times = [node.journals.newest_ms(one) for one in node.journals.epochs(line, party)]
        known = [at_ms for at_ms in times if at_ms is not None]
        if known:
            found[party] = max(known)
    return found


def _on_watch(node: Node) -> OnWatchView | None:
    for number in sorted(node.state.handovers, reverse=True):
        held = node.state.handovers[number]
        if held.taken is not None and held.taken_at_ms is not None:
            by = held.taken.by
            return OnWatchView(
                officer=by.officer, role=by.role, since_ms=held.taken_at_ms, handover=number
            )
    return None
