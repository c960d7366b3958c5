"""A way out is clear of the whole picture, changes no more than it must, and is found both ways."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.airspace.conflict import Picture
from detente.core.airspace.parts import airspace_of
from detente.core.airspace.volume import Airspace, Altitude, Circle, Point, Reference, Volume
from detente.core.airspace.ways_out import (
    HEIGHT_STEP_CM,
    TIME_STEP_MS,
    Change,
    Notice,
    WayOut,
    blockers,
    ways_out,
)

HOUR_MS = 3_600_000
NOW_MS = 1_789_000_000_000


def volume(
    lat_e7: int = 345_000_000,
    *,
    lon_e7: int = 352_000_000,
    floor_cm: int = 300_000,
    ceiling_cm: int = 450_000,
    hours: tuple[int, int] = (2, 3),
) -> Volume:
    """A circle of 5 km between two heights above the sea, some hours from now."""
    return Volume(
        Circle(Point(lat_e7, lon_e7), 500_000),
        Altitude(floor_cm, Reference.AMSL),
        Altitude(ceiling_cm, Reference.AMSL),
        NOW_MS + hours[0] * HOUR_MS,
        NOW_MS + hours[1] * HOUR_MS,
    )


def notice(own: Volume, activity: str = "transport") -> Notice:
    """Amber's notice of one volume."""
    return Notice("AMBER-2026-0001", "amber", activity, airspace_of(own))


def sky(*others: Volume, activity: str = "transport") -> Picture:
    """A picture with Cobalt's volumes."""
    picture = Picture()
    for count, other in enumerate(others):
        picture.put(f"COBALT-2026-{count:04d}", "cobalt", activity, other)
    return picture


def by_change(ways: list[WayOut]) -> dict[Change, WayOut]:
    """The cheapest way of each kind."""
    found: dict[Change, WayOut] = {}
    for way in ways:
        found.setdefault(way.change, way)
    return found


def test_every_way_is_clear_and_the_cheapest_comes_first() -> None:
    """Two transports over one place: time, height and position each lead out, by rising cost."""
    own = notice(volume())
    picture = sky(volume())
    ways = ways_out(picture, own, not_before_ms=NOW_MS)
    assert {way.change for way in ways} >= {
        Change.LATER,
        Change.EARLIER,
        Change.HIGHER,
        Change.LOWER,
        Change.MOVED,
    }
    assert [way.cost for way in ways] == sorted(way.cost for way in ways)
    for way in ways:
        assert blockers(picture, own, way.airspace) == []


def test_a_way_out_of_one_conflict_does_not_lead_into_another() -> None:
    """The hour after is taken by a second notice: the way later goes past both."""
    own = notice(volume())
    alone = by_change(ways_out(sky(volume()), own, not_before_ms=NOW_MS))[Change.LATER]
    both = sky(volume(), volume(hours=(3, 5)))
    later = by_change(ways_out(both, own, not_before_ms=NOW_MS))[Change.LATER]
    assert later.amount > alone.amount
    assert blockers(both, own, later.airspace) == []


def test_nothing_is_moved_into_the_past() -> None:
    """The activity begins in two hours: it cannot begin earlier than now."""
    own = notice(volume(hours=(1, 2)))
    ways = ways_out(sky(volume(hours=(1, 2))), own, not_before_ms=NOW_MS + HOUR_MS // 2)
    assert Change.EARLIER not in by_change(ways)


def test_an_open_other_side_leaves_only_what_is_possible() -> None:
    """Cobalt's activity never ends and has no ceiling: nobody waits it out or climbs above it."""
    other = replace(volume(), end_ms=None, ceiling=None)
    ways = by_change(ways_out(sky(other), notice(volume()), not_before_ms=NOW_MS))
    assert Change.LATER not in ways
    assert Change.HIGHER not in ways
    assert Change.MOVED in ways


def test_a_notice_from_the_ground_is_cut_and_not_lifted() -> None:
    """From the ground up: its ceiling can be lowered under the other, it cannot fly higher."""
    own = notice(replace(volume(ceiling_cm=900_000), floor=None))
    other = volume(floor_cm=600_000, ceiling_cm=900_000)
    ways = by_change(ways_out(sky(other), own, not_before_ms=NOW_MS))
    assert Change.HIGHER not in ways
    assert Change.LOWER_CEILING in ways


def test_what_is_clear_already_has_no_way_out() -> None:
    """Nothing is suggested to a notice that is in nobody's way."""
    far = volume(lat_e7=-345_000_000)
    assert ways_out(sky(far), notice(volume()), not_before_ms=NOW_MS) == []


@pytest.mark.parametrize("bearing", [0, 90, 180, 270])
def test_a_move_at_the_pole_and_over_the_antimeridian_is_clear(bearing: int) -> None:
    """Moves are made on the ellipsoid, so the pole and the date line are ordinary places."""
    for lat_e7, lon_e7 in ((899_000_000, 0), (0, 1_799_990_000)):
        own = notice(volume(lat_e7, lon_e7=lon_e7))
        picture = sky(volume(lat_e7, lon_e7=lon_e7))
        moves = [
            way for way in ways_out(picture, own, not_before_ms=NOW_MS) if way.bearing == bearing
        ]
        assert len(moves) == 1
        assert blockers(picture, own, moves[0].airspace) == []


HOURS = st.tuples(st.integers(1, 6), st.integers(1, 3)).map(lambda w: (w[0], w[0] + w[1]))
OTHERS = st.builds(
    volume,
    st.integers(344_000_000, 346_000_000),
    lon_e7=st.integers(351_000_000, 353_000_000),
    floor_cm=st.integers(0, 300_000),
    ceiling_cm=st.integers(300_001, 700_000),
    hours=HOURS,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(OTHERS, min_size=1, max_size=5))
def test_no_smaller_change_in_time_or_height_would_do(others: list[Volume]) -> None:
    """Brute force over the grid: every step before the one found is in conflict, it is not."""
    own, picture = notice(volume()), sky(*others)
    for way in ways_out(picture, own, not_before_ms=NOW_MS):
        assert blockers(picture, own, way.airspace) == []
        if way.change in (Change.LATER, Change.HIGHER):
            for smaller in _smaller(own.airspace, way):
                assert blockers(picture, own, smaller)


def _smaller(airspace: Airspace, way: WayOut) -> list[Airspace]:
    """Every smaller change of the same kind, the unchanged notice included."""
    (part,) = airspace.parts
    found = []
    step = TIME_STEP_MS if way.change is Change.LATER else HEIGHT_STEP_CM
    for by in range(0, way.amount, step):
        now = part.volume
        assert now.start_ms is not None
        assert now.end_ms is not None
        assert now.floor is not None
        assert now.ceiling is not None
        if way.change is Change.LATER:
            moved = replace(now, start_ms=now.start_ms + by, end_ms=now.end_ms + by)
        else:
            moved = replace(
                now,
                floor=replace(now.floor, cm=now.floor.cm + by),
                ceiling=replace(now.ceiling, cm=now.ceiling.cm + by),
            )
        found.append(airspace_of(moved))
    return found
