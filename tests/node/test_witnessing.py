"""A node submits its journals and its mirrors to a witness, and keeps what the witness says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.core.events import PartyCard
from detente.core.line.commands import Send
from detente.journal.forms import cosigner_of
from detente.journal.keys import Signer
from detente.journal.note import ED25519, sign_checkpoint, verifier_key
from detente.journal.signatures import public_from_text, public_to_text
from detente.journal.witnessing import Submission, write_submission
from detente.node import proofs_view, views
from detente.node.inputs import Admit, Done, Invite, Refused, TakeWitness
from detente.node.node import Node
from detente.node.witnessing import WitnessLink
from detente.serve.witness.book import Book
from tests.support.pair import ADMIN, LINE, START_MS, Pair, make_node

MERIDIAN = Signer.from_seed(b"\x07" * 32)
KEY = public_to_text(MERIDIAN.public)
CARD = PartyCard("meridian", "Meridian", "witness", KEY, KEY, "", "http://127.0.0.1:1")
NOW_S = START_MS // 1000


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A witness that follows Amber and Cobalt."""
    Book.make(tmp_path / "witness.sqlite")
    with Book(tmp_path / "witness.sqlite", MERIDIAN, "meridian") as book:
        for party in ("amber", "cobalt"):
            book.trust(_key(make_node(party, lambda: START_MS)), NOW_S)
        yield book


def _key(node: Node) -> str:
    public = public_from_text(node.identity.card.key)
    return verifier_key(cosigner_of(node.party), ED25519, public)


def take(node: Node) -> None:
    """The node's administrator takes the witness for the line's channel."""
    (done,) = node.step([TakeWitness(ADMIN, LINE.channel, CARD)])
    assert isinstance(done, Done), done


def submit(node: Node, link: WitnessLink, book: Book) -> int:
    """One round: everything that can be submitted now; how many requests it took."""
    link.begin()
    count = 0
    while asked := link.next():
        answer = book.add(asked.body, NOW_S)
        node.step(link.answered(asked, answer.status, answer.body.encode()))
        count += 1
        assert count < 50, "a round ends"
    return count


def witnessed(node: Node) -> dict[str, dict[str, int]]:
    """By journal of the channel: how much is kept, final and witnessed."""
    return {
        one.author: {"kept": one.kept, "final": one.final, **one.witnessed}
        for one in views.journals(node)
        if one.channel == LINE.channel
    }


def test_a_witness_is_no_member_and_its_word_is_shown_apart(book: Book) -> None:
    """Nothing is final for its sake, nothing is addressed or pushed to it, its reach is shown."""
    pair = Pair()
    take(pair.amber)
    link = WitnessLink(pair.amber, "meridian")
    pair.do("amber", Send("LCK", {"nonce": "n-1"}, ("cobalt",)))
    assert submit(pair.amber, link, book) == 1
    alone = witnessed(pair.amber)["amber"]
    assert alone["meridian"] == alone["kept"] > alone["final"]
    pair.settle()
    submit(pair.amber, link, book)
    shown = witnessed(pair.amber)
    assert shown["amber"]["final"] == shown["amber"]["meridian"] == shown["amber"]["kept"]
    assert shown["cobalt"]["meridian"] == shown["cobalt"]["kept"]
    assert [card.party for card in pair.amber.peers()] == ["cobalt"]
    assert views.line_view(pair.amber, LINE).members == ("amber", "cobalt")
    assert pair.amber.journals_for("meridian") == []
    assert pair.cobalt.final(f"{LINE.channel}/ACTUAL/amber") > 0
    (view,) = views.witnesses(pair.amber)
    assert (view.party, view.behind, view.link) == ("meridian", 0, "up")
    assert link.quiet


def test_what_a_witness_cosigned_is_served_and_kept_over_a_restart(book: Book) -> None:
    """The checkpoint carries its line; a node started again knows how far the witness is."""
    pair = Pair()
    take(pair.amber)
    pair.settle()
    submit(pair.amber, WitnessLink(pair.amber, "meridian"), book)
    journal = f"{LINE.channel}/ACTUAL/amber"
    note = proofs_view.checkpoint(pair.amber, journal)
    assert "— detente/meridian " in note
    assert "— detente/cobalt " in note
    assert any("detente/meridian+" in key for key in proofs_view.keys(pair.amber, journal))
    again = make_node("amber", pair.clock, pair.amber.stored())
    assert witnessed(again) == witnessed(pair.amber)
    assert submit(again, WitnessLink(again, "meridian"), book) == 0


def test_two_members_with_one_witness_go_on_from_each_others_sizes(book: Book) -> None:
    """Each meets 409 where the other was first, learns the size, and gets its cosignature."""
    pair = Pair()
    take(pair.amber)
    take(pair.cobalt)
    pair.settle()
    amber, cobalt = WitnessLink(pair.amber, "meridian"), WitnessLink(pair.cobalt, "meridian")
    submit(pair.amber, amber, book)
    submit(pair.cobalt, cobalt, book)
    for _ in range(3):
        pair.do("cobalt", Send("LCK", {"nonce": "n-2"}, ("amber",)))
        pair.settle()
        submit(pair.cobalt, cobalt, book)
        submit(pair.amber, amber, book)
    for node in (pair.amber, pair.cobalt):
        for shown in witnessed(node).values():
            assert shown["meridian"] == shown["kept"]
    assert not list(book.evidence())
    assert not views.evidence(pair.amber) + views.evidence(pair.cobalt)


