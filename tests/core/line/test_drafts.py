"""Two officers release what the charter says, imports wait for one, a FLASH for nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.core.events import ConflictFound, DraftDropped, DraftKept, Warned
from detente.core.line.commands import (
    Cancel,
    Command,
    Correct,
    DropDraft,
    KeepDraft,
    ReleaseDraft,
    Send,
)
from detente.core.line.decision import Decision
from detente.core.line.drafts import DRAFTS_MAX, try_draft, two_person_problem
from detente.core.line.message import Precedence, Role, Signature
from detente.core.line.release import DRAFT_MS_MAX
from detente.core.line.tables import FORMATS
from detente.core.state import apply
from detente.core.watch.handover import ItemKind, open_items
from tests.support.line import CHARTER, HOUR, T0, Parties, circle, naa, nwa

CLERK = Signature("clerk-1", Role.DUTY_OFFICER)
FIRST = Signature("desk-1", Role.RELEASER)
SECOND = Signature("desk-2", Role.RELEASER)
VIEWER = Signature("desk-9", Role.OBSERVER)
PLACE = circle(-22.9, 14.4, start_ms=T0 + 2 * HOUR, end_ms=T0 + 3 * HOUR)


@pytest.fixture
def parties() -> Parties:
    """Two parties whose charter has two officers release intents and warnings."""
    return Parties(charter=replace(CHARTER, two_person=("NAA", "NWA")))


def kept(parties: Parties, command: Command, by: Signature = FIRST) -> int:
    """The serial of the draft that the command became; nothing may have been released."""
    before = len(parties.journals["amber"])
    decision = parties.try_("amber", command, by)
    assert isinstance(decision, Decision), decision
    assert decision.number is None
    assert decision.draft is not None
    assert len(parties.journals["amber"]) == before
    return decision.draft


def released(parties: Parties, draft: int, by: Signature = SECOND) -> str:
    """The number of the message that the draft became."""
    return parties.do("amber", ReleaseDraft(draft), by)


def test_two_officers_release_and_both_stand_in_the_message(parties: Parties) -> None:
    """What the first sends reaches nobody; what the second releases is exactly that, by both."""
    draft = kept(parties, Send("NAA", naa(PLACE), remarks="as agreed"))
    assert not parties.states["cobalt"].line(parties.line).messages
    parties.now_ms += 60_000
    number = released(parties, draft)
    seen = parties.at(number, "cobalt").message
    assert (seen.by, seen.second) == (FIRST, SECOND)
    assert (seen.created_ms, seen.released_ms) == (T0, T0 + 60_000)
    assert (seen.remarks, seen.fields["volume"]) == ("as agreed", PLACE)
    assert not parties.at(number, "cobalt").warned
    assert not parties.states["amber"].drafts


def test_the_same_officer_is_not_the_second(parties: Parties) -> None:
    """Who drafted it cannot release it, in whatever role; the draft stays."""
    draft = kept(parties, Send("NAA", naa(PLACE)))
    as_head = replace(FIRST, role=Role.ADMINISTRATOR)
    assert parties.rules("amber", ReleaseDraft(draft), FIRST) == ["same-officer"]
    assert parties.rules("amber", ReleaseDraft(draft), as_head) == ["same-officer"]
    assert draft in parties.states["amber"].drafts


def test_an_observer_neither_drafts_nor_releases_nor_drops(parties: Parties) -> None:
    """A role that may do nothing may do nothing by way of a draft."""
    assert "role" in parties.rules("amber", Send("NAA", naa(PLACE)), VIEWER)
    draft = kept(parties, Send("NAA", naa(PLACE)))
    assert parties.rules("amber", ReleaseDraft(draft), VIEWER) == ["role"]
    assert parties.rules("amber", DropDraft(draft, "no"), VIEWER) == ["role"]


def test_a_duty_officer_drafts_what_only_a_releaser_releases(
    parties: Parties, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a releaser's format: a clerk can draft it, and another clerk cannot release it."""
    monkeypatch.setitem(FORMATS, "NAA", replace(FORMATS["NAA"], releaser=Role.RELEASER))
    draft = kept(parties, Send("NAA", naa(PLACE)), CLERK)
    other = replace(CLERK, officer="clerk-2")
    assert parties.rules("amber", ReleaseDraft(draft), other) == ["role"]
    assert parties.at(released(parties, draft)).message.by == CLERK


