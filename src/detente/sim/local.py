"""A world inside this process: real nodes under a virtual clock, over memory or SQLite files.

The nodes, their link machines, the frames' bytes, keys and signatures are the real ones; only the
clock, the network and (in memory) the disk are simulated. All chance comes from one seed, so a
seed replays exactly. Not here: TLS, HTTP, processes (processes.py).
"""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from detente.core.airspace.gazetteer import Gazetteer
from detente.core.events import BundleMade, Charter, PartyCard
from detente.core.line.commands import Command, ReleaseDraft
from detente.core.line.message import Line, Role, Status
from detente.core.refusal import Refusal
from detente.journal.bundle import Reader, carry, export
from detente.journal.engines.sqlite import SqliteStore
from detente.journal.keys import Signer
from detente.journal.signatures import public_to_text
from detente.journal.store import Store
from detente.node import lastmile, views
from detente.node.identity import Identity
from detente.node.inputs import (
    Actor,
    AddOfficer,
    Admit,
    BundleTaken,
    Do,
    Done,
    Input,
    Invite,
    NoteBundle,
    OpenChannel,
    Outcome,
    Refused,
    TakePlace,
    Tick,
)
from detente.node.link import Inbound, Outbound
from detente.node.node import Node
from detente.serve.carried import CarriedFile, Part, add, came, is_vouched, report
from detente.sim.memory_store import MemoryStore, PowerCut
from detente.sim.network import REDIAL_MS, Timeline, Weather, Wire
from detente.sim.registers import Register, V
from detente.sim.scenario import PartyLine
from detente.sim.world import SECOND, SETUP_MS, WATCH, NotShown, WorldFault
from detente.wire.lastmile import GapView
from detente.wire.native import (
    Accepted,
    BundleView,
    ConflictView,
    EventView,
    JournalView,
    LineView,
    MessageView,
)
from detente.wire.peer import Frame, Hello, RefusedFrame, decode, encode

TURNS_MAX = 1_000_000  # more turns without falling quiet is a bug of ours, not a long story
VERSION = "sim"
ADMIN = Actor("admin", Role.ADMINISTRATOR)
OFFICER = Actor(WATCH, Role.RELEASER)
ANOTHER = Actor(SECOND, Role.RELEASER)
_PAGE = 1_000


@dataclass(slots=True)
class Station:
    """One party: what survives a crash (identity, store) and what does not (node, links)."""

    identity: Identity
    open_store: Callable[[], Store]
    store: Store
    node: Node | None = None
    outbound: dict[str, Outbound] = field(default_factory=dict)


@dataclass(slots=True)
class Connection:
    """One dialled connection: both wires and the listener's machine."""

    there: Wire
    back: Wire
    inbound: Inbound
    closed: bool = False


