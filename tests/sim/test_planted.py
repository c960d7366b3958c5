"""The simulation has teeth: a planted bug of each kind is found within a few seeds.

The healthy code plays the same seeds without a finding (test_seeds.py). A plant is as small as the
slip that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import apsw
import pytest

from detente.core.line import arrival, fold
from detente.core.state import apply
from detente.journal.engines.memory import MemoryStore
from detente.journal.engines.sqlite import SqliteStore
from detente.journal.entry import decode_header
from detente.journal.forms import parse_journal
from detente.journal.mirror import Mirror, Reason
from detente.journal.own import OwnJournal
from detente.journal.store import Cosignature, Record
from detente.node import node as nodes
from detente.node.inputs import Cosigned, Input, Outcome, Received
from detente.node.journals import Journals
from detente.node.link import Outbound
from detente.node.node import Node
from detente.node.proofs import Proofs
from detente.sim.seeds.disk import DiskStore, Platter, Strike
from detente.sim.seeds.plan import SQLITE_EVERY
from detente.sim.seeds.run import play
from detente.wire.events import Unknown
from detente.wire.events import decode as decode_event

SEEDS = range(100)  # a kind that needs more of them is not looked for hard enough
Patch = pytest.MonkeyPatch
Plant = Callable[[Patch], None]


def gives(value: object) -> Callable[..., object]:
    """A function that takes anything and gives this."""

    def given(*_: object, **__: object) -> object:
        return value

    return given


def answer_before_the_commit(patch: Patch) -> None:
    """The node answers a batch, and appends it together with the next one."""
    step = Node.step

    def late(node: Node, inputs: Sequence[Input]) -> list[Outcome]:
        store = node._store
        append, waits = store.append, node.__dict__.setdefault("planted", [])
        store.append = waits.extend  # type: ignore[method-assign]  # the planted bug
        if waits:
            append(tuple(waits))
            waits.clear()
        try:
            return step(node, inputs)
        finally:
            store.append = append  # type: ignore[method-assign]  # the planted bug, undone

    patch.setattr(Node, "step", late)


def lost_on_a_crash(patch: Patch) -> None:
    """The disk says that it has flushed, and has not."""

    def power_cut(platter: Platter, dice: object) -> None:
        del dice
        commits = platter.commits[:-1]
        platter.commits, platter.flushed, platter.strike = commits, 0, None
        platter.entries, platter.cosigned, platter.position = {}, {}, 0
        platter.flush()

    patch.setattr(Platter, "power_cut", power_cut)


def torn_commit_half_kept(patch: Patch) -> None:
    """What of a commit had reached the disk counts when it is opened again."""
    append = DiskStore.append

    def half(store: DiskStore, records: Sequence[Record]) -> None:
        platter = store._platter
        if platter.strike is Strike.TORN and not platter.is_full and len(records) > 1:
            platter.write(records[: len(records) // 2])
            platter.flush()
            platter.strike = Strike.BEFORE
        append(store, records)

    patch.setattr(DiskStore, "append", half)


def full_disk_acknowledged(patch: Patch) -> None:
    """There is no room, and nobody says so."""
    append = DiskStore.append

    def quiet(store: DiskStore, records: Sequence[Record]) -> None:
        if store._platter.is_full:
            MemoryStore.append(store, records)
        else:
            append(store, records)

    patch.setattr(DiskStore, "append", quiet)


def bit_flip_unnoticed(patch: Patch) -> None:
    """What the disk gives back is believed."""
    patch.setattr(nodes, "check_body", gives(None))
    patch.setattr(Journals, "check_whole", gives(None))


def cosigned_before_it_is_durable(patch: Patch) -> None:
    """The cosignature goes out, and is not part of the commit."""
    cosign = Node._cosign

    def careless(node: Node, taken: Any, batch: Any) -> Cosignature:
        given = cosign(node, taken, batch)
        batch.records = [one for one in batch.records if one is not given]
        return given

    patch.setattr(Node, "_cosign", careless)


def order_of_arrival_counts(patch: Patch) -> None:
    """An act that comes before what it acts on is forgotten, not kept waiting."""
    patch.setattr(fold, "_retry", gives(None))


def fork_not_kept(patch: Patch) -> None:
    """A second entry at a sequence is refused, and nothing is kept of it."""
    keep = Node._keep_evidence

    def forgetful(node: Node, peer: str, journal: str, reason: str, *rest: Any) -> None:
        if reason not in (Reason.FORK, Reason.TRUNCATION, Reason.BAD_ROOT, Reason.BAD_CHECKPOINT):
            keep(node, peer, journal, reason, *rest)

    patch.setattr(Node, "_keep_evidence", forgetful)


def fork_between_two_members_not_seen(patch: Patch) -> None:
    """The heads that honest members name to one another are not compared, nor are greetings."""
    patch.setattr(Mirror, "_check_heads", gives([]))
    patch.setattr(Mirror, "check_claim", gives(None))


def applied_twice(patch: Patch) -> None:
    """What comes a second time has its effect a second time."""
    receive = Node._receive

    def again(node: Node, item: Received, batch: Any) -> Outcome:
        mirror = node.journals.mirrors.get(item.push.journal)
        before = mirror.size if mirror else 0
        outcome = receive(node, item, batch)
        if not isinstance(outcome, Cosigned):
            return outcome
        for raw in item.push.entries:
            header = decode_header(raw.header_bytes)
            event = decode_event(header.kind, header.kind_version, raw.body)
            if header.sequence < before and not isinstance(event, Unknown):
                journal = parse_journal(item.push.journal)
                apply(
                    node.state,
                    journal.party,
                    journal.line,
                    event,
                    at_ms=header.at_ms,
                    held_at_ms=batch.now_ms,
                    sequence=header.sequence,
                )
        return outcome

    patch.setattr(Node, "_receive", again)


def final_too_early(patch: Patch) -> None:
    """Everything that is kept is called final."""
    patch.setattr(Proofs, "final", lambda *given: given[2])


def final_rewritten(patch: Patch) -> None:
    """A start that forgets the newest commit, so that other entries are written in its place."""
    start = Platter.open

    def shorter(platter: Platter) -> DiskStore:
        if len(platter.commits) > 4:
            platter.commits.pop()
            platter.entries, platter.cosigned, platter.position = {}, {}, 0
            platter.flushed = 0
            platter.flush()
        return start(platter)

    patch.setattr(Platter, "open", shorter)


def conflict_not_found_on_arrival(patch: Patch) -> None:
    """The receiver's node trusts the sender's to find the conflicts."""
    patch.setattr(arrival, "conflicts_of", gives(()))


def clock_of_the_journal_runs_back(patch: Patch) -> None:
    """An entry takes the machine's time, whatever the entry before it says."""
    patch.setattr(OwnJournal, "last_ms", 0)


