"""The first hour works as it stands: each command of the page is typed, in order, on two nodes.

Ports and the year in message numbers are the only things changed.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.support.terminal import ROOT, Terminal, free_ports

PAGE = ROOT / "docs" / "first-hour.md"
PORTS = ("7410", "7411", "7420", "7421")


@pytest.mark.slow
def test_the_first_hour_works_as_it_stands(terminal: Terminal) -> None:
    """A newcomer who types the page from top to bottom meets exactly what it says."""
    text = PAGE.read_text(encoding="utf-8").replace("-2026-", f"-{datetime.now(UTC).year}-")
    for port, free in zip(PORTS, free_ports(len(PORTS)), strict=True):
        text = text.replace(port, free)
    assert terminal.follow(text, passed_over=("scripts/", "export ")) > 20
