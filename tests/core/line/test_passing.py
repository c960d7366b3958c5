"""Parties that are not on the line: declared, told, open until they are, and by whose leave."""

from __future__ import annotations

from detente.core.line.commands import Answer, Cancel, PassOn, Send
from detente.core.line.message import Releasability, Role, Signature
from detente.core.line.passing import dependents, told, untold
from detente.core.line.state import Passed
from detente.core.state import Decision
from detente.core.values import Fields
from detente.core.watch.alarms import AlarmRules, Kind, Observed, Urgency, causes
from tests.support.line import HOUR, LINE, MINUTE, Parties, naa, nwa

GUARD: Fields = {
    "party": "shore-guard",
    "kind": "air-defence",
    "may_forward": ["warnings"],
    "means": "voice",
    "minutes": 3,
}


def declared() -> Parties:
    """Cobalt has declared that the shore guard is reached through it."""
    line = Parties()
    line.do("cobalt", Send("DEP", GUARD))
    return line


def warning(line: Parties, *named: str) -> str:
    """Amber's warning, released to the parties named."""
    to = Releasability.NAMED if named else None
    return line.do("amber", Send("NWA", nwa(), releasability=to, releasable_to=named))


def open_for(line: Parties, party: str) -> list[tuple[str, str]]:
    """What a party's node shows as not yet told: number and dependent."""
    found = untold(line.states[party], LINE, line.now_ms)
    return [(tracked.number, one.dependent.party) for tracked, one in found]


def test_a_warning_is_open_for_the_dependent_until_it_was_told() -> None:
    """Both nodes show the shore guard as not told; after PSD both show when, by whom and how."""
    line = declared()
    number = warning(line, "shore-guard")
    for party in ("amber", "cobalt"):
        assert open_for(line, party) == [(number, "shore-guard")]
    line.now_ms += 2 * MINUTE
    told_ms = line.now_ms - 10_000
    receipt = line.do(
        "cobalt",
        PassOn(
            number,
            "shore-guard",
            at_ms=told_ms,
            passed_by="watch-2",
            means="voice",
            heard_back="yes",
        ),
    )
    for party in ("amber", "cobalt"):
        assert open_for(line, party) == []
        (passed,) = line.at(number, party).passed
        assert passed == Passed(
            party="cobalt",
            number=receipt,
            to="shore-guard",
            step="PASSED",
            passed_ms=told_ms,
            means="voice",
            by="watch-2",
            heard_back="yes",
            at_ms=line.now_ms,
            held_at_ms=passed.held_at_ms,
        )


def test_a_dependent_that_is_not_told_in_time_is_an_alarm() -> None:
    """Three minutes, says the declaration: then Cobalt's alarm is urgent, Amber's a warning."""
    line = declared()
    number = warning(line, "shore-guard")

    def alarms(party: str) -> list[tuple[str, str]]:
        found = causes(line.states[party], AlarmRules(), Observed(), line.now_ms)
        return [(one.urgency, one.number) for one in found if one.kind is Kind.UNTOLD]

    line.now_ms += 2 * MINUTE
    assert alarms("cobalt") == []
    line.now_ms += 2 * MINUTE
    assert alarms("cobalt") == [(Urgency.URGENT, number)]
    assert alarms("amber") == [(Urgency.WARNING, number)]
    line.do("cobalt", PassOn(number, "shore-guard"))
    assert alarms("cobalt") == alarms("amber") == []


def test_an_alert_stays_open_for_a_day_although_it_is_answered() -> None:
    """What has no window is not packed away while a dependent may have to be told of it."""
    line = declared()
    point = {"lat_e7": -229_000_000, "lon_e7": 144_000_000}
    alert = Send(
        "AST",
        {"point": point, "what": "hospital"},
        releasability=Releasability.PUBLIC,
    )
    number = line.do("amber", alert)
    line.do("cobalt", Answer(number, "WILCO"))
    line.states["cobalt"].pack()
    assert open_for(line, "cobalt") == [(number, "shore-guard")]
    line.now_ms += 25 * HOUR
    assert open_for(line, "cobalt") == []


def test_who_could_not_be_reached_stays_open() -> None:
    """UNREACHABLE is on record and the warning stays open; the next try closes it."""
    line = declared()
    number = warning(line, "shore-guard")
    line.do("cobalt", PassOn(number, "shore-guard", step="UNREACHABLE"))
    assert open_for(line, "amber") == [(number, "shore-guard")]
    line.now_ms += MINUTE
    line.do("cobalt", PassOn(number, "shore-guard"))
    assert open_for(line, "amber") == []
    assert [one.step for one in line.at(number, "amber").passed] == ["UNREACHABLE", "PASSED"]


