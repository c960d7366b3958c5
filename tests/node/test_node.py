"""Two nodes over real frames: what one releases the other holds, proves, and shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.core.line.commands import Cancel, Correct, Read, ReadBack, Send
from detente.core.line.message import Line
from detente.core.values import Json
from detente.node import views
from detente.node.inputs import (
    Admit,
    Cosigned,
    Do,
    Done,
    Invite,
    OpenChannel,
    Received,
    Refused,
    Rejected,
    TakePlace,
    Tick,
)
from detente.node.node import Node
from tests.support.pair import ADMIN, CHARTER, LINE, START_MS, Clock, Pair, make_node

AMBER = f"{LINE.channel}/ACTUAL/amber"
COBALT = f"{LINE.channel}/ACTUAL/cobalt"
HOUR_MS = 3_600_000


def activity(lat_e7: int = 345_000_000, lon_e7: int = 352_000_000) -> Send:
    """A circle of 10 km off a coast, from two hours on, by a transport aircraft."""
    volume: Json = {
        "outline": {"circle": {"lat_e7": lat_e7, "lon_e7": lon_e7, "radius_cm": 1_000_000}},
        "floor": {"cm": 300_000, "reference": "AMSL"},
        "ceiling": {"cm": 600_000, "reference": "AMSL"},
        "start_ms": START_MS + 2 * HOUR_MS,
        "end_ms": START_MS + 3 * HOUR_MS,
    }
    return Send(
        "NAA", {"activity": "combat", "number_band": "2-4", "precision": "exact", "volume": volume}
    )


@pytest.fixture
def pair() -> Pair:
    """Amber and Cobalt, joined and quiet."""
    pair = Pair()
    pair.settle()
    return pair


def done(outcome: object) -> Done:
    """The outcome, which must be a Done."""
    assert isinstance(outcome, Done), outcome
    return outcome


def test_a_notice_reaches_the_other_side_and_is_final(pair: Pair) -> None:
    """Amber announces an activity; Cobalt holds the same entry and both call it final."""
    released = done(pair.do("amber", activity()))
    assert released.number is not None
    assert pair.amber.final(AMBER) == released.sequence
    pair.settle()
    held = pair.cobalt.state.message(LINE, released.number)
    assert held is not None
    assert held.author == "amber"
    assert pair.amber.final(AMBER) == pair.amber.kept(AMBER) == pair.cobalt.kept(AMBER)


def test_a_conflict_is_found_at_once_on_both_nodes(pair: Pair) -> None:
    """Two overlapping activities: each node finds the same conflict by itself."""
    done(pair.do("amber", activity()))
    pair.settle()
    second = done(pair.do("cobalt", activity(lat_e7=345_500_000)))
    pair.settle()
    assert len(second.conflicts) == 1
    (here,) = pair.amber.state.open_conflicts(LINE)
    (there,) = pair.cobalt.state.open_conflicts(LINE)
    assert here.found == there.found


def test_the_state_is_rebuilt_from_the_store(pair: Pair) -> None:
    """A node started again over the same store knows the same and goes on where it was."""
    released = done(pair.do("amber", activity()))
    pair.settle()
    again = Node(
        identity=pair.amber.identity,
        store=pair.amber.stored(),
        clock=pair.clock,
        entropy=bytes,
        gazetteer=pair.amber.state.gazetteer,
        version="test",
    )
    assert again.position == pair.amber.position
    assert released.number is not None
    assert again.state.message(LINE, released.number) == pair.amber.state.message(
        LINE, released.number
    )
    assert again.final(AMBER) == pair.amber.final(AMBER)
    assert again.journals.head(AMBER) == pair.amber.journals.head(AMBER)


def test_after_a_cut_the_rest_is_caught_up_and_nothing_comes_twice(pair: Pair) -> None:
    """Pushes and an answer are lost with the connection; a new greeting settles everything."""
    out, _ = pair.links["amber"]
    for _ in range(3):
        done(pair.do("amber", activity()))
        assert out.next_frame() is not None
    out.down("cut")
    pair.connect()
    pair.settle()
    assert pair.cobalt.kept(AMBER) == pair.amber.kept(AMBER)
    assert out.quiet


def test_a_lost_cosignature_is_given_again(pair: Pair) -> None:
    """Cobalt took the push but its answer was lost: Amber asks again and gets the same one."""
    done(pair.do("amber", activity()))
    out, inbound = pair.links["amber"]
    frame = out.next_frame()
    assert frame is not None
    pair.cobalt.step(inbound.on_frame(frame))
    out.down("cut")
    assert pair.amber.final(AMBER) < pair.amber.kept(AMBER)
    pair.connect()
    pair.settle()
    assert pair.amber.final(AMBER) == pair.amber.kept(AMBER)


def test_the_window_closes_until_cosignatures_come(pair: Pair) -> None:
    """A peer that does not answer is sent a bounded number of pushes, not everything."""
    out, _ = pair.links["amber"]
    sent = 0
    for _ in range(20):
        done(pair.do("amber", activity()))
        sent += out.next_frame() is not None
    assert sent == 8


def test_a_push_of_somebody_elses_journal_is_refused_and_kept(pair: Pair) -> None:
    """Cobalt pushes Amber's journal back as if it were its own: evidence, nothing changed."""
    done(pair.do("amber", activity()))
    frame = pair.links["amber"][0].next_frame()
    assert frame is not None
    (item,) = pair.links["amber"][1].on_frame(frame)
    assert isinstance(item, Received)
    before = pair.amber.kept(AMBER)
    (outcome,) = pair.amber.step([Received("cobalt", item.push)])
    assert isinstance(outcome, Rejected)
    assert outcome.reason == "wrong-journal"
    assert pair.amber.kept(AMBER) == before
    assert pair.amber.state.evidence[-1].peer == "cobalt"


