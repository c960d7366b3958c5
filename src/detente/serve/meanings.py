"""What a text that was refused may mean: each reading written out, to be chosen by a person.

Two bare numbers are a latitude and a longitude in either order; a letter of a grid is a band or a
half of the earth; a height lacks its unit or what it is measured from; a time its zone. A reading
is only an offer: whoever uses it reads it as if it had been typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

_NUMBER = re.compile(r"[+-]?\d{1,3}(?:\.\d+)?(?![\d.])", re.ASCII)
_BETWEEN = re.compile(r"[\s,;/°\[\]{}()|]*")
_KIND = re.compile(r"\s*polygon[\s:]*", re.IGNORECASE)
_HALF = re.compile(r"(?<![\w.])(\d{1,2}) ?S(?=[ ,]+\d{6})", re.IGNORECASE | re.ASCII)
_HEIGHT = re.compile(
    r"\s*(-?\d{1,6}(?:\.\d+)?)\s*(ft|m|km)?\s*(AMSL|MSL|WGS84|HAE|AGL)?\s*",
    re.IGNORECASE | re.ASCII,
)
_LEVEL = re.compile(r"\d{2,3}", re.ASCII)
_CLOCK = re.compile(r"\s*((?:\d{4}-\d{2}-\d{2}[T ])?\d{1,2}:?\d{2})\s*", re.ASCII)
LATITUDE_MAX: Final = 90
LONGITUDE_MAX: Final = 180


def bare_pairs(text: str) -> Iterator[tuple[str, str]]:
    """Bare numbers in pairs as latitude and longitude in both orders, as far as they can be."""
    text = _KIND.sub("", text, count=1)
    numbers = _NUMBER.findall(text)
    if len(numbers) < 2 or len(numbers) % 2 or _BETWEEN.fullmatch(_NUMBER.sub("", text)) is None:
        return
    pairs = [(numbers[at], numbers[at + 1]) for at in range(0, len(numbers), 2)]
    for why, lat, lon in (("latitude-first", 0, 1), ("longitude-first", 1, 0)):
        if all(_possible(pair[lat], pair[lon]) for pair in pairs):
            yield why, ", ".join(_pair(pair, lat, lon) for pair in pairs)


def _possible(lat: str, lon: str) -> bool:
    return abs(Decimal(lat)) <= LATITUDE_MAX and abs(Decimal(lon)) <= LONGITUDE_MAX


def _pair(pair: Sequence[str], lat: int, lon: int) -> str:
    return f"{_lettered(pair[lat], 'NS')} {_lettered(pair[lon], 'EW')}"


def _lettered(number: str, letters: str) -> str:
    return f"{number.lstrip('+-')}{letters[number.startswith('-')]}"


def with_half(text: str) -> Iterator[tuple[str, str]]:
    """UTM with the letter S: the southern half of the zone, or the band S in the north."""
    if _HALF.search(text):
        for half in ("south", "north"):
            yield half, _HALF.sub(rf"\1 {half}", text)


def heights_meant(text: str) -> Iterator[tuple[str, str]]:
    """A number without its unit, or what it is measured from, with each that it may have."""
    found = _HEIGHT.fullmatch(text)
    if found is None:
        return
    number, unit, reference = found.groups()
    if unit is None:
        of = reference or "AMSL"
        yield "unit", f"{number} ft {of}"
        yield "unit", f"{number} m {of}"
        if _LEVEL.fullmatch(number) and reference is None:
            yield "unit", f"FL{number.zfill(3)}"
    elif reference is None:
        for of in ("AMSL", "AGL", "WGS84"):
            yield "reference", f"{number} {unit} {of}"


def with_zone(text: str, offset_min: int) -> Iterator[str]:
    """A time without a zone, in UTC and by the reader's clock where that differs."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        return
    yield f"{found[1]}Z"
    if offset_min:
        hours, minutes = divmod(abs(offset_min), 60)
        yield f"{found[1]}{'-' if offset_min < 0 else '+'}{hours:02d}:{minutes:02d}"
