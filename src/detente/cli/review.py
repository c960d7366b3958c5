"""`ledger` and `review`: a period as each side counts it, and the figures both read the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from detente.cli.agreement import moment
from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.say import Times, say, say_json, table
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.units import MS_PER_S
from detente.drawing.case_page import page
from detente.drawing.review_report import review_report, text_lines
from detente.wire.rule_views import LedgerEntryView, LedgerView, ReviewView

_Command = TypeVar("_Command", bound=Callable[..., Any])
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _period_options(command: _Command) -> _Command:
    since = click.option("--from", "since", metavar="TIME", help="Day or time [a month before].")
    until = click.option("--to", "until", metavar="TIME", help="Day or time, included [now].")
    return since(until(node_options(line_options(json_option(command)))))


def _query(settings: Settings, since: str | None, until: str | None) -> dict[str, int | None]:
    return {
        "from": None if since is None else _instant(settings, since, ahead=0),
        "until": None if until is None else _instant(settings, until, ahead=1),
    }


def _instant(settings: Settings, text: str, *, ahead: int) -> int:
    """A day is its beginning in UTC, or the beginning of the next one; anything else a time."""
    if not _DAY.fullmatch(text):
        return moment(settings, text)
    try:
        day = date.fromisoformat(text) + timedelta(days=ahead)
    except ValueError as error:
        raise click.UsageError(f"{text} is no day: {error}") from error
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * MS_PER_S


@click.command(
    "ledger", epilog=example("detente ledger", "detente ledger --from 2026-11-01 --to 2026-11-30")
)
@_period_options
@click.pass_obj
def ledger_command(settings: Settings, *, since: str | None, until: str | None) -> None:
    """Show breaches as each side counts them, beside what the rules found and each other.

    A side counts with detente send BRC; a count that names messages, findings or cases (refs) can
    be compared one by one: on both records, on one only, on neither, and what nobody had notified.
    """
    with connect(settings) as client:
        line = client.line()
        found = client.get(f"{line.path}/ledger", LedgerView, **_query(settings, since, until))
    if settings.json:
        say_json(found)
        return
    times = Times(settings)
    say(f"{times.full(found.from_ms)} to {times.full(found.until_ms)}", bold=True)
    if found.rows:
        heads = ("WHAT", "BY WHOM", *found.sources, "THE RULES FOUND")
        table(heads, [_row(found, at) for at in range(len(found.rows))])
    if not found.entries:
        say("No event of this period is named by a count, a case or a rule.")
        return
    said = ", ".join(f"{count} {column}" for column, count in found.columns.items())
    say(f"On whose record: {said}.", bold=True)
    for one in found.entries:
        _entry(one, times)


def _row(found: LedgerView, at: int) -> tuple[str, ...]:
    row = found.rows[at]
    rule = f"{row.text} article {row.article}: " if row.text and row.article else ""
    kind = "" if row.counted == "breach" else f"{row.counted_words}: "
    counts = (str(row.counts.get(source, "-")) for source in found.sources)
    return (
        f"{rule}{kind}{row.what}",
        row.whose or "-",
        *counts,
        "-" if row.found is None else str(row.found),
    )


def _entry(one: LedgerEntryView, times: Times) -> None:
    when = "" if one.at_ms is None else f"{times.short(one.at_ms)} "
    say(f"{one.column.upper()}: {when}{one.name}", bold=True)
    say(f"  {one.words}")
    answers = ", ".join(f"{said.party} {said.answer}" for said in one.answers)
    recorded = ", ".join(one.recorded) or "nobody"
    by_rule = "found by the rules; " if one.by_rule else ""
    told = f"notified by {', '.join(one.notified)}" if one.notified else "notified by nobody"
    say(f"  {by_rule}on record of {recorded}; {told}{f'; {answers}' if answers else ''}")


@click.command(
    "review",
    epilog=example(
        "detente review --from 2026-11-01 --to 2026-11-30",
        "detente review --from 2026-01-01 --html review.html",
    ),
)
@_period_options
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it as a page that works offline.",
)
@click.pass_obj
def review_command(
    settings: Settings, *, since: str | None, until: str | None, html: Path | None
) -> None:
    """Show the figures of a period that both sides read the same.

    Times of receipts, notice given, line checks, findings and their answers, cases, what is due,
    what changed, and breaches of truces by source.
    """
    with connect(settings) as client:
        line = client.line()
        found = client.get(f"{line.path}/review", ReviewView, **_query(settings, since, until))
    if settings.json:
        say_json(found)
        return
    made = review_report(found)
    if html is not None:
        html.write_text(page(made), encoding="utf-8")
        say(f"Written to {html}.")
        return
    say(made.title, bold=True)
    for line_ in (*made.warnings, *text_lines(made), "", made.made):
        say(line_)
