"""What a rule found: which article, who, by which messages, when and how much; and what was said.

A finding has the same id at every member, because all in it follows from messages that each of
them holds: ``TEXT/ARTICLE/SUBJECT``, and a party behind it where one message can have several. It
accuses nobody and blocks nothing: it says what was agreed, what happened, and what the other side
answers (FAN): accepted, disputed, no record of it. Serves domain.md section 8, rows 8, 12 and 19.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from detente.core.units import MS_PER_HOUR, MS_PER_MIN

if TYPE_CHECKING:
    from detente.core.agreements.rules import Rule, Span
    from detente.core.airspace.volume import Point

EXACT_BELOW_MIN: Final = 10  # a time that is shorter is said with its seconds


@dataclass(frozen=True, slots=True)
class Said:
    """A side's answer to a finding (FAN). what: accept, dispute or no-record. at_ms: its clock."""

    party: str
    what: str
    number: str
    at_ms: int
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule, as the rule sees it.

    finding:  its id. party: who did it, or did not do what was agreed.
    subject:  number of the message, or ``track:`` with the track; others: further messages.
    at_ms, until_ms: when it was; at_ms of a short notice is the start of the activity.
    measured, asked: what was found and what the rule asks, in `unit`; None where nothing counts.
    timing:   ON TIME words of lead.py for a lead time; empty for other kinds.
    words:    one English sentence with the figures. where: a place, for people to look at.
    contested: who says that the rule was suspended then. answers: the last of each side.
    """

    finding: str
    rule: Rule
    party: str
    subject: str
    at_ms: int
    words: str
    until_ms: int | None = None
    others: tuple[str, ...] = ()
    measured: int | None = None
    asked: int | None = None
    unit: str = ""
    timing: str = ""
    where: Point | None = None
    contested: tuple[str, ...] = ()
    answers: tuple[Said, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of the rule."""
        return self.rule.kind

    @property
    def is_open(self) -> bool:
        """Whether the side that it is about has not answered it."""
        return all(one.party != self.party for one in self.answers)

    @property
    def answer(self) -> str:
        """What the side that it is about says of it; empty while it says nothing."""
        return next((one.what for one in self.answers if one.party == self.party), "")

    def answered(self, answers: tuple[Said, ...]) -> Finding:
        """The finding with what was said of it."""
        return replace(self, answers=answers) if answers else self


def finding_id(rule: Rule, subject: str, other: str = "", party: str = "") -> str:
    """The id of what a rule finds about a message or track, the same at every member."""
    pair = f"{subject}~{other}" if other else subject
    return "/".join((rule.text, rule.article, pair, *([party] if party else ())))


def contested(span: Span | None) -> tuple[str, ...]:
    """Who says that the rule does not hold."""
    return () if span is None else span.contested


def lasts(ms: int) -> str:
    """A time in words that round nothing away: ``40 min``, ``2 h 5 min``, ``9 min 59 s``."""
    sign, ms = ("-" if ms < 0 else ""), abs(ms)
    if ms % MS_PER_MIN:
        minutes, seconds = ms // MS_PER_MIN, ms % MS_PER_MIN // 1_000
        if minutes >= EXACT_BELOW_MIN or (minutes and not seconds):
            return f"{sign}{minutes} min"
        return f"{sign}{minutes} min {seconds} s" if minutes else f"{sign}{seconds} s"
    hours, rest = divmod(ms, MS_PER_HOUR)
    minutes = rest // MS_PER_MIN
    if not hours:
        return f"{sign}{minutes} min"
    return f"{sign}{hours} h {minutes} min" if minutes else f"{sign}{hours} h"
