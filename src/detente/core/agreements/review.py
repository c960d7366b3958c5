"""The figures of a period that both sides read the same: times, notice, checks, findings, cases.

A review (the annual one of INCSEA, the monthly ones elsewhere) needs no two sets of figures: each
one here follows from messages that both sides hold, times by the clock of whoever acted. A party's
own figures stand under its name: how fast it reads what it is sent, how much notice it gives.
Pure; the same at every member that holds the same messages. Not here: what was counted by hand
(ledger.py). Serves domain.md section 8, row 33, and the review of section 11.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from detente.core.agreements.found import findings
from detente.core.agreements.ledger import BREACH, counts_of, once
from detente.core.agreements.register import concerning, judges
from detente.core.agreements.rules import text_on
from detente.core.agreements.words import phase_words
from detente.core.incidents.cases import CaseState, cases
from detente.core.line.formats import Family
from detente.core.line.lead import Timing
from detente.core.line.paper import announcer
from detente.core.line.state import Standing

if TYPE_CHECKING:
    from detente.core.agreements.finding import Finding
    from detente.core.agreements.ledger import Count
    from detente.core.agreements.register import Agreement
    from detente.core.line.due import Due
    from detente.core.line.message import Line
    from detente.core.line.state import State, Tracked

TRUCE: Final = "truce"


@dataclass(frozen=True, slots=True)
class Spread:
    """How a set of times lies, in ms: least, half of them, nine of ten, greatest. count 0: none."""

    count: int = 0
    least: int = 0
    median: int = 0
    p90: int = 0
    most: int = 0


def spread(values: Iterable[int]) -> Spread:
    """The spread of some times; of an even number the lower middle one counts, so all are exact."""
    known = sorted(values)
    if not known:
        return Spread()
    last = len(known) - 1
    return Spread(len(known), known[0], known[last // 2], known[last * 9 // 10], known[-1])


@dataclass(frozen=True, slots=True)
class Figures:
    """One party's figures of a period.

    sent:     messages that it released, receipts not counted; notices: those that announce.
    read_ms:  from release to its READ of what it was sent; unread: what it has not read.
    lead_ms:  the notice that it gave, towards each receiver; on_time, short, after, untaken: by the
              charter's or table's lead times (untaken: not taken up before now).
    checks:   line checks that it gave; missed: silences that a rule found.
    findings: about it, by what it answers: accept, dispute, no-record, open.
    """

    party: str
    sent: int
    notices: int
    read_ms: Spread
    unread: int
    lead_ms: Spread
    on_time: int
    short: int
    after: int
    untaken: int
    checks: int
    missed: int
    findings: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of what holds: which text, from when, what it is since then, and who says so.

    by: who suspends it, in whole or in part; disputed_by: who says that this is not so; words: all
    of it in English.
    """

    at_ms: int
    text: str
    name: str
    state: str
    by: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class TruceFigures:
    """A truce that held in the period: what the rules found of it, and each source's counts.

    beyond: counts whose own period begins before this one or ends after it, and in no sum here.
    """

    text: str
    name: str
    found: tuple[tuple[str, int], ...]
    counted: tuple[tuple[str, int], ...]
    beyond: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """A period as both sides have it. due: what is open at its end, late ones first.

    by_rule: findings by rule and party, with how many are not answered. cases: opened in the
    period, closed, and open at its end; open_cases: numbers.
    """

    from_ms: int
    until_ms: int
    parties: tuple[Figures, ...]
    by_rule: tuple[tuple[str, str, str, str, int, int], ...]
    opened: int
    closed: int
    open_cases: tuple[str, ...]
    due: tuple[Due, ...]
    late: int
    changes: tuple[Change, ...]
    truces: tuple[TruceFigures, ...]


