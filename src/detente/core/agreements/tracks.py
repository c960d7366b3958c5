"""Judge what is seen: a track update against closed areas, duties of notice and least distances.

A track is what one side's sensors, or a message, say of an aircraft. Between two updates it flew
the shortest way, so an area that was only crossed is found too. Where a notice is a duty, one that
stands and surely holds the place is looked for; a height that nobody measured accuses nobody of a
wrong height. Distances between aircraft are the least while both moved, never overstated.
Tracks are a side's own and are not on the line: what is found by them is this side's finding until
it is put on record (a case, a count). Pure; memory of the last positions is the caller's.
Not here: messages (judging.py). Serves domain.md section 8, rows 12 and 19, and section 10.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from detente.core.agreements.case import ACTIVE, apart
from detente.core.agreements.finding import Finding, contested, finding_id
from detente.core.agreements.rulebook import ANY_HEIGHT_CM, RuleBook, margins, rulebook
from detente.core.airspace.altitude import least_rise_cm
from detente.core.airspace.conflict import Placed, find, meets, place, place_parts
from detente.core.airspace.geodesy import POLE_RADIUS_CM, Vector, central_angle, unit_vector
from detente.core.airspace.index import VolumeIndex, box_of
from detente.core.airspace.volume import (
    EDGE_CM_MAX,
    Altitude,
    Circle,
    Corridor,
    Outline,
    Point,
    Volume,
)
from detente.core.airspace.words import moment_words, point_words
from detente.core.units import CM_PER_M

if TYPE_CHECKING:
    from detente.core.agreements.rules import Rule
    from detente.core.line.message import Line
    from detente.core.line.state import State

LEG_MS_MAX: Final = (
    5 * 60_000
)  # after five minutes without an update nobody knows which way it flew
PAIR_MS_MAX: Final = 10_000  # two positions this near in time are compared as they are
TRACKS_MAX: Final = 10_000  # aircraft over a region at once; beyond it the oldest is forgotten
_POINT_CM: Final = 1  # how far a position reaches: a point has no inside


@dataclass(frozen=True, slots=True)
class Seen:
    """One position of one track. party: whose it is held to be; activity: class, empty if unknown.

    height None: not measured. source: number of the message that says so; None: own sensors.
    """

    track: str
    party: str
    point: Point
    at_ms: int
    activity: str = ""
    height: Altitude | None = None
    source: str | None = None

    @property
    def subject(self) -> str:
        """What a finding names it by."""
        return self.source or f"track:{self.track}"


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one position of a track to the next; from itself to itself for the first."""

    before: Seen
    now: Seen

    @property
    def volume(self) -> Volume:
        """Where it was, at which heights, from when to when."""
        before, now = self.before, self.now
        heights = (before.height, now.height)
        low, high = _low(heights), _high(heights)
        return Volume(_way(before.point, now.point), low, high, before.at_ms, now.at_ms)


