"""The acts upon a message: read, read back, confirm, answer, correct, cancel, end."""

from __future__ import annotations

import time

import click

from detente.cli.app import example
from detente.cli.client import Client, LineName, connect
from detente.cli.faults import Refused
from detente.cli.inbox import message_path, one, show_view
from detente.cli.messages import changes_from, read_fields, show_accepted
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.cli.tongue import lang_option
from detente.core.airspace.parts_json import airspace_to_json
from detente.core.line.tables import ANSWER_REASONS, CANCEL_REASONS, find
from detente.core.line.tables.choices import CONDITIONS, EXPLANATIONS
from detente.core.refusal import Refusal
from detente.core.values import Fields, Json
from detente.wire.human import airspace_from_text, time_from_text
from detente.wire.native import Accepted, MessageView

CHAIN_MAX = 100  # corrections of corrections; nobody corrects a notice a hundred times


@click.command(
    "read",
    epilog=example("detente read COBALT-2026-0001", "detente read COBALT-2026-0001 --lang ar"),
)
@click.argument("number")
@lang_option
@node_options
@line_options
@json_option
@click.pass_obj
def read_command(settings: Settings, number: str, lang: str | None) -> None:
    """Show message NUMBER and say on the line that you have read it (the receipt READ).

    It is shown first: nobody certifies what was not on the screen. To look without a receipt:
    detente show.
    """
    with connect(settings) as client:
        line = client.line(number)
        if not settings.json:
            show_view(one(client, line, number, lang), client.status().party, settings)
        _act(client, line, settings, number, "read", b"{}", "READ")


@click.command("readback", epilog=example("detente readback COBALT-2026-0001"))
@click.argument("number")
@click.option("--remarks", metavar="TEXT", help="Free text, carried as written, not agreed.")
@node_options
@line_options
@json_option
@click.pass_obj
def readback_command(settings: Settings, number: str, *, remarks: str | None) -> None:
    """Say back place, time and height of message NUMBER as your own node computed them.

    The sender compares and confirms. Warnings count their lead time from here.
    """
    with connect(settings) as client:
        _act(
            client,
            client.line(number),
            settings,
            number,
            "readback",
            {"remarks": remarks},
            "READBACK",
        )


@click.command("confirm", epilog=example("detente confirm COBALT-2026-0002"))
@click.argument("number")
@node_options
@line_options
@json_option
@click.pass_obj
def confirm_command(settings: Settings, number: str) -> None:
    """Confirm that read-back NUMBER of your message says what you meant.

    When it does not: detente correct the message instead.
    """
    with connect(settings) as client:
        _act(client, client.line(number), settings, number, "confirm", b"{}", "CONFIRMED")


@click.command(
    "answer",
    epilog=example(
        "detente answer COBALT-2026-0001 WILCO",
        "detente answer COBALT-2026-0001 UNABLE --reason fuel",
        "detente answer COBALT-2026-0001 STANDBY --minutes 5",
        "detente answer COBALT-2026-0001 DISAGREE --field volume",
    ),
)
@click.argument("number")
@click.argument("code")
@click.option(
    "--reason",
    metavar="CODE",
    help="Needed by UNABLE and DECLINED: " + ", ".join(code for code, _ in ANSWER_REASONS) + ".",
)
@click.option("--minutes", type=click.IntRange(1, 60), help="STANDBY: the answer follows within.")
@click.option(
    "--field", "field_name", metavar="NAME", help="DISAGREE, NOT_UNDERSTOOD: which field, or whole."
)
@click.option(
    "--condition",
    "conditions",
    multiple=True,
    type=click.Choice([code for code, _ in CONDITIONS]),
    metavar="CODE",
    help="WILCO, AGREE, UNABLE: on this condition: " + ", ".join(one for one, _ in CONDITIONS),
)
@click.option(
    "--explanation",
    metavar="CODE",
    help="Needed by EXPLAINED: " + ", ".join(code for code, _ in EXPLANATIONS) + ".",
)
@click.option("--at", metavar="TIME", help="AGREE: which of the times proposed, such as 08:00Z.")
@click.option(
    "--propose", metavar="VOLUME", help="UNABLE, DISAGREE: what would suit instead (detente ways)."
)
@click.option("--remarks", metavar="TEXT", help="Free text, carried as written, not agreed.")
@node_options
@line_options
@json_option
@click.pass_obj
def answer_command(
    settings: Settings,
    /,
    *,
    number: str,
    code: str,
    propose: str | None,
    conditions: tuple[str, ...],
    at: str | None,
    **given: str | int | None,
) -> None:
    """Answer message NUMBER with CODE, such as WILCO, UNABLE, STANDBY or NOTED.

    `detente formats FORMAT` shows which codes a format takes.
    """
    code = code.upper().replace("-", "_")
    body: dict[str, Json] = {"code": code, **given}
    if propose is not None:
        body["proposal"] = _proposal(propose)
    if conditions:
        body["conditions"] = list(conditions)
    if at is not None:
        body["at_ms"] = _at_ms(at)
    with connect(settings) as client:
        _act(client, client.line(number), settings, number, "answer", body, f"Answered {code}")


