"""`picture`: every volume that this node knows of, as a list, for other programs, or to look at.

Every form of it says what it cannot show: links that are down, what a file format cannot hold, and
that nobody is cleared by it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from detente.cli.app import example
from detente.cli.client import Client, LineName, connect
from detente.cli.faults import Unusable
from detente.cli.look import blind_spots, warn_of
from detente.cli.record import write_bytes
from detente.cli.say import Times, say, say_json, table
from detente.cli.settings import Settings, json_option, line_options, node_options
from detente.cli.volumes import say_losses
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.volume import Airspace
from detente.core.units import counted
from detente.drawing.sketch import Sketch
from detente.wire import aco, geojson, kml
from detente.wire.human_out import airspace_to_text
from detente.wire.interchange import Loss
from detente.wire.native import ConflictView, PictureItem

FORMS = {
    "geojson": "Write it as GeoJSON, for any map.",
    "kml": "Write it as KML, for globes and planning tools.",
    "aco": "Write it as JSON in the words of an airspace control order, for planning systems.",
    "html": "Draw it on one page that needs no network: map, heights against time, lists.",
    "png": "Draw it as a picture (needs matplotlib).",
}
NO_MATPLOTLIB = (
    "no PNG without matplotlib: install detente[picture], or use --html, which needs nothing"
)


class FileWritten(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was written, and what it cannot say."""

    file: str
    bytes: int
    losses: tuple[Loss, ...] = ()


def _files(command: Any) -> Any:
    """One option for each form."""
    for form, help_text in reversed(FORMS.items()):
        kind = click.Path(path_type=Path, dir_okay=False)
        option = click.option(f"--{form}", type=kind, metavar="FILE", help=help_text)
        command = option(command)
    return command


@click.command(
    "picture",
    epilog=example(
        "detente picture",
        "detente picture --html picture.html --png picture.png",
        "detente picture --kml picture.kml",
    ),
)
@_files
@node_options
@line_options
@json_option
@click.pass_obj
def picture_command(settings: Settings, /, **files: Path | None) -> None:
    """Show every volume that this node knows of, and what it cannot know now."""
    with connect(settings) as client:
        times = Times(settings)
        sketch = _sketch(client, settings, times)
    written = [_written(form, file, sketch) for form, file in files.items() if file is not None]
    if settings.json:
        say_json(written or sketch.items)
        return
    for one in written:
        say(f"Written: {one.file} ({one.bytes} bytes), {sketch.heading}")
        say_losses(one.losses)
    if not written:
        _list(sketch, times)
    warn_of(sketch.blind)


def _sketch(client: Client, settings: Settings, times: Times) -> Sketch:
    """What is shown: of one channel or of all, of one status."""
    status = settings.status or "ACTUAL"
    mine = client.status()
    lines = [LineName(one.channel, one.status) for one in mine.lines if one.status == status]
    if settings.channel:
        lines = [client.line()]
    channels = {line.channel for line in lines}
    items = client.get("/v1/picture", tuple[PictureItem, ...], status=status)
    conflicts = [
        conflict
        for line in lines
        for conflict in client.get(f"{line.path}/conflicts", tuple[ConflictView, ...], open="true")
        if conflict.ended_reason is None
    ]
    where = lines[0].channel if settings.channel else "all channels"
    return Sketch(
        heading=f"{where}, {status}",
        made_by=mine.party,
        at_ms=times.now_ms,
        items=tuple(one for one in items if not settings.channel or one.channel in channels),
        conflicts=tuple(conflicts),
        blind=tuple(blind_spots(client, times)),
    )


def _written(form: str, file: Path, sketch: Sketch) -> FileWritten:
    from detente.drawing import page, picture, png  # loads numpy's and S2's parts
    from detente.wire.places import load_gazetteer

    losses: tuple[Loss, ...] = ()
    match form:
        case "geojson":
            made = geojson.encode(sketch.items, sketch.conflicts)
            data, losses = made.data, made.losses
        case "kml":
            made = kml.encode(sketch.items, sketch.heading)
            data, losses = made.data, made.losses
        case "aco":
            made = aco.encode(sketch.items, sketch.made_by, sketch.at_ms)
            data, losses = made.data, made.losses
        case "html":
            data = page.write(sketch, load_gazetteer()).encode()
        case _:
            try:
                data = png.write(picture.scene(sketch, load_gazetteer()))
            except png.NoMatplotlib as error:
                raise Unusable(NO_MATPLOTLIB) from error
    write_bytes(file, data)
    return FileWritten(file=str(file), bytes=len(data), losses=losses)


def _list(sketch: Sketch, times: Times) -> None:
    volumes = counted(len(sketch.items), "volume", "volumes")
    say(f"{sketch.heading}, {times.full(times.now_ms)}: {volumes}", bold=True)
    rows = [
        (
            item.number,
            f"{item.party} KEY STOLEN" if item.disowned else item.party,
            item.format,
            item.activity,
            f"{len(item.conflicts)} CONFLICT" if item.conflicts else "-",
            times.ago(item.held_at_ms),
            _volume(item),
        )
        for item in sketch.items
    ]
    if rows:
        heads = ("NUMBER", "PARTY", "FORMAT", "CLASS", "CONFLICTS", "HELD", "VOLUME")
        table(heads, rows)


def _volume(item: PictureItem) -> str:
    found = airspace_from_json(item.volume, "volume")
    return airspace_to_text(found) if isinstance(found, Airspace) else "cannot be read"
