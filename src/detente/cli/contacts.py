"""`contacts` and `contact`: visits, meetings, calls, with agenda and readouts of both sides.

Each act is a message that an officer could send by hand (CON, CAG, CRO); these commands find the
number and the record to change. Fields are typed as with `send`, or stand in a TOML file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

import click

from detente.cli.app import example
from detente.cli.client import Client, LineName, connect
from detente.cli.contact_words import show_comparison, show_page, when_of
from detente.cli.faults import Refused, Unusable
from detente.cli.inbox import message_path
from detente.cli.messages import FILE_BYTES_MAX, read_fields, sha256_of, show_accepted
from detente.cli.say import Times, pairs, say, say_json, table
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.line.field import REMARKS_MAX
from detente.core.line.tables import FORMATS
from detente.core.line.tables.register_choices import CONTACT_KINDS, CONTACT_STATES
from detente.core.refusal import Refusal
from detente.wire.consultation_views import (
    ComparisonView,
    ContactPageView,
    ContactView,
    FrequencyView,
)
from detente.wire.human_fields import Typed
from detente.wire.native import Accepted
from detente.wire.text_file import fields_of

if TYPE_CHECKING:
    from detente.core.values import Json

_Command = TypeVar("_Command", bound=Callable[..., Any])
_KINDS = click.Choice([code for code, _ in CONTACT_KINDS], case_sensitive=False)
_STATES = click.Choice([code for code, _ in CONTACT_STATES], case_sensitive=False)


def say_options(command: _Command) -> _Command:
    """What every command that puts something on record takes: fields, file, receivers, rules."""
    options = (
        click.argument("words", metavar="[FIELD=VALUE]...", nargs=-1),
        click.option(
            "--file",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="Take the fields from a TOML file.",
        ),
        click.option("--to", multiple=True, metavar="PARTY", help="Only to these [all members]."),
        click.option(
            "--acknowledge",
            multiple=True,
            metavar="RULE",
            help="Pass this check: you have seen it, and the message is right.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return line_options(node_options(json_option(command)))


def put_on_record(
    client: Client,
    line: LineName,
    settings: Settings,
    code: str,
    known: dict[str, Json],
    given: Any,
) -> None:
    """Release a message of a register: what the command knows, the file, and what was typed."""
    fields = {**known, **typed_fields(settings, code, given)}
    body = {
        "format": code,
        "fields": fields,
        "to": [party.lower() for party in given["to"]],
        "acknowledged": given["acknowledge"],
    }
    accepted = client.post(f"{line.path}/messages", body, Accepted)
    show_accepted(client, line, accepted, settings, "On record")


def typed_fields(settings: Settings, code: str, given: Any) -> dict[str, Json]:
    """The fields of a file and those that were typed; typed ones count where both say one."""
    found: dict[str, Json] = {}
    if given["file"] is not None:
        read = fields_of(_text_of(given["file"]), settings.now_ms(), code)
        if not isinstance(read, Typed):
            raise Refused(f"{given['file'].name} cannot be read as {code}", read)
        found |= read.fields
    return {**found, **read_fields(FORMATS[code].fields, given["words"], settings)}


def _text_of(file: Path) -> str:
    if file.stat().st_size > FILE_BYTES_MAX:
        raise Unusable(f"{file.name} has over {FILE_BYTES_MAX} bytes, which no message takes")
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Unusable(f"{file.name} is no UTF-8 text: {error}") from error


def contact_path(line: LineName, number: str) -> str:
    """The route of one contact."""
    return f"{line.path}/contacts/{quote(number.upper(), safe='')}"


@click.command(
    "contacts",
    epilog=example(
        "detente contacts",
        "detente contacts --all",
        "detente contacts --figures --from 2015-09 --until 2016-04",
    ),
)
@click.option("--all", "everything", is_flag=True, help="Also those held, cancelled, declined.")
@click.option("--figures", is_flag=True, help="How often there was contact, by kind and level.")
@click.option("--from", "begins", default="1900", metavar="DAY", help="Figures from this on.")
@click.option("--until", "ends", default="2099", metavar="DAY", help="Figures until the end of it.")
@node_options
@line_options
@json_option
@click.pass_obj
def contacts_command(
    settings: Settings, *, everything: bool, figures: bool, begins: str, ends: str
) -> None:
    """Show the contacts of the line that are still expected, by date; --all: every one.

    Visits with their meetings, calls, letters, commissions, as each side has them on record. A date
    may be a day, a month or a year. Put one on record: detente contact open KIND.
    """
    with connect(settings) as client:
        line = client.line()
        if figures:
            query = {"from": begins, "until": ends}
            _figures(settings, client.get(f"{line.path}/contact-figures", FrequencyView, **query))
            return
        query = {} if everything else {"ahead": "true"}
        found = client.get(f"{line.path}/contacts", tuple[ContactView, ...], **query)
    if settings.json:
        say_json(found)
    elif not found:
        say("No contact is " + ("on record" if everything else "expected; all: --all"))
    else:
        rows = [(one.number, one.kind, one.state, when_of(one), _where(one)) for one in found]
        table(("NUMBER", "KIND", "STATE", "WHEN", "PLACE, PURPOSE"), rows)
        if not everything:
            say("Only what is expected; held, cancelled and declined ones: --all")


def _where(one: ContactView) -> str:
    part = f"part of {one.part_of}" if one.part_of else ""
    differ = f"DIFFER: {', '.join(one.differ)}" if one.differ else ""
    said = (record.purpose or record.format for record in one.records if not record.taken_back)
    what = " / ".join(dict.fromkeys(filter(None, said)))
    return ", ".join(each for each in (one.place, what, part, differ) if each)


def _figures(settings: Settings, view: FrequencyView) -> None:
    if settings.json:
        say_json(view)
        return
    say(f"{view.held} contacts held, {view.parts} meetings as parts of them")
    between = (
        f"median {view.days_between_median}, longest {view.days_between_longest}"
        if view.days_between_median is not None
        else ""
    )
    pairs(
        [
            ("by kind", ", ".join(f"{one.count} {one.of}" for one in view.by_kind)),
            ("by level", ", ".join(f"{one.count} {one.of}" for one in view.by_level)),
            ("days between", between),
            ("first, last", f"{view.first}, {view.last}" if view.first else ""),
            ("perhaps within", str(view.perhaps or "")),
            ("without a date", str(view.undated or "")),
            ("cancelled", str(view.cancelled or "")),
        ]
    )


@click.group(
    "contact",
    epilog=example(
        "detente contact open visit day=2026-02-18 place=Northport",
        "detente contact show AMBER-2026-0004",
    ),
)
def contact_command() -> None:
    """One contact: put it on record, change it, agenda, readouts, all that is known of it.

    Each side keeps its own record; the other's joins by same_as=NUMBER. Nothing is merged.
    """


@contact_command.command("show", epilog=example("detente contact show AMBER-2026-0004"))
@click.argument("number")
@node_options
@line_options
@json_option
@click.pass_obj
def show_command(settings: Settings, *, number: str) -> None:
    """Show a contact: each side's record, meetings, agenda, readouts, what was promised."""
    with connect(settings) as client:
        page = client.get(contact_path(client.line(number), number), ContactPageView)
    if settings.json:
        say_json(page)
    else:
        show_page(page, Times(settings))


