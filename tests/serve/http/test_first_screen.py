"""The first screen in one answer, and the stream that keeps it alive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.nodes import Pair, settled

HOUR_MS = 3_600_000


def notice(pair: Pair) -> dict[str, Any]:
    """A danger area in three hours, which must be read back and answered."""
    start_ms = pair.amber.get("/v1/status")["now_ms"] + 3 * HOUR_MS
    circle = {"lat_e7": -229_000_000, "lon_e7": 144_000_000, "radius_cm": 1_000_000}
    volume = {
        "outline": {"circle": circle},
        "floor": None,
        "ceiling": {"cm": 300_000, "reference": "AMSL"},
        "start_ms": start_ms,
        "end_ms": start_ms + HOUR_MS,
    }
    fields = {"volume": volume, "hazard": "surface-air", "own_traffic": "none"}
    return {"format": "NWA", "fields": fields}


def screen(pair: Pair, **query: str) -> Any:
    """What Cobalt's officer sees first."""
    return pair.cobalt.get("/v1/first-screen", **query)


def test_an_empty_line_owes_nothing(pair: Pair) -> None:
    """Nothing was said yet: nothing is due, nobody has a roster, and that is said."""
    found = screen(pair)
    assert (found["due"], found["missed"], found["owed"], found["watch"]) == ([], [], 0, None)
    [duty] = found["duty"]
    assert set(duty["silent"]) == {"amber", "cobalt"}
    assert set(duty["newest_ms"]) == {"amber", "cobalt"}
    assert found["status"]["peers"][0]["link"] == "up"


def test_what_is_due_is_counted_down_soonest_first(pair: Pair) -> None:
    """A danger area must be read, read back and answered: each step by whom and until when."""
    number = pair.amber.post(f"{pair.line}/messages", notice(pair))["number"]
    settled(lambda: screen(pair)["owed"] > 0)
    found = screen(pair)
    assert found["owed"] == len(found["due"])
    times = [one["due_ms"] for one in found["due"]]
    assert times == sorted(times)
    assert min(times) > found["status"]["now_ms"]
    assert {one["number"] for one in found["due"]} == {number}
    mine = {one["step"] for one in found["due"] if one["ours"]}
    assert mine
    entry = pair.cobalt.get(f"/v1/entries/{found['due'][0]['position']}")
    assert entry["decoded"]["message"]["number"] == number


def test_a_step_that_is_done_is_due_no_more(pair: Pair) -> None:
    """The read-back is given: it leaves the list, and the confirmation is awaited."""
    first = next(one for one in screen(pair)["due"] if one["step"] == "READBACK")
    pair.cobalt.post(f"{pair.line}/messages/{first['number']}/readback")
    steps = [(one["step"], one["party"]) for one in screen(pair)["due"]]
    assert ("READBACK", "cobalt") not in steps
    assert ("CONFIRMED", "amber") in steps


def test_who_is_on_duty_at_both_sides_is_there(pair: Pair) -> None:
    """Each side's roster says it; hours in which nobody shares a language are named."""
    now_ms = pair.amber.get("/v1/status")["now_ms"]
    for node, languages in ((pair.amber, ["en", "ar"]), (pair.cobalt, ["ru", "he"])):
        shift = {
            "duty_role": "duty-officer",
            "languages": languages,
            "from_ms": now_ms - HOUR_MS,
            "to_ms": now_ms + 8 * HOUR_MS,
        }
        node.post(f"{pair.line}/messages", {"format": "DRO", "fields": shift})
    settled(lambda: len(screen(pair)["duty"][0]["now"]) == 2)
    [duty] = screen(pair)["duty"]
    assert {one["party"] for one in duty["now"]} == {"amber", "cobalt"}
    assert [one["why"] for one in duty["lacking"]] == ["no common language"]
    assert duty["silent"] == []


def test_who_took_the_watch_is_named(pair: Pair) -> None:
    """The officer who took over last has the watch, whoever else is signed in."""
    taken = pair.cobalt.post("/v1/handovers/take")
    found = screen(pair)["watch"]
    assert (found["handover"], found["since_ms"]) == (taken["handover"], taken["taken_at_ms"])


def test_conflicts_and_alarms_are_counted(pair: Pair) -> None:
    """A notice of Cobalt's in Amber's danger area is one open conflict."""
    body = notice(pair)
    body = {
        "format": "NAA",
        "fields": {
            "activity": "combat",
            "number_band": "2-4",
            "volume": body["fields"]["volume"],
        },
    }
    pair.cobalt.post(f"{pair.line}/messages", body)
    found = screen(pair)
    assert found["conflicts"] == len(pair.cobalt.get(f"{pair.line}/conflicts", open=True)) == 1
    assert len(found["alarms"]) == found["status"]["alarms"]


def test_the_screen_is_said_in_the_readers_language(pair: Pair) -> None:
    """The same words as the status has, so that a console needs one request."""
    said = screen(pair, lang="he")["status"]["rendered"]
    assert said["language"] == "he"
    assert said["direction"] == "rtl"


@pytest.fixture
def frames(pair: Pair) -> Iterator[Iterator[tuple[str, Any]]]:
    """Cobalt's live stream, item by item: its name and what it says."""
    with pair.cobalt.client.stream("GET", "/v1/stream") as answer:
        yield _items(answer.iter_lines())


def _items(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def test_a_node_that_lives_says_so(pair: Pair, frames: Iterator[tuple[str, Any]]) -> None:
    """Silence means that nothing is known: its clock and its newest entry come again and again."""
    beats: list[Any] = []
    while len(beats) < 2:
        name, item = next(frames)
        if name == "heartbeat":
            beats.append(item)
    assert beats[0]["now_ms"] < beats[1]["now_ms"]
    assert beats[1]["position"] == pair.cobalt.get("/v1/status")["position"]


def test_beats_go_on_while_news_comes(pair: Pair, frames: Iterator[tuple[str, Any]]) -> None:
    """A busy line is no reason to leave the clock out: deadlines are counted by it."""
    names: list[str] = []
    while names.count("heartbeat") < 2:
        pair.cobalt.post(f"{pair.line}/messages", {"format": "LCK", "fields": {}})
        names.append(next(frames)[0])
    assert "event" in names
