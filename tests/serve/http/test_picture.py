"""The picture over time and the told tracks over the API."""

from __future__ import annotations

from typing import Any

import pytest

from detente.node import picture_time
from tests.support.nodes import Pair, settled

HOUR_MS = 3_600_000
POINT = {"lat_e7": -229_000_000, "lon_e7": 144_000_000}


def notice(now_ms: int) -> dict[str, Any]:
    """Air activity in three hours."""
    volume = {
        "outline": {"circle": {**POINT, "radius_cm": 1_000_000}},
        "floor": None,
        "ceiling": {"cm": 300_000, "reference": "AMSL"},
        "start_ms": now_ms + 3 * HOUR_MS,
        "end_ms": now_ms + 4 * HOUR_MS,
    }
    fields = {"activity": "combat", "number_band": "2-4", "volume": volume}
    return {"format": "NAA", "fields": fields}


def test_a_line_is_shown_over_time_in_one_answer(pair: Pair) -> None:
    """Three notices, one of them cancelled: all three with when Cobalt knew of each."""
    now_ms = pair.amber.get("/v1/status")["now_ms"]
    numbers = [pair.amber.post(f"{pair.line}/messages", notice(now_ms))["number"] for _ in range(3)]
    cancelled = pair.amber.post(f"{pair.line}/messages/{numbers[1]}/cancel")["number"]
    held = f"{pair.line}/messages/{cancelled}"
    settled(lambda: pair.cobalt.client.get(held).status_code == 200)
    found = pair.cobalt.get(f"{pair.line}/picture-over-time")
    assert [one["item"]["number"] for one in found["spans"]] == numbers
    assert [one["gone"] for one in found["spans"]] == ["", "cancelled", ""]
    gone = found["spans"][1]
    assert gone["known_from_ms"] <= gone["known_until_ms"] <= found["now_ms"]
    assert found["from_ms"] + picture_time.DAY_MS <= found["now_ms"]


def test_a_told_position_is_shown_with_its_age(pair: Pair) -> None:
    """Amber asks about an unknown aircraft; Cobalt's map can show where it was said to be."""
    now_ms = pair.amber.get("/v1/status")["now_ms"]
    question = {"format": "QID", "fields": {"point": POINT, "seen_ms": now_ms - 60_000}}
    number = pair.amber.post(f"{pair.line}/messages", question)["number"]
    path = f"{pair.line}/tracks"
    settled(lambda: bool(pair.cobalt.get(path)["tracks"]))
    [track] = pair.cobalt.get(path)["tracks"]
    assert (track["number"], track["party"], track["kind"]) == (number, "amber", "seen")
    assert track["points"] == [{**POINT, "at_ms": now_ms - 60_000, "leave_ms": None}]
    assert track["age_ms"] >= 60_000


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("picture-over-time?from_ms=0", 400),
        ("tracks?from_ms=0", 400),
        ("tracks?case=AMBER-1999-0001", 404),
        ("tracks?case=nothing", 400),
    ],
)
def test_what_cannot_be_shown_is_refused(pair: Pair, path: str, status: int) -> None:
    """A time too far back, a case that is not held: a reason, never an empty sky."""
    answer = pair.cobalt.client.get(f"{pair.line}/{path}")
    assert answer.status_code == status
    assert answer.json()["detail"]