@dataclass(slots=True)
class _Tally:
    """What is gathered for one party while the messages are gone through once."""

    sent: int = 0
    notices: int = 0
    read_ms: list[int] = field(default_factory=list)
    unread: int = 0
    lead_ms: list[int] = field(default_factory=list)
    timings: dict[Timing, int] = field(default_factory=dict)
    checks: int = 0


def review(
    state: State,
    line: Line,
    from_ms: int,
    until_ms: int,
    at_ms: int,
    due: Callable[[int], Iterable[Due]] | None = None,
) -> Review:
    """The figures of a period, end excluded, as known at its end, or at `at_ms` when it lasts yet.

    due: what is open at a time, over all registers (watch/due.py); None: nothing is listed.
    """
    known_ms = min(until_ms, at_ms)
    tallies = {party: _Tally() for party in state.members.get(line.channel, ())}
    for number in dict.fromkeys(state.line(line).moved):
        one = state.line(line).messages.shown(number)
        if from_ms <= one.message.said_ms < until_ms and not one.problems:
            _take(state, line, tallies, one, known_ms)
    found = [one for one in findings(state, line, known_ms) if from_ms <= one.at_ms < until_ms]
    filed = cases(state, line, known_ms)
    opened = [one for one in filed if from_ms <= min(o.at_ms for o in one.openings) < until_ms]
    is_open = tuple(one.number for one in filed if one.state is not CaseState.CLOSED)
    open_items = tuple(sorted(due(known_ms))) if due is not None else ()
    return Review(
        from_ms=from_ms,
        until_ms=until_ms,
        parties=tuple(_figures(party, one, found) for party, one in sorted(tallies.items())),
        by_rule=tuple(_by_rule(found)),
        opened=len(opened),
        closed=sum(one.state is CaseState.CLOSED for one in opened),
        open_cases=is_open,
        due=open_items,
        late=sum(one.is_late(known_ms) for one in open_items),
        changes=tuple(_changes(state, line, from_ms, until_ms)),
        truces=tuple(_truces(state, line, from_ms, until_ms, known_ms)),
    )


def _take(
    state: State, line: Line, tallies: dict[str, _Tally], one: Tracked, until_ms: int
) -> None:
    subject, author = one.subject, announcer(state, one.author, one.voice, one.message)
    mine = tallies.get(author)
    if subject is None:
        return
    if mine is not None:
        mine.sent += 1
        mine.notices += subject.family is Family.NOTICE
        mine.checks += subject.code == "LCK"
    for party in one.message.to:
        theirs, steps = tallies.get(party), one.of(party)
        if theirs is not None and subject.needs_read and subject.code != "LCK":
            _read(theirs, one, steps.first_read_ms, until_ms)
        if mine is not None and subject.family is Family.NOTICE:
            _lead(state, line, mine, one, party)


def _read(tally: _Tally, one: Tracked, read_ms: int | None, until_ms: int) -> None:
    if read_ms is not None and read_ms < until_ms:
        tally.read_ms.append(read_ms - one.message.said_ms)
    elif one.standing is Standing.CURRENT:
        tally.unread += 1


def _lead(state: State, line: Line, tally: _Tally, one: Tracked, party: str) -> None:
    lead = state.lead(line, one, party)
    if lead is None:
        return
    tally.timings[lead.timing] = tally.timings.get(lead.timing, 0) + 1
    if lead.lead_ms is not None:
        tally.lead_ms.append(lead.lead_ms)


def _figures(party: str, tally: _Tally, found: list[Finding]) -> Figures:
    mine = [one for one in found if one.party == party]
    answers: dict[str, int] = {}
    for one in mine:
        answers[one.answer or "open"] = answers.get(one.answer or "open", 0) + 1
    timings = tally.timings
    return Figures(
        party=party,
        sent=tally.sent,
        notices=tally.notices,
        read_ms=spread(tally.read_ms),
        unread=tally.unread,
        lead_ms=spread(tally.lead_ms),
        on_time=timings.get(Timing.ON_TIME, 0),
        short=timings.get(Timing.SHORT, 0),
        after=timings.get(Timing.AFTER_THE_FACT, 0),
        untaken=timings.get(Timing.NOT_EFFECTIVE, 0),
        checks=tally.checks,
        missed=sum(one.kind == "line-check" for one in mine),
        findings=tuple(sorted(answers.items())),
    )


