"""`init`, `serve`, `open`, `invite`, `join`: from nothing to a line between two parties."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import click

from detente.cli.app import example
from detente.cli.client import Client, connect
from detente.cli.faults import Refused, Unusable
from detente.cli.messages import read_bytes
from detente.cli.say import Times, pairs, say, say_json
from detente.cli.settings import Settings, json_option, node_options
from detente.core.airspace.volume import Altitude, Outline, Reference
from detente.core.airspace.volume_json import outline_to_json
from detente.core.line.channels import ChannelKind
from detente.core.line.lead import Effective
from detente.core.line.tables import FORMATS
from detente.core.refusal import Fault, Refusal
from detente.core.units import MS_PER_MIN
from detente.core.values import Json
from detente.wire.human import Side, altitude_from_text, length_from_text, outline_from_text

SLUG_CHARS_MAX = 40
_OFFSET = re.compile(r"(?P<sign>[+-]?)(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?")


class OffsetType(click.ParamType[int]):
    """An offset from UTC: ``+03:00``, ``3`` or ``-0330``; in minutes."""

    name = "offset"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Minutes east of UTC."""
        if isinstance(value, int):
            return value
        found = _OFFSET.fullmatch(str(value))
        if found is None:
            self.fail(f"{value!r} is no offset; write +03:00", param, ctx)
        minutes = int(found["hours"]) * 60 + int(found["minutes"] or 0)
        return -minutes if found["sign"] == "-" else minutes


@click.command(
    "init",
    epilog=example('detente init amber --name "Amber Air Operations" --utc-offset +03:00'),
)
@click.argument("party_argument", metavar="[PARTY]", required=False)
@click.option("--party", metavar="PARTY", help="The same as the argument: a short id, a-z 0-9 -.")
@click.option("--name", metavar="NAME", help="The party's name as others read it.")
@click.option(
    "--kind",
    type=click.Choice(["member", "facilitator", "dependent"]),
    default="member",
    show_default=True,
    help="What this party is on its lines; for a witness see `detente witness`.",
)
@click.option("--utc-offset", type=OffsetType(), default=0, help="Local time: +03:00.")
@click.option(
    "--listen",
    metavar="HOST:PORT",
    default="127.0.0.1:8700",
    show_default=True,
    help="For this party's own officers.",
)
@click.option(
    "--peer-listen",
    metavar="HOST:PORT",
    default="127.0.0.1:8701",
    show_default=True,
    help="For the other parties' nodes.",
)
@click.option(
    "--address",
    metavar="HOST:PORT",
    default="",
    help="What the others dial, when it is not --peer-listen.",
)
@click.option(
    "--encrypt-bodies",
    is_flag=True,
    help="Keep message bodies encrypted on this disk, with keys/body.key.",
)
@node_options
@json_option
@click.pass_obj
def init_command(settings: Settings, /, **given: str | int | None) -> None:
    """Make the home of PARTY's node: keys (readable by you alone), card, first token.

    The recovery key must then be moved to a place that is not on this machine.
    """
    from detente.serve import home as homes  # loads the crypto

    party = given["party_argument"] or given["party"]
    if not party:
        raise click.UsageError("name the PARTY: a short id such as amber")
    listening = homes.Settings(
        listen=str(given["listen"]),
        peer_listen=str(given["peer_listen"]),
        address=str(given["address"]),
    )
    try:
        made = homes.init(
            settings.home_dir(),
            str(party),
            str(given["name"] or party),
            kind=str(given["kind"]),
            utc_offset_min=int(given["utc_offset"] or 0),
            settings=listening,
            encrypt_bodies=bool(given["encrypt_bodies"]),
        )
    except Fault as fault:
        raise Unusable(str(fault)) from fault
    recovery = made.path / "keys" / "recovery.key"
    if settings.json:
        say_json(
            {
                "home": str(made.path),
                "party": made.party.party,
                "name": made.party.name,
                "fingerprint": made.fingerprint,
                "recovery_key": str(recovery),
                "token_file": str(made.token_path),
            }
        )
        return
    say(f"The home of {made.party.name} ({made.party.party}) is made.", bold=True)
    pairs(
        [
            ("home", str(made.path)),
            ("fingerprint", made.fingerprint),
            ("recovery key", f"{recovery}: MOVE IT OFF THIS MACHINE, then delete it here"),
            ("first token", f"{made.token_path} (administrator; used by default)"),
            ("bodies", _bodies_words(made.cipher is not None)),
            ("next", f"detente serve --home {made.path}"),
            ("then", "open the sign-in link that it prints; it works once"),
        ]
    )


def _bodies_words(encrypted: bool) -> str:
    if not encrypted:
        return ""
    return "encrypted with keys/body.key: without a copy of it, a copy of the record cannot be read"


