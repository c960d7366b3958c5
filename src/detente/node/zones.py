"""The zones of a line as the API shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.agreements.contradictions import touching
from detente.core.airspace.parts_json import airspace_to_json
from detente.core.line.tables import FORMATS
from detente.core.line.words import airspace_words, shown
from detente.core.line.zones import CODE, LIVE, Word, Zone, zones
from detente.node.agreement_views import red_lines
from detente.wire.zone_views import ActivationView, ZoneView, ZoneWordView

if TYPE_CHECKING:
    from detente.core.airspace.volume import Airspace
    from detente.core.line.message import Line
    from detente.node.node import Node


def zone_views(node: Node, line: Line, *, live_only: bool = False) -> list[ZoneView]:
    """The zones claimed on a line, by name; live_only: without released and expired ones."""
    found = zones(node.state, line, node.now_ms())
    lines = red_lines(node, line) if found else []
    return [_view(node, line, one, lines) for one in found if not live_only or one.state in LIVE]


def _view(node: Node, line: Line, zone: Zone, lines: list[tuple[str, Airspace]]) -> ZoneView:
    rule = FORMATS[CODE].field("rule")
    return ZoneView(
        channel=line.channel,
        status=line.status,
        zone=shown(zone.name),
        state=zone.state.value,
        party=zone.party,
        number=zone.number,
        wording=zone.wording,
        rule=zone.rule,
        rule_words=shown(rule.words(zone.rule) if rule else zone.rule),
        volume=airspace_to_json(zone.volume),
        words=airspace_words(zone.volume, node.state.utc_offset_min()),
        renews=zone.renews,
        answers=_words(zone.answers),
        silent=zone.silent,
        activations=tuple(
            ActivationView(
                party=one.party,
                number=one.number,
                start_ms=one.start_ms,
                end_ms=one.end_ms,
                now=one.is_now,
            )
            for one in zone.activations
        ),
        said=_words(zone.words),
        same_name=zone.same_name,
        overlapping=zone.overlapping,
        red_lines=touching(zone.volume, lines, node.state.terrain_max_cm(line)),
    )


def _words(words: tuple[Word, ...]) -> tuple[ZoneWordView, ...]:
    return tuple(
        ZoneWordView(party=one.party, what=shown(one.what), number=one.number, at_ms=one.at_ms)
        for one in words
    )
