"""The index never misses a neighbour: not at the pole, not over the antimeridian, not in time."""

from __future__ import annotations

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.airspace.index import (
    INT32_MAX,
    INT32_MIN,
    OutsideIndex,
    VolumeIndex,
    box_of,
)
from detente.core.airspace.shape import least_distance_cm, shape_of
from detente.core.airspace.volume import (
    TIME_MS_MAX,
    TIME_MS_MIN,
    Altitude,
    Circle,
    Outline,
    Point,
    Reference,
    Volume,
)
from tests.support.geometry import neighbours

SPOT = Circle(Point(340_000_000, 350_000_000), 100)


def volume(
    outline: Outline = SPOT,
    *,
    floor: Altitude | None = None,
    ceiling: Altitude | None = None,
    start_ms: int | None = None,
    end_ms: int | None = None,
) -> Volume:
    """A volume, open wherever nothing is said."""
    return Volume(outline, floor, ceiling, start_ms, end_ms)


def meets(held: Volume, asked: Volume, **margins: int) -> bool:
    """Whether an index that holds one volume finds it for the other with these margins."""
    index = VolumeIndex()
    index.insert(1, box_of(shape_of(held.outline), held))
    return index.query(box_of(shape_of(asked.outline), asked, **margins)) == [1]


def test_sqlite_saturates_without_a_word_and_so_we_refuse() -> None:
    """The trap is real: SQLite turns 2**33 into 2**31-1 silently; the index raises instead."""
    raw = apsw.Connection(":memory:")
    raw.execute("CREATE VIRTUAL TABLE t USING rtree_i32(id, a0, a1)")
    raw.execute("INSERT INTO t VALUES (1, ?, ?)", (2**33, 2**33))
    assert list(raw.execute("SELECT a0, a1 FROM t")) == [(INT32_MAX, INT32_MAX)]
    box = box_of(shape_of(SPOT), volume())
    with pytest.raises(OutsideIndex):
        VolumeIndex().insert(1, (*box[:8], 2**31, 2**31))
    with pytest.raises(OutsideIndex):
        VolumeIndex().insert(1, (*box[:6], INT32_MIN - 1, *box[7:]))


def test_the_whole_allowed_time_fits() -> None:
    """First and last allowed instants are kept apart, and each is found by its own."""
    first = volume(start_ms=TIME_MS_MIN, end_ms=TIME_MS_MIN)
    last = volume(start_ms=TIME_MS_MAX, end_ms=TIME_MS_MAX)
    assert meets(first, first)
    assert meets(last, last)
    assert not meets(first, last)


def test_times_are_rounded_outward() -> None:
    """Windows that meet within a second are never missed for the index's whole seconds."""
    held = volume(start_ms=1_000_500, end_ms=1_000_999)
    assert meets(held, volume(start_ms=1_000_999, end_ms=None))
    assert meets(held, volume(start_ms=None, end_ms=1_000_500))
    assert meets(held, volume(start_ms=1_300_999, end_ms=None), padding_ms=300_000)
    assert not meets(held, volume(start_ms=1_400_000, end_ms=None), padding_ms=300_000)


def test_heights_are_rounded_outward() -> None:
    """Bands that touch within a metre are never missed for the index's whole metres."""
    low = volume(ceiling=Altitude(300_050, Reference.WGS84))
    assert meets(low, volume(floor=Altitude(300_050, Reference.WGS84)))
    assert meets(low, volume(floor=Altitude(330_051, Reference.WGS84)), vertical_cm=30_001)
    assert not meets(low, volume(floor=Altitude(330_251, Reference.WGS84)), vertical_cm=30_001)
    deep = volume(ceiling=Altitude(-50_050, Reference.WGS84))
    assert meets(deep, volume(floor=Altitude(-50_050, Reference.WGS84)))


def test_an_open_side_reaches_everything() -> None:
    """An open end meets what starts in a century, an open ceiling what flies at 100 km."""
    assert meets(volume(start_ms=0), volume(start_ms=TIME_MS_MAX))
    high = Altitude(10_000_000, Reference.WGS84)
    assert meets(volume(floor=None, ceiling=None), volume(floor=high, ceiling=high))


def test_heights_of_different_references_are_taken_wide() -> None:
    """A flight level 2000 m above a sea-level ceiling may be nearer than it looks: found."""
    low = volume(ceiling=Altitude(300_000, Reference.AMSL))
    high = volume(floor=Altitude(440_000, Reference.FL))
    assert meets(low, high)
    assert not meets(low, volume(floor=Altitude(600_000, Reference.FL)))
    assert meets(low, volume(floor=Altitude(600_000, Reference.FL)), vertical_cm=150_000)


def test_replace_and_remove_leave_nothing_behind() -> None:
    """A replaced box is found where it is now, and a removed one nowhere."""
    index = VolumeIndex()
    here, there = volume(), volume(Circle(Point(0, 0), 100))
    boxes = [box_of(shape_of(each.outline), each) for each in (here, there)]
    index.insert(7, boxes[0])
    index.replace(7, boxes[1])
    assert index.query(boxes[0]) == []
    assert index.query(boxes[1]) == [7]
    index.remove(7)
    index.remove(7)
    assert index.query(boxes[1]) == []


def test_answers_are_in_order() -> None:
    """Numbers come back ascending, whatever the order of insertion."""
    index = VolumeIndex()
    box = box_of(shape_of(SPOT), volume())
    for number in (5, 1, 9, 3):
        index.insert(number, box)
    assert index.query(box) == [1, 3, 5, 9]


def test_the_pairs_are_those_of_asking_for_each() -> None:
    """All at once or one by one: the same boxes meet, each two named once, the lower first."""
    index, boxes = VolumeIndex(), {}
    for number in range(1, 61):
        spot = Point(340_000_000 + number * 37 % 11 * 20_000, 350_000_000 + number % 7 * 20_000)
        start = number % 5 * 10**7
        what = volume(Circle(spot, 100_000), start_ms=start, end_ms=start + 10**7)
        boxes[number] = box_of(shape_of(what.outline), what)
        index.insert(number, boxes[number])
    pairs = sorted(index.pairs())
    asked = [(one, other) for one, box in boxes.items() for other in index.query(box)]
    assert pairs == [(one, other) for one, other in asked if one < other]
    assert 100 < len(pairs) < 60 * 59 // 2


@settings(max_examples=150, deadline=None)
@given(neighbours(), st.sampled_from([0, 100, 100_000, 1_000_000, 50_000_000]))
def test_whatever_is_within_a_margin_is_found(
    pair: tuple[Outline, Outline], horizontal_cm: int
) -> None:
    """For outlines anywhere on earth, poles and antimeridian among them: no false negative."""
    held, asked = pair
    if least_distance_cm(shape_of(held), shape_of(asked)) <= horizontal_cm:
        assert meets(volume(held), volume(asked), horizontal_cm=horizontal_cm)
