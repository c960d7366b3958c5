"""`formats`: which formats there are, and what to give for each field of one."""

from __future__ import annotations

import click

from detente.cli.app import example
from detente.cli.faults import Refused
from detente.cli.language import language_here
from detente.cli.say import pairs, say, say_json, span, table
from detente.cli.settings import Settings, json_option, node_options
from detente.cli.tongue import lang_option, say_rendered
from detente.core.line.field import FieldSpec, Fill, Kind
from detente.core.line.formats import Deadline, Format, field_schema
from detente.core.line.tables import FORMATS, versions
from detente.core.refusal import Refusal
from detente.wire.human_fields import EXAMPLES, example_of

_FILLED = {
    Fill.NOW: "else the time of release",
    Fill.NUMBER: "else the message's number",
    Fill.ROLE: "else your role",
}
MADE_BY_COMMANDS = {
    "ACK": "read",
    "RBK": "readback",
    "CNF": "confirm",
    "RSP": "answer",
    "COR": "correct",
    "CAN": "cancel",
    "END": "end",
    "DSM": "disseminated",
    "PSD": "passed",
    "PPR": "paper",
    "NHS": "humanitarian",
    "NHM": "humanitarian",
    "NHC": "humanitarian",
    "NHD": "humanitarian",
    "CTC": "humanitarian",
}


@click.command(
    "formats",
    epilog=example("detente formats", "detente formats NWA", "detente formats NWA --lang he"),
)
@click.argument("code", metavar="[FORMAT]", required=False)
@lang_option
@node_options
@json_option
@click.pass_obj
def formats_command(settings: Settings, code: str | None, lang: str | None) -> None:
    """Show the formats, or the fields of one FORMAT: what to type for each, and an example.

    Needs no node; --lang takes the languages of the home where there is one.
    """
    if code is None:
        if lang is not None and not settings.json:
            _say_in(settings, lang, None)
        _list(settings)
        return
    fmt = FORMATS.get(code.upper())
    if fmt is None:
        known = f"Use one of: {', '.join(FORMATS)}"
        refusal = Refusal("format", "unknown-format", f"{code!r} is no format", known)
        raise Refused("no such format", [refusal])
    if settings.json:
        say_json(field_schema(fmt))
        return
    if lang is not None:
        _say_in(settings, lang, fmt)
    _show(fmt)


def _say_in(settings: Settings, lang: str, fmt: Format | None) -> None:
    """The table of a format, or the names of all, in a language."""
    from detente.serve import spoken  # only here: other commands need no templates

    language = language_here(settings, lang)
    named = spoken.table_names(language) if fmt is None else spoken.table_of(fmt, language)
    say_rendered(named)


def _list(settings: Settings) -> None:
    if settings.json:
        say_json([{"code": f.code, "version": f.version, "name": f.name} for f in FORMATS.values()])
        return
    rows = [
        (fmt.code, fmt.precedence.value, fmt.name, MADE_BY_COMMANDS.get(fmt.code, "send"))
        for fmt in FORMATS.values()
    ]
    table(("CODE", "URGENCY", "NAME", "COMMAND"), rows)


def _show(fmt: Format) -> None:
    say(f"{fmt.code} version {fmt.version}: {fmt.name} ({fmt.marker.value})", bold=True)
    say(f"  {fmt.use}")
    deadlines = [_deadline(deadline) for deadline in fmt.deadlines]
    lead = (
        f"{span(fmt.lead_ms)} before the start, counted from {fmt.effective}" if fmt.lead_ms else ""
    )
    if fmt.urgent_lead_ms is not None:
        lead += f"; {span(fmt.urgent_lead_ms) if fmt.urgent_lead_ms else 'none'} when urgent"
    if fmt.lead_by is not None:
        name, codes = fmt.lead_by
        others = (f"{span(ms) if ms else 'none'} with {name}={code}" for code, ms in codes)
        lead = "; ".join((*filter(None, (lead,)), *others))
    older = ", ".join(str(one.version) for one in versions(fmt.code) if one is not fmt)
    pairs(
        [
            ("Urgency", fmt.precedence.value),
            ("Released by", f"{fmt.releaser.value}, or a higher role"),
            ("Lead time", lead),
            ("Deadlines", ", ".join(deadlines)),
            ("Answers", ", ".join(code.value for code in fmt.answers)),
            ("Two officers", "release it, whatever the charter says" if fmt.two_person else ""),
            ("To the crew", "receipts per level, before it starts" if fmt.disseminated else ""),
            ("Older versions", older),
        ]
    )
    say()
    if not fmt.fields:
        say("  It has no fields.")
    for spec in fmt.fields:
        _field(spec)
    command = MADE_BY_COMMANDS.get(fmt.code)
    say()
    if command:
        say(f"Made by: detente {command} NUMBER")
    else:
        typed = " ".join(_example(spec) for spec in fmt.fields if _shown(spec))
        say(f"Example: detente send {fmt.code} {typed}")


def _deadline(deadline: Deadline) -> str:
    urgent = f" ({span(deadline.urgent_ms)} when urgent)" if deadline.urgent_ms is not None else ""
    return f"{deadline.step} within {span(deadline.ms)}{urgent}"


def _several(spec: FieldSpec) -> str:
    """How a list of records goes on: the same name again, or a file."""
    if spec.kind is not Kind.RECORDS:
        return ""
    return f", again for each record (at most {spec.maximum}), or @FILE; parts:"


def _field(spec: FieldSpec, indent: str = "  ") -> None:
    need = "REQUIRED" if spec.required and spec.fill is None else "may be left out"
    if spec.needed is not None:
        need = f"REQUIRED when {spec.needed[0]} is {' or '.join(spec.needed[1])}"
    need += ", sealed to each reader" if spec.sealed else ""
    filled = f", {_FILLED[spec.fill]}" if spec.fill else ""
    say(f"{indent}{spec.name}: {spec.label} ({need}{filled})")
    if spec.kind in (Kind.CHOICE, Kind.CHOICES):
        for code, words in spec.choices:
            say(f"{indent}    {code}: {words}")
    elif spec.kind is Kind.INTEGER:
        say(f"{indent}    {spec.minimum} to {spec.maximum} {spec.unit}".rstrip())
    elif spec.kind is Kind.TEXT:
        say(f"{indent}    text, at most {spec.maximum} characters")
    else:
        say(f"{indent}    {EXAMPLES[spec.kind]}{_several(spec)}")
    if spec.help:
        say(f"{indent}    {spec.help}")
    for part in spec.parts:
        _field(part, indent + "    ")


def _shown(spec: FieldSpec) -> bool:
    return (spec.required or spec.needed is not None) and spec.fill is None


def _example(spec: FieldSpec) -> str:
    return f"{spec.name}={example_of(spec)}"
