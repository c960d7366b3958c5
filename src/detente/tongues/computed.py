"""Say what the other side's node computed (a read-back), number by number, and hear it again.

The numbers are said in the reader's language; the sentence that the other node made of them stands
as it came, because it is that node's and not ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from detente.core.airspace.volume import Altitude, Day, Point
from detente.core.airspace.volume_json import altitude_from_json, point_from_json
from detente.core.units import MS_PER_HOUR, MS_PER_MIN
from detente.core.values import Json
from detente.tongues.catalogue import Pen
from detente.tongues.hearing import (
    Ear,
    altitude_of,
    days_of,
    every_of,
    integer,
    length_of,
    point_of,
    scaled,
    time_of,
)
from detente.tongues.template import Tree, plain
from detente.tongues.values import (
    M2_PER_KM2_DIGITS,
    altitude_text,
    decimal,
    every_text,
    is_time,
    length_text,
    list_text,
    point_text,
    raw_text,
    shown,
    time_text,
)

SHAPES: Final = ("point", "circle", "polygon", "corridor")
OF_ALL_PARTS: Final = frozenset({"utc_offset_min", "words"})  # said once, after the parts
_MINUTES_PER_HOUR: Final = MS_PER_HOUR // MS_PER_MIN


@dataclass(frozen=True, slots=True)
class _Item:
    """How one number of a read-back is said and heard; None: not understood."""

    say: Callable[[Pen, Json], str | None]
    hear: Callable[[Ear, Tree], Json]


def lines(pen: Pen, value: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """A code and a line for each number; of several parts each with its number."""
    parts = value.get("parts")
    if isinstance(parts, Sequence) and not isinstance(parts, str):
        for place, part in enumerate(parts, 1):
            label = pen.fill("computed-part")
            yield f"parts[{place}]", pen.fill("line", label=label, value=str(place))
            yield from _numbers(pen, part if isinstance(part, Mapping) else {})
    yield from _numbers(pen, {name: one for name, one in value.items() if name != "parts"})


def _numbers(pen: Pen, value: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    for name, one in value.items():
        item = ITEMS.get(name)
        said = item.say(pen, one) if item is not None and one is not None else None
        label = pen.fill(f"computed-{name}") if item else shown(name)
        if one is None:
            said = pen.fill("computed-open")
        text = raw_text(pen, one) if said is None else said
        yield f"{shown(name)}", pen.fill("line", label=label, value=text)


def labels(ear: Ear) -> dict[str, str]:
    """The labels of the numbers, by name."""
    return {name: ear.tongue.template(f"computed-{name}").fill({}) for name in ITEMS}


def hear(ear: Ear, name: str, tree: Tree) -> tuple[bool, Json]:
    """Whether a number was understood, and what it is; nothing is open."""
    if plain(tree) == ear.tongue.template("computed-open").fill({}):
        return True, None
    found = ITEMS[name].hear(ear, tree)
    return found is not None, found


def _is_number(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _say_shape(pen: Pen, value: Json) -> str | None:
    return pen.fill(f"computed-shape-{value}") if value in SHAPES else None


def _hear_shape(ear: Ear, tree: Tree) -> Json:
    words = {one: ear.tongue.template(f"computed-shape-{one}").fill({}) for one in SHAPES}
    return ear.code(tree, words)


def _say_point(_pen: Pen, value: Json) -> str | None:
    point = point_from_json(value, "")
    return point_text(point) if isinstance(point, Point) else None


def _say_height(pen: Pen, value: Json) -> str | None:
    altitude = altitude_from_json(value, "")
    return altitude_text(pen, altitude) if isinstance(altitude, Altitude) else None


def _say_length(pen: Pen, value: Json) -> str | None:
    return length_text(pen, value) if isinstance(value, int) and value >= 0 else None


def _say_area(pen: Pen, value: Json) -> str | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return pen.whole("area", km2=decimal(value, M2_PER_KM2_DIGITS))


def _hear_area(ear: Ear, tree: Tree) -> Json:
    found = ear.match(tree, "area")
    return None if found is None else scaled(plain(found["km2"]), M2_PER_KM2_DIGITS)


def _say_count(_pen: Pen, value: Json) -> str | None:
    return str(value) if _is_number(value) else None


def _hear_count(_ear: Ear, tree: Tree) -> Json:
    return integer(plain(tree))


def _say_time(pen: Pen, value: Json) -> str | None:
    return time_text(pen, value) if is_time(value) and isinstance(value, int) else None


def _say_text(_pen: Pen, value: Json) -> str | None:
    return shown(value) if isinstance(value, str) and value else None


def _hear_text(_ear: Ear, tree: Tree) -> Json:
    return plain(tree)


def _say_bearing(pen: Pen, value: Json) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return pen.whole("unit-degrees-true", n=value)
    return None


def _hear_bearing(ear: Ear, tree: Tree) -> Json:
    return ear.number(tree, "unit-degrees-true")


def _say_every(pen: Pen, value: Json) -> str | None:
    return every_text(pen, value) if isinstance(value, int) and value > 0 else None


def _say_days(pen: Pen, value: Json) -> str | None:
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        return None
    if not all(isinstance(one, str) and one in Day.__members__ for one in value):
        return None
    return list_text(pen, [pen.fill(f"day-{one}") for one in value])


def _say_offset(pen: Pen, value: Json) -> str | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    hours, minutes = divmod(abs(value), _MINUTES_PER_HOUR)
    sign = "-" if value < 0 else "+"
    return pen.whole("offset", offset=f"{sign}{hours:02d}:{minutes:02d}")


def _hear_offset(ear: Ear, tree: Tree) -> Json:
    found = ear.match(tree, "offset")
    said = plain(found["offset"]) if found else ""
    hours, _, minutes = said[1:].partition(":")
    if said[:1] not in ("+", "-") or not (hours + minutes).isdigit() or not minutes:
        return None
    total = int(hours) * _MINUTES_PER_HOUR + int(minutes)
    return -total if said[0] == "-" else total


_POINT = _Item(_say_point, lambda _ear, tree: point_of(tree))
_HEIGHT = _Item(_say_height, altitude_of)
_LENGTH = _Item(_say_length, length_of)
_TIME = _Item(_say_time, time_of)
_TEXT = _Item(_say_text, _hear_text)
ITEMS: Final[dict[str, _Item]] = {
    "shape": _Item(_say_shape, _hear_shape),
    "centre": _POINT,
    "extent_cm": _LENGTH,
    "vertices": _Item(_say_count, _hear_count),
    "area_m2": _Item(_say_area, _hear_area),
    "floor": _HEIGHT,
    "ceiling": _HEIGHT,
    "start_ms": _TIME,
    "end_ms": _TIME,
    "place": _TEXT,
    "place_distance_cm": _LENGTH,
    "place_bearing_deg": _Item(_say_bearing, _hear_bearing),
    "length_cm": _LENGTH,
    "half_width_cm": _LENGTH,
    "every_ms": _Item(_say_every, every_of),
    "days": _Item(_say_days, days_of),
    "until_ms": _TIME,
    "utc_offset_min": _Item(_say_offset, _hear_offset),
    "words": _TEXT,
}
