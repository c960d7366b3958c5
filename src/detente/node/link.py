"""The two ends of a link as state machines without sockets: who sends what next.

Each side dials the other and pushes its own journals over the connection that it opened, so two
parties have two connections and no referee. After a cut the listener's Welcome says how much it
holds, and the dialler goes on from there: catch-up and live traffic are the same thing.
Used by serve/peers.py over TLS and by sim's network. Call from the thread that owns the node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.journal.push import Push, RawEntry
from detente.node.inputs import (
    CosignatureCame,
    Cosigned,
    Input,
    Outcome,
    Received,
    Refuse,
    Refused,
    Rejected,
)
from detente.wire.peer import (
    PROTOCOL,
    CosignedFrame,
    Frame,
    Hello,
    PushFrame,
    RefusedFrame,
    RejectedFrame,
    Welcome,
    WireEntry,
)

if TYPE_CHECKING:
    from detente.journal.store import Held
    from detente.node.node import Node

PUSH_ENTRIES_MAX = 256  # one push is one group commit at the receiver; more only adds delay
PUSH_BYTES_MAX = 1 << 20  # so that one push never holds the link for long
PUSHES_IN_FLIGHT_MAX = 8  # backpressure: the receiver's cosignatures open the window again
CLOCK_OFF_MAX_MS = 3_600_000  # an hour: beyond it times prove nothing, so the link says so
TIME_AHEAD = "time-ahead"  # the one refusal that time heals: see Outbound.try_again


@dataclass(slots=True)
class LinkState:
    """How the link to a peer stands, for people. Owned by the writer."""

    link: str = "down"
    since_ms: int | None = None
    why: str = "not yet tried"
    skew_ms: int | None = None


class Outbound:
    """Our dialled connection to one peer: it pushes our journals. One per peer, kept over cuts."""

    def __init__(self, node: Node, peer: str) -> None:
        self._node = node
        self._peer = peer
        self._cursors: dict[str, int] = {}
        self._reported: dict[str, int] = {}
        self._in_flight: dict[str, list[int]] = {}
        self._halted: dict[str, str] = {}
        self.ready = False

    def hello(self) -> Hello:
        """The first frame after the connection stands."""
        self._in_flight.clear()
        self._halted.clear()
        self.ready = False
        node = self._node
        claims = {
            journal: node.checkpoint_at(journal, node.kept(journal))
            for journal in node.journals_for(self._peer)
        }
        return Hello(PROTOCOL, node.party, node.version, node.now_ms(), claims)

    def down(self, why: str) -> None:
        """The connection is gone; what was not acknowledged will be sent again."""
        self.ready = False
        self._in_flight.clear()
        self._node.link_changed(self._peer, "down", why)

    def on_frame(self, frame: Frame) -> list[Input]:
        """Take the listener's answer; returns what the writer must do about it."""
        match frame:
            case Welcome():
                self._welcomed(frame)
            case CosignedFrame(journal=journal, note=note):
                self._answered(journal)
                return [CosignatureCame(self._peer, journal, note)]
            case RejectedFrame():
                self._rejected(frame)
            case RefusedFrame(reason=reason, detail=detail):
                self._refuse(f"{reason}: {detail}")
            case _:
                self._refuse(f"{type(frame).__name__} is no answer to a push")
        return []

    def _refuse(self, why: str) -> None:
        self.ready = False
        self._node.link_changed(self._peer, "refused", why)

    def _welcomed(self, frame: Welcome) -> None:
        skew_ms = frame.now_ms - self._node.now_ms()
        if frame.party != self._peer:
            self._refuse(f"expected {self._peer}, found {frame.party}")
            return
        if abs(skew_ms) > CLOCK_OFF_MAX_MS:
            self._refuse(clock_words(frame.party, skew_ms))
            return
        self._cursors = {}
        self._reported = dict(frame.holds)
        self.ready = True
        self._node.link_changed(self._peer, "up", "", skew_ms)

    def _answered(self, journal: str) -> None:
        waiting = self._in_flight.get(journal)
        if waiting:
            waiting.pop(0)
        link = self._node.links.get(self._peer)
        if link is not None and link.link == "refused" and not self._halted:
            self._node.link_changed(self._peer, "up", "")

    def _rejected(self, frame: RejectedFrame) -> None:
        self._in_flight.pop(frame.journal, None)
        if frame.reason == "gap":
            self._cursors[frame.journal] = frame.expected
            return
        self._halted[frame.journal] = f"{frame.reason}: {frame.detail}"
        why = f"peer refuses {frame.journal}: {frame.reason}: {frame.detail}"
        self._node.link_changed(self._peer, "refused", why)

    def try_again(self) -> None:
        """Push again what was refused for a time ahead of the peer's clock; call now and then.

        Our clock was wrong when it was written. It stays true as written, and the peer takes it
        once its own clock has come so far; nobody's clock says here when that is.
        """
        for journal, why in list(self._halted.items()):
            if why.startswith(TIME_AHEAD):
                del self._halted[journal]
                self._cursors[journal] = self._node.cosigned(journal, self._peer)

    def next_frame(self) -> PushFrame | None:
        """The next push, or None: nothing new is durable, or the window is full."""
        if not self.ready:
            return None
        for journal in self._node.journals_for(self._peer):
            frame = self._next_push(journal)
            if frame is not None:
                return frame
        return None

    def _next_push(self, journal: str) -> PushFrame | None:
        kept = self._node.kept(journal)
        held = self._reported.get(journal, 0)
        if held > kept and journal not in self._halted:
            self._halted[journal] = f"peer holds {held} entries, we only {kept}"
            self._refuse(f"{journal}: {self._halted[journal]}; was this node restored?")
        waiting = self._in_flight.setdefault(journal, [])
        if journal in self._halted or len(waiting) >= PUSHES_IN_FLIGHT_MAX:
            return None
        first = self._cursors.get(journal, held)
        if first >= kept and (waiting or self._node.cosigned(journal, self._peer) >= kept):
            return None
        entries = _fitting(self._node.entries(journal, first, PUSH_ENTRIES_MAX))
        size = first + len(entries)
        self._cursors[journal] = size
        waiting.append(size)
        return PushFrame(journal, entries, self._node.checkpoint_at(journal, size))

    @property
    def quiet(self) -> bool:
        """Nothing is unsent and nothing is unacknowledged."""
        return self.ready and all(
            self._node.cosigned(journal, self._peer) >= self._node.kept(journal)
            for journal in self._node.journals_for(self._peer)
        )