def test_the_same_bad_push_is_evidence_once(pair: Pair) -> None:
    """A peer that repeats a bad push fills no disk: the same bytes are kept once."""
    done(pair.do("amber", activity()))
    frame = pair.links["amber"][0].next_frame()
    assert frame is not None
    (item,) = pair.links["amber"][1].on_frame(frame)
    assert isinstance(item, Received)
    for _ in range(3):
        pair.amber.step([Received("cobalt", item.push)])
    assert len(pair.amber.state.evidence) == 1


def test_a_journal_that_opens_with_another_key_is_refused(pair: Pair) -> None:
    """A stranger who calls itself Cobalt cannot open Cobalt's journal at Amber."""
    impostor = make_node("cobalt2", Clock())
    assert impostor.identity.card.key != pair.cobalt.identity.card.key
    fresh = make_node("amber", Clock())
    assert fresh.peers() == []
    done(pair.do("cobalt", activity()))
    frame = pair.links["cobalt"][0].next_frame()
    assert frame is not None
    (item,) = pair.links["cobalt"][1].on_frame(frame)
    (outcome,) = fresh.step([item])
    assert isinstance(outcome, Rejected)


def test_a_pushed_entry_that_is_already_held_is_cosigned_again(pair: Pair) -> None:
    """The same push twice: nothing is written twice, and the same cosignature comes back."""
    done(pair.do("amber", activity()))
    frame = pair.links["amber"][0].next_frame()
    assert frame is not None
    (item,) = pair.links["amber"][1].on_frame(frame)
    first = pair.cobalt.step([item])[0]
    second = pair.cobalt.step([item])[0]
    assert isinstance(first, Cosigned)
    assert first == second


def test_receipts_travel_and_the_lead_time_counts_from_them(pair: Pair) -> None:
    """Cobalt reads and reads back; Amber sees both with Cobalt's clock and the finding."""
    released = done(pair.do("amber", activity()))
    pair.settle()
    assert released.number is not None
    pair.clock.now_ms += 60_000
    done(pair.do("cobalt", Read(released.number)))
    done(pair.do("cobalt", ReadBack(released.number)))
    pair.settle()
    tracked = pair.amber.state.message(LINE, released.number)
    assert tracked is not None
    finding = pair.amber.state.lead(LINE, tracked, "cobalt")
    assert finding is not None
    assert finding.timing == "ON TIME"
    assert finding.lead_ms == 2 * HOUR_MS - 60_000


def test_a_second_read_is_refused_with_what_to_do(pair: Pair) -> None:
    """Reading twice changes nothing and says what is left to do."""
    released = done(pair.do("amber", activity()))
    pair.settle()
    assert released.number is not None
    done(pair.do("cobalt", Read(released.number)))
    again = pair.do("cobalt", Read(released.number))
    assert isinstance(again, Refused)
    assert again.refusals[0].rule == "already-read"


def test_a_clock_a_day_off_stops_the_greeting(pair: Pair) -> None:
    """Cobalt's clock is a day ahead: neither side goes on, and Amber's link says why."""
    hello = pair.links["cobalt"][0].hello()
    ahead = type(hello)(
        hello.protocol, hello.party, hello.version, hello.now_ms + 24 * HOUR_MS, hello.claims
    )
    answer = pair.links["cobalt"][1].welcome(ahead)
    assert type(answer).__name__ == "RefusedFrame"
    assert "24 h 0 min ahead" in pair.amber.links["cobalt"].why


