"""`journals`, `evidence`, `export`, `verify`: what can be proved, and the file that proves it."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import IO

import click

from detente.cli.app import example
from detente.cli.client import Client, connect
from detente.cli.inbox import safe
from detente.cli.say import Times, pairs, say, say_json, table
from detente.cli.settings import Settings, json_option, node_options
from detente.wire.native import EvidenceView, JournalView


@click.command("journals", epilog=example("detente journals"))
@node_options
@json_option
@click.pass_obj
def journals_command(settings: Settings) -> None:
    """Show each journal: kept here, delivered to whom, and final.

    FINAL counts the entries cosigned by all members; only those are claimed to be beyond
    rewriting. A witness has seen hashes only, so it counts apart.
    """
    with connect(settings) as client:
        journals = client.get("/v1/journals", tuple[JournalView, ...])
    if settings.json:
        say_json(journals)
        return
    rows = [
        (
            journal.journal,
            "own" if journal.own else "theirs",
            str(journal.kept),
            str(journal.final),
            _sizes(journal.delivered) or "nobody yet",
            _sizes(journal.witnessed),
        )
        for journal in journals
    ]
    table(("JOURNAL", "WHOSE", "KEPT", "FINAL", "DELIVERED TO", "WITNESSED BY"), rows)
    for journal in journals:
        if journal.note:
            say(f"!! {journal.journal}: {journal.note}", bold=True)


def _sizes(by_party: dict[str, int]) -> str:
    return ", ".join(f"{party} {size}" for party, size in sorted(by_party.items()))


@click.command("evidence", epilog=example("detente evidence"))
@node_options
@json_option
@click.pass_obj
def evidence_command(settings: Settings) -> None:
    """Show what was refused from peers and kept: forks, gaps, bad signatures, hostile input."""
    with connect(settings) as client:
        kept = client.get("/v1/evidence", tuple[EvidenceView, ...])
    if settings.json:
        say_json(kept)
        return
    times = Times(settings)
    if not kept:
        say("Nothing was refused so far.")
    for one in kept:
        say(f"{one.id}  {one.reason} from {one.peer}", bold=True)
        pairs(
            [
                ("when", times.full(one.at_ms)),
                ("journal", one.journal),
                ("what", one.detail),
                ("sha256", one.sha256),
                ("bytes", str(one.size)),
            ]
        )


@click.command(
    "export",
    epilog=example(
        "detente export evidence.jsonl",
        "detente export evidence.jsonl.gz",
        "detente export --for public public.jsonl",
        "detente export -",
    ),
)
@click.argument("file", metavar="FILE")
@click.option(
    "--for",
    "reader",
    metavar="PARTY",
    help="Leave out what may not be told to this party; public: to everybody.",
)
@node_options
@json_option
@click.pass_obj
def export_command(settings: Settings, *, file: str, reader: str | None) -> None:
    """Write everything that is durable to FILE (- is stdout), for `detente verify`.

    It holds all message bodies: give it only to whom you would give those. With --for, the bodies
    that their senders do not release to that party are left out, and the rest is proved all the
    same. A name that ends in .gz is compressed.
    """
    route = f"/v1/export?for={safe(reader)}" if reader else "/v1/export"
    with connect(settings) as client:
        if file == "-":
            client.download(route, sys.stdout.buffer.write)
            return
        size = write_whole(client, route, Path(file))
    if settings.json:
        say_json({"file": file, "bytes": size})
    else:
        say(f"Written: {file} ({size} bytes)")
        say(f"Check it: detente verify {file}")


def write_whole(client: Client, route: str, path: Path) -> int:
    """Write what `route` answers to a file, whole or not at all; the number of bytes."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as raw:
            if path.suffix == ".gz":
                with gzip.GzipFile(path.stem, "wb", fileobj=raw, mtime=0) as packed:
                    _fill(client, route, packed)
            else:
                _fill(client, route, raw)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path.stat().st_size


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _fill(client: Client, route: str, to: IO[bytes] | gzip.GzipFile) -> None:
    client.download(route, to.write)


@click.command(
    "verify",
    epilog=example(
        "detente verify evidence.jsonl",
        "detente verify evidence.jsonl --pin cobalt=FINGERPRINT --quiet",
    ),
)
@click.argument("file", metavar="FILE")
@click.option(
    "--pin",
    multiple=True,
    metavar="PARTY=KEY",
    help="A party's fingerprint, or key (base64), as you know it from elsewhere.",
)
@click.option("--quiet", is_flag=True, help="No timeline, only the report.")
@json_option
@click.pass_context
def verify_command(ctx: click.Context, *, file: str, pin: tuple[str, ...], quiet: bool) -> None:
    """Verify an evidence file, offline: signatures, trees, cosignatures, order of cause, receipts.

    Prints the timeline that both clocks tell, and the findings. Needs no node and no home; the
    same program is `python -m detente.verify`. FILE may also be one entry as the console saves
    it. Exit code 0 good, 1 broken (which entry, and what), 2 unusable.
    """
    from detente.verify.__main__ import main  # a program of its own

    given = [f"--pin={text}" for text in pin]
    given += ["--quiet"] if quiet else []
    given += ["--json"] if ctx.ensure_object(Settings).json else []
    ctx.exit(main([*given, "--", file]))
