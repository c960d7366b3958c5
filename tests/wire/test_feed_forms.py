"""The area feed in its four forms: what each says, that it reads back, what strangers write."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET  # our own output, and what a plain consumer sees

import pytest

from detente.core.airspace.parts_json import airspace_from_json, airspace_to_json
from detente.core.airspace.volume import Airspace, Circle, Reference
from detente.core.line.message import Precedence, Status
from detente.wire import cap, cot, geojson, kml
from detente.wire.areas import STALE_MS, AreaView, FeedView, encode_geojson, encode_kml
from detente.wire.human import airspace_from_text
from detente.wire.interchange import Reading

NOW_MS = 1_795_334_400_000  # 2026-11-22 08:00Z
CIRCLE = "circle 22.9S 14.4E 10NM SFC-FL200 2026-11-22T08:30Z/2026-11-22T09:30Z"
POLYGON = (
    "polygon 22.95S 14.4E, 23.1S 14.4E, 23.0S 14.9E 1000ft AMSL-5000ft AMSL"
    " 2026-11-22T08:30Z/2026-11-22T09:30Z"
)
SEAM = (
    "polygon 16.0S 179.5E, 17.0S 179.5E, 17.0S 179.5W, 16.0S 179.5W FL100-FL200"
    " 2026-11-22T08:30Z/2026-11-22T09:30Z"
)
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
DECODERS = {"geojson": geojson.decode, "kml": kml.decode, "cap": cap.decode, "cot": cot.decode}
ENCODERS = {"geojson": encode_geojson, "kml": encode_kml, "cap": cap.encode, "cot": cot.encode}


def airspace(text: str) -> Airspace:
    """The airspace that a text says."""
    found = airspace_from_text(text, NOW_MS)
    assert isinstance(found, Airspace), found
    return found


def area(text: str = CIRCLE, number: str = "AMBER-2026-0001", **more: object) -> AreaView:
    """One area of a feed."""
    volume = airspace(text)
    start_ms, end_ms = volume.parts[0].volume.start_ms, volume.parts[0].volume.end_ms
    said = {
        "number": number,
        "channel": "coast-1f3a9c02",
        "status": Status.ACTUAL,
        "party": "amber",
        "format": "NWA",
        "title": "weapon activity warning",
        "marker": "WARNING",
        "precedence": Precedence.IMMEDIATE,
        "activity": "weapon",
        "volume": airspace_to_json(volume),
        "words": text,
        "released_ms": NOW_MS - 60_000,
        "held_at_ms": NOW_MS - 50_000,
        "start_ms": start_ms,
        "end_ms": end_ms,
        "stale_ms": NOW_MS + STALE_MS,
    }
    return AreaView(**{**said, **more})  # type: ignore[arg-type]  # as AreaView says


def feed(*areas: AreaView, **more: object) -> FeedView:
    """A feed of these areas."""
    said = {
        "party": "amber",
        "audience": "own-forces",
        "status": Status.ACTUAL,
        "made_at_ms": NOW_MS,
        "stale_ms": NOW_MS + STALE_MS,
        "areas": areas,
    }
    return FeedView(**{**said, **more})  # type: ignore[arg-type]  # as FeedView says


def read_back(form: str, made: FeedView) -> Reading:
    """What a form says, read by ourselves."""
    return DECODERS[form](ENCODERS[form](made).data)


@pytest.mark.parametrize("form", list(ENCODERS))
@pytest.mark.parametrize("text", [CIRCLE, POLYGON, SEAM, f"{CIRCLE} and {POLYGON}"])
def test_every_form_reads_back_to_the_exact_airspace(form: str, text: str) -> None:
    """A display's export comes back to a desk: nothing of the volume is lost on the way."""
    if " and " in text:
        volume = Airspace((*airspace(CIRCLE).parts, *airspace(POLYGON).parts))
        made = feed(area(CIRCLE, volume=airspace_to_json(volume)))
    else:
        volume, made = airspace(text), feed(area(text))
    reading = read_back(form, made)
    assert reading.refused == ()
    (found,) = reading.features
    assert found.exact == volume


