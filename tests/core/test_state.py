"""The two tables: what the house's events and the channel's openings leave in the state."""

from __future__ import annotations

import pytest

from detente.core.events import (
    Charter,
    Event,
    EvidenceKept,
    Invited,
    Joined,
    OfficerAdded,
    OfficerRemoved,
    Opened,
)
from detente.core.line.message import Role
from detente.core.state import Arrived, Decision, State, apply, decide, next_due_ms
from tests.support.line import CHARTER, HOUSE_LINE, LINE, PLACES, T0, card


def fold(state: State, author: str, event: Event, *, house: bool = True) -> None:
    """Apply one event of an author's house or channel journal."""
    line = HOUSE_LINE if house else LINE
    apply(state, author, line, event, at_ms=T0, held_at_ms=T0, sequence=0)


def test_the_house_knows_its_officers_invitations_and_evidence() -> None:
    """Officers come and go; an invitation stands under its secret's hash; evidence stays."""
    state = State("amber", PLACES)
    desk = OfficerAdded("desk", Role.RELEASER, "ab")
    kept = EvidenceKept(1, "cobalt", "j", "FORK", "d", "cd")
    invited = Invited(LINE.channel, "ef", T0)
    for event in (Opened(card("amber"), None), desk, kept, invited):
        fold(state, "amber", event)
    assert state.officers == {"desk": desk}
    assert state.evidence == [kept]
    assert state.invited == {"ef": invited}
    assert state.utc_offset_min() == 120
    fold(state, "amber", OfficerRemoved("desk"))
    fold(state, "amber", OfficerRemoved("desk"))
    assert state.officers == {}
    assert next_due_ms(state) is None


@pytest.mark.parametrize(
    "event",
    [
        Opened(card("cobalt"), Charter(LINE.channel, "Their name", "strategic")),
        Joined(card("zinc")),
        OfficerAdded("spy", Role.ADMINISTRATOR, "ab"),
        EvidenceKept(1, "amber", "j", "FORK", "d", "cd"),
    ],
)
@pytest.mark.parametrize("house", [True, False])
def test_a_peer_changes_no_member_officer_or_charter_of_ours(event: Event, *, house: bool) -> None:
    """Whatever stands in a peer's journal, our members, officers and charter are our own."""
    state = State("amber", PLACES)
    fold(state, "amber", Opened(card("amber"), CHARTER), house=False)
    fold(state, "amber", Joined(card("cobalt")), house=False)
    before = (dict(state.members), dict(state.charters), dict(state.cards))
    fold(state, "cobalt", event, house=house)
    assert (state.members, state.charters, state.cards) == before
    assert state.officers == {}
    assert state.evidence == []


def test_house_events_on_a_channel_mean_nothing() -> None:
    """An officer added in a channel's journal, even our own, opens nothing."""
    state = State("amber", PLACES)
    fold(state, "amber", OfficerAdded("spy", Role.ADMINISTRATOR, "ab"), house=False)
    assert state.officers == {}


def test_an_opening_that_arrives_needs_no_house_event() -> None:
    """Only messages make the node decide anything."""
    state = State("amber", PLACES)
    arrival = Arrived("cobalt", Opened(card("cobalt"), CHARTER), T0, 0)
    assert decide(state, arrival, LINE, None, T0) == Decision()
