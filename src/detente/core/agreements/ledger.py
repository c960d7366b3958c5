"""Both sides' counts of breaches beside each other, and beside what the rules found.

Each side, and each monitor, counts for a period (BRC). Here stand its numbers as it gave them, what
the rules found for the same period, and event by event who has it on record: both, only one,
nobody but the rule. An event is on the record of whoever counts it by its number, tells of it in a
case, or accepts the finding. Nothing is added up across sides and nobody's count is called right.
Pure; the same at every member that holds the same messages. Serves domain.md section 8, row 19, and
the truces of section 11.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from detente.core.agreements.found import findings
from detente.core.agreements.rulebook import rulebook
from detente.core.agreements.text import names_in, party_id
from detente.core.airspace.conflict import place
from detente.core.airspace.volume import Circle, Point, Volume
from detente.core.airspace.volume_json import point_from_json
from detente.core.incidents.cases import cases
from detente.core.line.paper import announcer
from detente.core.line.reading import journal_place, number_in, text_in
from detente.core.line.tables.register_choices import INCIDENT_TYPES

if TYPE_CHECKING:
    from detente.core.agreements.finding import Finding, Said
    from detente.core.incidents.cases import Case
    from detente.core.line.message import Line
    from detente.core.line.state import State, Tracked
    from detente.core.values import Fields

COUNT = "BRC"
BREACH = "breach"  # what a count is of when it does not say
_TYPES = dict(INCIDENT_TYPES)


@dataclass(frozen=True, slots=True)
class Count:
    """One line of one side's count. by: whose count it is, a member's or a monitor's.

    number: the message; party: who sent it. whose: by whom it was done, as it says. counted: what
    kind of thing (breach, notice-given, notice-received, activity). type: of breach, empty when it
    says none. refs: messages, findings or cases that it counts, as far as it names them.
    at_ms: when it was given. within: number of the same source's count whose period takes this one
    in: that of a month after its days, or the same period counted anew. Such a count stands, and is
    in no sum.
    """

    number: str
    party: str
    by: str
    from_ms: int
    until_ms: int
    text: str | None
    article: str | None
    what: str
    whose: str | None
    count: int
    refs: tuple[str, ...]
    counted: str = BREACH
    type: str = ""
    at_ms: int = 0
    within: str = ""

    @property
    def key(self) -> _Key:
        """What it counts: two counts of one key are of the same thing."""
        by_rule = self.counted == BREACH and self.text is not None and self.article is not None
        what, of_type = ("", "") if by_rule else (self.type or self.what, self.type)
        whose = party_id(self.whose or "")
        return self.text or "", self.article or "", what, whose, self.counted, of_type


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: a finding, a case, or something that a count names and nobody else has.

    name:     id of the finding, number of the case, or what the count says. party: who did it.
    text, article: the rule. recorded: whose record it is on. notified: parties whose notice of it
              stood when it happened. answers: to the finding.
    by_rule:  whether the rules found it themselves.
    """

    name: str
    kind: str
    at_ms: int | None
    party: str
    words: str
    text: str | None
    article: str | None
    by_rule: bool
    recorded: tuple[str, ...]
    notified: tuple[str, ...]
    answers: tuple[Said, ...] = ()

    def column(self, sides: tuple[str, ...]) -> str:
        """On whose record it stands: ``both``, ``only X``, ``neither``; of several, which ones."""
        held = [side for side in sides if side in self.recorded]
        if not held:
            return "neither"
        if len(held) == len(sides):
            return "both" if len(sides) == 2 else "all"
        return f"only {', '.join(held)}"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is counted, by text, article and whose, with each source's number.

    counted: breaches, notices or activities; type: of breach, as a code, empty when none is said.
    counts: number by source, as given. found: how often the rules found it; None: nothing can.
    """

    text: str | None
    article: str | None
    what: str
    whose: str
    counts: tuple[tuple[str, int], ...]
    found: int | None
    counted: str = BREACH
    type: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A period as each side counts it. sides: the members. sources: whose counts there are."""

    from_ms: int
    until_ms: int
    sides: tuple[str, ...]
    sources: tuple[str, ...]
    counts: tuple[Count, ...]
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]

    def columns(self) -> dict[str, int]:
        """How many events stand on both records, on only one, on neither; by the words for it."""
        found: dict[str, int] = {}
        for one in self.entries:
            column = one.column(self.sides)
            found[column] = found.get(column, 0) + 1
        return dict(sorted(found.items()))