@pytest.mark.parametrize("form", list(ENCODERS))
def test_every_form_says_when_it_is_stale_and_what_is_not_known_or_given(form: str) -> None:
    """The link to Cobalt is down and one notice is held back: an empty feed is no empty sky."""
    made = feed(blind=("No link to cobalt since 07:40Z",), withheld=1)
    text = ENCODERS[form](made).data.decode()
    assert "No link to cobalt" in text
    assert re.search(r"1 more notices? (are|is) held", text)
    assert "2026-11-22T08:05" in text


@pytest.mark.parametrize("form", list(ENCODERS))
@pytest.mark.parametrize("audience", ["own-forces", "public"])
def test_an_area_that_was_signed_with_a_stolen_key_says_so(form: str, audience: str) -> None:
    """The area stays, since nobody knows better, and every display reads whose word it is not."""
    for stolen in (True, False):
        text = ENCODERS[form](feed(area(disowned=stolen), audience=audience)).data.decode()
        assert ("KEY STOLEN: amber says that this is not its word" in text) is stolen
        assert "AMBER-2026-0001" in text


@pytest.mark.parametrize("form", list(ENCODERS))
def test_the_public_is_told_no_channel_and_no_class_of_activity(form: str) -> None:
    """What a party made public goes out without what it did not: the line's own name, the class."""
    made = feed(area(activity="isr"), audience="public")
    text = ENCODERS[form](made).data.decode()
    assert "coast-1f3a9c02" not in text
    assert '"isr"' not in text
    assert ">isr<" not in text


@pytest.mark.parametrize("form", ["kml", "cap", "cot"])
def test_words_of_a_peer_cannot_leave_their_place_in_the_xml(form: str) -> None:
    """A title that ends its element and opens another is text, whatever it says."""
    evil = '</name><event type="a-f-G"/>&"\u202e'
    data = ENCODERS[form](feed(area(title=evil, words=evil, marker=evil))).data
    assert b'<event type="a-f-G"' not in data
    assert "\u202e".encode() not in data
    ET.fromstring(data)  # noqa: S314 - our own bytes


def test_cap_orders_its_elements_and_spells_its_times_as_the_standard_says() -> None:
    """A strict consumer of CAP 1.2: order of elements, offset -00:00, feet, latitude first."""
    root = ET.fromstring(cap.encode(feed(area(POLYGON))).data)  # noqa: S314 - our own bytes
    alert = root.find(f".//{CAP}alert")
    assert alert is not None
    names = [one.tag.removeprefix(CAP) for one in alert]
    order = ["identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction"]
    assert names == [*order, "info"]
    info = alert.find(f"{CAP}info")
    assert info is not None
    said = {one.tag.removeprefix(CAP): one.text for one in info}
    assert said["expires"] == "2026-11-22T09:30:00-00:00"
    assert (said["urgency"], said["severity"], said["certainty"]) == (
        "Expected",
        "Severe",
        "Unknown",
    )
    place = info.find(f"{CAP}area")
    assert place is not None
    shown = {one.tag.removeprefix(CAP): one.text or "" for one in place}
    assert (shown["altitude"], shown["ceiling"]) == ("1000", "5000")
    corners = shown["polygon"].split()
    assert corners[0] == corners[-1]
    assert corners[0].startswith("-22.95")


def test_a_correction_is_an_update_and_an_end_a_cancel_that_name_what_they_replace() -> None:
    """A CAP consumer follows references: the old alert by its sender, name and time."""
    new = area(number="AMBER-2026-0002", replaces=(("AMBER-2026-0001", NOW_MS - 120_000),))
    gone = area(number="AMBER-2026-0003", standing="ended")
    text = cap.encode(feed(new, withdrawn=(gone,))).data.decode()
    first, second = re.findall(r"<msgType>(\w+)</msgType>.*?<references>([^<]*)<", text)
    assert first[0] == "Update"
    assert first[1].startswith("detente.amber,AMBER-2026-0001-")
    assert first[1].endswith(",2026-11-22T07:58:00-00:00")
    assert second[0] == "Cancel"
    assert ",AMBER-2026-0003-" in second[1]


