"""The report of a case as titles, words and tables: the same content for a page and for a PDF.

Every side's account is shown alike: a column each, in the order of their names, of the same width,
in the same words. A side that has given no account has its column too, and it says so. What was
left out for the reader is counted. At the end stands the proof: the hash of every entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from detente.core.airspace.words import far_words, moment_words
from detente.core.incidents.comparing import span_words
from detente.core.units import counted
from detente.wire.case_views import (
    NOT_TOLD,
    CaseView,
    FactView,
    MeasureView,
    QuestionView,
    RowView,
    ToldView,
)
from detente.wire.harmless import label

CELL_CHARS_MAX: Final = 4_000  # of one cell: an account in words has 2,000; the rest is cut visibly
ROWS_MAX: Final = 500  # of a table: a report is read by people; the rest is said, not shown
NOT_A_FINDING: Final = (
    "What each side tells stands as it told it, in the order of the sides' names. "
    "Only what is listed as agreed was agreed. This is no legal finding."
)
PROVE: Final = (
    "Each entry is proved by its hash: write the record with detente export FILE, "
    "and check it with detente verify FILE, which needs no network."
)
NO_ACCOUNT: Final = "no account given"
NO_RECORD: Final = "says that it has no record of it"

Cell = tuple[str, ...]
"""The lines of one cell."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. widths: of its columns, as shares; equal columns have equal shares."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report: its title, words, and a table if it has one."""

    title: str
    words: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report. warnings: what must be read first."""

    title: str
    made: str
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]


def report(case: CaseView) -> Report:
    """The report of a case; every text in it is on one line, and cut visibly when too long."""
    head = case.head
    drill = "" if head.status == "ACTUAL" else f"*{head.status.value}* "
    return Report(
        title=f"{drill}Case {head.number}: {head.types_words or 'type not said'}",
        made=f"Made {moment_words(case.made_ms)} from the record of channel {head.channel}.",
        warnings=tuple(_warnings(case)),
        sections=tuple(_sections(case)),
    )


def _warnings(case: CaseView) -> Iterator[str]:
    if case.head.status != "ACTUAL":
        yield f"{case.head.status.value}: this is not real."
    yield NOT_A_FINDING
    if case.reader:
        yield f"Made for {case.reader}."
        if case.withheld:
            left = "may not be told, left out, in no figure here"
            yield f"{counted(case.withheld, 'item', 'items')} {left}: a closed case may look open."
    if any(one.disowned for one in case.entries):
        numbers = ", ".join(one.number for one in case.entries if one.disowned)
        yield f"KEY STOLEN, not its author's word: {numbers}."


def _sections(case: CaseView) -> Iterator[Section]:
    yield _summary(case)
    yield _accounts(case)
    yield from (one for one in (_before(case), _facts(case), _questions(case)) if one)
    yield from (one for one in (_links(case), _evidence(case), _reports(case)) if one)
    yield from (one for one in (_findings(case), _closings(case), _remarks(case)) if one)
    yield _proof(case)


def sides(case: CaseView) -> tuple[str, ...]:
    """Every side of a case by name, those without an account among them."""
    return tuple(sorted({*case.head.accounts, *case.head.silent}))


def _summary(case: CaseView) -> Section:
    head = case.head
    silent = ", ".join(head.silent) or "nobody"
    rows = [
        ("State", (f"{head.state}, by what is told here" if case.withheld else head.state,)),
        ("Claims together", (head.claim_status,)),
        ("Claims of the sides", tuple(f"{one.party}: {one.words}" for one in head.claims)),
        ("Types given by the sides", (head.types_words or "none",)),
        ("By each side's figures", tuple(f"{one.party}: {one.words}" for one in case.figures)),
        ("When, by all accounts", (head.when,)),
        ("Where", tuple(f"{one.party}: {one.words}" for one in head.where) or ("not said",)),
        (
            "First reports",
            tuple(
                f"{one.number} by {one.party}, {moment_words(one.at_ms)}, from: {one.opened_from}"
                for one in head.openings
            ),
        ),
        ("No account told here of" if case.withheld else "No account of", (silent,)),
        ("Closed as", (head.closure or (NOT_TOLD if case.withheld else "not closed"),)),
    ]
    made = tuple(((_text(name),), _cell(lines)) for name, lines in rows if lines)
    return Section("The case", (), Table(("", ""), made, (1, 3)))


