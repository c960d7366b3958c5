"""`witness`: run one, or have one's channels witnessed. A witness sees hashes only, never a body.

For whoever runs a witness: init, trust, distrust, serve, card, show. For an administrator of a
node: key (what the witness must trust), take (submit to it from now on), list.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.faults import Refused, Unusable
from detente.cli.say import Times, pairs, say, say_json, table
from detente.cli.settings import Settings, json_option, node_options
from detente.core.refusal import Fault, Refusal
from detente.core.values import Json

if TYPE_CHECKING:
    from detente.serve.witness.book import Book
    from detente.serve.witness.home import WitnessHome

_folder: Callable[[Any], Any] = click.argument(
    "folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False)
)


@click.group(
    "witness",
    epilog=example(
        "detente witness init run/meridian --party meridian",
        "detente witness trust run/meridian detente/amber+1f0c2b3a+AYqI43l0...",
        "detente witness serve run/meridian",
        "detente witness card run/meridian > meridian.json",
        "detente witness key                    at a member: what the witness trusts",
        "detente witness take meridian.json     at a member: submit to it from now on",
    ),
)
@node_options
@json_option
def witness_command() -> None:
    """Run a witness, or have your channels witnessed (C2SP tlog-witness).

    A witness is given sizes and hashes of journals, never an entry, and cosigns what continues
    what it cosigned before. So nobody can show two parties two histories of one journal without
    its being seen.
    """


def _load(folder: Path) -> WitnessHome:
    from detente.serve.witness import home as homes  # loads the crypto

    try:
        return homes.load(folder)
    except Fault as fault:
        raise Unusable(str(fault)) from fault


def _book(home: WitnessHome) -> Book:
    from detente.serve.witness.book import Book

    try:
        return Book(home.book_path, home.signer, home.settings.party)
    except Fault as fault:
        raise Unusable(str(fault)) from fault


@witness_command.command("init")
@_folder
@click.option("--party", required=True, metavar="PARTY", help="A short id, a-z 0-9 -.")
@click.option("--name", metavar="NAME", help="Its name as others read it [the id].")
@click.option(
    "--listen",
    metavar="HOST:PORT",
    default="127.0.0.1:8710",
    show_default=True,
    help="Plain HTTP on loopback, TLS off it.",
)
@click.option("--url", metavar="URL", default="", help="What members call [where it listens].")
@json_option
@click.pass_obj
def witness_init(settings: Settings, /, folder: Path, **given: str | None) -> None:
    """Make the home of a witness in DIR: a fresh key, and an empty memory."""
    from detente.serve.witness import home as homes

    party = str(given["party"])
    chosen = homes.WitnessSettings(
        party=party,
        name=given["name"] or party,
        listen=str(given["listen"]),
        url=given["url"] or "",
    )
    try:
        made = homes.init(folder, chosen)
    except Fault as fault:
        raise Unusable(str(fault)) from fault
    if settings.json:
        said: dict[str, Json] = {"home": str(folder), "party": party, "vkey": made.vkey}
        say_json({**said, "fingerprint": made.fingerprint})
        return
    say(f"The home of the witness {made.settings.name} ({party}) is made.", bold=True)
    pairs(
        [
            ("home", str(folder)),
            ("fingerprint", made.fingerprint),
            ("vkey", made.vkey),
            ("memory", f"{made.book_path}: if it is lost, this witness must be retired"),
            ("next", f"detente witness trust {folder} KEY, then detente witness serve {folder}"),
        ]
    )


@witness_command.command("trust")
@_folder
@click.argument("keys", metavar="KEY...", nargs=-1, required=True)
def witness_trust(*, folder: Path, keys: tuple[str, ...]) -> None:
    """Follow the journals of the parties with these KEYs (or one log, by its own vkey).

    A member prints its KEY with `detente witness key`; compare the fingerprint by voice. It may be
    added while the witness serves.
    """
    from detente.journal.forms import Malformed
    from detente.journal.signatures import fingerprint

    with _book(_load(folder)) as book:
        for text in keys:
            try:
                key = book.trust(text.strip(), int(time.time()))
            except Malformed as error:
                remedy = "Give what `detente witness key` prints at the member"
                raise Refused(
                    "no such key", [Refusal("KEY", "vkey", str(error), remedy)]
                ) from error
            say(f"Follows {key.name}, key {fingerprint(key.public)}.")


@witness_command.command("distrust")
@_folder
@click.argument("key", metavar="KEY")
def witness_distrust(*, folder: Path, key: str) -> None:
    """Take no more what this KEY signs, as after its theft. What was cosigned stays cosigned."""
    with _book(_load(folder)) as book:
        if not book.distrust(key.strip()):
            remedy = "See them with `detente witness show DIR`"
            raise Refused("no such key", [Refusal("KEY", "vkey", "is not followed", remedy)])
    say("Followed no more.")


@witness_command.command("serve")
@_folder
def witness_serve(*, folder: Path) -> None:
    """Serve the witness of DIR until SIGTERM or Ctrl-C. Says one line when it is ready."""
    from detente.serve.witness.app import run

    try:
        run(folder)
    except Fault as fault:
        raise Unusable(str(fault)) from fault


@witness_command.command("card")
@_folder
def witness_card(*, folder: Path) -> None:
    """Print the card that members take: who it is, its key, where it is, its certificate."""
    home = _load(folder)
    try:
        card = home.card()
    except Fault as fault:
        raise Unusable(str(fault)) from fault
    say_json(card)
    say(f"Fingerprint, to compare by voice: {home.fingerprint}", err=True)


@witness_command.command("show")
@_folder
@json_option
@click.pass_obj
def witness_show(settings: Settings, *, folder: Path) -> None:
    """Show whom the witness of DIR follows, what it cosigned last, and what did not fit."""
    home = _load(folder)
    with _book(home) as book:
        trusted, logs, kept = book.trusted(), list(book.logs()), list(book.evidence())
    if settings.json:
        say_json({"vkey": home.vkey, "trusted": trusted, "logs": logs, "evidence": kept})
        return
    times = Times(settings)
    table(("FOLLOWS",), [(vkey,) for vkey in trusted])
    rows = [(log.origin, str(log.size), times.full(log.time_s * 1000)) for log in logs]
    table(("JOURNAL", "ENTRIES", "COSIGNED"), rows)
    for one in kept:
        say(f"{one.id}  {one.origin}", bold=True)
        pairs([("when", times.full(one.at_s * 1000)), ("what", one.why)])
    if not kept:
        say("Nothing that a follower signed was inconsistent so far.")


@witness_command.command("key")
@node_options
@click.pass_obj
def witness_key(settings: Settings) -> None:
    """Print this party's key as a witness takes it; to be handed over by a way you trust."""
    from detente.journal.forms import cosigner_of
    from detente.journal.note import ED25519, verifier_key
    from detente.serve import home as homes

    try:
        home = homes.load(settings.home_dir())
    except Fault as fault:
        raise Unusable(str(fault)) from fault
    say(verifier_key(cosigner_of(home.party.party), ED25519, home.signer.public))
    say(f"Fingerprint, to compare by voice: {home.fingerprint}", err=True)


