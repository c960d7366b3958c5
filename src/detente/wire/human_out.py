"""Write places, lengths, heights, times and volumes so that people and `human` read them back.

What is written reads back to the same integers, always: a unit is chosen only where it is exact.
Words for a whole volume with its nearest town are the node's read-back, not ours.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Circle,
    Corridor,
    Outline,
    Part,
    Point,
    Reference,
    Repeats,
    Volume,
)
from detente.core.units import (
    CM_PER_FOOT,
    CM_PER_KM,
    CM_PER_M,
    CM_PER_NM,
    E7_PER_DEGREE,
    MS_PER_HOUR,
    MS_PER_MIN,
    cm_to_flight_level,
    ms_to_utc,
)

MS_PER_DAY = 24 * MS_PER_HOUR


def _decimal(number: int, one: int, digits: int) -> str:
    """`number` / `one` with up to `digits` decimals, exactly; `one` is 10**digits."""
    whole, part = divmod(abs(number), one)
    tail = f"{part:0{digits}d}".rstrip("0")
    return f"{'-' if number < 0 else ''}{whole}{'.' + tail if tail else ''}"


def point_to_text(point: Point) -> str:
    """The point as decimal degrees with their letters, such as ``22.9S 14.4E``."""
    lat = _decimal(abs(point.lat_e7), E7_PER_DEGREE, 7)
    lon = _decimal(abs(point.lon_e7), E7_PER_DEGREE, 7)
    return f"{lat}{'S' if point.lat_e7 < 0 else 'N'} {lon}{'W' if point.lon_e7 < 0 else 'E'}"


def point_to_minutes(point: Point) -> str:
    """The point in degrees and tenths of minutes, rounded: for the ear, not for reading back."""
    return f"{_minutes(point.lat_e7, 2, 'NS')} {_minutes(point.lon_e7, 3, 'EW')}"


def _minutes(e7: int, width: int, letters: str) -> str:
    tenths = (abs(e7) * 600 + E7_PER_DEGREE // 2) // E7_PER_DEGREE
    degrees, minutes = divmod(tenths, 600)
    return f"{degrees:0{width}d}°{minutes // 10:02d}.{minutes % 10}'{letters[e7 < 0]}"


def length_to_text(cm: int) -> str:
    """The length in NM where that is exact to a tenth, else in km or m, such as ``10NM``."""
    if cm and cm * 10 % CM_PER_NM == 0:
        return f"{_decimal(cm * 10 // CM_PER_NM, 10, 1)}NM"
    if cm and cm * 10 % CM_PER_KM == 0:
        return f"{_decimal(cm * 10 // CM_PER_KM, 10, 1)}km"
    return f"{_decimal(cm, CM_PER_M, 2)}m"


def altitude_to_text(altitude: Altitude) -> str:
    """The height as a flight level, whole feet, or metres, with what it is measured from."""
    if altitude.reference is Reference.FL:
        level = cm_to_flight_level(altitude.cm)
        if level is not None and level >= 0:
            return f"FL{level:03d}"
        return f"{_decimal(altitude.cm, CM_PER_M, 2)}m STD"
    feet = altitude.cm / CM_PER_FOOT
    if feet.denominator == 1 and altitude.cm % CM_PER_M:
        return f"{feet.numerator}ft {altitude.reference.value}"
    if feet.denominator == 1 and feet.numerator % 100 == 0:
        return f"{feet.numerator}ft {altitude.reference.value}"
    return f"{_decimal(altitude.cm, CM_PER_M, 2)}m {altitude.reference.value}"


def time_to_text(at_ms: int | None, offset_min: int = 0) -> str:
    """The instant in ISO 8601 with its zone, seconds and milliseconds only where they count."""
    if at_ms is None:
        return "open"
    zone = timezone(timedelta(minutes=offset_min))
    at: datetime = ms_to_utc(at_ms).astimezone(zone)
    precise = "milliseconds" if at.microsecond else "seconds" if at.second else "minutes"
    return at.isoformat(timespec=precise).replace("+00:00", "Z")


def time_to_xml(at_ms: int, zone: str = "Z") -> str:
    """The instant as XML's dateTime, which always has seconds, in whole seconds rounded down.

    zone: how UTC is spelled; CAP wants ``-00:00``.
    """
    return f"{ms_to_utc(at_ms):%Y-%m-%dT%H:%M:%S}{zone}"


def outline_to_text(outline: Outline) -> str:
    """``circle PLACE RADIUS``, ``polygon PLACE, PLACE, …`` or ``corridor PLACE, … width W``."""
    if isinstance(outline, Circle):
        return f"circle {point_to_text(outline.centre)} {length_to_text(outline.radius_cm)}"
    points = ", ".join(point_to_text(point) for point in outline.points)
    if isinstance(outline, Corridor):
        return f"corridor {points} width {length_to_text(2 * outline.half_width_cm)}"
    return f"polygon {points}"


def volume_to_text(volume: Volume) -> str:
    """The volume in the words that `human.volume_from_text` reads back to the same volume."""
    floor = "SFC" if volume.floor is None else altitude_to_text(volume.floor)
    ceiling = "UNL" if volume.ceiling is None else altitude_to_text(volume.ceiling)
    start, end = time_to_text(volume.start_ms), time_to_text(volume.end_ms)
    return f"{outline_to_text(volume.outline)} {floor}-{ceiling} {start}/{end}"


def airspace_to_text(airspace: Airspace) -> str:
    """All parts in the words that `human.airspace_from_text` reads back to the same airspace."""
    return "; ".join(_part_to_text(part) for part in airspace.parts)


def _part_to_text(part: Part) -> str:
    volume = volume_to_text(part.volume)
    return volume if part.repeats is None else f"{volume} {_repeats_to_text(part.repeats)}"


def _repeats_to_text(repeats: Repeats) -> str:
    until = f"until {time_to_text(repeats.until_ms)}"
    if repeats.days is not None:
        return f"on {','.join(repeats.days)} {until}"
    for unit, one_ms in (("d", MS_PER_DAY), ("h", MS_PER_HOUR), ("min", MS_PER_MIN)):
        if repeats.every_ms % one_ms == 0:
            return f"every {repeats.every_ms // one_ms}{unit} {until}"
    return f"every {repeats.every_ms}ms {until}"
