"""The named places load without a network and know the world's towns in its scripts."""

from __future__ import annotations

from detente.core.airspace.volume import Point
from detente.wire.places import load_gazetteer


def test_the_places_are_loaded_once_and_known_in_several_scripts() -> None:
    """A port is found by its English, Hebrew and Arabic names, at its place."""
    towns = load_gazetteer()
    assert load_gazetteer() is towns
    assert len(towns) > 25_000
    for name in ("Haifa", "חיפה", "حيفا"):
        assert any(abs(place.point.lat_e7 - 328_130_000) < 500_000 for place in towns.lookup(name))


def test_the_nearest_place_of_a_coast_is_named() -> None:
    """27 km west of a port, the port is the nearest place."""
    near = load_gazetteer().nearest(Point(355_000_000, 355_000_000))
    assert near is not None
    assert near.place.name == "Latakia"
    assert 2_600_000 < near.distance_cm < 2_750_000
