"""`drafts`, `release`, `drop`: what waits for an officer, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.app import example
from detente.cli.client import Client, LineName, connect
from detente.cli.faults import CommandFault, Refused, Unusable
from detente.cli.messages import show_accepted
from detente.cli.say import Times, pairs, refusal_lines, say, say_json, table
from detente.cli.settings import Settings, json_option, node_options
from detente.core.line.formats import Format
from detente.core.line.tables import find
from detente.core.line.words import value_words
from detente.core.units import counted
from detente.wire.native import Accepted, DraftView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_BATCH = "All that were imported from this file."


@click.command(
    "drafts",
    epilog=example("detente drafts", "detente drafts 3", "detente drafts --batch sites.xlsx"),
)
@click.argument("draft", type=click.IntRange(1), required=False)
@click.option("--batch", metavar="FILE", help="Only those that were imported from this file.")
@node_options
@json_option
@click.pass_obj
def drafts_command(settings: Settings, *, draft: int | None, batch: str | None) -> None:
    """Show what waits for an officer's release; of one DRAFT, all of it.

    A draft waits because the channel's charter has two officers release its format, or because it
    was imported from a file. Nobody outside this node sees it before it is released.
    """
    with connect(settings) as client:
        if draft is not None:
            view = client.get(f"/v1/drafts/{draft}", DraftView)
            say_json(view) if settings.json else _show(view, settings)
            return
        views = client.get("/v1/drafts", tuple[DraftView, ...], batch=batch)
    if settings.json:
        say_json(views)
        return
    if not views:
        say("Nothing waits for release.")
        return
    times = Times(settings)
    rows = [
        (
            str(one.draft),
            f"{one.code} {one.name}".strip() + (f" of {one.about}" if one.about else ""),
            ", ".join(one.to) or "nobody",
            one.by.officer,
            times.short(one.kept_at_ms),
            _waits_for(one),
            _stands(one),
        )
        for one in views
    ]
    table(("DRAFT", "WHAT", "TO", "BY", "KEPT", "WAITS FOR", "AGAINST IT NOW"), rows)
    say("detente drafts DRAFT shows all of one; detente release DRAFT, or detente drop DRAFT.")


@click.command(
    "release",
    epilog=example(
        "detente release 3",
        "detente release 3 --acknowledge check-area",
        "detente release --batch sites.xlsx",
    ),
)
@click.argument("draft", type=click.IntRange(1), nargs=-1)
@click.option("--batch", metavar="FILE", help=_BATCH)
@click.option(
    "--acknowledge",
    multiple=True,
    metavar="RULE",
    help="Pass this check: you have seen it, and the message is right.",
)
@node_options
@json_option
@click.pass_obj
def release_command(
    settings: Settings, *, draft: tuple[int, ...], batch: str | None, acknowledge: tuple[str, ...]
) -> None:
    """Release each DRAFT exactly as it was kept. You and its drafter both stand in the message.

    Where two officers release a format, its drafter cannot be the second. Each is checked anew;
    one that is refused stays, and does not stop the others.
    """
    with connect(settings) as client:
        chosen = _chosen(client, draft, batch)
        lines = {one.draft: LineName(one.channel, one.status.value) for one in chosen}

        def release(one: DraftView) -> Accepted:
            body = {"acknowledged": list(acknowledge)}
            return client.post(f"/v1/drafts/{one.draft}/release", body, Accepted)

        done, refused = _each(chosen, release)
        if settings.json:
            say_json([accepted for _, accepted in done])
        else:
            for one, accepted in done:
                said = f"Draft {one.draft} released"
                line = lines[one.draft]
                show_accepted(client, line, accepted, settings, said, in_full=len(chosen) == 1)
    _end(refused, len(chosen), "released")


@click.command(
    "drop",
    epilog=example(
        'detente drop 3 --reason "the flight is off"',
        'detente drop --batch sites.xlsx --reason "an older list"',
    ),
)
@click.argument("draft", type=click.IntRange(1), nargs=-1)
@click.option("--batch", metavar="FILE", help=_BATCH)
@click.option("--reason", metavar="TEXT", required=True, help="Why; it stays in the record.")
@node_options
@json_option
@click.pass_obj
def drop_command(
    settings: Settings, *, draft: tuple[int, ...], batch: str | None, reason: str
) -> None:
    """Drop each DRAFT: it is not released. This node's record keeps what it said, and why."""
    with connect(settings) as client:
        chosen = _chosen(client, draft, batch)

        def drop(one: DraftView) -> Accepted:
            return client.post(f"/v1/drafts/{one.draft}/drop", {"reason": reason}, Accepted)

        done, refused = _each(chosen, drop)
    if settings.json:
        say_json([accepted for _, accepted in done])
    else:
        for one, _ in done:
            say(f"Draft {one.draft} is dropped.")
    _end(refused, len(chosen), "dropped")


