"""Lists of sites as people send them: the good rows, and what is wrong with each of the others."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from detente.core.line.tables import FORMATS
from detente.wire.exact import exact_problems
from detente.wire.rows import KNOWN, Sites, sites_of
from detente.wire.sheets import Sheet, read_sheet

DAY = date(2027, 1, 31)
NOW_MS = 1_795_000_000_000  # 2026-11-18
HEAD = ("Site name", "Type", "Latitude", "Longitude", "Valid until", "Verified by", "People")
GOOD = (
    "River clinic",
    "clinic",
    "-22.90123",
    "14.40456",
    "2027-01-31",
    "own staff on the spot",
    "40",
)


def listed(rows: list[tuple[object, ...]], head: tuple[str, ...] = HEAD) -> Sites:
    """What a CSV of these rows holds."""
    lines = [",".join(f'"{cell}"' for cell in row) for row in (head, *rows)]
    return read("list.csv", "\n".join(lines).encode())


def read(name: str, data: bytes) -> Sites:
    """What a file holds."""
    sheet = read_sheet(name, data, KNOWN)
    assert isinstance(sheet, Sheet), sheet
    return sites_of(sheet.columns, sheet.rows, NOW_MS, {})


def rules(found: Sites, source: str) -> set[str]:
    """The rules by which a row is refused."""
    return {one.rule for one in found.bad[source]}


def row(**changes: str) -> tuple[object, ...]:
    """The good row with other cells."""
    names = ("name", "use", "lat", "lon", "until", "verified", "people")
    return tuple(changes.get(name, cell) for name, cell in zip(names, GOOD, strict=True))


def test_a_good_row_is_a_notice_with_its_place_sealed() -> None:
    """A clinic from a list: what stands in the clear says nothing of where and of how many."""
    (site,) = listed([GOOD]).good
    assert site.fields["use"] == "clinic"
    assert site.fields["verified"] == "own-staff"
    assert site.exact["point"] == {"lat_e7": -229_012_300, "lon_e7": 144_045_600}
    assert site.exact["people"] == "11-50"
    assert site.exact["grade"] == "building"
    assert "point" not in site.fields
    assert exact_problems(FORMATS["NHS"], dict(site.exact)) == ()


def test_every_bad_row_is_named_with_all_its_reasons_and_the_good_ones_stay() -> None:
    """A list of eight rows with five faults in it: three notices, five names with reasons."""
    found = listed(
        [
            GOOD,
            row(name="", lat="-22.91"),
            row(name="B", lat=""),
            row(name="C", lat="114.40456", lon="-22.90123"),
            row(name="D", use="disco", until="2025-01-31"),
            row(name="river CLINIC"),
            row(name="E", lat="-22.95001"),
            row(name="F", lat="-22.96001", lon="14.5"),
        ]
    )
    assert [site.source for site in found.good] == ["row 2", "row 8", "row 9"]
    assert rules(found, "row 3") == {"cell-missing"}
    assert rules(found, "row 4") == {"cell-missing"}
    assert rules(found, "row 5") == {"swapped"}
    assert rules(found, "row 6") == {"choice", "expired"}
    assert rules(found, "row 7") == {"duplicate"}
    assert "row 2" in str(found.bad["row 7"][0])


def test_swapped_coordinates_that_are_a_place_too_are_seen_by_the_others() -> None:
    """14.4, -22.9 is a place in an ocean: only the list's other rows tell that it is wrong."""
    rows = [row(name=f"S{n}", lat=f"-22.9{n}001", lon=f"14.4{n}001") for n in range(4)]
    found = listed([*rows, row(name="X", lat="14.45001", lon="-22.95001")])
    assert len(found.good) == 4
    assert rules(found, "row 6") == {"swapped"}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"lat": "0", "lon": "0"}, "null-island"),
        ({"lat": "95.2", "lon": "200"}, "latitude-range"),
        ({"lat": "north of the river"}, "coordinate"),
        ({"until": "03.04.2027"}, "date-order"),
        ({"until": "soon"}, "time"),
        ({"verified": "by heart"}, "choice"),
    ],
)
def test_each_fault_has_its_reason(changes: dict[str, str], rule: str) -> None:
    """One fault in one cell: the row is named with the rule that it breaks."""
    found = listed([row(**changes)])
    assert not found.good
    (reason,) = found.bad["row 2"]
    assert reason.rule == rule
    assert reason.field.startswith("row 2.")
    assert reason.remedy


