"""A facilitator carries words between two sides that do not recognise one another."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from detente.core.incidents.cases import cases
from detente.core.line.commands import (
    Answer,
    Cancel,
    Confirm,
    Correct,
    End,
    Read,
    ReadBack,
    RelayTo,
    Send,
)
from detente.core.line.fold import judged
from detente.core.line.message import Line, Releasability
from detente.core.line.relay import own_words
from detente.core.line.state import Standing
from detente.core.state import State, apply
from detente.core.values import Json
from detente.journal.keys import Signer
from detente.node.inputs import ChangeKey, Done, Introduce, Refused, Tick
from detente.node.introducing import introduced
from detente.node.message_view import message_view
from detente.node.voice import holds
from detente.sim.memory_store import MemoryStore
from detente.wire.events import Unknown, decode
from tests.support.dishonest import corrupt
from tests.support.line import circle, naa, nwa
from tests.support.pair import ADMIN, START_MS, make_node
from tests.support.three import EXERCISE, NORTH, SOUTH, Three

HOUR = 3_600_000
AREA = circle(-22.9, 14.4, start_ms=START_MS + 2 * HOUR, end_ms=START_MS + 3 * HOUR)
TO_SOUTH = Send(
    "NWA", nwa(AREA), releasability=Releasability.NAMED, releasable_to=("south",), remarks="as told"
)


def carried(three: Three) -> tuple[str, str]:
    """A warning of Amber that Meridian has carried to Cobalt: its number on either channel."""
    number = three.do("amber", NORTH, TO_SOUTH)
    return number, three.do("meridian", NORTH, RelayTo(number, SOUTH.channel))


def test_the_words_arrive_as_they_were_said_under_a_label() -> None:
    """Cobalt holds Amber's format, fields and remarks, said by `north`, and no name of Amber."""
    three = Three()
    number, copy = carried(three)
    ours, theirs = three.at("amber", NORTH, number), three.at("cobalt", SOUTH, copy)
    for name in ("format", "version", "fields", "remarks", "precedence"):
        assert getattr(theirs.message, name) == getattr(ours.message, name)
    assert theirs.speaker == "north@meridian"
    assert not theirs.problems
    held = "".join(
        str(one.message) for one in three.nodes["cobalt"].state.line(SOUTH).messages.values()
    )
    assert "amber" not in held.lower()


def test_the_whole_ladder_goes_end_to_end() -> None:
    """Cobalt reads, reads back and answers; Amber confirms; each sees it by the other's label."""
    three = Three()
    number, copy = carried(three)
    passed = three.at("amber", NORTH, number).passed
    assert [(one.party, one.to, one.step) for one in passed] == [("meridian", "south", "PASSED")]
    three.do("cobalt", SOUTH, Read(copy))
    read_ms = three.clock.now_ms
    readback = three.do("cobalt", SOUTH, ReadBack(copy))
    relayed = three.last("amber", NORTH, "RBK")
    three.do("amber", NORTH, Confirm(relayed.number))
    three.do("cobalt", SOUTH, Answer(copy, "WILCO"))
    steps = three.at("amber", NORTH, number).of("south@meridian")
    assert steps.read is not None
    assert steps.read.at_ms == read_ms
    assert steps.readback is not None
    assert steps.confirmed is not None
    assert steps.answer is not None
    assert steps.answer.code == "WILCO"
    theirs = three.at("cobalt", SOUTH, copy).of("cobalt")
    assert theirs.confirmed is not None
    assert theirs.readback is not None
    assert theirs.readback.number == readback
    state = three.nodes["amber"].state
    assert not state.readback_differences(NORTH, three.at("amber", NORTH, number))
    assert {key.party for key, _ in state.owed(NORTH, number)} == {"meridian", "amber"}


def test_a_correction_and_a_cancellation_follow_by_themselves() -> None:
    """Amber corrects and then cancels what was carried; Cobalt's picture follows each time."""
    three = Three()
    number, copy = carried(three)
    moved = circle(-23.4, 14.4, start_ms=START_MS + 2 * HOUR, end_ms=START_MS + 3 * HOUR)
    correction = three.do("amber", NORTH, Correct(number, {"volume": moved}))
    held = three.at("cobalt", SOUTH, copy)
    assert held.standing is Standing.SUPERSEDED
    assert three.last("cobalt", SOUTH, "COR").fields["volume"] == moved
    three.do("amber", NORTH, Cancel(correction))
    assert three.last("cobalt", SOUTH, "COR").standing is Standing.CANCELLED
    told = three.at("amber", NORTH, correction).passed
    assert [one.to for one in told] == ["south"]


