"""`gaps` and `disseminated`: what has not come down to the crew, and the word that it has.

A gap is a level that must have a warning and, as far as anybody has said, has not. Both sides see
the same gaps. A word is given for one's own levels only, and is signed like every other receipt.
"""

from __future__ import annotations

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.inbox import message_path
from detente.cli.messages import show_accepted
from detente.cli.say import Times, pairs, say, say_json
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.line.tables import FORMATS
from detente.wire.human import time_from_text
from detente.wire.lastmile import DisseminationView, GapView, GivenView, SideView
from detente.wire.native import Accepted

_DSM = FORMATS["DSM"]


def _codes(name: str) -> list[str]:
    spec = _DSM.field(name)
    return [code for code, _ in spec.choices] if spec else []


@click.command("gaps", epilog=example("detente gaps", "detente gaps AMBER-2026-0004"))
@click.argument("number", required=False)
@node_options
@line_options
@json_option
@click.pass_obj
def gaps_command(settings: Settings, *, number: str | None) -> None:
    """Show which levels of which side a warning has not reached, the soonest activity first.

    With NUMBER: how far down that message has come, receiver by receiver.
    """
    with connect(settings) as client:
        times = Times(settings)
        if number is not None:
            path = f"{message_path(client.line(number), number)}/dissemination"
            view = client.get(path, DisseminationView)
            if settings.json:
                say_json(view)
            else:
                _say_message(view, times)
            return
        status = settings.status or "ACTUAL"
        found = client.get("/v1/gaps", tuple[GapView, ...], status=status)
        mine = client.status().party
    if settings.channel:
        found = tuple(gap for gap in found if gap.channel == settings.channel)
    if settings.json:
        say_json(found)
        return
    if not found:
        say("No open gap that is known here. It is known only as far as each side has said.")
    for gap in found:
        say(_words(gap, mine, times), bold=gap.alarm)


def _words(gap: GapView, mine: str, times: Times) -> str:
    whose = "ours" if gap.party == mine else f"of {gap.party}"
    drill = "" if gap.status == "ACTUAL" else f"*{gap.status.value}* "
    when = "has begun" if gap.begun else f"begins {times.ago(gap.starts_ms or 0)}"
    parts = [f"{drill}GAP {gap.format} {gap.number} of {gap.author}: {gap.words}, {whose}", when]
    if gap.denied:
        parts.append(f"NOT REACHED, says {gap.denied}")
    parts += [_given(one, times) for one in gap.given]
    if gap.party == mine and gap.echelon:
        parts.append(f"-> detente disseminated {gap.number} {gap.echelon}")
    elif gap.party == mine:
        parts.append("-> detente send ECH echelons=…")
    return ", ".join(parts)


def _given(one: GivenView, times: Times) -> str:
    return f"its feed {one.reader} was given it {times.ago(one.at_ms)}"


def _say_message(view: DisseminationView, times: Times) -> None:
    say(f"{view.format} {view.number}", bold=True)
    if not view.needed:
        say("  Its format asks for no receipts of levels, or it no longer stands.")
    for side in view.sides:
        say(f"  {side.party}", bold=bool(side.missing))
        pairs(
            [
                ("levels", ", ".join(side.levels) or "none declared (ECH)"),
                ("down to the last", f"about {side.minutes} min" if side.minutes else ""),
                ("reached", "\n".join(_reached(side, times))),
                ("missing", ", ".join(level or "nobody knows" for level in side.missing)),
                ("given by feed", "\n".join(_given(one, times) for one in side.given)),
            ],
            indent=4,
        )


def _reached(side: SideView, times: Times) -> list[str]:
    return [
        f"{one.echelon}{f' ({one.unit})' if one.unit else ''}: {one.basis},"
        f" {times.short(one.reached_ms)}, says {one.said_in}"
        for one in side.reached
    ]


@click.command(
    "disseminated",
    epilog=example(
        "detente disseminated AMBER-2026-0004 crew",
        "detente disseminated AMBER-2026-0004 unit --unit battery-2 --by read-back --means radio",
        "detente disseminated AMBER-2026-0004 crew --by not-reached",
    ),
)
@click.argument("number")
@click.argument("echelon", type=click.Choice(_codes("echelon")))
@click.option(
    "--by", "basis", type=click.Choice(_codes("basis")), default="reported", show_default=True
)
@click.option("--unit", metavar="NAME", help="One unit of the level; left out: all of it.")
@click.option("--means", type=click.Choice(_codes("means")), help="How it was passed on.")
@click.option("--at", "at_text", metavar="TIME", help="When it was reached; now if left out.")
@click.option("--remarks", metavar="TEXT", help="Free text, carried as written, not agreed.")
@node_options
@line_options
@json_option
@click.pass_obj
def disseminated_command(
    settings: Settings, /, *, number: str, at_text: str | None, **said: str | None
) -> None:
    """Say that message NUMBER has reached ECHELON of this side, or (`--by not-reached`) has not.

    `--by feed` needs the pull log to show that a reader of that level was given it. Passing a
    warning on is the desk's work; this only says that it is done.
    """
    at_ms = None
    if at_text is not None:
        found = time_from_text(at_text, settings.now_ms(), "at")
        if isinstance(found, tuple):
            raise click.UsageError("; ".join(str(one) for one in found))
        at_ms = found
    body = {name: value for name, value in {**said, "at_ms": at_ms}.items() if value is not None}
    with connect(settings) as client:
        line = client.line(number)
        accepted = client.post(f"{message_path(line, number)}/disseminate", body, Accepted)
        show_accepted(client, line, accepted, settings, "DSM")