def test_an_alert_has_a_block_in_each_language_with_code_and_english_beside_it() -> None:
    """A Russian console shows its own words; who doubts them sees the code and the English."""
    titles = (("ru", "предупреждение о применении оружия"), ("ar", "تحذير"))
    made = feed(area(titles=titles))
    root = ET.fromstring(cap.encode(made).data)  # noqa: S314 - our own bytes
    infos = root.findall(f".//{CAP}info")
    assert [one.findtext(f"{CAP}language") for one in infos] == ["en", "ru", "ar"]
    headline = infos[1].findtext(f"{CAP}headline") or ""
    assert headline.startswith("предупреждение")
    assert "(NWA, weapon activity warning)" in headline
    assert all(one.find(f"{CAP}area") is not None for one in infos)
    (found,) = read_back("cap", made).features
    assert found.exact == airspace(CIRCLE)


def test_a_superseded_area_is_updated_and_not_cancelled_as_well() -> None:
    """The corrected alert is one Update; a Cancel beside it would take the new one away too."""
    new = area(number="AMBER-2026-0002", replaces=(("AMBER-2026-0001", NOW_MS - 120_000),))
    old = area(standing="superseded")
    text = cap.encode(feed(new, withdrawn=(old,))).data.decode()
    assert re.findall(r"<msgType>(\w+)</msgType>", text) == ["Update"]


def test_cot_events_go_stale_with_their_feed_and_take_away_what_has_gone() -> None:
    """A display that hears nothing more drops all of it; an ended area is deleted at once."""
    gone = area(number="AMBER-2026-0003", standing="ended")
    data = cot.encode(feed(area(), area(POLYGON, "AMBER-2026-0002"), withdrawn=(gone,))).data
    events = ET.fromstring(data).findall("event")  # noqa: S314 - our own bytes
    assert [one.get("type") for one in events] == ["u-d-c-c", "u-d-f", "t-x-d-d"]
    assert {one.get("stale") for one in events} == {"2026-11-22T08:05:00Z"}
    assert all(one.find("point") is not None for one in events)
    ellipse = events[0].find("detail/shape/ellipse")
    assert ellipse is not None
    assert ellipse.get("major") == "18520.00"
    link = events[2].find("detail/link")
    assert link is not None
    assert str(link.get("uid")).startswith("AMBER-2026-0003-")


@pytest.mark.parametrize("status", [Status.EXERCISE, Status.TEST])
def test_an_exercise_is_never_read_as_real(status: Status) -> None:
    """A feed of an exercise, given to a desk as a file: refused by CAP's status and CoT's opex."""
    made = feed(area(status=status), status=status)
    for form, rule in (("cap", "cap-status"), ("cot", "cot-opex")):
        reading = read_back(form, made)
        assert reading.features == ()
        assert [one.rule for one in reading.refused] == [rule]


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        ("cap", "-22.9000000,14.4000000 18.52000", "-22.9000000,14.4000000 1.85200"),
        ("cot", 'major="18520.00"', 'major="1852.00"'),
    ],
)
def test_a_drawing_that_was_changed_elsewhere_is_refused(form: str, old: str, new: str) -> None:
    """The circle says a mile and the exact volume ten: nobody can tell which is meant."""
    data = ENCODERS[form](feed(area())).data.decode()
    assert old in data
    reading = DECODERS[form](data.replace(old, new).encode())
    assert [one.rule for one in reading.refused] == ["drawing-changed"]


ALERT = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>fire-7</identifier>
<sender>fires@example</sender><sent>2026-11-22T07:50:00+02:00</sent><status>{status}</status>
<msgType>{kind}</msgType><scope>Public</scope><info><language>en-US</language>
<category>Fire</category><event>Wildfire</event><urgency>Immediate</urgency>
<severity>Severe</severity><certainty>Observed</certainty><onset>2026-11-22T10:00:00+02:00</onset>
<expires>2026-11-22T14:00:00+02:00</expires><area><areaDesc>hills</areaDesc>{place}</area></info>
</alert>"""


def alert(
    place: str = "<circle>-22.9,14.4 5</circle>", *, status: str = "Actual", kind: str = "Alert"
) -> Reading:
    """A stranger's alert, read."""
    return cap.decode(ALERT.format(place=place, status=status, kind=kind).encode())


