"""The words of an airspace control order: out and back exactly, others' files read widely."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from detente.core.airspace.parts_json import airspace_from_json, airspace_to_json
from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Circle,
    Corridor,
    Point,
    Polygon,
    Reference,
)
from detente.core.humanitarian.notice import NOT_A_REQUEST
from detente.core.line.message import Status
from detente.wire import aco
from detente.wire.human import airspace_from_text
from detente.wire.interchange import Band, Reading
from detente.wire.native import PictureItem
from tests.wire.test_interchange import AIRSPACES

NOW_MS = 1_795_334_400_000  # 2026-11-22 08:00Z


def item(airspace: Airspace, code: str = "NAA", status: Status = Status.ACTUAL) -> PictureItem:
    """A volume of the picture."""
    return PictureItem(
        number="AMBER-2026-0001",
        channel="coast-1f3a9c02",
        status=status,
        party="amber",
        format=code,
        activity="isr",
        volume=airspace_to_json(airspace),
        held_at_ms=0,
        conflicts=(),
    )


def order(*means: dict[str, Any], stat: str = "ADD", **more: Any) -> bytes:
    """An order of somebody else's."""
    groups = [{"cmStat": stat, "airspaceControlMeans": list(means), "cmStatId": ["ROZ7"]}]
    return json.dumps({"dataMode": "REAL", "airspaceControlMeansStatus": groups} | more).encode()


PERIOD = {"timeMode": "DISCRETE", "timeStart": "220800ZNOV2026", "timeEnd": "220930ZNOV2026"}
CIRCLE: dict[str, Any] = {
    "cmId": "ROZ7",
    "cmShape": "CIRCLE",
    "coord0": "225400S0142400E",
    "radMag0": 10,
    "radMagUnit": "NM",
    "effVDim": "BRRA:GL-FL200",
    "airspaceTimePeriod": [PERIOD],
}


def rules(reading: Reading) -> list[str]:
    """What was refused."""
    return [one.rule for one in reading.refused]


@settings(max_examples=50)
@given(AIRSPACES)
def test_what_goes_out_comes_back(airspace: Airspace) -> None:
    """Part by part, to the last integer: our own file carries the exact parts."""
    found = aco.decode(aco.encode([item(airspace)], "amber", NOW_MS).data)
    assert found.refused == ()
    parts = [one.exact.parts[0] for one in found.features if one.exact is not None]
    again = airspace_from_json(airspace_to_json(airspace), "")
    assert isinstance(again, Airspace)
    assert tuple(parts) == again.parts


def test_another_system_reads_no_less_than_was_said() -> None:
    """Heights and times between the steps of the form are widened, and what is rounded is said."""
    text = (
        "circle 22.90001S 14.40001E 10NM 1050ft AMSL-FL201"
        " 2026-11-22T08:00:30Z/2026-11-22T09:30:01Z"
    )
    airspace = airspace_from_text(text, NOW_MS)
    assert isinstance(airspace, Airspace)
    written = aco.encode([item(airspace)], "amber", NOW_MS)
    body = json.loads(written.data)
    means = body["airspaceControlMeansStatus"][0]["airspaceControlMeans"][0]
    assert body["dataMode"] == "REAL"
    assert means["effVDim"] == "010AMSL-FL201"
    assert means["airspaceTimePeriod"][0]["timeStart"] == "220800ZNOV2026"
    assert means["airspaceTimePeriod"][0]["timeEnd"] == "220931ZNOV2026"
    assert means["radMag0"] > 18_520
    assert {one.rule for one in written.losses} == {"rounded", "heights"}
    del means["detentePart"]
    (read,) = aco.decode(json.dumps(body).encode()).features
    (outline,) = read.outlines
    assert isinstance(outline, Circle)
    assert outline.radius_cm >= 1_852_000
    assert NOT_A_REQUEST not in means["freeText"]
    assert NOT_A_REQUEST in aco.encode([item(airspace, "NHS")], "amber", NOW_MS).data.decode()


def test_an_order_says_which_volume_a_thief_signed() -> None:
    """What was signed with a stolen key goes out with that said of it, and the rest without."""
    airspace = airspace_from_text("circle 22.9S 14.4E 10NM SFC-FL200 open-open", NOW_MS)
    assert isinstance(airspace, Airspace)
    mine = item(airspace)
    stolen = msgspec.structs.replace(mine, disowned=True)
    said = [aco.encode([one], "amber", NOW_MS).data.decode() for one in (mine, stolen)]
    assert ["KEY STOLEN: amber says" in one for one in said] == [False, True]


def test_a_drawing_that_was_changed_elsewhere_is_refused() -> None:
    """A radius typed over in a planning system contradicts the exact part beside it."""
    airspace = airspace_from_text("circle 22.9S 14.4E 10NM SFC-FL200 open-open", NOW_MS)
    assert isinstance(airspace, Airspace)
    body = json.loads(aco.encode([item(airspace)], "amber", NOW_MS).data)
    body["airspaceControlMeansStatus"][0]["airspaceControlMeans"][0]["radMag0"] = 5
    assert rules(aco.decode(json.dumps(body).encode())) == ["drawing-changed"]


