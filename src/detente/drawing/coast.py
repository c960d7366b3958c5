"""The coast of the world, 1:50,000,000, from Natural Earth by way of the npm package world-atlas.

Coast only, no borders and no names: a line between lands is somebody's claim, and no map of ours
takes a side. The data are in the public domain, the package under ISC (coast-50m.LICENSE.txt). The
file is made by `pack` from land-50m.json of world-atlas 2.0.2:

    python -m detente.drawing.coast land-50m.json

Lines, one after another, as numbers of 7 bits and a flag that more follow, signs folded: how many
corners, then each corner's step in longitude and latitude from the one before, in 1/500 degree; all
deflated. Steps along the edges of a flat map, at 180 degrees and the south pole, are left out.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

FILE: Final = "coast-50m.bin"
PER_DEGREE: Final = 500  # 220 m, finer than the 400 m that the source is rounded to
Line = npt.NDArray[np.float64]
"""Corners of a line: longitude and latitude in degrees, one row each."""


@cache
def lines() -> tuple[Line, ...]:
    """All lines of the coast, read once (a third of a second)."""
    return tuple(unpack(files("detente.drawing").joinpath(FILE).read_bytes()))


def unpack(data: bytes) -> Iterator[Line]:
    """The lines that `pack` packed."""
    numbers = iter(_numbers(zlib.decompress(data)))
    place = np.zeros(2, dtype=np.int64)
    for count in numbers:
        steps = np.fromiter((next(numbers) for _ in range(2 * count)), np.int64, 2 * count)
        corners = place + np.cumsum(steps.reshape(-1, 2), axis=0)
        place = corners[-1]
        yield corners / PER_DEGREE


def pack(lines_: Iterable[Iterable[tuple[float, float]]]) -> bytes:
    """Lines of (longitude, latitude) in degrees, each of two corners or more."""
    out = bytearray()
    before = (0, 0)
    for line in lines_:
        corners = [(round(lon * PER_DEGREE), round(lat * PER_DEGREE)) for lon, lat in line]
        out += _bytes_of(len(corners))
        for corner in corners:
            out += _bytes_of(corner[0] - before[0]) + _bytes_of(corner[1] - before[1])
            before = corner
    return zlib.compress(bytes(out), 9)


def lines_of_topology(topology: Any) -> Iterator[list[tuple[float, float]]]:  # noqa: ANN401 - JSON of world-atlas
    """The arcs of a TopoJSON file of land, without the edges of the flat map."""
    (scale_x, scale_y), (first_x, first_y) = (
        topology["transform"][name] for name in ("scale", "translate")
    )
    for arc in topology["arcs"]:
        x = y = 0
        line: list[tuple[float, float]] = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            corner = (first_x + x * scale_x, first_y + y * scale_y)
            if line and _on_edge(line[-1], corner):
                if len(line) > 1:
                    yield line
                line = []
            line.append(corner)
        if len(line) > 1:
            yield line


def _on_edge(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether a step runs along the antimeridian or along the south pole."""
    along_side = abs(one[0]) > 179.99 and abs(other[0]) > 179.99
    return along_side or (one[1] < -89.9 and other[1] < -89.9)


def _numbers(data: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in data:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield (number >> 1) ^ -(number & 1)
            number = shift = 0


def _bytes_of(number: int) -> bytes:
    folded = number << 1 if number >= 0 else (-number << 1) - 1
    out = bytearray()
    while folded > 127:
        out.append(folded & 127 | 128)
        folded >>= 7
    out.append(folded)
    return bytes(out)


if __name__ == "__main__":
    source = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    Path(__file__).with_name(FILE).write_bytes(pack(lines_of_topology(source)))
