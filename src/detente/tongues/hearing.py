"""Read a value back from its words in a language: what was said, to the last integer, or nothing.

Nothing is guessed. Words that no template of the language would have written are not understood,
and neither is a number in a form that it would not have had. What is a help beside a value (feet,
nautical miles, local time) is not looked at.
The other way: values.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from detente.core.airspace.volume import Day, Reference
from detente.core.line.field import FieldSpec, Kind, check
from detente.core.line.formats import Format
from detente.core.units import flight_level_to_cm, utc_to_ms
from detente.core.values import Json
from detente.tongues.catalogue import Pen, Tongue, names_of
from detente.tongues.lexicon import unit_id
from detente.tongues.template import Tree, breakable, plain, tree_of
from detente.tongues.values import EVERY, MICROMINUTES_PER_DEGREE, MICROMINUTES_PER_E7


@dataclass(frozen=True, slots=True)
class Heard:
    """A value that was understood; a class of its own, because the value may be nothing."""

    value: Json


_ANGLE = r"(\d+)°(\d\d\.\d{1,6})'"
_POINT = re.compile(rf"{_ANGLE}([NS]) {_ANGLE}([EW])")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)(?::(\d\d)(?:\.(\d{3}))?)?Z")
_DECIMAL = re.compile(r"(-?)(\d+)(?:\.(\d+))?")
_LEVEL = re.compile(r"FL(\d{3,4})")
_DIGITS_MAX = 18  # more digits are no number of this system


@dataclass(frozen=True, slots=True)
class Ear:
    """Reads one language."""

    tongue: Tongue

    def match(self, tree: Tree, id_: str) -> dict[str, Tree] | None:
        """The values in a text that the template of that id made; None when it did not."""
        return self.tongue.template(id_).match(tree)

    def code(self, tree: Tree, words: Mapping[str, str]) -> str | None:
        """The code whose words these are."""
        said = breakable(plain(tree))
        found = [code for code, text in words.items() if breakable(text) == said]
        return found[0] if len(found) == 1 else None

    def number(self, tree: Tree, id_: str) -> int | None:
        """The number that a counting template says, when it has the form of that number."""
        found = self.match(tree, id_)
        if found is None:
            return None
        number = integer(plain(found["n"]))
        if number is None or breakable(plain(tree)) != breakable(self._said(id_, number)):
            return None
        return number

    def _said(self, id_: str, number: int) -> str:
        return plain(tree_of(self.tongue.template(id_).fill({"n": number})) or ())

    def items(self, tree: Tree) -> list[Tree] | None:
        """The items of a list."""
        separator = breakable(self.tongue.template("list-separator").fill({}))
        nodes = tree[::2]
        between = tree[1::2]
        if any(isinstance(node, str) for node in nodes) or not nodes:
            return None
        if any(not isinstance(one, str) or breakable(one) != separator for one in between):
            return None
        return [node for node in nodes if not isinstance(node, str)]


def field_value(ear: Ear, fmt: Format, spec: FieldSpec, tree: Tree) -> Heard | None:
    """The value of a field from its words; None when they are not understood."""
    raw = ear.match(tree, "raw")
    if raw is not None:
        return _json(plain(raw["value"]))
    read = _HEAR.get(spec.kind)
    return None if read is None else read(ear, fmt, spec, tree)


def _json(text: str) -> Heard | None:
    try:
        return Heard(json.loads(text))
    except ValueError:
        return None


def integer(text: str) -> int | None:
    """Latin digits as an integer."""
    bare = text.removeprefix("-")
    if not bare.isascii() or not bare.isdigit() or len(bare) > _DIGITS_MAX:
        return None
    return int(text)


def scaled(text: str, digits: int) -> int | None:
    """A decimal as an integer of 10**-digits; None when it says more than that."""
    found = _DECIMAL.fullmatch(text)
    tail = (found[3] or "") if found else ""
    if found is None or len(tail) > digits or len(found[2]) > _DIGITS_MAX:
        return None
    number = int(f"{found[2]}{tail:0<{digits}}")
    return -number if found[1] else number


def point_of(tree: Tree) -> Json | None:
    """A place."""
    found = _POINT.fullmatch(breakable(plain(tree)))
    if found is None:
        return None
    lat_e7, lon_e7 = _e7(found[1], found[2]), _e7(found[4], found[5])
    if lat_e7 is None or lon_e7 is None:
        return None
    return {
        "lat_e7": -lat_e7 if found[3] == "S" else lat_e7,
        "lon_e7": -lon_e7 if found[6] == "W" else lon_e7,
    }


def _e7(degrees: str, minutes: str) -> int | None:
    parts = scaled(minutes, 6)
    if parts is None or len(degrees) > 3:
        return None
    whole, rest = divmod(int(degrees) * MICROMINUTES_PER_DEGREE + parts, MICROMINUTES_PER_E7)
    return whole if rest == 0 else None


def time_of(ear: Ear, tree: Tree) -> int | None:
    """An instant; its local time, if it stands there, is not looked at."""
    local = ear.match(tree, "with-local")
    found = _TIME.fullmatch(breakable(plain(local["utc"] if local else tree)))
    if found is None:
        return None
    day, clock, seconds, ms = found.groups()
    try:
        at = datetime.fromisoformat(f"{day}T{clock}:{seconds or '00'}").replace(tzinfo=UTC)
    except ValueError:
        return None
    return utc_to_ms(at) + int(ms or 0)


def length_of(ear: Ear, tree: Tree) -> int | None:
    """A length in centimetres."""
    for id_, name, digits in (("length-km", "km", 5), ("length-m", "m", 2)):
        found = ear.match(tree, id_)
        if found is not None:
            return scaled(plain(found[name]), digits)
    return None


def altitude_of(ear: Ear, tree: Tree) -> Json | None:
    """A height with what it is measured from."""
    found = ear.match(tree, "height-level")
    if found is not None:
        level = _LEVEL.fullmatch(plain(found["level"]))
        if level is None:
            return None
        return {"cm": flight_level_to_cm(int(level[1])), "reference": Reference.FL.value}
    for reference in Reference:
        found = ear.match(tree, f"height-{reference.value}")
        if found is not None:
            cm = scaled(plain(found["m"]), 2)
            return None if cm is None else {"cm": cm, "reference": reference.value}
    return None


def outline_of(ear: Ear, tree: Tree) -> Json | None:
    """An outline."""
    if (found := ear.match(tree, "circle")) is not None:
        centre, radius_cm = point_of(found["centre"]), length_of(ear, found["radius"])
        if not isinstance(centre, Mapping) or radius_cm is None:
            return None
        return {"circle": {**centre, "radius_cm": radius_cm}}
    if (found := ear.match(tree, "corridor")) is not None:
        pairs, width_cm = _pairs(ear, found["points"]), length_of(ear, found["width"])
        if pairs is None or width_cm is None or width_cm % 2:
            return None
        return {"corridor": {"points": pairs, "half_width_cm": width_cm // 2}}
    if (found := ear.match(tree, "polygon")) is not None:
        pairs = _pairs(ear, found["points"])
        count = ear.number(found["vertices"], "vertices")
        return {"polygon": pairs} if pairs is not None and len(pairs) == count else None
    return None


def _pairs(ear: Ear, tree: Tree) -> list[Json] | None:
    points = [point_of(item) for item in ear.items(tree) or ()]
    if not points:
        return None
    pairs: list[Json] = []
    for point in points:
        if not isinstance(point, Mapping):
            return None
        pairs.append([point["lat_e7"], point["lon_e7"]])
    return pairs


def airspace_of(ear: Ear, tree: Tree) -> Json | None:
    """All parts of an airspace; one part by itself, several as a list."""
    only = part_of(ear, tree)
    if only is not None:
        return only
    parts: list[Json] = []
    for place, item in enumerate(ear.items(tree) or (), 1):
        found = ear.match(item, "part-number")
        numbered = found is not None and plain(found["number"]) == str(place)
        part = part_of(ear, found["part"]) if found and numbered else None
        if part is None:
            return None
        parts.append(part)
    return parts or None


def part_of(ear: Ear, tree: Tree) -> Json | None:
    """One part of an airspace."""
    found = ear.match(tree, "part") or ear.match(tree, "part-again")
    if found is None:
        return None
    outline = outline_of(ear, found["outline"])
    heights = _heights(ear, found["heights"])
    window = _window(ear, found["window"])
    if outline is None or heights is None or window is None:
        return None
    part: dict[str, Json] = {
        "outline": outline,
        "floor": heights[0],
        "ceiling": heights[1],
        "start_ms": window[0],
        "end_ms": window[1],
    }
    if "again" in found:
        repeats = _repeats(ear, found["again"])
        if repeats is None:
            return None
        part["repeats"] = repeats
    return part


def _sides(
    ear: Ear, tree: Tree, ids: Mapping[str, tuple[str, ...]], read: Callable[[Ear, Tree], Json]
) -> tuple[Json, Json] | None:
    """Two sides of which each may be open: each template and the names of its two sides."""
    for id_, (first, last) in ids.items():
        found = ear.match(tree, id_)
        if found is None:
            continue
        sides = [read(ear, found[name]) if name else None for name in (first, last)]
        if any(name and side is None for name, side in zip((first, last), sides, strict=True)):
            return None
        return sides[0], sides[1]
    return None


def _heights(ear: Ear, tree: Tree) -> tuple[Json, Json] | None:
    ids = {
        "heights-all": ("", ""),
        "heights-from-ground": ("", "ceiling"),
        "heights-no-limit": ("floor", ""),
        "heights": ("floor", "ceiling"),
    }
    return _sides(ear, tree, ids, altitude_of)


def _window(ear: Ear, tree: Tree) -> tuple[Json, Json] | None:
    ids = {
        "window-all": ("", ""),
        "window-begun": ("", "end"),
        "window-no-end": ("start", ""),
        "window": ("start", "end"),
    }
    return _sides(ear, tree, ids, time_of)


def _repeats(ear: Ear, tree: Tree) -> Json | None:
    found = ear.match(tree, "again-every") or ear.match(tree, "again-days")
    if found is None:
        return None
    until_ms = time_of(ear, found["until"])
    days: list[Json] | None = None
    every_ms = EVERY[1][0] if "days" in found else every_of(ear, found["every"])
    if "days" in found:
        days = days_of(ear, found["days"])
        if days is None:
            return None
    if until_ms is None or every_ms is None:
        return None
    return {"every_ms": every_ms, "days": days, "until_ms": until_ms}


def days_of(ear: Ear, tree: Tree) -> list[Json] | None:
    """Days of the week."""
    words = {day.value: ear.tongue.template(f"day-{day.value}").fill({}) for day in Day}
    found = [ear.code(item, words) for item in ear.items(tree) or ()]
    return None if not found or None in found else list(found)


def every_of(ear: Ear, tree: Tree) -> int | None:
    """How often something comes again, in ms."""
    for one_ms, id_ in EVERY:
        number = ear.number(tree, id_)
        if number is not None:
            return number * one_ms
    return None


def value_words(ear: Ear, fmt: Format, spec: FieldSpec) -> dict[str, str]:
    """The words of every value that a field enumerates."""
    pen = Pen(ear.tongue)
    return {code: pen.value(fmt, spec, code) or "" for code, _ in spec.choices}


def label_words(tongue: Tongue, fmt: Format) -> dict[str, str]:
    """The labels of a format's fields."""
    pen = Pen(tongue)
    return {name: pen.word(word) for name, word in names_of(fmt.code, fmt.version)[1].items()}


