"""What the verifier found, as data and in words: problems, remarks, journals, clocks, timeline.

A problem means that the record is broken; a remark, that something could not be checked or is odd.
Everything here comes out of a file that may be hostile: words pass through `plain` before they
reach a terminal. Times are UTC milliseconds, each by the clock of the party that it is said of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Final

from detente.core.line.lead import Timing
from detente.core.units import counted

PROBLEMS_MAX: Final = 50  # the first ones matter; the count is of all
REMARKS_MAX: Final = 50
WORD_CHARS_MAX: Final = 160
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Verdict(IntEnum):
    """The verifier's answer; the value is the exit code."""

    GOOD = 0
    BROKEN = 1
    UNUSABLE = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem or remark. line: of the file, 0 for the whole; sequence: of the entry, if one."""

    line: int
    journal: str
    sequence: int | None
    rule: str
    detail: str


@dataclass(frozen=True, slots=True)
class JournalReport:
    """One journal: how much is in the file, under checkpoint, cosigned by whom, and final.

    final: entries under checkpoint and cosigned by all who were members then; alone: there was no
    other member, as far as the file goes. missing: whose cosignature keeps the
    rest from being final. goes_on: why a later epoch goes on from it (restored, stolen), from
    which size; beyond: how many entries stand after that.
    """

    journal: str
    party: str
    size: int
    checkpoint: int
    cosigned: tuple[tuple[str, int], ...]
    final: int
    missing: tuple[str, ...]
    goes_on: str = ""
    goes_on_size: int = 0
    beyond: int = 0
    alone: bool = False


@dataclass(frozen=True, slots=True)
class PartyReport:
    """A party, its key's fingerprint, and whether a key was given from outside (pinned).

    older: fingerprints of the keys that it had before, oldest first.
    """

    party: str
    fingerprint: str
    pinned: bool
    older: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockBounds:
    """How far `second`'s clock was ahead of `first`'s, as causes and effects prove.

    An effect cannot come before its cause, so each seen entry bounds the difference from one side.
    None: nothing bounds that side. least_ms above most_ms: the difference changed meanwhile.
    """

    first: str
    second: str
    least_ms: int | None
    most_ms: int | None


@dataclass(frozen=True, slots=True)
class ReceiverRow:
    """What one receiver did about one message, by its own clock, and how much warning it had.

    delivered_s: when its node cosigned the entry: within that second (C2SP has no finer).
    timing: None without a rule.
    """

    party: str
    delivered_s: int | None
    read_ms: int | None
    readback_ms: int | None
    confirmed_ms: int | None
    answer: str | None
    answered_ms: int | None
    timing: Timing | None
    lead_ms: int | None
    required_ms: int | None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message of the timeline. at_ms: its author's clock; held_at_ms: the exporter's word.

    says: what it puts on a register (an agreement, an account, a promise); empty for others.
    """

    channel: str
    status: str
    number: str
    format: str
    precedence: str
    author: str
    at_ms: int
    held_at_ms: int
    ref: str | None
    state: str
    start_ms: int | None
    receivers: tuple[ReceiverRow, ...]
    says: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found. problems and remarks are the first ones; the counts are of all."""

    verdict: Verdict
    file: str
    made_by: str
    made_at_ms: int
    vouched: bool
    entries: int
    messages: int
    cosignatures: int
    withheld: int
    problem_count: int
    problems: tuple[Finding, ...]
    remark_count: int
    remarks: tuple[Finding, ...]
    parties: tuple[PartyReport, ...]
    journals: tuple[JournalReport, ...]
    clocks: tuple[ClockBounds, ...]
    timings: tuple[tuple[str, int], ...]


def plain(text: str) -> str:
    """Text from the file, safe for a terminal: no control or direction characters, not endless."""
    cut = text if len(text) <= WORD_CHARS_MAX else text[:WORD_CHARS_MAX] + "..."
    return "".join(char if char.isprintable() else "?" for char in cut)


def utc(at_ms: int | None) -> str:
    """A time as ``2026-11-22 08:00:01.123Z``; what has no such form is given in milliseconds."""
    if at_ms is None:
        return "open"
    try:
        when = _EPOCH + timedelta(milliseconds=at_ms)
    except OverflowError:
        return f"{at_ms} ms"
    return f"{when:%Y-%m-%d %H:%M:%S}.{when.microsecond // 1000:03d}Z"


def cosigned_ms(time_s: int) -> tuple[int, int]:
    """First and last millisecond that a cosignature's time, in whole seconds, can stand for."""
    return time_s * 1_000, time_s * 1_000 + 999