@click.command("serve", epilog=example("detente serve --home run/amber"))
@node_options
@click.pass_obj
def serve_command(settings: Settings) -> None:
    """Run the node of this home until SIGTERM or Ctrl-C. Says one line when it is ready.

    At the first start it also prints a link, good once, that signs the first administrator in at
    the console; `detente sign-in-link` makes another one.
    """
    from detente.serve.app import run  # loads the whole node

    try:
        run(settings.home_dir())
    except Fault as fault:
        raise Unusable(str(fault)) from fault


@click.command(
    "open",
    epilog=example(
        "detente open Coast",
        "detente open Relief --kind humanitarian --check-every 60",
        'detente open Coast --area "circle 22.9S 14.4E 200km" --lead NWA=20 \\\n'
        '      --buffer "combat 10NM 2000ft 5min" --two-person NAA',
        "detente open Coast --effective NAA=READBACK",
    ),
)
@click.argument("name")
@click.option(
    "--kind",
    "--purpose",
    "kind",
    type=click.Choice([kind.value for kind in ChannelKind]),
    default=ChannelKind.SAFETY.value,
    show_default=True,
    help="What may be said on it; kinds are never mixed, and safety of life goes everywhere.",
)
@click.option(
    "--check-every",
    type=click.IntRange(5, 10_080),
    metavar="MINUTES",
    help="How often each member sends a line check [not agreed].",
)
@click.option("--slug", "slug_option", metavar="WORD", help="Its id begins so [from the NAME].")
@click.option("--area", metavar="OUTLINE", help="Where its business lies; outside is questioned.")
@click.option(
    "--terrain",
    metavar="HEIGHT",
    help="Highest ground there, such as 1207m AMSL: lets ceilings be given above ground (AGL).",
)
@click.option("--lead", multiple=True, metavar="FORMAT=MINUTES", help="Lead time of a format.")
@click.option(
    "--two-person",
    "two_person",
    multiple=True,
    metavar="FORMAT",
    help="Two officers of each side release this format.",
)
@click.option(
    "--effective",
    multiple=True,
    metavar="FORMAT=STEP",
    help="READ or READBACK: the receiver's act from which its lead time counts [its page].",
)
@click.option(
    "--buffer",
    "buffers",
    multiple=True,
    metavar='"CLASS HORIZONTAL VERTICAL TIME"',
    help="How far others stay from a class of activity.",
)
@node_options
@json_option
@click.pass_obj
def open_command(settings: Settings, /, name: str, **given: str | tuple[str, ...] | None) -> None:
    """Open channel NAME. What is agreed here is signed by every member and never changes."""
    readable = slug(str(given["slug_option"] or name))
    body: dict[str, Json] = {"slug": readable, "name": name, "purpose": str(given["kind"])}
    body["kind"] = str(given["kind"])
    if given["check_every"]:
        body["check_every_ms"] = int(str(given["check_every"])) * MS_PER_MIN
    if given["area"]:
        body["area"] = _area(str(given["area"]))
    if given["terrain"]:
        body["terrain_max_cm"] = _terrain(str(given["terrain"]))
    body["two_person"] = [str(code).upper() for code in given["two_person"] or ()]
    body["lead_ms"] = dict(_lead(text) for text in given["lead"] or ())
    if given["effective"]:
        body["effective"] = dict(_effective(text) for text in given["effective"])
    body["buffers"] = [_buffer(text) for text in given["buffers"] or ()]
    with connect(settings) as client:
        opened = _open(client, body)
    if settings.json:
        say_json({"channel": opened})
    else:
        say(f"Channel {opened} is open.", bold=True)
        say(f"Next: detente invite --channel {opened}")


def _open(client: Client, body: dict[str, Json]) -> str:
    from detente.serve.http.types import ChannelOpened

    return client.post("/v1/channels", body, ChannelOpened).channel


