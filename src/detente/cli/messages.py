"""`send` and `check`: a message from what an officer types, released or only tried.

What was typed is read by the format's table (`wire.human_fields`); everything that is wrong with
it is said at once. After release the node's own words are shown, so that the sender reads what
the other side will read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import msgspec

from detente.cli import plan
from detente.cli.app import example
from detente.cli.client import Client, LineName, connect
from detente.cli.faults import CommandFault, Refused, Unusable
from detente.cli.inbox import message_path
from detente.cli.look import blind_spots
from detente.cli.say import Times, refusal_lines, say, say_json
from detente.cli.settings import Settings, line_options, node_options
from detente.cli.volumes import is_drawing, volume_from_file
from detente.core.line.commands import Send
from detente.core.line.field import FieldSpec, Kind
from detente.core.line.formats import VERSION_MAX, Format
from detente.core.line.message import Confidence, Precedence, Releasability
from detente.core.line.tables import FORMATS, find, versions
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_S
from detente.core.values import Fields, Json
from detente.wire.human_fields import Typed, fields_from_words, named_field
from detente.wire.human_records import text_of_file
from detente.wire.native import Accepted, MessageView

if TYPE_CHECKING:
    from detente.serve.http.types import PlanBody

FILE_BYTES_MAX = 262_144  # the node takes no larger body
EXAMPLE_VOLUME = 'volume="circle 22.9S 14.4E 10NM SFC-FL200 08:00Z-09:00Z"'
_Command = TypeVar("_Command", bound=Callable[..., Any])


HEADER_OPTIONS = (
    click.option(
        "--info", multiple=True, metavar="PARTY", help="Tell this party too; it owes nothing."
    ),
    click.option(
        "--refs", multiple=True, metavar="NUMBER", help="Another message that this one rests on."
    ),
    click.option("--behalf", metavar="NAME", help="For whom this side speaks: a party or agency."),
    click.option("--agreement", metavar="TEXT", help="Agreement and article it is sent under."),
    click.option(
        "--releasable",
        multiple=True,
        metavar="WHO",
        help="Who else may be told: none, own-forces, public, or a party's name.",
    ),
    click.option(
        "--confidence",
        type=click.Choice(list(Confidence), case_sensitive=False),
        help="How sure you are of it.",
    ),
    click.option(
        "--format-version",
        type=click.IntRange(1, VERSION_MAX),
        metavar="N",
        help="Send this version of the format [the oldest that says it all].",
    ),
)


def message_options(command: _Command) -> _Command:
    """What `send` and `check` have in common."""
    options = (
        click.argument("code", metavar="FORMAT", required=False),
        click.argument("words", metavar="[FIELD=VALUE]...", nargs=-1),
        click.option(
            "--json",
            "file",
            metavar="FILE",
            help="Take the message from FILE; - is stdin. "
            "The answer is JSON too (without a FILE: detente --json send …).",
        ),
        click.option("--plan", metavar="FILE", help="Take many messages from FILE; - is stdin."),
        click.option(
            "--volume-from",
            metavar="FILE[#NAME]",
            help="Take the volume from a KML or GeoJSON file (detente volumes FILE shows it).",
        ),
        click.option(
            "--heights", metavar="LOW-HIGH", help="Its heights, where the file says none."
        ),
        click.option("--window", metavar="START-END", help="Its window, where the file says none."),
        click.option("--to", multiple=True, metavar="PARTY", help="Only to this party [all]."),
        click.option(
            "--elsewhere",
            multiple=True,
            metavar="NUMBER@CHANNEL",
            help="An item of another channel, named by its hash and not shown.",
        ),
        click.option("--ref", metavar="NUMBER", help="The message that this one is about."),
        *HEADER_OPTIONS,
        click.option(
            "--precedence",
            type=click.Choice(list(Precedence), case_sensitive=False),
            help="More or less urgent than the format says.",
        ),
        click.option(
            "--remarks", metavar="TEXT", help="Free text, carried as written, not agreed."
        ),
        click.option(
            "--remarks-language", metavar="LANG", help="Language of the remarks: en, ru …"
        ),
        click.option(
            "--acknowledge",
            multiple=True,
            metavar="RULE",
            help="Pass this check: you have seen it, and the message is right.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return line_options(node_options(command))


@click.command(
    "send",
    epilog=example(
        f"detente send NWA hazard=air-surface own_traffic=leaving \\\n      {EXAMPLE_VOLUME}",
        "detente send AEN situation=nearing point='22.7S 14.3E' heading=90",
        "detente send LCK --status EXERCISE",
        "detente send CAG contact=AMBER-2026-0007 \\\n      "
        "items='item=notice times; topic=safety; stance=open' \\\n      "
        "items='item=crossings; topic=borders; stance=moved; moved_to=summit'",
        "detente send NAA activity=isr number_band=1 --volume-from plan.kml#north",
        "detente send --json message.json",
        "detente send --plan tomorrow.json",
    ),
)
@message_options
@click.pass_obj
def send_command(settings: Settings, /, **given: Any) -> None:
    """Release a message of FORMAT on the line. `detente formats FORMAT` shows its fields.

    VALUE is typed as you would say it: places with their letters (22.9S 14.4E, 22°54'S 14°24'E),
    heights with their reference (FL240, 5000ft AMSL, SFC, UNL), times with their zone (08:00Z,
    2026-11-22T08:00Z, now, open), days as far as they are known (2016-02-18, 2016-02, 2016). A list
    of records is given record by record, 'part=value; part=value', a value with ; or | in double
    quotes. @FILE takes a value, or the records, from a file; of a digest, the file's SHA-256.
    --plan releases many messages at once, each judged alone: {"messages": [{"format": …,
    "fields": …}]}, volumes as you type them.
    """
    with connect(settings) as client:
        line = client.line()
        if given["plan"]:
            plan.release(client, line, _plan(settings, given), settings)
            return
        accepted = client.post(f"{line.path}/messages", _command(settings, given), Accepted)
        show_accepted(client, line, accepted, settings, "Released")


@click.command(
    "check",
    epilog=example(f"detente check NAA activity=combat number_band=2-4 \\\n      {EXAMPLE_VOLUME}"),
)
@message_options
@click.pass_obj
def check_command(settings: Settings, /, **given: Any) -> None:
    """Try a message without releasing it: what would be refused, warned of, in conflict.

    Nothing is written. Exit code 1 when the node would refuse it.
    """
    from detente.serve.http.types import CheckView  # loads the crypto

    with connect(settings) as client:
        line = client.line()
        if given["plan"]:
            plan.check(client, line, _plan(settings, given), settings)
            return
        view = client.post(
            f"{line.path}/checks?preview=false", _command(settings, given), CheckView
        )
    if settings.json:
        say_json(view)
    else:
        for conflict in view.conflicts:
            say(f"CONFLICT {conflict.conflict}: {conflict.why}", bold=True)
        for text in refusal_lines(view.warnings):
            say(f"Warning: {text}")
    if not view.accepted:
        raise Refused("this would be refused", view.refusals)
    if not settings.json:
        if view.draft:
            say("It would wait as a draft: two officers release this format here.", bold=True)
        left = "no conflict known" if not view.conflicts else "see the conflicts above"
        say(f"The node would take it; {left}. Nothing was released.")


def _plan(settings: Settings, given: Any) -> PlanBody:
    """The plan of the file that --plan names."""
    if given["code"] or given["file"]:
        raise Unusable("give one of: FORMAT and fields, --json FILE, --plan FILE")
    return plan.plan_in(read_bytes(given["plan"]), settings)


def _command(settings: Settings, given: Any) -> dict[str, Json] | bytes:
    """The body that the options say, or the bytes of the file that they name."""
    if given["file"]:
        settings.json = True
        if given["code"] or given["words"]:
            raise Unusable("give either FORMAT and fields, or --json FILE, not both")
        return read_bytes(given["file"])
    fmt = _version(_format(given["code"]), given["format_version"])
    send = Send(
        format=fmt.code,
        fields=read_fields(fmt.fields, _words(fmt, settings, given), settings),
        to=tuple(party.lower() for party in given["to"]),
        ref=given["ref"].upper() if given["ref"] else None,
        precedence=Precedence(given["precedence"].upper()) if given["precedence"] else None,
        remarks=given["remarks"],
        remarks_language=given["remarks_language"],
        acknowledged=given["acknowledge"],
    )
    return send_body(with_header(send, given), given["elsewhere"])


def with_header(send: Send, given: Any) -> Send:
    """The message with the header's optional parts as the options say them."""
    levels = {one.value for one in Releasability} - {Releasability.NAMED.value}
    said = [one.lower() for one in given["releasable"]]
    named = tuple(one for one in said if one not in levels)
    if len(said) > len(named) and len(said) > 1:
        raise Unusable("give --releasable one of none, own-forces, public; or only names")
    level = Releasability.NAMED if named else Releasability(said[0]) if said else None
    confidence = given["confidence"]
    return replace(
        send,
        info=tuple(one.lower() for one in given["info"]),
        refs=tuple(one.upper() for one in given["refs"]),
        on_behalf_of=given["behalf"],
        agreement=given["agreement"],
        releasability=level,
        releasable_to=named,
        confidence=Confidence(confidence.lower()) if confidence else None,
        version=given["format_version"],
    )