def _text(_ear: Ear, _fmt: Format, _spec: FieldSpec, tree: Tree) -> Heard | None:
    return Heard(plain(tree))


def _choice(ear: Ear, fmt: Format, spec: FieldSpec, tree: Tree) -> Heard | None:
    return _or_none(ear.code(tree, value_words(ear, fmt, spec)))


def _choices(ear: Ear, fmt: Format, spec: FieldSpec, tree: Tree) -> Heard | None:
    words = value_words(ear, fmt, spec)
    found = [ear.code(item, words) for item in ear.items(tree) or ()]
    return None if not found or None in found else Heard(found)


def _integer(ear: Ear, _fmt: Format, spec: FieldSpec, tree: Tree) -> Heard | None:
    return _or_none(ear.number(tree, unit_id(spec.unit)) if spec.unit else integer(plain(tree)))


def _as_given(_ear: Ear, _fmt: Format, spec: FieldSpec, tree: Tree) -> Heard | None:
    """A day, a digest or a few bytes: sound by their field, or not understood."""
    said = plain(tree)
    return None if check(spec, said, "") else Heard(said)


def _time(ear: Ear, _fmt: Format, _spec: FieldSpec, tree: Tree) -> Heard | None:
    return _or_none(time_of(ear, tree))


def _boolean(ear: Ear, _fmt: Format, _spec: FieldSpec, tree: Tree) -> Heard | None:
    code = ear.code(tree, {one: ear.tongue.template(one).fill({}) for one in ("yes", "no")})
    return None if code is None else Heard(code == "yes")


