"""Messages as an inbox asks for them: the newest, the unread, of one kind, with certain words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.nodes import Pair, settled


def check(words: str) -> dict[str, Any]:
    """A line check with remarks."""
    return {"format": "LCK", "fields": {}, "remarks": words}


STATE = {"format": "LST", "fields": {"state": "OPEN", "scope": "all"}}


@pytest.fixture(scope="module")
def numbers(pair: Pair) -> list[str]:
    """Seven messages in the order in which Cobalt holds them: five of Amber's, two of its own."""
    sent = [
        pair.amber.post(f"{pair.line}/messages", body)["number"]
        for body in (check("first watch"), check("zweite Wache"), STATE)
    ]
    sent.append(
        pair.amber.post(f"{pair.line}/messages", {**check("urgent"), "precedence": "FLASH"})[
            "number"
        ]
    )
    sent.append(pair.amber.post(f"{pair.line}/messages", check("בדיקת קו"))["number"])
    settled(lambda: len(listed(pair)) == 5)
    pair.cobalt.post(f"{pair.line}/messages/{sent[0]}/read")
    sent.append(pair.cobalt.post(f"{pair.line}/messages", check("from Cobalt"))["number"])
    return [one["message"]["number"] for one in listed(pair)]


def listed(pair: Pair, **query: Any) -> Any:
    """What Cobalt's node lists."""
    return pair.cobalt.get(f"{pair.line}/messages", **query)


def found(pair: Pair, **query: Any) -> list[str]:
    """The same, numbers alone."""
    return [one["message"]["number"] for one in listed(pair, **query)]


def test_the_newest_come_first_page_by_page(pair: Pair, numbers: list[str]) -> None:
    """Each page begins before the last one's oldest; nothing is shown twice or left out."""
    assert found(pair, newest="true") == numbers[::-1]
    pages: list[str] = []
    before: dict[str, int] = {}
    while page := listed(pair, newest="true", limit=3, **before):
        pages += [one["message"]["number"] for one in page]
        before = {"before": page[-1]["position"]}
    assert pages == numbers[::-1]


def test_a_page_between_two_positions(pair: Pair, numbers: list[str]) -> None:
    """Oldest first, after one position and before another, both left out."""
    places = [one["position"] for one in listed(pair)]
    assert found(pair, after=places[0], before=places[4]) == numbers[1:4]


def test_what_nobody_here_has_read_is_one_question(pair: Pair, numbers: list[str]) -> None:
    """Own messages, receipts and what was READ are no work for the watch."""
    assert found(pair, unread="true") == numbers[1:5]


def test_an_inbox_without_receipts(pair: Pair, numbers: list[str]) -> None:
    """A line has more receipts than messages; they show themselves on what they are about."""
    formats = {one["message"]["format"] for one in listed(pair, receipts="false")}
    assert formats == {"LCK", "LST"}
    assert len(found(pair, receipts="false")) < len(numbers)


def test_by_format_urgency_and_author(pair: Pair, numbers: list[str]) -> None:
    """Each alone and together; several codes are any of them."""
    assert found(pair, format="LST") == [numbers[2]]
    assert found(pair, format="LST,ACK", party="cobalt") == [numbers[5]]
    assert found(pair, precedence="FLASH") == [numbers[3]]
    assert set(found(pair, party="amber")) == set(numbers[:5])


@pytest.mark.parametrize(
    ("words", "places"), [("WACHE", [1]), ("קו", [4]), ("from cobalt", [6]), ("nowhere at all", [])]
)
def test_by_words_in_any_case_and_script(
    pair: Pair, numbers: list[str], words: str, places: list[int]
) -> None:
    """What was written is found as it was written, whatever its letters."""
    assert found(pair, find=words) == [numbers[place] for place in places]


def test_by_when_it_was_held(pair: Pair, numbers: list[str]) -> None:
    """Both ends are included, by this node's clock."""
    held = [one["held_at_ms"] for one in listed(pair)]
    assert numbers[1] in found(pair, from_ms=held[1], until_ms=held[1])
    assert numbers[6] not in found(pair, until_ms=held[6] - 1)


def test_a_code_that_there_is_not_is_named(pair: Pair) -> None:
    """A misspelt format finds nothing, and must not look like an empty inbox."""
    for query in ("format=XYZ", "precedence=URGENT", "find=", "before=0", "newest=yes"):
        answer = pair.cobalt.client.get(f"{pair.line}/messages?{query}")
        assert answer.status_code == 400, query


def test_one_message_in_two_languages_beside_each_other(pair: Pair, numbers: list[str]) -> None:
    """The reader's language and another, each with its review state."""
    one = pair.cobalt.get(f"{pair.line}/messages/{numbers[2]}", langs="en,he")
    assert [said["language"] for said in one["side_by_side"]] == ["en", "he"]
    assert one["rendered"] is None
    assert pair.cobalt.get(f"{pair.line}/messages/{numbers[2]}")["side_by_side"] == []


def test_conflicts_come_newest_first_and_page_by_page(pair: Pair) -> None:
    """Three notices over Cobalt's one: the last found stands first, each page goes on before it."""
    start_ms = pair.cobalt.get("/v1/status")["now_ms"] + 5 * 3_600_000
    circle = {"lat_e7": -229_000_000, "lon_e7": 144_000_000, "radius_cm": 1_000_000}
    volume = {
        "outline": {"circle": circle},
        "floor": None,
        "ceiling": {"cm": 300_000, "reference": "AMSL"},
        "start_ms": start_ms,
        "end_ms": start_ms + 3_600_000,
    }
    fields = {"activity": "combat", "number_band": "2-4", "volume": volume}
    notice = {"format": "NAA", "fields": fields}
    pair.cobalt.post(f"{pair.line}/messages", notice)
    settled(lambda: bool(pair.amber.get("/v1/picture")))
    for _ in range(3):
        pair.amber.post(f"{pair.line}/messages", notice)
    path = f"{pair.line}/conflicts"
    settled(lambda: len(pair.cobalt.get(path)) >= 3)
    every = pair.cobalt.get(path, newest="true")
    places = [one["position"] for one in every]
    assert places == sorted(places, reverse=True)
    first = pair.cobalt.get(path, newest="true", limit=2)
    rest = pair.cobalt.get(path, newest="true", before=first[-1]["position"])
    assert first + rest == every
