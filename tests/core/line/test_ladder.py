"""The receipt ladder: who may take which step, once, and what each step settles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.core.events import Warned
from detente.core.line.commands import (
    Answer,
    Cancel,
    Command,
    Confirm,
    Correct,
    End,
    Read,
    ReadBack,
    Send,
)
from detente.core.line.message import Message, Role, Signature
from detente.core.line.state import Standing
from detente.core.values import Fields
from tests.support.line import LINE, MINUTE, T0, Parties, circle, naa, nwa

OBSERVER = Signature("guest", Role.OBSERVER)
DUTY = Signature("desk-2", Role.DUTY_OFFICER)


def owed(line: Parties, party: str, number: str) -> list[tuple[str, str]]:
    """Step and party of what a party's node holds to be owed about a message."""
    return sorted((key.step, key.party) for key, _ in line.states[party].owed(LINE, number))


def test_the_whole_ladder_is_seen_on_both_sides() -> None:
    """Read, read back, confirmed, answered: both nodes show the same acts, by the same clocks."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa()))
    line.now_ms += 1_000
    read = line.do("cobalt", Read(number))
    readback = line.do("cobalt", ReadBack(number))
    confirmed = line.do("amber", Confirm(readback))
    answer = line.do("cobalt", Answer(number, "WILCO"))
    for party in ("amber", "cobalt"):
        acts = [(a.step.value, a.party, a.number, a.at_ms) for a in line.at(number, party).acts]
        assert sorted(acts) == sorted(
            [
                ("READ", "cobalt", read, line.now_ms),
                ("READBACK", "cobalt", readback, line.now_ms),
                ("CONFIRMED", "amber", confirmed, line.now_ms),
                ("ANSWER", "cobalt", answer, line.now_ms),
            ]
        )
        assert owed(line, party, number) == [("END", "amber")]
        assert owed(line, party, readback) == []


def test_each_step_is_taken_once() -> None:
    """A second read, read-back, confirmation or equal answer is refused by its own rule."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa()))
    line.do("cobalt", Read(number))
    readback = line.do("cobalt", ReadBack(number))
    line.do("amber", Confirm(readback))
    line.do("cobalt", Answer(number, "NOTED"))
    assert line.rules("cobalt", Read(number)) == ["already-read"]
    assert line.rules("cobalt", ReadBack(number)) == ["already-read-back"]
    assert line.rules("amber", Confirm(readback)) == ["already-confirmed"]
    assert line.rules("cobalt", Answer(number, "NOTED")) == ["already-answered"]


def test_a_changed_answer_stands_and_the_first_stays_visible() -> None:
    """UNKNOWN and a minute later YES: the last one counts, both are shown."""
    line = Parties()
    point = {"lat_e7": 355_000_000, "lon_e7": 357_000_000}
    number = line.do("amber", Send("QID", {"point": point}))
    line.do("cobalt", Answer(number, "UNKNOWN"))
    line.do("cobalt", Answer(number, "YES"))
    steps = line.at(number, "amber").of("cobalt")
    assert steps.answer is not None
    assert steps.answer.code == "YES"
    assert [act.code for act in steps.answers] == ["UNKNOWN", "YES"]


