"""The exact details of a site or a movement: what is sealed, and what each reader was given.

They are the fields that a format's table marks as sealed. One content is the same for all who may
open it, so that nobody can be told another story. It holds no place: every place in it is a step
from an origin, and the origin stands in each reader's own box. The origins of two readers differ by
a few metres, less than the precision that is said (*canary precision*): a list that got about shows
whose copy it was.

Not here: keys and boxes (journal/sealing.py, node/exact.py), rows of spreadsheets (sheets.py).
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from detente.core.airspace.volume import Point
from detente.core.airspace.volume_json import point_from_json
from detente.core.line.field import Kind, check, names_words
from detente.core.line.formats import Format
from detente.core.refusal import Refusal
from detente.core.values import Fields, Json
from detente.wire.photo import bare, photo_problem

PAD_BYTES: Final = 2_048  # contents are as long as the next multiple: a length says little
REACH_E7_MAX: Final = 100_000_000  # 10 degrees from the origin: a site, or a movement of one day
PRECISION_M: Final[Mapping[str, int]] = {"building": 20, "100m": 100, "1km": 1_000, "coarse": 5_000}
"""What a grade says of a place, in metres."""
ROUTE_PRECISION_M: Final = 40  # of a route, whose format says no grade: a road and its other side

_PLACES: Final = (Kind.POINT, Kind.OUTLINE, Kind.ROUTE)


class Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all readers open, without any place: steps from an origin. author, channel: whose."""

    author: str
    channel: str
    format: str
    fields: dict[str, Any]


