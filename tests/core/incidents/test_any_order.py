"""Any quarrel, sensible or not, in any order of arrival: the same cases at every member."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from detente.core.consultations.commitments import Commitment, commitments
from detente.core.incidents.cases import CODES, Case, cases, files
from detente.core.incidents.due import due_items
from detente.core.incidents.links import Links, links
from detente.core.line.due import Due
from detente.core.line.message import Message
from detente.core.line.state import State
from detente.core.values import Json
from detente.tongues.examples import messages
from tests.support.line import CHARTER, LINE, MINUTE, OFFICER, T0, Parties

NAMES = ("amber", "cobalt", "meridian")
WATCHER = "watcher"
EXAMPLES = {
    code: [one.message for one in messages() if one.message.format == code]
    for code in (*CODES, "RSP")
}


def drawn(rng: random.Random, author: str, serial: int, known: dict[str, str]) -> Message:
    """A message of a case about any number, heard of or not; or an answer to any message."""
    code = rng.choice((*CODES, "INR", "INS", "RSP", "RSP", "RSP"))
    base = rng.choice(EXAMPLES[code])
    numbers = [*known, "AMBER-2026-0404", f"{author.upper()}-2026-{serial:04d}"]
    said: dict[str, Json] = dict(base.fields)
    for name in ("case", "same_as", "told_in", "question", "taken_up_in"):
        if name in said:
            said[name] = rng.choice(numbers)
    opened = [number for number, of in known.items() if of == "INR"]
    if "case" in said and opened and rng.random() < 0.8:
        said["case"] = rng.choice(opened)
    if code == "INR" and rng.random() < 0.5:
        said["same_as"] = rng.choice(numbers)
    if code == "RSP":
        said = {"code": rng.choice(("AGREE", "DISAGREE", "DECLINED", "NO_RECORD"))}
        asked = [number for number, of in known.items() if of in ("INF", "INC", "INQ")]
        numbers = asked or numbers
        said |= {"field": "whole"} if said["code"] == "DISAGREE" else {}
        said |= {"reason": "secrecy"} if said["code"] == "DECLINED" else {}
    return replace(
        base,
        number=f"{author.upper()}-2026-{serial:04d}",
        to=tuple(name for name in NAMES if name != author),
        by=OFFICER,
        fields=said,
        ref=rng.choice(numbers) if code == "RSP" else None,
        refs=(),
        created_ms=T0,
        released_ms=T0,
        relay=None,
    )


def played(seed: int, count: int) -> Parties:
    """Three members say anything at all about cases."""
    rng = random.Random(seed)
    charter = replace(CHARTER, kind="diplomatic")
    line = Parties((*NAMES, WATCHER), charter=charter, connected=False)
    serials = dict.fromkeys(NAMES, 0)
    known: dict[str, str] = {}
    for _ in range(count):
        author = rng.choice(NAMES)
        serials[author] += 1
        line.now_ms += MINUTE
        message = drawn(rng, author, serials[author], known)
        line.forge(author, message)
        known[message.number] = message.format
    return line


def seen(
    state: State, at_ms: int
) -> tuple[list[Case], tuple[Due, ...], list[Links], list[str], list[Commitment]]:
    """All that the register says, with the measures of what was closed."""
    found = cases(state, LINE, at_ms)
    around = [links(state, LINE, one) for one in found]
    stray = [one.number for one in files(state.line(LINE)).unplaced]
    return found, due_items(state, LINE, at_ms), around, stray, commitments(state, LINE)


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_arrival_gives_the_same_register(seed: int) -> None:
    """Sixty messages about cases that may not be there come in three orders: one register."""
    line = played(seed, 60)
    registers = []
    for order in range(3):
        rng = random.Random(order)
        line.folded[WATCHER], line.heard[WATCHER] = [], []
        line.states[WATCHER] = line.member(WATCHER)
        queues = [list(line.journals[name]) for name in NAMES]
        while any(queues):
            line.deliver(WATCHER, rng.choice([one for one in queues if one]).pop(0))
        registers.append(seen(line.states[WATCHER], line.now_ms))
    assert registers[0][0], "some case is opened"
    assert registers[1] == registers[0]
    assert registers[2] == registers[0]


def test_the_draws_reach_joined_agreed_and_closed_cases() -> None:
    """What is drawn is no heap of misfits: cases are joined, facts answered, questions asked."""
    found = [one for seed in range(8) for one in _of(played(seed, 60))]
    assert any(len(one.openings) > 1 for one in found)
    assert any(one.differences and len(one.accounts) > 1 for one in found)
    assert any(fact.answers for one in found for fact in one.facts)
    assert any(one.closings for one in found)
    assert any(one.questions for one in found)
    assert any(odd.rule == "same-as-two" for one in found for odd in one.remarks)


def _of(line: Parties) -> list[Case]:
    line.folded[WATCHER], line.heard[WATCHER] = [], []
    line.states[WATCHER] = line.member(WATCHER)
    for name in NAMES:
        for sent in line.journals[name]:
            line.deliver(WATCHER, sent)
    return cases(line.states[WATCHER], LINE, line.now_ms)