def test_digits_say_how_good_a_place_is() -> None:
    """One decimal is eleven kilometres: no row with it may claim a building, or be left to."""
    head = (*HEAD, "Precision")
    claimed = listed([(*row(lat="-22.9", lon="14.4"), "building")], head)
    assert rules(claimed, "row 2") == {"check-digits"}
    (silent,) = listed([row(lat="-22.90", lon="14.40")]).good
    assert silent.exact["grade"] == "1km"


def test_a_comma_for_a_point_is_read() -> None:
    """Half of the world writes 14,40456: in a list with semicolons that is a number."""
    text = (
        ";".join(HEAD)
        + "\n"
        + ";".join(map(str, row(lat="-22,90123", lon="14,40456"))).replace("\n", "")
    )
    (site,) = read("list.csv", text.encode()).good
    assert site.point.lon_e7 == 144_045_600


def test_degrees_and_minutes_and_grids_are_read_too() -> None:
    """The place may stand in one column, in whatever notation the list's maker is used to."""
    head = ("Name", "Type", "Coordinates", "Valid until", "Verified by")
    rows: list[tuple[object, ...]] = [
        ("A", "school", "22°54.0'S 014°24.0'E", "2027-01-31", "operator"),
        ("B", "school", "33K WS 41040 66030", "2027-01-31", "operator"),
    ]
    found = listed(rows, head)
    assert [site.exact["site_name"] for site in found.good] + list(found.bad) != []
    assert found.good[0].point.lat_e7 == -229_000_000


def workbook(rows: list[tuple[object, ...]]) -> bytes:
    """An .xlsx with a title above the names of the columns."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sites"
    sheet.append(["Deconfliction list, third version"])
    sheet.append([])
    for one in (HEAD, *rows):
        sheet.append(list(one))
    book.create_sheet("Notes").append(["nothing"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_as_it_is_made() -> None:
    """Numbers as numbers, a date as a date, a title above, a second sheet: rows are as in Excel."""
    good = ("River clinic", "clinic", -22.90123, 14.40456, DAY, "operator", 40)
    swapped = ("Other", "clinic", 114.40456, -22.90123, DAY, "operator", 40)
    data = workbook([good, swapped])
    sheet = read_sheet("sites.XLSX", data, KNOWN)
    assert isinstance(sheet, Sheet)
    assert sheet.skipped == ("sheet 'Notes'",)
    found = sites_of(sheet.columns, sheet.rows, NOW_MS, {})
    assert [site.source for site in found.good] == ["row 4"]
    assert found.good[0].point.lat_e7 == -229_012_300
    assert rules(found, "row 5") == {"swapped"}


def test_placemarks_are_rows() -> None:
    """A KML of places with their data: a drawing without a point is named as not read."""
    data = b"""<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>
    <Placemark><name>River clinic</name><ExtendedData>
      <Data name="type"><value>clinic</value></Data>
      <Data name="valid until"><value>2027-01-31</value></Data>
      <Data name="verified by"><value>operator</value></Data></ExtendedData>
      <Point><coordinates>14.40456,-22.90123,0</coordinates></Point></Placemark>
    <Placemark><name>Area</name><Polygon/></Placemark></Folder></Document></kml>"""
    sheet = read_sheet("sites.kml", data, KNOWN)
    assert isinstance(sheet, Sheet)
    assert sheet.skipped == ("placemark 2 (Area): no point",)
    (site,) = sites_of(sheet.columns, sheet.rows, NOW_MS, {}).good
    assert site.point.lat_e7 == -229_012_300


def bomb() -> bytes:
    """A ZIP that unpacks to much more than it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (65 * 1024 * 1024))
    return out.getvalue()


def entity() -> bytes:
    """A workbook's ZIP whose XML declares an entity."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b"no zip"),
        ("a.xlsx", b"PK\x03\x04 cut short"),
        ("a.xlsx", entity()),
        ("a.xls", b"\xd0\xcf\x11\xe0"),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.csv", b"one\ntwo\n"),
        ("a.csv", b'"never closed\n'),
        ("a.kml", b"<!DOCTYPE a><kml/>"),
    ],
)
def test_what_is_no_list_is_refused_in_words(name: str, data: bytes) -> None:
    """Broken, hostile and mistaken files end in a reason and a remedy, never in a fault."""
    found = read_sheet(name, data, KNOWN)
    assert isinstance(found, tuple)
    assert found[0].reason
    assert found[0].remedy


def test_a_zip_that_unpacks_to_a_flood_is_not_unpacked() -> None:
    """65 MB of blanks in 64 kB: refused by what it says of itself, before it is read."""
    found = read_sheet("a.xlsx", bomb(), KNOWN)
    assert isinstance(found, tuple)
    assert "more than any list" in found[0].reason
