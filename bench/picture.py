"""All conflicts of a picture at once: how long until the whole of it has been compared.

A picture of 100,000 volumes of `detente.sim.sky` (there stands how dense each sky is), all of its
conflicts in full: where, when, by how much, why. `picture_s_100k` is of the sky `hubs`, the crowded
skies are named in theirs. References, on the same shapes in the same run: the bare R*Tree join
(candidates alone, nothing decided), shapely's STRtree with time and height sifted (flat, nothing
decided), and brute force, reckoned from a sample of volumes compared with all others: if their
conflicts are not ours, the bench ends. Times are processor time of one core.
"""

from __future__ import annotations

import argparse
import time
from functools import partial

from bench.support import figures
from bench.support.planar import Planar
from detente.core.airspace.conflict import Overlap, Picture, Placed, find
from detente.core.airspace.index import VolumeIndex, box_of
from detente.sim.sky import SKIES, notices

HEADLINE = "hubs"
SAMPLE = 20  # volumes compared with all others: some seconds


report = partial(figures.show, "picture")


def main() -> None:
    """Print one JSON object a figure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--volumes", type=int, default=100_000)
    options.add_argument("--skies", default="hubs,world,continent,city", help=", ".join(SKIES))
    given = options.parse_args()
    for sky in given.skies.split(","):
        measure(sky, given.volumes)


def filled(sky: str, count: int) -> Picture:
    """A picture of so many volumes."""
    picture = Picture()
    for notice in notices(sky, count):
        picture.put(notice.number, notice.party, notice.activity, notice.volume)
    return picture


def measure(sky: str, count: int) -> None:
    """The whole picture in full, and what it is measured against."""
    picture, mark = filled(sky, count), "" if sky == HEADLINE else f"_{sky}"
    begun = time.process_time()
    conflicts = picture.conflicts()
    value = time.process_time() - begun
    placed = list(picture)
    for reference, other in (
        ("bare R*Tree join of boxes without buffers", bare_s(placed)),
        ("shapely STRtree join, time and height sifted", planar_s(placed, picture)),
        (f"brute force, from {SAMPLE} volumes against all", brute_s(placed, picture, conflicts)),
    ):
        said = f"{reference}: {other:.2f} s"
        report(f"picture_s_{name(count)}{mark}", value, "s", said, value / other)
    report(f"conflicts_{name(count)}{mark}", len(conflicts), "conflicts")


def bare_s(placed: list[Placed]) -> float:
    """The candidates alone: boxes without buffers that meet."""
    bare = VolumeIndex()
    for number, each in enumerate(placed, 1):
        bare.insert(number, box_of(each.shape, each.volume))
    begun = time.process_time()
    for _ in bare.pairs():
        pass
    return time.process_time() - begun


def planar_s(placed: list[Placed], picture: Picture) -> float:
    """Flat shapes, the widest buffers around one of each two; see support/planar.py."""
    planar = Planar(placed, picture.buffers.widest)
    widened = planar.widened(placed)
    begun = time.process_time()
    planar.join(*widened)
    return time.process_time() - begun


def brute_s(placed: list[Placed], picture: Picture, conflicts: list[Overlap]) -> float:
    """The time that comparing all would take, from a sample that is half volumes in conflict.

    Ends the bench if the sample's conflicts are not those of the picture.
    """
    busy = list(dict.fromkeys(number for found in conflicts for number in found.numbers))
    chosen = {*busy[:: len(busy) * 2 // SAMPLE + 1]}
    chosen |= {each.number for each in placed[:: len(placed) * 2 // SAMPLE]}
    sample = [each for each in placed if each.number in chosen]
    every: dict[str, Overlap] = {}
    begun = time.process_time()
    for one in sample:
        for other in placed:
            if one.party != other.party:
                overlap = find(one, other, picture.buffers)
                if overlap is not None:
                    every[overlap.conflict] = overlap
    spent = time.process_time() - begun
    ours = {found.conflict: found for found in conflicts if chosen & {*found.numbers}}
    if ours != every:
        raise SystemExit(f"of the sample {len(ours)} conflicts found, {len(every)} by every pair")
    return spent / len(sample) * len(placed) / 2


def name(count: int) -> str:
    """100000 as 100k."""
    return f"{count // 1_000}k" if count % 1_000 == 0 else str(count)


if __name__ == "__main__":
    main()
