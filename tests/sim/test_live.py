"""The live demo: links into both consoles, a stand-in that leaves, and no node left behind."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from detente.core.line.message import Role
from detente.sim import demo, live
from detente.sim.account import console_for
from detente.sim.processes import officer
from detente.sim.stage import Stage, parties_of
from detente.sim.standin import StandIn
from tests.support.nodes import settled
from tests.support.terminal import ROOT


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """Both nodes in the demo's own situation."""
    made = Stage(parties_of("amber,cobalt"), situation=live.SITUATION)
    made.open()
    yield made
    made.close()


def test_a_stand_in_reads_and_answers_and_agrees_to_nothing(stage: Stage) -> None:
    """Cobalt notes Amber's notice, confirms Amber's read-back, and leaves a text to be signed."""
    stage.play(
        "now amber reads back FERRY as FERRY-RB\n"
        "now amber sends NAA as SWEEP activity=combat number_band=1 place_name=Swakopmund \\\n"
        '    volume="circle 22.60S 14.20E 14NM FL100-FL240 @+60min-@+100min"\n'
        'now amber sends AGR as TEXT agreement="Lead times" edition=1 kind=memorandum '
        "secrecy=public from_ms=@+10min suspension=notice\n"
        "with parties: name=amber standing=party\n"
        "with parties: name=cobalt standing=party\n"
        'with articles: article=1 rule=words words="We give notice."'
    )
    node = stage.world.served("cobalt")
    token = officer(node, "stand-in", Role.DUTY_OFFICER)
    headers = {"authorization": f"Bearer {token}"}
    with httpx.Client(base_url=node.api.base_url, headers=headers, trust_env=False) as api:
        stand_in = StandIn(api, f"/v1/lines/{stage.world.channel}/ACTUAL", "cobalt")
        assert stand_in.look(0.0) is None  # what has just come is not answered at once
        did = [act for second in range(10, 200, 10) if (act := stand_in.look(float(second)))]
    labels = stage.played.labels
    mine = [one.step for one in did if one.number == labels["SWEEP"]]
    assert mine == ["READBACK", "NOTED"]
    assert "CONFIRMED" in [one.step for one in did if one.number == labels["FERRY-RB"]]
    assert not [one for one in did if one.number == labels["TEXT"] and one.step != "READ"]


def test_a_link_signs_in_and_the_demo_sees_it(stage: Stage) -> None:
    """While nobody has a session at Cobalt's console the stand-in stays; the link begins one."""
    assert not live.is_signed_in(stage, "cobalt")
    url = stage.link("cobalt", "watch")
    token = url.rpartition("/")[2]
    api = str(stage.world.served("cobalt").api.base_url)
    head = {"x-detente": "console", "origin": api.rstrip("/")}
    with httpx.Client(base_url=api, headers=head, trust_env=False) as browser:
        assert browser.post("/v1/session", json={"link": token}).status_code == 201
        assert browser.post("/v1/session", json={"link": token}).status_code >= 400
    assert live.is_signed_in(stage, "cobalt")


def test_without_a_built_console_the_story_plays_and_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No console here: the demo names what builds it, and plays in the terminal."""
    played: list[str] = []

    def note(_console: object, name: str, *_: object, **_more: object) -> bool:
        played.append(name)
        return True

    monkeypatch.setattr(live, "FOLDER", tmp_path)
    monkeypatch.setattr(demo, "_story", note)
    result = CliRunner().invoke(demo.main, [])
    assert result.exit_code == 0
    assert "scripts/setup console" in result.output
    assert played == ["coast"]


def test_ctrl_c_ends_the_demo_with_both_nodes(tmp_path: Path) -> None:
    """The demo prints two links and what to try; Ctrl-C stops it, and nothing answers any more."""
    (tmp_path / "index.html").write_text("<!doctype html>")
    code = (
        "import pathlib, sys; from detente.sim import demo, live; "
        "live.FOLDER = pathlib.Path(sys.argv.pop()); demo.main(['--no-stand-in'])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        said = list(_until(process.stdout.readline, "Ctrl-C"))
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert process.wait(30) == 0
    links = re.findall(r"(http://localhost:\d+)/#/sign-in/\S+", "".join(said))
    assert len(links) == 2
    for one in links:
        settled(lambda one=one: _is_gone(one))  # type: ignore[misc]  # bound at once


def _until(read: Callable[[], str], word: str) -> Iterator[str]:
    """Lines, until one holds the word."""
    while line := read():
        yield line
        if word in line:
            return


def _is_gone(address: str) -> bool:
    try:
        httpx.get(f"{address}/v1/ready", trust_env=False)
    except httpx.ConnectError:
        return True
    return False


def test_the_page_says_each_act_as_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """What the stand-in did is shown as its own, with the message's number."""
    said: list[Any] = [json.dumps({"step": "NOTED", "number": "AMBER-2026-0001"}) + "\n"]
    live.Live(console_for(plain=True), stand_in=True).hear(iter(said))
    assert "stand-in at Cobalt: NOTED AMBER-2026-0001" in capsys.readouterr().out
