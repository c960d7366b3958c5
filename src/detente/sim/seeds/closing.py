"""What must hold in the morning, when every disk is mended and everybody has caught up.

Nothing acknowledged is missing anywhere, the honest hold equal journals and show equal states,
own journals are final, the same conflicts stand everywhere and are those that brute force finds,
a fork that exists is known to somebody honest, and a node started anew knows the same again.
"""

from __future__ import annotations

from itertools import combinations

from detente.core.airspace.buffers import Buffers
from detente.core.airspace.conflict import Placed, find
from detente.core.line.message import Line
from detente.journal.forms import parse_journal
from detente.node.node import Node
from detente.sim.seeds.night import Night
from detente.sim.seeds.shared import differing, shared
from detente.sim.seeds.station import Station
from detente.sim.seeds.watch import FORKED, Breach
from detente.sim.seeds.witness import NAME as WITNESS


def close(night: Night) -> None:
    """Check everything that is left; raises Breach with the first thing that does not hold."""
    honest = [(station, node) for station in night.honest() if (node := station.node) is not None]
    night.watch.promised.update(night.watch.owed)
    for station, _ in honest:
        night.watch.rewritten(station)
    for line in night.lines:
        _equal(night, line, honest)
        if night.plan.liar is None:
            _conflicts(line, honest)
            _witnessed(night, line, honest)
    if night.plan.liar is not None:
        _forks(night, honest)
    for station, node in honest:
        _rebuilt(night, station, node)


def _equal(night: Night, line: Line, honest: list[tuple[Station, Node]]) -> None:
    """Journals of honest authors are the same everywhere, final, and hold all that was promised."""
    for author, node in honest:
        for journal in _journals(line, author.party, honest):
            headers = author.platter.entries.get(journal, [])
            newest = journal == str(node.journals.own_id(line))  # an older epoch's tail stays kept
            if night.plan.liar is None and newest and node.final(journal) != len(headers):
                raise Breach(f"{journal}: {len(headers)} kept, {node.final(journal)} final")
            for member, _ in honest:
                if member.platter.entries.get(journal, []) != headers:
                    raise Breach(f"{member.name} and {author.name} hold different {journal}")
            for (name, one, sequence), header in night.watch.promised.items():
                if (name, one) == (author.name, journal) and headers[sequence] != header:
                    raise Breach(f"{journal} {sequence} is not what was acknowledged")
    if night.plan.liar is None and honest:
        first = shared(honest[0][1], line)
        for station, node in honest[1:]:
            here = shared(node, line)
            if here != first:
                raise Breach(
                    f"{station.name} and {honest[0][0].name} show different"
                    f" states: {differing(here, first)}"
                )


def _journals(line: Line, party: str, honest: list[tuple[Station, Node]]) -> list[str]:
    """A party's journals on a line, of all epochs, as far as anybody honest holds them."""
    names = {name for station, _ in honest for name in station.platter.entries}
    parsed = [(name, parse_journal(name)) for name in sorted(names)]
    return [name for name, one in parsed if (one.line, one.party) == (line, party)]


def _witnessed(night: Night, line: Line, honest: list[tuple[Station, Node]]) -> None:
    """The witness has cosigned every journal in full, and its authors know."""
    if night.witness is None:
        return
    for author, node in honest:
        for journal in _journals(line, author.party, honest):
            if node.cosigned(journal, WITNESS) != node.kept(journal):
                raise Breach(
                    f"the witness cosigned {node.cosigned(journal, WITNESS)} of {journal},"
                    f" {node.kept(journal)} are kept"
                )


def _conflicts(line: Line, honest: list[tuple[Station, Node]]) -> None:
    """The conflicts that are shown are those that there are: none missing, none too many."""
    for station, node in honest:
        picture = node.state.pictures.get(line)
        placed = sorted(picture, key=lambda one: one.number) if picture else []
        there_are = _brute(station, placed, picture.buffers) if picture else set()
        shown = {
            tuple(sorted(one.found.numbers))
            for one in node.state.open_conflicts(line)
            if all(on == line for on, _ in one.sides) and _lies_ahead(one.found.to_ms, station)
        }
        if shown != there_are:
            raise Breach(
                f"{station.name} shows conflicts {sorted(shown)}, there are {sorted(there_are)}"
            )


def _brute(station: Station, placed: list[Placed], buffers: Buffers) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for one, other in combinations(placed, 2):
        if one.party == other.party:
            continue
        overlap = find(one, other, buffers)
        if overlap is not None and _lies_ahead(overlap.to_ms, station):
            found.add(tuple(sorted((one.number, other.number))))
    return found


def _lies_ahead(to_ms: int | None, station: Station) -> bool:
    return to_ms is None or to_ms > station.clock_ms()


def _forks(night: Night, honest: list[tuple[Station, Node]]) -> None:
    """Where two honest members hold different entries of the liar's, one of them knows."""
    liar = night.plan.liar or ""
    for line in night.lines:
        for journal in _journals(line, liar, honest):
            for (one, mind), (other, other_mind) in combinations(honest, 2):
                mine, theirs = (
                    station.platter.entries.get(journal, []) for station in (one, other)
                )
                if all(a == b for a, b in zip(mine, theirs, strict=False)):
                    continue
                night.tally["forks held"] += 1
                kept = (*mind.state.evidence, *other_mind.state.evidence)
                if not any(e.peer == liar or e.reason in FORKED for e in kept):
                    raise Breach(f"{one.name} and {other.name} hold a fork of {journal}, unseen")
    night.tally["forks shown"] += len(night.watch.shown_forks)


def _rebuilt(night: Night, station: Station, node: Node) -> None:
    """State is a fold: a node started from the disk alone knows what this one knows."""
    before = [shared(node, line) for line in night.lines]
    conflicts = {key: one.ended_reason for key, one in node.state.conflicts.items()}
    evidence = len(node.state.evidence)
    again = station.boot()
    if again.position != node.position:
        raise Breach(f"{station.name} was at {node.position}, starts at {again.position}")
    for line, known in zip(night.lines, before, strict=True):
        here = shared(again, line)
        if here != known:
            raise Breach(f"{station.name} knows another state anew: {differing(here, known)}")
    if {key: one.ended_reason for key, one in again.state.conflicts.items()} != conflicts:
        raise Breach(f"{station.name} knows other conflicts when it is started anew")
    if len(again.state.evidence) != evidence:
        raise Breach(f"{station.name} has lost evidence")
    night.watch.booted(station, again)
