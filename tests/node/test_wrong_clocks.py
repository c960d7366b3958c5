"""A clock that is off is said aloud on both sides, and stops no FLASH until the date is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.core.line.commands import Send
from detente.core.line.message import Precedence
from detente.node import views
from detente.node.clocks import (
    CLOCK_NOTICED_MS,
    CLOCK_OFF_MAX_MS,
    CLOCK_WRONG_MS,
    Accord,
    accord,
    clock_lines,
    cosigned_bounds,
    narrowed,
    ours_is_wrong,
)
from detente.node.inputs import Done
from detente.wire.peer import RefusedFrame
from tests.support.pair import LINE, START_MS, Clock, Pair, join, make_node

if TYPE_CHECKING:
    from detente.core.values import Json
    from detente.wire.native import StreamItem

HOUR_MS = 3_600_000


def apart(off_ms: int) -> Pair:
    """Amber and Cobalt, whose clock runs ahead of Amber's by so much."""
    pair = Pair()
    pair.cobalt = make_node("cobalt", lambda: pair.clock.now_ms + off_ms)
    pair.amber = make_node("amber", pair.clock)
    join(pair.amber, pair.cobalt)
    pair.links = {}
    return pair


@pytest.mark.parametrize("off_ms", [14 * HOUR_MS, -12 * HOUR_MS, 20 * HOUR_MS - 1_000])
def test_a_flash_gets_through_a_mistaken_time_zone(off_ms: int) -> None:
    """Hours off, the warning is delivered and cosigned; status names the clock on both sides."""
    pair = apart(off_ms)
    pair.connect()
    point: Json = {"lat_e7": 345_000_000, "lon_e7": 352_000_000}
    for party in ("cobalt", "amber"):
        done = pair.do(party, Send("AEN", {"situation": "nearing", "point": point}))
        assert isinstance(done, Done), done
        pair.settle()
        other = pair.amber if party == "cobalt" else pair.cobalt
        held = other.state.message(LINE, str(done.number))
        assert held is not None
        assert held.message.precedence is Precedence.FLASH
    assert pair.amber.state.evidence == pair.cobalt.state.evidence == []
    for node in (pair.amber, pair.cobalt):
        assert any("set both clocks to UTC" in one for one in views.status(node).notices)
        assert node.wrong_clocks()


@pytest.mark.parametrize("off_ms", [24 * HOUR_MS, -24 * HOUR_MS])
def test_a_wrong_date_stops_the_greeting_and_says_so(off_ms: int) -> None:
    """A day off: refused with what to do, and the clock is an alarm all the same."""
    pair = apart(off_ms)
    pair.connect()
    link = pair.amber.links["cobalt"]
    assert link.link == "refused"
    assert "24 h 0 min" in link.why
    assert pair.amber.wrong_clocks() == (("cobalt", START_MS),)
    answer = pair.links["cobalt"][1].welcome(pair.links["cobalt"][0].hello())
    assert isinstance(answer, RefusedFrame)
    assert answer.reason == "clock"


def test_a_clock_that_runs_off_while_the_link_stands_is_noticed() -> None:
    """No new greeting: cosignatures and entries tell of it; and when it is set, of that too."""
    pair = Pair()
    ahead = Clock(START_MS)
    pair.cobalt = make_node("cobalt", ahead)
    pair.amber = make_node("amber", pair.clock)
    join(pair.amber, pair.cobalt)
    pair.links = {}
    pair.connect()
    told: list[StreamItem] = []
    pair.amber.listen(told.append)
    ahead.now_ms += 5 * 60_000
    pair.do("amber", Send("LCK"))
    pair.settle()
    assert accord(pair.amber.links["cobalt"].skew_ms) is Accord.WRONG
    assert [one.party for one in told if one.type == "clock"] == ["cobalt"]
    ahead.now_ms = pair.clock.now_ms = pair.clock.now_ms + 10 * 60_000
    pair.do("amber", Send("LCK"))
    pair.settle()
    assert accord(pair.amber.links["cobalt"].skew_ms) is Accord.GOOD
    assert pair.amber.wrong_clocks() == ()


def test_the_odd_one_out_is_named() -> None:
    """One peer differs: it is named. All differ the same way: it is ours."""
    assert clock_lines({"cobalt": 100, "meridian": -300}) == []
    (line,) = clock_lines({"cobalt": 90_000, "meridian": 0})
    assert line.startswith("clock of cobalt is 1 min ahead of ours")
    (line,) = clock_lines({"cobalt": 7_300_000, "meridian": 7_200_000})
    assert line.startswith("OUR clock is 2 h 0 min or more behind")
    assert not ours_is_wrong({"cobalt": 90_000})
    (line,) = clock_lines({"cobalt": -3_500})
    assert "3.5 s behind" in line


def test_the_thresholds_are_in_order() -> None:
    """Noticed before wrong, wrong before refused; bounds narrow towards what was thought."""
    assert CLOCK_NOTICED_MS < CLOCK_WRONG_MS < CLOCK_OFF_MAX_MS
    assert [accord(ms) for ms in (None, 2_000, -2_001, 60_001)] == [
        Accord.GOOD,
        Accord.GOOD,
        Accord.NOTICED,
        Accord.WRONG,
    ]
    assert narrowed(None, -5, None) is None
    assert narrowed(None, -5, 5) == 0
    assert narrowed(7, -5, 5) == 5
    assert narrowed(-7, -5, None) == -5
    assert cosigned_bounds(10, None, 5) is None
    assert cosigned_bounds(10, 9_000, 9_500) == (500, 2_000)
    assert cosigned_bounds(10, 9_000, 8_000) is None
