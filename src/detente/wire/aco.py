"""The words of an airspace control order as JSON: the picture out, others' airspaces in.

The field dictionary is that of the airspace control orders of the Unified Data Library, as its
public interface names them (shapes, vertical dimension, periods, ADD, CHANGE, DELETE). Nobody
orders anything here: the file says so, and what is read from one is a drawing until somebody
releases a notice of it.

Out: each part of a message is an airspace control means, with the exact part beside it. Heights
become hundreds of feet and times whole minutes, widened, never narrowed. In: what is no area (a
point, a line), what is drawn by arcs, what takes an airspace back, and what is not meant as real is
refused by name; widths and orbits are taken widely.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from detente.core.airspace.altitude import wgs84_interval
from detente.core.airspace.parts import end_of, start_of
from detente.core.airspace.parts_json import airspace_from_json, airspace_to_json
from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Circle,
    Corridor,
    Outline,
    Part,
    Point,
    Polygon,
    Reference,
)
from detente.core.airspace.volume_json import outline_from_json, outline_to_json
from detente.core.humanitarian.cell import NOTICES
from detente.core.humanitarian.notice import NOT_A_REQUEST
from detente.core.line.message import Status
from detente.core.refusal import Refusal
from detente.core.units import CM_PER_FOOT, CM_PER_KM, CM_PER_M, CM_PER_NM, MS_PER_MIN, utc_to_ms
from detente.core.values import Json
from detente.wire.harmless import label
from detente.wire.human import Window
from detente.wire.human_out import airspace_to_text, time_to_xml
from detente.wire.interchange import (
    DISOWNED,
    FEATURES_MAX,
    FILE_BYTES_MAX,
    NAME_CHARS_MAX,
    Band,
    Feature,
    Losses,
    Reading,
    Refusals,
    Written,
    of_feature,
)

if TYPE_CHECKING:
    from detente.wire.native import PictureItem

NO_ORDER: Final = (
    "Notices of activity in the words of an airspace control order. Nobody orders or clears "
    "anything by it, and nothing is said about the sky outside these airspaces."
)
_MODE: Final = {Status.ACTUAL: "REAL", Status.EXERCISE: "EXERCISE", Status.TEST: "TEST"}
_EXACT: Final = "detentePart"  # beside the drawing: the part as it is
_HUNDRED_FEET: Final = 100 * CM_PER_FOOT
_ROUNDED_CM: Final = 100  # a hundredth of a second is 31 cm: what corners move is taken in
_UNITS: Final = {"M": CM_PER_M, "KM": CM_PER_KM, "NM": CM_PER_NM}
_LENGTH_CM_MAX: Final = 100_000_000_000  # once around the earth is 40,000 km
_MONTHS: Final = (
    *("JAN", "FEB", "MAR", "APR", "MAY", "JUN"),
    *("JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
)
_DATUMS: Final = frozenset({"", "WGE", "WGS84", "WGS-84", "WGS 84"})
_PLACE: Final = re.compile(
    r"(\d{2})(\d{2})(\d{2}(?:\.\d{1,4})?)([NS])(\d{3})(\d{2})(\d{2}(?:\.\d{1,4})?)([EW])"
)
_TIME: Final = re.compile(r"(\d{2})(\d{2})(\d{2})Z([A-Z]{3})(\d{4})")
_LEVEL: Final = re.compile(r"FL(\d{2,4})|(\d{1,4})(AMSL|MSL|AGL)")


# ------------------------------------------------------------------ out


def encode(items: Sequence[PictureItem], originator: str, made_at_ms: int) -> Written:
    """The items of one status as an order's airspaces. made_at_ms: for what has no start."""
    losses = Losses()
    means: list[Json] = []
    starts = [made_at_ms]
    for item in items:
        airspace = airspace_from_json(item.volume, "volume")
        if not isinstance(airspace, Airspace):
            losses.add("unknown-volume", "not drawn: its volume is of a later version", item.number)
            continue
        starts += [at_ms] if (at_ms := start_of(airspace)) is not None else []
        many = len(airspace.parts) > 1
        for place, part in enumerate(airspace.parts, 1):
            means.append(_means(item, part, f"{item.number}/{place}" if many else item.number))
            _lost(part, item.number, losses)
    body: dict[str, Json] = {
        "dataMode": _MODE[items[0].status if items else Status.ACTUAL],
        "opExName": "DETENTE",
        "originator": originator,
        "source": "detente",
        "startTime": time_to_xml(min(starts)),
        "geoDatum": "WGE",
        "acoComments": NO_ORDER,
        "airspaceControlMeansStatus": [{"cmStat": "ADD", "airspaceControlMeans": means}],
    }
    found = losses.list()
    body["detenteLosses"] = [f"{one.what} [{one.rule}]" for one in found]
    return Written(json.dumps(body, indent=1).encode(), found)


