"""`feed`: the restricted-area feed: what it gives, who may read it, what it gave to whom."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.inbox import safe
from detente.cli.record import write_bytes
from detente.cli.say import Times, say, say_json, table
from detente.cli.settings import Settings, json_option, node_options
from detente.core.line.message import Status
from detente.core.watch.feeds import AUDIENCES, levels
from detente.wire.lastmile import PullView, ReaderView

FORMS = ("geojson", "kml", "cap", "cot")
_LOG_MAX = 1_000
_READERS = "/v1/feed/readers"


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the feed that was written, in which form."""

    file: str
    form: str
    bytes: int


@click.group(
    "feed",
    epilog=example(
        "detente feed write areas.kml",
        "detente feed write public.geojson --public",
        "detente feed add tower-2 --level post",
        "detente feed log",
    ),
)
@node_options
@json_option
def feed_command() -> None:
    """Give the areas of announced activity to displays, and see what was given to whom.

    A reader's token opens /v1/areas.geojson, .kml, .cap and .cot of the node, and nothing else.
    Every form says when it is stale: after that a display must show no data.
    """


@feed_command.command("write")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--form", type=click.Choice(FORMS), help="Left out: by the file's name.")
@click.option("--public", is_flag=True, help="Only what its senders have made public.")
@click.option("--status", type=click.Choice([one.value for one in Status]), default="ACTUAL")
@node_options
@json_option
@click.pass_obj
def feed_write(
    settings: Settings, *, file: Path, form: str | None, public: bool, status: str
) -> None:
    """Write the feed as it is now to FILE, such as areas.kml. That it was given is written down."""
    form = form or file.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise click.UsageError(f"say the form of {file} with --form: {', '.join(FORMS)}")
    audience = "public" if public else "own-forces"
    parts: list[bytes] = []

    def keep(part: bytes) -> int:
        parts.append(part)
        return len(part)

    with connect(settings) as client:
        size = client.download(f"/v1/areas.{form}?status={status}&audience={audience}", keep)
    write_bytes(file, b"".join(parts))
    if settings.json:
        say_json(Written(file=str(file), form=form, bytes=size))
    else:
        say(f"Written: {file} ({size} bytes), the feed for {audience}. It is stale in 5 minutes.")


@feed_command.command("readers")
@node_options
@json_option
@click.pass_obj
def feed_readers(settings: Settings) -> None:
    """Show who may read the feed, for which level, and when each last did."""
    with connect(settings) as client:
        found = client.get(_READERS, tuple[ReaderView, ...])
    if settings.json:
        say_json(found)
        return
    times = Times(settings)
    rows = [
        (
            one.reader,
            one.audience,
            one.echelon or "-",
            "never" if one.last_ms is None else times.ago(one.last_ms),
            str(one.messages),
        )
        for one in found
    ]
    table(("READER", "FOR", "LEVEL", "LAST WRITTEN DOWN", "MESSAGES"), rows)


@feed_command.command("add")
@click.argument("reader")
@click.option("--level", type=click.Choice(levels()), help="Of own forces: which level it is.")
@click.option("--public", is_flag=True, help="A reader of the public part only.")
@node_options
@json_option
@click.pass_obj
def feed_add(settings: Settings, *, reader: str, level: str | None, public: bool) -> None:
    """Give READER (a display, such as tower-2) a token that opens the feed, shown this once.

    The token goes to standard output, the rest to standard error.
    """
    from detente.serve.http.lastmile_routes import ReaderToken  # loads the crypto

    if public == (level is not None):
        raise click.UsageError("say --level LEVEL for own forces, or --public")
    audience = list(AUDIENCES)[1 if public else 0]
    body = {"reader": reader, "audience": audience, "echelon": level or ""}
    with connect(settings) as client:
        made = client.post(_READERS, body, ReaderToken)
    if settings.json:
        say_json(made)
        return
    whom = made.echelon or "the public"
    say(f"{made.reader} may read the feed for {whom}. The token, shown this once:", err=True)
    say(made.token)
    say("It sends it as `Authorization: Bearer TOKEN` to GET /v1/areas.geojson.", err=True)


@feed_command.command("remove")
@click.argument("reader")
@node_options
@json_option
@click.pass_obj
def feed_remove(settings: Settings, *, reader: str) -> None:
    """Take READER's token away; it opens nothing from now on."""
    with connect(settings) as client:
        client.delete(f"{_READERS}/{safe(reader)}")
    if settings.json:
        say_json({"removed": reader})
    else:
        say(f"{reader} reads the feed no more.")


@feed_command.command("log")
@click.option("--limit", type=click.IntRange(1, _LOG_MAX), default=50, show_default=True)
@node_options
@json_option
@click.pass_obj
def feed_log(settings: Settings, *, limit: int) -> None:
    """Show what the feed gave to whom, newest first: when it changed, and each hour.

    That a display was given a message is no proof that a person saw it.
    """
    with connect(settings) as client:
        found = client.get("/v1/feed/log", tuple[PullView, ...], limit=limit)
    if settings.json:
        say_json(found)
        return
    times = Times(settings)
    rows = [
        (
            times.short(one.at_ms),
            one.reader,
            one.echelon or one.audience,
            one.form,
            one.status.value,
            _items(one),
        )
        for one in found
    ]
    if rows:
        table(("WHEN", "READER", "LEVEL", "FORM", "STATUS", "GIVEN"), rows)
    else:
        say("Nothing was given to anybody yet.")


def _items(one: PullView) -> str:
    numbers = ", ".join(number for _, number in one.items[:10]) or "no area"
    more = len(one.items) - 10 + one.more if len(one.items) > 10 else one.more
    kept = f"; {one.withheld} not released" if one.withheld else ""
    return f"{numbers}{f' and {more} more' if more else ''}{kept}"
