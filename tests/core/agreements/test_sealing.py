"""Coarse now, exact later: the seal proves that what is opened was meant all along."""

from __future__ import annotations

from dataclasses import replace

from detente.core.agreements.sealing import Sealed, SealState, seal_of, sealed_announcements
from detente.core.events import ConflictEnded, Released
from detente.core.line.commands import (
    Cancel,
    Correct,
    DropDraft,
    ReleaseDraft,
    Seal,
    Send,
    Unseal,
)
from detente.core.line.state import Standing
from detente.core.state import Decision
from detente.core.values import Fields, Json
from detente.wire.events import decode, encode
from tests.support.line import HOUR, LINE, MINUTE, OFFICER, T0, Parties, circle, nwa

SALT = "c2FsdHNhbHRzYWx0c2FsdA=="
WIDE = circle(radius_km=100, start_ms=T0 + HOUR, end_ms=T0 + 4 * HOUR)
OPEN_BY = T0 + HOUR
DAY = 24 * HOUR


def sealed(line: Parties, said: Send | None = None, coarse: Json = WIDE, **more: object) -> str:
    """Amber seals a warning; the number of its coarse announcement."""
    command = Seal(said or Send("NWA", nwa()), coarse, OPEN_BY, SALT)
    return line.do("amber", replace(command, **more))  # type: ignore[arg-type]  # by name


def both(line: Parties) -> Sealed:
    """The only sealed announcement, which must be the same at both members."""
    found = [sealed_announcements(state, LINE, line.now_ms) for state in line.states.values()]
    assert found[0] == found[1]
    (one,) = found[0]
    return one


def in_picture(line: Parties, party: str) -> set[str]:
    """Numbers of the messages in a party's picture."""
    return {one.number for one in line.states[party].pictures[LINE]}


def test_the_coarse_area_stands_until_the_seal_is_opened() -> None:
    """Nobody but this house knows the exact area; opened, it takes the coarse one's place."""
    line = Parties()
    number = sealed(line)
    assert both(line).state is SealState.WAITING
    assert in_picture(line, "cobalt") == {number}
    assert list(line.states["cobalt"].line(LINE).messages) == [number]
    assert "hazard" not in line.at(number, "cobalt").fields
    line.now_ms += 10 * MINUTE
    notice = line.do("amber", Unseal(number))
    found = both(line)
    assert (found.state, found.notice, found.remarks) == (SealState.OPENED, notice, ())
    assert found.is_inside
    for party in line.names:
        assert in_picture(line, party) == {notice}
        assert line.at(number, party).standing is Standing.SUPERSEDED
    assert line.at(notice, "cobalt").fields == nwa()
    assert line.states["amber"].drafts == {}


def test_a_seal_that_is_not_opened_in_time_is_overdue() -> None:
    """The other side sees that nothing came; opened late, it says so."""
    line = Parties()
    number = sealed(line)
    line.now_ms = OPEN_BY + 1
    assert both(line).state is SealState.OVERDUE
    line.do("amber", Unseal(number))
    found = both(line)
    assert found.state is SealState.OPENED
    assert [one.rule for one in found.remarks] == ["opened-late"]


def test_another_notice_does_not_fit_the_seal() -> None:
    """Whoever opens with a notice that was not sealed is found out, and the coarse area stays."""
    line = Parties()
    number = sealed(line)
    other = line.do("amber", Send("NWA", nwa(circle(radius_km=12))))
    fields: Fields = {"sealed": number, "notice": other, "salt": SALT}
    assert line.rules("amber", Send("GDO", fields)) == ["seal-mismatch"]
    line.do("amber", Send("GDO", fields, acknowledged=("seal-mismatch",)))
    found = both(line)
    assert (found.state, found.notice) == (SealState.MISMATCH, None)
    assert [one.rule for one in found.remarks] == ["seal-mismatch"]
    assert in_picture(line, "cobalt") == {number, other}


def test_nobody_opens_another_sides_seal() -> None:
    """The other side cannot take a coarse area out of the picture, whatever it says."""
    line = Parties()
    number = sealed(line)
    notice = line.do("cobalt", Send("NWA", nwa()))
    fields: Fields = {"sealed": number, "notice": notice, "salt": SALT}
    line.do("cobalt", Send("GDO", fields, acknowledged=("opening-not-own",)))
    assert both(line).state is SealState.MISMATCH
    assert number in in_picture(line, "amber")


def test_a_corrected_coarse_area_keeps_its_first_seal() -> None:
    """The area may move; a seal put in the place of the first one is shown, and counts nothing."""
    line = Parties()
    number = sealed(line)
    wider = circle(radius_km=150, start_ms=T0 + HOUR, end_ms=T0 + 4 * HOUR)
    forged = seal_of("NWA", 1, nwa(circle(radius_km=12)), SALT)
    wording = line.do("amber", Correct(number, {"volume": wider, "seal": forged}))
    found = both(line)
    assert [one.rule for one in found.remarks] == ["seal-changed"]
    notice = line.do("amber", Unseal(number))
    assert (both(line).state, both(line).wording) == (SealState.OPENED, wording)
    assert in_picture(line, "cobalt") == {notice}


