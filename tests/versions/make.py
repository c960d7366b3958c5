"""Make the stored journal of a release: `python -m tests.versions.make OUT` in that release's tree.

Two parties open a channel, exchange notices, read-backs, answers, a correction, a cancellation, an
end, a line status and a FLASH; conflicts are found, deadlines missed, officers added and removed.
OUT gets Amber's record (journal.sqlite), its evidence file, and what Amber's node then knew
(expected.json). The keys are made from the parties' names (tests.support.pair); they guard nothing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from detente.core.line.commands import Answer, Cancel, Confirm, Correct, End, Read, ReadBack, Send
from detente.core.line.message import Role
from detente.journal.bundle import export
from detente.journal.engines.sqlite import SqliteStore
from detente.node.inputs import AddOfficer, Done, RemoveOfficer, Tick
from detente.node.node import Node
from tests.support.pair import ADMIN, LINE, START_MS, Clock, Pair, join, make_node

HOUR_MS = 3_600_000


def volume(lat_e7: int) -> Any:
    """A circle of 10 km, three to six kilometres up, from two hours on for an hour."""
    return {
        "outline": {
            "circle": {"lat_e7": lat_e7, "lon_e7": 352_000_000, "radius_cm": 1_000_000},
        },
        "floor": {"cm": 300_000, "reference": "AMSL"},
        "ceiling": {"cm": 600_000, "reference": "AMSL"},
        "start_ms": START_MS + 2 * HOUR_MS,
        "end_ms": START_MS + 3 * HOUR_MS,
    }


def activity(lat_e7: int) -> Send:
    """An announced activity."""
    fields = {
        "activity": "combat",
        "number_band": "2-4",
        "precision": "exact",
        "volume": volume(lat_e7),
    }
    return Send("NAA", fields)


def warning() -> Send:
    """A weapon activity warning."""
    return Send(
        "NWA",
        {"volume": volume(346_000_000), "hazard": "air-surface", "own_traffic": "none"},
    )


def play(pair: Pair) -> None:
    """The exchange."""

    def do(party: str, command: Any) -> str:
        pair.clock.now_ms += 7_000
        outcome = pair.do(party, command)
        assert isinstance(outcome, Done), outcome
        pair.settle()
        return outcome.number or ""

    pair.settle()
    pair.amber.step([AddOfficer(ADMIN, "watch-1", Role.DUTY_OFFICER, "ab" * 32)])
    pair.amber.step([AddOfficer(ADMIN, "boss", Role.ADMINISTRATOR, "cd" * 32)])
    pair.amber.step([RemoveOfficer(ADMIN, "watch-1")])
    check = do("amber", Send("LCK"))
    do("cobalt", Send("LCK", ref=check))
    first, second = do("amber", activity(345_000_000)), do("cobalt", activity(345_500_000))
    for party, number in (("cobalt", first), ("amber", second)):
        do(party, Read(number))
        back = do(party, ReadBack(number))
        do("amber" if party == "cobalt" else "cobalt", Confirm(back))
    do("cobalt", Answer(first, "NOTED"))
    weapon = do("cobalt", warning())
    do("amber", Read(weapon))
    do("amber", ReadBack(weapon))
    do("amber", Answer(weapon, "WILCO"))
    do("amber", Correct(first, {"volume": volume(320_000_000)}))
    do("cobalt", Cancel(weapon, "not-happening"))
    point = {"lat_e7": 345_000_000, "lon_e7": 352_000_000}
    do("cobalt", Send("AEN", {"situation": "nearing", "point": point}))
    do("cobalt", Send("LST", {"state": "DEGRADED", "scope": "all"}))
    pair.clock.now_ms += 5 * 60_000
    pair.amber.step([Tick()])
    do("cobalt", End(second))


def knows(node: Node) -> dict[str, Any]:
    """What a node knows, in plain words that any version can be asked for."""
    line = node.state.line(LINE)
    messages = {
        number: {
            "author": tracked.author,
            "sequence": tracked.sequence,
            "at_ms": tracked.at_ms,
            "held_at_ms": tracked.held_at_ms,
            "standing": tracked.standing.value,
            "steps": sorted(
                [act.step.value, act.party, act.number, act.at_ms, act.code] for act in tracked.acts
            ),
            "missed": [list(one) for one in tracked.missed],
            "problems": len(tracked.problems),
        }
        for number, tracked in line.messages.items()
    }
    return {
        "position": node.position,
        "messages": messages,
        "declared": {party: one.state for party, one in line.declared.items()},
        "conflicts": sorted(
            [conflict.found.conflict, conflict.ended_reason]
            for conflict in node.state.conflicts.values()
        ),
        "officers": sorted(node.state.officers),
        "members": {channel: list(all_) for channel, all_ in node.state.members.items()},
        "owed": sorted([key.number, key.party, key.step] for key in node.state.agenda.owed),
        "journals": {
            name: [node.kept(name), node.final(name), node.journals.head(name).root.hex()]
            for name in node.journals.all_ids()
        },
    }


def main(out: Path) -> None:
    """Play, and write the three files."""
    out.mkdir(parents=True, exist_ok=True)
    store = SqliteStore(out / "journal.sqlite")
    clock = Clock()
    pair = Pair(clock)
    pair.amber, pair.cobalt = make_node("amber", clock, store), make_node("cobalt", clock)
    join(pair.amber, pair.cobalt)
    pair.links = {}
    pair.connect()
    play(pair)
    export(
        store,
        out / "evidence.jsonl.gz",
        made_by="amber",
        made_at_ms=clock.now_ms,
        signer=pair.amber.identity.signer,
    )
    text = json.dumps({"now_ms": clock.now_ms, **knows(pair.amber)}, indent=1, sort_keys=True)
    (out / "expected.json").write_text(text + "\n", "utf-8")
    store.close()
    (out / "journal.sqlite.lock").unlink(missing_ok=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
