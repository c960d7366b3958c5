"""Judge a message by the rules in force: what was announced late, where it must not be, unanswered.

Every rule that may touch a message is asked, and what breaks it is a `Finding` with its figures. A
message is judged by what held when it was said; an area by what held while the activity lasted.
Approximations err towards a finding: touching counts, an open side never ends, a class that nobody
named is every class. Lead time counts from the receiver's own step, and a sentence says how much of
a shortfall was there when it was sent. Nothing is blocked: the same findings are shown before a
release as warnings, and afterwards in the register.
Pure, and the same at every member that holds the same messages. Not here: the rules (rules.py),
tracks (tracks.py), all findings of a line (found.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from detente.core.agreements.finding import Finding, contested, finding_id, lasts
from detente.core.agreements.rulebook import RuleBook, margins, rulebook
from detente.core.airspace.buffers import Buffers
from detente.core.airspace.conflict import Overlap, Placed, find, place_parts
from detente.core.airspace.geodesy import inverse
from detente.core.airspace.parts import end_of
from detente.core.airspace.shape import Shape, centre_point, shape_of
from detente.core.airspace.volume import Circle, Corridor
from detente.core.airspace.within import in_heights, lies_within, refines
from detente.core.airspace.words import moment_words
from detente.core.events import Buffer
from detente.core.line.formats import Answers, DueStep, Family
from detente.core.line.lead import Effective, Timing, agreed_step, effective_ms, finding
from detente.core.line.paper import announcer
from detente.core.line.readbacks import can_be_read_back
from detente.core.line.state import Standing, first_said_ms, starts_at
from detente.core.line.tables.agreements import ANNOUNCED
from detente.core.units import CM_PER_M, MS_PER_MIN

if TYPE_CHECKING:
    from detente.core.agreements.rules import Rule
    from detente.core.line.message import Line
    from detente.core.line.state import State, Steps, Tracked

ANNOUNCING: Final = frozenset(code for code, _ in ANNOUNCED)
#: Formats that announce own activity, which an area can be closed to. A search for survivors, a
#: protected site and a humanitarian movement are none: nobody is to weigh a rule against them.
ACTIVE: Final = frozenset({"NAA", "NWA", "NUA", "NTR", "NEX", "NEM"})
ARMED: Final = frozenset({"NWA", "NEX"})  # what announces fire, when an article names no formats
ANSWERED: Final = (Family.NOTICE, Family.ALERT, Family.QUESTION)  # what receipts are owed for
_EDGE: Final = Buffers((Buffer("", 0, 0, 0),))


@dataclass(slots=True)
class Case:
    """One message that is judged, with what every rule needs of it.

    party: whose activity it announces. placed: its volumes. at_ms: now.
    """

    state: State
    line: Line
    book: RuleBook
    tracked: Tracked
    code: str
    party: str
    placed: tuple[Placed, ...]
    at_ms: int
    _inward: dict[str, bool] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The message's number."""
        return self.tracked.number

    @property
    def said_ms(self) -> int:
        """When it was said, by the clock of whose words it is."""
        return self.tracked.message.said_ms

    def closed_ms(self) -> int | None:
        """When its author took it back, corrected or ended it, by its clock."""
        closed_by = self.tracked.closed_by
        closing = self.state.message(self.line, closed_by) if closed_by is not None else None
        return None if closing is None else closing.at_ms

    def only_narrows(self, newer: Tracked | None, older: Tracked | None) -> bool:
        """Whether a correction announces nothing that was not announced before."""
        if newer is None or older is None or newer.volume is None or older.volume is None:
            return False
        key = f"{older.number}>{newer.number}"
        if key not in self._inward:
            shapes = tuple(
                [shape_of(part.volume.outline) for part in volume.parts]
                for volume in (newer.volume, older.volume)
            )
            self._inward[key] = refines(newer.volume, older.volume, (shapes[0], shapes[1]))
        return self._inward[key]


_Finder = Callable[[Case, "Rule", "Placed | None", "Placed | None"], Iterator[Finding]]


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


_Applies = Iterator[tuple["Rule", "Placed | None", "Placed | None"]]


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
        if finder is not None:
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


