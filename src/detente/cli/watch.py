"""`watch`: what happens, as it happens; a FLASH rings the bell until somebody has read it.

The node repeats a FLASH itself until it is READ (every 20 seconds at first); each repeat arrives
here as an event and rings again. When the connection breaks, it is taken up after the last
position, so nothing is missed; the break is said, because silence must never look like calm.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

import click

from detente.cli.app import example
from detente.cli.client import Client, LineName, connect
from detente.cli.faults import Unreachable
from detente.cli.say import Times, say, say_json_line
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.cli.tongue import lang_option, say_lines
from detente.core.airspace.readback import place_words
from detente.core.airspace.volume import Point
from detente.core.airspace.volume_json import point_from_json
from detente.core.events import HOUSE
from detente.core.line.message import Status
from detente.core.line.tables import find
from detente.core.values import Json
from detente.wire.human_out import point_to_minutes
from detente.wire.native import EventView, StreamItem
from detente.wire.places import load_gazetteer

RETRY_S = 2.0  # a node that restarts is back within this; asking faster helps nobody
BELL = "\a"
REAL = "REAL, NOT THE EXERCISE"
_REAL = frozenset({"message", "repeated", "deadline-missed", "conflict-found", "alarm-raised"})


@click.command(
    "watch",
    epilog=example(
        "detente watch",
        "detente watch --after 0",
        "detente watch --lang ru",
        "detente watch --json",
    ),
)
@click.option("--after", type=click.IntRange(min=0), help="Begin after this position [now].")
@click.option("--count", type=click.IntRange(min=1), help="Stop after so many items.")
@click.option("--quiet", is_flag=True, help="No bell.")
@lang_option
@node_options
@line_options
@json_option
@click.pass_obj
def watch_command(
    settings: Settings, *, after: int | None, count: int | None, quiet: bool, lang: str | None
) -> None:
    """Show what happens as it happens, until interrupted.

    FLASH messages ring the bell, and again each time the node repeats them until READ. With
    --json, one item of the live stream a line.
    """
    with connect(settings) as client:
        line = client.line() if settings.channel or settings.status else None
        follow(client, settings, line=line, after=after, count=count, quiet=quiet, lang=lang)


def follow(
    client: Client,
    settings: Settings,
    *,
    line: LineName | None,
    after: int | None,
    count: int | None = None,
    quiet: bool = False,
    lang: str | None = None,
) -> None:
    """Show stream items of `line` (None: of all) until interrupted, or `count` have been shown.

    lang: also said in that language.
    """
    try:
        _follow(client, settings, line, after, count, quiet=quiet, lang=lang)
    except KeyboardInterrupt:
        say(err=True)  # the officer stopped it; that is how it ends


def _follow(
    client: Client,
    settings: Settings,
    line: LineName | None,
    after: int | None,
    count: int | None,
    *,
    quiet: bool,
    lang: str | None,
) -> None:
    me = client.status()
    if after is None:
        after = me.position
    shown, broken = 0, False
    drill = bool(me.exercise.name)
    while True:
        try:
            for position, item in client.stream(after, lang):
                broken = _back(settings, broken=broken)
                after = position or after
                drill = _drill(item, drill=drill)
                if _concerns(item, line) and _show(
                    item, settings, me.party, quiet=quiet, drill=drill
                ):
                    shown += 1
                if count is not None and shown >= count:
                    return
            raise Unreachable("the node ended the stream")
        except Unreachable as fault:
            if not broken and not settings.json:
                say(
                    f"!! NO NODE: {fault.message}. Trying again; nothing is known meanwhile.",
                    err=True,
                )
            broken = True
            time.sleep(RETRY_S)


def _back(settings: Settings, *, broken: bool) -> bool:
    if broken and not settings.json:
        say("The node answers again; going on where it stopped.", err=True)
    return False


def _concerns(item: StreamItem, line: LineName | None) -> bool:
    event = item.event
    if line is None or event is None or event.channel == HOUSE:
        return True
    return event.channel == line.channel and event.status == line.status


def _drill(item: StreamItem, *, drill: bool) -> bool:
    """Whether an exercise is under way after an item of news."""
    kind = item.event.kind if item.event is not None else ""
    return {"exercise-begun": True, "exercise-ended": False}.get(kind, drill)


def _show(
    item: StreamItem, settings: Settings, me: str, *, quiet: bool, drill: bool = False
) -> bool:
    """Print one item; False when it says nothing to an officer."""
    if settings.json:
        say_json_line(item)
        return True
    words, loud = _words(item, Times(settings), me, drill=drill)
    if not words:
        return False
    if loud and not quiet:
        click.echo(BELL, nl=False)
    if item.rendered is not None:
        say_lines(item.rendered, bold_first=loud)
    say(words, bold=loud)
    return True


def _words(item: StreamItem, times: Times, me: str, *, drill: bool = False) -> tuple[str, bool]:
    """What an item says in one line, and whether it must sound. drill: during an exercise."""
    if item.event is not None:
        words, loud = _event(item.event, me)
        if drill and loud and item.event.status == Status.ACTUAL and item.event.kind in _REAL:
            words = f"{REAL}: {words}"
        return (f"{times.short(item.event.held_at_ms)}  {words}" if words else ""), loud
    now = times.short(times.now_ms)
    if item.type == "link":
        why = f" ({item.why})" if item.why else ""
        return f"{now}  LINK to {item.party} is {item.link}{why}", item.link != "up"
    if item.type == "alarm":
        return f"{now}  ALARM {item.why or ''}".rstrip(), True
    if item.type == "delivered" and item.party == me:
        return "", False  # we hold theirs: the message itself was shown
    if item.type == "delivered":
        return (
            f"{now}  {item.party} holds {item.journal} up to {item.size}, final {item.final}",
            False,
        )
    if item.type == "witnessed":
        return f"{now}  {item.party} has witnessed {item.journal} up to {item.size}", False
    return (
        f"{now}  {item.type} {item.party or ''} {item.why or ''}".rstrip(),
        item.type == "evidence",
    )


def _event(event: EventView, me: str) -> tuple[str, bool]:
    body = event.body if isinstance(event.body, Mapping) else {}
    if event.kind == "message":
        return _message(event, _inner(body, "message"), me)
    writer = _HOUSE_WORDS.get(event.kind)
    if writer is None:
        return f"{event.author} {event.kind} in {event.channel}", False
    return writer(body)


def _message(event: EventView, message: Mapping[str, Json], me: str) -> tuple[str, bool]:
    code, number = _text(message, "format"), _text(message, "number")
    table = find(code)
    about = f" about {_text(message, 'ref')}" if message.get("ref") else ""
    what = f"{code} {table.name}" if table else code
    fields = _inner(message, "fields")
    answer = f": {_text(fields, 'code')}" if code == "RSP" else ""
    flash = message.get("precedence") == "FLASH" and event.author != me
    status = "" if event.status == "ACTUAL" else f"*{event.status.value}* "
    begin = "FLASH FLASH FLASH " if flash else f"{_text(message, 'precedence')} "
    todo = f"   -> detente read {number}" if flash else ""
    return f"{status}{begin}{number} {what}{answer}{about} from {event.author}{todo}", flash


def _repeated(body: Mapping[str, Json]) -> tuple[str, bool]:
    number = _text(body, "number")
    return (
        f"FLASH {number} IS STILL UNREAD ({_text(body, 'count')})   -> detente read {number}",
        True,
    )


def _missed(body: Mapping[str, Json]) -> tuple[str, bool]:
    number, step, role = (_text(body, name) for name in ("number", "step", "to_role"))
    return f"OVERDUE: {step} of {number}; now {role} must act   -> detente show {number}", True


def _conflict(body: Mapping[str, Json]) -> tuple[str, bool]:
    return f"CONFLICT {_text(body, 'conflict')}{_between(body)}: {_text(body, 'why')}", True


def _between(body: Mapping[str, Json]) -> str:
    """The two parties and the place, as far as the body names them."""
    parties, where = body.get("parties"), point_from_json(body.get("where"), "")
    words = ""
    if isinstance(parties, list) and parties:
        words = f" between {' and '.join(str(party) for party in parties)}"
    if isinstance(where, Point):
        near = place_words(where, load_gazetteer())
        words += f" at {point_to_minutes(where)}" + (f", {near}" if near else "")
    return words


def _conflict_ended(body: Mapping[str, Json]) -> tuple[str, bool]:
    return f"Conflict {_text(body, 'conflict')} is over: {_text(body, 'reason')}", False


def _warned(body: Mapping[str, Json]) -> tuple[str, bool]:
    return f"WARNING about {_text(body, 'number')}   -> detente show {_text(body, 'number')}", True


def _evidence(body: Mapping[str, Json]) -> tuple[str, bool]:
    peer, reason, detail = (_text(body, name) for name in ("peer", "reason", "detail"))
    return f"REFUSED from {peer}, kept as evidence: {reason}, {detail}", True


def _alarm(body: Mapping[str, Json]) -> tuple[str, bool]:
    alarm, kind, urgency = (_text(body, name) for name in ("alarm", "kind", "urgency"))
    about = _text(body, "number") if body.get("number") else _text(body, "party")
    return f"ALARM {alarm} {urgency}: {kind} {about}   -> detente alarm ack {alarm}", True


def _alarm_known(body: Mapping[str, Json]) -> tuple[str, bool]:
    who = _text(_inner(body, "by"), "officer")
    return f"Alarm {_text(body, 'alarm')} is acknowledged by {who}", False


def _alarm_over(body: Mapping[str, Json]) -> tuple[str, bool]:
    return f"Alarm {_text(body, 'alarm')} is over", False


def _handed(body: Mapping[str, Json]) -> tuple[str, bool]:
    number, role = _text(body, "handover"), _text(body, "to_role")
    return f"HANDOVER {number} waits for a {role}   -> detente handover take", True


def _taken(body: Mapping[str, Json]) -> tuple[str, bool]:
    who = _text(_inner(body, "by"), "officer")
    return f"Handover {_text(body, 'handover')}: {who} has the watch", False


def _draft(body: Mapping[str, Json]) -> tuple[str, bool]:
    serial, who = _text(body, "draft"), _text(_inner(body, "by"), "officer")
    if body.get("why") == "import":
        return f"Draft {serial} from {_text(body, 'source')} waits   -> detente drafts", False
    return f"DRAFT {serial} of {who} waits for a second officer   -> detente drafts {serial}", True


def _draft_over(body: Mapping[str, Json]) -> tuple[str, bool]:
    serial, who = _text(body, "draft"), _text(_inner(body, "by"), "officer")
    said = f"released as {_text(body, 'number')}" if body.get("number") else "dropped"
    return f"Draft {serial} is {said} by {who}", False


def _role(body: Mapping[str, Json]) -> tuple[str, bool]:
    who, role, by = _text(body, "officer"), _text(body, "role"), _inner(body, "by")
    return f"{who} acts as {role} from now on, by {_text(by, 'officer')}", False


def _exercise(body: Mapping[str, Json]) -> tuple[str, bool]:
    return f"EXERCISE {_text(body, 'name')} HAS BEGUN: EXERCISE is meant from now on", True


def _exercise_over(body: Mapping[str, Json]) -> tuple[str, bool]:
    return f"EXERCISE {_text(body, 'name')} IS OVER: ACTUAL is meant again", True


_HOUSE_WORDS = {
    "repeated": _repeated,
    "deadline-missed": _missed,
    "conflict-found": _conflict,
    "conflict-ended": _conflict_ended,
    "warned": _warned,
    "evidence-kept": _evidence,
    "alarm-raised": _alarm,
    "alarm-acknowledged": _alarm_known,
    "alarm-cleared": _alarm_over,
    "handover-given": _handed,
    "handover-taken": _taken,
    "exercise-begun": _exercise,
    "exercise-ended": _exercise_over,
    "draft-kept": _draft,
    "draft-dropped": _draft_over,
    "role-changed": _role,
}


def _inner(body: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


def _text(body: Mapping[str, Json], name: str) -> str:
    value = body.get(name)
    return "?" if value is None else str(value)
