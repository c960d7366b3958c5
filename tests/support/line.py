"""Several parties' states joined by a perfect or a delayed line: for tests of core/ alone.

No journal, no socket, no signature: events go from one state to the other as they are, after a
round through their bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from detente.core.airspace.gazetteer import Gazetteer, Place
from detente.core.airspace.volume import Point
from detente.core.events import HOUSE, Charter, Event, Joined, Opened, PartyCard, Released
from detente.core.line.commands import Command
from detente.core.line.message import Line, Message, Role, Signature
from detente.core.line.state import Tracked
from detente.core.refusal import Refusal
from detente.core.state import Arrived, Decision, State, Tick, apply, decide, next_due_ms
from detente.core.values import Fields, Json
from detente.wire.events import decode, encode

T0 = 1_795_000_000_000  # 2026-11-18 11:06:40Z
MINUTE = 60_000
HOUR = 60 * MINUTE
LINE = Line("coast-1f3a9c02")
HOUSE_LINE = Line(HOUSE)
OFFICER = Signature("desk-1", Role.RELEASER)
PLACES = Gazetteer([Place("Latakia", Point(355_300_000, 357_900_000), 383_000)])
CHARTER = Charter(LINE.channel, "Coast", "safety")


def card(party: str, kind: str = "member") -> PartyCard:
    """A party's card with made-up keys."""
    return PartyCard(party, party.title(), kind, "key", "recovery", "pem", "host:1", 120)


def circle(
    lat: float = 35.5,
    lon: float = 35.7,
    radius_km: int = 10,
    *,
    start_ms: int | None = T0 + 2 * HOUR,
    end_ms: int | None = T0 + 3 * HOUR,
) -> dict[str, Json]:
    """A volume's JSON: a circle from FL100 to FL240."""
    return {
        "outline": {
            "circle": {
                "lat_e7": round(lat * 10**7),
                "lon_e7": round(lon * 10**7),
                "radius_cm": radius_km * 100_000,
            }
        },
        "floor": {"cm": 304_800, "reference": "FL"},
        "ceiling": {"cm": 731_520, "reference": "FL"},
        "start_ms": start_ms,
        "end_ms": end_ms,
    }


def naa(volume: Json | None = None, **more: Json) -> Fields:
    """Fields of an air activity notice."""
    volume = circle() if volume is None else volume
    return {"activity": "combat", "number_band": "2-4", "volume": volume, **more}


def nwa(volume: Json | None = None, **more: Json) -> Fields:
    """Fields of a weapon activity warning."""
    volume = circle() if volume is None else volume
    return {"hazard": "surface-air", "own_traffic": "none", "volume": volume, **more}


@dataclass(slots=True)
class Sent:
    """One released message with where and when it stands in its author's journal."""

    author: str
    event: Event
    at_ms: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Folded:
    """One event with all that `apply` was told of it."""

    author: str
    line: Line
    event: Event
    at_ms: int
    held_at_ms: int
    sequence: int

    def into(self, state: State) -> None:
        """Fold the event into a state."""
        apply(
            state,
            self.author,
            self.line,
            self.event,
            at_ms=self.at_ms,
            held_at_ms=self.held_at_ms,
            sequence=self.sequence,
        )


