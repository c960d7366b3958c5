"""NOTAM drafts out and NOTAMs in: never less than what was announced, bad ones named."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.airspace.geodesy import inverse
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.volume import Airspace, Circle, Part, Point, Polygon, Volume
from detente.core.line.formats import examine
from detente.core.line.tables import FORMATS
from detente.core.refusal import Refusal
from detente.core.units import CM_PER_NM
from detente.wire import notam_in
from detente.wire.human import airspace_from_text
from detente.wire.lastmile import NotamsView
from detente.wire.notam import Drafts, Subject, draft, q_code

NOW_MS = 1_795_334_400_000  # 2026-11-22 08:00Z
DAY_MS = 86_400_000


def drafts(text: str, until_ms: int | None = None) -> Drafts:
    """The drafts of a volume as it would be typed."""
    airspace = airspace_from_text(text, NOW_MS)
    assert isinstance(airspace, Airspace), airspace
    subject = Subject("AMBER-2026-0001", "NWA", "", "weapon activity (warning)", airspace)
    made = draft(subject, fir="FYWF", now_ms=NOW_MS, until_ms=until_ms)
    assert isinstance(made, Drafts), made
    return made


def one(text: str, until_ms: int | None = None) -> str:
    """The text of the only draft."""
    (made,) = drafts(text, until_ms).drafts
    return made.text


def read(text: str) -> NotamsView:
    """What NOTAMs say."""
    return notam_in.decode(text)


def test_a_plain_circle_is_drafted_to_the_letter() -> None:
    """Ten miles off the coast from the ground to FL200 for an hour, in ICAO's own form."""
    assert one("circle 22.9S 14.4E 10NM SFC-FL200 08:30Z-09:30Z") == (
        "(X0000/26 NOTAMN\n"
        "Q) FYWF/QWMLW/IV/BO/W/000/200/2254S01424E010\n"
        "A) FYWF B) 2611220830 C) 2611220930\n"
        "E) WEAPON ACTIVITY, WARNING. WI 10NM RADIUS OF 225400S0142400E. REF AMBER-2026-0001\n"
        "F) SFC G) FL200)"
    )


@pytest.mark.parametrize(
    ("heights", "limits", "levels"),
    [
        ("1000ft AMSL-5000ft AMSL", "F) 1000FT AMSL G) 5000FT AMSL", "000/060"),
        ("FL095-UNL", "F) FL095 G) UNL", "095/999"),
        ("SFC-300m AGL", "F) SFC G) 985FT AGL", "000/316"),
        ("2000m WGS84-3000m WGS84", "F) 6266FT AMSL G) 10204FT AMSL", "052/113"),
    ],
)
def test_heights_are_widened_and_never_narrowed(heights: str, limits: str, levels: str) -> None:
    """Feet, metres, ground and ellipsoid: items F and G hold the band, the Q line holds both."""
    text = one(f"circle 22.9S 14.4E 10NM {heights} 08:30Z-09:30Z")
    assert limits in text
    assert f"/W/{levels}/" in text


def test_a_window_that_comes_again_becomes_item_d_or_the_whole_time() -> None:
    """Daily and on days of the week are said; what item D cannot say is active throughout."""
    where = "circle 22.9S 14.4E 10NM SFC-FL200 08:30Z-09:30Z"
    daily = one(f"{where} daily until 2026-11-30T09:00Z")
    assert "B) 2611220830 C) 2611300930\nD) DAILY 0830-0930\n" in daily
    weekly = one(f"{where} SU,TU until 2026-11-30T09:00Z")
    assert "\nD) TUE SUN 0830-0930\n" in weekly or "\nD) SUN TUE 0830-0930\n" in weekly
    often = drafts(f"{where} every 3h until 2026-11-23T09:00Z")
    assert "\nD)" not in often.drafts[0].text
    assert "notam-schedule" in [loss.rule for loss in often.losses]


def test_a_window_without_an_end_needs_an_estimate() -> None:
    """A NOTAM must end: the officer is asked, and the estimate is marked as one."""
    where = "circle 22.9S 14.4E 10NM SFC-FL200 08:30Z-open"
    airspace = airspace_from_text(where, NOW_MS)
    assert isinstance(airspace, Airspace)
    subject = Subject("AMBER-2026-0001", "NWA", "", "weapons", airspace)
    asked = draft(subject, fir="FYWF", now_ms=NOW_MS)
    assert isinstance(asked, tuple)
    assert [one.rule for one in asked] == ["notam-end"]
    assert "C) 2611230800 EST" in one(where, until_ms=NOW_MS + DAY_MS)


