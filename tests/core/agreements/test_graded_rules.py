"""Rules about what is told coarse first, and about how far a warning has to go."""

from __future__ import annotations

from detente.core.agreements.finding import Finding
from detente.core.agreements.found import findings
from detente.core.agreements.tracks import Seen, judge_tracks
from detente.core.airspace.volume import Point
from detente.core.line.commands import Disseminate, Read, ReadBack, Seal, Send, Unseal
from detente.core.values import Json
from tests.support.agreements import signed
from tests.support.line import HOUR, LINE, MINUTE, T0, Parties, circle, naa, nwa

SALT = "c2FsdHNhbHRzYWx0c2FsdA=="
WIDE = circle(radius_km=100, start_ms=T0 + HOUR, end_ms=T0 + 4 * HOUR)
TOLD: dict[str, Json] = {
    "article": "1",
    "rule": "deadline",
    "step": "DISSEMINATED",
    "minutes": 20,
    "formats": ["NWA", "NAA"],
}


def found(line: Parties) -> tuple[Finding, ...]:
    """What is found on the line, which must be the same at every member."""
    sides = [findings(state, LINE, line.now_ms) for state in line.states.values()]
    assert all(one == sides[0] for one in sides)
    return sides[0]


def test_a_warning_is_told_to_the_crews_in_the_time_that_was_agreed() -> None:
    """Read is not told: the level of the crews counts, once it is said; a repeat takes nothing."""
    line = Parties()
    signed(line, TOLD)
    number = line.do("cobalt", Send("NWA", nwa()))
    line.do("amber", Read(number))
    line.do("amber", Disseminate(number, "unit"))
    line.now_ms += 21 * MINUTE
    (late,) = found(line)
    assert (late.party, late.subject, late.measured) == ("amber", number, None)
    line.do("amber", Disseminate(number, "crew"))
    (late,) = found(line)
    assert late.measured == 21
    good = line.do("cobalt", Send("NWA", nwa()))
    line.now_ms += 5 * MINUTE
    line.do("amber", Disseminate(good, "crew", unit="1st"))
    line.now_ms += 30 * MINUTE
    line.do("amber", Disseminate(good, "crew"))
    assert [one.subject for one in found(line)] == [number]


def test_a_crew_that_turns_out_not_to_know_is_found() -> None:
    """What was said to have reached it, and then not to, has not come."""
    line = Parties()
    signed(line, TOLD)
    number = line.do("cobalt", Send("NWA", nwa()))
    line.do("amber", Disseminate(number, "crew"))
    line.now_ms += 5 * MINUTE
    assert found(line) == ()
    line.do("amber", Disseminate(number, "crew", basis="not-reached"))
    line.now_ms += 30 * MINUTE
    (one,) = found(line)
    assert "DISSEMINATED of amber" in one.words
    assert "has not come" in one.words


def test_a_sealed_announcement_is_judged_only_by_an_article_that_names_it() -> None:
    """An hour for what is coarse, five minutes for what is exact: each by its own article."""
    line = Parties()
    coarse: dict[str, Json] = {
        "article": "1",
        "rule": "lead-time",
        "minutes": 90,
        "formats": ["GDC"],
    }
    exact: dict[str, Json] = {"article": "2", "rule": "lead-time", "minutes": 5}
    size: dict[str, Json] = {
        "article": "3",
        "rule": "precision",
        "distance_m": 50_000,
        "formats": ["GDC"],
    }
    signed(line, coarse, exact, size)
    number = line.do("amber", Seal(Send("NWA", nwa()), WIDE, T0 + HOUR, SALT))
    line.do("cobalt", Read(number))
    assert sorted(one.rule.article for one in found(line)) == ["1", "3"]
    line.now_ms = T0 + HOUR - MINUTE
    notice = line.do("amber", Unseal(number))
    line.do("cobalt", Read(notice))
    line.do("cobalt", ReadBack(notice))
    line.now_ms = T0 + 5 * HOUR
    assert [(one.rule.article, one.subject) for one in found(line)] == [("1", number)]


def test_whether_a_coarse_announcement_is_a_notice_is_for_the_agreement_to_say() -> None:
    """Under one article a flight in the coarse area was notified, under the other it was not."""
    line = Parties()
    duty: dict[str, Json] = {"article": "1", "rule": "notice-duty", "formats": ["NAA"]}
    either: dict[str, Json] = {"article": "2", "rule": "notice-duty", "formats": ["NAA", "GDC"]}
    signed(line, duty, either)
    line.do("amber", Seal(Send("NAA", naa()), WIDE, T0 + 2 * HOUR, SALT))
    seen = Seen("T1", "amber", Point(355_000_000, 357_000_000), T0 + 2 * HOUR)
    judged = judge_tracks(line.states["cobalt"], LINE, [seen])
    assert [one.rule.article for one in judged] == ["1"]
