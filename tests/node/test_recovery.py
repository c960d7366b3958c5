"""A node that was set back to a backup: it gets back what it lost, or begins anew; never a fork."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest

from detente.core.line.commands import Read, Send
from detente.core.line.message import Precedence
from detente.journal.mirror import Reason
from detente.node.inputs import Done, Greeted, OpenChannel, RenewCertificate, WasRestored
from detente.node.node import Node
from detente.node.renewal import waiting_for
from tests.support.pair import ADMIN, CHARTER, LINE, START_MS, Clock, Pair, make_node

if TYPE_CHECKING:
    from detente.core.values import Json
    from detente.sim.memory_store import MemoryStore

AMBER = f"{LINE.channel}/ACTUAL/amber"
AMBER_2 = f"{AMBER}/2"
COBALT = f"{LINE.channel}/ACTUAL/cobalt"


def check() -> Send:
    """A line check, the shortest message there is."""
    return Send("LCK")


def released(pair: Pair, party: str) -> str:
    """Release a message and return its number."""
    done = pair.do(party, check())
    assert isinstance(done, Done), done
    assert done.number is not None
    return done.number


@pytest.fixture
def pair() -> Pair:
    """Amber and Cobalt, joined, each with two messages that the other holds."""
    made = Pair()
    for _ in range(2):
        released(made, "amber")
        released(made, "cobalt")
        made.settle()
    return made


def backup(node: Node) -> MemoryStore:
    """What a backup of the node's record holds now."""
    return copy.deepcopy(node.stored())  # type: ignore[return-value]  # the tests' own engine


def restore(pair: Pair, party: str, store: MemoryStore, *, marked: bool = True) -> Node:
    """Put a backup back: the node starts from it and knows that it was restored, or does not."""
    node = make_node(party, pair.clock, store)
    if marked:
        node.step([WasRestored()])
    setattr(pair, party, node)
    pair.links.pop(party, None)
    return node


def talk(pair: Pair) -> None:
    """Amber writes and Cobalt answers it, in turns, so that each has seen the other's."""
    for _ in range(3):
        number = released(pair, "amber")
        pair.settle()
        assert isinstance(pair.do("cobalt", Read(number)), Done)
        released(pair, "cobalt")
        pair.settle()


def again(pair: Pair) -> None:
    """Some seconds later, Cobalt pushes what Amber could not take while it was asking."""
    pair.links["cobalt"][0].try_again()
    pair.settle()


@pytest.mark.parametrize("marked", [True, False], ids=["by detente restore", "unnoticed"])
def test_what_was_lost_comes_back_from_the_peer(pair: Pair, *, marked: bool) -> None:
    """Amber was set back by several messages: it asks Cobalt, has all again, and goes on."""
    store = backup(pair.amber)
    talk(pair)
    lost = pair.amber
    restored = restore(pair, "amber", store, marked=marked)
    assert restored.kept(AMBER) < lost.kept(AMBER)
    pair.connect()
    pair.settle()
    again(pair)
    assert restored.kept(AMBER) == lost.kept(AMBER)
    assert restored.journals.head(AMBER) == lost.journals.head(AMBER)
    assert restored.kept(COBALT) == pair.cobalt.kept(COBALT)
    assert restored.book.restored == {}
    number = released(pair, "amber")
    pair.settle()
    assert pair.cobalt.state.message(LINE, number) is not None
    assert AMBER_2 not in restored.journals.own
    assert restored.state.evidence == []
    assert restored.state.line(LINE).messages.keys() == lost.state.line(LINE).messages.keys() | {
        number
    }


def test_cut_off_a_restored_node_begins_anew_and_is_not_mute(pair: Pair) -> None:
    """Before anybody has answered, a FLASH must out: a new epoch names the last head known."""
    store = backup(pair.amber)
    talk(pair)
    lost = pair.amber
    restored = restore(pair, "amber", store)
    known = restored.journals.head(AMBER)
    number = released(pair, "amber")
    assert restored.kept(AMBER) == known.size
    previous = restored.book.previous[AMBER_2]
    assert (previous.journal, previous.size, previous.reason) == (AMBER, known.size, "restored")
    pair.connect()
    pair.settle()
    held = pair.cobalt.state.message(LINE, number)
    assert held is not None
    assert held.epoch == 2
    assert pair.cobalt.state.evidence == []
    assert restored.kept(AMBER) == lost.kept(AMBER), "the lost tail came back in its own epoch"
    assert restored.final(AMBER_2) == restored.kept(AMBER_2)


def test_a_renewal_in_a_new_epoch_is_known_when_that_is_cosigned(pair: Pair) -> None:
    """What the peer holds of the older epoch says nothing about an entry of the new one."""
    store = backup(pair.amber)
    talk(pair)
    restored = restore(pair, "amber", store)
    released(pair, "amber")
    pair.connect()
    pair.settle()
    again(pair)
    until_ms = START_MS + 86_400_000
    assert isinstance(
        restored.step([RenewCertificate(ADMIN, "new", "127.0.0.1:9", until_ms)])[0], Done
    )
    assert restored.cosigned(AMBER, "cobalt") > restored.state.renewals[LINE][1]
    assert waiting_for(restored) == ("cobalt",)
    pair.settle()
    assert waiting_for(restored) == ()


