"""What is said outside: as much as the way may say, and never where."""

from __future__ import annotations

import msgspec
import pytest

from detente.core.line.message import Status
from detente.core.watch.alarms import Kind
from detente.serve.alarm import words
from tests.support.outside import NOW_MS, alarm

EVERYTHING = ("COBALT-2026-0007", "cobalt", "coast-1f3a9c02")


@pytest.mark.parametrize(
    ("says", "shown"),
    [("kind", ()), ("number", EVERYTHING[:2]), ("line", EVERYTHING)],
)
def test_a_way_says_no_more_than_it_may(says: str, shown: tuple[str, ...]) -> None:
    """Kind alone, with the number, or with the channel: in subject, text and JSON alike."""
    made = words.notice("amber", says, [alarm()], [], NOW_MS)
    said = made.subject + made.text + made.body.decode()
    assert [one for one in EVERYTHING if one in said] == list(shown)
    assert ("amber" in said) == (says != "kind")
    assert "1 URGENT" in made.subject
    assert "a FLASH is unread" in made.subject
    assert "since 2026-11-22T07:29:00Z (1 min)" in made.text


def test_an_exercise_says_so_first() -> None:
    """Nobody runs for a drill: the mark stands before everything else."""
    made = words.notice("amber", "number", [alarm(status=Status.EXERCISE)], [], NOW_MS)
    assert made.subject.startswith("EXERCISE ")
    assert made.text.startswith("EXERCISE ")
    mixed = words.notice("amber", "number", [alarm(), alarm(2, status=Status.TEST)], [], NOW_MS)
    assert mixed.subject.startswith("detente")
    assert "\nTEST URGENT" in mixed.text


def test_a_flood_is_one_message_that_says_how_many_more() -> None:
    """Fifty alarms: twenty lines and a number."""
    made = words.notice("amber", "number", [alarm(at) for at in range(50)], [], NOW_MS)
    assert "and 30 more" in made.text
    assert msgspec.json.decode(made.body, type=words.Told).more == 30


def test_what_is_over_is_said_to_be_over() -> None:
    """The last word about an alarm that was said is that it is over."""
    made = words.notice("amber", "number", [], [alarm()], NOW_MS)
    assert "1 over" in made.subject
    assert made.text.startswith("OVER: a FLASH is unread, COBALT-2026-0007")
    assert msgspec.json.decode(made.body, type=words.Told).alarms[0].over


def test_a_test_and_a_dead_node_have_their_own_words() -> None:
    """A test says that nothing has happened; a node that is down says that nothing is sent."""
    assert "TEST" in words.trial_notice("amber", NOW_MS).subject
    down = words.down_notice("amber", NOW_MS)
    assert "is not running" in down.text
    assert msgspec.json.decode(down.body, type=words.Told).alarms[0].kind == words.NODE_DOWN


def test_every_kind_of_alarm_has_its_words() -> None:
    """No alarm goes out without words."""
    assert set(words.WORDS) == set(Kind)
