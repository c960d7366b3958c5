"""`handover`: the watch from one officer to the next; listed, read, taken."""

from __future__ import annotations

import sys

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.faults import Refused, Unusable
from detente.cli.say import Times, say, say_json
from detente.cli.settings import Settings, json_option, node_options
from detente.core.line.message import Role
from detente.wire.native import HandoverView, OpenItemView, WatchView

_ROLES = [role.value.replace(" ", "-") for role in Role if role is not Role.OBSERVER]
_WORDS = {
    "unread": "UNREAD",
    "owed": "OWED by us",
    "awaited": "awaited",
    "conflict": "CONFLICT",
    "gap": "GAP",
    "draft": "DRAFT",
    "alarm": "ALARM",
}


@click.group(
    "handover",
    epilog=example(
        "detente handover show",
        'detente handover give --to duty-officer --desk watch-2 --remarks "calm night"',
        "detente handover take",
    ),
)
@node_options
@json_option
def handover_command() -> None:
    """Hand the watch over and take it over, with all that is open.

    It goes to a role, never to a person: whoever has the role takes it. Nothing waits for it.
    """


@handover_command.command("show")
@click.option("--past", is_flag=True, help="The newest handovers instead.")
@node_options
@json_option
@click.pass_obj
def handover_show(settings: Settings, *, past: bool) -> None:
    """Show what the watch has open now, and the handover that waits, if one does."""
    with connect(settings) as client:
        times = Times(settings)
        if past:
            found = client.get("/v1/handovers", tuple[HandoverView, ...])
            if settings.json:
                say_json(found)
                return
            for one in found:
                say(_story(one, times))
            if not found:
                say("No handover yet.")
            return
        watch = client.get("/v1/watch", WatchView)
    if settings.json:
        say_json(watch)
        return
    say("Open now:", bold=True)
    _items(watch.items, watch.more, times)
    if watch.waiting is not None:
        say()
        _list(watch.waiting, times)


@handover_command.command("give")
@click.option(
    "--to",
    "to_role",
    type=click.Choice(_ROLES, case_sensitive=False),
    default="duty-officer",
    show_default=True,
    help="The least role that may take it.",
)
@click.option("--desk", metavar="LABEL", default="", help="A desk, if one is meant.")
@click.option("--remarks", metavar="TEXT", help="What the next watch should know.")
@node_options
@json_option
@click.pass_obj
def handover_give(settings: Settings, *, to_role: str, desk: str, remarks: str | None) -> None:
    """Hand the watch over to a role, with all that is open now."""
    body = {"to_role": to_role.replace("-", " "), "desk": desk, "remarks": remarks}
    with connect(settings) as client:
        given = client.post("/v1/handovers", body, HandoverView)
    if settings.json:
        say_json(given)
        return
    _list(given, Times(settings))
    say("It waits to be taken: detente handover take. Until then you have the watch.")


@handover_command.command("take")
@click.option("--seen", metavar="WORD", help="The word under the list, instead of being asked.")
@node_options
@json_option
@click.pass_obj
def handover_take(settings: Settings, *, seen: str | None) -> None:
    """Take the watch over: shows the list first, and asks whether you have read it.

    When nobody handed it over, all that is open now is taken.
    """
    with connect(settings) as client:
        times = Times(settings)
        watch = client.get("/v1/watch", WatchView)
        waiting = watch.waiting
        if seen is None:
            seen = _ask(watch, times)
        body = {"handover": waiting.handover if waiting else None, "seen": seen or None}
        taken = client.post("/v1/handovers/take", body, HandoverView)
    if settings.json:
        say_json(taken)
        return
    say(f"You have the watch: {_story(taken, times)}", bold=True)
    if taken.came_since and taken.given_by:
        say("What has come since it was given:")
        _items(taken.came_since, taken.came_since_more, times)


def attended() -> bool:
    """Whether a person sits at this terminal, who can read and answer."""
    return sys.stdin.isatty()


def _ask(watch: WatchView, times: Times) -> str:
    """Show the list and ask; the word under it when it has been read."""
    if not attended():
        raise Unusable("nobody is there to read the list: give --seen WORD (handover show says it)")
    waiting = watch.waiting
    if waiting is None:
        say("Nobody has handed the watch over. Open now:", bold=True)
        _items(watch.items, watch.more, times)
    else:
        _list(waiting, times)
    if not click.confirm("Have you read it, and do you take the watch?"):
        raise Refused("not taken")
    return waiting.seen or "" if waiting else ""


def _list(given: HandoverView, times: Times) -> None:
    desk = f", desk {given.desk}" if given.desk else ""
    role = given.to_role.value if given.to_role else "?"
    when = times.short(given.given_at_ms)
    say(f"HANDOVER {given.handover} by {given.given_by} to {role}{desk}, {when}", bold=True)
    if given.remarks:
        say(f"  remarks: {given.remarks}")
    _items(given.items, given.more, times)
    say(f"  word under this list: {given.seen}")


def _items(items: tuple[OpenItemView, ...], more: int, times: Times) -> None:
    for item in items:
        drill = "" if item.status == "ACTUAL" else f"*{item.status.value}* "
        due = f", due {times.short(item.due_ms)}" if item.due_ms is not None else ""
        parts = [_WORDS.get(item.kind, item.kind), item.number, item.step]
        parts += [f"from {item.party}"] if item.kind == "awaited" else []
        parts += [_gap(item)] if item.kind == "gap" else []
        parts += [f"on {item.channel}"] if item.channel else []
        say(f"  {drill}{' '.join(part for part in parts if part)}{due}")
    if more:
        say(f"  and {more} more: detente inbox")
    if not items:
        say("  nothing")


def _gap(item: OpenItemView) -> str:
    """Whose crews a message has not come down to, as far as anybody has said."""
    levels = "not reached" if item.step else "no levels declared"
    return f"of {item.party} {levels} (detente gaps {item.number})"


def _story(one: HandoverView, times: Times) -> str:
    given = (
        f"given by {one.given_by} {times.short(one.given_at_ms)} with {len(one.items) + one.more}"
        if one.given_by
        else "given by nobody"
    )
    taken = (
        f"taken by {one.taken_by} {times.short(one.taken_at_ms)}"
        if one.taken_by
        else "NOT TAKEN -> detente handover take"
    )
    return f"handover {one.handover}, {given} open, {taken}"