class Given(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The origin that one reader was given; only the author's own boxes list them."""

    party: str
    lat_e7: int
    lon_e7: int

    @property
    def point(self) -> Point:
        """The origin."""
        return Point(self.lat_e7, self.lon_e7)


class BoxContent(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What one reader's box holds: the content's key (base64) and its origin."""

    key: str
    lat_e7: int
    lon_e7: int
    given: tuple[Given, ...] = ()

    @property
    def point(self) -> Point:
        """The origin."""
        return Point(self.lat_e7, self.lon_e7)


def exact_problems(fmt: Format, exact: Fields, path: str = "exact") -> tuple[Refusal, ...]:
    """Every problem of the details against the fields that the format seals; empty when sound."""
    found: list[Refusal] = []
    specs = tuple(spec for spec in fmt.fields if spec.sealed)
    for spec in specs:
        value, where = exact.get(spec.name), f"{path}.{spec.name}"
        if value is None:
            if spec.required:
                remedy = f"Give {spec.label}"
                found.append(Refusal(where, "required", f"{spec.label} is missing", remedy))
            continue
        wrong = check(spec, value, where)
        found += wrong
        if not wrong and spec.kind is Kind.DATA and isinstance(value, str):
            problem = photo_problem(base64.b64decode(value), where, spec.maximum)
            found += () if problem is None else (problem,)
    known = {spec.name for spec in specs}
    for name in exact:
        if name not in known:
            reason = f"{fmt.code} seals no such field"
            remedy = f"It seals: {names_words(specs)}"
            found.append(Refusal(f"{path}.{name[:64]}", "unknown-field", reason, remedy))
    return tuple(found) or _reach(fmt, exact, path)


def without_metadata(fmt: Format, exact: Fields) -> Fields:
    """Sound details, with what the camera wrote into a photo taken out."""
    cleaned = {name: value for name, value in exact.items() if value is not None}
    for spec in fmt.fields:
        value = cleaned.get(spec.name)
        if spec.sealed and spec.kind is Kind.DATA and isinstance(value, str):
            data = base64.b64decode(value)
            cleaned[spec.name] = base64.b64encode(bare(data) or data).decode()
    return cleaned


def origin_of(fmt: Format, exact: Fields) -> Point:
    """The place that all others are told from: the site, or where the movement begins."""
    return places_of(fmt, exact)[0]


def places_of(fmt: Format, exact: Fields) -> list[Point]:
    """Every place in sound details: points and routes first, then what they cover."""
    found: list[Point] = []
    for kind in _PLACES:
        for spec in fmt.fields:
            if spec.sealed and spec.kind is kind and exact.get(spec.name) is not None:
                _each(exact[spec.name], found.append)
    return found


def precision_m(fmt: Format, exact: Fields) -> int:
    """How good the places are said to be, in metres."""
    if fmt.field("grade") is None:
        return ROUTE_PRECISION_M
    return PRECISION_M.get(str(exact.get("grade")), 1)


def _reach(fmt: Format, exact: Fields, path: str) -> tuple[Refusal, ...]:
    origin, *others = places_of(fmt, exact)
    for point in others:
        lat, lon = point.lat_e7 - origin.lat_e7, _around(point.lon_e7 - origin.lon_e7)
        if max(abs(lat), abs(lon)) > REACH_E7_MAX:
            reason = "a place lies more than 10 degrees from the first"
            return (Refusal(path, "exact-reach", reason, "Look for a mistyped coordinate"),)
    return ()


def to_content(fmt: Format, exact: Fields, author: str, channel: str) -> bytes:
    """The canonical bytes of what all readers open, padded. The details are sound."""
    origin = origin_of(fmt, exact)
    fields = _shifted(fmt, exact, -origin.lat_e7, -origin.lon_e7)
    data = _ENCODER.encode(Content(author=author, channel=channel, format=fmt.code, fields=fields))
    return data + b" " * (-len(data) % PAD_BYTES)


def from_content(
    fmt: Format, data: bytes, origin: Point, author: str, channel: str
) -> Fields | None:
    """The details from what was opened, placed at the reader's origin; None if it is not ours.

    A content that was sealed for another author or channel was carried here: it is not shown. Nor
    is one whose fields are not what the format seals, or whose photo is none.
    """
    try:
        content = msgspec.json.decode(data.rstrip(b" "), type=Content)
        if (content.author, content.channel, content.format) != (author, channel, fmt.code):
            return None
        exact = _shifted(fmt, content.fields, origin.lat_e7, origin.lon_e7)
        return None if exact_problems(fmt, exact) else exact
    except (msgspec.MsgspecError, RecursionError, ValueError, TypeError, IndexError):
        return None


def _shifted(fmt: Format, fields: Fields, lat: int, lon: int) -> dict[str, Json]:
    kinds = {spec.name: spec.kind for spec in fmt.fields if spec.sealed}
    return {
        name: _moved(value, lat, lon) if kinds.get(name) in _PLACES else value
        for name, value in fields.items()
    }


def _moved(value: Json, lat: int, lon: int) -> Json:
    """The value with every latitude and longitude in it moved; all else as it is."""
    if isinstance(value, Mapping):
        moved = {name: _moved(one, lat, lon) for name, one in value.items()}
        here = point_of(value)
        if here is not None:
            moved |= {"lat_e7": here[0] + lat, "lon_e7": _around(here[1] + lon)}
        return moved
    if isinstance(value, list | tuple):
        if _is_pair(value):
            return [value[0] + lat, _around(value[1] + lon)]
        return [_moved(one, lat, lon) for one in value]
    return value


def _each(value: Json, take: Callable[[Point], None]) -> None:
    """Every place in a sound value."""
    if isinstance(value, Mapping):
        here = point_of(value)
        if here is not None:
            take(Point(*here))
        for one in value.values():
            _each(one, take)
    elif isinstance(value, list | tuple):
        if _is_pair(value):
            take(Point(value[0], value[1]))
        else:
            for one in value:
                _each(one, take)


def point_of(value: Mapping[str, Json]) -> tuple[int, int] | None:
    """Latitude and longitude of an object that has both."""
    lat, lon = value.get("lat_e7"), value.get("lon_e7")
    return (lat, lon) if isinstance(lat, int) and isinstance(lon, int) else None


def _is_pair(value: list[Json] | tuple[Json, ...]) -> bool:
    return len(value) == 2 and all(isinstance(one, int) for one in value)


def _around(lon_e7: int) -> int:
    """A longitude, or a difference of two, on this side of the antimeridian."""
    return (lon_e7 + 1_800_000_000) % 3_600_000_000 - 1_800_000_000


def box_bytes(box: BoxContent) -> bytes:
    """What is put into a box."""
    return _ENCODER.encode(box)


def box_from(data: bytes) -> BoxContent | None:
    """What was in a box; None when it is none of ours, or its origin is no place."""
    try:
        box = msgspec.json.decode(data, type=BoxContent)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None
    where = {"lat_e7": box.lat_e7, "lon_e7": box.lon_e7}
    return box if isinstance(point_from_json(where, ""), Point) else None


_ENCODER = msgspec.json.Encoder(order="sorted")
