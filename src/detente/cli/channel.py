"""`channel`: what kind it is, what each side declares of it, suspend, resume, and the gap between.

Each side declares for itself; both declarations are shown, with since when, and a contradiction is
said in one sentence and never resolved here: "OPEN, says amber; SUSPENDED, says cobalt".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from detente.cli.app import example
from detente.cli.client import Client, LineName, connect
from detente.cli.faults import Refused, Unusable
from detente.cli.home import open_command
from detente.cli.messages import send_body, show_accepted
from detente.cli.say import Times, pairs, say, say_json, span, table
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.line.commands import Send
from detente.core.line.tables import find
from detente.core.units import MS_PER_HOUR
from detente.core.values import Json
from detente.wire.channel_views import (
    ChannelStateView,
    ChannelView,
    CheckDueView,
    DeclaredView,
    GapItemView,
    GapView,
    RestartView,
)
from detente.wire.human import time_from_text
from detente.wire.native import Accepted

Given = Mapping[str, str | tuple[str, ...] | None]  # what the options of a declaration said
_Command = TypeVar("_Command", bound=Callable[..., Any])
GAP_WORDS = {
    "late": "CAME LATE",
    "released": "Released in it",
    "activity": "Activities that fall into it",
    "missed": "Steps missed in it",
}


def _codes(field: str) -> list[str]:
    """The codes that a field of LST takes, from its table."""
    table_ = find("LST")
    spec = table_.field(field) if table_ else None
    return [code for code, _ in spec.choices] if spec else []


@click.group(
    "channel",
    epilog=example(
        "detente channel list",
        "detente channel open Relief --kind humanitarian",
        "detente channel show --channel relief",
        "detente channel declare DEGRADED --reason technical",
        "detente channel suspend --reason political --residual line-checks",
        "detente channel gap",
        "detente channel resume",
    ),
)
@node_options
@json_option
def channel_command() -> None:
    """Channels: kinds, rules, the state that each side declares, suspend and resume."""


channel_command.add_command(open_command, "open")


@channel_command.command("list")
@node_options
@json_option
@click.pass_obj
def channel_list(settings: Settings) -> None:
    """Show every channel of this node with its kind and what each side declares."""
    with connect(settings) as client:
        names = sorted({line.channel for line in client.status().lines})
        found = [client.get(f"/v1/channels/{name}", ChannelView) for name in names]
    if settings.json:
        say_json(found)
        return
    rows = [
        (one.channel, one.kind, ", ".join(one.members), _declared_short(one.states))
        for one in found
    ]
    if rows:
        table(("CHANNEL", "KIND", "MEMBERS", "DECLARED"), rows)
    else:
        say("No channel yet. Open one: detente channel open NAME --kind safety")


def _declared_short(states: tuple[ChannelStateView, ...]) -> str:
    parts = []
    for state in states:
        said = ", ".join(f"{one.party} {_short(one)}" for one in state.declared if one.state)
        prefix = "" if state.status == "ACTUAL" else f"*{state.status.value}* "
        disputed = "DISPUTED: " if state.disputed else ""
        parts += [f"{prefix}{disputed}{said}"] if said else []
    return "; ".join(parts) or "nothing declared"


def _short(one: DeclaredView) -> str:
    """The state, or the one that holds until it."""
    return f"{one.until_then}, later {one.state}" if one.until_then else one.state


@channel_command.command("show")
@node_options
@line_options
@json_option
@click.pass_obj
def channel_show(settings: Settings) -> None:
    """Show one channel: kind, what it takes, who may speak, both sides' declarations, checks."""
    with connect(settings) as client:
        view = _view(client, client.line())
    if settings.json:
        say_json(view)
        return
    times = Times(settings)
    say(f"CHANNEL {view.channel}: {view.name}, {view.kind}", bold=True)
    every = view.check_every_ms
    pairs(
        [
            ("for", view.kind_purpose),
            ("members", ", ".join(view.members)),
            ("witnesses", ", ".join(view.witnesses)),
            ("takes", ", ".join(view.takes)),
            ("always takes", f"{', '.join(view.always)}, and whatever is FLASH"),
            ("who may speak", f"{view.releaser.value}, or more where the format asks for it"),
            ("two officers", ", ".join(view.two_person)),
            ("effective", _effective(view)),
            ("line checks", f"every {span(every)} from each member" if every else "not agreed"),
        ]
    )
    for state in view.states:
        say()
        _state(state, times)


def _effective(view: ChannelView) -> str:
    """From which act lead time counts where that was agreed; empty where nothing was."""
    agreed = ", ".join(f"{code} at {step}" for code, step in view.effective.items())
    return f"{agreed}; the others as their formats say" if agreed else ""


