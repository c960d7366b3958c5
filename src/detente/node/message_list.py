"""Messages of a line as an inbox wants them: oldest or newest first, and only those asked for.

A line keeps every message for ever, so a search may have to look at a hundred thousand. It goes on
in short visits to the writer, so that a FLASH never waits for somebody who looks something up; what
is asked by format, party, urgency or time is known without unpacking a message, only its words are
not. Call from the writer's thread, between steps.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.core.line.tables import FORMATS
from detente.journal.forms import JournalId
from detente.node.message_view import message_view

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.core.line.messages import Brief
    from detente.core.line.state import Tracked
    from detente.core.values import Json
    from detente.node.node import Node
    from detente.wire.native import MessageView

LOOKED_AT_MAX: Final = (
    200  # in one visit: some ten milliseconds when each is unpacked for its words
)
SHOWN_MAX: Final = 100  # in one visit: a full view of a message takes a fifth of a millisecond


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages. Empty or None: no matter.

    box: in, out or all. open_only: something is owed or awaited. unread: of another side, and no
    officer here has READ it. receipts: also receipts. formats, precedences: any of these. party:
    its author. find: words that its number, names, remarks or fields hold, in any case.
    from_ms, until_ms: when this node came to hold it, both included.
    """

    box: str = "all"
    open_only: bool = False
    unread: bool = False
    receipts: bool = True
    formats: frozenset[str] = frozenset()
    precedences: frozenset[str] = frozenset()
    party: str = ""
    find: str = ""
    from_ms: int | None = None
    until_ms: int | None = None


def numbers(
    node: Node,
    line: Line,
    *,
    after: int = 0,
    before: int | None = None,
    newest: bool = False,
    unsettled: bool = False,
) -> list[str]:
    """Numbers of the messages between two local positions, both excluded, in the order wanted.

    unsettled: without those packed away, about which nothing is open and which were read.
    """
    here = node.state.line(line).messages
    every = [one.number for one in here.live()] if unsettled else list(here)

    def position(number: str) -> int:
        brief = here.brief(number)
        journal = str(JournalId(line, brief.author, brief.epoch))
        return node.journals.position(journal, brief.sequence)

    first = bisect_right(every, after, key=position) if after else 0
    last = len(every) if before is None else bisect_left(every, before, key=position)
    between = every[first:last]
    return between[::-1] if newest else between


def look(
    node: Node, line: Line, wanted: Wanted, among: Sequence[str], room: int
) -> tuple[list[MessageView], int]:
    """Those of the first numbers that are wanted, up to `room`; and how many were looked at.

    One visit: it ends at its limits, and the caller goes on with what is left.
    """
    found: list[MessageView] = []
    looked = 0
    for number in among[:LOOKED_AT_MAX]:
        if len(found) >= min(room, SHOWN_MAX):
            break
        looked += 1
        view = _wanted(node, line, wanted, number)
        if view is not None:
            found.append(view)
    return found, looked


def _wanted(node: Node, line: Line, wanted: Wanted, number: str) -> MessageView | None:
    here = node.state.line(line).messages
    if number not in here or not _fits(node, wanted, here.brief(number)):
        return None
    if unsettled(wanted) and here.is_packed(number):
        return None
    tracked = here.shown(number)
    if wanted.unread and not is_unread(node, tracked):
        return None
    if wanted.find and wanted.find.casefold() not in _words(tracked):
        return None
    view = message_view(node, line, tracked)
    return None if wanted.open_only and view.state != "open" else view


def _fits(node: Node, wanted: Wanted, brief: Brief) -> bool:
    """What is known of a message without unpacking it."""
    own = brief.author == node.party
    fmt = FORMATS.get(brief.format)
    return (
        not (wanted.box == "in" and own)
        and not (wanted.box == "out" and not own)
        and (not wanted.formats or brief.format in wanted.formats)
        and (not wanted.precedences or brief.precedence in wanted.precedences)
        and (not wanted.party or brief.author == wanted.party)
        and (wanted.receipts or fmt is None or not fmt.is_receipt)
        and (wanted.from_ms is None or brief.held_at_ms >= wanted.from_ms)
        and (wanted.until_ms is None or brief.held_at_ms <= wanted.until_ms)
    )


def unsettled(wanted: Wanted) -> bool:
    """Whether only messages can be wanted that are not packed away."""
    return wanted.open_only or wanted.unread


def is_unread(node: Node, tracked: Tracked) -> bool:
    """Whether it is another side's message that no officer here has READ."""
    return (
        tracked.author != node.party
        and tracked.format is not None
        and tracked.format.needs_read
        and tracked.of(node.party).first_read_ms is None
    )


def _words(tracked: Tracked) -> str:
    """All that a message says, in the words and codes that it was written in, for a search."""
    message = tracked.message
    fmt = tracked.subject or tracked.format
    said = (
        message.number,
        fmt.name if fmt is not None else "",
        tracked.author,
        message.by.officer,
        message.format,
        message.ref or "",
        message.remarks or "",
        *_texts(message.fields),
    )
    return "\n".join(said).casefold()


def _texts(value: Json | Mapping[str, Json]) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, Sequence):
        for one in value:
            yield from _texts(one)
