"""Judge a message by the rules in force: what was announced late, where it must not be, unanswered.

Every rule that may touch a message is asked, and what breaks it is a `Finding` with its figures. A
message is judged by what held when it was said; an area by what held while the activity lasted.
Approximations err towards a finding: touching counts, an open side never ends, a class that nobody
named is every class. Nothing is blocked: the same findings are shown before a release as warnings,
and afterwards in the register.
Pure, and the same at every member that holds the same messages. Not here: the rules (rules.py),
what breaks each kind (notice_rules.py, area_rules.py), tracks (tracks.py), all findings of a line
(found.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from detente.core.agreements.area_rules import buffer, closed_area, keep_in
from detente.core.agreements.case import Case, is_excepted
from detente.core.agreements.notice_rules import (
    deadline,
    frequency,
    lead_time,
    notify_entry,
    precision,
    report_duty,
)
from detente.core.agreements.rulebook import RuleBook, rulebook
from detente.core.airspace.conflict import Placed, place_parts
from detente.core.line.paper import announcer

if TYPE_CHECKING:
    from detente.core.agreements.finding import Finding
    from detente.core.agreements.rules import Rule
    from detente.core.line.message import Line
    from detente.core.line.state import State, Tracked

_Finder = Callable[[Case, "Rule", "Placed | None", "Placed | None"], Iterator["Finding"]]
_Applies = Iterator[tuple["Rule", "Placed | None", "Placed | None"]]


def judge(state: State, line: Line, tracked: Tracked, at_ms: int) -> tuple[Finding, ...]:
    """What the rules find about one message as it stands now, by id; empty when nothing does.

    The message need not be held yet: a draft is judged as if it were released at `at_ms`.
    """
    book = rulebook(state, line)
    subject = tracked.subject
    if not len(book) or subject is None or tracked.problems or subject.is_receipt:
        return ()
    placed: tuple[Placed, ...] = ()
    if tracked.volume is not None:
        ground_cm = state.terrain_max_cm(line)
        placed = place_parts(tracked.number, "", tracked.activity, tracked.volume, ground_cm)
    party = announcer(state, tracked.author, tracked.voice, tracked.message)
    case = Case(state, line, book, tracked, subject.code, party, placed, at_ms)
    return nearest(_found(case, _applying(book, placed)))


def judge_by(
    state: State, line: Line, tracked: Tracked, at_ms: int, rules: Iterable[Rule]
) -> tuple[Finding, ...]:
    """As `judge`, by every one of these rules, without an index: what tests and benches compare."""
    subject = tracked.subject
    if subject is None or tracked.problems or subject.is_receipt:
        return ()
    placed: tuple[Placed, ...] = ()
    ground_cm = state.terrain_max_cm(line)
    if tracked.volume is not None:
        placed = place_parts(tracked.number, "", tracked.activity, tracked.volume, ground_cm)
    party = announcer(state, tracked.author, tracked.voice, tracked.message)
    book = rulebook(state, line)
    case = Case(state, line, book, tracked, subject.code, party, placed, at_ms)
    return nearest(_found(case, _applying_all(rules, placed, ground_cm)))


def _applying(book: RuleBook, placed: tuple[Placed, ...]) -> _Applies:
    """Rules with the part of the message, and the area, that may touch."""
    for rule in book.wide():
        if rule.kind in _BY_PART and placed:
            yield from ((rule, one, None) for one in placed)
        else:
            yield rule, None, None
    for one in placed:
        for rule, area in book.near(one):
            yield rule, one, area


def _applying_all(
    rules: Iterable[Rule], placed: tuple[Placed, ...], ground_cm: int | None
) -> _Applies:
    for rule in (one for one in rules if one.judges and one.spans):
        if rule.areas and rule.kind != "keep-in":
            for area in rule.areas:
                for there in place_parts(rule.text, "", "", area, ground_cm):
                    yield from ((rule, one, there) for one in placed)
        elif rule.kind in _BY_PART and placed:
            yield from ((rule, one, None) for one in placed)
        else:
            yield rule, None, None


def _found(case: Case, applying: _Applies) -> Iterator[Finding]:
    for rule, mine, area in applying:
        finder = _FINDERS.get(rule.kind)
        if finder is not None and not is_excepted(case, rule, mine):
            yield from finder(case, rule, mine, area)


def nearest(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding of each id, the earliest, then the widest off; sorted by id."""
    kept: dict[str, Finding] = {}
    for one in found:
        known = kept.get(one.finding)
        if known is None or _rank(one) < _rank(known):
            kept[one.finding] = one
    return tuple(kept[key] for key in sorted(kept))


def _rank(one: Finding) -> tuple[int, int, str]:
    return one.at_ms, -abs((one.asked or 0) - (one.measured or 0)), one.words


_FINDERS: Final[dict[str, _Finder]] = {
    "lead-time": lead_time,
    "notify-entry": notify_entry,
    "keep-out": closed_area,
    "no-weapons": closed_area,
    "keep-in": keep_in,
    "buffer": buffer,
    "precision": precision,
    "frequency": frequency,
    "deadline": deadline,
    "report-duty": report_duty,
}
#: Kinds without an area that look at each part of a message.
_BY_PART: Final = frozenset({"keep-in", "buffer", "precision"})