def _lead_time(
    case: Case, rule: Rule, mine: Placed | None, area: Placed | None
) -> Iterator[Finding]:
    """SHORT or AFTER THE FACT, counted from when the last receiver had read it."""
    if case.code not in ANNOUNCING or not _is_about(case, rule):
        return
    start_ms = starts_at(case.tracked) if mine is None else mine.volume.start_ms
    if start_ms is False or not _touches(mine, area):
        return
    if _exempt(case, start_ms):
        return
    asked_ms = (rule.minutes or 0) * MS_PER_MIN
    effective, by = _effective(case, rule)
    known_ms = case.at_ms if effective is None else effective
    lead = finding(asked_ms, start_ms, known_ms)
    span = rule.span(case.said_ms)
    if lead.timing is Timing.ON_TIME or span is None:
        return
    sent_ms = None if start_ms is None else start_ms - case.said_ms
    yield Finding(
        finding=finding_id(rule, case.number),
        rule=rule,
        party=case.party,
        subject=case.number,
        at_ms=case.said_ms if start_ms is None else start_ms,
        words=_lead_words(case, lead.lead_ms, sent_ms, asked_ms, by, read=effective is not None),
        measured=None if lead.lead_ms is None else lead.lead_ms // MS_PER_MIN,
        asked=rule.minutes,
        unit="minutes",
        timing=lead.timing.value,
        contested=contested(span),
    )


def _exempt(case: Case, start_ms: int | None) -> bool:
    """What was told in time already, or taken back before it began, or was not to be told ahead."""
    tracked, line = case.tracked, case.state.line(case.line)
    subject = tracked.subject
    if subject is not None and subject.lead_if_said and start_ms == first_said_ms(line, tracked):
        return True
    older = next((one for one in line.chain(tracked.root) if one.closed_by == tracked.number), None)
    if older is not None and case.only_narrows(tracked, older):
        return True
    closed_ms = case.closed_ms()
    if closed_ms is None or (start_ms is not None and closed_ms >= start_ms):
        return False
    if tracked.standing is Standing.SUPERSEDED and tracked.closed_by is not None:
        newer = case.state.message(case.line, tracked.closed_by)
        return not case.only_narrows(newer, tracked)
    return start_ms is not None


def _effective(case: Case, rule: Rule) -> tuple[int | None, str]:
    """When the last of its receivers had it, and who that was; None while one has not."""
    subject = case.tracked.subject
    assert subject is not None, "only what is understood is judged"
    charter = case.state.charters.get(case.line.channel)
    agreed = agreed_step(subject.effective, subject.code, charter.effective if charter else ())
    step = Effective(rule.step) if rule.step in tuple(Effective) else agreed
    last, by = -1, ""
    for party in case.tracked.message.to:
        steps = case.tracked.of(party)
        at_ms = effective_ms(
            step,
            read_ms=steps.first_read_ms,
            readback_ms=steps.readback.at_ms if steps.readback else None,
            answered_ms=None,
        )
        if at_ms is None:
            return None, party
        if at_ms > last:
            last, by = at_ms, party
    return (last if by else None), by


def _lead_words(
    case: Case, lead_ms: int | None, sent_ms: int | None, asked_ms: int, by: str, *, read: bool
) -> str:
    """How much notice there was, and how much of the shortfall was there when it was sent."""
    what = f"{case.code} {case.number} of {case.party}"
    if lead_ms is None or sent_ms is None:
        return f"{what} announces what had begun already; {lasts(asked_ms)} of notice are asked"
    before = f"{lasts(sent_ms)} before" if sent_ms > 0 else f"{lasts(-sent_ms)} after"
    if not read:
        return (
            f"{what} was sent {before} its start and {by or 'nobody'} has not taken it up; "
            f"{lasts(asked_ms)} of notice are asked"
        )
    taken = f"{lasts(lead_ms)} before" if lead_ms > 0 else f"{lasts(-lead_ms)} after"
    return (
        f"{what} was sent {before} its start and taken up by {by} {taken} it; "
        f"{lasts(asked_ms)} of notice are asked"
    )


def _is_about(case: Case, rule: Rule) -> bool:
    activity = case.tracked.activity
    known = "" if activity == "weapon" else activity  # a hazard is of no class of aircraft
    return case.party in rule.binds and rule.is_about(case.code, known)


def _touches(mine: Placed | None, area: Placed | None) -> bool:
    return area is None or (mine is not None and find(mine, area, _EDGE) is not None)


@lru_cache(maxsize=256)
def apart(horizontal_cm: int, vertical_cm: int) -> Buffers:
    """Distances as `find` takes them."""
    return Buffers((Buffer("", horizontal_cm, vertical_cm, 0),))