def ledger(state: State, line: Line, from_ms: int, until_ms: int, at_ms: int) -> Ledger:
    """The counts and events of a period, end excluded; at_ms: as known by then."""
    found = [one for one in findings(state, line, at_ms) if from_ms <= one.at_ms < until_ms]
    counts = tuple(
        one for one in counts_of(state, line) if one.from_ms < until_ms and one.until_ms > from_ms
    )
    sides = state.members.get(line.channel, ())
    filed = [
        one
        for one in cases(state, line, at_ms)
        if one.happened_ms is None or from_ms <= one.happened_ms < until_ms
    ]
    entries = [
        *_found(state, line, found, filed, counts),
        *_filed(state, line, found, filed, counts),
    ]
    entries += _only_counted(counts, entries, found)
    order = sorted(entries, key=lambda one: (one.at_ms or 0, one.kind, one.name))
    return Ledger(
        from_ms=from_ms,
        until_ms=until_ms,
        sides=sides,
        sources=tuple(sorted({one.by for one in counts})),
        counts=counts,
        rows=tuple(_rows(counts, found)),
        entries=tuple(order),
    )


def counts_of(state: State, line: Line) -> tuple[Count, ...]:
    """Every line of every count on a line, by period, source and number."""
    said = state.line(line).registered(COUNT)
    said = sorted(said, key=journal_place)
    names = _texts_elsewhere(state, line) if said else {}
    found = [
        replace(count, text=names.get(count.text or "", count.text))
        for one in said
        for count in _counts(one)
    ]
    return tuple(sorted(once(found), key=lambda one: (one.from_ms, one.by, one.number, one.what)))


def _texts_elsewhere(state: State, line: Line) -> dict[str, str]:
    """Texts of other channels that judge this one, by the number that a count says."""
    own, found = state.line(line).register.get("AGR", ()), dict[str, set[str]]()
    for rule in rulebook(state, line).rules:
        if rule.on != line and rule.number not in own:
            found.setdefault(rule.number, set()).add(rule.text)
    return {number: min(texts) for number, texts in found.items() if len(texts) == 1}


def once(counts: list[Count]) -> Iterator[Count]:
    """The counts, in their authors' order, each with the one of these that takes it in, if any."""
    alike: dict[tuple[str, _Key], list[tuple[int, Count]]] = {}
    for at, one in enumerate(counts):
        alike.setdefault((one.by, one.key), []).append((at, one))
    for at, one in enumerate(counts):
        wider = [
            (other.from_ms, -other.until_ms, -place, other.number)
            for place, other in alike[one.by, one.key]
            if other.number != one.number and _takes_in(other, one, later=place > at)
        ]
        yield replace(one, within=min(wider)[-1] if wider else "")


def _takes_in(other: Count, one: Count, *, later: bool) -> bool:
    same = (other.from_ms, other.until_ms) == (one.from_ms, one.until_ms)
    return later if same else other.from_ms <= one.from_ms and one.until_ms <= other.until_ms


def _counts(one: Tracked) -> Iterator[Count]:
    fields = one.fields
    records = fields.get("counts")
    for record in records if isinstance(records, list | tuple) else ():
        said: Fields = record if isinstance(record, Mapping) else {}
        yield Count(
            number=one.number,
            party=one.author,
            by=_source(one.author, str(fields.get("source"))),
            from_ms=number_in(fields, "from_ms") or 0,
            until_ms=number_in(fields, "until_ms") or 0,
            text=text_in(fields, "text"),
            article=text_in(said, "article"),
            what=str(said.get("what")),
            whose=text_in(said, "whose"),
            count=number_in(said, "count") or 0,
            refs=names_in(said.get("refs")),
            counted=text_in(said, "counted") or BREACH,
            type=text_in(said, "type") or "",
            at_ms=one.at_ms,
        )


def _source(author: str, source: str) -> str:
    """Whose count it is: the member's own, or the monitor's that it passes on."""
    return author if party_id(source) == author else f"{source} (given by {author})"


def _rows(counts: tuple[Count, ...], found: list[Finding]) -> Iterator[Row]:
    """One row for each rule and party that somebody counts or a rule found; each kind by itself.

    Without a rule, counts with the same type of breach are of one thing, whatever the words.
    """
    given: dict[_Key, dict[str, int]] = {}
    words: dict[_Key, str] = {}
    for one in counts:
        sums = given.setdefault(one.key, {})
        sums[one.by] = sums.get(one.by, 0) + (0 if one.within else one.count)
        words.setdefault(one.key, one.what)
    ruled: dict[_Key, int] = {}
    for each in found:
        key = (each.rule.text, each.rule.article, "", each.party, BREACH, "")
        ruled[key] = ruled.get(key, 0) + 1
        words.setdefault(key, each.kind)
    for key in sorted({*given, *ruled}):
        text, article, what, whose, counted, of_type = key
        yield Row(
            text=text or None,
            article=article or None,
            what=words[key],
            whose=whose,
            counts=tuple(sorted(given.get(key, {}).items())),
            found=None if what else ruled.get(key, 0),
            counted=counted,
            type=of_type,
        )


