"""Put answers on the terminal: aligned tables, times in UTC and local, JSON when asked.

Nothing depends on colour: what is urgent is a word first, and bold only on a terminal. Whatever a
peer wrote is shown with its control characters written out (`harmless.visible`).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import click
import msgspec

from detente.cli.settings import Settings
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_HOUR, MS_PER_MIN, MS_PER_S, ms_to_utc
from detente.wire.harmless import visible


def say(text: str = "", *, bold: bool = False, err: bool = False) -> None:
    """One piece of plain text, made harmless, and its line end."""
    shown = visible(text)
    click.echo(click.style(shown, bold=True) if bold else shown, err=err)


def say_json(value: object) -> None:
    """`value` as one JSON document, ASCII only, so that no terminal is moved by it."""
    click.echo(json.dumps(msgspec.to_builtins(value), indent=2))


def say_json_line(value: object) -> None:
    """`value` as one line of JSON, for streams."""
    click.echo(json.dumps(msgspec.to_builtins(value), separators=(",", ":")))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """An aligned table; the last column is as wide as it needs to be."""
    cells = [[visible(cell) for cell in row] for row in rows]
    widths = [max(_width(row[at]) for row in [list(heads), *cells]) for at in range(len(heads))]
    for row in [list(heads), *cells]:
        padded = [
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        click.echo("  ".join(padded).rstrip())


def pairs(rows: Iterable[tuple[str, str]], indent: int = 2) -> None:
    """Names and values in two columns; empty values are left out."""
    kept = [(name, value) for name, value in rows if value]
    width = max((len(name) for name, _ in kept), default=0)
    for name, value in kept:
        lines = visible(value).split("\n")
        click.echo(f"{' ' * indent}{name:<{width}}  {lines[0]}")
        for line in lines[1:]:
            click.echo(f"{' ' * (indent + width + 2)}{line}")


def refusal_lines(refusals: Iterable[Refusal]) -> list[str]:
    """Warnings in words: field, reason, rule and remedy of each."""
    found: list[str] = []
    for refusal in refusals:
        where = f"{refusal.field}: " if refusal.field else ""
        found.append(f"{where}{refusal.reason} [{refusal.rule}]. {refusal.remedy}")
    return found


def _width(text: str) -> int:
    """Columns that `text` takes on a terminal."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    zero = sum(unicodedata.combining(char) > 0 for char in text)
    return len(text) + wide - zero


class Times:
    """Shows instants in UTC and in the party's local time, and spans in words."""

    def __init__(self, settings: Settings) -> None:
        self._offset_min = _offset_min(settings)
        self.now_ms = settings.now_ms()

    def full(self, at_ms: int | None) -> str:
        """Date and time: ``2026-11-22 08:00:00Z (11:00:00 local)``; open when None."""
        if at_ms is None:
            return "open"
        try:
            return f"{ms_to_utc(at_ms):%Y-%m-%d %H:%M:%S}Z ({self._local(at_ms)} local)"
        except OverflowError:
            return f"{at_ms} ms, outside the calendar"

    def short(self, at_ms: int | None) -> str:
        """The time of day, with the date when it is another day: ``08:00:00Z (11:00:00)``."""
        if at_ms is None:
            return "open"
        try:
            at = ms_to_utc(at_ms)
            day = "" if at.date() == ms_to_utc(self.now_ms).date() else f"{at:%Y-%m-%d} "
            return f"{day}{at:%H:%M:%S}Z ({self._local(at_ms)})"
        except OverflowError:
            return f"{at_ms} ms"

    def ago(self, at_ms: int) -> str:
        """How long ago, or in how long."""
        apart = self.now_ms - at_ms
        return f"{span(apart)} ago" if apart >= 0 else f"in {span(-apart)}"

    def _local(self, at_ms: int) -> str:
        return f"{ms_to_utc(at_ms + self._offset_of(at_ms) * MS_PER_MIN):%H:%M:%S}"

    def _offset_of(self, at_ms: int) -> int:
        if self._offset_min is not None:
            return self._offset_min
        offset = ms_to_utc(at_ms).astimezone().utcoffset()
        return int(offset.total_seconds()) // 60 if offset else 0


def span(ms: int) -> str:
    """A length of time in its two largest units: ``1 min 20 s``."""
    if ms < 0:
        return f"-{span(-ms)}"
    if ms < MS_PER_HOUR:
        return _two(ms // MS_PER_S, 60, "min", "s")
    if ms < 48 * MS_PER_HOUR:
        return _two(ms // MS_PER_MIN, 60, "h", "min")
    return _two(ms // MS_PER_HOUR, 24, "d", "h")


def _two(number: int, size: int, large: str, small: str) -> str:
    parts = ((number // size, large), (number % size, small))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or f"0 {small}"


class _Offset(msgspec.Struct):
    utc_offset_min: int = 0


def _offset_min(settings: Settings) -> int | None:
    """The party's own offset when its home is here, else None: this machine's zone."""
    if settings.node is not None and settings.home is None:
        return None
    try:
        card = (settings.home_dir() / "party.json").read_bytes()
        return msgspec.json.decode(card, type=_Offset).utc_offset_min
    except (OSError, msgspec.MsgspecError):
        return None


def stamp(at_ms: int) -> str:
    """The instant for a file's name: ``20261122T080000Z``."""
    at: datetime = ms_to_utc(at_ms).astimezone(UTC)
    return f"{at:%Y%m%dT%H%M%SZ}"
