"""An article that is only narrower than another of its text goes before it."""

from __future__ import annotations

import pytest

from detente.core.agreements.found import findings
from detente.core.agreements.tracks import Seen, judge_tracks
from detente.core.airspace.volume import Point
from detente.core.line.commands import Send
from detente.core.values import Json
from tests.support.agreements import act, signed
from tests.support.line import HOUR, LINE, MINUTE, Parties, circle, naa, nwa

EVERYWHEN = {"start_ms": None, "end_ms": None}
AROUND: dict[str, Json] = {**circle(radius_km=50), **EVERYWHEN, "floor": None, "ceiling": None}
AWAY: dict[str, Json] = {**circle(36.5), **EVERYWHEN}
LONG: dict[str, Json] = {"article": "1", "rule": "lead-time", "minutes": 600}
SHORT: dict[str, Json] = {"article": "2", "rule": "lead-time", "minutes": 5}


def articles(line: Parties) -> list[tuple[str, str]]:
    """Party and article of what is found, which must be the same at every member."""
    sides = [findings(state, LINE, line.now_ms) for state in line.states.values()]
    assert all(one == sides[0] for one in sides)
    return sorted((one.party, one.rule.article) for one in sides[0])


@pytest.mark.parametrize(
    ("narrower", "found"),
    [
        ({"formats": ["NWA"]}, []),
        ({"volume": AROUND}, []),
        ({"party": "Cobalt"}, [("amber", "1")]),
        ({"formats": ["NAA"]}, [("amber", "1"), ("cobalt", "1")]),
        ({"volume": AWAY}, [("amber", "1"), ("cobalt", "1")]),
    ],
)
def test_the_exception_judges_and_the_rule_does_not(
    narrower: dict[str, Json], found: list[tuple[str, str]]
) -> None:
    """Two warnings half an hour ahead: enough by the exception, where it applies."""
    line = Parties()
    signed(line, LONG, {**SHORT, **narrower})
    for party in ("amber", "cobalt"):
        start = line.now_ms + 30 * MINUTE
        line.do(party, Send("NWA", nwa(circle(start_ms=start, end_ms=start + HOUR))))
    assert articles(line) == found


def test_while_the_exception_is_suspended_the_rule_holds() -> None:
    """Suspending the shorter time does not leave a hole."""
    line = Parties()
    text = signed(line, LONG, {**SHORT, "formats": ["NWA"]}, suspension="any")
    act(line, "cobalt", text, "suspend", articles="2")
    line.do("amber", Send("NWA", nwa()))
    assert articles(line) == [("amber", "1")]


def test_an_exception_of_another_text_excepts_nothing() -> None:
    """Only who wrote the rule can make an exception to it; two texts stand side by side."""
    line = Parties()
    signed(line, LONG)
    signed(line, {**SHORT, "formats": ["NWA"]}, agreement="Other")
    line.do("amber", Send("NWA", nwa()))
    assert articles(line) == [("amber", "1")]


def test_transports_may_come_nearer_than_all_others() -> None:
    """Ten kilometres, and one for unarmed transport; an aircraft of unknown class keeps ten."""
    line = Parties()
    far: dict[str, Json] = {"article": "1", "rule": "buffer", "distance_m": 10_000}
    near: dict[str, Json] = {**far, "article": "2", "distance_m": 1_000, "activity": "transport"}
    signed(line, far, near)
    places = ((0, "transport"), (500_000, "transport"), (-500_000, ""))
    seen = [
        Seen(
            f"T{at}",
            "amber" if at else "cobalt",
            Point(355_000_000 + north, 357_000_000),
            line.now_ms + at * 1_000,
            activity,
        )
        for at, (north, activity) in enumerate(places)
    ]
    found = judge_tracks(line.states["amber"], LINE, seen)
    assert [(one.rule.article, one.subject) for one in found] == [("1", "track:T2")]


def test_two_aircraft_are_not_judged_by_what_did_not_hold_yet() -> None:
    """Near each other a minute before the last signature, and after it: only that is found."""
    line = Parties()
    signed(line, {"article": "1", "rule": "buffer", "distance_m": 10_000})
    for at_ms, found in ((line.now_ms - MINUTE, 0), (line.now_ms + MINUTE, 1)):
        seen = [
            Seen(party, party, Point(355_000_000, 357_000_000), at_ms + at)
            for at, party in enumerate(("amber", "cobalt"))
        ]
        assert len(judge_tracks(line.states["cobalt"], LINE, seen)) == found


def test_line_checks_of_one_party_by_an_article_of_its_own() -> None:
    """A small post checks every six hours where all others check every hour."""
    line = Parties()
    each: dict[str, Json] = {"article": "1", "rule": "line-check", "minutes": 60}
    signed(line, each, {**each, "article": "2", "minutes": 360, "party": "Cobalt"})
    line.now_ms += 3 * HOUR
    assert articles(line) == [("amber", "1")]


def test_an_announcement_of_the_excepted_class_is_judged_by_its_own_article() -> None:
    """A class that is named goes by its article; a fighter goes by the rule for all."""
    line = Parties()
    signed(line, LONG, {**SHORT, "activity": "transport"})
    for activity in ("transport", "combat"):
        line.do("amber", Send("NAA", naa(activity=activity)))
    assert articles(line) == [("amber", "1")]
