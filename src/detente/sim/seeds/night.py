"""One seeded night: real nodes, links and journals; virtual time, network, disks and clocks.

Everything that happens comes from the plan's seed, in one order, so a seed replays exactly. At
its end the sky is cleared, everybody catches up, and closing.py looks at what is left.
Not here: TLS, HTTP, threads; what must hold (watch.py).
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable
from functools import partial

from detente.core.line.message import Line, Role
from detente.core.refusal import Fault
from detente.journal.forms import Malformed
from detente.journal.whole import Damaged
from detente.node.inputs import (
    Actor,
    ChangeKey,
    Do,
    Done,
    Input,
    OpenChannel,
    Outcome,
    Tick,
    WasRestored,
)
from detente.node.link import Inbound, Outbound, party_of
from detente.node.node import Node
from detente.sim.memory_store import PowerCut
from detente.sim.network import Timeline, Weather
from detente.sim.seeds import officers
from detente.sim.seeds.cable import Cable
from detente.sim.seeds.disk import DiskFull, Platter, Strike
from detente.sim.seeds.joining import ADMIN, CHANNEL, CHARTER, Joining
from detente.sim.seeds.liar import Brazen
from detente.sim.seeds.plan import HOUR_MS, MINUTE_MS, START_MS, Plan
from detente.sim.seeds.station import Reply, Station, identity
from detente.sim.seeds.watch import Breach, Watch
from detente.sim.seeds.witness import Witness
from detente.wire.peer import Frame, Hello, decode, encode

OFFICER = Actor("watch", Role.RELEASER)
TURN_MS_MAX = 12  # how long what waits at the writer may wait before it is taken
REDIAL_MS = (100, 5_000)
REFUSED_REDIAL_MS = (5_000, 60_000)  # who was turned away comes back more slowly
CALM_SLOWER = 10  # in the morning, when only a date has to be waited for: nothing is lost by it
TRY_AGAIN_MS = 20_000  # how often a standing connection looks what time has healed
DOWN_MS_MAX = 90_000
RESTORE_MS_MIN = 20_000  # nobody restores a backup while the packets of before are on their way
QUIET_STEP_MS = 500  # at first; then a little longer each time
QUIET_STEP_MS_MAX = 60_000
NAMINGS_MAX = 10  # rounds until the liar, whose messages wait as long as any, has told all
CALM_MS_MAX = 2 * HOUR_MS  # and the furthest jump of a clock; who is not quiet by then is stuck
CALM = Weather(1, 3)


class Night:
    """One seed. Owned by one thread; `play` once.

    trace: told every event as one line of text. disk: makes a party's disk.
    """

    def __init__(
        self,
        plan: Plan,
        trace: Callable[[str], None] | None = None,
        disk: Callable[[str], Platter] = lambda _party: Platter(),
    ) -> None:
        self.plan = plan
        self._disk = disk
        self.dice = random.Random(f"course {plan.seed}")
        self._luck = random.Random(f"luck {plan.seed}")
        self.timeline = Timeline(START_MS)
        self.stations: dict[str, Station] = {}
        self.tally: Counter[str] = Counter()
        self.is_calm = True
        self.lines = tuple(Line(CHANNEL, status) for status in plan.statuses)
        self.watch = Watch(plan, self.lines, self.stations)
        self._trace = trace
        self._digest = hashlib.sha256()
        self._cables: dict[tuple[str, str], Cable] = {}
        self._dialling: set[tuple[str, str]] = set()
        self._apart: set[frozenset[str]] = set()
        self._joining = Joining(self)
        self._routes: dict[str, str] = {}
        self.witness: Witness | None = None
        if plan.has_witness:
            self.witness = Witness(self.timeline, self._weather, self.dice, self.submit)

    def close(self) -> None:
        """Take away what the night made outside of memory."""
        if self.witness is not None:
            self.witness.close()

    def _weather(self) -> Weather:
        return CALM if self.is_calm else self.plan.weather

    # ------------------------------------------------------------ the course of a night

    def play(self) -> None:
        """Everything up to the last catch-up. Raises Breach, or whatever a node raises."""
        self._begin()
        self.is_calm = False
        plan, dice = self.plan, self.dice
        for _ in range(plan.acts):
            self.timeline.after(dice.randrange(plan.length_ms), self._act)
        for _ in range(plan.acts // 2 + 2):
            self.timeline.after(dice.randrange(plan.length_ms), self._misfortune)
        for party in plan.late:
            self.timeline.after(dice.randrange(plan.length_ms), partial(self._joining.join, party))
        if plan.liar is not None:
            self.timeline.after(dice.randrange(plan.length_ms), self._split)
        for _ in range(plan.rotations):
            self.timeline.after(self._luck.randrange(plan.length_ms), self._rotate)
        unlucky = self._luck.choice(list(self.stations.values()))
        for _ in range(plan.restores):
            self._plan_restore(unlucky)
        self._run(START_MS + MINUTE_MS + plan.length_ms)
        self._calm_down()

    @property
    def digest(self) -> str:
        """A hash over everything that happened, in order: equal for an exact replay."""
        return self._digest.hexdigest()

    def note(self, who: str, what: str) -> None:
        """One event of the trace."""
        line = f"{self.timeline.now_ms - START_MS:>9} {who} {what}"
        self._digest.update(line.encode())
        if self._trace is not None:
            self._trace(line)

    def _run(self, until_ms: int) -> None:
        timeline = self.timeline
        while (due_ms := timeline.next_ms()) is not None and due_ms <= until_ms:
            timeline.run_one()
        timeline.now_ms = max(timeline.now_ms, until_ms)

    def _begin(self) -> None:
        """The first party opens the channel; those who are not late join in calm weather."""
        for party in self.plan.parties:
            salts = random.Random(f"salts {self.plan.seed} {party}")
            station = Station(
                party, identity(party), self._disk(party), self.timeline, salts.randbytes
            )
            self.stations[party] = station
            self._boot(station)
        first = self.stations[self.plan.parties[0]]
        self.submit(first, OpenChannel(ADMIN, CHARTER), lambda _: self._joining.take_witness(first))
        for party in self.plan.parties[1:]:
            if party not in self.plan.late:
                self._joining.join(party)
        self._run(START_MS + MINUTE_MS)

    def honest(self) -> list[Station]:
        """Every machine of a party that runs one node only."""
        return [one for one in self.stations.values() if one.party != self.plan.liar]

    # ------------------------------------------------------------ officers

    def _act(self) -> None:
        station = self.dice.choice(list(self.stations.values()))
        node = station.node
        line = self.dice.choice(self.lines)
        if node is None or node.party not in node.state.members.get(CHANNEL, ()):
            return
        if node.book.restored:
            return  # the officers wait until the others have said what they hold
        command = officers.command(node, line, self.dice)
        self.note(station.name, f"does {type(command).__name__}")
        self.tally["commands"] += 1
        self.submit(station, Do(OFFICER, line, command), self._acknowledged)

    def _acknowledged(self, outcome: Outcome) -> None:
        self.tally["acknowledged" if isinstance(outcome, Done) else "refused"] += 1

    # ------------------------------------------------------------ the writer

    def submit(self, station: Station, what: Input, reply: Reply | None = None) -> None:
        """Hand one input to a node; nothing happens while it is down."""
        if station.node is None:
            return
        station.inbox.append((what, reply))
        self._turn_soon(station)

    def _turn_soon(self, station: Station) -> None:
        if station.is_turning:
            return
        station.is_turning = True
        life = station.life
        delay_ms = self.dice.randint(0, TURN_MS_MAX)
        self.timeline.after(delay_ms, lambda: self._turn(station, life))

    def _turn(self, station: Station, life: int) -> None:
        """One batch: one step, one commit, then the answers."""
        node = station.node
        if node is None or station.life != life:
            return
        station.is_turning = False
        jobs, station.inbox = station.inbox, []
        inputs = [what for what, _ in jobs]
        due_ms = node.next_due_ms()
        if due_ms is not None and due_ms <= station.clock_ms():
            inputs.append(Tick())
        if not inputs:
            self._plan_tick(station, node)
            return
        try:
            outcomes = node.step(inputs)
        except (PowerCut, DiskFull) as fault:
            self._fall(station, str(fault))
            return
        except Damaged as fault:  # a peer asked for what was flipped
            if not station.platter.mend():
                raise
            self.tally["flips noticed"] += 1
            self._fall(station, str(fault))
            return
        self.note(station.name, " ".join(type(one).__name__ for one in outcomes))
        self.watch.stepped(station, node, inputs, outcomes)
        for (_, reply), outcome in zip(jobs, outcomes, strict=False):
            if reply is not None:
                reply(outcome)
        self._after(station, node)

    def _after(self, station: Station, node: Node) -> None:
        for peer in node.peers():
            self._dial(station, peer.party)
        self._pump(station)
        self._plan_tick(station, node)

    def _plan_tick(self, station: Station, node: Node) -> None:
        due_ms = node.next_due_ms()
        if due_ms is None:
            return
        at_ms = self.timeline.now_ms + max(0, due_ms - station.clock_ms())
        if station.tick_ms is not None and self.timeline.now_ms < station.tick_ms <= at_ms:
            return
        station.tick_ms = at_ms
        life = station.life

        def tick() -> None:
            if station.life == life and station.tick_ms == at_ms:
                station.tick_ms = None
                self._turn_soon(station)

        self.timeline.at(at_ms, tick)

    # ------------------------------------------------------------ power

    def _boot(self, station: Station) -> None:
        """Start a node; a disk that cannot be read is mended, and the node started from that."""
        if station.node is not None:
            return
        try:
            node = station.boot()
        except (Fault, Malformed) as fault:
            if not station.platter.mend():
                raise
            self.tally["flips noticed"] += 1
            self.note(station.name, f"does not start: {fault}")
            node = station.boot()
        if station.platter.is_spoilt and station.platter.must_notice:
            raise Breach(f"{station.name} started with a bit flipped in {station.platter.spoilt}")
        self.note(station.name, f"starts at {node.position}")
        if station.was_restored and not self._begin_again(station, node):
            return
        node.listen(lambda item: self.watch.news(station, item))
        self.watch.booted(station, node)
        if self.witness is not None:
            self.witness.begin(station)
        self._turn_soon(station)
        self._after(station, node)

    def _begin_again(self, station: Station, node: Node) -> bool:
        """Tell a node that it was set back, before it speaks; False when it fell over that."""
        try:
            node.step([WasRestored()])
        except (PowerCut, DiskFull) as fault:
            self._fall(station, str(fault))
            return False
        station.was_restored = False
        return True

    def _fall(self, station: Station, why: str) -> None:
        """The node is gone with all that it had in memory; it comes back after a while."""
        self.note(station.name, f"falls: {why}")
        station.node = None
        station.life += 1
        station.forget()
        station.platter.power_cut(self.dice)
        for (a, b), cable in list(self._cables.items()):
            if a == station.name:
                cable.close()
            elif b == station.name:
                cable.listener_open = False
                cable.snap(f"{b} is down")
        least_ms = RESTORE_MS_MIN if station.was_restored else 100
        delay_ms = self.dice.randint(least_ms, least_ms + 3_000 if self.is_calm else DOWN_MS_MAX)
        self.timeline.after(delay_ms, lambda: self._boot(station))

    # ------------------------------------------------------------ links

    def _toward(self, party: str, station: Station) -> Station | None:
        """The machine of `party` that this station reaches; a liar shows each its own."""
        target = self._routes.get(station.party, party) if party == self.plan.liar else party
        if station.party == self.plan.liar and self._routes.get(party, station.party) != (
            station.name
        ):
            return None
        return self.stations[target]

    def _dial(self, station: Station, peer: str) -> None:
        """Dial, unless it cannot or already has; then again later."""
        there, node = self._toward(peer, station), station.node
        if there is None or node is None:
            return
        pair = (station.name, there.name)
        if pair in self._cables or pair in self._dialling:
            return
        knows = there.node is not None and any(
            one.party == station.party for one in there.node.peers()
        )
        if not knows or frozenset((station.party, peer)) in self._apart:
            self._dial_later(pair, peer, REDIAL_MS)
            return
        self._connect(station, there, node)

    def _dial_later(self, pair: tuple[str, str], peer: str, within: tuple[int, int]) -> None:
        if pair in self._dialling:
            return
        self._dialling.add(pair)

        def again() -> None:
            self._dialling.discard(pair)
            self._dial(self.stations[pair[0]], peer)

        self.timeline.after(self.dice.randint(*within), again)

    def _connect(self, station: Station, there: Station, node: Node) -> None:
        assert there.node is not None
        peer, life = there.party, there.life
        kind = Brazen if self.plan.is_brazen and station.party == self.plan.liar else Outbound
        out = station.outbound.setdefault(peer, kind(node, peer))
        inbound = Inbound(there.node, station.party)
        pair = (station.name, there.name)

        def heard(data: bytes) -> None:
            if there.life == life:
                self._heard(there, cable, inbound, decode(data))

        def snapped(why: str) -> None:
            if self._cables.get(pair) is cable:
                del self._cables[pair]
            if station.outbound.get(peer) is out:
                out.down(why)
            self._dial_later(pair, peer, REDIAL_MS)

        cable = Cable(
            self.timeline,
            self._weather,
            self.dice,
            heard,
            lambda data: self._answered(station, out, cable, pair, decode(data)),
            snapped,
        )
        self._cables[pair] = cable
        self._try_again(station, out, cable)
        self.tally["connections"] += 1
        cable.push(encode(out.hello()))

    def _try_again(self, station: Station, out: Outbound, cable: Cable) -> None:
        """As the dialler does while a connection stands: look now and then what time has healed."""

        def again() -> None:
            if cable.dialler_open:
                out.try_again()
                self._pump(station)
                self._try_again(station, out, cable)

        self.timeline.after(TRY_AGAIN_MS * (CALM_SLOWER if self.is_calm else 1), again)

    def _heard(
        self,
        there: Station,
        cable: Cable,
        inbound: Inbound,
        frame: Frame,
    ) -> None:
        """A frame of the dialler's arrives at the listener."""
        if not inbound.greeted:
            assert isinstance(frame, Hello)
            answer = inbound.welcome(frame)
            for bad in inbound.broken_claims(frame):
                self.submit(there, bad)
            cable.answer(encode(answer))
            if not inbound.greeted:
                cable.listener_open = False
            return

        def reply(outcome: Outcome) -> None:
            frame = Inbound.answer(outcome)
            if cable.listener_open:
                self.watch.sent(there, frame)
                cable.answer(encode(frame))

        for what in inbound.on_frame(frame):
            self.submit(there, what, reply)

    def _answered(
        self, station: Station, out: Outbound, cable: Cable, pair: tuple[str, str], frame: Frame
    ) -> None:
        """The listener's answer arrives back at the dialler."""
        if station.node is None or station.outbound.get(pair[1].rstrip("*")) is not out:
            return
        for what in out.on_frame(frame):
            self.submit(station, what)
        if not out.ready:
            self.note(station.name, f"is turned away by {pair[1]}: {frame}"[:160])
            slower = CALM_SLOWER if self.is_calm else 1
            within = (REFUSED_REDIAL_MS[0] * slower, REFUSED_REDIAL_MS[1] * slower)
            self._dial_later(pair, pair[1].rstrip("*"), within)
            cable.close()
            return
        self._pump(station)

    def _pump(self, station: Station) -> None:
        """Send all that may be sent now."""
        for peer, out in station.outbound.items():
            there = self._toward(peer, station)
            cable = self._cables.get((station.name, there.name)) if there else None
            while cable is not None and cable.dialler_open:
                try:
                    frame = out.next_frame()
                except Fault as fault:
                    if not station.platter.mend():
                        raise
                    self.tally["flips noticed"] += 1
                    self._fall(station, str(fault))
                    return
                if frame is None:
                    break
                self.watch.sent(station, frame)
                cable.push(encode(frame))

    # ------------------------------------------------------------ misfortunes

    def _misfortune(self) -> None:
        """One thing goes wrong, if the plan's chances have it."""
        dice, faults = self.dice, self.plan.faults
        station = dice.choice(list(self.stations.values()))
        for chance, befall in (
            (faults.strike, self._strike),
            (faults.crash, self._crash),
            (faults.cut, self._cut),
            (faults.full, self._fill),
            (faults.flip, self._flip),
            (faults.jump, self._jump),
        ):
            if dice.random() < chance:
                befall(station)

    def _strike(self, station: Station) -> None:
        station.platter.strike = self.dice.choice(list(Strike))
        self.note(station.name, station.platter.strike)
        self.tally["torn commits"] += 1

    def _crash(self, station: Station) -> None:
        if station.node is not None:
            self.tally["crashes"] += 1
            self._fall(station, "power cut")

    def _cut(self, station: Station) -> None:
        """One party is cut off from another, or from all."""
        others = [party for party in self.plan.parties if party != station.party]
        apart = others if self.dice.random() < 0.3 else [self.dice.choice(others)]
        pairs = {frozenset((station.party, other)) for other in apart}
        self._apart |= pairs
        self.tally["cuts"] += 1
        self.note(station.name, f"is cut off from {' '.join(apart)}")
        for (a, b), cable in list(self._cables.items()):
            if frozenset((a.rstrip("*"), b.rstrip("*"))) in pairs:
                cable.snap("cut")
        self.timeline.after(self.dice.randrange(DOWN_MS_MAX), lambda: self._heal(pairs))

    def _heal(self, pairs: set[frozenset[str]]) -> None:
        self._apart -= pairs

    def _fill(self, station: Station) -> None:
        station.platter.is_full = True
        self.tally["full disks"] += 1
        self.note(station.name, "has a full disk")

        def make_room() -> None:
            station.platter.is_full = False

        self.timeline.after(self.dice.randrange(DOWN_MS_MAX), make_room)

    def _flip(self, station: Station) -> None:
        what = station.platter.flip(self.dice)
        if what:
            self.tally["flips"] += 1
            self.note(station.name, f"has a bit flipped in {what}")
            if self.dice.random() < 0.5:
                self._crash(station)

    def _jump(self, station: Station) -> None:
        limit_ms = self.plan.jump_ms_max
        station.offset_ms = self.dice.randint(-limit_ms, limit_ms)
        self.tally["clock jumps"] += 1
        self.note(station.name, f"has its clock off by {station.offset_ms}")
        station.tick_ms = None
        self._turn_soon(station)

    def _rotate(self) -> None:
        """A party stops its node, changes its signing key, and starts again, as the guide says."""
        station = self._luck.choice(list(self.stations.values()))
        node = station.node
        if node is None or not node.position or self._is_half_joined(station):
            return
        before = node.identity.signer
        station.signers[before.public] = before
        signer = station.new_key(self._luck)
        self.note(station.name, "changes its key")
        self.tally["keys changed"] += 1
        if self.witness is not None:
            self.witness.follow(station.party, signer.public)
        try:
            node.step([ChangeKey(signer)])
        except (PowerCut, DiskFull) as fault:
            self._fall(station, str(fault))
        else:
            self._fall(station, "stopped to change its key")

    def _is_half_joined(self, station: Station) -> bool:
        """Whether somebody has taken the party by a key, and it has not taken its place yet.

        Who changes its key then is refused, and is invited again by people.
        """
        party, nodes = station.party, [one.node for one in self.stations.values()]
        taken = [node is None or party in node.state.members.get(CHANNEL, ()) for node in nodes]
        return any(taken) and not all(taken)

    def _plan_restore(self, station: Station) -> None:
        """A backup is made, and some time later its machine is lost and set back to it.

        One party of a night at most: what all who held it have lost is lost.
        """
        made_ms, lost_ms = sorted(self._luck.randrange(self.plan.length_ms) for _ in "12")

        def back_up() -> None:
            station.backup = station.platter.flushed

        def lose() -> None:
            if station.backup and station.node is not None:
                self.watch.set_back(station)
                station.platter.set_back(station.backup)
                station.was_restored = True
                self.tally["restores"] += 1
                self._fall(station, f"lost, set back to {station.platter.position}")

        self.timeline.after(made_ms, back_up)
        self.timeline.after(lost_ms, lose)

    def _split(self) -> None:
        """The liar starts a second node on a copy of its disk, and shows each peer one of both."""
        liar = self.plan.liar
        assert liar is not None
        original = self.stations[liar]
        if not original.platter.commits:
            return
        copy = Station(
            f"{liar}*",
            original.identity,
            original.platter.twin(),
            self.timeline,
            random.Random(f"salts {self.plan.seed} {liar}*").randbytes,
        )
        self.stations[copy.name] = copy
        self._routes = {
            party: self.dice.choice((liar, copy.name))
            for party in self.plan.parties
            if party != liar
        }
        self.note(liar, f"splits: {self._routes}")
        self.tally["liars"] += 1
        for (a, b), cable in list(self._cables.items()):
            if liar in (a, b):
                cable.snap("the liar changes places")
        self._boot(copy)
        for one in (original, copy):
            self.submit(one, Do(OFFICER, self.lines[0], officers.line_check()))
        for _ in range(self.dice.randint(1, 3)):
            self.timeline.after(self.dice.randrange(self.plan.length_ms), self._swap)

    def _swap(self) -> None:
        """The liar shows one member the other branch."""
        party = self.dice.choice([one for one in self.plan.parties if one != self.plan.liar])
        liar = self.plan.liar
        assert liar is not None
        self._routes[party] = liar if self._routes[party].endswith("*") else f"{liar}*"
        self.note(liar, f"shows {party} {self._routes[party]}")
        for pair, cable in list(self._cables.items()):
            if party in pair and liar in (pair[0].rstrip("*"), pair[1].rstrip("*")):
                cable.snap("the liar changes places")
        for station in list(self.stations.values()):
            if station.node is not None:
                self._after(station, station.node)

    # ------------------------------------------------------------ the morning

    def _calm_down(self) -> None:
        """Repair everything, and let everybody catch up. Raises Breach when somebody cannot."""
        self.note("-", "calm")
        self.is_calm = True
        self._apart.clear()
        for station in self.stations.values():
            platter = station.platter
            platter.is_full, platter.strike, station.offset_ms = False, None, 0
            station.tick_ms = None
            if platter.is_spoilt and station.node is not None:
                self._fall(station, "restarted, to see whether its disk is whole")
            self._boot(station)
        self._morning_round()
        self.settle()
        self._morning_round()
        self.settle()
        if self.plan.liar is not None:
            self._name_all()

    def _name_all(self) -> None:
        """Go on until nothing of the liar's came while the others named what they hold of it."""
        for _ in range(NAMINGS_MAX):
            before = self._held_of_liar()
            self._morning_round()
            self.settle()
            if self._held_of_liar() == before:
                return
        raise Breach(f"{self.plan.liar} had still more to tell after {NAMINGS_MAX} rounds")

    def _held_of_liar(self) -> list[tuple[str, str, int]]:
        """How much of each of the liar's journals each honest member holds."""
        return [
            (station.name, journal, len(entries))
            for station in self.honest()
            for journal, entries in station.platter.entries.items()
            if party_of(journal) == self.plan.liar
        ]

    def _morning_round(self) -> None:
        """Everybody reads what is unread; under a liar, all name to one another what they hold."""
        for station in self.honest():
            assert station.node is not None
            for line in () if station.node.book.restored else self.lines:
                for command in officers.reading(station.node, line):
                    self.submit(station, Do(OFFICER, line, command))
                if self.plan.liar is not None:
                    self.submit(station, Do(OFFICER, line, officers.line_check()))

    def settle(self) -> None:
        """Let time pass until every honest node holds what every other has."""
        end_ms = self.timeline.now_ms + CALM_MS_MAX + self.plan.jump_ms_max
        step_ms = QUIET_STEP_MS
        while True:
            self._run(self.timeline.now_ms + step_ms)
            step_ms = min(step_ms + step_ms // 8, QUIET_STEP_MS_MAX)
            waits = self._waits()
            if not waits:
                return
            if self.timeline.now_ms > end_ms:
                raise Breach(f"never caught up: {waits}")

    def _waits(self) -> str:
        """What is still under way between honest nodes; empty when nothing is."""
        for station in self.honest():
            node = station.node
            if node is None or station.inbox or station.is_turning:
                return f"{station.name} is busy"
            if node.book.restored:
                return f"{station.name} has not got back all that it lost"
            for other in self.plan.parties:
                if other in (station.party, self.plan.liar):
                    continue
                out = station.outbound.get(other)
                if out is None or not out.quiet:
                    why = node.links[other].why if other in node.links else "never tried"
                    return f"{station.name} to {other}: {why or 'not acknowledged'}"
            witness = station.witness
            if witness is not None and (witness.refused or not witness.quiet):
                return f"{station.name} to the witness"
        return ""
