"""The native API's types of a message before it is released, and of places before they are used."""

from __future__ import annotations

import msgspec

from detente.core.values import Fields, Json
from detente.tongues.rendered import Rendered


class DrawnPart(msgspec.Struct, frozen=True, kw_only=True):
    """What is understood of one part of a volume, so that a map can draw it while it is typed.

    field: the field's name; part: its place in a list of parts, from 0. sound: every member was
    understood and they belong together; else null also stands for what was not. outline, floor,
    ceiling: their JSON (airspace.volume_json), as they would be signed. repeats: as it was given,
    once all of it is sound. geometry: GeoJSON (RFC 7946) of the outline, never smaller than it.
    """

    field: str
    part: int
    sound: bool
    outline: Json = None
    floor: Json = None
    ceiling: Json = None
    start_ms: int | None = None
    end_ms: int | None = None
    repeats: Json = None
    geometry: Json = None


class PreviewView(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it would be read, as far as its fields are sound; nothing was journalled.

    fields: those that are sound. said: the message in each language, with the review state of
    every line; times in UTC. volumes: part by part, also such as are not whole yet. readback: the
    numbers and English words that a receiver's node would say back, in UTC; empty while no place
    is known; readback_said: the same in each language.
    """

    fields: Fields
    said: tuple[Rendered, ...] = ()
    volumes: tuple[DrawnPart, ...] = ()
    readback: Fields = {}
    readback_said: tuple[Rendered, ...] = ()
