"""The watch over a night: what must hold at every moment, checked from outside the nodes.

It looks at the platters and at what leaves a node, and believes neither the node nor its engine:
- nothing is answered, cosigned, pushed or announced before it is flushed;
- nothing acknowledged is ever lost, and what is final is never rewritten;
- final means flushed at every other member;
- shared state is equal wherever equal lengths of the journals are held;
- a fork that a member was shown is evidence there; nobody honest is ever accused.
What must hold once everybody has caught up: closing.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from detente.core.events import EvidenceKept
from detente.core.line.message import Line
from detente.core.refusal import Fault
from detente.core.values import Json
from detente.journal.entry import decode_header
from detente.journal.forms import Malformed, parse_journal
from detente.journal.merkle import Tree
from detente.node.inputs import Cosigned, Done, Input, Outcome, Received, Rejected
from detente.node.node import Node
from detente.sim.seeds.plan import Plan
from detente.sim.seeds.shared import Position, Shared, differing, position, shared
from detente.sim.seeds.station import Station
from detente.wire.native import StreamItem
from detente.wire.peer import CosignedFrame, Frame, PushFrame

TIMES = ("time-ahead", "time-impossible", "time-backwards")
FORKED = ("fork", "bad-head", "bad-content", "witness-conflict", "witness-ahead")
SAMPLE = 3  # with three and more members, one position in so many is compared


class Breach(Fault):
    """An invariant did not hold."""


@dataclass(slots=True)
class Watch:
    """What has been promised so far in one night. Owned by the world's thread.

    promised: header bytes of acknowledged entries, by station, journal and sequence.
    lines:    those on which shared state is compared.
    held_before: how much of each journal a party held before it was set back to a backup.
    owed:     what was promised, is lost to its author, and must come back from others by morning.
    """

    plan: Plan
    lines: tuple[Line, ...]
    stations: dict[str, Station]
    promised: dict[tuple[str, str, int], bytes] = field(default_factory=dict)
    cosigned: dict[tuple[str, str], tuple[int, bytes]] = field(default_factory=dict)
    final: dict[str, list[bytes]] = field(default_factory=dict)
    seen: dict[tuple[Line, Position], tuple[str, Shared]] = field(default_factory=dict)
    shown_forks: set[tuple[str, str]] = field(default_factory=set)
    compared: int = 0
    held_before: dict[tuple[str, str], int] = field(default_factory=dict)
    owed: dict[tuple[str, str, int], bytes] = field(default_factory=dict)

    def honest(self, station: Station) -> bool:
        """Whether the station's party runs one node only."""
        return station.party != self.plan.liar

    # ------------------------------------------------------------ what a node answers

    def stepped(
        self, station: Station, node: Node, inputs: Sequence[Input], outcomes: Sequence[Outcome]
    ) -> None:
        """A node has answered a batch: all of it must be flushed by now."""
        for what, outcome in zip(inputs, outcomes, strict=True):
            match outcome:
                case Done():
                    self._done(station, outcome)
                case Cosigned():
                    self._cosigned(station, node, outcome)
                case _:
                    pass
            if isinstance(what, Received) and what.peer == self.plan.liar:
                self._look_for_fork(station, node, what, outcome)
        self._compare(station, node)

    def _done(self, station: Station, done: Done) -> None:
        platter = station.platter
        if done.position > platter.position:
            raise Breach(
                f"{station.name} answered at position {done.position}, flushed {platter.position}"
            )
        if done.journal is None or done.sequence is None:
            return
        held = platter.entries.get(done.journal, [])
        if done.sequence >= len(held):
            raise Breach(f"{station.name} answered {done.number} before it was flushed")
        self.promised[station.name, done.journal, done.sequence] = held[done.sequence]

    def _cosigned(self, station: Station, node: Node, given: Cosigned) -> None:
        platter = station.platter
        if platter.size(given.journal) < given.size:
            raise Breach(
                f"{station.name} cosigned {given.size} of {given.journal},"
                f" flushed {platter.size(given.journal)}"
            )
        if platter.cosigned.get((given.journal, station.party), 0) < given.size:
            raise Breach(f"{station.name} gave a cosignature of {given.journal} that is not kept")
        root = node.journals.mirrors[given.journal].root_at(given.size)
        assert root is not None
        key = (station.name, given.journal)
        if given.size >= self.cosigned.get(key, (0, b""))[0]:
            self.cosigned[key] = (given.size, root)

    def sent(self, station: Station, frame: Frame) -> None:
        """A frame leaves a node: it may only speak of what is flushed."""
        if isinstance(frame, PushFrame):
            size = int(frame.checkpoint.split("\n", 2)[1])
            held = station.platter.entries.get(frame.journal, [])
            if size > len(held):
                raise Breach(
                    f"{station.name} pushed {size} of {frame.journal}, flushed {len(held)}"
                )
            if frame.entries and frame.entries[-1].header != held[size - 1]:
                raise Breach(f"{station.name} pushed another entry {size - 1} than it holds")
        elif isinstance(frame, CosignedFrame):
            held_size = station.platter.size(frame.journal)
            if frame.size > held_size:
                raise Breach(
                    f"{station.name} says it holds {frame.size} of {frame.journal}, {held_size} are"
                )

    def news(self, station: Station, item: StreamItem) -> None:
        """A node tells its stream: only what is flushed, and final only what is."""
        if item.event is not None:
            if item.event.position > station.platter.position:
                raise Breach(f"{station.name} announced position {item.event.position} too early")
            if item.event.kind == "evidence-kept" and self.honest(station):
                self._accused(station, item.event.body)
        elif item.type == "delivered" and item.journal is not None and self.honest(station):
            self._is_final(station, item.journal, item.final or 0)

    def _is_final(self, station: Station, journal: str, size: int) -> None:
        node = station.node
        assert node is not None
        if parse_journal(journal).party == self.plan.liar:
            return  # it may say of its own what it likes
        for party, since in node.joined_at(journal).items():
            held = max(
                one.platter.size(journal) for one in self.stations.values() if one.party == party
            )
            held = max(held, self.held_before.get((party, journal), 0))
            if since < size and held < size and party != self.plan.liar:
                raise Breach(
                    f"{station.name} calls {size} of {journal} final; {party} holds {held}"
                )
        headers = station.platter.entries.get(journal, [])[:size]
        known = self.final.setdefault(journal, [])
        if known[: len(headers)] != headers[: len(known)]:
            raise Breach(f"{station.name} rewrote what was final of {journal}")
        known.extend(headers[len(known) :])

    def _accused(self, station: Station, body: Json) -> None:
        said = msgspec.convert(msgspec.json.decode(msgspec.json.encode(body)), EvidenceKept)
        peer, reason, detail = said.peer, said.reason, said.detail
        if peer == self.plan.liar:
            return
        if self.plan.liar is not None and reason in FORKED:
            return  # an honest member has seen the liar's other branch: a suspicion, rightly kept
        if reason in TIMES and self.plan.is_date_wrong:
            return
        raise Breach(f"{station.name} accuses {peer}, who is honest, of {reason}: {detail}")

    # ------------------------------------------------------------ starts

    def booted(self, station: Station, node: Node) -> None:
        """A node has started from its disk: all that was promised must be there."""
        platter = station.platter
        for (name, journal, sequence), header in self.promised.items():
            if name == station.name:
                held = platter.entries.get(journal, [])
                if sequence >= len(held) or held[sequence] != header:
                    raise Breach(f"{name} acknowledged {journal} {sequence} and lost it")
        for (name, journal), (size, root) in self.cosigned.items():
            if name != station.name:
                continue
            if node.kept(journal) < size:
                raise Breach(f"{name} cosigned {size} of {journal}, holds {node.kept(journal)}")
            if node.journals.mirrors[journal].root_at(size) != root:
                raise Breach(f"{name} holds another {journal} than it cosigned")
        if self.honest(station):
            self.rewritten(station)
            self._compare(station, node)

    def rewritten(self, station: Station) -> None:
        """What was final of honest journals must stand unchanged on this disk."""
        for journal, headers in self.final.items():
            if parse_journal(journal).party == self.plan.liar:
                continue
            held = station.platter.entries.get(journal, [])
            if held[: len(headers)] != headers[: len(held)]:
                raise Breach(f"{station.name} holds another {journal} than what was final")

    def set_back(self, station: Station) -> None:
        """A machine is lost, about to be set back: what only it held is no promise any more.

        What another member holds must come back. A state at the length of a journal that only it
        knew may be another one later.
        """
        for journal, headers in station.platter.entries.items():
            before = self.held_before.get((station.party, journal), 0)
            self.held_before[station.party, journal] = max(before, len(headers))
        others = [one.platter for one in self.stations.values() if one is not station]
        for name, journal, sequence in [one for one in self.promised if one[0] == station.name]:
            header = self.promised.pop((name, journal, sequence))
            if any(one.size(journal) > sequence for one in others):
                self.owed[name, journal, sequence] = header
        for name, journal in list(self.cosigned):
            if name == station.name:
                del self.cosigned[name, journal]
        self.seen.clear()

    # ------------------------------------------------------------ shared state

    def _compare(self, station: Station, node: Node) -> None:
        if self.plan.liar is not None:
            return  # two journals under one name: positions do not say what is held
        for line in self.lines:
            where = position(node, line)
            if len(self.plan.parties) > 2 and sum(size for _, size in where) % SAMPLE:
                continue
            self.compare(station, node, line, where)

    def compare(self, station: Station, node: Node, line: Line, where: Position) -> None:
        """The shared state here against that of whoever has been at the same position."""
        here = shared(node, line)
        other, there = self.seen.setdefault((line, where), (station.name, here))
        self.compared += 1
        if here != there:
            raise Breach(
                f"{station.name} and {other} differ at equal positions: {differing(here, there)}"
            )

    # ------------------------------------------------------------ forks

    def _look_for_fork(self, station: Station, node: Node, got: Received, outcome: Outcome) -> None:
        """A member that was shown two different entries at one sequence must have kept it."""
        mirror = node.journals.mirrors.get(got.push.journal)
        if mirror is None or not self.honest(station):
            return
        held = station.platter.entries.get(got.push.journal, [])
        for raw in got.push.entries:
            try:
                header = decode_header(raw.header_bytes)
            except Malformed:
                continue
            if header.sequence < len(held) and held[header.sequence] != raw.header_bytes:
                self.shown_forks.add((station.name, got.push.journal))
                accused = any(one.peer == got.peer for one in node.state.evidence)
                if not isinstance(outcome, Rejected) or not accused:
                    raise Breach(
                        f"{station.name} was shown two entries {header.sequence} of"
                        f" {got.push.journal} and did not notice"
                    )


def root_of(headers: Sequence[bytes]) -> bytes:
    """The Merkle root over header bytes."""
    tree = Tree()
    for header in headers:
        tree.append(header)
    return tree.root()
