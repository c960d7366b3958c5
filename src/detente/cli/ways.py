"""`ways`: how either side of a conflict could change its notice to be clear of everything known."""

from __future__ import annotations

from urllib.parse import quote

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.look import blind_spots, warn_of
from detente.cli.say import Times, say, say_json
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.wire.native import WaysOutView

SHOWN_MAX = 5  # of each side; --all shows the rest


@click.command(
    "ways",
    epilog=example("detente ways AMBER-2026-0003~COBALT-2026-0007", "detente ways CONFLICT --all"),
)
@click.argument("conflict")
@click.option("--all", "everything", is_flag=True, help=f"More than the {SHOWN_MAX} nearest.")
@node_options
@line_options
@json_option
@click.pass_obj
def ways_command(settings: Settings, conflict: str, *, everything: bool) -> None:
    """Show the nearest ways out of CONFLICT: by time, height or position, for each side.

    Each is tried against everything that is known. Take one with `detente correct`, or propose it
    to the other side with `detente answer NUMBER DISAGREE --field volume --propose "…"`.
    """
    with connect(settings) as client:
        line, me = client.line(), client.status().party
        named = quote(conflict.replace("/", ":"), safe="~:")  # across two channels it has slashes
        path = f"{line.path}/conflicts/{named}/ways"
        found = client.get(path, tuple[WaysOutView, ...])
        if settings.json:
            say_json(found)
            return
        blind = blind_spots(client, Times(settings))
    for side in found:
        _side(side, me, everything=everything)
    warn_of(blind)


def _side(side: WaysOutView, me: str, *, everything: bool) -> None:
    whose = "ours" if side.party == me else side.party
    if side.stays:
        say(f"{side.number} ({whose}) stays: it is a humanitarian notice, no request.", bold=True)
        say()
        return
    say(f"If {side.number} ({whose}) changes:", bold=True)
    if not side.ways:
        say("  no way out within a day, 20,000 ft and 300 km: speak with the other side")
    shown = side.ways if everything else side.ways[:SHOWN_MAX]
    for way in shown:
        say(f"  cost {way.cost:g}: {way.words}")
        if side.party == me:
            say(f"    detente correct {side.number} 'volume={way.text}'")
        else:
            said = f"detente answer {side.number} DISAGREE --field volume"
            say(f"    {said} --propose '{way.text}'")
    if len(side.ways) > len(shown):
        say(f"  and {len(side.ways) - len(shown)} more: --all")
    say()
