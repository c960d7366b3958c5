"""`keys`: the party's signing key: show it, change it, replace a lost or a stolen one."""

from __future__ import annotations

import time
from pathlib import Path

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.faults import Unusable
from detente.cli.say import Times, pairs, say, say_json
from detente.cli.settings import Settings, json_option, node_options
from detente.core.refusal import Fault
from detente.wire.human import time_from_text
from detente.wire.native import KeysView

_RECOVERY = click.option(
    "--recovery-key",
    "recovery_key",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    required=True,
    help="The recovery key, from where it is kept (it is read, never copied).",
)


@click.group(
    "keys",
    epilog=example(
        "detente keys show",
        "detente keys rotate",
        "detente keys recover --recovery-key /media/safe/recovery.key",
        "detente keys revoke --recovery-key /media/safe/recovery.key --since 2026-11-22T08:00Z",
    ),
)
@node_options
@json_option
def keys_command() -> None:
    """Show the parties' keys; change your own, or replace one that is lost or stolen.

    A change is made while the node is stopped. It is written into each of your journals, signed by
    the old key or by the recovery key, so your peers need not be asked: they record it.
    """


@keys_command.command("show")
@node_options
@json_option
@click.pass_obj
def keys_show(settings: Settings) -> None:
    """Show the keys of every party known here, as fingerprints to compare by voice."""
    with connect(settings) as client:
        parties = client.get("/v1/keys", tuple[KeysView, ...])
    if settings.json:
        say_json(parties)
        return
    times = Times(settings)
    for one in parties:
        say(f"{one.party}{' (we)' if one.own else ''}", bold=True)
        older = [
            (f"until {times.full(key.until_ms)}", f"{key.fingerprint} ({key.reason}, by {key.by})")
            for key in one.older
        ]
        pairs([("signs with", one.fingerprint), ("recovery key", one.recovery), *older])


@keys_command.command("rotate")
@node_options
@json_option
@click.pass_obj
def keys_rotate(settings: Settings) -> None:
    """Sign with a new key from now on; the old one says so. Stop the node first."""
    _change(settings, "rotated")


@keys_command.command("recover")
@_RECOVERY
@node_options
@json_option
@click.pass_obj
def keys_recover(settings: Settings, *, recovery_key: Path) -> None:
    """Sign with a new key because the old one is lost; the recovery key says so."""
    _change(settings, "lost", recovery_key)


@keys_command.command("revoke")
@_RECOVERY
@click.option(
    "--since",
    metavar="TIME",
    help="From when on the stolen key's entries are not yours, such as 2026-11-22T08:00Z [now].",
)
@node_options
@json_option
@click.pass_obj
def keys_revoke(settings: Settings, *, recovery_key: Path, since: str | None) -> None:
    """Declare the old key stolen: what it signed from then on is not yours; a new key signs.

    Your journals begin anew. Peers refuse whatever the old key still signs, and show what it signed
    beyond that point as not yours. What of it was really yours, say again.
    """
    _change(settings, "stolen", recovery_key, _since(since))


def _since(text: str | None) -> int | None:
    if text is None:
        return None
    found = time_from_text(text, time.time_ns() // 1_000_000, "since")
    if isinstance(found, int):
        return found
    raise click.BadParameter(f"{text!r} is no time; write 2026-11-22T08:00Z", param_hint="--since")


def _change(
    settings: Settings, reason: str, recovery_key: Path | None = None, since_ms: int | None = None
) -> None:
    from detente.serve import keys  # loads the node

    try:
        done = keys.change(
            settings.home_dir(),
            reason=reason,
            clock=lambda: time.time_ns() // 1_000_000,
            recovery_key=recovery_key,
            since_ms=since_ms,
        )
    except Fault as fault:
        raise Unusable(str(fault)) from fault
    if settings.json:
        say_json(
            {
                "party": done.party,
                "reason": done.reason,
                "old": done.old,
                "new": done.new,
                "channels": list(done.channels),
                "epochs": list(done.epochs),
            }
        )
        return
    say(f"{done.party} signs with a new key.", bold=True)
    pairs(
        [
            ("new key", done.new),
            ("before", f"{done.old} ({done.reason})"),
            ("told in", ", ".join(done.channels) or "no channel yet"),
            ("begun anew", ", ".join(done.epochs)),
            ("next", "start the node; your peers learn it at the next greeting"),
            ("and", "make a backup: older ones hold the old key"),
        ]
    )