def send_body(send: Send, elsewhere: Iterable[str] = ()) -> dict[str, Json]:
    """A message to release as the API takes it: only what was said.

    elsewhere: items of other channels, NUMBER@CHANNEL; the node finds what they are.
    """
    plain = Send(send.format)
    said: dict[str, Json] = {
        name: value
        for name, value in msgspec.to_builtins(send).items()
        if name in ("format", "fields") or getattr(send, name) != getattr(plain, name)
    }
    named = [name.upper().partition("@")[0] + "@" + name.partition("@")[2] for name in elsewhere]
    return {**said, "elsewhere": named} if named else said


def _words(fmt: Format, settings: Settings, given: Any) -> tuple[str, ...]:
    """The fields as typed, with the volume from the file that --volume-from or @FILE names."""
    words: tuple[str, ...] = given["words"]
    heights, window = given["heights"], given["window"]
    drawn = [one for one in words if is_drawing(one.partition("=@")[2])]
    if given["volume_from"]:
        spec = next((one for one in fmt.fields if one.kind is Kind.VOLUME), None)
        if spec is None:
            raise Unusable(f"{fmt.code} has no volume to take from a file")
        drawn = [f"{spec.name}=@{given['volume_from']}"]
        words = (*words, *drawn)
    if (heights or window) and not drawn:
        raise Unusable("--heights and --window go with --volume-from; else type the whole volume")
    return tuple(_drawn(one, heights, window, settings) if one in drawn else one for one in words)


