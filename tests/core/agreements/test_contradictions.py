"""Articles that cannot both hold are named before anybody signs them."""

from __future__ import annotations

import pytest

from detente.core.line.commands import Send
from detente.core.values import Json
from tests.support.agreements import area, lead, signed, text
from tests.support.line import HOUR, T0, Parties, circle


def rules(*articles: Json, **more: Json) -> list[str]:
    """The rules by which a proposed text is questioned, on a new line."""
    return Parties().rules("amber", Send("AGR", text(*articles, **more)))


def box(south: float, west: float, north: float, east: float) -> dict[str, Json]:
    """A volume whose outline is a polygon of four corners, degrees."""
    corners = [(south, west), (south, east), (north, east), (north, west)]
    points = [[round(lat * 10**7), round(lon * 10**7)] for lat, lon in corners]
    return {**circle(), "outline": {"polygon": points}}


def test_two_lead_times_for_one_case_contradict() -> None:
    """Fifteen and thirty minutes for the same warning: both articles are named."""
    line = Parties()
    found = line.try_("amber", Send("AGR", text(lead("1"), lead("2", 30))))
    assert isinstance(found, tuple)
    (problem,) = found
    assert problem.rule == "articles-contradict"
    assert problem.override
    for part in ("article 1", "article 2", "15", "30"):
        assert part in problem.reason


@pytest.mark.parametrize(
    "other",
    [
        lead("2", 30, formats=["NAA"]),
        lead("2", 30, activity="uas"),
        lead("2", 30, party="Cobalt"),
        lead("2", 30, volume=circle()),
        lead("2", 15),
    ],
    ids=["other format", "one class only", "another party", "one place only", "the same value"],
)
def test_a_narrower_or_another_case_is_no_contradiction(other: dict[str, Json]) -> None:
    """An exception, or a rule for somebody else, stands beside the general one."""
    assert rules(lead("1", party="Amber" if "party" in other else None), other) == []


def test_a_keep_out_area_in_a_corridor_that_must_be_used() -> None:
    """Nobody can stay in the corridor and out of the area; far from it both hold."""
    corridor = area("1", "keep-in", circle(-22.9, 14.4, 40))
    shut = area("2", "keep-out", circle(-22.9, 14.6, 5))
    far = area("2", "keep-out", circle(-26.0, 14.6, 5))
    assert rules(corridor, shut) == ["articles-contradict"]
    assert rules(corridor, far) == []
    assert rules(corridor, {**shut, "party": "Amber", "volume": far["volume"]}) == []


def test_an_area_for_one_side_does_not_shut_the_other_sides_corridor() -> None:
    """Whom neither article binds at once can keep both."""
    corridor = area("1", "keep-in", circle(-22.9, 14.4, 40), party="Amber")
    shut = area("2", "keep-out", circle(-22.9, 14.6, 5), except_party="amber")
    assert rules(corridor, shut) == []


def test_two_corridors_with_no_way_between_them() -> None:
    """Who must stay in both at the same time cannot; at different times it can."""
    one = area("1", "keep-in", circle(-22.9, 14.4, 10))
    there = circle(-26.0, 14.4, 10)
    later = circle(-26.0, 14.4, 10, start_ms=T0 + 5 * HOUR, end_ms=T0 + 6 * HOUR)
    assert rules(one, area("2", "keep-in", there)) == ["articles-contradict"]
    assert rules(one, area("2", "keep-in", later)) == []


def test_an_overlap_across_the_antimeridian_is_found() -> None:
    """A corridor from 179 east to 179 west, and an area just beyond the seam."""
    corridor = area("1", "keep-in", box(-10, 179, -9, -179))
    shut = area("2", "keep-out", circle(-9.5, -179.5, 5))
    clear = area("2", "keep-out", circle(-9.5, 178.0, 5))
    assert rules(corridor, shut) == ["articles-contradict"]
    assert rules(corridor, clear) == []


def test_an_overlap_over_the_pole_is_found() -> None:
    """Two circles that meet on the other side of the pole, half the world apart in longitude."""
    corridor = area("1", "keep-in", circle(89.5, 0.0, 100))
    shut = area("2", "keep-out", circle(89.7, 180.0, 5))
    assert rules(corridor, shut) == ["articles-contradict"]
    assert rules(corridor, area("2", "keep-out", circle(85.0, 180.0, 5))) == []


def test_a_text_that_contradicts_one_in_force_names_it() -> None:
    """Another agreement of the line is named with its number; the text it replaces is not."""
    line = Parties()
    number = signed(line)
    newer = text(lead("4", 30), agreement="Other")
    found = line.try_("cobalt", Send("AGR", newer))
    assert isinstance(found, tuple)
    assert [problem.rule for problem in found] == ["articles-contradict"]
    assert f"article 1 of {number}" in found[0].reason
    assert line.rules("cobalt", Send("AGR", {**newer, "replaces": number})) == []


def test_an_article_that_lacks_its_value_is_named() -> None:
    """A lead time without minutes, an area without a place, two of one number, a stranger."""
    assert rules({"article": "1", "rule": "lead-time"}) == ["article-incomplete"]
    assert rules({"article": "1", "rule": "keep-out"}) == ["article-incomplete"]
    assert rules({"article": "1", "rule": "words", "words": "in good faith"}) == []
    assert rules(lead("1"), lead("1", formats=["NAA"])) == ["article-twice"]
    assert rules(lead("1", except_party="Jade")) == ["article-stranger"]
    assert rules({"article": "1", "rule": "keep-out", "zone": "Alpha"}) == ["zone-unknown"]


def test_a_zone_is_compared_where_it_lies() -> None:
    """An article that only names a zone has the area that the zone was proposed with."""
    line = Parties()
    zone: dict[str, Json] = {
        "zone": "Alpha",
        "action": "propose",
        "rule": "no-entry",
        "volume": circle(-22.9, 14.6, 5),
    }
    line.do("amber", Send("NZO", zone))
    corridor = area("1", "keep-in", circle(-22.9, 14.4, 40))
    shut = {"article": "2", "rule": "keep-out", "zone": "alpha "}
    assert line.rules("amber", Send("AGR", text(corridor, shut))) == ["articles-contradict"]


def test_times_and_editions_that_cannot_be_meant() -> None:
    """An end before the start, a review after the end, an edition that is there already."""
    assert rules(from_ms=T0 + HOUR, until_ms=T0) == ["ends-before-start"]
    assert rules(until_ms=T0 + HOUR, review_ms=T0 + 2 * HOUR) == ["review-after-end"]
    assert rules(renews_days=30) == ["renews-without-end"]
    line = Parties()
    number = signed(line)
    assert line.rules("amber", Send("AGR", text())) == ["edition-twice"]
    assert line.rules("amber", Send("AGR", text(edition=2))) == ["stands-beside"]
    assert line.rules("amber", Send("AGR", text(edition=2, replaces=number))) == []
    assert line.rules("amber", Send("AGR", text(edition=3, contact="AMBER-2026-0900"))) == [
        "stands-beside",
        "contact-unknown",
    ]
