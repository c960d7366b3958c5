"""Measure the airspace part: reading, placing, asking, checking, and all conflicts at once.

Each figure stands beside the limit it is held to in design.md section 8 or in the part's brief;
`ratio` is value over limit, so below 1 is within. `--volumes N` sets the size of the picture
(default 100,000; the design's figure is at 1,000,000, which takes some minutes and 2 GB).
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable
from functools import partial

from detente.core.airspace.checks import check
from detente.core.airspace.conflict import Overlap, Picture, place
from detente.core.airspace.readback import readback_fields
from detente.core.airspace.volume import Altitude, Circle, Point, Polygon, Reference, Volume
from detente.core.airspace.volume_json import volume_from_json, volume_to_json
from detente.wire.places import load_gazetteer

AT_MS = 1_795_334_400_000
DAY_MS = 86_400_000
ROUNDS = 2_000
AREA = Circle(Point(350_000_000, 350_000_000), 60_000_000)


def main() -> None:
    """Print one JSON object a figure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--volumes", type=int, default=100_000)
    volumes = options.parse_args().volumes
    one_by_one()
    crowd(volumes)


def one_by_one() -> None:
    """What one message costs."""
    towns = load_gazetteer()
    towns.prepare()
    for name, volume in (("circle", coast_circle(1)), ("square", coast_square(1))):
        report(
            f"validate_{name}_us",
            median_us(partial(volume_from_json, volume_to_json(volume), "v")),
            40,
        )
        checked = partial(
            check, volume, area=AREA, gazetteer=towns, place_name="Latakia", activity="combat"
        )
        report(f"checks_{name}_us", median_us(checked), 50)
        report(
            f"readback_{name}_us", median_us(partial(readback_fields, volume, towns, 120)), 1_000
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


def crowd(count: int) -> None:
    """What one message costs among many volumes, and what all conflicts cost at once."""
    dice = random.Random(20)
    volumes = [anywhere(dice) for _ in range(count)]
    picture = Picture()
    begun = time.perf_counter()
    for serial, volume in enumerate(volumes):
        picture.put(f"N-{serial:07d}", ("amber", "cobalt")[serial % 2], "transport", volume)
    report(f"put_us_at_{count}", (time.perf_counter() - begun) / count * 1e6, 150)
    asked = [place(f"Q-{at}", "meridian", "transport", anywhere(dice)) for at in range(ROUNDS)]
    near = [timed_us(partial(picture.near, one)) for one in asked]
    report(f"index_query_us_p50_at_{count}", statistics.median(near), 50)
    report(f"index_query_us_p99_at_{count}", statistics.quantiles(near, n=100)[98], 1_000)
    full = [timed_us(partial(picture.conflicts_with, one)) for one in asked]
    report(f"conflict_query_us_p50_at_{count}", statistics.median(full), 50)
    report(f"conflict_query_us_p99_at_{count}", statistics.quantiles(full, n=100)[98], 1_000)
    begun = time.perf_counter()
    found = picture.conflicts()
    report(f"whole_picture_s_at_{count}", time.perf_counter() - begun, 5 * count / 100_000, "s")
    report(f"conflicts_at_{count}", len(found), None, "conflicts")


def coast_circle(serial: int) -> Volume:
    """A circle of 10 km at the coast, with heights in two references and a window of an hour."""
    return timed(Circle(Point(350_000_000 + serial * 900_000, 355_000_000), 1_000_000))


def coast_square(serial: int) -> Volume:
    """A square of a fifth of a degree beside it."""
    south, west, side = 350_000_000 + serial * 900_000, 355_000_000, 2_000_000
    corners = ((0, 0), (0, side), (side, side), (side, 0))
    return timed(Polygon(tuple(Point(south + a, west + b) for a, b in corners)))


def timed(outline: Circle | Polygon) -> Volume:
    """Heights and a window for an outline."""
    floor, ceiling = Altitude(304_800, Reference.FL), Altitude(900_000, Reference.AMSL)
    return Volume(outline, floor, ceiling, AT_MS, AT_MS + 3_600_000)


def anywhere(dice: random.Random) -> Volume:
    """A circle of up to 5 km over a region of 20 by 20 degrees, within one day, in a layer."""
    centre = Point(dice.randrange(300_000_000, 500_000_000), dice.randrange(200_000_000))
    low = dice.randrange(1_000_000)
    start = AT_MS + dice.randrange(DAY_MS)
    return Volume(
        Circle(centre, dice.randrange(10_000, 500_000)),
        Altitude(low, Reference.AMSL),
        Altitude(low + 50_000, Reference.AMSL),
        start,
        start + dice.randrange(3_600_000),
    )


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
    line = {
        "bench": "airspace",
        "figure": figure,
        "value": round(value, 3),
        "unit": unit,
        "reference": None if limit is None else f"limit {limit} {unit}",
        "ratio": None if limit is None else round(value / limit, 3),
    }
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
