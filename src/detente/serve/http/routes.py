"""The route table: everything that can be asked of a node, one row each.

Dispatch, checks, roles and the OpenAPI document come from these rows and from nowhere else.
"""

from __future__ import annotations

from typing import Final

from detente.core.line.message import Role
from detente.serve.http import handlers, questions, types
from detente.serve.http.admin_routes import ADMIN_ROUTES
from detente.serve.http.agreement_routes import AGREEMENT_ROUTES
from detente.serve.http.bundle_routes import BUNDLE_ROUTES
from detente.serve.http.case_routes import CASE_ROUTES
from detente.serve.http.channel_routes import CHANNEL_ROUTES
from detente.serve.http.check_routes import CHECK_ROUTES
from detente.serve.http.consultation_routes import CONSULTATION_ROUTES
from detente.serve.http.draft_routes import DRAFT_ROUTES
from detente.serve.http.entry_routes import ENTRY_ROUTES
from detente.serve.http.form_routes import FORM_ROUTES
from detente.serve.http.humanitarian_routes import HUMANITARIAN_ROUTES
from detente.serve.http.language_routes import LANG, LANGUAGE_ROUTES
from detente.serve.http.lastmile_routes import LASTMILE_ROUTES
from detente.serve.http.message_routes import BEFORE, MESSAGE_ROUTES, NEWEST
from detente.serve.http.oidc_routes import OIDC_ROUTES
from detente.serve.http.paper_routes import PAPER_ROUTES
from detente.serve.http.passkey_routes import PASSKEY_ROUTES
from detente.serve.http.picture_routes import PICTURE_ROUTES
from detente.serve.http.place_routes import PLACE_ROUTES
from detente.serve.http.rule_routes import RULE_ROUTES
from detente.serve.http.sealed_routes import SEALED_ROUTES
from detente.serve.http.session_routes import SESSION_ROUTES
from detente.serve.http.source_routes import SOURCE_ROUTES
from detente.serve.http.table import AFTER, LIMIT, LIMIT_MAX, OPEN, STATUS, Parameter, Route
from detente.serve.http.third_routes import THIRD_ROUTES
from detente.serve.http.tile_routes import TILE_ROUTES
from detente.serve.http.watch_routes import WATCH_ROUTES
from detente.serve.http.witness_routes import WITNESS_ROUTES
from detente.serve.http.zone_routes import ZONE_ROUTES
from detente.wire.geojson import MEDIA as GEOJSON
from detente.wire.native import (
    Accepted,
    ConflictView,
    EventView,
    EvidenceView,
    JournalView,
    LineView,
    OfficerView,
    PeerView,
    PictureItem,
    StatusView,
    WaysOutView,
)

_LINE: Final = "/v1/lines/{channel}/{status}"
_ONE: Final = _LINE + "/messages/{number}"
_DUTY: Final = Role.DUTY_OFFICER
_ADMIN: Final = Role.ADMINISTRATOR
_READER: Final = Parameter(
    "for",
    "without what may not be told to this party, or to the public",
    pattern="[a-z0-9-]{1,64}",
)
_SO_MANY: Final = Parameter("limit", "at most so many items", LIMIT_MAX, (), 1, LIMIT_MAX)
_FROM: Final = Parameter("after", "begin after this local position; absent: only what is new")


