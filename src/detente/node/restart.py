"""The restart checklist: what two sides look at before a line that was not open is open again.

Each point says what is so, as this node knows it; where nobody can tell, it says that. Nothing is
blocked: the officer who resumes with a point open does so knowingly. Nothing here changes anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.core.line.checks import agreed_ms
from detente.core.line.deadlines import What
from detente.core.line.formats import DueStep
from detente.core.line.message import Precedence
from detente.core.units import MS_PER_MIN, MS_PER_S
from detente.node.channels import languages_on_duty, roster
from detente.node.outlook import LinkState
from detente.wire.channel_views import RestartView

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.core.line.gap import Period
    from detente.core.line.message import Line
    from detente.core.line.state import Tracked
    from detente.node.node import Node

SKEW_MS_MAX: Final = 2_000  # from here on two clocks are said to differ (node.clocks)
CHECK_MS_MAX: Final = 30 * MS_PER_MIN  # a line check that is older shows a line that was


def checklist(node: Node, line: Line, period: Period | None) -> list[RestartView]:
    """The points, in the order in which they are gone through. period: the gap, if one was."""
    points: tuple[Callable[[Node, Line], RestartView], ...] = (
        _links,
        _clocks,
        _delivered,
        _absent,
        _flash,
        _overdue,
        _conflicts,
        _stale,
        _rosters,
        _others,
    )
    since_ms = node.now_ms() - CHECK_MS_MAX
    if period is not None:
        since_ms = max(since_ms, period.from_ms)
    return [*(point(node, line) for point in points), _checks(node, line, since_ms)]


def _members(node: Node, line: Line) -> list[str]:
    return [one for one in node.state.members.get(line.channel, ()) if one != node.party]


def _links(node: Node, line: Line) -> RestartView:
    down = [one for one in _members(node, line) if node.links.get(one, LinkState()).link != "up"]
    words = f"no link to {', '.join(down)}" if down else "the links to all members are up"
    return _point("links", words, not down, "Call them; or carry files: detente bundle")


def _clocks(node: Node, line: Line) -> RestartView:
    skews = node.skews()
    parties = _members(node, line)
    unknown = [one for one in parties if one not in skews]
    apart = [
        f"{one} by {abs(skews[one]) // MS_PER_S} s"
        for one in parties
        if abs(skews.get(one, 0)) >= SKEW_MS_MAX
    ]
    if apart:
        return _point("clocks", f"clocks differ: {', '.join(apart)}", False, "Set the wrong one")
    if unknown:
        words = f"clocks not compared with {', '.join(unknown)} since this node started"
        return _point("clocks", words, None, "Wait for the link, or compare by voice")
    return _point("clocks", "the clocks agree", True)


def _delivered(node: Node, line: Line) -> RestartView:
    journal = str(node.journals.own_id(line))
    behind = {
        party: node.kept(journal) - node.cosigned(journal, party)
        for party in _members(node, line)
        if node.kept(journal) > node.cosigned(journal, party)
    }
    words = "; ".join(f"{party} lacks {count} of our entries" for party, count in behind.items())
    remedy = "Wait for the link, or carry files: detente bundle"
    return _point("delivered", words or "all members hold what we wrote", not behind, remedy)


def _absent(node: Node, line: Line) -> RestartView:
    waiting = sorted(node.state.line(line).waiting)
    words = f"named here and not held: {', '.join(waiting[:10])}" if waiting else ""
    return _point("records", words or "no message is named that is not held", not waiting, "Ask")


def _flash(node: Node, line: Line) -> RestartView:
    unread = [
        one.number
        for one in node.state.line(line).messages.live()
        if one.message.precedence is Precedence.FLASH and _is_unread(node, one)
    ]
    words = f"unread FLASH: {', '.join(unread)}" if unread else "every FLASH has been read"
    return _point("flash", words, not unread, "detente read")


def _is_unread(node: Node, one: Tracked) -> bool:
    return one.author != node.party and one.of(node.party).first_read_ms is None


def _overdue(node: Node, line: Line) -> RestartView:
    late = [
        f"{key.step} of {key.number} by {key.party}"
        for key in node.state.agenda.late
        if key.line == line and key.what is What.STEP
    ]
    words = f"overdue: {'; '.join(late[:10])}" if late else "no step is overdue"
    return _point("overdue", words, not late, "detente inbox; what they owe: ask")


def _conflicts(node: Node, line: Line) -> RestartView:
    found = [conflict.found.conflict for conflict in node.state.open_conflicts(line)]
    words = f"open conflicts: {', '.join(found[:10])}" if found else "no conflict is known"
    return _point("conflicts", words, not found, "detente conflicts")


def _stale(node: Node, line: Line) -> RestartView:
    """Notices of ours whose window is over and that nobody has ended."""
    stale = sorted(
        key.number
        for key in node.state.agenda.late
        if key.line == line and key.party == node.party and key.step == DueStep.END
    )
    words = f"announced, over and not ended: {', '.join(stale)}" if stale else ""
    return _point("activities", words or "nothing announced is left over", not stale, "detente end")


def _rosters(node: Node, line: Line) -> RestartView:
    now_ms = node.now_ms()
    found = roster(node, line, now_ms, now_ms + 1)
    if found.silent:
        words = f"no roster from {', '.join(found.silent)}"
        return _point("rosters", words, None, "detente send DRO; ask the other side for its own")
    if found.lacking:
        words = "; ".join(f"{one.why}: {', '.join(one.parties)}" for one in found.lacking)
        return _point("rosters", words, False, "detente roster")
    ours = ", ".join(languages_on_duty(node, line))
    words = f"all are on duty; common: {', '.join(found.common)}; ours: {ours}"
    return _point("rosters", words, True)


def _others(node: Node, line: Line) -> RestartView:
    """What the other sides declare; what we declare is what is about to change."""
    here = node.state.line(line).declared
    standing = [
        one
        for party in _members(node, line)
        if party in here and (one := here[party].standing(node.now_ms())) is not None
    ]
    shut = [f"{one.party} says {one.state}" for one in standing if one.state != "OPEN"]
    words = "; ".join(shut) or "no other side declares it other than open"
    return _point("declared", words, not shut, "Each declares for itself: ask them to resume too")


def _checks(node: Node, line: Line, since_ms: int) -> RestartView:
    """A line check of each other side since then; by hand where none is on schedule."""
    here = node.state.line(line).checked_ms
    none = [party for party in _members(node, line) if here.get(party, -1) < since_ms]
    scheduled = " (on schedule)" if agreed_ms(node.state, line.channel) else ""
    words = f"no line check from {', '.join(none)} lately" if none else "line checks came"
    return _point("line-check", f"{words}{scheduled}", not none, "detente send LCK, wait for ECHO")


def _point(key: str, words: str, ok: bool | None, remedy: str = "") -> RestartView:  # noqa: FBT001 - three states, not a switch
    return RestartView(key=key, words=words, ok=ok, remedy="" if ok else remedy)
