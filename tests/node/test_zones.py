"""Zones as two nodes show them to their officers."""

from __future__ import annotations

import pytest

from detente.core.line.commands import Answer, Send
from detente.core.values import Fields, Json
from detente.node.inputs import Done
from detente.node.node import Node
from detente.node.zones import zone_views
from detente.wire.zone_views import ZoneView
from tests.support.pair import LINE, Pair

HOUR_MS = 3_600_000


def volume(pair: Pair, from_h: int, to_h: int) -> Json:
    """A circle on the coast from so many hours from now."""
    now_ms = pair.clock.now_ms
    return {
        "outline": {
            "circle": {"lat_e7": -229_000_000, "lon_e7": 144_000_000, "radius_cm": 1_852_000}
        },
        "floor": None,
        "ceiling": {"cm": 609_600, "reference": "FL"},
        "start_ms": now_ms + from_h * HOUR_MS,
        "end_ms": now_ms + to_h * HOUR_MS,
    }


def only(node: Node) -> ZoneView:
    """The only zone that a node shows."""
    (zone,) = zone_views(node, LINE)
    return zone


def say(pair: Pair, party: str, command: Send | Answer) -> str:
    """Release something that must not be refused, and let the other side hear it."""
    done = pair.do(party, command)
    assert isinstance(done, Done), done
    pair.settle()
    assert done.number is not None
    return done.number


@pytest.fixture
def pair() -> Pair:
    """Two nodes on one channel; Amber proposes the zone Alpha for ten hours."""
    pair = Pair()
    fields: Fields = {
        "zone": "Alpha",
        "action": "propose",
        "rule": "no-entry",
        "volume": volume(pair, 1, 10),
    }
    say(pair, "amber", Send("NZO", fields))
    return pair


def test_both_nodes_show_the_same_zone(pair: Pair) -> None:
    """Proposed at both, then agreed at both, with who said what in which message."""
    assert only(pair.amber) == only(pair.cobalt)
    zone = only(pair.cobalt)
    assert (zone.state, zone.silent, zone.rule_words) == ("proposed", ("cobalt",), "nobody enters")
    assert zone.words.startswith("circle of 18.5 km (10.0 NM) around 22°54.0'S 014°24.0'E")
    answer = say(pair, "cobalt", Answer(zone.number, "AGREE"))
    assert only(pair.amber) == only(pair.cobalt)
    said = only(pair.amber).answers
    assert [(one.party, one.what, one.number) for one in said] == [("cobalt", "AGREE", answer)]
    assert only(pair.amber).state == "agreed"


def test_an_activation_is_shown_while_it_lasts(pair: Pair) -> None:
    """Agreed, activated for an hour: active only in that hour, on both screens."""
    say(pair, "cobalt", Answer(only(pair.cobalt).number, "AGREE"))
    fields: Fields = {"zone": "Alpha", "action": "activate", "volume": volume(pair, 2, 3)}
    say(pair, "cobalt", Send("NZO", fields))
    for later_h, state in ((0, "agreed"), (2, "active"), (1, "agreed")):
        pair.clock.now_ms += later_h * HOUR_MS
        assert [only(node).state for node in (pair.amber, pair.cobalt)] == [state, state]


def test_what_is_over_is_left_out_when_only_live_ones_are_asked_for(pair: Pair) -> None:
    """After its period the zone is shown with `--all` only."""
    pair.clock.now_ms += 11 * HOUR_MS
    assert only(pair.amber).state == "expired"
    assert zone_views(pair.amber, LINE, live_only=True) == []
