"""`print` and `paper`: a message on paper, and what came by voice, radio, fax or paper typed in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from detente.cli.app import example
from detente.cli.client import Client, LineName, connect
from detente.cli.faults import Unusable
from detente.cli.inbox import message_path
from detente.cli.messages import _format, read_bytes, read_fields, show_accepted
from detente.cli.record import write_bytes
from detente.cli.say import say, say_json
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.cli.tongue import lang_option, say_marked
from detente.core.line.commands import Send
from detente.core.line.formats import Format
from detente.core.line.paper import HEADING, PAPER
from detente.core.line.tables import FORMATS
from detente.core.line.tables.choices import PAPER_MEANS
from detente.core.values import Json
from detente.wire.human import time_from_text
from detente.wire.native import Accepted

THEIR = "their_"  # begins the names of what a paper entry holds of a header
HEADS = tuple(name.removeprefix(THEIR).removesuffix("_ms") for name in HEADING)
MEANS = tuple(code for code, _ in PAPER_MEANS)
MS_PER_DAY = 86_400_000


@click.command(
    "print",
    epilog=example(
        "detente print AMBER-2026-0001",
        "detente print AMBER-2026-0001 --html AMBER-2026-0001.html",
        "detente print AMBER-2026-0001 --lang ru",
    ),
)
@click.argument("number")
@click.option("--html", "page", metavar="FILE", help="Write a page for a printer to FILE.")
@lang_option
@node_options
@line_options
@json_option
@click.pass_obj
def print_command(settings: Settings, *, number: str, page: str | None, lang: str | None) -> None:
    """Print message NUMBER for paper, fax or telephone: numbered lines, each with a check code.

    Whoever types it in on the other side (detente paper --typed FILE) is told which line has a
    wrong character. The sheet has room for receipts by hand. With --lang it is said in that
    language above, for reading; what is typed in stays as it is.
    """
    with connect(settings) as client:
        path = message_path(client.line(number), number)
        data = client.fetch(f"{path}/print.html" if page else f"{path}/print", lang=lang)
    if page:
        write_bytes(Path(page), data)
        if not settings.json:
            say(f"Written: {page}")
    text = data.decode("utf-8")
    if settings.json:
        say_json({"number": number.upper(), "file": page} if page else {"text": text})
    elif not page:
        say_marked(text)


@click.command(
    "paper",
    epilog=example(
        "detente paper --typed sheet.txt --means fax",
        "detente paper NWA hazard=air-surface --from amber --means voice \\",
        "    --number AMBER-2026-0007 volume='circle 22.9S 14.4E 5NM SFC-FL150 08:00Z-09:00Z'",
        "detente paper NWA hazard=air-surface --from amber --header agreement='Article 3'",
        "detente paper --from amber --words 'hold everything north of the river' --means radio",
    ),
)
@click.argument("code", metavar="[FORMAT]", required=False)
@click.argument("words", metavar="[FIELD=VALUE]...", nargs=-1)
@click.option("--typed", metavar="FILE", help="A printed message, typed line by line; - is stdin.")
@click.option("--from", "party", metavar="PARTY", help="Who said it.")
@click.option("--means", type=click.Choice(MEANS), default="voice", show_default=True, help="How.")
@click.option("--heard", metavar="TIME", help="When it came [now].")
@click.option("--number", metavar="NUMBER", help="Its number, if one was said.")
@click.option("--about", metavar="NUMBER", help="The message that it was about.")
@click.option("--words", "heard_words", metavar="TEXT", help="The words as they were heard.")
@click.option(
    "--header",
    "header",
    metavar="NAME=VALUE",
    multiple=True,
    help=f"What its header said: {', '.join(HEADS)}.",
)
@click.option("--desk", metavar="DESK", help="Which desk said it.")
@node_options
@line_options
@json_option
@click.pass_obj
def paper_command(settings: Settings, /, **given: Any) -> None:
    """Write down what came by voice, radio, fax or paper, as what it is: your own entry of it.

    What it says counts in your picture as the other side's until its signed message is here; then
    that counts, and both sides see where the two differ. Nothing in the entry has to be complete.
    """
    heard_ms, number = _time(given["heard"], settings), given["number"]
    with connect(settings) as client:
        line = client.line(number or "")
        if given["typed"] is None:
            send = _entry(given, heard_ms, settings)
            accepted = client.post(f"{line.path}/messages", send, Accepted)
        elif any(given[name] for name in ("code", "words", "party", "header")):
            raise Unusable("--typed says format, fields, header and sender itself: give it alone")
        else:
            accepted = _typed(client, line, given, heard_ms)
        show_accepted(client, line, accepted, settings, "Written down", in_full=False)


def _entry(given: Any, heard_ms: int | None, settings: Settings) -> Send:
    """The paper entry that the options say."""
    if not given["party"]:
        raise Unusable("say who said it: --from PARTY")
    fmt = _format(given["code"]) if given["code"] else None
    fields: dict[str, Json | None] = {
        "party": given["party"].lower(),
        "means": given["means"],
        "heard_ms": heard_ms,
        "their_number": given["number"].upper() if given["number"] else None,
        "their_ref": given["about"].upper() if given["about"] else None,
        "written": given["heard_words"],
        "speaker": given["desk"],
        **_headed(given["header"], settings),
        **_said(fmt, given["words"], settings),
    }
    known = {name: value for name, value in fields.items() if value is not None}
    return Send(PAPER, known, precedence=fmt.precedence if fmt else None)


def _headed(words: tuple[str, ...], settings: Settings) -> dict[str, Json]:
    """The parts of a header that were heard, under the names that a paper entry has for them."""
    specs = [spec for spec in FORMATS[PAPER].fields if spec.name in HEADING]
    short = [replace(spec, name=spec.name.removeprefix(THEIR)) for spec in specs]
    found = read_fields(tuple(short), words, settings) if words else {}
    return {f"{THEIR}{name}": value for name, value in found.items()}


def _said(fmt: Format | None, words: tuple[str, ...], settings: Settings) -> dict[str, Json]:
    if fmt is None:
        if words:
            raise Unusable("name the FORMAT before its fields, or give the --words alone")
        return {}
    fields = dict(read_fields(fmt.fields, words, settings)) if words else {}
    return {"format": fmt.code, "version": fmt.version, "said": fields}


def _time(text: str | None, settings: Settings) -> int | None:
    """When it was heard: a time of day is the last one that was."""
    if text is None:
        return None
    now_ms = settings.now_ms()
    found = time_from_text(text, now_ms if text == "now" else now_ms - MS_PER_DAY, "--heard")
    if not isinstance(found, int):
        raise Unusable(f"--heard {text!r} is no time; give 08:00Z or 2026-11-22T08:00Z")
    return found


def _typed(client: Client, line: LineName, given: Any, heard_ms: int | None) -> Accepted:
    """Hand in a sheet as it was typed; the node says which lines are wrong."""
    try:
        text = read_bytes(given["typed"]).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unusable(f"{given['typed']} is not UTF-8 text") from error
    body: dict[str, Json] = {"text": text, "means": given["means"]}
    body |= {"heard_ms": heard_ms} if heard_ms is not None else {}
    body |= {"speaker": given["desk"]} if given["desk"] else {}
    return client.post(f"{line.path}/papers", body, Accepted)
