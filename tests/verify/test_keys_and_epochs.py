"""The offline verifier follows keys and epochs: what two nodes went through, from one file."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from detente.core.line.commands import Read, Send
from detente.journal.bundle import export
from detente.journal.keys import Signer
from detente.journal.own import OwnJournal
from detente.node.inputs import ChangeKey, Do, Done, WasRestored
from detente.node.node import Node
from detente.verify import Report, Verdict, verify_file
from detente.verify.report import MessageRow
from tests.support.pair import ADMIN, LINE, Pair, make_node, recovery

AMBER = f"{LINE.channel}/ACTUAL/amber"
AMBER_2 = f"{AMBER}/2"
NEW = Signer.from_seed(b"n" * 32)
NEWER = Signer.from_seed(b"m" * 32)


def said(pair: Pair, party: str) -> str:
    """Release a line check; the other side reads it."""
    done = pair.do(party, Send("LCK"))
    assert isinstance(done, Done), done
    assert done.number is not None
    pair.settle()
    other = "cobalt" if party == "amber" else "amber"
    pair.do(other, Read(done.number))
    pair.settle()
    return done.number


@pytest.fixture
def pair() -> Pair:
    """Amber and Cobalt with some messages and receipts."""
    made = Pair()
    made.settle()
    said(made, "amber")
    said(made, "cobalt")
    return made


def change(pair: Pair, item: ChangeKey) -> None:
    """Amber changes its key and greets Cobalt anew."""
    assert isinstance(pair.amber.step([item])[0], Done)
    pair.connect()
    pair.settle()


def put_back(pair: Pair, node: Node) -> None:
    """Amber is another node from now on: a backup, or a thief's copy."""
    pair.amber = node
    pair.links.pop("amber", None)


def checked(node: Node, path: Path, **pinned: bytes) -> Report:
    """What the verifier says of a node's whole record."""
    export(
        node.stored(),
        path,
        made_by=node.party,
        made_at_ms=node.now_ms(),
        signer=node.identity.signer,
    )
    return verify_file(path, pinned)


def test_a_record_across_changes_of_key_is_good(pair: Pair, tmp_path: Path) -> None:
    """Rotated, then lost: either side's file proves all, final to the end, with any of the keys."""
    first = pair.amber.identity.signer.public
    change(pair, ChangeKey(NEW))
    said(pair, "amber")
    said(pair, "cobalt")
    change(pair, ChangeKey(NEWER, recovery("amber"), "lost"))
    said(pair, "amber")
    said(pair, "cobalt")
    for node in (pair.amber, pair.cobalt):
        for key in (first, NEW.public, NEWER.public):
            report = checked(node, tmp_path / "e.jsonl", amber=key)
            assert report.verdict is Verdict.GOOD, report.problems
            assert report.remarks == ()
            assert report.vouched
        (amber,) = [one for one in report.parties if one.party == "amber"]
        assert len(amber.older) == 2
    own = next(one for one in checked(pair.amber, tmp_path / "e").journals if one.journal == AMBER)
    assert own.final == own.size == own.checkpoint
    strange = checked(pair.cobalt, tmp_path / "e.jsonl", amber=bytes(31) + b"\x01")
    assert strange.verdict is Verdict.BROKEN


def test_an_old_key_signs_nothing_any_more(pair: Pair, tmp_path: Path) -> None:
    """An entry by the key that was replaced, in place of the true one, breaks the record."""
    change(pair, ChangeKey(NEW))
    said(pair, "amber")
    store = copy.deepcopy(pair.amber.stored())
    stale = make_node("amber", pair.clock, store)
    stale.journals.sign_with(make_node("amber", pair.clock).identity.signer)

    stale.step([Do(ADMIN, LINE, Send("LCK"))])
    report = checked(stale, tmp_path / "e.jsonl")
    assert report.verdict is Verdict.BROKEN
    assert "revoked-key" in {one.rule for one in report.problems}


