"""What one side tells of a case: every value that it gave, in its own order, none ever replaced.

A first report and each supplement are messages, and none of them can be changed. So an account is
all of them together: what was told last stands in front, and what was told before stands behind
it. Lists that a side adds to (its evidence, radio log, orders, rules) grow; every other value is
told anew when it is told differently, and both are shown.
Pure; the same at every member. Serves domain.md sections 8 (row 16) and 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.core.line.reading import journal_place, records_of
from detente.core.line.tables.incidents import TOLD

if TYPE_CHECKING:
    from detente.core.line.field import FieldSpec
    from detente.core.line.state import Tracked
    from detente.core.values import Json

GROWING: Final = frozenset({"evidence", "radio", "orders", "rules"})
"""Lists that a supplement adds to; any other field it tells anew."""
SPECS: Final[Mapping[str, FieldSpec]] = {spec.name: spec for spec in TOLD}


@dataclass(frozen=True, slots=True)
class Told:
    """One value of one field, in which message it was told, and when by its side's clock."""

    value: Json
    number: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Account:
    """What one side tells of a case.

    party:   who speaks. numbers: its first report and supplements, in its own order.
    told:    by field, every value in that order; a value told again as it was is not repeated.
    """

    party: str
    numbers: tuple[str, ...]
    told: Mapping[str, tuple[Told, ...]]

    def value(self, name: str) -> Json:
        """What stands: the newest value, all records of a list that grows; None if never told."""
        said = self.told.get(name, ())
        if not said:
            return None
        return joined(one.value for one in said) if name in GROWING else said[-1].value

    def number(self, name: str, default: int = 0) -> int:
        """A whole number that stands; `default` when it was never told."""
        value = self.value(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that it told differently later, in the table's order."""
        return tuple(
            name for name in SPECS if name not in GROWING and len(self.told.get(name, ())) > 1
        )


def account(party: str, statements: Sequence[Tracked]) -> Account:
    """The account that a side's statements make together; they come in any order."""
    ordered = sorted(statements, key=journal_place)
    told: dict[str, list[Told]] = {}
    for one in ordered:
        for name in SPECS:
            value = one.fields.get(name)
            before = told.get(name)
            if value is not None and not (before and before[-1].value == value):
                told.setdefault(name, []).append(Told(value, one.number, one.at_ms))
    return Account(
        party,
        tuple(one.number for one in ordered),
        {name: tuple(told[name]) for name in SPECS if name in told},
    )


def joined(lists: Iterable[Json]) -> tuple[Json, ...]:
    """The records of several lists, each once, in the order in which they were told."""
    found: list[Json] = []
    for one in lists:
        found += [record for record in records_of(one) if record not in found]
    return tuple(found)
