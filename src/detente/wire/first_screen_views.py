"""The native API's types of the first screen: all that must be seen at once, in one answer."""

from __future__ import annotations

import msgspec

from detente.core.line.message import Precedence, Role, Status
from detente.wire.channel_views import HoursView, ShiftView
from detente.wire.native import AlarmView, StatusView


class NextDueView(msgspec.Struct, frozen=True, kw_only=True):
    """A step that somebody owes: of which message, by whom, until when (this node's clock).

    ours: this party owes it. level: how often it was missed; to_role: whose it is now. line: the
    message in one line of English words. position: of its entry here.
    """

    channel: str
    status: Status
    number: str
    format: str
    precedence: Precedence
    author: str
    step: str
    party: str
    ours: bool
    due_ms: int
    missed: bool
    level: int
    to_role: str
    line: str
    position: int


class DutyView(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on duty on a line now, as each side's roster says.

    lacking: what is missing now. silent: members that have said no roster. common: languages that
    all sides speak now. newest_ms: time of each member's newest entry here, by its own clock.
    """

    channel: str
    status: Status
    now: tuple[ShiftView, ...]
    lacking: tuple[HoursView, ...]
    silent: tuple[str, ...]
    common: tuple[str, ...]
    newest_ms: dict[str, int]


class OnWatchView(msgspec.Struct, frozen=True, kw_only=True):
    """Who took the watch here last, in which role, and when; nobody yet: null in its place."""

    officer: str
    role: Role
    since_ms: int
    handover: int


class FirstScreenView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the first screen shows, as of one moment (status.now_ms and status.position).

    due: the steps that come due next, soonest first; missed: those that were missed, the newest
    first; both of every line, at most 20 each. owed, overdue: how many there are in all.
    conflicts: open ones, all lines. alarms: the most urgent, at most 20; status.alarms has the
    count. watch: who took it last; drafts: how many wait for a second officer.
    """

    status: StatusView
    duty: tuple[DutyView, ...]
    due: tuple[NextDueView, ...]
    missed: tuple[NextDueView, ...]
    owed: int
    overdue: int
    conflicts: int
    alarms: tuple[AlarmView, ...]
    watch: OnWatchView | None
    drafts: int
