"""Two parties with a safety channel and a desk channel: what is signed there judges here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from detente.core.events import Charter, Event, Joined, Opened
from detente.core.line.message import Line
from tests.support.line import CHARTER, T0, Folded, Parties, card

DESK = Line("desk-52be238f")


def both_channels(name: str = "Coast") -> Parties:
    """Amber and Cobalt on a safety channel of this name, and on a diplomatic one."""
    line = Parties(charter=replace(CHARTER, name=name))
    charter = Charter(DESK.channel, "Desk", "diplomatic")
    for party, state in line.states.items():
        opening: list[Event] = [Opened(card(party), charter)]
        opening += [Joined(card(other)) for other in line.names if other != party]
        for sequence, event in enumerate(opening):
            Folded(party, DESK, event, T0, T0, sequence).into(state)
    return line


@contextmanager
def on_line(line: Parties, on: Line) -> Iterator[None]:
    """Let the parties talk on another of their lines for a while."""
    before, line.line = line.line, on
    journals, line.journals = line.journals, {name: [] for name in line.names}
    try:
        yield
    finally:
        line.line, line.journals = before, journals
