"""Rows of the closing table beyond single messages: the last mile, the line's state, carried files.

Computed from what the nodes hold and showed, like every other row. A gap is what both nodes showed
at the time of a fact; how far a warning came is what its receiver said of its own levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from detente.core.airspace.parts import start_of
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.volume import Airspace
from detente.core.line.tables import find
from detente.core.values import Json
from detente.sim.player import Played
from detente.sim.words import clock, name_of, short, span
from detente.wire.lastmile import GapView
from detente.wire.native import EventView, MessageView

UNDECLARED: Final = "how far it went is not known: no levels declared"


@dataclass(frozen=True, slots=True)
class Found:
    """One row: when, of which kind, what happened, what was shown to whom, with what margin."""

    at_ms: int
    kind: str
    what: str
    shown: str
    margin: str


def gap_words(played: Played, at_ms: int, names: Mapping[str, str]) -> str:
    """What the nodes showed at a fact as not yet come down to the crews; empty when nothing."""
    shown: dict[tuple[str, str], list[GapView]] = {}
    viewers: dict[tuple[str, str], set[str]] = {}
    for viewer, gaps in played.gaps.get(at_ms, {}).items():
        for gap in gaps:
            key = (gap.number, gap.party)
            viewers.setdefault(key, set()).add(viewer)
            known = shown.setdefault(key, [])
            if gap.words not in [one.words for one in known]:
                known.append(gap)
    parts = []
    for (number, party), gaps in sorted(shown.items()):
        who = " and ".join(sorted(viewers[number, party]))
        alarm = ", an alarm" if any(gap.alarm for gap in gaps) else ""
        parts.append(f"gap on {who}: {short(number, names)} at {party} ({_levels_of(gaps)}{alarm})")
    return "; ".join(parts)


def _levels_of(gaps: Sequence[GapView]) -> str:
    named = [gap.words for gap in gaps if gap.echelon]
    return f"no word from: {', '.join(named)}" if named else UNDECLARED


def line_words(played: Played, at_ms: int) -> str:
    """The dispute about the line itself that the nodes showed at a fact; empty when none."""
    said = {view.disputed for view in played.lines.get(at_ms, {}).values() if view.disputed}
    return f"the line: {'; '.join(sorted(said))}" if said else ""


def reach_rows(
    views: Mapping[str, Sequence[MessageView]], names: Mapping[str, str], played: Played
) -> list[Found]:
    """How far each warning came at each receiver that has declared its levels."""
    own = [view for party, held in views.items() for view in held if view.author == party]
    levels = _levels(own)
    rows = []
    for view in own:
        table = find(view.message.format)
        if table is None or not table.disseminated:
            continue
        for party in view.message.to:
            declared = levels.get(party, ())
            reached = _reached(own, view.message.number, party)
            if declared or reached:
                alarm_ms = _alarm_ms(played, view.message.number, party)
                rows.append(_reach_row(view, party, declared, reached, names, alarm_ms))
    return rows


def _levels(own: Sequence[MessageView]) -> dict[str, tuple[str, ...]]:
    """The levels that each party declared, as it last did."""
    found: dict[str, tuple[str, ...]] = {}
    for view in own:
        levels = view.message.fields.get("echelons")
        if view.message.format == "ECH" and isinstance(levels, list | tuple):
            found[view.author] = tuple(str(level) for level in levels)
    return found


def _reached(own: Sequence[MessageView], number: str, party: str) -> list[tuple[str, int, str]]:
    """Level, time and basis of each of the party's words about one message."""
    found = []
    for view in own:
        message = view.message
        if message.format == "DSM" and message.ref == number and view.author == party:
            at_ms = message.fields.get("at_ms")
            when = at_ms if isinstance(at_ms, int) else message.released_ms
            level, basis = str(message.fields.get("echelon")), str(message.fields.get("basis"))
            found.append((level, when, basis))
    return found


def _alarm_ms(played: Played, number: str, party: str) -> int | None:
    """From when the nodes showed the gap as an alarm; None when no fact saw it open."""
    shown = [
        gap.alarm_ms
        for views in played.gaps.values()
        for gaps in views.values()
        for gap in gaps
        if (gap.number, gap.party) == (number, party)
    ]
    return min(shown, default=None)


