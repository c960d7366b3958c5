"""How one message is told to an officer: its receipts, what is proposed, whose word it is."""

from __future__ import annotations

from detente.cli.message_text import block
from detente.cli.say import Times
from detente.cli.settings import Settings
from detente.core.airspace.parts_json import airspace_to_json
from detente.core.airspace.volume import Airspace
from detente.core.line.message import Status
from detente.core.line.tables import FORMATS
from detente.tongues.examples import T0_MS, example
from detente.wire.human import airspace_from_text
from detente.wire.native import MessageView, StepView


def shown(*steps: StepView, direction: str = "out", state: str = "answered") -> list[str]:
    """The lines of Amber's own warning with these receipts."""
    view = MessageView(
        channel="coast",
        status=Status.ACTUAL,
        author="amber",
        sequence=1,
        position=1,
        message=example(FORMATS["NWA"]).message,
        at_ms=T0_MS,
        held_at_ms=T0_MS,
        direction=direction,
        state=state,
        proof="delivered",
        final=False,
        missing_for_final=(),
        line="",
        text="",
        steps=steps,
    )
    settings = Settings()
    return block(view, "amber", Times(settings))


def answer(text: str) -> StepView:
    """Cobalt's answer that it cannot, and what would suit instead."""
    volume = airspace_from_text(text, T0_MS)
    assert isinstance(volume, Airspace), volume
    return StepView(
        step="ANSWER",
        party="cobalt",
        by_clock_ms=T0_MS,
        here_ms=T0_MS,
        number="COBALT-2026-0004",
        code="UNABLE",
        proposal=airspace_to_json(volume),
    )


def test_a_proposal_is_seen_at_the_message_that_it_is_about() -> None:
    """Who announced reads what the other side would have instead, and how that is taken."""
    text = "circle 22.9S 14.4E 10NM FL100-FL120 2026-11-22T10:00Z/2026-11-22T11:00Z"
    lines = shown(answer(text))
    at = next(at for at, line in enumerate(lines) if "cobalt UNABLE" in line)
    assert "PROPOSES circle" in lines[at + 1]
    assert "FL100-FL120" in lines[at + 1]
    number = example(FORMATS["NWA"]).message.number
    assert f"detente correct {number} --as-proposed COBALT-2026-0004" in lines[at + 2]
    for other in (shown(answer(text), direction="in"), shown(answer(text), state="cancelled")):
        assert not any("--as-proposed" in line for line in other)
        assert any("PROPOSES" in line for line in other)


def test_a_receipt_given_with_a_stolen_key_says_so() -> None:
    """Of two receipts of Cobalt's, the one of the thief is marked and the other is not."""
    both = [
        StepView(step=step, party="cobalt", by_clock_ms=T0_MS, here_ms=T0_MS, disowned=stolen)
        for step, stolen in (("READ", False), ("READBACK", True))
    ]
    marked = [line.split()[0] for line in shown(*both) if "KEY STOLEN: cobalt says" in line]
    assert marked == ["READBACK"]
