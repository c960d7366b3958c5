"""Places over the API: on a line, in its area, by anybody who may look; nothing is journalled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.nodes import RunningNode, start_node, stopping

AREA = {"circle": {"lat_e7": -229_000_000, "lon_e7": 144_000_000, "radius_cm": 30_000_000}}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningNode, str]]:
    """Amber alone, with a channel whose area is off Namibia; and where to ask."""
    node = start_node(tmp_path_factory.mktemp("alone") / "amber", "amber")
    with stopping(node):
        body = {"slug": "coast", "name": "Coast", "area": AREA}
        channel = node.post("/v1/channels", body)["channel"]
        yield node, f"/v1/lines/{channel}/ACTUAL/places"


def test_a_place_is_measured_against_the_channels_area(places: tuple[RunningNode, str]) -> None:
    """Inside the area it is 0 away; with the numbers exchanged it is caught; nothing is kept."""
    node, path = places
    before = node.get("/v1/status")["position"]
    inside = node.post(path, {"kind": "point", "text": "22.9S 14.4E"}, status=200)
    assert (inside["points"][0]["outside_cm"], inside["warnings"]) == (0, [])
    assert inside["points"][0]["notations"]["utm"].startswith("33 south")
    swapped = node.post(path, {"kind": "point", "text": "14.4S 22.9E"}, status=200)
    assert swapped["points"][0]["outside_cm"] > 0
    assert swapped["meanings"][0]["value"] == inside["value"]
    assert node.get("/v1/status")["position"] == before


def test_an_observer_may_ask_where_something_is(places: tuple[RunningNode, str]) -> None:
    """Looking a place up releases nothing, so whoever may look may ask."""
    node, path = places
    token = node.post("/v1/officers", {"officer": "eyes", "role": "observer"})["token"]
    with node.speak_as(token) as client:
        assert client.post(path, json={"kind": "time", "text": "now"}).status_code == 200


def test_a_kind_that_is_none_is_refused(places: tuple[RunningNode, str]) -> None:
    """A misspelt kind or member is an error of the program that asks, and named."""
    node, path = places
    for body in ({"kind": "place", "text": "x"}, {"kind": "point", "txt": "x"}, {"text": "x"}):
        answer = node.client.post(path, json=body)
        assert answer.status_code in (400, 422), answer.text
    elsewhere = path.replace("coast", "nowhere")
    assert node.client.post(elsewhere, json={"kind": "time", "text": "now"}).status_code == 404
