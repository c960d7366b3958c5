"""Two real nodes in a situation, for a browser to look at: ``python -m detente.sim.stage``.

Starts `detente serve` for each party (real clock, real TLS between them, SQLite), joins them to a
safety channel, adds officers, plays a situation, and prints one JSON line: where each node is, with
which token each officer speaks, and a one-time link into the console for each. Then it obeys JSON
lines on its standard input, one answer a line, and ends with all its nodes when that closes:

    {"do": "play", "lines": "now cobalt sends AEN as STRAY situation=nearing ..."}
    {"do": "send", "party": "amber", "officer": "watch", "code": "NAA", "fields": {...}}
    {"do": "answer", "party": "cobalt", "officer": "watch", "number": "...", "code": "WILCO"}
    {"do": "read" | "readback" | "confirm" | "end", "party": ..., "officer": ..., "number": ...}
    {"do": "ask", "party": ..., "officer": ..., "method": "GET", "path": "/v1/...", "body": ...}
    {"do": "link", "party": ..., "officer": ...}       a one-time sign-in link
    {"do": "kill" | "start", "party": ...}, {"do": "cut"}, {"do": "mend"}, {"do": "stop"}

An answer is {"ok": ...} or {"error": "..."}. Nothing here can be reached but over that pipe.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from detente.core.refusal import Fault
from detente.core.values import Fields, Json
from detente.sim import situations
from detente.sim.player import Played, charter, other_charters, play
from detente.sim.processes import Progress
from detente.sim.scenario import PartyLine
from detente.sim.served import ServedWorld
from detente.sim.world import WorldFault

NAMES: Final = {
    "amber": PartyLine("amber", "Amber Air Command", 120),
    "cobalt": PartyLine("cobalt", "Cobalt Air Service", 120),
    "meridian": PartyLine("meridian", "Meridian Cell", 120),
}
LINK_MIN: Final = 60
_ACTS: Final = ("read", "readback", "confirm", "answer", "correct", "cancel", "end")


class Order(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of standard input. do: which; the rest as the request to the node has it.

    officer: who acts. channel: where, when not the stage's first. code: a format, or an answer.
    """

    do: str
    party: str = ""
    officer: str = "watch"
    channel: str = ""
    code: str = ""
    number: str = ""
    lines: str = ""
    method: str = "GET"
    path: str = ""
    body: Json = None
    fields: Fields | None = None
    to: tuple[str, ...] | None = None
    ref: str | None = None
    acknowledged: tuple[str, ...] | None = None
    reason: str | None = None
    minutes: int | None = None
    field_name: str | None = None
    remarks: str | None = None

    def given(self, *names: str) -> dict[str, Json]:
        """Those of the named values that were given, for the body of a request."""
        values = {name: msgspec.to_builtins(getattr(self, name)) for name in names}
        return {name: value for name, value in values.items() if value is not None}


