"""`sign-in-link`, `sessions`: who gets to the console, and who is there."""

from __future__ import annotations

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.say import Times, say, say_json, table
from detente.cli.settings import Settings, json_option, node_options
from detente.core.units import MS_PER_MIN
from detente.core.watch.sessions import LINK_MS, LINK_MS_MAX
from detente.wire.session_views import SessionView, SignInLinkView

_MEANS = {"link": "link", "passkey": "passkey", "oidc": "provider", "token": "token"}


@click.command(
    "sign-in-link",
    epilog=example("detente sign-in-link watch-1", "detente sign-in-link watch-2 --minutes 600"),
)
@click.argument("officer", required=False, default="")
@click.option(
    "--minutes",
    type=click.IntRange(1, LINK_MS_MAX // MS_PER_MIN),
    default=LINK_MS // MS_PER_MIN,
    show_default=True,
    help="How long it is good.",
)
@node_options
@json_option
@click.pass_obj
def sign_in_link_command(settings: Settings, *, officer: str, minutes: int) -> None:
    """Make a link that signs OFFICER (default: yourself) in at the console, once.

    Whoever opens it first is OFFICER: hand it over by a way you trust. For another officer it takes
    an administrator's token. The link goes to standard output, the rest to standard error.
    """
    body = {"officer": officer, "minutes": minutes}
    with connect(settings) as client:
        made = client.post("/v1/sign-in-links", body, SignInLinkView)
    if settings.json:
        say_json(made)
        return
    say(made.url)
    until = Times(settings).full(made.expires_ms)
    say(f"Signs {made.officer} in, once, until {until}.", err=True)


@click.group("sessions", epilog=example("detente sessions list", "detente sessions end 12"))
@node_options
@json_option
def sessions_command() -> None:
    """Show who is signed in at the console, or end a session.

    An administrator sees and ends everybody's, others their own.
    """


@sessions_command.command("list")
@node_options
@json_option
@click.pass_obj
def sessions_list(settings: Settings) -> None:
    """Show who is signed in: since when, by which means, when last heard, until when."""
    with connect(settings) as client:
        held = client.get("/v1/sessions", tuple[SessionView, ...])
    if settings.json:
        say_json(held)
        return
    times = Times(settings)
    rows = [
        (
            str(one.session),
            one.officer,
            one.role.value,
            _MEANS.get(one.means, one.means),
            *(times.full(ms) if ms is not None else "" for ms in _times(one)),
        )
        for one in held
    ]
    table(("NUMBER", "OFFICER", "ROLE", "BY", "SINCE", "HEARD", "UNTIL"), rows)


def _times(one: SessionView) -> tuple[int | None, int | None, int | None]:
    return one.since_ms, one.heard_ms, one.until_ms


@sessions_command.command("end")
@click.argument("number", type=click.IntRange(1, 999_999_999))
@node_options
@json_option
@click.pass_obj
def sessions_end(settings: Settings, *, number: int) -> None:
    """End session NUMBER; its screen asks to sign in again."""
    with connect(settings) as client:
        client.delete(f"/v1/sessions/{number}")
    if settings.json:
        say_json({"ended": number})
    else:
        say(f"Session {number} is over.")
