"""Channels as a node shows them: kind and rules, declared states, checks, gaps, references.

Call from the writer's thread, between steps. Nothing here changes anything. The rules are the
core's (core.line.channels, checks, gap); here links, deliveries and journals are added to them.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from detente.core.events import Released
from detente.core.line.channels import RULES, SAFETY_OF_LIFE, kind_of, takes
from detente.core.line.checks import agreed_ms, checks
from detente.core.line.formats import Family
from detente.core.line.gap import Gap, Period, gap, periods
from detente.core.line.message import Elsewhere, Line, Precedence, Status
from detente.core.line.roster import common_languages, lacking, on_duty, shifts, silent
from detente.core.line.tables import FORMATS
from detente.core.line.words import line_words
from detente.core.refusal import Refusal
from detente.journal.forms import JournalId, parse_journal
from detente.wire.channel_views import (
    ChannelStateView,
    ChannelView,
    CheckDueView,
    DeclaredView,
    ElsewhereView,
    ExerciseView,
    GapCheckView,
    GapItemView,
    GapView,
    HoursView,
    RosterView,
    ShiftView,
)
from detente.wire.events import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.core.line.gap import GapItem
    from detente.core.line.roster import Shift
    from detente.core.line.state import Declared, Tracked
    from detente.node.node import Node

UNDELIVERED_MAX = 100  # numbers listed for each party; a longer list says no more


def channels(node: Node) -> list[ChannelView]:
    """Every channel that this node is on, by its id."""
    return [channel(node, name) for name in sorted(node.state.charters)]


def channel(node: Node, name: str) -> ChannelView:
    """One channel; it must be one of ours."""
    state, charter = node.state, node.state.charters[name]
    kind = kind_of(state, name)
    sent = [fmt for fmt in FORMATS.values() if fmt.family not in (Family.RECEIPT, Family.CHANGE)]
    life = [fmt for fmt in sent if fmt.family is Family.ALERT or fmt.code in SAFETY_OF_LIFE]
    lines = sorted({line for line in state.lines if line.channel == name} | {Line(name)})
    return ChannelView(
        channel=name,
        name=charter.name,
        purpose=charter.purpose,
        kind=kind.value,
        kind_purpose=RULES[kind].purpose,
        members=tuple(sorted(state.members.get(name, ()))),
        witnesses=state.witnesses.get(name, ()),
        takes=tuple(
            fmt.code for fmt in sent if fmt not in life and takes(kind, fmt, Precedence.ROUTINE)
        ),
        always=tuple(fmt.code for fmt in life),
        releaser=RULES[kind].releaser,
        check_every_ms=charter.check_every_ms,
        two_person=charter.two_person,
        effective=dict(charter.effective),
        states=tuple(channel_state(node, line) for line in lines),
    )


def channel_state(node: Node, line: Line) -> ChannelStateView:
    """One status of a channel: each side's declaration, the dispute, the checks."""
    declared = tuple(
        declared_view(node, line, party)
        for party in sorted(node.state.members.get(line.channel, ()))
    )
    words, since_ms = dispute(declared, node.now_ms())
    return ChannelStateView(
        status=line.status,
        declared=declared,
        disputed=words,
        disputed_since_ms=since_ms,
        checks=checks_due(node, line),
    )


def declared_view(node: Node, line: Line, party: str) -> DeclaredView:
    """What one side declares of the line; with nothing in it when it has declared nothing."""
    one: Declared | None = node.state.line(line).declared.get(party)
    if one is None:
        return DeclaredView(party=party)
    announced = one.standing(node.now_ms()) is not one
    return DeclaredView(
        party=party,
        until_then=one.earlier.state if announced and one.earlier is not None else "",
        state=one.state,
        scope=one.scope,
        reason=one.reason,
        since_ms=one.since_ms,
        expected_return_ms=one.expected_return_ms,
        residual=one.residual,
        number=one.number,
        at_ms=one.at_ms,
        held_at_ms=one.held_at_ms,
    )


def dispute(declared: tuple[DeclaredView, ...], now_ms: int) -> tuple[str, int | None]:
    """How the sides' declarations differ, in one sentence, and since when; empty and None if not.

    A side that has declared nothing contradicts nobody, nor does what is announced for later.
    """
    said = [(_now(one, now_ms), one) for one in declared if _now(one, now_ms)]
    if len({state for state, _ in said}) < 2:
        return "", None
    words = "; ".join(f"{state}, says {one.party}" for state, one in said)
    since = [one.since_ms or 0 for _, one in said if not _is_later(one, now_ms)]
    return words, max(since, default=None)