def _view(client: Client, line: LineName) -> ChannelView:
    return client.get(f"/v1/channels/{line.channel}", ChannelView)


def _state(state: ChannelStateView, times: Times) -> None:
    flag = "" if state.status == "ACTUAL" else f"*** {state.status.value} *** "
    say(f"{flag}DECLARED, {state.status.value}", bold=True)
    if state.disputed:
        since = times.full(state.disputed_since_ms)
        say(f"  DISPUTED since {since}: {state.disputed}", bold=True)
    for one in state.declared:
        say(f"  {one.party}: {declared_words(one, times)}")
    for due in state.checks:
        say(f"  line check of {due.party}: {check_words(due, times)}", bold=due.silent)


def declared_words(one: DeclaredView, times: Times) -> str:
    """One side's declaration in a sentence."""
    if not one.state:
        return "has declared nothing"
    planned = one.since_ms is not None and one.since_ms > times.now_ms
    parts = [f"{one.state} ({one.scope})", "from" if planned else "since", times.full(one.since_ms)]
    parts += [f"for {one.reason} reasons"] if one.reason else []
    parts += [f"(until then {one.until_then or 'nothing declared'})"] if planned else []
    text = " ".join(parts)
    if one.expected_return_ms is not None:
        text += f", open again expected {times.full(one.expected_return_ms)}"
    if one.residual:
        text += f"; goes on: {', '.join(one.residual)}"
    return f"{text}; said in {one.number}, held here {times.short(one.held_at_ms)}"


def check_words(due: CheckDueView, times: Times) -> str:
    """When a member's next line check is due, and what has not come."""
    last = f"last {times.ago(due.last_ms)}" if due.last_ms is not None else "never came"
    if not due.expected:
        return f"{last}; none expected while the line stands so"
    if due.missed:
        loud = "SILENT, " if due.silent else ""
        return f"{loud}{due.missed} missed; {last}"
    return f"{last}, next due {times.ago(due.due_ms)}"


def _declare_options(command: _Command) -> _Command:
    options = (
        click.option(
            "--scope",
            type=click.Choice(_codes("scope")),
            default="all",
            show_default=True,
            help="What of the line.",
        ),
        click.option("--reason", type=click.Choice(_codes("reason_kind")), help="Kind of reason."),
        click.option("--from", "begins", metavar="TIME", help="From when [now]."),
        click.option("--back", metavar="TIME", help="When it is expected to be open again."),
        click.option(
            "--residual",
            multiple=True,
            type=click.Choice(_codes("residual")),
            help="What your side goes on doing all the same; may be repeated.",
        ),
        click.option("--remarks", metavar="TEXT", help="Free text, not agreed."),
    )
    for option in reversed(options):
        command = option(command)
    return node_options(line_options(json_option(command)))


@channel_command.command("declare")
@click.argument("state", type=click.Choice(_codes("state"), case_sensitive=False))
@_declare_options
@click.pass_obj
def channel_declare(settings: Settings, /, state: str, **given: Any) -> None:
    """Declare for your side that the line is in STATE. The other side's view stands beside it."""
    with connect(settings) as client:
        _declare(client, settings, state, given)


@channel_command.command("suspend")
@_declare_options
@click.pass_obj
def channel_suspend(settings: Settings, /, **given: Any) -> None:
    """Declare the line SUSPENDED: only safety of life, and the residual duties that you name.

    Alerts, warnings and whatever is FLASH are taken and sent all the same.
    """
    with connect(settings) as client:
        _declare(client, settings, "SUSPENDED", given)


@channel_command.command("resume")
@click.option("--anyway", is_flag=True, help="Although points of the checklist are open.")
@click.option("--remarks", metavar="TEXT", help="Free text, not agreed.")
@node_options
@line_options
@json_option
@click.pass_obj
def channel_resume(settings: Settings, *, anyway: bool, remarks: str | None) -> None:
    """Go through the restart checklist, then declare the line OPEN for your side.

    Points that are open are said, and want --anyway: nothing is hidden, and nothing is blocked.
    """
    with connect(settings) as client:
        line = client.line()
        points = client.get(f"{line.path}/restart", tuple[RestartView, ...])
        if not settings.json:
            _points(points)
        still = [one.key for one in points if one.ok is False]
        if still and not anyway:
            reason = f"the restart checklist has open points: {', '.join(still)}"
            raise Refused(f"{reason}. Settle them, or resume with --anyway")
        _declare(client, settings, "OPEN", {"scope": "all", "remarks": remarks})
    if not settings.json:
        say("What went on meanwhile: detente channel gap")


