"""`status`, `conflicts`, `peers`: what this node knows now, and how sure that is.

No data is shown as no data: wherever the picture is shown, a link that is down is said with it.
"""

from __future__ import annotations

from collections.abc import Iterable

import click

from detente.cli.app import example
from detente.cli.client import Client, connect
from detente.cli.say import Times, pairs, say, say_json
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.cli.tongue import lang_option, say_rendered
from detente.core.airspace.words import least_rise_words, least_words, most_rise_words, most_words
from detente.core.units import counted
from detente.wire.coordinates import to_mgrs
from detente.wire.human_out import point_to_minutes
from detente.wire.native import ConflictView, LineView, PeerView, StatusView

CLOCK_SKEW_SHOWN_MS = 1_000  # below this two well-kept clocks agree


@click.command(
    "status",
    epilog=example("detente status", "detente status --home run/amber", "detente status --lang ar"),
)
@lang_option
@node_options
@json_option
@click.pass_obj
def status_command(settings: Settings, *, lang: str | None) -> None:
    """Who am I, is the line open, what is running out of time, who does not answer."""
    with connect(settings) as client:
        status = client.status(lang)
    if settings.json:
        say_json(status)
        return
    if status.rendered is not None:
        say_rendered(status.rendered)
    times = Times(settings)
    say(f"{status.name} ({status.party}), {times.full(status.now_ms)}", bold=True)
    pairs(
        [
            ("fingerprint", status.fingerprint),
            ("version", status.version),
            ("entries", str(status.position)),
            (
                "evidence",
                _count(status.evidence, "thing", "things", "refused and kept -> detente evidence"),
            ),
            ("alarms", _count(status.alarms, "ALARM", "ALARMS", "-> detente alarm list")),
            ("gaps", _count(status.gaps, "GAP", "GAPS", "on the way to a crew -> detente gaps")),
            ("handover", _waiting(status.handover)),
        ]
    )
    if status.exercise.name:
        drill = status.exercise
        say(f"*** EXERCISE {drill.name} *** since {times.full(drill.since_ms)}", bold=True)
    if status.space is not None and status.space.room != "good":
        say(f"!! {status.space.words}   -> detente doctor", bold=True)
    for notice in status.notices:
        say(f"!! {notice}", bold=True)
    say()
    if not status.lines:
        say("No channel yet. Open one: detente open NAME, or join one: detente join FILE")
    for line in status.lines:
        _line(line)
    _links(status, times)


def _waiting(handover: int | None) -> str:
    return "" if handover is None else f"{handover} WAITS TO BE TAKEN -> detente handover take"


def _count(number: int, one: str, many: str, more: str) -> str:
    return f"{counted(number, one, many)} {more}" if number else "none"


def _line(line: LineView) -> None:
    flag = "" if line.status == "ACTUAL" else f"*** {line.status.value} *** "
    say(f"{flag}LINE {line.channel} {line.status.value}: {line.name} ({line.kind})", bold=True)
    declared = [f"{party} says {state}" for party, state in line.declared.items()]
    flash, routine = line.missed_flash, line.missed - line.missed_flash
    clashes = counted(line.conflicts, "CONFLICT", "CONFLICTS")
    pressing = [
        f"{line.unread} UNREAD -> detente inbox" if line.unread else "",
        f"{counted(flash, 'FLASH STEP', 'FLASH STEPS')} OVERDUE" if flash else "",
        f"{routine} OVERDUE" if routine else "",
        f"{line.due} owed in time" if line.due > line.missed else "",
        f"{clashes} -> detente conflicts" if line.conflicts else "",
    ]
    pairs(
        [
            ("members", ", ".join(line.members)),
            ("declared", ", ".join(declared) or "nothing declared by either side"),
            ("pressing", "; ".join(text for text in pressing if text) or "nothing"),
        ]
    )
    if line.disputed:
        say(f"  DISPUTED: {line.disputed}   -> detente channel show", bold=True)
    if line.untold:
        told = f"  NOT TOLD: {line.untold} open for dependent parties   -> detente dependents"
        say(told, bold=True)
    for due in line.checks:
        if due.silent:
            say(f"  LINE CHECKS OF {due.party} MISSED: {due.missed}", bold=True)
    for number, words in line.flash.items():
        say(f"  UNREAD {words}   -> detente read {number}", bold=True)


def _links(status: StatusView, times: Times) -> None:
    say()
    for peer in status.peers:
        say(_link(peer, times), bold=peer.link != "up")


def _link(peer: PeerView, times: Times) -> str:
    since = f" since {times.short(peer.link_since_ms)}" if peer.link_since_ms else ""
    why = f" ({peer.why})" if peer.why and peer.link != "up" else ""
    entries = counted(peer.behind, "entry", "entries")
    behind = f", {entries} not delivered to it" if peer.behind else ""
    state = peer.link if peer.link == "up" else peer.link.upper()
    return f"LINK {peer.party} {state}{since}{why}{behind}"


