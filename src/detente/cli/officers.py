"""`officers`: who may act on this node, in which role, and who gave it."""

from __future__ import annotations

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.inbox import safe
from detente.cli.say import Times, say, say_json, table
from detente.cli.settings import Settings, json_option, node_options
from detente.core.line.message import Role
from detente.wire.native import Accepted, OfficerView, RoleChangeView

_ROLES = [role.value.replace(" ", "-") for role in Role]


@click.group(
    "officers",
    epilog=example(
        "detente officers list",
        "detente officers add watch-1 duty-officer",
        'detente officers role watch-1 releaser --why "relieves watch-3"',
        "detente officers log",
        "detente officers remove watch-1",
    ),
)
@node_options
@json_option
def officers_command() -> None:
    """Show, add, change or remove the officers of this node. Takes an administrator's token."""


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


@officers_command.command("role")
@click.argument("officer")
@click.argument("role", type=click.Choice(_ROLES, case_sensitive=False))
@click.option("--why", default="", metavar="TEXT", help="Why; it stays in the record.")
@node_options
@json_option
@click.pass_obj
def officers_role(settings: Settings, *, officer: str, role: str, why: str) -> None:
    """Let OFFICER act in another ROLE from now on; the token stays the same.

    The record keeps who changed it, from what, when and why.
    """
    body = {"role": role.replace("-", " "), "why": why}
    with connect(settings) as client:
        done = client.patch(f"/v1/officers/{safe(officer)}", body, Accepted)
    if settings.json:
        say_json(done)
    else:
        say(f"{officer} acts as {body['role']} from now on.")


@officers_command.command("log")
@node_options
@json_option
@click.pass_obj
def officers_log(settings: Settings) -> None:
    """Show who was added, removed or given another role, by whom, when and why; oldest first."""
    with connect(settings) as client:
        changes = client.get("/v1/roles", tuple[RoleChangeView, ...])
    if settings.json:
        say_json(changes)
        return
    times = Times(settings)
    rows = [
        (
            times.full(one.at_ms),
            one.officer,
            _what(one),
            one.by.officer if one.by is not None else "not recorded",
            one.why,
        )
        for one in changes
    ]
    table(("WHEN", "OFFICER", "WHAT", "BY", "WHY"), rows)


def _what(one: RoleChangeView) -> str:
    role = one.role.value if one.role is not None else ""
    if one.what == "role":
        return f"{one.was.value if one.was is not None else '?'} -> {role}"
    return f"{one.what} {role}".strip()
