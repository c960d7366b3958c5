"""Notices of several parts, that come again, or with heights above ground, on the line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.core.airspace.volume import Circle, Point
from detente.core.events import ConflictFound
from detente.core.line.commands import Answer, Correct, Read, ReadBack, Send
from detente.core.line.lead import Timing
from detente.core.line.words import line_words, text_words
from detente.core.values import Json
from tests.core.line.test_arrival import message
from tests.support.line import CHARTER, HOUR, LINE, PLACES, T0, Parties, circle, naa

DAY = 24 * HOUR
HILLS = replace(CHARTER, terrain_max_cm=120_000)


def low(**more: Json) -> dict[str, Json]:
    """A circle from the ground to 1500 ft above it."""
    return {**circle(), "floor": None, "ceiling": {"cm": 45_720, "reference": "AGL"}, **more}


def daily(times: int) -> dict[str, Json]:
    """A circle each day at the same hour."""
    start_ms = T0 + 2 * HOUR
    until_ms = start_ms + (times - 1) * DAY
    return {**circle(), "repeats": {"every_ms": DAY, "days": None, "until_ms": until_ms}}


def conflicts(line: Parties, party: str) -> list[ConflictFound]:
    """The conflicts that a party's node found."""
    return [event for event in line.heard[party] if isinstance(event, ConflictFound)]


def test_a_notice_of_two_parts_is_one_notice_with_one_conflict() -> None:
    """The second part meets the other side's notice; both sides name the same parts."""
    line = Parties()
    line.do("amber", Send("NAA", naa([circle(36.5), circle()])))
    line.do("cobalt", Send("NAA", naa()))
    (ours,), (theirs,) = conflicts(line, "amber"), conflicts(line, "cobalt")
    assert ours == theirs
    assert ours.parts == ((2, 1),)
    assert "Part 2 of AMBER-2026-0001 and part 1 of COBALT-2026-0001" in ours.why


def test_parts_are_said_in_the_list_in_full_and_read_back() -> None:
    """One line says how many more there are; the text and the read-back say each."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa([circle(36.5), daily(3)])))
    tracked = line.at(number, "cobalt")
    assert line_words(tracked).endswith("; and 1 more part")
    text = text_words(tracked, 120, PLACES)
    assert "part 1: circle of 10.0 km" in text
    assert "part 2: circle of 10.0 km" in text
    assert "again every day, 3 times in all" in text
    readback = line.do("cobalt", ReadBack(number))
    computed = line.at(readback, "amber").fields["computed"]
    assert isinstance(computed, dict)
    assert len(computed["parts"]) == 2
    assert line.states["amber"].readback_differences(LINE, line.at(number, "amber")) == ()


def test_lead_time_counts_to_the_first_start_of_all_parts() -> None:
    """A part in 20 minutes makes the notice short, whatever the others say."""
    line = Parties()
    soon = circle(start_ms=T0 + HOUR // 3, end_ms=T0 + HOUR)
    number = line.do("amber", Send("NAA", naa([circle(), soon])))
    line.do("cobalt", ReadBack(number))
    found = line.states["amber"].lead(LINE, line.at(number), "cobalt")
    assert found is not None
    assert found.timing is Timing.SHORT
    assert found.start_ms == T0 + HOUR // 3


def test_the_end_is_owed_after_the_last_time() -> None:
    """Three daily windows: END is due after the third, not after the first."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa(daily(3))))
    owed = {key.step: owed.first_ms for key, owed in line.states["amber"].owed(LINE, number)}
    assert owed["END"] > T0 + 3 * HOUR + 2 * DAY


def test_a_ceiling_above_unknown_ground_is_refused_when_sent() -> None:
    """The charter names no highest ground, so 1500 ft above it cannot be placed."""
    line = Parties()
    assert line.rules("amber", Send("NAA", naa(low()))) == ["agl-terrain"]
    assert line.rules("amber", Send("NAA", naa([circle(), low()]))) == ["agl-terrain"]
    number = line.do("amber", Send("NAA", naa()))
    assert line.rules("amber", Correct(number, {"volume": low()})) == ["agl-terrain"]


