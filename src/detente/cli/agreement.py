"""`agreement`: propose, show, sign, suspend, dispute, resume, renew and leave agreements.

Each act is a message that an officer could send by hand; these commands find the digest, the text
and the reference for it. Nothing is decided here: the register is the node's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.cli.app import example
from detente.cli.client import Client, LineName, connect
from detente.cli.faults import Refused, Unusable
from detente.cli.messages import FILE_BYTES_MAX, show_accepted
from detente.cli.say import Times, pairs, say, say_json, table
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.line.formats import Answers
from detente.core.units import counted
from detente.wire.agreement_views import (
    AgreementsView,
    AgreementView,
    AgreementWordView,
    ArticleView,
    SignatureView,
)
from detente.wire.human import time_from_text
from detente.wire.human_fields import Typed
from detente.wire.native import Accepted
from detente.wire.text_file import fields_of, toml_of

if TYPE_CHECKING:
    from detente.core.values import Json

_Command = TypeVar("_Command", bound=Callable[..., Any])
_WITH_NOTICE = ("suspend", "leave")  # acts that a text may let count only after its notice
DIGEST_CHARS = 16  # of a digest in a table: enough to tell two apart by telephone


def acknowledge_option(command: _Command) -> _Command:
    """Add --acknowledge: rules that the officer has seen and passes."""
    return click.option(
        "--acknowledge",
        multiple=True,
        metavar="RULE",
        help="Pass this check: you have seen it, and the message is right.",
    )(command)


def _line_command(command: _Command) -> _Command:
    return line_options(node_options(json_option(command)))


@click.group(
    "agreement",
    epilog=example("detente agreement propose coast.toml", "detente agreement list"),
)
def agreement_command() -> None:
    """Agreements as data: texts, signatures, what is in force, who suspends what.

    Propose a text, the other side answers or signs; it is in force when every party that it names
    has signed. Its articles judge messages and tracks: see `detente findings`.
    """


@agreement_command.command(
    "propose",
    epilog=example(
        "detente agreement propose coast.toml",
        "detente agreement text AMBER-2026-0007 > coast.toml",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", multiple=True, metavar="PARTY", help="Only to these [all members].")
@acknowledge_option
@_line_command
@click.pass_obj
def propose_command(
    settings: Settings, *, file: Path, to: tuple[str, ...], acknowledge: tuple[str, ...]
) -> None:
    """Send the text in FILE to the other side: TOML, a line a field, a table an article.

    Contradictory articles, parties that are not here and values that are missing are said before
    it goes out. docs/agreements.md has a whole example.
    """
    if file.stat().st_size > FILE_BYTES_MAX:
        raise Unusable(f"{file.name} has over {FILE_BYTES_MAX} bytes, which no message takes")
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Unusable(f"{file.name} is no UTF-8 text: {error}") from error
    found = fields_of(text, settings.now_ms())
    if not isinstance(found, Typed):
        raise Refused(f"{file.name} is no text that can be proposed", found)
    body = {"format": "AGR", "fields": found.fields, "to": to, "acknowledged": acknowledge}
    with connect(settings) as client:
        _post(client, client.line(), settings, body, "Proposed")


@agreement_command.command(
    "list", epilog=example("detente agreement list", "detente agreement list --all")
)
@click.option("--all", "everything", is_flag=True, help="Also what has ended.")
@_line_command
@click.pass_obj
def list_command(settings: Settings, *, everything: bool) -> None:
    """List the agreements of the line: what each is, who has signed it, until when."""
    with connect(settings) as client:
        line = client.line()
        query = {} if everything else {"open": "true"}
        view = client.get(f"{line.path}/agreements", AgreementsView, **query)
    if settings.json:
        say_json(view)
        return
    times = Times(settings)
    if view.texts:
        rows = [
            (
                one.number,
                f"{one.agreement}, edition {one.edition}",
                one.kind_words,
                one.state_words,
                times.short(one.ends_ms) if one.ends_ms is not None else "",
                str(len(one.articles)),
            )
            for one in view.texts
        ]
        table(("NUMBER", "AGREEMENT", "KIND", "STATE", "ENDS", "ARTICLES"), rows)
    else:
        say("No agreement stands on this line." + ("" if everything else " Ended ones: --all"))
    for stray in view.astray:
        say(f"!! {stray.number} of {stray.party} ({stray.format}): {stray.problem}", bold=True)


@agreement_command.command("show", epilog=example("detente agreement show AMBER-2026-0007"))
@click.argument("number")
@click.option("--at", metavar="TIME", help="As it stood at this time, such as 2026-11-22T08:00Z.")
@_line_command
@click.pass_obj
def show_command(settings: Settings, *, number: str, at: str | None) -> None:
    """Show one agreement: articles, parties, signatures, acts, its life so far and to come."""
    at_ms = None if at is None else moment(settings, at)
    with connect(settings) as client:
        view = _view(client, client.line(number), number, at_ms)
    if settings.json:
        say_json(view)
        return
    _show(view, Times(settings))


@agreement_command.command("text", epilog=example("detente agreement text AMBER-2026-0007"))
@click.argument("number")
@_line_command
@click.pass_obj
def text_command(settings: Settings, *, number: str) -> None:
    """Print the text as the file that `propose` takes, to be changed and proposed anew."""
    with connect(settings) as client:
        view = _view(client, client.line(number), number)
    say_json(view.fields) if settings.json else click.echo(toml_of(view.fields), nl=False)


@agreement_command.command(
    "sign",
    epilog=example(
        "detente agreement sign AMBER-2026-0007",
        'detente agreement sign AMBER-2026-0007 --signed-by "Deputy chief of operations"',
    ),
)
@click.argument("number")
@click.option(
    "--digest",
    metavar="SHA256",
    help="The digest that you were given by another way; it must be this text's.",
)
@click.option("--signed-by", metavar="NAME", help="Who signs for this side.")
@click.option("--reservation", metavar="TEXT", help="What this side reserves.")
@acknowledge_option
@_line_command
@click.pass_obj
def sign_command(
    settings: Settings,
    *,
    number: str,
    digest: str | None,
    signed_by: str | None,
    reservation: str | None,
    acknowledge: tuple[str, ...],
) -> None:
    """Sign the text NUMBER for your side. A second officer releases the signature.

    What is signed is the digest of the words that your node holds; compare it with the other side
    by another way, and give it with --digest.
    """
    with connect(settings) as client:
        line = client.line(number)
        view = _view(client, line, number)
        fields: dict[str, Json] = {"text": number, "digest": digest or view.digest}
        if signed_by is not None:
            fields["signed_by"] = signed_by
        if reservation is not None:
            fields["reservation"] = reservation
        if not settings.json:
            title = f"{view.agreement}, edition {view.edition}: {len(view.articles)} articles"
            say(f"You sign {number}, {title}.")
            say(f"Digest of what your node holds: {view.digest}")
        body = {"format": "AGS", "fields": fields, "acknowledged": acknowledge}
        _post(client, line, settings, body, "Signed")


def _act_command(name: str, act: str, help_: str) -> click.Command:
    """A command for one act about an agreement."""

    @click.argument("number")
    @click.option("--from", "start", metavar="TIME", help="From when [now]; never before now.")
    @click.option("--articles", metavar="A,B", help="Only these articles [all].")
    @click.option("--because", metavar="TEXT", help="Why; it stays in the record.")
    @acknowledge_option
    @_line_command
    @click.pass_obj
    def command(
        settings: Settings,
        *,
        number: str,
        start: str | None,
        articles: str | None,
        because: str | None,
        acknowledge: tuple[str, ...],
    ) -> None:
        said = {"articles": articles, "because": because}
        fields: dict[str, Json] = {"text": number, "act": act}
        fields |= {name: value for name, value in said.items() if value is not None}
        if start is not None:
            fields["from_ms"] = moment(settings, start)
        with connect(settings) as client:
            line = client.line(number)
            body: dict[str, object] = {"format": "AGX", "fields": fields}
            body["acknowledged"] = acknowledge
            if act == "dispute-suspension":
                body["ref"] = _suspension(_view(client, line, number), client)
            accepted = _post(client, line, settings, body, "Said")
            if act in _WITH_NOTICE and accepted.number and not settings.json:
                _say_when(client, line, number, accepted.number, Times(settings))

    command.__doc__ = help_
    return agreement_command.command(
        name, help=help_, epilog=example(f"detente agreement {name} AMBER-2026-0007")
    )(command)


suspend_command = _act_command(
    "suspend", "suspend", "Say that your side suspends it, in whole or some articles."
)
dispute_command = _act_command(
    "dispute", "dispute-suspension", "Say that it is not suspended, whatever the other side says."
)
resume_command = _act_command("resume", "resume", "Take back your side's suspension.")
renew_command = _act_command(
    "renew", "renew", "Renew it for another period; it is renewed when every party says so."
)
not_renew_command = _act_command(
    "not-renew", "not-renew", "Say that it is not to renew itself at its next end."
)
leave_command = _act_command(
    "leave", "exit", "Leave it; what it says of notice decides from when that counts."
)
withdraw_command = _act_command(
    "withdraw",
    "withdraw",
    "Take a proposal, or your signature, back before every party has signed.",
)


@agreement_command.command(
    "answer",
    epilog=example(
        "detente agreement answer AMBER-2026-0007 AGREE",
        'detente agreement answer AMBER-2026-0007 DISAGREE --reason "article 3"',
    ),
)
@click.argument("number")
@click.argument("code", type=click.Choice([Answers.AGREE, Answers.DISAGREE, Answers.DECLINED]))
@click.option("--reason", metavar="TEXT", help="Why.")
@_line_command
@click.pass_obj
def answer_command(settings: Settings, *, number: str, code: str, reason: str | None) -> None:
    """Say whether your side agrees to a proposed text; that is no signature yet."""
    body = {"code": code, "reason": reason}
    if code == Answers.DISAGREE:
        body["field_name"] = "articles"
    with connect(settings) as client:
        line = client.line(number)
        accepted = client.post(f"{line.path}/messages/{number}/answer", body, Accepted)
        show_accepted(client, line, accepted, settings, "Answered")


def moment(settings: Settings, text: str) -> int:
    """A time as it is typed, in UTC ms. Raises Refused when it is none."""
    found = time_from_text(text, settings.now_ms(), "time")
    if isinstance(found, int):
        return found
    raise Refused(f"{text[:40]!r} is no time", found or ())


def _post(
    client: Client, line: LineName, settings: Settings, body: Mapping[str, object], said: str
) -> Accepted:
    accepted = client.post(f"{line.path}/messages", body, Accepted)
    show_accepted(client, line, accepted, settings, said)
    return accepted


def _say_when(client: Client, line: LineName, text: str, act: str, times: Times) -> None:
    """Say from when the act counts, where that is later than it says itself."""
    try:
        view = _view(client, line, text)
    except Refused:  # the text is not held here, and the officer knew it
        return
    for one in view.acts:
        if one.number == act and one.from_ms > one.at_ms and view.notice_days:
            counts = f"It counts from {times.full(one.from_ms)}, not before"
            say(
                f"{counts}: the text asks for {counted(view.notice_days, 'day', 'days')} of notice."
            )


def _view(client: Client, line: LineName, number: str, at_ms: int | None = None) -> AgreementView:
    return client.get(f"{line.path}/agreements/{number}", AgreementView, at=at_ms)


def _suspension(view: AgreementView, client: Client) -> str | None:
    """The newest suspension by another side, which a dispute is about."""
    own = client.status().party
    found = [one.number for one in view.acts if one.what == "suspend" and one.party != own]
    return found[-1] if found else None


def _show(view: AgreementView, times: Times) -> None:
    drill = "" if view.status == "ACTUAL" else f"*{view.status.value}* "
    say(f"{drill}{view.agreement}, edition {view.edition}: {view.state_words.upper()}", bold=True)
    period = " to ".join(
        times.short(one) if one is not None else "open" for one in (view.from_ms, view.ends_ms)
    )
    pairs(
        [
            ("number", f"{view.number}, proposed by {view.party} {times.full(view.at_ms)}"),
            ("kind", view.kind_words),
            ("period", period + (f", renews for {view.renews_days} days" * bool(view.renews_days))),
            ("review", times.full(view.review_ms) if view.review_ms else ""),
            ("suspension", view.suspension_words),
            ("notice", f"{view.notice_days} days" if view.notice_days else ""),
            ("judges", ", ".join(view.judges)),
            ("area", view.area_words),
            ("exceptions", view.exceptions or ""),
            ("parties", ", ".join(f"{one.name} ({one.standing_words})" for one in view.parties)),
            ("digest", view.digest),
            ("replaces", view.replaces or ""),
            ("replaced by", view.replaced_by or ""),
            ("came out of", view.contact or ""),
            ("not signed by", ", ".join(view.unsigned)),
        ]
    )
    for one in view.articles:
        _show_article(one)
    for annex in view.annexes:
        kept = f", digest {annex.sha256[:DIGEST_CHARS]}…" if annex.sha256 else ""
        words = f": {annex.words}" if annex.words else ""
        say(f"  annex {annex.annex}, {annex.holds_words}{kept}{words}")
    for signature in view.signatures:
        say(f"  signature  {_signature(signature, times)}")
    for word in (*view.answers, *view.acts):
        say(f"  said       {_word(word, times)}")
    say("  life")
    for phase in view.phases:
        say(f"    from {times.full(phase.from_ms)}: {phase.words}")
    for why in view.contradictions:
        say(f"  CONTRADICTION: {why}", bold=True)
    for remark in view.remarks:
        say(f"  !! {remark}", bold=True)


def _show_article(one: ArticleView) -> None:
    mark = "" if one.holds else "  (does not hold now)"
    mark = "  (CONTESTED: suspended by one side, disputed by another)" if one.contested else mark
    say(f"  article {one.article}: {one.rule_words}{mark}")
    if one.words:
        say(f"    {one.words}")


def _signature(one: SignatureView, times: Times) -> str:
    by = f", {one.signed_by}" if one.signed_by else ""
    reserve = f"; reserves: {one.reservation}" if one.reservation else ""
    wrong = f"; DOES NOT COUNT: {one.problem}" if one.problem else ""
    digest = one.digest[:DIGEST_CHARS]
    said = f"{one.party}{by} ({one.number}, {times.short(one.at_ms)}, digest {digest}…)"
    return f"{said}{reserve}{wrong}"


def _word(one: AgreementWordView, times: Times) -> str:
    only = f", articles {', '.join(one.articles)}" if one.articles else ""
    since = f", from {times.short(one.from_ms)}" if one.from_ms != one.at_ms else ""
    why = f": {one.because}" if one.because else ""
    return f"{one.party}: {one.words}{only} ({one.number}, {times.short(one.at_ms)}{since}){why}"
