"""`doctor`: is everything in order with this home and its node, and what is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.faults import CommandFault, Unusable
from detente.cli.say import say, say_json
from detente.cli.settings import Settings, json_option, node_options
from detente.wire.native import OfficerView, WitnessView

if TYPE_CHECKING:
    from detente.serve.examine import Finding

EXIT_BAD, EXIT_ATTENTION = 1, 5


@click.command(
    "doctor", epilog=example("detente doctor", "detente doctor --quiet || mail-the-desk")
)
@click.option("--quiet", is_flag=True, help="Only what is not good.")
@click.option("--offline", is_flag=True, help="Do not ask the node.")
@node_options
@json_option
@click.pass_context
def doctor_command(ctx: click.Context, *, quiet: bool, offline: bool) -> None:
    """Examine keys, recovery key, certificate, disk, backups, record, clocks, peers, versions.

    Each line says good, ATTENTION or BAD, why, and what to do. Changes nothing. Exit code 0: all
    is good; 5: something needs attention; 1: something is bad.
    """
    from detente.serve import examine  # loads the crypto

    settings = ctx.ensure_object(Settings)
    home = settings.home_dir()
    if not (home / "party.json").exists():
        raise Unusable(f"{home} is no home of a node. Make one: detente init")
    asked, why_not = None, "not asked (--offline)"
    if not offline:
        try:
            with connect(settings) as client:
                officers = client.get("/v1/officers", tuple[OfficerView, ...])
                witnesses = client.get("/v1/witnesses", tuple[WitnessView, ...])
                asked = examine.Asked(
                    status=client.status(), officers=officers, witnesses=witnesses
                )
        except CommandFault as fault:
            why_not = fault.message
    found = examine.examine(home, settings.now_ms(), asked, why_not)
    if settings.json:
        say_json(found)
    else:
        _say(found, quiet=quiet)
    states = {one.state for one in found}
    if examine.State.BAD in states:
        ctx.exit(EXIT_BAD)
    ctx.exit(EXIT_ATTENTION if examine.State.ATTENTION in states else 0)


def _say(found: list[Finding], *, quiet: bool) -> None:
    width = max(len(one.what) for one in found)
    for one in found:
        is_good = one.state == "good"
        if quiet and is_good:
            continue
        state = one.state.value if is_good else one.state.value.upper()
        say(f"{state:<9}  {one.what:<{width}}  {one.why}", bold=not is_good)
        if one.todo:
            say(f"{'':<9}  {'':<{width}}  -> {one.todo}")
    worst = [one for one in found if one.state != "good"]
    if not worst and not quiet:
        say("All is good.", bold=True)
