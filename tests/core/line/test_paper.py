"""Paper entries: what came by voice counts until the signed original is here, then that does."""

from __future__ import annotations

import pytest

from detente.core.events import ConflictEnded, ConflictFound, Warned
from detente.core.line.commands import Cancel, Send
from detente.core.line.paper import differences, heading, original_of, papers_about
from detente.core.line.state import Tracked
from detente.core.values import Fields, Json
from tests.support.line import LINE, T0, Parties, circle, naa, nwa

NUMBER = "AMBER-2026-0001"


def paper(said: Fields, number: str | None = NUMBER, **more: Json) -> Send:
    """What Cobalt writes down of a warning that Amber said over the telephone."""
    named: dict[str, Json] = {} if number is None else {"their_number": number}
    fields: dict[str, Json] = {
        "party": "amber",
        "means": "voice",
        "heard_ms": T0,
        "format": "NWA",
        "version": 1,
        "said": dict(said),
        **named,
        **more,
    }
    return Send("PPR", fields)


def cut() -> Parties:
    """Amber and Cobalt with a line that is down."""
    return Parties(connected=False)


def pictured(line: Parties, party: str = "cobalt") -> list[str]:
    """The numbers in a party's picture."""
    state = line.states[party]
    return [one.number for one in state.pictures[LINE]] if LINE in state.pictures else []


def carried(line: Parties, author: str, to: str) -> None:
    """Let everything that one side wrote arrive at the other."""
    held = line.states[to].line(LINE).messages
    for sent in line.journals[author]:
        if sent.event.message.number not in held:  # type: ignore[union-attr]  # messages only
            line.deliver(to, sent)


def heard(line: Parties, party: str, kind: type) -> list[object]:
    """The house events of a kind at a party."""
    return [event for event in line.heard[party] if isinstance(event, kind)]


def test_what_was_heard_is_in_the_picture_as_the_speakers() -> None:
    """A warning comes by voice near Cobalt's own flight: the conflict is with Amber, not Cobalt."""
    line = cut()
    line.do("cobalt", Send("NAA", naa()))
    line.do("cobalt", paper(nwa()))
    (found,) = heard(line, "cobalt", ConflictFound)
    assert isinstance(found, ConflictFound)
    assert set(found.parties) == {"amber", "cobalt"}
    assert pictured(line) == ["COBALT-2026-0001", "COBALT-2026-0002"]


def test_half_of_a_message_counts_with_what_it_says() -> None:
    """The telephone went dead after the place: what was written down stands in the picture."""
    line = cut()
    line.do("cobalt", paper({"volume": circle()}, None))
    assert pictured(line) == ["COBALT-2026-0001"]


@pytest.mark.parametrize("first", ["paper", "original"])
def test_the_original_takes_its_place(first: str) -> None:
    """Voice first or record first: in the end the signed message stands in the picture, alone."""
    line = cut()
    assert line.do("amber", Send("NWA", nwa())) == NUMBER
    if first == "original":
        carried(line, "amber", "cobalt")
    line.do("cobalt", paper(nwa()))
    carried(line, "amber", "cobalt")
    carried(line, "cobalt", "amber")
    for party in line.names:
        assert pictured(line, party) == [NUMBER]
        known = line.states[party].line(LINE)
        (one,) = papers_about(known, "amber", NUMBER)
        assert one.volume is None
        assert original_of(known, one.fields) is known.messages[NUMBER]
        assert differences(one.fields, known.messages[NUMBER].message) == ()


def test_a_conflict_of_the_paper_ends_with_it() -> None:
    """The signed message comes: the paper's conflict is over, the message's own one is found."""
    line = cut()
    line.do("amber", Send("NWA", nwa()))
    line.do("cobalt", Send("NAA", naa()))
    line.do("cobalt", paper(nwa()))
    carried(line, "amber", "cobalt")
    (ended,) = heard(line, "cobalt", ConflictEnded)
    assert isinstance(ended, ConflictEnded)
    assert "signed" in ended.reason
    assert len(line.states["cobalt"].open_conflicts(LINE)) == 1


@pytest.mark.parametrize("reader", ["amber", "cobalt"])
def test_what_was_heard_wrongly_is_shown_to_both(reader: str) -> None:
    """Cobalt wrote another circle: whichever of the two papers comes second warns of it."""
    line = cut()
    line.do("amber", Send("NWA", nwa()))
    line.do("cobalt", paper(nwa(circle(lat=35.6))))
    carried(line, "amber", "cobalt")
    carried(line, "cobalt", "amber")
    rules = [
        (one.rule, one.reason)
        for event in heard(line, reader, Warned)
        if isinstance(event, Warned)
        for one in event.warnings
    ]
    assert any(rule == "paper-differs" and "volume" in reason for rule, reason in rules)


def test_a_paper_of_another_partys_number_is_not_joined() -> None:
    """The number was Amber's, and the entry says that Meridian said it: it stays by itself."""
    line = cut()
    line.do("amber", Send("NWA", nwa()))
    line.do("cobalt", paper(nwa(), party="meridian"))
    carried(line, "amber", "cobalt")
    assert set(pictured(line)) == {"COBALT-2026-0001", NUMBER}


def test_own_words_are_no_paper_entry() -> None:
    """A side cannot write down as heard what it said itself."""
    assert cut().rules("amber", paper(nwa())) == ["paper-own"]


def test_a_paper_entry_is_taken_back_by_who_wrote_it() -> None:
    """It was a wrong number after all: cancelled, it leaves the picture."""
    line = cut()
    number = line.do("cobalt", paper(nwa()))
    line.do("cobalt", Cancel(number))
    assert pictured(line) == []


def test_a_header_written_otherwise_is_named() -> None:
    """It was written down under another agreement, and in capitals, which do not count."""
    line = cut()
    send = Send("NWA", nwa(), agreement="Article 3", on_behalf_of="Heron")
    original = line.states["amber"].line(LINE).messages[line.do("amber", send)].message
    same = heading(original)
    assert not differences({**paper(nwa()).fields, **same}, original)
    changed: dict[str, Json] = {"their_agreement": "Article 4", "their_behalf": "HERON"}
    other = {**paper(nwa()).fields, **same, **changed}
    assert differences(other, original) == ("their_agreement: written otherwise than signed",)


def test_what_was_left_out_is_named_but_warns_nobody() -> None:
    """Only half was heard: the view says what is missing, and nobody is alarmed by that."""
    line = cut()
    line.do("amber", Send("NWA", nwa()))
    line.do("cobalt", paper({"volume": circle()}))
    carried(line, "amber", "cobalt")
    one: Tracked = line.at("COBALT-2026-0001", "cobalt")
    signed = line.at(NUMBER, "cobalt").message
    assert any("not written down" in text for text in differences(one.fields, signed))
    assert not [
        one
        for event in heard(line, "cobalt", Warned)
        if isinstance(event, Warned)
        for one in event.warnings
        if one.rule == "paper-differs"
    ]
