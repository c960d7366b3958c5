"""`humanitarian import`: lists of sites and movements, row by row, into drafts for release.

Reads the file here; the node judges and seals each good row, and keeps it. Nothing is released.
"""

from __future__ import annotations

import base64
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from detente.cli.client import Client, LineName, connect
from detente.cli.faults import Refused, Unusable
from detente.cli.say import say, say_json
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.core.humanitarian.notice import NOT_A_REQUEST
from detente.core.line.tables import FORMATS
from detente.core.line.tables.choices import OTHERS_TOLD, VERIFIED
from detente.core.units import counted
from detente.wire.humanitarian_views import RowView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.core.line.formats import Format
    from detente.core.values import Json
    from detente.wire.rows import Site, Sites

BATCH = 25  # rows of one request: with a photo in each it stays below the node's limit of a body
AUDIENCE = click.option(
    "--audience",
    multiple=True,
    metavar="PARTY",
    help="Who may read the exact details now; without it nobody, they see the area only.",
)
OTHERS = click.option(
    "--others",
    type=click.Choice([code for code, _ in OTHERS_TOLD]),
    default="on-request",
    show_default=True,
    help="When the others are given the details.",
)


def notice_body(
    fmt: Format,
    clear: Mapping[str, Json],
    exact: Mapping[str, Json],
    audience: Sequence[str],
    more: Mapping[str, Json],
) -> dict[str, Json]:
    """A notice as the API takes it. more: of the message beside format and fields."""
    message: dict[str, Json] = {**more, "format": fmt.code, "fields": dict(clear)}
    return {
        "message": message,
        "exact": dict(exact),
        "audience": [one.lower() for one in audience],
    }


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@AUDIENCE
@OTHERS
@click.option("--valid-until", metavar="TIME", help="Where the list does not say it.")
@click.option(
    "--verified",
    type=click.Choice([code for code, _ in VERIFIED]),
    help="Where the list does not say it.",
)
@click.option("--movements", is_flag=True, help="A list of movements: a row for each stop.")
@click.option("--zone", metavar="ZONE", default="", help="Of times that say none: UTC, +03:00.")
@click.option("--check", "only_check", is_flag=True, help="Read and judge; keep nothing.")
@line_options
@node_options
@json_option
@click.pass_obj
def import_command(settings: Settings, /, file: Path, **given: Any) -> None:
    """Read a list of sites (XLSX, CSV, KML) and keep the good rows as drafts for release.

    With --movements, a list of movements: a row for each stop, or one with its route in a cell.
    Every bad row is named with its reason, and so is all that is not read. Nothing is released:
    `detente drafts` shows what waits, `detente release --batch FILE` releases it. A photo column
    names files beside the list.
    """
    given["code"] = "NHM" if given["movements"] else "NHS"
    found, skipped = _read_list(file, settings, given)
    views: list[RowView] = []
    if found.good and not given["only_check"]:
        with connect(settings) as client:
            views = _keep(client, client.line(), file, found.good, given)
    refused = {one.source: list(one.refusals) for one in views if one.draft is None}
    bad = {
        f"{file.name} {source}": [_words_of(msgspec.to_builtins(one)) for one in all_]
        for source, all_ in found.bad.items()
    }
    bad |= {source: [_words_of(one) for one in all_] for source, all_ in refused.items()}
    bad = dict(sorted(bad.items(), key=lambda one: [len(one[0]), one[0]]))
    kept = [one for one in views if one.draft is not None]
    if settings.json:
        said = {"kept": kept, "good": len(found.good), "bad": bad, "unread": found.unread}
        say_json(said | {"skipped": skipped})
    else:
        for one in skipped:
            say(f"Not read: {one}", bold=True)
        _say_import(file, found, kept, bad, checked=given["only_check"])
    if bad:
        raise SystemExit(1)