class Tracks:
    """The last leg of every track, so that an update is judged with what went before it."""

    def __init__(self) -> None:
        self._legs: dict[str, tuple[int, Leg]] = {}
        self._index = VolumeIndex()
        self._by_key: dict[int, str] = {}
        self._next = 1

    def judge(self, state: State, line: Line, seen: Seen) -> tuple[Finding, ...]:
        """What the rules find about an update. One older than the track's last is judged alone."""
        book = rulebook(state, line)
        leg = self._take(seen)
        mine = place(seen.subject, seen.party, seen.activity, leg.volume)
        found = [*_by_area(state, line, book, leg, mine), *_by_duty(state, line, book, leg)]
        found += self._by_pair(book, leg, mine)
        kept = {one.finding: one for one in reversed(found)}
        return tuple(kept[key] for key in sorted(kept))

    def _take(self, seen: Seen) -> Leg:
        """Remember a position; the leg that it ends."""
        known = self._legs.get(seen.track)
        leg = Leg(seen, seen)
        if known is not None:
            last = known[1].now
            if seen.at_ms <= last.at_ms:
                return leg
            if seen.at_ms - last.at_ms <= LEG_MS_MAX and _is_leg(last.point, seen.point):
                leg = Leg(replace(last, party=seen.party), seen)
            self._drop(seen.track)
        elif len(self._legs) >= TRACKS_MAX:
            self._drop(min(self._legs, key=lambda track: self._legs[track][1].now.at_ms))
        placed = place(seen.track, seen.party, "", leg.volume)
        self._index.insert(self._next, box_of(placed.shape, placed.volume))
        self._by_key[self._next] = seen.track
        self._legs[seen.track] = (self._next, leg)
        self._next += 1
        return leg

    def _drop(self, track: str) -> None:
        key, _ = self._legs.pop(track)
        self._index.remove(key)
        del self._by_key[key]

    def _by_pair(self, book: RuleBook, leg: Leg, mine: Placed) -> Iterator[Finding]:
        """Nearer than agreed to an aircraft of another party, both where they were seen."""
        rules = [
            one
            for one in book.wide()
            if one.kind == "buffer"
            and one.span_in(leg.before.at_ms, leg.now.at_ms) is not None
            and _binds(one, leg.now)
            and not _is_excepted(book, one, leg)
        ]
        if not rules:
            return
        horizontal_cm = max(margins(one)[0] for one in rules)
        box = box_of(
            mine.shape,
            mine.volume,
            horizontal_cm=horizontal_cm,
            vertical_cm=ANY_HEIGHT_CM,
            padding_ms=PAIR_MS_MAX,
        )
        for key in self._index.query(box):
            other = self._legs[self._by_key[key]][1]
            if other.now.party == leg.now.party or other.now.track == leg.now.track:
                continue
            near_cm = nearest_cm(leg, other)
            rise_cm = _rise_cm(leg, other)
            for rule in rules:
                limit_cm, height_cm = margins(rule)
                if near_cm is not None and near_cm <= limit_cm and rise_cm <= height_cm:
                    yield _pair(rule, leg, other, near_cm)


class Sweep:
    """Many updates judged one after another: each breach once, from its first to its last time."""

    def __init__(self) -> None:
        self._tracks = Tracks()
        self._found: dict[str, Finding] = {}

    def take(self, state: State, line: Line, updates: Iterable[Seen]) -> None:
        """Judge further updates, which come in the order of their times."""
        for seen in updates:
            for one in self._tracks.judge(state, line, seen):
                known = self._found.get(one.finding)
                self._found[one.finding] = one if known is None else _joined(known, one)

    def found(self) -> tuple[Finding, ...]:
        """Everything found so far, by id."""
        return tuple(self._found[key] for key in sorted(self._found))


def judge_tracks(state: State, line: Line, updates: Iterable[Seen]) -> tuple[Finding, ...]:
    """What the rules find about many updates, by id."""
    sweep = Sweep()
    sweep.take(state, line, updates)
    return sweep.found()


def _joined(known: Finding, one: Finding) -> Finding:
    nearer = known if (known.measured or 0) <= (one.measured or 0) else one
    until = max(known.until_ms or known.at_ms, one.until_ms or one.at_ms)
    return replace(nearer, at_ms=min(known.at_ms, one.at_ms), until_ms=until)


def _binds(rule: Rule, seen: Seen) -> bool:
    known = not rule.activity or not seen.activity or rule.activity == seen.activity
    return seen.party in rule.binds and known


def _is_excepted(book: RuleBook, rule: Rule, leg: Leg) -> bool:
    """Whether a rule for this class, or this party, goes before a wider one of its text."""
    seen = leg.now
    return any(
        one.span(seen.at_ms) is not None
        and seen.party in one.binds
        and one.areas == rule.areas
        and one.activity in ("", seen.activity)
        for one in book.exceptions(rule)
    )


def _by_area(state: State, line: Line, book: RuleBook, leg: Leg, mine: Placed) -> Iterator[Finding]:
    """Inside an area that is closed, or that is entered with notice only, or too near to one."""
    for rule, area in book.near(mine):
        if not _binds(rule, leg.now) or rule.kind not in _WORDS or _is_excepted(book, rule, leg):
            continue
        overlap = find(mine, area, apart(*margins(rule)))
        span = rule.span_in(mine.volume.start_ms, mine.volume.end_ms)
        if overlap is None or span is None:
            continue
        asked = rule.kind != "keep-out"
        if asked and _is_notified(state, line, book, leg, rule):
            continue
        yield _about(
            rule,
            leg,
            f"{_WORDS[rule.kind]}. {overlap.why}",
            measured=overlap.horizontal_cm // CM_PER_M if rule.kind == "buffer" else None,
            where=overlap.where,
        )


