"""Nights that seeds make up: the healthy code holds in all of them, and a seed replays exactly."""

from __future__ import annotations

import random
import re

import pytest
from click.testing import CliRunner

from detente.journal.store import Checkpoint
from detente.sim.memory_store import PowerCut
from detente.sim.play import main
from detente.sim.seeds import explore
from detente.sim.seeds.disk import DiskFull, Platter, Strike
from detente.sim.seeds.plan import SQLITE_EVERY, plan_of
from detente.sim.seeds.run import play, results

CI_SEEDS = 2_000
PART = 500  # one test each, so that none comes near the time after which a test counts as hung


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, CI_SEEDS, PART))
def test_two_thousand_nights(first: int) -> None:
    """Nothing acknowledged is lost, nothing is answered early, all agree, every fork is seen."""
    summary = explore.explore(range(first, first + PART), explore.cores())
    assert [(one.seed, one.broken) for one in summary.broken] == []
    assert summary.seeds == PART
    for name in explore.FOUND:
        assert summary.tally[name] > 0, f"no night had {name}: the simulation has lost its teeth"


@pytest.mark.parametrize("seed", [2, SQLITE_EVERY - 1])
def test_a_seed_replays_exactly(seed: int) -> None:
    """The same seed gives the same events in the same order, on the real SQLite too."""
    one, other = play(seed), play(seed)
    assert one == other


def test_processes_change_nothing() -> None:
    """Played in two processes, every seed goes as it does in one, and in the same order."""
    seeds = range(12)
    assert list(results(seeds, 2)) == list(results(seeds, 1))


@pytest.mark.parametrize(
    ("seed", "why"),
    [
        (90, "what was on its way to a restored node is nobody's guilt"),
        (94, "who joins a party that has had four keys accuses it of none of them"),
        (983, "two members that give back the same lost entries are no two histories"),
        (1802, "a conflict that a lost and regained cancellation ended is not shown again"),
        (3359, "a head named before its entries came is compared when others come in their place"),
        (7395, "what shows a fork may stand in the commit under way"),
        (58_424, "who greeted before a lost journal was heard of has answered too: it held none"),
        (70_976, "a witness that is told last of all of a log is asked again before morning"),
        (29_939, "a fork that a liar shows last of all is looked for once more has been said"),
        (3501, "what was under way behind the entry that changes the key is no theft"),
    ],
)
def test_a_night_that_once_broke_holds(seed: int, why: str) -> None:
    """Found by playing many: what was mended stays mended."""
    assert play(seed).broken == "", why


def test_seeds_differ() -> None:
    """Nights of two and of five, with and without liars, latecomers, bad disks and bad clocks."""
    plans = [plan_of(seed) for seed in range(200)]
    assert {len(plan.parties) for plan in plans} == {2, 3, 4, 5}
    assert any(plan.liar for plan in plans)
    assert any(plan.late for plan in plans)
    assert any(plan.on_sqlite for plan in plans)
    assert any(plan.faults.full for plan in plans)
    assert any(plan.faults.flip for plan in plans)
    assert any(plan.faults.jump for plan in plans)
    assert len({len(plan.statuses) for plan in plans}) == 2


@pytest.mark.parametrize("strike", Strike)
def test_a_disk_keeps_its_promise(strike: Strike) -> None:
    """A commit that was flushed stays; one that was not is whole or gone, and nobody was told."""
    dice = random.Random(1)
    first, second = (Checkpoint("coast/ACTUAL/amber", size, "note\n\n") for size in (1, 2))
    for _ in range(20):
        platter = Platter()
        store = platter.open()
        store.append([first])
        platter.strike = strike
        with pytest.raises(PowerCut):
            store.append([second])
        platter.power_cut(dice)
        held = platter.open().checkpoint("coast/ACTUAL/amber")
        allowed = {
            Strike.BEFORE: {first},
            Strike.TORN: {first},
            Strike.UNFLUSHED: {first, second},
            Strike.AFTER: {second},
        }
        assert held in allowed[strike]


def test_a_full_disk_says_so() -> None:
    """No room: the commit fails, and the one before it is still there."""
    platter = Platter()
    store = platter.open()
    store.append([Checkpoint("coast/ACTUAL/amber", 1, "note\n\n")])
    platter.is_full = True
    with pytest.raises(DiskFull):
        store.append([Checkpoint("coast/ACTUAL/amber", 2, "note\n\n")])
    held = platter.open().checkpoint("coast/ACTUAL/amber")
    assert held is not None
    assert held.size == 1


def test_the_first_failing_seed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command says which seed failed, why, and how to see it again; it exits with 1."""
    monkeypatch.setattr("detente.node.proofs.Proofs.final", lambda *given: given[2])
    said = CliRunner().invoke(main, ["--seeds", "40", "--jobs", "1"])
    assert said.exit_code == 1
    found = re.search(r"seed (\d+): Breach: .* final", said.output)
    assert found is not None
    assert f"scripts/sim --replay {found[1]}" in said.output
    again = CliRunner().invoke(main, ["--replay", found[1]])
    assert again.exit_code == 1
    assert "Breach" in again.output


def test_seeds_that_hold_end_well() -> None:
    """Exit 0, and a line that says what the nights went through."""
    said = CliRunner().invoke(main, ["--seeds", "3", "--jobs", "1"])
    assert said.exit_code == 0, said.output
    assert "3 seeds in" in said.output
    assert "0 broken" in said.output
    assert CliRunner().invoke(main, ["--replay", "2"]).exit_code == 0
