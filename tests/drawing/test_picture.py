"""The picture shows what is known, says what it does not show, and loads nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.airspace.gazetteer import Gazetteer, Place
from detente.core.airspace.parts_json import airspace_to_json
from detente.core.airspace.volume import Airspace, Circle, Point, Volume
from detente.core.line.message import Status
from detente.drawing import page, picture, png, svg
from detente.drawing.scene import Scene, Words
from detente.drawing.sketch import LABELLED_MAX, Sketch, Track, gather, looks_of
from detente.wire.human import airspace_from_text
from detente.wire.native import ConflictView, PictureItem
from tests.style.test_docs import outside_loads

NOW_MS = 1_795_332_600_000  # 2026-11-22T07:30Z
HOUR_MS = 3_600_000
E7 = 10_000_000
NEARBY = Place("Nearby", Point(346_000_000, 353_000_000), 340_000, ())
TOWNS = Gazetteer([NEARBY])
TEXTS = {
    "AMBER-2026-0001": "circle 34.5N 35.2E 10NM FL100-FL240 08:00Z-09:00Z",
    "COBALT-2026-0001": "polygon 35.1N 34.9E, 35.2N 35.6E, 34.8N 35.5E SFC-FL150 07:50Z-08:40Z",
    "COBALT-2026-0002": "circle 35.0N 35.05E 8NM FL180-UNL 08:20Z-open",
}


def item(number: str, text: str, *conflicts: str) -> PictureItem:
    """A notice of the party that begins the number."""
    airspace = airspace_from_text(text, NOW_MS)
    assert isinstance(airspace, Airspace), airspace
    return PictureItem(
        number=number,
        channel="coast-1f3a9c02",
        status=Status.ACTUAL,
        party=number.split("-", maxsplit=1)[0].lower(),
        format="NAA",
        activity="combat",
        volume=airspace_to_json(airspace),
        held_at_ms=NOW_MS,
        conflicts=conflicts,
    )


def conflict(horizontal_cm: int = 1_500_000) -> ConflictView:
    """A conflict between the first notices of both."""
    numbers = ("AMBER-2026-0001", "COBALT-2026-0001")
    return ConflictView(
        conflict="~".join(numbers),
        channel="coast-1f3a9c02",
        status=Status.ACTUAL,
        numbers=numbers,
        parties=("amber", "cobalt"),
        engine=1,
        where=Point(347_000_000, 352_000_000),
        place="59 km NW of Byblos",
        from_ms=NOW_MS + HOUR_MS // 2,
        to_ms=None,
        horizontal_cm=horizontal_cm,
        vertical_cm=0,
        buffer_horizontal_cm=1_000_000,
        buffer_vertical_cm=30_480,
        why="15.00 km apart, within the buffer",
        found_at_ms=NOW_MS,
    )


def sketch(**changes: object) -> Sketch:
    """A picture of three notices and one conflict."""
    given_: dict[str, object] = {
        "heading": "coast, ACTUAL",
        "made_by": "amber",
        "at_ms": NOW_MS,
        "items": tuple(item(number, text) for number, text in TEXTS.items()),
        "conflicts": (conflict(),),
    }
    return Sketch(**{**given_, **changes})  # type: ignore[arg-type]  # the fields of a Sketch


def texts(drawn: str) -> list[str]:
    """Every text of an SVG; fails when it is not well-formed."""
    root = ET.fromstring(drawn)  # noqa: S314 - our own drawing, and the test is that it is
    return [element.text or "" for element in root.iter() if element.tag == "text"]


def words_of(drawn: Scene) -> Iterator[Words]:
    """Every text of a drawing with its place."""
    for panel in drawn.panels:
        yield from (one for one in panel.shapes if isinstance(one, Words))


def test_the_drawing_names_everything_that_it_shows() -> None:
    """Volumes have tags, parties a legend, the conflict a number, its gap a length, towns names."""
    said = texts(svg.write(picture.scene(sketch(), TOWNS)))
    assert {"A1", "C1", "C2", "1", "15.00 km", "Nearby", "now"} <= set(said)
    assert "A  amber: 1 volume" in said
    assert "C  cobalt: 2 volumes" in said
    assert any("59 km NW of Byblos: 15.00 km apart" in text for text in said)
    assert any(text.startswith("2026-11-22 07:30:00Z, as amber knows it") for text in said)
    assert picture.NO_CLEARANCE in said
    assert {"08:00Z", "2026-11-22"} <= set(said)
    assert any(text.endswith(" m") for text in said)
    assert any(text.endswith("°30′N") for text in said)


def test_now_is_named_where_no_line_runs() -> None:
    """A conflict begins a minute from now: its dashed edge crosses the word in no picture."""
    soon = msgspec.structs.replace(conflict(), from_ms=NOW_MS + 60_000)
    drawn = picture.scene(sketch(conflicts=(soon,)), TOWNS)
    (now,) = (one for one in words_of(drawn) if one.text == "now")
    frame = drawn.panels[2].frame
    assert frame is not None
    assert frame.left < now.at[0] < frame.right
    assert now.at[1] < frame.top


def test_no_latitude_is_named_under_the_scale_bar() -> None:
    """Wherever the parallels fall, the corner with the scale bar names a length alone."""
    for step in range(24):
        text = f"circle {22 + step * 0.007:.3f}S 14.4E 10NM SFC-FL200 08:00Z-10:00Z"
        here = sketch(items=(item("AMBER-2026-0001", text),), conflicts=())
        all_words = list(words_of(picture.scene(here, TOWNS)))
        (scale,) = (one for one in all_words if " NM)" in one.text)
        x, y = scale.at
        near = [one for one in all_words if abs(one.at[1] - y) < 14 and abs(one.at[0] - x) < 100]
        assert near == [scale]


def test_parties_differ_without_colour() -> None:
    """Hatch, dash and letter of any six parties are all different, whatever their names."""
    looks = looks_of({"amber", "azure", "ahead", "a", "Ω", "42"})
    assert len({look.letter for look in looks.values()}) == 6
    assert len({(look.style.hatch, look.style.dash) for look in looks.values()}) == 6
    drawn = svg.write(picture.scene(sketch(), TOWNS))
    assert len(re.findall("<pattern ", drawn)) == 2


def test_nothing_known_is_said_as_no_data() -> None:
    """A picture of nothing is hatched and says that it is no empty sky."""
    drawn = svg.write(picture.scene(sketch(items=(), conflicts=()), TOWNS))
    assert any("no data, not empty sky" in text for text in texts(drawn))
    assert 'id="rising-' in drawn


def test_what_is_not_known_is_said_first() -> None:
    """Links that are down and volumes of later versions stand in bold on the drawing and page."""
    odd = msgspec.structs.replace(
        item("AMBER-2026-0009", TEXTS["AMBER-2026-0001"]), volume={"x": 1}
    )
    blind = sketch(items=(odd,), conflicts=(), blind=("LINK cobalt DOWN since 07:28:00Z",))
    said = texts(svg.write(picture.scene(blind, TOWNS)))
    expected = "!! LINK cobalt DOWN since 07:28:00Z: what it announced since is NOT known here."
    assert expected in said
    assert "!! Not drawn, of a later version: AMBER-2026-0009" in said
    whole = page.write(blind, TOWNS)
    assert whole.index(expected) < whole.index("<svg")


def test_what_a_thief_announced_is_drawn_and_marked() -> None:
    """A volume signed with a stolen key is on the map with a mark, and said above it."""
    number = "COBALT-2026-0001"
    stolen = msgspec.structs.replace(item(number, TEXTS[number]), disowned=True)
    shown = sketch(items=(item("COBALT-2026-0002", TEXTS["COBALT-2026-0002"]), stolen))
    said = texts(svg.write(picture.scene(shown, TOWNS)))
    assert {"C1", "C2!"} <= set(said)
    assert any(text.startswith(f"!! KEY STOLEN: C2! {number}: signed") for text in said)
    assert "cobalt, KEY STOLEN: not its word" in page.write(shown, TOWNS)


@pytest.mark.parametrize(
    "text",
    [
        "circle 89.9N 0E 50NM SFC-UNL now-open",
        "circle 0N 180E 300NM SFC-UNL now-open",
        "polygon 10N 176E, 10N 176W, 18N 176W, 18N 176E SFC-FL100 08:00Z-09:00Z",
        "circle 0N 0E 9950km SFC-UNL now-open",
        "circle 10N 20E 1m 0m AMSL-1m AMSL 08:00Z-08:01Z",
        "corridor 34N 33E, 35N 34E, 34N 35E, 34N 33E width 5NM SFC-1500ft AGL 08:00Z-09:00Z",
        "circle 34.5N 35.2E 1NM SFC-FL10 08:00Z-09:00Z daily until 2026-12-01T08:00Z",
    ],
)
def test_every_shape_is_drawn(text: str) -> None:
    """Poles, the antimeridian, half the globe, a metre, corridors and repeats are on the map."""
    only = sketch(items=(item("AMBER-2026-0001", text),), conflicts=())
    drawn = svg.write(picture.scene(only, TOWNS))
    assert "A1" in texts(drawn) or "9950km" in text
    assert "nan" not in drawn
    assert "inf" not in drawn
    assert 'fill="url(#rising-0072b2)"' in drawn


def test_a_crowded_picture_still_draws_every_volume() -> None:
    """Of many volumes only those in conflict are labelled and hatched; the rest are thin lines."""
    many = tuple(
        item(f"AMBER-2026-{at:04}", f"circle 34.{at:02}N 35.2E 1NM SFC-FL100 08:00Z-09:00Z")
        for at in range(LABELLED_MAX)
    )
    hit = item("COBALT-2026-0001", TEXTS["COBALT-2026-0001"], "a~b")
    crowd = gather(sketch(items=(*many, hit), conflicts=()))
    drawn = svg.write(picture.scene(crowd.sketch, TOWNS))
    said = texts(drawn)
    assert "C1" in said
    assert "A1" not in said
    assert drawn.count('stroke-width="0.4"') == 2 * len(many)


HOSTILE = "<script>alert(1)</script>\"'&]]>\u202e\x07<img src=http://198.51.100.1/x>"


class _Tags(HTMLParser):
    """Collects the tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, name) for name, _ in attrs] or [(tag, "")]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40) | st.just(HOSTILE), st.text(max_size=40) | st.just(HOSTILE))
