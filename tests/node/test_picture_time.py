"""The picture at any instant, as this node knew it then; and what was told of what moves."""

from __future__ import annotations

from typing import Any

import pytest

from detente.core.line.commands import Cancel, Correct, End, Send
from detente.core.values import Json
from detente.node.picture_time import picture_time
from detente.node.told_tracks import case_tracks, tracks
from detente.wire.picture_views import PictureSpan, TrackView
from tests.node.test_node import activity
from tests.support.pair import LINE, START_MS, Pair

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


@pytest.fixture
def pair() -> Pair:
    """Amber and Cobalt, joined and quiet."""
    made = Pair()
    made.settle()
    return made


def sent(pair: Pair, party: str, command: Any) -> str:
    """The number of what a party released; the other side holds it a minute later."""
    outcome: Any = pair.do(party, command)
    assert outcome.number, outcome
    pair.clock.now_ms += MINUTE_MS
    pair.settle()
    return str(outcome.number)


def spans(pair: Pair, from_ms: int = START_MS) -> dict[str, PictureSpan]:
    """What Cobalt shows over time, by number."""
    found = picture_time(pair.cobalt, LINE, from_ms)
    return {one.item.number: one for one in found.spans}


def known_at(pair: Pair, at_ms: int) -> set[str]:
    """What Cobalt's screen would show as known at an instant, by the rule of the answer."""
    return {
        number
        for number, one in spans(pair).items()
        if one.known_from_ms <= at_ms and (one.known_until_ms is None or at_ms < one.known_until_ms)
    }


def test_a_cancelled_notice_is_shown_as_it_was_known(pair: Pair) -> None:
    """Cobalt saw it from when it came until the cancellation came, whatever Amber meant by then."""
    number = sent(pair, "amber", activity())
    came_ms = pair.clock.now_ms
    pair.clock.now_ms += 10 * MINUTE_MS
    cancelled = sent(pair, "amber", Cancel(number))
    gone_ms = pair.clock.now_ms
    one = spans(pair)[number]
    assert (one.known_from_ms, one.known_until_ms) == (came_ms, gone_ms)
    assert (one.gone, one.gone_by) == ("cancelled", cancelled)
    assert known_at(pair, came_ms - 1) == set()
    assert known_at(pair, gone_ms - 1) == {number}
    assert known_at(pair, gone_ms) == set()


def test_what_stands_is_shown_for_the_time_ahead(pair: Pair) -> None:
    """Of an instant to come there is what stands now, with its own windows."""
    number = sent(pair, "amber", activity())
    one = spans(pair)[number]
    assert (one.known_until_ms, one.gone, one.gone_by) == (None, "", None)
    assert (one.starts_ms, one.ends_ms) == (START_MS + 2 * HOUR_MS, START_MS + 3 * HOUR_MS)
    assert known_at(pair, START_MS + DAY_MS) == {number}


def test_a_corrected_notice_gives_way_to_its_correction(pair: Pair) -> None:
    """At every instant one of the two is known, never both and never neither."""
    number = sent(pair, "amber", activity())
    moved: Any = activity(lat_e7=346_000_000).fields["volume"]
    pair.clock.now_ms += 5 * MINUTE_MS
    correction = sent(pair, "amber", Correct(number, {"volume": moved}))
    changed_ms = pair.clock.now_ms
    assert known_at(pair, changed_ms - 1) == {number}
    assert known_at(pair, changed_ms) == {correction}
    assert spans(pair)[number].gone == "superseded"


def test_an_activity_that_ended_early_is_known_until_that_came(pair: Pair) -> None:
    """The end is believed when it is held here, not when it was said."""
    number = sent(pair, "amber", activity())
    pair.clock.now_ms = START_MS + 2 * HOUR_MS + 10 * MINUTE_MS
    ended = sent(pair, "amber", End(number))
    one = spans(pair)[number]
    assert (one.gone, one.gone_by, one.known_until_ms) == ("ended", ended, pair.clock.now_ms)


def test_what_was_over_before_the_asked_time_is_left_out(pair: Pair) -> None:
    """A week later nobody's screen is full of what flew then; the asked time decides."""
    kept = sent(pair, "amber", activity())
    cancelled = sent(pair, "amber", activity(lat_e7=346_000_000))
    sent(pair, "amber", Cancel(cancelled))
    assert set(spans(pair)) == {kept, cancelled}
    pair.clock.now_ms = START_MS + 7 * DAY_MS
    assert spans(pair, START_MS + 6 * DAY_MS) == {}
    assert set(spans(pair, START_MS + 2 * HOUR_MS)) == {kept}


def test_packing_changes_nothing_of_the_past(pair: Pair) -> None:
    """A settled notice is packed away; the slider shows it all the same."""
    number = sent(pair, "cobalt", activity())
    sent(pair, "cobalt", Cancel(number))
    before = spans(pair)
    pair.cobalt.state.pack()
    assert spans(pair) == before
    assert number in before


def test_a_conflict_is_known_from_when_it_was_found(pair: Pair) -> None:
    """Found when the second notice came, over when it was taken back: both by this node's clock."""
    sent(pair, "amber", activity())
    theirs = sent(pair, "cobalt", activity())
    found_ms = pair.clock.now_ms - MINUTE_MS
    pair.clock.now_ms += 5 * MINUTE_MS
    ended_ms = pair.clock.now_ms
    sent(pair, "cobalt", Cancel(theirs))
    [one] = picture_time(pair.cobalt, LINE, START_MS).conflicts
    assert (one.found_at_ms, one.ended_at_ms, one.ended_reason) == (
        found_ms,
        ended_ms,
        "cancelled",
    )
    assert picture_time(pair.cobalt, LINE, ended_ms + 1).conflicts == ()


