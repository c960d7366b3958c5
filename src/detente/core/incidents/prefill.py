"""Begin a first report from a message or from what a rule found: what is known of it, filled in.

It is a draft for an officer, who gives the rest and releases it: no node reports an incident by
itself. What was announced is no claim that it happened so: time, place, height, the kind of
aircraft and what sort of thing it is are taken over, and the officer changes what was otherwise.
Pure. Serves domain.md section 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from detente.core.agreements.found import findings
from detente.core.airspace.parts import start_of
from detente.core.airspace.volume import Point
from detente.core.airspace.volume_json import outline_to_json, point_to_json
from detente.core.incidents.cases import files
from detente.core.line.header import REFS_MAX
from detente.core.line.lead import Timing
from detente.core.line.readbacks import point_of, volume_of
from detente.core.line.tables.register_choices import CRAFT

if TYPE_CHECKING:
    from detente.core.agreements.finding import Finding
    from detente.core.line.message import Line
    from detente.core.line.state import State, Tracked
    from detente.core.values import Json

#: What sort of incident a message by itself speaks of: by format, or by format and code.
_TYPES: Final[Mapping[str, str]] = {
    "AEN:inside": "INCUR",
    "AEN:nearing": "BUF",
    "AST:our-people": "STK",
    "AST:our-aircraft": "STK",
    "AST": "PRT",
    "ACL": "NMS",
    "AOW": "INF",
    "ALL": "LNK",
}
_KINDS_BY: Final = {"AEN": "situation", "AST": "what"}
#: What sort of incident it is when a rule of a kind is broken; other kinds say nothing of it.
RULE_TYPES: Final[Mapping[str, str]] = {
    "lead-time": "LATE",
    "notice-duty": "UNC",
    "buffer": "BUF",
    "keep-out": "INF",
    "keep-in": "INF",
    "notify-entry": "INF",
    "precision": "MISL",
    "line-check": "COM",
    "deadline": "COM",
}
_CRAFT: Final = frozenset(code for code, _ in CRAFT)
PROPOSALS_MAX: Final = 100  # as many as a desk looks through; the rest are in detente findings
_TIMES: Final = ("seen_ms", "since_ms", "closest_ms")


def from_message(state: State, line: Line, one: Tracked, at_ms: int) -> dict[str, Json]:
    """The fields of a first report (INR) that a message gives; the officer gives the rest.

    at_ms: now; what is announced for later has not happened yet.
    """
    fields: dict[str, Json] = {"opened_from": "message"}
    types = _types(state, line, one)
    if types:
        fields["types"] = types
    fields["happened_ms"] = _when(one, at_ms)
    point, volume = point_of(one), volume_of(one)
    if isinstance(point, Point):
        fields["point"] = point_to_json(point)
    elif volume is not None and len(volume.parts) == 1:
        fields["area"] = outline_to_json(volume.parts[0].volume.outline)
    height = one.fields.get("height")
    if isinstance(height, Mapping):
        fields["height"] = height
    craft = one.fields.get("activity")
    if craft in _CRAFT:
        fields["aircraft"] = [{"side": one.speaker, "craft": craft}]
    return fields


def from_finding(one: Finding) -> dict[str, Json]:
    """The fields of a first report (INR) that a finding gives: the rule stands in it, cited."""
    fields: dict[str, Json] = {"opened_from": "rule", "finding": one.finding}
    if one.kind in RULE_TYPES:
        fields["types"] = [RULE_TYPES[one.kind]]
    fields["happened_ms"] = one.at_ms
    if one.where is not None:
        fields["point"] = point_to_json(one.where)
    cited: dict[str, Json] = {"agreement": one.rule.agreement, "article": one.rule.article}
    fields["rules"] = [{name: value for name, value in cited.items() if value}]
    return fields


def refs_of(state: State, line: Line, one: Finding) -> tuple[str, ...]:
    """The messages that a finding rests on and that are held here, as a first report names them."""
    said = (one.subject, *one.others)
    return tuple(number for number in said if state.message(line, number) is not None)[:REFS_MAX]


def proposals(state: State, line: Line, at_ms: int) -> tuple[Finding, ...]:
    """What the rules found that may be an incident and has no case yet, the newest first."""
    known = files(state.line(line))
    opened = {
        opening.fields.get("finding")
        for folder in known.folders.values()
        for opening in folder.openers
    }
    found = [
        one
        for one in findings(state, line, at_ms)
        if one.kind in RULE_TYPES and one.finding not in opened
    ]
    return tuple(reversed(found))[:PROPOSALS_MAX]


def _types(state: State, line: Line, one: Tracked) -> list[Json]:
    """The type that the message is of; a notice that came late is that."""
    code = one.message.format if one.subject is None else one.subject.code
    said = one.fields.get(_KINDS_BY.get(code, ""))
    found = _TYPES.get(f"{code}:{said}", _TYPES.get(code))
    if found is not None:
        return [found]
    late = (Timing.SHORT, Timing.AFTER_THE_FACT)
    leads = (state.lead(line, one, party) for party in one.message.to)
    return ["LATE"] if any(lead is not None and lead.timing in late for lead in leads) else []


def _when(one: Tracked, at_ms: int) -> int:
    """When it happened, as far as the message says: seen, begun, or said."""
    for name in _TIMES:
        value = one.fields.get(name)
        if isinstance(value, int):
            return min(value, at_ms)
    volume = volume_of(one)
    start_ms = start_of(volume) if volume is not None else None
    return one.at_ms if start_ms is None else min(start_ms, at_ms)
