"""Lists of movements: convoys with their stops, and what is wrong with each of the others."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from detente.core.line.tables import FORMATS
from detente.core.units import utc_to_ms
from detente.wire.exact import exact_problems
from detente.wire.movement_rows import KNOWN, movements_of
from detente.wire.rows import Sites
from detente.wire.sheets import ROWS_MAX, Sheet, read_sheet

NOW_MS = 1_795_000_000_000  # 2026-11-18
HEAD = "Convoy,Lat,Lon,ETA,ETD,Vehicles,Plates,Contact"
STOPS = (
    "M-7,-22.9501,14.5001,,2027-01-10 06:00,4,N 123 W,satellite phone 1",
    "M-7,-22.6701,14.5301,2027-01-10 07:00,2027-01-10 07:30,,,",
    "M-7,-22.5501,14.6301,2027-01-10 08:00,,,,",
)
OTHER = (
    "M-8,-22.9501,14.5001,,2027-01-11T06:00Z,1,,radio 3",
    "M-8,-22.6701,14.5301,2027-01-11T07:00Z,,,,",
)


def listed(*rows: str, zone: str = "Z", head: str = HEAD) -> Sites:
    """What a CSV of these rows holds."""
    sheet = read_sheet("list.csv", "\n".join((head, *rows)).encode(), KNOWN)
    assert isinstance(sheet, Sheet), sheet
    return movements_of(sheet.columns, sheet.rows, NOW_MS, {}, zone)


def rules(found: Sites) -> dict[str, set[str]]:
    """The rules by which each row is refused."""
    return {source: {one.rule for one in all_} for source, all_ in found.bad.items()}


def at(text: str) -> int:
    """An instant."""
    return utc_to_ms(datetime.fromisoformat(text).replace(tzinfo=UTC))


def test_the_rows_of_a_convoy_are_its_stops() -> None:
    """Three rows are one movement; what is said once counts for the whole."""
    found = listed(*STOPS, *OTHER)
    assert found.bad == {}
    convoy, other = found.good
    route = convoy.exact["route"]
    assert isinstance(route, list)
    assert len(route) == 3
    assert route[1] == {
        "lat_e7": -226_701_000,
        "lon_e7": 145_301_000,
        "arrive_ms": at("2027-01-10T07:00"),
        "leave_ms": at("2027-01-10T07:30"),
    }
    assert (convoy.exact["vehicles"], convoy.exact["plates"]) == ("2-5", "N 123 W")
    assert convoy.fields["from_ms"] == at("2027-01-10T06:00")
    assert convoy.fields["valid_to_ms"] == at("2027-01-10T08:00")
    assert (other.fields["movement"], other.exact["on_move"]) == ("M-8", "radio 3")
    assert exact_problems(FORMATS["NHM"], convoy.exact) == ()


def test_a_time_without_a_zone_is_another_convoy() -> None:
    """Local hours are read by the zone that is said; where none is said, the row is refused."""
    assert listed(*STOPS, zone="+02:00").good[0].fields["from_ms"] == at("2027-01-10T04:00")
    found = listed(*STOPS, *OTHER, zone="")
    assert [one.fields["movement"] for one in found.good] == ["M-8"]
    assert rules(found) == {f"row {n}": {"zone-unsaid"} for n in (2, 3, 4)}


@pytest.mark.parametrize(
    ("row", "cells", "rule"),
    [
        (1, "M-7,14.5301,-22.6701,2027-01-10 07:00,,,,", "swapped"),
        (1, "M-7,14.5301,-122.6701,2027-01-10 07:00,,,,", "leg-speed"),
        (1, "M-7,-2.6701,14.5301,2027-01-10 07:00,,,,", "leg-speed"),
        (1, "M-7,-22.6701,,2027-01-10 07:00,,,,", "cell-missing"),
        (1, "M-7,-22.6701,14.5301,,,,,", "cell-missing"),
        (1, "M-7,-22.6701,14.5301,2027-01-09 07:00,,,,", "route-order"),
        (1, "M-7,-22.6701,14.5301,10.01.2027,,,,", "date-order"),
        (1, "M-7,-22.6701,14.5301,2027-01-10,,,,", "time-unsaid"),
        (1, "M-7,-22.6701,14.5301,2027-01-10 07:00,,40,,", "said-twice"),
        (0, "M-7,-22.9501,14.5001,,2027-01-10 06:00,,N 123 W,satellite phone 1", "cell-missing"),
        (0, ",-22.9501,14.5001,,2027-01-10 06:00,4,,", "cell-missing"),
        (0, "M-7,14.5001,-22.9501,,2027-01-10 06:00,4,,", "swapped"),
    ],
)
def test_a_bad_row_takes_its_movement_with_it_and_no_other(row: int, cells: str, rule: str) -> None:
    """A route with a stop missing is another route: the wrong row is named, the others wait."""
    changed = [*STOPS]
    changed[row] = cells
    found = listed(*changed, *OTHER)
    assert rule in rules(found)[f"row {row + 2}"]
    assert [one.fields["movement"] for one in found.good] == ["M-8"]
    assert rules(found)["row 4"] == {"movement-not-whole"}


def test_merged_cells_are_the_convoy_above() -> None:
    """A reference that stands once beside its stops is the reference of all of them."""
    below = (one.replace("M-7", "", 1) for one in STOPS[1:])
    (convoy, _) = listed(STOPS[0], *below, *OTHER).good
    route = convoy.exact["route"]
    assert isinstance(route, list)
    assert len(route) == 3


def test_what_is_over_needs_no_notice() -> None:
    """Last year's convoy in this year's list."""
    found = listed(*(one.replace("2027", "2025") for one in STOPS))
    assert rules(found)["row 4"] == {"expired"}


def test_a_route_in_one_cell_is_read_as_it_is_typed() -> None:
    """A whole movement in a row, in the words that the command line takes."""
    route = "22.95S 14.5E 2027-01-10T06:00Z; 22.67S 14.53E 2027-01-10T07:00Z-2027-01-10T07:30Z"
    found = listed(f"M-9,2,{route}", "M-10,2,somewhere", head="Reference,Vehicles,Route")
    assert [one.fields["movement"] for one in found.good] == ["M-9"]
    assert found.good[0].fields["valid_to_ms"] == at("2027-01-10T07:30")
    assert set(rules(found)) == {"row 3"}


def test_hours_of_a_workbook_know_no_zone() -> None:
    """A spreadsheet's own times have none, so that one must be said; its days are days."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.split(","))
    for hour, lat in ((6, -22.9501), (7, -22.6701)):
        sheet.append(["M-7", lat, 14.5001, datetime(2027, 1, 10, hour, 30), None, 4])  # noqa: DTZ001 - as workbooks do
    data = io.BytesIO()
    book.save(data)
    read = read_sheet("list.xlsx", data.getvalue(), KNOWN)
    assert isinstance(read, Sheet)
    assert "zone-unsaid" in rules(movements_of(read.columns, read.rows, NOW_MS, {}))["row 2"]
    (made,) = movements_of(read.columns, read.rows, NOW_MS, {}, "+02:00").good
    assert made.fields["from_ms"] == at("2027-01-10T04:30")


def test_a_list_that_is_too_long_is_refused_whole() -> None:
    """A list cut at its end is a wrong list, and nobody would see it."""
    rows = "\n".join([HEAD, *["M-7,-22.9501,14.5001,2027-01-10 06:00,,4,,"] * (ROWS_MAX + 20)])
    found = read_sheet("list.csv", rows.encode(), KNOWN)
    assert not isinstance(found, Sheet)
    assert "5,000 rows" in found[0].reason