def test_a_shortened_journal_is_seen_at_the_greeting(pair: Pair) -> None:
    """Amber comes back with fewer entries than it once signed: truncation, kept and said."""
    short = pair.amber.checkpoint_at(AMBER, pair.amber.kept(AMBER))
    done(pair.do("amber", activity()))
    pair.settle()
    hello = pair.links["amber"][0].hello()
    shorter = type(hello)(hello.protocol, hello.party, hello.version, hello.now_ms, {AMBER: short})
    inbound = pair.links["amber"][1]
    assert type(inbound.welcome(shorter)).__name__ == "RefusedFrame"
    broken = inbound.broken_claims(shorter)
    pair.cobalt.step(broken)
    assert [kept.reason for kept in pair.cobalt.state.evidence] == ["truncation"]


@pytest.mark.parametrize("command", ["cancel", "correct"])
def test_a_conflict_that_an_unread_message_ended_stays_in_sight(pair: Pair, command: str) -> None:
    """Until Cobalt's officers have READ what ended it, they see the conflict and by what."""
    number = done(pair.do("amber", activity())).number
    assert number is not None
    pair.settle()
    done(pair.do("cobalt", activity(lat_e7=345_500_000)))
    pair.settle()
    away = activity(lat_e7=300_000_000).fields["volume"]
    changes: dict[str, Cancel | Correct] = {
        "cancel": Cancel(number),
        "correct": Correct(number, {"volume": away}),
    }
    change = done(pair.do("amber", changes[command])).number
    assert change is not None
    pair.settle()
    (seen,) = views.conflicts(pair.cobalt, LINE, open_only=True)
    assert seen.ended_unread == change
    assert seen.ended_reason == {"cancel": "cancelled", "correct": "corrected"}[command]
    assert views.conflicts(pair.amber, LINE, open_only=True) == []
    done(pair.do("cobalt", Read(change)))
    assert views.conflicts(pair.cobalt, LINE, open_only=True) == []


def test_an_unread_flash_is_named_and_its_overdue_steps_count_apart(pair: Pair) -> None:
    """The first screen names every FLASH that nobody has READ, beside routine steps."""
    done(pair.do("amber", activity()))
    point = {"lat_e7": 345_000_000, "lon_e7": 352_000_000}
    number = done(pair.do("amber", Send("AEN", {"situation": "inside", "point": point}))).number
    assert number is not None
    pair.settle()
    pair.clock.now_ms += 30 * 60_000
    for _ in range(5):
        pair.cobalt.step([Tick()])
    (line,) = views.status(pair.cobalt).lines
    assert list(line.flash) == [number]
    assert "nearing or inside our airspace" in line.flash[number]
    assert line.missed_flash == 2
    assert line.missed > line.missed_flash
    done(pair.do("cobalt", Read(number)))
    assert views.status(pair.cobalt).lines[0].flash == {}


def test_since_when_a_link_is_down_does_not_change_with_the_reason() -> None:
    """A peer that is tried in vain for an hour is down for an hour, whatever each try says."""
    clock = Clock()
    node = make_node("amber", clock)
    node.link_changed("cobalt", "down", "refused")
    clock.now_ms += 3_600_000
    node.link_changed("cobalt", "down", "no route")
    assert (node.links["cobalt"].since_ms, node.links["cobalt"].why) == (START_MS, "no route")
    node.link_changed("cobalt", "up", "greeted")
    assert node.links["cobalt"].since_ms == clock.now_ms


def test_a_channel_that_the_peer_is_just_joining_is_pushed_again(pair: Pair) -> None:
    """Amber pushes at once; Cobalt, not yet in, accuses nobody and gets it once it is."""
    line = Line("summit-5a5a5a5a")
    charter = replace(CHARTER, channel=line.channel)
    secret = "ab" * 32
    pair.amber.step(
        [
            OpenChannel(ADMIN, charter),
            Invite(ADMIN, line.channel, secret, START_MS + 60_000),
            Admit(line.channel, secret, pair.cobalt.identity.card),
            Do(ADMIN, line, Send("LCK")),
        ]
    )
    pair.settle()
    assert pair.cobalt.state.evidence == []
    journal = f"{line.channel}/ACTUAL/amber"
    assert pair.cobalt.kept(journal) == 0
    out, _ = pair.links["amber"]
    out.try_again()
    pair.settle()
    assert pair.cobalt.kept(journal) == 0, "still not in: still nothing, and still no evidence"
    assert pair.cobalt.state.evidence == []
    pair.cobalt.step([TakePlace(ADMIN, charter, (pair.amber.identity.card,))])
    out.try_again()
    pair.settle()
    assert pair.cobalt.kept(journal) == pair.amber.kept(journal) == 3
    assert pair.amber.links["cobalt"].link == "up"
