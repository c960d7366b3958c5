"""Recorded flights as notices: read ADS-B from the package `traffic`, bound where each leg flew.

The file is read where pip put it; nothing of the package is imported or copied. A leg is five
minutes of one aircraft in the air, bounded by the convex hull of its positions, widened so that
what lies between two positions and the edges' curvature stay inside. Altitudes in ADS-B are
pressure altitudes, so they are flight levels, and are widened by their own coarseness.
Not here: nodes and conflicts (paris.py).
"""

from __future__ import annotations

import gzip
import io
import math
import zipfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from detente.core.refusal import Fault
from detente.core.units import CM_PER_FOOT
from detente.core.values import Json

SAMPLE = "data/samples/collections/quickstart.json.gz"
LEG_S = 300  # a leg's length: short enough for a hull to hug the track
GAP_S_MAX = 60  # a longer silence ends a leg: nobody knows where it flew
MARGIN_M = 600.0  # outward: 1 s of flight (250 m), 25 m of position, 200 m of an edge's curvature
ALTITUDE_MARGIN_FT = 100  # ADS-B altitudes come in steps of 25 ft, and late
ALTITUDES_FT = (-1_000.0, 60_000.0)  # beyond is a broken report: the recording has some
EARTH_M = 6_371_000.0
FILE_BYTES_MAX = 200_000_000  # unpacked; the sample has 76 MB

Floats = npt.NDArray[np.float64]


class NoFlights(Fault):
    """The recorded flights are not on this machine; says how to fetch them."""


class _Row(msgspec.Struct):
    """What we take of one ADS-B report."""

    timestamp: float | str | None = None
    icao24: str | None = None
    callsign: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    altitude: float | None = None
    onground: bool | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """Some minutes of one aircraft in the air. ring: lat, lon in degrees, around all positions."""

    aircraft: str
    call_sign: str
    at_s: Floats
    lat: Floats
    lon: Floats
    altitude_ft: Floats
    ring: list[tuple[float, float]]

    @property
    def start_ms(self) -> int:
        """First report."""
        return int(self.at_s[0] * 1000)

    @property
    def end_ms(self) -> int:
        """Last report, rounded up."""
        return math.ceil(float(self.at_s[-1])) * 1000

    def volume(self) -> dict[str, Json]:
        """The 4D volume that bounds the leg, as JSON for a notice."""
        low = math.floor((float(self.altitude_ft.min()) - ALTITUDE_MARGIN_FT) * CM_PER_FOOT)
        high = math.ceil((float(self.altitude_ft.max()) + ALTITUDE_MARGIN_FT) * CM_PER_FOOT)
        return {
            "outline": {"polygon": [[round(a * 1e7), round(b * 1e7)] for a, b in self.ring]},
            "floor": {"cm": low, "reference": "FL"},
            "ceiling": {"cm": high, "reference": "FL"},
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
        }


def find_recording(given: Path | None = None) -> Path:
    """Where the recording is: what was given, or the installed package. Raises NoFlights."""
    if given is not None:
        if given.is_file():
            return given
        raise NoFlights(f"{given} is no file; give the wheel of `traffic` or its {SAMPLE}")
    spec = find_spec("traffic")
    for folder in (spec.submodule_search_locations or []) if spec is not None else []:
        path = Path(folder) / SAMPLE
        if path.is_file():
            return path
    raise NoFlights(
        "the recorded flights are not here; they come in the Python package `traffic` (28 MB). "
        "Fetch them with `scripts/setup flights`, or give a wheel with --flights FILE"
    )


def read_rows(path: Path) -> list[_Row]:
    """All reports of a recording: a wheel, or the json.gz itself. Raises NoFlights."""
    try:
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                packed = wheel.read(f"traffic/{SAMPLE}")
        else:
            packed = path.read_bytes()
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            raw = file.read(FILE_BYTES_MAX)
        return msgspec.json.decode(raw, type=list[_Row])
    except (OSError, KeyError, zipfile.BadZipFile, msgspec.MsgspecError) as error:
        raise NoFlights(f"{path.name} is not the recording that we know: {error}") from error


def legs(rows: list[_Row]) -> list[Leg]:
    """All legs in the air, by aircraft and time; reports with impossible altitudes are left out."""
    found: list[Leg] = []
    low, high = ALTITUDES_FT
    tracks: dict[tuple[str, str], list[tuple[float, float, float, float]]] = {}
    for row in rows:
        if (
            row.onground
            or row.icao24 is None
            or row.latitude is None
            or row.longitude is None
            or row.altitude is None
            or not low <= row.altitude <= high
            or not isinstance(row.timestamp, (int, float))
        ):
            continue
        key = (row.icao24, (row.callsign or "").strip())
        report = (row.timestamp / 1000, row.latitude, row.longitude, row.altitude)
        tracks.setdefault(key, []).append(report)
    for (aircraft, call_sign), reports in sorted(tracks.items()):
        table = np.array(sorted(reports))
        found.extend(_leg(aircraft, call_sign, part) for part in _split(table) if len(part) > 2)
    return found


def _split(table: Floats) -> list[Floats]:
    """Reports cut at silences, then every LEG_S."""
    parts: list[Floats] = []
    first = 0
    for index in range(1, len(table) + 1):
        ended = index == len(table) or table[index, 0] - table[index - 1, 0] > GAP_S_MAX
        long = not ended and table[index, 0] - table[first, 0] > LEG_S
        if ended or long:
            parts.append(table[first : index + (1 if long else 0)])
            first = index
    return parts


def _leg(aircraft: str, call_sign: str, part: Floats) -> Leg:
    at_s, lat, lon, altitude = part.T
    gap_s = float(np.diff(at_s).max(initial=1.0))
    margin_m = MARGIN_M + gap_s * 130.0  # half of the longest silence at 260 m/s, either way
    ring = _hull_around(lat, lon, margin_m)
    return Leg(aircraft, call_sign, at_s, lat, lon, altitude, ring)


def _hull_around(lat: Floats, lon: Floats, margin_m: float) -> list[tuple[float, float]]:
    """The convex hull of the positions, each widened to an octagon that holds the margin."""
    lat0, lon0 = float(lat.mean()), float(lon.mean())
    scale = EARTH_M * math.cos(math.radians(lat0)) * math.pi / 180
    x, y = (lon - lon0) * scale, (lat - lat0) * EARTH_M * math.pi / 180
    radius = margin_m / math.cos(math.pi / 8)
    turns = np.arange(8) * math.pi / 4
    xs = (x[:, None] + radius * np.cos(turns)).ravel()
    ys = (y[:, None] + radius * np.sin(turns)).ravel()
    points = sorted(set(zip(xs.round(1).tolist(), ys.round(1).tolist(), strict=True)))
    return [
        (lat0 + py / (EARTH_M * math.pi / 180), lon0 + px / scale) for px, py in convex_hull(points)
    ]


def convex_hull(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Andrew's monotone chain over sorted points, anticlockwise."""

    def half(sequence: list[tuple[float, float]]) -> list[tuple[float, float]]:
        chain: list[tuple[float, float]] = []
        for point in sequence:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    return half(points) + half(points[::-1])


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def distance_m(lat: Floats, lon: Floats, to_lat: float, to_lon: float) -> Floats:
    """Great-circle distances to one point, independent of the product's own geometry."""
    a, b = np.radians(lat), math.radians(to_lat)
    turn = np.radians(lon - to_lon)
    h = np.sin((a - b) / 2) ** 2 + np.cos(a) * math.cos(b) * np.sin(turn / 2) ** 2
    distance: Floats = 2 * EARTH_M * np.arcsin(np.sqrt(h))
    return distance