def refused_for_ever(patch: Patch) -> None:
    """What was ahead of the peer's clock is never pushed again."""
    patch.setattr(Outbound, "try_again", gives(None))


def lost_cosignature_not_asked_for(patch: Patch) -> None:
    """The peer holds all, but its answer was lost with the connection; nobody asks again."""
    push = Outbound._next_push

    def content(link: Outbound, journal: str) -> Any:
        held = link._cursors.get(journal, link._reported.get(journal, 0))
        return None if held >= link._node.kept(journal) else push(link, journal)

    patch.setattr(Outbound, "_next_push", content)


def sqlite_not_flushed(patch: Patch) -> None:
    """The real engine commits without waiting for the disk."""
    init = SqliteStore.__init__

    def hasty(store: SqliteStore, *given: Any, **named: Any) -> None:
        init(store, *given, **named)
        db: apsw.Connection = store._db
        db.execute("PRAGMA synchronous = OFF")

    patch.setattr(SqliteStore, "__init__", hasty)


PLANTED: dict[Plant, str] = {
    answer_before_the_commit: "answered|flushed|too early",
    lost_on_a_crash: "lost it|holds|Damaged|fork|truncation|rewrote",
    torn_commit_half_kept: "Damaged",
    full_disk_acknowledged: "flushed|too early",
    bit_flip_unnoticed: "bit flipped",
    cosigned_before_it_is_durable: "not kept",
    order_of_arrival_counts: "differ at equal positions|different states|another state",
    fork_not_kept: "did not notice|unseen",
    fork_between_two_members_not_seen: "unseen",
    applied_twice: "differ at equal positions|different states|another state",
    final_too_early: "final",
    final_rewritten: "lost it|rewrote|holds|was at",
    conflict_not_found_on_arrival: "shows conflicts",
    clock_of_the_journal_runs_back: "time-backwards",
    refused_for_ever: "never caught up",
    lost_cosignature_not_asked_for: "never caught up",
    sqlite_not_flushed: "flushed|too early",
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_bug_is_found(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within so many seeds at least one fails, and says what is wrong."""
    plant(monkeypatch)
    seeds: Sequence[int] = SEEDS
    if plant is sqlite_not_flushed:
        seeds = range(SQLITE_EVERY - 1, 10 * SQLITE_EVERY, SQLITE_EVERY)
    found = next((result for seed in seeds if (result := play(seed)).broken), None)
    assert found is not None, f"no seed of {seeds} found it"
    assert re.search(PLANTED[plant], found.broken), found
