"""Situations: what stands on two real nodes at this hour, written like a scenario.

A situation is a text file of scenario lines (docs/scenarios.md) without a header and without times:
each line begins with ``now`` and happens at once, one after the other. ``@+30min``, ``@-2h``,
``@+3d`` in a value is that time from now, on a whole minute, so that a situation is as fresh on
every day. Not here: the nodes (served.py), and how a line is done (player.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import Final

from detente.core.refusal import Fault
from detente.sim.scenario import PartyLine, Scenario, parse

AREA: Final = "circle 22.9S 14.4E 120NM"  # the coast of all examples
CHANNEL: Final = "coast"
CHANNEL_NAME: Final = "Coast safety line"
EMPTY: Final = "empty"  # two nodes, joined, and nothing said

_UNIT_S: Final = {"min": 60, "h": 3_600, "d": 86_400}
_RELATIVE = re.compile(r"@([+-]?\d{1,5})(min|h|d)")
_NOW = re.compile(r"^now(?= )", re.MULTILINE)


class NoSuchSituation(Fault):
    """No situation has this name. name: what was asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no situation {name!r}; there are {', '.join(names())}")
        self.name = name


def names() -> list[str]:
    """The situations that come with detente, `empty` first."""
    found = [one.name for one in files(__package__).iterdir() if one.name.endswith(".txt")]
    return [EMPTY, *sorted(one.removesuffix(".txt") for one in found)]


def load(name: str) -> str:
    """The lines of a situation; none for `empty`. Raises NoSuchSituation."""
    if name == EMPTY:
        return ""
    if name not in names():
        raise NoSuchSituation(name)
    return (files(__package__) / f"{name}.txt").read_text("utf-8")


def scenario(
    lines: str, parties: Sequence[PartyLine], now_ms: int, *, area: str = AREA
) -> Scenario:
    """The lines as a scenario that happens now (UTC ms). Raises BadScenario.

    Without lines it is one in which nothing happens. Numbers of lines in faults count from the
    first of `lines`, after the header's.
    """
    at = datetime.fromtimestamp(now_ms / 1000, UTC)
    header = [
        "title: Now",
        f"date: {at:%Y-%m-%d}",
        *(f"party {one.party}: {one.name}, utc{_offset(one.utc_offset_min)}" for one in parties),
        f"channel {CHANNEL}: {CHANNEL_NAME}",
        f"area: {area}",
    ]
    body = _RELATIVE.sub(lambda found: _stamp(now_ms, found), lines or "now wait")
    timed = _NOW.sub(f"{at:%H:%M:%S}", body)
    return parse("\n".join((*header, timed)), "situation")


def _stamp(now_ms: int, found: re.Match[str]) -> str:
    """``@+30min`` as the time that it means, on a whole minute."""
    seconds = now_ms // 60_000 * 60 + int(found[1]) * _UNIT_S[found[2]]
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%MZ}"


def _offset(minutes: int) -> str:
    """``+2`` or ``+3:30``."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
