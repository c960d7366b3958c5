"""Sources, what a person made of their passages, and what is reported on a line, as views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.core.events import ItemConfirmed
from detente.core.line.words import shown
from detente.core.sources.propose import words_of
from detente.core.sources.register import Judged, Kept, report_fields
from detente.core.sources.reported import CODE, reports
from detente.wire.source_views import ItemView, ReportView, SourceView

if TYPE_CHECKING:
    from detente.core.line.message import Line
    from detente.core.sources.propose import Proposal
    from detente.core.sources.reported import Reported
    from detente.core.state import State
    from detente.core.values import Fields
    from detente.node.node import Node

Shared = dict[tuple[object, ...], list[str]]


def source_views(node: Node) -> list[SourceView]:
    """Every source, the newest first; whether it is in the home is not the node's to know."""
    kept = sorted(node.state.sources.kept.values(), key=lambda one: -one.at_ms)
    return [source_view(node, one) for one in kept]


def source_view(node: Node, kept: Kept) -> SourceView:
    """One source."""
    event, judged = kept.event, node.state.sources.of(kept.event.sha256)
    confirmed = sum(isinstance(one.event, ItemConfirmed) for one in judged)
    return SourceView(
        sha256=event.sha256,
        text_sha256=event.text_sha256,
        form=event.form,
        bytes=event.bytes,
        chars=event.chars,
        name=shown(event.name),
        title=shown(event.title),
        publisher=shown(event.publisher),
        dated=event.dated,
        retrieved_ms=event.retrieved_ms,
        address=shown(event.address),
        kept_at_ms=kept.at_ms,
        by=event.by.officer,
        here=False,
        confirmed=confirmed,
        rejected=len(judged) - confirmed,
    )


def judged_views(node: Node, sha256: str) -> list[ItemView]:
    """What a person made of the passages of one source, by place."""
    shared = _shared(node.state)
    return [_judged(node, one, shared) for one in node.state.sources.of(sha256)]


def proposal_view(proposal: Proposal, sha256: str) -> ItemView:
    """What a rule proposes."""
    return ItemView(
        item=proposal.item,
        sha256=sha256,
        state="proposed",
        kind=proposal.kind,
        words=words_of(proposal),
        hedge=proposal.hedge,
        from_char=proposal.from_char,
        until_char=proposal.until_char,
        quote=proposal.quote,
        rule=proposal.rule,
        chain=proposal.chain,
        actors=", ".join(proposal.actors),
        day=proposal.when.day,
        latest=proposal.when.latest,
        when_words=proposal.when.words,
        place=proposal.place,
        types=proposal.types,
    )


def report_views(node: Node, line: Line) -> list[ReportView]:
    """What public sources report, as it stands on a line."""
    return [report_view(one) for one in reports(node.state, line)]


def report_view(one: Reported) -> ReportView:
    """One report."""
    return ReportView(**{name: getattr(one, name) for name in ReportView.__struct_fields__})


def _judged(node: Node, judged: Judged, shared: Shared) -> ItemView:
    event = judged.event
    if not isinstance(event, ItemConfirmed):
        return ItemView(
            item=event.item,
            sha256=event.sha256,
            state="rejected",
            kind=event.kind,
            words="",
            hedge="",
            from_char=event.from_char,
            until_char=event.until_char,
            quote="",
            by=event.by.officer,
            at_ms=judged.at_ms,
            why=shown(event.why),
        )
    kept = node.state.sources.kept[event.sha256].event
    same = ("item", "sha256", "kind", "words", "hedge", "from_char", "until_char", "quote", "rule")
    more = ("chain", "actors", "day", "latest", "when_words", "place", "types", "case", "contact")
    return ItemView(
        **{name: getattr(event, name) for name in (*same, *more)},
        state="confirmed",
        by=event.by.officer,
        at_ms=judged.at_ms,
        shared=tuple(shared.get(_key(report_fields(kept, event)), ())),
    )


def _shared(state: State) -> Shared:
    """Our own reports by source, place and kind: what an item has become on which channel."""
    found: Shared = {}
    for line, here in state.lines.items():
        for one in here.registered(CODE):
            if one.author == state.party:
                found.setdefault(_key(one.fields), []).append(f"{one.number}@{line.channel}")
    return found


def _key(fields: Fields) -> tuple[object, ...]:
    return tuple(fields.get(name) for name in ("source_sha256", "from_char", "until_char", "kind"))