@contact_command.command("compare", epilog=example("detente contact compare AMBER-2026-0004"))
@click.argument("number")
@node_options
@line_options
@json_option
@click.pass_obj
def compare_command(settings: Settings, *, number: str) -> None:
    """Lay the readouts of a contact side by side: both, only one side, contradicting, none."""
    with connect(settings) as client:
        path = f"{contact_path(client.line(number), number)}/readouts"
        found = client.get(path, ComparisonView)
    if settings.json:
        say_json(found)
    else:
        show_comparison(found, Times(settings))


@contact_command.command(
    "open",
    epilog=example(
        "detente contact open visit state=held day=2026-02-18 level=ministers place=Northport \\\n"
        "      participants='name=Vale; office=minister; side=Amber'",
        "detente contact open meeting part_of=AMBER-2026-0004 day=2026-02-19",
        "detente contact open visit state=tentative day=2026-08 latest=2026-10 \\\n"
        "      when_words='late summer or autumn' follows=AMBER-2026-0004",
    ),
)
@click.argument("kind", type=_KINDS, metavar="KIND")
@say_options
@click.pass_obj
def open_command(settings: Settings, /, *, kind: str, **given: Any) -> None:
    """Put a contact on record (CON): planned, unless state=… says otherwise.

    KIND: visit, meeting, call, video, letter, working-group, joint-commission, conference, talks.
    The fields are those of `detente formats CON`.
    """
    known: dict[str, Json] = {"kind": kind, "state": "planned"}
    with connect(settings) as client:
        put_on_record(client, client.line(), settings, "CON", known, given)