def _closed_area(
    case: Case, rule: Rule, mine: Placed | None, area: Placed | None
) -> Iterator[Finding]:
    """Activity announced inside an area that is closed to it."""
    formats = ARMED if rule.kind == "no-weapons" else ACTIVE
    if mine is None or area is None or case.code not in (rule.formats or formats):
        return
    if not _is_about(case, rule):
        return
    overlap = find(mine, area, _EDGE)
    if overlap is not None and not _over_before(case, overlap.from_ms):
        what = "weapons" if rule.kind == "no-weapons" else "activity"
        words = f"{case.code} {case.number} of {case.party} announces {what} inside. {overlap.why}"
        yield from _by_place(case, rule, overlap, words)


def _over_before(case: Case, from_ms: int | None) -> bool:
    """Whether it was taken back or corrected before it could break anything."""
    closed_ms = case.closed_ms()
    return closed_ms is not None and (from_ms is None or closed_ms <= from_ms)


def _by_place(case: Case, rule: Rule, overlap: Overlap, words: str) -> Iterator[Finding]:
    span = rule.span_in(overlap.from_ms, overlap.to_ms)
    if span is None:
        return
    at_ms = case.said_ms if overlap.from_ms is None else overlap.from_ms
    yield Finding(
        finding=finding_id(rule, case.number),
        rule=rule,
        party=case.party,
        subject=case.number,
        at_ms=max(at_ms, span.from_ms),
        until_ms=overlap.to_ms,
        words=words,
        measured=overlap.horizontal_cm // CM_PER_M if rule.kind == "buffer" else None,
        asked=rule.distance_m if rule.kind == "buffer" else None,
        unit="metres" if rule.kind == "buffer" else "",
        where=overlap.where,
        contested=contested(span),
    )


def _notify_entry(
    case: Case, rule: Rule, mine: Placed | None, area: Placed | None
) -> Iterator[Finding]:
    """A notice is the notice; when the article says how long before, that is asked of it."""
    if rule.minutes is not None and case.code in ACTIVE:
        yield from _lead_time(case, rule, mine, area)


def _keep_in(case: Case, rule: Rule, mine: Placed | None, _: Placed | None) -> Iterator[Finding]:
    """Activity announced outside what must be used. Of several areas one text gives, one is enough.

    Windows and heights of the area count too, as far as it gives them.
    """
    if mine is None or case.code not in (rule.formats or ACTIVE) or not _is_about(case, rule):
        return
    ground_cm = case.state.terrain_max_cm(case.line)
    allowed = [
        one
        for each in case.book.wide()
        if each.kind == rule.kind and each.text == rule.text and each.is_about(case.code, "")
        for area in each.areas
        for one in place_parts(each.text, "", "", area, ground_cm)
    ]
    if any(is_inside(mine, one) for one in allowed) or _over_before(case, mine.volume.start_ms):
        return
    span = rule.span_in(mine.volume.start_ms, mine.volume.end_ms)
    if span is None:
        return
    start_ms = mine.volume.start_ms
    yield Finding(
        finding=finding_id(rule, case.number),
        rule=rule,
        party=case.party,
        subject=case.number,
        at_ms=max(case.said_ms if start_ms is None else start_ms, span.from_ms),
        until_ms=mine.volume.end_ms,
        words=f"{case.code} {case.number} of {case.party} announces activity that is not surely "
        "inside the area that is to be used",
        where=centre_point(mine.shape),
        contested=contested(span),
    )


def is_inside(mine: Placed, area: Placed) -> bool:
    """Whether a volume surely lies in an area, with its heights and its window."""
    inner, outer = mine.volume, area.volume
    starts = outer.start_ms is None or (inner.start_ms or 0) >= outer.start_ms
    ends = outer.end_ms is None or (inner.end_ms is not None and inner.end_ms <= outer.end_ms)
    if not (starts and ends):
        return False
    return lies_within(mine.shape, area.shape) and in_heights(inner, outer)


def _buffer(case: Case, rule: Rule, mine: Placed | None, area: Placed | None) -> Iterator[Finding]:
    """Nearer than agreed to an area, or to what another party announced for the same time.

    Formats that the article names are the notices under which one may come nearer.
    """
    if mine is None or case.code not in ACTIVE or case.party not in rule.binds:
        return
    if case.code in rule.formats or not _is_class(case.tracked.activity, rule):
        return
    limits = apart(*margins(rule))
    if area is None:
        yield from _beside(case, rule, mine, limits)
        return
    overlap = find(mine, area, limits)
    if overlap is not None and not _over_before(case, overlap.from_ms):
        words = f"{case.code} {case.number} of {case.party} comes nearer than agreed. {overlap.why}"
        yield from _by_place(case, rule, overlap, words)


def _is_class(activity: str, rule: Rule) -> bool:
    return not rule.activity or not activity or activity in (rule.activity, "weapon")


