"""Who is on duty at each side, in which languages, and in which hours nobody is, or none in common.

A line fails in the hour when the one linguist is asleep (domain.md row 5). Each party says its own
roster in DRO messages; the newest one said counts for a role and a time where two differ. A shift
may come again daily. Hours of a party that has said no roster are not called empty: it is named as
silent, because unknown is neither covered nor bare. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from detente.core.line.reading import number_in, text
from detente.core.line.state import Standing
from detente.core.units import MS_PER_HOUR

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.core.line.state import State, Tracked

DAY_MS: Final = 24 * MS_PER_HOUR
SPAN_MS_MAX: Final = 31 * DAY_MS  # a month's roster is what a watch plans
SHIFTS_MAX: Final = 2_000  # of one answer; two parties with four desks of three shifts for a month
SPEAKING: Final = frozenset({"duty-officer", "releaser", "deputy", "linguist", "liaison"})
NOBODY: Final = "nobody on duty"
NO_COMMON: Final = "no common language"


@dataclass(frozen=True, slots=True)
class Shift:
    """A role of one party on duty from then until then. number: the message that says so."""

    party: str
    role: str
    languages: tuple[str, ...]
    from_ms: int
    to_ms: int
    desk: str
    fallback: str
    number: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """Hours in which somebody is missing. parties: who has nobody, or all who share no language."""

    from_ms: int
    to_ms: int
    why: str
    parties: tuple[str, ...]


def shifts(state: State, line: Line, from_ms: int, to_ms: int) -> tuple[Shift, ...]:
    """Every shift that reaches into the time, by party, start and role; at most SHIFTS_MAX.

    Of the same role and desk of one party the roster that was said last holds where two overlap.
    """
    to_ms = min(to_ms, from_ms + SPAN_MS_MAX)
    said = sorted(_said(state, line), key=lambda one: (one.at_ms, one.number))
    found: list[Shift] = []
    for tracked in said:
        fresh = _of(tracked, from_ms, to_ms)
        found = [part for old in found for part in _without(old, fresh)]
        found = (found + fresh)[:SHIFTS_MAX]
    return tuple(sorted(found, key=lambda one: (one.party, one.from_ms, one.role, one.desk)))


def on_duty(found: Iterable[Shift], at_ms: int) -> tuple[Shift, ...]:
    """The shifts that hold at a time."""
    return tuple(one for one in found if one.from_ms <= at_ms < one.to_ms)


def silent(state: State, line: Line) -> tuple[str, ...]:
    """Members that have said no roster at all."""
    said = {one.author for one in _said(state, line)}
    return tuple(one for one in state.members.get(line.channel, ()) if one not in said)


def common_languages(found: Iterable[Shift], parties: Iterable[str]) -> tuple[str, ...]:
    """Languages that somebody of each of the parties speaks in these shifts, sorted."""
    spoken: dict[str, set[str]] = {party: set() for party in parties}
    for one in found:
        if one.party in spoken and one.role in SPEAKING:
            spoken[one.party].update(one.languages)
    return tuple(sorted(set.intersection(*spoken.values()))) if spoken else ()


def lacking(
    state: State, line: Line, found: tuple[Shift, ...], from_ms: int, to_ms: int
) -> tuple[Lacking, ...]:
    """The hours in which a party with a roster has nobody, or all have somebody and no language.

    Neighbouring hours with the same lack are one.
    """
    missing = set(silent(state, line))
    parties = [one for one in state.members.get(line.channel, ()) if one not in missing]
    marks = {from_ms, to_ms}
    marks |= {at for one in found for at in (one.from_ms, one.to_ms) if from_ms < at < to_ms}
    edges = sorted(marks)
    result: list[Lacking] = []
    for begin, end in pairwise(edges):
        for why, who in _lack(on_duty(found, begin), parties):
            last = next((one for one in result if (one.why, one.parties) == (why, who)), None)
            if last is not None and last.to_ms == begin:
                result.remove(last)
                begin_ms = last.from_ms
            else:
                begin_ms = begin
            result.insert(0, Lacking(begin_ms, end, why, who))
    return tuple(sorted(result, key=lambda one: (one.from_ms, one.why, one.parties)))


def _lack(now: tuple[Shift, ...], parties: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    there = {one.party for one in now if one.role in SPEAKING}
    absent = tuple(party for party in parties if party not in there)
    found: list[tuple[str, tuple[str, ...]]] = [(NOBODY, (party,)) for party in absent]
    if not absent and len(parties) > 1 and not common_languages(now, parties):
        found.append((NO_COMMON, tuple(parties)))
    return found


def holds_after(tracked: Tracked, at_ms: int) -> bool:
    """Whether a roster says something about any time after `at_ms`."""
    times = (number_in(tracked.fields, name) for name in ("to_ms", "daily_until_ms"))
    return any(time is not None and time + DAY_MS > at_ms for time in times)


def _said(state: State, line: Line) -> list[Tracked]:
    """The rosters that stand: neither cancelled, nor replaced by a correction."""
    here = state.line(line)
    held = [here.messages.shown(number) for number in here.rosters if number in here.messages]
    return [one for one in held if one.standing is Standing.CURRENT and not one.problems]


def _of(tracked: Tracked, from_ms: int, to_ms: int) -> list[Shift]:
    """The shifts of one roster that reach into the time."""
    fields = tracked.fields
    begin, end, until = (number_in(fields, name) for name in ("from_ms", "to_ms", "daily_until_ms"))
    if begin is None or end is None or end <= begin:
        return []
    starts = range(begin, (until if until is not None else begin) + 1, DAY_MS)
    skip = max(0, (from_ms - end) // DAY_MS)  # a roster of years ago is not walked through
    return [
        _shift(tracked, start, start + end - begin)
        for start in starts[skip : skip + SHIFTS_MAX]
        if start < to_ms and start + end - begin > from_ms
    ]


def _shift(tracked: Tracked, from_ms: int, to_ms: int) -> Shift:
    fields = tracked.fields
    spoken = fields.get("languages")
    path, address = text(fields, "fallback"), text(fields, "fallback_address")
    return Shift(
        party=tracked.author,
        role=text(fields, "duty_role"),
        languages=tuple(map(str, spoken)) if isinstance(spoken, list | tuple) else (),
        from_ms=from_ms,
        to_ms=to_ms,
        desk=text(fields, "desk"),
        fallback=" ".join(part for part in (path, address) if part),
        number=tracked.number,
    )


def _without(old: Shift, fresh: list[Shift]) -> list[Shift]:
    """What is left of a shift where a newer roster of the same role and desk does not reach."""
    left = [(old.from_ms, old.to_ms)]
    for new in fresh:
        if (new.party, new.role, new.desk) != (old.party, old.role, old.desk):
            continue
        left = [
            part
            for begin, end in left
            for part in ((begin, min(end, new.from_ms)), (max(begin, new.to_ms), end))
            if part[0] < part[1]
        ]
    return [replace(old, from_ms=begin, to_ms=end) for begin, end in left]