def _drawn(word: str, heights: str | None, window: str | None, settings: Settings) -> str:
    name, _, file = word.partition("=@")
    return f"{name}={volume_from_file(file, heights, window, _typed_at_ms(settings))}"


def _format(code: str | None) -> Format:
    if not code:
        raise click.UsageError("name a FORMAT (detente formats lists them), or give --json FILE")
    fmt = FORMATS.get(code.upper())
    if fmt is None:
        known = ", ".join(FORMATS)
        raise Refused(
            "no such format",
            [Refusal("format", "unknown-format", f"{code!r} is no format", f"Use one of: {known}")],
        )
    return fmt


def _version(fmt: Format, version: int | None) -> Format:
    """The table of the version that was asked for; the newest when none was."""
    table = fmt if version is None else find(fmt.code, version)
    if table is None:
        known = ", ".join(str(one.version) for one in versions(fmt.code))
        reason = f"{fmt.code} version {version} is not known here"
        refusal = Refusal("version", "unknown-version", reason, f"Use one of: {known}")
        raise Refused("no such version", [refusal])
    return table


def read_fields(specs: Iterable[FieldSpec], words: Iterable[str], settings: Settings) -> Fields:
    """The typed fields; raises Refused with every problem at once."""
    table = tuple(specs)
    opened = [_from_file(word, table) for word in words]
    found = fields_from_words(table, opened, _typed_at_ms(settings))
    if isinstance(found, Typed):
        return found.fields
    raise Refused("what was typed cannot be read", found)