def _beside(case: Case, rule: Rule, mine: Placed, limits: Buffers) -> Iterator[Finding]:
    """What another party had announced before: the one that was said later came too near."""
    horizontal_cm, vertical_cm = margins(rule)
    for other, placed in case.book.notices_near(
        case.state, case.line, mine, horizontal_cm=horizontal_cm, vertical_cm=vertical_cm
    ):
        if other.party == case.party or other.code not in ACTIVE or other.code in rule.formats:
            continue
        if (other.said_ms, other.number) >= (case.said_ms, case.number):
            continue
        overlap = find(mine, placed, limits)
        if overlap is None or _over_before(case, overlap.from_ms):
            continue
        gone_ms = other.closed_ms
        if gone_ms is not None and (overlap.from_ms is None or gone_ms <= overlap.from_ms):
            continue
        span = rule.span_in(overlap.from_ms, overlap.to_ms)
        if span is not None:
            yield Finding(
                finding=finding_id(rule, case.number, other.number),
                rule=rule,
                party=case.party,
                subject=case.number,
                others=(other.number,),
                at_ms=case.said_ms if overlap.from_ms is None else overlap.from_ms,
                until_ms=overlap.to_ms,
                words=f"{case.number} of {case.party} comes nearer than agreed to {other.number} "
                f"of {other.party}. {overlap.why}",
                measured=overlap.horizontal_cm // CM_PER_M,
                asked=rule.distance_m,
                unit="metres",
                where=overlap.where,
                contested=contested(span),
            )


def _precision(
    case: Case, rule: Rule, mine: Placed | None, area: Placed | None
) -> Iterator[Finding]:
    """A place that is coarser than agreed; a sealed announcement is coarse until it is opened."""
    if mine is None or case.code not in ANNOUNCING or not _is_about(case, rule):
        return
    if case.closed_ms() is not None or not _touches(mine, area):
        return  # it was refined, or taken back
    coarse = case.tracked.fields.get("precision") == "coarse"
    reach_m = _reach_cm(mine.shape) // CM_PER_M
    span = rule.span(case.said_ms)
    asked = rule.distance_m
    if span is None or (not coarse if asked is None else reach_m <= asked):
        return
    figure = f"reaches {reach_m:,} m from its middle"
    words = f"{case.code} {case.number} of {case.party} {figure}"
    yield Finding(
        finding=finding_id(rule, case.number),
        rule=rule,
        party=case.party,
        subject=case.number,
        at_ms=case.said_ms,
        words=f"{words} and is coarse on purpose"
        if asked is None
        else f"{words}, {asked:,} m are the least precision that was agreed",
        measured=reach_m,
        asked=asked,
        unit="metres",
        where=centre_point(mine.shape),
        contested=contested(span),
    )


def _reach_cm(shape: Shape) -> int:
    """How far an outline reaches from its middle; a corridor from its path."""
    if isinstance(shape.outline, Circle):
        return shape.outline.radius_cm
    if isinstance(shape.outline, Corridor):
        return shape.outline.half_width_cm
    middle = centre_point(shape)
    return max(inverse(middle, point)[0] for point in shape.outline.points)


def _frequency(
    case: Case, rule: Rule, mine: Placed | None, area: Placed | None
) -> Iterator[Finding]:
    """A notice that does not name the frequency that was agreed."""
    subject = case.tracked.subject
    if case.code not in ANNOUNCING or subject is None or subject.field("radio") is None:
        return
    span = rule.span(case.said_ms)
    if span is None or not _is_about(case, rule) or not _touches(mine, area):
        return
    said = case.tracked.fields.get("radio")
    if isinstance(said, str) and _same_frequency(rule.frequency or "", said):
        return
    named = f"names {said}" if isinstance(said, str) else "names no frequency"
    yield Finding(
        finding=finding_id(rule, case.number),
        rule=rule,
        party=case.party,
        subject=case.number,
        at_ms=case.said_ms,
        words=f"{case.code} {case.number} of {case.party} {named}, agreed is {rule.frequency}",
        contested=contested(span),
    )


def _same_frequency(agreed: str, said: str) -> bool:
    """Whether the figures of the agreed one stand in it: those of ``121.5`` in ``121.500 MHz``."""
    wanted = _figures(agreed)
    return wanted <= _figures(said) if wanted else agreed.casefold() in said.casefold()


def _figures(text: str) -> set[float]:
    words = "".join(char if char.isdigit() or char == "." else " " for char in text).split()
    return {float(word) for word in words if word.count(".") <= 1 and word.strip(".")}