def _read_list(file: Path, settings: Settings, given: Any) -> tuple[Sites, tuple[str, ...]]:
    """What a list holds, and what of the file is no part of it."""
    from detente.wire import movement_rows, rows  # loads openpyxl
    from detente.wire.sheets import Sheet, read_sheet

    try:
        data = file.read_bytes()
    except OSError as error:
        raise Unusable(f"{file}: {error.strerror or error}") from error
    moves = given["movements"]
    sheet = read_sheet(file.name, data, movement_rows.KNOWN if moves else rows.KNOWN)
    if not isinstance(sheet, Sheet):
        raise Refused(f"{file.name} cannot be read", sheet)
    defaults = {"valid_to_ms": given["valid_until"], "verified": given["verified"]}
    said = {name: value for name, value in defaults.items() if value}
    now_ms = settings.now_ms()
    if not moves:
        return rows.sites_of(sheet.columns, sheet.rows, now_ms, said), sheet.skipped
    if "valid_to_ms" in said:
        raise Unusable("--valid-until is of sites: a movement ends when it leaves its last stop")
    zone = _zone(given["zone"])
    found = movement_rows.movements_of(sheet.columns, sheet.rows, now_ms, said, zone)
    return found, sheet.skipped


def _zone(text: str) -> str:
    """A zone as it is written behind a time; empty for none."""
    if text.upper() in ("UTC", "Z"):
        return "Z"
    if text and not re.fullmatch(r"[+-]\d{2}:\d{2}", text):
        raise Unusable(f"{text!r} is no zone: UTC, or hours and minutes such as +03:00")
    return text


def _keep(
    client: Client, line: LineName, file: Path, sites: Sequence[Site], given: Any
) -> list[RowView]:
    """Hand the good rows in, some at a time; the node judges each and keeps it as a draft."""
    views: list[RowView] = []
    rows = [_row(file, site, given) for site in sites]
    for at in range(0, len(rows), BATCH):
        body = {"rows": rows[at : at + BATCH], "batch": file.name}
        views += client.post(f"{line.path}/humanitarian/drafts", body, list[RowView])
    return views


def _row(file: Path, site: Site, given: Any) -> dict[str, Json]:
    exact = dict(site.exact)
    photo = _photo(file, site)
    if photo is not None:
        exact["photo"] = base64.b64encode(photo.read_bytes()).decode()
    clear = {"others": given["others"], **site.fields}
    notice = notice_body(FORMATS[given["code"]], clear, exact, given["audience"], {})
    return {"notice": notice, "source": f"{file.name} {site.source}"}


def _photo(file: Path, site: Site) -> Path | None:
    """The photo that a row names, when it lies beside the list."""
    beside = file.parent / Path(site.photo).name
    return beside if site.photo and beside.is_file() else None


def _words_of(refusal: Any) -> str:
    return f"{refusal['reason']} [{refusal['rule']}]. {refusal['remedy']}"


def _say_import(
    file: Path,
    found: Sites,
    kept: Sequence[RowView],
    bad: Mapping[str, Sequence[str]],
    *,
    checked: bool,
) -> None:
    for source, reasons in bad.items():
        for reason in reasons:
            say(f"{source}: {reason}", bold=True)
    for one in kept:
        for warning in one.refusals:
            say(f"{one.source}: look again: {_words_of(warning)}")
    for site in found.good:
        if site.photo and _photo(file, site) is None:
            say(f"{file.name} {site.source}: look again: no photo {site.photo[:40]!r} beside it")
    if found.unread:
        say(f"Columns not read: {', '.join(found.unread)}")
    if checked:
        rows = counted(len(found.good), "good row", "good rows")
        say(f"{rows}, {len(bad)} bad. Nothing was kept.")
        return
    rows = counted(len(kept), "row is kept as a draft", "rows are kept as drafts")
    say(f"{rows}, {counted(len(bad), 'is', 'are')} not.")
    if kept:
        say(f"Release them: detente release --batch {shlex.quote(file.name)}")
    say(NOT_A_REQUEST)
