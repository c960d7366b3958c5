"""Which bodies nobody needs any more: what is old, finished, proved, and not referred to.

A message goes together with all that hangs on it (its receipts, answers, corrections), or not at
all, so that a start without these bodies builds the same state. What stays: whatever is open, owed,
unread, in the picture or in an open conflict; each author's newest message, which carries the
numbering on; every declared state of the line, for each gap rests on them; the newest line check;
rosters that still say something; and everything of ours that is not final. Header, signature and
hash of a deleted body stay, so the proof does. Copies at peers are theirs. Pure; `node.Node` writes
what is found here.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from detente.core.line.numbers import is_number_of, newer_number
from detente.core.line.roster import holds_after
from detente.journal.forms import JournalId, parse_journal
from detente.journal.store import Withheld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.core.line.message import Line
    from detente.core.line.state import LineState, Tracked, Unsettled
    from detente.node.book import Batch
    from detente.node.inputs import DeleteBodies
    from detente.node.node import Node

RETENTION_DAYS_MIN: Final = 7  # shorter than any investigation begins; peers may lag for days
BODIES_AT_ONCE: Final = 500  # of one commit, so that the line never waits for it
LOOKED_AT_MAX: Final = 5_000  # messages looked at in one go; the rest the next time
DAY_MS: Final = 86_400_000


class Stays(StrEnum):
    """Why an old message that is settled stays all the same; the others are `Unsettled`."""

    NEWER = "goes-on"
    NEWEST = "newest-of-author"
    DECLARED = "declared-state"
    ROSTER = "roster-holds"
    LINE_CHECK = "newest-line-check"
    NOT_FINAL = "not-final"


def staying(node: Node, before_ms: int) -> tuple[int, dict[str, int]]:
    """How many old threads stay, and how many of them for each reason; a thread may have several.

    Counted among the oldest `LOOKED_AT_MAX` messages of each line, as deleting looks at them.
    """
    threads, counts = 0, Counter[str]()
    for line, here in node.state.lines.items():
        for thread in _threads(here, before_ms):
            reasons = {why for one in thread for why in _stays(node, line, here, one, before_ms)}
            threads += bool(reasons)
            counts.update(reason.value for reason in reasons)
    return threads, dict(counts.most_common())


def deletable(node: Node, before_ms: int, limit: int) -> dict[Line, list[Tracked]]:
    """Messages whose bodies can go, by line: at most about `limit`, whole threads, oldest first."""
    found: dict[Line, list[Tracked]] = {}
    left = limit
    for line, here in sorted(node.state.lines.items()):
        for thread in _threads(here, before_ms):
            if left <= 0:
                return found
            if not any(_must_stay(node, line, here, one, before_ms) for one in thread):
                found.setdefault(line, []).extend(thread)
                left -= len(thread)
    return found


def forget(node: Node, item: DeleteBodies, batch: Batch) -> dict[str, int]:
    """Delete what nobody needs any more, from the store and from memory: how many, by journal."""
    counts: dict[str, int] = {}
    for line, messages in deletable(node, item.before_ms, item.limit).items():
        for one in messages:
            journal = str(JournalId(line, one.author, one.epoch))
            batch.records.append(Withheld(journal, one.sequence))
            node.journals.withhold(journal, one.sequence)
            del node.state.lines[line].messages[one.number]
            counts[journal] = counts.get(journal, 0) + 1
    return counts


def why_not_held(node: Node, line: Line, number: str) -> str:
    """Why a node holds no message of that number: never had it, or deleted its body by rule."""
    detail = f"this node holds no message {number[:100]!r} on {line.channel} {line.status}"
    for party, last in sorted(node.state.line(line).last.items()):
        if is_number_of(line, party, number) and newer_number(last, number) == last:
            names = (journal for journal in node.book.withheld if _is_of(journal, line, party))
            count = sum(node.book.withheld[journal] for journal in names)
            if count:
                return (
                    f"{detail} any more: retention deleted {count} bodies of {party} here. Its"
                    " header, hash and signature stay in the record; ask the other members, whose"
                    " copies are theirs"
                )
    return detail


def _is_of(journal: str, line: Line, party: str) -> bool:
    parsed = parse_journal(journal)
    return (parsed.line, parsed.party) == (line, party)


def _threads(here: LineState, before_ms: int) -> Iterator[list[Tracked]]:
    """Each message with all that hangs together with it, once, as long as they are old."""
    seen: set[str] = set()
    for looked, number in enumerate(list(here.messages)):
        if looked >= LOOKED_AT_MAX:
            return
        if number in seen:
            continue
        first = here.messages.shown(number)
        if first.held_at_ms >= before_ms:
            return
        numbers = _thread(here, number)
        seen |= numbers
        yield [here.messages.shown(one) for one in sorted(numbers)]


def _thread(here: LineState, number: str) -> set[str]:
    """The numbers of all messages that hang together with this one."""
    found: set[str] = set()
    waiting = [number]
    while waiting:
        one = waiting.pop()
        if one in found or one not in here.messages:
            continue
        found.add(one)
        tracked = here.messages.shown(one)
        waiting += [other for other in _beside(tracked) if other not in found]
    return found


def _beside(tracked: Tracked) -> Iterator[str]:
    """What a message refers to, and what is known to refer to it."""
    yield tracked.root
    for other in (tracked.message.ref, tracked.closed_by):
        if other is not None:
            yield other
    for act in tracked.acts:
        yield act.number


def _must_stay(node: Node, line: Line, here: LineState, one: Tracked, before_ms: int) -> bool:
    return next(_stays(node, line, here, one, before_ms), None) is not None


def _stays(
    node: Node, line: Line, here: LineState, one: Tracked, before_ms: int
) -> Iterator[Stays | Unsettled]:
    """Why a message stays; nothing when its body can go."""
    if max(one.held_at_ms, one.at_ms) >= before_ms:
        yield Stays.NEWER
    yield from node.state.unsettled(line, one)
    if here.last.get(one.author) == one.number:
        yield Stays.NEWEST
    if one.number in here.declarations:
        yield Stays.DECLARED
    if one.number in here.rosters and holds_after(one, before_ms):
        yield Stays.ROSTER
    if one.message.format == "LCK" and here.checked_ms.get(one.author) == one.held_at_ms:
        yield Stays.LINE_CHECK
    journal = str(JournalId(line, one.author, one.epoch))
    if one.author == node.party and node.final(journal) <= one.sequence:
        yield Stays.NOT_FINAL
