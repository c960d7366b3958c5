"""Rows of the spreadsheets that people notify sites with: XLSX, CSV, KML, to cells of text.

A row is a line number and its cells by column. What the cells mean is rows.py's. Files are
strangers': an XLSX is a ZIP of XML, so what it unpacks to is measured first, and a document type or
an entity anywhere in it refuses the whole. Formulas are not run: their last value counts, and a row
whose formula has none is said to have an empty cell.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from detente.core.refusal import Refusal
from detente.wire.interchange import FILE_BYTES_MAX
from detente.wire.xml_tree import Element, XmlRefused, parse

ROWS_MAX: Final = 5_000  # the largest published list had some thousands of sites
COLUMNS_MAX: Final = 60
CELL_CHARS_MAX: Final = 2_000
UNPACKED_BYTES_MAX: Final = 64 * 1024 * 1024  # 5,000 rows unpack to a tenth of it
PARTS_MAX: Final = 500  # files inside an XLSX; pictures and styles take some tens
_LONG: Final = f"it has more than {ROWS_MAX:,} rows"
_SHORTER: Final = "Split the file; take empty rows with formats out"
HEADER_ROWS_MAX: Final = 15  # title, logo and notes that stand above the column names


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands in the file (``row 7``), and its cells by column name."""

    source: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's rows, its columns in order, and what was not read and why."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    skipped: tuple[str, ...] = ()


def read_sheet(name: str, data: bytes, known: frozenset[str]) -> Sheet | tuple[Refusal, ...]:
    """The rows of a file; how to read it is told by its name, checked by its bytes.

    known: plain forms of column names, by which the row of the names is found.
    """
    if len(data) > FILE_BYTES_MAX:
        return _no(f"{len(data)} bytes, the limit is {FILE_BYTES_MAX}", "Split the file")
    ending = name.lower().rpartition(".")[2]
    if ending == "xlsx":
        return _xlsx(data, known)
    if ending in ("csv", "tsv", "txt"):
        return _csv(data, known)
    if ending == "kml":
        return _kml(data)
    reason = f"{name[-40:]!r} is no .xlsx, .csv or .kml"
    return _no(reason, "Save it as one of these; an old .xls as .xlsx")


def plain(name: str) -> str:
    """A column's name without case, blanks and signs: ``Lat. (N)`` is ``latn``."""
    return "".join(char for char in name.lower() if char.isalnum())


def _no(reason: str, remedy: str) -> tuple[Refusal, ...]:
    return (Refusal("file", "sheet", reason, remedy),)


# ------------------------------------------------------------------ XLSX


def _xlsx(data: bytes, known: frozenset[str]) -> Sheet | tuple[Refusal, ...]:
    problem = _zip_problem(data)
    if problem:
        return _no(problem, "Save it anew from the spreadsheet program, as .xlsx")
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [
            (
                sheet.title,
                [
                    [_cell(one) for one in row]
                    for row in _limited(sheet.iter_rows(values_only=True, max_col=COLUMNS_MAX))
                ],
            )
            for sheet in book.worksheets
        ]
        book.close()
    except _TooLong:
        return _no(_LONG, _SHORTER)
    except (InvalidFileException, KeyError, ValueError, TypeError, OSError, EOFError) as error:
        return _no(f"it is no spreadsheet: {str(error)[:200]}", "Save it anew as .xlsx")
    except Exception as error:  # noqa: BLE001 - a stranger's file may break openpyxl anywhere
        what = type(error).__name__
        return _no(f"it cannot be read ({what})", "Save it anew as .xlsx, or as .csv")
    for title, rows in sheets:
        found = _table(rows, known)
        if found is not None:
            others = tuple(f"sheet {other!r}" for other, _ in sheets if other != title)
            return Sheet(found.columns, found.rows, others)
    return _headless(known)


