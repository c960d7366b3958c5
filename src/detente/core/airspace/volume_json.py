"""Volumes to and from their JSON shape, refusing every fault at once, with its field and reason.

Nothing is corrected in silence: an unknown key, a missing key, a bool for an integer, a number
that is not an integer are refused as surely as a latitude of 91 degrees. What comes out of
`volume_from_json` has been through validity.py, so all that follows may rely on it.

    {"outline": {"circle": {"lat_e7": int, "lon_e7": int, "radius_cm": int}}
              | {"polygon": [[lat_e7, lon_e7], ...]}
              | {"corridor": {"points": [[lat_e7, lon_e7], ...], "half_width_cm": int}},
     "floor":   {"cm": int, "reference": "WGS84" | "AMSL" | "FL" | "AGL"} | null,
     "ceiling": the same,
     "start_ms": int | null, "end_ms": int | null}

All keys are required; null is an open side. Several parts and repeats: parts_json.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.core.airspace.altitude import ALTITUDE_CM_MAX, ALTITUDE_CM_MIN, FLIGHT_LEVEL_CM_MAX
from detente.core.airspace.validity import order_problems, outline_problems
from detente.core.airspace.volume import (
    HALF_WIDTH_CM_MAX,
    RADIUS_CM_MAX,
    TIME_MS_MAX,
    TIME_MS_MIN,
    VERTICES_MAX,
    Altitude,
    Circle,
    Corridor,
    Outline,
    Point,
    Polygon,
    Reference,
    Volume,
)
from detente.core.refusal import Refusal
from detente.core.units import E7_PER_DEGREE, ms_to_utc
from detente.core.values import Json

LAT_E7_MAX = 90 * E7_PER_DEGREE
LON_E7_MAX = 180 * E7_PER_DEGREE

_VOLUME_KEYS = ("outline", "floor", "ceiling", "start_ms", "end_ms")
_CIRCLE_KEYS = ("lat_e7", "lon_e7", "radius_cm")
_CORRIDOR_KEYS = ("points", "half_width_cm")
_POINT_KEYS = ("lat_e7", "lon_e7")
_ALTITUDE_KEYS = ("cm", "reference")
_KINDS = "circle, polygon or corridor"
_SHOWN_MAX = 40  # characters of a bad value that a refusal repeats
_SAID_MAX = 50_000_000_000_000  # said in words as well; in ms the years 385 to 3554
_SHOWN_BITS_MAX = 128  # a longer integer is named by its size; Python limits its digits too


def volume_from_json(value: Json, path: str) -> Volume | tuple[Refusal, ...]:
    """The valid volume that `value` says, or every reason why it is none.

    path: where `value` stood, such as ``fields.volume``; it begins each refusal's field.
    """
    problems: list[Refusal] = []
    found = members(value, path, _VOLUME_KEYS, problems)
    if found is None:
        return tuple(problems)
    outline = None
    if "outline" in found:
        outline = _outline(found["outline"], f"{path}.outline", problems)
    floor = _open_altitude(found.get("floor"), f"{path}.floor", problems)
    ceiling = _open_altitude(found.get("ceiling"), f"{path}.ceiling", problems)
    start_ms = _open_time(found.get("start_ms"), f"{path}.start_ms", problems)
    end_ms = _open_time(found.get("end_ms"), f"{path}.end_ms", problems)
    problems += order_problems(floor, ceiling, start_ms, end_ms, path)
    if outline is None or problems:
        return tuple(problems)
    return Volume(outline, floor, ceiling, start_ms, end_ms)


def outline_from_json(value: Json, path: str) -> Outline | tuple[Refusal, ...]:
    """The valid outline that `value` says, or every reason why it is none."""
    problems: list[Refusal] = []
    outline = _outline(value, path, problems)
    return outline if outline is not None and not problems else tuple(problems)


def altitude_from_json(value: Json, path: str) -> Altitude | tuple[Refusal, ...]:
    """The valid altitude that `value` says, or every reason why it is none."""
    problems: list[Refusal] = []
    altitude = _altitude(value, path, problems)
    return altitude if altitude is not None and not problems else tuple(problems)


def point_from_json(value: Json, path: str) -> Point | tuple[Refusal, ...]:
    """The valid point that ``{"lat_e7": int, "lon_e7": int}`` says, or every reason why not."""
    problems: list[Refusal] = []
    found = members(value, path, _POINT_KEYS, problems)
    point = None if found is None else _place(found, path, problems)
    return point if point is not None and not problems else tuple(problems)


def volume_to_json(volume: Volume) -> dict[str, Json]:
    """The JSON shape of a volume; `volume_from_json` gives the equal volume back."""
    return {
        "outline": outline_to_json(volume.outline),
        "floor": None if volume.floor is None else altitude_to_json(volume.floor),
        "ceiling": None if volume.ceiling is None else altitude_to_json(volume.ceiling),
        "start_ms": volume.start_ms,
        "end_ms": volume.end_ms,
    }


def outline_to_json(outline: Outline) -> dict[str, Json]:
    """The JSON shape of an outline."""
    if isinstance(outline, Polygon):
        return {"polygon": _pairs(outline.points)}
    if isinstance(outline, Corridor):
        points, half_width_cm = _pairs(outline.points), outline.half_width_cm
        return {"corridor": {"points": points, "half_width_cm": half_width_cm}}
    centre = outline.centre
    return {
        "circle": {
            "lat_e7": centre.lat_e7,
            "lon_e7": centre.lon_e7,
            "radius_cm": outline.radius_cm,
        }
    }


def _pairs(points: tuple[Point, ...]) -> list[list[int]]:
    return [[point.lat_e7, point.lon_e7] for point in points]


def altitude_to_json(altitude: Altitude) -> dict[str, Json]:
    """The JSON shape of an altitude."""
    return {"cm": altitude.cm, "reference": altitude.reference.value}


def point_to_json(point: Point) -> dict[str, Json]:
    """The JSON shape of a point."""
    return {"lat_e7": point.lat_e7, "lon_e7": point.lon_e7}


def shown(value: Json) -> str:
    """A short picture of a bad value for a person: never long or deep, whatever was sent."""
    if isinstance(value, Mapping):
        return f"an object of {len(value)} keys"
    if isinstance(value, str):
        return repr(value if len(value) <= _SHOWN_MAX else value[:_SHOWN_MAX] + "…")
    if isinstance(value, Sequence):
        return f"a list of {len(value)}"
    if isinstance(value, int) and value.bit_length() > _SHOWN_BITS_MAX:
        return f"an integer of {value.bit_length()} bits"
    return {"None": "null", "True": "true", "False": "false"}.get(str(value), str(value))


def _outline(value: Json, path: str, problems: list[Refusal]) -> Outline | None:
    if not isinstance(value, Mapping) or len(value) != 1:
        problems.append(wrong(path, "outline-kind", value, "one of circle, polygon and corridor"))
        return None
    before = len(problems)
    outline: Outline | None = None
    if "circle" in value:
        outline = _circle(value["circle"], f"{path}.circle", problems)
    elif "polygon" in value:
        outline = _polygon(value["polygon"], f"{path}.polygon", problems)
    elif "corridor" in value:
        outline = _corridor(value["corridor"], f"{path}.corridor", problems)
    else:
        problems.append(wrong(path, "outline-kind", next(iter(value)), _KINDS))
    if outline is None or len(problems) > before:
        return None
    problems += outline_problems(outline, path)
    return outline


def _circle(value: Json, path: str, problems: list[Refusal]) -> Circle | None:
    found = members(value, path, _CIRCLE_KEYS, problems)
    if found is None:
        return None
    point = _place(found, path, problems)
    radius_cm = None
    if "radius_cm" in found:
        radius_cm = integer(
            found["radius_cm"], f"{path}.radius_cm", "radius-range", 1, RADIUS_CM_MAX, problems
        )
    return None if point is None or radius_cm is None else Circle(point, radius_cm)


def _polygon(value: Json, path: str, problems: list[Refusal]) -> Polygon | None:
    points = _points(value, path, 3, "polygon-vertices", problems)
    return None if points is None else Polygon(points)


def _corridor(value: Json, path: str, problems: list[Refusal]) -> Corridor | None:
    found = members(value, path, _CORRIDOR_KEYS, problems)
    if found is None:
        return None
    points = half_width_cm = None
    if "points" in found:
        points = _points(found["points"], f"{path}.points", 2, "corridor-points", problems)
    if "half_width_cm" in found:
        half_width_cm = integer(
            found["half_width_cm"],
            f"{path}.half_width_cm",
            "half-width-range",
            1,
            HALF_WIDTH_CM_MAX,
            problems,
        )
    return None if points is None or half_width_cm is None else Corridor(points, half_width_cm)


def _points(
    value: Json, path: str, least: int, rule: str, problems: list[Refusal]
) -> tuple[Point, ...] | None:
    if isinstance(value, str) or not isinstance(value, Sequence):
        problems.append(wrong(path, "list-expected", value, "a list of [lat_e7, lon_e7] pairs"))
        return None
    if not least <= len(value) <= VERTICES_MAX:
        reason = f"{len(value)} vertices; {least} to {VERTICES_MAX} are allowed"
        problems.append(Refusal(path, rule, reason, "Draw it with as many"))
        return None
    points = [_vertex(pair, f"{path}[{place}]", problems) for place, pair in enumerate(value)]
    known = tuple(point for point in points if point is not None)
    return known if len(known) == len(points) else None


def _vertex(value: Json, path: str, problems: list[Refusal]) -> Point | None:
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) != 2:
        problems.append(wrong(path, "pair-expected", value, "a pair [lat_e7, lon_e7]"))
        return None
    lat_e7 = _latitude(value[0], f"{path}[0]", problems)
    lon_e7 = _longitude(value[1], f"{path}[1]", problems)
    return None if lat_e7 is None or lon_e7 is None else Point(lat_e7, lon_e7)


def _place(found: Mapping[str, Json], path: str, problems: list[Refusal]) -> Point | None:
    lat_e7 = lon_e7 = None
    if "lat_e7" in found:
        lat_e7 = _latitude(found["lat_e7"], f"{path}.lat_e7", problems)
    if "lon_e7" in found:
        lon_e7 = _longitude(found["lon_e7"], f"{path}.lon_e7", problems)
    return None if lat_e7 is None or lon_e7 is None else Point(lat_e7, lon_e7)


def _latitude(value: Json, path: str, problems: list[Refusal]) -> int | None:
    return integer(value, path, "latitude-range", -LAT_E7_MAX, LAT_E7_MAX, problems)


def _longitude(value: Json, path: str, problems: list[Refusal]) -> int | None:
    return integer(value, path, "longitude-range", -LON_E7_MAX, LON_E7_MAX, problems)


def _open_altitude(value: Json, path: str, problems: list[Refusal]) -> Altitude | None:
    return None if value is None else _altitude(value, path, problems)


def _altitude(value: Json, path: str, problems: list[Refusal]) -> Altitude | None:
    found = members(value, path, _ALTITUDE_KEYS, problems)
    if found is None:
        return None
    reference = cm = None
    if "reference" in found:
        reference = _reference(found["reference"], f"{path}.reference", problems)
    if "cm" in found:
        lowest = 0 if reference is Reference.AGL else ALTITUDE_CM_MIN
        highest = FLIGHT_LEVEL_CM_MAX if reference is Reference.FL else ALTITUDE_CM_MAX
        cm = integer(found["cm"], f"{path}.cm", "altitude-range", lowest, highest, problems)
    return None if cm is None or reference is None else Altitude(cm, reference)


def _reference(value: Json, path: str, problems: list[Refusal]) -> Reference | None:
    if isinstance(value, str) and value in Reference.__members__:
        return Reference(value)
    problems.append(wrong(path, "reference", value, "WGS84, AMSL, FL or AGL"))
    return None


def _open_time(value: Json, path: str, problems: list[Refusal]) -> int | None:
    if value is None:
        return None
    return integer(value, path, "time-range", TIME_MS_MIN, TIME_MS_MAX, problems)


def integer(
    value: Json, path: str, rule: str, low: int, high: int, problems: list[Refusal]
) -> int | None:
    """`value` if it is an integer within low to high, else None and a problem more."""
    if type(value) is not int:  # a bool is an int to Python, not to us
        problems.append(wrong(path, "integer-expected", value, "an integer"))
        return None
    if low <= value <= high:
        return value
    reason = f"{shown(value)} is not within {low} to {high}{_in_words(path, value, low, high)}"
    problems.append(Refusal(path, rule, reason, "Give a value within the limits"))
    return None


def _in_words(path: str, value: int, low: int, high: int) -> str:
    """The same in degrees, metres, seconds or dates, as the last word of the field's name says."""
    name = path.rpartition(".")[2]
    if abs(value) > _SAID_MAX:
        return ""
    if name.endswith("_e7"):
        said = [f"{one / E7_PER_DEGREE:.15g} degrees" for one in (value, low, high)]
    elif name.endswith("cm"):
        said = [f"{one / 100:.15g} m" for one in (value, low, high)]
    elif name == "every_ms":
        said = [f"{one / 1000:.15g} s" for one in (value, low, high)]
    elif name.endswith("_ms"):
        said = [f"{ms_to_utc(one):%Y-%m-%dT%H:%MZ}" for one in (value, low, high)]
    else:
        return ""
    return f" ({said[0]}; {said[1]} to {said[2]})"


def members(
    value: Json, path: str, keys: tuple[str, ...], problems: list[Refusal]
) -> Mapping[str, Json] | None:
    """`value` if it is an object, else None; a key missing or unknown is among the problems."""
    if not isinstance(value, Mapping):
        problems.append(wrong(path, "object-expected", value, f"an object with {', '.join(keys)}"))
        return None
    if len(value) == len(keys) and all(key in value for key in keys):
        return value
    for key in keys:
        if key not in value:
            remedy = "Give it; null is an open side" if keys is _VOLUME_KEYS else "Give it"
            problems.append(Refusal(f"{path}.{key}", "key-missing", "missing", remedy))
    unknown = [key for key in value if key not in keys]
    if unknown:
        reason = f"{len(unknown)} unknown, the first is {shown(unknown[0])}"
        problems.append(Refusal(path, "key-unknown", reason, f"Known are {', '.join(keys)}"))
    return value


def wrong(path: str, rule: str, value: Json, expected: str) -> Refusal:
    """The refusal of a value that is not what was expected."""
    return Refusal(path, rule, f"{shown(value)} is not {expected}", f"Give {expected}")
