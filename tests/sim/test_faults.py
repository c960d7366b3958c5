"""Bad luck loses nothing: lossy links, cuts, crashes and torn commits, by seeds that replay."""

from __future__ import annotations

import pytest

from detente.core.line.commands import Send
from detente.journal.store import Checkpoint
from detente.sim import faults
from detente.sim.library import load
from detente.sim.memory_store import MemoryStore, PowerCut
from detente.sim.network import Timeline, Weather, Wire
from detente.wire.native import Accepted
from detente.wire.places import load_gazetteer

SEEDS = range(100, 106)  # scripts/sim plays as many as one has patience for


def test_no_seed_loses_what_was_acknowledged() -> None:
    """After every storm both nodes hold all that was acknowledged, equal and equally receipted."""
    tally = faults.run(load("coast"), load_gazetteer(), SEEDS)
    assert [str(broken) for broken in tally.broken] == []
    assert tally.acknowledged > 100
    assert min(tally.crashes, tally.cuts, tally.torn) > 0, "the storms had no teeth"


def test_every_register_says_the_same_after_a_storm() -> None:
    """Three members of one truce agree on it, whatever came late, doubled or after a crash."""
    tally = faults.run(load("truce"), load_gazetteer(), range(3))
    assert [str(broken) for broken in tally.broken] == []
    assert tally.acknowledged > 50
    world = faults._play_one(load("truce"), load_gazetteer(), 1, faults.Tally())
    assert faults.invariants(world) == []
    answer = world.do("amber", Send("POL", OWN_WORD))
    assert isinstance(answer, Accepted)
    world.network(up=False)
    assert [one for one in faults.invariants(world) if "register of statements differs" in one]


OWN_WORD = {"kind": "red-line", "holder": "amber", "words": "No more.", "source": "a speech"}


def test_a_seed_replays_exactly() -> None:
    """The same seed goes through the same misfortunes, entry for entry."""
    one, other = (
        faults.run(load("november-2015"), load_gazetteer(), range(9, 10)) for _ in range(2)
    )
    assert one == other


def test_a_lost_message_would_be_noticed() -> None:
    """The invariants have teeth: an acknowledged entry that no node holds is reported."""
    world = faults._play_one(load("november-2015"), load_gazetteer(), 3, faults.Tally())
    journal = next(view.journal for view in world.journals("israel") if view.own)
    world.acknowledged.append(("israel", journal, 999, "ISRAEL-2015-0999"))
    found = faults.invariants(world)
    assert found == [
        f"israel's ISRAEL-2015-0999 (entry 999) is not at {party}" for party in world.parties
    ]


@pytest.mark.parametrize("kept", [True, False])
def test_a_power_cut_keeps_all_of_a_commit_or_nothing(kept: bool) -> None:
    """Whether or not the commit reached the disk, nobody is told that it did."""
    store = MemoryStore()
    store.cut_power(kept=kept)
    with pytest.raises(PowerCut):
        store.append([Checkpoint("coast/ACTUAL/amber", 1, "note")])
    assert (store.checkpoint("coast/ACTUAL/amber") is not None) == kept
    store.append([Checkpoint("coast/ACTUAL/amber", 2, "note")])
    assert store.checkpoint("coast/ACTUAL/amber") == Checkpoint("coast/ACTUAL/amber", 2, "note")


def test_frames_arrive_in_order_or_the_connection_breaks() -> None:
    """As over TCP: delays never reorder one connection, and a lost frame ends it."""
    from random import Random  # noqa: PLC0415 - chance is this test's own

    for seed in range(50):
        timeline = Timeline(0)
        heard: list[bytes] = []
        breaks: list[str] = []
        weather = Weather(0, 50, break_chance=0.05, double_chance=0.1)
        wire = Wire(timeline, weather, Random(seed), heard.append, breaks.append)
        for number in range(30):
            wire.send(bytes([number]))
        while timeline.next_ms() is not None:
            timeline.run_one()
        once = list(dict.fromkeys(heard))
        assert once == [bytes([number]) for number in range(len(once))]
        assert len(once) == 30 or breaks == ["frame lost"]