def test_a_flash_waits_for_nobody(parties: Parties) -> None:
    """The same warning sent as FLASH goes out at once by one officer, and nobody finds it odd."""
    number = parties.do("amber", Send("NWA", nwa(PLACE), precedence=Precedence.FLASH), FIRST)
    assert parties.at(number, "cobalt").message.second is None
    assert not [one for one in parties.heard["cobalt"] if isinstance(one, Warned)]


def test_a_correction_waits_as_what_it_corrects_does(parties: Parties) -> None:
    """A correction of a two-person message is a draft too; taking the message back is not."""
    number = released(parties, kept(parties, Send("NAA", naa(PLACE))))
    draft = kept(parties, Correct(number, {"number_band": "1"}))
    assert parties.at(number, "cobalt").superseded_by is None
    correction = released(parties, draft)
    assert parties.at(number, "cobalt").superseded_by == correction
    assert parties.at(correction, "cobalt").message.second == SECOND
    assert not parties.at(correction, "cobalt").warned
    parties.do("amber", Cancel(correction), FIRST)
    assert parties.at(correction, "cobalt").closed_by is not None


def test_what_is_refused_is_refused_before_it_is_drafted(parties: Parties) -> None:
    """A draft with a missing field would only waste the second officer's time."""
    fields = {name: value for name, value in naa(PLACE).items() if name != "activity"}
    assert parties.rules("amber", Send("NAA", fields), FIRST) == ["required"]
    assert not parties.states["amber"].drafts


def test_a_draft_is_checked_anew_when_it_is_released(parties: Parties) -> None:
    """Its window has passed meanwhile: the second officer is asked, and can pass it by name."""
    draft = kept(parties, Send("NAA", naa(PLACE)))
    parties.now_ms = T0 + 4 * HOUR
    rules = parties.rules("amber", ReleaseDraft(draft), SECOND)
    assert rules
    decision = parties.try_("amber", ReleaseDraft(draft, tuple(rules)), SECOND)
    assert isinstance(decision, Decision)
    assert decision.number is not None
    assert set(rules) <= set(parties.at(decision.number).message.overridden)


def test_a_draft_of_last_week_is_not_released(parties: Parties) -> None:
    """After a week it has to be looked at and drafted again."""
    draft = kept(parties, Send("NAA", naa(PLACE)))
    parties.now_ms = T0 + DRAFT_MS_MAX + 1
    assert parties.rules("amber", ReleaseDraft(draft), SECOND) == ["draft-old"]


def test_a_draft_is_no_part_of_the_picture(parties: Parties) -> None:
    """Its conflict is told to its own officers before release, and found by both sides after."""
    other = parties.do("cobalt", Send("LCK"), FIRST)
    assert other
    theirs = parties.try_("cobalt", Send("NAA", naa(PLACE)), FIRST)
    assert isinstance(theirs, Decision)
    assert theirs.draft is not None
    parties.do("cobalt", ReleaseDraft(theirs.draft), SECOND)
    decision = parties.try_("amber", Send("NAA", naa(PLACE)), FIRST)
    assert isinstance(decision, Decision)
    assert "conflict" in [one.rule for one in decision.warnings]
    assert not parties.states["amber"].conflicts
    waiting = parties.states["amber"].drafts[decision.draft or 0]
    against, conflicts = try_draft(parties.states["amber"], waiting, parties.now_ms)
    assert not [one for one in against if not one.override]
    assert len(conflicts) == 1
    assert not parties.states["amber"].conflicts
    released(parties, waiting.kept.draft)
    for party in ("amber", "cobalt"):
        assert any(isinstance(one, ConflictFound) for one in parties.heard[party])


