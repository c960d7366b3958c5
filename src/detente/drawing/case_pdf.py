"""The report of a case as a PDF, for paper and for those who want a file that nobody edits.

Made by ReportLab, which only this module needs (the extra `documents`). The same case gives the
same bytes. What its font cannot show, and what is written from right to left, stands as the codes
of its characters, and the first page says so; the HTML report shows it as it is.
"""

from __future__ import annotations

import io
import unicodedata
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from detente.drawing.case_report import Cell, Section, Table, report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable, Paragraph
    from reportlab.platypus import Table as PdfTable
    from reportlab.platypus.doctemplate import BaseDocTemplate

    from detente.wire.case_views import CaseView

PAGE_WIDTH_PT: Final = 842.0  # A4, lying: accounts stand beside one another
PAGE_HEIGHT_PT: Final = 595.0
MARGIN_PT: Final = 36.0
SIZE_PT: Final = 7.5
LEADING: Final = 1.25  # from one line to the next, in sizes
PAD_PT: Final = 12.0  # what a cell leaves free to its left and right together
PART_LINES_MAX: Final = 40  # of one row, as they fall: under a page; what is longer goes on below
CODED: Final = (
    "Characters that this file cannot show are written as their codes, such as [U+05D0]; "
    "the HTML report shows them."
)
_FONT: Final = "detente"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})


class NoReportLab(Exception):
    """ReportLab is not installed, so no PDF can be made; HTML needs nothing."""


def write(case: CaseView) -> bytes:
    """The report as a PDF file. Raises NoReportLab."""
    try:
        from reportlab import platypus  # noqa: PLC0415 - an extra, loaded only to write a PDF
    except ModuleNotFoundError as error:
        raise NoReportLab from error
    made = report(case)
    out = io.BytesIO()
    document = platypus.SimpleDocTemplate(
        out,
        pagesize=(PAGE_WIDTH_PT, PAGE_HEIGHT_PT),
        leftMargin=MARGIN_PT,
        rightMargin=MARGIN_PT,
        topMargin=MARGIN_PT,
        bottomMargin=MARGIN_PT,
        title=_shown(made.title),
        author="detente",
        invariant=1,
    )
    story: list[Flowable] = [_words(made.title, 13.0), platypus.Spacer(1, 6)]
    story += [_words(text, SIZE_PT + 1) for text in (*made.warnings, CODED)]
    for section in made.sections:
        story += _section(section)
    story += [platypus.Spacer(1, 8), _words(made.made, SIZE_PT)]
    document.build(story, onFirstPage=_page(made.title), onLaterPages=_page(made.title))
    return out.getvalue()


def _section(one: Section) -> Iterator[Flowable]:
    from reportlab import platypus  # noqa: PLC0415 - an extra, loaded only to write a PDF

    yield platypus.Spacer(1, 8)
    yield _words(one.title, 10.0, keep=True)
    for text in one.words:
        yield _words(text, SIZE_PT, keep=True)
    if one.table is not None:
        yield platypus.Spacer(1, 3)
        yield _table(one.table)
        if one.table.left_out:
            yield _words(f"{one.table.left_out} more are not listed here.", SIZE_PT)


def _table(one: Table) -> PdfTable:
    """Columns as wide as their shares say: those of the sides are equal."""
    from reportlab import platypus  # noqa: PLC0415 - an extra, loaded only to write a PDF
    from reportlab.lib import colors  # noqa: PLC0415 - the same

    share_pt = (PAGE_WIDTH_PT - 2 * MARGIN_PT - PAD_PT) / sum(one.widths)
    widths_pt = [share_pt * share for share in one.widths]
    rows = [[_words(text, SIZE_PT) for text in one.heads]]
    for row in one.rows:
        parts = _parts(row, widths_pt)
        rows += [[_words("\n".join(cell), SIZE_PT) for cell in part] for part in parts]
    table = platypus.Table(rows, colWidths=widths_pt, repeatRows=1, splitByRow=1)
    table.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )
    return table


def _parts(row: tuple[Cell, ...], widths_pt: list[float]) -> list[tuple[Cell, ...]]:
    """A row in as many rows as pages need: no row may be longer than a page."""
    cells = [_split(cell, width - PAD_PT) for cell, width in zip(row, widths_pt, strict=True)]
    return list(zip_longest(*cells, fillvalue=()))


def _split(cell: Cell, width_pt: float) -> list[Cell]:
    """The lines of a cell in groups that take at most PART_LINES_MAX lines as they fall."""
    groups: list[list[str]] = [[]]
    room = PART_LINES_MAX
    for line in (piece for whole in cell for piece in _pieces(whole, width_pt)):
        needed = _lines_of(line, width_pt)
        if needed > room and groups[-1]:
            groups.append([])
            room = PART_LINES_MAX
        groups[-1].append(line)
        room -= needed
    return [tuple(group) for group in groups]


def _pieces(line: str, width_pt: float) -> list[str]:
    """A line in pieces of which each takes at most PART_LINES_MAX lines as it falls."""
    if _lines_of(line, width_pt) <= PART_LINES_MAX:
        return [line]
    half = len(line) // 2
    return [*_pieces(line[:half], width_pt), *_pieces(line[half:], width_pt)]


def _lines_of(line: str, width_pt: float) -> int:
    """How many lines a text takes in a column, with some to spare: one is broken before its end."""
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415 - an extra

    return int(1.15 * stringWidth(_shown(line), _font(), SIZE_PT) / width_pt) + 1


def _words(text: str, size_pt: float, *, keep: bool = False) -> Paragraph:
    """A paragraph of plain text. keep: stays with what follows it."""
    from reportlab import platypus  # noqa: PLC0415 - the same
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415 - an extra

    style = ParagraphStyle(
        "plain",
        fontName=_font(),
        fontSize=size_pt,
        leading=size_pt * LEADING,
        wordWrap="CJK",  # breaks a hash or a word of any length, which would leave its column
        keepWithNext=1 if keep else 0,
    )
    return platypus.Paragraph(
        "<br/>".join(escape(_shown(line)) for line in text.split("\n")), style
    )


def _page(title: str) -> Callable[[Canvas, BaseDocTemplate], None]:
    """What stands at the foot of every page."""

    def draw(canvas: Canvas, _document: BaseDocTemplate) -> None:
        canvas.setFont(_font(), 6)
        canvas.drawString(MARGIN_PT, 20, _shown(title)[:160])
        canvas.drawRightString(PAGE_WIDTH_PT - MARGIN_PT, 20, str(canvas.getPageNumber()))

    return draw


def _shown(text: str) -> str:
    """The text with codes for what the font lacks and for what runs from right to left."""
    known = _characters()
    return "".join(
        char
        if ord(char) in known and unicodedata.bidirectional(char) not in _RIGHT_TO_LEFT
        else f"[U+{ord(char):04X}]"
        for char in text
    )


@lru_cache(maxsize=1)
def _font() -> str:
    """The font, made known once: DejaVu Sans where matplotlib brings it, else ReportLab's Vera."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - an extra
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415 - the same

    pdfmetrics.registerFont(TTFont(_FONT, _font_file()))
    return _FONT


def _font_file() -> str:
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra: its font knows more alphabets
    except ModuleNotFoundError:
        return "Vera.ttf"
    return str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")


@lru_cache(maxsize=1)
def _characters() -> frozenset[int]:
    """The characters that the font has."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - an extra

    return frozenset(pdfmetrics.getFont(_font()).face.charToGlyph)
