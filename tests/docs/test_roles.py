"""The planner's and the investigator's guides work as they stand, on one pair of real nodes.

The planner's commands are typed first; what they leave in the record is what is investigated.
Only the year in message numbers is changed.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.support.terminal import ROOT, Terminal, free_ports

PARTIES = ("amber", "cobalt")
FLIGHT = "circle 22.75S 14.50E 8NM FL080-FL200 +2h-+3h"


def ready(terminal: Terminal) -> None:
    """Two nodes on one line as the first hour leaves them, Cobalt's flight announced."""
    ports = free_ports(4)
    for index, party in enumerate(PARTIES):
        listen, peers = ports[2 * index : 2 * index + 2]
        said(
            terminal,
            f"detente init --home run/{party} --party {party} --name {party.title()}"
            f" --listen 127.0.0.1:{listen} --peer-listen 127.0.0.1:{peers}",
        )
        terminal.serve(f"detente serve --home run/{party}")
    said(terminal, "detente invite --home run/amber --channel coast > run/invite.txt")
    said(terminal, "detente join --home run/cobalt run/invite.txt")
    said(
        terminal,
        f"detente send --home run/cobalt NAA activity=transport number_band=1 volume='{FLIGHT}'",
    )


def said(terminal: Terminal, line: str) -> str:
    """What a command says that must succeed."""
    code, words = terminal.type(line)
    assert code == 0, words
    return words


def page(name: str) -> str:
    """A guide's text, with the year that message numbers carry today."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    return text.replace("-2026-", f"-{datetime.now(UTC).year}-")


@pytest.mark.slow
def test_the_planners_and_the_investigators_guide_work_as_they_stand(terminal: Terminal) -> None:
    """Who follows both pages from top to bottom has planned, agreed, proved, and been refused."""
    ready(terminal)
    terminal.env["DETENTE_HOME"] = "run/amber"
    assert terminal.follow(page("guide-planner.md"), passed_over=("export ",)) > 10
    del terminal.env["DETENTE_HOME"]
    assert terminal.follow(page("guide-investigator.md")) > 8
