"""The register of findings: what both members find, what is answered, what is warned of before."""

from __future__ import annotations

import random

from detente.core.agreements.finding import Finding
from detente.core.agreements.found import due_items, findings, judge_some
from detente.core.agreements.judging import judge
from detente.core.line.commands import Answer, Command, Correct, Read, ReadBack, Send
from detente.core.line.state import State
from detente.core.state import Decision
from detente.core.values import Json
from tests.support.agreements import act, signed
from tests.support.line import HOUR, LINE, MINUTE, T0, Parties, circle, naa, nwa

SHORT: dict[str, Json] = {"article": "1", "rule": "lead-time", "minutes": 15}


def both(line: Parties) -> tuple[Finding, ...]:
    """What is found on the line, which must be the same at every member."""
    sides = [findings(state, LINE, line.now_ms) for state in line.states.values()]
    assert all(one == sides[0] for one in sides)
    return sides[0]


def test_a_finding_is_open_until_the_side_that_it_is_about_answers() -> None:
    """The answer stands beside it at both; it is owed from the finding on, and then no more."""
    line = Parties()
    signed(line, SHORT)
    number = line.do("cobalt", Send("NWA", nwa()))
    line.now_ms = T0 + 3 * HOUR
    (one,) = both(line)
    assert (one.subject, one.is_open) == (number, True)
    owed = due_items(line.states["amber"], LINE, line.now_ms)
    assert [(due.party, due.number, due.kind) for due in owed] == [("cobalt", number, "finding")]
    line.do(
        "cobalt", Send("FAN", {"finding": one.finding, "answer": "dispute", "because": "Clock"})
    )
    (answered,) = both(line)
    assert [(said.party, said.what, said.because) for said in answered.answers] == [
        ("cobalt", "dispute", "Clock")
    ]
    assert (answered.is_open, answered.answer) == (False, "dispute")
    assert due_items(line.states["amber"], LINE, line.now_ms) == ()


def test_an_answer_to_nothing_is_looked_at_again_and_can_be_sent_all_the_same() -> None:
    """An id that nobody finds is named before release; a track's finding is a side's own."""
    line = Parties()
    signed(line, SHORT)
    fields: dict[str, Json] = {"finding": "AMBER-2026-0001/1/COBALT-2026-0099", "answer": "accept"}
    assert line.rules("cobalt", Send("FAN", fields)) == ["finding-unknown"]
    line.do("cobalt", Send("FAN", fields, acknowledged=("finding-unknown",)))
    fields["finding"] = "AMBER-2026-0001/1/track:T7"
    assert line.rules("cobalt", Send("FAN", fields)) == []


def test_a_draft_is_warned_of_and_never_blocked() -> None:
    """Before release the same finding is a warning; the message goes out without more ado."""
    line = Parties()
    signed(line, {**SHORT, "minutes": 180})
    decision = line.try_("cobalt", Send("NWA", nwa()))
    assert isinstance(decision, Decision)
    assert decision.number is not None
    assert [(one.rule, one.override) for one in decision.warnings] == [("rule-lead-time", True)]
    assert "article 1 of Coast arrangement" in decision.warnings[0].reason
    assert [one.kind for one in both(line)] == ["lead-time"]


def test_line_checks_that_stay_away_are_found_between_those_that_came() -> None:
    """Each silence is one finding; the last one is open until a check comes."""
    line = Parties()
    text = signed(line, {"article": "7", "rule": "line-check", "minutes": 60, "party": "Cobalt"})
    numbers = []
    for hours in (1, 2, 5):
        line.now_ms = T0 + hours * HOUR
        numbers.append(line.do("cobalt", Send("LCK", {"nonce": "K7", "languages": ["en"]})))
    line.now_ms = T0 + 5 * HOUR + 30 * MINUTE
    (one,) = both(line)
    assert one.finding == f"{text}/7/{numbers[1]}/cobalt"
    assert (one.others, one.until_ms) == ((numbers[2],), T0 + 5 * HOUR)
    line.now_ms = T0 + 7 * HOUR
    assert [each.until_ms for each in both(line)] == [T0 + 5 * HOUR, None]


def test_an_aircraft_that_an_alert_names_is_judged_as_a_track() -> None:
    """Inside an area without a notice, by the alert; one that stands and holds it clears it."""
    line = Parties()
    volume = {**circle(start_ms=None, end_ms=None), "floor": None, "ceiling": None}
    signed(line, {"article": "2", "rule": "notify-entry", "volume": volume})
    alert: dict[str, Json] = {
        "situation": "inside",
        "point": {"lat_e7": 355_000_000, "lon_e7": 357_000_000},
        "seen_ms": line.now_ms,
        "height": {"cm": 500_000, "reference": "FL"},
    }
    number = line.do("amber", Send("AEN", alert))
    (one,) = both(line)
    assert (one.kind, one.party, one.subject) == ("notify-entry", "cobalt", number)
    line.now_ms += MINUTE
    line.do("cobalt", Send("NAA", naa(circle(start_ms=T0, end_ms=T0 + 3 * HOUR))))
    line.now_ms += MINUTE
    line.do("amber", Send("AEN", {**alert, "seen_ms": line.now_ms}))
    assert [each.subject for each in both(line)] == [number]