def _typed_at_ms(settings: Settings) -> int:
    """Now as people mean it: to the second that began, so that +2h is no odd millisecond."""
    return settings.now_ms() // MS_PER_S * MS_PER_S


def _from_file(word: str, specs: Sequence[FieldSpec]) -> str:
    """The word with what its file says; for a digest, with the SHA-256 of the file."""
    name, equals, value = word.partition("=")
    if not equals or not value.startswith("@"):
        return word
    spec = named_field(specs, name.strip())
    if spec is not None and spec.kind is Kind.DIGEST:
        return f"{name}={sha256_of(value[1:])}"
    try:
        text = read_bytes(value[1:]).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unusable(f"{value[1:]} is not UTF-8 text") from error
    if spec is not None and spec.kind is Kind.RECORDS:
        text = text_of_file(text, {part.name for part in spec.parts})
    return f"{name}={text}"


def sha256_of(name: str) -> str:
    """The SHA-256 of a file of any size, in hex: only this goes to the node."""
    found = hashlib.sha256()
    with click.open_file(name, "rb") as file:
        while chunk := file.read(FILE_BYTES_MAX):
            found.update(chunk)
    return found.hexdigest()


def read_bytes(name: str) -> bytes:
    """The content of a file, or of standard input for ``-``; limited to what the node takes."""
    with click.open_file(name, "rb") as file:
        data: bytes = file.read(FILE_BYTES_MAX + 1)
    if len(data) > FILE_BYTES_MAX:
        raise Unusable(f"{name} is larger than {FILE_BYTES_MAX} bytes, which is all a node takes")
    return data


def show_accepted(
    client: Client,
    line: LineName,
    accepted: Accepted,
    settings: Settings,
    said: str,
    *,
    in_full: bool = True,
) -> None:
    """Say that it is durable, with warnings and conflicts; in full, show it in the node's words."""
    if settings.json:
        say_json(accepted)
        return
    if accepted.draft is not None and accepted.number is None:
        said, what = "Kept, NOT released", f"draft {accepted.draft}"
    else:
        what = accepted.number or "done"
    say(f"{said}: {what}, kept at position {accepted.position}.", bold=True)
    for text in refusal_lines(accepted.warnings):
        say(f"Warning: {text}", bold=True)
    for conflict in accepted.conflicts:
        say(f"CONFLICT {conflict}   -> detente conflicts", bold=True)
    if accepted.number is None or not in_full:
        return
    times = Times(settings)
    try:
        view = client.get(message_path(line, accepted.number), MessageView)
        blind = blind_spots(client, times)
    except CommandFault as fault:  # it is released all the same: never let this look like a failure
        say(f"(The node could not show it: {fault.message})")
        return
    for text in blind:
        say(f"!! {text}: released is not delivered; call them by another way.", bold=True)
    say(f"Released {times.full(view.message.released_ms)}. As the other side will read it:")
    for text in view.text.splitlines():
        say(f"  {text}")


def changes_from(file: str) -> Fields:
    """Fields from a JSON file; raises Unusable when it holds none."""
    try:
        fields: Fields = msgspec.json.decode(read_bytes(file), type=dict[str, Json])
    except msgspec.MsgspecError as error:
        raise Unusable(f"{Path(file).name} holds no JSON object of fields: {error}") from error
    return fields