def test_a_dropped_draft_is_gone_and_its_reason_is_kept(parties: Parties) -> None:
    """Nobody can release it any more; the house journal says who dropped it and why."""
    draft = kept(parties, Send("NAA", naa(PLACE)))
    decision = parties.try_("amber", DropDraft(draft, "the flight is off"), SECOND)
    assert isinstance(decision, Decision)
    assert parties.heard["amber"][-1] == DraftDropped(draft, SECOND, "the flight is off")
    assert parties.rules("amber", ReleaseDraft(draft), SECOND) == ["draft-unknown"]


def test_an_imported_row_waits_for_one_officer(parties: Parties) -> None:
    """Its importer may release it when the format asks for one officer only."""
    parties.states["amber"].charters[parties.line.channel] = CHARTER
    row = KeepDraft(Send("NAA", naa(PLACE)), "plan.xlsx row 7", "plan.xlsx")
    draft = kept(parties, row)
    alone = parties.at(released(parties, draft, FIRST)).message
    assert (alone.by, alone.second) == (FIRST, None)
    other = parties.at(released(parties, kept(parties, row), SECOND)).message
    assert (other.by, other.second) == (FIRST, SECOND)


def test_an_imported_row_that_can_never_go_is_not_kept(parties: Parties) -> None:
    """A row without a class is refused; one whose place is odd is kept, and says so."""
    fields = {name: value for name, value in naa(PLACE).items() if name != "activity"}
    bad = KeepDraft(Send("NAA", fields), "plan.xlsx row 8", "plan.xlsx")
    assert parties.rules("amber", bad, FIRST) == ["required"]
    late = circle(-22.9, 14.4, start_ms=T0 - 3 * HOUR, end_ms=T0 - 2 * HOUR)
    decision = parties.try_(
        "amber", KeepDraft(Send("NAA", naa(late)), "plan.xlsx row 9", "plan.xlsx"), FIRST
    )
    assert isinstance(decision, Decision)
    assert decision.draft is not None
    assert all(one.override for one in decision.warnings)
    assert decision.warnings


def test_there_is_an_end_to_drafts(parties: Parties) -> None:
    """A runaway import is stopped, and says how to make room."""
    state = parties.states["amber"]
    first = kept(parties, Send("NAA", naa(PLACE)))
    state.drafts |= {first + i: state.drafts[first] for i in range(DRAFTS_MAX)}
    assert parties.rules("amber", Send("NAA", naa(PLACE)), FIRST) == ["drafts-max"]


def test_the_next_watch_hears_of_drafts(parties: Parties) -> None:
    """A draft that waits is on the list that one watch hands to the next."""
    draft = kept(parties, Send("NAA", naa(PLACE)))
    items = [
        one
        for one in open_items(parties.states["amber"], parties.now_ms)
        if one.kind == ItemKind.DRAFT
    ]
    assert [one.number for one in items] == [str(draft)]


def test_a_peer_whose_node_asks_no_second_officer_is_found_out(parties: Parties) -> None:
    """A message with one officer, or the same one twice, has its effect, with a warning to us."""
    number = released(parties, kept(parties, Send("NAA", naa(PLACE))))
    sound = parties.at(number).message
    alone = replace(sound, number="AMBER-2026-0002", second=None)
    twice = replace(sound, number="AMBER-2026-0003", second=sound.by)
    for forged, rule in ((alone, "second-missing"), (twice, "second-same")):
        parties.forge("amber", forged)
        tracked = parties.at(forged.number, "cobalt")
        assert [w.rule for one in tracked.warned for w in one.warnings].count(rule) == 1
        assert tracked.volume is not None


def test_drafts_are_the_house_s_own(parties: Parties) -> None:
    """What a peer's channel journal says of drafts changes nothing here."""
    event = DraftKept(5, parties.line.channel, FIRST, Send("NAA", naa(PLACE)), "two-person")
    state = parties.states["cobalt"]
    apply(state, "amber", parties.line, event, at_ms=T0, held_at_ms=T0, sequence=9)
    assert not state.drafts


@pytest.mark.parametrize("code", ["XYZ", "AEN", "ACK", "CAN", "LCK"])
def test_what_two_officers_cannot_be_asked_for(code: str) -> None:
    """No unknown format, no FLASH, no receipt, no change, and no line check."""
    assert two_person_problem(code)
    assert not two_person_problem("NAA")
