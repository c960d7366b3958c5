"""What a node knows: its lines, every message with its receipts, pictures, conflicts, officers.

State is a fold over events and can be thrown away and rebuilt. What stands in `Tracked` is the
same at every member once the same journals are held, whatever the order of arrival, apart from
the fields that say when *this* node held something (`held_at_ms`, `missed`, `repeats`).
Everything here is mutable and owned by the writer. Not here: the rules (judge.py), the fold
(fold.py), the decisions (release.py, receipts.py, arrival.py, ticking.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Literal

from detente.core.airspace.parts import start_of
from detente.core.airspace.parts_json import airspace_from_json
from detente.core.airspace.volume import Airspace
from detente.core.events import (
    HOUSE,
    BundleCame,
    BundleMade,
    Charter,
    ConflictFound,
    Disclosed,
    EvidenceKept,
    Introduced,
    Invited,
    OfficerAdded,
    PartyCard,
    Warned,
)
from detente.core.line.deadlines import ESCALATION, Agenda, Key, Owed, What
from detente.core.line.formats import DueStep, Family, Format, required_lead
from detente.core.line.lead import Finding, agreed_step, effective_ms, finding
from detente.core.line.message import Line, Message, Precedence, Status
from detente.core.line.messages import Messages
from detente.core.line.readbacks import readback_differences
from detente.core.line.relay import Voice, speaker_of
from detente.core.refusal import Refusal
from detente.core.sources.register import Sources
from detente.core.values import Fields
from detente.core.watch.feeds import Feeds
from detente.core.watch.held import (
    Handover,
    OpenAlarm,
    RoleLogged,
    RunningExercise,
    WaitingDraft,
)
from detente.core.watch.sessions import Sessions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.core.agreements.rulebook import RuleBook
    from detente.core.airspace.conflict import Picture
    from detente.core.airspace.gazetteer import Gazetteer
    from detente.core.line.due import Due


CLOSED_STATES = frozenset({"SUSPENDED", "ENDED"})
DUTY_FORMATS = {  # a residual duty of a suspended line: the formats that go on by it
    "line-checks": ("LCK",),
    "humanitarian": ("NHS", "NHM"),
}


def no_signature_holds(key: str, signature: str, data: bytes) -> bool:
    """The check of a state that was given none: nothing is proved by it."""
    del key, signature, data
    return False


class Standing(StrEnum):
    """What has become of a message by its sender's own later acts."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    ENDED = "ended"


class Unsettled(StrEnum):
    """Why a message is not done with: its body is needed however old it is."""

    UNREAD = "unread"
    OPEN = "open"
    OWED = "owed"
    ON_RECORD = "on-record"
    IN_PICTURE = "in-picture"
    IN_CONFLICT = "in-conflict"


@dataclass(frozen=True, slots=True)
class Act:
    """One step that a party took about a message.

    number: the message that carried the step. at_ms: the party's clock; held_at_ms: ours.
    code and reason: of an answer. confirmed: of a read-back, the message that confirmed it.
    """

    step: DueStep
    party: str
    number: str
    at_ms: int
    held_at_ms: int
    code: str | None = None
    reason: str | None = None


@dataclass(slots=True)
class Steps:
    """What one receiver has done about one message. The first READ and READBACK count.

    answers: in the receiver's order; the last one stands.
    confirmed: the sender's confirmation of the read-back.
    onward:  how far it has gone on: DISSEMINATED (code: the echelon, reason: how that is known) and
             PASSED (code: the third party, reason: the step there), in the receiver's order.
    """

    read: Act | None = None
    readback: Act | None = None
    confirmed: Act | None = None
    answers: list[Act] = field(default_factory=list)
    onward: list[Act] = field(default_factory=list)

    @property
    def answer(self) -> Act | None:
        """The answer that stands; None when there is none."""
        return self.answers[-1] if self.answers else None

    @property
    def first_read_ms(self) -> int | None:
        """When the receiver had certainly read it, by its own clock: its earliest act."""
        acts = [act.at_ms for act in (self.read, self.readback, *self.answers[:1]) if act]
        return min(acts, default=None)