def test_the_exact_area_must_lie_in_the_coarse_one() -> None:
    """Others stay clear of the coarse area only: one that does not hold the exact one is odd."""
    line = Parties()
    aside = circle(36.5, radius_km=30, start_ms=T0 + HOUR, end_ms=T0 + 4 * HOUR)
    low: dict[str, Json] = {**WIDE, "ceiling": {"cm": 400_000, "reference": "FL"}}
    short: dict[str, Json] = {**WIDE, "end_ms": T0 + 2 * HOUR}
    wanting: tuple[Json, ...] = (aside, low, short)
    for coarse in wanting:
        command = Seal(Send("NWA", nwa()), coarse, OPEN_BY, SALT)
        assert line.rules("amber", command) == ["coarse-misses"]
    sealed(line, coarse=short, acknowledged=("coarse-misses",))


def test_what_cannot_be_sent_cannot_be_sealed() -> None:
    """The exact notice is judged now, so that it can be opened; a site has its own sealed part."""
    line = Parties()
    broken = Send("NWA", {"hazard": "surface-air"})
    assert line.rules("amber", Seal(broken, WIDE, OPEN_BY, SALT)) == ["required", "required"]
    assert line.rules("amber", Seal(Send("NHS"), WIDE, OPEN_BY, SALT)) == ["seal-format"]
    late = Seal(Send("NWA", nwa()), WIDE, T0 + 3 * HOUR, SALT)
    assert line.rules("amber", late) == ["opens-late"]


def test_what_was_sealed_is_neither_released_nor_dropped_by_itself() -> None:
    """Released without its opening, or dropped, the seal could never be opened."""
    line = Parties()
    number = sealed(line)
    (draft,) = line.states["amber"].drafts
    assert line.rules("amber", ReleaseDraft(draft)) == ["draft-sealed"]
    assert line.rules("amber", DropDraft(draft, "no more")) == ["draft-sealed"]
    line.do("amber", Cancel(number))
    assert both(line).state is SealState.WITHDRAWN
    assert line.rules("amber", DropDraft(draft, "no more")) == []
    assert line.rules("amber", Unseal(number)) == ["seal-unknown"]


def test_a_seal_waits_longer_than_a_draft() -> None:
    """What was sealed ten days ago is opened as it was; a draft of that age is not."""
    line = Parties()
    exact = circle(start_ms=T0 + 12 * DAY, end_ms=T0 + 12 * DAY + HOUR)
    wide = circle(radius_km=90, start_ms=T0 + 11 * DAY, end_ms=T0 + 13 * DAY)
    number = line.do("amber", Seal(Send("NWA", nwa(exact)), wide, T0 + 12 * DAY, SALT))
    line.now_ms = T0 + 10 * DAY
    line.do("amber", Unseal(number))
    assert both(line).state is SealState.OPENED


def test_the_openings_conflicts_take_the_place_of_the_coarse_ones() -> None:
    """A conflict with the coarse area ends at both when the exact one turns out to be clear."""
    line = Parties()
    number = sealed(line)
    near = circle(36.1, radius_km=5)
    line.do("cobalt", Send("NAA", {"activity": "combat", "number_band": "1", "volume": near}))
    assert all(state.conflicts_about(LINE, number) for state in line.states.values())
    line.do("amber", Unseal(number))
    for party, state in line.states.items():
        assert state.conflicts_about(LINE, number) == ()
        assert any(
            isinstance(one, ConflictEnded) and one.reason == "opened" for one in line.heard[party]
        )


def test_the_opening_may_come_before_what_it_opens() -> None:
    """After a loss entries come in any order: the coarse area leaves the picture all the same."""
    line = Parties(connected=False)
    number = sealed(line)
    notice = line.do("amber", Unseal(number))
    coarse, exact, opening = line.journals["amber"]
    for order in ((opening, exact, coarse), (exact, opening, coarse), (opening, coarse, exact)):
        line.states["cobalt"] = line.member("cobalt")
        for sent in order:
            line.deliver("cobalt", sent)
        assert in_picture(line, "cobalt") == {notice}
        (found,) = sealed_announcements(line.states["cobalt"], LINE, line.now_ms)
        assert found.state is SealState.OPENED


def test_the_house_keeps_the_salt() -> None:
    """What the house journal keeps opens the seal after a restart, from its bytes alone."""
    line = Parties()
    decision = line.try_("amber", Seal(Send("NWA", nwa()), WIDE, OPEN_BY, SALT))
    assert isinstance(decision, Decision)
    kept = [event for _, event in decision.events if not isinstance(event, Released)]
    read = [decode(*encode(event)) for event in kept]
    assert read == kept
    (draft,) = line.states["amber"].drafts.values()
    assert (draft.kept.salt, draft.kept.source) == (SALT, decision.number)
    assert draft.kept.by == OFFICER
