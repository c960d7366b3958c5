"""Policies, practices and red lines: each side's word with its source, and never a rule."""

from __future__ import annotations

from dataclasses import replace

from detente.core.agreements.register import in_force
from detente.core.agreements.statements import Statement, statements
from detente.core.line.commands import Answer, Send
from detente.core.values import Fields, Json
from tests.support.line import CHARTER, LINE, Parties, circle

AREA = circle()["outline"]


def policy(holder: str = "Amber", **more: Json) -> Fields:
    """A declared policy with an exception."""
    return {
        "kind": "policy",
        "holder": holder,
        "words": "Intruders are shot down.",
        "exception": "Cobalt",
        "source": "statement of its ministry",
        **more,
    }


def parties() -> Parties:
    """Amber and Cobalt on a strategic channel: a safety channel takes no statement."""
    return Parties(charter=replace(CHARTER, kind="strategic"))


def both(line: Parties) -> list[Statement]:
    """The statements, which must be the same at both members."""
    found = [statements(state, LINE, line.now_ms) for state in line.states.values()]
    assert found[0] == found[1]
    return found[0]


def test_what_a_side_says_of_itself_and_what_another_says_of_it() -> None:
    """The declared policy and the practice that the other side saw stand side by side."""
    line = parties()
    line.do("amber", Send("POL", policy()))
    seen = policy(
        kind="practice", words="Cobalt's were let through.", source="own radar", since="2015"
    )
    number = line.do("cobalt", Send("POL", seen))
    line.do("amber", Answer(number, "NOTED"))
    found = both(line)
    assert [(one.kind, one.party, one.own) for one in found] == [
        ("policy", "amber", True),
        ("practice", "cobalt", False),
    ]
    assert (found[0].exception, found[1].since) == ("Cobalt", "2015")
    assert found[1].answers == (("amber", "NOTED"),)


def test_a_statement_is_never_a_rule() -> None:
    """However it is worded, nothing is in force by it, and nothing is in the picture."""
    line = parties()
    line.do("amber", Send("POL", policy(kind="red-line", area=AREA)))
    for state in line.states.values():
        assert in_force(state, LINE, line.now_ms) == []
        assert not list(state.pictures.get(LINE) or ())


def test_a_red_line_is_shown_beside_the_zones_that_it_touches() -> None:
    """A zone proposed inside the red line's area is named with it; one far away is not."""
    line = parties()
    for name, lat in (("Alpha", 35.5), ("Bravo", 38.0)):
        zone: Fields = {
            "zone": name,
            "action": "propose",
            "rule": "no-entry",
            "volume": circle(lat, radius_km=20),
        }
        line.do("cobalt", Send("NZO", zone))
    line.do("amber", Send("POL", policy(kind="red-line", area=AREA)))
    (found,) = both(line)
    assert found.zones == ("alpha",)


def test_a_later_statement_follows_an_earlier_one_of_its_author_only() -> None:
    """Both stay; nobody takes back what the other side said, whatever number it names."""
    line = parties()
    first = line.do("amber", Send("POL", policy()))
    theirs = Send("POL", policy("Cobalt", instead_of=first))
    assert line.rules("cobalt", theirs) == ["statement-not-own"]
    line.do("cobalt", Send("POL", theirs.fields, acknowledged=("statement-not-own",)))
    later = line.do("amber", Send("POL", policy(words="They are led out.", instead_of=first)))
    found = {one.number: one for one in both(line)}
    assert found[first].followed_by == later
    assert [one.rule for one in found["COBALT-2026-0001"].remarks] == ["statement-not-own"]


def test_statements_that_cannot_be_meant() -> None:
    """A number that is no statement, and an end before the beginning."""
    line = parties()
    assert line.rules("amber", Send("POL", policy(instead_of="AMBER-2026-0009"))) == [
        "statement-unknown"
    ]
    assert line.rules("amber", Send("POL", policy(since="2016-02", until="2015"))) == [
        "until-before-since"
    ]
    assert line.rules("amber", Send("POL", policy(since="2016-02", until="2016"))) == []
