"""What moves, as far as anybody told it: positions in messages and in the accounts of a case.

There is no radar here. Each track is what one message says, with who says it and when; nothing is
joined, moved on or filled in between two reports, so that a screen can show how old each is and
nothing that nobody saw. Call from the writer's thread, between steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.core.airspace.volume import Point
from detente.core.airspace.volume_json import point_from_json
from detente.core.incidents.cases import case as case_of
from detente.core.incidents.links import links
from detente.core.line.field import Kind
from detente.core.line.reading import number_in, text
from detente.core.line.state import Standing
from detente.wire.picture_views import TrackPointView, TracksView, TrackView

if TYPE_CHECKING:
    from detente.core.incidents.cases import Case
    from detente.core.incidents.telling import Account
    from detente.core.line.message import Line
    from detente.core.line.state import LineState, Tracked
    from detente.core.values import Json
    from detente.node.node import Node

SEEN: Final = "seen"
PLANNED: Final = "planned"
OF_CASE: Final = "case"
TRACKS_MAX: Final = 1_000  # of one answer: more lines than a map can show apart
SET_BACK_MS: Final = 3_600_000  # by so much a clock may have been set back between two messages


@dataclass(frozen=True, slots=True)
class Telling:
    """How a format tells of what moves. time: the field with the time of its point, if any.

    own: it is about the teller's own aircraft. label: the fields that may name what is told of,
    one for each track field, else for the message.
    """

    time: str | None
    own: bool = False
    label: tuple[tuple[str, str], ...] = ()


TELLINGS: Final[Mapping[str, Telling]] = {
    "QID": Telling("seen_ms", label=(("", "code"),)),
    "QEX": Telling("seen_ms"),
    "AEN": Telling("seen_ms", label=(("", "track"),)),
    "AOW": Telling("seen_ms", own=True, label=(("", "call_sign"),)),
    "ALL": Telling("since_ms", own=True),
    "ADN": Telling("seen_ms", label=(("", "call_sign"),)),
    "NSR": Telling("seen_ms"),
    "ACL": Telling(None, label=(("first_track", "first"), ("second_track", "second"))),
    "NHM": Telling(None, own=True),
}
"""Formats whose positions are of something that moves. ACL's point lies ahead: nobody saw it."""


def tracks(node: Node, line: Line, from_ms: int) -> TracksView:
    """What was told in messages that came since `from_ms`."""
    here = node.state.line(line)
    found: list[TrackView] = []
    for number in reversed(here.messages):
        brief = here.messages.brief(number)
        if brief.held_at_ms < from_ms - SET_BACK_MS:
            break
        if brief.held_at_ms >= from_ms and brief.format in (*TELLINGS, "COR"):
            found += _told(node, here.messages.shown(number), None)
    return _view(node, found[::-1])


def case_tracks(node: Node, line: Line, number: str) -> TracksView | None:
    """What each side tells of an incident, and what was told around it; None: no such case."""
    now_ms, here = node.now_ms(), node.state.line(line)
    one = case_of(node.state, line, number, now_ms)
    if one is None:
        return None
    around = [link.number for link in links(node.state, line, one).links]
    found = [
        track
        for named in dict.fromkeys((*one.messages, *around))
        if named in here.messages
        for track in _told(node, here.messages.shown(named), one.number)
    ]
    found += _accounts(node, here, one)
    return _view(node, sorted(found, key=lambda track: (track.held_ms, track.number, track.field)))


def _view(node: Node, found: list[TrackView]) -> TracksView:
    more = max(0, len(found) - TRACKS_MAX)
    return TracksView(now_ms=node.now_ms(), tracks=tuple(found[more:]), more=more)


