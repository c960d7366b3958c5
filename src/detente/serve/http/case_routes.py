"""The incidents' rows of the route table: the register, one case, its report, a first report begun.

What is said in a case are messages, released as any other; these rows only look.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from detente.drawing import case_page, case_pdf
from detente.node.cases import case_view, cases_view, draft_from_finding, draft_from_message
from detente.node.releasing import audience_of
from detente.serve.http.handlers import known_line, line_of
from detente.serve.http.problems import Problem
from detente.serve.http.table import BOOLEAN, OPEN, Call, Parameter, Route
from detente.wire.case_views import CaseDraft, CasesView, CaseView

if TYPE_CHECKING:
    from detente.node.node import Node

_LINE: Final = "/v1/lines/{channel}/{status}"
FOR: Final = Parameter(
    "for",
    "without what may not be told to this party, or to the public",
    pattern="[a-z0-9-]{1,64}",
)
MESSAGE: Final = Parameter("message", "begin with this message", pattern=r"[!-~]{1,96}")
FINDING: Final = Parameter("finding", "begin with this finding", pattern=r"[^\x00-\x1f]{1,320}")
PROPOSED: Final = Parameter(
    "proposed", "also what the rules found that has no case", default=False, choices=BOOLEAN
)
HTML: Final = "text/html"
PDF: Final = "application/pdf"
NO_REPORTLAB: Final = (
    "no PDF without ReportLab: pip install 'detente[documents]', or ask for the page"
)


async def cases(call: Call) -> CasesView:
    """The register of incidents of a line; open: without closed cases."""
    line, asked = line_of(call), call.query
    return await call.api.services.writer.query(
        lambda node: cases_view(
            node, known_line(node, line), open_only=asked["open"], proposed=asked["proposed"]
        )
    )


async def case(call: Call) -> CaseView:
    """One case in full, by any of its numbers, or by the number of any message in it."""
    line, number, reader = line_of(call), call.path["number"], call.query["for"]
    audience = audience_of(reader) if reader else None

    def look(node: Node) -> CaseView:
        found = case_view(node, known_line(node, line), number, audience)
        if found is None:
            told = f" that may be told to {reader}" if reader else ""
            raise Problem(
                404, "unknown-case", f"{number[:96]} belongs to no case{told}: detente cases --all"
            )
        return found

    return await call.api.services.writer.query(look)


async def report(call: Call) -> Response:
    """The report of a case as a page: every account alike, with every entry's hash at its foot."""
    page = await asyncio.to_thread(case_page.write, await case(call))
    return Response(page, media_type=HTML)


async def report_pdf(call: Call) -> Response:
    """The same as a PDF."""
    found = await case(call)
    try:
        written = await asyncio.to_thread(case_pdf.write, found)
    except case_pdf.NoReportLab as error:
        raise Problem(501, "no-pdf", NO_REPORTLAB) from error
    return Response(written, media_type=PDF)


async def draft(call: Call) -> CaseDraft:
    """The first report that a message or a finding begins; an officer completes and releases it."""
    line, number, finding = line_of(call), call.query["message"], call.query["finding"]
    if (number is None) == (finding is None):
        raise Problem(400, "query-value", "give one of: message, finding")

    def look(node: Node) -> CaseDraft:
        on = known_line(node, line)
        if number is not None:
            found = draft_from_message(node, on, number)
        else:
            found = draft_from_finding(node, on, finding)
        if found is None:
            if number is not None:
                what = f"no message {number[:96]} is held on this line"
                raise Problem(404, "unknown-number", f"{what}; see detente inbox --all")
            what = "nothing is found on this line under that id"
            raise Problem(404, "unknown-number", f"{what}; see detente findings")
        return found

    return await call.api.services.writer.query(look)


CASE_ROUTES: Final = (
    Route(
        "GET",
        f"{_LINE}/cases",
        cases,
        "Incidents of the line: every case, what sources report, what belongs to no case",
        query=(OPEN, PROPOSED),
        result=CasesView,
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/cases/{{number}}",
        case,
        "One case: every side's account, differences, facts, questions, evidence, closings",
        query=(FOR,),
        result=CaseView,
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/cases/{{number}}/report",
        report,
        "The report of a case as a page: every account alike, and the proof",
        query=(FOR,),
        media=HTML,
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/cases/{{number}}/report.pdf",
        report_pdf,
        "The same as a PDF",
        query=(FOR,),
        media=PDF,
        errors=(404, 501),
    ),
    Route(
        "GET",
        f"{_LINE}/case-drafts",
        draft,
        "The first report (INR) that a message or a finding begins, for an officer to complete",
        query=(MESSAGE, FINDING),
        result=CaseDraft,
        errors=(404,),
    ),
)
