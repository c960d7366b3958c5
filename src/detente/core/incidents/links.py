"""What was said around an incident: messages of the line by time and place, found by themselves.

A notice whose window covers the time, an alert in the hours before or just after, anything about a
place nearby, and what a first report names itself.
A notice for the right time and another place is listed as well, because that may be the incident:
"north" was announced, and it happened in the west. What is listed says why, how far off it is, and
how it stood with its receivers then. Nothing here says that a message was a cause.
Pure. Serves domain.md sections 8 (row 16) and 10 ("messages before").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from detente.core.airspace.parts import volumes_of
from detente.core.airspace.shape import Shape, least_distance_cm, shape_of
from detente.core.airspace.volume import Circle, Point
from detente.core.airspace.volume_json import outline_from_json, point_from_json
from detente.core.incidents.comparing import margin_of
from detente.core.line.formats import Family
from detente.core.line.readbacks import point_of, volume_of
from detente.core.units import CM_PER_KM, MS_PER_HOUR, MS_PER_MIN

if TYPE_CHECKING:
    from detente.core.incidents.cases import Case
    from detente.core.incidents.telling import Account
    from detente.core.line.message import Line
    from detente.core.line.state import LineState, State, Tracked

LOOKED_BACK_MS: Final = 7 * 24 * MS_PER_HOUR
"""Notices of an exercise are given days ahead; what is older than a week is found by hand."""
JUST_BEFORE_MS: Final = 2 * MS_PER_HOUR  # an alert or question is about what happens now
JUST_AFTER_MS: Final = 30 * MS_PER_MIN  # an alert comes after what it is about, a call later still
WINDOW_MS: Final = 10 * MS_PER_MIN  # as far as a window may miss the time and still be about it
NEAR_CM: Final = 40 * CM_PER_KM  # what a fast aircraft flies in two minutes
LINKS_MAX: Final = 60  # as many as a person reads through; the rest is counted
_ABOUT: Final = (Family.NOTICE, Family.ALERT, Family.QUESTION)
_STATE_CODE: Final = "LST"  # a declared state of the line


class Why(StrEnum):
    """Why a message is listed."""

    NAMED = "named in a first report"
    BOTH = "time and place"
    TIME = "time"
    PLACE = "place"
    LINE = "state of the line"


_RANK: Final = (Why.NAMED, Why.BOTH, Why.TIME, Why.LINE, Why.PLACE)


@dataclass(frozen=True, slots=True)
class Link:
    """One message around an incident.

    before_ms: how long before it was released, by its author's clock; negative when after it.
    apart_cm:  least distance from the place of the incident; None when one of them says no place.
    """

    number: str
    why: Why
    before_ms: int
    apart_cm: int | None


@dataclass(frozen=True, slots=True)
class Links:
    """The messages around an incident, those that fit best first; left_out: how many more."""

    links: tuple[Link, ...]
    left_out: int


def links(state: State, line: Line, case: Case) -> Links:
    """What was said around a case's incident; only what a report names when nobody says when."""
    here, happened_ms = state.line(line), case.happened_ms
    named = {
        number: here.messages.shown(number)
        for opening in case.openings
        for number in here.messages[opening.number].message.refs
        if number in here.messages
    }
    opened_ms = min((one.at_ms for one in case.openings), default=0)  # a reader may be told none
    since_ms = opened_ms if happened_ms is None else happened_ms
    found = [Link(one.number, Why.NAMED, since_ms - one.at_ms, None) for one in named.values()]
    if happened_ms is not None:
        until_ms = max((_until(one, happened_ms) for one in case.accounts), default=happened_ms)
        places = [place for one in case.accounts if (place := _place(one)) is not None]
        apart = {*case.messages, *named}
        ground_cm = state.terrain_max_cm(line)
        found += [
            link
            for one in _recent(here, happened_ms - LOOKED_BACK_MS, until_ms + JUST_AFTER_MS)
            if one.number not in apart
            and (link := _link(one, happened_ms, until_ms, places, ground_cm)) is not None
        ]
    found.sort(key=lambda link: (_RANK.index(link.why), abs(link.before_ms), link.number))
    return Links(tuple(found[:LINKS_MAX]), max(0, len(found) - LINKS_MAX))


def _until(one: Account, happened_ms: int) -> int:
    """When it was over as an account tells it, with its margin."""
    margin_ms = margin_of(one).time_ms
    return (
        max(
            happened_ms, one.number("happened_ms", happened_ms), one.number("until_ms", happened_ms)
        )
        + margin_ms
    )


def _place(one: Account) -> Shape | None:
    """Where an account tells that it happened, as wide as its margin; None: it does not."""
    point = point_from_json(one.value("point"), "")
    if isinstance(point, Point):
        return shape_of(Circle(point, max(1, margin_of(one).place_cm)))
    area = outline_from_json(one.value("area"), "")
    return None if isinstance(area, tuple) else shape_of(area)


def _recent(here: LineState, from_ms: int, until_ms: int) -> Iterator[Tracked]:
    """The messages released in a span by their authors' clocks, author by author.

    A long record is not read through: each author's journal is searched by halves.
    """
    by_author: dict[str, list[tuple[int, int, str]]] = {}
    for number, author, epoch, sequence in here.messages.places():
        by_author.setdefault(author, []).append((epoch, sequence, number))
    for _, places in sorted(by_author.items()):
        places.sort()
        first = bisect_left(places, from_ms, key=lambda at: here.messages.shown(at[2]).at_ms)
        for _, _, number in places[first:]:
            one = here.messages.shown(number)
            if one.at_ms > until_ms:
                break
            yield one


def _link(
    one: Tracked,
    happened_ms: int,
    until_ms: int,
    places: list[Shape],
    ground_cm: int | None,
) -> Link | None:
    """Why a message is about the incident's time or place; None when it is about neither."""
    before_ms = happened_ms - one.at_ms
    if one.message.format == _STATE_CODE and not one.problems:
        return Link(one.number, Why.LINE, before_ms, None)
    if one.subject is None or one.subject.family not in _ABOUT:
        return None
    in_time, shapes = _extent(one, happened_ms, until_ms, ground_cm)
    apart = [least_distance_cm(mine, theirs) for mine in shapes for theirs in places]
    apart_cm = round(min(apart)) if apart else None
    near = apart_cm is not None and apart_cm <= NEAR_CM
    if not in_time and not near:
        return None
    why = Why.BOTH if in_time and near else Why.TIME if in_time else Why.PLACE
    return Link(one.number, why, before_ms, apart_cm)


def _extent(
    one: Tracked, happened_ms: int, until_ms: int, ground_cm: int | None
) -> tuple[bool, list[Shape]]:
    """Whether a message is about the incident's time, and the places that it is about."""
    volume = volume_of(one)
    if volume is None:
        point = point_of(one)
        shapes = [] if point is None else [shape_of(Circle(point, 1))]
        return happened_ms - one.at_ms <= JUST_BEFORE_MS, shapes
    parts = [each for _, each in volumes_of(volume, ground_cm)]
    in_time = any(
        (each.start_ms is None or each.start_ms - WINDOW_MS <= until_ms)
        and (each.end_ms is None or happened_ms <= each.end_ms + WINDOW_MS)
        for each in parts
    )
    return in_time, [shape_of(each) for each in {each.outline for each in parts}]
