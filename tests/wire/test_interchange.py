"""GeoJSON and KML: what goes out comes back, what is lost is said, what is bad is refused."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.airspace.parts_json import airspace_to_json
from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Circle,
    Corridor,
    Part,
    Point,
    Polygon,
    Reference,
    Repeats,
    Volume,
)
from detente.core.line.message import Status
from detente.core.values import Json
from detente.wire import geojson, kml
from detente.wire.human import Window
from detente.wire.interchange import Band, Feature, Reading
from detente.wire.native import PictureItem
from detente.wire.xml_tree import DEPTH_MAX, XmlRefused, parse

E7 = 10_000_000
START_MS = 1_795_334_400_000  # 2026-11-22T08:00Z
HOUR_MS = 3_600_000
FL100 = Altitude(304_800, Reference.FL)
FL240 = Altitude(731_520, Reference.FL)
BAND = Band(FL100, FL240)
WINDOW = Window(START_MS, START_MS + HOUR_MS)
SQUARE = [[35.0, 34.0], [35.2, 34.0], [35.2, 34.2], [35.0, 34.2], [35.0, 34.0]]

POINTS = st.builds(Point, st.integers(-85 * E7, 85 * E7), st.integers(-180 * E7, 180 * E7))
OUTLINES = st.one_of(
    st.builds(Circle, POINTS, st.integers(100, 30_000_000)),
    st.builds(
        lambda a, lat, lon, width: Corridor(
            (a, Point(a.lat_e7 + lat, (a.lon_e7 + lon + 180 * E7) % (360 * E7) - 180 * E7)), width
        ),
        POINTS,
        st.integers(1_000_000, 20_000_000),
        st.integers(1_000_000, 20_000_000),
        st.integers(100_000, 2_000_000),
    ),
)
HEIGHTS = st.sampled_from(
    [(None, None), (FL100, FL240), (None, Altitude(100_001, Reference.AMSL)), (FL100, None)]
)
AIRSPACES = st.lists(
    st.builds(
        Part,
        st.builds(
            lambda outline, heights, hours: Volume(
                outline,
                heights[0],
                heights[1],
                START_MS,
                None if hours is None else START_MS + hours * HOUR_MS + 1,
            ),
            OUTLINES,
            HEIGHTS,
            st.none() | st.integers(1, 9),
        ),
    ),
    min_size=1,
    max_size=3,
).map(lambda parts: Airspace(tuple(parts)))


def item(airspace: Airspace, number: str = "AMBER-2026-0001") -> PictureItem:
    """An item of the picture."""
    return PictureItem(
        number=number,
        channel="coast-1f3a9c02",
        status=Status.ACTUAL,
        party="amber",
        format="NAA",
        activity="combat",
        volume=airspace_to_json(airspace),
        held_at_ms=START_MS,
    )


def one(outline: Circle | Polygon | Corridor, band: Band = BAND) -> Airspace:
    """An airspace of one part."""
    return Airspace((Part(Volume(outline, band.floor, band.ceiling, START_MS, START_MS + 1)),))


def collection(*features: object) -> bytes:
    """A GeoJSON file of the features."""
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def feature(geometry: object, **properties: Json) -> dict[str, Any]:
    """A GeoJSON feature."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def polygon(ring: object = SQUARE) -> dict[str, Any]:
    """A GeoJSON polygon of one ring."""
    return {"type": "Polygon", "coordinates": [ring]}


def placemark(inside: str, name: str = "zone") -> bytes:
    """A KML file of one placemark."""
    mark = f"<Placemark><name>{name}</name>{inside}</Placemark>"
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Folder>{mark}</Folder></kml>'.encode()


def kml_ring(height: str = "") -> str:
    """The square of the tests as a KML ring, each corner at a height."""
    corners = " ".join(f"{lon},{lat}{height}" for lon, lat in SQUARE)
    ring = f"<LinearRing><coordinates>{corners}</coordinates></LinearRing>"
    return f"<outerBoundaryIs>{ring}</outerBoundaryIs>"


def rules(reading: Reading) -> list[str]:
    """The rules by which features were refused."""
    return [refusal.rule for refusal in reading.refused]


def losses(reading: Reading) -> set[str]:
    """The rules of what was not read."""
    return {loss.rule for loss in reading.losses}