def test_what_is_asked_again_is_what_would_be_found_from_nothing() -> None:
    """Through notices, receipts, suspensions and corrections, memory and a fresh look agree."""
    rng = random.Random(5)
    line = Parties()
    rules: list[dict[str, Json]] = [
        {**SHORT, "minutes": 90},
        {"article": "2", "rule": "buffer", "distance_m": 20_000},
        {"article": "3", "rule": "deadline", "step": "READ", "minutes": 30},
    ]
    text = signed(line, *rules)
    ground = {**circle(35.3, radius_km=30, start_ms=T0, end_ms=T0 + 90 * HOUR), "floor": None}
    zone: dict[str, Json] = {"zone": "Alpha", "action": "propose", "rule": "no-entry"}
    proposal = line.do("amber", Send("NZO", {**zone, "volume": ground}))
    zone_turns: dict[int, Command] = {
        10: Answer(proposal, "AGREE"),
        20: Send("NZO", {"zone": "Alpha", "action": "suspend"}),
        24: Send("NZO", {"zone": "Alpha", "action": "resume"}),
        30: Send("NZO", {"zone": "Alpha", "action": "release"}),
    }
    numbers: list[str] = []
    for turn in range(40):
        line.now_ms += 7 * MINUTE
        party = rng.choice(("amber", "cobalt"))
        start = line.now_ms + rng.randrange(30, 150) * MINUTE
        volume = circle(35.0 + rng.random(), start_ms=start, end_ms=start + HOUR)
        if turn in zone_turns:
            line.do("cobalt", zone_turns[turn])
        elif turn in (15, 25):
            act(line, "cobalt", text, "suspend" if turn == 15 else "resume")
        elif numbers and rng.random() < 0.4:
            number = rng.choice(numbers)
            other = "cobalt" if line.at(number).author == "amber" else "amber"
            line.try_(other, rng.choice((Read(number), ReadBack(number), Answer(number, "NOTED"))))
        elif numbers and rng.random() < 0.2:
            number = rng.choice(numbers)
            line.try_(line.at(number).author, Correct(number, {"volume": volume}))
        else:
            numbers.append(line.do(party, Send("NAA", naa(volume))))
        known = both(line)
        state = line.states["amber"]
        state.rulebooks.clear()
        if turn > 10:  # what was known in the past is kept as well, and asked for again
            before = findings(line.states["cobalt"], LINE, T0 + HOUR)
            assert findings(state, LINE, T0 + HOUR) == before
        state.rulebooks.clear()
        portions = 0 if turn % 2 else in_portions(state, line.now_ms)
        assert portions == 0 or portions > len(numbers) // 3
        assert findings(state, LINE, line.now_ms) == known
    found = {one.kind for one in both(line)}
    assert found == {"lead-time", "buffer", "deadline", "keep-out"}
    assert all(found_again(line.states["cobalt"], line, one) for one in both(line))


def in_portions(state: State, at_ms: int) -> int:
    """Judge a line three messages at a time; in how many portions."""
    portions = 1
    while not judge_some(state, LINE, at_ms, 3):
        portions += 1
    return portions


def test_what_comes_while_a_line_is_judged_in_portions_is_judged_too() -> None:
    """A node that has just started judges a few at a time; a notice and a rule arrive meanwhile."""
    line = Parties()
    signed(line, SHORT)
    for _ in range(9):
        line.do("cobalt", Send("NWA", nwa()))
    state = line.states["amber"]
    state.rulebooks.clear()
    assert not judge_some(state, LINE, line.now_ms, 2)
    line.do("cobalt", Send("NWA", nwa()))
    assert not judge_some(state, LINE, line.now_ms, 2)
    signed(
        line,
        {"article": "1", "rule": "deadline", "step": "READ", "minutes": 5},
        agreement="Receipts",
    )
    line.do("cobalt", Send("NWA", nwa()))
    line.now_ms = T0 + 3 * HOUR
    assert in_portions(state, line.now_ms) > 4
    assert len(both(line)) == 11 + 1


def found_again(state: State, line: Parties, one: Finding) -> bool:
    """Whether the message of a finding, judged alone, has it too."""
    tracked = line.at(one.subject, state.party)
    return one.finding in {each.finding for each in judge(state, LINE, tracked, line.now_ms)}


def test_a_suspension_that_arrives_late_takes_back_what_was_found_meanwhile() -> None:
    """Amber had suspended the zone before the activity; Cobalt hears of it only days later."""
    line = Parties()
    zone: dict[str, Json] = {"zone": "Alpha", "action": "propose", "rule": "no-entry"}
    ground = circle(start_ms=T0, end_ms=T0 + 900 * HOUR)
    proposal = line.do("amber", Send("NZO", {**zone, "volume": ground}))
    line.do("cobalt", Answer(proposal, "AGREE"))
    number = line.do("cobalt", Send("NAA", naa()))
    line.connected = False
    line.now_ms = T0 + HOUR
    line.do("amber", Send("NZO", {"zone": "Alpha", "action": "suspend"}))
    line.now_ms = T0 + 90 * HOUR
    state = line.states["cobalt"]
    for _ in range(2):
        assert [one.subject for one in findings(state, LINE, line.now_ms)] == [number]
    line.deliver("cobalt", line.journals["amber"][-1])
    assert both(line) == ()
