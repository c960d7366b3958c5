"""`retention`: how long message bodies are kept, and deleting those whose time is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.say import pairs, say, say_json, table
from detente.cli.settings import Settings, json_option, node_options
from detente.core.line.state import Unsettled
from detente.core.units import counted
from detente.node.retention import Stays
from detente.wire.native import RetentionView

WHY: Final[Mapping[str, str]] = {
    Unsettled.UNREAD: "not read here -> detente inbox",
    Unsettled.OPEN: "open: not come down to all who must know, or waits for another message",
    Unsettled.OWED: "a step is owed -> detente inbox --out",
    Unsettled.ON_RECORD: "on the registers: agreements, incidents, contacts -> detente due",
    Unsettled.IN_PICTURE: "in the picture -> detente picture",
    Unsettled.IN_CONFLICT: "in an open conflict -> detente conflicts",
    Stays.NEWER: "goes on: a message of it is not old",
    Stays.NEWEST: "newest of its author, which carries the numbering on",
    Stays.DECLARED: "declares the state of the line",
    Stays.ROSTER: "a roster that still says something",
    Stays.LINE_CHECK: "newest line check",
    Stays.NOT_FINAL: "ours and not final: not yet at every member -> detente peers",
}


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
    if view.stays:
        stay = counted(view.old, "old thread stays", "old threads stay")
        say(f"{stay} (a thread may have several reasons):")
        pairs([(WHY.get(why, why), str(count)) for why, count in view.stays.items()], indent=4)
    say("What is open, owed, unread or in the picture stays, however old: detente inbox")
    say("Headers, signatures and hashes stay. Copies at peers, in backups and exports are theirs.")