def _by_rule(found: list[Finding]) -> Iterator[tuple[str, str, str, str, int, int]]:
    """Agreement, text, article, party, how many, how many of them not answered."""
    sums: dict[tuple[str, str, str, str], list[int]] = {}
    for one in found:
        key = (one.rule.agreement, one.rule.text, one.rule.article, one.party)
        both = sums.setdefault(key, [0, 0])
        both[0] += 1
        both[1] += one.is_open
    for key in sorted(sums):
        count, unanswered = sums[key]
        yield (*key, count, unanswered)


def _changes(state: State, line: Line, from_ms: int, until_ms: int) -> Iterator[Change]:
    """What came into force, was suspended, renewed or ended in the period, oldest first."""
    found = [
        Change(
            at_ms=phase.from_ms,
            text=text_on(one, line),
            name=one.name,
            state=phase.state.value,
            by=phase.suspended_by,
            disputed_by=phase.disputed_by,
            words=phase_words(phase),
        )
        for one in concerning(state, line, until_ms)
        for phase in one.life.phases
        if from_ms <= phase.from_ms < until_ms
    ]
    yield from sorted(found, key=lambda one: (one.at_ms, one.text))


def _truces(
    state: State, line: Line, from_ms: int, until_ms: int, known_ms: int
) -> Iterator[TruceFigures]:
    """Truces of this line or over it, each with all that is found and counted of it anywhere."""
    for one in concerning(state, line, until_ms):
        if one.kind != TRUCE or one.life.begins_ms is None or one.life.begins_ms >= until_ms:
            continue
        if one.life.ends_ms is not None and one.life.ends_ms <= from_ms:
            continue
        lines = [on for on in sorted(state.lines) if on == one.line or judges(state, one, on)]
        found = [each for on in lines for each in _found_of(state, on, one, known_ms)]
        counts = [each for on in lines for each in _counts_of(state, on, one)]
        by_party = dict[str, int]()
        for each in found:
            if from_ms <= each.at_ms < until_ms:
                by_party[each.party] = by_party.get(each.party, 0) + 1
        inside = [each for each in counts if from_ms <= each.from_ms and each.until_ms <= until_ms]
        across = [
            each
            for each in counts
            if each not in inside and each.from_ms < until_ms and each.until_ms > from_ms
        ]
        yield TruceFigures(
            text=text_on(one, line),
            name=one.name,
            found=tuple(sorted(by_party.items())),
            counted=_sums(inside),
            beyond=_sums(across),
        )


def _sums(counts: list[Count]) -> tuple[tuple[str, int], ...]:
    """What each source counts, nothing of it twice."""
    sums: dict[str, int] = {}
    for one in once(sorted(counts, key=lambda each: each.at_ms)):
        if not one.within:
            sums[one.by] = sums.get(one.by, 0) + one.count
    return tuple(sorted(sums.items()))


def _found_of(state: State, on: Line, truce: Agreement, known_ms: int) -> list[Finding]:
    """What the rules of a truce found on one of its lines."""
    if not judges(state, truce, on):
        return []
    name = text_on(truce, on)
    return [one for one in findings(state, on, known_ms) if one.rule.text == name]


def _counts_of(state: State, on: Line, truce: Agreement) -> list[Count]:
    """The breaches of a truce that sources count on one of its lines, named alike on each."""
    name, counts = text_on(truce, on), counts_of(state, on)
    return [
        replace(one, text=truce.number, number=f"{one.number}@{on.channel}")
        for one in counts
        if one.text == name and one.counted == BREACH
    ]
