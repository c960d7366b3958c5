"""The table that closes a scenario: what happened, what was shown to whom, with what margin.

Every row is computed: facts come from the file, everything else from what the nodes themselves
show and from their events. Rows that say "it would not have helped" are computed too: an outsider
holds nothing because no node of its own exists, and a fact with no effective warning before it
says so. A margin is the time between what somebody knew and what it was about; never a promise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.core.airspace.parts import volumes_of
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.shape import least_distance_cm, shape_of
from detente.core.airspace.volume import Airspace, Circle, Outline, Point, Volume
from detente.core.airspace.volume_json import outline_from_json
from detente.core.line.formats import Family
from detente.core.line.tables import FORMATS
from detente.core.values import Json
from detente.sim.capitals import register_rows
from detente.sim.player import Played, Refused, event_values
from detente.sim.reach import file_rows, gap_words, line_words, reach_rows, state_rows
from detente.sim.scenario import Fact, Scenario
from detente.sim.words import clock, name_of, short, span
from detente.sim.world import World
from detente.wire.native import ConflictView, EventView, MessageView

_TELLING = (Family.NOTICE, Family.ALERT)  # families that tell the other side of something
WARNINGS = (*(f.code for f in FORMATS.values() if f.family in _TELLING), "QID", "COR")
RECENT_MS = 900_000  # an alert without a window speaks of the quarter of an hour after it
CLOSED_BY = {"COR": "corrected", "CAN": "cancelled", "END": "ended"}
RECEIPTS = ("READ", "READBACK", "CONFIRMED", "ANSWER")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. at_ms: when it happened; None: it holds for the whole story.

    kind: fact, notice, alert, conflict, correction, alarm, caught, reach, line, file, those of the
    registers (capitals.py), outside or limit.
    """

    at_ms: int | None
    kind: str
    what: str
    shown: str
    margin: str


def table(scenario: Scenario, world: World, played: Played) -> list[Row]:
    """All rows, in order of time; those without a time come last."""
    names = {
        number: label for label, number in played.labels.items() if label not in played.elsewhere
    }
    views = {party: world.messages(party) for party in world.parties}
    conflicts = {party: world.conflicts(party) for party in world.parties}
    own = [view for party, held in views.items() for view in held if view.author == party]
    rows = [
        *(_fact(at_ms, fact, views, conflicts, names, played) for at_ms, fact in played.facts),
        *(row for view in own for row in _message_rows(view, names)),
        *_conflict_rows(conflicts, names),
        *_alarm_rows(played.events, names),
        *_caught_rows(played.events, names),
        *(_refused_row(refused) for refused in played.refused),
        *(
            Row(one.at_ms, one.kind, one.what, one.shown, one.margin)
            for one in (
                *reach_rows(views, names, played),
                *state_rows(views, names),
                *file_rows(played.events),
            )
        ),
    ]
    rows.sort(key=lambda row: (row.at_ms or 0, row.kind, row.what))
    rows += [
        Row(None, one.kind, one.what, one.shown, one.margin)
        for one in register_rows(world, views, names)
    ]
    rows += [Row(None, *one) for one in _others(scenario, world)]
    outside = [_outsider(party, name, own) for party, name in scenario.outsiders]
    limits = [
        Row(None, "limit", text, "nothing: outside what a line can show", "would not have helped")
        for text in scenario.limits
    ]
    return [*rows, *outside, *limits]


# ---------------------------------------------------------------- messages


def _message_rows(view: MessageView, names: Mapping[str, str]) -> list[Row]:
    code = view.message.format
    rows: list[Row] = []
    name = name_of(view.message.number, names)
    if view.lead:
        rows.extend(_lead_row(view, name, party) for party in view.message.to)
    elif code in WARNINGS:
        rows.extend(_alert_row(view, name, party) for party in view.message.to)
    return rows