def test_an_order_of_others_is_read() -> None:
    """A circle, a corridor, a track and a ring, with heights and times in their words."""
    path = {"polyCoord": ["225400S0142400E", "230000S0143000E"], "widthUnit": "KM"}
    ring = ["220000S0140000E", "220000S0143000E", "223000S0143000E", "220000S0140000E"]
    corridor = {**CIRCLE, **path, "cmId": "C1", "cmShape": "CORRIDOR", "width": 9}
    track = {
        **CIRCLE,
        **path,
        "cmId": "T1",
        "cmShape": "1TRACK",
        "widthLeft": 3,
        "widthRight": 5,
    }
    polygon = {**CIRCLE, "cmId": "P1", "cmShape": "POLYGON", "polyCoord": ring}
    found = aco.decode(order(CIRCLE, corridor, track, polygon))
    assert found.refused == ()
    circle, one, other, corners = (feature.outlines[0] for feature in found.features)
    assert circle == Circle(Point(-229_000_000, 144_000_000), 1_852_000)
    assert isinstance(one, Corridor)
    assert isinstance(other, Corridor)
    assert (one.half_width_cm, other.half_width_cm) == (450_000, 500_000)
    assert isinstance(corners, Polygon)
    assert len(corners.points) == 3
    first = found.features[0]
    assert first.band == Band(None, Altitude(609_600, Reference.FL))
    assert first.window is not None
    assert (first.window.start_ms, first.window.end_ms) == (NOW_MS, NOW_MS + 5_400_000)
    assert [one.rule for one in found.losses] == ["aco-width"]


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"cmShape": "POLYARC"}, "aco-shape"),
        ({"cmShape": "APOINT"}, "aco-shape"),
        ({"radMagUnit": "FURLONG"}, "aco-shape"),
        ({"radMag0": float("inf")}, "aco-shape"),
        ({"radMag0": True}, "aco-shape"),
        ({"coord0": "22.9, 14.4"}, "coordinates"),
        ({"coord0": "226000S0142400E"}, "coordinates"),
        ({"geoDatumAlt": "ED50"}, "aco-datum"),
        ({"detentePart": {"outline": 1}}, None),
    ],
)
def test_a_bad_airspace_is_named_and_takes_no_other_with_it(
    changed: dict[str, Any], rule: str | None
) -> None:
    """What cannot be drawn surely is refused by its name; the good one beside it is read."""
    found = aco.decode(order({**CIRCLE, "cmId": "BAD", **changed}, CIRCLE))
    assert [one.key for one in found.features] == ["ROZ7"]
    assert {one.field for one in found.refused} == {"BAD"}
    assert rule is None or rules(found) == [rule]


def test_what_is_unsaid_or_unknown_stays_unsaid() -> None:
    """Heights and times in other words are never guessed: they have to be typed."""
    found = aco.decode(
        order({**CIRCLE, "effVDim": "BRRA:SOME-MORE", "airspaceTimePeriod": [{"timeEnd": "NET"}]})
    )
    (one,) = found.features
    assert (one.band, one.window) == (None, None)
    assert {loss.rule for loss in found.losses} == {"heights", "window"}
    until = {**PERIOD, "timeEnd": "UFN"}
    (one,) = aco.decode(order({**CIRCLE, "airspaceTimePeriod": [until]})).features
    assert one.window is not None
    assert one.window.end_ms is None


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"no", "json"),
        (b"[" * 100_000, "json"),
        (b"[]", "aco"),
        (b'{"airspaceControlMeansStatus": 1}', "aco"),
        (order(CIRCLE, dataMode="EXERCISE"), "aco-mode"),
        (order(stat="DELETE"), "aco-status"),
        (order(*[CIRCLE] * 1_001), "features-count"),
        (b" " * (8 * 1024 * 1024 + 1), "file-size"),
    ],
)
def test_a_file_that_announces_nothing_is_refused(data: bytes, rule: str) -> None:
    """No JSON, another JSON, an exercise, a deletion, too much: nothing of it becomes a notice."""
    found = aco.decode(data)
    assert found.features == ()
    assert rules(found) == [rule]


def test_an_exercise_goes_out_as_one() -> None:
    """No planning system takes an exercise of ours for real, nor do we when it comes back."""
    airspace = airspace_from_text("circle 22.9S 14.4E 10NM SFC-FL200 open-open", NOW_MS)
    assert isinstance(airspace, Airspace)
    data = aco.encode([item(airspace, status=Status.EXERCISE)], "amber", NOW_MS).data
    assert json.loads(data)["dataMode"] == "EXERCISE"
    assert rules(aco.decode(data)) == ["aco-mode"]