def _deadline(
    case: Case, rule: Rule, mine: Placed | None, area: Placed | None
) -> Iterator[Finding]:
    """A step of the receipts that came late, or has not come. It binds who owes the step."""
    subject, step = case.tracked.subject, rule.step
    if subject is None or subject.family not in ANSWERED:
        return
    span = rule.span(case.said_ms)
    if span is None or not rule.is_about(case.code, case.tracked.activity):
        return
    if not _touches(mine, area):
        return
    asked_ms = (rule.minutes or 0) * MS_PER_MIN
    if step == DueStep.END:
        yield from _not_ended(case, rule, asked_ms)
        return
    if step == DueStep.READBACK and not can_be_read_back(case.tracked):
        return
    closed_ms, due_ms = case.closed_ms(), case.said_ms + asked_ms
    if closed_ms is not None and closed_ms <= due_ms:
        return
    for party in case.tracked.message.to:
        done_ms = _done_ms(case.tracked.of(party), step or "")
        if party not in rule.binds or (case.at_ms if done_ms is None else done_ms) <= due_ms:
            continue
        late = "has not come" if done_ms is None else f"came {lasts(done_ms - case.said_ms)} after"
        yield Finding(
            finding=finding_id(rule, case.number, party=party),
            rule=rule,
            party=party,
            subject=case.number,
            at_ms=due_ms,
            until_ms=done_ms,
            words=f"{step} of {party} about {case.code} {case.number} {late}; "
            f"{lasts(asked_ms)} were agreed",
            measured=None if done_ms is None else (done_ms - case.said_ms) // MS_PER_MIN,
            asked=rule.minutes,
            unit="minutes",
            contested=contested(span),
        )


def _done_ms(steps: Steps, step: str) -> int | None:
    """When a receiver had taken a step, by its clock; STANDBY is no answer yet."""
    if step == DueStep.READ:
        return steps.first_read_ms
    if step == DueStep.READBACK:
        return steps.readback.at_ms if steps.readback else None
    answers = [one.at_ms for one in steps.answers if one.code != Answers.STANDBY]
    return min(answers, default=None)


def _not_ended(case: Case, rule: Rule, asked_ms: int) -> Iterator[Finding]:
    ends_ms = end_of(case.tracked.volume) if case.tracked.volume is not None else None
    if ends_ms is None or case.party not in rule.binds:
        return
    due_ms, done_ms = ends_ms + asked_ms, case.closed_ms()
    if (case.at_ms if done_ms is None else done_ms) <= due_ms:
        return
    late = "has not come" if done_ms is None else f"came at {moment_words(done_ms)}"
    yield Finding(
        finding=finding_id(rule, case.number, party=case.party),
        rule=rule,
        party=case.party,
        subject=case.number,
        at_ms=due_ms,
        until_ms=done_ms,
        words=f"END of {case.code} {case.number} {late}; it was to come {lasts(asked_ms)} after "
        f"{moment_words(ends_ms)}",
        asked=rule.minutes,
        unit="minutes",
        contested=contested(rule.span(case.said_ms)),
    )


def _report_duty(case: Case, rule: Rule, _: Placed | None, __: Placed | None) -> Iterator[Finding]:
    """A first report that came later after the incident than was agreed."""
    happened_ms = case.tracked.fields.get("happened_ms")
    if case.code != "INR" or not isinstance(happened_ms, int) or case.party not in rule.binds:
        return
    span, took_ms = rule.span(case.said_ms), case.said_ms - happened_ms
    asked_ms = (rule.minutes or 0) * MS_PER_MIN
    if span is not None and took_ms > asked_ms:
        yield Finding(
            finding=finding_id(rule, case.number),
            rule=rule,
            party=case.party,
            subject=case.number,
            at_ms=happened_ms + asked_ms,
            until_ms=case.said_ms,
            words=f"INR {case.number} of {case.party} came {lasts(took_ms)} after the incident; "
            f"{lasts(asked_ms)} were agreed",
            measured=took_ms // MS_PER_MIN,
            asked=rule.minutes,
            unit="minutes",
            contested=contested(span),
        )


_FINDERS: Final[dict[str, _Finder]] = {
    "lead-time": _lead_time,
    "notify-entry": _notify_entry,
    "keep-out": _closed_area,
    "no-weapons": _closed_area,
    "keep-in": _keep_in,
    "buffer": _buffer,
    "precision": _precision,
    "frequency": _frequency,
    "deadline": _deadline,
    "report-duty": _report_duty,
}
#: Kinds without an area that look at each part of a message.
_BY_PART: Final = frozenset({"keep-in", "buffer", "precision"})
