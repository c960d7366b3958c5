"""Rules, findings, counts and reviews as two nodes show them to their officers."""

from __future__ import annotations

from detente.core.agreements.tracks import Seen, judge_tracks
from detente.core.airspace.volume import Point
from detente.core.line.commands import Answer, Send
from detente.core.values import Fields, Json
from detente.node.inputs import Done
from detente.node.rule_views import (
    finding_view,
    finding_views,
    judged_views,
    ledger_view,
    review_view,
    rule_views,
)
from tests.support.pair import LINE, Pair

HOUR_MS = 3_600_000


def circle(pair: Pair, from_h: int, to_h: int) -> Json:
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


def say(pair: Pair, party: str, command: Send | Answer) -> str:
    """Release something that must not be refused, and let the other side hear it."""
    done = pair.do(party, command)
    assert isinstance(done, Done), done
    pair.settle()
    assert done.number is not None
    return done.number


def test_what_one_finds_the_other_finds_and_what_one_answers_the_other_sees() -> None:
    """A zone that both agreed on, a notice inside it, an answer, a count: alike at both nodes."""
    pair = Pair()
    zone: Fields = {"zone": "Alpha", "action": "propose", "rule": "no-entry"}
    proposal = say(pair, "amber", Send("NZO", {**zone, "volume": circle(pair, 1, 90)}))
    say(pair, "cobalt", Answer(proposal, "AGREE"))
    notice: Fields = {"activity": "combat", "number_band": "2-4", "volume": circle(pair, 2, 3)}
    number = say(pair, "cobalt", Send("NAA", notice))
    for node in (pair.amber, pair.cobalt):
        (rule,) = rule_views(node, LINE, live_only=True)
        assert (rule.agreement, rule.kind, rule.holds) == ("zone Alpha", "keep-out", True)
        assert rule.areas[0].startswith("circle of 18.5 km")
        (found,) = finding_views(node, LINE, open_only=True, limit=10)
        assert (found.subject, found.party, found.open) == (number, "cobalt", True)
        assert found.where
    name = found.finding
    say(pair, "cobalt", Send("FAN", {"finding": name, "answer": "no-record"}))
    now_ms = pair.clock.now_ms
    count: dict[str, Json] = {"what": "entries", "whose": "cobalt", "count": 1, "refs": name}
    period: Fields = {"from_ms": now_ms - HOUR_MS, "until_ms": now_ms + 5 * HOUR_MS}
    say(pair, "amber", Send("BRC", {**period, "source": "Amber", "counts": [count]}))
    for node in (pair.amber, pair.cobalt):
        assert finding_views(node, LINE, open_only=True, limit=10) == []
        one = finding_view(node, LINE, name)
        assert one is not None
        assert [said.answer for said in one.answers] == ["no-record"]
        counted = ledger_view(node, LINE, now_ms - HOUR_MS, now_ms + 5 * HOUR_MS)
        assert counted.columns == {"only amber": 1}
        figures = review_view(node, LINE, now_ms - HOUR_MS, now_ms + 5 * HOUR_MS)
        assert {one.party: one.findings for one in figures.parties} == {
            "amber": {},
            "cobalt": {"no-record": 1},
        }
    assert finding_view(pair.amber, LINE, "nothing/1/X") is None


def test_a_track_is_judged_here_and_put_on_no_record() -> None:
    """What a side's own sensors saw is found at its node; the other node knows nothing of it."""
    pair = Pair()
    zone: Fields = {"zone": "Alpha", "action": "propose", "rule": "notify"}
    proposal = say(pair, "amber", Send("NZO", {**zone, "volume": circle(pair, 1, 90)}))
    say(pair, "cobalt", Answer(proposal, "AGREE"))
    at_ms = pair.clock.now_ms + 2 * HOUR_MS
    seen = [Seen("T7", "cobalt", Point(-229_000_000, 144_000_000), at_ms)]
    (one,) = judged_views(pair.amber, LINE, judge_tracks(pair.amber.state, LINE, seen))
    assert (one.finding, one.kind) == (f"{proposal}/zone/track:T7", "notify-entry")
    say(pair, "cobalt", Send("FAN", {"finding": one.finding, "answer": "accept"}))
    (again,) = judged_views(pair.amber, LINE, judge_tracks(pair.amber.state, LINE, seen))
    assert [said.answer for said in again.answers] == ["accept"]
    assert finding_views(pair.cobalt, LINE, open_only=False, limit=10) == []
