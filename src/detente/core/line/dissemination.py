"""What has not come down to the crew yet: the gaps between a warning at the top and who must know.

A format that has to reach the crew (its table's `disseminated`) is open for each receiver and each
level that the receiver has declared, until that receiver says that the level has it. A receiver
that has declared no levels is one gap by itself: nobody knows how far its words go. Both sides work
it out from the same entries, so both see the same gaps. Nothing is held up by one: it is listed,
and becomes an alarm in time to do something about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.core.airspace.parts import end_of, start_of
from detente.core.line.formats import DueStep, Format
from detente.core.line.message import Line, Status
from detente.core.line.reached import FEED, NOT_REACHED, Echelons, Reached
from detente.core.line.state import Act, LineState, Standing, State, Tracked
from detente.core.units import MS_PER_MIN

UNDECLARED = ""  # instead of a level: the receiver has declared none
WARN_BEFORE_MS = 15 * MS_PER_MIN
"""Before the start, at the least: what a desk needs to reach a crew by another way."""
GRACE_MS = 2 * MS_PER_MIN
"""After arrival: a desk that has just read a warning is passing it on, and needs no alarm yet."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A level that must have a message and, as far as anybody has said, has not.

    party: whose level. echelon: `UNDECLARED` when that side has declared none.
    starts_ms, ends_ms: the activity's; None is open. alarm_ms: from when it is an alarm.
    denied: the side's own word that it was not reached.
    """

    line: Line
    number: str
    format: str
    author: str
    party: str
    echelon: str
    starts_ms: int | None
    ends_ms: int | None
    alarm_ms: int
    denied: Reached | None = None


def echelons_of(known: LineState, party: str) -> Echelons | None:
    """The levels that a party has declared for itself, as it last corrected them; None if none."""
    number = known.echelons.get(party)
    tracked = known.current(number) if number is not None else None
    if tracked is None or tracked.standing is not Standing.CURRENT or tracked.subject is None:
        return None
    fields = tracked.fields
    minutes, means = fields.get("minutes"), fields.get("means")
    return Echelons(
        party=party,
        number=tracked.number,
        levels=_in_order(tracked.subject, fields.get("echelons")),
        minutes=minutes if isinstance(minutes, int) else None,
        means=means if isinstance(means, str) else None,
        at_ms=tracked.at_ms,
    )


def _in_order(subject: Format, levels: object) -> tuple[str, ...]:
    """The declared levels from the desk down, whatever order they were typed in."""
    spec = subject.field("echelons")
    given = [str(level) for level in levels] if isinstance(levels, list | tuple) else []
    rank = {code: place for place, (code, _) in enumerate(spec.choices if spec else ())}
    return tuple(sorted(given, key=lambda code: rank.get(code, len(rank))))


def reached(known: LineState, tracked: Tracked, party: str) -> list[Reached]:
    """Everything that a party has said of its levels about a message, in its own order."""
    acts = [act for act in tracked.of(party).onward if act.step is DueStep.DISSEMINATED]
    said = sorted(acts, key=lambda act: (act.at_ms, len(act.number), act.number))
    return [_reached(known.messages.shown(act.number), act) for act in said]


def _reached(said: Tracked, act: Act) -> Reached:
    means, reached_ms = said.fields.get("means"), said.fields.get("at_ms")
    return Reached(
        party=act.party,
        echelon=str(said.fields.get("echelon")),
        unit=str(said.fields.get("unit") or ""),
        basis=str(said.fields.get("basis")),
        means=means if isinstance(means, str) else None,
        reached_ms=reached_ms if isinstance(reached_ms, int) else act.at_ms,
        number=act.number,
        at_ms=act.at_ms,
        held_at_ms=act.held_at_ms,
    )


def word_of(words: list[Reached], echelon: str) -> Reached | None:
    """What stands of a level: that it was not reached, if that is the last word of any unit of it.

    One unit's word does not speak for the others: a level is reached when all of it has it, which
    is a word without a unit, or when every unit that was named has it.
    """
    last = _last(words, echelon)
    denied = [one for one in last.values() if one.basis == NOT_REACHED]
    return denied[-1] if denied else next(reversed(last.values()), None)


def told_ms(words: list[Reached], echelon: str) -> int | None:
    """Since when a level has stood as reached, by when its side said so; None: it does not."""
    since: int | None = None
    for place, one in enumerate(words, 1):
        word = word_of(words[:place], echelon)
        stands = word is not None and word.basis != NOT_REACHED
        since = (one.at_ms if since is None else since) if stands else None
    return since


def units_denied(words: list[Reached], echelon: str) -> list[str]:
    """The units of a level that were said not to have it, and of which nothing else was said."""
    last = _last(words, echelon).values()
    return [one.unit for one in last if one.unit and one.basis == NOT_REACHED]


def _last(words: list[Reached], echelon: str) -> dict[str, Reached]:
    """The last word about each unit of a level; "" is all of it.

    A word about all of the level stands for its units. One that rests on the area feed does not for
    those that were said not to have it: a display at that level is not each of its units.
    """
    last: dict[str, Reached] = {}
    for one in words:
        if one.echelon != echelon:
            continue
        if not one.unit and one.basis != NOT_REACHED:
            kept = last if one.basis == FEED else {}
            last = {unit: word for unit, word in kept.items() if unit and word.basis == NOT_REACHED}
        last[one.unit] = one
    return last


def window_of(tracked: Tracked) -> tuple[int | None, int | None]:
    """When the announced activity starts and ends; None is open (has begun, or never ends)."""
    if tracked.volume is not None:
        return start_of(tracked.volume), end_of(tracked.volume)
    subject = tracked.subject
    start = tracked.fields.get(subject.starts) if subject and subject.starts else None
    end = tracked.fields.get("valid_to_ms")
    return (
        start if isinstance(start, int) else None,
        end if isinstance(end, int) else None,
    )


def is_owed(tracked: Tracked) -> bool:
    """Whether the message is of the kind that must come down to the crew, and still stands."""
    subject = tracked.subject
    return (
        subject is not None
        and subject.disseminated
        and tracked.standing is Standing.CURRENT
        and not tracked.problems
    )


def missing(known: LineState, tracked: Tracked, party: str) -> list[tuple[str, Reached | None]]:
    """The levels of one receiver that a message has not reached, with its own word if it has one.

    Without declared levels the receiver's one gap is that, unless it says that its crews have it.
    """
    declared, words = echelons_of(known, party), reached(known, tracked, party)
    if declared is None:
        word = word_of(words, "crew")
        if word is not None and word.basis != NOT_REACHED:
            return []
        return [(UNDECLARED, word)]
    found = []
    for level in declared.levels:
        word = word_of(words, level)
        if word is None or word.basis == NOT_REACHED:
            found.append((level, word))
    return found


def gaps_of(state: State, line: Line, tracked: Tracked) -> Iterator[Gap]:
    """The gaps of one message, whether its activity is over or not."""
    known = state.line(line)
    starts_ms, ends_ms = window_of(tracked)
    for party in tracked.message.to:
        declared = echelons_of(known, party)
        need_ms = (declared.minutes or 0) * MS_PER_MIN if declared else 0
        alarm_ms = tracked.held_at_ms + GRACE_MS
        if starts_ms is not None:
            alarm_ms = max(alarm_ms, starts_ms - max(need_ms, WARN_BEFORE_MS))
        for level, word in missing(known, tracked, party):
            yield Gap(
                line=line,
                number=tracked.number,
                format=tracked.subject.code if tracked.subject else tracked.message.format,
                author=tracked.author,
                party=party,
                echelon=level,
                starts_ms=starts_ms,
                ends_ms=ends_ms,
                alarm_ms=alarm_ms,
                denied=word,
            )


def gaps(state: State, at_ms: int, statuses: tuple[Status, ...] = tuple(Status)) -> list[Gap]:
    """Every open gap of activity that is not over, the soonest first."""
    found: list[Gap] = []
    for line in sorted(state.lines):
        if line.status not in statuses:
            continue
        for tracked in state.lines[line].messages.live():
            if is_owed(tracked):
                ends_ms = window_of(tracked)[1]
                if ends_ms is None or ends_ms > at_ms:
                    found += gaps_of(state, line, tracked)
    return sorted(found, key=lambda gap: (gap.starts_ms or 0, gap.line, gap.number, gap.party))
