"""Every format, in any order of arrival: what the members share in the end is the same."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace

import pytest

from detente.core.line.formats import Family, Format
from detente.core.line.message import Message
from detente.core.line.state import State
from detente.core.line.tables import EVERY
from detente.core.values import Json
from detente.tongues.examples import messages
from tests.support.line import LINE, OFFICER, T0, Parties, circle

NAMES = ("amber", "cobalt", "meridian")
WATCHER = "watcher"
#: What says when *this* node held something, or what it found out for itself.
LOCAL = frozenset(
    {
        *("held_at_ms", "warned", "missed", "repeats", "since_ms", "checked_ms"),
        "moved",  # what has to be read again, in order of arrival
        *("messages", "waiting", "papers"),  # compared apart: by number, not in order of arrival
    }
)
_BY_FORMAT: dict[tuple[str, int], list[Message]] = {}
for _one in messages():
    _key = (_one.message.format, _one.message.version)
    _BY_FORMAT.setdefault(_key, []).append(_one.message)


def compared(value: object) -> object:
    """A value as plain things to be compared, without what is local to a node."""
    if isinstance(value, Format):
        return (value.code, value.version)
    if is_dataclass(value) and not isinstance(value, type):
        return {
            one.name: compared(getattr(value, one.name))
            for one in fields(value)
            if one.name not in LOCAL
        }
    if isinstance(value, Mapping):
        return {str(key): compared(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [compared(one) for one in value]
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return value


def shared(state: State) -> dict[str, object]:
    """All that the members have in common about the line."""
    known = state.line(LINE)
    found = {number: compared(tracked) for number, tracked in known.messages.items()}
    for number, tracked in known.messages.items():
        acts = [(a.step, a.party, a.number, a.at_ms, a.code, a.reason) for a in tracked.acts]
        found[number]["acts"] = sorted(map(str, acts))  # type: ignore[index]  # a dict
    picture = state.pictures.get(LINE)
    waiting = {number: sorted(waits) for number, waits in known.waiting.items()}
    papers = {number: sorted(made) for number, made in known.papers.items()}
    return {
        "messages": dict(sorted(found.items())),
        "line": compared(known),
        "waiting": waiting,
        "papers": papers,
        "picture": sorted((one.number, one.party) for one in picture or ()),
    }


def drawn(rng: random.Random, author: str, serial: int, known: list[str]) -> Message:
    """A message of any format in any version, about any number, heard of or not."""
    fmt = rng.choice(EVERY)
    base = rng.choice(_BY_FORMAT[fmt.code, fmt.version])
    others = tuple(name for name in (*NAMES, WATCHER) if name != author)
    said: dict[str, Json] = dict(base.fields)
    number = rng.choice([*known, "AMBER-2026-0003", "COBALT-2026-0002"])
    if fmt.placing is not None and rng.random() < 0.7:
        said[fmt.placing.volume_field] = circle(22.0 + rng.random(), 14.0)
    if fmt.code == "PPR":
        heard = {**_BY_FORMAT["NWA", 1][0].fields, "volume": circle(22.5, 14.0)}
        speaker = number.rsplit("-", 2)[0].lower()
        said |= {"party": speaker, "their_number": number, "format": "NWA", "said": heard}
    acts = fmt.family in (Family.RECEIPT, Family.CHANGE) or (fmt.code == "LCK" and serial % 2)
    return replace(
        base,
        number=f"{author.upper()}-2026-{serial:04d}",
        to=others,
        by=OFFICER,
        fields=said,
        ref=number if acts or rng.random() < 0.1 else None,
        created_ms=T0,
        released_ms=T0,
    )


def played(seed: int, count: int) -> Parties:
    """Three members say anything at all; every state takes what its own node would not have."""
    rng = random.Random(seed)
    line = Parties((*NAMES, WATCHER), connected=False)
    serials = dict.fromkeys(NAMES, 0)
    known: list[str] = []
    for _ in range(count):
        author = rng.choice(NAMES)
        serials[author] += 1
        message = drawn(rng, author, serials[author], known)
        line.now_ms += 1_000
        line.forge(author, message)
        known.append(message.number)
    return line


def arrive(line: Parties, order: random.Random) -> dict[str, object]:
    """Let the three journals come to a fresh watcher, interleaved at will; what it then shares."""
    line.states[WATCHER] = line.member(WATCHER)
    queues = [list(line.journals[name]) for name in NAMES]
    while any(queues):
        queue = order.choice([one for one in queues if one])
        line.deliver(WATCHER, queue.pop(0))
    return shared(line.states[WATCHER])


def test_every_format_is_drawn() -> None:
    """The examples hold every format in every version, so the draws reach all of them."""
    assert set(_BY_FORMAT) == {(fmt.code, fmt.version) for fmt in EVERY}


@pytest.mark.parametrize("seed", range(40))
def test_any_order_of_arrival_gives_the_same_state(seed: int) -> None:
    """Forty messages of any formats, about one another or about nothing, come in four orders."""
    line = played(seed, 40)
    first = arrive(line, random.Random(0))
    for order in range(1, 4):
        assert arrive(line, random.Random(order)) == first
