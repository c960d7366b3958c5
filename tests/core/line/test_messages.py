"""Packing finished messages saves memory and changes no meaning."""

from __future__ import annotations

from detente.core.line.commands import Answer, Cancel, Confirm, Read, ReadBack, Send
from detente.core.line.state import State
from detente.node import views
from detente.node.inputs import Done
from tests.node.test_node import activity
from tests.support.pair import LINE, Pair


def number_of(outcome: object) -> str:
    """The number that the outcome's message has; the outcome must be Done."""
    assert isinstance(outcome, Done), outcome
    assert outcome.number is not None
    return outcome.number


def finished(pair: Pair) -> str:
    """A notice that was read back, confirmed, answered and cancelled."""
    notice = number_of(pair.do("amber", activity()))
    pair.settle()
    readback = number_of(pair.do("cobalt", ReadBack(notice)))
    pair.do("cobalt", Answer(notice, "WILCO"))
    pair.settle()
    pair.do("amber", Confirm(readback))
    cancelled = number_of(pair.do("amber", Cancel(notice)))
    pair.settle()
    for number in (cancelled,):
        pair.do("cobalt", Read(number))
        pair.do("cobalt", Answer(number, "NOTED"))
    pair.settle()
    return notice


def shown(state: State) -> list[object]:
    """Everything on the line, read without unpacking."""
    return list(state.line(LINE).messages.values())


def test_a_finished_notice_is_packed_and_an_open_one_is_not() -> None:
    """The cancelled notice and its receipts are packed; the notice still owed stays live."""
    pair = Pair()
    old, fresh = finished(pair), number_of(pair.do("amber", activity(lat_e7=100_000_000)))
    pair.settle()
    messages = pair.amber.state.line(LINE).messages
    before = shown(pair.amber.state)
    assert pair.amber.state.pack() >= 5
    assert messages.is_packed(old)
    assert not messages.is_packed(fresh)
    assert shown(pair.amber.state) == before
    assert [one.number for one in messages.live()] == [fresh]


def test_a_packed_message_is_read_and_changed_like_any_other() -> None:
    """Somebody asks for a packed notice: it is whole; what is changed in it stays changed."""
    pair = Pair()
    old = finished(pair)
    pair.amber.state.pack()
    view = views.message(pair.amber, LINE, old)
    assert view is not None
    assert view.state == "cancelled"
    messages = pair.amber.state.line(LINE).messages
    messages[old].repeats = 7
    assert messages[old].repeats == 7
    assert not messages.is_packed(old)


def test_the_inbox_reads_the_same_before_and_after_packing() -> None:
    """Views of all, of the open, and of a page give the same messages in the same order."""
    pair = Pair()
    finished(pair)
    pair.do("cobalt", Send("LCK"))
    pair.settle()

    def pages() -> list[list[str]]:
        every = views.messages(pair.amber, LINE)
        after = views.messages(pair.amber, LINE, after=every[2].position, limit=2)
        still_open = views.messages(pair.amber, LINE, open_only=True)
        return [[one.message.number for one in page] for page in (every, after, still_open)]

    before = pages()
    assert pair.amber.state.pack() > 0
    assert pages() == before
