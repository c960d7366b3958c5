"""What releasing a message would bring, asked while it is written; nothing is journalled."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from detente.core.events import ConflictFound
from detente.core.line.decision import Desk
from detente.core.line.message import Line, Role, Signature
from detente.core.line.preview import Understood, read_back, understood
from detente.core.line.state import OpenConflict
from detente.core.state import Decision, decide
from detente.node import views
from detente.serve.http.handlers import command_of, known_line, line_of
from detente.serve.http.language_routes import LANGS, asked_languages
from detente.serve.http.table import BOOLEAN, Call, Parameter, Route
from detente.serve.http.types import CheckView, SendBody
from detente.serve.preview import preview

if TYPE_CHECKING:
    from detente.core.line.commands import Send
    from detente.core.refusal import Refusal
    from detente.core.values import Json
    from detente.node.inputs import Actor
    from detente.node.node import Node
    from detente.wire.native import ConflictView

PREVIEW: Final = Parameter(
    "preview",
    "also as it would be read, drawn and read back, as far as it is sound",
    default=True,
    choices=BOOLEAN,
)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the node said, on its thread; the words are made beside it."""

    view: CheckView
    known: Understood | None
    readback: dict[str, Json]


async def check(call: Call) -> CheckView:
    """What `send` would do now; nothing is journalled."""
    line, actor = line_of(call), call.actor
    languages = await asked_languages(call)
    command = await command_of(call, line, call.body)
    asked = call.query["preview"]
    looked = await call.api.services.writer.query(
        lambda node: _look(node, known_line(node, line), actor, command, asked=asked)
    )
    known = looked.known
    if known is None:
        return looked.view
    party = call.api.services.home.party.party

    def say() -> CheckView:
        shown = preview(
            known.message,
            command.fields,
            known.format,
            looked.readback,
            languages,
            author=party,
            status=line.status,
        )
        return msgspec.structs.replace(looked.view, preview=shown)

    return await asyncio.to_thread(say)


def _look(node: Node, line: Line, actor: Actor, command: Send, *, asked: bool) -> _Looked:
    by, now_ms = Signature(actor.officer, actor.role), node.now_ms()
    decision = decide(node.state, command, line, by, now_ms)
    known = understood(node.state, command, Desk(line, by, now_ms)) if asked else None
    readback = {} if known is None else read_back(node.state, known)
    if isinstance(decision, Decision):
        return _Looked(_accepted(node, line, decision, now_ms), known, readback)
    return _Looked(_refused(node, line, decision, known, now_ms), known, readback)


def _accepted(node: Node, line: Line, decision: Decision, now_ms: int) -> CheckView:
    return CheckView(
        accepted=True,
        number=decision.number,
        warnings=decision.warnings,
        conflicts=tuple(
            _conflict(node, line, event, now_ms)
            for _, event in (*decision.events, *decision.would)
            if isinstance(event, ConflictFound)
        ),
        draft=decision.draft is not None,
    )


def _refused(
    node: Node, line: Line, refusals: tuple[Refusal, ...], known: Understood | None, now_ms: int
) -> CheckView:
    """Refused: with what is odd and in conflict already, of what is known so far."""
    if known is None:
        return CheckView(accepted=False, refusals=refusals)
    return CheckView(
        accepted=False,
        refusals=refusals,
        warnings=tuple(one for one in known.questions if one not in refusals),
        conflicts=tuple(_conflict(node, line, one, now_ms) for one in known.conflicts),
    )


def _conflict(node: Node, line: Line, found: ConflictFound, now_ms: int) -> ConflictView:
    return views.conflict_view(node, OpenConflict(line.status, found, now_ms, ()))


CHECK_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "POST",
        "/v1/lines/{channel}/{status}/checks",
        check,
        "What releasing the message would bring, and how it would be read; nothing is journalled",
        Role.DUTY_OFFICER,
        query=(PREVIEW, LANGS),
        body=SendBody,
        result=CheckView,
        errors=(404,),
    ),
)