def _act(verb: str, handler: object, summary: str, body: type, *, optional: bool = True) -> Route:
    """A row for one act on one message."""
    return Route(
        "POST",
        f"{_ONE}/{verb}",
        handler,  # type: ignore[arg-type]  # a Handler
        summary,
        _DUTY,
        body=body,
        body_optional=optional,
        result=Accepted,
        status=201,
        errors=(404, 409),
    )


ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "POST",
        f"{_LINE}/messages",
        handlers.send,
        "Release a message on the line",
        _DUTY,
        body=types.SendBody,
        result=Accepted,
        status=201,
        errors=(404,),
    ),
    Route(
        "POST",
        f"{_LINE}/plans",
        handlers.send_plan,
        "Release several messages in order, each judged on its own",
        _DUTY,
        body=types.PlanBody,
        result=types.PlanView,
        errors=(404,),
    ),
    *MESSAGE_ROUTES,
    _act("read", handlers.mark_read, "An officer has read it", types.NothingBody),
    _act("readback", handlers.read_back, "Say back what was computed", types.ReadBackBody),
    _act("confirm", handlers.confirm, "The read-back says what was meant", types.NothingBody),
    _act("answer", handlers.answer, "Answer with a code", types.AnswerBody, optional=False),
    _act(
        "correct",
        handlers.correct,
        "Replace fields of an own message",
        types.CorrectBody,
        optional=False,
    ),
    _act("cancel", handlers.cancel, "Take back an own message", types.CancelBody),
    _act("end", handlers.end, "The announced activity has ended", types.NothingBody),
    *CHECK_ROUTES,
    *PLACE_ROUTES,
    Route(
        "GET",
        f"{_LINE}/conflicts",
        questions.conflicts,
        "Conflicts found on the line, by id or the newest first",
        query=(OPEN, NEWEST, BEFORE, _SO_MANY),
        result=list[ConflictView],
        errors=(404,),
    ),
    Route(
        "GET",
        f"{_LINE}/conflicts/{{conflict}}/ways",
        questions.ways,
        "Ways out of an open conflict, for each side, best first",
        result=list[WaysOutView],
        errors=(404,),
    ),
    Route(
        "GET", "/v1/health", questions.health, "That the node answers", None, result=types.Health
    ),
    Route(
        "GET",
        "/v1/status",
        questions.status,
        "The first screen: lines, peers, what is due",
        query=(LANG,),
        result=StatusView,
    ),
    *FORM_ROUTES,
    Route(
        "GET",
        "/v1/channels",
        questions.channels,
        "Every line that this node is on",
        result=list[LineView],
    ),
    Route(
        "POST",
        "/v1/channels",
        handlers.open_channel,
        "Open a channel",
        _ADMIN,
        body=types.ChannelBody,
        result=types.ChannelOpened,
        status=201,
    ),
    Route(
        "POST",
        "/v1/channels/{channel}/invites",
        handlers.make_invitation,
        "Invite another party into the channel",
        _ADMIN,
        body=types.InviteBody,
        body_optional=True,
        result=types.Invitation,
        status=201,
        errors=(404,),
    ),
    Route(
        "POST",
        "/v1/joins",
        handlers.join,
        "Join a channel with an invitation",
        _ADMIN,
        body=types.JoinBody,
        result=types.JoinedView,
        status=201,
        errors=(409, 502),
    ),
    Route(
        "GET",
        "/v1/picture",
        questions.picture,
        "Every volume in the picture",
        query=(STATUS,),
        result=list[PictureItem],
    ),
    Route(
        "GET",
        "/v1/picture.geojson",
        questions.picture_geojson,
        "The picture as GeoJSON",
        query=(STATUS,),
        media=GEOJSON,
    ),
    Route(
        "GET",
        "/v1/journals",
        questions.journals,
        "Every journal: kept, delivered, final",
        result=list[JournalView],
    ),
    Route(
        "GET",
        "/v1/events",
        questions.events,
        "Journal entries in local order",
        query=(AFTER, LIMIT),
        result=list[EventView],
    ),
    Route(
        "GET",
        "/v1/stream",
        questions.live,
        "Live items (StreamItem) as server-sent events; resumes with Last-Event-ID",
        query=(_FROM, LANG),
        media="text/event-stream",
    ),
    Route(
        "GET",
        "/v1/evidence",
        questions.evidence,
        "What was refused and kept",
        result=list[EvidenceView],
    ),
    Route(
        "GET",
        "/v1/peers",
        questions.peers,
        "Every party that shares a channel with us",
        result=list[PeerView],
    ),
    Route(
        "GET",
        "/v1/officers",
        questions.officers,
        "Who holds a token",
        _ADMIN,
        result=list[OfficerView],
    ),
    Route(
        "POST",
        "/v1/officers",
        handlers.add_officer,
        "Give an officer a role and a token",
        _ADMIN,
        body=types.OfficerBody,
        result=types.OfficerToken,
        status=201,
    ),
    Route(
        "DELETE",
        "/v1/officers/{officer}",
        handlers.remove_officer,
        "Take an officer's token away",
        _ADMIN,
        result=Accepted,
        errors=(404,),
    ),
    Route(
        "GET",
        "/v1/export",
        questions.export,
        "Everything that is durable, as an evidence file for `detente verify`",
        query=(_READER,),
        media="application/jsonl",
    ),
    *DRAFT_ROUTES,
    *CHANNEL_ROUTES,
    *HUMANITARIAN_ROUTES,
    *WATCH_ROUTES,
    *PICTURE_ROUTES,
    *ZONE_ROUTES,
    *CONSULTATION_ROUTES,
    *CASE_ROUTES,
    *SOURCE_ROUTES,
    *AGREEMENT_ROUTES,
    *RULE_ROUTES,
    *SEALED_ROUTES,
    *LASTMILE_ROUTES,
    *THIRD_ROUTES,
    *LANGUAGE_ROUTES,
    *TILE_ROUTES,
    *ENTRY_ROUTES,
    *WITNESS_ROUTES,
    *BUNDLE_ROUTES,
    *PAPER_ROUTES,
    *ADMIN_ROUTES,
    *SESSION_ROUTES,
    *PASSKEY_ROUTES,
    *OIDC_ROUTES,
    Route("GET", "/openapi.json", questions.document, "This API, as OpenAPI 3.1", None),
)
