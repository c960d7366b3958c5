"""Lay accounts of one case side by side, field by field: the same, compatible, different, missing.

A value is as good as its side says: times and places within both sides' margins together are
compatible, and a side that does not know contradicts nobody. Words are never compared beyond
their letters, and an account in words not at all. The axes of a case stay apart: no sum of them is
ever made, and no side's value counts for more than another's.
Pure. Serves domain.md sections 8 (row 16) and 10.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING, Final

from detente.core.airspace.altitude import wgs84_interval
from detente.core.airspace.geodesy import inverse
from detente.core.airspace.shape import least_distance_cm, shape_of
from detente.core.airspace.volume import Altitude, Point
from detente.core.airspace.volume_json import (
    altitude_from_json,
    outline_from_json,
    point_from_json,
)
from detente.core.airspace.words import far_words, least_rise_words
from detente.core.incidents.telling import SPECS, Account
from detente.core.line.field import Kind
from detente.core.line.reading import records_of
from detente.core.units import CM_PER_M, MS_PER_MIN, MS_PER_S

if TYPE_CHECKING:
    from detente.core.line.field import FieldSpec
    from detente.core.values import Json

MARGINS: Final = frozenset({"time_margin_s", "margin_m"})  # how good a value is, not a value
APART: Final = frozenset({"evidence"})  # shown on its own, with who holds it
UNKNOWN: Final = frozenset({"not-known", "unknown", "D"})  # codes that say nothing either way
_BY_PLACE: Final = frozenset({"depth_m", "closest_m"})  # lengths that hang on the places told
_BY_TIME: Final = frozenset({"inside_s"})  # a length of time: both its ends have the margin
_AXES: Final[Mapping[str, str]] = {
    "types": "type",
    "measured": "measured severity",
    "perceived": "perceived severity",
    "felt_unsafe": "perceived severity",
    "intent": "intent",
    "claim": "claim",
    "coordination": "coordination",
}


class Match(StrEnum):
    """How the values of one field go together."""

    SAME = "same"
    COMPATIBLE = "compatible"
    DIFFER = "differ"
    ONLY = "only"
    UNCOMPARED = "not compared"


_WORST: Final = (Match.SAME, Match.UNCOMPARED, Match.COMPATIBLE, Match.DIFFER)


@dataclass(frozen=True, slots=True)
class Margin:
    """How good a side's times and places are, by itself."""

    time_ms: int = 0
    place_cm: int = 0

    def __add__(self, other: Margin) -> Margin:
        """What two sides' values may be apart together."""
        return Margin(self.time_ms + other.time_ms, self.place_cm + other.place_cm)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of all accounts.

    axis: which axis of the taxonomy it is, or ``fact``. told: who tells what, by name.
    silent: who gave an account without it. words: how far apart, of the two furthest apart.
    """

    field: str
    axis: str
    match: Match
    told: tuple[tuple[str, Json], ...]
    silent: tuple[str, ...]
    words: str


def differences(accounts: Sequence[Account]) -> tuple[Difference, ...]:
    """Every field that anybody tells, in the table's order; the accounts in any order."""
    ordered = sorted(accounts, key=lambda one: one.party)
    found = (
        _difference(spec, ordered)
        for name, spec in SPECS.items()
        if name not in MARGINS and name not in APART
    )
    return tuple(one for one in found if one.told)


def margin_of(account: Account) -> Margin:
    """How good an account's times and places are, as it says last."""
    return Margin(account.number("time_margin_s") * MS_PER_S, account.number("margin_m") * CM_PER_M)


def compare(spec: FieldSpec, one: Json, other: Json, margin: Margin) -> tuple[Match, str]:
    """Two values of one field: how they go together, and how far apart they are in words."""
    if one == other:
        return Match.SAME, ""
    return _COMPARE.get(spec.kind, _plain)(spec, one, other, margin)


def _difference(spec: FieldSpec, accounts: Sequence[Account]) -> Difference:
    told = [one for one in accounts if one.value(spec.name) is not None]
    pairs = [
        compare(
            spec,
            one.value(spec.name),
            other.value(spec.name),
            margin_of(one) + margin_of(other),
        )
        for one, other in combinations(told, 2)
    ]
    if spec.name == "account" and told:
        match, words = (Match.UNCOMPARED if len(told) > 1 else Match.ONLY), ""
    else:
        match, words = max(pairs, key=lambda pair: _WORST.index(pair[0]), default=(Match.ONLY, ""))
    return Difference(
        field=spec.name,
        axis=_AXES.get(spec.name, "fact"),
        match=match,
        told=tuple((one.party, one.value(spec.name)) for one in told),
        silent=tuple(one.party for one in accounts if one not in told),
        words=words,
    )


def _plain(_spec: FieldSpec, one: Json, other: Json, _margin: Margin) -> tuple[Match, str]:
    return (Match.SAME if one == other else Match.DIFFER), ""


def _choice(_spec: FieldSpec, one: Json, other: Json, _margin: Margin) -> tuple[Match, str]:
    if one in UNKNOWN or other in UNKNOWN:
        return Match.COMPATIBLE, "one side does not know"
    return Match.DIFFER, ""


def _choices(spec: FieldSpec, one: Json, other: Json, _margin: Margin) -> tuple[Match, str]:
    mine, theirs = ({str(code) for code in _items(value)} for value in (one, other))
    if mine == theirs:
        return Match.SAME, ""
    both = ", ".join(spec.words(code) for code in sorted(mine & theirs))
    return Match.DIFFER, f"both say: {both}" if both else "nothing in common"