@witness_command.command("take")
@click.argument("file", metavar="FILE")
@click.option("--channel", metavar="C", help="The channel, or how it begins.")
@node_options
@json_option
@click.pass_obj
def witness_take(settings: Settings, *, file: str, channel: str | None) -> None:
    """Submit a channel's hashes to the witness whose card is in FILE (- is stdin), from now on.

    The witness stands in our journal from here on, apart from the members.
    """
    import msgspec

    from detente.core.events import PartyCard
    from detente.journal.signatures import fingerprint, public_from_text
    from detente.wire.native import Accepted

    try:
        text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        card = msgspec.json.decode(text, type=PartyCard)
        mark = fingerprint(public_from_text(card.key))
    except (OSError, ValueError) as error:
        raise Unusable(f"{file} is no card of a witness: {error}") from error
    with connect(settings) as client:
        settings.channel = channel
        name = client.line().channel
        accepted = client.post(f"/v1/channels/{name}/witnesses", {"card": card}, Accepted)
    if settings.json:
        say_json(accepted)
        return
    say(f"{card.name} ({card.party}) at {card.address} witnesses {name} from now on.", bold=True)
    say(f"Its fingerprint, to compare by voice: {mark}")


@witness_command.command("list")
@node_options
@json_option
@click.pass_obj
def witness_list(settings: Settings) -> None:
    """Show the witnesses of this node's channels, and how far each has come."""
    from detente.wire.native import WitnessView

    with connect(settings) as client:
        found = client.get("/v1/witnesses", tuple[WitnessView, ...])
    if settings.json:
        say_json(found)
        return
    rows = [
        (one.party, one.link, str(one.behind), ", ".join(one.channels), one.url, one.why)
        for one in found
    ]
    table(("WITNESS", "LINK", "BEHIND", "CHANNELS", "WHERE", "WHY"), rows)
