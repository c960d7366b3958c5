"""Alerts of the Common Alerting Protocol (OASIS CAP 1.2): the feed's areas out, others' alerts in.

Out: an Atom feed (RFC 4287) with one alert in each entry, because CAP has no list of alerts; each
with a block in each language, the words of others beside code and English. A
correction is an Update that refers to what it replaces, an activity that has ended a Cancel. CAP
knows heights in feet above the sea only, and one window: both are widened, never narrowed, and a
parameter holds the exact airspace for who can read it.

In: the alerts of a file, each a feature with its outlines, band and window. An alert that is an
exercise or a test, or takes one back, is refused: what is drawn from it would be taken for real.
Hostile XML ends in `xml_tree`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape  # writes only: no parser is involved

from detente.core.airspace.altitude import wgs84_interval
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.volume import (
    TERRAIN_CM_MAX,
    TERRAIN_CM_MIN,
    Airspace,
    Altitude,
    Circle,
    Outline,
    Reference,
)
from detente.core.line.message import Confidence, Precedence, Status
from detente.core.refusal import Refusal
from detente.core.units import CM_PER_FOOT, CM_PER_KM, E7_PER_DEGREE, MS_PER_HOUR, MS_PER_S
from detente.wire import geojson
from detente.wire.harmless import label
from detente.wire.human import Window, time_from_text
from detente.wire.human_out import time_to_xml
from detente.wire.interchange import (
    FEATURES_MAX,
    FILE_BYTES_MAX,
    NAME_CHARS_MAX,
    Band,
    Feature,
    Losses,
    Reading,
    Refusals,
    Said,
    Written,
    of_feature,
)
from detente.wire.xml_tree import Element, XmlRefused, parse

if TYPE_CHECKING:
    from detente.wire.areas import AreaView, FeedView

MEDIA: Final = "application/atom+xml"
ALERT_MEDIA: Final = "application/cap+xml"
SOON_MS: Final = MS_PER_HOUR
"""CAP's "Expected" is within the next hour; later is "Future"."""
FEET_MAX: Final = 1_000_000
"""300 km: what is beyond it is no height of anything that flies, and no number worth computing."""
_ATOM: Final = "http://www.w3.org/2005/Atom"
_CAP: Final = "urn:oasis:names:tc:emergency:cap:1.2"
_VOLUME: Final = "detente-volume"
_STATUS: Final = {Status.ACTUAL: "Actual", Status.EXERCISE: "Exercise", Status.TEST: "Test"}
_CERTAINTY: Final = {
    Confidence.CONFIRMED: "Observed",
    Confidence.PROBABLE: "Likely",
    Confidence.POSSIBLE: "Possible",
    Confidence.DOUBTFUL: "Unlikely",
}
_ANSWERS: Final = {"WARNING": "Avoid"}
INSTRUCTION: Final = (
    "A notice of activity: no clearance and no order, and not a request for permission. "
    "Void after its feed's stale time; nothing is said about the sky outside the area."
)


# ------------------------------------------------------------------ out


def encode(feed: FeedView) -> Written:
    """The feed as Atom with an alert for each area, and a Cancel for each that has just gone.

    What was corrected is updated by its correction, and is not cancelled as well.
    """
    losses = Losses()
    areas = [*feed.areas, *(one for one in feed.withdrawn if one.standing != "superseded")]
    entries = "".join(_entry(area, feed, losses) for area in areas)
    updated = time_to_xml(feed.made_at_ms)
    said = _text(" ".join(feed.sayings))
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="{_ATOM}"><id>urn:detente:{_text(feed.party)}:{_text(feed.audience)}:'
        f"{feed.status.value}</id><title>{_text(feed.title)}</title>"
        f"<subtitle>{said}</subtitle><updated>{updated}</updated>"
        f"<author><name>{_text(feed.party)}</name></author>\n{entries}</feed>\n"
    )
    return Written(document.encode(), losses.list())


