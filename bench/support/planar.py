"""What the conflict figures are measured against: shapely's STRtree over the same shapes.

A flat tree of longitude and latitude, as one would build it at first: circles as polygons of 32
corners, the asked shape widened by the widest buffer before the clock runs, time and height sifted
with numpy afterwards. It knows no antimeridian, no ellipsoid and no classes, decides nothing, and
has to be built anew for every change: a yardstick for speed, not for answers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from detente.core.airspace.altitude import wgs84_interval
from detente.core.airspace.conflict import Placed
from detente.core.airspace.geodesy import CENTIMETRES_PER_RADIAN
from detente.core.airspace.volume import Circle, Point
from detente.core.events import Buffer
from detente.core.units import E7_PER_DEGREE

_CORNERS = 32
_CM_PER_DEGREE = CENTIMETRES_PER_RADIAN * math.pi / 180
Numbers = npt.NDArray[np.int64]


class Planar:
    """An STRtree of volumes, with their heights and windows beside it."""

    def __init__(self, volumes: Sequence[Placed], widest: Buffer) -> None:
        self._widest = widest
        self._tree = shapely.STRtree([figure(placed, 0) for placed in volumes])
        self._bands = bands(volumes)

    def widened(self, volumes: Sequence[Placed]) -> tuple[npt.NDArray[np.object_], Numbers]:
        """Shapes and bands of volumes to ask for, the widest buffers around them."""
        margin = self._widest
        asked = bands(volumes) + np.array(
            [-margin.vertical_cm, margin.vertical_cm, -margin.padding_ms, margin.padding_ms]
        )
        return np.array([figure(each, margin.horizontal_cm) for each in volumes]), asked

    def query(self, shape: object, band: Numbers) -> Numbers:
        """The places in the list of all volumes that one widened volume meets."""
        near = self._tree.query(shape, predicate="intersects")
        held = self._bands[near]
        meets = (held[:, 1] >= band[0]) & (held[:, 0] <= band[1])
        return np.asarray(near[meets & (held[:, 3] >= band[2]) & (held[:, 2] <= band[3])])

    def join(self, shapes: npt.NDArray[np.object_], asked: Numbers) -> int:
        """How many ordered pairs meet, each volume with itself among them."""
        one, other = self._tree.query(shapes, predicate="intersects")
        a, b = asked[one], self._bands[other]
        meets = (b[:, 1] >= a[:, 0]) & (b[:, 0] <= a[:, 1])
        return int((meets & (b[:, 3] >= a[:, 2]) & (b[:, 2] <= a[:, 3])).sum())


def bands(volumes: Sequence[Placed]) -> Numbers:
    """Lowest and highest WGS84 height (cm), start and end (ms) of volumes with closed sides."""
    rows = []
    for placed in volumes:
        volume = placed.volume
        assert volume.floor is not None
        assert volume.ceiling is not None
        low, high = wgs84_interval(volume.floor)[0], wgs84_interval(volume.ceiling)[1]
        rows.append((low, high, volume.start_ms or 0, volume.end_ms or 0))
    return np.array(rows, dtype=np.int64)


def figure(placed: Placed, margin_cm: int) -> object:
    """The flat shape in degrees, as far wider as is asked."""
    outline = placed.volume.outline
    if isinstance(outline, Circle):
        return _ring(outline.centre, outline.radius_cm + margin_cm)
    flat = shapely.Polygon(
        [(point.lon_e7 / E7_PER_DEGREE, point.lat_e7 / E7_PER_DEGREE) for point in outline.points]
    )
    if not margin_cm:
        return flat
    widest = math.cos(math.radians(abs(outline.points[0].lat_e7 / E7_PER_DEGREE)))
    return shapely.buffer(flat, margin_cm / _CM_PER_DEGREE / max(widest, 0.1), quad_segs=4)


def _ring(centre: Point, radius_cm: int) -> object:
    latitude, longitude = centre.lat_e7 / E7_PER_DEGREE, centre.lon_e7 / E7_PER_DEGREE
    north = radius_cm / _CM_PER_DEGREE
    east = north / max(0.1, math.cos(math.radians(latitude)))
    turns = [2 * math.pi * corner / _CORNERS for corner in range(_CORNERS)]
    return shapely.Polygon(
        [(longitude + east * math.sin(turn), latitude + north * math.cos(turn)) for turn in turns]
    )
