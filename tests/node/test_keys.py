"""A party changes its key: mirrors, notes and cosignatures follow; a thief's word does not."""

from __future__ import annotations

import copy
import hashlib
from dataclasses import replace

import pytest

from detente.core.line.commands import Answer, Command, Read, Send
from detente.core.line.message import Releasability
from detente.core.values import Json
from detente.journal.keys import Signer
from detente.journal.mirror import Reason
from detente.journal.signatures import public_to_text
from detente.node import views
from detente.node.identity import Identity
from detente.node.inputs import ChangeKey, Done, Refused, TakePlace
from detente.node.lastmile import feed
from detente.node.node import Node
from detente.node.notices import keys, notices
from tests.support.line import HOUR, circle, nwa
from tests.support.pair import ADMIN, CHARTER, LINE, START_MS, Pair, make_node, recovery

AMBER = f"{LINE.channel}/ACTUAL/amber"
AMBER_2 = f"{AMBER}/2"
COBALT = f"{LINE.channel}/ACTUAL/cobalt"
NEW = Signer.from_seed(b"n" * 32)
NEWER = Signer.from_seed(b"m" * 32)

VOLUME = circle(-22.9, 14.4, start_ms=START_MS + 2 * HOUR, end_ms=START_MS + 3 * HOUR)


def said(pair: Pair, party: str) -> str:
    """Release a line check; its number."""
    done = pair.do(party, Send("LCK"))
    assert isinstance(done, Done), done
    assert done.number is not None
    return done.number


def number_of(pair: Pair, party: str, command: Command) -> str:
    """Do a command; the number of its message."""
    done = pair.do(party, command)
    assert isinstance(done, Done), done
    return str(done.number)


def steps(node: Node, number: str) -> list[tuple[str, bool, Json]]:
    """What a node shows of officers' receipts: each step, whether it is disowned, its proposal."""
    found = views.message(node, LINE, number)
    assert found is not None
    return [(one.step, one.disowned, one.proposal) for one in found.steps if one.number]


def disowned(node: Node, number: str) -> bool:
    """Whether a node shows the message as signed with a stolen key."""
    found = views.message(node, LINE, number)
    assert found is not None
    return found.disowned


@pytest.fixture
def pair() -> Pair:
    """Amber and Cobalt with a few messages that both hold."""
    made = Pair()
    for _ in range(2):
        said(made, "amber")
        said(made, "cobalt")
        made.settle()
    return made


def change(pair: Pair, item: ChangeKey) -> None:
    """Amber changes its key while it is cut off, and greets its peer anew, as after a restart."""
    pair.links["amber"][0].down("stopped")
    (done,) = pair.amber.step([item])
    assert isinstance(done, Done), done
    pair.connect()
    pair.settle()


@pytest.mark.parametrize(
    "item",
    [ChangeKey(NEW), ChangeKey(NEW, recovery("amber"), "lost")],
    ids=["rotated by the old key", "lost, by the recovery key"],
)
def test_both_sides_go_on_under_the_new_key(pair: Pair, item: ChangeKey) -> None:
    """After a change everything is delivered, cosigned and final as before."""
    change(pair, item)
    assert pair.cobalt.state.cards["amber"].key == public_to_text(NEW.public)
    assert pair.amber.state.cards["amber"].key == public_to_text(NEW.public)
    first, second = said(pair, "amber"), said(pair, "cobalt")
    pair.settle()
    assert isinstance(pair.do("cobalt", Read(first)), Done)
    assert isinstance(pair.do("amber", Read(second)), Done)
    pair.settle()
    for node in (pair.amber, pair.cobalt):
        assert node.final(AMBER) == node.kept(AMBER)
        assert node.state.evidence == []
    assert pair.cobalt.final(COBALT) == pair.cobalt.kept(COBALT)
    (ours, _), (_, theirs) = keys(pair.amber), keys(pair.cobalt)
    assert ours.fingerprint == theirs.fingerprint
    assert [one.reason for one in theirs.older] == [item.reason]


def test_a_peer_that_is_far_behind_follows_the_key_in_its_journal(pair: Pair) -> None:
    """Cobalt missed hundreds of entries and two changes of key; catch-up crosses both."""
    pair.links["amber"][0].down("cut")
    for key in (NEW, NEWER):
        for _ in range(300):
            said(pair, "amber")
        assert isinstance(pair.amber.step([ChangeKey(key)])[0], Done)
    said(pair, "amber")
    pair.connect()
    pair.settle()
    assert pair.cobalt.kept(AMBER) == pair.amber.kept(AMBER)
    assert pair.cobalt.state.evidence == []
    assert pair.amber.final(AMBER) == pair.amber.kept(AMBER)