# ------------------------------------------------------------------ there and back


@settings(max_examples=30, deadline=None)
@given(AIRSPACES)
def test_what_we_write_we_read_back_exactly(airspace: Airspace) -> None:
    """Every airspace comes back from GeoJSON and from KML to the centimetre and millisecond."""
    for written, read in (
        (geojson.encode([item(airspace)]), geojson.decode),
        (kml.encode([item(airspace)], "picture"), kml.decode),
    ):
        reading = read(written.data)
        assert not reading.refused
        (back,) = reading.features
        assert back.airspace(None, None) == airspace
        assert written.losses


def test_repeats_and_parts_come_back_and_their_losses_are_said() -> None:
    """A window that comes again and parts with heights of their own are drawn once, and said."""
    square = Polygon(tuple(Point(round(y * E7), round(x * E7)) for x, y in SQUARE[:-1]))
    first = Volume(square, FL100, FL240, START_MS, START_MS + HOUR_MS)
    daily = Repeats(24 * HOUR_MS, None, START_MS + 72 * HOUR_MS)
    second = Volume(Circle(Point(0, 180 * E7), 1_000_000), None, None, START_MS, None)
    airspace = Airspace((Part(first, daily), Part(second)))
    as_geojson = geojson.encode([item(airspace)])
    assert {loss.rule for loss in as_geojson.losses} == {
        *("properties", "repeats", "windows", "heights", "circles", "antimeridian")
    }
    as_kml = kml.encode([item(airspace)], "x")
    said = {loss.rule for loss in as_kml.losses}
    assert {"repeats", "windows", "flight-levels", "floor", "ceiling-open", "circles"} <= said
    assert geojson.decode(as_geojson.data).features[0].exact == airspace
    assert kml.decode(as_kml.data).features[0].exact == airspace


def test_the_losses_stand_in_the_file_beside_the_features() -> None:
    """Whoever gets the GeoJSON file alone reads in it what it does not say, and by how much."""
    circle = Circle(Point(345_000_000, 352_000_000), 1_852_000)
    body = json.loads(geojson.encode([item(one(circle))]).data)
    (loss,) = [found for found in body["losses"] if found["rule"] == "circles"]
    assert loss["features"] == ["AMBER-2026-0001"]
    assert "up to 24 m too wide" in loss["what"]
    properties = body["features"][0]["properties"]
    assert (properties["floor"], properties["ceiling"]) == ("FL100", "FL240")


@pytest.mark.parametrize("format_name", ["geojson", "kml"])
def test_a_drawing_that_was_changed_elsewhere_is_refused(format_name: str) -> None:
    """A corner moved in another program contradicts the exact volume: nobody can tell which."""
    airspace = one(Circle(Point(345_000_000, 352_000_000), 1_852_000))
    if format_name == "geojson":
        body = json.loads(geojson.encode([item(airspace)]).data)
        body["features"][0]["geometry"]["coordinates"][0][3][0] += 0.001
        reading = geojson.decode(json.dumps(body).encode())
    else:
        text = kml.encode([item(airspace)], "x").data.decode()
        corner = text.split("<coordinates>")[1].split(" ")[3]
        reading = kml.decode(text.replace(corner, "35.0,34.0,7315.2").encode())
    assert rules(reading) == ["drawing-changed"]
    assert reading.refused[0].field == "AMBER-2026-0001"


# ------------------------------------------------------------------ GeoJSON of others


def test_good_features_are_kept_apart_from_bad_ones() -> None:
    """One bad feature is refused by name and reason, and takes no other with it."""
    reading = geojson.decode(
        collection(
            feature(polygon(), name="good"),
            feature(polygon([[95.0, 34.0], [35.0, 94.0], [35, 35], [95.0, 34.0]]), name="swapped"),
            feature({"type": "Point", "coordinates": [35, 34]}, name="bare"),
            feature({"type": "LineString", "coordinates": [[35, 34], [36, 34]]}),
            feature(polygon([[35, 34], [36, 35], [36, 34], [35, 35], [35, 34]]), name="bow tie"),
            feature(None, name="nothing"),
            feature({"type": "GeometryCollection", "geometries": []}, name="many"),
            "no feature",
        )
    )
    assert [found.name for found in reading.features] == ["good"]
    assert [(refusal.field, refusal.rule) for refusal in reading.refused] == [
        ("swapped", "coordinates"),
        ("bare", "radius-unsaid"),
        ("#4", "width-unsaid"),
        ("bow tie", "polygon-crossing"),
        ("nothing", "geometry-kind"),
        ("many", "geometry-kind"),
        ("#8", "feature"),
    ]


