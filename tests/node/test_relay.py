"""A facilitator carries words between two sides that do not recognise one another."""

from __future__ import annotations

from detente.core.line.commands import (
    Answer,
    Cancel,
    Confirm,
    Correct,
    Read,
    ReadBack,
    RelayTo,
    Send,
)
from detente.core.line.message import Releasability
from detente.core.line.state import Standing
from tests.support.line import circle, nwa
from tests.support.pair import START_MS
from tests.support.three import NORTH, SOUTH, Three

HOUR = 3_600_000
AREA = circle(-22.9, 14.4, start_ms=START_MS + 2 * HOUR, end_ms=START_MS + 3 * HOUR)
TO_SOUTH = Send(
    "NWA", nwa(AREA), releasability=Releasability.NAMED, releasable_to=("south",), remarks="as told"
)


def carried(three: Three) -> tuple[str, str]:
    """A warning of Amber that Meridian has carried to Cobalt: its number on either channel."""
    number = three.do("amber", NORTH, TO_SOUTH)
    return number, three.do("meridian", NORTH, RelayTo(number, SOUTH.channel))


def test_the_words_arrive_as_they_were_said_under_a_label() -> None:
    """Cobalt holds Amber's format, fields and remarks, said by `north`, and no name of Amber."""
    three = Three()
    number, copy = carried(three)
    ours, theirs = three.at("amber", NORTH, number), three.at("cobalt", SOUTH, copy)
    for name in ("format", "version", "fields", "remarks", "precedence"):
        assert getattr(theirs.message, name) == getattr(ours.message, name)
    assert theirs.speaker == "north@meridian"
    assert not theirs.problems
    held = "".join(
        str(one.message) for one in three.nodes["cobalt"].state.line(SOUTH).messages.values()
    )
    assert "amber" not in held.lower()


def test_the_whole_ladder_goes_end_to_end() -> None:
    """Cobalt reads, reads back and answers; Amber confirms; each sees it by the other's label."""
    three = Three()
    number, copy = carried(three)
    passed = three.at("amber", NORTH, number).passed
    assert [(one.party, one.to, one.step) for one in passed] == [("meridian", "south", "PASSED")]
    three.do("cobalt", SOUTH, Read(copy))
    read_ms = three.clock.now_ms
    readback = three.do("cobalt", SOUTH, ReadBack(copy))
    relayed = three.last("amber", NORTH, "RBK")
    three.do("amber", NORTH, Confirm(relayed.number))
    three.do("cobalt", SOUTH, Answer(copy, "WILCO"))
    steps = three.at("amber", NORTH, number).of("south@meridian")
    assert steps.read is not None
    assert steps.read.at_ms == read_ms
    assert steps.readback is not None
    assert steps.confirmed is not None
    assert steps.answer is not None
    assert steps.answer.code == "WILCO"
    theirs = three.at("cobalt", SOUTH, copy).of("cobalt")
    assert theirs.confirmed is not None
    assert theirs.readback is not None
    assert theirs.readback.number == readback
    state = three.nodes["amber"].state
    assert not state.readback_differences(NORTH, three.at("amber", NORTH, number))
    assert {key.party for key, _ in state.owed(NORTH, number)} == {"meridian", "amber"}


def test_a_correction_and_a_cancellation_follow_by_themselves() -> None:
    """Amber corrects and then cancels what was carried; Cobalt's picture follows each time."""
    three = Three()
    number, copy = carried(three)
    moved = circle(-23.4, 14.4, start_ms=START_MS + 2 * HOUR, end_ms=START_MS + 3 * HOUR)
    correction = three.do("amber", NORTH, Correct(number, {"volume": moved}))
    held = three.at("cobalt", SOUTH, copy)
    assert held.standing is Standing.SUPERSEDED
    assert three.last("cobalt", SOUTH, "COR").fields["volume"] == moved
    three.do("amber", NORTH, Cancel(correction))
    assert three.last("cobalt", SOUTH, "COR").standing is Standing.CANCELLED
    told = three.at("amber", NORTH, correction).passed
    assert [one.to for one in told] == ["south"]