class LocalWorld:
    """Implements world.World in this process. Owned by one thread.

    stores: how each party's store is opened (again after a crash). weather: see network.py.
    """

    def __init__(
        self,
        parties: Sequence[PartyLine],
        charter: Charter,
        start_ms: int,
        gazetteer: Gazetteer,
        stores: Callable[[str], Callable[[], Store]],
        *,
        kind: str = "memory",
        seed: int = 0,
        weather: Weather | None = None,
        others: Sequence[Charter] = (),
    ) -> None:
        self.kind = kind
        self.parties = tuple(one.party for one in parties)
        self._charters = (charter, *others)
        self.channels = tuple(one.channel for one in self._charters)
        self.channel = charter.channel
        self._gazetteer = gazetteer
        self._dice = random.Random(f"world {seed}")
        self._calm, self._weather = Weather(), weather or Weather()
        self._storming = False
        self._timeline = Timeline(start_ms - SETUP_MS)
        self._up = True
        self._connections: dict[tuple[str, str], Connection] = {}
        self._dialling: set[tuple[str, str]] = set()
        self._stations: dict[str, Station] = {}
        for one in parties:
            opener = stores(one.party)
            self._stations[one.party] = Station(_identity(one, seed), opener, opener())
        for party in self.parties:
            self._boot(party)
        self._join_all()
        self._storming = True

    # ------------------------------------------------------------ world.World

    def now_ms(self) -> int:
        """The virtual clock."""
        return self._timeline.now_ms

    def advance(self, to_ms: int) -> None:
        """Let time pass; ticks and frames happen at their own times, in one order."""
        for _ in range(TURNS_MAX):
            due = self._next_due(to_ms)
            frame_ms = self._timeline.next_ms()
            if frame_ms is not None and frame_ms <= (due[0] if due else to_ms):
                self._timeline.run_one()
            elif due is not None:
                self._timeline.now_ms = max(self._timeline.now_ms, due[0])
                self._step(due[1], [Tick()])
            else:
                self._timeline.now_ms = max(self._timeline.now_ms, to_ms)
                return
        raise WorldFault(f"still busy after {TURNS_MAX} turns")

    def do(self, party: str, command: Command) -> Accepted | tuple[Refusal, ...]:
        """An officer acts; raises WorldFault when the node is down."""
        return self._as(OFFICER, party, command)

    def release(
        self, party: str, draft: int, acknowledged: Sequence[str] = ()
    ) -> Accepted | tuple[Refusal, ...]:
        """Another officer releases the draft."""
        return self._as(ANOTHER, party, ReleaseDraft(draft, tuple(acknowledged)))

    def _as(self, actor: Actor, party: str, command: Command) -> Accepted | tuple[Refusal, ...]:
        outcome = self._step(party, [Do(actor, Line(self.channel), command)])
        if not outcome:
            raise WorldFault(f"{party} lost power while it did {command}")
        match outcome[0]:
            case Done() as done:
                return Accepted(
                    position=done.position,
                    number=done.number,
                    journal=done.journal,
                    sequence=done.sequence,
                    warnings=done.warnings,
                    conflicts=done.conflicts,
                    draft=done.draft,
                )
            case Refused(refusals=refusals):
                return refusals
            case other:
                raise WorldFault(f"{party} answered a command with {other}")

    def settle(self) -> None:
        """Run the network until nothing is under way."""
        for _ in range(TURNS_MAX):
            if self._timeline.next_ms() is None:
                return
            self._timeline.run_one()
        raise WorldFault(f"never fell quiet in {TURNS_MAX} turns")

    def bundle_out(self, party: str, peer: str) -> bytes:
        """What the peer lacks, as `detente bundle out` writes it."""
        station, node = self._stations[party], self.node(party)
        load = node.carrying.load(peer, (), whole=False, others=False)
        with tempfile.TemporaryDirectory(prefix="detente-bundle-") as folder:
            path = Path(folder) / "bundle.jsonl"
            end = carry(
                station.store,
                path,
                load,
                made_by=party,
                made_at_ms=self.now_ms(),
                signer=station.identity.signer,
            )
            data = path.read_bytes()
        made = BundleMade(peer, WATCH, end.sha256, end.entries, end.cosignatures)
        self._must(party, NoteBundle(made))
        return data

    def bundle_in(self, party: str, data: bytes) -> None:
        """Take the file's pages as the API does."""
        with tempfile.TemporaryDirectory(prefix="detente-bundle-") as folder:
            path = Path(folder) / "bundle.jsonl"
            path.write_bytes(data)
            with Reader(path) as reader:
                file = CarriedFile(reader)
                view = self._take_pages(party, file)
                self._must(party, NoteBundle(came(file, view, WATCH)))

    def _take_pages(self, party: str, file: CarriedFile) -> BundleView:
        parts: dict[str, Part] = {}
        receipts = 0
        for page in file.pages():
            (outcome,) = self._step(party, [page.input(file.carrier, file.keys)])
            if not isinstance(outcome, BundleTaken):
                raise WorldFault(f"{party} did not take a file: {outcome}")
            receipts += outcome.receipts
            for problem in outcome.problems:
                file.problem(problem)
            add(parts, outcome)
        keys = self.node(party).journals.keyring.all(file.reader.opening.made_by)
        return report(file, parts, receipts, signed=is_vouched(file, keys))

    def gaps(self, party: str) -> list[GapView]:
        """The node's own view of the last mile."""
        return lastmile.gaps(self.node(party), Status.ACTUAL)

    def line_view(self, party: str) -> LineView:
        """The node's own view of the line."""
        return views.line_view(self.node(party), Line(self.channel))

    def register(self, party: str, register: Register[V], number: str = "") -> V:
        """The node's own view of a register."""
        found = register.view(self.node(party), Line(self.channel), number)
        if found is None:
            raise NotShown(party, number)
        return found

    def network(self, *, up: bool) -> None:
        """Cut every link, or let the nodes dial again."""
        self._up = up
        if up:
            self._dial_all()
            return
        for pair in list(self._connections):
            self._hang_up(pair, "cut")

    def power(self, party: str, *, up: bool) -> None:
        """Crash: the node's memory and links are gone, its store stays. Or start it from that."""
        station = self._stations[party]
        if up:
            if station.node is None:
                station.store = station.open_store()
                self._boot(party)
                self._catch_up(party)
                self._dial_all()
            return
        station.node = None
        station.store.close()
        for pair in list(self._connections):
            if party in pair:
                self._hang_up(pair, f"{party} is down")

    def events(self, party: str, after: int) -> list[EventView]:
        """Entries at local positions > after."""
        found: list[EventView] = []
        while page := views.events(self.node(party), after=after, limit=_PAGE):
            found.extend(page)
            after = page[-1].position
        return found

    def messages(self, party: str) -> list[MessageView]:
        """All messages of the channel, oldest first."""
        found: list[MessageView] = []
        while page := views.messages(
            self.node(party), Line(self.channel), after=found[-1].position if found else 0
        ):
            found.extend(page)
        return found

    def conflicts(self, party: str) -> list[ConflictView]:
        """All conflicts, open and ended."""
        return list(views.conflicts(self.node(party), Line(self.channel)))

    def journals(self, party: str) -> list[JournalView]:
        """All journals that this node holds."""
        return list(views.journals(self.node(party)))

    def export(self, party: str, path: Path) -> None:
        """Write the evidence file."""
        station = self._stations[party]
        export(
            station.store,
            path,
            made_by=party,
            made_at_ms=self.now_ms(),
            signer=station.identity.signer,
        )

    def card(self, party: str) -> PartyCard:
        """The party's public card."""
        return self._stations[party].identity.card

    def close(self) -> None:
        """Close every store."""
        for station in self._stations.values():
            station.store.close()

    # ------------------------------------------------------------ for the seeds runner

    def node(self, party: str) -> Node:
        """The party's running node; raises WorldFault when it is down."""
        node = self._stations[party].node
        if node is None:
            raise WorldFault(f"{party} is down")
        return node

    def is_up(self, party: str) -> bool:
        """Whether the party's node runs."""
        return self._stations[party].node is not None

    def store(self, party: str) -> Store:
        """The party's store."""
        return self._stations[party].store

    def clear_sky(self) -> None:
        """From here on the network is perfect."""
        self._storming = False

    # ------------------------------------------------------------ nodes

    def _boot(self, party: str) -> None:
        station = self._stations[party]
        station.node = Node(
            identity=station.identity,
            store=station.store,
            clock=self.now_ms,
            entropy=self._dice.randbytes,
            gazetteer=self._gazetteer,
            version=VERSION,
        )
        node = station.node
        station.outbound = {
            other: Outbound(node, other) for other in self.parties if other != party
        }

    def _join_all(self) -> None:
        """The first party opens the channel; the others come with an invitation."""
        first = self.parties[0]
        token = hashlib.sha256(b"sim token").hexdigest()
        for party in self.parties:
            self._must(party, AddOfficer(ADMIN, WATCH, Role.RELEASER, token))
            other = hashlib.sha256(b"sim token of another").hexdigest()
            self._must(party, AddOfficer(ADMIN, SECOND, Role.RELEASER, other))
        for charter in self._charters:
            self._open(first, charter)
        self._dial_all()
        self.settle()

    def _open(self, first: str, charter: Charter) -> None:
        self._must(first, OpenChannel(ADMIN, charter))
        for party in self.parties[1:]:
            of = party if charter is self._charters[0] else f"{party} {charter.channel}"
            secret = hashlib.sha256(of.encode()).hexdigest()
            expires_ms = self.now_ms() + SETUP_MS
            self._must(first, Invite(ADMIN, charter.channel, secret, expires_ms))
            self._must(first, Admit(charter.channel, secret, self.card(party)))
        cards = tuple(self.card(party) for party in self.parties)
        for party in self.parties[1:]:
            others = tuple(card for card in cards if card.party != party)
            self._must(party, TakePlace(ADMIN, charter, others))

    def _must(self, party: str, what: Input) -> None:
        outcome = self._step(party, [what])
        if not outcome or not isinstance(outcome[0], Done):
            raise WorldFault(f"{party} did not take {type(what).__name__}: {outcome}")

    def _step(self, party: str, inputs: list[Input]) -> list[Outcome]:
        """One batch; empty when the power went during it."""
        try:
            outcomes = self.node(party).step(inputs)
        except PowerCut:
            self.power(party, up=False)
            return []
        self._pump(party)
        return list(outcomes)

    def _next_due(self, until_ms: int) -> tuple[int, str] | None:
        """The earliest tick that a running node needs, if it is not later than `until_ms`."""
        due = [
            (due_ms, party)
            for party, station in self._stations.items()
            if station.node is not None
            and (due_ms := station.node.next_due_ms()) is not None
            and due_ms <= until_ms
        ]
        return min(due, default=None)

    def _catch_up(self, party: str) -> None:
        due_ms = self.node(party).next_due_ms()
        if due_ms is not None and due_ms <= self.now_ms():
            self._step(party, [Tick()])

    # ------------------------------------------------------------ links

    def _dial_all(self) -> None:
        for a in self.parties:
            for b in self.parties:
                if a != b:
                    self._dial(a, b)

    def _dial(self, a: str, b: str) -> None:
        """`a` dials `b`, unless it cannot or already has."""
        if not (self._up and self.is_up(a) and self.is_up(b)) or (a, b) in self._connections:
            return
        weather = self._weather if self._storming else self._calm
        outbound, inbound = self._stations[a].outbound[b], Inbound(self.node(b), a)
        connection = Connection(
            there=Wire(
                self._timeline,
                weather,
                self._dice,
                lambda data: self._heard(connection, b, data),
                lambda why: self._hang_up((a, b), why),
            ),
            back=Wire(
                self._timeline,
                weather,
                self._dice,
                lambda data: self._answered(a, b, data),
                lambda why: self._hang_up((a, b), why),
            ),
            inbound=inbound,
        )
        self._connections[a, b] = connection
        connection.there.send(encode(outbound.hello()))

    def _hang_up(self, pair: tuple[str, str], why: str) -> None:
        connection = self._connections.pop(pair, None)
        if connection is None:
            return
        connection.there.close()
        connection.back.close()
        a, b = pair
        if self.is_up(a):
            self._stations[a].outbound[b].down(why)
        if self._up and self.is_up(a) and self.is_up(b) and pair not in self._dialling:
            self._dialling.add(pair)
            self._timeline.after(REDIAL_MS, lambda: self._redial(pair))

    def _redial(self, pair: tuple[str, str]) -> None:
        self._dialling.discard(pair)
        self._dial(*pair)

    def _heard(self, connection: Connection, b: str, data: bytes) -> None:
        """Bytes from the dialler arrive at the listener `b`."""
        frame = decode(data)
        if not connection.inbound.greeted:
            connection.back.send(encode(self._greet(connection, frame)))
            return
        for what in connection.inbound.on_frame(frame):
            for outcome in self._step(b, [what]):
                connection.back.send(encode(Inbound.answer(outcome)))

    @staticmethod
    def _greet(connection: Connection, frame: Frame) -> Frame:
        if isinstance(frame, Hello):
            return connection.inbound.welcome(frame)
        return RefusedFrame("order", "the first frame is a greeting")

    def _answered(self, a: str, b: str, data: bytes) -> None:
        """Bytes from the listener `b` arrive back at the dialler `a`."""
        inputs = self._stations[a].outbound[b].on_frame(decode(data))
        if inputs:
            self._step(a, inputs)
        else:
            self._pump(a)

    def _pump(self, a: str) -> None:
        """Send everything that `a` may send now."""
        for b, outbound in self._stations[a].outbound.items():
            connection = self._connections.get((a, b))
            while connection is not None and not connection.there.closed:
                frame = outbound.next_frame()
                if frame is None:
                    break
                connection.there.send(encode(frame))


def _identity(one: PartyLine, seed: int) -> Identity:
    """A party's identity from the seed, so that a seed replays exactly."""

    def key(purpose: str) -> bytes:
        return hashlib.sha256(f"detente sim {seed} {one.party} {purpose}".encode()).digest()

    card = PartyCard(
        party=one.party,
        name=one.name,
        kind="member",
        key=public_to_text(Signer.from_seed(key("sign")).public),
        recovery_key=public_to_text(Signer.from_seed(key("recovery")).public),
        certificate="",
        address=f"{one.party}.invalid:0",
        utc_offset_min=one.utc_offset_min,
    )
    return Identity(card, Signer.from_seed(key("sign")))


def memory_stores() -> Callable[[str], Callable[[], Store]]:
    """Stores in memory, one per party, that survive their node."""
    kept: dict[str, MemoryStore] = {}

    def of(party: str) -> Callable[[], Store]:
        return lambda: kept.setdefault(party, MemoryStore())

    return of


def sqlite_stores(folder: Path) -> Callable[[str], Callable[[], Store]]:
    """Stores as SQLite files in `folder`, one per party, opened again after a crash."""

    def of(party: str) -> Callable[[], Store]:
        return lambda: SqliteStore(folder / f"{party}.sqlite")

    return of
