"""A start from a snapshot knows what a start from the record knows, or says why not."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from detente.core.airspace.gazetteer import Gazetteer
from detente.core.line.commands import Cancel, Confirm, ReadBack
from detente.journal.engines.sqlite import SqliteStore
from detente.journal.store import Checkpoint
from detente.node import views
from detente.node.inputs import Done
from detente.node.node import Node
from detente.node.snapshot import freeze
from tests.node.test_node import activity
from tests.support.pair import LINE, Clock, Pair, identity, make_node

CODE = "test-code"


@pytest.fixture
def lived(tmp_path: Path) -> Pair:
    """Amber over a real SQLite file, with finished and open notices, receipts and a conflict."""
    store = SqliteStore(tmp_path / "amber.sqlite")
    pair = Pair(given=make_node("amber", Clock(), store))
    for count in range(4):
        notice = pair.do("amber", activity(lat_e7=100_000_000 * count))
        assert isinstance(notice, Done)
        assert notice.number is not None
        pair.settle()
        readback = pair.do("cobalt", ReadBack(notice.number))
        assert isinstance(readback, Done)
        assert readback.number is not None
        pair.settle()
        pair.do("amber", Confirm(readback.number))
        if count % 2:
            pair.do("amber", Cancel(notice.number))
        pair.settle()
    pair.do("cobalt", activity())
    pair.settle()
    return pair


def reopened(pair: Pair, snapshot: bytes | None, code: str = CODE) -> Node:
    """Amber's node started again over the same store."""
    return Node(
        identity=identity("amber"),
        store=pair.amber.stored(),
        clock=pair.clock,
        entropy=bytes,
        gazetteer=Gazetteer(()),
        version="test",
        snapshot=snapshot,
        code=code,
    )


def frozen(node: Node) -> bytes:
    """The node's snapshot."""
    return freeze(CODE, node.book, node.state, node.journals)


def knows(node: Node) -> object:
    """Everything that the node shows."""
    return (
        views.messages(node, LINE),
        views.conflicts(node, LINE),
        views.picture(node),
        views.journals(node),
        views.events(node),
        node.position,
        node.next_due_ms(),
    )


def test_a_snapshot_and_the_whole_record_give_the_same(lived: Pair) -> None:
    """Started from the snapshot, the node shows what it shows when it replays everything."""
    whole = reopened(lived, None)
    quick = reopened(lived, frozen(reopened(lived, None)))
    assert quick.snapshot_why == ""
    assert quick.snapshot_position == whole.position
    assert knows(quick) == knows(whole)


def test_the_tail_after_the_snapshot_is_replayed(lived: Pair) -> None:
    """Entries that came after the snapshot are there, and the node goes on where it was."""
    old = frozen(lived.amber)
    lived.do("amber", activity(lat_e7=-200_000_000))
    lived.settle()
    quick = reopened(lived, old)
    assert quick.snapshot_position < quick.position
    assert knows(quick) == knows(reopened(lived, None))
    lived.amber = quick
    assert isinstance(lived.do("amber", activity(lat_e7=-250_000_000)), Done)


def test_making_a_snapshot_changes_nothing(lived: Pair) -> None:
    """The node that is frozen goes on as if nothing had happened."""
    before = knows(lived.amber)
    frozen(lived.amber)
    assert knows(lived.amber) == before


def test_a_damaged_snapshot_is_not_used(lived: Pair) -> None:
    """One flipped bit: everything is replayed instead, and the node says so."""
    data = bytearray(frozen(lived.amber))
    data[-100] ^= 1
    node = reopened(lived, bytes(data))
    assert "digest" in node.snapshot_why
    assert knows(node) == knows(reopened(lived, None))


@pytest.mark.parametrize("data", [b"", b"\n", b"{}\n", b"no snapshot at all"])
def test_what_is_no_snapshot_is_not_used(lived: Pair, data: bytes) -> None:
    """An empty or foreign file is passed over with a reason."""
    assert reopened(lived, data).snapshot_why


def test_a_snapshot_of_other_code_is_not_used(lived: Pair) -> None:
    """Another version's memory may have another shape: it is not read at all."""
    assert "made by" in reopened(lived, frozen(lived.amber), code="other").snapshot_why


def test_a_snapshot_ahead_of_its_store_is_not_used(lived: Pair, tmp_path: Path) -> None:
    """The record was restored from an older backup: the store is believed, not the snapshot."""
    older = SqliteStore(tmp_path / "older.sqlite")
    first = list(lived.amber.stored().replay())[:5]
    sizes = {held.journal: held.entry.header.sequence + 1 for held in first}
    notes = [
        Checkpoint(journal, size, lived.amber.checkpoint_at(journal, size))
        for journal, size in sizes.items()
    ]
    older.append([*first, *notes])
    snapshot = frozen(lived.amber)
    node = Node(
        identity=identity("amber"),
        store=older,
        clock=lived.clock,
        entropy=bytes,
        gazetteer=Gazetteer(()),
        version="test",
        snapshot=snapshot,
        code=CODE,
    )
    assert "store" in node.snapshot_why
    assert node.position == 5


def test_a_snapshot_holds_no_private_key(lived: Pair) -> None:
    """Neither the signing key nor its seed stands in the snapshot's bytes."""
    signer = identity("amber").signer
    data = frozen(lived.amber)
    assert signer._key.private_bytes_raw() not in data  # the test looks where nobody else may
    gc.collect()
