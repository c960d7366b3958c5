"""How the stories' tables say times and names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime


def clock(at_ms: int | None) -> str:
    """HH:MM:SS in UTC; dashes when it is open."""
    if at_ms is None:
        return "--:--:--"
    return datetime.fromtimestamp(at_ms // 1000, UTC).strftime("%H:%M:%S")


def stamp(at_ms: int) -> str:
    """Day and time in UTC, as `06-07 18:40`, for what may be months apart."""
    return datetime.fromtimestamp(at_ms // 1000, UTC).strftime("%m-%d %H:%M")


def span(length_ms: int) -> str:
    """A length of time for people: `45 s`, `12 min 30 s`, `2 h 05 min`, with its sign."""
    sign, seconds = ("-" if length_ms < 0 else ""), abs(length_ms) // 1000
    if seconds < 60:
        return f"{sign}{seconds} s"
    if seconds < 3600:
        rest = f" {seconds % 60:02d} s" if seconds % 60 else ""
        return f"{sign}{seconds // 60} min{rest}"
    return f"{sign}{seconds // 3600} h {seconds % 3600 // 60:02d} min"


def name_of(number: str, names: Mapping[str, str]) -> str:
    """A message's label in its story with its number, or the number alone."""
    return f"{names[number]} ({number})" if number in names else number


def short(number: str, names: Mapping[str, str]) -> str:
    """A message's label in its story, or its number."""
    return names.get(number, number)
