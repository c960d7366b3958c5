"""`notam`: drafts of NOTAMs from messages, and NOTAMs read into drafts of messages.

Neither sends anything: a NOTAM office issues what is drafted, and an officer releases what is read.
"""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import click
import msgspec

from detente.cli.app import example
from detente.cli.client import Client, connect
from detente.cli.faults import Refused
from detente.cli.inbox import message_path
from detente.cli.record import write_bytes
from detente.cli.say import pairs, say, say_json
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.cli.volumes import say_losses
from detente.core.refusal import Refusal
from detente.core.units import counted
from detente.wire.human import time_from_text
from detente.wire.lastmile import NotamDraftsView, NotamsView
from detente.wire.native import Accepted

FILE_BYTES_MAX = 1_000_000  # the node takes less; a larger file is no list of NOTAMs


@click.group(
    "notam",
    epilog=example(
        "detente notam draft AMBER-2026-0004 --fir FYWF",
        "detente notam read issued.txt --keep",
        "detente release --batch issued.txt",
        "detente notam read issued.txt --plan ncv.json",
    ),
)
@node_options
@json_option
def notam_command() -> None:
    """Draft NOTAMs from messages, and read NOTAMs into messages for the line. Sends nothing."""


@notam_command.command("draft")
@click.argument("number")
@click.option("--fir", required=True, metavar="FIR", help="The region's four letters.")
@click.option("--until", metavar="TIME", help="An estimated end, for a window that has none.")
@click.option("--replaces", metavar="NUMBER", help="The NOTAM that it takes the place of.")
@node_options
@line_options
@json_option
@click.pass_obj
def notam_draft(
    settings: Settings, *, number: str, fir: str, until: str | None, replaces: str | None
) -> None:
    """Draft a NOTAM for each part of message NUMBER, in ICAO's form.

    Of another party's message only when that party made it public: a NOTAM tells everybody.
    """
    until_ms = None
    if until is not None:
        found = time_from_text(until, settings.now_ms(), "until")
        if isinstance(found, tuple):
            raise click.UsageError("; ".join(str(one) for one in found))
        until_ms = found
    given = {"fir": fir.upper(), "until_ms": until_ms, "replaces": replaces}
    body = {name: value for name, value in given.items() if value is not None}
    with connect(settings) as client:
        path = f"{message_path(client.line(number), number)}/notam"
        view = client.post(path, body, NotamDraftsView)
    if settings.json:
        say_json(view)
        return
    for one in view.drafts:
        say(one.text)
        say()
    say_losses(view.losses, err=True)
    for words in view.say:
        say(words, err=True)


@notam_command.command("read")
@click.argument("file", metavar="FILE")
@click.option(
    "--plan",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the good ones as a plan, for `detente check` and `detente send`.",
)
@click.option(
    "--keep", is_flag=True, help="Keep the good ones as drafts: `detente release --batch FILE`."
)
@click.option(
    "--acknowledge",
    multiple=True,
    metavar="RULE",
    help="With --keep: pass this check in every draft, it is right.",
)
@node_options
@line_options
@json_option
@click.pass_obj
def notam_read(
    settings: Settings, *, file: str, plan: Path | None, keep: bool, acknowledge: tuple[str, ...]
) -> None:
    """Read the NOTAMs in FILE (- is standard input) into messages NCV; nothing is released.

    Exit code 1 when one could not be read, or kept; the good ones are shown, written and kept all
    the same.
    """
    if acknowledge and not keep:
        raise click.UsageError("--acknowledge goes with --keep: reading passes no check")
    with click.open_file(file, "rb") as source:
        text = source.read(FILE_BYTES_MAX).decode("utf-8", "replace")
    with connect(settings) as client:
        view = client.post("/v1/notams", {"text": text}, NotamsView)
        batch = Path(file).name if file != "-" else "standard input"
        kept, not_kept = _kept(client, view, batch, acknowledge) if keep else (0, ())
    if plan is not None and view.notams:
        messages = [{"format": one.format, "fields": one.fields} for one in view.notams]
        write_bytes(plan, msgspec.json.format(msgspec.json.encode({"messages": messages})))
    if settings.json:
        say_json(view)
    else:
        for one in view.notams:
            say(one.name, bold=True)
            pairs([("newness", str(one.fields.get("newness", ""))), ("area", one.words)])
            say_losses(one.losses)
        if plan is not None and view.notams:
            many = counted(len(view.notams), "message", "messages")
            say(f"Written: {plan}, {many}   -> detente send --plan {plan}")
        if keep:
            say(f"Kept as drafts: {kept}   -> detente release --batch {shlex.quote(batch)}")
    if view.refused or not_kept:
        bad = (*view.refused, *not_kept)
        raise Refused(f"{len(bad)} of {file} cannot be {'kept' if keep else 'read'}", bad)


def _kept(
    client: Client, view: NotamsView, batch: str, acknowledge: tuple[str, ...]
) -> tuple[int, tuple[Refusal, ...]]:
    """How many are kept as drafts now, and why the others are not; none holds up another."""
    path = f"{client.line().path}/drafts"
    refused: list[Refusal] = []
    kept = 0
    for one in view.notams:
        message = {"format": one.format, "fields": one.fields, "acknowledged": acknowledge}
        body = {"message": message, "source": f"NOTAM {one.name}", "batch": batch}
        try:
            client.post(path, body, Accepted)
            kept += 1
        except Refused as why:
            refused += [replace(r, field=f"{one.name}: {r.field}") for r in why.refusals]
    return kept, tuple(refused)
