"""What every rule needs of a message that is judged, and what the kinds of rules share.

Pure. Not here: the rules (rules.py), which are asked (judging.py), what breaks each kind
(notice_rules.py, area_rules.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from detente.core.airspace.buffers import Buffers
from detente.core.airspace.conflict import Placed, meets, place_parts
from detente.core.airspace.shape import shape_of
from detente.core.airspace.within import in_heights, lies_within, refines
from detente.core.events import Buffer
from detente.core.line.tables.agreements import ANNOUNCED

if TYPE_CHECKING:
    from detente.core.agreements.rulebook import RuleBook
    from detente.core.agreements.rules import Rule
    from detente.core.line.message import Line
    from detente.core.line.state import State, Tracked

ANNOUNCING: Final = frozenset(code for code, _ in ANNOUNCED)
#: Formats that announce own activity, which an area can be closed to. A search for survivors, a
#: protected site and a humanitarian movement are none: nobody is to weigh a rule against them.
ACTIVE: Final = frozenset({"NAA", "NWA", "NUA", "NTR", "NEX", "NEM"})
EDGE: Final = Buffers((Buffer("", 0, 0, 0),))


@dataclass(slots=True)
class Case:
    """One message that is judged, with what every rule needs of it.

    party: whose activity it announces. placed: its volumes. at_ms: now.
    effective: by step, when the last receiver had taken it and who that was; many rules ask it.
    """

    state: State
    line: Line
    book: RuleBook
    tracked: Tracked
    code: str
    party: str
    placed: tuple[Placed, ...]
    at_ms: int
    effective: dict[str | None, tuple[int | None, str]] = field(default_factory=dict)
    _inward: dict[str, bool] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The message's number."""
        return self.tracked.number

    @property
    def said_ms(self) -> int:
        """When it was said, by the clock of whose words it is."""
        return self.tracked.message.said_ms

    def closed_ms(self) -> int | None:
        """When its author took it back, corrected or ended it, by its clock."""
        closed_by = self.tracked.closed_by
        closing = self.state.message(self.line, closed_by) if closed_by is not None else None
        return None if closing is None else closing.at_ms

    def only_narrows(self, newer: Tracked | None, older: Tracked | None) -> bool:
        """Whether a correction announces nothing that was not announced before."""
        if newer is None or older is None or newer.volume is None or older.volume is None:
            return False
        key = f"{older.number}>{newer.number}"
        if key not in self._inward:
            shapes = tuple(
                [shape_of(part.volume.outline) for part in volume.parts]
                for volume in (newer.volume, older.volume)
            )
            self._inward[key] = refines(newer.volume, older.volume, (shapes[0], shapes[1]))
        return self._inward[key]


def announces(case: Case, rule: Rule) -> bool:
    """Whether it is an announcement that a rule may judge; a sealed one only where it is named."""
    return case.code in ANNOUNCING or case.code in rule.formats


def is_about(case: Case, rule: Rule) -> bool:
    """Whether a rule binds who says it, and is about its format and class of activity."""
    activity = case.tracked.activity
    known = "" if activity == "weapon" else activity  # a hazard is of no class of aircraft
    return case.party in rule.binds and rule.is_about(case.code, known)


def is_excepted(case: Case, rule: Rule, mine: Placed | None) -> bool:
    """Whether a narrower rule of its text surely is about this, and judges it instead."""
    return any(
        one.span(case.said_ms) is not None
        and case.party in (one.binds if one.kind != "deadline" else (case.party,))
        and (not one.formats or one.formats == rule.formats or case.code in one.formats)
        and (not one.activity or one.activity == case.tracked.activity)
        and (one.areas == rule.areas or _is_in(case, one, mine))
        for one in case.book.exceptions(rule)
    )


def _is_in(case: Case, rule: Rule, mine: Placed | None) -> bool:
    """Whether a part of a message, or without one all of it, surely lies in a rule's areas."""
    ground_cm = case.state.terrain_max_cm(case.line)
    areas = [
        there for area in rule.areas for there in place_parts(rule.text, "", "", area, ground_cm)
    ]
    parts = case.placed if mine is None else (mine,)
    return bool(parts) and all(any(is_inside(part, one) for one in areas) for part in parts)


def touches(mine: Placed | None, area: Placed | None) -> bool:
    """Whether a part of a message may lie in the area of a rule; no area is everywhere."""
    return area is None or (mine is not None and meets(mine, area, EDGE))


@lru_cache(maxsize=256)
def apart(horizontal_cm: int, vertical_cm: int) -> Buffers:
    """Distances as `find` takes them."""
    return Buffers((Buffer("", horizontal_cm, vertical_cm, 0),))


def is_inside(mine: Placed, area: Placed) -> bool:
    """Whether a volume surely lies in an area, with its heights and its window."""
    inner, outer = mine.volume, area.volume
    starts = outer.start_ms is None or (inner.start_ms or 0) >= outer.start_ms
    ends = outer.end_ms is None or (inner.end_ms is not None and inner.end_ms <= outer.end_ms)
    if not (starts and ends):
        return False
    return lies_within(mine.shape, area.shape) and in_heights(inner, outer)


def over_before(case: Case, from_ms: int | None) -> bool:
    """Whether it was taken back or corrected before it could break anything."""
    closed_ms = case.closed_ms()
    return closed_ms is not None and (from_ms is None or closed_ms <= from_ms)