def _limited(rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    for count, row in enumerate(rows):
        if count > ROWS_MAX + HEADER_ROWS_MAX:
            raise _TooLong
        yield row


class _TooLong(Exception):
    """More rows than are read: none of them is, because a list that is cut is a wrong list."""


def _zip_problem(data: bytes) -> str:
    """Why a ZIP is not opened: too much in it, or XML that declares anything."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS_MAX or sum(one.file_size for one in parts) > UNPACKED_BYTES_MAX:
                return "it unpacks to more than any list of sites"
            for one in parts:
                if one.filename.endswith((".xml", ".rels")):
                    with packed.open(one) as part:
                        text = part.read(UNPACKED_BYTES_MAX)
                    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                        return "it declares a document type or an entity, which is never read"
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        return f"it is no spreadsheet: {str(error)[:200]}"
    return ""


def _cell(value: object) -> str:
    """A cell's value as a person would read it; a number keeps all its digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.strftime("%Y-%m-%d" if midnight else "%Y-%m-%dT%H:%M")  # it knows no zone
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


# ------------------------------------------------------------------ CSV


def _csv(data: bytes, known: frozenset[str]) -> Sheet | tuple[Refusal, ...]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _no(f"byte {error.start + 1} is no UTF-8", "Save it as CSV in UTF-8")
    if "\x00" in text:
        return _no("it holds a zero byte", "Save it as CSV in UTF-8")
    begin = text[:4_096]
    delimiter = max(",;\t", key=begin.count)
    try:
        rows = [
            [cell.strip() for cell in row]
            for row in _limited(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
            if isinstance(row, list)
        ]
    except _TooLong:
        return _no(_LONG, _SHORTER)
    except csv.Error as error:
        return _no(f"it is no CSV: {error}", "Look for a quote that is not closed")
    return _table(rows, known) or _headless(known)


def _headless(known: frozenset[str]) -> tuple[Refusal, ...]:
    reason = f"no row among the first {HEADER_ROWS_MAX} names the columns"
    some = ", ".join(sorted(known)[:12])
    return _no(reason, f"Name the columns in one row, such as: {some}")


def _table(rows: Sequence[Sequence[str]], known: frozenset[str]) -> Sheet | None:
    """The rows below the first one that names at least two known columns."""
    for at, row in enumerate(rows[:HEADER_ROWS_MAX]):
        if sum(plain(cell) in known for cell in row) >= 2:
            columns = tuple(row)
            below = enumerate(rows[at + 1 :], at + 2)
            found = tuple(
                Row(f"row {number}", _named(columns, cells))
                for number, cells in below
                if any(cells)
            )
            return Sheet(columns, found)
    return None


def _named(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    pairs = zip(columns, cells, strict=False)
    return {name: cell[:CELL_CHARS_MAX] for name, cell in pairs if name and cell}


# ------------------------------------------------------------------ KML


def _kml(data: bytes) -> Sheet | tuple[Refusal, ...]:
    """Each placemark with a point is a row: its name, its coordinates, its extended data."""
    try:
        root = parse(data)
    except XmlRefused as error:
        return _no(str(error), "Export it anew as KML 2.2 (KMZ: unpack it first)")
    rows: list[Row] = []
    skipped: list[str] = []
    columns: dict[str, None] = {}
    for count, mark in enumerate(_placemarks(root), 1):
        point = mark.child("Point")
        coordinates = point.text_of("coordinates") if point is not None else ""
        name = mark.text_of("name")
        if not coordinates:
            skipped.append(f"placemark {count} ({name[:40]}): no point")
            continue
        lon, _, rest = coordinates.partition(",")
        cells = {"name": name, "longitude": lon.strip(), "latitude": rest.partition(",")[0].strip()}
        cells |= dict(_data(mark))
        columns |= dict.fromkeys(cells)
        named = {key: value[:CELL_CHARS_MAX] for key, value in cells.items() if value}
        rows.append(Row(f"placemark {count}", named))
    if len(rows) > ROWS_MAX:
        return _no(_LONG, _SHORTER)
    return Sheet(tuple(columns), tuple(rows), tuple(skipped))


def _placemarks(element: Element) -> Iterator[Element]:
    for child in element.children:
        if child.name == "Placemark":
            yield child
        else:
            yield from _placemarks(child)


def _data(mark: Element) -> Iterator[tuple[str, str]]:
    extended = mark.child("ExtendedData")
    for one in extended.children if extended is not None else ():
        if one.name == "Data":
            yield one.attributes.get("name", ""), one.text_of("value")
        elif one.name == "SchemaData":
            for simple in one.all("SimpleData"):
                yield simple.attributes.get("name", ""), simple.text.strip()
