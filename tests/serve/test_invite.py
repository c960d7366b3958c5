"""An invitation verifies as a whole or is refused; an introduction is signed by the card's key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from detente.core.events import Charter, PartyCard
from detente.serve import home as homes
from detente.serve import invite
from detente.serve.cards import check_card

NOW_MS = 1_795_000_000_000
CHARTER = Charter("coast-1f3a9c02", "Coast", "safety")
SECRET = bytes(range(32))


@pytest.fixture(scope="module")
def amber(tmp_path_factory: pytest.TempPathFactory) -> homes.Home:
    """Amber's home."""
    return homes.init(tmp_path_factory.mktemp("amber") / "home", "amber", "Amber")


@pytest.fixture(scope="module")
def cobalt(tmp_path_factory: pytest.TempPathFactory) -> homes.Home:
    """Cobalt's home."""
    return homes.init(tmp_path_factory.mktemp("cobalt") / "home", "cobalt", "Cobalt")


def written(home: homes.Home) -> str:
    """An invitation by this party, good for a minute."""
    card = home.card("127.0.0.1:8701")
    return invite.write(home.signer, card, CHARTER, SECRET, NOW_MS + 60_000)


def test_an_invitation_survives_line_breaks(amber: homes.Home) -> None:
    """A text that a mail program has folded still reads, and names the inviter's fingerprint."""
    text = written(amber)
    folded = "\n ".join(text[at : at + 60] for at in range(0, len(text), 60))
    found = invite.read(folded, NOW_MS)
    assert isinstance(found, invite.Invitation)
    assert (found.charter, found.secret) == (CHARTER, SECRET)
    assert found.fingerprint == amber.fingerprint


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda text: text[1:], "invitation-form"),
        (lambda text: text[:-40], "invitation-form"),
        (lambda text: text + "!", "invitation-form"),
        (
            lambda text: text[:40] + ("A" if text[40] != "A" else "B") + text[41:],
            "invitation-signature",
        ),
        (lambda text: text + "A" * 70_000, "invitation-form"),
    ],
)
def test_a_spoilt_invitation_is_refused(
    amber: homes.Home, spoil: Callable[[str], str], rule: str
) -> None:
    """Cut, lengthened or changed on its way: refused, with the rule that it broke."""
    found = invite.read(spoil(written(amber)), NOW_MS)
    assert isinstance(found, tuple)
    assert found[0].rule == rule


def test_an_old_invitation_is_refused(amber: homes.Home) -> None:
    """A paper found a day later opens nothing."""
    found = invite.read(written(amber), NOW_MS + 86_400_000)
    assert isinstance(found, tuple)
    assert found[0].rule == "invitation-expired"


def test_an_introduction_must_be_signed_by_the_key_in_its_card(
    amber: homes.Home, cobalt: homes.Home
) -> None:
    """Whoever saw the secret cannot bring in another's card."""
    found = invite.read(written(amber), NOW_MS)
    assert isinstance(found, invite.Invitation)
    card = cobalt.card("127.0.0.1:8703")
    frame = invite.join_frame(cobalt.signer, card, found)
    assert invite.check_join(frame) == ()
    forged = invite.join_frame(amber.signer, card, found)
    assert [one.rule for one in invite.check_join(forged)] == ["join-signature"]
    moved = msgspec.structs.replace(frame, channel="other-1f3a9c02")
    assert [one.rule for one in invite.check_join(moved)] == ["join-signature"]


def test_every_problem_of_a_card_is_named_at_once(cobalt: homes.Home) -> None:
    """A card with five faults gets five refusals, so that it can be mended in one go."""
    card: PartyCard = replace(
        cobalt.card("nowhere"), party="Cobalt!", key="AAAA", certificate="none", kind="emperor"
    )
    assert [one.field for one in check_card(card)] == [
        "card.party",
        "card.kind",
        "card.key",
        "card.certificate",
        "card.address",
    ]
