"""`cases`: the register of incidents of the line, a line each; and one case in full, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.app import example
from detente.cli.client import connect
from detente.cli.say import Times, say, say_json, table
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.units import counted
from detente.drawing.case_report import Section, Table, report
from detente.wire.case_views import CaseLine, CasesView

if TYPE_CHECKING:
    from detente.wire.case_views import CaseView

HEADS = ("CASE", "STATE", "CLAIMS", "TYPES", "WHEN", "ACCOUNTS", "DIFFER", "AGREED", "OWED")


@click.command("cases", epilog=example("detente cases", "detente cases --all"))
@click.option("--all", "everything", is_flag=True, help="Also closed ones.")
@node_options
@line_options
@json_option
@click.pass_obj
def cases_command(settings: Settings, *, everything: bool) -> None:
    """Show the incidents of the line: who tells what of each, what differs, what is owed.

    Open one with detente case open; the other side tells its own with detente case account.
    """
    with connect(settings) as client:
        line = client.line()
        query = {} if everything else {"open": "true"}
        found = client.get(f"{line.path}/cases", CasesView, **query)
    if settings.json:
        say_json(found)
        return
    if found.cases:
        table(HEADS, [_row(one) for one in found.cases])
    else:
        say("No case is open on this line." if not everything else "There is no case on this line.")
    _late(found, Times(settings))
    for reported in found.reported:
        by = f"{reported.publisher}, {reported.hedge}"
        say(f"REPORTED BY A SOURCE ONLY ({by}; {reported.number}): {reported.words}")
    for stray in found.unplaced:
        where = f"{stray.number} of {stray.party} ({stray.format})"
        say(f"!! {where} is about {stray.case}, which is no case here", bold=True)


def _row(one: CaseLine) -> tuple[str, ...]:
    silent = f", none of {', '.join(one.silent)}" if one.silent else ""
    state = one.state if one.closure is None else f"{one.state}: {one.closure}"
    return (
        one.number,
        state,
        one.claim_status,
        " ".join(one.types) or "-",
        one.when,
        f"{', '.join(one.accounts) or 'none'}{silent}",
        str(one.differ),
        str(one.agreed),
        f"{one.owed}, LATE {one.late}" if one.late else str(one.owed),
    )


def _late(found: CasesView, times: Times) -> None:
    late = sum(one.late for one in found.cases)
    if late:
        answers = counted(late, "answer is", "answers are")
        say(f"{answers} LATE, {times.short(times.now_ms)}   -> detente case show", bold=True)


def say_case(case: CaseView) -> None:
    """One case in full: the sections of its report, each side's words under its name."""
    made = report(case)
    say(made.title, bold=True)
    for text in made.warnings:
        say(text)
    for section in made.sections:
        _say_section(section)


def _say_section(one: Section) -> None:
    say()
    say(one.title.upper(), bold=True)
    for text in one.words:
        say(f"  {text}")
    if one.table is not None:
        _say_table(one.table)


def _say_table(one: Table) -> None:
    """A row as a block: a screen is too narrow for accounts beside one another."""
    width = max(len(head) for head in one.heads[1:])
    for row in one.rows:
        say(f"  {', '.join(row[0])}")
        for head, cell in zip(one.heads[1:], row[1:], strict=True):
            for place, text in enumerate(cell):
                name = head if place == 0 else ""
                say(f"    {name:<{width}}  {text}" if width else f"    {text}")
    if one.left_out:
        say(f"  {one.left_out} more are not listed here.")
