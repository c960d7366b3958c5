"""Kinds of channel: business is kept apart, and what saves life goes everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.core.events import Event, Joined, Opened, Warned
from detente.core.line.channels import (
    FAMILIES_EVERYWHERE,
    RULES,
    TAKEN_BY,
    ChannelKind,
    kinds_for,
    saves_life,
)
from detente.core.line.commands import Cancel, Correct, Send
from detente.core.line.formats import Family
from detente.core.line.message import Line, Message, Precedence, Role, Signature
from detente.core.line.tables import FORMATS
from detente.core.state import Decision, apply, decide
from detente.core.values import Fields
from tests.support.line import CHARTER, LINE, MINUTE, OFFICER, T0, Parties, card, circle, naa, nwa

ALERT: Fields = {"situation": "inside", "point": {"lat_e7": 355_000_000, "lon_e7": 357_000_000}}


def of_kind(kind: ChannelKind) -> Parties:
    """Amber and Cobalt on a channel of that kind."""
    return Parties(charter=replace(CHARTER, kind=kind.value))


def also(line: Parties, party: str, channel: str, kind: ChannelKind, *others: str) -> None:
    """The party is on a second channel as well, with these others."""
    on, state = Line(channel), line.states[party]
    opened = Opened(card(party), replace(CHARTER, channel=channel, kind=kind.value))
    events: list[Event] = [opened, *(Joined(card(one)) for one in others)]
    for event in events:
        apply(state, party, on, event, at_ms=T0, held_at_ms=T0, sequence=0)


def test_every_format_has_its_kinds() -> None:
    """A format without a row would go everywhere unnoticed: every one that is sent has one."""
    for fmt in FORMATS.values():
        assert fmt.family in FAMILIES_EVERYWHERE or fmt.code in TAKEN_BY, fmt.code
        assert kinds_for(fmt), fmt.code
    assert set(TAKEN_BY) <= set(FORMATS)
    assert set(RULES) == set(ChannelKind)


def test_air_activity_is_not_said_on_the_strategic_line() -> None:
    """The refusal names the channel of ours, to the same parties, that takes it."""
    line = of_kind(ChannelKind.STRATEGIC)
    decision = line.try_("amber", Send("NAA", naa()))
    assert isinstance(decision, tuple)
    (refusal,) = decision
    assert (refusal.field, refusal.rule) == ("format", "channel-kind")
    assert "open one of kind safety" in refusal.remedy
    also(line, "amber", "far-2", ChannelKind.SAFETY, "umber")
    decision = line.try_("amber", Send("NAA", naa()))
    assert isinstance(decision, tuple)
    assert "far-2" not in decision[0].remedy, "Cobalt could not be told there"
    also(line, "amber", "near-1", ChannelKind.SAFETY, "cobalt")
    decision = line.try_("amber", Send("NAA", naa()))
    assert isinstance(decision, tuple)
    assert decision[0].remedy == "Send it on near-1 (safety)"


@pytest.mark.parametrize("kind", ChannelKind)
def test_what_saves_life_is_taken_on_every_channel(kind: ChannelKind) -> None:
    """Alerts, warnings and whatever is FLASH go through on the diplomatic line too, by anybody."""
    line, duty = of_kind(kind), Signature("desk-2", Role.DUTY_OFFICER)
    assert line.rules("amber", Send("AEN", ALERT), duty) == []
    assert line.rules("amber", Send("NWA", nwa()), duty) == []
    assert line.rules("amber", Send("NAA", naa(), precedence=Precedence.FLASH), duty) == []
    for fmt in FORMATS.values():
        assert fmt.family is not Family.ALERT or saves_life(fmt, fmt.precedence)


def test_strategic_and_diplomatic_business_needs_a_releaser() -> None:
    """A duty officer checks the line there, and speaks on it no further."""
    duty = Signature("desk-2", Role.DUTY_OFFICER)
    explain = Send("QEX")
    for kind in (ChannelKind.STRATEGIC, ChannelKind.DIPLOMATIC):
        line = of_kind(kind)
        assert line.rules("amber", Send("LCK"), duty) == []
        assert "role" in line.rules("amber", explain, duty)
        assert "role" not in line.rules("amber", explain, OFFICER)
    assert "role" not in of_kind(ChannelKind.SAFETY).rules("amber", explain, duty)


def test_an_old_channel_is_a_safety_channel() -> None:
    """A charter of before kinds, and one of a kind unknown here, take what safety takes."""
    assert Parties().rules("amber", Send("NAA", naa())) == []
    unknown = Parties(charter=replace(CHARTER, kind="economic"))
    assert unknown.rules("amber", Send("NAA", naa())) == []


def test_what_a_peer_says_on_the_wrong_line_counts_and_is_shown_as_odd() -> None:
    """Cobalt's software knows no kinds: its notice stands in the picture, with a warning."""
    line = of_kind(ChannelKind.STRATEGIC)
    line.forge(
        "cobalt",
        Message(
            "COBALT-2026-0001",
            "NAA",
            1,
            Precedence.ROUTINE,
            ("amber",),
            T0,
            T0,
            OFFICER,
            naa(),
        ),
    )
    tracked = line.at("COBALT-2026-0001", "amber")
    assert tracked.problems == ()
    assert line.states["amber"].pictures[LINE].get("COBALT-2026-0001") is not None
    warned = [one for one in line.heard["amber"] if isinstance(one, Warned)]
    assert [one.rule for event in warned for one in event.warnings] == ["channel-kind"]


