"""A world of nodes as they serve: `detente serve` with its real clock, real TLS between them.

What processes.py does with clocks that are held, at the pace of the day: for the stage of the
console's tests, the live demo and whoever wants two nodes to try things at. The wires between the
nodes go through a relay that can be cut. Not here: what is played (situations.py).
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import httpx

from detente.core.events import Charter
from detente.core.line.commands import Command
from detente.core.line.message import Role
from detente.core.refusal import Refusal
from detente.core.values import Json
from detente.serve.home import Home, Settings
from detente.serve.line_checks import LineCheckSettings
from detente.sim.processes import ANSWER_S_MAX, ProcessWorld, Progress, Puppet, Running
from detente.sim.processes import officer as add_officer
from detente.sim.relay import Relay
from detente.sim.scenario import PartyLine
from detente.sim.serving import KEPT, POLL_S, spawn, wait_gone, wait_ready
from detente.sim.world import WorldFault
from detente.wire.native import Accepted

ROLE: Final = "by.role"  # the field of a refusal that says: another officer may
QUIET_S_MAX: Final = 30.0  # a link that was cut is dialled again within some seconds

#: Who is on duty at each party, beside its first administrator.
OFFICERS: Final = {
    "watch": Role.DUTY_OFFICER,
    "second": Role.DUTY_OFFICER,
    "releaser": Role.RELEASER,
    "observer": Role.OBSERVER,
}


class ServedNode(Puppet):
    """One party's node as `detente serve` runs it. Owned by one thread."""

    def __init__(self, home: Home, relay: Relay) -> None:
        super().__init__(home, 0)
        self.relay = relay
        self.tokens: dict[str, str] = {"admin": self.admin_token}

    def spawn(self) -> None:
        """Start the process; it ends when we do."""
        process = spawn(self.home.path, self.log, KEPT, held=True)
        self._running = Running(self.home, process, httpx.Client(), self.log)

    def wait(self) -> None:
        """Wait until the process serves. Raises WorldFault with its own words."""
        running = self._needed()
        info = wait_ready(self.home.path, running.process, running.log)
        self.relay.target = info.peer_port
        running.api.close()
        running.api = httpx.Client(base_url=info.api, timeout=ANSWER_S_MAX, trust_env=False)

    def stop(self) -> None:
        """End the process in good order; killed when it does not."""
        if self._running is not None:
            self._running.process.terminate()
            wait_gone(self._running.process)
        super().stop()

    @property
    def alive(self) -> bool:
        """Whether the process runs, as far as we have not ended it ourselves."""
        return self._running is None or self._running.process.poll() is None

    @property
    def log(self) -> Path:
        """What the process says."""
        return self.home.path.with_suffix(".log")

    def command(self, what: str, **values: int) -> Mapping[str, Json]:
        """What a held node is told over its pipe; here it is done from outside, or is the day's."""
        match what:
            case "quiet":
                self._until_quiet()
            case "cut":
                self.relay.cut()
            case "mend":
                self.relay.mend()
        return {**values}

    def _until_quiet(self) -> None:
        """Wait until every peer holds all. Raises WorldFault."""
        end = time.monotonic() + QUIET_S_MAX
        while not self._quiet():
            if time.monotonic() > end:
                raise WorldFault(f"{self.home.party.party}: its peers do not hold all yet")
            time.sleep(POLL_S)

    def _quiet(self) -> bool:
        peers = self.get("/v1/peers", list[dict[str, Json]], self.admin_token)
        return all(one["link"] == "up" and one["behind"] == 0 for one in peers)


class ServedWorld(ProcessWorld):
    """Implements world.World with real clocks: time passes by itself, `advance` waits for nothing.

    Owned by one thread.
    """

    kind = "served"

    def __init__(
        self,
        parties: Sequence[PartyLine],
        charter: Charter,
        *,
        progress: Progress | None = None,
        folder: Path | None = None,
        others: Sequence[Charter] = (),
    ) -> None:
        self._relays: dict[str, Relay] = {}
        super().__init__(parties, charter, 0, progress=progress, folder=folder, others=others)

    def settings(self, party: str) -> Settings:
        """A home whose card names the relay; the node echoes line checks by itself."""
        relay = self._relays[party] = Relay()
        return Settings(
            listen="127.0.0.1:0",
            peer_listen="127.0.0.1:0",
            address=relay.address,
            line_checks=LineCheckSettings(echo=True),
        )

    def node(self, home: Home) -> Puppet:
        """The process that is to run from a home."""
        return ServedNode(home, self._relays[home.party.party])

    def officers(self, puppet: Puppet) -> None:
        """One officer of each kind."""
        served = self.served(puppet.home.party.party)
        for handle, role in OFFICERS.items():
            served.tokens[handle] = add_officer(served, handle, role)
        served.watch_token = served.tokens["watch"]
        served.second_token = served.tokens["admin"]

    def served(self, party: str) -> ServedNode:
        """The node of a party. Raises WorldFault for one that is not here."""
        found = self.puppets.get(party)
        if not isinstance(found, ServedNode):
            raise WorldFault(f"no party {party!r}; there are {', '.join(self.puppets)}")
        return found

    def do(self, party: str, command: Command) -> Accepted | tuple[Refusal, ...]:
        """The watch acts; where its role may not, the releasing officer does."""
        node = self.served(party)
        answer = super().do(party, command)
        if isinstance(answer, Accepted) or not any(one.field == ROLE for one in answer):
            return answer
        try:
            node.watch_token = node.tokens["releaser"]
            return super().do(party, command)
        finally:
            node.watch_token = node.tokens["watch"]

    def now_ms(self) -> int:
        """The real clock, UTC milliseconds."""
        return time.time_ns() // 1_000_000

    def advance(self, to_ms: int) -> None:
        """Nothing: what is due happens when it is due."""

    def close(self) -> None:
        """Stop every process and wire; remove the folder if we made it."""
        super().close()
        for relay in self._relays.values():
            relay.close()
