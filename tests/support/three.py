"""Amber, Cobalt and the facilitator Meridian between them, in one process, joined by real frames.

Amber and Meridian are on one channel, Meridian and Cobalt on another. On each, Meridian introduces
the other side by a label: Cobalt is `south` to Amber, Amber is `north` to Cobalt.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

from detente.core.events import Charter
from detente.core.line.commands import Command
from detente.core.line.message import Line, Status
from detente.core.line.state import Tracked
from detente.core.refusal import Refusal
from detente.journal.signatures import fingerprint
from detente.journal.store import Store
from detente.node.identity import Identity
from detente.node.inputs import (
    Admit,
    Do,
    Done,
    Input,
    Introduce,
    Invite,
    OpenChannel,
    Outcome,
    PinLabel,
    Refused,
    TakePlace,
)
from detente.node.link import Inbound, Outbound
from detente.node.node import Node
from detente.wire.peer import decode, encode
from tests.support.pair import ADMIN, START_MS, Clock, deliver, identity, make_node

NORTH = Line("north-1f3a9c02")
SOUTH = Line("south-5b7d0e44")
SECRETS = {line: hashlib.sha256(line.channel.encode()).hexdigest() for line in (NORTH, SOUTH)}


@dataclass(slots=True)
class Three:
    """The three nodes; `settle` carries frames until all are quiet. stores: to begin with."""

    clock: Clock = field(default_factory=Clock)
    stores: dict[str, Store] = field(default_factory=dict)
    nodes: dict[str, Node] = field(init=False)
    links: dict[tuple[str, str], tuple[Outbound, Inbound]] = field(init=False)
    introduce: bool = True

    def __post_init__(self) -> None:
        """Open both channels at Meridian, take the others in, connect, introduce by label."""
        self.nodes = {name: self._node(name) for name in ("amber", "cobalt", "meridian")}
        self._join(NORTH, "amber")
        self._join(SOUTH, "cobalt")
        self.links = {}
        for other in ("amber", "cobalt"):
            for here, there in ((other, "meridian"), ("meridian", other)):
                self.connect(here, there)
        if self.introduce:
            self.take("meridian", Introduce(ADMIN, NORTH.channel, "cobalt", "south"))
            self.take("meridian", Introduce(ADMIN, SOUTH.channel, "amber", "north"))
        self.settle()

    def _node(self, name: str) -> Node:
        node = make_node(name, self.clock, self.stores.get(name))
        if name == "meridian":
            own = identity(name)
            node.identity = Identity(replace(own.card, kind="facilitator"), own.signer)
        return node

    def _join(self, line: Line, name: str) -> None:
        """Open the line's channel at Meridian and take the other in, as invite and join do."""
        meridian, node = self.nodes["meridian"], self.nodes[name]
        charter = Charter(line.channel, line.channel[:5].title(), "relay")
        secret = SECRETS[line]
        opened: list[Input] = [
            OpenChannel(ADMIN, charter),
            Invite(ADMIN, line.channel, secret, START_MS + 60_000),
            Admit(line.channel, secret, node.identity.card),
        ]
        done = meridian.step(opened)
        done += node.step([TakePlace(ADMIN, charter, (meridian.identity.card,))])
        assert all(isinstance(one, Done) for one in done), done

    def connect(self, here: str, there: str) -> None:
        """Dial anew one way, as after a cut."""
        node, peer = self.nodes[here], self.nodes[there]
        out, inbound = Outbound(node, there), Inbound(peer, here)
        self.links[here, there] = (out, inbound)
        hello = decode(encode(out.hello()))
        welcome = decode(encode(inbound.welcome(hello)))  # type: ignore[arg-type]  # a Hello
        node.step(out.on_frame(welcome))

    def settle(self) -> None:
        """Carry frames until nobody has anything to send."""
        going = True
        while going:
            going = sum(self._carry(*pair) for pair in self.links) > 0

    def _carry(self, here: str, there: str) -> bool:
        out, inbound = self.links[here, there]
        frame = out.next_frame()
        if frame is None:
            return False
        answer = deliver(self.nodes[there], inbound, frame)
        self.nodes[here].step(out.on_frame(answer))
        return True

    def take(self, name: str, item: Input) -> Outcome:
        """One input at one node; nothing is carried yet."""
        return self.nodes[name].step([item])[0]

    def do(self, name: str, line: Line, command: Command) -> str:
        """One officer's command that must not be refused, carried everywhere; its number."""
        self.clock.now_ms += 1_000
        outcome = self.take(name, Do(ADMIN, line, command))
        assert isinstance(outcome, Done), outcome
        assert outcome.number is not None
        self.settle()
        return outcome.number

    def refusals(self, name: str, line: Line, command: Command) -> tuple[Refusal, ...]:
        """Why a command is refused; empty when it is not."""
        outcome = self.take(name, Do(ADMIN, line, command))
        return outcome.refusals if isinstance(outcome, Refused) else ()

    def rules(self, name: str, line: Line, command: Command) -> list[str]:
        """The rules by which a command is refused; empty when it is not."""
        return [one.rule for one in self.refusals(name, line, command)]

    def at(self, name: str, line: Line, number: str) -> Tracked:
        """A message as one node holds it."""
        tracked = self.nodes[name].state.message(line, number)
        assert tracked is not None, f"{name} does not hold {number}"
        return tracked

    def last(self, name: str, line: Line, code: str, author: str = "meridian") -> Tracked:
        """The newest message of a format by an author, as one node holds it."""
        found = [
            one
            for one in self.nodes[name].state.line(line).messages.values()
            if one.message.format == code and one.author == author
        ]
        assert found, f"{name} holds no {code} of {author}"
        return found[-1]

    def pin(self, name: str, line: Line, label: str, party: str) -> Outcome:
        """An officer compared the fingerprint behind a label with the party's own."""
        mark = fingerprint(identity(party).signer.public)
        return self.take(name, PinLabel(ADMIN, line.channel, label, mark))


EXERCISE = Line(NORTH.channel, Status.EXERCISE)
