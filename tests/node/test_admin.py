"""What an administrator may do, and what an inviter cannot make us sign."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.core.airspace.volume import Circle, Point, Polygon
from detente.core.events import Buffer, Charter
from detente.core.line.message import Role
from detente.node.inputs import (
    AddOfficer,
    Admit,
    Done,
    Invite,
    OpenChannel,
    Outcome,
    Refused,
    RemoveOfficer,
    TakePlace,
)
from tests.support.pair import ADMIN, CHARTER, LINE, SECRET, START_MS, Clock, make_node

HUGE = Circle(Point(0, 0), 10**12)
FLAT = Polygon((Point(0, 0), Point(1, 1), Point(0, 0)))


def rule_of(outcome: Outcome) -> str:
    """The rule of the first refusal; the outcome must be one."""
    assert isinstance(outcome, Refused), outcome
    return outcome.refusals[0].rule


@pytest.mark.parametrize(
    "charter",
    [
        replace(CHARTER, area=HUGE),
        replace(CHARTER, area=FLAT),
        replace(CHARTER, buffers=(Buffer("combat", -1, 0, 0),)),
        replace(CHARTER, lead_ms=(("NWA", -5),)),
        replace(CHARTER, lead_ms=(("XYZ", 5),)),
        replace(CHARTER, channel="house"),
        replace(CHARTER, channel="Not A Name"),
    ],
)
def test_a_charter_that_cannot_be_kept_is_refused(charter: Charter) -> None:
    """An area too wide, a negative buffer, a lead time for no format: nothing is opened."""
    node = make_node("amber", Clock())
    outcome = node.step([OpenChannel(ADMIN, charter)])[0]
    assert isinstance(outcome, Refused)
    assert node.state.charters == {}


def test_an_invitation_with_an_impossible_charter_is_not_taken() -> None:
    """The inviter's charter is checked like our own before we sign that we joined under it."""
    inviter, joiner = make_node("amber", Clock()), make_node("cobalt", Clock())
    charter = replace(CHARTER, area=HUGE)
    outcome = joiner.step([TakePlace(ADMIN, charter, (inviter.identity.card,))])[0]
    assert isinstance(outcome, Refused)
    assert joiner.peers() == []


def test_an_invitation_is_good_for_one_party_only() -> None:
    """Cobalt used it; Cobalt may try again when its answer was lost, Meridian may not use it."""
    node = make_node("amber", Clock())
    cobalt, meridian = make_node("cobalt", Clock()), make_node("meridian", Clock())
    node.step([OpenChannel(ADMIN, CHARTER), Invite(ADMIN, LINE.channel, SECRET, START_MS + 1)])
    first, again, other = node.step(
        [
            Admit(LINE.channel, SECRET, cobalt.identity.card),
            Admit(LINE.channel, SECRET, cobalt.identity.card),
            Admit(LINE.channel, SECRET, meridian.identity.card),
        ]
    )
    assert isinstance(first, Done)
    assert isinstance(again, Done)
    assert rule_of(other) == "invitation-used"
    assert [card.party for card in node.peers()] == ["cobalt"]


def test_an_invitation_expires() -> None:
    """A day later the secret opens nothing."""
    clock = Clock()
    node = make_node("amber", clock)
    node.step([OpenChannel(ADMIN, CHARTER), Invite(ADMIN, LINE.channel, SECRET, START_MS + 1)])
    clock.now_ms += 86_400_000
    card = make_node("cobalt", clock).identity.card
    assert rule_of(node.step([Admit(LINE.channel, SECRET, card)])[0]) == "invitation-expired"


def test_an_unknown_secret_opens_nothing() -> None:
    """A guess is refused, and says nothing about what exists."""
    node = make_node("amber", Clock())
    node.step([OpenChannel(ADMIN, CHARTER)])
    card = make_node("cobalt", Clock()).identity.card
    assert rule_of(node.step([Admit(LINE.channel, "00" * 32, card)])[0]) == "invitation-unknown"


def test_nobody_joins_under_our_own_name_or_with_another_key() -> None:
    """A card that calls itself Amber, or Cobalt with a second key, is refused."""
    node = make_node("amber", Clock())
    cobalt = make_node("cobalt", Clock()).identity.card
    node.step([OpenChannel(ADMIN, CHARTER), Invite(ADMIN, LINE.channel, SECRET, START_MS + 1)])
    own = node.step([Admit(LINE.channel, SECRET, replace(cobalt, party="amber"))])[0]
    assert rule_of(own) == "party-name"
    node.step([Admit(LINE.channel, SECRET, cobalt)])
    other_key = make_node("meridian", Clock()).identity.card.key
    changed = node.step([Admit(LINE.channel, SECRET, replace(cobalt, key=other_key))])[0]
    assert rule_of(changed) == "party-key"


def test_the_last_administrator_cannot_be_removed() -> None:
    """Nobody locks a node by mistake; with a second administrator the first may go."""
    node = make_node("amber", Clock())
    node.step([AddOfficer(ADMIN, "desk-1", Role.ADMINISTRATOR, "aa")])
    assert rule_of(node.step([RemoveOfficer(ADMIN, "desk-1")])[0]) == "last-administrator"
    node.step([AddOfficer(ADMIN, "desk-2", Role.ADMINISTRATOR, "bb")])
    assert isinstance(node.step([RemoveOfficer(ADMIN, "desk-1")])[0], Done)
    assert node.officer("aa") is None
    assert node.officer("bb") is not None


def test_a_second_member_who_takes_us_in_may_know_more() -> None:
    """Cobalt is taken in by Amber, then by Meridian, who has taken in Ochre: Cobalt knows all."""
    cobalt = make_node("cobalt", Clock())
    amber, meridian, ochre = (
        make_node(party, Clock()).identity.card for party in ("amber", "meridian", "ochre")
    )
    first, second, again = cobalt.step(
        [
            TakePlace(ADMIN, CHARTER, (amber,)),
            TakePlace(ADMIN, CHARTER, (amber, meridian, ochre)),
            TakePlace(ADMIN, CHARTER, (amber, meridian, ochre)),
        ]
    )
    assert all(isinstance(one, Done) for one in (first, second, again))
    assert [card.party for card in cobalt.peers()] == ["amber", "meridian", "ochre"]
    assert cobalt.kept(f"{LINE.channel}/ACTUAL/cobalt") == 4
