"""Put directions from the earth's centre on a flat panel: distances from the middle are true.

The azimuthal equidistant projection has no seam at the antimeridian and no trouble at a pole; over
the few hundred kilometres of a picture it is true to scale within a hair. For looking only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from detente.core.airspace.geodesy import CENTIMETRES_PER_RADIAN
from detente.core.units import CM_PER_KM
from detente.drawing.scene import Frame

Vectors = npt.NDArray[np.float64]
EXTENT_KM_MIN: Final = 20.0  # across a picture: a single small circle still shows where it is
_ROOM: Final = 1.18  # the frame is so much wider than what is in it
_NORTH: Final = np.array([0.0, 0.0, 1.0])


def vectors_of(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Vectors:
    """Unit vectors of degrees, one row each. For looking: latitudes are taken as geocentric."""
    turn, high = np.radians(lon), np.radians(lat)
    across = np.cos(high)
    return np.stack([across * np.cos(turn), across * np.sin(turn), np.sin(high)], axis=-1)


@dataclass(frozen=True, slots=True)
class View:
    """A panel of the earth. middle: the direction at `frame.middle`; scale: pixels a radian."""

    frame: Frame
    middle: Vectors
    east: Vectors
    north: Vectors
    scale: float

    @property
    def reach(self) -> float:
        """Radians from the middle to a corner."""
        return math.hypot(self.frame.width, self.frame.height) / 2 / self.scale

    def place(self, vectors: Vectors) -> npt.NDArray[np.float64]:
        """Pixels of unit vectors, one row each."""
        x, y = vectors @ self.east, vectors @ self.north
        sine = np.hypot(x, y)
        angle = np.arctan2(sine, vectors @ self.middle)
        stretch = self.scale * np.divide(angle, sine, out=np.ones_like(sine), where=sine > 1e-12)
        centre_x, centre_y = self.frame.middle
        return np.stack([centre_x + stretch * x, centre_y - stretch * y], axis=-1)

    def unplace(self, pixels: npt.NDArray[np.float64]) -> Vectors:
        """Unit vectors of pixels, one row each."""
        x = (pixels[:, 0] - self.frame.middle[0]) / self.scale
        y = (self.frame.middle[1] - pixels[:, 1]) / self.scale
        angle = np.hypot(x, y)
        share = np.divide(np.sin(angle), angle, out=np.ones_like(angle), where=angle > 1e-12)
        sideways = np.outer(share * x, self.east) + np.outer(share * y, self.north)
        return np.outer(np.cos(angle), self.middle) + sideways

    def km(self, kilometres: float) -> float:
        """Pixels of a distance."""
        return kilometres * CM_PER_KM / CENTIMETRES_PER_RADIAN * self.scale


def view_of(vectors: Vectors, frame: Frame) -> View:
    """The view that shows all of some unit vectors, north up, with room around them."""
    middle = vectors.sum(axis=0)
    length = float(np.linalg.norm(middle))
    middle = middle / length if length > 1e-6 else vectors[0]
    view = _view(middle, frame, 1.0)
    for _ in range(2):  # once to find the middle of the extent, once to measure around it
        pixels = view.place(vectors)
        low, high = pixels.min(axis=0), pixels.max(axis=0)
        view = _view(view.unplace(((low + high) / 2)[np.newaxis])[0], frame, view.scale)
    least = EXTENT_KM_MIN * CM_PER_KM / CENTIMETRES_PER_RADIAN
    wide, tall = (max(float(size), least) for size in (high - low) / view.scale)
    scale = min(frame.width / wide, frame.height / tall) / _ROOM
    return _view(view.middle, frame, max(scale, frame.height / (1.9 * math.pi)))


def _view(middle: Vectors, frame: Frame, scale: float) -> View:
    east = np.cross(_NORTH, middle)
    length = float(np.linalg.norm(east))
    east = east / length if length > 1e-9 else np.array([0.0, 1.0, 0.0])
    return View(frame, middle, east, np.cross(middle, east), scale)