def blind_spots(client: Client, times: Times) -> list[str]:
    """What a picture cannot show now: the links that are not up."""
    return [_link(peer, times) for peer in client.status().peers if peer.link != "up"]


@click.command("peers", epilog=example("detente peers"))
@node_options
@json_option
@click.pass_obj
def peers_command(settings: Settings) -> None:
    """Show the other parties' nodes: link, clock, fingerprint, what they do not have yet."""
    with connect(settings) as client:
        peers = client.get("/v1/peers", tuple[PeerView, ...])
    if settings.json:
        say_json(peers)
        return
    times = Times(settings)
    if not peers:
        say("No peer yet: nobody shares a channel with this node.")
    for peer in peers:
        say(_link(peer, times), bold=True)
        pairs(
            [
                ("name", f"{peer.name} ({peer.kind})"),
                ("address", peer.address),
                ("fingerprint", peer.fingerprint),
                ("channels", ", ".join(peer.channels)),
                ("clock", _skew(peer.skew_ms)),
                ("version", peer.version or "not yet met"),
                ("knows less of", ", ".join(peer.older_formats)),
                ("evidence", _count(peer.evidence, "thing", "things", "refused and kept")),
            ]
        )


def _skew(skew_ms: int | None) -> str:
    if skew_ms is None:
        return "not compared yet"
    if abs(skew_ms) < CLOCK_SKEW_SHOWN_MS:
        return "agrees with ours within a second"
    seconds = f"{abs(skew_ms) // 1000}.{abs(skew_ms) % 1000 // 100} s"
    return f"{seconds} {'ahead of' if skew_ms > 0 else 'behind'} ours"


@click.command("conflicts", epilog=example("detente conflicts", "detente conflicts --all"))
@click.option("--all", "everything", is_flag=True, help="Also those that are over.")
@node_options
@line_options
@json_option
@click.pass_obj
def conflicts_command(settings: Settings, *, everything: bool) -> None:
    """Show the conflicts between notices: where, when, how close, and why.

    One that the other side's message ended is shown until an officer here has READ that message.
    """
    with connect(settings) as client:
        line = client.line()
        wanted = None if everything else "true"
        found = client.get(f"{line.path}/conflicts", tuple[ConflictView, ...], open=wanted)
        if settings.json:
            say_json(found)
            return
        times = Times(settings)
        blind = blind_spots(client, times)
    for conflict in found:
        _conflict(conflict, times)
    if not found:
        say(f"No conflict known among the notices held on {line.channel} {line.status}.")
    warn_of(blind)


def _conflict(conflict: ConflictView, times: Times) -> None:
    unread = conflict.ended_unread
    over = f", over: {conflict.ended_reason}" if conflict.ended_reason else ""
    if unread:
        over = f", {conflict.ended_reason}: ended by {unread}, not yet READ here"
        over += f"   -> detente read {unread}"
    say(f"CONFLICT {conflict.conflict}{over}", bold=not conflict.ended_reason or bool(unread))
    sides = zip(conflict.parties, conflict.numbers, strict=True)
    place = f", {conflict.place}" if conflict.place else ""
    across = least_words(conflict.horizontal_cm) if conflict.horizontal_cm else ""
    rise = least_rise_words(conflict.vertical_cm) if conflict.vertical_cm else ""
    apart = (
        f"across: {_apart(across, most_words(conflict.buffer_horizontal_cm))}; "
        f"in height: {_apart(rise, most_rise_words(conflict.buffer_vertical_cm))}"
    )
    pairs(
        [
            ("between", " and ".join(f"{party} {number}" for party, number in sides)),
            ("where", f"{point_to_minutes(conflict.where)} ({to_mgrs(conflict.where)}){place}"),
            ("from", times.full(conflict.from_ms)),
            ("to", times.full(conflict.to_ms)),
            ("closest", apart),
            ("why", conflict.why),
            ("found", times.full(conflict.found_at_ms)),
            ("ended", times.full(conflict.ended_at_ms) if conflict.ended_at_ms else ""),
            *((number, told.words) for number in conflict.told for told in conflict.told[number]),
        ]
    )
    say()


def _apart(least: str, buffer: str) -> str:
    """The least distance, empty when there is none, beside the buffer."""
    apart = f"{least} apart" if least else "overlap or touch"
    return f"{apart}, the buffer is {buffer}"


def warn_of(blind: Iterable[str]) -> None:
    """Say which links are down, and that what nobody announced is not shown."""
    for text in blind:
        say(f"!! {text}: what it announced since is NOT known here.", bold=True)
    say("What nobody announced is not shown. This is no clearance.")