_WORDS: Final = {
    "keep-out": "was seen inside an area that is closed to it",
    "notify-entry": "was seen without a notice inside an area that is entered with notice only",
    "notice-duty": "was seen without a notice where it was to be notified",
    "buffer": "was seen nearer than agreed to an area",
}


def _by_duty(state: State, line: Line, book: RuleBook, leg: Leg) -> Iterator[Finding]:
    """What must be notified everywhere, and what must keep inside an area."""
    inside: dict[str, list[Rule]] = {}
    for rule in book.wide():
        span = rule.span_in(leg.before.at_ms, leg.now.at_ms)
        if span is None or not _binds(rule, leg.now):
            continue
        if rule.kind == "notice-duty" and not _is_notified(state, line, book, leg, rule):
            yield _about(rule, leg, _WORDS["notice-duty"])
        elif rule.kind == "keep-in":
            inside.setdefault(rule.text, []).append(rule)
    for rules in inside.values():
        if not any(_is_in(state, line, rule, leg.now) for rule in rules):
            yield _about(rules[0], leg, "was seen outside the area that is to be used")


def _is_in(state: State, line: Line, rule: Rule, seen: Seen) -> bool:
    """Whether a position lies in an area of a rule; at its edge counts as outside."""
    mine = place("", "", "", _at(seen))
    ground_cm = state.terrain_max_cm(line)
    return any(
        meets(mine, area, apart(0, 0)) and _is_between(seen, area.volume)
        for one in rule.areas
        for area in place_parts("", "", "", one, ground_cm)
    )


def _is_notified(state: State, line: Line, book: RuleBook, leg: Leg, rule: Rule) -> bool:
    """Whether a notice of that party stood then that surely holds where it was seen."""
    if rule.kind == "buffer" and not rule.formats:
        return False
    seen = leg.now
    mine = place("", "", "", _at(seen))
    for notice, placed in book.notices_near(state, line, mine, horizontal_cm=0, vertical_cm=0):
        if notice.party != seen.party or not notice.stands(seen.at_ms):
            continue
        if notice.code not in (rule.formats or ACTIVE):
            continue
        if seen.activity and notice.activity not in ("", "weapon", seen.activity):
            continue
        if meets(mine, placed, apart(0, 0)) and _is_between(seen, placed.volume):
            return True
    return False


def _is_between(seen: Seen, volume: Volume) -> bool:
    """Whether a height surely lies in a volume; one that was not measured is not held against."""
    if seen.height is None:
        return True
    above = volume.floor is None or least_rise_cm(volume.floor, seen.height) >= 0
    return above and (volume.ceiling is None or least_rise_cm(seen.height, volume.ceiling) >= 0)


def _at(seen: Seen) -> Volume:
    return Volume(Circle(seen.point, _POINT_CM), seen.height, seen.height, seen.at_ms, seen.at_ms)


def _about(
    rule: Rule,
    leg: Leg,
    words: str,
    *,
    measured: int | None = None,
    where: Point | None = None,
    other: Seen | None = None,
) -> Finding:
    seen = leg.now
    who = f"{seen.source}: an aircraft" if seen.source else f"Track {seen.track}"
    said = f"{who} of {seen.party} {words}"
    return Finding(
        finding=finding_id(rule, seen.subject, other.subject if other else ""),
        rule=rule,
        party=seen.party,
        subject=seen.subject,
        others=(other.subject,) if other else (),
        at_ms=leg.before.at_ms,
        until_ms=seen.at_ms,
        words=f"{said} at {point_words(seen.point)}, {moment_words(seen.at_ms)}"
        if where is None
        else said,
        measured=measured,
        asked=rule.distance_m if measured is not None else None,
        unit="metres" if measured is not None else "",
        where=where or seen.point,
        contested=contested(rule.span_in(leg.before.at_ms, seen.at_ms)),
    )