def _accounts(case: CaseView) -> Section:
    """The accounts beside one another: a column of one width for each side, by name."""
    known = sides(case)
    rows = [
        (
            _cell((one.label, *(() if one.axis == "fact" else (f"({one.axis})",)))),
            *(_side(case, one, party) for party in known),
            _cell((one.match, *((one.words,) if one.words else ()))),
        )
        for one in case.rows
    ]
    heads = ("", *known, "Together")
    words = ("Margins are each side's own. Nothing is added up over the axes.",)
    table = _table(heads, rows, (2, *(3 for _ in known), 2))
    return Section("The accounts", words, table)


def _side(case: CaseView, row: RowView, party: str) -> Cell:
    told = next((one for one in row.told if one.party == party), None)
    if told is not None:
        return _cell(told.lines)
    if case.withheld:
        return (NOT_TOLD,)
    if party in case.head.no_record:
        return (NO_RECORD,)
    return (NO_ACCOUNT,) if party in case.head.silent else ("-",)


def _before(case: CaseView) -> Section | None:
    told = [(row.label, one) for row in case.rows for one in row.before]
    rows = [((one.party,), (_text(name),), _cell(one.lines), _said(one)) for name, one in told]
    words = ("What a side told before it told otherwise. Both stand.",)
    table = _table(("Side", "Field", "Told before", "In"), rows, (1, 2, 4, 2))
    return Section("Told differently before", words, table) if rows else None


def _facts(case: CaseView) -> Section | None:
    rows = [
        (
            (one.number, f"by {one.party}"),
            (_text(one.label),),
            _cell(one.lines),
            _state(one),
        )
        for one in case.facts
    ]
    table = _table(("Proposed in", "Field", "Fact", "State"), rows, (2, 2, 4, 2))
    return Section("Facts", (), table) if rows else None


def _state(one: FactView) -> Cell:
    said = [f"{word.party}: {word.what}" for word in one.answers]
    against = [f"told otherwise in {number}" for number in one.contradicted]
    return _cell((one.state, *said, *against))


def _questions(case: CaseView) -> Section | None:
    rows = [
        (
            (one.number, f"by {one.party}", f"due {moment_words(one.due_ms)}"),
            _cell((*((one.about,) if one.about else ()), *one.question.split("\n"))),
            _replies(one),
        )
        for one in case.questions
    ]
    table = _table(("Asked in", "Question", "Answers"), rows, (2, 4, 4))
    return Section("Questions", (), table) if rows else None


def _replies(one: QuestionView) -> Cell:
    found: list[str] = []
    for reply in one.replies:
        at = f", {moment_words(reply.at_ms)}" if reply.at_ms is not None else ""
        found.append(f"{reply.party}: {reply.state}{at}")
        for text in reply.texts:
            found += [f"{text.number}: {line}" for line in text.text.split("\n")]
    return _cell(tuple(found))


def _links(case: CaseView) -> Section | None:
    rows = [
        (
            _cell((one.number, f"by {one.author}")),
            _cell((one.line,)),
            (f"{one.why}; {before_words(one.before_ms)}", *_apart(one.apart_cm)),
            _cell(tuple(f"{lead.party}: {lead.finding}" for lead in one.leads)),
        )
        for one in case.links
    ]
    words = ("Found by time and place; none is said to be a cause.",)
    heads = ("Message", "What it says", "Why it is listed", "How it stood")
    table = _table(heads, rows, (2, 4, 2, 2), case.links_left_out)
    return Section("What was said around it", words, table) if rows else None


def before_words(before_ms: int) -> str:
    """How long before the incident something was said: ``12 min 4 s before``."""
    side = "before" if before_ms >= 0 else "after"
    return f"{span_words(abs(before_ms))} {side}"


