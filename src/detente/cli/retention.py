"""`retention`: how long message bodies are kept, and deleting those whose time is over."""

from __future__ import annotations

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.say import pairs, say, say_json, table
from detente.cli.settings import Settings, json_option, node_options
from detente.wire.native import RetentionView


@click.group(
    "retention", epilog=example("detente retention show", "detente retention run --days 90")
)
@node_options
@json_option
def retention_command() -> None:
    """Show how long bodies are kept here, and delete those that nobody needs any more.

    Headers, signatures and hashes stay, so the proof does; the export says what was deleted. The
    other members' copies are theirs, and so are backups and exports that were made before.
    """


@retention_command.command("show")
@node_options
@json_option
@click.pass_obj
def retention_show(settings: Settings) -> None:
    """Show the setting (retention_days in node.json), and what was deleted so far."""
    with connect(settings) as client:
        view = client.get("/v1/retention", RetentionView)
    _show(settings, view)


@retention_command.command("run")
@click.option(
    "--days", type=click.IntRange(7), help="Older than so many days [retention_days in node.json]."
)
@node_options
@json_option
@click.pass_obj
def retention_run(settings: Settings, *, days: int | None) -> None:
    """Delete now what is old enough and finished. What is open, owed or in the picture stays."""
    with connect(settings) as client:
        view = client.post("/v1/retention", {"days": days}, RetentionView)
    _show(settings, view)


def _show(settings: Settings, view: RetentionView) -> None:
    if settings.json:
        say_json(view)
        return
    kept = f"{view.days} days, then deleted here" if view.days else "for ever (the default)"
    pairs([("bodies kept", kept), ("deleted now", "" if view.now is None else str(view.now))])
    rows = [(journal, str(count)) for journal, count in sorted(view.withheld.items())]
    if rows:
        table(("JOURNAL", "BODIES DELETED"), rows)
    say("What is open, owed, unread or in the picture stays, however old: detente inbox")
    say("Headers, signatures and hashes stay. Copies at peers, in backups and exports are theirs.")
