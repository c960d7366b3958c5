"""What went on while a line was not open, and the line checks on schedule."""

from __future__ import annotations

from dataclasses import replace

from detente.core.line.checks import NODE_DESK, agreed_ms, checks, own_due, to_echo
from detente.core.line.commands import Answer, Read, Send
from detente.core.line.gap import Gap, Period, gap, periods
from detente.core.line.message import Role, Signature
from detente.core.values import Fields
from detente.core.watch.alarms import AlarmRules, Observed, causes
from tests.support.line import CHARTER, HOUR, LINE, MINUTE, T0, Parties, circle, naa, nwa

OPEN: Fields = {"state": "OPEN", "scope": "all"}
SUSPENDED: Fields = {"state": "SUSPENDED", "scope": "all", "reason_kind": "political"}
NODE = Signature(NODE_DESK, Role.DUTY_OFFICER)


def report(line: Parties, party: str, period: Period | None = None, every_ms: int = 0) -> Gap:
    """The gap report as a party sees it; of the newest declared period unless one is named."""
    state = line.states[party]
    period = period or periods(state.line(LINE))[-1]
    return gap(state, LINE, period, line.now_ms, every_ms)


def suspended_for_two_hours() -> tuple[Parties, dict[str, str]]:
    """Cobalt closes the line for two hours; Amber had announced a flight, and warns meanwhile."""
    line, numbers = Parties(delay_ms=0), {}
    before = circle(start_ms=T0 + 90 * MINUTE, end_ms=T0 + 150 * MINUTE)
    numbers["flight"] = line.do("amber", Send("NAA", naa(before)))
    line.now_ms = T0 + HOUR
    numbers["closed"] = line.do("cobalt", Send("LST", SUSPENDED))
    line.now_ms = T0 + 2 * HOUR
    later = circle(36.5, start_ms=T0 + 9 * HOUR, end_ms=T0 + 10 * HOUR)
    numbers["warning"] = line.do("amber", Send("NWA", nwa(later)))
    line.now_ms = T0 + 3 * HOUR
    numbers["open"] = line.do("cobalt", Send("LST", OPEN))
    line.now_ms = T0 + 4 * HOUR
    return line, numbers


def test_the_period_is_as_the_sides_declared_it() -> None:
    """From the first side's closing to the last side's opening; who declared what is named."""
    line, _ = suspended_for_two_hours()
    for party in ("amber", "cobalt"):
        (period,) = periods(line.states[party].line(LINE))
        assert (period.from_ms, period.to_ms) == (T0 + HOUR, T0 + 3 * HOUR)
        assert period.parties == (("cobalt", ("SUSPENDED",)),)


def test_a_line_that_one_side_still_holds_closed_is_still_in_its_gap() -> None:
    """Amber opens again, Cobalt does not: the gap goes on, and DEGRADED counts as one."""
    line = Parties(delay_ms=0)
    line.do("amber", Send("LST", {"state": "DEGRADED", "scope": "voice"}))
    line.now_ms += MINUTE
    line.do("cobalt", Send("LST", SUSPENDED))
    line.now_ms += MINUTE
    line.do("amber", Send("LST", OPEN))
    (period,) = periods(line.states["amber"].line(LINE))
    assert (period.from_ms, period.to_ms) == (T0, None)
    assert period.parties == (("amber", ("DEGRADED",)), ("cobalt", ("SUSPENDED",)))
    assert periods(Parties().states["amber"].line(LINE)) == ()


def test_what_was_announced_and_taken_back_before_it_began_leaves_no_gap() -> None:
    """Cobalt meant to close the line in two hours, and an hour later does not any more."""
    line = Parties(delay_ms=0)
    later: Fields = {**SUSPENDED, "from_ms": T0 + 2 * HOUR}
    line.do("cobalt", Send("LST", later))
    assert periods(line.states["amber"].line(LINE)) == (
        Period(T0 + 2 * HOUR, None, (("cobalt", ("SUSPENDED",)),)),
    )
    line.now_ms = T0 + HOUR
    line.do("cobalt", Send("LST", OPEN))
    for party in ("amber", "cobalt"):
        assert periods(line.states[party].line(LINE)) == ()
    line.now_ms = T0 + 3 * HOUR
    line.do("cobalt", Send("LST", SUSPENDED))
    (period,) = periods(line.states["amber"].line(LINE))
    assert (period.from_ms, period.to_ms) == (T0 + 3 * HOUR, None)


