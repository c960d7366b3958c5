"""The exact details of a site or a movement: what is sealed, and what each reader was given.

One content is the same for all who may open it, so that nobody can be told another story. It holds
no place: every place in it is a step from an origin, and the origin stands in each reader's own
box. The origins of two readers differ by a few metres, less than the precision that is said
(*canary precision*): a list that got about shows whose copy it was.

Not here: keys and boxes (journal/sealing.py, node/exact.py), rows of spreadsheets (sheets.py).
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

from detente.core.airspace.volume import Point
from detente.core.line.field import TIME_MAX_MS, TIME_MIN_MS, check_text
from detente.core.refusal import Refusal
from detente.wire.photo import PHOTO_BYTES_MAX, bare, photo_problem

FOOTPRINT_MAX: Final = 100  # corners of a compound; a town is an area, not a site
LEGS_MAX: Final = 60  # places of one movement in one day, stops included
CONTACTS_MAX: Final = 10
PLATES_MAX: Final = 60  # a convoy of that many vehicles
NAME_MAX: Final = 120
NOTES_MAX: Final = 1_000
REACH_E7_MAX: Final = 100_000_000  # 10 degrees from the origin: a movement of one day
PAD_BYTES: Final = 2_048  # contents are as long as the next multiple: a length says little

_Name = Annotated[str, Meta(max_length=NAME_MAX)]
_Step = Annotated[int, Meta(ge=-REACH_E7_MAX, le=REACH_E7_MAX)]
_Lat = Annotated[int, Meta(ge=-900_000_000, le=900_000_000)]
_Lon = Annotated[int, Meta(ge=-1_800_000_000, le=1_800_000_000)]
_Time = Annotated[int, Meta(ge=TIME_MIN_MS, le=TIME_MAX_MS)]


class _Exactly(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of the details: exactly these fields."""


class Contact(_Exactly, frozen=True, kw_only=True):
    """Who is reached there, by what means, under which number or frequency. A role, no person."""

    role: _Name
    means: _Name
    address: _Name


class Place(_Exactly, frozen=True, kw_only=True):
    """A point, in 1e-7 degrees."""

    lat_e7: _Lat
    lon_e7: _Lon

    @property
    def point(self) -> Point:
        """The same as the core's type."""
        return Point(self.lat_e7, self.lon_e7)


class Leg(_Exactly, frozen=True, kw_only=True):
    """A place on the way: when it is reached, how long the stop is, what it is called."""

    lat_e7: _Lat
    lon_e7: _Lon
    at_ms: _Time | None = None
    stop_min: Annotated[int, Meta(ge=0, le=2_880)] | None = None
    name: _Name = ""