def _now(one: DeclaredView, now_ms: int) -> str:
    """The state that a side's declarations give to this moment; empty when it is none."""
    return one.until_then if _is_later(one, now_ms) else one.state


def _is_later(one: DeclaredView, now_ms: int) -> bool:
    """Whether it is announced for later, by its author's clock too."""
    return (one.since_ms or 0) > max(now_ms, one.at_ms or 0)


def checks_due(node: Node, line: Line) -> tuple[CheckDueView, ...]:
    """Who owes the next line check when; checks are for ACTUAL lines."""
    if line.status is not Status.ACTUAL:
        return ()
    every_ms = agreed_ms(node.state, line.channel)
    return tuple(
        CheckDueView(
            party=due.party,
            every_ms=due.every_ms,
            last_ms=due.last_ms,
            due_ms=due.due_ms,
            missed=due.missed,
            expected=due.expected,
            silent=due.silent,
        )
        for due in checks(node.state, line, node.now_ms(), every_ms)
    )


def exercise(node: Node) -> ExerciseView:
    """The exercise under way, if one is."""
    running = node.state.exercise
    if running is None:
        return ExerciseView()
    begun = running.begun
    return ExerciseView(name=begun.name, by=begun.by.officer, since_ms=running.since_ms)


def roster(node: Node, line: Line, from_ms: int, to_ms: int) -> RosterView:
    """Who is on duty now and in the hours asked about, and which hours lack somebody."""
    state, now_ms = node.state, node.now_ms()
    found = shifts(state, line, from_ms, to_ms)
    here = on_duty(shifts(state, line, now_ms, now_ms + 1), now_ms)
    missing = silent(state, line)
    known = [one for one in state.members.get(line.channel, ()) if one not in missing]
    return RosterView(
        channel=line.channel,
        status=line.status,
        from_ms=from_ms,
        to_ms=to_ms,
        now=tuple(shift_view(one) for one in here),
        common=common_languages(here, known) if len(known) > 1 else (),
        shifts=tuple(shift_view(one) for one in found),
        lacking=tuple(
            HoursView(from_ms=one.from_ms, to_ms=one.to_ms, why=one.why, parties=one.parties)
            for one in lacking(state, line, found, from_ms, to_ms)
        ),
        silent=missing,
    )


def shift_view(one: Shift) -> ShiftView:
    """One shift."""
    return ShiftView(
        party=one.party,
        role=one.role,
        languages=one.languages,
        from_ms=one.from_ms,
        to_ms=one.to_ms,
        desk=one.desk,
        fallback=one.fallback,
        number=one.number,
    )


def languages_on_duty(node: Node, line: Line) -> tuple[str, ...]:
    """The languages that this party's roster says are spoken at its desks now."""
    now_ms = node.now_ms()
    here = on_duty(shifts(node.state, line, now_ms, now_ms + 1), now_ms)
    return common_languages(here, [node.party])


def running_exercise(node: Node) -> str:
    """The name of the exercise under way; empty when none is. May be asked from any thread."""
    running = node.state.exercise
    return "" if running is None else running.begun.name


# -------------------------------------------------------------------- items of other channels


def entry_of(node: Node, line: Line, tracked: Tracked) -> str:
    """By what another channel's message may name this one: its leaf hash, base64."""
    journal = str(JournalId(line, tracked.author, tracked.epoch))
    return base64.b64encode(node.journals.tree(journal).leaf(tracked.sequence)).decode()


def named_elsewhere(
    node: Node, line: Line, names: Sequence[str]
) -> tuple[Elsewhere | Refusal, ...]:
    """What a message on `line` may name of other channels, each as NUMBER@CHANNEL.

    Only in the same status: an exercise never points at what is real.
    """
    return tuple(
        _named(node, line, name, f"elsewhere[{place}]") for place, name in enumerate(names)
    )


