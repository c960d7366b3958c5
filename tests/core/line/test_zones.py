"""The life of a zone, as every member computes it, and claims that stand side by side."""

from __future__ import annotations

from detente.core.events import ConflictFound, Warned
from detente.core.line.commands import Answer, Cancel, Correct, End, ReadBack, Send
from detente.core.line.lead import Timing
from detente.core.line.zones import Zone, ZoneState, zones
from detente.core.state import Decision
from detente.core.values import Fields
from tests.support.line import HOUR, LINE, MINUTE, T0, Parties, circle, naa

DAY = 24 * HOUR


def proposal(name: str = "Alpha", lat: float = 35.5, **more: object) -> Fields:
    """A zone that is kept for five days from tomorrow."""
    volume = circle(lat, start_ms=T0 + HOUR, end_ms=T0 + 5 * DAY)
    fields: dict[str, object] = {
        "zone": name,
        "action": "propose",
        "volume": volume,
        "rule": "no-entry",
        **more,
    }
    return fields  # type: ignore[return-value]  # values are JSON


def act(action: str, name: str = "Alpha") -> Fields:
    """An act on a zone that needs no area."""
    return {"zone": name, "action": action}


def active(name: str = "Alpha") -> Fields:
    """An activation from two to three hours from T0."""
    return {"zone": name, "action": "activate", "volume": circle()}


def only(line: Parties, party: str = "amber") -> Zone:
    """The only zone that a party knows."""
    (zone,) = zones(line.states[party], LINE, line.now_ms)
    return zone


def both(line: Parties) -> ZoneState:
    """The state of the only zone, which must be the same at both members."""
    assert only(line, "amber") == only(line, "cobalt")
    return only(line).state


def test_a_zone_lives_from_proposal_to_expiry() -> None:
    """Proposed, agreed, active while it lasts, agreed again, and expired when its period ends."""
    line = Parties()
    number = line.do("amber", Send("NZO", proposal()))
    assert both(line) is ZoneState.PROPOSED
    assert only(line).silent == ("cobalt",)
    line.do("cobalt", ReadBack(number))
    line.do("cobalt", Answer(number, "AGREE"))
    assert both(line) is ZoneState.AGREED
    line.do("cobalt", Send("NZO", active()))
    assert both(line) is ZoneState.AGREED
    line.now_ms = T0 + 2 * HOUR + 1
    assert both(line) is ZoneState.ACTIVE
    line.now_ms = T0 + 3 * HOUR
    assert both(line) is ZoneState.AGREED
    line.now_ms = T0 + 5 * DAY
    assert both(line) is ZoneState.EXPIRED


def test_a_zone_is_proposed_days_ahead_and_activated_half_an_hour_ahead() -> None:
    """A zone for tomorrow is proposed late, one for next week in time; a release is never late."""
    line = Parties()
    volume = circle(start_ms=T0 + 4 * DAY, end_ms=T0 + 5 * DAY)
    late = line.do("amber", Send("NZO", proposal()))
    good = line.do("amber", Send("NZO", proposal("Beta", volume=volume)))
    for number in (late, good):
        line.do("cobalt", ReadBack(number))
    state = line.states["cobalt"]
    found = [state.lead(LINE, line.at(number, "cobalt"), "cobalt") for number in (late, good)]
    assert [one.timing for one in found if one] == [Timing.SHORT, Timing.ON_TIME]
    assert [one.required_ms for one in found if one] == [3 * DAY, 3 * DAY]
    number = line.do("amber", Send("NZO", active("Beta"), acknowledged=("zone-not-agreed",)))
    lead = state.lead(LINE, line.at(number, "cobalt"), "cobalt")
    assert lead is not None
    assert lead.required_ms == 30 * MINUTE
    number = line.do("amber", Send("NZO", {**act("release", "Beta"), "volume": volume}))
    assert state.lead(LINE, line.at(number, "cobalt"), "cobalt") is None


def test_a_zone_that_renews_goes_on_after_its_period() -> None:
    """Agreed with renewal: nothing expires until somebody releases it."""
    line = Parties()
    number = line.do("amber", Send("NZO", proposal(renews=True)))
    line.do("cobalt", Answer(number, "AGREE"))
    line.now_ms = T0 + 6 * DAY
    assert both(line) is ZoneState.AGREED
    line.do("cobalt", Send("NZO", act("release")))
    assert both(line) is ZoneState.RELEASED
    assert [(word.party, word.what) for word in only(line).words] == [("cobalt", "release")]


def test_either_side_suspends_and_only_that_side_resumes() -> None:
    """While one side says suspended it is; the other side's resuming changes nothing."""
    line = Parties()
    number = line.do("amber", Send("NZO", proposal()))
    line.do("cobalt", Answer(number, "AGREE"))
    line.do("cobalt", Send("NZO", act("suspend")))
    assert both(line) is ZoneState.SUSPENDED
    line.do("amber", Send("NZO", act("resume")))
    assert both(line) is ZoneState.SUSPENDED
    line.do("cobalt", Send("NZO", act("resume")))
    assert both(line) is ZoneState.AGREED


