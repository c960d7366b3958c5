"""Rules, findings, the ledger of breaches and reviews of a line, as the API shows them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from detente.core.agreements.found import answers_of, findings, open_first, with_answers
from detente.core.agreements.ledger import Entry, ledger
from detente.core.agreements.review import Figures, Review, Spread, review
from detente.core.agreements.rulebook import rulebook
from detente.core.airspace.words import point_words
from detente.core.line.field import FieldSpec
from detente.core.line.tables import FORMATS
from detente.core.line.tables.register_choices import COUNTED
from detente.core.line.words import airspace_words, shown
from detente.core.watch.due import due_list
from detente.wire.rule_views import (
    CountView,
    FiguresView,
    FindingAnswerView,
    FindingView,
    LedgerEntryView,
    LedgerRowView,
    LedgerView,
    ReviewDueView,
    ReviewView,
    RuleChangeView,
    RuleCountView,
    RuleView,
    SpreadView,
    TruceView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.core.agreements.finding import Finding, Said
    from detente.core.agreements.rules import Rule
    from detente.core.line.due import Due
    from detente.core.line.message import Line
    from detente.node.node import Node

WORDS_MAX = 1_000  # a sentence with two areas, several parts and times; an article has 600
AREAS_SHOWN_MAX = 8  # of one rule; a zone has one, an article seldom more


def rule_views(node: Node, line: Line, *, live_only: bool) -> list[RuleView]:
    """The rules of a line by agreement and article; live_only: those that hold now."""
    now_ms = node.now_ms()
    found = sorted(rulebook(node.state, line).rules, key=lambda one: (one.agreement, one.key))
    return [
        _rule(node, one, now_ms)
        for one in found
        if not live_only or (one.span(now_ms) is not None and one.kind != "words")
    ]


def finding_views(node: Node, line: Line, *, open_only: bool, limit: int) -> list[FindingView]:
    """What the rules find on a line, unanswered ones first, each part newest first."""
    found = open_first(findings(node.state, line, node.now_ms()))
    return [_finding(line, one) for one in found if one.is_open or not open_only][:limit]


def finding_view(node: Node, line: Line, name: str) -> FindingView | None:
    """One finding by its id; None when nothing of that id is found here."""
    found = findings(node.state, line, node.now_ms())
    return next((_finding(line, one) for one in found if one.finding == name), None)


def judged_views(node: Node, line: Line, found: Iterable[Finding]) -> list[FindingView]:
    """What was found about positions that a side saw, with what was answered to it."""
    answers = answers_of(node.state, line)
    return [_finding(line, one) for one in with_answers(found, answers)]


def ledger_view(node: Node, line: Line, from_ms: int, until_ms: int) -> LedgerView:
    """The counts and events of a period, side by side."""
    found = ledger(node.state, line, from_ms, until_ms, node.now_ms())
    return LedgerView(
        channel=line.channel,
        status=line.status,
        from_ms=from_ms,
        until_ms=until_ms,
        sides=found.sides,
        sources=tuple(map(shown, found.sources)),
        rows=tuple(
            LedgerRowView(
                text=row.text,
                article=row.article,
                what=shown(kind_words(row.what)),
                whose=shown(row.whose),
                counts={shown(source): count for source, count in row.counts},
                found=row.found,
                counted=row.counted,
                counted_words=_COUNTED.get(row.counted, row.counted),
                type=row.type,
            )
            for row in found.rows
        ),
        columns=found.columns(),
        entries=tuple(_entry(one, found.sides) for one in found.entries),
        counts=tuple(
            CountView(
                **{
                    **asdict(one),
                    "by": shown(one.by),
                    "what": shown(one.what),
                    "whose": None if one.whose is None else shown(one.whose),
                    "refs": tuple(map(shown, one.refs)),
                }
            )
            for one in found.counts
        ),
    )


_COUNTED = dict(COUNTED)


def review_view(node: Node, line: Line, from_ms: int, until_ms: int) -> ReviewView:
    """The figures of a period."""
    now_ms = node.now_ms()

    def due(at_ms: int) -> list[Due]:
        return [item for _, item in due_list(node.state, [line], at_ms)]

    found = review(node.state, line, from_ms, until_ms, now_ms, due)
    known_ms = min(until_ms, now_ms)
    charter = node.state.charters.get(line.channel)
    return ReviewView(
        channel=line.channel,
        channel_name=charter.name if charter else "",
        status=line.status,
        from_ms=from_ms,
        until_ms=until_ms,
        known_ms=known_ms,
        parties=tuple(map(_figures, found.parties)),
        rules=_rule_counts(found),
        cases_opened=found.opened,
        cases_closed=found.closed,
        open_cases=found.open_cases,
        due=tuple(
            ReviewDueView(
                due_ms=one.due_ms,
                party=one.party,
                register=one.register,
                kind=one.kind,
                number=one.number,
                words=shown(one.words),
                late=one.is_late(known_ms),
            )
            for one in found.due
        ),
        late=found.late,
        changes=_changes(found),
        truces=_truces(found),
    )


def _rule_counts(found: Review) -> tuple[RuleCountView, ...]:
    return tuple(
        RuleCountView(
            agreement=shown(name),
            text=text,
            article=shown(article),
            party=party,
            found=count,
            unanswered=unanswered,
        )
        for name, text, article, party, count, unanswered in found.by_rule
    )


def _changes(found: Review) -> tuple[RuleChangeView, ...]:
    return tuple(
        RuleChangeView(
            at_ms=one.at_ms,
            text=one.text,
            agreement=shown(one.name),
            state=one.state,
            by=one.by,
            disputed_by=one.disputed_by,
            words=one.words,
        )
        for one in found.changes
    )


def _truces(found: Review) -> tuple[TruceView, ...]:
    return tuple(
        TruceView(
            text=one.text,
            agreement=shown(one.name),
            found=dict(one.found),
            counted={shown(source): count for source, count in one.counted},
            beyond={shown(source): count for source, count in one.beyond},
        )
        for one in found.truces
    )


def _figures(one: Figures) -> FiguresView:
    return FiguresView(
        party=one.party,
        sent=one.sent,
        notices=one.notices,
        read_ms=_spread(one.read_ms),
        unread=one.unread,
        lead_ms=_spread(one.lead_ms),
        on_time=one.on_time,
        short=one.short,
        after=one.after,
        untaken=one.untaken,
        checks=one.checks,
        missed=one.missed,
        findings=dict(one.findings),
    )


def _spread(one: Spread) -> SpreadView:
    return SpreadView(**asdict(one))


def kind_words(kind: str) -> str:
    """A kind of rule in English words."""
    articles = FORMATS["AGR"].field("articles")
    parts: tuple[FieldSpec, ...] = articles.parts if articles else ()
    return next((part.words(kind) for part in parts if part.name == "rule"), kind)


def _rule(node: Node, rule: Rule, now_ms: int) -> RuleView:
    span = rule.span(now_ms)
    near = span or next((one for one in rule.spans if one.from_ms > now_ms), None)
    near = near or (rule.spans[-1] if rule.spans else None)
    offset_min = node.state.utc_offset_min()
    return RuleView(
        text=rule.text,
        article=shown(rule.article),
        agreement=shown(rule.agreement),
        kind=rule.kind,
        kind_words=kind_words(rule.kind),
        channel=rule.on.channel,
        words=shown(rule.words, WORDS_MAX),
        binds=tuple(sorted(rule.binds)),
        formats=tuple(sorted(rule.formats)),
        activity=rule.activity,
        zone=shown(rule.zone),
        areas=tuple(airspace_words(one, offset_min) for one in rule.areas[:AREAS_SHOWN_MAX]),
        minutes=rule.minutes,
        distance_m=rule.distance_m,
        height_m=rule.height_m,
        step=rule.step,
        frequency=None if rule.frequency is None else shown(rule.frequency),
        holds=span is not None,
        from_ms=near.from_ms if near else None,
        until_ms=near.until_ms if near else None,
        contested=span.contested if span else (),
        problem=rule.problem,
    )


def _finding(line: Line, one: Finding) -> FindingView:
    return FindingView(
        channel=line.channel,
        status=line.status,
        finding=one.finding,
        kind=one.kind,
        kind_words=kind_words(one.kind),
        text=one.rule.text,
        article=shown(one.rule.article),
        agreement=shown(one.rule.agreement),
        party=one.party,
        subject=one.subject,
        others=one.others,
        at_ms=one.at_ms,
        until_ms=one.until_ms,
        words=shown(one.words, WORDS_MAX),
        measured=one.measured,
        asked=one.asked,
        unit=one.unit,
        timing=one.timing,
        where=point_words(one.where) if one.where else "",
        lat_e7=one.where.lat_e7 if one.where else None,
        lon_e7=one.where.lon_e7 if one.where else None,
        contested=one.contested,
        answers=_answers(one.answers),
        open=one.is_open,
    )


def _answers(answers: tuple[Said, ...]) -> tuple[FindingAnswerView, ...]:
    return tuple(
        FindingAnswerView(
            party=one.party,
            answer=one.what,
            number=one.number,
            at_ms=one.at_ms,
            because=None if one.because is None else shown(one.because),
        )
        for one in answers
    )


def _entry(one: Entry, sides: tuple[str, ...]) -> LedgerEntryView:
    return LedgerEntryView(
        name=shown(one.name),
        kind=one.kind,
        column=one.column(sides),
        at_ms=one.at_ms,
        party=shown(one.party),
        words=shown(one.words, WORDS_MAX),
        text=one.text,
        article=one.article,
        by_rule=one.by_rule,
        recorded=tuple(map(shown, one.recorded)),
        notified=one.notified,
        answers=_answers(one.answers),
    )
