"""All conflicts of a picture at once: how long until the whole of it has been compared.

A picture of 100,000 volumes of `detente.sim.sky` (see there for densities), all of its conflicts in
full (where, when, by how much, why). The reference is the bare R*Tree join of the same boxes in the
same run: finding the candidates alone, with nothing decided. Times are processor time of one core.
A tenth of the picture is also compared pair by pair: any difference ends the bench.
"""

from __future__ import annotations

import argparse
import itertools
import json
import time

from detente.core.airspace.conflict import Overlap, Picture, find
from detente.core.airspace.index import VolumeIndex, box_of
from detente.sim.sky import SKIES, notices

EXACT_AMONG = 2_000  # two million pairs: some seconds


def main() -> None:
    """Print one JSON object a figure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--volumes", type=int, default=100_000)
    options.add_argument("--skies", default="hubs,world,continent,city", help=", ".join(SKIES))
    given = options.parse_args()
    for sky in given.skies.split(","):
        exact(sky, min(given.volumes, EXACT_AMONG))
        measure(sky, given.volumes)


def filled(sky: str, count: int) -> Picture:
    """A picture of so many volumes."""
    picture = Picture()
    for notice in notices(sky, count):
        picture.put(notice.number, notice.party, notice.activity, notice.volume)
    return picture


def exact(sky: str, count: int) -> None:
    """Compare every pair of a small picture of the same sky's density or more. Ends on a miss."""
    picture = filled(sky, count)
    found = picture.conflicts()
    begun = time.process_time()
    every: list[Overlap] = []
    for one, other in itertools.combinations(picture, 2):
        if one.party != other.party and (overlap := find(one, other, picture.buffers)) is not None:
            every.append(overlap)
    brute_s = time.process_time() - begun
    if found != sorted(every, key=lambda overlap: overlap.conflict):
        raise SystemExit(f"{sky}: {len(found)} conflicts found, {len(every)} by every pair")
    report(f"brute_force_s_{count}_{sky}", brute_s, "s", "every pair by find()")


def measure(sky: str, count: int) -> None:
    """The whole picture in full, and the bare join of its boxes."""
    picture, bare = filled(sky, count), VolumeIndex()
    for number, placed in enumerate(picture, 1):
        bare.insert(number, box_of(placed.shape, placed.volume))
    begun = time.process_time()
    pairs = sum(1 for _ in bare.pairs())
    bare_s = time.process_time() - begun
    begun = time.process_time()
    conflicts = len(picture.conflicts())
    value = time.process_time() - begun
    reference = f"bare R*Tree join of the boxes without buffers ({bare_s:.2f} s, {pairs} pairs)"
    report(f"picture_s_{name(count)}_{sky}", value, "s", reference, value / bare_s)
    report(f"conflicts_{name(count)}_{sky}", conflicts, "conflicts", "")


def name(count: int) -> str:
    """100000 as 100k."""
    return f"{count // 1_000}k" if count % 1_000 == 0 else str(count)


def report(
    figure: str, value: float, unit: str, reference: str, ratio: float | None = None
) -> None:
    """One figure beside what it is measured against."""
    line = {
        "bench": "picture",
        "figure": figure,
        "value": round(value, 3),
        "unit": unit,
        "reference": reference,
        "ratio": None if ratio is None else round(ratio, 3),
    }
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
