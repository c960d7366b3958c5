"""The picture as KML 2.2 (OGC 07-147r2) for globes and planning tools, and volumes from KML.

KML draws a polygon at one height above sea level or ground, and knows one span of time. It has no
pressure altitude, no height above the ellipsoid, no floor above ground and no window that comes
again: each is said among the losses. `ExtendedData` carries the exact airspace, which is what is
read back; a drawing that was changed in another program is refused, as in GeoJSON.

In: placemarks in any folder. The ground to an absolute height (`extrude`) is a band; a `TimeSpan`
of the placemark or of a folder around it is a window. Hostile XML ends in `xml_tree`; links to
other files are named, and never followed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr  # writes only: no parser is involved

from detente.core.airspace.parts import end_of, start_of
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.volume import Airspace, Altitude, Outline, Part, Reference
from detente.core.humanitarian.cell import NOTICES
from detente.core.humanitarian.notice import NOT_A_REQUEST
from detente.core.refusal import Refusal
from detente.core.units import CM_PER_M, MS_PER_S
from detente.core.values import Json
from detente.wire import geojson
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
    Said,
    Written,
    of_feature,
    said_of,
    unread,
)
from detente.wire.xml_tree import Element, XmlRefused, parse

if TYPE_CHECKING:
    from detente.wire.native import PictureItem

MEDIA: Final = "application/vnd.google-earth.kml+xml"
TEXT_CHARS_MAX: Final = 2_000  # of a description; the exact airspace has no such limit
_NAMESPACE: Final = "http://www.opengis.net/kml/2.2"
_NOT_READ: Final = ("NetworkLink", "GroundOverlay", "ScreenOverlay", "PhotoOverlay", "Tour")
_GEOMETRIES: Final = (
    "Polygon",
    "LineString",
    "Point",
    "MultiGeometry",
    "LinearRing",
    "Model",
    "Track",
)
_TUPLE = re.compile(r"[^\s]+")


# ------------------------------------------------------------------ out


def encode(
    items: Sequence[PictureItem],
    title: str,
    *,
    said: Sequence[Mapping[str, str]] = (),
    description: str = "",
    expires_ms: int | None = None,
) -> Written:
    """A document with a placemark for each item.

    said: more data, one mapping for each item. description: of the document. expires_ms: when a
    network link to it is to ask again.
    """
    losses = Losses()
    more = [*said, *({} for _ in items[len(said) :])]
    body = "".join(_placemark(item, losses, data) for item, data in zip(items, more, strict=True))
    control = about = ""
    if expires_ms is not None:
        expires = f"<expires>{time_to_xml(expires_ms)}</expires>"
        control = f"<NetworkLinkControl>{expires}</NetworkLinkControl>"
    if description:
        about = f"<description>{_text(description, TEXT_CHARS_MAX)}</description>\n"
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<kml xmlns="{_NAMESPACE}">{control}<Document>'
        f"<name>{_text(title, NAME_CHARS_MAX)}</name>\n{about}"
        '<Style id="volume"><LineStyle><color>ffb27200</color><width>2</width></LineStyle>'
        "<PolyStyle><color>40b27200</color></PolyStyle></Style>\n"
        f"{body}</Document></kml>\n"
    )
    return Written(document.encode(), losses.list())


def _placemark(item: PictureItem, losses: Losses, more: Mapping[str, str]) -> str:
    airspace = airspace_from_json(item.volume, "volume")
    said = {
        "number": item.number,
        "channel": item.channel,
        "status": item.status.value,
        "party": item.party,
        "format": item.format,
        "activity": item.activity,
        "volume": json.dumps(item.volume, separators=(",", ":")),
        **({"disowned": DISOWNED.format(party=item.party)} if item.disowned else {}),
        **more,
    }
    words = geometry = span = ""
    if isinstance(airspace, Airspace):
        words = airspace_to_text(airspace)
        words += f". {NOT_A_REQUEST}" if item.format in NOTICES else ""
        words += f". {said['disowned']}" if item.disowned else ""
        geometry = _geometry(airspace, item.number, losses)
        span = _span(airspace, item.number, losses)
    else:
        losses.add("unknown-volume", "not drawn: its volume is of a later version", item.number)
    data = "".join(
        f"<Data name={quoteattr(name)}><value>{_text(text)}</value></Data>"
        for name, text in said.items()
    )
    return (
        f"<Placemark><name>{_text(item.number, NAME_CHARS_MAX)}</name>"
        f"<description>{_text(words, TEXT_CHARS_MAX)}</description>{span}"
        f"<styleUrl>#volume</styleUrl><ExtendedData>{data}</ExtendedData>{geometry}</Placemark>\n"
    )


def _text(text: str, limit: int = FILE_BYTES_MAX) -> str:
    return escape(label(text, limit))


def _span(airspace: Airspace, number: str, losses: Losses) -> str:
    """One span of time from the first start to the last end; an open side is left out."""
    if any(part.repeats is not None for part in airspace.parts):
        losses.add("repeats", "the window comes again: drawn from the first start on", number)
    if len({(part.volume.start_ms, part.volume.end_ms) for part in airspace.parts}) > 1:
        losses.add("windows", "its parts have windows of their own: drawn as one", number)
    start_ms, end_ms = start_of(airspace), end_of(airspace)
    begin = "" if start_ms is None else f"<begin>{time_to_xml(start_ms)}</begin>"
    end = "" if end_ms is None else f"<end>{time_to_xml(_up(end_ms))}</end>"
    return f"<TimeSpan>{begin}{end}</TimeSpan>" if begin or end else ""


def _up(at_ms: int) -> int:
    """A whole second that is not before it."""
    return -(-at_ms // MS_PER_S) * MS_PER_S


def _geometry(airspace: Airspace, number: str, losses: Losses) -> str:
    polygons = [polygon for part in airspace.parts for polygon in _polygons(part, number, losses)]
    return f"<MultiGeometry>{''.join(polygons)}</MultiGeometry>"


def _polygons(part: Part, number: str, losses: Losses) -> Iterator[str]:
    mode, top = _height(part.volume.floor, part.volume.ceiling, number, losses)
    for outer, *holes in geojson.polygons_of(part.volume.outline, number, losses):
        rings = [("outer", outer), *(("inner", hole) for hole in holes)]
        boundaries = "".join(
            f"<{side}BoundaryIs><LinearRing><coordinates>"
            f"{' '.join(f'{lon},{lat},{top}' for lon, lat in (*ring, ring[0]))}"
            f"</coordinates></LinearRing></{side}BoundaryIs>"
            for side, ring in rings
        )
        yield f"<Polygon>{mode}{boundaries}</Polygon>"


def _height(
    floor: Altitude | None, ceiling: Altitude | None, number: str, losses: Losses
) -> tuple[str, str]:
    """The altitude mode and the height in metres at which the ceiling is drawn."""
    if floor is not None:
        losses.add("floor", "drawn from the ground up: KML has no floor above ground", number)
    if ceiling is None:
        losses.add("ceiling-open", "an open ceiling is drawn flat on the ground", number)
        return "<altitudeMode>clampToGround</altitudeMode>", "0"
    match ceiling.reference:
        case Reference.FL:
            what = "flight levels are drawn as above sea level, up to 1500 m off (4000 over FL500)"
            losses.add("flight-levels", what, number)
        case Reference.WGS84:
            what = "heights above the ellipsoid are drawn as above sea level, up to 110 m off"
            losses.add("ellipsoid", what, number)
        case _:
            pass
    mode = "relativeToGround" if ceiling.reference is Reference.AGL else "absolute"
    top = f"{ceiling.cm / CM_PER_M:.2f}".rstrip("0").rstrip(".")
    return f"<extrude>1</extrude><altitudeMode>{mode}</altitudeMode>", top


# ------------------------------------------------------------------ in


def decode(data: bytes) -> Reading:
    """The placemarks of a KML file; a file that is none is one refusal."""
    if len(data) > FILE_BYTES_MAX:
        return _nothing("file-size", f"{len(data)} bytes; the limit is {FILE_BYTES_MAX}")
    if data[:2] == b"PK":
        return _nothing("kmz", "it is a KMZ, which is packed: unpack it and take the .kml inside")
    try:
        root = parse(data)
    except XmlRefused as fault:
        return _nothing("xml", str(fault))
    if root.name != "kml":
        return _nothing("kml", f"its root is {label(root.name, 40)!r}, not kml")
    losses = Losses()
    marks = list(_placemarks(root, None, losses))
    if len(marks) > FEATURES_MAX:
        return _nothing("features-count", f"{len(marks)} placemarks; the limit is {FEATURES_MAX}")
    good: list[Feature] = []
    refused: list[Refusal] = []
    for place, (mark, span) in enumerate(marks, 1):
        found = _read(mark, span, place, losses)
        if isinstance(found, Feature):
            good.append(found)
        else:
            refused += found
    return Reading(tuple(good), tuple(refused), losses.list())


def _nothing(rule: str, reason: str) -> Reading:
    return Reading((), (Refusal("", rule, reason, "Give a KML file (OGC KML 2.2)"),), ())


def _placemarks(
    within: Element, span: Element | None, losses: Losses
) -> Iterator[tuple[Element, Element | None]]:
    """Every placemark with the nearest time around it, in order. Depth is bounded by the reader."""
    span = _time_in(within) or span
    for child in within.children:
        if child.name == "Placemark":
            yield child, _time_in(child) or span
        elif child.name in {"Document", "Folder"}:
            yield from _placemarks(child, span, losses)
        elif child.name in _NOT_READ:
            name = label(child.text_of("name") or child.name, NAME_CHARS_MAX)
            losses.add("not-read", "links, overlays and tours are not read, nor followed", name)


def _time_in(element: Element) -> Element | None:
    return element.child("TimeSpan") or element.child("TimeStamp")


def _read(mark: Element, span: Element | None, place: int, losses: Losses) -> Feature | Refusals:
    properties = _properties(mark)
    name = label(mark.text_of("name"), NAME_CHARS_MAX)
    key = name or label(mark.attributes.get("id", ""), NAME_CHARS_MAX) or f"#{place}"
    shapes = [child for child in mark.children if child.name in _GEOMETRIES]
    said = said_of(properties, key)
    if isinstance(said, tuple):
        return of_feature(key, said)
    if said.exact is not None:
        return _exact(said.exact, shapes, key)
    if len(shapes) != 1:
        return (Refusal(key, "geometry-kind", f"it has {len(shapes)} geometries", "Draw one"),)
    window = said.window or _window_of(span, key, losses)
    band = said.band or _band_of(shapes[0], key, losses)
    return _with_outlines(
        shapes[0],
        Said(band, window, said.radius_cm, said.half_width_cm),
        key,
        losses,
        unread(properties),
    )


def _with_outlines(
    shape: Element, said: Said, key: str, losses: Losses, names: list[str]
) -> Feature | Refusals:
    outlines: list[Outline] = []
    for geometry in _geometries(shape):
        found = geojson.outlines_of(geometry, said, key, losses)
        if isinstance(found, tuple):
            return found
        outlines += found
    if not outlines:
        return (Refusal(key, "geometry-kind", "it draws nothing", "Draw a polygon"),)
    if names:
        losses.add("properties", f"not read: {', '.join(names[:10])}", key)
    return Feature(key, key, tuple(outlines), said.band, said.window)


def _exact(airspace: Airspace, shapes: list[Element], key: str) -> Feature | Refusals:
    """A placemark of ours, unless its drawing was changed after we wrote it."""
    ours = parse(_geometry(airspace, key, Losses()).encode())
    if len(shapes) != 1 or _numbers(shapes[0]) != _numbers(ours):
        reason = "its drawing is not the one that its data `volume` says"
        remedy = "Take `volume` out of its ExtendedData to use the drawing"
        return (Refusal(key, "drawing-changed", reason, remedy),)
    outlines = tuple(part.volume.outline for part in airspace.parts)
    return Feature(key, key, outlines, exact=airspace)


def _numbers(element: Element) -> list[str]:
    """All coordinates of a geometry, rounded to a centimetre, so that spelling does not matter."""
    found = [
        ",".join(_rounded(number) for number in group.split(",")[:2])
        for group in _TUPLE.findall(element.text if element.name == "coordinates" else "")
    ]
    return found + [one for child in element.children for one in _numbers(child)]


def _rounded(number: str) -> str:
    try:
        return f"{float(number):.6f}"
    except ValueError:
        return number


def _properties(mark: Element) -> dict[str, Json]:
    """What ExtendedData says: `Data` and `SimpleData` alike, by their names."""
    found: dict[str, Json] = {}
    extended = mark.child("ExtendedData")
    if extended is None:
        return found
    for data in extended.all("Data"):
        found[data.attributes.get("name", "")] = data.text_of("value")
    for schema in extended.all("SchemaData"):
        for simple in schema.all("SimpleData"):
            found[simple.attributes.get("name", "")] = simple.text.strip()
    return found


def _window_of(span: Element | None, key: str, losses: Losses) -> Window | None:
    """The window of a TimeSpan; a side that is left out is open, as KML says."""
    if span is None:
        return None
    begin, end = span.text_of("begin"), span.text_of("end")
    found = said_of({"start": begin or "open", "end": end or "open"}, key)
    if span.name == "TimeSpan" and isinstance(found, Said) and (begin or end):
        if not (begin and end):
            losses.add("span-open", "a time span without an end or a start is open there", key)
        return found.window
    what = "a single instant, or a time without its zone, is no window and is not read"
    losses.add("time", what, key)
    return None


def _band_of(shape: Element, key: str, losses: Losses) -> Band | None:
    """From the ground to the height at which it is drawn, where it is extruded."""
    polygons = [one for one in _walk(shape) if one.name in {"Polygon", "LineString", "Point"}]
    modes = {(one.text_of("altitudeMode"), one.text_of("extrude")) for one in polygons}
    tops = [top for one in polygons for top in _tops(one)]
    known = {("absolute", "1"): Reference.AMSL, ("relativeToGround", "1"): Reference.AGL}
    reference = known.get(next(iter(modes))) if len(modes) == 1 else None
    if reference is None or not tops:
        if any(tops):
            what = "heights of corners say no band unless they reach down to the ground (extrude)"
            losses.add("corner-heights", what, key)
        return None
    if max(tops) - min(tops) > 0.005:
        losses.add("sloped", "the ceiling slopes: its highest corner is taken for all", key)
    return Band(None, Altitude(-int(-max(tops) * CM_PER_M // 1), reference))


def _walk(shape: Element) -> Iterator[Element]:
    yield shape
    for child in shape.children:
        yield from _walk(child)


def _tops(shape: Element) -> Iterator[float]:
    for one in _walk(shape):
        for group in _TUPLE.findall(one.text if one.name == "coordinates" else ""):
            numbers = group.split(",")
            try:
                top = float(numbers[2]) if len(numbers) > 2 else 0.0
            except ValueError:
                continue
            if -1e5 < top < 1e6:
                yield top


def _geometries(shape: Element) -> Iterator[Mapping[str, Any]]:
    """A KML geometry in GeoJSON's words, so that both are read by the same rules."""
    match shape.name:
        case "MultiGeometry":
            for child in shape.children:
                if child.name in _GEOMETRIES:
                    yield from _geometries(child)
        case "Polygon":
            outer = [_positions(ring) for ring in shape.all("outerBoundaryIs")]
            inner = [_positions(ring) for ring in shape.all("innerBoundaryIs")]
            yield {"type": "Polygon", "coordinates": [*outer, *inner]}
        case "LineString":
            yield {"type": "LineString", "coordinates": _positions(shape)}
        case "Point":
            positions = _positions(shape)
            yield {"type": "Point", "coordinates": positions[0] if len(positions) == 1 else None}
        case other:
            yield {"type": other}


def _positions(shape: Element) -> list[list[float | str]]:
    texts = [one.text for one in _walk(shape) if one.name == "coordinates"]
    return [_position(group) for text in texts[:1] for group in _TUPLE.findall(text)]


def _position(group: str) -> list[float | str]:
    """Longitude and latitude; the height is read by `_band_of`."""
    found: list[float | str] = []
    for number in group.split(",")[:2]:
        try:
            found.append(float(number))
        except ValueError:
            found.append(number)  # refused as a position, with its words
    return found