def _told(node: Node, one: Tracked, case: str | None) -> Iterator[TrackView]:
    """What one message tells: each of its tracks and routes, or else its one position."""
    fmt = one.subject
    telling = TELLINGS.get(fmt.code) if fmt is not None else None
    if fmt is None or telling is None or one.problems:
        return
    spoken = False
    for spec in fmt.fields:
        if spec.kind not in (Kind.TRACK, Kind.ROUTE):
            continue
        points = _points(one.fields.get(spec.name))
        if points:
            spoken = True
            kind = PLANNED if spec.kind is Kind.ROUTE else SEEN
            yield _track(node, one, telling, kind, spec.name, points, case)
    at_ms = number_in(one.fields, telling.time) if telling.time else None
    point = point_from_json(one.fields.get(fmt.point), "") if fmt.point else None
    if not spoken and at_ms is not None and isinstance(point, Point):
        told = TrackPointView(lat_e7=point.lat_e7, lon_e7=point.lon_e7, at_ms=at_ms)
        yield _track(node, one, telling, SEEN, fmt.point or "", (told,), case)


def _points(value: Json) -> tuple[TrackPointView, ...]:
    """The positions of a track or a route; those that are none were refused at their arrival."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return ()
    found = []
    for item in value:
        if not isinstance(item, Mapping):
            continue
        point = point_from_json({name: item.get(name) for name in ("lat_e7", "lon_e7")}, "")
        at_ms = item.get("at_ms", item.get("arrive_ms"))
        leave_ms = item.get("leave_ms")
        if isinstance(point, Point) and isinstance(at_ms, int):
            found.append(
                TrackPointView(
                    lat_e7=point.lat_e7,
                    lon_e7=point.lon_e7,
                    at_ms=at_ms,
                    leave_ms=leave_ms if isinstance(leave_ms, int) else None,
                )
            )
    return tuple(found)


def _track(
    node: Node,
    one: Tracked,
    telling: Telling,
    kind: str,
    field: str,
    points: tuple[TrackPointView, ...],
    case: str | None,
) -> TrackView:
    newest_ms = max((p.at_ms for p in points if p.at_ms is not None), default=None)
    newest_ms = newest_ms if kind == SEEN else None
    names = dict(telling.label)
    label = text(one.fields, names.get(field, names.get("", "")))
    return TrackView(
        kind=kind,
        number=one.number,
        field=field,
        party=one.speaker,
        format=one.subject.code if one.subject is not None else one.message.format,
        whose=one.speaker if telling.own else "",
        label=label,
        points=points,
        height=one.fields.get("height"),
        heading_deg=number_in(one.fields, "heading_deg"),
        speed_kt=number_in(one.fields, "speed_kt"),
        told_ms=one.at_ms,
        held_ms=one.held_at_ms,
        newest_ms=newest_ms,
        age_ms=None if newest_ms is None else node.now_ms() - newest_ms,
        stands=one.standing is Standing.CURRENT,
        case=case,
    )


def _accounts(node: Node, here: LineState, one: Case) -> Iterator[TrackView]:
    """Where each side's account says that it happened, with its own margins."""
    for account in one.accounts:
        point = point_from_json(account.value("point"), "")
        if isinstance(point, Point):
            yield _account(node, here, account, point, one.number)


def _account(node: Node, here: LineState, account: Account, point: Point, case: str) -> TrackView:
    told = account.told["point"][-1]
    happened = account.value("happened_ms")
    at_ms = happened if isinstance(happened, int) else None
    where = TrackPointView(lat_e7=point.lat_e7, lon_e7=point.lon_e7, at_ms=at_ms)
    message = here.messages.shown(told.number)
    return TrackView(
        kind=OF_CASE,
        number=told.number,
        field="point",
        party=account.party,
        format=message.message.format,
        whose="",
        label="",
        points=(where,),
        height=account.value("height"),
        margin_m=_margin(account, "margin_m"),
        margin_s=_margin(account, "time_margin_s"),
        told_ms=told.at_ms,
        held_ms=message.held_at_ms,
        newest_ms=at_ms,
        age_ms=None if at_ms is None else node.now_ms() - at_ms,
        stands=True,
        case=case,
    )


def _margin(account: Account, name: str) -> int | None:
    value = account.value(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
