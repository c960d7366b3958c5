"""Messages of several parts have one conflict: the nearest first, nothing overstated or lost."""

from __future__ import annotations

import itertools
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.airspace.buffers import Buffers
from detente.core.airspace.conflict import Overlap, Picture, find, place, place_parts
from detente.core.airspace.geodesy import direct
from detente.core.airspace.overlap import SAID_MAX, merged
from detente.core.airspace.parts import DAY_MS, volumes_of
from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Circle,
    Corridor,
    Part,
    Point,
    Reference,
    Repeats,
    Volume,
)
from detente.core.events import Buffer

AT = 1_795_334_400_000
HOUR = 3_600_000
COAST = Point(345_000_000, 352_000_000)
BUFFERS = Buffers()
TERRAIN_CM = 120_000


def circle(away_km: float, azimuth: float = 90.0, start_ms: int = AT) -> Volume:
    """A circle of 2 km so far from the coast, for an hour."""
    centre = direct(COAST, azimuth, round(away_km * 100_000))
    return Volume(Circle(centre, 200_000), None, None, start_ms, start_ms + HOUR)


def airspace(*volumes: Volume) -> Airspace:
    """Several volumes as parts."""
    return Airspace(tuple(Part(volume) for volume in volumes))


def test_the_nearest_part_comes_first_and_all_are_named() -> None:
    """Three parts against one: the nearest decides what is said, every pair is listed."""
    picture = Picture()
    three = airspace(circle(12), circle(0), circle(300), circle(6))
    picture.take(*place_parts("AMBER-2026-0001", "amber", "combat", three, None))
    one = place("COBALT-2026-0001", "cobalt", "combat", circle(0))
    (found,) = picture.conflicts_with(one)
    assert found.parts == ((2, 1), (4, 1), (1, 1))
    assert found.horizontal_cm == 0
    assert found.why.startswith(
        "Part 2 of AMBER-2026-0001 and part 1 of COBALT-2026-0001: Areas overlap or touch"
    )
    assert found.why.endswith("Also parts 4 with 1, 1 with 1.")
    assert found.found("coast").parts == found.parts


def test_a_message_is_in_conflict_when_any_part_is() -> None:
    """Only the last part is near, at another time than the first."""
    picture = Picture()
    two = airspace(circle(300), circle(1, start_ms=AT + 5 * HOUR))
    picture.take(*place_parts("A-1", "amber", "combat", two, None))
    later = circle(0, start_ms=AT + 5 * HOUR)
    assert picture.conflicts_with(place("B-1", "cobalt", "combat", circle(0))) == []
    (found,) = picture.conflicts_with(place("B-1", "cobalt", "combat", later))
    assert found.parts == ((2, 1),)
    assert found.from_ms == AT + 5 * HOUR


def test_a_window_that_comes_again_conflicts_each_time_and_once() -> None:
    """Ten daily windows against an activity of ten days: one conflict, from the first to the last.

    Neither message has several parts, so none is named; the other times are.
    """
    picture = Picture()
    daily = Airspace((Part(circle(0), Repeats(DAY_MS, None, AT + 9 * DAY_MS)),))
    picture.take(*place_parts("A-1", "amber", "combat", daily, None))
    assert len(picture) == 1
    assert len(picture.parts("A-1")) == 10
    long = Volume(circle(0).outline, None, None, AT, AT + 20 * DAY_MS)
    (found,) = picture.conflicts_with(place("B-1", "cobalt", "combat", long))
    assert found.parts == ()
    assert (found.from_ms, found.to_ms) == (AT, AT + 9 * DAY_MS + HOUR)
    assert "Again from 2026-11-23 08:00:00Z, " in found.why
    assert found.why.endswith(f"and {9 - SAID_MAX} more.")
    night = place("B-2", "cobalt", "combat", circle(0, start_ms=AT + 3 * DAY_MS + 12 * HOUR))
    assert picture.conflicts_with(night) == []


def test_a_message_of_several_parts_expires_with_its_last() -> None:
    """It is over when its last time is, and dropped as a whole."""
    picture = Picture()
    daily = Airspace((Part(circle(0), Repeats(DAY_MS, None, AT + DAY_MS)), Part(circle(50))))
    picture.take(*place_parts("A-1", "amber", "combat", daily, None))
    padding = picture.buffers.widest.padding_ms
    assert picture.expired(AT + HOUR + padding + 1) == []
    assert picture.expired(AT + DAY_MS + HOUR + padding + 1) == ["A-1"]
    picture.drop("A-1")
    assert (len(picture), list(picture), picture.get("A-1")) == (0, [], None)
    assert picture.conflicts_with(place("B-1", "cobalt", "combat", circle(0))) == []


