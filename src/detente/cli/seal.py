"""`seal`, `unseal`, `sealed`, `disclosure`: coarse now, exact later, and what was told when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.agreement import acknowledge_option, moment
from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.messages import read_fields, show_accepted
from detente.cli.say import Times, pairs, say, say_json, span, table
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.airspace.words import area_words
from detente.core.line.tables import FORMATS
from detente.core.line.tables.agreements import ANNOUNCED
from detente.core.line.tables.choices import ACTIVITIES
from detente.wire.agreement_views import DisclosureStepView, SealedView, ToldView
from detente.wire.native import Accepted

if TYPE_CHECKING:
    from detente.core.values import Json

_STATES = {
    "waiting": "WAITING TO BE OPENED",
    "overdue": "OVERDUE: nothing was opened",
    "opened": "OPENED, the seal fits",
    "mismatch": "OPENED BY WHAT DOES NOT FIT THE SEAL",
    "withdrawn": "WITHDRAWN",
}


@click.command(
    "seal",
    epilog=example(
        "detente seal NWA hazard=air-surface own_traffic=leaving \\\n"
        '      volume="circle 22.9S 14.4E 5NM SFC-FL200 08:00Z-09:00Z" \\\n'
        '      --coarse "circle 22.7S 14.2E 60NM SFC-FL300 06:00Z-12:00Z" --open-by 07:30Z',
    ),
)
@click.argument("code", metavar="FORMAT", type=click.Choice([code for code, _ in ANNOUNCED]))
@click.argument("words", metavar="[FIELD=VALUE]...", nargs=-1, required=True)
@click.option("--coarse", metavar="VOLUME", required=True, help="The area that is told now.")
@click.option("--open-by", metavar="TIME", required=True, help="Until when you will open it.")
@click.option(
    "--class",
    "activity",
    type=click.Choice([code for code, _ in ACTIVITIES]),
    help="Class of activity that is told now [none: the widest buffers].",
)
@click.option("--place", metavar="NAME", help="A name for the coarse area.")
@click.option("--to", multiple=True, metavar="PARTY", help="Only to these [all members].")
@acknowledge_option
@line_options
@node_options
@json_option
@click.pass_obj
def seal_command(
    settings: Settings,
    *,
    code: str,
    words: tuple[str, ...],
    coarse: str,
    open_by: str,
    activity: str | None,
    place: str | None,
    to: tuple[str, ...],
    acknowledge: tuple[str, ...],
) -> None:
    """Announce a coarse area now, with a seal over the exact notice, which stays at your node.

    The other side stays clear of the coarse area; `detente unseal` sends the exact notice later,
    and everybody can check that it is the one that was sealed.
    """
    typed = read_fields(FORMATS["GDC"].fields, (f"volume={coarse}",), settings)
    message: dict[str, Json] = {
        "format": code,
        "fields": read_fields(FORMATS[code].fields, words, settings),
        "to": list(to),
        "acknowledged": list(acknowledge),
    }
    body: dict[str, Json] = {
        "message": message,
        "coarse": typed["volume"],
        "open_by_ms": moment(settings, open_by),
        "acknowledged": list(acknowledge),
    }
    said = {"activity": activity, "place_name": place}
    body |= {name: value for name, value in said.items() if value is not None}
    with connect(settings) as client:
        line = client.line()
        accepted = client.post(f"{line.path}/sealed", body, Accepted)
        show_accepted(client, line, accepted, settings, "Sealed and announced")
        if not settings.json:
            say(f"Open it with: detente unseal {accepted.number}")


@click.command("unseal", epilog=example("detente unseal AMBER-2026-0012"))
@click.argument("number")
@acknowledge_option
@line_options
@node_options
@json_option
@click.pass_obj
def unseal_command(settings: Settings, *, number: str, acknowledge: tuple[str, ...]) -> None:
    """Open your sealed announcement NUMBER: release exactly what was sealed, and prove it."""
    with connect(settings) as client:
        line = client.line(number)
        body = {"acknowledged": list(acknowledge)}
        accepted = client.post(f"{line.path}/sealed/{number.upper()}/open", body, Accepted)
        show_accepted(client, line, accepted, settings, "Opened")


@click.command("sealed", epilog=example("detente sealed", "detente sealed --all"))
@click.option("--all", "everything", is_flag=True, help="Also opened and withdrawn ones.")
@line_options
@node_options
@json_option
@click.pass_obj
def sealed_command(settings: Settings, *, everything: bool) -> None:
    """Show the sealed announcements of the line: what is to be opened by whom, and what fits."""
    with connect(settings) as client:
        line = client.line()
        query = {} if everything else {"open": "true"}
        found = client.get(f"{line.path}/sealed", tuple[SealedView, ...], **query)
    if settings.json:
        say_json(found)
        return
    times = Times(settings)
    if not found:
        say("No sealed announcement waits on this line.")
    for one in found:
        _show(one, times)


def _show(one: SealedView, times: Times) -> None:
    drill = "" if one.status == "ACTUAL" else f"*{one.status.value}* "
    say(f"{drill}{one.number} of {one.party}, {one.format}: {_STATES[one.state]}", bold=True)
    inside = {True: "yes", False: "NOT SURELY", None: ""}[one.inside]
    pairs(
        [
            ("coarse area", one.words),
            ("to be opened by", times.full(one.open_by_ms)),
            ("opened", f"{one.notice} by {one.opening}" if one.notice else ""),
            ("opened at", times.full(one.opened_ms) if one.opened_ms else ""),
            ("exact area inside it", inside),
            ("kept here", f"draft {one.draft}: detente unseal {one.number}" if one.draft else ""),
            ("seal", one.seal),
        ]
    )
    for remark in one.remarks:
        say(f"  !! {remark}", bold=True)


@click.command("disclosure", epilog=example("detente disclosure AMBER-2026-0012"))
@click.argument("number")
@line_options
@node_options
@json_option
@click.pass_obj
def disclosure_command(settings: Settings, *, number: str) -> None:
    """Show what was told of one activity, step by step: how exact, to whom, how long ahead."""
    with connect(settings) as client:
        line = client.line(number)
        path = f"{line.path}/messages/{number.upper()}/disclosure"
        found = client.get(path, tuple[DisclosureStepView, ...])
    if settings.json:
        say_json(found)
        return
    times = Times(settings)
    within = {True: "yes", False: "not surely", None: ""}
    rows = [
        (
            times.short(one.at_ms),
            one.number,
            one.what,
            area_words(one.area_m2) if one.area_m2 is not None else "",
            within[one.within],
            ", ".join(_told(each) for each in one.told),
        )
        for one in found
    ]
    table(("WHEN", "MESSAGE", "STEP", "AREA", "INSIDE THE ONE BEFORE", "READ BEFORE START"), rows)


def _told(one: ToldView) -> str:
    if one.read_ms is None:
        return f"{one.party} not read"
    if one.lead_ms is None:
        return f"{one.party} read"
    ahead = span(abs(one.lead_ms))
    return f"{one.party} {ahead}" if one.lead_ms >= 0 else f"{one.party} {ahead} AFTER"