def test_a_suspension_that_is_put_off_begins_when_it_was_put_off_to() -> None:
    """In two hours, then in four: one gap, from the fourth hour to the hour named for its end."""
    line = Parties(delay_ms=0)
    line.do("cobalt", Send("LST", {**SUSPENDED, "from_ms": T0 + 2 * HOUR}))
    line.now_ms = T0 + HOUR
    line.do("cobalt", Send("LST", {**SUSPENDED, "from_ms": T0 + 4 * HOUR}))
    (period,) = periods(line.states["amber"].line(LINE))
    assert (period.from_ms, period.to_ms) == (T0 + 4 * HOUR, None)
    line.now_ms = T0 + 5 * HOUR
    line.do("cobalt", Send("LST", {**OPEN, "from_ms": T0 + 6 * HOUR}))
    (period,) = periods(line.states["amber"].line(LINE))
    assert (period.from_ms, period.to_ms) == (T0 + 4 * HOUR, T0 + 6 * HOUR)


def test_a_side_that_says_it_has_been_closed_all_along_is_in_its_gap() -> None:
    """Cobalt opened, and then says that it has been closed since before: the gap goes on."""
    line = Parties(delay_ms=0)
    line.do("cobalt", Send("LST", SUSPENDED))
    line.now_ms = T0 + 2 * HOUR
    line.do("cobalt", Send("LST", OPEN))
    line.now_ms = T0 + 3 * HOUR
    line.do("cobalt", Send("LST", {**SUSPENDED, "from_ms": T0 + HOUR}))
    (period,) = periods(line.states["amber"].line(LINE))
    assert (period.from_ms, period.to_ms) == (T0, None)


def test_the_report_names_what_was_released_and_what_fell_into_the_gap() -> None:
    """The warning of the gap, and the flight that was announced before it and flown in it."""
    line, numbers = suspended_for_two_hours()
    found = report(line, "cobalt")
    assert dict(found.released) == {"amber": 1, "cobalt": 2}
    by = {why: [one.number for one in found.items if one.why == why] for why in ("released",)}
    assert by["released"] == [numbers["closed"], numbers["warning"], numbers["open"]]
    assert [one.number for one in found.items if one.why == "activity"] == [numbers["flight"]]
    assert found.more == 0


def test_what_came_only_after_the_gap_is_named_as_late() -> None:
    """The link was cut too: Amber's warning of the gap reaches Cobalt an hour after its release."""
    line = Parties(connected=False)
    line.do("amber", Send("NWA", nwa(circle(start_ms=T0 + 9 * HOUR, end_ms=T0 + 10 * HOUR))))
    (sent,) = line.journals["amber"]
    line.deliver("cobalt", sent, T0 + HOUR)
    line.now_ms = T0 + 2 * HOUR
    found = report(line, "cobalt", Period(T0 - MINUTE, T0 + 30 * MINUTE))
    (late,) = [one for one in found.items if one.why == "late"]
    assert (late.number, late.delay_ms) == ("AMBER-2026-0001", HOUR)
    assert report(line, "amber", Period(T0 - MINUTE, T0 + 30 * MINUTE)).items[0].why == "released"


def test_a_message_that_is_known_of_and_not_held_is_absent() -> None:
    """Cobalt's receipt is here, what it is about has not come: its number is said."""
    line = Parties(names=("amber", "cobalt", "umber"), connected=False)
    number = line.do("amber", Send("NWA", nwa(), to=("cobalt", "umber")))
    line.deliver("cobalt", line.journals["amber"][0])
    line.do("cobalt", Read(number))
    line.deliver("umber", line.journals["cobalt"][0])
    assert report(line, "umber", Period(T0, None)).absent == (number,)


