"""The last mile: levels declared, levels reached, the gaps between, and the alarm in time."""

from __future__ import annotations

import pytest

from detente.core.events import AlarmRaised, FeedPulled
from detente.core.line.commands import Cancel, Correct, Disseminate, End, Read, Send
from detente.core.line.dissemination import UNDECLARED, Gap, echelons_of, gaps
from detente.core.line.message import Role, Signature
from detente.core.state import Decision, apply
from detente.core.values import Fields
from detente.core.watch.alarms import AlarmRules, Observed, alarm_events
from tests.support.line import HOUR, HOUSE_LINE, LINE, MINUTE, T0, Parties, circle, naa, nwa

ECH: Fields = {"echelons": ["crew", "unit"], "minutes": 20}


def declared(line: Parties, party: str = "cobalt") -> str:
    """A side declares its unit and its crews."""
    return line.do(party, Send("ECH", ECH))


def warned(line: Parties) -> str:
    """Amber warns Cobalt of weapons two hours ahead."""
    return line.do("amber", Send("NWA", nwa()))


def open_gaps(line: Parties, party: str) -> list[Gap]:
    """The gaps as one side sees them now."""
    return gaps(line.states[party], line.now_ms)


def named(found: list[Gap]) -> list[tuple[str, str, str]]:
    """Number, side and level of each gap."""
    return [(gap.number, gap.party, gap.echelon) for gap in found]


def test_a_warning_that_only_the_desk_has_is_a_gap_at_every_declared_level_on_both_sides() -> None:
    """Agreed at the top, unknown to the crew: both sides see which levels lack it."""
    line = Parties(delay_ms=0)
    declared(line)
    number = warned(line)
    line.do("cobalt", Read(number))
    expected = [(number, "cobalt", "unit"), (number, "cobalt", "crew")]
    assert named(open_gaps(line, "cobalt")) == expected
    assert named(open_gaps(line, "amber")) == expected
    line.do("cobalt", Disseminate(number, "unit"))
    line.do("cobalt", Disseminate(number, "crew", basis="read-back", means="radio"))
    assert open_gaps(line, "cobalt") == open_gaps(line, "amber") == []


def test_a_side_that_declares_no_levels_is_one_gap_until_it_says_that_its_crews_know() -> None:
    """Nobody knows how far Cobalt's word goes; its own word about its crews settles that."""
    line = Parties(delay_ms=0)
    number = warned(line)
    assert named(open_gaps(line, "amber")) == [(number, "cobalt", UNDECLARED)]
    line.do("cobalt", Disseminate(number, "crew"))
    assert open_gaps(line, "amber") == []


def test_the_word_of_one_unit_does_not_speak_for_the_next_and_a_denial_stands() -> None:
    """Battery 1 has it and battery 2 has not been reached: the level is open, and says so."""
    line = Parties(delay_ms=0)
    line.do("cobalt", Send("ECH", {"echelons": ["unit"]}))
    number = warned(line)
    line.do("cobalt", Disseminate(number, "unit", unit="battery-1"))
    line.do("cobalt", Disseminate(number, "unit", basis="not-reached", unit="battery-2"))
    (gap,) = open_gaps(line, "amber")
    assert gap.denied is not None
    assert gap.denied.unit == "battery-2"
    line.do("cobalt", Disseminate(number, "unit"))
    assert open_gaps(line, "amber") == []


