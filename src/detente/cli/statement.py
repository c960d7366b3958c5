"""`statement`: policies, practices, red lines and positions, each side's own, with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.agreement import acknowledge_option
from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.faults import Refused
from detente.cli.messages import show_accepted
from detente.cli.say import Times, pairs, say, say_json
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.line.tables import FORMATS
from detente.core.line.tables.register_choices import STATEMENT_KINDS
from detente.wire.agreement_views import StatementView
from detente.wire.human_fields import Typed, fields_from_words
from detente.wire.native import Accepted

if TYPE_CHECKING:
    from detente.core.values import Json

_KINDS = [code for code, _ in STATEMENT_KINDS]


@click.group("statement", epilog=example("detente statement list"))
def statement_command() -> None:
    """What a side declares or is seen to do: kept with its source, and never a rule."""


@statement_command.command(
    "make",
    epilog=example(
        'detente statement make policy "Intruders are shot down." --holder Amber \\\n'
        '      --source "statement of the ministry" --except-for Cobalt --since 2015',
        'detente statement make red-line "No weapons here." --holder Amber \\\n'
        '      --source "letter of 3 March" --area "circle 22.9S 14.4E 20NM"',
        'detente statement make practice "It let ours pass." --holder Amber \\\n'
        '      --source "our radar" --policy AMBER-2026-0012',
    ),
)
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("words")
@click.option("--holder", metavar="PARTY", required=True, help="Whose it is.")
@click.option("--source", metavar="TEXT", required=True, help="Where it was said or seen.")
@click.option("--except-for", "exception", metavar="TEXT", help="To whom it is not applied.")
@click.option("--since", metavar="DAY", help="2016-02-18, 2016-02 or 2016.")
@click.option("--until", metavar="DAY", help="The same.")
@click.option("--area", metavar="AREA", help="Where, as in a message's area field.")
@click.option("--instead-of", metavar="NUMBER", help="Your earlier statement that it follows.")
@click.option("--policy", metavar="NUMBER", help="The declared policy whose practice this is.")
@click.option("--contact", metavar="NUMBER", help="The contact at which it was said.")
@acknowledge_option
@line_options
@node_options
@json_option
@click.pass_obj
def make_command(
    settings: Settings,
    /,
    *,
    kind: str,
    words: str,
    area: str | None,
    acknowledge: tuple[str, ...],
    **said: str | None,
) -> None:
    """Put WORDS on record as a KIND of statement of its holder, with the source."""
    fields: dict[str, Json] = {"kind": kind, "words": words}
    fields |= {name: value for name, value in said.items() if value is not None}
    if area is not None:
        typed = fields_from_words(FORMATS["POL"].fields, (f"area={area}",), settings.now_ms())
        if not isinstance(typed, Typed):
            raise Refused("the area is none", typed)
        fields |= typed.fields
    with connect(settings) as client:
        line = client.line()
        body = {"format": "POL", "fields": fields, "acknowledged": acknowledge}
        accepted = client.post(f"{line.path}/messages", body, Accepted)
        show_accepted(client, line, accepted, settings, "Put on record")


@statement_command.command(
    "list", epilog=example("detente statement list", "detente statement list --kind red-line")
)
@click.option("--kind", type=click.Choice(_KINDS), help="Only these.")
@click.option("--all", "everything", is_flag=True, help="Also those that another followed.")
@line_options
@node_options
@json_option
@click.pass_obj
def list_command(settings: Settings, *, kind: str | None, everything: bool) -> None:
    """List the statements by holder: what each says of itself, and what others say of it."""
    with connect(settings) as client:
        line = client.line()
        query = {} if everything else {"open": "true"}
        found = client.get(f"{line.path}/statements", tuple[StatementView, ...], **query)
    found = tuple(one for one in found if kind is None or one.kind == kind)
    if settings.json:
        say_json(found)
        return
    times = Times(settings)
    if not found:
        say("No statement is on record on this line.")
    for one in found:
        _show(one, times)


def _show(one: StatementView, times: Times) -> None:
    drill = "" if one.status == "ACTUAL" else f"*{one.status.value}* "
    whose = "by itself" if one.own else f"as {one.party} says"
    say(f"{drill}{one.kind_words.upper()} of {one.holder}, {whose}: {one.words}", bold=True)
    dates = f"{one.since or ''} to {one.until or ''}" if one.since or one.until else ""
    pairs(
        [
            ("number", f"{one.number}, {times.full(one.at_ms)}"),
            ("source", one.source),
            ("not applied to", one.exception or ""),
            ("dates", dates),
            ("area", one.area_words),
            ("zones in it", ", ".join(one.zones)),
            ("followed by", one.followed_by or ""),
            ("instead of", one.instead_of or ""),
            ("goes with", one.goes_with or ""),
            ("beside it", ", ".join(one.beside)),
            ("said at", one.contact or ""),
            ("answers", ", ".join(f"{party} {code}" for party, code in one.answers)),
        ]
    )
    for remark in one.remarks:
        say(f"  !! {remark}", bold=True)