def slug(name: str) -> str:
    """The readable part of a channel's id; raises Refused when nothing readable is left."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "-", plain)[:SLUG_CHARS_MAX].strip("-")
    if made:
        return made
    reason = f"{name!r} has none of a-z and 0-9"
    raise Refused(
        "no such name", [Refusal("name", "channel-name", reason, "Give --slug in Latin letters")]
    )


def _area(text: str) -> Json:
    found = outline_from_text(text, "area")
    if isinstance(found, Outline):
        return outline_to_json(found)
    raise Refused("the area cannot be read", found)


def _terrain(text: str) -> int:
    found = altitude_from_text(text, Side.CEILING, "terrain")
    if isinstance(found, Altitude) and found.reference is Reference.AMSL:
        return found.cm
    remedy = "Give it above mean sea level, such as 1207m AMSL or 3960ft AMSL"
    reason = f"{text!r} is no height above mean sea level"
    why = found if isinstance(found, tuple) else [Refusal("terrain", "terrain", reason, remedy)]
    raise Refused("the highest ground cannot be read", why)


def _lead(text: str) -> tuple[str, int]:
    code, equals, minutes = text.upper().partition("=")
    if equals and code in FORMATS and minutes.isascii() and minutes.isdigit():
        return code, int(minutes[:9]) * MS_PER_MIN
    raise click.BadParameter(f"{text!r} is not FORMAT=MINUTES, such as NWA=20", param_hint="--lead")


def _effective(text: str) -> tuple[str, str]:
    code, _, step = text.upper().partition("=")
    if code in FORMATS and step in tuple(Effective):
        return code, step
    reason = f"{text!r} is not FORMAT=READ or FORMAT=READBACK, such as NAA=READBACK"
    raise click.BadParameter(reason, param_hint="--effective")


def _buffer(text: str) -> dict[str, Json]:
    """A buffer from ``combat 10NM 2000ft 5min``."""
    parts = text.split()
    if len(parts) != 4:
        hint = f"{text!r} is not CLASS HORIZONTAL VERTICAL TIME, such as combat 10NM 2000ft 5min"
        raise click.BadParameter(hint, param_hint="--buffer")
    across = length_from_text(parts[1], "buffer.horizontal")
    up = length_from_text(parts[2], "buffer.vertical")
    time = re.fullmatch(r"([0-9]{1,4})min", parts[3])
    if isinstance(across, int) and isinstance(up, int) and time:
        return {
            "activity": parts[0].lower(),
            "horizontal_cm": across,
            "vertical_cm": up,
            "padding_ms": int(time[1]) * MS_PER_MIN,
        }
    bad = [refusal for found in (across, up) if isinstance(found, tuple) for refusal in found]
    if time is None:
        bad.append(Refusal("buffer.time", "time", f"{parts[3]!r} is no time", "Write 5min"))
    raise Refused("the buffer cannot be read", bad)


@click.command(
    "invite", epilog=example("detente invite > invitation.txt", "detente invite --channel coast")
)
@click.option("--channel", metavar="C", help="The channel, or how it begins.")
@click.option(
    "--minutes",
    type=click.IntRange(1, 10_080),
    default=60,
    show_default=True,
    help="How long it is good.",
)
@node_options
@json_option
@click.pass_obj
def invite_command(settings: Settings, *, channel: str | None, minutes: int) -> None:
    """Write an invitation on standard output, good once, to be handed over by a way you trust.

    Who holds it may join. Compare the fingerprint by voice. While there is no channel at all, one
    is opened under the name given.
    """
    from detente.serve.http.types import Invitation

    with connect(settings) as client:
        settings.channel = channel
        known = {line.channel for line in client.status().lines}
        if channel and not known:
            body: dict[str, Json] = {"slug": slug(channel), "name": channel, "purpose": "safety"}
            settings.channel = _open(client, body)
            say(f"Opened channel {settings.channel}: there was none yet.", err=True)
        name = client.line().channel
        made = client.post(f"/v1/channels/{name}/invites", {"minutes": minutes}, Invitation)
    if settings.json:
        say_json(made)
        return
    say(made.invitation)
    until = Times(settings).full(made.expires_ms)
    say(f"Invitation into {made.channel}, good once until {until}.", err=True)
    say(f"Our fingerprint, to compare by voice: {made.fingerprint}", err=True)


@click.command(
    "join", epilog=example("detente join invitation.txt", "detente join - < invitation.txt")
)
@click.argument("file", metavar="FILE")
@click.option("--address", metavar="HOST:PORT", help="Where the inviter is, if not as it says.")
@node_options
@json_option
@click.pass_obj
def join_command(settings: Settings, *, file: str, address: str | None) -> None:
    """Join the channel of the invitation in FILE (- is stdin; the text itself is taken too)."""
    from detente.serve.http.types import JoinedView

    text = file if file.startswith("detente-invite-") else _text_of(file)
    with connect(settings) as client:
        body = {"invitation": text} | ({"address": address} if address else {})
        joined = client.post("/v1/joins", body, JoinedView)
    if settings.json:
        say_json(joined)
        return
    say(f"Joined {joined.channel}: {', '.join(joined.members)}.", bold=True)
    say(f"Fingerprint of {joined.inviter}, to compare by voice: {joined.fingerprint}")


def _text_of(file: str) -> str:
    if file != "-" and not Path(file).is_file():
        raise Unusable(f"there is no file {file}")
    try:
        return read_bytes(file).decode("ascii").strip()
    except UnicodeDecodeError as error:
        raise Unusable(f"{file} is no invitation: it holds more than plain text") from error
