"""A conflict is found at once, by either side, in any order, and says what, where, when and why."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.airspace import conflict
from detente.core.airspace.buffers import DEFAULT_BUFFERS, Buffers, buffer_problems
from detente.core.airspace.conflict import (
    ENGINE_VERSION,
    Overlap,
    Picture,
    Placed,
    conflict_id,
    find,
    place,
)
from detente.core.airspace.geodesy import direct, inverse
from detente.core.airspace.shape import covers
from detente.core.airspace.volume import (
    Altitude,
    Circle,
    Corridor,
    Outline,
    Point,
    Polygon,
    Reference,
    Volume,
)
from detente.core.events import Buffer
from tests.support.geometry import brute_force_cm, neighbours, volumes_of

DEGREE = 10_000_000
AT = 1_795_334_400_000  # 2026-11-22 08:00Z
HOUR = 3_600_000
BUFFERS = Buffers()
NONE = Buffers([Buffer("combat", 0, 0, 0)])
COAST = Point(345_000_000, 352_000_000)


def volume(
    outline: Outline,
    floor: Altitude | None = None,
    ceiling: Altitude | None = None,
    start_ms: int | None = AT,
    end_ms: int | None = AT + HOUR,
) -> Volume:
    """A volume from 08:00 to 09:00, at all heights unless said."""
    return Volume(outline, floor, ceiling, start_ms, end_ms)


def amber(what: Volume, number: str = "AMBER-2026-0001", activity: str = "combat") -> Placed:
    """A volume that Amber announced."""
    return place(number, "amber", activity, what)


def cobalt(what: Volume, number: str = "COBALT-2026-0001", activity: str = "combat") -> Placed:
    """A volume that Cobalt announced."""
    return place(number, "cobalt", activity, what)


def circle(centre: Point, radius_km: float) -> Circle:
    """A circle with its radius in km."""
    return Circle(centre, round(radius_km * 100_000))


def square(south: float, west: float, side: float) -> Polygon:
    """A square of degrees."""
    corners = ((0, 0), (0, side), (side, side), (side, 0))
    return Polygon(
        tuple(Point(round((south + a) * DEGREE), round((west + b) * DEGREE)) for a, b in corners)
    )


def metres(height: int, reference: Reference = Reference.AMSL) -> Altitude:
    """An altitude in metres."""
    return Altitude(height * 100, reference)


def test_two_circles_within_the_buffer_are_a_conflict_that_says_everything() -> None:
    """Amber and Cobalt fly 20 km apart with radii of 6 km: 8 km is less than the buffer of 10."""
    far = direct(COAST, 90.0, 2_000_000)
    found = find(
        amber(volume(circle(COAST, 6), metres(3000), metres(6000))),
        cobalt(volume(circle(far, 6), metres(6300), metres(9000), AT + HOUR // 2, None)),
        BUFFERS,
    )
    assert found is not None
    assert found.conflict == "AMBER-2026-0001~COBALT-2026-0001"
    assert found.numbers == ("AMBER-2026-0001", "COBALT-2026-0001")
    assert found.parties == ("amber", "cobalt")
    assert (found.from_ms, found.to_ms) == (AT + HOUR // 2, AT + HOUR)
    assert 799_900 <= found.horizontal_cm <= 800_000
    assert found.vertical_cm == 30_000
    assert (found.buffer_horizontal_cm, found.buffer_vertical_cm) == (1_000_000, 60_960)
    assert found.why == (
        "Areas come within 7.99 km (buffer 10.00 km), heights come within 300 m (984 ft) "
        "against a buffer of 610 m (2,000 ft), "
        "both active from 2026-11-22 08:30:00Z to 2026-11-22 09:00:00Z."
    )
    assert inverse(found.where, direct(COAST, 90.0, 1_000_000))[0] < 2_000
    event = found.found("coast-1f3a9c02")
    assert (event.channel, event.engine, event.why) == (
        "coast-1f3a9c02",
        ENGINE_VERSION,
        found.why,
    )


def test_touching_at_exactly_the_buffer_counts() -> None:
    """Two circles whose true gap is the buffer to the centimetre are in conflict, not clear."""
    for azimuth in (0.0, 37.0, 90.0, 211.0):
        far = direct(COAST, azimuth, 1_300_000)
        gap, _ = inverse(COAST, far)
        exact = Buffers([Buffer("combat", gap - 300_000, 0, 0)])
        one, other = amber(volume(circle(COAST, 2))), cobalt(volume(circle(far, 1)))
        assert find(one, other, exact) is not None
        tight = Buffers([Buffer("combat", gap - 300_000 - 100, 0, 0)])
        assert find(one, other, tight) is None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (square(0, 0, 1), square(0, 1, 1)),
        (square(0, 0, 1), square(1, 1, 1)),
        (square(10, 179, 1), square(10, -180, 1)),
        (square(30, 30, 2), square(30.5, 30.5, 0.1)),
        (circle(COAST, 50), circle(COAST, 1)),
        (square(34, 35, 1), circle(COAST, 0.1)),
    ],
)
def test_touching_and_nested_areas_conflict_without_any_buffer(a: Outline, b: Outline) -> None:
    """A shared edge or corner, also at 180 degrees, and one inside the other: distance 0."""
    found = find(amber(volume(a)), cobalt(volume(b)), NONE)
    assert found is not None
    assert found.horizontal_cm == 0
    assert found.why.startswith("Areas overlap or touch, heights overlap or touch")


def test_over_the_antimeridian_and_the_pole_neighbours_are_neighbours() -> None:
    """8 km apart across 180 degrees, or across the pole, is 8 km apart."""
    for west, east in (
        (Point(100_000_000, 1_799_900_000), Point(100_000_000, -1_799_500_000)),
        (Point(899_700_000, 0), Point(899_700_000, 1_800_000_000)),
        (Point(-899_800_000, 900_000_000), Point(-899_900_000, -900_000_000)),
    ):
        picture = Picture()
        picture.put("AMBER-2026-0001", "amber", "combat", volume(circle(west, 1)))
        (found,) = picture.conflicts_with(cobalt(volume(circle(east, 1))))
        assert abs(found.horizontal_cm - (inverse(west, east)[0] - 200_000)) < 1_000


@pytest.mark.parametrize(
    ("floor", "conflict", "said"),
    [
        (metres(3600), True, "heights come within 600 m (1,968 ft) against a buffer"),
        (metres(3610), False, ""),
        (
            metres(5100, Reference.FL),
            True,
            "against a buffer of 610 m (2,000 ft) (worst case",
        ),
        (metres(5110, Reference.FL), False, ""),
        (metres(3000, Reference.FL), True, "(worst case of AMSL against FL taken)"),
        (metres(3680, Reference.WGS84), True, "(worst case of AMSL against WGS84 taken)"),
        (metres(3700, Reference.WGS84), False, ""),
    ],
)
def test_heights_are_compared_at_their_worst(floor: Altitude, conflict: bool, said: str) -> None:
    """Below 3000 m above sea level against a floor in each reference, with a buffer of 2000 ft."""
    one = amber(volume(circle(COAST, 5), None, metres(3000)))
    found = find(one, cobalt(volume(circle(COAST, 5), floor, None)), BUFFERS)
    assert (found is not None) is conflict
    assert said in (found.why if found else "")


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "conflict", "said"),
    [
        (AT + HOUR, None, True, "both active from 2026-11-22 09:00:00Z to 2026-11-22 09:00:00Z"),
        (AT + HOUR + 240_000, None, True, "a gap of 240 s in time, within the padding of 300 s"),
        (AT + HOUR + 1, None, True, "a gap of 1 ms in time"),
        (AT + HOUR + 300_000, None, True, "a gap of 300 s"),
        (AT + HOUR + 300_001, None, False, ""),
        (None, AT - 300_000, True, "a gap of 300 s"),
        (None, AT - 300_001, False, ""),
        (None, None, True, "both active from 2026-11-22 08:00:00Z to 2026-11-22 09:00:00Z"),
    ],
)
def test_times_count_with_their_padding(
    start_ms: int | None, end_ms: int | None, conflict: bool, said: str
) -> None:
    """Five minutes either side, to the millisecond; an open end never ends."""
    one, other = circle(COAST, 5), circle(COAST, 5)
    found = find(
        amber(volume(one)), cobalt(volume(other, start_ms=start_ms, end_ms=end_ms)), BUFFERS
    )
    assert (found is not None) is conflict
    assert said in (found.why if found else "")


def test_two_open_windows_say_so() -> None:
    """Neither start nor end given on either side: already begun, no end."""
    forever = volume(circle(COAST, 5), start_ms=None, end_ms=None)
    found = find(amber(forever), cobalt(forever), BUFFERS)
    assert found is not None
    assert (found.from_ms, found.to_ms) == (None, None)
    assert "both already begun with no end given" in found.why


def test_an_unknown_class_takes_the_widest_buffers() -> None:
    """A class that nobody listed is not harmless: 10 km, as for combat aircraft."""
    far = direct(COAST, 0.0, 1_100_000)
    one = amber(volume(circle(COAST, 1)), activity="uas")
    assert find(one, cobalt(volume(circle(far, 1)), activity="uas"), BUFFERS) is None
    assert find(one, cobalt(volume(circle(far, 1)), activity="balloon"), BUFFERS) is not None
    assert BUFFERS.of("balloon").horizontal_cm == 1_000_000
    assert BUFFERS.of("balloon").padding_ms == 600_000


def test_the_larger_buffer_of_a_pair_counts() -> None:
    """Unarmed transport keeps 1 km from its like and 10 km from combat aircraft, in any order."""
    assert BUFFERS.pair("transport", "transport")[0] == 100_000
    assert BUFFERS.pair("transport", "combat") == BUFFERS.pair("combat", "transport")
    assert BUFFERS.pair("transport", "combat")[0] == 1_000_000


def test_a_charter_s_buffers_replace_the_defaults() -> None:
    """What the parties agreed is what counts."""
    picture = Picture([Buffer("combat", 0, 0, 0)])
    assert picture.buffers.pair("combat", "combat") == (0, 0, 0)
    assert len(DEFAULT_BUFFERS) == 8


def test_bad_buffers_are_refused_with_their_place() -> None:
    """Negative, enormous and doubly named buffers of a charter are all named at once."""
    bad = [Buffer("combat", -1, 0, 0), Buffer("combat", 0, 10**9, 10**9)]
    assert [refusal.field for refusal in buffer_problems(bad, "charter.buffers")] == [
        "charter.buffers[0].horizontal_cm",
        "charter.buffers[1].activity",
        "charter.buffers[1].vertical_cm",
        "charter.buffers[1].padding_ms",
    ]
    assert buffer_problems(DEFAULT_BUFFERS, "b") == ()


def test_one_party_does_not_conflict_with_itself() -> None:
    """Two notices of Amber at one place are Amber's own business."""
    picture = Picture()
    picture.put("AMBER-2026-0001", "amber", "combat", volume(circle(COAST, 5)))
    assert picture.conflicts_with(amber(volume(circle(COAST, 5)), "AMBER-2026-0002")) == []