def test_heights_above_ground_meet_what_flies_over_the_highest_ground() -> None:
    """SFC to 1500 ft above ground of up to 1200 m conflicts at 1900 m AMSL, not at 3000 m."""
    low = Altitude(45_720, Reference.AGL)
    ground = Airspace((Part(Volume(circle(0).outline, None, low, AT, AT + HOUR)),))
    for cm, terrain_cm, conflicts in (
        (190_000, TERRAIN_CM, 1),
        (300_000, TERRAIN_CM, 0),
        (300_000, None, 1),
    ):
        picture = Picture()
        picture.take(*place_parts("A-1", "amber", "combat", ground, terrain_cm))
        above = Volume(circle(0).outline, Altitude(cm, Reference.AMSL), None, AT, AT + HOUR)
        assert len(picture.conflicts_with(place("B-1", "cobalt", "combat", above))) == conflicts


def test_a_corridor_conflicts_along_its_way_and_says_where() -> None:
    """A path 100 km past a circle, 8 km to its side: 2 km between the areas, at the circle."""
    start, end = direct(COAST, 270.0, 5_000_000), direct(COAST, 90.0, 5_000_000)
    beside = direct(COAST, 0.0, 800_000)
    path = Volume(Corridor((start, COAST, end), 400_000), None, None, AT, AT + HOUR)
    spot = Volume(Circle(beside, 200_000), None, None, AT, AT + HOUR)
    one, other = (
        place("A-1", "amber", "combat", path),
        place("B-1", "cobalt", "combat", spot),
    )
    found = find(one, other, BUFFERS)
    assert found == find(other, one, BUFFERS)
    assert found is not None
    assert 199_000 <= found.horizontal_cm <= 200_000
    away = find(one, place("W-1", "w", "combat", _spot(found.where)), Buffers([_none()]))
    assert away is None
    near = find(one, place("W-1", "w", "combat", _spot(found.where)), BUFFERS)
    assert near is not None
    assert abs(near.horizontal_cm - 100_000) < 1_000


def _spot(where: Point) -> Volume:
    return Volume(Circle(where, 1), None, None, None, None)


def _none() -> Buffer:
    return Buffer("combat", 0, 0, 0)


@st.composite
def airspaces(draw: st.DrawFn) -> Airspace:
    """One to four parts near the coast, some of which come again."""
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        away, azimuth = draw(st.integers(0, 60)), draw(st.floats(0, 360))
        volume = circle(away, azimuth, AT + draw(st.integers(0, 30)) * HOUR)
        repeats = None
        if draw(st.booleans()) and volume.start_ms is not None:
            every_ms = draw(st.integers(1, 40)) * HOUR
            repeats = Repeats(every_ms, None, volume.start_ms + draw(st.integers(0, 5)) * every_ms)
        parts.append(Part(volume, repeats))
    return Airspace(tuple(parts))


@settings(max_examples=60, deadline=None)
@given(airspaces(), airspaces(), st.randoms(use_true_random=False))
def test_one_conflict_holds_all_that_comparing_every_volume_finds(
    a: Airspace, b: Airspace, dice: random.Random
) -> None:
    """Against every volume of one and of the other, from either side, in any order."""
    ours, theirs = place_parts("A", "amber", "uas", a, None), place_parts("B", "b", "uas", b, None)
    every = [
        overlap
        for (_, one), (_, other) in itertools.product(volumes_of(a, None), volumes_of(b, None))
        if (overlap := _plain(one, other)) is not None
    ]
    picture = Picture()
    picture.take(*theirs)
    found = picture.conflicts_with(*ours)
    mirrored = Picture()
    mirrored.take(*ours)
    shuffled = list(theirs)
    dice.shuffle(shuffled)
    assert mirrored.conflicts_with(*shuffled) == found
    both = Picture()
    both.take(*ours)
    both.take(*theirs)
    assert both.conflicts() == found
    assert bool(found) is bool(every)
    if every:
        (one,) = found
        assert one.horizontal_cm == min(overlap.horizontal_cm for overlap in every)
        assert one.from_ms == min(overlap.from_ms or 0 for overlap in every)
        assert one.to_ms == max(overlap.to_ms or 0 for overlap in every)


def _plain(one: Volume, other: Volume) -> Overlap | None:
    return find(place("A", "amber", "uas", one), place("B", "b", "uas", other), BUFFERS)


def test_merging_takes_any_order_and_keeps_conflicts_apart() -> None:
    """Conflicts of different pairs stay different; an open side is open for all."""
    picture = Picture()
    picture.take(*place_parts("A", "amber", "uas", airspace(circle(0), circle(0.5)), None))
    forever = Volume(circle(0).outline, None, None, None, None)
    one = picture.conflicts_with(place("B", "cobalt", "uas", forever))
    two = picture.conflicts_with(place("C", "cobalt", "uas", circle(0)))
    assert [found.conflict for found in merged([*two, *one])] == ["A~B", "A~C"]
    assert merged([*one, *two]) == merged([*two, *one])