def _fitting(held: list[Held]) -> tuple[WireEntry, ...]:
    """As many entries as fit one push by bytes; always at least one of those given."""
    chosen: list[WireEntry] = []
    total = 0
    for item in held:
        entry = item.entry
        total += len(entry.header_bytes) + len(entry.body) + 128
        if chosen and total > PUSH_BYTES_MAX:
            break
        chosen.append(WireEntry(entry.header_bytes, entry.signature, entry.salt, entry.body))
    return tuple(chosen)


class Inbound:
    """A connection that a peer dialled and whose certificate is pinned to `peer`."""

    def __init__(self, node: Node, peer: str) -> None:
        self._node = node
        self._peer = peer
        self.greeted = False

    def welcome(self, hello: Hello) -> Welcome | RefusedFrame:
        """Answer a greeting: how much we hold of the peer's journals, or why we will not go on."""
        if hello.protocol != PROTOCOL:
            return RefusedFrame("protocol", f"we speak {PROTOCOL}, you speak {hello.protocol}")
        if hello.party != self._peer:
            return RefusedFrame("party", f"this certificate is {self._peer}'s, not {hello.party}'s")
        skew_ms = hello.now_ms - self._node.now_ms()
        if abs(skew_ms) > CLOCK_OFF_MAX_MS:
            why = clock_words(hello.party, skew_ms)
            self._node.link_changed(self._peer, "refused", why)
            return RefusedFrame("clock", why)
        broken = self.broken_claims(hello)
        if broken:
            self._node.link_changed(self._peer, "refused", broken[0].detail)
            return RefusedFrame(broken[0].reason, broken[0].detail)
        self.greeted = True
        node = self._node
        return Welcome(PROTOCOL, node.party, node.version, node.now_ms(), node.holds(self._peer))

    def broken_claims(self, hello: Hello) -> list[Refuse]:
        """The greeting's checkpoints that contradict what we hold, as evidence to be kept.

        Hand them to the writer after `welcome`: a journal shorter than its author once signed is
        truncation; another root at the same size is a fork.
        """
        found: list[Refuse] = []
        for journal, note in hello.claims.items():
            mirror = self._node.journals.mirrors.get(journal)
            bad = mirror.check_claim(note) if mirror is not None else None
            if bad is not None:
                found.append(Refuse(self._peer, bad.reason, f"{journal}: {bad.detail}", bad.data))
        return found

    def on_frame(self, frame: Frame) -> list[Input]:
        """What the writer must do about a frame; a frame out of place is no input at all."""
        if isinstance(frame, PushFrame) and self.greeted:
            entries = tuple(
                RawEntry(entry.header, entry.signature, entry.salt, entry.body)
                for entry in frame.entries
            )
            return [Received(self._peer, Push(frame.journal, entries, frame.checkpoint))]
        return []

    @staticmethod
    def answer(outcome: Outcome) -> Frame:
        """The frame that tells the peer what became of its push."""
        match outcome:
            case Cosigned(journal=journal, size=size, note=note):
                return CosignedFrame(journal, size, note)
            case Rejected(journal=journal, reason=reason, detail=detail, expected=expected):
                return RejectedFrame(journal, reason, detail, expected)
            case Refused(refusals=refusals):
                return RefusedFrame("refused", "; ".join(str(one) for one in refusals))
            case _:
                return RefusedFrame("unexpected", type(outcome).__name__)


def clock_words(party: str, skew_ms: int) -> str:
    """Say in words that a clock is off by `skew_ms` (positive: ahead of ours), and what to do."""
    minutes, direction = abs(skew_ms) // 60_000, "ahead of" if skew_ms > 0 else "behind"
    span = f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
    return f"clock of {party} is {span} {direction} ours; set both clocks to UTC and reconnect"
