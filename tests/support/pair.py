"""Two nodes in one process, joined by real frames but no sockets: for tests of node/ alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from detente.core.airspace.gazetteer import Gazetteer
from detente.core.events import Charter, PartyCard
from detente.core.line.commands import Command
from detente.core.line.message import Line, Role
from detente.journal.keys import Signer
from detente.journal.signatures import public_to_text
from detente.journal.store import Store
from detente.node.identity import Identity
from detente.node.inputs import Actor, Admit, Do, Done, Invite, OpenChannel, Outcome, TakePlace
from detente.node.link import Inbound, Outbound
from detente.node.node import Node
from detente.sim.memory_store import MemoryStore
from detente.wire.peer import Frame, decode, encode

START_MS = 1_789_000_000_000
ADMIN = Actor("desk-1", Role.ADMINISTRATOR)
LINE = Line("coast-1f3a9c02")
CHARTER = Charter(LINE.channel, "Coast", "safety")
SECRET = hashlib.sha256(b"secret").hexdigest()


@dataclass(slots=True)
class Clock:
    """A clock that the test sets."""

    now_ms: int = START_MS

    def __call__(self) -> int:
        """The time that the test set, UTC milliseconds."""
        return self.now_ms


def identity(party: str) -> Identity:
    """A party with keys made from its name, so that every run has the same ones."""
    signer = Signer.from_seed(hashlib.sha256(party.encode()).digest())
    key, safe = public_to_text(signer.public), public_to_text(recovery(party).public)
    card = PartyCard(party, party.title(), "member", key, safe, "", "127.0.0.1:0", 120)
    return Identity(card, signer)


def recovery(party: str) -> Signer:
    """The recovery key of a party."""
    return Signer.from_seed(hashlib.sha256(f"{party} recovery".encode()).digest())


def make_node(party: str, clock: Callable[[], int], store: Store | None = None) -> Node:
    """A node over a store (in memory unless given); salts are counted, not random."""
    count = iter(range(1 << 62))
    return Node(
        identity=identity(party),
        store=store or MemoryStore(),
        clock=clock,
        entropy=lambda size: next(count).to_bytes(size, "big"),
        gazetteer=Gazetteer(()),
        version="test",
    )


@dataclass(slots=True)
class Pair:
    """Amber and Cobalt on one channel; `settle` carries frames until both are quiet."""

    clock: Clock = field(default_factory=Clock)
    given: Node | None = None
    amber: Node = field(init=False)
    cobalt: Node = field(init=False)
    links: dict[str, tuple[Outbound, Inbound]] = field(init=False)

    def __post_init__(self) -> None:
        """Open the channel at Amber, invite and admit Cobalt, and greet both ways."""
        self.amber = self.given or make_node("amber", self.clock)
        self.cobalt = make_node("cobalt", self.clock)
        join(self.amber, self.cobalt)
        self.links = {}
        self.connect()

    def connect(self) -> None:
        """Dial both ways anew, as after a cut."""
        for here, there in ((self.amber, self.cobalt), (self.cobalt, self.amber)):
            out = self.links[here.party][0] if here.party in self.links else None
            out = out or Outbound(here, there.party)
            inbound = Inbound(there, here.party)
            self.links[here.party] = (out, inbound)
            hello = decode(encode(out.hello()))
            welcome = decode(encode(inbound.welcome(hello)))  # type: ignore[arg-type]  # a Hello
            there.step(inbound.broken_claims(hello))  # type: ignore[arg-type]  # a Hello
            here.step(out.on_frame(welcome))

    def settle(self) -> None:
        """Carry frames until nobody has anything to send."""
        going = True
        while going:
            going = any([self.carry("amber"), self.carry("cobalt")])

    def carry(self, party: str) -> bool:
        """Carry one push of `party` and its answer; False when there was nothing to push."""
        out, inbound = self.links[party]
        here = self.amber if party == "amber" else self.cobalt
        there = self.cobalt if party == "amber" else self.amber
        frame = out.next_frame()
        if frame is None:
            return False
        answer = deliver(there, inbound, frame)
        here.step(out.on_frame(answer))
        return True

    def do(self, party: str, command: Command) -> Outcome:
        """One officer's command at one of the two nodes."""
        node = self.amber if party == "amber" else self.cobalt
        return node.step([Do(ADMIN, LINE, command)])[0]


def deliver(node: Node, inbound: Inbound, frame: Frame) -> Frame:
    """Hand a frame's bytes to a node's inbound side and return the bytes' answer."""
    (item,) = inbound.on_frame(decode(encode(frame)))
    return decode(encode(Inbound.answer(node.step([item])[0])))


def join(inviter: Node, joiner: Node) -> None:
    """Open LINE's channel at the inviter and take the joiner in, as invite and join do."""
    card = joiner.identity.card
    opened = inviter.step(
        [
            OpenChannel(ADMIN, CHARTER),
            Invite(ADMIN, LINE.channel, SECRET, START_MS + 60_000),
            Admit(LINE.channel, SECRET, card),
        ]
    )
    taken = joiner.step([TakePlace(ADMIN, CHARTER, (inviter.identity.card,))])
    assert all(isinstance(one, Done) for one in opened + taken), (opened, taken)
