"""Recorded flights become notices that hold every recorded position."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from detente.core.airspace.volume import Volume
from detente.core.airspace.volume_json import volume_from_json
from detente.sim import demo, paris
from detente.sim.flights import Leg, NoFlights, find_recording, legs, read_rows


def recording(folder: Path) -> Path:
    """Ten minutes of one aircraft, a gap, a taxi, and a broken altitude."""
    rows = [
        {
            "timestamp": (1_633_608_000 + second) * 1000.0,
            "icao24": "abc123",
            "callsign": "TEST1 ",
            "latitude": 48.0 + second * 0.0015,
            "longitude": 1.5 + 0.05 * np.sin(second / 60),
            "altitude": 105_000.0 if second == 30 else 5_000.0 + second * 10,
            "onground": second > 590,
            "squawk": "1000",
        }
        for second in [*range(200), *range(320, 600)]
    ]
    path = folder / "recording.json.gz"
    path.write_bytes(gzip.compress(json.dumps(rows).encode()))
    return path


def inside(ring: list[tuple[float, float]], lat: float, lon: float) -> bool:
    """Whether a point lies in a convex anticlockwise ring of (lat, lon)."""
    return all(
        (b[1] - a[1]) * (lat - a[0]) - (b[0] - a[0]) * (lon - a[1]) >= 0
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
    )


def test_a_leg_bounds_every_position(tmp_path: Path) -> None:
    """Each recorded position lies inside its leg's outline, heights and window."""
    found = legs(read_rows(recording(tmp_path)))
    assert len(found) == 2, "the gap parts the flight"
    assert sum(len(leg.at_s) for leg in found) == 470, "no taxi, no broken altitude"
    for leg in found:
        volume = volume_from_json(leg.volume(), "volume")
        assert isinstance(volume, Volume), volume
        assert volume.floor is not None
        assert volume.ceiling is not None
        assert volume.floor.cm <= leg.altitude_ft.min() * 30.48
        assert volume.ceiling.cm >= leg.altitude_ft.max() * 30.48
        for lat, lon in zip(leg.lat.tolist(), leg.lon.tolist(), strict=True):
            assert inside(leg.ring, lat, lon)


def test_what_is_not_the_recording_is_refused(tmp_path: Path) -> None:
    """A file that holds no flights is named, with the reason."""
    path = tmp_path / "other.json.gz"
    path.write_bytes(b"not gzip")
    with pytest.raises(NoFlights, match=r"other\.json\.gz is not the recording"):
        read_rows(path)


def test_without_the_recording_the_demo_says_how_to_get_it(tmp_path: Path) -> None:
    """Exit 2 and the command that fetches the flights; never a demo of something else."""
    missing = str(tmp_path / "nowhere.whl")
    result = CliRunner().invoke(demo.main, ["--scenario", "paris", "--flights", missing])
    assert result.exit_code == 2
    assert "give the wheel of `traffic`" in " ".join(result.output.split())


@pytest.mark.slow
def test_no_flight_inside_the_zone_is_missed(tmp_path: Path) -> None:
    """All recorded flights against the zone: whatever was inside by position is in conflict."""
    try:
        find_recording()
    except NoFlights as missing:
        pytest.skip(str(missing))
    result = CliRunner().invoke(demo.main, ["--scenario", "paris", "--keep", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "nothing that flew inside was missed" in result.output
    assert (tmp_path / "paris.png").stat().st_size > 10_000
    features = json.loads((tmp_path / "paris.geojson").read_text("utf-8"))["features"]
    assert sum(one["geometry"]["type"] == "Point" for one in features) > 10
    assert sum(one["geometry"]["type"] == "Polygon" for one in features) > 500


def test_the_zone_knows_what_is_inside() -> None:
    """Inside means place, height and time together."""
    zone = paris.Zone()

    def leg(lat: float, altitude_ft: float, at_ms: int) -> Leg:
        one = np.array([lat])
        return Leg(
            "a",
            "",
            np.array([at_ms / 1000]),
            one,
            np.array([zone.lon]),
            np.array([altitude_ft]),
            [],
        )

    assert zone.holds(leg(zone.lat, 10_000, zone.start_ms))
    assert not zone.holds(leg(zone.lat + 0.25, 10_000, zone.start_ms))
    assert not zone.holds(leg(zone.lat, 16_000, zone.start_ms))
    assert not zone.holds(leg(zone.lat, 10_000, zone.start_ms - 1000))
