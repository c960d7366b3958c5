"""What breaks a rule about places: inside a closed area, outside the one to be used, too near.

Each function says what one kind of rule finds about one part of a message; `judging.py` asks them.
Touching counts, an open side never ends. Pure. Serves domain.md section 8, rows 10, 12 and 13.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.core.agreements.case import ACTIVE, EDGE, Case, apart, is_about, is_inside, over_before
from detente.core.agreements.finding import Finding, contested, finding_id
from detente.core.agreements.rulebook import margins
from detente.core.airspace.conflict import Overlap, Placed, find, place_parts
from detente.core.airspace.shape import centre_point
from detente.core.units import CM_PER_M

if TYPE_CHECKING:
    from detente.core.agreements.rules import Rule
    from detente.core.airspace.buffers import Buffers

ARMED: Final = frozenset({"NWA", "NEX"})  # what announces fire, when an article names no formats


def closed_area(
    case: Case, rule: Rule, mine: Placed | None, area: Placed | None
) -> Iterator[Finding]:
    """Activity announced inside an area that is closed to it."""
    formats = ARMED if rule.kind == "no-weapons" else ACTIVE
    if mine is None or area is None or case.code not in (rule.formats or formats):
        return
    if not is_about(case, rule):
        return
    overlap = find(mine, area, EDGE)
    if overlap is not None and not over_before(case, overlap.from_ms):
        what = "weapons" if rule.kind == "no-weapons" else "activity"
        words = f"{case.code} {case.number} of {case.party} announces {what} inside. {overlap.why}"
        yield from _by_place(case, rule, overlap, words)


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


def keep_in(case: Case, rule: Rule, mine: Placed | None, _: Placed | None) -> Iterator[Finding]:
    """Activity announced outside what must be used. Of several areas one text gives, one is enough.

    Windows and heights of the area count too, as far as it gives them.
    """
    if mine is None or case.code not in (rule.formats or ACTIVE) or not is_about(case, rule):
        return
    ground_cm = case.state.terrain_max_cm(case.line)
    allowed = [
        one
        for each in case.book.wide()
        if each.kind == rule.kind and each.text == rule.text and each.is_about(case.code, "")
        for area in each.areas
        for one in place_parts(each.text, "", "", area, ground_cm)
    ]
    if any(is_inside(mine, one) for one in allowed) or over_before(case, mine.volume.start_ms):
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


def buffer(case: Case, rule: Rule, mine: Placed | None, area: Placed | None) -> Iterator[Finding]:
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
    if overlap is not None and not over_before(case, overlap.from_ms):
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
        if overlap is None or over_before(case, overlap.from_ms):
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
