"""`tiles`: each journal's hashes and headers as static files, for any C2SP tlog-tiles client.

What never changes is fetched once; the checkpoint is replaced last, so a reader of the folder never
sees a checkpoint whose tiles are not there yet. No body is ever written.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from detente.cli.app import example
from detente.cli.client import Client, connect
from detente.cli.faults import Broken
from detente.cli.say import say, say_json, table
from detente.cli.settings import Settings, json_option, node_options
from detente.wire.native import JournalView


@click.command(
    "tiles",
    epilog=example("detente tiles public/", "detente tiles public/ --journal coast-1f3a9c02"),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--journal", metavar="J", help="Only journals whose id begins so.")
@node_options
@json_option
@click.pass_obj
def tiles_command(settings: Settings, *, folder: Path, journal: str | None) -> None:
    """Write every journal's checkpoint, tiles and entry bundles to DIR/JOURNAL/, as C2SP has them.

    Hashes, sizes, times and kinds of entries only, never a body: whoever reads DIR can prove that
    an entry is in a journal and that nothing before it was changed, with tools that are not ours.
    Run again, it adds what is new. keys.txt holds the keys; compare them with what you know.
    """
    written: list[tuple[str, int, int]] = []
    with connect(settings) as client:
        for one in client.get("/v1/journals", tuple[JournalView, ...]):
            wanted = one.journal.startswith(journal or "") and one.channel != "house"
            if wanted and one.kept:
                written.append((one.journal, *_write(client, one.journal, folder / one.journal)))
    if settings.json:
        said = [{"journal": name, "size": size, "files": files} for name, size, files in written]
        say_json(said)
        return
    rows = [(name, str(size), str(files)) for name, size, files in written]
    table(("JOURNAL", "ENTRIES", "NEW FILES"), rows)
    say(f"Written to {folder}: to be served as static files, or checked where they are.")


def _write(client: Client, journal: str, folder: Path) -> tuple[int, int]:
    """One journal; its size and how many tiles and bundles were new."""
    from detente.journal.note import parse_checkpoint, parse_note  # loads the crypto
    from detente.journal.tiles import tiles_of

    prefix = f"/v1/journals/{journal}"
    checkpoint = _fetch(client, f"{prefix}/checkpoint")
    try:
        size = parse_checkpoint(parse_note(checkpoint.decode()).text).size
    except ValueError as error:
        raise Broken(f"{journal}: the node's checkpoint cannot be read: {error}") from error
    new = 0
    for tile in tiles_of(size):
        path = folder / tile.path
        if not path.is_file():
            _keep(path, _fetch(client, f"{prefix}/{tile.path}"))
            new += 1
        if tile.is_full:
            shutil.rmtree(path.with_name(f"{path.name}.p"), ignore_errors=True)
    _keep(folder / "keys.txt", _fetch(client, f"{prefix}/keys"))
    _keep(folder / "checkpoint", checkpoint)
    return size, new


def _fetch(client: Client, path: str) -> bytes:
    parts: list[bytes] = []

    def take(part: bytes) -> int:
        parts.append(part)
        return len(part)

    client.download(path, take)
    return b"".join(parts)


def _keep(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
