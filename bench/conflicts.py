"""Ask who is in the way of a volume, among a million live ones: microseconds, exactness, memory.

The figure is the whole answer as the writer needs it: `Picture.conflicts_with`, every conflict with
its place, times, distances and words. `query_us_p50` and `_p99` are of the sky `hubs` of
`detente.sim.sky` (there stands how dense each sky is); the crowded skies are named in theirs.
`against_us` is the same question without places and words: who is in conflict, exactly. Times are
processor time of one core; `_wall` is what the clock on the wall said, with garbage collection and
neighbours on the machine. Beside them, on the same shapes in the same run: the bare R*Tree query
(boxes, nothing decided), shapely's STRtree with time and height sifted, and brute force. The
answers of brute force are compared with ours: any difference ends the bench.

A million volumes take about two minutes a sky and 3 GB with the yardsticks.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from bench.support import figures
from bench.support.planar import Planar
from detente.core.airspace.conflict import Overlap, Picture, Placed, find, place
from detente.core.airspace.index import Box, VolumeIndex, box_of
from detente.sim.sky import SKIES, notices

HEADLINE = "hubs"
EXACT_ASKED = 4  # brute force asks a million volumes for each: some seconds


report = partial(figures.show, "conflicts")


def main() -> None:
    """Print one JSON object a figure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--volumes", type=int, default=1_000_000)
    options.add_argument("--queries", type=int, default=2_000)
    options.add_argument("--skies", default="hubs,continent,city", help=", ".join(SKIES))
    options.add_argument("--no-yardsticks", action="store_true", help="our own figures alone")
    given = options.parse_args()
    skies = given.skies.split(",")
    if len(skies) == 1:
        measure(skies[0], given.volumes, given.queries, yardsticks=not given.no_yardsticks)
        return
    rest = ["--volumes", str(given.volumes), "--queries", str(given.queries)]
    rest += ["--no-yardsticks"] if given.no_yardsticks else []
    for sky in skies:  # a process each, so that memory is measured from nothing
        subprocess.run([sys.executable, "-m", "bench.conflicts", "--skies", sky, *rest], check=True)


def measure(sky: str, volumes: int, queries: int, *, yardsticks: bool) -> None:
    """All figures of one sky."""
    mark = "" if sky == HEADLINE else f"_{sky}"
    before_mb = resident_mb()
    picture = Picture()
    put_us = put_all(picture, sky, volumes)
    gc.collect()
    report(f"memory_mb_{name(volumes)}{mark}", resident_mb() - before_mb, "MB")
    report(f"put_us{mark}", put_us, "us")
    asked = [
        place(f"ASKED-{at}", "delta", each.activity, each.volume)
        for at, each in enumerate(notices(sky, queries, seed=2))
    ]
    cpu, wall = timed([partial(picture.conflicts_with, each) for each in asked])
    lean, _ = timed([partial(picture.against, each) for each in asked])
    found = [len(picture.conflicts_with(each)) for each in asked]
    report(f"conflicts_per_query_mean{mark}", statistics.mean(found), "conflicts")
    report(f"conflicts_per_query_p99{mark}", percentile(found, 99), "conflicts")
    report(f"query_us_p99_wall{mark}", percentile(wall, 99), "us")
    report(f"against_us_p50{mark}", percentile(lean, 50), "us")
    report(f"against_us_p99{mark}", percentile(lean, 99), "us")
    if not yardsticks:
        report(f"query_us_p50{mark}", percentile(cpu, 50), "us")
        report(f"query_us_p99{mark}", percentile(cpu, 99), "us")
        return
    for kind, times in (
        ("bare R*Tree query", bare_us(picture, asked)),
        ("shapely STRtree", planar_us(picture, asked)),
        ("brute force", brute_us(picture, asked)),
    ):
        for part in (50, 99):
            value, other = percentile(cpu, part), percentile(times, part)
            reference = f"{kind} p{part} {other:.1f} us"
            report(f"query_us_p{part}{mark}", value, "us", reference, value / other)


def put_all(picture: Picture, sky: str, volumes: int) -> float:
    """Fill the picture; the mean time of a `put` in microseconds."""
    spent = 0
    for notice in notices(sky, volumes):
        begun = time.thread_time_ns()
        picture.put(notice.number, notice.party, notice.activity, notice.volume)
        spent += time.thread_time_ns() - begun
    return spent / volumes / 1e3


def bare_us(picture: Picture, asked: list[Placed]) -> list[float]:
    """The R*Tree alone: boxes without buffers kept, asked with the widest; boxes made before."""
    widest, bare = picture.buffers.widest, VolumeIndex()
    for number, placed in enumerate(picture, 1):
        bare.insert(number, box_of(placed.shape, placed.volume))
    boxes: list[Box] = [
        box_of(
            each.shape,
            each.volume,
            horizontal_cm=widest.horizontal_cm,
            vertical_cm=widest.vertical_cm,
            padding_ms=widest.padding_ms,
        )
        for each in asked
    ]
    return timed([partial(bare.query, box) for box in boxes])[0]


def planar_us(picture: Picture, asked: list[Placed]) -> list[float]:
    """Shapely's tree over flat shapes, time and height sifted; see support/planar.py."""
    planar = Planar(list(picture), picture.buffers.widest)
    return timed([partial(planar.query, *one) for one in zip(*planar.widened(asked), strict=True)])[
        0
    ]


def brute_us(picture: Picture, asked: list[Placed]) -> list[float]:
    """Every volume by `find`, for the first few that have conflicts. Ends the bench on a miss."""
    chosen = [each for each in asked if picture.conflicts_with(each)][:EXACT_ASKED]
    answers: list[list[Overlap]] = [[] for _ in chosen]
    spent = [0] * len(chosen)
    for held in picture:
        for at, each in enumerate(chosen):
            begun = time.thread_time_ns()
            overlap = find(each, held, picture.buffers)
            spent[at] += time.thread_time_ns() - begun
            if overlap is not None:
                answers[at].append(overlap)
    for each, answer in zip(chosen, answers, strict=True):
        ours = picture.conflicts_with(each)
        if ours != sorted(answer, key=lambda overlap: overlap.conflict):
            raise SystemExit(f"{each.number}: {len(ours)} found, {len(answer)} by brute force")
    return [nanoseconds / 1e3 for nanoseconds in spent]


def timed(calls: Iterable[Callable[[], object]]) -> tuple[list[float], list[float]]:
    """Processor and wall time of each call in microseconds, after one round to warm up."""
    cpu: list[float] = []
    wall: list[float] = []
    calls = list(calls)
    for call in calls[:100]:
        call()
    for call in calls:
        begun, at = time.thread_time_ns(), time.perf_counter_ns()
        call()
        wall.append((time.perf_counter_ns() - at) / 1e3)
        cpu.append((time.thread_time_ns() - begun) / 1e3)
    return cpu, wall


def percentile(values: list[float] | list[int], part: int) -> float:
    """The value that `part` of a hundred do not exceed."""
    return sorted(values)[min(len(values) - 1, len(values) * part // 100)]


def resident_mb() -> float:
    """What this process holds now, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1_024


def name(count: int) -> str:
    """1000000 as 1m, 100000 as 100k."""
    if count % 1_000_000 == 0:
        return f"{count // 1_000_000}m"
    return f"{count // 1_000}k" if count % 1_000 == 0 else str(count)


if __name__ == "__main__":
    main()
