"""What breaks a rule about notices and receipts: short, coarse, late, unanswered, unended.

Each function says what one kind of rule finds about one message; `judging.py` asks them. Lead time
counts from the receiver's own step, and a sentence says how much of a shortfall was there when the
notice was sent. Pure. Serves domain.md section 8, rows 8, 9 and 12.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.core.agreements.case import ACTIVE, Case, announces, is_about, touches
from detente.core.agreements.finding import Finding, contested, finding_id, lasts
from detente.core.airspace.geodesy import inverse
from detente.core.airspace.parts import end_of
from detente.core.airspace.shape import Shape, centre_point
from detente.core.airspace.volume import Circle, Corridor
from detente.core.airspace.words import moment_words
from detente.core.line.dissemination import reached, told_ms
from detente.core.line.formats import Answers, DueStep, Family
from detente.core.line.lead import Effective, Timing, agreed_step, effective_ms, finding
from detente.core.line.readbacks import can_be_read_back
from detente.core.line.state import Standing, first_said_ms, starts_at
from detente.core.units import CM_PER_M, MS_PER_MIN

if TYPE_CHECKING:
    from detente.core.agreements.rules import Rule
    from detente.core.airspace.conflict import Placed

CREW: Final = "crew"  # the level that a duty to pass a warning on ends at
_STEP_WORDS: Final = {  # what the receiver did, and what it has not done
    Effective.READ: ("read", "read it"),
    Effective.READBACK: ("read back", "read it back"),
}
ANSWERED: Final = (Family.NOTICE, Family.ALERT, Family.QUESTION)  # what receipts are owed for


def lead_time(
    case: Case, rule: Rule, mine: Placed | None, area: Placed | None
) -> Iterator[Finding]:
    """SHORT or AFTER THE FACT, counted from when the last receiver had read it."""
    if not announces(case, rule) or not is_about(case, rule):
        return
    start_ms = starts_at(case.tracked) if mine is None else mine.volume.start_ms
    if start_ms is False or not touches(mine, area):
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
        words=_lead_words(case, rule, lead.lead_ms, sent_ms, by, read=effective is not None),
        measured=None if lead.lead_ms is None or effective is None else lead.lead_ms // MS_PER_MIN,
        asked=rule.minutes,
        unit="minutes",
        timing=lead.timing.value,
        contested=contested(span),
    )


def notify_entry(
    case: Case, rule: Rule, mine: Placed | None, area: Placed | None
) -> Iterator[Finding]:
    """A notice is the notice; when the article says how long before, that is asked of it."""
    if rule.minutes is not None and case.code in ACTIVE:
        yield from lead_time(case, rule, mine, area)


def _exempt(case: Case, start_ms: int | None) -> bool:
    """What was told in time already, or taken back before it began, or was not to be told ahead."""
    tracked, line = case.tracked, case.state.line(case.line)
    subject = tracked.subject
    if subject is not None and subject.lead_if_said and start_ms == first_said_ms(line, tracked):
        return True
    older = tracked.message.ref if tracked.message.format == "COR" else None
    if older is not None and case.only_narrows(tracked, case.state.message(case.line, older)):
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
    if rule.step not in case.effective:
        case.effective[rule.step] = _taken(case, rule)
    return case.effective[rule.step]


def _step(case: Case, rule: Rule) -> Effective:
    """The act of the receiver from which the lead time counts: as the article says, or agreed."""
    subject = case.tracked.subject
    assert subject is not None, "only what is understood is judged"
    charter = case.state.charters.get(case.line.channel)
    agreed = agreed_step(subject.effective, subject.code, charter.effective if charter else ())
    return Effective(rule.step) if rule.step in tuple(Effective) else agreed


def _taken(case: Case, rule: Rule) -> tuple[int | None, str]:
    step = _step(case, rule)
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
    case: Case, rule: Rule, lead_ms: int | None, sent_ms: int | None, by: str, *, read: bool
) -> str:
    """How much notice there was, and how much of the shortfall was there when it was sent."""
    asked_ms = (rule.minutes or 0) * MS_PER_MIN
    did = _STEP_WORDS[_step(case, rule)]
    what = f"{case.code} {case.number} of {case.party}"
    if lead_ms is None or sent_ms is None:
        return f"{what} announces what had begun already; {lasts(asked_ms)} of notice are asked"
    before = f"{lasts(sent_ms)} before" if sent_ms > 0 else f"{lasts(-sent_ms)} after"
    if not read:
        return (
            f"{what} was sent {before} its start and {by or 'nobody'} has not {did[1]}; "
            f"{lasts(asked_ms)} of notice are asked"
        )
    taken = f"{lasts(lead_ms)} before" if lead_ms > 0 else f"{lasts(-lead_ms)} after"
    return (
        f"{what} was sent {before} its start and {did[0]} by {by} {taken} it; "
        f"{lasts(asked_ms)} of notice are asked"
    )


def precision(
    case: Case, rule: Rule, mine: Placed | None, area: Placed | None
) -> Iterator[Finding]:
    """A place that is coarser than agreed; a sealed announcement is coarse until it is opened."""
    if mine is None or not announces(case, rule) or not is_about(case, rule):
        return
    if case.closed_ms() is not None or not touches(mine, area):
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


def frequency(
    case: Case, rule: Rule, mine: Placed | None, area: Placed | None
) -> Iterator[Finding]:
    """A notice that does not name the frequency that was agreed."""
    subject = case.tracked.subject
    if not announces(case, rule) or subject is None or subject.field("radio") is None:
        return
    span = rule.span(case.said_ms)
    if span is None or not is_about(case, rule) or not touches(mine, area):
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


def deadline(case: Case, rule: Rule, mine: Placed | None, area: Placed | None) -> Iterator[Finding]:
    """A step of the receipts that came late, or has not come. It binds who owes the step."""
    subject, step = case.tracked.subject, rule.step
    if subject is None or subject.family not in ANSWERED:
        return
    span = rule.span(case.said_ms)
    if span is None or not rule.is_about(case.code, case.tracked.activity):
        return
    if not touches(mine, area):
        return
    asked_ms = (rule.minutes or 0) * MS_PER_MIN
    if step == DueStep.END:
        yield from _not_ended(case, rule, asked_ms)
        return
    if step == DueStep.READBACK and not can_be_read_back(case.tracked):
        return
    if step == DueStep.DISSEMINATED and not subject.disseminated:
        return  # no crew has to know it
    closed_ms, due_ms = case.closed_ms(), case.said_ms + asked_ms
    if closed_ms is not None and closed_ms <= due_ms:
        return
    for party in case.tracked.message.to:
        done_ms = _done_ms(case, party, step or "")
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


def _done_ms(case: Case, party: str, step: str) -> int | None:
    """When a receiver had taken a step, by its clock; STANDBY is no answer yet."""
    steps = case.tracked.of(party)
    if step == DueStep.DISSEMINATED:
        return told_ms(reached(case.state.line(case.line), case.tracked, party), CREW)
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


def report_duty(case: Case, rule: Rule, _: Placed | None, __: Placed | None) -> Iterator[Finding]:
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