@pytest.mark.parametrize(("fir", "replaces"), [("FYW", None), ("FYWF", "123/26"), ("fywf", None)])
def test_a_region_or_number_of_a_wrong_form_is_refused(fir: str, replaces: str | None) -> None:
    """Three letters, small letters, half a number: said before anything is drafted."""
    airspace = airspace_from_text("circle 22.9S 14.4E 10NM SFC-FL200 08:30Z-09:30Z", NOW_MS)
    assert isinstance(airspace, Airspace)
    subject = Subject("AMBER-2026-0001", "NWA", "", "weapons", airspace)
    refused = draft(subject, fir=fir, now_ms=NOW_MS, replaces=replaces)
    assert isinstance(refused, tuple)
    assert all(isinstance(one, Refusal) for one in refused)


def test_no_code_forbids_anything_to_civil_traffic() -> None:
    """Nobody here has authority over airliners: warnings, danger areas and plain words only."""
    codes = {
        q_code(fmt.code, kind) for fmt in FORMATS.values() for kind in ("", "tanker", "launch")
    }
    assert codes <= {"QWMLW", "QWELW", "QWFLW", "QWULW", "QRDCA", "QXXLW"}


def test_words_of_a_message_cannot_end_the_notam_or_begin_another_item() -> None:
    """Brackets and letters that no telegraph has are left out of item E."""
    airspace = airspace_from_text("circle 22.9S 14.4E 10NM SFC-FL200 08:30Z-09:30Z", NOW_MS)
    assert isinstance(airspace, Airspace)
    subject = Subject("AMBER-2026-0001", "NWA", "", "fire)\n(A0001/26 NOTAMC été", airspace)
    made = draft(subject, fir="FYWF", now_ms=NOW_MS)
    assert isinstance(made, Drafts)
    text = made.drafts[0].text
    assert (text.count("("), text.count(")")) == (1, 8)  # Q) A) B) C) E) F) G) and the last
    assert len(text.splitlines()) == 5


@given(
    lat=st.integers(-700_000_000, 700_000_000),
    lon=st.integers(-1_790_000_000, 1_790_000_000),
    radius_cm=st.integers(10_000, 50 * CM_PER_NM),
)
def test_a_circle_read_back_from_its_draft_holds_the_circle(
    lat: int, lon: int, radius_cm: int
) -> None:
    """Whatever the place and size: rounding to seconds, tenths and minutes only ever widens."""
    circle = Circle(Point(lat, lon), radius_cm)
    volume = Volume(circle, None, None, NOW_MS, NOW_MS + DAY_MS)
    subject = Subject("AMBER-2026-0001", "NWA", "", "weapons", Airspace((Part(volume),)))
    made = draft(subject, fir="FYWF", now_ms=NOW_MS)
    assert isinstance(made, Drafts)
    view = read(made.drafts[0].text)
    assert view.refused == ()
    found = airspace_from_json(view.notams[0].fields["volume"], "volume")
    assert isinstance(found, Airspace)
    outline = found.parts[0].volume.outline
    assert isinstance(outline, Circle)
    apart_cm, _ = inverse(outline.centre, circle.centre)
    assert outline.radius_cm >= radius_cm + apart_cm - 2
    q_line = re.search(r"(\d{2})(\d{2})([NS])(\d{3})(\d{2})([EW])(\d{3})\nA\)", made.drafts[0].text)
    assert q_line is not None
    lat_e7 = (int(q_line[1]) * 60 + int(q_line[2])) * 10**7 // 60 * (-1 if q_line[3] == "S" else 1)
    lon_e7 = (int(q_line[4]) * 60 + int(q_line[5])) * 10**7 // 60 * (-1 if q_line[6] == "W" else 1)
    apart_cm, _ = inverse(Point(lat_e7, lon_e7), circle.centre)
    assert int(q_line[7]) * CM_PER_NM >= radius_cm + apart_cm - 2


HEAD = "Q) FYWF/QWMLW/IV/BO/W/000/200/2254S01424E010\nA) FYWF B) 2611220800 C) 2611220900\n"
GOOD = f"(A0123/26 NOTAMN\n{HEAD}E) FIRING WI 10NM RADIUS OF 225400S0142400E.\nF) SFC G) FL200)"


