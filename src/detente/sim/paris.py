"""`--scenario paris`: hundreds of recorded flights of one party against a zone of the other.

Amber announces where 213 aircraft really flew around Paris on 7 October 2021, leg by leg, as if it
had known; Cobalt announces one invented zone. Both nodes find the conflicts; they are listed,
written as GeoJSON and drawn. The recorded positions then say, by arithmetic of their own, which
aircraft were inside the zone, and each of them must be among the conflicts. A conflict more is a
leg whose bounds come within the buffers; a conflict less would be a wrong "clear".
"""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from detente.core.events import Charter
from detente.core.line.commands import Send
from detente.core.values import Json
from detente.drawing import png
from detente.drawing.picture import scene
from detente.drawing.sketch import Sketch, Track
from detente.sim.account import WIDTH_MIN
from detente.sim.flights import Leg, distance_m, find_recording, legs, read_rows
from detente.sim.processes import ProcessWorld
from detente.sim.scenario import PartyLine
from detente.sim.words import clock, span
from detente.sim.world import WorldFault
from detente.wire import geojson
from detente.wire.native import Accepted, ConflictView, PictureItem
from detente.wire.places import load_gazetteer

PARTIES = (
    PartyLine("amber", "Amber Air Command (recorded flights)", 120),
    PartyLine("cobalt", "Cobalt Air Service (invented zone)", 120),
)
START_MS = 1_633_600_800_000  # 2021-10-07 10:00 UTC: two hours before the recording begins
CM_PER_FL = 3_048


@dataclass(frozen=True, slots=True)
class Zone:
    """The invented zone: a circle, flight levels, a window."""

    lat: float = 48.35
    lon: float = 1.90
    radius_m: float = 12 * 1852.0
    floor_fl: int = 50
    ceiling_fl: int = 150
    start_ms: int = START_MS + 165 * 60_000  # 12:45
    end_ms: int = START_MS + 255 * 60_000  # 14:15

    def volume(self) -> dict[str, Json]:
        """As JSON for a notice."""
        circle: dict[str, Json] = {
            "lat_e7": round(self.lat * 1e7),
            "lon_e7": round(self.lon * 1e7),
            "radius_cm": round(self.radius_m * 100),
        }
        return {
            "outline": {"circle": circle},
            "floor": {"cm": self.floor_fl * CM_PER_FL, "reference": "FL"},
            "ceiling": {"cm": self.ceiling_fl * CM_PER_FL, "reference": "FL"},
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
        }

    def holds(self, leg: Leg) -> bool:
        """Whether a recorded position of the leg lies inside, by arithmetic of our own."""
        inside = (
            (distance_m(leg.lat, leg.lon, self.lat, self.lon) <= self.radius_m)
            & (leg.altitude_ft >= self.floor_fl * 100)
            & (leg.altitude_ft <= self.ceiling_fl * 100)
            & (leg.at_s * 1000 >= self.start_ms)
            & (leg.at_s * 1000 <= self.end_ms)
        )
        return bool(np.any(inside))


@dataclass(frozen=True, slots=True)
class Found:
    """What the nodes found, against what the positions say."""

    announced: dict[str, Leg]
    items: tuple[PictureItem, ...]
    conflicts: list[ConflictView]
    zone_number: str
    in_conflict: set[str]
    inside: set[str]

    @property
    def missed(self) -> set[str]:
        """Notices of legs that were inside the zone and are in no conflict; must be empty."""
        return self.inside - self.in_conflict


def run(
    console: Console, keep: Path | None, picture: Path | None, recording: Path | None = None
) -> bool:
    """The whole scenario; True when nothing that flew inside the zone was missed."""
    source = find_recording(recording)
    console.print("[bold]Recorded flights against a notified zone[/]")
    console.print(
        "[dim]The flights are real (ADS-B, 7 October 2021, from the package `traffic`).\n"
        "The zone and the two parties are invented; the flights are announced as if their tracks\n"
        "had been known beforehand.[/]"
    )
    with console.status("reading the recording"):
        found_legs = legs(read_rows(source))
    aircraft = {leg.aircraft for leg in found_legs}
    console.print(f"{len(aircraft)} aircraft in the air, {len(found_legs)} legs of five minutes")
    folder = Path(tempfile.mkdtemp(prefix="detente-paris-"))
    out = keep or Path("out")
    out.mkdir(parents=True, exist_ok=True)
    try:
        found = _play(console, folder, out, found_legs)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _list(console, found)
    target = picture or out / "paris.png"
    draw(found, found_legs, target)
    console.print(f"written: {out / 'paris.geojson'} and {target}", markup=False)
    return _verdict(console, found)


