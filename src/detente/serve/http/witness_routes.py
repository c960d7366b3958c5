"""The witnesses' rows of the route table: whom our channels submit hashes to.

Part of the table in routes.py; apart from it only because the two together would be a long page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from detente.core.events import PartyCard
from detente.core.line.message import Role
from detente.node import views
from detente.node.inputs import TakeWitness
from detente.serve.cards import check_witness
from detente.serve.http.handlers import submit
from detente.serve.http.problems import refused
from detente.serve.http.table import Route
from detente.wire.native import Accepted, WitnessView

if TYPE_CHECKING:
    from detente.serve.http.table import Call


class WitnessBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The witness's card, as `detente witness card` prints it."""

    card: PartyCard


async def witnesses(call: Call) -> list[WitnessView]:
    """Every witness that our channels name."""
    return await call.api.services.writer.query(views.witnesses)


async def take(call: Call) -> Accepted:
    """Submit the channel's checkpoints to a witness from now on."""
    problems = check_witness(call.body.card)
    if problems:
        raise refused(problems)
    done = await submit(call, TakeWitness(call.actor, call.path["channel"], call.body.card))
    return Accepted(position=done.position)


WITNESS_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        "/v1/witnesses",
        witnesses,
        "Every witness that our channels name, and how far each has come",
        result=list[WitnessView],
    ),
    Route(
        "POST",
        "/v1/channels/{channel}/witnesses",
        take,
        "Submit the channel's hashes to a witness from now on",
        Role.ADMINISTRATOR,
        body=WitnessBody,
        result=Accepted,
        status=201,
        errors=(404,),
    ),
)
