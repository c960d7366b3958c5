"""Sealed announcements, and the steps of a disclosure, as the API shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.agreements.disclosure import disclosure
from detente.core.agreements.sealing import Sealed, sealed_announcements
from detente.core.airspace.parts_json import airspace_to_json
from detente.core.line.drafts import SEALED
from detente.core.line.words import airspace_words
from detente.wire.agreement_views import DisclosureStepView, SealedView, ToldView

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.node.node import Node


def sealed_views(node: Node, line: Line, *, open_only: bool = False) -> list[SealedView]:
    """The sealed announcements of a line; open_only: those that are still to be opened."""
    found = sealed_announcements(node.state, line, node.now_ms())
    return [
        _view(node, line, one)
        for one in found
        if not open_only or one.state in ("waiting", "overdue", "mismatch")
    ]


def _view(node: Node, line: Line, one: Sealed) -> SealedView:
    drafts = [
        kept.kept.draft
        for kept in node.state.drafts.values()
        if kept.line == line and kept.kept.why == SEALED and kept.kept.source == one.number
    ]
    offset = node.state.utc_offset_min()
    return SealedView(
        channel=line.channel,
        status=line.status,
        number=one.number,
        wording=one.wording,
        party=one.party,
        at_ms=one.at_ms,
        seal=one.seal,
        format=one.format,
        open_by_ms=one.open_by_ms,
        volume=None if one.volume is None else airspace_to_json(one.volume),
        words="" if one.volume is None else airspace_words(one.volume, offset),
        state=one.state.value,
        opening=one.opening,
        notice=one.notice,
        opened_ms=one.opened_ms,
        inside=one.is_inside,
        draft=drafts[0] if drafts else None,
        remarks=one.remarks,
    )


def disclosure_views(node: Node, line: Line, number: str) -> list[DisclosureStepView]:
    """The steps of the activity that a message belongs to; empty when it is not held."""
    return [
        DisclosureStepView(
            number=one.number,
            party=one.party,
            format=one.format,
            what=one.what,
            at_ms=one.at_ms,
            area_m2=one.area_m2,
            within=one.is_within,
            start_ms=one.start_ms,
            words=one.words,
            told=tuple(
                ToldView(party=each.party, read_ms=each.read_ms, lead_ms=each.lead_ms)
                for each in one.told
            ),
        )
        for one in disclosure(node.state, line, number)
    ]
