"""One entry exactly as it was signed, by its local position or by its place in its journal.

So that whatever stands on a screen can be followed to the bytes that say it, and these be checked
by a program that does not trust this node. Part of the table in routes.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.core.line.message import Role
from detente.node.entry_view import entry, entry_at
from detente.serve.http.problems import Problem, field_problem
from detente.serve.http.table import POSITION_MAX, RANK, Call, Route
from detente.serve.http.tile_routes import journal_of, known_journal
from detente.wire.entry_views import EntryView

if TYPE_CHECKING:
    from detente.node.node import Node


async def by_position(call: Call) -> EntryView:
    """The entry at a local position."""
    position, drafts = _number(call, "position"), _drafts(call)
    found = await call.api.services.writer.query(
        lambda node: entry_at(node, position, drafts=drafts)
    )
    if found is None:
        detail = f"no entry is held at position {position}; see GET /v1/status"
        raise Problem(404, "entry-unknown", detail)
    return found


async def by_sequence(call: Call) -> EntryView:
    """The entry at its place in its journal."""
    journal, sequence, drafts = journal_of(call), _number(call, "sequence"), _drafts(call)

    def look(node: Node) -> EntryView | None:
        return entry(node, known_journal(node, journal), sequence, drafts=drafts)

    found = await call.api.services.writer.query(look)
    if found is None:
        raise Problem(404, "entry-unknown", f"{journal} has no entry {sequence} here")
    return found


def _number(call: Call, name: str) -> int:
    """A plain number of the path. Raises Problem 422."""
    text = call.path[name]
    plain = text.isascii() and text.isdigit() and len(text) <= 16
    if not plain or str(int(text)) != text or int(text) > POSITION_MAX:
        raise field_problem(422, name, name, f"{text[:40]!r} is no number", "Give a whole number")
    return int(text)


def _drafts(call: Call) -> bool:
    """Whether the officer may read what waits for a second officer."""
    return RANK[call.actor.role] >= RANK[Role.DUTY_OFFICER]


def _row(path: str, of: str) -> Route:
    return Route(
        "GET",
        f"{path}/entries/{{sequence}}",
        by_sequence,
        f"An entry of {of} exactly as it was signed, with its proofs and keys",
        result=EntryView,
        errors=(404,),
    )


_PREFIX: Final = "/v1/journals/{channel}/{status}/{party}"
ENTRY_ROUTES: Final[tuple[Route, ...]] = (
    Route(
        "GET",
        "/v1/entries/{position}",
        by_position,
        "An entry exactly as it was signed, by its local position, with its proofs and keys",
        result=EntryView,
        errors=(404,),
    ),
    _row(_PREFIX, "a journal"),
    _row(_PREFIX + "/{epoch}", "a later epoch of a journal"),
)
