"""`inbox` and `show`: what has come, what is owed, and one message with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from detente.cli.app import example
from detente.cli.client import Client, LineName, connect
from detente.cli.faults import Unusable
from detente.cli.look import blind_spots
from detente.cli.message_text import RECEIPTS, ROW_HEADS, URGENCY, block, next_act, row
from detente.cli.say import Times, say, say_json, table
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.cli.tongue import lang_option, say_inbox, say_lines, say_rendered
from detente.cli.watch import follow
from detente.wire.human import time_from_text
from detente.wire.native import MessageView, MomentView, StatusView

PAGE = 500  # messages fetched at once
PAGES_MAX = 40  # 20,000 messages are more than anybody reads from a terminal; then it says so


@click.command(
    "inbox",
    epilog=example(
        "detente inbox", "detente inbox --out", "detente inbox --all", "detente inbox --lang ru"
    ),
)
@click.option("--all", "everything", is_flag=True, help="Also what is done, and the receipts.")
@click.option("--out", "own", is_flag=True, help="Your own messages instead of theirs.")
@click.option("--watch", "live", is_flag=True, help="Then stay, and show what comes.")
@lang_option
@node_options
@line_options
@json_option
@click.pass_obj
def inbox_command(
    settings: Settings, *, everything: bool, own: bool, live: bool, lang: str | None
) -> None:
    """Show the messages that need you, the most urgent and newest first.

    NEXT is the command to give next: read, readback, answer, or confirm for a read-back of yours.
    Of several channels all are shown together, each message with its channel, unless --channel
    names one. EXERCISE and TEST are never shown among what is ACTUAL.
    """
    with connect(settings) as client:
        lines, screen = client.lines(), client.status()
        me = screen.party
        pages = [fetch(client, line, lang) for line in lines]
        found = [view for page, _ in pages for view in page]
        kept = [view for view in found if _wanted(view, me, everything=everything, own=own)]
        kept.sort(key=lambda view: (URGENCY[view.message.precedence], -view.position))
        if settings.json:
            say_json(kept)
        else:
            _show(kept, me, lines, settings, cut=any(cut for _, cut in pages))
            for text in _elsewhere(screen, lines):
                say(text, bold=True)
            for text in blind_spots(client, Times(settings)):
                say(f"!! {text}: what it sent since is NOT here.", bold=True)
        if live:
            follow(
                client, settings, line=lines[0] if len(lines) == 1 else None, after=None, lang=lang
            )


def _elsewhere(screen: StatusView, lines: tuple[LineName, ...]) -> Iterator[str]:
    """What is unread on the lines that are not shown, and how to see it."""
    shown = {(line.channel, line.status) for line in lines}
    for line in screen.lines:
        if line.unread and (line.channel, line.status.value) not in shown:
            where = f"--channel {line.channel} --status {line.status.value}"
            many = f"{line.unread} UNREAD on {line.channel} {line.status.value}"
            yield f"!! {many}, not shown here   -> detente inbox {where}"


def _show(
    kept: list[MessageView],
    me: str,
    lines: tuple[LineName, ...],
    settings: Settings,
    *,
    cut: bool,
) -> None:
    times, several = Times(settings), len(lines) > 1
    channels = ", ".join(line.channel for line in lines)
    say(f"{channels} {lines[0].status}, {times.full(times.now_ms)}")
    if any(view.rendered for view in kept):
        say_inbox(kept, me, times, several=several)
    elif kept and several:
        heads = ("CHANNEL", *ROW_HEADS)
        table(heads, [(view.channel, *row(view, me, times, several=True)) for view in kept])
    elif kept:
        table(ROW_HEADS, [row(view, me, times) for view in kept])
    else:
        which = "these lines" if several else "this line"
        say(f"Nothing needs you on {which}. (detente inbox --all shows everything)")
    if cut:
        each = " of a channel" if several else ""
        say(f"Only the first {PAGE * PAGES_MAX} messages{each} were looked at.", bold=True)


def fetch(
    client: Client, line: LineName, lang: str | None = None
) -> tuple[list[MessageView], bool]:
    """Every message of the line in local order, and whether there were too many to look at.

    lang: also said in that language.
    """
    found: list[MessageView] = []
    after = 0
    for _ in range(PAGES_MAX):
        page = client.get(
            f"{line.path}/messages",
            tuple[MessageView, ...],
            box="all",
            after=after,
            limit=PAGE,
            lang=lang,
        )
        found += page
        if len(page) < PAGE:
            return found, False
        after = page[-1].position
    return found, True


def _wanted(view: MessageView, me: str, *, everything: bool, own: bool) -> bool:
    is_own = view.direction == "out"
    if own != is_own and not (everything and not own):
        return is_own and not own and bool(next_act(view, me))
    if everything:
        return True
    if view.message.format in RECEIPTS:
        return False
    return is_own or bool(next_act(view, me)) or view.state == "open"


@click.command(
    "show",
    epilog=example(
        "detente show COBALT-2026-0001",
        "detente show COBALT-2026-0001 --lang he",
        "detente show COBALT-2026-0001 --as-of 2026-11-22T07:50Z",
        "detente show COBALT-2026-0001 --timeline",
    ),
)
@click.argument("number")
@click.option("--as-of", "then", metavar="TIME", help="As this node knew it at that time.")
@click.option("--timeline", is_flag=True, help="What this node came to know of it, and when.")
@lang_option
@node_options
@line_options
@json_option
@click.pass_obj
def show_command(
    settings: Settings, *, number: str, then: str | None, timeline: bool, lang: str | None
) -> None:
    """Show message NUMBER with all that is known of it.

    Its words and fields, who holds it, the receipts with both clocks, what is owed by when, the
    lead time, conflicts and warnings. Sends no receipt; detente read does.
    """
    with connect(settings) as client:
        if timeline:
            _show_timeline(client, number, settings)
            return
        if then is None:
            view = one(client, client.line(number), number, lang)
        else:
            view = _past(client, number, then, settings)
        if settings.json:
            say_json(view)
        else:
            show_view(view, client.status().party, settings)


def _past(client: Client, number: str, then: str, settings: Settings) -> MessageView:
    """The message as the node knew it then; times are those of that moment."""
    at_ms = time_from_text(then, settings.now_ms(), "--as-of")
    if not isinstance(at_ms, int):
        raise Unusable(f"--as-of {then!r} is no time; give 2026-11-22T07:50Z")
    path = f"{message_path(client.line(number), number)}/past"
    view = client.get(path, MessageView, at_ms=at_ms)
    if not settings.json:
        say(f"As this node knew it at {Times(settings).full(at_ms)}:", bold=True)
    return view


def _show_timeline(client: Client, number: str, settings: Settings) -> None:
    path = f"{message_path(client.line(number), number)}/timeline"
    moments = client.get(path, tuple[MomentView, ...])
    if settings.json:
        say_json(moments)
        return
    times = Times(settings)
    rows = [
        (
            times.full(one.here_ms),
            "" if one.by_clock_ms is None else times.short(one.by_clock_ms),
            one.party,
            one.what,
            one.number or "",
        )
        for one in moments
    ]
    table(("KNOWN HERE SINCE", "BY ITS CLOCK", "PARTY", "WHAT", "IN"), rows)


def one(client: Client, line: LineName, number: str, lang: str | None = None) -> MessageView:
    """The message of that number on the line, also said in the language `lang`."""
    return client.get(message_path(line, number), MessageView, lang=lang)


def message_path(line: LineName, number: str) -> str:
    """The route of a message; numbers are upper case, however they were typed."""
    return f"{line.path}/messages/{safe(number.upper())}"


def safe(segment: str) -> str:
    """A path segment that cannot leave its place; the node knows none with other characters."""
    kept = "".join(
        char for char in segment if char.isascii() and (char.isalnum() or char in "-_~.")
    )
    if not kept or kept != segment or set(kept) == {"."}:
        raise click.UsageError(f"{segment!r} is no number or name of this system")
    return kept


def show_view(view: MessageView, me: str, settings: Settings) -> None:
    """Print the message; its first line stands out. In the reader's language first, if asked."""
    if view.rendered is not None:
        say_rendered(view.rendered)
    if view.receipts is not None:
        say_lines(view.receipts)
        say()
    head, *rest = block(view, me, Times(settings))
    say(head, bold=True)
    for text in rest:
        say(text)
