"""Places in all notations, files of other programs, and pictures, from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec
import pytest
from click.testing import CliRunner, Result

from detente.cli.app import detente
from detente.cli.settings import Settings
from detente.core.values import Json
from detente.wire.native import Accepted, LineView, PeerView, PictureItem, StatusView
from tests.drawing.test_picture import TEXTS, conflict, item
from tests.style.test_docs import outside_loads

NOW_MS = 1_795_332_600_000  # 2026-11-22T07:30Z
PLAN = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Placemark><name>north</name><Polygon><outerBoundaryIs><LinearRing><coordinates>
35,34 35.2,34 35.2,34.2 35,34.2 35,34</coordinates></LinearRing></outerBoundaryIs>
<innerBoundaryIs><LinearRing><coordinates>35.05,34.05 35.1,34.05 35.1,34.1 35.05,34.05
</coordinates></LinearRing></innerBoundaryIs></Polygon></Placemark>
<Placemark><name>spot</name><Point><coordinates>35,34</coordinates></Point></Placemark>
</Document></kml>"""
NOTICE = ("send", "NAA", "activity=transport", "number_band=1")


def status(link: str = "up") -> StatusView:
    """Amber's first screen, with one line and one peer."""
    line = LineView(
        channel="coast-1f3a9c02",
        name="Coast",
        purpose="safety",
        status="ACTUAL",  # type: ignore[arg-type]  # a Status from its text, as JSON has it
        members=("amber", "cobalt"),
        declared={},
        unread=0,
        due=0,
        missed=0,
        conflicts=1,
    )
    peer = PeerView(
        party="cobalt",
        name="Cobalt",
        kind="member",
        fingerprint="00",
        address="127.0.0.1:1",
        channels=("coast-1f3a9c02",),
        link=link,
        link_since_ms=NOW_MS,
        why="",
        skew_ms=0,
        behind=0,
        evidence=0,
    )
    return StatusView(
        party="amber",
        name="Amber",
        fingerprint="00",
        version="test",
        now_ms=NOW_MS,
        position=7,
        lines=(line,),
        peers=(peer,),
        evidence=0,
    )


class Node:
    """A node that shows three notices and one conflict, and takes every message."""

    def __init__(self, link: str = "up") -> None:
        self.sent: list[dict[str, Json]] = []
        self.items: tuple[PictureItem, ...] = tuple(item(*one) for one in TEXTS.items())
        self.link = link

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        answers: dict[str, Callable[[], object]] = {
            "/v1/status": lambda: status(self.link),
            "/v1/picture": lambda: self.items,
        }
        if path in answers:
            return httpx.Response(200, content=msgspec.json.encode(answers[path]()))
        if path.endswith("/conflicts"):
            return httpx.Response(200, content=msgspec.json.encode([conflict()]))
        if path.endswith("/messages"):
            self.sent.append(msgspec.json.decode(request.content))
            return httpx.Response(201, content=msgspec.json.encode(Accepted(position=1)))
        return httpx.Response(404)

    def run(self, *words: str) -> Result:
        """A command typed against this node."""
        settings = Settings(
            node="http://127.0.0.1:1",
            token="t",
            transport=httpx.MockTransport(self.answer),
            now_ms=lambda: NOW_MS,
        )
        return CliRunner().invoke(detente, words, obj=settings)


@pytest.fixture
def plan(tmp_path: Path) -> str:
    """A KML file with one polygon that has a hole, and a point without a radius."""
    path = tmp_path / "plan.kml"
    path.write_text(PLAN, "utf-8")
    return str(path)


# ------------------------------------------------------------------ places


def test_a_place_is_shown_in_all_notations() -> None:
    """One coordinate, every notation, and the nearest town; no node is asked."""
    shown = CliRunner().invoke(detente, ["where", "36S", "YD", "01985", "19794"]).output
    for text in (
        "34.500001",
        "34°30.000'N",
        "34°30'00",
        "36S YD 01985 19794",
        "36 north",
        "Byblos",
    ):
        assert text in shown


def test_a_place_with_two_meanings_is_refused_with_both() -> None:
    """Exit 1, and the two places to choose from."""
    result = CliRunner().invoke(detente, ["where", "36S 701985 3819794"])
    assert result.exit_code == 1
    assert "36 north 701985E 3819794N" in result.stderr


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        (["91N", "0E"], "latitude-range"),
        (["22.9S 190E"], "longitude-range"),
        (["-22.9,", "14.4"], "coordinate"),
    ],
)
def test_a_place_that_is_none_is_refused_by_its_rule(typed: list[str], rule: str) -> None:
    """Beyond the pole, round the globe, or a bare minus: exit 1 and the reason, never a trace."""
    result = CliRunner().invoke(detente, ["where", *typed])
    assert result.exit_code == 1
    assert f"[{rule}]" in result.stderr


def test_a_place_as_json() -> None:
    """With --json the point comes in integers beside its notations."""
    shown = json.loads(CliRunner().invoke(detente, ["where", "--json", "34.5N 35.2E"]).output)
    assert shown["point"] == {"lat_e7": 345_000_000, "lon_e7": 352_000_000}
    assert shown["notations"]["mgrs"] == "36S YD 01985 19794"


