"""Who may be told beyond the receivers, for every wish that a sender can have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.core.line.message import Message, Precedence, Releasability, Role, Signature
from detente.core.line.releasability import (
    FORCES,
    PUBLIC,
    Audience,
    party,
    wish,
    withheld_from,
)

MESSAGE = Message(
    number="AMBER-2026-0001",
    format="NAA",
    version=1,
    precedence=Precedence.ROUTINE,
    to=("cobalt",),
    created_ms=1,
    released_ms=2,
    by=Signature("desk", Role.RELEASER),
    fields={},
    info=("meridian",),
    releasable_to=("ochre",),
)
WISHES: list[Releasability | None] = [None, *Releasability]
ALWAYS = [party(name) for name in ("amber", "cobalt", "meridian")]


@pytest.mark.parametrize("said", WISHES)
def test_sender_receivers_and_those_informed_always_hold_it(said: Releasability | None) -> None:
    """No wish takes from a party what it was sent."""
    message = replace(MESSAGE, releasability=said)
    assert not [who for who in ALWAYS if withheld_from(message, "amber", who)]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (None, {FORCES}),
        (Releasability.NONE, set()),
        (Releasability.OWN_FORCES, {FORCES}),
        (Releasability.NAMED, {FORCES, party("ochre")}),
        (Releasability.PUBLIC, {FORCES, PUBLIC, party("ochre"), party("umber")}),
    ],
)
def test_each_wish_reaches_exactly_so_far(said: Releasability | None, told: set[Audience]) -> None:
    """The whole table: each wish against each audience, with a reason for every no."""
    message = replace(MESSAGE, releasability=said)
    for audience in (FORCES, PUBLIC, party("ochre"), party("umber")):
        refusal = withheld_from(message, "amber", audience)
        assert (refusal is None) == (audience in told), audience
        assert refusal is None or refusal.reason


def test_a_correction_has_the_wish_of_what_it_corrects_unless_it_says_its_own() -> None:
    """Corrections of corrections follow the first; a loop of forged ones ends."""
    first = replace(MESSAGE, releasability=Releasability.PUBLIC)
    second = replace(MESSAGE, number="2", format="COR", ref=first.number)
    third = replace(MESSAGE, number="3", format="COR", ref="2")
    held = {one.number: one for one in (first, second, third)}
    assert wish(third, held.get) is first
    closed = replace(third, releasability=Releasability.NONE)
    assert wish(closed, held.get) is closed
    loop = replace(MESSAGE, number="4", format="CAN", ref="4")
    assert wish(loop, {"4": loop}.get) is loop
    assert wish(replace(loop, ref="9"), held.get).ref == "9"
