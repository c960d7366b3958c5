"""NOTAMs as they are issued, read into the line's own notice of them (NCV); bad ones are named.

The text is split into NOTAMs and each is parsed by a kept parser of its own (aviconv-notam, which
comes with `detente[notam]`). What it says loosely is read widely and said so: a schedule counts as
the whole time, an area that item E does not draw exactly counts as the Q line's circle. Where item
E and the Q line contradict one another the NOTAM is refused, because nobody can tell which is
meant. The text itself goes along as it was issued. Nothing is sent by reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from detente.core.airspace.geodesy import inverse
from detente.core.airspace.parts_json import airspace_from_json, airspace_to_json
from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Circle,
    Outline,
    Part,
    Point,
    Polygon,
    Reference,
    Volume,
)
from detente.core.line.formats import examine
from detente.core.line.tables import FORMATS
from detente.core.refusal import Refusal
from detente.core.units import (
    CM_PER_KM,
    CM_PER_M,
    CM_PER_NM,
    degrees_to_e7,
    flight_level_to_cm,
    utc_to_ms,
)
from detente.core.values import Json
from detente.wire.harmless import label
from detente.wire.human import Side, altitude_from_text
from detente.wire.human_out import airspace_to_text
from detente.wire.interchange import NAME_CHARS_MAX, Losses
from detente.wire.lastmile import NotamRead, NotamsView

if TYPE_CHECKING:
    from aviconv_notam.model import Notam

TEXT_CHARS_MAX: Final = 200_000
"""Of one file: two hundred NOTAMs of a thousand characters; one request carries it."""
NOTAMS_MAX: Final = 200
"""Of one file: as many messages as one plan releases."""
NOTAM_CHARS_MAX: Final = 20_000
"""Of one NOTAM: ten times what a network carries; a longer one is something else."""
APART_CM: Final = 2 * CM_PER_NM
"""How far outside the Q line's circle item E may lie: the circle is in whole minutes and miles."""
FORMAT: Final = "NCV"

_BEGINS = re.compile(r"\(?\s*(?P<name>[A-Z]\d{4}/\d{2})[ \t]+NOTAM[A-Z]\b")
_ITEM = re.compile(r"\b[A-GQ]\)$")  # a bracket that closes no NOTAM but names an item
_COORDINATE = (
    r"(?P<lat>\d{{4}}(?:\d{{2}}(?:\.\d{{1,2}})?)?)(?P<ns>[NS])\s*"
    r"(?P<lon>\d{{5}}(?:\d{{2}}(?:\.\d{{1,2}})?)?)(?P<ew>[EW])"
).format()
_PLACE = re.compile(_COORDINATE)
_RADIUS = re.compile(
    r"(?P<first>\d{1,3}(?:\.\d{1,3})?)\s*(?P<unit>NM|KM|M)\b[ \t]*(?:RADIUS|RAD|OF\s+RADIUS)"
    r"|RADIUS\s+(?:OF\s+)?(?P<second>\d{1,3}(?:\.\d{1,3})?)\s*(?P<unit2>NM|KM|M)\b"
)
_UNDRAWN = re.compile(
    r"\b(ARC|CLOCKWISE|COUNTERCLOCKWISE|BORDER|BOUNDARY|COAST|ALONG|CORRIDOR"
    r"|EITHER SIDE|EXCEPT|EXCLUDING|SECTOR|RIVER|ROUTE|LINE)\b"
)
_UNITS: Final[Mapping[str, int]] = {"NM": CM_PER_NM, "KM": CM_PER_KM, "M": CM_PER_M}
_OPEN_LEVEL: Final = 999
_NEWNESS: Final = {"NEW": "new", "REPLACE": "replaces", "CANCEL": "cancels"}


class NoParser(Exception):
    """The parser of NOTAMs is not installed; says how to get it."""


@dataclass(slots=True)
class _Reading:
    """One NOTAM while it is read."""

    name: str
    losses: Losses = field(default_factory=Losses)
    problems: list[Refusal] = field(default_factory=list)

    def refuse(self, rule: str, reason: str, remedy: str) -> None:
        self.problems.append(Refusal(self.name, rule, reason, remedy))


