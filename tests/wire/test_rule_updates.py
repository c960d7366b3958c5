"""Positions in JSON lines: what is wrong is said line by line, and nothing is guessed."""

from __future__ import annotations

import json

from detente.core.agreements.tracks import Seen
from detente.core.airspace.volume import Altitude, Reference
from detente.core.refusal import Refusal
from detente.wire.rule_views import PROBLEMS_MAX, TRACK_UPDATES_MAX, read_updates

GOOD = {"track": "T7", "party": "Cobalt Air", "lat_e7": -229_000_000, "lon_e7": 144_000_000}


def line(at_ms: int = 1_795_334_400_000, **more: object) -> bytes:
    """One line of a file."""
    return json.dumps({**GOOD, "at_ms": at_ms, **more}).encode() + b"\n"


def problems(data: bytes) -> list[tuple[str, str]]:
    """Where and by which rule a file is refused."""
    found = read_updates(data)
    assert isinstance(found, tuple)
    assert all(isinstance(one, Refusal) for one in found)
    return [(one.field, one.rule) for one in found]


def test_positions_are_read_in_the_order_of_their_times() -> None:
    """Blank lines are nothing, a name becomes an id, a height is read with its reference."""
    height = {"cm": 300_000, "reference": "FL"}
    data = line(1_795_334_460_000, height=height) + b"\n" + line(activity="combat")
    first, second = read_updates(data)
    assert isinstance(first, Seen)
    assert isinstance(second, Seen)
    assert (first.party, first.activity, first.height) == ("cobalt-air", "combat", None)
    assert second.height == Altitude(300_000, Reference.FL)


def test_each_wrong_line_is_named_by_its_number() -> None:
    """No JSON, a field too many, a latitude beyond the pole, a height without a reference."""
    data = line() + b"{\n" + line(speed=4) + line(lat_e7=900_000_001) + line(height={"cm": 1})
    found = problems(data)
    assert found[:3] == [("line 2", "update"), ("line 3", "update"), ("line 4", "update")]
    assert found[3][0].startswith("line 5.height")


def test_too_many_lines_and_too_many_problems_end_the_reading() -> None:
    """A file of another kind is not listed line by line to its end."""
    assert problems(b"1\n" * (TRACK_UPDATES_MAX + 1)) == [("", "updates-many")]
    assert len(problems(b"\xff\n" * (PROBLEMS_MAX * 3))) == PROBLEMS_MAX