def test_hostile_words_stay_words(party: str, why: str) -> None:
    """Markup, controls and direction overrides of a peer are shown as text, never obeyed."""
    bad = msgspec.structs.replace(
        item("AMBER-2026-0001", TEXTS["AMBER-2026-0001"]), party=party, activity=why
    )
    shown = sketch(
        items=(bad,), conflicts=(msgspec.structs.replace(conflict(), why=why),), heading=party
    )
    texts(svg.write(picture.scene(shown, TOWNS)))
    whole = page.write(shown, TOWNS)
    tags = _Tags()
    tags.feed(whole)
    names = {tag for tag, _ in tags.found}
    assert not names & {"script", "img", "iframe", "link", "object", "embed", "a", "image", "use"}
    assert not [name for _, name in tags.found if name.startswith("on") or name == "href"]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", whole)


def test_the_page_loads_nothing() -> None:
    """No address, no script, no style from elsewhere, and a policy that forbids them."""
    whole = page.write(sketch(), TOWNS)
    assert not outside_loads(whole)
    assert "http:" not in whole
    assert "https:" not in whole
    assert not re.search(r"url\((?!#)|@import|<script|javascript:", whole)
    assert "default-src 'none'" in whole
    assert re.findall(r"url\(#([\w-]+)\)", whole)