def test_a_ceiling_above_known_ground_counts_from_the_highest() -> None:
    """Over hills of 1200 m it reaches 1657 m above sea level: FL100 less its margin is near."""
    line = Parties(charter=HILLS)
    number = line.do("amber", Send("NAA", naa(low())))
    assert "457 m (1500 ft) above the ground" in text_words(line.at(number, "cobalt"))
    assert not line.at(number, "cobalt").problems
    high: Json = {**circle(), "floor": {"cm": 300_000, "reference": "AMSL"}}
    line.do("cobalt", Send("NAA", naa(high)))
    assert conflicts(line, "cobalt") == []
    near: Json = {**circle(), "floor": {"cm": 220_000, "reference": "AMSL"}}
    line.do("cobalt", Send("NAA", naa(near)))
    assert len(conflicts(line, "cobalt")) == 1


def test_what_a_peer_sends_above_unknown_ground_counts_as_open() -> None:
    """Its node should have refused it; ours says so, and never shows the sky above as clear."""
    line = Parties()
    forged = replace(message("COBALT-2026-0001", "NAA"), fields=naa(low()))
    line.forge("cobalt", forged)
    assert "agl-terrain" in [one.rule for one in line.at(forged.number, "amber").problems]
    line.do("amber", Send("NAA", naa({**circle(), "ceiling": None})))
    assert len(conflicts(line, "amber")) == 1


@pytest.mark.parametrize(
    ("volume", "field"),
    [
        ([circle(), circle(40.0)], "fields.volume[1].outline"),
        ([circle(), circle(end_ms=T0 + 900 * HOUR)], "fields.volume[1].end_ms"),
        (
            {
                **circle(),
                "repeats": {"every_ms": 14 * DAY, "days": None, "until_ms": T0 + 200 * DAY},
            },
            "fields.volume.repeats.until_ms",
        ),
    ],
)
def test_each_part_is_questioned_where_it_stands(volume: Json, field: str) -> None:
    """A part outside the channel's area, one that lasts too long, a last time too far ahead."""
    area = Circle(Point(355_000_000, 357_000_000), 20_000_000)
    line = Parties(charter=replace(CHARTER, area=area))
    decision = line.try_("amber", Send("NAA", naa(volume)))
    assert isinstance(decision, tuple)
    assert [one.field for one in decision] == [field]


def test_a_read_back_of_other_parts_is_never_confirmed_by_mistake() -> None:
    """A peer whose node reads one part less, or another time, is named with what differs."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa([circle(36.5), daily(3)])))
    readback = line.do("cobalt", ReadBack(number))
    told = line.at(readback, "amber").fields["computed"]
    assert isinstance(told, dict)
    for computed, said in (
        ({**told, "parts": told["parts"][:1]}, "parts: read back as 1, here there are 2"),
        (
            {**told, "parts": [told["parts"][0], {**told["parts"][1], "every_ms": HOUR}]},
            "part 2, every: read back as every 3600000 ms, here it is every 86400000 ms",
        ),
        ({"parts": 7}, "parts: read back as 1, here there are 2"),
    ):
        forged = replace(
            message("COBALT-2026-0002", "RBK"), ref=number, fields={"computed": computed}
        )
        other = Parties()
        again = other.do("amber", Send("NAA", naa([circle(36.5), daily(3)])))
        assert again == number
        other.forge("cobalt", replace(forged, number="COBALT-2026-0001"))
        found = other.states["amber"].readback_differences(LINE, other.at(number, "amber"))
        assert f"cobalt: {said}" in found


def test_a_notice_of_parts_is_answered_like_any_other() -> None:
    """READ and an answer, as for one part."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa([circle(), daily(2)])))
    line.do("cobalt", Read(number))
    line.do("cobalt", Answer(number, "WILCO"))
    assert [act.step for act in line.at(number, "amber").acts]
