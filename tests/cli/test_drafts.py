"""Two officers at one desk, typed: a draft kept, looked at, refused to its drafter, released."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.app import detente
from tests.support.nodes import RunningNode, all_up, settled, start_node, stopping

pytestmark = pytest.mark.slow


def typed(node: RunningNode, *words: str, token: str = "", code: int = 0) -> str:
    """What the command says at this party's desk, to this officer; fails on another exit code."""
    who = ("--token", token) if token else ()
    result = CliRunner().invoke(detente, [*words, "--home", str(node.home), *who])
    assert result.exit_code == code, f"{words}\n{result.output}"
    return result.output


def volume() -> str:
    """A circle near Walvis Bay, from two hours on."""
    start = datetime.now(UTC) + timedelta(hours=2)
    window = f"{start:%Y-%m-%dT%H:%MZ}-{start + timedelta(hours=1):%Y-%m-%dT%H:%MZ}"
    return f"volume=circle 22.9S 14.4E 10NM SFC-FL200 {window}"


def test_two_officers_release_what_the_channel_asks_for(tmp_path: Path) -> None:
    """From `open --two-person` to a message with two names at the other side, and a role log."""
    amber = start_node(tmp_path / "amber", "amber", wait=False)
    cobalt = start_node(tmp_path / "cobalt", "cobalt", wait=False)
    with stopping(amber, cobalt):
        amber.wait_ready()
        cobalt.wait_ready()
        typed(amber, "open", "Coast", "--two-person", "naa")
        made = json.loads(typed(amber, "invite", "--json"))
        typed(cobalt, "join", made["invitation"])
        settled(lambda: all_up(amber) and all_up(cobalt))
        clerk, desk = (
            json.loads(typed(amber, "officers", "add", name, "duty-officer", "--json"))["token"]
            for name in ("clerk-1", "desk-2")
        )
        notice = ("NAA", "activity=isr", "number_band=1", volume())
        assert "two officers" in typed(amber, "check", *notice, token=clerk)
        said = typed(amber, "send", *notice, token=clerk)
        assert "NOT released: draft 1" in said
        assert "detente release 1" in said
        listed = typed(amber, "drafts", token=desk)
        assert "another duty officer" in listed
        assert "Nothing waits" in typed(cobalt, "drafts")
        whole = typed(amber, "drafts", "1", token=desk)
        assert "clerk-1 (duty officer)" in whole
        assert "10.0 NM" in whole
        refused = typed(amber, "release", "1", token=clerk, code=1)
        assert "two officers release NAA here" in refused
        number = json.loads(typed(amber, "release", "1", "--json", token=desk))[0]["number"]
        settled(lambda: all_up(amber))
        line = f"/v1/lines/{cobalt.get('/v1/channels')[0]['channel']}/ACTUAL"
        message = cobalt.get(f"{line}/messages/{number}")["message"]
        assert message["by"]["officer"] == "clerk-1"
        assert message["second"]["officer"] == "desk-2"
        assert "Nothing waits" in typed(amber, "drafts", token=desk)
        typed(amber, "send", *notice, token=clerk)
        typed(amber, "drop", "2", "--reason", "the flight is off", token=desk)
        assert "no draft" in typed(amber, "release", "2", token=desk, code=1).lower()
        typed(amber, "officers", "role", "clerk-1", "releaser", "--why", "relieves desk-3")
        log = typed(amber, "officers", "log")
        assert "duty officer -> releaser" in log
        assert "relieves desk-3" in log
        plan = tmp_path / "plan.json"
        fields = {"activity": "isr", "number_band": "1", "volume": volume().partition("=")[2]}
        plan.write_text(json.dumps({"messages": [{"format": "NAA", "fields": fields}]}))
        planned = typed(amber, "send", "--plan", str(plan))
        assert "kept as draft 3, NOT released" in planned
        assert "0 released, 1 wait for a second officer, 0 refused." in planned
        viewer = json.loads(typed(amber, "officers", "add", "eye-1", "observer", "--json"))["token"]
        typed(amber, "drafts", token=viewer, code=4)


def test_a_file_for_the_public_leaves_out_what_is_not_released(tmp_path: Path) -> None:
    """`detente export --for public` verifies, and holds no body that nobody released."""
    amber = start_node(tmp_path / "amber", "amber")
    cobalt = start_node(tmp_path / "cobalt", "cobalt")
    with stopping(amber, cobalt):
        typed(amber, "open", "Coast")
        made = json.loads(typed(amber, "invite", "--json"))
        typed(cobalt, "join", made["invitation"])
        settled(lambda: all_up(amber) and all_up(cobalt))
        typed(amber, "send", "LCK")
        whole, public = tmp_path / "whole.jsonl", tmp_path / "public.jsonl"
        typed(amber, "export", str(whole))
        typed(amber, "export", "--for", "public", str(public))
        assert '\\"format\\":\\"LCK\\"' in whole.read_text()
        assert '\\"format\\":\\"LCK\\"' not in public.read_text()
        verified = CliRunner().invoke(detente, ["verify", str(public)])
        assert verified.exit_code == 0, verified.output
        assert "1 body withheld" in verified.output