def test_a_correction_replaces_and_a_drop_removes() -> None:
    """The picture holds one volume a number: the last one put, until it is dropped."""
    picture = Picture()
    picture.put("AMBER-2026-0001", "amber", "combat", volume(circle(COAST, 5)))
    other = cobalt(volume(circle(COAST, 5)))
    assert len(picture.conflicts_with(other)) == 1
    picture.put("AMBER-2026-0001", "amber", "combat", volume(circle(Point(0, 0), 5)))
    assert picture.conflicts_with(other) == []
    assert len(picture) == 1
    held = picture.get("AMBER-2026-0001")
    assert held is not None
    assert held.volume.outline == circle(Point(0, 0), 5)
    picture.drop("AMBER-2026-0001")
    picture.drop("AMBER-2026-0001")
    assert picture.get("AMBER-2026-0001") is None
    assert list(picture) == []


def test_a_former_volume_under_the_same_number_is_left_out() -> None:
    """A correction that is being decided does not conflict with what it replaces."""
    picture = Picture()
    picture.put("X-1", "amber", "combat", volume(circle(COAST, 5)))
    assert picture.conflicts_with(place("X-1", "cobalt", "combat", volume(circle(COAST, 5)))) == []


def test_volumes_expire_after_their_end_and_padding() -> None:
    """A volume matters until the widest padding after its end; an open one always."""
    picture = Picture()
    padding = picture.buffers.widest.padding_ms
    picture.put("A", "amber", "combat", volume(circle(COAST, 5)))
    picture.put("B", "amber", "combat", volume(circle(COAST, 5), end_ms=AT + 2 * HOUR))
    picture.put("C", "amber", "combat", volume(circle(COAST, 5), end_ms=None))
    assert picture.next_expiry_ms() == AT + HOUR + padding + 1
    assert picture.expired(AT + HOUR + padding) == []
    assert picture.expired(AT + HOUR + padding + 1) == ["A"]
    assert picture.expired(AT + HOUR + padding + 1) == ["A"]
    picture.drop("A")
    assert picture.next_expiry_ms() == AT + 2 * HOUR + padding + 1
    picture.put("B", "amber", "combat", volume(circle(COAST, 5), end_ms=AT + 3 * HOUR))
    assert picture.expired(AT + 2 * HOUR + padding + 1) == []
    assert picture.expired(AT + 9 * HOUR) == ["B"]
    picture.drop("B")
    assert picture.expired(AT + 9 * HOUR) == []
    assert picture.next_expiry_ms() is None


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_find_is_symmetric_and_never_clearer_than_brute_force(data: st.DataObject) -> None:
    """Whichever side asks, the answer is one; where another geometry sees nearness, so do we."""
    a, b = data.draw(neighbours())
    one, other = data.draw(volumes_of(a)), data.draw(volumes_of(b))
    found = find(amber(one), cobalt(other), BUFFERS)
    assert found == find(cobalt(other), amber(one), BUFFERS)
    brute, _ = brute_force_cm(a, b)
    near_in_time = _gap(one.start_ms, one.end_ms, other.start_ms, other.end_ms) <= 300_000
    same_sky = not (one.floor or one.ceiling or other.floor or other.ceiling)
    if brute <= 1_000_000 and near_in_time and same_sky:
        assert found is not None
    if found is not None:
        assert found.horizontal_cm <= brute
        assert near_in_time


