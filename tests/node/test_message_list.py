"""Looking for messages: the same ones whether they are packed or not, and however short a visit."""

from __future__ import annotations

import pytest

from detente.core.line.commands import Send
from detente.node import message_list
from detente.node.message_list import Wanted
from tests.core.line.test_messages import finished
from tests.support.pair import LINE, Pair

ASKED = (
    Wanted(),
    Wanted(receipts=False),
    Wanted(formats=frozenset({"NAA", "CAN"})),
    Wanted(party="cobalt"),
    Wanted(box="in"),
    Wanted(find="combat"),
    Wanted(unread=True),
    Wanted(open_only=True),
    Wanted(precedences=frozenset({"ROUTINE"})),
)


@pytest.fixture
def pair() -> Pair:
    """Two finished notices with all their receipts, and a line check that nobody has read."""
    made = Pair()
    finished(made)
    finished(made)
    made.do("cobalt", Send("LCK"))
    made.settle()
    return made


def search(pair: Pair, wanted: Wanted) -> list[str]:
    """The numbers that Amber finds, newest first, visit by visit."""
    left = message_list.numbers(pair.amber, LINE, newest=True)
    found: list[str] = []
    while left:
        views, looked = message_list.look(pair.amber, LINE, wanted, left, 100)
        assert 0 < looked <= message_list.LOOKED_AT_MAX
        found += [one.message.number for one in views]
        left = left[looked:]
    return found


def test_a_search_finds_the_same_in_visits_of_any_length(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message a visit or a thousand: the writer is only free the oftener."""
    whole = [search(pair, wanted) for wanted in ASKED]
    assert all(found != whole[0] for found in whole[1:])
    monkeypatch.setattr(message_list, "LOOKED_AT_MAX", 1)
    assert [search(pair, wanted) for wanted in ASKED] == whole


def test_a_search_finds_the_same_after_packing(pair: Pair) -> None:
    """What is settled is packed away; a search that looks through it leaves it so."""
    before = [search(pair, wanted) for wanted in ASKED]
    assert pair.amber.state.pack() > 0
    assert search(pair, Wanted(find="nobody wrote this")) == []
    assert pair.amber.state.pack() == 0
    assert [search(pair, wanted) for wanted in ASKED] == before


def test_a_visit_ends_at_the_messages_that_it_may_show(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of a thousand is made in several visits, because a view takes longer than a look."""
    monkeypatch.setattr(message_list, "SHOWN_MAX", 2)
    left = message_list.numbers(pair.amber, LINE)
    views, looked = message_list.look(pair.amber, LINE, Wanted(), left, 100)
    assert (len(views), looked) == (2, 2)