def test_a_start_knows_the_keys(pair: Pair) -> None:
    """Keys, and where they changed, are rebuilt from the store on both sides."""
    change(pair, ChangeKey(NEW))
    said(pair, "amber")
    pair.settle()
    again = Node(
        identity=pair.amber.identity,
        store=copy.deepcopy(pair.amber.stored()),
        clock=pair.clock,
        entropy=bytes,
        gazetteer=pair.amber.state.gazetteer,
        version="test",
    )
    assert again.book == pair.amber.book
    pair.cobalt = make_node("cobalt", pair.clock, copy.deepcopy(pair.cobalt.stored()))
    pair.amber, pair.links = again, {}
    pair.connect()
    said(pair, "amber")
    said(pair, "cobalt")
    pair.settle()
    assert pair.cobalt.kept(AMBER) == pair.amber.kept(AMBER)
    assert pair.cobalt.final(COBALT) == pair.cobalt.kept(COBALT)
    assert pair.amber.state.evidence == pair.cobalt.state.evidence == []


def test_another_recovery_key_changes_nothing(pair: Pair) -> None:
    """A recovery key that is not the card's names no key; the node says so and stays as it was."""
    (refused,) = pair.amber.step([ChangeKey(NEW, NEWER, "lost")])
    assert isinstance(refused, Refused)
    assert pair.amber.identity.signer.public != NEW.public


def thief(pair: Pair) -> Node:
    """Somebody has a copy of Amber's node, key and all."""
    return make_node("amber", pair.clock, copy.deepcopy(pair.amber.stored()))


def test_what_a_thief_signs_after_the_revocation_is_refused_and_kept(pair: Pair) -> None:
    """Amber declares its key stolen; the thief's later entries are refused, shown, and evidence."""
    copied = thief(pair)
    change(pair, ChangeKey(NEW, recovery("amber"), "stolen"))
    assert AMBER_2 in pair.cobalt.journals.mirrors
    number = said(pair, "amber")
    pair.settle()
    assert pair.cobalt.state.message(LINE, number) is not None
    owner, pair.amber, pair.links = pair.amber, copied, {}
    held = pair.cobalt.kept(AMBER)
    pair.connect()
    said(pair, "amber")
    pair.settle()
    assert pair.cobalt.kept(AMBER) == held
    reasons = {one.reason for one in pair.cobalt.state.evidence}
    assert reasons & {Reason.REVOKED_KEY, Reason.DISOWNED, Reason.BAD_KEY}
    pair.amber, pair.links = owner, {}
    pair.connect()
    later = said(pair, "amber")
    pair.settle()
    assert pair.cobalt.state.message(LINE, later) is not None


def test_what_a_thief_signed_before_is_disowned_and_shown(pair: Pair) -> None:
    """The thief wrote first: Cobalt holds it, and is told that it is not Amber's word."""
    before = said(pair, "amber")
    pair.settle()
    copied = thief(pair)
    owner, pair.amber, pair.links = pair.amber, copied, {}
    pair.connect()
    forged = said(pair, "amber")
    pair.settle()
    assert pair.cobalt.state.message(LINE, forged) is not None
    point = owner.kept(AMBER)
    pair.amber, pair.links = owner, {}
    owner.step([ChangeKey(NEW, recovery("amber"), "stolen")])
    pair.connect()
    pair.settle()
    mirror = pair.cobalt.journals.mirrors[AMBER]
    assert mirror.closed is not None
    assert (mirror.closed.size, mirror.disowned) == (point, 1)
    assert any("key stolen" in one for one in notices(pair.cobalt))
    assert [disowned(pair.cobalt, one) for one in (before, forged)] == [False, True]
    again = make_node("cobalt", pair.clock, copy.deepcopy(pair.cobalt.stored()))
    assert again.journals.mirrors[AMBER].disowned == 1
    anew = said(pair, "amber")
    pair.settle()
    assert pair.amber.final(AMBER_2) == pair.amber.kept(AMBER_2)
    assert [disowned(node, anew) for node in (pair.amber, pair.cobalt)] == [False, False]


