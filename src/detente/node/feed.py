"""A held entry as the API and the live stream show it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, cast

import msgspec

from detente.core.events import WITNESS
from detente.journal.entry import is_withheld
from detente.journal.forms import parse_journal
from detente.wire.native import EventView, StreamItem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from detente.core.events import PartyCard
    from detente.core.values import Json
    from detente.journal.store import Held
    from detente.node.book import Batch


UNSAID = frozenset({"draft-kept"})  # what is not released is shown as a draft, to duty officers


def event_view(held: Held) -> EventView:
    """The entry with its body decoded; a body that is no JSON is shown as its base64."""
    if is_withheld(held.entry):
        return _view(held, {"withheld": True})
    shown = body_shown(held.entry.body)
    return _view(held, _without(shown) if held.entry.header.kind in UNSAID else shown)


def event_news(held: Held, *, understood: bool) -> EventView:
    """The entry for the live stream: an understood body is canonical JSON, so its bytes go as is.

    Spares a decode and an encode per entry on the writer's thread.
    """
    body = held.entry.body
    if held.entry.header.kind in UNSAID:
        return event_view(held)
    return _view(held, cast("Json", msgspec.Raw(body)) if understood else body_shown(body))


def batch_news(
    batch: Batch, final: Callable[[str], int], cards: Mapping[str, PartyCard]
) -> list[StreamItem]:
    """What a commit tells those who listen: its entries, then who has cosigned what.

    final: how much of a journal is. cards: of all parties, to tell a witness from a member.
    """
    items = [
        StreamItem(
            type="event", event=event_news(held, understood=held.position not in batch.unknown)
        )
        for held in batch.held
    ]
    items += [
        StreamItem(
            type=_cosigned_as(cards.get(cosignature.cosigner)),
            journal=cosignature.journal,
            party=cosignature.cosigner,
            size=cosignature.size,
            final=final(cosignature.journal),
        )
        for cosignature in batch.cosigned
    ]
    return items


def _without(body: Json) -> Json:
    """A draft's entry without what it says: every observer reads the events."""
    if not isinstance(body, dict):
        return None
    return {name: value for name, value in body.items() if name not in ("send", "correct")}


def _cosigned_as(card: PartyCard | None) -> str:
    """What a cosignature means: a witness has seen hashes, a member holds the entries."""
    return "witnessed" if card is not None and card.kind == WITNESS else "delivered"


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


def body_shown(body: bytes) -> Json:
    """A body decoded; one that is no JSON as its base64."""
    try:
        shown: Json = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {"base64": base64.b64encode(body).decode()}
    return shown