def _named(node: Node, line: Line, name: str, path: str) -> Elsewhere | Refusal:
    number, at, channel = name.rpartition("@")
    rule, known = "elsewhere", node.state.charters
    hits = [channel] if channel in known else [one for one in known if one.startswith(channel)]
    if not at or not number:
        reason = f"{name[:80]!r} names no item of another channel"
        return Refusal(path, rule, reason, "Write NUMBER@CHANNEL")
    if len(hits) != 1 or not channel:
        reason = f"{channel[:60]!r} names {len(hits)} of the channels of this node"
        return Refusal(path, rule, reason, f"Use one of: {', '.join(sorted(known))}")
    if hits[0] == line.channel:
        remedy = "Use --ref or --refs for a message of the same channel"
        return Refusal(path, rule, f"{number[:60]} is on this very channel", remedy)
    on = Line(hits[0], line.status)
    tracked = node.state.message(on, number.upper())
    if tracked is None:
        reason = f"no message {number[:60]} is held on {on.channel} {on.status.value}"
        return Refusal(path, rule, reason, "Look it up: detente inbox --all --channel CHANNEL")
    return Elsewhere(kind_of(node.state, on.channel).value, entry_of(node, on, tracked))


def elsewhere_view(node: Node, item: Elsewhere) -> ElsewhereView:
    """An item of another channel: itself where it is held, otherwise only that there is one."""
    found = _find(node, item.entry)
    if found is None:
        words = f"an item of a {item.kind} channel, not shown"
        return ElsewhereView(kind=item.kind, entry=item.entry, words=words)
    line, tracked = found
    status = "" if line.status is Status.ACTUAL else f"*{line.status.value}* "
    return ElsewhereView(
        kind=item.kind,
        entry=item.entry,
        words=f"{status}{line_words(tracked)} (on {line.channel})",
        channel=line.channel,
        number=tracked.number,
    )


def _find(node: Node, entry: str) -> tuple[Line, Tracked] | None:
    """The message whose entry has that leaf hash, among all that is held here."""
    try:
        digest = base64.b64decode(entry, validate=True)
    except (binascii.Error, ValueError):
        return None
    for name in node.journals.all_ids():
        index = node.journals.tree(name).find(digest)
        if index is None or index >= node.kept(name):
            continue
        for held in node.entries(name, index, 1):
            header, line = held.entry.header, parse_journal(name).line
            event = decode(header.kind, header.kind_version, held.entry.body)
            if isinstance(event, Released):
                tracked = node.state.message(line, event.message.number)
                return None if tracked is None else (line, tracked)
    return None


# -------------------------------------------------------------------- gaps


def last_period(node: Node, line: Line) -> Period | None:
    """The newest time in which a side declared the line other than open; None: there is none.

    One that is announced and has not begun has no gap to tell of.
    """
    found = [one for one in periods(node.state.line(line)) if one.from_ms <= node.now_ms()]
    return found[-1] if found else None


def gap_view(node: Node, line: Line, period: Period) -> GapView:
    """The report about a gap, with what is not delivered yet."""
    found = gap(node.state, line, period, node.now_ms(), agreed_ms(node.state, line.channel))
    return GapView(
        channel=line.channel,
        status=line.status,
        from_ms=period.from_ms,
        to_ms=period.to_ms,
        declared=dict(period.parties),
        released=dict(found.released),
        items=tuple(_item(node, line, item) for item in found.items),
        more=found.more,
        absent=found.absent,
        undelivered=_undelivered(node, line, found),
        checks=tuple(
            GapCheckView(party=party, expected=wanted, came=came)
            for party, wanted, came in found.checks
        ),
    )


def _item(node: Node, line: Line, item: GapItem) -> GapItemView:
    tracked = node.state.line(line).messages.shown(item.number)
    return GapItemView(
        why=item.why,
        number=item.number,
        party=item.party,
        format=item.format,
        precedence=item.precedence.value,
        released_ms=item.released_ms,
        held_at_ms=item.held_at_ms,
        delay_ms=item.delay_ms,
        step=item.step,
        line=line_words(tracked),
    )


def _undelivered(node: Node, line: Line, found: Gap) -> dict[str, tuple[str, ...]]:
    """Our own messages of the gap that a member has not cosigned, by party."""
    missing: dict[str, list[str]] = {}
    for item in found.items:
        if item.party != node.party or item.why != "released":
            continue
        tracked = node.state.line(line).messages.shown(item.number)
        journal = str(JournalId(line, tracked.author, tracked.epoch))
        for party in node.joined_at(journal):
            if node.cosigned(journal, party) <= tracked.sequence:
                missing.setdefault(party, []).append(item.number)
    return {party: tuple(numbers[:UNDELIVERED_MAX]) for party, numbers in sorted(missing.items())}
