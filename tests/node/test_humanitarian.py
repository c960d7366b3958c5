"""Sealed notices between two nodes: opened, proved, and sealed anew when a reader's key changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from detente.core.line.commands import Read, ReadBack, Send
from detente.core.line.message import Status
from detente.core.refusal import Refusal
from detente.core.values import Fields
from detente.journal.keys import Signer
from detente.node import humanitarian, humanitarian_view
from detente.node.humanitarian import Wanted, sealed_send
from detente.node.inputs import ChangeKey, Done, NoteDisclosure
from detente.node.node import Node
from detente.wire.humanitarian_views import DetailsView, HumanitarianView
from tests.support.pair import ADMIN, LINE, START_MS, Pair, recovery

NEW = Signer.from_seed(b"n" * 32)
DAY = 86_400_000
EXACT: Fields = {
    "point": {"lat_e7": -229_012_300, "lon_e7": 144_045_600},
    "grade": "building",
    "on_site": "night guard",
}


def drawn() -> Callable[[int], bytes]:
    """Bytes that look random and are the same at every run."""
    count = iter(range(1 << 30))
    return lambda size: hashlib.shake_256(next(count).to_bytes(4, "big")).digest(size)


def send(**more: str) -> Send:
    """What everybody reads of a clinic."""
    fields: Fields = {
        "site": "C-12",
        "use": "clinic",
        "valid_to_ms": START_MS + 90 * DAY,
        "verified": "own-staff",
        "others": "on-request",
        **more,
    }
    return Send("NHS", fields)


@pytest.fixture
def pair() -> Pair:
    """Cobalt has notified a clinic, sealed for Amber, who holds it."""
    made = Pair()
    command = sealed_send(made.cobalt, LINE, Wanted(send(), EXACT, ("amber",)), drawn())
    assert isinstance(command, Send), command
    done = made.do("cobalt", command)
    assert isinstance(done, Done), done
    made.settle()
    return made


NUMBER = "COBALT-2026-0001"


def shown(node: Node) -> HumanitarianView:
    """The one notice that stands."""
    (view,) = humanitarian_view.notices(node, Status.ACTUAL, 10)
    return view


def change(pair: Pair, item: ChangeKey) -> None:
    """Amber changes its key while it is cut off, and greets its peer anew, as after a restart."""
    pair.links["amber"][0].down("stopped")
    (done,) = pair.amber.step([item])
    assert isinstance(done, Done), done
    pair.connect()
    pair.settle()


def test_a_read_back_proves_that_the_details_were_opened(pair: Pair) -> None:
    """Amber's read-back carries what only an opener can say; Cobalt sees that it did."""
    assert shown(pair.cobalt).readers[0].opened == "no"
    pair.do("amber", Read(NUMBER))
    proof = humanitarian.proof(pair.amber, LINE, NUMBER)
    assert isinstance(pair.do("amber", ReadBack(NUMBER, opened=proof)), Done)
    pair.settle()
    (reader,) = shown(pair.cobalt).readers
    assert (reader.told, reader.key_current, reader.opened) == (True, True, "yes")


def test_a_read_back_with_the_digest_that_all_can_see_proves_nothing(pair: Pair) -> None:
    """Who has not opened the details can only copy the digest beside the box: it is found out."""
    tracked = pair.amber.state.message(LINE, NUMBER)
    assert tracked is not None
    digest = humanitarian.boxes_of(pair.amber, LINE, tracked)[1].digest
    pair.do("amber", ReadBack(NUMBER, opened=digest))
    pair.settle()
    assert shown(pair.cobalt).readers[0].opened == "other"


def test_a_rotated_key_still_opens_and_nothing_is_due(pair: Pair) -> None:
    """Amber changed its key in good order and kept the old one: the clinic opens as before."""
    old = pair.amber.identity.signer
    change(pair, ChangeKey(NEW))
    pair.amber.identity = replace(pair.amber.identity, former=(old,))
    assert isinstance(humanitarian_view.details(pair.amber, LINE, NUMBER), DetailsView)
    assert not shown(pair.cobalt).readers[0].key_current
    assert humanitarian.due(pair.cobalt) == []


@pytest.mark.parametrize("reason", ["lost", "stolen"])
def test_a_lost_key_s_party_is_given_the_details_anew(pair: Pair, reason: str) -> None:
    """Amber's old key is gone, its new one opens nothing: Cobalt's node seals to it by itself."""
    change(pair, ChangeKey(NEW, recovery("amber"), reason))
    refused = humanitarian_view.details(pair.amber, LINE, NUMBER)
    assert isinstance(refused, Refusal)
    assert "does not have any more" in refused.reason
    assert [(one.party, one.rule) for one in humanitarian.due(pair.cobalt)] == [
        ("amber", "new-key")
    ]
    done = pair.cobalt.step(humanitarian.due_inputs(pair.cobalt, drawn()))
    assert all(isinstance(one, Done) for one in done), done
    pair.settle()
    assert isinstance(humanitarian_view.details(pair.amber, LINE, NUMBER), DetailsView)
    assert humanitarian.due(pair.cobalt) == []
    told = humanitarian_view.disclosures(pair.cobalt, "", NUMBER, 10)
    assert [one.why for one in told] == ["new-key", "audience"]


def test_nothing_exact_stands_in_any_journal(pair: Pair) -> None:
    """Every body that either node holds is searched: no place, no contact, in no notation."""
    for node in (pair.amber, pair.cobalt):
        for held in node.stored().replay(0):
            assert b"night guard" not in held.entry.body
            assert b"2290123" not in held.entry.body


def test_who_looked_is_known_after_a_restart(pair: Pair) -> None:
    """The asking is an entry of Amber's house journal, and Cobalt is told nothing of it."""
    note = NoteDisclosure(ADMIN, LINE.channel, LINE.status, NUMBER, "planning")
    assert isinstance(pair.amber.step([note])[0], Done)
    again = Node(
        identity=pair.amber.identity,
        store=pair.amber.stored(),
        clock=pair.clock,
        entropy=bytes,
        gazetteer=pair.amber.state.gazetteer,
        version="test",
    )
    (looked,) = humanitarian_view.disclosures(again, "", "", 10)
    assert (looked.reader, looked.why) == (ADMIN.officer, "planning")
    pair.settle()
    assert [one.party for one in humanitarian_view.disclosures(pair.cobalt, "", "", 10)] == [
        "amber"
    ]


@pytest.mark.parametrize(
    ("wanted", "rule"),
    [
        (Wanted(Send("NAA"), EXACT, ()), "not-humanitarian"),
        (Wanted(send(), {}, ()), "required"),
        (Wanted(send(), {**EXACT, "plates": "X"}, ()), "unknown-field"),
        (Wanted(send(), EXACT, ("stranger",)), "not-a-receiver"),
        (Wanted(send(), EXACT, (), grid_e7=1), "grid-range"),
        (Wanted(send(), {**EXACT, "photo": "AAAA"}, ()), "photo-kind"),
        (Wanted(send(), {**EXACT, "point": {"lat_e7": 895_000_000, "lon_e7": 0}}, ()), "grid-pole"),
    ],
)
def test_what_cannot_be_sealed_is_refused_by_field(pair: Pair, wanted: Wanted, rule: str) -> None:
    """Each fault of a notice has its reason before anything is sealed or released."""
    found = sealed_send(pair.cobalt, LINE, wanted, drawn())
    assert isinstance(found, tuple)
    assert rule in {one.rule for one in found}
    assert all(one.remedy for one in found)
