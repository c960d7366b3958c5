"""`detente sign-in-link` and `sessions`: a link handed over, a screen seen and ended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from detente.cli.app import detente
from tests.support.nodes import RunningNode, start_node, stopping


@pytest.fixture(scope="module")
def amber(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNode]:
    """Amber's node with one officer besides the administrator."""
    node = start_node(tmp_path_factory.mktemp("cli") / "amber", "amber")
    with stopping(node):
        node.post("/v1/officers", {"officer": "watch-1", "role": "duty officer"})
        yield node


def said(home: Path, *words: str) -> str:
    """What a command says on standard output; fails the test when it fails."""
    result = CliRunner().invoke(detente, [*words, "--home", str(home)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_link_is_handed_over_and_the_screen_is_seen_and_ended(amber: RunningNode) -> None:
    """The administrator makes a link; the officer uses it; both commands show who is there."""
    link = said(amber.home, "sign-in-link", "watch-1").strip()
    base, _, token = link.partition("/#/sign-in/")
    assert base == amber.url.replace("127.0.0.1", "localhost")
    with httpx.Client(base_url=base, trust_env=False) as browser:
        own = {"x-detente": "console", "origin": base}
        answer = browser.post("/v1/session", json={"link": token}, headers=own)
        assert answer.status_code == 201, answer.text
        (held,) = json.loads(said(amber.home, "sessions", "list", "--json"))
        assert (held["officer"], held["means"]) == ("watch-1", "link")
        assert "watch-1" in said(amber.home, "sessions", "list")
        said(amber.home, "sessions", "end", str(held["session"]))
        assert browser.get("/v1/session").status_code == 401


def test_the_first_start_prints_a_link_and_the_next_does_not(amber: RunningNode) -> None:
    """Whoever starts a node for the first time reads how to sign in, and reads it once."""
    before = amber.log.read_text()
    assert before.count("/#/sign-in/") == 1
    assert "sign in as admin, once" in before
    amber.stop()
    amber.start()
    assert amber.log.read_text().count("/#/sign-in/") == 1


def test_nobody_unknown_gets_a_link(amber: RunningNode) -> None:
    """A slip in the handle is refused with what to do."""
    result = CliRunner().invoke(detente, ["sign-in-link", "watch-9", "--home", str(amber.home)])
    assert result.exit_code != 0
    assert "officers list" in result.output