def _gap(a0: int | None, a1: int | None, b0: int | None, b1: int | None) -> float:
    infinity = float("inf")
    starts = [-infinity if start is None else start for start in (a0, b0)]
    ends = [infinity if end is None else end for end in (a1, b1)]
    return max(0.0, max(starts) - min(ends))


@settings(max_examples=60, deadline=None)
@given(neighbours())
def test_where_lies_in_both_or_between(pair: tuple[Outline, Outline]) -> None:
    """The place shown is in both areas where they overlap, else within the gap of both."""
    one, other = amber(volume(pair[0])), cobalt(volume(pair[1]))
    found = find(one, other, Buffers([Buffer("combat", 50_000_000, 0, 0)]))
    if found is None:
        return
    spot = place("SPOT", "meridian", "combat", volume(Circle(found.where, 1)))
    slack = found.horizontal_cm * 0.51 + 20_000 + 3e-3 * _size(pair)
    for near in (one, other):
        again = find(near, spot, Buffers([Buffer("combat", round(slack), 0, 0)]))
        assert again is not None
    if found.horizontal_cm == 0 and not isinstance(pair[0], Circle):
        assert covers(one.shape, found.where) or again is not None


def _size(pair: tuple[Outline, Outline]) -> float:
    return max(
        each.radius_cm
        if isinstance(each, Circle)
        else max(inverse(a, b)[0] for a, b in itertools.combinations(each.points, 2))
        + (each.half_width_cm if isinstance(each, Corridor) else 0)
        for each in pair
    )