def decode(text: str) -> NotamsView:
    """Every NOTAM of a text, as a draft of a message or with what is wrong with it."""
    if len(text) > TEXT_CHARS_MAX:
        reason = f"{len(text)} characters; the limit is {TEXT_CHARS_MAX}"
        return _nothing("file-size", reason, "Give it in several parts")
    pieces = list(_pieces(text))
    if not pieces:
        remedy = "Give the text as issued, beginning with its number: (A0123/26 NOTAMN"
        return _nothing("notam", "it holds no NOTAM", remedy)
    if len(pieces) > NOTAMS_MAX:
        reason = f"{len(pieces)} NOTAMs; the limit is {NOTAMS_MAX}"
        return _nothing("notams-count", reason, "Give them in several parts")
    good: list[NotamRead] = []
    refused: list[Refusal] = []
    seen: set[str] = set()
    for name, piece in pieces:
        found = _read(name, piece)
        if name in seen:
            reason = f"{name} stands in the text twice"
            refused.append(Refusal(name, "notam-twice", reason, "Give each once"))
        elif isinstance(found, NotamRead):
            good.append(found)
        else:
            refused += found
        seen.add(name)
    return NotamsView(notams=tuple(good), refused=tuple(refused))


def _nothing(rule: str, reason: str, remedy: str) -> NotamsView:
    return NotamsView(notams=(), refused=(Refusal("", rule, reason, remedy),))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Each NOTAM with its number; the brackets and what systems write around it are left out."""
    found = list(_BEGINS.finditer(text))
    for place, begins in enumerate(found):
        ends = found[place + 1].start() if place + 1 < len(found) else len(text)
        piece = text[begins.start("name") : ends].rstrip()
        bracketed = text[begins.start() : begins.start("name")].startswith("(")
        closes = piece.rfind(")")
        if bracketed and not _ITEM.search(piece[: closes + 1]):
            piece = piece[:closes]
        yield begins["name"], piece


def _read(name: str, piece: str) -> NotamRead | list[Refusal]:
    reading = _Reading(name)
    if len(piece) > NOTAM_CHARS_MAX:
        reading.refuse("notam-length", f"{len(piece)} characters", "Check where it ends")
        return reading.problems
    notam = _parse(reading, piece)
    if notam is None:
        return reading.problems
    volume = _airspace(reading, notam) if notam.cancels is None else None
    if reading.problems:
        return reading.problems
    fields: dict[str, Json] = {
        "kind": "notam",
        "reference": name,
        "newness": _NEWNESS[notam.type.value],
        "replaced": notam.replaces or notam.cancels,
        "fir": notam.q_line.fir,
        "from_ms": utc_to_ms(notam.effective_from),
        "valid_to_ms": _ms(notam.effective_to),
        "volume": None if volume is None else airspace_to_json(volume),
        "original": _original(reading, piece),
    }
    fields = {key: value for key, value in fields.items() if value is not None}
    problems = examine(FORMATS[FORMAT], fields, name).problems
    if problems:
        return list(problems)
    words = "cancels another, draws nothing" if volume is None else airspace_to_text(volume)
    return NotamRead(
        name=name, format=FORMAT, fields=fields, words=words, losses=reading.losses.list()
    )


def _parse(reading: _Reading, piece: str) -> Notam | None:
    """The parser's own reading; what it cannot read is refused in its words."""
    try:
        from aviconv_core.errors import AviconvError  # noqa: PLC0415 - optional, and slow to load
        from aviconv_notam.parser import parse  # noqa: PLC0415 - the same
    except ImportError as error:
        raise NoParser("install detente[notam] to read NOTAMs") from error
    try:
        return parse(piece)
    except (AviconvError, ValueError, ArithmeticError) as error:
        words = label(" ".join(str(error).split()), NAME_CHARS_MAX * 3)
        reading.refuse("notam", words, "Give it as issued, all items in their order")
    return None


def _ms(at: datetime | str) -> int | None:
    """The instant; None for the parser's word that it has no end."""
    return utc_to_ms(at) if isinstance(at, datetime) else None


def _original(reading: _Reading, piece: str) -> str:
    spec = FORMATS[FORMAT].field("original")
    limit = spec.maximum if spec else NAME_CHARS_MAX
    lines = "\n".join(label(line, limit) for line in piece.replace("\t", " ").splitlines())
    if len(lines) <= limit:
        return lines
    reading.losses.add("notam-cut", f"its text is longer than {limit} characters", reading.name)
    return lines[: limit - 1] + "…"


# ------------------------------------------------------------------ where and when