def _points(points: tuple[RestartView, ...]) -> None:
    say("Restart checklist:", bold=True)
    for one in points:
        mark = {True: "ok     ", False: "OPEN   ", None: "unknown"}[one.ok]
        remedy = f"   -> {one.remedy}" if one.remedy else ""
        say(f"  {mark}  {one.key}: {one.words}{remedy}", bold=one.ok is False)


@channel_command.command("checklist")
@node_options
@line_options
@json_option
@click.pass_obj
def channel_checklist(settings: Settings) -> None:
    """Show the restart checklist as it stands, without declaring anything."""
    with connect(settings) as client:
        points = client.get(f"{client.line().path}/restart", tuple[RestartView, ...])
    if settings.json:
        say_json(points)
    else:
        _points(points)


def _declare(client: Client, settings: Settings, state: str, given: Given) -> None:
    line = client.line()
    now_ms = settings.now_ms()
    fields: dict[str, Json] = {"state": state.upper(), "scope": str(given["scope"])}
    for name, field in (("reason", "reason_kind"), ("residual", "residual")):
        value = given.get(name)
        if value:
            fields[field] = list(value) if isinstance(value, tuple) else value
    for name, field in (("begins", "from_ms"), ("back", "expected_return_ms")):
        value = given.get(name)
        if isinstance(value, str):
            fields[field] = at_ms(value, now_ms, name)
    remarks = given.get("remarks")
    send = Send("LST", fields, remarks=remarks if isinstance(remarks, str) else None)
    accepted = client.post(f"{line.path}/messages", send_body(send), Accepted)
    show_accepted(client, line, accepted, settings, f"Declared {state.upper()} for your side")


def at_ms(text: str, from_ms: int, what: str) -> int:
    """An instant as typed; raises Refused with why it cannot be read."""
    found = time_from_text(text, from_ms, what)
    if isinstance(found, int):
        return found
    if found is None:
        raise Unusable(f"{what} cannot be open: give a time, such as 08:00Z")
    raise Refused("the time cannot be read", found)


@channel_command.command("gap")
@click.option("--from", "begins", metavar="TIME", help="From when [as the sides declared].")
@click.option("--to", "ends", metavar="TIME", help="Until when [as the sides declared, or now].")
@node_options
@line_options
@json_option
@click.pass_obj
def channel_gap(settings: Settings, *, begins: str | None, ends: str | None) -> None:
    """Show what went on while the line was not open: late, missed, under way, not delivered.

    Without times: the newest gap that a side declared. A cut that nobody declared wants --from.
    Times of the day are those of the last 24 hours.
    """
    query = {
        name: _lately(text, settings.now_ms(), name)
        for name, text in (("from", begins), ("to", ends))
        if text is not None
    }
    with connect(settings) as client:
        line = client.line()
        view = client.get(f"{line.path}/gap", GapView, **query)
    if settings.json:
        say_json(view)
        return
    _gap(view, Times(settings))


def _lately(text: str, now_ms: int, what: str) -> int:
    """An instant as typed; a time of the day is its last occurrence."""
    relative = text.lower() == "now" or text.startswith("+")
    return at_ms(text, now_ms if relative else now_ms - 24 * MS_PER_HOUR + 1, what)


def _gap(view: GapView, times: Times) -> None:
    until = "still not open" if view.to_ms is None else times.full(view.to_ms)
    say(f"GAP on {view.channel} {view.status.value}", bold=True)
    declared = [f"{party}: {', '.join(states)}" for party, states in view.declared.items()]
    pairs(
        [
            ("from", times.full(view.from_ms)),
            ("until", until),
            ("declared", "; ".join(declared) or "by nobody"),
            ("released", ", ".join(f"{party} {n}" for party, n in view.released.items())),
        ]
    )
    for why, title in GAP_WORDS.items():
        items = [one for one in view.items if one.why == why]
        if items:
            say(f"{title}:", bold=why in ("late", "missed"))
            for one in items:
                say(f"  {_item(one, times)}")
    if view.more:
        say(f"and {view.more} more: ask for a shorter time with --from and --to", bold=True)
    for number in view.absent:
        say(f"NOT HELD: {number} is referred to here and has not come. Ask for it.", bold=True)
    for party, numbers in view.undelivered.items():
        say(f"NOT DELIVERED to {party}: {', '.join(numbers)}", bold=True)
    for check in view.checks:
        if check.expected:
            say(f"Line checks of {check.party}: {check.came} came, {check.expected} expected")


def _item(one: GapItemView, times: Times) -> str:
    late = f", held {span(one.delay_ms)} after its release" if one.delay_ms is not None else ""
    step = f": {one.step}" if one.step else ""
    return f"{times.short(one.released_ms)}  {one.line}{step}{late if one.why == 'late' else ''}"
