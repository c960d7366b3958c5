"""The two ends of a link as state machines without sockets: who sends what next.

Each side dials the other and pushes its own journals over the connection that it opened, so two
parties have two connections and no referee. After a cut the listener's Welcome says how much it
holds, and the dialler goes on from there: catch-up and live traffic are the same thing.
Used by serve/peers.py over TLS and by sim's network. Call from the thread that owns the node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.line.formats import CODE_CHARS_MAX, VERSION_MAX
from detente.core.line.tables import FIRST_KNOWN, known_here
from detente.journal.forms import Malformed, parse_journal
from detente.journal.mirror import Reason
from detente.journal.push import Push, RawEntry
from detente.journal.rotation import Statement, from_body, to_body
from detente.node.clocks import CLOCK_OFF_MAX_MS, skew_words
from detente.node.inputs import (
    CosignatureCame,
    Cosigned,
    Fetch,
    Fetched,
    Greeted,
    Input,
    Outcome,
    Received,
    Recovered,
    Refuse,
    Refused,
    Rejected,
)
from detente.wire.peer import (
    FEATURES,
    FETCH,
    FORMATS_MAX,
    KEYS_MAX,
    PROTOCOL,
    CosignedFrame,
    EntriesFrame,
    FetchFrame,
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
HEALING = (  # see Outbound.try_again
    Reason.TIME_AHEAD,
    Reason.AHEAD,
    Reason.BAD_HEAD,
    Reason.NOT_JOINED,
)
FETCH_ENTRIES_MAX = 256  # asked for at once, of our own journals, after a restore


class Outbound:
    """Our dialled connection to one peer: it pushes our journals. One per peer, kept over cuts."""

    def __init__(self, node: Node, peer: str) -> None:
        self._node = node
        self._peer = peer
        self._cursors: dict[str, int] = {}
        self._reported: dict[str, int] = {}
        self._in_flight: dict[str, list[int]] = {}
        self._halted: dict[str, str] = {}
        self._fetching: tuple[str, int] | None = None
        self._fetched: tuple[str, int] | None = None
        self._stuck: set[str] = set()
        self._features: tuple[str, ...] = ()
        self.ready = False

    def hello(self) -> Hello:
        """The first frame after the connection stands."""
        self._in_flight.clear()
        self._halted.clear()
        self._fetching = None
        self._stuck.clear()
        self.ready = False
        node = self._node
        claims = {
            journal: node.checkpoint_at(journal, node.kept(journal))
            for journal in node.journals_for(self._peer)
            if node.recovery.is_claimed(journal)
            and node.cosigned(journal, self._peer) == node.kept(journal)
        }
        return Hello(
            PROTOCOL,
            node.party,
            node.version,
            node.now_ms(),
            claims,
            keys_of(node),
            FEATURES,
            known_here(),
        )

    def down(self, why: str) -> None:
        """The connection is gone; what was not acknowledged will be sent again."""
        self.ready = False
        self._in_flight.clear()
        self._node.link_changed(self._peer, "down", why)

    def on_frame(self, frame: Frame) -> list[Input]:
        """Take the listener's answer; returns what the writer must do about it."""
        match frame:
            case Welcome():
                return self._welcomed(frame)
            case EntriesFrame():
                return self._given_back(frame)
            case CosignedFrame(journal=journal, size=size, note=note):
                self._answered(journal, size)
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

    def _welcomed(self, frame: Welcome) -> list[Input]:
        skew_ms = frame.now_ms - self._node.now_ms()
        if frame.party != self._peer:
            self._refuse(f"expected {self._peer}, found {frame.party}")
            return []
        if abs(skew_ms) > CLOCK_OFF_MAX_MS:
            self._refuse(skew_words(frame.party, skew_ms))
            self._node.clock_seen(self._peer, skew_ms, skew_ms)
            return []
        refused = learn_keys(self._node, self._peer, frame.keys)
        if refused is not None:
            self._refuse(f"{refused.reason}: {refused.detail}")
            return [refused]
        self._cursors = {}
        self._reported = dict(frame.holds)
        self._features = frame.features
        self.ready = True
        self._node.link_changed(self._peer, "up", "", skew_ms)
        self._node.version_seen(self._peer, frame.version)
        learn_formats(self._node, self._peer, frame.formats)
        return [Greeted(self._peer, frame.holds, frame.notes)] if FETCH in frame.features else []

    def _given_back(self, frame: EntriesFrame) -> list[Input]:
        """Entries that we asked for: our own, or the peer's that ours have seen."""
        if self._fetching is None or self._fetching[0] != frame.journal:
            self._refuse(f"entries of {frame.journal[:200]} that nobody asked for")
            return []
        self._fetched, self._fetching = self._fetching, None
        entries = raw_entries(frame.entries)
        if party_of(frame.journal) == self._node.party:
            return [Recovered(self._peer, frame.journal, entries)]
        return [Received(self._peer, Push(frame.journal, entries, frame.checkpoint))]

    def _answered(self, journal: str, size: int) -> None:
        self._reported[journal] = size
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
        """Push again what was refused for a reason that time heals; call now and then.

        A time ahead of the peer's clock: ours was wrong when it was written. It stays true as
        written, and the peer takes it once its own clock has come so far; nobody's clock says here
        when that is. Entries of the peer's own that it does not know, or knows otherwise: it was
        restored, and is getting them back. A channel that it is not in yet: it is just joining.
        """
        self._stuck.clear()
        for journal, why in list(self._halted.items()):
            if why.partition(":")[0] in HEALING:
                del self._halted[journal]
                self._cursors[journal] = self._reported.get(journal, 0)

    def next_frame(self) -> PushFrame | FetchFrame | None:
        """The next push or question, or None: nothing new is durable, or the window is full."""
        if not self.ready:
            return None
        fetch = self._next_fetch()
        if fetch is not None:
            return fetch
        for journal in self._node.journals_for(self._peer):
            frame = self._next_push(journal)
            if frame is not None:
                return frame
        return None

    def _next_fetch(self) -> FetchFrame | None:
        """Ask back what the peer holds of our journals beyond us, causes before effects."""
        if self._fetching is not None:
            return None
        journals, recovery = self._node.journals, self._node.recovery
        fetched, self._fetched = self._fetched, None
        missing = recovery.missing(self._peer)
        if fetched is not None and journals.size(fetched[0]) == fetched[1]:
            self._stuck.update(name for name in missing if recovery.need(name) is None)
            if party_of(fetched[0]) == self._peer:
                self._stuck.update(missing)
        for journal in missing:
            if journal in self._stuck:
                continue
            need = recovery.need(journal)
            if need is None:
                size = self._node.journals.size(journal)
                self._fetching = (journal, size)
                overlap = 1 if size else 0  # our newest one shows whether it is the same tree
                return FetchFrame(journal, size - overlap, FETCH_ENTRIES_MAX)
            if party_of(need) == self._peer:
                self._fetching = (need, self._node.journals.size(need))
                return FetchFrame(*self._fetching, 1)
            self._stuck.add(journal)
        return None

    def _next_push(self, journal: str) -> PushFrame | None:
        kept = self._node.kept(journal)
        held = self._reported.get(journal, 0)
        if held > kept:
            if FETCH not in self._features and journal not in self._halted:
                self._halted[journal] = f"peer holds {held} entries, we only {kept}"
                why = "this node was restored, and the peer's version cannot give back what is lost"
                self._refuse(f"{journal}: {self._halted[journal]}; {why}")
            return None
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
            min(self._node.cosigned(journal, self._peer), self._reported.get(journal, 0))
            >= self._node.kept(journal)
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
        self.party = peer
        self.greeted = False

    def welcome(self, hello: Hello) -> Welcome | RefusedFrame:
        """Answer a greeting: how much we hold of the peer's journals, or why we will not go on."""
        if hello.protocol != PROTOCOL:
            return RefusedFrame("protocol", f"we speak {PROTOCOL}, you speak {hello.protocol}")
        if hello.party != self._peer:
            return RefusedFrame("party", f"this certificate is {self._peer}'s, not {hello.party}'s")
        skew_ms = hello.now_ms - self._node.now_ms()
        if abs(skew_ms) > CLOCK_OFF_MAX_MS:
            why = skew_words(hello.party, skew_ms)
            self._node.link_changed(self._peer, "refused", why, skew_ms)
            return RefusedFrame("clock", why)
        for bad in self.broken_claims(hello):
            # who was restored may ask back what it lost; the claim is kept as evidence all the same
            if bad.reason != Reason.TRUNCATION or FETCH not in hello.features:
                self._node.link_changed(self._peer, "refused", bad.detail)
                return RefusedFrame(bad.reason, bad.detail)
        self.greeted = True
        self._node.greeted(self._peer)
        self._node.clock_seen(self._peer, skew_ms, skew_ms)
        self._node.version_seen(self._peer, hello.version)
        learn_formats(self._node, self._peer, hello.formats)
        return self._welcome()

    def _welcome(self) -> Welcome:
        node = self._node
        holds = node.holds(self._peer)
        newest = {name: node.journals.mirrors[name].newest_checkpoint for name in holds}
        return Welcome(
            PROTOCOL,
            node.party,
            node.version,
            node.now_ms(),
            holds,
            keys_of(node),
            FEATURES,
            {name: checkpoint.note for name, checkpoint in newest.items() if checkpoint},
            known_here(),
        )

    def broken_claims(self, hello: Hello) -> list[Refuse]:
        """The greeting's keys and checkpoints that contradict what we hold, as evidence to be kept.

        Hand them to the writer after `welcome`: a journal shorter than its author once signed is
        truncation; another root at the same size is a fork.
        """
        refused = learn_keys(self._node, self._peer, hello.keys)
        found: list[Refuse] = [] if refused is None else [refused]
        for journal, note in hello.claims.items():
            mirror = self._node.journals.mirrors.get(journal)
            bad = mirror.check_claim(note) if mirror is not None else None
            if bad is not None:
                found.append(Refuse(self._peer, bad.reason, f"{journal}: {bad.detail}", bad.data))
        return found

    def on_frame(self, frame: Frame) -> list[Input]:
        """What the writer must do about a frame; a frame out of place is no input at all."""
        if isinstance(frame, PushFrame) and self.greeted:
            entries = raw_entries(frame.entries)
            return [Received(self._peer, Push(frame.journal, entries, frame.checkpoint))]
        if isinstance(frame, FetchFrame) and self.greeted:
            return [Fetch(self._peer, frame.journal, frame.first, frame.count)]
        return []

    @staticmethod
    def answer(outcome: Outcome) -> Frame:
        """The frame that tells the peer what became of its push."""
        match outcome:
            case Cosigned(journal=journal, size=size, note=note):
                return CosignedFrame(journal, size, note)
            case Rejected(journal=journal, reason=reason, detail=detail, expected=expected):
                return RejectedFrame(journal, reason, detail, expected)
            case Fetched(journal=journal, entries=entries, checkpoint=checkpoint):
                given = tuple(
                    WireEntry(one.header_bytes, one.signature, one.salt, one.body)
                    for one in entries
                )
                return EntriesFrame(journal, given, checkpoint)
            case Refused(refusals=refusals):
                return RefusedFrame("refused", "; ".join(str(one) for one in refusals))
            case _:
                return RefusedFrame("unexpected", type(outcome).__name__)


