"""The rules of a line made ready to judge: compiled once, found by format, place and time.

A rule book reads the registers where it left off: a message that changes no register costs it
nothing, a zone's message has the zones of that name read again, an agreement's the agreements.
Rules with an area lie in the five-dimensional index (airspace/index.py), widened by their distance,
so that a judged message asks only those that may touch it; the others stand in a list by kind.
Notices lie in an index of their own, for rules that ask what else was announced.
It is a memory of what follows from the state, never a source: it is left out of snapshots, and made
again when it is missing. Owned by the writer. Not here: what breaks a rule (judging.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from detente.core.agreements.contradictions import VALUES
from detente.core.agreements.register import Agreement, agreements, judges
from detente.core.agreements.rules import (
    Agreed,
    Rule,
    agreement_rules,
    is_narrower,
    text_on,
    zone_key,
    zone_rule,
    zone_spans,
)
from detente.core.airspace.conflict import Placed, place, place_parts
from detente.core.airspace.index import VolumeIndex, box_of
from detente.core.airspace.volume import Volume
from detente.core.line.paper import announcer
from detente.core.line.state import Standing
from detente.core.line.zones import Zone, claims, group_of
from detente.core.units import CM_PER_M

if TYPE_CHECKING:
    from detente.core.agreements.finding import Finding
    from detente.core.airspace.volume import Airspace
    from detente.core.line.message import Line
    from detente.core.line.state import LineState, State, Tracked

AGREEING: Final = frozenset({"AGR", "AGS", "AGX"})
ANY_HEIGHT_CM: Final = 5_000_000  # 50 km: a distance without a height counts at every height
#: Kinds with a value, of which a narrower rule goes before a wider one.
EXCEPTABLE: Final = frozenset(VALUES)
#: Kinds that are not asked by place: what is outside the area is what breaks the rule.
_OUTSIDE: Final = frozenset({"keep-in"})


@dataclass(frozen=True, slots=True)
class Announced:
    """A notice as the rules see it. closed_ms: when its author took it back; None: it stands.

    said_ms and closed_ms by its author's clock. activity: class; code: format.
    """

    number: str
    party: str
    code: str
    activity: str
    said_ms: int
    closed_ms: int | None

    def stands(self, at_ms: int) -> bool:
        """Whether it had been said at a time, and not been taken back."""
        return self.said_ms <= at_ms and (self.closed_ms is None or at_ms < self.closed_ms)


@dataclass(slots=True)
class Judged:
    """What was found by message, kept until something changes it. Owned by found.py.

    version: of the rules; at_ms: the newest time judged for; live_ms: when the live ones last were.
    found: what is known, by number. live: messages about which time alone may find more; stale:
    those to be judged again. checks: line checks by party: time and number. seen: messages that say
    where an aircraft was. read: how far the line's `moved` was looked at; moved: see RuleBook.
    """

    version: int = -1
    at_ms: int = 0
    live_ms: int = -1
    read: int = 0
    moved: list[Airspace] = field(default_factory=list)
    found: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    live: set[str] = field(default_factory=set)
    stale: set[str] = field(default_factory=set)
    checks: dict[str, dict[str, int]] = field(default_factory=dict)
    seen: dict[str, None] = field(default_factory=dict)


class RuleBook:
    """The rules that judge one line. `update` before every use; see `rulebook`.

    version: raised when an article is another rule. judged: what was found up to now; past: up to
    the earlier time that was last asked for. Each is told the areas of zones that became other
    rules (moved), and reads from the line which messages came or were acted on.
    """

    def __init__(self) -> None:
        self._read: dict[Line, int] = {}
        self._texts: dict[Line, list[Agreement]] = {}
        self._zones = _Zones()
        self._rules: dict[tuple[str, str], tuple[Rule, ...]] = {}  # by origin: text, or zone
        self._count = 0
        self._areas = _Areas()
        self._wide: dict[tuple[str, str], tuple[Rule, ...]] = {}
        self._wide_all: tuple[Rule, ...] = ()
        self._exceptions: dict[tuple[str, str], dict[tuple[str, str], tuple[Rule, ...]]] = {}
        self._named: set[str] = set()  # the zones that articles refer to
        self._notices = _Notices()
        self.version = 0
        self.judged = Judged()
        self.past: Judged | None = None

    def __reduce__(self) -> tuple[Callable[[], RuleBook], tuple[()]]:
        """A snapshot and a copy hold none of it: it is read again from the state."""
        return RuleBook, ()

    def __len__(self) -> int:
        """How many rules there are, those that cannot judge among them."""
        return self._count

    @property
    def rules(self) -> Iterator[Rule]:
        """Every rule that holds at some time, in no order."""
        return (rule for found in self._rules.values() for rule in found)

    def update(self, state: State, line: Line) -> None:
        """Read what was put on record since the last time."""
        zones_moved, texts_moved = set[str](), False
        for on, here in state.lines.items():
            if on.status is not line.status or self._read.get(on, 0) == len(here.moved):
                continue
            tail, self._read[on] = unread(here, self._read.get(on, 0))
            if any(number in here.register.get(code, ()) for code in AGREEING for number in tail):
                self._texts[on] = agreements(state, on, 0)
                texts_moved = True
            if on == line:
                zoned = [number for number in tail if number in here.zones]
                zones_moved = self._take_zones(state, line, zoned) if zoned else set()
        if texts_moved or zones_moved & self._named:
            self._take_texts(state, line)

    def _memories(self) -> tuple[Judged, ...]:
        return (self.judged,) if self.past is None else (self.judged, self.past)

    def read_notices(self, state: State, line: Line, most: int) -> bool:
        """Read so many notices into their index; whether all have been read."""
        return self._notices.read(state, line, most)

    def _take_zones(self, state: State, line: Line, numbers: list[str]) -> set[str]:
        """Read the zones that are meant again; the names that they have or had."""
        names: set[str] = set()
        for group in self._zones.touched(state.line(line), numbers):
            names.add(group)
            for zone, rule in self._zones.read(state, line, group):
                names.add(zone_key(zone.name))
                self._put(state, line, ("zone", zone.number), () if rule is None else (rule,))
        return names

    def _take_texts(self, state: State, line: Line) -> None:
        known = {
            ("text", text_on(one, line)): agreement_rules(one, self._zones.agreed, line)
            for found in self._texts.values()
            for one in found
            if judges(state, one, line)
        }
        self._named = {rule.zone for every in known.values() for rule in every if rule.zone}
        self._named = {zone_key(name) for name in self._named}
        gone = [key for key in self._rules if key[0] == "text" and key not in known]
        for key in gone:
            self._put(state, line, key, ())
        for key, rules in known.items():
            self._put(state, line, key, rules)

    def _put(
        self, state: State, line: Line, origin: tuple[str, str], rules: tuple[Rule, ...]
    ) -> None:
        """Take the rules of one text or zone in place of its former ones; nothing if unchanged."""
        if self._rules.get(origin, ()) == rules:
            return
        if origin[0] == "zone":
            for judged in self._memories():
                judged.moved += (
                    area for one in (*self._rules.get(origin, ()), *rules) for area in one.areas
                )
        else:
            self.version += 1
        self._count += len(rules) - len(self._rules.get(origin, ()))
        self._areas.drop(origin)
        self._rules[origin] = rules
        self._exceptions[origin] = _exceptions(rules)
        ready = [one for one in rules if one.judges and one.spans]
        self._areas.put(
            origin,
            (one for one in ready if one.areas and one.kind not in _OUTSIDE),
            state.terrain_max_cm(line),
        )
        wide = tuple(one for one in ready if not one.areas or one.kind in _OUTSIDE)
        if wide or origin in self._wide:
            self._wide[origin] = wide
            self._wide_all = tuple(one for found in self._wide.values() for one in found)

    def exceptions(self, rule: Rule) -> tuple[Rule, ...]:
        """The rules of its text that are narrower than this one, and go before it."""
        return self._exceptions.get(("text", rule.text), {}).get(rule.key, ())

    def wide(self) -> tuple[Rule, ...]:
        """The rules that are not asked by place."""
        return self._wide_all

    def near(self, placed: Placed) -> Iterator[tuple[Rule, Placed]]:
        """The rules whose areas may touch a volume, with that area; errs wide."""
        return self._areas.near(placed)

    def every_area(self) -> Iterator[tuple[Rule, Placed]]:
        """Every rule that has an area, with that area: what an index is compared with."""
        return self._areas.every()

    def notices_near(
        self, state: State, line: Line, placed: Placed, *, horizontal_cm: int, vertical_cm: int
    ) -> list[tuple[Announced, Placed]]:
        """Every notice ever announced that may lie within these margins; errs wide."""
        self._notices.read(state, line)
        return self._notices.near(placed, horizontal_cm, vertical_cm)


def _exceptions(rules: tuple[Rule, ...]) -> dict[tuple[str, str], tuple[Rule, ...]]:
    """By rule: those of the same text that are narrower; only where there are any."""
    ready = [one for one in rules if one.judges and one.kind in EXCEPTABLE]
    found = {wider.key: tuple(one for one in ready if is_narrower(one, wider)) for wider in ready}
    return {key: narrower for key, narrower in found.items() if narrower}


def unread(here: LineState, read: int, most: int | None = None) -> tuple[dict[str, None], int]:
    """What came or was acted on after the first `read` of it, each once, and how far that goes.

    most: of it at the most; None: all.
    """
    upto = len(here.moved) if most is None else min(read + most, len(here.moved))
    return dict.fromkeys(here.moved[read:upto]), upto


def rulebook(state: State, line: Line) -> RuleBook:
    """The rule book of a line, read up to now."""
    book = state.rulebooks.get(line)
    if book is None:
        book = state.rulebooks[line] = RuleBook()
    book.update(state, line)
    return book


class _Areas:
    """The areas of rules in the index, with the distance that the rule keeps around them."""

    def __init__(self) -> None:
        self._index = VolumeIndex()
        self._held: dict[int, tuple[Rule, Volume]] = {}
        self._keys: dict[tuple[str, str], list[int]] = {}
        self._next = 1

    def put(
        self, origin: tuple[str, str], rules: Iterable[Rule], terrain_max_cm: int | None
    ) -> None:
        for rule in rules:
            horizontal_cm, vertical_cm = margins(rule)
            for area in rule.areas:
                for placed in place_parts(rule.text, "", "", area, terrain_max_cm):
                    box = box_of(
                        placed.shape,
                        placed.volume,
                        horizontal_cm=horizontal_cm,
                        vertical_cm=vertical_cm,
                    )
                    self._index.insert(self._next, box)
                    self._held[self._next] = (rule, placed.volume)
                    self._keys.setdefault(origin, []).append(self._next)
                    self._next += 1

    def drop(self, origin: tuple[str, str]) -> None:
        for key in self._keys.pop(origin, ()):
            self._index.remove(key)
            del self._held[key]

    def every(self) -> Iterator[tuple[Rule, Placed]]:
        for rule, volume in self._held.values():
            yield rule, place(rule.text, "", "", volume)

    def near(self, placed: Placed) -> Iterator[tuple[Rule, Placed]]:
        for key in self._index.query(box_of(placed.shape, placed.volume)):
            rule, volume = self._held[key]
            yield rule, place(rule.text, "", "", volume)


def margins(rule: Rule) -> tuple[int, int]:
    """How far around its area a rule reaches: horizontal and vertical cm."""
    if rule.kind != "buffer":
        return 0, 0
    height_m = rule.height_m
    vertical_cm = ANY_HEIGHT_CM if height_m is None else height_m * CM_PER_M
    return (rule.distance_m or 0) * CM_PER_M, vertical_cm


class _Zones:
    """The messages about zones in groups of one name, and the claims that are agreed, by name."""

    def __init__(self) -> None:
        self.agreed: dict[str, list[Agreed]] = {}
        self._groups: dict[str, dict[str, None]] = {}
        self._refs: dict[str, dict[str, None]] = {}
        self._names: dict[str, str] = {}

    def touched(self, here: LineState, numbers: list[str]) -> list[str]:
        """Take messages into their groups; the groups that have to be read again."""
        found: dict[str, None] = {}
        meant = dict.fromkeys(numbers)
        for number in numbers:
            meant |= self._refs.get(number, {})
        for number in meant:
            said = here.messages[number]
            if said.message.ref is not None:
                self._refs.setdefault(said.message.ref, {})[number] = None
            group = group_of(here, said)
            self._groups.setdefault(group, {})[number] = None
            found[group] = None
        return list(found)

    def read(self, state: State, line: Line, group: str) -> list[tuple[Zone, Rule | None]]:
        """The claims of a group, each with the rule that it is, if it is one."""
        here = state.line(line)
        said = [here.messages[number] for number in self._groups[group]]
        found = []
        for zone in claims(state, line, said, 0):
            agreed = Agreed(zone, tuple(zone_spans(state, line, zone)))
            self._agree(agreed)
            found.append((zone, zone_rule(state, line, agreed)))
        return found

    def _agree(self, agreed: Agreed) -> None:
        """Enter a claim under its newest name, and nowhere else; one never agreed is left out."""
        zone = agreed.zone
        former = self._names.pop(zone.number, None)
        if former is not None:
            known = self.agreed[former]
            self.agreed[former] = [one for one in known if one.zone.number != zone.number]
        if agreed.spans:
            name = zone_key(zone.name)
            known = [*self.agreed.get(name, ()), agreed]
            self.agreed[name] = sorted(known, key=lambda one: one.zone.number)
            self._names[zone.number] = name


class _Notices:
    """Every notice of the line, whenever it was announced, by place and time."""

    def __init__(self) -> None:
        self._read = 0  # how far the line's `moved` was looked at
        self._index = VolumeIndex()
        self._known: dict[str, Announced] = {}
        self._keys: dict[str, tuple[int, ...]] = {}
        self._held: dict[int, tuple[str, Volume]] = {}
        self._next = 1

    def read(self, state: State, line: Line, most: int | None = None) -> bool:
        """Take what was announced since the last time, and taken back; whether that was all."""
        here = state.line(line)
        numbers, self._read = unread(here, self._read, most)
        for number in numbers:
            one = here.messages.shown(number)
            if one.volume is None or one.subject is None or one.problems:
                continue
            self._known[number] = _announced(state, here, one)
            if number not in self._keys:
                self._place(state, line, one)
        return self._read == len(here.moved)

    def _place(self, state: State, line: Line, one: Tracked) -> None:
        assert one.volume is not None, "only what announces a volume is read"
        keys = []
        for placed in place_parts(one.number, "", "", one.volume, state.terrain_max_cm(line)):
            self._index.insert(self._next, box_of(placed.shape, placed.volume))
            self._held[self._next] = (one.number, placed.volume)
            keys.append(self._next)
            self._next += 1
        self._keys[one.number] = tuple(keys)

    def near(
        self, placed: Placed, horizontal_cm: int, vertical_cm: int
    ) -> list[tuple[Announced, Placed]]:
        box = box_of(
            placed.shape, placed.volume, horizontal_cm=horizontal_cm, vertical_cm=vertical_cm
        )
        found = []
        for key in self._index.query(box):
            number, volume = self._held[key]
            known = self._known[number]
            found.append((known, place(number, known.party, known.activity, volume)))
        return found


def _announced(state: State, here: LineState, one: Tracked) -> Announced:
    assert one.subject is not None, "only what is understood is read"
    closed_ms, closed_by = None, one.closed_by
    if one.standing is not Standing.CURRENT and closed_by is not None:
        closed_ms = here.messages.shown(closed_by).at_ms
    return Announced(
        number=one.number,
        party=announcer(state, one.author, one.voice, one.message),
        code=one.subject.code,
        activity=one.activity,
        said_ms=one.message.said_ms,
        closed_ms=closed_ms,
    )
