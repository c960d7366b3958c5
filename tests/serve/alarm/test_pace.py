"""When a way says what: new at once, then again, not in a flood, not after an acknowledgement."""

from __future__ import annotations

from typing import Any

from detente.serve.alarm.pace import Pace
from detente.serve.alarm.settings import WebhookWay
from tests.support.outside import NOW_MS, alarm, settings

MINUTE = 60_000


def pace(**way: Any) -> Pace:
    """A way that repeats every five minutes, and says at most one message in 30 s."""
    hook = WebhookWay(name="w", url="https://a.example/", **way)
    return Pace(hook, settings(hook))


def tell(one: Pace, standing: list[Any], at_ms: int) -> tuple[list[int], list[int]]:
    """What is said at a moment, by serial, and that it was said."""
    now, over = one.due(standing, at_ms)
    if now or over:
        one.trying(at_ms)
        one.was_said(now, over, at_ms)
    return [view.alarm for view in now], [view.alarm for view in over]


def test_an_alarm_is_said_at_once_and_again_every_five_minutes() -> None:
    """Nobody acknowledges: it is repeated, and not in between."""
    one = pace()
    minutes = [at for at in range(16) if tell(one, [alarm()], NOW_MS + at * MINUTE)[0]]
    assert minutes == [0, 5, 10, 15]


def test_an_acknowledged_alarm_is_silent_for_an_hour_and_then_said_again() -> None:
    """A FLASH that somebody knew of and that still is unread after an hour wakes again."""
    one = pace()
    known = alarm(acknowledged_at_ms=NOW_MS)
    assert tell(one, [known], NOW_MS) == ([], [])
    assert tell(one, [known], NOW_MS + 59 * MINUTE) == ([], [])
    assert tell(one, [known], NOW_MS + 60 * MINUTE) == ([1], [])


def test_many_alarms_in_a_short_time_are_gathered() -> None:
    """One message now, one thirty seconds later with all that has come."""
    one = pace()
    assert tell(one, [alarm(1)], NOW_MS) == ([1], [])
    several = [alarm(at) for at in range(1, 5)]
    assert tell(one, several, NOW_MS + 29_999) == ([], [])
    assert tell(one, several, NOW_MS + 30_000) == ([2, 3, 4], [])


def test_what_failed_stays_due_and_is_tried_again_at_the_pace() -> None:
    """A try that did not succeed is not counted as said."""
    one = pace()
    one.trying(NOW_MS)
    assert tell(one, [alarm()], NOW_MS + 10_000) == ([], [])
    assert tell(one, [alarm()], NOW_MS + 30_000) == ([1], [])


def test_an_alarm_that_turns_urgent_is_said_again_at_once() -> None:
    """A warning that has climbed to the last role does not wait for its turn."""
    one = pace()
    assert tell(one, [alarm(urgency="warning")], NOW_MS) == ([1], [])
    assert tell(one, [alarm()], NOW_MS + 30_000) == ([1], [])


def test_a_way_for_the_urgent_is_left_alone_by_warnings() -> None:
    """The siren does not sound because a disk fills up slowly."""
    one = pace(least="urgent")
    assert tell(one, [alarm(urgency="warning")], NOW_MS) == ([], [])
    assert tell(one, [alarm()], NOW_MS) == ([1], [])


def test_only_what_was_said_is_said_to_be_over() -> None:
    """Over is said once, and never about an alarm that this way has not said."""
    one = pace()
    assert tell(one, [], NOW_MS) == ([], [])
    tell(one, [alarm()], NOW_MS)
    assert tell(one, [], NOW_MS + MINUTE) == ([], [1])
    assert tell(one, [], NOW_MS + 2 * MINUTE) == ([], [])
