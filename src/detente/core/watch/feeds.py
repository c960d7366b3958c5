"""Who may read the area feed, and what was given to whom when: readers, pulls, the pull log.

A reader is a display, not an officer: its token opens the feed and nothing else, it is bound to one
level of its side, and the party can take it away. What it was given is written down before it is
given. That a display was given a message proves no more than that: not that a person saw it. So a
pull is evidence that an officer may rest a receipt on (basis ``feed``), never a receipt by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.core.events import FeedPulled, ReaderAdded, ReaderRemoved
from detente.core.line.message import Line, Status
from detente.core.line.releasability import FORCES, PUBLIC, Audience
from detente.core.line.tables import FORMATS
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_HOUR

if TYPE_CHECKING:
    from detente.core.events import Event

READERS_MAX = 200
"""Displays of one party that pull from one node; more of them pull from a copy of the feed."""
ITEMS_MAX = 1_000
"""Messages named in one entry of the pull log; how many more there were is counted."""
LOG_AGAIN_MS = MS_PER_HOUR
"""A reader that is given the same again is written down this often; at once when it changes."""
PULLS_KEPT = 500
"""Of the log in memory, for the screen; the house journal holds all."""
AUDIENCES: dict[str, Audience] = {"own-forces": FORCES, "public": PUBLIC}

Item = tuple[str, str]
"""Channel and number of a message."""


@dataclass(frozen=True, slots=True)
class Pull:
    """The first time that a reader was given a message."""

    reader: str
    echelon: str
    form: str
    at_ms: int


@dataclass(slots=True)
class Feeds:
    """What a node knows of its feed's readers. Owned by the writer.

    given: by line and number, the first pull of each reader. last: by reader and status, when its
    newest entry was written, and what it named. log: the newest entries with when.
    """

    readers: dict[str, ReaderAdded] = field(default_factory=dict)
    given: dict[tuple[Line, str], dict[str, Pull]] = field(default_factory=dict)
    last: dict[tuple[str, Status], tuple[int, frozenset[Item]]] = field(default_factory=dict)
    log: list[tuple[int, Status, FeedPulled]] = field(default_factory=list)

    def reader(self, token_sha256: str) -> ReaderAdded | None:
        """The reader whose token has this SHA-256 (hex); None when there is none."""
        hits = (one for one in self.readers.values() if one.token_sha256 == token_sha256)
        return next(hits, None)

    def pulls(self, line: Line, number: str, echelon: str | None = None) -> list[Pull]:
        """The first pulls that gave a message, of one level or of any, oldest first."""
        found = self.given.get((line, number), {}).values()
        hits = [one for one in found if echelon is None or one.echelon == echelon]
        return sorted(hits, key=lambda one: (one.at_ms, one.reader))


def levels() -> tuple[str, ...]:
    """The codes of the levels that a reader can be bound to, from the desk down."""
    spec = FORMATS["ECH"].field("echelons")
    return tuple(code for code, _ in spec.choices) if spec else ()


def add_problems(feeds: Feeds, added: ReaderAdded, *, taken: bool) -> tuple[Refusal, ...]:
    """Why a reader cannot be added. taken: an officer has that name."""
    found = []
    if added.reader in feeds.readers or taken:
        reason = f"{added.reader} has a token already"
        remedy = "Remove it first, or choose another name"
        found.append(Refusal("reader", "reader-exists", reason, remedy))
    if added.audience not in AUDIENCES:
        remedy = f"Give one of: {', '.join(AUDIENCES)}"
        reason = f"{added.audience[:32]!r} is no audience of a feed"
        found.append(Refusal("audience", "feed-audience", reason, remedy))
    elif (added.audience == "own-forces") != (added.echelon in levels()):
        reason = "a reader of own forces has a level, a public one has none"
        remedy = f"Levels are: {', '.join(levels())}"
        found.append(Refusal("echelon", "feed-echelon", reason, remedy))
    if len(feeds.readers) >= READERS_MAX:
        reason = f"{READERS_MAX} readers have tokens"
        found.append(Refusal("reader", "readers-max", reason, "Remove some, or hand on a copy"))
    return tuple(found)


def pull_event(
    feeds: Feeds, pulled: FeedPulled, status: Status, items: tuple[Item, ...], at_ms: int
) -> FeedPulled | None:
    """The entry of the log that a pull makes; None when it gives what the last one named.

    items: all that is given; `pulled` names the first `ITEMS_MAX` of them.
    """
    at, before = feeds.last.get((pulled.reader, status), (0, None))
    now = frozenset(items[:ITEMS_MAX])
    return None if now == before and 0 <= at_ms - at < LOG_AGAIN_MS else pulled


def fold_feeds(feeds: Feeds, status: Status, event: Event, at_ms: int) -> None:
    """Take an event of the feed into the state. Total: what is not known changes nothing."""
    match event:
        case ReaderAdded():
            feeds.readers[event.reader] = event
        case ReaderRemoved():
            feeds.readers.pop(event.reader, None)
        case FeedPulled():
            feeds.last[event.reader, status] = (at_ms, frozenset(event.items))
            pull = Pull(event.reader, event.echelon, event.form, at_ms)
            for channel, number in event.items:
                given = feeds.given.setdefault((Line(channel, status), number), {})
                given.setdefault(event.reader, pull)
            feeds.log.append((at_ms, status, event))
            del feeds.log[:-PULLS_KEPT]
        case _:
            return
