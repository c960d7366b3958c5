"""The page about volumes tells the truth: its examples are read, its limits are the source's."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from detente.core.airspace import volume
from detente.core.airspace.parts_json import airspace_from_json, airspace_to_json
from detente.core.airspace.volume import Airspace
from detente.core.line.words import airspace_words
from detente.wire.human import airspace_from_text
from detente.wire.human_out import airspace_to_text

PAGE = (Path(__file__).parents[2] / "docs" / "volumes.md").read_text(encoding="utf-8")
NOW_MS = 1_795_332_600_000  # 2026-11-22T07:30Z
TYPED = [
    line
    for block in re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    for line in block.split("\n")
]
LIMIT = re.compile(r"^\| [^|]+ \| ([\d,]+) \| `(\w+)` \|", re.MULTILINE)


@pytest.mark.parametrize("text", [line for line in TYPED if line])
def test_every_typed_example_is_valid_and_said_back(text: str) -> None:
    """Each is read, is a valid volume as JSON, has words, and is written back to the same."""
    found = airspace_from_text(text, NOW_MS)
    assert isinstance(found, Airspace), found
    assert airspace_from_json(airspace_to_json(found), "volume") == found
    assert airspace_from_text(airspace_to_text(found), NOW_MS) == found
    assert airspace_words(found)


def test_the_json_example_is_valid() -> None:
    """It is read, and written back as it stands."""
    (block,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    value = json.loads(block)
    found = airspace_from_json(value, "volume")
    assert isinstance(found, Airspace), found
    assert airspace_to_json(found) == value


def test_the_limits_are_those_of_the_source() -> None:
    """Every number is that of the constant that it names, and no limit of shapes is left out."""
    told = {name: int(number.replace(",", "")) for number, name in LIMIT.findall(PAGE)}
    held = {
        name: value
        for name, value in vars(volume).items()
        if name.endswith(("_MAX", "_MIN")) and isinstance(value, int)
    }
    assert {name: held[name] for name in told} == told
    assert set(held) - set(told) == {"TIME_MS_MIN", "TERRAIN_CM_MIN"}
