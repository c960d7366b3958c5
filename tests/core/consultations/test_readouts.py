"""Two readouts of one call, an agenda with an item taken elsewhere: as the sides tell them."""

from __future__ import annotations

import pytest

from detente.core.consultations.actors import Naming
from detente.core.consultations.contacts import contacts
from detente.core.consultations.readouts import (
    AgendaItem,
    Comparison,
    Verdict,
    agenda,
    compare,
    contradict,
)
from detente.core.line.commands import Send
from detente.core.values import Json
from tests.support.capitals import capitals, contact, put, readout
from tests.support.line import LINE, Parties, card


def compared(line: Parties, number: str) -> Comparison:
    """The comparison of a contact's readouts, which must be the same at every member."""
    found = []
    for state in line.states.values():
        known = contacts(state, LINE)
        one = known.find(number)
        assert one is not None
        found.append(compare(state, LINE, known, one, Naming(state, LINE)))
    assert all(each == found[0] for each in found)
    return found[0]


def items(line: Parties, number: str) -> list[AgendaItem]:
    """The agenda of a contact, as Cobalt computes it."""
    state = line.states["cobalt"]
    known = contacts(state, LINE)
    one = known.find(number)
    assert one is not None
    return agenda(state, LINE, known, one, compared(line, number))


def test_two_readouts_of_a_call_are_laid_side_by_side() -> None:
    """Both, only Amber, only Cobalt, contradicting; and each says that the other took the lead."""
    line = capitals()
    call = contact(line, kind="call")
    readout(
        line,
        "amber",
        call,
        ("The situation on the coast", "region", "discussed"),
        ("Truce talks", "truce", "agreed"),
        ("Peace talks", "peace-talks", "discussed"),
        initiator="Cobalt",
    )
    readout(
        line,
        "cobalt",
        call,
        ("events on the coast", "region", "discussed"),
        ("truce talks", "truce", "differed"),
        ("Trade", "economy", "offered"),
        initiator="Amber",
    )
    found = compared(line, call)
    rows = {(row.topic, row.verdict): [one.party for one in row.told] for row in found.topics}
    assert rows == {
        ("region", Verdict.BOTH): ["amber", "cobalt"],
        ("truce", Verdict.CONTRADICT): ["amber", "cobalt"],
        ("peace-talks", Verdict.ONLY): ["amber"],
        ("economy", Verdict.ONLY): ["cobalt"],
    }
    assert dict(found.counts) == {"both": 1, "only": 2, "contradict": 1, "no-readout": 0}
    assert found.initiative.verdict is Verdict.CONTRADICT
    assert [(party, name) for party, name, _ in found.initiative.claims] == [
        ("amber", "Cobalt"),
        ("cobalt", "Amber"),
    ]


def test_readouts_stand_in_the_order_of_names_whoever_spoke_first() -> None:
    """Cobalt tells first and its numbers are lower: Amber's readout stands first by its name."""
    line = capitals()
    call = contact(line, kind="call")
    for party, said in (("cobalt", "discussed"), ("amber", "agreed"), ("amber", "differed")):
        readout(line, party, call, ("Truce talks", "truce", said))
    told = [(one.party, one.number) for one in compared(line, call).readouts]
    assert told == [
        ("amber", "AMBER-2026-0002"),
        ("amber", "AMBER-2026-0003"),
        ("cobalt", "COBALT-2026-0001"),
    ]


def test_a_side_without_a_readout_is_said_to_have_none() -> None:
    """Only Amber tells: no topic is held against Cobalt's silence, which is named."""
    line = capitals()
    call = contact(line, kind="call")
    readout(line, "amber", call, ("Trade", "economy", "agreed"), initiator="Amber")
    found = compared(line, call)
    assert found.missing == ("cobalt",)
    (row,) = found.topics
    assert (row.verdict, row.silent, row.unread) == (Verdict.NO_READOUT, (), ("cobalt",))
    assert (found.initiative.verdict, found.initiative.silent) == (Verdict.ONLY, ("cobalt",))


def test_the_initiative_is_compared_by_whom_the_names_mean() -> None:
    """Amber says Southport, Cobalt says the Cobalt ministry: both names are Cobalt's on record."""
    line = capitals()
    aliases: Json = [
        {"by": "amber", "name": "Southport"},
        {"by": "cobalt", "name": "the Cobalt ministry"},
    ]
    put(line, "cobalt", "ACT", actor="Cobalt", kind="state", names=aliases)
    call = contact(line, kind="call", initiator="Southport")
    readout(line, "cobalt", call, initiator="the Cobalt ministry", text="A call took place.")
    assert compared(line, call).initiative.verdict is Verdict.BOTH