def _many(seed: int, count: int) -> list[Placed]:
    """Volumes of three parties crowded round one place, at times and heights that often meet."""
    dice = random.Random(seed)
    placed = []
    for serial in range(count):
        centre = direct(COAST, dice.uniform(0, 360), dice.randrange(20_000_000))
        outline: Outline = Circle(centre, dice.randrange(1, 3_000_000))
        if serial % 3 == 0:
            outline = square(centre.lat_e7 / 1e7, centre.lon_e7 / 1e7, dice.uniform(0.01, 0.5))
        reference = dice.choice(list(Reference))
        low = dice.randrange(0, 800_000)
        start = AT + dice.randrange(HOUR)
        what = Volume(
            outline,
            Altitude(low, reference),
            dice.choice([None, Altitude(low + 100_000, reference)]),
            start,
            dice.choice([None, start + dice.randrange(HOUR)]),
        )
        party = ("amber", "cobalt", "meridian")[serial % 3]
        kind = dice.choice(["combat", "transport", "uas", "unknown"])
        placed.append(place(f"{party.upper()}-2026-{serial:04d}", party, kind, what))
    return placed


@pytest.mark.parametrize("seed", [1, 2])
def test_the_picture_finds_what_comparing_every_pair_finds(seed: int) -> None:
    """120 crowded volumes: the index loses no conflict and invents none."""
    placed = _many(seed, 120)
    every = {
        found.conflict: found
        for one, other in itertools.combinations(placed, 2)
        if one.party != other.party and (found := find(one, other, BUFFERS)) is not None
    }
    picture = Picture()
    for each in placed:
        picture.take(each)
    assert len(every) > 50
    assert picture.conflicts() == [every[conflict] for conflict in sorted(every)]
    for each in placed:
        ids = [found.conflict for found in picture.conflicts_with(each)]
        assert ids == sorted(conflict for conflict in every if each.number in conflict.split("~"))


