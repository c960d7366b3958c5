"""The last mile, typed at two desks of two real nodes: levels, gaps, displays, NOTAMs, files."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from detente.cli.app import detente
from tests.support.nodes import Pair, RunningNode, all_up, settled, two_nodes

pytestmark = pytest.mark.slow
IN_TIME_S = 10.0  # a message crosses in milliseconds; a busy machine needs some patience
WARNING = (
    "NWA",
    "hazard=air-surface",
    "own_traffic=none",
    "volume=circle 22.9S 14.4E 10NM SFC-FL200 +3h-+4h",
)


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Amber and Cobalt, joined on one channel."""
    with two_nodes(tmp_path_factory.mktemp("nodes")) as pair:
        yield pair


def typed(node: RunningNode, *words: str, code: int = 0) -> str:
    """What the command says at this party's desk; fails on another exit code."""
    result = CliRunner().invoke(detente, [*words, "--home", str(node.home)])
    assert result.exit_code == code, f"{words}\n{result.output}"
    return result.output


def sent(node: RunningNode, *words: str) -> str:
    """The number of a message that is released and at the other side."""
    number = json.loads(typed(node, "--json", "send", *words))["number"]
    settled(lambda: all_up(node))
    assert isinstance(number, str)
    return number


def until(node: RunningNode, text: str, *words: str) -> str:
    """What the command says once `text` is in it; fails when it does not come in time."""
    end = time.monotonic() + IN_TIME_S
    while text not in (said := typed(node, *words)):
        assert time.monotonic() < end, said
        time.sleep(0.1)
    return said


def pull(node: RunningNode, token: str, path: str) -> httpx.Response:
    """What a display that holds this token is answered."""
    with node.speak_as(token) as client:
        return client.get(path)


def test_a_warning_goes_down_to_the_crew_and_both_desks_see_how_far(nodes: Pair) -> None:
    """Declared levels, a warning, its gaps at both desks, words for each level, no gap left."""
    amber, cobalt = nodes.amber, nodes.cobalt
    sent(cobalt, "ECH", "echelons=unit,crew", "minutes=20")
    number = sent(amber, *WARNING)
    said = until(cobalt, "crew or operator, ours", "gaps")
    assert f"detente disseminated {number} crew" in said
    assert "unit or battery, of cobalt" in typed(amber, "gaps")
    assert "GAP" in typed(amber, "status")
    refused = typed(cobalt, "disseminated", number, "crew", "--by", "feed", code=1)
    assert "detente feed log" in refused
    typed(cobalt, "disseminated", number, "unit", "--by", "read-back", "--means", "radio")
    typed(cobalt, "disseminated", number, "crew")
    until(amber, "No open gap", "gaps")
    whole = typed(amber, "gaps", number)
    assert "unit: read-back" in whole
    assert "missing" not in whole
    assert "DISSEMINATED" in typed(amber, "show", number).upper()