def test_a_receipt_given_twice_counts_the_same_on_both_sides(pair: Pair) -> None:
    """The one that was lost and comes back is the first, wherever the second arrived before it."""
    asked = released(pair, "cobalt")
    pair.settle()
    store = backup(pair.amber)
    first = pair.do("amber", Read(asked))
    pair.settle()
    restored = restore(pair, "amber", store)
    again_read = pair.do("amber", Read(asked))
    pair.connect()
    pair.settle()
    again(pair)
    assert isinstance(first, Done)
    assert isinstance(again_read, Done)
    assert first.number != again_read.number
    for node in (restored, pair.cobalt):
        tracked = node.state.message(LINE, asked)
        assert tracked is not None
        read = tracked.of("amber").read
        assert read is not None
        assert read.number == first.number, node.party


def test_numbers_of_a_new_epoch_are_nobody_elses(pair: Pair) -> None:
    """The first number after a loss lies so far above that no lost message can have had it."""
    store = backup(pair.amber)
    talk(pair)
    taken = set(pair.amber.state.line(LINE).messages)
    restore(pair, "amber", store)
    first, second = released(pair, "amber"), released(pair, "amber")
    assert first.endswith("-20001")
    assert second.endswith("-20002")
    assert not {first, second} & taken
    pair.connect()
    pair.settle()
    assert released(pair, "amber").endswith("-20003")
    assert pair.cobalt.state.line(LINE).doubles == []


def test_a_restored_node_that_has_written_unnoticed_does_not_fork(pair: Pair) -> None:
    """A disk image was put back and nobody said so; it wrote before it met its peer again."""
    store = backup(pair.amber)
    talk(pair)
    restored = restore(pair, "amber", store, marked=False)
    number = released(pair, "amber")
    pair.connect()
    pair.settle()
    assert AMBER_2 in restored.journals.own
    assert pair.cobalt.kept(AMBER_2) == restored.kept(AMBER_2)
    later = released(pair, "amber")
    pair.settle()
    assert pair.cobalt.state.message(LINE, later) is not None
    tracked = restored.state.message(LINE, number)
    assert tracked is not None
    assert restored.cosigned(AMBER, "cobalt") <= tracked.sequence, "it was never delivered"
    assert all(one.reason != Reason.FORK for one in pair.cobalt.state.evidence)


def test_state_is_the_same_after_a_start(pair: Pair) -> None:
    """Epochs, what they go on from and what is unsettled are rebuilt from the store."""
    store = backup(pair.amber)
    talk(pair)
    restored = restore(pair, "amber", store)
    unsettled = make_node("amber", pair.clock, backup(restored))
    assert unsettled.book.restored == restored.book.restored != {}
    number = released(pair, "amber")
    pair.connect()
    pair.settle()
    anew = make_node("amber", pair.clock, backup(restored))
    assert anew.book == restored.book
    assert anew.state.message(LINE, number) == restored.state.message(LINE, number)
    there = make_node("cobalt", pair.clock, backup(pair.cobalt))
    assert there.book == pair.cobalt.book
    assert there.journals.head(AMBER_2) == restored.journals.head(AMBER_2)


def test_a_flash_reaches_a_restored_node_while_it_asks(pair: Pair) -> None:
    """Cobalt's FLASH names entries that Amber has lost: it comes as soon as those are back."""
    store = backup(pair.amber)
    talk(pair)
    point: Json = {"lat_e7": 345_000_000, "lon_e7": 352_000_000}
    done = pair.do("cobalt", Send("AEN", {"situation": "nearing", "point": point}))
    assert isinstance(done, Done), done
    number = done.number
    assert number is not None
    restored = restore(pair, "amber", store)
    pair.connect()
    pair.settle()
    again(pair)
    assert restored.kept(COBALT) == pair.cobalt.kept(COBALT)
    held = restored.state.message(LINE, number)
    assert held is not None
    assert held.message.precedence is Precedence.FLASH


def test_a_peer_that_claims_more_without_proof_is_not_believed(pair: Pair) -> None:
    """Cobalt says that it holds more of Amber's than Amber wrote, but shows no note of it."""
    out, _ = pair.links["amber"]
    note = pair.cobalt.journals.mirrors[AMBER].newest_checkpoint
    assert note is not None
    held = pair.amber.kept(AMBER)
    pair.amber.step([Greeted("cobalt", {AMBER: held + 5}, {AMBER: note.note})])
    assert pair.amber.state.evidence[-1].reason == "bad-claim"
    assert pair.amber.book.restored == {}
    assert out.next_frame() is None


def test_alone_a_restore_is_settled_at_once() -> None:
    """A channel without other members has nobody to ask."""
    node = make_node("amber", Clock())
    node.step([OpenChannel(ADMIN, CHARTER)])
    node.step([WasRestored()])
    assert node.book.restored == {}
