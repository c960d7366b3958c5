"""A clock that is hours wrong stops a line for as long as it must, and never for ever."""

from __future__ import annotations

import pytest

from detente.core.line.commands import Cancel, Send
from detente.core.values import Json
from detente.node.inputs import Done, Tick
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


def area() -> dict[str, Json]:
    """A circle off a coast, from one hour on for an hour."""
    return {
        "outline": {
            "circle": {"lat_e7": 345_000_000, "lon_e7": 352_000_000, "radius_cm": 1_000_000}
        },
        "floor": {"cm": 300_000, "reference": "AMSL"},
        "ceiling": {"cm": 600_000, "reference": "AMSL"},
        "start_ms": START_MS + HOUR_MS,
        "end_ms": START_MS + 2 * HOUR_MS,
    }


def notice() -> Send:
    """An activity in that area."""
    fields: dict[str, Json] = {"activity": "combat", "number_band": "1", "volume": area()}
    return Send("NAA", fields)


def until_quiet(node: Node) -> None:
    """Tick as the writer does, for as long as something is due."""
    for _ in range(20):
        due_ms = node.next_due_ms()
        if due_ms is None or due_ms > node.now_ms():
            return
        node.step([Tick()])
    raise AssertionError("the node never falls quiet")


@pytest.mark.parametrize("restarted", [False, True])
def test_a_conflict_that_a_wrong_clock_ended_is_shown_again(
    skewed: tuple[Pair, Clock], restarted: bool
) -> None:
    """Amber's clock runs five hours ahead, and is set back: what is yet to come is not "over"."""
    pair, clock = skewed
    numbers = [pair.do(party, notice()) for party in ("amber", "cobalt")]
    pair.settle()
    assert len(pair.amber.state.open_conflicts(LINE)) == 1
    clock.now_ms = START_MS + 5 * HOUR_MS
    until_quiet(pair.amber)
    assert pair.amber.state.open_conflicts(LINE) == []
    clock.now_ms = START_MS
    if restarted:
        pair.amber = make_node("amber", clock, pair.amber.stored())
    assert pair.amber.next_due_ms() == START_MS
    until_quiet(pair.amber)
    (shown,) = pair.amber.state.open_conflicts(LINE)
    assert shown.found == pair.cobalt.state.open_conflicts(LINE)[0].found
    clock.now_ms = START_MS + 3 * HOUR_MS
    until_quiet(pair.amber)
    assert pair.amber.state.open_conflicts(LINE) == [], "it still ends when its time is over"
    assert all(isinstance(one, Done) for one in numbers)


def test_what_was_cancelled_meanwhile_is_not_shown_again(skewed: tuple[Pair, Clock]) -> None:
    """The conflict was taken for over, then one notice was cancelled: it stays ended."""
    pair, clock = skewed
    ours = pair.do("amber", notice())
    assert isinstance(ours, Done)
    assert ours.number is not None
    pair.do("cobalt", notice())
    pair.settle()
    clock.now_ms = START_MS + 5 * HOUR_MS
    until_quiet(pair.amber)
    assert isinstance(pair.do("amber", Cancel(ours.number)), Done)
    clock.now_ms = START_MS
    until_quiet(pair.amber)
    assert pair.amber.state.open_conflicts(LINE) == []


def test_a_flash_goes_on_sounding_when_the_clock_is_set_back(skewed: tuple[Pair, Clock]) -> None:
    """A repeat was set by a clock hours ahead; the unread FLASH is not silent until then."""
    pair, clock = skewed
    sent = pair.do("cobalt", Send("AMI", {"volume": area()}))
    assert isinstance(sent, Done)
    assert sent.number is not None
    pair.settle()
    clock.now_ms = START_MS + 3 * HOUR_MS
    until_quiet(pair.amber)
    clock.now_ms = START_MS + 1_000
    until_quiet(pair.amber)
    flash = pair.amber.state.message(LINE, sent.number)
    assert flash is not None
    sounded = flash.repeats
    clock.now_ms = START_MS + 62_000
    until_quiet(pair.amber)
    assert flash.repeats > sounded
