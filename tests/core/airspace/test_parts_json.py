"""An airspace in JSON: one part as ever, or a list; every fault named with its place."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.airspace.parts import DAY_MS
from detente.core.airspace.parts_json import airspace_from_json, airspace_to_json
from detente.core.airspace.volume import (
    PARTS_MAX,
    VERTICES_MAX,
    VOLUMES_MAX,
    Airspace,
    Part,
    Repeats,
    Volume,
)
from detente.core.airspace.volume_json import volume_from_json
from tests.support.geometry import neighbours, volumes_of

AT = 1_795_334_400_000  # Sunday 2026-11-22 08:00Z
HOUR = 3_600_000
PART: dict[str, Any] = {
    "outline": {
        "corridor": {
            "points": [[345_000_000, 352_000_000], [348_000_000, 356_000_000]],
            "half_width_cm": 463_000,
        }
    },
    "floor": None,
    "ceiling": {"cm": 45_720, "reference": "AGL"},
    "start_ms": AT,
    "end_ms": AT + HOUR,
}
REPEATS = {"every_ms": DAY_MS, "days": ["SU", "MO"], "until_ms": AT + 8 * DAY_MS}


def said(value: Any) -> list[tuple[str, str]]:
    """Where and by which rule a value is refused."""
    found = airspace_from_json(value, "v")
    return [] if isinstance(found, Airspace) else [(one.field, one.rule) for one in found]


def changed(**more: Any) -> dict[str, Any]:
    """The part with some keys changed."""
    return {**deepcopy(PART), **more}


def test_a_plain_volume_is_an_airspace_of_one_part() -> None:
    """What was valid before there were parts still is, and is written as it was."""
    found = airspace_from_json(PART, "v")
    volume = volume_from_json(PART, "v")
    assert isinstance(volume, Volume)
    assert found == Airspace((Part(volume),))
    assert airspace_to_json(found) == PART


def test_a_list_of_parts_keeps_their_order_and_repeats() -> None:
    """Two parts, one of which comes again, read and written back as they were."""
    value = [changed(repeats=REPEATS), changed(start_ms=None)]
    found = airspace_from_json(value, "v")
    assert isinstance(found, Airspace)
    assert [part.repeats is None for part in found.parts] == [False, True]
    assert airspace_to_json(found) == value


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        ([], [("v", "parts-count")]),
        ([PART] * (PARTS_MAX + 1), [("v", "parts-count")]),
        ([PART, 7], [("v[1]", "object-expected")]),
        ([PART, {**PART, "floor": 1}], [("v[1].floor", "object-expected")]),
        (changed(repeats=None), [("v.repeats", "object-expected")]),
        (changed(repeats={}), [(f"v.repeats.{key}", "key-missing") for key in REPEATS]),
        (changed(repeats={**REPEATS, "x": 1}), [("v.repeats", "key-unknown")]),
        (changed(repeats={**REPEATS, "every_ms": 1}), [("v.repeats.every_ms", "repeats-range")]),
        (changed(repeats={**REPEATS, "days": []}), [("v.repeats.days", "days")]),
        (changed(repeats={**REPEATS, "days": "SU"}), [("v.repeats.days", "days")]),
        (changed(repeats={**REPEATS, "days": ["SU", "SU"]}), [("v.repeats.days", "days")]),
        (changed(repeats={**REPEATS, "days": ["SU", "XX"]}), [("v.repeats.days", "days")]),
        (changed(repeats={**REPEATS, "days": ["SU", 1]}), [("v.repeats.days", "days")]),
        (changed(repeats={**REPEATS, "days": ["MO"]}), [("v.repeats.days", "repeats-days")]),
        (
            changed(repeats={**REPEATS, "every_ms": 2 * DAY_MS}),
            [("v.repeats.every_ms", "repeats-days")],
        ),
        (
            changed(repeats={**REPEATS, "until_ms": AT - 1}),
            [("v.repeats.until_ms", "repeats-until")],
        ),
        (changed(repeats=REPEATS, end_ms=None), [("v.repeats", "repeats-open")]),
        (changed(repeats=REPEATS, start_ms=None), [("v.repeats", "repeats-open")]),
        (
            changed(repeats={"every_ms": 30 * 60_000, "days": None, "until_ms": AT + HOUR}),
            [("v.repeats.every_ms", "repeats-overlap")],
        ),
        (
            changed(
                repeats={"every_ms": DAY_MS, "days": None, "until_ms": AT + VOLUMES_MAX * DAY_MS}
            ),
            [("v", "parts-times")],
        ),
        (
            changed(repeats={"every_ms": HOUR, "days": None, "until_ms": 4_102_444_800_000}),
            [("v", "parts-times")],
        ),
        (
            changed(outline=7, repeats={**REPEATS, "every_ms": True}),
            [("v.outline", "outline-kind"), ("v.repeats.every_ms", "integer-expected")],
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(value: Any, refused: list[tuple[str, str]]) -> None:
    """Each fault of a part, of its repeats, or of all parts together."""
    assert said(value) == refused


def test_the_limit_of_vertices_is_for_all_parts_together() -> None:
    """Two parts of 600 points are refused, one of 1000 is not."""
    zigzag = [[at * 10_000, at % 2] for at in range(VERTICES_MAX)]
    long = changed(outline={"corridor": {"points": zigzag, "half_width_cm": 100}})
    half = changed(outline={"corridor": {"points": zigzag[:600], "half_width_cm": 100}})
    assert said(long) == []
    assert said([half, half]) == [("v", "parts-vertices")]


@pytest.mark.parametrize(
    ("outline", "refused"),
    [
        ({"corridor": {}}, [("points", "key-missing"), ("half_width_cm", "key-missing")]),
        ({"corridor": {"points": [], "half_width_cm": 1}}, [("points", "corridor-points")]),
        ({"corridor": {"points": [[1, 2]], "half_width_cm": 1}}, [("points", "corridor-points")]),
        (
            {"corridor": {"points": [[1, 2], [3, 4]], "half_width_cm": 0}},
            [("half_width_cm", "half-width-range")],
        ),
        (
            {"corridor": {"points": [[1, 2], [True, 4]], "half_width_cm": 10**9}},
            [("points[1][0]", "integer-expected"), ("half_width_cm", "half-width-range")],
        ),
    ],
)
def test_a_bad_corridor_is_refused(outline: Any, refused: list[tuple[str, str]]) -> None:
    """Missing keys, too few points, no width, a bool for a number."""
    where = [(f"v.outline.corridor.{field}", rule) for field, rule in refused]
    assert said(changed(outline=outline)) == where


def test_heights_above_ground_do_not_go_below_it() -> None:
    """-1 m above ground is refused, 0 is the ground."""
    assert said(changed(ceiling={"cm": -100, "reference": "AGL"})) == [
        ("v.ceiling.cm", "altitude-range")
    ]
    assert said(changed(ceiling={"cm": 0, "reference": "AGL"})) == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_airspace_survives_its_json(data: st.DataObject) -> None:
    """Any valid parts, with and without repeats, come back equal."""
    parts = []
    for outline in data.draw(neighbours()):
        volume = data.draw(volumes_of(outline))
        repeats = None
        if volume.start_ms is not None and volume.end_ms is not None and data.draw(st.booleans()):
            every_ms = data.draw(st.integers(8_000_000, 10**9))
            times = data.draw(st.integers(0, 60))
            repeats = Repeats(every_ms, None, volume.start_ms + times * every_ms)
        parts.append(Part(volume, repeats))
    airspace = Airspace(tuple(parts))
    value = airspace_to_json(airspace)
    found = airspace_from_json(value, "v")
    if isinstance(found, Airspace):
        assert found == airspace
    else:  # the strategy puts some heights out of order or out of range; nothing else is refused
        assert {one.rule for one in found} <= {
            "altitude-range",
            "ceiling-below-floor",
            "polygon-area",
            "polygon-crossing",
            "polygon-repeated",
            "polygon-ring",
            "corridor-repeated",
        }
