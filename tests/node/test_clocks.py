"""A clock that is hours wrong stops a line for as long as it must, and never for ever."""

from __future__ import annotations

import pytest

from detente.core.line.commands import Send
from detente.node.inputs import Done
from detente.node.node import Node
from tests.support.pair import LINE, START_MS, Clock, Pair, join, make_node

HOUR_MS = 3_600_000
AMBER = f"{LINE.channel}/ACTUAL/amber"


@pytest.fixture
def skewed() -> tuple[Pair, Clock]:
    """Amber, on a clock of its own, and Cobalt, joined and quiet."""
    pair, clock = Pair(), Clock()
    pair.amber = make_node("amber", clock)
    pair.cobalt = make_node("cobalt", pair.clock)
    join(pair.amber, pair.cobalt)
    pair.links = {}
    pair.connect()
    pair.settle()
    return pair, clock


def holds_all(pair: Pair) -> bool:
    """Whether Cobalt holds all that Amber wrote."""
    return pair.cobalt.kept(AMBER) == pair.amber.kept(AMBER)


def link_of(node: Node, peer: str) -> str:
    """How the link stands, as the node shows it."""
    return node.links[peer].link


def test_what_was_written_ahead_is_taken_when_its_time_has_come(
    skewed: tuple[Pair, Clock],
) -> None:
    """Amber's clock runs a day ahead for one message; the connection stands all the while."""
    pair, clock = skewed
    clock.now_ms = START_MS + 23 * HOUR_MS
    assert isinstance(pair.do("amber", Send("LCK")), Done)
    pair.settle()
    assert not holds_all(pair)
    assert link_of(pair.amber, "cobalt") == "refused"
    clock.now_ms = START_MS
    out = pair.links["amber"][0]
    out.try_again()
    pair.settle()
    assert not holds_all(pair), "its time has not come yet"
    clock.now_ms = pair.clock.now_ms = START_MS + 3 * HOUR_MS + 1
    out.try_again()
    pair.settle()
    assert holds_all(pair)
    assert link_of(pair.amber, "cobalt") == "up"
    assert out.quiet


def test_a_clock_that_falls_back_does_not_spoil_the_journal(skewed: tuple[Pair, Clock]) -> None:
    """Amber's clock falls a day behind what it has seen; peers still believe its entries."""
    pair, clock = skewed
    assert isinstance(pair.do("cobalt", Send("LCK")), Done)
    pair.settle()
    clock.now_ms = START_MS - 23 * HOUR_MS
    fresh = make_node("amber", clock, pair.amber.stored())
    pair.amber = fresh
    pair.links.pop("amber")
    clock.now_ms = START_MS
    pair.connect()
    clock.now_ms = START_MS - 23 * HOUR_MS
    assert isinstance(pair.do("amber", Send("LCK")), Done)
    pair.settle()
    assert holds_all(pair)
    assert pair.cobalt.state.evidence == []


def test_pushes_behind_a_refused_one_are_no_evidence(skewed: tuple[Pair, Clock]) -> None:
    """What was under way behind the refused push only leaves a gap, which is nobody's guilt."""
    pair, clock = skewed
    clock.now_ms = START_MS + 23 * HOUR_MS
    out, inbound = pair.links["amber"]
    frames = []
    for _ in range(3):
        assert isinstance(pair.do("amber", Send("LCK")), Done)
        frames.append(out.next_frame())
    for frame in frames:
        assert frame is not None
        pair.cobalt.step(inbound.on_frame(frame))
    assert {kept.reason for kept in pair.cobalt.state.evidence} == {"time-ahead"}
