"""The picture as GeoJSON (RFC 7946), for any map: degrees as decimals, circles as rings.

A drawing, not the record: a circle is drawn with 72 corners on the ellipsoid, a volume's heights
and times are properties. Decisions are made on the volumes themselves, never on this.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import msgspec
from geographiclib.geodesic import Geodesic

if TYPE_CHECKING:
    from detente.wire.native import PictureItem

MEDIA: Final = "application/geo+json"
CORNERS: Final = 72  # every five degrees: within 0.1 % of the circle
_E7: Final = 10_000_000


def encode(items: list[PictureItem]) -> bytes:
    """A FeatureCollection of all items."""
    features = [_feature(item) for item in items]
    return msgspec.json.encode({"type": "FeatureCollection", "features": features})


def _feature(item: PictureItem) -> dict[str, Any]:
    volume = item.volume
    assert isinstance(volume, Mapping)
    properties = {key: value for key, value in volume.items() if key != "outline"}
    return {
        "type": "Feature",
        "id": item.number,
        "geometry": {"type": "Polygon", "coordinates": [_ring(volume["outline"])]},
        "properties": {
            "number": item.number,
            "channel": item.channel,
            "status": item.status,
            "party": item.party,
            "format": item.format,
            "activity": item.activity,
            "conflicts": item.conflicts,
            **properties,
        },
    }


def _ring(outline: Any) -> list[list[float]]:  # noqa: ANN401 - the JSON shape of volume_json
    if "circle" in outline:
        circle = outline["circle"]
        ring = _circle(circle["lat_e7"], circle["lon_e7"], circle["radius_cm"])
    else:
        ring = [[lon_e7 / _E7, lat_e7 / _E7] for lat_e7, lon_e7 in outline["polygon"]]
    return [*ring, ring[0]]


def _circle(lat_e7: int, lon_e7: int, radius_cm: int) -> list[list[float]]:
    """Corners counter-clockwise, as RFC 7946 asks of an outer ring."""
    found = []
    for corner in range(CORNERS):
        azimuth = -360.0 * corner / CORNERS
        at = Geodesic.WGS84.Direct(lat_e7 / _E7, lon_e7 / _E7, azimuth, radius_cm / 100)
        found.append([round(at["lon2"], 7), round(at["lat2"], 7)])
    return found