def _airspace(reading: _Reading, notam: Notam) -> Airspace | None:
    """The whole area, band and window, never less than what was issued."""
    outline = _outline(reading, notam)
    floor = _limit(reading, notam.lower_limit, notam.q_line.lower_fl, Side.FLOOR)
    ceiling = _limit(reading, notam.upper_limit, notam.q_line.upper_fl, Side.CEILING)
    if notam.schedule.raw:
        what = f"active at times only ({label(notam.schedule.raw, 80)}): taken as the whole time"
        reading.losses.add("notam-schedule", what, reading.name)
    if notam.estimated_end:
        reading.losses.add("notam-estimated", "its end is an estimate", reading.name)
    if not isinstance(notam.effective_to, datetime):
        reading.losses.add("notam-permanent", "it has no end", reading.name)
    if reading.problems or outline is None:
        return None
    start_ms, end_ms = utc_to_ms(notam.effective_from), _ms(notam.effective_to)
    volume = Volume(outline, floor, ceiling, start_ms, end_ms)
    found = airspace_from_json(airspace_to_json(Airspace((Part(volume),))), reading.name)
    if isinstance(found, Airspace):
        return found
    reading.problems += found
    return None


def _outline(reading: _Reading, notam: Notam) -> Outline | None:
    """What item E draws, when it draws one thing exactly; else the Q line's circle."""
    q_line = notam.q_line
    centre = Point(degrees_to_e7(q_line.centre_lat), degrees_to_e7(q_line.centre_lon))
    around = Circle(centre, max(q_line.radius_nm, 1) * CM_PER_NM)
    drawn = _drawn(notam.body)
    if drawn is None:
        if q_line.radius_nm >= _OPEN_LEVEL:
            reason = "it draws no area, and its Q line's circle is the whole region"
            reading.refuse("notam-area", reason, "Draw the area, and send it as NCV by hand")
            return None
        what = f"no exact area in item E: the Q line's circle of {q_line.radius_nm} NM is taken"
        reading.losses.add("notam-q-line", what, reading.name)
        return around
    points = (drawn.centre,) if isinstance(drawn, Circle) else drawn.points
    reach = APART_CM + around.radius_cm
    if any(inverse(centre, point)[0] > reach for point in points):
        reason = "item E draws an area that lies outside the circle of its Q line"
        reading.refuse("notam-contradicts", reason, "Ask its office which is meant")
        return None
    return drawn


def _drawn(body: str) -> Circle | Polygon | None:
    """One circle with one centre, or one closed ring; anything else is not read as drawn."""
    text = " ".join(body.upper().split())
    places = [_place(found) for found in _PLACE.finditer(text)]
    radii = list(_RADIUS.finditer(text))
    if any(place is None for place in places) or _UNDRAWN.search(_PLACE.sub("", text)):
        return None
    points = tuple(place for place in places if place is not None)
    if len(radii) == 1 and len(points) == 1:
        number = radii[0]["first"] or radii[0]["second"]
        unit = _UNITS[radii[0]["unit"] or radii[0]["unit2"]]
        return Circle(points[0], round(float(number) * unit))
    if not radii and len(points) >= 4 and points[0] == points[-1]:
        return Polygon(points[:-1])
    return None


def _place(found: re.Match[str]) -> Point | None:
    lat, lon = _degrees(found["lat"], 2), _degrees(found["lon"], 3)
    if lat is None or lon is None or lat > 90 or lon > 180:
        return None
    south, west = found["ns"] == "S", found["ew"] == "W"
    return Point(degrees_to_e7(-lat if south else lat), degrees_to_e7(-lon if west else lon))


def _degrees(text: str, width: int) -> float | None:
    minutes, seconds = int(text[width : width + 2]), float(text[width + 2 :] or 0)
    if minutes >= 60 or seconds >= 60:
        return None
    return int(text[:width]) + minutes / 60 + seconds / 3_600


def _limit(reading: _Reading, text: str | None, level: int, side: Side) -> Altitude | None:
    """Item F or G; the Q line's level where there is none; None is open."""
    up = side is Side.CEILING
    if text is None:
        reading.losses.add("notam-levels", "heights are those of the Q line", reading.name)
        open_side = level >= _OPEN_LEVEL if up else level == 0
        return None if open_side else Altitude(flight_level_to_cm(level), Reference.FL)
    words = text.strip().upper().rstrip(".").replace("MSL", "AMSL").replace("AAMSL", "AMSL")
    words = re.sub(r"^(\d+)\s*(FT|M)\s*(ASFC|AGL)$", r"\1\2 AGL", words)
    words = re.sub(r"^(\d+)\s*(FT|M)\s*(AMSL|ALT)$", r"\1\2 AMSL", words)
    found = altitude_from_text(words.replace("FT", "ft").replace("M A", "m A"), side, reading.name)
    if isinstance(found, tuple):
        item = "G" if up else "F"
        reason = f"item {item} says {label(text, 30)!r}: {found[0].reason}"
        reading.refuse("notam-height", reason, found[0].remedy)
        return None
    return found