def test_a_unit_that_was_not_reached_stays_open_when_a_display_of_its_level_was() -> None:
    """Patrol 7 has no screen: that the level's feed was given it clears the rest, not patrol 7."""
    line = Parties(delay_ms=0)
    line.do("cobalt", Send("ECH", {"echelons": ["crew"]}))
    number = warned(line)
    line.do("cobalt", Disseminate(number, "crew", basis="not-reached", unit="patrol-7"))
    item, at_ms = ((LINE.channel, number),), line.now_ms
    pulled = FeedPulled("cockpit-1", "own-forces", "crew", "cot", item, 0, 0)
    state = line.states["cobalt"]
    apply(state, "cobalt", HOUSE_LINE, pulled, at_ms=at_ms, held_at_ms=at_ms, sequence=0)
    decision = line.try_("cobalt", Disseminate(number, "crew", basis="feed"))
    assert isinstance(decision, Decision)
    assert [one.rule for one in decision.warnings] == ["unit-not-reached"]
    line.do("cobalt", Disseminate(number, "crew", basis="feed"))
    for party in ("amber", "cobalt"):
        (gap,) = open_gaps(line, party)
        assert gap.denied is not None
        assert gap.denied.unit == "patrol-7"
    line.do("cobalt", Disseminate(number, "crew", basis="read-back", unit="patrol-7"))
    assert open_gaps(line, "cobalt") == open_gaps(line, "amber") == []


def test_a_side_without_levels_that_takes_its_word_back_is_a_gap_again() -> None:
    """Cobalt's crews were thought to know, and patrol 7 does not."""
    line = Parties(delay_ms=0)
    number = warned(line)
    line.do("cobalt", Disseminate(number, "crew"))
    line.do("cobalt", Disseminate(number, "crew", basis="not-reached", unit="patrol-7"))
    for party in ("amber", "cobalt"):
        (gap,) = open_gaps(line, party)
        assert (gap.echelon, gap.denied and gap.denied.unit) == (UNDECLARED, "patrol-7")


def test_a_corrected_warning_has_to_go_down_again() -> None:
    """The crews know the old area: the correction is a new gap, the old one none any more."""
    line = Parties(delay_ms=0)
    declared(line)
    number = warned(line)
    for level in ("unit", "crew"):
        line.do("cobalt", Disseminate(number, level))
    new = line.do("amber", Correct(number, {"volume": circle(radius_km=20)}))
    assert named(open_gaps(line, "cobalt")) == [(new, "cobalt", "unit"), (new, "cobalt", "crew")]
    assert line.rules("cobalt", Disseminate(number, "crew")) == ["superseded"]


@pytest.mark.parametrize("how", ["cancel", "end", "over"])
def test_what_is_over_is_no_gap_any_more(how: str) -> None:
    """A warning taken back, ended, or past its window is not to be passed on."""
    line = Parties(delay_ms=0)
    declared(line)
    number = warned(line)
    if how == "over":
        line.now_ms = T0 + 3 * HOUR
    else:
        line.do("amber", Cancel(number) if how == "cancel" else End(number))
    assert open_gaps(line, "cobalt") == []


def test_levels_declared_anew_corrected_or_taken_back_count_as_they_stand() -> None:
    """A wider declaration opens a gap again; taking it back leaves the side undeclared."""
    line = Parties(delay_ms=0)
    first = line.do("cobalt", Send("ECH", {"echelons": ["crew"]}))
    number = warned(line)
    line.do("cobalt", Disseminate(number, "crew"))
    corrected = line.do("cobalt", Correct(first, {"echelons": ["post", "crew"]}))
    assert named(open_gaps(line, "amber")) == [(number, "cobalt", "post")]
    line.do("cobalt", Cancel(corrected))
    assert echelons_of(line.states["amber"].line(LINE), "cobalt") is None


def test_what_nobody_may_say_of_a_level_is_refused_with_what_to_do() -> None:
    """Undeclared levels, other sides' messages, formats without levels, future times, twice."""
    line = Parties(delay_ms=0)
    declared(line)
    number = warned(line)
    notice = line.do("amber", Send("NAA", naa()))
    assert line.rules("cobalt", Disseminate(number, "national")) == ["not-declared"]
    assert line.rules("amber", Disseminate(number, "crew")) == ["own-message"]
    assert line.rules("cobalt", Disseminate(notice, "crew")) == ["not-disseminated"]
    assert line.rules("cobalt", Disseminate("AMBER-2026-9999", "crew")) == ["unknown-number"]
    later = Disseminate(number, "crew", at_ms=line.now_ms + HOUR)
    assert line.rules("cobalt", later) == ["future"]
    line.do("cobalt", Disseminate(number, "crew"))
    assert line.rules("cobalt", Disseminate(number, "crew")) == ["already-disseminated"]
    observer = Signature("wall", Role.OBSERVER)
    assert line.rules("cobalt", Disseminate(number, "unit"), by=observer) == ["role"]


