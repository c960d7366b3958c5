"""`ways`: how either side of a conflict could change its notice to be clear of everything known."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.look import blind_spots, warn_of
from detente.cli.say import Times, say, say_json
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.airspace.ways_out import Change
from detente.wire.native import WayOutView, WaysOutView

SHOWN_MAX = 5  # of each side, and the nearest in time and height; --all shows the rest
_TIMES = (Change.LATER, Change.EARLIER)
_HEIGHTS = (Change.HIGHER, Change.LOWER, Change.LOWER_CEILING, Change.HIGHER_FLOOR)


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


def nearest(ways: Sequence[WayOutView]) -> list[WayOutView]:
    """The cheapest of all, and the cheapest in time and in height where those are farther off.

    One crew cannot leave its place, another not its hour: each sees that there is another way.
    """
    found = list(ways[:SHOWN_MAX])
    for kinds in (_TIMES, _HEIGHTS):
        if not any(way.change in kinds for way in found):
            found += [way for way in ways if way.change in kinds][:1]
    return found


def _side(side: WaysOutView, me: str, *, everything: bool) -> None:
    whose = "ours" if side.party == me else side.party
    if side.stays:
        say(f"{side.number} ({whose}) stays: it is a humanitarian notice, no request.", bold=True)
        say()
        return
    say(f"If {side.number} ({whose}) changes:", bold=True)
    if not side.ways:
        say("  no way out within a day, 20,000 ft and 300 km: speak with the other side")
    shown = side.ways if everything else nearest(side.ways)
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
