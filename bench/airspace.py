"""Measure what one notice costs the airspace part: reading, checking, placing, asking.

Each figure stands beside the limit it is held to; `ratio` is value over limit: below 1 is within.
Many volumes at once are measured by conflicts.py and picture.py.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial

from bench.support import figures
from detente.core.airspace.checks import check
from detente.core.airspace.conflict import Overlap, Picture
from detente.core.airspace.parts import airspace_of
from detente.core.airspace.readback import readback_fields
from detente.core.airspace.volume import Altitude, Circle, Point, Polygon, Reference, Volume
from detente.core.airspace.volume_json import volume_from_json, volume_to_json
from detente.wire.places import load_gazetteer

AT_MS = 1_795_334_400_000
ROUNDS = 2_000
AREA = Circle(Point(-230_000_000, 140_000_000), 60_000_000)


def main() -> None:
    """Print one JSON object a figure."""
    towns = load_gazetteer()
    towns.prepare()
    for name, volume in (("circle", coast_circle(1)), ("square", coast_square(1))):
        report(
            f"validate_{name}_us",
            median_us(partial(volume_from_json, volume_to_json(volume), "v")),
            40,
        )
        checked = partial(
            check, volume, area=AREA, gazetteer=towns, place_name="Swakopmund", activity="combat"
        )
        report(f"checks_{name}_us", median_us(checked), 50)
        report(
            f"readback_{name}_us",
            median_us(partial(readback_fields, airspace_of(volume), towns, 120)),
            1_000,
        )
        picture = Picture()
        picture.put("A-1", "amber", "combat", coast_circle(0))
        report(
            f"put_and_ask_one_conflict_{name}_us",
            median_us(partial(put_and_ask, picture, volume)),
            150,
        )


def put_and_ask(picture: Picture, volume: Volume) -> list[Overlap]:
    """What the writer does with one notice: into the picture, and who is in its way."""
    return picture.conflicts_with(picture.put("C-1", "cobalt", "combat", volume))


def coast_circle(serial: int) -> Volume:
    """A circle of 10 km at the coast, with heights in two references and a window of an hour."""
    return timed(Circle(Point(-227_000_000 + serial * 900_000, 145_000_000), 1_000_000))


def coast_square(serial: int) -> Volume:
    """A square of a fifth of a degree beside it."""
    south, west, side = -227_000_000 + serial * 900_000, 145_000_000, 2_000_000
    corners = ((0, 0), (0, side), (side, side), (side, 0))
    return timed(Polygon(tuple(Point(south + a, west + b) for a, b in corners)))


def timed(outline: Circle | Polygon) -> Volume:
    """Heights and a window for an outline."""
    floor, ceiling = Altitude(304_800, Reference.FL), Altitude(900_000, Reference.AMSL)
    return Volume(outline, floor, ceiling, AT_MS, AT_MS + 3_600_000)


def median_us(call: Callable[[], object]) -> float:
    """The median time of a call in microseconds."""
    return statistics.median(timed_us(call) for _ in range(ROUNDS))


def timed_us(call: Callable[[], object]) -> float:
    """The time of one call in microseconds."""
    begun = time.perf_counter_ns()
    call()
    return (time.perf_counter_ns() - begun) / 1e3


def report(figure: str, value: float, limit: float | None, unit: str = "us") -> None:
    """One figure beside the limit it is held to."""
    if limit is None:
        figures.show("airspace", figure, value, unit)
    else:
        figures.show("airspace", figure, value, unit, f"limit {limit} {unit}", value / limit)


if __name__ == "__main__":
    main()
