"""`case`: open an incident, tell this side's account, ask, answer, agree on facts, close, report.

Each of these releases a message (INR, INS, INQ, INA, INF, INC, PRO) as `send` does; what is shown
comes from the node, which computes the same case as the other side's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import click
import msgspec

from detente.cli.app import example
from detente.cli.cases import say_case
from detente.cli.client import Client, LineName, connect
from detente.cli.faults import Refused, Unusable
from detente.cli.messages import (
    HEADER_OPTIONS,
    read_fields,
    send_body,
    sha256_of,
    show_accepted,
    with_header,
)
from detente.cli.record import write_bytes
from detente.cli.say import Times, say, say_json
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.line.commands import Send
from detente.core.line.message import Precedence
from detente.core.line.tables import FORMATS
from detente.core.line.tables.choices import RELEASES
from detente.core.line.tables.register_choices import CLOSURES, EVIDENCE_KINDS
from detente.core.refusal import Refusal
from detente.core.values import Json
from detente.wire.case_views import CaseDraft, CasesView, CaseView
from detente.wire.native import Accepted

_Command = TypeVar("_Command", bound=Callable[..., Any])
AGREE_HELP = "The other side answers: detente answer NUMBER AGREE, or DISAGREE with the field."


class Hashed(msgspec.Struct, frozen=True, kw_only=True):
    """A file's digest. known: by whom, and in which message, it is named in the case."""

    file: str
    bytes: int
    sha256: str
    known: tuple[str, ...] = ()


def looking(command: _Command) -> _Command:
    """The options of a command that only looks."""
    return line_options(node_options(json_option(command)))


def sending(command: _Command) -> _Command:
    """The options of a command that releases a message."""
    options = (
        click.option("--to", multiple=True, metavar="PARTY", help="Only to this party [all]."),
        click.option(
            "--acknowledge",
            multiple=True,
            metavar="RULE",
            help="Pass this check: you have seen it, and the message is right.",
        ),
        *HEADER_OPTIONS,
    )
    for option in reversed(options):
        command = option(command)
    return line_options(node_options(json_option(command)))


@click.group(
    "case",
    epilog=example(
        "detente case open types=NMS happened=08:12Z point='22.9S 14.4E' closest=90",
        "detente case account AMBER-2026-0007 claim=denied",
        "detente case show AMBER-2026-0007",
        "detente case close AMBER-2026-0007 parallel",
    ),
)
def case_command() -> None:
    """Incidents, told by each side in its own account and laid side by side.

    What a side tells stays told: an account is never changed, only added to.
    """


@case_command.command("show", epilog=example("detente case show AMBER-2026-0007"))
@click.argument("number")
@click.option("--for", "reader", metavar="WHO", help="As it may be told to a party, or to public.")
@looking
@click.pass_obj
def show_command(settings: Settings, *, number: str, reader: str | None) -> None:
    """Show one case in full, by any of its numbers, or by that of any message in it."""
    with connect(settings) as client:
        found = get_case(client, client.line(number), number, reader)
    if settings.json:
        say_json(found)
    else:
        say_case(found)


@case_command.command(
    "open",
    epilog=example(
        "detente case open types=NMS happened=08:12Z point='22.9S 14.4E' closest=90",
        "detente case open --from COBALT-2026-0031 claim=alleged",
        "detente case open types=FUP day=2016-04 claim=reported",
    ),
)
@click.argument("words", metavar="[FIELD=VALUE]...", nargs=-1)
@click.option("--from", "source", metavar="NUMBER", help="Begin with what this message says.")
@sending
@click.pass_obj
def open_command(
    settings: Settings, /, *, words: tuple[str, ...], source: str | None, **given: Any
) -> None:
    """Open a case with a first report (INR). detente formats INR shows its fields.

    If the other side has opened one for the same incident, say same_as=NUMBER: they become one.
    """
    typed = read_fields(FORMATS["INR"].fields, words, settings)
    with connect(settings) as client:
        line = client.line(source or "")
        fields: dict[str, Json] = dict(typed)
        if source is not None:
            fields, given = _begun(client, line, given, typed, message=source.upper())
        _release(client, line, settings, "INR", fields, given)