def test_receipts_and_areas_of_a_thief_are_marked_wherever_they_are_shown(pair: Pair) -> None:
    """The thief reads and answers Cobalt's notice and announces one; Amber itself reads it too."""
    notice = number_of(pair, "cobalt", Send("NWA", nwa(VOLUME)))
    pair.settle()
    number_of(pair, "amber", Read(notice))
    pair.settle()
    copied = thief(pair)
    owner, pair.amber, pair.links = pair.amber, copied, {}
    pair.connect()
    number_of(pair, "amber", Answer(notice, "UNABLE", "other", proposal=VOLUME))
    warning = Send("NWA", nwa(VOLUME), releasability=Releasability.PUBLIC)
    forged = number_of(pair, "amber", warning)
    pair.settle()
    pair.amber, pair.links = owner, {}
    owner.step([ChangeKey(NEW, recovery("amber"), "stolen")])
    pair.connect()
    pair.settle()
    assert steps(pair.cobalt, notice) == [("READ", False, None), ("ANSWER", True, VOLUME)]
    again = make_node("cobalt", pair.clock, copy.deepcopy(pair.cobalt.stored()))
    assert steps(again, notice) == steps(pair.cobalt, notice)
    marks = {one.number: one.disowned for one in views.picture(pair.cobalt)}
    assert marks == {notice: False, forged: True}
    areas = {one.number: one for one in feed(pair.cobalt, "own-forces", LINE.status).areas}
    assert {number: one.disowned for number, one in areas.items()} == marks


def test_a_thief_cannot_cosign_or_rename_the_key_afterwards(pair: Pair) -> None:
    """The thief names a key of its own; what the recovery key says outranks it."""
    copied = thief(pair)
    copied.step([ChangeKey(NEWER)])
    owner, pair.amber, pair.links = pair.amber, copied, {}
    pair.connect()
    pair.settle()
    assert pair.cobalt.state.cards["amber"].key == public_to_text(NEWER.public)
    pair.amber, pair.links = owner, {}
    owner.step([ChangeKey(NEW, recovery("amber"), "stolen")])
    pair.connect()
    number = said(pair, "amber")
    pair.settle()
    assert pair.cobalt.state.message(LINE, number) is not None
    assert pair.cobalt.journals.keyring.trusted("amber") == (NEW.public,)
    said(pair, "cobalt")
    pair.settle()
    assert pair.cobalt.final(COBALT) == pair.cobalt.kept(COBALT)


def test_a_party_that_joins_later_learns_the_keys_of_before(pair: Pair) -> None:
    """Cobalt pins Amber's newest key and reads the journal from its first entry, under the old."""
    change(pair, ChangeKey(NEW))
    said(pair, "amber")
    fresh = Pair()
    fresh.amber.step([ChangeKey(NEW)])
    fresh.cobalt = make_node("cobalt", fresh.clock)

    fresh.cobalt.step([TakePlace(ADMIN, CHARTER, (fresh.amber.identity.card,))])
    fresh.links = {}
    fresh.connect()
    fresh.settle()
    assert fresh.cobalt.kept(AMBER) == fresh.amber.kept(AMBER)
    assert fresh.cobalt.state.evidence == []


def test_who_joins_after_three_changes_accuses_nobody_and_starts_again_so() -> None:
    """Seed 94: the oldest change is told first, and the newest key alone does not vouch for it."""
    fresh = Pair()
    for name in ("second", "third", "fourth"):
        signer = Signer.from_seed(hashlib.sha256(name.encode()).digest())
        fresh.amber.step([ChangeKey(signer)])
    fresh.cobalt = make_node("cobalt", fresh.clock)
    fresh.cobalt.step([TakePlace(ADMIN, CHARTER, (fresh.amber.identity.card,))])
    fresh.links = {}
    fresh.connect()
    fresh.settle()
    assert fresh.cobalt.state.evidence == []
    assert fresh.cobalt.kept(AMBER) == fresh.amber.kept(AMBER)
    again = make_node("cobalt", fresh.clock, copy.deepcopy(fresh.cobalt.stored()))
    assert again.journals.keyring.all("amber") == fresh.amber.journals.keyring.all("amber")
    assert len(again.journals.keyring.all("amber")) == 4


def test_the_card_of_a_restarted_node_is_the_new_one(pair: Pair) -> None:
    """What is written after a change carries the new card."""
    change(pair, ChangeKey(NEW))
    card = pair.amber.identity.card
    assert card == replace(Identity(card, NEW).card, key=public_to_text(NEW.public))
