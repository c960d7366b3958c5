"""Articles and agreed zones as rules that can judge: whom they bind, where, when, and how much.

An article becomes a rule when it says all that is needed to compute; what lacks a value stays
words and says what is missing. A zone that was agreed is a rule while it is: nobody enters, nobody
without notice, no weapons. When a rule holds is a list of spans, so a message of last week is
judged by what held last week, whoever asks, and whenever.
Where a text leaves something open, the rule is the wider one: no format named is every format, no
area named is the agreement's own area, or everywhere. A declared policy is never a rule.
Pure. Not here: what breaks a rule (judging.py), finding rules fast (rulebook.py). Serves domain.md
section 8, rows 8, 12 and 13.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from detente.core.agreements.life import HOLDS
from detente.core.agreements.text import party_id
from detente.core.airspace.volume import Airspace, Outline, Part, Volume
from detente.core.airspace.volume_json import outline_from_json
from detente.core.line.formats import Answers
from detente.core.line.state import Standing
from detente.core.refusal import Refusal

if TYPE_CHECKING:
    from detente.core.agreements.register import Agreement, Article
    from detente.core.line.message import Line
    from detente.core.line.state import State, Tracked
    from detente.core.line.zones import Zone

ZONE_ARTICLE: Final = "zone"  # what stands for the article where a zone is the rule
PARTY: Final = "party"  # the standing of whom an agreement binds
#: What each kind of rule must say, besides its kind.
NEEDS: Final = {
    "lead-time": ("minutes",),
    "buffer": ("distance",),
    "keep-out": ("area",),
    "keep-in": ("area",),
    "notify-entry": ("area",),
    "no-weapons": ("area",),
    "deadline": ("minutes", "step"),
    "frequency": ("frequency",),
    "line-check": ("minutes",),
    "report-duty": ("minutes",),
}
#: What a zone's rule asks, as a kind of rule, and the class of activity that it is about.
ZONE_KINDS: Final = {
    "no-entry": ("keep-out", ""),
    "notify": ("notify-entry", ""),
    "no-weapons": ("no-weapons", ""),
    "no-uncrewed": ("keep-out", "uas"),
    "corridor": ("keep-out", ""),
}
_LABELS: Final = {
    "minutes": "the time in minutes",
    "distance": "the distance or the height between, in metres",
    "area": "its area, or a zone that is agreed",
    "step": "the step of the receipts",
    "frequency": "the frequency",
}


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a rule holds (None: open). contested: who says that it is suspended."""

    from_ms: int
    until_ms: int | None
    contested: tuple[str, ...] = ()

    def holds(self, at_ms: int) -> bool:
        """Whether the time lies in it."""
        return self.from_ms <= at_ms and (self.until_ms is None or at_ms < self.until_ms)


@dataclass(frozen=True, slots=True)
class Rule:
    """One article, or one agreed zone, as something that judges.

    text:     number of the message that proposed it (AGR, or NZO for a zone), on line `on`; with
              ``@CHANNEL`` behind it when that is another channel than the one that it judges:
              numbers are counted channel by channel.
    article:  as the parties write it; ``zone`` for a zone. agreement: its name.
    kind:     code of RULE_KINDS. binds: ids of the parties that it binds.
    formats:  those it is about; empty: all. activity: class of aircraft; empty: every class.
    areas:    where it holds; empty: everywhere. minutes, distance_m, height_m, step, frequency: the
              values, by kind. spans: when it holds.
    own_area: whether the article names its area itself; without it, its agreement's counts.
    problem:  why it cannot judge and stays words; None when it can.
    """

    text: str
    article: str
    agreement: str
    kind: str
    on: Line
    binds: frozenset[str]
    words: str = ""
    formats: frozenset[str] = frozenset()
    activity: str = ""
    zone: str = ""
    areas: tuple[Airspace, ...] = ()
    minutes: int | None = None
    distance_m: int | None = None
    height_m: int | None = None
    step: str | None = None
    frequency: str | None = None
    own_area: bool = False
    spans: tuple[Span, ...] = ()
    problem: Refusal | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What a rule is named by: its text and article."""
        return self.text, self.article

    @property
    def number(self) -> str:
        """The number of its text, as it is counted on line `on`."""
        return self.text.partition("@")[0]

    @property
    def judges(self) -> bool:
        """Whether it can find anything at all."""
        return self.kind != "words" and self.problem is None

    def span(self, at_ms: int) -> Span | None:
        """The span in which a time lies; None when the rule does not hold then."""
        return next((one for one in self.spans if one.holds(at_ms)), None)

    def span_in(self, from_ms: int | None, until_ms: int | None) -> Span | None:
        """The first span that touches a window; None is an open side of it."""
        for one in self.spans:
            after = from_ms is not None and one.until_ms is not None and one.until_ms <= from_ms
            if not after and (until_ms is None or one.from_ms <= until_ms):
                return one
        return None

    def is_about(self, code: str, activity: str) -> bool:
        """Whether it is about a format and class of activity; an unknown class is every class."""
        if self.formats and code not in self.formats:
            return False
        return not (self.activity and activity and self.activity != activity)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A zone that was agreed, and when it is."""

    zone: Zone
    spans: tuple[Span, ...]