def _point(_ear: Ear, _fmt: Format, _spec: FieldSpec, tree: Tree) -> Heard | None:
    return _or_none(point_of(tree))


def _altitude(ear: Ear, _fmt: Format, _spec: FieldSpec, tree: Tree) -> Heard | None:
    return _or_none(altitude_of(ear, tree))


def _outline(ear: Ear, _fmt: Format, _spec: FieldSpec, tree: Tree) -> Heard | None:
    return _or_none(outline_of(ear, tree))


def _volume(ear: Ear, _fmt: Format, _spec: FieldSpec, tree: Tree) -> Heard | None:
    return _or_none(airspace_of(ear, tree))


def _or_none(value: Json) -> Heard | None:
    return None if value is None else Heard(value)


def _track(ear: Ear, _fmt: Format, _spec: FieldSpec, tree: Tree) -> Heard | None:
    return _passed(ear, tree, "track-point", {"time": "at_ms"})


def _route(ear: Ear, _fmt: Format, _spec: FieldSpec, tree: Tree) -> Heard | None:
    return _passed(ear, tree, "route-point", {"arrive": "arrive_ms", "leave": "leave_ms"})


def _passed(ear: Ear, tree: Tree, id_: str, names: Mapping[str, str]) -> Heard | None:
    whole = ear.match(tree, "track")
    if whole is None:
        return None
    points: list[Json] = []
    for item in ear.items(whole["points"]) or ():
        found = ear.match(item, id_)
        point = point_of(found["point"]) if found else None
        times = {key: time_of(ear, found[name]) for name, key in names.items()} if found else {}
        if not isinstance(point, Mapping) or None in times.values():
            return None
        points.append({**point, **times})
    counted = ear.number(whole["positions"], "positions")
    return Heard(points) if points and counted == len(points) else None


_HEAR: dict[Kind, Callable[[Ear, Format, FieldSpec, Tree], Heard | None]] = {
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.INTEGER: _integer,
    Kind.TIME: _time,
    Kind.BOOLEAN: _boolean,
    Kind.POINT: _point,
    Kind.ALTITUDE: _altitude,
    Kind.OUTLINE: _outline,
    Kind.VOLUME: _volume,
    Kind.TRACK: _track,
    Kind.ROUTE: _route,
    Kind.DAY: _as_given,
    Kind.DIGEST: _as_given,
    Kind.DATA: _as_given,
}
