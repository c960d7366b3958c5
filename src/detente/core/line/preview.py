"""What is understood of a message while it is still being written. Pure.

Its fields are taken one by one: what is sound stands in the message as it would be read, what is
not is left out of it and told by `decide`. So that whoever types sees early what is meant: the
questions of sense and the conflicts are looked for as soon as the place is known, whatever else is
still missing. Nothing here says that a message would be released.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.core.airspace.readback import point_fields, readback_fields
from detente.core.airspace.volume import Airspace, Point
from detente.core.airspace.volume_json import point_from_json
from detente.core.events import ConflictFound
from detente.core.line.commands import Send
from detente.core.line.decision import Desk, conflicts_of
from detente.core.line.field import check
from detente.core.line.fold import judged
from detente.core.line.formats import Format
from detente.core.line.message import Message
from detente.core.line.paper import announcer
from detente.core.line.readbacks import volume_in
from detente.core.line.release import DrawnUp, draw_up
from detente.core.line.sense import findings
from detente.core.line.state import State
from detente.core.line.tables import find
from detente.core.refusal import Refusal
from detente.core.values import Fields, Json


@dataclass(frozen=True, slots=True)
class Understood:
    """A message as far as it is sound.

    volume, point: the place that its receiver would say back. questions: what looks like a slip.
    conflicts: those that its volume would have now.
    """

    format: Format
    message: Message
    volume: Airspace | None
    point: Point | None
    questions: tuple[Refusal, ...]
    conflicts: tuple[ConflictFound, ...]


def understood(state: State, command: Send, desk: Desk) -> Understood | None:
    """What is understood of a command now; None when its format or version is not known here."""
    drawn = draw_up(state, command, desk)
    if not isinstance(drawn, DrawnUp):
        return None
    fmt = find(drawn.message.format, drawn.message.version)
    assert fmt is not None, "a message is drawn up by its table"
    message = replace(drawn.message, fields=sound(fmt, drawn.message.fields))
    verdict = judged(state, desk.line, state.party, message)
    state.memo = None  # this message is never released: nothing is to be remembered of it
    fields = message.fields
    volume = verdict.volume or volume_in(fmt, fields)
    point = point_from_json(fields.get(fmt.point), "") if fmt.point else None
    seen = findings(state, desk.line, fmt, fields, verdict.volume, at_ms=desk.at_ms)
    found: list[ConflictFound] = []
    if verdict.volume is not None:
        party = announcer(state, state.party, verdict.voice, message)
        activity, number = verdict.activity, message.number
        found = [
            one
            for _, one in conflicts_of(
                state, desk.line, number, party=party, activity=activity, volume=verdict.volume
            )
        ]
    named = point if isinstance(point, Point) else None
    return Understood(fmt, message, volume, named, seen, tuple(found))


def sound(fmt: Format, fields: Fields) -> Fields:
    """Those fields that hold what the table says, each looked at by itself."""
    found: dict[str, Json] = {}
    for spec in fmt.fields:
        value = fields.get(spec.name)
        if value is not None and not check(spec, value, spec.name):
            found[spec.name] = value
    return found


def read_back(state: State, one: Understood) -> dict[str, Json]:
    """What this node would say back, with its own local times; empty while no place is known."""
    if one.volume is not None:
        return readback_fields(one.volume, state.gazetteer, state.utc_offset_min())
    return {} if one.point is None else point_fields(one.point, state.gazetteer)