class Stage:
    """Nodes, and what has been played on them. Owned by one thread."""

    def __init__(
        self,
        parties: tuple[PartyLine, ...],
        *,
        situation: str = situations.EMPTY,
        folder: Path | None = None,
        area: str = situations.AREA,
        progress: Progress | None = None,
    ) -> None:
        self.parties = parties
        self._lines = situations.load(situation)
        self._header = situations.Header(parties, area, situations.also(self._lines))
        opening = situations.scenario("", self._header, _now_ms())
        self.world = ServedWorld(
            parties,
            charter(opening, situations.CHANNEL),
            folder=folder,
            progress=progress,
            others=other_charters(opening),
        )
        self.played = Played()

    def open(self) -> None:
        """Play the situation. Raises WorldFault."""
        if self._lines:
            self.play(self._lines)

    def play(self, lines: str) -> dict[str, str]:
        """Play lines as they stand in a situation; returns the numbers of all labels so far."""
        known, refused = len(self.played.failures), len(self.played.refused)
        story = situations.scenario(lines, self._header, _now_ms())
        play(story, self.world, played=self.played)
        failures = [str(one) for one in self.played.failures[known:]]
        reasons = [f"{one.what}: {_words(one.reasons)}" for one in self.played.refused[refused:]]
        if failures or reasons:
            raise WorldFault("; ".join(reasons + failures))
        return dict(self.played.labels)

    def ready(self) -> dict[str, object]:
        """What whoever started the stage needs to know."""
        return {
            "channel": self.world.channel,
            "channels": list(self.world.channels),
            "parties": [self._party(one) for one in self.parties],
            "labels": dict(self.played.labels),
        }

    def _party(self, one: PartyLine) -> dict[str, object]:
        node = self.world.served(one.party)
        return {
            "party": one.party,
            "name": one.name,
            "api": str(node.api.base_url).rstrip("/"),
            "home": str(node.home.path),
            "tokens": dict(node.tokens),
            "links": {officer: self.link(one.party, officer) for officer in node.tokens},
        }

    def link(self, party: str, officer: str, minutes: int = LINK_MIN) -> str:
        """A link into a party's console that signs the officer in once."""
        node = self.world.served(party)
        body = {"officer": officer, "minutes": minutes}
        return str(node.post("/v1/sign-in-links", body, node.admin_token)["url"])

    def obey(self, order: Order) -> object:
        """Do one thing; returns what it came to. Raises Fault."""
        match order.do:
            case "play":
                return self.play(order.lines)
            case "send":
                return self._send(order)
            case "ask":
                return self._ask(order, order.method, order.path, order.body)
            case "link":
                return self.link(order.party, order.officer, order.minutes or LINK_MIN)
            case "kill" | "start" as word:
                party = self.world.served(order.party).home.party.party
                self.world.power(party, up=word == "start")
                return {}
            case "cut" | "mend" as word:
                self.world.network(up=word == "mend")
                return {}
            case verb if verb in _ACTS:
                return self._act(order)
            case other:
                raise WorldFault(f"nobody can {other!r} here")

    def _send(self, order: Order) -> object:
        more = order.given("to", "ref", "acknowledged", "remarks")
        body: Json = {"format": order.code, "fields": order.fields or {}, **more}
        return self._ask(order, "POST", f"{self._line(order)}/messages", body)

    def _act(self, order: Order) -> object:
        path = f"{self._line(order)}/messages/{order.number}/{order.do}"
        body = order.given("reason", "minutes", "field_name", "remarks", "fields", "acknowledged")
        if order.code:
            body["code"] = order.code
        return self._ask(order, "POST", path, body)

    def _ask(self, order: Order, method: str, path: str, body: Json) -> object:
        """One request as an officer of a party; raises WorldFault with what was refused."""
        node = self.world.served(order.party)
        if order.officer not in node.tokens:
            raise WorldFault(f"no officer {order.officer!r}; there are {', '.join(node.tokens)}")
        response = node.ask(method, path, node.tokens[order.officer], body)
        return node.decoded(response, object) if response.content else {}

    def _line(self, order: Order) -> str:
        return f"/v1/lines/{order.channel or self.world.channel}/ACTUAL"

    def close(self) -> None:
        """Stop every node; their folder goes unless it was given."""
        self.world.close()


def _words(reasons: tuple[object, ...]) -> str:
    return "; ".join(str(one) for one in reasons)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def parties_of(text: str) -> tuple[PartyLine, ...]:
    """``amber,cobalt`` or ``north=Northern Air,south``: the parties of a stage."""
    found = []
    for word in text.split(","):
        party, _, name = word.partition("=")
        known = NAMES.get(party, PartyLine(party, party.title(), 0))
        found.append(PartyLine(party, name or known.name, known.utc_offset_min))
    return tuple(found)


def _say(answer: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _obey_all(stage: Stage) -> None:
    """Every line of standard input, until it ends or says stop; each is answered."""
    for line in sys.stdin:
        try:
            order = msgspec.json.decode(line, type=Order)
            if order.do == "stop":
                return
            _say({"ok": stage.obey(order)})
        except (Fault, msgspec.MsgspecError) as error:
            _say({"error": f"{type(error).__name__}: {error}"})


def main() -> int:
    """Raise the stage, say where it is, obey until told to stop."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--parties", default="amber,cobalt", help="ids, or ID=NAME, by commas")
    parser.add_argument("--situation", default=situations.EMPTY, help="what stands at the start")
    parser.add_argument("--area", default=situations.AREA, help="the channel's area, in words")
    parser.add_argument("--keep", type=Path, help="make the homes here, and leave them")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        stage = Stage(
            parties_of(chosen.parties),
            situation=chosen.situation,
            folder=chosen.keep,
            area=chosen.area,
        )
    except Fault as fault:
        _say({"error": str(fault)})
        return 2
    try:
        stage.open()
        _say(stage.ready())
        _obey_all(stage)
    except Fault as fault:
        _say({"error": str(fault)})
        return 2
    except KeyboardInterrupt:
        return 130
    finally:
        stage.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
