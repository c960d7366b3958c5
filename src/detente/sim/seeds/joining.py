"""How parties come onto a night's channel: invited and admitted by each member, with a witness.

Everything is tried again until it has been done, as people do.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from detente.core.events import Charter
from detente.core.line.message import Role
from detente.node.inputs import Actor, Admit, Done, Invite, Outcome, TakePlace, TakeWitness
from detente.sim.seeds.plan import HOUR_MS
from detente.sim.seeds.witness import card

if TYPE_CHECKING:
    from detente.sim.seeds.night import Night
    from detente.sim.seeds.station import Station

CHANNEL = "coast-1f3a9c02"
CHARTER = Charter(CHANNEL, "Coast", "safety")
ADMIN = Actor("admin", Role.ADMINISTRATOR)
ENROL_MS = 3_000  # an unanswered introduction is tried again after this


class Joining:
    """Who has joined with whom in one night. Owned by the world's thread."""

    def __init__(self, night: Night) -> None:
        self._night = night
        self._enrolled: set[tuple[str, str]] = set()

    def join(self, party: str) -> None:
        """Every member takes the newcomer, and the newcomer takes its place with each."""
        night = self._night
        night.note(party, "joins")
        night.tally["joins"] += 1
        before = [one for one in night.plan.parties if (one, one) in self._enrolled]
        self._enrolled.add((party, party))
        for member in (night.plan.parties[0], *before):
            self._enrol(member, party)

    def take_witness(self, station: Station) -> None:
        """A member names the witness; again until it has."""
        night, node = self._night, station.node
        if night.witness is None or (node is not None and CHANNEL in node.state.witnesses):
            return
        night.witness.follow(station.party)
        night.submit(station, TakeWitness(ADMIN, CHANNEL, card()))
        night.timeline.after(ENROL_MS, lambda: self.take_witness(station))

    def _enrol(self, member: str, party: str) -> None:
        """`member` invites and admits `party`, which takes its place; again until both have."""
        if (member, party) in self._enrolled:
            return
        night = self._night
        host, guest = night.stations[member], night.stations[party]
        secret = hashlib.sha256(f"{member} {party}".encode()).hexdigest()

        def taken(outcome: Outcome) -> None:
            if isinstance(outcome, Done):
                self._enrolled.add((member, party))
                self.take_witness(guest)

        def admitted(outcome: Outcome) -> None:
            if isinstance(outcome, Done) and host.node is not None:
                known = host.node.state.members[CHANNEL]
                cards = tuple(host.node.state.cards[one] for one in known)
                night.submit(guest, TakePlace(ADMIN, CHARTER, cards), taken)

        night.submit(host, Invite(ADMIN, CHANNEL, secret, host.clock_ms() + HOUR_MS))
        own = guest.identity if guest.node is None else guest.node.identity
        night.submit(host, Admit(CHANNEL, secret, own.card), admitted)
        night.timeline.after(ENROL_MS, lambda: self._enrol(member, party))