# ------------------------------------------------------------------ declared states

SUSPENDED: Fields = {"state": "SUSPENDED", "scope": "all", "reason_kind": "political"}


def test_who_suspended_the_line_speaks_on_it_only_knowingly() -> None:
    """Amber's routine notice is questioned; acknowledged it goes, and that stands in the record."""
    line = Parties()
    line.do("amber", Send("LST", SUSPENDED))
    assert line.rules("amber", Send("NAA", naa())) == ["line-suspended"]
    number = line.do("amber", Send("NAA", naa(), acknowledged=("line-suspended",)))
    assert line.at(number).message.overridden == ("line-suspended",)
    assert line.rules("amber", Correct(number, {"number_band": "1"})) == [], "always corrected"
    newer = line.states["amber"].line(LINE).last["amber"]
    assert line.rules("amber", Cancel(newer)) == [], "and taken back"
    assert line.rules("amber", Send("LCK")) == []


def test_what_saves_life_is_said_on_a_suspended_line_as_ever() -> None:
    """An alert, a warning and a FLASH need no second look, by either side."""
    line = Parties()
    line.do("amber", Send("LST", SUSPENDED))
    for party in ("amber", "cobalt"):
        assert line.rules(party, Send("AEN", ALERT)) == []
        assert line.rules(party, Send("NWA", nwa())) == []
        assert line.rules(party, Send("NAA", naa(), precedence=Precedence.FLASH)) == []


def warned(line: Parties, party: str) -> list[str]:
    """What the party is warned of when it sends a notice."""
    decision = line.try_(party, Send("NWA", nwa()))
    assert isinstance(decision, Decision)
    return [one.rule for one in decision.warnings]


def test_a_state_announced_for_tomorrow_does_not_hold_yet() -> None:
    """Maintenance from 08:00: until then the line is spoken on as before, and then it is not."""
    line = Parties()
    later = T0 + 30 * MINUTE
    line.do("amber", Send("LST", {**SUSPENDED, "from_ms": later, "reason_kind": "maintenance"}))
    volume = circle(start_ms=T0 + 300 * MINUTE, end_ms=T0 + 360 * MINUTE)
    assert line.rules("amber", Send("NAA", naa(volume))) == []
    assert warned(line, "cobalt") == []
    line.now_ms = later
    assert line.rules("amber", Send("NAA", naa(volume))) == ["line-suspended"]
    assert warned(line, "cobalt") == ["line-closed"]


def test_it_is_opened_for_tomorrow_and_is_suspended_until_then() -> None:
    """Who says when it will be open again has not opened it; said anew for now, it is."""
    line = Parties()
    line.do("amber", Send("LST", SUSPENDED))
    line.now_ms += MINUTE
    opened = {"state": "OPEN", "scope": "all"}
    line.do("amber", Send("LST", {**opened, "from_ms": T0 + 60 * MINUTE}))
    line.now_ms += MINUTE
    assert line.rules("amber", Send("NAA", naa())) == ["line-suspended"]
    assert warned(line, "cobalt") == ["line-closed"]
    line.do("amber", Send("LST", opened))
    line.now_ms += MINUTE
    assert line.rules("amber", Send("NAA", naa())) == []
    assert warned(line, "cobalt") == []


def test_the_two_sides_declare_apart_and_since_is_kept() -> None:
    """Open, says one; closed, says the other; saying it again does not move since when."""
    line = Parties(delay_ms=0)
    line.do("amber", Send("LST", {"state": "OPEN", "scope": "all"}))
    line.now_ms += MINUTE
    line.do("cobalt", Send("LST", SUSPENDED))
    since = line.now_ms
    line.now_ms += MINUTE
    line.do("cobalt", Send("LST", {**SUSPENDED, "reason_kind": "technical"}))
    for party in ("amber", "cobalt"):
        declared = line.states[party].line(LINE).declared
        assert (declared["amber"].state, declared["amber"].since_ms) == ("OPEN", T0)
        assert (declared["cobalt"].state, declared["cobalt"].since_ms) == ("SUSPENDED", since)
        assert declared["cobalt"].reason == "technical"


def test_a_dry_run_says_the_same_as_a_release() -> None:
    """`check` before `send` on the wrong kind of channel: the same refusal, nothing written."""
    line = of_kind(ChannelKind.HUMANITARIAN)
    found = decide(line.states["amber"], Send("QID"), LINE, OFFICER, T0)
    assert isinstance(found, tuple)
    assert "channel-kind" in [one.rule for one in found]
    assert line.journals["amber"] == []
