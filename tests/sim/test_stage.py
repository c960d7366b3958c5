"""The stage raises real nodes in a situation, obeys its pipe, and leaves nothing behind."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from detente.core.refusal import Fault
from detente.sim import situations
from detente.sim.stage import parties_of
from tests.support.nodes import settled

AT_MS = 1_795_334_459_000


class Piped:
    """A stage in a process of its own, as a browser test drives it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.ready = self.line()

    def line(self) -> Any:
        """The next line that it says."""
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def do(self, word: str, **more: object) -> Any:
        """Give it a command; its answer, which must not be an error."""
        answer = self.try_to(word, **more)
        assert "ok" in answer, answer
        return answer["ok"]

    def try_to(self, word: str, **more: object) -> Any:
        """Give it a command; its answer as it is."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": word, **more}) + "\n")
        self.process.stdin.flush()
        return self.line()

    def get(self, party: str, path: str) -> Any:
        """What the watch of a party reads."""
        return self.do("ask", party=party, officer="watch", method="GET", path=path)


@contextmanager
def stage(situation: str) -> Iterator[Piped]:
    """A stage with Amber and Cobalt; its pipe is closed at the end, and that must be enough."""
    with subprocess.Popen(
        [sys.executable, "-m", "detente.sim.stage", "--situation", situation],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        piped = Piped(process)
        assert "error" not in piped.ready, piped.ready
        try:
            yield piped
        finally:
            assert process.stdin is not None
            process.stdin.close()
            assert process.wait(30) == 0


def test_the_watch_holds_something_of_everything() -> None:
    """In the situation `watch` each register that a console shows has something in it."""
    with stage("watch") as piped:
        line = f"/v1/lines/{piped.ready['channel']}/ACTUAL"
        capitals = f"/v1/lines/{piped.ready['channels'][1]}/ACTUAL"
        pairs = {
            frozenset(one["numbers"])
            for one in piped.get("amber", f"{line}/conflicts")
            if not one.get("ended_reason")
        }
        labels = piped.ready["labels"]
        assert frozenset((labels["SWEEP"], labels["FERRY"])) in pairs
        for path in ("agreements", "zones", "cases"):
            assert piped.get("amber", f"{line}/{path}"), path
        assert len(piped.get("amber", f"{capitals}/contacts")) == 2
        assert len(piped.get("cobalt", f"{capitals}/commitments")) == 1
        assert owed(piped, line)[labels["LATE"]] == {"READBACK", "ANSWER"}
        assert owed(piped, line)[labels["WHOSE"]] == {"ANSWER"}
        assert owed(piped, capitals)[labels["NEXT"]] == {"READ"}


def owed(piped: Piped, line: str) -> dict[str, set[str]]:
    """What Amber owes on a line, by message."""
    return {
        one["message"]["number"]: {due["step"] for due in one["due"] if due["party"] == "amber"}
        for one in piped.get("amber", f"{line}/messages?limit=1000")
    }


def test_a_wire_is_cut_and_a_node_loses_power_and_both_come_back() -> None:
    """Cut, mended, killed, started: each time the other side sees it, and nothing is lost."""
    with stage("empty") as piped:

        def link() -> str:
            return str(piped.get("amber", "/v1/peers")[0]["link"])

        piped.do("cut")
        settled(lambda: link() != "up")
        sent = piped.do(
            "send", party="amber", officer="watch", code="LCK", fields={"languages": ["en"]}
        )
        piped.do("kill", party="cobalt")
        piped.do("start", party="cobalt")
        piped.do("mend")
        settled(lambda: link() == "up")
        line = f"/v1/lines/{piped.ready['channel']}/ACTUAL"
        path = f"{line}/messages/{sent['number']}"
        settled(lambda: "ok" in piped.try_to("ask", party="cobalt", method="GET", path=path))
        api = piped.ready["parties"][0]["api"]
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{api}/v1/ready", trust_env=False)


def test_what_a_node_refuses_is_answered_in_its_words() -> None:
    """A refusal, an officer that nobody is, an unknown format: errors, and the stage goes on."""
    with stage("empty") as piped:
        fields = {"situation": "nearing"}
        refused = piped.try_to("send", party="amber", officer="watch", code="AEN", fields=fields)
        assert "fields.point" in refused["error"]
        assert (
            "nobody" in piped.try_to("read", party="amber", officer="nobody", number="X")["error"]
        )
        refused = piped.try_to("play", lines="now amber sends NOP as IT")
        assert "NOP" in refused["error"]
        assert piped.get("amber", "/v1/peers")


def test_times_of_a_situation_count_from_now() -> None:
    """`@+30min` is a whole minute from now on, in a line that a scenario can read."""
    header = situations.Header(parties_of("amber,cobalt"))
    story = situations.scenario("now amber answers A WILCO reason=@+30min", header, AT_MS)
    assert story.steps[0].action.values == {"reason": "2026-11-22T08:30Z"}  # type: ignore[union-attr]  # an act


def test_an_unknown_situation_is_refused_with_those_there_are() -> None:
    """Somebody mistypes a name and reads which there are."""
    with pytest.raises(Fault, match="watch"):
        situations.load("wach")
