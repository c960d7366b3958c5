"""The rows of the route table about contacts, commitments, ties, actors, and what falls due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from detente.core.consultations.days import Span, days_span
from detente.core.line.message import Status
from detente.node import consultations, due_view
from detente.serve.http.handlers import known_line, line_of
from detente.serve.http.problems import Problem, field_problem
from detente.serve.http.table import BOOLEAN, OPEN, STATUS, Call, Parameter, Route
from detente.wire import calendar
from detente.wire.consultation_views import (
    ActorView,
    CommitmentView,
    ComparisonView,
    ContactPageView,
    ContactView,
    CooperationView,
    DueItemView,
    FrequencyView,
    TieView,
)

if TYPE_CHECKING:
    from detente.node.node import Node

_DAY: Final = "(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_SAID: Final = "a day, month or year, such as 2016-02-18, 2016-02 or 2016"
FROM: Final = Parameter(
    "from", "a day, month or year: from its beginning", "1900", pattern=_DAY, form=_SAID
)
UNTIL: Final = Parameter(
    "until", "a day, month or year: to its end", "2099", pattern=_DAY, form=_SAID
)
ON: Final = Parameter(
    "on", "who holds which office at that day, month or year", pattern=_DAY, form=_SAID
)
AHEAD: Final = Parameter(
    "ahead", "only those that a side still expects", default=False, choices=BOOLEAN
)
CHANNEL: Final = Parameter("channel", "only of this channel", "", pattern="[a-z0-9-]{1,80}")
EVENTS: Final = Parameter(
    "events", "what falls due as all-day events, not as tasks", default=False, choices=BOOLEAN
)
_LINE: Final = "/v1/lines/{channel}/{status}"


async def contacts(call: Call) -> list[ContactView]:
    """The contacts of a line, by date."""
    line, ahead = line_of(call), call.query["ahead"]
    return await call.api.services.writer.query(
        lambda node: consultations.contact_views(node, known_line(node, line), ahead=ahead)
    )


async def contact(call: Call) -> ContactPageView:
    """All that is known of one contact."""
    line, number = line_of(call), call.path["number"]
    page = await call.api.services.writer.query(
        lambda node: consultations.contact_page(node, known_line(node, line), number)
    )
    if page is None:
        detail = f"{number[:96]!r} is no contact on this line: detente contacts --all"
        raise Problem(404, "contact-unknown", detail)
    return page


async def readouts(call: Call) -> ComparisonView:
    """The readouts of a contact, side by side."""
    return (await contact(call)).comparison


async def figures(call: Call) -> FrequencyView:
    """How often there was contact."""
    line, period = line_of(call), _period(call)
    return await call.api.services.writer.query(
        lambda node: consultations.frequency_view(node, known_line(node, line), period)
    )


def _period(call: Call) -> Span:
    first, last = (_span(call, name) for name in ("from", "until"))
    if last.last_ms < first.first_ms:
        reason = f"it ends before {call.query['from']} begins"
        raise field_problem(400, "query-value", "until", reason, "Give a later one")
    return Span(first.first_ms, last.last_ms)


def _span(call: Call, name: str) -> Span:
    said = call.query[name]
    span = days_span(said, None)
    if span is None:
        reason = f"{said} is not in the calendar"
        raise field_problem(400, "query-value", name, reason, "Give 2016, 2016-02 or 2016-02-18")
    return span


async def commitments(call: Call) -> list[CommitmentView]:
    """The commitments of a line."""
    line, open_only = line_of(call), call.query["open"]
    return await call.api.services.writer.query(
        lambda node: consultations.commitment_views(
            node, known_line(node, line), open_only=open_only
        )
    )


async def cooperation(call: Call) -> list[CooperationView]:
    """The fields of cooperation of a line."""
    line = line_of(call)
    return await call.api.services.writer.query(
        lambda node: consultations.cooperation_views(node, known_line(node, line))
    )


async def ties(call: Call) -> list[TieView]:
    """The ties on record on a line."""
    line = line_of(call)
    return await call.api.services.writer.query(
        lambda node: consultations.tie_views(node, known_line(node, line))
    )


async def actors(call: Call) -> list[ActorView]:
    """The actors of a line; with `on`, who holds which office then."""
    line = line_of(call)
    span = _span(call, "on") if call.query["on"] else None
    return await call.api.services.writer.query(
        lambda node: consultations.actor_views(node, known_line(node, line), span)
    )


async def due(call: Call) -> list[DueItemView]:
    """What falls due on all lines of a status, soonest first."""
    status, channel = Status(call.query["status"]), call.query["channel"]
    return await call.api.services.writer.query(
        lambda node: due_view.due_views(node, due_view.lines_of(node, status, channel))
    )


async def calendar_file(call: Call) -> Response:
    """Contacts and what falls due as a calendar."""
    status, channel = Status(call.query["status"]), call.query["channel"]

    def made(node: Node) -> bytes:
        lines = due_view.lines_of(node, status, channel)
        return calendar.calendar(
            due_view.contacts_of(node, lines),
            due_view.due_views(node, lines),
            name=f"{node.party} consultations",
            now_ms=node.now_ms(),
            as_events=call.query["events"],
        )

    content = await call.api.services.writer.query(made)
    return Response(content, media_type=calendar.MEDIA)


CONSULTATION_ROUTES: Final = (
    Route(
        "GET",
        f"{_LINE}/contacts",
        contacts,
        "Contacts of the line by date: visits, meetings, calls, with each side's record",
        query=(AHEAD,),
        result=list[ContactView],
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/contacts/{{number}}",
        contact,
        "All that is known of one contact: agenda, readouts, commitments, what came out of it",
        result=ContactPageView,
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/contacts/{{number}}/readouts",
        readouts,
        "The readouts of a contact by topic: both, only one, contradicting, none",
        result=ComparisonView,
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/contact-figures",
        figures,
        "How often there was contact in a period, by kind and level",
        query=(FROM, UNTIL),
        result=FrequencyView,
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/commitments",
        commitments,
        "Commitments: owner, date, confirmation, how each side says they stand",
        query=(OPEN,),
        result=list[CommitmentView],
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/cooperation",
        cooperation,
        "Fields of cooperation: how many were stated, which are named, state of each",
        result=list[CooperationView],
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/ties",
        ties,
        "Relations, mechanisms and talks: established, broken off, restored, with periods",
        result=list[TieView],
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/actors",
        actors,
        "Actors as each side names them, people in office, of whom no account is held",
        query=(ON,),
        result=list[ActorView],
        errors=(404,),
    ),
    Route(
        "GET",
        "/v1/due",
        due,
        "What falls due by all registers, soonest first, over all channels of a status",
        query=(STATUS, CHANNEL),
        result=list[DueItemView],
    ),
    Route(
        "GET",
        "/v1/calendar.ics",
        calendar_file,
        "Contacts and what falls due as a calendar (RFC 5545)",
        query=(STATUS, CHANNEL, EVENTS),
        media=calendar.MEDIA,
    ),
)