@dataclass(frozen=True, slots=True)
class Passed:
    """A message was passed on to a party that is not on the line, as a member says.

    party: who says so. to: the name of whom it was passed to. step: how far it came there.
    passed_ms: when, as is said. by, means: who passed it on, and how. heard_back: whether the other
    said that it was understood. overridden: doubts that the officer passed, such as no permission.
    """

    party: str
    number: str
    to: str
    step: str
    passed_ms: int
    means: str | None
    by: str | None
    heard_back: str | None
    at_ms: int
    held_at_ms: int
    overridden: tuple[str, ...] = ()


@dataclass(slots=True)
class Tracked:
    """One message on a line, with all that has become of it.

    format:   its table; None when this version does not know it.
    subject:  the format whose meaning it has: a correction's is that of what it corrects.
    fields:   its meaning: for a correction the whole corrected set, otherwise the message's own.
    root:     number of the first message of its chain of corrections; its own when it is that.
    problems: why it is not understood or has no effect; shown, and counted as unknown.
    epoch:    of the journal that `sequence` is a place in.
    reconfirmed: numbers of its re-confirmations (NHC), each with until when it is valid.
    disclosed: numbers of the messages (NHD) that gave its sealed details to further receivers.
    not_known: what it says that this node's table does not know (a newer version), as paths.
    voice:    whose words it carries, when they are not its author's.
    passed:   to whom beyond the channel it was passed on, as far as that was said.
    """

    author: str
    message: Message
    at_ms: int
    held_at_ms: int
    sequence: int
    format: Format | None
    subject: Format | None
    fields: Fields
    root: str
    volume: Airspace | None = None
    activity: str = ""
    problems: tuple[Refusal, ...] = ()
    standing: Standing = Standing.CURRENT
    closed_by: str | None = None
    steps: dict[str, Steps] = field(default_factory=dict)
    warned: list[Warned] = field(default_factory=list)
    missed: list[tuple[str, str, int, int]] = field(default_factory=list)
    repeats: int = 0
    epoch: int = 1
    reconfirmed: list[tuple[str, int]] = field(default_factory=list)
    disclosed: list[str] = field(default_factory=list)
    not_known: tuple[str, ...] = ()
    voice: Voice | None = None
    passed: list[Passed] = field(default_factory=list)

    def of(self, party: str) -> Steps:
        """The steps of one party about this message, empty when it has taken none."""
        return self.steps.get(party) or Steps()

    @property
    def number(self) -> str:
        """The message's number."""
        return self.message.number

    @property
    def speaker(self) -> str:
        """Who says it: its author, or ``label@author`` when it carries another party's words."""
        return self.author if self.voice is None else speaker_of(self.author, self.voice.label)

    @property
    def superseded_by(self) -> str | None:
        """The correction that replaced it, if one did."""
        return self.closed_by if self.standing is Standing.SUPERSEDED else None

    @property
    def acts(self) -> list[Act]:
        """Every step that any party took about it, by when this node held it, then by number."""
        found: list[Act] = []
        for steps in self.steps.values():
            found += [a for a in (steps.read, steps.readback, steps.confirmed) if a is not None]
            found += (*steps.answers, *steps.onward)
        return sorted(found, key=lambda act: (act.held_at_ms, act.at_ms, act.number))