@case_command.command(
    "propose",
    epilog=example(
        "detente case propose",
        "detente case propose AMBER-2026-0003/3/COBALT-2026-0031 claim=alleged",
    ),
)
@click.argument("finding", required=False)
@click.argument("words", metavar="[FIELD=VALUE]...", nargs=-1)
@sending
@click.pass_obj
def propose_command(
    settings: Settings, /, *, finding: str | None, words: tuple[str, ...], **given: Any
) -> None:
    """Show what the rules found that has no case yet; with FINDING, open one from it (INR).

    No node opens a case by itself: an officer looks, adds what is known, and releases it.
    """
    typed = read_fields(FORMATS["INR"].fields, words, settings)
    with connect(settings) as client:
        line = client.line((finding or "").partition("/")[0])
        if finding is not None:
            fields, given = _begun(client, line, given, typed, finding=finding)
            _release(client, line, settings, "INR", fields, given)
            return
        found = client.get(f"{line.path}/cases", CasesView, proposed="true").proposed
    if settings.json:
        say_json(found)
        return
    times = Times(settings)
    for one in found:
        answer = one.answer or "not answered"
        say(
            f"{one.agreement}, article {one.article}, {times.short(one.at_ms)}: {answer}", bold=True
        )
        say(f"  {one.words}")
        say(f"  -> detente case propose '{one.finding}'")
    if not found:
        say("The rules found nothing that has no case.")


@case_command.command(
    "account",
    epilog=example(
        "detente case account AMBER-2026-0007 claim=denied happened=08:15Z time_margin=60",
        "detente case account AMBER-2026-0007 account='Our aircraft kept its height.'",
    ),
)
@click.argument("number", metavar="CASE")
@click.argument("words", metavar="FIELD=VALUE...", nargs=-1, required=True)
@sending
@click.pass_obj
def account_command(
    settings: Settings, /, *, number: str, words: tuple[str, ...], **given: Any
) -> None:
    """Tell this side's account of a case, or add to it (INS). What was told before stays."""
    typed = read_fields(FORMATS["INS"].fields, words, settings)
    with connect(settings) as client:
        line = client.line(number)
        _release(client, line, settings, "INS", {"case": number.upper(), **typed}, given)


@case_command.command("join", epilog=example("detente case join COBALT-2026-0004 AMBER-2026-0007"))
@click.argument("number", metavar="CASE")
@click.argument("other", metavar="OTHER")
@sending
@click.pass_obj
def join_command(settings: Settings, /, *, number: str, other: str, **given: Any) -> None:
    """Say that two cases are one incident (INS); this side must have opened one of them."""
    with connect(settings) as client:
        line = client.line(number)
        fields: dict[str, Json] = {"case": number.upper(), "same_as": other.upper()}
        _release(client, line, settings, "INS", fields, given)


@case_command.command(
    "ask",
    epilog=example(
        "detente case ask AMBER-2026-0007 'At what time did it turn?' --about happened_ms --urgent"
    ),
)
@click.argument("number", metavar="CASE")
@click.argument("question")
@click.option("--about", metavar="FIELD", help="The field of the accounts that it is about.")
@click.option("--urgent", is_flag=True, help="Due in two days instead of seven.")
@sending
@click.pass_obj
def ask_command(
    settings: Settings,
    /,
    *,
    number: str,
    question: str,
    about: str | None,
    urgent: bool,
    **given: Any,
) -> None:
    """Ask the other side about a case (INQ). The answer is due in seven days."""
    fields: dict[str, Json] = {"case": number.upper(), "question": question}
    if about is not None:
        fields |= read_fields(FORMATS["INQ"].fields, (f"field={about}",), settings)
    with connect(settings) as client:
        line = client.line(number)
        urgency = Precedence.IMMEDIATE if urgent else None
        _release(client, line, settings, "INQ", fields, given, urgency)


@case_command.command(
    "answer", epilog=example("detente case answer COBALT-2026-0012 'At 08:14Z, to the west.'")
)
@click.argument("number", metavar="QUESTION")
@click.argument("text", metavar="ANSWER")
@click.option("--told-in", metavar="NUMBER", help="The account that tells it.")
@sending
@click.pass_obj
def answer_command(
    settings: Settings, /, *, number: str, text: str, told_in: str | None, **given: Any
) -> None:
    """Answer a question in a case (INA). To decline it: detente answer QUESTION DECLINED."""
    with connect(settings) as client:
        line = client.line(number)
        found = get_case(client, line, number)
        fields: dict[str, Json] = {
            "case": found.head.number,
            "question": number.upper(),
            "answer": text,
        }
        if told_in is not None:
            fields["told_in"] = told_in.upper()
        _release(client, line, settings, "INA", fields, given)