def _lead_row(view: MessageView, name: str, party: str) -> Row:
    """A notice with a rule of lead time: what the rule says, and why."""
    lead = next((one for one in view.lead if one.party == party), None)
    at_ms, chain = view.message.released_ms, _chain(view, party)
    what = f"{view.author} released {view.message.format} {name}"
    shown = f"to {party}: {chain or 'nothing acknowledged'}; state {view.state}"
    if lead is None or lead.effective_ms is None or lead.lead_ms is None:
        return Row(at_ms, "notice", what, shown, lead.finding if lead else "no rule")
    margin = f"{span(lead.lead_ms)} of {span(lead.required_ms)} asked: {lead.finding}"
    return Row(at_ms, "notice", what, shown, margin)


def _alert_row(view: MessageView, name: str, party: str) -> Row:
    """An alert: how long until it was read and answered."""
    at_ms = view.message.released_ms
    times = {step.step: step for step in view.steps if step.party == party}
    what = f"{view.author} released {view.message.format} {name}"
    shown = f"to {party}: {_chain(view, party) or 'nothing acknowledged'}"
    answer, read = times.get("ANSWER"), times.get("READ")
    first = read or answer
    margin = "not read" if first is None else f"read after {span(first.by_clock_ms - at_ms)}"
    if answer is not None:
        margin += f", {answer.code} after {span(answer.by_clock_ms - at_ms)}"
    late = sorted({due.step for due in view.due if due.missed and due.party == party})
    return Row(at_ms, "alert", what, shown, margin + (f"; owed: {', '.join(late)}" if late else ""))


def _chain(view: MessageView, party: str) -> str:
    """The receipt ladder of one receiver in words: READ 08:01:00, READBACK 08:02:00."""
    steps = [
        f"{step.step}{f' {step.code}' if step.code else ''} {clock(step.by_clock_ms)}"
        for step in sorted(view.steps, key=lambda step: step.by_clock_ms)
        if step.party == party or step.step == "CONFIRMED"
    ]
    return ", ".join(steps)


# ---------------------------------------------------------------- conflicts, alarms, catches


def _conflict_rows(
    held: Mapping[str, Sequence[ConflictView]], names: Mapping[str, str]
) -> list[Row]:
    """One row a conflict: who was shown it, when, and how long before it would have begun."""
    found: dict[str, list[tuple[str, ConflictView]]] = {}
    for party, views in held.items():
        for view in views:
            found.setdefault(view.conflict, []).append((party, view))
    rows = []
    for shown in found.values():
        first = min((view for _, view in shown), key=lambda view: view.found_at_ms)
        who = ", ".join(f"{party} {clock(view.found_at_ms)}" for party, view in shown)
        ended = (
            f"; ended: {first.ended_reason} {clock(first.ended_at_ms)}"
            if (first.ended_reason and first.ended_at_ms is not None)
            else "; still open"
        )
        margin = "had begun"
        if first.from_ms is not None and first.from_ms > first.found_at_ms:
            margin = f"{span(first.from_ms - first.found_at_ms)} before it begins"
        what = "conflict " + " with ".join(short(number, names) for number in first.numbers)
        where = ", ".join(filter(None, (_distance(first.horizontal_cm), first.place)))
        rows.append(
            Row(first.found_at_ms, "conflict", f"{what}, {where}", f"to {who}{ended}", margin)
        )
    return rows


def _distance(cm: int) -> str:
    return "inside one another" if cm == 0 else f"{cm / 100_000:.1f} km apart"


def _alarm_rows(events: Mapping[str, Sequence[EventView]], names: Mapping[str, str]) -> list[Row]:
    """Deadlines that were missed: one row a node, message and step, with the roles it went to."""
    found: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
    due: dict[tuple[str, str, str], int] = {}
    for party, held in events.items():
        for event in held:
            if event.kind != "deadline-missed":
                continue
            values = event_values(event)
            key = (party, _get(values, "number"), _get(values, "step"))
            found.setdefault(key, []).append((event.at_ms, _get(values, "to_role")))
            due.setdefault(key, event.at_ms)
    return [
        Row(
            due[key],
            "alarm",
            f"{step} of {short(number, names)} was due and did not come",
            f"to {party}: {', '.join(dict.fromkeys(role for _, role in roles))}",
            "raised once" if len(roles) == 1 else f"raised {len(roles)} times",
        )
        for key, roles in found.items()
        for party, number, step in [key]
    ]


