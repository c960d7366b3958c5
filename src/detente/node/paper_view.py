"""What was written down of a message by hand, beside what was signed; and its story by our clock.

Both are read off what the node holds; nothing here changes anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.line.paper import PAPER, differences, original_of, papers_about
from detente.journal.forms import JournalId
from detente.wire.native import MomentView, PaperView
from detente.wire.printed import short_hash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.core.line.message import Line
    from detente.core.line.state import Tracked
    from detente.node.node import Node


def leaf_of(node: Node, line: Line, tracked: Tracked) -> bytes:
    """The leaf hash of a message's entry."""
    journal = str(JournalId(line, tracked.author, tracked.epoch))
    return node.journals.tree(journal).leaf(tracked.sequence)


def paper_views(node: Node, line: Line, tracked: Tracked) -> tuple[PaperView, ...]:
    """The paper entries of a message; of a paper entry, how it stands to its original."""
    known = node.state.line(line)
    if tracked.message.format == PAPER:
        original = original_of(known, tracked.fields)
        return (_paper(node, line, tracked, original),)
    papers = papers_about(known, tracked.author, tracked.number)
    return tuple(_paper(node, line, paper, tracked) for paper in papers)


def _paper(node: Node, line: Line, paper: Tracked, original: Tracked | None) -> PaperView:
    fields = paper.fields
    found: tuple[str, ...] = ()
    if original is not None:
        found = differences(fields, original.message)
        short = fields.get("short_hash")
        if isinstance(short, str) and short != short_hash(leaf_of(node, line, original)):
            found = (*found, "short hash: the sheet is of another entry than the signed one")
    return PaperView(
        number=paper.number,
        written_by=paper.author,
        said_by=str(fields.get("party", "")),
        means=str(fields.get("means", "")),
        heard_ms=int(heard) if isinstance(heard := fields.get("heard_ms"), int) else None,
        held_at_ms=paper.held_at_ms,
        of=original.number if original is not None else None,
        differences=found,
    )


def timeline(node: Node, line: Line, tracked: Tracked) -> list[MomentView]:
    """What this node came to know of a message, in the order in which it did."""
    return sorted(_moments(node, line, tracked), key=lambda one: (one.here_ms, one.what))


def _moments(node: Node, line: Line, tracked: Tracked) -> Iterator[MomentView]:
    known = node.state.line(line)
    yield _moment(tracked, "signed message held")
    for paper in papers_about(known, tracked.author, tracked.number):
        yield _moment(paper, f"written down from {paper.fields.get('means', 'paper')}")
    for act in tracked.acts:
        code = f" {act.code}" if act.code else ""
        yield MomentView(
            here_ms=act.held_at_ms,
            by_clock_ms=act.at_ms,
            party=act.party,
            what=f"{act.step.value}{code}",
            number=act.number,
        )
    journal = str(JournalId(line, tracked.author, tracked.epoch))
    for party in sorted(node.joined_at(journal)):
        stamp = node.journals.proofs.first_covering(journal, party, tracked.sequence)
        if stamp is not None:
            yield MomentView(
                here_ms=stamp.held_at_ms,
                by_clock_ms=stamp.time_s * 1000,
                party=party,
                what="DELIVERED",
            )
    closing = known.messages.get(tracked.closed_by or "")
    if closing is not None:
        yield _moment(closing, tracked.standing.value)
    yield from _conflicts(node, line, tracked)


def _moment(tracked: Tracked, what: str) -> MomentView:
    return MomentView(
        here_ms=tracked.held_at_ms,
        by_clock_ms=tracked.at_ms,
        party=tracked.author,
        what=what,
        number=tracked.number,
    )


def _conflicts(node: Node, line: Line, tracked: Tracked) -> Iterator[MomentView]:
    for key in node.state.touching.get((line, tracked.number), ()):
        conflict = node.state.conflicts[key]
        name = conflict.found.conflict
        yield MomentView(
            here_ms=conflict.found_at_ms, party=node.party, what=f"conflict {name} found"
        )
        if conflict.ended_at_ms is not None:
            what = f"conflict {name} ended: {conflict.ended_reason}"
            yield MomentView(here_ms=conflict.ended_at_ms, party=node.party, what=what)