def _reach_row(
    view: MessageView,
    party: str,
    declared: Sequence[str],
    reached: Sequence[tuple[str, int, str]],
    names: Mapping[str, str],
    alarm_ms: int | None,
) -> Found:
    have = {level for level, _, basis in reached if basis != "not-reached"}
    missing = [_words("ECH", "echelons", level) for level in declared if level not in have]
    told = [
        f"{_words('DSM', 'echelon', level)} {clock(at_ms)} ({_words('DSM', 'basis', basis)})"
        for level, at_ms, basis in reached
    ]
    shown = f"{party} said: {', '.join(told) or 'nothing of its levels'}"
    starts_ms, released_ms = _starts_ms(view), view.message.released_ms
    if missing:
        before = f", {span(starts_ms - released_ms)} before the start" if starts_ms else ""
        shown += f"; no word from: {', '.join(missing)}"
        margin = f"gap on every node from {clock(released_ms)}{before}"
        margin += f"; an alarm from {clock(alarm_ms)}" if alarm_ms is not None else ""
    else:
        last_ms = max(at_ms for _, at_ms, _ in reached)
        margin = "down to the crew"
        margin += f" {span(starts_ms - last_ms)} before the start" if starts_ms else ""
    what = f"how far {view.message.format} {name_of(view.message.number, names)} came at {party}"
    return Found(released_ms, "reach", what, shown, margin)


def _words(code: str, name: str, value: str) -> str:
    """A code in words, as the format's table says it."""
    table = find(code)
    spec = table.field(name) if table is not None else None
    return dict(spec.choices).get(value, value) if spec is not None else value


def _starts_ms(view: MessageView) -> int | None:
    fields = view.message.fields
    table = find(view.message.format)
    start: Json = fields.get(table.starts) if table is not None and table.starts else None
    if isinstance(start, int):
        return start
    volume = fields.get("volume")
    found = airspace_from_json(volume, "") if volume is not None else None
    return start_of(found) if isinstance(found, Airspace) else None


def state_rows(views: Mapping[str, Sequence[MessageView]], names: Mapping[str, str]) -> list[Found]:
    """Each declaration of the line's state, with what stood beside it from the other sides."""
    said = sorted(
        (view.message.released_ms, view.author, view)
        for party, held in views.items()
        for view in held
        if view.author == party and view.message.format == "LST"
    )
    stands: dict[str, tuple[str, int]] = {}
    rows = []
    for at_ms, party, view in said:
        state = str(view.message.fields.get("state"))
        stands[party] = (state, at_ms)
        reason = view.message.fields.get("reason_kind")
        why = f" ({_words('LST', 'reason_kind', reason)})" if isinstance(reason, str) else ""
        beside = ", ".join(f"{one} {now} since {clock(ms)}" for one, (now, ms) in stands.items())
        arrived = [
            f"{step.party} {clock(step.here_ms)}" for step in view.steps if step.step == "DELIVERED"
        ]
        held = f"; held by {', '.join(arrived)}" if arrived else "; held by nobody else yet"
        states = {now for now, _ in stands.values()}
        margin = "the sides differ, and both words stand" if len(states) > 1 else "one word so far"
        margin = "the sides agree" if len(states) == 1 and len(stands) > 1 else margin
        name = name_of(view.message.number, names)
        what = f"{party} declares the line {state}{why}: {name}"
        rows.append(Found(at_ms, "line", what, f"side by side: {beside}{held}", margin))
    return rows


def file_rows(events: Mapping[str, Sequence[EventView]]) -> list[Found]:
    """Each file of entries that was made, and each that was brought."""
    rows = []
    for party, held in events.items():
        for event in held:
            body = event.body
            if not isinstance(body, Mapping) or event.kind not in ("bundle-made", "bundle-came"):
                continue
            other = str(body.get("party"))
            if event.kind == "bundle-made":
                what = f"{party} wrote a file for {other}"
                shown = f"{_count(body, 'entries')} entries, {_count(body, 'receipts')} receipts"
                rows.append(Found(event.at_ms, "file", what, shown, "nothing is held by it yet"))
                continue
            what = f"{party} was brought a file of {other}"
            shown = (
                f"{_count(body, 'taken')} entries new, {_count(body, 'held')} known already, "
                f"{_count(body, 'waiting')} wait, {_count(body, 'receipts')} receipts"
            )
            problems = _count(body, "problems")
            margin = "whole" if problems == 0 else f"{problems} problems named, the rest is taken"
            rows.append(Found(event.at_ms, "file", what, shown, margin))
    return rows


def _count(body: Mapping[str, Json], name: str) -> int:
    value = body.get(name)
    return value if isinstance(value, int) else 0
