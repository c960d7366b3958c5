"""The verifier's flat-memory chain agrees with the journal's own tree."""

from __future__ import annotations

from detente.journal.forms import parse_journal
from detente.journal.merkle import Tree, leaf_hash
from detente.verify.chain import Chain
from detente.verify.clocks import Clocks


def test_roots_leaves_and_times_of_every_size() -> None:
    """After 700 entries every earlier root, leaf and time is found again."""
    chain, tree = Chain(parse_journal("coast-1/ACTUAL/amber"), None), Tree()
    for n in range(700):
        chain.append(b"header %d" % n, 1_000 + n)
        tree.append(b"header %d" % n)
    assert [chain.root_at(n) for n in range(701)] == [tree.root_at(n) for n in range(701)]
    assert chain.leaf(33) == leaf_hash(b"header 33")
    assert (chain.at_ms(0), chain.at_ms(699), chain.last_ms) == (1_000, 1_699, 1_699)
    chain.close()


def test_finality_waits_for_all_who_were_members() -> None:
    """Entries before a member joined need not its cosignature; whoever is missing is named."""
    chain = Chain(parse_journal("coast-1/ACTUAL/amber"), None)
    for n in range(10):
        chain.append(b"%d" % n, n)
    assert chain.final() == (0, ())
    chain.checkpoint = 10
    assert chain.final() == (10, ())
    chain.joined = {"cobalt": 1, "meridian": 6}
    chain.cosigned = {"cobalt": 9}
    assert chain.final() == (6, ("cobalt", "meridian"))
    chain.cosigned = {"cobalt": 10, "meridian": 10}
    assert chain.final() == (10, ())
    chain.checkpoint = 9
    assert chain.final() == (9, ())
    chain.close()


def test_clock_bounds_from_one_side_only() -> None:
    """When only one party saw the other's entries, the difference is bounded from one side."""
    clocks = Clocks()
    clocks.saw("cobalt", 1_500, "amber", 1_000)
    clocks.saw("cobalt", 2_300, "amber", 2_000)
    (bounds,) = clocks.bounds()
    assert (bounds.first, bounds.second) == ("amber", "cobalt")
    assert (bounds.least_ms, bounds.most_ms) == (None, 300)
