"""The rows of the route table for agreements and statements."""

from __future__ import annotations

from typing import Final

from detente.node.agreement_views import agreement_view, agreements_view, statement_views
from detente.node.node import Node
from detente.serve.http.handlers import known_line, line_of
from detente.serve.http.problems import Problem
from detente.serve.http.table import OPEN, Call, Parameter, Route
from detente.wire.agreement_views import AgreementsView, AgreementView, StatementView

_LINE: Final = "/v1/lines/{channel}/{status}"
AT: Final = Parameter("at", "as it stood at this time, UTC ms; absent: now")


async def agreements(call: Call) -> AgreementsView:
    """The texts proposed on a line; open: only those that have not ended."""
    line, live_only, at_ms = line_of(call), call.query["open"], call.query["at"]
    return await call.api.services.writer.query(
        lambda node: agreements_view(
            node, known_line(node, line), live_only=live_only, at_ms=_at(node, at_ms)
        )
    )


async def agreement(call: Call) -> AgreementView:
    """One text with all that was said about it."""
    line, number, at_ms = line_of(call), call.path["number"], call.query["at"]
    view = await call.api.services.writer.query(
        lambda node: agreement_view(node, known_line(node, line), number, _at(node, at_ms))
    )
    if view is None:
        what = f"no proposed text {number[:96]!r} is held on this line"
        raise Problem(404, "text-unknown", f"{what}; see detente agreement list")
    return view


async def statements(call: Call) -> list[StatementView]:
    """The statements on a line; open: only those that nothing followed."""
    line, live_only = line_of(call), call.query["open"]
    return await call.api.services.writer.query(
        lambda node: statement_views(node, known_line(node, line), live_only=live_only)
    )


def _at(node: Node, at_ms: int | None) -> int:
    return node.now_ms() if at_ms is None else at_ms


AGREEMENT_ROUTES: Final = (
    Route(
        "GET",
        f"{_LINE}/agreements",
        agreements,
        "Agreements of the line: every text, who signed it, what has become of it",
        query=(OPEN, AT),
        result=AgreementsView,
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/agreements/{{number}}",
        agreement,
        "One agreement: articles, parties, signatures, acts, its life, what contradicts in it",
        query=(AT,),
        result=AgreementView,
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/statements",
        statements,
        "Policies, practices, red lines, positions: each side's own word, never a rule",
        query=(OPEN,),
        result=list[StatementView],
        errors=(404,),
    ),
)
