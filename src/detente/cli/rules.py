"""`rules`, `findings`, `finding`: what was agreed as rules, what they find, what is answered.

The node computes; nothing is decided here. An answer is a message (FAN) like any other.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import click

from detente.cli.agreement import acknowledge_option
from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.faults import Unusable
from detente.cli.messages import show_accepted
from detente.cli.say import Times, pairs, say, say_json, table
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.units import counted
from detente.wire.native import Accepted
from detente.wire.rule_views import TRACK_BYTES_MAX, FindingAnswerView, FindingView, RuleView

if TYPE_CHECKING:
    from collections.abc import Iterable

ANSWERS = ("accept", "dispute", "no-record")
_SAID = {"accept": "accepted", "dispute": "disputed", "no-record": "no record of it"}


@click.group("rules", invoke_without_command=True, epilog=example("detente rules"))
@click.option("--all", "everything", is_flag=True, help="Also words, and what holds no more.")
@node_options
@line_options
@json_option
@click.pass_context
def rules_command(ctx: click.Context, *, everything: bool) -> None:
    """Show the rules that judge the line: articles in force, zones that are agreed.

    A rule finds and flags; it blocks nothing. What an article says only in words stays words.
    """
    if ctx.invoked_subcommand is None:
        _list(ctx.ensure_object(Settings), everything=everything)


def _list(settings: Settings, *, everything: bool) -> None:
    with connect(settings) as client:
        line = client.line()
        query = {} if everything else {"open": "true"}
        found = client.get(f"{line.path}/rules", tuple[RuleView, ...], **query)
    if settings.json:
        say_json(found)
        return
    if not found:
        say("No rule holds on this line. Propose an agreement: detente agreement propose FILE")
    times = Times(settings)
    for one in found:
        _show_rule(one, times)


def _show_rule(one: RuleView, times: Times) -> None:
    say(f"{one.agreement}, article {one.article}: {one.kind_words} ({one.text})", bold=True)
    until = "" if one.until_ms is None else f" to {times.full(one.until_ms)}"
    since = "never yet" if one.from_ms is None else f"{times.full(one.from_ms)}{until}"
    pairs(
        [
            ("asks", _asks(one)),
            ("binds", ", ".join(one.binds)),
            ("about", ", ".join((*one.formats, one.activity) if one.activity else one.formats)),
            ("area", "\n".join(one.areas)),
            ("words", one.words),
            ("holds" if one.holds else "held", since),
            ("suspended by", ", ".join(one.contested)),
        ]
    )
    if one.problem is not None:
        say(f"  STAYS WORDS: {one.problem.reason}. {one.problem.remedy}", bold=True)


def _asks(one: RuleView) -> str:
    asked = [
        f"{one.minutes} minutes" if one.minutes is not None else "",
        f"{one.distance_m:,} m" if one.distance_m is not None else "",
        f"{one.height_m:,} m of height" if one.height_m is not None else "",
        one.step or "",
        one.frequency or "",
        f"zone {one.zone}" if one.zone else "",
    ]
    return ", ".join(part for part in asked if part)


@rules_command.command(
    "judge", epilog=example("detente rules judge --track radar.jsonl", "… | detente rules judge")
)
@click.option(
    "--track",
    "source",
    type=click.File("rb"),
    default="-",
    metavar="FILE",
    help="JSON lines, a position each [standard input].",
)
@node_options
@line_options
@json_option
@click.pass_obj
def judge_command(settings: Settings, *, source: IO[bytes]) -> None:
    """Judge positions that your sensors saw by the rules. Nothing of them is sent or kept.

    A line is {"track": "T7", "party": "cobalt", "lat_e7": -229000000, "lon_e7": 144000000,
    "at_ms": 1795000000000}, with "activity": "combat" and "height": {"cm": 300000,
    "reference": "FL"} where they are known.
    """
    data = source.read(TRACK_BYTES_MAX + 1)
    if len(data) > TRACK_BYTES_MAX:
        raise Unusable(f"the file has over {TRACK_BYTES_MAX} bytes: judge it in several")
    with connect(settings) as client:
        line = client.line()
        found = client.upload(f"{line.path}/rules/judge", data, tuple[FindingView, ...])
    _show_all(settings, found, "The rules find nothing in these positions.")


@click.command("findings", epilog=example("detente findings", "detente findings --open"))
@click.option("--open", "open_only", is_flag=True, help="Only those that are not answered.")
@click.option("--limit", type=click.IntRange(1, 1_000), default=100, show_default=True)
@node_options
@line_options
@json_option
@click.pass_obj
def findings_command(settings: Settings, *, open_only: bool, limit: int) -> None:
    """Show what the rules found, on both sides, and what is answered; unanswered ones first."""
    query = {"open": "true"} if open_only else {}
    with connect(settings) as client:
        line = client.line()
        found = client.get(f"{line.path}/findings", tuple[FindingView, ...], limit=limit, **query)
    _show_all(settings, found, "The rules found nothing." if not open_only else "Nothing is open.")


def _show_all(settings: Settings, found: tuple[FindingView, ...], nothing: str) -> None:
    if settings.json:
        say_json(found)
        return
    if not found:
        say(nothing)
        return
    times = Times(settings)
    rows = [(one.finding, one.party, times.short(one.at_ms), _answer(one)) for one in found]
    table(("FINDING", "ABOUT", "WHEN", "ANSWER"), rows)
    for one in found:
        say()
        say(f"{one.finding}  {one.agreement}, article {one.article}: {one.kind_words}", bold=True)
        say(f"  {one.words}")
    waits = sum(one.open for one in found)
    if waits:
        say()
        say(f"{counted(waits, 'finding is', 'findings are')} not answered.", bold=True)


def _answer(one: FindingView) -> str:
    said = [f"{each.party}: {_SAID.get(each.answer, each.answer)}" for each in one.answers]
    return ", ".join(said) or "none"


@click.command(
    "finding",
    epilog=example(
        "detente finding AMBER-2026-0003/1/COBALT-2026-0017",
        'detente finding AMBER-2026-0003/1/COBALT-2026-0017 answer dispute --because "Clock"',
    ),
)
@click.argument("finding")
@click.argument("act", type=click.Choice(["answer"]), required=False)
@click.argument("code", type=click.Choice(ANSWERS), required=False)
@click.option("--because", metavar="TEXT", help="Why: carried as written, not translated.")
@acknowledge_option
@node_options
@line_options
@json_option
@click.pass_obj
def finding_command(
    settings: Settings,
    *,
    finding: str,
    act: str | None,
    code: str | None,
    because: str | None,
    acknowledge: tuple[str, ...],
) -> None:
    """Show one finding; or answer it: accept, dispute, or no record of it here."""
    if (act is None) != (code is None):
        raise click.UsageError(f"say what you answer: answer {' | '.join(ANSWERS)}")
    with connect(settings) as client:
        line = client.line(finding.partition("/")[0])
        if code is not None:
            fields = {"finding": finding, "answer": code}
            fields |= {"because": because} if because else {}
            body = {"format": "FAN", "fields": fields, "acknowledged": acknowledge}
            accepted = client.post(f"{line.path}/messages", body, Accepted)
            show_accepted(client, line, accepted, settings, "Answered")
            return
        found = client.get(f"{line.path}/findings", tuple[FindingView, ...], finding=finding)
    if settings.json:
        say_json(found[0])
        return
    _show(found[0], Times(settings))


def _show(one: FindingView, times: Times) -> None:
    drill = "" if one.status == "ACTUAL" else f"*{one.status.value}* "
    say(f"{drill}FINDING {one.finding}", bold=True)
    pairs(
        [
            ("rule", f"{one.agreement}, article {one.article}: {one.kind_words} ({one.text})"),
            ("about", one.party),
            ("found", one.words),
            ("when", _period(one, times)),
            ("where", one.where),
            ("figures", _figures(one)),
            ("messages", ", ".join(_numbers(one))),
            ("contested", f"suspended by {', '.join(one.contested)}" if one.contested else ""),
            *((f"{each.party} says", _said(each)) for each in one.answers),
        ]
    )
    if one.open:
        say(f"  {one.party} has not answered.   -> detente finding … answer accept|dispute")


def _said(one: FindingAnswerView) -> str:
    because = f": {one.because}" if one.because else ""
    return f"{_SAID.get(one.answer, one.answer)}{because} ({one.number})"


def _numbers(one: FindingView) -> Iterable[str]:
    return (one.subject, *one.others)


def _period(one: FindingView, times: Times) -> str:
    until = "" if one.until_ms is None else f" to {times.full(one.until_ms)}"
    return f"{times.full(one.at_ms)}{until}"


def _figures(one: FindingView) -> str:
    measured = "" if one.measured is None else f"{one.measured:,} {one.unit}, "
    asked = "" if one.asked is None else f"asked {one.asked:,} {one.unit}"
    return f"{measured}{asked}{f', {one.timing}' if one.timing else ''}".strip(", ")
