"""What is seen, judged by the rules: areas crossed, duties of notice, distances apart."""

from __future__ import annotations

import random
from dataclasses import replace

from detente.core.agreements.finding import Finding
from detente.core.agreements.tracks import Leg, Seen, Tracks, judge_tracks, nearest_cm
from detente.core.airspace.geodesy import inverse
from detente.core.airspace.volume import Altitude, Point, Reference
from detente.core.line.commands import Cancel, End, Send
from detente.core.values import Json
from tests.support.agreements import area, signed
from tests.support.line import HOUR, LINE, MINUTE, T0, Parties, circle, naa

FL = Reference.FL
SECOND = 1_000


def seen(lat: float, lon: float = 35.7, *, at_ms: int = T0 + 2 * HOUR, **more: object) -> Seen:
    """A position of a combat aircraft of cobalt, at FL180."""
    point = Point(round(lat * 10**7), round(lon * 10**7))
    one = Seen("T1", "cobalt", point, at_ms, "combat", Altitude(548_640, FL))
    return replace(one, **more)  # type: ignore[arg-type]  # fields of Seen


def everywhen(lat: float = 35.5, radius_km: int = 10) -> dict[str, Json]:
    """A circle at all heights and times."""
    return {
        **circle(lat, radius_km=radius_km, start_ms=None, end_ms=None),
        "floor": None,
        "ceiling": None,
    }


def found(line: Parties, *updates: Seen) -> tuple[Finding, ...]:
    """What is found about updates, which must be the same at both."""
    sides = [judge_tracks(state, LINE, updates) for state in line.states.values()]
    assert sides[0] == sides[1]
    return sides[0]


def test_an_area_that_was_crossed_between_two_updates_is_found() -> None:
    """Neither position lies inside; the way between them does. Once, from first to last time."""
    line = Parties()
    text = signed(line, area("2", "keep-out", everywhen()))
    south, north = seen(35.3), seen(35.7, at_ms=T0 + 2 * HOUR + 60 * SECOND)
    assert found(line, south) == ()
    (one,) = found(line, south, north)
    assert (one.finding, one.party) == (f"{text}/2/track:T1", "cobalt")
    late = replace(north, at_ms=T0 + 3 * HOUR)
    assert found(line, south, late) == ()
    (longer,) = found(
        line,
        south,
        north,
        replace(north, point=Point(355_500_000, 357_000_000), at_ms=north.at_ms + 60 * SECOND),
    )
    assert (longer.at_ms, longer.until_ms) == (south.at_ms, north.at_ms + 60 * SECOND)


def test_only_who_is_bound_and_only_while_it_holds() -> None:
    """A third party, another class, and a time before the signatures are not judged."""
    line = Parties()
    signed(line, area("2", "keep-out", everywhen(), activity="combat"))
    assert len(found(line, seen(35.5))) == 1
    assert found(line, seen(35.5, party="meridian")) == ()
    assert found(line, seen(35.5, activity="transport")) == ()
    assert len(found(line, seen(35.5, activity=""))) == 1
    assert found(line, seen(35.5, at_ms=T0 - HOUR)) == ()


def test_a_duty_of_notice_asks_for_one_that_stood_and_surely_held_the_place() -> None:
    """Said afterwards, taken back, of another height or another format: no notice of it."""
    line = Parties()
    signed(line, {"article": "1", "rule": "notice-duty", "formats": ["NAA"]})
    assert [one.kind for one in found(line, seen(35.5))] == ["notice-duty"]
    number = line.do("cobalt", Send("NAA", naa()))
    assert found(line, seen(35.5)) == ()
    assert len(found(line, seen(35.5, height=Altitude(900_000, FL)))) == 1
    assert len(found(line, seen(35.5, height=Altitude(320_000, Reference.AMSL)))) == 1
    assert found(line, seen(35.5, height=None)) == ()
    assert len(found(line, seen(35.7))) == 1
    assert len(found(line, seen(35.5, at_ms=T0 + 4 * HOUR))) == 1
    line.now_ms = T0 + 2 * HOUR + 5 * MINUTE
    line.do("cobalt", End(number))
    assert found(line, seen(35.5)) == ()
    assert len(found(line, seen(35.5, at_ms=T0 + 2 * HOUR + 6 * MINUTE))) == 1
    after = line.do("cobalt", Send("NAA", naa(circle(35.9)), acknowledged=("window-past",)))
    assert len(found(line, seen(35.9))) == 1
    line.do("cobalt", Cancel(after))