@dataclass(slots=True)
class Parties:
    """The members of one channel. Each sees the others' messages `delay_ms` later, or when told.

    now_ms: everybody's clock. journals: all released messages by author, in order.
    heard: house events of each party, in order. folded: all that its state was folded from.
    """

    names: tuple[str, ...] = ("amber", "cobalt")
    charter: Charter = CHARTER
    line: Line = LINE
    now_ms: int = T0
    delay_ms: int = 20
    connected: bool = True
    states: dict[str, State] = field(default_factory=dict)
    journals: dict[str, list[Sent]] = field(default_factory=dict)
    heard: dict[str, list[Event]] = field(default_factory=dict)
    folded: dict[str, list[Folded]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.names:
            self.folded[name] = []
            self.states[name] = self.member(name)
            self.journals[name] = []
            self.heard[name] = []

    def member(self, name: str) -> State:
        """A fresh state of one member, with the channel opened and all others joined."""
        state = State(name, PLACES)
        charter = replace(self.charter, channel=self.line.channel)
        opening: list[tuple[Line, Event]] = [
            (HOUSE_LINE, Opened(card(name), None)),
            (self.line, Opened(card(name), charter)),
        ]
        opening += [(self.line, Joined(card(other))) for other in self.names if other != name]
        for sequence, (line, event) in enumerate(opening):
            self._fold(state, Folded(name, line, event, T0, T0, sequence))
        return state

    def _fold(self, state: State, folded: Folded) -> None:
        self.folded[state.party].append(folded)
        folded.into(state)

    def try_(
        self, party: str, command: Command, by: Signature = OFFICER
    ) -> Decision | tuple[Refusal, ...]:
        """Decide a command and let it take effect everywhere if it is not refused."""
        decision = decide(self.states[party], command, self.line, by, self.now_ms)
        if isinstance(decision, Decision):
            self._take(party, decision)
        return decision

    def do(self, party: str, command: Command, by: Signature = OFFICER) -> str:
        """As `try_`, for a command that must not be refused; the number of its message."""
        decision = self.try_(party, command, by)
        assert isinstance(decision, Decision), decision
        assert decision.number is not None
        return decision.number

    def rules(self, party: str, command: Command, by: Signature = OFFICER) -> list[str]:
        """The rules by which a command is refused; empty when it is not."""
        decision = self.try_(party, command, by)
        return [one.rule for one in decision] if isinstance(decision, tuple) else []

    def forge(self, author: str, message: Message) -> None:
        """Let a party's journal say something that its own node would have refused."""
        self._publish(author, Released(message))

    def at(self, number: str, party: str | None = None) -> Tracked:
        """A message as a party (its author by default) knows it."""
        found = [state.message(self.line, number) for state in self.states.values()]
        if party is not None:
            found = [self.states[party].message(self.line, number)]
        return next(one for one in found if one is not None)

    def tick(self, party: str) -> list[Event]:
        """Let one party's clock reach what is due next, and decide it."""
        due_ms = next_due_ms(self.states[party])
        assert due_ms is not None
        self.now_ms = max(self.now_ms, due_ms)
        decision = decide(self.states[party], Tick(), None, None, self.now_ms)
        assert isinstance(decision, Decision)
        self._take(party, decision)
        return [event for _, event in decision.events]

    def deliver(self, party: str, sent: Sent, at_ms: int | None = None) -> None:
        """Let one message arrive at one party."""
        state, held_at_ms = self.states[party], at_ms or self.now_ms + self.delay_ms
        kind, version, body = encode(sent.event)
        event = decode(kind, version, body)
        assert isinstance(event, Released)
        arrival = Arrived(sent.author, event, sent.at_ms, sent.sequence)
        decision = decide(state, arrival, self.line, None, held_at_ms)
        self._fold(
            state, Folded(sent.author, self.line, event, sent.at_ms, held_at_ms, sent.sequence)
        )
        if isinstance(decision, Decision):
            self._house(party, decision, held_at_ms)

    def _take(self, party: str, decision: Decision) -> None:
        for line, event in decision.events:
            if line.channel != HOUSE:
                sequence = len(self.journals[party]) + len(self.names)
                folded = Folded(party, line, event, self.now_ms, self.now_ms, sequence)
                self._fold(self.states[party], folded)
        self._house(party, decision, self.now_ms)
        for line, event in decision.events:
            if line.channel != HOUSE:
                self._publish(party, event)

    def _house(self, party: str, decision: Decision, at_ms: int) -> None:
        for line, event in decision.events:
            if line.channel == HOUSE:
                self.heard[party].append(event)
                self._fold(self.states[party], Folded(party, line, event, at_ms, at_ms, 0))

    def _publish(self, author: str, event: Event) -> None:
        sequence = len(self.journals[author]) + len(self.names)
        sent = Sent(author, event, self.now_ms, sequence)
        self.journals[author].append(sent)
        if self.connected:
            for other in self.names:
                if other != author:
                    self.deliver(other, sent)
