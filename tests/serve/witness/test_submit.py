"""What a witness answers is hostile until it is read: long, slow, sent elsewhere, or no witness."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import httpx
import pytest

from detente.core.events import PartyCard
from detente.journal.keys import Signer
from detente.journal.signatures import public_to_text
from detente.node.witnessing import Asked
from detente.serve.cards import check_witness
from detente.serve.witness import submit
from detente.serve.witness.submit import Submitter

KEY = public_to_text(Signer.from_seed(b"\x07" * 32).public)
CARD = PartyCard("meridian", "Meridian", "witness", KEY, KEY, "", "https://witness.example/prefix")
ASKED = Asked("coast-1/ACTUAL/amber", 0, 1, "", b"old 0\n\n")


async def _endless() -> AsyncIterator[bytes]:
    while True:
        yield b"x" * 10_000


def asked(handler: Callable[[httpx.Request], httpx.Response]) -> tuple[int, bytes]:
    """What a submitter makes of an answer."""

    async def body() -> tuple[int, bytes]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as client:
            return await Submitter(None, CARD)._ask(client, ASKED)  # type: ignore[arg-type]  # not reached

    return asyncio.run(body())


def test_an_endless_answer_is_cut_off() -> None:
    """No more is read than signature lines can take."""
    with pytest.raises(ValueError, match="more than"):
        asked(lambda _: httpx.Response(200, content=_endless()))


def test_a_silent_witness_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that never comes is waited for so long and no longer."""
    monkeypatch.setattr(submit, "ANSWER_S_MAX", 0.05)

    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(5)
        return httpx.Response(200)

    with pytest.raises(TimeoutError):
        asked(never)  # type: ignore[arg-type]  # an asynchronous handler


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    """Hashes go where the card says and nowhere else."""
    seen: list[str] = []

    def elsewhere(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(307, headers={"location": "http://elsewhere.example/"})

    assert asked(elsewhere)[0] == 307
    assert seen == [f"{CARD.address}/add-checkpoint"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "member"}, "card.kind"),
        ({"address": "127.0.0.1:1"}, "card.address"),
        ({"address": "ftp://witness.example"}, "card.address"),
        ({"address": "https://witness.example/?x=1"}, "card.address"),
        ({"address": "https://user@witness.example/"}, "card.address"),
        ({"key": "AAAA"}, "card.key"),
        ({"certificate": "x"}, "card.certificate"),
        ({"party": "house"}, "card.party"),
    ],
)
def test_a_card_that_cannot_be_submitted_to_is_refused(changes: dict[str, str], field: str) -> None:
    """No witness, no URL, no key: said with the field, before anything is written."""
    assert not check_witness(CARD)
    problems = check_witness(replace(CARD, **changes))  # type: ignore[arg-type]  # texts all
    assert field in [one.field for one in problems]
