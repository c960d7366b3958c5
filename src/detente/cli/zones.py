"""`zones`: what zones each side claims, what the others say, what has become of them."""

from __future__ import annotations

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.say import Times, pairs, say, say_json
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.wire.zone_views import ActivationView, ZoneView, ZoneWordView


@click.command("zones", epilog=example("detente zones", "detente zones --all"))
@click.option("--all", "everything", is_flag=True, help="Also released and expired ones.")
@node_options
@line_options
@json_option
@click.pass_obj
def zones_command(settings: Settings, *, everything: bool) -> None:
    """Show the zones of the line: proposed, agreed, active, suspended; claims side by side.

    Propose: detente send NZO zone=NAME action=propose rule=RULE volume="…". The other side
    answers AGREE or DISAGREE. Then: action=activate with the time, or suspend, resume, release.
    """
    with connect(settings) as client:
        line = client.line()
        query = {} if everything else {"open": "true"}
        found = client.get(f"{line.path}/zones", tuple[ZoneView, ...], **query)
    if settings.json:
        say_json(found)
        return
    times = Times(settings)
    if not found:
        say("No zone is proposed on this line.")
    for zone in found:
        _show(zone, times)


def _show(zone: ZoneView, times: Times) -> None:
    drill = "" if zone.status == "ACTUAL" else f"*{zone.status.value}* "
    title = f"{drill}ZONE {zone.zone}: {zone.state.upper()}, proposed by {zone.party}"
    say(f"{title} in {zone.number}", bold=True)
    pairs(
        [
            ("rule", zone.rule_words),
            ("area", zone.words),
            ("renews", "goes on unless somebody objects" if zone.renews else ""),
            ("wording", f"corrected in {zone.wording}" if zone.wording != zone.number else ""),
            ("answers", ", ".join(_word(one, times) for one in zone.answers)),
            ("no answer", ", ".join(zone.silent)),
            ("said", ", ".join(_word(one, times) for one in zone.said)),
            ("active", "; ".join(_activation(one, times) for one in zone.activations)),
        ]
    )
    if zone.same_name:
        say(f"  ANOTHER CLAIM OF THIS NAME: {', '.join(zone.same_name)}", bold=True)
    if zone.red_lines:
        say(f"  TOUCHES A RED LINE (a statement, no rule): {', '.join(zone.red_lines)}", bold=True)
    if zone.overlapping:
        say(f"  THE SAME GROUND IS CLAIMED IN {', '.join(zone.overlapping)}", bold=True)


def _word(word: ZoneWordView, times: Times) -> str:
    return f"{word.party} {word.what} ({word.number}, {times.short(word.at_ms)})"


def _activation(one: ActivationView, times: Times) -> str:
    start = "open" if one.start_ms is None else times.short(one.start_ms)
    end = "open" if one.end_ms is None else times.short(one.end_ms)
    now = "NOW, " if one.now else ""
    return f"{now}{start} to {end} by {one.party} ({one.number})"
