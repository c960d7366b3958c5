"""`officers`: who may act on this node, in which role."""

from __future__ import annotations

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.inbox import safe
from detente.cli.say import say, say_json, table
from detente.cli.settings import Settings, json_option, node_options
from detente.core.line.message import Role
from detente.wire.native import OfficerView

_ROLES = [role.value.replace(" ", "-") for role in Role]


@click.group(
    "officers",
    epilog=example(
        "detente officers list",
        "detente officers add watch-1 duty-officer",
        "detente officers remove watch-1",
    ),
)
@node_options
@json_option
def officers_command() -> None:
    """Show, add or remove the officers of this node. Takes an administrator's token."""


@officers_command.command("list")
@node_options
@json_option
@click.pass_obj
def officers_list(settings: Settings) -> None:
    """Show who holds a token, and in which role."""
    with connect(settings) as client:
        officers = client.get("/v1/officers", tuple[OfficerView, ...])
    if settings.json:
        say_json(officers)
    else:
        table(("OFFICER", "ROLE"), [(one.officer, one.role.value) for one in officers])


@officers_command.command("add")
@click.argument("officer")
@click.argument("role", type=click.Choice(_ROLES, case_sensitive=False))
@node_options
@json_option
@click.pass_obj
def officers_add(settings: Settings, *, officer: str, role: str) -> None:
    """Give OFFICER (a desk or handle, no person's name) a ROLE and a token, shown this once.

    The token goes to standard output, the rest to standard error.
    """
    from detente.serve.http.types import OfficerToken  # loads the crypto

    body = {"officer": officer, "role": role.replace("-", " ")}
    with connect(settings) as client:
        made = client.post("/v1/officers", body, OfficerToken)
    if settings.json:
        say_json(made)
        return
    say(f"{made.officer} may act as {made.role.value}. The token, shown this once:", err=True)
    say(made.token)
    say("They use it with --token or DETENTE_TOKEN.", err=True)


@officers_command.command("remove")
@click.argument("officer")
@node_options
@json_option
@click.pass_obj
def officers_remove(settings: Settings, *, officer: str) -> None:
    """Take OFFICER's token away; it opens nothing from now on."""
    with connect(settings) as client:
        client.delete(f"/v1/officers/{safe(officer)}")
    if settings.json:
        say_json({"removed": officer})
    else:
        say(f"{officer} holds no token any more.")
