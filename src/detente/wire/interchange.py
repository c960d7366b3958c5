"""What other programs' files can say of a volume, what they cannot, and what was not read.

A file format (GeoJSON, KML) draws an outline and knows little of heights, references and windows.
So nothing passes either way without a list of *losses* beside it, each with the features that it
touches; and what cannot be read is a refusal that names its feature, with the good ones kept apart.
Our own files carry the exact airspace beside the drawing: read back, nothing is lost.

What a file does not say (heights, a window) stays unsaid until somebody says it: it is never taken
for open, nor for closed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from detente.core.airspace.parts_json import airspace_from_json, airspace_to_json
from detente.core.airspace.volume import Airspace, Altitude, Outline, Part, Volume
from detente.core.airspace.volume_json import altitude_from_json
from detente.core.refusal import Refusal
from detente.core.units import CM_PER_M
from detente.core.values import Json
from detente.wire.harmless import label
from detente.wire.human import (
    Side,
    Window,
    altitude_from_text,
    length_from_text,
    time_from_text,
)

FILE_BYTES_MAX: Final = 8 * 1024 * 1024
"""8 MiB: a thousand polygons of a thousand corners; a larger file is no plan of one operation."""
FEATURES_MAX: Final = 1_000
"""Of one file: more than anybody announces from one file; a refusal beyond it, never a cut."""
DISOWNED: Final = "KEY STOLEN: {party} says that this is not its word."
"""Beside a volume that was signed with a stolen key; it stays in the picture, and says so."""
NAME_CHARS_MAX: Final = 80
"""Of a feature's name where it is shown; longer names are cut visibly."""

