"""Everything that the rules find on a line, with what each side answers; and a draft's warnings.

The register of findings is computed, never sent: both members compute the same one from the same
messages, and only the answers (FAN) are messages. What was found of a message is kept until it, a
rule, or a notice near it changes, so that asking again costs what has changed since.
Pure but for that memory, which follows from the state. Not here: what breaks a rule (judging.py).
Serves domain.md section 8, rows 8, 12, 19 and 33.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

from detente.core.agreements.finding import Finding, Said, contested, finding_id, lasts
from detente.core.agreements.judging import judge
from detente.core.agreements.life import DAY_MS
from detente.core.agreements.rulebook import (
    ANY_HEIGHT_CM,
    Judged,
    RuleBook,
    margins,
    rulebook,
    unread,
)
from detente.core.agreements.tracks import Seen, Tracks
from detente.core.airspace.conflict import place_parts
from detente.core.airspace.parts import end_of
from detente.core.airspace.volume import Altitude, Point
from detente.core.airspace.volume_json import altitude_from_json, point_from_json
from detente.core.airspace.words import moment_words
from detente.core.line.due import Due
from detente.core.line.formats import Answers, Family
from detente.core.line.reading import journal_place, text_in
from detente.core.line.state import Tracked, starts_at
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_MIN

if TYPE_CHECKING:
    from detente.core.agreements.rules import Rule
    from detente.core.line.judge import Judged as Verdict
    from detente.core.line.message import Line, Message
    from detente.core.line.state import State
    from detente.core.values import Fields

ANSWER: Final = "FAN"
ANSWER_MS: Final = 7 * DAY_MS  # what a reply between neighbours takes at most (domain.md 5)
TRACK: Final = "track:"  # the subject of what a side's own sensors saw
_PLACED: Final = ("AEN", "QID")  # messages that say where one aircraft is, and whose it may be
_CHECK: Final = "LCK"


def findings(state: State, line: Line, at_ms: int) -> tuple[Finding, ...]:
    """Everything found on a line up to a time, oldest first, with the answers given by then.

    Asking for an earlier time than before computes it anew; that time is remembered too.
    """
    book = rulebook(state, line)
    if not len(book):
        return ()
    judged = _memory(book, at_ms)
    _read(state, line, book, judged)
    _judge(state, line, judged, at_ms)
    found = [one for every in judged.found.values() for one in every]
    found += _checks(state, line, book, judged, at_ms)
    found += _placed(state, line, judged, at_ms)
    answers = answers_of(state, line)
    said = (one.answered(_by(answers.get(one.finding, ()), at_ms)) for one in found)
    return tuple(sorted(said, key=lambda one: (one.at_ms, one.finding)))


def judge_some(state: State, line: Line, at_ms: int, most: int) -> bool:
    """Judge so many messages of those that wait; whether `findings` has only what is new to judge.

    After a start all of a line waits: who judges it a few at a time lets others in between.
    """
    book = rulebook(state, line)
    if not len(book):
        return True
    if not book.read_notices(state, line, most):
        return False
    judged = _memory(book, at_ms)
    _read(state, line, book, judged, most)
    if judged.read < len(state.line(line).moved):
        return False
    some = set(islice(judged.stale, most))
    judged.stale -= some
    _judge_these(state, line, judged, some, at_ms)
    return not judged.stale


def _memory(book: RuleBook, at_ms: int) -> Judged:
    """What is known up to a time: up to now, or up to the earlier time that was last asked for."""
    if at_ms >= book.judged.at_ms:
        return book.judged
    if book.past is None or book.past.at_ms != at_ms:
        book.past = Judged(at_ms=at_ms)
    return book.past


def _by(answers: tuple[Said, ...], at_ms: int) -> tuple[Said, ...]:
    return tuple({one.party: one for one in answers if one.at_ms <= at_ms}.values())


def finding_of(state: State, line: Line, name: str, at_ms: int) -> Finding | None:
    """One finding by its id; None when nothing of that id is found here."""
    return next((one for one in findings(state, line, at_ms) if one.finding == name), None)


def answers_of(state: State, line: Line) -> dict[str, tuple[Said, ...]]:
    """What was answered to findings (FAN) on any line of this status, by id, in journal order."""
    said = [
        one
        for on in sorted(state.lines)
        if on.status is line.status
        for one in state.lines[on].registered(ANSWER)
    ]
    found: dict[str, list[Said]] = {}
    for one in sorted(said, key=journal_place):
        name, because = str(one.fields.get("finding")), text_in(one.fields, "because")
        what = str(one.fields.get("answer"))
        found.setdefault(name, []).append(Said(one.author, what, one.number, one.at_ms, because))
    return {name: tuple(every) for name, every in found.items()}


def _read(
    state: State, line: Line, book: RuleBook, judged: Judged, most: int | None = None
) -> None:
    """Which messages have to be judged again for what came since the last time; most: look at."""
    here = state.line(line)
    said, judged.read = unread(here, judged.read, most)
    for number in said:
        one = here.messages.shown(number)
        code = one.subject.code if one.subject is not None else ""
        if code == _CHECK and not one.problems:
            judged.checks.setdefault(one.author, {})[number] = one.at_ms
        elif code in _PLACED:
            judged.seen[number] = None
    if judged.read < len(here.moved) and judged.version != book.version:
        return  # all is judged anew when the rest was looked at
    moved, judged.moved = judged.moved, []
    if judged.version != book.version:
        judged.version = book.version
        judged.found, judged.live = {}, set()
        judged.stale = set(here.moved)
        return
    judged.stale |= set(said)
    ground_cm = state.terrain_max_cm(line)
    for area in moved:
        for placed in place_parts("", "", "", area, ground_cm):
            near = book.notices_near(state, line, placed, horizontal_cm=0, vertical_cm=0)
            judged.stale |= {notice.number for notice, _ in near}
    reach = [margins(one) for one in book.wide() if one.kind == "buffer"]
    for number in said if reach else ():
        judged.stale |= _beside(state, line, book, number, reach)


def _beside(
    state: State, line: Line, book: RuleBook, number: str, reach: list[tuple[int, int]]
) -> set[str]:
    """The notices that a new one, or the end of one, may come too near to."""
    one = state.line(line).messages.shown(number)
    if one.volume is None:
        return set()
    horizontal_cm = max(horizontal for horizontal, _ in reach)
    near = (
        book.notices_near(
            state, line, placed, horizontal_cm=horizontal_cm, vertical_cm=ANY_HEIGHT_CM
        )
        for placed in place_parts(number, "", "", one.volume, state.terrain_max_cm(line))
    )
    return {notice.number for every in near for notice, _ in every}


def _judge(state: State, line: Line, judged: Judged, at_ms: int) -> None:
    """Judge what changed, and what time alone may have changed since."""
    live = judged.live if judged.live_ms != at_ms else set[str]()
    asked = judged.stale | live
    judged.stale, judged.live_ms = set(), at_ms
    _judge_these(state, line, judged, asked, at_ms)


def _judge_these(state: State, line: Line, judged: Judged, asked: set[str], at_ms: int) -> None:
    here = state.line(line)
    judged.at_ms = at_ms
    longest_ms = _longest_ms(rulebook(state, line)) if asked else 0
    for number in asked:
        one = here.messages.shown(number)
        found = judge(state, line, one, at_ms)
        if found:
            judged.found[number] = found
        else:
            judged.found.pop(number, None)
        if _settles_ms(one, longest_ms) > at_ms:
            judged.live.add(number)
        else:
            judged.live.discard(number)


def _longest_ms(book: RuleBook) -> int:
    """After how long no deadline of a rule can be missed any more."""
    return max((one.minutes or 0 for one in book.rules), default=0) * MS_PER_MIN


def _settles_ms(one: Tracked, longest_ms: int) -> int:
    """From when on time alone finds nothing more about a message."""
    ends_ms = end_of(one.volume) if one.volume is not None else None
    start_ms = starts_at(one)
    known = [one.message.said_ms, one.at_ms, ends_ms or 0, start_ms or 0]
    return max(known) + longest_ms + 1


def _checks(
    state: State, line: Line, book: RuleBook, judged: Judged, at_ms: int
) -> Iterator[Finding]:
    """Line checks that came later than agreed, and those that have not come."""
    for rule in book.wide():
        if rule.kind != "line-check":
            continue
        every_ms = (rule.minutes or 0) * MS_PER_MIN
        bound = rule.binds & set(state.members.get(line.channel, ()))
        for one in book.exceptions(rule):
            bound -= one.binds if one.spans == rule.spans else frozenset()
        for party in sorted(bound):
            given = judged.checks.get(party, {})
            times = sorted((ms, number) for number, ms in given.items() if ms <= at_ms)
            for span in rule.spans:
                if span.from_ms <= at_ms:
                    end_ms = at_ms if span.until_ms is None else min(at_ms, span.until_ms)
                    inside = [one for one in times if span.from_ms < one[0] < end_ms]
                    edges = [(span.from_ms, ""), *inside, (end_ms, "")]
                    yield from _silences(rule, party, edges, every_ms)


def _silences(
    rule: Rule, party: str, edges: list[tuple[int, str]], every_ms: int
) -> Iterator[Finding]:
    for (last_ms, last), (next_ms, following) in pairwise(edges):
        if next_ms - last_ms <= every_ms:
            continue
        after = f"after {last}" if last else f"from {moment_words(last_ms)}"
        came = f"came {lasts(next_ms - last_ms)} later" if following else "has not come"
        yield Finding(
            finding=finding_id(rule, last or f"{rule.text}-{last_ms}", party=party),
            rule=rule,
            party=party,
            subject=last or rule.text,
            others=(following,) if following else (),
            at_ms=last_ms + every_ms,
            until_ms=next_ms if following else None,
            words=f"The line check of {party} {after} {came}; one every {lasts(every_ms)} "
            "was agreed",
            asked=rule.minutes,
            unit="minutes",
            contested=contested(rule.span(last_ms)),
        )


def _placed(state: State, line: Line, judged: Judged, at_ms: int) -> Iterator[Finding]:
    """What messages say they saw, judged as a track is: an alert, or a question answered YES."""
    here = state.line(line)
    for number in judged.seen:
        seen = seen_in(here.messages.shown(number))
        if seen is not None and seen.at_ms <= at_ms:
            yield from Tracks().judge(state, line, seen)


def seen_in(one: Tracked) -> Seen | None:
    """The aircraft that a message says was seen; None when it says of nobody whose it is."""
    if one.subject is None or one.subject.code not in _PLACED or len(one.message.to) != 1:
        return None
    (party,) = one.message.to
    answer = one.of(party).answer
    if one.subject.code == "QID" and (answer is None or answer.code != Answers.YES):
        return None
    point = point_from_json(one.fields.get("point"), "")
    height = altitude_from_json(one.fields.get("height"), "") if one.fields.get("height") else None
    at_ms = one.fields.get("seen_ms")
    if not isinstance(point, Point):
        return None
    return Seen(
        track=one.number,
        party=party,
        point=point,
        at_ms=at_ms if isinstance(at_ms, int) else one.at_ms,
        height=height if isinstance(height, Altitude) else None,
        source=one.number,
    )


def rule_warnings(
    state: State, line: Line, message: Message, verdict: Verdict, at_ms: int
) -> tuple[Refusal, ...]:
    """What the rules will find about a message that is about to be released; nothing is blocked."""
    if verdict.subject is None or verdict.subject.family is Family.RECEIPT:
        return ()
    draft = Tracked(
        author=state.party,
        message=message,
        at_ms=at_ms,
        held_at_ms=at_ms,
        sequence=-1,
        format=verdict.format,
        subject=verdict.subject,
        fields=verdict.fields,
        root=message.number,
        volume=verdict.volume,
        activity=verdict.activity,
        voice=verdict.voice,
    )
    return tuple(_warning(one) for one in judge(state, line, draft, at_ms))


def _warning(one: Finding) -> Refusal:
    where = f"article {one.rule.article} of" if one.rule.article != "zone" else "by"
    reason = f"{one.words.rstrip('.')} ({where} {one.rule.agreement}, {one.rule.text})"
    remedy = "It is sent all the same; the other side finds the same"
    return Refusal("fields", f"rule-{one.kind}", reason, remedy, override=True)


def answer_findings(
    state: State, line: Line, author: str, message: Message, fields: Fields, at_ms: int
) -> tuple[Refusal, ...]:
    """What is odd about an answer to a finding: that nothing of that id is found here."""
    del author
    if message.format != ANSWER:
        return ()
    name = str(fields.get("finding"))
    if f"/{TRACK}" in name or finding_of(state, line, name, at_ms) is not None:
        return ()
    others = (on for on in state.lines if on.status is line.status and on != line)
    if any(finding_of(state, on, name, at_ms) is not None for on in others):
        return ()
    reason = f"nothing is found here under {name[:120]!r}"
    remedy = "Look it up: detente findings; or acknowledge finding-unknown"
    return (Refusal("fields.finding", "finding-unknown", reason, remedy, override=True),)


def due_items(state: State, line: Line, at_ms: int) -> tuple[Due, ...]:
    """The findings of a line that the side they are about has not answered, as what it owes."""
    return tuple(
        Due(
            due_ms=(one.until_ms or one.at_ms) + ANSWER_MS,
            party=one.party,
            register="agreements",
            kind="finding",
            number=one.subject,
            about=one.rule.text,
            words=f"answer to finding {one.finding}",
        )
        for one in findings(state, line, at_ms)
        if one.is_open and one.at_ms <= at_ms
    )


def open_first(found: Iterable[Finding]) -> list[Finding]:
    """Findings with the unanswered ones first, each part newest first."""
    return sorted(found, key=lambda one: (not one.is_open, -one.at_ms, one.finding))


def with_answers(found: Iterable[Finding], answers: dict[str, tuple[Said, ...]]) -> list[Finding]:
    """Findings that were computed elsewhere, such as a track's, with what was said of them."""
    return [replace(one, answers=_by(answers.get(one.finding, ()), _EVER)) for one in found]


_EVER: Final = 1 << 62
