"""`humanitarian`, `disclosures`: sites and movements, exact for those who are told.

What is exact never goes out in the clear by these commands: the node seals it before it is
released, and whoever looks at it stands in the disclosure log first.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.app import example
from detente.cli.client import Client, connect
from detente.cli.faults import Refused, Unusable
from detente.cli.humanitarian_import import AUDIENCE, OTHERS, import_command, notice_body
from detente.cli.inbox import safe
from detente.cli.messages import read_bytes, read_fields, show_accepted
from detente.cli.say import Times, pairs, say, say_json, table
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.cli.tongue import lang_option, say_rendered
from detente.core.airspace.volume import Point
from detente.core.humanitarian.notice import NOT_A_REQUEST
from detente.core.line.tables import FORMATS
from detente.core.line.tables.choices import (
    CONTACT_MEANS,
    CONTACT_RESULTS,
    DETAIL_REASONS,
    DISCLOSURE_RULES,
    OTHERS_TOLD,
    VERIFIED,
)
from detente.core.units import MS_PER_S
from detente.wire.human import point_from_text, time_from_text
from detente.wire.humanitarian_views import (
    CopyView,
    DetailsView,
    DisclosureView,
    HumanitarianView,
)
from detente.wire.native import Accepted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.core.line.formats import Format
    from detente.core.values import Json

LISTED = 1_000  # the most that one question is answered with; the soonest to grow stale
_ACKNOWLEDGE = click.option(
    "--acknowledge",
    multiple=True,
    metavar="RULE",
    help="Pass this check: you have seen it, and the notice is right.",
)


@click.group(
    "humanitarian",
    epilog=example(
        "detente humanitarian list",
        "detente humanitarian send NHS site=C-12 use=clinic verified=own-staff "
        "valid_to_ms=2027-01-31T00:00Z \\",
        "    point='22.90123S 14.40456E' grade=building photo=@roof.jpg --audience amber",
        "detente humanitarian import sites.xlsx --audience amber",
        "detente humanitarian show MERIDIAN-2026-0001",
        "detente humanitarian contact MERIDIAN-2026-0002 answered --means radio",
    ),
)
@node_options
@json_option
def humanitarian_command() -> None:
    """Notify sites and movements; read the details of others'; keep them true.

    A notice, not a request for permission. A missing notice takes away nobody's protection.
    """


humanitarian_command.add_command(import_command)


@humanitarian_command.command("list")
@line_options
@node_options
@json_option
@click.pass_obj
def list_command(settings: Settings) -> None:
    """Show every site and movement that stands: who has the details, what is near."""
    with connect(settings) as client:
        views = client.get(
            "/v1/humanitarian", tuple[HumanitarianView, ...], status=settings.status, limit=LISTED
        )
    if settings.json:
        say_json(views)
        return
    if not views:
        say("No site and no movement is notified.")
    for one in views:
        _show_notice(one, Times(settings))
    say(NOT_A_REQUEST)


def _show_notice(one: HumanitarianView, times: Times) -> None:
    stale = "  STALE: not confirmed again, it is taken to stand" if one.stale else ""
    say(f"{one.number}  {one.format} {one.reference} ({one.use}) of {one.author}{stale}", bold=True)
    details = "yes" if one.ours else f"no: {one.why_not}"
    rows = [
        ("valid until", times.full(one.valid_to_ms)),
        ("verified", one.verified),
        ("details here", details if one.sealed else "none are sealed"),
        ("may see", one.audience or "nobody yet"),
        ("others", dict(OTHERS_TOLD).get(one.others, one.others)),
        ("asked for by", ", ".join(one.requests)),
        ("contact", "NOT TRIED: call it before it moves off" if one.contact_due else ""),
    ]
    pairs(rows)
    for reader in one.readers:
        say(f"    {reader.party}: {_ladder(reader, times)}")
    for near in one.near:
        km = "" if near.exact_cm is None else f", {near.exact_cm / 100_000:.1f} km from the place"
        told = "has the details" if near.told else "knows the area only"
        say(f"  NEAR {near.number} of {near.party} ({told}){km}: {near.why}", bold=True)


def _ladder(reader: Any, times: Times) -> str:
    steps = [
        "has the details" if reader.told else "area only",
        "" if reader.key_current or not reader.told else "sealed to a key it had before",
        "READ " + times.short(reader.read_ms) if reader.read_ms else "not READ",
        "READBACK " + times.short(reader.readback_ms) if reader.readback_ms else "no READBACK",
        {"other": "OPENED SOMETHING ELSE", "no": "details not proved open", "yes": "opened"}.get(
            reader.opened if reader.told and reader.readback_ms else "", ""
        ),
        f"reached {', '.join(reader.levels)}" if reader.levels else "",
        f"contact {reader.contact} {times.short(reader.contact_ms)}" if reader.contact else "",
        reader.answer or "",
    ]
    return ", ".join(step for step in steps if step)


@humanitarian_command.command("send")
@click.argument("code", metavar="NHS|NHM")
@click.argument("words", metavar="[FIELD=VALUE]...", nargs=-1)
@AUDIENCE
@OTHERS
@click.option("--to", multiple=True, metavar="PARTY", help="Only to this party [all].")
@click.option("--urgent", is_flag=True, help="As IMMEDIATE: shorter notice, shorter deadlines.")
@click.option("--remarks", metavar="TEXT", help="Free text, carried as written, not agreed.")
@_ACKNOWLEDGE
@line_options
@node_options
@json_option
@click.pass_obj
def send_command(settings: Settings, /, **given: Any) -> None:
    """Seal and release a site (NHS) or a movement (NHM). `detente formats NHS` shows the fields.

    Everybody on the channel reads the coarse area, the times and the use; only the audience reads
    the rest. photo=@FILE takes a JPEG or PNG; what the camera wrote into it is taken out.
    """
    fmt = _notice_format(given["code"])
    clear, exact = _split(fmt, given["words"], settings)
    clear.setdefault("others", given["others"])
    message: dict[str, Json] = {
        "acknowledged": list(given["acknowledge"]),
        "to": [one.lower() for one in given["to"]],
        "remarks": given["remarks"],
        "precedence": "IMMEDIATE" if given["urgent"] else None,
    }
    body = notice_body(fmt, clear, exact, given["audience"], message)
    with connect(settings) as client:
        line = client.line()
        done = client.post(f"{line.path}/humanitarian", body, Accepted)
        show_accepted(client, line, done, settings, f"{fmt.code} released")
    if not settings.json:
        say(NOT_A_REQUEST)


def _notice_format(code: str) -> Format:
    if code.upper() not in ("NHS", "NHM"):
        raise Unusable(f"{code!r} is no humanitarian notice: NHS is a site, NHM a movement")
    return FORMATS[code.upper()]


def _split(
    fmt: Format, words: Sequence[str], settings: Settings
) -> tuple[dict[str, Json], dict[str, Json]]:
    """The typed fields, those in the clear and those to be sealed; a photo from its file."""
    photos = [word.partition("=@")[2] for word in words if word.startswith("photo=@")]
    typed = read_fields(fmt.fields, [w for w in words if not w.startswith("photo=@")], settings)
    sealed = {spec.name for spec in fmt.fields if spec.sealed}
    clear = {name: value for name, value in typed.items() if name not in sealed}
    exact = {name: value for name, value in typed.items() if name in sealed}
    if photos:
        exact["photo"] = base64.b64encode(read_bytes(photos[-1])).decode()
    return clear, exact


@humanitarian_command.command("show")
@click.argument("number")
@click.option("--why", default="opened", help="Why you look; it stands in the disclosure log.")
@click.option("--photo", type=click.Path(path_type=Path), help="Write the photo to this file.")
@lang_option
@line_options
@node_options
@json_option
@click.pass_obj
def show_command(
    settings: Settings, *, number: str, why: str, photo: Path | None, lang: str | None
) -> None:
    """Show the exact details of one notice. That you looked stands in the log first."""
    with connect(settings) as client:
        path = _of(client, number)
        view = client.post(f"{path}/details", {"why": why}, DetailsView, lang=lang)
    data = view.fields.get("photo")
    if photo is not None and isinstance(data, str):
        photo.write_bytes(base64.b64decode(data))
    if settings.json:
        say_json(view)
        return
    if view.rendered is not None:
        say_rendered(view.rendered)
    say(f"{view.number} of {view.author}: good to {view.precision_m} m", bold=True)
    say(view.text)


def _of(client: Client, number: str) -> str:
    return f"{client.line(number).path}/messages/{safe(number.upper())}"


@humanitarian_command.command("request")
@click.argument("number")
@click.argument("because", type=click.Choice([code for code, _ in DETAIL_REASONS]))
@click.option("--urgent", is_flag=True, help="As IMMEDIATE: an answer within ten minutes.")
@line_options
@node_options
@json_option
@click.pass_obj
def request_command(settings: Settings, *, number: str, because: str, urgent: bool) -> None:
    """Ask for the exact details of a notice of which you know only the area."""
    fields = {"notice": number.upper(), "because": because}
    body: dict[str, Json] = {"format": "RHN", "fields": fields, "ref": number.upper()}
    if urgent:
        body["precedence"] = "IMMEDIATE"
    with connect(settings) as client:
        line = client.line(number)
        done = client.post(f"{line.path}/messages", body, Accepted)
        show_accepted(client, line, done, settings, "asked")


def _acted(
    settings: Settings, number: str, verb: str, body: Mapping[str, Json], words: str
) -> None:
    with connect(settings) as client:
        line = client.line(number)
        done = client.post(f"{_of(client, number)}/{verb}", dict(body), Accepted)
        show_accepted(client, line, done, settings, words)


@humanitarian_command.command("disclose")
@click.argument("number")
@click.argument("parties", metavar="PARTY...", nargs=-1, required=True)
@click.option(
    "--rule",
    type=click.Choice([code for code, _ in DISCLOSURE_RULES]),
    default="requested",
    show_default=True,
)
@click.option("--because", metavar="NUMBER", help="The message that is the reason.")
@line_options
@node_options
@json_option
@click.pass_obj
def disclose_command(
    settings: Settings, *, number: str, parties: tuple[str, ...], rule: str, because: str | None
) -> None:
    """Give the exact details of your own notice to further members. It cannot be taken back."""
    told = [one.lower() for one in parties]
    body = {"parties": told, "rule": rule, "because": because.upper() if because else None}
    _acted(settings, number, "disclose", body, f"details given to {', '.join(told)}")


@humanitarian_command.command("reconfirm")
@click.argument("number")
@click.argument("until", metavar="TIME")
@click.option("--verified", type=click.Choice([code for code, _ in VERIFIED]))
@line_options
@node_options
@json_option
@click.pass_obj
def reconfirm_command(settings: Settings, *, number: str, until: str, verified: str | None) -> None:
    """Say that your own notice is still true, and until when."""
    found = time_from_text(until, settings.now_ms() // MS_PER_S * MS_PER_S, "until")
    if not isinstance(found, int):
        raise Refused("this is no time", found or ())
    body = {"valid_to_ms": found, "verified": verified}
    _acted(settings, number, "reconfirm", body, "confirmed again")


@humanitarian_command.command("contact")
@click.argument("number")
@click.argument("result", type=click.Choice([code for code, _ in CONTACT_RESULTS]))
@click.option("--means", type=click.Choice([code for code, _ in CONTACT_MEANS]), required=True)
@click.option("--remarks", metavar="TEXT")
@line_options
@node_options
@json_option
@click.pass_obj
def contact_command(
    settings: Settings, *, number: str, result: str, means: str, remarks: str | None
) -> None:
    """Say that you called the contact of a notice, and who answered. Do it before it moves off."""
    body = {"result": result, "means": means, "remarks": remarks}
    _acted(settings, number, "contact", body, f"contact: {result}")


@humanitarian_command.command("withdraw")
@click.argument("numbers", metavar="NUMBER...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every notice of ours on this line.")
@line_options
@node_options
@json_option
@click.pass_obj
def withdraw_command(settings: Settings, *, numbers: tuple[str, ...], every: bool) -> None:
    """Withdraw notices of yours at once. Who has read the details has read them."""
    with connect(settings) as client:
        line = client.line(numbers[0] if numbers else "")
        if every:
            status = client.status()
            views = client.get(
                "/v1/humanitarian", tuple[HumanitarianView, ...], status=line.status, limit=LISTED
            )
            ours = [v for v in views if v.author == status.party and v.channel == line.channel]
            numbers = tuple(one.number for one in ours)
        if not numbers:
            raise Unusable("name a NUMBER, or --all; there is none of ours on this line")
        done = [
            client.post(f"{line.path}/messages/{safe(one.upper())}/cancel", {}, Accepted)
            for one in numbers
        ]
    if settings.json:
        say_json(done)
        return
    for number, one in zip(numbers, done, strict=True):
        say(f"{number.upper()} is withdrawn by {one.number}.")


@humanitarian_command.command("trace")
@click.argument("number")
@click.argument("place", nargs=-1, required=True)
@line_options
@node_options
@json_option
@click.pass_obj
def trace_command(settings: Settings, *, number: str, place: tuple[str, ...]) -> None:
    """Show whose copy a PLACE that got about is nearest to: each reader has another one."""
    seen = point_from_text(" ".join(place), "place")
    if not isinstance(seen, Point):
        raise Refused("this is no place", seen)
    body = {"lat_e7": seen.lat_e7, "lon_e7": seen.lon_e7}
    with connect(settings) as client:
        copies = client.post(f"{_of(client, number)}/trace", body, tuple[CopyView, ...])
    if settings.json:
        say_json(copies)
        return
    table(("COPY OF", "APART"), [(one.party, f"{one.apart_cm / 100:,.2f} m") for one in copies])
    say("The nearest copy is where it may have come from; who compares two copies can blur that.")


@click.command(
    "disclosures",
    epilog=example("detente disclosures", "detente disclosures --number MERIDIAN-2026-0001"),
)
@click.option("--number", metavar="NUMBER", help="Only those of this notice.")
@click.option("--limit", type=click.IntRange(1, 1_000), default=100, show_default=True)
@line_options
@node_options
@json_option
@click.pass_obj
def disclosures_command(settings: Settings, *, number: str | None, limit: int) -> None:
    """Show who was given exact details, when, by whom, by which rule. The newest first."""
    with connect(settings) as client:
        channel = client.line().channel if settings.channel else None
        views = client.get(
            "/v1/disclosures",
            tuple[DisclosureView, ...],
            channel=channel,
            number=number.upper() if number else None,
            limit=limit,
        )
    if settings.json:
        say_json(views)
        return
    if not views:
        say("Nobody was given anything.")
        return
    times = Times(settings)
    rows = [
        (
            times.short(one.at_ms),
            one.number,
            f"{one.reader} ({one.party})" if one.reader else one.party,
            one.what,
            one.why,
            one.by,
            one.because,
        )
        for one in views
    ]
    table(("WHEN", "NOTICE", "TO WHOM", "WHAT", "RULE", "BY", "BECAUSE OF"), rows)