def test_missed_steps_of_the_gap_are_in_the_report() -> None:
    """Nobody at Cobalt read back while the line was closed: Amber's report says which step."""
    line = Parties(delay_ms=0)
    line.do("cobalt", Send("LST", SUSPENDED))
    number = line.do("amber", Send("NWA", nwa()))
    line.tick("amber")
    missed = [one for one in report(line, "amber").items if one.why == "missed"]
    assert [(one.number, one.step) for one in missed] == [(number, "READBACK by cobalt")]


# ------------------------------------------------------------------ line checks on schedule


def hourly(**more: object) -> Parties:
    """Amber and Cobalt have agreed on a line check every hour."""
    return Parties(charter=replace(CHARTER, check_every_ms=HOUR, **more), delay_ms=0)  # type: ignore[arg-type]  # of a charter


def test_the_charter_says_how_often_and_who_is_due() -> None:
    """Nothing came for 90 minutes: one check of each side is missed, no alarm yet."""
    line = hourly()
    line.now_ms = T0 + 90 * MINUTE
    state = line.states["amber"]
    assert agreed_ms(state, LINE.channel) == HOUR
    due = {one.party: one for one in checks(state, LINE, line.now_ms, HOUR)}
    assert set(due) == {"amber", "cobalt"}
    assert (due["cobalt"].due_ms, due["cobalt"].missed, due["cobalt"].silent) == (
        T0 + HOUR,
        1,
        False,
    )
    assert checks(state, LINE, line.now_ms, 0) == ()
    assert agreed_ms(Parties().states["amber"], LINE.channel) == 0


def test_two_missed_checks_of_the_charters_schedule_are_an_alarm() -> None:
    """No settings name the channel: the charter's hour counts; settings go before it."""
    line = hourly()
    line.now_ms = T0 + 2 * HOUR
    state = line.states["amber"]
    found = causes(state, AlarmRules(), Observed(), line.now_ms)
    assert [(one.kind, one.party) for one in found] == [("line-check-missed", "cobalt")]
    six = AlarmRules(line_check_ms=((LINE.channel, 6 * HOUR),))
    assert causes(state, six, Observed(), line.now_ms) == []


def test_our_own_check_is_due_by_the_hour_and_no_more_once_sent() -> None:
    """The node's own check puts the next one off by an hour; alone on a channel none is due."""
    line = hourly()
    state = line.states["amber"]
    assert own_due(state, T0 + HOUR - 1) == ()
    line.now_ms = T0 + HOUR
    assert own_due(state, line.now_ms) == (LINE,)
    line.do("amber", Send("LCK"), NODE)
    assert own_due(state, line.now_ms + HOUR - 1) == ()
    assert own_due(hourly().states["amber"], T0 + HOUR) == (LINE,)
    alone = Parties(names=("amber",), charter=replace(CHARTER, check_every_ms=HOUR))
    assert own_due(alone.states["amber"], T0 + 9 * HOUR) == ()


def test_a_node_echoes_another_nodes_check_and_never_a_persons() -> None:
    """Who asks by hand asks for a person; the node leaves that to one."""
    line = hourly()
    by_node = line.do("amber", Send("LCK"), NODE)
    by_hand = line.do("amber", Send("LCK"))
    assert to_echo(line.states["cobalt"]) == ((LINE, by_node),)
    assert to_echo(line.states["amber"]) == ()
    line.do("cobalt", Answer(by_node, "ECHO"), NODE)
    assert to_echo(line.states["cobalt"]) == ()
    assert line.at(by_hand).of("cobalt").answer is None


def test_a_side_that_suspended_without_checks_is_not_expected_to_check() -> None:
    """Cobalt names its residual duties: with line checks among them it stays due, else not."""
    for residual, expected in ((["line-checks"], True), (["safety-of-life"], False), ([], True)):
        line = hourly()
        duties: Fields = {"residual": residual} if residual else {}
        line.do("cobalt", Send("LST", {**SUSPENDED, **duties}))
        found = checks(line.states["amber"], LINE, T0 + 9 * HOUR, HOUR)
        assert {one.party: one.expected for one in found}["cobalt"] is expected
    line = hourly()
    line.do("cobalt", Send("LST", {"state": "ENDED", "scope": "all"}))
    assert own_due(line.states["amber"], T0 + 9 * HOUR) == ()
