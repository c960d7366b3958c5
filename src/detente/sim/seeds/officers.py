"""What officers do in a night, drawn by a seed: release, read, read back, answer, correct, end.

Areas come from a few places that lie close together, so that notices do conflict. What an officer
does may rightly be refused; it may not do harm.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from detente.core.line.commands import (
    Answer,
    Cancel,
    Command,
    Confirm,
    Correct,
    End,
    Read,
    ReadBack,
    Send,
)
from detente.core.line.message import Line
from detente.core.line.state import Tracked
from detente.core.values import Json
from detente.node.node import Node

MINUTE_MS = 60_000
RULES_PASSED = ("check-area", "check-ft-m", "check-km-nm", "check-place", "check-swapped")


def command(node: Node, line: Line, dice: random.Random) -> Command:
    """What the officer at this node does next."""
    messages = list(node.state.line(line).messages.values())
    if not messages or dice.random() < 0.35:
        return _release(node, dice)
    tracked = dice.choice(messages[-12:])
    if tracked.author == node.party:
        return _change(tracked, node.now_ms(), dice)
    if tracked.message.format == "RBK":
        return Confirm(tracked.number)
    return _receive(tracked, dice)


def reading(node: Node, line: Line) -> list[Command]:
    """READ for every message that waits for one at this node: what ends all repeats."""
    return [
        Read(tracked.number)
        for tracked in node.state.line(line).messages.values()
        if node.party in tracked.message.to
        and tracked.author != node.party
        and tracked.of(node.party).first_read_ms is None
        and not (tracked.format and tracked.format.is_receipt)
    ]


def line_check() -> Command:
    """A line check; it also names the heads that this node holds."""
    return Send("LCK")


def _release(node: Node, dice: random.Random) -> Command:
    now_ms = node.now_ms()
    make: Callable[[], Command] = dice.choice(
        (
            lambda: Send("NAA", _activity(now_ms, dice), acknowledged=RULES_PASSED),
            lambda: Send("NAA", _activity(now_ms, dice), acknowledged=RULES_PASSED),
            lambda: Send("NWA", _weapons(now_ms, dice), acknowledged=RULES_PASSED),
            line_check,
            lambda: Send("AMI", {"volume": volume(now_ms, dice)}),
            lambda: Send("AEN", {"situation": "nearing", "point": _point(dice)}),
            lambda: Send("QID", {"point": _point(dice)}, acknowledged=RULES_PASSED),
            lambda: Send("LST", {"state": "DEGRADED", "scope": "voice"}),
        )
    )
    return make()


def _change(tracked: Tracked, now_ms: int, dice: random.Random) -> Command:
    number = tracked.number
    roll = dice.random()
    if roll < 0.5:
        return Correct(number, {"volume": volume(now_ms, dice)}, acknowledged=RULES_PASSED)
    return Cancel(number) if roll < 0.75 else End(number)


def _receive(tracked: Tracked, dice: random.Random) -> Command:
    number = tracked.number
    roll = dice.random()
    if roll < 0.3:
        return Read(number)
    if roll < 0.6:
        return ReadBack(number)
    codes = tracked.subject.answers if tracked.subject else ()
    code = str(dice.choice(codes).value) if codes else "NOTED"
    reason = "other" if code in ("UNABLE", "DECLINED") else None
    minutes = dice.randint(1, 9) if code == "STANDBY" else None
    field = "volume" if code in ("DISAGREE", "NOT_UNDERSTOOD") else None
    return Answer(number, code, reason=reason, minutes=minutes, field_name=field)


def _activity(now_ms: int, dice: random.Random) -> dict[str, Json]:
    activity = dice.choice(("combat", "transport", "isr", "helo"))
    return {"activity": activity, "number_band": "1", "volume": volume(now_ms, dice)}


def _weapons(now_ms: int, dice: random.Random) -> dict[str, Json]:
    return {"volume": volume(now_ms, dice), "hazard": "surface-air", "own_traffic": "none"}


def volume(now_ms: int, dice: random.Random) -> dict[str, Json]:
    """A circle at one of nine places in a row, 40 km apart, in one of three layers."""
    begins_ms = now_ms + dice.choice((10, 30, 70)) * MINUTE_MS
    floor_cm = dice.choice((300_000, 600_000, 900_000))
    return {
        "outline": {"circle": {**_point(dice), "radius_cm": dice.choice((500_000, 1_500_000))}},
        "floor": {"cm": floor_cm, "reference": "AMSL"},
        "ceiling": {"cm": floor_cm + 150_000, "reference": "AMSL"},
        "start_ms": begins_ms,
        "end_ms": begins_ms + dice.choice((20, 60)) * MINUTE_MS,
    }


def _point(dice: random.Random) -> dict[str, Json]:
    return {"lat_e7": -230_000_000 + 3_600_000 * dice.randrange(9), "lon_e7": 144_000_000}