def test_a_word_that_was_altered_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Meridian says that own aircraft are inside; Cobalt sees that Amber never said so."""
    three = Three()
    corrupt(monkeypatch.setattr)
    _, copy = carried(three)
    held = three.at("cobalt", SOUTH, copy)
    assert [one.rule for one in held.problems] == ["relay-altered"]
    state = three.nodes["cobalt"].state
    assert [(kept.peer, kept.reason) for kept in state.evidence] == [("meridian", "bad-content")]
    assert [one.rule for warned in held.warned for one in warned.warnings] == ["relay-altered"]
    view = message_view(three.nodes["cobalt"], SOUTH, held)
    assert view.relay is not None
    assert view.relay.proof == "altered"
    assert "NOT PROVED" in view.relay.words
    assert state.pictures[SOUTH].get(copy) is not None, "what is not proved is not clear sky"
    assert three.rules("cobalt", SOUTH, Answer(copy, "WILCO")) == ["answer-code"]
    three.do("cobalt", SOUTH, Read(copy))
    assert three.at("cobalt", SOUTH, copy).of("cobalt").read is not None
    assert not three.nodes["amber"].state.line(NORTH).messages.keys() & {"MERIDIAN-2026-0002"}


def test_a_signature_by_another_key_is_found_out() -> None:
    """Meridian introduces a key of its own for `north` after Cobalt compared the true one."""
    three = Three()
    assert isinstance(three.pin("cobalt", SOUTH, "north", "amber"), Done)
    other = three.pin("cobalt", SOUTH, "north", "meridian")
    assert isinstance(other, Refused)
    assert other.refusals[0].rule == "fingerprint-differs"
    meridian = three.nodes["meridian"]
    card = meridian.state.cards["amber"]
    meridian.state.cards["amber"] = replace(card, key=meridian.identity.card.key)
    assert isinstance(
        three.take("meridian", Introduce(ADMIN, SOUTH.channel, "amber", "north")), Done
    )
    three.settle()
    cobalt = three.nodes["cobalt"]
    assert "another key for north" in cobalt.state.evidence[0].detail
    (mark,) = introduced(cobalt)
    assert mark.changed
    assert not mark.pinned


def test_words_under_a_key_that_was_compared_are_proved() -> None:
    """Before the fingerprint is compared the words are signed only; afterwards they are proved."""
    three = Three()
    _, copy = carried(three)
    cobalt = three.nodes["cobalt"]

    def proof() -> str:
        view = message_view(cobalt, SOUTH, three.at("cobalt", SOUTH, copy)).relay
        assert view is not None
        return view.proof

    assert proof() == "introduced"
    three.pin("cobalt", SOUTH, "north", "amber")
    assert proof() == "proved"


def test_nothing_is_carried_without_permission() -> None:
    """Not released, released to another, to own forces, not introduced, by no facilitator: no."""
    three = Three()
    plain = three.do("amber", NORTH, Send("NWA", nwa(AREA)))
    carry = RelayTo(plain, SOUTH.channel)
    assert three.rules("meridian", NORTH, carry) == ["relay-unsigned"]
    named = replace(TO_SOUTH, releasable_to=("east",))
    other = three.do("amber", NORTH, named)
    assert three.rules("meridian", NORTH, RelayTo(other, SOUTH.channel)) == ["not-releasable"]
    number = three.do("amber", NORTH, TO_SOUTH)
    assert three.rules("amber", NORTH, RelayTo(number, SOUTH.channel)) == ["not-a-facilitator"]
    assert three.rules("meridian", NORTH, RelayTo(number, "nowhere")) == ["channel-unknown"]
    assert not three.nodes["cobalt"].state.line(SOUTH).messages
    strangers = Three(introduce=False)
    number = strangers.do("amber", NORTH, TO_SOUTH)
    wanted = strangers.refusals("meridian", NORTH, RelayTo(number, SOUTH.channel))
    assert {one.rule for one in wanted} == {"relay-not-introduced"}
    assert any("detente introduce amber" in one.remedy for one in wanted)


def test_words_are_carried_once_and_not_after_their_end() -> None:
    """A second time is refused with the number there; so is what was cancelled."""
    three = Three()
    number, _ = carried(three)
    assert three.rules("meridian", NORTH, RelayTo(number, SOUTH.channel)) == ["relay-twice"]
    gone = three.do("amber", NORTH, TO_SOUTH)
    three.do("amber", NORTH, Cancel(gone))
    assert three.rules("meridian", NORTH, RelayTo(gone, SOUTH.channel)) == ["relay-closed"]


def test_who_carries_words_can_neither_correct_nor_cancel_them() -> None:
    """Meridian cannot make Amber's warning disappear from Cobalt's picture."""
    three = Three()
    _, copy = carried(three)
    assert three.rules("meridian", SOUTH, Cancel(copy)) == ["relay-change"]
    assert three.rules("meridian", SOUTH, End(copy)) == ["relay-change"]
    readback = three.do("cobalt", SOUTH, ReadBack(copy))
    assert three.rules("meridian", SOUTH, Confirm(readback)) == ["relay-change"]


def test_receipts_cannot_be_invented_nor_moved() -> None:
    """A READ said of one warning does not stand for another, and needs the reader's own key."""
    three = Three()
    first, copy = carried(three)
    second, _ = carried(three)
    three.do("cobalt", SOUTH, Read(copy))
    receipt = three.last("amber", NORTH, "ACK").message
    amber = three.nodes["amber"].state
    forged = replace(receipt, number="MERIDIAN-2026-0099", ref=second)
    line = amber.line(NORTH)
    assert line.messages[first].of("south@meridian").read is not None
    verdict = judged(amber, NORTH, "meridian", forged)
    assert [one.rule for one in verdict.problems] == ["relay-twice", "relay-about"]
    assert receipt.relay is not None
    invented = replace(forged, relay=own_words(forged, NORTH.status, receipt.relay.about))
    assert invented.relay is not None
    named = replace(invented, relay=replace(invented.relay, label="south"))
    assert "relay-signature" in [
        one.rule for one in judged(amber, NORTH, "meridian", named).problems
    ]