def test_a_disagreement_and_a_new_wording() -> None:
    """DISAGREE is shown; a corrected proposal needs a new answer, the old one counts no more."""
    line = Parties()
    number = line.do("amber", Send("NZO", proposal()))
    line.do("cobalt", Answer(number, "DISAGREE", field_name="volume"))
    assert both(line) is ZoneState.DISAGREED
    wording = line.do("amber", Correct(number, {"rule": "caution"}))
    assert both(line) is ZoneState.PROPOSED
    line.do("cobalt", Answer(wording, "AGREE"))
    assert both(line) is ZoneState.AGREED
    assert (only(line).number, only(line).wording, only(line).rule) == (number, wording, "caution")


def test_all_who_were_asked_must_agree() -> None:
    """With three members, one agreement is not enough, and nobody's silence is consent."""
    line = Parties(names=("amber", "cobalt", "meridian"))
    number = line.do("amber", Send("NZO", proposal()))
    line.do("cobalt", Answer(number, "AGREE"))
    assert only(line).state is ZoneState.PROPOSED
    assert only(line).silent == ("meridian",)
    line.do("meridian", Answer(number, "AGREE"))
    assert only(line).state is ZoneState.AGREED


def test_claims_of_one_name_and_of_one_ground_stand_side_by_side() -> None:
    """Both propose Alpha elsewhere; a third zone covers part of the first: all are shown."""
    line = Parties()
    first = line.do("amber", Send("NZO", proposal()))
    second = line.do("cobalt", Send("NZO", proposal(lat=37.0)))
    third = line.do("cobalt", Send("NZO", proposal("Bravo", lat=35.6)))
    known = {zone.number: zone for zone in zones(line.states["amber"], LINE, line.now_ms)}
    assert set(known) == {first, second, third}
    assert known[first].same_name == (second,)
    assert known[first].overlapping == (third,)
    assert known[second].overlapping == ()
    assert line.rules("amber", Send("NZO", act("suspend", "Charlie"))) == ["zone-unknown"]
    line.do("cobalt", Cancel(second))
    after = zones(line.states["amber"], LINE, line.now_ms)
    assert next(one for one in after if one.number == first).same_name == ()


def test_a_proposal_announces_nothing_and_an_activation_does() -> None:
    """A flight through a proposed zone is no conflict; through an activated one it is."""
    line = Parties()
    line.do("cobalt", Send("NZO", proposal()))
    line.do("amber", Send("NAA", naa()))
    assert not any(isinstance(event, ConflictFound) for event in line.heard["amber"])
    line.do("cobalt", Send("NZO", active(), acknowledged=("zone-not-agreed",)))
    assert any(isinstance(event, ConflictFound) for event in line.heard["amber"])
    assert only(line).state is ZoneState.PROPOSED


def test_activating_what_was_not_agreed_is_asked_about_and_told() -> None:
    """The sender must pass the rule; the receiver is warned; the activation counts all the same."""
    line = Parties()
    line.do("amber", Send("NZO", proposal()))
    assert line.rules("amber", Send("NZO", active())) == ["zone-not-agreed"]
    number = line.do("amber", Send("NZO", active(), acknowledged=("zone-not-agreed",)))
    warned = [event for event in line.heard["cobalt"] if isinstance(event, Warned)]
    assert [one.rule for event in warned for one in event.warnings] == ["zone-not-agreed"]
    assert [one.number for one in only(line, "cobalt").activations] == [number]
    line.do("amber", End(number))
    assert only(line, "cobalt").activations == ()


def test_whoever_is_not_bound_changes_nothing() -> None:
    """A third member that was not asked cannot suspend a zone of two others."""
    line = Parties(names=("amber", "cobalt", "meridian"))
    number = line.do("amber", Send("NZO", proposal(), to=("cobalt",)))
    line.do("cobalt", Answer(number, "AGREE"))
    line.do("meridian", Send("NZO", act("suspend")))
    assert only(line).state is ZoneState.AGREED


def test_an_act_names_its_claim_by_reference_when_the_name_is_not_enough() -> None:
    """Two claims of one name: suspending asks which, and takes the number."""
    line = Parties(names=("amber", "cobalt", "meridian"))
    first = line.do("amber", Send("NZO", proposal()))
    line.do("cobalt", Send("NZO", proposal(lat=37.0)))
    assert line.rules("meridian", Send("NZO", act("suspend"))) == ["zone-several"]
    decision = line.try_("meridian", Send("NZO", act("suspend"), ref=first))
    assert isinstance(decision, Decision)
    suspended = [
        zone.number
        for zone in zones(line.states["amber"], LINE, line.now_ms)
        if zone.state is ZoneState.SUSPENDED
    ]
    assert suspended == [first]