def test_a_lost_tail_is_shown_as_what_it_is(pair: Pair, tmp_path: Path) -> None:
    """Amber began anew after a restore: Cobalt's file has the tail that Amber lost, and says so."""
    store = copy.deepcopy(pair.amber.stored())
    said(pair, "amber")
    said(pair, "cobalt")
    said(pair, "amber")
    put_back(pair, make_node("amber", pair.clock, store))
    pair.amber.step([WasRestored()])
    known = pair.amber.kept(AMBER)
    assert isinstance(pair.do("amber", Send("LCK")), Done)
    alone = checked(pair.amber, tmp_path / "alone.jsonl")
    assert alone.verdict is Verdict.GOOD, alone.problems
    pair.connect()
    pair.settle()
    said(pair, "amber")
    for node in (pair.amber, pair.cobalt):
        report = checked(node, tmp_path / "e.jsonl")
        assert report.verdict is Verdict.GOOD, report.problems
        older = next(one for one in report.journals if one.journal == AMBER)
        assert (older.goes_on, older.goes_on_size) == ("restored", known)
        assert older.beyond == older.size - known > 0
        assert any(one.journal == AMBER_2 for one in report.journals)


def test_a_record_got_back_from_the_peer_is_whole(pair: Pair, tmp_path: Path) -> None:
    """Without a new epoch nothing shows of the restore: causes stand before effects as ever."""
    store = copy.deepcopy(pair.amber.stored())
    for _ in range(3):
        said(pair, "amber")
        said(pair, "cobalt")
    put_back(pair, make_node("amber", pair.clock, store))
    pair.amber.step([WasRestored()])
    pair.connect()
    pair.settle()
    pair.links["cobalt"][0].try_again()
    pair.settle()
    said(pair, "amber")
    report = checked(pair.amber, tmp_path / "e.jsonl")
    assert report.verdict is Verdict.GOOD, report.problems
    assert report.remarks == ()
    assert report.messages == checked(pair.cobalt, tmp_path / "c.jsonl").messages


def test_what_a_thief_wrote_is_disowned(pair: Pair, tmp_path: Path) -> None:
    """The thief's message and its READ count for nothing; the owner's file is good without them."""
    asked = pair.do("cobalt", Send("LCK"))
    assert isinstance(asked, Done)
    pair.settle()
    copied = make_node("amber", pair.clock, copy.deepcopy(pair.amber.stored()))
    owner = pair.amber
    put_back(pair, copied)
    pair.connect()
    forged = said(pair, "amber")
    assert asked.number is not None
    assert isinstance(pair.do("amber", Read(asked.number)), Done)
    pair.settle()
    put_back(pair, owner)
    change(pair, ChangeKey(NEW, recovery("amber"), "stolen"))
    said(pair, "amber")
    said(pair, "cobalt")
    rows: list[MessageRow] = []
    export(
        pair.cobalt.stored(),
        tmp_path / "c.jsonl",
        made_by="cobalt",
        made_at_ms=1,
        signer=pair.cobalt.identity.signer,
    )
    report = verify_file(tmp_path / "c.jsonl", on_row=rows.append)
    assert report.verdict is Verdict.GOOD, report.problems
    assert "disowned" in {one.rule for one in report.remarks}
    assert {row.number: row.state for row in rows}[forged] == "disowned"
    (row,) = [row for row in rows if row.number == asked.number]
    assert row.receivers[0].read_ms is None
    owners = checked(pair.amber, tmp_path / "a.jsonl")
    assert owners.verdict is Verdict.GOOD, owners.problems


def test_an_epoch_that_goes_on_from_another_tree_is_broken(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Amber names a head of its older journal that never was; the file shows it."""
    node = make_node("amber", pair.clock, copy.deepcopy(pair.amber.stored()))
    node.step([WasRestored()])
    put_back(pair, node)
    with monkeypatch.context() as lying:
        lying.setattr(OwnJournal, "root_at", lambda _self, _size: bytes(32))
        assert isinstance(pair.do("amber", Send("LCK")), Done)
    report = checked(node, tmp_path / "e.jsonl")
    assert "epoch" in {one.rule for one in report.problems}