class Exact(_Exactly, frozen=True, kw_only=True):
    """All that is known of a site or a movement, as its notifier has it.

    point: the site's middle, or where the movement begins. photo: base64, JPEG or PNG.
    """

    name: _Name
    point: Place
    operator: _Name = ""
    address: Annotated[str, Meta(max_length=200)] = ""
    footprint: Annotated[tuple[Place, ...], Meta(max_length=FOOTPRINT_MAX)] = ()
    legs: Annotated[tuple[Leg, ...], Meta(max_length=LEGS_MAX)] = ()
    contacts: Annotated[tuple[Contact, ...], Meta(max_length=CONTACTS_MAX)] = ()
    plates: Annotated[tuple[_Name, ...], Meta(max_length=PLATES_MAX)] = ()
    markings: Annotated[str, Meta(max_length=200)] = ""
    photo: Annotated[str, Meta(max_length=4 * PHOTO_BYTES_MAX // 3 + 8)] = ""
    notes: Annotated[str, Meta(max_length=NOTES_MAX)] = ""

    @property
    def places(self) -> tuple[Point, ...]:
        """Every place in it."""
        legs = (Point(leg.lat_e7, leg.lon_e7) for leg in self.legs)
        return (self.point.point, *(one.point for one in self.footprint), *legs)


class _Corner(_Exactly, frozen=True, kw_only=True):
    lat: _Step
    lon: _Step


class _LegStep(_Exactly, frozen=True, kw_only=True):
    lat: _Step
    lon: _Step
    at_ms: _Time | None = None
    stop_min: int | None = None
    name: str = ""


class Content(_Exactly, frozen=True, kw_only=True):
    """What all readers open, without any place: steps from an origin. author, channel: whose."""

    author: str
    channel: str
    name: str
    operator: str = ""
    address: str = ""
    footprint: tuple[_Corner, ...] = ()
    legs: tuple[_LegStep, ...] = ()
    contacts: tuple[Contact, ...] = ()
    plates: tuple[str, ...] = ()
    markings: str = ""
    photo: str = ""
    notes: str = ""


class Given(_Exactly, frozen=True, kw_only=True):
    """The origin that one reader was given; only the author's own box lists them."""

    party: str
    origin: Place


class BoxContent(_Exactly, frozen=True, kw_only=True):
    """What one reader's box holds: the content's key (base64) and its origin."""

    key: str
    origin: Place
    given: tuple[Given, ...] = ()


def exact_from_json(value: object, path: str) -> Exact | tuple[Refusal, ...]:
    """The details that JSON holds, with the photo's metadata taken out, or every problem."""
    try:
        exact = msgspec.convert(value, Exact)
    except msgspec.ValidationError as error:
        remedy = "See `detente humanitarian form` for its fields"
        return (Refusal(path, "exact-shape", str(error), remedy),)
    found = [*_texts(exact, path), *_reach(exact, path)]
    photo = exact.photo
    if photo:
        taken = _photo(photo, f"{path}.photo")
        if isinstance(taken, Refusal):
            found.append(taken)
        else:
            photo = base64.b64encode(taken).decode()
    return tuple(found) or msgspec.structs.replace(exact, photo=photo)


def _texts(exact: Exact, path: str) -> list[Refusal]:
    found: list[Refusal] = []
    texts = [
        ("name", exact.name, NAME_MAX),
        ("operator", exact.operator, NAME_MAX),
        ("address", exact.address, NOTES_MAX),
        ("markings", exact.markings, NOTES_MAX),
        ("notes", exact.notes, NOTES_MAX),
        *((f"legs.{at}.name", leg.name, NAME_MAX) for at, leg in enumerate(exact.legs)),
    ]
    texts = [one for one in texts if one[1] or one[0] == "name"]
    texts += [
        (f"contacts.{at}.{name}", text, NAME_MAX)
        for at, one in enumerate(exact.contacts)
        for name, text in (("role", one.role), ("means", one.means), ("address", one.address))
    ]
    texts += [(f"plates.{at}", one, NAME_MAX) for at, one in enumerate(exact.plates)]
    for name, text, most in texts:
        found += check_text(text, f"{path}.{name}", most, lines=name == "notes")
    return found


def _reach(exact: Exact, path: str) -> list[Refusal]:
    origin = exact.point
    for point in exact.places:
        lat, lon = point.lat_e7 - origin.lat_e7, _around(point.lon_e7 - origin.lon_e7)
        if max(abs(lat), abs(lon)) > REACH_E7_MAX:
            reason = "a place lies more than 10 degrees from the first"
            return [Refusal(path, "exact-reach", reason, "Look for a mistyped coordinate")]
    return []


def _photo(text: str, path: str) -> bytes | Refusal:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return Refusal(path, "photo-base64", "the photo is no base64", "Name its file instead")
    problem = photo_problem(data, path)
    return problem or bare(data) or data


def to_content(exact: Exact, author: str, channel: str) -> bytes:
    """The canonical bytes of what all readers open, padded."""
    origin = exact.point

    def step(place: Place | Leg) -> tuple[int, int]:
        return place.lat_e7 - origin.lat_e7, _around(place.lon_e7 - origin.lon_e7)

    footprint = tuple(_Corner(lat=lat, lon=lon) for lat, lon in map(step, exact.footprint))
    legs = tuple(
        _LegStep(
            lat=step(leg)[0],
            lon=step(leg)[1],
            at_ms=leg.at_ms,
            stop_min=leg.stop_min,
            name=leg.name,
        )
        for leg in exact.legs
    )
    content = Content(
        author=author,
        channel=channel,
        name=exact.name,
        operator=exact.operator,
        address=exact.address,
        footprint=footprint,
        legs=legs,
        contacts=exact.contacts,
        plates=exact.plates,
        markings=exact.markings,
        photo=exact.photo,
        notes=exact.notes,
    )
    data = _ENCODER.encode(content)
    return data + b" " * (-len(data) % PAD_BYTES)


def from_content(data: bytes, origin: Place, author: str, channel: str) -> Exact | None:
    """The details from what was opened, placed at the reader's origin; None if it is not ours.

    A content that was sealed for another author or channel was carried here: it is not shown.
    """
    try:
        content = msgspec.json.decode(data.rstrip(b" "), type=Content)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None
    if (content.author, content.channel) != (author, channel):
        return None
    made: dict[str, Any] = {
        "name": content.name,
        "point": msgspec.to_builtins(origin),
        "operator": content.operator,
        "address": content.address,
        "footprint": [_placed(origin, one.lat, one.lon) for one in content.footprint],
        "legs": [_leg(origin, one) for one in content.legs],
        "contacts": msgspec.to_builtins(content.contacts),
        "plates": content.plates,
        "markings": content.markings,
        "photo": content.photo,
        "notes": content.notes,
    }
    exact = exact_from_json(made, "")
    return exact if isinstance(exact, Exact) else None


def _placed(origin: Place, lat: int, lon: int) -> dict[str, int]:
    return {"lat_e7": origin.lat_e7 + lat, "lon_e7": _around(origin.lon_e7 + lon)}


def _leg(origin: Place, leg: _LegStep) -> dict[str, Any]:
    more = {"at_ms": leg.at_ms, "stop_min": leg.stop_min, "name": leg.name}
    return {**_placed(origin, leg.lat, leg.lon), **more}


def _around(lon_e7: int) -> int:
    """A longitude, or a difference of two, on this side of the antimeridian."""
    return (lon_e7 + 1_800_000_000) % 3_600_000_000 - 1_800_000_000


def box_bytes(box: BoxContent) -> bytes:
    """What is put into a box."""
    return _ENCODER.encode(box)


def box_from(data: bytes) -> BoxContent | None:
    """What was in a box; None when it is none of ours."""
    try:
        return msgspec.json.decode(data, type=BoxContent)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None


_ENCODER = msgspec.json.Encoder(order="sorted")