_BUFFERS = st.lists(
    st.builds(
        Buffer,
        st.sampled_from(["combat", "transport", "uas", "helo"]),
        st.integers(0, 5_000_000),
        st.integers(0, 200_000),
        st.integers(0, HOUR),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda buffer: buffer.activity,
)


@settings(max_examples=300, deadline=None)
@given(_BUFFERS)
def test_two_shares_are_together_never_less_than_the_buffer(charter: list[Buffer]) -> None:
    """What the index puts around two boxes holds the pair's buffer, an unknown class's as well."""
    buffers = Buffers(charter)
    kinds = ["balloon", *(buffer.activity for buffer in charter)]
    for one, other in itertools.combinations_with_replacement(kinds, 2):
        together = map(sum, zip(buffers.share(one), buffers.share(other), strict=True))
        assert all(a >= b for a, b in zip(together, buffers.pair(one, other), strict=True))
    narrow = buffers.share(min(charter, key=lambda buffer: buffer.horizontal_cm).activity)[0]
    assert 2 * narrow - min(buffer.horizontal_cm for buffer in charter) in (0, 1)


@settings(max_examples=25, deadline=None)
@given(_BUFFERS, st.integers(0, 1_000))
def test_no_charter_s_buffers_hide_a_conflict(charter: list[Buffer], seed: int) -> None:
    """Whatever was agreed, asked one by one or all at once: what comparing every pair finds."""
    placed, picture = _many(seed, 40), Picture(charter)
    for each in placed:
        picture.take(each)
    every = sorted(
        (
            found
            for one, other in itertools.combinations(placed, 2)
            if one.party != other.party and (found := find(one, other, picture.buffers)) is not None
        ),
        key=lambda found: found.conflict,
    )
    assert picture.conflicts() == every
    for each in placed:
        own = [found for found in every if each.number in found.numbers]
        assert picture.conflicts_with(each) == own
        against = sorted(other.number for other in picture.against(each))
        assert against == sorted(
            {*itertools.chain(*(found.numbers for found in own))} - {each.number}
        )


def test_a_shape_made_anew_answers_as_the_first_one() -> None:
    """The picture lets go of shapes; what it answers with new ones is the same to the letter."""
    placed, picture = _many(5, 60), Picture()
    for each in placed:
        picture.take(each)
    first = picture.conflicts()
    conflict._kept_shape_of.cache_clear()
    assert first
    assert picture.conflicts() == first
    held = picture.get(placed[0].number)
    assert held is not None
    assert (held.shape.low, held.shape.high) == (placed[0].shape.low, placed[0].shape.high)


def test_the_order_of_arrival_changes_nothing() -> None:
    """Put in any order, with drops and corrections between, the same picture says the same."""
    placed = _many(3, 60)
    asked = _many(4, 5)
    answers: list[list[Overlap]] = []
    for seed in range(4):
        dice = random.Random(seed)
        shuffled = placed[:]
        dice.shuffle(shuffled)
        picture = Picture()
        for each in shuffled:
            if dice.random() < 0.3:
                picture.put(each.number, each.party, "combat", volume(circle(COAST, 400)))
                if dice.random() < 0.5:
                    picture.drop(each.number)
            picture.put(each.number, each.party, each.activity, each.volume)
        answers.append([found for one in asked for found in picture.conflicts_with(one)])
    assert answers[0]
    assert all(answer == answers[0] for answer in answers)


def test_a_conflict_has_one_id_everywhere() -> None:
    """The two numbers sorted, so that both nodes call it the same."""
    assert conflict_id("B-1", "A-2") == conflict_id("A-2", "B-1") == "A-2~B-1"