def _chosen(client: Client, draft: Sequence[int], batch: str | None) -> list[DraftView]:
    """The drafts that are named by number or by batch. Raises Unusable when none is."""
    if bool(draft) == bool(batch):
        raise click.UsageError("name one or more DRAFTs, or --batch FILE")
    if batch is None:
        return [client.get(f"/v1/drafts/{serial}", DraftView) for serial in dict.fromkeys(draft)]
    found = client.get("/v1/drafts", tuple[DraftView, ...], batch=batch)
    if not found:
        raise Unusable(f"no draft from {batch} waits; detente drafts shows what does")
    return list(found)


def _each(
    chosen: Sequence[DraftView], act: Callable[[DraftView], Accepted]
) -> tuple[list[tuple[DraftView, Accepted]], list[tuple[DraftView, Refused]]]:
    """What became of each; one that is refused does not stop the others."""
    done, refused = [], []
    for one in chosen:
        try:
            done.append((one, act(one)))
        except Refused as fault:
            refused.append((one, fault))
        except CommandFault:
            for earlier, accepted in done:
                say(f"Draft {earlier.draft}: {accepted.number or 'done'}", err=True)
            raise
    return done, refused


def _end(refused: Sequence[tuple[DraftView, Refused]], count: int, word: str) -> None:
    if not refused:
        return
    if count == 1:
        raise refused[0][1]
    for one, fault in refused:
        named = f"{one.draft} ({one.source})" if one.source else str(one.draft)
        say(f"Draft {named} stays: {fault.message}", bold=True, err=True)
        for text in refusal_lines(fault.refusals):
            say(f"  {text}", err=True)
    raise Refused(f"{len(refused)} of {count} stay; the others are {word}", [])


def _waits_for(one: DraftView) -> str:
    least = one.releaser.value if one.releaser is not None else "an officer"
    return f"another {least}" if one.two_person else f"a {least}"


def _stands(one: DraftView) -> str:
    hard = sum(1 for refusal in one.against if not refusal.override)
    parts = [f"{hard} refused"] if hard else []
    parts += [f"{len(one.against) - hard} to look at"] if len(one.against) > hard else []
    parts += [counted(len(one.conflicts), "conflict", "conflicts")] if one.conflicts else []
    return ", ".join(parts) or "nothing"


def _show(one: DraftView, settings: Settings) -> None:
    """One draft with all that it says, and what the node would say to its release now."""
    times = Times(settings)
    status = "" if one.status == "ACTUAL" else f" *{one.status.value}*"
    about = f" of {one.about}" if one.about else ""
    say(f"DRAFT {one.draft}{status}: {one.code} {one.name}{about}", bold=True)
    rows = [
        ("channel", one.channel),
        ("to", ", ".join(one.to) or "nobody"),
        ("drafted by", f"{one.by.officer} ({one.by.role.value}), {times.full(one.kept_at_ms)}"),
        ("waits for", _waits_for(one)),
    ]
    rows += [("from", one.source)] if one.source else []
    rows += [("passed", ", ".join(one.acknowledged))] if one.acknowledged else []
    pairs(rows)
    say("It says:")
    fmt = find(one.code)
    pairs([(name, _value(fmt, name, value)) for name, value in _items(one)], indent=4)
    if one.remarks:
        say(f"  Remarks, not part of what is agreed: {one.remarks}")
    for text in refusal_lines(one.against):
        say(f"Against it now: {text}", bold=True)
    for why in one.conflicts:
        say(f"CONFLICT when released now: {why}", bold=True)
    say(f"detente release {one.draft}   or   detente drop {one.draft} --reason …")


def _items(one: DraftView) -> list[tuple[str, object]]:
    return sorted(one.fields.items()) if isinstance(one.fields, dict) else []


def _value(fmt: Format | None, name: str, value: object) -> str:
    spec = fmt.field(name) if fmt is not None else None
    if spec is None:
        return str(value)
    return value_words(spec, value)  # type: ignore[arg-type]  # JSON from the node
