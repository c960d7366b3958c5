"""Bodies go when nobody needs them; state, proof and the line stay as they were."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from detente.core.line.commands import Answer, Cancel, Confirm, Correct, Read, ReadBack, Send
from detente.core.values import Fields
from detente.journal.bundle import export
from detente.journal.engines.sqlite import SqliteStore
from detente.journal.entry import is_withheld, without_body
from detente.journal.mirror import Bad, Reason
from detente.journal.push import push_of
from detente.node import channels, views
from detente.node.inputs import Admit, DeleteBodies, Done, Invite, TakePlace, Tick
from detente.node.link import Inbound, Outbound
from detente.node.node import Node
from detente.node.retention import staying, why_not_held
from detente.verify import Verdict, verify_file
from tests.support.pair import ADMIN, CHARTER, LINE, Pair, deliver, join, make_node

if TYPE_CHECKING:
    from detente.core.line.commands import Command

AMBER = f"{LINE.channel}/ACTUAL/amber"
COBALT = f"{LINE.channel}/ACTUAL/cobalt"
DAY_MS = 86_400_000


def volume(start_ms: int) -> Any:
    """A circle for an hour."""
    circle = {"lat_e7": 345_000_000, "lon_e7": 352_000_000, "radius_cm": 1_000_000}
    return {
        "outline": {"circle": circle},
        "floor": {"cm": 300_000, "reference": "AMSL"},
        "ceiling": {"cm": 600_000, "reference": "AMSL"},
        "start_ms": start_ms,
        "end_ms": start_ms + 3_600_000,
    }


def do(pair: Pair, party: str, command: Command) -> str:
    """One command, delivered; the number of its message."""
    pair.clock.now_ms += 1_000
    done = pair.do(party, command)
    assert isinstance(done, Done), done
    pair.settle()
    return str(done.number)


def notice(pair: Pair, party: str, other: str) -> str:
    """A notice that is read back, confirmed, answered and cancelled: finished."""
    fields = {
        "activity": "transport",
        "number_band": "2-4",
        "precision": "exact",
        "volume": volume(pair.clock.now_ms + 7_200_000),
    }
    number = do(pair, party, Send("NAA", fields))
    do(pair, other, Read(number))
    back = do(pair, other, ReadBack(number))
    do(pair, party, Confirm(back))
    do(pair, other, Answer(number, "NOTED"))
    do(pair, party, Correct(number, {"volume": volume(pair.clock.now_ms + 9_000_000)}))
    return number


def month(pair: Pair) -> None:
    """Some finished exchanges, a month, and a few messages of today."""
    for _ in range(2):
        for party, other in (("amber", "cobalt"), ("cobalt", "amber")):
            first = notice(pair, party, other)
            newest = pair.amber.state.line(LINE).current(first)
            assert newest is not None
            do(pair, other, Read(newest.number))
            do(pair, other, Answer(newest.number, "NOTED"))
            cancelled = do(pair, party, Cancel(newest.number, "other"))
            do(pair, other, Answer(cancelled, "NOTED"))
    pair.clock.now_ms += 30 * DAY_MS
    pair.amber.step([Tick()])
    pair.cobalt.step([Tick()])
    for party in ("amber", "cobalt"):
        do(pair, party, Send("LCK"))


@pytest.fixture
def pair() -> Pair:
    """Amber and Cobalt after a month."""
    made = Pair()
    made.settle()
    month(made)
    return made


def delete(node: Node, days: int = 7) -> int:
    """Run retention once."""
    (done,) = node.step([DeleteBodies(node.now_ms() - days * DAY_MS, 10_000)])
    assert isinstance(done, Done)
    return done.deleted


def again(node: Node) -> Node:
    """The node as it is after a start from the same store."""
    return make_node(node.party, node.now_ms, copy.deepcopy(node.stored()))


def test_finished_threads_go_and_the_rest_stays(pair: Pair) -> None:
    """Old and finished: gone. Of today, newest of its author: there."""
    before = set(pair.amber.state.line(LINE).messages)
    deleted = delete(pair.amber)
    left = set(pair.amber.state.line(LINE).messages)
    assert 0 < deleted == len(before - left)
    assert set(pair.amber.state.line(LINE).last.values()) <= left
    assert delete(pair.amber) == 0
    assert pair.amber.book.withheld[AMBER] + pair.amber.book.withheld[COBALT] == deleted
    shown = {one.journal: one.withheld for one in views.journals(pair.amber)}
    assert shown[AMBER] == pair.amber.book.withheld[AMBER]
    assert any(one.body == {"withheld": True} for one in views.events(pair.amber))


def test_who_asks_for_a_deleted_message_is_told_why_it_is_gone(pair: Pair) -> None:
    """A number that was once held is no unknown number: retention took its body."""
    before = set(pair.amber.state.line(LINE).messages)
    delete(pair.amber)
    gone = min(before - set(pair.amber.state.line(LINE).messages))
    assert "retention deleted" in why_not_held(pair.amber, LINE, gone)
    for never in ("AMBER-2031-0001", "ELSE-2026-0001", "nonsense"):
        assert "retention" not in why_not_held(pair.amber, LINE, never)
    assert "retention" not in why_not_held(pair.cobalt, LINE, gone)


def test_a_start_without_the_bodies_knows_the_same(pair: Pair) -> None:
    """The state rebuilt from headers and what is left equals the state before the start."""
    delete(pair.amber)
    fresh = again(pair.amber)
    assert fresh.book == pair.amber.book
    assert fresh.state.lines == pair.amber.state.lines
    assert fresh.state.agenda.owed == pair.amber.state.agenda.owed
    assert views.picture(fresh) == views.picture(pair.amber)


def test_nothing_young_open_or_owed_goes(pair: Pair) -> None:
    """What is not a month old stays, and so does an old notice that nobody has answered."""
    assert delete(pair.amber, days=60) == 0
    fields = {
        "activity": "transport",
        "number_band": "2-4",
        "precision": "exact",
        "volume": volume(pair.clock.now_ms + 7_200_000),
    }
    number = do(pair, "amber", Send("NAA", fields))
    do(pair, "cobalt", Read(number))
    pair.clock.now_ms += 30 * DAY_MS
    for party in ("amber", "cobalt"):
        do(pair, party, Send("LCK"))
    assert delete(pair.amber) > 0
    assert number in pair.amber.state.line(LINE).messages


def test_why_old_threads_stay_is_counted() -> None:
    """A month on: an unread declaration, an unanswered notice, and a roster that is over."""
    pair = Pair()
    assert staying(pair.amber, pair.clock.now_ms) == (0, {}), "nothing is old"
    do(pair, "cobalt", Send("LST", {"state": "DEGRADED", "scope": "all"}))
    fields = {"activity": "transport", "number_band": "2-4", "precision": "exact"}
    held = volume(pair.clock.now_ms + 7_200_000)
    do(pair, "cobalt", Read(do(pair, "amber", Send("NAA", fields | {"volume": held}))))
    do(pair, "cobalt", Answer(do(pair, "amber", Send("DRO", roster(pair, days=0))), "NOTED"))
    pair.clock.now_ms += 30 * DAY_MS
    before_ms = pair.clock.now_ms - 7 * DAY_MS
    assert staying(pair.amber, before_ms)[1]["newest-of-author"] == 1, "the roster's thread"
    do(pair, "cobalt", Send("LCK"))
    pair.do("amber", Send("LCK"))  # and nobody carries it
    found = staying(pair.amber, before_ms)
    assert found == (2, {"unread": 1, "owed": 2, "declared-state": 1, "in-picture": 1})
    assert delete(pair.amber) == 2, "the roster and its answer"
    assert staying(pair.amber, before_ms) == found, "what stays is what was counted"
    young = staying(pair.amber, pair.clock.now_ms + 1)[1]
    assert (young["not-final"], young["newest-line-check"]) == (1, 2)


def test_the_proof_stays_and_the_file_says_what_is_withheld(pair: Pair, tmp_path: Path) -> None:
    """Export and verify after deletion: good, and the number of bodies withheld is told."""
    deleted = delete(pair.amber)
    for node in (pair.amber, again(pair.amber)):
        export(
            node.stored(),
            tmp_path / "e.jsonl",
            made_by="amber",
            made_at_ms=1,
            signer=node.identity.signer,
        )
        report = verify_file(tmp_path / "e.jsonl")
        assert report.verdict is Verdict.GOOD, report.problems
        assert report.withheld == deleted
        assert "number" not in {one.rule for one in report.remarks}
    assert pair.cobalt.book.withheld == {}, "copies at peers are theirs"


def test_the_line_goes_on_on_both_sides(pair: Pair) -> None:
    """Numbers go on, peers are served, and nobody takes the gap for an offence."""
    delete(pair.amber)
    delete(pair.cobalt)
    number = do(pair, "amber", Send("LCK"))
    assert pair.cobalt.state.message(LINE, number) is not None
    assert pair.amber.state.evidence == pair.cobalt.state.evidence == []
    assert pair.amber.final(AMBER) == pair.amber.kept(AMBER)


def test_who_joins_late_gets_history_without_bodies(pair: Pair) -> None:
    """A new member mirrors the whole journal; what was deleted before it came has no body."""
    delete(pair.amber)
    late = make_node("meridian", pair.clock)
    secret, until_ms = "ab" * 32, pair.clock.now_ms + 60_000
    pair.amber.step([Invite(ADMIN, LINE.channel, secret, until_ms)])
    pair.amber.step([Admit(LINE.channel, secret, late.identity.card)])
    late.step([TakePlace(ADMIN, CHARTER, (pair.amber.identity.card,))])
    out, inbound = Outbound(pair.amber, "meridian"), Inbound(late, "amber")
    out.on_frame(inbound.welcome(out.hello()))
    frame = out.next_frame()
    while frame is not None:
        pair.amber.step(out.on_frame(deliver(late, inbound, frame)))
        frame = out.next_frame()
    assert late.kept(AMBER) == pair.amber.kept(AMBER)
    assert late.book.withheld[AMBER] == pair.amber.book.withheld[AMBER]
    assert late.state.evidence == []


def test_a_body_cannot_be_kept_back_from_a_fresh_message(pair: Pair) -> None:
    """A cosignature says that the body is held: without it a message of today is refused."""
    number = do(pair, "amber", Send("LCK"))
    tracked = pair.amber.state.message(LINE, number)
    assert tracked is not None
    pair.cobalt = make_node("cobalt", pair.clock)
    own = pair.amber.journals.own[AMBER]
    fresh = own.next(
        kind="message", kind_version=1, body=b"{}", salt=bytes(32), at_ms=own.last_ms, heads=()
    )
    mirror = again(pair.amber).journals.new_mirror(AMBER, pair.amber.identity.card.key)
    for held in pair.amber.stored().entries(AMBER, 0, 1_000):
        mirror.restore(held.entry)
    push = push_of(AMBER, [without_body(fresh)], own.checkpoint().note)
    found = mirror.check(push, pair.clock.now_ms)
    assert isinstance(found, Bad)
    assert found.reason is Reason.BAD_BODY


def test_the_bytes_are_gone_from_the_file(tmp_path: Path) -> None:
    """The remark that was deleted is in no file, also while the node runs on."""
    pair = Pair()
    path = tmp_path / "journal.sqlite"
    store = SqliteStore(path)
    pair.amber = make_node("amber", pair.clock, store)
    pair.cobalt = make_node("cobalt", pair.clock)
    join(pair.amber, pair.cobalt)
    pair.links = {}
    pair.connect()
    secret = "the-words-that-must-go"
    number = do(pair, "amber", Send("DRO", roster(pair, days=0), remarks=secret))
    do(pair, "cobalt", Answer(number, "NOTED"))
    do(pair, "cobalt", Send("LCK"))
    pair.clock.now_ms += 30 * DAY_MS
    for party in ("amber", "cobalt"):
        do(pair, party, Send("LCK"))
        do(pair, party, Send("LCK"))
    assert delete(pair.amber) > 0
    withheld = [held for held in store.replay() if is_withheld(held.entry)]
    assert withheld
    files = (path, path.with_name("journal.sqlite-wal"))
    assert all(secret.encode() not in file.read_bytes() for file in files if file.exists())
    store.close()
    assert secret.encode() not in path.read_bytes()
    with SqliteStore(path) as reopened:
        assert make_node("amber", pair.clock, reopened).book == pair.amber.book


def roster(pair: Pair, *, days: int) -> Fields:
    """An hour on duty, 13 hours from now, and daily for so many days."""
    first_ms = pair.clock.now_ms + 13 * 3_600_000
    return {
        "duty_role": "duty-officer",
        "languages": ["en"],
        "from_ms": first_ms,
        "to_ms": first_ms + 3_600_000,
        "daily_until_ms": first_ms + days * DAY_MS,
    }


def test_declared_states_and_rosters_that_hold_are_kept() -> None:
    """After a month every declaration and a daily roster stay; a roster that is over goes."""
    pair = Pair()
    for state in ("SUSPENDED", "OPEN"):
        number = do(pair, "amber", Send("LST", {"state": state, "scope": "all"}))
        do(pair, "cobalt", Answer(number, "NOTED"))
    rosters: dict[int, str] = {}
    for days in (0, 100):
        fields = roster(pair, days=days)
        rosters[days] = do(pair, "amber", Send("DRO", fields, acknowledged=("check-time",)))
        do(pair, "cobalt", Answer(rosters[days], "NOTED"))
    pair.clock.now_ms += 30 * DAY_MS
    for party in ("amber", "cobalt"):
        do(pair, party, Send("LCK"))
        do(pair, party, Send("LCK"))
    assert delete(pair.amber) > 0
    here = pair.amber.state.line(LINE)
    assert set(here.declarations) <= set(here.messages)
    assert rosters[100] in here.messages
    assert rosters[0] not in here.messages
    assert channels.last_period(pair.amber, LINE) == channels.last_period(pair.cobalt, LINE)