@pytest.mark.parametrize(
    ("crs", "read"),
    [
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, True),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}, False),
        ({"type": "name", "properties": {"name": "EPSG:4326"}}, False),
        ({"type": "link", "properties": {"href": "http://x.example/crs"}}, False),
        (None, False),
    ],
)
@pytest.mark.parametrize("where", ["collection", "feature", "geometry"])
def test_another_coordinate_system_is_never_read_as_longitude_and_latitude(
    crs: Any, where: str, *, read: bool
) -> None:
    """An older file may say what its numbers mean; only longitude, latitude of WGS 84 is taken."""
    geometry: dict[str, Any] = {"type": "Polygon", "coordinates": [SQUARE]}
    feature: dict[str, Any] = {"type": "Feature", "properties": {}, "geometry": geometry}
    root: dict[str, Any] = {"type": "FeatureCollection", "features": [feature]}
    {"geometry": geometry, "feature": feature, "collection": root}[where]["crs"] = crs
    found = geojson.decode(json.dumps(root).encode())
    assert [one.rule for one in found.refused] == ([] if read else ["coordinate-system"])
    assert len(found.features) == read


def test_points_and_lines_with_a_size_are_circles_and_corridors() -> None:
    """Radius and half-width are read with their unit, in the text or in the name."""
    point = {"type": "Point", "coordinates": [35.2, 34.5]}
    line = {"type": "LineString", "coordinates": [[35, 34], [35.1, 34.1]]}
    reading = geojson.decode(
        collection(
            feature(point, name="a", radius="10NM"),
            feature(point, name="b", radius_m="500.5"),
            feature(line, name="c", half_width="5km"),
        )
    )
    assert not reading.refused
    outlines = [found.outlines[0] for found in reading.features]
    assert outlines[0] == Circle(Point(345_000_000, 352_000_000), 1_852_000)
    assert isinstance(outlines[1], Circle)
    assert outlines[1].radius_cm == 50_050
    assert outlines[2] == Corridor(
        (Point(34 * E7, 35 * E7), Point(341_000_000, 351_000_000)), 500_000
    )


def test_what_a_file_does_not_say_must_be_said_once() -> None:
    """Unsaid heights and windows are neither open nor closed; said twice they are refused."""
    (bare,) = geojson.decode(collection(feature(polygon(), name="bare"))).features
    unsaid = bare.airspace(None, None)
    assert isinstance(unsaid, tuple)
    assert [refusal.rule for refusal in unsaid] == ["heights-unsaid", "window-unsaid"]
    assert isinstance(bare.airspace(BAND, WINDOW), Airspace)
    said = feature(
        polygon(), name="said", floor="FL100", ceiling=None, start="2026-11-22T08:00Z", end="open"
    )
    (full,) = geojson.decode(collection(said)).features
    airspace = full.airspace(None, None)
    assert isinstance(airspace, Airspace)
    volume = airspace.parts[0].volume
    assert (volume.floor, volume.ceiling) == (FL100, None)
    assert (volume.start_ms, volume.end_ms) == (START_MS, None)
    twice = full.airspace(BAND, None)
    assert isinstance(twice, tuple)
    assert twice[0].rule == "said-twice"


@pytest.mark.parametrize(
    ("properties", "rule"),
    [
        ({"floor": "FL100"}, "half-said"),
        ({"floor": "100", "ceiling": "FL200"}, "height-unit"),
        ({"start": "08:00Z", "end": "09:00Z"}, "time"),
        ({"start": "2026-11-22T08:00", "end": "open"}, "time-zone"),
        ({"start_ms": 5, "end_ms": True}, "time"),
        ({"radius": "10"}, "length-unit"),
        ({"volume": {"outline": 3}}, "outline-kind"),
    ],
)
def test_doubtful_properties_refuse_their_feature(properties: dict[str, Json], rule: str) -> None:
    """Heights without reference, times without date or zone and half a band are asked again."""
    reading = geojson.decode(collection(feature(polygon(), name="x", **properties)))
    assert rule in rules(reading)