def test_a_strangers_alert_is_read_with_its_window_and_heights() -> None:
    """A wildfire alert with feet above the sea: circle, window in UTC and band come across."""
    place = "<circle>-22.9,14.4 5</circle><altitude>0</altitude><ceiling>5000</ceiling>"
    (found,) = alert(place).features
    assert found.outlines == (Circle(found.outlines[0].centre, 500_000),)  # type: ignore[union-attr]  # a circle
    assert found.window is not None
    assert found.window.start_ms == NOW_MS
    assert found.band is not None
    assert found.band.ceiling is not None
    assert (found.band.ceiling.cm, found.band.ceiling.reference) == (152_400, Reference.AMSL)
    polygon = "<polygon>-22.9,14.4 -23.0,14.4 -23.0,14.6 -22.9,14.4</polygon>"
    assert alert(polygon).features[0].band is None


@pytest.mark.parametrize(
    ("reading", "rule"),
    [
        (alert(status="Test"), "cap-status"),
        (alert(kind="Cancel"), "cap-kind"),
        (alert("<geocode><valueName>X</valueName><value>1</value></geocode>"), "cap-area"),
        (alert("<circle>-22.9,14.4 wide</circle>"), "coordinates"),
        (alert("<circle>-22.9,14.4 nan</circle>"), "coordinates"),
        (alert("<polygon>-22.9,14.4 -23.0,14.4</polygon>"), "coordinates"),
        (alert("<polygon>91,14.4 -23.0,14.4 -23.0,14.6 91,14.4</polygon>"), "coordinates"),
        (cap.decode(b"<rss/>"), "cap"),
        (cap.decode(b"<!DOCTYPE x [<!ENTITY a 'b'>]><alert/>"), "xml"),
        (cot.decode(b"<events/>"), "cot"),
        (cot.decode(b'<event uid="u" type="a-f-G-U-C"/>'), "geometry-kind"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_rule(reading: Reading, rule: str) -> None:
    """Tests, cancels, areas without a drawing, wild numbers, hostile XML: each a named refusal."""
    assert reading.features == ()
    assert [one.rule for one in reading.refused] == [rule]


def test_a_display_s_own_drawing_is_read_but_its_window_has_to_be_said() -> None:
    """A polygon drawn on a tablet says where, and how long it stays on screens, not when."""
    links = "".join(
        f'<link point="{corner}"/>'
        for corner in ("-22.9,14.4", "-23.0,14.4,0", "-23.0,14.6", "-22.9,14.4")
    )
    event = (
        '<event version="2.0" uid="d1" type="u-d-f" time="2026-11-22T08:00:00Z" '
        'start="2026-11-22T08:00:00Z" stale="2026-11-23T08:00:00Z"><point lat="-22.9" lon="14.4" '
        f'hae="100" ce="1" le="1"/><detail>{links}<height value="400"/></detail></event>'
    )
    (found,) = cot.decode(event.encode()).features
    assert found.window is None
    assert found.band is not None
    assert found.band.ceiling is not None
    assert (found.band.ceiling.cm, found.band.ceiling.reference) == (50_000, Reference.WGS84)


def test_a_volume_that_this_version_cannot_read_is_said_and_not_drawn() -> None:
    """A newer peer's volume: the feed names it among the losses instead of leaving it out."""
    made = feed(area(volume={"of": "a later version"}))
    for form, encode in ENCODERS.items():
        written = encode(made)
        assert "unknown-volume" in [loss.rule for loss in written.losses], form
    assert json.loads(encode_geojson(made).data)["features"][0]["geometry"] is None
    assert isinstance(airspace_from_json({"of": "a later version"}, ""), tuple)