def test_two_aircraft_are_as_near_as_they_were_at_one_time() -> None:
    """Crossing the same place a minute apart is apart; passing each other is near, not before."""
    line = Parties()
    text = signed(line, {"article": "4", "rule": "buffer", "distance_m": 10_000})
    begin = T0 + 2 * HOUR
    minute = begin + 60 * SECOND
    ours = [
        seen(35.0, track="A", party="amber", at_ms=begin),
        seen(35.2, track="A", party="amber", at_ms=minute),
    ]
    passing = [
        seen(35.2, 35.75, track="C", at_ms=begin),
        seen(35.0, 35.75, track="C", at_ms=minute),
    ]
    later = [replace(one, track="L", at_ms=one.at_ms + 3 * MINUTE) for one in passing]
    (one,) = found(line, *sorted((*ours, *passing), key=lambda each: each.at_ms))
    assert one.finding == f"{text}/4/track:C~track:A"
    assert one.measured is not None
    assert 4_300 < one.measured < 4_560
    assert found(line, *ours, *later) == ()


def test_nearness_is_never_overstated() -> None:
    """Against a fine walk along both legs, the distance found is at most the true least one."""
    rng = random.Random(11)
    for _ in range(15):
        legs = []
        for party in ("amber", "cobalt"):
            lat, lon, base = rng.uniform(-60, 60), rng.uniform(-0.3, 0.3), 20.0
            first = seen(base + lat / 200, 179.9 + lon / 3, party=party, track=party, at_ms=T0)
            last = seen(
                base + rng.uniform(-0.3, 0.3),
                179.9 + rng.uniform(-0.1, 0.1),
                party=party,
                track=party,
                at_ms=T0 + 60 * SECOND,
            )
            legs.append(Leg(first, last))
        measured = nearest_cm(*legs)
        assert measured is not None
        steps = [between(legs, part / 200) for part in range(201)]
        true = min(inverse(a, b)[0] for a, b in steps)
        assert measured <= true + 100
        assert measured >= true * 0.99 - 20_000


def between(legs: list[Leg], part: float) -> tuple[Point, Point]:
    """Where two aircraft are, a part of the way along their legs."""
    points = []
    for leg in legs:
        a, b = leg.before.point, leg.now.point
        points.append(
            Point(
                round(a.lat_e7 + part * (b.lat_e7 - a.lat_e7)),
                round(a.lon_e7 + part * (b.lon_e7 - a.lon_e7)),
            )
        )
    return points[0], points[1]


def test_outside_what_must_be_used_is_found_inside_is_not() -> None:
    """A corridor that must be used is left by a position outside of every area of that text."""
    line = Parties()
    signed(line, area("5", "keep-in", everywhen()))
    assert found(line, seen(35.5)) == ()
    assert [one.kind for one in found(line, seen(36.5))] == ["keep-in"]


def test_an_update_that_comes_late_changes_nothing_of_the_others() -> None:
    """A position older than the last one is judged alone, and draws no line backwards."""
    line = Parties()
    signed(line, area("2", "keep-out", everywhen()))
    tracks = Tracks()
    state = line.states["amber"]
    assert tracks.judge(state, LINE, seen(35.7)) == ()
    assert tracks.judge(state, LINE, seen(35.3, at_ms=T0 + 2 * HOUR - 60 * SECOND)) == ()
    assert tracks.judge(state, LINE, seen(35.71, at_ms=T0 + 2 * HOUR + 60 * SECOND)) == ()