# ------------------------------------------------------------------ files of others


def test_a_file_shows_what_it_holds_and_what_is_lost(plan: str) -> None:
    """Good features with what they leave unsaid, the loss of the hole, the bad one by name."""
    result = CliRunner().invoke(detente, ["volumes", plan])
    assert result.exit_code == 1
    assert "(heights not said) (window not said)" in result.stdout
    assert "Loss: holes are filled" in result.stdout
    assert "spot: a point without a radius" in result.stderr


def test_a_message_takes_its_volume_from_a_file(plan: str) -> None:
    """What the file does not say is typed beside it; what was lost is said before the release."""
    node = Node()
    said = (
        "--volume-from",
        f"{plan}#north",
        "--heights",
        "FL100-FL240",
        "--window",
        "08:00Z-09:00Z",
    )
    result = node.run(*NOTICE, *said)
    assert result.exit_code == 0, result.output
    assert "Loss: holes are filled" in result.stderr
    (sent,) = node.sent
    fields = sent["fields"]
    assert isinstance(fields, dict)
    assert fields["volume"] == {
        "outline": {
            "polygon": [
                [340_000_000, 350_000_000],
                [340_000_000, 352_000_000],
                [342_000_000, 352_000_000],
                [342_000_000, 350_000_000],
            ]
        },
        "floor": {"cm": 304_800, "reference": "FL"},
        "ceiling": {"cm": 731_520, "reference": "FL"},
        "start_ms": 1_795_334_400_000,
        "end_ms": 1_795_338_000_000,
    }


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--volume-from", "{plan}#north"), 1, "heights-unsaid"),
        (("volume=@{plan}#north", "--window", "08:00Z-09:00Z"), 1, "heights-unsaid"),
        (("--volume-from", "{plan}#south", "--heights", "SFC-UNL"), 1, "It has: 'north'"),
        (("--volume-from", "{plan}#spot"), 1, "radius-unsaid"),
        (("--volume-from", "plan.txt"), 2, "is none of .kml, .geojson"),
        (("--heights", "FL100-FL240"), 2, "go with --volume-from"),
        (("--volume-from", "{plan}#north", "--heights", "FL100"), 1, "FLOOR-CEILING"),
    ],
)
def test_half_a_volume_is_never_sent(
    plan: str, words: tuple[str, ...], code: int, said: str
) -> None:
    """A file that leaves something open to guess, or is no drawing, releases nothing."""
    node = Node()
    result = node.run(*NOTICE, *(word.replace("{plan}", plan) for word in words))
    assert result.exit_code == code, result.output
    assert said in result.output
    assert not node.sent


def test_what_was_written_is_sent_again_exactly(tmp_path: Path) -> None:
    """The picture as GeoJSON or KML, read back by name, is the very volume of the notice."""
    node = Node()
    for form in ("geojson", "kml"):
        path = str(tmp_path / f"picture.{form}")
        assert node.run("picture", f"--{form}", path).exit_code == 0
        result = node.run(*NOTICE, "--volume-from", f"{path}#COBALT-2026-0001")
        assert result.exit_code == 0, result.output
    first, second = (sent["fields"] for sent in node.sent)
    assert isinstance(first, dict)
    assert first == second
    expected = next(one for one in node.items if one.number == "COBALT-2026-0001").volume
    assert first["volume"] == expected


# ------------------------------------------------------------------ pictures


def test_a_picture_is_written_in_every_form_at_once(tmp_path: Path) -> None:
    """GeoJSON, KML, HTML and PNG of one look at the node, each loss said, and no clearance."""
    node = Node(link="down")
    forms = ("geojson", "kml", "html", "png")
    words = [word for form in forms for word in (f"--{form}", str(tmp_path / f"p.{form}"))]
    result = node.run("picture", *words)
    assert result.exit_code == 0, result.output
    for text in ("Loss: circles are drawn", "flight levels", "NOT known here", "no clearance"):
        assert text in result.stdout
    page = (tmp_path / "p.html").read_text("utf-8")
    assert not outside_loads(page)
    assert "LINK cobalt DOWN" in page
    assert "A1 AMBER-2026-0001 and C1 COBALT-2026-0001" in page
    assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")
    features = json.loads((tmp_path / "p.geojson").read_text("utf-8"))["features"]
    assert [one["geometry"]["type"] for one in features] == ["Polygon"] * 3 + ["Point"]
    assert not list(tmp_path.glob("*.part"))


def test_a_written_picture_as_json_lists_its_losses(tmp_path: Path) -> None:
    """With --json a script reads which file was written and what it cannot say."""
    path = tmp_path / "p.kml"
    shown = json.loads(Node().run("picture", "--json", "--kml", str(path)).stdout)
    assert shown[0]["file"] == str(path)
    assert "flight-levels" in {loss["rule"] for loss in shown[0]["losses"]}