Agreeds = Mapping[str, "list[Agreed]"]
"""Agreed zones, by what the spellings of a name have in common."""


def agreement_rules(agreement: Agreement, zones: Agreeds, line: Line) -> tuple[Rule, ...]:
    """The rules of one text for a line that it judges, those that cannot judge among them."""
    own = {
        zone_key(one.zone): one.volume
        for one in agreement.articles
        if one.zone and one.volume is not None
    }
    text = text_on(agreement, line)
    return tuple(_rule(text, agreement, one, own, zones) for one in agreement.articles)


def is_narrower(one: Rule, other: Rule) -> bool:
    """Whether a rule is an exception to another of its text: the same, but for fewer cases.

    For some formats where the other is for all, for a class, in an area, or for some of the
    parties; and in nothing wider. Who owes a receipt is not who sent: a deadline is for the same
    parties, or it is another rule.
    """
    if (one.text, one.kind, one.step) != (other.text, other.kind, other.step):
        return False
    fewer = (
        (bool(one.formats) and not other.formats, one.formats == other.formats),
        (bool(one.activity) and not other.activity, one.activity == other.activity),
        (one.own_area and not other.own_area, one.areas == other.areas),
        (one.kind != "deadline" and one.binds < other.binds, one.binds == other.binds),
    )
    return any(less for less, _ in fewer) and all(less or same for less, same in fewer)


def text_on(agreement: Agreement, line: Line) -> str:
    """How the texts of a line's rules are named: by number, and by channel if it is another."""
    own = agreement.line == line
    return agreement.number if own else f"{agreement.number}@{agreement.line.channel}"


def zone_key(name: str) -> str:
    """What two spellings of a zone's name have in common."""
    return name.casefold().strip()


def _rule(
    text: str,
    agreement: Agreement,
    article: Article,
    own: dict[str, Airspace],
    zones: Agreeds,
) -> Rule:
    areas = tuple(_areas(agreement, article, own, zones))
    spans = tuple(_spans(agreement, article.article))
    if article.volume is None and article.zone and zone_key(article.zone) not in own:
        held = zones.get(zone_key(article.zone), ())
        spans = tuple(_common(spans, [span for one in held for span in one.spans]))
    return Rule(
        text=text,
        article=article.article,
        agreement=agreement.name,
        kind=article.rule,
        on=agreement.line,
        binds=_bound(agreement, article),
        words=article.words or "",
        formats=frozenset(article.formats),
        activity=article.activity or "",
        zone=article.zone or "",
        areas=areas,
        minutes=article.minutes,
        distance_m=article.distance_m,
        height_m=article.height_m,
        step=article.step,
        frequency=article.frequency,
        own_area=_has_own_area(article),
        spans=spans,
        problem=_problem(article, areas),
    )


def _bound(agreement: Agreement, article: Article) -> frozenset[str]:
    """Whom it binds: the named parties, of those the article is for. Non-parties are not bound."""
    named = {one.party or party_id(one.name) for one in agreement.named if one.standing == PARTY}
    return frozenset(one for one in named if article.binds(one))


def _areas(
    agreement: Agreement,
    article: Article,
    own: dict[str, Airspace],
    zones: Agreeds,
) -> Iterator[Airspace]:
    """Where it holds: its own area, a zone's (every claim of that name), or the agreement's."""
    if article.volume is not None:
        yield article.volume
    elif article.zone:
        name = zone_key(article.zone)
        if name in own:
            yield own[name]
        yield from (one.zone.volume for one in zones.get(name, ()))
    else:
        outline = outline_from_json(agreement.fields.get("area"), "")
        if not isinstance(outline, tuple):
            yield everywhen(outline)


def everywhen(outline: Outline) -> Airspace:
    """An outline at every height and at all times."""
    return Airspace((Part(Volume(outline, None, None, None, None)),))


def _problem(article: Article, areas: tuple[Airspace, ...]) -> Refusal | None:
    """What a rule lacks to be computed."""
    where = f"articles.{article.article}"
    if article.zone and article.volume is None and not areas:
        reason = f"article {article.article}: no zone {article.zone} is agreed or drawn here"
        return Refusal(where, "rule-zone", reason, "Propose the zone, or give the article an area")
    said = {
        "area": bool(areas) and (article.rule != "keep-in" or _has_own_area(article)),
        "distance": article.distance_m is not None or article.height_m is not None,
    }
    missing = [
        _LABELS[name]
        for name in NEEDS.get(article.rule, ())
        if not said.get(name, getattr(article, name, None) is not None)
    ]
    if not missing:
        return None
    reason = f"article {article.article} does not say {' and '.join(missing)}, so it stays words"
    return Refusal(where, "rule-incomplete", reason, "Say it in a new edition of the text")