@case_command.command(
    "fact",
    epilog=example(
        "detente case fact AMBER-2026-0007 happened_ms --told-in AMBER-2026-0007",
        "detente case fact AMBER-2026-0007 orders --words 'Both crews were told to turn away.'",
    ),
)
@click.argument("number", metavar="CASE")
@click.argument("field")
@click.option("--told-in", metavar="NUMBER", help="As this account tells it.")
@click.option("--words", metavar="TEXT", help="In these words.")
@sending
@click.pass_obj
def fact_command(
    settings: Settings,
    /,
    *,
    number: str,
    field: str,
    told_in: str | None,
    words: str | None,
    **given: Any,
) -> None:
    """Propose that a fact of a case is agreed (INF), as an account tells it, or in new words."""
    fields: dict[str, Json] = {"case": number.upper()}
    fields |= read_fields(FORMATS["INF"].fields, (f"field={field}",), settings)
    if told_in is not None:
        fields["told_in"] = told_in.upper()
    if words is not None:
        fields["words"] = words
    with connect(settings) as client:
        line = client.line(number)
        _release(client, line, settings, "INF", fields, given)
        if not settings.json:
            say(AGREE_HELP)


@case_command.command(
    "close",
    epilog=example(
        "detente case close AMBER-2026-0007 joint --finding 'Both were off their routes.' \\\n"
        "      --measure 'measure=brief the crews; owner=cobalt; due=2026-12'",
        "detente case close AMBER-2026-0007 parallel",
    ),
)
@click.argument("number", metavar="CASE")
@click.argument("closure", type=click.Choice([code for code, _ in CLOSURES]))
@click.option("--finding", metavar="TEXT", help="What was found together.")
@click.option("--open-points", metavar="TEXT", help="Points that stay open.")
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="RECORD",
    help="A measure: 'measure=…; owner=…; due=…'.",
)
@click.option("--taken-up-in", metavar="CASE", help="With superseded: the other case.")
@sending
@click.pass_obj
def close_command(
    settings: Settings, /, *, number: str, closure: str, measures: tuple[str, ...], **given: Any
) -> None:
    """Propose how a case is closed (INC). It is closed when the other side agrees, not before."""
    fields: dict[str, Json] = {"case": number.upper(), "closure": closure}
    typed = [f"measures={one}" for one in measures]
    fields |= read_fields(FORMATS["INC"].fields, typed, settings)
    for name in ("finding", "open_points", "taken_up_in"):
        if (text := given.pop(name)) is not None:
            fields[name] = text.upper() if name == "taken_up_in" else text
    with connect(settings) as client:
        line = client.line(number)
        _release(client, line, settings, "INC", fields, given)
        if not settings.json:
            say(AGREE_HELP)


@case_command.command(
    "protest",
    epilog=example(
        "detente case protest 'flight inside the keep-out area' --case AMBER-2026-0007 \\\n"
        "      --rule 'agreement=Coast; article=3'"
    ),
)
@click.argument("about", metavar="AGAINST")
@click.option("--case", "number", metavar="CASE", help="The case that it is about.")
@click.option("--rule", "rules", multiple=True, metavar="RECORD", help="A rule that it cites.")
@click.argument("words", metavar="[FIELD=VALUE]...", nargs=-1)
@sending
@click.pass_obj
def protest_command(
    settings: Settings,
    /,
    *,
    about: str,
    number: str | None,
    rules: tuple[str, ...],
    words: tuple[str, ...],
    **given: Any,
) -> None:
    """Protest (PRO), with the rule that this side holds broken."""
    typed = (*(f"rules={one}" for one in rules), *words)
    fields: dict[str, Json] = {
        "about": about,
        **read_fields(FORMATS["PRO"].fields, typed, settings),
    }
    if number is not None:
        fields["case"] = number.upper()
    with connect(settings) as client:
        _release(client, client.line(number or ""), settings, "PRO", fields, given)


@case_command.command(
    "evidence",
    epilog=example(
        "detente case evidence AMBER-2026-0007 radar.log",
        "detente case evidence AMBER-2026-0007 video.mp4 --add --what video --release named \\\n"
        "      --named meridian --about 'the turn'",
    ),
)
@click.argument("number", metavar="CASE")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True))
@click.option("--add", is_flag=True, help="Put it on record in this side's account.")
@click.option("--what", type=click.Choice([code for code, _ in EVIDENCE_KINDS]), default="other")
@click.option("--holder", metavar="NAME", help="Who holds it [this party].")
@click.option("--release", type=click.Choice([code for code, _ in RELEASES]), default="none")
@click.option("--named", metavar="NAMES", help="With --release named: whom, with commas.")
@click.option("--about", metavar="TEXT", help="What it shows.")
@sending
@click.pass_obj
def evidence_command(
    settings: Settings, /, *, number: str, files: tuple[str, ...], add: bool, **given: Any
) -> None:
    """Hash files, say whether they are on record in a case, and with --add put them there.

    Only the hash travels: the file stays with its holder, and nobody can exchange it later.
    """
    said = {name: given.pop(name) for name in ("what", "holder", "release", "named", "about")}
    hashed = [_hashed(Path(file)) for file in files]
    with connect(settings) as client:
        line = client.line(number)
        found = get_case(client, line, number)
        known = [_known(one, found) for one in hashed]
        if not settings.json or not add:
            _say_hashed(known, settings)
        if add:
            holder = said["holder"] or client.status().party
            records: list[Json] = [_record(one.sha256, {**said, "holder": holder}) for one in known]
            fields: dict[str, Json] = {"case": found.head.number, "evidence": records}
            _release(client, line, settings, "INS", fields, given)


