"""`bundle`: the line by file, when no link carries it: on a stick, by mail, by radio."""

from __future__ import annotations

import gzip
from pathlib import Path

import click

from detente.cli.app import example
from detente.cli.client import Client, connect
from detente.cli.faults import Unusable
from detente.cli.inbox import safe
from detente.cli.record import write_bytes
from detente.cli.say import Times, say, say_json, table
from detente.cli.settings import Settings, json_option, node_options
from detente.core.units import counted
from detente.wire.native import BundleLogItem, BundleView, WaitingView

FORMS = ("file", "mail", "radio")
FILE_BYTES_MAX = 64 << 20  # what a node takes in one file (serve.http.bundle_routes)


@click.group(
    "bundle",
    epilog=example(
        "detente bundle out --for cobalt tuesday.jsonl",
        "detente bundle out coast --for cobalt tuesday.txt --form mail",
        "detente bundle in monday.jsonl tuesday.txt",
        "detente bundle waiting",
    ),
)
@node_options
@json_option
def bundle_command() -> None:
    """Carry entries and receipts in files, when the link is cut; files and link can be mixed.

    Files may come in any order, twice, or cut short: each entry is checked by itself, what comes
    too early waits and is shown, and nothing is taken twice. Who carries a file cannot change it.
    It holds all bodies in the clear: carry it as you would carry those.
    """


@bundle_command.command("out")
@click.argument("words", nargs=-1, required=True, metavar="[CHANNEL]... FILE")
@click.option("--for", "party", required=True, metavar="PARTY", help="Who shall take it in.")
@click.option(
    "--form",
    type=click.Choice(FORMS),
    default="file",
    show_default=True,
    help="file: bytes (.gz packs). mail: lines of text. radio: short lines to be read out.",
)
@click.option("--whole", is_flag=True, help="From the first entry on, not from what PARTY has.")
@click.option("--others", is_flag=True, help="Also what other members wrote to PARTY.")
@node_options
@json_option
@click.pass_obj
def bundle_out(
    settings: Settings,
    *,
    words: tuple[str, ...],
    party: str,
    form: str,
    whole: bool,
    others: bool,
) -> None:
    """Write FILE for PARTY: what it is not known to hold of your CHANNELs (all when none is named).

    Also your receipts for its own entries, so that its messages become delivered and final by
    files alone. What was written already is written again until its receipt has come back.
    """
    *channels, file = words
    with connect(settings) as client:
        query = {"channels": ",".join(_channels(client, channels)) or None}
        query |= {"whole": "true"} if whole else {}
        query |= {"others": "true"} if others else {}
        data = client.fetch(f"/v1/bundles/{safe(party.lower())}", **query)
    lines = _write(Path(file), data, form)
    entries, receipts = data.count(b'{"is":"entry"'), data.count(b'{"is":"cosignature"')
    if settings.json:
        found = {"file": file, "entries": entries, "receipts": receipts, "lines": lines}
        say_json({**found, "bytes": Path(file).stat().st_size})
        return
    what = f"{counted(entries, 'entry', 'entries')} and {counted(receipts, 'receipt', 'receipts')}"
    size = counted(Path(file).stat().st_size, "byte", "bytes")
    said = counted(lines, "line", "lines") if lines else size
    say(f"Written: {file} ({what} for {party}, {said})")
    if not entries:
        say(f"{party} is known to hold everything already; --whole writes it all the same.")
    say(f"There: detente bundle in {Path(file).name}")


def _channels(client: Client, given: list[str]) -> list[str]:
    """The channels by their whole names; raises Unusable for a beginning that fits none or two."""
    known = list(dict.fromkeys(line.channel for line in client.status().lines))
    found: list[str] = []
    for word in given:
        hits = [word] if word in known else [name for name in known if name.startswith(word)]
        if len(hits) != 1:
            what = "no channel" if not hits else "more than one channel"
            raise Unusable(f"{what} begins with {word!r}: there are {', '.join(known) or 'none'}")
        found += hits
    return found


