"""Drafts and roles over a node: durable, shown to those on duty, and told to nobody else."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from detente.core.events import HOUSE
from detente.core.line.commands import DropDraft, ReleaseDraft, Send
from detente.core.line.message import Role, Signature
from detente.journal.store import Store
from detente.node import drafts_view, views
from detente.node.inputs import (
    Actor,
    AddOfficer,
    Admit,
    ChangeRole,
    Do,
    Done,
    Invite,
    OpenChannel,
    Refused,
)
from detente.node.node import Node
from detente.sim.memory_store import MemoryStore
from detente.wire.native import StreamItem
from tests.support.line import HOUR, circle, naa
from tests.support.pair import ADMIN, CHARTER, LINE, SECRET, START_MS, Clock, Pair, make_node

FIRST, SECOND = Actor("desk-1", Role.RELEASER), Actor("desk-2", Role.RELEASER)
FIELDS = naa(circle(-22.9, 14.4, start_ms=START_MS + 2 * HOUR, end_ms=START_MS + 3 * HOUR))


def drafting_pair() -> Pair:
    """Amber and Cobalt on a line where two officers release intents."""
    pair = Pair()
    pair.settle()
    for one in (pair.amber, pair.cobalt):
        charter = one.state.charters[LINE.channel]
        one.state.charters[LINE.channel] = replace(charter, two_person=("NAA",))
    return pair


def drafted(node: Node) -> int:
    """The serial of a draft that the first officer made."""
    done = node.step([Do(FIRST, LINE, Send("NAA", FIELDS))])[0]
    assert isinstance(done, Done), done
    assert done.draft is not None
    assert done.number is None
    return done.draft


def test_a_draft_outlives_a_restart_and_its_serial_is_not_given_again() -> None:
    """A node that stops between the first officer and the second has lost nothing."""
    store: Store = MemoryStore()
    clock = Clock()
    node = make_node("amber", clock, store)
    node.step([OpenChannel(ADMIN, replace(CHARTER, two_person=("NAA",)))])
    other = make_node("cobalt", clock)
    node.step(
        [
            Invite(ADMIN, LINE.channel, SECRET, START_MS + 60_000),
            Admit(LINE.channel, SECRET, other.identity.card),
        ]
    )
    first, second = drafted(node), drafted(node)
    node.step([Do(SECOND, LINE, DropDraft(second, "twice"))])
    again = make_node("amber", clock, store)
    assert list(again.state.drafts) == [first]
    done = again.step([Do(SECOND, LINE, ReleaseDraft(first))])[0]
    assert isinstance(done, Done)
    assert done.number == "AMBER-2026-0001"
    assert drafted(again) == second + 1


def test_nothing_of_a_draft_is_in_what_the_other_side_holds() -> None:
    """Before its release the peer's node has no entry of it; afterwards one, with both names."""
    pair = drafting_pair()
    before = pair.cobalt.position
    serial = drafted(pair.amber)
    pair.settle()
    held = [one for one in pair.cobalt.stored().replay(before) if HOUSE not in one.journal]
    assert not held
    done = pair.amber.step([Do(SECOND, LINE, ReleaseDraft(serial))])[0]
    assert isinstance(done, Done)
    assert done.number is not None
    pair.settle()
    view = views.message(pair.cobalt, LINE, done.number)
    assert view is not None
    assert view.message.by == Signature("desk-1", Role.RELEASER)
    assert view.message.second == Signature("desk-2", Role.RELEASER)


def test_an_observer_s_stream_says_that_a_draft_waits_and_not_what_it_says() -> None:
    """Everybody with a token sees the events; only who may release sees the draft."""
    pair = drafting_pair()
    news: list[StreamItem] = []
    pair.amber.listen(news.append)
    after = pair.amber.position
    serial = drafted(pair.amber)
    said = [item.event for item in news if item.event and item.event.kind == "draft-kept"]
    listed = [one for one in views.events(pair.amber, after=after) if one.kind == "draft-kept"]
    assert said
    assert listed
    for event in (*said, *listed):
        text = msgspec.json.encode(event.body)
        assert b"two-person" in text
        assert b"volume" not in text
    view = drafts_view.draft(pair.amber, serial)
    assert view is not None
    assert view.two_person
    assert view.fields == FIELDS
    assert view.to == ("cobalt",)
    assert view.against == ()


def test_a_draft_that_would_be_refused_now_says_so() -> None:
    """Its window has passed: the list says what stands against it before anybody releases it."""
    pair = drafting_pair()
    serial = drafted(pair.amber)
    pair.clock.now_ms += 5 * HOUR
    (view,) = drafts_view.drafts(pair.amber)
    assert view.draft == serial
    assert view.against
    assert all(one.override for one in view.against)


def test_a_role_changes_with_a_name_and_a_reason_to_it() -> None:
    """The token stays, the role is another at once, and the journal says who, when, from what."""
    node = make_node("amber", Clock())
    node.step([AddOfficer(ADMIN, "desk-2", Role.ADMINISTRATOR, "aa")])
    node.step([AddOfficer(ADMIN, "watch-1", Role.DUTY_OFFICER, "bb")])
    done = node.step([ChangeRole(ADMIN, "watch-1", Role.RELEASER, "relieves watch-3")])[0]
    assert isinstance(done, Done)
    assert node.officer("bb") == Actor("watch-1", Role.RELEASER)
    last = drafts_view.role_changes(node)[-1]
    assert (last.officer, last.was, last.role) == ("watch-1", Role.DUTY_OFFICER, Role.RELEASER)
    assert (last.by, last.why) == (Signature("desk-1", Role.ADMINISTRATOR), "relieves watch-3")
    assert drafts_view.role_changes(node)[0].by == Signature("desk-1", Role.ADMINISTRATOR)
    assert [one.what for one in drafts_view.role_changes(node)] == ["added", "added", "role"]


def test_somebody_can_always_administer() -> None:
    """The last administrator cannot be made a clerk; nobody unknown gets a role."""
    node = make_node("amber", Clock())
    node.step([AddOfficer(ADMIN, "head", Role.ADMINISTRATOR, "aa")])
    for officer, role, rule in (
        ("head", Role.RELEASER, "last-administrator"),
        ("nobody", Role.RELEASER, "officer-unknown"),
        ("head", Role.ADMINISTRATOR, "no-change"),
    ):
        outcome = node.step([ChangeRole(ADMIN, officer, role, "")])[0]
        assert isinstance(outcome, Refused)
        assert outcome.refusals[0].rule == rule
    assert node.officer("aa") == Actor("head", Role.ADMINISTRATOR)


def test_a_charter_cannot_ask_two_officers_for_a_flash() -> None:
    """A channel whose charter would hold up a FLASH is not opened."""
    node = make_node("amber", Clock())
    outcome = node.step([OpenChannel(ADMIN, replace(CHARTER, two_person=("AEN",)))])[0]
    assert isinstance(outcome, Refused)
    assert outcome.refusals[0].rule == "two-person"
