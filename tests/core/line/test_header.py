"""The header's optional parts are bounded, said in words, and carried as they were given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.core.line.commands import Send
from detente.core.line.header import ELSEWHERE_MAX, NAME_CHARS_MAX, PARTIES_MAX, REFS_MAX
from detente.core.line.message import (
    Confidence,
    Elsewhere,
    Message,
    Precedence,
    Releasability,
    Role,
    Signature,
)
from detente.core.line.words import text_words
from tests.support.line import OFFICER, T0, Parties, naa

LEAF = "A" * 43 + "="
SOUND = Message(
    "COBALT-2026-0001", "NAA", 1, Precedence.ROUTINE, ("amber",), T0, T0, OFFICER, naa()
)
NAMES = tuple(f"party-{index}" for index in range(PARTIES_MAX + 1))
BROKEN: tuple[tuple[dict[str, object], str], ...] = (
    ({"info": NAMES}, "info-many"),
    ({"info": ("amber",)}, "info-receiver"),
    ({"info": ("meridian", "meridian")}, "info-twice"),
    ({"info": ("x" * (NAME_CHARS_MAX + 1),)}, "text-length"),
    ({"refs": tuple(f"A-{index}" for index in range(REFS_MAX + 1))}, "refs-many"),
    ({"refs": ("A\x1b[2J",)}, "text-characters"),
    ({"on_behalf_of": "\x07"}, "text-characters"),
    ({"on_behalf_of": "x" * (NAME_CHARS_MAX + 1)}, "text-length"),
    ({"agreement": "x" * 201}, "text-length"),
    ({"releasability": Releasability.NAMED}, "releasable-to"),
    ({"releasability": Releasability.PUBLIC, "releasable_to": ("meridian",)}, "releasable-to"),
    ({"releasable_to": ("meridian",)}, "releasable-to"),
    ({"elsewhere": (Elsewhere("strategic", "not a hash"),)}, "elsewhere-entry"),
    ({"elsewhere": (Elsewhere("x" * 33, LEAF),)}, "text-length"),
    ({"elsewhere": (Elsewhere("safety", LEAF),) * (ELSEWHERE_MAX + 1)}, "elsewhere-many"),
    ({"second": Signature("", Role.RELEASER)}, "text-empty"),
    ({"version": 0}, "version-range"),
    ({"version": 1_000}, "version-range"),
)


@pytest.mark.parametrize(("parts", "rule"), BROKEN, ids=lambda one: str(one)[:24])
def test_a_header_out_of_bounds_takes_the_effect(parts: dict[str, object], rule: str) -> None:
    """What a peer signs in its header is bounded like a field, whatever its own node allows."""
    line = Parties()
    line.forge("cobalt", replace(SOUND, **parts))  # type: ignore[arg-type]  # parts by their names
    here = line.at(SOUND.number, "amber")
    assert rule in [one.rule for one in here.problems]


def test_the_whole_header_is_carried_and_said() -> None:
    """Every optional part arrives as it was sent, and each is a line of the text."""
    line = Parties(names=("amber", "cobalt", "meridian"))
    before = line.do("cobalt", Send("LCK", to=("amber",)))
    number = line.do(
        "amber",
        Send(
            "NAA",
            naa(),
            to=("cobalt",),
            info=("meridian",),
            refs=(before,),
            on_behalf_of="coast guard",
            agreement="memorandum of 2026, article 4",
            releasability=Releasability.NAMED,
            releasable_to=("port authority",),
            confidence=Confidence.PROBABLE,
            elsewhere=(Elsewhere("strategic", LEAF),),
        ),
    )
    here = line.at(number, "cobalt")
    assert here.problems == ()
    assert here.message.elsewhere == (Elsewhere("strategic", LEAF),)
    text = text_words(here)
    for part in (
        "for information to: meridian",
        f"rests on: {before}",
        "on behalf of: coast guard",
        "under: memorandum of 2026, article 4",
        "may be told to: those named: port authority",
        "confidence: probable",
    ):
        assert part in text


def test_who_is_told_must_be_on_the_line_and_what_it_rests_on_held() -> None:
    """A party that is not on the channel hears nothing there; a number nobody holds is refused."""
    line = Parties()
    assert line.rules("amber", Send("NAA", naa(), info=("meridian",))) == ["not-a-receiver"]
    assert line.rules("amber", Send("NAA", naa(), refs=("AMBER-2026-0099",))) == ["unknown-number"]


def test_whoever_is_told_owes_nothing() -> None:
    """A party named for information has no receipts on its agenda, and may not give any."""
    line = Parties(names=("amber", "cobalt", "meridian"))
    number = line.do("amber", Send("NAA", naa(), to=("cobalt",), info=("meridian",)))
    assert line.states["meridian"].owed(line.line, number) == []
    assert line.states["cobalt"].owed(line.line, number)
