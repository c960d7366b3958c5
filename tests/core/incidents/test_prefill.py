"""A first report begun from a message or a finding, for an officer to complete."""

from __future__ import annotations

from detente.core.agreements.found import findings
from detente.core.incidents.cases import cases
from detente.core.incidents.prefill import from_finding, from_message, proposals, refs_of
from detente.core.line.commands import Read, ReadBack, Send
from detente.core.values import Json
from tests.support.agreements import signed
from tests.support.line import HOUR, LINE, MINUTE, T0, Parties, circle, naa, nwa


def test_a_late_notice_begins_a_case_of_that() -> None:
    """A notice read too late: its type, area and kind of aircraft; not in the future."""
    line = Parties()
    soon = circle(start_ms=T0 + 2 * MINUTE, end_ms=T0 + HOUR)
    number = line.do("cobalt", Send("NAA", naa(soon)))
    line.do("amber", Read(number))
    line.do("amber", ReadBack(number))
    state = line.states["amber"]
    fields = from_message(state, LINE, line.at(number, "amber"), T0 + MINUTE)
    assert fields["types"] == ["LATE"]
    assert fields["happened_ms"] == T0 + MINUTE
    assert fields["area"] == soon["outline"]
    assert fields["aircraft"] == [{"side": "cobalt", "craft": "combat"}]
    assert line.rules("amber", Send("INR", fields)) == []


def test_what_a_rule_found_is_proposed_until_somebody_opens_a_case() -> None:
    """The finding cites its article and message; it opens nothing by itself, and is asked once."""
    line = Parties()
    rule: dict[str, Json] = {"article": "1", "rule": "lead-time", "minutes": 15}
    signed(line, rule)
    number = line.do("cobalt", Send("NWA", nwa()))
    line.now_ms = T0 + 3 * HOUR
    state = line.states["amber"]
    assert cases(state, LINE, line.now_ms) == []
    (one,) = proposals(state, LINE, line.now_ms)
    assert one in findings(state, LINE, line.now_ms)
    fields = from_finding(one)
    assert (fields["opened_from"], fields["types"]) == ("rule", ["LATE"])
    assert fields["rules"] == [{"agreement": one.rule.agreement, "article": "1"}]
    assert refs_of(state, LINE, one) == (number,)
    line.do("amber", Send("INR", fields, refs=(number,)))
    assert proposals(state, LINE, line.now_ms) == ()
    answer: dict[str, Json] = {"finding": one.finding, "answer": "dispute"}
    said = line.do("cobalt", Send("FAN", answer))
    (opened,) = cases(state, LINE, line.now_ms)
    assert opened.openings[0].finding == one.finding
    assert opened.answers == ((one.finding, "cobalt", "dispute", said),)