def test_the_page_says_in_tables_what_the_map_shows() -> None:
    """Whoever cannot see the map reads volumes, conflicts, heights and places in tables."""
    whole = page.write(sketch(), TOWNS)
    for text in (
        "circle 34.5N 35.2E 10NM FL100-FL240 2026-11-22T08:00Z/2026-11-22T09:00Z",
        "36S YD 01985 19794",
        "A1 AMBER-2026-0001 and C1 COBALT-2026-0001",
        "15.00 km across, 0 m (0 ft) in height",
        "<td><bdi>open</bdi></td>",
    ):
        assert text in whole


def test_the_png_is_the_same_drawing_every_time() -> None:
    """The same sketch gives the same bytes, so that a picture in the docs changes with meaning."""
    scene = picture.scene(sketch(tracks=(Track([35.0, 35.2], [34.0, 34.6]),)), TOWNS)
    once = png.write(scene)
    assert once == png.write(scene)
    assert once.startswith(b"\x89PNG")


def test_volumes_without_any_window_or_height_are_drawn_open() -> None:
    """A volume that is open on every side fills the frame of heights against time."""
    volume = Volume(Circle(Point(0, 0), 100_000), None, None, None, None)
    open_item = msgspec.structs.replace(
        item("AMBER-2026-0001", TEXTS["AMBER-2026-0001"]),
        volume={
            "outline": {"circle": {"lat_e7": 0, "lon_e7": 0, "radius_cm": 100_000}},
            **dict.fromkeys(("floor", "ceiling", "start_ms", "end_ms")),
        },
    )
    gathered = gather(sketch(items=(open_item,), conflicts=()))
    assert gathered.shown[0].volumes == (volume,)
    assert "A1" in texts(svg.write(picture.scene(gathered.sketch, TOWNS)))