def test_what_others_draw_is_said_where_it_is_not_read() -> None:
    """Holes are filled, corner heights and strange properties are not read: all of it is said."""
    hole = [[35.05, 34.05], [35.1, 34.05], [35.1, 34.1], [35.05, 34.05]]
    high = [[x, y, 900.0] for x, y in SQUARE]
    long = [[35, 60], [45, 60], [45, 62], [35, 62], [35, 60]]
    reading = geojson.decode(
        collection(
            feature({"type": "Polygon", "coordinates": [SQUARE, hole]}, name="a"),
            feature(polygon(high), name="b", fill="#f00"),
            feature(polygon(long), name="c"),
        )
    )
    assert losses(reading) == {"holes", "corner-heights", "properties", "edges"}
    outline = reading.features[2].outlines[0]
    assert isinstance(outline, Polygon)
    assert len(outline.points) > 8


def test_an_edge_that_may_go_either_way_round_is_refused() -> None:
    """From 170 to -170 degrees is 20 or 340 degrees: RFC 7946 has it cut, so it is asked again."""
    ring = [[170, 0], [-170, 0], [-170, 5], [170, 5], [170, 0]]
    reading = geojson.decode(collection(feature(polygon(ring), name="wide")))
    assert rules(reading) == ["coordinates"]
    assert "antimeridian" in reading.refused[0].reason


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b'{"type": "FeatureCollection", "features": 3}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        collection(*[feature(polygon())] * 1_001),
        b" " * (8 * 1024 * 1024 + 1),
    ],
    ids=["empty", "list", "torn", "no-list", "deep", "deep-objects", "many", "large"],
)
def test_a_file_that_is_no_geojson_is_one_refusal(data: bytes) -> None:
    """Torn, too deep, too many, too large: one refusal, nothing read."""
    reading = geojson.decode(data)
    assert not reading.features
    assert len(reading.refused) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "coordinates", "geometry", "properties", "features", "radius"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["Polygon", "Point", "MultiPolygon", "LineString", "Mesh"]), JSON, JSON)
def test_no_geojson_raises(kind: str, coordinates: object, properties: object) -> None:
    """Whatever stands in a file, the answer is a reading; what is not read is refused."""
    raw = {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}}
    data = json.dumps(
        {"type": "FeatureCollection", "features": [{**raw, "properties": properties}]}
    )
    reading = geojson.decode(data.encode())
    assert len(reading.features) + bool(reading.refused) == 1


# ------------------------------------------------------------------ KML of others


def test_a_kml_prism_on_the_ground_is_a_band() -> None:
    """An extruded absolute polygon reaches from the ground to its height above sea level."""
    reading = kml.decode(
        placemark(
            "<TimeSpan><begin>2026-11-22T08:00:00Z</begin><end>2026-11-22T11:00:00+02:00</end>"
            "</TimeSpan><Polygon><extrude>1</extrude><altitudeMode>absolute</altitudeMode>"
            f"{kml_ring(',1500.001')}</Polygon>"
        )
    )
    (found,) = reading.features
    assert found.band == Band(None, Altitude(150_001, Reference.AMSL))
    assert found.window == WINDOW
    assert isinstance(found.airspace(None, None), Airspace)


def test_kml_heights_and_times_that_are_no_band_and_window_are_said() -> None:
    """A polygon in the air, an instant and a time without zone say nothing, and that is said."""
    reading = kml.decode(
        placemark(
            "<TimeStamp><when>2026-11-22</when></TimeStamp><Polygon>"
            f"<altitudeMode>absolute</altitudeMode>{kml_ring(',1500')}</Polygon>"
        )
    )
    (found,) = reading.features
    assert (found.band, found.window) == (None, None)
    assert losses(reading) == {"corner-heights", "time"}


