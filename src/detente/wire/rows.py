"""What a row of a list of sites means: a notice, or every reason why it is none.

The lists come from many hands, so columns go by many names, and the errors are always the same:
coordinates swapped, a cell left out, a date in the past, a comma for a point, one site twice, five
decimals promised and one typed. Each is named, with the row, and the good rows go on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from detente.core.airspace.geodesy import inverse
from detente.core.airspace.volume import Point
from detente.core.line.field import Kind
from detente.core.line.tables import FORMATS
from detente.core.refusal import Refusal
from detente.core.units import CM_PER_KM, CM_PER_M, MS_PER_HOUR
from detente.wire.cells import decimals, missing, place_of, value_of
from detente.wire.exact import PRECISION_M
from detente.wire.sheets import Row, plain

if TYPE_CHECKING:
    from detente.core.values import Json

SAME_CM: Final = 30 * CM_PER_M  # two rows nearer than that, with one name, are one site
FAR_CM: Final = 1_000 * CM_PER_KM  # further than that from all the others, and near when swapped
NEAR_CM: Final = 300 * CM_PER_KM
LIST_MIN: Final = 3  # rows that must agree on where the list is, before one is said to be swapped
DAY_MS: Final = 24 * MS_PER_HOUR
SITE: Final = FORMATS["NHS"]

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "latitude": ("latitude", "lat", "latn", "ycoord", "y", "gpslatitude", "latitudey"),
    "longitude": ("longitude", "lon", "long", "lng", "lone", "xcoord", "x", "gpslongitude"),
    "coordinates": (
        "coordinates",
        "coordinate",
        "gps",
        "gpscoordinates",
        "mgrs",
        "utm",
        "position",
    ),
    "site": ("reference", "siteid", "id", "ref", "code", "number", "no"),
    "site_name": ("name", "sitename", "site", "facility", "facilityname", "location"),
    "use": ("use", "type", "sitetype", "facilitytype", "kind", "category", "function"),
    "operator": ("operator", "organisation", "organization", "agency", "owner", "runby"),
    "grade": ("grade", "precision", "accuracy"),
    "valid_to_ms": ("validto", "validuntil", "valid", "expires", "expiry", "enddate", "until"),
    "from_ms": ("validfrom", "from", "startdate", "since"),
    "verified": ("verified", "verifiedby", "verification"),
    "verified_ms": ("verifiedat", "verifiedon", "verificationdate", "lastverified"),
    "people": ("people", "peopleband", "numberofpeople", "population", "occupants", "persons"),
    "markings": ("markings", "marking", "marks", "roofmark", "signs"),
    "on_site": ("contact", "contactonthespot", "phone", "contactperson", "focalpoint"),
    "place_name": ("placename", "town", "city", "village", "nearesttown", "admin3", "district"),
    "photo": ("photo", "picture", "image", "photofile"),
}
"""The fields of a site, and the plain forms of the column names that people give them."""

KNOWN: Final = frozenset(name for names in COLUMNS.values() for name in names)
_FIELD_OF: Final = {name: field_ for field_, names in COLUMNS.items() for name in names}


@dataclass(frozen=True, slots=True)
class Site:
    """A good row. fields: in the clear; exact: to be sealed; photo: a file's name, or empty."""

    source: str
    fields: Mapping[str, Json]
    exact: Mapping[str, Json]
    point: Point
    photo: str = ""


@dataclass(slots=True)
class Sites:
    """What a list holds: the good rows, and what is wrong with each of the others."""

    good: list[Site] = field(default_factory=list)
    bad: dict[str, list[Refusal]] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    def refuse(self, source: str, *refusals: Refusal) -> None:
        """Name a row as bad, with every reason."""
        self.bad.setdefault(source, []).extend(refusals)


def sites_of(
    columns: Sequence[str], rows: Sequence[Row], now_ms: int, defaults: Mapping[str, str]
) -> Sites:
    """Every row judged: alone, then against the others.

    defaults: for fields that a row leaves empty, as typed: ``valid_to_ms``, ``verified`` …
    """
    found = Sites(unread=tuple(one for one in columns if one and plain(one) not in KNOWN))
    for row in rows:
        site = _site(row, now_ms, defaults)
        if isinstance(site, Site):
            found.good.append(site)
        else:
            found.refuse(row.source, *site)
    _swapped(found)
    _twice(found)
    return found


