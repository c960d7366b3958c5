"""What has become of a text, at any time: from the proposal to its end.

A text is in force when every party that it names has signed it and its time has come. Each side
suspends for itself, and the other can dispute that; both views stand. Periods renew themselves, or
both sides say so. Everything follows from who said what when by its own clock, so every member
computes the same, for now and for any earlier moment.
Pure. Not here: which messages say it (register.py). Serves domain.md section 11.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from detente.core.line.formats import Answers

DAY_MS: Final = 24 * 3_600_000
SIGNERS_MIN: Final = 2  # nobody agrees with itself


class AgreementState(StrEnum):
    """What has become of a text."""

    PROPOSED = "proposed"
    DISAGREED = "disagreed"
    AGREED = "agreed"
    SIGNED_BY_SOME = "signed-by-some"
    SIGNED = "signed"
    IN_FORCE = "in-force"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    REPLACED = "replaced"
    LEFT = "left"
    WITHDRAWN = "withdrawn"


ENDED: Final = frozenset(
    {
        AgreementState.EXPIRED,
        AgreementState.REPLACED,
        AgreementState.LEFT,
        AgreementState.WITHDRAWN,
    }
)
HOLDS: Final = frozenset({AgreementState.IN_FORCE, AgreementState.SUSPENDED})


@dataclass(frozen=True, slots=True)
class Word:
    """What a party says of a text: an answer, a signature or an act, and from when it counts.

    what: the answer's code, ``sign``, or the act's code. at_ms: its author's clock. from_ms: from
    when it has effect, never before it was said. articles: the only ones it is about; empty: all.
    ref: the message that it acts on, such as the suspension that is disputed.
    """

    party: str
    what: str
    number: str
    at_ms: int
    from_ms: int
    articles: tuple[str, ...] = ()
    ref: str | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a text says about its own life. signers: ids of those who must sign; times in ms."""

    author: str
    proposed_ms: int
    signers: tuple[str, ...]
    articles: tuple[str, ...]
    from_ms: int | None = None
    until_ms: int | None = None
    renews_ms: int | None = None
    notice_ms: int = 0
    suspension: str | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """From when on a text is in a state. suspended: its articles that a side says do not hold.

    suspended_by, disputed_by: which sides say so, and which say that this is not so.
    left: parties that have left it, while it goes on among the others.
    """

    from_ms: int
    state: AgreementState
    suspended: tuple[str, ...] = ()
    suspended_by: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Life:
    """The phases of a text, oldest first, those to come among them; and its turning points.

    complete_ms: when the last party signed. begins_ms: when it was first in force.
    ends_ms: when its period ends, as far as is known; None when it is open.
    """

    phases: tuple[Phase, ...]
    complete_ms: int | None
    begins_ms: int | None
    ends_ms: int | None

    def at(self, at_ms: int) -> Phase:
        """The phase that holds at a time; the first one for a time before the proposal."""
        found = [one for one in self.phases if one.from_ms <= at_ms]
        return found[-1] if found else self.phases[0]


def effect_ms(terms: Terms, what: str, at_ms: int, from_ms: int | None) -> int:
    """From when an act counts: never before it was said, and after the notice the text asks for."""
    notice = what == "exit" or (what == "suspend" and terms.suspension == "notice")
    return max(at_ms + (terms.notice_ms if notice else 0), from_ms or at_ms)


def life_of(terms: Terms, words: Iterable[Word]) -> Life:
    """The life of a text by itself. words: each party's in the order of its journal."""
    course = _Course(terms, tuple(words))
    found: list[Phase] = []
    for at_ms in course.turns():
        phase = course.phase(at_ms)
        if not found or _differs(found[-1], phase):
            found.append(phase)
    ends = course.periods[-1][1] if course.periods else terms.until_ms
    return Life(tuple(found), course.complete_ms, course.begins_ms, ends)


def _differs(one: Phase, other: Phase) -> bool:
    sides = [(p.state, p.suspended, p.suspended_by, p.disputed_by, p.left) for p in (one, other)]
    return sides[0] != sides[1]


