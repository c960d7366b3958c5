"""`due` and `calendar`: what the registers hold open, soonest first, and as a calendar file."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.app import example
from detente.cli.client import Client, connect
from detente.cli.contact_words import drill
from detente.cli.say import Times, say, say_json, table
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.wire.consultation_views import DueItemView

DAY_MS = 86_400_000


@click.command(
    "due",
    epilog=example("detente due", "detente due --days 30", "detente due --ics due.ics"),
)
@click.option(
    "--days", type=click.IntRange(1, 36_600), help="Only what is due within so many days."
)
@click.option("--mine", is_flag=True, help="Only what this side owes, and what all sides do.")
@click.option(
    "--ics",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write contacts and what is due as a calendar file; - is standard output.",
)
@node_options
@line_options
@json_option
@click.pass_obj
def due_command(settings: Settings, *, days: int | None, mine: bool, ics: Path | None) -> None:
    """Show what falls due, soonest first, over all channels: promises, questions, reviews, visits.

    A date that is known to the month or year falls due when that is over. What has no date comes
    last. The node reminds its watch by an alarm two days before what this side owes.
    """
    with connect(settings) as client:
        if ics is not None:
            _write(client, settings, ics, events=False)
            return
        channel, status = _where(client, settings)
        found = client.get("/v1/due", tuple[DueItemView, ...], channel=channel, status=status)
        party = client.status().party
    until_ms = None if days is None else settings.now_ms() + days * DAY_MS
    found = tuple(
        one
        for one in found
        if (
            until_ms is None or (one.due_ms is not None and (one.from_ms or one.due_ms) <= until_ms)
        )
        and (not mine or one.party in ("", party))
    )
    if settings.json:
        say_json(found)
    elif found:
        _show(found, Times(settings))
    else:
        say("Nothing falls due.")


@click.command(
    "calendar",
    epilog=example("detente calendar --ics consultations.ics", "detente calendar --ics - --events"),
)
@click.option(
    "--ics",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="Where to write it; - is standard output.",
)
@click.option("--events", is_flag=True, help="What is due as all-day events, not as tasks.")
@node_options
@line_options
@click.pass_obj
def calendar_command(settings: Settings, *, ics: Path, events: bool) -> None:
    """Write contacts and what falls due as a calendar file (iCalendar), with reminders.

    Cancelled contacts are in it too, so that a calendar that had them takes them out. The same is
    served to calendar programs under /v1/calendar.ics.
    """
    with connect(settings) as client:
        _write(client, settings, ics, events=events)


def _where(client: Client, settings: Settings) -> tuple[str | None, str | None]:
    """The channel and status that the options say; over all channels when they name none."""
    if settings.channel is None:
        return None, settings.status
    line = client.line()
    return line.channel, line.status


def _write(client: Client, settings: Settings, ics: Path, *, events: bool) -> None:
    channel, status = _where(client, settings)
    data = client.fetch(
        "/v1/calendar.ics",
        channel=channel,
        status=status,
        events="true" if events else None,
    )
    if str(ics) == "-":
        click.echo(data, nl=False)
        return
    ics.write_bytes(data)
    if settings.json:
        say_json({"file": str(ics), "bytes": len(data)})
    else:
        say(f"Written: {ics}, {len(data)} bytes.")


def _show(found: tuple[DueItemView, ...], times: Times) -> None:
    rows = [
        (
            _when(one, times),
            ("LATE " if one.late else "") + one.kind,
            one.party or "all",
            one.number,
            f"{drill(one.status.value)}{one.words}",
        )
        for one in found
    ]
    table(("DUE", "WHAT", "WHOSE", "NUMBER", "WORDS"), rows)


def _when(one: DueItemView, times: Times) -> str:
    """The date as it was said; else the instant."""
    if one.due_ms is None:
        return one.day or "no date"
    return one.day or times.short(one.due_ms)
