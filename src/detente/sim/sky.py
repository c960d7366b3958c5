"""Invent a sky: volumes by the hundred thousand, by seed, for benches and tests.

Four skies, each of a day from `BEGIN_MS`. Three of them hold an ordinary mix of classes (transport
45 %, uas 20, combat 12, helo 10, isr 5, weapon 5, tanker 3); 70 % circles, 30 % polygons of four to
eight corners; radii of 1 to 30 km, even on a logarithmic scale, as many are small and few large;
heights from the sea to 12 km, in bands of 300 to 1500 m, above the sea (two of three) or as flight
levels; windows of a quarter of an hour to three hours.

- world: even over the earth from 60 south to 75 north (468 million square km).
- hubs: half as `world`, half around 400 places of the world, with a spread of 150 km.
- continent: even over Europe's box, 35 to 65 north, 10 west to 40 east (11.8 million square km).
- city: small drones only, of 15 to 150 m, below 120 m, 10 to 30 minutes, over 300 by 300 km.

A million volumes a day are far more than is flown anywhere: the world has some hundred thousand
airliner flights a day, so `continent` is a crowd such as a deconfliction would never leave.

Not here: anything that moves; anything real.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from detente.core.airspace.volume import (
    Altitude,
    Circle,
    Outline,
    Point,
    Polygon,
    Reference,
    Volume,
)
from detente.core.units import E7_PER_DEGREE, MS_PER_HOUR, MS_PER_MIN, km_to_cm

BEGIN_MS = 1_795_334_400_000
"""2026-11-22 08:00Z."""
DAY_MS = 24 * MS_PER_HOUR
KM_PER_DEGREE = 111.2
SKIES = ("world", "hubs", "continent", "city")
PARTIES = ("amber", "cobalt", "meridian")
HUBS = 400
HUB_SPREAD_KM = 150.0

_CLASSES = {
    "transport": 45,
    "uas": 20,
    "combat": 12,
    "helo": 10,
    "isr": 5,
    "weapon": 5,
    "tanker": 3,
}
_BOXES = {
    "world": (-60.0, 75.0, -180.0, 180.0),
    "continent": (35.0, 65.0, -10.0, 40.0),
    "city": (48.0, 50.7, 2.0, 6.1),
}
_REFERENCES = (Reference.AMSL, Reference.AMSL, Reference.FL)


@dataclass(frozen=True, slots=True)
class Notice:
    """One announced volume: its message number, whose it is, its class."""

    number: str
    party: str
    activity: str
    volume: Volume


def notices(sky: str, count: int, seed: int = 1) -> Iterator[Notice]:
    """So many volumes of a sky (one of SKIES), of three parties in turn; the same for a seed."""
    dice = Random(seed)
    hubs = _hubs()
    for serial in range(count):
        party = PARTIES[serial % len(PARTIES)]
        activity, volume = _drone(dice) if sky == "city" else _ordinary(dice, sky, hubs)
        yield Notice(f"{party.upper()}-2026-{serial:07d}", party, activity, volume)


def _hubs() -> list[tuple[float, float]]:
    """The same 400 places for every seed."""
    dice = Random(2026)
    return [_even(dice, "world") for _ in range(HUBS)]


def _ordinary(dice: Random, sky: str, hubs: list[tuple[float, float]]) -> tuple[str, Volume]:
    if sky == "hubs":
        latitude, longitude = _even(dice, "world") if dice.random() < 0.5 else _near(dice, hubs)
    else:
        latitude, longitude = _even(dice, sky)
    low, reference = dice.randrange(km_to_cm(12)), dice.choice(_REFERENCES)
    start = BEGIN_MS + dice.randrange(DAY_MS)
    return dice.choices(list(_CLASSES), list(_CLASSES.values()))[0], Volume(
        _outline(dice, latitude, longitude, _between(dice, 1.0, 30.0)),
        Altitude(low, reference),
        Altitude(low + dice.randrange(30_000, 150_000), reference),
        start,
        start + dice.randrange(15 * MS_PER_MIN, 3 * MS_PER_HOUR),
    )


def _drone(dice: Random) -> tuple[str, Volume]:
    latitude, longitude = _even(dice, "city")
    start = BEGIN_MS + dice.randrange(DAY_MS)
    low = dice.randrange(9_000)
    return "uas", Volume(
        _outline(dice, latitude, longitude, _between(dice, 0.015, 0.15)),
        Altitude(low, Reference.AMSL),
        Altitude(low + 3_000, Reference.AMSL),
        start,
        start + dice.randrange(10 * MS_PER_MIN, 30 * MS_PER_MIN),
    )


def _even(dice: Random, box: str) -> tuple[float, float]:
    """A place, in degrees, even by area over a box."""
    south, north, west, east = _BOXES[box]
    sine = dice.uniform(math.sin(math.radians(south)), math.sin(math.radians(north)))
    return math.degrees(math.asin(sine)), dice.uniform(west, east)


def _near(dice: Random, hubs: list[tuple[float, float]]) -> tuple[float, float]:
    latitude, longitude = dice.choice(hubs)
    return _moved(latitude, longitude, dice.gauss(0, HUB_SPREAD_KM), dice.gauss(0, HUB_SPREAD_KM))


def _moved(
    latitude: float, longitude: float, north_km: float, east_km: float
) -> tuple[float, float]:
    """A place so far north and east: near enough for invented places off the poles."""
    turned = longitude + east_km / KM_PER_DEGREE / math.cos(math.radians(latitude))
    return latitude + north_km / KM_PER_DEGREE, (turned + 180.0) % 360.0 - 180.0


def _between(dice: Random, low: float, high: float) -> float:
    """A size, even on a logarithmic scale."""
    return math.exp(dice.uniform(math.log(low), math.log(high)))


def _outline(dice: Random, latitude: float, longitude: float, radius_km: float) -> Outline:
    if dice.random() < 0.7:
        return Circle(_point(latitude, longitude), km_to_cm(radius_km))
    corners, turn = dice.randrange(4, 9), dice.uniform(0, 2 * math.pi)
    points = []
    for corner in range(corners):
        azimuth, away = turn + 2 * math.pi * corner / corners, radius_km * dice.uniform(0.6, 1.0)
        moved = _moved(latitude, longitude, away * math.cos(azimuth), away * math.sin(azimuth))
        points.append(_point(*moved))
    return Polygon(tuple(points))


def _point(latitude: float, longitude: float) -> Point:
    return Point(round(latitude * E7_PER_DEGREE), round(longitude * E7_PER_DEGREE))
