"""Alarms and handovers at a node: kept over a restart, shown, refused with reasons."""

from __future__ import annotations

from detente.core.line.commands import Send
from detente.core.line.message import Role
from detente.core.watch.alarms import AlarmRules, Observed
from detente.journal.engines.memory import MemoryStore
from detente.node import views, watch
from detente.node.inputs import (
    AcknowledgeAlarm,
    Actor,
    Done,
    GiveWatch,
    Input,
    LookAround,
    Outcome,
    Refused,
    TakeWatch,
)
from tests.support.pair import ADMIN, Clock, Pair, make_node

LOW = LookAround(AlarmRules(), Observed(disk_low_ms=1))
NEXT = Actor("watch-2", Role.DUTY_OFFICER)


def rule_of(outcome: Outcome) -> str:
    """The rule of the first refusal; the outcome must be one."""
    assert isinstance(outcome, Refused), outcome
    return outcome.refusals[0].rule


def test_an_alarm_its_acknowledgement_and_a_handover_survive_a_restart() -> None:
    """The process ends between two watches: the next one finds all as it was."""
    store, clock = MemoryStore(), Clock()
    node = make_node("amber", clock, store)
    inputs: list[Input] = [LOW, AcknowledgeAlarm(ADMIN, 1), GiveWatch(ADMIN, Role.DUTY_OFFICER)]
    assert all(isinstance(one, Done) for one in node.step(inputs))
    before = (watch.alarms(node), watch.watch(node), watch.recent(node))

    again = make_node("amber", clock, store)
    assert (watch.alarms(again), watch.watch(again), watch.recent(again)) == before
    status = views.status(again)
    assert (status.alarms, status.handover) == (1, 1)
    position = again.position
    again.step([LOW])
    assert again.position == position

    waiting = watch.watch(again).waiting
    assert waiting is not None
    taken = again.step([TakeWatch(NEXT, 1, waiting.seen)])[0]
    assert isinstance(taken, Done)
    third = make_node("amber", clock, store)
    (story,) = watch.recent(third)
    assert (story.given_by, story.taken_by, story.taken_role) == (
        ADMIN.officer,
        "watch-2",
        Role.DUTY_OFFICER,
    )
    assert views.status(third).handover is None


def test_an_alarm_that_is_over_is_gone_and_its_number_is_not_used_again() -> None:
    """Numbers are said by telephone: a second alarm has a second number, over a restart too."""
    store, clock = MemoryStore(), Clock()
    node = make_node("amber", clock, store)
    node.step([LOW, LookAround(AlarmRules(), Observed())])
    assert watch.alarms(node) == []
    again = make_node("amber", clock, store)
    again.step([LOW])
    assert [one.alarm for one in watch.alarms(again)] == [2]
    assert rule_of(again.step([AcknowledgeAlarm(ADMIN, 1)])[0]) == "alarm-unknown"


def test_what_the_watch_does_stays_in_its_own_house() -> None:
    """Cobalt never sees Amber's alarms and handovers: they are in the house journal alone."""
    pair = Pair()
    pair.settle()
    before = dict(pair.cobalt.holds("amber"))
    pair.do("cobalt", Send("LCK"))
    pair.settle()
    pair.amber.step([LOW, GiveWatch(ADMIN, Role.DUTY_OFFICER)])
    pair.settle()
    assert pair.cobalt.holds("amber") == before
    kinds = {item.kind for item in watch.watch(pair.amber).items}
    assert kinds == {"unread", "alarm"}


def test_a_watch_is_not_taken_unread() -> None:
    """Without the word under the list the handover goes on waiting."""
    node = make_node("amber", Clock())
    node.step([GiveWatch(ADMIN, Role.RELEASER, "watch-2", "calm")])
    assert rule_of(node.step([TakeWatch(ADMIN, 1, "guess")])[0]) == "handover-unread"
    assert rule_of(node.step([TakeWatch(NEXT, 1, "guess")])[0]) == "role"
    waiting = watch.watch(node).waiting
    assert waiting is not None
    assert (waiting.desk, waiting.remarks) == ("watch-2", "calm")