@pytest.mark.parametrize(
    ("party", "command", "rule"),
    [
        ("amber", Read("AMBER-2026-0001"), "own-message"),
        ("amber", Answer("AMBER-2026-0001", "NOTED"), "own-message"),
        ("cobalt", Confirm("AMBER-2026-0001"), "not-a-read-back"),
        ("cobalt", Correct("AMBER-2026-0001", {"radio": "1"}), "not-own"),
        ("cobalt", Cancel("AMBER-2026-0001"), "not-own"),
        ("cobalt", End("AMBER-2026-0001"), "not-own"),
        ("amber", Read("COBALT-2026-0001"), "receipt-of-receipt"),
        ("amber", Answer("COBALT-2026-0001", "NOTED"), "receipt-of-receipt"),
        ("cobalt", Confirm("COBALT-2026-0001"), "not-own"),
        ("cobalt", Read("AMBER-2026-9999"), "unknown-number"),
        ("amber", Cancel("x" * 10_000), "unknown-number"),
    ],
)
def test_authority_is_by_authorship(party: str, command: Command, rule: str) -> None:
    """Only the author changes, only a receiver gives receipts, and none for a receipt."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa()))
    line.do("cobalt", ReadBack(number))
    assert line.rules(party, command) == [rule]


def test_the_third_member_who_was_not_addressed_gives_no_receipt() -> None:
    """On a line of three, a message to one is read by that one only."""
    line = Parties(("amber", "cobalt", "meridian"))
    number = line.do("amber", Send("NAA", naa(), to=("cobalt",)))
    assert line.rules("meridian", Read(number)) == ["not-receiver"]
    readback = line.do("cobalt", ReadBack(number))
    assert line.rules("meridian", Confirm(readback)) == ["not-own"]


@pytest.mark.parametrize(
    "command", [Send("LCK"), Read("N"), ReadBack("N"), Confirm("N"), Answer("N", "NOTED")]
)
def test_an_observer_only_watches(command: Command) -> None:
    """The role observer may take no act at all."""
    assert "role" in Parties().rules("amber", command, OBSERVER)


def test_only_a_releaser_declares_the_state_of_the_line() -> None:
    """A duty officer may send any warning, but not close the line."""
    line = Parties()
    closed = Send("LST", {"state": "SUSPENDED", "scope": "all", "reason_kind": "political"})
    assert line.rules("amber", closed, DUTY) == ["role"]
    assert line.rules("amber", Send("NWA", nwa()), DUTY) == []
    line.do("amber", closed)
    for party in ("amber", "cobalt"):
        declared = line.states[party].line(LINE).declared["amber"]
        assert (declared.state, declared.scope, declared.reason) == (
            "SUSPENDED",
            "all",
            "political",
        )
    decision = line.try_("cobalt", Send("LCK"))
    assert not isinstance(decision, tuple)
    assert line.rules("cobalt", Send("NWA", nwa())) == []


def test_an_officer_is_told_that_a_side_holds_the_line_closed() -> None:
    """Messages still go out over a suspended line, with a warning to use another as well."""
    line = Parties()
    line.do("amber", Send("LST", {"state": "SUSPENDED", "scope": "all"}))
    decision = line.try_("cobalt", Send("NAA", naa()))
    assert not isinstance(decision, tuple)
    assert [warning.rule for warning in decision.warnings] == ["line-closed"]


@pytest.mark.parametrize(
    ("answer", "rules"),
    [
        (Answer("", "YES"), ["answer-code"]),
        (Answer("", "ROGER"), ["answer-code"]),
        (Answer("", "UNABLE"), ["answer-reason"]),
        (Answer("", "UNABLE", reason="because"), ["choice"]),
        (Answer("", "STANDBY"), ["answer-minutes"]),
        (Answer("", "STANDBY", minutes=600), ["integer-range"]),
        (Answer("", "DISAGREE"), ["answer-field"]),
        (Answer("", "DISAGREE", field_name="colour"), ["answer-field"]),
        (Answer("", "WILCO", reason="fuel"), ["answer-reason"]),
        (Answer("", "UNABLE", reason="fuel"), []),
        (Answer("", "DISAGREE", field_name="volume"), []),
        (Answer("", "NOT_UNDERSTOOD", field_name="whole"), []),
    ],
)
def test_an_answer_brings_what_its_code_needs(answer: Answer, rules: list[str]) -> None:
    """UNABLE needs a reason, STANDBY minutes, DISAGREE a field; no code takes more."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa()))
    assert line.rules("cobalt", replace(answer, number=number)) == rules


def test_standby_puts_the_answer_off_but_not_the_read_back() -> None:
    """STANDBY(3) moves the owed answer to three minutes from now, on both nodes."""
    line = Parties()
    number = line.do("amber", Send("NWA", nwa()))
    line.now_ms += 90_000
    line.do("cobalt", Answer(number, "STANDBY", minutes=3))
    for party in ("amber", "cobalt"):
        due = {k.step: o.due_ms for k, o in line.states[party].owed(LINE, number)}
        assert abs(due["ANSWER"] - (T0 + 90_000 + 3 * MINUTE)) <= 20
        assert "READBACK" in due
    line.do("cobalt", Answer(number, "WILCO"))
    assert ("ANSWER", "cobalt") not in owed(line, "cobalt", number)