def test_the_initiative_of_a_state_is_that_of_its_ministry_at_the_table() -> None:
    """Amber is a part of Westland: Westland's initiative and Amber's contradict only Cobalt's."""
    line = capitals()
    put(line, "amber", "ACT", actor="amber", kind="agency", part_of="Westland")
    call = contact(line, kind="call", initiator="Westland")
    readout(line, "cobalt", call, initiator="Amber", text="A call took place.")
    assert compared(line, call).initiative.verdict is Verdict.BOTH
    readout(line, "cobalt", call, initiator="Cobalt", text="We called.")
    assert compared(line, call).initiative.verdict is Verdict.CONTRADICT


def test_a_later_readout_of_the_same_words_counts_and_the_earlier_one_stays() -> None:
    """Cobalt first says not discussed, then discussed: the newest is compared, both are kept."""
    line = capitals()
    call = contact(line, kind="call")
    readout(line, "amber", call, ("Trade", "economy", "discussed"))
    first = readout(line, "cobalt", call, ("trade", "economy", "not-discussed"))
    assert compared(line, call).topics[0].verdict is Verdict.CONTRADICT
    second = readout(line, "cobalt", call, ("TRADE", "economy", "discussed"))
    (row,) = compared(line, call).topics
    assert row.verdict is Verdict.BOTH
    told = next(one for one in row.told if one.party == "cobalt")
    assert (told.number, told.earlier) == (second, ((first, "not-discussed"),))


def test_several_items_under_one_topic_are_not_guessed_together() -> None:
    """Two items of Amber's under one topic: Cobalt's other words are laid beside neither."""
    line = capitals()
    call = contact(line, kind="call")
    readout(line, "amber", call, ("Truce", "truce", "agreed"), ("Monitors", "truce", "discussed"))
    readout(line, "cobalt", call, ("Ceasefire", "truce", "differed"))
    assert {row.verdict for row in compared(line, call).topics} == {Verdict.ONLY}
    assert len(compared(line, call).topics) == 3


def test_a_facilitator_owes_no_readout() -> None:
    """Meridian is told of the call and carries words; its silence is not a missing readout."""
    line = capitals("amber", "cobalt", "meridian")
    for state in line.states.values():
        state.cards["meridian"] = card("meridian", "facilitator")
    call = contact(line, kind="call")
    readout(line, "amber", call, ("Trade", "economy", "agreed"))
    assert compared(line, call).missing == ("cobalt",)


@pytest.mark.parametrize(
    ("first", "second", "is_so"),
    [
        ("agreed", "differed", True),
        ("not-discussed", "heard", True),
        ("not-discussed", "not-discussed", False),
        ("not-discussed", "moved", False),
        ("discussed", "moved", False),
        ("agreed", "discussed", False),
        ("stated", "heard", False),
    ],
)
def test_only_what_cannot_both_be_true_contradicts(first: str, second: str, is_so: bool) -> None:
    """Agreed against no agreement, anything against not discussed; nothing else is judged."""
    assert contradict(first, second) is contradict(second, first) is is_so


def test_an_item_is_taken_to_another_channel_and_missing_in_the_readouts() -> None:
    """Security goes to the safety channel for both; trade is agreed by Amber only; one is told."""
    line = capitals()
    visit = contact(line)
    security: Json = {
        "item": "Security",
        "topic": "safety",
        "stance": "moved",
        "moved_to": "safety line",
    }
    trade: dict[str, Json] = {"item": "Trade", "topic": "economy", "stance": "agree"}
    put(line, "amber", "CAG", contact=visit, items=[security, trade])
    put(line, "cobalt", "CAG", contact=visit, items=[security, {**trade, "stance": "differ"}])
    readout(line, "amber", visit, ("trade and ports", "economy", "discussed"))
    found = {one.topic: one for one in items(line, visit)}
    assert (found["safety"].outcome, found["safety"].moved_to) == ("moved", ("safety line",))
    assert (found["economy"].outcome, found["economy"].silent) == ("differs", ())
    assert [found[topic].is_told for topic in ("safety", "economy")] == [False, True]


def test_a_readout_of_what_was_not_held_is_odd() -> None:
    """A readout of a planned call, of an unknown one, and an empty one: each is said before."""
    line = capitals()
    call = contact(line, kind="call", state="planned")
    told: Json = [{"item": "Trade", "topic": "economy", "said": "agreed"}]
    for fields, rule in (
        ({"contact": call, "topics": told}, "contact-not-held"),
        ({"contact": "AMBER-2026-0099", "topics": told}, "contact-unknown"),
        ({"contact": contact(line, kind="call")}, "readout-empty"),
    ):
        assert line.rules("cobalt", Send("CRO", fields)) == [rule]
