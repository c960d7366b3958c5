"""The third parties' rows of the route table: labels, carrying words, dependents, passing on.

Part of the table in routes.py; apart from it only because the two together would be a long page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from detente.core.line.commands import PassOn, RelayTo
from detente.core.line.message import Role
from detente.node import introducing, third, views
from detente.node.inputs import Do, Introduce, PinLabel
from detente.serve.http.handlers import accepted, line_of, submit
from detente.serve.http.table import Route
from detente.serve.http.types import Integer, Names, Remarks, Short
from detente.wire.native import Accepted
from detente.wire.third_views import DependentView, IntroducedView

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.serve.http.table import Call


class _Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request body: exactly these fields."""


class IntroduceBody(_Body, frozen=True, kw_only=True):
    """Which party of another channel is introduced, and by which label."""

    party: Short
    label: Short


class PinBody(_Body, frozen=True, kw_only=True):
    """The fingerprint that the party behind the label said itself, by another way."""

    fingerprint: Short


class RelayBody(_Body, frozen=True, kw_only=True):
    """Into which channel the message is carried, by its full id."""

    channel: Short


class PassedBody(_Body, frozen=True, kw_only=True):
    """To whom the message was passed on: the fields of the format PSD.

    acknowledged: doubts that the officer has seen; it has happened all the same.
    """

    party: Short
    step: Short = "PASSED"
    at_ms: Integer | None = None
    passed_by: Short | None = None
    means: Short | None = None
    heard_back: Short | None = None
    code: Short | None = None
    reason: Short | None = None
    remarks: Remarks | None = None
    acknowledged: Names = ()


async def introduced(call: Call) -> list[IntroducedView]:
    """Every label on every channel."""
    return await call.api.services.writer.query(introducing.introduced)


async def introduce(call: Call) -> Accepted:
    """Introduce a party of another channel."""
    body: IntroduceBody = call.body
    item = Introduce(call.actor, call.path["channel"], body.party, body.label)
    return accepted(await submit(call, item))


async def pin(call: Call) -> Accepted:
    """The key behind a label was compared by another way."""
    item = PinLabel(call.actor, call.path["channel"], call.path["label"], call.body.fingerprint)
    return accepted(await submit(call, item))


async def relay(call: Call) -> Accepted:
    """Carry the message into another channel."""
    command = RelayTo(call.path["number"], call.body.channel)
    return accepted(await submit(call, Do(call.actor, line_of(call), command)))


async def passed(call: Call) -> Accepted:
    """The message was passed on to a party that is not on the line."""
    body: PassedBody = call.body
    command = PassOn(
        call.path["number"],
        body.party,
        body.step,
        body.at_ms,
        body.passed_by,
        body.means,
        body.heard_back,
        body.code,
        body.reason,
        body.remarks,
        body.acknowledged,
    )
    return accepted(await submit(call, Do(call.actor, line_of(call), command)))


async def dependents(call: Call) -> list[DependentView]:
    """The dependent parties of every line."""
    return await call.api.services.writer.query(_dependents)


def _dependents(node: Node) -> list[DependentView]:
    return [one for line in views.lines(node) for one in third.dependent_views(node, line)]


_ONE: Final = "/v1/lines/{channel}/{status}/messages/{number}"

THIRD_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        "/v1/introduced",
        introduced,
        "Who speaks on our channels through another, by label, and whether the key was compared",
        result=list[IntroducedView],
    ),
    Route(
        "POST",
        "/v1/channels/{channel}/introduced",
        introduce,
        "Introduce a party of another channel by a label: only a facilitator does",
        Role.ADMINISTRATOR,
        body=IntroduceBody,
        result=Accepted,
        status=201,
        errors=(404,),
    ),
    Route(
        "POST",
        "/v1/channels/{channel}/introduced/{label}/pin",
        pin,
        "The fingerprint of the key behind a label was compared by another way",
        Role.ADMINISTRATOR,
        body=PinBody,
        result=Accepted,
        status=201,
        errors=(404,),
    ),
    Route(
        "POST",
        f"{_ONE}/relay",
        relay,
        "Carry another party's message into another channel: only a facilitator does",
        Role.DUTY_OFFICER,
        body=RelayBody,
        result=Accepted,
        status=201,
        errors=(404, 409),
    ),
    Route(
        "POST",
        f"{_ONE}/passed",
        passed,
        "The message was passed on to a party that is not on the line",
        Role.DUTY_OFFICER,
        body=PassedBody,
        result=Accepted,
        status=201,
        errors=(404, 409),
    ),
    Route(
        "GET",
        "/v1/dependents",
        dependents,
        "Parties reached through a member, and what each should be told yet",
        result=list[DependentView],
    ),
)
