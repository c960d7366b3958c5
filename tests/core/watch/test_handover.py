"""The watch goes from one officer to the next: listed, read, taken, and never stuck on a person."""

from __future__ import annotations

import pytest

from detente.core.events import Event, HandoverGiven, HandoverTaken
from detente.core.line.commands import Answer, Disseminate, Read, ReadBack, Send
from detente.core.line.message import Role, Signature
from detente.core.refusal import Refusal
from detente.core.state import apply
from detente.core.values import Json
from detente.core.watch.handover import (
    ITEMS_MAX,
    ItemKind,
    give,
    open_items,
    seen_word,
    take,
    waiting,
)
from detente.wire.events import decode, encode
from tests.support.line import HOUSE_LINE, OFFICER, T0, Parties, naa, nwa

NEXT = Signature("watch-2", Role.DUTY_OFFICER)
Written = tuple[object, ...]


def rule(outcome: Written) -> str:
    """The rule of the first refusal, or empty."""
    return outcome[0].rule if outcome and isinstance(outcome[0], Refusal) else ""


def keep(line: Parties, outcome: Written, party: str = "amber") -> Event:
    """Fold the one event that was decided, through its bytes, and return it."""
    (written,) = outcome
    assert isinstance(written, tuple)
    event: Event = written[1]
    again = decode(*encode(event))
    assert again == event
    now = line.now_ms
    apply(line.states[party], party, HOUSE_LINE, event, at_ms=now, held_at_ms=now, sequence=0)
    return event


def given(line: Parties, to_role: Role = Role.DUTY_OFFICER) -> HandoverGiven:
    """Amber's officer hands the watch over."""
    outcome = give(
        line.states["amber"], OFFICER, line.now_ms, to_role=to_role, desk="watch-2", remarks="calm"
    )
    event = keep(line, outcome)
    assert isinstance(event, HandoverGiven)
    return event


def test_all_that_is_open_is_listed_the_most_pressing_first() -> None:
    """Unread before owed before awaited before conflicts; what is done is not listed."""
    line = Parties(delay_ms=0)
    first = line.do("cobalt", Send("NAA", naa()))
    unread = line.do("cobalt", Send("NWA", nwa()))
    line.do("amber", ReadBack(first))
    ours = line.do("amber", Send("NWA", nwa()))
    items = open_items(line.states["amber"], line.now_ms)
    assert {(one.kind, one.number) for one in items if one.kind != ItemKind.CONFLICT} >= {
        ("unread", unread),
        ("owed", first),
        ("awaited", ours),
    }
    assert any(one.kind == ItemKind.CONFLICT for one in items)
    order = list(ItemKind)
    assert [one.kind for one in items] == sorted(
        (one.kind for one in items), key=lambda kind: order.index(ItemKind(kind))
    )
    line.do("amber", Answer(first, "WILCO"))
    kinds = {
        one.kind for one in open_items(line.states["amber"], line.now_ms) if one.number == first
    }
    assert kinds <= {"awaited"}


def test_a_watch_is_given_read_and_taken() -> None:
    """The next officer names the word under the list; what has come since is added."""
    line = Parties(delay_ms=0)
    line.do("cobalt", Send("NWA", nwa()))
    handed = given(line)
    assert handed.items
    state = line.states["amber"]
    assert waiting(state) is not None
    later = line.do("cobalt", Send("QID", _identity()))
    outcome = take(state, NEXT, line.now_ms, handover=1, seen=seen_word(handed))
    taken = keep(line, outcome)
    assert isinstance(taken, HandoverTaken)
    assert (taken.by, taken.given) == (NEXT, True)
    assert {item.number for item in taken.items} == {later}
    assert waiting(state) is None


def _identity() -> dict[str, Json]:
    return {"point": {"lat_e7": 355_000_000, "lon_e7": 357_000_000}, "seen_ms": 1_795_000_000_000}


