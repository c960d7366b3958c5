"""The native API's types about channels: kinds, declared states, line checks, gaps, rosters.

Beside wire.native, which holds what is about messages. Times are UTC milliseconds.
"""

from __future__ import annotations

import msgspec

from detente.core.line.message import Role, Status

EXERCISE_HEADER = "detente-exercise"  # on every answer while one is under way; percent-coded


class ElsewhereView(msgspec.Struct, frozen=True, kw_only=True):
    """An item of another channel that a message names. channel, number: only where it is held.

    kind: of its channel, as the message says. words: how it is shown.
    """

    kind: str
    entry: str
    words: str
    channel: str | None = None
    number: str | None = None


class DeclaredView(msgspec.Struct, frozen=True, kw_only=True):
    """The line's state as one side declares it; state is empty when it has declared nothing.

    since_ms: from when, as that side says. at_ms: when it said so, by its clock; held_at_ms: ours.
    residual: what it goes on doing all the same. until_then: when the state was announced for
    later, the one that holds until then.
    """

    party: str
    until_then: str = ""
    state: str = ""
    scope: str = ""
    reason: str | None = None
    since_ms: int | None = None
    expected_return_ms: int | None = None
    residual: tuple[str, ...] = ()
    number: str | None = None
    at_ms: int | None = None
    held_at_ms: int | None = None


class CheckDueView(msgspec.Struct, frozen=True, kw_only=True):
    """One member's next line check. missed: how many have not come; silent: cause for an alarm."""

    party: str
    every_ms: int
    last_ms: int | None
    due_ms: int
    missed: int
    expected: bool
    silent: bool


class ChannelStateView(msgspec.Struct, frozen=True, kw_only=True):
    """A channel in one status: what each side declares of it, side by side, and its line checks.

    disputed: the sides' declarations in one sentence, when they differ; disputed_since_ms: since
    when they have, by what they say themselves.
    """

    status: Status
    declared: tuple[DeclaredView, ...]
    disputed: str = ""
    disputed_since_ms: int | None = None
    checks: tuple[CheckDueView, ...] = ()


class ChannelView(msgspec.Struct, frozen=True, kw_only=True):
    """A channel: its kind with the rules of that kind, its members, and how its lines stand.

    takes: codes of the formats that it takes beside what saves life, which every channel takes.
    releaser: the least role that may speak there. two_person: formats that two officers release.
    effective: the step from which lead time counts, by format, where that was agreed.
    """

    channel: str
    name: str
    purpose: str
    kind: str
    kind_purpose: str
    members: tuple[str, ...]
    witnesses: tuple[str, ...]
    takes: tuple[str, ...]
    always: tuple[str, ...]
    releaser: Role
    check_every_ms: int | None
    two_person: tuple[str, ...]
    effective: dict[str, str]
    states: tuple[ChannelStateView, ...]


class GapItemView(msgspec.Struct, frozen=True, kw_only=True):
    """One message of a gap. why: late, released, activity or missed; line: it in one line."""

    why: str
    number: str
    party: str
    format: str
    precedence: str
    released_ms: int
    held_at_ms: int
    delay_ms: int | None
    step: str
    line: str


class GapCheckView(msgspec.Struct, frozen=True, kw_only=True):
    """Line checks of one member in a gap: how many were expected, and how many came."""

    party: str
    expected: int
    came: int


class GapView(msgspec.Struct, frozen=True, kw_only=True):
    """What went on while the line was not open. to_ms None: it still is not.

    declared: who declared it so, with the states. absent: numbers that are named here and not
    held. undelivered: own messages of the gap that a member has not, by party.
    """

    channel: str
    status: Status
    from_ms: int
    to_ms: int | None
    declared: dict[str, tuple[str, ...]]
    released: dict[str, int]
    items: tuple[GapItemView, ...]
    more: int
    absent: tuple[str, ...]
    undelivered: dict[str, tuple[str, ...]]
    checks: tuple[GapCheckView, ...]


class RestartView(msgspec.Struct, frozen=True, kw_only=True):
    """One point of the restart checklist. ok None: nobody can tell; remedy: what to do."""

    key: str
    words: str
    ok: bool | None
    remedy: str = ""


class ShiftView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on duty, as a party's roster says. fallback: how that role is reached otherwise."""

    party: str
    role: str
    languages: tuple[str, ...]
    from_ms: int
    to_ms: int
    desk: str
    fallback: str
    number: str


class HoursView(msgspec.Struct, frozen=True, kw_only=True):
    """Hours in which somebody is missing. why: nobody, or no common language; party: who lacks."""

    from_ms: int
    to_ms: int
    why: str
    parties: tuple[str, ...]


class RosterView(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on duty on a channel: now, in the hours asked about, and which hours lack somebody.

    silent: members that have said no roster at all. common: languages shared by all on duty now.
    """

    channel: str
    status: Status
    from_ms: int
    to_ms: int
    now: tuple[ShiftView, ...]
    common: tuple[str, ...]
    shifts: tuple[ShiftView, ...]
    lacking: tuple[HoursView, ...]
    silent: tuple[str, ...]


class ExerciseView(msgspec.Struct, frozen=True, kw_only=True):
    """The exercise that is under way at this node; name is empty when there is none."""

    name: str = ""
    by: str = ""
    since_ms: int | None = None
