"""`alarm`: what stands, who knows of it, whether the outside can be reached."""

from __future__ import annotations

import asyncio

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.faults import Refused, Unusable
from detente.cli.say import Times, say, say_json, table
from detente.cli.settings import Settings, json_option, node_options
from detente.core.refusal import Fault
from detente.core.units import counted
from detente.wire.native import Accepted, AlarmsView, AlarmView

SERIAL_MAX = 999_999_999


@click.group(
    "alarm",
    epilog=example("detente alarm list", "detente alarm ack 3", "detente alarm test"),
)
@node_options
@json_option
def alarm_command() -> None:
    """Show and acknowledge the alarms, and try the ways by which they are said outside.

    Who is told, and when, stands in node.json under `alarms`.
    """


@alarm_command.command("list")
@node_options
@json_option
@click.pass_obj
def alarm_list(settings: Settings) -> None:
    """Show the alarms that stand, and how the ways to the outside are."""
    with connect(settings) as client:
        found = client.get("/v1/alarms", AlarmsView)
    if settings.json:
        say_json(found)
        return
    times = Times(settings)
    for alarm in found.alarms:
        say(_words(alarm, times), bold=alarm.urgency == "urgent")
    if not found.alarms:
        say("No alarm stands.")
    _ways(found, times)


def _words(alarm: AlarmView, times: Times) -> str:
    drill = "" if alarm.status == "ACTUAL" else f"*{alarm.status.value}* "
    about = [alarm.number, alarm.party and f"party {alarm.party}", alarm.channel]
    known = (
        f"acknowledged by {alarm.acknowledged_by} {times.ago(alarm.acknowledged_at_ms or 0)}"
        if alarm.acknowledged_by
        else f"nobody has acknowledged it   -> detente alarm ack {alarm.alarm}"
    )
    ways = counted(alarm.said, "way", "ways")
    said = f"said outside by {ways}" if alarm.said else "not said outside"
    parts = [
        f"{drill}ALARM {alarm.alarm} {alarm.urgency.upper()} {alarm.kind}",
        *(text for text in about if text),
        f"since {times.short(alarm.since_ms)}",
        said,
        known,
    ]
    return ", ".join(parts)


def _ways(found: AlarmsView, times: Times) -> None:
    if not found.ways:
        say("No way to the outside: nobody is reached who does not look here. See node.json.")
        return
    words = {None: "not tried yet", True: "works", False: "FAILS"}
    rows = [
        (way.name, way.kind, words[way.ok], times.short(way.at_ms) if way.at_ms else "", way.detail)
        for way in found.ways
    ]
    table(("WAY", "KIND", "LAST TRY", "WHEN", "WHY"), rows)


@alarm_command.command("ack")
@click.argument("number", type=click.IntRange(1, SERIAL_MAX))
@node_options
@json_option
@click.pass_obj
def alarm_ack(settings: Settings, *, number: int) -> None:
    """Say that you know of alarm NUMBER. It is silent outside for a time, and stands until over."""
    with connect(settings) as client:
        done = client.post(f"/v1/alarms/{number}/acknowledge", {}, Accepted)
    if settings.json:
        say_json(done)
    else:
        say(f"Alarm {number} is acknowledged. It stands until its cause is over.")


@alarm_command.command("test")
@node_options
@json_option
@click.pass_obj
def alarm_test(settings: Settings) -> None:
    """Say a test by every way now; exit code 1 when one of them fails."""
    with connect(settings) as client:
        found = client.post("/v1/alarms/test", {}, AlarmsView)
    if settings.json:
        say_json(found)
    else:
        _ways(found, Times(settings))
    failed = [way.name for way in found.ways if not way.ok]
    if failed:
        raise Refused(f"not reached: {', '.join(failed)}")


@alarm_command.command("down")
@node_options
@json_option
@click.pass_obj
def alarm_down(settings: Settings) -> None:
    """Say outside that the node of this home is not running. Needs no node.

    For what watches the node's process, such as systemd's OnFailure.
    """
    from detente.serve import home as homes
    from detente.serve.alarm import ways, words

    try:
        home = homes.load(settings.home_dir())
    except Fault as fault:
        raise Unusable(str(fault)) from fault
    chosen = home.settings.alarms.ways
    if not chosen:
        raise Unusable(f"{home.path}/node.json names no way to the outside under alarms.ways")
    notice = words.down_notice(home.party.party, settings.now_ms())

    async def tell() -> list[BaseException | None]:
        tries = (ways.say(way, notice, home.path) for way in chosen)
        return await asyncio.gather(*tries, return_exceptions=True)

    results = asyncio.run(tell())
    told = {way.name: str(why or "") for way, why in zip(chosen, results, strict=True)}
    if settings.json:
        say_json({"failed": {name: why for name, why in told.items() if why}, "tried": list(told)})
    else:
        for name, why in told.items():
            say(f"{name}: {why or 'told'}")
    if any(told.values()):
        raise Refused("not every way was reached")
