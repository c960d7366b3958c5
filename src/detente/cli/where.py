"""`where`: one place in all notations, and the nearest named place. Needs no node."""

from __future__ import annotations

import click
import msgspec

from detente.cli.app import example
from detente.cli.faults import Refused
from detente.cli.say import pairs, say_json
from detente.cli.settings import Settings, json_option
from detente.core.airspace.readback import place_words
from detente.core.airspace.volume import Point
from detente.wire.coordinates import Notations, notations
from detente.wire.human import point_from_text
from detente.wire.places import load_gazetteer


class Whereabouts(msgspec.Struct, frozen=True, kw_only=True):
    """A place as read, in every notation, and what it is near to."""

    point: Point
    notations: Notations
    near: str


@click.command(
    "where",
    context_settings={"ignore_unknown_options": True},  # -22.9 is a number, and said to be so
    epilog=example(
        "detente where 22.9S 14.4E",
        "detente where 33K VQ 38465 67424",
        "detente where UTM 33 south 438465E 7467424N",
    ),
)
@click.argument("coordinate", nargs=-1, required=True)
@json_option
@click.pass_obj
def where_command(settings: Settings, *, coordinate: tuple[str, ...]) -> None:
    """Show a place in all notations, and the nearest town. Needs no node.

    COORDINATE is decimal or in degrees, minutes and seconds, each with its letter, or MGRS, or UTM.
    MGRS and UTM are exact to a metre, minutes to 2 m, seconds to 0.3 m, decimal degrees to 1 cm.
    """
    found = point_from_text(" ".join(coordinate))
    if isinstance(found, tuple):
        raise Refused("this is no place", found)
    said = Whereabouts(
        point=found, notations=notations(found), near=place_words(found, load_gazetteer())
    )
    if settings.json:
        say_json(said)
        return
    pairs([*said.notations.lines(), ("near", said.near)], indent=0)
