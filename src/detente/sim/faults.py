"""Play a scenario through many seeds of bad luck: lossy links, cuts, crashes, torn commits.

The story's commands are kept; between them the seed decides what breaks. Afterwards the sky is
cleared, everyone catches up, and what must always hold is checked: nothing that was acknowledged
is lost, the nodes hold equal journals to equal lengths, and their receipts agree. A failing seed
is printed and replays exactly. Not here: the expectations of the file; under faults other things
may rightly happen (a conflict found later, a deadline missed).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from detente.core.airspace.gazetteer import Gazetteer
from detente.core.line.commands import Command
from detente.core.refusal import Refusal
from detente.core.values import Json
from detente.sim.local import LocalWorld, memory_stores
from detente.sim.memory_store import MemoryStore
from detente.sim.network import storm
from detente.sim.player import charter, other_charters, play
from detente.sim.registers import REGISTERS, Register, V, rows
from detente.sim.scenario import Scenario
from detente.sim.world import WorldFault
from detente.wire.lastmile import GapView
from detente.wire.native import Accepted, EventView, LineView, MessageView

CALM_MS = 3_600_000  # enough virtual time for every redial and every catch-up
DOWN_MS_MAX = 120_000  # a node stays down for up to two minutes


@dataclass(slots=True)
class Broken:
    """An invariant that did not hold. seed: replays it exactly."""

    seed: int
    what: str

    def __str__(self) -> str:
        return f"seed {self.seed}: {self.what}"


@dataclass(slots=True)
class Tally:
    """What the seeds went through, so that a run can be seen to have had teeth."""

    seeds: int = 0
    commands: int = 0
    acknowledged: int = 0
    crashes: int = 0
    torn: int = 0
    cuts: int = 0
    entries: int = 0
    broken: list[Broken] = field(default_factory=list)


class UnluckyWorld(LocalWorld):
    """A local world in which, between commands, the seed cuts links and power."""

    def unlucky(self, seed: int, tally: Tally) -> UnluckyWorld:
        """Begin to have bad luck; returns itself."""
        self._luck = random.Random(f"faults {seed}")
        self._tally = tally
        self.acknowledged: list[tuple[str, str, int, str]] = []
        return self

    def do(self, party: str, command: Command) -> Accepted | tuple[Refusal, ...]:
        """Act, unless the power goes first; what is acknowledged is remembered."""
        self._misfortune()
        self._wake(self.parties if self._luck.random() < 0.9 else (party,))
        self._tally.commands += 1
        store = self.store(party)
        if self._luck.random() < 0.05 and isinstance(store, MemoryStore):
            store.cut_power(kept=self._luck.random() < 0.5)
            self._tally.torn += 1
        try:
            answer = super().do(party, command)
        except WorldFault:
            self.power(party, up=True)
            return ()
        if isinstance(answer, Accepted) and answer.journal is not None:
            self._tally.acknowledged += 1
            number = answer.number or ""
            assert answer.sequence is not None
            self.acknowledged.append((party, answer.journal, answer.sequence, number))
        return answer

    def release(
        self, party: str, draft: int, acknowledged: Sequence[str] = ()
    ) -> Accepted | tuple[Refusal, ...]:
        """Another officer releases, unless the power went; what is acknowledged is remembered."""
        self._misfortune()
        self._wake((party,))
        self._tally.commands += 1
        try:
            answer = super().release(party, draft, acknowledged)
        except WorldFault:
            self.power(party, up=True)
            return ()
        if isinstance(answer, Accepted) and answer.journal is not None:
            self._tally.acknowledged += 1
            assert answer.sequence is not None
            self.acknowledged.append((party, answer.journal, answer.sequence, answer.number or ""))
        return answer

    def settle(self) -> None:
        """Under bad luck nobody waits for quiet: let a moment pass instead."""
        if getattr(self, "_luck", None) is None:
            super().settle()
            return
        self.advance(self.now_ms() + self._luck.randint(0, 800))

    def events(self, party: str, after: int) -> list[EventView]:
        """Nothing, while the node is down."""
        return super().events(party, after) if self.is_up(party) else []

    def messages(self, party: str) -> list[MessageView]:
        """What the node shows, started again if need be."""
        self.power(party, up=True)
        return super().messages(party)

    def gaps(self, party: str) -> list[GapView]:
        """What the node shows, started again if need be."""
        self.power(party, up=True)
        return super().gaps(party)

    def line_view(self, party: str) -> LineView:
        """What the node shows, started again if need be."""
        self.power(party, up=True)
        return super().line_view(party)

    def register(self, party: str, register: Register[V], number: str = "") -> V:
        """What the node shows, started again if need be."""
        self.power(party, up=True)
        return super().register(party, register, number)

    def _misfortune(self) -> None:
        roll = self._luck.random()
        if roll < 0.06:
            party = self._luck.choice(self.parties)
            if self.is_up(party):
                self.power(party, up=False)
                self._tally.crashes += 1
        elif roll < 0.12:
            self.network(up=False)
            self._tally.cuts += 1
            self.advance(self.now_ms() + self._luck.randint(0, DOWN_MS_MAX))
            self.network(up=True)

    def _wake(self, parties: Sequence[str]) -> None:
        for party in parties:
            if not self.is_up(party):
                self.power(party, up=True)

    def calm_down(self) -> None:
        """Everyone up, links perfect, time to catch up."""
        self.clear_sky()
        for party in self.parties:
            store = self.store(party)
            if isinstance(store, MemoryStore):
                store.spare()
            self.power(party, up=True)
        self.network(up=False)
        self.network(up=True)
        self.advance(self.now_ms() + CALM_MS)


def run(
    scenario: Scenario,
    gazetteer: Gazetteer,
    seeds: range,
    progress: Callable[[Tally], None] | None = None,
) -> Tally:
    """Play every seed; returns what was gone through and what broke."""
    tally = Tally()
    for seed in seeds:
        try:
            world = _play_one(scenario, gazetteer, seed, tally)
            tally.broken.extend(Broken(seed, what) for what in invariants(world))
        except Exception as error:  # noqa: BLE001 - whatever a node raises, the seed must be named
            tally.broken.append(Broken(seed, f"{type(error).__name__}: {error}"))
        tally.seeds += 1
        if progress is not None:
            progress(tally)
    return tally


def _play_one(scenario: Scenario, gazetteer: Gazetteer, seed: int, tally: Tally) -> UnluckyWorld:
    world = UnluckyWorld(
        scenario.parties,
        charter(scenario, f"{scenario.channel}-{seed:08x}"),
        scenario.steps[0].at_ms,
        gazetteer,
        memory_stores(),
        seed=seed,
        weather=storm(seed),
        others=other_charters(scenario, f"-{seed:08x}"),
    ).unlucky(seed, tally)
    play(scenario, world)
    world.calm_down()
    tally.entries += sum(len(world.events(party, 0)) for party in world.parties)
    return world


def invariants(world: UnluckyWorld) -> list[str]:
    """What must hold once everyone has caught up; each breach in one sentence."""
    return [*_kept(world), *_equal(world), *_receipts(world), *_registers(world)]


def _kept(world: UnluckyWorld) -> list[str]:
    """Nothing acknowledged is lost, at its author or anywhere else."""
    found: list[str] = []
    for party in world.parties:
        held = {(event.journal, event.sequence) for event in world.events(party, 0)}
        found.extend(
            f"{author}'s {number} (entry {sequence}) is not at {party}"
            for author, journal, sequence, number in world.acknowledged
            if (journal, sequence) not in held
        )
    return found


def _equal(world: UnluckyWorld) -> list[str]:
    """Every shared journal has the same length, root and cosignatures at every member."""
    found: list[str] = []
    roots: dict[str, tuple[str, int, str]] = {}
    for party in world.parties:
        for view in world.journals(party):
            if view.channel == "house":
                continue
            seen = roots.setdefault(view.journal, (party, view.kept, view.root))
            if seen[1:] != (view.kept, view.root):
                found.append(f"{view.journal}: {seen} differs from {(party, view.kept, view.root)}")
            if view.own and view.final != view.kept:
                found.append(f"{view.journal}: {view.kept} kept at {party}, {view.final} final")
    return found


def _registers(world: UnluckyWorld) -> list[str]:
    """Every register says the same at every member, in whatever order its messages came."""
    found: list[str] = []
    for name, register in REGISTERS.items():
        if register.is_list:
            shown = [
                [_codes(row) for row in rows(name, world.register(party, register))]
                for party in world.parties
            ]
            if any(one != shown[0] for one in shown):
                found.append(f"the register of {name} differs between {', '.join(world.parties)}")
    return found


def _codes(value: Json) -> Json:
    """A view without its words, which each node says in its own local time."""
    if isinstance(value, Mapping):
        return {key: _codes(value[key]) for key in value if not key.endswith("words")}
    return [_codes(one) for one in value] if isinstance(value, list | tuple) else value


def _receipts(world: UnluckyWorld) -> list[str]:
    """The shared part of every message is equal at every member; a ladder never skips back."""
    found: list[str] = []
    shown: dict[str, tuple[str, tuple[object, ...]]] = {}
    for party in world.parties:
        for view in world.messages(party):
            shared = _shared(view)
            other = shown.setdefault(view.message.number, (party, shared))
            if other[1] != shared:
                found.append(
                    f"{view.message.number}: {other[0]} and {party} show different receipts"
                )
            found.extend(
                f"{view.message.number}: {step.step} at {step.by_clock_ms}, before its release"
                for step in view.steps
                if step.step != "DELIVERED" and step.by_clock_ms < view.message.released_ms
            )
    return found


def _shared(view: MessageView) -> tuple[object, ...]:
    """What two members must show alike: content, acts by their authors' clocks, lead times."""
    acts = sorted(
        (step.step, step.party, step.by_clock_ms, step.number or "", step.code or "")
        for step in view.steps
        if step.step != "DELIVERED"
    )
    lead = tuple((one.party, one.finding, one.lead_ms) for one in view.lead)
    return (view.message, tuple(acts), lead, view.superseded_by)
