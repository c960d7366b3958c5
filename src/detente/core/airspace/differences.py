"""Say where a read-back that another node computed departs from what this node computes.

`theirs` may be anything that the other side sent. Place names and words are not compared (the
gazetteers may differ), nor local times; places to 100 m and sizes to 2 %, all else exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeGuard

from detente.core.airspace.geodesy import inverse
from detente.core.airspace.volume_json import point_from_json, shown
from detente.core.airspace.words import area_words, length_words, moment_words, point_words
from detente.core.units import CM_PER_M
from detente.core.values import Json

PLACE_TOLERANCE_CM = 100 * CM_PER_M
"""100 m: two honest computations of one middle differ by less; a real error is larger."""
SIZE_TOLERANCE_PERMILLE = 20
"""2 %: what two honest computations of a size may differ by."""

_SIZES = ("extent_cm", "area_m2", "length_cm")
_EXACT = (
    *("shape", "vertices", "half_width_cm", "floor", "ceiling", "start_ms", "end_ms"),
    *("every_ms", "days", "until_ms"),
)
_ONLY_IF_REPEATED = ("every_ms", "days", "until_ms")


def differences(own: Mapping[str, Json], theirs: Mapping[str, Json]) -> tuple[str, ...]:
    """One sentence for each number in which a received read-back departs from one's own."""
    parts, read = own.get("parts"), theirs.get("parts")
    if not _is_list(parts) and not _is_list(read):
        return _part_differences(own, theirs)
    ours = list(parts) if _is_list(parts) else [own]
    said = list(read) if _is_list(read) else [theirs]
    if len(ours) != len(said):
        return (f"parts: read back as {len(said)}, here there are {len(ours)}",)
    found: list[str] = []
    for number, (one, other) in enumerate(zip(ours, said, strict=True), 1):
        assert isinstance(one, Mapping)
        departs = _part_differences(one, other if isinstance(other, Mapping) else {})
        found += [f"part {number}, {words}" for words in departs]
    return tuple(found)


def _is_list(value: Json) -> TypeGuard[Sequence[Json]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _part_differences(own: Mapping[str, Json], theirs: Mapping[str, Json]) -> tuple[str, ...]:
    found = []
    if "centre" in own:
        found += _centre_differs(own["centre"], theirs.get("centre"))
    for name in _SIZES:
        if name in own and not _alike(own[name], theirs.get(name)):
            found.append(_differs(name, own[name], theirs.get(name)))
    found += [
        _differs(name, own[name], theirs.get(name))
        for name in _EXACT
        if name in own and (name not in theirs or not _same(own[name], theirs[name]))
    ]
    again = [name for name in _ONLY_IF_REPEATED if name in theirs and name not in own]
    if again and "shape" in own:
        found.append("read back as coming again, here it comes once")
    return tuple(found)


def _centre_differs(own: Json, theirs: Json) -> list[str]:
    ours, read = point_from_json(own, "centre"), point_from_json(theirs, "centre")
    if isinstance(ours, tuple):
        return []
    if isinstance(read, tuple):
        return ["centre: not said back as a place"]
    apart_cm, _ = inverse(ours, read)
    if apart_cm <= PLACE_TOLERANCE_CM:
        return []
    off = length_words(apart_cm)
    return [f"centre: read back as {point_words(read)}, {off} from {point_words(ours)}"]


def _alike(own: Json, theirs: Json) -> bool:
    if type(own) is not int or type(theirs) is not int:
        return False
    return abs(own - theirs) * 1000 <= abs(own) * SIZE_TOLERANCE_PERMILLE


def _same(own: Json, theirs: Json) -> bool:
    """Equal and of the same type all through: True is not 1."""
    if type(own) is not type(theirs) and not (
        isinstance(own, Mapping) and isinstance(theirs, Mapping)
    ):
        return False
    if isinstance(own, Mapping) and isinstance(theirs, Mapping):
        return own.keys() == theirs.keys() and all(_same(own[key], theirs[key]) for key in own)
    return own == theirs


def _differs(name: str, own: Json, theirs: Json) -> str:
    label = name.rsplit("_", 1)[0] if name.endswith(("_cm", "_m2", "_ms")) else name
    if theirs is None and own is not None:
        return f"{label}: read back as open or not at all, here it is {_said(name, own)}"
    return f"{label}: read back as {_said(name, theirs)}, here it is {_said(name, own)}"


def _said(name: str, value: Json) -> str:
    """One compared value in words, whatever the other side put there."""
    if value is None:
        return "open"
    if type(value) is int and name == "every_ms":
        return f"every {value} ms"
    if type(value) is int and name.endswith("_ms") and 0 <= value < 10**14:
        return moment_words(value)
    if type(value) is int and name.endswith("_cm") and 0 <= value < 10**12:
        return length_words(value)
    if type(value) is int and name == "area_m2" and 0 <= value < 10**16:
        return area_words(value)
    if name == "days" and _is_list(value) and len(value) <= 7:
        return ", ".join(shown(day) for day in value)
    if isinstance(value, Mapping) and {"cm", "reference"} <= value.keys():
        return f"{shown(value['cm'])} cm {shown(value['reference'])}"
    return shown(value)