Refusals = tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that a file cannot say, or that was not read from it, and of which features."""

    rule: str
    what: str
    features: tuple[str, ...] = ()


@dataclass(slots=True)
class Losses:
    """Gathers losses, one for each rule with its worst size. Owned by one reading or writing."""

    _found: dict[str, tuple[str, int, list[str]]] = field(default_factory=dict)

    def add(self, rule: str, what: str, feature: str = "", size_cm: int = 0) -> None:
        """One loss; `{size}` in `what` becomes the greatest size of all features, in metres."""
        known, size, features = self._found.get(rule, (what, 0, []))
        if feature and feature not in features[-1:]:
            features.append(feature)
        self._found[rule] = (known, max(size, size_cm), features)

    def list(self) -> tuple[Loss, ...]:
        """All of them, in the order in which they were met."""
        return tuple(
            Loss(rule, what.replace("{size}", metres(size_cm)), tuple(features))
            for rule, (what, size_cm, features) in self._found.items()
        )


def metres(cm: int) -> str:
    """A size in metres for a sentence, rounded up to 0.1 m, or to whole metres from 10 m on."""
    if cm >= 10 * CM_PER_M:
        return f"{-(-cm // CM_PER_M)} m"
    return f"{-(-cm // 10) / 10:.1f} m"


@dataclass(frozen=True, slots=True)
class Band:
    """A floor and a ceiling; None is open."""

    floor: Altitude | None
    ceiling: Altitude | None


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that a file draws. key: what names it there; band, window: None is unsaid.

    exact: the whole airspace, in files of our own; the outlines are then those of its parts.
    """

    key: str
    name: str
    outlines: tuple[Outline, ...]
    band: Band | None = None
    window: Window | None = None
    exact: Airspace | None = None

    def airspace(self, band: Band | None, window: Window | None) -> Airspace | Refusals:
        """The airspace, with what is said beside the file where the file says nothing.

        Refused when something stays unsaid, when both say it, or when it is not valid.
        """
        if self.exact is not None:
            return self.exact if band is None and window is None else (self._both("it"),)
        problems = []
        for ours, theirs, what, remedy in (
            (self.band, band, "heights", "Say them: FL100-FL240, SFC-5000ft AMSL"),
            (self.window, window, "window", "Say it: 08:00Z-09:00Z, now-open"),
        ):
            if ours is not None and theirs is not None:
                problems.append(self._both(f"the {what}"))
            elif ours is None and theirs is None:
                reason = f"the file does not say the {what} of {self.name!r}"
                problems.append(Refusal(self.key, f"{what}-unsaid", reason, remedy))
        band, window = self.band or band, self.window or window
        if problems or band is None or window is None:
            return tuple(problems)
        volumes = [
            Volume(outline, band.floor, band.ceiling, window.start_ms, window.end_ms)
            for outline in self.outlines
        ]
        whole = Airspace(tuple(Part(volume) for volume in volumes))
        return airspace_from_json(airspace_to_json(whole), self.key)

    def _both(self, what: str) -> Refusal:
        reason = f"the file says {what} already"
        return Refusal(self.key, "said-twice", reason, "Leave it out here, or take it out there")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: what can be used, what is refused and why, and what was not read."""

    features: tuple[Feature, ...]
    refused: Refusals
    losses: tuple[Loss, ...]

    def feature(self, name: str) -> Feature | Refusals:
        """The feature of that key, name or place in the file (#1 …); the only one for no name."""
        hits = [one for one in self.features if not name or name in {one.key, one.name}]
        if len(hits) == 1:
            return hits[0]
        bad = [one for one in self.refused if one.field == name] if name else self.refused
        if not hits and bad:
            return tuple(bad)
        known = ", ".join(repr(one.key) for one in self.features[:20]) or "none"
        what = f"{len(hits)} features" if hits else "no feature"
        reason = f"the file has {what}{f' of the name {name!r}' if name else ''}"
        remedy = f"Say which, as FILE#NAME. It has: {known}"
        return (Refusal(label(name, NAME_CHARS_MAX), "feature", reason, remedy),)


@dataclass(frozen=True, slots=True)
class Written:
    """A file and what it cannot say."""

    data: bytes
    losses: tuple[Loss, ...]


# ------------------------------------------------------------------ what is said beside a drawing

_LENGTHS = ("radius", "half_width")
KNOWN: Final = frozenset(
    {"volume", "floor", "ceiling", "start", "end", "start_ms", "end_ms", "name", "number", "id"}
    | {"notice"}
    | {f"{name}{unit}" for name in _LENGTHS for unit in ("", "_m", "_cm")}
)


@dataclass(frozen=True, slots=True)
class Said:
    """What the properties of a feature say; None is unsaid."""

    band: Band | None = None
    window: Window | None = None
    radius_cm: int | None = None
    half_width_cm: int | None = None
    exact: Airspace | None = None


def said_of(properties: Mapping[str, Json], path: str) -> Said | Refusals:
    """Heights, window, radius, width and exact airspace among the properties of a feature.

    floor, ceiling: ``FL100``, ``5000ft AMSL``, ``SFC``, ``UNL``, an object as the API has it, or
    null for open. start, end: ``2026-11-22T08:00Z`` or ``open``, or ``start_ms``, ``end_ms``.
    radius, half_width: ``10NM``, or ``radius_m`` … as a number. volume: the exact airspace.
    """
    problems: list[Refusal] = []
    exact = None
    if "volume" in properties:
        found = airspace_from_json(_object(properties["volume"]), f"{path}.volume")
        if isinstance(found, Airspace):
            exact = found
        else:
            problems += found
    band = _band(properties, path, problems)
    window = _window(properties, path, problems)
    radius_cm, half_width_cm = (_length(properties, name, path, problems) for name in _LENGTHS)
    return tuple(problems) or Said(band, window, radius_cm, half_width_cm, exact)


def of_feature(key: str, refusals: Refusals) -> Refusals:
    """The refusals with the feature as their field; where within it moves into the reason."""
    found = []
    for one in refusals:
        within = one.field.removeprefix(key).lstrip(".")
        reason = f"{within}: {one.reason}" if within else one.reason
        found.append(replace(one, field=key, reason=reason))
    return tuple(found)


def unread(properties: Iterable[str]) -> list[str]:
    """The names of properties that nobody reads."""
    return sorted({label(name, 30) for name in properties if name not in KNOWN})


def _band(properties: Mapping[str, Json], path: str, problems: list[Refusal]) -> Band | None:
    """Floor and ceiling where both are said; one without the other is a problem."""
    if not _both_said(properties, ("floor", "ceiling"), path, problems):
        return None
    floor = _altitude(properties["floor"], Side.FLOOR, path, problems)
    ceiling = _altitude(properties["ceiling"], Side.CEILING, path, problems)
    return Band(floor, ceiling)


def _altitude(value: Json, side: Side, path: str, problems: list[Refusal]) -> Altitude | None:
    found: Altitude | Refusals | None = None
    if isinstance(value, str) and not value.startswith("{"):
        found = altitude_from_text(value, side, f"{path}.{side.value}")
    elif value is not None:
        found = altitude_from_json(_object(value), f"{path}.{side.value}")
    if isinstance(found, tuple):
        problems += found
        return None
    return found


def _window(properties: Mapping[str, Json], path: str, problems: list[Refusal]) -> Window | None:
    """Start and end where both are said, as text or in milliseconds."""
    names = ("start_ms", "end_ms") if "start_ms" in properties else ("start", "end")
    if not _both_said(properties, names, path, problems):
        return None
    start_ms, end_ms = (_time(properties[name], f"{path}.{name}", problems) for name in names)
    return Window(start_ms, end_ms)


def _time(value: Json, path: str, problems: list[Refusal]) -> int | None:
    if value is None or value == "open":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value[:4].isdigit() and "-" in value[:5]:
        found = time_from_text(value, 0, path)
        if not isinstance(found, tuple):
            return found
        problems += found
        return None
    reason = f"{label(str(value), 40)!r} is no date and time with its zone"
    problems.append(Refusal(path, "time", reason, "Give 2026-11-22T08:00Z, or open"))
    return None


def _both_said(
    properties: Mapping[str, Json], names: Sequence[str], path: str, problems: list[Refusal]
) -> bool:
    said = [name for name in names if name in properties]
    if len(said) == 1:
        missing = next(name for name in names if name not in said)
        reason = f"{said[0]} is said, {missing} is not"
        problems.append(Refusal(path, "half-said", reason, "Say both; open is a word for it"))
    return len(said) == len(names)


def _length(
    properties: Mapping[str, Json], name: str, path: str, problems: list[Refusal]
) -> int | None:
    """A length under its name, with its unit in the text or at the end of the name."""
    if name in properties:
        found = length_from_text(str(properties[name])[:40], f"{path}.{name}")
        if isinstance(found, int):
            return found
        problems += found
        return None
    for unit in ("m", "cm"):
        value = properties.get(f"{name}_{unit}")
        if value is not None:
            factor = CM_PER_M if unit == "m" else 1
            found = length_from_text(f"{str(value)[:40]}m", f"{path}.{name}_{unit}")
            if isinstance(found, int):
                return -(-found * factor // CM_PER_M)
            problems += found
    return None


def _object(value: Json) -> Json:
    """JSON that a format could only hold as text."""
    if not isinstance(value, str):
        return value
    try:
        parsed: Json = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return parsed
