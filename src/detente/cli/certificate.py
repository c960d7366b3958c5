"""`renew-certificate`: a new certificate for the links, told to every peer before it is shown."""

from __future__ import annotations

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.say import Times, pairs, say, say_json
from detente.cli.settings import Settings, json_option, node_options


@click.command("renew-certificate", epilog=example("detente renew-certificate --overlap-days 14"))
@click.option(
    "--overlap-days",
    type=click.IntRange(1, 90),
    default=7,
    show_default=True,
    help="How long peers take the old one too.",
)
@click.option("--look", is_flag=True, help="Only show how it stands.")
@node_options
@json_option
@click.pass_obj
def renew_certificate_command(settings: Settings, *, overlap_days: int, look: bool) -> None:
    """Make a new certificate and key for the links, and tell every channel, signed.

    The node shows it once every peer has it, or the overlap is over; links stay up. Nobody has to
    compare anything by voice: the party's own key says it.
    """
    from detente.serve.http.admin_routes import CertificateView  # loads the crypto

    with connect(settings) as client:
        if look:
            view = client.get("/v1/certificate", CertificateView)
        else:
            body = {"overlap_days": overlap_days}
            view = client.post("/v1/certificate", body, CertificateView)
    if settings.json:
        say_json(view)
        return
    times = Times(settings)
    pending = view.next_sha256 is not None
    say("Told to every channel." if pending else "No renewal is on its way.", bold=True)
    pairs(
        [
            ("shown", f"{view.sha256[:16]}..., good until {times.full(view.ends_ms)}"),
            ("next", f"{view.next_sha256[:16]}..." if view.next_sha256 else ""),
            ("waits for", ", ".join(view.waiting_for) if pending else ""),
            ("old one until", times.full(view.old_until_ms) if view.old_until_ms else ""),
        ]
    )
