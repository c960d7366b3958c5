"""`backup`, `restore`: copy the record and the keys while the node serves; put them back, checked.

Both work on the home directory itself, so they need no token and no running node.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click
import msgspec

from detente.cli.app import example
from detente.cli.faults import Refused, Unusable
from detente.cli.say import Times, pairs, say, say_json, stamp
from detente.cli.settings import Settings, json_option, node_options
from detente.core.refusal import Fault

if TYPE_CHECKING:
    from detente.serve.restore import Outcome

PASSPHRASE = "DETENTE_BACKUP_PASSPHRASE"  # noqa: S105 - the name of a variable
PASSPHRASE_BYTES_MAX = 1_024
_PASSPHRASE_HELP = f"File whose first line is the passphrase [${PASSPHRASE}, else you are asked]."


@click.command(
    "backup",
    epilog=example(
        "detente backup /backups",
        "detente backup /backups --keys",
        "detente backup amber.tar --keys --passphrase-file /run/secrets/backup",
    ),
)
@click.argument("where", metavar="DIR|FILE.tar", type=click.Path(path_type=Path))
@click.option("--keys", is_flag=True, help="Also the keys, encrypted under a passphrase.")
@click.option("--passphrase-file", type=click.Path(path_type=Path), help=_PASSPHRASE_HELP)
@node_options
@json_option
@click.pass_obj
def backup_command(
    settings: Settings, *, where: Path, keys: bool, passphrase_file: Path | None
) -> None:
    """Back up the home: record, card, settings, and with --keys the keys; signed, while it serves.

    In DIR a new folder is made; FILE.tar is one file. Bodies are in it as the node keeps them: who
    holds the backup can read those that are not encrypted at rest. The recovery key is never in it.
    """
    from detente.serve import backup, home  # loads the crypto
    from detente.serve.version import version

    phrase = _passphrase(passphrase_file, confirm=True) if keys else None
    try:
        found = home.load(settings.home_dir())
        name = f"{found.party.party}-{stamp(settings.now_ms())}"
        target = where if where.suffix == ".tar" else where / name
        with _Bar("copying") as bar:
            made = backup.make(
                found,
                target,
                now_ms=settings.now_ms(),
                version=version(),
                passphrase=phrase,
                progress=bar.show,
            )
    except Fault as fault:
        raise Unusable(str(fault)) from fault
    manifest = made.manifest
    if settings.json:
        say_json({"backup": str(made.path), "manifest": manifest})
        return
    say(f"Backed up: {made.path}", bold=True)
    pairs(
        [
            ("entries", f"{manifest.position} in {len(manifest.journals)} journals"),
            ("bodies", manifest.bodies),
            ("keys", _keys_words(manifest.keys, manifest.bodies)),
            ("signed by", found.fingerprint),
            ("try it", f"detente restore {made.path} --home SOMEWHERE-ELSE --check"),
        ]
    )


def _keys_words(keys: str, bodies: str) -> str:
    if keys != "none":
        return "in it, under the passphrase"
    needed = "sign.key, tls.key" + (" and body.key" if bodies == "encrypted" else "")
    return f"NOT in it: a restore needs {needed} from elsewhere (or back up with --keys)"


@click.command(
    "restore",
    epilog=example(
        "detente restore amber.tar --home /var/lib/detente",
        "detente restore /backups/amber-20261122T080000Z --replace",
        "detente restore amber.tar --check",
    ),
)
@click.argument("backup", metavar="BACKUP", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--keys",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Where sign.key, tls.key (and body.key) are, when they are not in the backup.",
)
@click.option("--passphrase-file", type=click.Path(path_type=Path), help=_PASSPHRASE_HELP)
@click.option("--fingerprint", metavar="HEX", help="The party's fingerprint, as you know it.")
@click.option("--replace", is_flag=True, help="Move a home that is there aside (never deleted).")
@click.option("--check", is_flag=True, help="Only check that it could be put back; change nothing.")
@node_options
@json_option
@click.pass_obj
def restore_command(settings: Settings, /, **given: Path | str | bool | None) -> None:
    """Put BACKUP back as the home, after checking all of it; nothing is touched before.

    Peers may hold entries of ours that the backup lacks. Start the node with the link to them up:
    it asks them first. Never start two nodes from one backup.
    """
    from detente.serve import backup as backups  # loads the crypto
    from detente.serve import restore

    backup, keys, phrase = Path(str(given["backup"])), given["keys"], None
    if keys is None and backups.has_keys(backup):
        file = given["passphrase_file"]
        phrase = _passphrase(Path(str(file)) if file else None, confirm=False)
    try:
        with _Bar("checking") as bar:
            done = restore.restore(
                backup,
                settings.home_dir(),
                now_ms=settings.now_ms(),
                passphrase=phrase,
                keys=Path(str(keys)) if keys else None,
                expected=str(given["fingerprint"]) if given["fingerprint"] else None,
                replace=bool(given["replace"]),
                check_only=bool(given["check"]),
                progress=bar.show,
            )
    except Fault as fault:
        raise Refused(f"{fault}. Nothing was changed") from fault
    _say_restored(settings, done, check_only=bool(given["check"]))


def _say_restored(settings: Settings, done: Outcome, *, check_only: bool) -> None:
    manifest, times = done.manifest, Times(settings)
    if settings.json:
        aside = str(done.aside) if done.aside else None
        said = {"home": str(done.home), "aside": aside, "checked_only": check_only}
        say_json(said | {"manifest": msgspec.to_builtins(manifest)})
        return
    if check_only:
        say("This backup is whole and could be put back. Nothing was changed.", bold=True)
    else:
        say(f"Put back: {done.home}", bold=True)
    pairs(
        [
            ("party", f"{manifest.name} ({manifest.party})"),
            ("made", f"{times.full(manifest.made_at_ms)}, {times.ago(manifest.made_at_ms)}"),
            ("entries", f"{manifest.position} in {len(manifest.journals)} journals"),
            ("old home", f"{done.aside} (moved aside, not deleted)" if done.aside else ""),
            ("next", "" if check_only else f"detente serve --home {done.home}, links up"),
        ]
    )


def _passphrase(file: Path | None, *, confirm: bool) -> str:
    """From the file, the environment, or whoever sits at the terminal; never from an argument."""
    if file is not None:
        try:
            with file.open("rb") as opened:
                return opened.read(PASSPHRASE_BYTES_MAX).decode("utf-8").splitlines()[0]
        except (OSError, UnicodeDecodeError, IndexError) as error:
            raise Unusable(f"{file} cannot be read: {error}") from error
    given = os.environ.get(PASSPHRASE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise Unusable(f"no passphrase: give --passphrase-file or set {PASSPHRASE}")
    asked: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True)
    return asked


class _Bar:
    """How far it is, on a terminal; silent otherwise."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown >= 0:
            click.echo("\r\x1b[K", nl=False, err=True)

    def show(self, done: int, total: int) -> None:
        """Say the percentage when it has changed."""
        share = done * 100 // max(total, 1)
        if share != self._shown and sys.stderr.isatty():
            self._shown = share
            click.echo(f"\r{self._what} {share} %", nl=False, err=True)