def _entry(area: AreaView, feed: FeedView, losses: Losses) -> str:
    title = _text(f"{area.title} {area.number} ({area.standing})", NAME_CHARS_MAX)
    return (
        f"<entry><id>urn:detente:{_text(area.uid)}</id><title>{title}</title>"
        f"<updated>{time_to_xml(area.released_ms)}</updated>"
        f'<content type="{ALERT_MEDIA}">{alert(area, feed, losses)}</content></entry>\n'
    )


def alert(area: AreaView, feed: FeedView, losses: Losses) -> str:
    """One alert, without an XML declaration."""
    gone = area.standing != "current"
    kind = "Cancel" if gone else "Update" if area.replaces else "Alert"
    before = [(area.uid, area.released_ms)] if gone else _replaced(area)
    references = " ".join(f"{_sender(area)},{name},{_time(at_ms)}" for name, at_ms in before)
    public = feed.audience == "public"
    parts = [
        ("identifier", f"{area.uid}{'-' + area.standing if gone else ''}"),
        ("sender", _sender(area)),
        ("sent", _time(feed.made_at_ms if gone else area.released_ms)),
        ("status", _STATUS[area.status]),
        ("msgType", kind),
        ("source", f"detente node of {feed.party}"),
        ("scope", "Public" if public else "Restricted"),
        *([] if public else [("restriction", f"own forces of {feed.party}")]),
        *([("references", references)] if references else []),
    ]
    head = "".join(f"<{name}>{_text(text)}</{name}>" for name, text in parts)
    titles = (("en", area.title), *area.titles)
    infos = "".join(_info(area, feed, one, losses) for one in titles)
    return f'<alert xmlns="{_CAP}">{head}{infos}</alert>'


def _replaced(area: AreaView) -> list[tuple[str, int]]:
    """The names under which the corrected messages were given, with when they were released."""
    suffix = area.uid.removeprefix(area.number)
    return [(f"{number}{suffix}", at_ms) for number, at_ms in area.replaces]


