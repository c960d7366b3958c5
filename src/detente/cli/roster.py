"""`roster`: who is on duty at each side, in which languages, and in which hours nobody is."""

from __future__ import annotations

import click

from detente.cli.app import example
from detente.cli.channel import at_ms
from detente.cli.client import connect
from detente.cli.say import Times, say, say_json
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.units import MS_PER_HOUR
from detente.wire.channel_views import RosterView, ShiftView


@click.command(
    "roster",
    epilog=example(
        "detente roster",
        "detente roster --hours 72",
        "detente send DRO duty_role=duty-officer languages=en,ru from_ms=06:00Z to_ms=18:00Z",
    ),
)
@click.option("--from", "begins", metavar="TIME", help="From when [now].")
@click.option(
    "--hours",
    type=click.IntRange(1, 744),
    default=24,
    show_default=True,
    help="How many hours, a month at most.",
)
@node_options
@line_options
@json_option
@click.pass_obj
def roster_command(settings: Settings, *, begins: str | None, hours: int) -> None:
    """Show who is on duty now, the shifts to come, and the hours in which somebody is missing.

    A side says its own roster with `detente send DRO`; one that has said none is named, because
    unknown is neither covered nor bare.
    """
    now_ms = settings.now_ms()
    from_ms = now_ms if begins is None else at_ms(begins, now_ms, "from")
    query = {"from": from_ms, "to": from_ms + hours * MS_PER_HOUR}
    with connect(settings) as client:
        view = client.get(f"{client.line().path}/roster", RosterView, **query)
    if settings.json:
        say_json(view)
        return
    _show(view, Times(settings))


def _show(view: RosterView, times: Times) -> None:
    say(f"ROSTER of {view.channel} {view.status.value}, {times.full(times.now_ms)}", bold=True)
    say("On duty now:", bold=True)
    for one in view.now:
        say(f"  {_shift(one, times)}")
    if not view.now:
        say("  nobody, as far as any side has said", bold=True)
    if view.common:
        say(f"  in common now: {', '.join(view.common)}")
    for party in view.silent:
        say(f"  {party} has said no roster: not known who is on duty there", bold=True)
    say(f"From {times.full(view.from_ms)} to {times.full(view.to_ms)}:", bold=True)
    for one in view.shifts:
        say(f"  {_shift(one, times)}")
    if not view.shifts:
        say("  no shift known")
    for gap in view.lacking:
        who = ", ".join(gap.parties)
        hours = f"{times.full(gap.from_ms)} to {times.full(gap.to_ms)}"
        say(f"!! {gap.why.upper()}: {who}, {hours}", bold=True)
    if view.shifts and not view.lacking and not view.silent:
        say("Every hour has somebody on each side, and a language in common.")


def _shift(one: ShiftView, times: Times) -> str:
    desk = f" at {one.desk}" if one.desk else ""
    otherwise = f"; otherwise {one.fallback}" if one.fallback else ""
    hours = f"{times.short(one.from_ms)} to {times.short(one.to_ms)}"
    spoken = ", ".join(one.languages) or "language not said"
    return f"{one.party} {one.role}{desk}, {hours}, {spoken}{otherwise}  [{one.number}]"
