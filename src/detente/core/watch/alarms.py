"""Which alarms stand now, as events: raised when a cause begins, cleared when it is over.

An alarm is for the case that nobody is looking at the screen. What it rests on is the node's own
state (unread FLASH, missed deadlines, missed line checks, a handover that nobody takes) and what
the shell has seen (peers gone, disk low). Acknowledging silences an alarm for a time; only the end
of its cause clears it. Not here: who is told, how and how often (serve/outside.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.core.events import AlarmAcknowledged, AlarmCleared, AlarmRaised, Event
from detente.core.humanitarian.standing import (
    CONTACT_DUE_MS,
    STALE_AHEAD_MS,
    contact_due,
    from_ms,
    stale_soon,
    standing,
    valid_to_ms,
)
from detente.core.line.checks import MISSES, agreed_ms, checks
from detente.core.line.deadlines import ESCALATION, REPEAT_MS, Key, What
from detente.core.line.decision import ROLES
from detente.core.line.dissemination import UNDECLARED, gaps
from detente.core.line.formats import DueStep
from detente.core.line.message import Line, Precedence, Role, Signature, Status
from detente.core.line.passing import due_by, untold
from detente.core.line.state import State, house
from detente.core.refusal import Refusal
from detente.core.units import MS_PER_MIN
from detente.core.watch.handover import waiting
from detente.core.watch.held import OpenAlarm
from detente.core.watch.reminders import AHEAD_MS, reminders

ALARMS_MAX = 100  # standing at once; more tells a tired person nothing, and each costs two entries


class Kind(StrEnum):
    """What an alarm is about."""

    UNREAD_FLASH = "unread-flash"
    MISSED = "deadline-missed"
    LINE_CHECK = "line-check-missed"
    PEER_GONE = "peer-gone"
    CLOCK_WRONG = "clock-wrong"
    DISK_LOW = "disk-low"
    UNTAKEN = "handover-untaken"
    STALE = "humanitarian-stale"
    CONTACT = "contact-untried"
    GAP = "dissemination-gap"
    UNTOLD = "dependent-untold"
    DUE = "register-due"


class Urgency(StrEnum):
    """How an alarm is to be taken: get up now, or look soon."""

    URGENT = "urgent"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """When a cause becomes an alarm. Times in ms.

    statuses:      the statuses of lines that are alarmed about.
    flash_ms:      how long a FLASH may be unread.
    missed_level:  the escalation level (deadlines.ESCALATION) from which a missed step alarms.
    line_check_ms: a line check is expected this often, by channel; under "" for all others. What
                   is not named goes by the channel's charter.
    due_ahead_ms:  how long before its date one is reminded of what is due; 0: never.
    """

    statuses: tuple[Status, ...] = (Status.ACTUAL,)
    flash_ms: int = MS_PER_MIN
    missed_level: int = 1
    line_check_ms: tuple[tuple[str, int], ...] = ()
    handover_ms: int = 15 * MS_PER_MIN
    due_ahead_ms: int = AHEAD_MS


@dataclass(frozen=True, slots=True)
class Observed:
    """What only the shell can see. gone: parties without a link, and since when, ms.

    disk_low_ms: since when the disk is low; None when it is not. clocks: parties whose clock and
    ours are more than a minute apart, and since when we know.
    """

    gone: tuple[tuple[str, int], ...] = ()
    disk_low_ms: int | None = None
    clocks: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """What an alarm is about; one alarm stands for each."""

    urgency: Urgency
    since_ms: int
    status: Status
    kind: Kind
    channel: str = ""
    number: str = ""
    party: str = ""

    @property
    def identity(self) -> tuple[str, ...]:
        """The cause without its urgency and age, which may change while it stands."""
        return (self.status, self.kind, self.channel, self.number, self.party)


def causes(state: State, rules: AlarmRules, observed: Observed, at_ms: int) -> list[Cause]:
    """Everything that is cause for an alarm at `at_ms`, the urgent and oldest first."""
    found = [
        *_late(state, rules, at_ms),
        *_line_checks(state, rules, at_ms),
        *_gaps(state, rules, at_ms),
        *_humanitarian(state, rules, at_ms),
        *_untold(state, rules, at_ms),
        *_due(state, rules, at_ms),
    ]
    actual, warning = Status.ACTUAL, Urgency.WARNING
    found += [
        Cause(warning, since_ms, actual, Kind.PEER_GONE, party=party)
        for party, since_ms in observed.gone
    ]
    found += [
        Cause(warning, since_ms, actual, Kind.CLOCK_WRONG, party=party)
        for party, since_ms in observed.clocks
    ]
    if observed.disk_low_ms is not None:
        urgent = Urgency.URGENT
        found.append(Cause(urgent, observed.disk_low_ms, actual, Kind.DISK_LOW, party=state.party))
    handover = waiting(state)
    if handover is not None and at_ms - handover.given_at_ms >= rules.handover_ms:
        number, since_ms = str(handover.number), handover.given_at_ms
        found.append(Cause(warning, since_ms, actual, Kind.UNTAKEN, number=number))
    once: dict[tuple[str, ...], Cause] = {}
    for cause in sorted(found):
        once.setdefault(cause.identity, cause)
    return list(once.values())


def _late(state: State, rules: AlarmRules, at_ms: int) -> list[Cause]:
    """Unread FLASHes, and steps that were missed by either side."""
    found: list[Cause] = []
    for key in state.agenda.late:
        if key.line.status not in rules.statuses:
            continue
        owed = state.agenda.owed[key]
        if key.what is What.REPEAT:
            since_ms = owed.first_ms - REPEAT_MS
            if at_ms - since_ms >= rules.flash_ms:
                found.append(_about(key, Urgency.URGENT, since_ms, Kind.UNREAD_FLASH))
        elif key.what is What.STEP and owed.count >= rules.missed_level:
            if _sounds_already(state, key):
                continue
            last = owed.count >= len(ESCALATION) - 1
            urgent = last or _is_flash(state, key)
            urgency = Urgency.URGENT if urgent else Urgency.WARNING
            found.append(_about(key, urgency, owed.first_ms, Kind.MISSED))
    return found


def _humanitarian(state: State, rules: AlarmRules, at_ms: int) -> list[Cause]:
    """Our notices that grow stale; movements whose contact nobody has tried."""
    found: list[Cause] = []
    for line, tracked in standing(state):
        if line.status not in rules.statuses:
            continue
        where = (line.status, Kind.STALE, line.channel, tracked.number, tracked.author)
        if tracked.author == state.party and stale_soon(tracked, at_ms):
            since_ms = valid_to_ms(tracked) - STALE_AHEAD_MS
            found.append(Cause(Urgency.WARNING, since_ms, *where))
        told = tracked.author == state.party or state.party in tracked.message.to
        if told and contact_due(tracked, at_ms):
            under_way = at_ms >= from_ms(tracked)
            urgency = Urgency.URGENT if under_way else Urgency.WARNING
            due_ms = from_ms(tracked) - CONTACT_DUE_MS
            found.append(Cause(urgency, due_ms, where[0], Kind.CONTACT, *where[2:]))
    return found


def _gaps(state: State, rules: AlarmRules, at_ms: int) -> list[Cause]:
    """Declared levels that a warning has not reached, once time is short or has run out.

    Our own are urgent: we can still tell them. The other side's are a warning to us. A side that
    has declared no levels is listed as a gap (`dissemination.gaps`), and is no alarm.
    """
    found: list[Cause] = []
    for gap in gaps(state, at_ms, rules.statuses):
        if gap.echelon != UNDECLARED and at_ms >= gap.alarm_ms:
            urgency = Urgency.URGENT if gap.party == state.party else Urgency.WARNING
            line = gap.line
            found.append(
                Cause(
                    urgency,
                    gap.alarm_ms,
                    line.status,
                    Kind.GAP,
                    line.channel,
                    gap.number,
                    gap.party,
                )
            )
    return found


def _untold(state: State, rules: AlarmRules, at_ms: int) -> list[Cause]:
    """Dependent parties that have not been told in time: urgent where they are reached by us."""
    found: list[Cause] = []
    for line in state.lines:
        if line.status not in rules.statuses:
            continue
        for tracked, one in untold(state, line, at_ms):
            due_ms, through = due_by(tracked, one), one.dependent.through
            if at_ms >= due_ms:
                urgency = Urgency.URGENT if through == state.party else Urgency.WARNING
                where = (line.status, Kind.UNTOLD, line.channel, tracked.number, through)
                found.append(Cause(urgency, due_ms, *where))
    return found


def _due(state: State, rules: AlarmRules, at_ms: int) -> list[Cause]:
    """What this side promised, is asked or expects, and whose date is near or just over."""
    return [
        Cause(
            Urgency.WARNING,
            since_ms,
            line.status,
            Kind.DUE,
            line.channel,
            item.number,
            item.party,
        )
        for line, item, since_ms in reminders(state, rules.statuses, rules.due_ahead_ms, at_ms)
    ]


def _about(key: Key, urgency: Urgency, since_ms: int, kind: Kind) -> Cause:
    return Cause(urgency, since_ms, key.line.status, kind, key.line.channel, key.number, key.party)


def _sounds_already(state: State, key: Key) -> bool:
    """Our own missed READ of a FLASH: the unread FLASH is the alarm, once."""
    repeat = Key(What.REPEAT, key.line, key.number, state.party)
    ours = key.party == state.party and key.step == DueStep.READ
    return ours and repeat in state.agenda.owed


def _is_flash(state: State, key: Key) -> bool:
    tracked = state.message(key.line, key.number)
    return tracked is not None and tracked.message.precedence is Precedence.FLASH


def _line_checks(state: State, rules: AlarmRules, at_ms: int) -> list[Cause]:
    """Parties whose line check (or echo of ours) has not come for two intervals.

    How often: as the settings of this node say, and otherwise as the channel's charter does.
    """
    said = dict(rules.line_check_ms)
    found: list[Cause] = []
    for channel in sorted(state.charters):
        every_ms = agreed_ms(state, channel, said.get(channel, said.get("", 0)))
        for due in checks(state, Line(channel), at_ms, every_ms):
            if due.party != state.party and due.silent:
                since_ms = due.due_ms + (MISSES - 1) * every_ms
                found.append(
                    Cause(
                        Urgency.WARNING,
                        since_ms,
                        Status.ACTUAL,
                        Kind.LINE_CHECK,
                        channel,
                        party=due.party,
                    )
                )
    return found


def alarm_events(
    state: State, rules: AlarmRules, observed: Observed, at_ms: int
) -> tuple[tuple[Line, Event], ...]:
    """The alarms to raise and to clear, each in the house journal of its status."""
    standing = causes(state, rules, observed, at_ms)
    known = {_identity(alarm): alarm for alarm in state.alarms.values()}
    now = {cause.identity for cause in standing}
    events: list[tuple[Line, Event]] = [
        (house(alarm.status), AlarmCleared(alarm.raised.alarm))
        for identity, alarm in known.items()
        if identity not in now
    ]
    room = ALARMS_MAX - len(known) + len(events)
    fresh = [cause for cause in standing if cause.identity not in known]
    for serial, cause in enumerate(fresh[: max(room, 0)], state.alarm_last + 1):
        events.append((house(cause.status), _raised(serial, cause)))
    return tuple(events)


def _raised(serial: int, cause: Cause) -> AlarmRaised:
    return AlarmRaised(
        alarm=serial,
        kind=cause.kind,
        urgency=cause.urgency,
        channel=cause.channel,
        number=cause.number,
        party=cause.party,
        since_ms=cause.since_ms,
    )


def _identity(alarm: OpenAlarm) -> tuple[str, ...]:
    raised = alarm.raised
    return (alarm.status, raised.kind, raised.channel, raised.number, raised.party)


def acknowledge(
    state: State, alarm: int, by: Signature
) -> tuple[tuple[Line, Event], ...] | tuple[Refusal, ...]:
    """An officer knows of a standing alarm."""
    held = state.alarms.get(alarm)
    if held is None:
        return (
            Refusal(
                "alarm",
                "alarm-unknown",
                f"no alarm {alarm} stands",
                "List those that do with `detente alarm list`",
            ),
        )
    if ROLES.index(by.role) < ROLES.index(Role.DUTY_OFFICER):
        reason = f"acknowledging needs the role {Role.DUTY_OFFICER.value}"
        return (Refusal("by.role", "role", reason, "Ask a duty officer"),)
    return ((house(held.status), AlarmAcknowledged(alarm, by)),)


def fold_alarm(
    state: State, status: Status, event: AlarmRaised | AlarmAcknowledged | AlarmCleared, at_ms: int
) -> None:
    """Take an alarm's event into the state. Total: what is not known changes nothing."""
    if isinstance(event, AlarmRaised):
        state.alarms[event.alarm] = OpenAlarm(status, event, at_ms)
        state.alarm_last = max(state.alarm_last, event.alarm)
    elif isinstance(event, AlarmCleared):
        state.alarms.pop(event.alarm, None)
    elif event.alarm in state.alarms:
        held = state.alarms[event.alarm]
        held.acknowledged, held.acknowledged_at_ms = event, at_ms