def _text(_spec: FieldSpec, one: Json, other: Json, _margin: Margin) -> tuple[Match, str]:
    said = [" ".join(str(value).casefold().split()) for value in (one, other)]
    return (Match.SAME if said[0] == said[1] else Match.DIFFER), ""


def _day(_spec: FieldSpec, one: Json, other: Json, _margin: Margin) -> tuple[Match, str]:
    """A month and a day of it are compatible: one says less."""
    short, long = sorted((str(one), str(other)), key=len)
    if long.startswith(short):
        return Match.COMPATIBLE, "one is less exact"
    return Match.DIFFER, ""


def _time(_spec: FieldSpec, one: Json, other: Json, margin: Margin) -> tuple[Match, str]:
    apart_ms = abs(_integer(one) - _integer(other))
    match = Match.COMPATIBLE if apart_ms <= margin.time_ms else Match.DIFFER
    return match, _spans(apart_ms, margin.time_ms)


def _number(spec: FieldSpec, one: Json, other: Json, margin: Margin) -> tuple[Match, str]:
    apart = abs(_integer(one) - _integer(other))
    words = f"{apart} {spec.unit} apart"
    if spec.name in _BY_TIME:
        allowed_ms = 2 * margin.time_ms
        match = Match.COMPATIBLE if apart * MS_PER_S <= allowed_ms else Match.DIFFER
        return match, _spans(apart * MS_PER_S, allowed_ms)
    if spec.name in _BY_PLACE and apart * CM_PER_M <= margin.place_cm:
        return Match.COMPATIBLE, f"{words}, within the margins"
    return Match.DIFFER, words


def _point(_spec: FieldSpec, one: Json, other: Json, margin: Margin) -> tuple[Match, str]:
    first, second = point_from_json(one, ""), point_from_json(other, "")
    if not isinstance(first, Point) or not isinstance(second, Point):
        return Match.DIFFER, ""
    apart_cm, _ = inverse(first, second)
    return _lengths(apart_cm, margin)


def _outline(_spec: FieldSpec, one: Json, other: Json, margin: Margin) -> tuple[Match, str]:
    first, second = outline_from_json(one, ""), outline_from_json(other, "")
    if isinstance(first, tuple) or isinstance(second, tuple):
        return Match.DIFFER, ""
    apart_cm = round(least_distance_cm(shape_of(first), shape_of(second)))
    if apart_cm == 0:
        return Match.COMPATIBLE, "they overlap"
    return _lengths(apart_cm, margin)


def _altitude(_spec: FieldSpec, one: Json, other: Json, _margin: Margin) -> tuple[Match, str]:
    """Heights of two references may be the same height as far as anybody can tell."""
    first, second = altitude_from_json(one, ""), altitude_from_json(other, "")
    if not isinstance(first, Altitude) or not isinstance(second, Altitude):
        return Match.DIFFER, ""
    if first.reference is second.reference:
        return Match.DIFFER, f"{least_rise_words(abs(first.cm - second.cm))} apart"
    mine, theirs = wgs84_interval(first), wgs84_interval(second)
    if mine[0] <= theirs[1] and theirs[0] <= mine[1]:
        return Match.COMPATIBLE, "of different references, may be the same height"
    return Match.DIFFER, "of different references, never the same height"


def _records(_spec: FieldSpec, one: Json, other: Json, _margin: Margin) -> tuple[Match, str]:
    mine, theirs = records_of(one), records_of(other)
    both = [record for record in mine if record in theirs]
    if len(both) == len(mine) == len(theirs):
        return Match.SAME, ""  # in another order
    return Match.DIFFER, f"{len(both)} of {len(mine)} and {len(theirs)} in common"


_COMPARE: Final[Mapping[Kind, Callable[[FieldSpec, Json, Json, Margin], tuple[Match, str]]]] = {
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.TEXT: _text,
    Kind.DAY: _day,
    Kind.TIME: _time,
    Kind.INTEGER: _number,
    Kind.POINT: _point,
    Kind.OUTLINE: _outline,
    Kind.ALTITUDE: _altitude,
    Kind.RECORDS: _records,
}


def _lengths(apart_cm: int, margin: Margin) -> tuple[Match, str]:
    words = f"{far_words(apart_cm)} apart"
    if apart_cm <= margin.place_cm:
        return Match.COMPATIBLE, f"{words}, within the margins"
    known = f", margins {far_words(margin.place_cm)}" if margin.place_cm else ""
    return Match.DIFFER, words + known


def _spans(apart_ms: int, allowed_ms: int) -> str:
    words = f"{span_words(apart_ms)} apart"
    if apart_ms <= allowed_ms:
        return f"{words}, within the margins"
    return words + (f", margins {span_words(allowed_ms)}" if allowed_ms else "")


def span_words(ms: int) -> str:
    """A length of time in words: ``3 min 12 s``, ``45 s``, ``800 ms``."""
    if ms < MS_PER_S:
        return f"{ms} ms"
    minutes, seconds = divmod(ms // MS_PER_S, MS_PER_MIN // MS_PER_S)
    parts = [f"{minutes:,} min"] if minutes else []
    return " ".join([*parts, f"{seconds} s"] if seconds or not parts else parts)


def _integer(value: Json) -> int:
    return value if isinstance(value, int) else 0


def _items(value: Json) -> Sequence[Json]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()