_Key: TypeAlias = tuple[str, str, str, str, str, str]
"""Text, article, what is counted when no rule judges it, whose, kind of count, type of breach."""


def _names(one: Finding) -> set[str]:
    """By what a count may name what was found."""
    return {one.finding, one.subject, *one.others}


def _counting(counts: tuple[Count, ...], names: set[str]) -> set[str]:
    return {one.by for one in counts if one.counted == BREACH and names & set(one.refs)}


def _found(
    state: State, line: Line, found: list[Finding], filed: list[Case], counts: tuple[Count, ...]
) -> Iterator[Entry]:
    """What the rules found, each with whoever has it on record too."""
    for one in found:
        told = [case for case in filed if one.finding in {o.finding for o in case.openings}]
        recorded = _counting(counts, _names(one) | {n for case in told for n in case.numbers})
        recorded |= {answer.party for answer in one.answers if answer.what == "accept"}
        recorded |= {account.party for case in told for account in case.accounts}
        notice = not one.subject.startswith("track:") and one.kind not in _ABOUT_SEEN
        said = state.message(line, one.subject)
        by = one.party if said is None else announcer(state, said.author, said.voice, said.message)
        yield Entry(
            name=one.finding,
            kind="finding",
            at_ms=one.at_ms,
            party=one.party,
            words=one.words,
            text=one.rule.text,
            article=one.rule.article,
            by_rule=True,
            recorded=tuple(sorted(recorded)),
            notified=(by,) if notice else (),
            answers=one.answers,
        )


_ABOUT_SEEN = frozenset({"notify-entry", "notice-duty", "line-check", "report-duty"})


def _filed(
    state: State,
    line: Line,
    found: list[Finding],
    filed: list[Case],
    counts: tuple[Count, ...],
) -> Iterator[Entry]:
    """Cases that no finding was the reason for."""
    known = {one.finding for one in found}
    for case in filed:
        if known & {one.finding for one in case.openings}:
            continue
        recorded = {one.party for one in case.accounts} | _counting(counts, set(case.numbers))
        types = ", ".join(_TYPES.get(code, code) for code in case.types) or "incident"
        yield Entry(
            name=case.number,
            kind="case",
            at_ms=case.happened_ms,
            party="",
            words=f"Case {case.number}: {types}",
            text=None,
            article=None,
            by_rule=False,
            recorded=tuple(sorted(recorded)),
            notified=tuple(sorted(_notified(state, line, case))),
        )


def _notified(state: State, line: Line, case: Case) -> set[str]:
    """Parties whose notice stood over the place of a case then, by any side's account."""
    book, found = rulebook(state, line), set[str]()
    for account in case.accounts:
        point = point_from_json(account.value("point"), "")
        happened_ms = account.value("happened_ms")
        if not isinstance(point, Point) or not isinstance(happened_ms, int):
            continue
        volume = Volume(Circle(point, 1), None, None, happened_ms, happened_ms)
        mine = place("", "", "", volume)
        near = book.notices_near(state, line, mine, horizontal_cm=0, vertical_cm=0)
        found |= {notice.party for notice, _ in near if notice.stands(happened_ms)}
    return found


def _only_counted(
    counts: tuple[Count, ...], entries: list[Entry], found: list[Finding]
) -> Iterator[Entry]:
    """What a count names that is neither a finding nor a case here."""
    known = {one.name for one in entries} | {name for one in found for name in _names(one)}
    named: dict[str, list[Count]] = {}
    for one in counts:
        for ref in one.refs if one.counted == BREACH else ():
            if ref not in known:
                named.setdefault(ref, []).append(one)
    for ref, by in named.items():
        yield Entry(
            name=ref,
            kind="counted",
            at_ms=None,
            party=party_id(by[0].whose or ""),
            words=f"{ref}: {by[0].what}",
            text=by[0].text,
            article=by[0].article,
            by_rule=False,
            recorded=tuple(sorted({one.by for one in by})),
            notified=(),
        )
