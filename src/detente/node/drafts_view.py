"""Drafts as the API shows them, and who was given which role when: what, by whom, what stands.

What stands against a draft is found by trying its release now, so that an officer sees before
releasing what the node would say. Nothing is written by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.events import OfficerAdded, OfficerRemoved
from detente.core.line.channels import releaser_of
from detente.core.line.commands import Send
from detente.core.line.drafts import needs_second, try_draft
from detente.core.line.tables import find
from detente.wire.native import DraftView, RoleChangeView

if TYPE_CHECKING:
    from detente.core.line.drafts import Said
    from detente.core.line.formats import Format
    from detente.core.line.message import Precedence, Role
    from detente.core.watch.held import RoleLogged, WaitingDraft
    from detente.node.node import Node


def drafts(node: Node, *, batch: str = "") -> list[DraftView]:
    """Every draft that waits, oldest first; of one batch, when it is named."""
    waiting = node.state.drafts
    return [
        draft_view(node, waiting[serial])
        for serial in sorted(waiting)
        if not batch or waiting[serial].kept.batch == batch
    ]


def draft(node: Node, serial: int) -> DraftView | None:
    """One draft; None when no such draft waits."""
    waiting = node.state.drafts.get(serial)
    return draft_view(node, waiting) if waiting is not None else None


def draft_view(node: Node, waiting: WaitingDraft) -> DraftView:
    """The draft with what its release would bring now."""
    kept, line = waiting.kept, waiting.line
    against, conflicts = try_draft(node.state, waiting, node.now_ms())
    fmt = _format(node, waiting)
    precedence = fmt.precedence if fmt is not None else None
    if isinstance(kept.said, Send) and kept.said.precedence is not None:
        precedence = kept.said.precedence
    two = precedence is not None and needs_second(node.state, line, _code(fmt), precedence)
    return DraftView(
        draft=kept.draft,
        channel=line.channel,
        status=line.status,
        code="COR" if not isinstance(kept.said, Send) else kept.said.format,
        name=fmt.name if fmt is not None else "",
        about=None if isinstance(kept.said, Send) else kept.said.number,
        to=_to(node, waiting),
        fields=kept.said.fields,
        remarks=kept.said.remarks if isinstance(kept.said, Send) else None,
        acknowledged=kept.said.acknowledged,
        by=kept.by,
        kept_at_ms=waiting.kept_at_ms,
        why=kept.why,
        source=kept.source,
        batch=kept.batch,
        two_person=two,
        releaser=_releaser(node, waiting, fmt, precedence),
        against=against,
        conflicts=tuple(found.why for found in conflicts),
    )


def _releaser(
    node: Node, waiting: WaitingDraft, fmt: Format | None, precedence: Precedence | None
) -> Role | None:
    """The least role that may release it, on a channel of this kind."""
    if fmt is None:
        return None
    return releaser_of(node.state, waiting.line, fmt, precedence or fmt.precedence)


def _code(fmt: Format | None) -> str:
    return fmt.code if fmt is not None else ""


def _format(node: Node, waiting: WaitingDraft) -> Format | None:
    said: Said = waiting.kept.said
    if isinstance(said, Send):
        return find(said.format)
    target = node.state.message(waiting.line, said.number)
    return target.subject if target is not None else None


def _to(node: Node, waiting: WaitingDraft) -> tuple[str, ...]:
    """Whom its release would address."""
    said = waiting.kept.said
    if not isinstance(said, Send):
        target = node.state.message(waiting.line, said.number)
        return target.message.to if target is not None else ()
    members = node.state.members.get(waiting.line.channel, ())
    return said.to or tuple(party for party in members if party != node.party)


def role_changes(node: Node) -> list[RoleChangeView]:
    """Who was added, removed or given another role, by whom and when; oldest first."""
    return [_role_change(one) for one in node.state.roles]


def _role_change(logged: RoleLogged) -> RoleChangeView:
    event = logged.event
    if isinstance(event, OfficerAdded):
        return RoleChangeView(
            at_ms=logged.at_ms, officer=event.officer, what="added", role=event.role, by=event.by
        )
    if isinstance(event, OfficerRemoved):
        return RoleChangeView(
            at_ms=logged.at_ms, officer=event.officer, what="removed", by=event.by
        )
    return RoleChangeView(
        at_ms=logged.at_ms,
        officer=event.officer,
        what="role",
        role=event.role,
        was=event.was,
        by=event.by,
        why=event.why,
    )
