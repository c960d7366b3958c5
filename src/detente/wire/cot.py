"""Cursor on Target: the feed's areas as events that displays draw, and drawings of theirs back in.

Out: one document with an `event` for each area and, for each that has just gone, an event that asks
displays to take it away. Every event is *stale* when its feed is: a display that hears nothing more
must drop it. The window of the activity stands in the detail, not in the event's own times, because
those say how long the statement is good. Heights become metres above the ellipsoid, widened.

In: drawn circles and polygons (`u-d-c-c`, `u-d-f`, `u-d-r`). Their times say how long somebody drew
them for, not when anything happens: the window has to be said by who sends a notice of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import quoteattr  # writes only: no parser is involved

from detente.core.airspace.altitude import wgs84_interval
from detente.core.airspace.geodesy import point_of
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.shape import shape_of
from detente.core.airspace.volume import (
    Airspace,
    Altitude,
    Circle,
    Outline,
    Part,
    Point,
    Reference,
)
from detente.core.line.message import Status
from detente.core.refusal import Refusal
from detente.core.units import CM_PER_M, E7_PER_DEGREE
from detente.wire import geojson
from detente.wire.harmless import label
from detente.wire.human_out import time_to_text, time_to_xml
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

MEDIA: Final = "application/xml"
UNKNOWN: Final = "9999999.0"
"""CoT's own word for a height or an error that is not known."""
METRES_MAX: Final = 1_000_000.0
"""Heights and radii of strangers beyond it are not read as such."""
_CIRCLE, _POLYGON, _RECTANGLE, _DELETE = "u-d-c-c", "u-d-f", "u-d-r", "t-x-d-d"
_OPEX: Final = {Status.ACTUAL: "o", Status.EXERCISE: "e-detente", Status.TEST: "s-detente"}
_COLOURS: Final = {"WARNING": "-65536"}  # opaque red, as displays spell it; else amber
_AMBER: Final = "-256"


# ------------------------------------------------------------------ out


def encode(feed: FeedView) -> Written:
    """The feed as one document of events; for a stream, send each `event` element by itself."""
    losses = Losses()
    if feed.areas:
        losses.add(
            "window", "an event's times say how long it is good; the window is in the detail"
        )
    events = "".join(one for area in feed.areas for one in _events(area, feed, losses))
    gone = "".join(_gone(area, feed) for area in feed.withdrawn)
    said = quoteattr(label(" ".join(feed.sayings), FILE_BYTES_MAX))
    title = quoteattr(label(feed.title, NAME_CHARS_MAX))
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<events title={title} time={_time(feed.made_at_ms)} "
        f"stale={_time(feed.stale_ms)} notice={said}>\n{events}{gone}</events>\n"
    )
    return Written(document.encode(), losses.list())


def _time(at_ms: int) -> str:
    return quoteattr(time_to_xml(at_ms))


def _head(uid: str, kind: str, area: AreaView, feed: FeedView, stale_ms: int) -> str:
    return (
        f'<event version="2.0" uid={quoteattr(uid)} type="{kind}" how="m-g" '
        f'opex="{_OPEX[area.status]}" time={_time(feed.made_at_ms)} '
        f"start={_time(feed.made_at_ms)} stale={_time(stale_ms)}>"
    )


def _gone(area: AreaView, feed: FeedView) -> str:
    """An event that takes the area off a display; one that does not know it loses nothing."""
    name = quoteattr(area.uid)
    return (
        f"{_head(area.uid + '-gone', _DELETE, area, feed, feed.stale_ms)}"
        f'<point lat="0" lon="0" hae="{UNKNOWN}" ce="{UNKNOWN}" le="{UNKNOWN}"/><detail>'
        f'<link uid={name} relation="none" type="none"/><__forcedelete/>'
        f"<remarks>{area.standing}</remarks></detail></event>\n"
    )


def _events(area: AreaView, feed: FeedView, losses: Losses) -> Iterator[str]:
    airspace = airspace_from_json(area.volume, "volume")
    if not isinstance(airspace, Airspace):
        losses.add("unknown-volume", "not drawn: its volume is of a later version", area.number)
        return
    drawings = [
        (part, drawing)
        for part in airspace.parts
        for drawing in _drawings(part.volume.outline, area.number, losses)
    ]
    for place, (part, (kind, centre, shape)) in enumerate(drawings, 1):
        suffix = f".{place}" if len(drawings) > 1 else ""
        yield (
            f"{_head(area.uid + suffix, kind, area, feed, feed.stale_ms)}"
            f"{_point(centre, part)}<detail>{shape}{_height(part, area.number, losses)}"
            f"{_detail(area, place)}</detail></event>\n"
        )


_Drawing = tuple[str, Point, str]