def _has_own_area(article: Article) -> bool:
    """Whether it names an area itself: the agreement's own is no corridor that must be used."""
    return article.volume is not None or article.zone is not None


def _spans(agreement: Agreement, article: str) -> Iterator[Span]:
    """When an article holds: in force and not suspended, or suspended and another disputes it."""
    phases = agreement.life.phases
    ends = [*(one.from_ms for one in phases[1:]), None]
    for phase, end in zip(phases, ends, strict=True):
        stopped = article in phase.suspended
        if phase.state not in HOLDS or (stopped and not phase.disputed_by):
            continue
        yield Span(phase.from_ms, end, phase.suspended_by if stopped else ())


def _common(spans: Iterable[Span], others: list[Span]) -> Iterator[Span]:
    """The times at which an article holds and one of its zones is agreed."""
    for one in spans:
        for other in others:
            ends = [end for end in (one.until_ms, other.until_ms) if end is not None]
            from_ms, until_ms = max(one.from_ms, other.from_ms), min(ends, default=None)
            if until_ms is None or from_ms < until_ms:
                yield Span(from_ms, until_ms, one.contested)


def zone_rule(state: State, line: Line, agreed: Agreed) -> Rule | None:
    """The rule that an agreed zone is; None when it asks nothing that can be computed."""
    zone, spans = agreed.zone, agreed.spans
    kind, activity = ZONE_KINDS.get(zone.rule, ("", ""))
    proposal = state.line(line).messages.get(zone.number)
    if not kind or not spans or proposal is None:
        return None
    bound = zone_bound(proposal)
    if zone.rule == "corridor":
        bound -= {zone.party}  # the passage that it is kept free for
    return Rule(
        text=zone.number,
        article=ZONE_ARTICLE,
        agreement=f"zone {zone.name}",
        kind=kind,
        on=line,
        binds=bound,
        activity=activity,
        zone=zone.name,
        areas=(zone.volume if not zone.renews else _endless(zone.volume),),
        spans=spans,
    )


def zone_bound(proposal: Tracked) -> frozenset[str]:
    """Whom a zone binds: whom it names, or else all to whom it is addressed."""
    named = proposal.fields.get("parties")
    if isinstance(named, str) and named.strip():
        return frozenset(party_id(one) for one in named.split(",") if one.strip())
    return frozenset(proposal.message.to)


def _endless(volume: Airspace) -> Airspace:
    """A zone that renews itself has no end until somebody releases it."""
    parts = (
        Part(Volume(v.outline, v.floor, v.ceiling, v.start_ms, None))
        for v in (part.volume for part in volume.parts)
    )
    return Airspace(tuple(parts))


def zone_spans(state: State, line: Line, zone: Zone) -> Iterator[Span]:
    """When a zone is agreed: from the last agreement on, without what was suspended, to its end."""
    answers = [one for one in zone.answers if one.what == Answers.AGREE]
    if zone.silent or len(answers) < len(zone.answers) or not answers:
        return
    start = max(one.at_ms for one in answers)
    ends = [one.at_ms for one in zone.words if one.what == "release"]
    closed = _closed_ms(state, line, zone)
    ends += [] if closed is None else [closed]
    end = min(ends, default=None)
    for from_ms, until_ms in _open_spans(zone, start):
        if end is None or from_ms < end:
            yield Span(from_ms, end if until_ms is None else min(until_ms, end or until_ms))


def _closed_ms(state: State, line: Line, zone: Zone) -> int | None:
    """When the zone's author took it back; None when it did not."""
    here = state.line(line)
    newest = here.messages.get(zone.wording)
    if newest is None or newest.standing is Standing.CURRENT or newest.closed_by is None:
        return None
    closing = here.messages.get(newest.closed_by)
    return closing.at_ms if closing is not None else newest.at_ms


def _open_spans(zone: Zone, start_ms: int) -> Iterator[tuple[int, int | None]]:
    """The times from `start_ms` on at which no side says that the zone is suspended."""
    stopped: set[str] = set()
    edges: list[tuple[int, bool]] = [(start_ms, False)]
    for word in sorted(zone.words, key=lambda one: (one.at_ms, one.number)):
        if word.what == "suspend":
            stopped.add(word.party)
        elif word.what == "resume":
            stopped.discard(word.party)
        else:
            continue
        at_ms = max(word.at_ms, start_ms)
        edges = [*(one for one in edges if one[0] < at_ms), (at_ms, bool(stopped))]
    for (from_ms, is_stopped), (until_ms, _) in pairwise([*edges, (0, False)]):
        if not is_stopped:
            yield from_ms, until_ms or None


def in_force(rules: Iterable[Rule], at_ms: int) -> list[Rule]:
    """The rules that hold at a time, by text and article."""
    return sorted((one for one in rules if one.span(at_ms)), key=lambda one: one.key)
