"""The review of a period as titles, words and tables: the same content as text and as a page.

Both sides' figures stand in one table, by name and in the same words, so that nobody's reading of
it is the first one. Nothing is weighed: it is what both hold, counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from detente.core.agreements.finding import lasts
from detente.core.airspace.words import moment_words
from detente.core.units import counted
from detente.drawing.case_report import Cell, Report, Section, Table
from detente.wire.rule_views import FiguresView, ReviewView, SpreadView

ROWS_MAX: Final = 500  # of a table; the rest is counted
SAME: Final = (
    "Every figure follows from messages that both sides hold; times are by the clock of whoever "
    "acted. Whoever holds the same record computes the same. This is no legal finding."
)
READ: Final = "{count}; half within {median}, nine of ten within {p90}, at most {most}"
LEAD: Final = "{count}; least {least}, half under {median}, most {most}"


def review_report(view: ReviewView) -> Report:
    """The report of a review."""
    drill = "" if view.status == "ACTUAL" else f"*{view.status.value}* "
    period = f"{moment_words(view.from_ms)} to {moment_words(view.until_ms)}"
    return Report(
        title=f"{drill}Review of {view.channel_name or view.channel}, {period}",
        made=f"As known at {moment_words(view.known_ms)}, from the record of {view.channel}.",
        warnings=(SAME,),
        sections=tuple(one for one in _sections(view) if one is not None),
    )


def _sections(view: ReviewView) -> Iterator[Section | None]:
    yield _parties(view)
    yield _rules(view)
    yield _truces(view)
    yield _changes(view)
    yield _open(view)


def _parties(view: ReviewView) -> Section:
    """A column for each party, in the order of their names, each of the same width."""
    rows: list[tuple[Cell, ...]] = []
    for name, value in _FIGURES:
        rows.append(((name,), *((value(one),) for one in view.parties)))
    heads = ("", *(one.party for one in view.parties))
    return Section("Figures of both sides", (), _table(heads, rows))


def _read(one: FiguresView) -> str:
    return _spread(one.read_ms, READ)


def _lead(one: FiguresView) -> str:
    return _spread(one.lead_ms, LEAD)


def _spread(one: SpreadView, words: str) -> str:
    if not one.count:
        return "none"
    given = {name: lasts(getattr(one, name)) for name in ("least", "median", "p90", "most")}
    return words.format(count=counted(one.count, "time", "times"), **given)


def _timing(one: FiguresView) -> str:
    return f"{one.on_time} on time, {one.short} short, {one.after} after the fact"


def _answers(one: FiguresView) -> str:
    total = sum(one.findings.values())
    said = ", ".join(f"{count} {_SAID.get(code, code)}" for code, count in one.findings.items())
    return f"{total}: {said}" if total else "none"


_SAID: Final = {
    "accept": "accepted",
    "dispute": "disputed",
    "no-record": "with no record of it",
    "open": "not answered",
}
_FIGURES: Final = (
    ("messages sent", lambda one: str(one.sent)),
    ("of these notices", lambda one: str(one.notices)),
    ("read what it was sent", _read),
    ("has not read", lambda one: str(one.unread)),
    ("notice that it gave", _lead),
    ("by the lead times", _timing),
    ("not taken up by the other", lambda one: str(one.untaken)),
    ("line checks given", lambda one: str(one.checks)),
    ("line checks missed, by rule", lambda one: str(one.missed)),
    ("found about it by the rules", _answers),
)


def _rules(view: ReviewView) -> Section:
    if not view.rules:
        return Section("Found by the rules", ("The rules found nothing in this period.",))
    heads = ("agreement", "article", "about", "found", "not answered")
    rows: list[tuple[Cell, ...]] = [
        (
            (one.agreement, one.text),
            (one.article,),
            (one.party,),
            (str(one.found),),
            (str(one.unanswered),),
        )
        for one in view.rules
    ]
    return Section("Found by the rules", (), _table(heads, rows))


def _truces(view: ReviewView) -> Section | None:
    if not view.truces:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            (one.agreement, one.text),
            _counts(one.found) or ("nothing",),
            (*_counts(one.counted), *_counts(one.beyond, " (for a period that reaches beyond)"))
            or ("no count given",),
        )
        for one in view.truces
    ]
    words = ("Each source's count stands as it gave it; they are not added up.",)
    heads = ("truce", "found by the rules, by party", "breaches counted, by source")
    return Section("Truces", words, _table(heads, rows))


def _counts(found: dict[str, int], what: str = "") -> Cell:
    return tuple(f"{name}: {count}{what}" for name, count in found.items())


def _changes(view: ReviewView) -> Section:
    if not view.changes:
        return Section("What changed", ("No rule changed in this period.",))
    rows: list[tuple[Cell, ...]] = [
        (
            (moment_words(one.at_ms),),
            (one.agreement, one.text),
            (one.words or one.state.replace("-", " "),),
        )
        for one in view.changes
    ]
    return Section("What changed", (), _table(("when", "agreement", "became"), rows))


def _open(view: ReviewView) -> Section:
    still = ", ".join(view.open_cases) or "none"
    cases = f"Cases: {view.cases_opened} opened, {view.cases_closed} of them closed"
    words = (f"{cases}; open at the end: {still}.",)
    if not view.due:
        return Section("Open at the end", (*words, "Nothing is due."))
    heads = ("due", "by", "what", "message")
    rows: list[tuple[Cell, ...]] = [
        (
            (moment_words(one.due_ms), "LATE") if one.late else (moment_words(one.due_ms),),
            (one.party,),
            (one.words,),
            (one.number,),
        )
        for one in view.due
    ]
    return Section("Open at the end", words, _table(heads, rows))


def _table(heads: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> Table:
    kept = tuple(rows)
    shown = kept[:ROWS_MAX]
    return Table(heads, shown, (1,) * len(heads), len(kept) - len(shown))


def text_lines(made: Report) -> Iterator[str]:
    """The report as lines of text, a row's columns after each other."""
    for section in made.sections:
        yield ""
        yield section.title.upper()
        yield from section.words
        if section.table is None:
            continue
        heads = section.table.heads
        for row in section.table.rows:
            cells = [" ".join(cell) for cell in row]
            yield "  " + "; ".join(
                f"{head}: {cell}" if head and head != cell else cell
                for head, cell in zip(heads, cells, strict=True)
                if cell
            )
        if section.table.left_out:
            yield f"  and {section.table.left_out} more"