def _drawings(outline: Outline, number: str, losses: Losses) -> Iterator[_Drawing]:
    """Kind, centre and shape of each drawing that an outline needs."""
    if isinstance(outline, Circle):
        metres = f"{outline.radius_cm / CM_PER_M:.2f}"
        ellipse = f'<ellipse major="{metres}" minor="{metres}" angle="360"/>'
        yield _CIRCLE, outline.centre, f"<shape>{ellipse}</shape>"
        return
    centre = point_of(*shape_of(outline).centre)
    for outer, *holes in geojson.polygons_of(outline, number, losses):
        if holes:
            losses.add("holes", "holes are filled: the area is larger", number)
        links = "".join(f'<link point="{lat:.7f},{lon:.7f}"/>' for lon, lat in (*outer, outer[0]))
        yield _POLYGON, centre, links


def _point(centre: Point, part: Part) -> str:
    lat, lon = centre.lat_e7 / E7_PER_DEGREE, centre.lon_e7 / E7_PER_DEGREE
    floor = part.volume.floor
    hae = UNKNOWN if floor is None else f"{wgs84_interval(floor)[0] / CM_PER_M:.2f}"
    return f'<point lat="{lat:.7f}" lon="{lon:.7f}" hae="{hae}" ce="{UNKNOWN}" le="{UNKNOWN}"/>'


def _height(part: Part, number: str, losses: Losses) -> str:
    """How far the band reaches above the point's height, at least; left out where one is open."""
    floor, ceiling = part.volume.floor, part.volume.ceiling
    if floor is None or ceiling is None:
        losses.add(
            "open-heights", "an open floor or ceiling is not drawn: read the remarks", number
        )
        return ""
    metres = (wgs84_interval(ceiling)[1] - wgs84_interval(floor)[0]) / CM_PER_M
    losses.add("heights", "heights become metres above the ellipsoid, widened", number)
    return f'<height value="{metres:.2f}" unit="meters">{metres:.2f}</height>'


