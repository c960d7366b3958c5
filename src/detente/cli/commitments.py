"""`commitments` and `commitment`: who promised what by when, and how each side says it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from detente.cli.app import example
from detente.cli.client import Client, LineName, connect
from detente.cli.contact_words import show_commitments
from detente.cli.contacts import contact_path, put_on_record, say_options
from detente.cli.inbox import message_path
from detente.cli.messages import show_accepted
from detente.cli.say import say, say_json
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.line.formats import Answers
from detente.core.line.tables.register_choices import COMMITMENT_STATES
from detente.wire.consultation_views import CommitmentView, ContactPageView
from detente.wire.native import Accepted

if TYPE_CHECKING:
    from detente.core.values import Json

_STATES = click.Choice([code for code, _ in COMMITMENT_STATES], case_sensitive=False)


@click.command(
    "commitments",
    epilog=example(
        "detente commitments",
        "detente commitments --all",
        "detente commitments --at COBALT-2026-0009",
    ),
)
@click.option("--all", "everything", is_flag=True, help="Also settled ones.")
@click.option("--at", "contact", metavar="NUMBER", help="Those that come up at this contact.")
@node_options
@line_options
@json_option
@click.pass_obj
def commitments_command(settings: Settings, *, everything: bool, contact: str | None) -> None:
    """Show what was promised: owner, date, confirmation, how each side says it stands.

    One is settled when the sides that say how it stands say done or dropped, and not its owner
    alone. --at: what comes up at the next visit, reviewed there or still open.
    """
    with connect(settings) as client:
        if contact is not None:
            line = client.line(contact)
            found = client.get(contact_path(line, contact), ContactPageView).due
        else:
            line = client.line()
            query = {} if everything else {"open": "true"}
            path = f"{line.path}/commitments"
            found = client.get(path, tuple[CommitmentView, ...], **query)
    if settings.json:
        say_json(found)
    elif found:
        show_commitments(found)
    else:
        say("No commitment is " + ("on record" if everything else "open; settled ones: --all"))


@click.group(
    "commitment",
    epilog=example(
        "detente commitment add 'Send the charts' --owner cobalt due=2026-12",
        "detente commitment status AMBER-2026-0008 done",
    ),
)
def commitment_command() -> None:
    """One commitment: put it on record, confirm or dispute it, say how it stands."""


@commitment_command.command(
    "add",
    epilog=example(
        "detente commitment add 'Send the charts' --owner cobalt due=2026-12",
        "detente commitment add 'Meet again' --owner both due_words='in spring'",
    ),
)
@click.argument("what")
@click.option("--owner", required=True, metavar="NAME", help="Who does it: a party, or both.")
@say_options
@click.pass_obj
def add_command(settings: Settings, /, *, what: str, owner: str, **given: Any) -> None:
    """Put a promise on record (CCM): WHAT, by whom, by when. The other side confirms it."""
    known: dict[str, Json] = {"what": what, "owner": owner}
    with connect(settings) as client:
        put_on_record(client, client.line(), settings, "CCM", known, given)


@commitment_command.command("confirm", epilog=example("detente commitment confirm AMBER-2026-0008"))
@click.argument("number")
@node_options
@line_options
@json_option
@click.pass_obj
def confirm_command(settings: Settings, *, number: str) -> None:
    """Confirm that it was promised as it stands (the answer AGREE)."""
    with connect(settings) as client:
        body: dict[str, Json] = {"code": Answers.AGREE}
        _answer(client, client.line(number), settings, number, body, "Confirmed")


@commitment_command.command(
    "dispute", epilog=example("detente commitment dispute AMBER-2026-0008 --field due")
)
@click.argument("number")
@click.option("--field", "field_name", default="whole", metavar="NAME", help="What is wrong in it.")
@click.option("--remarks", metavar="TEXT", help="Free text, carried as written, not agreed.")
@node_options
@line_options
@json_option
@click.pass_obj
def dispute_command(
    settings: Settings, *, number: str, field_name: str, remarks: str | None
) -> None:
    """Say that it was not promised so (the answer DISAGREE), and in which field."""
    body: dict[str, Json] = {
        "code": Answers.DISAGREE,
        "field_name": field_name,
        "remarks": remarks,
    }
    with connect(settings) as client:
        _answer(client, client.line(number), settings, number, body, "Disputed")


@commitment_command.command(
    "status",
    epilog=example(
        "detente commitment status AMBER-2026-0008 done contact=COBALT-2026-0009",
        "detente commitment status AMBER-2026-0008 partly words='two of three charts'",
    ),
)
@click.argument("number")
@click.argument("state", type=_STATES, metavar="STATE")
@say_options
@click.pass_obj
def status_command(settings: Settings, /, *, number: str, state: str, **given: Any) -> None:
    """Say how a commitment stands (CST), such as at the contact that reviews it.

    STATE: open, in-hand, partly, done, overdue, dropped, disputed.
    """
    known: dict[str, Json] = {"commitment": number.upper(), "state": state}
    with connect(settings) as client:
        put_on_record(client, client.line(number), settings, "CST", known, given)


def _answer(
    client: Client,
    line: LineName,
    settings: Settings,
    number: str,
    body: dict[str, Json],
    said: str,
) -> None:
    accepted = client.post(f"{message_path(line, number)}/answer", body, Accepted)
    show_accepted(client, line, accepted, settings, f"{said} {number.upper()}", in_full=False)