def _play(console: Console, folder: Path, out: Path, found_legs: list[Leg]) -> Found:
    world = ProcessWorld(
        PARTIES,
        Charter("paris", "Paris demonstration line", "safety"),
        START_MS,
        progress=lambda party, what: console.print(f"  [dim]{party:>8}[/]  {what}"),
        folder=folder,
    )
    try:
        world.advance(START_MS)
        began = time.perf_counter()
        announced = _announce(console, world, found_legs)
        world.settle()
        seconds = time.perf_counter() - began
        console.print(f"{len(announced)} notices released and delivered in {seconds:.1f} s")
        zone = world.do("cobalt", Send("NWA", _zone_fields()))
        if not isinstance(zone, Accepted) or zone.number is None:
            raise WorldFault(f"the zone was refused: {zone}")
        world.settle()
        sides = {party: world.conflicts(party) for party in world.parties}
        if {one.conflict for one in sides["amber"]} != {one.conflict for one in sides["cobalt"]}:
            raise WorldFault("the two nodes show different conflicts")
        amber = world.puppets["amber"]
        shown = amber.ask("GET", "/v1/picture?status=ACTUAL", amber.watch_token)
        items = msgspec.json.decode(shown.content, type=tuple[PictureItem, ...])
        (out / "paris.geojson").write_bytes(geojson.encode(items, sides["amber"]).data)
    finally:
        world.close()
    hit = {number for one in sides["amber"] for number in one.numbers} - {zone.number}
    inside = {number for number, leg in announced.items() if Zone().holds(leg)}
    return Found(announced, items, sides["amber"], zone.number, hit, inside)


def _zone_fields() -> dict[str, Json]:
    return {"hazard": "air-air", "own_traffic": "none", "volume": Zone().volume()}


def _announce(console: Console, world: ProcessWorld, found_legs: list[Leg]) -> dict[str, Leg]:
    """One notice a leg; returns them by number."""
    announced: dict[str, Leg] = {}
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("announcing", total=len(found_legs))
        for leg in found_legs:
            fields: dict[str, Json] = {
                "activity": "transport",
                "number_band": "1",
                "volume": leg.volume(),
            }
            if leg.call_sign:
                fields["call_sign"] = leg.call_sign
            answer = world.do("amber", Send("NAA", fields))
            if not isinstance(answer, Accepted):
                rules = tuple(one.rule for one in answer if one.override)
                answer = world.do("amber", Send("NAA", fields, acknowledged=rules))
            if not isinstance(answer, Accepted) or answer.number is None:
                raise WorldFault(f"a leg of {leg.aircraft} was refused: {answer}")
            announced[answer.number] = leg
            bar.advance(task)
    return announced


# ---------------------------------------------------------------- for people


def _list(console: Console, found: Found) -> None:
    shown = Table(
        title=f"{len(found.conflicts)} conflicts, the same on both nodes",
        title_justify="left",
        width=max(WIDTH_MIN, min(console.width, 120)),
    )
    for name in ("aircraft", "from", "to", "apart", "height apart", "recorded inside", "where"):
        shown.add_column(name, no_wrap=name != "where")
    for one in sorted(found.conflicts, key=lambda one: (one.from_ms or 0, one.conflict)):
        number = next(number for number in one.numbers if number != found.zone_number)
        leg = found.announced[number]
        shown.add_row(
            leg.call_sign or leg.aircraft,
            clock(one.from_ms),
            clock(one.to_ms),
            f"{one.horizontal_cm / 100_000:.1f} km",
            f"{one.vertical_cm / 100:.0f} m",
            "yes" if number in found.inside else "",
            one.place,
        )
    console.print(shown)


def _verdict(console: Console, found: Found) -> bool:
    zone = Zone()
    near = found.in_conflict - found.inside
    flights = {found.announced[number].aircraft for number in found.inside}
    first = min((one.found_at_ms for one in found.conflicts), default=START_MS)
    by_positions = f"{len(found.inside)} ({len(flights)} aircraft)"
    rows = (
        ("notices held by both nodes", str(len(found.announced) + 1)),
        ("legs recorded inside the zone, by the positions", by_positions),
        ("of these shown as conflict", str(len(found.inside & found.in_conflict))),
        ("shown besides, for bounds within the buffers", str(len(near))),
        ("missed: a wrong clear", str(len(found.missed))),
        ("shown before the zone begins", span(zone.start_ms - first)),
        ("aircraft without a notice", "in no picture: it would not have helped there"),
    )
    shown = Table(show_header=False)
    for row in rows:
        shown.add_row(*row)
    console.print(shown)
    good = not found.missed and bool(found.conflicts)
    console.print(
        "[green]✓ nothing that flew inside was missed[/]"
        if good
        else "[red]✗ a leg inside the zone is in no conflict[/]"
    )
    return good


def draw(found: Found, found_legs: list[Leg], path: Path) -> None:
    """The picture as every node draws it, with the recorded flights below. Needs matplotlib."""
    tracks = tuple(Track(leg.lon[::10].tolist(), leg.lat[::10].tolist()) for leg in found_legs)
    aircraft = {leg.aircraft for leg in found.announced.values()}
    sketch = Sketch(
        heading="Recorded flights against a notified zone, ACTUAL",
        made_by="amber",
        at_ms=Zone().start_ms,
        items=found.items,
        conflicts=tuple(found.conflicts),
        tracks=tracks,
        tracks_are=f"recorded flights, {len(aircraft)} aircraft",
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png.write(scene(sketch, load_gazetteer())))