def _detail(area: AreaView, place: int) -> str:
    """What is said of the area; the first of its drawings holds the exact volume of all."""
    window = f"{time_to_text(area.start_ms)}/{time_to_text(area.end_ms)}"
    over = " WINDOW OVER, END NOT HEARD." if area.over else ""
    said = {
        "number": area.number,
        "party": area.party,
        "format": area.format,
        "marker": area.marker,
        "start": time_to_text(area.start_ms),
        "end": time_to_text(area.end_ms),
        "drawing": str(place),
        **({"volume": json.dumps(area.volume, separators=(",", ":"))} if place == 1 else {}),
    }
    limit = FILE_BYTES_MAX
    attributes = " ".join(f"{name}={quoteattr(label(text, limit))}" for name, text in said.items())
    first = "" if area.status is Status.ACTUAL else f"{area.status.value} "
    callsign = quoteattr(label(f"{first}{area.format} {area.number}", NAME_CHARS_MAX))
    no_request = "".join(f" {one}" for one in (area.notice, area.theft) if one)
    room = NAME_CHARS_MAX * 10 - len(no_request)
    words = label(f"{first}{area.title}. {area.words} {window}.{over}", room) + no_request
    colour = _COLOURS.get(area.marker, _AMBER)
    return (
        f'<contact callsign={callsign}/><strokeColor value="{colour}"/><labels_on value="true"/>'
        f"<remarks>{_escaped(words)}</remarks><__detente {attributes}/>"
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# ------------------------------------------------------------------ in


def decode(data: bytes) -> Reading:
    """The drawings of a CoT document, one event or several; a file that is none is one refusal."""
    if len(data) > FILE_BYTES_MAX:
        return _nothing("file-size", f"{len(data)} bytes; the limit is {FILE_BYTES_MAX}")
    try:
        root = parse(data)
    except XmlRefused as fault:
        return _nothing("xml", str(fault))
    events = [root] if root.name == "event" else list(root.all("event"))
    if not events:
        return _nothing("cot", f"its root is {label(root.name, 40)!r}, and it holds no event")
    if len(events) > FEATURES_MAX:
        return _nothing("features-count", f"{len(events)} events; the limit is {FEATURES_MAX}")
    losses = Losses()
    good: list[Feature] = []
    refused: list[Refusal] = []
    for place, event in enumerate(events, 1):
        key = label(event.attributes.get("uid", ""), NAME_CHARS_MAX) or f"#{place}"
        if event.attributes.get("type") == _DELETE:
            losses.add("deletions", "events that take others away draw nothing and are not read")
            continue
        if _ours(event).get("drawing", "1") != "1":
            losses.add("drawings", "more drawings of a volume that is read with its first", key)
            continue
        found = _read(event, key, losses)
        if isinstance(found, Feature):
            good.append(found)
        else:
            refused += found
    return Reading(tuple(good), tuple(refused), losses.list())


def _nothing(rule: str, reason: str) -> Reading:
    return Reading((), (Refusal("", rule, reason, "Give a CoT event (version 2.0)"),), ())


def _read(event: Element, key: str, losses: Losses) -> Feature | Refusals:
    if event.attributes.get("opex", "o")[:1] in {"e", "s"}:
        reason = "it is of an exercise or a simulation: it is not meant as real"
        remedy = "Type what you need in the exercise's line"
        return (Refusal(key, "cot-opex", reason, remedy),)
    detail = event.child("detail") or Element("detail")
    contact = detail.child("contact")
    name = label(contact.attributes.get("callsign", "") if contact else "", NAME_CHARS_MAX) or key
    ours = _ours(event)
    if "volume" in ours:
        return _exact(ours["volume"], event, key, name)
    found = _outlines(event, detail, key, losses)
    if isinstance(found, tuple):
        return found
    return Feature(key, name, tuple(found), _band(event, detail))


def _ours(event: Element) -> dict[str, str]:
    """What a node of ours says beside its drawing; empty when it is none of ours."""
    detail = event.child("detail")
    found = None if detail is None else detail.child("__detente")
    return {} if found is None else found.attributes


def _exact(text: str, event: Element, key: str, name: str) -> Feature | Refusals:
    """An event of ours, unless its drawing was changed after we wrote it."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    airspace = airspace_from_json(value, f"{key}.volume")
    if isinstance(airspace, tuple):
        return of_feature(key, airspace)
    part = airspace.parts[0]
    _, centre, shape = next(_drawings(part.volume.outline, "", Losses()))
    ours = parse(f"<event>{_point(centre, part)}<detail>{shape}</detail></event>".encode())
    if _shape(ours) != _shape(event):
        reason = "its drawing is not the one that its volume says"
        return (Refusal(key, "drawing-changed", reason, "Take __detente out to use the drawing"),)
    outlines = tuple(part.volume.outline for part in airspace.parts)
    return Feature(key, name, outlines, exact=airspace)


def _shape(event: Element) -> list[dict[str, str]]:
    """Everything that says where an event is drawn."""
    detail = event.child("detail") or Element("detail")
    found = [one.attributes for one in event.all("point")]
    found += [one.attributes for one in detail.all("link") if "point" in one.attributes]
    return found + [one.attributes for shape in detail.all("shape") for one in shape.children]


def _outlines(event: Element, detail: Element, key: str, losses: Losses) -> Any:  # noqa: ANN401 - as geojson.outlines_of
    kind = event.attributes.get("type", "")
    point = event.child("point") or Element("point")
    shape = detail.child("shape") or Element("shape")
    ellipse = shape.child("ellipse")
    geometry: dict[str, Any]
    if kind.startswith(_CIRCLE) and ellipse is not None:
        axes = [_number(ellipse.attributes.get(name, "")) for name in ("major", "minor")]
        if None in axes or axes[0] != axes[1]:
            reason = "its ellipse is no circle with a radius"
            return (Refusal(key, "geometry-kind", reason, "Draw a circle or a polygon"),)
        radius_cm = -int(-(axes[0] or 0.0) * CM_PER_M // 1)
        where = [_read_number(point.attributes.get(name, "")) for name in ("lon", "lat")]
        geometry = {"type": "Point", "coordinates": where}
        return geojson.outlines_of(geometry, Said(radius_cm=radius_cm), key, losses)
    corners = [
        _corner(link.attributes["point"])
        for link in detail.all("link")
        if "point" in link.attributes
    ]
    if kind.startswith((_POLYGON, _RECTANGLE)) and corners:
        if corners[0] != corners[-1]:
            if kind.startswith(_POLYGON):
                reason = "its line is not closed"
                return (Refusal(key, "geometry-kind", reason, "Close it, or draw a circle"),)
            corners.append(corners[0])
        geometry = {"type": "Polygon", "coordinates": [corners]}
        return geojson.outlines_of(geometry, Said(), key, losses)
    reason = f"an event of type {label(kind, 30)!r} draws no area"
    return (Refusal(key, "geometry-kind", reason, "Draw a circle or a closed polygon"),)


def _corner(text: str) -> list[float | str]:
    """Longitude and latitude of CoT's ``LAT,LON`` or ``LAT,LON,HAE``."""
    return [_read_number(number) for number in reversed(text.split(",")[:2])]


def _read_number(text: str) -> float | str:
    """The number, or its words, which are then refused as a position."""
    try:
        return float(text)
    except ValueError:
        return text


def _number(text: str) -> float | None:
    value = _read_number(text)
    return value if isinstance(value, float) and 0 < value < METRES_MAX else None


def _band(event: Element, detail: Element) -> Band | None:
    """From the point's height up by the height of the drawing, where both are said."""
    point, height = event.child("point"), detail.child("height")
    if point is None or height is None:
        return None
    low = _read_number(point.attributes.get("hae", ""))
    up = _number(height.attributes.get("value", "") or height.text.strip())
    if not isinstance(low, float) or up is None or not -METRES_MAX < low < METRES_MAX:
        return None
    return Band(
        Altitude(int(low * CM_PER_M // 1), Reference.WGS84),
        Altitude(-int(-(low + up) * CM_PER_M // 1), Reference.WGS84),
    )