def test_a_fork_meets_at_the_witness(book: Book) -> None:
    """Cobalt shows the witness another history than Amber: both ends keep the proof of it."""
    pair = Pair()
    take(pair.amber)
    pair.settle()
    journal = f"{LINE.channel}/ACTUAL/cobalt"
    size = pair.amber.kept(journal)
    liar = pair.cobalt.identity.signer
    other = sign_checkpoint(f"detente/{journal}", size, b"\x05" * 32, liar)
    assert book.add(write_submission(Submission(0, (), other)), NOW_S).status == 200
    link = WitnessLink(pair.amber, "meridian")
    submit(pair.amber, link, book)
    (kept,) = views.evidence(pair.amber)
    assert (kept.reason, kept.peer) == ("witness-conflict", "meridian")
    assert journal in kept.detail
    (proof,) = book.evidence()
    assert proof.held.startswith(other)
    assert proxy_note(pair.amber, journal).encode() in proof.request
    assert witnessed(pair.amber)["cobalt"]["meridian"] == 0
    assert witnessed(pair.amber)["amber"]["meridian"] > 0
    assert submit(pair.amber, link, book) == 0
    assert len(views.evidence(pair.amber)) == 1


def proxy_note(node: Node, journal: str) -> str:
    """The author's own newest checkpoint as the node holds it."""
    return proofs_view.newest_note(node, journal)


def test_a_fork_that_grew_is_refused_too(book: Book) -> None:
    """The witness has a shorter history that ours does not continue: 422, kept at both ends."""
    pair = Pair()
    take(pair.amber)
    pair.settle()
    journal = f"{LINE.channel}/ACTUAL/amber"
    thief = pair.amber.identity.signer
    other = sign_checkpoint(f"detente/{journal}", 1, b"\x05" * 32, thief)
    book.add(write_submission(Submission(0, (), other)), NOW_S)
    submit(pair.amber, WitnessLink(pair.amber, "meridian"), book)
    assert [one.reason for one in views.evidence(pair.amber)] == ["witness-conflict"]
    assert "does not lead" in next(book.evidence()).why


def test_a_witness_that_is_ahead_of_us_is_said_aloud(book: Book) -> None:
    """It has cosigned more of our journal than we have: a restore, or our key is with another."""
    pair = Pair()
    take(pair.amber)
    journal = f"{LINE.channel}/ACTUAL/amber"
    thief = pair.amber.identity.signer
    other = sign_checkpoint(f"detente/{journal}", 50, b"\x05" * 32, thief)
    book.add(write_submission(Submission(0, (), other)), NOW_S)
    submit(pair.amber, WitnessLink(pair.amber, "meridian"), book)
    (kept,) = views.evidence(pair.amber)
    assert kept.reason == "witness-ahead"
    assert "50 entries" in kept.detail


def test_a_refused_journal_does_not_hold_up_the_others(book: Book) -> None:
    """The witness knows Cobalt's key no more: Amber's journal goes through, Cobalt's waits."""
    book.distrust(_key(make_node("cobalt", lambda: START_MS)))
    pair = Pair()
    take(pair.amber)
    pair.settle()
    link = WitnessLink(pair.amber, "meridian")
    submit(pair.amber, link, book)
    assert link.refused
    assert witnessed(pair.amber)["amber"]["meridian"] > 0
    assert views.witnesses(pair.amber)[0].link in ("refused", "up")
    book.trust(_key(pair.cobalt), NOW_S)
    submit(pair.amber, link, book)
    assert link.quiet
    assert witnessed(pair.amber)["cobalt"]["meridian"] > 0


def test_a_false_answer_is_not_believed() -> None:
    """A 200 without the witness's signature, or over another checkpoint, changes nothing."""
    pair = Pair()
    take(pair.amber)
    link = WitnessLink(pair.amber, "meridian")
    asked = link.next()
    assert asked is not None
    pair.amber.step(link.answered(asked, 200, "— detente/meridian AAAAAAAA\n".encode()))
    assert witnessed(pair.amber)["amber"]["meridian"] == 0
    assert [one.reason for one in views.evidence(pair.amber)] == ["bad-cosignature"]


def test_a_witness_joins_no_channel() -> None:
    """Members are sent bodies, so a witness's card is not admitted; nor is a member a witness."""
    pair = Pair()
    invite = "11" * 32
    (_, refused) = pair.amber.step(
        [Invite(ADMIN, LINE.channel, invite, START_MS + 60_000), Admit(LINE.channel, invite, CARD)]
    )
    assert isinstance(refused, Refused)
    assert refused.refusals[0].rule == "party-kind"
    cobalt = pair.cobalt.identity.card
    (again,) = pair.amber.step([TakeWitness(ADMIN, LINE.channel, cobalt)])
    assert isinstance(again, Refused)
    (unknown,) = pair.amber.step([TakeWitness(ADMIN, "nowhere-1", CARD)])
    assert isinstance(unknown, Refused)


def test_a_member_may_be_quicker_at_the_witness_than_the_author(book: Book) -> None:
    """While Amber's request was on its way, Cobalt submitted an entry more: nobody is at fault."""
    pair = Pair()
    pair.settle()
    take(pair.amber)
    take(pair.cobalt)
    ours, theirs = WitnessLink(pair.amber, "meridian"), WitnessLink(pair.cobalt, "meridian")
    journal = f"{LINE.channel}/ACTUAL/amber"
    asked = ours.next()
    assert asked is not None
    assert asked.journal == journal
    assert isinstance(pair.do("amber", Send("LCK")), Done)
    pair.settle()
    submit(pair.cobalt, theirs, book)
    answer = book.add(asked.body, NOW_S)
    pair.amber.step(ours.answered(asked, answer.status, answer.body.encode()))
    assert pair.amber.state.evidence == []
    submit(pair.amber, ours, book)
    assert pair.amber.cosigned(journal, "meridian") == pair.amber.kept(journal)
