"""What one cell of somebody's list means: a place, a code, a time; or the reason why it is none.

Cells are typed by hand: commas for points, words for codes, dates that can be read two ways. What
has two meanings is refused with both; nothing is guessed.
Not here: what a row means (rows.py), what a route's rows mean (movement_rows.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import inf
from typing import TYPE_CHECKING, Final

from detente.core.airspace.volume import Point
from detente.core.line.field import FieldSpec, Kind
from detente.core.refusal import Refusal
from detente.wire.human import point_from_text, time_from_text
from detente.wire.sheets import Row, plain

if TYPE_CHECKING:
    from detente.core.values import Json

_WORDS: Final[Mapping[str, str]] = {
    "medical": "hospital",
    "healthcentre": "clinic",
    "healthcenter": "clinic",
    "healthpost": "clinic",
    "store": "warehouse",
    "depot": "warehouse",
    "waterpoint": "water",
    "guesthouse": "residence",
    "accommodation": "residence",
    "idpcamp": "camp",
    "refugeecamp": "camp",
    "borderpoint": "crossing",
    "staff": "own-staff",
    "satellite": "imagery",
    "no": "unverified",
}
_COMMA: Final = re.compile(r"-?\d{1,3},\d+")
_COUNT: Final = re.compile(r"\d{1,7}")
_BANDS: Final[Mapping[str, tuple[tuple[float, str], ...]]] = {
    "people": (
        *((0, "0"), (1, "1"), (10, "2-10"), (50, "11-50"), (200, "51-200")),
        *((1_000, "201-1000"), (inf, "1001+")),
    ),
    "vehicles": ((0, "none"), (1, "1"), (5, "2-5"), (20, "6-20"), (inf, "21+")),
}
_DATED: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::\d{2}(?:\.0+)?)?")


def missing(row: Row, spec: FieldSpec, names: Sequence[str]) -> Refusal:
    """A cell that is needed is empty. names: what its column may be called."""
    remedy = f"Fill it in; the column may be called {names[0]!r}"
    return Refusal(f"{row.source}.{spec.name}", "cell-missing", f"{spec.label}: empty", remedy)


def place_of(row: Row, cells: Mapping[str, str]) -> Point | Refusal:
    """The place of a row: from two cells in degrees, or from one in any notation."""
    where = f"{row.source}.coordinates"
    lat, lon, both = (cells.get(name, "") for name in ("latitude", "longitude", "coordinates"))
    if not both and not (lat and lon):
        lacks = "latitude" if not lat else "longitude"
        lacks = "coordinates" if not lat and not lon else lacks
        return Refusal(where, "cell-missing", f"{lacks}: empty", "Fill it in")
    lat, lon = (one.replace(",", ".") if _COMMA.fullmatch(one) else one for one in (lat, lon))
    lat_number, lon_number = number_of(lat), number_of(lon)
    if both:
        found = point_from_text(both, where)
    elif lat_number is not None and lon_number is not None:
        return _decimal(lat_number, lon_number, where)
    else:
        found = point_from_text(f"{_sided(lat, 'NS')} {_sided(lon, 'EW')}", where)
    return found if isinstance(found, Point) else found[0]


def number_of(text: str) -> Decimal | None:
    """Degrees as a plain decimal; None when they are written otherwise."""
    return Decimal(text) if re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,15})?", text) else None


def _decimal(lat: Decimal, lon: Decimal, where: str) -> Point | Refusal:
    if abs(lat) <= 90 and abs(lon) <= 180:
        if lat == 0 and lon == 0:
            reason = "0, 0 is what a form says that was not filled in"
            return Refusal(where, "null-island", reason, "Fill in the place")
        return Point(round(lat * 10**7), round(lon * 10**7))
    if abs(lon) <= 90 and abs(lat) <= 180:
        reason = f"latitude {lat} and longitude {lon} are swapped"
        return Refusal(where, "swapped", reason, "Swap the two cells")
    reason = f"latitude {lat}, longitude {lon} is no place on earth"
    return Refusal(where, "latitude-range", reason, "Give degrees: -22.9012 and 14.4031")


def _sided(text: str, letters: str) -> str:
    """Degrees with their letter, whichever way they were typed."""
    number = number_of(text)
    if number is None:
        return text
    return f"{abs(number)}{letters[1] if (number < 0) == (letters == 'EW') else letters[0]}"


def decimals(cells: Mapping[str, str]) -> int | None:
    """Decimals of the coarser of two decimal coordinates; None when they are written otherwise."""
    texts = [cells.get(name, "").replace(",", ".") for name in ("latitude", "longitude")]
    if any(number_of(text) is None for text in texts):
        return None
    return max(len(text.partition(".")[2]) for text in texts)


def value_of(spec: FieldSpec, text: str, now_ms: int, source: str) -> Json | Refusal:
    """The value of a field from its cell: a code from its words, a count as its band, a date."""
    where = f"{source}.{spec.name}"
    match spec.kind:
        case Kind.CHOICE:
            return _choice(spec, text, where)
        case Kind.CHOICES:
            codes = [_choice(spec, one, where) for one in re.split(r"[,;/+]", text) if one.strip()]
            wrong = next((one for one in codes if isinstance(one, Refusal)), None)
            return wrong or list(dict.fromkeys(str(one) for one in codes))
        case Kind.TIME:
            return time_of(text, now_ms, where)
        case _:
            if len(text) > spec.maximum:
                reason = f"{len(text)} characters, the limit is {spec.maximum}"
                return Refusal(where, "text-length", reason, "Shorten it")
            return " ".join(text.split())


def _choice(spec: FieldSpec, text: str, where: str) -> str | Refusal:
    said = plain(text)
    if spec.name in _BANDS and _COUNT.fullmatch(text.strip()):
        return next(code for top, code in _BANDS[spec.name] if int(text) <= top)
    for code, words in spec.choices:
        if said in (plain(code), plain(words)):
            return code
    if _WORDS.get(said) in dict(spec.choices):
        return _WORDS[said]
    codes = ", ".join(code for code, _ in spec.choices)
    reason = f"{text[:40]!r} is none of the codes for {spec.label}"
    return Refusal(where, "choice", reason, f"Use one of: {codes}")


def time_of(text: str, now_ms: int, where: str) -> int | Refusal:
    """A date is its last minute in UTC; a date that can be read two ways is refused."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        text = f"{text}T23:59Z"
    elif re.fullmatch(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}", text):
        reason = f"{text!r} can be read as two dates"
        return Refusal(where, "date-order", reason, "Write it as 2026-11-22")
    elif naive := _DATED.fullmatch(text):
        text = f"{naive[1]}T{naive[2]}Z"
    found = time_from_text(text, now_ms, where)
    if isinstance(found, int):
        return found
    if found is None:
        return Refusal(where, "time", f"{text[:40]!r} is no date", "Write it as 2026-11-22")
    return found[0]


def hour_of(text: str, now_ms: int, where: str, zone: str) -> int | Refusal:
    """An instant to the minute. zone: ``Z`` or ``+03:00`` where the cell says none, or empty.

    Three hours beside the truth is another convoy: a time without a zone is refused.
    """
    naive = _DATED.fullmatch(text.strip())
    if naive and not zone:
        reason = f"{text[:40]!r} says no zone"
        return Refusal(where, "zone-unsaid", reason, "Say --zone UTC or +03:00, or write 06:00Z")
    if naive:
        text = f"{naive[1]}T{naive[2]}{zone}"
    elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
        reason = f"{text[:40]!r} is a day without a time"
        return Refusal(where, "time-unsaid", reason, "Write it as 2026-11-22 06:00")
    return time_of(text, now_ms, where)