@dataclass(frozen=True, slots=True)
class Declared:
    """The line's state as one side declares it (LST); both sides' views stand side by side.

    number: of its newest declaration. since_ms: from when this state holds, as that side says; a
    declaration that only repeats the state leaves it. residual: what it goes on doing all the same.
    earlier: what that side had declared before, which holds until `since_ms`, when this was
    announced for later.
    """

    party: str
    number: str
    state: str
    scope: str
    reason: str | None
    expected_return_ms: int | None
    at_ms: int
    held_at_ms: int
    since_ms: int = 0
    residual: tuple[str, ...] = ()
    earlier: Declared | None = None

    def standing(self, at_ms: int) -> Declared | None:
        """What holds at that time, by that side: what it announces for later does not hold yet."""
        return self if self.since_ms <= at_ms or self.since_ms <= self.at_ms else self.earlier

    def closed_at(self, at_ms: int) -> bool:
        """Whether only what saves life, and residual duties, are to be expected at that time."""
        one = self.standing(at_ms)
        return one is not None and one.state in CLOSED_STATES

    @property
    def residual_formats(self) -> frozenset[str]:
        """The formats that its residual duties name."""
        return frozenset(code for duty in self.residual for code in DUTY_FORMATS.get(duty, ()))


@dataclass(slots=True)
class LineState:
    """Everything on one channel in one status.

    messages: by number, in the order in which this node came to hold them.
    waiting:  numbers of messages that act on one that has not come yet, by its number.
    doubles:  messages whose number was taken already; they have no effect, and are shown.
    last:     newest number of each author.
    fresh:    authors who began a new epoch and have released nothing in it yet: the epoch.
    declared: the newest declaration of each party; declarations: all of them, by number.
    zones:    numbers of the messages about zones (NZO), in the order in which they came.
    register: by format, numbers of what capitals put on record, in the order in which they came.
    sealed:   numbers of the sealed announcements (GDC), in the order in which they came.
    opened:   by the number of an announcement or a notice, the openings (GDO) that name it.
    moved:    numbers of all that is no receipt or change, and again when one is about it: what
              registers and rules have to read, in the order in which it came.
    rosters:  numbers of the duty rosters that were said (DRO), by whom they may be.
    since_ms: when this node took each party as a member here, by its own clock.
    papers:   by the number of a message, the paper entries (PPR) that were made of it.
    humanitarian: numbers of the humanitarian notices that stand.
    checked_ms: when this node held the newest line check (or its echo) of each party.
    introduced: by who says so and label, the party that speaks through it.
    echelons: by party, the number of its newest declaration of its levels (ECH).
    dependents: by member and name, the declaration (DEP) of a party that is reached through it.
    """

    line: Line
    messages: Messages = field(default_factory=Messages)
    waiting: dict[str, list[str]] = field(default_factory=dict)
    doubles: list[Tracked] = field(default_factory=list)
    last: dict[str, str] = field(default_factory=dict)
    fresh: dict[str, int] = field(default_factory=dict)
    declared: dict[str, Declared] = field(default_factory=dict)
    declarations: dict[str, Declared] = field(default_factory=dict)
    rosters: dict[str, None] = field(default_factory=dict)
    zones: dict[str, None] = field(default_factory=dict)
    register: dict[str, dict[str, None]] = field(default_factory=dict)
    sealed: dict[str, None] = field(default_factory=dict)
    opened: dict[str, list[str]] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list, compare=False)  # how this node came to know
    since_ms: dict[str, int] = field(default_factory=dict)
    checked_ms: dict[str, int] = field(default_factory=dict)
    humanitarian: dict[str, None] = field(default_factory=dict)
    papers: dict[str, list[str]] = field(default_factory=dict)
    introduced: dict[tuple[str, str], Introduced] = field(default_factory=dict)
    echelons: dict[str, str] = field(default_factory=dict)
    dependents: dict[tuple[str, str], str] = field(default_factory=dict)

    def chain(self, number: str) -> list[Tracked]:
        """The message and all its corrections, oldest first; empty when unknown."""
        tracked = self.messages.get(number)
        if tracked is None:
            return []
        chain = [self.messages[tracked.root]]
        while chain[-1].superseded_by is not None:
            chain.append(self.messages[chain[-1].superseded_by])
        return chain

    def registered(self, *codes: str) -> list[Tracked]:
        """What was put on record in these formats, by number: the same at every member."""
        numbers = [number for code in codes for number in self.register.get(code, ())]
        return [self.messages[number] for number in sorted(numbers)]

    def current(self, number: str) -> Tracked | None:
        """The newest of the chain that `number` belongs to; None when unknown."""
        chain = self.chain(number)
        return chain[-1] if chain else None


