"""What the rows of a list of movements mean: convoys with their stops, or why they are none.

A row is a stop: the movement's reference, a place, when it arrives and leaves. What belongs to the
whole (vehicles, plates, the contact on the move) stands in any of its rows. Or a row is a whole
movement, with its route in one cell as it is typed to detente. A route with a stop missing is
another route, so one bad row takes its movement with it, and no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.core.airspace.geodesy import inverse
from detente.core.airspace.volume import Point
from detente.core.line.field import Kind
from detente.core.line.tables import FORMATS
from detente.core.refusal import Refusal
from detente.core.units import CM_PER_KM, MS_PER_HOUR
from detente.wire.cells import hour_of, missing, place_of, value_of
from detente.wire.human_fields import Value, field_from_text
from detente.wire.rows import COLUMNS as SITE_COLUMNS
from detente.wire.rows import Site, Sites
from detente.wire.sheets import Row, plain

if TYPE_CHECKING:
    from detente.core.values import Json

MOVEMENT: Final = FORMATS["NHM"]
ROAD_KMH_MAX: Final = 150  # no convoy is faster; a slip of a digit or of an hour is
AIR_KMH_MAX: Final = 1_000
JUMP_CM: Final = 5 * CM_PER_KM  # nearer stops may stand with one time: minutes are rounded
ROUTE: Final = "route"
LAT_E7_MAX: Final = 900_000_000
THREE: Final = 3  # stops: fewer cannot say which of two is wrong

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "movement": (
        *("reference", "movement", "movementid", "convoy", "convoyid", "mission", "missionid"),
        *("id", "ref", "code", "number", "no"),
    ),
    **{name: SITE_COLUMNS[name] for name in ("latitude", "longitude", "coordinates")},
    "arrive": ("arrival", "arrive", "arrives", "eta", "arrivaltime", "timeofarrival"),
    "leave": ("departure", "depart", "departs", "leave", "leaves", "etd", "departuretime"),
    ROUTE: ("route", "itinerary"),
    "act": ("act", "change", "plannedorchanged"),
    "verified": SITE_COLUMNS["verified"],
    "vehicles": ("vehicles", "numberofvehicles", "vehiclecount", "vehiclenumber"),
    "kinds": ("kinds", "vehicletype", "vehicletypes", "typeofvehicle", "typesofvehicles"),
    "plates": ("plates", "plate", "numberplates", "licenceplates", "licenseplates", "plateno"),
    "people": (*SITE_COLUMNS["people"], "passengers", "staff"),
    "markings": SITE_COLUMNS["markings"],
    "operator": SITE_COLUMNS["operator"],
    "on_move": ("contact", "contactonthemove", "phone", "satphone", "drivercontact", "focalpoint"),
    "photo": SITE_COLUMNS["photo"],
}
"""The fields of a movement and its stops, and the plain forms of the names of their columns."""

KNOWN: Final = frozenset(name for names in COLUMNS.values() for name in names)
_FIELD_OF: Final = {name: field for field, names in COLUMNS.items() for name in names}
_OF_STOPS: Final = frozenset({"latitude", "longitude", "coordinates", "arrive", "leave"})


@dataclass(frozen=True, slots=True)
class _Read:
    """A row with its cells by field."""

    row: Row
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Stop:
    source: str
    point: Point
    arrive_ms: int
    leave_ms: int

    def json(self) -> Json:
        return {
            "lat_e7": self.point.lat_e7,
            "lon_e7": self.point.lon_e7,
            "arrive_ms": self.arrive_ms,
            "leave_ms": self.leave_ms,
        }


def movements_of(
    columns: Sequence[str],
    rows: Sequence[Row],
    now_ms: int,
    defaults: Mapping[str, str],
    zone: str = "",
) -> Sites:
    """Every movement judged by itself; a bad one is named by the row that is wrong.

    defaults: for fields that are left empty. zone: of times that say none, ``Z`` or ``+03:00``.
    """
    found = Sites(unread=tuple(one for one in columns if one and plain(one) not in KNOWN))
    for reads in _by_movement(rows):
        problems = list(_contradictions(reads))
        made = None if problems else _movement(reads, now_ms, defaults, zone, problems)
        if made is not None and not problems:
            found.good.append(made)
            continue
        for source, one in problems:
            found.refuse(source, one)
        bad = {source for source, _ in problems}
        for read in reads:
            if read.row.source not in bad:
                reason = "its movement is not taken, because another of its rows is wrong"
                remedy = "Put that row right, and import the list again"
                whole = Refusal(f"{read.row.source}", "movement-not-whole", reason, remedy)
                found.refuse(read.row.source, whole)
    return found


def _by_movement(rows: Sequence[Row]) -> list[list[_Read]]:
    """The rows of each movement in the file's order.

    An empty reference is that of the row above, as cells are merged; rows above the first one go
    with the first movement, which is then refused by them.
    """
    groups: dict[str, list[_Read]] = {}
    above = ""
    for row in rows:
        named = {plain(name): text for name, text in row.cells.items()}
        cells = {_FIELD_OF[name]: text for name, text in named.items() if name in _FIELD_OF}
        if not above and "" in groups and cells.get("movement"):
            groups = {plain(cells["movement"]): groups[""]}
        above = plain(cells.get("movement", "")) or above
        groups.setdefault(above, []).append(_Read(row, cells))
    return list(groups.values())


def _contradictions(reads: Sequence[_Read]) -> Iterator[tuple[str, Refusal]]:
    """Rows above any reference, and what is said of the whole in two rows, differently."""
    for one in reads:
        if one.cells.get("movement"):
            break
        spec = MOVEMENT.field("movement")
        assert spec is not None
        yield one.row.source, missing(one.row, spec, COLUMNS["movement"])
    for name in COLUMNS:
        if name in _OF_STOPS or name == "movement":
            continue
        said = [(one.row.source, one.cells[name]) for one in reads if one.cells.get(name)]
        for source, text in said[1:]:
            if plain(text) != plain(said[0][1]):
                reason = f"{text[:40]!r}, and {said[0][1][:40]!r} in {said[0][0]}"
                remedy = "Say it once for the movement, or give each movement its own reference"
                yield source, Refusal(f"{source}.{name}", "said-twice", reason, remedy)


_Problems = list[tuple[str, Refusal]]


def _movement(
    reads: Sequence[_Read],
    now_ms: int,
    defaults: Mapping[str, str],
    zone: str,
    problems: _Problems,
) -> Site | None:
    """One movement; what is wrong goes into `problems` with its row."""
    first = reads[0].row
    whole = {"act": "plan", **defaults}
    for one in reads:
        whole |= {name: text for name, text in one.cells.items() if text and name not in _OF_STOPS}
    clear: dict[str, Json] = {}
    exact: dict[str, Json] = {}
    for spec in MOVEMENT.fields:
        if spec.kind in (Kind.ROUTE, Kind.OUTLINE, Kind.SEALED, Kind.DATA, Kind.TIME):
            continue
        text = whole.get(spec.name, "")
        value = value_of(spec, text, now_ms, first.source) if text else None
        if isinstance(value, Refusal):
            problems.append((first.source, value))
        elif value is not None:
            (exact if spec.sealed else clear)[spec.name] = value
        elif spec.required:
            names = COLUMNS.get(spec.name, (spec.name,))
            problems.append((first.source, missing(first, spec, names)))
    stops = _stops(reads, now_ms, zone, problems)
    if problems:
        return None
    kinds = exact.get("kinds")
    flies = isinstance(kinds, list | tuple) and "aircraft" in kinds
    problems += _judged(stops, now_ms, AIR_KMH_MAX if flies else ROAD_KMH_MAX)
    if problems:
        return None
    clear |= {"from_ms": stops[0].arrive_ms, "valid_to_ms": stops[-1].leave_ms}
    exact[ROUTE] = [one.json() for one in stops]
    return Site(first.source, clear, exact, stops[0].point, whole.get("photo", ""))


def _stops(reads: Sequence[_Read], now_ms: int, zone: str, problems: _Problems) -> list[_Stop]:
    if any(one.cells.get(ROUTE) for one in reads):
        return _typed_route(reads, now_ms, problems)
    found: list[_Stop] = []
    for one in reads:
        row, cells = one.row, one.cells
        point = place_of(row, cells)
        times = [
            hour_of(cells[name], now_ms, f"{row.source}.{name}", zone)
            for name in ("arrive", "leave")
            if cells.get(name)
        ]
        wrong = [part for part in (point, *times) if isinstance(part, Refusal)]
        if not times:
            remedy = "Fill in when it arrives, or when it leaves; or both, where it stops"
            reason = "arrival and departure: empty"
            wrong.append(Refusal(f"{row.source}.arrive", "cell-missing", reason, remedy))
        problems += [(row.source, part) for part in wrong]
        hours = [part for part in times if isinstance(part, int)]
        if not wrong and isinstance(point, Point):
            found.append(_Stop(row.source, point, hours[0], hours[-1]))
    if len(reads) < 2 and not problems:
        reason = "a route has two points at least"
        remedy = "Add a row for each stop, with the same reference"
        problems.append(
            (reads[0].row.source, Refusal(reads[0].row.source, "route-length", reason, remedy))
        )
    return found


def _typed_route(reads: Sequence[_Read], now_ms: int, problems: _Problems) -> list[_Stop]:
    """The stops of a route that stands in one cell."""
    source, text = next((r.row.source, r.cells[ROUTE]) for r in reads if r.cells.get(ROUTE))
    spec = MOVEMENT.field(ROUTE)
    assert spec is not None
    found = field_from_text(spec, text, now_ms, f"{source}.{ROUTE}")
    if not isinstance(found, Value):
        problems += [(source, one) for one in found]
        return []
    listed = found.json if isinstance(found.json, list | tuple) else ()
    return [_stop_of(source, one) for one in listed if isinstance(one, Mapping)]


def _stop_of(source: str, one: Mapping[str, Json]) -> _Stop:
    lat_e7, lon_e7, arrive_ms, leave_ms = (
        value if isinstance(value := one.get(name), int) else 0
        for name in ("lat_e7", "lon_e7", "arrive_ms", "leave_ms")
    )
    return _Stop(source, Point(lat_e7, lon_e7), arrive_ms, leave_ms)


def _judged(stops: Sequence[_Stop], now_ms: int, kmh_max: int) -> Iterator[tuple[str, Refusal]]:
    """Times that run backwards, legs that nobody drives, and what is over already."""
    last_ms = stops[0].arrive_ms
    for stop in stops:
        if stop.arrive_ms < last_ms or stop.leave_ms < stop.arrive_ms:
            reason = "it arrives before the stop above is left, or leaves before it arrives"
            remedy = "Sort the rows by time; look at day and zone"
            yield stop.source, Refusal(f"{stop.source}.arrive", "route-order", reason, remedy)
        last_ms = max(last_ms, stop.leave_ms)
    yield from _legs(stops, kmh_max)
    if stops[-1].leave_ms <= now_ms:
        reason = "the movement is over already"
        remedy = "Look at the day; what is over needs no notice"
        yield stops[-1].source, Refusal(f"{stops[-1].source}.leave", "expired", reason, remedy)


def _legs(stops: Sequence[_Stop], kmh_max: int) -> Iterator[tuple[str, Refusal]]:
    """Legs that nobody drives: each stop against the last one that could be reached.

    Where the first stop is the one that lies apart from all others, it is the one that is named.
    """
    rest = list(stops)
    first_alone = len(rest) >= THREE and not _drivable(rest[0], rest[1], kmh_max)
    if first_alone and _drivable(rest[1], rest[2], kmh_max):
        yield _apart(rest[0], rest[1], kmh_max)
        rest = rest[1:]
    before = rest[0]
    for stop in rest[1:]:
        if _drivable(before, stop, kmh_max):
            before = stop
        else:
            yield _apart(stop, before, kmh_max)


def _drivable(one: _Stop, other: _Stop, kmh_max: int, swapped: Point | None = None) -> bool:
    """Whether there is time for the way between two stops; out of order is another's fault."""
    apart_cm = inverse(swapped or one.point, other.point)[0]
    hours = max(other.arrive_ms - one.leave_ms, one.arrive_ms - other.leave_ms) / MS_PER_HOUR
    return hours < 0 or apart_cm <= JUMP_CM or apart_cm <= kmh_max * CM_PER_KM * hours


def _apart(wrong: _Stop, other: _Stop, kmh_max: int) -> tuple[str, Refusal]:
    km = int(inverse(wrong.point, other.point)[0] // CM_PER_KM)
    hours = max(other.arrive_ms - wrong.leave_ms, wrong.arrive_ms - other.leave_ms) / MS_PER_HOUR
    said = f"{km} km from {other.source} in {hours:.1f} h"
    where, lon = f"{wrong.source}.coordinates", wrong.point.lon_e7
    swapped = Point(lon, wrong.point.lat_e7) if abs(lon) <= LAT_E7_MAX else None
    if swapped is not None and _drivable(wrong, other, kmh_max, swapped):
        reason = f"latitude and longitude are swapped: {said}"
        return wrong.source, Refusal(where, "swapped", reason, "Swap the two cells")
    return wrong.source, Refusal(
        where, "leg-speed", said, "Look at the place, the day and the hour of both"
    )