def test_a_list_that_was_not_read_cannot_be_taken() -> None:
    """A wrong word, no word or another handover's number is refused; nothing changes."""
    line = Parties()
    handed = given(line)
    state = line.states["amber"]
    assert rule(take(state, NEXT, line.now_ms, handover=1, seen="guess")) == "handover-unread"
    assert rule(take(state, NEXT, line.now_ms, handover=1, seen=None)) == "handover-unread"
    assert (
        rule(take(state, NEXT, line.now_ms, handover=7, seen=seen_word(handed)))
        == "handover-not-waiting"
    )
    assert rule(take(state, NEXT, line.now_ms, handover=None, seen=None)) == "handover-not-waiting"
    assert waiting(state) is not None


def test_a_watch_goes_to_a_role_and_whoever_has_it_may_take_it() -> None:
    """Given to a releaser: a duty officer is refused, any releaser or administrator is not."""
    line = Parties()
    word = seen_word(given(line, Role.RELEASER))
    state = line.states["amber"]
    assert rule(take(state, NEXT, line.now_ms, handover=1, seen=word)) == "role"
    for role in (Role.RELEASER, Role.ADMINISTRATOR):
        assert not rule(take(state, Signature("anyone", role), line.now_ms, handover=1, seen=word))


def test_a_watch_that_nobody_gave_can_be_taken_all_the_same() -> None:
    """The outgoing officer has gone: the next takes all that is open, and the record says so."""
    line = Parties(delay_ms=0)
    number = line.do("cobalt", Send("NWA", nwa()))
    taken = keep(line, take(line.states["amber"], NEXT, line.now_ms, handover=None, seen=None))
    assert isinstance(taken, HandoverTaken)
    assert (taken.handover, taken.given) == (1, False)
    assert number in {item.number for item in taken.items}
    assert given(line).handover == 2


def test_what_has_not_come_down_to_the_crews_is_handed_over() -> None:
    """The next watch must know whose crews have not been told; told crews are off its list."""
    line = Parties(delay_ms=0)
    line.do("amber", Send("ECH", {"echelons": ["unit", "crew"]}))
    number = line.do("cobalt", Send("NWA", nwa()))

    def listed() -> list[tuple[str, str, str]]:
        items = open_items(line.states["amber"], line.now_ms)
        return [(one.number, one.party, one.step) for one in items if one.kind == ItemKind.GAP]

    assert listed() == [(number, "amber", "unit,crew")]
    line.do("amber", Read(number))
    line.do("amber", Disseminate(number, "unit"))
    assert listed() == [(number, "amber", "crew")]
    line.do("amber", Disseminate(number, "crew"))
    assert listed() == []


def test_nobody_waits_for_a_handover_to_act() -> None:
    """While a handover waits, the officer who gave it and any other may read and answer."""
    line = Parties(delay_ms=0)
    number = line.do("cobalt", Send("NWA", nwa()))
    given(line)
    line.do("amber", Read(number))
    line.do("amber", Answer(number, "WILCO"), by=NEXT)


@pytest.mark.parametrize(
    ("by", "to_role", "desk", "remarks", "expected"),
    [
        (Signature("eye", Role.OBSERVER), Role.DUTY_OFFICER, "", None, "role"),
        (OFFICER, Role.OBSERVER, "", None, "to-role"),
        (OFFICER, Role.DUTY_OFFICER, "d" * 65, None, "desk"),
        (OFFICER, Role.DUTY_OFFICER, "bell\x07", None, "desk"),
        (OFFICER, Role.DUTY_OFFICER, "", "r" * 2_001, "remarks"),
    ],
)
def test_a_handover_that_makes_no_sense_is_refused(
    by: Signature, to_role: Role, desk: str, remarks: str | None, expected: str
) -> None:
    """By or to an observer, with a label or remarks beyond the limits: refused with the rule."""
    state = Parties().states["amber"]
    assert rule(give(state, by, T0, to_role=to_role, desk=desk, remarks=remarks)) == expected


def test_a_long_list_says_how_much_more_there_is() -> None:
    """Five hundred items are listed, and the number of the others is said: never a silent cut."""
    line = Parties(delay_ms=0)
    for _ in range(ITEMS_MAX + 3):
        line.do("cobalt", Send("LCK"))
    handed = given(line)
    assert (len(handed.items), handed.more) == (ITEMS_MAX, 3)
    assert len(encode(handed)[2]) < 128 * 1024