def test_the_echo_of_a_line_check_repeats_its_word_by_either_way() -> None:
    """Answering ECHO and sending a referring LCK are the same echo; a wrong word is none."""
    line = Parties()
    for way in ("answer", "send"):
        number = line.do("amber", Send("LCK", {"nonce": f"pear-{way}", "languages": ["en", "ru"]}))
        assert owed(line, "amber", number) == [("ANSWER", "cobalt")]
        wrong = Send("LCK", {"nonce": "apple"}, ref=number)
        assert line.rules("cobalt", wrong) == ["nonce"]
        assert line.rules("amber", Send("LCK", ref=number)) == ["own-message"]
        if way == "answer":
            echo = line.do("cobalt", Answer(number, "ECHO"))
        else:
            echo = line.do("cobalt", Send("LCK", {"languages": ["he"]}, ref=number))
        assert line.at(echo, "amber").fields["nonce"] == f"pear-{way}"
        assert owed(line, "amber", number) == owed(line, "cobalt", echo) == []
        answer = line.at(number, "amber").of("cobalt").answer
        assert answer is not None
        assert answer.code == "ECHO"


def test_an_alert_is_read_back_by_its_point() -> None:
    """An alert has no volume; its point is said back, with the nearest place."""
    line = Parties()
    point = {"lat_e7": 355_300_000, "lon_e7": 357_000_000}
    number = line.do("amber", Send("AST", {"what": "hospital", "point": point}))
    readback = line.do("cobalt", ReadBack(number))
    computed = line.at(readback).message.fields["computed"]
    assert "Latakia" in str(computed)
    line.do("amber", Confirm(readback))
    check = line.do("amber", Send("LCK"))
    assert line.rules("cobalt", ReadBack(check)) == ["nothing-to-read-back"]


def forged_readback(line: Parties, number: str, lat_e7: int) -> Message:
    """A read-back of `number` by cobalt that says another latitude than its node computes."""
    honest = line.states["cobalt"]
    found = honest.message(LINE, line.do("cobalt", ReadBack(number)))
    assert found is not None
    computed = found.message.fields["computed"]
    assert isinstance(computed, dict)
    wrong = {**computed, "centre": {"lat_e7": lat_e7, "lon_e7": 357_000_000}}
    return replace(found.message, fields={"computed": wrong})


def test_a_read_back_that_differs_is_warned_of_and_cannot_be_confirmed() -> None:
    """The other side understood another place: a warning at once, and no confirmation."""
    line = Parties()
    number = line.do("amber", Send("NWA", nwa()))
    line.connected = False
    message = forged_readback(line, number, 365_000_000)
    line.connected = True
    line.forge("cobalt", message)
    warned = [event for event in line.heard["amber"] if isinstance(event, Warned)]
    assert [one.rule for one in warned[-1].warnings] == ["read-back-differs"]
    assert line.rules("amber", Confirm(message.number)) == ["read-back-differs"]
    tracked = line.at(number, "amber")
    differences = line.states["amber"].readback_differences(LINE, tracked)
    assert len(differences) == 1
    assert differences[0].startswith("cobalt: centre")


def test_a_correction_asks_for_everything_anew() -> None:
    """The old notice owes nothing more, the corrected one owes read-back and answer again."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa()))
    readback = line.do("cobalt", ReadBack(number))
    line.do("cobalt", Answer(number, "WILCO"))
    corrected = line.do("amber", Correct(number, {"radio": "121.5"}))
    for party in ("amber", "cobalt"):
        assert owed(line, party, number) == owed(line, party, readback) == []
        assert owed(line, party, corrected) == [
            ("ANSWER", "cobalt"),
            ("END", "amber"),
            ("READBACK", "cobalt"),
        ]
        chain = line.states[party].line(LINE).chain(number)
        assert [one.number for one in chain] == [number, corrected]
        assert chain[0].superseded_by == corrected
        assert chain[1].fields["radio"] == "121.5"
        assert chain[1].fields["activity"] == "combat"
    assert line.rules("cobalt", Answer(number, "NOTED")) == ["superseded"]
    assert line.rules("cobalt", ReadBack(number)) == ["superseded"]
    assert line.rules("amber", Confirm(readback)) == ["superseded"]
    assert line.rules("amber", Cancel(number)) == ["superseded"]
    line.do("amber", End(corrected))
    assert line.at(corrected, "cobalt").standing is Standing.ENDED
    assert line.rules("amber", Correct(corrected, {"radio": "1"})) == ["closed"]


def test_a_correction_is_judged_as_the_whole_that_it_makes() -> None:
    """Taking away a required field, or a change that changes nothing, is refused."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa(radio="121.5")))
    assert line.rules("amber", Correct(number, {"activity": None})) == ["required"]
    assert line.rules("amber", Correct(number, {"radio": "121.5"})) == ["no-change"]
    assert line.rules("amber", Correct(number, {"colour": "red"})) == ["unknown-field"]
    corrected = line.do("amber", Correct(number, {"radio": None}))
    assert "radio" not in line.at(corrected, "cobalt").fields


