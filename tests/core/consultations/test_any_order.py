"""Whatever three capitals say, in whatever order it arrives, every member computes the same."""

from __future__ import annotations

import random

import pytest

from detente.core.consultations.actors import Naming, actors
from detente.core.consultations.commitments import commitments, due_at
from detente.core.consultations.contacts import contacts
from detente.core.consultations.cooperation import cooperation
from detente.core.consultations.readouts import agenda, compare
from detente.core.consultations.ties import ties
from detente.core.line.commands import Answer, Cancel, Correct
from detente.core.line.state import State
from detente.core.line.tables.register_choices import (
    COMMITMENT_STATES,
    CONTACT_STATES,
    REGISTER_TOPICS,
    STANCES,
    TIE_ACTS,
    TOPIC_SAID,
)
from detente.core.state import Decision
from detente.core.values import Json
from detente.core.watch.due import due_list
from tests.support.capitals import capitals, put
from tests.support.line import LINE, Parties

NAMES = ("amber", "cobalt", "meridian")
WORDS = ("Truce", "truce", "Trade", "Charts")
DAYS = ("2015", "2016-02", "2016-02-18", "2016-06-06", "2027-01")
Said = tuple[str, dict[str, Json]]


def code_of(rng: random.Random, choices: tuple[tuple[str, str], ...]) -> str:
    """Any code of a choice."""
    return rng.choice(choices)[0]


def drawn(rng: random.Random, known: list[str]) -> Said:
    """Anything that a capital may put on record, about anything that was or was not said."""
    number = rng.choice([*known, "AMBER-2026-0002", "COBALT-2026-0001"])
    topic, item = rng.choice([code for code, _ in REGISTER_TOPICS[:3]]), rng.choice(WORDS)
    day, actor = rng.choice(DAYS), rng.choice(("Amber", "Cobalt", "Kesh"))
    link = rng.choice(("part_of", "follows", "same_as", "purpose"))
    stance = code_of(rng, STANCES)
    moved: dict[str, Json] = {"moved_to": "coast"}
    said: tuple[Said, ...] = (
        ("CON", {"kind": "visit", "state": code_of(rng, CONTACT_STATES), "day": day, link: number}),
        (
            "CAG",
            {
                "contact": number,
                "items": [{"item": item, "topic": topic, "stance": stance, **moved}],
            },
        ),
        (
            "CRO",
            {
                "contact": number,
                "initiator": actor,
                "topics": [
                    {"item": item, "topic": topic, "said": code_of(rng, TOPIC_SAID), **moved}
                ],
            },
        ),
        ("CCM", {"what": item, "owner": actor, "due": day, "contact": number}),
        (
            "CST",
            {"commitment": number, "state": code_of(rng, COMMITMENT_STATES), "contact": number},
        ),
        ("CFC", {"contact": number, "count": 14, "fields": [{"field": item, "state": "named"}]}),
        (
            "CSU",
            {"tie": "talks", "act": code_of(rng, TIE_ACTS), "with": f"Amber, {actor}", "day": day},
        ),
        ("ACT", {"actor": actor, "kind": "state", "names": [{"by": "Amber", "name": item}]}),
        ("ACT", {"actor": actor, "kind": "state", "part_of": "Kesh", "successor_of": "Oldland"}),
    )
    return rng.choice(said)


def played(rng: random.Random, count: int) -> Parties:
    """Three capitals say anything, change it, take it back and answer it."""
    line = capitals(*NAMES, "watcher")
    known: list[str] = []
    for _ in range(count):
        party = rng.choice(NAMES)
        line.now_ms += 1_000
        if known and rng.random() < 0.3:
            number = rng.choice(known)
            act = rng.choice(
                (
                    Correct(number, {"place": rng.choice(WORDS)}),
                    Cancel(number, "wrong"),
                    Answer(number, "AGREE"),
                )
            )
            decision = line.try_(party, act)
            if isinstance(decision, Decision) and isinstance(act, Correct) and decision.number:
                known.append(decision.number)
        else:
            code, fields = drawn(rng, known)
            known.append(put(line, party, code, **fields))
    return line


def registers(state: State, at_ms: int) -> list[object]:
    """All that is computed from what is on record."""
    known, naming = contacts(state, LINE), Naming(state, LINE)
    listed = commitments(state, LINE, known)
    found: list[object] = [known.all, listed, cooperation(state, LINE), ties(state, LINE)]
    for one in known.all:
        compared = compare(state, LINE, known, one, naming)
        found += [compared, agenda(state, LINE, known, one, compared), due_at(one, known, listed)]
    return [*found, actors(state, LINE), due_list(state, [LINE], at_ms)]


@pytest.mark.parametrize("seed", range(8))
def test_every_member_computes_the_same(seed: int) -> None:
    """Sixty messages of three capitals, taken in by a fourth member in three orders."""
    rng = random.Random(seed)
    line = played(rng, 60)
    wanted = registers(line.states["amber"], line.now_ms)
    assert registers(line.states["cobalt"], line.now_ms) == wanted
    for _ in range(3):
        line.states["watcher"] = line.member("watcher")
        queues = [list(line.journals[name]) for name in NAMES]
        while any(queues):
            line.deliver("watcher", rng.choice([one for one in queues if one]).pop(0))
        assert registers(line.states["watcher"], line.now_ms) == wanted