def test_a_display_is_given_the_feed_in_four_forms_and_nothing_else(nodes: Pair) -> None:
    """Its token opens the areas; the rest of the API is shut; removed, it opens nothing."""
    amber, cobalt = nodes.amber, nodes.cobalt
    number = sent(amber, *WARNING)
    added = json.loads(typed(cobalt, "feed", "add", "cockpit-1", "--level", "crew", "--json"))
    token = added["token"]
    for form, media in (
        ("geojson", "application/geo+json"),
        ("kml", "application/vnd.google-earth.kml+xml"),
        ("cap", "application/atom+xml"),
        ("cot", "application/xml"),
    ):
        answer = pull(cobalt, token, f"/v1/areas.{form}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith(media)
        assert answer.headers["x-detente-stale"] > answer.headers["x-detente-made"]
        assert number in answer.text
    for path in ("/v1/status", "/v1/picture", "/v1/feed/log", f"{nodes.line}/messages"):
        assert pull(cobalt, token, path).status_code == 401
    assert pull(cobalt, token, "/v1/areas.kml?audience=public").status_code == 403
    assert pull(cobalt, "wrong", "/v1/areas.kml").status_code == 401
    log = typed(cobalt, "feed", "log")
    assert "cockpit-1" in log
    assert number in log
    assert "cockpit-1" in typed(cobalt, "gaps", number)
    typed(cobalt, "disseminated", number, "crew", "--by", "feed")
    typed(cobalt, "feed", "remove", "cockpit-1")
    assert pull(cobalt, token, "/v1/areas.kml").status_code == 401


def test_the_public_page_is_given_only_what_was_made_public(nodes: Pair, tmp_path: Path) -> None:
    """Two warnings, one public: the public file has one area, and does not count the other."""
    amber, cobalt = nodes.amber, nodes.cobalt
    held = sent(amber, *WARNING)
    open_ = sent(amber, *WARNING, "--releasable", "public")
    page = tmp_path / "public.geojson"
    typed(cobalt, "feed", "write", str(page), "--public")
    text = page.read_text("utf-8")
    assert open_ in text
    assert held not in text
    assert json.loads(text)["withheld"] == 0
    assert "Only what was made public is here" in text
    public = json.loads(typed(cobalt, "feed", "add", "web-1", "--public", "--json"))["token"]
    assert held not in pull(cobalt, public, "/v1/areas.geojson").text


def test_notams_are_drafted_and_read_and_released_as_messages(nodes: Pair, tmp_path: Path) -> None:
    """A warning becomes a draft for the NOTAM office; an issued one becomes an NCV at Amber."""
    amber, cobalt = nodes.amber, nodes.cobalt
    number = sent(amber, *WARNING)
    said = typed(amber, "notam", "draft", number, "--fir", "fywf")
    assert "Q) FYWF/QWMLW/IV/BO/W/000/200/2254S01424E010" in said
    assert "issued by nobody" in said
    assert "not made it public" in typed(cobalt, "notam", "draft", number, "--fir", "FYWF", code=1)
    issued, plan = tmp_path / "issued.txt", tmp_path / "plan.json"
    good = json.loads(typed(amber, "notam", "draft", number, "--fir", "FYWF", "--json"))
    text = good["drafts"][0]["text"]
    issued.write_text(f"{text}\n\n{text.replace('X0000', 'A0002').replace('E)', 'E')}", "ascii")
    bad = typed(cobalt, "notam", "read", str(issued), "--plan", str(plan), code=1)
    assert "A0002/26" in bad or "A0002" in bad
    typed(cobalt, "send", "--plan", str(plan))
    until(amber, "NCV", "inbox")
    issued.write_text(text.replace("X0000", "A0003"), "ascii")
    assert "Kept as drafts: 1" in typed(cobalt, "notam", "read", str(issued), "--keep")
    assert "NCV" in typed(cobalt, "drafts", "--batch", "issued.txt")
    released = typed(cobalt, "release", "--batch", "issued.txt")
    kept = re.search(r"COBALT-\d{4}-\d{4}", released)
    assert kept is not None, released
    until(amber, kept[0], "inbox")
    over = tmp_path / "over.txt"
    ago = re.sub(r"(B|C)\) (\d\d)", lambda it: f"{it[1]}) {int(it[2]) - 1:02}", text)
    over.write_text(ago.replace("X0000", "A0004"), "ascii")
    typed(cobalt, "notam", "read", str(over), "--keep")
    hint = typed(cobalt, "release", "--batch", "over.txt", code=1)
    (passing,) = re.findall(r"--acknowledge (\S+)", hint)
    typed(cobalt, "notam", "read", str(over), "--acknowledge", passing, code=2)
    passed = over.rename(tmp_path / "passed.txt")
    typed(cobalt, "notam", "read", str(passed), "--keep", "--acknowledge", passing)
    assert "COBALT-" in typed(cobalt, "release", "--batch", "passed.txt")


@pytest.mark.parametrize("form", ["cap", "cot", "kml", "geojson"])
def test_a_feed_file_gives_its_volume_to_another_notice(
    nodes: Pair, tmp_path: Path, form: str
) -> None:
    """What one desk wrote to a stick, another reads: the same volume, exactly."""
    number = sent(nodes.amber, *WARNING)
    file = tmp_path / f"areas.{form}"
    typed(nodes.amber, "feed", "write", str(file))
    read = CliRunner().invoke(detente, ["volumes", str(file), "--json"])
    assert read.exit_code == 0, read.output
    listed = json.loads(read.output)
    features = [one for one in listed["features"] if one["key"].startswith(number)]
    shown = json.loads(typed(nodes.amber, "show", number, "--json"))
    assert [one["volume"] for one in features] == [shown["message"]["fields"]["volume"]]
