"""What passes: links, clocks, the disk, and those who listen. None of it stands in a journal.

It is what the node sees around itself now and shows to people; after a start it is seen anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from detente.node.clocks import Accord, accord, narrowed, skew_words
from detente.node.space import Space
from detente.node.space import words as space_words
from detente.wire.native import StreamItem

VERSION_CHARS_MAX = 40  # what a peer says of itself is shown; it need not be long
Listener = Callable[[StreamItem], None]


@dataclass(slots=True)
class LinkState:
    """How the link to a peer stands, for people. Owned by the writer.

    since_ms: since when it is up or down, whatever the reasons given meanwhile.
    skew_ms: its clock minus ours, as last seen (see clocks); wrong_since_ms: since when it is more
    than a minute. version: of its program.
    """

    link: str = "down"
    since_ms: int | None = None
    why: str = "not yet tried"
    skew_ms: int | None = None
    wrong_since_ms: int | None = None
    version: str = ""


class Outlook:
    """What a node sees around itself. Owned by the writer's thread."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self.links: dict[str, LinkState] = {}
        self.space = Space()
        self._clock = clock
        self._listeners: list[Listener] = []

    def now_ms(self) -> int:
        """The node's clock, UTC milliseconds."""
        return self._clock()

    def listen(self, on_item: Listener) -> None:
        """Call `on_item` for each item of news, after its commit, on the writer's thread."""
        self._listeners.append(on_item)

    def tell(self, item: StreamItem) -> None:
        """Hand one item to everyone who listens."""
        for on_item in self._listeners:
            on_item(item)

    def link_changed(self, peer: str, link: str, why: str, skew_ms: int | None = None) -> None:
        """Note how the link to a peer stands now. Not journalled: it is local and passes."""
        state = self.links.setdefault(peer, LinkState())
        if state.link != link or state.since_ms is None:
            state.since_ms = self._clock()
        if state.link != link or state.why != why:
            state.link, state.why = link, why
            self.tell(StreamItem(type="link", party=peer, link=link, why=why))
        if skew_ms is not None:
            self.clock_seen(peer, skew_ms, skew_ms)

    def version_seen(self, peer: str, version: str) -> None:
        """Which version a peer says that it runs; its own word, cut to a readable length."""
        state = self.links.setdefault(peer, LinkState())
        state.version = version[:VERSION_CHARS_MAX] if version.isprintable() else "unreadable"

    def clock_seen(self, peer: str, least_ms: int, most_ms: int | None = None) -> None:
        """A peer's clock is at least, and at most, so far ahead of ours: said when it matters."""
        state = self.links.setdefault(peer, LinkState())
        before, state.skew_ms = state.skew_ms, narrowed(state.skew_ms, least_ms, most_ms)
        if state.skew_ms is not None and accord(before) is not accord(state.skew_ms):
            wrong = accord(state.skew_ms) is Accord.WRONG
            state.wrong_since_ms = self._clock() if wrong else None
            words = skew_words(peer, state.skew_ms)
            self.tell(StreamItem(type="clock", party=peer, why=words))

    def wrong_clocks(self) -> tuple[tuple[str, int], ...]:
        """Parties whose clock and ours are more than a minute apart, and since when we know."""
        return tuple(
            (peer, link.wrong_since_ms)
            for peer, link in sorted(self.links.items())
            if link.wrong_since_ms is not None
        )

    def skews(self) -> dict[str, int]:
        """The clocks of all peers seen since the start, minus ours, ms."""
        known = ((peer, link.skew_ms) for peer, link in self.links.items())
        return {peer: skew for peer, skew in known if skew is not None}

    def space_changed(self, space: Space) -> None:
        """Note how full the disk is now. Not journalled: it is local and passes."""
        before, self.space = self.space, space
        if before.room is not space.room:
            self.tell(StreamItem(type="alarm", why=space_words(space)))
