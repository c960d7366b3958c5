"""Play seeds: one, or as many as wanted over all cores, and say which was the first to fail."""

from __future__ import annotations

import gc
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache

from detente.journal import signatures
from detente.sim.seeds.closing import close
from detente.sim.seeds.disk import Platter
from detente.sim.seeds.night import Night
from detente.sim.seeds.plan import START_MS, plan_of
from detente.sim.seeds.sqlite_disk import sqlite_disks

SIGNATURES_REMEMBERED = 4_096  # those of one night and more
SEEDS_PER_JOB = 8  # a process takes so many at a time: few enough for an even end


@dataclass(frozen=True, slots=True)
class Result:
    """How one seed went. broken: what did not hold, empty when all did. digest: of its trace."""

    seed: int
    broken: str
    digest: str
    tally: Counter[str] = field(default_factory=Counter)


@contextmanager
def remembered_signatures() -> Iterator[None]:
    """Each signature is checked once, however many members are sent it: the answer is the same."""
    verify = signatures.verify
    signatures.verify = lru_cache(SIGNATURES_REMEMBERED)(verify)
    try:
        yield
    finally:
        signatures.verify = verify


def play(seed: int, trace: Callable[[str], None] | None = None) -> Result:
    """Play one seed to its end; whatever a node raises is a finding, and names the seed."""
    plan, broken = plan_of(seed), ""
    with sqlite_disks(seed) if plan.on_sqlite else nullcontext(Platter.of) as disk:
        night = Night(plan, trace, disk)
        broken = _play(night)
        night.close()
    tally = night.tally
    tally["parties"] = len(plan.parties)
    tally["on SQLite"] = int(plan.on_sqlite)
    tally["entries"] = sum(one.platter.position for one in night.stations.values())
    tally["seconds"] = (night.timeline.now_ms - START_MS) // 1000
    tally["witness's cosignatures"] = night.witness.count if night.witness else 0
    tally["states compared"] = night.watch.compared
    return Result(seed, broken, night.digest, tally)


def _play(night: Night) -> str:
    """What did not hold, in words; empty when all did."""
    try:
        with remembered_signatures():
            night.play()
            close(night)
    except Exception as error:  # noqa: BLE001 - whatever a node raises, the seed must be named
        broken = f"{type(error).__name__}: {error}"
        night.note("-", broken)
        return broken
    return ""


def _settle() -> None:
    """A night leaves few cycles behind: looking for them at Python's pace costs a tenth of it.

    What is loaded by now stays: no collection looks through it again.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def results(seeds: range, jobs: int) -> Iterator[Result]:
    """Every seed's result, in order of seeds, played in `jobs` processes.

    The processes come from a fork server, never from the caller: a fork of a process with threads
    may inherit a lock that nobody will open, and its caller's pipes and signal handlers. A test run
    once waited for such a child for ever.
    """
    if jobs == 1:
        yield from map(play, seeds)
        return
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_settle)
    try:
        yield from pool.map(play, seeds, chunksize=SEEDS_PER_JOB)
    finally:
        pool.shutdown(cancel_futures=True)
