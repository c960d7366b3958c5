"""An older and a newer node on one line: what is new is kept, shown as it came, and said so."""

from __future__ import annotations

from dataclasses import replace

from detente.core.events import ConflictFound, Warned
from detente.core.line.commands import Correct, Read, Send
from detente.core.line.message import Message, Precedence
from detente.core.line.tables import FIRST_KNOWN, FORMATS, LST_1, NAA, find, read_as
from detente.core.line.words import text_words
from detente.core.state import Decision
from detente.core.values import Fields
from tests.support.line import LINE, OFFICER, T0, Parties, naa
from tests.support.versions import older

SUSPENDED: Fields = {"state": "SUSPENDED", "scope": "all", "residual": ["safety-of-life"]}


def future(code: str, version: int, fields: Fields, *, ref: str | None = None) -> Message:
    """What a program newer than ours would release."""
    return Message(
        "COBALT-2026-0001",
        code,
        version,
        Precedence.PRIORITY,
        ("amber",),
        T0,
        T0,
        OFFICER,
        fields,
        ref,
    )


def warned(line: Parties, party: str) -> list[tuple[str, str]]:
    """Rules and reasons of all warnings that a party's node noted."""
    return [
        (one.rule, one.reason)
        for event in line.heard[party]
        if isinstance(event, Warned)
        for one in event.warnings
    ]


def test_an_older_node_reads_what_it_knows_and_tells_the_sender() -> None:
    """A line status with residual duties at a node with the first table: the state counts there."""
    line = Parties(connected=False)
    number = line.do("amber", Send("LST", SUSPENDED))
    assert line.at(number, "amber").message.version == 2
    with older(LST_1):
        assert read_as("LST", 2) is LST_1
        line.deliver("cobalt", line.journals["amber"][0])
        here = line.at(number, "cobalt")
        assert here.problems == ()
        assert here.not_known == ("fields.residual",)
        assert line.states["cobalt"].line(LINE).declared["amber"].state == "SUSPENDED"
        text = text_words(here)
        assert "version 2, read here as version 1" in text
        assert "not known here: residual: [safety-of-life]" in text
        receipt = line.do("cobalt", Read(number))
    said = line.at(receipt, "cobalt").message
    assert (said.version, said.fields) == (
        2,
        {"step": "READ", "known_version": 1, "not_known": "residual"},
    )
    line.deliver("amber", line.journals["cobalt"][0])
    assert line.at(number, "amber").of("cobalt").read is not None
    reason = "cobalt's node knows LST to version 1 only; not known there: residual"
    assert ("read-in-part", reason) in warned(line, "amber")
    rules = [rule for rule, _ in warned(line, "cobalt")]
    assert rules == ["newer-version"]


def test_a_plain_receipt_stays_in_the_first_version() -> None:
    """Where everything was understood, the receipt is one that every node understands."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa()))
    receipt = line.do("cobalt", Read(number))
    assert line.at(receipt).message.version == 1
    assert line.at(receipt).message.fields == {"step": "READ"}


def test_a_notice_from_the_future_is_in_the_picture() -> None:
    """A newer NAA with a class of aircraft unknown here conflicts by the widest buffers."""
    line = Parties()
    line.do("amber", Send("NAA", naa()))
    fields = {**naa(), "activity": "airship", "wind": {"from": 90}}
    line.forge("cobalt", future("NAA", 3, fields))
    here = line.at("COBALT-2026-0001", "amber")
    assert here.format is NAA
    assert here.not_known == ("fields.activity", "fields.wind")
    assert any(isinstance(event, ConflictFound) for event in line.heard["amber"])
    assert "airship" in text_words(here)
    assert "wind: {from: 90}" in text_words(here)


def test_a_receipt_with_an_unknown_step_has_no_effect() -> None:
    """A step of the ladder that this version does not know is shown, never taken for another."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa()))
    line.forge("cobalt", future("ACK", 7, {"step": "DREAMT"}, ref=number))
    assert line.at(number, "amber").of("cobalt").read is None
    here = line.at("COBALT-2026-0001", "amber")
    assert [one.rule for one in here.problems] == ["code-not-known"]


def test_a_newer_message_that_breaks_what_is_known_is_not_understood() -> None:
    """Newer versions only add: one without a field that this version requires has no effect."""
    line = Parties()
    line.forge("cobalt", future("LST", 9, {"state": "OPEN", "colour": "red"}))
    here = line.at("COBALT-2026-0001", "amber")
    assert [one.field for one in here.problems] == ["fields.scope"]
    assert "cobalt" not in line.states["amber"].line(LINE).declared


def test_a_correction_of_a_newer_notice_keeps_what_is_not_known() -> None:
    """Its sender changes a field that is known here; the rest of the notice stays as it came."""
    line = Parties(connected=False)
    first = future("NAA", 2, {**naa(), "wind": 7})
    line.forge("cobalt", first)
    line.deliver("amber", line.journals["cobalt"][0])
    change = future("COR", 1, {"changes": {"radio": "121.5"}}, ref=first.number)
    line.now_ms += 1
    line.forge("cobalt", replace(change, number="COBALT-2026-0002"))
    line.deliver("amber", line.journals["cobalt"][1])
    here = line.at("COBALT-2026-0002", "amber")
    assert here.problems == ()
    assert here.fields["wind"] == 7
    assert here.fields["radio"] == "121.5"
    assert here.not_known == ("fields.changes.wind",)


def test_an_older_version_can_be_sent_and_takes_no_newer_field() -> None:
    """Who knows that the other side is old sends version 1; what it cannot say is refused."""
    line = Parties()
    plain: Fields = {"state": "DEGRADED", "scope": "voice"}
    assert line.at(line.do("amber", Send("LST", plain, version=1))).message.version == 1
    assert line.at(line.do("amber", Send("LST", plain, version=2))).message.version == 2
    assert line.rules("amber", Send("LST", SUSPENDED, version=1)) == ["unknown-field"]
    assert line.rules("amber", Send("LST", plain, version=3)) == ["unknown-version"]


def test_the_sender_is_warned_of_a_node_that_knows_less() -> None:
    """Cobalt's node knows LST to version 1 and no ECH: said at release, never refused."""
    line = Parties()
    line.states["amber"].known_formats["cobalt"] = dict(FIRST_KNOWN)
    for command, reason in (
        (Send("ECH", {"echelons": ["crew"]}), "cobalt's node does not know ECH"),
        (Send("NAA", naa()), None),
        (Send("LST", SUSPENDED), "cobalt's node knows LST to version 1 only"),
    ):
        decision = line.try_("amber", command)
        assert isinstance(decision, Decision)
        said = [one.reason for one in decision.warnings if one.rule == "version-not-known"]
        assert said == ([reason] if reason else [])


def test_what_the_first_nodes_knew_is_known_here() -> None:
    """Every format of the first release is still read in its first version."""
    for code, version in FIRST_KNOWN.items():
        assert find(code, version) is not None
        assert FORMATS[code].version >= version


def test_a_correction_cannot_say_what_its_version_cannot() -> None:
    """A field that the notice's version has not is refused in its correction too."""
    line = Parties()
    number = line.do("amber", Send("NAA", naa()))
    assert line.rules("amber", Correct(number, {"wind": 7})) == ["unknown-field"]
