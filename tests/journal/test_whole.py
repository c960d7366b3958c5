"""A bit that a disk flips is found before what it spoilt is believed or handed on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from detente.core.line.commands import Send
from detente.journal.entry import decode_header
from detente.journal.forms import Malformed
from detente.journal.store import Checkpoint, Held
from detente.journal.whole import Damaged, check_head
from detente.node.inputs import Done
from detente.sim.memory_store import MemoryStore
from tests.support.pair import LINE, Clock, Pair, join, make_node

AMBER = f"{LINE.channel}/ACTUAL/amber"


class Spoilt(MemoryStore):
    """The same disk, read through a flipped bit."""

    spoil: Callable[[Held], Held] = staticmethod(lambda held: held)

    def replay(self, after: int = 0) -> Iterator[Held]:
        """Every entry as the disk now gives it."""
        return (self.spoil(held) for held in super().replay(after))


@pytest.fixture
def store() -> Spoilt:
    """Amber's store after a message that Cobalt holds as well."""
    pair = Pair()
    store = Spoilt()
    node = make_node("amber", pair.clock, store)
    pair.amber = node
    pair.cobalt = make_node("cobalt", pair.clock)
    join(pair.amber, pair.cobalt)
    pair.links = {}
    pair.connect()
    assert isinstance(pair.do("amber", Send("LCK")), Done)
    pair.settle()
    return store


def flip(data: bytes, at: int) -> bytes:
    """The data with one bit wrong."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_a_whole_store_starts(store: Spoilt) -> None:
    """Nothing is wrong, so nothing is said."""
    assert make_node("amber", Clock(), store).kept(AMBER) > 2


@pytest.mark.parametrize("name", ["body", "salt"])
@pytest.mark.parametrize("journal", ["house", LINE.channel])
def test_a_flipped_body_stops_the_start(store: Spoilt, name: str, journal: str) -> None:
    """A height that one bit changed is not taken for what was announced."""

    def spoil(held: Held) -> Held:
        if not held.journal.startswith(journal) or held.entry.header.sequence != 1:
            return held
        if name == "body":
            return replace(held, entry=replace(held.entry, body=flip(held.entry.body, 9)))
        return replace(held, entry=replace(held.entry, salt=flip(held.entry.salt, 9)))

    store.spoil = spoil
    with pytest.raises(Damaged, match="entry 1 of"):
        make_node("amber", Clock(), store)


def test_a_flipped_header_stops_the_start(store: Spoilt) -> None:
    """A header that decodes all the same does not fit the journal's checkpoint."""

    def spoil(held: Held) -> Held:
        if held.journal != AMBER or held.entry.header.sequence != 1:
            return held
        data = held.entry.header_bytes
        data = flip(data, data.index(b'"at_ms":') + 20)
        return replace(
            held, entry=replace(held.entry, header=decode_header(data), header_bytes=data)
        )

    store.spoil = spoil
    with pytest.raises((Damaged, Malformed)):
        make_node("amber", Clock(), store)


def test_a_journal_that_lost_its_end_stops_the_start(store: Spoilt) -> None:
    """Entries are missing that the newest checkpoint counts: the record is not silently shorter."""
    whole = list(MemoryStore.replay(store))
    shorter = MemoryStore()
    shorter.append(whole[:-1])
    last = whole[-1].journal
    checkpoint = store.checkpoint(last)
    assert checkpoint is not None
    for journal in {held.journal for held in whole} - {last}:
        other = store.checkpoint(journal)
        assert other is not None
        shorter.append([other])
    shorter.append([checkpoint])
    with pytest.raises(Damaged, match="checkpoint of"):
        make_node("amber", Clock(), shorter)


def test_a_flipped_signature_is_not_handed_to_a_peer(store: Spoilt) -> None:
    """The peer would keep it as evidence against an honest author; so the node stops instead."""

    def spoil(held: Held) -> Held:
        if held.journal != AMBER or held.entry.header.sequence != 0:
            return held
        return replace(held, entry=replace(held.entry, signature=flip(held.entry.signature, 5)))

    store.spoil = spoil
    node = make_node("amber", Clock(), store)
    assert node.entries(AMBER, 1, 1)
    with pytest.raises(Damaged, match="signature"):
        node.entries(AMBER, 0, 2)


def test_a_checkpoint_that_nobody_signed_is_damage(store: Spoilt) -> None:
    """The checkpoint in the store must be its author's word."""
    checkpoint = store.checkpoint(AMBER)
    node = make_node("amber", Clock(), store)
    assert checkpoint is not None
    with pytest.raises(Damaged, match="not signed"):
        check_head(node.journals.head(AMBER), checkpoint, [bytes(32)])
    with pytest.raises(Damaged, match="missing"):
        check_head(node.journals.head(AMBER), None, [])
    spoilt = Checkpoint(AMBER, checkpoint.size, checkpoint.note[10:])
    with pytest.raises(Damaged):
        check_head(node.journals.head(AMBER), spoilt, [bytes(32)])