def _at_ms(text: str) -> int:
    """A typed time. Raises Refused when it cannot be read."""
    found = time_from_text(text, time.time_ns() // 1_000_000, "at_ms")
    if isinstance(found, int):
        return found
    wrong = found or (Refusal("at_ms", "time", "this time cannot be open", "Give a time"),)
    raise Refused("what was typed cannot be read", wrong)


def _proposal(text: str) -> Json:
    """A typed volume as JSON. Raises Refused when it cannot be read."""
    found = airspace_from_text(text, time.time_ns() // 1_000_000, "proposal")
    if isinstance(found, tuple):
        raise Refused("the proposal cannot be read", list(found))
    return airspace_to_json(found)


@click.command(
    "correct",
    epilog=example(
        'detente correct AMBER-2026-0003 volume="circle 22.9S 14.4E 10NM SFC-FL200 09:00Z-10:00Z"'
    ),
)
@click.argument("number")
@click.argument("words", metavar="[FIELD=VALUE]...", nargs=-1)
@click.option("--json", "file", metavar="FILE", help="Take the fields from FILE; - is stdin.")
@click.option(
    "--as-proposed", "answer", metavar="NUMBER", help="Take the volume that this answer proposed."
)
@click.option("--acknowledge", multiple=True, metavar="RULE", help="Pass this check: it is right.")
@node_options
@line_options
@click.pass_obj
def correct_command(
    settings: Settings,
    *,
    number: str,
    words: tuple[str, ...],
    file: str | None,
    answer: str | None,
    acknowledge: tuple[str, ...],
) -> None:
    """Replace the named fields of your own message NUMBER; the old one stays visible.

    The other side reads back again.
    """
    if sum(map(bool, (words, file, answer))) != 1:
        raise click.UsageError("give one of: FIELD=VALUE, --json FILE, --as-proposed NUMBER")
    with connect(settings) as client:
        line = client.line(number)
        if file:
            settings.json = True
            fields = changes_from(file)
        elif answer:
            fields = _as_proposed(client, line, number, answer)
        else:
            view = _subject(client, line, number)
            table = find(view.message.format, view.message.version)
            fields = read_fields(table.fields if table else (), words, settings)
        body = {"fields": fields, "acknowledged": acknowledge}
        _act(client, line, settings, number, "correct", body, "Corrected")


def _as_proposed(client: Client, line: LineName, number: str, answer: str) -> Fields:
    """The change that the other side proposed in its answer to this message."""
    view = one(client, line, answer)
    proposal = view.message.fields.get("proposal")
    table = find(_subject(client, line, number).message.format)
    if proposal is None or view.message.ref != number or table is None or table.placing is None:
        reason = f"{answer} proposes nothing for {number}"
        remedy = f"Look at it: detente show {answer}"
        raise Refused(
            "there is no such proposal", [Refusal("as_proposed", "no-proposal", reason, remedy)]
        )
    return {table.placing.volume_field: proposal}


def _subject(client: Client, line: LineName, number: str) -> MessageView:
    """The message whose table says how the fields are read: for a correction, what it corrects."""
    view = one(client, line, number)
    for _ in range(CHAIN_MAX):
        if view.message.format != "COR" or not view.message.ref:
            return view
        view = one(client, line, view.message.ref)
    reason = f"more than {CHAIN_MAX} corrections follow one another"
    raise Refused("this cannot be corrected", [Refusal("number", "chain", reason, "Cancel it")])


@click.command("cancel", epilog=example("detente cancel AMBER-2026-0003 --reason not-happening"))
@click.argument("number")
@click.option("--reason", metavar="CODE", help=", ".join(code for code, _ in CANCEL_REASONS) + ".")
@node_options
@line_options
@json_option
@click.pass_obj
def cancel_command(settings: Settings, number: str, *, reason: str | None) -> None:
    """Take back your own message NUMBER: what it announced does not happen."""
    with connect(settings) as client:
        _act(
            client, client.line(number), settings, number, "cancel", {"reason": reason}, "Cancelled"
        )


@click.command("end", epilog=example("detente end AMBER-2026-0003"))
@click.argument("number")
@node_options
@line_options
@json_option
@click.pass_obj
def end_command(settings: Settings, number: str) -> None:
    """Say that the activity that your own message NUMBER announced has ended."""
    with connect(settings) as client:
        _act(client, client.line(number), settings, number, "end", b"{}", "Ended")


def _act(
    client: Client,
    line: LineName,
    settings: Settings,
    number: str,
    verb: str,
    body: object,
    said: str,
) -> None:
    accepted = client.post(f"{message_path(line, number)}/{verb}", body, Accepted)
    in_full = verb in ("readback", "correct")
    show_accepted(client, line, accepted, settings, f"{said} {number.upper()}", in_full=in_full)