def test_a_correction_of_a_flash_is_a_flash() -> None:
    """What repeated until READ repeats again when it is corrected."""
    line = Parties()
    volume = circle(start_ms=None, end_ms=None)
    number = line.do("amber", Send("AMI", {"volume": volume}))
    corrected = line.do("amber", Correct(number, {"clear_to": "W"}))
    assert line.at(corrected, "cobalt").message.precedence == "FLASH"
    line.tick("cobalt")
    assert line.at(corrected, "cobalt").repeats == 1


def test_questions_and_line_messages_are_not_ended() -> None:
    """A question is cancelled, not ended; the state of the line is declared anew, not changed."""
    line = Parties()
    point = {"lat_e7": 355_000_000, "lon_e7": 357_000_000}
    question = line.do("amber", Send("QID", {"point": point}))
    assert line.rules("amber", End(question)) == ["not-changeable"]
    line.do("amber", Cancel(question, "wrong"))
    state = line.do("amber", Send("LST", {"state": "OPEN", "scope": "all"}))
    assert line.rules("amber", Cancel(state)) == ["not-changeable"]
    assert line.rules("amber", Cancel(question)) == ["closed"]


def test_a_read_back_is_owed_a_confirmation() -> None:
    """Once read back, the sender owes the confirmation, and both nodes know until when."""
    line = Parties()
    number = line.do("amber", Send("NWA", nwa()))
    readback = line.do("cobalt", ReadBack(number))
    assert (
        owed(line, "amber", readback) == owed(line, "cobalt", readback) == [("CONFIRMED", "amber")]
    )
    line.do("amber", Confirm(readback))
    assert owed(line, "amber", readback) == owed(line, "cobalt", readback) == []


def test_an_explanation_is_asked_for_and_given() -> None:
    """Unusual activity is explained with a code; EXPLAINED without one is refused."""
    line = Parties()
    asked = line.do("cobalt", Send("QEX", {"seen": "build-up", "concern": "border"}))
    assert line.rules("amber", Answer(asked, "EXPLAINED")) == ["answer-explanation"]
    answer = line.do("amber", Answer(asked, "EXPLAINED", explanation="exercise"))
    said = line.at(answer).message
    assert (said.version, said.fields["explanation"]) == (2, "exercise")
    assert line.at(asked, "cobalt").of("amber").answer is not None


def test_a_meeting_is_agreed_with_a_time_and_a_condition() -> None:
    """AGREE takes one of the times and conditions; NOT_UNDERSTOOD takes neither."""
    line = Parties()
    fields: Fields = {
        "form": "call",
        "level": "desk",
        "topics": ["zones"],
        "first_ms": T0 + 60 * MINUTE,
    }
    asked = line.do("amber", Send("RMT", fields))
    wrong = Answer(asked, "NOT_UNDERSTOOD", field_name="whole", conditions=("later",), at_ms=T0)
    assert line.rules("cobalt", wrong) == ["answer-conditions", "answer-time"]
    agreed = Answer(asked, "AGREE", conditions=("reciprocal",), at_ms=T0 + 3_600_000)
    assert line.at(line.do("cobalt", agreed)).fields["conditions"] == ["reciprocal"]


def test_a_plain_answer_stays_in_the_first_version() -> None:
    """WILCO without more is an answer that every node understands."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa()))
    assert line.at(line.do("cobalt", Answer(number, "WILCO"))).message.version == 1
