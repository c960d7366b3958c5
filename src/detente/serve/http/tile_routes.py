"""A journal's public side, one row each: its checkpoint, its tiles and bundles, and who signs.

What C2SP tlog-tiles serves under a log's prefix stands here under the journal's path, so that any
client of that specification can read it with an observer's token. Hashes, sizes and headers only;
a body is never among them. Part of the table in routes.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from detente.journal.forms import Malformed, parse_journal
from detente.journal.tiles import Tile, bundle, hashes, read_path
from detente.node import proofs_view
from detente.serve.http.problems import Problem
from detente.serve.http.table import Call, Route

if TYPE_CHECKING:
    from detente.node.node import Node

PLAIN: Final = "text/plain; charset=utf-8"
BINARY: Final = "application/octet-stream"
_FRESH: Final = {"cache-control": "no-cache"}
_FOR_EVER: Final = {"cache-control": "private, max-age=31536000, immutable"}


def journal_of(call: Call) -> str:
    """The id of the journal that the path names. Raises Problem 404."""
    names = ("channel", "status", "party", "epoch")
    text = "/".join(call.path[name] for name in names if name in call.path)
    try:
        return str(parse_journal(text))
    except Malformed as error:
        raise Problem(404, "journal-unknown", str(error)) from error


def known_journal(node: Node, journal: str) -> str:
    """The journal, if anything of it is durable here. Raises Problem 404."""
    if node.kept(journal) == 0:
        detail = f"nothing of a journal {journal} is held here; see GET /v1/journals"
        raise Problem(404, "journal-unknown", detail)
    return journal


async def checkpoint(call: Call) -> Response:
    """The journal's newest checkpoint with every cosignature of that size."""
    journal = journal_of(call)
    note = await call.api.services.writer.query(
        lambda node: proofs_view.checkpoint(node, known_journal(node, journal))
    )
    return Response(note, media_type=PLAIN, headers=_FRESH)


async def keys(call: Call) -> Response:
    """The verifier keys (vkeys) of the author and the cosigners, one a line, the author first."""
    journal = journal_of(call)
    found = await call.api.services.writer.query(
        lambda node: proofs_view.keys(node, known_journal(node, journal))
    )
    return Response("".join(f"{vkey}\n" for vkey in found), media_type=PLAIN, headers=_FRESH)


async def tile(call: Call) -> Response:
    """A tile of hashes, or a bundle of headers."""
    journal = journal_of(call)
    try:
        asked = read_path(f"tile/{call.path['tile']}")
    except Malformed as error:
        raise Problem(404, "tile-unknown", str(error)) from error
    data = await call.api.services.writer.query(
        lambda node: _bytes(node, known_journal(node, journal), asked)
    )
    return Response(data, media_type=BINARY, headers=_FOR_EVER)


def _bytes(node: Node, journal: str, asked: Tile) -> bytes:
    if not asked.is_in(node.kept(journal)):
        detail = f"{journal} has {node.kept(journal)} entries, too few for {asked.path}"
        raise Problem(404, "tile-unknown", detail)
    if asked.level is not None:
        return hashes(node.journals.tree(journal), asked)
    held = node.entries(journal, asked.first, asked.width)
    return bundle([one.entry.header_bytes for one in held])


def _rows(prefix: str, of: str) -> tuple[Route, ...]:
    return (
        Route(
            "GET",
            f"{prefix}/checkpoint",
            checkpoint,
            f"Newest checkpoint of {of}, cosigned (C2SP)",
            media=PLAIN,
        ),
        Route(
            "GET",
            f"{prefix}/keys",
            keys,
            f"Verifier keys of the author and the cosigners of {of} (C2SP)",
            media=PLAIN,
        ),
        Route(
            "GET",
            f"{prefix}/tile/{{tile}}",
            tile,
            f"A tile or an entry bundle of {of} (C2SP); headers only",
            media=BINARY,
            takes_rest=True,
        ),
    )


_PREFIX: Final = "/v1/journals/{channel}/{status}/{party}"
TILE_ROUTES: Final[tuple[Route, ...]] = (
    *_rows(_PREFIX, "a journal"),
    *_rows(_PREFIX + "/{epoch}", "a later epoch of a journal"),
)