def _pair(rule: Rule, leg: Leg, other: Leg, near_cm: int) -> Finding:
    metres = near_cm // CM_PER_M
    words = (
        f"came within {metres:,} m of {other.now.track} of {other.now.party}, "
        f"{rule.distance_m or 0:,} m were agreed"
    )
    return _about(rule, leg, words, measured=metres, other=other.now)


def nearest_cm(one: Leg, other: Leg) -> int | None:
    """The least distance of two aircraft while both flew their legs, never overstated.

    None when they were not seen at nearly the same time. Along the chord, so a little short.
    """
    start_ms = max(one.before.at_ms, other.before.at_ms)
    end_ms = min(one.now.at_ms, other.now.at_ms)
    if start_ms - end_ms > PAIR_MS_MAX:
        return None
    end_ms = max(start_ms, end_ms)  # before it began and after it ended, a leg is at its end
    a0, b0 = _position(one, start_ms), _position(other, start_ms)
    a1, b1 = _position(one, end_ms), _position(other, end_ms)
    apart_0 = tuple(p - q for p, q in zip(a0, b0, strict=True))
    apart_1 = tuple(p - q for p, q in zip(a1, b1, strict=True))
    turn = tuple(q - p for p, q in zip(apart_0, apart_1, strict=True))
    square = sum(value * value for value in turn)
    along = 0.0 if square == 0 else -sum(p * q for p, q in zip(apart_0, turn, strict=True)) / square
    along = min(1.0, max(0.0, along))
    chord = math.hypot(*(p + along * q for p, q in zip(apart_0, turn, strict=True)))
    sag_cm = sum(_sag_cm(leg) for leg in (one, other))
    return max(0, int(chord * POLE_RADIUS_CM - sag_cm))


def _position(leg: Leg, at_ms: int) -> Vector:
    """Where it was by then, along the chord of its leg, as a vector of the unit sphere."""
    a, b = unit_vector(leg.before.point), unit_vector(leg.now.point)
    lasted = leg.now.at_ms - leg.before.at_ms
    part = 0.0 if lasted == 0 else min(1.0, max(0.0, (at_ms - leg.before.at_ms) / lasted))
    return (
        a[0] + part * (b[0] - a[0]),
        a[1] + part * (b[1] - a[1]),
        a[2] + part * (b[2] - a[2]),
    )


def _sag_cm(leg: Leg) -> float:
    """How far the middle of a chord lies below the earth's surface."""
    angle = central_angle(unit_vector(leg.before.point), unit_vector(leg.now.point))
    return angle * angle / 8 * POLE_RADIUS_CM


def _rise_cm(one: Leg, other: Leg) -> int:
    """The least height between two legs; 0 when one was not measured."""
    a, b = one.volume, other.volume
    if a.floor is None or a.ceiling is None or b.floor is None or b.ceiling is None:
        return 0
    return max(0, least_rise_cm(b.ceiling, a.floor), least_rise_cm(a.ceiling, b.floor))


def _is_leg(a: Point, b: Point) -> bool:
    """Whether two positions are near enough to be one leg; farther is another aircraft."""
    return central_angle(unit_vector(a), unit_vector(b)) * POLE_RADIUS_CM < EDGE_CM_MAX


def _way(a: Point, b: Point) -> Outline:
    return Circle(b, _POINT_CM) if a == b else Corridor((a, b), _POINT_CM)


def _low(heights: tuple[Altitude | None, ...]) -> Altitude | None:
    return _edge(heights, lowest=True)


def _high(heights: tuple[Altitude | None, ...]) -> Altitude | None:
    return _edge(heights, lowest=False)


def _edge(heights: tuple[Altitude | None, ...], *, lowest: bool) -> Altitude | None:
    """The lower or upper of two heights; None when one is missing or they are not comparable."""
    a, b = heights
    if a is None or b is None or a.reference is not b.reference:
        return None
    return min(a, b, key=lambda one: one.cm) if lowest else max(a, b, key=lambda one: one.cm)
