"""The administrator's rows of the route table: readiness, measurements, the certificate.

Part of the table in routes.py; apart from it only because the two together would be a long page.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from msgspec import Meta
from starlette.responses import Response

from detente.core.line.message import Role
from detente.node import notices
from detente.node import renewal as renewed
from detente.node.inputs import RenewCertificate
from detente.node.retention import DAY_MS, RETENTION_DAYS_MIN, staying
from detente.serve import metrics, renewal, retention, tls
from detente.serve.http.handlers import submit
from detente.serve.http.problems import Problem
from detente.serve.http.table import Call, Route
from detente.serve.writer import Busy, Stopped
from detente.wire.native import KeysView, RetentionView

if TYPE_CHECKING:
    from detente.node.node import Node

READY_S_MAX: Final = 2.0  # a writer that does not answer by then keeps officers waiting too


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """The node takes messages: its writer answers. disk: good, low or reserve."""

    ready: bool
    party: str
    version: str
    position: int
    disk: str


class RenewBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long peers take the old certificate too."""

    overlap_days: Annotated[int, Meta(ge=1, le=renewal.OVERLAP_DAYS_MAX)] = renewal.OVERLAP_DAYS


class CertificateView(msgspec.Struct, frozen=True, kw_only=True):
    """The node's certificate (SHA-256 of its DER, hex; end in UTC ms).

    next_sha256: announced and not shown yet. waiting_for: peers that do not know of it.
    """

    sha256: str
    ends_ms: int
    next_sha256: str | None
    old_until_ms: int | None
    waiting_for: tuple[str, ...]


async def ready(call: Call) -> Ready:
    """Whether the node takes messages now; open to all who can reach it."""
    services = call.api.services
    try:
        async with asyncio.timeout(READY_S_MAX):
            position, room = await services.writer.query(
                lambda node: (node.position, node.space.room)
            )
    except (TimeoutError, Busy, Stopped) as error:
        why = "the writer does not answer; see the log and the disk"
        raise Problem(503, "not-ready", why, headers={"retry-after": "1"}) from error
    return Ready(
        ready=True,
        party=services.home.party.party,
        version=services.version,
        position=position,
        disk=room,
    )


async def measurements(call: Call) -> Response:
    """What the node measures of itself."""
    services = call.api.services
    seen = await services.writer.query(metrics.look)
    text = services.metrics.text(seen, services.writer.waiting)
    return Response(text, media_type=metrics.MEDIA)


async def certificate(call: Call) -> CertificateView:
    """The certificate that is shown, and the one that will be."""
    return await _certificate(call)


async def renew(call: Call) -> CertificateView:
    """Make a new certificate and tell every channel; it is shown once all peers know it."""
    services = call.api.services
    home, body = services.home, call.body
    if renewal.next_path(home.path).is_file():
        detail = "a renewal is on its way already; see GET /v1/certificate"
        raise Problem(409, "renewal-pending", detail)
    old_until_ms = services.clock() + body.overlap_days * renewal.DAY_MS
    pem = await asyncio.get_running_loop().run_in_executor(None, renewal.prepare, home)
    try:
        address = await services.writer.query(lambda node: node.identity.card.address)
        await submit(call, RenewCertificate(call.actor, pem, address, old_until_ms))
    except BaseException:
        renewal.drop(home.path)
        raise
    return await _certificate(call)


async def _certificate(call: Call) -> CertificateView:
    home = call.api.services.home
    shown = home.tls_certificate.read_text("ascii")
    coming = renewal.certificate_in(renewal.next_path(home.path))

    def ask(node: Node) -> tuple[tuple[str, ...], int | None]:
        former = renewed.former(node, node.party)
        return renewed.waiting_for(node), max((ms for _, ms in former), default=None)

    waiting, until_ms = await call.api.services.writer.query(ask)
    return CertificateView(
        sha256=tls.der_sha256(shown),
        ends_ms=renewal.ends_ms(shown),
        next_sha256=None if coming is None else tls.der_sha256(coming),
        old_until_ms=until_ms,
        waiting_for=waiting,
    )


async def keys(call: Call) -> tuple[KeysView, ...]:
    """The keys of every party that is known here, our own first."""
    return await call.api.services.writer.query(lambda node: tuple(notices.keys(node)))


class RetentionBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Delete what is older than so many days; None takes the node's setting."""

    days: Annotated[int, Meta(ge=RETENTION_DAYS_MIN, le=36_500)] | None = None


async def retention_view(call: Call) -> RetentionView:
    """How long bodies are kept, and what was deleted."""
    return await _retention(call, None, call.api.services.home.settings.retention_days)


async def delete_bodies(call: Call) -> RetentionView:
    """Delete bodies that are old and needed by nobody; headers and proofs stay."""
    services = call.api.services
    days = call.body.days or services.home.settings.retention_days
    if not days:
        detail = "node.json says to keep all bodies; name the days"
        raise Problem(409, "retention-off", detail)
    before_ms = services.clock() - days * DAY_MS
    deleted = await retention.delete(services.home, services.writer, before_ms)
    return await _retention(call, deleted, days)


async def _retention(call: Call, now: int | None, days: int) -> RetentionView:
    """What was deleted, and what is older than so many days and stays; 0 days: nothing is old."""
    services = call.api.services
    before_ms = services.clock() - days * DAY_MS

    def view(node: Node) -> RetentionView:
        old, stays = staying(node, before_ms) if days else (0, {})
        return RetentionView(
            days=services.home.settings.retention_days,
            withheld=dict(node.book.withheld),
            now=now,
            old=old,
            stays=stays,
        )

    return await services.writer.query(view)


_ADMIN: Final = Role.ADMINISTRATOR

ADMIN_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        "/v1/ready",
        ready,
        "That the node takes messages: its writer answers",
        None,
        result=Ready,
    ),
    Route(
        "GET",
        "/metrics",
        measurements,
        "What the node measures of itself, for Prometheus",
        media=metrics.MEDIA,
    ),
    Route(
        "GET",
        "/v1/keys",
        keys,
        "The keys of every party known here, and how they changed",
        Role.OBSERVER,
        result=tuple[KeysView, ...],
    ),
    Route(
        "GET",
        "/v1/retention",
        retention_view,
        "How long bodies are kept here, and how many were deleted",
        Role.OBSERVER,
        result=RetentionView,
    ),
    Route(
        "POST",
        "/v1/retention",
        delete_bodies,
        "Delete bodies that are old and needed by nobody; headers and proofs stay",
        _ADMIN,
        body=RetentionBody,
        body_optional=True,
        result=RetentionView,
        errors=(409,),
    ),
    Route(
        "GET",
        "/v1/certificate",
        certificate,
        "The certificate that is shown, and the one that will be",
        result=CertificateView,
    ),
    Route(
        "POST",
        "/v1/certificate",
        renew,
        "Make a new certificate and tell every channel",
        _ADMIN,
        body=RenewBody,
        body_optional=True,
        result=CertificateView,
        status=201,
        errors=(409,),
    ),
)