def _caught_rows(events: Mapping[str, Sequence[EventView]], names: Mapping[str, str]) -> list[Row]:
    """Geometry checks that warned about a message, at release or at arrival."""
    rows = []
    for party, held in events.items():
        for event in held:
            if event.kind != "warned" or not isinstance(event.body, Mapping):
                continue
            body = event.body
            warnings = body.get("warnings")
            rules = (
                [str(one.get("rule")) for one in warnings if isinstance(one, Mapping)]
                if isinstance(warnings, (list, tuple))
                else []
            )
            where = "at arrival" if body.get("at_arrival") else "at release"
            name = name_of(str(body.get("number")), names)
            rows.append(
                Row(
                    event.at_ms,
                    "caught",
                    f"{name} looks wrong ({', '.join(rules)})",
                    f"to {party}, {where}",
                    "flagged, not blocked",
                )
            )
    return rows


def _refused_row(refused: Refused) -> Row:
    """What a node did not let its own officer send: the other side never saw it."""
    rules = ", ".join(dict.fromkeys(one.rule for one in refused.reasons))
    what = f"caught before release: {rules} in {refused.party}'s {refused.what}"
    shown = f"to {refused.party} alone: {refused.reasons[0].reason}"
    return Row(refused.at_ms, "caught", what, shown, "nothing was sent")


# ---------------------------------------------------------------- facts and limits


def _fact(
    at_ms: int,
    fact: Fact,
    views: Mapping[str, Sequence[MessageView]],
    conflicts: Mapping[str, Sequence[ConflictView]],
    names: Mapping[str, str],
    played: Played,
) -> Row:
    """A fact, which warnings each party had read by then, and which conflicts were open.

    A margin says whether the warning's area holds the fact's place, if the file gives one.
    """
    shown, margins = [], []
    for party, held in views.items():
        known = [
            (first, view)
            for view in held
            if view.message.format in WARNINGS
            and view.author != party
            and (first := _first_ms(view, party)) is not None
            and first <= at_ms
            and _concerns(view, at_ms)
        ]
        if known:
            read = ", ".join(short(view.message.number, names) for _, view in known)
            shown.append(f"{party} had read {read}")
        margins += [
            f"{short(view.message.number, names)} {span(at_ms - first)} before"
            f"{_area_words(view, fact.point, at_ms)}{_over_words(view, held, at_ms)}"
            for first, view in known
        ]
    if fact.point is None and any(_airspace(view) for held in views.values() for view in held):
        margins += ["areas not compared: no place given"] if margins else []
    words = "; ".join(shown) or "nobody had read a warning that speaks of this hour"
    words += f"; {_open_then(at_ms, conflicts, names)}"
    more = (gap_words(played, at_ms, names), line_words(played, at_ms))
    words = "; ".join((words, *filter(None, more)))
    return Row(at_ms, "fact", fact.text, words, "; ".join(margins) or "none")


def _open_then(
    at_ms: int, conflicts: Mapping[str, Sequence[ConflictView]], names: Mapping[str, str]
) -> str:
    """Which conflicts the nodes were showing at this time; saying "none" is an answer too."""
    found = {
        " with ".join(short(number, names) for number in view.numbers)
        for held in conflicts.values()
        for view in held
        if view.found_at_ms <= at_ms and (view.ended_at_ms is None or at_ms < view.ended_at_ms)
    }
    return f"conflict open: {', '.join(sorted(found))}" if found else "no conflict was open"


def _area_words(view: MessageView, point: Point | None, at_ms: int) -> str:
    """Whether the area that a warning named for this time holds the point; heights apart."""
    outlines = _outlines(view, at_ms)
    if not outlines or point is None:
        return ""  # an alert names no area
    place = shape_of(Circle(point, 1))
    apart_cm = min(least_distance_cm(shape_of(one), place) for one in outlines)
    if apart_cm <= 0:
        return ", its area holds the place"
    if apart_cm < 100_000:
        return ", named another area: less than 1 km away"
    return f", named another area: {apart_cm / 100_000:.0f} km away"


