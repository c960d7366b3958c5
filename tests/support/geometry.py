"""Outlines and volumes anywhere on earth, and a geometry that shares nothing with ours.

The brute force samples borders densely along true geodesics (geographiclib) and takes the nearest
pair: an upper bound of the distance, which ours must never exceed. Containment is told by winding:
seen from an inner point, the border goes once round the horizon. The border of a corridor is walked
there and back on its left, at half its width; where it bends inward that lies within it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from geographiclib.geodesic import Geodesic
from geographiclib.geodesicline import GeodesicLine
from hypothesis import strategies as st

from detente.core.airspace.volume import (
    Altitude,
    Circle,
    Corridor,
    Outline,
    Point,
    Polygon,
    Reference,
    Volume,
)

EARTH = Geodesic.WGS84
SAMPLES_PER_BORDER = 72
PLACES = [
    *((90.0, 0.0), (-90.0, 0.0), (89.95, 120.0), (-89.9, -60.0)),
    *((0.0, 180.0), (12.0, -179.99), (-45.0, 179.95), (0.0, 0.0)),
    *((34.5, 35.2), (48.8, 2.3), (-0.05, 100.0), (71.0, -8.0)),
]


def moved(latitude: float, longitude: float, azimuth: float, metres: float) -> Point:
    """The point `metres` along a geodesic, rounded to 1e-7 degree."""
    end = EARTH.Direct(latitude, longitude, azimuth, metres)
    wrapped = (end["lon2"] + 180) % 360 - 180
    return Point(round(end["lat2"] * 1e7), round(wrapped * 1e7))


@st.composite
def outlines(draw: st.DrawFn, latitude: float, longitude: float, away_m: float) -> Outline:
    """A circle, star-shaped polygon or corridor, its middle at most `away_m` from a place."""
    azimuth, distance = draw(st.floats(0, 360)), draw(st.floats(0, away_m))
    centre = moved(latitude, longitude, azimuth, distance)
    size = draw(st.sampled_from([5.0, 300.0, 4_000.0, 30_000.0, 150_000.0]))
    kind = draw(st.sampled_from([Circle, Polygon, Corridor]))
    if kind is Circle:
        return Circle(centre, round(size * 100 * draw(st.floats(0.2, 1))))
    if kind is Corridor:
        return draw(corridors(centre, size))
    corners = draw(st.integers(3, 7))
    radii = draw(st.lists(st.floats(0.3, 1), min_size=corners, max_size=corners))
    turn = draw(st.floats(0, 360))
    points = [
        moved(centre.lat_e7 / 1e7, centre.lon_e7 / 1e7, turn + 360 * at / corners, size * radius)
        for at, radius in enumerate(radii)
    ]
    return Polygon(tuple(points))


@st.composite
def corridors(draw: st.DrawFn, start: Point, size_m: float) -> Corridor:
    """A path of one to four legs from a place, which may turn back on itself, of any width."""
    points = [start]
    for _ in range(draw(st.integers(1, 4))):
        lat, lon = points[-1].lat_e7 / 1e7, points[-1].lon_e7 / 1e7
        azimuth, length = draw(st.floats(0, 360)), size_m * draw(st.floats(0.3, 1))
        points.append(moved(lat, lon, azimuth, length))
    return Corridor(tuple(points), round(size_m * 100 * draw(st.floats(0.01, 0.8))))


@st.composite
def neighbours(draw: st.DrawFn) -> tuple[Outline, Outline]:
    """Two outlines close enough that touching, containing and near misses all happen."""
    latitude, longitude = draw(
        st.sampled_from(PLACES) | st.tuples(st.floats(-90, 90), st.floats(-180, 180))
    )
    away = draw(st.sampled_from([0.0, 500.0, 20_000.0, 300_000.0]))
    near, far = outlines(latitude, longitude, 0.0), outlines(latitude, longitude, away)
    return draw(near), draw(far)


ALTITUDES = st.none() | st.builds(
    Altitude, st.integers(-100_000, 1_600_000), st.sampled_from(Reference)
)
TIMES = st.none() | st.integers(1_795_000_000_000, 1_795_007_200_000)


@st.composite
def volumes_of(draw: st.DrawFn, outline: Outline) -> Volume:
    """A volume on an outline: heights and window open or not, in order."""
    floor, ceiling = draw(ALTITUDES), draw(ALTITUDES)
    if floor and ceiling:
        low, high = sorted((floor.cm, ceiling.cm))
        floor = Altitude(low, floor.reference)
        ceiling = Altitude(high, floor.reference)
    start, end = draw(TIMES), draw(TIMES)
    if start is not None and end is not None:
        start, end = min(start, end), max(start, end)
    return Volume(outline, floor, ceiling, start, end)


def border(outline: Outline) -> list[tuple[float, float]]:
    """Latitudes and longitudes along the true border, with the polygon's vertices among them."""
    if isinstance(outline, Circle):
        lat, lon = outline.centre.lat_e7 / 1e7, outline.centre.lon_e7 / 1e7
        ends = [
            EARTH.Direct(lat, lon, 360 * at / SAMPLES_PER_BORDER, outline.radius_cm / 100)
            for at in range(SAMPLES_PER_BORDER)
        ]
        return [(end["lat2"], end["lon2"]) for end in ends]
    if isinstance(outline, Corridor):
        return _sides(outline)
    each = max(1, SAMPLES_PER_BORDER // len(outline.points))
    samples = []
    for a, b in zip(outline.points, outline.points[1:] + outline.points[:1], strict=True):
        edge = EARTH.InverseLine(a.lat_e7 / 1e7, a.lon_e7 / 1e7, b.lat_e7 / 1e7, b.lon_e7 / 1e7)
        ends = [edge.Position(edge.s13 * at / each) for at in range(each)]
        samples += [(end["lat2"], end["lon2"]) for end in ends]
    return samples


def _sides(corridor: Corridor) -> list[tuple[float, float]]:
    """The left side there, round the end, the left side back, round the start; bends as arcs."""
    there = list(zip(corridor.points, corridor.points[1:], strict=False))
    legs = [_line(a, b) for a, b in there + [(b, a) for a, b in reversed(there)]]
    each, width_m = max(1, SAMPLES_PER_BORDER // len(legs) // 2), corridor.half_width_cm / 100
    samples = []
    for leg, after in zip(legs, legs[1:] + legs[:1], strict=True):
        stations = [leg.Position(leg.s13 * at / each) for at in range(each + 1)]
        end = stations[-1]
        turn = (after.azi1 - end["azi2"]) % 360
        turn -= 360 if turn > 180 + 1e-6 else 0
        around = [end["azi2"] + turn * at / each for at in range(1, each + 1)]
        left = [(one["lat2"], one["lon2"], one["azi2"] - 90) for one in stations]
        left += [(end["lat2"], end["lon2"], azimuth - 90) for azimuth in around]
        sides = [EARTH.Direct(lat, lon, azimuth, width_m) for lat, lon, azimuth in left]
        samples += [(side["lat2"], side["lon2"]) for side in sides]
    return samples


def _line(a: Point, b: Point) -> GeodesicLine:
    return EARTH.InverseLine(a.lat_e7 / 1e7, a.lon_e7 / 1e7, b.lat_e7 / 1e7, b.lon_e7 / 1e7)


def directions(samples: list[tuple[float, float]]) -> npt.NDArray[np.float64]:
    """Points in space (metres from the earth's centre) of samples on the ellipsoid."""
    lat, lon = np.radians(np.array(samples)).T
    square = 6.69437999014e-3  # the first eccentricity of WGS84, squared
    normal = 6378137.0 / np.sqrt(1 - square * np.sin(lat) ** 2)
    return np.stack(
        [
            normal * np.cos(lat) * np.cos(lon),
            normal * np.cos(lat) * np.sin(lon),
            normal * (1 - square) * np.sin(lat),
        ],
        axis=1,
    )


def contains(outline: Outline, lat: float, lon: float) -> bool:
    """Whether a place is inside, by distance or by winding; unsure within metres of the border."""
    if isinstance(outline, Circle):
        centre = outline.centre
        line = EARTH.Inverse(centre.lat_e7 / 1e7, centre.lon_e7 / 1e7, lat, lon)
        return float(line["s12"]) * 100 <= outline.radius_cm
    if isinstance(outline, Corridor):
        return any(
            float(EARTH.Inverse(one["lat2"], one["lon2"], lat, lon)["s12"]) * 100
            <= outline.half_width_cm
            for a, b in zip(outline.points, outline.points[1:], strict=False)
            for leg in [_line(a, b)]
            for one in [leg.Position(leg.s13 * at / 24) for at in range(25)]
        )
    around = [EARTH.Inverse(lat, lon, *sample)["azi1"] for sample in border(outline)]
    turned = sum(
        (after - before + 180) % 360 - 180
        for before, after in zip(around, around[1:] + around[:1], strict=True)
    )
    return bool(abs(turned) > 180)


def brute_force_cm(a: Outline, b: Outline) -> tuple[float, float]:
    """An upper bound of the true distance in cm, and how much it may exceed the true one."""
    ours, theirs = border(a), border(b)
    for outline, samples in ((a, theirs), (b, ours)):
        if contains(outline, *samples[0]):
            return 0.0, 0.0
    here, there = directions(ours), directions(theirs)
    apart = np.linalg.norm(here[:, None, :] - there[None, :, :], axis=2)
    one, other = np.unravel_index(int(apart.argmin()), apart.shape)
    line = EARTH.Inverse(*ours[one], *theirs[other])
    step = max(
        float(np.linalg.norm(points - np.roll(points, 1, axis=0), axis=1).max())
        for points in (here, there)
    )
    return line["s12"] * 100, step * 100
