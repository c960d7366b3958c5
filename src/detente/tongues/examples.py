"""One message of each format with every field, and one for each value that a field enumerates.

Made from the tables, so that a new format has its examples at once: the documentation shows one in
each language, and the tests say and hear all of them. The coast is Namibia's, the parties are
invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from detente.core.line.field import FieldSpec, Kind
from detente.core.line.formats import Family, Format
from detente.core.line.header import NUMBER_CHARS_MAX
from detente.core.line.judge import corrected
from detente.core.line.message import Message, Signature
from detente.core.line.tables import EVERY, FORMATS
from detente.core.values import Json
from detente.tongues.render import Circumstances

T0_MS: Final = 1_795_334_400_000  # 2026-11-22 08:00Z
_HOUR_MS: Final = 3_600_000
_POINT: Final[Json] = {"lat_e7": -229_000_000, "lon_e7": 144_000_000}
_ALTITUDE: Final[Json] = {"cm": 304_800, "reference": "FL"}
_CIRCLE: Final[Json] = {
    "circle": {"lat_e7": -229_000_000, "lon_e7": 144_000_000, "radius_cm": 1_852_000}
}
_POLYGON: Final[Json] = {
    "polygon": [
        [-229_000_000, 144_000_000],
        [-230_000_000, 144_000_000],
        [-229_500_000, 145_123_457],
    ]
}
_CORRIDOR: Final[Json] = {
    "corridor": {
        "points": [[-229_000_000, 144_000_000], [-226_000_000, 143_500_000]],
        "half_width_cm": 463_000,
    }
}
_VOLUME: Final[Mapping[str, Json]] = {
    "outline": _CIRCLE,
    "floor": _ALTITUDE,
    "ceiling": {"cm": 731_520, "reference": "FL"},
    "start_ms": T0_MS,
    "end_ms": T0_MS + _HOUR_MS,
}
_AMSL: Final[Json] = {"cm": 152_400, "reference": "AMSL"}
_DAY_MS: Final = 24 * _HOUR_MS
OTHER_VOLUMES: Final[tuple[Json, ...]] = (
    {**_VOLUME, "outline": _POLYGON, "floor": None, "ceiling": _AMSL},
    {**_VOLUME, "outline": _CORRIDOR, "ceiling": None, "end_ms": None},
    {**_VOLUME, "floor": None, "ceiling": None, "start_ms": None, "end_ms": None},
    {**_VOLUME, "floor": None, "ceiling": {"cm": 46_000, "reference": "AGL"}, "start_ms": None},
    {
        **_VOLUME,
        "floor": {"cm": 100_001, "reference": "WGS84"},
        "ceiling": {"cm": 304_801, "reference": "FL"},
        "start_ms": T0_MS + 5_007,
        "end_ms": T0_MS + 65_000,
    },
    {**_VOLUME, "repeats": {"every_ms": _DAY_MS, "days": None, "until_ms": T0_MS + 9 * _DAY_MS}},
    {
        **_VOLUME,
        "repeats": {
            "every_ms": _DAY_MS,
            "days": ["SU", "MO", "WE"],
            "until_ms": T0_MS + 20 * _DAY_MS,
        },
    },
    [
        _VOLUME,
        {
            **_VOLUME,
            "outline": _CORRIDOR,
            "repeats": {"every_ms": 90 * 60_000, "days": None, "until_ms": T0_MS + _DAY_MS},
        },
    ],
)
_COMPUTED: Final[Json] = {
    "shape": "circle",
    "centre": _POINT,
    "extent_cm": 1_852_000,
    "vertices": 0,
    "area_m2": 1_077_470_000,
    "floor": _ALTITUDE,
    "ceiling": {"cm": 731_520, "reference": "FL"},
    "start_ms": T0_MS,
    "end_ms": T0_MS + _HOUR_MS,
    "place": "Walvis Bay",
    "place_distance_cm": 1_337_000,
    "place_bearing_deg": 293,
    "utc_offset_min": 120,
    "words": "circle of 18.5 km (10.0 NM) around 22°54.0'S 014°24.0'E, 13 km WNW of Walvis Bay",
}
_TRACK: Final[Json] = [
    {"lat_e7": -229_000_000, "lon_e7": 144_000_000, "at_ms": T0_MS - 60_000},
    {"lat_e7": -228_700_000, "lon_e7": 143_900_000, "at_ms": T0_MS},
]
_ROUTE: Final[Json] = [
    {
        "lat_e7": -229_000_000,
        "lon_e7": 144_000_000,
        "arrive_ms": T0_MS,
        "leave_ms": T0_MS + _HOUR_MS,
    },
    {
        "lat_e7": -226_800_000,
        "lon_e7": 145_300_000,
        "arrive_ms": T0_MS + 3 * _HOUR_MS,
        "leave_ms": T0_MS + 3 * _HOUR_MS,
    },
]
_TEXTS: Final = {
    "nonce": "COBALT-2026-0007",
    "duty_role": "duty officer",
    "call_sign": "HERON 12",
    "radio": "124.700 MHz",
    "contact": "air desk",
    "place_name": "Walvis Bay",
    "desk": "air desk",
    "party": "cobalt",
    "format": "NWA",
    "field": "volume",
    "zone": "COAST-1",
    "hours": "04-18Z",
    "fir": "FYWF",
    "reference": "A0123/26",
    "plates": "N 123-456 W",
    "article": "3",
    "annex": "A",
    "words": "Both sides listen on 121.5 MHz.",
    "name": "cobalt",
    "holder": "amber",
    "owner": "cobalt",
    "side": "cobalt",
    "office": "head of the air desk",
    "source": "statement of 2026-11-21",
    "frequency": "121.500 MHz",
    "caller": "HERON 12",
    "by": "air desk",
    "order": "turn west",
    "agreement": "memorandum on the coast",
    "channels": "coast-1",
    "finding": "COBALT-2026-0007/3/AMBER-2026-0041",
    "question": "At what time did it turn?",
    "answer": "At 08:04Z.",
    "account": "The two passed within sight of each other.",
    "about": "the second turn",
    "what": "two drones over the line",
    "item": "safety over the coast",
    "place": "Walvis Bay",
    "initiator": "cobalt",
    "with": "amber, cobalt",
    "actors": "amber, cobalt",
    "actor": "meridian",
    "publisher": "Coast Gazette",
    "measure": "a longer notice",
    "when_words": "late in November",
    "due_words": "before the next contact",
    "moved_to": "strategic",
    "lead": "cobalt",
    "series": "coast talks",
    "exceptions": "search and rescue",
    "exception": "aircraft of those who are on the line",
    "except_party": "amber",
    "reservation": "without article 4",
    "signed_by": "head of the air staff",
    "articles": "3",
    "because": "no notice was received",
    "boundary": "chart of 2019",
    "recognised_by": "amber",
    "ident": "grey, two engines",
    "whose": "cobalt",
    "named": "meridian",
    "refs": "COBALT-2026-0007",
    "open_points": "who turned first",
    "purpose": "safety over the coast",
    "proposer": "cobalt",
    "text": "Both agreed to speak again in December.",
    "part_of": "quartet",
    "title": "Two met over the coast",
    "quote": "they passed within sight of each other",
}
_SEALED: Final[Json] = {
    "content": "c2VhbGVk",
    "boxes": [
        {"party": "cobalt", "key": "0123456789abcdef", "box": "Ym94", "digest": "A" * 43 + "="}
    ],
}
_OTHERS: Final[dict[Kind, Json]] = {
    Kind.BOOLEAN: True,
    Kind.POINT: _POINT,
    Kind.ALTITUDE: _ALTITUDE,
    Kind.OUTLINE: _CIRCLE,
    Kind.VOLUME: _VOLUME,
    Kind.TRACK: _TRACK,
    Kind.ROUTE: _ROUTE,
    Kind.DATA: "/9j/4AAQ",
    Kind.SEALED: _SEALED,
    Kind.DAY: "2026-11",
    Kind.DIGEST: "3b1f" * 16,
    Kind.SAID: {"volume": _VOLUME, "hazard": "air-surface", "own_traffic": "none"},
    Kind.CHANGES: {"volume": _VOLUME, "hazard": "air-air", "radio": None},
    Kind.READBACK: _COMPUTED,
}


@dataclass(frozen=True, slots=True)
class Example:
    """A message and what belongs to how it is read."""

    message: Message
    around: Circumstances


def example(fmt: Format) -> Example:
    """A message of a format with every field; of enumerated values the first."""
    fields = {spec.name: value_of(spec) for spec in fmt.fields}
    about = fmt.family in (Family.RECEIPT, Family.CHANGE)
    message = Message(
        number="AMBER-2026-0042",
        format=fmt.code,
        version=fmt.version,
        precedence=fmt.precedence,
        to=("cobalt",),
        created_ms=T0_MS - 3 * _HOUR_MS,
        released_ms=T0_MS - 3 * _HOUR_MS,
        by=Signature("air desk", fmt.releaser),
        fields=fields,
        ref="COBALT-2026-0007" if about else None,
    )
    if not any(one.kind is Kind.CHANGES for one in fmt.fields):
        return Example(message, Circumstances("amber"))
    return Example(message, _correcting(FORMATS["NWA"], fields["changes"]))


def _correcting(subject: Format, changes: Json) -> Circumstances:
    """What belongs to a correction of an example: what it said before, and the whole now."""
    was = {**example(subject).message.fields, "volume": OTHER_VOLUMES[1]}
    assert isinstance(changes, Mapping)
    before = {name: value for name, value in was.items() if name in changes}
    whole = corrected(was, changes)
    return Circumstances("amber", subject=subject, before=before, corrected=whole)


def value_of(spec: FieldSpec, place: int = 0) -> Json:
    """A sound value of a field; of enumerated ones the one at that place."""
    match spec.kind:
        case Kind.CHOICE:
            return spec.choices[place % len(spec.choices)][0]
        case Kind.CHOICES:
            return [code for code, _ in spec.choices[place : place + 2] or spec.choices[:1]]
        case Kind.TEXT:
            if spec.maximum == NUMBER_CHARS_MAX:
                return _TEXTS["nonce"]  # a reference to a message is its number
            return _TEXTS.get(spec.name, "H-12")[: spec.maximum]
        case Kind.INTEGER:
            return min(spec.maximum, max(spec.minimum, 21))
        case Kind.TIME:
            return T0_MS
        case Kind.RECORDS:
            whole = {part.name: value_of(part, place) for part in spec.parts}
            least = {
                part.name: value_of(part, place + 1)
                for part in spec.parts
                if part.required or part.needed is not None
            }
            return [whole, least]
        case _:
            return _OTHERS[spec.kind]


def messages() -> Iterator[Example]:
    """Every format in every version, with each value that any of its fields enumerates."""
    for fmt in EVERY:
        base = example(fmt)
        yield base
        for spec in fmt.fields:
            for place in range(1, len(spec.choices)):
                yield _with(base, spec.name, value_of(spec, place))
            for place in range(1, max((len(part.choices) for part in spec.parts), default=0)):
                yield _with(base, spec.name, value_of(spec, place))
            if spec.kind is Kind.VOLUME:
                for volume in OTHER_VOLUMES:
                    yield _with(base, spec.name, volume)


def _with(base: Example, name: str, value: Json) -> Example:
    fields = {**base.message.fields, name: value}
    return Example(replace(base.message, fields=fields), base.around)