def _site(row: Row, now_ms: int, defaults: Mapping[str, str]) -> Site | list[Refusal]:
    cells = dict(defaults)
    cells |= {
        _FIELD_OF[plain(name)]: text for name, text in row.cells.items() if plain(name) in _FIELD_OF
    }
    problems: list[Refusal] = []
    point = place_of(row, cells)
    if isinstance(point, Refusal):
        problems.append(point)
    clear: dict[str, Json] = {}
    exact: dict[str, Json] = {}
    for spec in SITE.fields:
        if spec.kind in (Kind.POINT, Kind.OUTLINE, Kind.SEALED, Kind.DATA):
            continue
        text = cells.get(spec.name, "")
        if spec.name == "site" and not text:
            text = cells.get("site_name", "")[: spec.maximum]
        if spec.name == "grade" and not text and isinstance(point, Point):
            text = _grade_of(cells)
        value = value_of(spec, text, now_ms, row.source) if text else None
        if isinstance(value, Refusal):
            problems.append(value)
        elif value is not None:
            (exact if spec.sealed else clear)[spec.name] = value
        elif spec.required and spec.fill is None and spec.name != "grade":
            problems.append(missing(row, spec, COLUMNS.get(spec.name, (spec.name,))))
    if isinstance(point, Point) and not problems:
        problems += _digits(row, cells, str(exact.get("grade")))
    problems += _past(row, clear, now_ms)
    if problems or not isinstance(point, Point):
        return problems
    exact["point"] = {"lat_e7": point.lat_e7, "lon_e7": point.lon_e7}
    return Site(row.source, clear, exact, point, cells.get("photo", ""))


def _grade_of(cells: Mapping[str, str]) -> str:
    """How good the place is, by the digits that were typed: leaving it out claims no more."""
    digits = decimals(cells)
    if digits is None or digits >= 4:
        return "building"
    return {3: "100m", 2: "1km"}.get(digits, "coarse")


def _digits(row: Row, cells: Mapping[str, str], grade: str) -> list[Refusal]:
    """A place that is said to be better than its digits."""
    digits = decimals(cells)
    if digits is None:
        return []
    good_to_m = 111_000 / 10**digits
    if good_to_m <= PRECISION_M.get(grade, 1) * 2:
        return []
    reason = f"{digits} decimals are good to {good_to_m:,.0f} m, the row says {grade!r}"
    remedy = "Give more decimals, or a coarser precision"
    return [Refusal(f"{row.source}.coordinates", "check-digits", reason, remedy)]


def _past(row: Row, clear: Mapping[str, Json], now_ms: int) -> list[Refusal]:
    until_ms = clear.get("valid_to_ms")
    if not isinstance(until_ms, int) or until_ms > now_ms:
        return []
    reason = f"it expired {(now_ms - until_ms) // DAY_MS} days ago"
    remedy = "Verify it again, and give a later date"
    return [Refusal(f"{row.source}.valid_to_ms", "expired", reason, remedy)]


def _swapped(found: Sites) -> None:
    """A row that lies far from all the others, and near them with its coordinates swapped."""
    if len(found.good) < LIST_MIN:
        return
    middle = Point(
        sorted(one.point.lat_e7 for one in found.good)[len(found.good) // 2],
        sorted(one.point.lon_e7 for one in found.good)[len(found.good) // 2],
    )
    kept: list[Site] = []
    for site in found.good:
        lat, lon = site.point.lat_e7, site.point.lon_e7
        if inverse(middle, site.point)[0] <= FAR_CM or abs(lon) > 900_000_000:
            kept.append(site)
        elif inverse(middle, Point(lon, lat))[0] <= NEAR_CM:
            reason = "latitude and longitude are swapped: so it lies far from all other rows"
            swap = Refusal(f"{site.source}.coordinates", "swapped", reason, "Swap the two cells")
            found.refuse(site.source, swap)
        else:
            kept.append(site)
    found.good = kept


def _twice(found: Sites) -> None:
    """A site that stands in the list before: the first one stays."""
    kept: list[Site] = []
    seen: dict[tuple[int, int], list[Site]] = {}
    for site in found.good:
        square = (site.point.lat_e7 // 10_000, site.point.lon_e7 // 10_000)
        around = [
            other
            for lat in (-1, 0, 1)
            for lon in (-1, 0, 1)
            for other in seen.get((square[0] + lat, square[1] + lon), ())
        ]
        same = next((one for one in around if _is_same(one, site)), None)
        if same is None:
            kept.append(site)
            seen.setdefault(square, []).append(site)
            continue
        reason = f"the same site as {same.source}"
        twice = Refusal(site.source, "duplicate", reason, "Take one of the two out")
        found.refuse(site.source, twice)
    found.good = kept


def _is_same(one: Site, other: Site) -> bool:
    names = [plain(str(site.exact.get("site_name", ""))) for site in (one, other)]
    near = inverse(one.point, other.point)[0] <= SAME_CM
    return near and (names[0] == names[1] or one.point == other.point)
