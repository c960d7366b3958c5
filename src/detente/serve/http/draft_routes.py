"""The rows of the route table for drafts, and for officers' roles.

Part of the table in routes.py; apart from it only because the two together would be a long page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from msgspec import Meta

from detente.core.line.commands import DropDraft, KeepDraft, ReleaseDraft
from detente.core.line.drafts import SOURCE_CHARS_MAX
from detente.core.line.message import Line, Role
from detente.node import drafts_view
from detente.node.admin import WHY_CHARS_MAX
from detente.node.inputs import ChangeRole, Do
from detente.serve.http.handlers import accepted, line_of, send_of, submit
from detente.serve.http.problems import Problem
from detente.serve.http.table import Call, Parameter, Route
from detente.serve.http.types import Names, Remarks, SendBody
from detente.wire.native import Accepted, DraftView, RoleChangeView

if TYPE_CHECKING:
    from detente.node.node import Node

SERIAL_CHARS_MAX: Final = 9  # a thousand million drafts
_BATCH: Final = Parameter(
    "batch", "only those of this import's file", "", pattern=f".{{1,{SOURCE_CHARS_MAX}}}"
)
_Source = Annotated[str, Meta(min_length=1, max_length=SOURCE_CHARS_MAX)]


class KeepBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A message to keep as a draft, where it came from, and with what it is listed."""

    message: SendBody
    source: _Source
    batch: _Source


class ReleaseBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rules of checks that the releasing officer has seen and passes, beyond the drafter's."""

    acknowledged: Names = ()


class DropBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the draft is not released."""

    reason: Remarks


class RoleBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An officer's new role, and why."""

    role: Role
    why: Annotated[str, Meta(max_length=WHY_CHARS_MAX)] = ""


async def drafts(call: Call) -> list[DraftView]:
    """Every draft that waits, with what stands against it now."""
    batch = call.query["batch"]
    return await call.api.services.writer.query(lambda node: drafts_view.drafts(node, batch=batch))


async def one_draft(call: Call) -> DraftView:
    """One draft."""
    serial = _serial(call)
    view = await call.api.services.writer.query(lambda node: drafts_view.draft(node, serial))
    if view is None:
        raise _unknown(call.path["draft"])
    return view


async def keep(call: Call) -> Accepted:
    """Keep a message as a draft."""
    body: KeepBody = call.body
    command = KeepDraft(send_of(body.message), body.source, body.batch)
    return accepted(await submit(call, Do(call.actor, line_of(call), command)))


async def release(call: Call) -> Accepted:
    """Release a draft."""
    command = ReleaseDraft(_serial(call), call.body.acknowledged)
    return accepted(await submit(call, Do(call.actor, await _line(call), command)))


async def drop(call: Call) -> Accepted:
    """Drop a draft."""
    command = DropDraft(_serial(call), call.body.reason)
    return accepted(await submit(call, Do(call.actor, await _line(call), command)))


async def change_role(call: Call) -> Accepted:
    """Give an officer another role."""
    body: RoleBody = call.body
    done = await submit(call, ChangeRole(call.actor, call.path["officer"], body.role, body.why))
    return accepted(done)


async def role_changes(call: Call) -> list[RoleChangeView]:
    """Who was given which role, by whom, and when."""
    return await call.api.services.writer.query(drafts_view.role_changes)


def _serial(call: Call) -> int:
    text = call.path["draft"]
    if not (text.isascii() and text.isdigit() and len(text) <= SERIAL_CHARS_MAX):
        raise _unknown(text)
    return int(text)


def _unknown(text: str) -> Problem:
    detail = f"no draft {text[:20]!r} waits; see detente drafts"
    return Problem(404, "draft-unknown", detail)


async def _line(call: Call) -> Line:
    """The line that the draft is for. Raises Problem 404."""
    serial = _serial(call)

    def find(node: Node) -> Line | None:
        waiting = node.state.drafts.get(serial)
        return waiting.line if waiting is not None else None

    line = await call.api.services.writer.query(find)
    if line is None:
        raise _unknown(call.path["draft"])
    return line


_DUTY: Final = Role.DUTY_OFFICER
_ADMIN: Final = Role.ADMINISTRATOR

DRAFT_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        "/v1/drafts",
        drafts,
        "What waits for an officer's release, with what stands against it now",
        _DUTY,
        query=(_BATCH,),
        result=list[DraftView],
    ),
    Route(
        "GET",
        "/v1/drafts/{draft}",
        one_draft,
        "One draft",
        _DUTY,
        result=DraftView,
        errors=(404,),
    ),
    Route(
        "POST",
        "/v1/lines/{channel}/{status}/drafts",
        keep,
        "Keep a message of an import as a draft, for an officer to release",
        _DUTY,
        body=KeepBody,
        result=Accepted,
        status=201,
        errors=(404,),
    ),
    Route(
        "POST",
        "/v1/drafts/{draft}/release",
        release,
        "Release a draft exactly as it was kept",
        _DUTY,
        body=ReleaseBody,
        body_optional=True,
        result=Accepted,
        status=201,
        errors=(404, 409),
    ),
    Route(
        "POST",
        "/v1/drafts/{draft}/drop",
        drop,
        "Drop a draft, and say why",
        _DUTY,
        body=DropBody,
        result=Accepted,
        status=201,
        errors=(404,),
    ),
    Route(
        "PATCH",
        "/v1/officers/{officer}",
        change_role,
        "Give an officer another role; the token stays",
        _ADMIN,
        body=RoleBody,
        result=Accepted,
        errors=(404, 409),
    ),
    Route(
        "GET",
        "/v1/roles",
        role_changes,
        "Who was added, removed or given another role, by whom, and when",
        _ADMIN,
        result=list[RoleChangeView],
    ),
)