def test_a_folder_lends_its_time_and_data_say_the_rest() -> None:
    """The time of a folder holds for its placemarks; ExtendedData is read like properties."""
    text = (
        b"<kml><Document><Folder><TimeSpan><begin>2026-11-22T08:00Z</begin></TimeSpan>"
        b"<Placemark><name>a</name><ExtendedData><Data name='radius'><value>10NM</value></Data>"
        b"<SchemaData><SimpleData name='floor'>SFC</SimpleData>"
        b"<SimpleData name='ceiling'>FL240</SimpleData></SchemaData></ExtendedData>"
        b"<Point><coordinates>35.2,34.5</coordinates></Point></Placemark></Folder>"
        b"<NetworkLink><name>elsewhere</name><Link><href>http://198.51.100.1/x.kml</href></Link>"
        b"</NetworkLink></Document></kml>"
    )
    reading = kml.decode(text)
    (found,) = reading.features
    assert found.outlines == (Circle(Point(345_000_000, 352_000_000), 1_852_000),)
    assert found.band == Band(None, FL240)
    assert found.window == Window(START_MS, None)
    assert losses(reading) == {"span-open", "not-read"}


def test_bad_placemarks_are_refused_by_name() -> None:
    """No geometry, two geometries, a model and torn coordinates are each named."""
    marks = "".join(
        f"<Placemark><name>{name}</name>{inside}</Placemark>"
        for name, inside in (
            ("none", ""),
            ("model", "<Model/>"),
            (
                "torn",
                f"<Polygon>{kml_ring()}</Polygon>".replace("35.2,", "x,"),
            ),
            ("good", f"<Polygon>{kml_ring()}</Polygon>"),
        )
    )
    reading = kml.decode(f"<kml>{marks}</kml>".encode())
    assert [one.key for one in reading.features] == ["good"]
    assert [one.field for one in reading.refused] == ["none", "model", "torn"]


HOSTILE_XML = {
    "entities": b'<!DOCTYPE kml [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><kml>&b;</kml>',
    "outside": b'<!DOCTYPE kml SYSTEM "http://198.51.100.1/x.dtd"><kml/>',
    "file": b'<!DOCTYPE k [<!ENTITY f SYSTEM "file:///etc/passwd">]><kml>&f;</kml>',
    "deep": b"<kml>" * (DEPTH_MAX + 1) + b"</kml>" * (DEPTH_MAX + 1),
    "many": b"<kml>" + b"<a/>" * 200_000 + b"</kml>",
    "encoding": b'<?xml version="1.0" encoding="UTF-7"?><kml/>',
    "torn": b"<kml><Placemark>",
    "empty": b"",
    "binary": b"\x00\xff\x00",
    "undefined": b"<kml>&nowhere;</kml>",
}


@pytest.mark.parametrize("name", HOSTILE_XML)
def test_hostile_xml_is_refused(name: str) -> None:
    """Entities, other files, deep nests, floods and strange encodings end at the reader."""
    with pytest.raises(XmlRefused):
        parse(HOSTILE_XML[name])
    reading = kml.decode(HOSTILE_XML[name])
    assert rules(reading) == ["xml"]


def test_a_packed_kml_is_refused_with_what_to_do() -> None:
    """A KMZ is a zip: it is not unpacked here."""
    assert rules(kml.decode(b"PK\x03\x04...")) == ["kmz"]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_hostile_words_stay_words_in_kml(number: str, activity: str) -> None:
    """Markup, controls and half characters in what a peer wrote never become structure."""
    airspace = one(Circle(Point(0, 0), 100_000))
    base = item(airspace, number)
    odd = msgspec.structs.replace(base, activity=activity)
    root = parse(kml.encode([odd], number).data)
    document = root.child("Document")
    assert document is not None
    assert [child.name for child in document.children] == ["name", "Style", "Placemark"]


def test_features_are_found_by_key_name_or_place() -> None:
    """FILE#NAME takes one feature; none, two or a refused one say so."""
    reading = geojson.decode(
        collection(
            feature(polygon(), name="a"),
            feature(polygon(), name="b"),
            feature(polygon(), name="b"),
            feature(None, name="bad"),
        )
    )
    assert isinstance(reading.feature("a"), Feature)
    for name, rule in (
        ("b", "feature"),
        ("c", "feature"),
        ("bad", "geometry-kind"),
        ("", "feature"),
    ):
        found = reading.feature(name)
        assert isinstance(found, tuple)
        assert found[0].rule == rule