def _apart(apart_cm: int | None) -> Cell:
    if apart_cm is None:
        return ()
    return (f"{far_words(apart_cm)} from the place",) if apart_cm else ("at the place",)


def _evidence(case: CaseView) -> Section | None:
    rows = [
        (
            _cell((one.what, one.about)),
            (one.sha256[:32], one.sha256[32:]),
            _cell((f"held by {one.holder}", f"named by {one.party} in {one.number}")),
            _cell((one.release, *one.named)),
        )
        for one in case.evidence
    ]
    words = ("Files stay with their holders; a file is the one named when its SHA-256 is.",)
    table = _table(("Evidence", "SHA-256", "Who", "Release"), rows, (3, 3, 3, 1))
    return Section("Evidence", words, table) if rows else None


def _reports(case: CaseView) -> Section | None:
    rows = [
        (
            (one.number, f"put on record by {one.said_by}"),
            _cell(one.words.split("\n")),
            _cell((one.hedge, one.when)),
            _cell((one.publisher, one.source_sha256[:16] + "…")),
        )
        for one in case.reports
    ]
    words = ("Reported by public sources. No party's account, and no finding.",)
    table = _table(("Report", "What is reported", "How", "Source"), rows, (2, 4, 2, 2))
    return Section("Reported by sources", words, table) if rows else None


def _findings(case: CaseView) -> Section | None:
    lines = [
        f"{one.finding}: {one.party} answers {one.answer} ({one.number})" for one in case.answers
    ]
    for one in case.protests:
        lines.append(f"{one.number}: {one.party} protests against {one.against}")
        lines += [f"{one.party} demands: {text}" for text in one.demand.split("\n") if text]
    return Section("Findings answered and protests", _cell(tuple(lines))) if lines else None


def _measure(one: MeasureView) -> str:
    return ", ".join(part for part in (one.measure, one.owner, one.due) if part)


def _closings(case: CaseView) -> Section | None:
    rows = [
        (
            (one.number, f"by {one.party}", moment_words(one.at_ms)),
            _cell(
                (
                    one.words,
                    *(f"finding: {line}" for line in one.finding.split("\n") if line),
                    *(f"open: {line}" for line in one.open_points.split("\n") if line),
                    *(f"measure {m.number}: {_measure(m)}" for m in one.measures),
                    *((f"taken up in {one.taken_up_in}",) if one.taken_up_in else ()),
                )
            ),
            _cell(
                (
                    "agreed by all" if one.agreed else f"not agreed by {', '.join(one.waiting)}",
                    *(f"{word.party}: {word.what}" for word in one.answers),
                )
            ),
        )
        for one in case.closings
    ]
    table = _table(("Proposed in", "Closing", "Answers"), rows, (2, 5, 3))
    return Section("Closing", (), table) if rows else None


def _remarks(case: CaseView) -> Section | None:
    lines = tuple(f"{one.reason}. {one.remedy}." for one in case.remarks)
    return Section("What is odd about it", _cell(lines)) if lines else None


def _proof(case: CaseView) -> Section:
    rows = [
        (
            (one.number,),
            _cell((one.what,)),
            (moment_words(one.at_ms),),
            (one.entry,),
            (one.proof + (", KEY STOLEN" if one.disowned else ""),),
        )
        for one in case.entries
    ]
    heads = ("Message", "What it is", "Released", "Hash of its entry", "Proof")
    return Section("Proof", (PROVE,), _table(heads, rows, (3, 2, 2, 4, 1)))


def _said(one: ToldView) -> Cell:
    return (one.number, moment_words(one.at_ms))


def _table(
    heads: tuple[str, ...], rows: Sequence[tuple[Cell, ...]], widths: tuple[int, ...], more: int = 0
) -> Table:
    left_out = max(0, len(rows) - ROWS_MAX) + more
    shown = tuple(_text(head) for head in heads)
    return Table(shown, tuple(rows[:ROWS_MAX]), widths, left_out)


def _cell(lines: tuple[str, ...] | list[str]) -> Cell:
    return tuple(_text(line) for line in lines if line)


def _text(text: str) -> str:
    return label(text, CELL_CHARS_MAX)
