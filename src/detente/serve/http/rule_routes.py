"""The rows of the route table for rules, findings, the ledger of breaches, and reviews."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from detente.core.agreements.tracks import Seen, Sweep
from detente.node.rule_views import (
    finding_view,
    finding_views,
    judged_views,
    ledger_view,
    review_view,
    rule_views,
)
from detente.serve.http.handlers import known_line, line_of
from detente.serve.http.problems import Problem, field_problem, refused
from detente.serve.http.table import LIMIT, OPEN, Call, Parameter, Route
from detente.serve.judging import made_ready
from detente.wire.rule_views import (
    TRACK_BYTES_MAX,
    FindingView,
    LedgerView,
    ReviewView,
    RuleView,
    read_updates,
)

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.node.node import Node

_LINE: Final = "/v1/lines/{channel}/{status}"
AT_ONCE: Final = 100  # updates that are judged before others may use the node again: some 30 ms
PERIOD_MS: Final = 30 * 24 * 3_600_000  # a month, when nobody says since when
FROM: Final = Parameter("from", "from this time, UTC ms; absent: a month before its end")
UNTIL: Final = Parameter("until", "until this time, UTC ms, itself excluded; absent: now")
NAME: Final = Parameter("finding", "only the one of this id", pattern=r"[^\x00-\x1f]{1,320}")


async def rules(call: Call) -> list[RuleView]:
    """The rules that judge a line; open: only those that hold now."""
    line, live_only = line_of(call), call.query["open"]
    return await call.api.services.writer.query(
        lambda node: rule_views(node, known_line(node, line), live_only=live_only)
    )


async def findings(call: Call) -> list[FindingView]:
    """What the rules find; open: only what is not answered; finding: only that one."""
    line, query = line_of(call), call.query
    name = query["finding"]
    await made_ready(call.api.services.writer, line)
    if name is None:
        return await call.api.services.writer.query(
            lambda node: finding_views(
                node, known_line(node, line), open_only=query["open"], limit=query["limit"]
            )
        )
    found = await call.api.services.writer.query(
        lambda node: finding_view(node, known_line(node, line), name)
    )
    if found is None:
        detail = f"nothing is found on this line under {name[:120]!r}; see detente findings"
        raise Problem(404, "finding-unknown", detail)
    return [found]


async def judge(call: Call) -> list[FindingView]:
    """Judge positions by the rules, a few at a time; nothing of them is kept."""
    line = line_of(call)
    updates = read_updates(call.body)
    if isinstance(updates, tuple):
        raise refused(updates)
    writer, sweep = call.api.services.writer, Sweep()
    for at in range(0, len(updates), AT_ONCE):
        some = updates[at : at + AT_ONCE]
        await writer.query(partial(_take, sweep=sweep, line=line, some=some))
    return await writer.query(
        lambda node: judged_views(node, known_line(node, line), sweep.found())
    )


def _take(node: Node, *, sweep: Sweep, line: Line, some: list[Seen]) -> None:
    sweep.take(node.state, known_line(node, line), some)


async def ledger(call: Call) -> LedgerView:
    """What each side counts in a period beside what the rules found."""
    line = line_of(call)
    await made_ready(call.api.services.writer, line)
    return await call.api.services.writer.query(
        lambda node: ledger_view(node, known_line(node, line), *_period(call, node.now_ms()))
    )


async def review(call: Call) -> ReviewView:
    """The figures of a period that both sides read the same."""
    line = line_of(call)
    await made_ready(call.api.services.writer, line, call.query["until"])
    return await call.api.services.writer.query(
        lambda node: review_view(node, known_line(node, line), *_period(call, node.now_ms()))
    )


def _period(call: Call, now_ms: int) -> tuple[int, int]:
    """From and until of the period asked for. Raises Problem 400 when it ends before it begins."""
    until_ms = now_ms if call.query["until"] is None else call.query["until"]
    from_ms = call.query["from"]
    from_ms = max(0, until_ms - PERIOD_MS) if from_ms is None else from_ms
    if from_ms >= until_ms:
        reason = "the period ends before it begins"
        raise field_problem(400, "period", "until", reason, "Give an end after the beginning")
    return from_ms, until_ms


RULE_ROUTES: Final = (
    Route(
        "GET",
        f"{_LINE}/rules",
        rules,
        "Rules that judge the line: articles in force, agreed zones, and what stays words",
        query=(OPEN,),
        result=list[RuleView],
        errors=(404,),
    ),
    Route(
        "POST",
        f"{_LINE}/rules/judge",
        judge,
        "Judge positions of tracks by the rules: a file of JSON lines, of which nothing is kept",
        result=list[FindingView],
        upload_max=TRACK_BYTES_MAX,
        errors=(404, 413, 422),
    ),
    Route(
        "GET",
        f"{_LINE}/findings",
        findings,
        "What the rules found, with the answer of the side that it is about",
        query=(OPEN, LIMIT, NAME),
        result=list[FindingView],
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/ledger",
        ledger,
        "Breaches as each side counts them, beside what the rules found and each other",
        query=(FROM, UNTIL),
        result=LedgerView,
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/review",
        review,
        "Figures of a period that both sides read the same",
        query=(FROM, UNTIL),
        result=ReviewView,
        errors=(404,),
    ),
)