def utc_second(time_s: int) -> str:
    """A time of which only the second is known, as ``2026-11-22 08:00:01Z``."""
    words = utc(time_s * 1_000)
    return words.replace(".000Z", "Z")


def gap_words(ms: int, *, up: bool) -> str:
    """A bound of two clocks' difference, no finer than it is worth: ``800 ms``, ``-25 s``.

    Rounded outward (`up`: an upper bound), so that it stays true.
    """
    if abs(ms) <= 1_000:
        return f"{ms} ms"
    step_ms = 100 if abs(ms) < 10_000 else 1_000
    steps = -(-ms // step_ms) if up else ms // step_ms
    return f"{steps / 10:g} s" if step_ms == 100 else f"{steps} s"


def span(ms: int) -> str:
    """A length of time in words: ``59 min 30 s``."""
    seconds = abs(ms) / 1000
    if seconds < 60:
        words = f"{seconds:.3g} s"
    elif seconds < 7_200:
        words = f"{int(seconds) // 60} min {int(seconds) % 60} s"
    else:
        words = f"{int(seconds) // 3_600} h {int(seconds) % 3_600 // 60} min"
    return f"-{words}" if ms < 0 else words


def row_words(row: MessageRow) -> str:
    """One message of the timeline in a few lines, each time with whose clock it is."""
    ref = f" about {plain(row.ref)}" if row.ref else ""
    where = f"[{row.channel} {row.status}]"
    state = row.state if row.start_ms is None else f"{row.state}, starts {utc(row.start_ms)}"
    lines = [f"{plain(row.number)}  {plain(row.format)} {row.precedence}{ref}  {where}  {state}"]
    lines += [f"    {plain(row.says)}"] if row.says else []
    lines += [f"    {moment.words}" for moment in sorted(_moments(row), key=_order)]
    lines += [f"    {_outcome(to)}" for to in row.receivers]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Moment:
    """One line of a message's timeline. at_ms: where it is sorted; words: with its own clock."""

    at_ms: int
    rank: int
    words: str


def _order(moment: _Moment) -> tuple[int, int]:
    return moment.at_ms, moment.rank


def _moments(row: MessageRow) -> Iterator[_Moment]:
    """What happened to a message. Nothing is sorted before its cause, whatever its clock says."""
    yield _moment(row.at_ms, 0, "released", row.author, after_ms=row.at_ms)
    many = len(row.receivers) > 1
    for to in row.receivers:
        if to.delivered_s is not None:
            low_ms, _ = cosigned_ms(to.delivered_s)
            words = f"{utc_second(to.delivered_s):<24}  held, cosigned  by {to.party}'s clock"
            at_ms = max(low_ms, row.at_ms)
            yield _Moment(at_ms, 1, f"{words}, within that second")
        steps = ((2, to.read_ms, "READ"), (3, to.readback_ms, "READBACK"))
        for rank, at, step in (*steps, (5, to.answered_ms, plain(to.answer or ""))):
            if at is not None:
                yield _moment(at, rank, step, to.party, after_ms=row.at_ms)
        if to.confirmed_ms is not None:
            cause_ms = max(row.at_ms, to.readback_ms or 0)
            whose = f"{row.author}'s clock, to {to.party}" if many else f"{row.author}'s clock"
            words = f"{utc(to.confirmed_ms)}  {'confirmed':<15} by {whose}"
            yield _Moment(max(to.confirmed_ms, cause_ms), 4, words)


def _moment(at_ms: int, rank: int, step: str, party: str, *, after_ms: int) -> _Moment:
    words = f"{utc(at_ms)}  {step:<15} by {party}'s clock"
    return _Moment(max(at_ms, after_ms), rank, words)


def _outcome(to: ReceiverRow) -> str:
    held = "" if to.delivered_s is not None else "no proof of delivery; "
    if to.timing is None:
        return f"{to.party}: {held}no lead time asked"
    asked = f"{span(to.required_ms or 0)} asked"
    lead = "" if to.lead_ms is None else f"{span(to.lead_ms)} of "
    return f"{to.party}: {held}lead time {to.timing.value} ({lead}{asked})"


def report_words(report: Report) -> str:
    """The whole report, apart from the timeline, ending in the verdict."""
    if report.verdict is Verdict.UNUSABLE:
        return "\n".join(f"UNUSABLE  {plain(problem.detail)}" for problem in report.problems)
    counts = (
        f"{counted(report.entries, 'entry', 'entries')}, "
        f"{counted(report.messages, 'message', 'messages')}, "
        f"{counted(report.cosignatures, 'cosignature', 'cosignatures')}, "
        f"{counted(report.withheld, 'body', 'bodies')} withheld"
    )
    lines = [
        f"made by {plain(report.made_by)} at {utc(report.made_at_ms)} (its clock), "
        + ("signed as a whole" if report.vouched else "NOT signed as a whole"),
        counts,
    ]
    lines += [_party_words(party) for party in report.parties]
    lines += [_journal_words(journal) for journal in report.journals]
    lines += [_clock_words(bounds) for bounds in report.clocks]
    lines += [f"lead times: {count} {timing}" for timing, count in report.timings]
    lines += _finding_lines("remark", report.remarks, report.remark_count)
    lines += _finding_lines("BROKEN", report.problems, report.problem_count)
    if report.verdict is Verdict.GOOD:
        lines.append("GOOD  every signature, tree, cosignature and order of cause holds")
    else:
        lines.append(f"BROKEN  {report.problem_count} problem(s); the first is the one to look at")
    return "\n".join(lines)


def _finding_lines(word: str, findings: tuple[Finding, ...], count: int) -> list[str]:
    lines = []
    for one in findings:
        entry = "" if one.sequence is None else f" entry {one.sequence}"
        journal = f" {plain(one.journal)}" if one.journal else ""
        lines.append(f"{word}  line {one.line}{journal}{entry}: {one.rule}: {plain(one.detail)}")
    if count > len(findings):
        lines.append(f"{word}  and {count - len(findings)} more")
    return lines


def _party_words(party: PartyReport) -> str:
    trust = "as given to the verifier" if party.pinned else "as the file says: compare by voice"
    older = f"; before: {', '.join(party.older)}" if party.older else ""
    return f"party {party.party}: key {party.fingerprint} ({trust}){older}"


def _journal_words(journal: JournalReport) -> str:
    cosigned = ", ".join(f"{party} {size}" for party, size in journal.cosigned) or "nobody"
    alone = " (alone: no other member by then)" if journal.alone else ""
    missing = f"; {', '.join(journal.missing)} missing for the rest" if journal.missing else ""
    return (
        f"journal {journal.journal}: {counted(journal.size, 'entry', 'entries')},"
        f" {journal.checkpoint} under checkpoint,"
        f" cosigned by {cosigned}{alone}; {journal.final} final{missing}{_goes_on_words(journal)}"
    )


def _goes_on_words(journal: JournalReport) -> str:
    if journal.goes_on == "stolen":
        disowned = counted(journal.beyond, "entry", "entries")
        what = f"closed at {journal.goes_on_size}, key stolen: {disowned} disowned"
    elif journal.goes_on:
        what = f"begun anew after a restore at {journal.goes_on_size}, {journal.beyond} beyond that"
    else:
        return ""
    return f"; {what}"


def _clock_words(bounds: ClockBounds) -> str:
    first, second = bounds.first, bounds.second
    least, most = bounds.least_ms, bounds.most_ms
    if least is not None and most is not None and least > most:
        return f"clocks: {second}'s did not run alike with {first}'s: {_apart(least, most)}"
    low = "unbounded" if least is None else gap_words(least, up=False)
    high = "unbounded" if most is None else gap_words(most, up=True)
    return f"clocks: {second}'s minus {first}'s was between {low} and {high}"


def _apart(least_ms: int, most_ms: int) -> str:
    """How much a difference of clocks changed meanwhile, at least: rounded down."""
    changed_ms = least_ms - most_ms
    words = f"{changed_ms} ms" if changed_ms <= 1_000 else f"{changed_ms // 100 / 10:g} s"
    return f"their difference changed by {words} or more"