@contact_command.command(
    "set",
    epilog=example(
        "detente contact set AMBER-2026-0004 held day=2026-06-06",
        "detente contact set AMBER-2026-0004 postponed day=2026-09",
    ),
)
@click.argument("number")
@click.argument("state", type=_STATES, metavar="STATE")
@say_options
@click.pass_obj
def set_command(settings: Settings, /, *, number: str, state: str, **given: Any) -> None:
    """Say what has become of a contact, in this side's own record; the wording before stays.

    STATE: invited, tentative, planned, held, postponed, cancelled, declined.
    """
    with connect(settings) as client:
        line = client.line(number)
        page = client.get(contact_path(line, number), ContactPageView)
        party = client.status().party
        own = [one for one in page.contact.records if one.party == party and not one.taken_back]
        if not own:
            reason = f"{party} has no record of {page.contact.number} to change"
            remedy = f"Put one on record: detente contact open … same_as={page.contact.number}"
            raise Refused("no record", [Refusal("number", "no-record", reason, remedy)])
        fields: dict[str, Json] = {"state": state, **typed_fields(settings, "CON", given)}
        if "day" in fields and not {"latest", "when_words"} & set(fields):
            stale = ("latest", "when_words")  # the old span is not that of the new day
            fields |= {name: None for name in stale if getattr(own[0], name)}
        body = {"fields": fields, "acknowledged": given["acknowledge"]}
        accepted = client.post(f"{message_path(line, own[0].wording)}/correct", body, Accepted)
        show_accepted(client, line, accepted, settings, f"{page.contact.number} is {state}")


@contact_command.command(
    "agenda",
    epilog=example(
        "detente contact agenda AMBER-2026-0004 \\\n"
        "      items='item=Truce; topic=truce; stance=agree' \\\n"
        "      items='item=Security; topic=safety; stance=moved; moved_to=safety line'",
        "detente contact agenda AMBER-2026-0004 --file agenda.toml",
    ),
)
@click.argument("number")
@say_options
@click.pass_obj
def agenda_command(settings: Settings, /, *, number: str, **given: Any) -> None:
    """Put items on the agenda of a contact, with this side's position on each (CAG)."""
    with connect(settings) as client:
        line = client.line(number)
        put_on_record(client, line, settings, "CAG", {"contact": number.upper()}, given)


@contact_command.command(
    "readout",
    epilog=example(
        "detente contact readout AMBER-2026-0004 initiator=Cobalt \\\n"
        "      topics='item=Truce talks; topic=truce; said=discussed'",
        "detente contact readout AMBER-2026-0004 --file readout.toml --text issued.txt",
    ),
)
@click.argument("number")
@click.option(
    "--text",
    "issued",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The text as issued: its digest goes on record, and the text itself if it is short.",
)
@say_options
@click.pass_obj
def readout_command(
    settings: Settings, /, *, number: str, issued: Path | None, **given: Any
) -> None:
    """Put on record what this side says of a contact, topic by topic (CRO)."""
    known: dict[str, Json] = {"contact": number.upper()}
    if issued is not None:
        text = _text_of(issued).strip()
        known["text_sha256"] = sha256_of(str(issued))
        if 0 < len(text) <= REMARKS_MAX:
            known["text"] = text
        elif not settings.json:
            say(f"{issued.name} is longer than {REMARKS_MAX} characters: only its digest goes.")
    with connect(settings) as client:
        put_on_record(client, client.line(number), settings, "CRO", known, given)