def _write(path: Path, data: bytes, form: str) -> int:
    """Write the file in its form; the number of lines when it is text."""
    if form == "file":
        write_bytes(path, gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
        return 0
    from detente.journal.armour import Form, armour

    try:
        lines = armour(data, Form(form))
    except ValueError as error:
        raise Unusable(str(error)) from error
    write_bytes(path, ("\n".join(lines) + "\n").encode("ascii"))
    return len(lines)


@bundle_command.command("in")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@node_options
@json_option
@click.pass_obj
def bundle_in(settings: Settings, *, files: tuple[str, ...]) -> None:
    """Take in what stands in FILEs, in whatever form each is (- is standard input).

    Several texts with lines of one bundle are given together: cat part1 part2 | detente bundle in -
    """
    views: list[BundleView] = []
    with connect(settings) as client:
        for file in files:
            views.append(client.upload("/v1/bundles", _read(file), BundleView))
            if not settings.json:
                _report(file, views[-1], settings)
        waiting = client.get("/v1/waiting", tuple[WaitingView, ...])
    if settings.json:
        say_json(views)
    else:
        _show_waiting(waiting, settings)


def _read(file: str) -> bytes:
    with click.open_file(file, "rb") as opened:
        data: bytes = opened.read(FILE_BYTES_MAX + 1)
    if len(data) > FILE_BYTES_MAX:
        raise Unusable(f"{file} is larger than {FILE_BYTES_MAX} bytes, which is all a node takes")
    return data


def _report(file: str, view: BundleView, settings: Settings) -> None:
    times = Times(settings)
    by = f"made by {view.made_by} at {times.full(view.made_at_ms)}"
    trust = "signed by it as a whole" if view.signed else "not vouched for as a whole"
    say(f"{file}: {by}, {trust}", bold=True)
    counts = f"{view.taken} new, {view.held} known already, {view.waiting} waiting"
    say(f"  entries: {counts}; receipts for ours: {view.receipts}")
    for problem in view.problems:
        say(f"  ! {problem}", bold=True)


@bundle_command.command("waiting")
@node_options
@json_option
@click.pass_obj
def bundle_waiting(settings: Settings) -> None:
    """Show what came in files before what it follows: proved, but not yet part of the line."""
    with connect(settings) as client:
        waiting = client.get("/v1/waiting", tuple[WaitingView, ...])
    if settings.json:
        say_json(waiting)
    elif waiting:
        _show_waiting(waiting, settings)
    else:
        say("Nothing waits: everything that came in files is part of the line.")


def _show_waiting(waiting: tuple[WaitingView, ...], settings: Settings) -> None:
    times = Times(settings)
    for one in waiting:
        span = f"entries {one.first} to {one.last}"
        say(f"{one.journal}: {one.waiting} wait ({span}, {one.held} are held)", bold=True)
        say(f"  {one.words}")
        for message in one.messages:
            say(f"  {message.precedence.value:<9} {times.short(message.at_ms)}  {message.line}")
    if any(one.messages for one in waiting):
        say("These are signed, but can be neither read nor answered before the rest has come.")


@bundle_command.command("log")
@node_options
@json_option
@click.pass_obj
def bundle_log(settings: Settings) -> None:
    """Show the files that were made and brought here, newest first."""
    with connect(settings) as client:
        items = client.get("/v1/bundles", tuple[BundleLogItem, ...])
    if settings.json:
        say_json(items)
        return
    times = Times(settings)
    heads = ("WHEN", "WAY", "PARTY", "BY", "ENTRIES", "KNOWN", "WAITING", "RECEIPTS", "PROBLEMS")
    rows = [
        (
            times.short(one.at_ms),
            one.way,
            one.party,
            one.officer,
            *(str(n) for n in (one.entries, one.known, one.waiting, one.receipts, one.problems)),
        )
        for one in items
    ]
    table(heads, rows)
