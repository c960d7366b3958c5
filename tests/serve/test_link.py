"""Two real processes over real TLS: push at once, catch up after a kill, join once."""

from __future__ import annotations

import concurrent.futures
import sys
import time
from pathlib import Path

import httpx

from tests.support.nodes import (
    Pair,
    RunningNode,
    all_up,
    open_channel,
    settled,
    start_node,
    stopping,
)

DAY_AHEAD = (sys.executable, str(Path(__file__).parents[1] / "support" / "skewed.py"))

LINE_CHECK = {"format": "LCK", "fields": {}}


def numbers(node: RunningNode, line: str) -> list[str]:
    """The numbers of all messages that a node holds on a line, in its local order."""
    return [one["message"]["number"] for one in node.get(line + "/messages", limit=1000)]


def delivered(node: RunningNode, line: str, number: str) -> bool:
    """Whether the sender knows that the receiver's node holds the message."""
    return bool(node.get(f"{line}/messages/{number}")["proof"] == "final")


def test_a_message_is_delivered_at_once(pair: Pair) -> None:
    """Amber sends; Cobalt's node holds it and Amber can prove so, all within a moment."""
    sent = pair.amber.post(pair.line + "/messages", LINE_CHECK)
    settled(lambda: delivered(pair.amber, pair.line, sent["number"]), 2.0)
    assert sent["number"] in numbers(pair.cobalt, pair.line)
    back = pair.cobalt.post(pair.line + "/messages", LINE_CHECK)
    settled(lambda: delivered(pair.cobalt, pair.line, back["number"]), 2.0)
    for node in (pair.amber, pair.cobalt):
        for journal in node.get("/v1/journals"):
            assert journal["final"] <= journal["kept"]


def test_catch_up_after_kill_while_both_were_sending(pair: Pair) -> None:
    """Cobalt is killed with SIGKILL; what Amber sends meanwhile arrives when it is back."""
    before = numbers(pair.cobalt, pair.line)
    pair.cobalt.kill()
    sent = [pair.amber.post(pair.line + "/messages", LINE_CHECK)["number"] for _ in range(40)]
    settled(lambda: pair.amber.get("/v1/peers")[0]["link"] == "down", 5.0)
    assert pair.amber.get("/v1/peers")[0]["behind"] >= 40
    assert not delivered(pair.amber, pair.line, sent[-1])
    pair.cobalt.start()
    settled(lambda: delivered(pair.amber, pair.line, sent[-1]))
    assert numbers(pair.cobalt, pair.line) == [*before, *sent]
    settled(lambda: all_up(pair.cobalt))


def test_nothing_acknowledged_is_lost_by_a_kill_under_load(pair: Pair) -> None:
    """Amber is killed in the middle of a burst: every number that it answered is still there."""
    answered: list[str] = []

    def burst() -> None:
        with pair.amber.speak_as(pair.amber.token) as client:
            while True:
                try:
                    got = client.post(pair.line + "/messages", json=LINE_CHECK)
                except httpx.TransportError:
                    return
                answered.append(got.json()["number"])

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        bursts = [pool.submit(burst) for _ in range(3)]
        time.sleep(0.4)
        pair.amber.kill()
        for one in bursts:
            one.result(10)
    assert answered
    pair.amber.start()
    held = numbers(pair.amber, pair.line)
    assert set(answered) <= set(held)
    assert len(held) == len(set(held))
    settled(lambda: all_up(pair.amber) and all_up(pair.cobalt))
    assert numbers(pair.cobalt, pair.line)[-1] == held[-1]


def test_a_stop_is_orderly(pair: Pair) -> None:
    """SIGTERM ends a node with exit code 0, also while a reader holds the stream open."""
    with pair.cobalt.client.stream("GET", "/v1/stream") as stream:
        assert stream.status_code == 200
        assert pair.cobalt.stop() == 0
    pair.cobalt.start()
    settled(lambda: all_up(pair.amber))


def test_a_third_party_is_taken_in_by_each_member(pair: Pair, tmp_path: Path) -> None:
    """Amber's invitation opens Amber's door alone; Cobalt takes Meridian in by its own hand."""
    meridian = start_node(tmp_path / "meridian", "meridian")
    with stopping(meridian):
        first = pair.amber.post(f"/v1/channels/{pair.channel}/invites")
        joined = meridian.post("/v1/joins", {"invitation": first["invitation"]})
        assert sorted(joined["members"]) == ["amber", "cobalt", "meridian"]
        assert [one["party"] for one in pair.cobalt.get("/v1/peers")] == ["amber"]
        second = pair.cobalt.post(f"/v1/channels/{pair.channel}/invites")
        meridian.post("/v1/joins", {"invitation": second["invitation"]})
        for node in (pair.amber, pair.cobalt, meridian):
            settled(lambda node=node: len(node.get("/v1/peers")) == 2 and all_up(node))  # type: ignore[misc]  # bound at once
        sent = meridian.post(pair.line + "/messages", LINE_CHECK)
        settled(lambda: delivered(meridian, pair.line, sent["number"]))


def test_an_invitation_is_good_once(pair: Pair, tmp_path: Path) -> None:
    """The same party may try again, as its answer may be lost; another finds the door shut."""
    umber = start_node(tmp_path / "umber", "umber", wait=False)
    ochre = start_node(tmp_path / "ochre", "ochre", wait=False)
    with stopping(umber, ochre):
        umber.wait_ready()
        ochre.wait_ready()
        made = pair.amber.post(f"/v1/channels/{pair.channel}/invites")
        for _ in range(2):
            joined = umber.post("/v1/joins", {"invitation": made["invitation"]})
            assert joined["channel"] == pair.channel
        refused = ochre.post("/v1/joins", {"invitation": made["invitation"]}, status=409)
        assert refused["type"].endswith("invitation-used")
        assert ochre.get("/v1/channels") == []
    assert "ochre" not in pair.amber.get("/v1/channels")[0]["members"]


def test_a_clock_a_day_off_is_refused_and_shown(tmp_path: Path) -> None:
    """Cobalt's clock is a day ahead: no link, and both sides read why and what to do."""
    amber = start_node(tmp_path / "amber", "amber", wait=False)
    cobalt = start_node(tmp_path / "cobalt", "cobalt", wait=False)
    with stopping(amber, cobalt):
        amber.wait_ready()
        cobalt.wait_ready()
        open_channel(amber, cobalt)
        position = amber.get("/v1/status")["position"]
        cobalt.stop()
        cobalt.command = DAY_AHEAD
        cobalt.start()
        settled(lambda: amber.get("/v1/peers")[0]["link"] == "refused")
        why = amber.get("/v1/peers")[0]["why"]  # found by us, or told by the other side
        assert "clock of cobalt is 24 h 0 min ahead" in why or "clock of amber is 24 h" in why
        settled(lambda: "clock" in cobalt.get("/v1/peers")[0]["why"])
        assert amber.get("/v1/status")["position"] == position
