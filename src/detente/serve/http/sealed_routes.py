"""The rows of the route table for sealed announcements, and for the steps of a disclosure."""

from __future__ import annotations

import base64
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from detente.core.line.commands import Seal, Unseal
from detente.core.line.decision import unknown_message
from detente.core.line.message import Role
from detente.node.inputs import Do
from detente.node.sealed_views import disclosure_views, sealed_views
from detente.serve.http.handlers import accepted, command_of, known_line, line_of, submit
from detente.serve.http.problems import Problem
from detente.serve.http.table import OPEN, Call, Route
from detente.serve.http.types import Integer, Names, SendBody, Short
from detente.wire.agreement_views import DisclosureStepView, SealedView
from detente.wire.native import Accepted

_LINE: Final = "/v1/lines/{channel}/{status}"
SALT_BYTES: Final = 16  # nobody tries 2^128 of them to learn what a notice says
Place = Annotated[str, Meta(max_length=200)]


class SealBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An exact notice to be sealed, and the coarse area (a volume) that is announced for it now.

    activity, place_name: what is said of it now beside the area. acknowledged: rules that the
    officer passes for the coarse announcement; those of the exact notice stand in its message.
    """

    message: SendBody
    coarse: Any
    open_by_ms: Integer
    activity: Short | None = None
    place_name: Place | None = None
    acknowledged: Names = ()


class UnsealBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """acknowledged: rules that the officer passes for the exact notice as it stands now."""

    acknowledged: Names = ()


async def seal(call: Call) -> Accepted:
    """Announce a coarse area with a seal over an exact notice that stays in this house."""
    line, body = line_of(call), call.body
    salt = base64.b64encode(call.api.services.entropy(SALT_BYTES)).decode("ascii")
    command = Seal(
        said=await command_of(call, line, body.message),
        coarse=body.coarse,
        open_by_ms=body.open_by_ms,
        salt=salt,
        activity=body.activity,
        place_name=body.place_name,
        acknowledged=body.acknowledged,
    )
    return accepted(await submit(call, Do(call.actor, line, command)))


async def unseal(call: Call) -> Accepted:
    """Open a sealed announcement: the exact notice, and the proof that it was sealed."""
    command = Unseal(call.path["number"], call.body.acknowledged)
    return accepted(await submit(call, Do(call.actor, line_of(call), command)))


async def sealed(call: Call) -> list[SealedView]:
    """The sealed announcements of a line; open: those that are still to be opened."""
    line, open_only = line_of(call), call.query["open"]
    return await call.api.services.writer.query(
        lambda node: sealed_views(node, known_line(node, line), open_only=open_only)
    )


async def disclosure(call: Call) -> list[DisclosureStepView]:
    """What was disclosed of one activity, step by step."""
    line, number = line_of(call), call.path["number"]
    found = await call.api.services.writer.query(
        lambda node: disclosure_views(node, known_line(node, line), number)
    )
    if not found:
        raise Problem(404, "unknown-number", unknown_message(number)[0].reason)
    return found


SEALED_ROUTES: Final = (
    Route(
        "GET",
        f"{_LINE}/sealed",
        sealed,
        "Sealed announcements: waiting, overdue, opened, or opened by what does not fit",
        query=(OPEN,),
        result=list[SealedView],
        errors=(404,),
    ),
    Route(
        "POST",
        f"{_LINE}/sealed",
        seal,
        "Announce a coarse area now, with a seal over the exact notice",
        Role.DUTY_OFFICER,
        body=SealBody,
        result=Accepted,
        status=201,
        errors=(404,),
    ),
    Route(
        "POST",
        f"{_LINE}/sealed/{{number}}/open",
        unseal,
        "Open a sealed announcement: release the exact notice, and prove it",
        Role.DUTY_OFFICER,
        body=UnsealBody,
        body_optional=True,
        result=Accepted,
        status=201,
        errors=(404, 409),
    ),
    Route(
        "GET",
        f"{_LINE}/messages/{{number}}/disclosure",
        disclosure,
        "What was disclosed of one activity, step by step, to whom, when",
        result=list[DisclosureStepView],
        errors=(404,),
    ),
)