class _Course:
    """One text's words, sorted by what they do; computed once, asked for each turn of its life."""

    def __init__(self, terms: Terms, words: tuple[Word, ...]) -> None:
        self.terms = terms
        self.words = words
        self.complete_ms = self._complete_ms()
        self.periods = tuple(self._periods())
        self.begins_ms = self.periods[0][0] if self.periods else None

    def turns(self) -> list[int]:
        """Every time at which its state may change, in order."""
        terms = self.terms
        edges = {edge for period in self.periods for edge in period if edge is not None}
        said = {one.from_ms for one in self.words}
        own = {terms.from_ms, terms.until_ms, self.complete_ms}
        times = said | edges | {one for one in own if one is not None}
        return [terms.proposed_ms, *sorted(one for one in times if one > terms.proposed_ms)]

    def phase(self, at_ms: int) -> Phase:
        """What it is at a time: what ends it counts first, then what stops it."""
        if self.complete_ms is None or at_ms < self.complete_ms:
            return Phase(at_ms, self._before(at_ms))
        left = self._left(at_ms)
        over = self._over(at_ms, left)
        if over is not None:
            return Phase(at_ms, over, left=left)
        if self.begins_ms is None or at_ms < self.begins_ms:
            return Phase(at_ms, AgreementState.SIGNED, left=left)
        return self._held(at_ms, left)

    def _before(self, at_ms: int) -> AgreementState:
        """What it is while not every party has signed."""
        terms = self.terms
        if self._last(terms.author, ("withdraw",), at_ms) is not None:
            return AgreementState.WITHDRAWN
        if terms.until_ms is not None and terms.until_ms <= at_ms:
            return AgreementState.EXPIRED
        if any(self._signed(party, at_ms) for party in terms.signers):
            return AgreementState.SIGNED_BY_SOME
        others = [party for party in terms.signers if party != terms.author]
        answers = [self._last(party, _ANSWERS, at_ms) for party in others]
        if any(one is not None and one.what in _AGAINST for one in answers):
            return AgreementState.DISAGREED
        agreed = all(one is not None and one.what == Answers.AGREE for one in answers)
        return AgreementState.AGREED if others and agreed else AgreementState.PROPOSED

    def _over(self, at_ms: int, left: tuple[str, ...]) -> AgreementState | None:
        """Why a text that all had signed holds no more; None while it may."""
        if len(self.terms.signers) - len(left) < SIGNERS_MIN:
            return AgreementState.LEFT
        begun = [one for one in self.periods if one[0] <= at_ms]
        if begun and all(end is not None and end <= at_ms for _, end in begun):
            return AgreementState.EXPIRED
        return None if self.periods else AgreementState.EXPIRED

    def _held(self, at_ms: int, left: tuple[str, ...]) -> Phase:
        """In force, or suspended: in whole when nothing is left that is not."""
        sets = {
            party: self._suspended(party, at_ms)
            for party in self.terms.signers
            if party not in left
        }
        if self.terms.suspension == "both":
            common = frozenset.intersection(*sets.values())
            sets = dict.fromkeys(sets, common)
        stopped = frozenset[str]().union(*sets.values())
        by = tuple(party for party, articles in sets.items() if articles)
        whole = bool(stopped) and stopped >= set(self.terms.articles)
        return Phase(
            at_ms,
            AgreementState.SUSPENDED if whole else AgreementState.IN_FORCE,
            suspended=tuple(one for one in self.terms.articles if one in stopped),
            suspended_by=by,
            disputed_by=self._disputed(by, at_ms),
            left=left,
        )

    def _suspended(self, party: str, at_ms: int) -> frozenset[str]:
        """The articles that a party says do not hold, after its last word on each."""
        if self.terms.suspension == "none":
            return frozenset()
        stopped: set[str] = set()
        for one in self._said(party, ("suspend", "resume"), at_ms):
            meant = set(one.articles) or set(self.terms.articles)
            stopped = stopped | meant if one.what == "suspend" else stopped - meant
        return frozenset(stopped)

    def _disputed(self, by: tuple[str, ...], at_ms: int) -> tuple[str, ...]:
        """Who says that a suspension which stands is not so."""
        standing = [one for party in by for one in self._said(party, ("suspend",), at_ms)]
        newest = {one.party: one for one in standing}
        return tuple(
            party
            for party in self.terms.signers
            if any(
                dispute.ref == one.number if dispute.ref is not None else dispute.at_ms >= one.at_ms
                for dispute in self._said(party, ("dispute-suspension",), at_ms)
                for one in newest.values()
                if one.party != party
            )
        )

    def _left(self, at_ms: int) -> tuple[str, ...]:
        """The parties that have left it."""
        last = {party: self._last(party, ("sign", "exit"), at_ms) for party in self.terms.signers}
        return tuple(party for party, one in last.items() if one and one.what == "exit")

    def _complete_ms(self) -> int | None:
        """When the last party had signed, with all other signatures standing; None: never."""
        if len(self.terms.signers) < SIGNERS_MIN:
            return None
        signatures = sorted(one.from_ms for one in self.words if one.what == "sign")
        for at_ms in signatures:
            taken_back = self._last(self.terms.author, ("withdraw",), at_ms) is not None
            late = self.terms.until_ms is not None and self.terms.until_ms <= at_ms
            if taken_back or late:
                return None
            if all(self._signed(party, at_ms) for party in self.terms.signers):
                return at_ms
        return None

    def _signed(self, party: str, at_ms: int) -> bool:
        """Whether a party's signature stands: one taken back before all had signed does not."""
        last = self._last(party, ("sign", "withdraw", "exit"), at_ms)
        return last is not None and last.what == "sign"

    def _periods(self) -> Iterator[tuple[int, int | None]]:
        """The times in which it holds: one, or more where it was renewed after its end."""
        terms, complete_ms = self.terms, self.complete_ms
        if complete_ms is None:
            return
        begin = max(complete_ms, terms.from_ms or 0)
        if terms.until_ms is None:
            yield begin, None
        elif begin >= terms.until_ms:
            return
        elif terms.renews_ms:
            yield begin, self._self_renewed_until(terms.until_ms, terms.renews_ms)
        else:
            yield from self._renewed(begin, terms.until_ms)

    def _self_renewed_until(self, until_ms: int, every_ms: int) -> int | None:
        """The end that somebody's word against renewal sets; None while nobody says it."""
        ends: list[int] = []
        for party in self.terms.signers:
            standing: int | None = None
            for one in self._said(party, ("renew", "not-renew"), None):
                if one.what == "not-renew":
                    known_ms = one.from_ms + self.terms.notice_ms
                    rounds = max(0, -(-(known_ms - until_ms) // every_ms))
                    standing = standing or until_ms + rounds * every_ms
                elif standing is not None and one.at_ms < standing:
                    standing = None
            if standing is not None:
                ends.append(standing)
        return min(ends, default=None)

    def _renewed(self, begin: int, until_ms: int) -> Iterator[tuple[int, int]]:
        """Periods that every party renewed; each is as long as the first was meant to be."""
        length = until_ms - (self.terms.from_ms or begin)
        said = [
            [one.from_ms for one in self._said(party, ("renew",), None)]
            for party in self.terms.signers
        ]
        start, end = begin, until_ms
        for times in zip(*said, strict=False):
            from_ms = max(times)
            if from_ms > end:
                yield start, end
                start = end = from_ms
            end += length
        yield start, end

    def _said(self, party: str, what: Iterable[str], at_ms: int | None) -> list[Word]:
        """A party's words of a kind that have effect by then, in the order of its journal."""
        return [
            one
            for one in self.words
            if one.party == party and one.what in what and (at_ms is None or one.from_ms <= at_ms)
        ]

    def _last(self, party: str, what: Iterable[str], at_ms: int) -> Word | None:
        said = self._said(party, what, at_ms)
        return said[-1] if said else None


_ANSWERS = tuple(str(one) for one in Answers)
_AGAINST = frozenset({str(Answers.DISAGREE), str(Answers.DECLINED)})
