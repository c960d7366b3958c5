"""What a message would bring, asked while it is written: words, map, read-back, questions."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.support.nodes import Pair, settled

HOUR_MS = 3_600_000
WRONG: tuple[Any, ...] = (["combat"], {}, 5, "x" * 3_000)
CIRCLE = {"circle": {"lat_e7": -229_000_000, "lon_e7": 144_000_000, "radius_cm": 1_852_000}}


def volume(**more: Any) -> dict[str, Any]:
    """A circle of 10 NM off the coast, in three hours."""
    start_ms = (int(time.time()) // 60 * 60 + 3 * 3600) * 1000
    return {
        "outline": CIRCLE,
        "floor": {"cm": 304_800, "reference": "FL"},
        "ceiling": {"cm": 731_520, "reference": "FL"},
        "start_ms": start_ms,
        "end_ms": start_ms + HOUR_MS,
        **more,
    }


def naa(**fields: Any) -> dict[str, Any]:
    """Air activity in that volume."""
    whole = {"activity": "combat", "number_band": "2-4", "volume": volume()}
    return {"format": "NAA", "fields": {**whole, **fields}}


def check(pair: Pair, body: dict[str, Any], query: str = "") -> Any:
    """What Amber's node says of it."""
    return pair.amber.post(f"{pair.line}/checks{query}", body, status=200)


def test_a_circle_is_drawn_before_its_heights_and_times_are_given(pair: Pair) -> None:
    """Half a volume is refused field by field, and what there is of it can be on the map."""
    before = pair.amber.get("/v1/status")["position"]
    half = {"outline": CIRCLE, "floor": None, "ceiling": {"cm": 3, "reference": "NOWHERE"}}
    found = check(pair, {"format": "NAA", "fields": {"volume": half, "activity": "combat"}})
    assert not found["accepted"]
    assert {one["field"] for one in found["refusals"]} > {"fields.number_band"}
    [part] = found["preview"]["volumes"]
    assert (part["sound"], part["outline"], part["ceiling"]) == (False, CIRCLE, None)
    ring = part["geometry"]["coordinates"][0]
    assert part["geometry"]["type"] == "Polygon"
    assert ring[0] == ring[-1]
    assert found["preview"]["fields"] == {"activity": "combat"}
    assert pair.amber.get("/v1/status")["position"] == before


def test_a_message_is_shown_in_four_languages_with_their_review_state(pair: Pair) -> None:
    """Whoever releases sees what each reader will read, and that nobody has reviewed it."""
    said = {one["language"]: one for one in check(pair, naa())["preview"]["said"]}
    assert list(said) == ["en", "ru", "he", "ar"]
    assert said["he"]["direction"] == "rtl"
    assert len({one["text"] for one in said.values()}) == 4
    for one in said.values():
        assert not one["reviewed"]
        assert len(one["lines"]) == len(said["en"]["lines"])


def test_only_the_languages_asked_for_are_said(pair: Pair) -> None:
    """A console that shows two languages pays for two; an unknown one is named."""
    found = check(pair, naa(), "?langs=he,en,he")
    assert [one["language"] for one in found["preview"]["said"]] == ["he", "en"]
    answer = pair.amber.client.post(f"{pair.line}/checks?langs=xx", json=naa())
    assert answer.status_code == 400
    assert "xx" in answer.text


def test_what_is_previewed_is_what_is_signed_and_read_back(pair: Pair) -> None:
    """The volume drawn and the numbers said back are those of the message and of Cobalt's node."""
    body = naa()
    shown = check(pair, body)["preview"]
    number = pair.amber.post(f"{pair.line}/messages", body)["number"]
    settled(lambda: any(m["message"]["number"] == number for m in _held(pair)))
    pair.cobalt.post(f"{pair.line}/messages/{number}/readback")
    settled(lambda: bool(_computed(pair, number)))
    signed = pair.amber.get(f"{pair.line}/messages/{number}")["message"]
    [part] = shown["volumes"]
    assert part["sound"]
    named = ("outline", "floor", "ceiling", "start_ms", "end_ms")
    assert {name: part[name] for name in named} == signed["fields"]["volume"]
    theirs = _computed(pair, number)
    local = ("words", "utc_offset_min")
    assert {k: v for k, v in shown["readback"].items() if k not in local} == {
        k: v for k, v in theirs.items() if k not in local
    }
    assert all(one["lines"] for one in shown["readback_said"])


def _held(pair: Pair) -> Any:
    return pair.cobalt.get(f"{pair.line}/messages")


def _computed(pair: Pair, number: str) -> Any:
    """What Cobalt's node said back of a message, as Amber holds it; nothing while it does not."""
    for one in pair.amber.get(f"{pair.line}/messages"):
        if one["message"]["format"] == "RBK" and one["message"]["ref"] == number:
            return one["message"]["fields"]["computed"]
    return {}


def test_a_conflict_is_seen_while_the_message_is_not_whole_yet(pair: Pair) -> None:
    """The kind of hazard is still missing; that it lies in Cobalt's area is known already."""
    number = pair.cobalt.post(f"{pair.line}/messages", naa())["number"]
    settled(lambda: any(one["number"] == number for one in pair.amber.get("/v1/picture")))
    found = check(pair, {"format": "NWA", "fields": {"volume": volume()}})
    assert {one["field"] for one in found["refusals"]} >= {"fields.hazard"}
    assert number in {name for one in found["conflicts"] for name in one["numbers"]}


def test_a_swapped_place_is_questioned_while_the_message_is_not_whole_yet(pair: Pair) -> None:
    """With a place's name the exchanged numbers are found before the number of aircraft is in."""
    swapped = {"circle": {"lat_e7": 145_300_000, "lon_e7": -226_800_000, "radius_cm": 1_000_000}}
    fields = {"volume": volume(outline=swapped), "place_name": "Swakopmund"}
    found = check(pair, {"format": "NAA", "fields": fields})
    assert "check-swapped" in {one["rule"] for one in found["warnings"]}
    assert not {one["rule"] for one in found["refusals"]} & {"check-swapped"}


@pytest.mark.parametrize("body", [{"format": "XXX"}, {"format": "ACK"}])
def test_a_format_that_is_not_sent_has_no_preview(pair: Pair, body: dict[str, Any]) -> None:
    """What is no format of messages is refused, and nothing is made up about it."""
    found = check(pair, body)
    assert found["preview"] is None
    assert found["refusals"]
    assert not found["accepted"]


def test_a_field_of_the_wrong_kind_is_left_out_and_refused(pair: Pair) -> None:
    """Whatever is typed, the rest is still shown: a list for a code is a refusal, no fault."""
    for wrong in WRONG:
        found = check(pair, naa(activity=wrong, volume=[wrong, volume()]))
        assert not found["accepted"]
        assert found["preview"]["fields"] == {"number_band": "2-4"}
        assert [one["part"] for one in found["preview"]["volumes"] if one["outline"]] == [1]


def test_without_a_preview_the_answer_is_short(pair: Pair) -> None:
    """A program that only asks whether it would go out pays for nothing else."""
    found = check(pair, naa(), "?preview=false")
    assert found["preview"] is None
    assert "accepted" in found
