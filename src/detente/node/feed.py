"""A held entry as the API and the live stream show it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, cast

import msgspec

from detente.journal.forms import parse_journal
from detente.wire.native import EventView

if TYPE_CHECKING:
    from detente.core.values import Json
    from detente.journal.store import Held


def event_view(held: Held) -> EventView:
    """The entry with its body decoded; a body that is no JSON is shown as its base64."""
    return _view(held, _shown(held.entry.body))


def event_news(held: Held, *, understood: bool) -> EventView:
    """The entry for the live stream: an understood body is canonical JSON, so its bytes go as is.

    Spares a decode and an encode per entry on the writer's thread.
    """
    body = held.entry.body
    return _view(held, cast("Json", msgspec.Raw(body)) if understood else _shown(body))


def _view(held: Held, body: Json) -> EventView:
    header, journal = held.entry.header, parse_journal(held.journal)
    return EventView(
        position=held.position,
        journal=held.journal,
        author=journal.party,
        channel=journal.line.channel,
        status=journal.line.status,
        sequence=header.sequence,
        kind=header.kind,
        kind_version=header.kind_version,
        at_ms=header.at_ms,
        held_at_ms=held.held_at_ms,
        body=body,
    )


def _shown(body: bytes) -> Json:
    try:
        shown: Json = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {"base64": base64.b64encode(body).decode()}
    return shown
