"""The picture as GeoJSON (RFC 7946) for any map, and volumes from GeoJSON; every loss is said.

Out: a Feature for each item, drawn as rings that hold it; heights and times are properties, and
`volume` holds the exact airspace. The losses stand beside the features, under ``losses``.
In: polygons, several polygons, points with a radius, lines with a half-width. The drawn geometry of
a file of ours must be the one that its `volume` says: where somebody moved a corner in another
program, the two are refused, because nobody can tell which is meant.

Straight lines on a flat map are not the shortest on the earth: edges are divided both ways, so that
the two stay within `rings.TOLERANCE_CM` of one another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import msgspec

from detente.core.airspace.parts import end_of, start_of
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.volume import (
    Airspace,
    Circle,
    Corridor,
    Outline,
    Point,
    Polygon,
)
from detente.core.airspace.volume_json import outline_from_json, outline_to_json
from detente.core.humanitarian.cell import NOTICES
from detente.core.humanitarian.notice import NOT_A_REQUEST
from detente.core.refusal import Refusal
from detente.core.units import E7_PER_DEGREE
from detente.core.values import Json
from detente.wire.harmless import label
from detente.wire.human_out import altitude_to_text, time_to_text
from detente.wire.interchange import (
    DISOWNED,
    FEATURES_MAX,
    FILE_BYTES_MAX,
    NAME_CHARS_MAX,
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
from detente.wire.rings import (
    TOLERANCE_CM,
    Flat,
    flat_departure_cm,
    flat_middle,
    on_flat_map,
    patches_of,
    reach_out_cm,
)

if TYPE_CHECKING:
    from detente.wire.native import ConflictView, PictureItem

MEDIA: Final = "application/geo+json"
_SAME_DEGREES: Final = 2e-7  # two roundings of one corner
_LONGITUDE_LATITUDE: Final = "Write it as WGS 84 longitude and latitude, without `crs` (RFC 7946)"
_DIVISIONS_MAX: Final = 64  # of one edge of a file
_CRS84: Final = re.compile(r"(.*[:/])?CRS84")
_TANGLED: Final = frozenset({"polygon-crossing", "polygon-repeated", "polygon-vertices"})


# ------------------------------------------------------------------ out


def encode(
    items: Sequence[PictureItem],
    conflicts: Sequence[ConflictView] = (),
    *,
    said: Sequence[Mapping[str, str]] = (),
    beside: Mapping[str, Json] | None = None,
) -> Written:
    """A FeatureCollection of all items, and a point where each conflict is closest.

    said: more properties, one mapping for each item. beside: foreign members of the collection.
    """
    losses = Losses()
    if items:
        losses.add("properties", "a map draws no heights and times: they are properties")
    features = [_feature(item, losses) for item in items]
    for feature, more in zip(features, said, strict=False):
        feature["properties"] |= more
        feature["id"] = more.get("uid", feature["id"])
    features += [_conflict(one) for one in conflicts]
    body = {
        "type": "FeatureCollection",
        **(beside or {}),
        "features": features,
        "losses": losses.list(),
    }
    return Written(msgspec.json.encode(body), losses.list())


def _feature(item: PictureItem, losses: Losses) -> dict[str, Any]:
    airspace = airspace_from_json(item.volume, "volume")
    properties: dict[str, Any] = {
        "number": item.number,
        "channel": item.channel,
        "status": item.status,
        "party": item.party,
        "format": item.format,
        "activity": item.activity,
        "conflicts": item.conflicts,
        "volume": item.volume,
    }
    if item.format in NOTICES:
        properties["notice"] = NOT_A_REQUEST
    if item.disowned:
        properties["disowned"] = DISOWNED.format(party=item.party)
    geometry = None
    if isinstance(airspace, Airspace):
        properties |= _common(airspace, item.number, losses)
        geometry = _geometry(airspace, item.number, losses)
    else:
        losses.add("unknown-volume", "not drawn: its volume is of a later version", item.number)
    return {
        "type": "Feature",
        "id": item.number,
        "geometry": geometry,
        "properties": properties,
    }


def _common(airspace: Airspace, number: str, losses: Losses) -> dict[str, str]:
    """Heights and window in words: of all parts, where they have them in common."""
    bands = {(part.volume.floor, part.volume.ceiling) for part in airspace.parts}
    found = {"start": time_to_text(start_of(airspace)), "end": time_to_text(end_of(airspace))}
    if any(part.repeats is not None for part in airspace.parts):
        losses.add("repeats", "the window comes again; only the first start and last end", number)
    if len({(part.volume.start_ms, part.volume.end_ms) for part in airspace.parts}) > 1:
        losses.add("windows", "its parts have windows of their own, said in `volume`", number)
    if len(bands) > 1:
        losses.add("heights", "its parts have heights of their own, said in `volume`", number)
        return found
    floor, ceiling = next(iter(bands))
    found["floor"] = "SFC" if floor is None else altitude_to_text(floor)
    found["ceiling"] = "UNL" if ceiling is None else altitude_to_text(ceiling)
    return found


def _geometry(airspace: Airspace, number: str, losses: Losses) -> dict[str, Any]:
    polygons = [
        _closed(polygon)
        for part in airspace.parts
        for polygon in polygons_of(part.volume.outline, number, losses)
    ]
    return _polygons(polygons)


def _polygons(found: list[list[list[list[float]]]]) -> dict[str, Any]:
    if len(found) == 1:
        return {"type": "Polygon", "coordinates": found[0]}
    return {"type": "MultiPolygon", "coordinates": found}


def outline_geometry(outline: Outline) -> dict[str, Any]:
    """An outline as a GeoJSON geometry, for a screen: 72 corners a turn, all of them outside it."""
    flat = [polygon for patch in patches_of(outline) for polygon in on_flat_map(patch)]
    return _polygons([_closed(one) for one in flat])


def polygons_of(outline: Outline, number: str, losses: Losses) -> list[list[Flat]]:
    """An outline as polygons on a flat map (ring and holes each), with what that loses."""
    patches = patches_of(outline)
    found = [polygon for patch in patches for polygon in on_flat_map(patch)]
    if isinstance(outline, Polygon):
        more = sum(len(patch.outer) for patch in patches) - len(outline.points)
        if more:
            what = "edges are divided, so that straight lines stay within 10 m of the geodesics"
            losses.add("edges", what, number, TOLERANCE_CM)
    else:
        kind = "circles" if isinstance(outline, Circle) else "corridors"
        what = f"{kind} are drawn with corners outside them, 72 a turn, up to {{size}} too wide"
        losses.add(kind, what, number, reach_out_cm(outline, patches))
    if len(found) > len(patches):
        losses.add("antimeridian", "cut where the map ends, at 180 degrees", number)
    return found


def _closed(polygon: list[Flat]) -> list[list[list[float]]]:
    return [[list(corner) for corner in (*ring, ring[0])] for ring in polygon]


def _conflict(one: ConflictView) -> dict[str, Any]:
    where = [one.where.lon_e7 / E7_PER_DEGREE, one.where.lat_e7 / E7_PER_DEGREE]
    return {
        "type": "Feature",
        "id": one.conflict,
        "geometry": {"type": "Point", "coordinates": where},
        "properties": {
            "conflict": one.conflict,
            "numbers": one.numbers,
            "parties": one.parties,
            "why": one.why,
            "place": one.place,
            "from_ms": one.from_ms,
            "to_ms": one.to_ms,
            "horizontal_cm": one.horizontal_cm,
            "vertical_cm": one.vertical_cm,
        },
    }


# ------------------------------------------------------------------ in


def decode(data: bytes) -> Reading:
    """The features of a GeoJSON file; a file that is none is one refusal."""
    if len(data) > FILE_BYTES_MAX:
        return _nothing("file-size", f"{len(data)} bytes; the limit is {FILE_BYTES_MAX}")
    try:
        root = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        return _nothing("json", f"it is no JSON: {error}")
    raw = _raw_features(root)
    if raw is None:
        return _nothing("geojson", "it is no Feature, FeatureCollection or geometry")
    elsewhere = _other_system(root)
    if elsewhere:
        return _nothing("coordinate-system", elsewhere, _LONGITUDE_LATITUDE)
    if len(raw) > FEATURES_MAX:
        return _nothing("features-count", f"{len(raw)} features; the limit is {FEATURES_MAX}")
    losses = Losses()
    good: list[Feature] = []
    refused: list[Refusal] = []
    for place, one in enumerate(raw, 1):
        if _is_conflict(one):
            losses.add("conflict-marks", "marks of conflicts are no volumes and are not read")
            continue
        found = _read(one, place, losses)
        if isinstance(found, Feature):
            good.append(found)
        else:
            refused += found
    return Reading(tuple(good), tuple(refused), losses.list())


def _is_conflict(raw: Any) -> bool:  # noqa: ANN401 - JSON of others
    properties = raw.get("properties") if isinstance(raw, Mapping) else None
    return isinstance(properties, Mapping) and "conflict" in properties


def _nothing(rule: str, reason: str, remedy: str = "Give a GeoJSON file (RFC 7946)") -> Reading:
    return Reading((), (Refusal("", rule, reason, remedy),), ())


def _other_system(raw: Any) -> str:  # noqa: ANN401 - JSON of others
    """Why the coordinates may not be longitude and latitude of WGS 84; empty when they are.

    GeoJSON of before RFC 7946 could name any coordinate system in ``crs``. In all but CRS84 the
    same numbers are another place, or may be: EPSG:4326 is read in either order.
    """
    if not isinstance(raw, Mapping) or "crs" not in raw:
        return ""
    crs = raw["crs"]
    said = crs.get("properties") if isinstance(crs, Mapping) else None
    name = said.get("name") if isinstance(said, Mapping) else None
    if isinstance(name, str) and _CRS84.fullmatch(name):
        return ""
    return f"its coordinates are in another system: `crs` says {label(str(name or crs), 60)!r}"


def _raw_features(root: Any) -> Sequence[Any] | None:  # noqa: ANN401 - JSON of others
    if not isinstance(root, Mapping):
        return None
    if root.get("type") == "FeatureCollection":
        features = root.get("features")
        return features if isinstance(features, list) else None
    if root.get("type") == "Feature":
        return [root]
    return [{"type": "Feature", "geometry": root}] if "coordinates" in root else None


def _read(raw: Any, place: int, losses: Losses) -> Feature | Refusals:  # noqa: ANN401 - the same
    key = f"#{place}"
    if not isinstance(raw, Mapping) or not isinstance(raw.get("properties") or {}, Mapping):
        return (Refusal(key, "feature", "it is no GeoJSON feature", "Check it, or leave it out"),)
    properties: Mapping[str, Json] = raw.get("properties") or {}
    key = _key(raw.get("id") or properties.get("number") or properties.get("name"), key)
    geometry = raw.get("geometry")
    elsewhere = _other_system(raw) or _other_system(geometry)
    if elsewhere:
        return (Refusal(key, "coordinate-system", elsewhere, _LONGITUDE_LATITUDE),)
    said = said_of(properties, key)
    if isinstance(said, tuple):
        return of_feature(key, said)
    if said.exact is not None:
        return _exact(said.exact, geometry, key)
    outlines = outlines_of(geometry, said, key, losses)
    if isinstance(outlines, tuple):
        return outlines
    names = unread(properties)
    if names:
        losses.add("properties", f"not read: {', '.join(names[:10])}", key)
    name = label(str(properties.get("name") or key), NAME_CHARS_MAX)
    return Feature(key, name, tuple(outlines), said.band, said.window)


def _key(said: object, otherwise: str) -> str:
    usable = isinstance(said, str | int) and not isinstance(said, bool) and str(said).strip()
    return label(str(said).strip(), NAME_CHARS_MAX) if usable else otherwise


def problems_of(outline: Outline, key: str) -> Refusals:
    """Why an outline is not valid; empty when it is."""
    checked = outline_from_json(outline_to_json(outline), key)
    return checked if isinstance(checked, tuple) else ()


def _exact(airspace: Airspace, geometry: object, key: str) -> Feature | Refusals:
    """A feature of ours, unless its drawing was changed after we wrote it."""
    drawn = _geometry(airspace, key, Losses())
    if not isinstance(geometry, Mapping) or not _alike(
        geometry.get("coordinates"), drawn["coordinates"]
    ):
        reason = "its drawing is not the one that its property `volume` says"
        remedy = "Take `volume` out of its properties to use the drawing"
        return (Refusal(key, "drawing-changed", reason, remedy),)
    outlines = tuple(part.volume.outline for part in airspace.parts)
    return Feature(key, key, outlines, exact=airspace)


def _alike(theirs: object, ours: object) -> bool:
    """The same nest of numbers, to the rounding of a corner."""
    if isinstance(ours, list):
        return (
            isinstance(theirs, list)
            and len(theirs) == len(ours)
            and all(_alike(a, b) for a, b in zip(theirs, ours, strict=True))
        )
    if isinstance(theirs, bool) or not isinstance(theirs, int | float):
        return False
    assert isinstance(ours, int | float)
    return abs(theirs - ours) <= _SAME_DEGREES


# ------------------------------------------------------------------ geometries of others


def outlines_of(geometry: object, said: Said, key: str, losses: Losses) -> list[Outline] | Refusals:
    """The valid outlines of a GeoJSON geometry, at least one, or why it has none."""
    try:
        found = _outlines(geometry, said, key, losses)
    except _Unreadable as unreadable:
        return (Refusal(key, unreadable.rule, str(unreadable), unreadable.remedy),)
    problems = tuple(one for outline in found for one in problems_of(outline, key))
    return of_feature(key, problems) or list(found)


def _outlines(geometry: object, said: Said, key: str, losses: Losses) -> tuple[Outline, ...]:
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, Mapping) else None
    match kind:
        case "Point":
            return (_point(coordinates, said, key, losses),)
        case "LineString":
            return (_line(coordinates, said, key, losses),)
        case "Polygon":
            return (_polygon(coordinates, key, losses),)
        case "MultiPolygon" if isinstance(coordinates, list) and coordinates:
            return tuple(_polygon(one, key, losses) for one in coordinates)
        case _:
            what = label(str(kind), 40) if kind else "no geometry"
            remedy = "Draw a polygon, a point with `radius`, or a line with `half_width`"
            raise _Unreadable(f"{what} has no outline", "geometry-kind", remedy)


class _Unreadable(Exception):
    """A geometry is none that can be used; says why, by which rule, and what to do."""

    def __init__(
        self, reason: str, rule: str = "coordinates", remedy: str = "Check its coordinates"
    ) -> None:
        super().__init__(reason)
        self.rule = rule
        self.remedy = remedy


def _point(coordinates: object, said: Said, key: str, losses: Losses) -> Circle:
    if said.radius_cm is None:
        remedy = "Give it a property `radius`, such as 10NM"
        raise _Unreadable("a point without a radius is no volume", "radius-unsaid", remedy)
    return Circle(_place(coordinates, key, losses), said.radius_cm)


def _line(coordinates: object, said: Said, key: str, losses: Losses) -> Corridor:
    if said.half_width_cm is None:
        remedy = "Give it a property `half_width`, such as 5NM to either side"
        raise _Unreadable("a line without a width is no volume", "width-unsaid", remedy)
    points = _places(coordinates, 2, key, losses)
    return Corridor((*_divided(points, key, losses), points[-1]), said.half_width_cm)


def _polygon(coordinates: object, key: str, losses: Losses) -> Polygon:
    if not isinstance(coordinates, list) or not coordinates:
        raise _Unreadable("a polygon is a list of rings")
    if len(coordinates) > 1:
        losses.add("holes", "holes are filled: the volume is larger than it was drawn", key)
    points = _places(coordinates[0], 4, key, losses)
    if points[0] != points[-1]:
        raise _Unreadable("the first ring is not closed")
    drawn = Polygon(tuple(points[:-1]))
    if any(one.rule in _TANGLED for one in problems_of(drawn, key)):
        return drawn  # it is refused with the numbers of its own corners
    return Polygon(tuple(_divided(points, key, losses)))


def _divided(points: Sequence[Point], key: str, losses: Losses) -> list[Point]:
    """All but the last point, with corners in between where edges are long."""
    found: list[Point] = []
    for start, end in pairwise(points):
        if start != end:
            found += [start, *_flat_corners(start, end, key, losses)]
    return found


def _flat_corners(start: Point, end: Point, key: str, losses: Losses) -> list[Point]:
    """Corners on the straight line of a flat map, so that geodesics between them stay near it."""
    if abs(start.lon_e7) == abs(end.lon_e7) == 180 * E7_PER_DEGREE:
        return []  # along the edge of the map, which is no edge on the earth
    if abs(start.lon_e7 - end.lon_e7) > 180 * E7_PER_DEGREE:
        raise _Unreadable(
            "an edge spans more than 180 degrees of longitude, so it may go either way round; "
            "cut it at the antimeridian (RFC 7946, 3.1.9)"
        )
    off_cm = flat_departure_cm(start, end)
    if off_cm <= TOLERANCE_CM:
        return []
    pieces = min(_DIVISIONS_MAX, int((2 * off_cm / TOLERANCE_CM) ** 0.5) + 1)
    what = "edges are straight on a flat map: divided, to stay within 10 m on the earth"
    losses.add("edges", what, key, TOLERANCE_CM)
    return [flat_middle(start, end, piece, pieces) for piece in range(1, pieces)]


def _places(coordinates: object, least: int, key: str, losses: Losses) -> list[Point]:
    if not isinstance(coordinates, list) or len(coordinates) < least:
        raise _Unreadable(f"{least} positions or more are needed")
    return [_place(one, key, losses) for one in coordinates]


def _place(position: object, key: str, losses: Losses) -> Point:
    if not isinstance(position, list) or not 2 <= len(position) <= 4:
        raise _Unreadable("a position is [longitude, latitude]")
    lon, lat = position[:2]
    for value in (lon, lat):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _Unreadable("a position is two numbers")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise _Unreadable(f"[{lon:.6g}, {lat:.6g}] is no longitude and latitude, in this order")
    if len(position) > 2:
        losses.add("corner-heights", "heights of corners are not read: say floor and ceiling", key)
    return Point(round(lat * E7_PER_DEGREE), round(lon * E7_PER_DEGREE))
