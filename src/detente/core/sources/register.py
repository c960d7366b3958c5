"""What this house keeps of what was said in public: sources, and what a person made of passages.

A fold over house events: which sources are kept (their bytes lie in the home, by digest), which
passages a person confirmed as saying what, which proposals were rejected. Nobody else sees it. What
is confirmed can be put on a channel as REP, and is then *reported by* its source: never an account
of a party, never a finding, never part of the picture (core/sources/reported.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from detente.core.events import ItemConfirmed, ItemRejected, SourceKept
from detente.core.line.field import check
from detente.core.line.tables.consultations import REP
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.events import Event
    from detente.core.values import Fields, Json

SOURCES_MAX: Final = 10_000  # of one house; a desk of a ministry files some thousands a year
ITEMS_MAX: Final = 100_000  # confirmed and rejected; ten of each source


@dataclass(frozen=True, slots=True)
class Kept:
    """A source that is kept, and since when (ms)."""

    event: SourceKept
    at_ms: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person made of a passage, and when: the newest word on it stands."""

    event: ItemConfirmed | ItemRejected
    at_ms: int


@dataclass(slots=True)
class Sources:
    """The house's sources by digest, and the items by name. Owned by the writer."""

    kept: dict[str, Kept] = field(default_factory=dict)
    items: dict[str, Judged] = field(default_factory=dict)

    def of(self, sha256: str) -> list[Judged]:
        """What was judged of one source, by place."""
        found = [one for one in self.items.values() if one.event.sha256 == sha256]
        return sorted(found, key=lambda one: (one.event.from_char, one.event.item))


def fold_sources(sources: Sources, event: Event, at_ms: int) -> None:
    """Take an event about sources into the state. Total: what is not known changes nothing."""
    match event:
        case SourceKept():
            sources.kept[event.sha256] = Kept(event, at_ms)
        case ItemConfirmed() | ItemRejected():
            sources.items[event.item] = Judged(event, at_ms)
        case _:
            return


def note_problems(
    sources: Sources, event: SourceKept | ItemConfirmed | ItemRejected
) -> tuple[Refusal, ...]:
    """Why an event about sources cannot be written; empty when it can."""
    if isinstance(event, SourceKept):
        return _keep_problems(sources, event)
    if event.sha256 not in sources.kept:
        reason = f"no source {event.sha256[:12]} is kept here"
        return (Refusal("source", "source-unknown", reason, "See detente source list"),)
    if event.item not in sources.items and len(sources.items) >= ITEMS_MAX:
        reason = f"{ITEMS_MAX} passages are judged"
        return (Refusal("", "items-max", reason, "Judge further ones in another home"),)
    if isinstance(event, ItemRejected):
        return ()
    kept = sources.kept[event.sha256].event
    fields = report_fields(kept, event).items()
    return tuple(problem for name, value in fields for problem in _checked(name, value))


def _keep_problems(sources: Sources, kept: SourceKept) -> tuple[Refusal, ...]:
    found: list[Refusal] = []
    for name, value in (
        ("publisher", kept.publisher),
        ("title", kept.title or None),
        ("dated", kept.dated or None),
    ):
        if value is not None:
            found += _checked(name, value)
    if kept.sha256 not in sources.kept and len(sources.kept) >= SOURCES_MAX:
        reason = f"{SOURCES_MAX} sources are kept"
        found.append(Refusal("", "sources-max", reason, "Keep further ones in another home"))
    return tuple(found)


def report_fields(kept: SourceKept, item: ItemConfirmed) -> Fields:
    """The fields of the REP that a confirmed item makes; what is not known is left out."""
    chain: list[Json] = [
        {
            "part": link.part,
            **({"name": link.name} if link.name else {}),
            **({"office": link.office} if link.office else {}),
            "named": link.named,
        }
        for link in item.chain
    ]
    given: dict[str, Json] = {
        "kind": item.kind,
        "words": item.words,
        "hedge": item.hedge,
        "source_sha256": kept.sha256,
        "title": kept.title,
        "publisher": kept.publisher,
        "dated": kept.dated,
        "quote": item.quote,
        "chain": chain,
        "actors": item.actors,
        "day": item.day,
        "latest": item.latest,
        "when_words": item.when_words,
        "place": item.place,
        "types": list(item.types),
        "case": item.case,
        "contact": item.contact,
    }
    numbers: dict[str, Json] = {
        "retrieved_ms": kept.retrieved_ms,
        "from_char": item.from_char,
        "until_char": item.until_char,
    }
    return {name: value for name, value in given.items() if value} | numbers


def _checked(name: str, value: Json) -> tuple[Refusal, ...]:
    spec = REP.field(name)
    assert spec is not None, f"REP has no field {name}"
    return check(spec, value, name)
