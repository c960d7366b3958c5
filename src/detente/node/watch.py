"""What a watch does at its node: look for alarms, acknowledge them, hand over and take over. Pure.

Also how alarms and handovers are shown. The rules are the core's (core.watch); here they are given
the officer's signature and the node's state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from detente.core.events import Event
from detente.core.line.message import Line, Signature
from detente.core.refusal import Refusal
from detente.core.watch import handover as handovers
from detente.core.watch.alarms import acknowledge, alarm_events
from detente.node.inputs import AcknowledgeAlarm, Actor, GiveWatch, LookAround, TakeWatch
from detente.wire.native import AlarmView, HandoverView, OpenItemView, WatchView

if TYPE_CHECKING:
    from detente.core.events import OpenItem
    from detente.core.line.state import State
    from detente.core.watch.held import Handover, OpenAlarm
    from detente.node.inputs import WatchInput
    from detente.node.node import Node

HANDOVERS_SHOWN = 20  # a week of three watches a day; older ones are in the events


def watch_events(
    state: State, item: WatchInput, now_ms: int
) -> tuple[tuple[Line, Event], ...] | tuple[Refusal, ...]:
    """The house events that follow from what a watch does, or why nothing does."""
    match item:
        case LookAround():
            return alarm_events(state, item.rules, item.observed, now_ms)
        case AcknowledgeAlarm():
            return acknowledge(state, item.alarm, _signature(item.actor))
        case GiveWatch():
            return handovers.give(
                state,
                _signature(item.actor),
                now_ms,
                to_role=item.to_role,
                desk=item.desk,
                remarks=item.remarks,
            )
        case TakeWatch():
            by = _signature(item.actor)
            return handovers.take(state, by, now_ms, handover=item.handover, seen=item.seen)
        case _:
            assert_never(item)


def _signature(actor: Actor) -> Signature:
    return Signature(actor.officer, actor.role)


def alarms(node: Node) -> list[AlarmView]:
    """The alarms that stand, the urgent and oldest first."""
    found = [alarm_view(alarm) for alarm in node.state.alarms.values()]
    return sorted(found, key=lambda view: (view.urgency, view.since_ms, view.alarm))


def alarm_view(alarm: OpenAlarm) -> AlarmView:
    """One standing alarm."""
    raised, known = alarm.raised, alarm.acknowledged
    return AlarmView(
        alarm=raised.alarm,
        kind=raised.kind,
        urgency=raised.urgency,
        status=alarm.status,
        channel=raised.channel,
        number=raised.number,
        party=raised.party,
        since_ms=raised.since_ms,
        raised_at_ms=alarm.raised_at_ms,
        acknowledged_by=known.by.officer if known else None,
        acknowledged_at_ms=alarm.acknowledged_at_ms,
    )


def watch(node: Node) -> WatchView:
    """What the watch has open now, and the handover that waits, if one does."""
    items = handovers.open_items(node.state, node.now_ms())
    due = handovers.waiting(node.state)
    return WatchView(
        items=tuple(item_view(item) for item in items[: handovers.ITEMS_MAX]),
        more=max(len(items) - handovers.ITEMS_MAX, 0),
        waiting=None if due is None else handover_view(due),
    )


def recent(node: Node) -> list[HandoverView]:
    """The newest handovers, newest first."""
    newest = sorted(node.state.handovers.items(), reverse=True)[:HANDOVERS_SHOWN]
    return [handover_view(held) for _, held in newest]


def handover_view(held: Handover) -> HandoverView:
    """One handover, as given and as taken."""
    given, taken = held.given, held.taken
    return HandoverView(
        handover=held.number,
        given_by=given.by.officer if given else None,
        given_role=given.by.role if given else None,
        given_at_ms=held.given_at_ms if given else None,
        to_role=given.to_role if given else None,
        desk=given.desk if given else "",
        remarks=given.remarks if given else None,
        items=tuple(item_view(item) for item in given.items) if given else (),
        more=given.more if given else 0,
        seen=handovers.seen_word(given) if given else None,
        taken_by=taken.by.officer if taken else None,
        taken_role=taken.by.role if taken else None,
        taken_at_ms=held.taken_at_ms,
        came_since=tuple(item_view(item) for item in taken.items) if taken else (),
        came_since_more=taken.more if taken else 0,
    )


def item_view(item: OpenItem) -> OpenItemView:
    """One open thing."""
    return OpenItemView(
        kind=item.kind,
        channel=item.channel,
        status=item.status,
        number=item.number,
        party=item.party,
        step=item.step,
        due_ms=item.due_ms,
    )
