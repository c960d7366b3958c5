"""`volumes`, and volumes from files of other programs for `send` and `check`. Needs no node.

Everything that reading a file loses is said before anything is released; what the file does not
say has to be typed beside it.
"""

from __future__ import annotations

import json
from pathlib import PurePath

import click
import msgspec

from detente.cli.app import example
from detente.cli.faults import Refused, Unusable
from detente.cli.say import pairs, say, say_json
from detente.cli.settings import Settings, json_option
from detente.core.airspace.parts_json import airspace_to_json
from detente.core.airspace.volume import Airspace
from detente.core.refusal import Refusal
from detente.core.values import Json
from detente.wire.human import (
    Side,
    Window,
    altitude_from_text,
    window_from_text,
)
from detente.wire.human_out import airspace_to_text, altitude_to_text, outline_to_text, time_to_text
from detente.wire.interchange import FILE_BYTES_MAX, Band, Feature, Loss, Reading

SUFFIXES = (".kml", ".geojson", ".cap", ".cot", ".aco")


class FeatureView(msgspec.Struct, frozen=True, kw_only=True):
    """One feature as it can be used: in words, and as JSON where the file says everything."""

    key: str
    name: str
    words: str
    volume: Json = None


class FileView(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds."""

    features: tuple[FeatureView, ...]
    refused: tuple[Refusal, ...]
    losses: tuple[Loss, ...]


@click.command(
    "volumes", epilog=example("detente volumes plan.kml", "detente volumes areas.geojson")
)
@click.argument("file", metavar="FILE")
@json_option
@click.pass_obj
def volumes_command(settings: Settings, *, file: str) -> None:
    """Show the volumes in a KML, GeoJSON, CAP, CoT or ACO file, and what is lost. Needs no node.

    Send one with `--volume-from FILE#NAME`. Exit code 1 when a feature could not be read.
    """
    reading = read_file(file)
    view = FileView(
        features=tuple(_view(feature) for feature in reading.features),
        refused=reading.refused,
        losses=reading.losses,
    )
    if settings.json:
        say_json(view)
    else:
        for feature in view.features:
            say(feature.name, bold=True)
            pairs([("key", feature.key), ("volume", feature.words)])
        say_losses(reading.losses)
    if reading.refused:
        raise Refused(f"{len(reading.refused)} of {file} cannot be read", reading.refused)


def _view(feature: Feature) -> FeatureView:
    airspace = feature.airspace(None, None)
    if isinstance(airspace, Airspace):
        volume, words = airspace_to_json(airspace), airspace_to_text(airspace)
    else:
        volume, words = None, _partly(feature)
    return FeatureView(key=feature.key, name=feature.name, words=words, volume=volume)


def _partly(feature: Feature) -> str:
    """What the file says of a feature, with a word for what it does not say."""
    band, window = feature.band, feature.window
    heights = "(heights not said)"
    if band is not None:
        floor = "SFC" if band.floor is None else altitude_to_text(band.floor)
        heights = f"{floor}-{'UNL' if band.ceiling is None else altitude_to_text(band.ceiling)}"
    times = "(window not said)"
    if window is not None:
        times = f"{time_to_text(window.start_ms)}/{time_to_text(window.end_ms)}"
    outlines = "; ".join(outline_to_text(outline) for outline in feature.outlines)
    return f"{outlines} {heights} {times}"


def say_losses(losses: tuple[Loss, ...], *, err: bool = False) -> None:
    """What is lost, with the features that it touches."""
    for loss in losses:
        of = ", ".join(loss.features[:3])
        more = len(loss.features) - 3
        named = f" ({of}{f' and {more} more' if more > 0 else ''})" if of else ""
        say(f"Loss: {loss.what}{named} [{loss.rule}]", err=err)


def is_drawing(name: str) -> bool:
    """Whether a name (with its #feature) is that of a file that another program drew."""
    return PurePath(name.partition("#")[0]).suffix.lower() in SUFFIXES


def read_file(name: str) -> Reading:
    """What a file of another program holds, by its name; raises Unusable for any other."""
    from detente.wire import aco, cap, cot, geojson, kml  # load the sphere's geometry

    if not is_drawing(name):
        raise Unusable(f"{name} is none of {', '.join(SUFFIXES)}")
    readers = {
        ".kml": kml.decode,
        ".geojson": geojson.decode,
        ".cap": cap.decode,
        ".aco": aco.decode,
    }
    decode = readers.get(PurePath(name).suffix.lower(), cot.decode)
    with click.open_file(name, "rb") as file:
        data: bytes = file.read(FILE_BYTES_MAX + 1)
    return decode(data)


def volume_from_file(name: str, heights: str | None, window: str | None, now_ms: int) -> str:
    """The airspace of FILE or FILE#FEATURE as JSON text; says what is lost, raises Refused."""
    file, _, key = name.partition("#")
    reading = read_file(file)
    feature = reading.feature(key)
    if isinstance(feature, tuple):
        raise Refused(f"{file} does not give one volume", feature)
    found = feature.airspace(_band(heights), _window(window, now_ms))
    if isinstance(found, tuple):
        raise Refused(f"{feature.name} of {file} is no whole volume", found)
    touching = tuple(one for one in reading.losses if feature.key in one.features)
    say_losses(touching, err=True)
    return json.dumps(airspace_to_json(found))


def _band(text: str | None) -> Band | None:
    if text is None:
        return None
    lower, dash, upper = text.partition("-")
    floor = altitude_from_text(lower.strip(), Side.FLOOR, "heights")
    ceiling = altitude_from_text(upper.strip(), Side.CEILING, "heights")
    problems = [one for found in (floor, ceiling) if isinstance(found, tuple) for one in found]
    if not dash or isinstance(floor, tuple) or isinstance(ceiling, tuple):
        raise Refused("--heights is FLOOR-CEILING, such as FL100-FL240", problems)
    return Band(floor, ceiling)


def _window(text: str | None, now_ms: int) -> Window | None:
    if text is None:
        return None
    found = window_from_text(text, now_ms, "window")
    if isinstance(found, tuple):
        raise Refused("--window is START-END, such as 08:00Z-09:00Z", found)
    return found
