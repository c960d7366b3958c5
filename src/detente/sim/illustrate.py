"""Draw the pictures of the documentation from two real nodes, so that they show what is true.

`scripts/docs pictures` runs it. Amber and Cobalt announce some invented notices off a real coast,
each on its own node; then Amber's picture is drawn, as `detente picture` draws anybody's.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

import msgspec

from detente.core.airspace.parts_json import airspace_to_json
from detente.core.airspace.volume import Airspace
from detente.core.events import Charter
from detente.core.line.commands import Send
from detente.core.values import Json
from detente.drawing import png
from detente.drawing.picture import scene
from detente.drawing.sketch import Sketch
from detente.sim.processes import ProcessWorld
from detente.sim.scenario import PartyLine
from detente.sim.world import WorldFault
from detente.wire.human import airspace_from_text
from detente.wire.native import Accepted, PictureItem
from detente.wire.places import load_gazetteer

PARTIES: Final = (
    PartyLine("amber", "Amber Air Operations", 120),
    PartyLine("cobalt", "Cobalt Air Operations", 120),
)
START_MS: Final = 1_795_332_600_000  # 2026-11-22 07:30 UTC
NOTICES: Final = (
    ("amber", "isr", "corridor 22.5S 14.0E, 22.9S 14.7E width 5NM FL090-FL130 08:30Z-12:00Z"),
    ("cobalt", "combat", "circle 22.65S 14.25E 8NM FL120-FL240 08:20Z-10:00Z"),
    ("amber", "transport", "circle 23.1S 14.3E 9.8NM SFC-FL080 08:00Z-09:30Z"),
    (
        "cobalt",
        "combat",
        "polygon 23.25S 13.9E, 23.3S 14.5E, 23.55S 14.4E SFC-FL100 09:00Z-open",
    ),
    ("cobalt", "helo", "circle 22.95S 13.7E 4NM SFC-3000ft AMSL 08:00Z-08:30Z"),
)


def draw(folder: Path) -> Path:
    """Play the notices and draw picture.png into the folder; the file. Raises WorldFault."""
    work = Path(tempfile.mkdtemp(prefix="detente-illustrate-"))
    try:
        sketch = _play(work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    drawn = folder / "picture.png"
    drawn.write_bytes(png.write(scene(sketch, load_gazetteer())))
    return drawn


def _play(work: Path) -> Sketch:
    charter = Charter("coast", "The coast line", "safety")
    world = ProcessWorld(PARTIES, charter, START_MS, progress=lambda *_: None, folder=work)
    try:
        world.advance(START_MS)
        for party, activity, text in NOTICES:
            _announce(world, party, activity, text)
            world.settle()
        amber = world.puppets["amber"]
        shown = amber.ask("GET", "/v1/picture?status=ACTUAL", amber.watch_token)
        items = msgspec.json.decode(shown.content, type=tuple[PictureItem, ...])
        return Sketch(
            heading="The coast line, ACTUAL",
            made_by="amber",
            at_ms=START_MS,
            items=items,
            conflicts=tuple(world.conflicts("amber")),
        )
    finally:
        world.close()


def _announce(world: ProcessWorld, party: str, activity: str, text: str) -> None:
    airspace = airspace_from_text(text, START_MS)
    if not isinstance(airspace, Airspace):
        raise WorldFault(f"{text} cannot be read: {airspace}")
    fields: dict[str, Json] = {"activity": activity, "number_band": "1"}
    fields["volume"] = airspace_to_json(airspace)
    answer = world.do(party, Send("NAA", fields))
    if not isinstance(answer, Accepted):
        rules = tuple(one.rule for one in answer if one.override)
        answer = world.do(party, Send("NAA", fields, acknowledged=rules))
    if not isinstance(answer, Accepted):
        raise WorldFault(f"{text} was refused: {answer}")


if __name__ == "__main__":
    sys.stdout.write(f"{draw(Path(sys.argv[1]))}\n")