@case_command.command(
    "report",
    epilog=example(
        "detente case report AMBER-2026-0007 --html case.html --pdf case.pdf",
        "detente case report AMBER-2026-0007 --for public --html case.html",
    ),
)
@click.argument("number", metavar="CASE")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.option("--for", "reader", metavar="WHO", help="As it may be told to a party, or to public.")
@looking
@click.pass_obj
def report_command(
    settings: Settings, *, number: str, html: Path | None, pdf: Path | None, reader: str | None
) -> None:
    """Write the report of a case: both accounts alike, and the hash of every entry at its foot."""
    with connect(settings) as client:
        line = client.line(number)
        path = f"{line.path}/cases/{_segment(number)}/report"
        pages = ((html, path), (pdf, f"{path}.pdf"))
        written = [
            (file, client.fetch(where, **{"for": reader}))
            for file, where in pages
            if file is not None
        ]
        found = get_case(client, line, number, reader) if not written or settings.json else None
    for file, data in written:
        write_bytes(file, data)
    if settings.json:
        say_json(found)
    elif found is not None:
        say_case(found)
    else:
        for file, data in written:
            say(f"Written: {file} ({len(data)} bytes).")


def get_case(client: Client, line: LineName, number: str, reader: str | None = None) -> CaseView:
    """One case as the node computes it, by any of its numbers."""
    return client.get(f"{line.path}/cases/{_segment(number)}", CaseView, **{"for": reader})


def _begun(
    client: Client, line: LineName, given: Any, typed: Mapping[str, Json], **source: str
) -> tuple[dict[str, Json], Any]:
    """The fields of a first report that the source begins, what was typed over them, and refs."""
    draft = client.get(f"{line.path}/case-drafts", CaseDraft, **source)
    refs = dict.fromkeys((*draft.refs, *given["refs"]))
    return {**draft.fields, **typed}, {**given, "refs": tuple(refs)}


def _segment(number: str) -> str:
    return quote(number.upper(), safe="")


def _release(
    client: Client,
    line: LineName,
    settings: Settings,
    code: str,
    fields: dict[str, Json],
    given: Any,
    precedence: Precedence | None = None,
) -> None:
    """Release one message of a case, and show what the other side will read."""
    send = Send(
        format=code,
        fields=fields,
        to=tuple(party.lower() for party in given["to"]),
        precedence=precedence,
        acknowledged=given["acknowledge"],
    )
    body = send_body(with_header(send, given))
    accepted = client.post(f"{line.path}/messages", body, Accepted)
    show_accepted(client, line, accepted, settings, "Released")


def _hashed(path: Path) -> Hashed:
    size = path.stat().st_size
    if not size:
        raise Unusable(f"{path} is empty: an empty file is no evidence")
    return Hashed(file=str(path), bytes=size, sha256=sha256_of(str(path)))


def _known(one: Hashed, case: CaseView) -> Hashed:
    named = [
        f"{piece.party} in {piece.number}" for piece in case.evidence if piece.sha256 == one.sha256
    ]
    return msgspec.structs.replace(one, known=tuple(named))


def _say_hashed(hashed: Iterable[Hashed], settings: Settings) -> None:
    if settings.json:
        say_json(list(hashed))
        return
    for one in hashed:
        say(f"{one.sha256}  {one.file} ({one.bytes} bytes)")
        say(f"  on record: {'; '.join(one.known)}" if one.known else "  not on record in this case")


def _record(sha256: str, said: Any) -> dict[str, Json]:
    if said["release"] == "named" and not said["named"]:
        remedy = "Give --named NAMES, or another --release"
        refusal = Refusal("named", "required", "nobody is named", remedy)
        raise Refused("the evidence cannot be put on record", [refusal])
    return {"sha256": sha256, **{name: value for name, value in said.items() if value}}