def raw_entries(entries: tuple[WireEntry, ...]) -> tuple[RawEntry, ...]:
    """Entries as they came, for those who check them."""
    return tuple(RawEntry(one.header, one.signature, one.salt, one.body) for one in entries)


def party_of(journal: str) -> str:
    """Whose journal it is; empty when it is no journal's name."""
    try:
        return parse_journal(journal).party
    except Malformed:
        return ""


def keys_of(node: Node) -> tuple[bytes, ...]:
    """How our own key has changed, as a greeting tells it."""
    return tuple(to_body(one) for one in node.journals.keyring.statements(node.party))


def learn_formats(node: Node, peer: str, formats: dict[str, int]) -> None:
    """Take what a greeting says of the formats that the peer knows; its own word, and bounded.

    A greeting of an older program names none; what such a node knows is known here.
    """
    told = list(formats.items())[:FORMATS_MAX] or FIRST_KNOWN.items()
    node.state.known_formats[peer] = {
        code: version
        for code, version in told
        if len(code) <= CODE_CHARS_MAX and code.isalnum() and 1 <= version <= VERSION_MAX
    }


def learn_keys(node: Node, peer: str, bodies: tuple[bytes, ...]) -> Refuse | None:
    """Take what a greeting says of the peer's keys; what is wrong with it, to be kept, or None.

    Nothing is made durable by it: the entries that say the same come with the journals.
    """
    told: dict[Statement, bytes] = {}
    for body in bodies[:KEYS_MAX]:
        try:
            statement = from_body(body)
        except Malformed as error:
            return Refuse(peer, Reason.BAD_KEY, f"a new key of {peer}: {error}", body)
        if statement.party != peer:
            why = f"a new key of {peer}: is {statement.party[:64]}'s"
            return Refuse(peer, Reason.BAD_KEY, why, body)
        told[statement] = body
    for statement, problem in node.journals.keyring.learn_all(tuple(told)):
        return Refuse(peer, Reason.BAD_KEY, f"a new key of {peer}: {problem}", told[statement])
    return None
