"""The page on running a witness works as it stands: its commands are typed, in its order."""

from __future__ import annotations

import pytest

from tests.support.terminal import ROOT, Terminal, free_ports

PAGE = ROOT / "docs" / "guide-witness.md"


@pytest.mark.slow
def test_the_page_on_running_a_witness_works_as_it_stands(terminal: Terminal) -> None:
    """Whoever follows the page has a witness that has cosigned a member's journal."""
    api, peers, port = free_ports(3)
    listen = f"--listen 127.0.0.1:{api} --peer-listen 127.0.0.1:{peers}"
    assert terminal.type(f"detente init amber --home run/amber {listen}")[0] == 0
    terminal.serve("detente serve --home run/amber")
    assert terminal.type("detente open Coast --home run/amber")[0] == 0
    text = PAGE.read_text(encoding="utf-8").replace("8710", port)
    assert terminal.follow(text) > 8
    assert list((terminal.folder / "public").rglob("checkpoint"))