def test_without_its_senders_leave_nobody_is_told_and_everybody_sees_it() -> None:
    """Amber says nothing of the guard: it is asked about; what happened is recorded as it was."""
    line = declared()
    number = warning(line)
    state = line.states["amber"]
    (one,) = told(state, LINE, line.at(number, "amber"), line.now_ms)
    assert one.withheld is not None
    assert not one.is_open
    assert line.rules("cobalt", PassOn(number, "shore-guard")) == ["not-releasable"]
    line.do("cobalt", PassOn(number, "shore-guard", acknowledged=("not-releasable",)))
    (passed,) = line.at(number, "amber").passed
    assert passed.overridden == ("not-releasable",)


def test_the_sender_is_warned_of_whom_its_message_leaves_out() -> None:
    """Releasing a warning that the other side's air defence may not know says so at once."""
    line = declared()
    decision = line.try_("amber", Send("NWA", nwa()))
    assert isinstance(decision, Decision)
    assert "dependent-untold" in [one.rule for one in decision.warnings]
    to = Send("NWA", nwa(), releasability=Releasability.NAMED, releasable_to=("shore-guard",))
    decision = line.try_("amber", to)
    assert isinstance(decision, Decision)
    assert [one.rule for one in decision.warnings] == []


def test_a_name_that_nobody_has_is_no_silent_permission() -> None:
    """A letter is wrong in the guard's name: the sender is told that nobody is called so."""
    line = declared()
    to = Send("NWA", nwa(), releasability=Releasability.NAMED, releasable_to=("shore-gaurd",))
    decision = line.try_("amber", to)
    assert isinstance(decision, Decision)
    rules = [one.rule for one in decision.warnings]
    assert rules == ["releasable-unknown", "dependent-untold"]


def test_only_what_was_declared_is_passed_on() -> None:
    """The guard takes warnings: a notice is not open for it; its member may tell all the same."""
    line = declared()
    to = Releasability.PUBLIC
    number = line.do("amber", Send("NAA", naa(), releasability=to))
    assert open_for(line, "cobalt") == []
    line.do("cobalt", PassOn(number, "shore-guard"))
    assert line.rules("cobalt", PassOn(number, "harbour")) == ["dependent-undeclared"]


def test_a_declaration_ends_and_so_does_what_is_open() -> None:
    """The member takes the declaration back; so do the end of the warning and of its window."""
    line = Parties()
    declaration = line.do("cobalt", Send("DEP", GUARD))
    number = warning(line, "shore-guard")
    assert open_for(line, "cobalt") == [(number, "shore-guard")]
    at_ms = line.now_ms + 4 * HOUR
    assert untold(line.states["cobalt"], LINE, at_ms) == [], "its window is over"
    line.do("cobalt", Cancel(declaration))
    assert dependents(line.states["amber"], LINE) == []
    assert open_for(line, "cobalt") == []


def test_nobody_speaks_for_another_member_or_for_its_dependent() -> None:
    """Cobalt speaks for the shore guard; Amber neither for Cobalt nor for the guard."""
    line = declared()
    for name, rule in (("cobalt", "behalf-member"), ("shore-guard", "behalf-other")):
        assert line.rules("amber", Send("NAA", naa(), on_behalf_of=name)) == [rule]
    number = line.do("cobalt", Send("NAA", naa(), on_behalf_of="shore-guard"))
    assert line.at(number, "amber").message.on_behalf_of == "shore-guard"


def test_only_a_receiver_tells_and_not_in_the_future() -> None:
    """The sender has nothing to pass on; an observer may not; tomorrow has not happened."""
    line = declared()
    number = warning(line, "shore-guard")
    assert line.rules("amber", PassOn(number, "shore-guard")) == ["own-message"]
    guest = Signature("guest", Role.OBSERVER)
    assert line.rules("cobalt", PassOn(number, "shore-guard"), guest) == ["role"]
    ahead = PassOn(number, "shore-guard", at_ms=line.now_ms + HOUR)
    assert line.rules("cobalt", ahead) == ["passed-ahead"]
    odd = PassOn(number, "shore-guard", step="WHISPERED")
    assert line.rules("cobalt", odd) == ["choice"]