@dataclass(slots=True)
class OpenConflict:
    """A conflict as this node found it, and how it ended, if it did.

    sides: the two messages, each with its line; two lines when it lies across two channels.
    entry: epoch and sequence in the house journal of the entry that says it; None before release.
    """

    status: Status
    found: ConflictFound
    found_at_ms: int
    sides: tuple[tuple[Line, str], ...]
    entry: tuple[int, int] | None = None
    ended_reason: str | None = None
    ended_at_ms: int | None = None

    def is_on(self, line: Line) -> bool:
        """Whether one of its sides is a message of the line."""
        return any(on == line for on, _ in self.sides)


@dataclass(slots=True)
class State:
    """All that one node knows. `party` is its own; `gazetteer` never changes.

    members: per channel, the parties that this node takes as members, itself included.
    witnesses: per channel, those that this node submits its checkpoints to; never members.
    former:  by party, older certificates with until when each is taken; renewed_ms: its last
             renewal by its clock. renewals: where our own last one stands (epoch, place), by line.
    conflicts: by line and conflict id, open and ended ones; touching: the same by message.
    feeds:     readers of the area feed, and what each was given.
    alarms:    the standing ones by serial number; alarm_last: the newest number given.
    handovers: every handover of the watch, by number. exercise: the one under way at this node.
    drafts:    those that wait for release, by serial; draft_last: the newest serial given.
    roles:     who was given which role, and when, oldest first.
    spoken:    where the same words stand, by their digest: originals and copies that were carried.
    pins:      by channel, who introduced and label, the key that was compared by another way.
    verify:    whether a signature (base64) by a key (base64) over bytes holds; given by the node.
    bundles:   files of entries that were made and brought here, with when.
    known_formats: what each peer's node says it knows: newest version by code; not journalled.
    disclosures: who was given what not everybody is shown: when, in which status, the event.
    sessions:  who is signed in at the console, and how one may.
    memo:      the last message judged, so that `apply` need not examine again what `decide` did.
    due_memo:  the due list as it was computed last, with what it rests on (watch/reminders.py).
    """

    party: str
    gazetteer: Gazetteer
    cards: dict[str, PartyCard] = field(default_factory=dict)
    charters: dict[str, Charter] = field(default_factory=dict)
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)
    witnesses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lines: dict[Line, LineState] = field(default_factory=dict)
    pictures: dict[Line, Picture] = field(default_factory=dict)
    conflicts: dict[tuple[Line, str], OpenConflict] = field(default_factory=dict)
    touching: dict[tuple[Line, str], list[tuple[Line, str]]] = field(default_factory=dict)
    officers: dict[str, OfficerAdded] = field(default_factory=dict)
    invited: dict[str, Invited] = field(default_factory=dict)
    evidence: list[EvidenceKept] = field(default_factory=list)
    disclosures: list[tuple[int, Status, Disclosed]] = field(default_factory=list)
    former: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    renewed_ms: dict[str, int] = field(default_factory=dict)
    renewals: dict[Line, tuple[int, int]] = field(default_factory=dict)
    feeds: Feeds = field(default_factory=Feeds)
    alarms: dict[int, OpenAlarm] = field(default_factory=dict)
    alarm_last: int = 0
    handovers: dict[int, Handover] = field(default_factory=dict)
    exercise: RunningExercise | None = None
    drafts: dict[int, WaitingDraft] = field(default_factory=dict)
    draft_last: int = 0
    roles: list[RoleLogged] = field(default_factory=list)
    agenda: Agenda = field(default_factory=Agenda)
    spoken: dict[str, tuple[tuple[Line, str], ...]] = field(default_factory=dict)
    pins: dict[tuple[str, str, str], str] = field(default_factory=dict)
    verify: Callable[[str, str, bytes], bool] = no_signature_holds
    known_formats: dict[str, dict[str, int]] = field(default_factory=dict)
    memo: tuple[Message, object] | None = None
    due_memo: tuple[tuple[int, int], tuple[tuple[Line, Due], ...]] | None = None
    bundles: list[tuple[BundleMade | BundleCame, int]] = field(default_factory=list)
    sources: Sources = field(default_factory=Sources)
    sessions: Sessions = field(default_factory=Sessions)
    rulebooks: dict[Line, RuleBook] = field(default_factory=dict, repr=False, compare=False)

    def line(self, line: Line) -> LineState:
        """The state of a line; an empty one when nothing has happened there."""
        return self.lines.get(line) or LineState(line)

    def message(self, line: Line, number: str) -> Tracked | None:
        """One message of a line; None when this node does not hold it."""
        return self.line(line).messages.get(number)

    def alarm_role(self, level: int) -> str:
        """Who is alarmed at an escalation level; the last role beyond the last."""
        return ESCALATION[min(level, len(ESCALATION) - 1)]

    def readback_differences(self, line: Line, tracked: Tracked) -> tuple[str, ...]:
        """Where the read-backs of a message differ from what this node computes itself."""
        found: list[str] = []
        for party, steps in sorted(tracked.steps.items()):
            message = self.message(line, steps.readback.number) if steps.readback else None
            if message is not None:
                departs = readback_differences(self, tracked, message.message)
                found += [f"{party}: {one}" for one in departs]
        return tuple(found)

    def utc_offset_min(self, party: str | None = None) -> int:
        """A party's offset from UTC (our own by default); 0 when its card is not known."""
        card = self.cards.get(party or self.party)
        return card.utc_offset_min if card else 0

    def terrain_max_cm(self, line: Line) -> int | None:
        """The highest ground that the channel's charter names, above sea level; None if none."""
        charter = self.charters.get(line.channel)
        return charter.terrain_max_cm if charter else None

    def required_ms(
        self, line: Line, fmt: Format, precedence: Precedence, fields: Fields
    ) -> int | None:
        """The lead time that the channel's charter, or else the format's table, asks for."""
        charter = self.charters.get(line.channel)
        return required_lead(fmt, dict(charter.lead_ms) if charter else {}, precedence, fields)

    def lead(self, line: Line, tracked: Tracked, party: str) -> Finding | None:
        """The lead-time finding of a notice towards one receiver; None when no rule asks."""
        fmt = tracked.subject
        start_ms = starts_at(tracked)
        if fmt is None or start_ms is False:
            return None
        if fmt.lead_if_said and start_ms == first_said_ms(self.line(line), tracked):
            return None
        required_ms = self.required_ms(line, fmt, tracked.message.precedence, tracked.fields)
        if required_ms is None:
            return None
        steps = tracked.of(party)
        charter = self.charters.get(line.channel)
        effective = effective_ms(
            agreed_step(fmt.effective, fmt.code, charter.effective if charter else ()),
            read_ms=steps.first_read_ms,
            readback_ms=steps.readback.at_ms if steps.readback else None,
            answered_ms=None,
        )
        return finding(required_ms, start_ms, effective)

    def is_settled(self, line: Line, tracked: Tracked) -> bool:
        """Whether nothing is owed, open, unread or in the picture about a message any more."""
        return next(self.unsettled(line, tracked), None) is None

    def unsettled(self, line: Line, tracked: Tracked) -> Iterator[Unsettled]:
        """Why a message is not settled, each reason once; nothing when it is."""
        number, here = tracked.number, self.line(line)
        stands = tracked.standing is Standing.CURRENT  # it may still have to come down to a crew
        picture = self.pictures.get(line)
        if (
            tracked.author != self.party
            and tracked.format is not None
            and tracked.format.needs_read
            and tracked.of(self.party).first_read_ms is None
        ):
            yield Unsettled.UNREAD
        subject = tracked.subject
        if (
            (subject is not None and subject.disseminated and stands)
            or number in here.waiting
            or (bool(here.dependents) and self._may_be_untold(tracked))
        ):
            yield Unsettled.OPEN
        if subject is not None and subject.family is Family.REGISTER:
            yield Unsettled.ON_RECORD
        if self.agenda.about(line, number):
            yield Unsettled.OWED
        if picture is not None and picture.get(number) is not None:
            yield Unsettled.IN_PICTURE
        if self.conflicts_about(line, number):
            yield Unsettled.IN_CONFLICT

    @staticmethod
    def _may_be_untold(tracked: Tracked) -> bool:
        """Whether a dependent party may have to be told of it yet, for what has no window."""
        return (
            tracked.volume is None
            and tracked.standing is Standing.CURRENT
            and tracked.subject is not None
            and tracked.subject.family in (Family.NOTICE, Family.ALERT)
        )

    def pack(self) -> int:
        """Pack every settled message of every line; returns how many. Changes no meaning."""
        packed = 0
        for line, here in self.lines.items():
            packed += here.messages.pack(partial(self.is_settled, line))
        return packed

    def owed(self, line: Line, number: str) -> list[tuple[Key, Owed]]:
        """The receipt steps that are owed about a message, soonest first."""
        keys = self.agenda.about(line, number)
        found = [(key, self.agenda.owed[key]) for key in keys if key.what is What.STEP]
        return sorted(found, key=lambda pair: (pair[1].first_ms, pair[0]))

    def conflicts_about(self, line: Line, number: str) -> tuple[str, ...]:
        """The ids of the open conflicts that a message is part of, sorted."""
        touching = self.touching.get((line, number), ())
        return tuple(sorted(key[1] for key in touching if self.conflicts[key].ended_reason is None))

    def open_conflicts(self, line: Line) -> list[OpenConflict]:
        """The open conflicts of a line's messages, across to another channel too, by id."""
        found = [
            (key[1], conflict)
            for key, conflict in self.conflicts.items()
            if conflict.ended_reason is None and conflict.is_on(line)
        ]
        return [conflict for _, conflict in sorted(found, key=lambda pair: pair[0])]

    def open_conflicts_of(self, line: Line, number: str) -> list[OpenConflict]:
        """The open conflicts that one message is a side of, by id."""
        found = [(key[1], self.conflicts[key]) for key in self.touching.get((line, number), ())]
        return [one for _, one in sorted(found, key=lambda pair: pair[0]) if not one.ended_reason]


def starts_at(tracked: Tracked) -> int | Literal[False] | None:
    """When what is announced begins; None when it has begun already; False when nothing begins."""
    if tracked.volume is not None:
        return start_of(tracked.volume)
    subject, fields = tracked.subject, tracked.fields
    if subject is not None and subject.placing is not None and subject.asks_by_code(fields):
        proposed = airspace_from_json(fields.get(subject.placing.volume_field), "")
        if isinstance(proposed, Airspace):
            return start_of(proposed)
    name = subject.starts if subject else None
    value = fields.get(name) if name else None
    return value if isinstance(value, int) and not isinstance(value, bool) else False


def first_said_ms(known: LineState, tracked: Tracked) -> int:
    """When the first of a chain of corrections was said, by who said it first."""
    if tracked.root != tracked.number and tracked.root in known.messages:
        tracked = known.messages.shown(tracked.root)
    return tracked.message.said_ms


def house(status: Status) -> Line:
    """The line that house events of a status belong to: the house has one journal per status."""
    return Line(HOUSE, status)
