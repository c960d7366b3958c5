"""Situations: what stands on two real nodes at this hour, written like a scenario.

A situation is a text file of scenario lines (docs/scenarios.md) without times, and with no header
but ``also ID: NAME, KIND`` for channels beside the first. Each line begins with ``now`` and happens
at once, one after the other. ``@+30min``, ``@-2h``, ``@+3d`` in a value is that time from now, on a
whole minute, and ``@today`` and ``@tomorrow`` are those days, so that a situation is as fresh on
every day. Not here: the nodes (served.py), and how a line is done (player.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Final

from detente.core.refusal import Fault
from detente.sim.scenario import PartyLine, Scenario, parse

AREA: Final = "circle 22.9S 14.4E 120NM"  # the coast of all examples
CHANNEL: Final = "coast"
CHANNEL_NAME: Final = "Coast safety line"
EMPTY: Final = "empty"  # two nodes, joined, and nothing said

_ALSO: Final = "also "
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


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the lines. area: in words. also: lines `also ID: NAME, KIND`."""

    parties: tuple[PartyLine, ...]
    area: str = AREA
    also: tuple[str, ...] = ()


def also(lines: str) -> tuple[str, ...]:
    """The channels beside the first that a situation needs."""
    return tuple(one for one in lines.splitlines() if one.startswith(_ALSO))


def scenario(lines: str, header: Header, now_ms: int) -> Scenario:
    """The lines as a scenario that happens now (UTC ms). Raises BadScenario.

    Without lines it is one in which nothing happens. Numbers of lines in faults count the header.
    """
    at = datetime.fromtimestamp(now_ms / 1000, UTC)
    above = [
        "title: Now",
        f"date: {at:%Y-%m-%d}",
        *(f"party {one.party}: {one.name}, utc{_offset(one)}" for one in header.parties),
        f"channel {CHANNEL}: {CHANNEL_NAME}",
        f"area: {header.area}",
        *header.also,
    ]
    below = "\n".join(one for one in lines.splitlines() if not one.startswith(_ALSO))
    body = _RELATIVE.sub(lambda found: _stamp(now_ms, found), below or "now wait")
    tomorrow = at + timedelta(days=1)
    body = body.replace("@today", f"{at:%Y-%m-%d}").replace("@tomorrow", f"{tomorrow:%Y-%m-%d}")
    timed = _NOW.sub(f"{at:%H:%M:%S}", body)
    return parse("\n".join((*above, timed)), "situation")


def _stamp(now_ms: int, found: re.Match[str]) -> str:
    """``@+30min`` as the time that it means, on a whole minute."""
    seconds = now_ms // 60_000 * 60 + int(found[1]) * _UNIT_S[found[2]]
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%MZ}"


def _offset(one: PartyLine) -> str:
    """``+2`` or ``+3:30``."""
    hours, rest = divmod(abs(one.utc_offset_min), 60)
    return f"{'-' if one.utc_offset_min < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