def test_a_word_that_rests_on_the_feed_needs_the_pull_log_of_that_very_level() -> None:
    """The crews' display was given the warning: only for the crews may the desk rest on that."""
    line = Parties(delay_ms=0)
    declared(line)
    number = warned(line)
    word = Disseminate(number, "crew", basis="feed")
    assert line.rules("cobalt", word) == ["not-pulled"]
    item = ((LINE.channel, number),)
    pulled = FeedPulled("cockpit-1", "own-forces", "crew", "cot", item, 0, 0)
    at_ms = line.now_ms
    state = line.states["cobalt"]
    apply(state, "cobalt", HOUSE_LINE, pulled, at_ms=at_ms, held_at_ms=at_ms, sequence=0)
    assert line.rules("cobalt", Disseminate(number, "unit", basis="feed")) == ["not-pulled"]
    line.do("cobalt", word)
    assert named(open_gaps(line, "amber")) == [(number, "cobalt", "unit")]


def test_the_alarm_comes_as_early_as_the_side_needs_and_goes_with_the_last_level() -> None:
    """Cobalt needs 20 minutes down to its crews: urgent there and a warning here, in time."""
    line = Parties(delay_ms=0)
    declared(line)
    number = warned(line)
    starts_ms = T0 + 2 * HOUR

    def look(party: str) -> list[AlarmRaised]:
        found = alarm_events(line.states[party], AlarmRules(), Observed(), line.now_ms)
        raised = [event for _, event in found if isinstance(event, AlarmRaised)]
        return [event for event in raised if event.kind == "dissemination-gap"]

    line.now_ms = starts_ms - 20 * MINUTE - 1
    assert look("cobalt") == look("amber") == []
    line.now_ms += 1
    assert [(one.urgency, one.number, one.party) for one in look("cobalt")] == [
        ("urgent", number, "cobalt")
    ]
    assert [one.urgency for one in look("amber")] == ["warning"]
    line.do("cobalt", Disseminate(number, "unit"))
    assert look("cobalt")
    line.do("cobalt", Disseminate(number, "crew"))
    assert look("cobalt") == look("amber") == []


def test_a_warning_with_open_gaps_is_never_packed_away() -> None:
    """Read, read back and answered is not known to the crew: the message stays at hand."""
    line = Parties(delay_ms=0)
    declared(line)
    number = warned(line)
    state = line.states["cobalt"]
    state.pictures.clear()
    for key in list(state.agenda.owed):
        state.agenda.drop(key)
    line.do("cobalt", Read(number))
    state.pack()
    assert not state.line(LINE).messages.is_packed(number)
    line.do("amber", Cancel(number))
    line.do("cobalt", Read(line.journals["amber"][-1].event.message.number))  # type: ignore[union-attr]  # a Released
    state.pack()
    assert state.line(LINE).messages.is_packed(number)


def test_words_and_declarations_count_by_their_author_s_order_and_not_by_arrival() -> None:
    """Carried by files, the newer word came first: what stands is what the side said last."""
    line = Parties(delay_ms=0)
    number = warned(line)
    first = len(line.journals["cobalt"])
    line.connected = False
    line.do("cobalt", Send("ECH", {"echelons": ["crew"]}))
    line.now_ms += MINUTE
    line.do("cobalt", Disseminate(number, "crew", basis="not-reached"))
    line.now_ms += MINUTE
    line.do("cobalt", Disseminate(number, "crew"))
    line.do("cobalt", Send("ECH", {"echelons": ["unit", "crew"]}))
    for sent in reversed(line.journals["cobalt"][first:]):
        line.deliver("amber", sent)
    assert named(open_gaps(line, "amber")) == named(open_gaps(line, "cobalt"))
    assert named(open_gaps(line, "amber")) == [(number, "cobalt", "unit")]