def test_an_exercise_cannot_be_carried_as_if_it_were_real() -> None:
    """What was said in EXERCISE goes to the exercise there; in ACTUAL it would not fit."""
    three = Three()
    number = three.do("amber", EXERCISE, TO_SOUTH)
    copy = three.do("meridian", EXERCISE, RelayTo(number, SOUTH.channel))
    there = Line(SOUTH.channel, EXERCISE.status)
    held = three.at("cobalt", there, copy)
    assert not held.problems
    as_real = replace(held.message, number="MERIDIAN-2026-0001")
    found = judged(three.nodes["cobalt"].state, SOUTH, "meridian", as_real).problems
    assert "relay-altered" in [one.rule for one in found]


def test_a_conflict_is_found_once_on_each_side_under_the_labels() -> None:
    """Cobalt's flight meets the carried warning; Meridian finds that once too."""
    three = Three()
    _, copy = carried(three)
    assert not three.nodes["meridian"].state.conflicts, "no conflict of words with themselves"
    flight = three.do("cobalt", SOUTH, Send("NAA", naa(AREA), acknowledged=("lead-time",)))
    (theirs,) = three.nodes["cobalt"].state.open_conflicts(SOUTH)
    assert set(theirs.found.numbers) == {copy, flight}
    assert set(theirs.found.parties) == {"cobalt", "north@meridian"}
    assert len(three.nodes["meridian"].state.conflicts) == 1


def test_the_speakers_own_receipt_is_awaited_from_who_was_reached() -> None:
    """After the relay Amber's node waits for south's read-back and alarms when it does not come."""
    three = Three()
    number, _ = carried(three)
    state = three.nodes["amber"].state
    waits = {key.step for key, _ in state.owed(NORTH, number) if key.party == "south@meridian"}
    assert waits == {"READBACK", "ANSWER"}
    three.clock.now_ms += 5 * 60_000
    three.take("amber", Tick())
    missed = {party for _, party, _, _ in three.at("amber", NORTH, number).missed}
    assert "south@meridian" in missed


def test_a_restarted_facilitator_carries_receipts_of_what_it_carried_before() -> None:
    """Meridian's node is rebuilt from its store; Cobalt's answer still finds its way to Amber."""
    store = MemoryStore()
    three = Three(stores={"meridian": store})
    number, copy = carried(three)
    fresh = make_node("meridian", three.clock, store)
    fresh.identity = three.nodes["meridian"].identity
    three.nodes["meridian"] = fresh
    for pair in list(three.links):
        three.connect(*pair)
    three.do("cobalt", SOUTH, Answer(copy, "WILCO"))
    answer = three.at("amber", NORTH, number).of("south@meridian").answer
    assert answer is not None
    assert answer.code == "WILCO"


def test_a_changed_key_is_introduced_again_before_anything_is_carried() -> None:
    """Amber rotates its key: nothing goes on under the old one, and Cobalt compares the new one."""
    three = Three()
    three.pin("cobalt", SOUTH, "north", "amber")
    new = Signer.from_seed(b"a new key of amber's".ljust(32, b"."))
    assert isinstance(three.take("amber", ChangeKey(new)), Done)
    three.settle()
    number = three.do("amber", NORTH, TO_SOUTH)
    carry = RelayTo(number, SOUTH.channel)
    assert three.rules("meridian", NORTH, carry) == ["relay-not-introduced"]
    three.take("meridian", Introduce(ADMIN, SOUTH.channel, "amber", "north"))
    copy = three.do("meridian", NORTH, carry)
    held = three.at("cobalt", SOUTH, copy)
    assert not held.problems
    view = message_view(three.nodes["cobalt"], SOUTH, held).relay
    assert view is not None
    assert (view.proof, "another key" in view.words) == ("introduced", True)