def _info(area: AreaView, feed: FeedView, title: tuple[str, str], losses: Losses) -> str:
    """What an alert says, in one language: the words of a table, never of a translator.

    No other language is reviewed for certain here, so that code and English stand beside it.
    """
    language, event = title
    beside = "" if language == "en" else f" ({area.format}, {area.title})"
    airspace = airspace_from_json(area.volume, "volume")
    end_ms = feed.stale_ms if area.end_ms is None or area.over else area.end_ms
    parts = [
        ("language", language),
        ("category", "Safety"),
        ("event", event),
        ("responseType", _ANSWERS.get(area.marker, "Monitor")),
        ("urgency", _urgency(area, feed)),
        ("severity", _severity(area)),
        ("certainty", "Unknown" if area.confidence is None else _CERTAINTY[area.confidence]),
        ("effective", _time(area.released_ms)),
        *([] if area.start_ms is None else [("onset", _time(area.start_ms))]),
        ("expires", _time(-(-end_ms // MS_PER_S) * MS_PER_S)),
        ("senderName", area.party),
        ("headline", f"{event}{beside}, {area.number}"),
        ("description", f"{area.theft} {area.words}".strip()),
        ("instruction", _instruction(area, language)),
    ]
    if area.end_ms is None or area.over:
        losses.add("cap-expires", "no known end: it expires when its feed is stale", area.number)
    head = "".join(f"<{name}>{_text(text)}</{name}>" for name, text in parts)
    exact = json.dumps(area.volume, separators=(",", ":"))
    said = (("detente-number", area.number), ("detente-stale", _time(area.stale_ms)))
    parameters = "".join(
        f"<parameter><valueName>{name}</valueName><value>{_text(text)}</value></parameter>"
        for name, text in (*said, (_VOLUME, exact))
    )
    places = ""
    if isinstance(airspace, Airspace):
        places = "".join(_areas(airspace, area.number, losses))
    else:
        losses.add("unknown-volume", "not drawn: its volume is of a later version", area.number)
    return f"<info>{head}{parameters}{places}</info>"


def _instruction(area: AreaView, language: str) -> str:
    """What to make of it; a humanitarian notice says first, in each language, what it is not."""
    own = dict(area.notices).get(language, "")
    return " ".join(one for one in (own, area.notice, INSTRUCTION) if one)


def _urgency(area: AreaView, feed: FeedView) -> str:
    if area.standing != "current":
        return "Past"
    starts_ms = feed.made_at_ms if area.start_ms is None else area.start_ms
    if starts_ms <= feed.made_at_ms or area.precedence is Precedence.FLASH:
        return "Immediate"
    return "Expected" if starts_ms <= feed.made_at_ms + SOON_MS else "Future"


def _severity(area: AreaView) -> str:
    if area.precedence is Precedence.FLASH:
        return "Extreme"
    return "Severe" if area.marker == "WARNING" else "Moderate"


def _areas(airspace: Airspace, number: str, losses: Losses) -> Iterator[str]:
    if len({(part.volume.start_ms, part.volume.end_ms) for part in airspace.parts}) > 1:
        losses.add("windows", "its parts have windows of their own: expires with the last", number)
    if any(part.repeats is not None for part in airspace.parts):
        losses.add(
            "repeats", "the window comes again: from the first start to the last end", number
        )
    for place, part in enumerate(airspace.parts, 1):
        heights = _heights(part.volume.floor, part.volume.ceiling, number, losses)
        where = _where(part.volume.outline, number, losses)
        yield f"<area><areaDesc>{_text(number)} part {place}</areaDesc>{where}{heights}</area>"


def _where(outline: Outline, number: str, losses: Losses) -> str:
    if isinstance(outline, Circle):
        lat, lon = outline.centre.lat_e7 / E7_PER_DEGREE, outline.centre.lon_e7 / E7_PER_DEGREE
        return f"<circle>{lat:.7f},{lon:.7f} {outline.radius_cm / CM_PER_KM:.5f}</circle>"
    found = []
    for outer, *holes in geojson.polygons_of(outline, number, losses):
        if holes:
            losses.add("holes", "holes are filled: the area is larger", number)
        corners = " ".join(f"{lat:.7f},{lon:.7f}" for lon, lat in (*outer, outer[0]))
        found.append(f"<polygon>{corners}</polygon>")
    return "".join(found)


def _heights(floor: Altitude | None, ceiling: Altitude | None, number: str, losses: Losses) -> str:
    """Feet above the sea around the band; an open ceiling leaves both out, which is all heights."""
    if ceiling is None:
        if floor is not None:
            losses.add("ceiling-open", "an open ceiling leaves the floor out: all heights", number)
        return ""
    exact = {None, Reference.AMSL}
    if not {floor.reference if floor else None, ceiling.reference} <= exact:
        what = "heights that are not above the sea are widened by the worst that they can be"
        losses.add("heights", what, number)
    low = TERRAIN_CM_MIN if floor is None else _sea_cm(floor, up=False)
    feet_low = Fraction(low) / CM_PER_FOOT
    feet_high = Fraction(_sea_cm(ceiling, up=True)) / CM_PER_FOOT
    return f"<altitude>{feet_low // 1}</altitude><ceiling>{-(-feet_high // 1)}</ceiling>"


def _sea_cm(altitude: Altitude, *, up: bool) -> int:
    """The height above the sea that the altitude surely does not lie above (or below)."""
    if altitude.reference is Reference.AMSL:
        return altitude.cm
    if altitude.reference is Reference.AGL:
        return altitude.cm + (TERRAIN_CM_MAX if up else TERRAIN_CM_MIN)
    low, high = wgs84_interval(altitude)
    sea_low, sea_high = wgs84_interval(Altitude(0, Reference.AMSL))
    return high - sea_low if up else low - sea_high


def _sender(area: AreaView) -> str:
    return f"detente.{area.party}"


def _time(at_ms: int) -> str:
    return time_to_xml(at_ms, "-00:00")


def _text(text: str, limit: int = FILE_BYTES_MAX) -> str:
    return escape(label(text, limit))


# ------------------------------------------------------------------ in


def decode(data: bytes) -> Reading:
    """The alerts of a file, one alone or in an Atom feed; a file that is none is one refusal."""
    if len(data) > FILE_BYTES_MAX:
        return _nothing("file-size", f"{len(data)} bytes; the limit is {FILE_BYTES_MAX}")
    try:
        root = parse(data)
    except XmlRefused as fault:
        return _nothing("xml", str(fault))
    alerts = list(_alerts(root))
    if not alerts:
        return _nothing("cap", f"its root is {label(root.name, 40)!r}, and it holds no alert")
    if len(alerts) > FEATURES_MAX:
        return _nothing("features-count", f"{len(alerts)} alerts; the limit is {FEATURES_MAX}")
    losses = Losses()
    good: list[Feature] = []
    refused: list[Refusal] = []
    for place, one in enumerate(alerts, 1):
        key = label(one.text_of("identifier"), NAME_CHARS_MAX) or f"#{place}"
        found = _read(one, key, losses)
        if isinstance(found, Feature):
            good.append(found)
        else:
            refused += found
    return Reading(tuple(good), tuple(refused), losses.list())


def _alerts(root: Element) -> Iterator[Element]:
    if root.name == "alert":
        yield root
    elif root.name == "feed":
        for entry in root.all("entry"):
            content = entry.child("content")
            yield from content.all("alert") if content is not None else ()


def _nothing(rule: str, reason: str) -> Reading:
    remedy = "Give a CAP 1.2 alert, or an Atom feed of them"
    return Reading((), (Refusal("", rule, reason, remedy),), ())


def _read(one: Element, key: str, losses: Losses) -> Feature | Refusals:
    status, kind = one.text_of("status"), one.text_of("msgType")
    if status != "Actual":
        reason = f"its status is {label(status, 20)!r}: it is not meant as real"
        return (Refusal(key, "cap-status", reason, "Type what you need in the exercise's line"),)
    if kind not in {"Alert", "Update"}:
        reason = f"it is a {label(kind, 20)!r}, which announces nothing"
        return (Refusal(key, "cap-kind", reason, "Cancel what it takes back"),)
    infos = list(one.all("info"))
    if not infos:
        return (Refusal(key, "cap-info", "it says nothing (no info)", "Ask its sender"),)
    info = next((i for i in infos if i.text_of("language")[:2].lower() in {"en", ""}), infos[0])
    name = label(info.text_of("headline") or info.text_of("event") or key, NAME_CHARS_MAX)
    for parameter in info.all("parameter"):
        if parameter.text_of("valueName") == _VOLUME:
            return _exact(parameter.text_of("value"), info, key, name)
    if len(infos) > 1:
        losses.add("cap-infos", f"{len(infos)} texts or languages: one is read", key)
    window = _window(info, key)
    outlines, bands, problems = _drawn(info, key, losses)
    if isinstance(window, tuple):
        problems = (*problems, *window)
    if problems or isinstance(window, tuple):
        return problems
    band = next(iter(bands)) if len(bands) == 1 else None
    if len(bands) > 1:
        losses.add("heights", "its areas have different heights, which are not read", key)
    return Feature(key, name, tuple(outlines), band, window)


def _exact(text: str, info: Element, key: str, name: str) -> Feature | Refusals:
    """An alert of ours, unless its drawing was changed after we wrote it."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    airspace = airspace_from_json(value, f"{key}.{_VOLUME}")
    if isinstance(airspace, tuple):
        return of_feature(key, airspace)
    ours = parse(f"<info>{''.join(_areas(airspace, '', Losses()))}</info>".encode())
    if _places(ours) != _places(info):
        reason = f"its drawing is not the one that its parameter {_VOLUME} says"
        return (Refusal(key, "drawing-changed", reason, f"Take {_VOLUME} out to use the drawing"),)
    outlines = tuple(part.volume.outline for part in airspace.parts)
    return Feature(key, name, outlines, exact=airspace)


def _places(info: Element) -> list[str]:
    return [
        " ".join(shape.text.split())
        for area in info.all("area")
        for shape in area.children
        if shape.name in {"polygon", "circle", "altitude", "ceiling"}
    ]


def _window(info: Element, key: str) -> Window | Refusals | None:
    """From onset (or effective) to expires; None when the alert says no end or no beginning."""
    texts = (info.text_of("onset") or info.text_of("effective"), info.text_of("expires"))
    if not all(texts):
        return None
    found = [
        time_from_text(text, 0, f"{key}.{name}")
        for text, name in zip(texts, ("onset", "expires"), strict=True)
    ]
    problems = tuple(one for part in found if isinstance(part, tuple) for one in part)
    if problems:
        return of_feature(key, problems)
    start_ms, end_ms = found
    assert isinstance(start_ms, int | None)
    assert isinstance(end_ms, int | None)
    return Window(start_ms, end_ms)


_Drawn = tuple[list[Outline], set[Band | None], Refusals]


def _drawn(info: Element, key: str, losses: Losses) -> _Drawn:
    """Outlines and bands of all areas; an area without a drawing is a refusal, not a gap."""
    outlines: list[Outline] = []
    bands: set[Band | None] = set()
    problems: list[Refusal] = []
    for place, area in enumerate(info.all("area"), 1):
        shapes = [one for one in area.children if one.name in {"polygon", "circle"}]
        where = f"{key} area {place}"
        if not shapes:
            name = label(area.text_of("areaDesc"), NAME_CHARS_MAX)
            reason = f"its area {name!r} is a name or a code without a drawing"
            problems.append(Refusal(key, "cap-area", reason, "Draw it, or ask its sender"))
        bands.add(_band(area, key, losses))
        for shape in shapes:
            found = _outlines(shape, where, losses)
            if isinstance(found, tuple):
                problems += of_feature(key, found)
            else:
                outlines += found
    if not outlines and not problems:
        problems.append(Refusal(key, "cap-area", "it has no area", "Ask its sender"))
    return outlines, bands, tuple(problems)


def _outlines(shape: Element, key: str, losses: Losses) -> list[Outline] | Refusals:
    """A CAP drawing in GeoJSON's words, so that both are read by the same rules."""
    if shape.name == "polygon":
        corners = [_position(pair) for pair in shape.text.split()]
        geometry: dict[str, Any] = {"type": "Polygon", "coordinates": [corners]}
        return geojson.outlines_of(geometry, Said(), key, losses)
    centre, _, radius = " ".join(shape.text.split()).partition(" ")
    try:
        radius_cm = -int(-float(radius) * CM_PER_KM // 1)
    except (ValueError, OverflowError):
        reason = f"{label(radius, 20)!r} is no radius in kilometres"
        return (Refusal(key, "coordinates", reason, "Check its circle"),)
    geometry = {"type": "Point", "coordinates": _position(centre)}
    return geojson.outlines_of(geometry, Said(radius_cm=radius_cm), key, losses)


def _position(pair: str) -> list[float | str]:
    """Longitude and latitude of CAP's ``LAT,LON``; what is no number is refused with its words."""
    found: list[float | str] = []
    for number in reversed(pair.split(",")):
        try:
            found.append(float(number))
        except ValueError:
            found.append(number)
    return found


def _band(area: Element, key: str, losses: Losses) -> Band | None:
    """Altitude and ceiling in feet above the sea; an altitude alone is one height, not a band."""
    texts = (area.text_of("altitude"), area.text_of("ceiling"))
    if not any(texts):
        return None
    try:
        low, high = (float(text) for text in texts)
    except ValueError:
        low = high = FEET_MAX + 1
    if not (-FEET_MAX < low < FEET_MAX and -FEET_MAX < high < FEET_MAX):
        losses.add("heights", "an altitude without a ceiling is no band and is not read", key)
        return None
    floor_cm, ceiling_cm = Fraction(low) * CM_PER_FOOT, Fraction(high) * CM_PER_FOOT
    return Band(
        Altitude(floor_cm.numerator // floor_cm.denominator, Reference.AMSL),
        Altitude(-(-ceiling_cm.numerator // ceiling_cm.denominator), Reference.AMSL),
    )
