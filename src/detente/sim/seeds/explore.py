"""Many seeds with a progress bar, and one seed again with all that happened in it.

At a terminal a bar, in a pipe a plain line now and then. Seeds are reported in order, so the first
that fails is the same whatever the number of processes.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from detente.sim.seeds.run import Result, play, results

LINE_S = 5.0  # a plain line of progress so often
FOUND = (
    "commands",
    "acknowledged",
    "entries",
    "joins",
    "crashes",
    "torn commits",
    "cuts",
    "full disks",
    "flips",
    "clock jumps",
    "keys changed",
    "restores",
    "liars",
    "forks held",
    "forks shown",
    "witness's cosignatures",
    "states compared",
    "on SQLite",
)


@dataclass(slots=True)
class Summary:
    """What so many seeds went through. broken: those that failed, the first one first."""

    seeds: int = 0
    seconds: float = 0.0
    broken: list[Result] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)

    @property
    def faults(self) -> str:
        """How many failed, and which one last."""
        newest = f", the last one is {self.broken[-1].seed}" if self.broken else ""
        return f"{len(self.broken)} broken{newest}"

    def __str__(self) -> str:
        told = ", ".join(f"{self.tally[name]} {name}" for name in FOUND)
        return (
            f"{self.seeds} seeds in {self.seconds:.0f} s, {self.tally['seconds'] / 3600:.0f} hours"
            f" of nights: {told}: {len(self.broken)} broken"
        )


def cores() -> int:
    """How many processes are worth starting here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def explore(seeds: range, jobs: int, *, keep_going: bool = False) -> Summary:
    """Play all seeds; stops at the first that fails, unless told to keep going, or at Ctrl-C."""
    summary, began_s = Summary(), time.monotonic()
    with _progress(len(seeds)) as advance, suppress(KeyboardInterrupt):
        for result in results(seeds, jobs):
            summary.seeds += 1
            summary.tally += result.tally
            if result.broken:
                summary.broken.append(result)
            advance(summary)
            if result.broken and not keep_going:
                break
    summary.seconds = time.monotonic() - began_s
    return summary


@contextmanager
def _progress(total: int) -> Iterator[_Advance]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Advance(total, None)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as bar:
        yield _Advance(total, bar)


class _Advance:
    """Shows how far it is."""

    def __init__(self, total: int, bar: Progress | None) -> None:
        self._total, self._bar = total, bar
        self._task = bar.add_task("seeds", total=total) if bar is not None else None
        self._said_s = time.monotonic()

    def __call__(self, summary: Summary) -> None:
        if self._bar is not None and self._task is not None:
            words = f"seeds, {summary.faults}"
            self._bar.update(self._task, advance=1, description=words)
        elif time.monotonic() - self._said_s >= LINE_S or summary.seeds == self._total:
            self._said_s = time.monotonic()
            words = f"{summary.seeds}/{self._total} seeds, {summary.faults}"
            click.echo(words, err=True)


def run(first: int, count: int, jobs: int | None, *, keep_going: bool) -> bool:
    """Play and say how it went; whether everything held."""
    summary = explore(range(first, first + count), jobs or cores(), keep_going=keep_going)
    for result in summary.broken:
        click.echo(f"✗ seed {result.seed}: {result.broken}")
    if summary.broken:
        again = f"scripts/sim --replay {summary.broken[0].seed}"
        click.echo(f"The first one again, with all that happened in it: {again}")
    click.echo(str(summary))
    return not summary.broken


def replay(seed: int) -> bool:
    """Play one seed and print every event of it; whether everything held."""
    result = play(seed, click.echo)
    told = ", ".join(f"{result.tally[name]} {name}" for name in FOUND if result.tally[name])
    click.echo(f"seed {seed}: {result.broken or 'held'} ({told})")
    click.echo(f"digest {result.digest}")
    return not result.broken
