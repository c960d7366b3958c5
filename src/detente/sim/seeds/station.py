"""One machine of a party: its clock, its disk, its keys, and the node that runs on them or not.

The node is the real one. Its inbox is the writer's queue: what waits is taken in one step and
answered after its commit, as serve/writer.py does.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

from detente.core.airspace.gazetteer import Gazetteer
from detente.core.events import PartyCard
from detente.journal.keys import Signer
from detente.journal.signatures import public_to_text
from detente.journal.store import Store
from detente.node.identity import Identity
from detente.node.inputs import Input, Outcome
from detente.node.link import Outbound
from detente.node.node import Node
from detente.node.witnessing import WitnessLink
from detente.sim.network import Timeline
from detente.sim.seeds.disk import Platter

VERSION = "sim"
NOWHERE = Gazetteer(())  # names of places play no part here, and take long to load

Reply = Callable[[Outcome], None]


@dataclass(slots=True)
class Station:
    """One machine. name: the party's, with a star when it is a liar's second one.

    offset_ms: how far its clock is off. signers: the keys that lie beside its disk, by public key;
    the record says which of them signs. backup: how many commits its newest backup holds;
    was_restored: set back to it, and not yet told. life: counts starts, so that what was meant for
    a node that has died does not reach the next one.
    """

    name: str
    identity: Identity
    platter: Platter
    timeline: Timeline
    entropy: Callable[[int], bytes]
    offset_ms: int = 0
    signers: dict[bytes, Signer] = field(default_factory=dict)
    backup: int = 0
    was_restored: bool = False
    node: Node | None = None
    life: int = 0
    inbox: list[tuple[Input, Reply | None]] = field(default_factory=list)
    outbound: dict[str, Outbound] = field(default_factory=dict)
    witness: WitnessLink | None = None
    is_turning: bool = False
    tick_ms: int | None = None

    @property
    def party(self) -> str:
        """The party whose keys it has."""
        return self.identity.party

    def clock_ms(self) -> int:
        """What its clock shows."""
        return self.timeline.now_ms + self.offset_ms

    def boot(self) -> Node:
        """Start a node over what the disk holds. Raises when that cannot be read."""
        store = self.platter.open()
        node = self._start(store)
        current = node.journals.keyring.current(self.party)
        if current is not None and current != self.identity.signer.public:
            signer = self.signers[current]
            card = replace(self.identity.card, key=public_to_text(current))
            self.identity = Identity(card, signer)
            node = self._start(store)
        self.node = node
        self.life += 1
        self.forget()
        return node

    def _start(self, store: Store) -> Node:
        return Node(
            identity=self.identity,
            store=store,
            clock=self.clock_ms,
            entropy=self.entropy,
            gazetteer=NOWHERE,
            version=VERSION,
        )

    def new_key(self, dice: random.Random) -> Signer:
        """Make a signing key and lay it beside the disk, before the record speaks of it."""
        signer = Signer.from_seed(dice.randbytes(32))
        self.signers[signer.public] = signer
        return signer

    def forget(self) -> None:
        """What lived in memory only is gone."""
        self.inbox = []
        self.outbound = {}
        self.witness = None
        self.is_turning = False
        self.tick_ms = None


@cache
def identity(party: str) -> Identity:
    """A party's keys, the same in every night: making them is slow and decides nothing."""
    signer = Signer.from_seed(hashlib.sha256(f"detente night {party}".encode()).digest())
    recovery = Signer.from_seed(hashlib.sha256(f"detente recovery {party}".encode()).digest())
    card = PartyCard(
        party=party,
        name=party.title(),
        kind="member",
        key=public_to_text(signer.public),
        recovery_key=public_to_text(recovery.public),
        certificate="",
        address=f"{party}.invalid:0",
        utc_offset_min=120,
    )
    return Identity(card, signer)
