"""Events as they compare between worlds: kinds and fields, without what chance or keys decide.

Two runs of one scenario agree when these are equal. Heads, salts, signatures and local positions
are left out because keys and commits differ; the random part of a channel's id is replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from detente.core.values import Json
from detente.wire.native import EventView

CHANNEL = "CHANNEL"


@dataclass(frozen=True, slots=True)
class NormalEvent:
    """One event: where it stands (author, sequence in its journal), its kind, its body as JSON."""

    journal: str
    author: str
    kind: str
    kind_version: int
    body: str


_CHANCE = {  # what keys and random bytes decide, by kind of event
    "bundle-made": ("sha256",),
    "bundle-came": ("sha256",),
}


def normal(event: EventView, *channels: str) -> NormalEvent:
    """The event without heads, salts and positions, and with the channels made anonymous."""
    shown = event.body
    if isinstance(shown, Mapping) and event.kind in _CHANCE:
        shown = {key: shown[key] for key in shown if key not in _CHANCE[event.kind]}
    body = msgspec.json.encode(_sorted(shown), order="sorted").decode()
    journal = event.journal
    for place, channel in enumerate(channels, 1):
        name = CHANNEL if place == 1 else f"{CHANNEL}-{place}"
        journal, body = journal.replace(channel, name), body.replace(channel, name)
    return NormalEvent(
        journal=journal,
        author=event.author,
        kind=event.kind,
        kind_version=event.kind_version,
        body=body,
    )


def normals(events: list[EventView], *channels: str) -> list[NormalEvent]:
    """All events, in the node's own order."""
    return [normal(event, *channels) for event in events]


def _sorted(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, (list, tuple)):
        return [_sorted(item) for item in value]
    return value