def test_a_notam_becomes_a_message_that_the_line_takes() -> None:
    """As issued, with what systems write around it: number, region, window, exact circle, text."""
    view = read(f"ZCZC GG FYWHYNYX\r\n{GOOD}\r\nNNNN")
    assert view.refused == ()
    (found,) = view.notams
    assert examine(FORMATS["NCV"], found.fields).problems == ()
    assert (found.fields["reference"], found.fields["fir"]) == ("A0123/26", "FYWF")
    assert found.words == "circle 22.9S 14.4E 10NM SFC-FL200 2026-11-22T08:00Z/2026-11-22T09:00Z"
    assert "FIRING WI 10NM" in str(found.fields["original"])


def test_a_polygon_of_item_e_is_read_and_an_arc_is_not_guessed() -> None:
    """A closed ring is exact; along a border it is not drawn, so the Q line's circle counts."""
    ring = "225500S0142300E - 225300S0142300E - 225300S0142500E - 225500S0142300E"
    exact = read(GOOD.replace("10NM RADIUS OF 225400S0142400E", f"AREA {ring}")).notams[0]
    found = airspace_from_json(exact.fields["volume"], "volume")
    assert isinstance(found, Airspace)
    assert isinstance(found.parts[0].volume.outline, Polygon)
    vague = read(GOOD.replace("10NM RADIUS OF 225400S0142400E", f"AREA {ring} ALONG BORDER"))
    assert vague.notams[0].words.startswith("circle 22.9S 14.4E 10NM")
    assert "notam-q-line" in [loss.rule for loss in vague.notams[0].losses]


def test_what_is_loose_is_taken_widely_and_said() -> None:
    """A schedule, an estimated end, a permanent one: the whole time counts, and it is said."""
    loose = GOOD.replace("C) 2611220900", "C) 2611220900 EST\nD) DAILY 0800-0830")
    rules = [loss.rule for loss in read(loose).notams[0].losses]
    assert rules == ["notam-schedule", "notam-estimated"]
    for_ever = read(GOOD.replace("C) 2611220900", "C) PERM")).notams[0]
    assert "valid_to_ms" not in for_ever.fields
    assert [loss.rule for loss in for_ever.losses] == ["notam-permanent"]


@pytest.mark.parametrize(
    ("text", "field", "rule"),
    [
        ("", "", "notam"),
        ("nothing of the kind", "", "notam"),
        (GOOD.replace("2611220900", "2611229900"), "A0123/26", "notam"),
        (GOOD.replace("Q) FYWF", "Q) F"), "A0123/26", "notam"),
        (GOOD.replace("225400S0142400E", "200000S0142400E"), "A0123/26", "notam-contradicts"),
        (GOOD.replace("FL200)", "3000)"), "A0123/26", "notam-height"),
        (GOOD.replace("F) SFC", "F) FL210"), "A0123/26", "ceiling-below-floor"),
        ("x" * (notam_in.TEXT_CHARS_MAX + 1), "", "file-size"),
    ],
)
def test_a_bad_notam_is_named_with_what_is_wrong(text: str, field: str, rule: str) -> None:
    """No NOTAM, an impossible hour, a broken Q line, two places, a height without a unit."""
    view = read(text)
    assert view.notams == ()
    assert (view.refused[0].field.partition(".")[0], view.refused[0].rule) == (field, rule)


def test_the_good_ones_stay_good_beside_the_bad_and_a_number_counts_once() -> None:
    """One file of three: the first is read, the second named, its repetition refused."""
    bad = GOOD.replace("A0123", "A0124").replace("C) 2611220900", "C) soon")
    view = read(f"{GOOD}\n\n{bad}\n\n{GOOD}")
    assert [found.name for found in view.notams] == ["A0123/26"]
    assert [(one.field, one.rule) for one in view.refused] == [
        ("A0124/26", "notam"),
        ("A0123/26", "notam-twice"),
    ]


def test_a_cancelling_notam_draws_nothing_and_says_what_it_cancels() -> None:
    """It takes an area away: it must never put one into a picture."""
    text = GOOD.replace("A0123/26 NOTAMN", "A0125/26 NOTAMC A0123/26")
    (found,) = read(text).notams
    assert "volume" not in found.fields
    assert (found.fields["newness"], found.fields["replaced"]) == ("cancels", "A0123/26")


@given(st.text(alphabet="()ABCDEFGQ/0123456789 \nNOTAMRSLZ.-:", max_size=300))
def test_no_text_brings_the_reader_down(text: str) -> None:
    """Whatever follows a NOTAM's number: a message or a refusal, and never a fault."""
    view = read(f"(A0001/26 NOTAMN\n{text}")
    assert view.notams or view.refused
