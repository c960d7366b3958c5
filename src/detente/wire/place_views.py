"""The native API's types of what a person typed or pasted, as it was understood."""

from __future__ import annotations

import msgspec

from detente.core.airspace.readback import HeightView
from detente.core.refusal import Refusal
from detente.core.values import Json
from detente.wire.coordinates import Notations


class PlaceView(msgspec.Struct, frozen=True, kw_only=True):
    """One point in every notation, and where that is.

    near: such as ``13 km WNW of Walvis Bay``; place, distance_cm, bearing_deg: the same in parts,
    the bearing being from the place. outside_cm: how far outside the channel's area, 0 within it,
    null when the channel has agreed on none.
    """

    lat_e7: int
    lon_e7: int
    notations: Notations
    near: str
    place: str | None
    distance_cm: int | None
    bearing_deg: int | None
    outside_cm: int | None


class MeaningView(msgspec.Struct, frozen=True, kw_only=True):
    """Another reading of what was typed, to choose with one key.

    why: swapped (latitude and longitude exchanged), latitude-first, longitude-first (bare numbers),
    north, south (a letter that is both a band and a half), unit, reference (of a height), zone (of
    a time).
    text: what to type for it. value: as a field takes it. points: where that is.
    """

    why: str
    text: str
    value: Json
    points: tuple[PlaceView, ...] = ()


class UnderstoodView(msgspec.Struct, frozen=True, kw_only=True):
    """What a text means, as a field of that kind takes it; nothing was journalled.

    value: null while it is refused, and where it is open (SFC, UNL, open). written: the same in one
    way of writing that reads back to it. words: for a person, in English, with UTC and local time.
    points: every point of it, in its order. height: of an altitude, in every unit. geometry:
    GeoJSON of an outline or a volume. warnings: what looks like a slip; each can be passed.
    """

    kind: str
    value: Json = None
    open: bool = False
    written: str = ""
    words: str = ""
    points: tuple[PlaceView, ...] = ()
    height: HeightView | None = None
    geometry: Json = None
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    meanings: tuple[MeaningView, ...] = ()
