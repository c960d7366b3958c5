"""Play scenarios: `python -m detente.sim.play NAME --world memory|sqlite|processes`, or many seeds.

With a scenario's name `--seeds` plays its story through storms; without one, nights that the seeds
make up from nothing (detente.sim.seeds).
Exit 0 when everything that the file expects came true (or no seed broke anything), 1 when not,
2 when the file cannot be read.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import click

from detente.core.airspace.gazetteer import Gazetteer
from detente.core.refusal import Fault
from detente.sim import faults
from detente.sim.account import Account, closing, console_for, sources, verdict
from detente.sim.library import DEFAULT, load, names
from detente.sim.local import LocalWorld, memory_stores, sqlite_stores
from detente.sim.player import Played, charter, other_charters, play
from detente.sim.processes import ProcessWorld
from detente.sim.scenario import Scenario
from detente.sim.seeds import explore
from detente.sim.table import table
from detente.sim.world import World
from detente.wire.places import load_gazetteer

WORLDS = ("memory", "sqlite", "processes")


def open_world(
    scenario: Scenario, kind: str, folder: Path, *, seed: int = 0, places: Gazetteer | None = None
) -> World:
    """A fresh world for a scenario, all parties joined, just before its first line."""
    start_ms = scenario.steps[0].at_ms
    if kind == "processes":
        return ProcessWorld(
            scenario.parties,
            charter(scenario, scenario.channel),
            start_ms,
            others=other_charters(scenario),
        )
    return LocalWorld(
        scenario.parties,
        charter(scenario, f"{scenario.channel}-{seed:08x}"),
        start_ms,
        places or load_gazetteer(),
        memory_stores() if kind == "memory" else sqlite_stores(folder),
        kind=kind,
        seed=seed,
        others=other_charters(scenario, f"-{seed:08x}"),
    )


def play_once(
    scenario: Scenario, kind: str, *, seed: int = 0, account: Account | None = None
) -> Played:
    """Play a scenario in a fresh world; prints account and table when an account is given."""
    with tempfile.TemporaryDirectory(prefix="detente-sim-") as folder:
        world = open_world(scenario, kind, Path(folder), seed=seed)
        try:
            played = play(scenario, world, account)
            if account is not None:
                account.show(closing(scenario, table(scenario, world, played)))
            return played
        finally:
            world.close()


@click.command(epilog=f"Scenarios: {', '.join(names())}, or the path of a file.")
@click.argument("scenario", required=False)
@click.option("--world", type=click.Choice(WORLDS), default="memory", help="Where it plays.")
@click.option("--seed", type=int, default=0, help="All chance comes from it.")
@click.option("--seeds", type=int, help="Play so many seeds of bad luck, from --seed on.")
@click.option("--replay", type=int, help="Play this seed of a night again, and print all of it.")
@click.option("--jobs", type=int, help="In so many processes; otherwise one a core.")
@click.option("--keep-going", is_flag=True, help="Do not stop at the first seed that fails.")
@click.option("--quiet", is_flag=True, help="Print only what failed.")
def main(
    scenario: str | None,
    world: str,
    seed: int,
    seeds: int | None,
    replay: int | None,
    jobs: int | None,
    *,
    keep_going: bool,
    quiet: bool,
) -> None:
    """Play a scenario file under a virtual clock, or across real processes.

    Without a scenario, --seeds plays nights of which everything comes from the seed.
    """
    if replay is not None:
        raise SystemExit(0 if explore.replay(replay) else 1)
    if scenario is None and seeds:
        raise SystemExit(0 if explore.run(seed, seeds, jobs, keep_going=keep_going) else 1)
    scenario = scenario or DEFAULT
    try:
        story = load(scenario)
        good = _seeds(story, seed, seeds) if seeds else _one(story, world, seed, quiet=quiet)
    except Fault as fault:
        click.echo(f"detente: {scenario}: {fault}", err=True)
        raise SystemExit(2) from fault
    raise SystemExit(0 if good else 1)


def _one(story: Scenario, world: str, seed: int, *, quiet: bool) -> bool:
    console = console_for()
    began = time.monotonic()
    account = None if quiet else Account(console)
    played = play_once(story, world, seed=seed, account=account)
    for failure in played.failures:
        console.print(f"✗ {failure}", markup=False)
    if not quiet:
        for line in sources(story):
            console.print(line, markup=False)
    console.print(f"{story.name} ({world}): {verdict(played)}, {time.monotonic() - began:.1f} s")
    return not played.failures


def _seeds(story: Scenario, first: int, count: int) -> bool:
    shown = 0.0

    def progress(tally: faults.Tally) -> None:
        nonlocal shown
        if time.monotonic() - shown > 1 or tally.seeds == count:
            shown = time.monotonic()
            click.echo(f"{tally.seeds}/{count} seeds, {len(tally.broken)} broken", err=True)

    tally = faults.run(story, load_gazetteer(), range(first, first + count), progress)
    for broken in tally.broken:
        click.echo(f"✗ {broken}")
    click.echo(
        f"{story.name}: {tally.seeds} seeds, {tally.commands} commands "
        f"({tally.acknowledged} acknowledged), {tally.cuts} cuts, {tally.crashes} crashes, "
        f"{tally.torn} torn commits, {tally.entries} entries: {len(tally.broken)} broken"
    )
    return not tally.broken


if __name__ == "__main__":
    main()
