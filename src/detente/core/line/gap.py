"""What went on while a line was not open, so that nobody takes it up again as if nothing had been.

A gap is a time in which a side declared the line degraded, suspended or ended, or one that an
officer names (a cut link is declared by nobody). The report says what each side released in it,
what came only later and how late, which activities fell into it, which steps and line checks were
missed, and which messages are known to exist and are not here. Times: the author's clock for what
was released, this node's for what was held; both are shown. Pure (domain.md row 29).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.core.airspace.parts import end_of, start_of
from detente.core.line.message import Precedence
from detente.core.units import MS_PER_MIN

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.core.line.state import Declared, LineState, State, Tracked

ITEMS_MAX: Final = 500  # what two people can go through by voice in an hour; the rest is counted
LATE_MS: Final = 2 * MS_PER_MIN  # a line that works carries a message in seconds
OPEN: Final = "OPEN"


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which the line was not open to all. to_ms None: it still is not.

    parties: who declared it so, with the states that each declared.
    """

    from_ms: int
    to_ms: int | None
    parties: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class GapItem:
    """One message that belongs to a gap. why: released, late, activity, missed (a step).

    delay_ms: from its release, by its author's clock, to our holding it; of our own messages None.
    """

    why: str
    number: str
    party: str
    format: str
    precedence: Precedence
    released_ms: int
    held_at_ms: int
    delay_ms: int | None = None
    step: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """The report. items: by why, then as they came. absent: numbers named here and not held.

    more: items beyond the limit. released: per party, how many messages. checks: per other member,
    how many line checks were expected in the gap and how many came.
    """

    period: Period
    items: tuple[GapItem, ...]
    more: int
    released: tuple[tuple[str, int], ...]
    absent: tuple[str, ...]
    checks: tuple[tuple[str, int, int], ...]


def periods(here: LineState) -> tuple[Period, ...]:
    """Every time in which a side had declared the line other than open, oldest first.

    What was announced for later and taken back before it began leaves none.
    """
    found: list[Period] = []
    states: dict[str, str] = {}
    said: dict[str, list[str]] = {}
    began: int | None = None
    for at_ms, one in _turns(here):
        states[one.party] = one.state
        shut = {party for party, state in states.items() if state != OPEN}
        if shut and began is None:
            began, said = at_ms, {}
        if one.state != OPEN and one.state not in said.setdefault(one.party, []):
            said[one.party].append(one.state)
        if not shut and began is not None:
            if at_ms > began:
                found.append(Period(began, at_ms, _who(said)))
            began = None
    if began is not None:
        found.append(Period(began, None, _who(said)))
    return tuple(found)


def _turns(here: LineState) -> list[tuple[int, Declared]]:
    """From when each declaration holds, in that order; without those that never came to hold.

    A side's newer word stands in place of what it had announced for later, and of what it had said
    of the time that the newer one reaches back to. A line is open no earlier than a side says so.
    """
    of: dict[str, list[tuple[int, Declared]]] = {}
    for one in sorted(here.declarations.values(), key=lambda one: (one.at_ms, one.number)):
        from_ms = max(one.since_ms, one.at_ms) if one.state == OPEN else one.since_ms
        stands = [turn for turn in of.get(one.party, ()) if turn[0] <= min(from_ms, one.at_ms)]
        of[one.party] = [*stands, (from_ms, one)]
    turns = [turn for all_ in of.values() for turn in all_]
    return sorted(turns, key=lambda turn: (turn[0], turn[1].at_ms, turn[1].number))


def _who(said: dict[str, list[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((party, tuple(states)) for party, states in sorted(said.items()) if states)


def gap(state: State, line: Line, period: Period, at_ms: int, every_ms: int = 0) -> Gap:
    """The report about a period, as this node knows it at `at_ms`.

    every_ms: how often a line check was expected of each member; 0: not at all.
    """
    here = state.line(line)
    to_ms = at_ms if period.to_ms is None else max(period.from_ms, min(period.to_ms, at_ms))
    heard = list(_since(here, period.from_ms))
    items = sorted(
        _items(state, line, heard, period.from_ms, to_ms), key=lambda one: _ORDER.index(one.why)
    )
    released: dict[str, int] = dict.fromkeys(state.members.get(line.channel, ()), 0)
    for tracked in heard:
        if period.from_ms <= tracked.at_ms <= to_ms:
            released[tracked.author] = released.get(tracked.author, 0) + 1
    came = [one for one in heard if one.message.format == "LCK" and not one.problems]
    others = [one for one in state.members.get(line.channel, ()) if one != state.party]
    wanted = (to_ms - period.from_ms) // every_ms if every_ms else 0
    return Gap(
        period=period,
        items=tuple(items[:ITEMS_MAX]),
        more=max(0, len(items) - ITEMS_MAX),
        released=tuple(sorted(released.items())),
        absent=tuple(sorted(here.waiting)),
        checks=tuple(
            (party, wanted, sum(1 for one in came if one.author == party and one.at_ms <= to_ms))
            for party in others
        ),
    )


_ORDER: Final = ("late", "released", "activity", "missed")


def _since(here: LineState, from_ms: int) -> Iterator[Tracked]:
    """Messages held from then on, newest first, unpacking none of those before.

    A message of before the gap that came in it or after it belongs to it too.
    """
    for number in reversed(list(here.messages)):
        tracked = here.messages.shown(number)
        if tracked.held_at_ms < from_ms:
            return
        yield tracked


def _items(
    state: State, line: Line, heard: list[Tracked], from_ms: int, to_ms: int
) -> Iterator[GapItem]:
    for tracked in reversed(heard):
        own, inside = tracked.author == state.party, from_ms <= tracked.at_ms <= to_ms
        delay_ms = None if own else tracked.held_at_ms - tracked.at_ms
        if tracked.format is not None and tracked.format.is_receipt and not own:
            continue  # receipts show on what they are about
        late = delay_ms is not None and delay_ms >= LATE_MS and tracked.at_ms <= to_ms
        if late or (inside and not (tracked.format is not None and tracked.format.is_receipt)):
            yield _item("late" if late else "released", tracked, delay_ms)
    for tracked in state.line(line).messages.live():
        if tracked.volume is not None and _overlaps(tracked, from_ms, to_ms):
            yield _item("activity", tracked, None)
        for step, party, due_ms, level in tracked.missed:
            if level == 1 and from_ms <= due_ms <= to_ms:
                yield _item("missed", tracked, None, f"{step} by {party}")


def _overlaps(tracked: Tracked, from_ms: int, to_ms: int) -> bool:
    """Whether the announced window reaches into the gap; an open end reaches everywhere."""
    if tracked.volume is None:
        return False
    start_ms, end_ms = start_of(tracked.volume), end_of(tracked.volume)
    return (start_ms is None or start_ms <= to_ms) and (end_ms is None or end_ms >= from_ms)


def _item(why: str, tracked: Tracked, delay_ms: int | None, step: str = "") -> GapItem:
    return GapItem(
        why=why,
        number=tracked.number,
        party=tracked.author,
        format=tracked.message.format,
        precedence=tracked.message.precedence,
        released_ms=tracked.at_ms,
        held_at_ms=tracked.held_at_ms,
        delay_ms=delay_ms,
        step=step,
    )