def _means(item: PictureItem, part: Part, name: str) -> Json:
    volume, alone = part.volume, Airspace((part,))
    no_request = f" {NOT_A_REQUEST}" if item.format in NOTICES else ""
    stolen = f" {DISOWNED.format(party=item.party)}" if item.disowned else ""
    return {
        "cmId": name,
        "cmType": item.format,
        "usage": item.activity,
        **_drawing(volume.outline),
        "effVDim": f"{_low(volume.floor)}-{_high(volume.ceiling)}",
        "airspaceTimePeriod": [_period(start_of(alone), end_of(alone))],
        "freeText": f"{item.party}: {airspace_to_text(alone)}.{no_request}{stolen}",
        _EXACT: airspace_to_json(alone),
    }


def _drawing(outline: Outline) -> dict[str, Json]:
    """Shape and size; what rounding takes from a place is added to a radius or width."""
    match outline:
        case Circle(centre, radius_cm):
            metres = -(-(radius_cm + _ROUNDED_CM) // CM_PER_M)
            return {
                "cmShape": "CIRCLE",
                "coord0": _place(centre),
                "radMag0": metres,
                "radMagUnit": "M",
            }
        case Corridor(points, half_width_cm):
            metres = -(-2 * (half_width_cm + _ROUNDED_CM) // CM_PER_M)
            path: list[Json] = [_place(one) for one in points]
            return {"cmShape": "CORRIDOR", "polyCoord": path, "width": metres, "widthUnit": "M"}
        case Polygon(points):
            return {"cmShape": "POLYGON", "polyCoord": [_place(one) for one in points]}


def _place(point: Point) -> str:
    lat, lon = _seconds(point.lat_e7, 2), _seconds(point.lon_e7, 3)
    return f"{lat}{'S' if point.lat_e7 < 0 else 'N'}{lon}{'W' if point.lon_e7 < 0 else 'E'}"


def _seconds(e7: int, digits: int) -> str:
    hundredths = round(Fraction(abs(e7) * 36, 1_000))
    minutes, hundredths = divmod(hundredths, 6_000)
    degrees, minutes = divmod(minutes, 60)
    return f"{degrees:0{digits}}{minutes:02}{hundredths // 100:02}.{hundredths % 100:02}"


def _low(floor: Altitude | None) -> str:
    if floor is None:
        return "GL"
    if floor.reference is Reference.FL:
        return f"FL{Fraction(floor.cm) // _HUNDRED_FEET:03}"
    if floor.reference is Reference.AGL:
        return f"{Fraction(floor.cm) // _HUNDRED_FEET:03}AGL"
    sea_cm = wgs84_interval(floor)[0] - wgs84_interval(Altitude(0, Reference.AMSL))[1]
    low = floor.cm if floor.reference is Reference.AMSL else sea_cm
    hundreds = Fraction(low) // _HUNDRED_FEET
    return "GL" if hundreds < 0 else f"{hundreds:03}AMSL"


def _high(ceiling: Altitude | None) -> str:
    if ceiling is None:
        return "UNL"
    cm, word = ceiling.cm, "AMSL"
    if ceiling.reference is Reference.AGL:
        word = "AGL"
    elif ceiling.reference is Reference.WGS84:
        cm = wgs84_interval(ceiling)[1] - wgs84_interval(Altitude(0, Reference.AMSL))[0]
    hundreds = max(-(-Fraction(cm) // _HUNDRED_FEET), 0)
    return f"FL{hundreds:03}" if ceiling.reference is Reference.FL else f"{hundreds:03}{word}"


def _period(start_ms: int | None, end_ms: int | None) -> Json:
    """DISCRETE, from the minute before to the minute after; an open end is UFN."""
    found: dict[str, Json] = {"timeMode": "DISCRETE"}
    if start_ms is not None:
        found["timeStart"] = _minute(start_ms // MS_PER_MIN)
    found["timeEnd"] = "UFN" if end_ms is None else _minute(-(-end_ms // MS_PER_MIN))
    return found


def _minute(minutes: int) -> str:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    return f"{at:%d%H%M}Z{_MONTHS[at.month - 1]}{at.year:04}"


def _lost(part: Part, number: str, losses: Losses) -> None:
    """What the words of an order do not say of a part."""
    losses.add("rounded", "corners to a hundredth of a second, times to minutes", number)
    heights = (part.volume.floor, part.volume.ceiling)
    if any(one is not None and Fraction(one.cm) % _HUNDRED_FEET for one in heights):
        losses.add("heights", "heights become hundreds of feet, widened", number)
    if any(one is not None and one.reference is Reference.WGS84 for one in heights):
        losses.add("ellipsoid", "heights above the ellipsoid are widened by the worst", number)
    if part.repeats is not None:
        losses.add(
            "repeats", "the window comes again: from the first start to the last end", number
        )
    if part.volume.start_ms is None:
        losses.add("start-open", "an open start is left out", number)


# ------------------------------------------------------------------ in


def decode(data: bytes) -> Reading:
    """The airspaces of an order; a file that is none, or not meant as real, is one refusal."""
    if len(data) > FILE_BYTES_MAX:
        return _nothing("file-size", f"{len(data)} bytes; the limit is {FILE_BYTES_MAX}")
    try:
        order = json.loads(data)
    except (ValueError, RecursionError):
        return _nothing("json", "it is no JSON")
    groups = order.get("airspaceControlMeansStatus") if isinstance(order, dict) else None
    if not isinstance(groups, list):
        return _nothing("aco", "it holds no airspaceControlMeansStatus")
    mode = order.get("dataMode", "REAL")
    if mode != "REAL":
        reason = f"its dataMode is {label(str(mode), 20)!r}: it is not meant as real"
        return _nothing("aco-mode", reason, "Type what you need in the exercise's line")
    losses, good, refused = Losses(), list[Feature](), list[Refusal]()
    found = list(_all_means(groups, refused))
    if len(found) > FEATURES_MAX:
        return _nothing("features-count", f"{len(found)} airspaces; the limit is {FEATURES_MAX}")
    for place, (stat, means) in enumerate(found, 1):
        key = label(str(means.get("cmId") or ""), NAME_CHARS_MAX) or f"#{place}"
        if stat == "CHANGE":
            losses.add("aco-change", "it changes an earlier one: correct what you sent of it", key)
        one = _read(means, key, label(str(order.get("geoDatum") or ""), 20), losses)
        if isinstance(one, Feature):
            good.append(one)
        else:
            refused += one
    return Reading(tuple(good), tuple(refused), losses.list())


def _nothing(rule: str, reason: str, remedy: str = "") -> Reading:
    remedy = remedy or "Give the airspaces of an airspace control order as JSON"
    return Reading((), (Refusal("", rule, reason, remedy),), ())


def _all_means(groups: list[Json], refused: list[Refusal]) -> Iterator[tuple[str, dict[str, Json]]]:
    """Every airspace with the status of its group; what takes airspaces back is refused by name."""
    for group in groups:
        if not isinstance(group, dict):
            continue
        stat = str(group.get("cmStat") or "ADD").upper()
        means = group.get("airspaceControlMeans")
        listed = [one for one in means if isinstance(one, dict)] if isinstance(means, list) else []
        if stat in ("ADD", "CHANGE"):
            yield from ((stat, one) for one in listed)
            continue
        ids = group.get("cmStatId")
        names = [str(one) for one in ids] if isinstance(ids, list) else []
        names += [str(one.get("cmId")) for one in listed]
        for name in names or [""]:
            reason = f"it is a {label(stat, 20)!r}, which announces nothing"
            remedy = "Cancel or end what you sent of it"
            refused.append(Refusal(label(name, NAME_CHARS_MAX), "aco-status", reason, remedy))


def _read(means: Mapping[str, Json], key: str, datum: str, losses: Losses) -> Feature | Refusals:
    if _EXACT in means:
        return _exact(means, key)
    datum = label(str(means.get("geoDatumAlt") or datum), 20).upper()
    if datum not in _DATUMS:
        reason = f"its datum is {datum!r}: the same numbers are another place there"
        return (Refusal(key, "aco-datum", reason, "Have it written in WGS 84"),)
    outline = _outline(means, key, losses)
    if isinstance(outline, tuple):
        return of_feature(key, outline)
    return Feature(key, key, (outline,), _band(means, key, losses), _window(means, key, losses))


def _exact(means: Mapping[str, Json], key: str) -> Feature | Refusals:
    """An airspace of ours, unless its drawing was changed after we wrote it."""
    airspace = airspace_from_json(means[_EXACT], f"{key}.{_EXACT}")
    if isinstance(airspace, tuple):
        return of_feature(key, airspace)
    volume = airspace.parts[0].volume
    ours: dict[str, Json] = {
        **_drawing(volume.outline),
        "effVDim": f"{_low(volume.floor)}-{_high(volume.ceiling)}",
        "airspaceTimePeriod": [_period(start_of(airspace), end_of(airspace))],
    }
    if len(airspace.parts) > 1 or any(means.get(name) != value for name, value in ours.items()):
        reason = f"its drawing is not the one that its {_EXACT} says"
        return (Refusal(key, "drawing-changed", reason, f"Take {_EXACT} out to use the drawing"),)
    return Feature(key, key, (volume.outline,), exact=airspace)


def _outline(means: Mapping[str, Json], key: str, losses: Losses) -> Outline | Refusals:
    shape = means.get("cmShape")
    poly = means.get("polyCoord")
    listed = poly if isinstance(poly, list) else []
    ends = [means[name] for name in ("coord0", "coord1") if means.get(name) is not None]
    path = [_point(one) for one in (listed or ends)]
    if any(one is None for one in path):
        return _no(key, "coordinates", "a place is not DDMMSSN DDDMMSSE", "Check its coordinates")
    points = [one for one in path if one is not None]
    sizes = [
        _length(means, name, unit)
        for name, unit in (
            ("radMag0", "radMagUnit"),
            ("radMag1", "radMagUnit"),
            ("width", "widthUnit"),
            ("widthLeft", "widthUnit"),
            ("widthRight", "widthUnit"),
        )
    ]
    radius_cm, width_cm = max(sizes[:2]), sizes[2]
    half_cm = {"CORRIDOR": -(-width_cm // 2), "AORBIT": width_cm, "1TRACK": max(sizes[3:])}
    made: Outline
    if shape == "POLYGON" and points:
        made = Polygon(tuple(points[:-1] if points[0] == points[-1] else points))
    elif shape == "CIRCLE" and points and radius_cm > 0:
        made = Circle(points[0], radius_cm)
    elif shape in half_cm and points and half_cm[str(shape)] > 0:
        if shape != "CORRIDOR":
            losses.add("aco-width", "a track or orbit is taken as wide as it may be", key)
        made = Corridor(tuple(points), half_cm[str(shape)])
    else:
        reason = f"a {label(str(shape), 20)!r} without a size, or drawn by arcs, is no area here"
        return _no(key, "aco-shape", reason, "Draw it as POLYGON, CIRCLE or CORRIDOR")
    return outline_from_json(outline_to_json(made), key)


def _no(key: str, rule: str, reason: str, remedy: str) -> Refusals:
    return (Refusal(key, rule, reason, remedy),)


def _point(text: Json) -> Point | None:
    found = _PLACE.fullmatch(text.replace(" ", "")) if isinstance(text, str) else None
    if found is None:
        return None
    lat, lon = (_degrees_e7(*found.groups()[at : at + 3]) for at in (0, 4))
    if lat is None or lon is None or lat > 900_000_000 or lon > 1_800_000_000:
        return None
    return Point(-lat if found[4] == "S" else lat, -lon if found[8] == "W" else lon)


def _degrees_e7(degrees: str, minutes: str, seconds: str) -> int | None:
    if int(minutes) > 59 or Fraction(seconds) >= 60:
        return None
    total = int(degrees) * 3_600 + int(minutes) * 60 + Fraction(seconds)
    return round(total * 10_000_000 / 3_600)


def _length(means: Mapping[str, Json], name: str, unit: str) -> int:
    """A length in centimetres, rounded up; 0 where there is none in a unit that is known."""
    value, factor = means.get(name), _UNITS.get(str(means.get(unit, "")).upper())
    if isinstance(value, bool) or not isinstance(value, int | float) or factor is None:
        return 0
    if not math.isfinite(value) or not 0 < value * factor < _LENGTH_CM_MAX:
        return 0
    return -(-Fraction(value) * factor // 1)


def _band(means: Mapping[str, Json], key: str, losses: Losses) -> Band | None:
    """Floor and ceiling; heights that are not understood stay unsaid."""
    text = str(means.get("effVDim") or "").upper().replace(" ", "")
    low, dash, high = text.rpartition(":")[2].partition("-")
    floor = None if low in ("GL", "SFC") else _altitude("000AMSL" if low == "MSL" else low)
    ceiling = None if high == "UNL" else _altitude(high)
    bad = (floor is None and low not in ("GL", "SFC")) or (ceiling is None and high != "UNL")
    if not dash or bad:
        if text:
            losses.add("heights", "its effVDim is not understood: type its heights", key)
        return None
    return Band(floor, ceiling)


def _altitude(text: str) -> Altitude | None:
    found = _LEVEL.fullmatch(text)
    if found is None:
        return None
    cm = int(int(found[1] or found[2]) * _HUNDRED_FEET)
    if found[1]:
        return Altitude(cm, Reference.FL)
    return Altitude(cm, Reference.AGL if found[3] == "AGL" else Reference.AMSL)


def _window(means: Mapping[str, Json], key: str, losses: Losses) -> Window | None:
    """From the first start to the last end; what is said otherwise stays unsaid."""
    periods = means.get("airspaceTimePeriod")
    listed = [one for one in periods if isinstance(one, dict)] if isinstance(periods, list) else []
    starts = [_at(one.get("timeStart")) for one in listed]
    ends = [_at(one.get("timeEnd")) for one in listed]
    open_end = any(one.get("timeEnd") == "UFN" for one in listed)
    known = [at_ms for at_ms in ends if at_ms is not None]
    if not listed or None in starts or (len(known) < len(ends) and not open_end):
        if listed:
            losses.add("window", "its times are not understood: type its window", key)
        return None
    if len(listed) > 1 or any(one.get("timeMode") == "INTERVAL" for one in listed):
        losses.add("windows", "times that come again: from the first start to the last end", key)
    return Window(min(one for one in starts if one is not None), None if open_end else max(known))


def _at(value: Json) -> int | None:
    found = _TIME.fullmatch(value.upper()) if isinstance(value, str) else None
    if found is None or found[4] not in _MONTHS:
        return None
    day, hour, minute, month, year = found.groups()
    try:
        at = datetime(
            int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), tzinfo=UTC
        )
    except ValueError:
        return None
    return utc_to_ms(at)