def test_receipts_that_were_carried_stand_whatever_comes_first() -> None:
    """Amber's and Meridian's journals folded in many orders give the same steps and doubts."""
    three = Three()
    number, copy = carried(three)
    readback = three.do("cobalt", SOUTH, ReadBack(copy))
    three.do("amber", NORTH, Confirm(three.last("amber", NORTH, "RBK").number))
    three.do("cobalt", SOUTH, Answer(copy, "WILCO"))
    three.do("amber", NORTH, End(number))
    assert readback
    amber = three.nodes["amber"]
    journals = [
        [
            held
            for held in amber.stored().replay(0)
            if held.journal == f"{NORTH.channel}/ACTUAL/{by}"
        ]
        for by in ("amber", "meridian")
    ]
    seen = set()
    for turn in range(12):
        order = Random(turn)
        queues = [list(journal) for journal in journals]
        state = State("amber", amber.state.gazetteer, verify=holds)
        while any(queues):
            held = order.choice([queue for queue in queues if queue]).pop(0)
            header = held.entry.header
            event = decode(header.kind, header.kind_version, held.entry.body)
            assert not isinstance(event, Unknown)
            apply(
                state,
                held.journal.rsplit("/", 1)[1],
                NORTH,
                event,
                at_ms=header.at_ms,
                held_at_ms=START_MS,
                sequence=header.sequence,
            )
        held_there = state.line(NORTH).messages
        steps = held_there[number].steps
        seen.add(
            repr(
                (
                    sorted(steps.items()),
                    held_there[number].passed,
                    held_there[number].standing,
                    sorted((one.number, one.problems) for one in held_there.values()),
                )
            )
        )
    assert len(seen) == 1
    assert "south@meridian" in seen.pop()


def test_two_first_reports_are_carried_and_become_one_case_on_either_channel() -> None:
    """Each side tells its own, Meridian carries both: two accounts, and none is its own."""
    three = Three()
    number, copy = _told(three, "amber", closest_m=90)
    theirs, back = _told(three, "cobalt", closest_m=140)
    three.do("cobalt", SOUTH, Answer(copy, "NOTED"))
    three.do("amber", NORTH, Send("INS", {"case": number, "same_as": back}))
    three.do("cobalt", SOUTH, Send("INS", {"case": theirs, "same_as": copy}))
    for who, line, sides in (
        ("amber", NORTH, ("amber", "south@meridian")),
        ("cobalt", SOUTH, ("cobalt", "north@meridian")),
    ):
        state = three.nodes[who].state
        (found,) = cases(state, line, three.clock.now_ms)
        assert tuple(one.party for one in found.accounts) == sides
        assert (found.silent, found.remarks) == ((), ())
        (apart,) = (one for one in found.differences if one.field == "closest_m")
        assert (apart.match.value, apart.words) == ("differ", "50 metres apart")


def _told(three: Three, who: str, **more: Json) -> tuple[str, str]:
    """A first report of a near miss by a side, carried to the other: its number on either."""
    own, there, label = (NORTH, SOUTH, "south") if who == "amber" else (SOUTH, NORTH, "north")
    fields = {"types": ["NMS"], "happened_ms": START_MS - HOUR, **more}
    number = three.do(who, own, _released(Send("INR", fields, acknowledged=("case-like",)), label))
    return number, three.do("meridian", own, RelayTo(number, there.channel))


def _released(send: Send, label: str) -> Send:
    return replace(send, releasability=Releasability.NAMED, releasable_to=(label,))


SECRET: Json = [{"what": "log", "sha256": "a" * 64, "holder": "amber", "release": "none"}]


@pytest.mark.parametrize(
    ("code", "fields", "says"),
    [
        ("INS", {"claim": "denied"}, "nothing that is carried"),
        ("PRO", {"about": "a flight"}, "case names a message that has another number there"),
        ("INR", {"types": ["NMS"], "evidence": SECRET}, "evidence that not everybody may be told"),
    ],
)
def test_what_rests_on_the_numbers_of_its_channel_is_not_carried(
    code: str, fields: dict[str, Json], says: str
) -> None:
    """A case, a question, secret evidence: refused with the reason, and nothing went over."""
    three = Three()
    case = three.do("amber", NORTH, Send("INR", {"types": ["NMS"], "happened_ms": START_MS - HOUR}))
    told: dict[str, Json] = {"happened_ms": START_MS - HOUR} if code == "INR" else {"case": case}
    number = three.do("amber", NORTH, _released(Send(code, {**told, **fields}), "south"))
    refused = three.refusals("meridian", NORTH, RelayTo(number, SOUTH.channel))
    assert [one.rule for one in refused] == ["relay-format"]
    assert says in refused[0].reason
    assert not three.nodes["cobalt"].state.line(SOUTH).messages