def _outlines(view: MessageView, at_ms: int) -> list[Outline]:
    """The areas that a message names for a time: of its volumes, or of a humanitarian notice."""
    found = _airspace(view)
    if found is not None:
        return [one.outline for _, one in volumes_of(found, None) if _covers(one, at_ms)]
    cell = view.message.fields.get("cell")
    outline = outline_from_json(cell, "") if cell is not None else None
    return [] if outline is None or isinstance(outline, tuple) else [outline]


def _over_words(view: MessageView, held: Sequence[MessageView], at_ms: int) -> str:
    """When its author took a warning back or said that it is over, if that was before."""
    closed = [
        (one.message.released_ms, CLOSED_BY[one.message.format])
        for one in held
        if one.message.ref == view.message.number
        and one.message.format in CLOSED_BY
        and one.message.released_ms <= at_ms
    ]
    return f"; {min(closed)[1]} {clock(min(closed)[0])}" if closed else ""


def _airspace(view: MessageView) -> Airspace | None:
    """The airspace that a message names, if it names one."""
    fields = view.message.fields
    changes = fields.get("changes")
    volume = fields.get("volume", changes.get("volume") if isinstance(changes, Mapping) else None)
    found = airspace_from_json(volume, "") if volume is not None else None
    return found if isinstance(found, Airspace) else None


def _covers(volume: Volume, at_ms: int) -> bool:
    return (volume.start_ms is None or volume.start_ms <= at_ms) and (
        volume.end_ms is None or at_ms <= volume.end_ms
    )


def _concerns(view: MessageView, at_ms: int) -> bool:
    """Whether a warning speaks of this time: its window covers it, or it is a recent alert."""
    found = _airspace(view)
    if found is not None:
        return any(_covers(one, at_ms) for _, one in volumes_of(found, None))
    fields = view.message.fields
    begins, ends = fields.get("from_ms"), fields.get("valid_to_ms")
    if isinstance(begins, int) and isinstance(ends, int):
        return begins <= at_ms <= ends
    return 0 <= at_ms - view.message.released_ms <= RECENT_MS


def _first_ms(view: MessageView, party: str) -> int | None:
    times = [
        step.by_clock_ms for step in view.steps if step.party == party and step.step in RECEIPTS
    ]
    return min(times, default=None)


def _others(scenario: Scenario, world: World) -> Iterator[tuple[str, str, str, str]]:
    """What stands on each channel beside the first: what was sent, and only there."""
    first = world.channel
    for place, one in enumerate(scenario.others, 1):
        world.channel = world.channels[place]
        held = {party: world.messages(party) for party in world.parties}
        world.channel = first
        said = Counter(
            view.message.format
            for party, views in held.items()
            for view in views
            if view.author == party and FORMATS[view.message.format].family is not Family.RECEIPT
        )
        what = ", ".join(f"{count} {code}" for code, count in sorted(said.items())) or "nothing"
        same = len({tuple(view.message.number for view in views) for views in held.values()}) == 1
        shown = "the same to all its members" if same else "not the same to all its members"
        yield ("channel", f"{one.name} ({one.kind}): {what}", shown, "not on this channel's record")


def _outsider(party: str, name: str, own: Sequence[MessageView]) -> Row:
    """A party without a node: counted, not asserted, that no message was addressed to it."""
    sent = [view for view in own if party in view.message.to]
    told = [view for view in own if view.message.format in WARNINGS]
    return Row(
        None,
        "outside",
        f"{name} is not on the line",
        f"shown {len(sent)} of {len(told)} warnings",
        "none: it would not have helped there",
    )


def _get(values: Sequence[Json], key: str) -> str:
    return next(
        (str(value[key]) for value in values if isinstance(value, Mapping) and key in value), ""
    )