# ------------------------------------------------------------------ what moves


def at(minutes: int, lat_e7: int = 345_000_000) -> dict[str, Json]:
    """A position so many minutes before the start."""
    return {"lat_e7": lat_e7, "lon_e7": 352_000_000, "at_ms": START_MS - minutes * MINUTE_MS}


def question(**more: Json) -> Send:
    """Is this yours? An unknown aircraft, with its last three positions unless told otherwise."""
    fields: dict[str, Json] = {
        "point": {"lat_e7": 345_200_000, "lon_e7": 352_000_000},
        "seen_ms": START_MS,
        "code": "7421",
        "height": {"cm": 300_000, "reference": "AMSL"},
        "heading_deg": 10,
        "track": [at(4), at(2, 345_100_000), at(0, 345_200_000)],
    }
    return Send("QID", {**fields, **more})


def told(pair: Pair) -> dict[tuple[str, str], TrackView]:
    """What Cobalt shows of what moves, by message and field."""
    return {(one.number, one.field): one for one in tracks(pair.cobalt, LINE, START_MS).tracks}


def test_a_track_has_the_told_positions_and_no_other(pair: Pair) -> None:
    """Three positions were told: three are shown, each with its time, and how old the newest is."""
    number = sent(pair, "amber", question())
    pair.clock.now_ms += 9 * MINUTE_MS
    one = told(pair)[number, "track"]
    assert [(p.lat_e7, p.at_ms) for p in one.points] == [
        (345_000_000, START_MS - 4 * MINUTE_MS),
        (345_100_000, START_MS - 2 * MINUTE_MS),
        (345_200_000, START_MS),
    ]
    assert (one.kind, one.party, one.whose, one.label) == ("seen", "amber", "", "7421")
    assert one.age_ms == 10 * MINUTE_MS == pair.clock.now_ms - (one.newest_ms or 0)
    assert one.height == {"cm": 300_000, "reference": "AMSL"}


def test_a_single_position_stays_single(pair: Pair) -> None:
    """Without a track there is the one place at the one time; speed and heading move nothing."""
    number = sent(pair, "amber", question(track=None, speed_kt=420))
    assert list(told(pair)) == [(number, "point")]
    [only] = told(pair)[number, "point"].points
    assert (only.lat_e7, only.at_ms) == (345_200_000, START_MS)


def test_both_aircraft_of_a_collision_warning_are_told_apart(pair: Pair) -> None:
    """Two tracks by their names; where they would meet is a forecast, and no position."""
    fields: dict[str, Json] = {
        "point": {"lat_e7": 345_500_000, "lon_e7": 352_000_000},
        "closest_ms": START_MS + 3 * MINUTE_MS,
        "first": "HAWK 1",
        "second": "unknown 2",
        "first_track": [at(1), at(0)],
        "second_track": [at(2)],
    }
    number = sent(pair, "amber", Send("ACL", fields))
    found = told(pair)
    assert {(one.field, one.label, len(one.points)) for one in found.values()} == {
        ("first_track", "HAWK 1", 2),
        ("second_track", "unknown 2", 1),
    }
    assert {key[0] for key in found} == {number}


def test_own_aircraft_are_said_to_be_the_tellers(pair: Pair) -> None:
    """Who says that one of its own has strayed says whose it is; who asks does not."""
    point: Json = {"lat_e7": 345_200_000, "lon_e7": 352_000_000}
    strayed = {"reason": "navigation", "point": point, "seen_ms": START_MS, "call_sign": "HAWK 2"}
    number = sent(pair, "amber", Send("AOW", strayed))
    one = told(pair)[number, "point"]
    assert (one.whose, one.label) == ("amber", "HAWK 2")


def test_a_track_that_was_taken_back_stands_no_more(pair: Pair) -> None:
    """The question was cancelled: its positions were told all the same, and are marked."""
    number = sent(pair, "amber", question())
    sent(pair, "amber", Cancel(number))
    assert not told(pair)[number, "track"].stands


def test_a_case_has_the_tracks_and_both_sides_places(pair: Pair) -> None:
    """What was asked before the incident and where each side says that it happened, apart."""
    asked = sent(pair, "amber", question())
    report: dict[str, Json] = {
        "types": ["NMS"],
        "happened_ms": START_MS,
        "point": {"lat_e7": 345_300_000, "lon_e7": 352_000_000},
        "margin_m": 500,
    }
    opened = sent(pair, "amber", Send("INR", report))
    theirs = {**report, "point": {"lat_e7": 345_400_000, "lon_e7": 352_000_000}, "case": opened}
    answer = sent(pair, "cobalt", Send("INS", {**theirs, "margin_m": 2_000}))
    found = case_tracks(pair.cobalt, LINE, opened)
    assert found is not None
    assert {(one.kind, one.party, one.number, one.margin_m) for one in found.tracks} == {
        ("seen", "amber", asked, None),
        ("case", "amber", opened, 500),
        ("case", "cobalt", answer, 2_000),
    }
    assert {one.case for one in found.tracks} == {opened}
    assert case_tracks(pair.cobalt, LINE, "AMBER-1999-0001") is None
