"""`source`: keep what was said in public, find passages again, and confirm what they say.

Rules propose, a person confirms. What is confirmed stays in this house until it is put on a
channel, and stands there as reported by its source: never as anybody's account.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import click
import msgspec

from detente.cli.app import example
from detente.cli.client import Client, connect
from detente.cli.faults import Unusable
from detente.cli.say import Times, pairs, say, say_json, table
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.line.tables.register_choices import HEDGES, INCIDENT_TYPES, REPORTED_KINDS
from detente.core.sources.link import Link
from detente.core.values import Json
from detente.wire.human import time_from_text
from detente.wire.native import Accepted
from detente.wire.source_views import (
    ItemView,
    PlaceView,
    ReportView,
    RuleView,
    SourceView,
    TextView,
)

FORMS: Final = ("html", "text", "pdf", "feed", "warc")
STATES: Final = ("proposed", "confirmed", "rejected", "all")
BYTES_MAX: Final = 16 << 20  # what the node takes; a larger file is not sent at all
DIGEST_SHOWN: Final = 12  # characters that name a source on the screen
_KINDS: Final = tuple(code for code, _ in REPORTED_KINDS)
_SAID: Final = dict(HEDGES)


@click.group(
    "source",
    epilog=example(
        "detente source add post.html --publisher 'Coast Post' --dated 2016-02-18",
        "detente source propose 3f9c",
        "detente source confirm 3f9c a1b2c3d4e5f6 --words 'The ministers met' --share Coast",
        "detente source reported",
    ),
)
@node_options
@json_option
def source_command() -> None:
    """Keep what was said in public; confirm what it says; show what is reported.

    Files are read here and on the node; nothing is fetched from the network and nothing in them is
    executed. SOURCE is the beginning of a digest, as `detente source list` shows it.
    """


@source_command.command("add")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--form", type=click.Choice(FORMS), help="Left out: by how the file begins.")
@click.option("--publisher", default="", help="Who publishes it. Left out: as the page says.")
@click.option("--title", default="", help="Left out: as the page says.")
@click.option("--dated", default="", metavar="DATE", help="Dateline: 2016-02-18, 2016-02, 2016.")
@click.option("--retrieved", metavar="TIME", help="When it was fetched. Left out: now.")
@click.option("--address", default="", help="Where it was fetched; it is only written down.")
@node_options
@json_option
@click.pass_obj
def source_add(settings: Settings, /, file: Path, retrieved: str | None, **given: Any) -> None:
    """Keep FILE by its digest in the home of the node, with where it is from."""
    if file.stat().st_size > BYTES_MAX:
        raise Unusable(f"{file} has {file.stat().st_size} bytes, the limit is {BYTES_MAX}")
    about = {name: value for name, value in given.items() if value} | {"name": file.name[:200]}
    if retrieved is not None:
        at_ms = time_from_text(retrieved, settings.now_ms(), "retrieved")
        if not isinstance(at_ms, int):
            raise Unusable(f"{retrieved!r} is no time: give 2016-02-18T12:00Z, or leave it out")
        about["retrieved_ms"] = str(at_ms)
    with connect(settings) as client:
        view = client.upload(f"/v1/sources?{urlencode(about)}", file.read_bytes(), SourceView)
    if settings.json:
        say_json(view)
        return
    say(f"Kept: {view.sha256}", bold=True)
    _about(view, Times(settings))
    say(f"Read on: detente source propose {view.sha256[:DIGEST_SHOWN]}")


@source_command.command("list")
@node_options
@json_option
@click.pass_obj
def source_list(settings: Settings) -> None:
    """Show the sources that are kept, the newest first."""
    with connect(settings) as client:
        found = client.get("/v1/sources", tuple[SourceView, ...])
    if settings.json:
        say_json(found)
        return
    if not found:
        say("No source is kept. Add one: detente source add FILE")
        return
    rows = [
        (
            one.sha256[:DIGEST_SHOWN],
            one.form,
            one.dated or "-",
            one.publisher,
            str(one.confirmed),
            str(one.rejected),
            one.title if one.here else "NOT IN THIS HOME: add the same file again",
        )
        for one in found
    ]
    table(("SOURCE", "FORM", "DATED", "PUBLISHER", "CONFIRMED", "REJECTED", "TITLE"), rows)


@source_command.command("show")
@click.argument("source")
@node_options
@json_option
@click.pass_obj
def source_show(settings: Settings, source: str) -> None:
    """Show where SOURCE is from, and what was confirmed and rejected of it."""
    with connect(settings) as client:
        view = client.get(f"/v1/sources/{_digest(source)}", SourceView)
        judged = _items(client, source, "all") if view.here else ()
    judged = tuple(one for one in judged if one.state != "proposed")
    if settings.json:
        say_json({"source": msgspec.to_builtins(view), "items": msgspec.to_builtins(judged)})
        return
    say(f"SOURCE {view.sha256}", bold=True)
    times = Times(settings)
    _about(view, times)
    for part in view.parts if len(view.parts) > 1 else ():
        say(f"  {part.from_char}-{part.until_char}  {part.dated or '-'}  {part.title}")
    for one in judged:
        _show(one, times)


@source_command.command("text")
@click.argument("source")
@click.option("--from", "start", type=click.IntRange(0), default=0, help="From this character.")
@node_options
@json_option
@click.pass_obj
def source_text(settings: Settings, source: str, start: int) -> None:
    """Show the text of SOURCE as it was read; places of passages count in it."""
    with connect(settings) as client:
        path = f"/v1/sources/{_digest(source)}/text"
        view = client.get(path, TextView, **{"from": start})
    if settings.json:
        say_json(view)
        return
    say(view.text)
    end = view.from_char + len(view.text)
    if end < view.total:
        say(f"… {view.total - end} characters more: --from {end}", bold=True)


@source_command.command("passage")
@click.argument("source")
@click.argument("quote")
@node_options
@json_option
@click.pass_obj
def source_passage(settings: Settings, source: str, quote: str) -> None:
    """Find QUOTE again in SOURCE, word for word, or say that it is not there."""
    with connect(settings) as client:
        path = f"/v1/sources/{_digest(source)}/passages"
        found = client.post(path, {"quote": quote}, tuple[PlaceView, ...])
    if settings.json:
        say_json(found)
        return
    for one in found:
        say(f"It stands at {one.from_char}-{one.until_char}.")


@source_command.command("propose")
@click.argument("source")
@click.option("--kind", type=click.Choice(_KINDS), help="Only proposals of this kind.")
@click.option("--state", type=click.Choice(STATES), default="proposed", show_default=True)
@node_options
@json_option
@click.pass_obj
def source_propose(settings: Settings, source: str, kind: str | None, state: str) -> None:
    """Show what the rules propose that SOURCE says. Nothing of it is held until confirmed."""
    with connect(settings) as client:
        found = _items(client, source, state)
    found = tuple(one for one in found if kind in (None, one.kind))
    if settings.json:
        say_json(found)
        return
    times = Times(settings)
    for one in found:
        _show(one, times)
    say(f"{len(found)} in all. Confirm: detente source confirm {source} ITEM; or reject ITEM")


@source_command.command("confirm")
@click.argument("source")
@click.argument("items", metavar="[ITEM]...", nargs=-1)
@click.option("--quote", help="Without ITEM: the passage, word for word.")
@click.option("--at", "place_at", metavar="FROM-UNTIL", help="Its place, when it stands twice.")
@click.option("--kind", type=click.Choice(_KINDS), help="What it is, if not as proposed.")
@click.option("--words", help="What it says, in your words.")
@click.option("--hedge", type=click.Choice(tuple(_SAID)), help="How it is said.")
@click.option("--actors", help="Whom it is about, with commas.")
@click.option("--day", metavar="DATE", help="When: 2016-02-18, 2016-02, 2016.")
@click.option("--latest", metavar="DATE", help="At the latest.")
@click.option("--when", "when_words", help="When, in words.")
@click.option("--place", help="Where.")
@click.option(
    "--type", "types", type=click.Choice([code for code, _ in INCIDENT_TYPES]), multiple=True
)
@click.option("--case", metavar="NUMBER", help="The case that it is about.")
@click.option("--contact", metavar="NUMBER", help="The contact that it is about.")
@click.option("--share", metavar="CHANNEL", help="Also put it on this channel, as reported.")
@node_options
@json_option
@line_options
@click.pass_obj
def source_confirm(
    settings: Settings, /, source: str, items: tuple[str, ...], share: str | None, **given: Any
) -> None:
    """Confirm that passages say what ITEMs propose, or what you say instead.

    --share puts each on a channel as REP: there it stands as reported by its source, beside what
    the parties say, and never as an account, a finding or a volume.
    """
    body = _body(given)
    if not items and "quote" not in body:
        raise click.UsageError("name an ITEM, or give --quote with --kind and --words")
    if len(items) > 1 and {"quote", "words", "from_char"} & set(body):
        raise click.UsageError("words and places are of one ITEM; confirm it alone")
    path, done = f"/v1/sources/{_digest(source)}/items", []
    with connect(settings) as client:
        for item in items or ("",):
            named = {"item": item} if item else {}
            view = client.post(path, body | named, ItemView)
            number = _share(client, settings, share, view.item) if share else ""
            done.append(_Confirmed(item=view, number=number))
            if not settings.json:
                _show(view, Times(settings))
                if number:
                    say(f"  On {share} as {number}, {_SAID[view.hedge]}.")
    if settings.json:
        say_json(done)


class _Confirmed(msgspec.Struct, frozen=True, kw_only=True):
    """A confirmed item, and the message that carries it; empty when it was not shared."""

    item: ItemView
    number: str


@source_command.command("share")
@click.argument("items", metavar="ITEM...", nargs=-1, required=True)
@click.option("--acknowledge", multiple=True, metavar="RULE", help="Pass this doubt.")
@node_options
@json_option
@line_options
@click.pass_obj
def source_share(settings: Settings, items: tuple[str, ...], acknowledge: tuple[str, ...]) -> None:
    """Put confirmed ITEMs on the line, as reported by their source (REP)."""
    done = []
    with connect(settings) as client:
        path = f"{client.line().path}/reports"
        for item in items:
            body = {"item": item, "acknowledged": list(acknowledge)}
            done.append(client.post(path, body, Accepted))
            if not settings.json:
                say(f"{item} is on the line as {done[-1].number}, as reported by its source.")
    if settings.json:
        say_json(done)


@source_command.command("reject")
@click.argument("source")
@click.argument("items", metavar="ITEM...", nargs=-1, required=True)
@click.option("--why", default="", help="In a few words.")
@node_options
@json_option
@click.pass_obj
def source_reject(settings: Settings, source: str, items: tuple[str, ...], why: str) -> None:
    """Reject what was proposed, or take back what was confirmed. What was shared stays."""
    path, done = f"/v1/sources/{_digest(source)}/rejections", []
    with connect(settings) as client:
        for item in items:
            done.append(client.post(path, {"item": item, "why": why}, Accepted))
            if not settings.json:
                say(f"Rejected: {item}")
    if settings.json:
        say_json(done)


@source_command.command("reported")
@click.option("--about", metavar="NUMBER", help="Only on this case or contact.")
@node_options
@json_option
@line_options
@click.pass_obj
def source_reported(settings: Settings, about: str | None) -> None:
    """Show what public sources report, as it stands on the line. No account of a party."""
    with connect(settings) as client:
        found = client.get(f"{client.line().path}/reports", tuple[ReportView, ...])
    found = tuple(one for one in found if about in (None, one.case, one.contact))
    if settings.json:
        say_json(found)
        return
    if not found:
        say("No report of a source is on this line.")
    for one in found:
        _report(one, Times(settings))


@source_command.command("rules")
@click.option("--kind", type=click.Choice(_KINDS), help="Only rules of this kind.")
@node_options
@json_option
@click.pass_obj
def source_rules(settings: Settings, kind: str | None) -> None:
    """Show every rule that proposes: what fires, and where it is silent."""
    with connect(settings) as client:
        found = client.get("/v1/source-rules", tuple[RuleView, ...])
    found = tuple(one for one in found if kind in (None, one.kind))
    if settings.json:
        say_json(found)
        return
    for one in found:
        say(f"{one.rule} ({one.kind})", bold=True)
        pairs([("fires on", one.pattern), ("silent on", one.unless)])


def _digest(source: str) -> str:
    """The beginning of a digest, checked before it goes into a path."""
    text = source.lower()
    if not 4 <= len(text) <= 64 or set(text) - set("0123456789abcdef"):
        raise Unusable(f"{source[:70]!r} is no source: give 4 or more characters of its digest")
    return text


def _items(client: Client, source: str, state: str) -> tuple[ItemView, ...]:
    found = client.get(f"/v1/sources/{_digest(source)}/items", tuple[ItemView, ...])
    return tuple(one for one in found if state in ("all", one.state))


def _body(given: Mapping[str, Json]) -> dict[str, Json]:
    """The body of a confirmation: what was given."""
    body: dict[str, Json] = {
        name: value for name, value in given.items() if value not in (None, ())
    }
    place = body.pop("place_at", None)
    if isinstance(place, str):
        low, dash, high = place.partition("-")
        if not (dash and low.isdigit() and high.isdigit()):
            raise Unusable(f"{place[:40]!r} is no place: give FROM-UNTIL, such as 120-188")
        body |= {"from_char": int(low), "until_char": int(high)}
    return body


def _share(client: Client, settings: Settings, channel: str, item: str) -> str:
    settings.channel = channel
    body = {"item": item}
    return client.post(f"{client.line().path}/reports", body, Accepted).number or "a draft"


def _about(view: SourceView, times: Times) -> None:
    pairs(
        [
            ("publisher", view.publisher),
            ("title", view.title),
            ("dateline", view.dated or "not known"),
            ("fetched", times.full(view.retrieved_ms)),
            ("address", view.address),
            ("file", f"{view.name}: {view.form}, {view.bytes} bytes, {view.chars} characters"),
            ("added", f"{times.full(view.kept_at_ms)} by {view.by}"),
            ("judged", f"{view.confirmed} confirmed, {view.rejected} rejected"),
            ("parts", str(len(view.parts)) if len(view.parts) > 1 else ""),
            ("", "" if view.here else "NOT IN THIS HOME, or changed: add the same file again"),
        ]
    )


def _show(one: ItemView, times: Times) -> None:
    judged = "" if one.at_ms is None else f" by {one.by}, {times.short(one.at_ms)}"
    rule = f", rule {one.rule}" if one.rule else ""
    say(f"{one.item}  {one.kind.upper()}, {one.state}{judged}{rule}", bold=True)
    pairs(
        [
            ("says", one.words),
            ("passage", f"{one.from_char}-{one.until_char}: {one.quote}" if one.quote else ""),
            ("how", _SAID.get(one.hedge, one.hedge)),
            ("who", _chain(one.chain)),
            ("about", one.actors),
            ("when", _when(one)),
            ("where", one.place),
            ("types", ", ".join(dict(INCIDENT_TYPES).get(code, code) for code in one.types)),
            ("case", one.case),
            ("contact", one.contact),
            ("because", one.why),
            ("shared", ", ".join(one.shared)),
        ]
    )


def _report(one: ReportView, times: Times) -> None:
    say(f"{one.number}  {one.kind.upper()}, {one.by}", bold=True)
    place = "" if one.from_char is None else f"{one.from_char}-{one.until_char}: "
    pairs(
        [
            ("says", one.words),
            ("how", _SAID.get(one.hedge, one.hedge)),
            ("passage", f"{place}{one.quote}" if one.quote else ""),
            ("source", f"{one.title or 'no title'}, {one.dated or 'no date'}"),
            ("digest", one.source_sha256),
            ("who", _chain(one.chain)),
            ("when", _when(one)),
            ("found by", f"{one.found_by}, {times.short(one.at_ms)} (its finder, not its author)"),
            ("case", one.case),
            ("contact", one.contact),
            ("contradicts", one.contradicts),
            ("contradicted", ", ".join(one.contradicted_by)),
            ("ODD", "; ".join(str(odd) for odd in one.remarks)),
        ]
    )


def _when(one: ItemView | ReportView) -> str:
    until = f" to {one.latest}" if one.latest else ""
    words = f" ({one.when_words})" if one.when_words else ""
    return f"{one.day}{until}{words}".strip()


def _chain(links: tuple[Link, ...]) -> str:
    """Who speaks through whom, from the speaker to the outlet."""
    said = []
    for link in links:
        name = ", ".join(part for part in (link.name, link.office) if part)
        said.append(f"{name or link.part}{' (not named)' if link.named == 'anonymous' else ''}")
    return " > ".join(said)
